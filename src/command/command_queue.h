/* command_queue.h - commands wait for the one writer; its thread takes all that is waiting as a
 * batch.
 *
 * Where the store syncs apart, a second thread makes durable what the writer has run while the
 * writer runs the next batch: a disk that syncs slowly then costs time, but no work. What the
 * writer has committed is seen by readers before it is durable; who shows it to somebody first
 * asks command_queue_await (nothing that a crash could take back is told to anybody).
 *
 * States      open -> draining (nothing new is taken; what waits is still applied) -> closed;
 *             open -> broken (a sync failed: all that was not durable is answered as failed, and
 *             nothing is taken; the program has to end)
 * Invariants  (1) Every command that was taken in is answered exactly once, also while draining.
 *             (2) A command is answered when it and all that was committed before it is durable.
 *             (3) Whoever awaits is called exactly once, if command_queue_await said true.
 * Bounds      COMMAND_QUEUE_MAX commands wait; one more is refused at once with STATUS_BUSY.
 * Threads     submit and await from any thread; `answered` and `durable` run on the thread that
 *             syncs, or on the writer's.
 * Tests       test/unit/command/test_queue.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_writer.h"

#define COMMAND_QUEUE_MAX 8192

struct command_queue;

/* Starts the writer's thread. The queue owns neither the writer nor the commands. */
MUST_USE status command_queue_open(
	struct command_writer *writer, struct command_queue **queue, struct error *error);
/* Takes nothing new, applies and answers what waits, and ends the thread; what is submitted from
 * now on is refused. A second time does nothing. */
void command_queue_drain(struct command_queue *queue);
/* Drains if need be. Accepts NULL. */
void command_queue_close(struct command_queue *queue);
/* `command->answered` is called when it is durable. STATUS_BUSY, not taken: too many wait, it is
 * draining, or a sync failed. */
MUST_USE status command_queue_submit(
	struct command_queue *queue, struct command *command, struct error *error);
/* A sync failed. */
bool command_queue_is_broken(const struct command_queue *queue);

/* Who has read, and shows nothing before it is durable. */
struct command_seen {
	/* `kept` false: it may be gone after the program has begun again. */
	void (*durable)(struct command_seen *seen, bool kept);
	void *context;
	uint64_t commits; /* the queue's, as what follows */
	struct command_seen *next;
};

/* Whether something may be seen that is not durable yet; cheap. */
bool command_queue_is_ahead(const struct command_queue *queue);
/* After reading: false if all that could be seen is durable; true: `durable` will be called. */
bool command_queue_await(struct command_queue *queue, struct command_seen *seen);
/* Submits them in this order and waits until they have been answered (jobs; not on a loop). Uses
 * answered and waiter itself. STATUS_BUSY: from some command on they were not taken, and their
 * outcome is pending. */
MUST_USE status command_queue_run(struct command_queue *queue, struct command *const *commands,
	size_t count, struct error *error);
