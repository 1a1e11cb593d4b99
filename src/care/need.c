/* need.c - judges and moves of a need.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/need.h"
#include "base/check.h"

static const char *const state_names[] = {"", "open", "in_danger", "closed"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == NEED_STATE_COUNT, "a name per state");
const struct codes need_state_codes = {"need_state", state_names, NEED_STATE_COUNT};

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct need, region),
	STORE_COLUMN_ID(struct need, episode, false),
	STORE_COLUMN_ID(struct need, id, false),
	STORE_COLUMN_I32(struct need, domain),
	STORE_COLUMN_I32(struct need, aim),
	STORE_COLUMN_I32(struct need, state),
	STORE_COLUMN_ID(struct need, bearer, false),
	STORE_COLUMN_I32(struct need, bearer_kind),
	STORE_COLUMN_ID(struct need, bearer_before, true),
	STORE_COLUMN_I32(struct need, bearer_before_kind),
	STORE_COLUMN_ID(struct need, open_handover, true),
	STORE_COLUMN_ID(struct need, step, true),
	STORE_COLUMN_I64(struct need, opened_ms),
	STORE_COLUMN_I64(struct need, closed_ms),
	STORE_COLUMN_I32(struct need, effective_day),
	STORE_COLUMN_I32(struct need, closing),
	STORE_COLUMN_BLOB(struct need, words, true),
};
const struct store_table need_table = {
	.owner = "care",
	.name = "care_need",
	.number = 32,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const struct verdict verdicts[NEED_VERDICT_COUNT] = {
	[NEED_OK] = {"ok", "", VERDICT_YES},
	[NEED_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[NEED_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[NEED_NOT_BEARER] = {"not_bearer", "L1", VERDICT_FORBIDDEN},
	[NEED_PROFESSIONAL_STOPS] = {"professional_stops", "L1", VERDICT_RULE},
	[NEED_IS_CLOSED] = {"closed", "L10", VERDICT_STATE},
	[NEED_IS_IN_DANGER] = {"in_danger", "L2", VERDICT_STATE},
	[NEED_NOT_IN_DANGER] = {"not_in_danger", "L2", VERDICT_STATE},
	[NEED_NOT_DUTY] = {"not_duty", "L2", VERDICT_FORBIDDEN},
	[NEED_OFFER_OPEN] = {"offer_open", "L2", VERDICT_STATE},
	[NEED_CLOSING_WITHOUT_YES] = {"closing_without_yes", "L10", VERDICT_RULE},
	[NEED_PERSON_DECIDES] = {"person_decides", "L10", VERDICT_RULE},
	[NEED_TOO_MANY] = {"too_many", "bound", VERDICT_STATE},
};
const struct verdict_list need_verdicts = {"need", verdicts, NEED_VERDICT_COUNT};

bool care_actor_is_asked(
	const struct care_actor *actor, struct id to_account, struct id service_organisation)
{
	if (!id_is_none(to_account)) return id_equal(to_account, actor->account);
	return !id_is_none(service_organisation) &&
		id_equal(service_organisation, actor->organisation) &&
		(actor->kind == MEMBER_PROFESSIONAL || actor->kind == MEMBER_PEER);
}

const struct need_move *need_move_find(enum need_event event, enum need_state from)
{
	for (size_t i = 0; i < need_move_count; i++)
		if (need_moves[i].event == event && need_moves[i].from == from) return &need_moves[i];
	return NULL;
}

enum need_verdict need_judge_add(
	const struct care_actor *actor, struct id person, const struct need_addition *addition)
{
	if (!addition->person_agrees && !id_equal(actor->account, person)) return NEED_WITHOUT_YES;
	if (addition->open >= NEED_MAX_OPEN) return NEED_TOO_MANY;
	return NEED_OK;
}

enum need_verdict need_judge_stop(const struct need *need, const struct care_actor *actor)
{
	if (need->state == NEED_CLOSED) return NEED_IS_CLOSED;
	if (need->state == NEED_IN_DANGER) return NEED_IS_IN_DANGER;
	if (!id_equal(need->bearer, actor->account)) return NEED_NOT_BEARER;
	if (actor->kind == MEMBER_PROFESSIONAL) return NEED_PROFESSIONAL_STOPS;
	return NEED_OK;
}

enum need_verdict need_judge_danger(const struct need *need)
{
	return need->state == NEED_CLOSED ? NEED_IS_CLOSED : NEED_OK;
}

enum need_verdict need_judge_safe(
	const struct need *need, const struct care_actor *actor, struct id care_manager)
{
	if (need->state == NEED_CLOSED) return NEED_IS_CLOSED;
	if (need->state != NEED_IN_DANGER) return NEED_NOT_IN_DANGER;
	if (!id_equal(need->bearer, actor->account) && !id_equal(care_manager, actor->account))
		return NEED_NOT_DUTY;
	return NEED_OK;
}

enum need_verdict need_judge_closer(const struct need *need, const struct care_actor *actor,
	struct id person, struct id care_manager)
{
	bool may = id_equal(need->bearer, actor->account) || id_equal(person, actor->account) ||
		id_equal(care_manager, actor->account);
	return may ? NEED_OK : NEED_NOT_BEARER;
}

enum need_verdict need_judge_close(
	const struct need *need, const struct care_actor *actor, struct id person, enum closing closing)
{
	if (need->state == NEED_CLOSED) return NEED_IS_CLOSED;
	if (need->state == NEED_IN_DANGER) return NEED_IS_IN_DANGER;
	if (!id_is_none(need->open_handover)) return NEED_OFFER_OPEN;
	if (closing == CLOSING_NOT_SAID) return NEED_CLOSING_WITHOUT_YES;
	if (closing == CLOSING_PERSON && !id_equal(actor->account, person)) return NEED_PERSON_DECIDES;
	return NEED_OK;
}

static void set(struct need *need, const struct care_actor *bearer)
{
	need->bearer = bearer->account;
	need->bearer_kind = bearer->kind;
}

static void give_back(struct need *need, const struct need_parties *parties)
{
	if (id_is_none(need->bearer_before) || parties->before_ended) {
		set(need, &parties->care_manager);
	} else {
		need->bearer = need->bearer_before;
		need->bearer_kind = need->bearer_before_kind;
	}
	need->bearer_before = id_none;
	need->bearer_before_kind = MEMBER_NONE;
}

void need_set_bearer(
	struct need *need, enum bearer_effect effect, const struct need_parties *parties)
{
	switch (effect) {
	case BEARER_KEEP: break;
	case BEARER_TO_RECEIVER: set(need, &parties->receiver); break;
	case BEARER_TO_CARE_MANAGER: set(need, &parties->care_manager); break;
	case BEARER_TO_DUTY:
		need->bearer_before = need->bearer;
		need->bearer_before_kind = need->bearer_kind;
		set(need, &parties->duty);
		break;
	case BEARER_BACK: give_back(need, parties); break;
	case BEARER_NOBODY:
		need->bearer = id_none;
		need->bearer_kind = MEMBER_NONE;
		break;
	case BEARER_EFFECT_COUNT: CHECK_UNREACHABLE("bearer effect");
	}
}

void need_move(struct need *need, enum need_event event, const struct need_parties *parties)
{
	const struct need_move *move = need_move_find(event, (enum need_state)need->state);
	CHECK(move != NULL);
	need->state = (int32_t)move->to;
	need_set_bearer(need, move->bearer, parties);
}
