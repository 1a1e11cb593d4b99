/* bench_demo.c - how fast a demonstration is made, against a bare program that puts the same rows
 * into a SQLite database of its own.
 *
 * Usage       bench_demo DIRECTORY [REGION] [TIMES]
 *             (where the databases go; VR01 to VR25, or NL)
 *
 * The bare program reads every row of the demonstration into memory first. What is timed is nothing
 * more than prepared `insert`s, table by table in the order of the primary key, in transactions of
 * as many rows as the demonstration's, with the same schema, indexes, page cache, write-ahead log,
 * checkpoints and syncing. It seals nothing, chains nothing, keeps no keys: journal entries are to
 * it rows like others. Both count the rows of the main database.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_fill.h"
#include "base/clock.h"
#include "base/date.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_TABLES 64
#define MAX_PATH_BYTES 1024
#define MAX_SQL_BYTES 1024
#define CACHE_BYTES (INT64_C(256) << 20)
#define LOG_BYTES (INT64_C(64) << 20)
#define PAGE_BYTES 4096
#define MEMORY_BYTES ((size_t)16 << 30)

struct cell {
	int type; /* SQLITE_INTEGER ... */
	int size;
	int64_t number;
	const void *bytes;
};

struct rows {
	char name[64];
	int columns;
	size_t count;
	struct buf cells; /* struct cell */
};

struct bench {
	char main_path[MAX_PATH_BYTES];
	char bare_path[MAX_PATH_BYTES];
	char keys_path[MAX_PATH_BYTES];
	char site_key_path[MAX_PATH_BYTES];
	int region;
	struct region *division;
	struct clock clock;
	struct arena arena;
	struct rows tables[MAX_TABLES];
	size_t table_count;
	int64_t rows;
};

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "bench_demo: %s: %s\n", what, why);
	exit(1);
}

static void good(status code, const char *what, const struct error *error)
{
	if (code != STATUS_OK) fail(what, error->message);
}

static void remove_database(const char *path)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-lease"};
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		char name[MAX_PATH_BYTES + 8];
		snprintf(name, sizeof name, "%s%s", path, endings[i]);
		unlink(name);
	}
}

static void run_demo(
	struct bench *bench, struct store *store, struct vault *vault, double *rate, int64_t *rows)
{
	struct error error = {0};
	struct prng secret;
	struct app_demo_options options = {.plan = {.region = bench->region, .scale_percent = 100},
		.seed = 1,
		.today = app_demo_last_day(clock_now_ms(&bench->clock))};
	struct app_demo_target target = {.store = store,
		.vault = vault,
		.division = bench->division,
		.secret = &secret,
		.clock = &bench->clock};
	struct app_demo_report *report = calloc(1, sizeof *report);
	if (report == NULL) fail("report", "no memory");
	prng_init_system(&secret);
	int64_t began_ns = clock_monotonic_ns();
	good(app_demo_fill(&target, &options, report, &error), "demo", &error);
	double seconds = (double)(clock_monotonic_ns() - began_ns) / 1e9;
	*rows = report->progress.rows;
	*rate = (double)*rows / seconds;
	printf("demo  %9lld rows  %7.2f s  %8.0f rows/s  (%lld people)\n", (long long)*rows, seconds,
		*rate, (long long)report->progress.people);
	free(report);
}

static void make_demo(struct bench *bench, double *rate, int64_t *rows)
{
	struct error error = {0};
	struct store *store = NULL;
	struct vault *vault = NULL;
	const struct store_options main_options = {.kind = STORE_SQLITE,
		.mode = STORE_READ_WRITE,
		.path = bench->main_path,
		.cache_bytes = CACHE_BYTES,
		.log_bytes = LOG_BYTES};
	const struct store_options keys = {.kind = STORE_SQLITE,
		.mode = STORE_READ_WRITE,
		.set = STORE_KEYS,
		.path = bench->keys_path};
	const struct vault_options options = {
		.site_key_file = bench->site_key_path, .keys = &keys, .clock = &bench->clock};
	remove_database(bench->main_path);
	remove_database(bench->keys_path);
	unlink(bench->site_key_path);
	good(store_open(&main_options, &store, &error), "database", &error);
	good(store_migrate(store, &error), "database", &error);
	good(vault_site_key_create(bench->site_key_path, &error), "site key", &error);
	good(vault_open(&options, &vault, &error), "key store", &error);
	run_demo(bench, store, vault, rate, rows);
	vault_close(vault);
	store_close(store);
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
		fail(sql, sqlite3_errmsg(database));
	return statement;
}

static void execute(sqlite3 *database, const char *sql)
{
	if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail(sql, sqlite3_errmsg(database));
}

static sqlite3 *open_bare(const char *path)
{
	sqlite3 *database = NULL;
	char cache[64];
	if (sqlite3_open(path, &database) != SQLITE_OK) fail(path, sqlite3_errmsg(database));
	snprintf(cache, sizeof cache, "pragma cache_size=-%lld", (long long)(CACHE_BYTES / 1024));
	execute(database, "pragma journal_mode=wal");
	execute(database, "pragma synchronous=full");
	execute(database, cache);
	sqlite3_wal_autocheckpoint(database, (int)(LOG_BYTES / PAGE_BYTES));
	return database;
}

static struct cell read_cell(struct bench *bench, sqlite3_stmt *statement, int column)
{
	struct cell cell = {.type = sqlite3_column_type(statement, column)};
	if (cell.type == SQLITE_INTEGER) {
		cell.number = sqlite3_column_int64(statement, column);
	} else if (cell.type != SQLITE_NULL) {
		const void *bytes = sqlite3_column_blob(statement, column);
		cell.size = sqlite3_column_bytes(statement, column);
		cell.bytes = arena_copy(&bench->arena, span_bytes(bytes, (size_t)cell.size)).start;
	}
	return cell;
}

static void read_table(struct bench *bench, sqlite3 *database, struct rows *table)
{
	char sql[MAX_SQL_BYTES];
	snprintf(sql, sizeof sql, "select * from %s", table->name);
	sqlite3_stmt *statement = prepare(database, sql);
	table->columns = sqlite3_column_count(statement);
	buf_init(&table->cells, MEMORY_BYTES);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		for (int i = 0; i < table->columns; i++) {
			struct cell cell = read_cell(bench, statement, i);
			buf_add(&table->cells, &cell, sizeof cell);
		}
		table->count++;
	}
	if (table->cells.overflowed) fail(table->name, "no memory");
	bench->rows += (int64_t)table->count;
	sqlite3_finalize(statement);
}

/* The schema into the bare database, and every row into memory. */
static void read_demo(struct bench *bench, sqlite3 *bare)
{
	sqlite3 *database = open_bare(bench->main_path);
	sqlite3_stmt *schema = prepare(database,
		"select type, name, sql from sqlite_master where sql is not null"
		" and name not like 'sqlite_%' order by type desc");
	while (sqlite3_step(schema) == SQLITE_ROW) {
		const char *type = (const char *)sqlite3_column_text(schema, 0);
		const char *name = (const char *)sqlite3_column_text(schema, 1);
		execute(bare, (const char *)sqlite3_column_text(schema, 2));
		if (strcmp(type, "table") != 0 || strncmp(name, "store_", 6) == 0 ||
			strncmp(name, "jobs_", 5) == 0)
			continue;
		if (bench->table_count == MAX_TABLES) fail(name, "too many tables");
		struct rows *table = &bench->tables[bench->table_count++];
		snprintf(table->name, sizeof table->name, "%s", name);
		read_table(bench, database, table);
	}
	sqlite3_finalize(schema);
	sqlite3_close(database);
}

static void bind_cell(sqlite3_stmt *statement, int at, const struct cell *cell)
{
	if (cell->type == SQLITE_INTEGER)
		sqlite3_bind_int64(statement, at, cell->number);
	else if (cell->type == SQLITE_TEXT)
		sqlite3_bind_text(statement, at, cell->bytes, cell->size, SQLITE_STATIC);
	else if (cell->type == SQLITE_BLOB)
		sqlite3_bind_blob(statement, at, cell->bytes, cell->size, SQLITE_STATIC);
	else
		sqlite3_bind_null(statement, at);
}

static void write_table(sqlite3 *bare, const struct rows *table, int64_t *in_transaction)
{
	struct buf sql;
	buf_init(&sql, MAX_SQL_BYTES);
	buf_printf(&sql, "insert into %s values (?", table->name);
	for (int i = 1; i < table->columns; i++) buf_add_text(&sql, ",?");
	buf_add_char(&sql, ')');
	sqlite3_stmt *statement = prepare(bare, buf_text(&sql));
	const struct cell *cell = (const void *)table->cells.bytes;
	for (size_t row = 0; row < table->count; row++) {
		for (int i = 1; i <= table->columns; i++) bind_cell(statement, i, cell++);
		if (sqlite3_step(statement) != SQLITE_DONE) fail(table->name, sqlite3_errmsg(bare));
		sqlite3_reset(statement);
		if (++*in_transaction < APP_DEMO_ROWS) continue;
		execute(bare, "commit");
		execute(bare, "begin immediate");
		*in_transaction = 0;
	}
	sqlite3_finalize(statement);
	buf_finish(&sql);
}

static void write_bare(struct bench *bench, sqlite3 *bare, double *rate)
{
	int64_t in_transaction = 0;
	int64_t began_ns = clock_monotonic_ns();
	execute(bare, "begin immediate");
	for (size_t i = 0; i < bench->table_count; i++)
		write_table(bare, &bench->tables[i], &in_transaction);
	execute(bare, "commit");
	double seconds = (double)(clock_monotonic_ns() - began_ns) / 1e9;
	*rate = (double)bench->rows / seconds;
	printf("bare  %9lld rows  %7.2f s  %8.0f rows/s\n", (long long)bench->rows, seconds, *rate);
}

static void forget_rows(struct bench *bench)
{
	for (size_t i = 0; i < bench->table_count; i++) buf_finish(&bench->tables[i].cells);
	memset(bench->tables, 0, sizeof bench->tables);
	bench->table_count = 0;
	bench->rows = 0;
	arena_finish(&bench->arena);
}

static void measure(struct bench *bench)
{
	double demo = 0, bare = 0;
	int64_t rows = 0;
	arena_init(&bench->arena, (size_t)64 << 20, MEMORY_BYTES);
	make_demo(bench, &demo, &rows);
	remove_database(bench->bare_path);
	sqlite3 *database = open_bare(bench->bare_path);
	read_demo(bench, database);
	if (bench->rows != rows) fail("rows", "what was written is not what was counted");
	write_bare(bench, database, &bare);
	sqlite3_close(database);
	printf("ratio %5.1f %%\n", demo / bare * 100);
	fflush(stdout);
	forget_rows(bench);
}

int main(int argc, char **argv)
{
	struct error error = {0};
	struct bench *bench = calloc(1, sizeof *bench);
	int64_t times = 1;
	if (bench == NULL) return 1;
	bool right = argc >= 2 && argc <= 4 &&
		(argc < 3 || region_parse(span_of(argv[2]), &bench->region)) &&
		(argc < 4 || (span_to_int64(span_of(argv[3]), &times) && times > 0));
	if (!right) {
		fprintf(stderr, "usage: bench_demo DIRECTORY [REGION] [TIMES]\n");
		return 2;
	}
	snprintf(bench->main_path, MAX_PATH_BYTES, "%s/demo.sqlite", argv[1]);
	snprintf(bench->bare_path, MAX_PATH_BYTES, "%s/bare.sqlite", argv[1]);
	snprintf(bench->keys_path, MAX_PATH_BYTES, "%s/keys.sqlite", argv[1]);
	snprintf(bench->site_key_path, MAX_PATH_BYTES, "%s/site.key", argv[1]);
	clock_init_system(&bench->clock);
	good(region_open(&bench->division, &error), "division", &error);
	while (times-- > 0) measure(bench);
	region_close(bench->division);
	free(bench);
	return 0;
}
