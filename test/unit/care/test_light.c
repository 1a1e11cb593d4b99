/* test_light.c - light contact: who keeps it, when it is held, and when it is late.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/light.h"

enum { PERSON = 1, KEEPER, MANAGER, OTHER };
enum { TODAY = 20514 };

static bool reached[LIGHT_VERDICT_COUNT];

struct facts {
	struct light light;
	bool none;
	struct episode episode;
	struct care_actor actor;
	bool person_agrees;
	int32_t day;
	int64_t now_ms;
};

static struct facts right_facts(int actor)
{
	return (struct facts){
		.light = {.state = LIGHT_KEPT, .who = judging_id(KEEPER), .next_day = TODAY - 1},
		.episode = {.person = judging_id(PERSON), .care_manager = judging_id(MANAGER)},
		.actor = {.account = judging_id(actor)},
		.person_agrees = true,
		.day = TODAY + 30,
		.now_ms = date_day_start(TODAY)};
}

static const struct light *light_of(const struct facts *facts)
{
	return facts->none ? NULL : &facts->light;
}

static int judge_begin(const void *at)
{
	const struct facts *facts = at;
	return (int)light_judge_begin(
		&facts->actor, judging_id(PERSON), facts->person_agrees, facts->day, TODAY);
}

static int judge_held(const void *at)
{
	const struct facts *facts = at;
	return (int)light_judge_held(
		light_of(facts), &facts->actor, &facts->episode, facts->day, TODAY);
}

static int judge_end(const void *at)
{
	const struct facts *facts = at;
	return (int)light_judge_end(
		light_of(facts), &facts->actor, judging_id(PERSON), facts->person_agrees);
}

static int judge_late(const void *at)
{
	const struct facts *facts = at;
	return (int)light_judge_late(light_of(facts), facts->now_ms);
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
BREAKS(break_yes, facts->person_agrees = false)
BREAKS(break_day, facts->day = TODAY - 1)
BREAKS(break_none, facts->none = true)
BREAKS(break_ended, facts->light.state = LIGHT_ENDED)
BREAKS(break_keeper, facts->actor.account = judging_id(OTHER))
BREAKS(break_late, facts->light.late = true)
BREAKS(break_clock, facts->now_ms--)

static void test_light_judge_begin__has_a_yes_and_a_day(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, LIGHT_WITHOUT_YES}, {break_day, LIGHT_DAY_OUT_OF_RANGE}};
	struct facts by_person = right_facts(PERSON);
	(void)state;
	SHOW("begin", rules, right_facts(KEEPER), judge_begin);
	break_yes(&by_person);
	by_person.day = TODAY + LIGHT_MAX_DAYS;
	assert_int_equal(judge_begin(&by_person), LIGHT_OK);
	by_person.day++;
	assert_int_equal(judge_begin(&by_person), LIGHT_DAY_OUT_OF_RANGE);
}

/* Held is said by who was there: who keeps it, the person, or who manages the care. */
static void test_light_judge_held__is_for_who_was_there(void **state)
{
	static const struct judging_rule rules[] = {{break_none, LIGHT_NOT_KEPT},
		{break_ended, LIGHT_NOT_KEPT}, {break_keeper, LIGHT_NOT_KEEPER},
		{break_day, LIGHT_DAY_OUT_OF_RANGE}};
	(void)state;
	SHOW("by who keeps it", rules, right_facts(KEEPER), judge_held);
	SHOW("by the person", rules, right_facts(PERSON), judge_held);
	SHOW("by the care manager", rules, right_facts(MANAGER), judge_held);
}

static void test_light_judge_end__has_a_yes(void **state)
{
	static const struct judging_rule rules[] = {{break_none, LIGHT_NOT_KEPT},
		{break_ended, LIGHT_NOT_KEPT}, {break_yes, LIGHT_WITHOUT_YES}};
	struct facts by_person = right_facts(PERSON);
	(void)state;
	SHOW("end", rules, right_facts(KEEPER), judge_end);
	break_yes(&by_person);
	assert_int_equal(judge_end(&by_person), LIGHT_OK);
}

/* Late as the day behind it begins, once. */
static void test_light_judge_late__as_the_next_day_begins(void **state)
{
	static const struct judging_rule rules[] = {{break_none, LIGHT_NOT_LATE},
		{break_ended, LIGHT_NOT_LATE}, {break_late, LIGHT_NOT_LATE}, {break_clock, LIGHT_NOT_LATE}};
	(void)state;
	SHOW("late", rules, right_facts(KEEPER), judge_late);
}

/* Nobody is given it without a yes: who begins it keeps it, and the care manager for the person. */
static void test_light_keeper__is_who_begins_it(void **state)
{
	struct facts facts = right_facts(KEEPER);
	(void)state;
	assert_true(id_equal(light_keeper(&facts.actor, &facts.episode), judging_id(KEEPER)));
	facts = right_facts(PERSON);
	assert_true(id_equal(light_keeper(&facts.actor, &facts.episode), judging_id(MANAGER)));
}

static void test_light_verdicts__are_whole_and_all_reached(void **state)
{
	(void)state;
	judging_list_is_whole(&light_verdicts);
	judging_all_reached(&light_verdicts, reached, NULL, 0);
	assert_string_equal(codes_name(&light_state_codes, LIGHT_ENDED), "ended");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_light_judge_begin__has_a_yes_and_a_day),
		cmocka_unit_test(test_light_judge_held__is_for_who_was_there),
		cmocka_unit_test(test_light_judge_end__has_a_yes),
		cmocka_unit_test(test_light_judge_late__as_the_next_day_begins),
		cmocka_unit_test(test_light_keeper__is_who_begins_it),
		cmocka_unit_test(test_light_verdicts__are_whole_and_all_reached),
	};
	return cmocka_run_group_tests_name("light", tests, NULL, NULL);
}
