/* moment.c - timeline and due dates.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/moment.h"

static const struct store_column moment_columns[] = {
	STORE_COLUMN_I32(struct moment, region),
	STORE_COLUMN_ID(struct moment, episode, false),
	STORE_COLUMN_I64(struct moment, seq),
	STORE_COLUMN_I32(struct moment, part),
	STORE_COLUMN_I32(struct moment, kind),
	STORE_COLUMN_I64(struct moment, at_ms),
	STORE_COLUMN_I32(struct moment, effective_day),
	STORE_COLUMN_ID(struct moment, who, true),
	STORE_COLUMN_ID(struct moment, whom, true),
	STORE_COLUMN_ID(struct moment, need, true),
	STORE_COLUMN_ID(struct moment, thing, true),
	STORE_COLUMN_I32(struct moment, code),
	STORE_COLUMN_I32(struct moment, second),
	STORE_COLUMN_I32(struct moment, day),
	STORE_COLUMN_BLOB(struct moment, words, true),
};
const struct store_table moment_table = {
	.owner = "care",
	.name = "care_moment",
	.number = 38,
	.keeping = STORE_JOURNALED,
	.columns = moment_columns,
	.column_count = sizeof(moment_columns) / sizeof(moment_columns[0]),
	.key_count = 4,
};

static const struct store_column due_columns[] = {
	STORE_COLUMN_I64(struct due, due_ms),
	STORE_COLUMN_I32(struct due, region),
	STORE_COLUMN_I32(struct due, kind),
	STORE_COLUMN_ID(struct due, thing, false),
	STORE_COLUMN_ID(struct due, episode, false),
};
const struct store_table moment_due_table = {
	.owner = "care",
	.name = "care_due",
	.number = 39,
	.keeping = STORE_JOURNALED,
	.columns = due_columns,
	.column_count = sizeof(due_columns) / sizeof(due_columns[0]),
	.key_count = 4,
};

static const struct verdict verdicts[MOMENT_VERDICT_COUNT] = {
	[MOMENT_OK] = {"ok", "", VERDICT_YES},
	[MOMENT_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[MOMENT_NOT_YOURS] = {"not_yours", "L7", VERDICT_FORBIDDEN},
};
const struct verdict_list moment_verdicts = {"moment", verdicts, MOMENT_VERDICT_COUNT};

enum moment_verdict moment_judge_correct(
	const struct care_actor *actor, struct id person, bool known, const struct moment *moment)
{
	if (!known) return MOMENT_UNKNOWN;
	if (!id_equal(actor->account, person) && !id_equal(actor->account, moment->who))
		return MOMENT_NOT_YOURS;
	return MOMENT_OK;
}

status moment_due(struct store *store, int64_t now_ms, const struct due *after, int64_t limit,
	struct due *found, size_t *count, struct error *error)
{
	static const struct store_query query = {"care",
		"select due_ms, region, kind, thing, episode from care_due"
		" where due_ms <= ?1 and (due_ms, region, kind, thing) > (?2, ?3, ?4, ?5)"
		" order by due_ms, region, kind, thing limit ?6"};
	static const struct due before_all = {.due_ms = INT64_MIN};
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
		TRY(store_record_fill(&moment_due_table, row, &found[*count], NULL, error));
	}
	return STATUS_OK;
}

status moment_look(
	struct store *store, int64_t now_ms, struct moment_watch *watch, struct error *error)
{
	static const struct store_query query = {"care",
		"select (select count(*) from (select 1 from care_due where due_ms <= ?1 limit ?2) d),"
		" (select min(due_ms) from care_due),"
		" (select min(due_ms) from care_due where due_ms > ?1)"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(now_ms), store_int(MOMENT_WATCH_MAX)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	watch->due = store_value_int(&row[0]);
	watch->oldest_ms = row[1].type == STORE_NULL ? INT64_MAX : store_value_int(&row[1]);
	watch->next_ms = row[2].type == STORE_NULL ? INT64_MAX : store_value_int(&row[2]);
	return STATUS_OK;
}

status moment_open_after(struct store *store, int32_t region, struct id episode, int64_t after,
	int64_t limit, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, seq, part, kind, at_ms, effective_day, who, whom, need, thing,"
		" code, second, day, words from care_moment where region = ?1 and episode = ?2 and seq > ?3"
		" order by seq, part limit ?4"};
	struct store_value parameters[] = {
		store_int(region), store_id(&episode), store_int(after), store_int(limit)};
	return store_query_open(store, &query, parameters, 4, cursor, error);
}
