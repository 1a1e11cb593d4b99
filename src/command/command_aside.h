/* command_aside.h - due dates that could not be done because the machine failed: set aside under an
 * incident number, and tried again.
 *
 * Broken commands are command_quarantine.h's and are never tried again. What only failed (a page of
 * the database that cannot be read, a full disk) may go well later: after a minute, then two, four
 * and so on, at most a day. Meanwhile the others go on.
 *
 * States      due -> set aside (tries 1, 2, ...) -> over (removed: it was done, or is due no more)
 * Tests       test/unit/command/test_clock.c, test/simulate/test_store_faults.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store_record.h"

#define COMMAND_ASIDE_FIRST_MS INT64_C(60000)
#define COMMAND_ASIDE_LAST_MS INT64_C(86400000)

/* Where it is due. */
enum command_aside_list { ASIDE_NONE, ASIDE_OF_CARE, ASIDE_OF_MAP, ASIDE_LIST_COUNT };

struct command_aside {
	int32_t region;
	int32_t list; /* enum command_aside_list */
	int32_t kind; /* enum due_kind or entry_due_kind */
	struct id thing;
	int64_t due_ms;
	struct id incident;
	int32_t tries;
	int32_t code; /* status of the last try */
	int64_t first_ms;
	int64_t again_ms; /* not before */
};

extern const struct store_table command_aside_table;

/* When it is tried again after so many tries. */
int64_t command_aside_again_ms(int32_t tries, int64_t now_ms);
/* Those that may be tried at `now_ms`, behind `after` (NULL: from the first), at most `limit`. */
MUST_USE status command_aside_read(struct store *store, int64_t now_ms,
	const struct command_aside *after, int64_t limit, struct command_aside *found, size_t *count,
	struct error *error);
/* How many there are. */
MUST_USE status command_aside_count(struct store *store, int64_t *count, struct error *error);
/* Whether this due date (its key is set) has to wait. */
MUST_USE status command_aside_waits(struct store *store, const struct command_aside *key,
	int64_t now_ms, bool *waits, struct error *error);
