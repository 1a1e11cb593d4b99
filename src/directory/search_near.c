/* search_near.c - words that are meant when a typing error was made.
 *
 * Two ways. By letters: each word is listed under what is left of its first letters when up to two
 * of them are taken out, and so is what was typed; where both lists meet, the distance is counted
 * (symmetric deletion, as Wolf Garbe's SymSpell does it). By sound: each word is listed under its
 * sound, so that who writes as they speak finds it too ("psiegoloog").
 * Bounds: one error in words of 4 to 7 letters, two from 8 on; none in shorter ones.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"
#include <stdlib.h>

#define PREFIX 7    /* letters that count for the lists */
#define MAX_KEYS 32 /* 1 + 7 + 21, and the sound */
#define SOUND_SEED 0x9E3779B9u

int search_near_errors(size_t size)
{
	return size < 4 ? 0 : size < 8 ? 1 : 2;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

int search_near_distance(struct span a, struct span b, int most)
{
	int rows[3][SEARCH_MAX_WORD_BYTES + 1];
	int *before = rows[0], *last = rows[1], *row = rows[2];
	int across = (int)b.size;
	if (a.size > SEARCH_MAX_WORD_BYTES || b.size > SEARCH_MAX_WORD_BYTES) return most + 1;
	if (abs((int)a.size - across) > most) return most + 1;
	for (int j = 0; j <= across; j++) last[j] = j;
	for (size_t i = 0; i < a.size; i++) {
		int best = row[0] = (int)i + 1;
		for (int j = 0; j < across; j++) {
			bool same = a.start[i] == b.start[j];
			int cost = least(least(row[j], last[j + 1]) + 1, last[j] + !same);
			bool turned =
				i > 0 && j > 0 && a.start[i] == b.start[j - 1] && a.start[i - 1] == b.start[j];
			if (turned) cost = least(cost, before[j - 1] + 1);
			row[j + 1] = cost;
			best = least(best, cost);
		}
		if (best > most) return most + 1;
		int *spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return least(last[across], most + 1);
}

struct sound {
	const char *from, *to;
	bool at_end;
};

/* In order of their first letter, the longest first of each; letters that stand in none are
 * themselves. */
static const struct sound sounds[] = {
	{"au", "O", false},
	{"b", "p", true},
	{"ch", "g", false},
	{"ce", "se", false},
	{"ci", "si", false},
	{"cy", "si", false},
	{"ck", "k", false},
	{"c", "k", false},
	{"dt", "t", true},
	{"d", "t", true},
	{"ei", "Y", false},
	{"ische", "ise", true},
	{"isch", "is", true},
	{"ie", "i", false},
	{"ij", "Y", false},
	{"ou", "O", false},
	{"ph", "f", false},
	{"q", "k", false},
	{"sch", "sg", false},
	{"ties", "sis", true},
	{"tie", "si", true},
	{"th", "t", false},
	{"v", "f", false},
	{"x", "ks", false},
	{"y", "i", false},
	{"z", "s", false},
};

static bool fits(const struct sound *sound, struct span rest)
{
	size_t size = 0;
	while (sound->from[size] != 0) {
		if (size == rest.size || rest.start[size] != sound->from[size]) return false;
		size++;
	}
	return !sound->at_end || size == rest.size;
}

static const struct sound *find_sound(struct span rest)
{
	for (size_t i = 0; i < sizeof(sounds) / sizeof(sounds[0]); i++) {
		if (sounds[i].from[0] < rest.start[0]) continue;
		if (sounds[i].from[0] > rest.start[0]) return NULL;
		if (fits(&sounds[i], rest)) return &sounds[i];
	}
	return NULL;
}

size_t search_near_sound(struct span word, char out[SEARCH_MAX_WORD_BYTES + 1])
{
	size_t size = 0;
	while (word.size > 0) {
		const struct sound *sound = find_sound(word);
		const char *letters = sound != NULL ? sound->to : word.start;
		size_t count = sound != NULL ? strlen(sound->to) : 1;
		size_t taken = sound != NULL ? strlen(sound->from) : 1;
		for (size_t i = 0; i < count && size < SEARCH_MAX_WORD_BYTES; i++)
			if (size == 0 || out[size - 1] != letters[i]) out[size++] = letters[i];
		word.start += taken;
		word.size -= taken;
	}
	out[size] = 0;
	return size;
}

static uint32_t hash(const char *bytes, size_t size, uint32_t seed)
{
	uint32_t value = 2166136261u ^ seed;
	for (size_t i = 0; i < size; i++) value = (value ^ (unsigned char)bytes[i]) * 16777619u;
	return value ^ value >> 15;
}

uint32_t search_near_sound_hash(struct span word)
{
	char sound[SEARCH_MAX_WORD_BYTES + 1];
	return hash(sound, search_near_sound(word, sound), SOUND_SEED);
}

/* Without letter i and, if it is another, letter j. */
static uint32_t hash_without(const char *bytes, size_t size, size_t i, size_t j)
{
	char left[PREFIX];
	size_t count = 0;
	for (size_t at = 0; at < size; at++)
		if (at != i && at != j) left[count++] = bytes[at];
	return hash(left, count, 0);
}

/* The keys under which a word is listed or looked for. */
static int keys_of(struct span word, int errors, uint32_t keys[MAX_KEYS])
{
	size_t size = word.size < PREFIX ? word.size : PREFIX;
	int count = 0;
	keys[count++] = search_near_sound_hash(word);
	keys[count++] = hash(word.start, size, 0);
	for (size_t i = 0; i < size && errors > 0; i++) {
		keys[count++] = hash_without(word.start, size, i, i);
		for (size_t j = i + 1; j < size && errors > 1; j++)
			keys[count++] = hash_without(word.start, size, i, j);
	}
	return count;
}

/* What was typed may be longer or shorter than what was meant. */
static int errors_listed(size_t size)
{
	return size < 3 ? 0 : size < 6 ? 1 : 2;
}

static uint32_t buckets_for(uint64_t entries)
{
	uint32_t buckets = 1024;
	while (buckets < entries / 2 && buckets < 1u << 28) buckets *= 2;
	return buckets;
}

static void count_keys(struct search_near *near, const struct search_table *words)
{
	uint32_t keys[MAX_KEYS];
	for (uint32_t i = 0; i < words->count; i++) {
		struct span word = search_table_text(words, i);
		int count = keys_of(word, errors_listed(word.size), keys);
		near->sounds[i] = keys[0];
		for (int k = 0; k < count; k++) near->first[(keys[k] & (near->bucket_count - 1)) + 1]++;
	}
}

/* Each list is filled from its end. */
static void list_keys(struct search_near *near, const struct search_table *words)
{
	uint32_t keys[MAX_KEYS];
	for (uint32_t i = words->count; i-- > 0;) {
		struct span word = search_table_text(words, i);
		int count = keys_of(word, errors_listed(word.size), keys);
		for (int k = 0; k < count; k++) {
			uint32_t *last = &near->first[(keys[k] & (near->bucket_count - 1)) + 1];
			near->words[--*last] = i;
		}
	}
}

static uint64_t entries_of(const struct search_table *words)
{
	uint64_t entries = 0;
	for (uint32_t i = 0; i < words->count; i++) {
		uint64_t size = search_table_text(words, i).size;
		uint64_t letters = size < PREFIX ? size : PREFIX;
		int errors = errors_listed(size);
		entries += 2 + (errors > 0 ? letters : 0) + (errors > 1 ? letters * (letters - 1) / 2 : 0);
	}
	return entries;
}

bool search_near_make(struct search_near *near, const struct search_table *words)
{
	uint64_t entries = entries_of(words);
	*near = (struct search_near){.bucket_count = buckets_for(entries)};
	near->first = calloc((size_t)near->bucket_count + 2, sizeof(*near->first));
	near->words = calloc(entries + 1, sizeof(*near->words));
	near->sounds = calloc(words->count + 1, sizeof(*near->sounds));
	if (near->first == NULL || near->words == NULL || near->sounds == NULL ||
		entries > UINT32_MAX) {
		search_near_finish(near);
		return false;
	}
	count_keys(near, words);
	/* first[b + 1] is then the end of bucket b, and becomes its start while it is filled. */
	for (uint32_t b = 1; b <= near->bucket_count; b++) near->first[b] += near->first[b - 1];
	near->first[near->bucket_count + 1] = near->first[near->bucket_count];
	list_keys(near, words);
	memmove(near->first, near->first + 1, near->bucket_count * sizeof(*near->first));
	near->first[near->bucket_count] = near->first[near->bucket_count + 1];
	return true;
}

void search_near_finish(struct search_near *near)
{
	free(near->first);
	free(near->words);
	free(near->sounds);
	*near = (struct search_near){0};
}

void search_near_visit(const struct search_near *near, struct span word, int errors,
	void (*visit)(void *context, uint32_t word), void *context)
{
	uint32_t keys[MAX_KEYS];
	int count = near->bucket_count == 0 ? 0 : keys_of(word, errors, keys);
	for (int k = 0; k < count; k++) {
		uint32_t bucket = keys[k] & (near->bucket_count - 1);
		for (uint32_t i = near->first[bucket]; i < near->first[bucket + 1]; i++)
			visit(context, near->words[i]);
	}
}
