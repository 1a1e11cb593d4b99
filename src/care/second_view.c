/* second_view.c - judges and moves of what follows when treating helps no further.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/second_view.h"
#include "base/check.h"
#include "base/date.h"

const struct second_view_move second_view_moves[] = {
	{SECOND_VIEW_ASK, SECOND_VIEW_NONE, SECOND_VIEW_ASKED},
	{SECOND_VIEW_GIVE, SECOND_VIEW_ASKED, SECOND_VIEW_VIEWED},
	{SECOND_VIEW_TO_CARE, SECOND_VIEW_VIEWED, SECOND_VIEW_CARE},
	{SECOND_VIEW_GO_ON, SECOND_VIEW_ASKED, SECOND_VIEW_GOES_ON},
	{SECOND_VIEW_GO_ON, SECOND_VIEW_VIEWED, SECOND_VIEW_GOES_ON},
	{SECOND_VIEW_END, SECOND_VIEW_ASKED, SECOND_VIEW_OVER},
	{SECOND_VIEW_END, SECOND_VIEW_VIEWED, SECOND_VIEW_OVER},
};
const size_t second_view_move_count = sizeof(second_view_moves) / sizeof(second_view_moves[0]);

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct second_view, region),
	STORE_COLUMN_ID(struct second_view, episode, false),
	STORE_COLUMN_ID(struct second_view, id, false),
	STORE_COLUMN_ID(struct second_view, need, false),
	STORE_COLUMN_I32(struct second_view, state),
	STORE_COLUMN_ID(struct second_view, said_by, false),
	STORE_COLUMN_ID(struct second_view, organisation, true),
	STORE_COLUMN_I64(struct second_view, said_ms),
	STORE_COLUMN_I32(struct second_view, due_day),
	STORE_COLUMN_BOOL(struct second_view, late),
	STORE_COLUMN_ID(struct second_view, told_to, true),
	STORE_COLUMN_ID(struct second_view, consult, true),
	STORE_COLUMN_I64(struct second_view, viewed_ms),
	STORE_COLUMN_I64(struct second_view, ended_ms),
	STORE_COLUMN_BLOB(struct second_view, words, true),
};
const struct store_table second_view_table = {
	.owner = "care",
	.name = "care_second_view",
	.number = 112,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const state_names[] = {"", "asked", "viewed", "care", "goes_on", "over"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == SECOND_VIEW_STATE_COUNT, "a name per state");
const struct codes second_view_state_codes = {
	"second_view_state", state_names, SECOND_VIEW_STATE_COUNT};

static const char *const outcome_names[] = {"", "care", "goes_on"};
_Static_assert(sizeof(outcome_names) / sizeof(outcome_names[0]) == SECOND_VIEW_OUTCOME_COUNT,
	"a name per outcome");
const struct codes second_view_outcome_codes = {
	"second_view_outcome", outcome_names, SECOND_VIEW_OUTCOME_COUNT};

static const struct verdict verdicts[SECOND_VIEW_VERDICT_COUNT] = {
	[SECOND_VIEW_OK] = {"ok", "", VERDICT_YES},
	[SECOND_VIEW_UNKNOWN] = {"unknown", "L4", VERDICT_ABSENT},
	[SECOND_VIEW_NOT_BEARER] = {"not_bearer", "L4", VERDICT_FORBIDDEN},
	[SECOND_VIEW_NOT_NOW] = {"not_now", "L2", VERDICT_STATE},
	[SECOND_VIEW_IS_CARE] = {"is_care", "L4", VERDICT_STATE},
	[SECOND_VIEW_ALREADY] = {"already", "L4", VERDICT_STATE},
	[SECOND_VIEW_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[SECOND_VIEW_NOT_YOURS] = {"not_yours", "L4", VERDICT_FORBIDDEN},
	[SECOND_VIEW_NOT_VIEWED] = {"not_viewed", "L4", VERDICT_STATE},
	[SECOND_VIEW_NOT_CARE] = {"not_care", "L4", VERDICT_STATE},
	[SECOND_VIEW_NOT_LATE] = {"not_late", "L3", VERDICT_STATE},
};
const struct verdict_list second_view_verdicts = {
	"second_view", verdicts, SECOND_VIEW_VERDICT_COUNT};

int64_t second_view_due_ms(const struct second_view *view)
{
	return date_day_start(view->due_day + 1);
}

enum second_view_verdict second_view_judge_ask(
	const struct need *need, const struct care_actor *actor, const struct second_view *view)
{
	bool treats = id_equal(need->bearer, actor->account) && actor->kind == MEMBER_PROFESSIONAL;
	if (need->state != NEED_OPEN) return SECOND_VIEW_NOT_NOW;
	if (!treats) return SECOND_VIEW_NOT_BEARER;
	if (need->aim == AIM_CARE) return SECOND_VIEW_IS_CARE;
	return view == NULL ? SECOND_VIEW_OK : SECOND_VIEW_ALREADY;
}

bool second_view_is(const struct second_view *view, const struct second_view_giver *giver)
{
	struct id house = giver->organisation;
	bool treats = id_equal(giver->account, view->said_by) || id_equal(house, view->organisation);
	for (int i = 0; i < 2; i++)
		treats = treats || id_equal(giver->account, giver->bearers[i]) ||
			id_equal(house, giver->houses[i]);
	return view->state == SECOND_VIEW_ASKED && !id_is_none(house) && !treats &&
		giver->asked_ms >= view->said_ms;
}

enum second_view_verdict second_view_judge_agree(const struct need *need,
	const struct second_view *view, const struct care_actor *actor, struct id person,
	struct id care_manager, bool person_agrees, enum second_view_outcome outcome)
{
	bool is_person = id_equal(actor->account, person);
	bool may = is_person || id_equal(actor->account, need->bearer) ||
		id_equal(actor->account, care_manager);
	if (view == NULL) return SECOND_VIEW_UNKNOWN;
	if (!is_person && !person_agrees) return SECOND_VIEW_WITHOUT_YES;
	if (!may) return SECOND_VIEW_NOT_YOURS;
	if (need->state != NEED_OPEN) return SECOND_VIEW_NOT_NOW;
	bool care = outcome == AGREED_CARE;
	return care && view->state != SECOND_VIEW_VIEWED ? SECOND_VIEW_NOT_VIEWED : SECOND_VIEW_OK;
}

enum second_view_verdict second_view_judge_resume(
	const struct need *need, const struct care_actor *actor, struct id person, bool person_agrees)
{
	if (!id_equal(actor->account, person) && !person_agrees) return SECOND_VIEW_WITHOUT_YES;
	if (need->state == NEED_CLOSED) return SECOND_VIEW_NOT_NOW;
	return need->aim == AIM_CARE ? SECOND_VIEW_OK : SECOND_VIEW_NOT_CARE;
}

enum second_view_verdict second_view_judge_late(const struct second_view *view, int64_t now_ms)
{
	bool awaited = view->state == SECOND_VIEW_ASKED || view->state == SECOND_VIEW_VIEWED;
	if (!awaited || view->late) return SECOND_VIEW_NOT_LATE;
	return now_ms >= second_view_due_ms(view) ? SECOND_VIEW_OK : SECOND_VIEW_NOT_LATE;
}

const struct second_view_move *second_view_move_find(
	enum second_view_event event, enum second_view_state from)
{
	for (size_t i = 0; i < second_view_move_count; i++)
		if (second_view_moves[i].event == event && second_view_moves[i].from == from)
			return &second_view_moves[i];
	return NULL;
}

void second_view_move(struct second_view *view, enum second_view_event event)
{
	const struct second_view_move *move =
		second_view_move_find(event, (enum second_view_state)view->state);
	CHECK(move != NULL);
	view->state = (int32_t)move->to;
}

#define ROWS                                                                            \
	"select region, episode, id, need, state, said_by, organisation, said_ms, due_day," \
	" late, told_to, consult, viewed_ms, ended_ms, words from care_second_view"         \
	" where region = ?1 and episode = ?2"

status second_view_find(struct store *store, int32_t region, struct id episode, struct id need,
	struct second_view *view, bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care", ROWS " and need = ?3 and state in (1, 2)"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&need)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	if (row == NULL) return STATUS_OK;
	return store_record_fill(&second_view_table, row, view, arena, error);
}

status second_view_list_late(struct store *store, int32_t region, struct id episode,
	struct second_view views[NEED_MAX_OPEN], size_t *count, struct arena *arena,
	struct error *error)
{
	static const struct store_query query = {
		"care", ROWS " and state in (1, 2) and late = 1 order by id"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	for (*count = 0; *count < NEED_MAX_OPEN; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&second_view_table, row, &views[*count], arena, error));
	}
	return STATUS_OK;
}
