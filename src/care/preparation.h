/* preparation.h - what is prepared before a change of life (transition.h): each by a day, so that
 * the day itself changes nothing in who helps.
 *
 * States      open -> done | not_needed (with words) | dropped (the change was called off)
 * Invariants  (1) An open one is watched by a clock until it is said to be late (L3).
 *             (2) That it is late is told to who manages the care, and goes along when somebody
 *                 else does. It stays open: being late ends nothing.
 *             (3) If the day moves, what is open has another day too, and is not late any more.
 * Ownership   Nothing passed in is retained.
 * Design      docs/decisions/0033-changes-of-life.md
 * Tests       test/unit/care/test_transition.c, test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/transition.h"

enum preparation_key {
	PREPARATION_NO_KEY,
	PREPARATION_OWN_RIGHTS,
	PREPARATION_WHO_STAYS,
	PREPARATION_WHO_PAYS,
	PREPARATION_OWN_INSURANCE,
	PREPARATION_PARENTS_KNOW,
	PREPARATION_NEW_HELPERS,
	PREPARATION_NEW_PRACTICE,
	PREPARATION_MEET_BEFORE,
	PREPARATION_CRISIS_PLAN_THERE,
	PREPARATION_SAME_HELP,
	PREPARATION_HELPERS_TOLD,
	PREPARATION_HOME_KEPT,
	PREPARATION_CONTACT_KEPT,
	PREPARATION_MEDICATION_ALONG,
	PREPARATION_WAY_BACK,
	PREPARATION_MEDICATION_SAFE,
	PREPARATION_MIDWIFE_JOINS,
	PREPARATION_AROUND_BIRTH,
	PREPARATION_FIRST_WEEKS,
	PREPARATION_GOODBYE,
	PREPARATION_WHO_IS_NEAR,
	PREPARATION_WHAT_TO_SETTLE,
	PREPARATION_KEY_COUNT,
};
extern const struct codes preparation_key_codes;

enum preparation_state {
	PREPARATION_NONE,
	PREPARATION_OPEN,
	PREPARATION_DONE,
	PREPARATION_NOT_NEEDED,
	PREPARATION_DROPPED,
	PREPARATION_STATE_COUNT,
};
extern const struct codes preparation_state_codes;

struct preparation {
	int32_t region;
	struct id episode;
	struct id id;
	struct id transition;
	int32_t key;   /* enum preparation_key */
	int32_t state; /* enum preparation_state */
	int32_t due_day;
	bool late;         /* the clock has said so */
	struct id told_to; /* late: in whose inbox it lies */
	struct id ended_by;
	int64_t ended_ms;
	struct span words; /* sealed */
};
extern const struct store_table preparation_table;

enum preparation_verdict {
	PREPARATION_OK,
	PREPARATION_UNKNOWN,  /* No such preparation in this episode. */
	PREPARATION_NOT_OPEN, /* It is done, not needed, or its change was called off. */
	PREPARATION_NOT_LATE, /* The clock came too early, or has said so. */
	PREPARATION_VERDICT_COUNT,
};
extern const struct verdict_list preparation_verdicts;

/* When the clock says that it is late: as the day behind due_day begins. */
int64_t preparation_due_ms(const struct preparation *preparation);

/* Pure. Done, or not needed: by anybody in the team. */
enum preparation_verdict preparation_judge_end(const struct preparation *preparation);
enum preparation_verdict preparation_judge_late(
	const struct preparation *preparation, int64_t now_ms);

/* What is open of a kind of change (0: of all) is of one change: an earlier one's is dropped when
 * another is announced. */
#define PREPARATION_MAX_OPEN ((TRANSITION_KIND_COUNT - 1) * TRANSITION_MAX_ROWS)
MUST_USE status preparation_list_open(struct store *store, int32_t region, struct id episode,
	int32_t kind, struct preparation preparations[PREPARATION_MAX_OPEN], size_t *count,
	struct arena *arena, struct error *error);
/* Rows of care_preparation of a change, by day. */
MUST_USE status preparation_open_of(struct store *store, int32_t region, struct id episode,
	struct id transition, struct store_cursor **cursor, struct error *error);
