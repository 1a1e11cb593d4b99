/* test_hash.c - the journal's hash is BLAKE2b-256, and the fast one spreads.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/hash.h"
#include "base/id.h"
#include <sodium.h>
#include <stdlib.h>

static int start(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

static void assert_hash(struct hash hash, const char *expected)
{
	char text[2 * HASH_SIZE + 1];

	sodium_bin2hex(text, sizeof text, hash.bytes, HASH_SIZE);
	assert_string_equal(text, expected);
}

/* Known values of BLAKE2b with 32 bytes and no key, from another implementation. */
static void test_hash_of__is_blake2b_256(void **state)
{
	uint8_t bytes[1000];

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i % 251);
	assert_hash(
		hash_of(NULL, 0), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	assert_hash(
		hash_of("abc", 3), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	assert_hash(hash_of(bytes, sizeof bytes),
		"b372d0608f720c8c3dd41e9c8eecb10143b41abe520b616607e754bf79c08331");
}

/* However a text is cut into pieces, its hash is the same. */
static void test_hash_add__does_not_depend_on_the_pieces(void **state)
{
	uint8_t bytes[400];
	struct hash_state hashing;

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * 7);
	struct hash whole = hash_of(bytes, sizeof bytes);
	for (size_t size = 1; size <= sizeof bytes; size += 13) {
		hash_init(&hashing);
		for (size_t at = 0; at < sizeof bytes; at += size)
			hash_add(&hashing, bytes + at, size < sizeof bytes - at ? size : sizeof bytes - at);
		struct hash hash = hash_end(&hashing);
		assert_true(hash_equal(&hash, &whole));
	}
}

/* One bit of difference at any place is a difference. */
static void test_hash_equal__sees_every_bit(void **state)
{
	const struct hash hash = hash_of("x", 1);

	(void)state;
	assert_true(hash_equal(&hash, &hash));
	for (size_t bit = 0; bit < 8 * HASH_SIZE; bit++) {
		struct hash other = hash;
		other.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(hash_equal(&hash, &other));
	}
}

/* The fast hash knows a text by its bytes and its size, not by where it stands. */
static void test_hash_fast__depends_on_all_bytes_and_the_size(void **state)
{
	char text[64] = {0}, moved[65] = {0};

	(void)state;
	for (size_t size = 0; size <= 40; size++) {
		uint64_t hash = hash_fast(text, size);
		assert_true(hash == hash_fast(moved + 1, size));
		assert_true(hash != hash_fast(text, size + 1));
		for (size_t bit = 0; bit < 8 * size; bit++) {
			text[bit / 8] = (char)(1u << bit % 8);
			assert_true(hash != hash_fast(text, size));
			text[bit / 8] = 0;
		}
	}
	assert_true(hash_fast(NULL, 0) == hash_fast(text, 0));
}

/* A changed bit of the text changes every bit of the hash in about half of the cases. */
static void test_hash_fast__spreads_every_bit(void **state)
{
	enum { TEXTS = 1000 };
	static int changed[16 * 8][64];
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 8);
	for (int i = 0; i < TEXTS; i++) {
		struct id id = id_draw(&prng);
		uint64_t hash = hash_fast(id.bytes, ID_SIZE);
		for (size_t bit = 0; bit < 8 * ID_SIZE; bit++) {
			struct id other = id;
			other.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
			uint64_t difference = hash ^ hash_fast(other.bytes, ID_SIZE);
			for (size_t out = 0; out < 64; out++) changed[bit][out] += (int)(difference >> out & 1);
		}
	}
	for (size_t bit = 0; bit < 8 * ID_SIZE; bit++)
		for (size_t out = 0; out < 64; out++)
			assert_in_range(changed[bit][out], TEXTS * 4 / 10, TEXTS * 6 / 10);
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

/* Numbers in a row, as keys often are, give no equal hashes, and fill a table evenly by their
 * low bits. */
static void test_hash_fast__spreads_numbers_in_a_row(void **state)
{
	enum { KEYS = 1 << 16, PLACES = 1 << 10 };
	static uint64_t hashes[KEYS];
	static int places[PLACES];

	(void)state;
	for (uint64_t key = 0; key < KEYS; key++) {
		hashes[key] = hash_fast(&key, sizeof key);
		places[hashes[key] % PLACES]++;
	}
	qsort(hashes, KEYS, sizeof hashes[0], compare_numbers);
	for (size_t i = 1; i < KEYS; i++) assert_true(hashes[i] != hashes[i - 1]);
	for (size_t i = 0; i < PLACES; i++)
		assert_in_range(places[i], KEYS / PLACES / 4, KEYS / PLACES * 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash_of__is_blake2b_256),
		cmocka_unit_test(test_hash_add__does_not_depend_on_the_pieces),
		cmocka_unit_test(test_hash_equal__sees_every_bit),
		cmocka_unit_test(test_hash_fast__depends_on_all_bytes_and_the_size),
		cmocka_unit_test(test_hash_fast__spreads_every_bit),
		cmocka_unit_test(test_hash_fast__spreads_numbers_in_a_row),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
