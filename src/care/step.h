/* step.h - what happens next for a need, by whom and when.
 *
 * States      open -> done | replaced
 * Invariants  (1) An open need with a professional bearer has an open step with a date (L3).
 *             (2) A need has at most one open step.
 *             (3) That it is late is told whose step it is and who bears the need; when it has
 *                 been late for as long as the norms say, the care manager too, then the
 *                 organisation of who bears the need; and then the need is stuck, and comes to the
 *                 region's table. What is borne by somebody of no organisation goes no further
 *                 than the care manager.
 * Design      docs/laws.md#L3      Tests  test/unit/care/test_step.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

#define STEP_MAX_DAYS 366

enum step_state { STEP_NONE, STEP_OPEN, STEP_DONE, STEP_REPLACED, STEP_STATE_COUNT };

/* What kind of step it is, for those that the program makes itself. */
enum step_kind {
	STEP_OWN_WORDS,
	STEP_FIRST_CONTACT,
	STEP_TAKE_UP,
	STEP_DUTY,
	STEP_TAKE_BACK, /* it fell back to who bears the need, who was told (INBOX_RETURNED) */
	STEP_KIND_COUNT,
};
extern const struct codes step_kind_codes;

enum step_lateness {
	STEP_IN_TIME,
	STEP_LATE,              /* the clock has said so to whose it is, and to who bears the need */
	STEP_LATE_LONG,         /* and to the care manager, or they are one of those */
	STEP_LATE_ORGANISATION, /* and to the organisation of who bears the need */
	STEP_LATE_STUCK,        /* and it has come to the region's table */
	STEP_LATENESS_COUNT,
};
/* Whom the clock told last. */
extern const struct codes step_lateness_codes;

struct step {
	int32_t region;
	struct id id;
	struct id episode;
	struct id need;
	struct id who; /* a member of the team */
	int32_t kind;  /* enum step_kind */
	int32_t state; /* enum step_state */
	int32_t due_day;
	int32_t late; /* enum step_lateness */
	int64_t made_ms;
	int64_t ended_ms;
	struct span words; /* sealed */
	struct id told_to; /* STEP_LATE_LONG: who managed the care then; none: they knew already */
};

extern const struct store_table step_table;

enum step_verdict {
	STEP_OK,
	STEP_WHO_NOT_MEMBER,   /* Steps are for who is in the team, and has an account that lives. */
	STEP_DAY_OUT_OF_RANGE, /* From today to STEP_MAX_DAYS ahead. */
	STEP_NEED_CLOSED,
	STEP_NONE_OPEN,    /* There is no open step to end. */
	STEP_NEXT_MISSING, /* L3: a professional's need has a next step. */
	STEP_NOT_LATE,     /* The clock came too early or has said so, or the step is not open. */
	STEP_VERDICT_COUNT,
};
extern const struct verdict_list step_verdicts;

struct step_planning {
	bool who_is_member; /* now, with an account that has not ended */
	int32_t due_day;    /* 0: none given */
};

/* The last day to which what comes next can be planned: a first contact and what duty has to do
 * are not put off, they end by being done. `open` is the step that is open now, or NULL. */
int32_t step_latest_day(const struct step *open, int32_t today);

/* When the clock has something to say about it next: as the day behind its own begins, for who has
 * duty hours earlier; and when it is late, as the days are over after which the next is told. */
int64_t step_due_ms(const struct step *step);

/* The instant behind which it is late, of what is counted in hours: what duty has to do; 0 for all
 * that is counted in days. */
int64_t step_urgent_ms(const struct step *step);

/* Pure. */
enum step_verdict step_judge_plan(
	const struct need *need, const struct step_planning *planning, int32_t today);
/* next: due_day 0 if no next step was given. */
enum step_verdict step_judge_done(
	const struct need *need, const struct step_planning *next, int32_t today);
/* has_organisation: who bears the need is of one. */
enum step_verdict step_judge_late(const struct step *step, bool has_organisation, int64_t now_ms);
