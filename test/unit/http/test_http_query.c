/* test_http_query.c - what a client writes into a URI comes out decoded, or is refused.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "http/http.h"

#define MAX_PAIRS 4

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 1024, 1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_finish(&arena);
	return 0;
}

static void assert_span(struct span got, const char *wanted)
{
	assert_int_equal(got.size, strlen(wanted));
	assert_memory_equal(got.start, wanted, got.size);
}

/* Spans that are read one byte too far are seen by the sanitizer: the text is the whole piece. */
static struct span exactly(const char *text)
{
	return arena_copy(&arena, span_of(text));
}

/* Percent-encoding in either case, and a plus that stays a plus. */
static void test_http_decode_segment__decodes(void **state)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"plain", "plain"},
		{"a+b", "a+b"},
		{"%41%62", "Ab"},
		{"%2b%2B", "++"},
		{"caf%C3%A9", "café"},
		{"caf\xc3\xa9", "café"},
		{"%25%32%35", "%25"},
		{"..", ".."},
		{"%2e%2E", ".."},
		{"a%20b", "a b"},
		{"%F0%9F%92%9A", "\xf0\x9f\x92\x9a"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct span decoded;
		assert_true(http_decode_segment(exactly(cases[i][0]), &arena, &decoded));
		assert_span(decoded, cases[i][1]);
	}
}

/* What has nothing to decode is not copied. */
static void test_http_decode_segment__points_into_plain_text(void **state)
{
	struct span text = SPAN_LITERAL("0123456789abcdef0123456789abcdef");
	struct span decoded;

	(void)state;
	assert_true(http_decode_segment(text, &arena, &decoded));
	assert_ptr_equal(decoded.start, text.start);
	assert_int_equal(arena.taken, 0);
}

/* A slash or NUL that was hidden, half a code, bytes that are not UTF-8. */
static void test_http_decode_segment__refuses(void **state)
{
	static const char *const cases[] = {"%", "%4", "a%4", "%zz", "%4g", "%g4", "%%41", "%2f",
		"a%2Fb", "%00", "a%00b", "%ff", "%c3", "%c3%28", "\xff", "caf\xc3", "%ed%a0%80", "%c0%af",
		"% 41", "%+1", "%-1"};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct span decoded;
		assert_false(http_decode_segment(exactly(cases[i]), &arena, &decoded));
	}
}

/* A NUL that was not encoded is refused too. */
static void test_http_decode_segment__refuses_a_bare_nul(void **state)
{
	struct span decoded;

	(void)state;
	assert_false(http_decode_segment(span_bytes("a\0b", 3), &arena, &decoded));
}

/* Each case: the text, then names and values. */
static void test_http_parse_query__finds_the_pairs(void **state)
{
	static const char *const cases[][1 + 2 * MAX_PAIRS] = {
		{""},
		{"a=1", "a", "1"},
		{"a", "a", ""},
		{"a=", "a", ""},
		{"a=1&b=2", "a", "1", "b", "2"},
		{"&&a=1&&b=2&", "a", "1", "b", "2"},
		{"&"},
		{"a=b=c", "a", "b=c"},
		{"a==", "a", "="},
		{"a=1&a=2", "a", "1", "a", "2"},
		{"q=a+b%2Bc", "q", "a b+c"},
		{"%61%3D=%26", "a=", "&"},
		{"naam=Zo%C3%AB", "naam", "Zoë"},
		{"a=/?:@", "a", "/?:@"},
		{"a=%2F", "a", "/"},
		{"a=1&b=2&c=3&d=4", "a", "1", "b", "2", "c", "3", "d", "4"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct http_pair pairs[MAX_PAIRS];
		size_t count = 99;
		assert_true(http_parse_query(exactly(cases[i][0]), &arena, pairs, MAX_PAIRS, &count));
		for (size_t at = 0; at < count; at++) {
			assert_non_null(cases[i][1 + 2 * at]);
			assert_span(pairs[at].name, cases[i][1 + 2 * at]);
			assert_span(pairs[at].value, cases[i][2 + 2 * at]);
		}
		if (count < MAX_PAIRS) assert_null(cases[i][1 + 2 * count]);
	}
}

/* One wrong pair makes all of it unreadable: nothing of it is to be used. */
static void test_http_parse_query__refuses(void **state)
{
	static const char *const cases[] = {"=", "=1", "a=1&=2", "a=%", "a=%4", "a=%zz", "%=1", "a=%00",
		"%00=a", "a=%ff", "a=\xff", "a=1&b=%c3%28", "a=1&b=2&c=3&d=4&e=5"};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct http_pair pairs[MAX_PAIRS];
		size_t count = 99;
		assert_false(http_parse_query(exactly(cases[i]), &arena, pairs, MAX_PAIRS, &count));
		assert_int_equal(count, 0);
	}
}

/* An arena that is full is a refusal, not a crash. */
static void test_http_parse_query__refuses_without_memory(void **state)
{
	struct http_pair pairs[MAX_PAIRS];
	struct arena small;
	size_t count;

	(void)state;
	arena_init(&small, 16, 16);
	assert_false(http_parse_query(
		SPAN_LITERAL("a=a+value+of+more+than+16+bytes"), &small, pairs, MAX_PAIRS, &count));
	arena_finish(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_http_decode_segment__decodes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_http_decode_segment__points_into_plain_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_http_decode_segment__refuses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_http_decode_segment__refuses_a_bare_nul, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_http_parse_query__finds_the_pairs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_http_parse_query__refuses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_http_parse_query__refuses_without_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("http_query", tests, NULL, NULL);
}
