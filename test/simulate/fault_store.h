/* fault_store.h - a store that stands before another one and lets chosen calls fail.
 *
 * Counted are begin, put, remove, get, query_open, query_next, run, scan_open and commit, from the
 * last plan on; each that fails gives STATUS_STORE and does not reach the store behind. Rolling
 * back and closing never fail.
 * Ownership   It owns the store behind it: store_close closes both.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store.h"

enum fault_store_plan {
	FAULT_STORE_NONE,
	FAULT_STORE_ONCE,  /* one call fails */
	FAULT_STORE_TWICE, /* and the one behind it */
	FAULT_STORE_FROM,  /* and all behind it */
};

/* NULL without memory; then `behind` is still the caller's. */
struct store *fault_store_create(struct store *behind);
/* `at` is 1 for the next call. */
void fault_store_set(struct store *store, enum fault_store_plan plan, int64_t at);
/* How many calls there were since, and how many of them failed. */
int64_t fault_store_calls(const struct store *store);
int64_t fault_store_failed(const struct store *store);
/* What the last one that failed was: "put"; "" if none did. */
const char *fault_store_last(const struct store *store);
/* The store behind, for reading between transactions. */
struct store *fault_store_behind(struct store *store);
