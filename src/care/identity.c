/* identity.c - what is said about who somebody is, and what was said before.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/identity.h"

static const struct store_column past_columns[] = {
	STORE_COLUMN_I32(struct identity_past, region),
	STORE_COLUMN_ID(struct identity_past, person, false),
	STORE_COLUMN_I64(struct identity_past, seq),
	STORE_COLUMN_I64(struct identity_past, until_ms),
	STORE_COLUMN_ID(struct identity_past, changed_by, true),
	STORE_COLUMN_I32(struct identity_past, municipality),
	STORE_COLUMN_BLOB(struct identity_past, name, true),
	STORE_COLUMN_BLOB(struct identity_past, contact, true),
	STORE_COLUMN_BLOB(struct identity_past, birth, true),
};
const struct store_table identity_past_table = {
	.owner = "care",
	.name = "care_identity",
	.number = 91,
	.keeping = STORE_JOURNALED,
	.columns = past_columns,
	.column_count = sizeof(past_columns) / sizeof(past_columns[0]),
	.key_count = 3,
};

static const struct store_column match_columns[] = {
	STORE_COLUMN_I32(struct identity_match, region),
	STORE_COLUMN_ID(struct identity_match, person, false),
	STORE_COLUMN_ID(struct identity_match, identity, false),
};
const struct store_table identity_match_table = {
	.owner = "care",
	.name = "care_match",
	.number = 92,
	.keeping = STORE_JOURNALED,
	.columns = match_columns,
	.column_count = sizeof(match_columns) / sizeof(match_columns[0]),
	.key_count = 2,
};

static const struct verdict verdicts[IDENTITY_VERDICT_COUNT] = {
	[IDENTITY_OK] = {"ok", "", VERDICT_YES},
	[IDENTITY_NOTHING] = {"nothing", "L8", VERDICT_RULE},
	[IDENTITY_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[IDENTITY_NOT_YOURS] = {"not_yours", "L7", VERDICT_FORBIDDEN},
};
const struct verdict_list identity_verdicts = {"identity", verdicts, IDENTITY_VERDICT_COUNT};

enum identity_verdict identity_judge_say(
	const struct care_actor *actor, struct id person, bool says_something, bool person_agrees)
{
	if (!says_something) return IDENTITY_NOTHING;
	if (!person_agrees && !id_equal(actor->account, person)) return IDENTITY_WITHOUT_YES;
	return IDENTITY_OK;
}

enum identity_verdict identity_judge_look(const struct care_actor *actor, struct id person)
{
	bool reaches = actor->kind == MEMBER_PROFESSIONAL || actor->kind == MEMBER_PEER;
	return reaches || id_equal(actor->account, person) ? IDENTITY_OK : IDENTITY_NOT_YOURS;
}

status identity_list_same(struct store *store, int32_t region, struct id identity, struct id but,
	struct id *persons, size_t capacity, size_t *count, struct error *error)
{
	static const struct store_query query = {"care",
		"select person from care_match where region = ?1 and identity = ?2 and person <> ?3"
		" order by person"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&identity), store_id(&but)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (*count = 0; *count < capacity; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		persons[*count] = store_value_id(&row[0]);
	}
	return STATUS_OK;
}

status identity_open_past(struct store *store, int32_t region, struct id person,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, person, seq, until_ms, changed_by, municipality, name, contact, birth"
		" from care_identity where region = ?1 and person = ?2 order by seq desc"};
	struct store_value parameters[] = {store_int(region), store_id(&person)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}
