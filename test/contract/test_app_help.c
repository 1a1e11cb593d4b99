/* test_app_help.c - what the command line says about itself, and about mistakes in it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "program.h"
#include "app/app_commands.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *source_root;

/* These are there whatever else there is. */
static const char *const subcommands[] = {
	"serve", "verify", "rebuild", "backup", "restore", "migrate", "config", "version", "help"};
#define SUBCOMMAND_COUNT (sizeof(subcommands) / sizeof(subcommands[0]))

static void read_manual(struct buf *out)
{
	char path[1024];
	char bytes[4096];
	snprintf(path, sizeof(path), "%s/docs/vangnet.1", source_root);
	FILE *stream = fopen(path, "rb");
	assert_non_null(stream);
	buf_init(out, 1 << 20);
	for (size_t size; (size = fread(bytes, 1, sizeof(bytes), stream)) > 0;)
		buf_add(out, bytes, size);
	fclose(stream);
}

/* Whoever looks for a subcommand or a setting finds it. */
static void test_help__mentions_every_subcommand_and_setting(void **state)
{
	struct program *program = *state;
	char words[96];
	assert_int_equal(RUN(program, NULL, "help"), 0);
	for (size_t i = 0; i < app_subcommand_count; i++) {
		snprintf(words, sizeof(words), "\n  %s ", app_subcommands[i].name);
		program_said(&program->out, words);
	}
	for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
		snprintf(words, sizeof(words), "\n  %s ", subcommands[i]);
		program_said(&program->out, words);
	}
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		snprintf(words, sizeof(words), "\n  --%s ", app_config_settings[key].name);
		program_said(&program->out, words);
	}
	struct buf whole = program->out;
	program->out = (struct buf){.limit = whole.limit};
	assert_int_equal(RUN(program, NULL, "--help"), 0);
	assert_true(span_equal(buf_span(&program->out), buf_span(&whole)));
	assert_int_equal(RUN(program, NULL, "-h"), 0);
	assert_true(span_equal(buf_span(&program->out), buf_span(&whole)));
	buf_finish(&whole);
}

/* No line is wider than a terminal. */
static void test_help__fits_on_a_terminal(void **state)
{
	struct program *program = *state;
	struct span line;
	assert_int_equal(RUN(program, NULL, "help"), 0);
	for (struct span rest = buf_span(&program->out); span_take(&rest, '\n', &line);)
		assert_true(line.size <= 80);
}

/* Each subcommand tells how it is used, with an example; the same by `help` and by --help. */
static void test_help__tells_about_each_subcommand(void **state)
{
	struct program *program = *state;
	for (size_t i = 0; i < app_subcommand_count; i++) {
		const char *name = app_subcommands[i].name;
		char usage[64];
		snprintf(usage, sizeof(usage), "vangnet %s", name);
		assert_int_equal(RUN(program, NULL, name, "--help"), 0);
		program_said(&program->out, usage);
		if (app_subcommands[i].hook == NULL) program_said(&program->out, "\nexample\n  vangnet ");
		assert_int_equal(program->err.size, 0);
		for (int j = 0; j < APP_COMMANDS_MAX_OPTIONS; j++)
			if (app_subcommands[i].options[j].name != NULL)
				program_said(&program->out, app_subcommands[i].options[j].name);
	}
	for (size_t i = 0; i < SUBCOMMAND_COUNT; i++)
		assert_int_equal(RUN(program, NULL, "help", subcommands[i]), 0);
}

/* The manual has every subcommand and setting, as the program itself says it. */
static void test_manual__is_what_the_program_says(void **state)
{
	struct program *program = *state;
	struct buf manual;
	read_manual(&manual);
	assert_int_equal(RUN(program, NULL, "help", "manual"), 0);
	for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
		char words[64];
		snprintf(words, sizeof(words), ".It Nm Cm %s", subcommands[i]);
		program_said(&manual, words);
	}
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		char words[64];
		snprintf(words, sizeof(words), ".It Cm %s No", app_config_settings[key].name);
		program_said(&manual, words);
	}
	if (memmem(manual.bytes, manual.size, program->out.bytes, program->out.size) == NULL)
		fail_msg(
			"docs/vangnet.1 does not have in it what `vangnet help manual` prints: put it there");
	buf_finish(&manual);
}

/* A mistake on the command line is named, with what was meant; nothing is done. */
static void test_command_line__names_mistakes(void **state)
{
	static const struct {
		const char *arguments[6];
		const char *said;
	} cases[] = {
		{{"srve"}, "there is no subcommand srve; serve is the nearest"},
		{{"xyzzy"}, "there is no subcommand xyzzy; `vangnet help` names those there are"},
		{{"help", "bakup"}, "there is no subcommand bakup; backup is the nearest"},
		{{"serve", "--migrat"}, "serve has no option --migrat; --migrate is the nearest"},
		{{"serve", "--prot", "1"}, "serve has no option --prot; --port is the nearest"},
		{{"serve", "-x"}, "serve has no option -x; `vangnet serve --help` names those there are"},
		{{"verify", "--scratch"}, "--scratch: a value must follow"},
		{{"verify", "--scratch="}, "--scratch: a value must follow"},
		{{"verify", "--chain-only=yes"}, "--chain-only: takes no value"},
		{{"backup"}, "backup: something is missing; vangnet backup [--keys] FILE"},
		{{"backup", "a", "b"}, "backup: b is too much; vangnet backup [--keys] FILE"},
		{{"config", "chek"},
			"config: there is no chek; check is the nearest: vangnet config [check"},
		{{"config", "nonsense"}, "config: vangnet config [check | site-key FILE]"},
		{{"config", "check", "--port", "99999"}, "--port 99999: must be a whole number from 0"},
		{{"export", "--region", "VR05"}, "to standard output: say --format csv or --format hsds"},
		{{"export", "--region", "VR05", "map.txt"}, "map.txt ends with neither .csv nor .json"},
		{{"export", "--region", "NL", "map.csv"}, "--region must be VR01 to VR25"},
		{{"config", "site-key"}, "config: vangnet config [check | site-key FILE]"},
		{{"serve", "--port", "abc"}, "--port abc: must be a whole number from 0 to 65535"},
		{{"serve", "--port"}, "--port: a value must follow"},
		{{"verify", "--store=mysql"}, "1 thing is wrong in the settings; nothing was done"},
		{{"play"}, "play: which file?"},
		{{"play", "--loud", "x"}, "play: there is no such option"},
		{{"demo"}, "demo: --region or --nation: one of the two is needed"},
		{{"demo", "--region", "VR26"}, "demo: --region: one of VR01 to VR25, once"},
		{{"demo", "--region", "nl"}, "demo: --region: one of VR01 to VR25, once"},
	};
	struct program *program = *state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(program_run(program, NULL, cases[i].arguments), 2);
		program_said(&program->err, cases[i].said);
		assert_int_equal(program->out.size, 0);
	}
	const char *const nothing[] = {NULL};
	assert_int_equal(program_run(program, NULL, nothing), 2);
	program_said(&program->out, "usage: vangnet COMMAND");
}

/* Settings that are wrong stop everything but looking at them, and all are named. */
static void test_config__names_mistakes_before_anything_is_done(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], expected[1024], where[PROGRAM_TEXT_SIZE];
	struct stat facts;
	program_file(program, "wrong.conf", "prot = 1\nport = many\n", 0644, path);
	snprintf(expected, sizeof(expected),
		"%s:1: there is no setting \"prot\"; \"port\" is the nearest\n"
		"%s:2: port = many: must be a whole number from 0 to 65535\n"
		"--loops 0: must be a whole number from 1 to 64\n",
		path, path);
	assert_int_equal(RUN(program, "a", "serve", "--config", path, "--loops", "0"), 2);
	program_said(&program->err, expected);
	program_said(&program->err, "3 things are wrong in the settings; nothing was done");
	assert_int_not_equal(stat(program_path(program, "a", where), &facts), 0);
	/* What stands on the command line is right. */
	assert_int_equal(RUN(program, "a", "serve", "--config", path), 1);
	program_said(&program->err, "2 things are wrong in the settings; nothing was done");
	assert_int_equal(RUN(program, "a", "config", "check", "--config", path, "--loops", "0"), 2);
	assert_string_equal(buf_text(&program->err), expected);
	assert_int_equal(program->out.size, 0);
	assert_int_equal(RUN(program, NULL, "version", "--config", path), 0);
}

/* Where every setting came from is said beside it. */
static void test_config__says_where_settings_come_from(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], expected[PROGRAM_TEXT_SIZE + 64];
	program_file(program, "some.conf", "# first\nloops = 5\n", 0644, path);
	assert_int_equal(RUN(program, NULL, "config", "--config", path, "--port", "9"), 0);
	snprintf(expected, sizeof(expected),
		"\nloops = 5                                        # %s:2\n", path);
	program_said(&program->out, expected);
	program_said(&program->out, "\nport = 9                                         # --port\n");
	program_said(&program->out, "\nslow-client-seconds = 30                         # preset\n");
}

/* What is wrong with the files that the settings name is found before a start. */
static void test_config_check__looks_at_the_files(void **state)
{
	struct program *program = *state;
	char key[PROGRAM_TEXT_SIZE], open_file[PROGRAM_TEXT_SIZE], none[PROGRAM_TEXT_SIZE];
	char expected[2048];
	assert_int_equal(RUN(program, "a", "config", "check"), 0);
	program_said(&program->out, "The settings are right (");
	program_said(&program->out, "Not there yet, and made by the first `vangnet serve`: ");
	program_file(program, "open.key", "1 00\n", 0640, key);
	program_file(program, "open.conninfo", "host=x\n", 0644, open_file);
	program_path(program, "none.conninfo", none);
	assert_int_equal(RUN(program, NULL, "config", "check", "--store=postgres", "--conninfo-file",
						 open_file, "--keys-conninfo-file", none, "--site-key-file", key),
		1);
	snprintf(expected, sizeof(expected),
		"conninfo-file %s: is open to others (mode 0644): chmod 600\n"
		"keys-conninfo-file %s: No such file or directory\n"
		"site key file %s: is open to others (mode 0640): chmod 600\n",
		open_file, none, key);
	assert_string_equal(buf_text(&program->err), expected);
	assert_int_equal(RUN(program, NULL, "config", "check", "--data-dir", "/nowhere/at/all"), 1);
	assert_string_equal(buf_text(&program->err),
		"database: /nowhere/at/all: No such file or directory\n"
		"keys-database: /nowhere/at/all: No such file or directory\n");
}

/* The site key is tried: whether it is one, and whether it opens the key store. */
static void test_config_check__tries_the_site_key(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], away[PROGRAM_TEXT_SIZE], expected[1024];
	program_file(program, "half.key", "1 00\n", 0600, path);
	assert_int_equal(RUN(program, "a", "config", "check", "--site-key-file", path), 1);
	snprintf(expected, sizeof(expected),
		"site key file %s: line 1: expected 64 hexadecimal digits behind the slot\n", path);
	assert_string_equal(buf_text(&program->err), expected);

	program_serve(program, "a", NULL);
	assert_int_equal(RUN(program, "a", "config", "check"), 0);
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(RUN(program, "a", "config", "check"), 0);
	program_path(program, "other.key", path);
	assert_int_equal(RUN(program, NULL, "config", "site-key", path), 0);
	assert_int_equal(RUN(program, "a", "config", "check", "--site-key-file", path), 1);
	program_said(&program->err, "other.key: is not that of the key store: ");
	program_path(program, "a/site.key", path);
	assert_int_equal(rename(path, program_path(program, "away.key", away)), 0);
	assert_int_equal(RUN(program, "a", "config", "check"), 1);
	program_said(&program->err, "is not there, and the key store was made with one: put it back");
}

/* The file that is packaged says what holds anyway, and nothing that is wrong. */
static void test_config_check__finds_the_packaged_file_right(void **state)
{
	struct program *program = *state;
	char path[1024];
	struct buf text;
	char bytes[8192] = "";
	snprintf(path, sizeof(path), "%s/packaging/vangnet.conf", source_root);
	assert_int_equal(RUN(program, "a", "config", "check", "--config", path), 0);
	FILE *stream = fopen(path, "rb");
	assert_non_null(stream);
	assert_true(fread(bytes, 1, sizeof(bytes) - 1, stream) > 0);
	fclose(stream);
	buf_init(&text, 256);
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		buf_reset(&text);
		buf_printf(&text, "%s = ", app_config_settings[key].name);
		if (strstr(bytes, buf_text(&text)) == NULL) fail_msg("no %s", buf_text(&text));
	}
	buf_finish(&text);
}

/* The version says what else is in it. */
static void test_version__names_schema_and_libraries(void **state)
{
	struct program *program = *state;
	assert_int_equal(RUN(program, NULL, "version"), 0);
	program_said(&program->out, "vangnet ");
	program_said(&program->out, "\nschema ");
	program_said(&program->out, "\nSQLite 3.");
	program_said(&program->out, "\nlibpq 1");
	program_said(&program->out, "\nlibevent 2.");
	assert_int_equal(RUN(program, NULL, "--version"), 0);
	program_said(&program->out, "vangnet ");
}

int main(int count, char **arguments)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, program_start, program_stop)
	const struct CMUnitTest tests[] = {
		TEST(test_help__mentions_every_subcommand_and_setting),
		TEST(test_help__fits_on_a_terminal),
		TEST(test_help__tells_about_each_subcommand),
		TEST(test_manual__is_what_the_program_says),
		TEST(test_command_line__names_mistakes),
		TEST(test_config__names_mistakes_before_anything_is_done),
		TEST(test_config__says_where_settings_come_from),
		TEST(test_config_check__looks_at_the_files),
		TEST(test_config_check__tries_the_site_key),
		TEST(test_config_check__finds_the_packaged_file_right),
		TEST(test_version__names_schema_and_libraries),
	};
	if (count != 3) return 2;
	source_root = arguments[2];
	return program_tests_once(arguments[1], "help", tests, sizeof(tests) / sizeof(tests[0]));
}
