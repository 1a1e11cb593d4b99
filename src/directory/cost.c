/* cost.c - what a service costs who comes.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/cost.h"

static const struct store_column cost_columns[] = {
	STORE_COLUMN_I32(struct cost, region),
	STORE_COLUMN_ID(struct cost, service, false),
	STORE_COLUMN_I32(struct cost, seq),
	STORE_COLUMN_I32(struct cost, kind),
	STORE_COLUMN_I64(struct cost, amount_cents),
	STORE_COLUMN_TEXT(struct cost, words, true),
};
const struct store_table cost_table = {
	.owner = "directory",
	.name = "directory_cost",
	.number = 29,
	.keeping = STORE_JOURNALED,
	.columns = cost_columns,
	.column_count = sizeof(cost_columns) / sizeof(cost_columns[0]),
	.key_count = 3,
};

static const char *const cost_kind_names[] = {
	"", "free", "insured", "deductible", "own_contribution", "fee"};
_Static_assert(
	sizeof(cost_kind_names) / sizeof(cost_kind_names[0]) == COST_KIND_COUNT, "a name per code");
const struct codes cost_kind_codes = {"cost_kind", cost_kind_names, COST_KIND_COUNT};
