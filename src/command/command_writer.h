/* command_writer.h - applies what is waiting, in one transaction, and syncs once.
 *
 * States      idle -> batch -> committed | rolled back and replayed one by one
 * Invariants  (1) Nothing is answered as done before it is durable: with a store that syncs apart,
 *                 whoever calls command_writer_run answers after command_writer_sync.
 *             (2) Access and judging happen inside the transaction that writes: no check-then-use.
 *             (3) A refused command wrote nothing: judges run before any row is written.
 *             (4) A command that breaks a law or a CHECK is rolled back, set aside under an
 *                 incident number and never tried again; the others of its batch go on.
 *             (5) The same command id of the same actor is applied once; its reply is given again.
 *                 The same id with another content is refused.
 * Threads     One writer, one thread; command_writer_commits and command_writer_sync from any.
 * Bounds      COMMAND_BATCH_MAX commands in a batch.
 * Tests       test/unit/command/test_writer.c, test/simulate/, test/property/
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/clock.h"
#include "command/command.h"
#include "region/region.h"

#define COMMAND_BATCH_MAX 512

enum command_verdict_value {
	COMMAND_ACCEPTED,
	COMMAND_ID_REUSED, /* this command id was used for something else */
	COMMAND_SET_ASIDE, /* this command broke a law before, and is not tried again */
	COMMAND_VERDICT_COUNT,
};
extern const struct verdict_list command_verdicts;

struct command_writer_options {
	struct store *store; /* for writing; its schema is up to date */
	struct vault *vault;
	const struct clock *clock;
	struct prng *prng;
	const struct region *division;
	bool demonstration; /* everybody in it is invented: codes go on doing beside a password */
};

struct command_writer;

MUST_USE status command_writer_open(const struct command_writer_options *options,
	struct command_writer **writer, struct error *error);
void command_writer_close(struct command_writer *writer);
/* Runs the commands in this order and fills their replies. Does not call `answered`. */
void command_writer_run(
	struct command_writer *writer, struct command *const *commands, size_t count);
/* A whole that is made of commands: all of them, or nothing. */
struct command_whole {
	void *context;
	/* The next command, which the writer reads at once: of the program, without an id, of nobody's
	 * file. What those before it did can be read from the store. *more false: there is none. */
	status (*next)(void *context, struct store *store, struct command *command, bool *more,
		struct error *error);
	/* What came of it: done, refused or broken. Others are still judged after a refusal, so that
	 * all that is wrong can be told. */
	void (*told)(void *context, const struct command *command);
	bool only_look; /* judges all of it and keeps nothing */
};

/* Runs them in one transaction. *done: all were accepted and, unless only looked at, are durable.
 * Otherwise, and after an error, nothing of it happened. Not while commands wait in a queue. */
MUST_USE status command_writer_run_whole(struct command_writer *writer,
	const struct command_whole *whole, bool *done, struct error *error);
/* How many commits have begun: what a reader sees is of these. */
uint64_t command_writer_commits(const struct command_writer *writer);
/* Makes durable what was run before this call (store_sync). */
MUST_USE status command_writer_sync(struct command_writer *writer, struct error *error);
/* Whether what was run is durable only after that. */
bool command_writer_syncs_apart(const struct command_writer *writer);
/* Registers the writer's metrics; once per process. */
void command_writer_metrics(void);
