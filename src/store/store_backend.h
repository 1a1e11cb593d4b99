/* store_backend.h - what a database has to offer to be a store; store.h is written over it.
 *
 * Also for tests: a backend that stands before another one and lets chosen calls fail.
 * store.c has checked every argument and the state of the transaction before a backend is called,
 * and remembers the first error of a transaction; a backend need not.
 * Ownership   `struct store` is embedded as the first member of the backend's own struct, and
 *             `struct store_cursor` of its cursors. A backend does not look at cursor->store: it is
 *             the store that was called, which may stand before it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store.h"

struct store_backend {
	/* Frees the store. */
	void (*close)(struct store *store);
	status (*begin)(struct store *store, enum store_mode mode, struct error *error);
	/* On failure store.c calls rollback. */
	status (*commit)(struct store *store, struct error *error);
	/* Also closes all cursors and sets their `store` to NULL. */
	void (*rollback)(struct store *store);
	status (*put)(struct store *store, const struct store_table *table,
		const struct store_value *values, struct error *error);
	status (*remove)(struct store *store, const struct store_table *table,
		const struct store_value *key, struct error *error);
	status (*get)(struct store *store, const struct store_table *table,
		const struct store_value *key, struct store_value *values, struct arena *arena,
		struct error *error);
	status (*query_open)(struct store *store, const struct store_query *query,
		const struct store_value *parameters, size_t count, struct store_cursor **cursor,
		struct error *error);
	status (*query_next)(
		struct store_cursor *cursor, const struct store_value **row, struct error *error);
	void (*query_close)(struct store_cursor *cursor);
	status (*run)(struct store *store, const struct store_query *query,
		const struct store_value *parameters, size_t count, int64_t *changed, struct error *error);
	status (*scan_open)(struct store *store, const struct store_table *table,
		const struct store_value *after, int64_t limit, struct store_cursor **cursor,
		struct error *error);
	/* NULL, or as store_sync; called from another thread. */
	status (*sync)(struct store *store, struct error *error);
	/* Runs SQL as it is, several statements, inside the transaction: migrations only. */
	status (*script)(struct store *store, const char *sql, struct error *error);
	status (*lease)(struct store *store, int64_t *epoch, struct error *error);
};

struct store_migration;

struct store {
	const struct store_backend *backend;
	enum store_kind kind;
	enum store_set set;
	enum store_mode mode;
	const struct store_migration *migrations; /* by `set`; a test may put its own here */
	bool in_transaction;
	enum store_mode transaction_mode;
	bool failed; /* The transaction can only be rolled back, because of `failure`. */
	struct error failure;
	bool newer; /* The schema is newer than `migrations`. */
	int open_cursors;
	int64_t lease_epoch; /* 0: no lease taken */
	bool syncs_apart;
	_Atomic int64_t log_bytes; /* SQLite: at the last commit */
	_Atomic bool broken;       /* no call works any more */
	_Atomic bool lease_lost;   /* reading works */
};

struct store_cursor {
	struct store *store;
	const struct store_table *table; /* of a scan; otherwise NULL */
	struct store_value values[STORE_MAX_COLUMNS];
	size_t count;
};

char *store_sqlite_library(char out[STORE_LIBRARY_SIZE]);
char *store_postgres_library(char out[STORE_LIBRARY_SIZE]);
MUST_USE status store_sqlite_open(
	const struct store_options *options, struct store **store, struct error *error);
MUST_USE status store_postgres_open(
	const struct store_options *options, struct store **store, struct error *error);

/* A migration as it is built into the program. */
struct store_migration {
	int number;
	const char *name;
	const char *sqlite_sql;
	const char *postgres_sql;
};

/* Generated from schema/{sqlite,postgres}/NNNN_name.sql and schema/keys_{sqlite,postgres}/; in
 * order; each ends with number 0. */
extern const struct store_migration store_migrations_main[];
extern const struct store_migration store_migrations_keys[];

/* For a backend's lease: a writing transaction that raises the epoch in store_lease by one. */
MUST_USE status store_lease_raise(struct store *store, int64_t *epoch, struct error *error);
/* For a backend's commit: STATUS_CONFLICT if the epoch in store_lease is not store->lease_epoch. */
MUST_USE status store_lease_verify(struct store *store, struct error *error);
