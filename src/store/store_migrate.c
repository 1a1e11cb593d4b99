/* store_migrate.c - the schema of a database, brought up to date; and the epochs of leases.
 *
 * store_schema says which migrations were applied, store_lease which epoch is the newest. Both
 * tables are made here and are in no migration.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/clock.h"
#include "store/store_backend.h"

static const char own_tables[] =
	"create table if not exists store_schema(version bigint not null primary key,"
	" name text not null, applied_ms bigint not null);"
	"create table if not exists store_lease(name text not null primary key,"
	" epoch bigint not null);";

static const struct store_query count_sqlite = {
	"store", "select count(*) from sqlite_master where type='table' and name='store_schema'"};
static const struct store_query count_postgres = {"store",
	"select count(*) from pg_catalog.pg_tables where schemaname=current_schema()"
	" and tablename='store_schema'"};
static const struct store_query newest = {
	"store", "select coalesce(max(version),0) from store_schema"};
static const struct store_query applied = {
	"store", "insert into store_schema(version,name,applied_ms) values(?1,?2,?3)"};
static const struct store_query raise_epoch = {"store",
	"insert into store_lease(name,epoch) values('writer',1)"
	" on conflict(name) do update set epoch=store_lease.epoch+1"};
static const struct store_query read_epoch = {
	"store", "select coalesce(max(epoch),0) from store_lease where name='writer'"};

/* The number in the first column of the first row. */
static status read_number(
	struct store *store, const struct store_query *query, int64_t *number, struct error *error)
{
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	TRY(store->backend->query_open(store, query, NULL, 0, &cursor, error));
	status result = store->backend->query_next(cursor, &row, error);
	if (result == STATUS_OK) *number = row == NULL ? 0 : store_value_int(&row[0]);
	store->backend->query_close(cursor);
	return result;
}

static status read_version(struct store *store, int64_t *version, struct error *error)
{
	int64_t count = 0;
	*version = 0;
	TRY(read_number(
		store, store->kind == STORE_SQLITE ? &count_sqlite : &count_postgres, &count, error));
	return count == 0 ? STATUS_OK : read_number(store, &newest, version, error);
}

status store_schema_version(
	struct store *store, int *in_database, int *in_program, struct error *error)
{
	bool own = !store->in_transaction;
	int64_t version = 0;
	if (own) TRY(store_begin(store, STORE_READ_ONLY, error));
	status result = read_version(store, &version, error);
	if (own) store_rollback(store);
	if (result != STATUS_OK) return result;
	*in_program = 0;
	for (const struct store_migration *at = store->migrations; at->number != 0; at++)
		*in_program = at->number;
	*in_database = (int)version;
	store->newer = *in_database > *in_program;
	return STATUS_OK;
}

/* Runs one migration in the open transaction, unless another process just did. */
static status apply(
	struct store *store, const struct store_migration *migration, struct error *error)
{
	int64_t version = 0;
	TRY(store->backend->script(store, own_tables, error));
	TRY(read_number(store, &newest, &version, error));
	if (version >= migration->number) return STATUS_OK;
	const char *sql = store->kind == STORE_SQLITE ? migration->sqlite_sql : migration->postgres_sql;
	status result = store->backend->script(store, sql, error);
	if (result != STATUS_OK) {
		status_prefix(error, "migration %d %s: ", migration->number, migration->name);
		return result;
	}
	struct clock clock;
	clock_init_system(&clock);
	const struct store_value values[] = {
		store_int(migration->number),
		store_text(span_of(migration->name)),
		store_int(clock_now_ms(&clock)),
	};
	int64_t changed = 0;
	return store->backend->run(store, &applied, values, 3, &changed, error);
}

static status apply_alone(
	struct store *store, const struct store_migration *migration, struct error *error)
{
	TRY(store_begin(store, STORE_READ_WRITE, error));
	status result = apply(store, migration, error);
	if (result == STATUS_OK) return store_commit(store, error);
	store_rollback(store);
	return result;
}

status store_migrate_to(struct store *store, int last, struct error *error)
{
	CHECK(!store->in_transaction && store->mode == STORE_READ_WRITE);
	int in_database = 0;
	int in_program = 0;
	TRY(store_schema_version(store, &in_database, &in_program, error));
	if (in_database > in_program)
		return status_fail(error, STATUS_NEWER, "the schema is at %d, this program knows %d",
			in_database, in_program);
	for (const struct store_migration *at = store->migrations; at->number != 0; at++) {
		if (at->number > in_database && at->number <= last) TRY(apply_alone(store, at, error));
	}
	return store_sync(store, error);
}

status store_migrate(struct store *store, struct error *error)
{
	return store_migrate_to(store, INT32_MAX, error);
}

static status raise_inside(struct store *store, int64_t *epoch, struct error *error)
{
	int64_t changed = 0;
	TRY(store->backend->script(store, own_tables, error));
	TRY(store->backend->run(store, &raise_epoch, NULL, 0, &changed, error));
	TRY(read_number(store, &read_epoch, epoch, error));
	return store->backend->commit(store, error);
}

status store_lease_raise(struct store *store, int64_t *epoch, struct error *error)
{
	TRY(store->backend->begin(store, STORE_READ_WRITE, error));
	status result = raise_inside(store, epoch, error);
	if (result != STATUS_OK) store->backend->rollback(store);
	return result;
}

status store_lease_verify(struct store *store, struct error *error)
{
	int64_t epoch = 0;
	TRY(read_number(store, &read_epoch, &epoch, error));
	if (epoch == store->lease_epoch) return STATUS_OK;
	return status_fail(error, STATUS_CONFLICT, "the lease was taken by another process");
}
