/* tables.c - the program's own tables, empty, for one test after another.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tables.h"
#include "store/store_backend.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One connection for all tests of a backend. */
static struct tables shared;
static char schema[48];

void tables_right(const struct tables *tables, status result, const char *what)
{
	if (result != STATUS_OK)
		fail_msg("%s: %s: %s", what, status_name(result), tables->error.message);
}

static void open_shared(enum store_kind kind)
{
	struct store_options options = {.kind = kind,
		.mode = STORE_READ_WRITE,
		.path = ":memory:",
		.conninfo = getenv("VANGNET_TEST_POSTGRES"),
		.schema = schema,
		.without_sync = true};
	snprintf(schema, sizeof(schema), "tables_test_%ld", (long)getpid());
	TABLES_RIGHT(&shared, store_open(&options, &shared.store, &shared.error));
	TABLES_RIGHT(&shared, store_migrate(shared.store, &shared.error));
	arena_init(&shared.arena, 65536, 16 * 1024 * 1024);
}

static int start_sqlite(void **state)
{
	(void)state;
	open_shared(STORE_SQLITE);
	return 0;
}

static int start_postgres(void **state)
{
	(void)state;
	open_shared(STORE_POSTGRES);
	return 0;
}

static int stop_sqlite(void **state)
{
	(void)state;
	store_close(shared.store);
	arena_finish(&shared.arena);
	return 0;
}

static int stop_postgres(void **state)
{
	char sql[96];
	snprintf(sql, sizeof(sql), "drop schema %.47s cascade", schema);
	TABLES_RIGHT(&shared, store_begin(shared.store, STORE_READ_WRITE, &shared.error));
	tables_script(&shared, sql);
	TABLES_RIGHT(&shared, store_commit(shared.store, &shared.error));
	return stop_sqlite(state);
}

int tables_start(void **state)
{
	arena_reset(&shared.arena);
	shared.error = (struct error){0};
	TABLES_RIGHT(&shared, store_begin(shared.store, STORE_READ_WRITE, &shared.error));
	*state = &shared;
	return 0;
}

int tables_stop(void **state)
{
	struct tables *tables = *state;
	store_rollback(tables->store);
	return 0;
}

int tables_run(const char *name, const struct CMUnitTest *tests, size_t count)
{
	char group[80];
	snprintf(group, sizeof(group), "%.60s on SQLite", name);
	int failed = _cmocka_run_group_tests(group, tests, count, start_sqlite, stop_sqlite);
	if (getenv("VANGNET_TEST_POSTGRES") == NULL) return failed;
	snprintf(group, sizeof(group), "%.60s on PostgreSQL", name);
	return failed + _cmocka_run_group_tests(group, tests, count, start_postgres, stop_postgres);
}

void tables_put(struct tables *tables, const struct store_table *table, const void *record)
{
	struct store_value values[STORE_MAX_COLUMNS];
	store_record_values(table, record, values);
	TABLES_RIGHT(tables, store_put(tables->store, table, values, &tables->error));
}

void tables_remove(struct tables *tables, const struct store_table *table, const void *record)
{
	struct store_value values[STORE_MAX_COLUMNS];
	store_record_values(table, record, values);
	TABLES_RIGHT(tables, store_remove(tables->store, table, values, &tables->error));
}

void tables_script(struct tables *tables, const char *sql)
{
	TABLES_RIGHT(tables, tables->store->backend->script(tables->store, sql, &tables->error));
}

bool tables_next(struct tables *tables, struct store_cursor *cursor,
	const struct store_table *table, void *record)
{
	const struct store_value *row = NULL;
	TABLES_RIGHT(tables, store_query_next(cursor, &row, &tables->error));
	if (row == NULL) return false;
	TABLES_RIGHT(tables, store_record_fill(table, row, record, &tables->arena, &tables->error));
	return true;
}
