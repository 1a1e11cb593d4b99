/* test_schema.c - the tables in the database are what the program's own descriptions say.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../store/tables.h"
#include "command/command.h"

/* Columns in order: name, type, whether it may be NULL, place in the primary key (or NULL). */
static const struct store_query sqlite_columns = {"store",
	"select name, lower(type), 1 - \"notnull\", pk from pragma_table_info(?1) order by cid"};
static const struct store_query postgres_columns = {"store",
	"select column_name::text, data_type::text,"
	" case is_nullable when 'YES' then 1 else 0 end, null from information_schema.columns"
	" where table_schema = current_schema() and table_name = ?1 order by ordinal_position"};

static const char *type_name(enum store_kind kind, enum store_type type)
{
	static const char *const sqlite[] = {"", "integer", "text", "blob"};
	static const char *const postgres[] = {"", "bigint", "text", "bytea"};
	return kind == STORE_SQLITE ? sqlite[type] : postgres[type];
}

static void expect_column(const struct tables *tables, const struct store_table *table, size_t at,
	const struct store_value *row)
{
	const struct store_column *column = &table->columns[at];
	const char *type = type_name(store_kind_of(tables->store), column->type);
	bool same = span_is(store_value_bytes(&row[0]), column->name) &&
		span_is(store_value_bytes(&row[1]), type) &&
		store_value_int(&row[2]) == (column->nullable ? 1 : 0);
	if (!same)
		fail_msg("%s.%s is not column %zu, %s%s", table->name, column->name, at, type,
			column->nullable ? " or NULL" : "");
	if (row[3].type == STORE_NULL) return;
	assert_int_equal(store_value_int(&row[3]), at < table->key_count ? (int64_t)at + 1 : 0);
}

static void expect_table(struct tables *tables, const struct store_table *table)
{
	bool sqlite = store_kind_of(tables->store) == STORE_SQLITE;
	struct store_value parameters[] = {store_text(span_of(table->name))};
	struct store_cursor *cursor = NULL;
	TABLES_RIGHT(tables,
		store_query_open(tables->store, sqlite ? &sqlite_columns : &postgres_columns, parameters, 1,
			&cursor, &tables->error));
	for (size_t at = 0;; at++) {
		const struct store_value *row = NULL;
		TABLES_RIGHT(tables, store_query_next(cursor, &row, &tables->error));
		if (row == NULL && at != table->column_count)
			fail_msg("%s has %zu columns", table->name, at);
		if (row == NULL) break;
		assert_true(at < table->column_count);
		expect_column(tables, table, at, row);
	}
	store_query_close(cursor);
}

/* Every table has the columns that are described, in that order, of that type, NULL where it may
 * be, with that key. */
static void test_schema__is_what_is_described(void **state)
{
	struct tables *tables = *state;
	for (size_t i = 0; i < command_journaled_count; i++)
		expect_table(tables, command_journaled_tables[i]);
	for (size_t i = 0; i < command_other_count; i++) expect_table(tables, command_other_tables[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_schema__is_what_is_described, tables_start, tables_stop),
	};
	return TABLES_RUN("schema", tests);
}
