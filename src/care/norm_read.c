/* norm_read.c - a table of norms is read whole, and everything that is wrong with it told.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/csv.h"
#include "base/date.h"
#include "care/norm.h"
#include <stdarg.h>
#include <stdio.h>

enum column {
	COLUMN_KIND,
	COLUMN_AMOUNT,
	COLUMN_UNIT,
	COLUMN_FROM,
	COLUMN_UNTIL,
	COLUMN_SOURCE,
	COLUMN_COUNT
};
static const char *const columns[COLUMN_COUNT] = {
	"kind", "amount", "unit", "valid_from", "valid_until", "source"};

static const char *const kind_names[] = {"", "first_contact", "duty", "take_up", "follow_up",
	"handover", "join", "consult", "intake", "late_care_manager", "stuck", "table", "table_unsafe",
	"second_view", "late_organisation", "late_table", "talk", "place"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == NORM_KIND_COUNT, "a name per kind");
const struct codes norm_kind_codes = {"norm_kind", kind_names, NORM_KIND_COUNT};

static const char *const unit_names[] = {"", "hours", "working_days", "days", "weeks", "times"};
_Static_assert(sizeof(unit_names) / sizeof(unit_names[0]) == NORM_UNIT_COUNT, "a name per unit");
const struct codes norm_unit_codes = {"norm_unit", unit_names, NORM_UNIT_COUNT};

struct reading {
	struct csv csv;
	size_t at[COLUMN_COUNT];
	struct norms *norms;
	struct buf *problems;
	bool wrong;
};

static void say(struct reading *reading, size_t line, const char *format, ...) PRINTF_LIKE(3, 4);

static void say(struct reading *reading, size_t line, const char *format, ...)
{
	char text[240];
	va_list rest;
	va_start(rest, format);
	vsnprintf(text, sizeof(text), format, rest);
	va_end(rest);
	buf_printf(reading->problems, "line %zu: %s\n", line, text);
	reading->wrong = true;
}

static void say_names(
	struct reading *reading, size_t line, const char *what, const struct codes *codes)
{
	char names[200] = "";
	size_t used = 0;
	for (int i = 1; i < codes->count; i++)
		used += (size_t)snprintf(
			names + used, sizeof(names) - used, "%s%s", i == 1 ? "" : ", ", codes_name(codes, i));
	CHECK(used < sizeof(names));
	say(reading, line, "%s is one of %s", what, names);
}

static struct span field(const struct reading *reading, enum column column)
{
	return span_trim(reading->csv.fields[reading->at[column]]);
}

/* Empty: `open`. */
static int32_t read_day(struct reading *reading, enum column column, int32_t open)
{
	struct span text = field(reading, column);
	int32_t day = open;
	if (text.size > 0 && !date_parse(text, &day))
		say(reading, reading->csv.line, "%s is a day such as 2026-11-21, or empty",
			columns[column]);
	return day;
}

/* Whether what is counted so can be what this kind is about. */
static bool fits(enum norm_kind kind, enum norm_unit unit)
{
	if (kind == NORM_STUCK) return unit == NORM_TIMES;
	if (kind == NORM_DUTY) return unit != NORM_TIMES;
	if (kind == NORM_PLACE) return unit == NORM_DAYS || unit == NORM_WEEKS;
	return unit == NORM_WORKING_DAYS || unit == NORM_DAYS || unit == NORM_WEEKS;
}

static void read_amount(struct reading *reading, struct norm *norm)
{
	int64_t amount = 0;
	bool is_number = span_to_int64(field(reading, COLUMN_AMOUNT), &amount);
	if (!is_number || amount < 1 || amount > NORM_MAX_AMOUNT)
		say(reading, norm->line, "amount is a whole number from 1 to %d", NORM_MAX_AMOUNT);
	norm->amount = (int32_t)amount;
}

static void read_row(struct reading *reading)
{
	struct norm norm = {.line = reading->csv.line};
	if (reading->csv.count != COLUMN_COUNT) {
		say(reading, norm.line, "a row has %d fields, and this one %zu", (int)COLUMN_COUNT,
			reading->csv.count);
		return;
	}
	norm.kind = codes_find(&norm_kind_codes, field(reading, COLUMN_KIND));
	norm.unit = codes_find(&norm_unit_codes, field(reading, COLUMN_UNIT));
	if (norm.kind <= 0) say_names(reading, norm.line, "kind", &norm_kind_codes);
	if (norm.unit <= 0) say_names(reading, norm.line, "unit", &norm_unit_codes);
	if (norm.kind > 0 && norm.unit > 0 &&
		!fits((enum norm_kind)norm.kind, (enum norm_unit)norm.unit))
		say(reading, norm.line, "%s is not counted in %s", codes_name(&norm_kind_codes, norm.kind),
			codes_name(&norm_unit_codes, norm.unit));
	read_amount(reading, &norm);
	norm.from_day = read_day(reading, COLUMN_FROM, INT32_MIN);
	norm.until_day = read_day(reading, COLUMN_UNTIL, INT32_MAX);
	if (norm.until_day < norm.from_day) say(reading, norm.line, "valid_until is before valid_from");
	if (field(reading, COLUMN_SOURCE).size == 0)
		say(reading, norm.line, "source is missing: who agreed it, or in which article it is");
	if (norm.kind <= 0) return;
	if (reading->norms->count == NORM_MAX_ROWS)
		say(reading, norm.line, "there are more than %d rows", NORM_MAX_ROWS);
	else
		reading->norms->rows[reading->norms->count++] = norm;
}

static bool is_before(const struct norm *a, const struct norm *b)
{
	return a->kind != b->kind ? a->kind < b->kind : a->from_day < b->from_day;
}

static void sort(struct norms *norms)
{
	for (size_t i = 1; i < norms->count; i++) {
		struct norm norm = norms->rows[i];
		size_t at = i;
		for (; at > 0 && is_before(&norm, &norms->rows[at - 1]); at--)
			norms->rows[at] = norms->rows[at - 1];
		norms->rows[at] = norm;
	}
}

static void say_day(
	struct reading *reading, const struct norm *norm, const char *format, int32_t day)
{
	char text[DATE_TEXT_SIZE];
	buf_printf(
		reading->problems, "line %zu: %s ", norm->line, codes_name(&norm_kind_codes, norm->kind));
	buf_printf(reading->problems, "%s %s\n", format, date_text(day, text));
	reading->wrong = true;
}

/* Invariant 1: what stands before it ends on the day before it begins. */
static void check_order(struct reading *reading, const struct norm *before, const struct norm *norm)
{
	bool is_first = before == NULL || before->kind != norm->kind;
	if (is_first && norm->from_day != INT32_MIN)
		say(reading, norm->line, "the first %s holds from the beginning: its valid_from is empty",
			codes_name(&norm_kind_codes, norm->kind));
	if (is_first) return;
	if (before->until_day == INT32_MAX || norm->from_day == INT32_MIN) {
		say(reading, norm->line,
			"%s is in force by line %zu too: one ends (valid_until) on the day before the other "
			"begins (valid_from)",
			codes_name(&norm_kind_codes, norm->kind), before->line);
	} else if (norm->from_day <= before->until_day) {
		say_day(reading, norm, "is in force twice on", norm->from_day);
	} else if (norm->from_day > before->until_day + 1) {
		say_day(reading, norm, "is not in force on", before->until_day + 1);
	}
}

static void check_whole(struct reading *reading)
{
	const struct norms *norms = reading->norms;
	for (size_t i = 0; i < norms->count; i++) {
		const struct norm *norm = &norms->rows[i];
		bool is_last = i + 1 == norms->count || norm[1].kind != norm->kind;
		check_order(reading, i == 0 ? NULL : norm - 1, norm);
		if (is_last && norm->until_day != INT32_MAX)
			say(reading, norm->line, "the last %s has no end: its valid_until is empty",
				codes_name(&norm_kind_codes, norm->kind));
	}
	for (int kind = 1; kind < NORM_KIND_COUNT; kind++) {
		bool found = false;
		for (size_t i = 0; i < norms->count; i++) found |= norms->rows[i].kind == kind;
		if (!found)
			say(reading, reading->csv.line, "there is no %s", codes_name(&norm_kind_codes, kind));
	}
}

/* What cannot be read as a row ends it. */
static status read_rows(struct reading *reading, struct error *error)
{
	bool more = true;
	TRY(csv_header(&reading->csv, columns, COLUMN_COUNT, reading->at, error));
	for (;;) {
		TRY(csv_next(&reading->csv, &more, error));
		if (!more) return STATUS_OK;
		read_row(reading);
	}
}

bool norm_read(struct span text, struct norms *norms, struct buf *problems)
{
	struct arena arena;
	struct error error = {0};
	struct reading reading = {.norms = norms, .problems = problems};
	norms->count = 0;
	arena_init(&arena, 4096, NORM_MAX_FILE_BYTES);
	csv_init(&reading.csv, text, &arena);
	if (text.size > NORM_MAX_FILE_BYTES) {
		say(&reading, 1, "a table of norms has at most %d bytes", NORM_MAX_FILE_BYTES);
	} else if (read_rows(&reading, &error) != STATUS_OK) {
		say(&reading, error.line > 0 ? error.line : 1, "%s", error.message);
	} else {
		sort(norms);
		check_whole(&reading);
	}
	arena_finish(&arena);
	return !reading.wrong;
}
