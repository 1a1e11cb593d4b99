/* region_history_table.c - reads the table of changes: lives are made of today's municipalities and
 * of what ended, then cut to their days.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "region/region_private.h"
#include <stdlib.h>

enum column {
	COLUMN_DATE,
	COLUMN_OLD_CODE,
	COLUMN_OLD_NAME,
	COLUMN_OLD_REGION,
	COLUMN_NEW_CODE,
	COLUMN_KIND,
	COLUMN_SHARE,
	COLUMN_COUNT,
};

static const char *const column_names[COLUMN_COUNT] = {
	[COLUMN_DATE] = "date",
	[COLUMN_OLD_CODE] = "old_code",
	[COLUMN_OLD_NAME] = "old_municipality",
	[COLUMN_OLD_REGION] = "old_safety_region_code",
	[COLUMN_NEW_CODE] = "new_code",
	[COLUMN_KIND] = "kind",
	[COLUMN_SHARE] = "share",
};

/* A row before lives have found their places: ends are numbers. */
struct row {
	int32_t day;
	int32_t from;
	int32_t to;
	struct span name;
	struct span code;
	int region;
	enum region_change_kind kind;
	bool whole;
	size_t line;
};

struct table {
	struct region *division;
	struct row *rows;
	size_t count;
	struct error *error;
};

static status wrong(const struct table *table, const struct row *row, const char *what)
{
	return status_fail_at(table->error, STATUS_INPUT, row->line, 0, "%s", what);
}

static status read_words(const struct region_reader *reader, struct row *row)
{
	int kind = codes_find(&region_change_codes, region_reader_field(reader, COLUMN_KIND));
	if (kind == 0) return region_reader_fail(reader, COLUMN_KIND, "is no kind of change");
	row->kind = (enum region_change_kind)(kind - 1);
	row->whole = span_is(region_reader_field(reader, COLUMN_SHARE), "whole");
	if (!row->whole && !span_is(region_reader_field(reader, COLUMN_SHARE), "part"))
		return region_reader_fail(reader, COLUMN_SHARE, "is neither whole nor part");
	return STATUS_OK;
}

static status read_row(const struct region_reader *reader, struct row *row)
{
	*row = (struct row){.line = reader->csv.line};
	row->code = region_reader_field(reader, COLUMN_OLD_CODE);
	if (!date_parse(region_reader_field(reader, COLUMN_DATE), &row->day) ||
		row->day <= REGION_FIRST_DAY)
		return region_reader_fail(reader, COLUMN_DATE, "is no day after REGION_FIRST_DAY");
	if (!region_table_code(row->code, "GM", 4, &row->from))
		return region_reader_fail(reader, COLUMN_OLD_CODE, "is not GM and four digits");
	if (!region_table_code(region_reader_field(reader, COLUMN_NEW_CODE), "GM", 4, &row->to))
		return region_reader_fail(reader, COLUMN_NEW_CODE, "is not GM and four digits");
	TRY(region_reader_name(reader, COLUMN_OLD_NAME, &row->name));
	char folded[REGION_MAX_NAME_BYTES + 1];
	if (region_fold(row->name, folded, sizeof folded) == 0)
		return region_reader_fail(reader, COLUMN_OLD_NAME, "has no letters");
	if (!region_parse(region_reader_field(reader, COLUMN_OLD_REGION), &row->region) ||
		row->region == REGION_NATIONAL)
		return region_reader_fail(reader, COLUMN_OLD_REGION, "is none of VR01 to VR25");
	return read_words(reader, row);
}

static status read_rows(struct table *table, struct span text)
{
	struct region_reader reader;
	TRY(region_reader_begin(
		&reader, table->division, text, column_names, COLUMN_COUNT, table->error));
	for (;;) {
		bool more;
		TRY(region_reader_next(&reader, &more));
		if (!more) return STATUS_OK;
		if (table->count == REGION_MAX_CHANGES)
			return region_reader_full(&reader, "REGION_MAX_CHANGES");
		struct row *row = &table->rows[table->count];
		TRY(read_row(&reader, row));
		if (table->count > 0 && row[-1].day > row->day)
			return region_reader_fail(&reader, COLUMN_DATE, "comes before that of a row before");
		table->count++;
	}
}

/* What ended has one line, or a line for each part; these say the same of it. */
static status check_end(const struct table *table, const struct row *row, bool *is_first)
{
	size_t parts = 0;
	*is_first = true;
	if (region_find_number(table->division, row->from) != NULL)
		return wrong(table, row, "old_code is a municipality of today");
	for (size_t i = 0; i < table->count; i++) {
		const struct row *other = &table->rows[i];
		if (other->from != row->from) continue;
		parts++;
		if (other == row) continue;
		if (other < row) *is_first = false;
		if (other->day != row->day || other->region != row->region || other->whole || row->whole ||
			!span_equal(other->name, row->name))
			return wrong(table, row, "old_code ends twice, and not in parts");
		if (other->to == row->to) return wrong(table, row, "the same part stands there twice");
	}
	if (!row->whole && parts < 2) return wrong(table, row, "a part is alone");
	return STATUS_OK;
}

static void add_today(struct region *division)
{
	for (size_t i = 0; i < division->count; i++) {
		const struct region_municipality *now = &division->municipalities[i];
		division->lives[division->life_count++] = (struct region_life){.number = now->number,
			.code = now->code,
			.name = now->name,
			.region = now->region,
			.first_day = REGION_FIRST_DAY,
			.last_day = REGION_STILL,
			.now = now};
	}
}

static int compare_lives(const void *a, const void *b)
{
	const struct region_life *left = a, *right = b;
	return (left->number > right->number) - (left->number < right->number);
}

static status add_lives(const struct table *table)
{
	struct region *division = table->division;
	add_today(division);
	for (size_t i = 0; i < table->count; i++) {
		const struct row *row = &table->rows[i];
		bool is_first;
		TRY(check_end(table, row, &is_first));
		if (!is_first) continue;
		division->lives[division->life_count++] = (struct region_life){.number = row->from,
			.code = row->code,
			.name = row->name,
			.region = row->region,
			.first_day = REGION_FIRST_DAY,
			.last_day = row->day - 1};
	}
	qsort(division->lives, division->life_count, sizeof division->lives[0], compare_lives);
	return STATUS_OK;
}

/* Rows come in order of day: all but the first to found a code are of its first day. */
static status begin_life(const struct table *table, const struct row *row)
{
	const struct region *division = table->division;
	struct region_life *to = (struct region_life *)region_history_find_number(division, row->to);
	if (to == NULL) return wrong(table, row, "new_code is neither of today nor ends later");
	if (to->last_day < row->day) return wrong(table, row, "new_code has ended by then");
	bool begins = row->kind != REGION_JOINED;
	for (const struct row *other = table->rows; other < row; other++) {
		if (other->to != row->to) continue;
		bool began = other->kind != REGION_JOINED;
		if ((begins && (!began || other->day != row->day)) ||
			(began && !begins && other->day == row->day))
			return wrong(table, row, "new_code was there already");
		if (row->kind == REGION_RENAMED || (begins && other->kind == REGION_RENAMED))
			return wrong(table, row, "what only gets another name is alone");
	}
	if (row->kind == REGION_RENAMED && !row->whole)
		return wrong(table, row, "what only gets another name is whole");
	if (begins) to->first_day = row->day;
	return STATUS_OK;
}

static status add_changes(const struct table *table)
{
	struct region *division = table->division;
	for (size_t i = 0; i < table->count; i++) {
		const struct row *row = &table->rows[i];
		TRY(begin_life(table, row));
		division->changes[division->change_count++] = (struct region_change){.day = row->day,
			.from = region_history_find_number(division, row->from),
			.to = region_history_find_number(division, row->to),
			.kind = row->kind,
			.whole = row->whole};
	}
	return STATUS_OK;
}

/* At most REGION_MAX_THEN on the first day, and on each on which something changes. */
static bool has_room(const struct table *table, const struct region_life *life)
{
	const struct region *division = table->division;
	const struct region_life *found[REGION_MAX_THEN];
	int32_t day = REGION_FIRST_DAY;
	for (size_t i = 0; i <= table->count; i++) {
		if (i > 0 && table->rows[i - 1].day == day) continue;
		if (i > 0) day = table->rows[i - 1].day;
		if (region_history_on(division, life, day, found) > REGION_MAX_THEN) return false;
	}
	return true;
}

/* Nothing ends on its first day, and few lives come from or go on as one. */
static status check_lives(const struct table *table)
{
	const struct region *division = table->division;
	for (size_t i = 0; i < table->count; i++) {
		const struct row *row = &table->rows[i];
		const struct region_life *from = division->changes[i].from;
		const struct region_life *to = division->changes[i].to;
		if (from->first_day >= row->day) return wrong(table, row, "old_code ends as it begins");
		if (!has_room(table, from) || !has_room(table, to))
			return status_fail_at(table->error, STATUS_BOUND, row->line, 0,
				"more municipalities come from one, or become one, than REGION_MAX_THEN");
	}
	return STATUS_OK;
}

status region_history_read(struct region *division, struct span text, struct error *error)
{
	struct table table = {.division = division,
		.rows = ARENA_ARRAY(&division->arena, struct row, REGION_MAX_CHANGES),
		.error = error};
	TRY(read_rows(&table, text));
	TRY(add_lives(&table));
	TRY(add_changes(&table));
	return check_lives(&table);
}
