/* test_app_demo_run.c - vangnet demo as it is run: what it leaves to be served, one at a time, and
 * what there is when it is broken off.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "program.h"
#include "base/clock.h"
#include "jobs/jobs.h"
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static status read_number(struct store *store, const char *sql, int64_t *number)
{
	const struct store_query query = {"store", sql};
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	TRY(store_begin(store, STORE_READ_ONLY, NULL));
	TRY(store_query_open(store, &query, NULL, 0, &cursor, NULL));
	TRY(store_query_next(cursor, &row, NULL));
	*number = store_value_int(&row[0]);
	return STATUS_OK;
}

/* -1 where there is no such table, or nothing at all. */
static int64_t count(struct program *program, const char *place, const char *sql)
{
	struct store_options options = program_options(program, place, STORE_MAIN);
	struct store *store = NULL;
	int64_t number = -1;
	if (store_open(&options, &store, NULL) != STATUS_OK) return -1;
	if (read_number(store, sql, &number) != STATUS_OK) number = -1;
	store_close(store);
	return number;
}

/* The code at the end of the line on standard output that begins with this role. */
static void take_code(struct program *program, const char *role, char code[24])
{
	const char *line = strstr(buf_text(&program->out), role);
	if (line == NULL) fail_msg("no %s in %s", role, buf_text(&program->out));
	const char *end = line + strcspn(line, "\n");
	assert_true(end - line > 19);
	snprintf(code, 24, "%.19s", end - 19);
}

/* What it says can be signed in with, can; and there is no second way to become the first
 * administrator. */
static void test_demo__is_served_as_it_is(void **state)
{
	struct program *program = *state;
	char nation[24], region[24], person[24], sql[128];
	struct clock clock;
	clock_init_system(&clock);
	int64_t began_ms = clock_now_ms(&clock);
	assert_int_equal(RUN(program, "a", "demo", "--region", "vr05", "--people", "30"), 0);
	program_said(&program->out, "30 people with an open question");
	take_code(program, "administrator of the nation", nation);
	take_code(program, "administrator of the region", region);
	take_code(program, "somebody with a question", person);
	snprintf(sql, sizeof(sql), "select count(*) from journal_entry where recorded_ms > %lld",
		(long long)began_ms);
	assert_int_equal(count(program, "a", sql), 0);
	assert_int_equal(count(program, "a",
						 "select count(*) from jobs_job where state = 4 and done = total and done ="
						 " (select count(*) from journal_entry)"),
		1);
	assert_int_equal(RUN(program, "a", "verify"), 0);

	/* That it is one, the database knows. */
	program_serve(program, "a", NULL);
	assert_int_equal(program_ask(program, "GET", "/", NULL), 200);
	program_said(&program->client.body, "Dit is een voorbeeld");
	assert_null(strstr(buf_text(&program->out), "token"));
	program_sign_in(program, nation);
	assert_int_equal(program_ask(program, "POST", "/v1/regions/VR07/organisations",
						 "{\"kind\":\"duty\",\"name\":\"Dienst\"}"),
		201);
	program_sign_in(program, region);
	assert_int_equal(program_ask(program, "POST", "/v1/regions/VR05/organisations",
						 "{\"kind\":\"duty\",\"name\":\"Dienst\"}"),
		201);
	assert_int_equal(program_ask(program, "POST", "/v1/regions/VR07/organisations",
						 "{\"kind\":\"duty\",\"name\":\"Dienst\"}"),
		403);
	program_sign_in(program, person);
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* It says where it is made, and does not fill the directory of a real installation by mistake. The
 * last line signs in, as it stands there. */
static void test_demo__says_where_and_how(void **state)
{
	struct program *program = *state;
	char code[24];
	struct stat facts;
	if (program->kind == STORE_SQLITE && stat("/var/lib/vangnet", &facts) != 0) {
		assert_int_equal(RUN(program, NULL, "demo", "--region", "VR05", "--people", "1"), 2);
		program_said(&program->err, "demo: say where with --data-dir");
		assert_int_not_equal(stat("/var/lib/vangnet", &facts), 0);
	}
	assert_int_equal(RUN(program, NULL, "demo", "--help"), 0);
	program_said(&program->out, "--data-dir");
	assert_int_equal(RUN(program, "a", "demo", "--region", "VR05", "--people", "5"), 0);
	program_said(&program->out, "Making a demonstration in ");
	take_code(program, "care manager (on duty)", code);
	struct span said = span_trim(buf_span(&program->out));
	const char *last = memrchr(said.start, '\n', said.size);
	assert_non_null(last);
	assert_true(strncmp(last, "\ncurl -sS http://127.0.0.1:", 27) == 0);
	assert_non_null(strstr(last, code));
}

/* A demonstration that is under way, with at least one transaction done. */
static void begin(struct program *program, const char *place)
{
	program_begin(program, place, (const char *const[]){"demo", "--nation", NULL});
	for (int waited = 0; waited < PROGRAM_WAIT_MS; waited += 20) {
		if (count(program, place, "select count(*) from journal_entry") > 0) return;
		poll(NULL, 0, 20);
	}
	fail_msg("it does not begin");
}

static void all_refuse(struct program *program, const char *place, const char *words)
{
	assert_int_equal(RUN(program, place, "demo", "--region", "VR05"), 1);
	program_said(&program->err, words);
	assert_int_equal(RUN(program, place, "serve", "--port=0"), 1);
	program_said(&program->err, words);
}

/* While one is being made, nobody else makes one there, or serves what there is of it. What a
 * process that was killed has left is known for a part, by everybody and at once. */
static void test_demo__is_made_once_and_never_in_part(void **state)
{
	struct program *program = *state;
	begin(program, "a");
	all_refuse(program, "a", ": a demonstration is being made there, and is at ");
	assert_int_equal(RUN(program, "a", "verify", "--chain-only"), 0);
	program_said(&program->out, "A demonstration is being made in it, and is at ");
	assert_int_equal(program_end(program, SIGKILL), 128 + SIGKILL);
	all_refuse(program, "a", ": a demonstration was broken off there at ");
	program_said(&program->err, "remove it and the key store");
	assert_int_equal(RUN(program, "a", "verify", "--chain-only"), 1);
	program_said(&program->out, "Sound: ");
	program_said(&program->err, ": a demonstration was broken off there at ");
	assert_int_equal(count(program, "a",
						 "select count(*) from jobs_job where state = 5 and done < total and done ="
						 " (select count(*) from journal_entry)"),
		1);
}

/* Who breaks it off is told what to remove. */
static void test_demo__says_what_is_left_when_it_is_broken_off(void **state)
{
	struct program *program = *state;
	begin(program, "a");
	assert_int_equal(program_end(program, SIGINT), 1);
	program_said(&program->err, "the demonstration is incomplete: what is there is of no use");
	program_said(&program->err, "To begin again, remove both of these");
	all_refuse(program, "a", ": a demonstration was broken off there at ");
	assert_int_equal(count(program, "a", "select count(*) from jobs_job where state = 3"), 1);
	assert_int_equal(RUN(program, "b", "demo", "--region", "VR05", "--people", "10"), 0);
}

/* What one leaves that died before its first transaction. */
static void leave_nothing(struct program *program, const char *place)
{
	struct store_options options = program_options(program, place, STORE_MAIN);
	struct store *store = NULL;
	struct jobs_job job;
	struct prng prng;
	struct error error = {0};
	/* Makes the folder, and the schema to be dropped, known. */
	(void)RUN(program, place, "verify");
	options.mode = STORE_READ_WRITE;
	mkdir(program_path(program, place, (char[PROGRAM_TEXT_SIZE]){0}), 0700);
	prng_init_system(&prng);
	assert_int_equal(store_open(&options, &store, &error), STATUS_OK);
	assert_int_equal(store_migrate(store, &error), STATUS_OK);
	assert_int_equal(
		jobs_begin(store, JOBS_DEMO_LOAD, 100, INT64_C(4000000000000), &prng, &job, &error),
		STATUS_OK);
	store_close(store);
}

/* One that died before there was anything of it is no reason not to begin, or to serve. */
static void test_demo__begins_again_where_nothing_was_left(void **state)
{
	struct program *program = *state;
	leave_nothing(program, "a");
	program_serve(program, "a", NULL);
	program_said(&program->out, "one-time token:");
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(count(program, "a", "select count(*) from jobs_job where state = 5"), 1);
	leave_nothing(program, "b");
	assert_int_equal(RUN(program, "b", "demo", "--region", "VR05", "--people", "10"), 0);
}

/* A day to come would make the journal stand still until then. */
static void test_demo__is_not_of_a_day_to_come(void **state)
{
	struct program *program = *state;
	assert_int_equal(
		RUN(program, "a", "demo", "--region", "VR05", "--people=10", "--day", "2099-01-01"), 2);
	program_said(&program->err, "demo: --day: not a day to come");
	assert_int_equal(
		RUN(program, "a", "demo", "--region", "VR05", "--people=10", "--day", "2026-03-02"), 0);
}

int main(int argc, char **arguments)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, program_start, program_stop)
	const struct CMUnitTest tests[] = {
		TEST(test_demo__is_served_as_it_is),
		TEST(test_demo__says_where_and_how),
		TEST(test_demo__is_made_once_and_never_in_part),
		TEST(test_demo__says_what_is_left_when_it_is_broken_off),
		TEST(test_demo__begins_again_where_nothing_was_left),
		TEST(test_demo__is_not_of_a_day_to_come),
	};
	if (argc < 2) return 2;
	return program_tests(arguments[1], "demo", tests, sizeof(tests) / sizeof(tests[0]));
}
