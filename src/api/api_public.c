/* api_public.c - what everybody may see: health, metrics, texts. Regions are in api_region.c, the
 * map of help in api_directory.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_files.h"
#include "api/api_request.h"
#include "base/metric.h"
#include "care/file.h"
#include "region/region.h"

/* Alive: the loop answers. */
void api_handle_health(struct api_request *request)
{
	api_public_send(
		request, 200, "application/json", SPAN_LITERAL("{\"status\":\"pass\"}"), "no-store");
}

/* PostgreSQL is asked at the end: until then nothing was read. */
static bool can_read(struct api_request *request)
{
	struct store *store = request->loop->store;
	struct error error = {0};
	if (store_begin(store, STORE_READ_ONLY, &error) != STATUS_OK) return false;
	store_rollback(store);
	return !store_is_broken(store);
}

/* No connection is known to be lost: this loop's, the others', the writer's, the key store's. */
static bool is_whole(const struct api_request *request)
{
	const struct api_options *options = &request->api->options;
	return options->lost == NULL || options->lost(options->lost_context) == NULL;
}

/* Ready: the store can be read, commands are taken, and the program is not stopping. */
void api_handle_ready(struct api_request *request)
{
	if (request->api->stopping)
		api_problem(request, 503, "problem.stopping", NULL, 0);
	else if (!can_read(request) || !is_whole(request))
		api_problem(request, 503, "problem.store", NULL, 0);
	else if (request->api->options.queue == NULL)
		api_public_send(request, 200, "application/json",
			SPAN_LITERAL("{\"status\":\"read_only\"}"), "no-store");
	else
		api_public_send(
			request, 200, "application/json", SPAN_LITERAL("{\"status\":\"ready\"}"), "no-store");
}

void api_handle_metrics(struct api_request *request)
{
	struct buf *out = &request->loop->out;
	buf_reset(out);
	metric_render(out);
	api_public_send(request, 200, "text/plain; version=0.0.4", buf_span(out), "no-store");
}

void api_handle_openapi(struct api_request *request)
{
	struct span text = span_bytes(api_files_openapi_json, api_files_openapi_json_size);
	api_public_send(request, 200, "application/json", text, "public, max-age=3600");
}

void api_handle_messages(struct api_request *request)
{
	struct span language = http_parameter(request->exchange, "language");
	struct span nl = api_messages_file(API_LANGUAGE_NL);
	struct span en = api_messages_file(API_LANGUAGE_EN);
	if (span_is(language, "nl"))
		api_public_send(request, 200, "application/json", nl, "public, max-age=3600");
	else if (span_is(language, "en"))
		api_public_send(request, 200, "application/json", en, "public, max-age=3600");
	else
		api_problem(request, 404, "problem.not_found", NULL, 0);
}

static void add_text(struct api_request *request, const char *tag, const char *key, struct buf *out)
{
	const struct api_message_parameter parameters[] = {
		{.name = "address", .text = SPAN_LITERAL("/v1/openapi.json")}};
	buf_printf(out, "<%s>", tag);
	api_messages_add(request->api->messages, request->language, key, parameters, 1, out);
	buf_printf(out, "</%s>\n", tag);
}

/* The first page where there are no built ones: what this is, what to do in an emergency, where
 * the API is described. */
void api_handle_front(struct api_request *request)
{
	static const char *const lines[][2] = {{"h2", "front.emergency.title"},
		{"p", "front.emergency.danger"}, {"p", "front.emergency.suicide"},
		{"p", "front.emergency.gp"}, {"h2", "front.api.title"}, {"p", "front.api.text"}};
	struct buf *out = &request->loop->out;
	if (request->api->options.web != NULL) {
		api_web_page(request);
		return;
	}
	request->worded = true;
	buf_reset(out);
	buf_printf(out,
		"<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
		request->language == API_LANGUAGE_EN ? "en" : "nl");
	add_text(request, "title", "front.title", out);
	buf_add_text(out, "</head>\n<body>\n<main>\n");
	add_text(request, "h1", "front.title", out);
	if (request->api->options.demo) {
		add_text(request, "h2", "front.demonstration.title", out);
		add_text(request, "p", "front.demonstration.text", out);
	}
	add_text(request, "p", "front.what", out);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		add_text(request, lines[i][0], lines[i][1], out);
	buf_add_text(out, "</main>\n</body>\n</html>\n");
	api_public_send(request, 200, "text/html; charset=utf-8", buf_span(out), "no-cache");
}

/* Where a person's own files are: with their claim code alone they come back to them. */
static status put_own_episodes(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	char region[REGION_CODE_SIZE];
	TRY(file_open_episodes_of(request->loop->store, request->account.id, &cursor, error));
	jsonw_key(json, "episodes");
	jsonw_array_begin(json);
	for (;;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		jsonw_object_begin(json);
		jsonw_put_text(json, "region", region_code_text((int)store_value_int(&row[0]), region));
		jsonw_put_id(json, "id", store_value_id(&row[1]));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

/* Who am I: the session's own account. */
void api_handle_session(struct api_request *request)
{
	struct jsonw json;
	char region[REGION_CODE_SIZE];
	struct error error = {0};
	struct buf *out = &request->loop->out;
	if (!request->signed_in) {
		struct command_reply reply = {.outcome = OUTCOME_REFUSED};
		reply.refusal.list = &session_verdicts;
		reply.refusal.verdict = SESSION_NONE;
		api_problem_refusal(request, &reply);
		return;
	}
	buf_reset(out);
	status code = store_begin(request->loop->store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		jsonw_init(&json, out);
		jsonw_object_begin(&json);
		jsonw_put_text(&json, "region", region_code_text(request->account.region, region));
		jsonw_put_instant(&json, "expires", request->session.expires_ms);
		code = api_put_account(request, &json, "account", request->account.id, &error);
		if (code == STATUS_OK) code = put_own_episodes(request, &json, &error);
		if (code == STATUS_OK) code = api_put_caseload_shards(request, &json, &error);
		store_rollback(request->loop->store);
	}
	if (code != STATUS_OK) {
		api_problem_error(request, &error);
		return;
	}
	jsonw_object_end(&json);
	api_public_send(request, 200, "application/json", buf_span(out), "no-store");
}
