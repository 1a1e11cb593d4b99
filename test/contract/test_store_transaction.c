/* test_store_transaction.c - the store's contract: what a transaction keeps, undoes and sees.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store_fixture.h"
#include "base/clock.h"
#include "store/store_sqlite_log.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct store_query count_things = {"test", "select count(*) from test_thing"};
static const struct store_query raise_epoch = {"store", "update store_lease set epoch = epoch + 1"};

/* What was committed is seen by another connection, and before that it is not. */
static void test_commit__shows_what_was_written(void **state)
{
	struct fixture *fixture = *state;
	struct store *other = fixture_open(fixture, STORE_READ_ONLY);
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 1);
	RIGHT(fixture, store_begin(other, STORE_READ_ONLY, &fixture->error));
	assert_int_equal(fixture_amount(fixture, other, "k", 1), -1);
	store_rollback(other);
	fixture_commit(fixture);
	RIGHT(fixture, store_begin(other, STORE_READ_ONLY, &fixture->error));
	assert_int_equal(fixture_amount(fixture, other, "k", 1), 1);
	store_close(other);
}

/* A reading transaction goes on seeing the instant of its first reading. */
static void test_begin__reads_one_instant(void **state)
{
	struct fixture *fixture = *state;
	struct store *reader = fixture_open(fixture, STORE_READ_ONLY);
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 1);
	fixture_commit(fixture);
	RIGHT(fixture, store_begin(reader, STORE_READ_ONLY, &fixture->error));
	assert_int_equal(fixture_amount(fixture, reader, "k", 1), 1);
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 2);
	fixture_put(fixture, "k", 2, 2);
	fixture_commit(fixture);
	assert_int_equal(fixture_amount(fixture, reader, "k", 1), 1);
	assert_int_equal(fixture_number(fixture, reader, &count_things), 1);
	RIGHT(fixture, store_commit(reader, &fixture->error));
	RIGHT(fixture, store_begin(reader, STORE_READ_ONLY, &fixture->error));
	assert_int_equal(fixture_number(fixture, reader, &count_things), 2);
	store_close(reader);
}

/* A rollback undoes everything, closes what was open, and may be called when nothing is. */
static void test_rollback__undoes_everything(void **state)
{
	struct fixture *fixture = *state;
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 1);
	fixture_commit(fixture);
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 2);
	fixture_put(fixture, "k", 2, 2);
	RIGHT(fixture,
		store_scan_open(fixture->store, &fixture_thing, NULL, 10, &cursor, &fixture->error));
	RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
	store_rollback(fixture->store);
	store_query_close(cursor);
	store_rollback(fixture->store);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_number(fixture, fixture->store, &count_things), 1);
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 1), 1);
	fixture_commit(fixture);
}

/* What the database refuses comes out at the commit at the latest; then nothing of the transaction
 * is there, and the next one works. No message repeats a value. */
static void test_commit__fails_whole(void **state)
{
	struct fixture *fixture = *state;
	const struct store_value bad[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("geheim")),
		store_int(7654321),
		store_null(),
		store_text(span_of("stil")),
		store_int(-987654),
	};
	const struct store_value good[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("k")),
		store_int(2),
		store_null(),
		store_null(),
		store_int(1),
	};
	struct error first = {0};
	struct error later = {0};
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 1);
	status put = store_put(fixture->store, &fixture_thing, bad, &first);
	status next = store_put(fixture->store, &fixture_thing, good, &later);
	assert_true(put == STATUS_OK || next == STATUS_STORE);
	assert_int_equal(store_commit(fixture->store, &fixture->error), STATUS_STORE);
	assert_non_null(strstr(fixture->error.message, "test_thing"));
	if (put != STATUS_OK) assert_string_equal(fixture->error.message, first.message);
	static const char *const values[] = {"geheim", "7654321", "stil", "987654"};
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_null(strstr(fixture->error.message, values[i]));
	fixture_begin(fixture, STORE_READ_WRITE);
	assert_int_equal(fixture_number(fixture, fixture->store, &count_things), 0);
	fixture_put(fixture, "k", 1, 1);
	fixture_commit(fixture);
}

/* After the first error every call gives it again, until the transaction ends. */
static void test_failure__stays_until_the_end(void **state)
{
	struct fixture *fixture = *state;
	const struct store_value rows[][FIXTURE_THING_COLUMNS] = {
		{store_text(span_of("k")), store_int(1), store_null(), store_text(span_of("twin")),
			store_null()},
		{store_text(span_of("k")), store_int(2), store_null(), store_text(span_of("twin")),
			store_null()},
	};
	struct store_value values[FIXTURE_THING_COLUMNS];
	struct store_cursor *cursor = NULL;
	char first[sizeof(fixture->error.message)];
	fixture_begin(fixture, STORE_READ_WRITE);
	RIGHT(fixture, store_put(fixture->store, &fixture_thing, rows[0], &fixture->error));
	status result = store_put(fixture->store, &fixture_thing, rows[1], &fixture->error);
	if (result == STATUS_OK)
		result = store_get(
			fixture->store, &fixture_thing, rows[0], values, &fixture->arena, &fixture->error);
	assert_int_equal(result, STATUS_STORE);
	assert_non_null(strstr(fixture->error.message, "note"));
	assert_null(strstr(fixture->error.message, "twin"));
	memcpy(first, fixture->error.message, sizeof(first));
	fixture->error = (struct error){0};
	assert_int_equal(store_get(fixture->store, &fixture_thing, rows[0], values, &fixture->arena,
						 &fixture->error),
		STATUS_STORE);
	assert_int_equal(
		store_query_open(fixture->store, &count_things, NULL, 0, &cursor, &fixture->error),
		STATUS_STORE);
	assert_null(cursor);
	assert_int_equal(store_commit(fixture->store, &fixture->error), STATUS_STORE);
	assert_string_equal(fixture->error.message, first);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_number(fixture, fixture->store, &count_things), 0);
	fixture_commit(fixture);
}

/* A statement that was first sent behind a failed one works in the next transaction. */
static void test_failure__leaves_no_half_prepared_statement(void **state)
{
	static const struct store_query run = {"test", "update test_thing set amount = ?1"};
	struct fixture *fixture = *state;
	const struct store_value bad[FIXTURE_THING_COLUMNS] = {
		store_text(span_of("k")),
		store_int(1),
		store_null(),
		store_null(),
		store_int(-1),
	};
	const struct store_value pair[] = {store_blob(span_of("a")), store_int(1)};
	const struct store_value amount = store_int(3);
	fixture_begin(fixture, STORE_READ_WRITE);
	status results[3];
	results[0] = store_put(fixture->store, &fixture_thing, bad, &fixture->error);
	results[1] = store_put(fixture->store, &fixture_pair, pair, &fixture->error);
	results[2] = store_run(fixture->store, &run, &amount, 1, NULL, &fixture->error);
	assert_true(results[0] != STATUS_OK || results[1] == STATUS_OK);
	assert_int_equal(results[2], STATUS_STORE);
	store_rollback(fixture->store);
	fixture_begin(fixture, STORE_READ_WRITE);
	RIGHT(fixture, store_put(fixture->store, &fixture_pair, pair, &fixture->error));
	fixture_put(fixture, "k", 1, 1);
	RIGHT(fixture, store_run(fixture->store, &run, &amount, 1, NULL, &fixture->error));
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 1), 3);
	fixture_commit(fixture);
}

/* Writing while reading, reading while closed and a commit over an open cursor are mistakes. */
static void test_states__are_checked(void **state)
{
	struct fixture *fixture = *state;
	const struct store_value pair[] = {store_blob(span_of("a")), store_int(1)};
	struct store_value values[2];
	struct store_cursor *cursor = NULL;
	assert_raises((void)!store_commit(fixture->store, &fixture->error));
	assert_raises((void)!store_get(
		fixture->store, &fixture_pair, pair, values, &fixture->arena, &fixture->error));
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_raises((void)!store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	assert_raises((void)!store_put(fixture->store, &fixture_pair, pair, &fixture->error));
	assert_raises((void)!store_remove(fixture->store, &fixture_pair, pair, &fixture->error));
	assert_raises((void)!store_run(fixture->store, &raise_epoch, NULL, 0, NULL, &fixture->error));
	RIGHT(
		fixture, store_scan_open(fixture->store, &fixture_pair, NULL, 1, &cursor, &fixture->error));
	assert_raises((void)!store_commit(fixture->store, &fixture->error));
	store_query_close(cursor);
	fixture_commit(fixture);
	struct store *reader = fixture_open(fixture, STORE_READ_ONLY);
	assert_raises((void)!store_begin(reader, STORE_READ_WRITE, &fixture->error));
	store_close(reader);
}

/* Who wants to write while another does waits, and is then told that the database is busy. */
static void test_begin__lets_one_write_at_a_time(void **state)
{
	struct fixture *fixture = *state;
	struct store *other = fixture_open(fixture, STORE_READ_WRITE);
	fixture_begin(fixture, STORE_READ_WRITE);
	int64_t start_ns = clock_monotonic_ns();
	assert_int_equal(store_begin(other, STORE_READ_WRITE, &fixture->error), STATUS_BUSY);
	int64_t waited_ms = (clock_monotonic_ns() - start_ns) / 1000000;
	assert_true(waited_ms >= 4000);
	fixture_put(fixture, "k", 1, 1);
	fixture_commit(fixture);
	RIGHT(fixture, store_begin(other, STORE_READ_WRITE, &fixture->error));
	assert_int_equal(fixture_amount(fixture, other, "k", 1), 1);
	store_close(other);
}

/* One holds the lease; when it is given back the next one has a higher epoch. */
static void test_lease__is_held_by_one(void **state)
{
	struct fixture *fixture = *state;
	struct store *first = fixture_open(fixture, STORE_READ_WRITE);
	struct store *second = fixture_open(fixture, STORE_READ_WRITE);
	int64_t epoch = 0;
	int64_t next = 0;
	RIGHT(fixture, store_lease(first, &epoch, &fixture->error));
	assert_int_equal(epoch, 1);
	assert_int_equal(store_lease(second, &next, &fixture->error), STATUS_CONFLICT);
	store_close(first);
	/* PostgreSQL's server notices a little later that a session has gone. */
	status result = store_lease(second, &next, &fixture->error);
	int64_t start_ns = clock_monotonic_ns();
	while (result == STATUS_CONFLICT && clock_monotonic_ns() - start_ns < 240 * INT64_C(1000000000))
		result = store_lease(second, &next, &fixture->error);
	fixture_right(fixture, result, "the second lease");
	assert_int_equal(next, 2);
	RIGHT(fixture, store_begin(second, STORE_READ_WRITE, &fixture->error));
	RIGHT(fixture, store_commit(second, &fixture->error));
	store_close(second);
}

/* Who lost the lease can read, but what it writes is not committed. */
static void test_lease__fences_who_lost_it(void **state)
{
	struct fixture *fixture = *state;
	struct store *other = fixture_open(fixture, STORE_READ_WRITE);
	int64_t epoch = 0;
	RIGHT(fixture, store_lease(fixture->store, &epoch, &fixture->error));
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 1);
	fixture_commit(fixture);
	RIGHT(fixture, store_begin(other, STORE_READ_WRITE, &fixture->error));
	RIGHT(fixture, store_run(other, &raise_epoch, NULL, 0, NULL, &fixture->error));
	RIGHT(fixture, store_commit(other, &fixture->error));
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 2, 1);
	assert_false(store_is_broken(fixture->store));
	assert_int_equal(store_commit(fixture->store, &fixture->error), STATUS_CONFLICT);
	assert_true(store_is_broken(fixture->store));
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_number(fixture, fixture->store, &count_things), 1);
	fixture_commit(fixture);
	store_close(other);
}

/* A lost connection to a server is an error at every later call, and never a crash. */
static void test_connection__that_is_lost_stays_lost(void **state)
{
	static const struct store_query own = {"store", "select pg_backend_pid()"};
	static const struct store_query end = {
		"store", "select pg_terminate_backend(cast(?1 as integer), 5000)"};
	struct fixture *fixture = *state;
	if (fixture->kind != STORE_POSTGRES) skip();
	struct store *other = fixture_open(fixture, STORE_READ_ONLY);
	struct store_cursor *cursor = NULL;
	const struct store_value pair[] = {store_blob(span_of("a")), store_int(1)};
	struct store_value values[2];
	int64_t epoch = 0;
	fixture_begin(fixture, STORE_READ_WRITE);
	const struct store_value pid = store_int(fixture_number(fixture, fixture->store, &own));
	RIGHT(fixture, store_put(fixture->store, &fixture_pair, pair, &fixture->error));
	RIGHT(fixture, store_begin(other, STORE_READ_ONLY, &fixture->error));
	RIGHT(fixture, store_query_open(other, &end, &pid, 1, &cursor, &fixture->error));
	store_close(other);
	assert_false(store_is_broken(fixture->store));
	assert_int_equal(
		store_get(fixture->store, &fixture_pair, pair, values, &fixture->arena, &fixture->error),
		STATUS_STORE);
	assert_true(store_is_broken(fixture->store));
	assert_int_equal(store_commit(fixture->store, &fixture->error), STATUS_STORE);
	assert_int_equal(store_begin(fixture->store, STORE_READ_ONLY, &fixture->error), STATUS_STORE);
	assert_int_equal(store_begin(fixture->store, STORE_READ_WRITE, &fixture->error), STATUS_STORE);
	assert_int_equal(store_lease(fixture->store, &epoch, &fixture->error), STATUS_STORE);
	assert_int_equal(store_migrate(fixture->store, &fixture->error), STATUS_STORE);
	store_rollback(fixture->store);
	store_close(fixture->store);
	fixture->store = fixture_open(fixture, STORE_READ_WRITE);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(
		store_get(fixture->store, &fixture_pair, pair, values, &fixture->arena, &fixture->error),
		STATUS_NOT_FOUND);
	fixture_commit(fixture);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, fixture_start, fixture_stop)

static int64_t file_bytes(const struct fixture *fixture, const char *suffix)
{
	char path[128];
	struct stat facts;
	snprintf(path, sizeof(path), "%s%s", fixture->path, suffix);
	return stat(path, &facts) == 0 ? facts.st_size : 0;
}

/* What is read stays in the log, with all behind it: told, and over when the reading is. */
static void check_log_behind_reader(struct fixture *fixture, struct store *store, int64_t *next)
{
	struct store *reader = fixture_open(fixture, STORE_READ_ONLY);
	RIGHT(fixture, store_begin(reader, STORE_READ_ONLY, &fixture->error));
	int64_t seen = fixture_number(fixture, reader, &count_things);
	assert_int_equal(seen, *next);
	fixture_write_much(fixture, store, (int64_t)STORE_SQLITE_LOG_MAX_BYTES * 5 / 4, next);
	assert_true(store_log_bytes(store) > (int64_t)STORE_SQLITE_LOG_MAX_BYTES * 5 / 4);
	assert_true(file_bytes(fixture, "-wal") >= store_log_bytes(store));
	assert_int_equal(fixture_number(fixture, reader, &count_things), seen);
	store_close(reader);
	fixture_write_much(fixture, store, 3 * STORE_SQLITE_LOG_BYTES, next);
	assert_true(store_log_bytes(store) < STORE_SQLITE_LOG_MAX_BYTES / 4);
	assert_true(file_bytes(fixture, "-wal") <= 300000000);
}

/* A thread moves the log into the file while others commit and read; the log stays bounded while
 * nobody reads, and what was committed is there when the database is opened again. */
static void test_commit__with_the_log_moved_aside(void **state)
{
	struct fixture *fixture = *state;
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	int64_t next = 0;
	if (fixture->kind != STORE_SQLITE) skip();
	store_close(fixture->store);
	fixture->store = NULL;
	options.moves_log_aside = true;
	RIGHT(fixture, store_open(&options, &store, &fixture->error));
	fixture_write_much(
		fixture, store, STORE_SQLITE_LOG_MAX_BYTES / 4 + STORE_SQLITE_LOG_BYTES, &next);
	for (int waited_ms = 0; file_bytes(fixture, "") < STORE_SQLITE_LOG_BYTES; waited_ms++) {
		assert_true(waited_ms < 120000);
		usleep(1000);
	}
	fixture_write_much(fixture, store, STORE_SQLITE_LOG_MAX_BYTES * 5 / 4, &next);
	assert_true(file_bytes(fixture, "-wal") < STORE_SQLITE_LOG_MAX_BYTES * 5 / 4);
	check_log_behind_reader(fixture, store, &next);
	store_close(store);
	fixture->store = fixture_open(fixture, STORE_READ_WRITE);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_number(fixture, fixture->store, &count_things), next);
	fixture_commit(fixture);
}

/* Where syncs are apart a commit is seen at once, and lasts; a sync before anything is none. */
static void test_sync__apart_from_the_commit(void **state)
{
	struct fixture *fixture = *state;
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	store_close(fixture->store);
	fixture->store = NULL;
	options.syncs_apart = true;
	RIGHT(fixture, store_open(&options, &store, &fixture->error));
	assert_int_equal(store_syncs_apart(store), fixture->kind == STORE_SQLITE);
	RIGHT(fixture, store_sync(store, &fixture->error));
	fixture->store = store;
	fixture_begin(fixture, STORE_READ_WRITE);
	fixture_put(fixture, "k", 1, 1);
	fixture_commit(fixture);
	struct store *other = fixture_open(fixture, STORE_READ_ONLY);
	RIGHT(fixture, store_begin(other, STORE_READ_ONLY, &fixture->error));
	assert_int_equal(fixture_amount(fixture, other, "k", 1), 1);
	store_close(other);
	RIGHT(fixture, store_sync(store, &fixture->error));
	store_close(store);
	fixture->store = fixture_open(fixture, STORE_READ_WRITE);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_amount(fixture, fixture->store, "k", 1), 1);
	fixture_commit(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(test_commit__shows_what_was_written),
		ON(test_begin__reads_one_instant),
		ON(test_rollback__undoes_everything),
		ON(test_commit__fails_whole),
		ON(test_failure__stays_until_the_end),
		ON(test_failure__leaves_no_half_prepared_statement),
		ON(test_commit__with_the_log_moved_aside),
		ON(test_sync__apart_from_the_commit),
		ON(test_states__are_checked),
		ON(test_begin__lets_one_write_at_a_time),
		ON(test_lease__is_held_by_one),
		ON(test_lease__fences_who_lost_it),
		ON(test_connection__that_is_lost_stays_lost),
	};
	return fixture_run("store transactions", tests, sizeof(tests) / sizeof(tests[0]));
}
