/* api_heads.c - signed heads of the journal, for everybody who wants to keep them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "journal/signed_head.h"

static void put_head(struct jsonw *json, const struct signed_head_row *head)
{
	jsonw_object_begin(json);
	jsonw_put_int(json, "number", head->number);
	jsonw_put_instant(json, "at", head->at_ms);
	jsonw_put_span(json, "text", head->text);
	jsonw_object_end(json);
}

static status put_heads(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	int64_t count = 0, last = 0;
	TRY(signed_head_open_list(
		request->loop->store, request->after, request->limit, &cursor, error));
	jsonw_object_begin(json);
	jsonw_key(json, "heads");
	jsonw_array_begin(json);
	for (;; count++) {
		const struct store_value *row = NULL;
		struct signed_head_row head;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&signed_head_table, row, &head, NULL, error));
		put_head(json, &head);
		last = head.number;
	}
	jsonw_array_end(json);
	jsonw_key(json, "next_after");
	if (count == request->limit)
		jsonw_int(json, last);
	else
		jsonw_null(json);
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_last(
	struct api_request *request, struct jsonw *json, bool *found, struct error *error)
{
	struct signed_head_row head;
	TRY(signed_head_read_last(request->loop->store, &head, found, request->arena, error));
	if (*found) put_head(json, &head);
	return STATUS_OK;
}

static void answer(struct api_request *request, bool only_last)
{
	struct store *store = request->loop->store;
	struct error error = {0};
	struct jsonw json;
	bool found = true;
	buf_reset(&request->loop->out);
	jsonw_init(&json, &request->loop->out);
	status code = store_begin(store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		code = only_last ? put_last(request, &json, &found, &error)
						 : put_heads(request, &json, &error);
		store_rollback(store);
	}
	if (code != STATUS_OK)
		api_problem_error(request, &error);
	else if (!found)
		api_problem(request, 404, "problem.not_found", NULL, 0);
	else
		api_public_send(
			request, 200, "application/json", buf_span(&request->loop->out), "no-store");
}

void api_handle_heads(struct api_request *request)
{
	if (api_query_page(request, false)) answer(request, false);
}

void api_handle_head(struct api_request *request)
{
	answer(request, true);
}
