/* table.h - what is stuck comes to a table, and what the table decides binds organisations.
 *
 * A case is about one need. It lies at the table of its region until it goes up to the nation's.
 *
 * States      brought -> decided -> named          (a decision; the obliged organisation named one)
 *             decided, named -> breached -> named | decided anew
 *             brought, decided, named, breached -> settled   (it is done; the lesson is not told)
 *             every open one, settled -> closed (with a lesson); every open one -> objected
 * Moves       table_moves, in table_moves.c: the only list of what can happen to a case.
 * Invariants  (1) No move of a case says who bears or manages: who holds, goes on until somebody
 *                 whom the obliged organisation named accepts the handover (L1, L2).
 *             (2) An open case has an end: expires_ms is set, and a clock watches it. What is not
 *                 looked at, or not done in time, goes one level up, and shows that it is late
 *                 (L3).
 *             (3) A decision names who is obliged, until when, and why. It binds organisations:
 *                 nobody is named for the person without their yes, and when they or who stands
 *                 beside them object, it is over (L0).
 *             (4) A table decides while its seats for clients and for relatives are taken.
 *             (5) Who the person is, the table sees with the person's yes only (L7). Who stands
 *             beside them is in the team, and no more beside them when they leave it.
 *             (6) What a table learned is a lesson of its own, without the case (lesson.h).
 *             (7) What a clock puts there is put once: its id follows from what it is about. It
 *                 waits for no yes, and is over when the person objects, or its cause is gone.
 *             (8) While the need is in danger and what had to be done about that is late, its open
 *                 case is "unsafe", whatever brought it, and the clock comes within
 *                 NORM_TABLE_UNSAFE also where a decision gives longer. It is then not closed
 *                 and not settled.
 *             (9) What waits is closed when it is done or its cause is gone, or by a table at
 *                 which clients and relatives sit; the person ends it by objecting (L0).
 * Ownership   Nothing passed in is retained.
 * Source      regional tables with power to decide, next to the client, and national above them:
 *             the third section of the paper on regions; who may bring, attend, object: L0
 * Design      docs/laws.md#L1, docs/decisions/0015-tables-move-nothing.md
 * Tests       test/unit/care/test_table.c, test/property, test/model
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/episode.h"
#include "care/need.h"
#include "care/step.h"

/* Bounds of the day until which an organisation is obliged. */
#define TABLE_MAX_TERM_DAYS 91

enum table_state {
	TABLE_NONE,
	TABLE_BROUGHT,
	TABLE_DECIDED,
	TABLE_NAMED,
	TABLE_BREACHED,
	TABLE_SETTLED,
	TABLE_CLOSED,
	TABLE_OBJECTED,
	TABLE_STATE_COUNT,
};
extern const struct codes table_state_codes;

enum table_event {
	TABLE_BRING,
	TABLE_RISE,
	TABLE_DECIDE,
	TABLE_NAME,
	TABLE_BREACH,
	TABLE_SETTLE,
	TABLE_CLOSE,
	TABLE_OBJECT,
	TABLE_EVENT_COUNT,
};

struct table_move {
	enum table_event event;
	enum table_state from;
	enum table_state to;
	bool watched; /* in the new state a clock watches it */
	bool obliges; /* in the new state an organisation is obliged, and finds it in its inbox */
	bool rises;   /* it goes to the nation's table */
};

extern const struct table_move table_moves[];
extern const size_t table_move_count;

enum table_level { TABLE_AT_NONE, TABLE_AT_REGION, TABLE_AT_NATION, TABLE_LEVEL_COUNT };
extern const struct codes table_level_codes;

/* Why it comes to a table (L3). */
enum table_why { TABLE_WHY_NOT_SAID, TABLE_UNSAFE, TABLE_STUCK, TABLE_ASKED, TABLE_WHY_COUNT };
extern const struct codes table_why_codes;

/* Who brought it. */
enum table_origin {
	TABLE_BY_NOBODY,
	TABLE_BY_PERSON,
	TABLE_BY_BESIDE, /* a relative, peer or volunteer of the team */
	TABLE_BY_PROFESSIONAL,
	TABLE_BY_CLOCK, /* by rule: nobody brought it */
	TABLE_ORIGIN_COUNT,
};
extern const struct codes table_origin_codes;

/* Which rule put it there. */
enum table_cause {
	TABLE_NO_CAUSE,
	TABLE_OFFERS,    /* NORM_STUCK times declined or expired, and nobody accepted */
	TABLE_DANGER,    /* in danger, and what had to be done by a day was not */
	TABLE_STEP_LATE, /* a step that stays late, and all were told who could do something about it */
	TABLE_CAUSE_COUNT,
};
extern const struct codes table_cause_codes;

struct table_case {
	int32_t region;
	struct id episode;
	struct id id;
	struct id need;
	int32_t state;  /* enum table_state */
	int32_t level;  /* enum table_level */
	int32_t why;    /* enum table_why */
	int32_t origin; /* enum table_origin */
	int32_t cause;  /* enum table_cause: by a clock */
	struct id brought_by;
	struct id beside; /* who stands beside the person at it */
	bool named;       /* the table sees who the person is */
	bool attends;     /* the person, or who stands beside them, comes */
	bool late;        /* since it was brought or decided, a clock has said so */
	int64_t brought_ms;
	int64_t expires_ms; /* while a clock watches it */
	int64_t ended_ms;   /* closed, or objected to */
	struct id decided_by;
	int64_t decided_ms;
	struct id service;      /* what was decided: somebody of this service's organisation bears */
	struct id organisation; /* that is obliged */
	int32_t term_day;
	struct id handover;     /* to whom the organisation named last */
	struct span words;      /* sealed: why it is here */
	struct span reason;     /* sealed: of the decision */
	struct span last_words; /* sealed: of the objection */
};

extern const struct store_table table_case_table;

enum table_verdict {
	TABLE_OK,
	TABLE_UNKNOWN,     /* No such case in this episode. */
	TABLE_ALREADY,     /* This need is at a table already. */
	TABLE_NEED_CLOSED, /* There is nothing left to decide. */
	/* L7: who it is, a table sees with the person's yes only; who stands beside them is theirs. */
	TABLE_WHO_WITHOUT_YES,
	TABLE_BESIDE_NOT_MEMBER, /* Who stands beside the person is in the team. */
	TABLE_NOT_BESIDE,        /* L0: for the person, and who stands beside them. */
	TABLE_NOT_NOW,           /* It is in another state. */
	TABLE_AT_THE_TOP,        /* There is no table above the nation's. */
	TABLE_SEATS_EMPTY,       /* No clients or no relatives at the table: it decides nothing. */
	TABLE_SERVICE_UNKNOWN,
	TABLE_TERM_OUT_OF_RANGE,
	TABLE_WITHOUT_YES,  /* L0: nobody is named for somebody without their yes. */
	TABLE_IN_DANGER,    /* Duty holds it: first safe. */
	TABLE_OFFERED,      /* A handover of it is open. */
	TABLE_BEARS,        /* They bear it already: nothing is left to name. */
	TABLE_NOT_THEIRS,   /* Not a professional or peer worker of the obliged organisation. */
	TABLE_NOT_DONE,     /* L1: what was decided is not done, and does not go away by closing. */
	TABLE_NOT_DUE,      /* The clock came too early. */
	TABLE_STILL_UNSAFE, /* L3: in danger, and nobody did in time what had to be done. */
	TABLE_VERDICT_COUNT,
};
extern const struct verdict_list table_verdicts;

struct table_bringing {
	bool person_agrees;
	bool named;
	bool already;
	struct id beside;
	bool beside_is_member;
};

struct table_decision {
	bool clients_seated;
	bool relatives_seated;
	bool service_known;
	int32_t term_day;
};

/* What closing it goes by. */
struct table_closing {
	bool done;   /* see table_judge_close */
	bool unsafe; /* table_is_unsafe */
	bool clients_seated;
	bool relatives_seated;
};

/* Whom the obliged organisation names. */
struct table_naming {
	struct id account;
	bool person_agrees;
	bool known; /* there is such an account, and it has not ended */
	int32_t kind;
	struct id organisation;
};

const struct table_move *table_move_find(enum table_event event, enum table_state from);
/* Nothing was closed, settled or objected to: a clock watches it. */
bool table_is_open(const struct table_case *table_case);
/* The shard at whose table it lies. */
int32_t table_shard(const struct table_case *table_case);
enum table_origin table_origin_of(const struct care_actor *actor, struct id person);
/* The id of what a clock puts at a table about this need: the same for the same cause and key. */
struct id table_item_id(const struct need *need, enum table_cause cause, struct id key);
/* True if what a clock put there is not so any more. moved_on: somebody took the need over since;
 * or the need's step is not the late one any more. */
bool table_cause_is_gone(
	const struct table_case *table_case, const struct need *need, bool moved_on);
/* In danger, and what had to be done about it is late. step: the need's open one, or NULL. */
bool table_is_unsafe(const struct need *need, const struct step *step);
/* What was decided has time yet: its last day is not over, and nothing is unsafe. */
bool table_has_time(const struct table_case *table_case, bool unsafe, int32_t today);
/* True for a professional or peer worker of the organisation that is obliged now. */
bool table_is_obliged(const struct table_case *table_case, const struct care_actor *actor);

/* Pure. */
enum table_verdict table_judge_bring(const struct need *need, const struct care_actor *actor,
	struct id person, const struct table_bringing *bringing);
/* Coming to it, with whom, and whether by name. */
enum table_verdict table_judge_attend(const struct table_case *table_case,
	const struct care_actor *actor, struct id person, const struct table_bringing *bringing);
enum table_verdict table_judge_object(
	const struct table_case *table_case, const struct care_actor *actor, struct id person);
enum table_verdict table_judge_raise(const struct table_case *table_case);
enum table_verdict table_judge_decide(const struct table_case *table_case, const struct need *need,
	const struct table_decision *decision, int32_t today);
enum table_verdict table_judge_name(const struct table_case *table_case, const struct need *need,
	const struct care_actor *actor, struct id person, const struct table_naming *naming);
/* done: the need is closed, somebody of the obliged organisation bears it, or what put it there is
 * gone. */
enum table_verdict table_judge_close(
	const struct table_case *table_case, const struct table_closing *closing);
enum table_verdict table_judge_late(const struct table_case *table_case, int64_t now_ms);
/* What the clock makes of it. */
enum table_event table_late_event(const struct table_case *table_case, bool done);

/* Makes the move: state, level, whether it is late; CHECKs that it exists. */
const struct table_move *table_move(struct table_case *table_case, enum table_event event);
