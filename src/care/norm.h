/* norm.h - within how many working days something is answered, and from when that was so.
 *
 * A norm is data: what is agreed anew is a row behind the earlier one, with the day it is in force
 * from. What was asked under an earlier norm keeps its day, which is written with it.
 * Source      norm_rows in norm.c, each with its own
 * Tests       test/unit/care/test_norm.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdint.h>

enum norm_kind { NORM_NONE, NORM_CONSULT, NORM_TABLE, NORM_TABLE_UNSAFE, NORM_KIND_COUNT };

/* The last day on which something asked today is answered in time. CHECKs that a norm is in force.
 */
int32_t norm_day(enum norm_kind kind, int32_t today);
