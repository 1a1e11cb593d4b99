/* command_clock.h - what comes due, and what has to be delivered: the work that the program does
 * itself.
 *
 * Called with a function that carries a command out, so that a test drives it in one thread and
 * the server through the queue. Calling it twice does no harm: what was done is no longer due.
 * Tests       test/unit/command/test_clock.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command.h"

struct command_clock_report {
	int64_t expired; /* handovers and askings that ended */
	int64_t late;    /* steps that are late from now on */
	int64_t asked;   /* owners of entries, or administrators about corrections */
	int64_t faded;   /* entries that fade from now on */
	int64_t stale;   /* due dates that were over already */
	int64_t delivered;
};

/* Carries out one command of the program; OUTCOME_FAILED is reported as an error. */
typedef status (*command_carry)(void *context, struct command *command, struct error *error);

/* Everything that is due at `now_ms`. `store` reads, in no transaction. */
MUST_USE status command_clock_tick(struct store *store, int64_t now_ms, command_carry carry,
	void *context, struct command_clock_report *report, struct error *error);
/* Every event in the outbox. */
MUST_USE status command_clock_deliver(struct store *store, int64_t now_ms, command_carry carry,
	void *context, struct command_clock_report *report, struct error *error);
