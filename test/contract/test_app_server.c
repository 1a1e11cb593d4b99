/* test_app_server.c - the server inside another program: its clock, its end, opening that fails.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "program.h"
#include "app/app_server.h"
#include "base/log.h"
#include "care/step.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY_MS INT64_C(86400000)
#define NOON_MS INT64_C(1795345200000) /* 2026-11-22T11:00:00Z */

struct house {
	struct program *program;
	struct app_config config;
	struct clock clock;
	struct app_server *server;
};

static void open_house(
	struct house *house, struct program *program, const char *flag, bool by_itself)
{
	struct error error = {0};
	house->program = program;
	program_config(program, "a", flag, &house->config);
	const struct app_server_options options = {
		.config = &house->config, .clock = &house->clock, .by_itself = by_itself};
	if (app_server_open(&options, &house->server, &error) != STATUS_OK ||
		app_server_start(house->server, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	program->port = app_server_port(house->server);
	client_open(&program->client, program->port);
}

static void close_house(struct house *house)
{
	client_close(&house->program->client);
	app_server_stop(house->server, 1000);
	app_server_close(house->server);
}

/* Signs in the first administrator and makes what is needed to ask questions. */
static void settle(struct house *house)
{
	struct program *program = house->program;
	const char *token = app_server_news(house->server)->token;
	assert_int_equal(strlen(token), ID_TEXT_SIZE - 1);
	buf_reset(&program->out);
	buf_printf(&program->out, "one-time token:\n\n    %s\n", token);
	program_settle(program);
}

static int64_t late_steps(struct program *program)
{
	struct store_options options = program_options(program, "a", STORE_MAIN);
	struct store *store = NULL;
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct error error = {0};
	int64_t late = 0;
	assert_int_equal(store_open(&options, &store, &error), STATUS_OK);
	assert_int_equal(store_begin(store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		store_scan_open(store, &step_table, NULL, INT64_MAX, &cursor, &error), STATUS_OK);
	while (store_query_next(cursor, &row, &error) == STATUS_OK && row != NULL) {
		struct step step;
		assert_int_equal(store_record_fill(&step_table, row, &step, NULL, &error), STATUS_OK);
		late += step.late ? 1 : 0;
	}
	store_close(store);
	return late;
}

/* Time goes as the player says, and what comes due is done when it says so and not before. */
static void test_app_server__does_what_is_due_when_it_is_told(void **state)
{
	struct house house;
	struct command_clock_report report = {0};
	struct error error = {0};
	clock_init_fake(&house.clock, NOON_MS);
	open_house(&house, *state, NULL, false);
	settle(&house);
	program_question(house.program, "Wie houdt mij vast?");
	assert_int_equal(app_server_tick(house.server, &report, &error), STATUS_OK);
	assert_int_equal(report.late, 0);
	clock_move(&house.clock, 10 * DAY_MS);
	poll(NULL, 0, 50);
	assert_int_equal(late_steps(house.program), 0);
	assert_int_equal(app_server_tick(house.server, &report, &error), STATUS_OK);
	assert_int_equal(report.late, 1);
	assert_int_equal(late_steps(house.program), 1);
	assert_int_equal(app_server_tick(house.server, &report, NULL), STATUS_OK);
	assert_int_equal(report.late, 1);
	assert_int_equal(app_server_tick(house.server, NULL, NULL), STATUS_OK);
	close_house(&house);
}

/* By itself it does the same on a thread of its own. */
static void test_app_server__does_what_is_due_by_itself(void **state)
{
	struct house house;
	clock_init_fake(&house.clock, NOON_MS);
	open_house(&house, *state, "--due-seconds=1", true);
	settle(&house);
	program_question(house.program, "Wie houdt mij vast?");
	clock_move(&house.clock, 10 * DAY_MS);
	for (int waited = 0; late_steps(house.program) == 0 && waited < PROGRAM_WAIT_MS; waited += 10)
		poll(NULL, 0, 10);
	assert_int_equal(late_steps(house.program), 1);
	close_house(&house);
}

/* Who is waiting when it stops is answered, and what was answered is there the next time. */
static void test_app_server__answers_who_is_waiting_when_it_stops(void **state)
{
	static const char body[] = "{\"story\":\"de laatste\",\"contact\":\"06\"}";
	struct house house;
	char request[512];
	clock_init_fake(&house.clock, NOON_MS);
	open_house(&house, *state, NULL, false);
	struct program *program = house.program;
	settle(&house);
	/* From the eleventh in a minute on, the anonymous door waits. */
	for (int i = 0; i < 11; i++) program_question(program, "nog een");
	snprintf(request, sizeof(request),
		"POST /v1/regions/VR01/questions HTTP/1.1\r\nHost: here\r\n"
		"Content-Type: application/json\r\nIdempotency-Key: the-last-one\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		strlen(body), body);
	client_send(&program->client, request);
	client_await_read(&program->client);
	app_server_stop(house.server, PROGRAM_WAIT_MS);
	client_read(&program->client, true);
	assert_int_equal(program->client.status, 201);
	assert_true(client_is_hung_up(&program->client));
	client_close(&program->client);
	app_server_close(house.server);
	open_house(&house, program, NULL, false);
	assert_string_equal(app_server_news(house.server)->token, "");
	assert_false(app_server_news(house.server)->made_site_key);
	close_house(&house);
}

/* A newer schema: nothing is due, nothing is written, and reading works. */
static void test_app_server__only_reads_a_newer_schema(void **state)
{
	struct house house;
	struct command_clock_report report = {0};
	clock_init_fake(&house.clock, NOON_MS);
	open_house(&house, *state, NULL, true);
	settle(&house);
	close_house(&house);
	program_sql(house.program, "a",
		"insert into store_schema(version, name, applied_ms) values(99, 'from_the_future', 1)");
	open_house(&house, *state, NULL, true);
	const struct app_server_news *news = app_server_news(house.server);
	assert_true(news->read_only);
	assert_int_equal(news->schema_before, 99);
	assert_true(news->schema_in_program < 99);
	assert_string_equal(news->token, "");
	assert_int_equal(app_server_tick(house.server, &report, NULL), STATUS_OK);
	assert_int_equal(program_ask(house.program, "GET", "/v1/regions", NULL), 200);
	close_house(&house);
}

static status open_with(struct program *program, const char *flag, struct error *error)
{
	static struct app_config config;
	struct app_server *server = NULL;
	program_config(program, "a", flag, &config);
	const struct app_server_options options = {.config = &config};
	status result = app_server_open(&options, &server, error);
	if (result != STATUS_OK) assert_null(server);
	app_server_close(server);
	return result;
}

/* Opening that fails halfway gives everything back, says why, and can be tried again. */
static void test_app_server__gives_back_what_it_could_not_open(void **state)
{
	struct program *program = *state;
	struct error error = {0};
	char flag[PROGRAM_TEXT_SIZE + 32], path[PROGRAM_TEXT_SIZE];
	assert_int_equal(open_with(program, "--listen=203.0.113.1", &error), STATUS_IO);
	assert_non_null(strstr(error.message, "listen 203.0.113.1: "));
	assert_int_not_equal(access(program_path(program, "a", path), F_OK), 0);
	assert_int_equal(open_with(program, NULL, &error), STATUS_OK);
	snprintf(
		flag, sizeof(flag), "--site-key-file=%s", program_path(program, "no/where/site.key", path));
	assert_int_equal(open_with(program, flag, &error), STATUS_KEY);
	assert_non_null(strstr(error.message, "put it back from its backup"));
	program_file(program, "wrong.key", "1 0000\n", 0600, path);
	snprintf(flag, sizeof(flag), "--site-key-file=%s", path);
	assert_int_equal(open_with(program, flag, &error), STATUS_KEY);
	assert_non_null(strstr(error.message, "hexadecimal digits"));
	assert_int_equal(open_with(program, NULL, &error), STATUS_OK);
}

/* A database that one process serves is not opened by another server. */
static void test_app_server__holds_the_lease(void **state)
{
	struct house house;
	struct error error = {0};
	clock_init_fake(&house.clock, NOON_MS);
	open_house(&house, *state, NULL, false);
	assert_int_equal(open_with(house.program, NULL, &error), STATUS_CONFLICT);
	assert_non_null(strstr(error.message, "another process serves it"));
	close_house(&house);
	assert_int_equal(open_with(house.program, NULL, &error), STATUS_OK);
}

static _Atomic int times_lost;

static void count_lost(const char *why)
{
	if (why != NULL) times_lost++;
}

/* What is lost stays lost, at every tick; it is said once. */
static void test_app_server__says_once_that_it_is_lost(void **state)
{
	struct program *program = *state;
	struct house house;
	struct error error = {0};
	clock_init_fake(&house.clock, NOON_MS);
	program_config(program, "a", "--deliver-milliseconds=10", &house.config);
	const struct app_server_options options = {
		.config = &house.config, .clock = &house.clock, .by_itself = true, .lost = count_lost};
	house.program = program;
	assert_int_equal(app_server_open(&options, &house.server, &error), STATUS_OK);
	assert_int_equal(app_server_start(house.server, &error), STATUS_OK);
	client_open(&program->client, program->port = app_server_port(house.server));
	settle(&house);
	times_lost = 0;
	program_sql(program, "a", "update store_lease set epoch = epoch + 1");
	buf_reset(&program->token);
	assert_int_equal(program_ask(program, "POST", "/v1/regions/VR01/questions",
						 "{\"story\":\"x\",\"contact\":\"y\"}"),
		503);
	for (int waited = 0; times_lost == 0 && waited < PROGRAM_WAIT_MS; waited += 10)
		poll(NULL, 0, 10);
	/* Some more ticks. */
	poll(NULL, 0, 300);
	assert_int_equal(times_lost, 1);
	close_house(&house);
}

int main(int count, char **arguments)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, program_start, program_stop)
	const struct CMUnitTest tests[] = {
		TEST(test_app_server__does_what_is_due_when_it_is_told),
		TEST(test_app_server__does_what_is_due_by_itself),
		TEST(test_app_server__answers_who_is_waiting_when_it_stops),
		TEST(test_app_server__only_reads_a_newer_schema),
		TEST(test_app_server__gives_back_what_it_could_not_open),
		TEST(test_app_server__holds_the_lease),
		TEST(test_app_server__says_once_that_it_is_lost),
	};
	if (count < 2) return 2;
	log_set_level(LOG_WARN);
	return program_tests(arguments[1], "server", tests, sizeof(tests) / sizeof(tests[0]));
}
