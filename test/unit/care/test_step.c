/* test_step.c - the next step of a need: who takes it, by when, and when it is late.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/norm.h"
#include "care/step.h"

enum { TODAY = 20514, STEP = 1 };

static bool reached[STEP_VERDICT_COUNT];

struct facts {
	struct need need;
	struct step_planning planning;
	struct step step;
	bool has_organisation;
	int32_t today;
};

static const struct facts right_facts = {
	.need = {.state = NEED_OPEN, .bearer_kind = MEMBER_PROFESSIONAL, .step = {{STEP}}},
	.planning = {.who_is_member = true, .due_day = TODAY + 1},
	.step = {.state = STEP_OPEN, .due_day = TODAY - 1},
	.has_organisation = true,
	.today = TODAY};

static int judge_plan(const void *at)
{
	const struct facts *facts = at;
	return (int)step_judge_plan(&facts->need, &facts->planning, facts->today);
}

static int judge_done(const void *at)
{
	const struct facts *facts = at;
	return (int)step_judge_done(&facts->need, &facts->planning, facts->today);
}

static int judge_late(const void *at)
{
	const struct facts *facts = at;
	return (int)step_judge_late(
		&facts->step, facts->has_organisation, date_day_start(facts->today));
}

static void break_need(void *at)
{
	((struct facts *)at)->need.state = NEED_CLOSED;
}

static void break_member(void *at)
{
	((struct facts *)at)->planning.who_is_member = false;
}

static void break_day(void *at)
{
	((struct facts *)at)->planning.due_day = TODAY - 1;
}

static void break_step_open(void *at)
{
	((struct facts *)at)->need.step = id_none;
}

static void break_next(void *at)
{
	((struct facts *)at)->planning.due_day = 0;
}

static void break_open(void *at)
{
	((struct facts *)at)->step.state = STEP_DONE;
}

static void break_first_time(void *at)
{
	((struct facts *)at)->step.late = STEP_LATE_STUCK;
}

static void break_over(void *at)
{
	((struct facts *)at)->step.due_day = TODAY;
}

static void show(
	const char *what, const struct judging_rule *rules, size_t count, int (*judge)(const void *))
{
	judging_show(
		&(struct judging){what, rules, count, &right_facts, sizeof(right_facts), judge, reached});
}
#define SHOW(what, rules, judge) show(what, rules, sizeof(rules) / sizeof((rules)[0]), judge)

/* A step is planned for a need that is not closed, by somebody in the team, on a day in range. */
static void test_step_judge_plan__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_need, STEP_NEED_CLOSED},
		{break_member, STEP_WHO_NOT_MEMBER},
		{break_day, STEP_DAY_OUT_OF_RANGE},
	};
	(void)state;
	SHOW("plan", rules, judge_plan);
}

/* An open step is done, and a professional's need has a next one. */
static void test_step_judge_done__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_need, STEP_NEED_CLOSED},
		{break_step_open, STEP_NONE_OPEN},
		{break_next, STEP_NEXT_MISSING},
		{break_member, STEP_WHO_NOT_MEMBER},
		{break_day, STEP_DAY_OUT_OF_RANGE},
	};
	(void)state;
	SHOW("done", rules, judge_done);
}

/* What duty has to do is told to the minute, also when it is late; all else by the day. */
static void test_step_urgent_ms__is_of_what_is_counted_in_hours(void **state)
{
	struct step step = {.kind = STEP_DUTY};
	(void)state;
	assert_true(date_parse_instant(SPAN_LITERAL("2026-11-22T14:50:00Z"), &step.made_ms));
	step.due_day = date_day_of(step.made_ms);
	assert_int_equal(step_urgent_ms(&step), norm_end_ms(NORM_DUTY, step.made_ms));
	for (int late = STEP_IN_TIME; late <= STEP_LATE_LONG; late++) {
		step.late = late;
		assert_int_equal(step_urgent_ms(&step), norm_end_ms(NORM_DUTY, step.made_ms));
	}
	for (int kind = 0; kind < STEP_KIND_COUNT; kind++) {
		step.kind = kind;
		assert_int_equal(step_urgent_ms(&step) != 0, kind == STEP_DUTY);
	}
}

/* A need in danger is planned for and worked on like any other. */
static void test_step_judges__serve_a_need_in_danger(void **state)
{
	struct facts facts = right_facts;
	(void)state;
	facts.need.state = NEED_IN_DANGER;
	assert_int_equal(judge_plan(&facts), STEP_OK);
	assert_int_equal(judge_done(&facts), STEP_OK);
}

/* Nothing that people bear themselves has to have a next step. */
static void test_step_judge_done__asks_a_next_step_of_professionals_only(void **state)
{
	struct facts facts = right_facts;
	(void)state;
	facts.planning = (struct step_planning){.who_is_member = false, .due_day = 0};
	for (int kind = MEMBER_PERSON; kind < MEMBER_ADMINISTRATOR; kind++) {
		facts.need.bearer_kind = kind;
		assert_int_equal(
			judge_done(&facts), kind == MEMBER_PROFESSIONAL ? STEP_NEXT_MISSING : STEP_OK);
	}
}

/* From today to a year and a day ahead, to the day. */
static void test_step_judge_plan__bounds_of_the_day(void **state)
{
	static const struct {
		int32_t day;
		enum step_verdict verdict;
	} rows[] = {
		{0, STEP_DAY_OUT_OF_RANGE},
		{TODAY - 1, STEP_DAY_OUT_OF_RANGE},
		{TODAY, STEP_OK},
		{TODAY + 366, STEP_OK},
		{TODAY + 367, STEP_DAY_OUT_OF_RANGE},
		{INT32_MAX, STEP_DAY_OUT_OF_RANGE},
		{INT32_MIN, STEP_DAY_OUT_OF_RANGE},
	};
	struct facts facts = right_facts;
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		facts.planning.due_day = rows[i].day;
		assert_int_equal(judge_plan(&facts), rows[i].verdict);
		if (rows[i].day != 0) assert_int_equal(judge_done(&facts), rows[i].verdict);
	}
}

/* A first contact, and what duty has to do, are not put off beyond their day, or beyond today when
 * that is over; everything else can be planned a year ahead. */
static void test_step_latest_day__of_what_is_not_put_off(void **state)
{
	static const struct {
		int32_t kind, due_day, latest;
	} rows[] = {
		{STEP_FIRST_CONTACT, TODAY + 3, TODAY + 3},
		{STEP_FIRST_CONTACT, TODAY, TODAY},
		{STEP_FIRST_CONTACT, TODAY - 5, TODAY},
		{STEP_DUTY, TODAY, TODAY},
		{STEP_DUTY, TODAY - 1, TODAY},
		{STEP_OWN_WORDS, TODAY, TODAY + 366},
		{STEP_TAKE_UP, TODAY, TODAY + 366},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct step step = {.kind = rows[i].kind, .due_day = rows[i].due_day};
		assert_int_equal(step_latest_day(&step, TODAY), rows[i].latest);
	}
	assert_int_equal(step_latest_day(NULL, TODAY), TODAY + 366);
}

/* A step is late once, when it is open and its day is over; on its day it is not. */
static void test_step_judge_late__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_open, STEP_NOT_LATE},
		{break_first_time, STEP_NOT_LATE},
		{break_over, STEP_NOT_LATE},
	};
	struct facts facts = right_facts;
	(void)state;
	SHOW("late", rules, judge_late);
	/* After two working days once more. */
	facts.step.late = STEP_LATE;
	facts.today = facts.step.due_day + 2;
	assert_int_equal(judge_late(&facts), STEP_NOT_LATE);
	facts.today = facts.step.due_day + 9;
	assert_int_equal(judge_late(&facts), STEP_OK);
	/* The organisation and the table behind that, where there is an organisation. */
	facts.today = facts.step.due_day + 30;
	for (int late = STEP_IN_TIME; late < STEP_LATENESS_COUNT; late++) {
		facts.step.late = late;
		facts.has_organisation = true;
		assert_int_equal(judge_late(&facts), late < STEP_LATE_STUCK ? STEP_OK : STEP_NOT_LATE);
		facts.has_organisation = false;
		assert_int_equal(judge_late(&facts), late < STEP_LATE_LONG ? STEP_OK : STEP_NOT_LATE);
	}
	facts = right_facts;
	for (int at = STEP_NONE; at < STEP_STATE_COUNT; at++) {
		facts.step.state = at;
		assert_int_equal(judge_late(&facts), at == STEP_OPEN ? STEP_OK : STEP_NOT_LATE);
	}
}

/* Who has duty is late after hours, and at the latest as the day ends. */
static void test_step_due_ms__is_hours_for_who_has_duty(void **state)
{
	struct step step = {.kind = STEP_DUTY, .due_day = TODAY};
	int64_t begin_ms = date_day_start(TODAY), end_ms = date_day_start(TODAY + 1);
	(void)state;
	step.made_ms = begin_ms + 3600000;
	assert_int_equal(step_due_ms(&step), begin_ms + 5 * 3600000);
	step.made_ms = end_ms - 3600000;
	assert_int_equal(step_due_ms(&step), end_ms);
	step.kind = STEP_FIRST_CONTACT;
	step.made_ms = begin_ms + 3600000;
	assert_int_equal(step_due_ms(&step), end_ms);
}

/* The judges reach every verdict. */
static void test_step_verdicts__are_all_reached(void **state)
{
	(void)state;
	judging_list_is_whole(&step_verdicts);
	judging_all_reached(&step_verdicts, reached, NULL, 0);
}

/* The names of the kinds are those that the API shows. */
static void test_step_kinds__have_names(void **state)
{
	static const char *const names[] = {
		"own_words", "first_contact", "take_up", "duty", "take_back"};
	(void)state;
	assert_int_equal(step_kind_codes.count, STEP_KIND_COUNT);
	for (int i = 0; i < STEP_KIND_COUNT; i++)
		assert_string_equal(codes_name(&step_kind_codes, i), names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_step_urgent_ms__is_of_what_is_counted_in_hours),
		cmocka_unit_test(test_step_judge_plan__names_the_first_broken_rule),
		cmocka_unit_test(test_step_judge_done__names_the_first_broken_rule),
		cmocka_unit_test(test_step_judges__serve_a_need_in_danger),
		cmocka_unit_test(test_step_judge_done__asks_a_next_step_of_professionals_only),
		cmocka_unit_test(test_step_judge_plan__bounds_of_the_day),
		cmocka_unit_test(test_step_latest_day__of_what_is_not_put_off),
		cmocka_unit_test(test_step_judge_late__names_the_first_broken_rule),
		cmocka_unit_test(test_step_due_ms__is_hours_for_who_has_duty),
		cmocka_unit_test(test_step_verdicts__are_all_reached),
		cmocka_unit_test(test_step_kinds__have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
