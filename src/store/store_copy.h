/* store_copy.h - every row of chosen tables copied to another store, and whether two agree.
 *
 * Either side may be either database: backup, restore, rebuild, and moving from SQLite to
 * PostgreSQL. Both read from one instant of each store. Neither store may have an open transaction
 * (CHECK), but store_compare reads in one that is open and leaves it so.
 * Bounds      STORE_COPY_ROWS rows in a transaction of what is written.
 * Errors      as in store.h; after an error `to` holds the transactions that were committed before
 *             it.
 * Tests       test/contract/test_store_copy.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store.h"

#define STORE_COPY_ROWS 10000

/* Rows that `to` has already are replaced, none is removed. `progress` may be NULL; it is called
 * after each commit with the number of rows copied so far. */
MUST_USE status store_copy(struct store *from, struct store *to,
	const struct store_table *const *tables, size_t count,
	void (*progress)(void *context, int64_t rows), void *context, struct error *error);

enum store_difference_kind {
	STORE_SAME,
	STORE_ONLY_IN_A,
	STORE_ONLY_IN_B,
	STORE_DIFFERS, /* in `column` */
};

struct store_difference {
	enum store_difference_kind kind;
	const struct store_table *table; /* NULL if the same */
	size_t column;                   /* of STORE_DIFFERS: the first that does, from 0 */
	/* The key of the row for people to read: numbers, text, blobs in hexadecimal, with blanks
	 * between; cut off where it does not fit. Keys are ids, but may be text: not for the log. */
	char key[160];
};

/* Compares row by row in key order; stops at the first difference, which *first describes. *rows is
 * how many rows were the same before it. STATUS_OK whether they differ or not. */
MUST_USE status store_compare(struct store *a, struct store *b,
	const struct store_table *const *tables, size_t count, struct store_difference *first,
	int64_t *rows, struct error *error);
