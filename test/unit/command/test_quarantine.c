/* test_quarantine.c - a command that broke something is set aside, known again, and never told.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "care/need.h"
#include "care/step.h"
#include "care/team.h"
#include "command/command_batch.h"
#include "command/command_quarantine.h"
#include "small_region.h"
#include <stdio.h>

static int64_t count_set_aside(struct small_region *region)
{
	static const struct store_query query = {"command", "select count(*) from command_quarantine"};
	return small_region_number(region, &query);
}

/* A question with its person in the team no more: from then on every command on it breaks L1. */
static struct command_result broken_question(struct small_region *region)
{
	struct command_result asked = small_region_question(region);
	struct member manager = {
		.region = SMALL_REGION, .episode = asked.episode, .account = region->duty};
	small_region_remove(region, &team_member_table, &manager);
	return asked;
}

static struct command_reply add_need(
	struct small_region *region, struct command_result asked, const char *command_id)
{
	struct command_params params = {.episode = asked.episode,
		.domain = DOMAIN_DEBT,
		.aim = AIM_RECOVER,
		.words = SPAN_LITERAL("Woorden van iemand.")};
	return small_region_run(region, asked.person, COMMAND_NEED_ADD, &params, command_id);
}

/* The row says which command, whose, when and which law, and nothing that anybody wrote. */
static void test_quarantine__says_what_and_where(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = broken_question(&region);
	clock_move(&region.clock, 5000);
	struct command_reply reply = add_need(&region, asked, "poison-1");
	assert_int_equal(reply.outcome, OUTCOME_BROKEN);
	assert_int_equal(reply.error.code, STATUS_CORRUPT);
	struct quarantine kept = {.region = SMALL_REGION, .id = reply.incident};
	assert_true(small_region_read(&region, &command_quarantine_table, &kept));
	assert_int_equal(kept.command, COMMAND_NEED_ADD);
	assert_true(id_equal(kept.actor, asked.person));
	assert_true(span_is(kept.command_id, "poison-1"));
	assert_int_equal(kept.at_ms, SMALL_REGION_START_MS + 5000);
	assert_true(span_is(kept.reason, "L1 care_manager"));
	small_region_close(&region);
}

/* What broke is rolled back whole: the file is as it was, and the journal does not know of it. */
static void test_quarantine__leaves_nothing_behind(void **state)
{
	static const struct store_query needs = {"care", "select count(*) from care_need"};
	static const struct store_query moments = {"care", "select count(*) from care_moment"};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = broken_question(&region);
	int64_t entries = small_region_entries(&region);
	assert_int_equal(add_need(&region, asked, "poison-1").outcome, OUTCOME_BROKEN);
	assert_int_equal(small_region_number(&region, &needs), 1);
	assert_int_equal(small_region_number(&region, &moments), 1);
	assert_int_equal(small_region_entries(&region), entries);
	/* The region goes on, the chain too. */
	small_region_question(&region);
	assert_int_equal(small_region_entries(&region), entries + 1);
	small_region_close(&region);
}

/* A CHECK that fails is set aside in the same way, with the condition that did not hold. */
static void test_quarantine__of_a_check_that_failed(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct need need = {.region = SMALL_REGION, .episode = asked.episode, .id = asked.need};
	assert_true(small_region_read(&region, &need_table, &need));
	struct step step = {.region = SMALL_REGION, .episode = asked.episode, .id = need.step};
	assert_true(small_region_read(&region, &step_table, &step));
	step.state = STEP_DONE; /* though it is the need's next one */
	small_region_put(&region, &step_table, &step);
	struct command_params params = {
		.episode = asked.episode, .need = asked.need, .closing = CLOSING_PERSON};
	struct command_reply reply =
		small_region_run(&region, asked.person, COMMAND_NEED_CLOSE, &params, "poison-2");
	assert_int_equal(reply.outcome, OUTCOME_BROKEN);
	assert_string_equal(reply.error.message, "known && step.state == STEP_OPEN");
	struct quarantine kept = {.region = SMALL_REGION, .id = reply.incident};
	assert_true(small_region_read(&region, &command_quarantine_table, &kept));
	assert_true(span_is(kept.reason, "known && step.state == STEP_OPEN"));
	small_region_close(&region);
}

static void expect_set_aside(const struct command_reply *reply, struct id incident)
{
	small_region_refused(reply, &command_verdicts, COMMAND_SET_ASIDE);
	assert_true(id_equal(reply->incident, incident));
}

/* The same command again is refused under the same incident, without being tried; also after it
 * could be done, and whatever it says now. */
static void test_quarantine__is_not_tried_again(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = broken_question(&region);
	struct command_result sound = small_region_question(&region);
	struct command_reply first = add_need(&region, asked, "poison-1");
	struct command_reply again = add_need(&region, asked, "poison-1");
	expect_set_aside(&again, first.incident);
	struct member manager = {.region = SMALL_REGION,
		.episode = asked.episode,
		.account = region.duty,
		.kind = MEMBER_PROFESSIONAL};
	small_region_put(&region, &team_member_table, &manager);
	again = add_need(&region, asked, "poison-1");
	expect_set_aside(&again, first.incident);
	assert_int_equal(count_set_aside(&region), 1);
	/* Another id, another actor: another command. */
	assert_int_equal(add_need(&region, asked, "poison-2").outcome, OUTCOME_DONE);
	assert_int_equal(add_need(&region, sound, "poison-1").outcome, OUTCOME_DONE);
	small_region_close(&region);
}

static void reopen_writer(struct small_region *region)
{
	struct error error = {0};
	struct command_writer_options options = {.store = region->store,
		.vault = region->vault,
		.clock = &region->clock,
		.prng = &region->prng,
		.division = region->division};
	command_writer_close(region->writer);
	assert_int_equal(command_writer_open(&options, &region->writer, &error), STATUS_OK);
}

/* A program that is started anew knows what was set aside before. */
static void test_quarantine__is_known_after_a_restart(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = broken_question(&region);
	struct command_reply first = add_need(&region, asked, "poison-1");
	reopen_writer(&region);
	struct command_reply again = add_need(&region, asked, "poison-1");
	expect_set_aside(&again, first.incident);
	assert_int_equal(count_set_aside(&region), 1);
	small_region_close(&region);
}

/* A command without an id cannot be known again: each is an incident of its own. */
static void test_quarantine__of_a_command_without_id(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = broken_question(&region);
	for (int i = 1; i <= 3; i++) {
		struct command command;
		struct command *batch[] = {&command};
		struct command_params params = {
			.episode = asked.episode, .domain = DOMAIN_DEBT, .aim = AIM_RECOVER};
		small_region_make(&region, asked.person, COMMAND_NEED_ADD, &params, NULL, &command);
		command.command_id = (struct span){0};
		command_writer_run(region.writer, batch, 1);
		assert_int_equal(command.reply.outcome, OUTCOME_BROKEN);
		assert_int_equal(count_set_aside(&region), i);
	}
	reopen_writer(&region);
	small_region_question(&region);
	small_region_close(&region);
}

/* Rows of commands that were set aside, the first the oldest. */
static void put_rows(struct small_region *region, int first, int count)
{
	for (int i = first; i < first + count; i++) {
		char command_id[32];
		snprintf(command_id, sizeof(command_id), "kept-%d", i);
		struct quarantine row = {.region = SMALL_REGION,
			.id = id_draw(&region->prng),
			.command = COMMAND_NEED_ADD,
			.actor = region->duty,
			.command_id = span_of(command_id),
			.at_ms = 1000 + i,
			.reason = SPAN_LITERAL("L1 bearer")};
		small_region_put(region, &command_quarantine_table, &row);
	}
}

static bool is_known(struct small_region *region, int number)
{
	char command_id[32];
	snprintf(command_id, sizeof(command_id), "kept-%d", number);
	struct command command = {
		.region = SMALL_REGION, .actor = region->duty, .command_id = span_of(command_id)};
	return !id_is_none(command_quarantine_find(region->writer, &command));
}

/* Only so many are known; the oldest are forgotten first, also those from before a restart. */
static void test_quarantine__forgets_the_oldest_first(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	put_rows(&region, 0, COMMAND_QUARANTINE_MAX + 3);
	reopen_writer(&region);
	for (int i = 0; i < 3; i++) assert_false(is_known(&region, i));
	for (int i = 3; i < COMMAND_QUARANTINE_MAX + 3; i++) assert_true(is_known(&region, i));
	struct command_result asked = broken_question(&region);
	assert_int_equal(add_need(&region, asked, "poison-1").outcome, OUTCOME_BROKEN);
	assert_false(is_known(&region, 3));
	assert_true(is_known(&region, 4));
	assert_true(is_known(&region, COMMAND_QUARANTINE_MAX + 2));
	small_region_close(&region);
}

/* A command that says it moves nothing, and writes a need all the same, breaks a law. */
static void test_laws__what_moves_nothing_writes_no_need(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_entry still = *command_find(COMMAND_NEED_ADD);
	struct command_params params = {
		.episode = asked.episode, .domain = DOMAIN_SOCIAL, .aim = AIM_CARE, .person_agrees = true};
	struct command command, *batch[] = {&command};
	for (int moves_nothing = 0; moves_nothing < 2; moves_nothing++) {
		still.moves_nothing = moves_nothing == 1;
		small_region_make(&region, asked.person, COMMAND_NEED_ADD, &params,
			still.moves_nothing ? "still" : "moves", &command);
		command.entry = &still;
		command_writer_run(region.writer, batch, 1);
		assert_int_equal(command.reply.outcome, moves_nothing ? OUTCOME_BROKEN : OUTCOME_DONE);
	}
	assert_string_equal(command.reply.error.message, "L2 moved");
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_laws__what_moves_nothing_writes_no_need),
		cmocka_unit_test(test_quarantine__says_what_and_where),
		cmocka_unit_test(test_quarantine__leaves_nothing_behind),
		cmocka_unit_test(test_quarantine__of_a_check_that_failed),
		cmocka_unit_test(test_quarantine__is_not_tried_again),
		cmocka_unit_test(test_quarantine__is_known_after_a_restart),
		cmocka_unit_test(test_quarantine__of_a_command_without_id),
		cmocka_unit_test(test_quarantine__forgets_the_oldest_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
