/* plan_read.h - what is read of a plan and of light contact.
 *
 * Cursors give rows as the named table describes them (store/store_record.h).
 * Tests       test/unit/care/test_plan_read.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/light.h"
#include "care/plan.h"

/* The last version of a part. */
MUST_USE status plan_find_part(struct store *store, int32_t region, struct id episode,
	struct id part, struct plan_part *found, bool *known, struct arena *arena, struct error *error);
/* Rows of care_plan_part: the last version of each, those that are open first, by kind and in the
 * order in which they came in. */
MUST_USE status plan_open_parts(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
/* The versions behind seq `after`, oldest first, at most `limit` of them: of each all its parts. */
MUST_USE status plan_open_history(struct store *store, int32_t region, struct id episode,
	int64_t after, int64_t limit, struct store_cursor **cursor, struct error *error);
/* Of the last versions: the steps that this account has, or is asked for; and all that are open. At
 * most PLAN_MAX_OPEN; their words live in `arena`. */
MUST_USE status plan_list_steps_of(struct store *store, int32_t region, struct id episode,
	struct id who, struct plan_part steps[PLAN_MAX_OPEN], size_t *count, struct arena *arena,
	struct error *error);
MUST_USE status plan_list_open_steps(struct store *store, int32_t region, struct id episode,
	struct plan_part steps[PLAN_MAX_OPEN], size_t *count, struct arena *arena, struct error *error);
/* How many parts are open; and the version of the plan, 0 if there is none. */
MUST_USE status plan_count_open(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error);
MUST_USE status plan_version(
	struct store *store, int32_t region, struct id episode, int64_t *version, struct error *error);
/* Rows of care_plan_yes to this version, oldest first. */
MUST_USE status plan_open_yes(struct store *store, int32_t region, struct id episode, int64_t seq,
	struct store_cursor **cursor, struct error *error);
/* Steps that this account has or is asked for, and light contact that it keeps, over all shards. */
MUST_USE status plan_count_held(
	struct store *store, struct id account, int64_t *number, struct error *error);
/* The light contact that is kept. */
MUST_USE status plan_find_light(struct store *store, int32_t region, struct id episode,
	struct light *light, bool *kept, struct arena *arena, struct error *error);
