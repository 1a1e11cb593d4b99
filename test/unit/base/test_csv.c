/* test_csv.c - rows come out as they were written, and mistakes with their place.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/prng.h"

/* One reader on one text, with its arena and its last error. */
struct reading {
	struct arena arena;
	struct csv csv;
	struct error error;
};

static void start_reading(struct reading *reading, struct span input)
{
	arena_init(&reading->arena, 1024, 1 << 20);
	csv_init(&reading->csv, input, &reading->arena);
}

/* Asserts that the next row has these fields and stands on this line. */
static void assert_row(
	struct reading *reading, size_t line, size_t count, const char *const *fields)
{
	bool more = false;

	assert_int_equal(csv_next(&reading->csv, &more, &reading->error), STATUS_OK);
	assert_true(more);
	assert_int_equal(reading->csv.line, line);
	assert_int_equal(reading->csv.count, count);
	for (size_t i = 0; i < count; i++) assert_true(span_is(reading->csv.fields[i], fields[i]));
}

#define ASSERT_ROW(reading, line, ...)                                                    \
	assert_row((reading), (line), sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *), \
		(const char *[]){__VA_ARGS__})

static void finish_reading(struct reading *reading)
{
	bool more = true;

	assert_int_equal(csv_next(&reading->csv, &more, &reading->error), STATUS_OK);
	assert_false(more);
	assert_int_equal(reading->csv.count, 0);
	assert_int_equal(csv_next(&reading->csv, &more, &reading->error), STATUS_OK);
	assert_false(more);
	arena_finish(&reading->arena);
}

/* Both line ends, a mark at the start, empty fields, empty lines, and no line end at the end. */
static void test_csv_next__reads_plain_rows(void **state)
{
	struct reading reading;

	(void)state;
	start_reading(&reading,
		SPAN_LITERAL("\xEF\xBB\xBF"
					 "a,b\r\n1,\n\n\r\n,2\n c d ,e"));
	ASSERT_ROW(&reading, 1, "a", "b");
	ASSERT_ROW(&reading, 2, "1", "");
	ASSERT_ROW(&reading, 5, "", "2");
	ASSERT_ROW(&reading, 6, " c d ", "e");
	finish_reading(&reading);
}

/* What stands most in the first row outside quotes is between columns; a comma if nothing does. */
static void test_csv_look_for_separator__takes_what_the_first_row_shows(void **state)
{
	static const struct {
		const char *text;
		char separator;
	} cases[] = {{"a,b;c,d\n;;;;", ','}, {"a;b,c;d\n1", ';'}, {"a\tb\tc;d", '\t'}, {"a", ','},
		{"", ','}, {"\"a;b;c\",d\n", ','},
		{"\xEF\xBB\xBF"
		 "a;b",
			';'}};
	struct reading reading;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		start_reading(&reading, span_of(cases[i].text));
		csv_look_for_separator(&reading.csv);
		assert_int_equal(reading.csv.separator, cases[i].separator);
		arena_finish(&reading.arena);
	}
	start_reading(&reading, SPAN_LITERAL("a;b;c\n1,5;\"x;y\";\n"));
	csv_look_for_separator(&reading.csv);
	ASSERT_ROW(&reading, 1, "a", "b", "c");
	ASSERT_ROW(&reading, 2, "1,5", "x;y", "");
	finish_reading(&reading);
}

/* Quotes hold separators, line ends, tabs and doubled quotes; an empty quoted line is a row. */
static void test_csv_next__undoes_quotes(void **state)
{
	struct reading reading;

	(void)state;
	start_reading(&reading,
		SPAN_LITERAL("\"a,b\",\"say \"\"no\"\"\"\r\n"
					 "\"x\r\ny\n\tz\",\"\"\"\"\n\"\"\nq,\"\""));
	ASSERT_ROW(&reading, 1, "a,b", "say \"no\"");
	ASSERT_ROW(&reading, 2, "x\r\ny\n\tz", "\"");
	ASSERT_ROW(&reading, 5, "");
	ASSERT_ROW(&reading, 6, "q", "");
	finish_reading(&reading);
}

/* Where no quotes had to be undone, a field points into the input. */
static void test_csv_next__copies_nothing_it_need_not(void **state)
{
	const struct span input = SPAN_LITERAL("ab,\"cd\",\"e\"\"f\"");
	struct reading reading;
	bool more;

	(void)state;
	start_reading(&reading, input);
	assert_int_equal(csv_next(&reading.csv, &more, NULL), STATUS_OK);
	assert_ptr_equal(reading.csv.fields[0].start, input.start);
	assert_ptr_equal(reading.csv.fields[1].start, input.start + 4);
	assert_true(span_is(reading.csv.fields[2], "e\"f"));
	assert_int_equal(reading.arena.taken, 16);
	arena_finish(&reading.arena);
}

/* Nothing, a mark and empty lines have no rows. */
static void test_csv_next__finds_no_rows_in_nothing(void **state)
{
	static const char *const empty[] = {"", "\n", "\r\n\r\n\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF\r\n"};
	struct reading reading;

	(void)state;
	for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
		start_reading(&reading, span_of(empty[i]));
		finish_reading(&reading);
	}
	start_reading(&reading, (struct span){NULL, 0});
	finish_reading(&reading);
}

/* Every mistake has its line and its column, counted in characters. */
static void test_csv_next__says_where_a_mistake_is(void **state)
{
	static const struct {
		const char *text;
		size_t line, column;
	} wrong[] = {
		{"a,\"b", 1, 3},                     /* not closed: where it opens */
		{"\"a\"\"", 1, 1},                   /* nor by a doubled quote */
		{"\"a\" ,b", 1, 4},                  /* text behind a closing quote */
		{"\"a\"\rb", 1, 4},                  /* the same with a lone carriage return */
		{"a,b\"c\"", 1, 4},                  /* a quote in the middle */
		{"a\rb", 1, 2},                      /* a lone carriage return */
		{"a\r", 1, 2},                       /* also at the end */
		{"a\tb", 1, 2},                      /* a tab outside quotes */
		{"\"a\rb\"", 1, 3},                  /* a lone carriage return inside */
		{"\"a\x7f\"", 1, 3},                 /* delete */
		{"\"\xc2\xa0\xc2\x9f\"", 1, 3},      /* the last of C1, behind a blank that is none */
		{"\xc3\xab\xc2\x85", 1, 2},          /* C1, behind a character of two bytes */
		{"\xc3\xab,\xe2\x82\xac\xff", 1, 4}, /* not UTF-8, behind three characters */
		{"\"a\n\xc3\xab\xc3(\"", 2, 2},      /* not UTF-8, on the row's second line */
		{"\xEF\xBB\xBF"
		 "a\x01",
			1, 2}, /* the mark counts for nothing */
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct reading reading;
		bool more = true;
		start_reading(&reading, span_of(wrong[i].text));
		assert_int_equal(csv_next(&reading.csv, &more, &reading.error), STATUS_INPUT);
		assert_false(more);
		assert_int_equal(reading.error.line, wrong[i].line);
		assert_int_equal(reading.error.column, wrong[i].column);
		assert_int_equal(csv_next(&reading.csv, &more, NULL), STATUS_INPUT);
		arena_finish(&reading.arena);
	}
}

/* A zero byte ends no text here: it is a control character like others. */
static void test_csv_next__refuses_a_zero_byte(void **state)
{
	struct reading reading;
	bool more;

	(void)state;
	start_reading(&reading, SPAN_LITERAL("a\n\nbc\0d\n"));
	ASSERT_ROW(&reading, 1, "a");
	assert_int_equal(csv_next(&reading.csv, &more, &reading.error), STATUS_INPUT);
	assert_int_equal(reading.error.line, 3);
	assert_int_equal(reading.error.column, 3);
	arena_finish(&reading.arena);
}

/* The last field that is allowed is read, one more is not. */
static void test_csv_next__bounds_the_fields_of_a_row(void **state)
{
	char text[CSV_MAX_FIELDS];
	struct reading reading;
	bool more;

	(void)state;
	memset(text, ',', sizeof text);
	start_reading(&reading, span_bytes(text, CSV_MAX_FIELDS - 1));
	assert_int_equal(csv_next(&reading.csv, &more, NULL), STATUS_OK);
	assert_int_equal(reading.csv.count, CSV_MAX_FIELDS);
	arena_finish(&reading.arena);
	start_reading(&reading, span_bytes(text, CSV_MAX_FIELDS));
	assert_int_equal(csv_next(&reading.csv, &more, &reading.error), STATUS_BOUND);
	assert_non_null(strstr(reading.error.message, "CSV_MAX_FIELDS"));
	assert_int_equal(reading.error.column, CSV_MAX_FIELDS + 1);
	arena_finish(&reading.arena);
}

/* The longest field that is allowed is read, plain and quoted; a byte more is not. */
static void test_csv_next__bounds_the_bytes_of_a_field(void **state)
{
	struct buf text;

	(void)state;
	for (int quoted = 0; quoted < 2; quoted++) {
		for (size_t over = 0; over < 2; over++) {
			struct reading reading;
			bool more;
			buf_init(&text, 100000);
			buf_add_text(&text, quoted ? "\"\"\"" : "x");
			size_t size = CSV_MAX_FIELD_BYTES - 1 + over;
			memset(buf_reserve(&text, size), 'y', size);
			buf_add_text(&text, quoted ? "\"" : "");
			start_reading(&reading, buf_span(&text));
			status read = csv_next(&reading.csv, &more, &reading.error);
			assert_int_equal(read, over ? STATUS_BOUND : STATUS_OK);
			if (!over) assert_int_equal(reading.csv.fields[0].size, CSV_MAX_FIELD_BYTES);
			arena_finish(&reading.arena);
			buf_finish(&text);
		}
	}
}

/* An arena that is full is an error of its own, and not the file's. */
static void test_csv_next__says_when_the_arena_is_full(void **state)
{
	struct arena arena;
	struct csv csv;
	bool more;

	(void)state;
	arena_init(&arena, 16, 4);
	csv_init(&csv, SPAN_LITERAL("\"12345\"\"\""), &arena);
	assert_int_equal(csv_next(&csv, &more, NULL), STATUS_MEMORY);
	arena_finish(&arena);
}

/* Columns are found in whatever order they stand. */
static void test_csv_header__finds_columns_in_any_order(void **state)
{
	static const char *const names[] = {"kind", "weeks", "from"};
	struct reading reading;
	size_t columns[3];

	(void)state;
	start_reading(&reading, SPAN_LITERAL("\nweeks,\"from\",kind\n4,2026-01-01,intake\n"));
	assert_int_equal(csv_header(&reading.csv, names, 3, columns, NULL), STATUS_OK);
	assert_int_equal(columns[0], 2);
	assert_int_equal(columns[1], 0);
	assert_int_equal(columns[2], 1);
	ASSERT_ROW(&reading, 3, "4", "2026-01-01", "intake");
	finish_reading(&reading);
}

/* What is missing or double is named; what is unknown is only numbered, for it is outside text. */
static void test_csv_header__says_what_is_wrong(void **state)
{
	static const char *const names[] = {"kind", "weeks"};
	static const struct {
		const char *text, *says;
	} wrong[] = {
		{"kind\n", "weeks is missing"},
		{"", "kind is missing"},
		{"kind,weeks,kind\n", "kind is there twice"},
		{"kind,Jansen,weeks\n", "column 2 is unknown"},
		{"kind,weeks \n", "column 2 is unknown"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct reading reading;
		size_t columns[2];
		start_reading(&reading, span_of(wrong[i].text));
		assert_int_equal(csv_header(&reading.csv, names, 2, columns, &reading.error), STATUS_INPUT);
		assert_int_equal(reading.error.line, 1);
		assert_non_null(strstr(reading.error.message, wrong[i].says));
		assert_null(strstr(reading.error.message, "Jansen"));
		arena_finish(&reading.arena);
	}
}

enum { ROWS = 40, COLUMNS = 5, CELL_BYTES = 12 };

struct cell {
	char bytes[CELL_BYTES];
	size_t size;
};

/* Fills a cell with pieces that are hard on a reader, and writes it down with quotes where they
 * are needed or by chance. */
static void write_cell(struct buf *text, struct prng *prng, struct cell *cell)
{
	static const char *const pieces[] = {
		"a",
		"\"",
		",",
		"\n",
		"\r\n",
		"\t",
		" ",
		"\xc3\xab",
		"\xe2\x82\xac",
	};
	bool plain = prng_below(prng, 2) == 0;

	cell->size = 0;
	for (uint64_t left = prng_below(prng, 4); left > 0; left--) {
		struct span piece = span_of(pieces[plain ? 0 : prng_below(prng, 9)]);
		memcpy(cell->bytes + cell->size, piece.start, piece.size);
		cell->size += piece.size;
	}
	if (!plain || prng_below(prng, 2) == 0) {
		buf_add_char(text, '"');
		for (size_t i = 0; i < cell->size; i++) {
			if (cell->bytes[i] == '"') buf_add_char(text, '"');
			buf_add_char(text, cell->bytes[i]);
		}
		buf_add_char(text, '"');
	} else {
		buf_add(text, cell->bytes, cell->size);
	}
}

static void write_table(struct buf *text, struct prng *prng, struct cell cells[ROWS][COLUMNS])
{
	buf_reset(text);
	for (size_t row = 0; row < ROWS; row++) {
		for (size_t column = 0; column < COLUMNS; column++) {
			if (column > 0) buf_add_char(text, ',');
			write_cell(text, prng, &cells[row][column]);
		}
		buf_add_text(text, prng_below(prng, 2) == 0 ? "\n" : "\r\n");
	}
}

static void assert_table(struct span text, struct cell cells[ROWS][COLUMNS])
{
	struct reading reading;
	bool more;

	start_reading(&reading, text);
	for (size_t row = 0; row < ROWS; row++) {
		assert_int_equal(csv_next(&reading.csv, &more, NULL), STATUS_OK);
		assert_int_equal(reading.csv.count, COLUMNS);
		for (size_t column = 0; column < COLUMNS; column++) {
			const struct cell *cell = &cells[row][column];
			struct span expected = span_bytes(cell->bytes, cell->size);
			assert_true(span_equal(reading.csv.fields[column], expected));
		}
	}
	finish_reading(&reading);
}

/* Whatever was written is read back, in 200 random tables. */
static void test_csv_next__reads_back_random_tables(void **state)
{
	static struct cell cells[ROWS][COLUMNS];
	struct prng prng;
	struct buf text;

	(void)state;
	prng_init_seed(&prng, 4180);
	buf_init(&text, 1 << 20);
	for (int round = 0; round < 200; round++) {
		write_table(&text, &prng, cells);
		assert_table(buf_span(&text), cells);
	}
	buf_finish(&text);
}

/* What is wrong on one line does not hide what is wrong, or right, on the next. */
static void test_csv_skip__goes_on_behind_the_line_of_a_mistake(void **state)
{
	static const char *const last[] = {"c", "d"};
	struct reading reading = {0};
	bool more = false;

	(void)state;
	start_reading(&reading, SPAN_LITERAL("a,b\"b\n\"two\nlines\",x\"y\nc,d\n\"open"));
	assert_int_equal(csv_next(&reading.csv, &more, &reading.error), STATUS_INPUT);
	assert_int_equal(reading.error.line, 1);
	csv_skip(&reading.csv, &reading.error);
	assert_int_equal(csv_next(&reading.csv, &more, &reading.error), STATUS_INPUT);
	assert_int_equal(reading.error.line, 3);
	csv_skip(&reading.csv, &reading.error);
	assert_row(&reading, 4, 2, last);
	assert_int_equal(csv_next(&reading.csv, &more, &reading.error), STATUS_INPUT);
	assert_int_equal(reading.error.line, 5);
	csv_skip(&reading.csv, &reading.error);
	assert_int_equal(csv_next(&reading.csv, &more, &reading.error), STATUS_OK);
	assert_false(more);
	arena_finish(&reading.arena);
}

/* An error without a line is passed as well: reading always comes to an end. */
static void test_csv_skip__always_goes_on(void **state)
{
	const struct error none = {0};
	struct reading reading = {0};

	(void)state;
	start_reading(&reading, SPAN_LITERAL("a\nb"));
	csv_skip(&reading.csv, &none);
	assert_true(span_is(reading.csv.rest, "b"));
	csv_skip(&reading.csv, &none);
	csv_skip(&reading.csv, &none);
	assert_int_equal(reading.csv.rest.size, 0);
	arena_finish(&reading.arena);
}

static void test_csv_add_field__is_read_back(void **state)
{
	static const char *const fields[] = {
		"plain", "a,b", "say \"x\"", "two\r\nlines\n", "\ttab", "é", "'", " "};
	enum { COUNT = sizeof fields / sizeof fields[0] };
	struct reading reading = {0};
	struct buf text;

	(void)state;
	buf_init(&text, 4096);
	for (size_t i = 0; i < COUNT; i++) {
		if (i > 0) buf_add_char(&text, ',');
		csv_add_field(&text, span_of(fields[i]));
	}
	start_reading(&reading, buf_span(&text));
	assert_row(&reading, 1, COUNT, fields);
	arena_finish(&reading.arena);
	buf_finish(&text);
}

static void test_csv_clean__leaves_nothing_that_cannot_be_read_back(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 4096);
	csv_clean(&text,
		SPAN_LITERAL("a\x07"
					 "b\rc\r\nd\te\x7f"
					 "f\xc2\x85g\xc3\xa9"));
	assert_true(span_is(buf_span(&text), "a b c\r\nd\te f g\xc3\xa9"));
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_next__reads_plain_rows),
		cmocka_unit_test(test_csv_look_for_separator__takes_what_the_first_row_shows),
		cmocka_unit_test(test_csv_next__undoes_quotes),
		cmocka_unit_test(test_csv_next__copies_nothing_it_need_not),
		cmocka_unit_test(test_csv_next__finds_no_rows_in_nothing),
		cmocka_unit_test(test_csv_next__says_where_a_mistake_is),
		cmocka_unit_test(test_csv_next__refuses_a_zero_byte),
		cmocka_unit_test(test_csv_next__bounds_the_fields_of_a_row),
		cmocka_unit_test(test_csv_next__bounds_the_bytes_of_a_field),
		cmocka_unit_test(test_csv_next__says_when_the_arena_is_full),
		cmocka_unit_test(test_csv_header__finds_columns_in_any_order),
		cmocka_unit_test(test_csv_header__says_what_is_wrong),
		cmocka_unit_test(test_csv_next__reads_back_random_tables),
		cmocka_unit_test(test_csv_skip__goes_on_behind_the_line_of_a_mistake),
		cmocka_unit_test(test_csv_skip__always_goes_on),
		cmocka_unit_test(test_csv_add_field__is_read_back),
		cmocka_unit_test(test_csv_clean__leaves_nothing_that_cannot_be_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
