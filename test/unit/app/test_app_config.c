/* test_app_config.c - settings: which goes before which, and what is said about each mistake.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "app/app_config.h"
#include "base/log.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_ARGUMENTS 16

/* What a program would be started with. */
struct start {
	char path[64]; /* of the file with settings; it is there if text was given */
	char *argv[MAX_ARGUMENTS];
	int argc;
	struct app_config config;
	struct app_config_problems problems;
};

static void write_file(const char *path, const char *text, size_t size)
{
	FILE *stream = fopen(path, "wb");
	assert_non_null(stream);
	assert_int_equal(fwrite(text, 1, size, stream), size);
	assert_int_equal(fclose(stream), 0);
}

/* `text` is the file (NULL: an empty one); both lists end with NULL. */
static void begin(
	struct start *start, const char *text, char *const *environment, const char *const *arguments)
{
	*start = (struct start){.path = "test-config-XXXXXX"};
	int file = mkstemp(start->path);
	assert_true(file >= 0);
	close(file);
	write_file(start->path, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
	start->argv[start->argc++] = "vangnet";
	start->argv[start->argc++] = "--config";
	start->argv[start->argc++] = start->path;
	for (size_t i = 0; arguments[i] != NULL; i++) {
		assert_true(start->argc < MAX_ARGUMENTS - 1);
		start->argv[start->argc++] = (char *)(uintptr_t)arguments[i];
	}
	app_config_problems_init(&start->problems);
	app_config_load(&start->config, &start->argc, start->argv, environment, &start->problems);
}

static void end(struct start *start)
{
	unlink(start->path);
	app_config_problems_finish(&start->problems);
}

static const char *const no_arguments[] = {NULL};
static char *const no_environment[] = {NULL};

static void assert_no_problems(struct start *start)
{
	if (start->problems.count > 0) fail_msg("%s", buf_text(&start->problems.text));
}

/* The problems are exactly this one line, in which @ stands for the path of the file. */
static void assert_problem(struct start *start, const char *expected)
{
	struct buf line;
	buf_init(&line, 4096);
	for (const char *at = expected; *at != 0; at++) {
		if (*at == '@')
			buf_add_text(&line, start->path);
		else
			buf_add_char(&line, *at);
	}
	buf_add_char(&line, '\n');
	assert_string_equal(buf_text(&start->problems.text), buf_text(&line));
	assert_int_equal(start->problems.count, 1);
	buf_finish(&line);
}

/* A file says more than nothing, the environment more than the file, a flag more than that. */
static void test_app_config__flag_before_environment_before_file_before_preset(void **state)
{
	struct start start;
	char *const environment[] = {"VANGNET_PORT=2", "VANGNET_LOOPS=6", NULL};
	const char *const arguments[] = {"serve", "--port", "3", NULL};
	(void)state;
	begin(&start, "port = 1\nloops = 5\nlog-level = warn\n", environment, arguments);
	assert_no_problems(&start);
	assert_int_equal(start.config.port, 3);
	assert_int_equal(start.config.sources[APP_CONFIG_PORT], APP_CONFIG_FROM_FLAG);
	assert_int_equal(start.config.loops, 6);
	assert_int_equal(start.config.sources[APP_CONFIG_LOOPS], APP_CONFIG_FROM_ENVIRONMENT);
	assert_int_equal(start.config.log_level, LOG_WARN);
	assert_int_equal(start.config.sources[APP_CONFIG_LOG_LEVEL], APP_CONFIG_FROM_FILE);
	assert_int_equal(start.config.lines[APP_CONFIG_LOG_LEVEL], 3);
	assert_int_equal(start.config.slow_client_s, 30);
	assert_int_equal(start.config.sources[APP_CONFIG_SLOW_CLIENT_SECONDS], APP_CONFIG_FROM_PRESET);
	end(&start);
}

/* The order holds for every setting, not only for the ones above. */
static void test_app_config__has_the_same_order_for_every_setting(void **state)
{
	static const char *const values[APP_CONFIG_KEY_COUNT][3] = {
		[APP_CONFIG_DATA_DIR] = {"a", "b", "c"},
		[APP_CONFIG_STORE] = {"sqlite", "sqlite", "sqlite"},
		[APP_CONFIG_DATABASE] = {"a", "b", "c"},
		[APP_CONFIG_CONNINFO_FILE] = {"a", "b", "c"},
		[APP_CONFIG_POSTGRES_SCHEMA] = {"a", "b", "c"},
		[APP_CONFIG_KEYS_DATABASE] = {"a", "b", "c"},
		[APP_CONFIG_KEYS_CONNINFO_FILE] = {"a", "b", "c"},
		[APP_CONFIG_KEYS_POSTGRES_SCHEMA] = {"a", "b", "c"},
		[APP_CONFIG_SITE_KEY_FILE] = {"a", "b", "c"},
		[APP_CONFIG_LISTEN] = {"127.0.0.1", "::1", "0.0.0.0"},
		[APP_CONFIG_PORT] = {"1", "2", "3"},
		[APP_CONFIG_TRUSTED_PROXIES] = {"10.0.0.1", "::1", "10.0.0.1 ::1"},
		[APP_CONFIG_PROXY_HEADER] = {"forwarded", "x-forwarded-for", "forwarded"},
		[APP_CONFIG_LOOPS] = {"1", "2", "3"},
		[APP_CONFIG_MAX_CONNECTIONS] = {"1", "2", "3"},
		[APP_CONFIG_SLOW_CLIENT_SECONDS] = {"1", "2", "3"},
		[APP_CONFIG_DRAIN_SECONDS] = {"4", "5", "6"},
		[APP_CONFIG_STOP_SECONDS] = {"1", "2", "3"},
		[APP_CONFIG_DELIVER_MILLISECONDS] = {"10", "20", "30"},
		[APP_CONFIG_DUE_SECONDS] = {"1", "2", "3"},
		[APP_CONFIG_CLOCKS] = {"a", "b", "c"},
		[APP_CONFIG_LOG_LEVEL] = {"debug", "warn", "error"},
		[APP_CONFIG_DEMO] = {"yes", "no", "yes"},
		[APP_CONFIG_DATA_LICENCE] = {"CC0-1.0", "CC-BY-4.0", "ODbL-1.0"},
	};
	(void)state;
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		char line[80], variable[80], flag[80];
		struct start start;
		const char *name = app_config_settings[key].name;
		snprintf(line, sizeof(line), "%s = %s\n", name, values[key][0]);
		assert_true(app_config_environment_name(key, variable, sizeof(variable)));
		size_t size = strlen(variable);
		snprintf(variable + size, sizeof(variable) - size, "=%s", values[key][1]);
		snprintf(flag, sizeof(flag), "--%s=%s", name, values[key][2]);
		for (int layers = 1; layers <= 3; layers++) {
			char *const environment[] = {layers > 1 ? variable : NULL, NULL};
			const char *const arguments[] = {layers > 2 ? flag : NULL, NULL};
			struct buf printed, expected;
			begin(&start, line, environment, arguments);
			assert_int_equal(start.config.sources[key], APP_CONFIG_FROM_FILE + layers - 1);
			buf_init(&printed, 65536);
			buf_init(&expected, 256);
			app_config_print(&start.config, &printed);
			buf_printf(&expected, "%s = %s ", name, values[key][layers - 1]);
			if (strstr(buf_text(&printed), buf_text(&expected)) == NULL)
				fail_msg("no %s in\n%s", buf_text(&expected), buf_text(&printed));
			buf_finish(&printed);
			buf_finish(&expected);
			end(&start);
		}
	}
}

/* Databases and the site key are in data-dir, unless they are set themselves. */
static void test_app_config__makes_paths_of_data_dir(void **state)
{
	struct start start;
	const char *const arguments[] = {"--data-dir", "/srv/v", NULL};
	(void)state;
	begin(&start, "keys-database = /elsewhere/keys\n", no_environment, arguments);
	assert_no_problems(&start);
	assert_string_equal(start.config.database, "/srv/v/vangnet.sqlite");
	assert_int_equal(start.config.sources[APP_CONFIG_DATABASE], APP_CONFIG_FROM_DATA_DIR);
	assert_string_equal(start.config.site_key_file, "/srv/v/site.key");
	assert_string_equal(start.config.keys_database, "/elsewhere/keys");
	end(&start);
}

/* What is a setting is taken out of the arguments; what is not stays, in its order. */
static void test_app_config__leaves_other_arguments(void **state)
{
	struct start start;
	static const char *const left[] = {"vangnet", "backup", "--keys", "FILE", "--", "--port", "9"};
	const char *const arguments[] = {"backup", "--port=1", "--keys", "--demo", "FILE", "--loops",
		"4", "--", "--port", "9", NULL};
	(void)state;
	begin(&start, NULL, no_environment, arguments);
	assert_no_problems(&start);
	assert_int_equal(start.argc, 7);
	for (int i = 0; i < 7; i++) assert_string_equal(start.argv[i], left[i]);
	assert_null(start.argv[7]);
	assert_int_equal(start.config.port, 1);
	assert_int_equal(start.config.loops, 4);
	assert_true(start.config.demo);
	end(&start);
}

/* Comments, blank lines, blanks around everything, and a file that ends without a newline. */
static void test_app_config__reads_the_form_of_the_file(void **state)
{
	struct start start;
	(void)state;
	begin(&start,
		"# a comment\n\n  \t\n  port=7 # behind a value\n\tdata-dir\t=\t/a b#c\r\n#loops = 9\n"
		"demo = on",
		no_environment, no_arguments);
	assert_no_problems(&start);
	assert_int_equal(start.config.port, 7);
	assert_string_equal(start.config.data_dir, "/a b#c");
	assert_int_equal(start.config.loops, 2);
	assert_true(start.config.demo);
	assert_int_equal(start.config.lines[APP_CONFIG_DEMO], 7);
	end(&start);
}

/* Every mistake in a file is named with its line, what is wrong, and what would be right. */
static void test_app_config__names_each_mistake_in_the_file(void **state)
{
	static const char *const cases[][2] = {
		{"\nprot = 1\n", "@:2: there is no setting \"prot\"; \"port\" is the nearest"},
		{"conninfo = x\n",
			"@:1: there is no setting \"conninfo\"; \"conninfo-file\" is the nearest"},
		{"colour = red\n",
			"@:1: there is no setting \"colour\"; `vangnet config` shows which there are"},
		{"port\n", "@:1: expected `key = value`, or a comment behind a #"},
		{"port =\n", "@:1: port = : must have a value, or be left out"},
		{"port = 65536\n", "@:1: port = 65536: must be a whole number from 0 to 65535"},
		{"port = -1\n", "@:1: port = -1: must be a whole number from 0 to 65535"},
		{"port = 80 80\n", "@:1: port = 80 80: must be a whole number from 0 to 65535"},
		{"loops = 0\n", "@:1: loops = 0: must be a whole number from 1 to 64"},
		{"port = 1\nloops = 2\nport = 2\n",
			"@:3: port stands there twice, first in line 1; leave one"},
		{"store = mysql\n", "@:1: store = mysql: must be sqlite or postgres"},
		{"log-level = loud\n", "@:1: log-level = loud: must be debug, info, warn or error"},
		{"demo = maybe\n", "@:1: demo = maybe: must be yes or no"},
		{"listen = localhost\n",
			"@:1: listen = localhost: must be an address in numbers, such as "
			"127.0.0.1, 0.0.0.0 or ::1"},
		{"trusted-proxies = 10.0.0.1, 10.0.0.2\n",
			"@:1: trusted-proxies = 10.0.0.1, 10.0.0.2: must be at most 16 addresses in numbers "
			"with blanks between them, such as 127.0.0.1 ::1"},
		{"trusted-proxies = :: :: :: :: :: :: :: :: :: :: :: :: :: :: :: :: ::\n",
			"@:1: trusted-proxies = :: :: :: :: :: :: :: :: :: :: :: :: :: :: :: :: ::: must be at "
			"most 16 addresses in numbers with blanks between them, such as 127.0.0.1 ::1"},
		{"proxy-header = via\n", "@:1: proxy-header = via: must be x-forwarded-for or forwarded"},
		{"postgres-schema = Care\n",
			"@:1: postgres-schema = Care: must be at most 63 of a-z, 0-9 and _, and must not begin "
			"with a digit"},
		{"data-dir = /a\x01"
		 "b\n",
			"@:1: data-dir = /a?b: must not have control characters in it"},
		{"data-dir = /a\xff\n", "@:1: data-dir = /a...: must be UTF-8"},
		{"conninfo-file = host=db password=secret\n",
			"@:1: conninfo-file = : must be the path of a file that holds the secret (mode 0600), "
			"not the secret itself"},
		{"conninfo-file = postgresql://u:secret@db/v\n",
			"@:1: conninfo-file = : must be the path of a file that holds the secret (mode 0600), "
			"not the secret itself"},
		{"store = postgres\n",
			"store = postgres: conninfo-file must name a file (mode 0600) with "
			"the connection string in it"},
		{"conninfo-file = /c\n",
			"conninfo-file: is only for store = postgres; set that, or leave "
			"conninfo-file out"},
		{"keys-database = /d\ndatabase = /d\n",
			"keys-database: must be another file than database: the keys have a backup of their "
			"own"},
		{"store = postgres\nconninfo-file = /c\nkeys-conninfo-file = /k\n"
		 "keys-postgres-schema = vangnet\n",
			"keys-postgres-schema: must be another schema than postgres-schema"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct start start;
		begin(&start, cases[i][0], no_environment, no_arguments);
		assert_problem(&start, cases[i][1]);
		end(&start);
	}
}

/* A value that is too long is refused, not cut off. */
static void test_app_config__refuses_what_is_too_long(void **state)
{
	char text[APP_CONFIG_TEXT_SIZE + 64];
	struct start start;
	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "data-dir = ", 11);
	text[11 + APP_CONFIG_TEXT_SIZE] = 0;
	begin(&start, text, no_environment, no_arguments);
	assert_problem(&start,
		"@:1: data-dir = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaa...: must be shorter than 1024 bytes");
	end(&start);
	text[11 + APP_CONFIG_TEXT_SIZE - 5] = 0;
	begin(&start, text, no_environment, no_arguments);
	assert_int_equal(start.problems.count, 3); /* for each of what follows from data-dir */
	assert_non_null(
		strstr(buf_text(&start.problems.text), "data-dir: is too long to make database of\n"));
	end(&start);
}

/* Mistakes do not hide one another. */
static void test_app_config__names_all_mistakes_at_once(void **state)
{
	struct start start;
	char *const environment[] = {"VANGNET_LOOPS=many", "VANGNET_PROT=1", NULL};
	const char *const arguments[] = {"--due-seconds", "never", "--port", NULL};
	(void)state;
	begin(&start, "prot = 1\ndemo = maybe\n", environment, arguments);
	char expected[1024];
	snprintf(expected, sizeof(expected),
		"%s:1: there is no setting \"prot\"; \"port\" is the nearest\n"
		"%s:2: demo = maybe: must be yes or no\n"
		"VANGNET_LOOPS=many: must be a whole number from 1 to 64\n"
		"VANGNET_PROT: there is no such setting; VANGNET_PORT is the nearest\n"
		"--due-seconds never: must be a whole number from 1 to 600\n"
		"--port: a value must follow\n",
		start.path, start.path);
	assert_string_equal(buf_text(&start.problems.text), expected);
	assert_int_equal(start.problems.count, 6);
	end(&start);
}

/* More mistakes than there is room for are still counted. */
static void test_app_config__counts_mistakes_it_has_no_room_for(void **state)
{
	struct app_config config;
	struct app_config_problems problems;
	struct buf text;
	(void)state;
	buf_init(&text, 1024 * 1024);
	for (int i = 0; i < 5000; i++) buf_add_text(&text, "wrong\n");
	app_config_init(&config);
	app_config_problems_init(&problems);
	app_config_read_text(&config, "name", buf_span(&text), &problems);
	assert_int_equal(problems.count, 5000);
	assert_false(problems.text.overflowed);
	assert_true(problems.text.size > APP_CONFIG_MAX_PROBLEM_BYTES / 2);
	buf_finish(&text);
	app_config_problems_finish(&problems);
}

/* Other programs have variables too, and an empty one is none. */
static void test_app_config__passes_over_other_variables(void **state)
{
	struct start start;
	char *const environment[] = {"VANGNET_PORT=", "VANGNET_TEST_POSTGRES=host=x", "VANGNET_DEEP=1",
		"VANGNETPORT=3", "PORT=4", "VANGNET", NULL};
	(void)state;
	begin(&start, "port = 7\n", environment, no_arguments);
	assert_no_problems(&start);
	assert_int_equal(start.config.port, 7);
	end(&start);
}

/* VANGNET_CONFIG names the file; --config goes before it. */
static void test_app_config__finds_its_file(void **state)
{
	struct app_config config;
	struct app_config_problems problems;
	struct start start;
	char variable[96];
	char *argv[] = {"vangnet", NULL};
	char *const environment[] = {variable, NULL};
	int argc = 1;
	(void)state;
	begin(&start, "port = 7\n", no_environment, no_arguments);
	snprintf(variable, sizeof(variable), "VANGNET_CONFIG=%s", start.path);
	app_config_problems_init(&problems);
	app_config_load(&config, &argc, argv, environment, &problems);
	assert_int_equal(problems.count, 0);
	assert_int_equal(config.port, 7);
	assert_string_equal(config.file, start.path);
	app_config_problems_finish(&problems);
	snprintf(variable, sizeof(variable), "VANGNET_CONFIG=/nowhere/vangnet.conf");
	const char *const arguments[] = {NULL};
	struct start other;
	begin(&other, "port = 8\n", environment, arguments);
	assert_no_problems(&other);
	assert_int_equal(other.config.port, 8);
	end(&other);
	end(&start);
}

/* A file that was named must be there, and have an end. */
static void test_app_config__says_what_is_wrong_with_the_file(void **state)
{
	static char big[APP_CONFIG_MAX_FILE_BYTES + 1];
	struct app_config config;
	struct app_config_problems problems;
	char *argv[] = {"vangnet", "--config=/nowhere/vangnet.conf", NULL};
	int argc = 2;
	(void)state;
	app_config_problems_init(&problems);
	app_config_load(&config, &argc, argv, no_environment, &problems);
	assert_string_equal(buf_text(&problems.text),
		"/nowhere/vangnet.conf: cannot be opened: No such file or directory\n");
	app_config_problems_finish(&problems);

	char path[] = "test-config-XXXXXX";
	int file = mkstemp(path);
	assert_true(file >= 0);
	close(file);
	memset(big, '\n', sizeof(big));
	write_file(path, big, sizeof(big));
	char *arguments[] = {"vangnet", "--config", path, NULL};
	char expected[128];
	argc = 3;
	app_config_problems_init(&problems);
	app_config_load(&config, &argc, arguments, no_environment, &problems);
	snprintf(expected, sizeof(expected), "%s: is longer than 65536 bytes\n", path);
	assert_string_equal(buf_text(&problems.text), expected);
	app_config_problems_finish(&problems);
	unlink(path);
}

/* What is printed can be read again, and holds the same. */
static void test_app_config__prints_what_it_can_read(void **state)
{
	struct start start, again;
	struct buf printed;
	const char *const arguments[] = {
		"--store=postgres", "--conninfo-file", "/run/c d", "--demo", "--data-dir", "/a#b", NULL};
	(void)state;
	begin(&start, "port = 1\nlog-level = debug\n", no_environment, arguments);
	assert_no_problems(&start);
	buf_init(&printed, 65536);
	app_config_print(&start.config, &printed);
	begin(&again, buf_text(&printed), no_environment, no_arguments);
	assert_no_problems(&again);
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		again.config.sources[key] = start.config.sources[key];
		again.config.lines[key] = start.config.lines[key];
	}
	memcpy(again.config.file, start.config.file, sizeof(again.config.file));
	assert_memory_equal(&again.config, &start.config, offsetof(struct app_config, file));
	assert_non_null(strstr(buf_text(&printed), "# follows from data-dir\n"));
	assert_non_null(strstr(buf_text(&printed), "# --demo\n"));
	assert_non_null(strstr(buf_text(&printed), "# preset\n"));
	assert_non_null(strstr(buf_text(&printed), "# keys-conninfo-file is not set\n"));
	buf_finish(&printed);
	end(&start);
	end(&again);
}

/* The nearest name is the one that was meant, or none. */
static void test_app_config_nearest__finds_what_was_meant(void **state)
{
	static const char *const cases[][2] = {
		{"prot", "port"},
		{"ports", "port"},
		{"Listen", "listen"},
		{"lisn", "listen"},
		{"max-conections", "max-connections"},
		{"slow-client", "slow-client-seconds"},
		{"sitekey-file", "site-key-file"},
		{"xyz", NULL},
		{"", NULL},
		{"po", NULL},
		{"a-very-long-name-that-is-no-setting-at-all", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *found = app_config_nearest_setting(span_of(cases[i][0]));
		if (cases[i][1] == NULL)
			assert_null(found);
		else
			assert_string_equal(found, cases[i][1]);
	}
	static const char *const names[] = {"abcd"};
	assert_non_null(app_config_nearest(SPAN_LITERAL("abdc"), names, 1, 1));
	assert_non_null(app_config_nearest(SPAN_LITERAL("abc"), names, 1, 1));
	assert_null(app_config_nearest(SPAN_LITERAL("ab"), names, 1, 1));
	assert_null(app_config_nearest(SPAN_LITERAL("badc"), names, 1, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_app_config__flag_before_environment_before_file_before_preset),
		cmocka_unit_test(test_app_config__has_the_same_order_for_every_setting),
		cmocka_unit_test(test_app_config__makes_paths_of_data_dir),
		cmocka_unit_test(test_app_config__leaves_other_arguments),
		cmocka_unit_test(test_app_config__reads_the_form_of_the_file),
		cmocka_unit_test(test_app_config__names_each_mistake_in_the_file),
		cmocka_unit_test(test_app_config__refuses_what_is_too_long),
		cmocka_unit_test(test_app_config__names_all_mistakes_at_once),
		cmocka_unit_test(test_app_config__counts_mistakes_it_has_no_room_for),
		cmocka_unit_test(test_app_config__passes_over_other_variables),
		cmocka_unit_test(test_app_config__finds_its_file),
		cmocka_unit_test(test_app_config__says_what_is_wrong_with_the_file),
		cmocka_unit_test(test_app_config__prints_what_it_can_read),
		cmocka_unit_test(test_app_config_nearest__finds_what_was_meant),
	};
	return cmocka_run_group_tests_name("app_config", tests, NULL, NULL);
}
