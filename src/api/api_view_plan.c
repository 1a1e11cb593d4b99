/* api_view_plan.c - a plan as JSON: as it stands, who said yes to it, and every version.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/date.h"
#include "care/file.h"
#include "care/plan_read.h"

enum { LIST_MAX = 500 }; /* shown of one episode; what is cut off is said */

static bool is_late(const struct api_request *request, const struct plan_part *part)
{
	return part->kind == PLAN_STEP && plan_part_is_open(part) &&
		part->by_day < date_day_of(request->now_ms);
}

static status put_part(struct api_request *request, struct jsonw *json,
	const struct plan_part *part, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", part->id);
	jsonw_put_int(json, "version", part->seq);
	jsonw_put_text(json, "kind", codes_name(&plan_kind_codes, part->kind));
	jsonw_put_text(json, "state", codes_name(&plan_state_codes, part->state));
	jsonw_put_id(json, "goal", part->goal);
	jsonw_put_id(json, "need", part->need);
	TRY(api_put_account(request, json, "who", part->who, error));
	if (part->by_day != 0) jsonw_put_day(json, "day", part->by_day);
	if (part->kind == PLAN_STEP) jsonw_put_bool(json, "late", is_late(request, part));
	TRY(api_put_account(request, json, "author", part->author, error));
	TRY(api_put_account(request, json, "written_by", part->writer, error));
	jsonw_put_instant(json, "written", part->at_ms);
	TRY(api_put_sealed(request, json, "words", request->command.reply.result.person, VAULT_WORDS,
		part->words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

/* What helps on the day that it goes wrong is the crisis plan. */
static enum file_part part_of(const struct plan_part *part)
{
	return part->kind >= PLAN_SIGNS && part->kind <= PLAN_CALL ? FILE_SAFETY : FILE_PLAN;
}

static status put_parts(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(plan_open_parts(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_key(json, "parts");
	jsonw_array_begin(json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct plan_part part;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&plan_part_table, row, &part, NULL, error));
		if (!api_view_shows(request, part_of(&part))) continue;
		TRY(put_part(request, json, &part, error));
	}
	jsonw_array_end(json);
	return api_put_more(cursor, json, "parts_more", error);
}

/* Who said yes to this version; their accounts into `said`. */
static status put_yes(struct api_request *request, struct jsonw *json, int64_t version,
	struct id said[LIST_MAX], size_t *count, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(plan_open_yes(
		request->loop->store, command->region, command->params.episode, version, &cursor, error));
	jsonw_key(json, "agreed_by");
	jsonw_array_begin(json);
	for (*count = 0; *count < LIST_MAX; (*count)++) {
		struct plan_yes yes;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&plan_yes_table, row, &yes, NULL, error));
		said[*count] = yes.account;
		jsonw_object_begin(json);
		TRY(api_put_account(request, json, "account", yes.account, error));
		jsonw_put_instant(json, "at", yes.at_ms);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

static bool is_among(struct id account, const struct id *accounts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (id_equal(account, accounts[i])) return true;
	return false;
}

/* The person, and every professional: without them it is not agreed. */
static status put_missing(struct api_request *request, struct jsonw *json, const struct id *said,
	size_t said_count, bool *missing, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(file_open_team(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	*missing = false;
	jsonw_key(json, "waits_for");
	jsonw_array_begin(json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct member member;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&team_member_table, row, &member, NULL, error));
		bool counts = member.kind == MEMBER_PROFESSIONAL ||
			id_equal(member.account, command->reply.result.person);
		if (!counts || is_among(member.account, said, said_count)) continue;
		*missing = true;
		jsonw_object_begin(json);
		TRY(api_put_account(request, json, "account", member.account, error));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

static status put_light(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct light light;
	bool kept = false;
	const struct command *command = &request->command;
	TRY(plan_find_light(request->loop->store, command->region, command->params.episode, &light,
		&kept, request->arena, error));
	if (!kept || !api_view_shows(request, FILE_PLAN)) {
		jsonw_put_null(json, "light_contact");
		return STATUS_OK;
	}
	jsonw_key(json, "light_contact");
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", light.id);
	TRY(api_put_account(request, json, "who", light.who, error));
	jsonw_put_int(json, "interval_days", light.interval_days);
	jsonw_put_day(json, "next_day", light.next_day);
	jsonw_put_bool(json, "late", light.late);
	jsonw_put_instant(json, "begun", light.begun_ms);
	if (light.held_ms != 0) jsonw_put_instant(json, "held", light.held_ms);
	TRY(api_put_sealed(
		request, json, "words", command->reply.result.person, VAULT_WORDS, light.words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_view_plan(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	const struct command *command = &request->command;
	struct id said[LIST_MAX];
	size_t said_count = 0;
	int64_t version = 0;
	bool missing = true;
	TRY(plan_version(
		request->loop->store, command->region, command->params.episode, &version, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_put_int(&json, "version", version);
	TRY(put_yes(request, &json, version, said, &said_count, error));
	TRY(put_missing(request, &json, said, said_count, &missing, error));
	jsonw_put_bool(&json, "agreed", version > 0 && !missing);
	TRY(put_parts(request, &json, error));
	TRY(put_light(request, &json, error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

status api_view_plan_history(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	int64_t last = 0, versions = 0;
	TRY(plan_open_history(request->loop->store, command->region, command->params.episode,
		request->after, request->limit, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "parts");
	jsonw_array_begin(&json);
	for (;;) {
		struct plan_part part;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&plan_part_table, row, &part, NULL, error));
		TRY(put_part(request, &json, &part, error));
		if (part.seq != last) versions++;
		last = part.seq;
	}
	jsonw_array_end(&json);
	/* Null when this was the last page. */
	if (versions == request->limit)
		jsonw_put_int(&json, "next_after", last);
	else
		jsonw_put_null(&json, "next_after");
	jsonw_object_end(&json);
	return STATUS_OK;
}
