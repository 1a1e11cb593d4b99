/* id.c - draws, reads and writes the 128 bits that name a thing.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/id.h"

const struct id id_none;

bool id_is_none(struct id id)
{
	return id_equal(id, id_none);
}

struct id id_draw(struct prng *prng)
{
	struct id id;

	do {
		prng_fill(prng, id.bytes, ID_SIZE);
	} while (id_is_none(id));
	return id;
}

/* The value of a hexadecimal digit, or -1. */
static int digit_value(char digit)
{
	if (digit >= '0' && digit <= '9') return digit - '0';
	if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
	return -1;
}

bool id_parse(struct span text, struct id *id)
{
	*id = id_none;
	if (text.size != 2 * ID_SIZE) return false;
	for (size_t i = 0; i < ID_SIZE; i++) {
		int high = digit_value(text.start[2 * i]);
		int low = digit_value(text.start[2 * i + 1]);
		if (high < 0 || low < 0) {
			*id = id_none;
			return false;
		}
		id->bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

char *id_text(struct id id, char out[ID_TEXT_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < ID_SIZE; i++) {
		out[2 * i] = digits[id.bytes[i] >> 4];
		out[2 * i + 1] = digits[id.bytes[i] & 15];
	}
	out[2 * ID_SIZE] = 0;
	return out;
}

/* Behind how many digits a dash stands. */
static bool has_dash_behind(size_t digits)
{
	return digits == 8 || digits == 12 || digits == 16 || digits == 20;
}

bool id_parse_uuid(struct span text, struct id *id)
{
	char plain[2 * ID_SIZE];
	size_t at = 0;

	*id = id_none;
	if (text.size != ID_UUID_SIZE - 1) return false;
	for (size_t i = 0; i < sizeof(plain); i++) {
		if (has_dash_behind(i) && text.start[at++] != '-') return false;
		plain[i] = text.start[at++];
	}
	return id_parse(span_bytes(plain, sizeof(plain)), id);
}

char *id_uuid_text(struct id id, char out[ID_UUID_SIZE])
{
	char plain[ID_TEXT_SIZE];
	char *to = out;

	id_text(id, plain);
	for (size_t i = 0; i < 2 * ID_SIZE; i++) {
		if (has_dash_behind(i)) *to++ = '-';
		*to++ = plain[i];
	}
	*to = 0;
	return out;
}

struct id id_from_bytes(const void *bytes, size_t size)
{
	struct id id = id_none;

	if (size == ID_SIZE) memcpy(id.bytes, bytes, ID_SIZE);
	return id;
}
