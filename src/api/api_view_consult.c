/* api_view_consult.c - a consult as JSON: pseudonymous, for who is asked and for the team alike.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/date.h"
#include "care/consult.h"
#include "care/file.h"

enum { LIST_MAX = 500 }; /* shown of one episode; what is cut off is said */

static struct id person_of(const struct api_request *request)
{
	return request->command.reply.result.person;
}

/* What was sealed under a key that is gone is as what was not said. */
static status open_text(struct api_request *request, enum vault_field field, struct span sealed,
	struct span *text, struct error *error)
{
	struct error closed = {0};
	*text = (struct span){0};
	if (sealed.size == 0) return STATUS_OK;
	status code = vault_unseal(request->api->options.vault, person_of(request), field, sealed,
		request->arena, text, &closed);
	if (code == STATUS_OK) return STATUS_OK;
	*text = (struct span){0};
	if (code == STATUS_KEY) return STATUS_OK;
	*error = closed;
	return code;
}

static status put_text(struct api_request *request, struct jsonw *json, const char *key,
	enum vault_field field, struct span sealed, struct error *error)
{
	struct span text = {0};
	TRY(open_text(request, field, sealed, &text, error));
	if (text.size == 0)
		jsonw_put_null(json, key);
	else
		jsonw_put_span(json, key, text);
	return STATUS_OK;
}

status api_put_pseudonym(struct api_request *request, struct jsonw *json, int32_t region,
	bool named, struct error *error)
{
	int32_t birth_day = 0;
	struct span birth = {0};
	struct person person = {.region = region, .id = person_of(request)};
	TRY(store_record_get(
		request->loop->store, &episode_person_table, &person, request->arena, error));
	TRY(open_text(request, VAULT_BIRTH, person.birth, &birth, error));
	enum age_band band = date_parse(birth, &birth_day)
		? consult_age_band(birth_day, date_day_of(request->now_ms))
		: AGE_NOT_SAID;
	api_put_code(json, "age_band", &consult_age_band_codes, (int32_t)band);
	if (!named) return STATUS_OK;
	return put_text(request, json, "name", VAULT_NAME, person.name, error);
}

/* Who asked; the person has a name there only where the consult has. */
static status put_asker(struct api_request *request, struct jsonw *json,
	const struct consult *consult, struct error *error)
{
	if (consult->named && id_equal(consult->asked_by, person_of(request)))
		return api_put_account(request, json, "asked_by", consult->asked_by, error);
	return api_put_doer(request, json, "asked_by", consult->asked_by, error);
}

static status put_consult(struct api_request *request, struct jsonw *json,
	const struct consult *consult, struct error *error)
{
	struct need need = {
		.region = consult->region, .episode = consult->episode, .id = consult->need};
	TRY(store_record_get(request->loop->store, &need_table, &need, request->arena, error));
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", consult->id);
	jsonw_put_text(json, "state", codes_name(&consult_state_codes, consult->state));
	api_put_code(json, "domain", &codes_life_domain, need.domain);
	TRY(api_put_pseudonym(request, json, consult->region, consult->named, error));
	TRY(put_asker(request, json, consult, error));
	jsonw_put_id(json, "to_account", consult->to_account);
	jsonw_put_id(json, "to_service", consult->to_service);
	jsonw_put_instant(json, "asked", consult->asked_ms);
	jsonw_put_instant(json, "expires", consult->expires_ms);
	jsonw_put_bool(json, "late", consult_is_late(consult));
	if (consult->answered_ms != 0) jsonw_put_instant(json, "answered", consult->answered_ms);
	TRY(api_put_doer(request, json, "answered_by", consult->answered_by, error));
	jsonw_put_id(json, "join", consult->joining);
	TRY(put_text(request, json, "words", VAULT_WORDS, consult->words, error));
	TRY(put_text(request, json, "answer_words", VAULT_WORDS, consult->answer_words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_view_consult(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	const struct command *command = &request->command;
	struct consult consult = {.region = command->region,
		.episode = command->params.episode,
		.id = command->params.consult};
	TRY(store_record_get(request->loop->store, &consult_table, &consult, request->arena, error));
	jsonw_init(&json, out);
	return put_consult(request, &json, &consult, error);
}

status api_view_consults(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(file_open_consults(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "consults");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct consult consult;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&consult_table, row, &consult, NULL, error));
		TRY(put_consult(request, &json, &consult, error));
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "consults_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}
