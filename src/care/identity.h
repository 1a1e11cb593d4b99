/* identity.h - who somebody is: anonymous first, named later, put right with what was said before.
 *
 * States      not said -> said -> put right, as often as needed; what was said before is kept
 * Invariants  (1) Nothing is lost by it: the person, their account, code, key and episode stay the
 *                 same, and so does whatever anybody holds (L1).
 *             (2) Each earlier saying is a row that never changes, with who changed it and when.
 *             (3) A name and a day of birth are found again only by their keyed index together:
 *                 no table has them in plain (vault.h).
 * Tables      care_identity: what was said before; texts sealed under the person's key.
 *             care_match: the keyed index of who is called so and was born then.
 * Source      AVG art. 16; BW 7:454
 * Design      docs/decisions/0024-one-person-many-files.md
 * Tests       test/unit/care/test_identity.c, test/property, scenario/school.play
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

/* What was said until it was put right. */
struct identity_past {
	int32_t region;
	struct id person;
	int64_t seq; /* of the journal entry that put it right: rises */
	int64_t until_ms;
	struct id changed_by;
	int32_t municipality;
	struct span name;    /* sealed */
	struct span contact; /* sealed */
	struct span birth;   /* sealed */
};
extern const struct store_table identity_past_table;

struct identity_match {
	int32_t region;
	struct id person;
	struct id identity; /* keyed index */
};
extern const struct store_table identity_match_table;

enum identity_verdict {
	IDENTITY_OK,
	IDENTITY_NOTHING, /* None of it is said. */
	/* L0: somebody else says it with the person's yes. */
	IDENTITY_WITHOUT_YES,
	/* L7: what was said before is for the person, and for who has to reach them. */
	IDENTITY_NOT_YOURS,
	IDENTITY_VERDICT_COUNT,
};
extern const struct verdict_list identity_verdicts;

/* Pure. */
enum identity_verdict identity_judge_say(
	const struct care_actor *actor, struct id person, bool says_something, bool person_agrees);
enum identity_verdict identity_judge_look(const struct care_actor *actor, struct id person);

/* Others in the shard with this index, at most `capacity`. */
MUST_USE status identity_list_same(struct store *store, int32_t region, struct id identity,
	struct id but, struct id *persons, size_t capacity, size_t *count, struct error *error);
/* Rows of care_identity, newest first. */
MUST_USE status identity_open_past(struct store *store, int32_t region, struct id person,
	struct store_cursor **cursor, struct error *error);
