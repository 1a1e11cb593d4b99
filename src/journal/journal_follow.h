/* journal_follow.h - what was written since: for who keeps something in memory that was made from
 * tables, in whichever process.
 *
 * Whoever follows remembers a number per shard, and asks now and then. Asking costs one small
 * query; only what is new is read.
 * Invariants  (1) Each effect behind the numbers is told once, in the order of its shard.
 *             (2) Within one reading transaction the tables are as the heads of the same
 *                 transaction say.
 * Ownership   Values that are told live until the visitor returns.
 * Errors      as in store.h; STATUS_CORRUPT if effects cannot be read.
 * Tests       test/unit/journal/test_follow.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "journal/journal.h"

struct journal_follow {
	int64_t seq[JOURNAL_SHARDS]; /* of the last entry that was told */
};

/* The last entry of each shard; in an open transaction. */
MUST_USE status journal_follow_heads(
	struct store *store, struct journal_follow *heads, struct error *error);

/* `table` is a number (struct store_table); `values` the row, or only its key where it was removed.
 */
typedef void (*journal_follow_visit)(
	void *context, int table, bool removed, const struct store_value *values, size_t count);

/* Tells the effects of a shard behind follow->seq up to heads->seq, at most `limit` entries, and
 * moves follow->seq to the last that was told; in an open transaction. */
MUST_USE status journal_follow_read(struct store *store, int region, struct journal_follow *follow,
	const struct journal_follow *heads, int64_t limit, journal_follow_visit visit, void *context,
	struct error *error);
