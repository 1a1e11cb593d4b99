/* test_merge.c - two files of one person: who says so, what can happen, and what is found.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "../store/tables.h"
#include "care/episode.h"
#include "care/merge.h"
#include "care/team.h"

enum { PERSON = 1, MANAGER, STRANGER, EPISODE = 20, OTHER, PAIR = 40 };

static bool reached[MERGE_VERDICT_COUNT];

struct facts {
	struct merge merge;
	struct care_actor actor;
	enum merge_event event;
	bool agrees;
};

static int judge_confirm(const void *at)
{
	const struct facts *facts = at;
	return (int)merge_judge_confirm(
		&facts->merge, &facts->actor, judging_id(PERSON), judging_id(MANAGER), facts->agrees);
}

static int judge_end(const void *at)
{
	const struct facts *facts = at;
	return (int)merge_judge_end(
		&facts->merge, facts->event, &facts->actor, judging_id(PERSON), judging_id(MANAGER));
}

static struct facts right_facts(int actor, enum merge_state now)
{
	return (struct facts){.merge = {.state = (int32_t)now},
		.actor = {.account = judging_id(actor)},
		.event = MERGE_KEEP_APART,
		.agrees = true};
}

static void break_actor(void *at)
{
	((struct facts *)at)->actor.account = judging_id(STRANGER);
}

static void break_yes(void *at)
{
	((struct facts *)at)->agrees = false;
}

static void break_state(void *at)
{
	((struct facts *)at)->merge.state = MERGE_UNDONE;
}

static void break_side(void *at)
{
	((struct facts *)at)->merge.said = true;
}

static void test_merge_judge_confirm__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, MERGE_NOT_YOURS},
		{break_yes, MERGE_WITHOUT_YES},
		{break_state, MERGE_NOT_NOW},
		{break_side, MERGE_SAID},
	};
	static const struct judging_rule end_rules[] = {
		{break_actor, MERGE_NOT_YOURS},
		{break_state, MERGE_NOT_NOW},
	};
	struct facts right = right_facts(MANAGER, MERGE_FOUND);
	(void)state;
	judging_show(&(struct judging){
		"confirm", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_confirm, reached});
	judging_show(&(struct judging){
		"end", JUDGING_RULES(end_rules), JUDGING_RIGHT(right), judge_end, reached});
}

/* The person hears of it when the other side has said it, and needs nobody's yes then. */
static void test_merge_is_told__when_the_other_side_said_it(void **state)
{
	(void)state;
	for (int now = MERGE_FOUND; now < MERGE_STATE_COUNT; now++)
		for (int said = 0; said < 2; said++) {
			struct facts facts = right_facts(PERSON, (enum merge_state)now);
			facts.merge.said = said == 1;
			facts.agrees = false;
			bool told =
				(now == MERGE_ASKED && said == 0) || now == MERGE_MERGED || now == MERGE_UNDONE;
			assert_int_equal(merge_is_told(&facts.merge), told);
			int verdict = judge_confirm(&facts);
			reached[verdict] = true;
			assert_int_equal(verdict,
				!told                    ? MERGE_UNKNOWN
					: now == MERGE_ASKED ? MERGE_OK
										 : MERGE_NOT_NOW);
			assert_int_equal(judge_end(&facts),
				!told                    ? MERGE_UNKNOWN
					: now == MERGE_ASKED ? MERGE_OK
										 : MERGE_NOT_NOW);
			facts.event = MERGE_UNDO;
			assert_int_equal(judge_end(&facts),
				!told                     ? MERGE_UNKNOWN
					: now == MERGE_MERGED ? MERGE_OK
										  : MERGE_NOT_NOW);
		}
	judging_list_is_whole(&merge_verdicts);
	judging_all_reached(&merge_verdicts, reached, NULL, 0);
}

static const struct merge_move expected[] = {
	{MERGE_FIND, MERGE_NONE, MERGE_FOUND},
	{MERGE_CONFIRM, MERGE_FOUND, MERGE_ASKED},
	{MERGE_CONFIRM_BOTH, MERGE_ASKED, MERGE_MERGED},
	{MERGE_KEEP_APART, MERGE_FOUND, MERGE_APART},
	{MERGE_KEEP_APART, MERGE_ASKED, MERGE_APART},
	{MERGE_UNDO, MERGE_MERGED, MERGE_UNDONE},
};
enum { EXPECTED = sizeof(expected) / sizeof(expected[0]) };

static void move(int event, int from)
{
	struct merge merge = {.state = from};
	for (size_t i = 0; i < EXPECTED; i++)
		if ((int)expected[i].event == event && (int)expected[i].from == from) {
			merge_move(&merge, (enum merge_event)event);
			assert_int_equal(merge.state, expected[i].to);
			return;
		}
	assert_null(merge_move_find((enum merge_event)event, (enum merge_state)from));
	assert_raises(merge_move(&merge, (enum merge_event)event));
	assert_int_equal(merge.state, from);
}

static void test_merge_move__only_what_can_happen(void **state)
{
	(void)state;
	assert_int_equal(merge_move_count, EXPECTED);
	for (int event = 0; event < MERGE_EVENT_COUNT; event++)
		for (int from = 0; from < MERGE_STATE_COUNT; from++) move(event, from);
}

static void put_side(struct tables *tables, int episode, int other, int pair, int now)
{
	struct merge merge = {.region = 5,
		.episode = judging_id(episode),
		.id = judging_id(pair),
		.other = judging_id(other),
		.state = now,
		.found_ms = pair};
	tables_put(tables, &merge_table, &merge);
}

static void put_episode(struct tables *tables, int id, int person, int64_t opened_ms)
{
	struct episode episode = {.region = 5,
		.id = judging_id(id),
		.person = judging_id(person),
		.state = EPISODE_OPEN,
		.care_manager = judging_id(MANAGER),
		.opened_ms = opened_ms};
	struct member member = {.region = 5, .episode = judging_id(id), .account = judging_id(person)};
	tables_put(tables, &episode_table, &episode);
	tables_put(tables, &team_member_table, &member);
}

static bool is_same(struct tables *tables, int episode, int person)
{
	bool same = false;
	TABLES_RIGHT(tables,
		merge_is_same(
			tables->store, 5, judging_id(episode), judging_id(person), &same, &tables->error));
	return same;
}

/* Both ways, only while they are merged, and for no other person. */
static void test_merge_is_same__while_they_are_merged(void **state)
{
	struct tables *tables = *state;
	put_episode(tables, EPISODE, PERSON, 1);
	put_episode(tables, OTHER, STRANGER, 2);
	for (int now = MERGE_FOUND; now < MERGE_STATE_COUNT; now++) {
		put_side(tables, EPISODE, OTHER, PAIR, now);
		put_side(tables, OTHER, EPISODE, PAIR, now);
		assert_int_equal(is_same(tables, EPISODE, STRANGER), now == MERGE_MERGED);
		assert_int_equal(is_same(tables, OTHER, PERSON), now == MERGE_MERGED);
		assert_false(is_same(tables, EPISODE, PERSON));
		assert_false(is_same(tables, EPISODE, MANAGER));
	}
}

static bool was_found(struct tables *tables, int episode, int other)
{
	bool found = false;
	TABLES_RIGHT(tables,
		merge_was_found(
			tables->store, 5, judging_id(episode), judging_id(other), &found, &tables->error));
	return found;
}

/* However it ended, a pair is found once. */
static void test_merge_was_found__however_it_ended(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct merge merge;
	assert_false(was_found(tables, EPISODE, OTHER));
	put_side(tables, EPISODE, OTHER, PAIR, MERGE_APART);
	put_side(tables, EPISODE, OTHER + 1, PAIR + 1, MERGE_FOUND);
	assert_true(was_found(tables, EPISODE, OTHER));
	assert_false(was_found(tables, EPISODE, OTHER + 2));
	TABLES_RIGHT(
		tables, merge_open_of(tables->store, 5, judging_id(EPISODE), &cursor, &tables->error));
	for (int pair = PAIR + 1; pair >= PAIR; pair--) {
		assert_true(tables_next(tables, cursor, &merge_table, &merge));
		assert_true(id_equal(merge.id, judging_id(pair)));
	}
	assert_false(tables_next(tables, cursor, &merge_table, &merge));
	store_query_close(cursor);
}

/* The newest that is open, of the person and not of who is in the team. */
static void test_merge_find_episode__the_newest_open_one(void **state)
{
	struct tables *tables = *state;
	struct id found_id = id_none;
	bool found = true;
	TABLES_RIGHT(tables,
		merge_find_episode(
			tables->store, 5, judging_id(PERSON), &found_id, &found, &tables->error));
	assert_false(found);
	put_episode(tables, EPISODE, PERSON, 1);
	put_episode(tables, OTHER, PERSON, 2);
	TABLES_RIGHT(tables,
		merge_find_episode(
			tables->store, 5, judging_id(PERSON), &found_id, &found, &tables->error));
	assert_true(found && id_equal(found_id, judging_id(OTHER)));
	TABLES_RIGHT(tables,
		merge_find_episode(
			tables->store, 5, judging_id(MANAGER), &found_id, &found, &tables->error));
	assert_false(found);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_merge_judge_confirm__names_the_first_broken_rule),
		ON_TABLES(test_merge_is_told__when_the_other_side_said_it),
		ON_TABLES(test_merge_move__only_what_can_happen),
		ON_TABLES(test_merge_is_same__while_they_are_merged),
		ON_TABLES(test_merge_was_found__however_it_ended),
		ON_TABLES(test_merge_find_episode__the_newest_open_one),
	};
	return TABLES_RUN("merge", tests);
}
