/* light.h - light contact ("waakvlam"): somebody stays in touch, at an interval that was agreed.
 *
 * States      kept -> kept (a contact was held: the next is an interval later) | ended
 * Invariants  (1) An episode has at most one that is kept; another agreement takes its place.
 *             (2) It is begun and ended with the person's yes (L0). Who keeps it said so, or
 *                 manages the care.
 *             (3) next_day is watched by a clock until it is said to be late (L3). No norm runs on
 *                 it but its own interval.
 *             (4) Who keeps it is in the team. If they leave, the care manager keeps it, and is
 *                 told.
 * Late        is said to who keeps it, and stands until a contact was held or it ends.
 * Ownership   Nothing passed in is retained.
 * Design      docs/laws.md#L10      Tests  test/unit/care/test_light.c, test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/episode.h"
#include "care/need.h"

/* Of an interval. */
#define LIGHT_MIN_DAYS 7
#define LIGHT_MAX_DAYS 366

enum light_state { LIGHT_NONE, LIGHT_KEPT, LIGHT_ENDED, LIGHT_STATE_COUNT };
extern const struct codes light_state_codes;

struct light {
	int32_t region;
	struct id episode;
	struct id id;
	int32_t state; /* enum light_state */
	struct id who; /* keeps it */
	int32_t interval_days;
	int32_t next_day;
	bool late; /* the clock has said so */
	struct id begun_by;
	int64_t begun_ms;
	int64_t held_ms; /* last; 0: not yet */
	int64_t ended_ms;
	struct span words; /* sealed */
};

extern const struct store_table light_table;

enum light_verdict {
	LIGHT_OK,
	LIGHT_NOT_KEPT,         /* There is none that is kept now. */
	LIGHT_WITHOUT_YES,      /* L0 */
	LIGHT_DAY_OUT_OF_RANGE, /* From today to LIGHT_MAX_DAYS ahead. */
	LIGHT_NOT_KEEPER,       /* Held is said by who keeps it, the care manager or the person. */
	LIGHT_NOT_LATE,         /* The clock came too early, or it has ended. */
	LIGHT_VERDICT_COUNT,
};
extern const struct verdict_list light_verdicts;

/* When the clock says that it is late: as the day behind next_day begins. */
int64_t light_due_ms(const struct light *light);
/* Who comes to keep it: who begins it, or if that is the person, the care manager. */
struct id light_keeper(const struct care_actor *actor, const struct episode *episode);

/* Pure. `light` NULL: none is kept. */
enum light_verdict light_judge_begin(const struct care_actor *actor, struct id person,
	bool person_agrees, int32_t first_day, int32_t today);
enum light_verdict light_judge_held(const struct light *light, const struct care_actor *actor,
	const struct episode *episode, int32_t next_day, int32_t today);
enum light_verdict light_judge_end(const struct light *light, const struct care_actor *actor,
	struct id person, bool person_agrees);
enum light_verdict light_judge_late(const struct light *light, int64_t now_ms);
