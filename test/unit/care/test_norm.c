/* test_norm.c - by when something is done, under which norm, and what is wrong with a table of
 * them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "base/date.h"
#include "care/norm.h"
#include <string.h>

#define HEADER "kind,amount,unit,valid_from,valid_until,source\n"
/* Every kind but take_up and consult, which the tests below are about. */
#define OTHERS                                                                     \
	"first_contact,3,working_days,,,test\nduty,4,hours,,,test\n"                   \
	"follow_up,14,days,,,test\nhandover,7,days,,,test\njoin,14,days,,,test\n"      \
	"intake,4,weeks,,,test\nlate_care_manager,2,working_days,,,test\n"             \
	"stuck,3,times,,,test\ntable,10,working_days,,,test\n"                         \
	"table_unsafe,1,working_days,,,test\nsecond_view,3,weeks,,,test\n"             \
	"late_organisation,5,working_days,,,test\nlate_table,10,working_days,,,test\n" \
	"talk,2,weeks,,,test\nplace,7,days,,,test\n"
#define TAKE_UP "take_up,3,working_days,,,test\n"
#define CONSULT "consult,3,working_days,,,test\n"
/* The first line behind the header, OTHERS and TAKE_UP. */
#define LINE "line 18: "

static int32_t day(int year, int month, int of_month)
{
	return date_from_civil((struct date_civil){year, month, of_month});
}

static int64_t instant(const char *text)
{
	int64_t ms = 0;
	assert_true(date_parse_instant(span_of(text), &ms));
	return ms;
}

/* Advice: three working days, over a weekend too; of a weekend they begin on Monday. */
static void test_norm_day__counts_working_days(void **state)
{
	(void)state;
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 2)), day(2026, 3, 5));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 4)), day(2026, 3, 9));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 6)), day(2026, 3, 11));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 7)), day(2026, 3, 11));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 8)), day(2026, 3, 11));
	assert_raises(norm_day(NORM_NONE, day(2026, 3, 2)));
	assert_raises(norm_day(NORM_STUCK, day(2026, 3, 2)));
	assert_raises(norm_times(NORM_CONSULT, day(2026, 3, 2)));
}

/* A table meets every two weeks; what is not safe is looked at the next working day. */
static void test_norm_day__of_tables(void **state)
{
	(void)state;
	assert_int_equal(norm_day(NORM_TABLE, day(2026, 3, 2)), day(2026, 3, 16));
	assert_int_equal(norm_day(NORM_TABLE_UNSAFE, day(2026, 3, 2)), day(2026, 3, 3));
	assert_int_equal(norm_day(NORM_TABLE_UNSAFE, day(2026, 3, 6)), day(2026, 3, 9));
}

/* Weeks and days go over leap days and the turn of the year, and end as the day in Amsterdam does;
 * hours go by, also through the night in which there are 23 or 25 of them. */
static void test_norm_end_ms__ends_where_people_live(void **state)
{
	static const struct {
		enum norm_kind kind;
		const char *began, *end;
	} rows[] = {
		{NORM_INTAKE, "2024-02-10T12:00:00Z", "2024-03-09T23:00:00Z"}, /* a leap day */
		{NORM_INTAKE, "2023-02-10T12:00:00Z", "2023-03-10T23:00:00Z"},
		{NORM_INTAKE, "2026-12-15T12:00:00Z", "2027-01-12T23:00:00Z"},   /* over the year */
		{NORM_HANDOVER, "2026-03-25T22:59:59Z", "2026-04-01T22:00:00Z"}, /* into summer time */
		{NORM_HANDOVER, "2026-03-25T23:00:00Z", "2026-04-02T22:00:00Z"}, /* it is the 26th there */
		{NORM_HANDOVER, "2026-10-20T12:00:00Z", "2026-10-27T23:00:00Z"}, /* into winter time */
		{NORM_FIRST_CONTACT, "2025-12-31T22:59:59.999Z", "2026-01-06T23:00:00Z"},
		{NORM_FIRST_CONTACT, "2025-12-31T23:00:00Z", "2026-01-06T23:00:00Z"},
		{NORM_DUTY, "2026-03-29T00:30:00Z", "2026-03-29T04:30:00Z"},
		{NORM_DUTY, "2026-10-25T00:30:00Z", "2026-10-25T04:30:00Z"},
		{NORM_DUTY, "2024-02-28T22:00:00Z", "2024-02-29T02:00:00Z"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(norm_end_ms(rows[i].kind, instant(rows[i].began)), instant(rows[i].end));
}

static bool reads(const char *text, struct norms *norms, struct buf *problems)
{
	buf_reset(problems);
	return norm_read(span_of(text), norms, problems);
}

/* The program's own are right, in force on any day, and say so many times as they did. */
static void test_norm_read__the_own_table(void **state)
{
	static struct norms norms;
	struct buf problems;
	(void)state;
	buf_init(&problems, 65536);
	if (!norm_read(norm_own_text(), &norms, &problems)) fail_msg("%s", buf_text(&problems));
	for (int kind = 1; kind < NORM_KIND_COUNT; kind++)
		for (int year = 1800; year < 3000; year += 100)
			assert_int_equal(norm_of((enum norm_kind)kind, day(year, 1, 1))->kind, kind);
	assert_int_equal(norm_times(NORM_STUCK, day(2026, 1, 1)), 3);
	buf_finish(&problems);
}

/* Each mistake is told with its line and what would be right. */
static void test_norm_read__says_what_is_wrong(void **state)
{
	static struct norms norms;
	static const struct {
		const char *text, *problem;
	} rows[] = {
		{"", "line 1: column kind is missing"},
		{"kind,amount\n", "line 1: column unit is missing"},
		{HEADER, "line 1: there is no first_contact"},
		{HEADER OTHERS TAKE_UP, "line 17: there is no consult"},
		{HEADER OTHERS TAKE_UP "advice,3,days,,,test\n", LINE "kind is one of first_contact, duty"},
		{HEADER OTHERS TAKE_UP "consult,3,months,,,test\n", LINE "unit is one of hours, "},
		{HEADER OTHERS TAKE_UP "consult,3,hours,,,test\n", LINE "consult is not counted in hours"},
		{HEADER OTHERS TAKE_UP "consult,3,times,,,test\n", LINE "consult is not counted in times"},
		{HEADER OTHERS TAKE_UP "stuck,3,days,,,test\n", LINE "stuck is not counted in days"},
		{HEADER OTHERS TAKE_UP "consult,0,days,,,test\n", LINE "amount is a whole number from 1"},
		{HEADER OTHERS TAKE_UP "consult,367,days,,,test\n", LINE "amount is a whole number"},
		{HEADER OTHERS TAKE_UP "consult,three,days,,,test\n", LINE "amount is a whole number"},
		{HEADER OTHERS TAKE_UP "consult,3,days,1-1-2026,,test\n", LINE "valid_from is a day such"},
		{HEADER OTHERS TAKE_UP "consult,3,days,,2026-02-30,test\n", LINE "valid_until is a day"},
		{HEADER OTHERS TAKE_UP "consult,3,days,,,\n", LINE "source is missing"},
		{HEADER OTHERS TAKE_UP "consult,3,days\n", LINE "a row has 6 fields, and this one 3"},
		{HEADER OTHERS TAKE_UP "consult,3,days,2026-01-01,,test\n",
			LINE "the first consult holds from the beginning"},
		{HEADER OTHERS TAKE_UP "consult,3,days,,2026-01-01,test\n",
			LINE "the last consult has no end"},
		{HEADER OTHERS TAKE_UP "consult,3,days,2026-02-01,2026-01-01,test\n",
			LINE "valid_until is before valid_from"},
		{HEADER OTHERS TAKE_UP CONSULT CONSULT, "line 19: consult is in force by line 18 too"},
		{HEADER OTHERS TAKE_UP "consult,3,days,,2026-01-01,test\nconsult,4,days,2026-01-01,,test\n",
			"line 19: consult is in force twice on 2026-01-01"},
		{HEADER OTHERS TAKE_UP "consult,3,days,,2026-01-01,test\nconsult,4,days,2026-01-03,,test\n",
			"line 19: consult is not in force on 2026-01-02"},
		{HEADER OTHERS TAKE_UP "consult,3,\"days,,,test\n", LINE},
	};
	struct buf problems;
	(void)state;
	buf_init(&problems, 65536);
	assert_true(reads(HEADER OTHERS TAKE_UP CONSULT, &norms, &problems));
	assert_int_equal(problems.size, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_false(reads(rows[i].text, &norms, &problems));
		if (strstr(buf_text(&problems), rows[i].problem) == NULL)
			fail_msg("%s: %s", rows[i].problem, buf_text(&problems));
	}
	/* All of them, and not only the first. */
	assert_false(
		reads(HEADER OTHERS "take_up,0,days,,,\nconsult,3,hours,,,test\n", &norms, &problems));
	assert_non_null(strstr(buf_text(&problems), "line 17: amount"));
	assert_non_null(strstr(buf_text(&problems), "line 17: source"));
	assert_non_null(strstr(buf_text(&problems), "line 18: consult"));
	buf_finish(&problems);
}

/* More rows than fit, and a table that is too long, are told and not cut off. */
static void test_norm_read__has_bounds(void **state)
{
	static struct norms norms;
	struct buf text, problems;
	(void)state;
	buf_init(&text, 1 << 20);
	buf_init(&problems, 1 << 20);
	buf_add_text(&text, HEADER OTHERS TAKE_UP);
	for (int i = 0; i < NORM_MAX_ROWS; i++) buf_add_text(&text, CONSULT);
	assert_false(reads(buf_text(&text), &norms, &problems));
	assert_non_null(strstr(buf_text(&problems), "there are more than 256 rows"));
	while (text.size <= NORM_MAX_FILE_BYTES) buf_add_text(&text, CONSULT);
	assert_false(reads(buf_text(&text), &norms, &problems));
	assert_non_null(strstr(buf_text(&problems), "at most 262144 bytes"));
	buf_finish(&text);
	buf_finish(&problems);
}

/* What began under a norm goes by it to its end: the norm that follows on 1 July is for what begins
 * then, also where that is counted in the new year or over a leap day. */
static void test_norm_use__changes_in_the_middle_of_a_norm(void **state)
{
	static struct norms norms, own;
	struct buf problems;
	(void)state;
	buf_init(&problems, 65536);
	assert_true(reads(HEADER OTHERS CONSULT "take_up,10,days,2026-07-01,2027-12-31,second\n"
											"take_up,3,working_days,,2026-06-30,first\n"
											"take_up,4,weeks,2028-01-01,,third\n",
		&norms, &problems));
	assert_true(norm_read(norm_own_text(), &own, &problems));
	norm_use(&norms);
	assert_int_equal(norm_day(NORM_TAKE_UP, day(2026, 6, 29)), day(2026, 7, 2));
	assert_int_equal(norm_day(NORM_TAKE_UP, day(2026, 6, 30)), day(2026, 7, 3));
	assert_int_equal(norm_day(NORM_TAKE_UP, day(2026, 7, 1)), day(2026, 7, 11));
	/* Counted on from a later day, it is still the norm under which it began. */
	assert_int_equal(
		norm_day_from(NORM_TAKE_UP, day(2026, 6, 30), day(2026, 7, 6)), day(2026, 7, 9));
	assert_int_equal(
		norm_day_from(NORM_TAKE_UP, day(2027, 12, 31), day(2028, 2, 25)), day(2028, 3, 6));
	assert_int_equal(norm_day(NORM_TAKE_UP, day(2027, 12, 31)), day(2028, 1, 10));
	assert_int_equal(norm_day(NORM_TAKE_UP, day(2028, 2, 1)), day(2028, 2, 29));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 7, 1)), day(2026, 7, 6));
	norm_use(&own);
	buf_finish(&problems);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_norm_day__counts_working_days),
		cmocka_unit_test(test_norm_day__of_tables),
		cmocka_unit_test(test_norm_end_ms__ends_where_people_live),
		cmocka_unit_test(test_norm_read__the_own_table),
		cmocka_unit_test(test_norm_read__says_what_is_wrong),
		cmocka_unit_test(test_norm_read__has_bounds),
		cmocka_unit_test(test_norm_use__changes_in_the_middle_of_a_norm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
