/* shrink.h - makes a history that fails as short as it can be made while it still fails alike.
 *
 * Source      Zeller, Hildebrandt: "Simplifying and Isolating Failure-Inducing Input", 2002 (ddmin)
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "history.h"

/* Replays parts of `steps` on this kind of store; leaves the shortest found in `shortest` (an
 * initialised, empty list). False if the whole of it does not fail with this law. */
bool shrink_history(enum store_kind kind, uint64_t seed, const struct region *division,
	const struct list *steps, enum checker_law law, struct list *shortest);
