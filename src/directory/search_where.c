/* search_where.c - reads where somebody is in what they type: "hulp bij schulden in Zeist".
 *
 * Some names are words too ("Best", "Buren"): these count only behind "in", as data/search says.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"
#include "region/region_history.h"

#define MAX_NAME_WORDS 5

static bool comes_behind_in(const struct search_asking *asking, int at)
{
	static const char *const before[] = {"in", "te", "bij", "rond", "rondom", "omgeving", "uit"};
	if (at == 0) return false;
	struct span word = SEARCH_SPAN(asking->words[at - 1].word, asking->words[at - 1].size);
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if (span_is(word, before[i])) return true;
	return false;
}

/* A municipality of this name, or the one in which a place of this name is. */
static const struct region_municipality *find_name(
	const struct search_asking *asking, struct span name)
{
	char folded[SEARCH_MAX_WORD_BYTES + 1];
	const struct search_words *words = asking->view->words;
	const struct region_municipality *found = region_find_name(asking->view->division, name);
	size_t size = found == NULL ? region_fold(name, folded, sizeof(folded)) : 0;
	if (size == 0) return found;
	uint32_t place = search_table_find(&words->places, SEARCH_SPAN(folded, size));
	return place == SEARCH_NONE ? NULL
								: region_find_name(asking->view->division, words->place_in[place]);
}

static const struct region_municipality *find_at(
	const struct search_asking *asking, int at, int count)
{
	const struct search_asked *first = &asking->words[at], *last = &asking->words[at + count - 1];
	const char *end = last->as_typed.start + last->as_typed.size;
	struct span name = SEARCH_SPAN(first->as_typed.start, (size_t)(end - first->as_typed.start));
	const struct region_municipality *found = find_name(asking, name);
	if (found == NULL || count > 1) return found;
	struct span word = SEARCH_SPAN(first->word, first->size);
	bool only_after = search_table_find(&asking->view->words->after_in, word) != SEARCH_NONE;
	return only_after && !comes_behind_in(asking, at) ? NULL : found;
}

/* "Ik woon in": says where, and nothing of what is asked. */
static void skip_before(struct search_asking *asking, int at)
{
	if (!comes_behind_in(asking, at)) return;
	asking->words[at - 1].skip = true;
	if (at < 2) return;
	struct search_asked *word = &asking->words[at - 2];
	struct span folded = SEARCH_SPAN(word->word, word->size);
	if (search_table_find(&asking->view->words->lives, folded) != SEARCH_NONE)
		word->place = word->skip = true;
}

static bool lives_there(const struct search_asking *asking, int at)
{
	if (at < 2 || !comes_behind_in(asking, at)) return false;
	const struct search_asked *word = &asking->words[at - 2];
	return search_table_find(&asking->view->words->lives, SEARCH_SPAN(word->word, word->size)) !=
		SEARCH_NONE;
}

/* A word behind "in" that must be a place, as who lives there, as several have the name, or as
 * nobody uses the word and it is nearly a name: that is said, and it is no word to search. */
static bool is_unknown_place(struct search_asking *asking, int at)
{
	const struct search_asked *asked = &asking->words[at];
	struct span word = SEARCH_SPAN(asked->word, asked->size);
	struct buf meant;
	if (asked->skip || asked->size < 3 || !comes_behind_in(asking, at)) return false;
	bool known = search_table_find(&asking->view->words->ordinary, word) != SEARCH_NONE ||
		search_knows(asking->view, search_stem_copy(word, asking->arena));
	bool lives = lives_there(asking, at) &&
		search_table_find(&asking->view->words->ordinary, word) == SEARCH_NONE;
	buf_init(&meant, REGION_SUGGEST_BYTES);
	bool several = region_history_suggest(asking->view->division, asked->as_typed, &meant);
	bool place = lives || several || (!known && meant.size > 0);
	if (place) {
		asking->meaning->unknown_place = asked->as_typed;
		asking->meaning->candidates = arena_copy(asking->arena, buf_span(&meant));
	}
	buf_finish(&meant);
	return place;
}

static void read_unknown_place(struct search_asking *asking)
{
	for (int at = 1; at < asking->word_count; at++) {
		if (!is_unknown_place(asking, at)) continue;
		asking->words[at].place = asking->words[at].skip = true;
		skip_before(asking, at);
		return;
	}
}

/* "Ik woon in" tells where, whatever stands behind it. */
static void skip_lives(struct search_asking *asking)
{
	for (int at = 2; at < asking->word_count; at++)
		if (lives_there(asking, at))
			asking->words[at - 2].place = asking->words[at - 2].skip = true;
}

/* The first, of the longest name that is there. What is asked by itself goes before what is read,
 * but the name says nothing then either. */
void search_read_place(struct search_asking *asking)
{
	skip_lives(asking);
	for (int at = 0; at < asking->word_count; at++) {
		int most =
			asking->word_count - at < MAX_NAME_WORDS ? asking->word_count - at : MAX_NAME_WORDS;
		for (int count = most; count > 0; count--) {
			const struct region_municipality *found = find_at(asking, at, count);
			if (found == NULL) continue;
			for (int i = at; i < at + count; i++)
				asking->words[i].place = asking->words[i].skip = true;
			skip_before(asking, at);
			if (asking->meaning->municipality == 0) asking->meaning->municipality = found->number;
			return;
		}
	}
	read_unknown_place(asking);
}
