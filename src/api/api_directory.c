/* api_directory.c - the map of help: organisations, sites and services, as everybody may see them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_directory.h"
#include "api/api_tag.h"
#include "directory/excluding.h"
#include "directory/cost.h"
#include "directory/criteria.h"
#include "directory/hours_text.h"
#include <stdio.h>

enum { TEXT_BYTES = 8192, AREA_MAX = 400 };

void api_directory_put_codes(
	struct jsonw *json, const char *key, const struct codes *codes, int64_t mask)
{
	jsonw_key(json, key);
	jsonw_array_begin(json);
	for (int i = 1; i < codes->count; i++)
		if ((mask >> i & 1) != 0) jsonw_text(json, span_of(codes->names[i]));
	jsonw_array_end(json);
}

void api_directory_put_text(struct jsonw *json, const char *key, struct span text)
{
	if (text.size > 0) jsonw_put_span(json, key, text);
}

void api_directory_put_languages(struct jsonw *json, struct span languages)
{
	struct span language;
	jsonw_key(json, "languages");
	jsonw_array_begin(json);
	while (span_take(&languages, ' ', &language))
		if (language.size > 0) jsonw_text(json, language);
	jsonw_array_end(json);
}

static void put_code(struct jsonw *json, const char *key, const struct codes *codes, int32_t code)
{
	if (code != 0) jsonw_put_text(json, key, codes_name(codes, code));
}

static void put_number(struct jsonw *json, const char *key, int64_t number)
{
	if (number != 0) jsonw_put_int(json, key, number);
}

static void put_municipality(struct jsonw *json, int32_t number)
{
	char code[16];
	snprintf(code, sizeof(code), "GM%04d", (int)number);
	jsonw_put_text(json, "municipality", code);
}

void api_directory_put_freshness(struct jsonw *json, const struct directory_freshness *freshness)
{
	bool known = freshness->state != ENTRY_UNCONFIRMED;
	jsonw_put_int(json, "version", freshness->version);
	jsonw_key(json, "confirmation");
	jsonw_object_begin(json);
	jsonw_put_text(
		json, "state", known ? codes_name(&entry_state_codes, freshness->state) : "unconfirmed");
	jsonw_put_instant(json, "at", freshness->confirmed_ms);
	jsonw_put_text(
		json, "by", known ? codes_name(&entry_role_codes, freshness->confirmed_as) : NULL);
	jsonw_put_instant(json, "fades", freshness->fades_ms);
	jsonw_object_end(json);
}

static void put_organisation(struct jsonw *json, const struct organisation *organisation)
{
	jsonw_put_id(json, "id", organisation->id);
	jsonw_put_text(json, "kind", codes_name(&codes_organisation_kind, organisation->kind));
	jsonw_put_span(json, "name", organisation->name);
	api_directory_put_text(json, "alternate_name", organisation->alternate_name);
	api_directory_put_text(json, "description", organisation->description);
	api_directory_put_text(json, "website", organisation->website);
	api_directory_put_text(json, "email", organisation->email);
	api_directory_put_text(json, "phone", organisation->phone);
}

static void put_site(struct jsonw *json, const struct directory_listing *listing)
{
	const struct site *site = &listing->site;
	jsonw_put_id(json, "id", site->id);
	jsonw_put_id(json, "organisation", site->organisation);
	jsonw_put_span(json, "organisation_name", listing->organisation_name);
	jsonw_put_span(json, "name", site->name);
	put_municipality(json, site->municipality);
	put_code(json, "form", &codes_site_form, site->form);
	api_directory_put_text(json, "address", site->address);
	api_directory_put_text(json, "postal_code", site->postal_code);
	api_directory_put_text(json, "place", site->place);
	if (site->latitude_e6 != 0 || site->longitude_e6 != 0) {
		jsonw_key(json, "latitude");
		jsonw_real(json, site->latitude_e6 / 1e6, 6);
		jsonw_key(json, "longitude");
		jsonw_real(json, site->longitude_e6 / 1e6, 6);
	}
	api_directory_put_codes(json, "accessibility", &codes_accessibility, site->accessibility);
	api_directory_put_text(json, "directions", site->directions);
	api_directory_put_text(json, "phone", site->phone);
	api_directory_put_text(json, "email", site->email);
}

static void put_how(struct jsonw *json, const struct service *service)
{
	api_directory_put_languages(json, service->languages);
	api_directory_put_codes(json, "ways_in", &codes_way_in, service->ways_in);
	api_directory_put_text(json, "way_in_words", service->way_in_words);
	put_code(json, "referral", &codes_referral, service->referral);
	jsonw_put_bool(json, "anonymous", service->anonymous);
	api_directory_put_codes(json, "settings", &codes_service_setting, service->settings);
	put_number(json, "min_age", service->min_age);
	put_number(json, "max_age", service->max_age);
	api_directory_put_codes(json, "good_at", &directory_criteria, service->good_at);
	api_directory_put_text(json, "good_at_words", service->good_at_words);
	jsonw_put_bool(json, "words_may_exclude", excluding_is_said(service->good_at_words));
	put_number(json, "security", service->security);
	api_directory_put_text(json, "description", service->description);
	api_directory_put_text(json, "phone", service->phone);
	api_directory_put_text(json, "email", service->email);
	api_directory_put_text(json, "website", service->website);
}

static void put_service(struct jsonw *json, const struct directory_listing *listing)
{
	const struct service *service = &listing->service;
	int64_t domains = service->domains | INT64_C(1) << service->domain;
	jsonw_put_id(json, "id", service->id);
	jsonw_put_span(json, "name", service->name);
	jsonw_put_id(json, "organisation", service->organisation);
	jsonw_put_span(json, "organisation_name", listing->organisation_name);
	put_code(json, "organisation_kind", &codes_organisation_kind, listing->organisation_kind);
	jsonw_put_id(json, "site", service->site);
	jsonw_put_span(json, "site_name", listing->site_name);
	put_municipality(json, listing->municipality);
	put_code(json, "kind", &codes_service_kind, service->kind);
	jsonw_put_text(json, "domain", codes_name(&codes_life_domain, service->domain));
	api_directory_put_codes(json, "domains", &codes_life_domain, domains);
	jsonw_put_text(json, "level", codes_name(&codes_service_level, service->level));
	jsonw_put_int(json, "places_week", service->places_week);
	put_how(json, service);
}

void api_directory_put_listing(
	struct jsonw *json, enum entry_kind kind, const struct directory_listing *listing)
{
	if (kind == ENTRY_ORGANISATION) put_organisation(json, &listing->organisation);
	if (kind == ENTRY_SITE) put_site(json, listing);
	if (kind == ENTRY_SERVICE) put_service(json, listing);
	api_directory_put_freshness(json, &listing->freshness);
}

void api_directory_send(struct api_request *request, int64_t version)
{
	struct span body = buf_span(&request->loop->out);
	char tag[API_TAG_SIZE];
	api_tag_text(body, version, tag);
	const struct http_header headers[] = {{"ETag", tag}, {"Cache-Control", "public, max-age=60"},
		{"Vary", "Accept-Language"}, {NULL, NULL}};
	bool same = api_tag_is_in(http_header_of(request->exchange, "If-None-Match"), tag);
	struct http_reply reply = {.status = same ? 304 : 200,
		.content_type = "application/json",
		.body = same ? (struct span){0} : body,
		.headers = headers};
	api_send(request, &reply);
}

void api_directory_answer(struct api_request *request, api_directory_put put)
{
	struct jsonw json;
	struct error error = {0};
	struct buf *out = &request->loop->out;
	int64_t version = 0;
	bool found = true;
	buf_reset(out);
	jsonw_init(&json, out);
	status code = store_begin(request->loop->store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		code = put(request, &json, &version, &found, &error);
		store_rollback(request->loop->store);
	}
	if (code != STATUS_OK)
		api_problem_error(request, &error);
	else if (!found)
		api_problem(request, 404, "problem.not_found", NULL, 0);
	else
		api_directory_send(request, version);
}

bool api_directory_query_id(struct api_request *request, const char *name, struct id *id)
{
	struct span text = {0};
	*id = id_none;
	if (!http_query(request->exchange, name, &text) || id_parse(text, id)) return true;
	return api_query_form_wrong(request, name, API_EXAMPLE_ID);
}

bool api_directory_query_code(
	struct api_request *request, const char *name, const struct codes *codes, int32_t *code)
{
	struct span text = {0};
	*code = 0;
	if (!http_query(request->exchange, name, &text)) return true;
	*code = codes_find(codes, text);
	return *code != 0 || api_query_code_wrong(request, name, codes);
}

bool api_directory_page(struct api_request *request, struct id *after)
{
	return api_directory_query_id(request, "after", after) && api_query_page(request, true);
}

/* What a list is asked for: read from the query before the transaction begins. */
static struct directory_filter *filter_of(struct api_request *request)
{
	struct directory_filter *filter = ARENA_NEW(request->arena, struct directory_filter);
	*filter = (struct directory_filter){.region = request->command.region};
	if (!api_directory_page(request, &filter->after)) return NULL;
	filter->limit = request->limit;
	return filter;
}

typedef status (*open_list)(struct store *store, const struct directory_filter *filter,
	struct store_cursor **cursor, struct error *error);

static status put_list(struct api_request *request, const struct directory_filter *filter,
	enum entry_kind kind, const char *key, open_list open, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct id last = id_none;
	int64_t count = 0;
	TRY(open(request->loop->store, filter, &cursor, error));
	jsonw_init(&json, &request->loop->out);
	jsonw_object_begin(&json);
	jsonw_key(&json, key);
	jsonw_array_begin(&json);
	for (;; count++) {
		struct directory_listing listing;
		bool more = false;
		TRY(directory_read_next(cursor, kind, &listing, &more, error));
		if (!more) break;
		jsonw_object_begin(&json);
		api_directory_put_listing(&json, kind, &listing);
		jsonw_object_end(&json);
		last = kind == ENTRY_ORGANISATION ? listing.organisation.id
			: kind == ENTRY_SITE          ? listing.site.id
										  : listing.service.id;
	}
	jsonw_array_end(&json);
	jsonw_put_id(&json, "next_after", count == filter->limit ? last : id_none);
	jsonw_object_end(&json);
	return STATUS_OK;
}

static void answer_list(struct api_request *request, const struct directory_filter *filter,
	enum entry_kind kind, const char *key, open_list open)
{
	struct error error = {0};
	buf_reset(&request->loop->out);
	status code = store_begin(request->loop->store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		code = put_list(request, filter, kind, key, open, &error);
		store_rollback(request->loop->store);
	}
	if (code == STATUS_OK)
		api_directory_send(request, 0);
	else
		api_problem_error(request, &error);
}

/* ?name= is part of a name; false if it was answered. */
static bool read_name(struct api_request *request, struct directory_filter *filter)
{
	struct span text = {0};
	if (!http_query(request->exchange, "name", &text)) return true;
	bool good = text.size > 0 && text.size <= DIRECTORY_MAX_NAME_PART && span_is_utf8(text, NULL) &&
		memchr(text.start, 0, text.size) == NULL;
	if (!good) return api_query_form_wrong(request, "name", "Buurt");
	filter->name = text;
	return true;
}

void api_handle_organisations(struct api_request *request)
{
	struct directory_filter *filter = filter_of(request);
	if (filter == NULL || !read_name(request, filter) ||
		!api_directory_query_code(request, "kind", &codes_organisation_kind, &filter->kind))
		return;
	answer_list(request, filter, ENTRY_ORGANISATION, "organisations", directory_read_organisations);
}

void api_handle_sites(struct api_request *request)
{
	struct directory_filter *filter = filter_of(request);
	if (filter == NULL || !api_directory_query_id(request, "organisation", &filter->organisation))
		return;
	answer_list(request, filter, ENTRY_SITE, "sites", directory_read_sites);
}

void api_handle_services(struct api_request *request)
{
	struct directory_filter *filter = filter_of(request);
	if (filter == NULL || !read_name(request, filter) ||
		!api_directory_query_code(request, "domain", &codes_life_domain, &filter->domain) ||
		!api_directory_query_code(request, "kind", &codes_service_kind, &filter->kind) ||
		!api_directory_query_id(request, "organisation", &filter->organisation) ||
		!api_directory_query_id(request, "site", &filter->site))
		return;
	answer_list(request, filter, ENTRY_SERVICE, "services", directory_read_services);
}

static status put_hours(
	struct api_request *request, struct jsonw *json, struct id thing, struct error *error)
{
	struct hours rows[HOURS_MAX_ROWS];
	struct buf text;
	size_t count = 0;
	TRY(directory_read_hours(
		request->loop->store, request->command.region, thing, rows, &count, error));
	if (count == 0) return STATUS_OK;
	buf_init(&text, TEXT_BYTES);
	hours_text_print(rows, count, &text);
	jsonw_put_span(json, "hours", buf_span(&text));
	buf_finish(&text);
	return STATUS_OK;
}

static status put_capacity(
	struct api_request *request, struct jsonw *json, struct id service, struct error *error)
{
	struct capacity rows[INTENSITY_COUNT];
	size_t count = 0;
	TRY(directory_read_capacity(
		request->loop->store, request->command.region, service, rows, &count, error));
	jsonw_key(json, "capacity");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		jsonw_object_begin(json);
		put_code(json, "intensity", &codes_intensity, rows[i].intensity);
		jsonw_put_int(json, "new_week", rows[i].new_week);
		jsonw_put_int(json, "places", rows[i].places);
		jsonw_put_int(json, "kept", rows[i].kept);
		jsonw_put_instant(json, "as_of", rows[i].as_of_ms);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

static status put_costs(
	struct api_request *request, struct jsonw *json, struct id service, struct error *error)
{
	struct cost rows[COST_MAX_ROWS];
	size_t count = 0;
	TRY(cost_read(request->loop->store, request->command.region, service, rows, &count,
		request->arena, error));
	jsonw_key(json, "costs");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		jsonw_object_begin(json);
		jsonw_put_int(json, "number", rows[i].seq);
		put_code(json, "kind", &cost_kind_codes, rows[i].kind);
		jsonw_put_int(json, "amount_cents", rows[i].amount_cents);
		api_directory_put_text(json, "words", rows[i].words);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

static status put_area(
	struct api_request *request, struct jsonw *json, struct id thing, struct error *error)
{
	int32_t numbers[AREA_MAX];
	size_t count = 0;
	char code[16];
	TRY(directory_read_area(
		request->loop->store, request->command.region, thing, numbers, AREA_MAX, &count, error));
	jsonw_key(json, "municipalities");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		snprintf(code, sizeof(code), "GM%04d", (int)numbers[i]);
		jsonw_text(json, span_of(code));
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

static status put_one(struct api_request *request, struct jsonw *json, enum entry_kind kind,
	const char *name, int64_t *version, bool *found, struct error *error)
{
	struct directory_listing listing;
	struct id id = id_none;
	(void)id_parse(http_parameter(request->exchange, name), &id);
	TRY(directory_read_one(request->loop->store, kind, request->command.region, id, &listing, found,
		request->arena, error));
	if (!*found) return STATUS_OK;
	*version = listing.freshness.version;
	jsonw_object_begin(json);
	api_directory_put_listing(json, kind, &listing);
	if (kind != ENTRY_ORGANISATION) TRY(put_hours(request, json, id, error));
	if (kind == ENTRY_SERVICE) {
		TRY(put_area(request, json, id, error));
		TRY(put_capacity(request, json, id, error));
		TRY(put_costs(request, json, id, error));
	}
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_organisation_one(struct api_request *request, struct jsonw *json,
	int64_t *version, bool *found, struct error *error)
{
	return put_one(request, json, ENTRY_ORGANISATION, "organisation", version, found, error);
}

static status put_site_one(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	return put_one(request, json, ENTRY_SITE, "site", version, found, error);
}

static status put_service_one(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	return put_one(request, json, ENTRY_SERVICE, "service", version, found, error);
}

void api_handle_organisation(struct api_request *request)
{
	api_directory_answer(request, put_organisation_one);
}

void api_handle_site(struct api_request *request)
{
	api_directory_answer(request, put_site_one);
}

void api_handle_service(struct api_request *request)
{
	api_directory_answer(request, put_service_one);
}
