/* test_look.c - who may look, and that each look is written down once in a quarter of an hour.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../base/raises.h"
#include "base/date.h"
#include "care/handover.h"
#include "command/command_look.h"
#include "journal/journal.h"
#include "journal/look.h"
#include "small_region.h"

/* A look as the API makes it: without a command id of its own. */
static void make_look(struct small_region *region, struct id actor, enum command_number number,
	struct command_params params, struct command *command)
{
	small_region_make(region, actor, number, &params, NULL, command);
	command->command_id = (struct span){0};
}

static struct command_reply look_at(struct small_region *region, struct id actor,
	enum command_number number, struct command_params params)
{
	struct command command;
	struct command *batch[] = {&command};
	make_look(region, actor, number, params, &command);
	command_writer_run(region->writer, batch, 1);
	return command.reply;
}

/* The same, decided on the facts of a reader; fails the test if it would write. */
static struct command_reply decide(struct small_region *region, struct id actor,
	enum command_number number, struct command_params params)
{
	struct command command;
	struct error error = {0};
	make_look(region, actor, number, params, &command);
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(command_look_decide(&command, region->store, region->division,
						 clock_now_ms(&region->clock), &region->arena, &error),
		STATUS_OK);
	store_rollback(region->store);
	return command.reply;
}

static void look_as(
	struct small_region *region, struct id actor, enum command_number number, struct id episode)
{
	struct command_params params = {.episode = episode};
	small_region_must(look_at(region, actor, number, params));
}

static int64_t count_looks(struct small_region *region)
{
	static const struct store_query query = {"journal", "select count(*) from journal_look"};
	return small_region_number(region, &query);
}

/* Looking again in the same quarter is free; in the next one it is a look again. */
static void test_look__once_in_a_quarter_of_an_hour(void **state)
{
	static const int64_t minutes[] = {0, 0, 1, 14, 15, 29, 30, 60};
	static const int64_t looks[] = {1, 1, 1, 1, 2, 2, 3, 4};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	int64_t entries = small_region_entries(&region);
	assert_int_equal(SMALL_REGION_START_MS % LOOK_QUARTER_MS, 0);
	for (size_t i = 0; i < sizeof(minutes) / sizeof(minutes[0]); i++) {
		clock_move(&region.clock,
			SMALL_REGION_START_MS + minutes[i] * 60000 - clock_now_ms(&region.clock));
		look_as(&region, region.duty, LOOK_EPISODE, asked.episode);
		assert_int_equal(count_looks(&region), looks[i]);
		assert_int_equal(small_region_entries(&region), entries + looks[i]);
	}
	small_region_close(&region);
}

/* The last millisecond of a quarter is of that quarter, and the next one of the next. */
static void test_look__quarters_meet(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	clock_move(&region.clock, LOOK_QUARTER_MS - 1);
	look_as(&region, region.duty, LOOK_EPISODE, asked.episode);
	clock_move(&region.clock, 1);
	look_as(&region, region.duty, LOOK_EPISODE, asked.episode);
	assert_int_equal(count_looks(&region), 2);
	small_region_close(&region);
}

/* Another actor, another file or another purpose is another look. */
static void test_look__is_each_actors_files_and_purposes_own(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result one = small_region_question(&region);
	struct command_result two = small_region_question(&region);
	int64_t entries = small_region_entries(&region);
	for (int round = 0; round < 2; round++) {
		look_as(&region, region.duty, LOOK_EPISODE, one.episode);
		look_as(&region, region.duty, LOOK_TIMELINE, one.episode);
		look_as(&region, region.duty, LOOK_EPISODE, two.episode);
		look_as(&region, one.person, LOOK_EPISODE, one.episode);
		look_as(&region, one.person, LOOK_LOG, one.episode);
		look_as(&region, one.person, LOOK_INBOX, id_none);
		look_as(&region, region.duty, LOOK_INBOX, id_none);
		assert_int_equal(count_looks(&region), 7);
		assert_int_equal(small_region_entries(&region), entries + 7);
	}
	small_region_close(&region);
}

/* A list is one entry with a look at everybody on its page; only who is new to it makes another. */
static void test_look__at_a_list_is_one_at_everybody_on_it(void **state)
{
	struct small_region region;
	struct command_params whole = {.places = 10}, one = {.places = 1};
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	small_region_question(&region);
	int64_t entries = small_region_entries(&region);
	for (int round = 0; round < 2; round++) {
		struct id actors[] = {region.duty, region.second};
		for (size_t i = 0; i < 2; i++)
			small_region_must(look_at(&region, actors[i], LOOK_CASELOAD, one));
	}
	int64_t first = count_looks(&region);
	assert_true(first >= 1 && first <= 2);
	assert_int_equal(small_region_entries(&region), entries + first);
	small_region_must(look_at(&region, region.duty, LOOK_CASELOAD, whole));
	small_region_must(look_at(&region, region.second, LOOK_CASELOAD, whole));
	assert_int_equal(count_looks(&region), 2);
	/* Nobody else's: an empty list is a look at nobody. */
	small_region_must(look_at(&region, asked.person, LOOK_CASELOAD, whole));
	small_region_must(look_at(&region, region.peer, LOOK_CASELOAD, whole));
	assert_int_equal(count_looks(&region), 2);
	assert_true(small_region_entries(&region) <= entries + 2);
	small_region_question(&region);
	entries = small_region_entries(&region);
	small_region_must(look_at(&region, region.duty, LOOK_CASELOAD, whole));
	small_region_must(look_at(&region, region.second, LOOK_CASELOAD, whole));
	assert_int_equal(count_looks(&region), 3);
	assert_int_equal(small_region_entries(&region), entries + 1);
	small_region_close(&region);
}

/* Several looks at once, in one batch, are one entry and several answers. */
static void test_look__together_in_one_batch(void **state)
{
	struct small_region region;
	struct command commands[5];
	struct command *batch[5];
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode};
	int64_t entries = small_region_entries(&region);
	for (int i = 0; i < 5; i++) {
		make_look(&region, region.duty, LOOK_EPISODE, params, &commands[i]);
		batch[i] = &commands[i];
	}
	command_writer_run(region.writer, batch, 5);
	for (int i = 0; i < 5; i++) {
		small_region_must(commands[i].reply);
		assert_int_equal(commands[i].reply.result.version, asked.version);
	}
	assert_int_equal(small_region_entries(&region), entries + 1);
	small_region_close(&region);
}

/* Looks as they are kept: of whom, by whom, why, on what ground, and which entry says so. */
static void test_look__is_kept_with_its_ground(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	clock_move(&region.clock, 61000);
	look_as(&region, region.duty, LOOK_TIMELINE, asked.episode);
	struct look look = {.region = SMALL_REGION,
		.subject = asked.person,
		.actor = region.duty,
		.part = PART_STORY,
		.purpose = LOOK_TIMELINE,
		.bucket = SMALL_REGION_START_MS / LOOK_QUARTER_MS};
	assert_true(small_region_read(&region, &look_table, &look));
	assert_int_equal(look.ground, GROUND_TREATMENT);
	assert_int_equal(look.at_ms, SMALL_REGION_START_MS + 61000);
	assert_true(id_equal(look.episode, asked.episode));
	static const struct store_query last = {
		"journal", "select max(seq) from journal_entry where region = 5 and kind = 2"};
	static const struct store_query ground = {"journal",
		"select ground from journal_entry where region = 5 and kind = 2 and command = 61"};
	assert_int_equal(small_region_number(&region, &last), look.seq);
	assert_int_equal(small_region_number(&region, &ground), GROUND_TREATMENT);
	small_region_close(&region);
}

/* Nobody who is refused leaves a trace that they looked, for they did not. */
static void test_look__refused_is_not_written_down(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_result other = small_region_question(&region);
	int64_t entries = small_region_entries(&region);
	const struct id strangers[] = {region.second, region.clinic, region.admin, other.person};
	static const enum command_number numbers[] = {
		LOOK_EPISODE, LOOK_TIMELINE, LOOK_LOG, LOOK_OFFER};
	struct command_params params = {.episode = asked.episode};
	for (size_t at = 0; at < sizeof(numbers) / sizeof(numbers[0]); at++) {
		for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++) {
			struct command_reply reply = look_at(&region, strangers[i], numbers[at], params);
			small_region_refused(&reply, &access_verdicts, ACCESS_NO_GROUND);
		}
		struct command_reply nobody = look_at(&region, id_none, numbers[at], params);
		small_region_refused(&nobody, &access_verdicts, ACCESS_NOT_SIGNED_IN);
	}
	/* Who looked is the person's to see, and not even the care manager's. */
	struct command_reply manager = look_at(&region, region.duty, LOOK_LOG, params);
	small_region_refused(&manager, &access_verdicts, ACCESS_NO_GROUND);
	/* An episode that is not there is refused like one of somebody else. */
	params.episode = region.peer;
	struct command_reply nothing = look_at(&region, region.duty, LOOK_EPISODE, params);
	small_region_refused(&nothing, &access_verdicts, ACCESS_NO_GROUND);
	assert_int_equal(count_looks(&region), 0);
	assert_int_equal(small_region_entries(&region), entries);
	small_region_close(&region);
}

static void expect_same(
	const struct command_reply *decided, const struct command_reply *written, const char *who)
{
	if (decided->outcome != written->outcome)
		fail_msg("%s: decided %d, written %d", who, (int)decided->outcome, (int)written->outcome);
	if (decided->outcome == OUTCOME_REFUSED) {
		assert_ptr_equal(decided->refusal.list, written->refusal.list);
		assert_int_equal(decided->refusal.verdict, written->refusal.verdict);
	} else {
		assert_int_equal(decided->result.version, written->result.version);
	}
}

/* Everybody's every look is decided on a reading connection as the writer decides it, and deciding
 * writes nothing. */
static void test_look_decide__says_what_the_writer_says(void **state)
{
	static const enum command_number numbers[] = {
		LOOK_EPISODE, LOOK_TIMELINE, LOOK_OFFER, LOOK_LOG, LOOK_INBOX};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {
		.episode = asked.episode, .handover = small_region_offer(&region, asked, region.clinic)};
	const struct {
		const char *who;
		struct id account;
	} actors[] = {{"nobody", id_none}, {"person", asked.person}, {"duty", region.duty},
		{"asked", region.clinic}, {"stranger", region.second}, {"administrator", region.admin},
		{"unknown", asked.episode}};
	int decided_yes = 0;
	for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]); i++)
		for (size_t at = 0; at < sizeof(numbers) / sizeof(numbers[0]); at++) {
			int64_t looks = count_looks(&region);
			struct command_reply decided = decide(&region, actors[i].account, numbers[at], params);
			assert_int_equal(count_looks(&region), looks);
			struct command_reply written = look_at(&region, actors[i].account, numbers[at], params);
			expect_same(&decided, &written, actors[i].who);
			decided_yes += decided.outcome == OUTCOME_DONE;
		}
	assert_int_equal(decided_yes, 5 + 4 + 2 + 1 + 1);
	small_region_close(&region);
}

/* A reply says whose file it is and how old; and who leaves the team is refused from then on, in
 * the same quarter of an hour. */
static void test_look_decide__at_every_look_anew(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {
		.episode = asked.episode, .account = region.peer, .person_agrees = true};
	params.join =
		small_region_must(small_region_run(&region, asked.person, COMMAND_JOIN_ASK, &params, NULL))
			.join;
	struct command_reply before = decide(&region, region.peer, LOOK_EPISODE, params);
	small_region_refused(&before, &access_verdicts, ACCESS_NO_GROUND);
	struct command_result joined = small_region_must(
		small_region_run(&region, region.peer, COMMAND_JOIN_ACCEPT, &params, NULL));
	look_as(&region, region.peer, LOOK_EPISODE, asked.episode);
	struct command_reply member = decide(&region, region.peer, LOOK_EPISODE, params);
	assert_int_equal(member.outcome, OUTCOME_DONE);
	assert_true(id_equal(member.result.person, asked.person));
	assert_true(id_equal(member.result.episode, asked.episode));
	assert_int_equal(member.result.version, joined.version);
	small_region_must(small_region_run(&region, asked.person, COMMAND_MEMBER_LEAVE, &params, NULL));
	struct command_reply after = decide(&region, region.peer, LOOK_EPISODE, params);
	small_region_refused(&after, &access_verdicts, ACCESS_NO_GROUND);
	small_region_close(&region);
}

/* Who is asked sees the offer until it is answered, and of the file nothing else. */
static void test_look__who_is_asked_sees_the_offer(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {
		.episode = asked.episode, .handover = small_region_offer(&region, asked, region.peer)};
	struct command_reply file = decide(&region, region.peer, LOOK_EPISODE, params);
	small_region_refused(&file, &access_verdicts, ACCESS_NO_GROUND);
	small_region_must(look_at(&region, region.peer, LOOK_OFFER, params));
	/* The offer of another file is no way in. */
	struct command_result other = small_region_question(&region);
	struct command_params elsewhere = {.episode = other.episode, .handover = params.handover};
	struct command_reply crossed = decide(&region, region.peer, LOOK_OFFER, elsewhere);
	small_region_refused(&crossed, &access_verdicts, ACCESS_NO_GROUND);
	small_region_must(
		small_region_run(&region, region.peer, COMMAND_HANDOVER_DECLINE, &params, NULL));
	struct command_reply after = decide(&region, region.peer, LOOK_OFFER, params);
	small_region_refused(&after, &access_verdicts, ACCESS_NO_GROUND);
	/* A member who names no offer that there is, is told so. */
	params.handover = asked.episode;
	struct command_reply none = decide(&region, region.duty, LOOK_OFFER, params);
	small_region_refused(&none, &handover_verdicts, HANDOVER_UNKNOWN);
	small_region_close(&region);
}

/* Duty reads a file of which it is not part while there is danger in it, and only then; and the
 * entry says on what ground. */
static void test_look__duty_reads_in_danger(void **state)
{
	static const struct store_query vital = {
		"journal", "select count(*) from journal_look where ground = 4"};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode, .need = asked.need};
	small_region_must(
		small_region_run(&region, asked.person, COMMAND_DANGER_REPORT, &params, NULL));
	struct command_params on = {.account = region.second};
	struct command_reply before = look_at(&region, region.second, LOOK_EPISODE, params);
	small_region_refused(&before, &access_verdicts, ACCESS_NO_GROUND);
	small_region_must(small_region_run(&region, region.admin, COMMAND_ROSTER_JOIN, &on, NULL));
	look_as(&region, region.second, LOOK_EPISODE, asked.episode);
	assert_int_equal(small_region_number(&region, &vital), 1);
	struct command_reply log = look_at(&region, region.second, LOOK_LOG, params);
	small_region_refused(&log, &access_verdicts, ACCESS_NO_GROUND);
	small_region_must(small_region_run(&region, region.duty, COMMAND_DANGER_OVER, &params, NULL));
	clock_move(&region.clock, LOOK_QUARTER_MS);
	struct command_reply after = look_at(&region, region.second, LOOK_EPISODE, params);
	small_region_refused(&after, &access_verdicts, ACCESS_NO_GROUND);
	assert_int_equal(GROUND_VITAL_INTEREST, 4);
	small_region_close(&region);
}

/* A command is no look, and is not decided like one. */
static void test_look_decide__raises_for_a_command(void **state)
{
	struct small_region region;
	struct command command;
	struct command_params params = {0};
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	small_region_make(&region, region.duty, COMMAND_SESSION_END, &params, NULL, &command);
	assert_raises((void)!command_look_decide(
		&command, region.store, region.division, 0, &region.arena, &error));
	small_region_close(&region);
}

static void expect_log(
	struct small_region *region, int64_t before_seq, int64_t limit, const int64_t *seqs)
{
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct error error = {0};
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(look_open_of_subject(region->store, SMALL_REGION, region->peer, before_seq,
						 limit, &cursor, &error),
		STATUS_OK);
	for (;; seqs++) {
		struct look look;
		assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
		if (row == NULL) break;
		assert_int_equal(store_record_fill(&look_table, row, &look, NULL, &error), STATUS_OK);
		assert_int_equal(look.seq, *seqs);
	}
	assert_int_equal(*seqs, -1);
	store_query_close(cursor);
	store_rollback(region->store);
}

/* A person's own log: looks at them in the order of the journal, newest first, page by page, also
 * where several are of one millisecond; and nobody else's. */
static void test_look_open_of_subject__newest_first(void **state)
{
	static const int64_t seqs[] = {50, 400, 200, 600, 300};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	for (int i = 0; i < 5; i++) {
		struct look look = {.region = SMALL_REGION,
			.subject = i < 4 ? region.peer : region.duty,
			.actor = region.second,
			.part = PART_FILE,
			.purpose = LOOK_EPISODE,
			.bucket = i,
			.seq = seqs[i],
			.at_ms = SMALL_REGION_START_MS};
		small_region_put(&region, &look_table, &look);
		look.region = SMALL_REGION + 1;
		small_region_put(&region, &look_table, &look);
	}
	expect_log(&region, INT64_MAX, 10, (const int64_t[]){600, 400, 200, 50, -1});
	expect_log(&region, INT64_MAX, 2, (const int64_t[]){600, 400, -1});
	expect_log(&region, 400, 2, (const int64_t[]){200, 50, -1});
	expect_log(&region, 50, 2, (const int64_t[]){-1});
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look__once_in_a_quarter_of_an_hour),
		cmocka_unit_test(test_look__quarters_meet),
		cmocka_unit_test(test_look__is_each_actors_files_and_purposes_own),
		cmocka_unit_test(test_look__at_a_list_is_one_at_everybody_on_it),
		cmocka_unit_test(test_look__together_in_one_batch),
		cmocka_unit_test(test_look__is_kept_with_its_ground),
		cmocka_unit_test(test_look__refused_is_not_written_down),
		cmocka_unit_test(test_look_decide__says_what_the_writer_says),
		cmocka_unit_test(test_look_decide__at_every_look_anew),
		cmocka_unit_test(test_look__who_is_asked_sees_the_offer),
		cmocka_unit_test(test_look__duty_reads_in_danger),
		cmocka_unit_test(test_look_decide__raises_for_a_command),
		cmocka_unit_test(test_look_open_of_subject__newest_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
