/* totp.c - SHA-1, HMAC, and codes from them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/totp.h"
#include "base/check.h"

enum { BLOCK_BYTES = 64, LENGTH_AT = 56, ROUNDS = 80 };

struct sha1 {
	uint32_t state[5];
	uint8_t block[BLOCK_BYTES];
	size_t filled;
	uint64_t bytes;
};

static uint32_t rotate(uint32_t word, unsigned by)
{
	return word << by | word >> (32 - by);
}

/* FIPS 180-4, 6.1.2: function and constant of a round. */
static uint32_t mix(unsigned round, uint32_t b, uint32_t c, uint32_t d)
{
	if (round < 20) return ((b & c) | (~b & d)) + UINT32_C(0x5a827999);
	if (round < 40) return (b ^ c ^ d) + UINT32_C(0x6ed9eba1);
	if (round < 60) return ((b & c) | (b & d) | (c & d)) + UINT32_C(0x8f1bbcdc);
	return (b ^ c ^ d) + UINT32_C(0xca62c1d6);
}

static void take_block(struct sha1 *sha1)
{
	uint32_t words[ROUNDS];
	uint32_t a = sha1->state[0], b = sha1->state[1], c = sha1->state[2], d = sha1->state[3];
	uint32_t e = sha1->state[4];
	for (size_t i = 0; i < 16; i++)
		words[i] = (uint32_t)sha1->block[4 * i] << 24 | (uint32_t)sha1->block[4 * i + 1] << 16 |
			(uint32_t)sha1->block[4 * i + 2] << 8 | sha1->block[4 * i + 3];
	for (size_t i = 16; i < ROUNDS; i++)
		words[i] = rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
	for (unsigned i = 0; i < ROUNDS; i++) {
		uint32_t next = rotate(a, 5) + mix(i, b, c, d) + e + words[i];
		e = d;
		d = c;
		c = rotate(b, 30);
		b = a;
		a = next;
	}
	sha1->state[0] += a;
	sha1->state[1] += b;
	sha1->state[2] += c;
	sha1->state[3] += d;
	sha1->state[4] += e;
}

static void add(struct sha1 *sha1, const void *bytes, size_t size)
{
	const uint8_t *from = bytes;
	sha1->bytes += size;
	for (size_t i = 0; i < size; i++) {
		sha1->block[sha1->filled++] = from[i];
		if (sha1->filled < BLOCK_BYTES) continue;
		take_block(sha1);
		sha1->filled = 0;
	}
}

static struct sha1 begin(void)
{
	return (struct sha1){.state = {UINT32_C(0x67452301), UINT32_C(0xefcdab89), UINT32_C(0x98badcfe),
							 UINT32_C(0x10325476), UINT32_C(0xc3d2e1f0)}};
}

static struct totp_digest end(struct sha1 *sha1)
{
	static const uint8_t one = 0x80, zero = 0;
	struct totp_digest digest;
	uint64_t bits = sha1->bytes * 8;
	uint8_t length[8];
	for (size_t i = 0; i < 8; i++) length[i] = (uint8_t)(bits >> (56 - 8 * i));
	add(sha1, &one, 1);
	while (sha1->filled != LENGTH_AT) add(sha1, &zero, 1);
	add(sha1, length, sizeof(length));
	for (size_t i = 0; i < sizeof(digest.bytes); i++)
		digest.bytes[i] = (uint8_t)(sha1->state[i / 4] >> (24 - 8 * (i % 4)));
	return digest;
}

struct totp_digest totp_hmac_sha1(struct span key, struct span text)
{
	uint8_t inner[BLOCK_BYTES] = {0}, outer[BLOCK_BYTES];
	struct sha1 sha1 = begin();
	if (key.size > BLOCK_BYTES) {
		add(&sha1, key.start, key.size);
		struct totp_digest shorter = end(&sha1);
		memcpy(inner, shorter.bytes, sizeof(shorter.bytes));
	} else if (key.size > 0) {
		memcpy(inner, key.start, key.size);
	}
	for (size_t i = 0; i < BLOCK_BYTES; i++) {
		outer[i] = inner[i] ^ 0x5c;
		inner[i] ^= 0x36;
	}
	sha1 = begin();
	add(&sha1, inner, sizeof(inner));
	add(&sha1, text.start, text.size);
	struct totp_digest within = end(&sha1);
	sha1 = begin();
	add(&sha1, outer, sizeof(outer));
	add(&sha1, within.bytes, sizeof(within.bytes));
	return end(&sha1);
}

uint32_t totp_code(struct span secret, int64_t step, int digits)
{
	uint8_t counter[8];
	uint32_t bound = 1;
	CHECK(digits >= 1 && digits <= 8);
	for (size_t i = 0; i < 8; i++) counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
	struct totp_digest digest = totp_hmac_sha1(secret, span_bytes(counter, sizeof(counter)));
	/* RFC 4226, 5.3. */
	const uint8_t *at = digest.bytes + (digest.bytes[19] & 15);
	uint32_t number =
		(uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	for (int i = 0; i < digits; i++) bound *= 10;
	return number % bound;
}

int64_t totp_step(int64_t now_ms)
{
	return now_ms / TOTP_STEP_MS;
}

static bool read_code(struct span text, uint32_t *code)
{
	int digits = 0;
	*code = 0;
	for (size_t i = 0; i < text.size; i++) {
		char character = text.start[i];
		if (character == ' ') continue;
		if (character < '0' || character > '9' || ++digits > TOTP_DIGITS) return false;
		*code = *code * 10 + (uint32_t)(character - '0');
	}
	return digits == TOTP_DIGITS;
}

int64_t totp_match(struct span secret, struct span code, int64_t now_ms)
{
	int64_t found = 0, now = totp_step(now_ms);
	uint32_t said = 0;
	if (!read_code(code, &said)) return 0;
	for (int64_t step = now - 1; step <= now + 1; step++) {
		int64_t same = totp_code(secret, step, TOTP_DIGITS) == said ? step : 0;
		if (same > found) found = same;
	}
	return found;
}

void totp_secret_text(const uint8_t secret[TOTP_SECRET_BYTES], char out[TOTP_SECRET_TEXT_SIZE])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	for (size_t i = 0; i < TOTP_SECRET_TEXT_SIZE - 1; i++) {
		size_t bit = i * 5;
		unsigned pair = (unsigned)secret[bit / 8] << 8;
		if (bit / 8 + 1 < TOTP_SECRET_BYTES) pair |= secret[bit / 8 + 1];
		out[i] = letters[(pair >> (11 - bit % 8)) & 31];
	}
	out[TOTP_SECRET_TEXT_SIZE - 1] = '\0';
}
