/* test_app_scratch.c - a scratch database leaves nothing behind, however the program ends.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "app/app_scratch.h"
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char directory[64];

static int make_directory(void **state)
{
	(void)state;
	snprintf(directory, sizeof(directory), "test-scratch-XXXXXX");
	return mkdtemp(directory) == NULL ? -1 : 0;
}

static int remove_directory(void **state)
{
	(void)state;
	return rmdir(directory);
}

/* How many files and directories are in it. */
static int count_in(const char *path)
{
	struct dirent **entries = NULL;
	int count = scandir(path, &entries, NULL, NULL);
	assert_true(count >= 2);
	for (int i = 0; i < count; i++) free(entries[i]);
	free(entries);
	return count - 2;
}

/* It is a migrated database with room for a transaction, and gone when it is closed. */
static void test_app_scratch__is_gone_when_it_is_closed(void **state)
{
	struct store *store = NULL;
	struct error error = {0};
	int in_database = 0;
	int in_program = 0;
	(void)state;
	assert_int_equal(app_scratch_open(directory, &store, &error), STATUS_OK);
	assert_int_equal(store_schema_version(store, &in_database, &in_program, &error), STATUS_OK);
	assert_true(in_database > 0 && in_database == in_program);
	assert_int_equal(count_in(directory), 1);
	app_scratch_close(store);
	assert_int_equal(count_in(directory), 0);
	app_scratch_close(NULL);
	/* And there can be another. */
	assert_int_equal(app_scratch_open(directory, &store, &error), STATUS_OK);
	app_scratch_close(store);
	assert_int_equal(count_in(directory), 0);
}

/* In a child: ended by a signal in the middle of a transaction. */
static void die_of(int number)
{
	struct store *store = NULL;
	struct error error = {0};
	if (app_scratch_open(directory, &store, &error) != STATUS_OK ||
		store_begin(store, STORE_READ_WRITE, &error) != STATUS_OK || count_in(directory) != 1)
		_exit(1);
	raise(number);
	_exit(2);
}

/* Whoever ends the program from outside has nothing to clear up. */
static void test_app_scratch__is_gone_when_a_signal_ends_it(void **state)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		int code = 0;
		fflush(NULL);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) die_of(numbers[i]);
		assert_int_equal(waitpid(child, &code, 0), child);
		assert_true(WIFEXITED(code));
		assert_int_equal(WEXITSTATUS(code), 128 + numbers[i]);
		assert_int_equal(count_in(directory), 0);
	}
}

/* A directory that is not there is named, and nothing stays open. */
static void test_app_scratch__says_where_it_cannot_be(void **state)
{
	struct store *store = NULL;
	struct error error = {0};
	char long_name[3000];
	(void)state;
	assert_int_equal(app_scratch_open("not/there", &store, &error), STATUS_IO);
	assert_non_null(strstr(error.message, "not/there: no scratch database can be made there"));
	memset(long_name, 'a', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = 0;
	assert_int_equal(app_scratch_open(long_name, &store, &error), STATUS_IO);
	assert_null(store);
	app_scratch_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_app_scratch__is_gone_when_it_is_closed, make_directory, remove_directory),
		cmocka_unit_test_setup_teardown(
			test_app_scratch__is_gone_when_a_signal_ends_it, make_directory, remove_directory),
		cmocka_unit_test_setup_teardown(
			test_app_scratch__says_where_it_cannot_be, make_directory, remove_directory),
	};
	return cmocka_run_group_tests_name("app_scratch", tests, NULL, NULL);
}
