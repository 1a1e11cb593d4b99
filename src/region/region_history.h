/* region_history.h - municipalities as they were: which there were on a day, in which region each
 * lay, and what became of those that are no more.
 *
 * A code means the same municipality from its first day to its last. What merges, is divided or
 * gets another name ends, and goes on as one or several others; a municipality that others join
 * goes on under its own code. Corrections of boundaries move no code and are not in the table.
 *
 * Invariants  (1) On every day from REGION_FIRST_DAY each life that covers it lies in one region.
 *             (2) A change is later than the first day of what ends, and what it goes on as is
 *                 there on that day: so chains of changes lead to today, and end.
 *             (3) What is divided has at least two parts; all else goes on as one.
 * Units       days since 1970-01-01 (base/date.h)
 * Ownership   as region.h: the division owns all that is given.
 * Errors      as region.h
 * Source      data/municipality_changes.csv; data/README.md says how it was checked
 * Tests       test/unit/region/test_region_history.c, test/unit/region/test_region_whole.c,
 *             fuzz/fuzz_region.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "region/region.h"

/* 1 January 2015, when the Wmo 2015, the Jeugdwet and the Wlz came into force. What was before is
 * not known here. */
#define REGION_FIRST_DAY 16436
/* 1 January 2023: what the tables say holds as it was then, and they have no later change. */
#define REGION_KNOWN_DAY 19358
#define REGION_STILL INT32_MAX /* the last day of what is there today */
#define REGION_MAX_CHANGES 512
#define REGION_MAX_LIVES (REGION_MUNICIPALITY_COUNT + REGION_MAX_CHANGES)
#define REGION_MAX_THEN 16 /* lives on one day that another goes on as, or comes from */

struct region_life {
	int32_t number;
	struct span code; /* "GM0457" */
	struct span name; /* as it was last called */
	int region;
	int32_t first_day; /* REGION_FIRST_DAY also for what was there before */
	int32_t last_day;
	const struct region_municipality *now; /* NULL if it is no more */
};

enum region_change_kind {
	REGION_FOUNDED, /* a new municipality, of others */
	REGION_JOINED,  /* one that goes on takes it in */
	REGION_RENAMED, /* the same under another name and code */
};
/* "founded", "joined", "renamed", counted from 1. */
extern const struct codes region_change_codes;

struct region_change {
	int32_t day; /* the first on which it is so */
	const struct region_life *from;
	const struct region_life *to;
	enum region_change_kind kind;
	bool whole; /* or a part of what was divided */
};

/* In order of number. */
const struct region_life *region_history_lives(const struct region *division, size_t *count);
/* In order of day. */
const struct region_change *region_history_changes(const struct region *division, size_t *count);

/* By CBS number or code, of today or of before; NULL if there was none. */
const struct region_life *region_history_find_number(const struct region *division, int32_t number);
const struct region_life *region_history_find_code(const struct region *division, struct span code);
/* By name as people write it: today's before others (see region_find_name). */
const struct region_life *region_history_find_name(const struct region *division, struct span name);
/* Those that are no more and whose folded name begins with the folded prefix, in order of number;
 * fills at most `capacity` and returns how many there are. */
size_t region_history_find_prefix(const struct region *division, struct span prefix,
	const struct region_life **found, size_t capacity);

/* What `life` was or went on as on that day, in order of number: itself if it covers the day. Fills
 * `found` and returns how many; 0 before REGION_FIRST_DAY. */
size_t region_history_on(const struct region *division, const struct region_life *life, int32_t day,
	const struct region_life *found[REGION_MAX_THEN]);
/* The names of what it is today, with ", " between: at most REGION_NOW_BYTES. */
#define REGION_NOW_BYTES (REGION_MAX_THEN * (REGION_MAX_NAME_BYTES + 2) + 1)
void region_history_add_now(
	const struct region *division, const struct region_life *life, struct buf *out);
/* Adds who may be meant by a name that is none or that several have, each with its code: "Bergen
 * (L.) (GM0893), Bergen (NH.) (GM0373)". These are all that the name fits best, of today and of
 * before, at most five, if at most a third of its letters is wrong; nothing else is added. True if
 * they have just this name. */
#define REGION_SUGGEST_BYTES 512
bool region_history_suggest(const struct region *division, struct span name, struct buf *out);
/* The region in which all of that lies; 0 if it lies in several, or there is none. */
int region_history_region(
	const struct region *division, const struct region_life *life, int32_t day);
/* The municipality of today that this number, of whatever day, has become; NULL if there is none,
 * or if it was divided. */
const struct region_municipality *region_history_resolve(
	const struct region *division, int32_t number);
/* The municipality that it was on that day, to ask things about: one of today, or of one that is no
 * more what is known: its name, code and region, and no areas. False if it was several, or none. */
bool region_history_then(const struct region *division, const struct region_life *life, int32_t day,
	struct region_municipality *then);
/* The names of what it was on that day, with ", " between: at most REGION_NOW_BYTES. */
void region_history_add_then(
	const struct region *division, const struct region_life *life, int32_t day, struct buf *out);
