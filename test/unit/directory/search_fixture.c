/* search_fixture.c - reads test/search/services.csv.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "search_fixture.h"
#include <stdio.h>
#include <stdlib.h>

#define DAY_MS INT64_C(86400000)
#define FADES_DAYS 365

/* What the file calls a kind: the number it gets here, and the mark that synonyms know. */
static const struct {
	const char *name;
	const char *mark;
	bool informal, anywhere;
} kinds[] = {
	{"", "", false, false},
	{"treatment", "kind:treatment", false, false},
	{"peer_group", "kind:peer_group", true, false},
	{"volunteer", "kind:volunteer", true, false},
	{"meeting_place", "kind:walk_in", true, false},
	{"self_help", "kind:peer_support", true, false},
	{"course", "kind:course", false, false},
	{"crisis", "kind:crisis", false, false},
	{"daytime", "kind:day_activity", false, false},
	{"phone", "kind:advice", false, true},
	{"online", "kind:self_help_online", false, true},
	{"social_work", "kind:guidance", false, false},
	{"support", "kind:guidance", false, false},
	{"municipal", "kind:advice", false, false},
	{"debt_help", "kind:debt_help", false, false},
	{"legal_help", "kind:advice", false, false},
	{"gp", "kind:consult", false, false},
	{"stay", "kind:supported_housing", false, false},
	{"shelter", "kind:respite_bed", false, false},
};

static const char *const costs[] = {"", "free", "insured", "small", "paid", "indication"};

struct span fixture_read(struct arena *arena, const char *name)
{
	char path[512];
	char chunk[65536];
	struct buf text;
	snprintf(path, sizeof(path), "%s/%s", getenv("VANGNET_SEARCH_FILES"), name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	buf_init(&text, 1 << 24);
	for (size_t got; (got = fread(chunk, 1, sizeof(chunk), file)) > 0;) buf_add(&text, chunk, got);
	fclose(file);
	struct span copy = arena_copy(arena, buf_span(&text));
	buf_finish(&text);
	return copy;
}

struct id fixture_id(int number)
{
	struct id id = {{0}};
	/* Spread, so that the order of ids is not that of the file. */
	id.bytes[0] = (uint8_t)(number * 97);
	id.bytes[14] = (uint8_t)(number >> 8);
	id.bytes[15] = (uint8_t)number;
	return id;
}

int fixture_number(struct id id)
{
	return id.bytes[14] << 8 | id.bytes[15];
}

static int kind_of(struct span name)
{
	for (int i = 1; i < (int)(sizeof(kinds) / sizeof(kinds[0])); i++)
		if (span_is(name, kinds[i].name)) return i;
	fail_msg("no such kind: %.*s", SPAN_PRINT(name));
	return 0;
}

static void read_domains(struct search_document *document, struct span names, struct buf *marks)
{
	struct span name;
	while (span_take(&names, ' ', &name)) {
		int domain = codes_find(&codes_life_domain, name);
		assert_int_not_equal(domain, 0);
		if (document->domain == 0) document->domain = domain;
		document->domains |= 1u << domain;
		buf_printf(marks, "domain:%.*s ", SPAN_PRINT(name));
	}
}

/* id, topics, name, organisation, kind, domains, municipality, cost, languages, hours,
 * confirmed_days_ago, summary */
static void read_service(struct search_fixture *fixture, const struct csv *csv)
{
	const struct span *fields = csv->fields;
	struct search_document *document = &fixture->documents[fixture->count];
	struct buf marks;
	int64_t days = 0;
	buf_init(&marks, 1024);
	document->id = fixture_id((int)fixture->count + 1);
	fixture->topics[fixture->count] = fields[1];
	document->name = fields[2];
	document->organisation = fields[3];
	document->kind = kind_of(fields[4]);
	document->informal = kinds[document->kind].informal;
	document->anywhere = kinds[document->kind].anywhere;
	document->without_referral = document->informal;
	read_domains(document, fields[5], &marks);
	buf_add_text(&marks, kinds[document->kind].mark);
	document->marks = arena_copy(&fixture->arena, buf_span(&marks));
	buf_finish(&marks);
	const struct region_municipality *municipality = region_find_name(fixture->division, fields[6]);
	assert_non_null(municipality);
	document->municipality = municipality->number;
	document->region = municipality->region;
	document->place = fields[6];
	for (int i = 1; i < (int)(sizeof(costs) / sizeof(costs[0])); i++)
		if (span_is(fields[7], costs[i])) document->costs |= 1u << i;
	document->languages = fields[8];
	document->hours = fields[9];
	assert_true(span_to_int64(fields[10], &days));
	document->confirmed_ms = FIXTURE_NOW_MS - days * DAY_MS;
	document->fades_ms = document->confirmed_ms + FADES_DAYS * DAY_MS;
	document->description = fields[11];
	fixture->count++;
}

static void read_services(struct search_fixture *fixture)
{
	static const char *const names[] = {"id", "topics", "name", "organisation", "kind", "domains",
		"municipality", "cost", "languages", "hours", "confirmed_days_ago", "summary"};
	size_t columns[sizeof(names) / sizeof(names[0])];
	struct csv csv;
	struct error error = {0};
	bool more = true;
	csv_init(&csv, fixture_read(&fixture->arena, "services.csv"), &fixture->arena);
	assert_int_equal(csv_header(&csv, names, 12, columns, &error), STATUS_OK);
	for (size_t i = 0; i < 12; i++) assert_int_equal(columns[i], i);
	for (;;) {
		assert_int_equal(csv_next(&csv, &more, &error), STATUS_OK);
		if (!more) return;
		assert_true(fixture->count < FIXTURE_MAX_SERVICES);
		read_service(fixture, &csv);
	}
}

struct search_index *fixture_index(
	struct search_fixture *fixture, bool (*wanted)(int number, void *context), void *context)
{
	struct search_builder *builder = NULL;
	struct search_index *index = NULL;
	struct error error = {0};
	assert_int_equal(
		search_builder_open(fixture->words, fixture->division, &builder, &error), STATUS_OK);
	for (size_t i = 0; i < fixture->count; i++)
		if (wanted == NULL || wanted((int)i + 1, context))
			assert_int_equal(
				search_builder_add(builder, &fixture->documents[i], &error), STATUS_OK);
	assert_int_equal(search_builder_finish(builder, &index, &error), STATUS_OK);
	return index;
}

int fixture_open(void **state)
{
	struct search_fixture *fixture = calloc(1, sizeof(*fixture));
	struct error error = {0};
	arena_init(&fixture->arena, 1 << 16, 1 << 24);
	arena_init(&fixture->answer, 1 << 16, 1 << 26);
	assert_int_equal(region_open(&fixture->division, &error), STATUS_OK);
	if (search_words_open(&fixture->words, &error) != STATUS_OK)
		fail_msg("line %zu: %s", error.line, error.message);
	assert_int_equal(search_scratch_open(&fixture->scratch, &error), STATUS_OK);
	read_services(fixture);
	fixture->index = fixture_index(fixture, NULL, NULL);
	fixture->view = (struct search_view){
		.words = fixture->words, .division = fixture->division, .large = fixture->index};
	*state = fixture;
	return 0;
}

int fixture_close(void **state)
{
	struct search_fixture *fixture = *state;
	if (fixture == NULL) return 0;
	search_index_close(fixture->index);
	search_scratch_close(fixture->scratch);
	search_words_close(fixture->words);
	region_close(fixture->division);
	arena_finish(&fixture->answer);
	arena_finish(&fixture->arena);
	free(fixture);
	return 0;
}

struct search_question fixture_question(const char *words)
{
	return (struct search_question){.words = span_of(words), .limit = 10, .now_ms = FIXTURE_NOW_MS};
}

struct search_answer fixture_ask(
	struct search_fixture *fixture, const struct search_question *question)
{
	struct search_answer answer;
	struct error error = {0};
	arena_reset(&fixture->answer);
	status result =
		search_run(&fixture->view, question, fixture->scratch, &fixture->answer, &answer, &error);
	if (result != STATUS_OK) fail_msg("%s", error.message);
	return answer;
}
