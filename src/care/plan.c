/* plan.c - judges and moves of the parts of a plan.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/plan.h"
#include "base/check.h"

static const struct store_column part_columns[] = {
	STORE_COLUMN_I32(struct plan_part, region),
	STORE_COLUMN_ID(struct plan_part, episode, false),
	STORE_COLUMN_ID(struct plan_part, id, false),
	STORE_COLUMN_I64(struct plan_part, seq),
	STORE_COLUMN_I32(struct plan_part, kind),
	STORE_COLUMN_I32(struct plan_part, state),
	STORE_COLUMN_ID(struct plan_part, goal, true),
	STORE_COLUMN_ID(struct plan_part, need, true),
	STORE_COLUMN_ID(struct plan_part, who, true),
	STORE_COLUMN_I32(struct plan_part, by_day),
	STORE_COLUMN_ID(struct plan_part, author, false),
	STORE_COLUMN_ID(struct plan_part, writer, true),
	STORE_COLUMN_I64(struct plan_part, at_ms),
	STORE_COLUMN_BLOB(struct plan_part, words, true),
};
const struct store_table plan_part_table = {
	.owner = "care",
	.name = "care_plan_part",
	.number = 80,
	.keeping = STORE_JOURNALED,
	.columns = part_columns,
	.column_count = sizeof(part_columns) / sizeof(part_columns[0]),
	.key_count = 4,
};

static const struct store_column yes_columns[] = {
	STORE_COLUMN_I32(struct plan_yes, region),
	STORE_COLUMN_ID(struct plan_yes, episode, false),
	STORE_COLUMN_I64(struct plan_yes, seq),
	STORE_COLUMN_ID(struct plan_yes, account, false),
	STORE_COLUMN_I64(struct plan_yes, at_ms),
};
const struct store_table plan_yes_table = {
	.owner = "care",
	.name = "care_plan_yes",
	.number = 81,
	.keeping = STORE_JOURNALED,
	.columns = yes_columns,
	.column_count = sizeof(yes_columns) / sizeof(yes_columns[0]),
	.key_count = 4,
};

static const char *const kind_names[] = {"", "goal", "signs", "helps", "helps_not", "call", "step"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == PLAN_KIND_COUNT, "a name per kind");
const struct codes plan_kind_codes = {"plan_kind", kind_names, PLAN_KIND_COUNT};
const struct codes plan_writing_codes = {"plan_kind", kind_names, PLAN_STEP};

static const char *const state_names[] = {
	"", "stands", "asked", "agreed", "free", "done", "stopped"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == PLAN_STATE_COUNT, "a name per state");
const struct codes plan_state_codes = {"plan_state", state_names, PLAN_STATE_COUNT};

static const struct verdict verdicts[PLAN_VERDICT_COUNT] = {
	[PLAN_OK] = {"ok", "", VERDICT_YES},
	[PLAN_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[PLAN_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[PLAN_OWN_WORDS] = {"own_words", "L0", VERDICT_FORBIDDEN},
	[PLAN_NOT_NOW] = {"not_now", "L10", VERDICT_STATE},
	[PLAN_GOAL_UNKNOWN] = {"goal_unknown", "L7", VERDICT_RULE},
	[PLAN_WHO_NOT_MEMBER] = {"who_not_member", "L3", VERDICT_RULE},
	[PLAN_DAY_OUT_OF_RANGE] = {"day_out_of_range", "L3", VERDICT_RULE},
	[PLAN_TOO_MANY] = {"too_many", "bound", VERDICT_STATE},
	[PLAN_NOT_ASKED] = {"not_asked", "L0", VERDICT_FORBIDDEN},
	[PLAN_NOT_DOER] = {"not_doer", "L0", VERDICT_FORBIDDEN},
	[PLAN_EMPTY] = {"empty", "L10", VERDICT_STATE},
	[PLAN_OTHER_VERSION] = {"other_version", "L0", VERDICT_STATE},
	[PLAN_AGREED_ALREADY] = {"agreed_already", "L0", VERDICT_STATE},
};
const struct verdict_list plan_verdicts = {"plan", verdicts, PLAN_VERDICT_COUNT};

const struct plan_move *plan_move_find(enum plan_event event, enum plan_state from)
{
	for (size_t i = 0; i < plan_move_count; i++)
		if (plan_moves[i].event == event && plan_moves[i].from == from) return &plan_moves[i];
	return NULL;
}

bool plan_part_is_open(const struct plan_part *part)
{
	return part->state >= PLAN_STANDS && part->state <= PLAN_FREE;
}

enum plan_event plan_event_for(const struct care_actor *actor, struct id who)
{
	return id_equal(actor->account, who) ? PLAN_TAKE : PLAN_ASK;
}

static bool has_yes(const struct care_actor *actor, struct id person, bool person_agrees)
{
	return person_agrees || id_equal(actor->account, person);
}

static bool can(const struct plan_part *part, enum plan_event event)
{
	return plan_move_find(event, (enum plan_state)part->state) != NULL;
}

enum plan_verdict plan_judge_add(
	const struct care_actor *actor, struct id person, const struct plan_writing *writing)
{
	CHECK(actor != NULL && writing != NULL);
	if (!has_yes(actor, person, writing->person_agrees)) return PLAN_WITHOUT_YES;
	return writing->open >= PLAN_MAX_OPEN ? PLAN_TOO_MANY : PLAN_OK;
}

enum plan_verdict plan_judge_change(const struct plan_part *part, const struct care_actor *actor,
	struct id person, const struct plan_writing *writing)
{
	if (!has_yes(actor, person, writing->person_agrees)) return PLAN_WITHOUT_YES;
	bool own = id_equal(part->author, actor->account);
	if (!own && !id_equal(actor->account, person)) return PLAN_OWN_WORDS;
	return can(part, PLAN_WRITE) ? PLAN_OK : PLAN_NOT_NOW;
}

static enum plan_verdict judge_doing(const struct plan_writing *writing, int32_t today)
{
	if (!writing->who_is_member) return PLAN_WHO_NOT_MEMBER;
	if (writing->by_day < today || writing->by_day > today + PLAN_MAX_DAYS)
		return PLAN_DAY_OUT_OF_RANGE;
	return PLAN_OK;
}

enum plan_verdict plan_judge_step(const struct care_actor *actor, struct id person,
	const struct plan_writing *writing, int32_t today)
{
	enum plan_verdict verdict = plan_judge_add(actor, person, writing);
	if (verdict != PLAN_OK) return verdict;
	return writing->goal_known ? judge_doing(writing, today) : PLAN_GOAL_UNKNOWN;
}

enum plan_verdict plan_judge_give(const struct plan_part *part, const struct care_actor *actor,
	struct id person, const struct plan_writing *writing, int32_t today)
{
	if (!has_yes(actor, person, writing->person_agrees)) return PLAN_WITHOUT_YES;
	if (!can(part, plan_event_for(actor, writing->who))) return PLAN_NOT_NOW;
	return judge_doing(writing, today);
}

enum plan_verdict plan_judge_accept(const struct plan_part *part, const struct care_actor *actor)
{
	if (!can(part, PLAN_ACCEPT)) return PLAN_NOT_NOW;
	return id_equal(part->who, actor->account) ? PLAN_OK : PLAN_NOT_ASKED;
}

enum plan_verdict plan_judge_decline(const struct plan_part *part, const struct care_actor *actor)
{
	if (!can(part, PLAN_DECLINE)) return PLAN_NOT_NOW;
	return id_equal(part->who, actor->account) ? PLAN_OK : PLAN_NOT_ASKED;
}

enum plan_verdict plan_judge_finish(const struct plan_part *part, const struct care_actor *actor,
	struct id person, bool person_agrees)
{
	bool is_step = part->kind == PLAN_STEP;
	if (!can(part, PLAN_FINISH) || (!is_step && part->kind != PLAN_GOAL)) return PLAN_NOT_NOW;
	if (is_step && !id_equal(part->who, actor->account) && !id_equal(person, actor->account))
		return PLAN_NOT_DOER;
	if (!is_step && !has_yes(actor, person, person_agrees)) return PLAN_WITHOUT_YES;
	return PLAN_OK;
}

enum plan_verdict plan_judge_stop(const struct plan_part *part, const struct care_actor *actor,
	struct id person, bool person_agrees)
{
	if (!has_yes(actor, person, person_agrees)) return PLAN_WITHOUT_YES;
	return can(part, PLAN_STOP) ? PLAN_OK : PLAN_NOT_NOW;
}

enum plan_verdict plan_judge_agree(int64_t version, int64_t read, bool agreed)
{
	if (version == 0) return PLAN_EMPTY;
	if (version != read) return PLAN_OTHER_VERSION;
	return agreed ? PLAN_AGREED_ALREADY : PLAN_OK;
}

const struct plan_move *plan_move(struct plan_part *part, enum plan_event event)
{
	const struct plan_move *move = plan_move_find(event, (enum plan_state)part->state);
	CHECK(move != NULL);
	part->state = (int32_t)move->to;
	return move;
}
