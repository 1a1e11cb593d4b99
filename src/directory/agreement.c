/* agreement.c - network agreements.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/agreement.h"

static const struct store_column agreement_columns[] = {
	STORE_COLUMN_I32(struct agreement, region),
	STORE_COLUMN_ID(struct agreement, id, false),
	STORE_COLUMN_ID(struct agreement, made_by, false),
	STORE_COLUMN_I32(struct agreement, from_day),
	STORE_COLUMN_I32(struct agreement, to_day),
	STORE_COLUMN_TEXT(struct agreement, name, false),
	STORE_COLUMN_TEXT(struct agreement, words, true),
};
const struct store_table agreement_table = {
	.owner = "directory",
	.name = "directory_agreement",
	.number = 70,
	.keeping = STORE_JOURNALED,
	.columns = agreement_columns,
	.column_count = sizeof(agreement_columns) / sizeof(agreement_columns[0]),
	.key_count = 2,
};

static const struct store_column party_columns[] = {
	STORE_COLUMN_I32(struct party, region),
	STORE_COLUMN_ID(struct party, agreement, false),
	STORE_COLUMN_ID(struct party, organisation, false),
	STORE_COLUMN_I32(struct party, state),
	STORE_COLUMN_I64(struct party, asked_ms),
	STORE_COLUMN_I64(struct party, answered_ms),
	STORE_COLUMN_I64(struct party, left_ms),
	STORE_COLUMN_TEXT(struct party, pledge, true),
	STORE_COLUMN_TEXT(struct party, direct_line, true),
};
const struct store_table agreement_party_table = {
	.owner = "directory",
	.name = "directory_party",
	.number = 71,
	.keeping = STORE_JOURNALED,
	.columns = party_columns,
	.column_count = sizeof(party_columns) / sizeof(party_columns[0]),
	.key_count = 3,
};

static const struct store_column goal_columns[] = {
	STORE_COLUMN_I32(struct goal, region),
	STORE_COLUMN_ID(struct goal, agreement, false),
	STORE_COLUMN_I32(struct goal, number),
	STORE_COLUMN_I32(struct goal, by_day),
	STORE_COLUMN_I32(struct goal, reached_day),
	STORE_COLUMN_TEXT(struct goal, words, false),
};
const struct store_table agreement_goal_table = {
	.owner = "directory",
	.name = "directory_goal",
	.number = 72,
	.keeping = STORE_JOURNALED,
	.columns = goal_columns,
	.column_count = sizeof(goal_columns) / sizeof(goal_columns[0]),
	.key_count = 3,
};

static const char *const party_state_names[] = {"", "asked", "signed", "declined", "left"};
_Static_assert(sizeof(party_state_names) / sizeof(party_state_names[0]) == PARTY_STATE_COUNT,
	"a name per code");
const struct codes agreement_party_state_codes = {
	"party_state", party_state_names, PARTY_STATE_COUNT};

static const struct verdict verdicts[AGREEMENT_VERDICT_COUNT] = {
	[AGREEMENT_OK] = {"ok", "", VERDICT_YES},
	[AGREEMENT_DAYS] = {"days", "directory", VERDICT_RULE},
	[AGREEMENT_ORGANISATION_UNKNOWN] = {"organisation_unknown", "directory", VERDICT_RULE},
	[AGREEMENT_ALREADY_PARTY] = {"already_party", "directory", VERDICT_STATE},
	[AGREEMENT_TOO_MANY_ASKED] = {"too_many_asked", "directory", VERDICT_STATE},
	[AGREEMENT_NOT_PARTY] = {"not_party", "directory", VERDICT_STATE},
	[AGREEMENT_ALREADY_SIGNED] = {"already_signed", "directory", VERDICT_STATE},
	[AGREEMENT_LAST_PARTY] = {"last_party", "directory", VERDICT_STATE},
	[AGREEMENT_GOAL_UNKNOWN] = {"goal_unknown", "directory", VERDICT_STATE},
};
const struct verdict_list agreement_verdicts = {"agreement", verdicts, AGREEMENT_VERDICT_COUNT};

enum agreement_verdict agreement_judge_days(const struct agreement_facts *facts)
{
	if (!facts->organisation_known) return AGREEMENT_ORGANISATION_UNKNOWN;
	return facts->to_day != 0 && facts->to_day < facts->from_day ? AGREEMENT_DAYS : AGREEMENT_OK;
}

enum agreement_verdict agreement_judge_ask(const struct agreement_facts *facts)
{
	if (!facts->organisation_known) return AGREEMENT_ORGANISATION_UNKNOWN;
	if (facts->party == PARTY_ASKED || facts->party == PARTY_SIGNED) return AGREEMENT_ALREADY_PARTY;
	if (facts->asked_parties >= AGREEMENT_MAX_ASKED) return AGREEMENT_TOO_MANY_ASKED;
	return AGREEMENT_OK;
}

enum agreement_verdict agreement_judge_sign(const struct agreement_facts *facts)
{
	if (!facts->organisation_known) return AGREEMENT_ORGANISATION_UNKNOWN;
	if (facts->party != PARTY_ASKED && facts->party != PARTY_SIGNED) return AGREEMENT_NOT_PARTY;
	if (facts->party == PARTY_SIGNED && !facts->says_something) return AGREEMENT_ALREADY_SIGNED;
	return AGREEMENT_OK;
}

enum agreement_verdict agreement_judge_leave(const struct agreement_facts *facts)
{
	if (facts->party != PARTY_ASKED && facts->party != PARTY_SIGNED) return AGREEMENT_NOT_PARTY;
	if (facts->party == PARTY_SIGNED && facts->signed_parties <= 1) return AGREEMENT_LAST_PARTY;
	return AGREEMENT_OK;
}

enum agreement_verdict agreement_judge_goal(const struct agreement_facts *facts)
{
	return facts->goal_known || facts->says_something ? AGREEMENT_OK : AGREEMENT_GOAL_UNKNOWN;
}

status agreement_count_parties(struct store *store, int32_t region, struct id agreement,
	enum party_state state, int64_t *count, struct error *error)
{
	static const struct store_query query = {"directory",
		"select count(*) from directory_party where region = ?1 and agreement = ?2 and state = ?3"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region),
		store_blob(span_bytes(agreement.bytes, ID_SIZE)), store_int((int64_t)state)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}

status agreement_list_asked(struct store *store, int32_t region, struct id agreement,
	struct id organisations[AGREEMENT_MAX_ASKED], size_t *count, struct error *error)
{
	static const struct store_query query = {"directory",
		"select organisation from directory_party"
		" where region = ?1 and agreement = ?2 and state = 1 order by organisation"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct store_value parameters[] = {
		store_int(region), store_blob(span_bytes(agreement.bytes, ID_SIZE))};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	for (*count = 0; *count < AGREEMENT_MAX_ASKED; (*count)++) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		organisations[*count] = store_value_id(&row[0]);
	}
	return STATUS_OK;
}

status agreement_open_parties(struct store *store, int32_t region, struct id agreement,
	struct id after, int64_t limit, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"directory",
		"select p.region, p.agreement, p.organisation, p.state, p.asked_ms, p.answered_ms,"
		" p.left_ms, p.pledge, p.direct_line, o.name from directory_party p"
		" join directory_organisation o on o.region = p.region and o.id = p.organisation"
		" where p.region = ?1 and p.agreement = ?2 and p.organisation > ?3"
		" order by p.organisation limit ?4"};
	struct store_value parameters[] = {store_int(region),
		store_blob(span_bytes(agreement.bytes, ID_SIZE)),
		store_blob(span_bytes(after.bytes, ID_SIZE)), store_int(limit)};
	return store_query_open(store, &query, parameters, 4, cursor, error);
}

status agreement_read_goals(struct store *store, int32_t region, struct id agreement,
	struct goal goals[AGREEMENT_MAX_GOALS], size_t *count, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"directory",
		"select region, agreement, number, by_day, reached_day, words from directory_goal"
		" where region = ?1 and agreement = ?2 order by number"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct store_value parameters[] = {
		store_int(region), store_blob(span_bytes(agreement.bytes, ID_SIZE))};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	for (*count = 0; *count < AGREEMENT_MAX_GOALS; (*count)++) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&agreement_goal_table, row, &goals[*count], arena, error));
	}
	return STATUS_OK;
}

status agreement_open_list(struct store *store, int32_t region, struct id after, int64_t limit,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"directory",
		"select a.region, a.id, a.made_by, a.from_day, a.to_day, a.name, a.words, e.state,"
		" e.version, e.confirmed_ms, e.confirmed_as, e.fades_ms from directory_agreement a"
		" join directory_entry e on e.region = a.region and e.id = a.id"
		" where a.region = ?1 and a.id > ?2 and e.state <> 4 order by a.id limit ?3"};
	struct store_value parameters[] = {
		store_int(region), store_blob(span_bytes(after.bytes, ID_SIZE)), store_int(limit)};
	return store_query_open(store, &query, parameters, 3, cursor, error);
}
