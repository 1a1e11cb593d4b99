/* list.c - the map from ids; they are random, so that their first bytes are the hash.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "list.h"

enum { FIRST_PLACES = 1024 };

static void add_places(struct list_map *map, int32_t count)
{
	list_init(&map->places, sizeof(struct list_place));
	for (int32_t i = 0; i < count; i++) list_add(&map->places);
}

void list_map_init(struct list_map *map)
{
	*map = (struct list_map){0};
	add_places(map, FIRST_PLACES);
}

void list_map_finish(struct list_map *map)
{
	list_finish(&map->places);
}

/* The place of the id, or the free one where it belongs. */
static struct list_place *place_of(const struct list_map *map, struct id id)
{
	uint64_t hash;
	memcpy(&hash, id.bytes, sizeof(hash));
	uint64_t mask = (uint64_t)list_count(&map->places) - 1;
	for (uint64_t at = hash & mask;; at = (at + 1) & mask) {
		struct list_place *place = list_at(&map->places, (int32_t)at);
		if (place->kind == 0 || id_equal(place->id, id)) return place;
	}
}

static void grow(struct list_map *map)
{
	struct list old = map->places;
	add_places(map, 2 * list_count(&old));
	for (int32_t i = 0; i < list_count(&old); i++) {
		const struct list_place *place = list_at(&old, i);
		if (place->kind != 0) *place_of(map, place->id) = *place;
	}
	list_finish(&old);
}

void list_map_put(struct list_map *map, struct id id, int32_t kind, int32_t index)
{
	CHECK(kind > 0);
	if (map->used * 2 >= list_count(&map->places)) grow(map);
	struct list_place *place = place_of(map, id);
	CHECK(place->kind == 0);
	*place = (struct list_place){id, kind, index};
	map->used++;
}

const struct list_place *list_map_find(const struct list_map *map, struct id id)
{
	if (id_is_none(id)) return NULL;
	const struct list_place *place = place_of(map, id);
	return place->kind == 0 ? NULL : place;
}
