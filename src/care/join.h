/* join.h - somebody comes into the team without taking over: the normal move.
 *
 * States      asked -> joined | declined | withdrawn | expired
 * Moves       join_moves, in join_moves.c.
 * Invariants  (1) Joining moves no responsibility (L2).
 *             (2) Nobody joins without the person's yes (L0) and their own.
 *             (3) Every asking ends: expires_ms is set.
 * Ownership   Nothing passed in is retained.
 * Design      docs/laws.md#L2      Tests  test/unit/care/test_join.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

/* Around one person, with who is asked: all of them are shown at once. */
#define JOIN_MAX_TEAM 200

enum join_state {
	JOIN_NONE,
	JOIN_ASKED,
	JOIN_JOINED,
	JOIN_DECLINED,
	JOIN_WITHDRAWN,
	JOIN_EXPIRED,
	JOIN_STATE_COUNT,
};
extern const struct codes join_state_codes;

enum join_event {
	JOIN_ASK,
	JOIN_ACCEPT,
	JOIN_DECLINE,
	JOIN_WITHDRAW,
	JOIN_EXPIRE,
	JOIN_EVENT_COUNT
};

struct join_move {
	enum join_event event;
	enum join_state from;
	enum join_state to;
	bool member; /* from now on in the team */
};

extern const struct join_move join_moves[];
extern const size_t join_move_count;

struct join {
	int32_t region;
	struct id id;
	struct id episode;
	struct id account; /* who is asked */
	struct id asked_by;
	int32_t state; /* enum join_state */
	int64_t asked_ms;
	int64_t expires_ms;
	int64_t answered_ms;
	struct span words; /* sealed */
};

extern const struct store_table join_table;

enum join_verdict {
	JOIN_OK,
	JOIN_UNKNOWN,     /* No such asking in this episode. */
	JOIN_WITHOUT_YES, /* L0 */
	JOIN_ACCOUNT_UNKNOWN,
	JOIN_ACCOUNT_ENDED,
	JOIN_ADMINISTRATOR, /* An administrator is in no team. */
	JOIN_ALREADY_MEMBER,
	JOIN_ALREADY_ASKED,
	JOIN_NOT_OPEN,
	JOIN_HAS_EXPIRED,
	JOIN_NOT_ASKED, /* Answering is for who was asked. */
	JOIN_NOT_ASKER, /* Withdrawing is for who asked and the person. */
	JOIN_NOT_YET_EXPIRED,
	JOIN_TOO_MANY,    /* JOIN_MAX_TEAM are in the team or asked. */
	JOIN_NOT_INVITER, /* Inviting is for the person, and for who manages the care. */
	JOIN_VERDICT_COUNT,
};
extern const struct verdict_list join_verdicts;

struct join_asking {
	bool person_agrees;
	bool account_known;
	bool account_ended;
	int32_t account_kind;
	bool already_member;
	bool already_asked;
	int64_t around; /* in the team, or asked into it */
};

const struct join_move *join_move_find(enum join_event event, enum join_state from);

/* Pure. */
enum join_verdict join_judge_ask(
	const struct care_actor *actor, struct id person, const struct join_asking *asking);
/* Of somebody who has no account yet. */
enum join_verdict join_judge_invite(const struct care_actor *actor, struct id person,
	struct id care_manager, const struct join_asking *asking);
enum join_verdict join_judge_answer(
	const struct join *join, const struct care_actor *actor, int64_t now_ms);
enum join_verdict join_judge_withdraw(
	const struct join *join, const struct care_actor *actor, struct id person);
enum join_verdict join_judge_expire(const struct join *join, int64_t now_ms);

/* Makes the move; returns whether who was asked is in the team now. CHECKs that the move exists.
 * */
bool join_move(struct join *join, enum join_event event);
