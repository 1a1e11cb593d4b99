/* bench_demo.c - how fast the rows of a demonstration go into a SQLite database with nothing around
 * it: what `vangnet demo` is measured against.
 *
 * Use: bench_demo DATABASE BARE
 * DATABASE is one that `vangnet demo` has made; BARE is made anew. Every row of the demonstration
 * is read into memory first. What is timed is nothing more than prepared `insert`s, table by table
 * in the order of the primary key, in transactions of as many rows as the demonstration's, with the
 * same schema, indexes, page cache, write-ahead log, checkpoints and syncing. It seals nothing,
 * chains nothing, keeps no keys: journal entries are to it rows like others. Prints one line of
 * JSON: rows, and rows a second.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_rows.h"
#include "base/clock.h"
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

static void remove_database(const char *path)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-lease"};
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		char name[MAX_PATH_BYTES + 8];
		snprintf(name, sizeof name, "%s%s", path, endings[i]);
		unlink(name);
	}
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
static void read_demo(struct bench *bench, const char *path, sqlite3 *bare)
{
	sqlite3 *database = open_bare(path);
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

static double write_bare(struct bench *bench, sqlite3 *bare)
{
	int64_t in_transaction = 0;
	int64_t began_ns = clock_monotonic_ns();
	execute(bare, "begin immediate");
	for (size_t i = 0; i < bench->table_count; i++)
		write_table(bare, &bench->tables[i], &in_transaction);
	execute(bare, "commit");
	return (double)(clock_monotonic_ns() - began_ns) / 1e9;
}

int main(int argc, char **argv)
{
	struct bench *bench = calloc(1, sizeof *bench);
	if (bench == NULL) return 1;
	if (argc != 3) {
		fprintf(stderr, "usage: bench_demo DATABASE BARE\n");
		return 2;
	}
	arena_init(&bench->arena, (size_t)64 << 20, MEMORY_BYTES);
	remove_database(argv[2]);
	sqlite3 *bare = open_bare(argv[2]);
	read_demo(bench, argv[1], bare);
	double seconds = write_bare(bench, bare);
	sqlite3_close(bare);
	printf("{\"rows\":%lld,\"per_second\":%.0f}\n", (long long)bench->rows,
		(double)bench->rows / seconds);
	for (size_t i = 0; i < bench->table_count; i++) buf_finish(&bench->tables[i].cells);
	arena_finish(&bench->arena);
	free(bench);
	return 0;
}
