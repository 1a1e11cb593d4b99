/* budget.h - how much each kind of test does; VANGNET_DEEP=1 in the environment raises it.
 *
 * The counts are for a run of all tests on a developer's machine within a quarter of an hour.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Commands of random histories, on each database. */
#define BUDGET_PROPERTY_COMMANDS 250000
/* How often each verdict must occur in them. */
#define BUDGET_PROPERTY_VERDICTS 50
/* Commands within which a broken variant must be caught. */
#define BUDGET_PROPERTY_VARIANT_COMMANDS 80000

/* Random changes of one entry or row, each of which verifying finds. */
#define BUDGET_VERIFY_CHANGES 10000

#define BUDGET_DEEP_FACTOR 10

static inline int64_t budget_of(int64_t count)
{
	const char *deep = getenv("VANGNET_DEEP");
	return deep != NULL && strcmp(deep, "1") == 0 ? count * BUDGET_DEEP_FACTOR : count;
}
