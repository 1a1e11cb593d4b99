/* fuzz_hours.c - any bytes as opening hours.
 *
 * Beyond "nothing breaks": rows keep the invariants of hours.h and their bound; a mistake lies in
 * the text; printed and read again the rows are the same; what opens next is open then.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/date.h"
#include "directory/hours_text.h"
#include "fuzz.h"

enum { DAY_MINUTES = 1440 };

static void check_rows(const struct hours *rows, size_t count)
{
	CHECK(count >= 1 && count <= HOURS_MAX_ROWS);
	for (size_t i = 0; i < count; i++) {
		const struct hours *row = &rows[i];
		bool closed = row->opens_minute == 0 && row->closes_minute == 0;
		CHECK(row->seq == (int32_t)i);
		CHECK(row->rule > HOURS_NONE && row->rule < HOURS_RULE_COUNT);
		CHECK(closed || row->closes_minute > row->opens_minute);
		CHECK(row->opens_minute >= 0 && row->opens_minute < DAY_MINUTES);
		CHECK(row->closes_minute <= 2 * DAY_MINUTES);
		CHECK(row->weekday >= 0 && row->weekday < 7);
	}
}

static void check_again(const struct hours *rows, size_t count)
{
	struct hours again[HOURS_MAX_ROWS];
	struct buf text;
	size_t again_count = 0, bad_at = 0;
	buf_init(&text, 64 * 1024);
	hours_text_print(rows, count, &text);
	CHECK(!text.overflowed);
	CHECK(hours_text_parse(buf_span(&text), again, &again_count, &bad_at));
	CHECK(again_count == count && memcmp(again, rows, count * sizeof(rows[0])) == 0);
	buf_finish(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct span text = span_bytes(bytes, size);
	struct hours rows[HOURS_MAX_ROWS];
	size_t count = 0, bad_at = 0;
	/* A moment that follows from the input, between 2020 and 2040. */
	int64_t from_ms = INT64_C(1577836800000) + (int64_t)(size * 7919 % 7300) * DATE_DAY_MS;
	int64_t opens_ms = 0;
	if (!hours_text_parse(text, rows, &count, &bad_at)) {
		CHECK(bad_at <= size);
		return 0;
	}
	check_rows(rows, count);
	check_again(rows, count);
	if (!hours_next_opening(rows, count, from_ms, &opens_ms)) return 0;
	CHECK(opens_ms >= from_ms && hours_open_at(rows, count, opens_ms));
	return 0;
}
