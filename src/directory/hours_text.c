/* hours_text.c - opening hours as text.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/hours_text.h"
#include "base/date.h"

enum { DAY_MINUTES = 1440, WEEK = 7, DATE_BYTES = 10, MAX_WEEKS = 8 };

static const char day_names[WEEK][3] = {"mo", "tu", "we", "th", "fr", "sa", "su"};

/* What is being read, and the days of the rule at hand. */
struct reader {
	struct span text;
	size_t at;
	struct hours *rows;
	size_t count;
	unsigned weekdays; /* bit per weekday */
	struct hours form; /* what each row of the rule has */
};

static char peek(const struct reader *reader)
{
	char character = reader->at < reader->text.size ? reader->text.start[reader->at] : '\0';
	return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

static void skip_blanks(struct reader *reader)
{
	while (peek(reader) == ' ') reader->at++;
}

static bool take(struct reader *reader, char character)
{
	if (peek(reader) != character || character == '\0') return false;
	reader->at++;
	return true;
}

static bool take_word(struct reader *reader, const char *word)
{
	size_t start = reader->at;
	for (; *word != '\0'; word++) {
		if (take(reader, *word)) continue;
		reader->at = start;
		return false;
	}
	return true;
}

static bool take_digits(struct reader *reader, int digits, int32_t *number)
{
	*number = 0;
	for (int i = 0; i < digits; i++, reader->at++) {
		char character = peek(reader);
		if (character < '0' || character > '9') return false;
		*number = *number * 10 + (character - '0');
	}
	return true;
}

static bool take_date(struct reader *reader, int32_t *day)
{
	struct span text = {reader->text.start + reader->at, DATE_BYTES};
	if (reader->text.size - reader->at < DATE_BYTES || !date_parse(text, day)) return false;
	reader->at += DATE_BYTES;
	return true;
}

static bool take_weekday(struct reader *reader, int *weekday)
{
	for (*weekday = 0; *weekday < WEEK; (*weekday)++)
		if (take_word(reader, day_names[*weekday])) return true;
	return false;
}

/* "mo", "mo-fr", "mo,we-th" */
static bool take_weekdays(struct reader *reader)
{
	int first = 0, last = 0;
	do {
		if (!take_weekday(reader, &first)) return false;
		last = first;
		if (take(reader, '-') && !take_weekday(reader, &last)) return false;
		for (int day = first;; day = (day + 1) % WEEK) {
			reader->weekdays |= 1u << day;
			if (day == last) break;
		}
	} while (take(reader, ','));
	return true;
}

/* "[1]" or "/2 2026-01-07" behind the weekdays. */
static bool take_rhythm(struct reader *reader)
{
	struct hours *form = &reader->form;
	form->rule = HOURS_WEEK;
	form->every_weeks = 1;
	if (take(reader, '[')) {
		form->rule = HOURS_MONTH;
		form->every_weeks = 0;
		return take_digits(reader, 1, &form->nth) && form->nth >= 1 && form->nth <= 5 &&
			take(reader, ']');
	}
	if (!take(reader, '/')) return true;
	if (!take_digits(reader, 1, &form->every_weeks) || form->every_weeks < 2 ||
		form->every_weeks > MAX_WEEKS)
		return false;
	skip_blanks(reader);
	return take_date(reader, &form->from_day);
}

static bool take_days(struct reader *reader)
{
	struct hours *form = &reader->form;
	if (take_word(reader, "ph")) {
		form->rule = HOURS_HOLIDAY;
		return true;
	}
	if (peek(reader) >= '0' && peek(reader) <= '9') {
		form->rule = HOURS_DAYS;
		if (!take_date(reader, &form->from_day)) return false;
		form->to_day = form->from_day;
		return !take(reader, '/') ||
			(take_date(reader, &form->to_day) && form->to_day >= form->from_day);
	}
	return take_weekdays(reader) && take_rhythm(reader);
}

static bool add_row(struct reader *reader, int32_t weekday, int32_t opens, int32_t closes)
{
	if (reader->count == HOURS_MAX_ROWS) return false;
	struct hours *row = &reader->rows[reader->count++];
	*row = reader->form;
	row->weekday = weekday;
	row->opens_minute = opens;
	row->closes_minute = closes;
	return true;
}

static bool add_rows(struct reader *reader, int32_t opens, int32_t closes)
{
	if (reader->form.rule != HOURS_WEEK && reader->form.rule != HOURS_MONTH)
		return add_row(reader, 0, opens, closes);
	for (int weekday = 0; weekday < WEEK; weekday++)
		if ((reader->weekdays >> weekday & 1) != 0 && !add_row(reader, weekday, opens, closes))
			return false;
	return true;
}

static bool take_minute(struct reader *reader, int32_t *minute)
{
	int32_t hour = 0, rest = 0;
	if (!take_digits(reader, 2, &hour) || !take(reader, ':') || !take_digits(reader, 2, &rest))
		return false;
	*minute = hour * 60 + rest;
	return rest < 60 && *minute <= DAY_MINUTES;
}

static bool take_times(struct reader *reader)
{
	bool may_close = reader->form.rule == HOURS_HOLIDAY || reader->form.rule == HOURS_DAYS;
	if (may_close && take_word(reader, "closed")) return add_rows(reader, 0, 0);
	do {
		int32_t opens = 0, closes = 0;
		if (!take_minute(reader, &opens) || !take(reader, '-') || !take_minute(reader, &closes) ||
			opens == closes || opens == DAY_MINUTES)
			return false;
		if (closes < opens) closes += DAY_MINUTES;
		if (!add_rows(reader, opens, closes)) return false;
	} while (take(reader, ','));
	return true;
}

static bool take_rule(struct reader *reader)
{
	reader->weekdays = 0;
	reader->form = (struct hours){0};
	if (!take_days(reader)) return false;
	skip_blanks(reader);
	return take_times(reader);
}

/* As kept: by rule, rhythm, days and times. */
static int order(const struct hours *a, const struct hours *b)
{
	const int32_t left[] = {a->rule, a->every_weeks, a->nth, a->from_day, a->to_day, a->weekday,
		a->opens_minute, a->closes_minute};
	const int32_t right[] = {b->rule, b->every_weeks, b->nth, b->from_day, b->to_day, b->weekday,
		b->opens_minute, b->closes_minute};
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
	return 0;
}

/* There are few: by insertion; the same row twice is one. */
static size_t sort(struct hours *rows, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		struct hours row = rows[i];
		size_t at = kept;
		while (at > 0 && order(&rows[at - 1], &row) > 0) at--;
		if (at > 0 && order(&rows[at - 1], &row) == 0) continue;
		memmove(&rows[at + 1], &rows[at], (kept - at) * sizeof(row));
		rows[at] = row;
		kept++;
	}
	for (size_t i = 0; i < kept; i++) rows[i].seq = (int32_t)i;
	return kept;
}

bool hours_text_parse(
	struct span text, struct hours rows[HOURS_MAX_ROWS], size_t *count, size_t *bad_at)
{
	struct reader reader = {.text = text, .rows = rows};
	*count = 0;
	do {
		skip_blanks(&reader);
		bool good = take_rule(&reader);
		*bad_at = reader.at;
		if (!good) return false;
		skip_blanks(&reader);
	} while (take(&reader, ';'));
	*bad_at = reader.at;
	if (reader.at != text.size) return false;
	*count = sort(rows, reader.count);
	return true;
}

static bool same_rhythm(const struct hours *a, const struct hours *b)
{
	return a->rule == b->rule && a->every_weeks == b->every_weeks && a->nth == b->nth &&
		a->from_day == b->from_day && a->to_day == b->to_day;
}

/* How many rows from here on are of the same days: they differ in times only. */
static size_t times_of(const struct hours *rows, size_t count)
{
	size_t size = 1;
	if (rows[0].closes_minute == 0) return size; /* closed: a rule of its own */
	while (
		size < count && same_rhythm(&rows[size], &rows[0]) && rows[size].weekday == rows[0].weekday)
		size++;
	return size;
}

static bool same_times(const struct hours *a, size_t a_count, const struct hours *b, size_t b_count)
{
	if (a_count != b_count) return false;
	for (size_t i = 0; i < a_count; i++)
		if (a[i].opens_minute != b[i].opens_minute || a[i].closes_minute != b[i].closes_minute)
			return false;
	return true;
}

/* How many days from here on follow each other with the same times. */
static int days_alike(const struct hours *rows, size_t count, size_t size)
{
	int days = 1;
	bool has_weekdays = rows[0].rule == HOURS_WEEK || rows[0].rule == HOURS_MONTH;
	for (size_t at = size; has_weekdays && at < count; at += size, days++) {
		if (!same_rhythm(&rows[at], &rows[0]) || rows[at].weekday != rows[0].weekday + days) break;
		if (!same_times(rows, size, &rows[at], times_of(&rows[at], count - at))) break;
	}
	return days;
}

static void print_days(const struct hours *row, int days, struct buf *out)
{
	char text[DATE_TEXT_SIZE];
	if (row->rule == HOURS_HOLIDAY) buf_add_text(out, "ph");
	if (row->rule == HOURS_DAYS) {
		buf_add_text(out, date_text(row->from_day, text));
		if (row->to_day != row->from_day) buf_printf(out, "/%s", date_text(row->to_day, text));
	}
	if (row->rule != HOURS_WEEK && row->rule != HOURS_MONTH) return;
	buf_add_text(out, day_names[row->weekday]);
	if (days > 1) buf_printf(out, "-%s", day_names[row->weekday + days - 1]);
	if (row->rule == HOURS_MONTH) buf_printf(out, "[%d]", (int)row->nth);
	if (row->every_weeks > 1)
		buf_printf(out, "/%d %s", (int)row->every_weeks, date_text(row->from_day, text));
}

static void print_times(const struct hours *rows, size_t size, struct buf *out)
{
	for (size_t i = 0; i < size; i++) {
		int32_t opens = rows[i].opens_minute, closes = rows[i].closes_minute;
		if (closes > DAY_MINUTES) closes -= DAY_MINUTES;
		buf_add_char(out, i == 0 ? ' ' : ',');
		if (opens == 0 && closes == 0)
			buf_add_text(out, "closed");
		else
			buf_printf(out, "%02d:%02d-%02d:%02d", (int)(opens / 60), (int)(opens % 60),
				(int)(closes / 60), (int)(closes % 60));
	}
}

void hours_text_print(const struct hours *rows, size_t count, struct buf *out)
{
	for (size_t at = 0; at < count;) {
		size_t size = times_of(&rows[at], count - at);
		int days = days_alike(&rows[at], count - at, size);
		if (at > 0) buf_add_text(out, "; ");
		print_days(&rows[at], days, out);
		print_times(&rows[at], size, out);
		at += size * (size_t)days;
	}
}
