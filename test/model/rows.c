/* rows.c - rows are read from text and compared as sets.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "rows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const macros[] = {
	"NEED_MOVE(", "HANDOVER_MOVE(", "JOIN_MOVE(", "CONSULT_MOVE(", "STAY_MOVE(", "TABLE_MOVE("};

/* The row that begins a line, or NULL. */
static const char *find_row(const char *line, size_t *size)
{
	const char *at = line + strspn(line, " \t");
	for (size_t i = 0; i < sizeof macros / sizeof macros[0]; i++) {
		if (strncmp(at, macros[i], strlen(macros[i])) != 0) continue;
		const char *end = strchr(at, ')');
		if (end == NULL) return NULL;
		*size = (size_t)(end + 1 - at);
		return at;
	}
	return NULL;
}

bool rows_read(struct rows *rows, const char *path)
{
	FILE *stream = fopen(path, "r");
	char *line = NULL;
	size_t capacity = 0, size = 0;
	bool fits = true;
	rows->count = 0;
	if (stream == NULL) return false;
	while (fits && getline(&line, &capacity, stream) >= 0) {
		const char *row = find_row(line, &size);
		if (row == NULL) continue;
		fits = rows->count < ROWS_MAX && size < ROWS_TEXT;
		if (fits) snprintf(rows->text[rows->count++], ROWS_TEXT, "%.*s", (int)size, row);
	}
	free(line);
	fclose(stream);
	return fits;
}

static size_t times_in(const struct rows *rows, const char *row)
{
	size_t times = 0;
	for (size_t i = 0; i < rows->count; i++) times += strcmp(rows->text[i], row) == 0;
	return times;
}

static size_t tell_only_in(const struct rows *a, const char *a_name, const struct rows *b)
{
	size_t found = 0;
	for (size_t i = 0; i < a->count; i++) {
		bool twice = times_in(a, a->text[i]) > 1;
		if (!twice && times_in(b, a->text[i]) == 1) continue;
		printf("      %s %s: %s\n", twice ? "twice in" : "only in", a_name, a->text[i]);
		found++;
	}
	return found;
}

size_t rows_differ(
	const struct rows *a, const char *a_name, const struct rows *b, const char *b_name)
{
	return tell_only_in(a, a_name, b) + tell_only_in(b, b_name, a);
}

size_t rows_missing(const struct rows *a, const struct rows *b)
{
	size_t missing = 0;
	for (size_t i = 0; i < a->count; i++) missing += times_in(b, a->text[i]) == 0;
	return missing;
}

void rows_told(const char *row, char told[ROWS_TEXT])
{
	size_t at = 0;
	int commas = 0;
	const char *inside = strstr(row, "_MOVE(");
	snprintf(told, ROWS_TEXT, "%.*s ", (int)(inside - row), row);
	at = strlen(told);
	for (const char *from = inside + strlen("_MOVE("); *from != 0 && *from != ')'; from++) {
		if (*from == ',' && ++commas == 3) break;
		if (*from != ',') told[at++] = *from;
	}
	snprintf(told + at, ROWS_TEXT - at, " ");
}
