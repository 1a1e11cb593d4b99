/* date.c - the Gregorian calendar as day numbers, and summer time by the rule of the directive.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "base/check.h"

#define YEAR_FIRST 1800
#define YEAR_LAST 2999
#define HOUR_MS INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)
#define ERA_DAYS 146097 /* days in 400 years, after which the calendar repeats itself */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

/* The year is counted from 1 March, so that the leap day is its last day; an era is 400 such
 * years from 0000-03-01. */
static int64_t count_days(int year, int month, int day)
{
	int64_t march_year = month > 2 ? year : year - 1;
	int64_t era = floor_div(march_year, 400);
	int64_t year_of_era = march_year - era * 400;
	int64_t month_from_march = (month + 9) % 12;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * ERA_DAYS + day_of_era - 719468; /* 719468: 0000-03-01 to 1970-01-01 */
}

static struct date_civil civil_of(int64_t day)
{
	int64_t shifted = day + 719468;
	int64_t era = floor_div(shifted, ERA_DAYS);
	int64_t day_of_era = shifted - era * ERA_DAYS;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (ERA_DAYS - 1)) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_from_march = (5 * day_of_year + 2) / 153;
	int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

	return (struct date_civil){
		.year = (int)(era * 400 + year_of_era + (month <= 2)),
		.month = (int)month,
		.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};
}

static bool is_within(int64_t day)
{
	return day >= count_days(YEAR_FIRST, 1, 1) && day <= count_days(YEAR_LAST, 12, 31);
}

bool date_valid(struct date_civil civil)
{
	if (civil.year < YEAR_FIRST || civil.year > YEAR_LAST) return false;
	if (civil.month < 1 || civil.month > 12) return false;
	return civil.day >= 1 && civil.day <= days_in_month(civil.year, civil.month);
}

int32_t date_from_civil(struct date_civil civil)
{
	CHECK(date_valid(civil));
	return (int32_t)count_days(civil.year, civil.month, civil.day);
}

struct date_civil date_to_civil(int32_t day)
{
	CHECK(is_within(day));
	return civil_of(day);
}

int date_weekday(int32_t day)
{
	int64_t from_monday = (int64_t)day + 3; /* 1970-01-01 was a Thursday */

	return (int)(from_monday - floor_div(from_monday, 7) * 7);
}

/* Exactly `count` digits at `at`. */
static bool read_digits(const char *at, int count, int *value)
{
	*value = 0;
	for (int i = 0; i < count; i++) {
		if (at[i] < '0' || at[i] > '9') return false;
		*value = *value * 10 + (at[i] - '0');
	}
	return true;
}

static char *write_digits(char *at, int value, int count)
{
	for (int i = count - 1; i >= 0; i--) {
		at[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return at + count;
}

/* Ten characters: 2026-11-21. */
static bool read_civil(const char *at, struct date_civil *civil)
{
	return read_digits(at, 4, &civil->year) && at[4] == '-' &&
		read_digits(at + 5, 2, &civil->month) && at[7] == '-' &&
		read_digits(at + 8, 2, &civil->day) && date_valid(*civil);
}

static char *write_civil(char *at, struct date_civil civil)
{
	CHECK(civil.year >= 0 && civil.year <= 9999);
	at = write_digits(at, civil.year, 4);
	*at++ = '-';
	at = write_digits(at, civil.month, 2);
	*at++ = '-';
	return write_digits(at, civil.day, 2);
}

bool date_parse(struct span text, int32_t *day)
{
	struct date_civil civil;

	if (text.size != DATE_TEXT_SIZE - 1 || !read_civil(text.start, &civil)) return false;
	*day = date_from_civil(civil);
	return true;
}

char *date_text(int32_t day, char out[DATE_TEXT_SIZE])
{
	*write_civil(out, date_to_civil(day)) = 0;
	return out;
}

static char *write_time(char *at, int second_of_day)
{
	at = write_digits(at, second_of_day / 3600, 2);
	*at++ = ':';
	at = write_digits(at, second_of_day / 60 % 60, 2);
	*at++ = ':';
	return write_digits(at, second_of_day % 60, 2);
}

char *date_instant_text(int64_t instant_ms, char out[DATE_INSTANT_SIZE])
{
	int64_t day = floor_div(instant_ms, DATE_DAY_MS);
	int ms_of_day = (int)(instant_ms - day * DATE_DAY_MS);
	char *at = write_civil(out, civil_of(day));

	*at++ = 'T';
	at = write_time(at, ms_of_day / 1000);
	*at++ = '.';
	at = write_digits(at, ms_of_day % 1000, 3);
	*at++ = 'Z';
	*at = 0;
	return out;
}

/* The fraction of a second, if there is one, in milliseconds; what is smaller is cut off. */
static bool take_fraction(struct span *rest, int *ms)
{
	int weight = 100;
	size_t at = 1;

	*ms = 0;
	if (rest->size == 0 || rest->start[0] != '.') return true;
	for (; at < rest->size && rest->start[at] >= '0' && rest->start[at] <= '9'; at++) {
		*ms += weight * (rest->start[at] - '0');
		weight /= 10;
	}
	*rest = (struct span){rest->start + at, rest->size - at};
	return at > 1;
}

/* Z or +01:00, and nothing behind it. */
static bool read_offset(struct span rest, int *minutes)
{
	int hours, part;

	*minutes = 0;
	if (rest.size == 1) return rest.start[0] == 'Z' || rest.start[0] == 'z';
	if (rest.size != 6 || (rest.start[0] != '+' && rest.start[0] != '-')) return false;
	if (!read_digits(rest.start + 1, 2, &hours) || rest.start[3] != ':' ||
		!read_digits(rest.start + 4, 2, &part) || hours > 23 || part > 59)
		return false;
	*minutes = (hours * 60 + part) * (rest.start[0] == '-' ? -1 : 1);
	return true;
}

/* The nineteen characters before the fraction: 2026-11-21T22:30:00. */
static bool read_date_and_time(const char *at, int64_t *ms)
{
	struct date_civil civil;
	int hour, minute, second;

	if (!read_civil(at, &civil) || (at[10] != 'T' && at[10] != 't')) return false;
	if (!read_digits(at + 11, 2, &hour) || at[13] != ':' || !read_digits(at + 14, 2, &minute) ||
		at[16] != ':' || !read_digits(at + 17, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 59) return false;
	*ms = date_from_civil(civil) * DATE_DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
	return true;
}

bool date_parse_instant(struct span text, int64_t *instant_ms)
{
	int fraction_ms, offset_minutes;
	int64_t local_ms;

	if (text.size < 20 || !read_date_and_time(text.start, &local_ms)) return false;
	struct span rest = {text.start + 19, text.size - 19};
	if (!take_fraction(&rest, &fraction_ms) || !read_offset(rest, &offset_minutes)) return false;
	int64_t instant = local_ms + fraction_ms - offset_minutes * MINUTE_MS;
	/* The offset may have moved it over the bounds, in UTC or in Amsterdam. */
	if (!is_within(floor_div(instant, DATE_DAY_MS)) || !is_within(date_day_of(instant)))
		return false;
	*instant_ms = instant;
	return true;
}

/* 01:00 UTC on the last Sunday of a month of 31 days. */
static int64_t change_ms(int year, int month)
{
	int64_t last = count_days(year, month, 31);
	int64_t sunday = last - (date_weekday((int32_t)last) + 1) % 7;

	return sunday * DATE_DAY_MS + HOUR_MS;
}

static int offset_minutes_at(int64_t instant_ms)
{
	int year = civil_of(floor_div(instant_ms, DATE_DAY_MS)).year;
	bool summer = instant_ms >= change_ms(year, 3) && instant_ms < change_ms(year, 10);

	return summer ? 120 : 60;
}

int32_t date_day_of(int64_t instant_ms)
{
	/* One day of room: local time may be a day past UTC's. */
	CHECK(instant_ms > (count_days(YEAR_FIRST, 1, 1) - 2) * DATE_DAY_MS);
	CHECK(instant_ms < (count_days(YEAR_LAST, 12, 31) + 2) * DATE_DAY_MS);
	int64_t local_ms = instant_ms + offset_minutes_at(instant_ms) * MINUTE_MS;
	return (int32_t)floor_div(local_ms, DATE_DAY_MS);
}

struct date_local date_local_of(int64_t instant_ms)
{
	int32_t day = date_day_of(instant_ms);
	int offset_minutes = offset_minutes_at(instant_ms);
	int64_t ms_of_day = instant_ms + offset_minutes * MINUTE_MS - day * DATE_DAY_MS;
	int second_of_day = (int)(ms_of_day / 1000);

	return (struct date_local){
		.civil = civil_of(day),
		.hour = second_of_day / 3600,
		.minute = second_of_day / 60 % 60,
		.second = second_of_day % 60,
		.offset_minutes = offset_minutes,
	};
}

int64_t date_day_start(int32_t day)
{
	CHECK(is_within(day));
	/* Time changes at 01:00 UTC, hours after midnight: the hour before has midnight's offset. */
	int64_t near_ms = day * DATE_DAY_MS - HOUR_MS;
	return day * DATE_DAY_MS - offset_minutes_at(near_ms) * MINUTE_MS;
}

int32_t date_easter(int year)
{
	CHECK(year >= YEAR_FIRST && year <= YEAR_LAST);
	int golden = year % 19, century = year / 100, of_century = year % 100;
	int moon = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
	int epact = (19 * golden + moon + 15) % 30; /* days from 21 March to the full moon */
	int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
	int late = (golden + 11 * epact + 22 * to_sunday) / 451;
	int days = epact + to_sunday - 7 * late + 114;
	return date_from_civil((struct date_civil){year, days / 31, days % 31 + 1});
}

static int32_t kings_day(int year)
{
	int32_t day = date_from_civil((struct date_civil){year, 4, year < 2014 ? 30 : 27});
	return date_weekday(day) == 6 ? day - 1 : day;
}

static bool is_holiday(int32_t day)
{
	enum { GOOD_FRIDAY = -2, EASTER_MONDAY = 1, ASCENSION = 39, WHIT_MONDAY = 50 };
	struct date_civil civil = date_to_civil(day);
	int32_t from_easter = day - date_easter(civil.year);
	if (from_easter == GOOD_FRIDAY || from_easter == EASTER_MONDAY || from_easter == ASCENSION ||
		from_easter == WHIT_MONDAY)
		return true;
	if (civil.month == 1) return civil.day == 1;
	if (civil.month == 5) return civil.day == 5;
	if (civil.month == 12) return civil.day == 25 || civil.day == 26;
	return day == kings_day(civil.year);
}

bool date_is_working_day(int32_t day)
{
	return date_weekday(day) < 5 && !is_holiday(day);
}

int32_t date_working_days_after(int32_t day, int count)
{
	while (count > 0)
		if (date_is_working_day(++day)) count--;
	return day;
}

int date_age(int32_t birth_day, int32_t on_day)
{
	struct date_civil birth = date_to_civil(birth_day);
	struct date_civil on = date_to_civil(on_day);
	bool had_birthday = on.month > birth.month || (on.month == birth.month && on.day >= birth.day);

	return on.year - birth.year - (had_birthday ? 0 : 1);
}
