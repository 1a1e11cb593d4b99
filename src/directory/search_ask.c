/* search_ask.c - what the words of a question may find.
 *
 * Each word that says something becomes a group of choices, of which the best counts: the word
 * itself, other forms of it, its parts, what it may be misspelt for. Phrases become groups of their
 * own (search_synonym.c).
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"

#define MIN_JOINED 7 /* letters of two words that may be one */

void search_choose(struct search_group *group, struct search_choice choice, struct arena *arena)
{
	for (int i = 0; i < group->choice_count; i++) {
		struct search_choice *there = &group->choices[i];
		if (!span_equal(there->term, choice.term)) continue;
		if (choice.weight > there->weight) *there = choice;
		return;
	}
	if (group->choice_count == group->choice_capacity) {
		int capacity = group->choice_capacity == 0 ? 8 : group->choice_capacity * 2;
		if (group->choice_capacity >= SEARCH_MAX_CHOICES) return;
		struct search_choice *more = arena_take(arena, (size_t)capacity * sizeof(*more));
		if (more == NULL) return;
		if (group->choice_count > 0)
			memcpy(more, group->choices, (size_t)group->choice_count * sizeof(*more));
		group->choices = more;
		group->choice_capacity = capacity;
	}
	group->choices[group->choice_count++] = choice;
}

static bool has_term(const struct search_index *index, struct span stem)
{
	return index != NULL && search_table_look(&index->terms, stem) != SEARCH_NONE;
}

bool search_knows(const struct search_view *view, struct span stem)
{
	return has_term(view->large, stem) || has_term(view->small, stem) ||
		search_table_find(&view->words->stems, stem) != SEARCH_NONE;
}

struct span search_stem_copy(struct span word, struct arena *arena)
{
	char stem[SEARCH_MAX_WORD_BYTES + 1];
	memcpy(stem, word.start, word.size);
	return arena_copy(arena, SEARCH_SPAN(stem, search_stem(stem, word.size)));
}

static bool is_stopword(const struct search_view *view, struct span word)
{
	return search_table_find(&view->words->stopwords, word) != SEARCH_NONE;
}

/* ---- reading the words ---- */

static struct search_asked *add_word(struct search_asking *asking, const struct search_word *word)
{
	if (asking->word_count == SEARCH_MAX_WORDS) {
		asking->meaning->too_many_words = true;
		return NULL;
	}
	struct search_asked *asked = &asking->words[asking->word_count++];
	*asked = (struct search_asked){.size = word->size, .as_typed = word->as_typed, .used = 1};
	memcpy(asked->word, word->bytes, word->size + 1);
	asked->own.asked = word->as_typed;
	asked->own.weight = 1;
	return asked;
}

static struct span between(const struct search_asked *first, const struct search_asked *last)
{
	const char *end = last->as_typed.start + last->as_typed.size;
	return SEARCH_SPAN(first->as_typed.start, (size_t)(end - first->as_typed.start));
}

/* "burn-out" is taken as one word where that is known: it then stands in the place of its parts. */
static void take_joined(struct search_asking *asking, struct search_word *joined, int parts)
{
	int first = asking->word_count - parts;
	struct span stem = search_stem_copy(SEARCH_SPAN(joined->bytes, joined->size), asking->arena);
	if (first < 0 || !search_knows(asking->view, stem)) return;
	joined->as_typed = between(&asking->words[first], &asking->words[asking->word_count - 1]);
	asking->word_count = first;
	add_word(asking, joined);
}

static bool is_repeated(const struct search_asking *asking, const struct search_asked *asked)
{
	struct span word = SEARCH_SPAN(asked->word, asked->size);
	for (const struct search_asked *before = asking->words; before < asked; before++)
		if (span_equal(SEARCH_SPAN(before->word, before->size), word)) return true;
	return false;
}

static void read_words(struct search_asking *asking)
{
	struct search_reader reader;
	struct search_word word;
	int parts = 0;
	search_reader_init(&reader, asking->question->words);
	while (search_reader_next(&reader, &word)) {
		if (word.joined) {
			take_joined(asking, &word, parts);
			continue;
		}
		parts = reader.joined_parts;
		struct search_asked *asked = add_word(asking, &word);
		if (asked == NULL) continue;
		struct span folded = SEARCH_SPAN(asked->word, asked->size);
		asked->skip = is_stopword(asking->view, folded) || is_repeated(asking, asked);
		asked->last = reader.rest.size == 0;
	}
}

/* ---- words of danger ---- */

static bool is_ordinary(const struct search_view *view, struct span word)
{
	return search_table_find(&view->words->ordinary, word) != SEARCH_NONE;
}

static bool is_within(struct span part, struct span whole)
{
	return part.start >= whole.start && part.start + part.size <= whole.start + whole.size;
}

/* Of the words of a danger, those that nobody uses say nothing by themselves: they are no typing
 * error of anything else either. Whether all are known. */
static bool pass_over_unknown(struct search_asking *asking, struct span danger)
{
	bool all = true;
	for (int i = 0; i < asking->word_count; i++) {
		struct search_asked *asked = &asking->words[i];
		struct span word = SEARCH_SPAN(asked->word, asked->size);
		if (!is_within(asked->as_typed, danger) || is_stopword(asking->view, word)) continue;
		if (is_ordinary(asking->view, word) ||
			search_knows(asking->view, search_stem_copy(word, asking->arena)))
			continue;
		asked->skip = asked->place = true;
		all = false;
	}
	return all;
}

/* Puts a word before those that mean it. */
static void put_before(struct search_asking *asking, struct span danger, struct span like)
{
	int at = 0;
	for (int i = 0; i < asking->word_count; i++)
		if (span_equal(SEARCH_SPAN(asking->words[i].word, asking->words[i].size), like)) return;
	if (asking->word_count == SEARCH_MAX_WORDS) return;
	while (at < asking->word_count && asking->words[at].as_typed.start < danger.start) at++;
	memmove(&asking->words[at + 1], &asking->words[at],
		(size_t)(asking->word_count - at) * sizeof(asking->words[0]));
	asking->word_count++;
	struct search_asked *asked = &asking->words[at];
	*asked = (struct search_asked){
		.size = like.size, .as_typed = SEARCH_SPAN(danger.start, 0), .used = 1};
	memcpy(asked->word, like.start, like.size);
	asked->own.asked = danger;
	asked->own.weight = 1;
}

/* Words of danger, however they are written, also find what one plain word of that danger does. */
static void take_danger(struct search_asking *asking)
{
	struct search_danger found;
	search_danger_read(asking->view->words, asking->question->words, asking->arena, &found);
	asking->meaning->signs = found.signs;
	asking->meaning->danger = (found.signs & (1u << SEARCH_SUICIDE | 1u << SEARCH_CRISIS)) != 0;
	for (size_t i = 0, end; i < found.word_count; i = end) {
		const struct search_danger_phrase *phrase = found.words[i].phrase;
		for (end = i + 1; end < found.word_count && found.words[end].phrase == phrase;) end++;
		if (phrase == NULL) continue;
		const char *start = found.words[i].as_typed.start;
		const struct span last = found.words[end - 1].as_typed;
		struct span danger = SEARCH_SPAN(start, (size_t)(last.start + last.size - start));
		bool all_known = pass_over_unknown(asking, danger);
		if (end - i > 1 || !all_known) put_before(asking, danger, search_danger_like(phrase));
	}
}

/* ---- choices of one word ---- */

static void choose(const struct search_asking *asking, struct search_group *group, struct span stem,
	struct span shown, float weight, enum search_way way)
{
	search_choose(group,
		(struct search_choice){.term = stem, .shown = shown, .weight = weight, .way = way},
		asking->arena);
}

static void add_forms(const struct search_asking *asking, struct search_asked *asked)
{
	float weight = asking->view->words->ranking.form;
	struct span word = SEARCH_SPAN(asked->word, asked->size);
	for (int number = 0; number < 3; number++) {
		char form[SEARCH_MAX_WORD_BYTES + 1];
		size_t size;
		if (!search_stem_form(word, number, form, &size)) continue;
		if (!search_knows(asking->view, SEARCH_SPAN(form, size))) continue;
		struct span stem = arena_copy(asking->arena, SEARCH_SPAN(form, size));
		choose(asking, &asked->own, stem, stem, weight, SEARCH_BY_FORM);
	}
}

static bool known_part(void *context, struct span part)
{
	const struct search_view *view = context;
	char stem[SEARCH_MAX_WORD_BYTES + 1];
	if (is_stopword(view, part)) return true;
	memcpy(stem, part.start, part.size);
	return search_knows(view, SEARCH_SPAN(stem, search_stem(stem, part.size)));
}

/* A part of a known compound finds something too, but it counts for little. */
static void add_weak_parts(const struct search_asking *asking, struct search_asked *asked)
{
	struct span parts[SEARCH_MAX_PARTS];
	struct span word =
		asked->spelled.size > 0 ? asked->spelled : SEARCH_SPAN(asked->word, asked->size);
	int count = search_compound_split(word, known_part, (void *)(uintptr_t)asking->view, parts);
	for (int i = 0; i < count; i++) {
		bool says_little =
			is_stopword(asking->view, parts[i]) || is_ordinary(asking->view, parts[i]);
		if (says_little) continue;
		choose(asking, &asked->own, search_stem_copy(parts[i], asking->arena),
			arena_copy(asking->arena, parts[i]), asking->view->words->ranking.weak_part,
			SEARCH_BY_COMPOUND);
	}
}

/* The longest beginning or end of an unknown word that is known: "rouwverwerking" has "rouw". */
static bool add_known_end(const struct search_asking *asking, struct search_asked *asked)
{
	struct span word = SEARCH_SPAN(asked->word, asked->size);
	void *view = (void *)(uintptr_t)asking->view;
	for (size_t size = word.size - 3; word.size >= 8 && size >= 4; size--) {
		struct span ends[] = {{word.start, size}, {word.start + word.size - size, size}};
		for (int i = 0; i < 2; i++) {
			if (is_stopword(asking->view, ends[i]) || !known_part(view, ends[i])) continue;
			choose(asking, &asked->own, search_stem_copy(ends[i], asking->arena), ends[i],
				asking->view->words->ranking.part, SEARCH_BY_COMPOUND);
			return true;
		}
	}
	return false;
}

/* All parts together are worth what the word would be. */
static bool add_parts(struct search_asking *asking, struct search_asked *asked)
{
	struct span parts[SEARCH_MAX_PARTS];
	struct span word = SEARCH_SPAN(asked->word, asked->size);
	struct search_meaning *meaning = asking->meaning;
	int count = search_compound_split(word, known_part, (void *)(uintptr_t)asking->view, parts);
	for (int i = 0; i < count && meaning->group_count < SEARCH_MAX_GROUPS; i++) {
		if (is_stopword(asking->view, parts[i])) continue;
		struct search_group *group = &meaning->groups[meaning->group_count++];
		*group = (struct search_group){.asked = asked->as_typed, .weight = 1};
		struct span stem = search_stem_copy(parts[i], asking->arena);
		choose(asking, group, stem, parts[i], asking->view->words->ranking.compound,
			SEARCH_BY_COMPOUND);
	}
	return count > 0;
}

static void find_choices(struct search_asking *asking, struct search_asked *asked)
{
	struct span word = SEARCH_SPAN(asked->word, asked->size);
	struct span stem = search_stem_copy(word, asking->arena);
	bool known = search_knows(asking->view, stem);
	bool ordinary = is_ordinary(asking->view, word);
	if (known) choose(asking, &asked->own, stem, word, 1, SEARCH_BY_WORD);
	if (ordinary) asked->own.weight = asking->view->words->ranking.ordinary;
	add_forms(asking, asked);
	bool found = asked->own.choice_count > 0 || ordinary;
	if (!found || asking->wide) found = add_parts(asking, asked) || found;
	if (!found || asking->wide) search_spell(asking, asked);
	found = found || asked->own.choice_count > 0;
	if (!found) found = add_known_end(asking, asked);
	if (asked->own.choice_count > 0) add_weak_parts(asking, asked);
	if (asked->last && (asking->question->typing || !found)) search_complete(asking, asked);
}

/* Two words that are one in Dutch: "schuld hulp". */
static void join_neighbours(struct search_asking *asking)
{
	for (int i = 0; i + 1 < asking->word_count; i++) {
		const struct search_asked *a = &asking->words[i], *b = &asking->words[i + 1];
		char joined[SEARCH_MAX_WORD_BYTES + 1];
		size_t size = a->size + b->size;
		if (size < MIN_JOINED || size > SEARCH_MAX_WORD_BYTES) continue;
		if (asking->meaning->group_count == SEARCH_MAX_GROUPS) return;
		memcpy(joined, a->word, a->size);
		memcpy(joined + a->size, b->word, b->size);
		struct span stem = search_stem_copy(SEARCH_SPAN(joined, size), asking->arena);
		if (!search_knows(asking->view, stem)) continue;
		struct search_group *group = &asking->meaning->groups[asking->meaning->group_count++];
		*group = (struct search_group){.asked = between(a, b), .weight = 1};
		choose(asking, group, stem, arena_copy(asking->arena, SEARCH_SPAN(joined, size)),
			asking->view->words->ranking.compound, SEARCH_BY_COMPOUND);
	}
}

/* ---- what is said back ---- */

/* The question with what was misspelt in its right form. */
static void say_meant(struct search_asking *asking)
{
	struct span question = asking->question->words;
	size_t room = question.size + (size_t)asking->word_count * (SEARCH_MAX_WORD_BYTES + 1);
	bool any = false;
	for (int i = 0; i < asking->word_count; i++) any = any || asking->words[i].spelled.size > 0;
	char *text = any ? arena_take(asking->arena, room + 1) : NULL;
	if (text == NULL) return;
	size_t size = 0;
	const char *at = question.start;
	for (int i = 0; i < asking->word_count; i++) {
		const struct search_asked *asked = &asking->words[i];
		struct span word = asked->spelled.size > 0 ? asked->spelled : asked->as_typed;
		memcpy(text + size, at, (size_t)(asked->as_typed.start - at));
		size += (size_t)(asked->as_typed.start - at);
		memcpy(text + size, word.start, word.size);
		size += word.size;
		at = asked->as_typed.start + asked->as_typed.size;
	}
	size_t rest = (size_t)(question.start + question.size - at);
	memcpy(text + size, at, rest);
	asking->meaning->meant = SEARCH_SPAN(text, size + rest);
}

static void take_groups(struct search_asking *asking)
{
	struct search_meaning *meaning = asking->meaning;
	for (int i = 0; i < asking->word_count; i++) {
		struct search_asked *asked = &asking->words[i];
		if (asked->skip || asked->own.choice_count == 0) continue;
		if (meaning->group_count == SEARCH_MAX_GROUPS) return;
		asked->own.weight *= asked->used;
		meaning->groups[meaning->group_count++] = asked->own;
	}
}

void search_ask(const struct search_view *view, const struct search_question *question, bool wide,
	struct arena *arena, struct search_meaning *meaning)
{
	struct search_asking asking = {
		.view = view, .question = question, .wide = wide, .arena = arena, .meaning = meaning};
	*meaning = (struct search_meaning){.municipality = question->municipality,
		/* Who is left with nothing gets whatever there is. */
		.floor = wide ? 0 : view->words->ranking.floor};
	asking.words = arena_take(arena, SEARCH_MAX_WORDS * sizeof(*asking.words));
	if (asking.words == NULL) return;
	read_words(&asking);
	take_danger(&asking);
	search_read_place(&asking);
	join_neighbours(&asking);
	for (int i = 0; i < asking.word_count; i++)
		if (!asking.words[i].skip) find_choices(&asking, &asking.words[i]);
	search_stand_for(&asking);
	meaning->says_nothing = true;
	for (int i = 0; i < asking.word_count; i++)
		meaning->says_nothing = meaning->says_nothing && asking.words[i].skip;
	meaning->says_nothing = meaning->says_nothing && meaning->group_count == 0;
	take_groups(&asking);
	say_meant(&asking);
}
