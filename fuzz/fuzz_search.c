/* fuzz_search.c - questions of any bytes to a small map of help, and any bytes as synonyms.
 *
 * The first byte chooses: a body, an address, a question as it is, a position, or data. Beyond
 * "nothing breaks": what is understood is answered; a page is within its bound; the pages together
 * have each service once, and as many as the total says.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fuzz.h"
#include "api/api_search.h"
#include "base/check.h"
#include <string.h>

enum { SERVICES = 24, MAX_PAGES = SERVICES + 2 };

struct small {
	struct region *division;
	struct search_words *words;
	struct search_index *index, *changed;
	uint64_t left_out[1];
	struct search_scratch *scratch;
	struct search_view view;
	struct arena arena;
};

static struct search_index *make(struct small *small, int first, int step)
{
	static const char *const texts[][2] = {
		{"Lotgenotengroep depressie", "Praten over sombere gevoelens."},
		{"Schuldhulpverlening", "Hulp bij geldproblemen en budgetbeheer."},
		{"Stemmenhoorders", "Bijeenkomsten over stemmen horen en psychose."},
		{"Eettafel De Pan", "Samen warm eten in de buurt; ook burn-out café."}};
	struct search_builder *builder = NULL;
	struct search_index *index = NULL;
	struct error error = {0};
	CHECK(search_builder_open(small->words, small->division, &builder, &error) == STATUS_OK);
	for (int i = first; i < SERVICES; i += step) {
		struct search_document document = {.region = 1 + i % REGION_COUNT,
			.municipality = i % 3 == 0 ? 0 : 344,
			.kind = 1 + i % 5,
			.level = 1 + i % 3,
			.domain = DOMAIN_MENTAL,
			.domains = 1u << DOMAIN_MENTAL | 2u << i % 8,
			.costs = 2u << i % 3,
			.informal = i % 2 == 0,
			.anonymous = i % 4 == 0,
			.name = span_of(texts[i % 4][0]),
			.description = span_of(texts[i % 4][1]),
			.place = span_of("Utrecht"),
			.marks = span_of("domain:mental kind:peer_group"),
			.languages = span_of(i % 2 == 0 ? "nl" : "ar nl"),
			.hours = span_of(i % 2 == 0 ? "x" : ""),
			.fades_ms = i * INT64_C(64000000)};
		document.id.bytes[0] = (uint8_t)(i * 7);
		document.id.bytes[15] = (uint8_t)(i + 1);
		CHECK(search_builder_add(builder, &document, &error) == STATUS_OK);
	}
	CHECK(search_builder_finish(builder, &index, &error) == STATUS_OK);
	return index;
}

static struct small *open_small(void)
{
	static struct small small;
	struct error error = {0};
	if (small.division != NULL) return &small;
	CHECK(region_open(&small.division, &error) == STATUS_OK);
	CHECK(search_words_open(&small.words, &error) == STATUS_OK);
	CHECK(search_scratch_open(&small.scratch, &error) == STATUS_OK);
	small.index = make(&small, 0, 1);
	small.changed = make(&small, 0, 6);
	for (int i = 0; i < SERVICES; i += 6) small.left_out[0] |= UINT64_C(1) << i;
	small.view = (struct search_view){.words = small.words,
		.division = small.division,
		.large = small.index,
		.small = small.changed,
		.left_out = small.left_out};
	arena_init(&small.arena, 1 << 16, 1 << 28);
	return &small;
}

static bool opens(struct span hours, int64_t now_ms)
{
	return hours.size > 0 && now_ms % 2 == 0;
}

/* Goes through the pages; a position that came from outside may begin in the middle. */
static void go_through(struct small *small, struct search_question question)
{
	bool seen[SERVICES + 1] = {false};
	bool whole = question.after == NULL;
	struct search_position after;
	int64_t count = 0, total = 0;
	struct error error = {0};
	for (int page = 0; page < MAX_PAGES; page++) {
		struct search_answer answer;
		CHECK(search_run(&small->view, &question, small->scratch, &small->arena, &answer, &error) ==
			STATUS_OK);
		CHECK(answer.hit_count <= question.limit && answer.total <= SERVICES);
		CHECK(answer.more ? answer.hit_count == question.limit : true);
		for (size_t i = 0; i < answer.hit_count; i++) {
			int number = answer.hits[i].id.bytes[15];
			CHECK(number >= 1 && number <= SERVICES && !seen[number]);
			CHECK(answer.hits[i].score > 0);
			seen[number] = true;
			count++;
		}
		total = answer.total;
		if (!answer.more) break;
		after = answer.next;
		question.after = &after;
	}
	CHECK(whole ? count == total : count <= total);
}

static void ask_as_it_is(struct small *small, struct span words)
{
	struct search_answer answer;
	struct error error = {0};
	struct search_question question = {
		.words = words, .limit = 3, .typing = words.size % 2 == 0, .now_ms = 1, .is_open = opens};
	bool right = words.size <= SEARCH_MAX_QUESTION_BYTES && span_is_utf8(words, NULL);
	status result =
		search_run(&small->view, &question, small->scratch, &small->arena, &answer, &error);
	CHECK((result == STATUS_OK) == right);
	if (right) go_through(small, question);
}

static void decode(struct small *small, bool in_address, struct span text)
{
	struct api_search search = {
		.division = small->division, .arena = &small->arena, .in_address = in_address};
	struct span pair, name;
	bool understood = true;
	api_search_init(&search);
	if (!in_address) understood = api_search_decode_body(&search, text);
	while (in_address && understood && span_take(&text, '&', &pair)) {
		if (!span_is_utf8(pair, NULL)) return; /* http_parse_query lets nothing else through */
		span_take(&pair, '=', &name);
		understood = api_search_decode_pair(&search, name, pair);
	}
	if (understood) {
		search.question.now_ms = 2;
		search.question.is_open = opens;
		go_through(small, search.question);
		return;
	}
	CHECK(search.fault.code == 400 || search.fault.code == 422);
	CHECK(search.fault.key != NULL && search.fault.count <= API_FAULT_PARAMETERS);
}

static void read_position(struct span text)
{
	struct search_position position;
	char written[SEARCH_POSITION_SIZE];
	if (!search_position_parse(text, &position)) return;
	search_position_text(&position, written);
	CHECK(span_equal(span_of(written), text));
}

/* Synonyms of any bytes, with stopwords and ranking that are right. */
static void read_data(struct small *small, struct span text)
{
	struct search_words *words = NULL;
	struct error error = {0};
	const struct search_words_data data = {.synonyms = text,
		.stopwords = SPAN_LITERAL("word,use\nik,skip\n"),
		.ranking = search_words_ranking()};
	status result = search_words_open_data(&data, &words, &error);
	CHECK((result == STATUS_OK) == (words != NULL));
	CHECK(result == STATUS_OK || error.message[0] != 0);
	if (result == STATUS_OK) {
		const struct search_words *own = small->view.words;
		small->view.words = words;
		ask_as_it_is(small, SPAN_LITERAL("ik hoor stemmen en heb schulden"));
		small->view.words = own;
	}
	search_words_close(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct small *small = open_small();
	struct span text = span_bytes(bytes + 1, size - 1);
	if (size == 0) return 0;
	arena_reset(&small->arena);
	switch (bytes[0] % 5) {
	case 0: decode(small, false, text); break;
	case 1: decode(small, true, text); break;
	case 2: ask_as_it_is(small, text); break;
	case 3: read_position(text); break;
	default: read_data(small, text);
	}
	return 0;
}
