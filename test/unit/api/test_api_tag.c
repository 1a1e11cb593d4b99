/* test_api_tag.c - tags follow from what is sent; a list is read as HTTP says.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/api_tag.h"
#include <stdio.h>

static void test_api_tag_text__follows_from_the_body_and_the_version(void **state)
{
	char a[API_TAG_SIZE], b[API_TAG_SIZE];
	(void)state;
	assert_string_equal(api_tag_text(SPAN_LITERAL("abc"), 0, a), "\"bddd813c634239723171ef3f\"");
	assert_string_equal(
		api_tag_text(SPAN_LITERAL("abc"), 17, a), "\"17-bddd813c634239723171ef3f\"");
	api_tag_text(SPAN_LITERAL("abd"), 17, b);
	assert_string_not_equal(a, b);
}

static void test_api_tag_text__has_room_for_every_version(void **state)
{
	char tag[API_TAG_SIZE];
	(void)state;
	assert_string_equal(api_tag_text(SPAN_LITERAL("abc"), INT64_MAX, tag),
		"\"9223372036854775807-bddd813c634239723171ef3f\"");
}

static void test_api_tag_is_in__knows_lists_weak_tags_and_the_star(void **state)
{
	static const char *const have[] = {
		"\"a\"", "W/\"a\"", "\"b\", \"a\"", "\"b\",W/\"a\" , \"c\"", "*", " * "};
	static const char *const have_not[] = {
		"", "\"b\"", "a", "\"a", "\"b\", \"c\"", "w/\"a\"", "\"*\"", "W/", ","};
	(void)state;
	for (size_t i = 0; i < sizeof(have) / sizeof(have[0]); i++)
		if (!api_tag_is_in(span_of(have[i]), "\"a\"")) fail_msg("%s has no \"a\"", have[i]);
	for (size_t i = 0; i < sizeof(have_not) / sizeof(have_not[0]); i++)
		if (api_tag_is_in(span_of(have_not[i]), "\"a\"")) fail_msg("%s has \"a\"", have_not[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_tag_text__follows_from_the_body_and_the_version),
		cmocka_unit_test(test_api_tag_text__has_room_for_every_version),
		cmocka_unit_test(test_api_tag_is_in__knows_lists_weak_tags_and_the_star),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
