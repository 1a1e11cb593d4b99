/* region_appointment.h - the responsible insurer and the core municipality of a region, by day.
 *
 * States      an appointment begins on a day and lasts until its last day, or until the next
 *             begins. One that names neither insurer nor municipality ends what was.
 * Invariants  (1) A region has at most one appointment on a day, and the nation none.
 *             (2) What held on a day before today is never written over: a new appointment begins
 *                 after the one before it; only one that is still to begin is replaced, by another
 *                 from the same day.
 *             (3) The core municipality lies in the region.
 * Ownership   Spans of an appointment point into the arena it was read into, or as store_record.h
 *             says.
 * Errors      as store_get
 * Source      seed 004, "Regiostructuur": per region one responsible insurer and one core
 *             municipality
 * Tests       test/unit/region/test_region_appointment.c, test/unit/command/test_refusals.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/verdict.h"
#include "region/region_purchase.h"
#include "store/store_record.h"

#define REGION_MAX_DECIDED_BYTES 300

struct region_appointment {
	int32_t region;
	int32_t from_day;
	int32_t until_day;         /* its last; 0: until the next */
	int32_t core_municipality; /* CBS number; 0: none */
	int64_t recorded_ms;
	struct span insurer;       /* code; empty: none */
	struct span decided_where; /* public: "regional table of 3 March" */
};
extern const struct store_table region_appointment_table;

enum region_appointment_verdict {
	REGION_APPOINTMENT_OK,
	REGION_APPOINTMENT_NATION, /* The nation is no region. */
	REGION_APPOINTMENT_INSURER_UNKNOWN,
	REGION_APPOINTMENT_OTHER_REGION, /* The municipality lies elsewhere, or is none. */
	REGION_APPOINTMENT_ENDS_BEFORE,  /* It would end before it begins. */
	REGION_APPOINTMENT_REWRITES,     /* It would change what held before. */
	REGION_APPOINTMENT_VERDICT_COUNT,
};
extern const struct verdict_list region_appointment_verdicts;

struct region_appointing {
	int32_t region;
	int32_t today;
	int32_t from_day;
	int32_t until_day; /* 0: none */
	bool insurer_given;
	bool insurer_known;
	bool core_given;
	int core_region; /* where it lies; 0 if it is none */
	bool has_last;   /* `last` is the appointment that begins last of all */
	struct region_appointment last;
};

/* Pure. */
enum region_appointment_verdict region_appointment_judge(const struct region_appointing *asked);
/* Pure: true if `last` must end the day before the new one begins. */
bool region_appointment_cuts_short(const struct region_appointing *asked);

/* The one that begins last of all, and the one that holds on a day: *found says whether there is
 * one. */
MUST_USE status region_appointment_last(struct store *store, int32_t region,
	struct region_appointment *last, bool *found, struct arena *arena, struct error *error);
MUST_USE status region_appointment_on(struct store *store, int32_t region, int32_t day,
	struct region_appointment *appointment, bool *found, struct arena *arena, struct error *error);
/* The newest first, at most `limit`. Rows are as region_appointment_table describes. */
MUST_USE status region_appointment_open(struct store *store, int32_t region, int64_t limit,
	struct store_cursor **cursor, struct error *error);
/* Whom it names, as the division knows them; none for NULL. */
struct region_appointed region_appointment_named(
	const struct region *division, const struct region_appointment *appointment);
