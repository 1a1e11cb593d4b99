/* api_view_table.c - cases at a table, the agenda, and what tables learned, as JSON.
 *
 * Who sits at a table does not see who the person is, nor who around them brought it or stands
 * beside them, before the person agrees.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "care/lesson.h"
#include "care/shortage.h"
#include "care/table_read.h"
#include "region/region.h"

enum { LIST_MAX = 500 };

static struct id person_of(const struct api_request *request)
{
	return request->command.reply.result.person;
}

static void put_codes(struct jsonw *json, const struct table_case *table_case)
{
	jsonw_put_text(json, "state", codes_name(&table_state_codes, table_case->state));
	jsonw_put_text(json, "level", codes_name(&table_level_codes, table_case->level));
	jsonw_put_text(json, "why", codes_name(&table_why_codes, table_case->why));
	jsonw_put_text(json, "origin", codes_name(&table_origin_codes, table_case->origin));
	if (table_case->cause != TABLE_NO_CAUSE)
		jsonw_put_text(json, "cause", codes_name(&table_cause_codes, table_case->cause));
	jsonw_put_bool(json, "attends", table_case->attends);
	jsonw_put_bool(json, "late", table_case->late);
	jsonw_put_instant(json, "brought", table_case->brought_ms);
	if (table_case->expires_ms != 0) jsonw_put_instant(json, "expires", table_case->expires_ms);
	jsonw_put_id(json, "service", table_case->service);
	jsonw_put_id(json, "organisation", table_case->organisation);
	if (table_case->term_day != 0) jsonw_put_day(json, "term", table_case->term_day);
}

static status put_domain(struct api_request *request, struct jsonw *json,
	const struct table_case *table_case, struct error *error)
{
	struct need need = {
		.region = table_case->region, .episode = table_case->episode, .id = table_case->need};
	TRY(store_record_get(request->loop->store, &need_table, &need, request->arena, error));
	jsonw_put_text(json, "domain", codes_name(&codes_life_domain, need.domain));
	return STATUS_OK;
}

static status put_people(struct api_request *request, struct jsonw *json,
	const struct table_case *table_case, struct error *error)
{
	bool named = table_case->named;
	bool professional = table_case->origin == TABLE_BY_PROFESSIONAL;
	TRY(api_put_pseudonym(request, json, table_case->region, named, error));
	TRY(api_put_account(request, json, "brought_by",
		named || professional ? table_case->brought_by : id_none, error));
	TRY(api_put_account(request, json, "beside", named ? table_case->beside : id_none, error));
	return api_put_account(request, json, "decided_by", table_case->decided_by, error);
}

static status put_case(struct api_request *request, struct jsonw *json,
	const struct table_case *table_case, struct error *error)
{
	struct id person = person_of(request);
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", table_case->id);
	jsonw_put_id(json, "need", table_case->need);
	TRY(put_domain(request, json, table_case, error));
	put_codes(json, table_case);
	TRY(put_people(request, json, table_case, error));
	if (table_case->decided_ms != 0) jsonw_put_instant(json, "decided", table_case->decided_ms);
	if (table_case->ended_ms != 0) jsonw_put_instant(json, "ended", table_case->ended_ms);
	jsonw_put_id(json, "handover", table_case->handover);
	TRY(api_put_sealed(request, json, "words", person, VAULT_WORDS, table_case->words, error));
	TRY(api_put_sealed(request, json, "reason", person, VAULT_WORDS, table_case->reason, error));
	TRY(api_put_sealed(
		request, json, "last_words", person, VAULT_WORDS, table_case->last_words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_view_case(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	const struct command *command = &request->command;
	struct table_case table_case = {.region = command->region,
		.episode = command->params.episode,
		.id = command->params.table_case};
	TRY(store_record_get(
		request->loop->store, &table_case_table, &table_case, request->arena, error));
	jsonw_init(&json, out);
	return put_case(request, &json, &table_case, error);
}

status api_view_cases(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(table_open_cases(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "cases");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct table_case table_case;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&table_case_table, row, &table_case, NULL, error));
		TRY(put_case(request, &json, &table_case, error));
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	return STATUS_OK;
}

static status put_item(struct api_request *request, struct jsonw *json,
	const struct table_case *table_case, struct error *error)
{
	char region[REGION_CODE_SIZE];
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", table_case->id);
	jsonw_put_text(json, "region", region_code_text(table_case->region, region));
	jsonw_put_id(json, "episode", table_case->episode);
	TRY(put_domain(request, json, table_case, error));
	put_codes(json, table_case);
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_shortage(struct api_request *request, struct jsonw *json,
	const struct shortage *shortage, struct error *error)
{
	char region[REGION_CODE_SIZE];
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", shortage->id);
	jsonw_put_text(json, "region", region_code_text(shortage->region, region));
	jsonw_put_id(json, "service", shortage->service);
	jsonw_put_text(json, "state", codes_name(&shortage_state_codes, shortage->state));
	jsonw_put_text(json, "level", codes_name(&table_level_codes, shortage->level));
	jsonw_put_int(json, "waiting", shortage->waiting);
	jsonw_put_bool(json, "late", shortage->late);
	jsonw_put_instant(json, "since", shortage->since_ms);
	jsonw_put_instant(json, "expires", shortage->expires_ms);
	TRY(api_put_account(request, json, "decided_by", shortage->decided_by, error));
	jsonw_put_id(json, "organisation", shortage->organisation);
	if (shortage->term_day != 0) jsonw_put_day(json, "term", shortage->term_day);
	if (shortage->words.size > 0) jsonw_put_span(json, "words", shortage->words);
	jsonw_object_end(json);
	return STATUS_OK;
}

/* All of them on each page: a table that has more than LIST_MAX has another question to answer. */
static status put_shortages(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(shortage_open_agenda(
		request->loop->store, request->command.region, LIST_MAX, &cursor, error));
	jsonw_key(json, "shortages");
	jsonw_array_begin(json);
	for (;;) {
		struct shortage shortage;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&shortage_table, row, &shortage, NULL, error));
		TRY(put_shortage(request, json, &shortage, error));
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

/* Without words: who reads those, looks at the case, and that is in the person's log. */
status api_view_agenda(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	int64_t count = 0;
	TRY(table_open_agenda(request->loop->store, request->command.region, request->after,
		request->limit, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "items");
	jsonw_array_begin(&json);
	for (;; count++) {
		struct table_case table_case;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&table_case_table, row, &table_case, NULL, error));
		TRY(put_item(request, &json, &table_case, error));
	}
	jsonw_array_end(&json);
	TRY(put_shortages(request, &json, error));
	if (count == request->limit)
		jsonw_put_int(&json, "next_after", request->after + count);
	else
		jsonw_put_null(&json, "next_after");
	jsonw_object_end(&json);
	return STATUS_OK;
}

status api_view_lessons(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(lesson_open(request->loop->store, request->command.region, request->limit, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "lessons");
	jsonw_array_begin(&json);
	for (;;) {
		struct lesson lesson;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&lesson_table, row, &lesson, NULL, error));
		jsonw_object_begin(&json);
		jsonw_put_day(&json, "month", lesson.day);
		jsonw_put_text(&json, "domain", codes_name(&codes_life_domain, lesson.domain));
		jsonw_put_text(&json, "why", codes_name(&table_why_codes, lesson.why));
		jsonw_put_text(&json, "level", codes_name(&table_level_codes, lesson.level));
		jsonw_put_span(&json, "words", lesson.words);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	return STATUS_OK;
}
