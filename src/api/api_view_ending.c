/* api_view_ending.c - the times that an episode was open, as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "care/ending.h"

enum { LIST_MAX = 500 }; /* shown of one episode; what is cut off is said */

static status put_period(struct api_request *request, struct jsonw *json,
	const struct period *period, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", period->id);
	jsonw_put_instant(json, "begun", period->begun_ms);
	if (period->ended_ms != 0) {
		jsonw_put_instant(json, "ended", period->ended_ms);
		TRY(api_put_account(request, json, "ended_by", period->ended_by, error));
		jsonw_put_text(json, "decided_by", codes_name(&codes_closing, period->closing));
	}
	jsonw_put_int(json, "returns", period->returns);
	jsonw_put_bool(json, "offered", period->offered);
	if (period->answered_ms != 0) {
		jsonw_put_bool(json, "wants_table", period->wants_table);
		jsonw_put_bool(json, "wants_companion", period->wants_companion);
	}
	TRY(api_put_sealed(request, json, "words", request->command.reply.result.person, VAULT_WORDS,
		period->words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_put_periods(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(ending_open_periods(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_key(json, "periods");
	jsonw_array_begin(json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct period period;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&ending_period_table, row, &period, NULL, error));
		TRY(put_period(request, json, &period, error));
	}
	jsonw_array_end(json);
	return api_put_more(cursor, json, "periods_more", error);
}
