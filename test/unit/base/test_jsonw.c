/* test_jsonw.c - what is written is JSON, and what cannot be JSON is a mistake.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/jsonw.h"
#include "raises.h"
#include <math.h>

/* A writer on a buffer of its own. */
struct writing {
	struct buf out;
	struct jsonw json;
};

static void start_writing(struct writing *writing)
{
	buf_init(&writing->out, 10000);
	jsonw_init(&writing->json, &writing->out);
}

static void assert_written(struct writing *writing, const char *expected)
{
	jsonw_finish(&writing->json);
	assert_false(writing->out.overflowed);
	assert_string_equal(buf_text(&writing->out), expected);
	buf_finish(&writing->out);
}

/* Commas and colons stand where they should, at every depth and after every end. */
static void test_json__keeps_the_commas_right(void **state)
{
	struct writing writing;
	struct jsonw *json = &writing.json;

	(void)state;
	start_writing(&writing);
	jsonw_object_begin(json);
	jsonw_key(json, "empty");
	jsonw_object_begin(json);
	jsonw_object_end(json);
	jsonw_key(json, "list");
	jsonw_array_begin(json);
	jsonw_int(json, 1);
	jsonw_array_begin(json);
	jsonw_array_end(json);
	jsonw_object_begin(json);
	jsonw_put_bool(json, "a", true);
	jsonw_put_null(json, "b");
	jsonw_object_end(json);
	jsonw_bool(json, false);
	jsonw_null(json);
	jsonw_array_end(json);
	jsonw_put_int(json, "last", -2);
	jsonw_object_end(json);
	assert_written(&writing,
		"{\"empty\":{},"
		"\"list\":[1,[],{\"a\":true,\"b\":null},false,null],"
		"\"last\":-2}");
}

/* Every kind of member in its form, with null for what is not there. */
static void test_json_put__writes_each_kind(void **state)
{
	const struct id id = {{0xab, 1}};
	struct writing writing;
	struct jsonw *json = &writing.json;

	(void)state;
	start_writing(&writing);
	jsonw_object_begin(json);
	jsonw_put_text(json, "text", "x");
	jsonw_put_text(json, "no_text", NULL);
	jsonw_put_span(json, "span", SPAN_LITERAL("y"));
	jsonw_put_span(json, "no_span", (struct span){NULL, 0});
	jsonw_put_id(json, "id", id);
	jsonw_put_id(json, "no_id", id_none);
	jsonw_put_day(json, "day", 0);
	jsonw_put_instant(json, "instant", 1);
	jsonw_put_instant(json, "no_instant", 0);
	jsonw_put_int(json, "int", INT64_MIN);
	jsonw_object_end(json);
	assert_written(&writing,
		"{\"text\":\"x\",\"no_text\":null,\"span\":\"y\",\"no_span\":\"\","
		"\"id\":\"ab010000000000000000000000000000\",\"no_id\":null,"
		"\"day\":\"1970-01-01\",\"instant\":\"1970-01-01T00:00:00.001Z\","
		"\"no_instant\":null,\"int\":-9223372036854775808}");
}

/* Quotes, backslashes and all control characters are escaped; everything else goes as it is. */
static void test_json_text__escapes_what_it_must(void **state)
{
	struct writing writing;

	(void)state;
	start_writing(&writing);
	jsonw_array_begin(&writing.json);
	jsonw_text(&writing.json, SPAN_LITERAL("\"a\\b/\x7f"));
	jsonw_text(&writing.json, SPAN_LITERAL("\n\r\t\x01\x1f "));
	jsonw_text(&writing.json, SPAN_LITERAL("cli\xc3\xabnt \xe2\x82\xac \xf0\x9f\x99\x82"));
	jsonw_array_end(&writing.json);
	assert_written(&writing,
		"[\"\\\"a\\\\b/\x7f\",\"\\n\\r\\t\\u0001\\u001f \","
		"\"cli\xc3\xabnt \xe2\x82\xac \xf0\x9f\x99\x82\"]");
}

/* A key is text like other text. */
static void test_json_key__is_escaped_too(void **state)
{
	struct writing writing;

	(void)state;
	start_writing(&writing);
	jsonw_object_begin(&writing.json);
	jsonw_put_int(&writing.json, "a\"b", 1);
	jsonw_object_end(&writing.json);
	assert_written(&writing, "{\"a\\\"b\":1}");
}

/* Numbers have the decimals that are asked; what is no number is null. */
static void test_json_real__has_the_decimals_asked(void **state)
{
	struct writing writing;

	(void)state;
	start_writing(&writing);
	jsonw_array_begin(&writing.json);
	jsonw_real(&writing.json, 1.0 / 3, 4);
	jsonw_real(&writing.json, -2.5, 0);
	jsonw_real(&writing.json, 1e21, 1);
	jsonw_real(&writing.json, 0.5, 17);
	jsonw_real(&writing.json, NAN, 2);
	jsonw_real(&writing.json, INFINITY, 2);
	jsonw_array_end(&writing.json);
	assert_written(&writing, "[0.3333,-2,1000000000000000000000.0,0.50000000000000000,null,null]");
}

/* A single value of each kind is a whole text. */
static void test_json__allows_one_value_at_the_top(void **state)
{
	struct writing writing;

	(void)state;
	start_writing(&writing);
	jsonw_text(&writing.json, SPAN_LITERAL("x"));
	assert_raises(jsonw_int(&writing.json, 1));
	buf_finish(&writing.out);
	start_writing(&writing);
	jsonw_int(&writing.json, 5);
	assert_written(&writing, "5");
}

/* The deepest nesting that is allowed works, one more does not. */
static void test_json__bounds_its_depth(void **state)
{
	struct writing writing;

	(void)state;
	start_writing(&writing);
	for (int i = 0; i < JSONW_MAX_DEPTH; i++) jsonw_array_begin(&writing.json);
	for (int i = 0; i < JSONW_MAX_DEPTH; i++) jsonw_array_end(&writing.json);
	assert_written(&writing, "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]");
	start_writing(&writing);
	for (int i = 0; i < JSONW_MAX_DEPTH; i++) jsonw_array_begin(&writing.json);
	assert_raises(jsonw_array_begin(&writing.json));
	buf_finish(&writing.out);
}

/* A value without a key, a key without a value, a key in a list, a wrong end: each is a mistake
 * of the program. */
static void test_json__raises_on_what_is_no_json(void **state)
{
	struct writing writing;
	struct jsonw *json = &writing.json;

	(void)state;
	start_writing(&writing);
	assert_raises(jsonw_finish(json));
	assert_raises(jsonw_key(json, "a"));
	assert_raises(jsonw_array_end(json));
	jsonw_object_begin(json);
	assert_raises(jsonw_int(json, 1));
	assert_raises(jsonw_array_end(json));
	jsonw_key(json, "a");
	assert_raises(jsonw_key(json, "b"));
	assert_raises(jsonw_object_end(json));
	jsonw_array_begin(json);
	assert_raises(jsonw_key(json, "c"));
	assert_raises(jsonw_object_end(json));
	assert_raises(jsonw_real(json, 1, 18));
	assert_raises(jsonw_finish(json));
	jsonw_array_end(json);
	jsonw_object_end(json);
	assert_written(&writing, "{\"a\":[]}");
}

/* Text that is not UTF-8 would make the whole reply unreadable. */
static void test_json_text__raises_on_what_is_not_utf8(void **state)
{
	struct writing writing;

	(void)state;
	start_writing(&writing);
	jsonw_array_begin(&writing.json);
	assert_raises(jsonw_text(&writing.json, SPAN_LITERAL("\xff")));
	assert_raises(jsonw_text(&writing.json, SPAN_LITERAL("a\0b")));
	buf_finish(&writing.out);
}

/* A reply over its bound is seen at the end, and nothing breaks before. */
static void test_json__leaves_an_overflow_to_the_buffer(void **state)
{
	struct buf out;
	struct jsonw json;

	(void)state;
	buf_init(&out, 10);
	jsonw_init(&json, &out);
	jsonw_array_begin(&json);
	for (int i = 0; i < 100; i++) jsonw_text(&json, SPAN_LITERAL("\n\"x"));
	jsonw_array_end(&json);
	jsonw_finish(&json);
	assert_true(out.overflowed);
	assert_true(out.size <= 10);
	buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json__keeps_the_commas_right),
		cmocka_unit_test(test_json_put__writes_each_kind),
		cmocka_unit_test(test_json_text__escapes_what_it_must),
		cmocka_unit_test(test_json_key__is_escaped_too),
		cmocka_unit_test(test_json_real__has_the_decimals_asked),
		cmocka_unit_test(test_json__allows_one_value_at_the_top),
		cmocka_unit_test(test_json__bounds_its_depth),
		cmocka_unit_test(test_json__raises_on_what_is_no_json),
		cmocka_unit_test(test_json_text__raises_on_what_is_not_utf8),
		cmocka_unit_test(test_json__leaves_an_overflow_to_the_buffer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
