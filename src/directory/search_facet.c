/* search_facet.c - how many services there would be with each value of a filter, the others as they
 * are: per class of services, of which there are far fewer.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_rank.h"
#include <stdlib.h>

static bool counts_for(uint16_t fails, enum search_facet facet)
{
	return fails == 0 || fails == 1u << facet;
}

static void count_class(
	struct search_facets *facets, const struct part_state *part, uint32_t number, int64_t count)
{
	const struct search_class *class = &part->index->classes[number];
	static const uint32_t domains = (1u << DOMAIN_COUNT) - 2, costs = (1u << SEARCH_COST_COUNT) - 2;
	uint16_t fails = part->fails[number];
	if (counts_for(fails, SEARCH_FACET_DOMAIN))
		for (uint32_t left = class->domains & domains; left != 0; left &= left - 1)
			facets->domains[__builtin_ctz(left)] += count;
	if (counts_for(fails, SEARCH_FACET_COST))
		for (uint32_t left = class->costs & costs; left != 0; left &= left - 1)
			facets->costs[__builtin_ctz(left)] += count;
	if (counts_for(fails, SEARCH_FACET_KIND)) facets->kinds[class->kind] += count;
	if (counts_for(fails, SEARCH_FACET_LEVEL)) facets->levels[class->level] += count;
	if (counts_for(fails, SEARCH_FACET_ANONYMOUS) && class->anonymous) facets->anonymous += count;
	if (counts_for(fails, SEARCH_FACET_REFERRAL) && class->without_referral)
		facets->without_referral += count;
}

#define MAX_LANGUAGES 256

static void count_language(struct search_facets *facets, struct span language, int64_t count)
{
	size_t at = 0;
	while (at < facets->language_count && !span_equal(facets->languages[at].language, language))
		at++;
	if (at == MAX_LANGUAGES) return;
	if (at == facets->language_count)
		facets->languages[facets->language_count++] =
			(struct search_language_count){.language = language};
	facets->languages[at].count += count;
}

/* Sums per set of languages first: there are far fewer of these than classes. */
static bool count_languages(
	struct search_facets *facets, const struct part_state *part, struct arena *arena)
{
	const struct search_table *sets = &part->index->languages;
	int64_t *sums = arena_take(arena, (sets->count + 1) * sizeof(*sums));
	if (sums == NULL) return false;
	for (uint32_t i = 0; i < part->index->class_count; i++)
		if (counts_for(part->fails[i], SEARCH_FACET_LANGUAGE))
			sums[part->index->classes[i].languages] += part->counts[i];
	for (uint32_t i = 0; i < sets->count; i++) {
		struct span set = search_table_text(sets, i), language;
		while (sums[i] > 0 && span_take(&set, ' ', &language))
			count_language(facets, language, sums[i]);
	}
	return true;
}

static int compare_languages(const void *a, const void *b)
{
	const struct search_language_count *left = a, *right = b;
	if (left->count != right->count) return left->count > right->count ? -1 : 1;
	size_t size =
		left->language.size < right->language.size ? left->language.size : right->language.size;
	int order = memcmp(left->language.start, right->language.start, size);
	return order != 0 ? order
					  : (left->language.size > right->language.size) -
			(left->language.size < right->language.size);
}

bool search_count_facets(struct ranking *ranking, struct search_answer *answer, struct arena *arena)
{
	struct search_facets *facets = &answer->facets;
	facets->languages = arena_take(arena, MAX_LANGUAGES * sizeof(*facets->languages));
	if (facets->languages == NULL) return false;
	for (int p = 0; p < 2; p++) {
		const struct part_state *part = &ranking->parts[p];
		if (part->index == NULL) continue;
		for (uint32_t i = 0; i < part->index->class_count; i++)
			if (part->counts[i] > 0) count_class(facets, part, i, part->counts[i]);
		if (!count_languages(facets, part, arena)) return false;
	}
	qsort(facets->languages, facets->language_count, sizeof(*facets->languages), compare_languages);
	answer->total = ranking->total;
	facets->informal = ranking->informal;
	facets->fading = ranking->fading;
	facets->open_now = ranking->open;
	return true;
}
