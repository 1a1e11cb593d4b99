/* search_where.c - reads where somebody is in what they type: "hulp bij schulden in Zeist".
 *
 * Some names are words too ("Best", "Buren"): these count only behind "in", as data/search says.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"

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

static const struct region_municipality *find_at(
	const struct search_asking *asking, int at, int count)
{
	const struct search_asked *first = &asking->words[at], *last = &asking->words[at + count - 1];
	const char *end = last->as_typed.start + last->as_typed.size;
	struct span name = SEARCH_SPAN(first->as_typed.start, (size_t)(end - first->as_typed.start));
	const struct region_municipality *found = region_find_name(asking->view->division, name);
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

/* The first, of the longest name that is there. What is asked by itself goes before what is read,
 * but the name says nothing then either. */
void search_read_place(struct search_asking *asking)
{
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
}
