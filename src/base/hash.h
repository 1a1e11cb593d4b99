/* hash.h - BLAKE2b-256 (RFC 7693) for the journal, and a fast hash for tables in memory.
 *
 * The fast hash is for lookups only: it is not keyed, says nothing about tampering, and may differ
 * between machines, so that it is never kept.
 * Tests       test/unit/base/test_hash.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"

#define HASH_SIZE 32

struct hash {
	uint8_t bytes[HASH_SIZE];
};

struct hash_state {
	_Alignas(64) unsigned char opaque[384];
};

void hash_init(struct hash_state *state);
void hash_add(struct hash_state *state, const void *bytes, size_t size);
struct hash hash_end(struct hash_state *state);
struct hash hash_of(const void *bytes, size_t size);
/* In constant time. */
bool hash_equal(const struct hash *a, const struct hash *b);
uint64_t hash_fast(const void *bytes, size_t size);
