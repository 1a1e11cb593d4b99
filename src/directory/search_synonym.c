/* search_synonym.c - plain words and phrases find what they stand for.
 *
 * A phrase is in a question when each of its words is, in whatever order and form: "hij hoort de
 * hele dag stemmen" has "stemmen horen". Of phrases within each other the longest counts.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"

/* The word of the question that has this stem as it is or in another form or spelling; how well. */
static const struct search_asked *find_word(
	const struct search_asking *asking, struct span stem, float *weight)
{
	const struct search_asked *found = NULL;
	*weight = 0;
	for (int i = 0; i < asking->word_count; i++) {
		const struct search_asked *asked = &asking->words[i];
		char own[SEARCH_MAX_WORD_BYTES + 1];
		if (asked->place) continue;
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

#define MAX_MATCHES 96

/* A synonym whose words are all in the question. */
struct match {
	const struct search_synonym *synonym;
	uint32_t words; /* a bit for each */
	float weight;
};

struct matching {
	struct search_asking *asking;
	struct match matches[MAX_MATCHES];
	int count;
	uint64_t *tried;
};

static void try_synonym(struct matching *matching, const struct search_synonym *synonym)
{
	const struct search_asking *asking = matching->asking;
	const struct search_table *stems = &asking->view->words->stems;
	struct match match = {.synonym = synonym, .weight = 1};
	for (int i = 0; i < synonym->stem_count; i++) {
		float found;
		const struct search_asked *word =
			find_word(asking, search_table_text(stems, synonym->stems[i]), &found);
		if (word == NULL) return;
		uint32_t bit = 1u << (word - asking->words);
		if ((match.words & bit) != 0) return;
		match.words |= bit;
		if (found < match.weight) match.weight = found;
	}
	if (matching->count < MAX_MATCHES) matching->matches[matching->count++] = match;
}

/* Synonyms whose first word this stem is; each is so met once. */
static void try_stem(struct matching *matching, struct span text)
{
	const struct search_words *words = matching->asking->view->words;
	uint32_t stem = search_table_find(&words->stems, text);
	if (stem == SEARCH_NONE) return;
	for (uint32_t i = words->first[stem]; i < words->first[stem + 1]; i++) {
		uint32_t number = words->by_stem[i];
		if (words->synonyms[number].stems[0] != stem) continue;
		if ((matching->tried[number / 64] >> number % 64 & 1) != 0) continue;
		matching->tried[number / 64] |= UINT64_C(1) << number % 64;
		try_synonym(matching, &words->synonyms[number]);
	}
}

static void find_matches(struct matching *matching)
{
	struct search_asking *asking = matching->asking;
	for (int i = 0; i < asking->word_count; i++) {
		const struct search_asked *asked = &asking->words[i];
		char own[SEARCH_MAX_WORD_BYTES + 1];
		memcpy(own, asked->word, asked->size);
		try_stem(matching, SEARCH_SPAN(own, search_stem(own, asked->size)));
		for (int c = 0; c < asked->own.choice_count; c++)
			try_stem(matching, asked->own.choices[c].term);
	}
}

static bool is_one_word(uint32_t words)
{
	return (words & (words - 1)) == 0;
}

/* A part of a longer phrase that is there: "geen geld" in "geen geld voor eten". */
static bool is_part_of_other(const struct matching *matching, uint32_t words)
{
	for (int i = 0; i < matching->count; i++) {
		uint32_t other = matching->matches[i].words;
		if (other != words && (other & words) == words) return true;
	}
	return false;
}

/* More choices for one word. One that says nothing by itself may stand for something. */
static void add_single(struct search_asking *asking, const struct match *match)
{
	for (int i = 0; i < asking->word_count; i++) {
		struct search_asked *asked = &asking->words[i];
		if ((match->words >> i & 1) == 0) continue;
		if (asked->skip) asked->own.choice_count = 0;
		asked->skip = false;
		asked->own.weight = 1;
		add_targets(asking, match->synonym, match->weight, &asked->own);
	}
}

/* A group for these words, that all synonyms of just these share. */
static struct search_group *open_group(struct search_asking *asking, uint32_t words)
{
	struct search_meaning *meaning = asking->meaning;
	const char *start = NULL, *end = NULL;
	if (meaning->group_count == SEARCH_MAX_GROUPS) return NULL;
	for (int i = 0; i < asking->word_count; i++) {
		struct search_asked *asked = &asking->words[i];
		if ((words >> i & 1) == 0) continue;
		if (start == NULL) start = asked->as_typed.start;
		end = asked->as_typed.start + asked->as_typed.size;
		asked->used = asking->view->words->ranking.phrase_used;
	}
	struct search_group *group = &meaning->groups[meaning->group_count++];
	*group = (struct search_group){.asked = SEARCH_SPAN(start, (size_t)(end - start)), .weight = 1};
	return group;
}

static void add_phrases(struct matching *matching)
{
	for (int i = 0; i < matching->count; i++) {
		uint32_t words = matching->matches[i].words;
		bool is_first = true;
		for (int before = 0; before < i; before++)
			is_first = is_first && matching->matches[before].words != words;
		if (!is_first || is_one_word(words) || is_part_of_other(matching, words)) continue;
		struct search_group *group = open_group(matching->asking, words);
		for (int same = i; group != NULL && same < matching->count; same++)
			if (matching->matches[same].words == words)
				add_targets(matching->asking, matching->matches[same].synonym,
					matching->matches[same].weight, group);
	}
}

#define DANGER_SLACK 2 /* more than that between the words of a phrase: it means no danger */

/* Words of it close together: "ik wil praten over de dood van mijn vader" is none. */
static bool is_close(const struct match *match)
{
	int first = __builtin_ctz(match->words), last = 31 - __builtin_clz(match->words);
	return last - first < match->synonym->stem_count + DANGER_SLACK;
}

/* Some matches say what matters to the order, also those within a longer phrase. */
static void note_meaning(struct search_asking *asking, const struct match *match)
{
	const struct search_table *texts = &asking->view->words->texts;
	for (int i = 0; i < match->synonym->target_count; i++) {
		struct span text = search_table_text(texts, match->synonym->targets[i].text);
		if (span_starts_with(text, "danger:") && is_close(match)) {
			asking->meaning->danger = true;
			asking->meaning->signs |= 1u
				<< (span_is(text, "danger:suicide") ? SEARCH_SUICIDE : SEARCH_CRISIS);
		}
		if (span_is(text, "kind:admission")) asking->meaning->for_admission = true;
	}
}

void search_stand_for(struct search_asking *asking)
{
	size_t size = ((size_t)asking->view->words->synonym_count / 64 + 1) * sizeof(uint64_t);
	struct matching *matching = arena_take(asking->arena, sizeof(*matching));
	uint64_t *tried = arena_take(asking->arena, size);
	if (matching == NULL || tried == NULL) return;
	*matching = (struct matching){.asking = asking, .tried = tried};
	find_matches(matching);
	for (int i = 0; i < matching->count; i++) note_meaning(asking, &matching->matches[i]);
	for (int i = 0; i < matching->count; i++)
		if (is_one_word(matching->matches[i].words)) add_single(asking, &matching->matches[i]);
	add_phrases(matching);
}
