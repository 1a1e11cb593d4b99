/* preparation.c - judges of what is prepared, and what is read of it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/preparation.h"
#include "base/date.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct preparation, region),
	STORE_COLUMN_ID(struct preparation, episode, false),
	STORE_COLUMN_ID(struct preparation, id, false),
	STORE_COLUMN_ID(struct preparation, transition, false),
	STORE_COLUMN_I32(struct preparation, key),
	STORE_COLUMN_I32(struct preparation, state),
	STORE_COLUMN_I32(struct preparation, due_day),
	STORE_COLUMN_BOOL(struct preparation, late),
	STORE_COLUMN_ID(struct preparation, told_to, true),
	STORE_COLUMN_ID(struct preparation, ended_by, true),
	STORE_COLUMN_I64(struct preparation, ended_ms),
	STORE_COLUMN_BLOB(struct preparation, words, true),
};
const struct store_table preparation_table = {
	.owner = "care",
	.name = "care_preparation",
	.number = 111,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const key_names[] = {"", "own_rights", "who_stays", "who_pays", "own_insurance",
	"parents_know", "new_helpers", "new_practice", "meet_before", "crisis_plan_there", "same_help",
	"helpers_told", "home_kept", "contact_kept", "medication_along", "way_back", "medication_safe",
	"midwife_joins", "around_birth", "first_weeks", "goodbye", "who_is_near", "what_to_settle"};
_Static_assert(sizeof(key_names) / sizeof(key_names[0]) == PREPARATION_KEY_COUNT, "a name per key");
const struct codes preparation_key_codes = {"preparation_key", key_names, PREPARATION_KEY_COUNT};

static const char *const state_names[] = {"", "open", "done", "not_needed", "dropped"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == PREPARATION_STATE_COUNT, "a name per state");
const struct codes preparation_state_codes = {
	"preparation_state", state_names, PREPARATION_STATE_COUNT};

static const struct verdict verdicts[PREPARATION_VERDICT_COUNT] = {
	[PREPARATION_OK] = {"ok", "", VERDICT_YES},
	[PREPARATION_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[PREPARATION_NOT_OPEN] = {"not_open", "L3", VERDICT_STATE},
	[PREPARATION_NOT_LATE] = {"not_late", "L3", VERDICT_STATE},
};
const struct verdict_list preparation_verdicts = {
	"preparation", verdicts, PREPARATION_VERDICT_COUNT};

int64_t preparation_due_ms(const struct preparation *preparation)
{
	return date_day_start(preparation->due_day + 1);
}

enum preparation_verdict preparation_judge_end(const struct preparation *preparation)
{
	return preparation->state == PREPARATION_OPEN ? PREPARATION_OK : PREPARATION_NOT_OPEN;
}

enum preparation_verdict preparation_judge_late(
	const struct preparation *preparation, int64_t now_ms)
{
	if (preparation->state != PREPARATION_OPEN) return PREPARATION_NOT_OPEN;
	bool due = !preparation->late && now_ms >= preparation_due_ms(preparation);
	return due ? PREPARATION_OK : PREPARATION_NOT_LATE;
}

#define ROWS                                                                                \
	"select region, episode, id, transition, key, state, due_day, late, told_to, ended_by," \
	" ended_ms, words from care_preparation where region = ?1 and episode = ?2"

status preparation_list_open(struct store *store, int32_t region, struct id episode, int32_t kind,
	struct preparation preparations[PREPARATION_MAX_OPEN], size_t *count, struct arena *arena,
	struct error *error)
{
	static const struct store_query query = {"care",
		ROWS " and state = 1 and (?3 = 0 or transition in (select t.id from care_transition t"
			 " where t.region = ?1 and t.episode = ?2 and t.kind = ?3)) order by due_day, key, id"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_int(kind)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (*count = 0; *count < PREPARATION_MAX_OPEN; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&preparation_table, row, &preparations[*count], arena, error));
	}
	return STATUS_OK;
}

status preparation_open_of(struct store *store, int32_t region, struct id episode,
	struct id transition, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {
		"care", ROWS " and transition = ?3 order by due_day, key, id"};
	struct store_value parameters[] = {
		store_int(region), store_id(&episode), store_id(&transition)};
	return store_query_open(store, &query, parameters, 3, cursor, error);
}
