/* store_postgres_rows.c - rows into PostgreSQL and out of it.
 *
 * Results come in PostgreSQL's binary form: numbers big-endian, text and bytes as they are.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "store/store_postgres.h"
#include <endian.h>

#define PAGE_ROWS 512
/* From PostgreSQL's catalog/pg_type.dat; these numbers never change. */
#define OID_BOOL 16
#define OID_BYTEA 17
#define OID_NAME 19
#define OID_INT8 20
#define OID_INT2 21
#define OID_INT4 23
#define OID_TEXT 25
#define OID_BPCHAR 1042
#define OID_VARCHAR 1043
#define OID_NUMERIC 1700

static struct store_postgres *self(struct store *store)
{
	return (struct store_postgres *)(void *)store;
}

/* A signed big-endian number of `size` bytes, 1 to 8. */
static int64_t read_number(const unsigned char *bytes, size_t size)
{
	uint64_t number = (bytes[0] & 0x80) != 0 ? UINT64_MAX : 0;
	for (size_t i = 0; i < size; i++) number = number << 8 | bytes[i];
	return (int64_t)number;
}

/* A numeric, which sum() makes of int8, if it is whole and fits: count, weight, sign and scale of 2
 * bytes each, then digits of base 10000, of which the first counts 10000^weight. */
static bool read_numeric(const unsigned char *bytes, size_t size, int64_t *number)
{
	if (size < 8) return false;
	int64_t count = read_number(bytes, 2);
	int64_t weight = read_number(bytes + 2, 2);
	int64_t sign = read_number(bytes + 4, 2);
	if (count < 0 || size != 8 + 2 * (size_t)count || count > weight + 1 ||
		(sign != 0 && sign != 0x4000))
		return false;
	*number = 0;
	if (count == 0) return true;
	for (int64_t i = 0; i <= weight; i++) {
		int64_t digit = i < count ? read_number(bytes + 8 + 2 * i, 2) : 0;
		if (__builtin_mul_overflow(*number, 10000, number) ||
			__builtin_sub_overflow(*number, digit, number))
			return false;
	}
	/* Counted downwards, because the smallest number has no positive counterpart. */
	return sign == 0x4000 || !__builtin_mul_overflow(*number, -1, number);
}

static bool decode(Oid type, const char *start, size_t size, struct store_value *value)
{
	const unsigned char *bytes = (const unsigned char *)start;
	value->type = STORE_INT;
	switch (type) {
	case OID_BOOL: *value = store_int(size == 1 && bytes[0] != 0); return size == 1;
	case OID_INT2:
	case OID_INT4:
	case OID_INT8: *value = store_int(read_number(bytes, size)); return true;
	case OID_NUMERIC: return read_numeric(bytes, size, &value->number);
	case OID_TEXT:
	case OID_VARCHAR:
	case OID_BPCHAR:
	case OID_NAME: *value = store_text(span_bytes(start, size)); return true;
	case OID_BYTEA: *value = store_blob(span_bytes(start, size)); return true;
	default: return false;
	}
}

/* Bytes live as long as the result. */
static status read_row(const PGresult *result, int row, const char *subject,
	struct store_value *values, size_t count, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		int at = (int)i;
		values[i] = store_null();
		if (PQgetisnull(result, row, at)) continue;
		if (!decode(PQftype(result, at), PQgetvalue(result, row, at),
				(size_t)PQgetlength(result, row, at), &values[i]))
			return status_fail(
				error, STATUS_STORE, "column %zu of %s is no int, text or blob", i + 1, subject);
	}
	return STATUS_OK;
}

static status copy_row(
	struct store_value *values, size_t count, struct arena *arena, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		struct span *bytes = &values[i].bytes;
		if (values[i].type == STORE_NULL || values[i].type == STORE_INT) continue;
		if (bytes->size == 0) {
			*bytes = SPAN_LITERAL("");
			continue;
		}
		char *copy = arena_take(arena, bytes->size);
		if (copy == NULL)
			return status_fail(error, STATUS_MEMORY, "the arena is too small for a row");
		memcpy(copy, bytes->start, bytes->size);
		bytes->start = copy;
	}
	return STATUS_OK;
}

status store_postgres_put(struct store *store, const struct store_table *table,
	const struct store_value *values, struct error *error)
{
	return store_postgres_send(
		self(store), table, STORE_SQL_PUT, values, table->column_count, POSTGRES_EXECUTE, error);
}

status store_postgres_remove(struct store *store, const struct store_table *table,
	const struct store_value *key, struct error *error)
{
	return store_postgres_send(
		self(store), table, STORE_SQL_REMOVE, key, table->key_count, POSTGRES_EXECUTE, error);
}

status store_postgres_get(struct store *store, const struct store_table *table,
	const struct store_value *key, struct store_value *values, struct arena *arena,
	struct error *error)
{
	struct store_postgres *postgres = self(store);
	PGresult *result = NULL;
	TRY(store_postgres_send(
		postgres, table, STORE_SQL_GET, key, table->key_count, POSTGRES_EXECUTE, error));
	TRY(store_postgres_collect(postgres, &result, error));
	status verdict = STATUS_OK;
	if (PQntuples(result) == 0)
		verdict = status_fail(error, STATUS_NOT_FOUND, "no such row in %s", table->name);
	if (verdict == STATUS_OK)
		verdict = read_row(result, 0, table->name, values, table->column_count, error);
	if (verdict == STATUS_OK) verdict = copy_row(values, table->column_count, arena, error);
	PQclear(result);
	return verdict;
}

status store_postgres_run(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, int64_t *changed, struct error *error)
{
	struct store_postgres *postgres = self(store);
	PGresult *result = NULL;
	TRY(store_postgres_send(
		postgres, query, STORE_SQL_QUERY, parameters, count, POSTGRES_EXECUTE, error));
	TRY(store_postgres_collect(postgres, &result, error));
	status verdict = STATUS_OK;
	*changed = 0;
	if (PQntuples(result) > 0)
		verdict = status_fail(error, STATUS_STORE, "a statement of %s gave rows", query->owner);
	else if (PQcmdTuples(result)[0] != 0 && !span_to_int64(span_of(PQcmdTuples(result)), changed))
		verdict = status_fail(error, STATUS_STORE, "no count of changed rows at %s", query->owner);
	PQclear(result);
	return verdict;
}

/* Takes a free cursor, on a result that has arrived; store.c has seen that there is one. */
static struct store_postgres_cursor *take_cursor(
	struct store_postgres *postgres, PGresult *result, const char *subject)
{
	struct store_postgres_cursor *cursor = postgres->cursors;
	while (cursor->result != NULL) {
		cursor++;
		CHECK(cursor < postgres->cursors + STORE_MAX_CURSORS);
	}
	CHECK(PQnfields(result) <= STORE_MAX_COLUMNS);
	cursor->postgres = postgres;
	cursor->result = result;
	cursor->subject = subject;
	cursor->at = 0;
	cursor->table = NULL;
	cursor->left = 0;
	cursor->last_page = true;
	cursor->base.count = (size_t)PQnfields(result);
	return cursor;
}

status store_postgres_query_open(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, struct store_cursor **cursor,
	struct error *error)
{
	struct store_postgres *postgres = self(store);
	PGresult *result = NULL;
	TRY(store_postgres_send(
		postgres, query, STORE_SQL_QUERY, parameters, count, POSTGRES_EXECUTE, error));
	TRY(store_postgres_collect(postgres, &result, error));
	*cursor = &take_cursor(postgres, result, query->owner)->base;
	return STATUS_OK;
}

static status read_page(struct store_postgres *postgres, const struct store_table *table,
	const struct store_value *after, int64_t limit, PGresult **result, struct error *error)
{
	struct store_value values[STORE_MAX_KEY + 1];
	size_t count = 0;
	while (after != NULL && count < table->key_count) {
		values[count] = after[count];
		count++;
	}
	values[count++] = store_int(limit);
	TRY(store_postgres_send(postgres, table,
		after != NULL ? STORE_SQL_SCAN_AFTER : STORE_SQL_SCAN_FIRST, values, count,
		POSTGRES_EXECUTE, error));
	return store_postgres_collect(postgres, result, error);
}

static int64_t page_limit(int64_t left)
{
	return left < PAGE_ROWS ? left : PAGE_ROWS;
}

static void set_page(struct store_postgres_cursor *cursor, PGresult *result)
{
	cursor->last_page = PQntuples(result) < PAGE_ROWS || cursor->left <= PAGE_ROWS;
	cursor->left -= PQntuples(result);
	cursor->result = result;
	cursor->at = 0;
}

status store_postgres_scan_open(struct store *store, const struct store_table *table,
	const struct store_value *after, int64_t limit, struct store_cursor **base, struct error *error)
{
	struct store_postgres *postgres = self(store);
	PGresult *result = NULL;
	TRY(read_page(postgres, table, after, page_limit(limit), &result, error));
	struct store_postgres_cursor *cursor = take_cursor(postgres, result, table->name);
	cursor->table = table;
	cursor->left = limit;
	set_page(cursor, result);
	*base = &cursor->base;
	return STATUS_OK;
}

/* The page behind the last row that was handed out, whose values are still in the old result. */
static status turn_page(struct store_postgres_cursor *cursor, struct error *error)
{
	PGresult *result = NULL;
	TRY(read_page(cursor->postgres, cursor->table, cursor->base.values, page_limit(cursor->left),
		&result, error));
	PQclear(cursor->result);
	set_page(cursor, result);
	return STATUS_OK;
}

status store_postgres_query_next(
	struct store_cursor *base, const struct store_value **row, struct error *error)
{
	struct store_postgres_cursor *cursor = (struct store_postgres_cursor *)(void *)base;
	*row = NULL;
	if (cursor->at == PQntuples(cursor->result) && !cursor->last_page)
		TRY(turn_page(cursor, error));
	if (cursor->at == PQntuples(cursor->result)) return STATUS_OK;
	TRY(read_row(cursor->result, cursor->at, cursor->subject, base->values, base->count, error));
	cursor->at++;
	*row = base->values;
	return STATUS_OK;
}

void store_postgres_query_close(struct store_cursor *base)
{
	struct store_postgres_cursor *cursor = (struct store_postgres_cursor *)(void *)base;
	PQclear(cursor->result);
	cursor->result = NULL;
}
