/* api_list.c - lists of one's own: what somebody holds, and what waits for them; and the accounts
 * and the roster of a region, for who administers it.
 *
 * A page of what is sorted by more than an id begins behind a place: two numbers and an id, as one
 * text that is given back as it was given (`next_after`).
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "care/caseload.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/roster.h"
#include "journal/look.h"
#include "region/region.h"
#include <inttypes.h>
#include <stdio.h>

enum {
	/* Among which the accounts of one page are looked for: most are of who asked a question. */
	ACCOUNTS_READ = 20000,
	ROSTER_MAX = 500, /* shown; what is cut off is said */
	PLACE_BYTES = 80,
};

static bool parse_place(struct span text, struct api_place *place)
{
	struct span part;
	if (text.size >= PLACE_BYTES) return false;
	if (!span_take(&text, '.', &part) || !span_to_int64(part, &place->first)) return false;
	if (!span_take(&text, '.', &part) || !span_to_int64(part, &place->second)) return false;
	return place->first >= 0 && place->second >= 0 && id_parse(text, &place->id);
}

static bool parse_after(struct api_request *request, struct span text)
{
	if (request->route->page == API_PAGE_BY_ID) return id_parse(text, &request->behind.id);
	return parse_place(text, &request->behind);
}

_Static_assert(API_PAGE_MAX <= CASELOAD_PAGE, "a page of the API is one of the caseload");

bool api_query_behind(struct api_request *request)
{
	struct span text = {0};
	request->behind = (struct api_place){0};
	if (!http_query(request->exchange, "after", &text) || parse_after(request, text)) return true;
	bool by_id = request->route->page == API_PAGE_BY_ID;
	return api_query_form_wrong(request, "after", by_id ? API_EXAMPLE_ID : "1.0." API_EXAMPLE_ID);
}

/* `more`: the page is full, and there may be another behind this place. */
static void put_next(struct jsonw *json, bool more, const struct api_place *place)
{
	char text[PLACE_BYTES], id[ID_TEXT_SIZE];
	snprintf(text, sizeof(text), "%" PRId64 ".%" PRId64 ".%s", place->first, place->second,
		id_text(place->id, id));
	jsonw_put_text(json, "next_after", more ? text : NULL);
}

void api_put_code(struct jsonw *json, const char *key, const struct codes *codes, int32_t number)
{
	if (number != 0) jsonw_put_text(json, key, codes_name(codes, number));
}

/* Whether each on the page was looked at in this quarter of an hour, as far as the journal says. */
static status see_looks(
	struct api_request *request, const struct caseload_row *rows, size_t count, struct error *error)
{
	request->unseen = false;
	for (size_t i = 0; i < count && !request->unseen; i++) {
		struct error absent = {0};
		struct look look = {.region = rows[i].region,
			.subject = rows[i].person,
			.actor = request->account.id,
			.part = PART_CASELOAD,
			.purpose = LOOK_CASELOAD,
			.bucket = request->now_ms / LOOK_QUARTER_MS};
		status code =
			store_record_get(request->loop->store, &look_table, &look, request->arena, &absent);
		request->unseen = code == STATUS_NOT_FOUND;
		if (code == STATUS_OK || code == STATUS_NOT_FOUND) continue;
		*error = absent;
		return code;
	}
	return STATUS_OK;
}

/* Words whose key was destroyed are shown as none, and the rest of the list all the same. */
static status put_step_words(struct api_request *request, struct jsonw *json,
	const struct caseload_row *row, struct error *error)
{
	struct span text = {0};
	struct error closed = {0};
	if (row->step.words.size == 0) return STATUS_OK;
	status code = vault_unseal(request->api->options.vault, row->person, VAULT_WORDS,
		row->step.words, request->arena, &text, &closed);
	if (code == STATUS_OK) jsonw_put_span(json, "words", text);
	if (code == STATUS_OK || code == STATUS_KEY) return STATUS_OK;
	*error = closed;
	return code;
}

static status put_next_step(struct api_request *request, struct jsonw *json,
	const struct caseload_row *row, struct error *error)
{
	const struct step *step = &row->step;
	if (id_is_none(step->id)) {
		jsonw_put_null(json, "next_step");
		return STATUS_OK;
	}
	jsonw_key(json, "next_step");
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", step->id);
	jsonw_put_text(json, "kind", codes_name(&step_kind_codes, step->kind));
	jsonw_put_day(json, "day", step->due_day);
	if (step_urgent_ms(step) != 0) jsonw_put_instant(json, "before", step_urgent_ms(step));
	jsonw_put_bool(json, "late", step->late);
	jsonw_put_id(json, "who", step->who);
	TRY(put_step_words(request, json, row, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_held(struct api_request *request, struct jsonw *json,
	const struct caseload_row *row, struct error *error)
{
	char region[REGION_CODE_SIZE];
	jsonw_object_begin(json);
	jsonw_put_text(json, "region", region_code_text(row->region, region));
	jsonw_put_id(json, "episode", row->episode);
	TRY(api_put_account(request, json, "person", row->person, error));
	jsonw_put_bool(json, "care_manager", id_equal(row->care_manager, request->account.id));
	jsonw_put_int(json, "bears", row->bears);
	jsonw_put_int(json, "needs", row->needs);
	jsonw_put_id(json, "need", row->need);
	api_put_code(json, "domain", &codes_life_domain, row->domain);
	jsonw_put_bool(json, "in_danger", row->state == NEED_IN_DANGER);
	TRY(put_next_step(request, json, row, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_view_caseload(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	size_t count = 0, limit = (size_t)request->limit;
	const struct command *command = &request->command;
	const struct caseload_position after = {command->params.number, command->params.thing};
	struct caseload_row *rows = ARENA_ARRAY(request->arena, struct caseload_row, limit);
	TRY(caseload_list(request->loop->store, command->region, request->account.id, after,
		request->limit, rows, &count, request->arena, error));
	TRY(see_looks(request, rows, count, error));
	if (request->unseen) return STATUS_OK;
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "episodes");
	jsonw_array_begin(&json);
	for (size_t i = 0; i < count; i++) TRY(put_held(request, &json, &rows[i], error));
	jsonw_array_end(&json);
	struct api_place last = {0};
	if (count > 0) last = (struct api_place){rows[count - 1].place, 0, rows[count - 1].episode};
	put_next(&json, count == limit, &last);
	jsonw_object_end(&json);
	return STATUS_OK;
}

status api_put_caseload_shards(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	char region[REGION_CODE_SIZE];
	TRY(caseload_open_shards(request->loop->store, request->account.id, &cursor, error));
	jsonw_key(json, "caseload");
	jsonw_array_begin(json);
	for (;;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		jsonw_object_begin(json);
		jsonw_put_text(json, "region", region_code_text((int)store_value_int(&row[0]), region));
		jsonw_put_int(json, "episodes", store_value_int(&row[1]));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

/* What is offered has its area of life with it: who may answer sees what to look at first, and who
 * only shares the inbox of an organisation does not. Whose it is, is in no inbox. */
static void put_item(struct jsonw *json, const struct account *account, const struct inbox_row *row)
{
	struct care_actor reader = {account->id, account->kind, account->organisation};
	char region[REGION_CODE_SIZE];
	const struct inbox_item *item = &row->item;
	jsonw_object_begin(json);
	jsonw_put_text(json, "kind", codes_name(&inbox_kind_codes, item->kind));
	jsonw_put_text(json, "region", region_code_text(item->from_region, region));
	jsonw_put_id(json, "episode", item->episode);
	jsonw_put_id(json, "thing", item->thing);
	jsonw_put_instant(json, "at", item->at_ms);
	bool own = id_equal(item->receiver, account->id);
	if (own || care_actor_is_asked(&reader, id_none, item->receiver))
		api_put_code(json, "domain", &codes_life_domain, row->domain);
	if (row->before_ms != 0) jsonw_put_instant(json, "before", row->before_ms);
	if (row->expires_ms != 0) jsonw_put_instant(json, "expires", row->expires_ms);
	jsonw_object_end(json);
}

status api_view_inbox(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store *store = request->loop->store;
	const struct account *account = &request->account;
	const struct inbox_position after = {
		request->behind.first, request->behind.second, request->behind.id};
	size_t count = 0, limit = (size_t)request->limit;
	int64_t total = 0;
	struct inbox_row *rows = ARENA_ARRAY(request->arena, struct inbox_row, limit);
	/* Administrators have an inbox together, in place of an organisation's. */
	bool administers = account->kind == MEMBER_ADMINISTRATOR;
	struct id shared = administers ? inbox_of_administrators : account->organisation;
	TRY(inbox_list(
		store, account->region, account->id, shared, after, request->limit, rows, &count, error));
	TRY(inbox_count(store, account->region, account->id, shared, &total, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "items");
	jsonw_array_begin(&json);
	for (size_t i = 0; i < count; i++) put_item(&json, account, &rows[i]);
	jsonw_array_end(&json);
	jsonw_put_int(&json, "total", total);
	struct api_place last = {0};
	if (count > 0)
		last = (struct api_place){
			rows[count - 1].place, rows[count - 1].item.at_ms, rows[count - 1].item.thing};
	put_next(&json, count == limit, &last);
	jsonw_object_end(&json);
	return STATUS_OK;
}

static status put_listed(struct api_request *request, struct jsonw *json,
	const struct account *account, struct error *error)
{
	jsonw_object_begin(json);
	TRY(api_put_account(request, json, "account", account->id, error));
	jsonw_put_instant(json, "created", account->created_ms);
	if (account->ended_ms != 0) jsonw_put_instant(json, "ended", account->ended_ms);
	jsonw_object_end(json);
	return STATUS_OK;
}

/* Who asked a question has an account too, that is no administrator's to see (L7): it is passed
 * over. So that one page reads no whole region, it may have fewer than were asked for, or none. */
status api_view_accounts(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store *store = request->loop->store;
	int32_t region = request->command.region;
	struct id after = request->behind.id, end = id_none;
	TRY(account_find_end(store, region, after, ACCOUNTS_READ, &end, error));
	TRY(account_open_listed(store, region, after, end, request->limit, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "accounts");
	jsonw_array_begin(&json);
	for (int64_t shown = 1;; shown++) {
		struct account account;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&account_table, row, &account, NULL, error));
		TRY(put_listed(request, &json, &account, error));
		if (shown == request->limit) end = account.id;
	}
	jsonw_array_end(&json);
	jsonw_put_id(&json, "next_after", end);
	jsonw_object_end(&json);
	return STATUS_OK;
}

status api_view_roster(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(roster_open(request->loop->store, request->command.region, ROSTER_MAX + 1, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "roster");
	jsonw_array_begin(&json);
	for (int i = 0; i < ROSTER_MAX; i++) {
		struct roster_place place;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&roster_table, row, &place, NULL, error));
		jsonw_object_begin(&json);
		TRY(api_put_account(request, &json, "account", place.account, error));
		jsonw_put_instant(&json, "since", place.since_ms);
		jsonw_put_instant(&json, "last_turn", place.last_turn_ms);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	if (row != NULL) TRY(store_query_next(cursor, &row, error));
	jsonw_put_bool(&json, "roster_more", row != NULL);
	jsonw_object_end(&json);
	return STATUS_OK;
}
