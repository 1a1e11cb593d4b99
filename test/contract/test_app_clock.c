/* test_app_clock.c - vangnet clock, a week late, twice, from two processes at once; and norms from
 * a file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_server.h"
#include "base/clock.h"
#include "program.h"
#include <poll.h>
#include <signal.h>
#include <stdio.h>

#define DAY_MS INT64_C(86400000)
enum { QUESTIONS = 5, LATE_DAYS = 14 };

struct house {
	struct program *program;
	struct app_config config;
	struct clock clock;
	struct app_server *server;
};

/* In this process, so that its clock can be set. */
static void open_house(struct house *house, struct program *program, const char *flag)
{
	struct error error = {0};
	house->program = program;
	program_config(program, "a", flag, &house->config);
	const struct app_server_options options = {.config = &house->config, .clock = &house->clock};
	if (app_server_open(&options, &house->server, &error) != STATUS_OK ||
		app_server_start(house->server, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	program->port = app_server_port(house->server);
	client_open(&program->client, program->port);
	const char *token = app_server_news(house->server)->token;
	buf_reset(&program->out);
	buf_printf(&program->out, "one-time token:\n\n    %s\n", token);
	program_settle(program);
}

static void close_house(struct house *house)
{
	client_close(&house->program->client);
	app_server_stop(house->server, 1000);
	app_server_close(house->server);
	house->program->port = 0;
}

/* Questions of two weeks ago, of which nobody has heard. */
static void ask_long_ago(struct program *program)
{
	struct house house;
	struct clock now;
	clock_init_system(&now);
	clock_init_fake(&house.clock, clock_now_ms(&now) - LATE_DAYS * DAY_MS);
	open_house(&house, program, NULL);
	for (int i = 0; i < QUESTIONS; i++) program_question(program, "Wie houdt mij vast?");
	close_house(&house);
}

/* Looking changes nothing; what was due for more than a week is done in one go, and there is
 * nothing left to do the second time. What came of it is what the journal says. */
static void test_clock__late_by_a_week_and_twice(void **state)
{
	struct program *program = *state;
	ask_long_ago(program);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(RUN(program, "a", "clock"), 0);
		program_said(&program->out, "due and not done: 5\n");
		program_said(&program->out, "the oldest since: ");
	}
	assert_int_equal(RUN(program, "a", "clock", "--run"), 0);
	program_said(&program->out, "late from now on: 5\n");
	program_said(&program->out, "due and not done: 0\nthe next at: ");
	program_said(&program->out, "to be delivered: 0\nset aside: 0\n");
	assert_int_equal(RUN(program, "a", "clock", "--run"), 0);
	program_said(&program->out, "late from now on: 0\n");
	program_said(&program->out, "delivered: 0\n");
	assert_int_equal(RUN(program, "a", "verify"), 0);
}

/* The one that comes second either waits for nothing to do, or hears that the other has the right
 * to write; together they do each thing once. */
static void test_clock__from_two_processes_at_once(void **state)
{
	struct program *program = *state;
	ask_long_ago(program);
	program_begin(program, "a", (const char *const[]){"clock", "--run", NULL});
	int code = RUN(program, "a", "clock", "--run");
	if (code != 0) program_said(&program->err, "another process");
	assert_in_range(program_end(program, 0), 0, 1);
	assert_int_equal(RUN(program, "a", "clock"), 0);
	program_said(&program->out, "due and not done: 0\n");
	assert_int_equal(RUN(program, "a", "clock", "--run"), 0);
	program_said(&program->out, "late from now on: 0\n");
	assert_int_equal(RUN(program, "a", "verify"), 0);
}

/* GET /v1/clock has this in it. */
static bool answers(struct program *program, const char *words)
{
	assert_int_equal(program_ask(program, "GET", "/v1/clock", NULL), 200);
	struct span body = buf_span(&program->client.body);
	return memmem(body.start, body.size, words, strlen(words)) != NULL;
}

/* Where it is served, the server has done it by itself, and tells so; there the command only looks.
 */
static void test_clock__is_the_servers_while_it_serves(void **state)
{
	struct program *program = *state;
	ask_long_ago(program);
	program_serve(program, "a", "--due-seconds=1");
	for (int waited = 0; !answers(program, "\"last\":{"); waited += 10) {
		assert_true(waited < PROGRAM_WAIT_MS);
		poll(NULL, 0, 10);
	}
	assert_true(answers(program, "\"due\":0,\"oldest_due\":null,\"next_due\":\""));
	assert_true(answers(program, "\"ended\":\"done\""));
	assert_int_equal(RUN(program, "a", "clock"), 0);
	program_said(&program->out, "due and not done: 0\n");
	assert_int_equal(RUN(program, "a", "clock", "--run"), 1);
	program_said(&program->err, "another process serves it");
	assert_int_equal(program_ask(program, "GET", "/metrics", NULL), 200);
	program_said(&program->client.body, "vangnet_clock_behind_seconds 0\n");
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* A table of norms that is wrong keeps it from starting, with the line and what would be right;
 * `config check` tells all that is wrong. */
static void test_clocks__from_a_file(void **state)
{
	static const char wrong[] = "kind,amount,unit,valid_from,valid_until,source\n"
								"first_contact,0,days,,,x\nduty,4,hours,,,\n";
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], flag[PROGRAM_TEXT_SIZE + 16];
	program_file(program, "clocks.csv", wrong, 0600, path);
	snprintf(flag, sizeof(flag), "--clocks=%s", path);
	assert_int_equal(RUN(program, "a", "serve", "--port=0", flag), 1);
	program_said(&program->err, "clocks.csv: line 2: amount is a whole number from 1 to 366; and ");
	assert_int_equal(RUN(program, "a", "config", "check", flag), 1);
	program_said(&program->err, "clocks.csv: line 2: amount is a whole number from 1 to 366\n");
	program_said(&program->err, "clocks.csv: line 3: source is missing");
	program_said(&program->err, "clocks.csv: line 3: there is no take_up\n");
	assert_int_equal(RUN(program, "a", "serve", "--clocks=/is/not/here"), 1);
	program_said(&program->err, "clocks: /is/not/here: No such file or directory");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_clock__late_by_a_week_and_twice, program_start, program_stop),
		cmocka_unit_test_setup_teardown(
			test_clock__from_two_processes_at_once, program_start, program_stop),
		cmocka_unit_test_setup_teardown(
			test_clock__is_the_servers_while_it_serves, program_start, program_stop),
		cmocka_unit_test_setup_teardown(test_clocks__from_a_file, program_start, program_stop),
	};
	return program_tests(
		argc > 1 ? argv[1] : NULL, "app_clock", tests, sizeof(tests) / sizeof(tests[0]));
}
