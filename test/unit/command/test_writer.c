/* test_writer.c - the writer: once per command id, nothing written by a no, a broken law set
 * aside.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "care/handover.h"
#include "care/need.h"
#include "care/step.h"
#include "journal/journal.h"
#include "small_region.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static int64_t count_entries(struct small_region *region)
{
	static const struct store_query query = {"journal", "select count(*) from journal_entry"};
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct error error = {0};
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(store_query_open(region->store, &query, NULL, 0, &cursor, &error), STATUS_OK);
	assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
	int64_t count = store_value_int(&row[0]);
	store_query_close(cursor);
	store_rollback(region->store);
	return count;
}

static struct need read_need(struct small_region *region, struct id episode, struct id id)
{
	struct need need = {.region = SMALL_REGION, .episode = episode, .id = id};
	struct error error = {0};
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		store_record_get(region->store, &need_table, &need, &region->arena, &error), STATUS_OK);
	store_rollback(region->store);
	return need;
}

/* From the moment a question is asked, somebody holds it, with a next step on a date. */
static void test_question__is_held_at_once(void **state)
{
	(void)state;
	struct small_region region;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct need need = read_need(&region, asked.episode, asked.need);
	assert_true(id_equal(asked.account, region.duty));
	assert_true(id_equal(need.bearer, region.duty));
	assert_false(id_is_none(need.step));
	assert_int_equal(asked.day, date_day_of(SMALL_REGION_START_MS) + 3);
	small_region_close(&region);
}

/* The same command id with the same content changes nothing and gives the same reply. */
static void test_repetition__gives_the_kept_reply(void **state)
{
	(void)state;
	struct small_region region;
	small_region_open(&region);
	struct command_params params = {
		.story = SPAN_LITERAL("Een vraag."), .contact = SPAN_LITERAL("hier")};
	struct command_reply first =
		small_region_run(&region, id_none, COMMAND_QUESTION_ASK, &params, "same-id");
	int64_t entries = count_entries(&region);
	struct command_reply again =
		small_region_run(&region, id_none, COMMAND_QUESTION_ASK, &params, "same-id");
	assert_int_equal(first.outcome, OUTCOME_DONE);
	assert_int_equal(again.outcome, OUTCOME_REPEATED);
	assert_true(id_equal(first.result.episode, again.result.episode));
	assert_true(id_equal(first.result.person, again.result.person));
	assert_int_equal(first.result.version, again.result.version);
	assert_int_equal(first.result.day, again.result.day);
	assert_int_equal(count_entries(&region), entries);
	small_region_close(&region);
}

/* The same command id with another content is refused and changes nothing. */
static void test_repetition__of_something_else_is_refused(void **state)
{
	(void)state;
	struct small_region region;
	small_region_open(&region);
	struct command_params params = {
		.story = SPAN_LITERAL("Een vraag."), .contact = SPAN_LITERAL("hier")};
	small_region_run(&region, id_none, COMMAND_QUESTION_ASK, &params, "same-id");
	int64_t entries = count_entries(&region);
	params.story = SPAN_LITERAL("Een andere vraag.");
	struct command_reply again =
		small_region_run(&region, id_none, COMMAND_QUESTION_ASK, &params, "same-id");
	assert_int_equal(again.outcome, OUTCOME_REFUSED);
	assert_ptr_equal(again.refusal.list, &command_verdicts);
	assert_int_equal(again.refusal.verdict, COMMAND_ID_REUSED);
	assert_int_equal(count_entries(&region), entries);
	small_region_close(&region);
}

/* Who has no relation to the file gets no ground, and nothing is written, not even in the journal.
 * */
static void test_access__without_ground_writes_nothing(void **state)
{
	(void)state;
	struct small_region region;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	int64_t entries = count_entries(&region);
	struct command_params params = {
		.episode = asked.episode, .domain = DOMAIN_DEBT, .aim = AIM_RECOVER, .person_agrees = true};
	struct command_reply reply =
		small_region_run(&region, region.clinic, COMMAND_NEED_ADD, &params, NULL);
	assert_int_equal(reply.outcome, OUTCOME_REFUSED);
	assert_ptr_equal(reply.refusal.list, &access_verdicts);
	assert_int_equal(reply.refusal.verdict, ACCESS_NO_GROUND);
	assert_int_equal(count_entries(&region), entries);
	small_region_close(&region);
}

/* A handover moves the need when it is accepted, and not before. */
static void test_handover__moves_at_accepting(void **state)
{
	(void)state;
	struct small_region region;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params offer = {.episode = asked.episode,
		.need = asked.need,
		.account = region.clinic,
		.person_agrees = true,
		.words = SPAN_LITERAL("Wil jij dit overnemen?")};
	struct command_reply offered =
		small_region_run(&region, region.duty, COMMAND_HANDOVER_OFFER, &offer, NULL);
	assert_int_equal(offered.outcome, OUTCOME_DONE);
	assert_true(id_equal(read_need(&region, asked.episode, asked.need).bearer, region.duty));
	struct command_params accept = {.episode = asked.episode,
		.handover = offered.result.handover,
		.day = date_day_of(SMALL_REGION_START_MS) + 7};
	struct command_reply accepted =
		small_region_run(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, &accept, NULL);
	assert_int_equal(accepted.outcome, OUTCOME_DONE);
	assert_true(id_equal(read_need(&region, asked.episode, asked.need).bearer, region.clinic));
	small_region_close(&region);
}

/* A version that is not the file's any more is refused with the one that is. */
static void test_version__stale_is_refused(void **state)
{
	(void)state;
	struct small_region region;
	struct command command;
	struct command *batch[] = {&command};
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {
		.episode = asked.episode, .domain = DOMAIN_DEBT, .aim = AIM_RECOVER};
	small_region_make(&region, asked.person, COMMAND_NEED_ADD, &params, NULL, &command);
	command.expected_version = asked.version + 1;
	command_writer_run(region.writer, batch, 1);
	assert_int_equal(command.reply.outcome, OUTCOME_REFUSED);
	assert_ptr_equal(command.reply.refusal.list, &episode_verdicts);
	assert_int_equal(command.reply.refusal.verdict, EPISODE_CHANGED);
	assert_int_equal(command.reply.refusal.parameters[0].number, asked.version);
	small_region_close(&region);
}

/* Takes the next step away behind the program's back: from then on each command on the file breaks
 * L3. */
static void break_law(struct small_region *region, struct id episode, struct id need_id)
{
	struct need need = read_need(region, episode, need_id);
	struct error error = {0};
	struct store_value key[] = {store_int(SMALL_REGION), store_id(&episode), store_id(&need.step)};
	assert_int_equal(store_begin(region->store, STORE_READ_WRITE, &error), STATUS_OK);
	assert_int_equal(store_remove(region->store, &step_table, key, &error), STATUS_OK);
	assert_int_equal(store_commit(region->store, &error), STATUS_OK);
}

/* A command that breaks a law is rolled back and set aside with an incident; the others of its
 * batch go on. */
static void test_broken_law__is_set_aside_and_the_batch_goes_on(void **state)
{
	(void)state;
	struct small_region region;
	struct command bad, good;
	struct command *batch[] = {&bad, &good};
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_result other = small_region_question(&region);
	break_law(&region, asked.episode, asked.need);
	struct command_params params = {
		.episode = asked.episode, .domain = DOMAIN_DEBT, .aim = AIM_RECOVER};
	small_region_make(&region, asked.person, COMMAND_NEED_ADD, &params, "poison-command", &bad);
	params.episode = other.episode;
	small_region_make(&region, other.person, COMMAND_NEED_ADD, &params, NULL, &good);
	int64_t entries = count_entries(&region);
	command_writer_run(region.writer, batch, 2);
	assert_int_equal(bad.reply.outcome, OUTCOME_BROKEN);
	assert_false(id_is_none(bad.reply.incident));
	assert_int_equal(good.reply.outcome, OUTCOME_DONE);
	assert_int_equal(count_entries(&region), entries + 1);
	/* The same command again is not tried: it is refused under the same incident. */
	params.episode = asked.episode;
	struct command_reply again =
		small_region_run(&region, asked.person, COMMAND_NEED_ADD, &params, "poison-command");
	assert_int_equal(again.outcome, OUTCOME_REFUSED);
	assert_int_equal(again.refusal.verdict, COMMAND_SET_ASIDE);
	assert_true(id_equal(again.incident, bad.reply.incident));
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_question__is_held_at_once),
		cmocka_unit_test(test_repetition__gives_the_kept_reply),
		cmocka_unit_test(test_repetition__of_something_else_is_refused),
		cmocka_unit_test(test_access__without_ground_writes_nothing),
		cmocka_unit_test(test_handover__moves_at_accepting),
		cmocka_unit_test(test_version__stale_is_refused),
		cmocka_unit_test(test_broken_law__is_set_aside_and_the_batch_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
