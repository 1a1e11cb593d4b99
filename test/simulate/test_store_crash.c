/* test_store_crash.c - a store is made and written to: each call that changes something on the disk
 * fails, or is the last one.
 *
 * Not drawn but all of them, one by one: what has to be right is how a file comes to be.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "crash_vfs.h"
#include "simulate.h"
#include "vault/vault.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>

/* More calls than making a store takes. */
#define MAX_CALLS 400
#define ROWS 3

/* Whether a row was committed, and whether it is there. */
struct rows {
	bool committed[ROWS];
	bool there[ROWS];
};

static struct store_value key_of(int row)
{
	static const char keys[ROWS][ID_SIZE + 1] = {
		"the first of key", "the second a key", "the third of key"};
	return store_blob(span_bytes(keys[row], ID_SIZE));
}

static status open_store(struct store **store, struct error *error)
{
	struct store_options options = {.kind = STORE_SQLITE,
		.mode = STORE_READ_WRITE,
		.set = STORE_KEYS,
		.path = "keys.db",
		.vfs = CRASH_VFS_NAME,
		.exclusive = true};
	TRY(store_open(&options, store, error));
	return store_migrate(*store, error);
}

static status put_row(struct store *store, int row, struct error *error)
{
	struct store_value values[] = {
		key_of(row), store_int(1), store_null(), store_int(2), store_null()};
	TRY(store_begin(store, STORE_READ_WRITE, error));
	status code = store_put(store, &vault_key_table, values, error);
	if (code == STATUS_OK) return store_commit(store, error);
	store_rollback(store);
	return code;
}

static status see_row(struct store *store, int row, bool *there, struct error *error)
{
	struct store_value key = key_of(row), values[STORE_MAX_COLUMNS];
	struct arena arena;
	arena_init(&arena, 4096, 65536);
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = store_get(store, &vault_key_table, &key, values, &arena, error);
	store_rollback(store);
	arena_finish(&arena);
	*there = code == STATUS_OK;
	return code == STATUS_NOT_FOUND ? STATUS_OK : code;
}

/* Opens the store and commits rows, as far as that goes. */
static void live(struct rows *rows)
{
	struct store *store = NULL;
	struct error error = {0};
	bool opened = open_store(&store, &error) == STATUS_OK;
	for (int row = 0; opened && row < ROWS; row++)
		rows->committed[row] |= put_row(store, row, &error) == STATUS_OK;
	store_close(store);
}

/* What is there when everything works again. */
static void look(struct rows *rows)
{
	struct store *store = NULL;
	struct error error = {0};
	if (open_store(&store, &error) != STATUS_OK) fail_msg("%s", error.message);
	for (int row = 0; row < ROWS; row++)
		assert_int_equal(see_row(store, row, &rows->there[row], &error), STATUS_OK);
	store_close(store);
}

static void assert_kept(const struct rows *rows, const char *what, int64_t at, uint64_t seed)
{
	for (int row = 0; row < ROWS; row++)
		if (rows->committed[row] && !rows->there[row])
			fail_msg("%s %" PRId64 " seed %" PRIu64 ": row %d was committed, and is gone", what, at,
				seed, row);
}

/* Lives with a fault at a call, and `more` times without; then the power fails. False if there was
 * no such call. */
static bool fail_at(enum crash_vfs_fault fault, int64_t at, int more, const char *what)
{
	struct rows rows = {.committed = {false}};
	struct crash_vfs *vfs = crash_vfs_create((uint64_t)at);
	crash_vfs_fail(vfs, fault, at, 1);
	live(&rows);
	bool failed = crash_vfs_counts(vfs).failed[fault] > 0;
	for (int i = 0; i < more; i++) live(&rows);
	crash_vfs_stop(vfs, 0);
	crash_vfs_start(vfs, CRASH_DISK_LOSE_ALL);
	look(&rows);
	assert_kept(&rows, what, at, (uint64_t)more);
	if (more > 0) assert_true(rows.committed[0] && rows.committed[ROWS - 1]);
	crash_vfs_destroy(vfs);
	return failed;
}

/* A call fails; whatever was committed then or after it survives the power. */
static void test_fault__loses_nothing(void **state)
{
	(void)state;
	static const char *const names[CRASH_VFS_FAULT_COUNT] = {
		"failed sync", "dropping sync", "failed write", "full at write"};
	for (int fault = 0; fault < CRASH_VFS_FAULT_COUNT; fault++) {
		int64_t at = 1;
		while (at < MAX_CALLS && fail_at((enum crash_vfs_fault)fault, at, 0, names[fault])) {
			assert_true(fail_at((enum crash_vfs_fault)fault, at, 1, names[fault]));
			at++;
		}
		assert_true(at > 8 && at < MAX_CALLS);
		printf("%s: %" PRId64 " calls\n", names[fault], at - 1);
	}
}

/* Everything stops at a call, with each kind of loss, and once more while it starts again. */
static void test_stop__loses_nothing(void **state)
{
	(void)state;
	int64_t stops = 0, at = 1;
	for (bool stopped = true; stopped && at < MAX_CALLS; at++) {
		for (uint64_t seed = 0; seed < 24; seed++) {
			struct rows rows = {.committed = {false}};
			struct crash_vfs *vfs = crash_vfs_create(seed * 1000 + (uint64_t)at);
			crash_vfs_stop(vfs, at);
			live(&rows);
			stopped = crash_vfs_is_stopped(vfs);
			if (!stopped) crash_vfs_stop(vfs, 0);
			crash_vfs_start(vfs, (enum crash_disk_loss)(seed % 4));
			crash_vfs_stop(vfs, 1 + (int64_t)(seed * 7 + (uint64_t)at) % 60);
			live(&rows);
			if (!crash_vfs_is_stopped(vfs)) crash_vfs_stop(vfs, 0);
			crash_vfs_start(vfs, (enum crash_disk_loss)(seed / 4 % 4));
			look(&rows);
			assert_kept(&rows, "stop at call", at, seed);
			stops += crash_vfs_counts(vfs).inner_stops;
			crash_vfs_destroy(vfs);
		}
	}
	assert_true(at > 20 && at < MAX_CALLS);
	printf("stops at each of %" PRId64 " calls, %" PRId64 " in the middle of one\n", at - 2, stops);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fault__loses_nothing),
		cmocka_unit_test(test_stop__loses_nothing),
	};
	simulate_random_install();
	simulate_random_seed(1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
