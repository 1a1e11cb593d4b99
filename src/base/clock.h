/* clock.h - what time it is, passed in: the system's time, or a fake one that a test moves.
 *
 * Unit        milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
 * A fake clock may be read and moved by several threads.
 * Tests       test/unit/base/test_clock.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct clock {
	bool fake;
	_Atomic int64_t fake_ms;
};

void clock_init_system(struct clock *clock);
void clock_init_fake(struct clock *clock, int64_t now_ms);
int64_t clock_now_ms(const struct clock *clock);
/* Fake clocks only; a negative step is a CHECK. */
void clock_move(struct clock *clock, int64_t by_ms);
/* For durations: never goes back; nanoseconds from an arbitrary start. */
int64_t clock_monotonic_ns(void);
