/* test_folder.c - the folder of a path is found, and synced.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/folder.h"
#include <limits.h>
#include <string.h>

static void test_folder_sync_of__takes_paths_with_and_without_a_folder(void **state)
{
	static const char *const paths[] = {"name", "./name", "/name", "/tmp/name"};
	struct error error = {0};
	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		assert_int_equal(folder_sync_of(paths[i], &error), STATUS_OK);
}

static void test_folder_sync_of__names_the_folder_that_is_not_there(void **state)
{
	struct error error = {0};
	(void)state;
	assert_int_equal(folder_sync_of("/nowhere/at/all", &error), STATUS_IO);
	assert_non_null(strstr(error.message, "/nowhere/at/:"));
}

static void test_folder_sync_of__refuses_a_path_that_is_too_long(void **state)
{
	char path[PATH_MAX + 8];
	struct error error = {0};
	(void)state;
	memset(path, 'a', sizeof(path));
	path[sizeof(path) - 2] = '/';
	path[sizeof(path) - 1] = 0;
	assert_int_equal(folder_sync_of(path, &error), STATUS_BOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_folder_sync_of__takes_paths_with_and_without_a_folder),
		cmocka_unit_test(test_folder_sync_of__names_the_folder_that_is_not_there),
		cmocka_unit_test(test_folder_sync_of__refuses_a_path_that_is_too_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
