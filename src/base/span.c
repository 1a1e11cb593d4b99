/* span.c - looks at text that somebody else owns: numbers, parts and well-formed UTF-8.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/span.h"
#include <locale.h>
#include <stdlib.h>

bool span_starts_with(struct span span, const char *prefix)
{
	struct span start = span_of(prefix);

	return span.size >= start.size && span_equal((struct span){span.start, start.size}, start);
}

static bool is_blank(char character)
{
	return character == ' ' || (character >= '\t' && character <= '\r');
}

struct span span_trim(struct span span)
{
	while (span.size > 0 && is_blank(span.start[span.size - 1])) span.size--;
	while (span.size > 0 && is_blank(span.start[0])) {
		span.start++;
		span.size--;
	}
	return span;
}

bool span_take(struct span *rest, char separator, struct span *part)
{
	if (rest->size == 0) {
		*part = *rest;
		return false;
	}
	const char *found = memchr(rest->start, separator, rest->size);
	size_t size = found == NULL ? rest->size : (size_t)(found - rest->start);
	size_t taken = found == NULL ? size : size + 1;
	*part = (struct span){rest->start, size};
	rest->start += taken;
	rest->size -= taken;
	return true;
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* Takes the optional sign off; true for a minus. */
static bool take_sign(struct span *span)
{
	if (span->size == 0 || (span->start[0] != '-' && span->start[0] != '+')) return false;
	bool negative = span->start[0] == '-';
	span->start++;
	span->size--;
	return negative;
}

bool span_to_int64(struct span span, int64_t *value)
{
	bool negative = take_sign(&span);
	uint64_t bound = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
	uint64_t sum = 0;

	if (span.size == 0) return false;
	for (size_t i = 0; i < span.size; i++) {
		if (!is_digit(span.start[i])) return false;
		uint64_t digit = (uint64_t)(span.start[i] - '0');
		if (sum > (bound - digit) / 10) return false;
		sum = sum * 10 + digit;
	}
	if (negative && sum > 0)
		*value = -(int64_t)(sum - 1) - 1;
	else
		*value = (int64_t)sum;
	return true;
}

/* Digits, and if there is a point digits behind it too. */
static bool is_plain_decimal(struct span span)
{
	size_t points = 0;

	if (span.size == 0 || !is_digit(span.start[0]) || !is_digit(span.start[span.size - 1]))
		return false;
	for (size_t i = 0; i < span.size; i++) {
		if (span.start[i] == '.')
			points++;
		else if (!is_digit(span.start[i]))
			return false;
	}
	return points <= 1;
}

bool span_to_double(struct span span, double *value)
{
	char text[SPAN_MAX_NUMBER + 1];
	struct span digits = span;

	if (span.size > SPAN_MAX_NUMBER) return false;
	(void)take_sign(&digits);
	if (!is_plain_decimal(digits)) return false;
	memcpy(text, span.start, span.size);
	text[span.size] = 0;
	/* The C locale is a constant of the C library: nothing is allocated and this cannot fail. */
	*value = strtod_l(text, NULL, newlocale(LC_ALL_MASK, "C", (locale_t)0));
	return true;
}

static bool is_in(unsigned char byte, unsigned char low, unsigned char high)
{
	return byte >= low && byte <= high;
}

/* Size of the well-formed sequence (Unicode 15, table 3-7) at `at`; 0 if there is none
 * or if it is U+0000. */
static size_t sequence_size(const unsigned char *at, size_t left)
{
	unsigned char lead = at[0];
	unsigned char low = 0x80, high = 0xbf; /* of the second byte */
	size_t size;

	if (is_in(lead, 0x01, 0x7f)) return 1;
	if (is_in(lead, 0xc2, 0xdf))
		size = 2;
	else if (is_in(lead, 0xe0, 0xef))
		size = 3;
	else if (is_in(lead, 0xf0, 0xf4))
		size = 4;
	else
		return 0;

	if (lead == 0xe0) low = 0xa0;  /* not what fits in two bytes */
	if (lead == 0xed) high = 0x9f; /* not the surrogates */
	if (lead == 0xf0) low = 0x90;  /* not what fits in three bytes */
	if (lead == 0xf4) high = 0x8f; /* not over U+10FFFF */
	if (left < size || !is_in(at[1], low, high)) return 0;
	for (size_t i = 2; i < size; i++)
		if (!is_in(at[i], 0x80, 0xbf)) return 0;
	return size;
}

/* True if the eight bytes at `at` are all from 0x01 to 0x7f. */
static bool is_ascii_word(const unsigned char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
	return ((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

bool span_is_utf8(struct span span, size_t *bad_at)
{
	const unsigned char *bytes = (const unsigned char *)span.start;
	size_t at = 0;

	while (at < span.size) {
		if (span.size - at >= 8 && is_ascii_word(bytes + at)) {
			at += 8;
			continue;
		}
		size_t size = sequence_size(bytes + at, span.size - at);
		if (size == 0) {
			if (bad_at != NULL) *bad_at = at;
			return false;
		}
		at += size;
	}
	return true;
}

size_t span_utf8_length(struct span span)
{
	size_t length = 0;

	for (size_t i = 0; i < span.size; i++)
		if (((unsigned char)span.start[i] & 0xc0) != 0x80) length++;
	return length;
}
