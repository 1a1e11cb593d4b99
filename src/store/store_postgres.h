/* store_postgres.h - what the parts of the PostgreSQL backend share.
 *
 * The connection is always in libpq's pipeline mode. What is sent is noted in `pending`, in order,
 * and store_postgres_collect reads all its results at once; so putting rows costs no waiting, and a
 * statement is prepared in the same round trip in which it is first used.
 *
 * Invariants  (1) pending_count <= POSTGRES_MAX_PENDING: what the server answers to that many
 *                 always
 *                 fits the buffers between us, so that neither waits for the other.
 *             (2) After a lost connection base.broken stays set and nothing is pending.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store_backend.h"
#include "store/store_cache.h"
#include <libpq-fe.h>

#define POSTGRES_MAX_PENDING 256

enum store_postgres_state { POSTGRES_NEW, POSTGRES_SENT, POSTGRES_READY };

struct store_postgres_statement {
	unsigned number; /* Its name is "s<number>"; a new one each time it is prepared. */
	enum store_postgres_state state;
	const char *subject;             /* For messages: the table's name, or the owner of a query. */
	const char *sql;                 /* Of a query: what it was prepared from. */
	size_t count;                    /* parameters */
	Oid types[STORE_MAX_PARAMETERS]; /* 0: not known yet, all values so far were NULL */
};

enum store_postgres_step { POSTGRES_PREPARE, POSTGRES_EXECUTE, POSTGRES_LEASE };

/* Something sent whose result was not read yet. */
struct store_postgres_pending {
	enum store_postgres_step step;
	const char *subject;
	struct store_postgres_statement *statement; /* of POSTGRES_PREPARE */
	unsigned number;
};

struct store_postgres;

struct store_postgres_cursor {
	struct store_cursor base;
	struct store_postgres *postgres;
	PGresult *result; /* NULL: free */
	const char *subject;
	int at;                          /* the next row of `result` */
	const struct store_table *table; /* of a scan, which is read in pages; otherwise NULL */
	int64_t left;                    /* of a scan: rows that may come after `result` */
	bool last_page;
};

struct store_postgres {
	struct store base;
	PGconn *connection;
	struct store_cache cache;
	unsigned statement_count;
	struct store_postgres_pending pending[POSTGRES_MAX_PENDING];
	size_t pending_count;
	int64_t write_lock;  /* advisory lock of a writing transaction */
	int64_t lease_lock;  /* advisory lock of the session that holds the lease */
	char begin_lock[64]; /* "select pg_advisory_xact_lock(...)" */
	struct store_postgres_cursor cursors[STORE_MAX_CURSORS];
};

/* What a failed result becomes: SQLSTATE and names; never the server's words where they might
 * repeat a value. `own_text`: what failed was text of the program, whose names may be repeated. */
status store_postgres_fail(
	const PGresult *result, const char *subject, bool own_text, struct error *error);
/* Sends a statement without parameters. */
MUST_USE status store_postgres_send_text(
	struct store_postgres *postgres, const char *sql, struct error *error);
/* Prepares what was not prepared yet and sends it with these values. `about` is a struct
 * store_query or, for the other forms, a struct store_table. */
MUST_USE status store_postgres_send(struct store_postgres *postgres, const void *about,
	enum store_sql_form form, const struct store_value *values, size_t count,
	enum store_postgres_step step, struct error *error);
/* Waits for the results of everything that was sent. The first failure is returned. `*last`, if not
 * NULL, becomes the last result, for the caller to clear, or NULL after a failure. */
MUST_USE status store_postgres_collect(
	struct store_postgres *postgres, PGresult **last, struct error *error);
status store_postgres_lost(struct store_postgres *postgres, struct error *error);

status store_postgres_put(struct store *store, const struct store_table *table,
	const struct store_value *values, struct error *error);
status store_postgres_remove(struct store *store, const struct store_table *table,
	const struct store_value *key, struct error *error);
status store_postgres_get(struct store *store, const struct store_table *table,
	const struct store_value *key, struct store_value *values, struct arena *arena,
	struct error *error);
status store_postgres_run(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, int64_t *changed, struct error *error);
status store_postgres_query_open(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, struct store_cursor **cursor,
	struct error *error);
status store_postgres_scan_open(struct store *store, const struct store_table *table,
	const struct store_value *after, int64_t limit, struct store_cursor **cursor,
	struct error *error);
status store_postgres_query_next(
	struct store_cursor *cursor, const struct store_value **row, struct error *error);
void store_postgres_query_close(struct store_cursor *cursor);
