/* look.h - a look at somebody's file is written down before it is answered, once per quarter of an
 * hour.
 *
 * A row per subject, actor, part and purpose in each quarter: it is what a person's own log reads,
 * and what makes a second look in the same quarter free. The chained entry with its ground has
 * number `seq`.
 * Source      L7; AVG art. 5 lid 2; NEN 7513
 * Tests       test/unit/command/test_look.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store_record.h"

#define LOOK_QUARTER_MS INT64_C(900000)

struct look {
	int32_t region;
	struct id subject;
	struct id actor;
	int32_t part;    /* enum access_part */
	int32_t purpose; /* number of the look */
	int64_t bucket;  /* quarter: at_ms / LOOK_QUARTER_MS */
	int64_t seq;     /* of the journal entry */
	int64_t at_ms;
	int32_t ground;
	struct id episode;
};

extern const struct store_table look_table;

/* Looks at somebody's file, newest first, before `before_seq`, at most `limit`: rows of
 * journal_look. */
MUST_USE status look_open_of_subject(struct store *store, int32_t region, struct id subject,
	int64_t before_seq, int64_t limit, struct store_cursor **cursor, struct error *error);
