/* test_secret.c - which files may hold a secret.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/secret.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static char path[96];

static int make(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "secret-test-XXXXXX");
	if (mkdtemp(folder) == NULL) return -1;
	/* systemd says where in full. */
	char *whole = realpath(folder, NULL);
	if (whole == NULL || strlen(whole) >= sizeof folder) return -1;
	memcpy(folder, whole, strlen(whole) + 1);
	free(whole);
	snprintf(path, sizeof path, "%s/site.key", folder);
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	return file < 0 ? -1 : close(file);
}

static int clean(void **state)
{
	(void)state;
	unsetenv("CREDENTIALS_DIRECTORY");
	unlink(path);
	return rmdir(folder);
}

static status check(const char *name, mode_t mode, struct error *error)
{
	assert_int_equal(chmod(path, mode), 0);
	int file = open(name, O_RDONLY);
	assert_true(file >= 0);
	status code = secret_check(file, name, error);
	close(file);
	return code;
}

static void refuses(const char *name, mode_t mode)
{
	struct error error = {0};
	char words[64];
	assert_int_equal(check(name, mode, &error), STATUS_KEY);
	snprintf(words, sizeof words, "is open to others (mode %04o): chmod 600", (unsigned)mode);
	assert_string_equal(error.message, words);
}

/* Only its owner may do anything with it. */
static void test_secret_check__is_for_the_owner_only(void **state)
{
	static const mode_t refused[] = {0640, 0604, 0620, 0602, 0610, 0601, 0440, 0644, 0777};
	struct error error = {0};
	(void)state;
	assert_int_equal(check(path, 0600, &error), STATUS_OK);
	assert_int_equal(check(path, 0400, &error), STATUS_OK);
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) refuses(path, refused[i]);
}

/* What systemd hands over may show as readable by a group, and as nothing more. */
static void test_secret_check__takes_what_systemd_hands_over(void **state)
{
	static const mode_t refused[] = {0460, 0444, 0442, 0450, 0660, 0644};
	struct error error = {0};
	(void)state;
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", folder, 1), 0);
	assert_int_equal(check(path, 0440, &error), STATUS_OK);
	assert_int_equal(check(path, 0640, &error), STATUS_OK);
	assert_int_equal(check(path, 0400, &error), STATUS_OK);
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) refuses(path, refused[i]);
}

/* A file elsewhere is none of its credentials, whatever the environment says. */
static void test_secret_check__knows_where_credentials_are(void **state)
{
	static const char *const others[] = {"", ".", "/", "/nowhere/at/all"};
	struct error error = {0};
	char around[128];
	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		assert_int_equal(setenv("CREDENTIALS_DIRECTORY", others[i], 1), 0);
		refuses(path, 0440);
	}
	/* The same directory by another name is the same. */
	snprintf(around, sizeof around, "%s/./../%s/", folder, strrchr(folder, '/') + 1);
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", around, 1), 0);
	assert_int_equal(check(path, 0440, &error), STATUS_OK);
	/* The directory itself is no file in it. */
	int file = open(folder, O_RDONLY);
	assert_true(file >= 0);
	assert_int_equal(secret_check(file, folder, &error), STATUS_KEY);
	assert_string_equal(error.message, "is not a regular file");
	close(file);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clean)
	const struct CMUnitTest tests[] = {
		TEST(test_secret_check__is_for_the_owner_only),
		TEST(test_secret_check__takes_what_systemd_hands_over),
		TEST(test_secret_check__knows_where_credentials_are),
	};
	return cmocka_run_group_tests_name("base secret", tests, NULL, NULL);
}
