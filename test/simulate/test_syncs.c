/* test_syncs.c - the real program, its files and its threads: the log itself is synced between a
 * commit and its reply, and nobody is told before it.
 *
 * The simulation has a file system of its own; this looks at the calls that the program makes of
 * the system's (sync_watch.c). On SQLite: PostgreSQL syncs by itself.
 *
 * Use: test_syncs PROGRAM SYNC-WATCH-LIBRARY
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../contract/program.h"
#include "care/need.h"
#include "sync_watch.h"
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { QUESTIONS = 10, QUIET_MS = 100 };

static const char *library;

struct watched {
	struct program *program;
	struct sync_watch *watch;
	char preload[PROGRAM_TEXT_SIZE], named[PROGRAM_TEXT_SIZE];
	char path[160]; /* of the episode */
};

static void serve(struct watched *watched, struct program *program, const char *wrong)
{
	char path[PROGRAM_TEXT_SIZE], real[PATH_MAX];
	*watched = (struct watched){.program = program};
	program_path(program, "watch", path);
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(file >= 0 && ftruncate(file, sizeof(struct sync_watch)) == 0);
	watched->watch =
		mmap(NULL, sizeof(struct sync_watch), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	assert_true(watched->watch != MAP_FAILED);
	close(file);
	watched->watch->allowed = INT_MAX;
	snprintf(watched->preload, sizeof(watched->preload), "LD_PRELOAD=%s", library);
	assert_non_null(realpath(path, real));
	int size = snprintf(watched->named, sizeof(watched->named), SYNC_WATCH_FILE "=%.200s", real);
	assert_true(size < PROGRAM_TEXT_SIZE);
	program->environment[0] = watched->preload;
	program->environment[1] = watched->named;
	program->environment[2] = wrong;
	/* The clock's own commands would come between. */
	program_serve(program, "a", "--loops=1 --due-seconds=600 --deliver-milliseconds=60000");
	program_settle(program);
	buf_reset(&program->token);
}

static void end(struct watched *watched)
{
	watched->watch->allowed = INT_MAX;
	assert_int_equal(program_end(watched->program, SIGTERM), 0);
	assert_int_equal(munmap(watched->watch, sizeof(*watched->watch)), 0);
}

/* How many of these questions were answered without a sync of the log in between. */
static int count_unsynced(struct watched *watched)
{
	int unsynced = 0;
	for (int i = 0; i < QUESTIONS; i++) {
		int before = watched->watch->log;
		program_question(watched->program, "Is dit bewaard?");
		unsynced += watched->watch->log == before ? 1 : 0;
	}
	return unsynced;
}

/* Each commit is followed by a sync of the log, the file with that name, before its reply. */
static void test_syncs__of_the_log_come_before_the_reply(void **state)
{
	struct watched watched;
	serve(&watched, *state, NULL);
	assert_int_equal(count_unsynced(&watched), 0);
	end(&watched);
}

/* With the program made to sync the database in place of its log, the same count finds it. */
static void test_syncs__of_a_wrong_file_are_found(void **state)
{
	struct watched watched;
	serve(&watched, *state, SYNC_WATCH_WRONG "=1");
	int other = watched.watch->other;
	assert_int_equal(count_unsynced(&watched), QUESTIONS);
	assert_true(watched.watch->other >= other + QUESTIONS);
	end(&watched);
}

static void await_sync(struct watched *watched, int number)
{
	for (int waited = 0; watched->watch->reached < number && waited < PROGRAM_WAIT_MS; waited++)
		poll(NULL, 0, 1);
	assert_true(watched->watch->reached >= number);
}

/* What a reader sees, be it durable or not. */
static void await_needs(struct watched *watched, int64_t wanted)
{
	static const struct store_query query = {"care", "select count(*) from care_need"};
	struct store_options options = program_options(watched->program, "a", STORE_MAIN);
	struct store *store = NULL;
	struct error error = {0};
	int64_t count = 0;
	assert_int_equal(store_open(&options, &store, &error), STATUS_OK);
	for (int waited = 0; count < wanted && waited < PROGRAM_WAIT_MS; waited++) {
		struct store_cursor *cursor = NULL;
		const struct store_value *row = NULL;
		assert_int_equal(store_begin(store, STORE_READ_ONLY, &error), STATUS_OK);
		assert_int_equal(store_query_open(store, &query, NULL, 0, &cursor, &error), STATUS_OK);
		assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
		count = store_value_int(&row[0]);
		store_rollback(store);
		poll(NULL, 0, 1);
	}
	store_close(store);
	assert_int_equal(count, wanted);
}

static void send(struct watched *watched, struct client *client, const char *method,
	const char *path, const char *body, const char *if_match)
{
	struct program *program = watched->program;
	struct buf request;
	buf_init(&request, 4096);
	buf_printf(&request,
		"%s %s HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nIdempotency-Key: "
		"synced-request-%d\r\nAuthorization: Bearer %s\r\n",
		method, path, program->keys_used++, buf_text(&program->token));
	if (if_match != NULL) buf_printf(&request, "If-Match: \"%s\"\r\n", if_match);
	buf_printf(&request, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
	client_send(client, buf_text(&request));
	client_await_read(client);
	buf_finish(&request);
}

static void add_need(struct watched *watched, struct client *client, const char *if_match)
{
	char path[200];
	snprintf(path, sizeof(path), "%s/needs", watched->path);
	send(watched, client, "POST", path,
		"{\"domain\":\"debt\",\"aim\":\"recover\",\"person_agrees\":true}", if_match);
}

enum { FIRST, STALE, SECOND, THIRD, READER, CLIENTS };

/* A file that somebody has just looked at; from now on each sync of the log waits to be allowed. */
static int close_gate(struct watched *watched)
{
	struct program *program = watched->program;
	program_question(program, "Wat is er veranderd?");
	program_sign_in(program, program->claim_code);
	snprintf(
		watched->path, sizeof(watched->path), "/v1/regions/VR01/episodes/%s", program->episode);
	assert_int_equal(program_ask(program, "GET", watched->path, NULL), 200);
	int reached = watched->watch->reached;
	watched->watch->allowed = reached;
	return reached;
}

/* A GET, and the changes in a 412, show what was committed after their own turn: they wait for its
 * sync too. */
static void test_syncs__come_before_what_a_reader_is_told(void **state)
{
	struct watched watched;
	struct client clients[CLIENTS];
	serve(&watched, *state, NULL);
	for (int i = 0; i < CLIENTS; i++) client_open(&clients[i], watched.program->port);
	int reached = close_gate(&watched);
	add_need(&watched, &clients[FIRST], NULL);
	await_sync(&watched, reached + 1);
	send(&watched, &clients[READER], "GET", watched.path, "", NULL);
	add_need(&watched, &clients[STALE], "0");
	add_need(&watched, &clients[SECOND], NULL);
	await_needs(&watched, 3);
	assert_true(client_is_quiet(&clients[READER], QUIET_MS));
	watched.watch->allowed = reached + 1;
	await_sync(&watched, reached + 2);
	client_read(&clients[FIRST], true);
	assert_int_equal(clients[FIRST].status, 201);
	add_need(&watched, &clients[THIRD], NULL);
	await_needs(&watched, 4);
	watched.watch->allowed = reached + 2;
	/* The one that is refused had its turn before the second, and has read behind the third. */
	client_read(&clients[SECOND], true);
	assert_int_equal(clients[SECOND].status, 201);
	assert_true(client_is_quiet(&clients[STALE], QUIET_MS));
	watched.watch->allowed = INT_MAX;
	client_read(&clients[STALE], true);
	assert_int_equal(clients[STALE].status, 412);
	program_said(&clients[STALE].body, "\"changed\":[");
	client_read(&clients[READER], true);
	assert_int_equal(clients[READER].status, 200);
	client_read(&clients[THIRD], true);
	for (int i = 0; i < CLIENTS; i++) client_close(&clients[i]);
	end(&watched);
}

int main(int count, char **arguments)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, program_start, program_stop)
	const struct CMUnitTest tests[] = {
		TEST(test_syncs__of_the_log_come_before_the_reply),
		TEST(test_syncs__of_a_wrong_file_are_found),
		TEST(test_syncs__come_before_what_a_reader_is_told),
	};
	if (count < 3) return 2;
	library = arguments[2];
	return program_tests_once(arguments[1], "syncs", tests, sizeof(tests) / sizeof(tests[0]));
}
