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

status cost_read(struct store *store, int32_t region, struct id service,
	struct cost rows[COST_MAX_ROWS], size_t *count, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"directory",
		"select region, service, seq, kind, amount_cents, words from directory_cost"
		" where region = ?1 and service = ?2 order by seq limit ?3"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct store_value parameters[] = {store_int(region),
		store_blob(span_bytes(service.bytes, ID_SIZE)), store_int(COST_MAX_ROWS)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (*count = 0; *count < COST_MAX_ROWS; (*count)++) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&cost_table, row, &rows[*count], arena, error));
	}
	return STATUS_OK;
}
