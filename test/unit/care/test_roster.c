/* test_roster.c - who may be on duty, that a roster stays manned, and whose turn it is.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/knowing.h"
#include "care/roster.h"

static bool reached[ROSTER_VERDICT_COUNT];

static int judge_join(const void *at)
{
	return (int)roster_judge_join(at);
}

static int judge_leave(const void *at)
{
	return (int)roster_judge_leave(at);
}

static void break_known(void *at)
{
	((struct roster_facts *)at)->account_known = false;
}

static void break_live(void *at)
{
	((struct roster_facts *)at)->account_ended = true;
}

static void break_kind(void *at)
{
	((struct roster_facts *)at)->account_kind = MEMBER_VOLUNTEER;
}

static void break_not_on(void *at)
{
	((struct roster_facts *)at)->on_roster = true;
}

static void break_on(void *at)
{
	((struct roster_facts *)at)->on_roster = false;
}

static void break_others(void *at)
{
	((struct roster_facts *)at)->places = 1;
}

/* Duty is for who exists, has not ended, is of a kind that can, and is not on it yet. */
static void test_roster_judge_join__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_known, ROSTER_ACCOUNT_UNKNOWN},
		{break_live, ROSTER_ACCOUNT_ENDED},
		{break_kind, ROSTER_KIND},
		{break_not_on, ROSTER_ALREADY_ON},
	};
	const struct roster_facts right = {
		.account_known = true, .account_kind = MEMBER_PROFESSIONAL, .places = 0};
	(void)state;
	judging_show(&(struct judging){
		"roster.join", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_join, reached});
}

/* Professionals and peer workers, and nobody else. */
static void test_roster_judge_join__by_kind(void **state)
{
	struct roster_facts facts = {.account_known = true};
	(void)state;
	for (int kind = MEMBER_NONE; kind < MEMBER_KIND_COUNT; kind++) {
		facts.account_kind = kind;
		assert_int_equal(roster_judge_join(&facts),
			kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER ? ROSTER_OK : ROSTER_KIND);
	}
}

/* Leaving is for who is on it, and never for the last. */
static void test_roster_judge_leave__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_on, ROSTER_NOT_ON},
		{break_others, ROSTER_LAST},
	};
	const struct roster_facts right = {.on_roster = true, .places = 2};
	(void)state;
	judging_show(&(struct judging){
		"roster.leave", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_leave, reached});
}

/* The judges reach every verdict. */
static void test_roster_verdicts__are_all_reached(void **state)
{
	(void)state;
	judging_list_is_whole(&roster_verdicts);
	judging_all_reached(&roster_verdicts, reached, NULL, 0);
}

static void put_place(struct tables *tables, int region, int number, int64_t last_turn_ms)
{
	struct roster_place place = {
		region, judging_id(number), MEMBER_PEER, 1000 + number, last_turn_ms};
	tables_put(tables, &roster_table, &place);
}

static void expect_next_in(
	struct tables *tables, struct id episode, int region, int of_region, int number)
{
	struct roster_place place = {.region = -1};
	TABLES_RIGHT(tables,
		roster_next(tables->store, region, episode, &place, &tables->arena, &tables->error));
	if (number == 0) {
		assert_true(id_is_none(place.account));
		return;
	}
	assert_int_equal(place.region, of_region);
	assert_true(id_equal(place.account, judging_id(number)));
	assert_int_equal(place.kind, MEMBER_PEER);
	assert_int_equal(place.since_ms, 1000 + number);
}

static void expect_next(struct tables *tables, int region, int of_region, int number)
{
	expect_next_in(tables, id_none, region, of_region, number);
}

/* Whoever was longest ago is next; who has not had a turn goes before; equal turns go by id. */
static void test_roster_next__goes_round(void **state)
{
	struct tables *tables = *state;
	put_place(tables, 5, 1, 300);
	put_place(tables, 5, 2, 100);
	put_place(tables, 5, 3, 200);
	put_place(tables, 6, 4, 1);
	expect_next(tables, 5, 5, 2);
	put_place(tables, 5, 2, 400);
	expect_next(tables, 5, 5, 3);
	put_place(tables, 5, 3, 400);
	expect_next(tables, 5, 5, 1);
	put_place(tables, 5, 1, 400);
	expect_next(tables, 5, 5, 1);
	put_place(tables, 5, 9, 0);
	expect_next(tables, 5, 5, 9);
}

/* The nation stands in only where a region has nobody at all. */
static void test_roster_next__the_nation_stands_in(void **state)
{
	struct tables *tables = *state;
	expect_next(tables, 5, 0, 0);
	expect_next(tables, 0, 0, 0);
	put_place(tables, 0, 7, 50);
	expect_next(tables, 5, 0, 7);
	expect_next(tables, 0, 0, 7);
	put_place(tables, 5, 1, 60);
	expect_next(tables, 5, 5, 1);
	expect_next(tables, 6, 0, 7);
}

/* Of who is kept out of sight of a file it is not the turn there, if it can be somebody else's. */
static void test_roster_next__passes_over_who_is_kept_out_of_sight(void **state)
{
	enum { EPISODE = 40, OTHER };
	struct tables *tables = *state;
	struct knowing hidden = {.region = 5,
		.episode = judging_id(EPISODE),
		.account = judging_id(1),
		.knows = KNOWS_NOTHING};
	put_place(tables, 5, 1, 100);
	put_place(tables, 5, 2, 200);
	tables_put(tables, &knowing_table, &hidden);
	expect_next_in(tables, judging_id(EPISODE), 5, 5, 2);
	expect_next_in(tables, judging_id(OTHER), 5, 5, 1);
	expect_next(tables, 5, 5, 1);
	hidden.account = judging_id(2);
	tables_put(tables, &knowing_table, &hidden);
	expect_next_in(tables, judging_id(EPISODE), 5, 5, 1);
	hidden.knows = KNOWS_PLAN;
	tables_put(tables, &knowing_table, &hidden);
	expect_next_in(tables, judging_id(EPISODE), 5, 5, 2);
}

/* Places are counted by region. */
static void test_roster_count__counts_one_region(void **state)
{
	struct tables *tables = *state;
	static const int64_t expected[] = {1, 0, 3};
	static const int regions[] = {0, 4, 5};
	put_place(tables, 0, 7, 0);
	for (int number = 1; number <= 3; number++) put_place(tables, 5, number, 0);
	for (int i = 0; i < 3; i++) {
		int64_t places = -1;
		TABLES_RIGHT(tables, roster_count(tables->store, regions[i], &places, &tables->error));
		assert_int_equal(places, expected[i]);
	}
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest pure[] = {
		cmocka_unit_test(test_roster_judge_join__names_the_first_broken_rule),
		cmocka_unit_test(test_roster_judge_join__by_kind),
		cmocka_unit_test(test_roster_judge_leave__names_the_first_broken_rule),
		cmocka_unit_test(test_roster_verdicts__are_all_reached),
	};
	const struct CMUnitTest kept[] = {
		ON_TABLES(test_roster_next__goes_round),
		ON_TABLES(test_roster_next__the_nation_stands_in),
		ON_TABLES(test_roster_next__passes_over_who_is_kept_out_of_sight),
		ON_TABLES(test_roster_count__counts_one_region),
	};
	int failed = cmocka_run_group_tests(pure, NULL, NULL);
	return failed + TABLES_RUN("roster", kept);
}
