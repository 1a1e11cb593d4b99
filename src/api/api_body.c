/* api_body.c - the params of a request, from its path and its body.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_decode.h"
#include "api/api_request.h"
#include "base/date.h"
#include <strings.h>

static bool is_json(struct span content_type)
{
	struct span type;
	span_take(&content_type, ';', &type);
	type = span_trim(type);
	/* Names of media types have no case (RFC 9110, 8.3.1). */
	return type.size == strlen("application/json") &&
		strncasecmp(type.start, "application/json", type.size) == 0;
}

static bool decode_path(struct api_decoding *decoding, struct http_exchange *exchange)
{
	for (size_t i = 0; i < decoding->entry->field_count; i++) {
		const struct command_field *field = &decoding->entry->fields[i];
		if (field->place != FIELD_IN_PATH) continue;
		if (!api_decode_path(decoding, field->name, http_parameter(exchange, field->name)))
			return false;
	}
	return true;
}

bool api_body_is_json(struct api_request *request)
{
	bool good = http_body(request->exchange).size == 0 ||
		is_json(http_header_of(request->exchange, "Content-Type"));
	if (!good) api_problem(request, 415, "problem.unsupported_media_type", NULL, 0);
	return good;
}

bool api_decode(struct api_request *request)
{
	struct api_decoding *decoding = ARENA_NEW(request->arena, struct api_decoding);
	*decoding = (struct api_decoding){.entry = request->command.entry,
		.division = request->api->options.division,
		.vault = request->api->options.vault,
		.arena = request->arena,
		.today = date_day_of(request->now_ms)};
	struct span body = http_body(request->exchange);
	bool takes_body = !decoding->entry->is_look || request->route->method == HTTP_POST;
	bool good = decode_path(decoding, request->exchange);
	if (good && takes_body && !api_body_is_json(request)) return false;
	if (good && takes_body) good = api_decode_body(decoding, body);
	if (!good) {
		const struct api_fault *fault = &decoding->fault;
		api_problem(request, fault->code, fault->key, fault->parameters, fault->count);
		return false;
	}
	request->command.params = decoding->params;
	return true;
}
