/* norm.h - within what time something is done, and from when until when that was so: data.
 *
 * A norm is a row of data/clocks.csv, which is inside the program, or of a file that is read in its
 * place when it starts (--clocks). A thing goes by the norm that was in force on the day on which
 * it began, also where that norm ends meanwhile: what was written as its date stays, and what is
 * counted later for it (who is told next) goes by the same row.
 *
 * Units       hours are of sixty minutes, whatever the clock does; days and weeks are days of the
 *             calendar, and end as the day in Amsterdam ends; working days are date.h's. "times" is
 *             a number of times, and no duration.
 * Invariants  (1) From the beginning to the end of time each kind has exactly one row in force on
 *                 any day: rows of a kind follow each other without gap or overlap.
 *             (2) Rows do not change while the program runs.
 * Form        kind, amount, unit, valid_from, valid_until, source; days as 2026-11-21, both in
 *             force; the first valid_from and the last valid_until of a kind are empty.
 * Bounds      NORM_MAX_ROWS rows, NORM_MAX_AMOUNT.
 * Tests       test/unit/care/test_norm.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "base/codes.h"

#define NORM_MAX_ROWS 256
#define NORM_MAX_AMOUNT 366
#define NORM_MAX_FILE_BYTES (256 * 1024)

enum norm_kind {
	NORM_NONE,
	NORM_FIRST_CONTACT,     /* after a question */
	NORM_DUTY,              /* somebody in danger is seen */
	NORM_TAKE_UP,           /* by who came to bear a need */
	NORM_FOLLOW_UP,         /* after a first contact of which nobody planned what follows */
	NORM_HANDOVER,          /* an offer is answered */
	NORM_JOIN,              /* an asking to join is answered */
	NORM_CONSULT,           /* advice is given */
	NORM_INTAKE,            /* from an offer to a service to the first contact with it */
	NORM_LATE_CARE_MANAGER, /* after who has a step, the care manager is told that it is late */
	NORM_STUCK,             /* times offered and taken by nobody */
	NORM_TABLE,             /* a table looks at what was brought to it, or was not done */
	NORM_TABLE_UNSAFE,      /* the same, of what is not safe */
	NORM_SECOND_VIEW,       /* somebody of another organisation looks too */
	NORM_LATE_ORGANISATION, /* after that, counted from its day, the organisation of who bears it */
	NORM_LATE_TABLE,        /* and after that it comes to the region's table */
	NORM_TALK,              /* and then the person is spoken with */
	NORM_PLACE,             /* before a place is kept no longer, that is said */
	NORM_KIND_COUNT,
};
extern const struct codes norm_kind_codes;

enum norm_unit {
	NORM_UNIT_NONE,
	NORM_HOURS,
	NORM_WORKING_DAYS,
	NORM_DAYS,
	NORM_WEEKS,
	NORM_TIMES,
	NORM_UNIT_COUNT,
};
extern const struct codes norm_unit_codes;

struct norm {
	int32_t kind;
	int32_t unit;
	int32_t amount;
	int32_t from_day;  /* INT32_MIN: always was */
	int32_t until_day; /* the last one; INT32_MAX: no end is known */
	size_t line;
};

struct norms {
	struct norm rows[NORM_MAX_ROWS]; /* by kind, and of a kind by day */
	size_t count;
};

/* Reads all of it. False: something is wrong, and *problems has a line for each mistake that says
 * where, what, and what would be right. */
bool norm_read(struct span text, struct norms *norms, struct buf *problems);
/* From now on these are the program's; once, before it has threads. The program's own otherwise. */
void norm_use(const struct norms *norms);
/* The program's own, as text. */
struct span norm_own_text(void);

/* The row that is in force on the day on which a thing begins. */
const struct norm *norm_of(enum norm_kind kind, int32_t began_day);
/* The last day on which something that begins today is in time. CHECKs that it is counted in days.
 */
int32_t norm_day(enum norm_kind kind, int32_t began_day);
/* The same, counted from a later day, by the norm of the day on which it began. */
int32_t norm_day_from(enum norm_kind kind, int32_t began_day, int32_t from_day);
/* The day that is so long before another; CHECKs that it is counted in days or weeks. */
int32_t norm_day_before(enum norm_kind kind, int32_t began_day, int32_t day);
/* The first instant at which something that begins now is late. */
int64_t norm_end_ms(enum norm_kind kind, int64_t began_ms);
/* How many times; CHECKs that it is counted so. */
int32_t norm_times(enum norm_kind kind, int32_t began_day);
