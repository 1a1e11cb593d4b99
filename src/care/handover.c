/* handover.c - judges and moves of a handover.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/handover.h"
#include "base/check.h"
#include "base/date.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct handover, region),
	STORE_COLUMN_ID(struct handover, episode, false),
	STORE_COLUMN_ID(struct handover, id, false),
	STORE_COLUMN_ID(struct handover, need, true),
	STORE_COLUMN_ID(struct handover, sender, false),
	STORE_COLUMN_ID(struct handover, to_account, true),
	STORE_COLUMN_ID(struct handover, to_service, true),
	STORE_COLUMN_I32(struct handover, state),
	STORE_COLUMN_I64(struct handover, offered_ms),
	STORE_COLUMN_I64(struct handover, expires_ms),
	STORE_COLUMN_ID(struct handover, giver, true),
	STORE_COLUMN_ID(struct handover, answered_by, true),
	STORE_COLUMN_I64(struct handover, answered_ms),
	STORE_COLUMN_I32(struct handover, reason),
	STORE_COLUMN_I32(struct handover, instead),
	STORE_COLUMN_I32(struct handover, instead_day),
	STORE_COLUMN_BOOL(struct handover, sharing),
	STORE_COLUMN_BOOL(struct handover, giver_stays),
	STORE_COLUMN_I32(struct handover, contact_day),
	STORE_COLUMN_I64(struct handover, contacted_ms),
	STORE_COLUMN_BLOB(struct handover, words, true),
	STORE_COLUMN_BLOB(struct handover, reason_words, true),
	STORE_COLUMN_BLOB(struct handover, instead_words, true),
};
const struct store_table handover_table = {
	.owner = "care",
	.name = "care_handover",
	.number = 33,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const state_names[] = {
	"", "offered", "accepted", "contacted", "declined", "expired", "withdrawn"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == HANDOVER_STATE_COUNT, "a name per state");
const struct codes handover_state_codes = {"handover_state", state_names, HANDOVER_STATE_COUNT};

static const struct verdict verdicts[HANDOVER_VERDICT_COUNT] = {
	[HANDOVER_OK] = {"ok", "", VERDICT_YES},
	[HANDOVER_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[HANDOVER_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[HANDOVER_NOT_BEARER] = {"not_bearer", "L2", VERDICT_FORBIDDEN},
	[HANDOVER_NOT_CARE_MANAGER] = {"not_care_manager", "L0", VERDICT_FORBIDDEN},
	[HANDOVER_TO_NOBODY] = {"to_nobody", "L1", VERDICT_RULE},
	[HANDOVER_RECEIVER_UNKNOWN] = {"receiver_unknown", "L1", VERDICT_RULE},
	[HANDOVER_RECEIVER_ENDED] = {"receiver_ended", "L1", VERDICT_RULE},
	[HANDOVER_TO_SELF] = {"to_self", "L2", VERDICT_RULE},
	[HANDOVER_ALREADY_OFFERED] = {"already_offered", "L2", VERDICT_STATE},
	[HANDOVER_NEED_CLOSED] = {"need_closed", "L10", VERDICT_STATE},
	[HANDOVER_IN_DANGER] = {"in_danger", "L2", VERDICT_STATE},
	[HANDOVER_ANSWER_BY_OUT_OF_RANGE] = {"answer_by_out_of_range", "L3", VERDICT_RULE},
	[HANDOVER_NOT_OPEN] = {"not_open", "L2", VERDICT_STATE},
	[HANDOVER_HAS_EXPIRED] = {"has_expired", "L2", VERDICT_STATE},
	[HANDOVER_NOT_RECEIVER] = {"not_receiver", "L2", VERDICT_FORBIDDEN},
	[HANDOVER_CARE_MANAGER_KIND] = {"care_manager_kind", "L1", VERDICT_RULE},
	[HANDOVER_CONTACT_DAY_OUT_OF_RANGE] = {"contact_day_out_of_range", "L3", VERDICT_RULE},
	[HANDOVER_REASON_MISSING] = {"reason_missing", "L2", VERDICT_RULE},
	[HANDOVER_REASON_EXCLUDES] = {"reason_excludes", "L4", VERDICT_RULE},
	[HANDOVER_INSTEAD_MISSING] = {"instead_missing", "L2", VERDICT_RULE},
	[HANDOVER_INSTEAD_DAY_OUT_OF_RANGE] = {"instead_day_out_of_range", "L2", VERDICT_RULE},
	[HANDOVER_NOT_SENDER] = {"not_sender", "L2", VERDICT_FORBIDDEN},
	[HANDOVER_NOT_ACCEPTED] = {"not_accepted", "L2", VERDICT_STATE},
	[HANDOVER_NOT_TO_CONFIRM] = {"not_to_confirm", "L2", VERDICT_FORBIDDEN},
	[HANDOVER_NOT_YET_EXPIRED] = {"not_yet_expired", "L2", VERDICT_STATE},
	[HANDOVER_TOO_MANY] = {"too_many", "bound", VERDICT_STATE},
};
const struct verdict_list handover_verdicts = {"handover", verdicts, HANDOVER_VERDICT_COUNT};

const struct handover_move *handover_move_find(enum handover_event event, enum handover_state from)
{
	for (size_t i = 0; i < handover_move_count; i++)
		if (handover_moves[i].event == event && handover_moves[i].from == from)
			return &handover_moves[i];
	return NULL;
}

int64_t handover_expiry(int32_t answer_by_day)
{
	return date_day_start(answer_by_day + 1);
}

static enum handover_verdict judge_right_to_offer(const struct episode *episode,
	const struct need *need, const struct care_actor *actor, const struct handover_offer *offer)
{
	bool is_person = id_equal(actor->account, episode->person);
	if (!offer->person_agrees && !is_person) return HANDOVER_WITHOUT_YES;
	if (need == NULL)
		return is_person || id_equal(actor->account, episode->care_manager)
			? HANDOVER_OK
			: HANDOVER_NOT_CARE_MANAGER;
	if (need->state == NEED_CLOSED) return HANDOVER_NEED_CLOSED;
	if (need->state == NEED_IN_DANGER) return HANDOVER_IN_DANGER;
	return id_equal(need->bearer, actor->account) ? HANDOVER_OK : HANDOVER_NOT_BEARER;
}

static enum handover_verdict judge_receiver(const struct episode *episode, const struct need *need,
	const struct handover_offer *offer, const struct handover_receiver *receiver)
{
	struct id holder = need != NULL ? need->bearer : episode->care_manager;
	if (id_is_none(offer->to_account) == id_is_none(offer->to_service)) return HANDOVER_TO_NOBODY;
	if (!receiver->known) return HANDOVER_RECEIVER_UNKNOWN;
	if (receiver->ended) return HANDOVER_RECEIVER_ENDED;
	if (id_equal(offer->to_account, holder)) return HANDOVER_TO_SELF;
	if (need == NULL && receiver->kind != MEMBER_PROFESSIONAL && receiver->kind != MEMBER_PEER)
		return HANDOVER_CARE_MANAGER_KIND;
	return HANDOVER_OK;
}

enum handover_verdict handover_judge_offer(const struct episode *episode, const struct need *need,
	const struct care_actor *actor, const struct handover_offer *offer,
	const struct handover_receiver *receiver, int32_t today)
{
	CHECK(episode != NULL && actor != NULL && offer != NULL && receiver != NULL);
	enum handover_verdict verdict = judge_right_to_offer(episode, need, actor, offer);
	if (verdict != HANDOVER_OK) return verdict;
	verdict = judge_receiver(episode, need, offer, receiver);
	if (verdict != HANDOVER_OK) return verdict;
	if (!id_is_none(need != NULL ? need->open_handover : episode->open_handover))
		return HANDOVER_ALREADY_OFFERED;
	if (offer->tied >= HANDOVER_MAX_TIED) return HANDOVER_TOO_MANY;
	if (offer->answer_by_day != 0 &&
		(offer->answer_by_day < today + HANDOVER_MIN_DAYS ||
			offer->answer_by_day > today + HANDOVER_MAX_DAYS))
		return HANDOVER_ANSWER_BY_OUT_OF_RANGE;
	return HANDOVER_OK;
}

bool handover_is_receiver(
	const struct handover *handover, const struct care_actor *actor, struct id service_organisation)
{
	return care_actor_is_asked(actor, handover->to_account, service_organisation);
}

static enum handover_verdict judge_answer(const struct handover *handover,
	const struct care_actor *actor, struct id service_organisation, int64_t now_ms)
{
	if (!handover_is_receiver(handover, actor, service_organisation)) return HANDOVER_NOT_RECEIVER;
	if (handover->state != HANDOVER_OFFERED) return HANDOVER_NOT_OPEN;
	if (now_ms >= handover->expires_ms) return HANDOVER_HAS_EXPIRED;
	return HANDOVER_OK;
}

enum handover_verdict handover_judge_accept(const struct handover *handover,
	const struct need *need, struct id holder, const struct care_actor *actor,
	struct id service_organisation, const struct handover_answer *answer, int64_t now_ms)
{
	enum handover_verdict verdict = judge_answer(handover, actor, service_organisation, now_ms);
	if (verdict != HANDOVER_OK) return verdict;
	if (need != NULL && need->state == NEED_IN_DANGER) return HANDOVER_IN_DANGER;
	if (id_equal(holder, actor->account)) return HANDOVER_TO_SELF;
	int32_t today = date_day_of(now_ms);
	if (answer->contact_day < today || answer->contact_day > today + HANDOVER_CONTACT_MAX_DAYS)
		return HANDOVER_CONTACT_DAY_OUT_OF_RANGE;
	return HANDOVER_OK;
}

enum handover_verdict handover_judge_decline(const struct handover *handover,
	const struct care_actor *actor, struct id service_organisation,
	const struct handover_answer *answer, int64_t now_ms)
{
	enum handover_verdict verdict = judge_answer(handover, actor, service_organisation, now_ms);
	if (verdict != HANDOVER_OK) return verdict;
	if (actor->kind != MEMBER_PROFESSIONAL) return HANDOVER_OK;
	if (answer->reason == DECLINE_NOT_SAID) return HANDOVER_REASON_MISSING;
	if (answer->reason != DECLINE_FIT && answer->reason != DECLINE_COMPETENCE)
		return HANDOVER_REASON_EXCLUDES;
	if (answer->instead == INSTEAD_NOT_SAID) return HANDOVER_INSTEAD_MISSING;
	int32_t today = date_day_of(now_ms);
	if (answer->instead_day < today || answer->instead_day > today + HANDOVER_CONTACT_MAX_DAYS)
		return HANDOVER_INSTEAD_DAY_OUT_OF_RANGE;
	return HANDOVER_OK;
}

enum handover_verdict handover_judge_withdraw(const struct handover *handover,
	const struct care_actor *actor, struct id person, struct id holder)
{
	if (!id_equal(handover->sender, actor->account) && !id_equal(person, actor->account) &&
		!id_equal(holder, actor->account))
		return HANDOVER_NOT_SENDER;
	if (handover->state == HANDOVER_OFFERED) return HANDOVER_OK;
	bool may_let_go = id_is_none(handover->need) || id_equal(person, actor->account);
	return handover->sharing && may_let_go ? HANDOVER_OK : HANDOVER_NOT_OPEN;
}

enum handover_verdict handover_judge_contact(
	const struct handover *handover, const struct care_actor *actor, struct id person)
{
	if (handover->state != HANDOVER_ACCEPTED) return HANDOVER_NOT_ACCEPTED;
	if (!id_equal(handover->answered_by, actor->account) && !id_equal(person, actor->account))
		return HANDOVER_NOT_TO_CONFIRM;
	return HANDOVER_OK;
}

enum handover_verdict handover_judge_expire(const struct handover *handover, int64_t now_ms)
{
	if (handover->state != HANDOVER_OFFERED) return HANDOVER_NOT_OPEN;
	if (now_ms < handover->expires_ms) return HANDOVER_NOT_YET_EXPIRED;
	return HANDOVER_OK;
}

static void move_care_manager(
	struct episode *episode, enum bearer_effect effect, const struct need_parties *parties)
{
	if (effect == BEARER_TO_RECEIVER) {
		episode->care_manager = parties->receiver.account;
		episode->care_manager_kind = parties->receiver.kind;
	} else if (effect == BEARER_NOBODY) {
		episode->care_manager = id_none;
	} else {
		CHECK(effect == BEARER_KEEP);
	}
}

void handover_move(struct handover *handover, struct episode *episode, struct need *need,
	enum handover_event event, const struct need_parties *parties)
{
	const struct handover_move *move =
		handover_move_find(event, (enum handover_state)handover->state);
	CHECK(move != NULL);
	handover->state = (int32_t)move->to;
	if (event == HANDOVER_ACCEPT)
		handover->giver = need != NULL ? need->bearer : episode->care_manager;
	handover->giver_stays = move->sender_stays && !id_is_none(handover->giver);
	/* Whoever is no professional may say no without more: nothing is asked of them. */
	handover->sharing = move->shares && parties->receiver.kind == MEMBER_PROFESSIONAL;
	struct id open = move->to == HANDOVER_OFFERED ? handover->id : id_none;
	bool stays_open = event == HANDOVER_CONTACT; /* another offer may be open by then */
	if (need != NULL) {
		need_set_bearer(need, move->bearer, parties);
		if (!stays_open) need->open_handover = open;
	} else {
		move_care_manager(episode, move->bearer, parties);
		if (!stays_open) episode->open_handover = open;
	}
}
