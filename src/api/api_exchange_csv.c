/* api_exchange_csv.c - a file of values with commas, semicolons or tabs between: a line for each
 * organisation, site and service.
 *
 * Columns     entry, id, organisation, and the names of fields (enum entry_field), in any order. A
 *             column that is not there says nothing about its field.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_private.h"
#include "base/check.h"
#include "base/csv.h"
#include <stdio.h>

enum { NAME_MOST_BYTES = 80 };
enum { COLUMN_ENTRY = ENTRY_FIELD_COUNT, COLUMN_ID, COLUMN_ORGANISATION, COLUMNS };

struct reading {
	struct api_exchange *exchange;
	struct csv csv;
	int fields[CSV_MAX_FIELDS]; /* what each column is; 0: of something that is unknown */
	size_t columns;
	bool seen[COLUMNS];
};

static const char *column_name(int column)
{
	if (column == COLUMN_ENTRY) return "entry";
	if (column == COLUMN_ID) return "id";
	if (column == COLUMN_ORGANISATION) return "organisation";
	return codes_name(&entry_field_codes, column);
}

static bool is_column(int column)
{
	if (column >= COLUMN_ENTRY) return true;
	for (int kind = ENTRY_ORGANISATION; kind <= ENTRY_SERVICE; kind++)
		if (api_exchange_has_field((enum entry_kind)kind, column)) return true;
	return false;
}

static int find_column(struct span name)
{
	for (int column = 1; column < COLUMNS; column++)
		if (span_is(name, column_name(column)) && is_column(column)) return column;
	return 0;
}

static struct api_exchange_place place_at(const struct reading *reading, size_t column)
{
	return (struct api_exchange_place){.line = reading->csv.line, .column = column};
}

/* What the reader of CSV stumbled over: where, and in which form it is told. */
static void fault_form(struct reading *reading, const struct error *error)
{
	const struct api_exchange_place place = {.line = error->line, .column = 0};
	char column[24];
	struct buf text;
	buf_init(&text, sizeof(column));
	buf_add_int(&text, (int64_t)error->column);
	const struct api_message_parameter parameters[] = {{.name = "column", .text = buf_span(&text)}};
	bool bound = error->code == STATUS_BOUND;
	api_exchange_fault(
		reading->exchange, place, bound ? "fault.csv_bound" : "fault.csv_form", parameters, 1);
	buf_finish(&text);
}

/* Saved with other letters: one word about that says more
 * than what all its lines lead to. */
static bool fault_whole(struct reading *reading, struct span text)
{
	size_t bad_at = 0;
	if (!span_is_utf8(text, &bad_at)) {
		struct api_exchange_place place = {.line = 1};
		size_t begin = 0;
		for (size_t i = 0; i < bad_at; i++)
			if (text.start[i] == '\n') {
				place.line++;
				begin = i + 1;
			}
		char column[24];
		const struct span before = {text.start + begin, bad_at - begin};
		snprintf(column, sizeof(column), "%zu", span_utf8_length(before) + 1);
		const struct api_message_parameter parameters[] = {
			{.name = "column", .text = span_of(column)}};
		api_exchange_fault(reading->exchange, place, "fault.csv_not_utf8", parameters, 1);
		return true;
	}
	return false;
}

/* With the name that stands there, unless it is longer than any that could have been meant. */
static void fault_unknown(struct reading *reading, size_t column, struct span name)
{
	const struct api_message_parameter parameters[] = {
		{.name = "name", .text = name.size <= NAME_MOST_BYTES ? name : (struct span){0}}};
	api_exchange_fault(reading->exchange, place_at(reading, column + 1), "fault.csv_column_unknown",
		parameters, 1);
}

static void fault_column(struct reading *reading, size_t column, const char *key)
{
	api_exchange_fault(reading->exchange, place_at(reading, column + 1), key, NULL, 0);
}

/* For what is found to be wrong later. */
static void note_column(struct api_exchange *exchange, int column, size_t number)
{
	if (column == COLUMN_ORGANISATION) exchange->columns[0] = number;
	if (column > 0 && column < ENTRY_FIELD_COUNT) exchange->columns[column] = number;
}

static bool read_header(struct reading *reading)
{
	struct error error = {0};
	bool more = false, good = true;
	if (csv_next(&reading->csv, &more, &error) != STATUS_OK) {
		fault_form(reading, &error);
		return false;
	}
	reading->columns = reading->csv.count;
	for (size_t i = 0; i < reading->columns; i++) {
		struct span name = span_trim(reading->csv.fields[i]);
		int column = find_column(name);
		reading->fields[i] = column;
		if (column == 0) fault_unknown(reading, i, name);
		if (column != 0 && reading->seen[column])
			fault_column(reading, i, "fault.csv_column_twice");
		good = good && column != 0 && !reading->seen[column];
		note_column(reading->exchange, column, i + 1);
		reading->seen[column] = true;
	}
	for (int column = COLUMN_ENTRY; more && column <= COLUMN_ID; column++) {
		if (reading->seen[column]) continue;
		api_exchange_fault_field(reading->exchange, place_at(reading, 0),
			"fault.csv_column_missing", column_name(column));
		good = false;
	}
	return good && more;
}

static struct span cell(const struct reading *reading, int column, size_t *at)
{
	for (*at = 0; *at < reading->columns; (*at)++)
		if (reading->fields[*at] == column) return span_trim(reading->csv.fields[*at]);
	*at = 0;
	return (struct span){0};
}

/* An apostrophe before what a spreadsheet would calculate with is not of the text. */
static struct span without_guard(struct span text)
{
	bool guards = text.size > 1 && text.start[0] == '\'' && strchr("=+-@'", text.start[1]) != NULL;
	return guards ? (struct span){text.start + 1, text.size - 1} : text;
}

/* Kind, id and whose it is; NULL: it is not known what the line is. */
static struct api_exchange_item *read_begin(struct reading *reading)
{
	struct api_exchange *exchange = reading->exchange;
	size_t at = 0;
	int kind = codes_find(&entry_kind_codes, cell(reading, COLUMN_ENTRY, &at));
	if (kind < ENTRY_ORGANISATION || kind > ENTRY_SERVICE) {
		fault_column(reading, at, "fault.csv_entry");
		return NULL;
	}
	struct api_exchange_item *item =
		api_exchange_add(exchange, (enum entry_kind)kind, place_at(reading, 0));
	if (item == NULL) return NULL;
	struct span text = cell(reading, COLUMN_ID, &at);
	item->wrong = !api_exchange_read_id(
		exchange, place_at(reading, at + 1), "id", item->kind, text, &item->id);
	text = cell(reading, COLUMN_ORGANISATION, &at);
	struct api_exchange_place place = place_at(reading, text.start == NULL ? 0 : at + 1);
	if (kind != ENTRY_ORGANISATION)
		item->wrong = !api_exchange_read_id(exchange, place, "organisation", ENTRY_ORGANISATION,
						  text, &item->organisation) ||
			item->wrong;
	else if (text.size > 0)
		api_exchange_fault_field(exchange, place, "problem.unknown_field", "organisation");
	return item;
}

static void read_row(struct reading *reading)
{
	struct csv *csv = &reading->csv;
	if (csv->count != reading->columns) {
		char count[24];
		struct buf text;
		buf_init(&text, sizeof(count));
		buf_add_int(&text, (int64_t)reading->columns);
		const struct api_message_parameter parameters[] = {
			{.name = "count", .text = buf_span(&text)}};
		api_exchange_fault(
			reading->exchange, place_at(reading, 0), "fault.csv_width", parameters, 1);
		buf_finish(&text);
		return;
	}
	struct api_exchange_item *item = read_begin(reading);
	if (item == NULL) return;
	for (size_t i = 0; i < reading->columns; i++) {
		if (reading->fields[i] >= COLUMN_ENTRY) continue;
		api_exchange_read_field(reading->exchange, item, place_at(reading, i + 1),
			column_name(reading->fields[i]), without_guard(csv->fields[i]));
	}
	api_exchange_read_end(reading->exchange, item);
}

void api_exchange_read_csv(struct api_exchange *exchange, struct span text)
{
	struct reading *reading = ARENA_NEW(exchange->arena, struct reading);
	bool more = true;
	reading->exchange = exchange;
	csv_init(&reading->csv, text, exchange->arena);
	csv_look_for_separator(&reading->csv);
	if (fault_whole(reading, text) || !read_header(reading)) return;
	while (api_exchange_goes_on(exchange)) {
		struct error error = {0};
		status code = csv_next(&reading->csv, &more, &error);
		if (code == STATUS_OK && !more) return;
		if (code == STATUS_OK) {
			read_row(reading);
			continue;
		}
		fault_form(reading, &error);
		csv_skip(&reading->csv, &error);
	}
}
