/* test_caseload.c - what somebody holds: which files, in which order, page by page.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/caseload.h"
#include "care/knowing.h"
#include "care/team.h"

enum { ANN = 200, BOB, PERSON = 100, NEED = 20, STEP = 60, MOST = 40 };

/* A file of somebody (PERSON + number) in region 5, with Ann in its team. */
static void put_episode(struct tables *tables, int number, int manager)
{
	struct episode episode = {.region = 5,
		.id = judging_id(number),
		.person = judging_id(PERSON + number),
		.state = EPISODE_OPEN,
		.care_manager = judging_id(manager)};
	struct member member = {.region = 5,
		.episode = episode.id,
		.account = judging_id(ANN),
		.kind = MEMBER_PROFESSIONAL};
	tables_put(tables, &episode_table, &episode);
	tables_put(tables, &team_member_table, &member);
}

/* Need `number` of an episode, with a step for this day; none if it is 0. */
static void put_need(struct tables *tables, int episode, int number, enum need_state state,
	int bearer, int32_t day, bool late)
{
	struct need need = {.region = 5,
		.id = judging_id(NEED + number),
		.episode = judging_id(episode),
		.domain = number,
		.aim = AIM_RECOVER,
		.state = (int32_t)state,
		.bearer = judging_id(bearer),
		.step = day == 0 ? id_none : judging_id(STEP + number)};
	struct step step = {.region = 5,
		.id = need.step,
		.episode = need.episode,
		.need = need.id,
		.who = need.bearer,
		.kind = STEP_TAKE_UP,
		.state = STEP_OPEN,
		.due_day = day,
		.late = late};
	tables_put(tables, &need_table, &need);
	if (day != 0) tables_put(tables, &step_table, &step);
}

static size_t list(struct tables *tables, int account, struct caseload_position after,
	int64_t limit, struct caseload_row *rows)
{
	size_t count = 0;
	TABLES_RIGHT(tables,
		caseload_list(tables->store, 5, judging_id(account), after, limit, rows, &count,
			&tables->arena, &tables->error));
	return count;
}

/* Episodes by number, ended by 0, read in pages of `limit`. */
static void expect_order(struct tables *tables, int64_t limit, const int *expected)
{
	struct caseload_row rows[MOST];
	struct caseload_position after = {0};
	size_t count = 0;
	do {
		count = list(tables, ANN, after, limit, rows);
		for (size_t i = 0; i < count; i++, expected++) {
			assert_true(id_equal(rows[i].episode, judging_id(*expected)));
			assert_true(id_equal(rows[i].person, judging_id(PERSON + *expected)));
		}
		if (count > 0)
			after = (struct caseload_position){rows[count - 1].place, rows[count - 1].episode};
	} while (count == (size_t)limit);
	assert_int_equal(*expected, 0);
}

static void put_all(struct tables *tables)
{
	put_episode(tables, 1, ANN); /* nothing open */
	put_need(tables, 1, 1, NEED_CLOSED, ANN, 0, false);
	put_episode(tables, 2, ANN); /* later */
	put_need(tables, 2, 2, NEED_OPEN, ANN, 20500, false);
	put_episode(tables, 3, BOB); /* late, and something else before that */
	put_need(tables, 3, 3, NEED_OPEN, ANN, 20000, false);
	put_need(tables, 3, 4, NEED_OPEN, BOB, 20001, true);
	put_episode(tables, 4, BOB); /* in danger */
	put_need(tables, 4, 5, NEED_IN_DANGER, BOB, 20400, false);
	put_need(tables, 4, 6, NEED_OPEN, BOB, 19000, true);
	put_episode(tables, 5, ANN); /* no step: a relative bears it */
	put_need(tables, 5, 7, NEED_OPEN, PERSON + 5, 0, false);
	put_episode(tables, 6, ANN); /* the same day as 7, which comes behind it by its id */
	put_need(tables, 6, 8, NEED_OPEN, ANN, 20300, false);
	put_episode(tables, 7, ANN);
	put_need(tables, 7, 9, NEED_OPEN, ANN, 20300, false);
}

/* In danger, late, then by day; and no page shows one twice or passes one over. */
static void test_caseload_list__the_most_urgent_first_on_every_page(void **state)
{
	static const int order[] = {4, 3, 6, 7, 2, 5, 1, 0};
	struct tables *tables = *state;
	put_all(tables);
	for (int64_t limit = 1; limit <= 8; limit++) expect_order(tables, limit, order);
}

/* Each with its most urgent need, what comes next there, and how much of it is theirs. */
static void test_caseload_list__says_what_comes_next(void **state)
{
	struct tables *tables = *state;
	struct caseload_row rows[MOST];
	put_all(tables);
	assert_int_equal(list(tables, ANN, (struct caseload_position){0}, MOST, rows), 7);
	assert_true(id_equal(rows[0].need, judging_id(NEED + 5)));
	assert_int_equal(rows[0].state, NEED_IN_DANGER);
	assert_int_equal(rows[0].domain, 5);
	assert_int_equal(rows[0].needs, 2);
	assert_int_equal(rows[0].bears, 0);
	assert_int_equal(rows[0].step.due_day, 20400);
	assert_true(id_equal(rows[1].step.id, judging_id(STEP + 4)));
	assert_true(rows[1].step.late);
	assert_true(id_equal(rows[1].care_manager, judging_id(BOB)));
	assert_int_equal(rows[1].bears, 1);
	assert_true(id_is_none(rows[5].step.id));
	assert_true(id_equal(rows[5].need, judging_id(NEED + 7)));
	assert_true(id_is_none(rows[6].need));
	assert_int_equal(rows[6].needs, 0);
}

/* How many of Ann's, of shard 5 and no other. */
static int64_t shown_in_shard(struct tables *tables)
{
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	TABLES_RIGHT(
		tables, caseload_open_shards(tables->store, judging_id(ANN), &cursor, &tables->error));
	TABLES_RIGHT(tables, store_query_next(cursor, &row, &tables->error));
	assert_int_equal(store_value_int(&row[0]), 5);
	int64_t shown = store_value_int(&row[1]);
	TABLES_RIGHT(tables, store_query_next(cursor, &row, &tables->error));
	assert_null(row);
	store_query_close(cursor);
	return shown;
}

/* Who is near sees of a file what they may know of it; who helps what they need. */
static void test_caseload_list__as_much_as_somebody_may_know(void **state)
{
	struct tables *tables = *state;
	struct caseload_row rows[MOST];
	struct knowing said = {
		.region = 5, .episode = judging_id(3), .account = judging_id(ANN), .knows = KNOWS_OWN};
	struct member near = {
		.region = 5, .episode = judging_id(3), .account = judging_id(ANN), .kind = MEMBER_RELATIVE};
	put_all(tables);
	tables_put(tables, &knowing_table, &said);
	assert_int_equal(list(tables, ANN, (struct caseload_position){0}, MOST, rows), 7);
	assert_int_equal(rows[1].needs, 2);
	tables_put(tables, &team_member_table, &near);
	assert_int_equal(list(tables, ANN, (struct caseload_position){0}, MOST, rows), 7);
	assert_true(id_equal(rows[1].episode, judging_id(3)));
	assert_true(id_equal(rows[1].need, judging_id(NEED + 3)));
	assert_int_equal(rows[1].needs, 1);
	assert_int_equal(shown_in_shard(tables), 7);
	said.knows = KNOWS_NOTHING;
	tables_put(tables, &knowing_table, &said);
	assert_int_equal(list(tables, ANN, (struct caseload_position){0}, MOST, rows), 6);
	for (int i = 0; i < 6; i++) assert_false(id_equal(rows[i].episode, judging_id(3)));
	assert_int_equal(shown_in_shard(tables), 6);
}

/* Only files in whose team somebody is now, of others, that are open, in this shard. */
static void test_caseload_list__only_what_is_theirs(void **state)
{
	struct tables *tables = *state;
	struct caseload_row rows[MOST];
	put_all(tables);
	struct member left = {
		.region = 5, .episode = judging_id(2), .account = judging_id(ANN), .left_ms = 9};
	struct member self = {.region = 5, .episode = judging_id(3), .account = judging_id(PERSON + 3)};
	tables_put(tables, &team_member_table, &left);
	tables_put(tables, &team_member_table, &self);
	assert_int_equal(list(tables, ANN, (struct caseload_position){0}, MOST, rows), 6);
	assert_int_equal(list(tables, BOB, (struct caseload_position){0}, MOST, rows), 0);
	assert_int_equal(list(tables, PERSON + 3, (struct caseload_position){0}, MOST, rows), 0);
	size_t count = 0;
	TABLES_RIGHT(tables,
		caseload_list(tables->store, 6, judging_id(ANN), (struct caseload_position){0}, MOST, rows,
			&count, &tables->arena, &tables->error));
	assert_int_equal(count, 0);
}

/* How many, by shard: without reading them. */
static void test_caseload_open_shards__counts_teams_of_others(void **state)
{
	struct tables *tables = *state;
	put_all(tables);
	assert_int_equal(shown_in_shard(tables), 7);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_caseload_list__the_most_urgent_first_on_every_page),
		ON_TABLES(test_caseload_list__says_what_comes_next),
		ON_TABLES(test_caseload_list__as_much_as_somebody_may_know),
		ON_TABLES(test_caseload_list__only_what_is_theirs),
		ON_TABLES(test_caseload_open_shards__counts_teams_of_others),
	};
	return TABLES_RUN("caseload", tests);
}
