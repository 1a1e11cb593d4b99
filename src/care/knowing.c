/* knowing.c - who may know what of a file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/knowing.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct knowing, region),
	STORE_COLUMN_ID(struct knowing, episode, false),
	STORE_COLUMN_ID(struct knowing, account, false),
	STORE_COLUMN_I32(struct knowing, knows),
	STORE_COLUMN_ID(struct knowing, said_by, false),
	STORE_COLUMN_I64(struct knowing, said_ms),
};
const struct store_table knowing_table = {
	.owner = "care",
	.name = "care_knowing",
	.number = 94,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const names[] = {"", "all", "plan", "own", "nothing"};
_Static_assert(sizeof(names) / sizeof(names[0]) == KNOWS_COUNT, "a name per code");
const struct codes knowing_codes = {"knows", names, KNOWS_COUNT};

static const struct verdict verdicts[KNOWING_VERDICT_COUNT] = {
	[KNOWING_OK] = {"ok", "", VERDICT_YES},
	[KNOWING_UNKNOWN] = {"unknown", "accounts", VERDICT_ABSENT},
	[KNOWING_PERSON] = {"person", "L7", VERDICT_RULE},
	[KNOWING_NOT_YOURS] = {"not_yours", "L0", VERDICT_FORBIDDEN},
	[KNOWING_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[KNOWING_HELPS] = {"helps", "L7", VERDICT_RULE},
	[KNOWING_HOLDS] = {"holds", "L1", VERDICT_STATE},
};
const struct verdict_list knowing_verdicts = {"knowing", verdicts, KNOWING_VERDICT_COUNT};

static bool helps(int32_t kind)
{
	return kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER;
}

enum knowing_verdict knowing_judge_say(const struct knowing_saying *saying)
{
	bool hides = saying->knows == KNOWS_NOTHING;
	if (!saying->account_known) return KNOWING_UNKNOWN;
	if (saying->is_person) return KNOWING_PERSON;
	if (!saying->by_person && !saying->by_care_manager) return KNOWING_NOT_YOURS;
	if (!saying->by_person && !saying->person_agrees && !hides) return KNOWING_WITHOUT_YES;
	if (helps(saying->account_kind) && !hides) return KNOWING_HELPS;
	const struct team_ties *ties = &saying->ties;
	bool holds = ties->is_care_manager || ties->before_contact > 0 || ties->holds_along > 0 ||
		(helps(saying->account_kind) && ties->bears > 0);
	return hides && holds ? KNOWING_HOLDS : KNOWING_OK;
}

enum knows knowing_of(int32_t said, int32_t kind, int32_t way)
{
	if (said != KNOWS_NOT_SAID) return (enum knows)said;
	bool near = kind == MEMBER_RELATIVE || kind == MEMBER_VOLUNTEER;
	return near && way != WAY_REPRESENTS ? KNOWS_PLAN : KNOWS_ALL;
}

status knowing_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, account, knows, said_by, said_ms from care_knowing"
		" where region = ?1 and episode = ?2 order by said_ms desc, account"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}
