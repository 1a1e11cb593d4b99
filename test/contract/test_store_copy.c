/* test_store_copy.c - the store's contract: copying from one store to another, and comparing two.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store_fixture.h"
#include "store/store_copy.h"
#include <stdlib.h>

static const struct store_table *const tables[] = {&fixture_pair, &fixture_thing};

/* A store of its own in memory, always SQLite: so either database is copied to and from. */
static struct store *open_memory(struct fixture *fixture)
{
	const struct store_options options = {
		.kind = STORE_SQLITE,
		.mode = STORE_READ_WRITE,
		.path = ":memory:",
	};
	struct store *store = NULL;
	RIGHT(fixture, store_open(&options, &store, &fixture->error));
	store->migrations = fixture_migrations;
	RIGHT(fixture, store_migrate(store, &fixture->error));
	return store;
}

static void put_row(struct fixture *fixture, struct store *store, const char *kind, int64_t number,
	const char *body, const char *note)
{
	const struct store_value row[FIXTURE_THING_COLUMNS] = {
		store_text(span_of(kind)),
		store_int(number),
		body == NULL ? store_null() : store_blob(span_of(body)),
		note == NULL ? store_null() : store_text(span_of(note)),
		store_int(number * number),
	};
	RIGHT(fixture, store_put(store, &fixture_thing, row, &fixture->error));
}

static void fill(struct fixture *fixture, struct store *store)
{
	RIGHT(fixture, store_begin(store, STORE_READ_WRITE, &fixture->error));
	put_row(fixture, store, "a", 1, "", "\xc3\xa9");
	put_row(fixture, store, "a", -7, "body", NULL);
	put_row(fixture, store, "B", 2, NULL, "note");
	put_row(fixture, store, "_", 2, NULL, "");
	put_row(fixture, store, "\xc3\xa9", 2, NULL, NULL);
	const struct store_value pair[] = {store_blob(span_bytes("\0\xff", 2)), store_int(INT64_MIN)};
	RIGHT(fixture, store_put(store, &fixture_pair, pair, &fixture->error));
	RIGHT(fixture, store_commit(store, &fixture->error));
}

static int64_t expect(struct fixture *fixture, struct store *a, struct store *b,
	enum store_difference_kind kind, const char *key)
{
	struct store_difference first;
	int64_t rows = -1;
	RIGHT(fixture, store_compare(a, b, tables, 2, &first, &rows, &fixture->error));
	assert_int_equal(first.kind, kind);
	assert_string_equal(first.key, key);
	assert_ptr_equal(first.table, kind == STORE_SAME ? NULL : &fixture_thing);
	return rows;
}

/* There and back again: every row and every value arrives, in either direction. */
static void test_copy__keeps_every_row(void **state)
{
	struct fixture *fixture = *state;
	struct store *memory = open_memory(fixture);
	fill(fixture, fixture->store);
	RIGHT(fixture, store_copy(fixture->store, memory, tables, 2, NULL, NULL, &fixture->error));
	assert_int_equal(expect(fixture, fixture->store, memory, STORE_SAME, ""), 6);
	fixture_begin(fixture, STORE_READ_WRITE);
	const struct store_value key[] = {store_text(span_of("a")), store_int(1)};
	RIGHT(fixture, store_remove(fixture->store, &fixture_thing, key, &fixture->error));
	fixture_put(fixture, "a", -7, 1);
	fixture_commit(fixture);
	RIGHT(fixture, store_copy(memory, fixture->store, tables, 2, NULL, NULL, &fixture->error));
	assert_int_equal(expect(fixture, memory, fixture->store, STORE_SAME, ""), 6);
	store_close(memory);
}

static void note_progress(void *context, int64_t rows)
{
	int64_t *seen = context;
	seen[seen[0]++ + 1] = rows;
}

/* More rows than one transaction takes are copied, and progress is told after each. */
static void test_copy__goes_in_transactions(void **state)
{
	struct fixture *fixture = *state;
	struct store *memory = open_memory(fixture);
	int64_t seen[8] = {0};
	RIGHT(fixture, store_begin(memory, STORE_READ_WRITE, &fixture->error));
	for (int64_t i = 0; i < STORE_COPY_ROWS + 5; i++) {
		const struct store_value row[FIXTURE_THING_COLUMNS] = {
			store_text(span_of("m")),
			store_int(i),
			store_null(),
			store_null(),
			store_int(i),
		};
		RIGHT(fixture, store_put(memory, &fixture_thing, row, &fixture->error));
	}
	RIGHT(fixture, store_commit(memory, &fixture->error));
	RIGHT(fixture,
		store_copy(memory, fixture->store, tables, 2, note_progress, seen, &fixture->error));
	assert_int_equal(seen[0], 2);
	assert_int_equal(seen[1], STORE_COPY_ROWS);
	assert_int_equal(seen[2], STORE_COPY_ROWS + 5);
	assert_int_equal(expect(fixture, memory, fixture->store, STORE_SAME, ""), STORE_COPY_ROWS + 5);
	store_close(memory);
}

/* What the other store refuses is an error that names the table; no transaction stays open. */
static void test_copy__says_which_table_failed(void **state)
{
	struct fixture *fixture = *state;
	struct store *memory = open_memory(fixture);
	static const struct store_query count = {"test", "select count(*) from test_thing"};
	fill(fixture, memory);
	fixture_begin(fixture, STORE_READ_WRITE);
	put_row(fixture, fixture->store, "other", 9, NULL, "note");
	fixture_commit(fixture);
	assert_int_equal(
		store_copy(memory, fixture->store, tables, 2, NULL, NULL, &fixture->error), STATUS_STORE);
	assert_non_null(strstr(fixture->error.message, "test_thing"));
	fixture_begin(fixture, STORE_READ_WRITE);
	assert_int_equal(fixture_number(fixture, fixture->store, &count), 1);
	fixture_commit(fixture);
	RIGHT(fixture, store_begin(memory, STORE_READ_WRITE, &fixture->error));
	store_close(memory);
}

/* The first difference in key order is found, of each kind, and said with its key. */
static void test_compare__finds_the_first_difference(void **state)
{
	struct fixture *fixture = *state;
	struct store *memory = open_memory(fixture);
	const struct store_value last[] = {store_text(span_of("\xc3\xa9")), store_int(2)};
	struct store_difference first;
	int64_t rows = 0;
	fill(fixture, fixture->store);
	fill(fixture, memory);
	assert_int_equal(expect(fixture, fixture->store, memory, STORE_SAME, ""), 6);

	fixture_begin(fixture, STORE_READ_WRITE);
	RIGHT(fixture, store_remove(fixture->store, &fixture_thing, last, &fixture->error));
	fixture_commit(fixture);
	assert_int_equal(expect(fixture, fixture->store, memory, STORE_ONLY_IN_B, "\xc3\xa9 2"), 5);
	assert_int_equal(expect(fixture, memory, fixture->store, STORE_ONLY_IN_A, "\xc3\xa9 2"), 5);

	fixture_begin(fixture, STORE_READ_WRITE);
	put_row(fixture, fixture->store, "a", -7, "bodY", NULL);
	fixture_commit(fixture);
	assert_int_equal(expect(fixture, fixture->store, memory, STORE_DIFFERS, "a -7"), 3);
	RIGHT(
		fixture, store_compare(memory, fixture->store, tables, 2, &first, &rows, &fixture->error));
	assert_int_equal(first.column, 2);

	fixture_begin(fixture, STORE_READ_WRITE);
	put_row(fixture, fixture->store, "a", -8, NULL, NULL);
	fixture_commit(fixture);
	assert_int_equal(expect(fixture, fixture->store, memory, STORE_ONLY_IN_A, "a -8"), 3);
	store_close(memory);
}

/* NULL is not empty, and neither is zero. */
static void test_compare__tells_null_from_empty(void **state)
{
	struct fixture *fixture = *state;
	struct store *memory = open_memory(fixture);
	fixture_begin(fixture, STORE_READ_WRITE);
	put_row(fixture, fixture->store, "k", 1, "", NULL);
	fixture_commit(fixture);
	RIGHT(fixture, store_begin(memory, STORE_READ_WRITE, &fixture->error));
	put_row(fixture, memory, "k", 1, NULL, NULL);
	RIGHT(fixture, store_commit(memory, &fixture->error));
	assert_int_equal(expect(fixture, fixture->store, memory, STORE_DIFFERS, "k 1"), 0);
	store_close(memory);
}

/* In a transaction that is open the rows not yet committed are compared too, and it stays open. */
static void test_compare__reads_in_an_open_transaction(void **state)
{
	struct fixture *fixture = *state;
	struct store *memory = open_memory(fixture);
	RIGHT(fixture, store_begin(memory, STORE_READ_WRITE, &fixture->error));
	put_row(fixture, memory, "k", 1, NULL, NULL);
	RIGHT(fixture, store_commit(memory, &fixture->error));
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 1);
	assert_int_equal(expect(fixture, fixture->store, memory, STORE_SAME, ""), 1);
	fixture_put(fixture, "k", 1, 2);
	assert_int_equal(expect(fixture, fixture->store, memory, STORE_DIFFERS, "k 1"), 0);
	fixture_commit(fixture);
	store_close(memory);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(test_copy__keeps_every_row),
		ON(test_copy__goes_in_transactions),
		ON(test_copy__says_which_table_failed),
		ON(test_compare__finds_the_first_difference),
		ON(test_compare__tells_null_from_empty),
		ON(test_compare__reads_in_an_open_transaction),
	};
	return fixture_run("store copy", tests, sizeof(tests) / sizeof(tests[0]));
}
