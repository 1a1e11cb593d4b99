/* search_danger.c - recognises words of danger, also misspelt, joined or split.
 *
 * What is compared are sounds: letters that sound the same are one, and blanks say nothing, so that
 * "ikwil nietmeerleve" is near "ik wil niet meer leven" (data/search/danger.csv). A phrase is found
 * where the sounds of whole words, one after another, are at most a few typing errors from its own;
 * or exactly its own within a long word that holds several. Once more without words that say little
 * ("echt", "soms"), for who uses them in between.
 * Problem     Approximate matching of some hundred short patterns in one text.
 * Method      A phrase of which the text has too few pairs of sounds is in no part of it (Ukkonen's
 *             q-grams, 1992). For the others Myers' bit-parallel algorithm (1999) finds where they
 *             may end, one step a letter; what it finds is measured and judged.
 * A word that everybody knows is no misspelling: "leren" is not "leven". So a known word counts
 * only where the phrase has just these letters.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"
#include "base/csv.h"

#define MAX_SOUNDS 40 /* of a phrase */
#define SYMBOLS 64
#define MIN_SPLIT 10 /* letters of a word that may be both split and misspelt */
#define COVERED 6    /* sounds within a longer word that are no chance */

const struct codes search_sign_codes = {"danger_sign",
	(const char *const[]){"", "suicide", "self_harm", "violence", "sexual_violence", "crisis"},
	SEARCH_SIGN_COUNT};

struct search_danger_phrase {
	char letters[SEARCH_MAX_WORD_BYTES * 2];
	char sounds[MAX_SOUNDS + 1];
	uint8_t symbols[MAX_SOUNDS];
	uint64_t places[SYMBOLS]; /* where each sound is in the phrase */
	int letter_count, sound_count, word_count;
	int errors;
	enum search_sign sign;
	struct span like; /* what is searched for it */
};

/* A text as sounds: of each, which words it may be of, and whether one begins or ends there. */
struct sounds {
	char *of;
	uint16_t *from, *to; /* two where the end of one word and the start of the next are one sound */
	bool *starts, *ends;
	size_t count, capacity;
};

static int symbol_of(char sound)
{
	if (sound >= 'a' && sound <= 'z') return sound - 'a';
	if (sound >= '0' && sound <= '9') return 26 + sound - '0';
	return sound == 'Y' ? 36 : sound == 'O' ? 37 : 38;
}

/* ---- sounds ---- */

struct two {
	char from[2];
	char to;
};

static const struct two twos[] = {
	{"ij", 'Y'}, {"ei", 'Y'}, {"au", 'O'}, {"ou", 'O'}, {"ch", 'g'}, {"ie", 'i'}, {"ck", 'k'}};
static const struct two ones[] = {
	{"d", 't'}, {"b", 'p'}, {"v", 'f'}, {"z", 's'}, {"q", 'k'}, {"y", 'Y'}};

static char sound_at(struct span word, size_t at, size_t *taken)
{
	char letter = word.start[at], next = at + 1 < word.size ? word.start[at + 1] : 0;
	*taken = 2;
	for (size_t i = 0; i < sizeof(twos) / sizeof(twos[0]); i++)
		if (letter == twos[i].from[0] && next == twos[i].from[1]) return twos[i].to;
	*taken = 1;
	if (letter == 'c') return next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
	for (size_t i = 0; i < sizeof(ones) / sizeof(ones[0]); i++)
		if (letter == ones[i].from[0]) return ones[i].to;
	return letter;
}

/* Adds the sounds of a word; one that is the same as the last is no other. */
static void add_sounds(struct sounds *sounds, struct span word, uint16_t number)
{
	size_t taken = 0, first = sounds->count;
	for (size_t at = 0; at < word.size; at += taken) {
		char sound = sound_at(word, at, &taken);
		size_t last = sounds->count - 1;
		if (sounds->count > 0 && sounds->of[last] == sound) {
			if (at == 0) first = last;
		} else if (sounds->count < sounds->capacity) {
			last = sounds->count++;
			sounds->of[last] = sound;
			sounds->from[last] = number;
		} else {
			return;
		}
		sounds->to[last] = number;
		if (at == 0) sounds->starts[first] = true;
	}
	if (sounds->count > 0) sounds->ends[sounds->count - 1] = true;
}

static bool open_sounds(struct sounds *sounds, size_t capacity, struct arena *arena)
{
	*sounds = (struct sounds){.capacity = capacity};
	sounds->of = arena_take(arena, capacity + 1);
	sounds->from = arena_take(arena, (capacity + 1) * sizeof(*sounds->from));
	sounds->to = arena_take(arena, (capacity + 1) * sizeof(*sounds->to));
	sounds->starts = arena_take(arena, (capacity + 1) * sizeof(*sounds->starts));
	sounds->ends = arena_take(arena, (capacity + 1) * sizeof(*sounds->ends));
	return sounds->of != NULL && sounds->from != NULL && sounds->to != NULL &&
		sounds->starts != NULL && sounds->ends != NULL;
}

/* ---- the data ---- */

/* How many typing errors a phrase may have: none in short ones, where each is another word. */
static int errors_of(int letters, int words)
{
	if (words == 1) return letters < 6 ? 0 : letters < 12 ? 1 : 2;
	return letters < 10 ? 0 : letters < 20 ? 1 : 2;
}

/* "mij" and "mijn" are "me": what is said, and not how. */
static struct span same_as(const struct search_words *words, struct span word)
{
	uint32_t number = search_table_find(&words->danger_same, word);
	return number == SEARCH_NONE ? word : words->danger_same_as[number];
}

static status add_same(
	struct search_words *words, struct span text, struct span as, size_t line, struct error *error)
{
	char folded[SEARCH_MAX_WORD_BYTES + 1];
	size_t size = region_fold(text, folded, sizeof(folded));
	uint32_t number = search_table_add(&words->danger_same, SEARCH_SPAN(folded, size));
	if (size == 0 || number >= SEARCH_MAX_SAME || as.size == 0 || as.size > SEARCH_MAX_WORD_BYTES)
		return status_fail_at(
			error, STATUS_BOUND, line, 0, "up to %d words are the same as one", SEARCH_MAX_SAME);
	words->danger_same_as[number] = arena_copy(&words->arena, as);
	return STATUS_OK;
}

static status add_phrase(struct search_words *words, struct span text, enum search_sign sign,
	struct span like, size_t line, struct error *error)
{
	struct search_danger_phrase *phrase = &words->dangers[words->danger_count];
	struct search_reader reader;
	struct search_word word;
	struct sounds sounds;
	int count = 0;
	if (words->danger_count == SEARCH_MAX_DANGERS)
		return status_fail_at(
			error, STATUS_BOUND, line, 0, "over %d phrases of danger", SEARCH_MAX_DANGERS);
	if (!open_sounds(&sounds, MAX_SOUNDS + 1, &words->arena))
		return status_fail(error, STATUS_MEMORY, "no memory for words of danger");
	search_reader_init(&reader, text);
	while (search_reader_next(&reader, &word)) {
		if (word.joined) continue;
		struct span same = same_as(words, SEARCH_SPAN(word.bytes, word.size));
		if (phrase->letter_count + (int)same.size >= (int)sizeof(phrase->letters))
			return status_fail_at(error, STATUS_BOUND, line, 0, "a phrase is too long");
		memcpy(phrase->letters + phrase->letter_count, same.start, same.size);
		phrase->letter_count += (int)same.size;
		add_sounds(&sounds, same, (uint16_t)count++);
	}
	if (sounds.count == 0 || sounds.count > MAX_SOUNDS)
		return status_fail_at(
			error, STATUS_BOUND, line, 0, "a phrase of danger has 1 to %d sounds", MAX_SOUNDS);
	memcpy(phrase->sounds, sounds.of, sounds.count);
	phrase->sound_count = (int)sounds.count;
	phrase->word_count = count;
	phrase->errors = errors_of(phrase->letter_count, count);
	phrase->sign = sign;
	phrase->like = arena_copy(&words->arena, like);
	for (int i = 0; i < phrase->sound_count; i++) {
		phrase->symbols[i] = (uint8_t)symbol_of(phrase->sounds[i]);
		phrase->places[phrase->symbols[i]] |= UINT64_C(1) << i;
	}
	words->danger_count++;
	return STATUS_OK;
}

/* A word of a table, folded. */
static status add_word(
	struct search_table *table, struct span text, size_t line, struct error *error)
{
	char folded[SEARCH_MAX_WORD_BYTES + 1];
	size_t size = region_fold(text, folded, sizeof(folded));
	if (size == 0) return status_fail_at(error, STATUS_INPUT, line, 0, "a word without a letter");
	bool added = search_table_add(table, SEARCH_SPAN(folded, size)) != SEARCH_NONE;
	return added ? STATUS_OK : status_fail(error, STATUS_MEMORY, "no memory for words of danger");
}

static status read_row(
	struct search_words *words, const struct csv *csv, const size_t columns[3], struct error *error)
{
	struct span phrases = csv->fields[columns[0]], kind = csv->fields[columns[1]];
	struct span like = csv->fields[columns[2]], part;
	struct search_table *table = span_is(kind, "filler") ? &words->danger_filler
		: span_is(kind, "ordinary")                      ? &words->danger_ordinary
														 : NULL;
	int sign = codes_find(&search_sign_codes, kind);
	bool same = span_is(kind, "same");
	if (table == NULL && sign <= 0 && !same)
		return status_fail_at(error, STATUS_INPUT, csv->line, 0,
			"sign is a kind of danger, same, filler or ordinary");
	if (table == NULL && (like.size == 0 || like.size > SEARCH_MAX_WORD_BYTES))
		return status_fail_at(
			error, STATUS_INPUT, csv->line, 0, "like is the one word that is searched for it");
	while (same && span_take(&phrases, '|', &part))
		TRY(add_same(words, span_trim(part), like, csv->line, error));
	while (!same && span_take(&phrases, '|', &part))
		TRY(table != NULL ? add_word(table, span_trim(part), csv->line, error)
						  : add_phrase(words, span_trim(part), (enum search_sign)sign, like,
								csv->line, error));
	return STATUS_OK;
}

status search_danger_open(struct search_words *words, struct span data, struct error *error)
{
	static const char *const names[] = {"words", "sign", "like"};
	size_t columns[3];
	struct csv csv;
	bool more = false;
	if (data.size == 0) return STATUS_OK;
	words->dangers = arena_take(&words->arena, SEARCH_MAX_DANGERS * sizeof(*words->dangers));
	if (words->dangers == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for words of danger");
	csv_init(&csv, data, &words->arena);
	TRY(csv_header(&csv, names, 3, columns, error));
	for (;;) {
		TRY(csv_next(&csv, &more, error));
		if (!more) return STATUS_OK;
		TRY(read_row(words, &csv, columns, error));
	}
}

void search_danger_close(struct search_words *words)
{
	search_table_finish(&words->danger_same);
	search_table_finish(&words->danger_filler);
	search_table_finish(&words->danger_ordinary);
}

/* ---- reading ---- */

struct reading {
	const struct search_words *words;
	struct search_danger_word *all;
	size_t word_count;
	struct sounds sounds;
	struct search_danger *found;
};

static bool is_known(const struct search_words *words, struct span word)
{
	return search_table_find(&words->stopwords, word) != SEARCH_NONE ||
		search_table_find(&words->ordinary, word) != SEARCH_NONE ||
		search_table_find(&words->danger_ordinary, word) != SEARCH_NONE ||
		search_table_find(&words->plain_made, word) != SEARCH_NONE;
}

/* Whether each known word from `first` to `last` has its letters in the phrase, in turn. */
static bool keeps_known(const struct reading *reading, const struct search_danger_phrase *phrase,
	uint16_t first, uint16_t last)
{
	const char *at = phrase->letters, *end = phrase->letters + phrase->letter_count;
	for (uint16_t i = first; i <= last; i++) {
		const struct search_danger_word *word = &reading->all[i];
		if (!word->known || (word->filler && first < i && i < last)) continue;
		const char *there = memmem(at, (size_t)(end - at), word->bytes, word->size);
		if (there == NULL) return false;
		at = there + word->size;
	}
	return true;
}

static void note(struct reading *reading, const struct search_danger_phrase *phrase, uint16_t first,
	uint16_t last)
{
	struct search_danger *found = reading->found;
	found->signs |= 1u << phrase->sign;
	for (uint16_t i = first; i <= last; i++) {
		struct search_danger_word *word = &reading->all[i];
		if (word->phrase == NULL) word->phrase = phrase;
	}
}

/* The sounds from `start` to `end` (not with it) against a phrase: whole words, or an exact match
 * of several words within a longer one. */
static bool judge(
	struct reading *reading, const struct search_danger_phrase *phrase, size_t start, size_t end)
{
	const struct sounds *sounds = &reading->sounds;
	struct span part = SEARCH_SPAN(sounds->of + start, end - start);
	struct span whole = SEARCH_SPAN(phrase->sounds, (size_t)phrase->sound_count);
	bool starts = sounds->starts[start], ends = sounds->ends[end - 1];
	int errors = search_near_distance(part, whole, phrase->errors);
	if (errors > phrase->errors) return false;
	uint16_t first = starts ? sounds->to[start] : sounds->from[start];
	uint16_t last = ends ? sounds->from[end - 1] : sounds->to[end - 1];
	if (last < first) last = first;
	/* "in Zeist" is no "incest". */
	if (errors > 0 && first != last && phrase->word_count == 1 && phrase->letter_count < MIN_SPLIT)
		return false;
	if (!starts || !ends) {
		size_t covered = 0;
		uint16_t held = starts ? last : first;
		for (size_t i = start; i < end; i++)
			covered += sounds->from[i] <= held && sounds->to[i] >= held;
		if (errors > 0 || covered < COVERED) return false;
		if (!starts && !ends && first != last) return false;
		if (starts && last > first && !keeps_known(reading, phrase, first, (uint16_t)(last - 1)))
			return false;
		if (ends && last > first && !keeps_known(reading, phrase, (uint16_t)(first + 1), last))
			return false;
	} else if (!keeps_known(reading, phrase, first, last)) {
		return false;
	}
	note(reading, phrase, first, last);
	return true;
}

/* All that may end at `end` (not with it). */
static void look_back(
	struct reading *reading, const struct search_danger_phrase *phrase, size_t end)
{
	const struct sounds *sounds = &reading->sounds;
	size_t size = (size_t)phrase->sound_count, slack = (size_t)phrase->errors;
	if (end >= size && (!sounds->ends[end - 1] || !sounds->starts[end - size]))
		(void)judge(reading, phrase, end - size, end);
	if (!sounds->ends[end - 1]) return;
	for (size_t length = size + slack; length > 0 && length + slack >= size; length--) {
		if (length > end || !sounds->starts[end - length]) continue;
		if (judge(reading, phrase, end - length, end)) return;
	}
}

/* Where the phrase may end. A turn of two letters is two errors here, and one when it is judged. */
static void find_phrase(struct reading *reading, const struct search_danger_phrase *phrase)
{
	const struct sounds *sounds = &reading->sounds;
	uint64_t up = ~UINT64_C(0), down = 0;
	uint64_t top = UINT64_C(1) << (phrase->sound_count - 1);
	int score = phrase->sound_count, most = phrase->errors * 2;
	for (size_t i = 0; i < sounds->count; i++) {
		uint64_t equal = phrase->places[symbol_of(sounds->of[i])];
		uint64_t across = (((equal & up) + up) ^ up) | equal | down;
		uint64_t more = down | ~(across | up), less = up & across;
		if ((more & top) != 0) score++;
		if ((less & top) != 0) score--;
		more <<= 1;
		less <<= 1;
		up = less | ~((equal | down) | more);
		down = more & (equal | down);
		if (score <= most) look_back(reading, phrase, i + 1);
	}
}

/* Which sounds follow one another in the text: bit b of after[a]. */
static void find_pairs(const struct sounds *sounds, uint64_t after[SYMBOLS])
{
	memset(after, 0, SYMBOLS * sizeof(after[0]));
	for (size_t i = 0; i + 1 < sounds->count; i++)
		after[symbol_of(sounds->of[i])] |= UINT64_C(1) << symbol_of(sounds->of[i + 1]);
}

/* False where the text has too few of the phrase's pairs for it to be anywhere in it. A typing
 * error changes two pairs, or three where it turns two letters around. */
static bool may_have(const struct search_danger_phrase *phrase, const uint64_t after[SYMBOLS])
{
	int may_miss = phrase->errors * 3;
	for (int i = 0; i + 1 < phrase->sound_count; i++)
		if ((after[phrase->symbols[i]] >> phrase->symbols[i + 1] & 1) == 0 && may_miss-- == 0)
			return false;
	return true;
}

static void find_all(struct reading *reading, bool with_filler)
{
	uint64_t after[SYMBOLS];
	reading->sounds.count = 0;
	memset(reading->sounds.starts, 0, reading->sounds.capacity);
	memset(reading->sounds.ends, 0, reading->sounds.capacity);
	for (size_t i = 0; i < reading->word_count; i++) {
		const struct search_danger_word *word = &reading->all[i];
		if (with_filler || !word->filler)
			add_sounds(&reading->sounds, SEARCH_SPAN(word->bytes, word->size), (uint16_t)i);
	}
	find_pairs(&reading->sounds, after);
	for (int i = 0; i < reading->words->danger_count; i++)
		if (may_have(&reading->words->dangers[i], after))
			find_phrase(reading, &reading->words->dangers[i]);
}

/* A word more; false when there is no more room. */
static bool take_word(struct reading *reading, const struct search_word *word, size_t most)
{
	struct span folded = SEARCH_SPAN(word->bytes, word->size);
	struct span same = same_as(reading->words, folded);
	if (reading->word_count == most) return false;
	struct search_danger_word *taken = &reading->all[reading->word_count++];
	*taken = (struct search_danger_word){.size = same.size,
		.as_typed = word->as_typed,
		.known = is_known(reading->words, folded) || same.start != folded.start,
		.filler = search_table_find(&reading->words->danger_filler, folded) != SEARCH_NONE};
	memcpy(taken->bytes, same.start, same.size);
	return true;
}

void search_danger_read(const struct search_words *words, struct span text, struct arena *arena,
	struct search_danger *found)
{
	size_t most = text.size / 2 + 1;
	struct reading reading = {.words = words, .found = found};
	struct search_reader reader;
	struct search_word word;
	bool has_filler = false;
	*found = (struct search_danger){0};
	if (most > SEARCH_MAX_DANGER_WORDS) most = SEARCH_MAX_DANGER_WORDS;
	if (words->danger_count == 0 || text.size == 0 || !span_is_utf8(text, NULL)) return;
	reading.all = arena_take(arena, most * sizeof(*reading.all));
	if (reading.all == NULL || !open_sounds(&reading.sounds, text.size, arena)) return;
	search_reader_init(&reader, text);
	while (search_reader_next(&reader, &word))
		if (!word.joined && !take_word(&reading, &word, most)) break;
	for (size_t i = 0; i < reading.word_count; i++)
		has_filler = has_filler || reading.all[i].filler;
	find_all(&reading, true);
	if (has_filler) find_all(&reading, false);
	found->words = reading.all;
	found->word_count = reading.word_count;
}

struct span search_danger_like(const struct search_danger_phrase *phrase)
{
	return phrase->like;
}

uint32_t search_danger_signs(
	const struct search_words *words, struct span text, struct arena *arena)
{
	struct search_danger found;
	search_danger_read(words, text, arena, &found);
	return found.signs;
}
