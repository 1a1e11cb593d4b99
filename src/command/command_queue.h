/* command_queue.h - commands wait for the one writer; its thread takes all that is waiting as a
 * batch.
 *
 * States      open -> draining (nothing new is taken; what waits is still applied) -> closed
 * Invariants  (1) Every command that was taken in is answered exactly once, also while draining.
 * Bounds      COMMAND_QUEUE_MAX commands wait; one more is refused at once with STATUS_BUSY.
 * Threads     submit from any thread; `answered` runs on the writer's thread.
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
/* `command->answered` is called after the commit. STATUS_BUSY: too many wait, or it is draining;
 * not taken. */
MUST_USE status command_queue_submit(
	struct command_queue *queue, struct command *command, struct error *error);
/* Submits and waits until it has been answered (jobs; not on a loop). Uses answered and waiter
 * itself. */
MUST_USE status command_queue_run(
	struct command_queue *queue, struct command *command, struct error *error);
