/* norm.c - the norms there are.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/norm.h"
#include "base/check.h"
#include "base/date.h"

static const struct norm_row {
	enum norm_kind kind;
	struct date_civil from;
	int working_days;
} norm_rows[] = {
	/* Who looks along answers within three working days. No law or national norm names a term; this
	 * is what Máxima MC and PoZoB agreed for theirs (mmc.nl, meekijkconsult), and it stands until a
	 * region agrees another. */
	{NORM_CONSULT, {2020, 1, 1}, 3},
	/* A table looks at what is brought to it within ten working days: it meets every two weeks,
	 * until a region agrees another. */
	{NORM_TABLE, {2020, 1, 1}, 10},
	/* What is not safe does not wait for the next meeting: the table looks at it the next working
	 * day, until a region agrees another. */
	{NORM_TABLE_UNSAFE, {2020, 1, 1}, 1},
};

int32_t norm_day(enum norm_kind kind, int32_t today)
{
	const struct norm_row *found = NULL;
	for (size_t i = 0; i < sizeof(norm_rows) / sizeof(norm_rows[0]); i++) {
		const struct norm_row *row = &norm_rows[i];
		if (row->kind == kind && date_from_civil(row->from) <= today) found = row;
	}
	CHECK(found != NULL);
	return date_working_days_after(today, found->working_days);
}
