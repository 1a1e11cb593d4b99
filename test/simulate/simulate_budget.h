/* simulate_budget.h - how much the simulations do: a minute on one core.
 *
 * VANGNET_DEEP=1 in the environment does ten times as much, VANGNET_SHORT=1 a tenth.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "../budget.h"
#include <stdbool.h>

/* Worlds that are simulated, each from a seed of its own, and the steps in each. */
#define SIMULATE_WORLDS 50
#define SIMULATE_STEPS 2500
/* Power failures within which an unsynced store must lose what it acknowledged. */
#define SIMULATE_MAX_LOSSES 50
/* How often the real program is killed, on each database. */
#define SIMULATE_KILLS_SQLITE 50
#define SIMULATE_KILLS_POSTGRES 10

static inline int64_t simulate_budget_of(int64_t count)
{
	const char *brief = getenv("VANGNET_SHORT");
	bool is_brief = brief != NULL && strcmp(brief, "1") == 0;
	return is_brief ? (count + 9) / 10 : budget_of(count);
}
