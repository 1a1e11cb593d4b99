/* hours.c - opening hours.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/hours.h"

static const struct store_column hours_columns[] = {
	STORE_COLUMN_I32(struct hours, region),
	STORE_COLUMN_ID(struct hours, thing, false),
	STORE_COLUMN_I32(struct hours, seq),
	STORE_COLUMN_I32(struct hours, rule),
	STORE_COLUMN_I32(struct hours, weekday),
	STORE_COLUMN_I32(struct hours, nth),
	STORE_COLUMN_I32(struct hours, every_weeks),
	STORE_COLUMN_I32(struct hours, opens_minute),
	STORE_COLUMN_I32(struct hours, closes_minute),
	STORE_COLUMN_I32(struct hours, from_day),
	STORE_COLUMN_I32(struct hours, to_day),
};
const struct store_table hours_table = {
	.owner = "directory",
	.name = "directory_hours",
	.number = 27,
	.keeping = STORE_JOURNALED,
	.columns = hours_columns,
	.column_count = sizeof(hours_columns) / sizeof(hours_columns[0]),
	.key_count = 3,
};

static const char *const hours_rule_names[] = {"", "week", "month", "holiday", "days"};
_Static_assert(
	sizeof(hours_rule_names) / sizeof(hours_rule_names[0]) == HOURS_RULE_COUNT, "a name per code");
const struct codes hours_rule_codes = {"hours_rule", hours_rule_names, HOURS_RULE_COUNT};
