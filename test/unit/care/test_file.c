/* test_file.c - what is read of the care around one person, and what ties somebody to it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/episode.h"
#include "care/file.h"
#include "care/handover.h"
#include "care/join.h"
#include "care/roster.h"
#include "care/step.h"

enum { EPISODE = 1, OTHER_EPISODE, ANN = 10, BOB, CLINIC, NEED = 20 };

static void put_need(struct tables *tables, int number, struct need need)
{
	if (need.region == 0) need.region = 5;
	need.id = judging_id(number);
	if (id_is_none(need.episode)) need.episode = judging_id(EPISODE);
	if (need.state == 0) need.state = NEED_OPEN;
	if (id_is_none(need.bearer)) need.bearer = judging_id(BOB);
	tables_put(tables, &need_table, &need);
}

static void put_handover(struct tables *tables, int number, struct handover handover)
{
	if (handover.region == 0) handover.region = 5;
	handover.id = judging_id(number);
	if (id_is_none(handover.episode)) handover.episode = judging_id(EPISODE);
	handover.sender = judging_id(BOB);
	tables_put(tables, &handover_table, &handover);
}

static void put_step(struct tables *tables, int number, struct step step)
{
	if (step.region == 0) step.region = 5;
	step.id = judging_id(number);
	if (id_is_none(step.episode)) step.episode = judging_id(EPISODE);
	step.need = judging_id(NEED);
	tables_put(tables, &step_table, &step);
}

static void put_member(struct tables *tables, struct member member)
{
	if (member.region == 0) member.region = 5;
	if (id_is_none(member.episode)) member.episode = judging_id(EPISODE);
	tables_put(tables, &team_member_table, &member);
}

typedef status (*file_opener)(
	struct store *, int32_t, struct id, struct store_cursor **, struct error *);

/* The rows of EPISODE in region 5, by the number in the id at `offset` of the record; ended by 0.
 * */
static void expect_rows(struct tables *tables, file_opener open, const struct store_table *table,
	size_t offset, const int *expected)
{
	_Alignas(16) unsigned char record[512];
	struct store_cursor *cursor = NULL;
	TABLES_RIGHT(tables, open(tables->store, 5, judging_id(EPISODE), &cursor, &tables->error));
	for (; *expected != 0; expected++) {
		struct id found;
		assert_true(tables_next(tables, cursor, table, record));
		memcpy(&found, record + offset, sizeof(found));
		assert_true(id_equal(found, judging_id(*expected)));
	}
	assert_false(tables_next(tables, cursor, table, record));
	store_query_close(cursor);
}

/* All needs of the episode, oldest first; closed ones behind the others. */
static void test_file_open_needs__closed_ones_last(void **state)
{
	struct tables *tables = *state;
	put_need(tables, 22, (struct need){.opened_ms = 100});
	put_need(tables, 23, (struct need){.opened_ms = 50, .state = NEED_CLOSED});
	put_need(tables, 21, (struct need){.opened_ms = 100, .state = NEED_IN_DANGER});
	put_need(tables, 24, (struct need){.episode = judging_id(OTHER_EPISODE)});
	put_need(tables, 25, (struct need){.region = 6});
	expect_rows(tables, file_open_needs, &need_table, offsetof(struct need, id),
		(const int[]){21, 22, 23, 0});
}

/* Who is in the team now, and not who left it. */
static void test_file_open_team__only_who_is_in_it(void **state)
{
	struct tables *tables = *state;
	put_member(tables, (struct member){.account = judging_id(ANN), .since_ms = 9});
	put_member(tables, (struct member){.account = judging_id(BOB), .since_ms = 3});
	put_member(tables, (struct member){.account = judging_id(30), .left_ms = 7});
	put_member(
		tables, (struct member){.account = judging_id(31), .episode = judging_id(OTHER_EPISODE)});
	put_member(tables, (struct member){.account = judging_id(32), .region = 6});
	expect_rows(tables, file_open_team, &team_member_table, offsetof(struct member, account),
		(const int[]){BOB, ANN, 0});
}

/* Of each need the step that is its next one, by day; steps that were done or replaced are not. */
static void test_file_open_steps__the_next_of_each_need(void **state)
{
	struct tables *tables = *state;
	put_step(tables, 1, (struct step){.state = STEP_OPEN, .due_day = 30});
	put_step(tables, 2, (struct step){.state = STEP_DONE, .due_day = 10});
	put_step(tables, 3, (struct step){.state = STEP_OPEN, .due_day = 20});
	put_step(tables, 4,
		(struct step){.state = STEP_OPEN, .episode = judging_id(OTHER_EPISODE), .due_day = 1});
	put_need(tables, 20, (struct need){.step = judging_id(1)});
	put_need(tables, 21, (struct need){.step = judging_id(3)});
	put_need(tables, 22, (struct need){.step = id_none});
	put_need(
		tables, 23, (struct need){.step = judging_id(4), .episode = judging_id(OTHER_EPISODE)});
	expect_rows(
		tables, file_open_steps, &step_table, offsetof(struct step, id), (const int[]){3, 1, 0});
}

/* The next steps of one member, with their words, and no more than there is room for. */
static void test_file_list_steps_of__one_member(void **state)
{
	struct tables *tables = *state;
	struct step steps[3];
	size_t count = 9;
	for (int i = 1; i <= 3; i++) {
		put_step(tables, i,
			(struct step){.state = STEP_OPEN,
				.who = judging_id(i == 2 ? BOB : ANN),
				.due_day = i,
				.words = SPAN_LITERAL("sealed")});
		put_need(tables, NEED + i, (struct need){.step = judging_id(i)});
	}
	TABLES_RIGHT(tables,
		file_list_steps_of(tables->store, 5, judging_id(EPISODE), judging_id(ANN), steps, 3, &count,
			&tables->arena, &tables->error));
	assert_int_equal(count, 2);
	assert_true(id_equal(steps[0].id, judging_id(1)));
	assert_true(id_equal(steps[1].id, judging_id(3)));
	assert_true(span_is(steps[0].words, "sealed"));
	TABLES_RIGHT(tables,
		file_list_steps_of(tables->store, 5, judging_id(EPISODE), judging_id(ANN), steps, 1, &count,
			&tables->arena, &tables->error));
	assert_int_equal(count, 1);
}

/* What stands open of an episode, what expires first in front. */
static void test_file_open_askings__what_expires_first(void **state)
{
	struct tables *tables = *state;
	static const struct join rows[] = {
		{.state = JOIN_ASKED, .expires_ms = 300},
		{.state = JOIN_ASKED, .expires_ms = 200},
		{.state = JOIN_DECLINED, .expires_ms = 100},
		{.state = JOIN_ASKED, .expires_ms = 50},
		{.state = JOIN_ASKED, .expires_ms = 50, .region = 6},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct join join = rows[i];
		join.id = judging_id(31 + (int)i);
		if (join.region == 0) join.region = 5;
		join.episode = judging_id(i == 3 ? OTHER_EPISODE : EPISODE);
		join.account = judging_id(ANN);
		join.asked_by = judging_id(BOB);
		tables_put(tables, &join_table, &join);
	}
	expect_rows(tables, file_open_askings, &join_table, offsetof(struct join, id),
		(const int[]){32, 31, 0});
}

static void test_file_open_offers__what_expires_first(void **state)
{
	struct tables *tables = *state;
	put_handover(tables, 41, (struct handover){.state = HANDOVER_OFFERED, .expires_ms = 300});
	put_handover(tables, 42, (struct handover){.state = HANDOVER_OFFERED, .expires_ms = 200});
	put_handover(tables, 43, (struct handover){.state = HANDOVER_ACCEPTED, .expires_ms = 100});
	put_handover(tables, 44,
		(struct handover){
			.state = HANDOVER_OFFERED, .expires_ms = 50, .episode = judging_id(OTHER_EPISODE)});
	put_handover(
		tables, 45, (struct handover){.state = HANDOVER_OFFERED, .expires_ms = 50, .region = 6});
	expect_rows(tables, file_open_offers, &handover_table, offsetof(struct handover, id),
		(const int[]){42, 41, 0});
}

/* An episode is in danger while one of its needs is. */
static void test_file_in_danger__while_a_need_is(void **state)
{
	static const struct {
		struct need need;
		bool expected;
	} rows[] = {
		{{.state = NEED_OPEN}, false},
		{{.state = NEED_CLOSED}, false},
		{{.state = NEED_IN_DANGER, .region = 6}, false},
		{{.state = NEED_IN_DANGER, .episode = {{OTHER_EPISODE}}}, false},
		{{.state = NEED_IN_DANGER}, true},
	};
	struct tables *tables = *state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool in_danger = !rows[i].expected;
		put_need(tables, NEED + (int)i, rows[i].need);
		TABLES_RIGHT(tables,
			file_in_danger(tables->store, 5, judging_id(EPISODE), &in_danger, &tables->error));
		assert_int_equal(in_danger, rows[i].expected);
	}
}

static struct team_ties ties_of(struct tables *tables, int account)
{
	struct team_ties ties = {.is_member = true};
	TABLES_RIGHT(tables,
		file_count_ties(
			tables->store, 5, judging_id(EPISODE), judging_id(account), &ties, &tables->error));
	return ties;
}

/* What ties somebody to an episode: what they bear, also from before a danger; what they gave and
 * nobody has been met on; what they declined and nobody accepted. Not what is closed or passed. */
static void test_file_count_ties__of_one_account_in_one_episode(void **state)
{
	struct tables *tables = *state;
	const struct id ann = judging_id(ANN);
	for (int region = 5; region <= 9; region++)
		put_member(tables, (struct member){.account = ann, .region = region});
	put_member(tables, (struct member){.account = ann, .episode = judging_id(50)});
	put_member(tables, (struct member){.account = ann, .episode = judging_id(51), .region = 9});
	put_member(tables, (struct member){.account = ann, .episode = judging_id(52)});
	put_member(tables, (struct member){.account = ann, .episode = judging_id(53)});
	put_member(tables, (struct member){.account = judging_id(153), .episode = judging_id(53)});
	put_need(tables, 20, (struct need){.bearer = ann});
	put_need(tables, 21, (struct need){.state = NEED_IN_DANGER, .bearer_before = ann});
	put_need(tables, 22, (struct need){.state = NEED_CLOSED, .bearer = ann});
	put_need(tables, 23, (struct need){.bearer = ann, .episode = judging_id(OTHER_EPISODE)});
	put_need(tables, 24, (struct need){.bearer = ann, .region = 6});
	put_handover(tables, 30, (struct handover){.giver = ann, .giver_stays = true});
	put_handover(tables, 31, (struct handover){.giver = ann, .giver_stays = false});
	put_handover(tables, 32, (struct handover){.answered_by = ann, .sharing = true});
	put_handover(tables, 33, (struct handover){.answered_by = ann, .sharing = true});
	put_handover(tables, 34, (struct handover){.answered_by = ann, .sharing = false});
	put_handover(tables, 35,
		(struct handover){
			.answered_by = ann, .sharing = true, .episode = judging_id(OTHER_EPISODE)});
	struct team_ties ties = ties_of(tables, ANN);
	assert_int_equal(ties.bears, 2);
	assert_int_equal(ties.before_contact, 1);
	assert_int_equal(ties.holds_along, 2);
	ties = ties_of(tables, CLINIC);
	assert_int_equal(ties.bears + ties.before_contact + ties.holds_along, 0);
}

/* Somebody is asked while an asking of theirs stands. */
static void test_file_is_asked__while_it_stands(void **state)
{
	struct tables *tables = *state;
	for (int at = JOIN_ASKED; at < JOIN_STATE_COUNT; at++) {
		struct join join = {.region = 5,
			.id = judging_id(40),
			.episode = judging_id(EPISODE),
			.account = judging_id(ANN),
			.asked_by = judging_id(BOB),
			.state = at};
		bool ann = false, bob = true, elsewhere = true;
		tables_put(tables, &join_table, &join);
		TABLES_RIGHT(tables,
			file_is_asked(
				tables->store, 5, judging_id(EPISODE), judging_id(ANN), &ann, &tables->error));
		TABLES_RIGHT(tables,
			file_is_asked(
				tables->store, 5, judging_id(EPISODE), judging_id(BOB), &bob, &tables->error));
		TABLES_RIGHT(tables,
			file_is_asked(tables->store, 5, judging_id(OTHER_EPISODE), judging_id(ANN), &elsewhere,
				&tables->error));
		assert_int_equal(ann, at == JOIN_ASKED);
		assert_false(bob);
		assert_false(elsewhere);
	}
}

static void expect_tied(struct tables *tables, struct id need, size_t capacity, const int *expected)
{
	struct id ids[4];
	size_t count = 9, i = 0;
	TABLES_RIGHT(tables,
		file_list_tied(
			tables->store, 5, judging_id(EPISODE), need, ids, capacity, &count, &tables->error));
	for (; expected[i] != 0; i++) {
		bool found = false;
		for (size_t at = 0; at < count; at++)
			found = found || id_equal(ids[at], judging_id(expected[i]));
		assert_true(found);
	}
	assert_int_equal(count, i);
}

/* Handovers that still tie somebody, of one need or of the care management, within the room. */
static void test_file_list_tied__of_a_need_or_of_the_care_management(void **state)
{
	struct tables *tables = *state;
	const struct id need = judging_id(NEED);
	put_handover(tables, 1, (struct handover){.need = need, .sharing = true});
	put_handover(tables, 2, (struct handover){.need = need, .giver_stays = true});
	put_handover(tables, 3, (struct handover){.need = need});
	put_handover(tables, 4, (struct handover){.need = judging_id(NEED + 1), .sharing = true});
	put_handover(tables, 5, (struct handover){.sharing = true});
	put_handover(tables, 6, (struct handover){.giver_stays = false});
	put_handover(
		tables, 7, (struct handover){.sharing = true, .episode = judging_id(OTHER_EPISODE)});
	expect_tied(tables, need, 4, (const int[]){1, 2, 0});
	put_handover(tables, 8, (struct handover){.giver_stays = true});
	expect_tied(tables, id_none, 4, (const int[]){5, 8, 0});
	expect_tied(tables, judging_id(NEED + 2), 4, (const int[]){0});
	struct id ids[1];
	size_t count = 0;
	TABLES_RIGHT(tables,
		file_list_tied(
			tables->store, 5, judging_id(EPISODE), need, ids, 1, &count, &tables->error));
	assert_int_equal(count, 1);
}

static int64_t number_of(struct tables *tables,
	status (*count)(struct store *, int32_t, struct id, int64_t *, struct error *))
{
	int64_t number = -1;
	TABLES_RIGHT(tables, count(tables->store, 5, judging_id(EPISODE), &number, &tables->error));
	return number;
}

/* What there is a bound of: needs that are not closed, and who is in the team or asked into it. */
static void test_file_count__needs_and_team(void **state)
{
	struct tables *tables = *state;
	assert_int_equal(number_of(tables, file_count_needs), 0);
	put_need(tables, 20, (struct need){.state = NEED_OPEN});
	put_need(tables, 21, (struct need){.state = NEED_IN_DANGER});
	put_need(tables, 22, (struct need){.state = NEED_CLOSED});
	put_need(tables, 23, (struct need){.state = NEED_OPEN, .region = 6});
	put_need(tables, 24, (struct need){.state = NEED_OPEN, .episode = judging_id(OTHER_EPISODE)});
	assert_int_equal(number_of(tables, file_count_needs), 2);
	put_member(tables, (struct member){.account = judging_id(ANN)});
	put_member(tables, (struct member){.account = judging_id(BOB), .left_ms = 7});
	put_member(tables, (struct member){.account = judging_id(31), .region = 6});
	for (int joined = JOIN_ASKED; joined <= JOIN_DECLINED; joined++) {
		struct join join = {.region = 5,
			.id = judging_id(40 + joined),
			.episode = judging_id(EPISODE),
			.account = judging_id(50 + joined),
			.asked_by = judging_id(ANN),
			.state = joined};
		tables_put(tables, &join_table, &join);
	}
	assert_int_equal(number_of(tables, file_count_team), 2);
}

/* Steps that wait in an inbox as a question: first contacts. */
static void test_file_count_waiting__first_contacts(void **state)
{
	static const int kinds[] = {
		STEP_OWN_WORDS, STEP_FIRST_CONTACT, STEP_TAKE_UP, STEP_DUTY, STEP_TAKE_BACK};
	struct tables *tables = *state;
	int64_t number = 0;
	for (int i = 0; i < 5; i++) {
		put_step(tables, 60 + i,
			(struct step){.state = STEP_OPEN, .kind = kinds[i], .who = judging_id(ANN)});
		put_need(tables, 20 + i, (struct need){.state = NEED_OPEN, .step = judging_id(60 + i)});
	}
	TABLES_RIGHT(tables,
		file_count_waiting(tables->store, 5, judging_id(EPISODE), judging_id(ANN), judging_id(99),
			&number, &tables->error));
	assert_int_equal(number, 1);
	TABLES_RIGHT(tables,
		file_count_waiting(tables->store, 5, judging_id(EPISODE), judging_id(ANN), judging_id(61),
			&number, &tables->error));
	assert_int_equal(number, 0);
	TABLES_RIGHT(tables,
		file_count_waiting(tables->store, 5, judging_id(EPISODE), judging_id(BOB), judging_id(99),
			&number, &tables->error));
	assert_int_equal(number, 0);
}

static struct file_responsibilities responsibilities_of(struct tables *tables, int account)
{
	struct file_responsibilities found;
	memset(&found, 0x7f, sizeof(found));
	TABLES_RIGHT(tables,
		file_count_responsibilities(tables->store, judging_id(account), &found, &tables->error));
	return found;
}

static void put_episode(struct tables *tables, int region, int number, int state, int manager)
{
	struct episode episode = {.region = region,
		.id = judging_id(number),
		.person = judging_id(number + 100),
		.state = state,
		.care_manager = judging_id(manager)};
	tables_put(tables, &episode_table, &episode);
}

/* Responsibilities of an account over all shards: each kind is counted, and nothing that is over.
 * */
static void test_file_count_responsibilities__in_every_shard(void **state)
{
	struct tables *tables = *state;
	const struct id ann = judging_id(ANN);
	for (int region = 5; region <= 9; region++)
		put_member(tables, (struct member){.account = ann, .region = region});
	put_member(tables, (struct member){.account = ann, .episode = judging_id(50)});
	put_member(tables, (struct member){.account = ann, .episode = judging_id(51), .region = 9});
	put_member(tables, (struct member){.account = ann, .episode = judging_id(52)});
	put_member(tables, (struct member){.account = ann, .episode = judging_id(53)});
	put_member(tables, (struct member){.account = judging_id(153), .episode = judging_id(53)});
	put_need(tables, 20, (struct need){.bearer = ann});
	put_need(tables, 21, (struct need){.bearer = ann, .region = 7});
	put_need(tables, 22, (struct need){.state = NEED_IN_DANGER, .bearer_before = ann});
	put_need(tables, 23, (struct need){.state = NEED_CLOSED, .bearer = ann});
	put_episode(tables, 5, 50, EPISODE_OPEN, ANN);
	put_episode(tables, 9, 51, EPISODE_OPEN, ANN);
	put_episode(tables, 5, 52, EPISODE_NONE, ANN);
	put_episode(tables, 5, 53, EPISODE_OPEN, BOB);
	put_handover(tables, 30, (struct handover){.answered_by = ann, .sharing = true, .region = 8});
	put_handover(tables, 31, (struct handover){.answered_by = ann, .sharing = false});
	put_handover(tables, 32, (struct handover){.giver = ann, .giver_stays = true});
	put_handover(tables, 33, (struct handover){.giver = ann, .giver_stays = true, .region = 9});
	put_handover(tables, 34, (struct handover){.giver = ann});
	struct file_responsibilities found = responsibilities_of(tables, ANN);
	assert_int_equal(found.bears, 3);
	assert_int_equal(found.manages, 2);
	assert_int_equal(found.holds_along, 1);
	assert_int_equal(found.before_contact, 2);
	assert_int_equal(found.own_episodes, 0);
	assert_int_equal(found.steps, 0);
	assert_int_equal(found.rosters, 0);
	assert_int_equal(responsibilities_of(tables, 153).own_episodes, 1);
	assert_int_equal(responsibilities_of(tables, 152).own_episodes, 0);
	found = responsibilities_of(tables, CLINIC);
	assert_int_equal(found.bears + found.manages + found.holds_along + found.before_contact +
			found.own_episodes + found.last_on_duty + found.rosters,
		0);
}

/* Duty is counted by roster: on how many somebody is, and of how many they are the last. */
static void test_file_count_responsibilities__of_duty(void **state)
{
	static const int places[][2] = {{5, ANN}, {5, BOB}, {6, ANN}, {0, ANN}, {7, BOB}};
	struct tables *tables = *state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct roster_place place = {
			.region = places[i][0], .account = judging_id(places[i][1]), .kind = MEMBER_PEER};
		tables_put(tables, &roster_table, &place);
	}
	struct file_responsibilities ann = responsibilities_of(tables, ANN);
	assert_int_equal(ann.rosters, 3);
	assert_int_equal(ann.last_on_duty, 2);
	struct file_responsibilities bob = responsibilities_of(tables, BOB);
	assert_int_equal(bob.rosters, 2);
	assert_int_equal(bob.last_on_duty, 1);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_file_open_needs__closed_ones_last),
		ON_TABLES(test_file_open_team__only_who_is_in_it),
		ON_TABLES(test_file_open_steps__the_next_of_each_need),
		ON_TABLES(test_file_list_steps_of__one_member),
		ON_TABLES(test_file_open_askings__what_expires_first),
		ON_TABLES(test_file_open_offers__what_expires_first),
		ON_TABLES(test_file_in_danger__while_a_need_is),
		ON_TABLES(test_file_count_ties__of_one_account_in_one_episode),
		ON_TABLES(test_file_is_asked__while_it_stands),
		ON_TABLES(test_file_list_tied__of_a_need_or_of_the_care_management),
		ON_TABLES(test_file_count__needs_and_team),
		ON_TABLES(test_file_count_waiting__first_contacts),
		ON_TABLES(test_file_count_responsibilities__in_every_shard),
		ON_TABLES(test_file_count_responsibilities__of_duty),
	};
	return TABLES_RUN("file", tests);
}
