/* roster.h - a region's duty roster: who takes questions in turn, and takes over in danger. It
 * cannot become empty.
 *
 * Invariants  (1) Once somebody is on it, somebody is always on it (L1).
 *             (2) Only professionals and peer workers with an account that has not ended.
 *             (3) Turns go round: whoever was longest ago is next. Who is kept out of sight of a
 *             file (knowing.h) has no turn in it while anybody else has duty; if nobody else has,
 *             they do: that it is held goes first (L1).
 * Design      docs/laws.md#L1      Tests  test/unit/care/test_roster.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

struct roster_place {
	int32_t region;
	struct id account;
	int32_t kind; /* enum member_kind */
	int64_t since_ms;
	int64_t last_turn_ms; /* 0: not yet */
};

extern const struct store_table roster_table;

enum roster_verdict {
	ROSTER_OK,
	ROSTER_ACCOUNT_UNKNOWN,
	ROSTER_ACCOUNT_ENDED,
	ROSTER_KIND, /* Duty is for professionals and peer workers. */
	ROSTER_ALREADY_ON,
	ROSTER_NOT_ON,
	ROSTER_LAST, /* L1: the roster cannot become empty. */
	ROSTER_VERDICT_COUNT,
};
extern const struct verdict_list roster_verdicts;

struct roster_facts {
	bool account_known;
	bool account_ended;
	int32_t account_kind;
	bool on_roster;
	int64_t places; /* on the region's roster now */
};

/* Pure. */
enum roster_verdict roster_judge_join(const struct roster_facts *facts);
enum roster_verdict roster_judge_leave(const struct roster_facts *facts);

/* The place whose turn it is in this episode (none: in one that is new), of `region` or else of the
 * nation (region 0): account none if both are empty. */
MUST_USE status roster_next(struct store *store, int32_t region, struct id episode,
	struct roster_place *place, struct arena *arena, struct error *error);
MUST_USE status roster_count(
	struct store *store, int32_t region, int64_t *places, struct error *error);
/* Rows of care_roster: whose turn is next, first. */
MUST_USE status roster_open(struct store *store, int32_t region, int64_t limit,
	struct store_cursor **cursor, struct error *error);
