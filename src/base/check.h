/* check.h - what can only be false through a mistake in this program; on in production.
 *
 * A failed CHECK ends the work at hand, not the region. Where a guard is set (the writer sets one
 * around each command) control returns to it with the reason; the command is rolled back and set
 * aside. Without a guard the process aborts.
 *
 * A guard is per thread and does not nest. What is guarded must own nothing outside its arena and
 * its transaction: whoever holds a lock meanwhile pauses the guard, and a CHECK that fails there
 * aborts. Landing with a lock held, all others would wait for it for ever.
 * Tests       test/unit/base/test_check.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <setjmp.h>
#include <stdbool.h>

struct check_guard {
	jmp_buf landing;
	const char *condition; /* Static text of the CHECK that failed. */
	const char *file;
	int line;
};

#define CHECK(condition) ((condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__))

/* Marks a place that cannot be reached. */
#define CHECK_UNREACHABLE(what) check_failed("unreachable: " what, __FILE__, __LINE__)

__attribute__((noreturn)) void check_failed(const char *condition, const char *file, int line);

/* Sets the calling thread's guard. Used as:
 *     if (setjmp(check_guard_set(&guard)->landing) == 0) { work } else { it broke }
 * The guard must outlive the work; call check_guard_clear() on both ways out. */
struct check_guard *check_guard_set(struct check_guard *guard);
void check_guard_clear(void);
/* Takes the thread's guard away, and gives it back: NULL for none. */
struct check_guard *check_guard_pause(void);
void check_guard_go_on(struct check_guard *paused);
