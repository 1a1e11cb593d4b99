/* search_terms.c - the terms of all words of an index, and its postings.
 *
 * A posting says how much a term counts in a document: BM25F, that is BM25 over words weighted by
 * the field that they stand in (Robertson, Zaragoza, Taylor: "Simple BM25 Extension to Multiple
 * Weighted Fields", 2004), so that what counts at a question is only how rare the term is.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_build.h"
#include <stdlib.h>

#define MAX_PARTS_OF_WORD 8

static bool is_mark(struct span word)
{
	return memchr(word.start, ':', word.size) != NULL;
}

static struct span stem_of(struct span word, char stem[SEARCH_MAX_WORD_BYTES + 1])
{
	memcpy(stem, word.start, word.size);
	return (struct span){stem, is_mark(word) ? word.size : search_stem(stem, word.size)};
}

static bool known_part(void *context, struct span part)
{
	const struct search_builder *builder = context;
	const struct search_words *words = builder->index->words_of;
	char stem[SEARCH_MAX_WORD_BYTES + 1];
	if (search_table_find(&words->stopwords, part) != SEARCH_NONE) return false;
	struct span term = stem_of(part, stem);
	return search_table_find(&builder->terms, term) != SEARCH_NONE ||
		search_table_find(&words->stems, term) != SEARCH_NONE;
}

static bool push_part(struct search_builder *builder, uint32_t term)
{
	if (term == SEARCH_NONE) return false;
	if (builder->part_size == builder->part_capacity) {
		size_t capacity = builder->part_size * 2 + 1024;
		uint32_t *parts = search_grown(
			builder->parts, builder->part_size * sizeof(*parts), capacity * sizeof(*parts));
		if (parts == NULL) return false;
		builder->parts = parts;
		builder->part_capacity = capacity;
	}
	builder->parts[builder->part_size++] = term;
	return true;
}

/* Parts, and parts of parts: "schuldhulp" and "verlening", then "schuld" and "hulp". */
static bool add_parts(struct search_builder *builder, struct span word)
{
	struct span list[MAX_PARTS_OF_WORD];
	int count = 0;
	for (int at = -1; at < count; at++) {
		struct span parts[SEARCH_MAX_PARTS];
		struct span whole = at < 0 ? word : list[at];
		int found = search_compound_split(whole, known_part, builder, parts);
		for (int i = 0; i < found && count < MAX_PARTS_OF_WORD; i++) list[count++] = parts[i];
	}
	for (int i = 0; i < count; i++) {
		char stem[SEARCH_MAX_WORD_BYTES + 1];
		struct span term = stem_of(list[i], stem);
		if (!push_part(builder, search_table_add(&builder->terms, term))) return false;
	}
	return true;
}

static bool add_stems(struct search_builder *builder)
{
	for (uint32_t i = 0; i < builder->words.count; i++) {
		char stem[SEARCH_MAX_WORD_BYTES + 1];
		struct span word = search_table_text(&builder->words, i);
		builder->word_term[i] = search_table_add(&builder->terms, stem_of(word, stem));
		if (builder->word_term[i] == SEARCH_NONE) return false;
	}
	return true;
}

bool search_build_terms(struct search_builder *builder)
{
	uint32_t count = builder->words.count;
	builder->word_term = calloc(count + 1, sizeof(*builder->word_term));
	builder->word_count = calloc(count + 1, sizeof(*builder->word_count));
	builder->part_first = calloc(count + 1, sizeof(*builder->part_first));
	if (builder->word_term == NULL || builder->word_count == NULL || builder->part_first == NULL)
		return false;
	if (!add_stems(builder)) return false;
	for (uint32_t i = 0; i < count; i++) {
		struct span word = search_table_text(&builder->words, i);
		builder->part_first[i] = (uint32_t)builder->part_size;
		if (!is_mark(word) && !add_parts(builder, word)) return false;
	}
	builder->part_first[count] = (uint32_t)builder->part_size;
	for (size_t i = 0; i < builder->stream_size; i++)
		builder->word_count[builder->stream[i] >> SEARCH_WORD_SHIFT]++;
	return true;
}

/* ---- postings ---- */

struct filling {
	struct search_builder *builder;
	const uint32_t *new_term; /* from a term's number to that in the sorted table */
	float *weights;           /* by sorted term, of the document at hand */
	uint32_t *touched;
	uint32_t touched_count;
	double average; /* weighted words of a document */
};

static void weigh(struct filling *filling, uint32_t term, float weight)
{
	uint32_t sorted = filling->new_term[term];
	if (filling->weights[sorted] == 0) filling->touched[filling->touched_count++] = sorted;
	filling->weights[sorted] += weight;
}

/* Weights of all terms of a document; returns their sum, without parts. */
static float weigh_document(struct filling *filling, uint32_t document)
{
	const struct search_builder *builder = filling->builder;
	const struct search_ranking *ranking = &builder->index->words_of->ranking;
	size_t at = document == 0 ? 0 : builder->ends[document - 1];
	float sum = 0;
	filling->touched_count = 0;
	for (; at < builder->ends[document]; at++) {
		uint32_t word = builder->stream[at] >> SEARCH_WORD_SHIFT;
		float weight = ranking->field[builder->stream[at] & ((1u << SEARCH_WORD_SHIFT) - 1)];
		if (weight <= 0) continue;
		sum += weight;
		weigh(filling, builder->word_term[word], weight);
		for (uint32_t i = builder->part_first[word]; i < builder->part_first[word + 1]; i++)
			weigh(filling, builder->parts[i], weight * ranking->part);
	}
	return sum;
}

static void count_postings(struct filling *filling)
{
	struct search_index *index = filling->builder->index;
	double sum = 0;
	for (uint32_t document = 0; document < index->count; document++) {
		sum += (double)weigh_document(filling, document);
		for (uint32_t i = 0; i < filling->touched_count; i++) {
			index->posting_first[filling->touched[i] + 1]++;
			filling->weights[filling->touched[i]] = 0;
		}
	}
	for (uint32_t i = 0; i < index->terms.count; i++)
		index->posting_first[i + 1] += index->posting_first[i];
	filling->average = index->count == 0 ? 1 : sum / index->count;
	if (filling->average <= 0) filling->average = 1;
}

static uint32_t impact(
	const struct search_ranking *ranking, float weight, float length, double average)
{
	float share = 1 - ranking->length + ranking->length * length / (float)average;
	float value = weight * (ranking->saturation + 1) / (weight + ranking->saturation * share);
	float scaled = value * SEARCH_IMPACT_ONE + 0.5f;
	return scaled < 1 ? 1 : scaled > 255 ? 255 : (uint32_t)scaled;
}

/* `next` is where the next posting of each term goes. */
static void fill_postings(struct filling *filling, uint32_t *next)
{
	struct search_index *index = filling->builder->index;
	for (uint32_t document = 0; document < index->count; document++) {
		float length = weigh_document(filling, document);
		for (uint32_t i = 0; i < filling->touched_count; i++) {
			uint32_t term = filling->touched[i];
			uint32_t value =
				impact(&index->words_of->ranking, filling->weights[term], length, filling->average);
			index->postings[next[term]++] = document << 8 | value;
			if (value > index->most[term]) index->most[term] = (uint8_t)value;
			filling->weights[term] = 0;
		}
	}
}

static bool make_postings(struct filling *filling)
{
	struct search_index *index = filling->builder->index;
	uint32_t terms = index->terms.count;
	index->posting_first = calloc(terms + 2, sizeof(*index->posting_first));
	uint32_t *next = calloc(terms + 1, sizeof(*next));
	bool made = index->posting_first != NULL && next != NULL;
	if (made) {
		count_postings(filling);
		memcpy(next, index->posting_first, terms * sizeof(*next));
		index->postings = calloc((size_t)index->posting_first[terms] + 1, sizeof(*index->postings));
		index->most = calloc(terms + 1, sizeof(*index->most));
		made = index->postings != NULL && index->most != NULL;
	}
	if (made) fill_postings(filling, next);
	free(next);
	return made;
}

static bool sort_words(struct search_builder *builder, const uint32_t *new_term)
{
	struct search_index *index = builder->index;
	uint32_t count = builder->words.count;
	uint32_t *order = calloc(count + 1, sizeof(*order));
	index->word_term = calloc(count + 1, sizeof(*index->word_term));
	index->word_count = calloc(count + 1, sizeof(*index->word_count));
	bool made = order != NULL && index->word_term != NULL && index->word_count != NULL &&
		search_table_sort(&builder->words, &index->words, order);
	for (uint32_t i = 0; made && i < count; i++) {
		index->word_term[i] = new_term[builder->word_term[order[i]]];
		index->word_count[i] = builder->word_count[order[i]];
	}
	free(order);
	return made;
}

bool search_build_postings(struct search_builder *builder)
{
	uint32_t terms = builder->terms.count;
	uint32_t *order = calloc(terms + 1, sizeof(*order));
	uint32_t *new_term = calloc(terms + 1, sizeof(*new_term));
	struct filling filling = {.builder = builder, .new_term = new_term};
	filling.weights = calloc(terms + 1, sizeof(*filling.weights));
	filling.touched = calloc(terms + 1, sizeof(*filling.touched));
	bool made = order != NULL && new_term != NULL && filling.weights != NULL &&
		filling.touched != NULL &&
		search_table_sort(&builder->terms, &builder->index->terms, order);
	if (made) {
		for (uint32_t i = 0; i < terms; i++) new_term[order[i]] = i;
		made = sort_words(builder, new_term) && make_postings(&filling);
	}
	free(order);
	free(new_term);
	free(filling.weights);
	free(filling.touched);
	return made;
}
