/* test_kill.c - the real program is killed under load, again and again: what it had answered is
 * there.
 *
 * After each kill: `vangnet verify` finds all whole; sent again with its Idempotency-Key, each
 * command that was answered gets the same answer, and is said to be a repetition; one that was not
 * answered is done, once.
 * A kill leaves what the system has not written yet to the system: what is lost with the power is
 * for test_simulate.c.
 *
 * Use: test_kill PROGRAM SOURCE-DIRECTORY
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../contract/program.h"
#include "base/clock.h"
#include "base/date.h"
#include "kill_client.h"
#include "simulate_budget.h"
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#define PLACE "region"

enum { CLIENTS = 8, MOST_WAIT_MS = 60000, MORE_MS = 300 };

struct load {
	struct program *program;
	struct kill_client clients[CLIENTS];
	char accounts[CLIENTS][40];
	char tokens[CLIENTS][128];
	int checked_until[CLIENTS]; /* what was sent before was looked at after its kill */
	int64_t answered, unanswered, done_unanswered, repeated;
};

/* A professional for each client, who is signed in: a session outlives the process. */
static void settle(struct load *load)
{
	struct program *program = load->program;
	char body[256], codes[CLIENTS][24];
	program_settle(program);
	snprintf(body, sizeof(body),
		"{\"kind\":\"professional\",\"organisation\":\"%s\",\"name\":\"Verzonnen Collega\"}",
		program->organisation);
	for (int i = 0; i < CLIENTS; i++) {
		assert_int_equal(program_ask(program, "POST", "/v1/regions/VR01/accounts", body), 201);
		program_take(program, "account", load->accounts[i], sizeof(load->accounts[i]));
		program_take(program, "access_code", codes[i], sizeof(codes[i]));
	}
	for (int i = 0; i < CLIENTS; i++) {
		program_sign_in(program, codes[i]);
		snprintf(load->tokens[i], sizeof(load->tokens[i]), "%s", buf_text(&program->token));
	}
}

static void open_load(struct load *load, struct program *program)
{
	struct clock clock;
	clock_init_system(&clock);
	*load = (struct load){.program = program};
	program_serve(program, PLACE, "--log-level=warn");
	settle(load);
	for (int i = 0; i < CLIENTS; i++) {
		struct kill_client *client = &load->clients[i];
		assert_true(kill_client_open(client, i));
		client->own_token = load->tokens[i];
		client->other_token = load->tokens[(i + 1) % CLIENTS];
		client->other_account = load->accounts[(i + 1) % CLIENTS];
		date_text(date_day_of(clock_now_ms(&clock)) + 3, client->contact_day);
	}
}

static void close_load(struct load *load)
{
	for (int i = 0; i < CLIENTS; i++) kill_client_close(&load->clients[i]);
}

/* A slow machine is under load later; what hangs is found here too. */
static void await_load(const struct load *load)
{
	for (int waited = 0; waited < MOST_WAIT_MS; waited += 10) {
		int answered = 0;
		for (int i = 0; i < CLIENTS; i++) answered += load->clients[i].answered;
		if (answered > CLIENTS) return;
		poll(NULL, 0, 10);
	}
	fail_msg("nobody is answered for a minute");
}

/* All clients at once, until the program is killed under them. */
static void run_and_kill(struct load *load, struct prng *prng)
{
	pthread_t threads[CLIENTS];
	for (int i = 0; i < CLIENTS; i++) {
		load->clients[i].port = load->program->port;
		load->clients[i].answered = 0;
		assert_int_equal(pthread_create(&threads[i], NULL, kill_client_run, &load->clients[i]), 0);
	}
	await_load(load);
	poll(NULL, 0, (int)prng_below(prng, MORE_MS));
	assert_int_equal(program_end(load->program, SIGKILL), 128 + SIGKILL);
	for (int i = 0; i < CLIENTS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
}

/* It was answered: the same answer, and said to be a repetition. */
static void assert_repeated(
	struct load *load, struct kill_client *client, const struct kill_client_sent *sent)
{
	struct kill_client_sent again;
	bool replayed = false;
	client->port = load->program->port;
	assert_true(kill_client_send(client, sent, &again, &replayed));
	if (!replayed || again.status != sent->status || strcmp(again.reply, sent->reply) != 0)
		fail_msg("%s %s was answered\n%ld %s\nand sent again%s\n%ld %s", sent->key, sent->path,
			sent->status, sent->reply, replayed ? "" : ", as if it were new,", again.status,
			again.reply);
	load->repeated++;
}

/* It was not answered: it is done now, if it was not before; and then it was answered. */
static void do_unanswered(
	struct load *load, struct kill_client *client, struct kill_client_sent *sent)
{
	bool replayed = false;
	client->port = load->program->port;
	assert_true(kill_client_send(client, sent, sent, &replayed));
	if (sent->status != 200 && sent->status != 201)
		fail_msg("%s %s is not done: %ld %s", sent->key, sent->path, sent->status, sent->reply);
	load->unanswered++;
	load->done_unanswered += replayed;
	sent->answered = true;
}

static void check_client(struct load *load, int number)
{
	struct kill_client *client = &load->clients[number];
	if (client->strange > 0) fail_msg("a client was told: %s", client->strange_reply);
	for (int i = load->checked_until[number]; i < client->sent_count; i++) {
		struct kill_client_sent *sent = &client->sent[i];
		load->answered += sent->answered;
		if (!sent->answered) do_unanswered(load, client, sent);
		assert_repeated(load, client, sent);
	}
	load->checked_until[number] = client->sent_count;
}

/* Everything that was ever answered, once more. */
static void check_all(struct load *load)
{
	for (int number = 0; number < CLIENTS; number++)
		for (int i = 0; i < load->clients[number].sent_count; i++)
			assert_repeated(load, &load->clients[number], &load->clients[number].sent[i]);
}

static void verify(struct program *program)
{
	if (RUN(program, PLACE, "verify") != 0)
		fail_msg("%s%s", buf_text(&program->out), buf_text(&program->err));
}

/* Killed at a moment that nobody chose: nothing that was answered is lost, or there twice. */
static void test_kill__loses_no_answer(void **state)
{
	struct program *program = *state;
	struct load load;
	struct prng prng;
	bool is_sqlite = program->kind == STORE_SQLITE;
	int64_t kills = simulate_budget_of(is_sqlite ? SIMULATE_KILLS_SQLITE : SIMULATE_KILLS_POSTGRES);
	prng_init_system(&prng);
	open_load(&load, program);
	for (int64_t kill = 0; kill < kills; kill++) {
		run_and_kill(&load, &prng);
		verify(program);
		program_serve(program, PLACE, "--log-level=warn");
		for (int i = 0; i < CLIENTS; i++) check_client(&load, i);
	}
	check_all(&load);
	assert_int_equal(program_end(program, SIGTERM), 0);
	verify(program);
	printf("%s: %" PRId64 " kills, each verified; %" PRId64 " commands were answered before one,"
		   " and are there; %" PRId64 " were not, of which %" PRId64 " were done; %" PRId64
		   " repetitions gave the same answer\n",
		is_sqlite ? "SQLite" : "PostgreSQL", kills, load.answered, load.unanswered,
		load.done_unanswered, load.repeated);
	/* It was under load, and was killed under it. */
	assert_true(load.answered > kills * CLIENTS && load.unanswered >= kills);
	close_load(&load);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kill__loses_no_answer, program_start, program_stop),
	};
	if (argc < 2) {
		fprintf(stderr, "usage: test_kill PROGRAM SOURCE-DIRECTORY\n");
		return 2;
	}
	curl_global_init(CURL_GLOBAL_DEFAULT);
	int failures = program_tests(argv[1], "kill", tests, sizeof(tests) / sizeof(tests[0]));
	curl_global_cleanup();
	return failures;
}
