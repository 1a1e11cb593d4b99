/* shortage.c - judges and moves of a shortage on a table's agenda.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/shortage.h"
#include "base/check.h"
#include "base/hash.h"
#include "care/table.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct shortage, region),
	STORE_COLUMN_ID(struct shortage, id, false),
	STORE_COLUMN_ID(struct shortage, service, false),
	STORE_COLUMN_I32(struct shortage, state),
	STORE_COLUMN_I32(struct shortage, level),
	STORE_COLUMN_I32(struct shortage, waiting),
	STORE_COLUMN_BOOL(struct shortage, late),
	STORE_COLUMN_I64(struct shortage, since_ms),
	STORE_COLUMN_I64(struct shortage, expires_ms),
	STORE_COLUMN_I64(struct shortage, ended_ms),
	STORE_COLUMN_ID(struct shortage, decided_by, true),
	STORE_COLUMN_I64(struct shortage, decided_ms),
	STORE_COLUMN_ID(struct shortage, organisation, true),
	STORE_COLUMN_I32(struct shortage, term_day),
	STORE_COLUMN_TEXT(struct shortage, words, true),
};
const struct store_table shortage_table = {
	.owner = "care",
	.name = "care_shortage",
	.number = 46,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const char *const state_names[] = {"", "open", "decided", "breached", "closed"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == SHORTAGE_STATE_COUNT, "a name per state");
const struct codes shortage_state_codes = {"shortage_state", state_names, SHORTAGE_STATE_COUNT};

static const struct verdict verdicts[SHORTAGE_VERDICT_COUNT] = {
	[SHORTAGE_OK] = {"ok", "", VERDICT_YES},
	[SHORTAGE_UNKNOWN] = {"unknown", "L3", VERDICT_ABSENT},
	[SHORTAGE_SERVICE_UNKNOWN] = {"service_unknown", "L3", VERDICT_RULE},
	[SHORTAGE_ALREADY] = {"already", "L3", VERDICT_STATE},
	[SHORTAGE_NOT_NOW] = {"not_now", "L3", VERDICT_STATE},
	[SHORTAGE_AT_THE_TOP] = {"at_the_top", "L1", VERDICT_STATE},
	[SHORTAGE_SEATS_EMPTY] = {"seats_empty", "L0", VERDICT_STATE},
	[SHORTAGE_ORGANISATION_UNKNOWN] = {"organisation_unknown", "L2", VERDICT_RULE},
	[SHORTAGE_TERM_OUT_OF_RANGE] = {"term_out_of_range", "L3", VERDICT_RULE},
	[SHORTAGE_NOT_DUE] = {"not_due", "L3", VERDICT_STATE},
};
const struct verdict_list shortage_verdicts = {"shortage", verdicts, SHORTAGE_VERDICT_COUNT};

static const struct move {
	enum shortage_event event;
	unsigned from; /* bits of states */
	enum shortage_state to;
	bool rises;
} moves[SHORTAGE_EVENT_COUNT] = {
	{SHORTAGE_PUT, 1u << SHORTAGE_NONE | 1u << SHORTAGE_CLOSED, SHORTAGE_OPEN, false},
	{SHORTAGE_RISE, 1u << SHORTAGE_OPEN, SHORTAGE_OPEN, true},
	{SHORTAGE_DECIDE, 1u << SHORTAGE_OPEN | 1u << SHORTAGE_BREACHED, SHORTAGE_DECIDED, false},
	{SHORTAGE_BREACH, 1u << SHORTAGE_DECIDED | 1u << SHORTAGE_BREACHED, SHORTAGE_BREACHED, true},
	{SHORTAGE_CLOSE, 1u << SHORTAGE_OPEN | 1u << SHORTAGE_DECIDED | 1u << SHORTAGE_BREACHED,
		SHORTAGE_CLOSED, false},
};

struct id shortage_id(int32_t region, struct id service)
{
	struct hash_state state;
	struct id id;
	uint8_t number = (uint8_t)region;
	hash_init(&state);
	hash_add(&state, "shortage", sizeof("shortage"));
	hash_add(&state, &number, sizeof(number));
	hash_add(&state, service.bytes, ID_SIZE);
	struct hash hash = hash_end(&state);
	memcpy(id.bytes, hash.bytes, ID_SIZE);
	return id;
}

bool shortage_is_open(const struct shortage *shortage)
{
	return shortage->state == SHORTAGE_OPEN || shortage_is_binding(shortage);
}

bool shortage_is_binding(const struct shortage *shortage)
{
	return shortage->state == SHORTAGE_DECIDED || shortage->state == SHORTAGE_BREACHED;
}

int32_t shortage_shard(const struct shortage *shortage)
{
	return shortage->level == TABLE_AT_NATION ? 0 : shortage->region;
}

bool shortage_can(const struct shortage *shortage, enum shortage_event event)
{
	return (moves[event].from >> shortage->state & 1u) != 0;
}

enum shortage_verdict shortage_judge_put(const struct shortage *shortage, bool service_known)
{
	if (!service_known) return SHORTAGE_SERVICE_UNKNOWN;
	return shortage_can(shortage, SHORTAGE_PUT) ? SHORTAGE_OK : SHORTAGE_ALREADY;
}

enum shortage_verdict shortage_judge_raise(const struct shortage *shortage)
{
	if (!shortage_can(shortage, SHORTAGE_RISE)) return SHORTAGE_NOT_NOW;
	return shortage->level == TABLE_AT_NATION ? SHORTAGE_AT_THE_TOP : SHORTAGE_OK;
}

enum shortage_verdict shortage_judge_decide(
	const struct shortage *shortage, const struct shortage_decision *decision, int32_t today)
{
	if (!shortage_can(shortage, SHORTAGE_DECIDE)) return SHORTAGE_NOT_NOW;
	if (!decision->clients_seated || !decision->relatives_seated) return SHORTAGE_SEATS_EMPTY;
	if (!decision->organisation_known) return SHORTAGE_ORGANISATION_UNKNOWN;
	if (decision->term_day <= today || decision->term_day > today + SHORTAGE_MAX_TERM_DAYS)
		return SHORTAGE_TERM_OUT_OF_RANGE;
	return SHORTAGE_OK;
}

enum shortage_verdict shortage_judge_close(const struct shortage *shortage)
{
	return shortage_can(shortage, SHORTAGE_CLOSE) ? SHORTAGE_OK : SHORTAGE_NOT_NOW;
}

enum shortage_verdict shortage_judge_late(const struct shortage *shortage, int64_t now_ms)
{
	if (!shortage_is_open(shortage)) return SHORTAGE_NOT_NOW;
	return now_ms < shortage->expires_ms ? SHORTAGE_NOT_DUE : SHORTAGE_OK;
}

enum shortage_event shortage_late_event(const struct shortage *shortage)
{
	return shortage->state == SHORTAGE_OPEN ? SHORTAGE_RISE : SHORTAGE_BREACH;
}

void shortage_move(struct shortage *shortage, enum shortage_event event)
{
	CHECK(shortage_can(shortage, event));
	shortage->state = (int32_t)moves[event].to;
	if (event == SHORTAGE_PUT) shortage->level = TABLE_AT_REGION;
	if (event == SHORTAGE_PUT || event == SHORTAGE_DECIDE) shortage->late = false;
	if (moves[event].rises) shortage->level = TABLE_AT_NATION;
}

#define COLUMNS                                                                                \
	"select region, id, service, state, level, waiting, late, since_ms, expires_ms, ended_ms," \
	" decided_by, decided_ms, organisation, term_day, words from care_shortage"

status shortage_open_agenda(struct store *store, int32_t shard, int64_t limit,
	struct store_cursor **cursor, struct error *error)
{
	/* As care_shortage_by_level has them. */
	static const struct store_query of_nation = {"care",
		COLUMNS " where level = 2 and ended_ms = 0 order by expires_ms, region, id limit ?1"};
	static const struct store_query of_region = {"care",
		COLUMNS " where level in (1, 2) and region = ?2 and ended_ms = 0"
				" order by expires_ms, id limit ?1"};
	struct store_value parameters[] = {store_int(limit), store_int(shard)};
	return shard == 0 ? store_query_open(store, &of_nation, parameters, 1, cursor, error)
					  : store_query_open(store, &of_region, parameters, 2, cursor, error);
}

status shortage_count_unanswered(struct store *store, int32_t region, struct id service,
	int64_t since_ms, int64_t *count, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_handover where region = ?1 and to_service = ?2 and state = 5"
		" and expires_ms > ?3"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&service), store_int(since_ms)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}
