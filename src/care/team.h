/* team.h - everybody around the person, informal and formal alike.
 *
 * States      a member is in the team (left_ms 0) or has left
 * Invariants  (1) The care manager, each bearer and each sender before the first contact are
 *             members (L1, L2).
 *             (2) The person is always a member of their own team.
 *             (3) Who holds along after declining stays until somebody accepts (L2), or they are
 *                 let go: by the person, or where the care management was declined, by who keeps
 *                 it.
 * Ownership   Nothing passed in is retained.
 * Design      docs/laws.md#L2      Tests  test/unit/care/test_team.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

/* How somebody came in. */
enum member_way {
	WAY_NONE,
	WAY_PERSON,       /* it is their own question */
	WAY_CARE_MANAGER, /* took the question */
	WAY_ENTERED,      /* brought the question in */
	WAY_JOINED,
	WAY_ACCEPTED,   /* a handover */
	WAY_DECLINED,   /* holds along */
	WAY_DUTY,       /* the danger rule */
	WAY_MERGED,     /* manages the care of another file of the same person */
	WAY_REPRESENTS, /* speaks for the person */
	WAY_COUNT,
};
extern const struct codes team_way_codes;

struct member {
	int32_t region;
	struct id episode;
	struct id account;
	int32_t kind; /* enum member_kind */
	int32_t way;  /* enum member_way: the last one */
	int64_t since_ms;
	int64_t left_ms; /* 0: in the team */
};

extern const struct store_table team_member_table;

enum team_verdict {
	TEAM_OK,
	TEAM_NOT_MEMBER,
	TEAM_IS_PERSON, /* It is their own team. */
	/* Leaving is for oneself; showing somebody out is for the person (L0). */
	TEAM_NOT_ALLOWED,
	TEAM_IS_CARE_MANAGER, /* L1: first somebody else accepts the care management. */
	TEAM_BEARS,           /* L1: first somebody else accepts the need. */
	TEAM_BEFORE_CONTACT,  /* L2: the sender stays until the first contact. */
	/* L2: until somebody accepts, or the person shows them out (L0). */
	TEAM_HOLDS_ALONG,
	TEAM_VERDICT_COUNT,
};
extern const struct verdict_list team_verdicts;

/* What ties somebody to a team. */
struct team_ties {
	bool is_member;
	bool is_care_manager;
	int64_t bears;          /* needs that are not closed, also those borne before a danger */
	int64_t before_contact; /* what they gave, and the first contact has not been yet */
	int64_t holds_along;    /* handovers they declined on which nobody else has accepted yet */
};

/* Pure. */
enum team_verdict team_judge_leave(const struct care_actor *actor, struct id leaver,
	struct id person, const struct team_ties *ties);
