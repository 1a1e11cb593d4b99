/* test_stay.c - nights somewhere: what a plan needs, what can happen, and when it is late.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "base/date.h"
#include "care/stay.h"

enum { PERSON = 1, MEMBER, SERVICE };
enum { TODAY = 20514 };

static bool reached[STAY_VERDICT_COUNT];

struct facts {
	struct stay stay;
	struct stay_planning planning;
	struct care_actor actor;
	bool person_agrees;
	enum stay_event event;
	int32_t return_day, kept_until;
	int64_t now_ms;
};

static struct facts right_facts(int actor)
{
	return (struct facts){.stay = {.state = STAY_PLANNED,
							  .start_day = TODAY,
							  .return_day = TODAY + 7,
							  .keeps = STAY_KEEPS_SERVICE,
							  .kept_service = judging_id(SERVICE),
							  .kept_until = TODAY + 7},
		.planning = {.person_agrees = true,
			.service_known = true,
			.kept_service_known = true,
			.kept_service = judging_id(SERVICE),
			.keeps = STAY_KEEPS_SERVICE,
			.start_day = TODAY,
			.return_day = TODAY + 7,
			.kept_until = TODAY + 7},
		.actor = {.account = judging_id(actor), .kind = MEMBER_PROFESSIONAL},
		.person_agrees = true,
		.event = STAY_ADMIT,
		.return_day = TODAY + 9,
		.kept_until = TODAY + 9,
		.now_ms = date_day_start(TODAY + 8)};
}

static int judge_plan(const void *at)
{
	const struct facts *facts = at;
	return (int)stay_judge_plan(&facts->actor, judging_id(PERSON), &facts->planning, TODAY);
}

static int judge_move(const void *at)
{
	const struct facts *facts = at;
	return (int)stay_judge_move(
		&facts->stay, facts->event, &facts->actor, judging_id(PERSON), facts->person_agrees);
}

static int judge_extend(const void *at)
{
	const struct facts *facts = at;
	struct stay_planning planning = facts->planning;
	planning.return_day = facts->return_day;
	planning.kept_until = facts->kept_until;
	return (int)stay_judge_extend(
		&facts->stay, &facts->actor, judging_id(PERSON), &planning, TODAY);
}

static void show(const char *what, const struct judging_rule *rules, size_t count,
	struct facts right, int (*judge)(const void *))
{
	judging_show(&(struct judging){what, rules, count, &right, sizeof(right), judge, reached});
}
#define SHOW(what, rules, right, judge) \
	show(what, rules, sizeof(rules) / sizeof((rules)[0]), right, judge)

static void break_yes(void *at)
{
	((struct facts *)at)->planning.person_agrees = false;
	((struct facts *)at)->person_agrees = false;
}

static void break_first(void *at)
{
	((struct facts *)at)->planning.already = true;
}

static void break_service(void *at)
{
	((struct facts *)at)->planning.service_known = false;
}

static void break_start(void *at)
{
	((struct facts *)at)->planning.start_day = TODAY - 1;
}

static void break_return(void *at)
{
	((struct facts *)at)->planning.return_day = TODAY - 5;
	((struct facts *)at)->return_day = TODAY - 1;
}

static void break_place(void *at)
{
	((struct facts *)at)->planning.keeps = STAY_KEEPS_NOT_SAID;
}

static void break_kept_service(void *at)
{
	((struct facts *)at)->planning.kept_service_known = false;
}

static void break_kept_long(void *at)
{
	struct facts *facts = at;
	facts->planning.kept_until = facts->planning.return_day + STAY_MAX_DAYS + 1;
	facts->kept_until = facts->return_day + STAY_MAX_DAYS + 1;
}

static void break_kept(void *at)
{
	((struct facts *)at)->planning.kept_until = TODAY - 6;
	((struct facts *)at)->kept_until = TODAY - 6;
}

static void break_state(void *at)
{
	((struct facts *)at)->stay.state = STAY_RETURNED;
}

/* A plan has the person's yes, a service, a way back, and a place that is kept until then. */
static void test_stay_judge_plan__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, STAY_WITHOUT_YES},
		{break_first, STAY_ALREADY},
		{break_service, STAY_SERVICE_UNKNOWN},
		{break_start, STAY_START_OUT_OF_RANGE},
		{break_return, STAY_RETURN_OUT_OF_RANGE},
		{break_place, STAY_PLACE_MISSING},
		{break_kept, STAY_PLACE_LOST},
	};
	struct facts by_person = right_facts(PERSON), long_kept = right_facts(MEMBER);
	(void)state;
	SHOW("plan", rules, right_facts(MEMBER), judge_plan);
	break_kept_long(&long_kept);
	assert_int_equal(judge_plan(&long_kept), STAY_KEPT_OUT_OF_RANGE);
	long_kept.planning.kept_until--;
	assert_int_equal(judge_plan(&long_kept), STAY_OK);
	break_yes(&by_person);
	assert_int_equal(judge_plan(&by_person), STAY_OK);
}

/* The own home has no service; a place of a service has one that is there. */
static void test_stay_judge_plan__the_place_that_is_kept(void **state)
{
	(void)state;
	for (int keeps = 0; keeps < STAY_KEEPS_COUNT; keeps++)
		for (int named = 0; named < 2; named++)
			for (int known = 0; known < 2; known++) {
				struct facts facts = right_facts(MEMBER);
				facts.planning.keeps = keeps;
				facts.planning.kept_service = named ? judging_id(SERVICE) : id_none;
				facts.planning.kept_service_known = known == 1;
				bool right = (keeps == STAY_KEEPS_OWN_HOME && !named) ||
					(keeps == STAY_KEEPS_SERVICE && named && known);
				assert_int_equal(judge_plan(&facts), right ? STAY_OK : STAY_PLACE_MISSING);
			}
}

/* A bed is taken or given up, and a home given up, with the person's yes; going home needs none. */
static void test_stay_judge_move__by_event_and_state(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, STAY_WITHOUT_YES},
		{break_state, STAY_NOT_NOW},
	};
	(void)state;
	SHOW("admit", rules, right_facts(MEMBER), judge_move);
	for (int event = STAY_PLAN + 1; event < STAY_EVENT_COUNT; event++)
		for (int from = 0; from < STAY_STATE_COUNT; from++) {
			struct facts facts = right_facts(MEMBER);
			facts.event = (enum stay_event)event;
			facts.stay.state = from;
			bool can = stay_move_find(facts.event, (enum stay_state)from) != NULL;
			assert_int_equal(judge_move(&facts), can ? STAY_OK : STAY_NOT_NOW);
			facts.person_agrees = false;
			if (event == STAY_ADMIT || event == STAY_MOVE_ON || event == STAY_CANCEL)
				assert_int_equal(judge_move(&facts), STAY_WITHOUT_YES);
			else
				assert_int_equal(judge_move(&facts), can ? STAY_OK : STAY_NOT_NOW);
		}
}

static void test_stay_judge_extend__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, STAY_WITHOUT_YES},
		{break_state, STAY_NOT_NOW},
		{break_service, STAY_SERVICE_UNKNOWN},
		{break_return, STAY_RETURN_OUT_OF_RANGE},
		{break_kept_service, STAY_PLACE_MISSING},
		{break_kept, STAY_PLACE_LOST},
	};
	static const struct judging_rule bounds[] = {{break_kept_long, STAY_KEPT_OUT_OF_RANGE}};
	struct facts facts = right_facts(MEMBER);
	(void)state;
	SHOW("extend", rules, facts, judge_extend);
	SHOW("extend", bounds, facts, judge_extend);
	facts.stay.keeps = STAY_KEEPS_OWN_HOME;
	facts.planning.kept_service_known = false;
	assert_int_equal(judge_extend(&facts), STAY_OK);
	facts.return_day = facts.kept_until = TODAY + STAY_MAX_DAYS;
	assert_int_equal(judge_extend(&facts), STAY_OK);
	facts.return_day = facts.kept_until = TODAY + STAY_MAX_DAYS + 1;
	assert_int_equal(judge_extend(&facts), STAY_RETURN_OUT_OF_RANGE);
	facts.stay.start_day = TODAY + 5;
	facts.return_day = facts.kept_until = TODAY + 4;
	assert_int_equal(judge_extend(&facts), STAY_RETURN_OUT_OF_RANGE);
}

/* Late as the day behind the agreed one begins, once, and never when it is over: the day to begin
 * while it is planned, and then that of going back. */
static void test_stay_judge_late__to_the_millisecond(void **state)
{
	struct facts facts = right_facts(MEMBER);
	(void)state;
	for (int at = 0; at < STAY_STATE_COUNT; at++) {
		facts.stay.state = at;
		int64_t due_ms = stay_due_ms(&facts.stay);
		assert_int_equal(due_ms, date_day_start(at == STAY_PLANNED ? TODAY + 1 : TODAY + 8));
		bool open = at == STAY_PLANNED || at == STAY_ADMITTED || at == STAY_ON_LEAVE;
		assert_int_equal(stay_is_open(&facts.stay), open);
		assert_int_equal(stay_judge_late(&facts.stay, due_ms - 1), STAY_NOT_LATE);
		assert_int_equal(stay_judge_late(&facts.stay, due_ms), open ? STAY_OK : STAY_NOT_LATE);
		facts.stay.late = true;
		assert_int_equal(stay_judge_late(&facts.stay, due_ms), STAY_NOT_LATE);
		facts.stay.late = false;
	}
	reached[STAY_NOT_LATE] = true;
}

/* A week before the place is kept no longer, and on the day, while it is open; and not without a
 * clock that stands. */
static void test_stay_judge_place__to_the_millisecond(void **state)
{
	struct stay stay = {.planned_ms = date_day_start(TODAY), .kept_until = TODAY + 30};
	(void)state;
	assert_int_equal(stay_place_soon_ms(&stay), date_day_start(TODAY + 23));
	assert_int_equal(stay_place_day_ms(&stay), date_day_start(TODAY + 30));
	int64_t due_ms = stay_place_soon_ms(&stay);
	for (int at = 0; at < STAY_STATE_COUNT; at++) {
		stay.state = at;
		bool open = at == STAY_PLANNED || at == STAY_ADMITTED || at == STAY_ON_LEAVE;
		assert_int_equal(stay_judge_place(&stay, due_ms, due_ms - 1), STAY_PLACE_NOT_NEAR);
		assert_int_equal(
			stay_judge_place(&stay, due_ms, due_ms), open ? STAY_OK : STAY_PLACE_NOT_NEAR);
		assert_int_equal(stay_judge_place(&stay, 0, due_ms), STAY_PLACE_NOT_NEAR);
	}
	reached[STAY_PLACE_NOT_NEAR] = true;
}

/* That the place at home is kept is said for as long as it is. */
static void test_stay_lateness_of__what_is_told(void **state)
{
	struct stay stay = {.state = STAY_PLANNED, .kept_until = TODAY};
	(void)state;
	assert_int_equal(stay_lateness_of(&stay, TODAY + 1), STAY_LATE_TO_BEGIN);
	stay.state = STAY_ON_LEAVE;
	assert_int_equal(stay_lateness_of(&stay, TODAY), STAY_LATE_KEPT);
	assert_int_equal(stay_lateness_of(&stay, TODAY + 1), STAY_LATE_KEPT_OVER);
}

/* Every verdict is one of these judges', but that there is no such stay: test/property. */
static void test_stay_verdicts__are_all_reached(void **state)
{
	static const int others[] = {STAY_UNKNOWN};
	(void)state;
	judging_list_is_whole(&stay_verdicts);
	judging_all_reached(&stay_verdicts, reached, others, 1);
}

static const struct stay_move expected_moves[] = {
	{STAY_PLAN, STAY_NONE, STAY_PLANNED, true},
	{STAY_ADMIT, STAY_PLANNED, STAY_ADMITTED, true},
	{STAY_LEAVE, STAY_ADMITTED, STAY_ON_LEAVE, true},
	{STAY_BACK, STAY_ON_LEAVE, STAY_ADMITTED, true},
	{STAY_RETURN, STAY_ADMITTED, STAY_RETURNED, false},
	{STAY_RETURN, STAY_ON_LEAVE, STAY_RETURNED, false},
	{STAY_MOVE_ON, STAY_ADMITTED, STAY_MOVED_ON, false},
	{STAY_MOVE_ON, STAY_ON_LEAVE, STAY_MOVED_ON, false},
	{STAY_CANCEL, STAY_PLANNED, STAY_CANCELLED, false},
};
enum { EXPECTED_MOVES = sizeof(expected_moves) / sizeof(expected_moves[0]) };

static void move(int event, int from)
{
	struct stay stay = {.state = from};
	for (size_t i = 0; i < EXPECTED_MOVES; i++) {
		const struct stay_move *expected = &expected_moves[i];
		if ((int)expected->event != event || (int)expected->from != from) continue;
		assert_int_equal(stay_move(&stay, (enum stay_event)event)->open, expected->open);
		assert_int_equal(stay.state, expected->to);
		assert_int_equal(stay_is_open(&stay), expected->open);
		return;
	}
	assert_null(stay_move_find((enum stay_event)event, (enum stay_state)from));
	assert_raises(stay_move(&stay, (enum stay_event)event));
	assert_int_equal(stay.state, from);
}

/* Every event in every state; what cannot happen raises. */
static void test_stay_move__only_what_can_happen(void **state)
{
	(void)state;
	assert_int_equal(stay_move_count, EXPECTED_MOVES);
	for (int event = 0; event < STAY_EVENT_COUNT; event++)
		for (int from = 0; from < STAY_STATE_COUNT; from++) move(event, from);
	assert_int_equal(stay_state_codes.count, STAY_STATE_COUNT);
	assert_string_equal(codes_name(&stay_keeps_codes, STAY_KEEPS_OWN_HOME), "own_home");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stay_judge_plan__names_the_first_broken_rule),
		cmocka_unit_test(test_stay_judge_plan__the_place_that_is_kept),
		cmocka_unit_test(test_stay_judge_move__by_event_and_state),
		cmocka_unit_test(test_stay_judge_extend__names_the_first_broken_rule),
		cmocka_unit_test(test_stay_judge_late__to_the_millisecond),
		cmocka_unit_test(test_stay_judge_place__to_the_millisecond),
		cmocka_unit_test(test_stay_lateness_of__what_is_told),
		cmocka_unit_test(test_stay_verdicts__are_all_reached),
		cmocka_unit_test(test_stay_move__only_what_can_happen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
