/* hours.c - whether it is open, and when it opens.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/hours.h"
#include "base/date.h"

static const struct store_column hours_columns[] = {
	STORE_COLUMN_I32(struct hours, region),
	STORE_COLUMN_ID(struct hours, thing, false),
	STORE_COLUMN_I32(struct hours, seq),
	STORE_COLUMN_I32(struct hours, rule),
	STORE_COLUMN_I32(struct hours, weekday),
	STORE_COLUMN_I32(struct hours, nth),
	STORE_COLUMN_I32(struct hours, every_weeks),
	STORE_COLUMN_I32(struct hours, opens_minute),
	STORE_COLUMN_I32(struct hours, closes_minute),
	STORE_COLUMN_I32(struct hours, from_day),
	STORE_COLUMN_I32(struct hours, to_day),
};
const struct store_table hours_table = {
	.owner = "directory",
	.name = "directory_hours",
	.number = 27,
	.keeping = STORE_JOURNALED,
	.columns = hours_columns,
	.column_count = sizeof(hours_columns) / sizeof(hours_columns[0]),
	.key_count = 3,
};

static const char *const hours_rule_names[] = {"", "week", "month", "holiday", "days"};
_Static_assert(
	sizeof(hours_rule_names) / sizeof(hours_rule_names[0]) == HOURS_RULE_COUNT, "a name per code");
const struct codes hours_rule_codes = {"hours_rule", hours_rule_names, HOURS_RULE_COUNT};

enum { DAY_MINUTES = 1440, MINUTE_MS = 60000, GAP_MINUTE = 120, DAYS_AHEAD = 366 };

/* Easter Sunday of the Gregorian calendar (J. Meeus, Astronomical Algorithms, chapter 8). */
static int32_t easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int sum = h + l - 7 * m + 114;
	return date_from_civil((struct date_civil){year, sum / 31, sum % 31 + 1});
}

bool hours_is_holiday(int32_t day)
{
	struct date_civil civil = date_to_civil(day);
	int month = civil.month, date = civil.day;
	int32_t since = day - easter(civil.year);
	if (since == 0 || since == 1 || since == 39 || since == 49 || since == 50) return true;
	if ((month == 1 && date == 1) || (month == 5 && date == 5)) return true;
	if (month == 12 && (date == 25 || date == 26)) return true;
	/* The King's birthday is kept a day earlier when the 27th is a Sunday. */
	return month == 4 &&
		((date == 27 && date_weekday(day) != 6) || (date == 26 && date_weekday(day) == 5));
}

static bool is_nth(int32_t day, int32_t nth)
{
	int32_t date = date_to_civil(day).day;
	bool is_last = date_to_civil(day + 7).month != date_to_civil(day).month;
	return nth == 5 ? is_last : (date - 1) / 7 + 1 == nth;
}

static int32_t week_of(int32_t day)
{
	return (day - date_weekday(day)) / 7;
}

static bool within(const struct hours *row, int32_t day)
{
	return (row->from_day == 0 || day >= row->from_day) && (row->to_day == 0 || day <= row->to_day);
}

static bool fits(const struct hours *row, enum hours_rule rule, int32_t day)
{
	if (row->rule != (int32_t)rule || !within(row, day)) return false;
	if (rule == HOURS_DAYS || rule == HOURS_HOLIDAY) return true;
	if (row->weekday != date_weekday(day)) return false;
	if (rule == HOURS_MONTH) return is_nth(day, row->nth);
	return row->every_weeks <= 1 || (week_of(day) - week_of(row->from_day)) % row->every_weeks == 0;
}

static bool any_fits(const struct hours *rows, size_t count, enum hours_rule rule, int32_t day)
{
	for (size_t i = 0; i < count; i++)
		if (fits(&rows[i], rule, day)) return true;
	return false;
}

/* Whether this row counts on this day: what is said of the day itself goes before holidays, and
 * holidays before weeks and months. */
static bool counts(const struct hours *rows, size_t count, size_t at, int32_t day)
{
	if (any_fits(rows, count, HOURS_DAYS, day)) return fits(&rows[at], HOURS_DAYS, day);
	if (hours_is_holiday(day) && any_fits(rows, count, HOURS_HOLIDAY, day))
		return fits(&rows[at], HOURS_HOLIDAY, day);
	return fits(&rows[at], HOURS_WEEK, day) || fits(&rows[at], HOURS_MONTH, day);
}

static bool open_on(const struct hours *rows, size_t count, int32_t day, int32_t minute)
{
	for (size_t i = 0; i < count; i++)
		if (minute >= rows[i].opens_minute && minute < rows[i].closes_minute &&
			counts(rows, count, i, day))
			return true;
	return false;
}

bool hours_open_at(const struct hours *rows, size_t count, int64_t instant_ms)
{
	struct date_local local = date_local_of(instant_ms);
	int32_t day = date_from_civil(local.civil);
	int32_t minute = local.hour * 60 + local.minute;
	return open_on(rows, count, day, minute) || open_on(rows, count, day - 1, minute + DAY_MINUTES);
}

static int32_t minute_of(int64_t instant_ms)
{
	struct date_local local = date_local_of(instant_ms);
	return local.hour * 60 + local.minute;
}

/* When the clock on the wall first shows this minute of the day, or has passed it. */
static int64_t instant_of(int32_t day, int32_t minute)
{
	int64_t start_ms = date_day_start(day);
	for (int32_t shift = -60; shift <= 60; shift += 60) {
		int64_t instant_ms = start_ms + (int64_t)(minute + shift) * MINUTE_MS;
		if (minute + shift >= 0 && date_day_of(instant_ms) == day &&
			minute_of(instant_ms) == minute)
			return instant_ms;
	}
	/* In the hour that is skipped in March, from two to three. */
	return start_ms + (int64_t)GAP_MINUTE * MINUTE_MS;
}

/* The first minute from `from` on at which something opens on this day, or -1. */
static int32_t first_opening(const struct hours *rows, size_t count, int32_t day, int32_t from)
{
	int32_t first = -1;
	for (size_t i = 0; i < count; i++) {
		int32_t opens = rows[i].opens_minute;
		if (opens < from || rows[i].closes_minute <= opens) continue;
		if (counts(rows, count, i, day) && (first < 0 || opens < first)) first = opens;
	}
	return first;
}

bool hours_next_opening(const struct hours *rows, size_t count, int64_t from_ms, int64_t *opens_ms)
{
	int32_t today = date_day_of(from_ms), from = minute_of(from_ms);
	*opens_ms = from_ms;
	if (count == 0) return false;
	if (hours_open_at(rows, count, from_ms)) return true;
	for (int32_t day = today; day <= today + DAYS_AHEAD; day++) {
		int32_t minute = first_opening(rows, count, day, day == today ? from : 0);
		if (minute < 0) continue;
		int64_t instant_ms = instant_of(day, minute);
		if (instant_ms > from_ms) *opens_ms = instant_ms;
		return true;
	}
	return false;
}
