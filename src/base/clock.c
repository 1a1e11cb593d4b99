/* clock.c - the system's time, or a fake one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/clock.h"
#include "base/check.h"
#include <time.h>

void clock_init_system(struct clock *clock)
{
	clock->fake = false;
	atomic_init(&clock->fake_ms, 0);
}

void clock_init_fake(struct clock *clock, int64_t now_ms)
{
	clock->fake = true;
	atomic_init(&clock->fake_ms, now_ms);
}

int64_t clock_now_ms(const struct clock *clock)
{
	if (clock->fake) return atomic_load(&clock->fake_ms);
	struct timespec now;
	CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_move(struct clock *clock, int64_t by_ms)
{
	CHECK(clock->fake && by_ms >= 0);
	atomic_fetch_add(&clock->fake_ms, by_ms);
}

int64_t clock_monotonic_ns(void)
{
	struct timespec now;

	CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
