/* api_view_life.c - changes of life with what is prepared for them, and second views, as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "care/episode.h"
#include "care/preparation.h"
#include "care/second_view.h"
#include "region/region.h"

enum { LIST_MAX = 500 }; /* shown of one file; what is cut off is said */

static struct id person_of(const struct api_request *request)
{
	return request->command.reply.result.person;
}

/* The municipality, and the region that it is in: whose duty service, help and purchasers are shown
 * for who lives there (GET /v1/regions/{region}, /v1/municipalities/{municipality}/parties). */
static void put_place(struct api_request *request, struct jsonw *json, int32_t number)
{
	char region[REGION_CODE_SIZE];
	const struct region_municipality *municipality =
		region_find_number(request->api->options.division, number);
	if (municipality == NULL) {
		jsonw_put_null(json, "municipality");
		jsonw_put_null(json, "region");
		return;
	}
	jsonw_put_span(json, "municipality", municipality->code);
	jsonw_put_text(json, "region", region_code_text(municipality->region, region));
}

static status put_home(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct person person = {.region = request->command.region, .id = person_of(request)};
	TRY(store_record_get(
		request->loop->store, &episode_person_table, &person, request->arena, error));
	jsonw_key(json, "home");
	jsonw_object_begin(json);
	put_place(request, json, person.municipality);
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_preparation(struct api_request *request, struct jsonw *json,
	const struct preparation *preparation, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", preparation->id);
	jsonw_put_text(json, "key", codes_name(&preparation_key_codes, preparation->key));
	jsonw_put_text(json, "state", codes_name(&preparation_state_codes, preparation->state));
	jsonw_put_day(json, "day", preparation->due_day);
	jsonw_put_bool(json, "late", preparation->late);
	if (!id_is_none(preparation->ended_by))
		TRY(api_put_account(request, json, "ended_by", preparation->ended_by, error));
	TRY(api_put_sealed(
		request, json, "words", person_of(request), VAULT_WORDS, preparation->words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

static status put_preparations(struct api_request *request, struct jsonw *json,
	const struct transition *transition, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(preparation_open_of(request->loop->store, transition->region, transition->episode,
		transition->id, &cursor, error));
	jsonw_key(json, "preparations");
	jsonw_array_begin(json);
	for (;;) {
		struct preparation preparation;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&preparation_table, row, &preparation, request->arena, error));
		TRY(put_preparation(request, json, &preparation, error));
	}
	jsonw_array_end(json);
	return STATUS_OK;
}

static status put_transition(struct api_request *request, struct jsonw *json,
	const struct transition *transition, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", transition->id);
	jsonw_put_text(json, "kind", codes_name(&transition_kind_codes, transition->kind));
	jsonw_put_text(json, "state", codes_name(&transition_state_codes, transition->state));
	jsonw_put_day(json, "day", transition->day);
	put_place(request, json, transition->municipality);
	TRY(api_put_account(request, json, "announced_by", transition->announced_by, error));
	jsonw_put_instant(json, "announced", transition->announced_ms);
	if (transition->ended_ms != 0) jsonw_put_instant(json, "ended", transition->ended_ms);
	TRY(api_put_sealed(
		request, json, "words", person_of(request), VAULT_WORDS, transition->words, error));
	TRY(put_preparations(request, json, transition, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

/* What is only foreseen is nobody's to read. */
status api_view_transitions(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	TRY(transition_open_of(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	TRY(put_home(request, &json, error));
	jsonw_key(&json, "transitions");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct transition transition;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&transition_table, row, &transition, request->arena, error));
		if (transition.state != TRANSITION_FORESEEN)
			TRY(put_transition(request, &json, &transition, error));
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "transitions_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}

status api_put_second_view(
	struct api_request *request, struct jsonw *json, const struct need *need, struct error *error)
{
	struct second_view view = {0};
	bool known = false;
	TRY(second_view_find(request->loop->store, need->region, need->episode, need->id, &view, &known,
		request->arena, error));
	if (!known) {
		jsonw_put_null(json, "second_view");
		return STATUS_OK;
	}
	jsonw_key(json, "second_view");
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", view.id);
	jsonw_put_text(json, "state", codes_name(&second_view_state_codes, view.state));
	jsonw_put_id(json, "said_by", view.said_by);
	jsonw_put_instant(json, "said", view.said_ms);
	jsonw_put_day(json, "day", view.due_day);
	jsonw_put_bool(json, "late", view.late);
	jsonw_put_id(json, "consult", view.consult);
	/* Why is of the story: for the person, and for who helps by profession or as a peer. */
	bool may = api_view_helps(request) || id_equal(request->account.id, person_of(request));
	struct span words = may ? view.words : (struct span){0};
	TRY(api_put_sealed(request, json, "words", person_of(request), VAULT_WORDS, words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}
