/* episode.h - a question, from the moment it is asked; somebody always manages its care.
 *
 * States      open -> closed -> open (ending.h)
 * Invariants  (1) Exactly one care manager at every instant (L1): the column cannot be NULL. Of a
 *                 closed one it says who it was.
 *             (2) version rises by one with every command that touches the episode or anything in
 *                 it: the ETag.
 * The story is the words of the first moment (moment.h): the row of an episode stays small, as
 * every command writes it.
 * Table       care_person: who it is about; identity and ways to be reached sealed under the
 *             person's key.
 * Design      docs/laws.md#L1      Tests  test/unit/care/test_episode.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

enum episode_state { EPISODE_NONE, EPISODE_OPEN, EPISODE_CLOSED, EPISODE_STATE_COUNT };
extern const struct codes episode_state_codes;

struct person {
	int32_t region;
	struct id id;         /* also the person's account */
	int32_t municipality; /* CBS number without GM; 0 if not said */
	int64_t recorded_ms;
	struct span name;    /* sealed; may be empty: anonymous */
	struct span contact; /* sealed */
	struct span birth;   /* sealed */
};

struct episode {
	int32_t region;
	struct id id;
	struct id person;
	int32_t state; /* enum episode_state */
	struct id care_manager;
	int32_t care_manager_kind;
	struct id open_handover; /* of the care management */
	int32_t for_whom;        /* enum for_whom */
	struct id entered_by;    /* none: the person, at the anonymous door */
	bool marked;             /* came in while the door was slowed down */
	int64_t version;
	int64_t opened_ms;
	int32_t effective_day;
};

extern const struct store_table episode_person_table;
extern const struct store_table episode_table;

enum episode_verdict {
	EPISODE_OK,
	EPISODE_CHANGED, /* The ETag is of an earlier version. */
	/* The region has not been opened: no duty roster, and none in the nation. */
	EPISODE_NOBODY_ON_DUTY,
	EPISODE_OTHER_REGION, /* The municipality belongs to another region, which is named. */
	EPISODE_IS_CLOSED,    /* L10: first the person comes back. */
	EPISODE_OWN_FILE,     /* L8: somebody with a file adds a need to it; nobody registers twice. */
	EPISODE_VERDICT_COUNT,
};
extern const struct verdict_list episode_verdicts;

/* Pure. municipality_region: where the municipality belongs, 0 if none was given. */
enum episode_verdict episode_judge_question(
	bool has_own_file, bool somebody_on_duty, int region, int municipality_region);
/* expected: the version in If-Match, or -1 if none was given. */
enum episode_verdict episode_judge_version(const struct episode *episode, int64_t expected);
/* Whatever is done in a file, but for coming back and what a table learned. */
enum episode_verdict episode_judge_open(const struct episode *episode);
/* The day by which somebody makes contact: by the norm; the same day for an unsafe question. */
int32_t episode_first_contact_day(int32_t today, bool unsafe);

/* Episodes of this person, also those that are closed: who asked stays in their own team. At most
 * EPISODE_MAX_OF_PERSON. */
#define EPISODE_MAX_OF_PERSON 64
MUST_USE status episode_list_of(struct store *store, int32_t region, struct id person,
	struct id *episodes, size_t *count, struct error *error);
