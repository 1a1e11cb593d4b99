/* test_store_schema.c - the store's contract: opening, migrating, and who may touch which table.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store_fixture.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int version_of(struct fixture *fixture, struct store *store)
{
	int in_database = -1;
	int in_program = -1;
	RIGHT(fixture, store_schema_version(store, &in_database, &in_program, &fixture->error));
	return in_database;
}

/* A database says how far it is; migrating again changes nothing. */
static void test_migrate__brings_up_to_date(void **state)
{
	static const struct store_query names = {
		"store", "select count(*) from store_schema where applied_ms > 1600000000000"};
	struct fixture *fixture = *state;
	int in_database = 0;
	int in_program = 0;
	RIGHT(fixture, store_migrate(fixture->store, &fixture->error));
	RIGHT(
		fixture, store_schema_version(fixture->store, &in_database, &in_program, &fixture->error));
	assert_int_equal(in_database, 2);
	assert_int_equal(in_program, 2);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_number(fixture, fixture->store, &names), 2);
	fixture_commit(fixture);
}

/* Another schema, or another file, to migrate from nothing. */
static struct store *open_empty(struct fixture *fixture, char *name, size_t size)
{
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	if (fixture->kind == STORE_SQLITE)
		snprintf(name, size, "%s-copy", fixture->path);
	else
		snprintf(name, size, "%s_copy", fixture->schema);
	options.path = name;
	options.schema = name;
	RIGHT(fixture, store_open(&options, &store, &fixture->error));
	store->migrations = fixture_migrations;
	return store;
}

static void drop_empty(struct fixture *fixture, struct store *store, const char *name)
{
	char sql[160];
	if (fixture->kind == STORE_POSTGRES) {
		snprintf(sql, sizeof(sql), "drop schema %s cascade", name);
		RIGHT(fixture, store_begin(store, STORE_READ_WRITE, &fixture->error));
		RIGHT(fixture, store->backend->script(store, sql, &fixture->error));
		RIGHT(fixture, store_commit(store, &fixture->error));
	}
	store_close(store);
}

/* One can stop halfway and go on later. */
static void test_migrate_to__stops_where_it_is_told(void **state)
{
	struct fixture *fixture = *state;
	char name[128];
	struct store *store = open_empty(fixture, name, sizeof(name));
	assert_int_equal(version_of(fixture, store), 0);
	RIGHT(fixture, store_migrate_to(store, 0, &fixture->error));
	assert_int_equal(version_of(fixture, store), 0);
	RIGHT(fixture, store_migrate_to(store, 1, &fixture->error));
	assert_int_equal(version_of(fixture, store), 1);
	RIGHT(fixture, store_migrate(store, &fixture->error));
	assert_int_equal(version_of(fixture, store), 2);
	drop_empty(fixture, store, name);
}

/* A migration that fails leaves nothing of itself, and those before it stay. */
static void test_migrate__leaves_no_half_migration(void **state)
{
	static const struct store_migration broken[] = {
		{1, "good", "create table test_one(a integer)", "create table test_one(a bigint)"},
		{2, "bad", "create table test_two(a integer); create table test_one(a integer)",
			"create table test_two(a bigint); create table test_one(a bigint)"},
		{0, NULL, NULL, NULL},
	};
	static const struct store_query two = {"test", "select count(*) from test_two"};
	struct fixture *fixture = *state;
	struct store_cursor *cursor = NULL;
	char name[128];
	struct store *store = open_empty(fixture, name, sizeof(name));
	store->migrations = broken;
	assert_int_equal(store_migrate(store, &fixture->error), STATUS_STORE);
	assert_non_null(strstr(fixture->error.message, "migration 2 bad"));
	assert_int_equal(version_of(fixture, store), 1);
	RIGHT(fixture, store_begin(store, STORE_READ_ONLY, &fixture->error));
	assert_int_equal(
		store_query_open(store, &two, NULL, 0, &cursor, &fixture->error), STATUS_STORE);
	store_rollback(store);
	drop_empty(fixture, store, name);
}

/* What goes wrong with the data in a script is not told with the data. */
static void test_migrate__tells_no_values(void **state)
{
	static const struct store_migration moving[] = {
		{1, "tables", "select 1", "select 1"},
		{2, "later", "select 1", "select 1"},
		{3, "move", "update test_thing set amount = note",
			"update test_thing set amount = cast(note as bigint)"},
		{0, NULL, NULL, NULL},
	};
	struct fixture *fixture = *state;
	const struct store_value row[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("k")),
		store_int(1),
		store_null(),
		store_text(span_of("geheim")),
		store_null(),
	};
	fixture_begin(fixture, STORE_READ_WRITE);
	RIGHT(fixture, store_put(fixture->store, &fixture_thing, row, &fixture->error));
	fixture_commit(fixture);
	fixture->store->migrations = moving;
	assert_int_equal(store_migrate(fixture->store, &fixture->error), STATUS_STORE);
	assert_non_null(strstr(fixture->error.message, "migration 3 move"));
	assert_null(strstr(fixture->error.message, "geheim"));
}

/* An older program can read a newer database, but neither write nor migrate it. */
static void test_migrate__refuses_what_is_newer(void **state)
{
	struct fixture *fixture = *state;
	int64_t epoch = 0;
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 4);
	fixture_commit(fixture);
	fixture->store->migrations = fixture_first_migration;
	assert_int_equal(store_migrate(fixture->store, &fixture->error), STATUS_NEWER);
	assert_int_equal(store_begin(fixture->store, STORE_READ_WRITE, &fixture->error), STATUS_NEWER);
	assert_int_equal(store_lease(fixture->store, &epoch, &fixture->error), STATUS_NEWER);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 1), 4);
	fixture_commit(fixture);
}

/* The schemas that the program carries can be made, for the system and for the keys. */
static void test_migrate__makes_the_real_schemas(void **state)
{
	static const struct store_query keys = {"vault", "select count(*) from vault_key"};
	static const struct store_query entries = {"journal", "select count(*) from journal_entry"};
	struct fixture *fixture = *state;
	char name[128];
	struct store *store = open_empty(fixture, name, sizeof(name));
	store->migrations = store_migrations_main;
	RIGHT(fixture, store_migrate(store, &fixture->error));
	RIGHT(fixture, store_begin(store, STORE_READ_ONLY, &fixture->error));
	assert_int_equal(fixture_number(fixture, store, &entries), 0);
	RIGHT(fixture, store_commit(store, &fixture->error));
	drop_empty(fixture, store, name);
	unlink(name);
	store = open_empty(fixture, name, sizeof(name));
	store->migrations = store_migrations_keys;
	RIGHT(fixture, store_migrate(store, &fixture->error));
	RIGHT(fixture, store_begin(store, STORE_READ_ONLY, &fixture->error));
	assert_int_equal(fixture_number(fixture, store, &keys), 0);
	RIGHT(fixture, store_commit(store, &fixture->error));
	drop_empty(fixture, store, name);
}

/* Prepares the query and says what came of it. */
static status try_query(struct fixture *fixture, const char *sql)
{
	/* A query is known by its address, so each needs one of its own while the store is open. */
	static struct store_query queries[64];
	static size_t count;
	struct store_cursor *cursor = NULL;
	assert_true(count < 64);
	queries[count] = (struct store_query){"test", sql};
	fixture_begin(fixture, STORE_READ_WRITE);
	status result =
		store_query_open(fixture->store, &queries[count++], NULL, 0, &cursor, &fixture->error);
	store_query_close(cursor);
	store_rollback(fixture->store);
	return result;
}

/* A statement reaches the tables of its owner and no others, by whatever way it tries. */
static void test_query__reaches_its_owners_tables_only(void **state)
{
	static const char *const allowed[] = {
		"select count(*) from test_thing",
		"select t.number, p.b from test_thing t join test_pair p on p.b = t.number",
		"with few as (select number from test_thing) select count(*) from few",
		"with recursive n(i) as (select 1 union all select i + 1 from n) select i from n limit 9",
		"select x.n from (select number as n from test_thing) x",
		"insert into test_pair(a, b) values('a', 1) on conflict(a, b) do nothing",
		"update test_thing set amount = 1 where exists(select 1 from test_pair)",
		"delete from test_thing",
	};
	static const char *const refused[] = {
		"select id from other_thing",
		"select count(*) from other_thing",
		"select number from test_thing where number in (select id from other_thing)",
		"select number, (select max(id) from other_thing) from test_thing",
		"with few as (select id from other_thing) select count(*) from few",
		"select t.number from test_thing t left join other_thing o on o.id = t.number",
		"insert into test_pair(a, b) select word, id from other_thing",
		"insert into other_thing(id, word) values(1, 'w')",
		"update other_thing set word = 'w'",
		"update test_thing set amount = (select max(id) from other_thing)",
		"delete from other_thing",
		"select sql from sqlite_master",
		"select version from store_schema",
		"select epoch from store_lease",
		"drop table test_thing",
		"create table test_more(a integer)",
		"create temp view test_view as select 1",
		"create trigger test_trigger after insert on test_thing begin select 1; end",
		"pragma synchronous=off",
		"attach ':memory:' as m",
		"commit",
		"savepoint s",
		"analyze",
		"reindex",
	};
	struct fixture *fixture = *state;
	if (fixture->kind != STORE_SQLITE)
		skip(); /* PostgreSQL has no authorizer; the same queries are prepared on SQLite. */
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		fixture_right(fixture, try_query(fixture, allowed[i]), allowed[i]);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (try_query(fixture, refused[i]) != STATUS_STORE) fail_msg("not refused: %s", refused[i]);
		assert_non_null(strstr(fixture->error.message, "SQLITE_AUTH"));
	}
}

/* A descriptor whose table is another folder's is a mistake on either database. */
static void test_table__belongs_to_its_owner(void **state)
{
	struct fixture *fixture = *state;
	static struct store_table stranger;
	static struct store_table part;
	const struct store_value row[] = {store_int(1), store_text(span_of("w"))};
	stranger = fixture_other;
	stranger.owner = "test";
	part = fixture_other;
	part.owner = "othe";
	fixture_begin(fixture, STORE_READ_WRITE);
	assert_raises((void)!store_put(fixture->store, &stranger, row, &fixture->error));
	store_rollback(fixture->store);
	fixture_begin(fixture, STORE_READ_WRITE);
	assert_raises((void)!store_put(fixture->store, &part, row, &fixture->error));
	store_rollback(fixture->store);
	fixture_begin(fixture, STORE_READ_WRITE);
	RIGHT(fixture, store_put(fixture->store, &fixture_other, row, &fixture->error));
	fixture_commit(fixture);
}

/* The file of a database is nobody else's to read, and so are the files beside it. */
static void test_open__makes_files_for_the_owner_only(void **state)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-lease"};
	struct fixture *fixture = *state;
	struct stat found;
	char path[128];
	int64_t epoch = 0;
	if (fixture->kind != STORE_SQLITE) skip();
	RIGHT(fixture, store_lease(fixture->store, &epoch, &fixture->error));
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", fixture->path, endings[i]);
		assert_int_equal(stat(path, &found), 0);
		assert_int_equal(found.st_mode & 0777, 0600);
	}
}

/* What cannot be opened says why: no file to read, a file that is no database, no such server. */
static void test_open__says_why_it_cannot(void **state)
{
	struct fixture *fixture = *state;
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	char path[128];
	if (fixture->kind == STORE_POSTGRES) {
		options.conninfo = "host=/nowhere/at/all dbname=none";
		assert_int_equal(store_open(&options, &store, &fixture->error), STATUS_STORE);
		assert_non_null(strstr(fixture->error.message, "no connection"));
		options = fixture_options(fixture);
		options.schema = "Wrong; drop";
		assert_int_equal(store_open(&options, &store, &fixture->error), STATUS_INPUT);
		assert_null(store);
		return;
	}
	snprintf(path, sizeof(path), "%s-copy", fixture->path);
	options.path = path;
	options.mode = STORE_READ_ONLY;
	assert_int_equal(store_open(&options, &store, &fixture->error), STATUS_STORE);
	assert_non_null(strstr(fixture->error.message, "SQLITE_CANTOPEN"));
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	for (int i = 0; i < 1000; i++) fputs("this is no database ", file);
	fclose(file);
	options.mode = STORE_READ_WRITE;
	assert_int_equal(store_open(&options, &store, &fixture->error), STATUS_CORRUPT);
	assert_null(store);
}

/* A store in memory, and one that nobody else may open, keep the contract too. */
static void test_open__in_memory_and_exclusively(void **state)
{
	struct fixture *fixture = *state;
	struct store_options options = fixture_options(fixture);
	int64_t epoch = 0;
	char path[128];
	if (fixture->kind != STORE_SQLITE) skip();
	snprintf(path, sizeof(path), "%s-copy", fixture->path);
	for (int i = 0; i < 2; i++) {
		struct store *store = NULL;
		options.path = i == 0 ? ":memory:" : path;
		options.exclusive = i == 1;
		RIGHT(fixture, store_open(&options, &store, &fixture->error));
		store->migrations = fixture_migrations;
		RIGHT(fixture, store_migrate(store, &fixture->error));
		RIGHT(fixture, store_lease(store, &epoch, &fixture->error));
		assert_int_equal(version_of(fixture, store), 2);
		if (i == 1) {
			/* It makes no shared memory. */
			struct stat found;
			snprintf(path, sizeof(path), "%s-copy-shm", fixture->path);
			assert_int_equal(stat(path, &found), -1);
		}
		store_close(store);
	}
	snprintf(path, sizeof(path), "%s-copy-lease", fixture->path);
	unlink(path);
}

/* Writes 8 MiB through a connection of its own, one MiB a transaction; the size of the log then. */
static int64_t log_after_writing(struct fixture *fixture, int64_t log_bytes)
{
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	struct stat found;
	char path[128];
	char body[1024];
	/* Not what is there already: that would not be written again. */
	memset(body, log_bytes == 0 ? 'a' : 'b', sizeof(body));
	options.log_bytes = log_bytes;
	RIGHT(fixture, store_open(&options, &store, &fixture->error));
	store->migrations = fixture_migrations;
	store->newer = false;
	for (int64_t number = 0; number < 8 * 1024; number++) {
		struct store_value row[FIXTURE_THING_COLUMNS] = {store_text(SPAN_LITERAL("k")),
			store_int(number), store_blob(span_bytes(body, sizeof(body))), store_null(),
			store_int(0)};
		if (number % 1024 == 0)
			RIGHT(fixture, store_begin(store, STORE_READ_WRITE, &fixture->error));
		RIGHT(fixture, store_put(store, &fixture_thing, row, &fixture->error));
		if (number % 1024 == 1023) RIGHT(fixture, store_commit(store, &fixture->error));
	}
	snprintf(path, sizeof(path), "%s-wal", fixture->path);
	assert_int_equal(stat(path, &found), 0);
	store_close(store);
	return found.st_size;
}

/* The log is moved into the file when it has grown to what was asked for, and before that by
 * itself. */
static void test_open__lets_the_log_grow(void **state)
{
	struct fixture *fixture = *state;
	if (fixture->kind != STORE_SQLITE) skip();
	assert_true(log_after_writing(fixture, 0) < 7 * 1024 * 1024);
	assert_true(log_after_writing(fixture, 64 * 1024 * 1024) > 8 * 1024 * 1024);
}

static bool file_holds(const char *path, const char *needle, size_t size)
{
	static char bytes[1 << 20];
	FILE *file = fopen(path, "rb");
	if (file == NULL) return false;
	size_t read = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	return memmem(bytes, read, needle, size) != NULL;
}

/* Of a wrapped key that was destroyed nothing is in a file once the key store was closed. */
static void test_keys__are_overwritten(void **state)
{
	static const struct store_query destroy = {"vault", "update vault_key set wrapped = null"};
	static const char wrapped[] = "a wrapped key that must not be found again: 0123456789";
	static const struct store_query keep = {
		"vault", "insert into vault_key(subject, slot, wrapped, created_ms) values(?1, 1, ?2, 1)"};
	struct fixture *fixture = *state;
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	char path[128];
	char wal[140];
	if (fixture->kind != STORE_SQLITE) skip();
	snprintf(path, sizeof(path), "%s-copy", fixture->path);
	snprintf(wal, sizeof(wal), "%s-wal", path);
	options.path = path;
	options.set = STORE_KEYS;
	for (int round = 0; round < 2; round++) {
		const struct store_value key[] = {
			store_blob(span_of("0123456789abcdef")),
			store_blob(span_of(wrapped)),
		};
		RIGHT(fixture, store_open(&options, &store, &fixture->error));
		RIGHT(fixture, store_migrate(store, &fixture->error));
		RIGHT(fixture, store_begin(store, STORE_READ_WRITE, &fixture->error));
		if (round == 0)
			RIGHT(fixture, store_run(store, &keep, key, 2, NULL, &fixture->error));
		else
			RIGHT(fixture, store_run(store, &destroy, NULL, 0, NULL, &fixture->error));
		RIGHT(fixture, store_commit(store, &fixture->error));
		store_close(store);
		/* What is written in its place may cover its end; look for its beginning. */
		assert_int_equal(file_holds(path, wrapped, 12), round == 0);
		assert_false(file_holds(wal, wrapped, 12));
	}
}

/* A value of another type than its column's, which only a hand in the file can have put there, is
 * told apart from a right one. */
static void test_get__notices_what_cannot_be(void **state)
{
	struct fixture *fixture = *state;
	const struct store_value key = store_int(1);
	struct store_value values[2];
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	if (fixture->kind != STORE_SQLITE) skip();
	for (int i = 0; i < 2; i++) {
		fixture_begin(fixture, STORE_READ_WRITE);
		RIGHT(fixture,
			fixture->store->backend->script(fixture->store,
				"insert into other_thing(id, word) values(1, x'00')", &fixture->error));
		status result = STATUS_OK;
		if (i == 0) {
			result = store_get(
				fixture->store, &fixture_other, &key, values, &fixture->arena, &fixture->error);
		} else {
			RIGHT(fixture,
				store_scan_open(fixture->store, &fixture_other, NULL, 1, &cursor, &fixture->error));
			result = store_query_next(cursor, &row, &fixture->error);
			store_query_close(cursor);
		}
		assert_int_equal(result, STATUS_CORRUPT);
		assert_non_null(strstr(fixture->error.message, "word"));
		store_rollback(fixture->store);
	}
}

#define ON(test) cmocka_unit_test_setup_teardown(test, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(test_migrate__brings_up_to_date),
		ON(test_migrate_to__stops_where_it_is_told),
		ON(test_migrate__leaves_no_half_migration),
		ON(test_migrate__tells_no_values),
		ON(test_migrate__refuses_what_is_newer),
		ON(test_migrate__makes_the_real_schemas),
		ON(test_query__reaches_its_owners_tables_only),
		ON(test_table__belongs_to_its_owner),
		ON(test_open__makes_files_for_the_owner_only),
		ON(test_open__says_why_it_cannot),
		ON(test_open__in_memory_and_exclusively),
		ON(test_open__lets_the_log_grow),
		ON(test_keys__are_overwritten),
		ON(test_get__notices_what_cannot_be),
	};
	return fixture_run("store schema", tests, sizeof(tests) / sizeof(tests[0]));
}
