/* test_merge.c - two files with one name: found, taken together and apart, and what each knows.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/episode.h"
#include "care/identity.h"
#include "care/inbox.h"
#include "care/merge.h"
#include "care/need.h"
#include "care/team.h"
#include "command/command_clock.h"
#include "small_region.h"

#define NAME SPAN_LITERAL("Zo\xc3\xab de Wit")

struct stage {
	struct small_region region;
	struct command_result first, second;
	struct id pair;
};

static struct command_result ask(struct small_region *region, struct span name, struct span birth)
{
	struct command_params params = {.story = SPAN_LITERAL("Het gaat niet."),
		.contact = SPAN_LITERAL("06"),
		.name = name,
		.birth = birth};
	return small_region_must(
		small_region_run(region, id_none, COMMAND_QUESTION_ASK, &params, NULL));
}

static struct command_reply on(struct stage *stage, struct id actor, enum command_number number,
	const struct command_result *file)
{
	struct command_params params = {
		.episode = file->episode, .merge = stage->pair, .person_agrees = true};
	return small_region_run(&stage->region, actor, number, &params, NULL);
}

/* The side of this file, if two were found. */
static struct merge side(struct stage *stage, struct id episode)
{
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct error error = {0};
	struct merge merge = {0};
	struct store *store = stage->region.store;
	assert_int_equal(store_begin(store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(merge_open_of(store, SMALL_REGION, episode, &cursor, &error), STATUS_OK);
	assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
	if (row != NULL)
		assert_int_equal(
			store_record_fill(&merge_table, row, &merge, &stage->region.arena, &error), STATUS_OK);
	store_query_close(cursor);
	store_rollback(store);
	return merge;
}

static struct episode episode_of(struct stage *stage, struct id id)
{
	struct episode episode = {.region = SMALL_REGION, .id = id};
	assert_true(small_region_read(&stage->region, &episode_table, &episode));
	return episode;
}

static bool in_team(struct stage *stage, struct id episode, struct id account)
{
	struct member member = {.region = SMALL_REGION, .episode = episode, .account = account};
	return small_region_read(&stage->region, &team_member_table, &member) && member.left_ms == 0;
}

/* The second file is another account's to manage. */
static void begin(struct stage *stage)
{
	struct small_region *region = &stage->region;
	small_region_open(region);
	stage->first = ask(region, NAME, SPAN_LITERAL("1990-06-06"));
	struct command_params duty = {.account = region->second};
	small_region_must(small_region_run(region, region->admin, COMMAND_ROSTER_JOIN, &duty, NULL));
	stage->second = ask(region, SPAN_LITERAL("ZOE  DE WIT"), SPAN_LITERAL("1990-06-06"));
	stage->pair = side(stage, stage->first.episode).id;
	assert_true(id_equal(stage->first.account, region->duty));
	assert_true(id_equal(stage->second.account, region->second));
}

/* By name and day together, however it is written; by one of them, or in plain, never. */
static void test_merge__found_by_name_and_day_of_birth_together(void **state)
{
	struct stage stage;
	(void)state;
	begin(&stage);
	assert_int_equal(side(&stage, stage.first.episode).state, MERGE_FOUND);
	assert_true(id_equal(side(&stage, stage.first.episode).other, stage.second.episode));
	assert_true(id_equal(side(&stage, stage.second.episode).other, stage.first.episode));
	assert_true(id_equal(side(&stage, stage.first.episode).told, stage.region.duty));
	struct command_result day = ask(&stage.region, NAME, SPAN_LITERAL("1990-06-07"));
	struct command_result name =
		ask(&stage.region, SPAN_LITERAL("Zoe de Witt"), SPAN_LITERAL("1990-06-06"));
	struct command_result none = ask(&stage.region, NAME, (struct span){0});
	assert_int_equal(side(&stage, day.episode).state, MERGE_NONE);
	assert_int_equal(side(&stage, name.episode).state, MERGE_NONE);
	assert_int_equal(side(&stage, none.episode).state, MERGE_NONE);
	/* Named in two steps: what was said before counts. */
	struct command_params later = {.episode = none.episode, .birth = SPAN_LITERAL("1990-06-06")};
	small_region_must(
		small_region_run(&stage.region, none.person, COMMAND_PERSON_IDENTIFY, &later, NULL));
	assert_int_equal(side(&stage, none.episode).state, MERGE_FOUND);
	small_region_close(&stage.region);
}

static void expect_held(struct stage *stage)
{
	assert_true(
		id_equal(episode_of(stage, stage->first.episode).care_manager, stage->first.account));
	assert_true(
		id_equal(episode_of(stage, stage->second.episode).care_manager, stage->second.account));
	for (int i = 0; i < 2; i++) {
		const struct command_result *file = i == 0 ? &stage->first : &stage->second;
		struct need need = {.region = SMALL_REGION, .episode = file->episode, .id = file->need};
		assert_true(small_region_read(&stage->region, &need_table, &need));
		assert_true(id_equal(need.bearer, file->account));
	}
}

static void take_together(struct stage *stage)
{
	small_region_must(on(stage, stage->first.account, COMMAND_MERGE_CONFIRM, &stage->first));
	struct command_reply look = on(stage, stage->first.account, COMMAND_STEP_DONE, &stage->second);
	small_region_refused(&look, &access_verdicts, ACCESS_NO_GROUND);
	small_region_must(on(stage, stage->second.person, COMMAND_MERGE_CONFIRM, &stage->second));
}

/* Together and apart again: each file's care manager and bearers are who they were; the one is in
 * the team of the other meanwhile, and both versions rise. */
static void test_merge__moves_nothing_in_either_direction(void **state)
{
	struct stage stage;
	(void)state;
	begin(&stage);
	int64_t before = episode_of(&stage, stage.first.episode).version;
	take_together(&stage);
	expect_held(&stage);
	assert_int_equal(side(&stage, stage.first.episode).state, MERGE_MERGED);
	assert_int_equal(side(&stage, stage.second.episode).state, MERGE_MERGED);
	assert_true(in_team(&stage, stage.first.episode, stage.second.account));
	assert_true(in_team(&stage, stage.second.episode, stage.first.account));
	assert_int_equal(episode_of(&stage, stage.first.episode).version, before + 2);
	small_region_must(on(&stage, stage.first.person, COMMAND_MERGE_UNDO, &stage.first));
	expect_held(&stage);
	assert_int_equal(side(&stage, stage.second.episode).state, MERGE_UNDONE);
	assert_false(in_team(&stage, stage.first.episode, stage.second.account));
	assert_false(in_team(&stage, stage.second.episode, stage.first.account));
	assert_int_equal(episode_of(&stage, stage.first.episode).version, before + 3);
	small_region_close(&stage.region);
}

/* Who took something on meanwhile keeps it until somebody else accepts it. */
static void test_merge__undone_leaves_what_somebody_bears(void **state)
{
	struct stage stage;
	(void)state;
	begin(&stage);
	take_together(&stage);
	struct id handover = small_region_offer(&stage.region, stage.first, stage.second.account);
	struct command_params accept = {.episode = stage.first.episode,
		.handover = handover,
		.day = date_day_of(SMALL_REGION_START_MS) + 2};
	small_region_must(small_region_run(
		&stage.region, stage.second.account, COMMAND_HANDOVER_ACCEPT, &accept, NULL));
	small_region_must(on(&stage, stage.second.account, COMMAND_MERGE_UNDO, &stage.second));
	struct need need = {
		.region = SMALL_REGION, .episode = stage.first.episode, .id = stage.first.need};
	assert_true(small_region_read(&stage.region, &need_table, &need));
	assert_true(id_equal(need.bearer, stage.second.account));
	assert_true(in_team(&stage, stage.first.episode, stage.second.account));
	assert_false(in_team(&stage, stage.second.episode, stage.first.account));
	small_region_close(&stage.region);
}

static enum inbox_kind waits(struct stage *stage, struct id account)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	struct inbox_item item = {.region = SMALL_REGION, .receiver = account, .thing = stage->pair};
	assert_int_equal(command_clock_deliver(stage->region.store, clock_now_ms(&stage->region.clock),
						 small_region_carry, &stage->region, &report, &error),
		STATUS_OK);
	bool there = small_region_read(&stage->region, &inbox_table, &item);
	return there ? (enum inbox_kind)item.kind : INBOX_NONE;
}

/* Whoever manages the care now finds what waits about two files, and not who did. */
static void test_merge__goes_along_with_the_care_management(void **state)
{
	struct stage stage;
	(void)state;
	begin(&stage);
	struct small_region *region = &stage.region;
	struct command_params care = {.episode = stage.first.episode,
		.of_care_management = true,
		.account = region->peer,
		.person_agrees = true,
		.day = date_day_of(SMALL_REGION_START_MS) + 2};
	assert_int_equal(waits(&stage, region->duty), INBOX_SAME_PERSON);
	care.handover = small_region_must(
		small_region_run(region, region->duty, COMMAND_HANDOVER_OFFER, &care, NULL))
						.handover;
	small_region_must(small_region_run(region, region->peer, COMMAND_HANDOVER_ACCEPT, &care, NULL));
	assert_int_equal(waits(&stage, region->duty), INBOX_NONE);
	assert_int_equal(waits(&stage, region->peer), INBOX_SAME_PERSON);
	assert_int_equal(waits(&stage, region->second), INBOX_SAME_PERSON);
	assert_true(id_equal(side(&stage, stage.first.episode).told, region->peer));
	small_region_must(on(&stage, region->peer, COMMAND_MERGE_CONFIRM, &stage.first));
	assert_int_equal(waits(&stage, region->peer), INBOX_NONE);
	small_region_close(region);
}

/* Who manages the care of both has one item for the two: it stays for the file that they keep. */
static void test_merge__stays_with_who_manages_the_other_file(void **state)
{
	struct stage stage;
	(void)state;
	begin(&stage);
	struct small_region *region = &stage.region;
	const struct command_result *files[] = {&stage.second, &stage.first};
	const struct id managers[] = {region->second, region->duty},
					to[] = {region->duty, region->peer};
	for (int i = 0; i < 2; i++) {
		struct command_params care = {.episode = files[i]->episode,
			.of_care_management = true,
			.account = to[i],
			.person_agrees = true,
			.day = date_day_of(SMALL_REGION_START_MS) + 2};
		care.handover = small_region_must(
			small_region_run(region, managers[i], COMMAND_HANDOVER_OFFER, &care, NULL))
							.handover;
		small_region_must(small_region_run(region, to[i], COMMAND_HANDOVER_ACCEPT, &care, NULL));
	}
	assert_int_equal(waits(&stage, region->duty), INBOX_SAME_PERSON);
	assert_int_equal(waits(&stage, region->peer), INBOX_SAME_PERSON);
	assert_int_equal(waits(&stage, region->second), INBOX_NONE);
	small_region_close(region);
}

/* What was said before is kept, and the account is called as they are now. */
static void test_identify__keeps_what_was_said_before(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct person before = {.region = SMALL_REGION, .id = asked.person}, after = before;
	struct account account = {.region = SMALL_REGION, .id = asked.person}, named = account;
	assert_true(small_region_read(&region, &episode_person_table, &before));
	assert_true(small_region_read(&region, &account_table, &account));
	struct command_params params = {.episode = asked.episode, .name = NAME, .person_agrees = true};
	small_region_must(
		small_region_run(&region, region.duty, COMMAND_PERSON_IDENTIFY, &params, NULL));
	assert_true(small_region_read(&region, &episode_person_table, &after));
	assert_true(span_equal(before.contact, after.contact));
	assert_false(span_equal(before.name, after.name));
	assert_true(small_region_read(&region, &account_table, &named));
	assert_true(id_equal(named.code_index, account.code_index));
	assert_true(span_equal(named.name, after.name));
	struct identity_past past = {.region = SMALL_REGION, .person = asked.person};
	const struct store_query last = {"care", "select max(seq) from care_identity"};
	past.seq = small_region_number(&region, &last);
	assert_true(small_region_read(&region, &identity_past_table, &past));
	assert_true(span_equal(past.contact, before.contact));
	assert_true(span_equal(past.name, before.name));
	assert_true(id_equal(past.changed_by, region.duty));
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merge__found_by_name_and_day_of_birth_together),
		cmocka_unit_test(test_merge__moves_nothing_in_either_direction),
		cmocka_unit_test(test_merge__undone_leaves_what_somebody_bears),
		cmocka_unit_test(test_merge__goes_along_with_the_care_management),
		cmocka_unit_test(test_merge__stays_with_who_manages_the_other_file),
		cmocka_unit_test(test_identify__keeps_what_was_said_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
