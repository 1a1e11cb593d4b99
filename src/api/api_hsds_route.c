/* api_hsds_route.c - the map of help of a region as an API of HSDS 3, to be read by anybody.
 *
 * Each reply has its licence, a tag (of its content) and the time of the last change in the region,
 * and whoever has it already is told so (304).
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_directory.h"
#include "api/api_hsds.h"
#include "api/api_tag.h"
#include "base/date.h"
#include <stdio.h>
#include <time.h>

#define PROFILE "https://docs.openreferral.org/en/v3.0.1/hsds/overview.html"

enum { PAGE_DEFAULT = 50, PAGE_MAX = 200, PAGE_NUMBER_MAX = 1000000 };
enum { SECOND_MS = 1000, DATE_BYTES = 40 };

struct asked {
	enum entry_kind kind; /* of what is listed */
	bool places;          /* services, as service_at_locations */
	bool full;
	int64_t page, size;
	struct id organisation;
};

static bool read_count(
	struct api_request *request, const char *name, int64_t preset, int64_t most, int64_t *number)
{
	struct span text = {0};
	*number = preset;
	if (!http_query(request->exchange, name, &text)) return true;
	if (span_to_int64(text, number) && *number >= 1 && *number <= most) return true;
	return api_query_number_wrong(request, name, 1, most);
}

static bool read_id(struct span text, struct id *id)
{
	return (id_parse_uuid(text, id) || id_parse(text, id)) && !id_is_none(*id);
}

static bool read_query(struct api_request *request, struct asked *asked)
{
	struct span text = {0};
	if (!read_count(request, "page", 1, PAGE_NUMBER_MAX, &asked->page) ||
		!read_count(request, "per_page", PAGE_DEFAULT, PAGE_MAX, &asked->size))
		return false;
	if (http_query(request->exchange, "full", &text)) {
		asked->full = span_is(text, "true");
		if (!asked->full && !span_is(text, "false"))
			return api_query_choice_wrong(request, "full", "true, false");
	}
	if (http_query(request->exchange, "organization_id", &text) &&
		!read_id(text, &asked->organisation))
		return api_query_form_wrong(request, "organization_id", API_EXAMPLE_ID);
	return true;
}

/* "Sun, 22 Nov 2026 05:17:00 GMT" (RFC 9110, 5.6.7), whatever the locale. */
static char *http_date(int64_t instant_ms, char out[DATE_BYTES])
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)(instant_ms / SECOND_MS);
	struct tm at = {0};
	gmtime_r(&seconds, &at);
	snprintf(out, DATE_BYTES, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[at.tm_wday], at.tm_mday,
		months[at.tm_mon], 1900 + at.tm_year, at.tm_hour, at.tm_min, at.tm_sec);
	return out;
}

/* Whether who asks has this already. The time only counts without a tag, and only as it was given
 * (RFC 9110, 13.1.3): then there is nothing to read. */
static bool has_it(struct api_request *request, const char *tag, const char *date)
{
	struct span known = http_header_of(request->exchange, "If-None-Match");
	struct span since = http_header_of(request->exchange, "If-Modified-Since");
	return known.size > 0 ? api_tag_is_in(known, tag) : date[0] != 0 && span_is(since, date);
}

static void send(struct api_request *request, int64_t changed_ms)
{
	struct span body = buf_span(&request->loop->out);
	char tag[API_TAG_SIZE], date[DATE_BYTES] = "";
	api_tag_text(body, 0, tag);
	/* The licence can be another since the program began. */
	if (changed_ms < request->api->opened_ms) changed_ms = request->api->opened_ms;
	/* Within the same second there may be another change: then the time says nothing. */
	if (changed_ms / SECOND_MS < request->now_ms / SECOND_MS) http_date(changed_ms, date);
	const struct http_header headers[] = {{"ETag", tag}, {"Cache-Control", "public, max-age=60"},
		{date[0] == 0 ? NULL : "Last-Modified", date}, {NULL, NULL}};
	bool same = has_it(request, tag, date);
	struct http_reply reply = {.status = same ? 304 : 200,
		.content_type = "application/json",
		.body = same ? (struct span){0} : body,
		.headers = headers};
	api_send(request, &reply);
}

/* What a reply is made of, inside a reading transaction; *found false: there is no such thing. */
typedef status (*put_reply)(struct api_request *request, const struct api_hsds *hsds,
	const void *asked, bool *found, struct error *error);

static void answer(struct api_request *request, put_reply put, const void *asked)
{
	struct jsonw json;
	struct error error = {0};
	bool found = true;
	int64_t changed_ms = 0;
	struct store *store = request->loop->store;
	const struct api_hsds hsds = {
		.json = &json, .division = request->api->options.division, .dates = true};
	buf_reset(&request->loop->out);
	jsonw_init(&json, &request->loop->out);
	status code = store_begin(store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		code = directory_last_change(store, request->command.region, &changed_ms, &error);
		if (code == STATUS_OK) code = put(request, &hsds, asked, &found, &error);
		store_rollback(store);
	}
	if (code == STATUS_OK && request->loop->out.overflowed)
		code = status_fail(&error, STATUS_BOUND, "the reply is over its bound");
	if (code != STATUS_OK)
		api_problem_error(request, &error);
	else if (!found)
		api_problem(request, 404, "problem.not_found", NULL, 0);
	else
		send(request, changed_ms);
}

static void put_licence(struct api_request *request, struct jsonw *json)
{
	jsonw_put_text(json, "license", request->api->options.licence);
}

static status put_about(struct api_request *request, const struct api_hsds *hsds, const void *asked,
	bool *found, struct error *error)
{
	(void)asked;
	(void)found;
	(void)error;
	jsonw_object_begin(hsds->json);
	jsonw_put_text(hsds->json, "version", API_HSDS_VERSION);
	jsonw_put_text(hsds->json, "profile", PROFILE);
	jsonw_put_text(hsds->json, "openapi_url", "/v1/openapi.json");
	put_licence(request, hsds->json);
	jsonw_object_end(hsds->json);
	return STATUS_OK;
}

void api_handle_hsds(struct api_request *request)
{
	answer(request, put_about, NULL);
}

static status load_one(struct api_request *request, enum entry_kind kind, struct id id,
	struct exchange_entry *entry, bool *found, struct error *error)
{
	struct store *store = request->loop->store;
	int32_t region = request->command.region;
	entry->kind = kind;
	TRY(directory_read_one(store, kind, region, id, &entry->listing, found, request->arena, error));
	*found = *found && entry->listing.freshness.state != ENTRY_ENDED;
	return *found ? api_exchange_load_more(store, region, entry, request->arena, error) : STATUS_OK;
}

static struct exchange_entry *new_entry(struct api_request *request)
{
	return ARENA_NEW(request->arena, struct exchange_entry);
}

/* A service with the organisation and the place that it is of. */
static status put_whole_service(struct api_request *request, const struct api_hsds *hsds,
	const struct exchange_entry *service, struct error *error)
{
	struct exchange_entry *organisation = new_entry(request), *site = new_entry(request);
	bool found = false;
	TRY(load_one(request, ENTRY_SITE, service->listing.service.site, site, &found, error));
	TRY(load_one(request, ENTRY_ORGANISATION, service->listing.service.organisation, organisation,
		&found, error));
	api_hsds_put_service(hsds, service, site, false);
	jsonw_key(hsds->json, "organization");
	jsonw_object_begin(hsds->json);
	api_hsds_put_organization(hsds, organisation, true);
	jsonw_object_end(hsds->json);
	return STATUS_OK;
}

static status put_place(struct api_request *request, const struct api_hsds *hsds,
	const struct exchange_entry *service, bool basic, struct error *error)
{
	struct exchange_entry *site = new_entry(request);
	char text[ID_UUID_SIZE];
	bool found = false;
	TRY(load_one(request, ENTRY_SITE, service->listing.service.site, site, &found, error));
	jsonw_put_text(hsds->json, "id", id_uuid_text(service->listing.service.id, text));
	jsonw_put_text(hsds->json, "service_id", text);
	jsonw_put_text(hsds->json, "location_id", id_uuid_text(service->listing.service.site, text));
	jsonw_key(hsds->json, "location");
	jsonw_object_begin(hsds->json);
	api_hsds_put_location(hsds, site, basic);
	jsonw_object_end(hsds->json);
	jsonw_key(hsds->json, "service");
	jsonw_object_begin(hsds->json);
	if (basic)
		api_hsds_put_service(hsds, service, NULL, true);
	else
		TRY(put_whole_service(request, hsds, service, error));
	jsonw_object_end(hsds->json);
	return STATUS_OK;
}

/* Of one organisation: page by page, for there may be many. */
static status put_children(struct api_request *request, const struct api_hsds *hsds,
	struct id organisation, enum entry_kind kind, struct error *error)
{
	enum { CHILDREN = 20, BLOCK = 256 * 1024, LIMIT = 8 * 1024 * 1024 };
	struct arena arena SCOPED(arena_finish) = {0};
	struct store *store = request->loop->store;
	struct directory_filter filter = {
		.region = request->command.region, .organisation = organisation, .limit = CHILDREN};
	size_t count = CHILDREN;
	arena_init(&arena, BLOCK, LIMIT);
	jsonw_key(hsds->json, kind == ENTRY_SITE ? "locations" : "services");
	jsonw_array_begin(hsds->json);
	while (count == CHILDREN) {
		arena_reset(&arena);
		struct exchange_entry *entries = ARENA_ARRAY(&arena, struct exchange_entry, CHILDREN);
		TRY(api_exchange_read_page(store, kind, &filter, entries, &count, &arena, error));
		for (size_t i = 0; i < count; i++) {
			TRY(api_exchange_load_more(store, filter.region, &entries[i], &arena, error));
			filter.after = api_exchange_id_of(&entries[i]);
			jsonw_object_begin(hsds->json);
			if (kind == ENTRY_SITE)
				api_hsds_put_location(hsds, &entries[i], false);
			else
				api_hsds_put_service(hsds, &entries[i], NULL, true);
			jsonw_object_end(hsds->json);
		}
	}
	jsonw_array_end(hsds->json);
	return STATUS_OK;
}

static status put_whole_organization(struct api_request *request, const struct api_hsds *hsds,
	const struct exchange_entry *entry, struct error *error)
{
	api_hsds_put_organization(hsds, entry, false);
	TRY(put_children(request, hsds, entry->listing.organisation.id, ENTRY_SITE, error));
	return put_children(request, hsds, entry->listing.organisation.id, ENTRY_SERVICE, error);
}

static status put_one(struct api_request *request, const struct api_hsds *hsds, const void *what,
	bool *found, struct error *error)
{
	const struct asked *asked = what;
	struct exchange_entry *entry = new_entry(request);
	const char *name = asked->kind == ENTRY_ORGANISATION ? "organisation" : "service";
	struct id id = id_none;
	*found = read_id(http_parameter(request->exchange, name), &id);
	if (!*found) return STATUS_OK;
	TRY(load_one(request, asked->kind, id, entry, found, error));
	if (!*found) return STATUS_OK;
	jsonw_object_begin(hsds->json);
	if (asked->kind == ENTRY_ORGANISATION)
		TRY(put_whole_organization(request, hsds, entry, error));
	else if (asked->places)
		TRY(put_place(request, hsds, entry, false, error));
	else
		TRY(put_whole_service(request, hsds, entry, error));
	put_licence(request, hsds->json);
	jsonw_object_end(hsds->json);
	return STATUS_OK;
}

void api_handle_hsds_organization(struct api_request *request)
{
	const struct asked asked = {.kind = ENTRY_ORGANISATION};
	answer(request, put_one, &asked);
}

void api_handle_hsds_service(struct api_request *request)
{
	const struct asked asked = {.kind = ENTRY_SERVICE};
	answer(request, put_one, &asked);
}

void api_handle_hsds_place(struct api_request *request)
{
	const struct asked asked = {.kind = ENTRY_SERVICE, .places = true};
	answer(request, put_one, &asked);
}

static void put_page(struct jsonw *json, const struct asked *asked, int64_t total, size_t count)
{
	int64_t pages = (total + asked->size - 1) / asked->size;
	jsonw_put_int(json, "total_items", total);
	jsonw_put_int(json, "total_pages", pages);
	jsonw_put_int(json, "page_number", asked->page);
	jsonw_put_int(json, "size", (int64_t)count);
	jsonw_put_bool(json, "first_page", asked->page == 1);
	jsonw_put_bool(json, "last_page", asked->page >= pages);
	jsonw_put_bool(json, "empty", count == 0);
}

/* An entry of a list: with what belongs to it only if all is asked for. */
static status put_listed(struct api_request *request, const struct api_hsds *hsds,
	const struct asked *asked, struct exchange_entry *entry, struct error *error)
{
	bool full = asked->full;
	if (full)
		TRY(api_exchange_load_more(
			request->loop->store, request->command.region, entry, request->arena, error));
	jsonw_object_begin(hsds->json);
	if (asked->places)
		TRY(put_place(request, hsds, entry, true, error));
	else if (asked->kind == ENTRY_ORGANISATION && full)
		TRY(put_whole_organization(request, hsds, entry, error));
	else if (asked->kind == ENTRY_ORGANISATION)
		api_hsds_put_organization(hsds, entry, true);
	else if (full)
		TRY(put_whole_service(request, hsds, entry, error));
	else
		api_hsds_put_service(hsds, entry, NULL, true);
	jsonw_object_end(hsds->json);
	return STATUS_OK;
}

static status put_list(struct api_request *request, const struct api_hsds *hsds, const void *what,
	bool *found, struct error *error)
{
	const struct asked *asked = what;
	struct store *store = request->loop->store;
	const struct directory_filter filter = {.region = request->command.region,
		.organisation = asked->organisation,
		.limit = asked->size,
		.offset = (asked->page - 1) * asked->size};
	struct exchange_entry *entries =
		ARENA_ARRAY(request->arena, struct exchange_entry, (size_t)asked->size);
	int64_t total = 0;
	size_t count = 0;
	(void)found;
	TRY(directory_count_listed(store, asked->kind, &filter, &total, error));
	TRY(api_exchange_read_page(
		store, asked->kind, &filter, entries, &count, request->arena, error));
	jsonw_object_begin(hsds->json);
	put_page(hsds->json, asked, total, count);
	put_licence(request, hsds->json);
	jsonw_key(hsds->json, "contents");
	jsonw_array_begin(hsds->json);
	for (size_t i = 0; i < count; i++) TRY(put_listed(request, hsds, asked, &entries[i], error));
	jsonw_array_end(hsds->json);
	jsonw_object_end(hsds->json);
	return STATUS_OK;
}

static void answer_list(struct api_request *request, struct asked asked)
{
	if (read_query(request, &asked)) answer(request, put_list, &asked);
}

void api_handle_hsds_organizations(struct api_request *request)
{
	answer_list(request, (struct asked){.kind = ENTRY_ORGANISATION});
}

void api_handle_hsds_services(struct api_request *request)
{
	answer_list(request, (struct asked){.kind = ENTRY_SERVICE});
}

void api_handle_hsds_places(struct api_request *request)
{
	answer_list(request, (struct asked){.kind = ENTRY_SERVICE, .places = true});
}
