/* api_tag.c - tags, and whether a list has one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_tag.h"
#include "base/hash.h"
#include <stdio.h>

char *api_tag_text(struct span body, int64_t version, char out[API_TAG_SIZE])
{
	struct hash hash = hash_of(body.start, body.size);
	char digits[2 * API_TAG_BYTES + 1];
	for (int i = 0; i < API_TAG_BYTES; i++) snprintf(digits + 2 * i, 3, "%02x", hash.bytes[i]);
	if (version > 0)
		snprintf(out, API_TAG_SIZE, "\"%lld-%s\"", (long long)version, digits);
	else
		snprintf(out, API_TAG_SIZE, "\"%s\"", digits);
	return out;
}

bool api_tag_is_in(struct span list, const char *tag)
{
	struct span part;
	if (span_is(span_trim(list), "*")) return true;
	/* None of our tags has a comma in it. */
	while (span_take(&list, ',', &part)) {
		part = span_trim(part);
		if (span_starts_with(part, "W/")) part = (struct span){part.start + 2, part.size - 2};
		if (span_is(part, tag)) return true;
	}
	return false;
}
