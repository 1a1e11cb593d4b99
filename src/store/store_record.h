/* store_record.h - a row as a struct: read and written by the table's own description.
 *
 * Each column with a form names where it stands in the struct. NULL reads as 0, false, none or an
 * empty span; 0 and false are stored as themselves, none and an empty span as NULL where the column
 * is nullable.
 *
 * Ownership   Spans of a record that was read point into the arena; of one that is written,
 *             anywhere.
 * Errors      as store_get; STATUS_CORRUPT if a stored number does not fit its form.
 * Tests       test/unit/store/test_store_record.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store.h"

/* Columns as they are written down in a table: STORE_COLUMN_ID(struct need, bearer, STORE_KEY) ...
 * */
#define STORE_COLUMN_ID(type, member, nullable)                              \
	{                                                                        \
#member, STORE_BLOB, nullable, STORE_FORM_ID, offsetof(type, member) \
	}
#define STORE_COLUMN_I64(type, member)                                    \
	{                                                                     \
#member, STORE_INT, false, STORE_FORM_I64, offsetof(type, member) \
	}
#define STORE_COLUMN_I32(type, member)                                    \
	{                                                                     \
#member, STORE_INT, false, STORE_FORM_I32, offsetof(type, member) \
	}
#define STORE_COLUMN_BOOL(type, member)                                    \
	{                                                                      \
#member, STORE_INT, false, STORE_FORM_BOOL, offsetof(type, member) \
	}
#define STORE_COLUMN_TEXT(type, member, nullable)                              \
	{                                                                          \
#member, STORE_TEXT, nullable, STORE_FORM_SPAN, offsetof(type, member) \
	}
#define STORE_COLUMN_BLOB(type, member, nullable)                              \
	{                                                                          \
#member, STORE_BLOB, nullable, STORE_FORM_SPAN, offsetof(type, member) \
	}

/* Fills column_count values from a record; ids and spans are borrowed from it. */
void store_record_values(
	const struct store_table *table, const void *record, struct store_value *values);
/* Fills a record from a row; spans are copied into `arena` unless it is NULL (then they are
 * borrowed). */
MUST_USE status store_record_fill(const struct store_table *table, const struct store_value *row,
	void *record, struct arena *arena, struct error *error);
/* Reads the record whose key columns are already set in `record`. */
MUST_USE status store_record_get(struct store *store, const struct store_table *table, void *record,
	struct arena *arena, struct error *error);
