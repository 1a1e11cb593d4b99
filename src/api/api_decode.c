/* api_decode.c - JSON to a command's params, by the entry's fields; every mistake is answered with
 * its place.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/date.h"
#include "region/region.h"
#include <jansson.h>
#include <stdio.h>
#include <strings.h>

#define TEXT_PARAMETER(name_text, value_text)            \
	{                                                    \
		.name = (name_text), .text = span_of(value_text) \
	}

static bool wrong(struct api_request *request, const char *key, const char *field)
{
	struct api_message_parameter parameters[] = {TEXT_PARAMETER("field", field)};
	api_problem(request, 422, key, parameters, 1);
	return false;
}

static bool wrong_type(struct api_request *request, const char *field, const char *expected)
{
	struct api_message_parameter parameters[] = {
		TEXT_PARAMETER("field", field), TEXT_PARAMETER("expected", expected)};
	api_problem(request, 422, "problem.wrong_type", parameters, 2);
	return false;
}

static bool out_of_bounds(struct api_request *request, const struct command_field *field)
{
	char low[24], high[24];
	snprintf(low, sizeof(low), "%lld", (long long)field->min);
	snprintf(high, sizeof(high), "%lld", (long long)field->max);
	struct api_message_parameter parameters[] = {TEXT_PARAMETER("field", field->name),
		TEXT_PARAMETER("min", low), TEXT_PARAMETER("max", high)};
	api_problem(request, 422, "problem.out_of_bounds", parameters, 3);
	return false;
}

static bool not_a_code(struct api_request *request, const struct command_field *field)
{
	struct buf allowed;
	buf_init(&allowed, 2048);
	for (int i = 1; i < field->codes->count; i++) {
		if (i > 1) buf_add_text(&allowed, ", ");
		buf_add_text(&allowed, field->codes->names[i]);
	}
	struct api_message_parameter parameters[] = {TEXT_PARAMETER("field", field->name),
		{.name = "allowed", .text = arena_copy(request->arena, buf_span(&allowed))}};
	buf_finish(&allowed);
	api_problem(request, 422, "problem.not_a_code", parameters, 2);
	return false;
}

static bool set_id(
	struct api_request *request, const struct command_field *field, struct span text, void *at)
{
	return id_parse(text, at) && !id_is_none(*(struct id *)at)
		? true
		: wrong(request, "problem.not_an_id", field->name);
}

static bool set_code(
	struct api_request *request, const struct command_field *field, struct span text, void *at)
{
	int number = codes_find(field->codes, text);
	*(int32_t *)at = number;
	return number != 0 || not_a_code(request, field);
}

static bool set_day(
	struct api_request *request, const struct command_field *field, struct span text, void *at)
{
	return date_parse(text, at) || wrong(request, "problem.not_a_day", field->name);
}

static bool set_municipality(
	struct api_request *request, const struct command_field *field, struct span text, void *at)
{
	const struct region_municipality *found =
		region_find_code(request->api->options.division, text);
	if (found == NULL) found = region_find_name(request->api->options.division, text);
	if (found == NULL) return wrong(request, "problem.not_a_municipality", field->name);
	*(int32_t *)at = found->number;
	return true;
}

static bool set_text(
	struct api_request *request, const struct command_field *field, struct span text, void *at)
{
	if (!span_is_utf8(text, NULL)) return wrong(request, "problem.not_utf8", field->name);
	text = span_trim(text);
	if (text.size == 0 && !field->required) /* left empty is not said */
		return true;
	if ((int64_t)text.size < field->min || (int64_t)text.size > field->max)
		return out_of_bounds(request, field);
	int32_t day;
	if (field->seal == VAULT_BIRTH && !date_parse(text, &day))
		return wrong(request, "problem.not_a_day", field->name);
	*(struct span *)at = arena_copy(request->arena, text);
	return true;
}

/* A secret goes no further than here: its keyed index does. */
static bool set_token(
	struct api_request *request, const struct command_field *field, struct span text, void *at)
{
	char code[ACCOUNT_CODE_SIZE];
	if (request->command.entry->number != COMMAND_SESSION_START) {
		if ((int64_t)text.size < field->min || (int64_t)text.size > field->max)
			return out_of_bounds(request, field);
		*(struct id *)at = command_token_index(request->api->options.vault, text);
		return true;
	}
	/* What has not the form of a code is a wrong code: the same answer as for one that nobody has.
	 * */
	bool formed = account_code_parse(text, code);
	*(struct id *)at =
		command_code_index(request->api->options.vault, formed ? span_of(code) : text);
	return true;
}

static bool set_from_text(
	struct api_request *request, const struct command_field *field, struct span text, void *at)
{
	switch (field->form) {
	case FIELD_ID: return set_id(request, field, text, at);
	case FIELD_CODE: return set_code(request, field, text, at);
	case FIELD_DAY: return set_day(request, field, text, at);
	case FIELD_MUNICIPALITY: return set_municipality(request, field, text, at);
	case FIELD_SEALED:
	case FIELD_TEXT: return set_text(request, field, text, at);
	case FIELD_TOKEN: return set_token(request, field, text, at);
	case FIELD_BOOL: return wrong_type(request, field->name, "true, false");
	case FIELD_INT: return wrong_type(request, field->name, "1, 2, 3");
	}
	return false;
}

static bool set_int(
	struct api_request *request, const struct command_field *field, const json_t *value, void *at)
{
	int64_t number = json_integer_value(value);
	if (!json_is_integer(value)) return wrong_type(request, field->name, "1, 2, 3");
	if (number < field->min || number > field->max) return out_of_bounds(request, field);
	*(int32_t *)at = (int32_t)number;
	return true;
}

static bool set_value(
	struct api_request *request, const struct command_field *field, const json_t *value)
{
	void *at = (char *)&request->command.params + field->offset;
	if (field->form == FIELD_INT) return set_int(request, field, value, at);
	if (field->form == FIELD_BOOL) {
		if (!json_is_boolean(value)) return wrong_type(request, field->name, "true, false");
		*(bool *)at = json_is_true(value);
		return true;
	}
	if (!json_is_string(value)) return wrong_type(request, field->name, "\"...\"");
	struct span text = {json_string_value(value), json_string_length(value)};
	return set_from_text(request, field, text, at);
}

static const struct command_field *find_field(const struct command_entry *entry, const char *name)
{
	for (size_t i = 0; i < entry->field_count; i++)
		if (entry->fields[i].place == FIELD_IN_BODY && strcmp(entry->fields[i].name, name) == 0)
			return &entry->fields[i];
	return NULL;
}

static bool decode_members(struct api_request *request, json_t *object)
{
	const struct command_entry *entry = request->command.entry;
	const char *name;
	json_t *value;
	json_object_foreach(object, name, value)
	{
		const struct command_field *field = find_field(entry, name);
		if (field == NULL)
			return wrong(
				request, "problem.unknown_field", arena_text(request->arena, span_of(name)));
		if (!json_is_null(value) && !set_value(request, field, value)) return false;
	}
	for (size_t i = 0; i < entry->field_count; i++) {
		const struct command_field *field = &entry->fields[i];
		if (field->place != FIELD_IN_BODY || !field->required) continue;
		if (json_is_null(json_object_get(object, field->name)) ||
			json_object_get(object, field->name) == NULL)
			return wrong(request, "problem.missing_field", field->name);
	}
	return true;
}

static bool not_json(struct api_request *request, const json_error_t *error)
{
	char line[16], column[16];
	snprintf(line, sizeof(line), "%d", error->line);
	snprintf(column, sizeof(column), "%d", error->column);
	struct api_message_parameter parameters[] = {
		TEXT_PARAMETER("line", line), TEXT_PARAMETER("column", column)};
	switch (json_error_code(error)) {
	case json_error_duplicate_key:
		api_problem(request, 400, "problem.duplicate_field", parameters, 2);
		break;
	case json_error_invalid_utf8: api_problem(request, 400, "problem.not_utf8", NULL, 0); break;
	default: api_problem(request, 400, "problem.not_json", parameters, 2); break;
	}
	return false;
}

static bool is_json(struct span content_type)
{
	struct span type;
	span_take(&content_type, ';', &type);
	type = span_trim(type);
	/* Names of media types have no case (RFC 9110, 8.3.1). */
	return type.size == strlen("application/json") &&
		strncasecmp(type.start, "application/json", type.size) == 0;
}

static bool decode_body(struct api_request *request)
{
	struct span body = http_body(request->exchange);
	json_error_t error = {0};
	json_t *root = NULL;
	if (body.size > 0 && !is_json(http_header_of(request->exchange, "Content-Type"))) {
		api_problem(request, 415, "problem.unsupported_media_type", NULL, 0);
		return false;
	}
	root = body.size == 0
		? json_object()
		: json_loadb(body.start, body.size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (root == NULL) return not_json(request, &error);
	bool good =
		json_is_object(root) ? decode_members(request, root) : wrong_type(request, "body", "{ }");
	json_decref(root);
	return good;
}

static bool decode_path(struct api_request *request)
{
	const struct command_entry *entry = request->command.entry;
	for (size_t i = 0; i < entry->field_count; i++) {
		const struct command_field *field = &entry->fields[i];
		if (field->place != FIELD_IN_PATH) continue;
		void *at = (char *)&request->command.params + field->offset;
		if (!set_from_text(request, field, http_parameter(request->exchange, field->name), at))
			return false;
	}
	return true;
}

bool api_decode(struct api_request *request)
{
	if (!decode_path(request)) return false;
	if (request->command.entry->is_look) return true;
	return decode_body(request);
}
