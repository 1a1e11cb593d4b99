/* excluding.c - looks for phrases of data/excluding.csv among the words of a text.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/excluding.h"
#include "base/codes.h"
#include "directory/search_private.h"

#define MOST_WORDS 8 /* of a phrase, and more */

extern const struct codes directory_excluding; /* made by tools/embed */

/* The last words, folded, with _ between and before them, as the phrases have it. */
struct last_words {
	char bytes[MOST_WORDS * (SEARCH_MAX_WORD_BYTES + 1)];
	size_t size;
};

static void add(struct last_words *last, const struct search_word *word)
{
	size_t needed = word->size + 1;
	while (last->size + needed > sizeof(last->bytes)) {
		const char *next = memchr(last->bytes + 1, '_', last->size - 1);
		size_t gone = next == NULL ? last->size : (size_t)(next - last->bytes);
		memmove(last->bytes, last->bytes + gone, last->size - gone);
		last->size -= gone;
	}
	last->bytes[last->size++] = '_';
	memcpy(last->bytes + last->size, word->bytes, word->size);
	last->size += word->size;
}

static bool ends_with(const struct last_words *last, struct span phrase)
{
	if (phrase.size + 1 > last->size) return false;
	const char *at = last->bytes + last->size - phrase.size;
	return at[-1] == '_' && memcmp(at, phrase.start, phrase.size) == 0;
}

bool excluding_is_said(struct span text)
{
	struct search_reader reader;
	struct search_word word;
	struct last_words last = {.size = 0};
	if (text.size == 0 || !span_is_utf8(text, NULL)) return false;
	search_reader_init(&reader, text);
	while (search_reader_next(&reader, &word)) {
		if (word.joined) continue;
		add(&last, &word);
		for (int i = 1; i < directory_excluding.count; i++)
			if (ends_with(&last, span_of(codes_name(&directory_excluding, i)))) return true;
	}
	return false;
}
