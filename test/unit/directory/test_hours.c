/* test_hours.c - open or closed, at every hour of the year; and opening hours as text.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/date.h"
#include "base/prng.h"
#include "directory/hours_text.h"

struct table {
	struct hours rows[HOURS_MAX_ROWS];
	size_t count;
};

static struct table read(const char *text)
{
	struct table table;
	size_t bad_at = 0;
	if (!hours_text_parse(span_of(text), table.rows, &table.count, &bad_at))
		fail_msg("\"%s\" cannot be read at %zu", text, bad_at);
	return table;
}

static int64_t at(const char *instant)
{
	int64_t instant_ms = 0;
	assert_true(date_parse_instant(span_of(instant), &instant_ms));
	return instant_ms;
}

static bool open_at(const char *text, const char *instant)
{
	struct table table = read(text);
	return hours_open_at(table.rows, table.count, at(instant));
}

static void expect_next(const char *text, const char *from, const char *opens)
{
	struct table table = read(text);
	int64_t opens_ms = 0;
	char found[DATE_INSTANT_SIZE];
	bool some = hours_next_opening(table.rows, table.count, at(from), &opens_ms);
	assert_int_equal(some, opens != NULL);
	if (opens == NULL || opens_ms == at(opens)) return;
	fail_msg(
		"%s from %s opens at %s, not %s", text, from, date_instant_text(opens_ms, found), opens);
}

/* A week: on the days and between the times that are said, in Amsterdam. */
static void test_hours_open_at__follows_the_week(void **state)
{
	static const char text[] = "mo-fr 09:00-12:30,13:30-17:00; sa 10:00-12:00";
	(void)state;
	assert_true(open_at(text, "2026-03-02T09:00:00+01:00"));
	assert_false(open_at(text, "2026-03-02T08:59:00+01:00"));
	assert_true(open_at(text, "2026-03-02T12:29:00+01:00"));
	assert_false(open_at(text, "2026-03-02T12:30:00+01:00"));
	assert_false(open_at(text, "2026-03-02T17:00:00+01:00"));
	assert_true(open_at(text, "2026-03-07T11:00:00+01:00"));
	assert_false(open_at(text, "2026-03-08T11:00:00+01:00"));
	/* In summer the same clock on the wall is an hour earlier elsewhere. */
	assert_true(open_at(text, "2026-07-06T07:30:00Z"));
	assert_false(open_at(text, "2026-03-02T07:30:00Z"));
}

/* What closes after midnight is open on the next day, and what is open always is. */
static void test_hours_open_at__goes_over_midnight(void **state)
{
	(void)state;
	assert_true(open_at("fr 22:00-03:00", "2026-03-06T23:00:00+01:00"));
	assert_true(open_at("fr 22:00-03:00", "2026-03-07T02:59:00+01:00"));
	assert_false(open_at("fr 22:00-03:00", "2026-03-07T03:00:00+01:00"));
	assert_false(open_at("fr 22:00-03:00", "2026-03-06T02:00:00+01:00"));
	struct table always = read("mo-su 00:00-24:00");
	for (int64_t hour = 0; hour < 366 * 24; hour++)
		assert_true(hours_open_at(
			always.rows, always.count, at("2026-01-01T00:30:00+01:00") + hour * INT64_C(3600000)));
}

/* The first of a month, the last of a month, every second week from a day on. */
static void test_hours_open_at__follows_months_and_rhythms(void **state)
{
	(void)state;
	assert_true(open_at("tu[1] 19:30-21:30", "2026-03-03T20:00:00+01:00"));
	assert_false(open_at("tu[1] 19:30-21:30", "2026-03-10T20:00:00+01:00"));
	assert_true(open_at("tu[5] 19:30-21:30", "2026-03-31T20:00:00+02:00"));
	assert_true(open_at("tu[5] 19:30-21:30", "2026-04-28T20:00:00+02:00"));
	assert_false(open_at("tu[5] 19:30-21:30", "2026-04-21T20:00:00+02:00"));
	assert_true(open_at("we/2 2026-01-07 14:00-16:00", "2026-01-21T15:00:00+01:00"));
	assert_false(open_at("we/2 2026-01-07 14:00-16:00", "2026-01-14T15:00:00+01:00"));
	assert_false(open_at("we/2 2026-01-07 14:00-16:00", "2025-12-24T15:00:00+01:00"));
}

/* What is said of a day goes before holidays, and holidays before the week. */
static void test_hours_open_at__knows_what_goes_first(void **state)
{
	static const char text[] =
		"mo-su 09:00-17:00; ph 12:00-14:00; 2026-12-26 10:00-11:00; 2026-07-13/2026-08-02 closed";
	(void)state;
	assert_true(open_at(text, "2026-12-24T10:30:00+01:00"));
	assert_false(open_at(text, "2026-12-25T10:30:00+01:00"));
	assert_true(open_at(text, "2026-12-25T12:30:00+01:00"));
	assert_true(open_at(text, "2026-12-26T10:30:00+01:00"));
	assert_false(open_at(text, "2026-12-26T12:30:00+01:00"));
	assert_false(open_at(text, "2026-07-20T10:00:00+02:00"));
	assert_true(open_at(text, "2026-08-03T10:00:00+02:00"));
	assert_false(open_at("mo-su 09:00-17:00; ph closed", "2026-04-06T10:00:00+02:00"));
}

/* Algemene termijnenwet, art. 3, in years that are written down here. */
static void test_hours_is_holiday__as_the_law_has_them(void **state)
{
	static const char *const holidays[] = {"2025-04-21", "2025-04-26", "2025-05-05", "2025-05-29",
		"2025-06-09", "2026-01-01", "2026-04-05", "2026-04-06", "2026-04-27", "2026-05-05",
		"2026-05-14", "2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26", "2027-03-29",
		"2027-04-27", "2038-04-26"};
	static const char *const others[] = {"2026-01-02", "2026-04-03", "2026-04-07", "2026-04-26",
		"2025-04-27", "2026-05-13", "2026-05-15", "2026-12-24", "2026-12-27"};
	int32_t day = 0;
	(void)state;
	for (size_t i = 0; i < sizeof(holidays) / sizeof(holidays[0]); i++) {
		assert_true(date_parse(span_of(holidays[i]), &day));
		if (!hours_is_holiday(day)) fail_msg("%s is a holiday", holidays[i]);
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		assert_true(date_parse(span_of(others[i]), &day));
		if (hours_is_holiday(day)) fail_msg("%s is no holiday", others[i]);
	}
}

/* The first opening from now on: now itself, later today, after the weekend, after the holidays. */
static void test_hours_next_opening__finds_the_first(void **state)
{
	static const char week[] = "mo-fr 09:00-17:00; ph closed";
	(void)state;
	expect_next(week, "2026-03-02T10:00:00+01:00", "2026-03-02T10:00:00+01:00");
	expect_next(week, "2026-03-02T06:00:00+01:00", "2026-03-02T09:00:00+01:00");
	expect_next(week, "2026-03-06T17:00:00+01:00", "2026-03-09T09:00:00+01:00");
	expect_next(week, "2026-12-24T18:00:00+01:00", "2026-12-28T09:00:00+01:00");
	expect_next("2026-03-01 09:00-10:00", "2026-03-02T10:00:00+01:00", NULL);
	expect_next("tu[1] 19:30-21:30", "2026-03-04T10:00:00+01:00", "2026-04-07T19:30:00+02:00");
}

/* On the days on which the clock is set: what begins in the hour that is skipped begins when the
 * clock has passed it, and what is said of the hour that comes twice is so twice. */
static void test_hours__on_the_days_that_the_clock_is_set(void **state)
{
	(void)state;
	expect_next("su 02:30-05:00", "2026-03-29T00:30:00+01:00", "2026-03-29T03:00:00+02:00");
	assert_true(open_at("su 02:30-05:00", "2026-03-29T03:00:00+02:00"));
	assert_false(open_at("su 02:30-05:00", "2026-03-29T01:59:00+01:00"));
	expect_next("su 09:00-10:00", "2026-03-29T00:30:00+01:00", "2026-03-29T09:00:00+02:00");
	expect_next("su 09:00-10:00", "2026-10-25T00:30:00+02:00", "2026-10-25T09:00:00+01:00");
	assert_true(open_at("su 02:00-03:00", "2026-10-25T02:30:00+02:00"));
	assert_true(open_at("su 02:00-03:00", "2026-10-25T02:30:00+01:00"));
	assert_false(open_at("su 02:00-03:00", "2026-10-25T03:00:00+01:00"));
	expect_next("su 02:30-03:00", "2026-10-25T00:30:00+02:00", "2026-10-25T02:30:00+02:00");
}

/* What opens next is open then, and nothing is open in between. */
static void test_hours_next_opening__agrees_with_open(void **state)
{
	static const char *const texts[] = {"mo-fr 09:00-12:30,13:30-17:00; ph closed",
		"sa,su 22:00-02:00", "th[2] 10:00-11:00", "mo/3 2026-01-05 08:00-09:00",
		"mo-su 00:00-24:00; 2026-05-01/2026-05-20 closed"};
	struct prng prng;
	(void)state;
	prng_init_seed(&prng, 5);
	for (int round = 0; round < 400; round++) {
		struct table table = read(texts[round % 5]);
		int64_t from_ms =
			at("2026-01-01T00:00:00Z") + (int64_t)prng_below(&prng, 366 * 24 * 60) * INT64_C(60000);
		int64_t opens_ms = 0;
		assert_true(hours_next_opening(table.rows, table.count, from_ms, &opens_ms));
		assert_true(opens_ms >= from_ms);
		assert_true(hours_open_at(table.rows, table.count, opens_ms));
		for (int64_t ms = from_ms; ms < opens_ms; ms += INT64_C(600000))
			assert_false(hours_open_at(table.rows, table.count, ms));
	}
}

static void expect_text(const char *text, const char *again)
{
	struct table table = read(text);
	struct buf out;
	buf_init(&out, 4096);
	hours_text_print(table.rows, table.count, &out);
	assert_string_equal(buf_text(&out), again);
	struct table second = read(again);
	assert_int_equal(second.count, table.count);
	assert_memory_equal(second.rows, table.rows, table.count * sizeof(table.rows[0]));
	buf_finish(&out);
}

/* Text is said again in one form, which gives the same rows. */
static void test_hours_text__is_the_same_when_it_comes_back(void **state)
{
	(void)state;
	expect_text("mo-fr 09:00-17:00", "mo-fr 09:00-17:00");
	expect_text("Mo,Tu,We 13:00-17:00,09:00-12:00 ;TH 09:00-10:00",
		"mo-we 09:00-12:00,13:00-17:00; th 09:00-10:00");
	expect_text("fr 22:00-03:00", "fr 22:00-03:00");
	expect_text("fr 22:00-00:00", "fr 22:00-24:00");
	expect_text("mo 09:00-10:00; mo 09:00-10:00", "mo 09:00-10:00");
	expect_text("sa-mo 10:00-11:00", "mo 10:00-11:00; sa-su 10:00-11:00");
	expect_text("ph closed; 2026-12-31 closed; 2026-12-31 09:00-10:00; tu[5] 19:00-20:00",
		"tu[5] 19:00-20:00; ph closed; 2026-12-31 closed; 2026-12-31 09:00-10:00");
	expect_text("we/2 2026-01-07 14:00-16:00", "we/2 2026-01-07 14:00-16:00");
	expect_text("2026-07-13/2026-08-21 closed", "2026-07-13/2026-08-21 closed");
}

/* What cannot be read is refused where it goes wrong; so is more than there may be. */
static void test_hours_text__refuses_what_cannot_be_read(void **state)
{
	static const struct {
		const char *text;
		size_t bad_at;
	} wrong[] = {{"", 0}, {"xx 09:00-10:00", 0}, {"mo", 2}, {"mo 9:00-10:00", 4}, {"mo 09:00", 8},
		{"mo 09:60-10:00", 8}, {"mo 24:30-25:00", 8}, {"mo 09:00-09:00", 14}, {"mo closed", 3},
		{"mo[0] 09:00-10:00", 4}, {"mo/9 2026-01-01 09:00-10:00", 4}, {"2026-02-30 closed", 0},
		{"2026-03-02/2026-03-01 closed", 21}, {"mo 09:00-10:00;", 15}, {"mo 09:00-10:00 x", 15}};
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct table table;
		size_t bad_at = 0;
		assert_false(hours_text_parse(span_of(wrong[i].text), table.rows, &table.count, &bad_at));
		if (bad_at != wrong[i].bad_at)
			fail_msg("\"%s\" is wrong at %zu, not %zu", wrong[i].text, wrong[i].bad_at, bad_at);
	}
	struct buf many;
	struct table table;
	size_t bad_at = 0;
	buf_init(&many, 4096);
	for (int i = 0; i < 10; i++)
		buf_printf(&many, "%smo-su %02d:00-%02d:30", i == 0 ? "" : ";", i, i);
	assert_false(hours_text_parse(buf_span(&many), table.rows, &table.count, &bad_at));
	buf_finish(&many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hours_open_at__follows_the_week),
		cmocka_unit_test(test_hours_open_at__goes_over_midnight),
		cmocka_unit_test(test_hours_open_at__follows_months_and_rhythms),
		cmocka_unit_test(test_hours_open_at__knows_what_goes_first),
		cmocka_unit_test(test_hours_is_holiday__as_the_law_has_them),
		cmocka_unit_test(test_hours_next_opening__finds_the_first),
		cmocka_unit_test(test_hours__on_the_days_that_the_clock_is_set),
		cmocka_unit_test(test_hours_next_opening__agrees_with_open),
		cmocka_unit_test(test_hours_text__is_the_same_when_it_comes_back),
		cmocka_unit_test(test_hours_text__refuses_what_cannot_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
