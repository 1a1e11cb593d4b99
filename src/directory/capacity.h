/* capacity.h - how much a service can do: new people a week and places, per intensity.
 *
 * A row of 0 new people says so on purpose: nobody new for now.
 * Invariants  (1) Either there is one row for all intensities together, or one for each that is
 *                 told apart.
 *             (2) service.places_week is the sum of new_week over its rows, if there are any.
 * Tests       test/property/checker_map.c, test/unit/directory/test_directory.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "store/store_record.h"

struct capacity {
	int32_t region;
	struct id service;
	int32_t intensity; /* enum intensity */
	int32_t new_week;  /* new people a week */
	int32_t places;    /* people at the same time: beds, homes, chairs; 0: not counted */
	int32_t kept;      /* of those, how many can be kept for who is elsewhere for a while */
	int64_t as_of_ms;
};

extern const struct store_table capacity_table; /* directory_capacity */
