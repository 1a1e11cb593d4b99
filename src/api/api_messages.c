/* api_messages.c - the texts: read once, checked whole, filled in with what the reader needs.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_messages.h"
#include "api/api_files.h"
#include "base/check.h"
#include "base/date.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_RANGES 32 /* of an Accept-Language; what comes behind is passed over */

static const char *const tags[API_LANGUAGE_COUNT] = {"nl", "en"};

struct message {
	const char *key;
	struct span texts[API_LANGUAGE_COUNT];
};

/* Keys and texts point into the roots. */
struct api_messages {
	enum api_missing missing;
	json_t *roots[API_LANGUAGE_COUNT];
	struct message *list;
	size_t count;
};

struct span api_messages_file(enum api_language language)
{
	return language == API_LANGUAGE_EN ? span_bytes(api_files_en_json, api_files_en_json_size)
									   : span_bytes(api_files_nl_json, api_files_nl_json_size);
}

static bool is_name(struct span text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((text.start[i] < 'a' || text.start[i] > 'z') && text.start[i] != '_') return false;
	return text.size > 0;
}

/* Takes what stands before the first `mark` off `rest`, and the mark; false if there is none. */
static bool take_until(struct span *rest, char mark, struct span *before)
{
	const char *at = rest->size == 0 ? NULL : memchr(rest->start, mark, rest->size);
	if (at == NULL) return false;
	*before = (struct span){rest->start, (size_t)(at - rest->start)};
	*rest = (struct span){at + 1, rest->size - before->size - 1};
	return true;
}

/* Takes a parameter and what stands before it off `rest`; false if there is none. */
static bool take_parameter(struct span *rest, struct span *before, struct span *name)
{
	struct span left = *rest;
	if (!take_until(&left, '{', before) || !take_until(&left, '}', name)) return false;
	*rest = left;
	return true;
}

static bool has_parameter(struct span text, struct span name)
{
	struct span before, other;
	while (take_parameter(&text, &before, &other))
		if (span_equal(name, other)) return true;
	return false;
}

static bool has_all_parameters_of(struct span text, struct span other)
{
	struct span before, name;
	while (take_parameter(&other, &before, &name))
		if (!has_parameter(text, name)) return false;
	return true;
}

static bool has_mark(struct span text, const char *marks)
{
	for (size_t i = 0; i < text.size; i++)
		if (strchr(marks, text.start[i]) != NULL) return true;
	return false;
}

/* A text without brackets: its braces are parameters. */
static bool has_form_of_part(struct span text, bool needs_parameter)
{
	struct span before, name;
	bool found = false;
	while (take_parameter(&text, &before, &name)) {
		if (has_mark(before, "[]}") || !is_name(name)) return false;
		found = true;
	}
	return !has_mark(text, "[]{}") && (found || !needs_parameter);
}

static bool has_form(struct span text)
{
	struct span before, inside;
	if (text.size == 0 || !span_is_utf8(text, NULL)) return false;
	while (take_until(&text, '[', &before))
		if (!has_form_of_part(before, false) || !take_until(&text, ']', &inside) ||
			!has_form_of_part(inside, true))
			return false;
	return has_form_of_part(text, false);
}

static status read_root(
	struct span text, enum api_language language, json_t **root, struct error *error)
{
	json_error_t fault = {0};
	*root = json_loadb(text.start, text.size, JSON_REJECT_DUPLICATES, &fault);
	if (*root == NULL) {
		status code =
			json_error_code(&fault) == json_error_out_of_memory ? STATUS_MEMORY : STATUS_INPUT;
		return status_fail_at(error, code, (size_t)(fault.line > 0 ? fault.line : 0),
			(size_t)(fault.column > 0 ? fault.column : 0), "messages %s: %s", tags[language],
			fault.text);
	}
	if (!json_is_object(*root))
		return status_fail(error, STATUS_INPUT, "messages %s: no object", tags[language]);
	return STATUS_OK;
}

static status read_text(const struct api_messages *messages, enum api_language language,
	const char *key, struct span *text, struct error *error)
{
	const json_t *value = json_object_get(messages->roots[language], key);
	if (!json_is_string(value))
		return status_fail(error, STATUS_INPUT, "messages %s: %s has no text", tags[language], key);
	*text = (struct span){json_string_value(value), json_string_length(value)};
	if (!has_form(*text))
		return status_fail(
			error, STATUS_INPUT, "messages %s: %s has not the form", tags[language], key);
	return STATUS_OK;
}

static status read_message(struct api_messages *messages, const char *key, struct error *error)
{
	struct message *message = &messages->list[messages->count];
	if (strlen(key) >= API_MESSAGES_KEY_SIZE)
		return status_fail(error, STATUS_INPUT, "messages: the key %s is too long", key);
	if (messages->count > 0 && strcmp(messages->list[messages->count - 1].key, key) >= 0)
		return status_fail(error, STATUS_INPUT, "messages: %s is out of order", key);
	message->key = key;
	for (int i = 0; i < API_LANGUAGE_COUNT; i++)
		TRY(read_text(messages, (enum api_language)i, key, &message->texts[i], error));
	const struct span *texts = message->texts;
	if (!has_all_parameters_of(texts[API_LANGUAGE_NL], texts[API_LANGUAGE_EN]) ||
		!has_all_parameters_of(texts[API_LANGUAGE_EN], texts[API_LANGUAGE_NL]))
		return status_fail(error, STATUS_INPUT, "messages: the parameters of %s differ", key);
	messages->count++;
	return STATUS_OK;
}

static status read_all(struct api_messages *messages, const struct span *texts, struct error *error)
{
	const char *key;
	json_t *value;
	for (int i = 0; i < API_LANGUAGE_COUNT; i++)
		TRY(read_root(texts[i], (enum api_language)i, &messages->roots[i], error));
	json_t *first = messages->roots[API_LANGUAGE_NL];
	size_t size = json_object_size(first);
	if (size == 0) return status_fail(error, STATUS_INPUT, "messages nl: empty");
	if (json_object_size(messages->roots[API_LANGUAGE_EN]) != size)
		return status_fail(error, STATUS_INPUT, "messages: one language has more keys");
	messages->list = calloc(size, sizeof(*messages->list));
	if (messages->list == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for the messages");
	json_object_foreach(first, key, value) TRY(read_message(messages, key, error));
	return STATUS_OK;
}

status api_messages_open_texts(const struct span texts[API_LANGUAGE_COUNT],
	enum api_missing missing, struct api_messages **messages, struct error *error)
{
	struct api_messages *opened = calloc(1, sizeof(*opened));
	*messages = NULL;
	if (opened == NULL) return status_fail(error, STATUS_MEMORY, "no memory for the messages");
	opened->missing = missing;
	status code = read_all(opened, texts, error);
	if (code == STATUS_OK)
		*messages = opened;
	else
		api_messages_close(opened);
	return code;
}

status api_messages_open(struct api_messages **messages, struct error *error)
{
	const struct span texts[API_LANGUAGE_COUNT] = {
		api_messages_file(API_LANGUAGE_NL), api_messages_file(API_LANGUAGE_EN)};
	return api_messages_open_texts(texts, API_MISSING_SHOWS_KEY, messages, error);
}

void api_messages_close(struct api_messages *messages)
{
	if (messages == NULL) return;
	for (int i = 0; i < API_LANGUAGE_COUNT; i++) json_decref(messages->roots[i]);
	free(messages->list);
	free(messages);
}

size_t api_messages_count(const struct api_messages *messages)
{
	return messages->count;
}

const char *api_messages_key(const struct api_messages *messages, size_t at)
{
	CHECK(at < messages->count);
	return messages->list[at].key;
}

static int compare(const void *key, const void *message)
{
	return strcmp(key, ((const struct message *)message)->key);
}

static const struct message *find(const struct api_messages *messages, const char *key)
{
	return bsearch(key, messages->list, messages->count, sizeof(*messages->list), compare);
}

bool api_messages_has(const struct api_messages *messages, const char *key)
{
	return find(messages, key) != NULL;
}

struct span api_messages_text(
	const struct api_messages *messages, enum api_language language, const char *key)
{
	const struct message *message = find(messages, key);
	CHECK(language >= 0 && language < API_LANGUAGE_COUNT);
	CHECK(message != NULL || messages->missing == API_MISSING_SHOWS_KEY);
	return message == NULL ? span_of(key) : message->texts[language];
}

/* One text on its way into the buffer. */
struct rendering {
	const struct api_message_parameter *parameters;
	size_t count;
	struct buf *out;
	size_t begin; /* of the text, in the buffer */
};

static struct span value_of(const struct rendering *rendering, struct span name)
{
	for (size_t i = 0; i < rendering->count; i++)
		if (span_is(name, rendering->parameters[i].name)) return rendering->parameters[i].text;
	return (struct span){0};
}

static bool begins_sentence(const struct rendering *rendering)
{
	const struct buf *out = rendering->out;
	if (out->size == rendering->begin) return true;
	return out->size >= rendering->begin + 2 && out->bytes[out->size - 1] == ' ' &&
		strchr(".!?", out->bytes[out->size - 2]) != NULL;
}

static void add_value(struct rendering *rendering, struct span value)
{
	bool is_small = value.size > 0 && value.start[0] >= 'a' && value.start[0] <= 'z';
	if (is_small && begins_sentence(rendering)) {
		buf_add_char(rendering->out, (char)(value.start[0] - 'a' + 'A'));
		value = (struct span){value.start + 1, value.size - 1};
	}
	buf_add_span(rendering->out, value);
}

static void add_part(struct rendering *rendering, struct span text)
{
	struct span before, name;
	while (take_parameter(&text, &before, &name)) {
		buf_add_span(rendering->out, before);
		add_value(rendering, value_of(rendering, name));
	}
	buf_add_span(rendering->out, text);
}

static bool has_empty_parameter(const struct rendering *rendering, struct span text)
{
	struct span before, name;
	while (take_parameter(&text, &before, &name))
		if (value_of(rendering, name).size == 0) return true;
	return false;
}

void api_messages_add(const struct api_messages *messages, enum api_language language,
	const char *key, const struct api_message_parameter *parameters, size_t count, struct buf *out)
{
	struct rendering rendering = {parameters, count, out, out->size};
	struct span text = api_messages_text(messages, language, key);
	struct span before, inside;
	while (take_until(&text, '[', &before) && take_until(&text, ']', &inside)) {
		add_part(&rendering, before);
		if (!has_empty_parameter(&rendering, inside)) add_part(&rendering, inside);
	}
	add_part(&rendering, text);
}

void api_messages_add_code(const struct api_messages *messages, enum api_language language,
	const struct codes *codes, int number, struct buf *out)
{
	char key[API_MESSAGES_KEY_SIZE];
	const char *name = codes_name(codes, number);
	if (name[0] == '\0') return;
	snprintf(key, sizeof(key), "code.%s.%s", codes->name, name);
	api_messages_add(messages, language, key, NULL, 0, out);
}

void api_messages_add_day(
	const struct api_messages *messages, enum api_language language, int32_t day, struct buf *out)
{
	char key[API_MESSAGES_KEY_SIZE], day_text[12], year_text[12];
	if (day == 0) return;
	struct date_civil civil = date_to_civil(day);
	snprintf(key, sizeof(key), "date.month.%d", civil.month);
	snprintf(day_text, sizeof(day_text), "%d", civil.day);
	snprintf(year_text, sizeof(year_text), "%d", civil.year);
	const struct api_message_parameter parameters[] = {{"day", span_of(day_text)},
		{"month", api_messages_text(messages, language, key)}, {"year", span_of(year_text)}};
	api_messages_add(messages, language, "date.day", parameters, 3, out);
}

void api_messages_add_instant(const struct api_messages *messages, enum api_language language,
	int64_t instant_ms, struct buf *out)
{
	char time_text[12];
	struct buf day;
	if (instant_ms == 0) return;
	struct date_local local = date_local_of(instant_ms);
	buf_init(&day, 128);
	api_messages_add_day(messages, language, date_day_of(instant_ms), &day);
	snprintf(time_text, sizeof(time_text), "%02d:%02d", local.hour, local.minute);
	const struct api_message_parameter parameters[] = {
		{"day", buf_span(&day)}, {"time", span_of(time_text)}};
	api_messages_add(messages, language, "date.instant", parameters, 2, out);
	buf_finish(&day);
}

void api_messages_vary(
	const struct api_messages *messages, char key[API_MESSAGES_KEY_SIZE], const char *variant)
{
	size_t size = strlen(key), variant_size = strlen(variant);
	if (size + 1 + variant_size >= API_MESSAGES_KEY_SIZE) return;
	key[size] = '.';
	memcpy(key + size + 1, variant, variant_size + 1);
	if (!api_messages_has(messages, key)) key[size] = '\0';
}

/* A weight of 0 to 1 with at most three decimals, in thousandths; false if it is none. */
static bool parse_weight(struct span text, int *weight)
{
	*weight = 0;
	if (text.size == 0 || text.size > 5 || (text.start[0] != '0' && text.start[0] != '1'))
		return false;
	int value = (text.start[0] - '0') * 1000;
	if (text.size > 1 && text.start[1] != '.') return false;
	for (size_t i = 2, unit = 100; i < text.size; i++, unit /= 10) {
		if (text.start[i] < '0' || text.start[i] > '9') return false;
		value += (text.start[i] - '0') * (int)unit;
	}
	if (value > 1000) return false;
	*weight = value;
	return true;
}

static bool is_lower(struct span text, const char *lower)
{
	if (text.size != strlen(lower)) return false;
	for (size_t i = 0; i < text.size; i++) {
		char character = text.start[i];
		if (character >= 'A' && character <= 'Z') character = (char)(character - 'A' + 'a');
		if (character != lower[i]) return false;
	}
	return true;
}

/* Reads "en-GB;q=0.8" into its language and weight; false if that cannot be. */
static bool parse_range(struct span range, struct span *language, int *weight)
{
	struct span name = {0}, subtag, parameter;
	*weight = 1000;
	*language = (struct span){0};
	if (!span_take(&range, ';', &name)) return false;
	name = span_trim(name);
	if (!span_take(&name, '-', &subtag)) return false;
	*language = subtag;
	while (span_take(&range, ';', &parameter)) {
		parameter = span_trim(parameter);
		if (parameter.size < 2 || (parameter.start[0] | 0x20) != 'q' || parameter.start[1] != '=')
			return false;
		parameter = (struct span){parameter.start + 2, parameter.size - 2};
		if (!parse_weight(parameter, weight)) return false;
	}
	return true;
}

enum api_language api_messages_language(struct span accept_language)
{
	enum { NOT_NAMED = -1 };
	int dutch = NOT_NAMED, english = NOT_NAMED, other = 0, weight = 0;
	struct span range, language;
	for (int i = 0; i < MAX_RANGES && span_take(&accept_language, ',', &range); i++) {
		if (!parse_range(range, &language, &weight)) continue;
		int *best = NULL;
		if (is_lower(language, tags[API_LANGUAGE_NL])) best = &dutch;
		if (is_lower(language, tags[API_LANGUAGE_EN])) best = &english;
		if (span_is(language, "*")) best = &other;
		if (best != NULL && weight > *best) *best = weight;
	}
	if (dutch == NOT_NAMED) dutch = other;
	if (english == NOT_NAMED) english = other;
	return english > dutch ? API_LANGUAGE_EN : API_LANGUAGE_NL;
}
