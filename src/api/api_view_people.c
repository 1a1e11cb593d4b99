/* api_view_people.c - who is meant, who somebody was said to be, and files of one person, as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "care/episode.h"
#include "care/identity.h"
#include "care/knowing.h"
#include "care/mandate.h"
#include "care/merge.h"
#include "care/report.h"
#include <stdio.h>

enum { LIST_MAX = 500 }; /* shown of one file; what is cut off is said */

static struct id person_of(const struct api_request *request)
{
	return request->command.reply.result.person;
}

/* That it was received and that somebody holds it: not who, nor what became of it. */
status api_view_receipt(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	const struct command *command = &request->command;
	struct episode episode = {.region = command->region, .id = command->params.episode};
	TRY(store_record_get(request->loop->store, &episode_table, &episode, request->arena, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_put_instant(&json, "received", episode.opened_ms);
	jsonw_put_bool(&json, "held", !id_is_none(episode.care_manager));
	jsonw_object_end(&json);
	return STATUS_OK;
}

status api_view_about(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct error absent = {0};
	const struct command *command = &request->command;
	struct report_about about = {.region = command->region, .episode = command->params.episode};
	status code = store_record_get(
		request->loop->store, &report_about_table, &about, request->arena, &absent);
	if (code != STATUS_OK && code != STATUS_NOT_FOUND) {
		*error = absent;
		return code;
	}
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	TRY(api_put_sealed(
		request, &json, "about", person_of(request), VAULT_ABOUT, about.words, error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

static void put_municipality(struct jsonw *json, int32_t number)
{
	char code[16];
	if (number == 0) {
		jsonw_put_null(json, "municipality");
		return;
	}
	snprintf(code, sizeof(code), "GM%04d", (int)number);
	jsonw_put_text(json, "municipality", code);
}

static status put_said(
	struct api_request *request, struct jsonw *json, const struct person *said, struct error *error)
{
	struct id id = person_of(request);
	const struct span none = {0};
	bool who = api_view_shows(request, FILE_IDENTITY),
		 where = api_view_shows(request, FILE_CONTACT);
	TRY(api_put_sealed(request, json, "name", id, VAULT_NAME, who ? said->name : none, error));
	TRY(api_put_sealed(
		request, json, "birth_day", id, VAULT_BIRTH, who ? said->birth : none, error));
	TRY(api_put_sealed(
		request, json, "contact", id, VAULT_CONTACT, where ? said->contact : none, error));
	put_municipality(json, where ? said->municipality : 0);
	return STATUS_OK;
}

static status put_past(struct api_request *request, struct jsonw *json,
	const struct identity_past *past, struct error *error)
{
	const struct person said = {.municipality = past->municipality,
		.name = past->name,
		.contact = past->contact,
		.birth = past->birth};
	jsonw_object_begin(json);
	jsonw_put_instant(json, "until", past->until_ms);
	TRY(api_put_account(request, json, "changed_by", past->changed_by, error));
	TRY(put_said(request, json, &said, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

/* What is said now, and all that was said before. */
status api_view_identity(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store *store = request->loop->store;
	struct person person = {.region = request->command.region, .id = person_of(request)};
	TRY(store_record_get(store, &episode_person_table, &person, request->arena, error));
	TRY(identity_open_past(store, person.region, person.id, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	TRY(put_said(request, &json, &person, error));
	jsonw_key(&json, "earlier");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct identity_past past;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&identity_past_table, row, &past, NULL, error));
		TRY(put_past(request, &json, &past, error));
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "earlier_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

/* Of the other file nothing, until both sides said that it is one person. */
static void put_merge(struct jsonw *json, const struct merge *merge)
{
	bool merged = merge->state == MERGE_MERGED;
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", merge->id);
	jsonw_put_text(json, "state", codes_name(&merge_state_codes, merge->state));
	jsonw_put_bool(json, "said_here", merge->said);
	jsonw_put_id(json, "other", merged ? merge->other : id_none);
	jsonw_put_instant(json, "found", merge->found_ms);
	jsonw_put_instant(json, "changed", merge->changed_ms);
	jsonw_object_end(json);
}

status api_view_merges(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(merge_open_of(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "merges");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct merge merge;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&merge_table, row, &merge, NULL, error));
		if (api_view_helps(request) || merge_is_told(&merge)) put_merge(&json, &merge);
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "merges_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

/* For the person and for who helps; nobody else near reads who may know what. */
status api_view_knowing(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	bool may = api_view_helps(request) || id_equal(request->account.id, person_of(request));
	TRY(knowing_open_of(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "knowing");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct knowing knowing;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&knowing_table, row, &knowing, NULL, error));
		if (!may) continue;
		jsonw_object_begin(&json);
		TRY(api_put_account(request, &json, "account", knowing.account, error));
		jsonw_put_text(&json, "knows", codes_name(&knowing_codes, knowing.knows));
		TRY(api_put_account(request, &json, "said_by", knowing.said_by, error));
		jsonw_put_instant(&json, "since", knowing.said_ms);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "knowing_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

static void put_allows(struct jsonw *json, int64_t allows)
{
	jsonw_key(json, "allows");
	jsonw_array_begin(json);
	for (int form = 1; form < FORM_COUNT; form++)
		if ((allows >> form & 1) != 0)
			jsonw_text(json, span_of(codes_name(&mandate_form_codes, form)));
	jsonw_array_end(json);
}

static status put_mandate(struct api_request *request, struct jsonw *json,
	const struct mandate *mandate, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", mandate->id);
	jsonw_put_text(json, "kind", codes_name(&mandate_kind_codes, mandate->kind));
	jsonw_put_text(json, "article", mandate_rule_of(mandate->kind)->article);
	jsonw_put_text(json, "state", codes_name(&mandate_state_codes, mandate->state));
	TRY(api_put_account(request, json, "account", mandate->account, error));
	put_allows(json, mandate->allows);
	jsonw_put_day(json, "until_day", mandate->until_day);
	TRY(api_put_account(request, json, "named_by", mandate->named_by, error));
	jsonw_put_instant(json, "named", mandate->named_ms);
	if (mandate->ended_ms != 0) jsonw_put_instant(json, "ended", mandate->ended_ms);
	TRY(api_put_sealed(
		request, json, "words", person_of(request), VAULT_WORDS, mandate->words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_view_mandates(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(mandate_open_of(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "mandates");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct mandate mandate;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&mandate_table, row, &mandate, NULL, error));
		TRY(put_mandate(request, &json, &mandate, error));
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "mandates_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}
