/* search_build.h - an index in the making.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "directory/search_private.h"

#define SEARCH_WORD_SHIFT 3 /* of a word in the stream: below it stands its field */

struct search_builder {
	const struct region *division;
	struct search_index *index;
	struct search_table words;   /* as they come */
	struct search_table classes; /* bytes of struct search_class */
	uint32_t *stream;            /* word << SEARCH_WORD_SHIFT | field */
	size_t stream_size, stream_capacity;
	size_t *ends; /* of each document in the stream */
	uint32_t capacity;
	/* While it is finished: */
	uint32_t *word_count;
	uint32_t *word_term; /* SEARCH_NONE for what says nothing */
	struct search_table terms;
	uint32_t *part_first; /* [words + 1] */
	uint32_t *parts;      /* terms */
	size_t part_size, part_capacity;
};

/* Terms and parts of all words. */
MUST_USE bool search_build_terms(struct search_builder *builder);
/* Sorted tables and postings. */
MUST_USE bool search_build_postings(struct search_builder *builder);
