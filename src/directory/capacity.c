/* capacity.c - capacity per intensity.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/capacity.h"

static const struct store_column capacity_columns[] = {
	STORE_COLUMN_I32(struct capacity, region),
	STORE_COLUMN_ID(struct capacity, service, false),
	STORE_COLUMN_I32(struct capacity, intensity),
	STORE_COLUMN_I32(struct capacity, new_week),
	STORE_COLUMN_I32(struct capacity, places),
	STORE_COLUMN_I32(struct capacity, kept),
	STORE_COLUMN_I64(struct capacity, as_of_ms),
};
const struct store_table capacity_table = {
	.owner = "directory",
	.name = "directory_capacity",
	.number = 28,
	.keeping = STORE_JOURNALED,
	.columns = capacity_columns,
	.column_count = sizeof(capacity_columns) / sizeof(capacity_columns[0]),
	.key_count = 3,
};
