/* hours_text.h - opening hours as people write them, to rows and back.
 *
 * Form        rules with semicolons between, days before times, in small or capital letters:
 *             mo-fr 09:00-12:30,13:30-17:00    each week
 *             tu[1] 19:30-21:30                the first of each month; [5] is the last
 *             we/2 2026-01-07 14:00-16:00      every second week, counted from that one
 *             ph closed                        holidays; or times
 *             2026-12-31 09:00-12:00           one day; or closed
 *             2026-07-13/2026-08-21 closed     a time
 *             A time that ends before it begins ends on the next day; 00:00-24:00 is a whole day.
 *             The days are mo tu we th fr sa su, single, with commas, or from-to.
 * Bounds      HOURS_MAX_ROWS rows.
 * Source      a part of the opening_hours of OpenStreetMap, with dates after ISO 8601
 * Tests       test/unit/directory/test_hours.c, fuzz/fuzz_hours.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "directory/hours.h"

#define HOURS_TEXT_MAX_BYTES 2000

/* Rows in the order in which they are kept, with seq and without region and thing. False if the
 * text cannot be read; *bad_at is then where, in bytes. */
bool hours_text_parse(
	struct span text, struct hours rows[HOURS_MAX_ROWS], size_t *count, size_t *bad_at);
/* Rows as text that gives the same rows when it is read. */
void hours_text_print(const struct hours *rows, size_t count, struct buf *out);
