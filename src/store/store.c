/* store.c - what is the same for every database: states, checked arguments, the first error.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "store/store_backend.h"

/* Remembers the first error of a transaction, after which it can only be rolled back. What was
 * refused before anything was sent, or was just not there, does not count. */
static status note(struct store *store, status result, const struct error *error)
{
	if (result == STATUS_OK || result == STATUS_NOT_FOUND || result == STATUS_BOUND ||
		result == STATUS_INPUT || store->failed)
		return result;
	store->failed = true;
	store->failure = error != NULL ? *error : (struct error){.code = result};
	return result;
}

static status still_good(const struct store *store, struct error *error)
{
	if (!store->failed) return STATUS_OK;
	if (error != NULL) *error = store->failure;
	return store->failure.code;
}

static status check_value(const struct store_value *value, const char *what, const char *of,
	size_t number, struct error *error)
{
	if (value->type != STORE_TEXT && value->type != STORE_BLOB) return STATUS_OK;
	if (value->bytes.size > STORE_MAX_VALUE_BYTES)
		return status_fail(error, STATUS_BOUND, "%s %zu of %s is over STORE_MAX_VALUE_BYTES (%d)",
			what, number, of, STORE_MAX_VALUE_BYTES);
	if (value->type == STORE_TEXT && !span_is_utf8(value->bytes, NULL))
		return status_fail(
			error, STATUS_INPUT, "%s %zu of %s is not UTF-8 without U+0000", what, number, of);
	return STATUS_OK;
}

/* A value of another type than its column has is a bug; one that is too large came from outside. */
static status check_row(const struct store_table *table, const struct store_value *values,
	size_t count, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		const struct store_column *column = &table->columns[i];
		if (values[i].type == STORE_NULL)
			CHECK(column->nullable && i >= table->key_count);
		else
			CHECK(values[i].type == column->type);
		TRY(check_value(&values[i], "column", table->name, i + 1, error));
	}
	return STATUS_OK;
}

static status check_parameters(const struct store_query *query,
	const struct store_value *parameters, size_t count, struct error *error)
{
	CHECK(count <= STORE_MAX_PARAMETERS);
	for (size_t i = 0; i < count; i++)
		TRY(check_value(&parameters[i], "parameter", query->owner, i + 1, error));
	return STATUS_OK;
}

/* What was stored is what the descriptor says. */
static status check_stored(
	const struct store_table *table, const struct store_value *values, struct error *error)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct store_column *column = &table->columns[i];
		bool none = values[i].type == STORE_NULL;
		if (none ? !column->nullable : values[i].type != column->type)
			return status_fail(error, STATUS_CORRUPT, "%s: column %s holds another type",
				table->name, column->name);
	}
	return STATUS_OK;
}

bool store_value_equal(const struct store_value *a, const struct store_value *b)
{
	if (a->type != b->type) return false;
	if (a->type == STORE_NULL) return true;
	return a->type == STORE_INT ? a->number == b->number : span_equal(a->bytes, b->bytes);
}

status store_open(const struct store_options *options, struct store **store, struct error *error)
{
	*store = NULL;
	if (options->kind == STORE_SQLITE)
		TRY(store_sqlite_open(options, store, error));
	else
		TRY(store_postgres_open(options, store, error));
	(*store)->kind = options->kind;
	(*store)->set = options->set;
	(*store)->mode = options->mode;
	(*store)->migrations =
		options->set == STORE_KEYS ? store_migrations_keys : store_migrations_main;
	int in_database = 0;
	int in_program = 0;
	status result = store_schema_version(*store, &in_database, &in_program, error);
	if (result == STATUS_OK) return STATUS_OK;
	store_close(*store);
	*store = NULL;
	return result;
}

void store_close(struct store *store)
{
	if (store == NULL) return;
	store_rollback(store);
	store->backend->close(store);
}

enum store_kind store_kind_of(const struct store *store)
{
	return store->kind;
}

char *store_library(enum store_kind kind, char out[STORE_LIBRARY_SIZE])
{
	return kind == STORE_SQLITE ? store_sqlite_library(out) : store_postgres_library(out);
}

status store_begin(struct store *store, enum store_mode mode, struct error *error)
{
	CHECK(!store->in_transaction);
	CHECK(mode == STORE_READ_ONLY || store->mode == STORE_READ_WRITE);
	if (mode == STORE_READ_WRITE && store->newer)
		return status_fail(error, STATUS_NEWER, "the schema is newer than this program");
	TRY(store->backend->begin(store, mode, error));
	store->in_transaction = true;
	store->transaction_mode = mode;
	store->failed = false;
	return STATUS_OK;
}

status store_commit(struct store *store, struct error *error)
{
	CHECK(store->in_transaction && store->open_cursors == 0);
	status result = still_good(store, error);
	if (result == STATUS_OK) result = store->backend->commit(store, error);
	if (result == STATUS_CONFLICT) store->lease_lost = true;
	if (result != STATUS_OK) store->backend->rollback(store);
	store->in_transaction = false;
	store->failed = false;
	return result;
}

bool store_is_broken(const struct store *store)
{
	return store->broken || store->lease_lost;
}

int64_t store_log_bytes(const struct store *store)
{
	return store->log_bytes;
}

bool store_syncs_apart(const struct store *store)
{
	return store->syncs_apart;
}

status store_sync(struct store *store, struct error *error)
{
	return store->syncs_apart ? store->backend->sync(store, error) : STATUS_OK;
}

void store_rollback(struct store *store)
{
	if (!store->in_transaction) return;
	store->backend->rollback(store);
	store->in_transaction = false;
	store->failed = false;
	store->open_cursors = 0;
}

static bool is_writing(const struct store *store)
{
	return store->in_transaction && store->transaction_mode == STORE_READ_WRITE;
}

status store_put(struct store *store, const struct store_table *table,
	const struct store_value *values, struct error *error)
{
	CHECK(is_writing(store));
	TRY(still_good(store, error));
	TRY(check_row(table, values, table->column_count, error));
	return note(store, store->backend->put(store, table, values, error), error);
}

status store_remove(struct store *store, const struct store_table *table,
	const struct store_value *key, struct error *error)
{
	CHECK(is_writing(store));
	TRY(still_good(store, error));
	TRY(check_row(table, key, table->key_count, error));
	return note(store, store->backend->remove(store, table, key, error), error);
}

status store_get(struct store *store, const struct store_table *table,
	const struct store_value *key, struct store_value *values, struct arena *arena,
	struct error *error)
{
	CHECK(store->in_transaction);
	TRY(still_good(store, error));
	TRY(check_row(table, key, table->key_count, error));
	status result = store->backend->get(store, table, key, values, arena, error);
	if (result == STATUS_OK) result = check_stored(table, values, error);
	return note(store, result, error);
}

static status check_cursors(const struct store *store, struct error *error)
{
	if (store->open_cursors < STORE_MAX_CURSORS) return STATUS_OK;
	return status_fail(
		error, STATUS_BOUND, "more cursors open than STORE_MAX_CURSORS (%d)", STORE_MAX_CURSORS);
}

static status opened(struct store *store, status result, const struct store_table *table,
	struct store_cursor **cursor, const struct error *error)
{
	if (result != STATUS_OK) {
		*cursor = NULL;
		return note(store, result, error);
	}
	(*cursor)->store = store;
	(*cursor)->table = table;
	store->open_cursors++;
	return STATUS_OK;
}

status store_query_open(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, struct store_cursor **cursor,
	struct error *error)
{
	CHECK(store->in_transaction);
	*cursor = NULL;
	TRY(still_good(store, error));
	TRY(check_cursors(store, error));
	TRY(check_parameters(query, parameters, count, error));
	status result = store->backend->query_open(store, query, parameters, count, cursor, error);
	return opened(store, result, NULL, cursor, error);
}

status store_scan_open(struct store *store, const struct store_table *table,
	const struct store_value *after, int64_t limit, struct store_cursor **cursor,
	struct error *error)
{
	CHECK(store->in_transaction && limit >= 0);
	*cursor = NULL;
	TRY(still_good(store, error));
	TRY(check_cursors(store, error));
	if (after != NULL) TRY(check_row(table, after, table->key_count, error));
	status result = store->backend->scan_open(store, table, after, limit, cursor, error);
	return opened(store, result, table, cursor, error);
}

status store_query_next(
	struct store_cursor *cursor, const struct store_value **row, struct error *error)
{
	struct store *store = cursor->store;
	CHECK(store->in_transaction);
	*row = NULL;
	TRY(still_good(store, error));
	status result = store->backend->query_next(cursor, row, error);
	if (result == STATUS_OK && *row != NULL && cursor->table != NULL)
		result = check_stored(cursor->table, *row, error);
	if (result != STATUS_OK) *row = NULL;
	return note(store, result, error);
}

void store_query_close(struct store_cursor *cursor)
{
	/* A rollback has closed all cursors; closing one again does nothing. */
	if (cursor == NULL || cursor->store == NULL) return;
	struct store *store = cursor->store;
	store->backend->query_close(cursor);
	cursor->store = NULL;
	store->open_cursors--;
}

status store_run(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, int64_t *changed, struct error *error)
{
	CHECK(is_writing(store));
	TRY(still_good(store, error));
	TRY(check_parameters(query, parameters, count, error));
	int64_t unused = 0;
	int64_t *out = changed != NULL ? changed : &unused;
	return note(store, store->backend->run(store, query, parameters, count, out, error), error);
}

status store_lease(struct store *store, int64_t *epoch, struct error *error)
{
	CHECK(!store->in_transaction && store->mode == STORE_READ_WRITE && store->lease_epoch == 0);
	if (store->newer)
		return status_fail(error, STATUS_NEWER, "the schema is newer than this program");
	TRY(store->backend->lease(store, epoch, error));
	CHECK(*epoch > 0);
	store->lease_epoch = *epoch;
	/* Else the next to take it could get the same epoch. */
	return store_sync(store, error);
}
