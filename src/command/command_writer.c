/* command_writer.c - batches: one transaction, one sync.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_writer.h"
#include "base/check.h"
#include "base/log.h"
#include "command/command_batch.h"
#include "command/command_metrics.h"
#include "command/command_quarantine.h"
#include <stdlib.h>

status command_writer_open(
	const struct command_writer_options *options, struct command_writer **out, struct error *error)
{
	struct command_writer *writer = calloc(1, sizeof(*writer));
	if (writer == NULL) return status_fail(error, STATUS_MEMORY, "no memory for the writer");
	writer->options = *options;
	arena_init(&writer->arena, 256 * 1024, 64 * 1024 * 1024);
	change_init(&writer->change, options->store);
	buf_init(&writer->body, CHANGE_MAX_BYTES);
	buf_init(&writer->result, 4096);
	status code = journal_open(&writer->journal, options->store, error);
	if (code == STATUS_OK) code = command_quarantine_load(writer, error);
	if (code != STATUS_OK) {
		command_writer_close(writer);
		return code;
	}
	*out = writer;
	return STATUS_OK;
}

void command_writer_close(struct command_writer *writer)
{
	if (writer == NULL) return;
	journal_finish(&writer->journal);
	change_finish(&writer->change);
	arena_finish(&writer->arena);
	buf_finish(&writer->body);
	buf_finish(&writer->result);
	free(writer);
}

/* Everything since the last commit did not happen. */
static void roll_back(struct command_writer *writer)
{
	store_rollback(writer->options.store);
	journal_rolled_back(&writer->journal);
}

static void fail_all(struct command *const *commands, size_t count, const struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		if (commands[i]->reply.outcome == OUTCOME_BROKEN) continue;
		commands[i]->reply.outcome = OUTCOME_FAILED;
		commands[i]->reply.error = *error;
	}
}

/* The keys of new subjects, durable before what is sealed with them (vault.h, invariant 1). */
static status keep_keys(struct command_writer *writer, struct command *const *commands,
	size_t count, struct error *error)
{
	size_t drawn = 0;
	struct vault_key_record *records = ARENA_ARRAY(&writer->arena, struct vault_key_record, count);
	for (size_t i = 0; i < count; i++)
		if (commands[i]->entry->subject == SUBJECT_NEW &&
			commands[i]->reply.outcome == OUTCOME_DONE)
			records[drawn++] = commands[i]->new_key;
	return drawn == 0 ? STATUS_OK : vault_key_keep(writer->options.vault, records, drawn, error);
}

static status commit(struct command_writer *writer, struct command *const *commands, size_t count,
	struct error *error)
{
	TRY(keep_keys(writer, commands, count, error));
	int64_t began_ns = clock_monotonic_ns();
	/* Before anybody can see it. */
	atomic_fetch_add(&writer->commits, 1);
	TRY(store_commit(writer->options.store, error));
	command_metrics_commit(
		count, clock_monotonic_ns() - began_ns, store_log_bytes(writer->options.store));
	journal_committed(&writer->journal);
	return STATUS_OK;
}

/* Runs these commands in one transaction. `*stopped_at`: the command that failed or broke; count
 * if none did. */
static status run_together(struct command_writer *writer, struct command *const *commands,
	size_t count, size_t *stopped_at, struct error *error)
{
	*stopped_at = 0;
	arena_reset(&writer->arena);
	TRY(store_begin(writer->options.store, STORE_READ_WRITE, error));
	for (size_t i = 0; i < count; i++) {
		*stopped_at = i;
		commands[i]->reply = (struct command_reply){.outcome = OUTCOME_PENDING};
		TRY(command_batch_run_one(writer, commands[i], error));
		if (commands[i]->reply.outcome == OUTCOME_BROKEN) return STATUS_CORRUPT;
	}
	*stopped_at = count;
	return commit(writer, commands, count, error);
}

/* Replayed singly: what failed before may fail again, and then only for itself. */
static void run_alone(struct command_writer *writer, struct command *command)
{
	size_t stopped_at = 0;
	struct error error = {0};
	status code = run_together(writer, &command, 1, &stopped_at, &error);
	if (code == STATUS_OK) return;
	roll_back(writer);
	if (command->reply.outcome == OUTCOME_BROKEN)
		command_quarantine_put(writer, command);
	else
		fail_all(&command, 1, &error);
}

/* One after the other; *done false if one was not accepted. */
static status run_each(struct command_writer *writer, const struct command_whole *whole, bool *done,
	struct error *error)
{
	struct command command = {0};
	bool more = true;
	for (;;) {
		TRY(whole->next(whole->context, writer->options.store, &command, &more, error));
		if (!more) return STATUS_OK;
		CHECK(command.by_program && command.command_id.size == 0 &&
			command.entry->subject == SUBJECT_NOBODY);
		arena_reset(&writer->arena);
		command.reply = (struct command_reply){.outcome = OUTCOME_PENDING};
		TRY(command_batch_run_one(writer, &command, error));
		*done = *done && command.reply.outcome == OUTCOME_DONE;
		whole->told(whole->context, &command);
		if (command.reply.outcome == OUTCOME_BROKEN) return STATUS_OK;
	}
}

status command_writer_run_whole(struct command_writer *writer, const struct command_whole *whole,
	bool *done, struct error *error)
{
	*done = true;
	status code = store_begin(writer->options.store, STORE_READ_WRITE, error);
	if (code == STATUS_OK) code = run_each(writer, whole, done, error);
	bool keeps = code == STATUS_OK && *done && !whole->only_look;
	if (keeps) code = commit(writer, NULL, 0, error);
	*done = *done && code == STATUS_OK;
	if (keeps && *done)
		return command_writer_syncs_apart(writer) ? command_writer_sync(writer, error) : STATUS_OK;
	roll_back(writer);
	return code;
}

uint64_t command_writer_commits(const struct command_writer *writer)
{
	return atomic_load(&writer->commits);
}

bool command_writer_syncs_apart(const struct command_writer *writer)
{
	return store_syncs_apart(writer->options.store);
}

status command_writer_sync(struct command_writer *writer, struct error *error)
{
	int64_t began_ns = clock_monotonic_ns();
	TRY(store_sync(writer->options.store, error));
	command_metrics_sync(clock_monotonic_ns() - began_ns);
	return STATUS_OK;
}

void command_writer_run(
	struct command_writer *writer, struct command *const *commands, size_t count)
{
	CHECK(count <= COMMAND_BATCH_MAX);
	size_t stopped_at = 0;
	struct error error = {0};
	if (count == 0) return;
	status code = run_together(writer, commands, count, &stopped_at, &error);
	if (code != STATUS_OK) {
		LOG_EVENT(LOG_WARN, "writer.replay", LOG_NUMBER_FIELD(LOG_COUNT, count),
			LOG_CODE_FIELD(LOG_ERROR_CODE, status_name(code)));
		roll_back(writer);
		for (size_t i = 0; i < count; i++) run_alone(writer, commands[i]);
	}
	command_metrics_batch(commands, count);
}
