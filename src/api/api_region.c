/* api_region.c - regions and municipalities: where one belongs, who buys there, which divisions cut
 * through it. Everybody may see it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/date.h"
#include "region/region_json.h"

/* Facts of the table may be kept for an hour; what names who is appointed, a minute. */
#define KEEP_FACTS "public, max-age=3600"
#define KEEP_APPOINTED "public, max-age=60"

enum { FOUND_MAX = 20 };

void api_public_send(
	struct api_request *request, int code, const char *type, struct span body, const char *cache)
{
	const struct http_header headers[] = {{"Cache-Control", cache}, {"Vary", "Accept-Language"},
		{request->worded ? "Content-Language" : NULL, api_language_tag(request)}, {NULL, NULL}};
	struct http_reply reply = {
		.status = code, .content_type = type, .body = body, .headers = headers};
	api_send(request, &reply);
}

static struct jsonw begin(struct api_request *request)
{
	struct jsonw json;
	buf_reset(&request->loop->out);
	jsonw_init(&json, &request->loop->out);
	return json;
}

static void reply(struct api_request *request, const struct jsonw *json, const char *cache)
{
	jsonw_finish(json);
	api_public_send(request, 200, "application/json", buf_span(&request->loop->out), cache);
}

static const struct region *division_of(const struct api_request *request)
{
	return request->api->options.division;
}

static int32_t today(const struct api_request *request)
{
	return date_day_of(request->now_ms);
}

/* The nation is no region; false if it was answered. */
static bool is_region(struct api_request *request)
{
	if (request->command.region != REGION_NATIONAL) return true;
	api_unknown_place(request, "problem.unknown_region");
	return false;
}

void api_handle_regions(struct api_request *request)
{
	struct jsonw json = begin(request);
	region_json_regions(&json, division_of(request));
	reply(request, &json, KEEP_FACTS);
}

void api_handle_insurers(struct api_request *request)
{
	size_t count;
	const struct region_insurer *insurers = region_insurers(division_of(request), &count);
	struct jsonw json = begin(request);
	jsonw_object_begin(&json);
	jsonw_key(&json, "insurers");
	jsonw_array_begin(&json);
	for (size_t i = 0; i < count; i++) {
		jsonw_object_begin(&json);
		jsonw_put_span(&json, "code", insurers[i].code);
		jsonw_put_span(&json, "name", insurers[i].name);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	reply(request, &json, KEEP_FACTS);
}

/* Who is appointed on that day; *found says whether anybody is. */
static status find_appointment(struct api_request *request, int region, int32_t day,
	struct region_appointment *appointment, bool *found, struct error *error)
{
	struct store *store = request->loop->store;
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code =
		region_appointment_on(store, region, day, appointment, found, request->arena, error);
	store_rollback(store);
	return code;
}

void api_handle_region(struct api_request *request)
{
	int number = request->command.region;
	struct region_appointment appointment;
	struct error error = {0};
	bool found = false;
	if (!is_region(request)) return;
	if (find_appointment(request, number, today(request), &appointment, &found, &error) !=
		STATUS_OK) {
		api_problem_error(request, &error);
		return;
	}
	struct jsonw json = begin(request);
	jsonw_object_begin(&json);
	region_json_region(&json, division_of(request), number);
	jsonw_key(&json, "appointment");
	region_json_appointment(&json, division_of(request), found ? &appointment : NULL);
	jsonw_object_end(&json);
	reply(request, &json, KEEP_APPOINTED);
}

static status put_appointments(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(region_appointment_open(
		request->loop->store, request->command.region, request->limit, &cursor, error));
	for (;;) {
		struct region_appointment appointment;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(store_record_fill(&region_appointment_table, row, &appointment, NULL, error));
		region_json_appointment(json, division_of(request), &appointment);
	}
}

/* All there were, the newest first. */
void api_handle_appointments(struct api_request *request)
{
	struct error error = {0};
	if (!is_region(request) || !api_query_page(request, true)) return;
	struct jsonw json = begin(request);
	jsonw_object_begin(&json);
	jsonw_key(&json, "appointments");
	jsonw_array_begin(&json);
	status code = store_begin(request->loop->store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		code = put_appointments(request, &json, &error);
		store_rollback(request->loop->store);
	}
	if (code != STATUS_OK) {
		api_problem_error(request, &error);
		return;
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	reply(request, &json, KEEP_APPOINTED);
}

void api_handle_divisions(struct api_request *request)
{
	if (!is_region(request)) return;
	struct jsonw json = begin(request);
	region_json_divisions(&json, division_of(request), request->command.region);
	reply(request, &json, KEEP_FACTS);
}

/* ?name=: those whose name begins so, and apart from them those that are no more. */
void api_handle_municipalities(struct api_request *request)
{
	const struct region *division = division_of(request);
	const struct region_municipality *found[FOUND_MAX];
	const struct region_life *former[FOUND_MAX];
	struct span name = {0};
	(void)http_query(request->exchange, "name", &name);
	size_t count = region_find_prefix(division, name, found, FOUND_MAX);
	size_t former_count = region_history_find_prefix(division, name, former, FOUND_MAX);
	struct jsonw json = begin(request);
	jsonw_object_begin(&json);
	jsonw_key(&json, "municipalities");
	jsonw_array_begin(&json);
	for (size_t i = 0; i < count && i < FOUND_MAX; i++) region_json_municipality(&json, found[i]);
	jsonw_array_end(&json);
	jsonw_key(&json, "former");
	jsonw_array_begin(&json);
	for (size_t i = 0; i < former_count && i < FOUND_MAX; i++)
		region_json_former(&json, division, former[i]);
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	reply(request, &json, KEEP_FACTS);
}

/* ?on=: today if it is not said; false if it was answered. */
static bool read_day(struct api_request *request, int32_t *day)
{
	char first[DATE_TEXT_SIZE];
	struct span text;
	*day = today(request);
	if (!http_query(request->exchange, "on", &text)) return true;
	if (!date_parse(text, day)) return api_query_form_wrong(request, "on", "2026-03-03");
	if (*day >= REGION_FIRST_DAY) return true;
	const struct api_message_parameter parameters[] = {
		{.name = "day", .text = span_of(date_text(REGION_FIRST_DAY, first))}};
	api_problem(request, 422, "problem.day_unknown", parameters, 1);
	return false;
}

/* ?name= as one of the codes, `otherwise` if it is not said; false if it was answered. */
static bool read_code(struct api_request *request, const char *name, const struct codes *codes,
	int otherwise, int *number)
{
	struct span text;
	*number = otherwise;
	if (!http_query(request->exchange, name, &text)) return true;
	*number = codes_find(codes, text);
	return *number != 0 || api_query_code_wrong(request, name, codes);
}

/* The municipality of the path, of today or of before; NULL if it was answered. */
static const struct region_life *read_life(struct api_request *request)
{
	const struct region_life *life = region_history_find_code(
		division_of(request), http_parameter(request->exchange, "municipality"));
	if (life == NULL) api_unknown_place(request, "problem.unknown_municipality");
	return life;
}

void api_handle_municipality(struct api_request *request)
{
	int32_t day;
	const struct region_life *life = read_life(request);
	if (life == NULL || !read_day(request, &day)) return;
	struct jsonw json = begin(request);
	region_json_life(&json, division_of(request), life, day);
	reply(request, &json, KEEP_FACTS);
}

/* It was several on that day: which of them is meant, only who asks knows. */
static void refuse_several(struct api_request *request, const struct region_life *life, int32_t day)
{
	struct buf names;
	buf_init(&names, REGION_NOW_BYTES);
	region_history_add_then(division_of(request), life, day, &names);
	const struct api_message_parameter parameters[] = {
		{.name = "municipalities", .text = buf_span(&names)}};
	bool later = day < life->first_day;
	api_problem(request, 422,
		later ? "problem.municipality_not_yet" : "problem.municipality_divided", parameters, 1);
	buf_finish(&names);
}

/* The municipality as it was on that day, and who is appointed there then; false if it was
 * answered. */
static bool read_asked(struct api_request *request, struct region_asked *asked)
{
	struct region_appointment appointment;
	struct error error = {0};
	bool found = false;
	const struct region_life *life = read_life(request);
	if (life == NULL || !read_day(request, &asked->day)) return false;
	struct region_municipality *then = ARENA_NEW(request->arena, struct region_municipality);
	asked->division = division_of(request);
	asked->municipality = then;
	if (!region_history_then(asked->division, life, asked->day, then)) {
		refuse_several(request, life, asked->day);
		return false;
	}
	if (find_appointment(request, then->region, asked->day, &appointment, &found, &error) !=
		STATUS_OK) {
		api_problem_error(request, &error);
		return false;
	}
	asked->appointed = region_appointment_named(asked->division, found ? &appointment : NULL);
	return true;
}

void api_handle_purchasers(struct api_request *request)
{
	struct region_asked asked;
	int law;
	if (!read_code(request, "law", &region_law_codes, REGION_LAW_NOT_SAID, &law)) return;
	if (!read_asked(request, &asked)) return;
	struct jsonw json = begin(request);
	region_json_purchasers(&json, &asked, (enum region_law)law);
	reply(request, &json, KEEP_APPOINTED);
}

void api_handle_parties(struct api_request *request)
{
	struct region_asked asked;
	struct span forensic = SPAN_LITERAL("false");
	int age, living;
	if (!read_code(request, "age", &region_age_codes, REGION_ADULT, &age)) return;
	if (!read_code(request, "living", &region_living_codes, REGION_INDEPENDENT, &living)) return;
	(void)http_query(request->exchange, "forensic", &forensic);
	if (!span_is(forensic, "true") && !span_is(forensic, "false")) {
		(void)api_query_choice_wrong(request, "forensic", "true, false");
		return;
	}
	if (!read_asked(request, &asked)) return;
	const struct region_person person = {.age = (enum region_age_group)age,
		.living = (enum region_living)living,
		.forensic = span_is(forensic, "true")};
	struct jsonw json = begin(request);
	region_json_parties(&json, &asked, &person);
	reply(request, &json, KEEP_APPOINTED);
}
