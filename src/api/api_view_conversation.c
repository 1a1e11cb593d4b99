/* api_view_conversation.c - what was said, as JSON: the story that came with the question, and the
 * sayings as they stand.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "care/conversation.h"
#include "care/moment.h"

enum { LIST_MAX = 500 }; /* shown of one episode; what is cut off is said */

/* It is the words of the first moment (episode.h). */
static status put_story(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	struct moment first;
	TRY(moment_open_after(
		request->loop->store, command->region, command->params.episode, 0, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	if (row == NULL) {
		jsonw_put_null(json, "story");
		return STATUS_OK;
	}
	TRY(store_record_fill(&moment_table, row, &first, request->arena, error));
	return api_put_sealed(
		request, json, "story", command->reply.result.person, VAULT_STORY, first.words, error);
}

static status put_saying(struct api_request *request, struct jsonw *json,
	const struct saying *saying, struct error *error)
{
	jsonw_object_begin(json);
	jsonw_put_id(json, "id", saying->id);
	jsonw_put_int(json, "version", saying->seq);
	jsonw_put_text(json, "topic", codes_name(&conversation_topic_codes, saying->topic));
	if (saying->domain != DOMAIN_NOT_SAID)
		jsonw_put_text(json, "domain", codes_name(&codes_life_domain, saying->domain));
	TRY(api_put_account(request, json, "author", saying->author, error));
	jsonw_put_instant(json, "said", saying->at_ms);
	TRY(api_put_sealed(request, json, "words", request->command.reply.result.person, VAULT_WORDS,
		saying->words, error));
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_view_conversation(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	const struct command *command = &request->command;
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	TRY(put_story(request, &json, error));
	TRY(conversation_open(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	jsonw_key(&json, "sayings");
	jsonw_array_begin(&json);
	for (int i = 0; i < LIST_MAX; i++) {
		struct saying saying;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&conversation_saying_table, row, &saying, NULL, error));
		TRY(put_saying(request, &json, &saying, error));
	}
	jsonw_array_end(&json);
	TRY(api_put_more(cursor, &json, "sayings_more", error));
	jsonw_object_end(&json);
	return STATUS_OK;
}
