/* api_exchange_tell.c - what is wrong with a file, as a line that people read.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_private.h"
#include <stdio.h>

static void add_place(const struct api_messages *messages, enum api_language language,
	const struct api_exchange_place *place, struct buf *out)
{
	char line[24] = "", column[24] = "";
	if (place->line == 0 && place->path != NULL) {
		buf_add_text(out, place->path);
		return;
	}
	snprintf(line, sizeof(line), "%zu", place->line);
	if (place->column > 0) snprintf(column, sizeof(column), "%zu", place->column);
	const struct api_message_parameter parameters[] = {
		{.name = "row", .text = span_of(line)}, {.name = "cell", .text = span_of(column)}};
	api_messages_add(messages, language, "import.place", parameters, 2, out);
}

static bool comes_before(const struct api_exchange_place *a, const struct api_exchange_place *b)
{
	if (a->line == 0 || b->line == 0) return a->line != 0 && b->line == 0;
	return a->line < b->line || (a->line == b->line && a->column < b->column);
}

/* Stable, and there are few: what stands at the same place stays as it was found. */
void api_exchange_sort_faults(struct api_exchange *exchange)
{
	for (size_t i = 1; i < exchange->fault_count; i++) {
		const struct api_exchange_fault fault = exchange->faults[i];
		size_t at = i;
		for (; at > 0 && comes_before(&fault.place, &exchange->faults[at - 1].place); at--)
			exchange->faults[at] = exchange->faults[at - 1];
		exchange->faults[at] = fault;
	}
}

void api_exchange_tell(const struct api_messages *messages, enum api_language language,
	const struct api_exchange_fault *fault, struct buf *out)
{
	static const char *const suffixes[] = {"title", "accept"};
	char key[API_MESSAGES_KEY_SIZE * 2];
	add_place(messages, language, &fault->place, out);
	buf_add_char(out, ':');
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		snprintf(key, sizeof(key), "%s.%s", fault->key, suffixes[i]);
		buf_add_char(out, ' ');
		api_messages_add(messages, language, key, fault->parameters, fault->count, out);
	}
}
