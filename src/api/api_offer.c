/* api_offer.c - what is offered and asked in an episode: one handover or asking for who is asked,
 * and all that stands open for the team.
 *
 * Who is asked gets what they need to answer: what it is about, for how old somebody, who asks and
 * until when; not who it is (L7), nor who their relatives are.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/date.h"
#include "care/episode.h"
#include "care/file.h"
#include "care/handover.h"
#include "care/join.h"
#include "care/merge.h"
#include "care/team.h"
#include "directory/directory.h"
#include "region/region_purchase.h"

enum { ADULT_YEARS = 18, AGREED_BYTES = 2000 };

static struct id person_of(const struct api_request *request)
{
	return request->command.reply.result.person;
}

status api_put_organisation_name(struct api_request *request, struct jsonw *json, int32_t region,
	struct id id, struct error *error)
{
	struct error absent = {0};
	struct organisation organisation = {.region = region, .id = id};
	if (id_is_none(id)) return STATUS_OK;
	status code = store_record_get(request->loop->store, &directory_organisation_table,
		&organisation, request->arena, &absent);
	if (code == STATUS_OK) jsonw_put_span(json, "organisation_name", organisation.name);
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	*error = absent;
	return code;
}

static status put_service(struct api_request *request, struct jsonw *json, const char *key,
	struct id id, struct error *error)
{
	struct service service;
	bool found = false;
	TRY(directory_find_service(request->loop->store, id, &service, &found, request->arena, error));
	jsonw_key(json, key);
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", id);
	jsonw_put_text(json, "kind", "service");
	if (found) {
		jsonw_put_span(json, "name", service.name);
		jsonw_put_id(json, "organisation", service.organisation);
		TRY(api_put_organisation_name(request, json, service.region, service.organisation, error));
	}
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_to(struct api_request *request, struct jsonw *json,
	const struct handover *handover, struct error *error)
{
	if (id_is_none(handover->to_service))
		return api_put_doer(request, json, "to", handover->to_account, error);
	return put_service(request, json, "to", handover->to_service, error);
}

/* Whose file it is, by either code, or in the team now: not only asked. */
static status is_inside(struct api_request *request, bool *inside, struct error *error)
{
	struct error absent = {0};
	struct member member = {.region = request->command.region,
		.episode = request->command.params.episode,
		.account = request->account.id};
	*inside = id_equal(request->account.id, person_of(request));
	if (*inside) return STATUS_OK;
	TRY(merge_is_same(
		request->loop->store, member.region, member.episode, request->account.id, inside, error));
	if (*inside) return STATUS_OK;
	status code = store_record_get(
		request->loop->store, &team_member_table, &member, request->arena, &absent);
	*inside = code == STATUS_OK && member.left_ms == 0;
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	*error = absent;
	return code;
}

status api_find_doer(struct api_request *request, struct id id, struct account *account,
	bool *may_name, struct error *error)
{
	bool inside = false, found = false;
	*account = (struct account){0};
	TRY(account_find(request->loop->store, id, account, &found, request->arena, error));
	*may_name = account->kind == MEMBER_PROFESSIONAL || account->kind == MEMBER_PEER ||
		account->kind == MEMBER_VOLUNTEER || id_equal(id, request->account.id);
	if (*may_name) return STATUS_OK;
	TRY(is_inside(request, &inside, error));
	*may_name = inside;
	return STATUS_OK;
}

status api_put_doer(struct api_request *request, struct jsonw *json, const char *key, struct id id,
	struct error *error)
{
	struct account account = {.kind = MEMBER_PERSON};
	bool may_name = false;
	if (id_is_none(id)) return api_put_account(request, json, key, id, error);
	if (!id_equal(id, person_of(request)))
		TRY(api_find_doer(request, id, &account, &may_name, error));
	if (may_name) return api_put_account(request, json, key, id, error);
	jsonw_key(json, key);
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", id);
	api_put_code(json, "kind", &codes_member_kind, account.kind);
	jsonw_object_end(json);
	return STATUS_OK;
}

/* What it is about. Care management is of no need. */
static status put_about(struct api_request *request, struct jsonw *json,
	const struct handover *handover, struct error *error)
{
	struct need need = {
		.region = handover->region, .episode = handover->episode, .id = handover->need};
	bool of_need = !id_is_none(handover->need);
	jsonw_put_text(json, "about", of_need ? "need" : "care_management");
	if (!of_need) return STATUS_OK;
	TRY(store_record_get(request->loop->store, &need_table, &need, request->arena, error));
	api_put_code(json, "domain", &codes_life_domain, need.domain);
	api_put_code(json, "aim", &codes_need_aim, need.aim);
	jsonw_put_text(json, "need_state", codes_name(&need_state_codes, need.state));
	return STATUS_OK;
}

/* Young or grown up, where the person said when they were born. */
static status put_age_group(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct person person = {.region = request->command.region, .id = person_of(request)};
	struct error closed = {0};
	struct span text = {0};
	int32_t birth_day = 0;
	TRY(store_record_get(
		request->loop->store, &episode_person_table, &person, request->arena, error));
	if (person.birth.size == 0) return STATUS_OK;
	status code = vault_unseal(request->api->options.vault, person.id, VAULT_BIRTH, person.birth,
		request->arena, &text, &closed);
	if (code == STATUS_KEY) return STATUS_OK;
	if (code != STATUS_OK) {
		*error = closed;
		return code;
	}
	if (!date_parse(text, &birth_day)) return STATUS_OK;
	bool adult = date_age(birth_day, date_day_of(request->now_ms)) >= ADULT_YEARS;
	api_put_code(json, "age_group", &region_age_codes, adult ? REGION_ADULT : REGION_YOUTH_AGE);
	return STATUS_OK;
}

static status put_answer(struct api_request *request, struct jsonw *json,
	const struct handover *handover, struct error *error)
{
	struct id person = person_of(request);
	TRY(api_put_doer(request, json, "answered_by", handover->answered_by, error));
	api_put_code(json, "reason", &codes_decline_reason, handover->reason);
	api_put_code(json, "instead", &codes_decline_instead, handover->instead);
	jsonw_put_bool(json, "holds_along", handover->sharing);
	if (handover->contact_day != 0) jsonw_put_day(json, "contact_day", handover->contact_day);
	if (handover->instead_day != 0) jsonw_put_day(json, "instead_by", handover->instead_day);
	TRY(api_put_sealed(request, json, "words", person, VAULT_WORDS, handover->words, error));
	TRY(api_put_sealed(
		request, json, "reason_words", person, VAULT_WORDS, handover->reason_words, error));
	return api_put_sealed(
		request, json, "instead_words", person, VAULT_INSTEAD, handover->instead_words, error);
}

status api_view_handover(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	const struct command *command = &request->command;
	struct handover handover = {.region = command->region,
		.episode = command->params.episode,
		.id = command->params.handover};
	TRY(store_record_get(request->loop->store, &handover_table, &handover, request->arena, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_put_id(&json, "id", handover.id);
	jsonw_put_id(&json, "episode", handover.episode);
	jsonw_put_id(&json, "need", handover.need);
	TRY(put_about(request, &json, &handover, error));
	TRY(put_age_group(request, &json, error));
	jsonw_put_text(&json, "state", codes_name(&handover_state_codes, handover.state));
	TRY(api_put_doer(request, &json, "sender", handover.sender, error));
	TRY(put_to(request, &json, &handover, error));
	jsonw_put_id(&json, "to_account", handover.to_account);
	jsonw_put_id(&json, "to_service", handover.to_service);
	jsonw_put_instant(&json, "offered", handover.offered_ms);
	jsonw_put_instant(&json, "expires", handover.expires_ms);
	TRY(put_answer(request, &json, &handover, error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

static status put_offer(struct api_request *request, struct jsonw *json,
	const struct handover *handover, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", handover->id);
	jsonw_put_id(json, "need", handover->need);
	TRY(api_put_account(request, json, "sender", handover->sender, error));
	TRY(put_to(request, json, handover, error));
	jsonw_put_instant(json, "offered", handover->offered_ms);
	jsonw_put_instant(json, "expires", handover->expires_ms);
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_asking(
	struct api_request *request, struct jsonw *json, const struct join *join, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", join->id);
	TRY(api_put_account(request, json, "account", join->account, error));
	TRY(api_put_account(request, json, "asked_by", join->asked_by, error));
	jsonw_put_instant(json, "asked", join->asked_ms);
	jsonw_put_instant(json, "expires", join->expires_ms);
	TRY(api_put_sealed(
		request, json, "words", person_of(request), VAULT_WORDS, join->words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_offers(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(file_open_offers(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_key(json, "offers");
	jsonw_array_begin(json);
	/* One for each open need and one for the care management: need.h bounds that. */
	for (;;) {
		struct handover handover;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&handover_table, row, &handover, NULL, error));
		TRY(put_offer(request, json, &handover, error));
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

status api_put_open(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(file_open_askings(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_key(json, "asked");
	jsonw_array_begin(json);
	/* Who is asked counts as in the team for its bound (join.h). */
	for (;;) {
		struct join join;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&join_table, row, &join, NULL, error));
		TRY(put_asking(request, json, &join, error));
	}
	jsonw_array_end(json);
	return put_offers(request, json, error);
}

/* What who is asked needs to answer: who asks, in which words, and until when; and what the person
 * said yes to. Not who it is, and nothing of the file. */
status api_view_join(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct buf agreed;
	const struct command *command = &request->command;
	struct join join = {
		.region = command->region, .episode = command->params.episode, .id = command->params.join};
	TRY(store_record_get(request->loop->store, &join_table, &join, request->arena, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_put_id(&json, "id", join.id);
	jsonw_put_id(&json, "episode", join.episode);
	jsonw_put_text(&json, "state", codes_name(&join_state_codes, join.state));
	TRY(api_put_pseudonym(request, &json, join.region, false, error));
	TRY(api_put_doer(request, &json, "account", join.account, error));
	TRY(api_put_doer(request, &json, "asked_by", join.asked_by, error));
	jsonw_put_instant(&json, "asked", join.asked_ms);
	jsonw_put_instant(&json, "expires", join.expires_ms);
	TRY(api_put_sealed(
		request, &json, "words", person_of(request), VAULT_WORDS, join.words, error));
	buf_init(&agreed, AGREED_BYTES);
	api_messages_add(
		request->api->messages, request->language, "view.join.agreed", NULL, 0, &agreed);
	jsonw_put_span(&json, "agreed", buf_span(&agreed));
	request->worded = true;
	buf_finish(&agreed);
	jsonw_object_end(&json);
	return STATUS_OK;
}
