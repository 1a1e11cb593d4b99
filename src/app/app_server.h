/* app_server.h - everything that serves, put together: database, keys, writer, API and the clock
 * of what comes due.
 *
 * For `vangnet serve`, and inside another program that plays or tests a region: with a clock that
 * it moves, on any free port, and with deliveries and due dates when it says so.
 *
 * States      open (listening, nothing is answered) -> started -> stopped -> closed
 * Invariants  (1) At most one process writes: the lease of the database is held from open to
 *             close.
 *             (2) While stopping, requests under way are answered, and every command that was
 *                 taken is applied; who comes new is not let in.
 *             (3) A database with something in it is never given a new key store or site key:
 *                 what is sealed could not be read any more.
 *             (4) A database of a newer program is only read: nothing is written in it.
 * Threads     open to close from one thread; app_server_tick from any.
 * Ownership   The options' settings and clock must outlive the server.
 * Errors      Messages say what to do.
 * Tests       test/contract/test_app_server.c, test_app_commands.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_config.h"
#include "base/clock.h"
#include "base/id.h"
#include "command/command_clock.h"

struct app_server_options {
	const struct app_config *config;
	const struct clock *clock; /* NULL: the system's */
	bool migrate;              /* brings an older database up to date */
	/* What serves is lost and does not come back by itself: a connection, the lease, or what was
	 * not synced. Called once, on the thread of by_itself, with the reason; may be NULL. */
	void (*lost)(const char *why);
	bool by_itself; /* what is due and what must be delivered goes on a thread of its own; else only
					 * with app_server_tick */
};

/* What opening and starting found and did, for people to read. */
struct app_server_news {
	bool made_site_key; /* there was nothing yet, and it is in config->site_key_file now */
	bool made_database;
	bool read_only; /* the schema is newer than the program */
	int schema_before;
	int schema_in_program;
	char token[ID_TEXT_SIZE]; /* one-time, for the first administrator; "": there is one */
};

struct app_server;

/* STATUS_CONFLICT: another process holds the lease, or the port is taken. STATUS_INPUT: the schema
 * is older than the program, and migrate is false. STATUS_KEY: keys are missing or wrong. */
MUST_USE status app_server_open(
	const struct app_server_options *options, struct app_server **server, struct error *error);
/* After an error app_server_close is what is left to do. */
MUST_USE status app_server_start(struct app_server *server, struct error *error);
const struct app_server_news *app_server_news(const struct app_server *server);
uint16_t app_server_port(const struct app_server *server);
/* Delivers and does all that is due at the clock's time. Adds to *report, which may be NULL. Does
 * nothing if read-only. */
MUST_USE status app_server_tick(
	struct app_server *server, struct command_clock_report *report, struct error *error);
/* From now on /ready says no, and everything else goes on: for a proxy to send others elsewhere. */
void app_server_say_stopping(struct app_server *server);
/* Accepts a server that was not started. */
void app_server_stop(struct app_server *server, int grace_ms);
/* Stops if need be. Accepts NULL. */
void app_server_close(struct app_server *server);
