/* merge.c - two files of one person.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/merge.h"
#include "base/check.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct merge, region),
	STORE_COLUMN_ID(struct merge, episode, false),
	STORE_COLUMN_ID(struct merge, id, false),
	STORE_COLUMN_ID(struct merge, other, false),
	STORE_COLUMN_I32(struct merge, state),
	STORE_COLUMN_BOOL(struct merge, said),
	STORE_COLUMN_ID(struct merge, said_by, true),
	STORE_COLUMN_ID(struct merge, guest, true),
	STORE_COLUMN_ID(struct merge, told, true),
	STORE_COLUMN_I64(struct merge, found_ms),
	STORE_COLUMN_I64(struct merge, changed_ms),
};
const struct store_table merge_table = {
	.owner = "care",
	.name = "care_merge",
	.number = 93,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const state_names[] = {"", "found", "asked", "merged", "apart", "undone"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == MERGE_STATE_COUNT, "a name per state");
const struct codes merge_state_codes = {"merge_state", state_names, MERGE_STATE_COUNT};

static const struct verdict verdicts[MERGE_VERDICT_COUNT] = {
	[MERGE_OK] = {"ok", "", VERDICT_YES},
	[MERGE_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[MERGE_NOT_YOURS] = {"not_yours", "L0", VERDICT_FORBIDDEN},
	[MERGE_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[MERGE_NOT_NOW] = {"not_now", "L1", VERDICT_STATE},
	[MERGE_SAID] = {"said", "L0", VERDICT_STATE},
};
const struct verdict_list merge_verdicts = {"merge", verdicts, MERGE_VERDICT_COUNT};

const struct merge_move *merge_move_find(enum merge_event event, enum merge_state from)
{
	for (size_t i = 0; i < merge_move_count; i++)
		if (merge_moves[i].event == event && merge_moves[i].from == from) return &merge_moves[i];
	return NULL;
}

bool merge_is_told(const struct merge *merge)
{
	bool other_side_said = merge->state == MERGE_ASKED && !merge->said;
	return other_side_said || merge->state == MERGE_MERGED || merge->state == MERGE_UNDONE;
}

enum merge_verdict merge_judge_confirm(const struct merge *merge, const struct care_actor *actor,
	struct id person, struct id care_manager, bool person_agrees)
{
	bool is_person = id_equal(actor->account, person);
	if (is_person && !merge_is_told(merge)) return MERGE_UNKNOWN;
	if (!is_person && !id_equal(actor->account, care_manager)) return MERGE_NOT_YOURS;
	if (!is_person && !person_agrees) return MERGE_WITHOUT_YES;
	if (merge->state != MERGE_FOUND && merge->state != MERGE_ASKED) return MERGE_NOT_NOW;
	if (merge->said) return MERGE_SAID;
	return MERGE_OK;
}

enum merge_verdict merge_judge_end(const struct merge *merge, enum merge_event event,
	const struct care_actor *actor, struct id person, struct id care_manager)
{
	bool is_person = id_equal(actor->account, person);
	if (is_person && !merge_is_told(merge)) return MERGE_UNKNOWN;
	if (!is_person && !id_equal(actor->account, care_manager)) return MERGE_NOT_YOURS;
	if (merge_move_find(event, (enum merge_state)merge->state) == NULL) return MERGE_NOT_NOW;
	return MERGE_OK;
}

void merge_move(struct merge *merge, enum merge_event event)
{
	const struct merge_move *move = merge_move_find(event, (enum merge_state)merge->state);
	CHECK(move != NULL);
	merge->state = (int32_t)move->to;
}

status merge_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, other, state, said, said_by, guest, told, found_ms, changed_ms"
		" from care_merge where region = ?1 and episode = ?2 order by found_ms desc, id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}

status merge_list_open(struct store *store, int32_t region, struct id episode, struct merge *merges,
	size_t *count, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, other, state, said, said_by, guest, told, found_ms, changed_ms"
		" from care_merge where region = ?1 and episode = ?2 and state in (1, 2, 3)"
		" order by found_ms desc, id"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	for (*count = 0; *count < MERGE_MAX_OPEN; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&merge_table, row, &merges[*count], NULL, error));
	}
	return STATUS_OK;
}

static status any(struct store *store, const struct store_query *query, int32_t region,
	struct id first, struct id second, bool *found, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&first), store_id(&second)};
	TRY(store_query_open(store, query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL && store_value_int(&row[0]) > 0;
	return STATUS_OK;
}

status merge_was_found(struct store *store, int32_t region, struct id episode, struct id other,
	bool *found, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_merge where region = ?1 and episode = ?2 and other = ?3"};
	return any(store, &query, region, episode, other, found, error);
}

status merge_is_same(struct store *store, int32_t region, struct id episode, struct id person,
	bool *same, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_merge m join care_episode e on e.region = m.region"
		" and e.id = m.other where m.region = ?1 and m.episode = ?2 and m.state = 3"
		" and e.person = ?3"};
	return any(store, &query, region, episode, person, same, error);
}

status merge_find_episode(struct store *store, int32_t region, struct id person, struct id *episode,
	bool *found, struct error *error)
{
	static const struct store_query query = {"care",
		"select e.id from care_member m join care_episode e on e.region = m.region"
		" and e.id = m.episode where m.account = ?1 and m.left_ms = 0 and e.person = ?1"
		" and e.region = ?2 and e.state = 1 order by e.opened_ms desc, e.id limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&person), store_int(region)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	if (row != NULL) *episode = store_value_id(&row[0]);
	return STATUS_OK;
}
