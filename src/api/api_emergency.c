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

bool api_emergency_listens(const struct api_request *request)
{
	static const enum command_number listening[] = {
		COMMAND_QUESTION_ASK, COMMAND_NEED_ADD, COMMAND_EPISODE_RETURN, COMMAND_CONVERSATION_TELL};
	for (size_t i = 0; i < sizeof(listening) / sizeof(listening[0]); i++)
		if (request->command.entry->number == listening[i]) return true;
	return false;
}

void api_emergency_read(struct api_request *request)
{
	struct search_live *live = request->api->options.search;
	const struct command *command = &request->command;
	struct span words = command->params.words;
	if (live == NULL || !api_emergency_listens(request)) return;
	if (command->entry->number == COMMAND_QUESTION_ASK) words = command->params.story;
	request->signs = search_danger_signs(search_live_words(live), words, request->arena);
}

/* How to say it afterwards: by who asks, with their code; in a file at once; else only by asking
 * again. */
static const char *how_to_say(const struct api_request *request, bool can_report)
{
	if (request->command.entry->number != COMMAND_QUESTION_ASK) return "front.safe_now.report";
	return can_report ? "front.safe_now.say" : "front.safe_now.ask_again";
}

static void put_safe_text(struct api_request *request, struct jsonw *json, bool can_report)
{
	const struct api_messages *messages = request->api->messages;
	struct buf text;
	buf_init(&text, MAX_TEXT_BYTES);
	for (size_t i = 0; i < NUMBER_COUNT; i++) {
		if (!is_said(i, request->signs)) continue;
		api_messages_add(messages, request->language, numbers[i].key, NULL, 0, &text);
		buf_add_text(&text, " ");
	}
	api_messages_add(messages, request->language, how_to_say(request, can_report), NULL, 0, &text);
	jsonw_put_span(json, "text", buf_span(&text));
	buf_finish(&text);
}

void api_emergency_put_safe_now(struct api_request *request, struct jsonw *json, struct id need)
{
	char path[160], region[REGION_CODE_SIZE], episode[ID_TEXT_SIZE], need_text[ID_TEXT_SIZE];
	const struct command_result *result = &request->command.reply.result;
	bool can_report = !id_is_none(need);
	/* Who writes in their own file is asked about themself. */
	bool other = request->signed_in && request->account.kind != MEMBER_PERSON;
	if (request->signs == 0 || request->command.params.unsafe) {
		jsonw_put_null(json, "safe_now");
		return;
	}
	id_text(result->episode, episode);
	id_text(need, need_text);
	snprintf(path, sizeof(path), "/v1/regions/%s/episodes/%s/needs/%s/danger",
		region_code_text(result->region, region), episode, need_text);
	jsonw_key(json, "safe_now");
	jsonw_object_begin(json);
	api_emergency_put_text(request, json, "question",
		other ? "front.safe_now.question_other" : "front.safe_now.question");
	put_safe_text(request, json, can_report);
	api_emergency_put_signs(json, request->signs);
	jsonw_put_text(json, "path", can_report ? path : NULL);
	jsonw_object_end(json);
	request->worded = true;
}
