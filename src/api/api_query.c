/* api_query.c - what is wrong in an address: which parameter, and what it may be.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include <stdio.h>

enum { NAMES_BYTES = 2048, MOST_PARAMETERS = 3 };

static bool refuse(struct api_request *request, const char *name, const char *what,
	struct span first, const char *other, struct span second)
{
	const struct api_message_parameter parameters[MOST_PARAMETERS] = {
		{.name = "field", .text = span_of(name)}, {.name = what, .text = first},
		{.name = other, .text = second}};
	api_problem(request, 400, "problem.query_wrong", parameters, other == NULL ? 2 : 3);
	return false;
}

bool api_query_unknown(struct api_request *request, struct span name)
{
	struct buf names;
	struct span rest = span_of(request->route->query), word;
	buf_init(&names, NAMES_BYTES);
	while (rest.size > 0 && span_take(&rest, ' ', &word)) {
		if (names.size > 0) buf_add_text(&names, ", ");
		buf_add_span(&names, word);
	}
	const struct api_message_parameter parameters[] = {
		{.name = "unknown", .text = span_is_utf8(name, NULL) ? name : (struct span){0}},
		{.name = "names", .text = buf_span(&names)}};
	api_problem(request, 400, "problem.query_wrong", parameters, 2);
	buf_finish(&names);
	return false;
}

bool api_query_number_wrong(
	struct api_request *request, const char *name, int64_t low, int64_t high)
{
	char from[24], to[24];
	snprintf(from, sizeof(from), "%lld", (long long)low);
	snprintf(to, sizeof(to), "%lld", (long long)high);
	return refuse(request, name, "min", span_of(from), "max", span_of(to));
}

bool api_query_code_wrong(struct api_request *request, const char *name, const struct codes *codes)
{
	struct buf allowed;
	buf_init(&allowed, NAMES_BYTES);
	for (int i = 1; i < codes->count; i++) {
		if (i > 1) buf_add_text(&allowed, ", ");
		buf_add_text(&allowed, codes->names[i]);
	}
	(void)refuse(request, name, "allowed", buf_span(&allowed), NULL, (struct span){0});
	buf_finish(&allowed);
	return false;
}

bool api_query_choice_wrong(struct api_request *request, const char *name, const char *choices)
{
	return refuse(request, name, "allowed", span_of(choices), NULL, (struct span){0});
}

bool api_query_form_wrong(struct api_request *request, const char *name, const char *example)
{
	return refuse(request, name, "example", span_of(example), NULL, (struct span){0});
}

void api_unknown_place(struct api_request *request, const char *key)
{
	const struct api_message_parameter parameters[] = {
		{.name = "address", .text = SPAN_LITERAL("/v1/regions")},
		{.name = "second", .text = SPAN_LITERAL("/v1/municipalities?name=Utrecht")}};
	api_problem(request, 404, key, parameters, 2);
}
