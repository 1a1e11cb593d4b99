/* test_arena.c - the arena keeps its limit, its zeros and its pieces.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/prng.h"
#include "raises.h"
#include "scarce.h"

/* A piece is zeroed and aligned, also where an earlier request has written. */
static void test_arena_take__gives_zeros_after_a_reset(void **state)
{
	static const char zeros[100];
	struct arena arena;

	(void)state;
	arena_init(&arena, 256, 10000);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 20; i++) {
			char *piece = arena_take(&arena, 100);
			assert_non_null(piece);
			assert_int_equal((uintptr_t)piece % 16, 0);
			assert_memory_equal(piece, zeros, 100);
			memset(piece, 0xaa, 100);
		}
		arena_reset(&arena);
	}
	arena_finish(&arena);
}

/* Pieces of all sizes, larger than a block too, keep their bytes while others are taken. */
static void test_arena_take__pieces_do_not_overlap(void **state)
{
	enum { COUNT = 300 };
	unsigned char *pieces[COUNT];
	size_t sizes[COUNT];
	struct arena arena;
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 7);
	arena_init(&arena, 1000, 1 << 20);
	for (size_t i = 0; i < COUNT; i++) {
		sizes[i] = 1 + prng_below(&prng, i % 10 == 0 ? 5000 : 200);
		pieces[i] = arena_need(&arena, sizes[i]);
		memset(pieces[i], (int)(i % 251), sizes[i]);
	}
	for (size_t i = 0; i < COUNT; i++)
		for (size_t j = 0; j < sizes[i]; j++) assert_int_equal(pieces[i][j], i % 251);
	arena_finish(&arena);
}

/* Exactly the limit can be taken, and not a byte more, until the reset. */
static void test_arena_take__refuses_over_the_limit(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 64, 100);
	assert_null(arena_take(&arena, 101));
	assert_non_null(arena_take(&arena, 100));
	assert_null(arena_take(&arena, 1));
	assert_null(arena_take(&arena, SIZE_MAX));
	arena_reset(&arena);
	assert_non_null(arena_take(&arena, 60));
	assert_null(arena_take(&arena, 60));
	assert_non_null(arena_take(&arena, 30));
	arena_finish(&arena);
}

/* Nothing can be taken also when the limit is reached: an empty list is no reason to fail. */
static void test_arena_take__of_nothing_always_succeeds(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 64, 16);
	assert_non_null(arena_take(&arena, 16));
	assert_non_null(arena_take(&arena, 0));
	assert_non_null(ARENA_ARRAY(&arena, int64_t, 0));
	arena_finish(&arena);
}

/* What was bounded before and yet does not fit is a mistake of the program. */
static void test_arena_need__raises_over_the_limit(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 64, 100);
	assert_raises(arena_need(&arena, 101));
	assert_raises(arena_text(&arena,
		SPAN_LITERAL("0123456789012345678901234567890123456789"
					 "0123456789012345678901234567890123456789"
					 "01234567890123456789")));
	arena_finish(&arena);
}

/* A small piece after a large one still comes from the block that has room. */
static void test_arena_take__keeps_using_a_block_with_room(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 256, 100000);
	char *before = arena_need(&arena, 16);
	assert_non_null(arena_take(&arena, 5000));
	char *after = arena_need(&arena, 16);
	assert_ptr_equal(after, before + 16);
	arena_finish(&arena);
}

/* The first block serves every request: no allocation in the steady state. */
static void test_arena_reset__keeps_the_first_block(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 256, 100000);
	char *first = arena_need(&arena, 100);
	assert_non_null(arena_take(&arena, 5000));
	arena_reset(&arena);
	assert_ptr_equal(arena_need(&arena, 100), first);
	arena_finish(&arena);
}

/* Copies are the arena's own; a text ends with a 0. */
static void test_arena_copy__is_independent_of_the_source(void **state)
{
	char source[] = "warm";
	struct arena arena;

	(void)state;
	arena_init(&arena, 64, 1000);
	struct span copy = arena_copy(&arena, span_of(source));
	const char *text = arena_text(&arena, span_of(source));
	memset(source, 'x', 4);
	assert_true(span_is(copy, "warm"));
	assert_string_equal(text, "warm");
	assert_int_equal(arena_copy(&arena, (struct span){NULL, 0}).size, 0);
	assert_string_equal(arena_text(&arena, (struct span){NULL, 0}), "");
	arena_finish(&arena);
}

/* Memory that the machine does not have is refused like a limit, and what was handed out stays. */
static void test_arena_take__gives_null_without_memory(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 64, 2 * SCARCE_BYTES);
	char *piece = arena_need(&arena, 4);
	memcpy(piece, "held", 4);
	assert_null(arena_take(&arena, SCARCE_BYTES));
	assert_int_equal(arena.taken, 16);
	assert_memory_equal(piece, "held", 4);
	assert_ptr_equal(arena_take(&arena, 4), piece + 16);
	arena_finish(&arena);
	arena_init(&arena, SCARCE_BYTES, 100);
	assert_null(arena_take(&arena, 1));
	arena_reset(&arena);
	arena_finish(&arena);
}

/* Sizes that could wrap around, and blocks of nothing, are no sizes. */
static void test_arena_init__raises_on_sizes_that_would_wrap(void **state)
{
	struct arena arena;

	(void)state;
	assert_raises(arena_init(&arena, 0, 100));
	assert_raises(arena_init(&arena, SIZE_MAX / 4, 100));
	assert_raises(arena_init(&arena, 64, SIZE_MAX / 4));
}

/* Finishing is allowed for what was never started, and twice. */
static void test_arena_finish__accepts_zeros(void **state)
{
	struct arena arena = {0};

	(void)state;
	arena_finish(&arena);
	arena_init(&arena, 64, 1000);
	assert_non_null(arena_take(&arena, 10));
	arena_finish(&arena);
	arena_finish(&arena);
	assert_null(arena.first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arena_take__gives_zeros_after_a_reset),
		cmocka_unit_test(test_arena_take__pieces_do_not_overlap),
		cmocka_unit_test(test_arena_take__refuses_over_the_limit),
		cmocka_unit_test(test_arena_take__of_nothing_always_succeeds),
		cmocka_unit_test(test_arena_need__raises_over_the_limit),
		cmocka_unit_test(test_arena_take__keeps_using_a_block_with_room),
		cmocka_unit_test(test_arena_reset__keeps_the_first_block),
		cmocka_unit_test(test_arena_copy__is_independent_of_the_source),
		cmocka_unit_test(test_arena_finish__accepts_zeros),
		cmocka_unit_test(test_arena_take__gives_null_without_memory),
		cmocka_unit_test(test_arena_init__raises_on_sizes_that_would_wrap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
