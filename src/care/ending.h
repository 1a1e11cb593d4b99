/* ending.h - an episode ends together, and begins again without a new intake.
 *
 * States      open -> closed -> open (the same file)
 *             of a period: running -> over; one row for each time that an episode was open
 * Invariants  (1) Closing says whose decision it was (L10), and is for the person and the care
 *                 manager.
 *             (2) In a closed episode nothing is open: no need, offer, asking, advice, stay, case
 *                 at a table, step of a plan or light contact; and nobody is in the team but the
 *                 person, so nobody else reads the file (L7). Goals and the crisis plan stay as
 *                 they stand.
 *             (3) The person comes back with one command (L10): whoever managed the care manages it
 *                 again if they have duty, else who has duty does (L1); the team of then is asked
 *                 to join, unless the person wants none of that; the first contact has the norm of
 *                 any question.
 *             (4) Who comes back for the fourth time within two years is marked, and offered a
 *                 table and a companion; they answer, and may say no.
 * Periods     FHIR EpisodeOfCare.statusHistory. A row is written when a period is over, and when a
 *             later one begins.
 * Hook        wants_table of the period that runs is what a table starts from; until one does, the
 *             care manager, whoever that becomes, has it in their inbox (INBOX_WANTED).
 * Ownership   Nothing passed in is retained.
 * Source      seed paper 004: draaideurcliënten, a regional table; L10
 * Design      docs/decisions/0023-coming-back.md
 * Tests       test/unit/care/test_ending.c, test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/episode.h"
#include "care/need.h"

#define ENDING_RETURNS_DAYS 730 /* within which returns are counted */
#define ENDING_RETURNS_MARKED 4 /* this many, the one at hand with them */

struct period {
	int32_t region;
	struct id episode;
	int32_t nth; /* 1: since the question */
	struct id id;
	int64_t begun_ms;
	struct id begun_by; /* none: at the anonymous door */
	int64_t ended_ms;   /* 0: running */
	struct id ended_by;
	int32_t closing; /* enum closing */
	int32_t returns; /* within ENDING_RETURNS_DAYS, this one with them; 0 for the first */
	bool offered;    /* a table and a companion */
	struct id told;  /* in whose inbox that lies, or what was answered */
	int64_t answered_ms;
	bool wants_table;
	bool wants_companion;
	struct span words; /* sealed: of who closed it */
};

extern const struct store_table ending_period_table;

enum ending_verdict {
	ENDING_OK,
	ENDING_NOT_YOURS,      /* Closing is for the person and the care manager. */
	ENDING_NOT_SAID,       /* L10: whose decision? */
	ENDING_PERSON_DECIDES, /* L10: closing "person" is said by the person. */
	ENDING_IN_DANGER,      /* Duty holds; first safe. */
	ENDING_OFFERS_OPEN,
	ENDING_ASKINGS_OPEN,
	ENDING_ADVICE_OPEN,
	ENDING_STAY_OPEN,
	ENDING_CASES_OPEN,     /* The person objects, or the table closes it. */
	ENDING_NEEDS_OPEN,     /* And they are not closed with it. */
	ENDING_NOT_CLOSED,     /* Coming back is to what was closed. */
	ENDING_NOT_OFFERED,    /* Nothing was offered, or it was answered. */
	ENDING_PERSON_ANSWERS, /* L0 */
	ENDING_VERDICT_COUNT,
};
extern const struct verdict_list ending_verdicts;

/* What is open in an episode. */
struct ending_open {
	int64_t needs;
	int64_t offers;
	int64_t askings;
	int64_t advice; /* asked, or come back and not closed */
	int64_t cases;  /* at a table, not settled */
	bool stay;
	bool in_danger;
};

struct ending_asking {
	enum closing closing;
	bool with_needs;
};

/* Pure. */
enum ending_verdict ending_judge_close(const struct episode *episode,
	const struct care_actor *actor, const struct ending_asking *asking,
	const struct ending_open *open);
enum ending_verdict ending_judge_return(const struct episode *episode);
/* `period` is the one that runs; NULL: the first, of which there is no row. */
enum ending_verdict ending_judge_answer(
	const struct period *period, const struct care_actor *actor, struct id person);
/* How many returns before now count with one that is at hand. */
int64_t ending_returns_since_ms(int64_t now_ms);
bool ending_is_marked(int64_t returns);

/* The last period of an episode, if there is a row of one; its words live in `arena`. */
MUST_USE status ending_find_last(struct store *store, int32_t region, struct id episode,
	struct period *period, bool *found, struct arena *arena, struct error *error);
/* Rows of care_period, first to last. */
MUST_USE status ending_open_periods(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
/* Returns that began at `since_ms` or later. */
MUST_USE status ending_count_returns(struct store *store, int32_t region, struct id episode,
	int64_t since_ms, int64_t *number, struct error *error);
/* needs, offers, askings and cases. */
MUST_USE status ending_count_open(struct store *store, int32_t region, struct id episode,
	struct ending_open *open, struct error *error);
/* Who was in the team until `left_ms`, at most `capacity`; not who spoke for the person, or came in
 * because another file is theirs too: whether they come again is not asked (mandate.h, merge.h). */
MUST_USE status ending_list_team(struct store *store, int32_t region, struct id episode,
	int64_t left_ms, struct id *accounts, size_t capacity, size_t *count, struct error *error);
