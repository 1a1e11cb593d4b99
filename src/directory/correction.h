/* correction.h - somebody says that an entry is wrong; its owner decides, with a clock.
 *
 * States      open -> raised (the owner did not answer in time: the administrator is asked)
 *             open | raised -> accepted | declined
 * Invariants  (1) An open or raised correction stands in directory_due once.
 *             (2) What somebody types is sealed under a key of the correction's own, until whoever
 *                 decides publishes it: anybody may type anything, also about people.
 * Tests       test/unit/directory/test_correction.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
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
	int64_t due_ms; /* of the state it is in; 0 when decided */
	int64_t decided_ms;
	struct id proposed_by; /* account; none: anonymous */
	struct id decided_by;
	struct span value; /* sealed: what it should be */
	struct span words; /* sealed: why; may be empty */
};

extern const struct store_table correction_table; /* directory_correction */
