/* program.h - the real program, run by a test: its subcommands, and a server that is started and
 * stopped.
 *
 * A place is an installation: a database, a key store and a site key, each test's own. On SQLite
 * they are files in <directory>/<place>; on PostgreSQL (VANGNET_TEST_POSTGRES,
 * script/with-postgres) two schemas.
 * Every wait is bounded by PROGRAM_WAIT_MS; what takes longer fails the test.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../unit/http/client.h"
#include "app/app_config.h"
#include "store/store.h"
#include <sys/types.h>

#define PROGRAM_WAIT_MS 240000
#define PROGRAM_MAX_PLACES 4
#define PROGRAM_TEXT_SIZE 256

struct program {
	enum store_kind kind;
	char directory[64];
	char places[PROGRAM_MAX_PLACES][16]; /* of which there are schemas to drop */
	struct buf out;                      /* what the last run said */
	struct buf err;
	pid_t server; /* 0: none is running */
	uint16_t port;
	struct client client;
	struct buf token; /* of the session of the administrator; then, of whoever signed in last */
	char organisation[40];
	char professional[40];
	char professional_code[24];
	char episode[40]; /* of the last question */
	char claim_code[24];
	int keys_used;              /* idempotency keys */
	const char *environment[3]; /* "NAME=value" for the program, until the first NULL */
};

/* For cmocka. */
int program_start(void **state);
int program_stop(void **state);
/* Runs the tests on each backend; the number of failures. `path` is the program. */
int program_tests(const char *path, const char *name, const struct CMUnitTest *tests, size_t count);

/* The same for what has nothing to do with databases. */
int program_tests_once(
	const char *path, const char *name, const struct CMUnitTest *tests, size_t count);
/* Runs a subcommand in a place (NULL: none is named) and gives its exit code; out and err are what
 * it said. The arguments end with NULL. */
int program_run(struct program *program, const char *place, const char *const *arguments);
#define RUN(program, place, ...) \
	program_run((program), (place), (const char *const[]){__VA_ARGS__, NULL})
/* The same without waiting for its end; program_end does. */
void program_begin(struct program *program, const char *place, const char *const *arguments);
/* The last run said this, somewhere. */
void program_said(const struct buf *said, const char *words);
/* Writes a small file; `mode` as in chmod. Fills `path` with its name. */
void program_file(struct program *program, const char *name, const char *text, int mode,
	char path[PROGRAM_TEXT_SIZE]);
char *program_path(const struct program *program, const char *name, char path[PROGRAM_TEXT_SIZE]);

/* Starts serving, and waits until it says that it listens; out is what it said. `option`: NULL, or
 * options with blanks between. */
void program_serve(struct program *program, const char *place, const char *option);
/* Sends the signal; waits, and gives the exit code (128 and more: died of a signal). */
int program_end(struct program *program, int number);

/* Waits until what the server logs has these words in it. */
void program_await_log(struct program *program, const char *words);

/* Asks; the status. The body is in client.body. Signs with the token if there is one. */
int program_ask(struct program *program, const char *method, const char *path, const char *body);
/* The text behind "name":" in the last body; fails the test if it is not there. */
void program_take(struct program *program, const char *name, char *out, size_t size);
void program_sign_in(struct program *program, const char *code);
/* An administrator, an organisation, and a professional on the roster of VR01; signed in as the
 * administrator. The server was just started for the first time. */
void program_settle(struct program *program);
/* A question in VR01, at the anonymous door. */
void program_question(struct program *program, const char *story);

struct store_options program_options(
	const struct program *program, const char *place, enum store_set set);
/* Runs SQL on the database of a place, or on an SQLite file, behind the program's back. */
void program_sql(struct program *program, const char *place, const char *sql);
void program_keys_sql(struct program *program, const char *place, const char *sql);
void program_sql_file(const char *path, const char *sql);
/* Removes the key store of a place. */
void program_lose_keys(struct program *program, const char *place);
/* The settings that the program would have in this place, on any port, with one more flag (or
 * NULL). */
void program_config(
	struct program *program, const char *place, const char *flag, struct app_config *config);
