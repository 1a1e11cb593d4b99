/* need.h - one area of life in which something is needed; it always has exactly one bearer.
 *
 * States      open <-> in_danger (the duty service bears it by rule)
 *             open -> closed
 * Moves       need_moves, in need_moves.c: the only list of what can happen to a need.
 * Invariants  (1) Exactly one bearer in every state (L1): the column cannot be NULL.
 *             (2) in_danger: the bearer is who had duty, and `bearer_before` gets it back (L2).
 *             (3) Whoever is no professional may stop at any time; then the care manager bears it
 *                 (L1).
 *             (4) Closing names whose decision it was (L10).
 * Ownership   Nothing passed in is retained.
 * Design      docs/laws.md#L1      Tests  test/unit/care/test_need.c, test/property, test/model
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

/* Needs of an episode that are not closed: more than two of each life domain. */
#define NEED_MAX_OPEN 40

enum need_state { NEED_NONE, NEED_OPEN, NEED_IN_DANGER, NEED_CLOSED, NEED_STATE_COUNT };
extern const struct codes need_state_codes;

enum need_event { NEED_ADD, NEED_STOP, NEED_DANGER, NEED_SAFE, NEED_CLOSE, NEED_EVENT_COUNT };

/* What a move does to who bears. */
enum bearer_effect {
	BEARER_KEEP,
	BEARER_TO_RECEIVER,
	BEARER_TO_CARE_MANAGER,
	BEARER_TO_DUTY,
	/* to who bore it before the danger; if they cannot any more, the care manager */
	BEARER_BACK,
	BEARER_NOBODY, /* in no table of this program; a broken variant in the tests uses it */
	BEARER_EFFECT_COUNT,
};

struct need_move {
	enum need_event event;
	enum need_state from;
	enum need_state to;
	enum bearer_effect bearer;
};

extern const struct need_move need_moves[];
extern const size_t need_move_count;

struct need {
	int32_t region;
	struct id id;
	struct id episode;
	int32_t domain; /* enum life_domain */
	int32_t aim;    /* enum need_aim */
	int32_t state;  /* enum need_state */
	struct id bearer;
	int32_t bearer_kind;     /* enum member_kind */
	struct id bearer_before; /* while in danger */
	int32_t bearer_before_kind;
	struct id open_handover;
	struct id step; /* the next step, if there is one */
	int64_t opened_ms;
	int64_t closed_ms;
	int32_t effective_day;
	int32_t closing;   /* enum closing */
	struct span words; /* sealed */
};

extern const struct store_table need_table;

enum need_verdict {
	NEED_OK,
	NEED_UNKNOWN,            /* No such need in this episode. */
	NEED_WITHOUT_YES,        /* L0: nothing is added without the person's yes. */
	NEED_NOT_BEARER,         /* Only who bears it can stop. */
	NEED_PROFESSIONAL_STOPS, /* L1: a professional hands over, and goes on until then. */
	NEED_IS_CLOSED,
	NEED_IS_IN_DANGER, /* Duty holds it; first safe, then this. */
	NEED_NOT_IN_DANGER,
	NEED_NOT_DUTY,   /* Only who holds by the danger rule, or the care manager, says it is safe. */
	NEED_OFFER_OPEN, /* An offered handover must end first. */
	NEED_CLOSING_WITHOUT_YES, /* L10: together, by the person, or it says whose decision. */
	NEED_PERSON_DECIDES,      /* L10: closing "person" is said by the person. */
	NEED_TOO_MANY,            /* NEED_MAX_OPEN are open already. */
	NEED_VERDICT_COUNT,
};
extern const struct verdict_list need_verdicts;

/* Who acts, as far as a judge needs it. */
struct care_actor {
	struct id account;
	int32_t kind; /* enum member_kind */
	struct id organisation;
};

/* True if the actor is who is asked: this account, or (none) a professional or peer worker of the
 * organisation of the service that is. */
bool care_actor_is_asked(
	const struct care_actor *actor, struct id to_account, struct id service_organisation);

struct need_addition {
	bool person_agrees;
	bool actor_bears; /* else the care manager */
	int64_t open;     /* needs of the episode, before this one */
};

/* The move for an event in a state, or NULL if there is none. */
const struct need_move *need_move_find(enum need_event event, enum need_state from);

/* Pure: no clock, no store, no allocation. One `if` and one verdict per rule, in the order in
 * which they are tested. */
enum need_verdict need_judge_add(
	const struct care_actor *actor, struct id person, const struct need_addition *addition);
enum need_verdict need_judge_stop(const struct need *need, const struct care_actor *actor);
/* Also while it is in danger: who has duty is told again. */
enum need_verdict need_judge_danger(const struct need *need);
enum need_verdict need_judge_safe(
	const struct need *need, const struct care_actor *actor, struct id care_manager);
/* Closing is for who bears it, the care manager and the person. */
enum need_verdict need_judge_closer(const struct need *need, const struct care_actor *actor,
	struct id person, struct id care_manager);
enum need_verdict need_judge_close(const struct need *need, const struct care_actor *actor,
	struct id person, enum closing closing);

/* Who may come to bear a need through a move. */
struct need_parties {
	struct care_actor receiver;
	struct care_actor care_manager;
	struct care_actor duty;
	bool before_ended; /* who bore it before the danger has no account any more */
};

/* Makes the move on the struct: state, bearer, bearer_before. CHECKs that the move exists. */
void need_move(struct need *need, enum need_event event, const struct need_parties *parties);
/* Only the bearer's part of a move; also used by handovers. */
void need_set_bearer(
	struct need *need, enum bearer_effect effect, const struct need_parties *parties);
