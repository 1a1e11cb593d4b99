/* episode.c - the question and whose it is.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/episode.h"
#include "care/norm.h"
#include "base/date.h"

static const struct store_column person_columns[] = {
	STORE_COLUMN_I32(struct person, region),
	STORE_COLUMN_ID(struct person, id, false),
	STORE_COLUMN_I32(struct person, municipality),
	STORE_COLUMN_I64(struct person, recorded_ms),
	STORE_COLUMN_BLOB(struct person, name, true),
	STORE_COLUMN_BLOB(struct person, contact, true),
	STORE_COLUMN_BLOB(struct person, birth, true),
};
const struct store_table episode_person_table = {
	.owner = "care",
	.name = "care_person",
	.number = 30,
	.keeping = STORE_JOURNALED,
	.columns = person_columns,
	.column_count = sizeof(person_columns) / sizeof(person_columns[0]),
	.key_count = 2,
};

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct episode, region),
	STORE_COLUMN_ID(struct episode, id, false),
	STORE_COLUMN_ID(struct episode, person, false),
	STORE_COLUMN_I32(struct episode, state),
	STORE_COLUMN_ID(struct episode, care_manager, false),
	STORE_COLUMN_I32(struct episode, care_manager_kind),
	STORE_COLUMN_ID(struct episode, open_handover, true),
	STORE_COLUMN_I32(struct episode, for_whom),
	STORE_COLUMN_ID(struct episode, entered_by, true),
	STORE_COLUMN_BOOL(struct episode, marked),
	STORE_COLUMN_I64(struct episode, version),
	STORE_COLUMN_I64(struct episode, opened_ms),
	STORE_COLUMN_I32(struct episode, effective_day),
};
const struct store_table episode_table = {
	.owner = "care",
	.name = "care_episode",
	.number = 31,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const char *const state_names[] = {"", "open", "closed"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == EPISODE_STATE_COUNT, "a name per state");
const struct codes episode_state_codes = {"episode_state", state_names, EPISODE_STATE_COUNT};

static const struct verdict verdicts[EPISODE_VERDICT_COUNT] = {
	[EPISODE_OK] = {"ok", "", VERDICT_YES},
	[EPISODE_CHANGED] = {"changed", "etag", VERDICT_STALE},
	[EPISODE_NOBODY_ON_DUTY] = {"nobody_on_duty", "L1", VERDICT_STATE},
	[EPISODE_OTHER_REGION] = {"other_region", "region", VERDICT_RULE},
	[EPISODE_IS_CLOSED] = {"closed", "L10", VERDICT_STATE},
	[EPISODE_OWN_FILE] = {"own_file", "L8", VERDICT_RULE},
};
const struct verdict_list episode_verdicts = {"episode", verdicts, EPISODE_VERDICT_COUNT};

enum episode_verdict episode_judge_question(
	bool has_own_file, bool somebody_on_duty, int region, int municipality_region)
{
	if (has_own_file) return EPISODE_OWN_FILE;
	if (municipality_region != 0 && municipality_region != region) return EPISODE_OTHER_REGION;
	if (!somebody_on_duty) return EPISODE_NOBODY_ON_DUTY;
	return EPISODE_OK;
}

enum episode_verdict episode_judge_version(const struct episode *episode, int64_t expected)
{
	if (expected >= 0 && expected != episode->version) return EPISODE_CHANGED;
	return EPISODE_OK;
}

enum episode_verdict episode_judge_open(const struct episode *episode)
{
	return episode->state == EPISODE_CLOSED ? EPISODE_IS_CLOSED : EPISODE_OK;
}

int32_t episode_first_contact_day(int32_t today, bool unsafe)
{
	return unsafe ? today : norm_day(NORM_FIRST_CONTACT, today);
}

status episode_list_of(struct store *store, int32_t region, struct id person, struct id *episodes,
	size_t *count, struct error *error)
{
	static const struct store_query query = {"care",
		"select e.id from care_member m join care_episode e on e.region = m.region"
		" and e.id = m.episode where m.account = ?1 and m.left_ms = 0 and e.person = ?1"
		" and e.region = ?2 order by e.opened_ms, e.id limit ?3"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value parameters[] = {
		store_id(&person), store_int(region), store_int(EPISODE_MAX_OF_PERSON)};
	*count = 0;
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (;;) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		episodes[(*count)++] = store_value_id(&row[0]);
	}
}
