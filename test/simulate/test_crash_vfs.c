/* test_crash_vfs.c - the disk that loses power loses what it should, and nothing that was synced.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "crash_vfs.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sqlite3.h>

#define FILE_NAME "file"
#define BLOCK 4096

static void fill(char block[BLOCK], char letter)
{
	memset(block, letter, BLOCK);
}

/* How many of the first `size` bytes of the file are this letter. */
static size_t count_letter(const struct crash_disk_file *file, size_t size, char letter)
{
	size_t count = 0;
	for (size_t i = 0; i < size && i < file->now.size; i++) count += file->now.bytes[i] == letter;
	return count;
}

/* What was synced is there after every kind of loss; what was not is gone if nothing is kept. */
static void test_sync__survives(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 200; seed++) {
		struct crash_disk disk;
		char block[BLOCK];
		crash_disk_init(&disk, seed);
		struct crash_disk_file *file = crash_disk_create(&disk, FILE_NAME);
		fill(block, 'a');
		crash_disk_write(file, 0, block, BLOCK);
		crash_disk_sync(file);
		fill(block, 'b');
		crash_disk_write(file, BLOCK, block, BLOCK);
		crash_disk_restart(&disk, (enum crash_disk_loss)(CRASH_DISK_LOSE_ALL + seed % 3));
		file = crash_disk_find(&disk, FILE_NAME);
		assert_non_null(file);
		assert_int_equal(count_letter(file, BLOCK, 'a'), BLOCK);
		if (seed % 3 == 0) assert_int_equal(file->now.size, BLOCK);
		crash_disk_finish(&disk);
	}
}

/* Of what was not synced any part can be there: over many seeds nothing, all, and a torn write are
 * seen, and a write that is kept in front of a lost one only where any may be kept. */
static void test_loss__keeps_any_part(void **state)
{
	(void)state;
	bool nothing = false, everything = false, torn = false, hole = false;
	for (uint64_t seed = 0; seed < 400; seed++) {
		struct crash_disk disk;
		char block[BLOCK];
		enum crash_disk_loss loss = seed % 2 == 0 ? CRASH_DISK_KEEP_FIRST : CRASH_DISK_KEEP_SOME;
		crash_disk_init(&disk, seed);
		struct crash_disk_file *file = crash_disk_create(&disk, FILE_NAME);
		crash_disk_sync(file);
		for (int i = 0; i < 3; i++) {
			fill(block, 'b');
			crash_disk_write(file, (size_t)i * BLOCK, block, BLOCK);
		}
		crash_disk_restart(&disk, loss);
		size_t size = file->now.size, there = count_letter(file, 3 * BLOCK, 'b');
		nothing |= size == 0;
		everything |= there == 3 * BLOCK;
		torn |= there % BLOCK != 0;
		if (loss == CRASH_DISK_KEEP_FIRST) assert_int_equal(there, size);
		hole |= there < size;
		crash_disk_finish(&disk);
	}
	assert_true(nothing && torn && hole);
	assert_true(everything || torn);
}

/* A new file that was not synced may be gone; one that was removed may be back, unless the folder
 * was synced. */
static void test_names__are_durable_with_the_folder(void **state)
{
	(void)state;
	bool gone = false, back = false;
	for (uint64_t seed = 0; seed < 50; seed++) {
		struct crash_disk disk;
		crash_disk_init(&disk, seed);
		crash_disk_sync(crash_disk_create(&disk, "removed"));
		crash_disk_sync(crash_disk_create(&disk, "really removed"));
		crash_disk_remove(&disk, "really removed");
		crash_disk_sync_folder(&disk);
		crash_disk_remove(&disk, "removed");
		crash_disk_create(&disk, "made");
		crash_disk_restart(&disk, CRASH_DISK_KEEP_SOME);
		assert_null(crash_disk_find(&disk, "really removed"));
		gone |= crash_disk_find(&disk, "made") == NULL;
		back |= crash_disk_find(&disk, "removed") != NULL;
		crash_disk_finish(&disk);
	}
	assert_true(gone && back);
}

/* After a sync that failed and dropped what it had to write, a later one that succeeds does not
 * make it durable; who reads still sees it. */
static void test_failed_sync__may_drop(void **state)
{
	(void)state;
	bool lost = false;
	for (uint64_t seed = 0; seed < 50; seed++) {
		struct crash_disk disk;
		char block[BLOCK];
		crash_disk_init(&disk, seed);
		struct crash_disk_file *file = crash_disk_create(&disk, FILE_NAME);
		crash_disk_sync(file);
		fill(block, 'c');
		crash_disk_write(file, 0, block, BLOCK);
		crash_disk_fail_sync(&disk, file, true);
		crash_disk_sync(file);
		assert_int_equal(count_letter(file, BLOCK, 'c'), BLOCK);
		crash_disk_restart(&disk, CRASH_DISK_LOSE_ALL);
		lost |= count_letter(file, BLOCK, 'c') != BLOCK;
		crash_disk_finish(&disk);
	}
	assert_true(lost);
}

static sqlite3 *open_database(void)
{
	sqlite3 *handle = NULL;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	assert_int_equal(sqlite3_open_v2("test", &handle, flags, CRASH_VFS_NAME), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle,
						 "pragma locking_mode=exclusive; pragma journal_mode=wal;"
						 "pragma synchronous=full; create table if not exists t (a)",
						 NULL, NULL, NULL),
		SQLITE_OK);
	return handle;
}

static int64_t count_rows(sqlite3 *handle)
{
	sqlite3_stmt *statement = NULL;
	assert_int_equal(
		sqlite3_prepare_v2(handle, "select count(*) from t", -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t count = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return count;
}

/* SQLite on this disk keeps what it committed, whatever the loss; and the handle of before the stop
 * can do nothing more. */
static void test_sqlite__keeps_what_it_committed(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 60; seed++) {
		struct crash_vfs *vfs = crash_vfs_create(seed);
		sqlite3 *handle = open_database();
		int64_t committed = 0;
		crash_vfs_stop(vfs, 5 + (int64_t)seed * 3);
		while (sqlite3_exec(handle, "insert into t values (randomblob(3000))", NULL, NULL, NULL) ==
			SQLITE_OK)
			committed++;
		assert_true(crash_vfs_is_stopped(vfs));
		crash_vfs_start(vfs, (enum crash_disk_loss)(seed % 4));
		assert_int_not_equal(
			sqlite3_exec(handle, "insert into t values (1)", NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(handle);
		handle = open_database();
		int64_t there = count_rows(handle);
		assert_true(there == committed || there == committed + 1);
		sqlite3_close(handle);
		crash_vfs_destroy(vfs);
	}
}

/* A sync or write that should fail does, once, with its own code, and the next one does not. */
static void test_faults__come_as_planned(void **state)
{
	(void)state;
	static const int codes[CRASH_VFS_FAULT_COUNT] = {
		SQLITE_IOERR_FSYNC, SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE, SQLITE_FULL};
	for (int fault = 0; fault < CRASH_VFS_FAULT_COUNT; fault++) {
		struct crash_vfs *vfs = crash_vfs_create(1);
		sqlite3 *handle = open_database();
		crash_vfs_fail(vfs, (enum crash_vfs_fault)fault, 1, 1);
		assert_int_not_equal(
			sqlite3_exec(handle, "insert into t values (1)", NULL, NULL, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_extended_errcode(handle), codes[fault]);
		assert_int_equal(
			sqlite3_exec(handle, "insert into t values (1)", NULL, NULL, NULL), SQLITE_OK);
		assert_int_equal(count_rows(handle), 1);
		assert_int_equal(crash_vfs_counts(vfs).failed[fault], 1);
		sqlite3_close(handle);
		crash_vfs_destroy(vfs);
	}
}

/* A disk that lies about its syncs loses what was committed. */
static void test_lying__loses(void **state)
{
	(void)state;
	struct crash_vfs *vfs = crash_vfs_create(1);
	sqlite3 *handle = open_database();
	crash_vfs_set_lying(vfs, true);
	assert_int_equal(sqlite3_exec(handle, "insert into t values (1)", NULL, NULL, NULL), SQLITE_OK);
	crash_vfs_stop(vfs, 0);
	crash_vfs_start(vfs, CRASH_DISK_LOSE_ALL);
	sqlite3_close(handle);
	handle = open_database();
	assert_int_equal(count_rows(handle), 0);
	sqlite3_close(handle);
	crash_vfs_destroy(vfs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sync__survives),
		cmocka_unit_test(test_loss__keeps_any_part),
		cmocka_unit_test(test_names__are_durable_with_the_folder),
		cmocka_unit_test(test_failed_sync__may_drop),
		cmocka_unit_test(test_sqlite__keeps_what_it_committed),
		cmocka_unit_test(test_faults__come_as_planned),
		cmocka_unit_test(test_lying__loses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
