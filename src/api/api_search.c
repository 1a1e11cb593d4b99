/* api_search.c - the map of help, searched: public, without a trace of what was asked.
 *
 * GET has no words and may be kept by caches; POST has words and may not.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_search.h"
#include "api/api_directory.h"
#include "api/api_emergency.h"
#include "base/date.h"
#include "directory/cost.h"
#include "directory/search_live.h"
#include "directory/search_source.h"
#include <stdio.h>

#define LICENCE "CC0-1.0"
#define MAX_NOTICE_BYTES 2048

/* A card has every key: null where the map of help leaves one out. */
static void put_code(struct jsonw *json, const char *key, const struct codes *codes, int number)
{
	jsonw_put_text(json, key, number == 0 ? NULL : codes_name(codes, number));
}

static void put_optional(struct jsonw *json, const char *key, struct span text)
{
	if (text.size > 0)
		jsonw_put_span(json, key, text);
	else
		jsonw_put_null(json, key);
}

/* A point to put on a map, and how exact it is. */
static void put_coordinates(
	struct jsonw *json, const struct search_hit *hit, const struct search_card *card)
{
	bool of_site = card->latitude_e6 != 0 || card->longitude_e6 != 0;
	double latitude = of_site ? card->latitude_e6 / 1e6 : hit->latitude;
	double longitude = of_site ? card->longitude_e6 / 1e6 : hit->longitude;
	if (!of_site && hit->municipality == 0) {
		jsonw_put_null(json, "coordinates");
		return;
	}
	jsonw_key(json, "coordinates");
	jsonw_object_begin(json);
	jsonw_key(json, "latitude");
	jsonw_real(json, latitude, 6);
	jsonw_key(json, "longitude");
	jsonw_real(json, longitude, 6);
	jsonw_put_text(json, "of", of_site ? "site" : "municipality_middle");
	jsonw_object_end(json);
}

static void put_why(struct jsonw *json, const struct search_hit *hit)
{
	jsonw_key(json, "why");
	jsonw_array_begin(json);
	for (size_t i = 0; i < hit->reason_count; i++) {
		const struct search_reason *reason = &hit->reasons[i];
		jsonw_object_begin(json);
		jsonw_put_span(json, "asked", reason->asked);
		jsonw_put_span(json, "found", reason->found);
		jsonw_put_text(json, "way", codes_name(&search_way_codes, (int)reason->way));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void put_municipality(
	struct api_request *request, struct jsonw *json, const char *key, int32_t number)
{
	const struct region_municipality *municipality =
		region_find_number(request->api->options.division, number);
	if (municipality == NULL) {
		jsonw_put_null(json, key);
		return;
	}
	jsonw_key(json, key);
	jsonw_object_begin(json);
	jsonw_put_span(json, "code", municipality->code);
	jsonw_put_span(json, "name", municipality->name);
	jsonw_object_end(json);
}

static void put_site(struct api_request *request, struct jsonw *json, const struct search_hit *hit,
	const struct search_card *card)
{
	jsonw_key(json, "organisation");
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", card->organisation_id);
	jsonw_put_span(json, "name", card->organisation);
	put_code(json, "kind", &codes_organisation_kind, card->organisation_kind);
	jsonw_object_end(json);
	jsonw_key(json, "site");
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", card->site_id);
	jsonw_put_span(json, "name", card->site);
	put_optional(json, "address", card->address);
	put_optional(json, "postal_code", card->postal_code);
	put_optional(json, "place", card->place);
	put_municipality(request, json, "municipality", hit->municipality);
	jsonw_object_end(json);
}

static void put_offer(struct jsonw *json, const struct search_card *card)
{
	put_optional(json, "description", card->description);
	put_code(json, "kind", &codes_service_kind, card->kind);
	put_code(json, "domain", &codes_life_domain, card->domain);
	api_directory_put_codes(json, "domains", &codes_life_domain, card->domains);
	put_code(json, "level", &codes_service_level, card->level);
	api_directory_put_codes(json, "costs", &cost_kind_codes, card->costs);
	api_directory_put_languages(json, card->languages);
	api_directory_put_codes(json, "ways_in", &codes_way_in, card->ways_in);
	put_optional(json, "way_in", card->way_in);
	put_optional(json, "phone", card->phone);
	put_optional(json, "email", card->email);
	put_optional(json, "website", card->website);
}

/* Open or closed only where hours are known. */
static void put_state(struct jsonw *json, const struct search_hit *hit)
{
	jsonw_put_bool(json, "informal", hit->informal);
	if (hit->hours_known)
		jsonw_put_bool(json, "open_now", hit->open);
	else
		jsonw_put_null(json, "open_now");
	jsonw_put_bool(json, "fading", hit->fading);
	if (hit->confirmed_ms > 0)
		jsonw_put_day(json, "confirmed", date_day_of(hit->confirmed_ms));
	else
		jsonw_put_null(json, "confirmed");
	jsonw_put_bool(json, "anywhere", hit->anywhere);
	jsonw_key(json, "distance_km");
	if (hit->distance_km < 0)
		jsonw_null(json);
	else
		jsonw_real(json, hit->distance_km, 1);
}

/* One that has gone since the index was made is passed over. */
static status put_hit(struct api_request *request, struct jsonw *json, const struct search_hit *hit,
	struct error *error)
{
	char region[REGION_CODE_SIZE];
	struct search_card card;
	bool found;
	TRY(search_source_card(
		request->loop->store, hit->region, hit->id, &card, &found, request->arena, error));
	if (!found) return STATUS_OK;
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", hit->id);
	jsonw_put_text(json, "region", region_code_text(hit->region, region));
	jsonw_put_span(json, "name", card.name);
	put_offer(json, &card);
	put_site(request, json, hit, &card);
	put_state(json, hit);
	put_coordinates(json, hit, &card);
	jsonw_key(json, "score");
	jsonw_real(json, hit->score, 3);
	put_why(json, hit);
	jsonw_object_end(json);
	return STATUS_OK;
}

static void put_counts(
	struct jsonw *json, const char *key, const struct codes *codes, const int64_t *counts)
{
	jsonw_key(json, key);
	jsonw_array_begin(json);
	for (int i = 1; i < codes->count; i++) {
		if (counts[i] == 0) continue;
		jsonw_object_begin(json);
		jsonw_put_text(json, "value", codes_name(codes, i));
		jsonw_put_int(json, "count", counts[i]);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void put_facets(struct jsonw *json, const struct search_facets *facets)
{
	jsonw_key(json, "facets");
	jsonw_object_begin(json);
	put_counts(json, "domains", &codes_life_domain, facets->domains);
	put_counts(json, "kinds", &codes_service_kind, facets->kinds);
	put_counts(json, "costs", &cost_kind_codes, facets->costs);
	put_counts(json, "levels", &codes_service_level, facets->levels);
	jsonw_key(json, "languages");
	jsonw_array_begin(json);
	for (size_t i = 0; i < facets->language_count; i++) {
		jsonw_object_begin(json);
		jsonw_put_span(json, "value", facets->languages[i].language);
		jsonw_put_int(json, "count", facets->languages[i].count);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_put_int(json, "open_now", facets->open_now);
	jsonw_put_int(json, "anonymous", facets->anonymous);
	jsonw_put_int(json, "without_referral", facets->without_referral);
	jsonw_put_int(json, "informal", facets->informal);
	jsonw_put_int(json, "fading", facets->fading);
	jsonw_object_end(json);
}

/* What looks like a place in the words, and why there are no distances from it. */
static void put_unknown_place(
	struct api_request *request, struct jsonw *json, const struct search_answer *answer)
{
	if (answer->unknown_place.size == 0) {
		jsonw_put_null(json, "place_not_known");
		return;
	}
	const struct api_message_parameter parameters[] = {
		{.name = "place", .text = answer->unknown_place},
		{.name = "candidates", .text = answer->candidates}};
	struct buf text;
	buf_init(&text, MAX_NOTICE_BYTES);
	api_messages_add(request->api->messages, request->language, "search.place_not_known",
		parameters, answer->candidates.size > 0 ? 2 : 1, &text);
	jsonw_key(json, "place_not_known");
	jsonw_object_begin(json);
	jsonw_put_span(json, "asked", answer->unknown_place);
	put_optional(json, "candidates", answer->candidates);
	jsonw_put_span(json, "text", buf_span(&text));
	jsonw_object_end(json);
	buf_finish(&text);
}

static void put_head(
	struct api_request *request, struct jsonw *json, const struct search_answer *answer)
{
	jsonw_put_text(json, "licence", LICENCE);
	jsonw_put_int(json, "total", answer->total);
	put_municipality(request, json, "distance_from", answer->municipality);
	jsonw_put_bool(json, "municipality_read_in_words", answer->municipality_read);
	put_unknown_place(request, json, answer);
	jsonw_put_text(json, "distance_is", "between_municipality_middles");
	put_optional(json, "did_you_mean", answer->meant);
	jsonw_put_bool(json, "widened", answer->widened);
	jsonw_put_bool(json, "too_many_words", answer->too_many_words);
}

/* What was asked for besides words, by its names in a question. */
static void add_filters(const struct search_question *question, struct buf *names)
{
	const struct {
		const char *name;
		bool is_set;
	} filters[] = {{"region", question->region != 0}, {"domains", question->domains != 0},
		{"kinds", question->kinds != 0}, {"costs", question->costs != 0},
		{"levels", question->levels != 0}, {"languages", question->language_count > 0},
		{"within_km", question->within_km > 0}, {"open_now", question->open_now},
		{"anonymous", question->anonymous}, {"without_referral", question->without_referral}};
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		if (!filters[i].is_set) continue;
		if (names->size > 0) buf_add_text(names, ", ");
		buf_add_text(names, filters[i].name);
	}
}

/* Without words, or where only a filter took it away, the filters are what can be changed. */
static void put_nothing_found(
	struct api_request *request, struct jsonw *json, const struct search_question *question)
{
	struct buf names, text;
	buf_init(&names, MAX_NOTICE_BYTES);
	buf_init(&text, MAX_NOTICE_BYTES);
	add_filters(question, &names);
	const struct api_message_parameter parameters[] = {
		{.name = "filters", .text = buf_span(&names)}};
	bool by_filter = names.size > 0 && span_trim(question->words).size == 0;
	api_messages_add(request->api->messages, request->language,
		by_filter ? "search.nothing_found_filtered" : "search.nothing_found", parameters,
		by_filter ? 1 : 0, &text);
	jsonw_put_span(json, "text", buf_span(&text));
	buf_finish(&names);
	buf_finish(&text);
}

/* Who finds nothing is not left with that: somebody takes in every question. */
static void put_front_door(struct api_request *request, struct jsonw *json,
	const struct search_question *question, const struct search_answer *answer)
{
	char code[REGION_CODE_SIZE], path[64];
	const struct region_municipality *municipality =
		region_find_number(request->api->options.division, answer->municipality);
	int region = municipality == NULL ? question->region : municipality->region;
	if (answer->total > 0) {
		jsonw_put_null(json, "front_door");
		return;
	}
	jsonw_key(json, "front_door");
	jsonw_object_begin(json);
	put_nothing_found(request, json, question);
	if (region != 0)
		snprintf(path, sizeof(path), "/v1/regions/%s/questions", region_code_text(region, code));
	jsonw_put_text(json, "path", region == 0 ? NULL : path);
	jsonw_object_end(json);
}

static status put_answer(struct api_request *request, const struct search_question *question,
	const struct search_answer *answer, struct buf *out, struct error *error)
{
	struct jsonw json;
	char next[SEARCH_POSITION_SIZE];
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	bool first = answer->signs != 0 || answer->total == 0;
	if (first) api_emergency_put(request, &json, first, answer->signs);
	put_head(request, &json, answer);
	if (!first) api_emergency_put(request, &json, first, answer->signs);
	put_front_door(request, &json, question, answer);
	jsonw_key(&json, "results");
	jsonw_array_begin(&json);
	for (size_t i = 0; i < answer->hit_count; i++)
		TRY(put_hit(request, &json, &answer->hits[i], error));
	jsonw_array_end(&json);
	put_facets(&json, &answer->facets);
	jsonw_put_text(&json, "next", answer->more ? search_position_text(&answer->next, next) : NULL);
	jsonw_object_end(&json);
	return STATUS_OK;
}

/* Words are in no cache, and neither is what came of them. */
static void reply(struct api_request *request, bool in_address)
{
	static const struct http_header not_kept[] = {{"Cache-Control", "no-store"}, {NULL, NULL}};
	struct http_reply answer = {.status = 200,
		.content_type = "application/json",
		.body = buf_span(&request->loop->out),
		.headers = not_kept};
	if (in_address)
		api_directory_send(request, 0);
	else
		api_send(request, &answer);
}

/* The view is there until it is left; nothing between waits for anybody. */
static status run(struct api_request *request, const struct search_view *view,
	const struct search_question *question, bool *nowhere, struct error *error)
{
	struct search_answer answer;
	struct store *store = request->loop->store;
	TRY(search_run(view, question, request->loop->search, request->arena, &answer, error));
	*nowhere = question->within_km > 0 && answer.municipality == 0;
	if (*nowhere) return STATUS_OK;
	buf_reset(&request->loop->out);
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status result = put_answer(request, question, &answer, &request->loop->out, error);
	store_rollback(store);
	return result;
}

static void answer(struct api_request *request, struct api_search *search)
{
	struct error error = {0};
	bool nowhere = false; /* within so far of what? */
	struct search_live *live = request->api->options.search;
	int reader = http_loop(request->exchange);
	search->question.now_ms = request->now_ms;
	search->question.is_open = search_source_is_open;
	const struct search_view *view = live == NULL ? NULL : search_live_enter(live, reader);
	status result =
		view == NULL ? STATUS_OK : run(request, view, &search->question, &nowhere, &error);
	if (live != NULL) search_live_leave(live, reader);
	if (view == NULL)
		api_problem(request, 503, "problem.search_not_ready", NULL, 0);
	else if (result != STATUS_OK)
		api_problem_error(request, &error);
	else if (nowhere)
		api_problem(request, 422, "problem.distance_from_nowhere", NULL, 0);
	else
		reply(request, search->in_address);
}

static struct api_search *open_search(struct api_request *request, bool in_address)
{
	struct api_search *search = ARENA_NEW(request->arena, struct api_search);
	search->division = request->api->options.division;
	search->arena = request->arena;
	search->in_address = in_address;
	api_search_init(search);
	return search;
}

static void refuse(struct api_request *request, const struct api_search *search)
{
	const struct api_fault *fault = &search->fault;
	api_problem(request, fault->code, fault->key, fault->parameters, fault->count);
}

void api_handle_search(struct api_request *request)
{
	struct api_search *search = open_search(request, true);
	for (size_t i = 0; i < http_query_count(request->exchange); i++) {
		struct span name = http_query_name(request->exchange, i), value = {0};
		bool found = false;
		/* The first of a name counts, as elsewhere. */
		for (size_t before = 0; before < i; before++)
			found = found || span_equal(http_query_name(request->exchange, before), name);
		if (found) continue;
		(void)http_query(request->exchange, arena_text(request->arena, name), &value);
		if (api_search_decode_pair(search, name, value)) continue;
		refuse(request, search);
		return;
	}
	answer(request, search);
}

void api_handle_search_words(struct api_request *request)
{
	struct api_search *search = open_search(request, false);
	if (!api_body_is_json(request)) return;
	if (api_search_decode_body(search, http_body(request->exchange)))
		answer(request, search);
	else
		refuse(request, search);
}
