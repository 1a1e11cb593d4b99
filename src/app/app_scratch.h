/* app_scratch.h - a database to try something in, and how far it is: both gone afterwards.
 *
 * The scratch database is a file only its owner can read, in a directory of its own; it is removed
 * when it is closed, and also when the program is ended by SIGINT, SIGTERM or SIGHUP.
 * Bounds      One scratch database at a time (CHECK).
 * Tests       test/contract/test_app_commands.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store.h"

/* Empty and migrated, in a new directory in `directory`. */
MUST_USE status app_scratch_open(const char *directory, struct store **store, struct error *error);
/* Accepts NULL. */
void app_scratch_close(struct store *store);

/* How far something is, in one line on standard error if that is a terminal; else nothing. */
struct app_scratch_progress {
	const char *what; /* "entries read" */
	int64_t shown_ns;
	bool shown;
};
/* For journal_verify, store_copy and the like: `context` is a struct app_scratch_progress. */
void app_scratch_show(void *context, int64_t count);
/* Clears the line. */
void app_scratch_shown(struct app_scratch_progress *progress);
