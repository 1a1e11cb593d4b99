/* correction.h - somebody says that an entry is wrong; its owner decides, with a clock.
 *
 * States      open -> raised (the owner did not answer in time: the region's administrators are
 *             asked, and after that the nation's); open | raised -> accepted | declined
 * Invariants  (1) What is not decided stands in directory_due once, until it is the nation's.
 *             (2) What somebody types is sealed under a key of the correction's own, until whoever
 *                 decides publishes it: anybody may type anything, also about people.
 * Tests       test/unit/directory/test_agreement.c, test/unit/command/test_map.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

enum correction_state {
	CORRECTION_NONE,
	CORRECTION_OPEN,
	CORRECTION_RAISED,
	CORRECTION_ACCEPTED,
	CORRECTION_DECLINED,
	CORRECTION_STATE_COUNT,
};
extern const struct codes correction_state_codes;

enum correction_reason {
	CORRECTION_REASON_NONE,
	CORRECTION_NOT_SO,   /* it is right as it stands */
	CORRECTION_ALREADY,  /* it was mended in the meantime */
	CORRECTION_UNCLEAR,  /* what is meant cannot be made out */
	CORRECTION_NOT_HERE, /* it is not about this entry */
	CORRECTION_REASON_COUNT,
};
extern const struct codes correction_reason_codes;

struct correction {
	int32_t region;
	struct id id;
	struct id entry;
	int32_t entry_kind; /* enum entry_kind */
	int32_t field;      /* enum entry_field: what is wrong */
	int32_t state;      /* enum correction_state */
	int32_t reason;     /* enum correction_reason: why it was declined */
	int64_t proposed_ms;
	int64_t due_ms; /* when it goes up; 0: it does not any more */
	int32_t
		raised_to; /* the shard whose administrators are asked, if it is raised; 0: the nation's */
	int64_t decided_ms;
	struct id proposed_by; /* account; none: anonymous */
	struct id decided_by;
	struct span value; /* sealed: what it should be */
	struct span words; /* sealed: why; may be empty */
};

extern const struct store_table correction_table; /* directory_correction */

#define CORRECTION_MAX_OPEN 3 /* about the same of one entry */

enum correction_verdict {
	CORRECTION_OK,
	CORRECTION_UNKNOWN,
	CORRECTION_ENTRY_UNKNOWN,
	CORRECTION_ENTRY_ENDED,
	CORRECTION_FIELD,    /* Entries of this kind do not have that. */
	CORRECTION_TOO_MANY, /* This was said before, and waits for an answer. */
	CORRECTION_DECIDED,
	CORRECTION_NOT_CHANGED, /* Accepting says what it became, or comes after a change. */
	CORRECTION_NO_TEXT,     /* What it became is no text: change it first, then accept. */
	CORRECTION_TOO_LONG,    /* for that field */
	CORRECTION_FORM,        /* A website or e-mail address of which that is not the form. */
	CORRECTION_NOT_DUE,
	CORRECTION_VERDICT_COUNT,
};
extern const struct verdict_list correction_verdicts;

struct correction_facts {
	bool known;
	bool entry_known, entry_ended;
	bool field_known;
	bool field_is_text;
	bool ill_formed;                /* what it became, for a field with a form of its own */
	int64_t value_bytes, max_bytes; /* of what it became; of what the field can hold */
	int64_t open;                   /* about the same of this entry */
	int64_t changed_ms;             /* of the entry */
	int64_t now_ms;
};

/* Pure. */
enum correction_verdict correction_judge_propose(const struct correction_facts *facts);
enum correction_verdict correction_judge_accept(
	const struct correction_facts *facts, const struct correction *correction);
enum correction_verdict correction_judge_decline(
	const struct correction_facts *facts, const struct correction *correction);
enum correction_verdict correction_judge_raise(
	const struct correction_facts *facts, const struct correction *correction);

/* Open and raised corrections of this field of an entry. */
MUST_USE status correction_count_open(struct store *store, int32_t region, struct id entry,
	int32_t field, int64_t *count, struct error *error);
