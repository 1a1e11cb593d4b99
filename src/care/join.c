/* join.c - judges and moves of coming into a team.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/join.h"
#include "base/check.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct join, region),
	STORE_COLUMN_ID(struct join, episode, false),
	STORE_COLUMN_ID(struct join, id, false),
	STORE_COLUMN_ID(struct join, account, false),
	STORE_COLUMN_ID(struct join, asked_by, false),
	STORE_COLUMN_I32(struct join, state),
	STORE_COLUMN_I64(struct join, asked_ms),
	STORE_COLUMN_I64(struct join, expires_ms),
	STORE_COLUMN_I64(struct join, answered_ms),
	STORE_COLUMN_BLOB(struct join, words, true),
};
const struct store_table join_table = {
	.owner = "care",
	.name = "care_join",
	.number = 34,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const state_names[] = {
	"", "asked", "joined", "declined", "withdrawn", "expired"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == JOIN_STATE_COUNT, "a name per state");
const struct codes join_state_codes = {"join_state", state_names, JOIN_STATE_COUNT};

static const struct verdict verdicts[JOIN_VERDICT_COUNT] = {
	[JOIN_OK] = {"ok", "", VERDICT_YES},
	[JOIN_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[JOIN_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[JOIN_ACCOUNT_UNKNOWN] = {"account_unknown", "L2", VERDICT_RULE},
	[JOIN_ACCOUNT_ENDED] = {"account_ended", "L2", VERDICT_RULE},
	[JOIN_ADMINISTRATOR] = {"administrator", "L7", VERDICT_RULE},
	[JOIN_ALREADY_MEMBER] = {"already_member", "L2", VERDICT_STATE},
	[JOIN_ALREADY_ASKED] = {"already_asked", "L2", VERDICT_STATE},
	[JOIN_NOT_OPEN] = {"not_open", "L2", VERDICT_STATE},
	[JOIN_HAS_EXPIRED] = {"has_expired", "L2", VERDICT_STATE},
	[JOIN_NOT_ASKED] = {"not_asked", "L2", VERDICT_FORBIDDEN},
	[JOIN_NOT_ASKER] = {"not_asker", "L2", VERDICT_FORBIDDEN},
	[JOIN_NOT_YET_EXPIRED] = {"not_yet_expired", "L2", VERDICT_STATE},
	[JOIN_TOO_MANY] = {"too_many", "bound", VERDICT_STATE},
	[JOIN_NOT_INVITER] = {"not_inviter", "L0", VERDICT_FORBIDDEN},
};
const struct verdict_list join_verdicts = {"join", verdicts, JOIN_VERDICT_COUNT};

const struct join_move *join_move_find(enum join_event event, enum join_state from)
{
	for (size_t i = 0; i < join_move_count; i++)
		if (join_moves[i].event == event && join_moves[i].from == from) return &join_moves[i];
	return NULL;
}

enum join_verdict join_judge_ask(
	const struct care_actor *actor, struct id person, const struct join_asking *asking)
{
	if (!asking->person_agrees && !id_equal(actor->account, person)) return JOIN_WITHOUT_YES;
	if (!asking->account_known) return JOIN_ACCOUNT_UNKNOWN;
	if (asking->account_ended) return JOIN_ACCOUNT_ENDED;
	if (asking->account_kind == MEMBER_ADMINISTRATOR) return JOIN_ADMINISTRATOR;
	if (asking->already_member) return JOIN_ALREADY_MEMBER;
	if (asking->already_asked) return JOIN_ALREADY_ASKED;
	if (asking->around >= JOIN_MAX_TEAM) return JOIN_TOO_MANY;
	return JOIN_OK;
}

enum join_verdict join_judge_invite(const struct care_actor *actor, struct id person,
	struct id care_manager, const struct join_asking *asking)
{
	bool is_person = id_equal(actor->account, person);
	if (!is_person && !id_equal(actor->account, care_manager)) return JOIN_NOT_INVITER;
	if (!is_person && !asking->person_agrees) return JOIN_WITHOUT_YES;
	if (asking->around >= JOIN_MAX_TEAM) return JOIN_TOO_MANY;
	return JOIN_OK;
}

enum join_verdict join_judge_answer(
	const struct join *join, const struct care_actor *actor, int64_t now_ms)
{
	if (!id_equal(join->account, actor->account)) return JOIN_NOT_ASKED;
	if (join->state != JOIN_ASKED) return JOIN_NOT_OPEN;
	if (now_ms >= join->expires_ms) return JOIN_HAS_EXPIRED;
	return JOIN_OK;
}

enum join_verdict join_judge_withdraw(
	const struct join *join, const struct care_actor *actor, struct id person)
{
	if (!id_equal(join->asked_by, actor->account) && !id_equal(person, actor->account))
		return JOIN_NOT_ASKER;
	if (join->state != JOIN_ASKED) return JOIN_NOT_OPEN;
	return JOIN_OK;
}

enum join_verdict join_judge_expire(const struct join *join, int64_t now_ms)
{
	if (join->state != JOIN_ASKED) return JOIN_NOT_OPEN;
	if (now_ms < join->expires_ms) return JOIN_NOT_YET_EXPIRED;
	return JOIN_OK;
}

bool join_move(struct join *join, enum join_event event)
{
	const struct join_move *move = join_move_find(event, (enum join_state)join->state);
	CHECK(move != NULL);
	join->state = (int32_t)move->to;
	return move->member;
}
