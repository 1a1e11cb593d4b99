/* search_words.c - reads data/search: synonyms, words that say nothing, how to rank.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"
#include "base/csv.h"
#include "directory/criteria.h"
#include "directory/search_data.h"
#include <math.h>
#include <stdlib.h>

#define ARENA_BYTES ((size_t)8 << 20)
#define MAX_SYNONYMS 8192
#define MAX_TARGETS 40

const struct codes search_way_codes = {"search_way",
	(const char *const[]){"word", "form", "compound", "synonym", "spelling", "beginning"},
	SEARCH_WAY_COUNT};

static status no_memory(struct error *error)
{
	return status_fail(error, STATUS_MEMORY, "no memory for the words of search");
}

/* ---- stopwords ---- */

static status add_stopword(
	struct search_words *words, struct csv *csv, const size_t columns[2], struct error *error)
{
	char folded[SEARCH_MAX_WORD_BYTES + 1];
	struct span word = csv->fields[columns[0]], use = csv->fields[columns[1]];
	struct search_table *table = span_is(use, "skip") ? &words->stopwords
		: span_is(use, "ordinary")                    ? &words->ordinary
		: span_is(use, "lives")                       ? &words->lives
		: span_is(use, "after_in")                    ? &words->after_in
													  : NULL;
	if (table == NULL)
		return status_fail_at(
			error, STATUS_INPUT, csv->line, 0, "use is skip, ordinary, lives or after_in");
	size_t size = region_fold(word, folded, sizeof(folded));
	if (size == 0)
		return status_fail_at(error, STATUS_INPUT, csv->line, 0, "a word without a letter");
	bool added = search_table_add(table, (struct span){folded, size}) != SEARCH_NONE;
	return added ? STATUS_OK : no_memory(error);
}

static status read_stopwords(struct search_words *words, struct span data, struct error *error)
{
	static const char *const names[] = {"word", "use"};
	size_t columns[2];
	struct csv csv;
	bool more = false;
	csv_init(&csv, data, &words->arena);
	TRY(csv_header(&csv, names, 2, columns, error));
	for (;;) {
		TRY(csv_next(&csv, &more, error));
		if (!more) return STATUS_OK;
		TRY(add_stopword(words, &csv, columns, error));
	}
}

/* ---- places ---- */

static status add_place(
	struct search_words *words, struct span place, struct span in, size_t line, struct error *error)
{
	char folded[SEARCH_MAX_WORD_BYTES + 1];
	uint32_t known = words->places.count;
	size_t size = region_fold(place, folded, sizeof(folded));
	if (size == 0 || in.size == 0)
		return status_fail_at(error, STATUS_INPUT, line, 0, "a place and its municipality");
	uint32_t number = search_table_add(&words->places, (struct span){folded, size});
	if (number == SEARCH_NONE) return no_memory(error);
	if (number != known || known == SEARCH_MAX_PLACES)
		return status_fail_at(error, STATUS_BOUND, line, 0, "a place is there once, of at most %d",
			SEARCH_MAX_PLACES);
	words->place_in[number] = arena_copy(&words->arena, in);
	return STATUS_OK;
}

static status read_places(struct search_words *words, struct span data, struct error *error)
{
	static const char *const names[] = {"place", "municipality"};
	size_t columns[2];
	struct csv csv;
	bool more = false;
	if (data.size == 0) return STATUS_OK;
	csv_init(&csv, data, &words->arena);
	TRY(csv_header(&csv, names, 2, columns, error));
	for (;;) {
		TRY(csv_next(&csv, &more, error));
		if (!more) return STATUS_OK;
		TRY(add_place(words, csv.fields[columns[0]], csv.fields[columns[1]], csv.line, error));
	}
}

/* ---- ranking ---- */

struct setting {
	const char *name;
	size_t offset;
	double low, high;
};

#define SETTING(member, low, high)                                  \
	{                                                               \
#member, offsetof(struct search_ranking, member), low, high \
	}

static const struct setting settings[] = {
	{"field_name", offsetof(struct search_ranking, field[SEARCH_FIELD_NAME]), 0, 20},
	{"field_organisation", offsetof(struct search_ranking, field[SEARCH_FIELD_ORGANISATION]), 0,
		20},
	{"field_place", offsetof(struct search_ranking, field[SEARCH_FIELD_PLACE]), 0, 20},
	{"field_good_at", offsetof(struct search_ranking, field[SEARCH_FIELD_GOOD_AT]), 0, 20},
	{"field_description", offsetof(struct search_ranking, field[SEARCH_FIELD_DESCRIPTION]), 0, 20},
	{"field_way_in", offsetof(struct search_ranking, field[SEARCH_FIELD_WAY_IN]), 0, 20},
	{"field_mark", offsetof(struct search_ranking, field[SEARCH_FIELD_MARK]), 0, 20},
	SETTING(part, 0, 1),
	SETTING(weak_part, 0, 1),
	SETTING(ordinary, 0, 1),
	SETTING(form, 0, 1),
	SETTING(synonym, 0, 1),
	SETTING(error_one, 0, 1),
	SETTING(error_two, 0, 1),
	SETTING(beginning, 0, 1),
	SETTING(compound, 0, 1),
	SETTING(saturation, 0.01, 10),
	SETTING(length, 0, 1),
	SETTING(phrase_used, 0, 1),
	SETTING(floor, 0, 0.9),
	SETTING(near_km, 1, 1000),
	SETTING(near_share, 0, 1),
	SETTING(fading, 0.01, 1),
	SETTING(informal_share, 0, 1),
	SETTING(repeat, 0.01, 1),
	SETTING(admission, 0.001, 1),
	SETTING(crisis, 1, 1000),
};
#define SETTING_COUNT (sizeof(settings) / sizeof(settings[0]))

static status read_pattern(
	struct span value, size_t line, char pattern[SEARCH_MAX_PATTERN + 1], struct error *error)
{
	bool right = value.size > 0 && value.size <= SEARCH_MAX_PATTERN;
	bool other = false;
	for (size_t i = 0; right && i < value.size; i++) {
		right = value.start[i] == 'i' || value.start[i] == 'o';
		other = other || value.start[i] == 'o';
	}
	if (!right || !other)
		return status_fail_at(error, STATUS_INPUT, line, 0,
			"pattern is up to %d letters i and o, and has an o", SEARCH_MAX_PATTERN);
	memcpy(pattern, value.start, value.size);
	pattern[value.size] = 0;
	return STATUS_OK;
}

static status read_setting(struct search_ranking *ranking, struct span name, struct span value,
	size_t line, struct error *error)
{
	double number = 0;
	if (span_is(name, "pattern")) return read_pattern(value, line, ranking->pattern, error);
	if (span_is(name, "danger_pattern"))
		return read_pattern(value, line, ranking->danger_pattern, error);
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		if (!span_is(name, settings[i].name)) continue;
		bool right = span_to_double(value, &number) && number >= settings[i].low &&
			number <= settings[i].high;
		if (!right)
			return status_fail_at(error, STATUS_INPUT, line, 0, "%s is from %g to %g",
				settings[i].name, settings[i].low, settings[i].high);
		float *member = (float *)(void *)((char *)ranking + settings[i].offset);
		if (!isnan(*member))
			return status_fail_at(
				error, STATUS_INPUT, line, 0, "%s is there twice", settings[i].name);
		*member = (float)number;
		return STATUS_OK;
	}
	return status_fail_at(error, STATUS_INPUT, line, 0, "no such setting of ranking");
}

static status read_ranking(struct search_words *words, struct span data, struct error *error)
{
	static const char *const names[] = {"name", "value", "why"};
	size_t columns[3];
	struct csv csv;
	bool more = false;
	for (size_t i = 0; i < SETTING_COUNT; i++)
		*(float *)(void *)((char *)&words->ranking + settings[i].offset) = NAN;
	csv_init(&csv, data, &words->arena);
	TRY(csv_header(&csv, names, 3, columns, error));
	for (;;) {
		TRY(csv_next(&csv, &more, error));
		if (!more) break;
		TRY(read_setting(
			&words->ranking, csv.fields[columns[0]], csv.fields[columns[1]], csv.line, error));
	}
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (isnan(*(float *)(void *)((char *)&words->ranking + settings[i].offset)))
			return status_fail(error, STATUS_INPUT, "%s is not there", settings[i].name);
	if (words->ranking.pattern[0] == 0 || words->ranking.danger_pattern[0] == 0)
		return status_fail(error, STATUS_INPUT, "a pattern is not there");
	return STATUS_OK;
}

/* ---- words of what services are good at ---- */

static status read_good_at(struct search_words *words, struct span data, struct error *error)
{
	static const char *const names[] = {"code", "words"};
	size_t columns[2];
	struct csv csv;
	bool more = false;
	if (data.size == 0) return STATUS_OK;
	csv_init(&csv, data, &words->arena);
	TRY(csv_header(&csv, names, 2, columns, error));
	for (;;) {
		TRY(csv_next(&csv, &more, error));
		if (!more) return STATUS_OK;
		int code = codes_find(&directory_criteria, csv.fields[columns[0]]);
		struct span said = csv.fields[columns[1]];
		if (code <= 0 || code >= SEARCH_MAX_CRITERIA)
			return status_fail_at(
				error, STATUS_INPUT, csv.line, 0, "code is none of data/criteria.csv");
		if (words->good_at[code].size > 0 || said.size == 0 || !span_is_utf8(said, NULL))
			return status_fail_at(
				error, STATUS_INPUT, csv.line, 0, "a code has words, and is there once");
		words->good_at[code] = arena_copy(&words->arena, said);
	}
}

/* ---- synonyms ---- */

struct synonym_reader {
	struct search_words *words;
	struct search_target targets[MAX_TARGETS];
	int target_count;
	size_t line;
};

/* A mark is known by its colon, and stays as it is. */
static bool is_mark(struct span text)
{
	return memchr(text.start, ':', text.size) != NULL;
}

static status add_target(
	struct synonym_reader *reader, struct span text, float weight, struct error *error)
{
	struct search_words *words = reader->words;
	char folded[SEARCH_MAX_WORD_BYTES + 1];
	char shown[SEARCH_MAX_WORD_BYTES + 1];
	size_t size;
	if (reader->target_count == MAX_TARGETS)
		return status_fail_at(
			error, STATUS_BOUND, reader->line, 0, "means over %d words", MAX_TARGETS);
	if (is_mark(text)) {
		size = text.size > SEARCH_MAX_WORD_BYTES ? 0 : text.size;
		memcpy(folded, text.start, size);
		memcpy(shown, text.start, size);
	} else {
		size = region_fold(text, folded, sizeof(folded));
		memcpy(shown, folded, size);
	}
	if (size == 0) return status_fail_at(error, STATUS_INPUT, reader->line, 0, "a word is empty");
	struct search_target *target = &reader->targets[reader->target_count++];
	target->weight = weight;
	target->shown = search_table_add(&words->texts, (struct span){shown, size});
	if (!is_mark(text)) {
		if (search_table_add(&words->plain_made, (struct span){shown, size}) == SEARCH_NONE)
			return no_memory(error);
		size = search_stem(folded, size);
	}
	target->text = search_table_add(&words->texts, (struct span){folded, size});
	bool full = target->shown == SEARCH_NONE || target->text == SEARCH_NONE;
	return full ? no_memory(error) : STATUS_OK;
}

static status add_phrase(struct synonym_reader *reader, struct span phrase, struct error *error)
{
	struct search_words *words = reader->words;
	struct search_synonym *synonym = &words->synonyms[words->synonym_count];
	struct search_reader text;
	struct search_word word;
	if (words->synonym_count == MAX_SYNONYMS)
		return status_fail_at(
			error, STATUS_BOUND, reader->line, 0, "over %d synonyms", MAX_SYNONYMS);
	search_reader_init(&text, phrase);
	while (search_reader_next(&text, &word)) {
		if (word.joined) continue;
		if (synonym->stem_count == SEARCH_MAX_PHRASE)
			return status_fail_at(error, STATUS_BOUND, reader->line, 0, "a phrase of over %d words",
				SEARCH_MAX_PHRASE);
		if (search_table_add(&words->plain_made, (struct span){word.bytes, word.size}) ==
			SEARCH_NONE)
			return no_memory(error);
		size_t size = search_stem(word.bytes, word.size);
		uint32_t stem = search_table_add(&words->stems, (struct span){word.bytes, size});
		if (stem == SEARCH_NONE) return no_memory(error);
		synonym->stems[synonym->stem_count++] = stem;
	}
	if (synonym->stem_count == 0)
		return status_fail_at(error, STATUS_INPUT, reader->line, 0, "a phrase is empty");
	synonym->target_count = reader->target_count;
	synonym->targets =
		arena_take(&words->arena, (size_t)reader->target_count * sizeof(*synonym->targets));
	if (synonym->targets == NULL) return no_memory(error);
	memcpy(synonym->targets, reader->targets,
		(size_t)reader->target_count * sizeof(*synonym->targets));
	words->synonym_count++;
	return STATUS_OK;
}

static status read_row(struct synonym_reader *reader, const struct csv *csv,
	const size_t columns[3], struct error *error)
{
	struct span phrases = csv->fields[columns[0]], means = csv->fields[columns[1]];
	struct span weight_text = csv->fields[columns[2]], part;
	double weight = 1;
	reader->line = csv->line;
	reader->target_count = 0;
	bool right = weight_text.size == 0 ||
		(span_to_double(weight_text, &weight) && weight > 0 && weight <= 2);
	if (!right)
		return status_fail_at(error, STATUS_INPUT, csv->line, 0, "weight is over 0 and at most 2");
	while (span_take(&means, ' ', &part))
		if (part.size > 0) TRY(add_target(reader, part, (float)weight, error));
	if (reader->target_count == 0)
		return status_fail_at(error, STATUS_INPUT, csv->line, 0, "means nothing");
	while (span_take(&phrases, '|', &part)) TRY(add_phrase(reader, span_trim(part), error));
	return STATUS_OK;
}

static status read_synonyms(struct search_words *words, struct span data, struct error *error)
{
	static const char *const names[] = {"words", "means", "weight"};
	size_t columns[3];
	struct csv csv;
	bool more = false;
	struct synonym_reader reader = {.words = words};
	words->synonyms = arena_take(&words->arena, MAX_SYNONYMS * sizeof(*words->synonyms));
	if (words->synonyms == NULL) return no_memory(error);
	csv_init(&csv, data, &words->arena);
	TRY(csv_header(&csv, names, 3, columns, error));
	for (;;) {
		TRY(csv_next(&csv, &more, error));
		if (!more) return STATUS_OK;
		TRY(read_row(&reader, &csv, columns, error));
	}
}

/* Lists the synonyms of each stem. */
static status index_synonyms(struct search_words *words, struct error *error)
{
	uint32_t stems = words->stems.count, entries = 0;
	words->first = arena_take(&words->arena, (stems + 2) * sizeof(*words->first));
	for (int i = 0; i < words->synonym_count; i++)
		entries += (uint32_t)words->synonyms[i].stem_count;
	words->by_stem = arena_take(&words->arena, (entries + 1) * sizeof(*words->by_stem));
	if (words->first == NULL || words->by_stem == NULL) return no_memory(error);
	for (int i = 0; i < words->synonym_count; i++)
		for (int s = 0; s < words->synonyms[i].stem_count; s++)
			words->first[words->synonyms[i].stems[s] + 2]++;
	for (uint32_t s = 2; s < stems + 2; s++) words->first[s] += words->first[s - 1];
	for (int i = 0; i < words->synonym_count; i++)
		for (int s = 0; s < words->synonyms[i].stem_count; s++)
			words->by_stem[words->first[words->synonyms[i].stems[s] + 1]++] = (uint32_t)i;
	return STATUS_OK;
}

/* Words of synonyms are found with typing errors too. */
static status list_plain(struct search_words *words, struct error *error)
{
	uint32_t *order = calloc(words->plain_made.count + 1, sizeof(*order));
	bool made = order != NULL && search_table_sort(&words->plain_made, &words->plain, order) &&
		search_near_make(&words->near, &words->plain);
	free(order);
	return made ? STATUS_OK : no_memory(error);
}

static status read_all(
	struct search_words *words, const struct search_words_data *data, struct error *error)
{
	status result = read_stopwords(words, data->stopwords, error);
	if (result != STATUS_OK) status_prefix(error, "stopwords: ");
	if (result == STATUS_OK) {
		result = read_ranking(words, data->ranking, error);
		if (result != STATUS_OK) status_prefix(error, "ranking: ");
	}
	if (result == STATUS_OK) {
		result = read_synonyms(words, data->synonyms, error);
		if (result != STATUS_OK) status_prefix(error, "synonyms: ");
	}
	if (result == STATUS_OK) {
		result = read_good_at(words, data->good_at, error);
		if (result != STATUS_OK) status_prefix(error, "good_at: ");
	}
	if (result == STATUS_OK) {
		result = read_places(words, data->places, error);
		if (result != STATUS_OK) status_prefix(error, "places: ");
	}
	if (result == STATUS_OK) {
		result = search_danger_open(words, data->danger, error);
		if (result != STATUS_OK) status_prefix(error, "danger: ");
	}
	if (result == STATUS_OK) result = index_synonyms(words, error);
	return result == STATUS_OK ? list_plain(words, error) : result;
}

status search_words_open_data(
	const struct search_words_data *data, struct search_words **out, struct error *error)
{
	struct search_words *words = calloc(1, sizeof(*words));
	*out = NULL;
	if (words == NULL) return no_memory(error);
	arena_init(&words->arena, 256 * 1024, ARENA_BYTES);
	status result = read_all(words, data, error);
	if (result == STATUS_OK)
		*out = words;
	else
		search_words_close(words);
	return result;
}

status search_words_open(struct search_words **words, struct error *error)
{
	const struct search_words_data data = {
		.synonyms = span_bytes(search_synonyms_csv, search_synonyms_csv_size),
		.stopwords = span_bytes(search_stopwords_csv, search_stopwords_csv_size),
		.ranking = search_words_ranking(),
		.good_at = span_bytes(search_good_at_csv, search_good_at_csv_size),
		.places = span_bytes(search_places_csv, search_places_csv_size),
		.danger = span_bytes(search_danger_csv, search_danger_csv_size)};
	return search_words_open_data(&data, words, error);
}

struct span search_words_ranking(void)
{
	return span_bytes(search_ranking_csv, search_ranking_csv_size);
}

void search_words_close(struct search_words *words)
{
	if (words == NULL) return;
	search_danger_close(words);
	search_table_finish(&words->stopwords);
	search_table_finish(&words->after_in);
	search_table_finish(&words->lives);
	search_table_finish(&words->places);
	search_table_finish(&words->ordinary);
	search_table_finish(&words->plain_made);
	search_table_finish(&words->plain);
	search_near_finish(&words->near);
	search_table_finish(&words->stems);
	search_table_finish(&words->texts);
	arena_finish(&words->arena);
	free(words);
}

size_t search_words_that_say(
	const struct search_words *words, struct span text, char *out, size_t capacity)
{
	struct search_reader reader;
	struct search_word word;
	size_t size = 0;
	search_reader_init(&reader, text);
	while (search_reader_next(&reader, &word)) {
		struct span folded = SEARCH_SPAN(word.bytes, word.size);
		if (word.joined || search_table_find(&words->stopwords, folded) != SEARCH_NONE) continue;
		if (size + word.size + 1 > capacity) break;
		if (size > 0) out[size++] = ' ';
		memcpy(out + size, word.bytes, word.size);
		size += word.size;
	}
	return size;
}
