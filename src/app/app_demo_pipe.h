/* app_demo_pipe.h - a thread that writes rows while the next ones are made.
 *
 * States      open: it writes nothing | the rows it was given -> closed
 * Invariants  (1) Rows are written in the order in which they were given.
 *             (2) After an error nothing more is written, and every call gives that error.
 * Threads     All functions are called by the thread that makes the rows.
 * Tests       test/unit/app/test_app_demo.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_demo_rows.h"

struct app_demo_pipe;

/* The writer belongs to the pipe until it is closed. */
MUST_USE status app_demo_pipe_open(
	struct app_demo_writer *writer, struct app_demo_pipe **pipe, struct error *error);
/* Empty rows to fill. */
struct app_demo_rows *app_demo_pipe_rows(struct app_demo_pipe *pipe);
/* Gives away the rows that were filled, and waits until those given before are written:
 * *written is how many rows are durable by now, *people how many people. */
MUST_USE status app_demo_pipe_give(
	struct app_demo_pipe *pipe, int64_t *written, int64_t *people, struct error *error);
/* Waits until all that was given is written. */
MUST_USE status app_demo_pipe_drain(
	struct app_demo_pipe *pipe, int64_t *written, int64_t *people, struct error *error);
/* Waits, and ends the thread. Accepts NULL. */
void app_demo_pipe_close(struct app_demo_pipe *pipe);
