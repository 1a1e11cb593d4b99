/* api_emergency.c - whom to call now, and whether somebody is safe.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_emergency.h"
#include "directory/search_live.h"
#include "region/region.h"
#include <stdio.h>

#define MAX_TEXT_BYTES 2048

static const struct {
	const char *name, *key;
	uint32_t signs; /* 0: always */
} numbers[] = {
	{"danger", "front.emergency.danger", 0},
	{"suicide", "front.emergency.suicide", 0},
	{"gp", "front.emergency.gp", 0},
	{"violence", "front.emergency.violence", 1u << SEARCH_VIOLENCE | 1u << SEARCH_SEXUAL_VIOLENCE},
	{"sexual_violence", "front.emergency.sexual_violence",
		1u << SEARCH_VIOLENCE | 1u << SEARCH_SEXUAL_VIOLENCE},
};
#define NUMBER_COUNT (sizeof(numbers) / sizeof(numbers[0]))

static bool is_said(size_t number, uint32_t signs)
{
	return numbers[number].signs == 0 || (numbers[number].signs & signs) != 0;
}

void api_emergency_put_text(
	struct api_request *request, struct jsonw *json, const char *name, const char *key)
{
	struct buf text;
	buf_init(&text, MAX_TEXT_BYTES);
	api_messages_add(request->api->messages, request->language, key, NULL, 0, &text);
	jsonw_put_span(json, name, buf_span(&text));
	buf_finish(&text);
}

void api_emergency_put_signs(struct jsonw *json, uint32_t signs)
{
	jsonw_key(json, "signs");
	jsonw_array_begin(json);
	for (int sign = 1; sign < SEARCH_SIGN_COUNT; sign++)
		if ((signs >> sign & 1) != 0)
			jsonw_text(json, span_of(codes_name(&search_sign_codes, sign)));
	jsonw_array_end(json);
}

void api_emergency_put(struct api_request *request, struct jsonw *json, bool first, uint32_t signs)
{
	jsonw_key(json, "emergency");
	jsonw_object_begin(json);
	jsonw_put_bool(json, "first", first);
	api_emergency_put_signs(json, signs);
	for (size_t i = 0; i < NUMBER_COUNT; i++)
		if (is_said(i, signs))
			api_emergency_put_text(request, json, numbers[i].name, numbers[i].key);
		else
			jsonw_put_null(json, numbers[i].name);
	jsonw_object_end(json);
}

void api_emergency_read(struct api_request *request)
{
	struct search_live *live = request->api->options.search;
	const struct command *command = &request->command;
	if (live == NULL || command->entry->number != COMMAND_QUESTION_ASK) return;
	request->signs =
		search_danger_signs(search_live_words(live), command->params.story, request->arena);
}

/* How to say it afterwards: by who asks, with their code; else only by asking again. */
static void put_safe_text(struct api_request *request, struct jsonw *json, bool has_code)
{
	const struct api_messages *messages = request->api->messages;
	struct buf text;
	buf_init(&text, MAX_TEXT_BYTES);
	for (size_t i = 0; i < NUMBER_COUNT; i++) {
		if (!is_said(i, request->signs)) continue;
		api_messages_add(messages, request->language, numbers[i].key, NULL, 0, &text);
		buf_add_text(&text, " ");
	}
	api_messages_add(messages, request->language,
		has_code ? "front.safe_now.say" : "front.safe_now.ask_again", NULL, 0, &text);
	jsonw_put_span(json, "text", buf_span(&text));
	buf_finish(&text);
}

void api_emergency_put_safe_now(struct api_request *request, struct jsonw *json, bool has_code)
{
	char path[160], region[REGION_CODE_SIZE], episode[ID_TEXT_SIZE], need[ID_TEXT_SIZE];
	const struct command_result *result = &request->command.reply.result;
	if (request->signs == 0 || request->command.params.unsafe) {
		jsonw_put_null(json, "safe_now");
		return;
	}
	id_text(result->episode, episode);
	id_text(result->need, need);
	snprintf(path, sizeof(path), "/v1/regions/%s/episodes/%s/needs/%s/danger",
		region_code_text(result->region, region), episode, need);
	jsonw_key(json, "safe_now");
	jsonw_object_begin(json);
	api_emergency_put_text(request, json, "question",
		request->signed_in ? "front.safe_now.question_other" : "front.safe_now.question");
	put_safe_text(request, json, has_code);
	api_emergency_put_signs(json, request->signs);
	jsonw_put_text(json, "path", has_code ? path : NULL);
	jsonw_object_end(json);
}
