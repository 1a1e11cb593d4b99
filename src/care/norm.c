/* norm.c - the norms there are, and what they say.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/norm.h"
#include "base/check.h"
#include "base/date.h"
#include <pthread.h>

#define HOUR_MS INT64_C(3600000)
#define WEEK_DAYS 7

/* Made by tools/embed from data/clocks.csv. */
extern const unsigned char care_clocks_csv[];
extern const size_t care_clocks_csv_size;

static struct norms in_use;
static pthread_once_t once = PTHREAD_ONCE_INIT;

struct span norm_own_text(void)
{
	return span_bytes(care_clocks_csv, care_clocks_csv_size);
}

static void read_own(void)
{
	struct buf problems;
	if (in_use.count > 0) return;
	buf_init(&problems, 4096);
	CHECK(norm_read(norm_own_text(), &in_use, &problems));
	buf_finish(&problems);
}

void norm_use(const struct norms *norms)
{
	CHECK(norms->count > 0);
	in_use = *norms;
}

const struct norm *norm_of(enum norm_kind kind, int32_t began_day)
{
	pthread_once(&once, read_own);
	for (size_t i = 0; i < in_use.count; i++) {
		const struct norm *norm = &in_use.rows[i];
		if (norm->kind == (int32_t)kind && norm->from_day <= began_day &&
			began_day <= norm->until_day)
			return norm;
	}
	CHECK_UNREACHABLE("kind of norm");
}

static int32_t last_day(const struct norm *norm, int32_t from_day)
{
	switch ((enum norm_unit)norm->unit) {
	case NORM_WORKING_DAYS: return date_working_days_after(from_day, norm->amount);
	case NORM_DAYS: return from_day + norm->amount;
	case NORM_WEEKS: return from_day + norm->amount * WEEK_DAYS;
	case NORM_HOURS:
	case NORM_TIMES:
	case NORM_UNIT_NONE:
	case NORM_UNIT_COUNT: break;
	}
	CHECK_UNREACHABLE("a norm that is counted in days");
}

int32_t norm_day_from(enum norm_kind kind, int32_t began_day, int32_t from_day)
{
	return last_day(norm_of(kind, began_day), from_day);
}

int32_t norm_day(enum norm_kind kind, int32_t began_day)
{
	return norm_day_from(kind, began_day, began_day);
}

int32_t norm_day_before(enum norm_kind kind, int32_t began_day, int32_t day)
{
	const struct norm *norm = norm_of(kind, began_day);
	CHECK(norm->unit == NORM_DAYS || norm->unit == NORM_WEEKS);
	return day - (last_day(norm, day) - day);
}

int64_t norm_end_ms(enum norm_kind kind, int64_t began_ms)
{
	int32_t began_day = date_day_of(began_ms);
	const struct norm *norm = norm_of(kind, began_day);
	if (norm->unit == NORM_HOURS) return began_ms + norm->amount * HOUR_MS;
	return date_day_start(last_day(norm, began_day) + 1);
}

int32_t norm_times(enum norm_kind kind, int32_t began_day)
{
	const struct norm *norm = norm_of(kind, began_day);
	CHECK(norm->unit == NORM_TIMES);
	return norm->amount;
}
