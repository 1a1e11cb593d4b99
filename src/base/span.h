/* span.h - text or bytes that somebody else owns: a pointer and a length, no terminator.
 *
 * Outside text is a span until it is validated.
 * Tests       test/unit/base/test_span.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const char *start; /* May be NULL only if size is 0. */
	size_t size;       /* bytes */
};

#define SPAN_MAX_NUMBER 64 /* characters of a number with decimals */

/* For printf: "%.*s" */
#define SPAN_PRINT(span) (int)(span).size, (span).start
#define SPAN_LITERAL(text) ((struct span){(text), sizeof(text) - 1})

static inline struct span span_of(const char *text)
{
	return (struct span){text, text == NULL ? 0 : strlen(text)};
}

static inline struct span span_bytes(const void *bytes, size_t size)
{
	return (struct span){(const char *)bytes, size};
}

static inline bool span_equal(struct span a, struct span b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.start, b.start, a.size) == 0);
}

static inline bool span_is(struct span span, const char *text)
{
	return span_equal(span, span_of(text));
}

bool span_starts_with(struct span span, const char *prefix);
/* Without ASCII blanks at both ends. */
struct span span_trim(struct span span);
/* Takes what stands before the first `separator` off `rest` (and the separator); false when
 * `rest` was used up. "a,,b," gives "a", "" and "b": behind a last separator there is no part. */
bool span_take(struct span *rest, char separator, struct span *part);
/* Whole decimal number with optional sign and nothing else; false if not, or if it does not fit. */
bool span_to_int64(struct span span, int64_t *value);
/* Plain decimal number such as -12.0345 (digits on both sides of a point, no exponent, nan or
 * infinity) of at most SPAN_MAX_NUMBER characters; false if not. Independent of locale. */
bool span_to_double(struct span span, double *value);
/* Well-formed UTF-8 (Unicode 15, table 3-7) without U+0000 and surrogates. `bad_at`, if not
 * NULL, gets the offset of the first byte that belongs to no well-formed sequence: what stands
 * before it is right. */
bool span_is_utf8(struct span span, size_t *bad_at);
/* Number of code points in well-formed UTF-8. */
size_t span_utf8_length(struct span span);
