/* transition_rows.c - what is prepared for which change of life: read from data/transitions.csv.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/csv.h"
#include "care/preparation.h"
#include <pthread.h>

enum column { COLUMN_KIND, COLUMN_KEY, COLUMN_BEFORE, COLUMN_SOURCE, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = {"kind", "key", "days_before", "source"};

enum { MAX_BEFORE = 365, TABLE_BYTES = 64 * 1024 };

/* Made by tools/embed from data/transitions.csv. */
extern const unsigned char care_transitions_csv[];
extern const size_t care_transitions_csv_size;

static struct transition_rows own;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool is_there(const struct transition_rows *rows, const struct transition_row *row)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->rows[i].kind == row->kind && rows->rows[i].key == row->key) return true;
	return false;
}

/* Rows of a kind stand together, so that they are found as one piece. */
static bool breaks_order(const struct transition_rows *rows, int32_t kind)
{
	bool seen = false;
	for (size_t i = 0; i < rows->count; i++) seen = seen || rows->rows[i].kind == kind;
	return seen && rows->rows[rows->count - 1].kind != kind;
}

static size_t count_of(const struct transition_rows *rows, int32_t kind)
{
	size_t count = 0;
	for (size_t i = 0; i < rows->count; i++) count += rows->rows[i].kind == kind ? 1 : 0;
	return count;
}

static status read_row(const struct csv *csv, const size_t at[COLUMN_COUNT],
	struct transition_rows *rows, struct error *error)
{
	int64_t before = -1;
	struct transition_row row = {
		.kind = codes_find(&transition_kind_codes, csv->fields[at[COLUMN_KIND]]),
		.key = codes_find(&preparation_key_codes, csv->fields[at[COLUMN_KEY]])};
	bool number = span_to_int64(csv->fields[at[COLUMN_BEFORE]], &before);
	const char *wrong = NULL;
	if (row.kind <= 0)
		wrong = "there is no such kind of change";
	else if (row.key <= 0)
		wrong = "there is no such preparation";
	else if (!number || before < 0 || before > MAX_BEFORE)
		wrong = "days_before is 0 to 365";
	else if (csv->fields[at[COLUMN_SOURCE]].size == 0)
		wrong = "source says who says so";
	else if (is_there(rows, &row))
		wrong = "it is there twice";
	else if (breaks_order(rows, row.kind))
		wrong = "rows of a kind stand together";
	else if (count_of(rows, row.kind) == TRANSITION_MAX_ROWS)
		wrong = "a kind has over 8 rows";
	else if (rows->count == TRANSITION_MAX_TABLE)
		wrong = "there are over 64 rows";
	if (wrong != NULL) return status_fail_at(error, STATUS_INPUT, csv->line, 0, "%s", wrong);
	row.days_before = (int32_t)before;
	rows->rows[rows->count++] = row;
	return STATUS_OK;
}

static status read_all(struct csv *csv, struct transition_rows *rows, struct error *error)
{
	size_t at[COLUMN_COUNT];
	bool more = true;
	TRY(csv_header(csv, columns, COLUMN_COUNT, at, error));
	for (;;) {
		TRY(csv_next(csv, &more, error));
		if (!more) return STATUS_OK;
		if (csv->count != COLUMN_COUNT)
			return status_fail_at(error, STATUS_INPUT, csv->line, 0, "a row has four fields");
		TRY(read_row(csv, at, rows, error));
	}
}

status transition_rows_read(struct span text, struct transition_rows *rows, struct error *error)
{
	struct arena arena;
	struct csv csv;
	rows->count = 0;
	if (text.size > TABLE_BYTES)
		return status_fail(error, STATUS_BOUND, "the table is over %d bytes", TABLE_BYTES);
	arena_init(&arena, 4096, TABLE_BYTES * 2);
	csv_init(&csv, text, &arena);
	status code = read_all(&csv, rows, error);
	arena_finish(&arena);
	return code;
}

static void read_own(void)
{
	struct error error = {0};
	CHECK(transition_rows_read(span_bytes(care_transitions_csv, care_transitions_csv_size), &own,
			  &error) == STATUS_OK);
}

const struct transition_row *transition_rows_of(int32_t kind, size_t *count)
{
	pthread_once(&once, read_own);
	*count = count_of(&own, kind);
	for (size_t i = 0; i < own.count; i++)
		if (own.rows[i].kind == kind) return &own.rows[i];
	return own.rows;
}
