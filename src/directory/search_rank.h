/* search_rank.h - what is known while services are ranked.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "directory/search_private.h"

struct heap {
	struct search_found items[SEARCH_MAX_PAGE + 1];
	size_t count, limit;
};

struct part_state {
	const struct search_index *index;
	uint32_t first;
	const bool *open; /* by hours */
	uint16_t *fails;  /* by class: bit 1 << facet */
	uint32_t *counts; /* by class: found, and near enough */
};

struct ranking {
	const struct search_view *view;
	const struct search_question *question;
	const struct search_meaning *meaning;
	const struct search_ranking *rules;
	struct search_scratch *scratch;
	struct part_state parts[2];
	float *distances; /* by municipality index; NULL: not known */
	float *nearness;  /* by municipality index: what a score is multiplied by */
	float anywhere;   /* the same for what is anywhere */
	int32_t now_step;
	struct heap heaps[2]; /* informal, other */
	int64_t total, informal, fading, open;
	int64_t judged[2]; /* of those that passed: their names are counted */
};

/* Whether a goes before b. */
bool search_rank_before(
	const struct ranking *ranking, const struct search_found *a, const struct search_found *b);
/* search_variety.c: notes one of those that passed; once all that are better are noted, what to
 * multiply its score by. */
void search_variety_add(struct ranking *ranking, uint32_t number);
float search_variety_factor(const struct ranking *ranking, uint32_t number);
/* Fills facets, total and what goes with them, after the pass. */
MUST_USE bool search_count_facets(
	struct ranking *ranking, struct search_answer *answer, struct arena *arena);
