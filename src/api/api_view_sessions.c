/* api_view_sessions.c - where somebody is signed in.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/password.h"
#include "api/api_request.h"

enum { SHOWN_MOST = 100 };

static status put_rows(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct session *open = ARENA_ARRAY(request->arena, struct session, SHOWN_MOST + 1);
	size_t count = 0;
	TRY(session_read_open(request->loop->store, request->account.id, request->now_ms,
		SHOWN_MOST + 1, open, &count, error));
	size_t shown = count > SHOWN_MOST ? SHOWN_MOST : count;
	jsonw_key(json, "sessions");
	jsonw_array_begin(json);
	for (size_t i = 0; i < shown; i++) {
		jsonw_object_begin(json);
		jsonw_put_id(json, "id", open[i].id);
		jsonw_put_instant(json, "started", open[i].started_ms);
		jsonw_put_instant(json, "expires", open[i].expires_ms);
		jsonw_put_text(json, "way", codes_name(&session_way_codes, open[i].way));
		jsonw_put_bool(json, "current", id_equal(open[i].id, request->session.id));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_put_bool(json, "more", count > SHOWN_MOST);
	return STATUS_OK;
}

/* How they sign in, too: whether there is a password, and a second factor. */
status api_view_sessions(struct api_request *request, struct buf *out, struct error *error)
{
	struct password password = {.region = request->account.region, .account = request->account.id};
	struct error absent = {0};
	struct jsonw json;
	status code =
		store_record_get(request->loop->store, &password_table, &password, request->arena, &absent);
	if (code != STATUS_OK && code != STATUS_NOT_FOUND)
		return status_fail(error, code, "%s", absent.message);
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	TRY(put_rows(request, &json, error));
	jsonw_put_bool(&json, "password", code == STATUS_OK);
	jsonw_put_bool(&json, "second_factor", code == STATUS_OK && password.totp_since_ms != 0);
	jsonw_object_end(&json);
	return STATUS_OK;
}
