/* test_date.c - the calendar day by day, and local time against the system's tz database.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/date.h"
#include "base/prng.h"
#include "raises.h"
#include <stdlib.h>
#include <time.h>

#define HOUR_MS INT64_C(3600000)

static int use_amsterdam(void **state)
{
	(void)state;
	if (setenv("TZ", "Europe/Amsterdam", 1) != 0) return 1;
	tzset();
	return 0;
}

static int32_t day_of(int year, int month, int day)
{
	return date_from_civil((struct date_civil){year, month, day});
}

/* The day after this one, as it is taught at school. */
static struct date_civil next_day(struct date_civil civil)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (civil.year % 4 == 0 && civil.year % 100 != 0) || civil.year % 400 == 0;
	int length = lengths[civil.month - 1] + (leap && civil.month == 2);

	if (civil.day < length) return (struct date_civil){civil.year, civil.month, civil.day + 1};
	if (civil.month < 12) return (struct date_civil){civil.year, civil.month + 1, 1};
	return (struct date_civil){civil.year + 1, 1, 1};
}

/* From the first to the last day of the bounds, each day follows the day before it, in both
 * directions. */
static void test_date_civil__walks_through_all_days(void **state)
{
	struct date_civil civil = {1800, 1, 1};
	int32_t day = date_from_civil(civil);
	int weekday = 2; /* 1 January 1800 was a Wednesday */

	(void)state;
	assert_int_equal(day_of(1970, 1, 1), 0);
	for (; civil.year < 3000; civil = next_day(civil), day++, weekday = (weekday + 1) % 7) {
		struct date_civil back = date_to_civil(day);
		assert_true(date_valid(civil));
		assert_int_equal(date_from_civil(civil), day);
		assert_int_equal(date_weekday(day), weekday);
		assert_true(back.year == civil.year && back.month == civil.month && back.day == civil.day);
	}
	assert_int_equal(day, day_of(2999, 12, 31) + 1);
}

static void assert_no_date(struct date_civil civil)
{
	assert_false(date_valid(civil));
	assert_raises(date_from_civil(civil));
}

/* What is no day is no date, and outside the bounds there are none. */
static void test_date_valid__refuses_what_is_no_day(void **state)
{
	static const struct date_civil wrong[] = {
		{2026, 0, 1},
		{2026, 13, 1},
		{2026, 1, 0},
		{2026, 1, 32},
		{2026, 4, 31},
		{2026, 2, 29},
		{2024, 2, 30},
		{1900, 2, 29},
		{1799, 12, 31},
		{3000, 1, 1},
		{2026, -1, 1},
		{2026, 1, -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) assert_no_date(wrong[i]);
	assert_true(date_valid((struct date_civil){2000, 2, 29}));
	assert_raises(date_to_civil(day_of(1800, 1, 1) - 1));
	assert_raises(date_to_civil(day_of(2999, 12, 31) + 1));
}

/* A day that is written is read back. */
static void test_date_text__is_read_back(void **state)
{
	char text[DATE_TEXT_SIZE];
	int32_t read;

	(void)state;
	assert_string_equal(date_text(day_of(2026, 11, 21), text), "2026-11-21");
	assert_string_equal(date_text(0, text), "1970-01-01");
	for (int32_t day = day_of(1800, 1, 1); day <= day_of(2999, 12, 31); day += 17) {
		assert_true(date_parse(span_of(date_text(day, text)), &read));
		assert_int_equal(read, day);
	}
}

/* Only the one form is read, and only days that exist. */
static void test_date_parse__refuses_the_rest(void **state)
{
	static const char *const wrong[] = {
		"",
		"2026-11-2",
		"2026-11-211",
		"2026-1-21",
		"26-11-21",
		"2026/11/21",
		"2026-11-31",
		"2026-02-29",
		"2026-00-10",
		"2026-13-10",
		"2026-11-00",
		" 026-11-21",
		"+026-11-21",
		"2026-+1-21",
		"1799-12-31",
		"3000-01-01",
		"21-11-2026",
		"2026-11-2x",
	};
	int32_t day = 42;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(date_parse(span_of(wrong[i]), &day));
	assert_int_equal(day, 42);
	assert_true(date_parse(SPAN_LITERAL("2024-02-29"), &day));
	assert_int_equal(day, day_of(2024, 2, 29));
}

/* Local day and time are what the C library makes of the same instant with the tz database. */
static void assert_local(int64_t instant_ms)
{
	time_t second = (time_t)(instant_ms / 1000);
	struct tm expected;
	struct date_local local = date_local_of(instant_ms);

	assert_non_null(localtime_r(&second, &expected));
	bool same_day = local.civil.year == expected.tm_year + 1900 &&
		local.civil.month == expected.tm_mon + 1 && local.civil.day == expected.tm_mday;
	bool same_time = local.hour == expected.tm_hour && local.minute == expected.tm_min &&
		local.second == expected.tm_sec;
	if (!same_day || !same_time || local.offset_minutes * 60 != expected.tm_gmtoff)
		fail_msg("differs from the tz database at %lld", (long long)second);
	int32_t day = date_day_of(instant_ms);
	assert_int_equal(day, date_from_civil(local.civil));
	assert_int_equal(date_weekday(day), (expected.tm_wday + 6) % 7);
}

/* Every hour from 1996 to 2037, at its start and a millisecond before it. */
static void test_date_local__agrees_with_the_tz_database(void **state)
{
	const int64_t end = day_of(2038, 1, 1) * DATE_DAY_MS;

	(void)state;
	for (int64_t instant = day_of(1996, 1, 1) * DATE_DAY_MS; instant < end; instant += HOUR_MS) {
		assert_local(instant);
		assert_local(instant + HOUR_MS - 1);
	}
}

/* The two nights of change, every second from midnight to four. */
static void test_date_local__changes_at_the_right_second(void **state)
{
	const int64_t end = day_of(2027, 1, 1) * DATE_DAY_MS;
	int changes = 0;

	(void)state;
	for (int64_t instant = day_of(2026, 1, 1) * DATE_DAY_MS; instant < end; instant += HOUR_MS) {
		struct date_local before = date_local_of(instant);
		struct date_local after = date_local_of(instant + HOUR_MS);
		if (before.offset_minutes == after.offset_minutes) continue;
		changes++;
		for (int64_t second = -3600; second < 2 * 3600; second++)
			assert_local(instant + second * 1000);
	}
	assert_int_equal(changes, 2);
}

/* A day starts where the C library says its midnight is, and the millisecond before is the day
 * before. */
static void test_date_day_start__agrees_with_the_tz_database(void **state)
{
	(void)state;
	for (int32_t day = day_of(1996, 1, 2); day < day_of(2038, 1, 1); day++) {
		struct date_civil civil = date_to_civil(day);
		struct tm midnight = {
			.tm_year = civil.year - 1900,
			.tm_mon = civil.month - 1,
			.tm_mday = civil.day,
			.tm_isdst = -1,
		};
		int64_t start = date_day_start(day);
		assert_true(start == (int64_t)mktime(&midnight) * 1000);
		assert_int_equal(date_day_of(start), day);
		assert_int_equal(date_day_of(start - 1), day - 1);
	}
}

/* Days have 24 hours, but for one of 23 in March and one of 25 in October; also before 1996 and
 * after 2037. */
static void test_date_day_start__gives_one_short_and_one_long_day_a_year(void **state)
{
	(void)state;
	for (int year = 1800; year < 2999; year++) {
		int shorter = 0, longer = 0;
		for (int32_t day = day_of(year, 1, 1); day < day_of(year + 1, 1, 1); day++) {
			int64_t hours = (date_day_start(day + 1) - date_day_start(day)) / HOUR_MS;
			int month = hours == 24 ? 0 : date_to_civil(day).month;
			assert_true(hours == 24 || date_weekday(day) == 6);
			shorter += hours == 23 && month == 3;
			longer += hours == 25 && month == 10;
			assert_true(hours == 24 || hours == 23 || hours == 25);
		}
		assert_int_equal(shorter, 1);
		assert_int_equal(longer, 1);
	}
}

/* Instants are written in UTC with milliseconds, before 1970 too, and read back. */
static void test_date_instant_text__is_read_back(void **state)
{
	char text[DATE_INSTANT_SIZE];
	struct prng prng;
	int64_t read;

	(void)state;
	assert_string_equal(date_instant_text(0, text), "1970-01-01T00:00:00.000Z");
	assert_string_equal(date_instant_text(-1, text), "1969-12-31T23:59:59.999Z");
	assert_string_equal(
		date_instant_text(INT64_C(1795300200123), text), "2026-11-21T22:30:00.123Z");
	prng_init_seed(&prng, 12);
	int64_t first = day_of(1800, 1, 1) * DATE_DAY_MS;
	uint64_t range = (uint64_t)(day_of(2999, 12, 31) * DATE_DAY_MS - first);
	for (int i = 0; i < 20000; i++) {
		int64_t instant = first + (int64_t)prng_below(&prng, range);
		assert_true(date_parse_instant(span_of(date_instant_text(instant, text)), &read));
		assert_true(read == instant);
	}
}

/* The forms that RFC 3339 allows, of the same instant and around it. */
static void test_date_parse_instant__reads_rfc_3339(void **state)
{
	static const struct {
		const char *text;
		int64_t from_half_past_ten_ms;
	} right[] = {
		{"2026-11-21T22:30:00Z", 0},
		{"2026-11-21t22:30:00z", 0},
		{"2026-11-21T22:30:00.1Z", 100},
		{"2026-11-21T22:30:00.123999999Z", 123},
		{"2026-11-21T22:30:00.000Z", 0},
		{"2026-11-21T23:30:00+01:00", 0},
		{"2026-11-22T00:15:00.5+01:45", 500},
		{"2026-11-21T17:00:59-05:30", 59000},
		{"2026-11-22T22:29:00+23:59", 0},
		{"2026-11-21T22:30:00-00:00", 0},
	};
	int64_t read;

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
		assert_true(date_parse_instant(span_of(right[i].text), &read));
		assert_true(read == INT64_C(1795300200000) + right[i].from_half_past_ten_ms);
	}
}

/* What is no instant, what is local time without an offset and what is out of bounds is refused.
 * */
static void test_date_parse_instant__refuses_the_rest(void **state)
{
	static const char *const wrong[] = {
		"",
		"2026-11-21",
		"2026-11-21T22:30Z",
		"2026-11-21T22:30x00Z",
		"2026-11-21T22x30:00Z",
		"2026-11-21Txx:30:00Z",
		"2026-11-21T22:3x:00Z",
		"2026-11-21T22:30:00",
		"2026-11-21 22:30:00Z",
		"2026-11-21T22:30:00.Z",
		"2026-11-21T22:30:00,5Z",
		"2026-11-21T24:00:00Z",
		"2026-11-21T22:60:00Z",
		"2026-12-31T23:59:60Z",
		"2026-11-31T22:30:00Z",
		"2026-11-21T22:30:00+0100",
		"2026-11-21T22:30:00+24:00",
		"2026-11-21T22:30:00+01:60",
		"2026-11-21T22:30:00+1:00",
		"2026-11-21T22:30:00.5",
		"2026-11-21T22:30:00Z ",
		"2026-11-21T22:30:00ZZ",
		"2026-11-21T22:30:00 01:00",
		"1799-12-31T23:59:59Z",
		"1800-01-01T00:30:00+01:00",
		"2999-12-31T23:30:00Z",
		"2999-12-31T23:30:00-01:00",
	};
	int64_t instant = 42;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (date_parse_instant(span_of(wrong[i]), &instant)) fail_msg("accepted %s", wrong[i]);
	assert_int_equal(instant, 42);
}

/* Whatever instant was read can be asked for its day, and that day for its text. */
static void test_date_parse_instant__gives_only_what_the_rest_accepts(void **state)
{
	static const char *const ends[] = {"1800-01-01T00:00:00Z", "2999-12-31T22:59:59.999Z"};
	char text[DATE_TEXT_SIZE];
	int64_t instant;

	(void)state;
	assert_true(date_parse_instant(span_of(ends[0]), &instant));
	assert_string_equal(date_text(date_day_of(instant), text), "1800-01-01");
	assert_true(date_parse_instant(span_of(ends[1]), &instant));
	assert_string_equal(date_text(date_day_of(instant), text), "2999-12-31");
	assert_raises(date_day_of(INT64_MAX));
	assert_raises(date_day_of(INT64_MIN));
}

/* Ages change on the birthday, and for who was born on a leap day on 1 March of other years. */
static void test_date_age__changes_on_the_birthday(void **state)
{
	static const struct {
		int birth[3], on[3], age;
	} cases[] = {
		{{2008, 11, 21}, {2026, 11, 20}, 17},
		{{2008, 11, 21}, {2026, 11, 21}, 18},
		{{2008, 11, 21}, {2026, 12, 1}, 18},
		{{2008, 11, 21}, {2008, 11, 21}, 0},
		{{2008, 2, 29}, {2026, 2, 28}, 17},
		{{2008, 2, 29}, {2026, 3, 1}, 18},
		{{2008, 2, 29}, {2024, 2, 28}, 15},
		{{2008, 2, 29}, {2024, 2, 29}, 16},
		{{2008, 12, 31}, {2009, 1, 1}, 0},
		{{2008, 11, 21}, {2008, 11, 20}, -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int32_t birth = day_of(cases[i].birth[0], cases[i].birth[1], cases[i].birth[2]);
		int32_t on = day_of(cases[i].on[0], cases[i].on[1], cases[i].on[2]);
		assert_int_equal(date_age(birth, on), cases[i].age);
	}
}

/* Saturdays and Sundays are no working days; none is the day itself. */
static void test_date_working_days_after__skips_weekends(void **state)
{
	const int32_t thursday = date_from_civil((struct date_civil){2026, 3, 5});
	static const int ahead[] = {0, 1, 4, 5, 6, 7, 8, 11};

	(void)state;
	for (int count = 0; count < 8; count++)
		assert_int_equal(date_working_days_after(thursday, count), thursday + ahead[count]);
	assert_int_equal(date_working_days_after(thursday + 2, 1), thursday + 4);
	assert_int_equal(date_working_days_after(thursday + 3, 1), thursday + 4);
}

/* Gauss's rule with its two exceptions: another way to the same Sunday. */
static int32_t easter_of_gauss(int year)
{
	int a = year % 19, b = year % 4, c = year % 7, k = year / 100;
	int p = (13 + 8 * k) / 25, q = k / 4;
	int m = (15 - p + k - q) % 30, n = (4 + k - q) % 7;
	int d = (19 * a + m) % 30, e = (2 * b + 4 * c + 6 * d + n) % 7;
	if (d == 29 && e == 6) return day_of(year, 4, 19);
	if (d == 28 && e == 6 && (11 * m + 11) % 30 < 19) return day_of(year, 4, 18);
	return day_of(year, 3, 22) + d + e;
}

/* In every year, and in those that are printed in calendars: the earliest and the latest too. */
static void test_date_easter__every_year(void **state)
{
	(void)state;
	for (int year = 1800; year < 3000; year++) {
		int32_t easter = date_easter(year);
		assert_int_equal(easter, easter_of_gauss(year));
		assert_int_equal(date_weekday(easter), 6);
	}
	assert_int_equal(date_easter(1818), day_of(1818, 3, 22));
	assert_int_equal(date_easter(1981), day_of(1981, 4, 19));
	assert_int_equal(date_easter(2000), day_of(2000, 4, 23));
	assert_int_equal(date_easter(2024), day_of(2024, 3, 31));
	assert_int_equal(date_easter(2026), day_of(2026, 4, 5));
	assert_int_equal(date_easter(2038), day_of(2038, 4, 25));
	assert_raises(date_easter(1799));
	assert_raises(date_easter(3000));
}

/* The days off of some years, as they were printed; and how many there are in any. */
static void test_date_is_working_day__knows_the_holidays(void **state)
{
	static const struct date_civil off[] = {{2026, 1, 1}, {2026, 4, 3}, {2026, 4, 6}, {2026, 4, 27},
		{2026, 5, 5}, {2026, 5, 14}, {2026, 5, 25}, {2026, 12, 25}, {2025, 4, 18}, {2025, 4, 21},
		{2025, 5, 29}, {2025, 6, 9}, {2024, 3, 29}, {2024, 4, 1}, {2024, 5, 9}, {2024, 5, 20},
		{2013, 4, 30}, {2008, 5, 1}, {2038, 4, 26}, {2038, 6, 14}};
	/* A Sunday's King's Day is the Saturday before, which is off anyway; 27 April 2014 was one. */
	static const struct date_civil on[] = {{2026, 4, 2}, {2026, 4, 7}, {2026, 4, 30},
		{2026, 12, 24}, {2026, 12, 31}, {2027, 1, 4}, {2014, 4, 30}, {2014, 4, 28}, {2012, 4, 27},
		{2024, 2, 29}};
	(void)state;
	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		assert_false(date_is_working_day(date_from_civil(off[i])));
	for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++)
		assert_true(date_is_working_day(date_from_civil(on[i])));
	for (int year = 1980; year < 3000; year++) {
		int weekdays_off = 0;
		for (int32_t day = day_of(year, 1, 1); day <= day_of(year, 12, 31); day++)
			weekdays_off += date_weekday(day) < 5 && !date_is_working_day(day);
		/* Good Friday, the two Mondays and Ascension always; at most five more. Easter Monday has
		 * fallen on 27 and 30 April's Mondays, and Ascension on 30 April or 5 May. */
		assert_in_range(weekdays_off, 5, 9);
	}
}

/* Over Easter, over the turn of the year, over a leap day. */
static void test_date_working_days_after__skips_holidays(void **state)
{
	(void)state;
	assert_int_equal(date_working_days_after(day_of(2026, 4, 2), 1), day_of(2026, 4, 7));
	assert_int_equal(date_working_days_after(day_of(2026, 4, 1), 3), day_of(2026, 4, 8));
	assert_int_equal(date_working_days_after(day_of(2026, 12, 23), 3), day_of(2026, 12, 29));
	assert_int_equal(date_working_days_after(day_of(2026, 12, 30), 2), day_of(2027, 1, 4));
	assert_int_equal(date_working_days_after(day_of(2024, 2, 28), 2), day_of(2024, 3, 1));
	assert_int_equal(date_working_days_after(day_of(2023, 2, 28), 1), day_of(2023, 3, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_date_civil__walks_through_all_days),
		cmocka_unit_test(test_date_valid__refuses_what_is_no_day),
		cmocka_unit_test(test_date_text__is_read_back),
		cmocka_unit_test(test_date_parse__refuses_the_rest),
		cmocka_unit_test(test_date_local__agrees_with_the_tz_database),
		cmocka_unit_test(test_date_local__changes_at_the_right_second),
		cmocka_unit_test(test_date_day_start__agrees_with_the_tz_database),
		cmocka_unit_test(test_date_day_start__gives_one_short_and_one_long_day_a_year),
		cmocka_unit_test(test_date_instant_text__is_read_back),
		cmocka_unit_test(test_date_parse_instant__reads_rfc_3339),
		cmocka_unit_test(test_date_parse_instant__refuses_the_rest),
		cmocka_unit_test(test_date_parse_instant__gives_only_what_the_rest_accepts),
		cmocka_unit_test(test_date_age__changes_on_the_birthday),
		cmocka_unit_test(test_date_working_days_after__skips_weekends),
		cmocka_unit_test(test_date_easter__every_year),
		cmocka_unit_test(test_date_is_working_day__knows_the_holidays),
		cmocka_unit_test(test_date_working_days_after__skips_holidays),
	};
	return cmocka_run_group_tests(tests, use_amsterdam, NULL);
}
