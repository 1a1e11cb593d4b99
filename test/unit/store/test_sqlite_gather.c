/* test_sqlite_gather.c - commits go to the log together, and nothing of them is kept back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/prng.h"
#include "store/store_sqlite_gather.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 400 };

static char folder[64], path[96];

static sqlite3 *open_file(const char *name, const char *vfs)
{
	sqlite3 *handle = NULL;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	assert_int_equal(sqlite3_open_v2(name, &handle, flags, vfs), SQLITE_OK);
	return handle;
}

static void run(sqlite3 *handle, const char *sql)
{
	char *message = NULL;
	if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s", message);
}

static int64_t number(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

static bool is_whole(sqlite3 *handle)
{
	sqlite3_stmt *statement = NULL;
	assert_int_equal(
		sqlite3_prepare_v2(handle, "pragma integrity_check", -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	bool whole = strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
	sqlite3_finalize(statement);
	return whole;
}

/* Calls of this process that write, as the kernel counts them. */
static long writes(void)
{
	char line[64];
	long count = -1;
	FILE *file = fopen("/proc/self/io", "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, "syscw: ", 7) == 0) count = strtol(line + 7, NULL, 10);
	fclose(file);
	return count;
}

static const char *gathering(void)
{
	struct error error = {0};
	const char *name = NULL;
	assert_int_equal(store_sqlite_gather(NULL, &name, &error), STATUS_OK);
	return name;
}

static int set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/gather.XXXXXX");
	if (mkdtemp(folder) == NULL) return -1;
	snprintf(path, sizeof(path), "%s/file", folder);
	return 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = {"", "-wal", "-shm"};
	char name[128];
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", path, names[i]);
		unlink(name);
		snprintf(name, sizeof(name), "%s.copy%s", path, names[i]);
		unlink(name);
	}
	return rmdir(folder);
}

static sqlite3 *open_table(const char *vfs)
{
	sqlite3 *handle = open_file(path, vfs);
	run(handle,
		"pragma journal_mode=wal; pragma synchronous=normal;"
		"pragma wal_autocheckpoint=0; create table if not exists t(a integer primary key,"
		" b blob)");
	return handle;
}

static long writes_of_a_commit(const char *vfs)
{
	sqlite3 *handle = open_table(vfs);
	run(handle,
		"begin; with recursive n(i) as (select 1 union all select i + 1 from n where"
		" i < 20) insert or replace into t select i, randomblob(4000) from n");
	long before = writes();
	run(handle, "commit");
	long after = writes();
	sqlite3_close(handle);
	return after - before;
}

static void test_gather__writes_a_commit_at_once(void **state)
{
	(void)state;
	long apart = writes_of_a_commit(NULL), together = writes_of_a_commit(gathering());
	assert_true(apart >= 40); /* a header and a page for each frame */
	assert_true(together <= 3);
}

static void test_gather__shows_a_commit_to_others_at_once(void **state)
{
	(void)state;
	sqlite3 *writing = open_table(gathering()), *reading = open_file(path, NULL);
	for (int i = 1; i <= 200; i++) {
		run(writing, "insert into t values(null, randomblob(700))");
		assert_int_equal(number(reading, "select count(*) from t"), i);
		assert_int_equal(number(reading, "select sum(length(b)) from t"), i * 700);
	}
	sqlite3_close(reading);
	sqlite3_close(writing);
}

static void copy(const char *suffix)
{
	char from[128], to[128], bytes[65536];
	size_t count = 0;
	snprintf(from, sizeof(from), "%s%s", path, suffix);
	snprintf(to, sizeof(to), "%s.copy%s", path, suffix);
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	assert_non_null(in);
	assert_non_null(out);
	while ((count = fread(bytes, 1, sizeof(bytes), in)) > 0) fwrite(bytes, 1, count, out);
	fclose(in);
	fclose(out);
}

/* What a process that ends now leaves behind. */
static void compare_copy(sqlite3 *writing)
{
	static const char sum[] = "select coalesce(sum(a * 31 + length(b) + unicode(b)), 0) from t";
	char name[128];
	copy("");
	copy("-wal");
	snprintf(name, sizeof(name), "%s.copy", path);
	sqlite3 *left = open_file(name, NULL);
	assert_true(is_whole(left));
	assert_int_equal(number(left, sum), number(writing, sum));
	sqlite3_close(left);
}

/* With a cache of a few pages frames are written before the commit, read again, and written over;
 * what is rolled back is written over by the next; the log begins again in between. */
static void test_gather__holds_under_spilling_rolling_back_and_beginning_again(void **state)
{
	(void)state;
	struct prng prng;
	prng_init_seed(&prng, 20260101);
	sqlite3 *writing = open_table(gathering());
	run(writing, "pragma cache_size=8; pragma cache_spill=4");
	for (int turn = 0; turn < 120; turn++) {
		char sql[160];
		run(writing, "begin");
		for (uint64_t i = prng_below(&prng, 60); i > 0; i--) {
			snprintf(sql, sizeof(sql), "insert or replace into t values(%d, hex(randomblob(%d)))",
				(int)prng_below(&prng, ROWS), (int)prng_below(&prng, 3000) + 1);
			run(writing, sql);
		}
		run(writing, prng_below(&prng, 4) == 0 ? "rollback" : "commit");
		if (prng_below(&prng, 5) == 0) run(writing, "pragma wal_checkpoint(passive)");
		if (prng_below(&prng, 6) == 0) compare_copy(writing);
	}
	compare_copy(writing);
	sqlite3_close(writing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_gather__writes_a_commit_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_gather__shows_a_commit_to_others_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_gather__holds_under_spilling_rolling_back_and_beginning_again, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
