/* agreement.h - network agreements of an area: who belongs, what each pledges, the direct lines,
 * the goals.
 *
 * States      of a party: asked -> signed -> left; asked -> declined; left or declined -> asked
 * Invariants  (1) Who made it is its first party and has signed.
 *             (2) A pledge and a direct line are said by the party itself, when it signs.
 *             (3) An agreement without a signed party has ended.
 * Source      seed papers: gentlemen's agreements of Zuid-Limburg, the area team in Utrecht.
 * Tests       test/unit/directory/test_agreement.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "store/store_record.h"

#define AGREEMENT_MAX_GOALS 20
#define AGREEMENT_MAX_PARTIES 200

struct agreement {
	int32_t region;
	struct id id; /* also an entry */
	struct id made_by;
	int32_t from_day;
	int32_t to_day; /* 0: until somebody ends it */
	struct span name;
	struct span words; /* what it is about; may be empty */
};

enum party_state {
	PARTY_NONE,
	PARTY_ASKED,
	PARTY_SIGNED,
	PARTY_DECLINED,
	PARTY_LEFT,
	PARTY_STATE_COUNT,
};
extern const struct codes agreement_party_state_codes;

struct party {
	int32_t region;
	struct id agreement;
	struct id organisation;
	int32_t state; /* enum party_state */
	int64_t asked_ms;
	int64_t answered_ms;
	int64_t left_ms;
	struct span pledge;      /* what it promises the others */
	struct span direct_line; /* the number of a desk, not of a person */
};

struct goal {
	int32_t region;
	struct id agreement;
	int32_t number;      /* 1 to AGREEMENT_MAX_GOALS */
	int32_t by_day;      /* 0: none */
	int32_t reached_day; /* 0: not yet */
	struct span words;
};

extern const struct store_table agreement_table;       /* directory_agreement */
extern const struct store_table agreement_party_table; /* directory_party */
extern const struct store_table agreement_goal_table;  /* directory_goal */
