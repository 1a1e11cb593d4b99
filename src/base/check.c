/* check.c - where control goes when a CHECK fails: to the thread's guard, or to abort().
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include <stdio.h>
#include <stdlib.h>

static _Thread_local struct check_guard *current;

void check_failed(const char *condition, const char *file, int line)
{
	struct check_guard *guard = current;

	if (guard == NULL) {
		fprintf(stderr, "%s:%d: CHECK failed: %s\n", file, line, condition);
		abort();
	}
	/* Cleared first: a CHECK that fails while the first one is handled must not land here again. */
	current = NULL;
	guard->condition = condition;
	guard->file = file;
	guard->line = line;
	longjmp(guard->landing, 1);
}

struct check_guard *check_guard_set(struct check_guard *guard)
{
	CHECK(guard != NULL);
	CHECK(current == NULL);
	guard->condition = NULL;
	guard->file = NULL;
	guard->line = 0;
	current = guard;
	return guard;
}

void check_guard_clear(void)
{
	current = NULL;
}

struct check_guard *check_guard_pause(void)
{
	struct check_guard *paused = current;

	current = NULL;
	return paused;
}

void check_guard_go_on(struct check_guard *paused)
{
	CHECK(current == NULL);
	current = paused;
}
