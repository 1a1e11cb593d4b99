/* journal_fixture.c - a store with two tables that are journaled, and a journal to write in.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal_fixture.h"
#include "store/store_backend.h"
#include "store/store_record.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct store_column note_columns[NOTE_COLUMNS] = {
	STORE_COLUMN_I32(struct note, region),
	STORE_COLUMN_ID(struct note, id, false),
	STORE_COLUMN_TEXT(struct note, words, false),
	STORE_COLUMN_BLOB(struct note, sealed, true),
	STORE_COLUMN_ID(struct note, author, true),
	STORE_COLUMN_I64(struct note, amount),
};
const struct store_table fixture_note = {
	.owner = "test",
	.name = "test_note",
	.number = 901,
	.keeping = STORE_JOURNALED,
	.columns = note_columns,
	.column_count = NOTE_COLUMNS,
	.key_count = 2,
};

static const struct store_column mark_columns[] = {
	{.name = "region", .type = STORE_INT},
	{.name = "id", .type = STORE_BLOB},
	/* Part of the key, so never NULL, whatever is said here. */
	{.name = "mark", .type = STORE_TEXT, .nullable = true},
};
const struct store_table fixture_mark = {
	.owner = "test",
	.name = "test_mark",
	.number = 902,
	.keeping = STORE_JOURNALED,
	.columns = mark_columns,
	.column_count = 3,
	.key_count = 3,
};

static const struct store_column grown_columns[] = {
	{.name = "id", .type = STORE_INT},
	{.name = "word", .type = STORE_TEXT},
	{.name = "maybe", .type = STORE_TEXT, .nullable = true},
	{.name = "number", .type = STORE_INT},
	{.name = "bytes", .type = STORE_BLOB},
};
const struct store_table fixture_grown_before = {
	.owner = "test",
	.name = "test_grown",
	.number = 903,
	.keeping = STORE_JOURNALED,
	.columns = grown_columns,
	.column_count = 2,
	.key_count = 1,
};
const struct store_table fixture_grown = {
	.owner = "test",
	.name = "test_grown",
	.number = 903,
	.keeping = STORE_JOURNALED,
	.columns = grown_columns,
	.column_count = 5,
	.key_count = 1,
};

const struct store_table fixture_local = {
	.owner = "test",
	.name = "test_local",
	.number = 904,
	.keeping = STORE_LOCAL,
	.columns = grown_columns,
	.column_count = 1,
	.key_count = 1,
};

const struct store_table *const fixture_tables[FIXTURE_TABLE_COUNT] = {
	&fixture_local,
	&fixture_note,
	&fixture_mark,
	&fixture_grown,
};

/* What differs between the databases: what the types are called, and an empty blob. */
#define TABLES(number, bytes, empty)                                                               \
	"create table test_note(region " number " not null, id " bytes " not null, words text not"     \
	" null, sealed " bytes ", author " bytes ", amount " number " not null,"                       \
	" primary key(region, id));"                                                                   \
	"create table test_mark(region " number " not null, id " bytes " not null, mark text not null" \
	", primary key(region, id, mark));"                                                            \
	"create table test_grown(id " number " not null primary key, word text not null, maybe text,"  \
	" number " number " not null default 0, bytes " bytes " not null default " empty ");"          \
	"create table test_local(id " number " not null primary key);"

static enum store_kind backend;

void fixture_right(const struct fixture *fixture, status result, const char *what)
{
	if (result != STATUS_OK)
		fail_msg("%s: %s: %s", what, status_name(result), fixture->error.message);
}

static void remember(struct fixture *fixture, const char *name)
{
	size_t at = 0;
	while (at < FIXTURE_STORES && fixture->names[at] != NULL && strcmp(fixture->names[at], name))
		at++;
	assert_true(at < FIXTURE_STORES);
	fixture->names[at] = name;
}

static void name_schema(char schema[48], const char *name)
{
	snprintf(schema, 48, "journal_test_%ld_%s", (long)getpid(), name);
}

static void run_script(struct fixture *fixture, struct store *store, const char *sql)
{
	RIGHT(fixture, store_begin(store, STORE_READ_WRITE, &fixture->error));
	RIGHT(fixture, store->backend->script(store, sql, &fixture->error));
	RIGHT(fixture, store_commit(store, &fixture->error));
}

struct store *fixture_open(struct fixture *fixture, const char *name)
{
	char path[192];
	char schema[48];
	struct store *store = NULL;
	int in_database = 0;
	int in_program = 0;

	remember(fixture, name);
	snprintf(path, sizeof(path), "%s/%s", fixture->directory, name);
	name_schema(schema, name);
	struct store_options options = {
		.kind = fixture->kind,
		.mode = STORE_READ_WRITE,
		.path = path,
		.conninfo = getenv("VANGNET_TEST_POSTGRES"),
		.schema = schema,
		.without_sync = true,
	};
	RIGHT(fixture, store_open(&options, &store, &fixture->error));
	RIGHT(fixture, store_schema_version(store, &in_database, &in_program, &fixture->error));
	if (in_database > 0) return store;
	RIGHT(fixture, store_migrate(store, &fixture->error));
	run_script(fixture, store,
		fixture->kind == STORE_SQLITE ? TABLES("integer", "blob", "x''")
									  : TABLES("bigint", "bytea", "''"));
	return store;
}

int fixture_start(void **state)
{
	const char *temporary = getenv("TMPDIR");
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	if (fixture == NULL) return -1;
	fixture->kind = backend;
	snprintf(fixture->directory, sizeof(fixture->directory), "%s/journal-XXXXXX",
		temporary == NULL ? "/tmp" : temporary);
	if (mkdtemp(fixture->directory) == NULL) return -1;
	arena_init(&fixture->arena, 65536, 16 * 1024 * 1024);
	prng_init_seed(&fixture->prng, 7);
	fixture->store = fixture_open(fixture, "main");
	RIGHT(fixture, journal_open(&fixture->journal, fixture->store, &fixture->error));
	change_init(&fixture->change, fixture->store);
	*state = fixture;
	return 0;
}

static void remove_store(struct fixture *fixture, const char *name)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-lease"};
	char path[192];
	char sql[80];
	if (fixture->kind == STORE_SQLITE) {
		for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
			snprintf(path, sizeof(path), "%s/%s%s", fixture->directory, name, endings[i]);
			unlink(path);
		}
		return;
	}
	struct store *store = fixture_open(fixture, name);
	name_schema(path, name);
	snprintf(sql, sizeof(sql), "drop schema %.47s cascade", path);
	run_script(fixture, store, sql);
	store_close(store);
}

int fixture_stop(void **state)
{
	struct fixture *fixture = *state;
	change_finish(&fixture->change);
	journal_finish(&fixture->journal);
	store_close(fixture->store);
	for (size_t i = 0; i < FIXTURE_STORES && fixture->names[i] != NULL; i++)
		remove_store(fixture, fixture->names[i]);
	int left = rmdir(fixture->directory);
	arena_finish(&fixture->arena);
	free(fixture);
	return left;
}

void fixture_reopen(struct fixture *fixture)
{
	change_finish(&fixture->change);
	journal_finish(&fixture->journal);
	store_close(fixture->store);
	fixture->store = fixture_open(fixture, "main");
	RIGHT(fixture, journal_open(&fixture->journal, fixture->store, &fixture->error));
	change_init(&fixture->change, fixture->store);
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

void fixture_begin(struct fixture *fixture)
{
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_WRITE, &fixture->error));
}

void fixture_commit(struct fixture *fixture)
{
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	journal_committed(&fixture->journal);
}

void fixture_run_sql(struct fixture *fixture, const struct store_query *query,
	const struct store_value *parameters, size_t count)
{
	fixture_begin(fixture);
	RIGHT(fixture, store_run(fixture->store, query, parameters, count, NULL, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

struct id fixture_id(int number)
{
	struct id id = {{0xa5}};
	id.bytes[ID_SIZE - 2] = (uint8_t)(number >> 8);
	id.bytes[ID_SIZE - 1] = (uint8_t)number;
	return id;
}

struct note fixture_new_note(int region, int number)
{
	static const char *const words[] = {"zero", "one", "two", "three", "caf\303\251"};
	return (struct note){
		.region = region,
		.id = fixture_id(number),
		.words = span_of(words[(unsigned)number % 5]),
		.sealed = number % 3 == 0 ? (struct span){0} : SPAN_LITERAL("\0sealed\377"),
		.author = number % 2 == 0 ? id_none : fixture_id(number + 1000),
		.amount = (int64_t)number * 1000003,
	};
}

struct journal_entry fixture_entry(const struct fixture *fixture, int region, int number)
{
	static const char digest[] = "0123456789abcdef0123456789ABCDEF";
	return (struct journal_entry){
		.region = region,
		.recorded_ms = FIXTURE_NOW_MS + number,
		.kind = JOURNAL_COMMAND,
		.command = 300,
		.actor = fixture_id(number),
		.subject = fixture_id(number + 1),
		.episode = fixture_id(number + 2),
		.ground = 4,
		.command_id = SPAN_LITERAL("command-1"),
		.digest = span_bytes(digest, HASH_SIZE),
		.body = SPAN_LITERAL("the body\0 of it"),
		.effects = buf_span(&fixture->change.effects),
		.reply = SPAN_LITERAL("{\"ok\":true}"),
	};
}

void fixture_append(struct fixture *fixture, struct journal_entry *entry)
{
	RIGHT(fixture, journal_append(&fixture->journal, fixture->store, entry, &fixture->error));
	change_reset(&fixture->change);
}

static const int shards[] = {1, 2, 25};

/* What one command changes: a note is put or removed again, and every third one gets a mark. */
static void change_rows(struct fixture *fixture, int region, int number)
{
	struct note note = fixture_new_note(region, number);
	struct store_value mark[] = {
		store_int(region), store_id(&note.id), store_text(SPAN_LITERAL("m"))};
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	if (number % 3 == 0)
		RIGHT(fixture, change_put(&fixture->change, &fixture_mark, mark, &fixture->error));
	if (number % 4 != 3) return;
	note = fixture_new_note(region, number - 3);
	RIGHT(fixture, change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
}

void fixture_command(struct fixture *fixture, int region, int number)
{
	change_rows(fixture, region, number);
	struct journal_entry entry = fixture_entry(fixture, region, number);
	fixture_append(fixture, &entry);
}

static void make_history(struct fixture *fixture)
{
	fixture_begin(fixture);
	for (int i = 0; i < FIXTURE_ENTRIES - 1; i++) fixture_command(fixture, shards[i % 3], i);
	struct store_value old[] = {store_int(5), store_text(SPAN_LITERAL("old"))};
	RIGHT(fixture, change_put(&fixture->change, &fixture_grown_before, old, &fixture->error));
	struct journal_entry entry = fixture_entry(fixture, 0, FIXTURE_ENTRIES);
	fixture_append(fixture, &entry);
	fixture_commit(fixture);
}

int fixture_start_with_history(void **state)
{
	if (fixture_start(state) != 0) return -1;
	make_history(*state);
	return 0;
}

struct journal_report fixture_verify(struct fixture *fixture, struct store *scratch)
{
	struct journal_report report;
	RIGHT(fixture,
		journal_verify(fixture->store, scratch, fixture_tables, FIXTURE_TABLE_COUNT, NULL, NULL,
			&report, &fixture->error));
	return report;
}

struct journal_report fixture_verify_tables(struct fixture *fixture)
{
	struct store *scratch = fixture_open(fixture, "scratch");
	struct journal_report report = fixture_verify(fixture, scratch);
	store_close(scratch);
	return report;
}

void fixture_expect(
	const struct journal_report *report, enum journal_fault fault, int region, int64_t seq)
{
	if (report->fault != fault || report->region != region || report->seq != seq)
		fail_msg("%s at %d %lld (%s) in place of %s at %d %lld", journal_fault_name(report->fault),
			report->region, (long long)report->seq, report->where, journal_fault_name(fault),
			region, (long long)seq);
}

void fixture_expect_fault(
	struct fixture *fixture, enum journal_fault fault, int region, int64_t seq)
{
	struct journal_report report = fixture_verify(fixture, NULL);
	fixture_expect(&report, fault, region, seq);
}

void fixture_remove_entry(struct fixture *fixture, int region, int64_t seq)
{
	struct store_value key[] = {store_int(region), store_int(seq)};
	fixture_begin(fixture);
	RIGHT(fixture, store_remove(fixture->store, &journal_entry_table, key, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}
