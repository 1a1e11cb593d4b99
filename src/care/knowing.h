/* knowing.h - what somebody around a person may know, and who is kept out of sight.
 *
 * States      by kind, until it is said -> said, as often as needed
 *             all       needs, steps, team, and the story: the timeline, what advisers were asked
 *             plan      needs, steps and team; not the story
 *             own       only what they bear themself
 *             nothing   kept out of sight: they are in no team of this file, come into none, and
 *                       find nothing of it in a look, an inbox, an offer or a log
 * By kind     who helps by profession or as a peer knows all; a relative or a volunteer the plan;
 *             a representative all.
 * Invariants  (1) The person says it. Who manages the care says it with their yes; and without,
 *             that somebody is kept out of sight: waiting for a yes may be what makes it unsafe.
 *             (2) Who is kept out of sight holds nothing: what they bore is the care manager's from
 *             that moment (L1), their steps go back, and they leave the team.
 *             (3) Who is kept out of sight does not learn it: they get the answers of strangers.
 * Source      BW 7:457 lid 1 and 2; AVG art. 5 lid 1 onder c; seed 004 (naasten)
 * Design      docs/decisions/0024-one-person-many-files.md
 * Tests       test/unit/care/test_knowing.c, test/property, scenario/out_of_sight.play
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/team.h"

enum knows {
	KNOWS_NOT_SAID,
	KNOWS_ALL,
	KNOWS_PLAN,
	KNOWS_OWN,
	KNOWS_NOTHING,
	KNOWS_COUNT,
};
extern const struct codes knowing_codes;

struct knowing {
	int32_t region;
	struct id episode;
	struct id account;
	int32_t knows; /* enum knows */
	struct id said_by;
	int64_t said_ms;
};
extern const struct store_table knowing_table;

enum knowing_verdict {
	KNOWING_OK,
	KNOWING_UNKNOWN, /* No such account. */
	KNOWING_PERSON,  /* It is their own file. */
	/* L0: the person says it, or who manages the care. */
	KNOWING_NOT_YOURS,
	KNOWING_WITHOUT_YES,
	/* Who helps by profession or as a peer knows what they need; the person can show them out. */
	KNOWING_HELPS,
	/* L1: who helps and holds something here hands it over first. */
	KNOWING_HOLDS,
	KNOWING_VERDICT_COUNT,
};
extern const struct verdict_list knowing_verdicts;

struct knowing_saying {
	bool account_known;
	int32_t account_kind;
	bool is_person;       /* the account is the person */
	bool by_person;       /* who says it is */
	bool by_care_manager; /* who says it is */
	bool person_agrees;
	int32_t knows;
	struct team_ties ties; /* of the account */
};

/* Pure. */
enum knowing_verdict knowing_judge_say(const struct knowing_saying *saying);
/* What a member knows, by what was said, or by kind and way in. */
enum knows knowing_of(int32_t said, int32_t kind, int32_t way);

/* Rows of care_knowing of an episode. */
MUST_USE status knowing_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
