/* hash.c - BLAKE2b-256 by libsodium, and a multiplying hash for tables in memory.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/hash.h"
#include "base/check.h"
#include <sodium.h>

_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct hash_state), "state of libsodium");
_Static_assert(_Alignof(crypto_generichash_state) <= _Alignof(struct hash_state), "its alignment");

static crypto_generichash_state *inner(struct hash_state *state)
{
	return (crypto_generichash_state *)(void *)state->opaque;
}

/* Without a key and with these sizes libsodium's functions cannot fail; the CHECKs say so. */
void hash_init(struct hash_state *state)
{
	CHECK(crypto_generichash_init(inner(state), NULL, 0, HASH_SIZE) == 0);
}

void hash_add(struct hash_state *state, const void *bytes, size_t size)
{
	CHECK(crypto_generichash_update(inner(state), bytes, size) == 0);
}

struct hash hash_end(struct hash_state *state)
{
	struct hash hash;

	CHECK(crypto_generichash_final(inner(state), hash.bytes, HASH_SIZE) == 0);
	return hash;
}

struct hash hash_of(const void *bytes, size_t size)
{
	struct hash hash;

	CHECK(crypto_generichash(hash.bytes, HASH_SIZE, bytes, size, NULL, 0) == 0);
	return hash;
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
	return sodium_memcmp(a->bytes, b->bytes, HASH_SIZE) == 0;
}

/* The 128-bit product folded to 64 bits, so that high bits of the factors reach low ones too. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t hash_fast(const void *bytes, size_t size)
{
	/* Odd numbers without a pattern: fractions of the roots of 2, 3 and 5. */
	const uint64_t start = UINT64_C(0x6a09e667f3bcc909);
	const uint64_t step = UINT64_C(0xbb67ae8584caa73b);
	const uint64_t end = UINT64_C(0x3c6ef372fe94f82b);
	const uint8_t *at = bytes;
	uint64_t mixed = start ^ (uint64_t)size;

	for (size_t left = size; left > 0;) {
		size_t part = left < 8 ? left : 8;
		uint64_t word = 0;
		memcpy(&word, at, part);
		mixed = fold(mixed ^ word, step);
		at += part;
		left -= part;
	}
	return fold(mixed ^ end, step);
}
