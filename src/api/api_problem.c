/* api_problem.c - problem details (RFC 9457): what is wrong, on which law or rule, and what would
 * be accepted.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/log.h"
#include "base/date.h"
#include "care/consult.h"
#include "care/episode.h"
#include "care/moment.h"
#include "care/stay.h"
#include "journal/look.h"
#include "region/region.h"
#include <stdio.h>

static void send(struct api_request *request, int code, const char *log_code, struct buf *out)
{
	char after[24];
	int64_t after_s = request->retry_after_s > 0 ? request->retry_after_s : 1;
	bool later = code == 503 || code == 429;
	snprintf(after, sizeof(after), "%lld", (long long)after_s);
	const struct http_header headers[] = {{"Cache-Control", "no-store"},
		{"Content-Language", api_language_tag(request)}, {"Vary", "Accept-Language"},
		{code == 401    ? "WWW-Authenticate"
				: later ? "Retry-After"
						: NULL,
			code == 401 ? "Bearer" : after},
		{NULL, NULL}};
	struct http_reply reply = {.status = code,
		.content_type = "application/problem+json",
		.body = buf_span(out),
		.headers = headers,
		.log_code = log_code};
	api_send(request, &reply);
}

static void put_message(struct api_request *request, struct jsonw *json, const char *member,
	const char *key, const char *suffix, const struct api_message_parameter *parameters,
	size_t count)
{
	char full[128];
	struct buf text;
	snprintf(full, sizeof(full), "%s.%s", key, suffix);
	buf_init(&text, 4096);
	api_messages_add(request->api->messages, request->language, full, parameters, count, &text);
	jsonw_put_span(json, member, buf_span(&text));
	buf_finish(&text);
}

static void begin(
	struct api_request *request, struct jsonw *json, struct buf *out, int code, const char *type)
{
	char uri[128], instance[64], id[ID_TEXT_SIZE];
	snprintf(uri, sizeof(uri), "/problems/%s", type);
	snprintf(instance, sizeof(instance), "/requests/%s",
		id_text(http_request_id(request->exchange), id));
	jsonw_init(json, out);
	jsonw_object_begin(json);
	jsonw_put_text(json, "type", uri);
	jsonw_put_int(json, "status", code);
	jsonw_put_text(json, "instance", instance);
}

static void put_parameters(
	struct jsonw *json, const struct api_message_parameter *parameters, size_t count)
{
	if (count == 0) return;
	jsonw_key(json, "parameters");
	jsonw_object_begin(json);
	for (size_t i = 0; i < count; i++) jsonw_put_span(json, parameters[i].name, parameters[i].text);
	jsonw_object_end(json);
}

void api_problem(struct api_request *request, int code, const char *key,
	const struct api_message_parameter *parameters, size_t count)
{
	struct jsonw json;
	struct buf *out = &request->loop->out;
	const char *type = strncmp(key, "problem.", 8) == 0 ? key + 8 : key;
	buf_reset(out);
	begin(request, &json, out, code, type);
	put_message(request, &json, "title", key, "title", parameters, count);
	put_message(request, &json, "accept", key, "accept", parameters, count);
	jsonw_put_text(&json, "code", type);
	put_parameters(&json, parameters, count);
	jsonw_object_end(&json);
	send(request, code, type, out);
}

static int http_status(const struct command_reply *reply)
{
	const struct refusal *refusal = &reply->refusal;
	switch (refusal->list->verdicts[refusal->verdict].kind) {
	case VERDICT_ABSENT: return 404;
	case VERDICT_FORBIDDEN: break;
	case VERDICT_STATE: return 409;
	case VERDICT_RULE: return 422;
	case VERDICT_STALE: return 412;
	case VERDICT_YES: return 500;
	}
	bool unknown =
		(refusal->list == &access_verdicts && refusal->verdict == ACCESS_NOT_SIGNED_IN) ||
		refusal->list == &session_verdicts;
	return unknown ? 401 : 403;
}

/* The words of a code that a refusal gives; no two of these lists have the same one. */
static void add_code(struct api_request *request, struct span code, struct buf *out)
{
	static const struct codes *const lists[] = {
		&codes_decline_reason, &consult_state_codes, &stay_state_codes};
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		int number = codes_find(lists[i], code);
		if (number <= 0) continue;
		api_messages_add_code(request->api->messages, request->language, lists[i], number, out);
		return;
	}
}

/* The parameter as the API gives it, and as the text has it. */
static void render(struct api_request *request, const struct verdict_parameter *parameter,
	struct api_message_parameter *raw, struct api_message_parameter *words)
{
	char text[64];
	struct buf day;
	switch (parameter->form) {
	case VERDICT_NUMBER: snprintf(text, sizeof(text), "%lld", (long long)parameter->number); break;
	case VERDICT_DAY: date_text((int32_t)parameter->number, text); break;
	case VERDICT_CODE: snprintf(text, sizeof(text), "%s", parameter->code); break;
	case VERDICT_ID: id_text(parameter->id, text); break;
	}
	if (parameter->form == VERDICT_NUMBER && strcmp(parameter->name, "region") == 0 &&
		parameter->number > 0 && parameter->number <= REGION_COUNT)
		region_code_text((int)parameter->number, text);
	raw->name = parameter->name;
	raw->text = arena_copy(request->arena, span_of(text));
	*words = *raw;
	if (parameter->form != VERDICT_DAY && parameter->form != VERDICT_CODE) return;
	buf_init(&day, 64);
	if (parameter->form == VERDICT_DAY)
		api_messages_add_day(
			request->api->messages, request->language, (int32_t)parameter->number, &day);
	else
		add_code(request, span_of(parameter->code), &day);
	words->text = arena_copy(request->arena, buf_span(&day));
	buf_finish(&day);
}

/* Whether the actor's look at this file is in the journal, in this quarter of an hour or the one
 * before it: what changed is content of the file, and a refusal is no look (L7). The one before
 * counts too, or who read at 9:14 and writes at 9:16 would not be told what changed between. */
static status has_looked(struct api_request *request, bool *looked, struct error *error)
{
	static const int looks[] = {LOOK_EPISODE, LOOK_TIMELINE};
	const struct command *command = &request->command;
	struct episode episode = {.region = command->region, .id = command->params.episode};
	struct store *store = request->loop->store;
	int64_t bucket = request->now_ms / LOOK_QUARTER_MS;
	*looked = false;
	TRY(store_record_get(store, &episode_table, &episode, request->arena, error));
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		for (int64_t before = 0; before <= 1 && !*looked; before++) {
			struct error absent = {0};
			struct look look = {.region = command->region,
				.subject = episode.person,
				.actor = command->actor,
				.part = PART_FILE,
				.purpose = looks[i],
				.bucket = bucket - before};
			*looked =
				store_record_get(store, &look_table, &look, request->arena, &absent) == STATUS_OK;
		}
	return STATUS_OK;
}

/* What changed since the version that the client has (RFC 9110, 13.1.1): it need not ask. */
static status put_changes(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store *store = request->loop->store;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	bool looked = false;
	TRY(has_looked(request, &looked, error));
	if (!looked) return STATUS_OK;
	request->has_read = true;
	TRY(moment_open_after(store, command->region, command->params.episode,
		command->expected_version, API_PAGE_DEFAULT, &cursor, error));
	jsonw_key(json, "changed");
	jsonw_array_begin(json);
	for (;;) {
		struct moment moment;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&moment_table, row, &moment, NULL, error));
		if (!api_view_tells(request, &moment)) continue;
		const struct command_entry *entry = command_find(moment.kind);
		jsonw_object_begin(json);
		jsonw_put_int(json, "version", moment.seq);
		jsonw_put_text(json, "what", entry == NULL ? "" : entry->name);
		jsonw_put_instant(json, "at", moment.at_ms);
		jsonw_put_id(json, "who", moment.who);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

void api_problem_refusal(struct api_request *request, const struct command_reply *reply)
{
	struct jsonw json;
	struct buf *out = &request->loop->out;
	struct error error = {0};
	struct api_message_parameter raw[VERDICT_MAX_PARAMETERS], words[VERDICT_MAX_PARAMETERS];
	const struct refusal *refusal = &reply->refusal;
	const struct verdict *verdict = &refusal->list->verdicts[refusal->verdict];
	char type[96], key[112];
	int code = http_status(reply);
	snprintf(type, sizeof(type), "%s.%s", refusal->list->module, verdict->code);
	snprintf(key, sizeof(key), "refusal.%s", type);
	for (size_t i = 0; i < refusal->count; i++)
		render(request, &refusal->parameters[i], &raw[i], &words[i]);
	buf_reset(out);
	begin(request, &json, out, code, type);
	put_message(request, &json, "title", key, "title", words, refusal->count);
	put_message(request, &json, "accept", key, "accept", words, refusal->count);
	jsonw_put_text(&json, "code", type);
	jsonw_put_text(&json, "law", verdict->law);
	put_parameters(&json, raw, refusal->count);
	if (!id_is_none(reply->incident)) jsonw_put_id(&json, "incident", reply->incident);
	/* What changed on the map of help is in the entry's public history. */
	if (verdict->kind == VERDICT_STALE && refusal->list == &episode_verdicts &&
		store_begin(request->loop->store, STORE_READ_ONLY, &error) == STATUS_OK) {
		status changes = put_changes(request, &json, &error);
		store_rollback(request->loop->store);
		if (changes != STATUS_OK) {
			api_problem_error(request, &error);
			return;
		}
	}
	jsonw_object_end(&json);
	const char *log_code = arena_text(request->arena, span_of(type));
	send(request, code, log_code, out);
}

void api_problem_error(struct api_request *request, const struct error *error)
{
	LOG_EVENT(LOG_WARN, "api.error", LOG_ID_FIELD(LOG_REQUEST, http_request_id(request->exchange)),
		LOG_CODE_FIELD(LOG_ERROR_CODE, status_name(error->code)),
		LOG_CODE_FIELD(LOG_ERROR_DETAIL, error->message));
	if (error->code == STATUS_BOUND)
		api_problem(request, 413, "problem.too_large", NULL, 0);
	else if (error->code == STATUS_BUSY)
		api_problem(request, 503, "problem.busy", NULL, 0);
	else
		api_problem(request, 503, "problem.store", NULL, 0);
}

void api_refuse(struct http_exchange *exchange, int code, int64_t bound, void *context)
{
	static const struct {
		int code;
		const char *key;
	} keys[] = {{404, "problem.not_found"}, {405, "problem.method"}, {408, "problem.slow_client"},
		{413, "problem.too_large"}, {414, "problem.uri_too_long"},
		{431, "problem.headers_too_large"}, {503, "problem.too_many_connections"},
		{501, "problem.unknown_method"}, {400, "problem.bad_request"},
		{417, "problem.expectation"}};
	struct api *api = context;
	char number[24];
	const char *key = "problem.bad_request";
	struct api_request *request = ARENA_NEW(http_arena(exchange), struct api_request);
	*request = (struct api_request){.api = api,
		.loop = &api->loops[http_loop(exchange)],
		.exchange = exchange,
		.arena = http_arena(exchange),
		.language = api_messages_language(http_header_of(exchange, "Accept-Language"))};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].code == code) key = keys[i].key;
	snprintf(number, sizeof(number), "%lld", (long long)bound);
	struct api_message_parameter parameters[] = {{.name = "bound", .text = span_of(number)}};
	api_problem(request, code, key, parameters, bound != 0 ? 1 : 0);
}
