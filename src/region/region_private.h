/* region_private.h - what the files of this folder share about a division.
 *
 * All memory is taken from the arena before the table is read, so that a wrong table cannot use it
 * up.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "base/csv.h"
#include "region/region_history.h"
#include "region/region_purchase.h"

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
	struct region_life *lives; /* in order of number: those of today and those that are no more */
	size_t life_count;
	struct region_change *changes; /* in order of day */
	size_t change_count;
	struct region_purchase *purchases; /* in the order of the table */
	size_t purchase_count;
	struct region_insurer *insurers; /* in order of code */
	size_t insurer_count;
};

/* Made by tools/embed from data/. */
extern const unsigned char region_municipalities_2023_csv[];
extern const size_t region_municipalities_2023_csv_size;
extern const unsigned char region_municipality_changes_csv[];
extern const size_t region_municipality_changes_csv_size;
extern const unsigned char region_purchasers_csv[];
extern const size_t region_purchasers_csv_size;
extern const unsigned char region_insurers_csv[];
extern const size_t region_insurers_csv_size;

/* A table as it is read: the columns that are wanted, wherever they stand. */
struct region_reader {
	struct region *division;
	struct csv csv;
	size_t columns[CSV_MAX_FIELDS];
	const char *const *names;
	size_t count;
	struct error *error;
};

MUST_USE status region_reader_begin(struct region_reader *reader, struct region *division,
	struct span table, const char *const *names, size_t count, struct error *error);
/* The next row, of exactly as many fields as there are names. */
MUST_USE status region_reader_next(struct region_reader *reader, bool *more);
struct span region_reader_field(const struct region_reader *reader, size_t column);
/* STATUS_INPUT at the row's line: "<column> <what>". */
status region_reader_fail(const struct region_reader *reader, size_t column, const char *what);
MUST_USE status region_reader_name(
	const struct region_reader *reader, size_t column, struct span *name);
/* STATUS_BOUND at the row's line. */
status region_reader_full(const struct region_reader *reader, const char *bound);
/* Two capitals and a fixed number of digits. */
bool region_table_code(struct span code, const char *prefix, size_t digits, int32_t *number);

/* Reads and checks every row. */
MUST_USE status region_table_read(struct region *division, struct span table, struct error *error);
/* Those of other days, once today's are there. */
MUST_USE status region_history_read(
	struct region *division, struct span table, struct error *error);
MUST_USE status region_purchase_read(
	struct region *division, struct span table, struct error *error);
MUST_USE status region_insurer_read(
	struct region *division, struct span table, struct error *error);
/* Sorts the names and finds the Wmo centres, once the table has been read. */
MUST_USE status region_name_index(struct region *division, struct error *error);
