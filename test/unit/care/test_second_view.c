/* test_second_view.c - treating helps no further: who says so, what counts as a second view, and
 * that nothing becomes care without it and without the person's yes.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/second_view.h"

enum { PERSON = 1, BEARER, MANAGER, OTHER, HOUSE, ELSEWHERE };
enum { TODAY = 20514 };

static bool reached[SECOND_VIEW_VERDICT_COUNT];

struct facts {
	struct need need;
	struct second_view view;
	bool none;
	struct care_actor actor;
	bool person_agrees;
	enum second_view_outcome outcome;
	int64_t now_ms;
};

static struct facts right_facts(int actor)
{
	return (struct facts){
		.need = {.state = NEED_OPEN, .aim = AIM_RECOVER, .bearer = judging_id(BEARER)},
		.view = {.state = SECOND_VIEW_VIEWED,
			.organisation = judging_id(HOUSE),
			.due_day = TODAY - 1},
		.actor = {.account = judging_id(actor), .kind = MEMBER_PROFESSIONAL},
		.person_agrees = true,
		.outcome = AGREED_CARE,
		.now_ms = date_day_start(TODAY)};
}

static const struct second_view *view_of(const struct facts *facts)
{
	return facts->none ? NULL : &facts->view;
}

static int judge_ask(const void *at)
{
	const struct facts *facts = at;
	return (int)second_view_judge_ask(&facts->need, &facts->actor, view_of(facts));
}

static int judge_agree(const void *at)
{
	const struct facts *facts = at;
	return (int)second_view_judge_agree(&facts->need, view_of(facts), &facts->actor,
		judging_id(PERSON), judging_id(MANAGER), facts->person_agrees, facts->outcome);
}

static int judge_resume(const void *at)
{
	const struct facts *facts = at;
	return (int)second_view_judge_resume(
		&facts->need, &facts->actor, judging_id(PERSON), facts->person_agrees);
}

static int judge_late(const void *at)
{
	const struct facts *facts = at;
	return (int)second_view_judge_late(&facts->view, facts->now_ms);
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
BREAKS(break_danger, facts->need.state = NEED_IN_DANGER)
BREAKS(break_closed, facts->need.state = NEED_CLOSED)
BREAKS(break_bearer, facts->actor.account = judging_id(OTHER))
BREAKS(break_kind, facts->actor.kind = MEMBER_PEER)
BREAKS(break_care, facts->need.aim = AIM_CARE)
BREAKS(break_there, facts->none = false)
BREAKS(break_none, facts->none = true)
BREAKS(break_yes, facts->person_agrees = false)
BREAKS(break_not_viewed, facts->view.state = SECOND_VIEW_ASKED)
BREAKS(break_aim, facts->need.aim = AIM_RECOVER)
BREAKS(break_ended, facts->view.state = SECOND_VIEW_CARE)
BREAKS(break_late, facts->view.late = true)
BREAKS(break_clock, facts->now_ms--)

static void test_second_view_judge_ask__is_for_who_treats(void **state)
{
	static const struct judging_rule rules[] = {{break_danger, SECOND_VIEW_NOT_NOW},
		{break_closed, SECOND_VIEW_NOT_NOW}, {break_bearer, SECOND_VIEW_NOT_BEARER},
		{break_kind, SECOND_VIEW_NOT_BEARER}, {break_care, SECOND_VIEW_IS_CARE},
		{break_there, SECOND_VIEW_ALREADY}};
	struct facts right = right_facts(BEARER);
	(void)state;
	right.none = true;
	SHOW("ask", rules, right, judge_ask);
}

static bool counts(const struct second_view *view, struct second_view_giver giver)
{
	return second_view_is(view, &giver);
}

/* A colleague of the same house looks along, and is no second view; nor is who bears it now, or
 * before the danger, or is of their house; nor who has no house. What was asked before it was said
 * that treating helps no further was another question. */
static void test_second_view_is__of_somebody_who_does_not_treat(void **state)
{
	enum { LOOKS = 20, BEARS, BORE, HOUSE_NOW, HOUSE_BEFORE };
	struct second_view view = right_facts(BEARER).view;
	struct second_view_giver right = {.account = judging_id(LOOKS),
		.organisation = judging_id(ELSEWHERE),
		.asked_ms = 1000,
		.bearers = {judging_id(BEARS), judging_id(BORE)},
		.houses = {judging_id(HOUSE_NOW), judging_id(HOUSE_BEFORE)}};
	(void)state;
	view.state = SECOND_VIEW_ASKED;
	view.said_by = judging_id(BEARER);
	view.said_ms = 1000;
	assert_true(counts(&view, right));
	static const int houses[] = {HOUSE, HOUSE_NOW, HOUSE_BEFORE, 0};
	static const int accounts[] = {BEARER, BEARS, BORE};
	for (size_t i = 0; i < sizeof(houses) / sizeof(houses[0]); i++) {
		struct second_view_giver giver = right;
		giver.organisation = houses[i] == 0 ? id_none : judging_id(houses[i]);
		assert_false(counts(&view, giver));
	}
	for (size_t i = 0; i < sizeof(accounts) / sizeof(accounts[0]); i++) {
		struct second_view_giver giver = right;
		giver.account = judging_id(accounts[i]);
		assert_false(counts(&view, giver));
	}
	struct second_view_giver early = right;
	early.asked_ms = 999;
	assert_false(counts(&view, early));
	view.state = SECOND_VIEW_VIEWED;
	assert_false(counts(&view, right));
}

static void test_second_view_judge_agree__needs_a_yes_and_a_view(void **state)
{
	static const struct judging_rule rules[] = {{break_none, SECOND_VIEW_UNKNOWN},
		{break_yes, SECOND_VIEW_WITHOUT_YES}, {break_bearer, SECOND_VIEW_NOT_YOURS},
		{break_danger, SECOND_VIEW_NOT_NOW}, {break_not_viewed, SECOND_VIEW_NOT_VIEWED}};
	struct facts by_person = right_facts(PERSON), goes_on = right_facts(MANAGER);
	(void)state;
	SHOW("by who bears it", rules, right_facts(BEARER), judge_agree);
	break_yes(&by_person);
	assert_int_equal(judge_agree(&by_person), SECOND_VIEW_OK);
	/* Treatment may go on without waiting for anybody. */
	break_not_viewed(&goes_on);
	goes_on.outcome = AGREED_GOES_ON;
	assert_int_equal(judge_agree(&goes_on), SECOND_VIEW_OK);
}

static void test_second_view_judge_resume__is_the_way_back_from_care(void **state)
{
	static const struct judging_rule rules[] = {{break_yes, SECOND_VIEW_WITHOUT_YES},
		{break_closed, SECOND_VIEW_NOT_NOW}, {break_aim, SECOND_VIEW_NOT_CARE}};
	struct facts right = right_facts(OTHER);
	(void)state;
	break_care(&right);
	SHOW("resume", rules, right, judge_resume);
}

static void test_second_view_judge_late__once_as_the_next_day_begins(void **state)
{
	static const struct judging_rule rules[] = {{break_ended, SECOND_VIEW_NOT_LATE},
		{break_late, SECOND_VIEW_NOT_LATE}, {break_clock, SECOND_VIEW_NOT_LATE}};
	struct facts right = right_facts(BEARER);
	(void)state;
	/* Nobody has spoken with the person; and nobody has looked. */
	SHOW("talk late", rules, right, judge_late);
	break_not_viewed(&right);
	SHOW("late", rules, right, judge_late);
}

static void test_second_view_move__ends_in_every_way(void **state)
{
	struct second_view view = {.state = SECOND_VIEW_NONE};
	(void)state;
	second_view_move(&view, SECOND_VIEW_ASK);
	assert_null(second_view_move_find(SECOND_VIEW_TO_CARE, SECOND_VIEW_ASKED));
	second_view_move(&view, SECOND_VIEW_GIVE);
	second_view_move(&view, SECOND_VIEW_TO_CARE);
	assert_string_equal(codes_name(&second_view_state_codes, view.state), "care");
	for (int state_at = SECOND_VIEW_CARE; state_at < SECOND_VIEW_STATE_COUNT; state_at++)
		for (int event = 0; event < SECOND_VIEW_EVENT_COUNT; event++)
			assert_null(second_view_move_find(
				(enum second_view_event)event, (enum second_view_state)state_at));
}

static void test_second_view_verdicts__are_whole_and_all_reached(void **state)
{
	(void)state;
	judging_list_is_whole(&second_view_verdicts);
	judging_all_reached(&second_view_verdicts, reached, NULL, 0);
	assert_string_equal(codes_name(&second_view_outcome_codes, AGREED_GOES_ON), "goes_on");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_second_view_judge_ask__is_for_who_treats),
		cmocka_unit_test(test_second_view_is__of_somebody_who_does_not_treat),
		cmocka_unit_test(test_second_view_judge_agree__needs_a_yes_and_a_view),
		cmocka_unit_test(test_second_view_judge_resume__is_the_way_back_from_care),
		cmocka_unit_test(test_second_view_judge_late__once_as_the_next_day_begins),
		cmocka_unit_test(test_second_view_move__ends_in_every_way),
		cmocka_unit_test(test_second_view_verdicts__are_whole_and_all_reached),
	};
	return cmocka_run_group_tests_name("second_view", tests, NULL, NULL);
}
