/* store_fixture.c - an empty database for each test of the store's contract, on each backend.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store_fixture.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct store_column thing_columns[FIXTURE_THING_COLUMNS] = {
	{.name = "kind", .type = STORE_TEXT},
	{.name = "number", .type = STORE_INT},
	{.name = "body", .type = STORE_BLOB, .nullable = true},
	{.name = "note", .type = STORE_TEXT, .nullable = true},
	{.name = "amount", .type = STORE_INT, .nullable = true},
};
const struct store_table fixture_thing = {
	"test", "test_thing", 1, STORE_JOURNALED, thing_columns, FIXTURE_THING_COLUMNS, 2};

static const struct store_column pair_columns[] = {
	{.name = "a", .type = STORE_BLOB},
	{.name = "b", .type = STORE_INT},
};
const struct store_table fixture_pair = {
	"test", "test_pair", 2, STORE_JOURNALED, pair_columns, 2, 2};

static const struct store_column other_columns[] = {
	{.name = "id", .type = STORE_INT},
	{.name = "word", .type = STORE_TEXT},
};
const struct store_table fixture_other = {
	"other", "other_thing", 3, STORE_LOCAL, other_columns, 2, 1};

#define SQLITE_TABLES                                                                       \
	"create table test_thing(kind text not null, number integer not null, body blob,"       \
	" note text unique, amount integer check(amount>=0), primary key(kind,number)) strict;" \
	"create table test_pair(a blob not null, b integer not null, primary key(a,b)) strict;" \
	"create table other_thing(id integer not null primary key, word text not null);"
#define POSTGRES_TABLES                                                               \
	"create table test_thing(kind text not null, number bigint not null, body bytea," \
	" note text unique, amount bigint check(amount>=0), primary key(kind,number));"   \
	"create table test_pair(a bytea not null, b bigint not null, primary key(a,b));"  \
	"create table other_thing(id bigint not null primary key, word text not null);"

const struct store_migration fixture_migrations[] = {
	{1, "tables", SQLITE_TABLES, POSTGRES_TABLES},
	{2, "later", "create table test_later(id integer not null primary key)",
		"create table test_later(id bigint not null primary key)"},
	{0, NULL, NULL, NULL},
};
const struct store_migration fixture_first_migration[] = {
	{1, "tables", SQLITE_TABLES, POSTGRES_TABLES},
	{0, NULL, NULL, NULL},
};

static enum store_kind backend;

void fixture_right(const struct fixture *fixture, status result, const char *what)
{
	if (result != STATUS_OK)
		fail_msg("%s: %s: %s", what, status_name(result), fixture->error.message);
}

struct store_options fixture_options(const struct fixture *fixture)
{
	return (struct store_options){
		.kind = fixture->kind,
		.mode = STORE_READ_WRITE,
		.path = fixture->path,
		.conninfo = getenv("VANGNET_TEST_POSTGRES"),
		.schema = fixture->schema,
	};
}

struct store *fixture_open(struct fixture *fixture, enum store_mode mode)
{
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	int in_database = 0;
	int in_program = 0;
	options.mode = mode;
	RIGHT(fixture, store_open(&options, &store, &fixture->error));
	store->migrations = fixture_migrations;
	RIGHT(fixture, store_schema_version(store, &in_database, &in_program, &fixture->error));
	return store;
}

static void drop_schema(struct fixture *fixture)
{
	char sql[160];
	snprintf(sql, sizeof(sql), "drop schema if exists %s cascade", fixture->schema);
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_WRITE, &fixture->error));
	RIGHT(fixture, fixture->store->backend->script(fixture->store, sql, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

int fixture_start(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	if (fixture == NULL) return -1;
	fixture->kind = backend;
	arena_init(&fixture->arena, 65536, 64 * 1024 * 1024);
	snprintf(fixture->schema, sizeof(fixture->schema), "test_%ld", (long)getpid());
	snprintf(fixture->directory, sizeof(fixture->directory), "store-test-XXXXXX");
	if (backend == STORE_SQLITE && mkdtemp(fixture->directory) == NULL) return -1;
	snprintf(fixture->path, sizeof(fixture->path), "%s/db", fixture->directory);
	fixture->store = fixture_open(fixture, STORE_READ_WRITE);
	RIGHT(fixture, store_migrate(fixture->store, &fixture->error));
	*state = fixture;
	return 0;
}

static void remove_files(struct fixture *fixture)
{
	static const char *const endings[] = {
		"", "-wal", "-shm", "-lease", "-copy", "-copy-wal", "-copy-shm"};
	char path[160];
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", fixture->path, endings[i]);
		unlink(path);
	}
	rmdir(fixture->directory);
}

int fixture_stop(void **state)
{
	struct fixture *fixture = *state;
	store_close(fixture->store);
	if (fixture->kind == STORE_SQLITE) {
		remove_files(fixture);
	} else {
		/* The test's own connection may be broken. */
		fixture->store = fixture_open(fixture, STORE_READ_WRITE);
		drop_schema(fixture);
		store_close(fixture->store);
	}
	arena_finish(&fixture->arena);
	free(fixture);
	return 0;
}

int fixture_run(const char *name, const struct CMUnitTest *tests, size_t count)
{
	char title[80];
	backend = STORE_SQLITE;
	snprintf(title, sizeof(title), "%s on SQLite", name);
	int failures = _cmocka_run_group_tests(title, tests, count, NULL, NULL);
	if (getenv("VANGNET_TEST_POSTGRES") == NULL) {
		fprintf(stderr, "%s: NOT RUN on PostgreSQL: VANGNET_TEST_POSTGRES is not set\n", name);
		return failures;
	}
	backend = STORE_POSTGRES;
	snprintf(title, sizeof(title), "%s on PostgreSQL", name);
	return failures + _cmocka_run_group_tests(title, tests, count, NULL, NULL);
}

void fixture_begin(struct fixture *fixture, enum store_mode mode)
{
	RIGHT(fixture, store_begin(fixture->store, mode, &fixture->error));
}

void fixture_commit(struct fixture *fixture)
{
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

void fixture_put(struct fixture *fixture, const char *kind, int64_t number, int64_t amount)
{
	const struct store_value values[FIXTURE_THING_COLUMNS] = {
		store_text(span_of(kind)),
		store_int(number),
		store_null(),
		store_null(),
		store_int(amount),
	};
	RIGHT(fixture, store_put(fixture->store, &fixture_thing, values, &fixture->error));
}

int64_t fixture_amount(
	struct fixture *fixture, struct store *store, const char *kind, int64_t number)
{
	const struct store_value key[] = {store_text(span_of(kind)), store_int(number)};
	struct store_value values[FIXTURE_THING_COLUMNS];
	status result = store_get(store, &fixture_thing, key, values, &fixture->arena, &fixture->error);
	if (result == STATUS_NOT_FOUND) return -1;
	RIGHT(fixture, result);
	return store_value_int(&values[4]);
}

int64_t fixture_number(
	struct fixture *fixture, struct store *store, const struct store_query *query)
{
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	RIGHT(fixture, store_query_open(store, query, NULL, 0, &cursor, &fixture->error));
	RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
	assert_non_null(row);
	assert_int_equal(row[0].type, STORE_INT);
	int64_t number = row[0].number;
	store_query_close(cursor);
	return number;
}

enum { BODY = 1000, MANY = 1000 };

void fixture_put_many(struct fixture *fixture, struct store *store, int count, int64_t *next)
{
	char body[BODY];
	memset(body, 'x', sizeof(body));
	for (int i = 0; i < count; i++) {
		const struct store_value values[FIXTURE_THING_COLUMNS] = {store_text(span_of("k")),
			store_int((*next)++), store_blob(span_bytes(body, sizeof(body))), store_null(),
			store_int(1)};
		RIGHT(fixture, store_put(store, &fixture_thing, values, &fixture->error));
	}
}

void fixture_write_much(struct fixture *fixture, struct store *store, int64_t bytes, int64_t *next)
{
	for (int64_t written = 0; written < bytes; written += (int64_t)MANY * BODY) {
		status begun = store_begin(store, STORE_READ_WRITE, &fixture->error);
		if (begun != STATUS_OK && store_is_broken(store)) return;
		RIGHT(fixture, begun);
		fixture_put_many(fixture, store, MANY, next);
		RIGHT(fixture, store_commit(store, &fixture->error));
	}
}
