/* command_clock.h - what comes due, and what has to be delivered: the work that the program does
 * itself.
 *
 * Called with a function that carries commands out, so that a test drives it in one thread and
 * the server through the queue. Calling it twice, late, or from two threads at once does no harm:
 * what was done is no longer due, and each due date has a command id of its own.
 * Invariants  (1) It touches only what is due, which the key of the due dates begins with.
 *             (2) One that fails is set aside under an incident number (command_aside.h), and those
 *                 behind it go on. Only when that cannot be written either does it stop.
 *             (3) Its memory does not grow with what is due: it reads COMMAND_CLOCK_PAGE at a time.
 * Tests       test/unit/command/test_clock.c, test_outbox.c, test_head.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/table_read.h"
#include "command/command.h"

/* What is carried together: so long who asks something meanwhile has to wait. */
#define COMMAND_CLOCK_PAGE 256

struct command_clock_report {
	int64_t expired; /* handovers, askings and consults that ended */
	int64_t late;    /* steps and stays that are late from now on, or were told further */
	int64_t asked;   /* owners of entries, or administrators about corrections */
	int64_t faded;   /* entries that fade from now on */
	int64_t stale;   /* due dates that were over already */
	int64_t failed;  /* set aside this time, or an event that stays where it is */
	int64_t aside;   /* set aside before: not tried, or broken for good */
	int64_t delivered;
	int64_t signed_heads;
};

/* Carries out these commands of the program, in this order, and fills each reply; one that fails
 * has OUTCOME_FAILED. An error says that the rest cannot be carried: their outcome stays pending.
 */
typedef status (*command_carry)(
	void *context, struct command *const *commands, size_t count, struct error *error);

/* Everything that is due at `now_ms`. `store` reads, in no transaction. *report is added to, also
 * when it stops halfway. */
MUST_USE status command_clock_tick(struct store *store, int64_t now_ms, command_carry carry,
	void *context, struct command_clock_report *report, struct error *error);
/* Signs the heads of all chains if that is due (journal/signed_head.h). Only where the writer has a
 * vault. */
MUST_USE status command_clock_sign(struct store *store, int64_t now_ms, command_carry carry,
	void *context, struct command_clock_report *report, struct error *error);
/* Every event in the outbox; command_deliver.c. */
MUST_USE status command_clock_deliver(struct store *store, int64_t now_ms, command_carry carry,
	void *context, struct command_clock_report *report, struct error *error);

/* What came of it, for who looks at it afterwards. */
struct command_clock_run {
	int64_t began_ms; /* 0: it has not run */
	int64_t took_us;
	status code;
	struct command_clock_report report;
};

/* Adds all that is counted in `more`. */
void command_clock_add(
	struct command_clock_report *report, const struct command_clock_report *more);

/* How it stands, without doing anything. `store` reads, in no transaction. */
struct command_clock_state {
	int64_t due;           /* due dates at this time, that nobody has done yet */
	int64_t oldest_due_ms; /* INT64_MAX if there is none, here and below */
	int64_t next_due_ms;   /* the first that is still to come */
	int64_t undelivered;
	int64_t aside;
	struct table_standing tables;
};
MUST_USE status command_clock_look(
	struct store *store, int64_t now_ms, struct command_clock_state *state, struct error *error);
