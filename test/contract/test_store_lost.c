/* test_store_lost.c - a sync of the database file fails: what was moved there may be lost, and what
 * was committed may not.
 *
 * What a sync that failed has lost is made by hand: afterwards all that was moved is taken out of
 * the file again. SQLite only; PostgreSQL keeps its own file.
 * SPDX-License-Identifier: EUPL-1.2
 */
/* These are the functions themselves, not other names for them. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE
#include "store_fixture.h"
#include "store/store_sqlite_log.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct store_query count_things = {"test", "select count(*) from test_thing"};
static const struct store_query sum_bodies = {"test", "select sum(length(body)) from test_thing"};

enum who { NOBODY, LOG_THREAD, OTHERS, ALL };

static _Atomic enum who fails;        /* whose next sync of the file fails */
static const char *_Atomic file_path; /* NULL: none */
static _Atomic int failed;

static bool is_file(int fd)
{
	char name[64], path[PATH_MAX];
	const char *wanted = file_path;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	ssize_t size = wanted == NULL ? 0 : readlink(name, path, sizeof(path) - 1);
	if (size <= 0) return false;
	path[size] = 0;
	return strcmp(path, wanted) == 0;
}

static bool is_mine(void)
{
	char name[16] = "";
	prctl(PR_GET_NAME, name);
	enum who me = strcmp(name, "log") == 0 ? LOG_THREAD : OTHERS;
	return fails == ALL || fails == me;
}

/* As Linux does: once. */
static int sync_or_fail(long number, int fd)
{
	if (!is_file(fd) || !is_mine()) return (int)syscall(number, fd);
	fails = NOBODY;
	failed++;
	errno = EIO;
	return -1;
}

int fdatasync(int fd)
{
	return sync_or_fail(SYS_fdatasync, fd);
}

int fsync(int fd)
{
	return sync_or_fail(SYS_fsync, fd);
}

struct disk {
	char path[PATH_MAX];
	char *bytes; /* of the file before it all */
	size_t size;
};

static void keep(struct fixture *fixture, struct disk *disk)
{
	struct stat facts;
	store_close(fixture->store);
	fixture->store = NULL;
	assert_non_null(realpath(fixture->path, disk->path));
	FILE *file = fopen(disk->path, "rb");
	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &facts), 0);
	disk->size = (size_t)facts.st_size;
	disk->bytes = calloc(1, disk->size);
	assert_non_null(disk->bytes);
	assert_int_equal(fread(disk->bytes, 1, disk->size, file), disk->size);
	fclose(file);
	failed = 0;
	fails = NOBODY;
	file_path = disk->path;
}

/* Of the pages that were moved none has reached the disk. */
static void lose(const struct disk *disk)
{
	FILE *file = fopen(disk->path, "r+b");
	assert_non_null(file);
	assert_int_equal(ftruncate(fileno(file), 0), 0);
	assert_int_equal(fwrite(disk->bytes, 1, disk->size, file), disk->size);
	assert_int_equal(fclose(file), 0);
}

static void check_all_there(struct fixture *fixture, struct disk *disk, int64_t count)
{
	file_path = NULL;
	free(disk->bytes);
	fixture->store = fixture_open(fixture, STORE_READ_WRITE);
	fixture_begin(fixture, STORE_READ_ONLY);
	assert_int_equal(fixture_number(fixture, fixture->store, &count_things), count);
	assert_int_equal(fixture_number(fixture, fixture->store, &sum_bodies), count * 1000);
	fixture_commit(fixture);
}

static void check_is_lost(struct fixture *fixture, struct store *store)
{
	assert_int_equal(failed, 1);
	assert_true(store_is_broken(store));
	assert_int_equal(store_begin(store, STORE_READ_WRITE, &fixture->error), STATUS_STORE);
	if (!store_syncs_apart(store)) return;
	assert_int_equal(store_sync(store, &fixture->error), STATUS_STORE);
	assert_non_null(strstr(fixture->error.message, "moved"));
}

/* Loses what was moved while `write` writes. With the log moved aside another has the database open
 * all the time, and so keeps the log's index in memory; without, who closes is the last. */
static void check_nothing_lost(struct fixture *fixture, bool aside, enum who who,
	void (*write)(struct fixture *fixture, struct store *store, int64_t *count))
{
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	struct disk disk;
	int64_t count = 0;
	keep(fixture, &disk);
	options.moves_log_aside = options.syncs_apart = aside;
	RIGHT(fixture, store_open(&options, &store, &fixture->error));
	struct store *other = aside ? fixture_open(fixture, STORE_READ_ONLY) : NULL;
	fails = who;
	write(fixture, store, &count);
	check_is_lost(fixture, store);
	store_close(store);
	lose(&disk);
	check_all_there(fixture, &disk, count);
	store_close(other);
}

static void write_on_and_on(struct fixture *fixture, struct store *store, int64_t *count)
{
	fixture_write_much(fixture, store, (int64_t)STORE_SQLITE_LOG_MAX_BYTES * 3 / 2, count);
}

/* Longer than the log may be: the thread is not asked. */
static void write_at_once(struct fixture *fixture, struct store *store, int64_t *count)
{
	RIGHT(fixture, store_begin(store, STORE_READ_WRITE, &fixture->error));
	fixture_put_many(fixture, store, STORE_SQLITE_LOG_MAX_BYTES / 1000, count);
	RIGHT(fixture, store_commit(store, &fixture->error));
	assert_true(store_log_bytes(store) > STORE_SQLITE_LOG_MAX_BYTES);
}

static void write_some(struct fixture *fixture, struct store *store, int64_t *count)
{
	fixture_write_much(fixture, store, 32000000, count);
}

static void test_sync__of_the_thread_that_moves_fails(void **state)
{
	struct fixture *fixture = *state;
	if (fixture->kind != STORE_SQLITE) skip();
	check_nothing_lost(fixture, true, LOG_THREAD, write_on_and_on);
}

static void test_sync__of_who_commits_fails(void **state)
{
	struct fixture *fixture = *state;
	if (fixture->kind != STORE_SQLITE) skip();
	check_nothing_lost(fixture, true, OTHERS, write_at_once);
}

static void test_sync__fails_where_no_thread_moves(void **state)
{
	struct fixture *fixture = *state;
	if (fixture->kind != STORE_SQLITE) skip();
	check_nothing_lost(fixture, false, ALL, write_some);
}

/* Ends as a process that is killed does. */
static void write_and_die(struct fixture *fixture)
{
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	int64_t count = 0;
	options.syncs_apart = true;
	if (store_open(&options, &store, &fixture->error) != STATUS_OK) _exit(1);
	fixture_write_much(fixture, store, 1000000, &count); /* one transaction */
	_exit(count == 1000 ? 0 : 1);
}

/* What a process that was killed has left is synced at the start: also there nothing is moved
 * twice as if it had been synced. */
static void test_sync__fails_at_the_start(void **state)
{
	struct fixture *fixture = *state;
	struct store_options options = fixture_options(fixture);
	struct store *store = NULL;
	struct disk disk;
	int ended = 0;
	if (fixture->kind != STORE_SQLITE) skip();
	keep(fixture, &disk);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) write_and_die(fixture);
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_int_equal(ended, 0);
	fails = ALL;
	assert_int_equal(store_open(&options, &store, &fixture->error), STATUS_STORE);
	assert_non_null(strstr(fixture->error.message, "checkpoint"));
	assert_int_equal(failed, 1);
	lose(&disk);
	check_all_there(fixture, &disk, 1000);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(test_sync__of_the_thread_that_moves_fails),
		ON(test_sync__of_who_commits_fails),
		ON(test_sync__fails_where_no_thread_moves),
		ON(test_sync__fails_at_the_start),
	};
	return fixture_run("store that loses a sync", tests, sizeof(tests) / sizeof(tests[0]));
}
