/* app_play_value.c - what the words of a play stand for.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_play_stage.h"
#include "base/check.h"
#include "base/date.h"
#include "region/region.h"

/* The member of a reply that is meant where a name stands alone in a field or path of this name.
 * */
static const struct {
	const char *field;
	const char *member;
} members[] = {
	{"to_account", "account"},
	{"to_service", "service"},
	{"kept_service", "service"},
	{"beside", "account"},
	{"seats", "account"},
	{"who", "account"},
	{"roster", "account"},
	{"members", "account"},
	{"accounts", "account"},
	{"episodes", "episode"},
	{"needs", "need"},
	{"handovers", "handover"},
	{"joins", "join"},
	{"consults", "consult"},
	{"stays", "stay"},
	{"cases", "case"},
	{"shortages", "shortage"},
	{"goal", "part"},
	{"saying", "part"},
	{"mandates", "mandate"},
	{"consents", "consent"},
	{"transitions", "transition"},
	{"preparations", "preparation"},
	{"organisations", "organisation"},
	{"sites", "site"},
	{"services", "service"},
};

/* And where nothing says what is meant: what the command makes. */
static const struct {
	enum command_number command;
	const char *member;
} made[] = {
	{COMMAND_QUESTION_ASK, "person"},
	{COMMAND_ACCOUNT_CREATE, "account"},
	{COMMAND_ADMINISTRATOR_FIRST, "account"},
	{COMMAND_NEED_ADD, "need"},
	{COMMAND_STEP_PLAN, "step"},
	{COMMAND_JOIN_ASK, "join"},
	{COMMAND_CONSULT_ASK, "consult"},
	{COMMAND_STAY_PLAN, "stay"},
	{COMMAND_TABLE_BRING, "case"},
	{COMMAND_SHORTAGE_PUT, "shortage"},
	{COMMAND_EPISODE_RETURN, "need"},
	{COMMAND_CONVERSATION_TELL, "part"},
	{COMMAND_PLAN_ADD, "part"},
	{COMMAND_PLAN_STEP, "part"},
	{COMMAND_LIGHT_BEGIN, "part"},
	{COMMAND_MANDATE_NAME, "mandate"},
	{COMMAND_TRANSITION_ANNOUNCE, "transition"},
	{COMMAND_TREATMENT_EXHAUSTED, "second_view"},
	{COMMAND_HANDOVER_OFFER, "handover"},
	{COMMAND_ORGANISATION_ADD, "organisation"},
	{COMMAND_SITE_ADD, "site"},
	{COMMAND_SERVICE_ADD, "service"},
};

int32_t app_play_today(const struct app_play *play)
{
	return date_day_of(clock_now_ms(&play->clock));
}

const char *app_play_value_member(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));
	return text == NULL ? "" : text;
}

static const char *default_member(const struct app_play_thing *thing, const char *field)
{
	for (size_t i = 0; field != NULL && i < sizeof members / sizeof members[0]; i++)
		if (strcmp(members[i].field, field) == 0) field = members[i].member;
	bool of_person = thing->made_by != NULL && thing->made_by->number == COMMAND_QUESTION_ASK;
	/* The account that a question names is the care manager's; the person's is their own id. */
	if (of_person && field != NULL && strcmp(field, "account") == 0) return "person";
	if (field != NULL) return field;
	for (size_t i = 0; thing->made_by != NULL && i < sizeof made / sizeof made[0]; i++)
		if (made[i].command == thing->made_by->number) return made[i].member;
	return "id";
}

/* ".care_manager.id" or ".merges.0.id" of a reply. */
static const json_t *follow(const json_t *json, struct span path, struct arena *arena)
{
	struct span part;
	while (span_take(&path, '.', &part)) {
		int64_t at = 0;
		bool is_place = json_is_array(json) && span_to_int64(part, &at) && at >= 0;
		if (is_place)
			json = json_array_get(json, (size_t)at);
		else if (part.size > 0)
			json = json_object_get(json, arena_text(arena, part));
	}
	return json;
}

/* What "anna.need" stands for. */
static status find(struct app_play *play, struct span text, const char *field, const json_t **found)
{
	size_t name = 0;
	struct span rest = {0};
	CHECK(app_play_file_name(&play->file, text, &name, &rest));
	const struct app_play_thing *thing = &play->things[name];
	*found = rest.size > 0 ? follow(thing->reply, rest, &play->arena)
						   : json_object_get(thing->reply, default_member(thing, field));
	if (*found != NULL) return STATUS_OK;
	return app_play_fail(
		play, "$%.*s stands for nothing: its reply has no such member", SPAN_PRINT(text));
}

static void add_json(const json_t *json, struct buf *out)
{
	if (json_is_string(json))
		buf_add_span(out, span_bytes(json_string_value(json), json_string_length(json)));
	else if (json_is_integer(json))
		buf_add_int(out, json_integer_value(json));
	else if (json_is_boolean(json))
		buf_add_text(out, json_is_true(json) ? "yes" : "no");
}

/* "+3": so many days from today. */
static bool is_ahead(struct span value, int64_t *days)
{
	return value.size > 1 && value.start[0] == '+' && span_to_int64(value, days) && *days <= 3660;
}

status app_play_value_text(
	struct app_play *play, struct span value, bool quoted, const char *member, struct buf *out)
{
	char day[DATE_TEXT_SIZE];
	int64_t ahead = 0;
	const json_t *found = NULL;
	if (!quoted && value.size > 0 && value.start[0] == '$') {
		TRY(find(play, span_bytes(value.start + 1, value.size - 1), member, &found));
		add_json(found, out);
	} else if (!quoted && is_ahead(value, &ahead)) {
		buf_add_text(out, date_text(app_play_today(play) + (int32_t)ahead, day));
	} else {
		buf_add_span(out, value);
	}
	return STATUS_OK;
}

static status make_bool(struct app_play *play, const struct app_play_pair *pair, json_t **value)
{
	bool yes = span_is(pair->value, "yes");
	if (pair->quoted || (!yes && !span_is(pair->value, "no")))
		return app_play_fail(play, "%s: yes or no", pair->field->name);
	*value = json_boolean(yes);
	return STATUS_OK;
}

static status make_int(struct app_play *play, const struct app_play_pair *pair, json_t **value)
{
	int64_t number = 0;
	if (pair->quoted || !span_to_int64(pair->value, &number))
		return app_play_fail(play, "%s: a whole number", pair->field->name);
	*value = json_integer(number);
	return STATUS_OK;
}

/* "a,b": each a text. */
static status make_list(struct app_play *play, const struct app_play_pair *pair, json_t **value)
{
	struct span rest = pair->value, part;
	*value = json_array();
	while (span_take(&rest, ',', &part))
		if (json_array_append_new(*value, json_stringn(part.start, part.size)) != 0)
			return app_play_fail(play, "%s: no memory, or no text", pair->field->name);
	return STATUS_OK;
}

status app_play_value(struct app_play *play, const struct app_play_pair *pair, json_t **value)
{
	struct buf text;
	*value = NULL;
	if (pair->field->form == FIELD_BOOL) return make_bool(play, pair, value);
	if (pair->field->form == FIELD_INT) return make_int(play, pair, value);
	if (pair->field->form == FIELD_CODES) return make_list(play, pair, value);
	buf_init(&text, APP_PLAY_MAX_VALUE + 1);
	status code = app_play_value_text(play, pair->value, pair->quoted, pair->field->name, &text);
	if (code == STATUS_OK) *value = json_stringn(buf_text(&text), text.size);
	buf_finish(&text);
	if (code != STATUS_OK || *value != NULL) return code;
	return app_play_fail(play, "%s: no memory, or no text", pair->field->name);
}

/* Where the $name that begins at `from` ends. */
static size_t name_end(struct span path, size_t from)
{
	size_t end = from;
	while (end < path.size && path.start[end] != '/' && path.start[end] != '?' &&
		path.start[end] != '&')
		end++;
	return end;
}

status app_play_value_path(struct app_play *play, struct span path, struct buf *out)
{
	char code[REGION_CODE_SIZE];
	struct span before = {0}; /* the part of the path that the name is of */
	if (!span_starts_with(path, "/"))
		buf_printf(out, "/v1/regions/%s/", region_code_text(play->region, code));
	for (size_t at = 0, from = 0; at < path.size; at++) {
		if (path.start[at] == '/') {
			before = span_bytes(path.start + from, at - from);
			from = at + 1;
		}
		if (path.start[at] != '$') {
			buf_add_char(out, path.start[at]);
			continue;
		}
		size_t end = name_end(path, at);
		TRY(app_play_value_text(play, span_bytes(path.start + at, end - at), false,
			arena_text(&play->arena, before), out));
		at = end - 1;
	}
	return STATUS_OK;
}
