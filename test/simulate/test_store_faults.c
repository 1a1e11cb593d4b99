/* test_store_faults.c - every call of the store fails once, for every entry of the table.
 *
 * What must come of it, exactly:
 *   once     One call fails: the batch is rolled back and the command replayed alone, which
 *            succeeds. OUTCOME_DONE, one more entry, sound.
 *   twice    It fails again when it is replayed: OUTCOME_FAILED with STATUS_STORE, and every row of
 *            every table is as it was.
 *   from     So does every call behind it: the same.
 *   After a failure the same command id is done, as if nothing had been.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_clock.h"
#include "fault_recipe.h"
#include "simulate_budget.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* More calls than any command makes. */
#define MAX_CALLS 400

static struct {
	char folder[256];
	char site_key_file[300];
	struct fault_stage stage;
	int64_t failed_calls;
} shared;

static int open_stage(void **state)
{
	const char *temporary = getenv("TMPDIR");
	snprintf(shared.folder, sizeof(shared.folder), "%s/vangnet-faults-XXXXXX",
		temporary != NULL ? temporary : "/tmp");
	if (mkdtemp(shared.folder) == NULL) return -1;
	snprintf(shared.site_key_file, sizeof(shared.site_key_file), "%s/site.key", shared.folder);
	fault_stage_open(&shared.stage, shared.site_key_file);
	*state = &shared.stage;
	return 0;
}

static int close_stage(void **state)
{
	fault_stage_close(*state);
	unlink(shared.site_key_file);
	rmdir(shared.folder);
	return 0;
}

static bool same_rows(const struct buf *a, const struct buf *b)
{
	return span_equal(buf_span(a), buf_span(b));
}

static void assert_sound(struct fault_stage *stage, const char *what)
{
	struct error error = {0};
	if (!fault_stage_is_sound(stage, &error)) fail_msg("%s: %s", what, error.message);
}

/* The same command id, as a client sends it: prepared anew. */
static void assert_done_again(
	struct fault_stage *stage, const struct command *asked, enum command_outcome expected)
{
	struct command again = *asked;
	fault_stage_run(stage, &again);
	if (again.reply.outcome != expected)
		fail_msg("%s again: outcome %d in place of %d: %s", asked->entry->name,
			(int)again.reply.outcome, (int)expected, again.reply.error.message);
}

/* Runs the command alone, prepared without faults, with this plan for one of the stores. */
static struct command_reply run_with(struct fault_stage *stage, const struct command *asked,
	struct store *failing, enum fault_store_plan plan, int64_t at)
{
	struct command command = *asked;
	struct command *batch[] = {&command};
	struct error error = {0};
	assert_int_equal(
		command_prepare(&command, stage->vault, stage->store, &stage->prng, &stage->arena, &error),
		STATUS_OK);
	fault_store_set(failing, plan, at);
	command_writer_run(stage->writer, batch, 1);
	shared.failed_calls += fault_store_failed(failing);
	return command.reply;
}

/* After a failure nothing is written, and the same command is done. */
static void assert_nothing_happened(struct fault_stage *stage, const struct command *asked,
	const struct command_reply *reply, const struct buf *before)
{
	struct buf after;
	int64_t entries = fault_stage_entries(stage);
	fault_stage_dump(stage, &after);
	if (reply->outcome != OUTCOME_FAILED || reply->error.code != STATUS_STORE)
		fail_msg("%s: outcome %d", asked->entry->name, (int)reply->outcome);
	if (!same_rows(before, &after)) fail_msg("%s failed, and wrote", asked->entry->name);
	buf_finish(&after);
	assert_done_again(stage, asked, OUTCOME_DONE);
	assert_int_equal(fault_stage_entries(stage), entries + 1);
	assert_sound(stage, asked->entry->name);
}

/* It was replayed and is done, once. */
static void assert_happened_once(struct fault_stage *stage, const struct command *asked,
	const struct command_reply *reply, int64_t entries)
{
	if (reply->outcome != OUTCOME_DONE)
		fail_msg(
			"%s: outcome %d: %s", asked->entry->name, (int)reply->outcome, reply->error.message);
	assert_int_equal(fault_stage_entries(stage), entries + 1);
	assert_sound(stage, asked->entry->name);
	if (asked->command_id.size > 0) assert_done_again(stage, asked, OUTCOME_REPEATED);
	assert_int_equal(fault_stage_entries(stage), entries + 1);
}

/* A short run leaves out what takes the longest and shows the least that is new. */
static bool is_short(void)
{
	return simulate_budget_of(10) < 10;
}

/* Lets call 1, 2, 3 ... (in a short run each third) fail until the command is done without; returns
 * how many that were. */
static int64_t try_each_call(struct fault_stage *stage, const struct command *asked, bool of_keys,
	enum fault_store_plan plan)
{
	for (int64_t at = 1; at < MAX_CALLS; at += is_short() ? 3 : 1) {
		struct buf before;
		fault_stage_set_back(stage);
		fault_stage_dump(stage, &before);
		int64_t entries = fault_stage_entries(stage);
		struct store *failing = of_keys ? stage->keys : stage->store;
		struct command_reply reply = run_with(stage, asked, failing, plan, at);
		int64_t failed = fault_store_failed(failing);
		fault_store_set(failing, FAULT_STORE_NONE, 0);
		if (failed == 0 || plan == FAULT_STORE_ONCE)
			assert_happened_once(stage, asked, &reply, entries);
		else
			assert_nothing_happened(stage, asked, &reply, &before);
		buf_finish(&before);
		if (failed == 0) return at - 1;
	}
	fail_msg("%s makes over %d calls", asked->entry->name, MAX_CALLS);
	return 0;
}

static void try_entry(struct fault_stage *stage, const struct command_entry *entry)
{
	int64_t before = shared.failed_calls;
	struct command asked = fault_recipe_make(stage, entry->number);
	if (asked.entry != entry) fail_msg("there is no recipe for %s", entry->name);
	int64_t once = try_each_call(stage, &asked, false, FAULT_STORE_ONCE);
	int64_t twice = is_short() ? once : try_each_call(stage, &asked, false, FAULT_STORE_TWICE);
	int64_t from = try_each_call(stage, &asked, false, FAULT_STORE_FROM);
	assert_true(once > 4 && once == twice && once == from);
	int64_t of_keys = 0;
	if (entry->subject == SUBJECT_NEW) {
		of_keys = try_each_call(stage, &asked, true, FAULT_STORE_ONCE);
		assert_int_equal(of_keys, try_each_call(stage, &asked, true, FAULT_STORE_FROM));
		assert_true(of_keys >= 3); /* begin, run, commit */
	}
	printf("%-22s %3" PRId64 " calls, %" PRId64 " of the key store: %5" PRId64 " failed\n",
		entry->name, once, of_keys, shared.failed_calls - before);
}

/* Each call of each entry of the table fails, and all comes right. */
static void test_every_entry__survives_every_fault(void **state)
{
	size_t commands = 0, looks = 0;
	for (size_t i = 0; i < command_entry_count; i++) {
		try_entry(*state, &command_entries[i]);
		looks += command_entries[i].is_look;
		commands += !command_entries[i].is_look;
	}
	printf("%zu commands and %zu looks, %" PRId64 " calls failed\n", commands, looks,
		shared.failed_calls);
	assert_int_equal(commands + looks, command_entry_count);
	assert_true(commands >= 34 && looks >= 5);
}

/* What comes before the writer: a fault while a command is prepared is told, and nothing was. */
static void test_prepare__says_that_it_failed(void **state)
{
	struct fault_stage *stage = *state;
	struct command asked = fault_recipe_make(stage, COMMAND_NEED_ADD);
	for (int64_t at = 1; at < MAX_CALLS; at++) {
		struct command command = asked;
		struct error error = {0};
		fault_stage_set_back(stage);
		fault_store_set(stage->store, FAULT_STORE_ONCE, at);
		status code = command_prepare(
			&command, stage->vault, stage->store, &stage->prng, &stage->arena, &error);
		bool failed = fault_store_failed(stage->store) > 0;
		assert_int_equal(code, failed ? STATUS_STORE : STATUS_OK);
		fault_store_set(stage->store, FAULT_STORE_NONE, 0);
		assert_done_again(stage, &asked, OUTCOME_DONE);
		if (failed) continue;
		assert_true(at > 2);
		return;
	}
	fail();
}

enum { BATCH = 3 };

static void prepare_batch(
	struct fault_stage *stage, const struct command *asked, struct command *commands)
{
	static const char *const ids[BATCH] = {"first", "second", "third"};
	struct error error = {0};
	for (int i = 0; i < BATCH; i++) {
		commands[i] = *asked;
		commands[i].command_id = span_of(ids[i]);
		assert_int_equal(command_prepare(&commands[i], stage->vault, stage->store, &stage->prng,
							 &stage->arena, &error),
			STATUS_OK);
	}
}

/* When a batch fails each command is replayed alone: one that fails then fails for itself only. */
static void test_batch__fails_only_who_fails_alone(void **state)
{
	struct fault_stage *stage = *state;
	struct command asked = fault_recipe_make(stage, COMMAND_QUESTION_ASK);
	for (int64_t at = 1; at < MAX_CALLS; at++) {
		struct command commands[BATCH];
		struct command *batch[BATCH] = {&commands[0], &commands[1], &commands[2]};
		fault_stage_set_back(stage);
		prepare_batch(stage, &asked, commands);
		int64_t entries = fault_stage_entries(stage);
		fault_store_set(stage->store, FAULT_STORE_TWICE, at);
		command_writer_run(stage->writer, batch, BATCH);
		bool failed = fault_store_failed(stage->store) > 0;
		fault_store_set(stage->store, FAULT_STORE_NONE, 0);
		assert_int_equal(commands[0].reply.outcome, failed ? OUTCOME_FAILED : OUTCOME_DONE);
		assert_int_equal(commands[1].reply.outcome, OUTCOME_DONE);
		assert_int_equal(commands[2].reply.outcome, OUTCOME_DONE);
		assert_int_equal(fault_stage_entries(stage), entries + BATCH - failed);
		assert_sound(stage, "batch");
		if (!failed) return;
		commands[0] = asked;
		commands[0].command_id = SPAN_LITERAL("first");
		assert_done_again(stage, &commands[0], OUTCOME_DONE);
	}
	fail();
}

static status carry(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	(void)error;
	for (size_t i = 0; i < count; i++) fault_stage_run(context, commands[i]);
	return STATUS_OK;
}

static status work(struct fault_stage *stage, bool delivers, int64_t *done)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	int64_t now_ms = clock_now_ms(&stage->clock);
	status code = delivers
		? command_clock_deliver(stage->store, now_ms, carry, stage, &report, &error)
		: command_clock_tick(stage->store, now_ms, carry, stage, &report, &error);
	*done += report.expired + report.late + report.delivered;
	return code;
}

/* The clock's work and the deliveries stop at a fault that stays, and go on where they were. */
static void try_work(struct fault_stage *stage, bool delivers)
{
	int64_t all = 0;
	fault_stage_set_back(stage);
	assert_int_equal(work(stage, delivers, &all), STATUS_OK);
	assert_true(all > 0);
	for (int64_t at = 1;; at++) {
		int64_t done = 0;
		fault_stage_set_back(stage);
		fault_store_set(stage->store, FAULT_STORE_FROM, at);
		status code = work(stage, delivers, &done);
		bool failed = fault_store_failed(stage->store) > 0;
		fault_store_set(stage->store, FAULT_STORE_NONE, 0);
		/* An event that fails stays where it is, and is no error. */
		assert_true(code == STATUS_STORE || (code == STATUS_OK && (delivers || !failed)));
		assert_int_equal(work(stage, delivers, &done), STATUS_OK);
		/* One that was delivered and not yet removed is delivered again, which changes nothing. */
		assert_int_equal(done, all);
		assert_sound(stage, delivers ? "delivery" : "clock");
		if (!failed) return;
	}
}

static void test_clock_and_delivery__go_on_after_a_fault(void **state)
{
	struct fault_stage *stage = *state;
	struct command asked = fault_recipe_make(stage, COMMAND_HANDOVER_EXPIRE);
	assert_non_null(asked.entry);
	try_work(stage, false);
	try_work(stage, true);
}

/* A writer that cannot read what it needs does not open. */
static void test_writer__opens_or_says_why_not(void **state)
{
	struct fault_stage *stage = *state;
	fault_recipe_make(stage, COMMAND_QUESTION_ASK);
	fault_stage_set_back(stage);
	struct command_writer_options options = {.store = stage->store,
		.vault = stage->vault,
		.clock = &stage->clock,
		.prng = &stage->prng,
		.division = stage->division};
	for (int64_t at = 1; at < MAX_CALLS; at++) {
		struct command_writer *writer = NULL;
		struct error error = {0};
		fault_store_set(stage->store, FAULT_STORE_ONCE, at);
		status code = command_writer_open(&options, &writer, &error);
		bool failed = fault_store_failed(stage->store) > 0;
		fault_store_set(stage->store, FAULT_STORE_NONE, 0);
		assert_int_equal(code, failed ? STATUS_STORE : STATUS_OK);
		command_writer_close(writer);
		if (!failed) return;
	}
	fail();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_entry__survives_every_fault),
		cmocka_unit_test(test_prepare__says_that_it_failed),
		cmocka_unit_test(test_batch__fails_only_who_fails_alone),
		cmocka_unit_test(test_clock_and_delivery__go_on_after_a_fault),
		cmocka_unit_test(test_writer__opens_or_says_why_not),
	};
	return cmocka_run_group_tests(tests, open_stage, close_stage);
}
