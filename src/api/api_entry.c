/* api_entry.c - entries of the map of help: how fresh, what changed, whether it is open, what was
 * said to be wrong; and network agreements.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_directory.h"
#include "api/api_link.h"
#include "base/date.h"
#include "directory/excluding.h"
#include "directory/agreement.h"
#include "directory/correction.h"

enum { VERSION_MAX = 64 }; /* changes of one version */

static struct id path_id(struct api_request *request, const char *name)
{
	struct id id = id_none;
	(void)id_parse(http_parameter(request->exchange, name), &id);
	return id;
}

static struct directory_freshness freshness_of(const struct entry *entry)
{
	return (struct directory_freshness){
		entry->state, entry->version, entry->confirmed_ms, entry->confirmed_as, entry->fades_ms};
}

static status put_entry(
	struct api_request *request, struct jsonw *json, const struct entry *entry, struct error *error)
{
	struct directory_freshness freshness = freshness_of(entry);
	struct span name, words;
	TRY(directory_read_name(request->loop->store, (enum entry_kind)entry->kind, entry->region,
		entry->id, &name, &words, request->arena, error));
	jsonw_put_id(json, "id", entry->id);
	jsonw_put_text(json, "kind", codes_name(&entry_kind_codes, entry->kind));
	jsonw_put_span(json, "name", name);
	jsonw_put_bool(json, "words_may_exclude", excluding_is_said(words));
	jsonw_put_id(json, "organisation", entry->organisation);
	api_directory_put_freshness(json, &freshness);
	jsonw_put_instant(json, "changed", entry->changed_ms);
	jsonw_put_instant(json, "ended", entry->ended_ms);
	return STATUS_OK;
}

/* A page, read whole before the names of what is on it. */
static status read_entries(
	struct api_request *request, struct entry *entries, int64_t *count, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct id after = id_none;
	struct span text = {0};
	if (http_query(request->exchange, "after", &text)) (void)id_parse(text, &after);
	(void)http_query(request->exchange, "state", &text);
	int32_t state = codes_find(&entry_state_codes, text);
	TRY(entry_open_list(request->loop->store, request->command.region, state, after, request->limit,
		&cursor, error));
	for (*count = 0; *count < request->limit; ++*count) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(store_record_fill(&entry_table, row, &entries[*count], request->arena, error));
	}
	return STATUS_OK;
}

static status put_entries(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	struct entry *entries = ARENA_ARRAY(request->arena, struct entry, (size_t)request->limit);
	int64_t count = 0;
	(void)version;
	(void)found;
	TRY(read_entries(request, entries, &count, error));
	jsonw_object_begin(json);
	jsonw_key(json, "entries");
	jsonw_array_begin(json);
	for (int64_t i = 0; i < count; i++) {
		jsonw_object_begin(json);
		TRY(put_entry(request, json, &entries[i], error));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_put_id(
		json, "next_after", count > 0 && count == request->limit ? entries[count - 1].id : id_none);
	jsonw_object_end(json);
	return STATUS_OK;
}

void api_handle_entries(struct api_request *request)
{
	struct id after;
	int32_t state = 0;
	if (!api_directory_page(request, &after) ||
		!api_directory_query_code(request, "state", &entry_state_codes, &state))
		return;
	api_directory_answer(request, put_entries);
}

/* The entry of the path; one from before there were entries has a row of zeros. */
static status find_entry(
	struct api_request *request, struct entry *entry, bool *found, struct error *error)
{
	struct directory_listing listing;
	struct error absent = {0};
	struct store *store = request->loop->store;
	*entry = (struct entry){.region = request->command.region, .id = path_id(request, "entry")};
	status code = store_record_get(store, &entry_table, entry, request->arena, &absent);
	*found = code == STATUS_OK;
	if (code == STATUS_OK) return STATUS_OK;
	if (code != STATUS_NOT_FOUND) return status_fail(error, code, "%s", absent.message);
	for (int kind = ENTRY_ORGANISATION; kind <= ENTRY_SERVICE && !*found; kind++) {
		TRY(directory_read_one(store, (enum entry_kind)kind, entry->region, entry->id, &listing,
			found, request->arena, error));
		if (!*found) continue;
		entry->kind = kind;
		entry->organisation = kind == ENTRY_ORGANISATION ? listing.organisation.id
			: kind == ENTRY_SITE                         ? listing.site.organisation
														 : listing.service.organisation;
	}
	return STATUS_OK;
}

static status put_entry_one(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	struct entry entry;
	TRY(find_entry(request, &entry, found, error));
	if (!*found) return STATUS_OK;
	*version = entry.version;
	jsonw_object_begin(json);
	TRY(put_entry(request, json, &entry, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

void api_handle_entry(struct api_request *request)
{
	api_directory_answer(request, put_entry_one);
}

static void put_change(struct jsonw *json, const struct entry_change *change)
{
	const struct command_entry *command = command_find(change->command);
	jsonw_object_begin(json);
	jsonw_put_int(json, "version", change->version);
	jsonw_put_instant(json, "at", change->at_ms);
	jsonw_put_text(json, "command", command == NULL ? NULL : command->name);
	api_put_code(json, "by", &entry_role_codes, change->role);
	jsonw_put_text(json, "field", codes_name(&entry_field_codes, change->field));
	api_directory_put_text(json, "before", change->before);
	api_directory_put_text(json, "after", change->after);
	jsonw_object_end(json);
}

/* Whole versions only: the last one of a full page may go on, and is left for the next. */
static status put_history(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct entry entry;
	int64_t last = 0, count = 0;
	TRY(find_entry(request, &entry, found, error));
	if (!*found) return STATUS_OK;
	TRY(entry_open_changes(request->loop->store, request->command.region, entry.id, request->after,
		request->limit + VERSION_MAX, &cursor, error));
	jsonw_object_begin(json);
	jsonw_key(json, "changes");
	jsonw_array_begin(json);
	for (;; count++) {
		const struct store_value *row = NULL;
		struct entry_change change;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&entry_change_table, row, &change, NULL, error));
		if (count >= request->limit && change.version != last) break;
		put_change(json, &change);
		last = change.version;
	}
	jsonw_array_end(json);
	jsonw_key(json, "next_after");
	if (last != 0 && last < entry.version)
		jsonw_int(json, last);
	else
		jsonw_null(json);
	jsonw_object_end(json);
	(void)version;
	return STATUS_OK;
}

void api_handle_entry_history(struct api_request *request)
{
	if (api_query_page(request, false)) api_directory_answer(request, put_history);
}

static status put_opening(
	struct api_request *request, int64_t at_ms, bool *found, struct error *error)
{
	struct hours rows[HOURS_MAX_ROWS];
	struct entry entry;
	struct jsonw json;
	size_t count = 0;
	int64_t opens_ms = 0;
	TRY(find_entry(request, &entry, found, error));
	if (!*found) return STATUS_OK;
	TRY(directory_read_hours(
		request->loop->store, request->command.region, entry.id, rows, &count, error));
	jsonw_init(&json, &request->loop->out);
	jsonw_object_begin(&json);
	jsonw_put_instant(&json, "at", at_ms);
	jsonw_put_bool(&json, "known", count > 0);
	jsonw_put_bool(&json, "open", hours_open_at(rows, count, at_ms));
	bool opens = hours_next_opening(rows, count, at_ms, &opens_ms);
	jsonw_put_instant(&json, "next_opening", opens ? opens_ms : 0);
	jsonw_object_end(&json);
	return STATUS_OK;
}

/* ?at=2026-11-21T22:30:00Z; without it, now. */
void api_handle_entry_opening(struct api_request *request)
{
	struct error error = {0};
	struct span text = {0};
	int64_t at_ms = request->now_ms;
	bool found = false;
	if (http_query(request->exchange, "at", &text) && !date_parse_instant(text, &at_ms)) {
		(void)api_query_form_wrong(request, "at", "2026-11-21T22:30:00Z");
		return;
	}
	buf_reset(&request->loop->out);
	status code = store_begin(request->loop->store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		code = put_opening(request, at_ms, &found, &error);
		store_rollback(request->loop->store);
	}
	if (code != STATUS_OK)
		api_problem_error(request, &error);
	else if (!found)
		api_problem(request, 404, "problem.not_found", NULL, 0);
	else
		api_reply_json(request, 200, 0, buf_span(&request->loop->out));
}

static void put_agreement(struct jsonw *json, const struct agreement *agreement,
	const struct directory_freshness *freshness)
{
	jsonw_put_id(json, "id", agreement->id);
	jsonw_put_span(json, "name", agreement->name);
	jsonw_put_id(json, "organisation", agreement->made_by);
	jsonw_put_day(json, "from_day", agreement->from_day);
	if (agreement->to_day != 0) jsonw_put_day(json, "to_day", agreement->to_day);
	api_directory_put_text(json, "description", agreement->words);
	api_directory_put_freshness(json, freshness);
}

static status put_agreements(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct id after = id_none, last = id_none;
	struct span text = {0};
	int64_t count = 0;
	(void)version;
	(void)found;
	if (http_query(request->exchange, "after", &text)) (void)id_parse(text, &after);
	TRY(agreement_open_list(
		request->loop->store, request->command.region, after, request->limit, &cursor, error));
	jsonw_object_begin(json);
	jsonw_key(json, "agreements");
	jsonw_array_begin(json);
	for (;; count++) {
		const struct store_value *row = NULL;
		struct agreement agreement;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&agreement_table, row, &agreement, NULL, error));
		const struct store_value *more = row + agreement_table.column_count;
		struct directory_freshness freshness = {(int32_t)store_value_int(&more[0]),
			store_value_int(&more[1]), store_value_int(&more[2]),
			(int32_t)store_value_int(&more[3]), store_value_int(&more[4])};
		jsonw_object_begin(json);
		put_agreement(json, &agreement, &freshness);
		jsonw_object_end(json);
		last = agreement.id;
	}
	jsonw_array_end(json);
	jsonw_put_id(json, "next_after", count == request->limit ? last : id_none);
	jsonw_object_end(json);
	return STATUS_OK;
}

void api_handle_agreements(struct api_request *request)
{
	struct id after;
	if (api_directory_page(request, &after)) api_directory_answer(request, put_agreements);
}

/* The agreement of the path, and its entry. */
static status find_agreement(struct api_request *request, struct agreement *agreement,
	struct entry *entry, bool *found, struct error *error)
{
	struct error absent = {0};
	struct store *store = request->loop->store;
	struct id id = path_id(request, "agreement");
	*agreement = (struct agreement){.region = request->command.region, .id = id};
	*entry = (struct entry){.region = request->command.region, .id = id};
	status code = store_record_get(store, &agreement_table, agreement, request->arena, &absent);
	if (code == STATUS_OK)
		code = store_record_get(store, &entry_table, entry, request->arena, &absent);
	*found = code == STATUS_OK;
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	return status_fail(error, code, "%s", absent.message);
}

static status put_goals(
	struct api_request *request, struct jsonw *json, struct id agreement, struct error *error)
{
	struct goal goals[AGREEMENT_MAX_GOALS];
	size_t count = 0;
	TRY(agreement_read_goals(request->loop->store, request->command.region, agreement, goals,
		&count, request->arena, error));
	jsonw_key(json, "goals");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		jsonw_object_begin(json);
		jsonw_put_int(json, "number", goals[i].number);
		jsonw_put_span(json, "words", goals[i].words);
		if (goals[i].by_day != 0) jsonw_put_day(json, "by_day", goals[i].by_day);
		if (goals[i].reached_day != 0) jsonw_put_day(json, "reached_day", goals[i].reached_day);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

static status put_agreement_one(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	struct agreement agreement;
	struct entry entry;
	TRY(find_agreement(request, &agreement, &entry, found, error));
	if (!*found) return STATUS_OK;
	struct directory_freshness freshness = freshness_of(&entry);
	*version = entry.version;
	jsonw_object_begin(json);
	put_agreement(json, &agreement, &freshness);
	TRY(put_goals(request, json, agreement.id, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

void api_handle_agreement(struct api_request *request)
{
	api_directory_answer(request, put_agreement_one);
}

static status put_parties(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct agreement agreement;
	struct entry entry;
	struct id after = id_none, last = id_none;
	struct span text = {0};
	int64_t count = 0;
	TRY(find_agreement(request, &agreement, &entry, found, error));
	if (!*found) return STATUS_OK;
	if (http_query(request->exchange, "after", &text)) (void)id_parse(text, &after);
	TRY(agreement_open_parties(request->loop->store, request->command.region, agreement.id, after,
		request->limit, &cursor, error));
	jsonw_object_begin(json);
	jsonw_key(json, "parties");
	jsonw_array_begin(json);
	for (;; count++) {
		const struct store_value *row = NULL;
		struct party party;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&agreement_party_table, row, &party, NULL, error));
		jsonw_object_begin(json);
		jsonw_put_id(json, "organisation", party.organisation);
		jsonw_put_span(json, "name", store_value_bytes(&row[agreement_party_table.column_count]));
		jsonw_put_text(json, "state", codes_name(&agreement_party_state_codes, party.state));
		api_directory_put_text(json, "pledge", party.pledge);
		api_directory_put_text(json, "direct_line", party.direct_line);
		jsonw_object_end(json);
		last = party.organisation;
	}
	jsonw_array_end(json);
	jsonw_put_id(json, "next_after", count == request->limit ? last : id_none);
	jsonw_object_end(json);
	(void)version;
	return STATUS_OK;
}

void api_handle_agreement_parties(struct api_request *request)
{
	struct id after;
	if (api_directory_page(request, &after)) api_directory_answer(request, put_parties);
}

static status find_correction(
	struct api_request *request, struct correction *correction, bool *found, struct error *error)
{
	struct error absent = {0};
	*correction = (struct correction){
		.region = request->command.region, .id = path_id(request, "correction")};
	status code = store_record_get(
		request->loop->store, &correction_table, correction, request->arena, &absent);
	*found = code == STATUS_OK;
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	return status_fail(error, code, "%s", absent.message);
}

static void put_correction(struct jsonw *json, const struct correction *correction)
{
	jsonw_put_id(json, "id", correction->id);
	jsonw_put_id(json, "entry", correction->entry);
	jsonw_put_text(json, "entry_kind", codes_name(&entry_kind_codes, correction->entry_kind));
	jsonw_put_text(json, "field", codes_name(&entry_field_codes, correction->field));
	jsonw_put_text(json, "state", codes_name(&correction_state_codes, correction->state));
	if (correction->reason != 0)
		jsonw_put_text(json, "reason", codes_name(&correction_reason_codes, correction->reason));
	jsonw_put_instant(json, "proposed", correction->proposed_ms);
	jsonw_put_instant(json, "due", correction->due_ms);
	jsonw_put_instant(json, "decided", correction->decided_ms);
}

/* What became of it, for who proposed it and has its id: without what was written. */
static status put_correction_one(struct api_request *request, struct jsonw *json, int64_t *version,
	bool *found, struct error *error)
{
	struct correction correction;
	TRY(find_correction(request, &correction, found, error));
	if (!*found) return STATUS_OK;
	jsonw_object_begin(json);
	put_correction(json, &correction);
	jsonw_object_end(json);
	(void)version;
	return STATUS_OK;
}

void api_handle_correction(struct api_request *request)
{
	api_directory_answer(request, put_correction_one);
}

/* For who decides: with what was written. */
status api_view_correction(struct api_request *request, struct buf *out, struct error *error)
{
	struct correction correction;
	struct jsonw json;
	bool found = false;
	TRY(find_correction(request, &correction, &found, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	put_correction(&json, &correction);
	TRY(api_put_sealed(
		request, &json, "value", correction.id, VAULT_STORY, correction.value, error));
	TRY(api_put_sealed(
		request, &json, "words", correction.id, VAULT_WORDS, correction.words, error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

status api_view_entry_link(struct api_request *request, struct buf *out, struct error *error)
{
	char token[API_LINK_SIZE];
	struct entry entry;
	struct jsonw json;
	bool found = false;
	TRY(find_entry(request, &entry, &found, error));
	api_link_text(request->api->options.vault, entry.ask, token);
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_put_id(&json, "entry", entry.id);
	jsonw_put_text(&json, "token", token);
	jsonw_put_instant(&json, "asked", entry.asked_ms);
	jsonw_object_end(&json);
	return STATUS_OK;
}
