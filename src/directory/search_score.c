/* search_score.c - how well each service fits the words: term by term, into one array.
 *
 * Of a group only the best word counts, so that a service does not gain by using many words for one
 * thing; and the best mark on top.
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
	free(scratch->sums);
	free(scratch->touched);
	free(scratch->passed);
	free(scratch->best);
	scratch->sums = NULL;
	scratch->touched = NULL;
	scratch->passed = NULL;
	scratch->best = NULL;
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
	scratch->sums = calloc(capacity, sizeof(*scratch->sums));
	scratch->touched = calloc(capacity, sizeof(*scratch->touched));
	scratch->passed = calloc(capacity, sizeof(*scratch->passed));
	scratch->best = calloc(capacity, sizeof(*scratch->best));
	scratch->touched_count = 0;
	scratch->serial = 0;
	if (scratch->sums == NULL || scratch->touched == NULL || scratch->passed == NULL ||
		scratch->best == NULL) {
		free_arrays(scratch);
		return false;
	}
	scratch->capacity = capacity;
	return true;
}

void search_scratch_clear(struct search_scratch *scratch)
{
	for (uint32_t i = 0; i < scratch->touched_count; i++)
		scratch->sums[scratch->touched[i]].group = 0;
	scratch->touched_count = 0;
}

/* What only says of which kind a service is (a mark) fills up what words found, if fewer than this
 * fit about as well as the best, or of fewer names: every practice has a service of one name. */
#define ENOUGH 25
#define ENOUGH_NAMES 8
#define FITS_WELL 0.3f /* of the best */
#define SLACK 1.001f   /* for what rounding takes away */
/* Of the best; what adds less to what was found already is not worth going through. */
#define TRIFLE 0.05f

struct scoring {
	const struct search_index *indexes[2];
	const uint64_t *left_out;
	struct search_scratch *scratch;
	struct search_meaning *meaning;
	uint32_t documents;
	float most[SEARCH_MAX_GROUPS]; /* what a group can add at most */
	float least_most;             /* the lowest of these, of groups of a word that says something */
	int order[SEARCH_MAX_GROUPS]; /* of groups: what can add most first */
	float best;
};

static float rarity(uint32_t documents, uint32_t with_term)
{
	double all = documents, with = with_term > documents ? documents : with_term;
	return (float)log(1 + (all - with + 0.5) / (with + 0.5));
}

/* Lets the processor fetch what the loop comes to in a moment. */
static void fetch_ahead(
	const struct search_sum *sums, const uint32_t *postings, uint32_t at, uint32_t count)
{
	if (at + SEARCH_AHEAD < count) __builtin_prefetch(&sums[postings[at + SEARCH_AHEAD] >> 8], 1);
}

/* The hot loop. Without `fresh` only what was found before gets more. */
static void add_postings(struct scoring *scoring, int part, const uint32_t *postings,
	uint32_t count, uint8_t group, float weight, bool fresh)
{
	struct search_scratch *scratch = scoring->scratch;
	const uint64_t *left_out = part == 0 ? scoring->left_out : NULL;
	uint32_t first = part == 0 ? 0 : scoring->indexes[0]->count;
	struct search_sum *sums = scratch->sums + first;
	float best = scoring->best;
	for (uint32_t i = 0; i < count; i++) {
		fetch_ahead(sums, postings, i, count);
		uint32_t own = postings[i] >> 8;
		float score = weight * (float)(postings[i] & 255);
		struct search_sum *sum = &sums[own];
		if (sum->group == 0) {
			if (!fresh) continue;
			if (left_out != NULL && (left_out[own / 64] >> own % 64 & 1) != 0) continue;
			scratch->touched[scratch->touched_count++] = own + first;
			sum->total = score;
		} else if (sum->group != group) {
			sum->total += score;
		} else {
			if (score <= sum->best) continue;
			sum->total += score - sum->best;
		}
		sum->group = group;
		sum->best = score;
		if (sum->total > best) best = sum->total;
	}
	scoring->best = best;
}

static bool is_mark(struct span term)
{
	return memchr(term.start, ':', term.size) != NULL;
}

static uint32_t count_of(
	const struct scoring *scoring, const struct search_choice *choice, int part)
{
	uint32_t count = 0;
	if (scoring->indexes[part] != NULL)
		(void)search_postings(scoring->indexes[part], choice->numbers[part], &count);
	return count;
}

static void look_up_choice(
	struct scoring *scoring, const struct search_group *group, struct search_choice *choice)
{
	uint32_t count = 0;
	uint8_t most = 0;
	for (int p = 0; p < 2; p++) {
		const struct search_index *index = scoring->indexes[p];
		choice->numbers[p] =
			index == NULL ? SEARCH_NONE : search_table_look(&index->terms, choice->term);
		if (choice->numbers[p] == SEARCH_NONE) continue;
		count += count_of(scoring, choice, p);
		if (index->most[choice->numbers[p]] > most) most = index->most[choice->numbers[p]];
	}
	choice->unit =
		choice->weight * group->weight * rarity(scoring->documents, count) / SEARCH_IMPACT_ONE;
	choice->most = count == 0 ? 0 : choice->unit * (float)most;
}

static int compare_choices(const void *a, const void *b)
{
	const struct search_choice *left = a, *right = b;
	if (left->most != right->most) return left->most > right->most ? -1 : 1;
	if (left->numbers[0] != right->numbers[0]) return left->numbers[0] < right->numbers[0] ? -1 : 1;
	return (left->numbers[1] > right->numbers[1]) - (left->numbers[1] < right->numbers[1]);
}

/* Finds the terms of all choices, and what each can add: what can add most comes first. */
static void look_up(struct scoring *scoring)
{
	for (int g = 0; g < scoring->meaning->group_count; g++) {
		struct search_group *group = &scoring->meaning->groups[g];
		for (int c = 0; c < group->choice_count; c++)
			look_up_choice(scoring, group, &group->choices[c]);
		if (group->choice_count > 1)
			qsort(group->choices, (size_t)group->choice_count, sizeof(group->choices[0]),
				compare_choices);
		scoring->most[g] = group->choice_count == 0 ? 0 : group->choices[0].most;
		int at = g;
		for (; at > 0 && scoring->most[scoring->order[at - 1]] < scoring->most[g]; at--)
			scoring->order[at] = scoring->order[at - 1];
		scoring->order[at] = g;
	}
}

static void add_choice(struct scoring *scoring, int group, int choice, bool fresh)
{
	const struct search_choice *chosen = &scoring->meaning->groups[group].choices[choice];
	if (!fresh && chosen->most < scoring->best * TRIFLE) return;
	for (int p = 0; p < 2; p++) {
		uint32_t count = count_of(scoring, chosen, p);
		if (count == 0) continue;
		const uint32_t *postings = search_postings(scoring->indexes[p], chosen->numbers[p], &count);
		add_postings(scoring, p, postings, count, (uint8_t)(group + 1), chosen->unit, fresh);
	}
}

/* The floor is a share of the best, but of no more than what each word that says something finds by
 * itself: what one word finds is then never all below the floor of what another finds. */
static float floor_base(const struct scoring *scoring)
{
	return scoring->best < scoring->least_most ? scoring->best : scoring->least_most;
}

static void look_for_least(struct scoring *scoring, float ordinary)
{
	scoring->least_most = INFINITY;
	for (int g = 0; g < scoring->meaning->group_count; g++) {
		bool says = scoring->meaning->groups[g].weight > ordinary && scoring->most[g] > 0;
		if (says && scoring->most[g] < scoring->least_most) scoring->least_most = scoring->most[g];
	}
}

/* When a choice and all groups that are left cannot bring a new service over the floor together, it
 * only adds to what was found (MaxScore: Turtle, Flood, "Query Evaluation: Strategies and
 * Optimizations", 1995): the same services are found. */
static void add_words(struct scoring *scoring, float floor)
{
	int count = scoring->meaning->group_count;
	float left = 0;
	for (int i = 0; i < count; i++) left += scoring->most[i];
	for (int i = 0; i < count; i++) {
		int number = scoring->order[i];
		const struct search_group *group = &scoring->meaning->groups[number];
		left -= scoring->most[number];
		for (int c = 0; c < group->choice_count; c++) {
			if (is_mark(group->choices[c].term)) continue;
			float most = group->choices[c].most + left;
			add_choice(scoring, number, c, most * SLACK >= floor * floor_base(scoring));
		}
	}
}

/* Whether a word of it finds something. */
static bool has_word(const struct search_group *group)
{
	for (int c = 0; c < group->choice_count; c++)
		if (!is_mark(group->choices[c].term) && group->choices[c].most > 0) return true;
	return false;
}

static void add_marks(struct scoring *scoring, bool fresh)
{
	for (int i = 0; i < scoring->meaning->group_count; i++) {
		int number = scoring->order[i];
		const struct search_group *group = &scoring->meaning->groups[number];
		for (int c = 0; c < group->choice_count; c++)
			if (is_mark(group->choices[c].term))
				add_choice(scoring, number, c, fresh || !has_word(group));
	}
}

/* The number of a name; one that both indexes have counts twice. */
static uint32_t name_of(const struct scoring *scoring, uint32_t document)
{
	const struct search_index *large = scoring->indexes[0], *small = scoring->indexes[1];
	if (document < large->count) return large->names[document];
	return small == NULL ? SEARCH_NONE
						 : large->name_table.count + small->names[document - large->count];
}

static void note_name(uint32_t name, uint32_t names[ENOUGH_NAMES], int *count)
{
	for (int i = 0; i < *count; i++)
		if (names[i] == name) return;
	if (*count < ENOUGH_NAMES) names[(*count)++] = name;
}

static bool has_enough(const struct scoring *scoring)
{
	const struct search_scratch *scratch = scoring->scratch;
	uint32_t names[ENOUGH_NAMES], count = 0;
	int name_count = 0;
	for (uint32_t i = 0; i < scratch->touched_count; i++) {
		uint32_t document = scratch->touched[i];
		if (scratch->sums[document].total < scoring->best * FITS_WELL) continue;
		note_name(name_of(scoring, document), names, &name_count);
		if (++count >= ENOUGH && name_count == ENOUGH_NAMES) return true;
	}
	return false;
}

float search_score(
	const struct search_view *view, struct search_meaning *meaning, struct search_scratch *scratch)
{
	struct scoring scoring = {.indexes = {view->large, view->small},
		.left_out = view->left_out,
		.scratch = scratch,
		.meaning = meaning,
		.documents = view->large->count + (view->small == NULL ? 0 : view->small->count)};
	look_up(&scoring);
	look_for_least(&scoring, view->words->ranking.ordinary);
	add_words(&scoring, meaning->floor);
	float best = scoring.best;
	add_marks(&scoring, meaning->danger || !has_enough(&scoring));
	if (best <= 0) best = scoring.best;
	return best < scoring.least_most ? best : scoring.least_most;
}

/* ---- why ---- */

static bool has_posting(
	const struct search_index *index, uint32_t term, uint32_t document, uint32_t *value)
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

void search_explain(const struct search_index *index, bool is_small, uint32_t document,
	const struct search_meaning *meaning, struct search_hit *hit)
{
	for (int g = 0; g < meaning->group_count && hit->reason_count < SEARCH_MAX_REASONS; g++) {
		const struct search_group *group = &meaning->groups[g];
		const struct search_choice *found = NULL;
		float best = 0;
		for (int c = 0; c < group->choice_count; c++) {
			uint32_t value;
			uint32_t term = group->choices[c].numbers[is_small];
			if (!has_posting(index, term, document, &value)) continue;
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
