/* hours.h - when a site or service is open, as rows.
 *
 * Rules       week      every `every_weeks` weeks on this weekday (1: each week; counted from the
 *                       week of from_day)
 *             month     the nth such weekday of each month (5: the last)
 *             holiday   on a generally recognised holiday, instead of week and month
 *             days      from from_day to to_day, instead of all above
 *             Of holiday and days a row without opening (opens == closes) means closed.
 * Invariants  (1) closes_minute > opens_minute, or both 0 where it says closed; what closes after
 *                 midnight has closes_minute over 1440, at most 2880.
 *             (2) from_day and to_day bound every rule where they are not 0.
 * Units       minutes after midnight in Europe/Amsterdam; weekday 0 Monday ... 6 Sunday.
 * Design      docs/directory.md      Tests  test/unit/directory/test_hours.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "store/store_record.h"

#define HOURS_MAX_ROWS 64

enum hours_rule {
	HOURS_NONE,
	HOURS_WEEK,
	HOURS_MONTH,
	HOURS_HOLIDAY,
	HOURS_DAYS,
	HOURS_RULE_COUNT
};
extern const struct codes hours_rule_codes;

struct hours {
	int32_t region;
	struct id thing; /* site or service */
	int32_t seq;
	int32_t rule; /* enum hours_rule */
	int32_t weekday;
	int32_t nth;
	int32_t every_weeks;
	int32_t opens_minute;
	int32_t closes_minute;
	int32_t from_day; /* 0: no bound */
	int32_t to_day;
};

extern const struct store_table hours_table; /* directory_hours */

/* Generally recognised holidays (Algemene termijnenwet, art. 3): New Year's Day, Easter Monday,
 * Ascension, Whit Monday, both days of Christmas, the King's birthday, 5 May; and the Sundays of
 * Easter and Whitsun. */
bool hours_is_holiday(int32_t day);

/* Pure: whether these rows of one thing say that it is open at this instant; clocks on the wall in
 * Europe/Amsterdam decide, so that an hour that comes twice is open twice. */
bool hours_open_at(const struct hours *rows, size_t count, int64_t instant_ms);
/* The first instant from this one on at which it is open; false if that is not within a year. */
bool hours_next_opening(const struct hours *rows, size_t count, int64_t from_ms, int64_t *opens_ms);
