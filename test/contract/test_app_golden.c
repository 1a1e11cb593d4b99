/* test_app_golden.c - databases that were written by each schema there ever was: this program still
 * migrates, verifies, rebuilds and reads them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "program.h"
#include "command/command.h"
#include "store/store_copy.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_DUMP_BYTES (1 << 22)

static const char *source_root;
static int newest;

/* The golden file as text; the caller frees it. */
static char *read_golden(const char *form, int schema)
{
	char name[64], path[1024];
	snprintf(name, sizeof(name), "%s", form);
	char *digits = strstr(name, "NNNN");
	assert_non_null(digits);
	char number[16];
	snprintf(number, sizeof(number), "%04d", schema);
	memcpy(digits, number, 4);
	snprintf(path, sizeof(path), "%s/test/golden/%s", source_root, name);
	FILE *stream = fopen(path, "rb");
	if (stream == NULL) fail_msg("%s is not there: make it with test/golden/make", path);
	char *text = calloc(1, MAX_DUMP_BYTES);
	assert_non_null(text);
	assert_true(fread(text, 1, MAX_DUMP_BYTES - 1, stream) > 0);
	fclose(stream);
	return text;
}

static void load(struct program *program, const char *form, int schema, const char *name)
{
	char path[PROGRAM_TEXT_SIZE];
	char *dump = read_golden(form, schema);
	program_sql_file(program_path(program, name, path), dump);
	free(dump);
}

/* The program sees what it sees after somebody put files back. */
static void put_back(struct program *program, int schema)
{
	char path[PROGRAM_TEXT_SIZE];
	assert_int_equal(mkdir(program_path(program, "a", path), 0700), 0);
	load(program, "schema_NNNN.sqlite.dump", schema, "a/vangnet.sqlite");
	load(program, "keys_NNNN.sqlite.dump", schema, "a/keys.sqlite");
	char *key = read_golden("site_NNNN.key", schema);
	program_file(program, "a/site.key", key, 0600, path);
	free(key);
}

static void rebuild(struct program *program)
{
	char path[PROGRAM_TEXT_SIZE];
	struct store_options options = program_options(program, "a", STORE_MAIN);
	struct store_difference difference;
	struct store *a = NULL;
	struct store *b = NULL;
	struct error error = {0};
	int64_t rows = 0;
	program_path(program, "rebuilt.sqlite", path);
	assert_int_equal(RUN(program, "a", "rebuild", path), 0);
	assert_int_equal(store_open(&options, &a, &error), STATUS_OK);
	options.path = path;
	assert_int_equal(store_open(&options, &b, &error), STATUS_OK);
	assert_int_equal(store_compare(a, b, command_journaled_tables, command_journaled_count,
						 &difference, &rows, &error),
		STATUS_OK);
	assert_int_equal(difference.kind, STORE_SAME);
	assert_true(rows > 30);
	store_close(a);
	store_close(b);
}

/* Who signed in with a code then still can, and reads what they wrote. */
static void read_as_person(struct program *program, int schema)
{
	char path[160];
	char *person = read_golden("person_NNNN.txt", schema);
	char *episode = strchr(person, '\n');
	assert_non_null(episode);
	*episode++ = 0;
	episode[strcspn(episode, "\n")] = 0;
	program_serve(program, "a", NULL);
	program_sign_in(program, person);
	snprintf(path, sizeof(path), "/v1/regions/VR09/episodes/%s/timeline", episode);
	assert_int_equal(program_ask(program, "GET", path, NULL), 200);
	program_said(&program->client.body, "Ik slaap al weken niet, en de brieven blijven dicht.");
	program_said(&program->client.body, "Gebeld; hij wil graag praten.");
	assert_int_equal(program_end(program, SIGTERM), 0);
	free(person);
}

/* Each schema up to the newest has its golden databases, and all of them can be lived in. */
static void test_golden__can_be_lived_in(void **state)
{
	for (int schema = 1; schema <= newest; schema++) {
		struct program *program = *state;
		put_back(program, schema);
		assert_int_equal(RUN(program, "a", "migrate"), 0);
		assert_int_equal(RUN(program, "a", "verify"), 0);
		program_said(&program->out, "Sound: ");
		rebuild(program);
		read_as_person(program, schema);
		assert_int_equal(RUN(program, "a", "verify"), 0);
		assert_int_equal(program_stop(state), 0);
		assert_int_equal(program_start(state), 0);
	}
}

/* The number of the newest schema in this program. */
static int find_newest(void)
{
	const struct store_options options = {
		.kind = STORE_SQLITE, .mode = STORE_READ_WRITE, .path = ":memory:"};
	struct store *store = NULL;
	struct error error = {0};
	int in_database = 0;
	int in_program = 0;
	if (store_open(&options, &store, &error) != STATUS_OK ||
		store_schema_version(store, &in_database, &in_program, &error) != STATUS_OK)
		return 0;
	store_close(store);
	return in_program;
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_golden__can_be_lived_in, program_start, program_stop),
	};
	if (count != 3) return 2;
	source_root = arguments[2];
	newest = find_newest();
	if (newest < 1) return 2;
	return program_tests_once(arguments[1], "golden", tests, 1);
}
