/* fuzz_query.c - any bytes as a query, as a segment and as a path: what is accepted is
 * well-formed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "fuzz.h"
#include "http/http.h"

#define MAX_BYTES ((size_t)1 << 20)

static void check_text(struct span text, size_t most)
{
	CHECK(text.size <= most);
	CHECK(span_is_utf8(text, NULL));
}

static void try_query(struct span input, struct arena *arena)
{
	struct http_pair pairs[HTTP_MAX_QUERY];
	size_t count;

	if (!http_parse_query(input, arena, pairs, HTTP_MAX_QUERY, &count)) {
		CHECK(count == 0);
		return;
	}
	CHECK(count <= HTTP_MAX_QUERY);
	for (size_t i = 0; i < count; i++) {
		CHECK(pairs[i].name.size > 0);
		check_text(pairs[i].name, input.size);
		check_text(pairs[i].value, input.size);
	}
}

static void try_path(struct span input, struct arena *arena)
{
	struct http_pair parameters[HTTP_MAX_PARAMETERS];
	struct span decoded;
	size_t count;

	if (http_decode_segment(input, arena, &decoded)) check_text(decoded, input.size);
	if (!http_match("/v1/{a}/b/{c}", input, arena, parameters, &count)) return;
	CHECK(count == 2);
	for (size_t i = 0; i < count; i++) {
		CHECK(parameters[i].value.size > 0);
		CHECK(memchr(parameters[i].value.start, '/', parameters[i].value.size) == NULL);
		check_text(parameters[i].value, input.size);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct span input = span_bytes(bytes, size);
	struct arena arena;

	arena_init(&arena, 4096, MAX_BYTES);
	try_query(input, &arena);
	try_path(input, &arena);
	arena_finish(&arena);
	return 0;
}
