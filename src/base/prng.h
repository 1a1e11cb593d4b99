/* prng.h - where random numbers come from: the operating system, or a seed that can be repeated.
 *
 * Random numbers are passed in, never fetched: a region runs in a test as it does in production.
 * Source      seeded: xoshiro256** (Blackman, Vigna: "Scrambled Linear Pseudorandom Number
 *             Generators", 2021), the state filled by splitmix64; system: libsodium's randombytes.
 * Not for keys unless `system` is set. Not safe to share between threads.
 * Tests       test/unit/base/test_prng.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct prng {
	bool system;
	uint64_t state[4];
};

void prng_init_seed(struct prng *prng, uint64_t seed);
void prng_init_system(struct prng *prng);
uint64_t prng_next(struct prng *prng);
/* Uniform in [0, bound), without bias; bound > 0. */
uint64_t prng_below(struct prng *prng, uint64_t bound);
void prng_fill(struct prng *prng, void *out, size_t size);
