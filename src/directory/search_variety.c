/* search_variety.c - which of those with the same name are the best three.
 *
 * Every practice has a service of the same name. The best of a name (the nearest, where the words
 * fit as well) counts whole, the second `repeat` of that, the third and the rest less again, so
 * that other kinds of help are in view. It is decided over all that was found, and not over a
 * page: so pages stay in one order. See docs/decisions/0020-the-same-name-counts-less.md.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_rank.h"

/* Names of the small index that the large one has too have its number. */
static uint32_t name_of(const struct ranking *ranking, uint32_t document)
{
	const struct search_index *large = ranking->view->large, *small = ranking->view->small;
	if (document < ranking->parts[1].first) return large->names[document];
	uint32_t name = small->names[document - ranking->parts[1].first];
	uint32_t there =
		search_table_find(&large->name_table, search_table_text(&small->name_table, name));
	return there != SEARCH_NONE ? there : large->name_table.count + name;
}

void search_variety_add(struct ranking *ranking, uint32_t number)
{
	struct search_scratch *scratch = ranking->scratch;
	const struct search_found *found = &scratch->passed[number];
	struct search_best *best = &scratch->best[name_of(ranking, found->document)];
	if (best->serial != scratch->serial) *best = (struct search_best){.serial = scratch->serial};
	uint32_t at = best->count < SEARCH_NAMES_KEPT ? best->count++ : SEARCH_NAMES_KEPT;
	for (; at > 0; at--) {
		if (search_rank_before(ranking, &scratch->passed[best->at[at - 1]], found)) break;
		if (at < SEARCH_NAMES_KEPT) best->at[at] = best->at[at - 1];
	}
	if (at < SEARCH_NAMES_KEPT) best->at[at] = number;
}

float search_variety_factor(const struct ranking *ranking, uint32_t number)
{
	const struct search_scratch *scratch = ranking->scratch;
	const struct search_best *best =
		&scratch->best[name_of(ranking, scratch->passed[number].document)];
	float factor = 1;
	for (uint32_t i = 0; i < best->count && best->at[i] != number; i++)
		factor *= ranking->rules->repeat;
	return factor;
}
