/* transition.h - a change of life that is seen coming: eighteen, moving house, another insurer,
 * detention, a birth, a death. Planned, with what is prepared beforehand; not a break.
 *
 * States      foreseen -> announced -> happened | called_off
 *             The day may move while it is announced. What is only foreseen is the program's own
 *             note: nobody reads it, and it is forgotten when the episode is closed; eighteen is
 *             foreseen again when they come back.
 * Moves       transition_moves, in transition_moves.c: the only list of what can happen to one.
 * Invariants  (1) Nothing ends by it: team, bearers, care manager, plan and stay go on (L1, L2);
 *                 the commands say so (moves_nothing).
 *             (2) Each that is foreseen or announced is watched by a clock: of eighteen half a year
 *                 ahead, of all on the day itself (L3).
 *             (3) Announced by the person, or with their yes (L0); eighteen by the program, where
 *                 the day of birth is known because somebody speaks for the person by age
 *                 (mandate.h): it needs no sealed text for that.
 *             (4) What is prepared is there from the moment that it is announced (preparation.h).
 *             (5) Of a kind one at a time is foreseen or announced.
 *             (6) Who moves house keeps their file, shard and helpers; where they live is another
 *                 municipality from that day on, and what was said before is kept (identity.h).
 * Told        to the care manager, whoever that becomes: announced by somebody else, and that the
 *             day has come; to nobody any more when the episode is closed.
 * Data        data/transitions.csv: what is prepared for which kind, and how many days before.
 * Ownership   Nothing passed in is retained.
 * Source      seed paper 002 (from 18- to 18+ without a threshold); Jeugdwet 1.1; BW 1:233
 * Design      docs/decisions/0033-changes-of-life.md
 * Tests       test/unit/care/test_transition.c, test/property, scenario/eighteen.play, moving.play
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

/* How far ahead a day may lie, and how long before eighteen the program announces it. */
#define TRANSITION_MAX_DAYS 731
#define TRANSITION_AHEAD_DAYS 182
/* That lie with who manages the care at once: newest first. */
#define TRANSITION_MAX_TOLD 64
/* Of one kind, to prepare. */
#define TRANSITION_MAX_ROWS 8

enum transition_kind {
	TRANSITION_NO_KIND,
	TRANSITION_EIGHTEEN,
	TRANSITION_MOVING,
	TRANSITION_INSURER,
	TRANSITION_DETENTION,
	TRANSITION_PREGNANCY,
	TRANSITION_BEREAVEMENT,
	TRANSITION_KIND_COUNT,
};
extern const struct codes transition_kind_codes;

enum transition_state {
	TRANSITION_NONE,
	TRANSITION_FORESEEN,
	TRANSITION_ANNOUNCED,
	TRANSITION_HAPPENED,
	TRANSITION_CALLED_OFF,
	TRANSITION_STATE_COUNT,
};
extern const struct codes transition_state_codes;

enum transition_event {
	TRANSITION_FORESEE,
	TRANSITION_ANNOUNCE,
	TRANSITION_COME,
	TRANSITION_CALL_OFF,
	TRANSITION_EVENT_COUNT,
};

struct transition_move {
	enum transition_event event;
	enum transition_state from;
	enum transition_state to;
};
extern const struct transition_move transition_moves[];
extern const size_t transition_move_count;

struct transition {
	int32_t region;
	struct id episode;
	struct id id;
	int32_t kind;  /* enum transition_kind */
	int32_t state; /* enum transition_state */
	int32_t day;
	int32_t municipality;   /* moving: where to; else 0 */
	struct id announced_by; /* none: the program */
	int64_t announced_ms;   /* or foreseen */
	struct id told_to;      /* who was told last */
	int64_t ended_ms;
	struct span words; /* sealed */
};
extern const struct store_table transition_table;

/* One row of the data: what is prepared for this kind, and how many days before the day. */
struct transition_row {
	int32_t kind;
	int32_t key; /* enum preparation_key */
	int32_t days_before;
};
/* Of the program's own table, in its order. */
const struct transition_row *transition_rows_of(int32_t kind, size_t *count);
/* Reads such a table: STATUS_INPUT with the line that is wrong. */
#define TRANSITION_MAX_TABLE 64
struct transition_rows {
	struct transition_row rows[TRANSITION_MAX_TABLE];
	size_t count;
};
MUST_USE status transition_rows_read(
	struct span text, struct transition_rows *rows, struct error *error);

enum transition_verdict {
	TRANSITION_OK,
	TRANSITION_UNKNOWN,          /* No such change in this episode. */
	TRANSITION_WITHOUT_YES,      /* L0 */
	TRANSITION_ALREADY,          /* One of this kind is announced: its day can be moved. */
	TRANSITION_DAY_OUT_OF_RANGE, /* From today to TRANSITION_MAX_DAYS ahead. */
	TRANSITION_PLACE,            /* Moving says where to, and only that does. */
	TRANSITION_NOT_ANNOUNCED,    /* It has happened, or was called off. */
	TRANSITION_NOT_DUE,          /* The clock came too early. */
	TRANSITION_VERDICT_COUNT,
};
extern const struct verdict_list transition_verdicts;

struct transition_announcing {
	int32_t kind;
	int32_t day;
	bool place_given, place_known;
	bool person_agrees;
	bool already; /* one of this kind is announced */
};

/* When the clock looks at it next; CHECKs that it does. */
int64_t transition_due_ms(const struct transition *transition);
/* The day by which this is prepared: so many days before, but not before today. */
int32_t transition_prepare_day(int32_t day, int32_t days_before, int32_t today);

/* Pure. */
enum transition_verdict transition_judge_announce(const struct transition_announcing *announcing,
	const struct care_actor *actor, struct id person, int32_t today);
enum transition_verdict transition_judge_move(const struct transition *transition,
	const struct care_actor *actor, struct id person, bool person_agrees, int32_t day,
	int32_t today);
enum transition_verdict transition_judge_call_off(const struct transition *transition,
	const struct care_actor *actor, struct id person, bool person_agrees);
enum transition_verdict transition_judge_come(const struct transition *transition, int64_t now_ms);

/* NULL if it cannot happen. */
const struct transition_move *transition_move_find(
	enum transition_event event, enum transition_state from);
/* Makes a judged move; CHECKs that it can be made. */
void transition_move(struct transition *transition, enum transition_event event);

/* The one of this kind that is foreseen or announced. */
MUST_USE status transition_find_ahead(struct store *store, int32_t region, struct id episode,
	int32_t kind, struct transition *transition, bool *found, struct arena *arena,
	struct error *error);
/* All that are foreseen or announced: at most TRANSITION_KIND_COUNT. */
MUST_USE status transition_list_ahead(struct store *store, int32_t region, struct id episode,
	struct transition *transitions, size_t *count, struct arena *arena, struct error *error);
/* That somebody was told of, ahead or come, newest first: at most TRANSITION_MAX_TOLD. */
MUST_USE status transition_list_told(struct store *store, int32_t region, struct id episode,
	struct transition *transitions, size_t *count, struct arena *arena, struct error *error);
/* Rows of care_transition, newest first. */
MUST_USE status transition_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
