/* journal_follow.c - reads effects without knowing their tables: values say what they are.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal/journal_follow.h"
#include "journal/change.h"

/* Of as many shards as there are, with one look into the index for each. */
#define HEAD(region) "(select max(seq) from journal_entry where region = " #region ")"
#define HEADS(a, b, c, d) HEAD(a) "," HEAD(b) "," HEAD(c) "," HEAD(d)

_Static_assert(JOURNAL_SHARDS == 26, "a head for each shard");

static const struct store_query heads_query = {"journal",
	"select " HEADS(0, 1, 2, 3) "," HEADS(4, 5, 6, 7) "," HEADS(8, 9, 10, 11) "," HEADS(12, 13, 14,
		15) "," HEADS(16, 17, 18, 19) "," HEADS(20, 21, 22, 23) "," HEAD(24) "," HEAD(25)};

status journal_follow_heads(struct store *store, struct journal_follow *heads, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, &heads_query, NULL, 0, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	for (int i = 0; row != NULL && i < JOURNAL_SHARDS; i++)
		heads->seq[i] = store_value_int(&row[i]);
	return STATUS_OK;
}

static bool take_value(struct buf_reader *reader, struct store_value *value)
{
	uint8_t type = buf_take_u8(reader);
	*value = store_null();
	if (type == STORE_INT)
		*value = store_int(buf_take_i64(reader));
	else if (type == STORE_TEXT)
		*value = store_text(buf_take_bytes(reader));
	else if (type == STORE_BLOB)
		*value = store_blob(buf_take_bytes(reader));
	else
		return type == STORE_NULL && !reader->failed;
	return !reader->failed;
}

static bool take_effect(struct buf_reader *reader, journal_follow_visit visit, void *context)
{
	struct store_value values[STORE_MAX_COLUMNS];
	uint8_t operation = buf_take_u8(reader);
	uint16_t table = buf_take_u16(reader);
	uint8_t count = buf_take_u8(reader);
	bool right = !reader->failed && count <= STORE_MAX_COLUMNS &&
		(operation == CHANGE_PUT || operation == CHANGE_REMOVE);
	for (size_t i = 0; right && i < count; i++) right = take_value(reader, &values[i]);
	if (right) visit(context, table, operation == CHANGE_REMOVE, values, count);
	return right;
}

static status tell(
	struct span effects, journal_follow_visit visit, void *context, struct error *error)
{
	struct buf_reader reader = buf_read(effects);
	if (effects.size == 0) return STATUS_OK;
	bool right = buf_take_u8(&reader) == CHANGE_VERSION;
	while (right && !buf_read_whole(&reader)) right = take_effect(&reader, visit, context);
	return right ? STATUS_OK : status_fail(error, STATUS_CORRUPT, "effects cannot be read");
}

status journal_follow_read(struct store *store, int region, struct journal_follow *follow,
	const struct journal_follow *heads, int64_t limit, journal_follow_visit visit, void *context,
	struct error *error)
{
	static const struct store_query query = {"journal",
		"select seq, effects from journal_entry where region = ?1 and seq > ?2 and seq <= ?3"
		" order by seq limit ?4"};
	struct store_value parameters[] = {store_int(region), store_int(follow->seq[region]),
		store_int(heads->seq[region]), store_int(limit)};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, &query, parameters, 4, &cursor, error));
	for (;;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(tell(store_value_bytes(&row[1]), visit, context, error));
		follow->seq[region] = store_value_int(&row[0]);
	}
}
