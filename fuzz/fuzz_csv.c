/* fuzz_csv.c - any bytes as comma-separated values, and as a table of municipalities.
 *
 * Beyond "nothing breaks": what the reader gives stays within its bounds, is UTF-8 and lies in the
 * input or the arena; an error names a line that exists; written again with every field in quotes,
 * the same rows come back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/buf.h"
#include "base/check.h"
#include "base/csv.h"
#include "fuzz.h"
#include "region/region.h"

#define BLOCK_BYTES (64 * 1024)
#define LIMIT_BYTES (64 * 1024 * 1024)

static size_t lines_of(struct span input)
{
	size_t lines = 1;
	for (size_t i = 0; i < input.size; i++) lines += input.start[i] == '\n';
	return lines;
}

static void check_row(const struct csv *csv, size_t line_before, size_t lines)
{
	CHECK(csv->count >= 1 && csv->count <= CSV_MAX_FIELDS);
	CHECK(csv->line > line_before && csv->line <= lines);
	for (size_t i = 0; i < csv->count; i++) {
		CHECK(csv->fields[i].size <= CSV_MAX_FIELD_BYTES);
		CHECK(span_is_utf8(csv->fields[i], NULL));
	}
}

/* Writes the row with every field in quotes. */
static void write_row(const struct csv *csv, struct buf *out)
{
	for (size_t i = 0; i < csv->count; i++) {
		buf_add_text(out, i == 0 ? "\"" : ",\"");
		for (size_t j = 0; j < csv->fields[i].size; j++) {
			if (csv->fields[i].start[j] == '"') buf_add_char(out, '"');
			buf_add_char(out, csv->fields[i].start[j]);
		}
		buf_add_char(out, '"');
	}
	buf_add_char(out, '\n');
}

/* Reads all rows, and writes them to `out`. */
static status read_rows(struct span input, struct arena *arena, struct buf *out)
{
	struct csv csv;
	struct error error = {0};
	size_t line = 0, lines = lines_of(input);
	csv_init(&csv, input, arena);
	for (;;) {
		bool more;
		status outcome = csv_next(&csv, &more, &error);
		if (outcome != STATUS_OK) {
			CHECK(error.code == outcome && error.message[0] != 0);
			CHECK(error.line <= lines);
			return outcome;
		}
		if (!more) return STATUS_OK;
		check_row(&csv, line, lines);
		line = csv.line;
		write_row(&csv, out);
	}
}

static void check_round_trip(struct span input)
{
	struct arena arena;
	struct buf once, twice;
	arena_init(&arena, BLOCK_BYTES, LIMIT_BYTES);
	buf_init(&once, LIMIT_BYTES);
	buf_init(&twice, LIMIT_BYTES);
	if (read_rows(input, &arena, &once) == STATUS_OK) {
		CHECK(!once.overflowed);
		CHECK(read_rows(buf_span(&once), &arena, &twice) == STATUS_OK);
		CHECK(span_equal(buf_span(&once), buf_span(&twice)));
	}
	buf_finish(&twice);
	buf_finish(&once);
	arena_finish(&arena);
}

static void check_table(struct span input)
{
	struct region *division;
	struct error error = {0};
	size_t count;
	if (region_open_table(input, &division, &error) == STATUS_OK) {
		region_municipalities(division, REGION_NATIONAL, &count);
		CHECK(count == REGION_MUNICIPALITY_COUNT);
		region_close(division);
	} else {
		CHECK(division == NULL && error.message[0] != 0);
		CHECK(error.line <= lines_of(input));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct span input = span_bytes(bytes, size);
	check_round_trip(input);
	check_table(input);
	return 0;
}
