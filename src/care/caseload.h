/* caseload.h - what somebody holds: the files of others in whose team they are, the most urgent
 * first, each with what comes next in it.
 *
 * A team says it all: who manages the care, bears a need, holds along or gave something and stays,
 * is in it (team.h). It has the one index by account, care_member_by_account.
 * Knowing     Who knows only their own part (knowing.h) sees the needs that they bear; who is kept
 *             out of sight sees nothing of that file, whatever the team says.
 * Order       in danger, then late, then by the day of the next step; then what has no step; then
 *             where no need is open. Of an episode its most urgent need counts, and is shown.
 * Bounds      CASELOAD_PAGE rows at a time.
 * Ownership   Words of a row live in the arena.
 * Design      docs/laws.md#L3      Tests  test/unit/care/test_caseload.c,
 *             test/scenario/test_worklist.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/episode.h"
#include "care/step.h"

#define CASELOAD_PAGE 200

struct caseload_row {
	int32_t region;
	struct id episode;
	struct id person;
	struct id care_manager;
	int64_t bears;  /* open needs that this account bears */
	int64_t needs;  /* open needs */
	struct id need; /* the most urgent one; none if all are closed */
	int32_t domain;
	int32_t state;    /* enum need_state */
	struct step step; /* its next step; id none if it has none */
	int64_t place;    /* in the order; over 0 */
};

/* Where a page begins: behind this row. The first page: 0 and none. */
struct caseload_position {
	int64_t place;
	struct id episode;
};

/* At most `limit`, to CASELOAD_PAGE, files of others in this shard. */
MUST_USE status caseload_list(struct store *store, int32_t region, struct id account,
	struct caseload_position after, int64_t limit, struct caseload_row *rows, size_t *count,
	struct arena *arena, struct error *error);
/* In how many teams of others an account is, by shard: rows of region and number. */
MUST_USE status caseload_open_shards(
	struct store *store, struct id account, struct store_cursor **cursor, struct error *error);
