/* store.h - the contract of the database: SQLite inside the program, or PostgreSQL for a country.
 *
 * One struct store is one connection and is used by one thread at a time. Everything above speaks
 * to tables through descriptors (store_put, store_remove, store_get, store_scan) and reads more
 * cleverly through store_query, whose SQL is the part of the language that both databases share,
 * with ?1 ?2 ... as parameters.
 *
 * States      closed -> open -> reading | writing -> open
 * Invariants  (1) A query or table reaches only tables whose name begins with its owner and an
 *                 underscore; SQLite's authorizer refuses others when the statement is prepared
 *                 (L5: SQL is no way round). Owner "store" reaches all: migrations and the like.
 *             (2) After STATUS_OK from store_commit of a writing transaction everything in it
 *                 survives a crash of the machine (WAL with synchronous=FULL; PostgreSQL's
 *                 synchronous_commit=on). With syncs_apart: after STATUS_OK from a store_sync that
 *                 was called later; until then others see it, and a crash may take it back with
 *                 all that was committed after it, never without. Migrations and leases are
 *                 durable when they return.
 *             (3) A reading transaction sees one instant.
 *             (4) store_put and store_remove may be sent later than they are called (PostgreSQL's
 *                 pipeline); their errors then appear at a later call or at the commit, which
 *                 fails.
 *             (5) At most one writing transaction is open in a database at a time; a second one
 *                 waits 5 seconds for it and is then STATUS_BUSY.
 *             (6) After an error other than STATUS_NOT_FOUND, STATUS_BOUND or STATUS_INPUT the
 *                 transaction can only be rolled back: every call in it, store_commit too, gives
 *                 that first error again.
 * Units       number: int64_t; text: UTF-8 without U+0000; blob: bytes. There are no other types in
 *             the database.
 * Bounds      STORE_MAX_COLUMNS columns; STORE_MAX_PARAMETERS parameters; STORE_MAX_CURSORS open
 *             cursors; STORE_MAX_VALUE_BYTES in a value that is written or compared with.
 * Ownership   What store_get and cursors hand out: see there. What is passed in need not outlive
 *             the call, except descriptors and queries: they are static and are known by their
 *             address, under which the prepared statement is kept.
 * Errors      STATUS_STORE: the database refused or failed; roll back. STATUS_BUSY: try again.
 *             STATUS_NEWER: the schema is newer than this program; only reading works.
 *             STATUS_CONFLICT: a lease is held elsewhere, or was lost. STATUS_CORRUPT: what is
 *             stored is not what the descriptor says, or the file is damaged. STATUS_BOUND,
 *             STATUS_INPUT: a value is too large, or a text is not UTF-8; nothing was sent.
 *             Messages hold names and codes, never values.
 * Tests       test/contract/test_store.c, test_store_schema.c, test_store_transaction.c on each
 *             backend
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "base/id.h"
#include "base/status.h"

#define STORE_MAX_COLUMNS 40
#define STORE_MAX_KEY 6
#define STORE_MAX_PARAMETERS 44 /* Every column of a table, and a little more. */
#define STORE_MAX_CURSORS 8
#define STORE_MAX_VALUE_BYTES (4 * 1024 * 1024)

enum store_type { STORE_NULL, STORE_INT, STORE_TEXT, STORE_BLOB };

struct store_value {
	enum store_type type;
	int64_t number;    /* STORE_INT */
	struct span bytes; /* STORE_TEXT, STORE_BLOB */
};

/* How a column stands in the struct that a row is read into: see store_record.h. */
enum store_form {
	STORE_FORM_NONE, /* in no struct */
	STORE_FORM_ID,   /* struct id */
	STORE_FORM_I64,  /* int64_t */
	STORE_FORM_I32,  /* int32_t, int or enum */
	STORE_FORM_BOOL, /* bool */
	STORE_FORM_SPAN, /* struct span: text or bytes */
};

struct store_column {
	const char *name;
	enum store_type type;
	bool nullable;
	enum store_form form; /* these two only where rows are read into a struct */
	size_t offset;        /* bytes, in that struct */
};

enum store_keeping {
	STORE_JOURNALED, /* Every change is an effect in the journal; rebuild makes them again. */
	STORE_CHAIN,     /* The journal itself. */
	STORE_LOCAL,     /* Leases, jobs, keys: belongs to this installation, is in no journal. */
};

struct store_table {
	const char *owner; /* the folder: "care" */
	const char *name;  /* "care_need" */
	uint16_t number;   /* Names the table in journal effects; never given to another. */
	enum store_keeping keeping;
	const struct store_column *columns; /* Only ever appended to. */
	size_t column_count;
	size_t key_count; /* The first columns are the primary key; they are never NULL. */
};

struct store_query {
	const char *owner;
	const char *sql;
};

struct store;
struct store_cursor;

enum store_kind { STORE_SQLITE, STORE_POSTGRES };
enum store_mode { STORE_READ_ONLY, STORE_READ_WRITE };
enum store_set { STORE_MAIN, STORE_KEYS }; /* Which migrations: the system, or the key store. */

struct store_options {
	enum store_kind kind;
	enum store_mode mode;
	enum store_set set;
	const char *path;     /* SQLite: file, or ":memory:" */
	const char *conninfo; /* PostgreSQL: libpq's connection string */
	const char *schema;   /* PostgreSQL: schema name, "vangnet" if NULL: [a-z_][a-z0-9_]* */
	const char *vfs;      /* SQLite: NULL, or a registered VFS (simulation) */
	bool without_sync;    /* For files that are thrown away, and to show that syncing matters. */
	bool exclusive;       /* SQLite: no other connection; needs no shared memory. */
	bool moves_log_aside; /* SQLite: a thread moves the log into the file, so that committing does
							 * not wait for that; log_bytes has no meaning then. */
	bool syncs_apart;     /* SQLite: a commit does not sync, store_sync does;
							 * PostgreSQL always syncs as it commits. */
	int64_t cache_bytes;  /* SQLite: 0 for the default of 16 MiB */
	int64_t log_bytes;    /* SQLite: the log is moved into the file when it has grown to this; 0
							 * for the default of 4 MiB. Longer for loading in bulk. */
};

static inline struct store_value store_null(void)
{
	return (struct store_value){.type = STORE_NULL};
}
static inline struct store_value store_int(int64_t number)
{
	return (struct store_value){.type = STORE_INT, .number = number};
}
static inline struct store_value store_text(struct span text)
{
	return (struct store_value){.type = STORE_TEXT, .bytes = text};
}
static inline struct store_value store_blob(struct span bytes)
{
	return (struct store_value){.type = STORE_BLOB, .bytes = bytes};
}
/* The id must outlive the value; none is stored as NULL. */
static inline struct store_value store_id(const struct id *id)
{
	return id_is_none(*id) ? store_null() : store_blob(span_bytes(id->bytes, ID_SIZE));
}
/* NULL reads as 0, none, or empty. */
static inline int64_t store_value_int(const struct store_value *value)
{
	return value->type == STORE_INT ? value->number : 0;
}
static inline struct id store_value_id(const struct store_value *value)
{
	return value->type == STORE_BLOB ? id_from_bytes(value->bytes.start, value->bytes.size)
									 : id_none;
}
static inline struct span store_value_bytes(const struct store_value *value)
{
	return value->type == STORE_NULL ? (struct span){0} : value->bytes;
}
bool store_value_equal(const struct store_value *a, const struct store_value *b);

/* Opens a connection; makes the file (mode 0600) if mode is STORE_READ_WRITE and there is none, and
 * makes durable what a process that was killed had written and not synced. Does not migrate. */
MUST_USE status store_open(
	const struct store_options *options, struct store **store, struct error *error);
/* Rolls back what is open. Accepts NULL. */
void store_close(struct store *store);
enum store_kind store_kind_of(const struct store *store);
/* "SQLite 3.40.1", "libpq 15.14": what this program runs with. Fills `out` and returns it. */
#define STORE_LIBRARY_SIZE 48
char *store_library(enum store_kind kind, char out[STORE_LIBRARY_SIZE]);

/* STATUS_NEWER for STORE_READ_WRITE if the schema was newer than the program when the store was
 * opened. */
MUST_USE status store_begin(struct store *store, enum store_mode mode, struct error *error);
/* On failure the transaction is rolled back. */
MUST_USE status store_commit(struct store *store, struct error *error);
/* Whether commits are durable only after store_sync. */
bool store_syncs_apart(const struct store *store);
/* Makes durable what was committed before this call; nothing to do without syncs_apart. The one
 * function that another thread may call while the connection is used. On failure nobody knows
 * what of it is durable: whoever relies on it has to end, and to begin from what is there. */
MUST_USE status store_sync(struct store *store, struct error *error);
/* SQLite: how long the log was at the last commit of this connection. It has no bound while
 * somebody reads. PostgreSQL: 0. Any thread may ask. */
int64_t store_log_bytes(const struct store *store);
/* Whether the connection is of no more use: it was lost, a rollback failed, the log could not be
 * moved into the file, or a commit found that the lease is no longer ours. It stays so; who needs
 * it has to end, and to open another. Any thread may ask. */
bool store_is_broken(const struct store *store);
/* Never fails: at worst the connection is broken and every later call says so. Closes cursors that
 * are still open. No open transaction: does nothing. */
void store_rollback(struct store *store);

/* Inserts the row or replaces the one with the same key. `values` has column_count values. */
MUST_USE status store_put(struct store *store, const struct store_table *table,
	const struct store_value *values, struct error *error);
/* Removes the row with this key (key_count values); none there is no error. */
MUST_USE status store_remove(struct store *store, const struct store_table *table,
	const struct store_value *key, struct error *error);
/* Reads the row with this key into values[column_count]; bytes live in `arena`. STATUS_NOT_FOUND if
 * there is none (the transaction goes on; `error` is filled). */
MUST_USE status store_get(struct store *store, const struct store_table *table,
	const struct store_value *key, struct store_value *values, struct arena *arena,
	struct error *error);

/* A cursor must be closed before the transaction is committed; at most STORE_MAX_CURSORS are open
 * at once. PostgreSQL holds the whole result of a query in memory: read large sets by scan. */
MUST_USE status store_query_open(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, struct store_cursor **cursor,
	struct error *error);
/* *row points to the column values, which live until the next call on this cursor; NULL at the
 * end. */
MUST_USE status store_query_next(
	struct store_cursor *cursor, const struct store_value **row, struct error *error);
/* Accepts NULL. */
void store_query_close(struct store_cursor *cursor);
/* For `SCOPED(store_query_scope)` */
static inline void store_query_scope(struct store_cursor **cursor)
{
	store_query_close(*cursor);
}
/* Runs a statement that returns nothing (tables that are STORE_LOCAL). *changed may be NULL. */
MUST_USE status store_run(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, int64_t *changed, struct error *error);

/* Rows in order of their key (numbers by size; text and blobs by their bytes), after `after`
 * (key_count values; NULL for the first), at most `limit`. */
MUST_USE status store_scan_open(struct store *store, const struct store_table *table,
	const struct store_value *after, int64_t limit, struct store_cursor **cursor,
	struct error *error);

/* The number of the newest migration in the database (0: empty) and in this program. */
MUST_USE status store_schema_version(
	struct store *store, int *in_database, int *in_program, struct error *error);
/* Applies what is missing, each migration in a transaction of its own. STATUS_NEWER if the database
 * is ahead. Makes the tables store_schema and store_lease, which are in no migration. */
MUST_USE status store_migrate(struct store *store, struct error *error);
/* Applies up to and including migration `last` (tests and golden databases). */
MUST_USE status store_migrate_to(struct store *store, int last, struct error *error);

/* Takes the right to write, for this process and until the store is closed. Each taking has a
 * higher epoch, which every commit of a writing transaction checks: who lost the lease cannot
 * commit. STATUS_CONFLICT while another process holds it. SQLite: a lock on <path>-lease (in memory
 * or with a VFS of its own: always granted); PostgreSQL: an advisory lock of the session. */
MUST_USE status store_lease(struct store *store, int64_t *epoch, struct error *error);

/* For who puts a SQLite file in the place of another: where the path leads to, links followed,
 * whether or not a file is there; and the lock that a lease is, without opening anything. Nobody is
 * given the lease until it is released. STATUS_CONFLICT while another process holds it. */
#define STORE_PATH_SIZE 4096
MUST_USE status store_sqlite_file(const char *path, char out[STORE_PATH_SIZE], struct error *error);
MUST_USE status store_lease_hold(const char *path, int *held, struct error *error);
/* Accepts -1. */
void store_lease_release(int held);
