/* api_view.c - what somebody may see of a file, as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "care/consent.h"
#include "care/conversation.h"
#include "care/episode.h"
#include "base/date.h"
#include "care/file.h"
#include "care/knowing.h"
#include "care/mandate.h"
#include "care/preparation.h"
#include "care/second_view.h"
#include "care/merge.h"
#include "care/handover.h"
#include "care/moment.h"
#include "care/plan.h"
#include "care/stay.h"
#include "care/step.h"
#include "care/table.h"
#include "directory/directory.h"
#include "journal/look.h"
#include "region/region.h"
#include <stdio.h>

enum { LIST_MAX = 500 }; /* needs, or members, shown of one episode; what is cut off is said */
enum { API_REPLY_TEXT_BYTES = 1000 };

status api_account_name(struct api_request *request, struct id id, struct span *name,
	struct account *account, struct error *error)
{
	bool found = false;
	struct error closed = {0};
	*name = (struct span){0};
	*account = (struct account){0};
	TRY(account_find(request->loop->store, id, account, &found, request->arena, error));
	if (!found || account->name.size == 0) return STATUS_OK;
	/* A name whose key was destroyed is shown as none. */
	status code = vault_unseal(request->api->options.vault, account->id, VAULT_NAME, account->name,
		request->arena, name, &closed);
	if (code == STATUS_OK || code == STATUS_KEY) return STATUS_OK;
	*error = closed;
	return code;
}

status api_put_account(struct api_request *request, struct jsonw *json, const char *key,
	struct id id, struct error *error)
{
	struct account account;
	struct span name;
	if (id_is_none(id)) {
		jsonw_put_null(json, key);
		return STATUS_OK;
	}
	TRY(api_account_name(request, id, &name, &account, error));
	if (key != NULL) jsonw_key(json, key);
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", id);
	api_put_code(json, "kind", &codes_member_kind, account.kind);
	if (name.size > 0 && api_view_names(request, id)) jsonw_put_span(json, "name", name);
	if (!id_is_none(account.organisation)) jsonw_put_id(json, "organisation", account.organisation);
	TRY(api_put_organisation_name(request, json, account.region, account.organisation, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_put_sealed(struct api_request *request, struct jsonw *json, const char *key,
	struct id subject, enum vault_field field, struct span sealed, struct error *error)
{
	struct span text = {0};
	if (sealed.size == 0) {
		jsonw_put_null(json, key);
		return STATUS_OK;
	}
	TRY(vault_unseal(
		request->api->options.vault, subject, field, sealed, request->arena, &text, error));
	jsonw_put_span(json, key, text);
	return STATUS_OK;
}

static struct id person_of(const struct api_request *request)
{
	return request->command.reply.result.person;
}

static status put_step(
	struct api_request *request, struct jsonw *json, const struct need *need, struct error *error)
{
	struct step step = {.region = need->region, .episode = need->episode, .id = need->step};
	if (id_is_none(need->step)) {
		jsonw_put_null(json, "next_step");
		return STATUS_OK;
	}
	TRY(store_record_get(request->loop->store, &step_table, &step, request->arena, error));
	jsonw_key(json, "next_step");
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", step.id);
	jsonw_put_text(json, "kind", codes_name(&step_kind_codes, step.kind));
	jsonw_put_day(json, "day", step.due_day);
	if (step_urgent_ms(&step) != 0) jsonw_put_instant(json, "before", step_urgent_ms(&step));
	jsonw_put_bool(json, "late", step.late != STEP_IN_TIME);
	jsonw_put_id(json, "who", step.who);
	if (step.words.size > 0)
		TRY(api_put_sealed(
			request, json, "words", person_of(request), VAULT_WORDS, step.words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_need(
	struct api_request *request, struct jsonw *json, const struct need *need, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", need->id);
	api_put_code(json, "domain", &codes_life_domain, need->domain);
	api_put_code(json, "aim", &codes_need_aim, need->aim);
	jsonw_put_text(json, "state", codes_name(&need_state_codes, need->state));
	jsonw_put_id(json, "bearer", need->bearer);
	jsonw_put_text(json, "bearer_kind", codes_name(&codes_member_kind, need->bearer_kind));
	if (!id_is_none(need->bearer_before)) jsonw_put_id(json, "bearer_before", need->bearer_before);
	jsonw_put_id(json, "open_handover", need->open_handover);
	jsonw_put_instant(json, "opened", need->opened_ms);
	if (need->closed_ms != 0) {
		jsonw_put_instant(json, "closed", need->closed_ms);
		jsonw_put_text(json, "decided_by", codes_name(&codes_closing, need->closing));
	}
	if (need->words.size > 0)
		TRY(api_put_sealed(
			request, json, "words", person_of(request), VAULT_WORDS, need->words, error));
	TRY(put_step(request, json, need, error));
	TRY(api_put_second_view(request, json, need, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_put_more(
	struct store_cursor *cursor, struct jsonw *json, const char *key, struct error *error)
{
	const struct store_value *row = NULL;
	TRY(store_query_next(cursor, &row, error));
	jsonw_put_bool(json, key, row != NULL);
	return STATUS_OK;
}

bool api_view_helps(const struct api_request *request)
{
	int32_t kind = request->account.kind;
	return kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER;
}

/* Who knows only their own part sees what they bear. */
static status knows_own_only(struct api_request *request, bool *only, struct error *error)
{
	struct error absent = {0};
	struct knowing knowing = {.region = request->command.region,
		.episode = request->command.params.episode,
		.account = request->account.id};
	*only = false;
	if (api_view_helps(request)) return STATUS_OK;
	status code =
		store_record_get(request->loop->store, &knowing_table, &knowing, request->arena, &absent);
	if (code == STATUS_NOT_FOUND) return STATUS_OK;
	*only = code == STATUS_OK && knowing.knows == KNOWS_OWN;
	if (code != STATUS_OK) *error = absent;
	return code;
}

static status put_needs(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	bool own_only = false;
	TRY(knows_own_only(request, &own_only, error));
	TRY(file_open_needs(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_key(json, "needs");
	jsonw_array_begin(json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct need need;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&need_table, row, &need, NULL, error));
		if (!own_only || id_equal(need.bearer, request->account.id))
			TRY(put_need(request, json, &need, error));
	}
	jsonw_array_end(json);
	return api_put_more(cursor, json, "needs_more", error);
}

static status put_team(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(file_open_team(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_key(json, "team");
	jsonw_array_begin(json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct member member;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&team_member_table, row, &member, NULL, error));
		jsonw_object_begin(json);
		TRY(api_put_account(request, json, "account", member.account, error));
		jsonw_put_text(json, "way", codes_name(&team_way_codes, member.way));
		jsonw_put_instant(json, "since", member.since_ms);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	return api_put_more(cursor, json, "team_more", error);
}

/* How to reach the person and when they were born: for themself, and for who helps by profession or
 * as a peer. */
static bool may_reach(const struct api_request *request)
{
	int32_t kind = request->account.kind;
	return id_equal(request->account.id, person_of(request)) || kind == MEMBER_PROFESSIONAL ||
		kind == MEMBER_PEER;
}

static status put_person(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct id id = person_of(request);
	struct person person = {.region = request->command.region, .id = id};
	char municipality[16];
	TRY(store_record_get(
		request->loop->store, &episode_person_table, &person, request->arena, error));
	if (person.municipality != 0 && api_view_shows(request, FILE_CONTACT)) {
		snprintf(municipality, sizeof(municipality), "GM%04d", (int)person.municipality);
		jsonw_put_text(json, "municipality", municipality);
	}
	if (!may_reach(request)) return STATUS_OK;
	if (api_view_shows(request, FILE_CONTACT))
		TRY(api_put_sealed(request, json, "contact", id, VAULT_CONTACT, person.contact, error));
	if (!api_view_shows(request, FILE_IDENTITY)) return STATUS_OK;
	return api_put_sealed(request, json, "birth_day", id, VAULT_BIRTH, person.birth, error);
}

/* What came in while the door was slowed down may be one of many from one place: whoever holds it
 * knows, and treats it as any other. */
static void put_marked(
	struct api_request *request, struct jsonw *json, const struct episode *episode)
{
	struct buf text;
	if (!episode->marked) {
		jsonw_put_null(json, "marked");
		return;
	}
	buf_init(&text, API_REPLY_TEXT_BYTES);
	api_messages_add(request->api->messages, request->language, "view.marked", NULL, 0, &text);
	jsonw_put_span(json, "marked", buf_span(&text));
	request->worded = true;
	buf_finish(&text);
}

status api_view_episode(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	char region[REGION_CODE_SIZE];
	const struct command *command = &request->command;
	struct episode episode = {.region = command->region, .id = command->params.episode};
	TRY(store_record_get(request->loop->store, &episode_table, &episode, request->arena, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_put_id(&json, "id", episode.id);
	jsonw_put_text(&json, "region", region_code_text(episode.region, region));
	jsonw_put_id(&json, "person", episode.person);
	api_put_code(&json, "state", &episode_state_codes, episode.state);
	api_put_code(&json, "for_whom", &codes_for_whom, episode.for_whom);
	jsonw_put_id(&json, "care_manager", episode.care_manager);
	jsonw_put_id(&json, "open_handover", episode.open_handover);
	jsonw_put_instant(&json, "opened", episode.opened_ms);
	jsonw_put_int(&json, "version", episode.version);
	put_marked(request, &json, &episode);
	TRY(put_person(request, &json, error));
	TRY(api_put_periods(request, &json, error));
	TRY(put_needs(request, &json, error));
	TRY(put_team(request, &json, error));
	TRY(api_put_open(request, &json, error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

/* Texts of a moment are sealed as what they were when they came in. */
static enum vault_field field_of(const struct moment *moment)
{
	if (moment->kind == COMMAND_QUESTION_ASK) return VAULT_STORY;
	if (moment->kind == COMMAND_HANDOVER_DECLINE) return VAULT_INSTEAD;
	return VAULT_WORDS;
}

void api_view_moment_codes(
	const struct moment *moment, const struct codes **first, const struct codes **second)
{
	*first = NULL;
	*second = NULL;
	switch (moment->kind) {
	case COMMAND_NEED_ADD:
		*first = &codes_life_domain;
		*second = &codes_need_aim;
		break;
	case COMMAND_NEED_CLOSE:
		*first = &codes_life_domain;
		*second = &codes_closing;
		break;
	case COMMAND_HANDOVER_DECLINE:
		*first = &codes_decline_reason;
		*second = &codes_decline_instead;
		break;
	case COMMAND_CONVERSATION_TELL: *first = &conversation_topic_codes; break;
	case COMMAND_EPISODE_CLOSE: *first = &codes_closing; break;
	case COMMAND_STAY_PLAN: *first = &stay_keeps_codes; break;
	case COMMAND_TABLE_BRING: *first = &table_why_codes; break;
	case COMMAND_PLAN_ADD:
	case COMMAND_PLAN_CHANGE:
	case COMMAND_PLAN_DONE:
	case COMMAND_PLAN_STOP: *first = &plan_kind_codes; break;
	case COMMAND_MEMBER_KNOWS: *first = &knowing_codes; break;
	case COMMAND_MANDATE_NAME:
	case COMMAND_MANDATE_END:
	case COMMAND_MANDATE_TURN:
		*first = &mandate_kind_codes;
		*second = &mandate_state_codes;
		break;
	case COMMAND_TRANSITION_ANNOUNCE:
	case COMMAND_TRANSITION_MOVE:
	case COMMAND_TRANSITION_CALL_OFF:
	case COMMAND_TRANSITION_COME:
		*first = &transition_kind_codes;
		*second = &transition_state_codes;
		break;
	case COMMAND_PREPARATION_DONE:
	case COMMAND_PREPARATION_NOT_NEEDED:
	case COMMAND_PREPARATION_LATE: *first = &preparation_key_codes; break;
	case COMMAND_TREATMENT_AGREE:
		*first = &codes_life_domain;
		*second = &second_view_outcome_codes;
		break;
	case COMMAND_SECOND_VIEW_LATE:
		*first = &codes_life_domain;
		*second = &second_view_state_codes;
		break;
	case COMMAND_MERGE_CONFIRM:
	case COMMAND_MERGE_APART:
	case COMMAND_MERGE_UNDO: *first = &merge_state_codes; break;
	case COMMAND_STAY_LATE: *first = &stay_lateness_codes; break;
	case COMMAND_CONSENT_GIVE:
	case COMMAND_CONSENT_OBJECT:
	case COMMAND_CONSENT_WITHDRAW: *first = &consent_kind_codes; break;
	case COMMAND_QUESTION_ASK:
	case COMMAND_EPISODE_RETURN:
	case COMMAND_NEED_STOP:
	case COMMAND_TREATMENT_EXHAUSTED:
	case COMMAND_TREATMENT_RESUME:
	case COMMAND_DANGER_REPORT:
	case COMMAND_DANGER_OVER:
	case COMMAND_STEP_PLAN:
	case COMMAND_STEP_DONE: *first = &codes_life_domain; break;
	default: break;
	}
}

static status put_whom(struct api_request *request, struct jsonw *json, const struct moment *moment,
	struct error *error)
{
	struct service service;
	bool found = false;
	bool may_be_service = moment->kind == COMMAND_HANDOVER_OFFER ||
		moment->kind == COMMAND_CONSULT_ASK || moment->kind == COMMAND_TABLE_DECIDE ||
		(moment->kind >= COMMAND_STAY_PLAN && moment->kind <= COMMAND_STAY_LATE) ||
		moment->kind == COMMAND_STAY_PLACE;
	if (!may_be_service || moment->second == 0)
		return api_put_account(request, json, "whom", moment->whom, error);
	TRY(directory_find_service(
		request->loop->store, moment->whom, &service, &found, request->arena, error));
	jsonw_key(json, "whom");
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", moment->whom);
	jsonw_put_text(json, "kind", "service");
	if (found) jsonw_put_span(json, "name", service.name);
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_domain(struct api_request *request, struct jsonw *json,
	const struct moment *moment, struct error *error)
{
	struct need need = {.region = moment->region, .episode = moment->episode, .id = moment->need};
	if (id_is_none(moment->need)) return STATUS_OK;
	TRY(store_record_get(request->loop->store, &need_table, &need, request->arena, error));
	api_put_code(json, "domain", &codes_life_domain, need.domain);
	return STATUS_OK;
}

/* Which line it puts right. */
static void put_corrects(struct jsonw *json, const struct moment *moment)
{
	jsonw_key(json, "corrects");
	jsonw_object_begin(json);
	jsonw_put_int(json, "version", moment->second);
	jsonw_put_int(json, "part", moment->code);
	jsonw_object_end(json);
}

/* Until when who has duty has to begin: a norm in hours. Danger that is said again has the hour of
 * when it was said first. */
static void put_before(struct jsonw *json, const struct moment *moment)
{
	bool said = moment->second != 0;
	bool unsafe = (moment->kind == COMMAND_DANGER_REPORT && !said) ||
		((moment->kind == COMMAND_QUESTION_ASK || moment->kind == COMMAND_EPISODE_RETURN) && said);
	const struct step step = {
		.kind = STEP_DUTY, .made_ms = moment->at_ms, .due_day = date_day_of(moment->at_ms)};
	if (unsafe) jsonw_put_instant(json, "before", step_urgent_ms(&step));
}

/* Why somebody declined, in their own words; what they do instead is the moment's. */
static status put_reason(struct api_request *request, struct jsonw *json,
	const struct moment *moment, struct error *error)
{
	struct handover handover = {
		.region = moment->region, .episode = moment->episode, .id = moment->thing};
	if (moment->kind != COMMAND_HANDOVER_DECLINE) return STATUS_OK;
	TRY(store_record_get(request->loop->store, &handover_table, &handover, request->arena, error));
	return api_put_sealed(request, json, "reason_words", person_of(request), VAULT_WORDS,
		handover.reason_words, error);
}

/* Who was told that it is late: at first whose it is, and then somebody further up. */
static void put_told(struct jsonw *json, const struct moment *moment)
{
	/* Before the organisation was told too, this was yes or no. */
	int32_t told = moment->second == 1 ? STEP_LATE_LONG : moment->second;
	jsonw_put_bool(json, "further", told != 0);
	if (told > STEP_LATE_LONG) api_put_code(json, "second", &step_lateness_codes, told);
}

static status put_moment(struct api_request *request, struct jsonw *json,
	const struct moment *moment, struct error *error)
{
	const struct codes *first, *second;
	const struct command_entry *entry = command_find(moment->kind);
	api_view_moment_codes(moment, &first, &second);
	jsonw_object_begin(json);
	jsonw_put_int(json, "version", moment->seq);
	jsonw_put_int(json, "part", moment->part);
	jsonw_put_text(json, "what", entry == NULL ? "" : entry->name);
	jsonw_put_instant(json, "at", moment->at_ms);
	jsonw_put_day(json, "effective_day", moment->effective_day);
	TRY(api_put_account(request, json, "who", moment->who, error));
	TRY(put_whom(request, json, moment, error));
	jsonw_put_id(json, "need", moment->need);
	TRY(put_domain(request, json, moment, error));
	jsonw_put_id(json, "thing", moment->thing);
	if (first != NULL) api_put_code(json, "code", first, moment->code);
	if (second != NULL) api_put_code(json, "second", second, moment->second);
	if (moment->kind == COMMAND_QUESTION_ASK) jsonw_put_bool(json, "unsafe", moment->second != 0);
	if (moment->kind == COMMAND_TABLE_BRING && moment->second != 0)
		jsonw_put_bool(json, "unsafe", true);
	if (moment->kind == COMMAND_STEP_LATE) put_told(json, moment);
	if (moment->kind == COMMAND_CONSULT_ASK) jsonw_put_bool(json, "named", moment->code != 0);
	if (moment->day != 0) jsonw_put_day(json, "day", moment->day);
	if (moment->kind == COMMAND_MOMENT_CORRECT) put_corrects(json, moment);
	put_before(json, moment);
	TRY(put_reason(request, json, moment, error));
	TRY(api_put_sealed(
		request, json, "words", person_of(request), field_of(moment), moment->words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

/* That somebody else may have a file is theirs until both sides said that it is one person
 * (merge.h, invariant 2). */
bool api_view_tells(const struct api_request *request, const struct moment *moment)
{
	/* Who may know what, and who is kept out of sight, is not for everybody near. */
	if (moment->kind == COMMAND_MEMBER_KNOWS)
		return api_view_helps(request) || id_equal(request->account.id, person_of(request));
	/* What others may know is the person's, and of who speaks for them. */
	enum access_ground ground = request->command.reply.ground;
	if (moment->kind >= COMMAND_CONSENT_GIVE && moment->kind <= COMMAND_CONSENT_WITHDRAW)
		return ground == GROUND_OWN_FILE || ground == GROUND_REPRESENTATION;
	bool of_pair = moment->kind == COMMAND_MERGE_CONFIRM || moment->kind == COMMAND_MERGE_APART;
	return !of_pair || moment->code == MERGE_MERGED || api_view_helps(request);
}

status api_view_timeline(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	int64_t last = 0, count = 0;
	TRY(moment_open_after(request->loop->store, command->region, command->params.episode,
		request->after, request->limit, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "moments");
	jsonw_array_begin(&json);
	for (;; count++) {
		struct moment moment;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&moment_table, row, &moment, NULL, error));
		if (api_view_tells(request, &moment)) TRY(put_moment(request, &json, &moment, error));
		last = moment.seq;
	}
	jsonw_array_end(&json);
	/* Null when this was the last page. */
	if (count == request->limit)
		jsonw_put_int(&json, "next_after", last);
	else
		jsonw_put_null(&json, "next_after");
	jsonw_object_end(&json);
	return STATUS_OK;
}

static status put_look(
	struct api_request *request, struct jsonw *json, const struct look *look, struct error *error)
{
	const struct command_entry *entry = command_find(look->purpose);
	jsonw_object_begin(json);
	jsonw_put_instant(json, "at", look->at_ms);
	TRY(api_put_account(request, json, "who", look->actor, error));
	jsonw_put_text(json, "what", entry == NULL ? "" : entry->name);
	jsonw_put_text(json, "part", codes_name(&access_part_codes, look->part));
	jsonw_put_text(json, "ground", codes_name(&access_ground_codes, look->ground));
	jsonw_object_end(json);
	return STATUS_OK;
}

/* Who looked: newest first. What was changed is in the timeline. */
status api_view_log(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	int64_t before_seq = request->after == 0 ? INT64_MAX : request->after, count = 0, last_seq = 0;
	TRY(look_open_of_subject(request->loop->store, request->command.region, person_of(request),
		before_seq, request->limit, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "looks");
	jsonw_array_begin(&json);
	for (;; count++) {
		struct look look;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&look_table, row, &look, NULL, error));
		TRY(put_look(request, &json, &look, error));
		last_seq = look.seq;
	}
	jsonw_array_end(&json);
	if (count == request->limit)
		jsonw_put_int(&json, "next_after", last_seq);
	else
		jsonw_put_null(&json, "next_after");
	jsonw_object_end(&json);
	return STATUS_OK;
}
