/* entry.c - confirmation, history and clocks of entries.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/entry.h"

static const struct store_column entry_columns[] = {
	STORE_COLUMN_I32(struct entry, region),
	STORE_COLUMN_ID(struct entry, id, false),
	STORE_COLUMN_I32(struct entry, kind),
	STORE_COLUMN_ID(struct entry, organisation, false),
	STORE_COLUMN_ID(struct entry, keeper, true),
	STORE_COLUMN_I32(struct entry, state),
	STORE_COLUMN_I64(struct entry, version),
	STORE_COLUMN_I64(struct entry, made_ms),
	STORE_COLUMN_I64(struct entry, confirmed_ms),
	STORE_COLUMN_ID(struct entry, confirmed_by, true),
	STORE_COLUMN_I32(struct entry, confirmed_as),
	STORE_COLUMN_ID(struct entry, ask, true),
	STORE_COLUMN_I64(struct entry, asked_ms),
	STORE_COLUMN_I64(struct entry, fades_ms),
	STORE_COLUMN_I64(struct entry, due_ms),
	STORE_COLUMN_I64(struct entry, changed_ms),
	STORE_COLUMN_I64(struct entry, ended_ms),
};
const struct store_table entry_table = {
	.owner = "directory",
	.name = "directory_entry",
	.number = 23,
	.keeping = STORE_JOURNALED,
	.columns = entry_columns,
	.column_count = sizeof(entry_columns) / sizeof(entry_columns[0]),
	.key_count = 2,
};

static const struct store_column entry_change_columns[] = {
	STORE_COLUMN_I32(struct entry_change, region),
	STORE_COLUMN_ID(struct entry_change, entry, false),
	STORE_COLUMN_I64(struct entry_change, version),
	STORE_COLUMN_I32(struct entry_change, part),
	STORE_COLUMN_I32(struct entry_change, command),
	STORE_COLUMN_I32(struct entry_change, field),
	STORE_COLUMN_I64(struct entry_change, at_ms),
	STORE_COLUMN_ID(struct entry_change, who, true),
	STORE_COLUMN_I32(struct entry_change, role),
	STORE_COLUMN_TEXT(struct entry_change, before, true),
	STORE_COLUMN_TEXT(struct entry_change, after, true),
};
const struct store_table entry_change_table = {
	.owner = "directory",
	.name = "directory_change",
	.number = 24,
	.keeping = STORE_JOURNALED,
	.columns = entry_change_columns,
	.column_count = sizeof(entry_change_columns) / sizeof(entry_change_columns[0]),
	.key_count = 4,
};

static const struct store_column entry_due_columns[] = {
	STORE_COLUMN_I64(struct entry_due, due_ms),
	STORE_COLUMN_I32(struct entry_due, region),
	STORE_COLUMN_I32(struct entry_due, kind),
	STORE_COLUMN_ID(struct entry_due, thing, false),
};
const struct store_table entry_due_table = {
	.owner = "directory",
	.name = "directory_due",
	.number = 25,
	.keeping = STORE_JOURNALED,
	.columns = entry_due_columns,
	.column_count = sizeof(entry_due_columns) / sizeof(entry_due_columns[0]),
	.key_count = 4,
};

static const char *const entry_kind_names[] = {"", "organisation", "site", "service", "agreement"};
_Static_assert(
	sizeof(entry_kind_names) / sizeof(entry_kind_names[0]) == ENTRY_KIND_COUNT, "a name per code");
const struct codes entry_kind_codes = {"entry_kind", entry_kind_names, ENTRY_KIND_COUNT};

static const char *const entry_state_names[] = {"", "fresh", "asked", "fading", "ended"};
_Static_assert(sizeof(entry_state_names) / sizeof(entry_state_names[0]) == ENTRY_STATE_COUNT,
	"a name per code");
const struct codes entry_state_codes = {"entry_state", entry_state_names, ENTRY_STATE_COUNT};

static const char *const entry_role_names[] = {
	"", "owner", "link", "administrator", "import", "clock"};
_Static_assert(
	sizeof(entry_role_names) / sizeof(entry_role_names[0]) == ENTRY_ROLE_COUNT, "a name per code");
const struct codes entry_role_codes = {"entry_role", entry_role_names, ENTRY_ROLE_COUNT};

static const char *const entry_field_names[] = {"", "name", "alternate_name", "description", "kind",
	"website", "email", "phone", "municipality", "address", "postal_code", "place", "latitude",
	"longitude", "accessibility", "directions", "form", "site", "domain", "domains", "level",
	"languages", "ways_in", "way_in_words", "referral", "anonymous", "settings", "min_age",
	"max_age", "good_at", "good_at_words", "security", "hours", "capacity", "area", "costs",
	"goals", "parties", "from_day", "to_day", "state"};
_Static_assert(sizeof(entry_field_names) / sizeof(entry_field_names[0]) == ENTRY_FIELD_COUNT,
	"a name per code");
const struct codes entry_field_codes = {"entry_field", entry_field_names, ENTRY_FIELD_COUNT};

enum entry_due_kind entry_next_due(int32_t state)
{
	if (state == ENTRY_FRESH || state == ENTRY_FADING) return ENTRY_DUE_ASK;
	return state == ENTRY_ASKED ? ENTRY_DUE_FADE : ENTRY_DUE_NONE;
}

#define ENTRY_COLUMNS                                                                \
	"region, id, kind, organisation, keeper, state, version, made_ms, confirmed_ms," \
	" confirmed_by, confirmed_as, ask, asked_ms, fades_ms, due_ms, changed_ms, ended_ms"

status entry_find_ask(
	struct store *store, struct id ask, struct entry *entry, bool *found, struct error *error)
{
	static const struct store_query query = {
		"directory", "select " ENTRY_COLUMNS " from directory_entry where ask = ?1 limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&ask)};
	*found = false;
	if (id_is_none(ask)) return STATUS_OK;
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	return row == NULL ? STATUS_OK : store_record_fill(&entry_table, row, entry, NULL, error);
}

status entry_count_kept(struct store *store, struct id keeper, int64_t *count, struct error *error)
{
	static const struct store_query query = {"directory",
		"select count(*) from directory_entry where keeper = ?1 and kind = 1 and ended_ms = 0"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&keeper)};
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}

status entry_read_due(struct store *store, int64_t now_ms, const struct entry_due *after,
	int64_t limit, struct entry_due *found, size_t *count, struct error *error)
{
	static const struct store_query query = {"directory",
		"select due_ms, region, kind, thing from directory_due"
		" where due_ms <= ?1 and (due_ms, region, kind, thing) > (?2, ?3, ?4, ?5)"
		" order by due_ms, region, kind, thing limit ?6"};
	static const struct entry_due before_all = {.due_ms = INT64_MIN};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	if (after == NULL) after = &before_all;
	struct store_value parameters[] = {store_int(now_ms), store_int(after->due_ms),
		store_int(after->region), store_int(after->kind),
		store_blob(span_bytes(after->thing.bytes, ID_SIZE)), store_int(limit)};
	TRY(store_query_open(store, &query, parameters, 6, &cursor, error));
	for (*count = 0; *count < (size_t)limit; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&entry_due_table, row, &found[*count], NULL, error));
	}
	return STATUS_OK;
}

status entry_look_due(
	struct store *store, int64_t now_ms, struct entry_watch *watch, struct error *error)
{
	static const struct store_query query = {"directory",
		"select (select count(*) from (select 1 from directory_due where due_ms <= ?1 limit ?2) d),"
		" (select min(due_ms) from directory_due),"
		" (select min(due_ms) from directory_due where due_ms > ?1)"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(now_ms), store_int(ENTRY_WATCH_MAX)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	watch->due = store_value_int(&row[0]);
	watch->oldest_ms = row[1].type == STORE_NULL ? INT64_MAX : store_value_int(&row[1]);
	watch->next_ms = row[2].type == STORE_NULL ? INT64_MAX : store_value_int(&row[2]);
	return STATUS_OK;
}

status entry_open_changes(struct store *store, int32_t region, struct id entry, int64_t after,
	int64_t limit, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"directory",
		"select region, entry, version, part, command, field, at_ms, who, role, before, after"
		" from directory_change where region = ?1 and entry = ?2 and version > ?3"
		" order by version, part limit ?4"};
	struct store_value parameters[] = {store_int(region),
		store_blob(span_bytes(entry.bytes, ID_SIZE)), store_int(after), store_int(limit)};
	return store_query_open(store, &query, parameters, 4, cursor, error);
}

status entry_open_list(struct store *store, int32_t region, int32_t state, struct id after,
	int64_t limit, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"directory",
		"select " ENTRY_COLUMNS " from directory_entry where region = ?1 and id > ?2"
		" and (state = ?3 or (?3 = 0 and state <> 4)) order by id limit ?4"};
	struct store_value parameters[] = {store_int(region),
		store_blob(span_bytes(after.bytes, ID_SIZE)), store_int(state), store_int(limit)};
	return store_query_open(store, &query, parameters, 4, cursor, error);
}
