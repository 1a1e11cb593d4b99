/* csv.c - a row at a time; the place of a mistake is counted only when there is one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/csv.h"

/* One row while it is read. */
struct row {
	struct csv *csv;
	const char *start; /* of the row */
	const char *at;
	const char *end; /* of the input */
	struct error *error;
};

void csv_init(struct csv *csv, struct span input, struct arena *arena)
{
	if (input.size == 0) input.start = "";
	if (span_starts_with(input, "\xEF\xBB\xBF")) {
		input.start += 3;
		input.size -= 3;
	}
	*csv = (struct csv){.rest = input, .arena = arena, .separator = ',', .next_line = 1};
}

void csv_look_for_separator(struct csv *csv)
{
	static const char separators[] = {',', ';', '\t'};
	size_t counts[sizeof(separators)] = {0}, most = 0;
	bool quoted = false;

	for (size_t i = 0; i < csv->rest.size; i++) {
		char byte = csv->rest.start[i];
		if (byte == '"') quoted = !quoted;
		if (byte == '\n' && !quoted) break;
		for (size_t at = 0; at < sizeof(separators) && !quoted; at++)
			counts[at] += byte == separators[at];
	}
	for (size_t at = 1; at < sizeof(separators); at++)
		if (counts[at] > counts[most]) most = at;
	csv->separator = separators[most];
}

static size_t count_lines(const char *from, const char *to)
{
	size_t lines = 0;

	for (; from < to; from++)
		if (*from == '\n') lines++;
	return lines;
}

/* Says what is wrong at `at`, with its line and its column in characters. */
static status fail_at(const struct row *row, const char *at, status code, const char *what)
{
	const char *line_start = at;

	while (line_start > row->start && line_start[-1] != '\n') line_start--;
	size_t line = row->csv->next_line + count_lines(row->start, at);
	size_t column = span_utf8_length(span_bytes(line_start, (size_t)(at - line_start))) + 1;
	return status_fail_at(row->error, code, line, column, "%s", what);
}

static bool is_line_end(const struct row *row, const char *at)
{
	return *at == '\n' || (*at == '\r' && row->end - at > 1 && at[1] == '\n');
}

/* C0 and DEL are one byte, C1 is C2 80 to C2 9F. */
static bool is_control(const char *at, const char *end)
{
	unsigned char byte = (unsigned char)*at;

	if (byte < 0x20 || byte == 0x7f) return true;
	return byte == 0xc2 && end - at > 1 && (unsigned char)at[1] <= 0x9f;
}

/* Bounds, UTF-8 and control characters of a field as it stands in the input. */
static status check_field(const struct row *row, const char *from, const char *to, bool quoted)
{
	size_t bad_at;

	if (!span_is_utf8(span_bytes(from, (size_t)(to - from)), &bad_at) && from[bad_at] != 0)
		return fail_at(row, from + bad_at, STATUS_INPUT, "the text is not UTF-8");
	for (const char *at = from; at < to; at++) {
		if (!is_control(at, to)) continue;
		if (!quoted || (*at != '\t' && !is_line_end(row, at)))
			return fail_at(row, at, STATUS_INPUT, "a control character");
		if (*at == '\r') at++;
	}
	return STATUS_OK;
}

/* A copy in the arena in which each "" is one quote. */
static status undo_quotes(
	const struct row *row, const char *from, const char *to, size_t size, struct span *field)
{
	char *copy = arena_take(row->csv->arena, size);

	if (copy == NULL) return status_fail(row->error, STATUS_MEMORY, "no memory left for a field");
	*field = span_bytes(copy, size);
	for (; from < to; from++) {
		*copy++ = *from;
		if (*from == '"') from++;
	}
	return STATUS_OK;
}

/* From the opening quote up to behind the closing one. */
static status read_quoted(struct row *row, struct span *field)
{
	const char *open = row->at;
	const char *from = open + 1;
	const char *to = from;
	size_t doubled = 0;

	for (;; to++) {
		to = memchr(to, '"', (size_t)(row->end - to));
		if (to == NULL) return fail_at(row, open, STATUS_INPUT, "a quote that is not closed");
		if (row->end - to < 2 || to[1] != '"') break;
		to++;
		doubled++;
	}
	size_t size = (size_t)(to - from) - doubled;
	if (size > CSV_MAX_FIELD_BYTES)
		return fail_at(row, open, STATUS_BOUND, "a field over CSV_MAX_FIELD_BYTES");
	TRY(check_field(row, from, to, true));
	row->at = to + 1;
	*field = span_bytes(from, size);
	if (doubled > 0) TRY(undo_quotes(row, from, to, size, field));
	if (row->at < row->end && *row->at != row->csv->separator && !is_line_end(row, row->at))
		return fail_at(row, row->at, STATUS_INPUT, "text behind a closing quote");
	return STATUS_OK;
}

static status read_plain(struct row *row, struct span *field)
{
	const char *from = row->at;
	const char *to = from;

	while (to < row->end && *to != row->csv->separator && !is_line_end(row, to)) {
		if (*to == '"')
			return fail_at(row, to, STATUS_INPUT, "a quote inside a field without quotes");
		to++;
	}
	if ((size_t)(to - from) > CSV_MAX_FIELD_BYTES)
		return fail_at(row, from, STATUS_BOUND, "a field over CSV_MAX_FIELD_BYTES");
	TRY(check_field(row, from, to, false));
	*field = span_bytes(from, (size_t)(to - from));
	row->at = to;
	return STATUS_OK;
}

static status read_fields(struct row *row)
{
	struct csv *csv = row->csv;

	csv->count = 0;
	for (;;) {
		if (csv->count == CSV_MAX_FIELDS)
			return fail_at(row, row->at, STATUS_BOUND, "a row over CSV_MAX_FIELDS");
		struct span *field = &csv->fields[csv->count];
		bool quoted = row->at < row->end && *row->at == '"';
		TRY(quoted ? read_quoted(row, field) : read_plain(row, field));
		csv->count++;
		if (row->at == row->end || *row->at != csv->separator) return STATUS_OK;
		row->at++;
	}
}

/* Takes a line end off, if there is one at the front. */
static bool take_line_end(struct csv *csv)
{
	size_t size;

	if (span_starts_with(csv->rest, "\n"))
		size = 1;
	else if (span_starts_with(csv->rest, "\r\n"))
		size = 2;
	else
		return false;
	csv->rest.start += size;
	csv->rest.size -= size;
	csv->next_line++;
	return true;
}

status csv_next(struct csv *csv, bool *more, struct error *error)
{
	*more = false;
	csv->count = 0;
	while (take_line_end(csv)) continue;
	if (csv->rest.size == 0) return STATUS_OK;
	const char *start = csv->rest.start;
	struct row row = {csv, start, start, start + csv->rest.size, error};
	csv->line = csv->next_line;
	TRY(read_fields(&row));
	csv->next_line += count_lines(row.start, row.at);
	csv->rest = span_bytes(row.at, (size_t)(row.end - row.at));
	(void)take_line_end(csv);
	*more = true;
	return STATUS_OK;
}

void csv_skip(struct csv *csv, const struct error *error)
{
	const char *end = csv->rest.start + csv->rest.size;

	do {
		if (csv->rest.size == 0) return;
		const char *newline = memchr(csv->rest.start, '\n', csv->rest.size);
		const char *next = newline == NULL ? end : newline + 1;
		csv->rest = span_bytes(next, (size_t)(end - next));
		csv->next_line++;
	} while (csv->next_line <= error->line);
}

static bool needs_quotes(struct span field)
{
	for (size_t i = 0; i < field.size; i++)
		if (strchr(",\"\r\n\t", field.start[i]) != NULL) return true;
	return false;
}

/* What may stand in quotes: a tab, and a line end of either kind. */
static bool may_stand(const char *at, const char *end)
{
	if (*at == '\r') return end - at > 1 && at[1] == '\n';
	return *at == '\t' || *at == '\n' || !is_control(at, end);
}

void csv_clean(struct buf *out, struct span field)
{
	if (field.size == 0) return;
	const char *end = field.start + field.size;
	for (const char *at = field.start; at < end; at++) {
		bool kept = may_stand(at, end);
		if (!kept && (unsigned char)*at == 0xc2) at++;
		buf_add_char(out, kept ? *at : ' ');
	}
}

void csv_add_field(struct buf *out, struct span field)
{
	bool quoted = needs_quotes(field);

	if (quoted) buf_add_char(out, '"');
	for (size_t i = 0; i < field.size; i++) {
		if (field.start[i] == '"') buf_add_char(out, '"');
		buf_add_char(out, field.start[i]);
	}
	if (quoted) buf_add_char(out, '"');
}

#define NOT_SEEN SIZE_MAX /* in `columns`, while the header is read */

/* Which of the names this is; `count` if none. */
static size_t find_name(struct span field, const char *const *names, size_t count)
{
	size_t i = 0;

	while (i < count && !span_is(field, names[i])) i++;
	return i;
}

/* Puts one field of the header in its place. */
static status place_column(const struct csv *csv, size_t column, const char *const *names,
	size_t count, size_t *columns, struct error *error)
{
	size_t name = find_name(csv->fields[column], names, count);

	/* By number: what an unknown name says is outside text, which does not belong in an error. */
	if (name == count)
		return status_fail_at(
			error, STATUS_INPUT, csv->line, 0, "column %zu is unknown", column + 1);
	if (columns[name] != NOT_SEEN)
		return status_fail_at(
			error, STATUS_INPUT, csv->line, 0, "column %s is there twice", names[name]);
	columns[name] = column;
	return STATUS_OK;
}

status csv_header(
	struct csv *csv, const char *const *names, size_t count, size_t *columns, struct error *error)
{
	bool more;

	TRY(csv_next(csv, &more, error));
	for (size_t i = 0; i < count; i++) columns[i] = NOT_SEEN;
	for (size_t column = 0; column < csv->count; column++)
		TRY(place_column(csv, column, names, count, columns, error));
	size_t line = more ? csv->line : 1;
	for (size_t i = 0; i < count; i++)
		if (columns[i] == NOT_SEEN)
			return status_fail_at(error, STATUS_INPUT, line, 0, "column %s is missing", names[i]);
	return STATUS_OK;
}
