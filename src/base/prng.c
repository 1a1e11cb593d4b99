/* prng.c - xoshiro256** from a seed, or the operating system's random numbers.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/prng.h"
#include "base/check.h"
#include <sodium.h>

static uint64_t splitmix(uint64_t *state)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t mixed = *state;
	mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
	return mixed ^ (mixed >> 31);
}

void prng_init_seed(struct prng *prng, uint64_t seed)
{
	prng->system = false;
	for (size_t i = 0; i < 4; i++) prng->state[i] = splitmix(&seed);
}

void prng_init_system(struct prng *prng)
{
	*prng = (struct prng){.system = true};
}

static uint64_t rotate_left(uint64_t value, int by)
{
	return (value << by) | (value >> (64 - by));
}

static uint64_t next_seeded(uint64_t state[4])
{
	uint64_t result = rotate_left(state[1] * 5, 7) * 9;
	uint64_t shifted = state[1] << 17;

	state[2] ^= state[0];
	state[3] ^= state[1];
	state[1] ^= state[2];
	state[0] ^= state[3];
	state[2] ^= shifted;
	state[3] = rotate_left(state[3], 45);
	return result;
}

uint64_t prng_next(struct prng *prng)
{
	if (!prng->system) return next_seeded(prng->state);
	uint64_t value;
	randombytes_buf(&value, sizeof value);
	return value;
}

uint64_t prng_below(struct prng *prng, uint64_t bound)
{
	CHECK(bound > 0);
	/* 2^64 mod bound: below it stand the numbers that would make the small results likelier. */
	uint64_t unfair = (UINT64_MAX - bound + 1) % bound;
	uint64_t value;

	do {
		value = prng_next(prng);
	} while (value < unfair);
	return value % bound;
}

void prng_fill(struct prng *prng, void *out, size_t size)
{
	uint8_t *to = out;

	if (prng->system) {
		randombytes_buf(out, size);
		return;
	}
	for (size_t at = 0; at < size; at += 8) {
		uint64_t value = next_seeded(prng->state);
		for (size_t i = 0; i < 8 && at + i < size; i++) to[at + i] = (uint8_t)(value >> (8 * i));
	}
}
