/* test_store_sql.c - the SQL of a descriptor, and parameters as PostgreSQL writes them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../base/raises.h"
#include "store/store_sql.h"

static const struct store_column columns[] = {
	{.name = "region", .type = STORE_INT},
	{.name = "name", .type = STORE_TEXT},
	{.name = "body", .type = STORE_BLOB, .nullable = true},
	{.name = "order", .type = STORE_INT},
};
static const struct store_table table = {
	.owner = "care",
	.name = "care_need",
	.columns = columns,
	.column_count = 4,
	.key_count = 2,
};

static void expect_sql(const struct store_table *about, enum store_kind kind,
	enum store_sql_form form, const char *expected)
{
	struct buf out;
	buf_init(&out, 4096);
	store_sql_write(&out, kind, form, about);
	assert_string_equal(buf_text(&out), expected);
	buf_finish(&out);
}

/* Each statement, as SQLite gets it. */
static void test_store_sql_write__speaks_to_sqlite(void **state)
{
	(void)state;
	expect_sql(&table, STORE_SQLITE, STORE_SQL_PUT,
		"insert into \"care_need\"(\"region\",\"name\",\"body\",\"order\")"
		" values(?1,?2,?3,?4)"
		" on conflict(\"region\",\"name\") do update set \"body\"=excluded.\"body\","
		"\"order\"=excluded.\"order\"");
	expect_sql(&table, STORE_SQLITE, STORE_SQL_REMOVE,
		"delete from \"care_need\" where \"region\"=?1 and \"name\"=?2");
	expect_sql(&table, STORE_SQLITE, STORE_SQL_GET,
		"select \"region\",\"name\",\"body\",\"order\" from \"care_need\""
		" where \"region\"=?1 and \"name\"=?2");
	expect_sql(&table, STORE_SQLITE, STORE_SQL_SCAN_FIRST,
		"select \"region\",\"name\",\"body\",\"order\" from \"care_need\""
		" order by \"region\",\"name\" limit ?1");
	expect_sql(&table, STORE_SQLITE, STORE_SQL_SCAN_AFTER,
		"select \"region\",\"name\",\"body\",\"order\" from \"care_need\""
		" where (\"region\",\"name\")>(?1,?2) order by \"region\",\"name\" limit ?3");
}

/* PostgreSQL's parameters have a dollar, and text is ordered by its bytes. */
static void test_store_sql_write__speaks_to_postgres(void **state)
{
	(void)state;
	expect_sql(&table, STORE_POSTGRES, STORE_SQL_GET,
		"select \"region\",\"name\",\"body\",\"order\" from \"care_need\""
		" where \"region\"=$1 and \"name\"=$2");
	expect_sql(&table, STORE_POSTGRES, STORE_SQL_SCAN_AFTER,
		"select \"region\",\"name\",\"body\",\"order\" from \"care_need\""
		" where (\"region\",\"name\" collate \"C\")>($1,$2)"
		" order by \"region\",\"name\" collate \"C\" limit $3");
}

/* A table of nothing but its key has nothing to update. */
static void test_store_sql_write__does_nothing_where_all_is_key(void **state)
{
	struct store_table pair = table;
	(void)state;
	pair.column_count = 2;
	expect_sql(&pair, STORE_SQLITE, STORE_SQL_PUT,
		"insert into \"care_need\"(\"region\",\"name\") values(?1,?2)"
		" on conflict(\"region\",\"name\") do nothing");
}

/* A descriptor out of bounds, or of a table that is another's, is a mistake. */
static void test_store_sql_check__refuses_wrong_descriptors(void **state)
{
	struct store_table wrong;
	(void)state;
	wrong = table;
	wrong.key_count = 0;
	assert_raises(store_sql_check(&wrong));
	wrong = table;
	wrong.key_count = 5;
	assert_raises(store_sql_check(&wrong));
	wrong = table;
	wrong.column_count = STORE_MAX_COLUMNS + 1;
	assert_raises(store_sql_check(&wrong));
	wrong = table;
	wrong.owner = "funds";
	assert_raises(store_sql_check(&wrong));
	store_sql_check(&table);
}

/* An owner has what begins with its whole name and an underscore. */
static void test_store_sql_owns__needs_the_whole_name(void **state)
{
	(void)state;
	assert_true(store_sql_owns("care", "care_need"));
	assert_true(store_sql_owns("care", "care_"));
	assert_false(store_sql_owns("care", "care"));
	assert_false(store_sql_owns("care", "careful_need"));
	assert_false(store_sql_owns("care", "car_e"));
	assert_false(store_sql_owns("care", "funds_care_need"));
	assert_false(store_sql_owns("care", ""));
}

/* Only what stands outside literals, quoted names and comments is a parameter. */
static void test_store_sql_dollars__leaves_quoted_text_alone(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		size_t count;
	} cases[] = {
		{"", "", 0},
		{"select 1", "select 1", 0},
		{"select ?1,?2 where a=?1", "select $1,$2 where a=$1", 2},
		{"?12+?3", "$12+$3", 12},
		{"select '?1',?1", "select '?1',$1", 1},
		{"select 'it''s ?1', ?2", "select 'it''s ?1', $2", 2},
		{"select '''?1''' , ?1", "select '''?1''' , $1", 1},
		{"select \"a?1\"\"?2\" = ?3", "select \"a?1\"\"?2\" = $3", 3},
		{"select 1 -- what ?1\n, ?1", "select 1 -- what ?1\n, $1", 1},
		{"select 1 -- what ?1", "select 1 -- what ?1", 0},
		{"select 1 /* ?1 ' */ , ?2", "select 1 /* ?1 ' */ , $2", 2},
		{"select 4/2-1 - ?1", "select 4/2-1 - $1", 1},
		{"select ?44", "select $44", 44},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;
		size_t count = 99;
		buf_init(&out, 4096);
		assert_true(store_sql_dollars(&out, cases[i].from, &count));
		assert_string_equal(buf_text(&out), cases[i].to);
		assert_int_equal(count, cases[i].count);
		buf_finish(&out);
	}
}

/* A question mark without a number in its bounds, and what does not end, are refused. */
static void test_store_sql_dollars__refuses_what_it_cannot_read(void **state)
{
	static const char *const wrong[] = {
		"select ?",
		"select ?,?1",
		"select ?0",
		"select ?45",
		"select ?99999999999999999999",
		"select ?a",
		"select 'open ?1",
		"select \"open",
		"select /* open",
		"select /*/",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct buf out;
		size_t count = 0;
		buf_init(&out, 4096);
		assert_false(store_sql_dollars(&out, wrong[i], &count));
		buf_finish(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_store_sql_write__speaks_to_sqlite),
		cmocka_unit_test(test_store_sql_write__speaks_to_postgres),
		cmocka_unit_test(test_store_sql_write__does_nothing_where_all_is_key),
		cmocka_unit_test(test_store_sql_check__refuses_wrong_descriptors),
		cmocka_unit_test(test_store_sql_owns__needs_the_whole_name),
		cmocka_unit_test(test_store_sql_dollars__leaves_quoted_text_alone),
		cmocka_unit_test(test_store_sql_dollars__refuses_what_it_cannot_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
