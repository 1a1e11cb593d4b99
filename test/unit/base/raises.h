/* raises.h - asserts that a CHECK fails, by catching it with a guard.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/check.h"

#define assert_raises(expression)                                   \
	do {                                                            \
		struct check_guard raises_guard;                            \
		if (setjmp(check_guard_set(&raises_guard)->landing) == 0) { \
			expression;                                             \
			check_guard_clear();                                    \
			fail_msg("no CHECK failed in %s", #expression);         \
		}                                                           \
		assert_non_null(raises_guard.condition);                    \
	} while (0)
