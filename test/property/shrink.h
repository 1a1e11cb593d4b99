/* shrink.h - makes a history that fails as short as it can be made while it still fails alike.
 *
 * Source      Zeller, Hildebrandt: "Simplifying and Isolating Failure-Inducing Input", 2002
 *             (ddmin)
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "history.h"

struct shrink {
	enum store_kind kind; /* on which it is replayed */
	uint64_t seed;
	const struct region *division;
	enum checker_law law;
	bool checker_alone;
	int replays; /* so far */
};

/* Replays parts of `steps`; leaves the shortest found in `shortest` (an initialised, empty list).
 * False if the whole of it does not fail with this law. */
bool shrink_history(struct shrink *shrink, const struct list *steps, struct list *shortest);
