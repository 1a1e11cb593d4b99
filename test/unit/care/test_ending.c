/* test_ending.c - what must be over before an episode is, and what coming back needs.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/ending.h"
#include "care/handover.h"
#include "care/join.h"
#include "care/team.h"

enum { PERSON = 1, MANAGER, OTHER, EPISODE = 10, OTHER_EPISODE, ANN, BOB, PERIOD = 20 };

static bool reached[ENDING_VERDICT_COUNT];

struct facts {
	struct episode episode;
	struct care_actor actor;
	struct ending_asking asking;
	struct ending_open open;
	struct period period;
	bool first;
};

static struct facts right_facts(int actor)
{
	return (struct facts){.episode = {.state = EPISODE_OPEN,
							  .person = judging_id(PERSON),
							  .care_manager = judging_id(MANAGER)},
		.actor = {.account = judging_id(actor)},
		.asking = {.closing = CLOSING_TOGETHER},
		.period = {.nth = 5, .offered = true}};
}

static int judge_close(const void *at)
{
	const struct facts *facts = at;
	return (int)ending_judge_close(&facts->episode, &facts->actor, &facts->asking, &facts->open);
}

static int judge_return(const void *at)
{
	return (int)ending_judge_return(&((const struct facts *)at)->episode);
}

static int judge_answer(const void *at)
{
	const struct facts *facts = at;
	return (int)ending_judge_answer(
		facts->first ? NULL : &facts->period, &facts->actor, judging_id(PERSON));
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
BREAKS(break_closer, facts->actor.account = judging_id(OTHER))
BREAKS(break_said, facts->asking.closing = CLOSING_NOT_SAID)
BREAKS(break_person, facts->asking.closing = CLOSING_PERSON)
BREAKS(break_danger, facts->open.in_danger = true)
BREAKS(break_offers, facts->open.offers = 1)
BREAKS(break_askings, facts->open.askings = 1)
BREAKS(break_advice, facts->open.advice = 1)
BREAKS(break_stay, facts->open.stay = true)
BREAKS(break_cases, facts->open.cases = 1)
BREAKS(break_needs, facts->open.needs = 2)
BREAKS(break_open, facts->episode.state = EPISODE_OPEN)
BREAKS(break_first, facts->first = true)
BREAKS(break_offered, facts->period.offered = false)
BREAKS(break_answered, facts->period.answered_ms = 1)

/* Whose decision it was is said first; then nothing may be open. */
static void test_ending_judge_close__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {{break_closer, ENDING_NOT_YOURS},
		{break_said, ENDING_NOT_SAID}, {break_danger, ENDING_IN_DANGER},
		{break_offers, ENDING_OFFERS_OPEN}, {break_askings, ENDING_ASKINGS_OPEN},
		{break_advice, ENDING_ADVICE_OPEN}, {break_stay, ENDING_STAY_OPEN},
		{break_cases, ENDING_CASES_OPEN}, {break_needs, ENDING_NEEDS_OPEN}};
	static const struct judging_rule in_name[] = {{break_person, ENDING_PERSON_DECIDES}};
	struct facts with_needs = right_facts(MANAGER), by_person = right_facts(PERSON);
	(void)state;
	SHOW("by the care manager", rules, right_facts(MANAGER), judge_close);
	SHOW("by the person", rules, right_facts(PERSON), judge_close);
	SHOW("in the person's name", in_name, right_facts(MANAGER), judge_close);
	break_person(&by_person);
	assert_int_equal(judge_close(&by_person), ENDING_OK);
	break_needs(&with_needs);
	with_needs.asking.with_needs = true;
	assert_int_equal(judge_close(&with_needs), ENDING_OK);
}

static void test_ending_judge_return__is_to_what_was_closed(void **state)
{
	static const struct judging_rule rules[] = {{break_open, ENDING_NOT_CLOSED}};
	struct facts closed = right_facts(PERSON);
	(void)state;
	closed.episode.state = EPISODE_CLOSED;
	SHOW("return", rules, closed, judge_return);
	assert_int_equal(episode_judge_open(&closed.episode), EPISODE_IS_CLOSED);
	break_open(&closed);
	assert_int_equal(episode_judge_open(&closed.episode), EPISODE_OK);
}

/* Who is offered it answers, once. */
static void test_ending_judge_answer__is_for_the_person(void **state)
{
	static const struct judging_rule rules[] = {{break_closer, ENDING_PERSON_ANSWERS},
		{break_first, ENDING_NOT_OFFERED}, {break_offered, ENDING_NOT_OFFERED},
		{break_answered, ENDING_NOT_OFFERED}};
	(void)state;
	SHOW("answer", rules, right_facts(PERSON), judge_answer);
}

/* The fourth time within two years. */
static void test_ending_is_marked__the_fourth_time(void **state)
{
	(void)state;
	assert_false(ending_is_marked(3));
	assert_true(ending_is_marked(4));
	assert_true(ending_is_marked(9));
	assert_int_equal(ending_returns_since_ms(INT64_C(731) * 86400000), 86400000);
}

static void test_ending_verdicts__are_whole_and_all_reached(void **state)
{
	(void)state;
	judging_list_is_whole(&ending_verdicts);
	judging_all_reached(&ending_verdicts, reached, NULL, 0);
	assert_string_equal(codes_name(&episode_state_codes, EPISODE_CLOSED), "closed");
}

static void put_period(struct tables *tables, int nth, int64_t begun_ms)
{
	struct period period = {.region = 5,
		.episode = judging_id(EPISODE),
		.nth = nth,
		.id = judging_id(PERIOD + nth),
		.begun_ms = begun_ms};
	tables_put(tables, &ending_period_table, &period);
}

/* The first period is no return, and those of long ago do not count. */
static void test_ending_count_returns__within_a_time(void **state)
{
	struct tables *tables = *state;
	struct period last;
	bool found = true;
	int64_t number = 9;
	TABLES_RIGHT(tables,
		ending_find_last(
			tables->store, 5, judging_id(EPISODE), &last, &found, &tables->arena, &tables->error));
	assert_false(found);
	put_period(tables, 1, 900);
	put_period(tables, 2, 100);
	put_period(tables, 3, 500);
	put_period(tables, 4, 700);
	TABLES_RIGHT(tables,
		ending_count_returns(tables->store, 5, judging_id(EPISODE), 500, &number, &tables->error));
	assert_int_equal(number, 2);
	TABLES_RIGHT(tables,
		ending_find_last(
			tables->store, 5, judging_id(EPISODE), &last, &found, &tables->arena, &tables->error));
	assert_true(found && last.nth == 4);
}

static void test_ending_count_open__needs_offers_askings(void **state)
{
	struct tables *tables = *state;
	struct ending_open open = {0};
	struct need need = {.region = 5,
		.id = judging_id(30),
		.episode = judging_id(EPISODE),
		.state = NEED_IN_DANGER,
		.bearer = judging_id(ANN)};
	struct handover offer = {.region = 5,
		.id = judging_id(31),
		.episode = judging_id(EPISODE),
		.sender = judging_id(ANN),
		.state = HANDOVER_OFFERED};
	struct join asking = {.region = 5,
		.id = judging_id(32),
		.episode = judging_id(EPISODE),
		.account = judging_id(ANN),
		.asked_by = judging_id(BOB),
		.state = JOIN_ASKED};
	for (int round = 0; round < 2; round++) {
		tables_put(tables, &need_table, &need);
		tables_put(tables, &handover_table, &offer);
		tables_put(tables, &join_table, &asking);
		TABLES_RIGHT(tables,
			ending_count_open(tables->store, 5, judging_id(EPISODE), &open, &tables->error));
		assert_int_equal(open.needs, 1 - round);
		assert_int_equal(open.offers, 1 - round);
		assert_int_equal(open.askings, 1 - round);
		need.state = NEED_CLOSED;
		offer.state = HANDOVER_DECLINED;
		asking.state = JOIN_JOINED;
	}
}

/* Who was there at the end, and not who left before, or somewhere else. */
static void test_ending_list_team__who_was_there_at_the_end(void **state)
{
	struct tables *tables = *state;
	struct member member = {.region = 5, .episode = judging_id(EPISODE), .left_ms = 700};
	struct id team[4];
	size_t count = 0;
	member.account = judging_id(BOB);
	tables_put(tables, &team_member_table, &member);
	member.account = judging_id(ANN);
	tables_put(tables, &team_member_table, &member);
	member.account = judging_id(OTHER);
	member.left_ms = 699;
	tables_put(tables, &team_member_table, &member);
	member.account = judging_id(PERSON);
	member.left_ms = 0;
	tables_put(tables, &team_member_table, &member);
	TABLES_RIGHT(tables,
		ending_list_team(
			tables->store, 5, judging_id(EPISODE), 700, team, 4, &count, &tables->error));
	assert_int_equal(count, 2);
	assert_true(id_equal(team[0], judging_id(ANN)) && id_equal(team[1], judging_id(BOB)));
	TABLES_RIGHT(tables,
		ending_list_team(
			tables->store, 5, judging_id(EPISODE), 700, team, 1, &count, &tables->error));
	assert_int_equal(count, 1);
}

int main(void)
{
#define ON(test) cmocka_unit_test_setup_teardown(test, tables_start, tables_stop)
	const struct CMUnitTest tests[] = {
		ON(test_ending_judge_close__names_the_first_broken_rule),
		ON(test_ending_judge_return__is_to_what_was_closed),
		ON(test_ending_judge_answer__is_for_the_person),
		ON(test_ending_is_marked__the_fourth_time),
		ON(test_ending_count_returns__within_a_time),
		ON(test_ending_count_open__needs_offers_askings),
		ON(test_ending_list_team__who_was_there_at_the_end),
		ON(test_ending_verdicts__are_whole_and_all_reached),
	};
	return TABLES_RUN("ending", tests);
}
