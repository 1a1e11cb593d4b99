/* api_view_consent.c - what a person says that others may know, as JSON and as plain sentences;
 * and what of a file a look may show.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/date.h"
#include "care/consent.h"
#include "directory/directory.h"

enum { LIST_MAX = 500 }; /* shown of one file; what is cut off is said */
enum { SENTENCE_BYTES = 1000 };

bool api_view_shows(const struct api_request *request, enum file_part part)
{
	return (request->command.reply.parts & FILE_BIT(part)) != 0;
}

bool api_view_names(const struct api_request *request, struct id account)
{
	return request->command.reply.ground != GROUND_CONSENT ||
		!id_equal(account, request->command.reply.result.person) ||
		api_view_shows(request, FILE_IDENTITY);
}

static struct span part_name(struct api_request *request, int part)
{
	struct buf out;
	buf_init(&out, SENTENCE_BYTES);
	api_messages_add_code(
		request->api->messages, request->language, &ground_part_codes, part, &out);
	struct span name = arena_copy(request->arena, buf_span(&out));
	buf_finish(&out);
	return name;
}

static struct span parts_text(struct api_request *request, int64_t parts)
{
	struct buf out;
	buf_init(&out, SENTENCE_BYTES);
	for (int part = 1; part < FILE_PART_COUNT; part++) {
		if ((parts >> part & 1) == 0) continue;
		if (out.size > 0) buf_add_span(&out, span_of("; "));
		buf_add_span(&out, part_name(request, part));
	}
	struct span text = arena_copy(request->arena, buf_span(&out));
	buf_finish(&out);
	return text;
}

static struct span day_text(struct api_request *request, int32_t day)
{
	struct buf out;
	buf_init(&out, SENTENCE_BYTES);
	api_messages_add_day(request->api->messages, request->language, day, &out);
	struct span text = arena_copy(request->arena, buf_span(&out));
	buf_finish(&out);
	return text;
}

static status find_receiver(struct api_request *request, const struct consent *consent,
	struct span *name, struct error *error)
{
	struct account account;
	struct error absent = {0};
	if (!id_is_none(consent->account))
		return api_account_name(request, consent->account, name, &account, error);
	struct organisation organisation = {.region = consent->region, .id = consent->organisation};
	status code = store_record_get(request->loop->store, &directory_organisation_table,
		&organisation, request->arena, &absent);
	*name = code == STATUS_OK ? organisation.name : (struct span){0};
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	*error = absent;
	return code;
}

/* In place of a name. */
static struct span somebody(struct api_request *request)
{
	struct buf out;
	buf_init(&out, SENTENCE_BYTES);
	api_messages_add(request->api->messages, request->language, "who.somebody", NULL, 0, &out);
	struct span text = arena_copy(request->arena, buf_span(&out));
	buf_finish(&out);
	return text;
}

/* In plain words: whom, what, and until when. */
static status put_sentence(struct api_request *request, struct jsonw *json,
	const struct consent *consent, struct error *error)
{
	struct buf out;
	struct span name = {0};
	const char *key = consent->kind == CONSENT_YES ? "view.consent" : "view.objection";
	TRY(find_receiver(request, consent, &name, error));
	if (name.size == 0) name = somebody(request);
	const struct api_message_parameter parameters[] = {{"whom", name},
		{"parts", parts_text(request, consent->parts)},
		{"day", day_text(request, consent->until_day)}};
	buf_init(&out, 4 * SENTENCE_BYTES);
	api_messages_add(request->api->messages, request->language, key, parameters, 3, &out);
	jsonw_put_span(json, "sentence", buf_span(&out));
	request->worded = true;
	buf_finish(&out);
	return STATUS_OK;
}

static void put_parts(struct jsonw *json, int64_t parts)
{
	jsonw_key(json, "parts");
	jsonw_array_begin(json);
	for (int part = 1; part < FILE_PART_COUNT; part++)
		if ((parts >> part & 1) != 0)
			jsonw_text(json, span_of(codes_name(&ground_part_codes, part)));
	jsonw_array_end(json);
}

static status put_consent(struct api_request *request, struct jsonw *json,
	const struct consent *consent, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", consent->id);
	jsonw_put_text(json, "kind", codes_name(&consent_kind_codes, consent->kind));
	TRY(put_sentence(request, json, consent, error));
	TRY(api_put_account(request, json, "account", consent->account, error));
	jsonw_put_id(json, "organisation", consent->organisation);
	put_parts(json, consent->parts);
	if (consent->until_day != 0) jsonw_put_day(json, "until_day", consent->until_day);
	jsonw_put_bool(json, "stands", consent_stands(consent, date_day_of(request->now_ms)));
	TRY(api_put_account(request, json, "said_by", consent->said_by, error));
	jsonw_put_instant(json, "said", consent->said_ms);
	if (consent->ended_ms != 0) {
		TRY(api_put_account(request, json, "withdrawn_by", consent->ended_by, error));
		jsonw_put_instant(json, "withdrawn", consent->ended_ms);
	}
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_view_consents(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(consent_open_of(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "consents");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct consent consent;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&consent_table, row, &consent, NULL, error));
		TRY(put_consent(request, &json, &consent, error));
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "consents_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}
