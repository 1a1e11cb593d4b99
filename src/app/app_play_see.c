/* app_play_see.c - somebody looks, and what they see is what was said they would.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_play_stage.h"
#include "base/check.h"

#define MEMBER_BYTES 256

/* What a member says as text: "none" for null and for nothing. */
static void add_seen(const json_t *json, struct buf *out)
{
	char *text = NULL;
	if (json == NULL || json_is_null(json)) {
		buf_add_text(out, "none");
	} else if (json_is_string(json)) {
		buf_add_text(out, json_string_value(json));
	} else if (json_is_boolean(json)) {
		buf_add_text(out, json_is_true(json) ? "yes" : "no");
	} else {
		text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
		buf_add_text(out, text == NULL ? "" : text);
		free(text);
	}
}

/* "who.name" of an object. */
static const json_t *find_member(struct app_play *play, const json_t *json, struct span path)
{
	struct span part;
	while (span_take(&path, '.', &part))
		json = json_object_get(json, arena_text(&play->arena, part));
	return json;
}

/* The first of an array whose member says this: "domain=housing". */
static status find_among(
	struct app_play *play, const json_t *array, struct span condition, const json_t **found)
{
	struct buf wanted, seen;
	struct span member = {0};
	span_take(&condition, '=', &member);
	buf_init(&wanted, APP_PLAY_MAX_VALUE);
	buf_init(&seen, APP_PLAY_HTTP_MAX_BYTES);
	status code = app_play_value_text(play, condition, false, NULL, &wanted);
	for (size_t i = 0; code == STATUS_OK && i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		buf_reset(&seen);
		add_seen(find_member(play, item, member), &seen);
		if (!span_equal(buf_span(&seen), buf_span(&wanted))) continue;
		*found = item;
		break;
	}
	buf_finish(&wanted);
	buf_finish(&seen);
	return code;
}

/* One step of the way: "needs", then "[domain=housing]" or "[0]". */
static status go(struct app_play *play, struct span step, const json_t **json)
{
	struct span name, inside;
	int64_t number = 0;
	struct span rest = step;
	span_take(&rest, '[', &name);
	if (name.size > 0) *json = json_object_get(*json, arena_text(&play->arena, name));
	while (rest.size > 0 && *json != NULL) {
		const json_t *array = *json;
		span_take(&rest, ']', &inside);
		*json = NULL;
		if (span_to_int64(inside, &number))
			*json = number < 0 ? NULL : json_array_get(array, (size_t)number);
		else
			TRY(find_among(play, array, inside, json));
		if (span_starts_with(rest, "[")) rest = span_bytes(rest.start + 1, rest.size - 1);
	}
	return STATUS_OK;
}

/* Up to a point that is in no brackets. */
static struct span take_step(struct span *path)
{
	size_t end = 0;
	int depth = 0;
	while (end < path->size && (path->start[end] != '.' || depth > 0)) {
		if (path->start[end] == '[') depth++;
		if (path->start[end] == ']') depth--;
		end++;
	}
	struct span step = span_bytes(path->start, end);
	size_t taken = end < path->size ? end + 1 : end;
	*path = span_bytes(path->start + taken, path->size - taken);
	return step;
}

static status check_pair(
	struct app_play *play, const struct app_play_pair *pair, const json_t *json)
{
	struct buf wanted, seen;
	struct span path = pair->key;
	while (path.size > 0 && json != NULL) TRY(go(play, take_step(&path), &json));
	buf_init(&wanted, APP_PLAY_MAX_VALUE + 1);
	buf_init(&seen, APP_PLAY_HTTP_MAX_BYTES);
	add_seen(json, &seen);
	status code = app_play_value_text(play, pair->value, pair->quoted, NULL, &wanted);
	if (code == STATUS_OK && !span_equal(buf_span(&wanted), buf_span(&seen)))
		code = app_play_fail(play, "expected %.*s=%s; it is %s", SPAN_PRINT(pair->key),
			buf_text(&wanted), buf_text(&seen));
	buf_finish(&wanted);
	buf_finish(&seen);
	return code;
}

static status check_reply(struct app_play *play, const struct app_play_reply *reply)
{
	const struct app_play_step *step = play->step;
	const char *code = app_play_value_member(reply->json, "code");
	bool refused = reply->status >= 400;
	if (step->refusal.size > 0) {
		char expected[MEMBER_BYTES];
		snprintf(expected, sizeof expected, "the refusal %.*s", SPAN_PRINT(step->refusal));
		if (!refused || !span_is(step->refusal, code))
			return app_play_fail_reply(play, expected, reply);
		app_play_story_refused(play, reply->json);
		return STATUS_OK;
	}
	if (refused) return app_play_fail_reply(play, "to see it", reply);
	for (size_t i = 0; i < step->pair_count; i++)
		TRY(check_pair(play, &step->pairs[i], reply->json));
	return STATUS_OK;
}

static bool is_log(struct span path)
{
	static const char end[] = "/log";
	size_t size = sizeof end - 1;
	return path.size > size && memcmp(path.start + path.size - size, end, size) == 0;
}

status app_play_see(struct app_play *play)
{
	struct buf path;
	struct app_play_reply reply = {0};
	struct app_play_thing *actor = &play->things[play->step->actor];
	TRY(app_play_act_sign_in(play, actor));
	buf_init(&path, APP_PLAY_PATH_BYTES);
	status code = app_play_value_path(play, play->step->text, &path);
	if (code == STATUS_OK) {
		const struct app_play_request request = {
			.method = HTTP_GET, .path = buf_text(&path), .token = actor->token};
		code = app_play_http_send(play->http, &request, &reply, play->error);
	}
	buf_finish(&path);
	if (code == STATUS_OK) code = check_reply(play, &reply);
	if (code == STATUS_OK && play->step->refusal.size == 0 && is_log(play->step->text))
		app_play_story_log(play, reply.json);
	if (code == STATUS_OK && play->step->made != 0)
		play->things[play->step->made] = (struct app_play_thing){.reply = json_incref(reply.json)};
	json_decref(reply.json);
	return code;
}
