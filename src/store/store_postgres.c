/* store_postgres.c - the database for a country: connection, transactions, lease.
 *
 * A writing transaction holds an advisory lock of its schema, so that one writes at a time, as in
 * SQLite; then nothing that was read in it can have changed when it commits. Statements and results
 * are in store_postgres_statement.c, rows in store_postgres_rows.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_postgres.h"
#include "base/check.h"
#include "base/hash.h"
#include <stdio.h>
#include <stdlib.h>

#define MAX_SCHEMA_BYTES 63 /* PostgreSQL's NAMEDATALEN - 1 */

/* Fails, with a division by zero, if the epoch is not ours: so it can be sent together with the
 * commit, which is then left out. */
static const struct store_query check_epoch = {
	"store", "select 1/count(*) from store_lease where name='writer' and epoch=?1"};
static const struct store_query take_lease = {"store", "select pg_try_advisory_lock(?1)"};
static const struct store_query give_lease = {"store", "select pg_advisory_unlock(?1)"};

static struct store_postgres *self(struct store *store)
{
	return (struct store_postgres *)(void *)store;
}

static void postgres_rollback(struct store *store)
{
	struct store_postgres *postgres = self(store);
	for (size_t i = 0; i < STORE_MAX_CURSORS; i++) {
		store_postgres_query_close(&postgres->cursors[i].base);
		postgres->cursors[i].base.store = NULL;
	}
	if (postgres->base.broken) return;
	/* What failed in here is undone by the rollback. */
	status ignored = store_postgres_collect(postgres, NULL, NULL);
	(void)ignored;
	if (postgres->base.broken || PQtransactionStatus(postgres->connection) == PQTRANS_IDLE) return;
	if (store_postgres_send_text(postgres, "rollback", NULL) != STATUS_OK ||
		store_postgres_collect(postgres, NULL, NULL) != STATUS_OK)
		store_postgres_lost(postgres, NULL);
}

/* A reading transaction begins together with the first thing that is read in it. */
static status begin_sent(struct store_postgres *postgres, enum store_mode mode, struct error *error)
{
	if (mode == STORE_READ_ONLY)
		return store_postgres_send_text(
			postgres, "begin isolation level repeatable read read only", error);
	TRY(store_postgres_send_text(
		postgres, "begin isolation level read committed read write", error));
	TRY(store_postgres_send_text(postgres, postgres->begin_lock, error));
	return store_postgres_collect(postgres, NULL, error);
}

static status postgres_begin(struct store *store, enum store_mode mode, struct error *error)
{
	status result = begin_sent(self(store), mode, error);
	if (result != STATUS_OK) postgres_rollback(store);
	return result;
}

static status postgres_commit(struct store *store, struct error *error)
{
	struct store_postgres *postgres = self(store);
	const struct store_value epoch = store_int(store->lease_epoch);
	PGresult *last = NULL;
	if (store->lease_epoch != 0 && store->transaction_mode == STORE_READ_WRITE)
		TRY(store_postgres_send(
			postgres, &check_epoch, STORE_SQL_QUERY, &epoch, 1, POSTGRES_LEASE, error));
	TRY(store_postgres_send_text(postgres, "commit", error));
	TRY(store_postgres_collect(postgres, &last, error));
	/* A commit of a transaction that had failed answers ROLLBACK, and that it was done. */
	bool committed = strcmp(PQcmdStatus(last), "COMMIT") == 0;
	PQclear(last);
	return committed ? STATUS_OK : status_fail(error, STATUS_STORE, "the commit was a rollback");
}

/* Several statements at once need the simple protocol, which is not there in a pipeline. */
static status postgres_script(struct store *store, const char *sql, struct error *error)
{
	struct store_postgres *postgres = self(store);
	TRY(store_postgres_collect(postgres, NULL, error));
	if (!PQexitPipelineMode(postgres->connection)) return store_postgres_lost(postgres, error);
	PGresult *result = PQexec(postgres->connection, sql);
	ExecStatusType state = PQresultStatus(result);
	status verdict = STATUS_OK;
	if (PQstatus(postgres->connection) == CONNECTION_BAD)
		verdict = store_postgres_lost(postgres, error);
	else if (state != PGRES_COMMAND_OK && state != PGRES_TUPLES_OK && state != PGRES_EMPTY_QUERY)
		verdict = store_postgres_fail(result, "a script", true, error);
	PQclear(result);
	if (!postgres->base.broken && !PQenterPipelineMode(postgres->connection))
		return store_postgres_lost(postgres, error);
	return verdict;
}

/* Sends a query about a lock and reads its one boolean. */
static status ask_lock(struct store_postgres *postgres, const struct store_query *query,
	bool *answer, struct error *error)
{
	const struct store_value key = store_int(postgres->lease_lock);
	PGresult *result = NULL;
	TRY(store_postgres_send(postgres, query, STORE_SQL_QUERY, &key, 1, POSTGRES_EXECUTE, error));
	TRY(store_postgres_collect(postgres, &result, error));
	*answer = PQntuples(result) == 1 && PQgetlength(result, 0, 0) == 1 &&
		PQgetvalue(result, 0, 0)[0] != 0;
	PQclear(result);
	return STATUS_OK;
}

static status postgres_lease(struct store *store, int64_t *epoch, struct error *error)
{
	struct store_postgres *postgres = self(store);
	bool granted = false;
	bool released = false;
	TRY(ask_lock(postgres, &take_lease, &granted, error));
	if (!granted) return status_fail(error, STATUS_CONFLICT, "another process holds the lease");
	status result = store_lease_raise(store, epoch, error);
	if (result == STATUS_OK)
		store->lease_epoch = *epoch;
	else if (ask_lock(postgres, &give_lease, &released, NULL) != STATUS_OK)
		store_postgres_lost(postgres, NULL);
	return result;
}

static void postgres_close(struct store *store)
{
	struct store_postgres *postgres = self(store);
	for (size_t i = 0; i < STORE_MAX_CURSORS; i++) PQclear(postgres->cursors[i].result);
	for (size_t i = 0; i < postgres->cache.capacity; i++) free(postgres->cache.slots[i].statement);
	store_cache_finish(&postgres->cache);
	PQfinish(postgres->connection);
	free(postgres);
}

static const struct store_backend postgres_backend = {
	.close = postgres_close,
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.put = store_postgres_put,
	.remove = store_postgres_remove,
	.get = store_postgres_get,
	.query_open = store_postgres_query_open,
	.query_next = store_postgres_query_next,
	.query_close = store_postgres_query_close,
	.run = store_postgres_run,
	.scan_open = store_postgres_scan_open,
	.script = postgres_script,
	.lease = postgres_lease,
};

static bool is_schema_name(const char *name)
{
	size_t size = strlen(name);
	if (size == 0 || size > MAX_SCHEMA_BYTES || (name[0] >= '0' && name[0] <= '9')) return false;
	return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == size;
}

/* The same number in every version of the program, or two versions could both hold a lock. */
static int64_t lock_number(const char *purpose, const char *schema)
{
	char text[MAX_SCHEMA_BYTES + 32];
	int size = snprintf(text, sizeof(text), "vangnet %s %s", purpose, schema);
	struct hash hash = hash_of(text, (size_t)size);
	uint64_t number = 0;
	for (size_t i = 0; i < sizeof(number); i++) number = number << 8 | hash.bytes[i];
	return (int64_t)number;
}

/* Notices may repeat values; nobody reads them. */
static void ignore_notice(void *context, const char *message)
{
	(void)context;
	(void)message;
}

static status connect_to(
	struct store_postgres *postgres, const struct store_options *options, struct error *error)
{
	/* What stands before the connection string is only a default for it. */
	const char *const words[] = {"connect_timeout", "tcp_user_timeout", "fallback_application_name",
		"dbname", "client_encoding", NULL};
	const char *const values[] = {"10", "30000", "vangnet", options->conninfo, "UTF8", NULL};
	postgres->connection = PQconnectdbParams(words, values, 1);
	if (PQstatus(postgres->connection) != CONNECTION_OK) {
		const char *message = PQerrorMessage(postgres->connection);
		return status_fail(error, STATUS_STORE, "no connection to PostgreSQL: %.*s",
			(int)strcspn(message, "\n"), message);
	}
	PQsetNoticeProcessor(postgres->connection, ignore_notice, NULL);
	const char *encoding = PQparameterStatus(postgres->connection, "server_encoding");
	if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
		return status_fail(error, STATUS_STORE, "the PostgreSQL database is not in UTF8");
	return STATUS_OK;
}

/* Runs a statement before there is a pipeline; *rows may be NULL. */
static status set_up(
	struct store_postgres *postgres, const char *sql, int *rows, struct error *error)
{
	PGresult *result = PQexec(postgres->connection, sql);
	ExecStatusType state = PQresultStatus(result);
	status verdict = STATUS_OK;
	if (state != PGRES_COMMAND_OK && state != PGRES_TUPLES_OK)
		verdict = store_postgres_fail(result, "setting up the connection", true, error);
	if (rows != NULL) *rows = PQntuples(result);
	PQclear(result);
	return verdict;
}

/* Making a schema needs a right that a program does not need to have when the schema is there. */
static status make_schema(struct store_postgres *postgres, const struct store_options *options,
	const char *schema, struct error *error)
{
	char sql[MAX_SCHEMA_BYTES + 128];
	int rows = 0;
	if (options->mode != STORE_READ_WRITE) return STATUS_OK;
	snprintf(sql, sizeof(sql), "select 1 from pg_catalog.pg_namespace where nspname='%s'", schema);
	TRY(set_up(postgres, sql, &rows, error));
	if (rows > 0) return STATUS_OK;
	snprintf(sql, sizeof(sql), "create schema if not exists %s", schema);
	return set_up(postgres, sql, NULL, error);
}

/* Queries are short: compiling them costs more than it wins. */
static status configure(struct store_postgres *postgres, const struct store_options *options,
	const char *schema, struct error *error)
{
	char path[MAX_SCHEMA_BYTES + 64];
	snprintf(path, sizeof(path), "set search_path=%s,pg_temp", schema);
	TRY(set_up(postgres, "set client_min_messages=warning", NULL, error));
	TRY(make_schema(postgres, options, schema, error));
	TRY(set_up(postgres, path, NULL, error));
	TRY(set_up(postgres, "set lock_timeout=5000", NULL, error));
	TRY(set_up(postgres, "set jit=off", NULL, error));
	TRY(set_up(postgres,
		options->without_sync ? "set synchronous_commit=off" : "set synchronous_commit=on", NULL,
		error));
	if (options->mode == STORE_READ_ONLY)
		TRY(set_up(postgres, "set default_transaction_read_only=on", NULL, error));
	if (!PQenterPipelineMode(postgres->connection)) return store_postgres_lost(postgres, error);
	return STATUS_OK;
}

status store_postgres_open(
	const struct store_options *options, struct store **store, struct error *error)
{
	const char *schema = options->schema != NULL ? options->schema : "vangnet";
	CHECK(options->conninfo != NULL);
	if (!is_schema_name(schema))
		return status_fail(error, STATUS_INPUT, "the schema is not [a-z_][a-z0-9_]*, at most %d",
			MAX_SCHEMA_BYTES);
	struct store_postgres *postgres = calloc(1, sizeof(*postgres));
	if (postgres == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a store");
	postgres->base.backend = &postgres_backend;
	postgres->base.kind = STORE_POSTGRES;
	postgres->write_lock = lock_number("write", schema);
	postgres->lease_lock = lock_number("lease", schema);
	snprintf(postgres->begin_lock, sizeof(postgres->begin_lock),
		"select pg_advisory_xact_lock(%lld)", (long long)postgres->write_lock);
	status result = connect_to(postgres, options, error);
	if (result == STATUS_OK) result = configure(postgres, options, schema, error);
	if (result == STATUS_OK)
		*store = &postgres->base;
	else
		postgres_close(&postgres->base);
	return result;
}

char *store_postgres_library(char out[STORE_LIBRARY_SIZE])
{
	int version = PQlibVersion();
	snprintf(out, STORE_LIBRARY_SIZE, "libpq %d.%d", version / 10000, version % 10000);
	return out;
}
