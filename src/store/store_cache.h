/* store_cache.h - prepared statements of a connection, found by what they were prepared for.
 *
 * An open-addressing table from (address of a descriptor or query, form) to a pointer. Nothing is
 * ever taken out: a connection keeps its statements as long as it lives.
 * Ownership   The table owns its slots, not what they point to; store_cache_finish accepts a zeroed
 *             struct.
 * Tests       test/unit/store/test_store_cache.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store_sql.h"

struct store_cache_slot {
	const void *address; /* NULL: free */
	enum store_sql_form form;
	void *statement;
};

struct store_cache {
	struct store_cache_slot *slots;
	size_t capacity; /* 0 or a power of two; at least a quarter is free */
	size_t count;
};

void store_cache_finish(struct store_cache *cache);
/* NULL if it is not there. */
void *store_cache_find(
	const struct store_cache *cache, const void *address, enum store_sql_form form);
/* Adds what is not there yet; false if no memory is left. */
MUST_USE bool store_cache_add(
	struct store_cache *cache, const void *address, enum store_sql_form form, void *statement);
