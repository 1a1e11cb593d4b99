/* table_read.h - what is read of the cases at tables.
 *
 * Cursors give rows of care_case as table.h describes them.
 * Tests       test/unit/care/test_seat.c, test/scenario
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/table.h"

/* What lies at the table of this shard and has not ended, by when it is due; a region also sees
 * what went up from it. At most `limit`, behind `after` rows. */
MUST_USE status table_open_agenda(struct store *store, int32_t shard, int64_t after, int64_t limit,
	struct store_cursor **cursor, struct error *error);
/* The cases of an episode, newest first. */
MUST_USE status table_open_cases(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
/* The open cases of an episode at which this account stands beside the person, at most
 * `capacity`. */
MUST_USE status table_list_beside(struct store *store, int32_t region, struct id episode,
	struct id account, struct table_case *cases, size_t capacity, size_t *count,
	struct arena *arena, struct error *error);
/* Whether a need is at a table already: brought, decided, named or breached. */
MUST_USE status table_has_open(struct store *store, int32_t region, struct id episode,
	struct id need, bool *has, struct error *error);
/* The case of a need that is so, where there is one. */
MUST_USE status table_find_open(struct store *store, int32_t region, struct id episode,
	struct id need, struct table_case *table_case, bool *found, struct arena *arena,
	struct error *error);
/* How tables stand, of all shards: open cases at a table where nobody sits for clients, or nobody
 * for relatives, so that it cannot decide; and open cases that are late at the nation's, above
 * which there is none. */
struct table_standing {
	int64_t without_seats;
	int64_t late_at_nation;
};
MUST_USE status table_look_standing(
	struct store *store, struct table_standing *standing, struct error *error);
/* Decisions that oblige an organisation and are not done yet: about cases and shortages, wherever
 * those are. */
MUST_USE status table_count_obliging(
	struct store *store, struct id organisation, int64_t *count, struct error *error);
/* Offers of a need that were declined or expired, since somebody last took it over and since it was
 * last at a table. */
MUST_USE status table_count_failed(struct store *store, int32_t region, struct id episode,
	struct id need, int64_t *failed, struct error *error);
/* Whether somebody took the need over since the case was brought. */
MUST_USE status table_was_accepted(
	struct store *store, const struct table_case *table_case, bool *accepted, struct error *error);
