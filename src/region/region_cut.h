/* region_cut.h - which other divisions cut through a region, and where.
 *
 * An area of another division that lies wholly inside a region is no cut; one that lies partly
 * inside is, and its other part is in other regions.
 * Invariants  (1) Over the areas of a division, what is inside adds up to the region: no
 *             municipality and no inhabitant is lost or counted twice.
 * Units       inhabitants: people on 1 January 2022
 * Tests       test/unit/region/test_region_cut.c, test/unit/region/test_region_whole.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "region/region.h"

struct region_side {
	size_t municipalities;
	int64_t inhabitants;
};

struct region_cut {
	struct region_area area;
	struct region_side inside;  /* at least one municipality */
	struct region_side outside; /* none if the area is whole */
};

/* The areas of a division that a region (not the nation) has a part of, in order of code. Fills
 * `found` and returns how many. */
size_t region_cuts(const struct region *division, int number, enum region_division which,
	struct region_cut found[REGION_MUNICIPALITY_COUNT]);
/* How many areas the division has in the nation. */
size_t region_area_count(const struct region *division, enum region_division which);
