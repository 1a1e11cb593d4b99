/* store_cache.c - prepared statements of a connection, found by what they were prepared for.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_cache.h"
#include "base/check.h"
#include <stdlib.h>

#define FIRST_CAPACITY 64

/* Fibonacci hashing: descriptors lie close together, and the product's high bits spread them. */
static size_t slot_of(const void *address, enum store_sql_form form, size_t capacity)
{
	uint64_t mixed = ((uint64_t)(uintptr_t)address * 8 + (uint64_t)form) * 0x9E3779B97F4A7C15u;
	return (size_t)(mixed >> 32) & (capacity - 1);
}

static struct store_cache_slot *find_slot(
	const struct store_cache *cache, const void *address, enum store_sql_form form)
{
	size_t i = slot_of(address, form, cache->capacity);
	while (cache->slots[i].address != NULL &&
		(cache->slots[i].address != address || cache->slots[i].form != form))
		i = (i + 1) & (cache->capacity - 1);
	return &cache->slots[i];
}

static bool grow(struct store_cache *cache)
{
	struct store_cache larger = {
		.capacity = cache->capacity == 0 ? FIRST_CAPACITY : cache->capacity * 2,
		.count = cache->count,
	};
	larger.slots = calloc(larger.capacity, sizeof(struct store_cache_slot));
	if (larger.slots == NULL) return false;
	for (size_t i = 0; i < cache->capacity; i++) {
		const struct store_cache_slot *old = &cache->slots[i];
		if (old->address != NULL) *find_slot(&larger, old->address, old->form) = *old;
	}
	free(cache->slots);
	*cache = larger;
	return true;
}

void store_cache_finish(struct store_cache *cache)
{
	free(cache->slots);
	*cache = (struct store_cache){0};
}

void *store_cache_find(
	const struct store_cache *cache, const void *address, enum store_sql_form form)
{
	return cache->capacity == 0 ? NULL : find_slot(cache, address, form)->statement;
}

bool store_cache_add(
	struct store_cache *cache, const void *address, enum store_sql_form form, void *statement)
{
	CHECK(address != NULL && statement != NULL);
	if (cache->count >= cache->capacity / 4 * 3 && !grow(cache)) return false;
	struct store_cache_slot *slot = find_slot(cache, address, form);
	CHECK(slot->address == NULL);
	*slot = (struct store_cache_slot){.address = address, .form = form, .statement = statement};
	cache->count++;
	return true;
}
