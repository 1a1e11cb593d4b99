/* search_index.c - what is read of a finished index.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"
#include <stdlib.h>

void search_index_close(struct search_index *index)
{
	if (index == NULL) return;
	free(index->ids);
	free(index->places);
	free(index->names);
	free(index->ties);
	free(index->confirmed_steps);
	free(index->classes);
	search_table_finish(&index->name_table);
	search_table_finish(&index->languages);
	search_table_finish(&index->hours);
	search_table_finish(&index->words);
	free(index->word_term);
	free(index->word_count);
	search_table_finish(&index->terms);
	free(index->posting_first);
	free(index->postings);
	free(index->most);
	search_near_finish(&index->near);
	free(index->by_id);
	free(index);
}

size_t search_index_count(const struct search_index *index)
{
	return index->count;
}

static size_t table_bytes(const struct search_table *table)
{
	return table->size + (table->count + table->slot_count) * sizeof(uint32_t);
}

size_t search_index_bytes(const struct search_index *index)
{
	size_t near = index->near.bucket_count == 0
		? 0
		: (index->near.bucket_count + 2 + index->near.first[index->near.bucket_count]) *
			sizeof(uint32_t);
	return sizeof(*index) +
		index->count * (sizeof(*index->ids) + sizeof(*index->places) + 4 * sizeof(uint32_t)) +
		index->class_count * sizeof(*index->classes) + table_bytes(&index->languages) +
		table_bytes(&index->name_table) + table_bytes(&index->hours) + table_bytes(&index->words) +
		table_bytes(&index->terms) + index->words.count * 3 * sizeof(uint32_t) +
		(index->terms.count + index->posting_first[index->terms.count]) * sizeof(uint32_t) + near;
}

int64_t search_index_find(const struct search_index *index, struct id id)
{
	uint32_t low = 0, high = index->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = memcmp(index->ids[index->by_id[middle]].bytes, id.bytes, ID_SIZE);
		if (order == 0) return index->by_id[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

const uint32_t *search_postings(const struct search_index *index, uint32_t term, uint32_t *count)
{
	*count = 0;
	if (term == SEARCH_NONE) return NULL;
	*count = index->posting_first[term + 1] - index->posting_first[term];
	return index->postings + index->posting_first[term];
}
