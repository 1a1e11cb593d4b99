/* arena.c - blocks of memory, cut into pieces from the front.
 *
 * Under AddressSanitizer everything that is not handed out is poisoned, so that a piece that is
 * used after the reset or written past its end is reported.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/arena.h"
#include "base/check.h"
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_POISON 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_POISON 1
#endif

#ifdef HAS_POISON
#include <sanitizer/asan_interface.h>
#define POISON(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#else
#define POISON(at, size) ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
#endif

#define ALIGNMENT ((size_t)16)

struct arena_block {
	struct arena_block *next;
	size_t size; /* of bytes */
	size_t used;
	_Alignas(16) unsigned char bytes[];
};

static size_t round_up(size_t size)
{
	return (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

static struct arena_block *create_block(size_t size)
{
	struct arena_block *block = malloc(sizeof *block + size);

	if (block == NULL) return NULL;
	block->next = NULL;
	block->size = size;
	block->used = 0;
	POISON(block->bytes, size);
	return block;
}

static void destroy_blocks(struct arena_block *block)
{
	while (block != NULL) {
		struct arena_block *next = block->next;
		UNPOISON(block->bytes, block->size);
		free(block);
		block = next;
	}
}

void arena_init(struct arena *arena, size_t block_size, size_t limit)
{
	CHECK(block_size > 0 && block_size < SIZE_MAX / 4 && limit < SIZE_MAX / 4);
	*arena = (struct arena){.block_size = round_up(block_size), .limit = limit};
}

void arena_finish(struct arena *arena)
{
	destroy_blocks(arena->first);
	*arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
	arena->taken = 0;
	if (arena->first == NULL) return;
	destroy_blocks(arena->first->next);
	arena->first->next = NULL;
	arena->first->used = 0;
	POISON(arena->first->bytes, arena->first->size);
	arena->current = arena->first;
}

/* A block with room for `size` bytes, or NULL without memory. A piece larger than a block gets a
 * block to itself, and the current block stays in use if it has more room left. */
static struct arena_block *block_for(struct arena *arena, size_t size)
{
	if (arena->first == NULL) arena->first = arena->current = create_block(arena->block_size);
	struct arena_block *current = arena->current;
	if (current == NULL || size <= current->size - current->used) return current;
	struct arena_block *block = create_block(size > arena->block_size ? size : arena->block_size);
	if (block == NULL) return NULL;
	block->next = current->next;
	current->next = block;
	if (block->size - size > current->size - current->used) arena->current = block;
	return block;
}

void *arena_take(struct arena *arena, size_t size)
{
	static _Alignas(16) unsigned char nothing[ALIGNMENT];

	if (size == 0) return nothing;
	/* `taken` counts whole steps of the alignment, so it may stand a few bytes over the limit. */
	if (arena->taken > arena->limit || size > arena->limit - arena->taken) return NULL;
	size_t step = round_up(size);
	struct arena_block *block = block_for(arena, step);
	if (block == NULL) return NULL;
	unsigned char *piece = block->bytes + block->used;
	block->used += step;
	arena->taken += step;
	UNPOISON(piece, size);
	memset(piece, 0, size);
	return piece;
}

void *arena_need(struct arena *arena, size_t size)
{
	void *piece = arena_take(arena, size);

	CHECK(piece != NULL);
	return piece;
}

struct span arena_copy(struct arena *arena, struct span span)
{
	char *copy = arena_need(arena, span.size);

	if (span.size > 0) memcpy(copy, span.start, span.size);
	return (struct span){copy, span.size};
}

const char *arena_text(struct arena *arena, struct span span)
{
	char *copy = arena_need(arena, span.size + 1);

	if (span.size > 0) memcpy(copy, span.start, span.size);
	return copy;
}
