/* throttle.c - counting tries.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/throttle.h"
#include "base/check.h"
#include "base/hash.h"
#include <stdlib.h>

#define MINUTE_MS INT64_C(60000)
#define DAY_MS (24 * 60 * MINUTE_MS)

const struct throttle_rule throttle_rules[THROTTLE_KIND_COUNT] = {
	[THROTTLE_LOGIN] = {5, 15 * MINUTE_MS, DAY_MS},
	/* Behind a proxy all are one address: so it is slowed down only a little. */
	[THROTTLE_PEER] = {40, 10000, 15 * MINUTE_MS},
	[THROTTLE_DEVICE] = {5, 15 * MINUTE_MS, DAY_MS},
};

status throttle_open(struct throttle *throttle, struct error *error)
{
	*throttle = (struct throttle){.places = calloc(THROTTLE_PLACES, sizeof(*throttle->places))};
	if (throttle->places != NULL) return STATUS_OK;
	return status_fail(error, STATUS_MEMORY, "no memory to count tries");
}

void throttle_close(struct throttle *throttle)
{
	free(throttle->places);
	*throttle = (struct throttle){.places = NULL};
}

static struct throttle_place *set_of(struct throttle *throttle, const struct throttle_key *key)
{
	uint64_t hash = hash_fast(key->id.bytes, ID_SIZE) + (uint64_t)key->kind;
	return &throttle->places[hash % (THROTTLE_PLACES / THROTTLE_WAYS) * THROTTLE_WAYS];
}

static struct throttle_place *find(struct throttle *throttle, const struct throttle_key *key)
{
	struct throttle_place *set = set_of(throttle, key);
	for (size_t i = 0; i < THROTTLE_WAYS; i++)
		if (set[i].tries > 0 && set[i].kind == (int32_t)key->kind && id_equal(set[i].id, key->id))
			return &set[i];
	return NULL;
}

static bool is_over(const struct throttle_place *place, int64_t now_ms)
{
	return now_ms - place->last_ms >= throttle_rules[place->kind].forgets_ms;
}

/* How long after its last try the next may come. */
static int64_t wait_of(const struct throttle_place *place)
{
	const struct throttle_rule *rule = &throttle_rules[place->kind];
	int64_t wait_ms = THROTTLE_FIRST_WAIT_MS;
	if (place->tries < rule->free) return 0;
	for (int32_t i = rule->free; i < place->tries && wait_ms < rule->most_ms; i++) wait_ms *= 2;
	return wait_ms < rule->most_ms ? wait_ms : rule->most_ms;
}

static int64_t left_of(struct throttle *throttle, const struct throttle_key *key, int64_t now_ms)
{
	struct throttle_place *place = find(throttle, key);
	if (place == NULL || is_over(place, now_ms)) return 0;
	int64_t left_ms = place->last_ms + wait_of(place) - now_ms;
	return left_ms > 0 ? left_ms : 0;
}

/* A free place, or the one with the fewest tries. */
static struct throttle_place *make_room(
	struct throttle *throttle, const struct throttle_key *key, int64_t now_ms)
{
	struct throttle_place *set = set_of(throttle, key);
	size_t least = throttle->forgotten++ % THROTTLE_WAYS;
	for (size_t i = 0; i < THROTTLE_WAYS; i++) {
		if (set[i].tries == 0 || is_over(&set[i], now_ms)) return &set[i];
		if (set[i].tries < set[least].tries) least = i;
	}
	return &set[least];
}

static void count_one(struct throttle *throttle, const struct throttle_key *key, int64_t now_ms)
{
	struct throttle_place *place = find(throttle, key);
	if (place == NULL || is_over(place, now_ms)) {
		if (place == NULL) place = make_room(throttle, key, now_ms);
		*place = (struct throttle_place){.id = key->id, .kind = (int32_t)key->kind};
	}
	if (place->tries < INT32_MAX) place->tries++;
	place->last_ms = now_ms;
}

int64_t throttle_try(
	struct throttle *throttle, const struct throttle_key *keys, size_t count, int64_t now_ms)
{
	int64_t longest_ms = 0;
	CHECK(count >= 1 && count <= THROTTLE_KEYS);
	for (size_t i = 0; i < count; i++) {
		int64_t left_ms = left_of(throttle, &keys[i], now_ms);
		if (left_ms > longest_ms) longest_ms = left_ms;
	}
	if (longest_ms > 0) return longest_ms;
	for (size_t i = 0; i < count; i++) count_one(throttle, &keys[i], now_ms);
	return 0;
}

static void take_one(struct throttle *throttle, const struct throttle_key *key)
{
	struct throttle_place *place = find(throttle, key);
	if (place != NULL) place->tries--;
}

void throttle_right(struct throttle *throttle, const struct throttle_key *keys, size_t count)
{
	struct throttle_place *place = find(throttle, &keys[0]);
	if (place != NULL) place->tries = 0;
	if (count > 1) throttle_take_back(throttle, keys + 1, count - 1);
}

void throttle_take_back(struct throttle *throttle, const struct throttle_key *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) take_one(throttle, &keys[i]);
}
