/* transition.c - judges of changes of life, and what is read of them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/transition.h"
#include "base/check.h"
#include "base/date.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct transition, region),
	STORE_COLUMN_ID(struct transition, episode, false),
	STORE_COLUMN_ID(struct transition, id, false),
	STORE_COLUMN_I32(struct transition, kind),
	STORE_COLUMN_I32(struct transition, state),
	STORE_COLUMN_I32(struct transition, day),
	STORE_COLUMN_I32(struct transition, municipality),
	STORE_COLUMN_ID(struct transition, announced_by, true),
	STORE_COLUMN_I64(struct transition, announced_ms),
	STORE_COLUMN_ID(struct transition, told_to, true),
	STORE_COLUMN_I64(struct transition, ended_ms),
	STORE_COLUMN_BLOB(struct transition, words, true),
};
const struct store_table transition_table = {
	.owner = "care",
	.name = "care_transition",
	.number = 110,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const kind_names[] = {
	"", "eighteen", "moving", "insurer", "detention", "pregnancy", "bereavement"};
_Static_assert(
	sizeof(kind_names) / sizeof(kind_names[0]) == TRANSITION_KIND_COUNT, "a name per kind");
const struct codes transition_kind_codes = {"transition_kind", kind_names, TRANSITION_KIND_COUNT};

static const char *const state_names[] = {"", "foreseen", "announced", "happened", "called_off"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == TRANSITION_STATE_COUNT, "a name per state");
const struct codes transition_state_codes = {
	"transition_state", state_names, TRANSITION_STATE_COUNT};

static const struct verdict verdicts[TRANSITION_VERDICT_COUNT] = {
	[TRANSITION_OK] = {"ok", "", VERDICT_YES},
	[TRANSITION_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[TRANSITION_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[TRANSITION_ALREADY] = {"already", "L8", VERDICT_STATE},
	[TRANSITION_DAY_OUT_OF_RANGE] = {"day_out_of_range", "L3", VERDICT_RULE},
	[TRANSITION_PLACE] = {"place", "L8", VERDICT_RULE},
	[TRANSITION_NOT_ANNOUNCED] = {"not_announced", "L3", VERDICT_STATE},
	[TRANSITION_NOT_DUE] = {"not_due", "L3", VERDICT_STATE},
};
const struct verdict_list transition_verdicts = {"transition", verdicts, TRANSITION_VERDICT_COUNT};

int64_t transition_due_ms(const struct transition *transition)
{
	bool foreseen = transition->state == TRANSITION_FORESEEN;
	CHECK(foreseen || transition->state == TRANSITION_ANNOUNCED);
	return date_day_start(transition->day - (foreseen ? TRANSITION_AHEAD_DAYS : 0));
}

int32_t transition_prepare_day(int32_t day, int32_t days_before, int32_t today)
{
	return day - days_before > today ? day - days_before : today;
}

static bool in_range(int32_t day, int32_t today)
{
	return day >= today && day <= today + TRANSITION_MAX_DAYS;
}

static bool agrees(const struct care_actor *actor, struct id person, bool person_agrees)
{
	return person_agrees || id_equal(actor->account, person);
}

enum transition_verdict transition_judge_announce(const struct transition_announcing *announcing,
	const struct care_actor *actor, struct id person, int32_t today)
{
	bool moves = announcing->kind == TRANSITION_MOVING;
	if (!agrees(actor, person, announcing->person_agrees)) return TRANSITION_WITHOUT_YES;
	if (announcing->already) return TRANSITION_ALREADY;
	if (moves ? !announcing->place_known : announcing->place_given) return TRANSITION_PLACE;
	return in_range(announcing->day, today) ? TRANSITION_OK : TRANSITION_DAY_OUT_OF_RANGE;
}

enum transition_verdict transition_judge_move(const struct transition *transition,
	const struct care_actor *actor, struct id person, bool person_agrees, int32_t day,
	int32_t today)
{
	if (!agrees(actor, person, person_agrees)) return TRANSITION_WITHOUT_YES;
	if (transition->state != TRANSITION_ANNOUNCED) return TRANSITION_NOT_ANNOUNCED;
	return in_range(day, today) ? TRANSITION_OK : TRANSITION_DAY_OUT_OF_RANGE;
}

enum transition_verdict transition_judge_call_off(const struct transition *transition,
	const struct care_actor *actor, struct id person, bool person_agrees)
{
	if (!agrees(actor, person, person_agrees)) return TRANSITION_WITHOUT_YES;
	if (transition->state != TRANSITION_ANNOUNCED) return TRANSITION_NOT_ANNOUNCED;
	return TRANSITION_OK;
}

enum transition_verdict transition_judge_come(const struct transition *transition, int64_t now_ms)
{
	if (transition_move_find(TRANSITION_COME, (enum transition_state)transition->state) == NULL)
		return TRANSITION_NOT_ANNOUNCED;
	return now_ms >= transition_due_ms(transition) ? TRANSITION_OK : TRANSITION_NOT_DUE;
}

const struct transition_move *transition_move_find(
	enum transition_event event, enum transition_state from)
{
	for (size_t i = 0; i < transition_move_count; i++)
		if (transition_moves[i].event == event && transition_moves[i].from == from)
			return &transition_moves[i];
	return NULL;
}

void transition_move(struct transition *transition, enum transition_event event)
{
	const struct transition_move *move =
		transition_move_find(event, (enum transition_state)transition->state);
	CHECK(move != NULL);
	transition->state = (int32_t)move->to;
}

#define ROWS                                                                                  \
	"select region, episode, id, kind, state, day, municipality, announced_by, announced_ms," \
	" told_to, ended_ms, words from care_transition where region = ?1 and episode = ?2"

status transition_find_ahead(struct store *store, int32_t region, struct id episode, int32_t kind,
	struct transition *transition, bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care", ROWS " and state in (1, 2) and kind = ?3"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_int(kind)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	if (row == NULL) return STATUS_OK;
	return store_record_fill(&transition_table, row, transition, arena, error);
}

static status list_rows(struct store *store, const struct store_query *query, int32_t region,
	struct id episode, struct transition *transitions, size_t capacity, size_t *count,
	struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(store_query_open(store, query, parameters, 2, &cursor, error));
	for (*count = 0; *count < capacity; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&transition_table, row, &transitions[*count], arena, error));
	}
	return STATUS_OK;
}

status transition_list_ahead(struct store *store, int32_t region, struct id episode,
	struct transition *transitions, size_t *count, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care", ROWS " and state in (1, 2) order by id"};
	return list_rows(
		store, &query, region, episode, transitions, TRANSITION_KIND_COUNT, count, arena, error);
}

status transition_list_told(struct store *store, int32_t region, struct id episode,
	struct transition *transitions, size_t *count, struct arena *arena, struct error *error)
{
	static const struct store_query query = {
		"care", ROWS " and state in (2, 3) and told_to is not null order by announced_ms desc, id"};
	return list_rows(
		store, &query, region, episode, transitions, TRANSITION_MAX_TOLD, count, arena, error);
}

status transition_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care", ROWS " order by announced_ms desc, id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}
