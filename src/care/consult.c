/* consult.c - judges and moves of a consult.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/consult.h"
#include "base/check.h"
#include "base/date.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct consult, region),
	STORE_COLUMN_ID(struct consult, episode, false),
	STORE_COLUMN_ID(struct consult, id, false),
	STORE_COLUMN_ID(struct consult, need, false),
	STORE_COLUMN_ID(struct consult, asked_by, false),
	STORE_COLUMN_ID(struct consult, to_account, true),
	STORE_COLUMN_ID(struct consult, to_service, true),
	STORE_COLUMN_I32(struct consult, state),
	STORE_COLUMN_BOOL(struct consult, named),
	STORE_COLUMN_I64(struct consult, asked_ms),
	STORE_COLUMN_I64(struct consult, expires_ms),
	STORE_COLUMN_ID(struct consult, answered_by, true),
	STORE_COLUMN_I64(struct consult, answered_ms),
	STORE_COLUMN_ID(struct consult, back_to, true),
	STORE_COLUMN_ID(struct consult, joining, true),
	STORE_COLUMN_BLOB(struct consult, words, true),
	STORE_COLUMN_BLOB(struct consult, answer_words, true),
};
const struct store_table consult_table = {
	.owner = "care",
	.name = "care_consult",
	.number = 41,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const state_names[] = {
	"", "asked", "answered", "declined", "expired", "withdrawn", "closed", "turned"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == CONSULT_STATE_COUNT, "a name per state");
const struct codes consult_state_codes = {"consult_state", state_names, CONSULT_STATE_COUNT};

static const char *const age_names[] = {"", "under_12", "from_12_to_15", "from_16_to_17",
	"from_18_to_24", "from_25_to_44", "from_45_to_64", "from_65"};
_Static_assert(sizeof(age_names) / sizeof(age_names[0]) == AGE_BAND_COUNT, "a name per band");
const struct codes consult_age_band_codes = {"age_band", age_names, AGE_BAND_COUNT};

static const struct verdict verdicts[CONSULT_VERDICT_COUNT] = {
	[CONSULT_OK] = {"ok", "", VERDICT_YES},
	[CONSULT_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[CONSULT_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[CONSULT_NAME_WITHOUT_YES] = {"name_without_yes", "L7", VERDICT_RULE},
	[CONSULT_NEED_CLOSED] = {"need_closed", "L10", VERDICT_STATE},
	[CONSULT_TO_NOBODY] = {"to_nobody", "L2", VERDICT_RULE},
	[CONSULT_RECEIVER_UNKNOWN] = {"receiver_unknown", "L2", VERDICT_RULE},
	[CONSULT_RECEIVER_ENDED] = {"receiver_ended", "L2", VERDICT_RULE},
	[CONSULT_RECEIVER_KIND] = {"receiver_kind", "L7", VERDICT_RULE},
	[CONSULT_TO_SELF] = {"to_self", "L2", VERDICT_RULE},
	[CONSULT_ANSWER_BY_OUT_OF_RANGE] = {"answer_by_out_of_range", "L3", VERDICT_RULE},
	[CONSULT_TOO_MANY] = {"too_many", "bound", VERDICT_STATE},
	[CONSULT_NOT_RECEIVER] = {"not_receiver", "L2", VERDICT_FORBIDDEN},
	[CONSULT_NOT_OPEN] = {"not_open", "L2", VERDICT_STATE},
	[CONSULT_HAS_EXPIRED] = {"has_expired", "L3", VERDICT_STATE},
	[CONSULT_NOT_ASKER] = {"not_asker", "L2", VERDICT_FORBIDDEN},
	[CONSULT_NOT_BACK] = {"not_back", "L2", VERDICT_STATE},
	[CONSULT_NOT_ANSWERED] = {"not_answered", "L2", VERDICT_STATE},
	[CONSULT_NOT_YET_EXPIRED] = {"not_yet_expired", "L3", VERDICT_STATE},
};
const struct verdict_list consult_verdicts = {"consult", verdicts, CONSULT_VERDICT_COUNT};

enum age_band consult_age_band(int32_t birth_day, int32_t today)
{
	static const int first_age[AGE_BAND_COUNT] = {
		[AGE_UNDER_12] = 0,
		[AGE_12_TO_15] = 12,
		[AGE_16_TO_17] = 16,
		[AGE_18_TO_24] = 18,
		[AGE_25_TO_44] = 25,
		[AGE_45_TO_64] = 45,
		[AGE_65_AND_OVER] = 65,
	};
	enum age_band band = AGE_NOT_SAID;
	for (int i = AGE_UNDER_12; i < AGE_BAND_COUNT; i++)
		if (date_age(birth_day, today) >= first_age[i]) band = (enum age_band)i;
	return band;
}

const struct consult_move *consult_move_find(enum consult_event event, enum consult_state from)
{
	for (size_t i = 0; i < consult_move_count; i++)
		if (consult_moves[i].event == event && consult_moves[i].from == from)
			return &consult_moves[i];
	return NULL;
}

static enum consult_verdict judge_receiver(const struct care_actor *actor,
	const struct consult_asking *asking, const struct consult_receiver *receiver)
{
	if (id_is_none(asking->to_account) == id_is_none(asking->to_service)) return CONSULT_TO_NOBODY;
	if (!receiver->known) return CONSULT_RECEIVER_UNKNOWN;
	if (receiver->ended) return CONSULT_RECEIVER_ENDED;
	if (receiver->kind != MEMBER_PROFESSIONAL && receiver->kind != MEMBER_PEER)
		return CONSULT_RECEIVER_KIND;
	if (id_equal(asking->to_account, actor->account)) return CONSULT_TO_SELF;
	return CONSULT_OK;
}

enum consult_verdict consult_judge_ask(const struct episode *episode, const struct need *need,
	const struct care_actor *actor, const struct consult_asking *asking,
	const struct consult_receiver *receiver, int32_t today)
{
	CHECK(episode != NULL && need != NULL && actor != NULL && asking != NULL && receiver != NULL);
	bool yes = asking->person_agrees || id_equal(actor->account, episode->person);
	if (!yes && actor->kind != MEMBER_PROFESSIONAL) return CONSULT_WITHOUT_YES;
	if (!yes && asking->named) return CONSULT_NAME_WITHOUT_YES;
	if (need->state == NEED_CLOSED) return CONSULT_NEED_CLOSED;
	enum consult_verdict verdict = judge_receiver(actor, asking, receiver);
	if (verdict != CONSULT_OK) return verdict;
	if (asking->answer_by_day != 0 &&
		(asking->answer_by_day < today || asking->answer_by_day > today + CONSULT_MAX_DAYS))
		return CONSULT_ANSWER_BY_OUT_OF_RANGE;
	return asking->open >= CONSULT_MAX_OPEN ? CONSULT_TOO_MANY : CONSULT_OK;
}

bool consult_is_late(const struct consult *consult)
{
	if (consult->state == CONSULT_CLOSED) return consult->answered_ms == 0;
	return consult->state == CONSULT_EXPIRED;
}

bool consult_is_receiver(
	const struct consult *consult, const struct care_actor *actor, struct id service_organisation)
{
	if (consult->state == CONSULT_ANSWERED) return id_equal(consult->answered_by, actor->account);
	return consult->state == CONSULT_ASKED &&
		care_actor_is_asked(actor, consult->to_account, service_organisation);
}

enum consult_verdict consult_judge_answer(const struct consult *consult,
	const struct care_actor *actor, struct id service_organisation, int64_t now_ms)
{
	if (!care_actor_is_asked(actor, consult->to_account, service_organisation))
		return CONSULT_NOT_RECEIVER;
	if (consult->state != CONSULT_ASKED) return CONSULT_NOT_OPEN;
	if (now_ms >= consult->expires_ms) return CONSULT_HAS_EXPIRED;
	return CONSULT_OK;
}

/* Who asked; the person, whose file it is; and the care manager, who is always there. */
static bool is_askers(
	const struct consult *consult, const struct care_actor *actor, const struct episode *episode)
{
	return id_equal(actor->account, consult->asked_by) ||
		id_equal(actor->account, episode->person) ||
		id_equal(actor->account, episode->care_manager);
}

enum consult_verdict consult_judge_withdraw(
	const struct consult *consult, const struct care_actor *actor, const struct episode *episode)
{
	if (!is_askers(consult, actor, episode)) return CONSULT_NOT_ASKER;
	if (consult->state != CONSULT_ASKED) return CONSULT_NOT_OPEN;
	return CONSULT_OK;
}

enum consult_verdict consult_judge_close(
	const struct consult *consult, const struct care_actor *actor, const struct episode *episode)
{
	if (!is_askers(consult, actor, episode)) return CONSULT_NOT_ASKER;
	if (consult_move_find(CONSULT_CLOSE, (enum consult_state)consult->state) == NULL)
		return CONSULT_NOT_BACK;
	return CONSULT_OK;
}

enum consult_verdict consult_judge_turn(const struct consult *consult,
	const struct care_actor *actor, const struct episode *episode, bool person_agrees)
{
	if (!person_agrees && !id_equal(actor->account, episode->person)) return CONSULT_WITHOUT_YES;
	if (!is_askers(consult, actor, episode)) return CONSULT_NOT_ASKER;
	if (consult->state != CONSULT_ANSWERED) return CONSULT_NOT_ANSWERED;
	return CONSULT_OK;
}

enum consult_verdict consult_judge_expire(const struct consult *consult, int64_t now_ms)
{
	if (consult->state != CONSULT_ASKED) return CONSULT_NOT_OPEN;
	if (now_ms < consult->expires_ms) return CONSULT_NOT_YET_EXPIRED;
	return CONSULT_OK;
}

const struct consult_move *consult_move(struct consult *consult, enum consult_event event)
{
	const struct consult_move *move = consult_move_find(event, (enum consult_state)consult->state);
	CHECK(move != NULL);
	consult->state = (int32_t)move->to;
	return move;
}
