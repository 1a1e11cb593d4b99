/* test_episode.c - who may ask a question where, what a version is for, and by when somebody
 * calls.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/episode.h"

static bool reached[EPISODE_VERDICT_COUNT];

struct facts {
	bool has_own_file;
	bool somebody_on_duty;
	int region;
	int municipality_region;
};

static int judge_question(const void *at)
{
	const struct facts *facts = at;
	return (int)episode_judge_question(
		facts->has_own_file, facts->somebody_on_duty, facts->region, facts->municipality_region);
}

static void break_no_file(void *at)
{
	((struct facts *)at)->has_own_file = true;
}

static void break_region(void *at)
{
	((struct facts *)at)->municipality_region = 6;
}

static void break_duty(void *at)
{
	((struct facts *)at)->somebody_on_duty = false;
}

/* A question is new, of this region, and there is somebody to take it. */
static void test_episode_judge_question__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_no_file, EPISODE_OWN_FILE},
		{break_region, EPISODE_OTHER_REGION},
		{break_duty, EPISODE_NOBODY_ON_DUTY},
	};
	const struct facts right = {false, true, 5, 5};
	const struct facts no_municipality = {false, true, 5, 0};
	(void)state;
	judging_show(&(struct judging){
		"question", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_question, reached});
	judging_show(&(struct judging){"question from nowhere", JUDGING_RULES(rules),
		JUDGING_RIGHT(no_municipality), judge_question, reached});
}

/* If-Match holds against the version that is; without it there is nothing to hold. */
static void test_episode_judge_version__holds_what_was_read(void **state)
{
	static const struct {
		int64_t version, expected;
		enum episode_verdict verdict;
	} rows[] = {
		{7, -1, EPISODE_OK},
		{7, 7, EPISODE_OK},
		{7, 6, EPISODE_CHANGED},
		{7, 8, EPISODE_CHANGED},
		{7, 0, EPISODE_CHANGED},
		{0, 0, EPISODE_OK},
		{INT64_MAX, INT64_MAX, EPISODE_OK},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct episode episode = {.version = rows[i].version};
		enum episode_verdict verdict = episode_judge_version(&episode, rows[i].expected);
		assert_int_equal(verdict, rows[i].verdict);
		reached[verdict] = true;
	}
}

/* The judges reach every verdict. */
static void test_episode_verdicts__are_all_reached(void **state)
{
	static const int elsewhere[] = {EPISODE_IS_CLOSED}; /* test_ending.c */
	(void)state;
	judging_list_is_whole(&episode_verdicts);
	judging_all_reached(&episode_verdicts, reached, elsewhere, 1);
}

/* Three working days after the day of asking, over weekends; the same day when it is unsafe. */
static void test_episode_first_contact_day__is_in_three_working_days(void **state)
{
	static const struct {
		const char *asked, *contact;
	} rows[] = {
		{"2026-03-02", "2026-03-05"},                               /* Monday to Thursday */
		{"2026-03-03", "2026-03-06"}, {"2026-03-04", "2026-03-09"}, /* Wednesday to Monday */
		{"2026-03-05", "2026-03-10"}, {"2026-03-06", "2026-03-11"},
		{"2026-03-07", "2026-03-11"}, /* Saturday, Sunday: as on Friday */
		{"2026-03-08", "2026-03-11"},
		{"2026-12-30", "2027-01-05"}, /* over the year, and New Year's Day */
		{"2026-04-01", "2026-04-08"}, /* over Easter */
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int32_t asked, contact;
		assert_true(date_parse(span_of(rows[i].asked), &asked));
		assert_true(date_parse(span_of(rows[i].contact), &contact));
		assert_int_equal(episode_first_contact_day(asked, false), contact);
		assert_int_equal(episode_first_contact_day(asked, true), asked);
	}
}

/* On any day there is, first contact falls on a working day with three of them since. */
static void test_episode_first_contact_day__on_any_day(void **state)
{
	(void)state;
	for (int32_t today = 20000; today < 20400; today++) {
		int32_t day = episode_first_contact_day(today, false);
		int working = 0;
		for (int32_t at = today + 1; at <= day; at++) working += date_is_working_day(at);
		assert_int_equal(working, 3);
		assert_true(date_is_working_day(day));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_episode_judge_question__names_the_first_broken_rule),
		cmocka_unit_test(test_episode_judge_version__holds_what_was_read),
		cmocka_unit_test(test_episode_verdicts__are_all_reached),
		cmocka_unit_test(test_episode_first_contact_day__is_in_three_working_days),
		cmocka_unit_test(test_episode_first_contact_day__on_any_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
