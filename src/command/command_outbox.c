/* command_outbox.c - events from shard to shard.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_outbox.h"
#include <stdio.h>

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct outbox_event, region),
	STORE_COLUMN_I64(struct outbox_event, seq),
	STORE_COLUMN_I32(struct outbox_event, to_region),
	STORE_COLUMN_I32(struct outbox_event, kind),
	STORE_COLUMN_ID(struct outbox_event, receiver, false),
	STORE_COLUMN_ID(struct outbox_event, thing, false),
	STORE_COLUMN_ID(struct outbox_event, episode, false),
	STORE_COLUMN_I64(struct outbox_event, at_ms),
};
const struct store_table command_outbox_table = {
	.owner = "command",
	.name = "command_outbox",
	.number = 50,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static status read_events(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t parameter_count, int64_t limit,
	struct outbox_event *events, size_t *count, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, parameter_count, &cursor, error));
	for (*count = 0; *count < (size_t)limit; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&command_outbox_table, row, &events[*count], NULL, error));
	}
	return STATUS_OK;
}

status command_outbox_read_asks(struct store *store, struct id receiver, int64_t limit,
	struct outbox_event *events, size_t *count, struct error *error)
{
	static const struct store_query query = {"command",
		"select region, seq, to_region, kind, receiver, thing, episode, at_ms"
		" from command_outbox where receiver = ?1 and kind in (2, 3, 10, 11) order by region, seq"
		" limit ?2"};
	struct store_value parameters[] = {store_id(&receiver), store_int(limit)};
	return read_events(store, &query, parameters, 2, limit, events, count, error);
}

status command_outbox_read(struct store *store, const struct outbox_event *after, int64_t limit,
	struct outbox_event *events, size_t *count, struct error *error)
{
	static const struct store_query query = {"command",
		"select region, seq, to_region, kind, receiver, thing, episode, at_ms"
		" from command_outbox where (region, seq) > (?1, ?2) order by region, seq limit ?3"};
	struct store_value parameters[] = {
		store_int(after->region), store_int(after->seq), store_int(limit)};
	return read_events(store, &query, parameters, 3, limit, events, count, error);
}

status command_outbox_count(struct store *store, int64_t *count, struct error *error)
{
	static const struct store_query query = {"command", "select count(*) from command_outbox"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, &query, NULL, 0, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}

status command_outbox_read_own(struct store *store, int32_t region, int64_t first, int64_t last,
	struct outbox_event *events, size_t *count, struct error *error)
{
	static const struct store_query query = {"command",
		"select region, seq, to_region, kind, receiver, thing, episode, at_ms"
		" from command_outbox where region = ?1 and seq >= ?2 and seq <= ?3 and to_region = ?1"
		" order by seq limit ?4"};
	struct store_value parameters[] = {
		store_int(region), store_int(first), store_int(last), store_int(COMMAND_OUTBOX_TOGETHER)};
	return read_events(store, &query, parameters, 4, COMMAND_OUTBOX_TOGETHER, events, count, error);
}

void command_outbox_deliver_own(const struct outbox_event *first, const struct outbox_event *last,
	struct command *command, char id_text[OUTBOX_COMMAND_ID_SIZE])
{
	snprintf(id_text, OUTBOX_COMMAND_ID_SIZE, "outbox.%d.%lld-%lld", (int)first->region,
		(long long)first->seq, (long long)last->seq);
	*command = (struct command){.entry = command_find(COMMAND_OUTBOX_DELIVER),
		.region = first->region,
		.by_program = true,
		.command_id = span_of(id_text),
		.expected_version = -1};
	command->params.number = first->seq;
	command->params.until = last->seq;
}

void command_outbox_deliver(
	const struct outbox_event *event, struct command *command, char id_text[OUTBOX_COMMAND_ID_SIZE])
{
	snprintf(id_text, OUTBOX_COMMAND_ID_SIZE, "outbox.%d.%lld", (int)event->region,
		(long long)event->seq);
	*command = (struct command){.entry = command_find(COMMAND_INBOX_DELIVER),
		.region = event->to_region,
		.by_program = true,
		.command_id = span_of(id_text),
		.expected_version = -1};
	command->params = (struct command_params){.account = event->receiver,
		.thing = event->thing,
		.item_kind = event->kind,
		.from_region = event->region,
		.episode = event->episode};
}

void command_outbox_delivered(
	const struct outbox_event *event, struct command *command, char id_text[OUTBOX_COMMAND_ID_SIZE])
{
	snprintf(id_text, OUTBOX_COMMAND_ID_SIZE, "delivered.%d.%lld", (int)event->region,
		(long long)event->seq);
	*command = (struct command){.entry = command_find(COMMAND_OUTBOX_DELIVERED),
		.region = event->region,
		.by_program = true,
		.command_id = span_of(id_text),
		.expected_version = -1};
	command->params.number = event->seq;
}
