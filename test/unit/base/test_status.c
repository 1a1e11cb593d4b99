/* test_status.c - errors keep their code, place and words.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/span.h"
#include "base/status.h"
#include "raises.h"

/* Every code has a name of its own: operators search their logs by it. */
static void test_status_name__is_unique_for_each_code(void **state)
{
	(void)state;
	for (int a = 0; a < STATUS_CODE_COUNT; a++) {
		assert_true(strlen(status_name((status)a)) > 0);
		assert_string_not_equal(status_name((status)a), "unknown");
		for (int b = 0; b < a; b++)
			assert_string_not_equal(status_name((status)a), status_name((status)b));
	}
	assert_string_equal(status_name(STATUS_NOT_FOUND), "not_found");
	assert_string_equal(status_name(STATUS_CODE_COUNT), "unknown");
}

/* Failing fills the error and hands the code on. */
static void test_status_fail__fills_the_error(void **state)
{
	struct error error = {.line = 9, .column = 9};

	(void)state;
	assert_int_equal(status_fail(&error, STATUS_BOUND, "over %d", 64), STATUS_BOUND);
	assert_int_equal(error.code, STATUS_BOUND);
	assert_int_equal(error.line, 0);
	assert_int_equal(error.column, 0);
	assert_string_equal(error.message, "over 64");
	assert_int_equal(status_fail_at(&error, STATUS_INPUT, 3, 7, "%s", "no number"), STATUS_INPUT);
	assert_int_equal(error.code, STATUS_INPUT);
	assert_int_equal(error.line, 3);
	assert_int_equal(error.column, 7);
	assert_string_equal(error.message, "no number");
}

/* Who does not want to know why still gets the code. */
static void test_status_fail__accepts_no_error(void **state)
{
	(void)state;
	assert_int_equal(status_fail(NULL, STATUS_IO, "x"), STATUS_IO);
	assert_int_equal(status_fail_at(NULL, STATUS_IO, 1, 1, "x"), STATUS_IO);
	status_prefix(NULL, "x");
}

/* Failing with "ok" would be taken for success by the caller. */
static void test_status_fail__raises_on_ok(void **state)
{
	struct error error;

	(void)state;
	assert_raises(status_fail(&error, STATUS_OK, "x"));
	assert_raises(status_fail_at(&error, STATUS_OK, 1, 1, "x"));
}

/* A prefix comes before the words there are and leaves the rest alone. */
static void test_status_prefix__keeps_code_and_place(void **state)
{
	struct error error;

	(void)state;
	assert_int_equal(status_fail_at(&error, STATUS_INPUT, 3, 7, "no number"), STATUS_INPUT);
	status_prefix(&error, "%s: ", "norms.csv");
	assert_string_equal(error.message, "norms.csv: no number");
	assert_int_equal(error.code, STATUS_INPUT);
	assert_int_equal(error.line, 3);
	assert_int_equal(error.column, 7);
}

/* Whatever its length, a message ends between characters and with a 0. */
static void test_status_fail__cuts_between_characters(void **state)
{
	char text[400];

	(void)state;
	for (size_t before = 0; before < 8; before++) {
		struct error error, prefixed;
		memset(text, 'a', before);
		for (size_t at = before; at + 3 < sizeof text; at += 3)
			memcpy(text + at, "\xe2\x82\xac", 4);
		assert_int_equal(status_fail(&error, STATUS_IO, "%s", text), STATUS_IO);
		size_t size = strlen(error.message);
		assert_true(size < sizeof error.message && size > sizeof error.message - 4);
		assert_true(span_is_utf8(span_of(error.message), NULL));
		assert_memory_equal(error.message, text, size);
		prefixed = error;
		status_prefix(&prefixed, "ab");
		size = strlen(prefixed.message);
		assert_true(size < sizeof prefixed.message && size > sizeof prefixed.message - 4);
		assert_true(span_is_utf8(span_of(prefixed.message), NULL));
		assert_memory_equal(prefixed.message + 2, text, size - 2);
	}
}

/* A message that fills the room exactly loses nothing. */
static void test_status_fail__keeps_what_fits_exactly(void **state)
{
	struct error error;
	char text[sizeof error.message];

	(void)state;
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = 0;
	assert_int_equal(status_fail(&error, STATUS_IO, "%s", text), STATUS_IO);
	assert_string_equal(error.message, text);
	text[sizeof text - 3] = 0;
	assert_int_equal(status_fail(&error, STATUS_IO, "%s", text), STATUS_IO);
	status_prefix(&error, "ab");
	assert_int_equal(strlen(error.message), sizeof text - 1);
	assert_memory_equal(error.message + 2, text, sizeof text - 3);
}

static status fail_if(bool failing, int *steps)
{
	TRY(failing ? STATUS_BUSY : STATUS_OK);
	++*steps;
	return STATUS_OK;
}

/* TRY goes on after success and returns what failed. */
static void test_try__returns_what_failed(void **state)
{
	int steps = 0;

	(void)state;
	assert_int_equal(fail_if(false, &steps), STATUS_OK);
	assert_int_equal(fail_if(true, &steps), STATUS_BUSY);
	assert_int_equal(steps, 1);
}

static void count_cleanup(int **count)
{
	++**count;
}

/* A scoped variable is cleaned up once, at the end of its scope. */
static void test_scoped__cleans_up_at_the_end_of_the_scope(void **state)
{
	int count = 0;

	(void)state;
	{
		SCOPED(count_cleanup) int *scoped = &count;
		assert_int_equal(*scoped, 0);
	}
	assert_int_equal(count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_status_name__is_unique_for_each_code),
		cmocka_unit_test(test_status_fail__fills_the_error),
		cmocka_unit_test(test_status_fail__accepts_no_error),
		cmocka_unit_test(test_status_fail__raises_on_ok),
		cmocka_unit_test(test_status_prefix__keeps_code_and_place),
		cmocka_unit_test(test_status_fail__cuts_between_characters),
		cmocka_unit_test(test_status_fail__keeps_what_fits_exactly),
		cmocka_unit_test(test_try__returns_what_failed),
		cmocka_unit_test(test_scoped__cleans_up_at_the_end_of_the_scope),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
