/* search_rank.c - filters, counts, and who comes first in view.
 *
 * One pass over what was found. Filters are judged per class and per municipality before it. Two
 * heaps keep the best of informal and of other help behind the position asked for; then they take
 * turns by the pattern: informal help has its turn when it fits at least `informal_share` as well
 * as the best other, and so has other help in the turns of informal help, if that does not.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_rank.h"
#include <math.h>
#include <stdlib.h>

#define EARTH_KM 6371.0088
#define MINUTE_MS 60000
#define ANYWHERE_SHARE 4 /* what is anywhere counts as this part of near_km away */
/* How much it still counts where that is: of two that fit as well the nearer is first. */
#define ANYWHERE_NEAR 0.1f

static const struct id *id_of(const struct ranking *ranking, uint32_t document)
{
	const struct part_state *part = &ranking->parts[document >= ranking->parts[1].first];
	return &part->index->ids[document - part->first];
}

bool search_rank_before(
	const struct ranking *ranking, const struct search_found *a, const struct search_found *b)
{
	if (a->score != b->score) return a->score > b->score;
	if (a->tie != b->tie) return a->tie < b->tie;
	return memcmp(id_of(ranking, a->document)->bytes, id_of(ranking, b->document)->bytes, ID_SIZE) <
		0;
}

/* ---- heaps: the last of those kept is on top ---- */

static void swap(struct search_found *a, struct search_found *b)
{
	struct search_found kept = *a;
	*a = *b;
	*b = kept;
}

static void sift_down(const struct ranking *ranking, struct heap *heap)
{
	for (size_t at = 0;;) {
		size_t last = at;
		for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < heap->count; child++)
			if (search_rank_before(ranking, &heap->items[last], &heap->items[child])) last = child;
		if (last == at) return;
		swap(&heap->items[at], &heap->items[last]);
		at = last;
	}
}

static void sift_up(const struct ranking *ranking, struct heap *heap)
{
	for (size_t at = heap->count - 1; at > 0;) {
		size_t parent = (at - 1) / 2;
		if (!search_rank_before(ranking, &heap->items[parent], &heap->items[at])) return;
		swap(&heap->items[at], &heap->items[parent]);
		at = parent;
	}
}

static void keep(const struct ranking *ranking, struct heap *heap, struct search_found found)
{
	if (heap->count < heap->limit) {
		heap->items[heap->count++] = found;
		sift_up(ranking, heap);
	} else if (search_rank_before(ranking, &found, &heap->items[0])) {
		heap->items[0] = found;
		sift_down(ranking, heap);
	}
}

static void sort_heap(const struct ranking *ranking, struct heap *heap)
{
	size_t count = heap->count;
	while (heap->count > 1) {
		swap(&heap->items[0], &heap->items[heap->count - 1]);
		heap->count--;
		sift_down(ranking, heap);
	}
	heap->count = count;
}

/* ---- what there is to know before the pass ---- */

static double radians(double degrees)
{
	return degrees * 0.017453292519943295;
}

static double distance_km(const struct region_municipality *a, const struct region_municipality *b)
{
	double across = sin(radians(b->longitude - a->longitude) / 2);
	double up = sin(radians(b->latitude - a->latitude) / 2);
	double part = up * up + cos(radians(a->latitude)) * cos(radians(b->latitude)) * across * across;
	return 2 * EARTH_KM * asin(sqrt(part < 1 ? part : 1));
}

static float nearness(const struct search_ranking *rules, float distance)
{
	return 1 - rules->near_share * (1 - expf(-distance / rules->near_km));
}

static bool measure(struct ranking *ranking, int32_t number, struct arena *arena)
{
	size_t count;
	const struct region *division = ranking->view->division;
	const struct region_municipality *from = region_find_number(division, number);
	const struct region_municipality *const *all =
		region_municipalities(division, REGION_NATIONAL, &count);
	if (number == 0 || from == NULL) return true;
	ranking->distances = arena_take(arena, (count + 1) * sizeof(*ranking->distances));
	ranking->nearness = arena_take(arena, (count + 1) * sizeof(*ranking->nearness));
	if (ranking->distances == NULL || ranking->nearness == NULL) return false;
	for (size_t i = 0; i < count; i++) {
		ranking->distances[i + 1] = (float)distance_km(from, all[i]);
		ranking->nearness[i + 1] = nearness(ranking->rules, ranking->distances[i + 1]);
	}
	ranking->anywhere = nearness(ranking->rules, ranking->rules->near_km / ANYWHERE_SHARE);
	return true;
}

static bool has_language(const struct search_question *question, struct span languages)
{
	struct span language;
	while (span_take(&languages, ' ', &language))
		for (size_t i = 0; i < question->language_count; i++)
			if (span_equal(language, question->languages[i])) return true;
	return false;
}

static unsigned fail(enum search_facet facet, bool failed)
{
	return failed ? 1u << facet : 0;
}

static uint16_t judge_class(
	const struct ranking *ranking, const struct part_state *part, const struct search_class *class)
{
	const struct search_question *question = ranking->question;
	unsigned fails = fail(
		SEARCH_FACET_DOMAIN, question->domains != 0 && (class->domains & question->domains) == 0);
	fails |=
		fail(SEARCH_FACET_KIND, question->kinds != 0 && (question->kinds >> class->kind & 1) == 0);
	fails |= fail(SEARCH_FACET_COST, question->costs != 0 && (class->costs & question->costs) == 0);
	fails |= fail(
		SEARCH_FACET_LEVEL, question->levels != 0 && (question->levels >> class->level & 1) == 0);
	fails |= fail(SEARCH_FACET_LANGUAGE,
		question->language_count > 0 &&
			!has_language(question, search_table_text(&part->index->languages, class->languages)));
	fails |= fail(SEARCH_FACET_ANONYMOUS, question->anonymous && !class->anonymous);
	fails |= fail(SEARCH_FACET_REFERRAL, question->without_referral && !class->without_referral);
	return (uint16_t)fails;
}

/* What is open is found out once a minute. */
static bool find_open(
	struct part_state *part, const struct search_question *question, struct search_open *open)
{
	const struct search_table *hours = &part->index->hours;
	int64_t minute = question->now_ms / MINUTE_MS;
	if (open->capacity <= hours->count) {
		bool *more = search_grown(open->open, 0, hours->count + 1u);
		if (more == NULL) return false;
		open->open = more;
		open->capacity = hours->count + 1;
		open->serial = 0;
	}
	part->open = open->open;
	if (open->serial == part->index->serial && open->minute == minute) return true;
	for (uint32_t i = 0; i < hours->count; i++)
		open->open[i] = question->is_open != NULL &&
			question->is_open(search_table_text(hours, i), question->now_ms);
	open->serial = part->index->serial;
	open->minute = minute;
	return true;
}

static bool has_filter(const struct search_question *question)
{
	return (question->domains | question->kinds | question->costs | question->levels) != 0 ||
		question->language_count > 0 || question->anonymous || question->without_referral;
}

static bool prepare_part(struct ranking *ranking, int number, const struct search_index *index,
	struct search_scratch *scratch, struct arena *arena)
{
	struct part_state *part = &ranking->parts[number];
	part->index = index;
	part->first = number == 0 ? 0 : ranking->parts[0].index->count;
	if (index == NULL) return true;
	part->fails = arena_take(arena, (index->class_count + 1) * sizeof(*part->fails));
	part->counts = arena_take(arena, (index->class_count + 1) * sizeof(*part->counts));
	if (part->fails == NULL || part->counts == NULL) return false;
	if (!find_open(part, ranking->question, &scratch->open[number])) return false;
	for (uint32_t i = 0; i < index->class_count && has_filter(ranking->question); i++)
		part->fails[i] = judge_class(ranking, part, &index->classes[i]);
	return true;
}

/* ---- the pass ---- */

static bool is_anywhere(const struct search_place *place, const struct search_class *class)
{
	return class->anywhere || place->municipality == 0;
}

static bool is_in_place(const struct ranking *ranking, const struct search_place *place,
	const struct search_class *class)
{
	const struct search_question *question = ranking->question;
	if (question->region != 0 && place->region != question->region) return false;
	if (question->within_km <= 0 || ranking->distances == NULL) return true;
	return is_anywhere(place, class) ||
		(double)ranking->distances[place->municipality] <= question->within_km;
}

static bool is_fading(const struct ranking *ranking, const struct search_place *place)
{
	return place->fades_step != 0 && place->fades_step <= ranking->now_step;
}

static float nearness_of(const struct ranking *ranking, const struct search_place *place,
	const struct search_class *class)
{
	float near = place->municipality == 0 ? 1 : ranking->nearness[place->municipality];
	if (!is_anywhere(place, class)) return near;
	return ranking->anywhere * (1 - ANYWHERE_NEAR + ANYWHERE_NEAR * near);
}

static float score_of(const struct ranking *ranking, const struct search_place *place,
	const struct search_class *class, float text)
{
	const struct search_ranking *rules = ranking->rules;
	float score = text;
	if (ranking->distances != NULL) score *= nearness_of(ranking, place, class);
	if (class->admission && !ranking->meaning->for_admission) score *= rules->admission;
	return is_fading(ranking, place) ? score * rules->fading : score;
}

/* Whether it comes behind the position that was asked for. */
static bool is_behind(const struct ranking *ranking, int list, float score, uint32_t document)
{
	const struct search_position *after = ranking->question->after;
	if (after == NULL || !after->started[list]) return true;
	if (score != after->score[list]) return score < after->score[list];
	return memcmp(id_of(ranking, document)->bytes, after->last[list].bytes, ID_SIZE) > 0;
}

static void take(struct ranking *ranking, struct part_state *part, uint32_t document, float text)
{
	const struct search_place *place = &part->index->places[document - part->first];
	const struct search_class *class = &part->index->classes[place->class];
	if (!is_in_place(ranking, place, class)) return;
	bool passes = part->fails[place->class] == 0;
	bool open = part->open[place->hours];
	ranking->open += passes && open;
	if (ranking->question->open_now && !open) return;
	part->counts[place->class]++;
	if (!passes) return;
	ranking->total++;
	ranking->informal += class->informal;
	ranking->fading += is_fading(ranking, place);
	ranking->scratch->passed[ranking->scratch->passed_count++] =
		(struct search_found){.score = score_of(ranking, place, class, text),
			.tie = part->index->ties[document - part->first],
			.document = document};
}

static void keep_one(struct ranking *ranking, uint32_t number)
{
	struct search_found found = ranking->scratch->passed[number];
	const struct part_state *part = &ranking->parts[found.document >= ranking->parts[1].first];
	const struct search_place *place = &part->index->places[found.document - part->first];
	const struct search_class *class = &part->index->classes[place->class];
	int list = class->informal ? 0 : 1;
	float factor = search_variety_factor(ranking, number);
	found.score *= factor;
	/* Only the best of a name: the same far away is no nearer help than another kind here. */
	if (class->crisis && ranking->meaning->danger && factor >= 1)
		found.score *= ranking->rules->crisis;
	ranking->judged[list]++;
	if (is_behind(ranking, list, found.score, found.document))
		keep(ranking, &ranking->heaps[list], found);
}

/* Scores in steps of an eighth of a power of two: a higher score is in no lower step. */
#define SCORE_STEPS 2048
#define SCORE_STEP_SHIFT 20

static uint32_t step_of_score(float score)
{
	uint32_t bits;
	_Static_assert(sizeof(bits) == sizeof(score), "a score is a float of IEEE 754");
	memcpy(&bits, &score, sizeof(bits));
	return bits >> SCORE_STEP_SHIFT & (SCORE_STEPS - 1);
}

/* Those of the steps from `low` on, below `end`. */
static void judge_steps(struct ranking *ranking, uint32_t low, uint32_t end)
{
	const struct search_scratch *scratch = ranking->scratch;
	for (uint32_t i = 0; i < scratch->passed_count; i++) {
		uint32_t step = step_of_score(scratch->passed[i].score);
		if (step >= low && step < end) search_variety_add(ranking, i);
	}
	for (uint32_t i = 0; i < scratch->passed_count; i++) {
		uint32_t step = step_of_score(scratch->passed[i].score);
		if (step >= low && step < end) keep_one(ranking, i);
	}
}

/* Whether nothing below that step can come into a list any more. */
static bool has_all(const struct ranking *ranking, uint32_t low)
{
	const int64_t totals[2] = {ranking->informal, ranking->total - ranking->informal};
	for (int list = 0; list < 2; list++) {
		const struct heap *heap = &ranking->heaps[list];
		bool full = heap->count == heap->limit && step_of_score(heap->items[0].score) >= low;
		if (!full && ranking->judged[list] < totals[list]) return false;
	}
	return true;
}

#define FIRST_JUDGED 256
#define MORE_JUDGED 8

/* The best that come behind the position that was asked for, of each list. A score only becomes
 * lower here, and only by others of the name that are better: so the highest are judged first, and
 * the rest only until the lists are full of what is higher than all that is left. Crisis help may
 * become higher, so where somebody is in danger all are judged. */
static void keep_best(struct ranking *ranking)
{
	const struct search_scratch *scratch = ranking->scratch;
	uint32_t counts[SCORE_STEPS] = {0}, end = SCORE_STEPS, judged = 0;
	for (uint32_t i = 0; i < scratch->passed_count; i++)
		counts[step_of_score(scratch->passed[i].score)]++;
	for (uint32_t wanted = FIRST_JUDGED; end > 0; wanted *= MORE_JUDGED) {
		uint32_t low = end;
		while (low > 0 && (ranking->meaning->danger || judged < wanted)) judged += counts[--low];
		judge_steps(ranking, low, end);
		if (has_all(ranking, low)) return;
		end = low;
	}
}

static void fetch_ahead(
	const struct ranking *ranking, const struct search_scratch *scratch, uint32_t at)
{
	if (at + SEARCH_AHEAD >= scratch->touched_count) return;
	uint32_t document = scratch->touched[at + SEARCH_AHEAD];
	const struct part_state *part = &ranking->parts[document >= ranking->parts[1].first];
	__builtin_prefetch(&scratch->sums[document]);
	__builtin_prefetch(&part->index->places[document - part->first]);
}

static void take_touched(struct ranking *ranking, const struct search_scratch *scratch, float best)
{
	float floor = best * ranking->meaning->floor;
	for (uint32_t i = 0; i < scratch->touched_count; i++) {
		uint32_t document = scratch->touched[i];
		float text = scratch->sums[document].total;
		fetch_ahead(ranking, scratch, i);
		if (text >= floor)
			take(ranking, &ranking->parts[document >= ranking->parts[1].first], document, text);
	}
}

static void take_everything(struct ranking *ranking)
{
	for (int p = 0; p < 2; p++) {
		struct part_state *part = &ranking->parts[p];
		uint32_t count = part->index == NULL ? 0 : part->index->count;
		for (uint32_t i = 0; i < count; i++)
			if (p == 1 || !search_left_out(ranking->view, i))
				take(ranking, part, part->first + i, 1);
	}
}

/* ---- the page ---- */

static void fill_hit(
	const struct ranking *ranking, const struct search_found *found, struct search_hit *hit)
{
	size_t count;
	const struct part_state *part = &ranking->parts[found->document >= ranking->parts[1].first];
	const struct search_place *place = &part->index->places[found->document - part->first];
	const struct search_class *class = &part->index->classes[place->class];
	const struct region_municipality *const *all =
		region_municipalities(ranking->view->division, REGION_NATIONAL, &count);
	*hit = (struct search_hit){.id = *id_of(ranking, found->document),
		.region = place->region,
		.score = (double)found->score,
		.distance_km = -1,
		.anywhere = is_anywhere(place, class),
		.informal = class->informal,
		.fading = is_fading(ranking, place),
		.open = part->open[place->hours],
		.hours_known = search_table_text(&part->index->hours, place->hours).size > 0,
		.confirmed_ms =
			part->index->confirmed_steps[found->document - part->first] * SEARCH_STEP_MS};
	if (place->municipality == 0) return;
	const struct region_municipality *municipality = all[place->municipality - 1];
	hit->municipality = municipality->number;
	hit->longitude = municipality->longitude;
	hit->latitude = municipality->latitude;
	/* Where it is says nothing of what is by telephone, online or at home. */
	if (ranking->distances != NULL && !hit->anywhere)
		hit->distance_km = (double)ranking->distances[place->municipality];
}

static const char *pattern_of(const struct ranking *ranking)
{
	return ranking->meaning->danger ? ranking->rules->danger_pattern : ranking->rules->pattern;
}

/* Which of the two lists is next: 0 informal, 1 other. */
static int next_list(const struct ranking *ranking, const size_t at[2], uint8_t turn)
{
	const struct heap *heaps = ranking->heaps;
	if (at[0] == heaps[0].count) return 1;
	if (at[1] == heaps[1].count) return 0;
	float informal = heaps[0].items[at[0]].score, other = heaps[1].items[at[1]].score;
	float share = ranking->rules->informal_share;
	/* What crisis help is raised by is no reason to keep informal help from its turn. */
	if (ranking->meaning->danger) share /= ranking->rules->crisis;
	if (pattern_of(ranking)[turn] == 'o') return 1;
	return informal >= other * share ? 0 : 1;
}

static void fill_page(
	struct ranking *ranking, const struct search_meaning *meaning, struct search_answer *answer)
{
	size_t at[2] = {0, 0};
	size_t turns = strlen(pattern_of(ranking));
	const struct search_question *question = ranking->question;
	if (question->after != NULL) answer->next = *question->after;
	if (answer->next.turn >= turns) answer->next.turn = 0;
	while (answer->hit_count < question->limit &&
		(at[0] < ranking->heaps[0].count || at[1] < ranking->heaps[1].count)) {
		int list = next_list(ranking, at, answer->next.turn);
		const struct search_found *found = &ranking->heaps[list].items[at[list]++];
		bool is_small = found->document >= ranking->parts[1].first;
		const struct part_state *part = &ranking->parts[is_small];
		struct search_hit *hit = &answer->hits[answer->hit_count++];
		fill_hit(ranking, found, hit);
		search_explain(part->index, is_small, found->document - part->first, meaning, hit);
		answer->next.started[list] = true;
		answer->next.score[list] = found->score;
		answer->next.last[list] = hit->id;
		answer->next.turn = (uint8_t)((answer->next.turn + 1u) % turns);
	}
	answer->more = at[0] < ranking->heaps[0].count || at[1] < ranking->heaps[1].count;
}

status search_rank(const struct search_view *view, const struct search_question *question,
	const struct search_meaning *meaning, float best, struct search_scratch *scratch,
	struct arena *arena, struct search_answer *answer, struct error *error)
{
	struct ranking *ranking = arena_take(arena, sizeof(*ranking));
	answer->hits = arena_take(arena, SEARCH_MAX_PAGE * sizeof(*answer->hits));
	if (ranking == NULL || answer->hits == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for an answer");
	*ranking = (struct ranking){.view = view,
		.question = question,
		.meaning = meaning,
		.rules = &view->words->ranking,
		.scratch = scratch,
		.now_step = (int32_t)(question->now_ms / SEARCH_STEP_MS)};
	/* One more than a page of each list, to see whether there is more. */
	ranking->heaps[0].limit = ranking->heaps[1].limit = question->limit + 1;
	bool made = prepare_part(ranking, 0, view->large, scratch, arena) &&
		prepare_part(ranking, 1, view->small, scratch, arena) &&
		measure(ranking, meaning->municipality, arena);
	if (++scratch->serial == 0)
		memset(scratch->best, 0, scratch->capacity * sizeof(*scratch->best));
	if (scratch->serial == 0) scratch->serial = 1;
	scratch->passed_count = 0;
	if (made) {
		if (meaning->says_nothing)
			take_everything(ranking);
		else
			take_touched(ranking, scratch, best);
		keep_best(ranking);
		sort_heap(ranking, &ranking->heaps[0]);
		sort_heap(ranking, &ranking->heaps[1]);
		fill_page(ranking, meaning, answer);
		made = search_count_facets(ranking, answer, arena);
	}
	return made ? STATUS_OK : status_fail(error, STATUS_MEMORY, "no memory for an answer");
}
