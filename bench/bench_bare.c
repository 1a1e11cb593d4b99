/* bench_bare.c - the rows of the last commands of a database, written again by a bare SQLite loop.
 *
 * Use: bench_bare DATABASE SCRATCH COMMANDS PER_TRANSACTION
 * Reads the last COMMANDS journal entries with their effects into memory; makes SCRATCH with the
 * same tables and indexes; writes the same rows there with plain prepared statements,
 * PER_TRANSACTION commands to a transaction, WAL and synchronous=FULL. Prints commands a second
 * and rows a command.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/buf.h"
#include "base/clock.h"
#include "command/command.h"
#include "journal/journal.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_TABLES = 64, FIRST_ROWS = 16, ENTRY_COLUMNS = 15 };

struct cell {
	int type; /* 0 null, 1 number, 2 text, 3 blob */
	int64_t number;
	char *bytes;
	size_t size;
};

struct row {
	int table; /* index in `tables`, or -1 for the journal */
	bool remove;
	int count;
	struct cell *cells;
};

struct command_rows {
	struct row *rows;
	int count;
	int room;
};

static const struct store_table *tables[MAX_TABLES];
static sqlite3_stmt *puts_of[MAX_TABLES], *removes_of[MAX_TABLES], *put_entry;
static int table_count;

static void fail(sqlite3 *db, const char *what)
{
	fprintf(stderr, "bench_bare: %s: %s\n", what, db == NULL ? "" : sqlite3_errmsg(db));
	exit(1);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) fail(db, sql);
	return statement;
}

static int find_table(unsigned number)
{
	for (int i = 0; i < table_count; i++)
		if (tables[i]->number == number) return i;
	fail(NULL, "an effect on a table that is not there");
	return -1;
}

static struct cell take_cell(struct buf_reader *reader)
{
	struct cell cell = {.type = buf_take_u8(reader)};
	if (cell.type == STORE_INT) {
		cell.number = buf_take_i64(reader);
	} else if (cell.type != STORE_NULL) {
		struct span bytes = buf_take_bytes(reader);
		cell.bytes = calloc(1, bytes.size + 1);
		memcpy(cell.bytes, bytes.start, bytes.size);
		cell.size = bytes.size;
	}
	return cell;
}

static void add_row(struct command_rows *command, const struct row *row)
{
	if (command->count == command->room) {
		command->room = command->room == 0 ? FIRST_ROWS : 2 * command->room;
		struct row *rows = calloc((size_t)command->room, sizeof(*rows));
		if (rows == NULL) fail(NULL, "no memory");
		if (command->count > 0) memcpy(rows, command->rows, (size_t)command->count * sizeof(*rows));
		free(command->rows);
		command->rows = rows;
	}
	command->rows[command->count++] = *row;
}

static void take_effects(struct command_rows *command, struct span effects)
{
	struct buf_reader reader = buf_read(effects);
	if (effects.size == 0) return;
	buf_take_u8(&reader);
	while (reader.at < reader.end && !reader.failed) {
		struct row row = {.remove = buf_take_u8(&reader) == 2};
		row.table = find_table(buf_take_u16(&reader));
		row.count = buf_take_u8(&reader);
		row.cells = calloc((size_t)row.count + 1, sizeof(*row.cells));
		for (int i = 0; i < row.count; i++) row.cells[i] = take_cell(&reader);
		add_row(command, &row);
	}
}

static void take_entry(struct command_rows *command, sqlite3_stmt *statement)
{
	struct row row = {.table = -1, .count = ENTRY_COLUMNS};
	row.cells = calloc(ENTRY_COLUMNS, sizeof(*row.cells));
	for (int i = 0; i < ENTRY_COLUMNS; i++) {
		struct cell *cell = &row.cells[i];
		int type = sqlite3_column_type(statement, i);
		cell->type = type == SQLITE_INTEGER ? 1
			: type == SQLITE_TEXT           ? 2
			: type == SQLITE_BLOB           ? 3
											: 0;
		cell->number = sqlite3_column_int64(statement, i);
		cell->size = (size_t)sqlite3_column_bytes(statement, i);
		cell->bytes = calloc(1, cell->size + 1);
		if (cell->size > 0) memcpy(cell->bytes, sqlite3_column_blob(statement, i), cell->size);
	}
	add_row(command, &row);
}

static int read_commands(const char *path, struct command_rows *commands, int count)
{
	sqlite3 *db = NULL;
	int found = 0;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) fail(db, path);
	sqlite3_stmt *statement =
		prepare(db, "select * from journal_entry where region = 5 order by seq desc limit ?1");
	sqlite3_bind_int(statement, 1, count);
	while (found < count && sqlite3_step(statement) == SQLITE_ROW) {
		struct span effects = {
			sqlite3_column_blob(statement, 12), (size_t)sqlite3_column_bytes(statement, 12)};
		take_effects(&commands[found], effects);
		take_entry(&commands[found++], statement);
	}
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return found;
}

/* The same tables and indexes, from the schema of the first database. */
static sqlite3 *make_scratch(const char *from, const char *path)
{
	sqlite3 *db = NULL;
	char sql[1024];
	remove(path);
	if (sqlite3_open(path, &db) != SQLITE_OK) fail(db, path);
	sqlite3_exec(db, "pragma journal_mode = wal; pragma synchronous = full;", NULL, NULL, NULL);
	snprintf(sql, sizeof(sql), "attach '%s' as source", from);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(db, sql);
	sqlite3_stmt *list = prepare(db,
		"select sql from source.sqlite_schema where sql is not null and name"
		" not like 'sqlite_%' and name not like 'store_%' order by type desc");
	while (sqlite3_step(list) == SQLITE_ROW)
		if (sqlite3_exec(db, (const char *)sqlite3_column_text(list, 0), NULL, NULL, NULL) !=
			SQLITE_OK)
			fail(db, "schema");
	sqlite3_finalize(list);
	sqlite3_exec(db, "detach source", NULL, NULL, NULL);
	return db;
}

static void prepare_tables(sqlite3 *db)
{
	for (int i = 0; i < table_count; i++) {
		char sql[2048];
		size_t at = (size_t)snprintf(
			sql, sizeof(sql), "insert or replace into %s values (?", tables[i]->name);
		for (size_t c = 1; c < tables[i]->column_count; c++)
			at += (size_t)snprintf(sql + at, sizeof(sql) - at, ",?");
		snprintf(sql + at, sizeof(sql) - at, ")");
		puts_of[i] = prepare(db, sql);
		at = (size_t)snprintf(sql, sizeof(sql), "delete from %s where ", tables[i]->name);
		for (size_t c = 0; c < tables[i]->key_count; c++)
			at += (size_t)snprintf(sql + at, sizeof(sql) - at, "%s%s = ?", c > 0 ? " and " : "",
				tables[i]->columns[c].name);
		removes_of[i] = prepare(db, sql);
	}
	put_entry = prepare(db, "insert into journal_entry values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
}

static void write_row(sqlite3 *db, const struct row *row)
{
	sqlite3_stmt *statement = row->table < 0 ? put_entry
		: row->remove                        ? removes_of[row->table]
											 : puts_of[row->table];
	for (int i = 0; i < row->count; i++) {
		const struct cell *cell = &row->cells[i];
		if (cell->type == 1)
			sqlite3_bind_int64(statement, i + 1, cell->number);
		else if (cell->type == 2)
			sqlite3_bind_text(statement, i + 1, cell->bytes, (int)cell->size, SQLITE_STATIC);
		else if (cell->type == 3)
			sqlite3_bind_blob(statement, i + 1, cell->bytes, (int)cell->size, SQLITE_STATIC);
		else
			sqlite3_bind_null(statement, i + 1);
	}
	if (sqlite3_step(statement) != SQLITE_DONE) fail(db, "write");
	sqlite3_reset(statement);
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "use: bench_bare DATABASE SCRATCH COMMANDS PER_TRANSACTION\n");
		return 2;
	}
	int count = (int)strtol(argv[3], NULL, 10), together = (int)strtol(argv[4], NULL, 10);
	struct command_rows *commands = calloc((size_t)count, sizeof(*commands));
	for (size_t i = 0; i < command_journaled_count; i++)
		tables[table_count++] = command_journaled_tables[i];
	count = read_commands(argv[1], commands, count);
	sqlite3 *db = make_scratch(argv[1], argv[2]);
	prepare_tables(db);
	int64_t rows = 0, began_ns = clock_monotonic_ns();
	for (int i = count - 1; i >= 0; i--) {
		int done = count - 1 - i;
		if (done % together == 0) sqlite3_exec(db, "begin immediate", NULL, NULL, NULL);
		for (int r = 0; r < commands[i].count; r++) write_row(db, &commands[i].rows[r]);
		rows += commands[i].count;
		if (done % together == together - 1 || i == 0)
			if (sqlite3_exec(db, "commit", NULL, NULL, NULL) != SQLITE_OK) fail(db, "commit");
	}
	double seconds = (double)(clock_monotonic_ns() - began_ns) / 1e9;
	printf("{\"per_second\": %.0f, \"commands\": %d, \"rows_a_command\": %.1f}\n",
		(double)count / seconds, count, (double)rows / (count > 0 ? count : 1));
	return 0;
}
