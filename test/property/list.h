/* list.h - a growing array of structs, and a map from ids to what they name; for the tests.
 *
 * Ownership   A list owns its items; list_finish accepts a zeroed struct. A pointer to an item is
 *             good until the next list_add.
 * Bounds      LIST_MAX_BYTES; more is a CHECK.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "base/check.h"
#include "base/id.h"

#define LIST_MAX_BYTES ((size_t)1 << 30)

struct list {
	struct buf bytes;
	size_t item_bytes;
};

static inline void list_init(struct list *list, size_t item_bytes)
{
	buf_init(&list->bytes, LIST_MAX_BYTES);
	list->item_bytes = item_bytes;
}

static inline void list_finish(struct list *list)
{
	buf_finish(&list->bytes);
}

static inline void list_empty(struct list *list)
{
	buf_reset(&list->bytes);
}

static inline int32_t list_count(const struct list *list)
{
	return list->item_bytes == 0 ? 0 : (int32_t)(list->bytes.size / list->item_bytes);
}

static inline void *list_at(const struct list *list, int32_t index)
{
	CHECK(index >= 0 && index < list_count(list));
	return list->bytes.bytes + (size_t)index * list->item_bytes;
}

/* A zeroed item at the end. */
static inline void *list_add(struct list *list)
{
	void *item = buf_reserve(&list->bytes, list->item_bytes);
	CHECK(item != NULL);
	memset(item, 0, list->item_bytes);
	return item;
}

/* Where an id was put: what kind of thing, and its number. */
struct list_place {
	struct id id;
	int32_t kind; /* 0: the place is free */
	int32_t index;
};

struct list_map {
	struct list places; /* open addressing; a power of two */
	int32_t used;
};

void list_map_init(struct list_map *map);
void list_map_finish(struct list_map *map);
/* The id must not be there yet; kind > 0. */
void list_map_put(struct list_map *map, struct id id, int32_t kind, int32_t index);
/* NULL if it is not there. */
const struct list_place *list_map_find(const struct list_map *map, struct id id);
