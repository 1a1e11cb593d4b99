/* api_changes.h - whose file and whose inbox changed lately: what who keeps a page open is told of.
 *
 * Follows the journal: of the last API_CHANGES_KEPT changes it knows whose they are, and not what.
 * One loop reads for all who wait on it, so that a reader more costs a few comparisons.
 * States      closed -> open (nothing is known of before) -> closed
 * Invariants  (1) No change is missed: what is no longer known counts as changed.
 *             (2) What is told was committed, by whichever process. Whether it is durable is for
 *                 who answers to wait for (api_send).
 * Bounds      API_CHANGES_KEPT changes; who is API_CHANGES_BEHIND entries of a shard behind passes
 *             them over, and by (1) everybody there counts as changed.
 * Errors      as in store.h; what was read until then is known
 * Tests       test/unit/api/test_api_changes.c, test/scenario/test_live.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "journal/journal_follow.h"

#define API_CHANGES_KEPT 8192
#define API_CHANGES_BEHIND 5000

enum api_change_kind { API_CHANGE_FILE, API_CHANGE_INBOX };

/* An episode in the shard that it is in, or whose inbox in the shard of theirs. */
struct api_change_of {
	int32_t region;
	enum api_change_kind kind;
	struct id id;
};

struct api_changes;

MUST_USE status api_changes_open(struct api_changes **changes, struct error *error);
/* Accepts NULL. */
void api_changes_close(struct api_changes *changes);

/* Reads on to the end of the journal as it is now; in an open reading transaction. */
MUST_USE status api_changes_read(
	struct api_changes *changes, struct store *store, struct error *error);
/* How far it has read; -1 before the first time. */
int64_t api_changes_seen(const struct api_changes *changes, int32_t region);
/* Whether it changed behind `since`, a number of api_changes_seen of any process. */
bool api_changes_has(
	const struct api_changes *changes, const struct api_change_of *of, int64_t since);
