/* ending.c - judges of closing and coming back, and what is read for them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/ending.h"
#include "base/check.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct period, region),
	STORE_COLUMN_ID(struct period, episode, false),
	STORE_COLUMN_I32(struct period, nth),
	STORE_COLUMN_ID(struct period, id, false),
	STORE_COLUMN_I64(struct period, begun_ms),
	STORE_COLUMN_ID(struct period, begun_by, true),
	STORE_COLUMN_I64(struct period, ended_ms),
	STORE_COLUMN_ID(struct period, ended_by, true),
	STORE_COLUMN_I32(struct period, closing),
	STORE_COLUMN_I32(struct period, returns),
	STORE_COLUMN_BOOL(struct period, offered),
	STORE_COLUMN_ID(struct period, told, true),
	STORE_COLUMN_I64(struct period, answered_ms),
	STORE_COLUMN_BOOL(struct period, wants_table),
	STORE_COLUMN_BOOL(struct period, wants_companion),
	STORE_COLUMN_BLOB(struct period, words, true),
};
const struct store_table ending_period_table = {
	.owner = "care",
	.name = "care_period",
	.number = 83,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const struct verdict verdicts[ENDING_VERDICT_COUNT] = {
	[ENDING_OK] = {"ok", "", VERDICT_YES},
	[ENDING_NOT_YOURS] = {"not_yours", "L10", VERDICT_FORBIDDEN},
	[ENDING_NOT_SAID] = {"not_said", "L10", VERDICT_RULE},
	[ENDING_PERSON_DECIDES] = {"person_decides", "L10", VERDICT_RULE},
	[ENDING_IN_DANGER] = {"in_danger", "L2", VERDICT_STATE},
	[ENDING_OFFERS_OPEN] = {"offers_open", "L2", VERDICT_STATE},
	[ENDING_ASKINGS_OPEN] = {"askings_open", "L2", VERDICT_STATE},
	[ENDING_ADVICE_OPEN] = {"advice_open", "L2", VERDICT_STATE},
	[ENDING_STAY_OPEN] = {"stay_open", "L3", VERDICT_STATE},
	[ENDING_CASES_OPEN] = {"cases_open", "L3", VERDICT_STATE},
	[ENDING_NEEDS_OPEN] = {"needs_open", "L1", VERDICT_STATE},
	[ENDING_NOT_CLOSED] = {"not_closed", "L10", VERDICT_STATE},
	[ENDING_NOT_OFFERED] = {"not_offered", "L10", VERDICT_STATE},
	[ENDING_PERSON_ANSWERS] = {"person_answers", "L0", VERDICT_FORBIDDEN},
};
const struct verdict_list ending_verdicts = {"ending", verdicts, ENDING_VERDICT_COUNT};

static enum ending_verdict judge_open(
	const struct ending_asking *asking, const struct ending_open *open)
{
	if (open->in_danger) return ENDING_IN_DANGER;
	if (open->offers > 0) return ENDING_OFFERS_OPEN;
	if (open->askings > 0) return ENDING_ASKINGS_OPEN;
	if (open->advice > 0) return ENDING_ADVICE_OPEN;
	if (open->stay) return ENDING_STAY_OPEN;
	if (open->cases > 0) return ENDING_CASES_OPEN;
	return open->needs > 0 && !asking->with_needs ? ENDING_NEEDS_OPEN : ENDING_OK;
}

enum ending_verdict ending_judge_close(const struct episode *episode,
	const struct care_actor *actor, const struct ending_asking *asking,
	const struct ending_open *open)
{
	CHECK(episode != NULL && actor != NULL && asking != NULL && open != NULL);
	bool person = id_equal(actor->account, episode->person);
	if (!person && !id_equal(actor->account, episode->care_manager)) return ENDING_NOT_YOURS;
	if (asking->closing == CLOSING_NOT_SAID) return ENDING_NOT_SAID;
	if (asking->closing == CLOSING_PERSON && !person) return ENDING_PERSON_DECIDES;
	return judge_open(asking, open);
}

enum ending_verdict ending_judge_return(const struct episode *episode)
{
	return episode->state == EPISODE_CLOSED ? ENDING_OK : ENDING_NOT_CLOSED;
}

enum ending_verdict ending_judge_answer(
	const struct period *period, const struct care_actor *actor, struct id person)
{
	if (!id_equal(actor->account, person)) return ENDING_PERSON_ANSWERS;
	if (period == NULL || !period->offered || period->answered_ms != 0) return ENDING_NOT_OFFERED;
	return ENDING_OK;
}

int64_t ending_returns_since_ms(int64_t now_ms)
{
	return now_ms - ENDING_RETURNS_DAYS * INT64_C(86400000);
}

bool ending_is_marked(int64_t returns)
{
	return returns >= ENDING_RETURNS_MARKED;
}

#define PERIOD                                                                          \
	"select region, episode, nth, id, begun_ms, begun_by, ended_ms, ended_by, closing," \
	" returns, offered, told, answered_ms, wants_table, wants_companion, words"         \
	" from care_period where region = ?1 and episode = ?2 order by nth"

status ending_open_periods(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care", PERIOD};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}

status ending_find_last(struct store *store, int32_t region, struct id episode,
	struct period *period, bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care", PERIOD " desc limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	if (row == NULL) return STATUS_OK;
	return store_record_fill(&ending_period_table, row, period, arena, error);
}

static status count(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t parameter_count, int64_t *number,
	struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, parameter_count, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*number = row == NULL ? 0 : store_value_int(&row[0]);
	return STATUS_OK;
}

status ending_count_returns(struct store *store, int32_t region, struct id episode,
	int64_t since_ms, int64_t *number, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_period where region = ?1 and episode = ?2 and nth > 1"
		" and begun_ms >= ?3"};
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_int(since_ms)};
	return count(store, &query, parameters, 3, number, error);
}

status ending_count_open(struct store *store, int32_t region, struct id episode,
	struct ending_open *open, struct error *error)
{
	static const struct store_query needs = {
		"care", "select count(*) from care_need where region = ?1 and episode = ?2 and state <> 3"};
	static const struct store_query offers = {"care",
		"select count(*) from care_handover where region = ?1 and episode = ?2 and state = 1"};
	static const struct store_query askings = {
		"care", "select count(*) from care_join where region = ?1 and episode = ?2 and state = 1"};
	static const struct store_query cases = {"care",
		"select count(*) from care_case where region = ?1 and episode = ?2"
		" and state in (1, 2, 3, 4)"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(count(store, &cases, parameters, 2, &open->cases, error));
	TRY(count(store, &needs, parameters, 2, &open->needs, error));
	TRY(count(store, &offers, parameters, 2, &open->offers, error));
	return count(store, &askings, parameters, 2, &open->askings, error);
}

status ending_list_team(struct store *store, int32_t region, struct id episode, int64_t left_ms,
	struct id *accounts, size_t capacity, size_t *found, struct error *error)
{
	static const struct store_query query = {"care",
		"select account from care_member where region = ?1 and episode = ?2 and left_ms = ?3"
		" and way not in (8, 9) order by account"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_int(left_ms)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (*found = 0; *found < capacity; (*found)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		accounts[*found] = store_value_id(&row[0]);
	}
	return STATUS_OK;
}
