/* test_clock.c - a fake clock moves only when it is told to.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/clock.h"
#include "raises.h"
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>

/* A fake clock stands still until it is moved. */
static void test_clock_fake__moves_only_by_hand(void **state)
{
	struct clock clock;

	(void)state;
	clock_init_fake(&clock, -5);
	assert_int_equal(clock_now_ms(&clock), -5);
	assert_int_equal(clock_now_ms(&clock), -5);
	clock_move(&clock, 0);
	clock_move(&clock, 1005);
	assert_int_equal(clock_now_ms(&clock), 1000);
}

/* Time does not go back, and the system's time is not ours to move. */
static void test_clock_move__raises_on_what_cannot_be(void **state)
{
	struct clock clock;

	(void)state;
	clock_init_fake(&clock, 1000);
	assert_raises(clock_move(&clock, -1));
	assert_int_equal(clock_now_ms(&clock), 1000);
	clock_init_system(&clock);
	assert_raises(clock_move(&clock, 1));
}

static void *move_often(void *clock)
{
	for (int i = 0; i < 10000; i++) clock_move(clock, 1);
	return NULL;
}

/* No step is lost when several threads move the clock. */
static void test_clock_move__loses_no_step_between_threads(void **state)
{
	pthread_t threads[4];
	struct clock clock;

	(void)state;
	clock_init_fake(&clock, 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, move_often, &clock), 0);
	for (int i = 0; i < 4; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(clock_now_ms(&clock), 40000);
}

/* The system clock agrees, within a minute, with the kernel's own mark on a file that was just
 * written. */
static void test_clock_system__is_in_milliseconds_since_1970(void **state)
{
	struct clock clock;
	struct stat about;
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	assert_int_equal(fputc('x', file), 'x');
	assert_int_equal(fflush(file), 0);
	assert_int_equal(fstat(fileno(file), &about), 0);
	fclose(file);
	clock_init_system(&clock);
	int64_t difference = clock_now_ms(&clock) - (int64_t)about.st_mtim.tv_sec * 1000;
	assert_true(difference > -60000 && difference < 60000);
}

/* The system clock goes forwards within a second too: by about as much as the other clock says. */
static void test_clock_system__goes_with_the_monotonic_clock(void **state)
{
	struct clock clock;

	(void)state;
	clock_init_system(&clock);
	int64_t start_ns = clock_monotonic_ns();
	int64_t start_ms = clock_now_ms(&clock);
	while (clock_monotonic_ns() - start_ns < 20000000) continue;
	int64_t passed_ms = clock_now_ms(&clock) - start_ms;
	int64_t expected_ms = (clock_monotonic_ns() - start_ns) / 1000000;
	assert_true(passed_ms >= 10 && passed_ms <= expected_ms + 10);
}

/* Durations are never negative, and the clock is finer than a millisecond. */
static void test_clock_monotonic__never_goes_back(void **state)
{
	int64_t first = clock_monotonic_ns();
	int64_t before = first;
	int rises = 0;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t now = clock_monotonic_ns();
		assert_true(now >= before);
		rises += now > before;
		before = now;
	}
	assert_true(rises > 0);
	assert_true((before - first) / rises < 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock_fake__moves_only_by_hand),
		cmocka_unit_test(test_clock_move__raises_on_what_cannot_be),
		cmocka_unit_test(test_clock_move__loses_no_step_between_threads),
		cmocka_unit_test(test_clock_system__is_in_milliseconds_since_1970),
		cmocka_unit_test(test_clock_monotonic__never_goes_back),
		cmocka_unit_test(test_clock_system__goes_with_the_monotonic_clock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
