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
#include "base/verdict.h"
#include "store/store_record.h"

#define AGREEMENT_MAX_GOALS 20
#define AGREEMENT_MAX_ASKED 6 /* who have not answered yet: one conversation at a time */

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

enum agreement_verdict {
	AGREEMENT_OK,
	AGREEMENT_DAYS,                 /* It ends before it begins. */
	AGREEMENT_ORGANISATION_UNKNOWN, /* or has ended */
	AGREEMENT_ALREADY_PARTY,        /* Is asked already, or has signed. */
	AGREEMENT_TOO_MANY_ASKED,       /* so many have not answered yet */
	AGREEMENT_NOT_PARTY,            /* Is not asked, and has not signed. */
	AGREEMENT_ALREADY_SIGNED,       /* and says nothing new */
	AGREEMENT_LAST_PARTY,           /* The last who signed ends it. */
	AGREEMENT_GOAL_UNKNOWN,
	AGREEMENT_VERDICT_COUNT,
};
extern const struct verdict_list agreement_verdicts;

struct agreement_facts {
	bool organisation_known; /* and has not ended */
	int32_t party;           /* enum party_state of the organisation in it */
	int64_t signed_parties, asked_parties;
	int32_t from_day, to_day; /* as they would become */
	bool says_something;      /* a pledge or line; or a goal */
	bool goal_known;
};

/* Pure. That it is there, has not ended and did not change is the map's to judge. */
enum agreement_verdict agreement_judge_days(const struct agreement_facts *facts);
enum agreement_verdict agreement_judge_ask(const struct agreement_facts *facts);
enum agreement_verdict agreement_judge_sign(const struct agreement_facts *facts);
/* Says no to being asked, or leaves. */
enum agreement_verdict agreement_judge_leave(const struct agreement_facts *facts);
/* A goal is said, changed, reached, or taken away (nothing said of one that is there). */
enum agreement_verdict agreement_judge_goal(const struct agreement_facts *facts);

/* How many parties are in this state. */
MUST_USE status agreement_count_parties(struct store *store, int32_t region, struct id agreement,
	enum party_state state, int64_t *count, struct error *error);
/* Who has not answered yet. */
MUST_USE status agreement_list_asked(struct store *store, int32_t region, struct id agreement,
	struct id organisations[AGREEMENT_MAX_ASKED], size_t *count, struct error *error);
/* Parties in the order of their ids, after `after`, at most `limit`: the columns of directory_party
 * and the organisation's name. */
MUST_USE status agreement_open_parties(struct store *store, int32_t region, struct id agreement,
	struct id after, int64_t limit, struct store_cursor **cursor, struct error *error);
MUST_USE status agreement_read_goals(struct store *store, int32_t region, struct id agreement,
	struct goal goals[AGREEMENT_MAX_GOALS], size_t *count, struct arena *arena,
	struct error *error);
/* Agreements of a region that have not ended, after `after`, at most `limit`: the columns of
 * directory_agreement, and of the entry: state, version, confirmed_ms, confirmed_as, fades_ms. */
MUST_USE status agreement_open_list(struct store *store, int32_t region, struct id after,
	int64_t limit, struct store_cursor **cursor, struct error *error);
