/* csv.h - reads comma-separated values (RFC 4180) row by row, with the place of every mistake.
 *
 * Between fields are commas, or what the first row shows (csv_look_for_separator).
 * Accepts LF and CRLF and a UTF-8 byte order mark; fields may be quoted; text must be UTF-8 without
 * control characters other than line ends and tabs inside quotes.
 * Bounds      CSV_MAX_FIELDS fields a row, CSV_MAX_FIELD_BYTES bytes a field.
 * Ownership   The reader copies nothing it need not: a field points into the input, or into the
 *             arena where quotes had to be undone. The input and the arena must outlive the fields.
 * Tests       test/unit/base/test_csv.c, fuzz/fuzz_csv.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

#define CSV_MAX_FIELDS 64
#define CSV_MAX_FIELD_BYTES 65536

struct csv {
	struct span rest;
	struct arena *arena;
	char separator; /* ',' unless csv_look_for_separator found another */
	size_t line;    /* of the row last read, 1-based */
	size_t next_line;
	struct span fields[CSV_MAX_FIELDS];
	size_t count;
};

void csv_init(struct csv *csv, struct span input, struct arena *arena);
/* Before the first row: takes what stands most in it outside quotes between columns, of comma,
 * semicolon (a spreadsheet where the comma is in numbers) and tab. */
void csv_look_for_separator(struct csv *csv);
/* Reads the next row. *more is false at the end. Empty lines are skipped. Errors: STATUS_INPUT and
 * STATUS_BOUND with line and column (in characters); STATUS_MEMORY if the arena is full. */
MUST_USE status csv_next(struct csv *csv, bool *more, struct error *error);
/* After an error: goes on behind the line where it was found (the one that the error names), so
 * that what is wrong further on can be told as well. */
void csv_skip(struct csv *csv, const struct error *error);
/* Adds what can stand in a field: a control character other than a tab or line end, which could
 * not be read back, becomes a blank. */
void csv_clean(struct buf *out, struct span field);
/* Adds a clean field as csv_next reads it back: in quotes where it needs them. */
void csv_add_field(struct buf *out, struct span field);
/* Reads the first row as names and fills `columns[i]` with where `names[i]` stands. Errors:
 * STATUS_INPUT names what is missing or double; what is unknown by its number, for outside text
 * is not repeated. */
MUST_USE status csv_header(
	struct csv *csv, const char *const *names, size_t count, size_t *columns, struct error *error);
