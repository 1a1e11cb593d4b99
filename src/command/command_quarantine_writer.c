/* command_quarantine_writer.c - the writer sets a broken command aside, and knows it again.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/log.h"
#include "command/command_batch.h"
#include "command/command_metrics.h"
#include "command/command_quarantine.h"

static uint64_t hash_of_command(int32_t region, struct id actor, struct span command_id)
{
	unsigned char key[4 + ID_SIZE + JOURNAL_COMMAND_ID_BYTES] = {0};
	size_t size =
		command_id.size < JOURNAL_COMMAND_ID_BYTES ? command_id.size : JOURNAL_COMMAND_ID_BYTES;
	memcpy(key, &region, 4);
	memcpy(key + 4, actor.bytes, ID_SIZE);
	if (size > 0) memcpy(key + 4 + ID_SIZE, command_id.start, size);
	return hash_fast(key, sizeof(key));
}

static void remember(struct command_writer *writer, uint64_t hash, struct id incident)
{
	size_t at =
		writer->set_aside_count % COMMAND_QUARANTINE_MAX; /* the oldest is forgotten first */
	writer->set_aside[at] = (struct set_aside){hash, incident};
	writer->set_aside_count++;
}

/* The newest that there is room for, oldest first: in the order in which they were remembered. */
static status load(struct command_writer *writer, struct error *error)
{
	static const struct store_query query = {"command",
		"select region, id, command, actor, command_id, at_ms, reason from"
		" (select * from command_quarantine where command_id is not null"
		" order by at_ms desc limit ?1) newest order by at_ms"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(COMMAND_QUARANTINE_MAX)};
	TRY(store_query_open(writer->options.store, &query, parameters, 1, &cursor, error));
	for (;;) {
		struct quarantine quarantine;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(store_record_fill(&command_quarantine_table, row, &quarantine, NULL, error));
		remember(writer,
			hash_of_command(quarantine.region, quarantine.actor, quarantine.command_id),
			quarantine.id);
	}
}

status command_quarantine_load(struct command_writer *writer, struct error *error)
{
	TRY(store_begin(writer->options.store, STORE_READ_ONLY, error));
	status code = load(writer, error);
	store_rollback(writer->options.store);
	return code;
}

struct id command_quarantine_find(
	const struct command_writer *writer, const struct command *command)
{
	size_t count = writer->set_aside_count < COMMAND_QUARANTINE_MAX ? writer->set_aside_count
																	: COMMAND_QUARANTINE_MAX;
	if (count == 0) return id_none;
	uint64_t hash = hash_of_command(command->region, command->actor, command->command_id);
	for (size_t i = 0; i < count; i++)
		if (writer->set_aside[i].hash == hash) return writer->set_aside[i].incident;
	return id_none;
}

static status put_row(
	struct command_writer *writer, const struct quarantine *quarantine, struct error *error)
{
	struct store_value values[STORE_MAX_COLUMNS];
	store_record_values(&command_quarantine_table, quarantine, values);
	TRY(store_begin(writer->options.store, STORE_READ_WRITE, error));
	TRY(store_put(writer->options.store, &command_quarantine_table, values, error));
	/* As any commit: before it is seen, so that the sync before the answer is of this too. */
	atomic_fetch_add(&writer->commits, 1);
	return store_commit(writer->options.store, error);
}

void command_quarantine_put(struct command_writer *writer, struct command *command)
{
	struct error error = {0};
	struct quarantine quarantine = {.region = command->region,
		.id = id_draw(writer->options.prng),
		.command = (int32_t)command->entry->number,
		.actor = command->actor,
		.command_id = command->command_id,
		.at_ms = clock_now_ms(writer->options.clock),
		.reason = span_of(command->reply.error.message)};
	command->reply.incident = quarantine.id;
	if (command->command_id.size > 0)
		remember(writer, hash_of_command(command->region, command->actor, command->command_id),
			quarantine.id);
	command_metrics_incident();
	LOG_EVENT(LOG_ERROR, "writer.incident", LOG_ID_FIELD(LOG_INCIDENT, quarantine.id),
		LOG_CODE_FIELD(LOG_COMMAND, command->entry->name),
		LOG_CODE_FIELD(LOG_ERROR_DETAIL, command->reply.error.message));
	if (put_row(writer, &quarantine, &error) == STATUS_OK) return;
	store_rollback(writer->options.store);
	LOG_EVENT(LOG_ERROR, "writer.incident_not_kept", LOG_ID_FIELD(LOG_INCIDENT, quarantine.id),
		LOG_CODE_FIELD(LOG_ERROR_CODE, status_name(error.code)),
		LOG_CODE_FIELD(LOG_ERROR_DETAIL, error.message));
}
