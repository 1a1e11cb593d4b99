/* store_sqlite_statement.c - SQLite's statements, prepared once, and its errors.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "store/store_sqlite.h"
#include <stdlib.h>

#define MAX_SQL_BYTES 16384

static struct store_sqlite *self(struct store *store)
{
	return (struct store_sqlite *)(void *)store;
}

const char *store_sqlite_code_name(int code)
{
	static const struct {
		int code;
		const char *name;
	} names[] = {
		{SQLITE_ERROR, "SQLITE_ERROR"},
		{SQLITE_PERM, "SQLITE_PERM"},
		{SQLITE_ABORT, "SQLITE_ABORT"},
		{SQLITE_BUSY, "SQLITE_BUSY"},
		{SQLITE_BUSY_RECOVERY, "SQLITE_BUSY_RECOVERY"},
		{SQLITE_BUSY_SNAPSHOT, "SQLITE_BUSY_SNAPSHOT"},
		{SQLITE_LOCKED, "SQLITE_LOCKED"},
		{SQLITE_NOMEM, "SQLITE_NOMEM"},
		{SQLITE_READONLY, "SQLITE_READONLY"},
		{SQLITE_INTERRUPT, "SQLITE_INTERRUPT"},
		{SQLITE_IOERR, "SQLITE_IOERR"},
		{SQLITE_IOERR_READ, "SQLITE_IOERR_READ"},
		{SQLITE_IOERR_SHORT_READ, "SQLITE_IOERR_SHORT_READ"},
		{SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE"},
		{SQLITE_IOERR_FSYNC, "SQLITE_IOERR_FSYNC"},
		{SQLITE_IOERR_DIR_FSYNC, "SQLITE_IOERR_DIR_FSYNC"},
		{SQLITE_IOERR_TRUNCATE, "SQLITE_IOERR_TRUNCATE"},
		{SQLITE_IOERR_FSTAT, "SQLITE_IOERR_FSTAT"},
		{SQLITE_CORRUPT, "SQLITE_CORRUPT"},
		{SQLITE_FULL, "SQLITE_FULL"},
		{SQLITE_CANTOPEN, "SQLITE_CANTOPEN"},
		{SQLITE_PROTOCOL, "SQLITE_PROTOCOL"},
		{SQLITE_SCHEMA, "SQLITE_SCHEMA"},
		{SQLITE_TOOBIG, "SQLITE_TOOBIG"},
		{SQLITE_CONSTRAINT, "SQLITE_CONSTRAINT"},
		{SQLITE_CONSTRAINT_CHECK, "SQLITE_CONSTRAINT_CHECK"},
		{SQLITE_CONSTRAINT_DATATYPE, "SQLITE_CONSTRAINT_DATATYPE"},
		{SQLITE_CONSTRAINT_NOTNULL, "SQLITE_CONSTRAINT_NOTNULL"},
		{SQLITE_CONSTRAINT_PRIMARYKEY, "SQLITE_CONSTRAINT_PRIMARYKEY"},
		{SQLITE_CONSTRAINT_UNIQUE, "SQLITE_CONSTRAINT_UNIQUE"},
		{SQLITE_MISMATCH, "SQLITE_MISMATCH"},
		{SQLITE_AUTH, "SQLITE_AUTH"},
		{SQLITE_NOTADB, "SQLITE_NOTADB"},
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].code == code) return names[i].name;
	}
	return (code & 0xff) == code ? "SQLITE" : store_sqlite_code_name(code & 0xff);
}

static status code_status(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return STATUS_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return STATUS_CORRUPT;
	default: return STATUS_STORE;
	}
}

status store_sqlite_fail(
	struct store_sqlite *sqlite, int code, const char *what, struct error *error)
{
	int primary = code & 0xff;
	/* What SQLite says of a constraint names columns, and of a statement it cannot prepare names
	 * from its text, which is ours; other messages might repeat a value. */
	bool harmless = primary == SQLITE_CONSTRAINT || primary == SQLITE_AUTH;
	return status_fail(error, code_status(code), "%s (%d) at %s%s%s", store_sqlite_code_name(code),
		code, what, harmless ? ": " : "", harmless ? sqlite3_errmsg(sqlite->handle) : "");
}

static status fail_prepare(
	struct store_sqlite *sqlite, int code, const char *what, struct error *error)
{
	return status_fail(error, code_status(code), "%s (%d) preparing for %s: %s",
		store_sqlite_code_name(code), code, what, sqlite3_errmsg(sqlite->handle));
}

static status prepare_text(struct store_sqlite *sqlite, struct store_sqlite_statement *statement,
	const char *sql, struct error *error)
{
	unsigned flags = statement->spare ? 0 : SQLITE_PREPARE_PERSISTENT;
	sqlite->owner = statement->owner;
	int code = sqlite3_prepare_v3(sqlite->handle, sql, -1, flags, &statement->handle, NULL);
	if (code != SQLITE_OK) return fail_prepare(sqlite, code, statement->subject, error);
	if (sqlite3_column_count(statement->handle) > STORE_MAX_COLUMNS)
		return status_fail(error, STATUS_STORE, "a query of %s has over STORE_MAX_COLUMNS (%d)",
			statement->owner, STORE_MAX_COLUMNS);
	return STATUS_OK;
}

/* `about` is a struct store_query or, for the other forms, a struct store_table. */
static status prepare(struct store_sqlite *sqlite, struct store_sqlite_statement *statement,
	const void *about, enum store_sql_form form, struct error *error)
{
	if (form == STORE_SQL_QUERY) {
		const struct store_query *query = about;
		statement->owner = query->owner;
		statement->subject = query->owner;
		statement->sql = query->sql;
		return prepare_text(sqlite, statement, query->sql, error);
	}
	const struct store_table *table = about;
	struct buf sql;
	statement->owner = table->owner;
	statement->subject = table->name;
	buf_init(&sql, MAX_SQL_BYTES);
	store_sql_write(&sql, STORE_SQLITE, form, table);
	const char *text = buf_text(&sql);
	status result = sql.overflowed ? status_fail(error, STATUS_MEMORY, "no memory for a statement")
								   : prepare_text(sqlite, statement, text, error);
	buf_finish(&sql);
	return result;
}

static status prepare_new(struct store_sqlite *sqlite, const void *about, enum store_sql_form form,
	bool spare, struct store_sqlite_statement **statement, struct error *error)
{
	/* Before anything is allocated, because a failed CHECK does not come back. */
	if (form != STORE_SQL_QUERY) store_sql_check(about);
	struct store_sqlite_statement *made = calloc(1, sizeof(*made));
	if (made == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a statement");
	made->spare = spare;
	status result = prepare(sqlite, made, about, form, error);
	if (result == STATUS_OK && !spare && !store_cache_add(&sqlite->cache, about, form, made))
		result = status_fail(error, STATUS_MEMORY, "no memory for a statement");
	if (result != STATUS_OK) {
		sqlite3_finalize(made->handle);
		free(made);
		return result;
	}
	*statement = made;
	return STATUS_OK;
}

/* A statement that is free for use, with `count` parameters. */
static status find_statement(struct store_sqlite *sqlite, const void *about,
	enum store_sql_form form, size_t count, struct store_sqlite_statement **statement,
	struct error *error)
{
	*statement = store_cache_find(&sqlite->cache, about, form);
	if (*statement == NULL) TRY(prepare_new(sqlite, about, form, false, statement, error));
	/* A query that is not static could be another one at the same address. */
	if (form == STORE_SQL_QUERY)
		CHECK((*statement)->sql == ((const struct store_query *)about)->sql);
	CHECK((size_t)sqlite3_bind_parameter_count((*statement)->handle) == count);
	if ((*statement)->taken) return prepare_new(sqlite, about, form, true, statement, error);
	return STATUS_OK;
}

/* A spare one is at its end; another one is ready for its next use. */
static void let_go(struct store_sqlite_statement *statement)
{
	if (statement->spare) {
		sqlite3_finalize(statement->handle);
		free(statement);
		return;
	}
	sqlite3_reset(statement->handle);
	statement->taken = false;
}

/* Empty text and blobs are not NULL, so their address may not be either. */
static const char *start_of(const struct store_value *value)
{
	return value->bytes.size == 0 ? "" : value->bytes.start;
}

static int bind_one(
	sqlite3_stmt *handle, int at, const struct store_value *value, sqlite3_destructor_type keeping)
{
	switch (value->type) {
	case STORE_INT: return sqlite3_bind_int64(handle, at, value->number);
	case STORE_TEXT:
		return sqlite3_bind_text64(
			handle, at, start_of(value), value->bytes.size, keeping, SQLITE_UTF8);
	case STORE_BLOB:
		return sqlite3_bind_blob64(handle, at, start_of(value), value->bytes.size, keeping);
	case STORE_NULL: break;
	}
	return sqlite3_bind_null(handle, at);
}

/* `keeping` is SQLITE_STATIC when the statement ends before the call does. */
static status bind(struct store_sqlite *sqlite, struct store_sqlite_statement *statement,
	const struct store_value *values, size_t count, sqlite3_destructor_type keeping,
	struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		int code = bind_one(statement->handle, (int)i + 1, &values[i], keeping);
		if (code != SQLITE_OK) return store_sqlite_fail(sqlite, code, statement->subject, error);
	}
	return STATUS_OK;
}

static int step(struct store_sqlite *sqlite, struct store_sqlite_statement *statement)
{
	/* A step may prepare again, after the schema changed. */
	sqlite->owner = statement->owner;
	return sqlite3_step(statement->handle);
}

/* Runs a statement that gives no rows. */
static status run_whole(struct store_sqlite *sqlite, const void *about, enum store_sql_form form,
	const struct store_value *values, size_t count, struct error *error)
{
	struct store_sqlite_statement *statement = NULL;
	TRY(find_statement(sqlite, about, form, count, &statement, error));
	status result = bind(sqlite, statement, values, count, SQLITE_STATIC, error);
	if (result == STATUS_OK) {
		int code = step(sqlite, statement);
		if (code == SQLITE_ROW)
			result =
				status_fail(error, STATUS_STORE, "a statement of %s gave rows", statement->subject);
		else if (code != SQLITE_DONE)
			result = store_sqlite_fail(sqlite, code, statement->subject, error);
	}
	let_go(statement);
	return result;
}

status store_sqlite_put(struct store *store, const struct store_table *table,
	const struct store_value *values, struct error *error)
{
	return run_whole(self(store), table, STORE_SQL_PUT, values, table->column_count, error);
}

status store_sqlite_remove(struct store *store, const struct store_table *table,
	const struct store_value *key, struct error *error)
{
	return run_whole(self(store), table, STORE_SQL_REMOVE, key, table->key_count, error);
}

status store_sqlite_run(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, int64_t *changed, struct error *error)
{
	struct store_sqlite *sqlite = self(store);
	int64_t before = sqlite3_total_changes64(sqlite->handle);
	TRY(run_whole(sqlite, query, STORE_SQL_QUERY, parameters, count, error));
	*changed = sqlite3_total_changes64(sqlite->handle) - before;
	return STATUS_OK;
}

/* Reads the row that `statement` stands on; bytes live until it moves. */
static status read_row(struct store_sqlite *sqlite, struct store_sqlite_statement *statement,
	struct store_value *values, size_t count, struct error *error)
{
	sqlite3_stmt *handle = statement->handle;
	for (size_t i = 0; i < count; i++) {
		int at = (int)i;
		const void *start = NULL;
		switch (sqlite3_column_type(handle, at)) {
		case SQLITE_INTEGER: values[i] = store_int(sqlite3_column_int64(handle, at)); continue;
		case SQLITE_NULL: values[i] = store_null(); continue;
		case SQLITE_TEXT:
			start = sqlite3_column_text(handle, at);
			values[i] = store_text(span_bytes(start, (size_t)sqlite3_column_bytes(handle, at)));
			break;
		case SQLITE_BLOB:
			start = sqlite3_column_blob(handle, at);
			values[i] = store_blob(span_bytes(start, (size_t)sqlite3_column_bytes(handle, at)));
			break;
		default:
			return status_fail(error, STATUS_STORE, "column %zu of %s is no int, text or blob",
				i + 1, statement->subject);
		}
		if (start == NULL && values[i].bytes.size > 0)
			return store_sqlite_fail(sqlite, SQLITE_NOMEM, statement->subject, error);
	}
	return STATUS_OK;
}

static status copy_row(
	struct store_value *values, size_t count, struct arena *arena, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		struct span *bytes = &values[i].bytes;
		if (bytes->size == 0) continue;
		char *copy = arena_take(arena, bytes->size);
		if (copy == NULL)
			return status_fail(error, STATUS_MEMORY, "the arena is too small for a row");
		memcpy(copy, bytes->start, bytes->size);
		bytes->start = copy;
	}
	return STATUS_OK;
}

static status get_row(struct store_sqlite *sqlite, struct store_sqlite_statement *statement,
	const struct store_table *table, const struct store_value *key, struct store_value *values,
	struct arena *arena, struct error *error)
{
	TRY(bind(sqlite, statement, key, table->key_count, SQLITE_STATIC, error));
	int code = step(sqlite, statement);
	if (code == SQLITE_DONE)
		return status_fail(error, STATUS_NOT_FOUND, "no such row in %s", table->name);
	if (code != SQLITE_ROW) return store_sqlite_fail(sqlite, code, table->name, error);
	TRY(read_row(sqlite, statement, values, table->column_count, error));
	return copy_row(values, table->column_count, arena, error);
}

status store_sqlite_get(struct store *store, const struct store_table *table,
	const struct store_value *key, struct store_value *values, struct arena *arena,
	struct error *error)
{
	struct store_sqlite *sqlite = self(store);
	struct store_sqlite_statement *statement = NULL;
	TRY(find_statement(sqlite, table, STORE_SQL_GET, table->key_count, &statement, error));
	status result = get_row(sqlite, statement, table, key, values, arena, error);
	let_go(statement);
	return result;
}

/* Takes a free cursor; store.c has seen that there is one. */
static struct store_sqlite_cursor *take_cursor(
	struct store_sqlite *sqlite, struct store_sqlite_statement *statement)
{
	struct store_sqlite_cursor *cursor = sqlite->cursors;
	while (cursor->statement != NULL) {
		cursor++;
		CHECK(cursor < sqlite->cursors + STORE_MAX_CURSORS);
	}
	statement->taken = true;
	cursor->sqlite = sqlite;
	cursor->statement = statement;
	cursor->ended = false;
	cursor->base.count = (size_t)sqlite3_column_count(statement->handle);
	return cursor;
}

/* A cursor outlives the call that opened it, so SQLite copies its parameters. */
static status open_cursor(struct store_sqlite *sqlite, const void *about, enum store_sql_form form,
	const struct store_value *values, size_t count, struct store_cursor **cursor,
	struct error *error)
{
	struct store_sqlite_statement *statement = NULL;
	TRY(find_statement(sqlite, about, form, count, &statement, error));
	status result = bind(sqlite, statement, values, count, SQLITE_TRANSIENT, error);
	if (result != STATUS_OK) {
		let_go(statement);
		return result;
	}
	*cursor = &take_cursor(sqlite, statement)->base;
	return STATUS_OK;
}

status store_sqlite_query_open(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, struct store_cursor **cursor,
	struct error *error)
{
	return open_cursor(self(store), query, STORE_SQL_QUERY, parameters, count, cursor, error);
}

status store_sqlite_scan_open(struct store *store, const struct store_table *table,
	const struct store_value *after, int64_t limit, struct store_cursor **cursor,
	struct error *error)
{
	struct store_value values[STORE_MAX_KEY + 1];
	size_t count = 0;
	while (after != NULL && count < table->key_count) {
		values[count] = after[count];
		count++;
	}
	values[count++] = store_int(limit);
	return open_cursor(self(store), table,
		after != NULL ? STORE_SQL_SCAN_AFTER : STORE_SQL_SCAN_FIRST, values, count, cursor, error);
}

status store_sqlite_query_next(
	struct store_cursor *base, const struct store_value **row, struct error *error)
{
	struct store_sqlite_cursor *cursor = (struct store_sqlite_cursor *)(void *)base;
	*row = NULL;
	if (cursor->ended) return STATUS_OK;
	int code = step(cursor->sqlite, cursor->statement);
	if (code == SQLITE_ROW) {
		TRY(read_row(cursor->sqlite, cursor->statement, base->values, base->count, error));
		*row = base->values;
		return STATUS_OK;
	}
	cursor->ended = true;
	if (code == SQLITE_DONE) return STATUS_OK;
	return store_sqlite_fail(cursor->sqlite, code, cursor->statement->subject, error);
}

void store_sqlite_query_close(struct store_cursor *base)
{
	struct store_sqlite_cursor *cursor = (struct store_sqlite_cursor *)(void *)base;
	if (cursor->statement == NULL) return;
	let_go(cursor->statement);
	cursor->statement = NULL;
}

status store_sqlite_script(struct store *store, const char *sql, struct error *error)
{
	struct store_sqlite *sqlite = self(store);
	sqlite->owner = "store";
	int code = sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL);
	/* The text is ours, and so are the names in the message. */
	return code == SQLITE_OK ? STATUS_OK : fail_prepare(sqlite, code, "a script", error);
}

void store_sqlite_quiet(struct store_sqlite *sqlite)
{
	for (size_t i = 0; i < STORE_MAX_CURSORS; i++) {
		store_sqlite_query_close(&sqlite->cursors[i].base);
		sqlite->cursors[i].base.store = NULL;
	}
	/* A failed CHECK may have left a statement in the middle. */
	for (sqlite3_stmt *at = sqlite3_next_stmt(sqlite->handle, NULL); at != NULL;
		 at = sqlite3_next_stmt(sqlite->handle, at)) {
		if (sqlite3_stmt_busy(at)) sqlite3_reset(at);
	}
}

void store_sqlite_forget(struct store_sqlite *sqlite)
{
	for (size_t i = 0; i < STORE_MAX_CURSORS; i++)
		store_sqlite_query_close(&sqlite->cursors[i].base);
	for (size_t i = 0; i < sqlite->cache.capacity; i++) {
		struct store_sqlite_statement *statement = sqlite->cache.slots[i].statement;
		if (statement != NULL) sqlite3_finalize(statement->handle);
		free(statement);
	}
	store_cache_finish(&sqlite->cache);
}
