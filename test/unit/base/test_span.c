/* test_span.c - numbers, parts and UTF-8, checked against slower ways to know the same.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/span.h"

/* Equality is of bytes and sizes; an empty span equals another one wherever it points. */
static void test_span_equal__compares_bytes(void **state)
{
	(void)state;
	assert_true(span_is(SPAN_LITERAL("abc"), "abc"));
	assert_false(span_is(SPAN_LITERAL("abc"), "ab"));
	assert_false(span_is(SPAN_LITERAL("abc"), "abd"));
	assert_true(span_equal((struct span){NULL, 0}, SPAN_LITERAL("")));
	assert_false(span_equal(SPAN_LITERAL("a\0b"), SPAN_LITERAL("a\0c")));
	assert_int_equal(span_of(NULL).size, 0);
}

/* A prefix is there whole or not at all. */
static void test_span_starts_with__needs_the_whole_prefix(void **state)
{
	(void)state;
	assert_true(span_starts_with(SPAN_LITERAL("Bearer x"), "Bearer "));
	assert_true(span_starts_with(SPAN_LITERAL("Bearer "), "Bearer "));
	assert_false(span_starts_with(SPAN_LITERAL("Bearer"), "Bearer "));
	assert_false(span_starts_with(SPAN_LITERAL("bearer x"), "Bearer "));
	assert_true(span_starts_with((struct span){NULL, 0}, ""));
}

/* Blanks go from both ends and stay inside; a no-break space is no ASCII blank. */
static void test_span_trim__takes_ascii_blanks_at_both_ends(void **state)
{
	(void)state;
	assert_true(span_is(span_trim(SPAN_LITERAL(" \t\r\n\v\f a b \n")), "a b"));
	assert_true(span_is(span_trim(SPAN_LITERAL("a")), "a"));
	assert_int_equal(span_trim(SPAN_LITERAL(" \n ")).size, 0);
	assert_int_equal(span_trim((struct span){NULL, 0}).size, 0);
	assert_true(span_is(span_trim(SPAN_LITERAL("\xc2\xa0")), "\xc2\xa0"));
}

/* Parts come in order, empty ones in the middle too, and end where the text ends. */
static void test_span_take__gives_the_parts_in_order(void **state)
{
	static const char *const expected[] = {"", "a", "", "bc"};
	struct span rest = SPAN_LITERAL(",a,,bc,");
	struct span part;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_true(span_take(&rest, ',', &part));
		assert_true(span_is(part, expected[i]));
	}
	assert_false(span_take(&rest, ',', &part));
	rest = SPAN_LITERAL("name");
	assert_true(span_take(&rest, '=', &part));
	assert_true(span_is(part, "name"));
	assert_int_equal(rest.size, 0);
	rest = (struct span){NULL, 0};
	assert_false(span_take(&rest, ',', &part));
}

/* Whole numbers up to both ends of the range. */
static void test_span_to_int64__reads_the_whole_range(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} right[] = {
		{"0", 0},
		{"-0", 0},
		{"+7", 7},
		{"007", 7},
		{"-12", -12},
		{"9223372036854775807", INT64_MAX},
		{"-9223372036854775808", INT64_MIN},
		{"-9223372036854775807", -INT64_MAX},
		{"00000000000000000000000000001", 1},
	};
	int64_t value;

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
		value = 99;
		assert_true(span_to_int64(span_of(right[i].text), &value));
		assert_true(value == right[i].value);
	}
}

/* Anything else is refused, and the variable keeps what it had. */
static void test_span_to_int64__refuses_the_rest(void **state)
{
	static const char *const wrong[] = {
		"",
		"-",
		"+",
		"--1",
		"+-1",
		" 1",
		"1 ",
		"1.0",
		"1e3",
		"0x1",
		"one",
		"9223372036854775808",
		"-9223372036854775809",
		"\xd9\xa1",
		"99999999999999999999999",
	};
	int64_t value = 42;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(span_to_int64(span_of(wrong[i]), &value));
	assert_false(span_to_int64(SPAN_LITERAL("1\0"), &value));
	assert_int_equal(value, 42);
}

/* The double that is read is the nearest one, as the compiler's own reading of the literal. */
static void test_span_to_double__reads_the_nearest_double(void **state)
{
	static const struct {
		const char *text;
		double value;
	} right[] = {
		{"0", 0.0},
		{"-12.0345", -12.0345},
		{"+0.1", 0.1},
		{"52.370216", 52.370216},
		{"9007199254740993", 9007199254740993.0},
		{"0.000000000000000000000000000001", 1e-30},
		{"123456789012345678901234567890.5", 123456789012345678901234567890.5},
		{"2.2250738585072011", 2.2250738585072011},
	};
	double value;

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
		assert_true(span_to_double(span_of(right[i].text), &value));
		assert_memory_equal(&value, &right[i].value, sizeof value);
	}
}

/* No exponents, no bare points, no words, no thousands and nothing over the bound. */
static void test_span_to_double__refuses_the_rest(void **state)
{
	static const char *const wrong[] = {
		"",
		"-",
		".",
		"1.",
		".5",
		"1.2.3",
		"1e5",
		"nan",
		"inf",
		"0x1",
		"1,5",
		" 1",
		"1 ",
		"--1",
		"1..2",
		"infinity",
		"-.5",
		"1.5f",
	};
	char longest[SPAN_MAX_NUMBER + 1];
	double value = 42;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(span_to_double(span_of(wrong[i]), &value));
	memset(longest, '1', sizeof longest);
	assert_false(span_to_double(span_bytes(longest, sizeof longest), &value));
	assert_true(value == 42);
	assert_true(span_to_double(span_bytes(longest, sizeof longest - 1), &value));
}

/* Writes a code point by the general scheme, also where UTF-8 forbids it; the number of bytes. */
static size_t encode(uint32_t point, size_t size, unsigned char out[4])
{
	static const unsigned char lead[] = {0, 0x00, 0xc0, 0xe0, 0xf0};

	for (size_t i = size; i-- > 1;) {
		out[i] = (unsigned char)(0x80 | (point & 0x3f));
		point >>= 6;
	}
	out[0] = (unsigned char)(lead[size] | point);
	return size;
}

static size_t shortest_size(uint32_t point)
{
	return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

/* All 1,112,063 characters are accepted, and nothing that is no character, in whatever length it
 * is written. */
static void test_span_is_utf8__accepts_exactly_the_characters(void **state)
{
	static const uint32_t end[] = {0, 0x80, 0x800, 0x10000, 0x200000};
	size_t accepted = 0;

	(void)state;
	for (size_t size = 1; size <= 4; size++) {
		for (uint32_t point = 0; point < end[size]; point++) {
			unsigned char bytes[4];
			struct span span = span_bytes(bytes, encode(point, size, bytes));
			bool surrogate = point >= 0xd800 && point <= 0xdfff;
			bool character = point > 0 && point <= 0x10ffff && !surrogate;
			bool right = character && size == shortest_size(point);
			accepted += right;
			if (span_is_utf8(span, NULL) != right) fail_msg("U+%04X in %zu bytes", point, size);
		}
	}
	assert_int_equal(accepted, 0x110000 - 0x800 - 1);
}

/* Takes a text apart by its bits alone, writes each character again and compares; slow and sure.
 * */
static bool is_right_by_reencoding(const unsigned char *bytes, size_t size)
{
	size_t at = 0;

	while (at < size) {
		unsigned char lead = bytes[at];
		size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
		unsigned char again[4];
		uint32_t point = length == 1 ? lead : lead & (0xffu >> (length + 1));
		if (at + length > size) return false;
		for (size_t i = 1; i < length; i++) point = point << 6 | (bytes[at + i] & 0x3f);
		if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
		if (shortest_size(point) != length) return false;
		encode(point, length, again);
		if (memcmp(again, bytes + at, length) != 0) return false;
		at += length;
	}
	return true;
}

/* All texts of up to three bytes are judged as by taking them apart and writing them again. */
static void test_span_is_utf8__judges_all_short_texts(void **state)
{
	(void)state;
	for (size_t size = 1; size <= 3; size++) {
		for (uint32_t number = 0; number < 1u << (8 * size); number++) {
			unsigned char bytes[3];
			for (size_t i = 0; i < size; i++) bytes[i] = (unsigned char)(number >> (8 * i));
			if (span_is_utf8(span_bytes(bytes, size), NULL) != is_right_by_reencoding(bytes, size))
				fail_msg("%zu bytes, little-endian 0x%x", size, number);
		}
	}
}

/* Four bytes, with every lead and the values around every border behind it. */
static void test_span_is_utf8__judges_borders_of_four_bytes(void **state)
{
	static const unsigned char borders[] = {
		0x00,
		0x01,
		0x41,
		0x7f,
		0x80,
		0x8f,
		0x90,
		0x9f,
		0xa0,
		0xbf,
		0xc0,
		0xc2,
		0xe0,
		0xf0,
		0xff,
	};
	const size_t count = sizeof borders;

	(void)state;
	for (size_t i = 0; i < 256 * count * count * count; i++) {
		unsigned char bytes[4] = {
			(unsigned char)(i % 256),
			borders[i / 256 % count],
			borders[i / 256 / count % count],
			borders[i / 256 / count / count],
		};
		if (span_is_utf8(span_bytes(bytes, 4), NULL) != is_right_by_reencoding(bytes, 4))
			fail_msg("%02x %02x %02x %02x", bytes[0], bytes[1], bytes[2], bytes[3]);
	}
}

/* The place of a mistake is right at every distance from the start, in long plain texts too. */
static void test_span_is_utf8__says_where_the_first_mistake_is(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} mistakes[] = {{"\0", 1}, {"\x80", 1}, {"\xe2\x82", 2}, {"\xff", 1}, {"\xc3(", 2}};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		for (size_t at = 0; at < 40; at++) {
			size_t bad_at = 99;
			memset(text, 'a', sizeof text);
			assert_true(span_is_utf8(span_bytes(text, sizeof text), &bad_at));
			memcpy(text + at, mistakes[i].bytes, mistakes[i].size);
			assert_false(span_is_utf8(span_bytes(text, sizeof text), &bad_at));
			assert_int_equal(bad_at, at);
			assert_false(span_is_utf8(span_bytes(text, at + mistakes[i].size), &bad_at));
			assert_int_equal(bad_at, at);
		}
	}
	assert_true(span_is_utf8((struct span){NULL, 0}, NULL));
}

/* Length is in characters, not in bytes. */
static void test_span_utf8_length__counts_characters(void **state)
{
	(void)state;
	assert_int_equal(span_utf8_length((struct span){NULL, 0}), 0);
	assert_int_equal(span_utf8_length(SPAN_LITERAL("cli\xc3\xabnt")), 6);
	assert_int_equal(span_utf8_length(SPAN_LITERAL("\xe2\x82\xac\xf0\x9f\x99\x82")), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_span_equal__compares_bytes),
		cmocka_unit_test(test_span_starts_with__needs_the_whole_prefix),
		cmocka_unit_test(test_span_trim__takes_ascii_blanks_at_both_ends),
		cmocka_unit_test(test_span_take__gives_the_parts_in_order),
		cmocka_unit_test(test_span_to_int64__reads_the_whole_range),
		cmocka_unit_test(test_span_to_int64__refuses_the_rest),
		cmocka_unit_test(test_span_to_double__reads_the_nearest_double),
		cmocka_unit_test(test_span_to_double__refuses_the_rest),
		cmocka_unit_test(test_span_is_utf8__accepts_exactly_the_characters),
		cmocka_unit_test(test_span_is_utf8__judges_all_short_texts),
		cmocka_unit_test(test_span_is_utf8__judges_borders_of_four_bytes),
		cmocka_unit_test(test_span_is_utf8__says_where_the_first_mistake_is),
		cmocka_unit_test(test_span_utf8_length__counts_characters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
