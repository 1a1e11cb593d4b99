/* lesson.h - what a table learned, without the case that it learned it from.
 *
 * A lesson has no person, no episode and no account: only where, when, about which area of life,
 * and words. Those who sit at the table of that region read it.
 * Invariants  (1) No column of a lesson leads to a case, nor one of a case to its lesson; the month
 *                 is kept, not the day.
 * Design      docs/decisions/0015-tables-move-nothing.md
 * Tests       test/unit/care/test_seat.c, test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store_record.h"

#define LESSON_MAX_BYTES 2000

struct lesson {
	int32_t region; /* where the case was */
	struct id id;
	int32_t day;    /* the first of the month in which it was told */
	int32_t domain; /* enum life_domain */
	int32_t why;    /* enum table_why */
	int32_t level;  /* enum table_level: the table that learned it */
	struct span words;
};

extern const struct store_table lesson_table;

/* Rows of care_lesson of a shard, newest month first, at most `limit`. */
MUST_USE status lesson_open(struct store *store, int32_t region, int64_t limit,
	struct store_cursor **cursor, struct error *error);
