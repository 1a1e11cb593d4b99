/* region_appointment.c - who is responsible for a region, from when.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region/region_appointment.h"
#include "region/region_history.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct region_appointment, region),
	STORE_COLUMN_I32(struct region_appointment, from_day),
	STORE_COLUMN_I32(struct region_appointment, until_day),
	STORE_COLUMN_I32(struct region_appointment, core_municipality),
	STORE_COLUMN_I64(struct region_appointment, recorded_ms),
	STORE_COLUMN_TEXT(struct region_appointment, insurer, true),
	STORE_COLUMN_TEXT(struct region_appointment, decided_where, false),
};
const struct store_table region_appointment_table = {
	.owner = "region",
	.name = "region_appointment",
	.number = 15,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const struct verdict verdicts[REGION_APPOINTMENT_VERDICT_COUNT] = {
	[REGION_APPOINTMENT_OK] = {"ok", "", VERDICT_YES},
	[REGION_APPOINTMENT_NATION] = {"nation", "appointment", VERDICT_RULE},
	[REGION_APPOINTMENT_INSURER_UNKNOWN] = {"insurer_unknown", "appointment", VERDICT_RULE},
	[REGION_APPOINTMENT_OTHER_REGION] = {"other_region", "region", VERDICT_RULE},
	[REGION_APPOINTMENT_ENDS_BEFORE] = {"ends_before", "appointment", VERDICT_RULE},
	[REGION_APPOINTMENT_REWRITES] = {"rewrites", "appointment", VERDICT_STATE},
};
const struct verdict_list region_appointment_verdicts = {
	"appointment", verdicts, REGION_APPOINTMENT_VERDICT_COUNT};

bool region_appointment_cuts_short(const struct region_appointing *asked)
{
	const struct region_appointment *last = &asked->last;
	return asked->has_last && last->from_day < asked->from_day &&
		(last->until_day == 0 || last->until_day >= asked->from_day);
}

/* What is past stays: a later one may begin, or one that has not begun may be replaced. */
static bool rewrites(const struct region_appointing *asked)
{
	if (!asked->has_last) return false;
	if (asked->last.from_day == asked->from_day) return asked->from_day <= asked->today;
	if (asked->last.from_day > asked->from_day) return true;
	return region_appointment_cuts_short(asked) && asked->from_day < asked->today;
}

enum region_appointment_verdict region_appointment_judge(const struct region_appointing *asked)
{
	if (asked->region == REGION_NATIONAL) return REGION_APPOINTMENT_NATION;
	if (asked->insurer_given && !asked->insurer_known) return REGION_APPOINTMENT_INSURER_UNKNOWN;
	if (asked->core_given && asked->core_region != asked->region)
		return REGION_APPOINTMENT_OTHER_REGION;
	if (asked->until_day != 0 && asked->until_day < asked->from_day)
		return REGION_APPOINTMENT_ENDS_BEFORE;
	if (rewrites(asked)) return REGION_APPOINTMENT_REWRITES;
	return REGION_APPOINTMENT_OK;
}

#define COLUMNS \
	"region, from_day, until_day, core_municipality, recorded_ms, insurer, decided_where"

/* The first row of a query. */
static status find_first(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, struct region_appointment *appointment,
	bool *found, struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	*found = false;
	TRY(store_query_open(store, query, parameters, count, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	if (row == NULL) return STATUS_OK;
	return store_record_fill(&region_appointment_table, row, appointment, arena, error);
}

status region_appointment_last(struct store *store, int32_t region, struct region_appointment *last,
	bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"region",
		"select " COLUMNS " from region_appointment where region = ?1"
		" order by from_day desc limit 1"};
	const struct store_value parameters[] = {store_int(region)};
	return find_first(store, &query, parameters, 1, last, found, arena, error);
}

status region_appointment_on(struct store *store, int32_t region, int32_t day,
	struct region_appointment *appointment, bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"region",
		"select " COLUMNS " from region_appointment where region = ?1 and from_day <= ?2"
		" and (until_day = 0 or until_day >= ?2) order by from_day desc limit 1"};
	const struct store_value parameters[] = {store_int(region), store_int(day)};
	return find_first(store, &query, parameters, 2, appointment, found, arena, error);
}

status region_appointment_open(struct store *store, int32_t region, int64_t limit,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"region",
		"select " COLUMNS " from region_appointment where region = ?1"
		" order by from_day desc limit ?2"};
	const struct store_value parameters[] = {store_int(region), store_int(limit)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}

struct region_appointed region_appointment_named(
	const struct region *division, const struct region_appointment *appointment)
{
	struct region_appointed named = {0};
	if (appointment == NULL) return named;
	named.insurer = region_find_insurer(division, appointment->insurer);
	if (appointment->core_municipality != 0)
		named.core = region_history_resolve(division, appointment->core_municipality);
	return named;
}
