/* vault_cache.c - the keys at hand: two lists by last use, and a hash table over both.
 *
 * An entry stands in one of three rings: free, kept or pending. Each ring has a first entry that
 * holds no key; behind it the one used last, before it the one used longest ago. A full list gives
 * up the latter. Everything is in one piece of locked memory of fixed size; entry numbers are its
 * pointers.
 *
 * Invariants  (1) Entries that are free hold zeros and stand in no bucket.
 *             (2) At most VAULT_MAX_KEPT are kept and VAULT_MAX_PENDING pending; one more entry
 *                 there is, so that a free one is always to be had.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/hash.h"
#include "vault/vault_private.h"
#include <sodium.h>

#define MAX_KEYS (VAULT_MAX_KEPT + VAULT_MAX_PENDING + 1) /* one is always free */
#define BUCKETS 16384

_Static_assert((BUCKETS & (BUCKETS - 1)) == 0, "a power of two");

struct entry {
	struct id subject;
	uint8_t key[VAULT_KEY_BYTES];
	uint32_t newer; /* in its ring */
	uint32_t older;
	uint32_t next; /* in its bucket; 0 is the end, since entry 0 heads a ring */
	uint32_t list;
};

struct vault_table {
	struct entry entries[VAULT_LIST_COUNT + MAX_KEYS]; /* the first ones head the rings */
	uint32_t buckets[BUCKETS];
	size_t counts[VAULT_LIST_COUNT];
};

static const size_t limits[VAULT_LIST_COUNT] = {
	[VAULT_FREE] = MAX_KEYS,
	[VAULT_KEPT] = VAULT_MAX_KEPT,
	[VAULT_PENDING] = VAULT_MAX_PENDING,
};

static void ring_leave(struct vault_table *table, uint32_t at)
{
	struct entry *entry = &table->entries[at];

	table->entries[entry->newer].older = entry->older;
	table->entries[entry->older].newer = entry->newer;
	table->counts[entry->list]--;
}

static void ring_enter(struct vault_table *table, uint32_t at, enum vault_list list)
{
	struct entry *entry = &table->entries[at];
	struct entry *head = &table->entries[list];

	entry->list = list;
	entry->newer = list;
	entry->older = head->older;
	table->entries[head->older].newer = at;
	head->older = at;
	table->counts[list]++;
}

static uint32_t *bucket_of(struct vault_table *table, struct id subject)
{
	return &table->buckets[hash_fast(subject.bytes, ID_SIZE) & (BUCKETS - 1)];
}

/* The entry of a subject, or 0. */
static uint32_t find(struct vault_table *table, struct id subject)
{
	uint32_t at = *bucket_of(table, subject);

	while (at != 0 && !id_equal(table->entries[at].subject, subject)) at = table->entries[at].next;
	return at;
}

static void drop(struct vault_table *table, uint32_t at)
{
	struct entry *entry = &table->entries[at];
	uint32_t *link = bucket_of(table, entry->subject);

	while (*link != at) link = &table->entries[*link].next;
	*link = entry->next;
	ring_leave(table, at);
	sodium_memzero(entry, sizeof *entry);
	ring_enter(table, at, VAULT_FREE);
}

/* Makes an entry the newest of `list`, which gives up its oldest if it is full. */
static void move(struct vault_table *table, uint32_t at, enum vault_list list)
{
	ring_leave(table, at);
	if (table->counts[list] == limits[list]) drop(table, table->entries[list].newer);
	ring_enter(table, at, list);
}

static void add(
	struct vault_table *table, struct id subject, const uint8_t *key, enum vault_list list)
{
	uint32_t at = table->entries[VAULT_FREE].newer;
	struct entry *entry = &table->entries[at];
	uint32_t *bucket = bucket_of(table, subject);

	entry->subject = subject;
	memcpy(entry->key, key, VAULT_KEY_BYTES);
	entry->next = *bucket;
	*bucket = at;
	move(table, at, list);
}

status vault_cache_init(struct vault_cache *cache, bool must_lock, struct error *error)
{
	void *memory;

	TRY(vault_locked_create(sizeof *cache->table, must_lock, &memory, error));
	struct vault_table *table = memory;
	for (uint32_t list = 0; list < VAULT_LIST_COUNT; list++)
		table->entries[list] = (struct entry){.newer = list, .older = list, .list = list};
	for (uint32_t at = VAULT_LIST_COUNT; at < VAULT_LIST_COUNT + MAX_KEYS; at++)
		ring_enter(table, at, VAULT_FREE);
	CHECK(pthread_mutex_init(&cache->lock, NULL) == 0);
	cache->table = table;
	return STATUS_OK;
}

void vault_cache_finish(struct vault_cache *cache)
{
	if (cache->table == NULL) return;
	sodium_free(cache->table);
	CHECK(pthread_mutex_destroy(&cache->lock) == 0);
	cache->table = NULL;
}

bool vault_cache_get(struct vault_cache *cache, struct id subject, uint8_t key[VAULT_KEY_BYTES])
{
	struct vault_table *table = cache->table;

	pthread_mutex_lock(&cache->lock);
	uint32_t at = find(table, subject);
	if (at != 0) {
		memcpy(key, table->entries[at].key, VAULT_KEY_BYTES);
		move(table, at, table->entries[at].list);
	}
	pthread_mutex_unlock(&cache->lock);
	return at != 0;
}

void vault_cache_put(
	struct vault_cache *cache, struct id subject, const uint8_t key[VAULT_KEY_BYTES])
{
	pthread_mutex_lock(&cache->lock);
	uint32_t at = find(cache->table, subject);
	if (at != 0) drop(cache->table, at);
	add(cache->table, subject, key, VAULT_KEPT);
	pthread_mutex_unlock(&cache->lock);
}

void vault_cache_draw(struct vault_cache *cache, struct id subject, uint8_t key[VAULT_KEY_BYTES])
{
	pthread_mutex_lock(&cache->lock);
	uint32_t at = find(cache->table, subject);
	if (at != 0)
		memcpy(key, cache->table->entries[at].key, VAULT_KEY_BYTES);
	else
		add(cache->table, subject, key, VAULT_PENDING);
	pthread_mutex_unlock(&cache->lock);
}

void vault_cache_settle(struct vault_cache *cache, struct id subject)
{
	pthread_mutex_lock(&cache->lock);
	uint32_t at = find(cache->table, subject);
	if (at != 0) move(cache->table, at, VAULT_KEPT);
	pthread_mutex_unlock(&cache->lock);
}

void vault_cache_drop(struct vault_cache *cache, struct id subject)
{
	pthread_mutex_lock(&cache->lock);
	uint32_t at = find(cache->table, subject);
	if (at != 0) drop(cache->table, at);
	pthread_mutex_unlock(&cache->lock);
}

size_t vault_cache_count(struct vault_cache *cache, enum vault_list list)
{
	pthread_mutex_lock(&cache->lock);
	size_t count = cache->table->counts[list];
	pthread_mutex_unlock(&cache->lock);
	return count;
}
