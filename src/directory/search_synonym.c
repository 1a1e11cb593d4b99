/* search_synonym.c - plain words and phrases find what they stand for.
 *
 * A phrase is in a question when each of its words is, in whatever order and form: "hij hoort de
 * hele dag stemmen" has "stemmen horen".
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"

/* The word of the question that has this stem as it is or in another form or spelling; how well. */
static struct search_asked *find_word(
	const struct search_asking *asking, struct span stem, float *weight)
{
	struct search_asked *found = NULL;
	*weight = 0;
	for (int i = 0; i < asking->word_count; i++) {
		struct search_asked *asked = &asking->words[i];
		char own[SEARCH_MAX_WORD_BYTES + 1];
		memcpy(own, asked->word, asked->size);
		if (asked->skip && *weight < 1 &&
			span_equal(SEARCH_SPAN(own, search_stem(own, asked->size)), stem)) {
			found = asked;
			*weight = 1;
		}
		for (int c = 0; c < asked->own.choice_count; c++) {
			const struct search_choice *choice = &asked->own.choices[c];
			bool counts = choice->way != SEARCH_BY_SYNONYM && choice->weight > *weight;
			if (!counts || !span_equal(choice->term, stem)) continue;
			found = asked;
			*weight = choice->weight;
		}
	}
	return found;
}

static void add_targets(const struct search_asking *asking, const struct search_synonym *synonym,
	float weight, struct search_group *group)
{
	const struct search_words *words = asking->view->words;
	for (int i = 0; i < synonym->target_count; i++) {
		const struct search_target *target = &synonym->targets[i];
		struct search_choice choice = {.term = search_table_text(&words->texts, target->text),
			.shown = search_table_text(&words->texts, target->shown),
			.weight = weight * target->weight * words->ranking.synonym,
			.way = SEARCH_BY_SYNONYM};
		search_choose(group, choice, asking->arena);
	}
}

/* Of one word: more choices for that word. */
static void add_single(struct search_asking *asking, const struct search_synonym *synonym,
	struct search_asked *asked, float weight)
{
	if (asked->skip) {
		/* A word that says nothing by itself, but stands for something. */
		asked->skip = false;
		asked->own.choice_count = 0;
	}
	add_targets(asking, synonym, weight, &asked->own);
}

static void add_phrase(struct search_asking *asking, const struct search_synonym *synonym,
	struct search_asked *const *words, float weight)
{
	struct search_meaning *meaning = asking->meaning;
	const struct search_asked *first = words[0], *last = words[0];
	if (meaning->group_count == SEARCH_MAX_GROUPS) return;
	for (int i = 0; i < synonym->stem_count; i++) {
		if (words[i] < first) first = words[i];
		if (words[i] > last) last = words[i];
		words[i]->used = asking->view->words->ranking.phrase_used;
	}
	const char *end = last->as_typed.start + last->as_typed.size;
	struct search_group *group = &meaning->groups[meaning->group_count++];
	*group = (struct search_group){
		.asked = SEARCH_SPAN(first->as_typed.start, (size_t)(end - first->as_typed.start)),
		.weight = 1};
	add_targets(asking, synonym, weight, group);
}

static void try_synonym(struct search_asking *asking, const struct search_synonym *synonym)
{
	const struct search_table *stems = &asking->view->words->stems;
	struct search_asked *words[SEARCH_MAX_PHRASE] = {0};
	float weight = 1;
	for (int i = 0; i < synonym->stem_count; i++) {
		float found;
		words[i] = find_word(asking, search_table_text(stems, synonym->stems[i]), &found);
		if (words[i] == NULL) return;
		if (found < weight) weight = found;
		for (int before = 0; before < i; before++)
			if (words[before] == words[i]) return;
	}
	if (synonym->stem_count == 1)
		add_single(asking, synonym, words[0], weight);
	else
		add_phrase(asking, synonym, words, weight);
}

/* Synonyms whose first word this stem is; each is so met once. */
static void try_stem(struct search_asking *asking, uint32_t stem, uint64_t *tried)
{
	const struct search_words *words = asking->view->words;
	for (uint32_t i = words->first[stem]; i < words->first[stem + 1]; i++) {
		uint32_t number = words->by_stem[i];
		if (words->synonyms[number].stems[0] != stem) continue;
		if ((tried[number / 64] >> number % 64 & 1) != 0) continue;
		tried[number / 64] |= UINT64_C(1) << number % 64;
		try_synonym(asking, &words->synonyms[number]);
	}
}

void search_stand_for(struct search_asking *asking)
{
	const struct search_words *words = asking->view->words;
	size_t size = ((size_t)words->synonym_count / 64 + 1) * sizeof(uint64_t);
	uint64_t *tried = arena_take(asking->arena, size);
	if (tried == NULL) return;
	for (int i = 0; i < asking->word_count; i++) {
		struct search_asked *asked = &asking->words[i];
		char own[SEARCH_MAX_WORD_BYTES + 1];
		int count = asked->own.choice_count;
		memcpy(own, asked->word, asked->size);
		uint32_t stem =
			search_table_find(&words->stems, SEARCH_SPAN(own, search_stem(own, asked->size)));
		if (stem != SEARCH_NONE) try_stem(asking, stem, tried);
		for (int c = 0; c < count && c < asked->own.choice_count; c++) {
			if (asked->own.choices[c].way == SEARCH_BY_SYNONYM) continue;
			stem = search_table_find(&words->stems, asked->own.choices[c].term);
			if (stem != SEARCH_NONE) try_stem(asking, stem, tried);
		}
	}
}
