/* http_query.c - decodes what stands behind the '?' and between the '/' of a URI.
 *
 * Source      RFC 3986 section 2.1 (percent-encoding); WHATWG URL standard, section 5.1
 *             (application/x-www-form-urlencoded), but strict where that is lenient.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "http/http.h"

static int hex_value(char character)
{
	if (character >= '0' && character <= '9') return character - '0';
	if (character >= 'a' && character <= 'f') return character - 'a' + 10;
	if (character >= 'A' && character <= 'F') return character - 'A' + 10;
	return -1;
}

enum decoding {
	DECODE_SEGMENT, /* '+' is a plus, an encoded '/' is wrong */
	DECODE_FORM,    /* '+' is a blank */
};

/* Nothing to decode, and plain ASCII: by far the most common. */
static bool is_plain(struct span text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.start[i];
		if (byte == '%' || byte == '+' || byte >= 0x80 || byte == 0) return false;
	}
	return true;
}

/* Fills `out`, which has room for text.size bytes. */
static bool decode_into(struct span text, enum decoding how, char *out, size_t *size)
{
	size_t length = 0;

	for (size_t i = 0; i < text.size; i++) {
		char character = text.start[i];
		if (character == '%') {
			if (text.size - i < 3) return false;
			int high = hex_value(text.start[i + 1]);
			int low = hex_value(text.start[i + 2]);
			if (high < 0 || low < 0) return false;
			character = (char)(high * 16 + low);
			i += 2;
			if (character == '/' && how == DECODE_SEGMENT) return false;
		} else if (character == '+' && how == DECODE_FORM) {
			character = ' ';
		}
		out[length++] = character;
	}
	*size = length;
	return true;
}

static bool decode(struct span text, enum decoding how, struct arena *arena, struct span *decoded)
{
	if (is_plain(text)) {
		*decoded = text;
		return true;
	}
	char *out = arena_take(arena, text.size);
	size_t size = 0;
	if (out == NULL || !decode_into(text, how, out, &size)) return false;
	*decoded = span_bytes(out, size);
	return span_is_utf8(*decoded, NULL); /* which knows no NUL */
}

bool http_decode_segment(struct span text, struct arena *arena, struct span *decoded)
{
	return decode(text, DECODE_SEGMENT, arena, decoded);
}

static bool parse_pair(struct span part, struct arena *arena, struct http_pair *pair)
{
	struct span value = part;
	struct span name;

	if (!span_take(&value, '=', &name) || name.size == 0) return false;
	return decode(name, DECODE_FORM, arena, &pair->name) &&
		decode(value, DECODE_FORM, arena, &pair->value);
}

bool http_parse_query(
	struct span text, struct arena *arena, struct http_pair *pairs, size_t max, size_t *count)
{
	struct span part;

	*count = 0;
	while (span_take(&text, '&', &part)) {
		if (part.size == 0) continue;
		if (*count == max || !parse_pair(part, arena, &pairs[*count])) {
			*count = 0;
			return false;
		}
		(*count)++;
	}
	return true;
}
