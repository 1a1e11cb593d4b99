/* rows.h - the lines of the move tables, as the model writes them and as the program prints them.
 *
 * A row is the text from NEED_MOVE(, HANDOVER_MOVE( or JOIN_MOVE( up to its closing bracket, where
 * that begins a line. A #define or a comment is therefore no row.
 * Bounds      ROWS_MAX rows of ROWS_TEXT bytes; more is a failed reading.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define ROWS_MAX 64
#define ROWS_TEXT 120

struct rows {
	size_t count;
	char text[ROWS_MAX][ROWS_TEXT];
};

/* False if the file cannot be read or has too many rows. */
bool rows_read(struct rows *rows, const char *path);
/* Prints each row that only one of them has, and each that one has twice; returns how many. */
size_t rows_differ(
	const struct rows *a, const char *a_name, const struct rows *b, const char *b_name);
/* How many rows of `a` are not in `b`. */
size_t rows_missing(const struct rows *a, const struct rows *b);
/* What the model prints when it carries the row out: "HANDOVER OFFER NONE OFFERED ". */
void rows_told(const char *row, char told[ROWS_TEXT]);
