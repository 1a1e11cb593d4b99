/* test_store.c - the store's contract: rows go in and come out, one by one, in order, and by query.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store_fixture.h"
#include <stdio.h>
#include <stdlib.h>

static struct span literal(const char *text, size_t size)
{
	return (struct span){text, size};
}

static void put_thing(struct fixture *fixture, const struct store_value *values)
{
	RIGHT(fixture, store_put(fixture->store, &fixture_thing, values, &fixture->error));
}

static void expect_same(struct fixture *fixture, const struct store_value *expected)
{
	struct store_value values[FIXTURE_THING_COLUMNS];
	RIGHT(fixture,
		store_get(
			fixture->store, &fixture_thing, expected, values, &fixture->arena, &fixture->error));
	for (size_t i = 0; i < FIXTURE_THING_COLUMNS; i++)
		assert_true(store_value_equal(&values[i], &expected[i]));
}

/* Every type, NULL, the empty and the extreme come back as they were, also after the commit. */
static void test_put__is_read_back_as_it_was(void **state)
{
	struct fixture *fixture = *state;
	const struct store_value rows[][FIXTURE_THING_COLUMNS] = {
		{store_text(span_of("all")), store_int(INT64_MIN), store_blob(literal("\0\1\xff'", 4)),
			store_text(span_of("caf\xc3\xa9 '?1' \xf0\x9f\x8c\xb1")), store_int(INT64_MAX)},
		{store_text(span_of("null")), store_int(0), store_null(), store_null(), store_null()},
		{store_text(span_of("")), store_int(-1), store_blob((struct span){0}),
			store_text((struct span){0}), store_int(0)},
	};
	fixture_begin(fixture, STORE_READ_WRITE);
	for (size_t i = 0; i < 3; i++) put_thing(fixture, rows[i]);
	for (size_t i = 0; i < 3; i++) expect_same(fixture, rows[i]);
	fixture_commit(fixture);
	fixture_begin(fixture, STORE_READ_ONLY);
	for (size_t i = 0; i < 3; i++) expect_same(fixture, rows[i]);
	fixture_commit(fixture);
}

/* A value as large as the bound passes; one byte more is refused by name, and the transaction goes
 * on. */
static void test_put__refuses_what_is_over_the_bound(void **state)
{
	struct fixture *fixture = *state;
	char *bytes = calloc(1, STORE_MAX_VALUE_BYTES + 1);
	struct store_value row[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("large")),
		store_int(1),
		store_blob(literal(bytes, STORE_MAX_VALUE_BYTES + 1)),
		store_null(),
		store_int(7),
	};
	assert_non_null(bytes);
	bytes[STORE_MAX_VALUE_BYTES - 1] = 'x';
	fixture_begin(fixture, STORE_READ_WRITE);
	assert_int_equal(store_put(fixture->store, &fixture_thing, row, &fixture->error), STATUS_BOUND);
	assert_non_null(strstr(fixture->error.message, "STORE_MAX_VALUE_BYTES"));
	row[2].bytes.size--;
	put_thing(fixture, row);
	expect_same(fixture, row);
	fixture_commit(fixture);
	free(bytes);
}

/* Text that is not UTF-8, or has a U+0000, is refused before it is sent. */
static void test_put__refuses_text_that_is_none(void **state)
{
	struct fixture *fixture = *state;
	struct store_value row[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("k")),
		store_int(1),
		store_null(),
		store_text(literal("a\0b", 3)),
		store_int(1),
	};
	fixture_begin(fixture, STORE_READ_WRITE);
	assert_int_equal(store_put(fixture->store, &fixture_thing, row, &fixture->error), STATUS_INPUT);
	row[3] = store_text(literal("\xe9", 1));
	assert_int_equal(store_put(fixture->store, &fixture_thing, row, &fixture->error), STATUS_INPUT);
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 1), -1);
	fixture_commit(fixture);
}

/* The second put with the same key replaces every other column. */
static void test_put__replaces_the_row_with_the_same_key(void **state)
{
	struct fixture *fixture = *state;
	const struct store_value first[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("k")),
		store_int(1),
		store_blob(span_of("body")),
		store_text(span_of("note")),
		store_int(1),
	};
	fixture_begin(fixture, STORE_READ_WRITE);
	put_thing(fixture, first);
	fixture_put(fixture, "k", 1, 2);
	fixture_put(fixture, "k", 2, 3);
	fixture_commit(fixture);
	fixture_begin(fixture, STORE_READ_ONLY);
	const struct store_value second[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("k")),
		store_int(1),
		store_null(),
		store_null(),
		store_int(2),
	};
	expect_same(fixture, second);
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 2), 3);
	fixture_commit(fixture);
}

/* A row that is all key can be put twice and is there once. */
static void test_put__takes_a_row_that_is_all_key(void **state)
{
	static const struct store_query count = {"test", "select count(*) from test_pair"};
	struct fixture *fixture = *state;
	const struct store_value row[] = {store_blob(span_of("a")), store_int(1)};
	fixture_begin(fixture, STORE_READ_WRITE);
	RIGHT(fixture, store_put(fixture->store, &fixture_pair, row, &fixture->error));
	RIGHT(fixture, store_put(fixture->store, &fixture_pair, row, &fixture->error));
	assert_int_equal(fixture_number(fixture, fixture->store, &count), 1);
	fixture_commit(fixture);
}

/* Far more rows than are sent at once arrive, and in the order in which they were put. */
static void test_put__takes_many_in_one_transaction(void **state)
{
	static const struct store_query sum = {"test", "select sum(amount) from test_thing"};
	struct fixture *fixture = *state;
	fixture_begin(fixture, STORE_READ_WRITE);
	for (int64_t round = 1; round <= 2; round++) {
		for (int64_t i = 0; i < 1500; i++) fixture_put(fixture, "many", i, round);
	}
	fixture_commit(fixture);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_number(fixture, fixture->store, &sum), 3000);
	fixture_commit(fixture);
}

/* The row with the key goes, its neighbours stay, and removing nothing is no error. */
static void test_remove__removes_one_row(void **state)
{
	struct fixture *fixture = *state;
	const struct store_value key[] = {store_text(span_of("k")), store_int(1)};
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 10);
	fixture_put(fixture, "k", 2, 20);
	RIGHT(fixture, store_remove(fixture->store, &fixture_thing, key, &fixture->error));
	RIGHT(fixture, store_remove(fixture->store, &fixture_thing, key, &fixture->error));
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 1), -1);
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 2), 20);
	fixture_commit(fixture);
}

/* What is not there says so, and the transaction goes on. */
static void test_get__says_what_is_not_there(void **state)
{
	struct fixture *fixture = *state;
	fixture_begin(fixture, STORE_READ_WRITE);
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 1), -1);
	assert_non_null(strstr(fixture->error.message, "test_thing"));
	fixture_put(fixture, "k", 1, 5);
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 1), 5);
	fixture_commit(fixture);
}

/* An arena that is too small for the row is an error, not a crash. */
static void test_get__needs_room_in_the_arena(void **state)
{
	struct fixture *fixture = *state;
	static const char bytes[10000];
	struct arena small;
	const struct store_value row[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("k")),
		store_int(1),
		store_blob(literal(bytes, sizeof(bytes))),
		store_null(),
		store_null(),
	};
	struct store_value values[FIXTURE_THING_COLUMNS];
	arena_init(&small, 1024, 4096);
	fixture_begin(fixture, STORE_READ_WRITE);
	put_thing(fixture, row);
	status result = store_get(fixture->store, &fixture_thing, row, values, &small, &fixture->error);
	assert_int_equal(result, STATUS_MEMORY);
	store_rollback(fixture->store);
	arena_finish(&small);
}

static size_t scan(
	struct fixture *fixture, const struct store_value *after, int64_t limit, char *out, size_t size)
{
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	size_t rows = 0;
	size_t used = 0;
	out[0] = 0;
	RIGHT(fixture,
		store_scan_open(fixture->store, &fixture_thing, after, limit, &cursor, &fixture->error));
	for (;;) {
		RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
		if (row == NULL) break;
		rows++;
		if (used < size)
			used += (size_t)snprintf(out + used, size - used, "%.*s%lld ", SPAN_PRINT(row[0].bytes),
				(long long)row[1].number);
	}
	/* The end stays the end. */
	RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
	assert_null(row);
	store_query_close(cursor);
	return rows;
}

/* Text goes by its bytes, whatever language the server speaks; numbers by size, negative ones
 * first. */
static void test_scan__goes_in_order_of_the_key(void **state)
{
	struct fixture *fixture = *state;
	const struct store_value after[] = {store_text(span_of("a")), store_int(2)};
	char order[200];
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "a", 10, 0);
	fixture_put(fixture, "\xc3\xa9", 1, 0);
	fixture_put(fixture, "Z", 1, 0);
	fixture_put(fixture, "a", -5, 0);
	fixture_put(fixture, "a", 2, 0);
	fixture_put(fixture, "a_b", 1, 0);
	fixture_put(fixture, "aB", 1, 0);
	fixture_put(fixture, "ab", 1, 0);
	assert_int_equal(scan(fixture, NULL, 100, order, sizeof(order)), 8);
	assert_string_equal(order,
		"Z1 a-5 a2 a10 aB1 a_b1 ab1 \xc3\xa9"
		"1 ");
	scan(fixture, after, 100, order, sizeof(order));
	assert_string_equal(order,
		"a10 aB1 a_b1 ab1 \xc3\xa9"
		"1 ");
	scan(fixture, after, 2, order, sizeof(order));
	assert_string_equal(order, "a10 aB1 ");
	assert_int_equal(scan(fixture, after, 0, order, sizeof(order)), 0);
	fixture_commit(fixture);
}

/* Long scans see every row once, at and around the size of the pages in which they may be read. */
static void test_scan__sees_every_row_once(void **state)
{
	struct fixture *fixture = *state;
	static const int64_t limits[] = {511, 512, 513, 1023, 1024, 1025, 1536, 1537, INT64_MAX};
	char order[16];
	fixture_begin(fixture, STORE_READ_WRITE);
	for (int64_t i = 0; i < 1536; i++) fixture_put(fixture, i % 2 == 0 ? "even" : "odd", i, i);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		size_t expected = limits[i] < 1536 ? (size_t)limits[i] : 1536;
		assert_int_equal(scan(fixture, NULL, limits[i], order, sizeof(order)), expected);
	}
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	int64_t last = -2;
	RIGHT(fixture,
		store_scan_open(fixture->store, &fixture_thing, NULL, 768, &cursor, &fixture->error));
	for (;;) {
		RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
		if (row == NULL) break;
		assert_int_equal(row[1].number, last + 2);
		last = row[1].number;
	}
	assert_int_equal(last, 1534);
	store_query_close(cursor);
	fixture_commit(fixture);
}

/* Parameters are found by number, may be used twice, and may be NULL first and something later. */
static void test_query__takes_parameters(void **state)
{
	static const struct store_query query = {"test",
		"select number, '?1', coalesce(?2, 0), amount - ?2 from test_thing"
		" where (cast(?1 as text) is null or kind = ?1)"
		" and (?2 is null or amount >= ?2) order by number"};
	struct fixture *fixture = *state;
	struct store_value parameters[] = {store_null(), store_null()};
	static const int64_t expected[] = {2, 1, 2, 1};
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "x", 1, 3000000000);
	fixture_put(fixture, "y", 2, 4000000000);
	for (int i = 0; i < 4; i++) {
		struct store_cursor *cursor = NULL;
		const struct store_value *row = NULL;
		int64_t rows = 0;
		if (i == 1) parameters[0] = store_text(span_of("y"));
		if (i == 2) parameters[0] = store_null();
		if (i == 2) parameters[1] = store_int(3000000000);
		if (i == 3) parameters[0] = store_text(span_of("y"));
		RIGHT(fixture,
			store_query_open(fixture->store, &query, parameters, 2, &cursor, &fixture->error));
		for (;;) {
			RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
			if (row == NULL) break;
			rows++;
			assert_true(span_is(row[1].bytes, "?1"));
			assert_int_equal(row[2].number, i < 2 ? 0 : 3000000000);
			assert_int_equal(row[3].type, i < 2 ? STORE_NULL : STORE_INT);
			assert_int_equal(row[3].number, i >= 2 && row[0].number == 2 ? 1000000000 : 0);
		}
		assert_int_equal(rows, expected[i]);
		store_query_close(cursor);
	}
	fixture_commit(fixture);
}

/* Sums, counts and comparisons are numbers on both; what is no whole number is refused. */
static void test_query__gives_numbers_text_and_bytes_only(void **state)
{
	static const struct store_query sum = {"test", "select sum(amount) from test_thing"};
	static const struct store_query negative = {"test", "select -sum(amount) from test_thing"};
	static const struct store_query same = {"test", "select amount = 1 from test_thing"};
	static const struct store_query broken = {"test", "select 1.5 from test_thing"};
	struct fixture *fixture = *state;
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "n", 1, 1);
	assert_int_equal(fixture_number(fixture, fixture->store, &same), 1);
	fixture_put(fixture, "n", 2, 9007199254740993);
	assert_int_equal(fixture_number(fixture, fixture->store, &sum), 9007199254740994);
	assert_int_equal(fixture_number(fixture, fixture->store, &negative), -9007199254740994);
	fixture_put(fixture, "n", 1, 10000);
	fixture_put(fixture, "n", 2, 990000);
	assert_int_equal(fixture_number(fixture, fixture->store, &sum), 1000000);
	fixture_put(fixture, "n", 1, 0);
	fixture_put(fixture, "n", 2, 0);
	assert_int_equal(fixture_number(fixture, fixture->store, &sum), 0);
	RIGHT(fixture, store_query_open(fixture->store, &broken, NULL, 0, &cursor, &fixture->error));
	assert_int_equal(store_query_next(cursor, &row, &fixture->error), STATUS_STORE);
	assert_null(row);
	store_query_close(cursor);
	store_rollback(fixture->store);
}

/* Cursors, also two on the same query, stand beside each other while rows are read and put. */
static void test_query__cursors_do_not_disturb_each_other(void **state)
{
	static const struct store_query query = {
		"test", "select number from test_thing order by number"};
	struct fixture *fixture = *state;
	struct store_cursor *cursors[STORE_MAX_CURSORS + 1] = {NULL};
	const struct store_value *row = NULL;
	fixture_begin(fixture, STORE_READ_WRITE);
	for (int64_t i = 0; i < 20; i++) fixture_put(fixture, "c", i, i);
	for (size_t i = 0; i < STORE_MAX_CURSORS; i++) {
		RIGHT(fixture,
			store_query_open(fixture->store, &query, NULL, 0, &cursors[i], &fixture->error));
		for (size_t j = 0; j <= i; j++)
			RIGHT(fixture, store_query_next(cursors[i], &row, &fixture->error));
	}
	assert_int_equal(store_query_open(fixture->store, &query, NULL, 0, &cursors[STORE_MAX_CURSORS],
						 &fixture->error),
		STATUS_BOUND);
	assert_non_null(strstr(fixture->error.message, "STORE_MAX_CURSORS"));
	assert_null(cursors[STORE_MAX_CURSORS]);
	assert_int_equal(fixture_amount(fixture, fixture->store, "c", 3), 3);
	for (size_t i = 0; i < STORE_MAX_CURSORS; i++) {
		RIGHT(fixture, store_query_next(cursors[i], &row, &fixture->error));
		assert_int_equal(row[0].number, i + 1);
		store_query_close(cursors[i]);
	}
	fixture_put(fixture, "c", 100, 1);
	RIGHT(fixture, store_query_open(fixture->store, &query, NULL, 0, &cursors[0], &fixture->error));
	store_query_close(cursors[0]);
	store_query_close(NULL);
	fixture_commit(fixture);
}

/* A cursor keeps its parameters: the caller's memory may be used for something else. */
static void test_query__keeps_its_parameters(void **state)
{
	static const struct store_query query = {
		"test", "select number from test_thing where kind = ?1 order by number"};
	struct fixture *fixture = *state;
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	char kind[] = "here";
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "here", 1, 0);
	fixture_put(fixture, "here", 2, 0);
	const struct store_value parameter = store_text(span_of(kind));
	RIGHT(
		fixture, store_query_open(fixture->store, &query, &parameter, 1, &cursor, &fixture->error));
	memcpy(kind, "gone", 4);
	RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
	assert_non_null(row);
	RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
	assert_non_null(row);
	store_query_close(cursor);
	fixture_commit(fixture);
}

/* A statement says how many rows it changed, also when that is none; one that gives rows is
 * refused. */
static void test_run__counts_what_it_changed(void **state)
{
	static const struct store_query raise = {
		"test", "update test_thing set amount = amount + ?1 where number < ?2"};
	static const struct store_query reads = {"test", "select number from test_thing"};
	struct fixture *fixture = *state;
	const struct store_value parameters[] = {store_int(10), store_int(3)};
	const struct store_value none[] = {store_int(10), store_int(-3)};
	int64_t changed = -1;
	fixture_begin(fixture, STORE_READ_WRITE);
	for (int64_t i = 0; i < 5; i++) fixture_put(fixture, "r", i, i);
	RIGHT(fixture, store_run(fixture->store, &raise, parameters, 2, &changed, &fixture->error));
	assert_int_equal(changed, 3);
	RIGHT(fixture, store_run(fixture->store, &raise, none, 2, &changed, &fixture->error));
	assert_int_equal(changed, 0);
	RIGHT(fixture, store_run(fixture->store, &raise, none, 2, NULL, &fixture->error));
	assert_int_equal(fixture_amount(fixture, fixture->store, "r", 2), 12);
	assert_int_equal(fixture_amount(fixture, fixture->store, "r", 3), 3);
	assert_int_equal(
		store_run(fixture->store, &reads, NULL, 0, NULL, &fixture->error), STATUS_STORE);
	store_rollback(fixture->store);
}

/* A value of the wrong type, a NULL where none may be and a key with NULL are mistakes of the
 * program. */
static void test_put__checks_the_types_of_values(void **state)
{
	struct fixture *fixture = *state;
	struct store_value row[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("k")),
		store_int(1),
		store_text(span_of("no blob")),
		store_null(),
		store_int(1),
	};
	fixture_begin(fixture, STORE_READ_WRITE);
	assert_raises((void)!store_put(fixture->store, &fixture_thing, row, &fixture->error));
	row[2] = store_null();
	row[1] = store_null();
	assert_raises((void)!store_put(fixture->store, &fixture_thing, row, &fixture->error));
	assert_raises((void)!store_remove(fixture->store, &fixture_thing, row, &fixture->error));
	const struct store_value other[] = {store_int(1), store_null()};
	assert_raises((void)!store_put(fixture->store, &fixture_other, other, &fixture->error));
	store_rollback(fixture->store);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(test_put__is_read_back_as_it_was),
		ON(test_put__refuses_what_is_over_the_bound),
		ON(test_put__refuses_text_that_is_none),
		ON(test_put__replaces_the_row_with_the_same_key),
		ON(test_put__takes_a_row_that_is_all_key),
		ON(test_put__takes_many_in_one_transaction),
		ON(test_put__checks_the_types_of_values),
		ON(test_remove__removes_one_row),
		ON(test_get__says_what_is_not_there),
		ON(test_get__needs_room_in_the_arena),
		ON(test_scan__goes_in_order_of_the_key),
		ON(test_scan__sees_every_row_once),
		ON(test_query__takes_parameters),
		ON(test_query__gives_numbers_text_and_bytes_only),
		ON(test_query__cursors_do_not_disturb_each_other),
		ON(test_query__keeps_its_parameters),
		ON(test_run__counts_what_it_changed),
	};
	return fixture_run("store", tests, sizeof(tests) / sizeof(tests[0]));
}
