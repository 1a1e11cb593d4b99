/* date.h - days and instants as people in the Netherlands live them.
 *
 * Unit        A day is a count of days since 1970-01-01 in the proleptic Gregorian calendar
 *             (int32_t); an instant is milliseconds since 1970-01-01T00:00:00Z (int64_t), without
 *             leap seconds. Days are Europe/Amsterdam.
 * Source      calendar: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"; summer time:
 *             directive 2000/84/EC, art. 2 and 3 (last Sunday of March to last Sunday of October,
 *             01:00 UTC), valid from 1996; earlier instants are treated by the same rule.
 *             Easter: Meeus, "Astronomical Algorithms" (1991), chapter 8.
 * Bounds      years 1800 to 2999; parsing refuses what is outside, the rest raises CHECK.
 * Tests       test/unit/base/test_date.c (against the system's tz database)
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"

#define DATE_DAY_MS INT64_C(86400000)
#define DATE_TEXT_SIZE 11    /* 2026-11-21 and a 0 */
#define DATE_INSTANT_SIZE 25 /* 2026-11-21T22:30:00.123Z and a 0 */

struct date_civil {
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

struct date_local {
	struct date_civil civil;
	int hour, minute, second;
	int offset_minutes; /* 60 in winter, 120 in summer */
};

bool date_valid(struct date_civil civil);
int32_t date_from_civil(struct date_civil civil);
struct date_civil date_to_civil(int32_t day);
/* 0 Monday ... 6 Sunday */
int date_weekday(int32_t day);
/* "2026-11-21" only; false otherwise. */
bool date_parse(struct span text, int32_t *day);
char *date_text(int32_t day, char out[DATE_TEXT_SIZE]);
/* RFC 3339 in UTC with milliseconds. */
char *date_instant_text(int64_t instant_ms, char out[DATE_INSTANT_SIZE]);
/* RFC 3339 with Z or an offset; fraction optional, cut off after milliseconds; false otherwise,
 * and for a second 60. */
bool date_parse_instant(struct span text, int64_t *instant_ms);
/* The day in Europe/Amsterdam at this instant. */
int32_t date_day_of(int64_t instant_ms);
struct date_local date_local_of(int64_t instant_ms);
/* The first instant of the day in Europe/Amsterdam. */
int64_t date_day_start(int32_t day);
/* Easter Sunday of a year in the Gregorian calendar. */
int32_t date_easter(int year);
/* Monday to Friday, and none of the holidays of the Algemene termijnenwet, art. 3: New Year's Day,
 * Good Friday, Easter Monday, King's Day, 5 May, Ascension Day, Whit Monday, Christmas (two days).
 * King's Day is 27 April from 2014, and 30 April before; the day earlier if that is a Sunday. Days
 * before 1980 go by the rule of 1980. */
bool date_is_working_day(int32_t day);
/* The day `count` working days behind this one; 0 is the day itself. */
int32_t date_working_days_after(int32_t day, int count);
/* Whole years between two days, as ages are counted in the Netherlands: a person born on 29
 * February has their birthday on 1 March in other years (Burgerlijk Wetboek has no rule; this is
 * the practice of the BRP). Negative if `on_day` is before the birth. */
int date_age(int32_t birth_day, int32_t on_day);
