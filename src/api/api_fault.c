/* api_fault.c - one mistake in what was sent: which text tells it, and what that text needs.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_fault.h"
#include "base/check.h"
#include "directory/criteria.h"
#include <jansson.h>
#include <stdio.h>

enum { NAMES_BYTES = 2048 }; /* of all codes that may stand somewhere */

bool api_fault_set(struct api_fault *fault, struct arena *arena, int code, const char *key,
	const struct api_message_parameter *parameters, size_t count)
{
	CHECK(count <= API_FAULT_PARAMETERS);
	*fault = (struct api_fault){.code = code, .key = key, .count = count};
	for (size_t i = 0; i < count; i++) {
		fault->parameters[i].name = parameters[i].name;
		fault->parameters[i].text = arena_copy(arena, parameters[i].text);
	}
	return false;
}

/* Some names are there only so that the refusal can say which it was (L4). */
static bool is_accepted(const struct codes *codes, int number)
{
	if (codes == &codes_decline_reason) return number < DECLINE_EXCLUDING_COMBINATION;
	if (codes == &directory_criteria) return number > CRITERION_EXCLUDES_DIAGNOSIS;
	return true;
}

bool api_fault_not_a_code(struct api_fault *fault, struct arena *arena, int code, const char *field,
	const struct codes *codes)
{
	struct buf allowed;
	buf_init(&allowed, NAMES_BYTES);
	for (int i = 1; i < codes->count; i++) {
		if (!is_accepted(codes, i)) continue;
		if (allowed.size > 0) buf_add_text(&allowed, ", ");
		buf_add_text(&allowed, codes->names[i]);
	}
	const struct api_message_parameter parameters[] = {
		{.name = "field", .text = span_of(field)}, {.name = "allowed", .text = buf_span(&allowed)}};
	api_fault_set(fault, arena, code, "problem.not_a_code", parameters, 2);
	buf_finish(&allowed);
	return false;
}

bool api_fault_no_municipality(struct api_fault *fault, struct arena *arena, int code,
	const char *field, const struct region *division, struct span text)
{
	struct buf meant;
	buf_init(&meant, REGION_SUGGEST_BYTES);
	(void)region_history_suggest(division, text, &meant);
	const struct api_message_parameter parameters[] = {{.name = "field", .text = span_of(field)},
		{.name = "candidates", .text = buf_span(&meant)}};
	api_fault_set(
		fault, arena, code, "problem.not_a_municipality", parameters, meant.size > 0 ? 2 : 1);
	buf_finish(&meant);
	return false;
}

bool api_fault_divided(struct api_fault *fault, struct arena *arena, const struct region *division,
	const struct region_life *life)
{
	struct buf names;
	buf_init(&names, REGION_NOW_BYTES);
	region_history_add_now(division, life, &names);
	const struct api_message_parameter parameters[] = {
		{.name = "municipalities", .text = buf_span(&names)}};
	api_fault_set(fault, arena, 422, "problem.municipality_divided", parameters, 1);
	buf_finish(&names);
	return false;
}

bool api_fault_not_json(
	struct api_fault *fault, struct arena *arena, const struct json_error_t *error)
{
	char line[16], column[16];
	snprintf(line, sizeof(line), "%d", error->line);
	snprintf(column, sizeof(column), "%d", error->column);
	const struct api_message_parameter parameters[] = {
		{.name = "line", .text = span_of(line)}, {.name = "column", .text = span_of(column)}};
	switch (json_error_code(error)) {
	case json_error_duplicate_key:
		return api_fault_set(fault, arena, 400, "problem.duplicate_field", parameters, 2);
	case json_error_invalid_utf8:
		return api_fault_set(fault, arena, 400, "problem.not_utf8", NULL, 0);
	default: return api_fault_set(fault, arena, 400, "problem.not_json", parameters, 2);
	}
}
