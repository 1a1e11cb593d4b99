/* id.h - 128 random bits that name a thing; as text 32 lower-case hexadecimal digits.
 *
 * All zeros is "none" and names nothing.
 * Tests       test/unit/base/test_id.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/prng.h"
#include "base/span.h"

#define ID_SIZE 16
#define ID_TEXT_SIZE 33 /* with the terminating 0 */

struct id {
	uint8_t bytes[ID_SIZE];
};

extern const struct id id_none;

static inline bool id_equal(struct id a, struct id b)
{
	return memcmp(a.bytes, b.bytes, ID_SIZE) == 0;
}

bool id_is_none(struct id id);
/* Draws a new id; never none. */
struct id id_draw(struct prng *prng);
/* Exactly 32 hexadecimal digits of either case; false otherwise, with *id none. */
bool id_parse(struct span text, struct id *id);
/* Fills `out` and returns it. */
char *id_text(struct id id, char out[ID_TEXT_SIZE]);
/* The same bits in the form of a UUID (RFC 9562): 8, 4, 4, 4 and 12 digits with dashes between. */
#define ID_UUID_SIZE 37 /* with the terminating 0 */
bool id_parse_uuid(struct span text, struct id *id);
char *id_uuid_text(struct id id, char out[ID_UUID_SIZE]);
/* From 16 stored bytes; none if the size is not 16. */
struct id id_from_bytes(const void *bytes, size_t size);
