/* command_aside.c - due dates that were set aside.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_aside.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct command_aside, region),
	STORE_COLUMN_I32(struct command_aside, list),
	STORE_COLUMN_I32(struct command_aside, kind),
	STORE_COLUMN_ID(struct command_aside, thing, false),
	STORE_COLUMN_I64(struct command_aside, due_ms),
	STORE_COLUMN_ID(struct command_aside, incident, false),
	STORE_COLUMN_I32(struct command_aside, tries),
	STORE_COLUMN_I32(struct command_aside, code),
	STORE_COLUMN_I64(struct command_aside, first_ms),
	STORE_COLUMN_I64(struct command_aside, again_ms),
};
const struct store_table command_aside_table = {
	.owner = "command",
	.name = "command_aside",
	.number = 52,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 5,
};

int64_t command_aside_again_ms(int32_t tries, int64_t now_ms)
{
	int64_t wait_ms = COMMAND_ASIDE_FIRST_MS;
	for (int32_t i = 1; i < tries && wait_ms < COMMAND_ASIDE_LAST_MS; i++) wait_ms *= 2;
	return now_ms + (wait_ms < COMMAND_ASIDE_LAST_MS ? wait_ms : COMMAND_ASIDE_LAST_MS);
}

status command_aside_read(struct store *store, int64_t now_ms, const struct command_aside *after,
	int64_t limit, struct command_aside *found, size_t *count, struct error *error)
{
	static const struct store_query query = {"command",
		"select region, list, kind, thing, due_ms, incident, tries, code, first_ms, again_ms"
		" from command_aside where again_ms <= ?1"
		" and (region, list, kind, thing, due_ms) > (?2, ?3, ?4, ?5, ?6)"
		" order by region, list, kind, thing, due_ms limit ?7"};
	static const struct command_aside before_all = {.region = -1};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	if (after == NULL) after = &before_all;
	struct store_value parameters[] = {store_int(now_ms), store_int(after->region),
		store_int(after->list), store_int(after->kind),
		store_blob(span_bytes(after->thing.bytes, ID_SIZE)), store_int(after->due_ms),
		store_int(limit)};
	TRY(store_query_open(store, &query, parameters, 7, &cursor, error));
	for (*count = 0; *count < (size_t)limit; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&command_aside_table, row, &found[*count], NULL, error));
	}
	return STATUS_OK;
}

status command_aside_count(struct store *store, int64_t *count, struct error *error)
{
	static const struct store_query query = {"command", "select count(*) from command_aside"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, &query, NULL, 0, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}

status command_aside_waits(struct store *store, const struct command_aside *key, int64_t now_ms,
	bool *waits, struct error *error)
{
	static const struct store_query query = {"command",
		"select count(*) from command_aside where region = ?1 and list = ?2 and kind = ?3"
		" and thing = ?4 and due_ms = ?5 and again_ms > ?6"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(key->region), store_int(key->list),
		store_int(key->kind), store_blob(span_bytes(key->thing.bytes, ID_SIZE)),
		store_int(key->due_ms), store_int(now_ms)};
	TRY(store_query_open(store, &query, parameters, 6, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*waits = store_value_int(&row[0]) > 0;
	return STATUS_OK;
}
