/* test_http_folder.c - which folders are served, and how a client says what it takes and has.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "http/http_folder.h"
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/tmp/vangnet-folder-XXXXXX";

static int set_up(void **state)
{
	(void)state;
	memcpy(directory + sizeof(directory) - 7, "XXXXXX", 6);
	return mkdtemp(directory) == NULL ? -1 : 0;
}

static int take_away(const char *path, const struct stat *found, int kind, struct FTW *place)
{
	(void)found;
	(void)kind;
	(void)place;
	return remove(path);
}

static int tear_down(void **state)
{
	(void)state;
	return nftw(directory, take_away, 10, FTW_DEPTH | FTW_PHYS);
}

static const char *path_of(const char *name)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/%s", directory, name);
	return path;
}

static void write_file(const char *name, size_t size)
{
	int file = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(file >= 0);
	assert_int_equal(ftruncate(file, (off_t)size), 0);
	assert_int_equal(close(file), 0);
}

static status try_open(size_t *count, struct error *error)
{
	struct http_folder *folder = NULL;
	status code = http_folder_open(directory, &folder, error);

	*count = code == STATUS_OK ? http_folder_count(folder) : 0;
	http_folder_close(folder);
	return code;
}

/* What is packed beside a file is that file, and no file of its own. */
static void test_http_folder_open__counts_what_can_be_asked_for(void **state)
{
	struct error error;
	size_t count = 0;

	(void)state;
	write_file("index.html", 10);
	write_file("index.html.br", 5);
	assert_int_equal(mkdir(path_of("assets"), 0700), 0);
	write_file("assets/a-1.js", 10);
	write_file("assets/a-1.js.gz", 10);
	assert_int_equal(try_open(&count, &error), STATUS_OK);
	assert_int_equal(count, 2);
}

/* The message says which file, and what would be right. */
static void assert_refused(const char *name, size_t size, status wanted, const char *says)
{
	struct error error;
	size_t count = 0;

	write_file("index.html", 1);
	write_file(name, size);
	assert_int_equal(try_open(&count, &error), wanted);
	assert_non_null(strstr(error.message, says));
	assert_int_equal(unlink(path_of(name)), 0);
	assert_int_equal(try_open(&count, &error), STATUS_OK);
}

static void test_http_folder_open__refuses_the_whole_for_one_wrong_file(void **state)
{
	(void)state;
	assert_refused(".hidden.js", 1, STATUS_INPUT, "no '.' in front");
	assert_refused("a b.js", 1, STATUS_INPUT, "letters, digits");
	assert_refused("page.php", 1, STATUS_INPUT, "page.php: a kind of file that is not served");
	assert_refused("only.js.gz", 1, STATUS_INPUT, "only.js: only its packed form");
	assert_refused(
		"large.js", HTTP_FOLDER_MAX_FILE_BYTES + 1, STATUS_BOUND, "at most 4194304 for a file");
}

static void test_http_folder_open__bounds_all_of_it(void **state)
{
	struct error error;
	size_t count = 0;
	char name[20];

	(void)state;
	write_file("index.html", 1);
	for (int i = 0; i < 8; i++) {
		snprintf(name, sizeof name, "%d.js", i);
		write_file(name, HTTP_FOLDER_MAX_FILE_BYTES);
	}
	assert_int_equal(try_open(&count, &error), STATUS_BOUND);
	assert_non_null(strstr(error.message, "more than 33554432 bytes in all"));
}

static void test_http_folder_open__bounds_the_files(void **state)
{
	struct error error;
	size_t count = 0;
	char name[20];

	(void)state;
	write_file("index.html", 1);
	for (int i = 1; i < HTTP_FOLDER_MAX_FILES; i++) {
		snprintf(name, sizeof name, "%d.js", i);
		write_file(name, 0);
	}
	assert_int_equal(try_open(&count, &error), STATUS_OK);
	assert_int_equal(count, HTTP_FOLDER_MAX_FILES);
	write_file("more.js", 0);
	assert_int_equal(try_open(&count, &error), STATUS_BOUND);
	assert_non_null(strstr(error.message, "more than 1000 files"));
}

/* A link could lead out of the folder. */
static void test_http_folder_open__follows_no_link(void **state)
{
	struct error error;
	size_t count = 0;

	(void)state;
	write_file("index.html", 1);
	assert_int_equal(symlink("/etc/hostname", path_of("name.txt")), 0);
	assert_int_equal(try_open(&count, &error), STATUS_IO);
	assert_int_equal(unlink(path_of("name.txt")), 0);
	assert_int_equal(symlink("/etc", path_of("assets")), 0);
	assert_int_not_equal(try_open(&count, &error), STATUS_OK);
}

static void test_http_folder_open__wants_a_first_page(void **state)
{
	struct error error;
	struct http_folder *folder = NULL;
	size_t count = 0;

	(void)state;
	assert_int_equal(try_open(&count, &error), STATUS_NOT_FOUND);
	assert_non_null(strstr(error.message, "no index.html"));
	assert_int_equal(http_folder_open(path_of("none"), &folder, &error), STATUS_NOT_FOUND);
	assert_null(folder);
}

static bool accepts(const char *text, const char *coding)
{
	return http_folder_accepts(span_of(text), coding);
}

static void test_http_folder_accepts__reads_weights(void **state)
{
	(void)state;
	assert_true(accepts("gzip, deflate, br", "br"));
	assert_true(accepts("GZIP;q=0.5", "gzip"));
	assert_true(accepts("*", "br"));
	assert_true(accepts("br;q=0, *;q=0.1", "gzip"));
	assert_false(accepts("", "br"));
	assert_false(accepts("gzip", "br"));
	assert_false(accepts("br;q=0", "br"));
	assert_false(accepts("br ; q=0.000", "br"));
	assert_false(accepts("*, br;q=0", "br"));
	assert_false(accepts("brr, xbr", "br"));
	assert_false(accepts(";q=1, ,", "br"));
}

static bool has_tag(const char *text)
{
	return http_folder_has_tag(span_of(text), "\"ab\"");
}

static void test_http_folder_has_tag__finds_it_in_a_list(void **state)
{
	(void)state;
	assert_true(has_tag("\"ab\""));
	assert_true(has_tag("\"x\" , W/\"ab\""));
	assert_true(has_tag(" * "));
	assert_false(has_tag(""));
	assert_false(has_tag("\"ab-gz\""));
	assert_false(has_tag("ab"));
	assert_false(has_tag("W/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_http_folder_open__counts_what_can_be_asked_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_http_folder_open__refuses_the_whole_for_one_wrong_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_http_folder_open__bounds_all_of_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_http_folder_open__bounds_the_files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_http_folder_open__follows_no_link, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_http_folder_open__wants_a_first_page, set_up, tear_down),
		cmocka_unit_test(test_http_folder_accepts__reads_weights),
		cmocka_unit_test(test_http_folder_has_tag__finds_it_in_a_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
