/* term.c - the table of terms, read once.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/term.h"
#include "base/check.h"
#include "base/csv.h"
#include <pthread.h>

/* Made by tools/embed from data/freshness.csv. */
extern const unsigned char directory_freshness_csv[];
extern const size_t directory_freshness_csv_size;

enum { CORRECTION_ROW = ENTRY_KIND_COUNT, KINDS, MAX_DAYS = 3650 };
enum {
	COLUMN_KIND,
	COLUMN_SERVICE_KIND,
	COLUMN_FADES,
	COLUMN_BEFORE,
	COLUMN_AGAIN,
	COLUMN_SOURCE,
	COLUMN_COUNT
};
static const char *const columns[COLUMN_COUNT] = {
	"kind", "service_kind", "fades_after_days", "ask_before_days", "ask_again_days", "source"};

static struct term terms[KINDS][SERVICE_KIND_COUNT];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int32_t days_of(struct span text)
{
	int64_t days = 0;
	CHECK(span_to_int64(text, &days) && days >= 0 && days <= MAX_DAYS);
	return (int32_t)days;
}

static void take_row(const struct csv *csv, const size_t *at)
{
	struct span kind_name = csv->fields[at[COLUMN_KIND]];
	struct span service_name = csv->fields[at[COLUMN_SERVICE_KIND]];
	int kind = span_is(kind_name, "correction") ? (int)CORRECTION_ROW
												: codes_find(&entry_kind_codes, kind_name);
	int service = codes_find(&codes_service_kind, service_name);
	CHECK(kind != 0 && (service != 0 || service_name.size == 0));
	terms[kind][service] = (struct term){days_of(csv->fields[at[COLUMN_FADES]]),
		days_of(csv->fields[at[COLUMN_BEFORE]]), days_of(csv->fields[at[COLUMN_AGAIN]])};
	CHECK(terms[kind][service].ask_before_days < terms[kind][service].fades_after_days);
	CHECK(terms[kind][service].ask_again_days > 0);
}

static void read_table(void)
{
	struct arena arena;
	struct csv csv;
	struct error error = {0};
	size_t at[COLUMN_COUNT];
	bool more = true;
	arena_init(&arena, 4096, 1 << 20);
	csv_init(&csv, span_bytes(directory_freshness_csv, directory_freshness_csv_size), &arena);
	CHECK(csv_header(&csv, columns, COLUMN_COUNT, at, &error) == STATUS_OK);
	for (;;) {
		CHECK(csv_next(&csv, &more, &error) == STATUS_OK);
		if (!more) break;
		take_row(&csv, at);
	}
	arena_finish(&arena);
	for (int kind = 1; kind < KINDS; kind++) CHECK(terms[kind][0].fades_after_days > 0);
}

struct term term_of(enum entry_kind kind, int32_t service_kind)
{
	CHECK(kind > ENTRY_NONE && kind < ENTRY_KIND_COUNT);
	CHECK(service_kind >= 0 && service_kind < SERVICE_KIND_COUNT);
	pthread_once(&once, read_table);
	const struct term *own = &terms[kind][service_kind];
	return own->fades_after_days > 0 ? *own : terms[kind][0];
}

int32_t term_correction_days(void)
{
	pthread_once(&once, read_table);
	return terms[CORRECTION_ROW][0].fades_after_days;
}
