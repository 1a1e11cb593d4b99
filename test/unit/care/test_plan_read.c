/* test_plan_read.c - a plan as it stands is the last version of each part; the others stay.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/plan_read.h"
#include "care/team.h"

enum { EPISODE = 1, OTHER_EPISODE, ANN = 10, BOB, GOAL = 20, STEP, SECOND_STEP, LIGHT = 30 };

static void put(
	struct tables *tables, int id, int64_t seq, enum plan_kind kind, enum plan_state state, int who)
{
	struct plan_part part = {.region = 5,
		.episode = judging_id(EPISODE),
		.id = judging_id(id),
		.seq = seq,
		.kind = (int32_t)kind,
		.state = (int32_t)state,
		.author = judging_id(ANN)};
	if (who != 0) part.who = judging_id(who);
	tables_put(tables, &plan_part_table, &part);
}

/* A goal that was written twice, a step that Bob has, and one that is done. */
static void put_plan(struct tables *tables)
{
	struct plan_part elsewhere = {.region = 5,
		.episode = judging_id(OTHER_EPISODE),
		.id = judging_id(GOAL),
		.seq = 99,
		.kind = PLAN_GOAL,
		.state = PLAN_STANDS,
		.author = judging_id(ANN)};
	put(tables, SECOND_STEP, 2, PLAN_STEP, PLAN_ASKED, BOB);
	put(tables, GOAL, 3, PLAN_GOAL, PLAN_STANDS, 0);
	put(tables, STEP, 4, PLAN_STEP, PLAN_ASKED, ANN);
	put(tables, STEP, 5, PLAN_STEP, PLAN_AGREED, BOB);
	put(tables, SECOND_STEP, 5, PLAN_STEP, PLAN_DONE, BOB);
	put(tables, GOAL, 7, PLAN_GOAL, PLAN_STANDS, 0);
	tables_put(tables, &plan_part_table, &elsewhere);
}

static void expect(struct tables *tables, struct store_cursor *cursor, int id, int64_t seq)
{
	struct plan_part part;
	assert_true(tables_next(tables, cursor, &plan_part_table, &part));
	assert_true(id_equal(part.id, judging_id(id)));
	assert_int_equal(part.seq, seq);
}

static void expect_end(struct tables *tables, struct store_cursor *cursor)
{
	struct plan_part part;
	assert_false(tables_next(tables, cursor, &plan_part_table, &part));
	store_query_close(cursor);
}

static void test_plan_open_parts__are_the_last_versions_open_ones_first(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct plan_part part;
	bool known = false;
	put_plan(tables);
	TABLES_RIGHT(
		tables, plan_open_parts(tables->store, 5, judging_id(EPISODE), &cursor, &tables->error));
	expect(tables, cursor, GOAL, 7);
	expect(tables, cursor, STEP, 5);
	expect(tables, cursor, SECOND_STEP, 5);
	expect_end(tables, cursor);
	TABLES_RIGHT(tables,
		plan_find_part(tables->store, 5, judging_id(EPISODE), judging_id(GOAL), &part, &known,
			&tables->arena, &tables->error));
	assert_true(known && part.seq == 7);
	TABLES_RIGHT(tables,
		plan_find_part(tables->store, 5, judging_id(EPISODE), judging_id(99), &part, &known,
			&tables->arena, &tables->error));
	assert_false(known);
}

/* A page ends behind a whole version, whatever it changed. */
static void test_plan_open_history__pages_by_version(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	put_plan(tables);
	TABLES_RIGHT(tables,
		plan_open_history(tables->store, 5, judging_id(EPISODE), 3, 2, &cursor, &tables->error));
	expect(tables, cursor, STEP, 4);
	expect(tables, cursor, STEP, 5);
	expect(tables, cursor, SECOND_STEP, 5);
	expect_end(tables, cursor);
	TABLES_RIGHT(tables,
		plan_open_history(tables->store, 5, judging_id(EPISODE), 5, 2, &cursor, &tables->error));
	expect(tables, cursor, GOAL, 7);
	expect_end(tables, cursor);
}

static void test_plan_counts__see_only_the_last_versions(void **state)
{
	struct tables *tables = *state;
	struct plan_part steps[PLAN_MAX_OPEN];
	size_t count = 9;
	int64_t number = 0, version = 0;
	put_plan(tables);
	TABLES_RIGHT(
		tables, plan_count_open(tables->store, 5, judging_id(EPISODE), &number, &tables->error));
	TABLES_RIGHT(
		tables, plan_version(tables->store, 5, judging_id(EPISODE), &version, &tables->error));
	assert_int_equal(number, 2);
	assert_int_equal(version, 7);
	TABLES_RIGHT(tables, plan_version(tables->store, 5, judging_id(77), &version, &tables->error));
	assert_int_equal(version, 0);
	TABLES_RIGHT(tables,
		plan_list_steps_of(tables->store, 5, judging_id(EPISODE), judging_id(ANN), steps, &count,
			&tables->arena, &tables->error));
	assert_int_equal(count, 0);
	TABLES_RIGHT(tables,
		plan_list_steps_of(tables->store, 5, judging_id(EPISODE), judging_id(BOB), steps, &count,
			&tables->arena, &tables->error));
	assert_int_equal(count, 1);
	TABLES_RIGHT(tables,
		plan_list_open_steps(
			tables->store, 5, judging_id(EPISODE), steps, &count, &tables->arena, &tables->error));
	assert_int_equal(count, 1);
}

/* What somebody has of plans holds their account, as long as they are in the team. */
static void test_plan_count_held__steps_and_light_contact(void **state)
{
	struct tables *tables = *state;
	struct member member = {
		.region = 5, .episode = judging_id(EPISODE), .account = judging_id(BOB)};
	struct light light = {.region = 5,
		.episode = judging_id(EPISODE),
		.id = judging_id(LIGHT),
		.state = LIGHT_KEPT,
		.who = judging_id(BOB),
		.begun_by = judging_id(BOB)};
	struct light found;
	int64_t number = 0;
	bool kept = false;
	put_plan(tables);
	tables_put(tables, &light_table, &light);
	TABLES_RIGHT(tables, plan_count_held(tables->store, judging_id(BOB), &number, &tables->error));
	assert_int_equal(number, 0);
	tables_put(tables, &team_member_table, &member);
	TABLES_RIGHT(tables, plan_count_held(tables->store, judging_id(BOB), &number, &tables->error));
	assert_int_equal(number, 2);
	TABLES_RIGHT(tables,
		plan_find_light(
			tables->store, 5, judging_id(EPISODE), &found, &kept, &tables->arena, &tables->error));
	assert_true(kept && id_equal(found.id, light.id));
	light.state = LIGHT_ENDED;
	tables_put(tables, &light_table, &light);
	TABLES_RIGHT(tables,
		plan_find_light(
			tables->store, 5, judging_id(EPISODE), &found, &kept, &tables->arena, &tables->error));
	assert_false(kept);
	TABLES_RIGHT(tables, plan_count_held(tables->store, judging_id(BOB), &number, &tables->error));
	assert_int_equal(number, 1);
}

static void test_plan_open_yes__to_one_version(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct plan_yes yes = {.region = 5, .episode = judging_id(EPISODE), .seq = 5};
	yes.account = judging_id(ANN);
	yes.at_ms = 20;
	tables_put(tables, &plan_yes_table, &yes);
	yes.account = judging_id(BOB);
	yes.at_ms = 10;
	tables_put(tables, &plan_yes_table, &yes);
	yes.seq = 7;
	tables_put(tables, &plan_yes_table, &yes);
	TABLES_RIGHT(
		tables, plan_open_yes(tables->store, 5, judging_id(EPISODE), 5, &cursor, &tables->error));
	assert_true(tables_next(tables, cursor, &plan_yes_table, &yes));
	assert_true(id_equal(yes.account, judging_id(BOB)));
	assert_true(tables_next(tables, cursor, &plan_yes_table, &yes));
	assert_true(id_equal(yes.account, judging_id(ANN)));
	assert_false(tables_next(tables, cursor, &plan_yes_table, &yes));
	store_query_close(cursor);
}

int main(void)
{
#define ON(test) cmocka_unit_test_setup_teardown(test, tables_start, tables_stop)
	const struct CMUnitTest tests[] = {
		ON(test_plan_open_parts__are_the_last_versions_open_ones_first),
		ON(test_plan_open_history__pages_by_version),
		ON(test_plan_counts__see_only_the_last_versions),
		ON(test_plan_count_held__steps_and_light_contact),
		ON(test_plan_open_yes__to_one_version),
	};
	return TABLES_RUN("plan_read", tests);
}
