/* search_table.c - texts with numbers: made with a hash, read in order.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"
#include "base/hash.h"
#include <stdlib.h>

void *search_grown(void *old, size_t old_size, size_t size)
{
	char *grown = calloc(1, size);
	if (grown == NULL) return NULL;
	if (old != NULL) memcpy(grown, old, old_size);
	free(old);
	return grown;
}

void search_table_finish(struct search_table *table)
{
	free(table->bytes);
	free(table->starts);
	free(table->slots);
	*table = (struct search_table){0};
}

static uint32_t *slot_of(const struct search_table *table, struct span text)
{
	uint32_t mask = table->slot_count - 1;
	uint32_t at = (uint32_t)hash_fast(text.start, text.size) & mask;
	while (
		table->slots[at] != 0 && !span_equal(search_table_text(table, table->slots[at] - 1), text))
		at = (at + 1) & mask;
	return &table->slots[at];
}

static bool grow_slots(struct search_table *table)
{
	uint32_t *old = table->slots;
	uint32_t count = table->slot_count == 0 ? 1024 : table->slot_count * 2;
	uint32_t *slots = calloc(count, sizeof(*slots));
	if (slots == NULL) return false;
	table->slots = slots;
	table->slot_count = count;
	for (uint32_t i = 0; i < table->count; i++)
		*slot_of(table, search_table_text(table, i)) = i + 1;
	free(old);
	return true;
}

static bool make_room(struct search_table *table, size_t size)
{
	if (table->count + 2 > table->starts_capacity) {
		uint32_t capacity = table->starts_capacity == 0 ? 256 : table->starts_capacity * 2;
		uint32_t *starts = search_grown(
			table->starts, table->starts_capacity * sizeof(*starts), capacity * sizeof(*starts));
		if (starts == NULL) return false;
		table->starts = starts;
		table->starts_capacity = capacity;
		if (table->count == 0) table->starts[0] = 0;
	}
	if (table->size + size > table->capacity || table->bytes == NULL) {
		size_t capacity = (table->capacity + size + 1024) * 3 / 2;
		char *bytes =
			capacity > UINT32_MAX ? NULL : search_grown(table->bytes, table->size, capacity);
		if (bytes == NULL) return false;
		table->bytes = bytes;
		table->capacity = capacity;
	}
	return table->slot_count > table->count * 2 + 2 || grow_slots(table);
}

uint32_t search_table_add(struct search_table *table, struct span text)
{
	if (table->full || !make_room(table, text.size)) {
		table->full = true;
		return SEARCH_NONE;
	}
	uint32_t *slot = slot_of(table, text);
	if (*slot != 0) return *slot - 1;
	if (text.size > 0) memcpy(table->bytes + table->size, text.start, text.size);
	table->size += text.size;
	table->count++;
	table->starts[table->count] = (uint32_t)table->size;
	*slot = table->count;
	return table->count - 1;
}

uint32_t search_table_find(const struct search_table *table, struct span text)
{
	if (table->slot_count == 0) return SEARCH_NONE;
	uint32_t slot = *slot_of(table, text);
	return slot == 0 ? SEARCH_NONE : slot - 1;
}

static int compare_texts(struct span a, struct span b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = size == 0 ? 0 : memcmp(a.start, b.start, size);
	return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_numbers(const void *a, const void *b, void *table)
{
	return compare_texts(search_table_text(table, *(const uint32_t *)a),
		search_table_text(table, *(const uint32_t *)b));
}

bool search_table_sort(const struct search_table *from, struct search_table *to, uint32_t *order)
{
	*to = (struct search_table){.count = from->count, .size = from->size};
	to->bytes = calloc(1, from->size + 1);
	to->starts = calloc(from->count + 1, sizeof(*to->starts));
	if (to->bytes == NULL || to->starts == NULL) {
		search_table_finish(to);
		return false;
	}
	for (uint32_t i = 0; i < from->count; i++) order[i] = i;
	qsort_r(order, from->count, sizeof(*order), compare_numbers, (void *)(uintptr_t)from);
	to->starts[0] = 0;
	for (uint32_t i = 0; i < from->count; i++) {
		struct span text = search_table_text(from, order[i]);
		if (text.size > 0) memcpy(to->bytes + to->starts[i], text.start, text.size);
		to->starts[i + 1] = to->starts[i] + (uint32_t)text.size;
	}
	return true;
}

uint32_t search_table_lower(const struct search_table *table, struct span text)
{
	uint32_t low = 0, high = table->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (compare_texts(search_table_text(table, middle), text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t search_table_look(const struct search_table *table, struct span text)
{
	uint32_t at = search_table_lower(table, text);
	bool found = at < table->count && span_equal(search_table_text(table, at), text);
	return found ? at : SEARCH_NONE;
}
