/* search_score.c - how well each service fits the words: term by term, into one array.
 *
 * Of a group only the best choice counts, so that a service does not gain by using many words for
 * one thing.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"
#include <math.h>
#include <stdlib.h>

status search_scratch_open(struct search_scratch **out, struct error *error)
{
	*out = calloc(1, sizeof(**out));
	if (*out == NULL) return status_fail(error, STATUS_MEMORY, "no memory to search with");
	return STATUS_OK;
}

static void free_arrays(struct search_scratch *scratch)
{
	free(scratch->total);
	free(scratch->best);
	free(scratch->group);
	free(scratch->touched);
	scratch->total = NULL;
	scratch->best = NULL;
	scratch->group = NULL;
	scratch->touched = NULL;
	scratch->capacity = 0;
}

void search_scratch_close(struct search_scratch *scratch)
{
	if (scratch == NULL) return;
	free_arrays(scratch);
	free(scratch->open[0].open);
	free(scratch->open[1].open);
	free(scratch);
}

bool search_scratch_grow(struct search_scratch *scratch, uint32_t documents)
{
	if (documents <= scratch->capacity) return true;
	uint32_t capacity = documents + documents / 8 + 64;
	free_arrays(scratch);
	scratch->total = calloc(capacity, sizeof(*scratch->total));
	scratch->best = calloc(capacity, sizeof(*scratch->best));
	scratch->group = calloc(capacity, sizeof(*scratch->group));
	scratch->touched = calloc(capacity, sizeof(*scratch->touched));
	scratch->touched_count = 0;
	if (scratch->total == NULL || scratch->best == NULL || scratch->group == NULL ||
		scratch->touched == NULL) {
		free_arrays(scratch);
		return false;
	}
	scratch->capacity = capacity;
	return true;
}

void search_scratch_clear(struct search_scratch *scratch)
{
	for (uint32_t i = 0; i < scratch->touched_count; i++) {
		scratch->total[scratch->touched[i]] = 0;
		scratch->group[scratch->touched[i]] = 0;
	}
	scratch->touched_count = 0;
}

struct part {
	const struct search_index *index;
	uint32_t first; /* number of its first document */
	const uint64_t *left_out;
};

/* The hot loop. */
static void add_postings(struct search_scratch *scratch, const struct part *part,
	const uint32_t *postings, uint32_t count, uint8_t group, float weight)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t own = postings[i] >> 8;
		uint32_t document = own + part->first;
		float score = weight * (float)(postings[i] & 255);
		if (part->left_out != NULL && (part->left_out[own / 64] >> own % 64 & 1) != 0) continue;
		if (scratch->group[document] == group) {
			if (score <= scratch->best[document]) continue;
			scratch->total[document] += score - scratch->best[document];
		} else {
			if (scratch->group[document] == 0)
				scratch->touched[scratch->touched_count++] = document;
			scratch->group[document] = group;
			scratch->total[document] += score;
		}
		scratch->best[document] = score;
	}
}

static float rarity(uint32_t documents, uint32_t with_term)
{
	double all = documents, with = with_term > documents ? documents : with_term;
	return (float)log(1 + (all - with + 0.5) / (with + 0.5));
}

static void add_group(const struct part parts[2], const struct search_group *group, uint8_t number,
	uint32_t documents, struct search_scratch *scratch)
{
	for (int c = 0; c < group->choice_count; c++) {
		const struct search_choice *choice = &group->choices[c];
		const uint32_t *postings[2] = {NULL, NULL};
		uint32_t counts[2] = {0, 0};
		for (int p = 0; p < 2; p++)
			if (parts[p].index != NULL)
				postings[p] = search_postings(parts[p].index, choice->term, &counts[p]);
		float weight = choice->weight * group->weight * rarity(documents, counts[0] + counts[1]) /
			SEARCH_IMPACT_ONE;
		for (int p = 0; p < 2; p++)
			if (counts[p] > 0)
				add_postings(scratch, &parts[p], postings[p], counts[p], number, weight);
	}
}

float search_score(const struct search_view *view, const struct search_meaning *meaning,
	struct search_scratch *scratch)
{
	const struct part parts[2] = {
		{view->large, 0, view->left_out}, {view->small, view->large->count, NULL}};
	uint32_t documents = view->large->count + (view->small == NULL ? 0 : view->small->count);
	float best = 0;
	for (int i = 0; i < meaning->group_count; i++)
		add_group(parts, &meaning->groups[i], (uint8_t)(i + 1), documents, scratch);
	for (uint32_t i = 0; i < scratch->touched_count; i++)
		if (scratch->total[scratch->touched[i]] > best) best = scratch->total[scratch->touched[i]];
	return best;
}

/* ---- why ---- */

static bool has_posting(
	const struct search_index *index, struct span term, uint32_t document, uint32_t *value)
{
	uint32_t count, low = 0;
	const uint32_t *postings = search_postings(index, term, &count);
	uint32_t high = count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (postings[middle] >> 8 < document)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || postings[low] >> 8 != document) return false;
	*value = postings[low] & 255;
	return true;
}

void search_explain(const struct search_index *index, uint32_t document,
	const struct search_meaning *meaning, struct search_hit *hit)
{
	for (int g = 0; g < meaning->group_count && hit->reason_count < SEARCH_MAX_REASONS; g++) {
		const struct search_group *group = &meaning->groups[g];
		const struct search_choice *found = NULL;
		float best = 0;
		for (int c = 0; c < group->choice_count; c++) {
			uint32_t value;
			if (!has_posting(index, group->choices[c].term, document, &value)) continue;
			float weight = group->choices[c].weight * (float)value;
			if (weight <= best) continue;
			best = weight;
			found = &group->choices[c];
		}
		if (found != NULL)
			hit->reasons[hit->reason_count++] = (struct search_reason){
				.asked = group->asked, .found = found->shown, .way = found->way};
	}
}
