/* plan.h - what somebody wants to reach, what is done for it by whom and when, and what helps on
 * the day that it goes wrong: in own words, kept in every version.
 *
 * Parts       a goal; what belongs to the crisis plan (signs, what helps, what does not, whom to
 *             call); a step, with who and when. A part of every version is a row of its own: who
 *             wrote what when stays, and nothing is overwritten.
 * Versions    seq, the version of the episode that the change made; that of the plan is the
 *             highest of its parts.
 * States      a goal, and of the crisis plan: stands -> done (a goal that was reached) | stopped
 *             a step: asked -> agreed (by who does it) -> done
 *                     asked, agreed -> free (nobody has it) -> asked | agreed
 *                     asked, agreed, free -> stopped
 * Moves       plan_moves, in plan_moves.c: the only list of what can happen to a part.
 * Invariants  (1) Nothing comes in, changes or goes without the person's yes (L0). Own words stay
 *                 own: what somebody else wrote, only the person changes, and it is theirs then.
 *             (2) A step is somebody's only when they said so themself (L0): `agreed`. Until then
 *                 they find it in their inbox.
 *             (3) Who has a step, or is asked for one, is in the team. Who leaves has none: it is
 *                 free, and stays in the plan.
 *             (4) A yes to the plan is to one version, and said by oneself (plan_yes). It is agreed
 *                 when the person and every professional in the team have said it of the version
 *                 that is there.
 * FHIR        CarePlan; a goal is Goal (lifecycleStatus active, completed, cancelled; description),
 *             a step CarePlan.activity.detail (status not-started, scheduled, completed, stopped;
 *             performer, scheduled), a yes Provenance of that version.
 * Ownership   Nothing passed in is retained.
 * Design      docs/decisions/0022-a-plan-is-rows-that-are-only-added.md
 * Tests       test/unit/care/test_plan.c, test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

/* Of an episode: parts that stand, are asked, agreed or free. */
#define PLAN_MAX_OPEN 40
/* From today to the day of a step. */
#define PLAN_MAX_DAYS 366

/* What is written: as the door takes it (plan_writing_codes), and a step. */
enum plan_kind {
	PLAN_KIND_NONE,
	PLAN_GOAL,
	PLAN_SIGNS,     /* how I, or others, notice that it goes wrong */
	PLAN_HELPS,     /* what helps then */
	PLAN_HELPS_NOT, /* what does not */
	PLAN_CALL,      /* whom to call */
	PLAN_STEP,
	PLAN_KIND_COUNT,
};
extern const struct codes plan_kind_codes;
extern const struct codes plan_writing_codes; /* without a step */

enum plan_state {
	PLAN_NONE,
	PLAN_STANDS,
	PLAN_ASKED,
	PLAN_AGREED,
	PLAN_FREE,
	PLAN_DONE,
	PLAN_STOPPED,
	PLAN_STATE_COUNT,
};
extern const struct codes plan_state_codes;

enum plan_event {
	PLAN_WRITE,
	PLAN_ASK,     /* somebody else for a step */
	PLAN_TAKE,    /* a step that one does oneself */
	PLAN_ACCEPT,  /* yes, by who is asked */
	PLAN_DECLINE, /* no, or not any more, by who is asked or has it */
	PLAN_LEAVE,   /* who has it left the team */
	PLAN_FINISH,
	PLAN_STOP,
	PLAN_EVENT_COUNT,
};

struct plan_move {
	enum plan_event event;
	enum plan_state from;
	enum plan_state to;
	bool waits; /* in the inbox of who is asked, in the new state */
};

extern const struct plan_move plan_moves[];
extern const size_t plan_move_count;

struct plan_part {
	int32_t region;
	struct id episode;
	struct id id;
	int64_t seq;      /* the version of the episode that made it so */
	int32_t kind;     /* enum plan_kind */
	int32_t state;    /* enum plan_state */
	struct id goal;   /* of a step: what it is for; may be none */
	struct id need;   /* that it is about; may be none */
	struct id who;    /* of a step: who is asked or has it */
	int32_t by_day;   /* of a step */
	struct id author; /* whose words these are */
	struct id writer; /* who made this version */
	int64_t at_ms;
	struct span words; /* sealed */
};

struct plan_yes {
	int32_t region;
	struct id episode;
	int64_t seq; /* the version of the plan */
	struct id account;
	int64_t at_ms;
};

extern const struct store_table plan_part_table;
extern const struct store_table plan_yes_table;

enum plan_verdict {
	PLAN_OK,
	PLAN_UNKNOWN,     /* No such part in this plan. */
	PLAN_WITHOUT_YES, /* L0 */
	PLAN_OWN_WORDS,   /* L0: who wrote it changes it, or the person. */
	PLAN_NOT_NOW,     /* It is in a state in which this cannot be. */
	PLAN_GOAL_UNKNOWN,
	PLAN_WHO_NOT_MEMBER,   /* A step is for somebody who is in the team now. */
	PLAN_DAY_OUT_OF_RANGE, /* From today to PLAN_MAX_DAYS ahead. */
	PLAN_TOO_MANY,         /* PLAN_MAX_OPEN are open already. */
	PLAN_NOT_ASKED,        /* L0: a yes or no is of who is asked or has it. */
	PLAN_NOT_DOER,         /* Done is said by who does it, or by the person. */
	PLAN_EMPTY,            /* There is nothing to agree to. */
	PLAN_OTHER_VERSION,    /* L0: a yes is to what was read. */
	PLAN_AGREED_ALREADY,
	PLAN_VERDICT_COUNT,
};
extern const struct verdict_list plan_verdicts;

/* What is written, or asked of somebody. */
struct plan_writing {
	bool person_agrees;
	bool goal_known;    /* a goal of this plan, or none named */
	bool who_is_member; /* now, with an account that has not ended */
	struct id who;
	int32_t by_day;
	int64_t open; /* parts, before this one */
};

const struct plan_move *plan_move_find(enum plan_event event, enum plan_state from);
/* Stands, is asked, agreed or free. */
bool plan_part_is_open(const struct plan_part *part);
/* PLAN_TAKE for who does it themself, PLAN_ASK for anybody else. */
enum plan_event plan_event_for(const struct care_actor *actor, struct id who);

/* Pure. */
enum plan_verdict plan_judge_add(
	const struct care_actor *actor, struct id person, const struct plan_writing *writing);
enum plan_verdict plan_judge_change(const struct plan_part *part, const struct care_actor *actor,
	struct id person, const struct plan_writing *writing);
enum plan_verdict plan_judge_step(const struct care_actor *actor, struct id person,
	const struct plan_writing *writing, int32_t today);
/* A step that is there, for somebody (else) or on another day; by_day 0: as it was. */
enum plan_verdict plan_judge_give(const struct plan_part *part, const struct care_actor *actor,
	struct id person, const struct plan_writing *writing, int32_t today);
enum plan_verdict plan_judge_accept(const struct plan_part *part, const struct care_actor *actor);
enum plan_verdict plan_judge_decline(const struct plan_part *part, const struct care_actor *actor);
enum plan_verdict plan_judge_finish(const struct plan_part *part, const struct care_actor *actor,
	struct id person, bool person_agrees);
enum plan_verdict plan_judge_stop(const struct plan_part *part, const struct care_actor *actor,
	struct id person, bool person_agrees);
/* version: of the plan, 0 if there is none; read: the one that is agreed to. */
enum plan_verdict plan_judge_agree(int64_t version, int64_t read, bool agreed);

/* Makes the move; CHECKs that it exists. */
const struct plan_move *plan_move(struct plan_part *part, enum plan_event event);
