/* search_stem.c - a light Dutch stem: brings forms of one word together and leaves the rest alone.
 *
 * It is for looking up only; nobody sees it. Rules, in this order, each where at least three
 * letters with a vowel are left:
 *   1. -s of a plural or genitive behind el, em, en, er, eur, a, e, i, o, y (not behind s: stress)
 *   2. -heden is -heid; then -heid goes (eenzaamheid, eenzame: eenzaam)
 *   3. -etje, -tje, -pje, -je go (stoeltje: stoel); behind aa, ee, oo, uu only -je (maatje: maat)
 *   4. -ing and -ingen go (begeleiding, begeleiden; verslaving, verslaven), but not behind mm: who
 *      hears voices (stemmen) does not ask about mood (stemming)
 *   5. -eren, -ere, -eerd, -eert, -eer go (controleren: control; jongeren, jongere: jong)
 *   6. -ende, -en, -e go (schulden: schuld)
 *   7. a doubled consonant at the end is single (pillen: pill: pil); v is f and z is s (brieven)
 *   8. a doubled vowel before the last consonant is single (straat, straten: strat)
 * Two words that only differ so become one ("bom" and "boom"): for finding help that does no harm.
 * What a verb does at its other end (hoort, gepest) is tried at a question only, where the plain
 * stem finds nothing: search_stem_form.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"

#define MIN_LEFT 3

static bool is_vowel(char letter)
{
	return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u' ||
		letter == 'y';
}

static bool is_plain(const char *word, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (word[i] < 'a' || word[i] > 'z') return false;
	return true;
}

static bool has_vowel(const char *word, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (is_vowel(word[i])) return true;
	return false;
}

static bool ends(const char *word, size_t size, const char *ending)
{
	size_t length = strlen(ending);
	return size >= length && memcmp(word + size - length, ending, length) == 0;
}

/* The size without the ending, if enough is left; else the size. */
static size_t without(const char *word, size_t size, const char *ending, size_t least)
{
	size_t left = size - strlen(ending);
	if (!ends(word, size, ending) || left < least || !has_vowel(word, left)) return size;
	return left;
}

static size_t strip_first(
	const char *word, size_t size, const char *const *endings, size_t count, size_t least)
{
	for (size_t i = 0; i < count; i++) {
		if (!ends(word, size, endings[i])) continue;
		size_t left = without(word, size, endings[i], least);
		if (left < size) return left;
	}
	return size;
}

static size_t strip_s(const char *word, size_t size)
{
	static const char *const before[] = {"el", "em", "en", "er", "eur", "a", "e", "i", "o", "y"};
	if (size < 5 || word[size - 1] != 's') return size;
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if (ends(word, size - 1, before[i])) return size - 1;
	return size;
}

/* Consonants doubled, v and z, vowels doubled. */
static size_t settle(char *word, size_t size)
{
	if (size > MIN_LEFT && word[size - 1] == word[size - 2] && !is_vowel(word[size - 1])) size--;
	if (word[size - 1] == 'v') word[size - 1] = 'f';
	if (word[size - 1] == 'z') word[size - 1] = 's';
	if (size > MIN_LEFT && !is_vowel(word[size - 1]) && word[size - 2] == word[size - 3] &&
		is_vowel(word[size - 2])) {
		word[size - 2] = word[size - 1];
		size--;
	}
	return size;
}

size_t search_stem(char *word, size_t size)
{
	static const char *const small[] = {"etje", "tje", "pje", "je"};
	static const char *const actions[] = {"ingen", "ing"};
	static const char *const verbs[] = {"eren", "ere", "eerd", "eert", "eer"};
	static const char *const plural[] = {"ende", "en", "e"};
	if (size <= MIN_LEFT || !is_plain(word, size)) return size;
	size = strip_s(word, size);
	if (ends(word, size, "heden")) {
		word[size - 3] = 'i';
		word[size - 2] = 'd';
		size--;
	}
	size = without(word, size, "heid", 4);
	if (ends(word, size, "tje") && size > 5 && word[size - 4] == word[size - 5] &&
		is_vowel(word[size - 4]))
		return settle(word, size - 2);
	size = strip_first(word, size, small, sizeof(small) / sizeof(small[0]), MIN_LEFT);
	if (ends(word, size, "mmingen")) return size - 2;
	if (ends(word, size, "mming")) return size;
	size = strip_first(word, size, actions, sizeof(actions) / sizeof(actions[0]), MIN_LEFT);
	size = strip_first(word, size, verbs, sizeof(verbs) / sizeof(verbs[0]), MIN_LEFT + 1);
	size = strip_first(word, size, plural, sizeof(plural) / sizeof(plural[0]), MIN_LEFT);
	return settle(word, size);
}

static bool give(struct span word, char *out, size_t *size)
{
	memcpy(out, word.start, word.size);
	*size = search_stem(out, word.size);
	out[*size] = 0;
	return *size >= MIN_LEFT;
}

/* -t and -d of who does it; ge- of what was done; both. */
bool search_stem_form(
	struct span word, int number, char out[SEARCH_MAX_WORD_BYTES + 1], size_t *size)
{
	bool ge = word.size > 5 && span_starts_with(word, "ge");
	char last = word.size > 4 ? word.start[word.size - 1] : 0;
	bool dental = last == 't' || last == 'd';
	struct span shorter = {word.start, word.size - 1};
	*size = 0;
	if (!is_plain(word.start, word.size)) return false;
	if (number == 0 && dental) return give(shorter, out, size);
	if (number == 1 && ge) return give((struct span){word.start + 2, word.size - 2}, out, size);
	if (number == 2 && ge && dental)
		return give((struct span){word.start + 2, word.size - 3}, out, size);
	return false;
}
