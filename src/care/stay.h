/* stay.h - nights somewhere, while the place at home is kept and the team stays on.
 *
 * States      planned -> admitted <-> on_leave
 *             admitted, on_leave -> returned | moved_on
 *             planned -> cancelled
 * Moves       stay_moves, in stay_moves.c: the only list of what can happen to a stay.
 * Invariants  (1) Going back has a date from the first day: return_day is set. A clock watches the
 *                 day to begin while it is planned, and return_day from then on, until it is said
 *                 to be late (L3).
 *             (2) The place at home is kept at least until then: kept_until is no earlier than
 *                 return_day. Extending moves both; nothing else ends it but going back, moving on
 *                 and cancelling.
 *             (3) Nobody leaves the team by it, and nothing moves who bears or manages (L2).
 *             (4) An episode has at most one stay that is not over.
 *             (5) Until when the place at home is kept is watched too, while the stay is open: some
 *                 days before by a norm (place), and on the day.
 *             (6) Planned, begun, extended and called off with the person's yes, and given up for
 *                 another place with it (L0). Going home needs none: it was agreed from the first
 *                 day.
 * Late        to begin, or to go back: is said to the care manager, whoever that becomes, and
 *             stands in the stay until it begins, is extended (what has begun) or is over.
 * Kept        That the place is not kept much longer is said to the care manager, whoever that
 *             becomes; to the organisation where the nights are and to the one that keeps the
 *             place, who know of it from the plan until it is over. No service ends where a stay
 *             is, or a place is kept (directory.h).
 * Ownership   Nothing passed in is retained.
 * Design      docs/laws.md#L3      Tests  test/unit/care/test_stay.c, test/property, test/model
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/episode.h"
#include "care/need.h"

/* From the plan to the beginning, from there to going back, and how long the place is kept behind
 * that. */
#define STAY_MAX_DAYS 366

enum stay_state {
	STAY_NONE,
	STAY_PLANNED,
	STAY_ADMITTED,
	STAY_ON_LEAVE,
	STAY_RETURNED,
	STAY_MOVED_ON,
	STAY_CANCELLED,
	STAY_STATE_COUNT,
};
extern const struct codes stay_state_codes;

enum stay_event {
	STAY_PLAN,
	STAY_ADMIT,
	STAY_LEAVE,
	STAY_BACK,
	STAY_RETURN,
	STAY_MOVE_ON,
	STAY_CANCEL,
	STAY_EVENT_COUNT,
};

struct stay_move {
	enum stay_event event;
	enum stay_state from;
	enum stay_state to;
	bool open; /* not over: going back is watched, and the place is kept */
};

extern const struct stay_move stay_moves[];
extern const size_t stay_move_count;

/* Which place at home is kept. */
enum stay_keeps { STAY_KEEPS_NOT_SAID, STAY_KEEPS_OWN_HOME, STAY_KEEPS_SERVICE, STAY_KEEPS_COUNT };
extern const struct codes stay_keeps_codes;

/* What the clock found; of a moment. */
enum stay_lateness {
	STAY_LATENESS_NOT_SAID,
	STAY_LATE_KEPT,      /* not back; the place at home is kept still */
	STAY_LATE_KEPT_OVER, /* not back, and it was to be kept until before today */
	STAY_LATE_TO_BEGIN,
	STAY_LATENESS_COUNT,
};
extern const struct codes stay_lateness_codes;

struct stay {
	int32_t region;
	struct id episode;
	struct id id;
	struct id service; /* where the nights are */
	struct id planned_by;
	int32_t state; /* enum stay_state */
	int32_t start_day;
	int32_t return_day;
	int32_t keeps;          /* enum stay_keeps */
	struct id kept_service; /* STAY_KEEPS_SERVICE: which */
	int32_t kept_until;
	bool late;         /* the clock has said so */
	struct id told_to; /* late: in whose inbox it lies */
	int64_t planned_ms;
	int64_t admitted_ms;
	int64_t ended_ms;
	struct span words; /* sealed */
};

extern const struct store_table stay_table;

enum stay_verdict {
	STAY_OK,
	STAY_UNKNOWN,     /* No such stay in this episode. */
	STAY_WITHOUT_YES, /* L0 */
	STAY_ALREADY,     /* One that is not over. */
	STAY_SERVICE_UNKNOWN,
	STAY_START_OUT_OF_RANGE,
	STAY_RETURN_OUT_OF_RANGE, /* Behind the start, and what is extended from today on. */
	STAY_PLACE_MISSING,       /* The own home, or one place on the map of help. */
	STAY_PLACE_LOST,          /* The place is kept until going back, at least. */
	STAY_KEPT_OUT_OF_RANGE,   /* And STAY_MAX_DAYS longer, at most. */
	STAY_NOT_NOW,             /* It is in another state. */
	STAY_NOT_LATE,            /* The clock came too early, or it is over. */
	STAY_PLACE_NOT_NEAR,      /* Of the place: too early, or said already. */
	STAY_VERDICT_COUNT,
};
extern const struct verdict_list stay_verdicts;

/* What a plan says, and an extension: that has no start, nor which place. */
struct stay_planning {
	bool person_agrees;
	bool already;
	bool service_known;
	bool kept_service_known;
	struct id kept_service;
	int32_t keeps;
	int32_t start_day;
	int32_t return_day;
	int32_t kept_until;
};

const struct stay_move *stay_move_find(enum stay_event event, enum stay_state from);
/* Planned, admitted or on leave. */
bool stay_is_open(const struct stay *stay);
/* When the clock says that it is late to begin, or going back is: as the day behind it begins. */
int64_t stay_due_ms(const struct stay *stay);

/* When is said that the place is kept until a day that is near, and on that day. */
int64_t stay_place_soon_ms(const struct stay *stay);
int64_t stay_place_day_ms(const struct stay *stay);
/* The place at home, as the thing of who manages the care (inbox.h). */
struct id stay_place_id(const struct stay *stay);

/* Pure. */
enum stay_verdict stay_judge_plan(const struct care_actor *actor, struct id person,
	const struct stay_planning *planning, int32_t today);
/* Every event but STAY_PLAN. */
enum stay_verdict stay_judge_move(const struct stay *stay, enum stay_event event,
	const struct care_actor *actor, struct id person, bool person_agrees);
/* The services are those of the stay: one that ended since is no place to stay longer. */
enum stay_verdict stay_judge_extend(const struct stay *stay, const struct care_actor *actor,
	struct id person, const struct stay_planning *planning, int32_t today);
enum stay_verdict stay_judge_late(const struct stay *stay, int64_t now_ms);
/* due_ms: when that is said next; 0: it was. */
enum stay_verdict stay_judge_place(const struct stay *stay, int64_t due_ms, int64_t now_ms);
/* Of one that is open and that the clock found late. */
enum stay_lateness stay_lateness_of(const struct stay *stay, int32_t today);

/* Makes the move; CHECKs that it exists. */
const struct stay_move *stay_move(struct stay *stay, enum stay_event event);
