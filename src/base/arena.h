/* arena.h - the memory of one request: taken piece by piece, given back in one step.
 *
 * Invariants  (1) Sum of what was handed out since the last reset <= limit.
 *             (2) Handed-out memory is zeroed and aligned to 16 bytes, and stays where it is until
 *                 the reset.
 * Ownership   The arena owns all blocks; arena_finish accepts a zeroed struct. The first block is
 *             kept over resets.
 * Errors      arena_take returns NULL over the limit or without memory; arena_need raises CHECK,
 *             for sizes that were bounded before.
 * Tests       test/unit/base/test_arena.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *first;
	struct arena_block *current;
	size_t block_size; /* bytes */
	size_t limit;      /* bytes */
	size_t taken;      /* bytes */
};

void arena_init(struct arena *arena, size_t block_size, size_t limit);
void arena_finish(struct arena *arena);
void arena_reset(struct arena *arena);
void *arena_take(struct arena *arena, size_t size);
void *arena_need(struct arena *arena, size_t size);
/* A copy in the arena. */
struct span arena_copy(struct arena *arena, struct span span);
/* A copy with a terminating 0. */
const char *arena_text(struct arena *arena, struct span span);

#define ARENA_NEW(arena, type) ((type *)arena_need((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_need((arena), sizeof(type) * (count)))
