/* test_prng.c - the seeded numbers are those of the paper, and none is likelier than another.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/prng.h"
#include "raises.h"
#include <sodium.h>
#include <string.h>

static int start(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

/* The first outputs of xoshiro256** from the state 1, 2, 3, 4, computed apart from this program.
 * */
static void test_prng_next__is_xoshiro256(void **state)
{
	static const uint64_t expected[] = {
		UINT64_C(11520),
		UINT64_C(0),
		UINT64_C(1509978240),
		UINT64_C(1215971899390074240),
		UINT64_C(1216172134540287360),
		UINT64_C(607988272756665600),
	};
	struct prng prng = {.state = {1, 2, 3, 4}};

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
		assert_true(prng_next(&prng) == expected[i]);
}

/* The state comes from splitmix64, whose outputs from seed 0 are known. */
static void test_prng_init_seed__fills_the_state_by_splitmix64(void **state)
{
	static const uint64_t expected[] = {
		UINT64_C(0xe220a8397b1dcdaf),
		UINT64_C(0x6e789e6aa1b965f4),
		UINT64_C(0x06c45d188009454f),
		UINT64_C(0xf88bb8a8724c81ec),
	};
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 0);
	assert_false(prng.system);
	assert_memory_equal(prng.state, expected, sizeof expected);
}

/* Filling takes the numbers little-endian, and a part of the last one. */
static void test_prng_fill__is_the_same_on_every_machine(void **state)
{
	struct prng numbers, bytes;

	(void)state;
	for (size_t size = 0; size <= 40; size++) {
		uint8_t filled[41];
		memset(filled, 0xee, sizeof filled);
		prng_init_seed(&numbers, 3);
		prng_init_seed(&bytes, 3);
		prng_fill(&bytes, filled, size);
		uint64_t number = 0;
		for (size_t i = 0; i < size; i++) {
			if (i % 8 == 0) number = prng_next(&numbers);
			assert_int_equal(filled[i], number >> (8 * (i % 8)) & 0xff);
		}
		assert_int_equal(filled[size], 0xee);
	}
}

/* Every number below a small bound comes about as often: chi-square with 9 degrees of freedom, p
 * = 0.001. */
static void test_prng_below__is_uniform_for_small_bounds(void **state)
{
	const int draws = 100000;
	int counts[10] = {0};
	double sum = 0;
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 2026);
	for (int i = 0; i < draws; i++) counts[prng_below(&prng, 10)]++;
	for (int i = 0; i < 10; i++) {
		double difference = counts[i] - draws / 10.0;
		sum += difference * difference / (draws / 10.0);
	}
	assert_true(sum < 27.88);
}

/* With a bound of 3 * 2^62 the remainder alone would put half of the draws in the first third. */
static void test_prng_below__has_no_bias_for_large_bounds(void **state)
{
	const uint64_t third = UINT64_C(1) << 62;
	struct prng prng;
	int first = 0;

	(void)state;
	prng_init_seed(&prng, 11);
	for (int i = 0; i < 30000; i++) {
		uint64_t drawn = prng_below(&prng, 3 * third);
		assert_true(drawn < 3 * third);
		first += drawn < third;
	}
	assert_in_range(first, 9700, 10300);
}

/* The state whose next output is `output`: the steps of the generator, undone. */
static struct prng prng_about_to_give(uint64_t output)
{
	uint64_t rotated = output * UINT64_C(0x8e38e38e38e38e39); /* 1/9 modulo 2^64 */
	uint64_t product = rotated >> 7 | rotated << 57;
	uint64_t word = product * UINT64_C(0xcccccccccccccccd); /* 1/5 modulo 2^64 */

	return (struct prng){.state = {0, word, 0, 0}};
}

/* Of the outputs for a bound of 3 * 2^62, the first 2^62 are drawn again and the next is used. */
static void test_prng_below__draws_again_below_the_unfair_number(void **state)
{
	const uint64_t third = UINT64_C(1) << 62;
	struct prng last_unfair = prng_about_to_give(third - 1);
	struct prng first_fair = prng_about_to_give(third);
	struct prng once = first_fair;

	(void)state;
	assert_true(prng_next(&once) == third);
	assert_true(prng_below(&first_fair, 3 * third) == third);
	assert_memory_equal(first_fair.state, once.state, sizeof once.state);
	once = last_unfair;
	assert_true(prng_next(&once) == third - 1);
	assert_true(prng_below(&last_unfair, 3 * third) != third - 1);
	assert_memory_not_equal(last_unfair.state, once.state, sizeof once.state);
}

/* A bound of one leaves no choice, and of zero no answer. */
static void test_prng_below__needs_a_bound(void **state)
{
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 1);
	for (int i = 0; i < 10; i++) assert_int_equal(prng_below(&prng, 1), 0);
	assert_raises(prng_below(&prng, 0));
	assert_true(prng_below(&prng, UINT64_MAX) < UINT64_MAX);
}

/* The system's numbers are not those of any seed, differ each time and fill everything asked. */
static void test_prng_system__differs_each_time(void **state)
{
	uint8_t a[64] = {0}, b[64] = {0};
	struct prng prng;

	(void)state;
	prng_init_system(&prng);
	assert_true(prng.system);
	assert_true(prng_next(&prng) != prng_next(&prng));
	prng_fill(&prng, a, sizeof a);
	prng_fill(&prng, b, sizeof b);
	assert_memory_not_equal(a, b, 32);
	assert_memory_not_equal(a + 32, b + 32, 32);
	for (int i = 0; i < 1000; i++) assert_true(prng_below(&prng, 7) < 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prng_next__is_xoshiro256),
		cmocka_unit_test(test_prng_init_seed__fills_the_state_by_splitmix64),
		cmocka_unit_test(test_prng_fill__is_the_same_on_every_machine),
		cmocka_unit_test(test_prng_below__is_uniform_for_small_bounds),
		cmocka_unit_test(test_prng_below__has_no_bias_for_large_bounds),
		cmocka_unit_test(test_prng_below__needs_a_bound),
		cmocka_unit_test(test_prng_system__differs_each_time),
		cmocka_unit_test(test_prng_below__draws_again_below_the_unfair_number),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
