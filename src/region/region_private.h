/* region_private.h - what the files of this folder share about a division.
 *
 * All memory is taken from the arena before the table is read, so that a wrong table cannot use it
 * up.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "region/region.h"

/* Each municipality by its name, by its name without brackets, and the aliases. */
#define REGION_MAX_NAMES (2 * REGION_MUNICIPALITY_COUNT + 8)

struct region_name_entry {
	char folded[REGION_MAX_NAME_BYTES + 1];
	const struct region_municipality *municipality;
};

struct region {
	struct arena arena;
	struct region_municipality *municipalities; /* in order of number */
	size_t count;
	/* All of them, region after region; those of region r are at [first[r], first[r + 1]). */
	const struct region_municipality **by_region;
	size_t first[REGION_COUNT + 2];
	const struct region_municipality **all;
	struct span names[REGION_COUNT + 1];
	int64_t inhabitants[REGION_COUNT + 1][REGION_AGE_COUNT];
	struct region_name_entry *entries; /* in order of folded name */
	size_t entry_count;
};

/* Made by tools/embed from data/municipalities_2023.csv. */
extern const unsigned char region_municipalities_2023_csv[];
extern const size_t region_municipalities_2023_csv_size;

/* Reads and checks every row. */
MUST_USE status region_table_read(struct region *division, struct span table, struct error *error);
/* Sorts the names, once the table has been read. */
MUST_USE status region_name_index(struct region *division, struct error *error);
