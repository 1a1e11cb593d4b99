/* app_play_file.c - steps of a play, checked against what the API has.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_play_file.h"
#include "api/api.h"
#include "app/app_play_lex.h"
#include "base/check.h"
#include "base/date.h"
#include "region/region.h"

#define MINUTE_MS INT64_C(60000)

struct reading {
	struct app_play_file *file;
	struct app_play_lex *lex;
	struct arena *arena;
	struct error *error;
	bool asked; /* some question has been asked: there is an episode */
};

/* Words that begin a step. */
static const char *const reserved[] = {"region", "at", "after", "say", "see"};

static status wrong_at(
	const struct reading *reading, const struct app_play_word *word, const char *what)
{
	return status_fail_at(reading->error, STATUS_INPUT, word->line, word->column, "%s", what);
}

static bool is_name(struct span text)
{
	if (text.size == 0 || text.size > APP_PLAY_MAX_NAME) return false;
	for (size_t i = 0; i < text.size; i++) {
		char character = text.start[i];
		bool letter = character >= 'a' && character <= 'z';
		bool digit = (character >= '0' && character <= '9') || character == '_';
		if (!letter && (!digit || i == 0)) return false;
	}
	return true;
}

/* The place of a name; name_count if there is none. */
static size_t find_name(const struct app_play_file *file, struct span name)
{
	size_t at = 0;
	while (at < file->name_count && !span_equal(file->names[at], name)) at++;
	return at;
}

bool app_play_file_name(
	const struct app_play_file *file, struct span text, size_t *name, struct span *rest)
{
	size_t size = 0;
	while (size < text.size && is_name(span_bytes(text.start, size + 1))) size++;
	*name = find_name(file, span_bytes(text.start, size));
	*rest = span_bytes(text.start + size, text.size - size);
	return size > 0 && *name < file->name_count &&
		(rest->size == 0 || (rest->start[0] == '.' && rest->size > 1));
}

/* "$anna.need": anna was given before. */
static status check_value(const struct reading *reading, const struct app_play_word *word)
{
	size_t name;
	struct span rest;
	struct span text = word->text;
	if (text.size > APP_PLAY_MAX_VALUE)
		return status_fail_at(reading->error, STATUS_BOUND, word->line, word->column,
			"a value is over %d bytes", APP_PLAY_MAX_VALUE);
	if (word->quoted || text.size == 0 || text.start[0] != '$') return STATUS_OK;
	if (app_play_file_name(reading->file, span_bytes(text.start + 1, text.size - 1), &name, &rest))
		return STATUS_OK;
	return wrong_at(reading, word, "this $name was not given before");
}

static struct span behind_dollar(struct span text, size_t at)
{
	size_t end = at + 1;
	while (end < text.size && text.start[end] != '/' && text.start[end] != '?' &&
		text.start[end] != ']' && text.start[end] != '&')
		end++;
	return span_bytes(text.start + at + 1, end - at - 1);
}

/* Names within a path, or within the brackets of a member. */
static status check_names_within(
	const struct reading *reading, const struct app_play_word *word, struct span text)
{
	size_t name;
	struct span rest;
	for (size_t i = 0; i < text.size; i++)
		if (text.start[i] == '$' &&
			!app_play_file_name(reading->file, behind_dollar(text, i), &name, &rest))
			return wrong_at(reading, word, "a $name within it was not given before");
	return STATUS_OK;
}

static const struct command_field *find_field(const struct command_entry *entry, struct span key)
{
	for (size_t i = 0; i < entry->field_count; i++)
		if (span_is(key, entry->fields[i].name) && entry->fields[i].place != FIELD_INTERNAL)
			return &entry->fields[i];
	return NULL;
}

static status read_region(struct reading *reading, struct app_play_step *step)
{
	const struct app_play_word *words = reading->lex->words;
	if (reading->lex->count != 2 || words[1].has_key ||
		!region_parse(words[1].text, &step->region) || step->region == REGION_NATIONAL)
		return wrong_at(reading, &words[0], "region VR01 to VR25");
	return STATUS_OK;
}

static bool read_digits(struct span text, int64_t high, int64_t *number)
{
	if (text.size == 0 || text.size > 9) return false;
	for (size_t i = 0; i < text.size; i++)
		if (text.start[i] < '0' || text.start[i] > '9') return false;
	return span_to_int64(text, number) && *number <= high;
}

/* 2026-03-02T09:00 in Amsterdam; of a time that is there twice, the first. */
static bool read_instant(struct span text, int64_t *instant_ms)
{
	int32_t day = 0;
	int64_t hour = 0, minute = 0;
	if (text.size != 16 || text.start[10] != 'T' || text.start[13] != ':') return false;
	if (!date_parse(span_bytes(text.start, 10), &day) ||
		!read_digits(span_bytes(text.start + 11, 2), 23, &hour) ||
		!read_digits(span_bytes(text.start + 14, 2), 59, &minute))
		return false;
	*instant_ms = date_day_start(day) + (hour * 60 + minute) * MINUTE_MS;
	struct date_local local = date_local_of(*instant_ms);
	*instant_ms += ((hour - local.hour) * 60 + (minute - local.minute)) * MINUTE_MS;
	return true;
}

static status read_at(struct reading *reading, struct app_play_step *step)
{
	const struct app_play_word *words = reading->lex->words;
	if (reading->lex->count != 2 || words[1].has_key || !read_instant(words[1].text, &step->ms))
		return wrong_at(reading, &words[0], "at 2026-03-02T09:00");
	return STATUS_OK;
}

static status read_after(struct reading *reading, struct app_play_step *step)
{
	const struct app_play_word *words = reading->lex->words;
	struct span text = reading->lex->count == 2 ? words[1].text : (struct span){0};
	char unit = text.size > 1 ? text.start[text.size - 1] : ' ';
	int64_t unit_ms = unit == 'd' ? DATE_DAY_MS
		: unit == 'h'             ? 60 * MINUTE_MS
		: unit == 'm'             ? MINUTE_MS
								  : 0;
	int64_t number = 0;
	if (unit_ms == 0 || words[1].has_key ||
		!read_digits(
			span_bytes(text.start, text.size - 1), APP_PLAY_MAX_AFTER_MS / unit_ms, &number) ||
		number == 0)
		return wrong_at(reading, &words[0], "after 3d, 5h or 10m");
	step->ms = number * unit_ms;
	return STATUS_OK;
}

static status read_say(struct reading *reading, struct app_play_step *step)
{
	const struct app_play_word *words = reading->lex->words;
	if (reading->lex->count != 2 || !words[1].quoted || words[1].has_key)
		return wrong_at(reading, &words[0], "say \"...\"");
	step->text = words[1].text;
	return STATUS_OK;
}

static status find_route(
	struct reading *reading, const struct app_play_word *word, struct app_play_step *step)
{
	step->entry = command_find_name(word->text);
	for (size_t i = 0; step->entry != NULL && i < api_route_count(); i++) {
		struct api_route route = api_route_at(i);
		if (route.entry != step->entry) continue;
		step->template = route.template;
		step->method = (int)route.method;
		return STATUS_OK;
	}
	return wrong_at(reading, word, "there is no such command in the API");
}

static status add_pair(
	struct reading *reading, struct app_play_step *step, const struct app_play_word *word)
{
	struct app_play_pair pair = {.key = word->key,
		.value = word->text,
		.quoted = word->quoted,
		.line = word->line,
		.column = word->column};
	TRY(check_value(reading, word));
	if (step->pair_count == APP_PLAY_MAX_PAIRS)
		return status_fail_at(reading->error, STATUS_BOUND, word->line, word->column,
			"a step has over %d values", APP_PLAY_MAX_PAIRS);
	if (step->kind == APP_PLAY_SEE) {
		if (pair.key.size == 0) return wrong_at(reading, word, "a member must stand before the =");
		TRY(check_names_within(reading, word, pair.key));
	} else {
		pair.field = find_field(step->entry, pair.key);
		if (pair.field == NULL) return wrong_at(reading, word, "the command has no such field");
		for (size_t i = 0; i < step->pair_count; i++)
			if (span_equal(step->pairs[i].key, pair.key))
				return wrong_at(reading, word, "this field is there twice");
	}
	step->pairs[step->pair_count++] = pair;
	return STATUS_OK;
}

/* `-> name`: from the next step on. */
static status take_made(
	struct reading *reading, struct app_play_step *step, const struct app_play_word *word)
{
	struct app_play_file *file = reading->file;
	if (word->quoted || word->has_key || !is_name(word->text))
		return wrong_at(reading, word, "a name is of a to z, 0 to 9 and _");
	bool can = step->kind == APP_PLAY_COMMAND || step->kind == APP_PLAY_SEE;
	if (!can || step->refusal.size > 0 || step->made != 0)
		return wrong_at(reading, word, "only what is done or seen has a name, once");
	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (span_is(word->text, reserved[i])) return wrong_at(reading, word, "no name, but a word");
	if (find_name(file, word->text) < file->name_count)
		return wrong_at(reading, word, "this name was given before");
	if (file->name_count == APP_PLAY_MAX_NAMES)
		return status_fail_at(reading->error, STATUS_BOUND, word->line, word->column,
			"a play has over %d names", APP_PLAY_MAX_NAMES);
	step->made = file->name_count;
	file->names[file->name_count++] = word->text;
	return STATUS_OK;
}

static status take_refusal(
	struct reading *reading, struct app_play_step *step, const struct app_play_word *word)
{
	bool point = memchr(word->text.start, '.', word->text.size) != NULL;
	if (word->quoted || word->has_key || !point || step->refusal.size > 0 || step->made != 0)
		return wrong_at(reading, word, "! module.code, once");
	step->refusal = word->text;
	return STATUS_OK;
}

/* What follows the command or the path. */
static status read_rest(struct reading *reading, struct app_play_step *step, size_t from)
{
	const struct app_play_word *words = reading->lex->words;
	size_t count = reading->lex->count;
	step->pairs = ARENA_ARRAY(reading->arena, struct app_play_pair, count + 1);
	for (size_t i = from; i < count; i++) {
		bool plain = !words[i].quoted && !words[i].has_key;
		bool arrow = plain && span_is(words[i].text, "->");
		bool refused = plain && span_is(words[i].text, "!");
		if ((arrow || refused) && i + 1 == count)
			return wrong_at(reading, &words[i], "something must follow");
		if (arrow)
			TRY(take_made(reading, step, &words[++i]));
		else if (refused)
			TRY(take_refusal(reading, step, &words[++i]));
		else if (words[i].has_key)
			TRY(add_pair(reading, step, &words[i]));
		else
			return wrong_at(reading, &words[i], "key=value, -> name or ! module.code");
	}
	return STATUS_OK;
}

/* Fields of the path must be there; the episode may be that of the last question. */
static status check_path_fields(struct reading *reading, const struct app_play_step *step)
{
	for (size_t i = 0; i < step->entry->field_count; i++) {
		const struct command_field *field = &step->entry->fields[i];
		bool given = field->place != FIELD_IN_PATH;
		for (size_t pair = 0; pair < step->pair_count; pair++)
			given = given || step->pairs[pair].field == field;
		if (!given && strcmp(field->name, "episode") == 0) given = reading->asked;
		if (!given)
			return status_fail_at(
				reading->error, STATUS_INPUT, step->line, 1, "the command needs %s=", field->name);
	}
	return STATUS_OK;
}

static status read_act(struct reading *reading, struct app_play_step *step)
{
	const struct app_play_word *words = reading->lex->words;
	step->actor = find_name(reading->file, words[0].text);
	if (words[0].quoted || words[0].has_key || step->actor == reading->file->name_count)
		return wrong_at(reading, &words[0],
			"a step begins with region, at, after, say, or an actor that was named before");
	if (reading->lex->count < 2 || words[1].quoted || words[1].has_key)
		return wrong_at(reading, &words[0], "an actor does a command, or sees");
	if (!span_is(words[1].text, "see")) {
		step->kind = APP_PLAY_COMMAND;
		TRY(find_route(reading, &words[1], step));
		TRY(read_rest(reading, step, 2));
		TRY(check_path_fields(reading, step));
		reading->asked = reading->asked || step->entry->number == COMMAND_QUESTION_ASK;
		return STATUS_OK;
	}
	step->kind = APP_PLAY_SEE;
	if (reading->lex->count < 3 || words[2].has_key)
		return wrong_at(reading, &words[1], "see PATH");
	step->text = words[2].text;
	TRY(check_names_within(reading, &words[2], step->text));
	return read_rest(reading, step, 3);
}

static status read_step(struct reading *reading, struct app_play_step *step)
{
	static const struct {
		const char *word;
		enum app_play_kind kind;
		status (*read)(struct reading *reading, struct app_play_step *step);
	} kinds[] = {
		{"region", APP_PLAY_REGION, read_region},
		{"at", APP_PLAY_AT, read_at},
		{"after", APP_PLAY_AFTER, read_after},
		{"say", APP_PLAY_SAY, read_say},
	};
	const struct app_play_word *first = &reading->lex->words[0];
	step->line = first->line;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (first->quoted || first->has_key || !span_is(first->text, kinds[i].word)) continue;
		step->kind = kinds[i].kind;
		return kinds[i].read(reading, step);
	}
	return read_act(reading, step);
}

static status read_steps(struct reading *reading)
{
	struct app_play_file *file = reading->file;
	bool more = true;
	for (;;) {
		TRY(app_play_lex_next(reading->lex, &more, reading->error));
		if (!more) return STATUS_OK;
		if (file->step_count == APP_PLAY_MAX_STEPS)
			return status_fail_at(reading->error, STATUS_BOUND, reading->lex->words[0].line, 0,
				"a play has over %d steps", APP_PLAY_MAX_STEPS);
		struct app_play_step *step = &file->steps[file->step_count++];
		TRY(read_step(reading, step));
		if (file->step_count == 1 && step->kind != APP_PLAY_REGION)
			return wrong_at(reading, &reading->lex->words[0], "first: region VR01 to VR25");
	}
}

status app_play_file_read(
	struct span text, struct arena *arena, struct app_play_file *file, struct error *error)
{
	struct app_play_lex *lex = arena_take(arena, sizeof *lex);
	*file = (struct app_play_file){
		.names = {SPAN_LITERAL("door"), SPAN_LITERAL("admin")}, .name_count = 2};
	file->steps = arena_take(arena, APP_PLAY_MAX_STEPS * sizeof(struct app_play_step));
	if (lex == NULL || file->steps == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for a play");
	if (text.size > APP_PLAY_MAX_BYTES)
		return status_fail(error, STATUS_BOUND, "a play is over %d bytes", APP_PLAY_MAX_BYTES);
	app_play_lex_init(lex, text, arena);
	struct reading reading = {.file = file, .lex = lex, .arena = arena, .error = error};
	TRY(read_steps(&reading));
	if (file->step_count == 0)
		return status_fail_at(error, STATUS_INPUT, 1, 0, "nothing happens in this play");
	return STATUS_OK;
}
