/* test_id.c - ids are drawn, written and read back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/id.h"
#include <ctype.h>
#include <sodium.h>

static int start(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

/* The text is the bytes in order, in lower case. */
static void test_id_text__is_the_bytes_in_hexadecimal(void **state)
{
	const struct id id = {
		{0x00, 0x01, 0x0f, 0x10, 0x7f, 0x80, 0xab, 0xcd, 0xef, 0xff, 9, 8, 7, 6, 5, 4},
	};
	char text[ID_TEXT_SIZE];

	(void)state;
	assert_ptr_equal(id_text(id, text), text);
	assert_string_equal(text, "00010f107f80abcdefff090807060504");
}

/* What was written is read back, in either case. */
static void test_id_parse__reads_what_was_written(void **state)
{
	struct prng prng;
	char text[ID_TEXT_SIZE];

	(void)state;
	prng_init_seed(&prng, 1);
	for (int i = 0; i < 1000; i++) {
		struct id id = id_draw(&prng), read;
		id_text(id, text);
		assert_true(id_parse(span_of(text), &read));
		assert_true(id_equal(read, id));
		for (char *at = text; *at != 0; at++) *at = (char)toupper((unsigned char)*at);
		assert_true(id_parse(span_of(text), &read));
		assert_true(id_equal(read, id));
	}
}

/* A wrong digit at any place, or a digit too many or too few, gives none. */
static void test_id_parse__refuses_the_rest(void **state)
{
	static const char right[] = "00112233445566778899aabbccddeeff";
	static const char wrong[] = {'g', 'G', '/', ':', '@', '`', ' ', '-', 0};
	struct id id;

	(void)state;
	for (size_t at = 0; at < 32; at++) {
		for (size_t i = 0; i < sizeof wrong; i++) {
			char text[32];
			memcpy(text, right, 32);
			text[at] = wrong[i];
			memset(&id, 0xee, sizeof id);
			assert_false(id_parse(span_bytes(text, 32), &id));
			assert_true(id_is_none(id));
		}
	}
	assert_false(id_parse(span_bytes(right, 31), &id));
	assert_false(id_parse(SPAN_LITERAL("00112233445566778899aabbccddeeff0"), &id));
	assert_false(id_parse((struct span){NULL, 0}, &id));
	assert_true(id_parse(SPAN_LITERAL("00000000000000000000000000000000"), &id));
	assert_true(id_is_none(id));
}

/* The same seed draws the same ids; the system never draws one twice. */
static void test_id_draw__repeats_only_with_a_seed(void **state)
{
	struct prng a, b, system;

	(void)state;
	prng_init_seed(&a, 5);
	prng_init_seed(&b, 5);
	prng_init_system(&system);
	struct id before = id_none;
	for (int i = 0; i < 100; i++) {
		struct id drawn = id_draw(&system);
		assert_true(id_equal(id_draw(&a), id_draw(&b)));
		assert_false(id_is_none(drawn));
		assert_false(id_equal(drawn, before));
		before = drawn;
	}
}

/* A generator that gives zeros first is asked again: none is never drawn. */
static void test_id_draw__is_never_none(void **state)
{
	/* The next two outputs of this state are 0, because the second word is 0 both times. */
	struct prng prng = {.state = {1, 0, 1, 0}};
	struct prng same = prng;
	uint8_t bytes[ID_SIZE];

	(void)state;
	prng_fill(&same, bytes, sizeof bytes);
	assert_true(id_is_none(id_from_bytes(bytes, sizeof bytes)));
	assert_false(id_is_none(id_draw(&prng)));
}

/* Stored bytes of another size name nothing. */
static void test_id_from_bytes__needs_sixteen(void **state)
{
	static const uint8_t bytes[17] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};

	(void)state;
	assert_memory_equal(id_from_bytes(bytes, 16).bytes, bytes, 16);
	assert_true(id_is_none(id_from_bytes(bytes, 15)));
	assert_true(id_is_none(id_from_bytes(bytes, 17)));
	assert_true(id_is_none(id_from_bytes(NULL, 0)));
}

/* A UUID is the same bits with dashes in four places. */
static void test_id_uuid__goes_both_ways(void **state)
{
	static const char *const wrong[] = {"", "0123456789abcdef0123456789abcdef",
		"01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdeg",
		"012345678-9ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef0"};
	const char *right = "01234567-89ab-cdef-0123-456789abcdef";
	char text[ID_UUID_SIZE];
	struct id id, plain;

	(void)state;
	assert_true(id_parse_uuid(span_of(right), &id));
	assert_true(id_parse(SPAN_LITERAL("0123456789abcdef0123456789abcdef"), &plain));
	assert_true(id_equal(id, plain));
	assert_string_equal(id_uuid_text(id, text), right);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		assert_false(id_parse_uuid(span_of(wrong[i]), &id));
		assert_true(id_is_none(id));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_id_text__is_the_bytes_in_hexadecimal),
		cmocka_unit_test(test_id_parse__reads_what_was_written),
		cmocka_unit_test(test_id_parse__refuses_the_rest),
		cmocka_unit_test(test_id_draw__repeats_only_with_a_seed),
		cmocka_unit_test(test_id_draw__is_never_none),
		cmocka_unit_test(test_id_from_bytes__needs_sixteen),
		cmocka_unit_test(test_id_uuid__goes_both_ways),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
