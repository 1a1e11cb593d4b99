/* test_throttle.c - who guesses waits longer each time; who signed in there before does not.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "access/throttle.h"
#include "base/prng.h"

#define NOW INT64_C(1700000000000)

static int start(void **state)
{
	static struct throttle throttle;
	struct error error = {0};
	*state = &throttle;
	return throttle_open(&throttle, &error) == STATUS_OK ? 0 : 1;
}

static int stop(void **state)
{
	throttle_close(*state);
	return 0;
}

static struct throttle_key key_of(enum throttle_kind kind, uint64_t number)
{
	struct throttle_key key = {.kind = kind};
	struct prng prng;
	prng_init_seed(&prng, number);
	key.id = id_draw(&prng);
	return key;
}

static int64_t try_one(struct throttle *throttle, struct throttle_key key, int64_t now_ms)
{
	return throttle_try(throttle, &key, 1, now_ms);
}

/* Five are free; then 1 second, 2, 4 and so on, and never more than a quarter of an hour. */
static void test_throttle__doubles_up_to_a_bound(void **state)
{
	struct throttle *throttle = *state;
	struct throttle_key key = key_of(THROTTLE_LOGIN, 1);
	int64_t now_ms = NOW, wanted_ms = 1000;
	for (int i = 0; i < 5; i++) assert_int_equal(try_one(throttle, key, now_ms), 0);
	for (int i = 0; i < 30; i++) {
		assert_int_equal(try_one(throttle, key, now_ms), wanted_ms);
		assert_int_equal(try_one(throttle, key, now_ms + wanted_ms - 1), 1);
		now_ms += wanted_ms;
		assert_int_equal(try_one(throttle, key, now_ms), 0);
		wanted_ms = wanted_ms * 2 < 900000 ? wanted_ms * 2 : 900000;
	}
}

/* In a day nobody makes more than a hundred tries at one login. */
static void test_throttle__bounds_the_tries_of_a_day(void **state)
{
	struct throttle *throttle = *state;
	struct throttle_key key = key_of(THROTTLE_LOGIN, 2);
	int tries = 0;
	for (int64_t now_ms = NOW; now_ms < NOW + INT64_C(86400000); now_ms += 100)
		if (try_one(throttle, key, now_ms) == 0) tries++;
	assert_true(tries > 100 && tries < 120);
}

/* Strangers' tries at a login slow down strangers; a known device, and another login, they do not
 * touch. */
static void test_throttle__leaves_a_known_device_alone(void **state)
{
	struct throttle *throttle = *state;
	struct throttle_key login = key_of(THROTTLE_LOGIN, 3), device = key_of(THROTTLE_DEVICE, 4);
	for (int i = 0; i < 200; i++) {
		struct throttle_key keys[] = {login, key_of(THROTTLE_PEER, 1000 + (uint64_t)i)};
		(void)throttle_try(throttle, keys, 2, NOW + i);
	}
	assert_true(try_one(throttle, login, NOW + 200) > 0);
	assert_int_equal(try_one(throttle, device, NOW + 200), 0);
	assert_int_equal(try_one(throttle, key_of(THROTTLE_LOGIN, 5), NOW + 200), 0);
}

/* One address that tries many logins is slowed down itself, by at most ten seconds: it may be a
 * proxy. */
static void test_throttle__slows_an_address_down_a_little(void **state)
{
	struct throttle *throttle = *state;
	struct throttle_key peer = key_of(THROTTLE_PEER, 6);
	int64_t longest_ms = 0;
	for (int i = 0; i < 500; i++) {
		struct throttle_key keys[] = {key_of(THROTTLE_LOGIN, 2000 + (uint64_t)i), peer};
		int64_t wait_ms = throttle_try(throttle, keys, 2, NOW + i * INT64_C(10000));
		if (i < 40) assert_int_equal(wait_ms, 0);
		for (int64_t at = NOW + i * INT64_C(10000) + 1; i >= 60 && at < NOW + i * 10000 + 3; at++) {
			int64_t more_ms = throttle_try(throttle, keys, 2, at);
			if (more_ms > longest_ms) longest_ms = more_ms;
		}
	}
	assert_true(longest_ms > 9000 && longest_ms <= 10000);
}

/* A try that waits is not counted: asking again and again does not make it longer. */
static void test_throttle__counts_only_tries_that_were_let_in(void **state)
{
	struct throttle *throttle = *state;
	struct throttle_key key = key_of(THROTTLE_LOGIN, 7);
	for (int i = 0; i < 5; i++) (void)try_one(throttle, key, NOW);
	for (int i = 0; i < 1000; i++) assert_int_equal(try_one(throttle, key, NOW), 1000);
	assert_int_equal(try_one(throttle, key, NOW + 1000), 0);
}

/* Who was right begins anew; who was not looked at gets the try back; a day heals. */
static void test_throttle__forgets(void **state)
{
	struct throttle *throttle = *state;
	struct throttle_key keys[] = {key_of(THROTTLE_LOGIN, 8), key_of(THROTTLE_PEER, 9)};
	for (int i = 0; i < 5; i++) assert_int_equal(throttle_try(throttle, keys, 2, NOW), 0);
	assert_true(throttle_try(throttle, keys, 2, NOW) > 0);
	throttle_take_back(throttle, keys, 2);
	assert_int_equal(throttle_try(throttle, keys, 2, NOW), 0);
	throttle_right(throttle, keys, 2);
	for (int i = 0; i < 5; i++) assert_int_equal(throttle_try(throttle, keys, 2, NOW), 0);
	assert_true(throttle_try(throttle, keys, 2, NOW) > 0);
	assert_int_equal(throttle_try(throttle, keys, 2, NOW + INT64_C(86400000)), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(throttle_try(throttle, keys, 2, NOW + INT64_C(86400000)), 0);
}

/* With more keys than places the one that is slowed down most stays. */
static void test_throttle__keeps_who_guesses_most(void **state)
{
	struct throttle *throttle = *state;
	struct throttle_key key = key_of(THROTTLE_LOGIN, 10);
	int64_t now_ms = NOW;
	for (int i = 0; i < 12; i++) {
		int64_t wait_ms = try_one(throttle, key, now_ms);
		now_ms += wait_ms;
		if (wait_ms > 0) assert_int_equal(try_one(throttle, key, now_ms), 0);
	}
	assert_true(try_one(throttle, key, now_ms) > 0);
	for (uint64_t i = 0; i < 4 * THROTTLE_PLACES; i++)
		(void)try_one(throttle, key_of(THROTTLE_LOGIN, 100000 + i), now_ms);
	assert_true(try_one(throttle, key, now_ms) > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_throttle__doubles_up_to_a_bound),
		TEST(test_throttle__bounds_the_tries_of_a_day),
		TEST(test_throttle__leaves_a_known_device_alone),
		TEST(test_throttle__slows_an_address_down_a_little),
		TEST(test_throttle__counts_only_tries_that_were_let_in),
		TEST(test_throttle__forgets),
		TEST(test_throttle__keeps_who_guesses_most),
	};
	return cmocka_run_group_tests_name("throttle", tests, NULL, NULL);
}
