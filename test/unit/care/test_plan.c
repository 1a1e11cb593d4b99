/* test_plan.c - parts of a plan: what may come in, who has a step, and to what a yes is said.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "care/plan.h"

enum { PERSON = 1, MEMBER, OTHER };
enum { TODAY = 20514 };

static bool reached[PLAN_VERDICT_COUNT];

struct facts {
	struct plan_part part;
	struct plan_writing writing;
	struct care_actor actor;
	bool person_agrees, agreed;
	int64_t version, read;
};

static struct facts right_facts(int actor, enum plan_kind kind, enum plan_state state)
{
	return (struct facts){.part = {.kind = (int32_t)kind,
							  .state = (int32_t)state,
							  .who = judging_id(actor),
							  .author = judging_id(actor),
							  .by_day = TODAY + 3},
		.writing = {.person_agrees = true,
			.goal_known = true,
			.who_is_member = true,
			.who = judging_id(OTHER),
			.by_day = TODAY + 3},
		.actor = {.account = judging_id(actor), .kind = MEMBER_PROFESSIONAL},
		.person_agrees = true,
		.version = 7,
		.read = 7};
}

static int judge_add(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_add(&facts->actor, judging_id(PERSON), &facts->writing);
}

static int judge_change(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_change(&facts->part, &facts->actor, judging_id(PERSON), &facts->writing);
}

static int judge_step(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_step(&facts->actor, judging_id(PERSON), &facts->writing, TODAY);
}

static int judge_give(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_give(
		&facts->part, &facts->actor, judging_id(PERSON), &facts->writing, TODAY);
}

static int judge_accept(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_accept(&facts->part, &facts->actor);
}

static int judge_decline(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_decline(&facts->part, &facts->actor);
}

static int judge_finish(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_finish(
		&facts->part, &facts->actor, judging_id(PERSON), facts->person_agrees);
}

static int judge_stop(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_stop(
		&facts->part, &facts->actor, judging_id(PERSON), facts->person_agrees);
}

static int judge_agree(const void *at)
{
	const struct facts *facts = at;
	return (int)plan_judge_agree(facts->version, facts->read, facts->agreed);
}

static void show(const char *what, const struct judging_rule *rules, size_t count,
	struct facts right, int (*judge)(const void *))
{
	judging_show(&(struct judging){what, rules, count, &right, sizeof(right), judge, reached});
}
#define SHOW(what, rules, right, judge) \
	show(what, rules, sizeof(rules) / sizeof((rules)[0]), right, judge)

#define BREAKS(name, change)      \
	static void name(void *at)    \
	{                             \
		struct facts *facts = at; \
		change;                   \
	}
BREAKS(break_yes, facts->writing.person_agrees = facts->person_agrees = false)
BREAKS(break_bound, facts->writing.open = PLAN_MAX_OPEN)
BREAKS(break_author, facts->part.author = judging_id(OTHER))
BREAKS(break_state, facts->part.state = PLAN_STOPPED)
BREAKS(break_goal, facts->writing.goal_known = false)
BREAKS(break_who, facts->writing.who_is_member = false)
BREAKS(break_day, facts->writing.by_day = TODAY - 1)
BREAKS(break_asked, facts->part.who = judging_id(OTHER))
BREAKS(break_version, facts->read = 6)
BREAKS(break_agreed, facts->agreed = true)
BREAKS(break_all, facts->version = 0)

/* What comes in has the person's yes, which their own hand is. */
static void test_plan_judge_add__has_a_yes_and_a_bound(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, PLAN_WITHOUT_YES}, {break_bound, PLAN_TOO_MANY}};
	struct facts by_person = right_facts(PERSON, PLAN_GOAL, PLAN_NONE);
	(void)state;
	SHOW("add", rules, right_facts(MEMBER, PLAN_GOAL, PLAN_NONE), judge_add);
	break_yes(&by_person);
	by_person.writing.open = PLAN_MAX_OPEN - 1;
	assert_int_equal(judge_add(&by_person), PLAN_OK);
}

/* Own words stay own words; the person may change those of others. */
static void test_plan_judge_change__is_for_who_wrote_it_or_the_person(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, PLAN_WITHOUT_YES}, {break_author, PLAN_OWN_WORDS}, {break_state, PLAN_NOT_NOW}};
	struct facts by_person = right_facts(PERSON, PLAN_GOAL, PLAN_STANDS);
	(void)state;
	SHOW("change", rules, right_facts(MEMBER, PLAN_GOAL, PLAN_STANDS), judge_change);
	break_yes(&by_person);
	break_author(&by_person);
	assert_int_equal(judge_change(&by_person), PLAN_OK);
}

/* A step has who and when. */
static void test_plan_judge_step__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {{break_yes, PLAN_WITHOUT_YES},
		{break_bound, PLAN_TOO_MANY}, {break_goal, PLAN_GOAL_UNKNOWN},
		{break_who, PLAN_WHO_NOT_MEMBER}, {break_day, PLAN_DAY_OUT_OF_RANGE}};
	struct facts facts = right_facts(MEMBER, PLAN_STEP, PLAN_NONE);
	(void)state;
	SHOW("step", rules, facts, judge_step);
	facts.writing.by_day = TODAY + PLAN_MAX_DAYS;
	assert_int_equal(judge_step(&facts), PLAN_OK);
	facts.writing.by_day++;
	assert_int_equal(judge_step(&facts), PLAN_DAY_OUT_OF_RANGE);
	facts.writing.by_day = TODAY;
	assert_int_equal(judge_step(&facts), PLAN_OK);
}

/* A step goes from one to another as long as it is open. */
static void test_plan_judge_give__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {{break_yes, PLAN_WITHOUT_YES},
		{break_state, PLAN_NOT_NOW}, {break_who, PLAN_WHO_NOT_MEMBER},
		{break_day, PLAN_DAY_OUT_OF_RANGE}};
	(void)state;
	SHOW("give", rules, right_facts(MEMBER, PLAN_STEP, PLAN_FREE), judge_give);
	SHOW("give again", rules, right_facts(MEMBER, PLAN_STEP, PLAN_AGREED), judge_give);
	struct facts goal = right_facts(MEMBER, PLAN_GOAL, PLAN_STANDS);
	assert_int_equal(judge_give(&goal), PLAN_NOT_NOW);
}

/* A yes, and a no, are of who is asked. */
static void test_plan_judge_accept__is_for_who_is_asked(void **state)
{
	static const struct judging_rule rules[] = {
		{break_state, PLAN_NOT_NOW}, {break_asked, PLAN_NOT_ASKED}};
	struct facts agreed = right_facts(MEMBER, PLAN_STEP, PLAN_AGREED);
	(void)state;
	SHOW("accept", rules, right_facts(MEMBER, PLAN_STEP, PLAN_ASKED), judge_accept);
	SHOW("decline", rules, right_facts(MEMBER, PLAN_STEP, PLAN_ASKED), judge_decline);
	SHOW("decline later", rules, right_facts(MEMBER, PLAN_STEP, PLAN_AGREED), judge_decline);
	assert_int_equal(judge_accept(&agreed), PLAN_NOT_NOW);
}

/* A step is done when who does it says so; a goal is reached with the person's yes. */
static void test_plan_judge_finish__says_who_knows(void **state)
{
	static const struct judging_rule of_step[] = {
		{break_state, PLAN_NOT_NOW}, {break_asked, PLAN_NOT_DOER}};
	static const struct judging_rule of_goal[] = {
		{break_state, PLAN_NOT_NOW}, {break_yes, PLAN_WITHOUT_YES}};
	struct facts by_person = right_facts(PERSON, PLAN_STEP, PLAN_AGREED);
	struct facts signs = right_facts(PERSON, PLAN_SIGNS, PLAN_STANDS);
	(void)state;
	SHOW("a step", of_step, right_facts(MEMBER, PLAN_STEP, PLAN_AGREED), judge_finish);
	SHOW("a goal", of_goal, right_facts(MEMBER, PLAN_GOAL, PLAN_STANDS), judge_finish);
	break_asked(&by_person);
	assert_int_equal(judge_finish(&by_person), PLAN_OK);
	assert_int_equal(judge_finish(&signs), PLAN_NOT_NOW);
}

static void test_plan_judge_stop__has_a_yes(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, PLAN_WITHOUT_YES}, {break_state, PLAN_NOT_NOW}};
	(void)state;
	SHOW("stop", rules, right_facts(MEMBER, PLAN_GOAL, PLAN_STANDS), judge_stop);
	SHOW("stop a step", rules, right_facts(MEMBER, PLAN_STEP, PLAN_FREE), judge_stop);
}

/* A yes is to what was read, once. */
static void test_plan_judge_agree__is_to_the_version_that_was_read(void **state)
{
	static const struct judging_rule rules[] = {{break_all, PLAN_EMPTY},
		{break_version, PLAN_OTHER_VERSION}, {break_agreed, PLAN_AGREED_ALREADY}};
	(void)state;
	SHOW("agree", rules, right_facts(MEMBER, PLAN_GOAL, PLAN_STANDS), judge_agree);
}

/* Nobody has a step who did not say so themself: only by taking it or saying yes is it agreed. */
static void test_plan_moves__agreed_is_by_a_yes_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < plan_move_count; i++) {
		const struct plan_move *move = &plan_moves[i];
		bool yes = move->event == PLAN_TAKE || move->event == PLAN_ACCEPT;
		assert_int_equal(move->to == PLAN_AGREED, yes);
		assert_int_equal(move->waits, move->to == PLAN_ASKED);
		assert_ptr_equal(plan_move_find(move->event, move->from), move);
	}
	for (int event = 0; event < PLAN_EVENT_COUNT; event++) {
		assert_null(plan_move_find((enum plan_event)event, PLAN_DONE));
		assert_null(plan_move_find((enum plan_event)event, PLAN_STOPPED));
	}
}

/* What is done or stopped is not open, and whoever leaves has nothing. */
static void test_plan_move__leads_where_the_table_says(void **state)
{
	struct care_actor actor = {.account = judging_id(MEMBER)};
	struct plan_part part = {.state = PLAN_NONE};
	(void)state;
	assert_false(plan_part_is_open(&part));
	assert_int_equal(plan_event_for(&actor, judging_id(OTHER)), PLAN_ASK);
	assert_int_equal(plan_event_for(&actor, judging_id(MEMBER)), PLAN_TAKE);
	assert_true(plan_move(&part, PLAN_ASK)->waits);
	assert_true(plan_part_is_open(&part));
	plan_move(&part, PLAN_LEAVE);
	assert_int_equal(part.state, PLAN_FREE);
	plan_move(&part, PLAN_TAKE);
	plan_move(&part, PLAN_FINISH);
	assert_int_equal(part.state, PLAN_DONE);
	assert_false(plan_part_is_open(&part));
	assert_raises(plan_move(&part, PLAN_STOP));
}

static void test_plan_codes__the_door_takes_no_step(void **state)
{
	(void)state;
	assert_int_equal(codes_find(&plan_writing_codes, SPAN_LITERAL("step")), 0);
	assert_int_equal(codes_find(&plan_kind_codes, SPAN_LITERAL("step")), PLAN_STEP);
	assert_int_equal(codes_find(&plan_writing_codes, SPAN_LITERAL("call")), PLAN_CALL);
}

static void test_plan_verdicts__are_whole_and_all_reached(void **state)
{
	static const int elsewhere[] = {PLAN_UNKNOWN}; /* do_plan.c: there is no part to judge */
	(void)state;
	judging_list_is_whole(&plan_verdicts);
	judging_all_reached(&plan_verdicts, reached, elsewhere, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan_judge_add__has_a_yes_and_a_bound),
		cmocka_unit_test(test_plan_judge_change__is_for_who_wrote_it_or_the_person),
		cmocka_unit_test(test_plan_judge_step__names_the_first_broken_rule),
		cmocka_unit_test(test_plan_judge_give__names_the_first_broken_rule),
		cmocka_unit_test(test_plan_judge_accept__is_for_who_is_asked),
		cmocka_unit_test(test_plan_judge_finish__says_who_knows),
		cmocka_unit_test(test_plan_judge_stop__has_a_yes),
		cmocka_unit_test(test_plan_judge_agree__is_to_the_version_that_was_read),
		cmocka_unit_test(test_plan_moves__agreed_is_by_a_yes_only),
		cmocka_unit_test(test_plan_move__leads_where_the_table_says),
		cmocka_unit_test(test_plan_codes__the_door_takes_no_step),
		cmocka_unit_test(test_plan_verdicts__are_whole_and_all_reached),
	};
	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
