/* second_view.h - who treats says that treating does not help any further: somebody of another
 * organisation looks too, the person is spoken with, and then it is care, or treatment goes on.
 *
 * States      asked -> viewed -> care | goes_on
 *             asked -> goes_on
 *             asked, viewed -> over (the need was closed)
 * Moves       second_view_moves, in second_view.c: the only list of what can happen to one.
 * Invariants  (1) Nobody is put down by it: bearer, care manager and next step stay as they were
 *                 in every state (L1, L3, L4). What stops is treatment, and with it its norms.
 *             (2) A second view is advice about the same need (consult.h), asked after it was said,
 *                 by somebody of another organisation than who said it, and than who bears it.
 *             (3) Without a second view nothing becomes care; and only with the person's yes (L0).
 *             (4) The way back is open: the aim is recovering again by one command.
 *             (5) A need has at most one that is asked or viewed. A clock watches that somebody
 *                 looks, and then that the person is spoken with, until it is said to be late, to
 *                 who manages the care (L3).
 * Ownership   Nothing passed in is retained.
 * Source      L4: "If treatment is exhausted, a second view and a conversation follow"
 * Design      docs/decisions/0034-exhausted-treatment.md
 * Tests       test/unit/care/test_second_view.c, test/property, scenario/exhausted.play
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

enum second_view_state {
	SECOND_VIEW_NONE,
	SECOND_VIEW_ASKED,
	SECOND_VIEW_VIEWED,
	SECOND_VIEW_CARE,
	SECOND_VIEW_GOES_ON,
	SECOND_VIEW_OVER,
	SECOND_VIEW_STATE_COUNT,
};
extern const struct codes second_view_state_codes;

enum second_view_event {
	SECOND_VIEW_ASK,
	SECOND_VIEW_GIVE,
	SECOND_VIEW_TO_CARE,
	SECOND_VIEW_GO_ON,
	SECOND_VIEW_END,
	SECOND_VIEW_EVENT_COUNT,
};

struct second_view_move {
	enum second_view_event event;
	enum second_view_state from;
	enum second_view_state to;
};
extern const struct second_view_move second_view_moves[];
extern const size_t second_view_move_count;

/* What the conversation with the person came to. */
enum second_view_outcome {
	AGREED_NOT_SAID,
	AGREED_CARE,
	AGREED_GOES_ON,
	SECOND_VIEW_OUTCOME_COUNT,
};
extern const struct codes second_view_outcome_codes;

struct second_view {
	int32_t region;
	struct id episode;
	struct id id;
	struct id need;
	int32_t state; /* enum second_view_state */
	struct id said_by;
	struct id organisation; /* of who said it; a second view is of another */
	int64_t said_ms;
	int32_t due_day;   /* the last on which what is next is in time: the view, or the talk */
	bool late;         /* the clock has said so */
	struct id told_to; /* late: in whose inbox it lies */
	struct id consult; /* that is the second view */
	int64_t viewed_ms;
	int64_t ended_ms;
	struct span words; /* sealed */
};
extern const struct store_table second_view_table;

enum second_view_verdict {
	SECOND_VIEW_OK,
	SECOND_VIEW_UNKNOWN, /* Nobody said of this need that treating helps no further. */
	/* It is for who treats: a professional who bears the need. */
	SECOND_VIEW_NOT_BEARER,
	SECOND_VIEW_NOT_NOW,     /* The need is closed, or duty holds it. */
	SECOND_VIEW_IS_CARE,     /* Its aim is care already. */
	SECOND_VIEW_ALREADY,     /* It was said, and is not over. */
	SECOND_VIEW_WITHOUT_YES, /* L0 */
	SECOND_VIEW_NOT_YOURS,   /* For who bears it, the care manager and the person. */
	SECOND_VIEW_NOT_VIEWED,  /* L4: first a second view. */
	SECOND_VIEW_NOT_CARE,    /* The way back is from care. */
	SECOND_VIEW_NOT_LATE,    /* The clock came too early, or has said so, or it is over. */
	SECOND_VIEW_VERDICT_COUNT,
};
extern const struct verdict_list second_view_verdicts;

/* When the clock says that it is late: as the day behind due_day begins. */
int64_t second_view_due_ms(const struct second_view *view);

/* Pure. `view` NULL: none is asked or viewed of this need. */
enum second_view_verdict second_view_judge_ask(
	const struct need *need, const struct care_actor *actor, const struct second_view *view);
/* Who gave advice, when that was asked, and who bears the need: now, and before a danger. */
struct second_view_giver {
	struct id account;
	struct id organisation;
	int64_t asked_ms;
	struct id bearers[2];
	struct id houses[2]; /* their organisations */
};
/* Whether their advice is the second view. */
bool second_view_is(const struct second_view *view, const struct second_view_giver *giver);
enum second_view_verdict second_view_judge_agree(const struct need *need,
	const struct second_view *view, const struct care_actor *actor, struct id person,
	struct id care_manager, bool person_agrees, enum second_view_outcome outcome);
enum second_view_verdict second_view_judge_resume(
	const struct need *need, const struct care_actor *actor, struct id person, bool person_agrees);
enum second_view_verdict second_view_judge_late(const struct second_view *view, int64_t now_ms);

/* NULL if it cannot happen. */
const struct second_view_move *second_view_move_find(
	enum second_view_event event, enum second_view_state from);
/* Makes a judged move; CHECKs that it can be made. */
void second_view_move(struct second_view *view, enum second_view_event event);

/* The one of this need that is asked or viewed. */
MUST_USE status second_view_find(struct store *store, int32_t region, struct id episode,
	struct id need, struct second_view *view, bool *found, struct arena *arena,
	struct error *error);
/* Late ones of an episode: at most NEED_MAX_OPEN. */
MUST_USE status second_view_list_late(struct store *store, int32_t region, struct id episode,
	struct second_view views[NEED_MAX_OPEN], size_t *count, struct arena *arena,
	struct error *error);
