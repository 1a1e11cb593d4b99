/* store_sqlite.h - what the two halves of the SQLite backend share: connection and statements.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store_backend.h"
#include "store/store_cache.h"
#include "store/store_sqlite_log.h"
#include <sqlite3.h>

/* A prepared statement. In the cache, or (`spare`) for one cursor while the one in the cache is
 * taken. */
struct store_sqlite_statement {
	sqlite3_stmt *handle;
	const char *owner;
	const char *subject; /* For messages: the table's name, or the owner of a query. */
	const char *sql;     /* Of a query: what it was prepared from. */
	bool spare;
	bool taken; /* A cursor stands on it. */
};

struct store_sqlite;

struct store_sqlite_cursor {
	struct store_cursor base;
	struct store_sqlite *sqlite;
	struct store_sqlite_statement *statement; /* NULL: free */
	bool ended;
};

struct store_sqlite {
	struct store base;
	sqlite3 *handle;
	struct store_cache cache;
	const char *owner; /* Whose statement is being prepared or stepped: for the authorizer. */
	sqlite3_stmt *begin_reading;
	sqlite3_stmt *begin_writing;
	sqlite3_stmt *commit;
	sqlite3_stmt *rollback;
	struct store_sqlite_cursor cursors[STORE_MAX_CURSORS];
	char *lease_path; /* NULL: a lease needs no lock */
	int lease_file;   /* -1: not locked */
	int sync_file;    /* With syncs_apart: the log, for syncing; -1 with a VFS of its own. */
	struct store_sqlite_log *log; /* NULL: reads only */
};

/* What `code` (an extended result code) becomes, with a message in which no value can be. */
status store_sqlite_fail(
	struct store_sqlite *sqlite, int code, const char *what, struct error *error);
/* "SQLITE_IOERR_FSYNC" */
const char *store_sqlite_code_name(int code);

/* Runs `sql` as owner "store". */
status store_sqlite_script(struct store *store, const char *sql, struct error *error);
status store_sqlite_put(struct store *store, const struct store_table *table,
	const struct store_value *values, struct error *error);
status store_sqlite_remove(struct store *store, const struct store_table *table,
	const struct store_value *key, struct error *error);
status store_sqlite_get(struct store *store, const struct store_table *table,
	const struct store_value *key, struct store_value *values, struct arena *arena,
	struct error *error);
status store_sqlite_run(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, int64_t *changed, struct error *error);
status store_sqlite_query_open(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, struct store_cursor **cursor,
	struct error *error);
status store_sqlite_scan_open(struct store *store, const struct store_table *table,
	const struct store_value *after, int64_t limit, struct store_cursor **cursor,
	struct error *error);
status store_sqlite_query_next(
	struct store_cursor *cursor, const struct store_value **row, struct error *error);
void store_sqlite_query_close(struct store_cursor *cursor);
/* Closes cursors and resets every statement, so that the transaction can end. */
void store_sqlite_quiet(struct store_sqlite *sqlite);
/* Finalizes every statement. */
void store_sqlite_forget(struct store_sqlite *sqlite);
