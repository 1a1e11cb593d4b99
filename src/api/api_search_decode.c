/* api_search_decode.c - fields of a question, each with its bounds.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_search.h"
#include "base/check.h"
#include "directory/cost.h"
#include "region/region_history.h"
#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

#define MIN_LANGUAGE_BYTES 2
#define NAMES_BYTES 1024 /* of all fields */

enum form { WORDS, CODES, LANGUAGES, PLACE, REGION_CODE, TRUTH, KILOMETRES, LIMIT, POSITION };

struct field {
	const char *name;
	enum form form;
	size_t offset; /* in struct search_question: of a mask or a truth */
	const struct codes *codes;
};

#define AT(member) offsetof(struct search_question, member)

static const struct field fields[] = {
	{"q", WORDS, 0, NULL},
	{"typing", TRUTH, AT(typing), NULL},
	{"domains", CODES, AT(domains), &codes_life_domain},
	{"kinds", CODES, AT(kinds), &codes_service_kind},
	{"costs", CODES, AT(costs), &cost_kind_codes},
	{"levels", CODES, AT(levels), &codes_service_level},
	{"languages", LANGUAGES, 0, NULL},
	{"region", REGION_CODE, 0, NULL},
	{"municipality", PLACE, 0, NULL},
	{"within_km", KILOMETRES, 0, NULL},
	{"open_now", TRUTH, AT(open_now), NULL},
	{"anonymous", TRUTH, AT(anonymous), NULL},
	{"without_referral", TRUTH, AT(without_referral), NULL},
	{"limit", LIMIT, 0, NULL},
	{"after", POSITION, 0, NULL},
};

static const struct field *find_field(struct span name)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (span_is(name, fields[i].name)) return &fields[i];
	return NULL;
}

/* ---- what is wrong ---- */

static void add_parameter(struct api_search *search, const char *name, struct span text)
{
	struct api_fault *fault = &search->fault;
	CHECK(fault->count < API_FAULT_PARAMETERS);
	fault->parameters[fault->count++] =
		(struct api_message_parameter){.name = name, .text = arena_copy(search->arena, text)};
}

/* In an address the answer is 400, in a body 422, as elsewhere. */
static int code_of(const struct api_search *search)
{
	return search->in_address ? 400 : 422;
}

static bool wrong(struct api_search *search, const char *key, struct span field)
{
	search->fault = (struct api_fault){.code = code_of(search), .key = key};
	add_parameter(search, "field", field);
	return false;
}

static bool wrong_type(struct api_search *search, const struct field *field, const char *expected)
{
	wrong(search, "problem.wrong_type", span_of(field->name));
	add_parameter(search, "expected", span_of(expected));
	return false;
}

/* With the names that may stand there; words are never in an address. */
static bool unknown_field(struct api_search *search, struct span name)
{
	struct buf names;
	buf_init(&names, NAMES_BYTES);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (search->in_address && fields[i].form == WORDS) continue;
		if (names.size > 0) buf_add_text(&names, ", ");
		buf_add_text(&names, fields[i].name);
	}
	wrong(search, "problem.unknown_field", name);
	add_parameter(search, "names", buf_span(&names));
	buf_finish(&names);
	return false;
}

static bool out_of_bounds(
	struct api_search *search, const struct field *field, int64_t low, int64_t high)
{
	char text[24];
	wrong(search, "problem.out_of_bounds", span_of(field->name));
	snprintf(text, sizeof(text), "%lld", (long long)low);
	add_parameter(search, "min", span_of(text));
	snprintf(text, sizeof(text), "%lld", (long long)high);
	add_parameter(search, "max", span_of(text));
	return false;
}

static bool not_a_code(struct api_search *search, const struct field *field)
{
	return api_fault_not_a_code(
		&search->fault, search->arena, code_of(search), field->name, field->codes);
}

/* ---- values ---- */

static bool set_words(struct api_search *search, const struct field *field, struct span text)
{
	size_t bad_at;
	if (search->in_address) {
		search->fault = (struct api_fault){.code = 400, .key = "problem.words_in_address"};
		return false;
	}
	if (!span_is_utf8(text, &bad_at))
		return wrong(search, "problem.not_utf8", span_of(field->name));
	if (text.size > SEARCH_MAX_QUESTION_BYTES)
		return out_of_bounds(search, field, 0, SEARCH_MAX_QUESTION_BYTES);
	search->question.words = arena_copy(search->arena, text);
	return true;
}

static bool add_code(struct api_search *search, const struct field *field, struct span text)
{
	int number = codes_find(field->codes, text);
	uint32_t *mask = (uint32_t *)(void *)((char *)&search->question + field->offset);
	if (number == 0) return not_a_code(search, field);
	*mask |= 1u << number;
	return true;
}

static bool add_language(struct api_search *search, const struct field *field, struct span text)
{
	struct search_question *question = &search->question;
	if (text.size < MIN_LANGUAGE_BYTES || text.size > SEARCH_MAX_LANGUAGE_BYTES ||
		!span_is_utf8(text, NULL))
		return out_of_bounds(search, field, MIN_LANGUAGE_BYTES, SEARCH_MAX_LANGUAGE_BYTES);
	if (question->language_count == SEARCH_MAX_LANGUAGES)
		return out_of_bounds(search, field, 0, SEARCH_MAX_LANGUAGES);
	if (!api_decode_is_language(text))
		return wrong(search, "problem.not_a_language", span_of(field->name));
	question->languages[question->language_count++] = arena_copy(search->arena, text);
	return true;
}

static bool set_place(struct api_search *search, const struct field *field, struct span text)
{
	const struct region_life *life = region_history_find_code(search->division, text);
	if (life == NULL) life = region_history_find_name(search->division, text);
	if (life == NULL)
		return api_fault_no_municipality(
			&search->fault, search->arena, code_of(search), field->name, search->division, text);
	const struct region_municipality *found =
		region_history_resolve(search->division, life->number);
	if (found == NULL)
		return api_fault_divided(&search->fault, search->arena, search->division, life);
	search->question.municipality = found->number;
	return true;
}

static bool set_region(struct api_search *search, const struct field *field, struct span text)
{
	int number = 0;
	if (!region_parse(text, &number) || number == REGION_NATIONAL)
		return wrong(search, "problem.not_a_region", span_of(field->name));
	search->question.region = number;
	return true;
}

static bool set_position(struct api_search *search, const struct field *field, struct span text)
{
	if (!search_position_parse(text, &search->after))
		return wrong(search, "problem.not_a_position", span_of(field->name));
	search->question.after = &search->after;
	return true;
}

static bool set_number(struct api_search *search, const struct field *field, int64_t number)
{
	int64_t high = field->form == LIMIT ? SEARCH_MAX_PAGE : API_SEARCH_MAX_KM;
	if (number < 1 || number > high) return out_of_bounds(search, field, 1, high);
	if (field->form == LIMIT)
		search->question.limit = (size_t)number;
	else
		search->question.within_km = (double)number;
	return true;
}

static void set_truth(struct api_search *search, const struct field *field, bool value)
{
	*(bool *)((char *)&search->question + field->offset) = value;
}

static bool set_text(struct api_search *search, const struct field *field, struct span text)
{
	switch (field->form) {
	case WORDS: return set_words(search, field, text);
	case CODES: return add_code(search, field, text);
	case LANGUAGES: return add_language(search, field, text);
	case PLACE: return set_place(search, field, text);
	case REGION_CODE: return set_region(search, field, text);
	case POSITION: return set_position(search, field, text);
	case TRUTH: return wrong_type(search, field, "true, false");
	case KILOMETRES:
	case LIMIT: return wrong_type(search, field, "1, 2, 3");
	}
	return false;
}

static bool is_list(const struct field *field)
{
	return field->form == CODES || field->form == LANGUAGES;
}

void api_search_init(struct api_search *search)
{
	search->question = (struct search_question){.limit = API_SEARCH_PAGE};
	search->fault = (struct api_fault){0};
}

/* ---- an address ---- */

bool api_search_decode_pair(struct api_search *search, struct span name, struct span value)
{
	const struct field *field = find_field(name);
	int64_t number = 0;
	struct span part;
	if (field == NULL) return unknown_field(search, name);
	if (is_list(field)) {
		while (span_take(&value, ',', &part))
			if (!set_text(search, field, part)) return false;
		return true;
	}
	if (field->form == TRUTH) {
		if (!span_is(value, "true") && !span_is(value, "false"))
			return wrong_type(search, field, "true, false");
		set_truth(search, field, span_is(value, "true"));
		return true;
	}
	if (field->form == KILOMETRES || field->form == LIMIT)
		return span_to_int64(value, &number) ? set_number(search, field, number)
											 : wrong_type(search, field, "1, 2, 3");
	return set_text(search, field, value);
}

/* ---- a body ---- */

static bool set_json_text(struct api_search *search, const struct field *field, const json_t *value)
{
	struct span text = {json_string_value(value), json_string_length(value)};
	if (!json_is_string(value)) return wrong_type(search, field, "\"...\"");
	return set_text(search, field, text);
}

static bool set_json(struct api_search *search, const struct field *field, const json_t *value)
{
	if (is_list(field)) {
		if (!json_is_array(value)) return wrong_type(search, field, "[\"...\"]");
		for (size_t i = 0; i < json_array_size(value); i++)
			if (!set_json_text(search, field, json_array_get(value, i))) return false;
		return true;
	}
	if (field->form == TRUTH) {
		if (!json_is_boolean(value)) return wrong_type(search, field, "true, false");
		set_truth(search, field, json_is_true(value));
		return true;
	}
	if (field->form == KILOMETRES || field->form == LIMIT)
		return json_is_integer(value) ? set_number(search, field, json_integer_value(value))
									  : wrong_type(search, field, "1, 2, 3");
	return set_json_text(search, field, value);
}

static bool set_members(struct api_search *search, json_t *object)
{
	const char *name;
	json_t *value;
	json_object_foreach(object, name, value)
	{
		const struct field *field = find_field(span_of(name));
		if (field == NULL) return unknown_field(search, span_of(name));
		if (!json_is_null(value) && !set_json(search, field, value)) return false;
	}
	return true;
}

bool api_search_decode_body(struct api_search *search, struct span body)
{
	json_error_t error = {0};
	json_t *root = body.size == 0
		? json_object()
		: json_loadb(body.start, body.size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (root == NULL) return api_fault_not_json(&search->fault, search->arena, &error);
	static const struct field whole = {"body", WORDS, 0, NULL};
	bool good =
		json_is_object(root) ? set_members(search, root) : wrong_type(search, &whole, "{ }");
	json_decref(root);
	return good;
}
