/* api_decode.c - JSON to a command's params, by the entry's fields; every mistake has its place.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_decode.h"
#include "api/api_link.h"
#include "access/account.h"
#include "base/check.h"
#include "base/date.h"
#include "command/command_prepare.h"
#include "region/region_history.h"
#include "directory/criteria.h"
#include "directory/hours_text.h"
#include "directory/part.h"
#include "region/region.h"
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <strings.h>
#include <stdlib.h>

/* Of lists: the most that a field takes, and bytes of one of its texts. */
enum { LIST_MAX = 100, LANGUAGE_BYTES = 16 };
enum { NAMES_BYTES = 2048 }; /* of all codes or fields that may stand somewhere */

#define TEXT_PARAMETER(name_text, value_text)            \
	{                                                    \
		.name = (name_text), .text = span_of(value_text) \
	}

/* What is wrong; the parameters' texts are static or in the arena. */
static bool fault(struct api_decoding *decoding, int code, const char *key,
	const struct api_message_parameter *parameters, size_t count)
{
	return api_fault_set(&decoding->fault, decoding->arena, code, key, parameters, count);
}

static bool wrong(struct api_decoding *decoding, const char *key, const char *field)
{
	struct api_message_parameter parameters[] = {TEXT_PARAMETER("field", field)};
	return fault(decoding, 422, key, parameters, 1);
}

static bool wrong_type(struct api_decoding *decoding, const char *field, const char *expected)
{
	struct api_message_parameter parameters[] = {
		TEXT_PARAMETER("field", field), TEXT_PARAMETER("expected", expected)};
	return fault(decoding, 422, "problem.wrong_type", parameters, 2);
}

static bool out_of_bounds(struct api_decoding *decoding, const struct command_field *field)
{
	char low[24], high[24];
	snprintf(low, sizeof(low), "%lld", (long long)field->min);
	snprintf(high, sizeof(high), "%lld", (long long)field->max);
	struct api_message_parameter parameters[] = {TEXT_PARAMETER("field", field->name),
		TEXT_PARAMETER("min", low), TEXT_PARAMETER("max", high)};
	return fault(decoding, 422, "problem.out_of_bounds", parameters, 3);
}

static bool not_a_code(struct api_decoding *decoding, const struct command_field *field)
{
	return api_fault_not_a_code(&decoding->fault, decoding->arena, 422, field->name, field->codes);
}

/* With the names that the body may have. */
static bool unknown_field(struct api_decoding *decoding, const char *name)
{
	const struct command_entry *entry = decoding->entry;
	struct buf names;
	buf_init(&names, NAMES_BYTES);
	for (size_t i = 0; i < entry->field_count; i++) {
		if (entry->fields[i].place != FIELD_IN_BODY) continue;
		if (names.size > 0) buf_add_text(&names, ", ");
		buf_add_text(&names, entry->fields[i].name);
	}
	struct api_message_parameter parameters[] = {
		TEXT_PARAMETER("field", name), {.name = "names", .text = buf_span(&names)}};
	fault(decoding, 422, "problem.unknown_field", parameters, 2);
	buf_finish(&names);
	return false;
}

static bool set_id(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	return id_parse(text, at) && !id_is_none(*(struct id *)at)
		? true
		: wrong(decoding, "problem.not_an_id", field->name);
}

static bool set_code(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	int number = codes_find(field->codes, text);
	*(int32_t *)at = number;
	return number != 0 || not_a_code(decoding, field);
}

static bool set_day(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	return date_parse(text, at) || wrong(decoding, "problem.not_a_day", field->name);
}

static bool set_municipality(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	const struct region_life *life = region_history_find_code(decoding->division, text);
	if (life == NULL) life = region_history_find_name(decoding->division, text);
	if (life == NULL)
		return api_fault_no_municipality(
			&decoding->fault, decoding->arena, 422, field->name, decoding->division, text);
	const struct region_municipality *found =
		region_history_resolve(decoding->division, life->number);
	if (found == NULL)
		return api_fault_divided(&decoding->fault, decoding->arena, decoding->division, life);
	*(int32_t *)at = found->number;
	return true;
}

/* Whoever asks was born already, and not longer ago than anybody has lived. */
static bool check_birth(
	struct api_decoding *decoding, const struct command_field *field, struct span text)
{
	enum { OLDEST_YEARS = 130 };
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
	int32_t day = 0;
	struct date_civil civil = date_to_civil(decoding->today);
	int32_t oldest = date_from_civil((struct date_civil){civil.year - OLDEST_YEARS, 1, 1});
	if (!date_parse(text, &day)) return wrong(decoding, "problem.not_a_day", field->name);
	if (day >= oldest && day <= decoding->today) return true;
	struct api_message_parameter parameters[] = {TEXT_PARAMETER("field", field->name),
		TEXT_PARAMETER("from", date_text(oldest, from)),
		TEXT_PARAMETER("to", date_text(decoding->today, to))};
	return fault(decoding, 422, "problem.day_out_of_range", parameters, 3);
}

/* What is said under these names has a form of its own, wherever it is said. */
static bool check_address(
	struct api_decoding *decoding, const struct command_field *field, struct span text)
{
	if (field->form != FIELD_TEXT) return true;
	if (strcmp(field->name, "website") == 0 && !part_is_website(text))
		return wrong(decoding, "problem.not_a_website", field->name);
	if (strcmp(field->name, "email") == 0 && !part_is_email(text))
		return wrong(decoding, "problem.not_an_email", field->name);
	return true;
}

static bool set_text(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	if (!span_is_utf8(text, NULL)) return wrong(decoding, "problem.not_utf8", field->name);
	text = span_trim(text);
	if (text.size == 0 && !field->required) /* left empty is not said */
		return true;
	if (text.size == 0 && field->min > 0) return wrong(decoding, "problem.empty", field->name);
	if ((int64_t)text.size < field->min || (int64_t)text.size > field->max)
		return out_of_bounds(decoding, field);
	if (field->seal == VAULT_BIRTH && !check_birth(decoding, field, text)) return false;
	if (!check_address(decoding, field, text)) return false;
	*(struct span *)at = arena_copy(decoding->arena, text);
	return true;
}

/* As it was typed: blanks count in a password. */
static bool set_secret(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	if (!span_is_utf8(text, NULL)) return wrong(decoding, "problem.not_utf8", field->name);
	if ((int64_t)text.size < field->min || (int64_t)text.size > field->max)
		return out_of_bounds(decoding, field);
	*(struct span *)at = arena_copy(decoding->arena, text);
	return true;
}

/* A secret goes no further than here: its keyed index does. */
static bool set_token(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	char code[ACCOUNT_CODE_SIZE];
	enum command_number number = decoding->entry->number;
	bool bounded = (int64_t)text.size >= field->min && (int64_t)text.size <= field->max;
	if (number != COMMAND_SESSION_START && !bounded) return out_of_bounds(decoding, field);
	if (number == COMMAND_ENTRY_CONFIRM_BY_LINK) {
		/* What was not given out is answered as what is over: by an id that nobody has. */
		if (!api_link_read(decoding->vault, text, at)) *(struct id *)at = id_none;
		return true;
	}
	if (number != COMMAND_SESSION_START) {
		*(struct id *)at = command_token_index(decoding->vault, text);
		return true;
	}
	/* What has not the form of a code is a wrong code: the same answer as for one that nobody has.
	 * */
	bool formed = account_code_parse(text, code);
	*(struct id *)at = command_code_index(decoding->vault, formed ? span_of(code) : text);
	return true;
}

/* Kept as it is said in the one form; whatever stands there is said again in the answer. */
static bool set_hours(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	struct hours rows[HOURS_MAX_ROWS];
	struct span *kept = at;
	size_t count = 0, bad_at = 0;
	char place[24];
	if (!set_text(decoding, field, text, at)) return false;
	if (kept->size == 0) return true;
	if (hours_text_parse(*kept, rows, &count, &bad_at)) return true;
	snprintf(place, sizeof(place), "%zu", bad_at + 1);
	struct api_message_parameter parameters[] = {
		TEXT_PARAMETER("field", field->name), TEXT_PARAMETER("column", place)};
	return fault(decoding, 422, "problem.not_hours", parameters, 2);
}

static bool set_from_text(
	struct api_decoding *decoding, const struct command_field *field, struct span text, void *at)
{
	switch (field->form) {
	case FIELD_ID: return set_id(decoding, field, text, at);
	case FIELD_CODE: return set_code(decoding, field, text, at);
	case FIELD_DAY: return set_day(decoding, field, text, at);
	case FIELD_MUNICIPALITY: return set_municipality(decoding, field, text, at);
	case FIELD_SEALED:
	case FIELD_TEXT: return set_text(decoding, field, text, at);
	case FIELD_SECRET: return set_secret(decoding, field, text, at);
	case FIELD_TOKEN: return set_token(decoding, field, text, at);
	case FIELD_HOURS: return set_hours(decoding, field, text, at);
	case FIELD_CODES:
	case FIELD_LANGUAGES:
	case FIELD_MUNICIPALITIES: return wrong_type(decoding, field->name, "[\"...\"]");
	case FIELD_DEGREES: return wrong_type(decoding, field->name, "52.09");
	case FIELD_BOOL: return wrong_type(decoding, field->name, "true, false");
	case FIELD_INT: return wrong_type(decoding, field->name, "1, 2, 3");
	}
	return false;
}

static bool set_int(
	struct api_decoding *decoding, const struct command_field *field, const json_t *value, void *at)
{
	int64_t number = json_integer_value(value);
	if (!json_is_integer(value)) return wrong_type(decoding, field->name, "1, 2, 3");
	if (number < field->min || number > field->max) return out_of_bounds(decoding, field);
	*(int32_t *)at = (int32_t)number;
	return true;
}

static bool set_degrees(
	struct api_decoding *decoding, const struct command_field *field, const json_t *value, void *at)
{
	if (!json_is_number(value)) return wrong_type(decoding, field->name, "52.09");
	double degrees = json_number_value(value);
	if (!(degrees >= (double)field->min && degrees <= (double)field->max))
		return out_of_bounds(decoding, field);
	/* Both degrees are over 0 in the Netherlands. */
	*(int32_t *)at = (int32_t)(degrees * 1e6 + 0.5);
	return true;
}

/* Text number `i` of a list of texts. */
static bool text_at(struct api_decoding *decoding, const struct command_field *field,
	const json_t *list, size_t i, struct span *text)
{
	const json_t *value = json_array_get(list, i);
	if (!json_is_string(value)) return wrong_type(decoding, field->name, "[\"...\"]");
	*text = (struct span){json_string_value(value), json_string_length(value)};
	return true;
}

static bool set_codes(
	struct api_decoding *decoding, const struct command_field *field, const json_t *list, void *at)
{
	int64_t mask = 0;
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct span text;
		if (!text_at(decoding, field, list, i, &text)) return false;
		int number = codes_find(field->codes, text);
		if (number == 0) return not_a_code(decoding, field);
		mask |= INT64_C(1) << number;
	}
	*(int64_t *)at = mask;
	return true;
}

/* A code of BCP 47 as it is used for languages: "nl", "ar", "zh-Hant", "nl-BE"; sign languages have
 * three letters ("dse"). */
bool api_decode_is_language(struct span text)
{
	size_t letters = 0;
	while (letters < text.size && islower((unsigned char)text.start[letters])) letters++;
	if (letters < 2 || letters > 3 || text.size > LANGUAGE_BYTES) return false;
	for (size_t i = letters; i < text.size; i++) {
		bool dash = text.start[i] == '-' && i + 1 < text.size && text.start[i + 1] != '-';
		if (!dash && !isalnum((unsigned char)text.start[i])) return false;
		if (i == letters && !dash) return false;
	}
	return true;
}

static int compare_spans(const void *a, const void *b)
{
	const struct span *left = a, *right = b;
	size_t size = left->size < right->size ? left->size : right->size;
	int order = memcmp(left->start, right->start, size);
	return order != 0 ? order : (left->size > right->size) - (left->size < right->size);
}

static struct span joined(struct api_decoding *decoding, struct span *texts, size_t count)
{
	struct buf out;
	buf_init(&out, LIST_MAX * (LANGUAGE_BYTES + 1));
	qsort(texts, count, sizeof(texts[0]), compare_spans);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && span_equal(texts[i], texts[i - 1])) continue;
		if (i > 0) buf_add_char(&out, ' ');
		buf_add_span(&out, texts[i]);
	}
	struct span kept = arena_copy(decoding->arena, buf_span(&out));
	buf_finish(&out);
	return kept;
}

static bool set_languages(
	struct api_decoding *decoding, const struct command_field *field, const json_t *list, void *at)
{
	struct span texts[LIST_MAX];
	size_t count = json_array_size(list);
	if (count > (size_t)field->max) return out_of_bounds(decoding, field);
	for (size_t i = 0; i < count; i++) {
		if (!text_at(decoding, field, list, i, &texts[i])) return false;
		if (!api_decode_is_language(texts[i]))
			return wrong(decoding, "problem.not_a_language", field->name);
	}
	*(struct span *)at = joined(decoding, texts, count);
	return true;
}

/* As numbers of the same width: their order as text is their order. */
static bool set_municipalities(
	struct api_decoding *decoding, const struct command_field *field, const json_t *list, void *at)
{
	struct span texts[LIST_MAX];
	size_t count = json_array_size(list);
	if (count > (size_t)field->max) return out_of_bounds(decoding, field);
	for (size_t i = 0; i < count; i++) {
		int32_t number = 0;
		char digits[16];
		if (!text_at(decoding, field, list, i, &texts[i]) ||
			!set_municipality(decoding, field, texts[i], &number))
			return false;
		snprintf(digits, sizeof(digits), "%04d", (int)number);
		texts[i] = arena_copy(decoding->arena, span_of(digits));
	}
	*(struct span *)at = joined(decoding, texts, count);
	return true;
}

static bool set_list(
	struct api_decoding *decoding, const struct command_field *field, const json_t *value, void *at)
{
	if (!json_is_array(value)) return wrong_type(decoding, field->name, "[\"...\"]");
	if (field->form == FIELD_CODES) return set_codes(decoding, field, value, at);
	if (field->form == FIELD_LANGUAGES) return set_languages(decoding, field, value, at);
	return set_municipalities(decoding, field, value, at);
}

static bool set_value(
	struct api_decoding *decoding, const struct command_field *field, const json_t *value)
{
	void *at = (char *)&decoding->params + field->offset;
	if (field->form == FIELD_INT) return set_int(decoding, field, value, at);
	if (field->form == FIELD_BOOL) {
		const char *expected = decoding->plain ? "yes, no" : "true, false";
		if (!json_is_boolean(value)) return wrong_type(decoding, field->name, expected);
		*(bool *)at = json_is_true(value);
		return true;
	}
	if (field->form == FIELD_DEGREES) return set_degrees(decoding, field, value, at);
	if (field->form == FIELD_CODES || field->form == FIELD_LANGUAGES ||
		field->form == FIELD_MUNICIPALITIES)
		return set_list(decoding, field, value, at);
	if (!json_is_string(value)) return wrong_type(decoding, field->name, "\"...\"");
	struct span text = {json_string_value(value), json_string_length(value)};
	return set_from_text(decoding, field, text, at);
}

static const struct command_field *find_field(const struct command_entry *entry, const char *name)
{
	for (size_t i = 0; i < entry->field_count; i++)
		if (entry->fields[i].place == FIELD_IN_BODY && strcmp(entry->fields[i].name, name) == 0)
			return &entry->fields[i];
	return NULL;
}

/* Words with blanks between, as a list. */
static json_t *list_of(struct span text)
{
	struct span word;
	json_t *list = json_array();
	while (text.size > 0 && span_take(&text, ' ', &word))
		if (word.size > 0) json_array_append_new(list, json_stringn(word.start, word.size));
	return list;
}

/* What the text would be in JSON; as it is if it has not the form for that. */
static json_t *value_of(enum command_field_form form, struct span text)
{
	int64_t number = 0;
	double degrees = 0;
	if (form == FIELD_CODES || form == FIELD_LANGUAGES || form == FIELD_MUNICIPALITIES)
		return list_of(text);
	if (form == FIELD_INT && span_to_int64(text, &number)) return json_integer(number);
	if (form == FIELD_DEGREES && span_to_double(text, &degrees)) return json_real(degrees);
	if (form == FIELD_BOOL && (span_is(text, "yes") || span_is(text, "true"))) return json_true();
	if (form == FIELD_BOOL && (span_is(text, "no") || span_is(text, "false"))) return json_false();
	return json_stringn(text.start, text.size);
}

bool api_decode_text(struct api_decoding *decoding, const char *name, struct span text)
{
	const struct command_field *field = find_field(decoding->entry, name);
	if (field == NULL) return unknown_field(decoding, name);
	json_t *value = value_of(field->form, text);
	if (value == NULL) return wrong(decoding, "problem.not_utf8", name);
	decoding->plain = true;
	bool good = set_value(decoding, field, value);
	json_decref(value);
	return good;
}

static bool decode_members(struct api_decoding *decoding, json_t *object)
{
	const struct command_entry *entry = decoding->entry;
	const char *name;
	json_t *value;
	json_object_foreach(object, name, value)
	{
		const struct command_field *field = find_field(entry, name);
		if (field == NULL) return unknown_field(decoding, name);
		if (!json_is_null(value) && !set_value(decoding, field, value)) return false;
	}
	for (size_t i = 0; i < entry->field_count; i++) {
		const struct command_field *field = &entry->fields[i];
		if (field->place != FIELD_IN_BODY || !field->required) continue;
		if (json_is_null(json_object_get(object, field->name)) ||
			json_object_get(object, field->name) == NULL)
			return wrong(decoding, "problem.missing_field", field->name);
	}
	return true;
}

bool api_decode_body(struct api_decoding *decoding, struct span body)
{
	json_error_t error = {0};
	json_t *root = body.size == 0
		? json_object()
		: json_loadb(body.start, body.size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (root == NULL) return api_fault_not_json(&decoding->fault, decoding->arena, &error);
	bool good =
		json_is_object(root) ? decode_members(decoding, root) : wrong_type(decoding, "body", "{ }");
	json_decref(root);
	return good;
}

bool api_decode_path(struct api_decoding *decoding, const char *name, struct span segment)
{
	const struct command_entry *entry = decoding->entry;
	for (size_t i = 0; i < entry->field_count; i++) {
		const struct command_field *field = &entry->fields[i];
		if (field->place != FIELD_IN_PATH || strcmp(field->name, name) != 0) continue;
		return set_from_text(decoding, field, segment, (char *)&decoding->params + field->offset);
	}
	return true;
}
