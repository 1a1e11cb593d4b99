/* test_region_table.c - a table with any one mistake in it is refused, and the place is named.
 *
 * Each case is the built-in table with one field of one row changed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/buf.h"
#include "region/region_private.h"

#define TABLE_LIMIT_BYTES (256 * 1024)

static struct span built_in(void)
{
	return span_bytes(region_municipalities_2023_csv, region_municipalities_2023_csv_size);
}

/* Copies the table with field `column` (from 0) of line `line` (from 1) replaced by `text`. Quotes
 * are not looked at, so the line must have none. */
static void change(struct buf *table, size_t line, size_t column, const char *text)
{
	struct span rest = built_in(), row, field;
	buf_reset(table);
	for (size_t at = 1; span_take(&rest, '\n', &row); at++) {
		size_t index = 0;
		if (at != line) {
			buf_add_span(table, row);
			buf_add_char(table, '\n');
			continue;
		}
		row = span_trim(row);
		while (span_take(&row, ',', &field)) {
			if (index > 0) buf_add_char(table, ',');
			if (index++ == column)
				buf_add_text(table, text);
			else
				buf_add_span(table, field);
		}
		buf_add_text(table, "\r\n");
	}
}

static int table_begin(void **state)
{
	static struct buf table;
	buf_init(&table, TABLE_LIMIT_BYTES);
	*state = &table;
	return 0;
}

static int table_end(void **state)
{
	buf_finish(*state);
	return 0;
}

static void expect_refusal(struct buf *table, status code, size_t line, const char *says)
{
	struct region *division = (struct region *)table;
	struct error error;
	assert_false(table->overflowed);
	assert_int_equal(region_open_table(buf_span(table), &division, &error), code);
	assert_null(division);
	if (error.line != line || strstr(error.message, says) == NULL)
		fail_msg(
			"wanted line %zu \"%s\", got line %zu \"%s\"", line, says, error.line, error.message);
}

/* The table as it is, copied, is accepted: what follows is refused for the change alone. */
static void test_region_open_table__accepts_the_table_itself(void **state)
{
	struct buf *table = *state;
	struct region *division;
	struct error error;
	change(table, 2, 1, "Groningen");
	assert_int_equal(region_open_table(buf_span(table), &division, &error), STATUS_OK);
	assert_true(span_is(region_find_number(division, 14)->name, "Groningen"));
	region_close(division);
}

/* One wrong field; the rows are 3 (Almere) and 2 (Groningen). */
static void test_region_open_table__refuses_each_wrong_field(void **state)
{
	static const struct {
		size_t line;
		size_t column;
		const char *text;
		const char *says;
	} cases[] = {
		{3, 0, "GM003x", "municipality_code"},
		{3, 0, "GM34", "municipality_code"},
		{3, 0, "gm0034", "municipality_code"},
		{3, 0, "", "municipality_code"},
		{3, 0, "GM0014", "does not come after"},
		{3, 0, "GM0013", "does not come after"},
		{3, 1, "", "municipality is empty"},
		{3, 1, "A name that is longer than that of any municipality there ever was",
			"REGION_MAX_NAME_BYTES"},
		{3, 2, "PV240", "province_code"},
		{3, 2, "PV2a", "province_code"},
		{3, 3, "", "is empty"},
		{3, 4, "VR26", "safety_region_code"},
		{3, 4, "VR00", "safety_region_code"},
		{3, 4, "NL", "safety_region_code"},
		{3, 4, "", "safety_region_code"},
		{3, 4, "VR01", "safety_region and its code"},
		{3, 5, "Groningen", "safety_region and its code"},
		{4, 5, "Flevoland", "safety_region and its code"},
		{3, 6, "GG01", "ggd_region_code"},
		{3, 6, "GG0111", "ggd_region and its code"},
		{4, 9, "Elsewhere", "youth_region and its code"},
		{3, 10, "ZK9", "care_office_region_code"},
		{4, 11, "Elsewhere", "care_office_region and its code"},
		{3, 12, "", "care_office_2015 is empty"},
		{3, 13, "", "wmo_centre_municipality is empty"},
		{3, 14, "sure", "wmo_confidence"},
		{3, 15, "217829", "not the sum"},
		{3, 16, "-1", "no number of people"},
		{3, 17, "1e5", "no number of people"},
		{3, 18, "", "no number of people"},
		{3, 15, "10000001", "no number of people"},
		{3, 19, "52.3672", "longitude"},
		{3, 19, "east", "longitude"},
		{3, 20, "5.2469", "latitude"},
		{3, 20, "nan", "latitude"},
		{1, 4, "region", "column 5"},
		{1, 4, "latitude", "latitude"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		change(*state, cases[i].line, cases[i].column, cases[i].text);
		expect_refusal(*state, STATUS_INPUT, cases[i].line, cases[i].says);
	}
}

/* What is only wrong between rows: a name twice, one without letters, a centre that is nowhere. */
static void test_region_open_table__refuses_what_contradicts_itself(void **state)
{
	change(*state, 3, 1, "Stadskanaal");
	expect_refusal(*state, STATUS_INPUT, 0, "34 and 37 have the same name");
	change(*state, 3, 1, "(---)");
	expect_refusal(*state, STATUS_INPUT, 0, "Wmo centre that is none");
	change(*state, 4, 1, "---");
	expect_refusal(*state, STATUS_INPUT, 0, "municipality 37 has a name without letters");
	change(*state, 3, 13, "Atlantis");
	expect_refusal(*state, STATUS_INPUT, 0, "municipality 34 has a Wmo centre that is none");
}

/* A region that no municipality lies in. */
static void test_region_open_table__refuses_an_empty_region(void **state)
{
	struct buf *table = *state;
	struct span rest = built_in(), row;
	buf_reset(table);
	while (span_take(&rest, '\n', &row)) {
		char *found = memmem(row.start, row.size, "VR25,Flevoland", 14);
		size_t before = found == NULL ? row.size : (size_t)(found - row.start);
		buf_add(table, row.start, before);
		if (found != NULL) {
			buf_add_text(table, "VR01,Groningen");
			buf_add(table, found + 14, row.size - before - 14);
		}
		buf_add_char(table, '\n');
	}
	expect_refusal(table, STATUS_INPUT, 0, "no municipality lies in region 25");
}

/* A row too few, one too many, one with a field too few, and no table at all. */
static void test_region_open_table__refuses_another_number_of_rows(void **state)
{
	struct buf *table = *state;
	size_t size = built_in().size;
	const char *start = built_in().start;
	const char *last = memrchr(start, '\n', size - 2);
	buf_reset(table);
	buf_add(table, start, (size_t)(last + 1 - start));
	expect_refusal(table, STATUS_INPUT, 342, "341 municipalities; 342 wanted");
	buf_reset(table);
	buf_add_span(table, built_in());
	buf_add(table, last + 1, size - (size_t)(last + 1 - start));
	expect_refusal(table, STATUS_BOUND, 344, "REGION_MUNICIPALITY_COUNT");
	change(table, 3, 20, "52.3672,more");
	expect_refusal(table, STATUS_INPUT, 3, "22 fields; 21 wanted");
	buf_reset(table);
	expect_refusal(table, STATUS_INPUT, 1, "municipality_code is missing");
}

/* A misplaced quote is the reader's refusal, passed on. */
static void test_region_open_table__refuses_what_is_no_csv(void **state)
{
	change(*state, 3, 1, "\"Almere\"x");
	expect_refusal(*state, STATUS_INPUT, 3, "quote");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_region_open_table__accepts_the_table_itself),
		cmocka_unit_test(test_region_open_table__refuses_each_wrong_field),
		cmocka_unit_test(test_region_open_table__refuses_what_contradicts_itself),
		cmocka_unit_test(test_region_open_table__refuses_an_empty_region),
		cmocka_unit_test(test_region_open_table__refuses_another_number_of_rows),
		cmocka_unit_test(test_region_open_table__refuses_what_is_no_csv),
	};
	return cmocka_run_group_tests(tests, table_begin, table_end);
}
