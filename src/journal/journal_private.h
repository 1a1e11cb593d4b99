/* journal_private.h - what appending, verifying and rebuilding share: the hash of an entry, and one
 * walk along all chains.
 *
 * Tests       test/unit/journal/test_journal.c, test_verify.c, test_verify_rows.c, test_rebuild.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "journal/journal.h"

/* The hash of `entry` behind one with hash `before`; its canonical form is built in `scratch`.
 * STATUS_BOUND if a part is over STORE_MAX_VALUE_BYTES, STATUS_MEMORY. */
MUST_USE status journal_hash_entry(struct buf *scratch, const struct hash *before,
	const struct journal_entry *entry, struct hash *hash, struct error *error);
/* The bound of such a scratch buffer. */
#define JOURNAL_SCRATCH_BYTES ((size_t)3 * STORE_MAX_VALUE_BYTES + 1024)

/* What is written to another store is committed every so many entries, or bytes of entries. */
#define JOURNAL_BATCH_ENTRIES 5000
#define JOURNAL_BATCH_BYTES (64 * 1024 * 1024)

struct journal_walk {
	struct store *from; /* in a reading transaction */
	struct store *to;   /* NULL: only read; else effects are applied there */
	bool copies;        /* The entries themselves go to `to` too. */
	const struct store_table *const *tables;
	size_t count;
	void (*progress)(void *context, int64_t entries);
	void *context;
	struct journal_report *report;
	const struct journal_head *kept; /* JOURNAL_SHARDS heads to hold it against, or NULL */
	/* Where the walk is; zeroed to begin with. */
	int region;
	struct journal_head head;
	int64_t ends[JOURNAL_SHARDS]; /* the last entry of each chain so far */
	struct buf scratch;
	int64_t batch_entries;
	size_t batch_bytes;
};

/* Reads all entries in order, judges them, and applies what is right; stops at the first fault,
 * which is in the report. Opens and commits transactions of `to`, rolls back after an error. */
MUST_USE status journal_walk_all(struct journal_walk *walk, struct error *error);
void journal_say_where(struct journal_report *report, const char *format, ...) PRINTF_LIKE(2, 3);
/* CHECKs that no two tables have one number: effects would go to the wrong one. */
void journal_check_tables(const struct store_table *const *tables, size_t count);
/* STATUS_INPUT if one of the journaled tables, or the journal, has a row. */
MUST_USE status journal_need_empty(struct store *store, const struct store_table *const *tables,
	size_t count, struct error *error);
