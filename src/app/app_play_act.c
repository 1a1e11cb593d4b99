/* app_play_act.c - a command of the play becomes a request, and its reply is kept.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_play_stage.h"
#include "base/check.h"
#include "region/region.h"
#include <stdio.h>

#define EXPECTED_BYTES 128

/* A new one each time: nobody has used it before. */
static void draw_key(struct app_play *play, char key[ID_TEXT_SIZE])
{
	id_text(id_draw(&play->prng), key);
}

static status post(
	struct app_play *play, const char *path, json_t *body, struct app_play_reply *reply)
{
	char key[ID_TEXT_SIZE];
	draw_key(play, key);
	if (body == NULL) return app_play_fail(play, "no memory for a request");
	const struct app_play_request request = {
		.method = HTTP_POST, .path = path, .body = body, .token = "", .key = key};
	return app_play_http_send(play->http, &request, reply, play->error);
}

status app_play_act_sign_in(struct app_play *play, struct app_play_thing *thing)
{
	struct app_play_reply reply = {0};
	if (thing->code[0] == 0 || thing->token[0] != 0) return STATUS_OK;
	json_t *body = json_pack("{s:s}", "code", thing->code);
	status code = post(play, "/v1/sessions", body, &reply);
	json_decref(body);
	if (code == STATUS_OK && reply.status != 201)
		code = app_play_fail_reply(play, "to sign in", &reply);
	if (code == STATUS_OK)
		snprintf(
			thing->token, sizeof thing->token, "%s", app_play_value_member(reply.json, "token"));
	json_decref(reply.json);
	return code;
}

void app_play_act_forget_sessions(struct app_play *play)
{
	for (size_t i = 0; i < play->file.name_count; i++) play->things[i].token[0] = 0;
	for (size_t i = 0; i < play->episode_count; i++) play->episodes[i].person.token[0] = 0;
}

status app_play_act_first(struct app_play *play, const char *token)
{
	struct app_play_reply reply = {0};
	struct app_play_thing *admin = &play->things[APP_PLAY_ADMIN];
	struct span name =
		api_messages_text(play->messages, play->language, "code.member_kind.administrator");
	json_t *body = json_pack("{s:s, s:s%}", "token", token, "name", name.start, name.size);
	status code = post(play, "/v1/administrators/first", body, &reply);
	json_decref(body);
	if (code == STATUS_OK && reply.status != 201)
		code = app_play_fail_reply(play, "a first administrator", &reply);
	if (code == STATUS_OK) {
		admin->reply = json_incref(reply.json);
		snprintf(admin->code, sizeof admin->code, "%s",
			app_play_value_member(reply.json, "access_code"));
	}
	json_decref(reply.json);
	return code;
}

static const struct app_play_pair *find_pair(const struct app_play_step *step, const char *key)
{
	for (size_t i = 0; i < step->pair_count; i++)
		if (span_is(step->pairs[i].key, key)) return &step->pairs[i];
	return NULL;
}

/* The {name} of a route: the region, a field, or the episode of the last question. */
static status add_part(struct app_play *play, struct span name, struct buf *path)
{
	char region[REGION_CODE_SIZE];
	const char *text = arena_text(&play->arena, name);
	const struct app_play_pair *pair = find_pair(play->step, text);
	if (strcmp(text, "region") == 0) {
		buf_add_text(path, region_code_text(play->region, region));
	} else if (pair != NULL) {
		return app_play_value_text(play, pair->value, pair->quoted, text, path);
	} else {
		CHECK(strcmp(text, "episode") == 0);
		if (play->episode_count == 0) return app_play_fail(play, "no question was asked yet");
		buf_add_text(path, play->episodes[play->episode_count - 1].id);
	}
	return STATUS_OK;
}

static status make_path(struct app_play *play, struct buf *path)
{
	struct span part, name, rest = span_of(play->step->template);
	while (span_take(&rest, '{', &part)) {
		buf_add_span(path, part);
		if (rest.size == 0 || !span_take(&rest, '}', &name)) continue;
		TRY(add_part(play, name, path));
	}
	return STATUS_OK;
}

static status make_body(struct app_play *play, json_t *body)
{
	for (size_t i = 0; i < play->step->pair_count; i++) {
		const struct app_play_pair *pair = &play->step->pairs[i];
		json_t *value = NULL;
		if (pair->field->place != FIELD_IN_BODY) continue;
		TRY(app_play_value(play, pair, &value));
		if (json_object_set_new(body, pair->field->name, value) != 0)
			return app_play_fail(play, "%s: no memory, or no text", pair->field->name);
	}
	return STATUS_OK;
}

static bool is_refusal(const struct app_play_reply *reply, struct span code)
{
	return reply->status >= 400 && span_is(code, app_play_value_member(reply->json, "code"));
}

static status check_reply(struct app_play *play, const struct app_play_reply *reply)
{
	char expected[EXPECTED_BYTES];
	struct span refusal = play->step->refusal;
	if (refusal.size == 0)
		return reply->status < 400 ? STATUS_OK : app_play_fail_reply(play, "it to be done", reply);
	snprintf(expected, sizeof expected, "the refusal %.*s", SPAN_PRINT(refusal));
	return is_refusal(reply, refusal) ? STATUS_OK : app_play_fail_reply(play, expected, reply);
}

/* The same request once more gives the same reply, and says that it is one. */
static status send_again(struct app_play *play, const struct app_play_request *request,
	const struct app_play_reply *first)
{
	struct app_play_reply again = {0};
	TRY(app_play_http_send(play->http, request, &again, play->error));
	bool done = first->status < 400;
	bool same = done ? again.replayed && again.status == first->status &&
			json_equal(again.json, first->json) == 1
					 : again.status == first->status &&
			strcmp(app_play_value_member(again.json, "code"),
				app_play_value_member(first->json, "code")) == 0;
	status code = same ? STATUS_OK : app_play_fail_reply(play, "the same reply again", &again);
	json_decref(again.json);
	return code;
}

static status send(
	struct app_play *play, const char *path, const json_t *body, struct app_play_reply *reply)
{
	char key[ID_TEXT_SIZE];
	struct app_play_thing *actor = &play->things[play->step->actor];
	draw_key(play, key);
	const struct app_play_request request = {.method = (enum http_method)play->step->method,
		.path = path,
		.body = body,
		.token = actor->token,
		.key = key};
	TRY(app_play_http_send(play->http, &request, reply, play->error));
	TRY(check_reply(play, reply));
	return play->twice ? send_again(play, &request, reply) : STATUS_OK;
}

static void keep_code(struct app_play_thing *thing)
{
	const char *code = app_play_value_member(thing->reply, "access_code");
	if (code[0] == 0) code = app_play_value_member(thing->reply, "claim_code");
	snprintf(thing->code, sizeof thing->code, "%s", code);
}

static status keep_episode(struct app_play *play, const struct app_play_thing *person)
{
	if (play->episode_count == APP_PLAY_MAX_EPISODES)
		return app_play_fail(play, "over %d questions in a play", APP_PLAY_MAX_EPISODES);
	struct app_play_episode *episode = &play->episodes[play->episode_count++];
	*episode = (struct app_play_episode){.person = *person};
	json_incref(episode->person.reply);
	snprintf(
		episode->id, sizeof episode->id, "%s", app_play_value_member(person->reply, "episode"));
	return STATUS_OK;
}

static status keep(struct app_play *play, json_t *reply)
{
	const struct app_play_step *step = play->step;
	const struct app_play_pair *name = find_pair(step, "name");
	struct app_play_thing thing = {.made_by = step->entry,
		.reply = reply,
		.display = name == NULL ? (struct span){0} : name->value};
	keep_code(&thing);
	if (step->entry->number == COMMAND_QUESTION_ASK) TRY(keep_episode(play, &thing));
	if (step->made == 0) return STATUS_OK;
	json_incref(reply);
	play->things[step->made] = thing;
	return STATUS_OK;
}

/* Nobody in the play has the code of somebody of whom was only reported: who first does something
 * in their file tells what happens in it. */
static void keep_teller(struct app_play *play, const char *path)
{
	const struct app_play_thing *actor = &play->things[play->step->actor];
	for (size_t i = 0; i < play->episode_count; i++) {
		struct app_play_episode *episode = &play->episodes[i];
		if (episode->person.code[0] != 0 || strstr(path, episode->id) == NULL) continue;
		json_decref(episode->person.reply);
		episode->person = *actor;
		json_incref(episode->person.reply);
	}
}

static status carry_out(struct app_play *play, struct buf *path, json_t *body)
{
	struct app_play_reply reply = {0};
	TRY(make_path(play, path));
	TRY(make_body(play, body));
	bool has_body = play->step->method == HTTP_POST || json_object_size(body) > 0;
	status code = send(play, buf_text(path), has_body ? body : NULL, &reply);
	if (code == STATUS_OK && play->step->refusal.size > 0)
		app_play_story_refused(play, reply.json);
	else if (code == STATUS_OK)
		code = keep(play, reply.json);
	if (code == STATUS_OK && play->step->refusal.size == 0) keep_teller(play, buf_text(path));
	json_decref(reply.json);
	if (code == STATUS_OK && play->server != NULL) {
		code = app_server_tick(play->server, NULL, play->error);
		/* Nothing happens at the very moment of something else: lists are in their order. */
		clock_move(&play->clock, 1);
	}
	return code == STATUS_OK ? app_play_story_tell(play) : code;
}

status app_play_act(struct app_play *play)
{
	struct buf path;
	json_t *body = json_object();
	status code = body == NULL ? app_play_fail(play, "no memory for a request")
							   : app_play_act_sign_in(play, &play->things[play->step->actor]);
	buf_init(&path, APP_PLAY_PATH_BYTES);
	if (code == STATUS_OK) code = carry_out(play, &path, body);
	buf_finish(&path);
	json_decref(body);
	return code;
}
