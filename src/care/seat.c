/* seat.c - seats at a table.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/seat.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct seat, region),
	STORE_COLUMN_ID(struct seat, account, false),
	STORE_COLUMN_I32(struct seat, kind),
	STORE_COLUMN_I64(struct seat, since_ms),
};
const struct store_table seat_table = {
	.owner = "care",
	.name = "care_seat",
	.number = 44,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const char *const kind_names[] = {
	"", "clients", "relatives", "providers", "municipalities", "insurer"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == SEAT_KIND_COUNT, "a name per kind");
const struct codes seat_kind_codes = {"seat_kind", kind_names, SEAT_KIND_COUNT};

static const struct verdict verdicts[SEAT_VERDICT_COUNT] = {
	[SEAT_OK] = {"ok", "", VERDICT_YES},
	[SEAT_ACCOUNT_UNKNOWN] = {"account_unknown", "L1", VERDICT_RULE},
	[SEAT_KIND] = {"kind", "L0", VERDICT_RULE},
	[SEAT_TAKEN] = {"taken", "L1", VERDICT_STATE},
	[SEAT_NOT_THERE] = {"not_there", "L1", VERDICT_STATE},
	[SEAT_LAST] = {"last", "L1", VERDICT_STATE},
};
const struct verdict_list seat_verdicts = {"seat", verdicts, SEAT_VERDICT_COUNT};

enum seat_verdict seat_judge_take(const struct seat_facts *facts, enum seat_kind kind)
{
	bool of_those_it_is_about = kind == SEAT_CLIENTS || kind == SEAT_RELATIVES;
	bool professional = facts->account_kind == MEMBER_PROFESSIONAL;
	if (!facts->account_known) return SEAT_ACCOUNT_UNKNOWN;
	if (facts->account_kind == MEMBER_ADMINISTRATOR || professional == of_those_it_is_about)
		return SEAT_KIND;
	if (facts->seated) return SEAT_TAKEN;
	return SEAT_OK;
}

enum seat_verdict seat_judge_leave(const struct seat_facts *facts)
{
	if (!facts->seated) return SEAT_NOT_THERE;
	if (facts->seats <= 1) return SEAT_LAST;
	return SEAT_OK;
}

status seat_count(
	struct store *store, int32_t region, int64_t counts[SEAT_KIND_COUNT], struct error *error)
{
	static const struct store_query query = {
		"care", "select kind, count(*) from care_seat where region = ?1 group by kind"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region)};
	for (int i = 0; i < SEAT_KIND_COUNT; i++) counts[i] = 0;
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	for (;;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		int64_t kind = store_value_int(&row[0]), count = store_value_int(&row[1]);
		if (kind > SEAT_NOT_SAID && kind < SEAT_KIND_COUNT) counts[kind] = count;
		counts[SEAT_NOT_SAID] += count;
	}
}

status seat_count_of(struct store *store, struct id account, int64_t *seats, struct error *error)
{
	static const struct store_query query = {
		"care", "select count(*) from care_seat where account = ?1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&account)};
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*seats = store_value_int(&row[0]);
	return STATUS_OK;
}
