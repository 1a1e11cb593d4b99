/* program.c - the real program, run by a test.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "program.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_ARGUMENTS 40
#define MAX_OUTPUT_BYTES ((size_t)4 << 20)
#define STEP_MS 5

static const char *program_binary;
static enum store_kind backend;

static const char *conninfo(void)
{
	return getenv("VANGNET_TEST_POSTGRES");
}

/* The memory of one start: arguments that are made up on the way. */
struct start {
	char *argv[MAX_ARGUMENTS];
	int argc;
	char texts[8][PROGRAM_TEXT_SIZE];
	int used;
};

static void add(struct start *start, const char *argument)
{
	assert_true(start->argc < MAX_ARGUMENTS - 1);
	start->argv[start->argc++] = (char *)(uintptr_t)argument;
}

static void add_text(struct start *start, const char *flag, const char *value)
{
	assert_true(start->used < 8);
	char *text = start->texts[start->used++];
	int size = snprintf(text, PROGRAM_TEXT_SIZE, "%s", value);
	assert_true(size >= 0 && size < PROGRAM_TEXT_SIZE);
	add(start, flag);
	add(start, text);
}

/* Options with blanks between. */
static void add_each(struct start *start, const char *options)
{
	struct span rest = span_of(options), option;
	while (span_take(&rest, ' ', &option)) {
		assert_true(start->used < 8 && option.size < PROGRAM_TEXT_SIZE);
		char *text = start->texts[start->used++];
		memcpy(text, option.start, option.size);
		text[option.size] = 0;
		add(start, text);
	}
}

static char *schema_of(const char *place, enum store_set set, char out[64])
{
	snprintf(out, 64, "app_%ld_%s%s", (long)getpid(), place, set == STORE_KEYS ? "_keys" : "");
	return out;
}

char *program_path(const struct program *program, const char *name, char path[PROGRAM_TEXT_SIZE])
{
	int size = snprintf(path, PROGRAM_TEXT_SIZE, "%s/%s", program->directory, name);
	assert_true(size > 0 && size < PROGRAM_TEXT_SIZE);
	return path;
}

static void remember(struct program *program, const char *place)
{
	for (size_t i = 0; i < PROGRAM_MAX_PLACES; i++) {
		if (strcmp(program->places[i], place) == 0) return;
		if (program->places[i][0] == 0) {
			snprintf(program->places[i], sizeof(program->places[i]), "%s", place);
			return;
		}
	}
	fail_msg("more places than PROGRAM_MAX_PLACES");
}

static void add_place(struct program *program, struct start *start, const char *place)
{
	char path[PROGRAM_TEXT_SIZE];
	char schema[64];
	add_text(start, "--data-dir", program_path(program, place, path));
	if (program->kind == STORE_SQLITE) return;
	remember(program, place);
	add(start, "--store=postgres");
	add_text(start, "--conninfo-file", program_path(program, "conninfo", path));
	add_text(start, "--keys-conninfo-file", path);
	add_text(start, "--postgres-schema", schema_of(place, STORE_MAIN, schema));
	add_text(start, "--keys-postgres-schema", schema_of(place, STORE_KEYS, schema));
}

void program_config(
	struct program *program, const char *place, const char *flag, struct app_config *config)
{
	struct start *start = calloc(1, sizeof(*start));
	char path[PROGRAM_TEXT_SIZE];
	char *const environment[] = {NULL};
	struct app_config_problems problems;
	assert_non_null(start);
	add(start, "vangnet");
	add(start, "--port=0");
	add_text(start, "--config", program_path(program, "empty.conf", path));
	if (flag != NULL) add(start, flag);
	add_place(program, start, place);
	app_config_problems_init(&problems);
	app_config_load(config, &start->argc, start->argv, environment, &problems);
	if (problems.count > 0) fail_msg("%s", buf_text(&problems.text));
	app_config_problems_finish(&problems);
	free(start);
}

static void read_back(struct program *program, const char *name, struct buf *out)
{
	char path[PROGRAM_TEXT_SIZE];
	char bytes[4096];
	FILE *stream = fopen(program_path(program, name, path), "rb");
	buf_reset(out);
	if (stream == NULL) return;
	for (size_t size; (size = fread(bytes, 1, sizeof(bytes), stream)) > 0;)
		buf_add(out, bytes, size);
	fclose(stream);
	(void)buf_text(out);
}

/* In the child: only its own settings reach the program. */
static void become(struct program *program, struct start *start)
{
	char path[PROGRAM_TEXT_SIZE];
	char config[PROGRAM_TEXT_SIZE + 32];
	/* A test that dies leaves no server behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(config, sizeof(config), "VANGNET_CONFIG=%s/empty.conf", program->directory);
	char *environment[] = {config, NULL, NULL, NULL, NULL};
	for (int i = 0; i < 3 && program->environment[i] != NULL; i++)
		environment[i + 1] = (char *)(uintptr_t)program->environment[i];
	int out = open(program_path(program, "out", path), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int err = open(program_path(program, "err", path), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0) _exit(126);
	execve(program_binary, start->argv, environment);
	_exit(127);
}

static pid_t launch(struct program *program, struct start *start)
{
	start->argv[start->argc] = NULL;
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) become(program, start);
	return child;
}

/* Its exit code; -1 if it is still running after `wait_ms`. */
static int await_end(pid_t child, int wait_ms)
{
	for (int waited = 0; waited <= wait_ms; waited += STEP_MS) {
		int state = 0;
		pid_t ended = waitpid(child, &state, WNOHANG);
		assert_true(ended >= 0);
		if (ended == child) return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
		poll(NULL, 0, STEP_MS);
	}
	return -1;
}

/* In files of its own: what one that runs on already said so far has been read. */
static pid_t launch_new(struct program *program, const char *place, const char *const *arguments)
{
	struct start *start = calloc(1, sizeof(*start));
	char path[PROGRAM_TEXT_SIZE];
	assert_non_null(start);
	add(start, program_binary);
	for (size_t i = 0; arguments[i] != NULL; i++) add(start, arguments[i]);
	if (place != NULL) add_place(program, start, place);
	unlink(program_path(program, "out", path));
	unlink(program_path(program, "err", path));
	pid_t child = launch(program, start);
	free(start);
	return child;
}

void program_begin(struct program *program, const char *place, const char *const *arguments)
{
	assert_int_equal(program->server, 0);
	program->server = launch_new(program, place, arguments);
}

int program_run(struct program *program, const char *place, const char *const *arguments)
{
	pid_t child = launch_new(program, place, arguments);
	int code = await_end(child, PROGRAM_WAIT_MS);
	if (code < 0) kill(child, SIGKILL);
	assert_true(code >= 0);
	read_back(program, "out", &program->out);
	read_back(program, "err", &program->err);
	if (code > 3) fail_msg("exit code %d: %s", code, buf_text(&program->err));
	return code;
}

void program_said(const struct buf *said, const char *words)
{
	if (memmem(said->bytes, said->size, words, strlen(words)) == NULL)
		fail_msg("not said: %s\nbut: %.*s", words, (int)said->size, said->bytes);
}

void program_file(struct program *program, const char *name, const char *text, int mode,
	char path[PROGRAM_TEXT_SIZE])
{
	FILE *stream = fopen(program_path(program, name, path), "wb");
	assert_non_null(stream);
	assert_true(fputs(text, stream) >= 0);
	assert_int_equal(fclose(stream), 0);
	assert_int_equal(chmod(path, (mode_t)mode), 0);
}

static const char *find_listening(struct program *program)
{
	static const char line[] = "Vangnet is listening on http://127.0.0.1:";
	read_back(program, "out", &program->out);
	const char *found = strstr(buf_text(&program->out), line);
	/* The line is whole. */
	return found != NULL && strchr(found, '\n') != NULL ? found + strlen(line) : NULL;
}

void program_serve(struct program *program, const char *place, const char *option)
{
	struct start *start = calloc(1, sizeof(*start));
	char path[PROGRAM_TEXT_SIZE];
	const char *port = NULL;
	int code = -1;
	assert_non_null(start);
	assert_int_equal(program->server, 0);
	add(start, program_binary);
	add(start, "serve");
	add(start, "--port=0");
	if (option != NULL) add_each(start, option);
	add_place(program, start, place);
	unlink(program_path(program, "out", path));
	unlink(program_path(program, "err", path));
	program->server = launch(program, start);
	for (int waited = 0; port == NULL && code < 0 && waited < PROGRAM_WAIT_MS; waited++) {
		code = await_end(program->server, 0);
		port = find_listening(program);
		if (port == NULL) poll(NULL, 0, 1);
	}
	read_back(program, "err", &program->err);
	free(start);
	if (code >= 0) program->server = 0;
	if (port == NULL) fail_msg("it does not serve (%d): %s", code, buf_text(&program->err));
	program->port = (uint16_t)strtoul(port, NULL, 10);
	client_open(&program->client, program->port);
}

int program_end(struct program *program, int number)
{
	assert_true(program->server > 0);
	if (program->port != 0) client_close(&program->client);
	program->port = 0;
	kill(program->server, number);
	int code = await_end(program->server, PROGRAM_WAIT_MS);
	assert_true(code >= 0);
	program->server = 0;
	read_back(program, "err", &program->err);
	return code;
}

void program_await_log(struct program *program, const char *words)
{
	for (int waited = 0; waited < PROGRAM_WAIT_MS; waited += STEP_MS) {
		read_back(program, "err", &program->err);
		if (strstr(buf_text(&program->err), words) != NULL) return;
		poll(NULL, 0, STEP_MS);
	}
	fail_msg("not logged: %s\nbut: %s", words, buf_text(&program->err));
}

int program_ask(struct program *program, const char *method, const char *path, const char *body)
{
	struct buf request;
	buf_init(&request, 65536);
	buf_printf(&request, "%s %s HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n",
		method, path);
	buf_printf(&request, "Idempotency-Key: test-%ld-%d\r\n", (long)getpid(), program->keys_used++);
	if (program->token.size > 0)
		buf_printf(&request, "Authorization: Bearer %s\r\n", buf_text(&program->token));
	buf_printf(&request, "Content-Length: %zu\r\n\r\n%s", body == NULL ? 0 : strlen(body),
		body == NULL ? "" : body);
	int code = client_ask(&program->client, buf_text(&request));
	buf_finish(&request);
	return code;
}

void program_take(struct program *program, const char *name, char *out, size_t size)
{
	char mark[64];
	snprintf(mark, sizeof(mark), "\"%s\":\"", name);
	const char *found = strstr(buf_text(&program->client.body), mark);
	if (found == NULL) fail_msg("no %s in %s", name, buf_text(&program->client.body));
	const char *value = found + strlen(mark);
	size_t length = strcspn(value, "\"");
	assert_true(length < size);
	memcpy(out, value, length);
	out[length] = 0;
}

static void ask_right(
	struct program *program, const char *method, const char *path, const char *body)
{
	int code = program_ask(program, method, path, body);
	if (code < 200 || code > 299)
		fail_msg("%s %s: %d %s", method, path, code, buf_text(&program->client.body));
}

void program_sign_in(struct program *program, const char *code)
{
	char body[128], token[128];
	buf_reset(&program->token);
	snprintf(body, sizeof(body), "{\"code\":\"%s\"}", code);
	ask_right(program, "POST", "/v1/sessions", body);
	program_take(program, "token", token, sizeof(token));
	buf_add_text(&program->token, token);
}

void program_settle(struct program *program)
{
	char body[256], code[24], path[128];
	const char *token = strstr(buf_text(&program->out), "one-time token:\n\n    ");
	assert_non_null(token);
	snprintf(
		body, sizeof(body), "{\"token\":\"%.32s\",\"name\":\"Anna\"}", strstr(token, "    ") + 4);
	ask_right(program, "POST", "/v1/administrators/first", body);
	program_take(program, "access_code", code, sizeof(code));
	program_sign_in(program, code);
	ask_right(program, "POST", "/v1/regions/VR01/organisations",
		"{\"kind\":\"duty\",\"name\":\"Dienst\"}");
	program_take(program, "organisation", program->organisation, sizeof(program->organisation));
	snprintf(body, sizeof(body),
		"{\"kind\":\"professional\",\"organisation\":\"%s\",\"name\":\"Bea\"}",
		program->organisation);
	ask_right(program, "POST", "/v1/regions/VR01/accounts", body);
	program_take(program, "account", program->professional, sizeof(program->professional));
	program_take(
		program, "access_code", program->professional_code, sizeof(program->professional_code));
	snprintf(path, sizeof(path), "/v1/regions/VR01/roster/%s", program->professional);
	ask_right(program, "PUT", path, "{}");
}

void program_question(struct program *program, const char *story)
{
	char body[512];
	struct buf token = program->token;
	/* Nobody signed in: the anonymous door. */
	program->token = (struct buf){.limit = token.limit};
	snprintf(body, sizeof(body), "{\"story\":\"%s\",\"contact\":\"06-12345678\"}", story);
	ask_right(program, "POST", "/v1/regions/VR01/questions", body);
	program_take(program, "episode", program->episode, sizeof(program->episode));
	program_take(program, "claim_code", program->claim_code, sizeof(program->claim_code));
	program->token = token;
}

struct store_options program_options(
	const struct program *program, const char *place, enum store_set set)
{
	/* Used at once, and by one thread. */
	static char path[PROGRAM_TEXT_SIZE];
	static char schema[64];
	char name[PROGRAM_TEXT_SIZE];
	snprintf(
		name, sizeof(name), "%s/%s", place, set == STORE_KEYS ? "keys.sqlite" : "vangnet.sqlite");
	return (struct store_options){.kind = program->kind,
		.mode = STORE_READ_ONLY,
		.set = set,
		.path = program_path(program, name, path),
		.conninfo = conninfo(),
		.schema = schema_of(place, set, schema)};
}

static void postgres_sql(const char *schema, const char *sql)
{
	char path[128];
	PGconn *connection = PQconnectdb(conninfo());
	snprintf(path, sizeof(path), "set client_min_messages=warning; set search_path=%s",
		schema == NULL ? "public" : schema);
	PQclear(PQexec(connection, path));
	PGresult *result = PQexec(connection, sql);
	ExecStatusType state = PQresultStatus(result);
	if (state != PGRES_COMMAND_OK && state != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(connection));
	PQclear(result);
	PQfinish(connection);
}

void program_sql_file(const char *path, const char *sql)
{
	sqlite3 *database = NULL;
	char *message = NULL;
	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	sqlite3_exec(database, sql, NULL, NULL, &message);
	if (message != NULL) fail_msg("%s: %s", sql, message);
	assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void run_sql(const struct store_options *options, const char *sql)
{
	if (options->kind == STORE_POSTGRES)
		postgres_sql(options->schema, sql);
	else
		program_sql_file(options->path, sql);
}

void program_sql(struct program *program, const char *place, const char *sql)
{
	struct store_options options = program_options(program, place, STORE_MAIN);
	run_sql(&options, sql);
}

void program_keys_sql(struct program *program, const char *place, const char *sql)
{
	struct store_options options = program_options(program, place, STORE_KEYS);
	run_sql(&options, sql);
}

void program_lose_keys(struct program *program, const char *place)
{
	struct store_options options = program_options(program, place, STORE_KEYS);
	char sql[160];
	if (program->kind == STORE_SQLITE) {
		assert_int_equal(unlink(options.path), 0);
		return;
	}
	snprintf(sql, sizeof(sql), "drop schema %s cascade", options.schema);
	postgres_sql(NULL, sql);
}

int program_start(void **state)
{
	struct program *program = calloc(1, sizeof(*program));
	char path[PROGRAM_TEXT_SIZE];
	char text[512];
	if (program == NULL) return -1;
	program->kind = backend;
	snprintf(program->directory, sizeof(program->directory), "app-test-XXXXXX");
	if (mkdtemp(program->directory) == NULL) return -1;
	buf_init(&program->out, MAX_OUTPUT_BYTES);
	buf_init(&program->err, MAX_OUTPUT_BYTES);
	buf_init(&program->token, 256);
	program_file(program, "empty.conf", "# nothing\n", 0644, path);
	/* Under a name of its own, so that a test can cut off its connections and no others. */
	snprintf(text, sizeof(text), "%s application_name=app_%ld\n",
		conninfo() == NULL ? "" : conninfo(), (long)getpid());
	program_file(program, "conninfo", text, 0600, path);
	*state = program;
	return 0;
}

static int remove_one(const char *path, const struct stat *facts, int flag, struct FTW *where)
{
	(void)facts;
	(void)flag;
	(void)where;
	return remove(path);
}

int program_stop(void **state)
{
	struct program *program = *state;
	if (program->server > 0) {
		kill(program->server, SIGKILL);
		waitpid(program->server, NULL, 0);
	}
	for (size_t i = 0; i < PROGRAM_MAX_PLACES && program->places[i][0] != 0; i++) {
		char sql[256], schema[64], keys[64];
		snprintf(sql, sizeof(sql),
			"drop schema if exists %s cascade; drop schema if exists %s cascade",
			schema_of(program->places[i], STORE_MAIN, schema),
			schema_of(program->places[i], STORE_KEYS, keys));
		postgres_sql(NULL, sql);
	}
	nftw(program->directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	buf_finish(&program->out);
	buf_finish(&program->err);
	buf_finish(&program->token);
	free(program);
	return 0;
}

int program_tests_once(
	const char *path, const char *name, const struct CMUnitTest *tests, size_t count)
{
	program_binary = path;
	backend = STORE_SQLITE;
	return _cmocka_run_group_tests(name, tests, count, NULL, NULL);
}

int program_tests(const char *path, const char *name, const struct CMUnitTest *tests, size_t count)
{
	char title[80];
	snprintf(title, sizeof(title), "%s on SQLite", name);
	int failures = program_tests_once(path, title, tests, count);
	if (conninfo() == NULL) {
		fprintf(stderr, "%s: NOT RUN on PostgreSQL: VANGNET_TEST_POSTGRES is not set\n", name);
		return failures;
	}
	backend = STORE_POSTGRES;
	snprintf(title, sizeof(title), "%s on PostgreSQL", name);
	return failures + _cmocka_run_group_tests(title, tests, count, NULL, NULL);
}
