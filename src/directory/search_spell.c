/* search_spell.c - what a word may be that nobody uses: one with a typing error, or the beginning.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"

#define MAX_NEAR 2048 /* words looked at */

struct near_word {
	struct span text;
	int errors;
	bool same_first;
	uint32_t count; /* how often it is written */
};

struct spelling {
	const struct search_table *table; /* being visited */
	const struct search_near *near;
	const uint32_t *counts; /* NULL: of synonyms */
	struct span typed;
	uint32_t sound; /* hash */
	int errors;
	int most; /* kept */
	uint32_t last;
	struct near_word *kept;
	int kept_count;
};

static bool is_better(const struct near_word *a, const struct near_word *b)
{
	if (a->errors != b->errors) return a->errors < b->errors;
	if (a->same_first != b->same_first) return a->same_first;
	if (a->count != b->count) return a->count > b->count;
	int order = memcmp(
		a->text.start, b->text.start, a->text.size < b->text.size ? a->text.size : b->text.size);
	return order != 0 ? order < 0 : a->text.size < b->text.size;
}

/* Keeps the best, in order. */
static void keep(struct spelling *spelling, struct near_word word)
{
	int at = spelling->kept_count;
	for (int i = 0; i < spelling->kept_count; i++)
		if (span_equal(spelling->kept[i].text, word.text)) return;
	while (at > 0 && is_better(&word, &spelling->kept[at - 1])) at--;
	if (at == spelling->most) return;
	if (spelling->kept_count < spelling->most) spelling->kept_count++;
	memmove(&spelling->kept[at + 1], &spelling->kept[at],
		(size_t)(spelling->kept_count - 1 - at) * sizeof(word));
	spelling->kept[at] = word;
}

static bool sounds_the_same(const struct spelling *spelling, struct span word, uint32_t number)
{
	char own[SEARCH_MAX_WORD_BYTES + 1], typed[SEARCH_MAX_WORD_BYTES + 1];
	if (spelling->near->sounds[number] != spelling->sound) return false;
	return span_equal(SEARCH_SPAN(own, search_near_sound(word, own)),
		SEARCH_SPAN(typed, search_near_sound(spelling->typed, typed)));
}

static void visit(void *context, uint32_t number)
{
	struct spelling *spelling = context;
	struct span word = search_table_text(spelling->table, number);
	if (number == spelling->last || memchr(word.start, ':', word.size) != NULL) return;
	spelling->last = number;
	int errors = search_near_distance(spelling->typed, word, spelling->errors);
	if (errors > spelling->errors) {
		if (!sounds_the_same(spelling, word, number)) return;
		errors = 1;
	}
	keep(spelling,
		(struct near_word){.text = word,
			.errors = errors,
			.same_first = word.start[0] == spelling->typed.start[0],
			.count = spelling->counts == NULL ? 0 : spelling->counts[number]});
}

static void visit_index(struct spelling *spelling, const struct search_index *index)
{
	if (index == NULL) return;
	spelling->table = &index->words;
	spelling->near = &index->near;
	spelling->counts = index->word_count;
	spelling->last = SEARCH_NONE;
	search_near_visit(&index->near, spelling->typed, spelling->errors, visit, spelling);
}

static void visit_synonyms(struct spelling *spelling, const struct search_words *words)
{
	spelling->table = &words->plain;
	spelling->near = &words->near;
	spelling->counts = NULL;
	spelling->last = SEARCH_NONE;
	search_near_visit(&words->near, spelling->typed, spelling->errors, visit, spelling);
}

static void choose(
	const struct search_asking *asking, struct search_asked *asked, const struct near_word *word)
{
	const struct search_ranking *ranking = &asking->view->words->ranking;
	struct search_choice choice = {.term = search_stem_copy(word->text, asking->arena),
		.shown = word->text,
		.weight = word->errors < 2 ? ranking->error_one : ranking->error_two,
		.way = SEARCH_BY_SPELLING};
	search_choose(&asked->own, choice, asking->arena);
}

/* Without `wide` only the words with the fewest errors: who types one letter wrong does not mean
 * what is two letters away. */
void search_spell(const struct search_asking *asking, struct search_asked *asked)
{
	struct spelling spelling = {.typed = SEARCH_SPAN(asked->word, asked->size),
		.errors = search_near_errors(asked->size),
		.most = asking->wide ? SEARCH_MAX_CHOICES : SEARCH_MAX_KEPT};
	bool is_new = asked->own.choice_count == 0;
	if (spelling.errors == 0) return;
	spelling.sound = search_near_sound_hash(spelling.typed);
	spelling.kept = arena_take(asking->arena, (size_t)(spelling.most + 1) * sizeof(*spelling.kept));
	if (spelling.kept == NULL) return;
	visit_index(&spelling, asking->view->large);
	visit_index(&spelling, asking->view->small);
	visit_synonyms(&spelling, asking->view->words);
	for (int i = 0; i < spelling.kept_count; i++) {
		if (!asking->wide && spelling.kept[i].errors > spelling.kept[0].errors) break;
		if (spelling.kept[i].errors > 0) choose(asking, asked, &spelling.kept[i]);
	}
	if (is_new && spelling.kept_count > 0) asked->spelled = spelling.kept[0].text;
}

/* The most used words of an index that begin so. */
static void complete_from(struct spelling *spelling, const struct search_index *index)
{
	if (index == NULL) return;
	uint32_t at = search_table_lower(&index->words, spelling->typed);
	for (int seen = 0; at < index->words.count && seen < MAX_NEAR; at++, seen++) {
		struct span word = search_table_text(&index->words, at);
		bool begins = word.size > spelling->typed.size &&
			memcmp(word.start, spelling->typed.start, spelling->typed.size) == 0;
		if (word.size > spelling->typed.size && !begins) return;
		if (begins && memchr(word.start, ':', word.size) == NULL)
			keep(spelling,
				(struct near_word){
					.text = word, .same_first = true, .count = index->word_count[at]});
	}
}

void search_complete(const struct search_asking *asking, struct search_asked *asked)
{
	struct spelling spelling = {
		.typed = SEARCH_SPAN(asked->word, asked->size), .most = SEARCH_MAX_KEPT * 2};
	struct near_word kept[SEARCH_MAX_KEPT * 2 + 1];
	spelling.kept = kept;
	if (asked->size < 2) return;
	complete_from(&spelling, asking->view->large);
	complete_from(&spelling, asking->view->small);
	for (int i = 0; i < spelling.kept_count; i++) {
		struct search_choice choice = {.term = search_stem_copy(kept[i].text, asking->arena),
			.shown = kept[i].text,
			.weight = asking->view->words->ranking.beginning,
			.way = SEARCH_BY_BEGINNING};
		search_choose(&asked->own, choice, asking->arena);
	}
}
