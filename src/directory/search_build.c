/* search_build.c - takes documents apart into words, and what they have in common.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_build.h"
#include "base/check.h"
#include <stdatomic.h>
#include <stdlib.h>

_Static_assert(SEARCH_FIELD_COUNT <= 1 << SEARCH_WORD_SHIFT, "a field fits below the word");

#define FIRST_DOCUMENTS 256
#define FIRST_STREAM 16384

static _Atomic uint64_t last_serial;

static status no_memory(struct error *error)
{
	return status_fail(error, STATUS_MEMORY, "no memory for the index of search");
}

status search_builder_open(const struct search_words *words, const struct region *division,
	struct search_builder **out, struct error *error)
{
	struct search_builder *builder = calloc(1, sizeof(*builder));
	*out = NULL;
	if (builder == NULL) return no_memory(error);
	builder->division = division;
	builder->index = calloc(1, sizeof(*builder->index));
	if (builder->index == NULL) {
		search_builder_close(builder);
		return no_memory(error);
	}
	builder->index->words_of = words;
	builder->index->serial = atomic_fetch_add(&last_serial, 1) + 1;
	*out = builder;
	return STATUS_OK;
}

void search_builder_close(struct search_builder *builder)
{
	if (builder == NULL) return;
	search_index_close(builder->index);
	search_table_finish(&builder->words);
	search_table_finish(&builder->classes);
	search_table_finish(&builder->terms);
	free(builder->stream);
	free(builder->ends);
	free(builder->word_count);
	free(builder->word_term);
	free(builder->part_first);
	free(builder->parts);
	free(builder);
}

/* Each array by itself: one that has grown is good also when the next does not grow. */
static bool grow_documents(struct search_builder *builder)
{
	struct search_index *index = builder->index;
	uint32_t old = builder->capacity, capacity = old == 0 ? FIRST_DOCUMENTS : old * 2;
	if (index->count < old) return true;
	struct id *ids = search_grown(index->ids, old * sizeof(*ids), capacity * sizeof(*ids));
	if (ids == NULL) return false;
	index->ids = ids;
	struct search_place *places =
		search_grown(index->places, old * sizeof(*places), capacity * sizeof(*places));
	if (places == NULL) return false;
	index->places = places;
	uint32_t *ties = search_grown(index->ties, old * sizeof(*ties), capacity * sizeof(*ties));
	if (ties == NULL) return false;
	index->ties = ties;
	uint32_t *names = search_grown(index->names, old * sizeof(*names), capacity * sizeof(*names));
	if (names == NULL) return false;
	index->names = names;
	int32_t *steps =
		search_grown(index->confirmed_steps, old * sizeof(*steps), capacity * sizeof(*steps));
	if (steps == NULL) return false;
	index->confirmed_steps = steps;
	size_t *ends = search_grown(builder->ends, old * sizeof(*ends), capacity * sizeof(*ends));
	if (ends == NULL) return false;
	builder->ends = ends;
	builder->capacity = capacity;
	return true;
}

static bool push(struct search_builder *builder, uint32_t word, enum search_field field)
{
	if (word >= SEARCH_NONE >> SEARCH_WORD_SHIFT) return false;
	if (builder->stream_size == builder->stream_capacity) {
		size_t capacity = builder->stream_size == 0 ? FIRST_STREAM : builder->stream_size * 2;
		uint32_t *stream = search_grown(builder->stream, builder->stream_capacity * sizeof(*stream),
			capacity * sizeof(*stream));
		if (stream == NULL) return false;
		builder->stream = stream;
		builder->stream_capacity = capacity;
	}
	builder->stream[builder->stream_size++] = word << SEARCH_WORD_SHIFT | (uint32_t)field;
	return true;
}

static bool add_text(struct search_builder *builder, struct span text, enum search_field field)
{
	const struct search_table *stop = &builder->index->words_of->stopwords;
	struct search_reader reader;
	struct search_word word;
	search_reader_init(&reader, text);
	while (search_reader_next(&reader, &word)) {
		struct span folded = {word.bytes, word.size};
		if (search_table_find(stop, folded) != SEARCH_NONE) continue;
		if (!push(builder, search_table_add(&builder->words, folded), field)) return false;
	}
	return true;
}

static bool add_marks(struct search_builder *builder, struct span marks)
{
	struct span mark;
	while (span_take(&marks, ' ', &mark)) {
		if (mark.size == 0 || mark.size > SEARCH_MAX_WORD_BYTES) continue;
		if (!push(builder, search_table_add(&builder->words, mark), SEARCH_FIELD_MARK))
			return false;
	}
	return true;
}

/* The words of what it says by codes that it is good at. */
static bool add_good_at(struct search_builder *builder, int64_t codes)
{
	const struct search_words *words = builder->index->words_of;
	for (int code = 1; code < SEARCH_MAX_CRITERIA - 1; code++)
		if ((codes >> code & 1) != 0 &&
			!add_text(builder, words->good_at[code], SEARCH_FIELD_GOOD_AT))
			return false;
	return true;
}

static bool add_texts(struct search_builder *builder, const struct search_document *document)
{
	return add_text(builder, document->name, SEARCH_FIELD_NAME) &&
		add_text(builder, document->organisation, SEARCH_FIELD_ORGANISATION) &&
		add_text(builder, document->place, SEARCH_FIELD_PLACE) &&
		add_text(builder, document->good_at, SEARCH_FIELD_GOOD_AT) &&
		add_good_at(builder, document->good_at_codes) &&
		add_text(builder, document->description, SEARCH_FIELD_DESCRIPTION) &&
		add_text(builder, document->way_in, SEARCH_FIELD_WAY_IN) &&
		add_marks(builder, document->marks);
}

static uint16_t municipality_index(const struct region *division, int32_t number)
{
	size_t count;
	const struct region_municipality *found = region_find_number(division, number);
	const struct region_municipality *const *all =
		region_municipalities(division, REGION_NATIONAL, &count);
	size_t low = 0, high = count;
	if (found == NULL) return 0;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (all[middle]->number <= number)
			low = middle;
		else
			high = middle;
	}
	return (uint16_t)(low + 1);
}

static int32_t step_of(int64_t time_ms)
{
	return (int32_t)(time_ms / SEARCH_STEP_MS);
}

static uint32_t tie_of(struct id id)
{
	return (uint32_t)id.bytes[0] << 24 | (uint32_t)id.bytes[1] << 16 | (uint32_t)id.bytes[2] << 8 |
		id.bytes[3];
}

/* The padding is zero, so that equal classes are equal bytes. */
static uint32_t class_of(struct search_builder *builder, const struct search_document *document)
{
	struct search_index *index = builder->index;
	struct search_class class;
	memset(&class, 0, sizeof(class));
	class.domains = document->domains;
	class.costs = document->costs;
	class.kind = (uint8_t)document->kind;
	class.level = (uint8_t)document->level;
	class.domain = (uint8_t)document->domain;
	class.anywhere = document->anywhere;
	class.informal = document->informal;
	class.admission = document->admission;
	class.crisis = document->crisis;
	class.anonymous = document->anonymous;
	class.without_referral = document->without_referral;
	class.languages = search_table_add(&index->languages, document->languages);
	if (class.languages == SEARCH_NONE) return SEARCH_NONE;
	return search_table_add(&builder->classes, span_bytes(&class, sizeof(class)));
}

status search_builder_add(
	struct search_builder *builder, const struct search_document *document, struct error *error)
{
	struct search_index *index = builder->index;
	CHECK(document->kind >= 0 && document->kind < SEARCH_KIND_COUNT);
	CHECK(document->level >= 0 && document->level < SEARCH_LEVEL_COUNT);
	CHECK(document->domain >= 0 && document->domain < DOMAIN_COUNT);
	if (index->count == SEARCH_MAX_DOCUMENTS)
		return status_fail(
			error, STATUS_BOUND, "search holds at most %d services", SEARCH_MAX_DOCUMENTS);
	if (!grow_documents(builder) || !add_texts(builder, document)) return no_memory(error);
	struct search_place place = {.class = class_of(builder, document),
		.hours = search_table_add(&index->hours, document->hours),
		.municipality = municipality_index(builder->division, document->municipality),
		.region = (uint16_t)document->region,
		.fades_step = step_of(document->fades_ms)};
	if (place.class == SEARCH_NONE || place.hours == SEARCH_NONE) return no_memory(error);
	index->names[index->count] = search_table_add(&index->name_table, document->name);
	if (index->names[index->count] == SEARCH_NONE) return no_memory(error);
	index->ids[index->count] = document->id;
	index->places[index->count] = place;
	index->ties[index->count] = tie_of(document->id);
	index->confirmed_steps[index->count] = step_of(document->confirmed_ms);
	builder->ends[index->count] = builder->stream_size;
	index->count++;
	return STATUS_OK;
}

static bool take_classes(struct search_builder *builder)
{
	struct search_index *index = builder->index;
	index->class_count = builder->classes.count;
	index->classes = calloc(index->class_count + 1, sizeof(*index->classes));
	if (index->classes == NULL) return false;
	if (builder->classes.size > 0)
		memcpy(index->classes, builder->classes.bytes, builder->classes.size);
	return true;
}

static int compare_ids(const void *a, const void *b, void *index)
{
	const struct id *ids = ((const struct search_index *)index)->ids;
	return memcmp(ids[*(const uint32_t *)a].bytes, ids[*(const uint32_t *)b].bytes, ID_SIZE);
}

static bool order_ids(struct search_index *index)
{
	index->by_id = calloc(index->count + 1, sizeof(*index->by_id));
	if (index->by_id == NULL) return false;
	for (uint32_t i = 0; i < index->count; i++) index->by_id[i] = i;
	qsort_r(index->by_id, index->count, sizeof(*index->by_id), compare_ids, index);
	return true;
}

status search_builder_finish(
	struct search_builder *builder, struct search_index **out, struct error *error)
{
	struct search_index *index = builder->index;
	*out = NULL;
	bool made = take_classes(builder) && order_ids(index) && search_build_terms(builder) &&
		search_build_postings(builder) && search_near_make(&index->near, &index->words);
	if (made) {
		builder->index = NULL;
		*out = index;
	}
	search_builder_close(builder);
	return made ? STATUS_OK : no_memory(error);
}
