/* moment.h - the timeline of an episode, and the dates that the clock watches.
 *
 * moment      what happened: written by every command that touches an episode, never changed. What
 *             was wrong in it is put right by another that names it: both stay (AVG art. 16, BW
 *             7:454 lid 2).
 * due         a date on which the clock job acts, if nothing happened before (an offer that
 *             expires, a step that is late). Clocks are data: a crash loses none.
 * Design      docs/architecture.md      Tests  test/unit/care/test_moment.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

struct moment {
	int32_t region;
	struct id episode;
	int64_t seq;  /* the version of the episode that it made */
	int32_t part; /* several moments of one command */
	int32_t kind; /* number of the command */
	int64_t at_ms;
	int32_t effective_day;
	struct id who; /* none: the program itself, or the anonymous door */
	struct id whom;
	struct id need;
	struct id thing; /* the handover, join or step */
	int32_t code;    /* depends on the kind: reason, aim, ... */
	int32_t second;  /* a second code */
	int32_t day;
	struct span words; /* sealed */
};

/* Numbers are stored; some between were never used. */
enum due_kind {
	DUE_NONE,
	DUE_HANDOVER,
	DUE_JOIN,
	DUE_STEP,
	DUE_CONSULT,
	DUE_STAY,
	DUE_TABLE,
	DUE_SHORTAGE, /* its episode is none */
	DUE_MANDATE = 20,
	DUE_LIGHT = 30,
	DUE_TRANSITION = 40,
	DUE_PREPARATION,
	DUE_SECOND_VIEW,
	DUE_PLACE = 80, /* of a stay: kept until then */
	DUE_KIND_COUNT,
};

/* Its key begins with the time: what is due lies together, and who ends it knows when it was. */
struct due {
	int64_t due_ms;
	int32_t region;
	int32_t kind; /* enum due_kind */
	struct id thing;
	struct id episode;
};

extern const struct store_table moment_table;
extern const struct store_table moment_due_table;

enum moment_verdict {
	MOMENT_OK,
	MOMENT_UNKNOWN,
	/* A line is put right by who wrote it; the person may say of any line what it should be. */
	MOMENT_NOT_YOURS,
	MOMENT_VERDICT_COUNT,
};
extern const struct verdict_list moment_verdicts;

/* Pure. A line itself never changes: what is right stands in a later one, that names it. */
enum moment_verdict moment_judge_correct(
	const struct care_actor *actor, struct id person, bool known, const struct moment *moment);

/* What is due at `now_ms`, oldest first, behind `after` (NULL: from the first), at most `limit`.
 * */
MUST_USE status moment_due(struct store *store, int64_t now_ms, const struct due *after,
	int64_t limit, struct due *found, size_t *count, struct error *error);

/* How that stands: at most MOMENT_WATCH_MAX are counted; INT64_MAX where there is none. */
#define MOMENT_WATCH_MAX 1000000
struct moment_watch {
	int64_t due;
	int64_t oldest_ms; /* also where it is still to come */
	int64_t next_ms;   /* the first behind now */
};
MUST_USE status moment_look(
	struct store *store, int64_t now_ms, struct moment_watch *watch, struct error *error);

/* Moments of an episode behind version `after`, oldest first, at most `limit`: rows of
 * care_moment. */
MUST_USE status moment_open_after(struct store *store, int32_t region, struct id episode,
	int64_t after, int64_t limit, struct store_cursor **cursor, struct error *error);
