/* merge.h - two files that may be of one person: found, said by both sides, taken together, and
 * taken apart again.
 *
 * Two files with the same name and day of birth are found by their keyed index (identity.h). Each
 * file has a row of its own, and the two rows move together.
 *
 * States      found -> asked -> merged -> undone
 *             found, asked -> apart
 * Moves       merge_moves, in merge_moves.c: the only list of what can happen to a pair.
 * Invariants  (1) Both files go on: each keeps its care manager, its needs and their bearers, its
 *             team, clocks and key. No merging and no undoing moves any of it, so nothing that
 *             anybody holds can be lost by it, in either direction (L1).
 *             (2) Merged only when both sides said that it is one person: each by the person, or by
 *             the care manager with the person's yes (L0). Until then no side can read anything of
 *             the other. That there is another file is for who manages the care; the person is
 *             told when the other side says that it is one person, so that who gives somebody
 *             else's name at the door does not learn by it whether they asked for help.
 *             (3) Merged, each care manager is in the team of the other's file (joining comes
 *             before handing over, L2), and the person reads both with either code.
 *             (4) Undone, who came in by it leaves, unless something is theirs there by now: that
 *             stays with them until somebody else accepts it.
 *             (5) A pair that is said to be two people is not found again.
 *             (6) What is closed (ending.h) is taken together with nothing, and a pair that waits
 *             is in nobody's inbox meanwhile: closing does not wait for it, and would tell the
 *             person of it. When they come back it is asked again, and of two that are merged the
 *             care manager of the other file comes in again.
 *             (7) What waits lies with who manages the care now.
 * Design      docs/decisions/0024-one-person-many-files.md
 * Tests       test/unit/care/test_merge.c, test/property, scenario/duplicate.play
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

#define MERGE_MAX_FOUND 5 /* pairs that one saying of a name finds */
#define MERGE_MAX_OPEN 20 /* pairs of one file that are found, asked or merged; no more is found */

enum merge_state {
	MERGE_NONE,
	MERGE_FOUND,
	MERGE_ASKED,
	MERGE_MERGED,
	MERGE_APART,
	MERGE_UNDONE,
	MERGE_STATE_COUNT,
};
extern const struct codes merge_state_codes;

enum merge_event {
	MERGE_FIND,
	MERGE_CONFIRM, /* one side */
	MERGE_CONFIRM_BOTH,
	MERGE_KEEP_APART,
	MERGE_UNDO,
	MERGE_EVENT_COUNT,
};

struct merge_move {
	enum merge_event event;
	enum merge_state from;
	enum merge_state to;
};
extern const struct merge_move merge_moves[];
extern const size_t merge_move_count;

/* One side of a pair. */
struct merge {
	int32_t region;
	struct id episode; /* this side's */
	struct id id;      /* of the pair */
	struct id other;   /* the other side's episode */
	int32_t state;     /* enum merge_state; of both */
	bool said;         /* this side said that it is one person */
	struct id said_by;
	struct id guest; /* who came into this side's team by it; none */
	struct id told;  /* in whose inbox it is; none */
	int64_t found_ms;
	int64_t changed_ms;
};
extern const struct store_table merge_table;

enum merge_verdict {
	MERGE_OK,
	MERGE_UNKNOWN,
	/* Only the person, or who manages the care, says whether it is one person. */
	MERGE_NOT_YOURS,
	MERGE_WITHOUT_YES, /* L0 */
	MERGE_NOT_NOW,
	MERGE_SAID, /* This side has said so; the other has to. */
	MERGE_VERDICT_COUNT,
};
extern const struct verdict_list merge_verdicts;

/* Pure. Whether the person themself, and those around them who do not help by profession or as a
 * peer, are told of it. */
bool merge_is_told(const struct merge *merge);
/* Pure. NULL if it cannot happen. */
const struct merge_move *merge_move_find(enum merge_event event, enum merge_state from);
enum merge_verdict merge_judge_confirm(const struct merge *merge, const struct care_actor *actor,
	struct id person, struct id care_manager, bool person_agrees);
enum merge_verdict merge_judge_end(const struct merge *merge, enum merge_event event,
	const struct care_actor *actor, struct id person, struct id care_manager);
/* Makes a judged move; CHECKs that it can be made. */
void merge_move(struct merge *merge, enum merge_event event);

/* Rows of care_merge of an episode, newest first. */
MUST_USE status merge_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
/* Pairs of an episode that are found, asked or merged, newest first: at most MERGE_MAX_OPEN. */
MUST_USE status merge_list_open(struct store *store, int32_t region, struct id episode,
	struct merge *merges, size_t *count, struct error *error);
/* Whether these two were found before, however that ended. */
MUST_USE status merge_was_found(struct store *store, int32_t region, struct id episode,
	struct id other, bool *found, struct error *error);
/* Whether this person's file and this episode are merged now. */
MUST_USE status merge_is_same(struct store *store, int32_t region, struct id episode,
	struct id person, bool *same, struct error *error);
/* The open episode of a person, the newest if there are more; *found says whether there is one. */
MUST_USE status merge_find_episode(struct store *store, int32_t region, struct id person,
	struct id *episode, bool *found, struct error *error);
