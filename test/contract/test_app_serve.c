/* test_app_serve.c - serving, from an empty directory to stopping, and what it refuses to serve.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "program.h"
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_there(const struct program *program, const char *name)
{
	char path[PROGRAM_TEXT_SIZE];
	struct stat facts;
	return stat(program_path(program, name, path), &facts) == 0;
}

/* A first start makes everything, says so, and answers; SIGTERM ends it with nothing left over. */
static void test_serve__starts_from_nothing_and_stops(void **state)
{
	struct program *program = *state;
	program_serve(program, "a", NULL);
	program_said(&program->out, "A site key was made: ");
	program_said(&program->out, "apart from the databases");
	program_said(&program->out, "one-time token:");
	assert_int_equal(program_ask(program, "GET", "/health", NULL), 200);
	assert_int_equal(program_ask(program, "GET", "/ready", NULL), 200);
	program_said(&program->client.body, "\"ready\"");
	assert_int_equal(program_ask(program, "GET", "/metrics", NULL), 200);
	program_said(&program->client.body, "vangnet_http_requests_total");
	program_said(&program->client.body, "vangnet_writer_");
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_said(&program->err, "\"event\":\"server.ready\"");
	program_said(&program->err, "\"event\":\"server.stopped\"");
	assert_false(is_there(program, "a/vangnet.sqlite-wal"));
	assert_false(is_there(program, "a/keys.sqlite-wal"));
	/* Nothing on standard output but what is for people. */
	assert_null(memmem(program->out.bytes, program->out.size, "{\"time\"", 7));
}

/* What was done is there after a restart; who may sign in still may; there is no token any more. */
static void test_serve__goes_on_after_a_restart(void **state)
{
	struct program *program = *state;
	char path[160];
	program_serve(program, "a", NULL);
	program_settle(program);
	program_question(program, "Ik slaap al weken niet");
	assert_int_equal(program_end(program, SIGINT), 0);
	program_serve(program, "a", NULL);
	assert_null(strstr(buf_text(&program->out), "token"));
	assert_null(strstr(buf_text(&program->out), "site key"));
	program_sign_in(program, program->claim_code);
	snprintf(path, sizeof(path), "/v1/regions/VR01/episodes/%s/timeline", program->episode);
	assert_int_equal(program_ask(program, "GET", path, NULL), 200);
	program_said(&program->client.body, "Ik slaap al weken niet");
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* A token that was not used is no reason not to get another one. */
static void test_serve__gives_a_token_until_there_is_an_administrator(void **state)
{
	struct program *program = *state;
	char first[40];
	program_serve(program, "a", NULL);
	snprintf(first, sizeof(first), "%.32s",
		strstr(strstr(buf_text(&program->out), "token:"), "    ") + 4);
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_serve(program, "a", NULL);
	assert_null(strstr(buf_text(&program->out), first));
	program_settle(program);
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* Two processes on one database: the second says why not, and changes nothing. */
static void test_serve__refuses_a_second_writer(void **state)
{
	struct program *program = *state;
	program_serve(program, "a", NULL);
	program_settle(program);
	assert_int_equal(RUN(program, "a", "serve", "--port=0"), 1);
	program_said(&program->err, "another process serves it");
	assert_int_equal(RUN(program, "a", "migrate"), 1);
	program_said(&program->err, "another process serves it");
	program_question(program, "Het gaat door");
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* A port that is taken is named. */
static void test_serve__says_that_the_port_is_taken(void **state)
{
	struct program *program = *state;
	char port[32], expected[96];
	program_serve(program, "a", NULL);
	snprintf(port, sizeof(port), "--port=%u", (unsigned)program->port);
	assert_int_equal(RUN(program, "b", "serve", port), 1);
	snprintf(expected, sizeof(expected), "port %u of 127.0.0.1 is taken", (unsigned)program->port);
	program_said(&program->err, expected);
	/* Nothing was made where it would have served. */
	assert_false(is_there(program, "b"));
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* While it drains it says that it is not ready, and answers everything else, also who comes new. */
static void test_serve__drains_before_it_stops(void **state)
{
	struct program *program = *state;
	program_serve(program, "a", "--drain-seconds=600");
	program_settle(program);
	assert_int_equal(program_ask(program, "GET", "/ready", NULL), 200);
	kill(program->server, SIGTERM);
	program_await_log(program, "\"event\":\"server.stopping\"");
	client_close(&program->client);
	client_open(&program->client, program->port);
	assert_int_equal(program_ask(program, "GET", "/ready", NULL), 503);
	program_said(&program->client.body, "\"code\":\"stopping\"");
	assert_int_equal(program_ask(program, "GET", "/health", NULL), 200);
	program_question(program, "Kan dit nog?");
	assert_int_equal(program_end(program, SIGTERM), 128 + SIGTERM);
	program_serve(program, "a", "--drain-seconds=1");
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(RUN(program, "a", "verify"), 0);
}

/* A client in the middle of a request holds up the end, but not against a second signal. */
static void test_serve__stops_at_once_at_the_second_signal(void **state)
{
	struct program *program = *state;
	program_serve(program, "a", "--stop-seconds=600");
	program_settle(program);
	client_send(&program->client,
		"POST /v1/sessions HTTP/1.1\r\nHost: here\r\n"
		"Content-Length: 100\r\n\r\n{");
	client_await_read(&program->client);
	kill(program->server, SIGTERM);
	program_await_log(program, "\"event\":\"server.stopping\"");
	assert_int_equal(program_end(program, SIGTERM), 128 + SIGTERM);
	/* Nothing that was acknowledged is lost. */
	program_serve(program, "a", NULL);
	assert_null(strstr(buf_text(&program->out), "token"));
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(RUN(program, "a", "verify"), 0);
}

/* SIGHUP, with which other programs end or read their settings again, does nothing. */
static void test_serve__does_not_mind_sighup(void **state)
{
	struct program *program = *state;
	program_serve(program, "a", NULL);
	kill(program->server, SIGHUP);
	poll(NULL, 0, 50);
	assert_int_equal(program_ask(program, "GET", "/health", NULL), 200);
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* A database of a newer program is shown, and nothing in it is changed. */
static void test_serve__only_reads_a_newer_schema(void **state)
{
	struct program *program = *state;
	program_serve(program, "a", NULL);
	program_settle(program);
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_sql(program, "a",
		"insert into store_schema(version, name, applied_ms) values(99, 'from_the_future', 1)");
	program_serve(program, "a", NULL);
	program_said(&program->err, "newer vangnet (schema 99, this program knows ");
	assert_null(strstr(buf_text(&program->out), "token"));
	assert_int_equal(program_ask(program, "GET", "/ready", NULL), 200);
	program_said(&program->client.body, "read_only");
	assert_int_equal(program_ask(program, "GET", "/v1/regions", NULL), 200);
	buf_reset(&program->token);
	assert_int_equal(program_ask(program, "POST", "/v1/regions/VR01/questions",
						 "{\"story\":\"x\",\"contact\":\"y\"}"),
		503);
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(RUN(program, "a", "migrate"), 1);
	program_said(&program->err, "is at schema 99 and this program knows ");
	assert_int_equal(RUN(program, "a", "backup", "never.sqlite"), 1);
	program_said(&program->err, "use the vangnet that wrote it");
	assert_int_equal(RUN(program, "a", "verify"), 1);
	program_said(&program->err, "use the vangnet that wrote it");
}

/* A newer key store has the same effect. */
static void test_serve__only_reads_with_a_newer_key_store(void **state)
{
	struct program *program = *state;
	static const char later[] =
		"insert into store_schema(version, name, applied_ms) values(99, 'from_the_future', 1)";
	program_serve(program, "a", NULL);
	program_settle(program);
	program_question(program, "Wie leest dit?");
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_keys_sql(program, "a", later);
	program_serve(program, "a", NULL);
	program_said(&program->err, "the key store was written by a newer vangnet");
	assert_int_equal(program_ask(program, "GET", "/ready", NULL), 200);
	program_said(&program->client.body, "read_only");
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* Connections that PostgreSQL has ended do not come back by themselves: the program ends too, with
 * an exit code that says it failed, and starts again as before. */
static void test_serve__ends_when_postgresql_is_gone(void **state)
{
	struct program *program = *state;
	char sql[160];
	if (program->kind == STORE_SQLITE) return;
	program_serve(program, "a", "--deliver-milliseconds=10");
	program_settle(program);
	snprintf(sql, sizeof(sql),
		"select pg_terminate_backend(pid) from pg_stat_activity where application_name='app_%ld'",
		(long)getpid());
	program_sql(program, "a", sql);
	program_await_log(program, " is lost");
	assert_int_equal(program_end(program, 0), 1);
	program_serve(program, "a", NULL);
	assert_null(strstr(buf_text(&program->out), "token"));
	program_question(program, "En weer verder");
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* In the order in which a server with one loop connects; the search's is the last, and is opened
 * again. */
enum connection { OF_WRITER, OF_CLOCK, OF_KEYS, OF_LOOP, OF_SEARCH };

static void end_connection(struct program *program, enum connection which)
{
	char sql[640];
	/* The search opens its own when the others are there; the division fails unless it came. */
	snprintf(sql, sizeof(sql),
		"do $$ begin for i in 1..2400 loop perform pg_stat_clear_snapshot();"
		" exit when %d < (select count(*) from pg_stat_activity where application_name='app_%ld');"
		" perform pg_sleep(0.1); end loop; end $$;"
		" select 1/count(pg_terminate_backend(pid, 30000)) from (select pid from pg_stat_activity"
		" where application_name='app_%ld' order by backend_start offset %d limit 1) connection",
		(int)which, (long)getpid(), (long)getpid(), (int)which);
	program_sql(program, "a", sql);
}

static int ask_question(struct program *program)
{
	return program_ask(program, "POST", "/v1/regions/VR01/questions",
		"{\"story\":\"Is daar iemand?\",\"contact\":\"06\"}");
}

/* Somebody asks while a connection is lost. Whether the program answers before it ends is for the
 * test below. */
static void ask_and_go(struct program *program)
{
	static const char request[] =
		"POST /v1/regions/VR01/questions HTTP/1.1\r\nHost: here\r\n"
		"Content-Type: application/json\r\nIdempotency-Key: asked-and-gone\r\n"
		"Content-Length: 42\r\n\r\n{\"story\":\"Is daar iemand?\",\"contact\":\"06\"}";
	(void)send(program->client.fd, request, sizeof(request) - 1, MSG_NOSIGNAL);
}

/* Each connection that is lost alone ends the program too: it is not left refusing for ever. The
 * clock's is noticed without anybody asking. */
static void test_serve__ends_when_one_connection_is_gone(void **state)
{
	static const enum connection each[] = {OF_WRITER, OF_CLOCK, OF_KEYS, OF_LOOP};
	struct program *program = *state;
	if (program->kind == STORE_SQLITE) return;
	program_serve(program, "a", NULL);
	program_settle(program);
	buf_reset(&program->token);
	assert_int_equal(program_end(program, SIGTERM), 0);
	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
		program_serve(program, "a", "--deliver-milliseconds=10 --loops=1");
		end_connection(program, each[i]);
		if (each[i] != OF_CLOCK) ask_and_go(program);
		program_await_log(program, " is lost");
		assert_int_equal(program_end(program, 0), 1);
	}
	program_serve(program, "a", "--deliver-milliseconds=10 --loops=1");
	end_connection(program, OF_SEARCH);
	assert_int_equal(ask_question(program), 201);
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* The clock's thread has been through all that it does by itself. */
static void await_first_round(struct program *program)
{
	do assert_int_equal(program_ask(program, "GET", "/v1/clock", NULL), 200);
	while (strstr(buf_text(&program->client.body), "\"last\":null") != NULL);
}

/* Until it ends it does not say that it is ready. */
static void test_serve__is_not_ready_when_one_connection_is_gone(void **state)
{
	static const enum connection each[] = {OF_WRITER, OF_KEYS, OF_LOOP};
	struct program *program = *state;
	if (program->kind == STORE_SQLITE) return;
	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
		program_serve(program, "a", "--deliver-milliseconds=60000 --due-seconds=600 --loops=1");
		if (i == 0) program_settle(program);
		buf_reset(&program->token);
		await_first_round(program);
		assert_int_equal(program_ask(program, "GET", "/ready", NULL), 200);
		end_connection(program, each[i]);
		assert_int_equal(ask_question(program), 503);
		assert_int_equal(program_ask(program, "GET", "/ready", NULL), 503);
		program_said(&program->client.body, "\"code\":\"store\"");
		assert_int_equal(program_end(program, SIGTERM), 0);
	}
}

/* Who has lost the right to write says so and ends; the next start takes it again. */
static void test_serve__ends_when_the_lease_is_lost(void **state)
{
	struct program *program = *state;
	program_serve(program, "a", "--deliver-milliseconds=10");
	program_settle(program);
	buf_reset(&program->token);
	program_sql(program, "a", "update store_lease set epoch = epoch + 1");
	assert_int_equal(ask_question(program), 503);
	program_await_log(program, "the right to write in it");
	assert_int_equal(program_end(program, 0), 1);
	program_serve(program, "a", NULL);
	program_question(program, "En weer verder");
	assert_int_equal(program_end(program, SIGTERM), 0);
}

static void said_incident(struct program *program, const char *code)
{
	char words[64];
	snprintf(words, sizeof(words), "\"code\":\"%s\"", code);
	program_said(&program->client.body, words);
	program_said(&program->client.body, "\"incident\":\"");
}

/* What cannot be shown ends that request, on every loop, and nothing else. */
static void test_serve__answers_500_when_a_check_fails_on_a_loop(void **state)
{
	struct program *program = *state;
	char path[160];
	program_serve(program, "a", "--loops=1");
	program_settle(program);
	program_question(program, "Wie ziet dit?");
	program_sign_in(program, program->claim_code);
	snprintf(path, sizeof(path), "/v1/regions/VR01/episodes/%s", program->episode);
	assert_int_equal(program_ask(program, "GET", path, NULL), 200);
	program_sql(program, "a", "update care_need set state = 4");
	assert_int_equal(program_ask(program, "GET", path, NULL), 500);
	said_incident(program, "incident");
	program_sql(program, "a", "update care_need set state = 1");
	assert_int_equal(program_ask(program, "GET", path, NULL), 200);
	program_sql(program, "a", "update directory_organisation set kind = 999");
	assert_int_equal(program_ask(program, "GET", "/v1/regions/VR01/organisations", NULL), 500);
	said_incident(program, "incident");
	/* The name of who takes the question in is part of the reply to it. */
	program_sql(program, "a", "update access_account set kind = 999");
	buf_reset(&program->token);
	assert_int_equal(ask_question(program), 500);
	said_incident(program, "reply_broken");
	assert_int_equal(program_ask(program, "GET", "/ready", NULL), 200);
	assert_int_equal(program_ask(program, "GET", "/metrics", NULL), 200);
	program_said(&program->client.body, "vangnet_incidents_total 3\n");
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_said(&program->err, "\"event\":\"api.incident\"");
}

/* A look that is refused where it is read is counted as the writer's refusals are. */
static void test_serve__counts_looks_that_are_refused(void **state)
{
	struct program *program = *state;
	char path[160];
	program_serve(program, "a", NULL);
	program_settle(program);
	program_question(program, "Voor wie is dit?");
	snprintf(path, sizeof(path), "/v1/regions/VR01/episodes/%s", program->episode);
	int code = program_ask(program, "GET", path, NULL);
	assert_true(code == 403 || code == 404);
	assert_int_equal(program_ask(program, "GET", "/metrics", NULL), 200);
	const char *counted = strstr(buf_text(&program->client.body), "vangnet_refusals_total");
	assert_non_null(counted);
	assert_non_null(strstr(counted, "\"} 1\n"));
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* By a link it is the same database: one log, one lease, one that writes. */
static void test_serve__follows_a_link_to_its_database(void **state)
{
	struct program *program = *state;
	char link[PROGRAM_TEXT_SIZE];
	if (program->kind == STORE_POSTGRES) return;
	program_serve(program, "a", NULL);
	program_settle(program);
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(mkdir(program_path(program, "b", link), 0700), 0);
	program_path(program, "b/vangnet.sqlite", link);
	assert_int_equal(symlink("../a/vangnet.sqlite", link), 0);
	program_path(program, "b/keys.sqlite", link);
	assert_int_equal(symlink("../a/keys.sqlite", link), 0);
	program_path(program, "b/site.key", link);
	assert_int_equal(symlink("../a/site.key", link), 0);
	program_serve(program, "b", NULL);
	program_question(program, "Langs een omweg");
	assert_false(is_there(program, "b/vangnet.sqlite-lease"));
	assert_int_equal(RUN(program, "a", "serve", "--port=0"), 1);
	program_said(&program->err, "another process serves it");
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_true(is_there(program, "a/vangnet.sqlite-lease"));
}

/* Keys that were lost are never replaced by new ones. */
static void test_serve__refuses_to_serve_without_the_keys(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], away[PROGRAM_TEXT_SIZE];
	program_serve(program, "a", NULL);
	program_settle(program);
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_path(program, "a/site.key", path);
	program_path(program, "site.key.away", away);
	assert_int_equal(rename(path, away), 0);
	assert_int_equal(RUN(program, "a", "serve", "--port=0"), 1);
	program_said(&program->err, "put it back from its backup; a new one would open nothing");
	assert_false(is_there(program, "a/site.key"));
	assert_int_equal(rename(away, path), 0);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(RUN(program, "a", "serve", "--port=0"), 1);
	program_said(&program->err, "is open to others (mode 0644): chmod 600");
	assert_int_equal(chmod(path, 0600), 0);
	/* No key store in place of the one that was. */
	program_lose_keys(program, "a");
	assert_int_equal(RUN(program, "a", "serve", "--port=0"), 1);
	program_said(&program->err, "put the keys back with `vangnet restore --keys FILE`");
	assert_int_equal(RUN(program, "a", "serve", "--port=0"), 1);
	program_said(&program->err, "put the keys back with `vangnet restore --keys FILE`");
}

/* Another site key than the one that the key store was made with opens nothing, and that is said.
 */
static void test_serve__refuses_another_site_key(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE];
	program_serve(program, "a", NULL);
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_path(program, "other.key", path);
	assert_int_equal(RUN(program, NULL, "config", "site-key", path), 0);
	program_said(&program->out, "A site key was made: ");
	assert_int_equal(RUN(program, NULL, "config", "site-key", path), 1);
	assert_int_equal(RUN(program, "a", "serve", "--port=0", "--site-key-file", path), 1);
	program_said(&program->err, "does not open");
}

/* With the site key in a place of its own, as under systemd, a first start makes no other. */
static void test_serve__takes_a_site_key_that_is_there(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], option[PROGRAM_TEXT_SIZE + 32];
	program_path(program, "own.key", path);
	assert_int_equal(RUN(program, NULL, "config", "site-key", path), 0);
	snprintf(option, sizeof(option), "--site-key-file=%s", path);
	program_serve(program, "a", option);
	assert_null(strstr(buf_text(&program->out), "site key was made"));
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_false(is_there(program, "a/site.key"));
}

int main(int count, char **arguments)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, program_start, program_stop)
	const struct CMUnitTest tests[] = {
		TEST(test_serve__starts_from_nothing_and_stops),
		TEST(test_serve__goes_on_after_a_restart),
		TEST(test_serve__gives_a_token_until_there_is_an_administrator),
		TEST(test_serve__refuses_a_second_writer),
		TEST(test_serve__says_that_the_port_is_taken),
		TEST(test_serve__drains_before_it_stops),
		TEST(test_serve__stops_at_once_at_the_second_signal),
		TEST(test_serve__does_not_mind_sighup),
		TEST(test_serve__only_reads_a_newer_schema),
		TEST(test_serve__only_reads_with_a_newer_key_store),
		TEST(test_serve__ends_when_postgresql_is_gone),
		TEST(test_serve__ends_when_one_connection_is_gone),
		TEST(test_serve__is_not_ready_when_one_connection_is_gone),
		TEST(test_serve__ends_when_the_lease_is_lost),
		TEST(test_serve__answers_500_when_a_check_fails_on_a_loop),
		TEST(test_serve__counts_looks_that_are_refused),
		TEST(test_serve__follows_a_link_to_its_database),
		TEST(test_serve__refuses_to_serve_without_the_keys),
		TEST(test_serve__refuses_another_site_key),
		TEST(test_serve__takes_a_site_key_that_is_there),
	};
	if (count < 2) return 2;
	return program_tests(arguments[1], "serve", tests, sizeof(tests) / sizeof(tests[0]));
}
