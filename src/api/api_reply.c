/* api_reply.c - what came of a command, as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/password.h"
#include "api/api_request.h"
#include "api/api_emergency.h"
#include "base/check.h"
#include "base/date.h"
#include "region/region.h"
#include "care/episode.h"
#include "care/file.h"
#include "care/need.h"
#include "care/report.h"
#include "care/step.h"
#include <stdio.h>

enum { REPLAY_FIRST_MS = 15 * 60 * 1000 };

static void send(
	struct api_request *request, int code, int64_t version, bool replayed, struct span body)
{
	char etag[32];
	struct http_header headers[7];
	size_t count = 0;
	snprintf(etag, sizeof(etag), "\"%lld\"", (long long)version);
	if (version > 0) headers[count++] = (struct http_header){"ETag", etag};
	if (replayed) headers[count++] = (struct http_header){"Idempotent-Replayed", "true"};
	headers[count++] = (struct http_header){"Cache-Control", "no-store"};
	if (request->set_cookie != NULL)
		headers[count++] = (struct http_header){"Set-Cookie", request->set_cookie};
	if (request->worded) {
		headers[count++] = (struct http_header){"Content-Language", api_language_tag(request)};
		headers[count++] = (struct http_header){"Vary", "Accept-Language"};
	}
	headers[count] = (struct http_header){NULL, NULL};
	struct http_reply reply = {.status = code,
		.content_type = "application/json",
		.body = body,
		.headers = headers,
		.log_code = replayed ? "repeated" : "ok"};
	api_send(request, &reply);
}

void api_reply_json(struct api_request *request, int code, int64_t version, struct span body)
{
	send(request, code, version, false, body);
}

static void put_ids(struct jsonw *json, const struct command_result *result)
{
	const struct {
		const char *key;
		const struct id *id;
	} ids[] = {
		{"person", &result->person},
		{"episode", &result->episode},
		{"need", &result->need},
		{"handover", &result->handover},
		{"join", &result->join},
		{"account", &result->account},
		{"organisation", &result->organisation},
		{"site", &result->site},
		{"service", &result->service},
		{"step", &result->step},
		{"entry", &result->entry},
		{"agreement", &result->agreement},
		{"correction", &result->correction},
		{"consult", &result->consult},
		{"stay", &result->stay},
		{"case", &result->table_case},
		{"shortage", &result->shortage},
		{"part", &result->part},
		{"mandate", &result->mandate},
		{"consent", &result->consent},
		{"transition", &result->transition},
		{"preparation", &result->preparation},
		{"second_view", &result->second_view},
	};
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (!id_is_none(*ids[i].id)) jsonw_put_id(json, ids[i].key, *ids[i].id);
}

/* Until when who has duty makes contact; 0: it is counted in days. */
static int64_t urgent_ms(const struct api_request *request)
{
	const struct command_result *result = &request->command.reply.result;
	const struct step step = {.kind = STEP_DUTY, .made_ms = result->at_ms, .due_day = result->day};
	bool unsafe =
		request->command.params.unsafe || request->command.entry->number == COMMAND_DANGER_REPORT;
	return unsafe ? step_urgent_ms(&step) : 0;
}

/* "message": these texts, one behind the other. */
static status put_words(struct api_request *request, struct jsonw *json, const char *const *keys,
	size_t count, struct error *error)
{
	enum { WORDS_BYTES = 4096 };
	const struct api_messages *messages = request->api->messages;
	const struct command_result *result = &request->command.reply.result;
	struct account account;
	struct span name;
	struct buf day, before, words;
	TRY(api_account_name(request, result->account, &name, &account, error));
	if (name.size == 0) name = api_messages_text(messages, request->language, "who.somebody");
	buf_init(&day, 100);
	buf_init(&before, 100);
	buf_init(&words, WORDS_BYTES);
	api_messages_add_day(messages, request->language, result->day, &day);
	api_messages_add_instant(messages, request->language, urgent_ms(request), &before);
	const struct api_message_parameter parameters[] = {{.name = "who", .text = name},
		{.name = "day", .text = buf_span(&day)}, {.name = "before", .text = buf_span(&before)}};
	for (size_t i = 0; i < count; i++) {
		if (words.size > 0) buf_add_text(&words, " ");
		api_messages_add(messages, request->language, keys[i], parameters, 3, &words);
	}
	jsonw_put_span(json, "message", buf_span(&words));
	request->worded = true;
	buf_finish(&day);
	buf_finish(&before);
	buf_finish(&words);
	return STATUS_OK;
}

static bool is_report(const struct api_request *request)
{
	const struct command_params *params = &request->command.params;
	int32_t kind = request->signed_in ? request->account.kind : MEMBER_NONE;
	return request->command.entry->number == COMMAND_QUESTION_ASK &&
		!report_gets_code(report_way_of(kind, params->for_whom, params->person_agrees));
}

/* Who reports somebody learns that it was received and is held. The episode is what they ask after
 * it by, and get the same answer; who it is about, who holds it and by when is not theirs. */
static void put_report(struct api_request *request, struct jsonw *json)
{
	const struct command_result *result = &request->command.reply.result;
	jsonw_put_id(json, "episode", result->episode);
	jsonw_put_span(json, "message",
		api_messages_text(request->api->messages, request->language, "front.question.received"));
	jsonw_put_instant(json, "received", result->at_ms);
	jsonw_put_bool(json, "held", !id_is_none(result->account));
	api_emergency_put_safe_now(request, json, id_none);
}

/* What somebody who asked for help reads first: who makes contact when, to keep the code, and whom
 * to call if it cannot wait; in danger that comes before anything else. */
static status put_kind_words(struct api_request *request, struct jsonw *json, struct error *error)
{
	static const char *const calm[] = {"front.question.held", "front.question.code",
		"front.emergency.danger", "front.emergency.suicide"};
	static const char *const unsafe[] = {"front.emergency.danger", "front.question.held.unsafe",
		"front.question.code", "front.emergency.suicide"};
	return put_words(request, json, request->command.params.unsafe ? unsafe : calm, 4, error);
}

/* Who reported danger reads whom to call, and who helps from now on. */
static status put_danger(struct api_request *request, struct jsonw *json, struct error *error)
{
	static const char *const keys[] = {
		"front.emergency.danger", "front.danger.held", "front.emergency.suicide"};
	jsonw_put_day(json, "day", request->command.reply.result.day);
	jsonw_put_instant(json, "before", urgent_ms(request));
	return put_words(request, json, keys, 3, error);
}

/* The claim code, who holds the question, and when they make contact: it ends with a name. */
static status put_question(struct api_request *request, struct jsonw *json, struct error *error)
{
	char code[ACCOUNT_CODE_SIZE];
	const struct command_result *result = &request->command.reply.result;
	TRY(put_kind_words(request, json, error));
	command_access_code(request->api->options.vault, result->person, code);
	jsonw_put_text(json, "claim_code", code);
	jsonw_put_day(json, "contact_by", result->day);
	api_emergency_put_safe_now(request, json, result->need);
	if (urgent_ms(request) != 0) jsonw_put_instant(json, "contact_before", urgent_ms(request));
	return api_put_account(request, json, "care_manager", result->account, error);
}

/* The need of which danger is reported: what was made, or the first of the file that is open. */
static status find_need_of(struct api_request *request, struct id *found, struct error *error)
{
	const struct command_result *result = &request->command.reply.result;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	*found = result->need;
	if (!id_is_none(*found) || request->signs == 0) return STATUS_OK;
	TRY(file_open_needs(
		request->loop->store, result->region, request->command.params.episode, &cursor, error));
	while (id_is_none(*found)) {
		struct need need = {0};
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&need_table, row, &need, request->arena, error));
		if (need.state != NEED_CLOSED) *found = need.id;
	}
	return STATUS_OK;
}

/* Of words that are written in a file; who says with them that it is not safe, reads what who
 * reports danger reads. */
static status put_written(struct api_request *request, struct jsonw *json, struct error *error)
{
	const struct command_result *result = &request->command.reply.result;
	struct id need;
	if (request->command.params.unsafe)
		TRY(put_danger(request, json, error));
	else if (result->day != 0)
		jsonw_put_day(json, "day", result->day);
	TRY(find_need_of(request, &need, error));
	api_emergency_put_safe_now(request, json, need);
	return STATUS_OK;
}

/* `root`: what it rests on. Of a code that was given: its index, so that a repetition after a new
 * one opens nothing. */
static void put_session(struct api_request *request, struct id root, struct jsonw *json)
{
	uint8_t proof[SESSION_PROOF_BYTES];
	char token[SESSION_TOKEN_SIZE];
	const struct command_result *result = &request->command.reply.result;
	command_session_proof(request->api->options.vault, result->session, root, proof);
	session_token_text(result->region, result->session, proof, token);
	/* What the browser keeps, no script of a page sees. */
	if (api_session_wants_cookie(request))
		api_session_set_cookie(request, token);
	else
		jsonw_put_text(json, "token", token);
	jsonw_put_instant(json, "expires", result->at_ms);
}

/* What is shown once: a lost reply can be asked again for a while, not for ever. */
static bool is_fresh(const struct api_request *request)
{
	return request->now_ms - request->command.reply.result.at_ms <= REPLAY_FIRST_MS;
}

static void put_invite(struct api_request *request, struct jsonw *json)
{
	uint8_t proof[SESSION_PROOF_BYTES];
	char token[SESSION_TOKEN_SIZE];
	const struct command_result *result = &request->command.reply.result;
	jsonw_put_instant(json, "expires", result->at_ms + PASSWORD_INVITE_HOURS * INT64_C(3600000));
	if (!is_fresh(request)) return;
	vault_derive(
		request->api->options.vault, "password invite", result->invite, proof, sizeof(proof));
	session_token_text(result->region, result->invite, proof, token);
	jsonw_put_text(json, "token", token);
}

static void put_codes(struct api_request *request, struct jsonw *json)
{
	const struct command_result *result = &request->command.reply.result;
	if (!is_fresh(request)) return;
	jsonw_key(json, "recovery_codes");
	jsonw_array_begin(json);
	for (int number = 1; number <= PASSWORD_RECOVERY_CODES; number++) {
		char code[ACCOUNT_CODE_SIZE];
		command_recovery_code(request->api->options.vault, result->codes, number, code);
		jsonw_text(json, span_of(code));
	}
	jsonw_array_end(json);
}

static status put_extra(struct api_request *request, struct jsonw *json, struct error *error)
{
	const struct command_result *result = &request->command.reply.result;
	char code[ACCOUNT_CODE_SIZE];
	switch (request->command.entry->number) {
	case COMMAND_QUESTION_ASK: return put_question(request, json, error);
	case COMMAND_ACCOUNT_RENEW:
	case COMMAND_PERSON_RENEW:
		if (!is_fresh(request)) return STATUS_OK;
		command_renewed_code(request->api->options.vault, &request->command, code);
		jsonw_put_text(json, "access_code", code);
		return STATUS_OK;
	case COMMAND_ADMINISTRATOR_FIRST:
	case COMMAND_JOIN_INVITE:
		if (!is_fresh(request)) return STATUS_OK;
		/* fall through */
	case COMMAND_ACCOUNT_CREATE:
		command_access_code(request->api->options.vault, result->account, code);
		jsonw_put_text(json, "access_code", code);
		return STATUS_OK;
	case COMMAND_DANGER_REPORT: return put_danger(request, json, error);
	case COMMAND_NEED_ADD:
	case COMMAND_EPISODE_RETURN:
	case COMMAND_CONVERSATION_TELL: return put_written(request, json, error);
	case COMMAND_SESSION_END:
		if (request->by_cookie) api_session_set_cookie(request, NULL);
		return STATUS_OK;
	case COMMAND_SESSION_START:
		put_session(request, request->command.params.thing, json);
		return STATUS_OK;
	case COMMAND_SESSION_SIGN_IN:
		put_session(request, result->account, json);
		api_sign_in_put_device(request, json);
		return STATUS_OK;
	case COMMAND_PASSWORD_INVITE: put_invite(request, json); return STATUS_OK;
	case COMMAND_SECOND_BEGIN: return api_sign_in_put_secret(request, json, error);
	case COMMAND_SECOND_CONFIRM: put_codes(request, json); return STATUS_OK;
	default:
		if (result->day != 0) jsonw_put_day(json, "day", result->day);
		return STATUS_OK;
	}
}

static status write_result(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	const struct command_result *result = &request->command.reply.result;
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_put_text(&json, "command", request->command.entry->name);
	char region[REGION_CODE_SIZE];
	jsonw_put_text(&json, "region", region_code_text(result->region, region));
	if (is_report(request)) {
		put_report(request, &json);
	} else {
		put_ids(&json, result);
		if (result->version > 0) jsonw_put_int(&json, "version", result->version);
		TRY(put_extra(request, &json, error));
	}
	jsonw_object_end(&json);
	return STATUS_OK;
}

static void reply_done(struct api_request *request)
{
	struct error error = {0};
	struct store *store = request->loop->store;
	bool replayed = request->command.reply.outcome == OUTCOME_REPEATED;
	buf_reset(&request->loop->out);
	status code = store_begin(store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		code = write_result(request, &request->loop->out, &error);
		store_rollback(store);
	}
	if (code != STATUS_OK) {
		api_problem_error(request, &error);
		return;
	}
	send(request, request->route->created, request->command.reply.result.version, replayed,
		buf_span(&request->loop->out));
}

static void reply_broken(struct api_request *request)
{
	char incident[ID_TEXT_SIZE];
	id_text(request->command.reply.incident, incident);
	struct api_message_parameter parameters[] = {{.name = "incident", .text = span_of(incident)}};
	api_problem(request, 500, "problem.incident", parameters, 1);
}

void api_reply_command(struct api_request *request)
{
	if (request->sign_in != NULL) api_sign_in_settle(request);
	switch (request->command.reply.outcome) {
	case OUTCOME_DONE:
	case OUTCOME_REPEATED: reply_done(request); return;
	case OUTCOME_REFUSED: api_problem_refusal(request, &request->command.reply); return;
	case OUTCOME_FAILED: api_problem_error(request, &request->command.reply.error); return;
	case OUTCOME_BROKEN: reply_broken(request); return;
	case OUTCOME_PENDING: break;
	}
	CHECK_UNREACHABLE("a reply that is pending");
}
