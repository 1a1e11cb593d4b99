/* part.h - the parts that organisations, sites, services and agreements are made of: one table for
 * adding, changing, correcting, and telling what changed.
 *
 * A part that is 0 or empty is not said. Changing takes what is said from a draft and leaves the
 * rest; what should become not said again is named.
 *
 * Ownership   Texts are not copied.
 * Tests       test/unit/directory/test_part.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "directory/entry.h"

enum part_form {
	PART_TEXT,
	PART_LANGUAGES, /* a text in a form of its own */
	PART_NUMBER,
	PART_DEGREES, /* millionths */
	PART_YES,
	PART_CODE,
	PART_CODES, /* a mask */
	PART_MUNICIPALITY,
	PART_ID,
	PART_DAY,
};

struct part {
	enum entry_field field;
	enum part_form form;
	size_t offset; /* in the struct of its kind */
	const struct codes *codes;
	bool required;
	int32_t max_bytes; /* of a text */
};

/* The parts of this kind of entry, in the order in which they are told. */
const struct part *part_list(enum entry_kind kind, size_t *count);
/* NULL if this kind has no such part. */
const struct part *part_find(enum entry_kind kind, int field);

bool part_said(const struct part *part, const void *record);
bool part_equal(const struct part *part, const void *a, const void *b);
/* As history tells it: "GM0344", "wheelchair lift", "52.090700", "yes"; nothing if not said. */
void part_text(const struct part *part, const void *record, struct buf *out);

/* The parts of `clear` (a mask of enum entry_field) away from the record; then every part that the
 * draft says into it. */
void part_merge(enum entry_kind kind, void *record, const void *draft, int64_t clear);
/* Whether `clear` names only parts that this kind has and can do without. */
bool part_may_clear(enum entry_kind kind, int64_t clear);
