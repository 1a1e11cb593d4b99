/* api_view_stay.c - the stays of an episode as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "care/file.h"
#include "care/stay.h"
#include "directory/directory.h"
#include "directory/entry.h"

enum { LIST_MAX = 500 }; /* shown of one episode; what is cut off is said */

/* The service, and whether it has ended on the map of help. */
static status put_service(struct api_request *request, struct jsonw *json, const char *key,
	const char *ended_key, struct id id, struct error *error)
{
	struct error absent = {0};
	struct service service = {0};
	bool found = false;
	jsonw_put_id(json, key, id);
	if (id_is_none(id)) return STATUS_OK;
	TRY(directory_find_service(request->loop->store, id, &service, &found, request->arena, error));
	struct entry entry = {.region = service.region, .id = id};
	status code =
		store_record_get(request->loop->store, &entry_table, &entry, request->arena, &absent);
	jsonw_put_bool(json, ended_key, code == STATUS_OK && entry.state == ENTRY_ENDED);
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	*error = absent;
	return code;
}

static status put_stay(
	struct api_request *request, struct jsonw *json, const struct stay *stay, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", stay->id);
	jsonw_put_text(json, "state", codes_name(&stay_state_codes, stay->state));
	TRY(put_service(request, json, "service", "service_ended", stay->service, error));
	TRY(api_put_account(request, json, "planned_by", stay->planned_by, error));
	jsonw_put_day(json, "start_day", stay->start_day);
	jsonw_put_day(json, "return_day", stay->return_day);
	jsonw_put_bool(json, "late", stay->late);
	jsonw_put_text(json, "keeps", codes_name(&stay_keeps_codes, stay->keeps));
	TRY(put_service(
		request, json, "kept_service", "kept_service_ended", stay->kept_service, error));
	jsonw_put_day(json, "kept_until", stay->kept_until);
	if (stay->admitted_ms != 0) jsonw_put_instant(json, "admitted", stay->admitted_ms);
	if (stay->ended_ms != 0) jsonw_put_instant(json, "ended", stay->ended_ms);
	TRY(api_put_sealed(request, json, "words", request->command.reply.result.person, VAULT_WORDS,
		stay->words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_view_stays(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(file_open_stays(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "stays");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct stay stay;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&stay_table, row, &stay, NULL, error));
		TRY(put_stay(request, &json, &stay, error));
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "stays_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}
