/* checker_model_care.c - what must be true of needs, teams and handovers.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

void deed_must_agree(struct deed *deed)
{
	MUST(deed, deed->params->person_agrees || deed_is_person(deed), CHECKER_L0_YES,
		"done without the person's yes");
}

void deed_need_add(struct deed *deed)
{
	deed_must_agree(deed);
	struct checker_episode *episode = deed_episode(deed);
	deed_add_need(
		deed, deed->result->need, deed->params->actor_bears ? deed->actor : episode->care_manager);
	if (deed->need < list_count(&deed->checker->needs))
		checker_need_at(deed->checker, deed->need)->aim = deed->params->aim;
}

void deed_need_stop(struct deed *deed)
{
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	MUST(deed, need->state == NEED_IS_OPEN, CHECKER_L2_DANGER, "not while duty holds, or closed");
	MUST(deed, id_equal(need->bearer, deed->actor), CHECKER_L0_OUTSIDER, "not theirs to stop");
	MUST(deed, deed->who != NULL && deed->who->kind != KIND_PROFESSIONAL,
		CHECKER_L1_PROFESSIONAL_STOPS, "a professional let go");
	need->bearer = deed_episode(deed)->care_manager;
	deed_returned(deed, need);
}

/* Who held along is free, because somebody has accepted; and when it is over also who gave it. */
static void free_tied(struct deed *deed, int32_t need, bool over)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->handovers); i++) {
		struct checker_handover *handover =
			checker_handover_at(deed->checker, checker_index_at(&episode->handovers, i));
		if (handover->need != need) continue;
		handover->sharing = false;
		if (over) handover->giver_stays = false;
	}
}

void deed_need_close(struct deed *deed)
{
	enum { SAID_BY_PERSON = 2, LAST_CLOSING = 4 };
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	int32_t closing = deed->params->closing;
	MUST(deed, need->state == NEED_IS_OPEN, CHECKER_L2_DANGER, "not while duty holds, or closed");
	MUST(deed, need->open_handover < 0, CHECKER_L2_ONE_OFFER, "somebody is still asked");
	MUST(deed, closing > 0 && closing <= LAST_CLOSING, CHECKER_L10_CLOSING, "whose decision?");
	MUST(deed, closing != SAID_BY_PERSON || deed_is_person(deed), CHECKER_L10_CLOSING,
		"in the person's name by somebody else");
	deed_tell_bearer(deed, need);
	need->state = NEED_IS_OVER;
	need->closing = closing;
	need->returned = id_none;
	deed_view_over(deed->checker, deed->need);
	free_tied(deed, deed->need, true);
}

/* Nothing is taken from anybody without a word: whose need it was and who manages the care hear
 * that duty holds it, unless they have duty, or said so themselves. */
static void tell_held(struct deed *deed, struct checker_need *need)
{
	const struct id told[2] = {deed_episode(deed)->care_manager, need->before};
	for (int i = 0; i < 2; i++) {
		const struct checker_account *account = checker_account(deed->checker, told[i]);
		bool knows = id_equal(told[i], need->bearer) || id_equal(told[i], deed->actor) ||
			account == NULL || account->ended;
		need->held[i] = knows ? id_none : told[i];
	}
}

void deed_danger_report(struct deed *deed)
{
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	MUST(deed, need->state != NEED_IS_OVER, CHECKER_L2_DANGER, "of what is closed");
	if (need->state == NEED_IS_ENDANGERED) {
		MUST(deed, id_equal(deed->result->account, need->bearer), CHECKER_L2_DANGER,
			"said again, and another is named than who holds it");
		/* What came back to them has become danger. */
		need->returned = id_none;
		return;
	}
	deed_must_have_duty(deed, deed->result->account, CHECKER_L2_DANGER);
	need->state = NEED_IS_ENDANGERED;
	need->before = need->bearer;
	need->bearer = deed->result->account;
	need->returned = id_none;
	deed_bring_in(deed_episode(deed), need->bearer);
	tell_held(deed, need);
}

void deed_danger_over(struct deed *deed)
{
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	const struct checker_episode *episode = deed_episode(deed);
	MUST(deed, need->state == NEED_IS_ENDANGERED, CHECKER_L2_DANGER, "there was none");
	MUST(deed, id_equal(need->bearer, deed->actor) || id_equal(episode->care_manager, deed->actor),
		CHECKER_L0_OUTSIDER, "said by somebody who does not hold");
	const struct checker_account *before = checker_account(deed->checker, need->before);
	bool can = before != NULL && !before->ended;
	need->state = NEED_IS_OPEN;
	need->held[0] = need->held[1] = id_none;
	need->bearer = can ? need->before : episode->care_manager;
	need->before = id_none;
	deed_returned(deed, need);
}

void deed_step(struct deed *deed)
{
	struct id who = id_is_none(deed->params->account) ? deed->actor : deed->params->account;
	bool plans = deed->command->entry->number == COMMAND_STEP_PLAN || deed->params->next_day != 0;
	const struct checker_account *account = checker_account(deed->checker, who);
	MUST(deed, !plans || checker_in_team(deed->checker, deed_episode(deed), who), CHECKER_L3_STEP,
		"a step for somebody who is not in the team");
	MUST(deed, !plans || (account != NULL && !account->ended), CHECKER_L3_STEP,
		"a step for somebody whose account has ended");
	checker_need_at(deed->checker, deed->need)->returned = id_none;
}

void deed_add_join(struct deed *deed, struct id account)
{
	struct checker *checker = deed->checker;
	struct checker_episode *episode = deed_episode(deed);
	const struct checker_account *asked = checker_account(checker, account);
	deed_must_agree(deed);
	MUST(deed, asked != NULL && !asked->ended && asked->kind != KIND_ADMIN, CHECKER_L1_ENDED,
		"nobody who can be in a team");
	MUST(deed, !checker_in_team(checker, episode, account), CHECKER_STATE, "they are in the team");
	MUST(deed, !deed_is_hidden(episode, account), CHECKER_L0_OUTSIDER,
		"kept out of sight, and asked in");
	deed->join = list_count(&checker->joins);
	if (!deed_put_id(deed, deed->result->join, ID_JOIN, deed->join)) return;
	struct checker_join *join = list_add(&checker->joins);
	join->id = deed->result->join;
	join->account = account;
	join->asked_by = deed->actor;
	join->episode = deed->episode;
	join->state = JOIN_OPEN;
	deed_add_index(&episode->joins, deed->join);
}

void deed_join_ask(struct deed *deed)
{
	deed_add_join(deed, deed->params->account);
}

/* Somebody is told, unless they know it, left the team or ended. */
static void tell(struct deed *deed, struct id id, struct id *told)
{
	const struct checker_account *who = checker_account(deed->checker, id);
	bool tells = who != NULL && !who->ended && !id_equal(id, deed->actor) &&
		checker_in_team(deed->checker, deed_episode(deed), id);
	if (tells) *told = id;
}

void deed_join_end(struct deed *deed)
{
	struct checker_join *join = checker_join_at(deed->checker, deed->join);
	bool in_time = deed->now_ms < join->row.expires_ms;
	MUST(deed, join->state == JOIN_OPEN, CHECKER_STATE, "it had ended before");
	switch (deed->command->entry->number) {
	case COMMAND_JOIN_ACCEPT:
	case COMMAND_JOIN_DECLINE:
		MUST(deed, id_equal(join->account, deed->actor), CHECKER_L0_OWN_YES,
			"answered by somebody who was not asked");
		MUST(deed, in_time, CHECKER_L2_OVER, "answered after its time");
		join->state = deed->command->entry->number == COMMAND_JOIN_ACCEPT ? JOIN_IN : JOIN_NO;
		MUST(deed, !deed_is_hidden(deed_episode(deed), deed->actor), CHECKER_L0_OUTSIDER,
			"kept out of sight, and in the team");
		if (join->state == JOIN_IN) deed_bring_in(deed_episode(deed), deed->actor);
		break;
	case COMMAND_JOIN_WITHDRAW:
		MUST(deed, id_equal(join->asked_by, deed->actor) || deed_is_person(deed),
			CHECKER_L0_OUTSIDER, "withdrawn by somebody who did not ask");
		join->state = JOIN_BACK;
		break;
	default:
		MUST(deed, !in_time && deed->command->by_program, CHECKER_L2_OVER, "expired too early");
		join->state = JOIN_OVER;
	}
	if (join->state == JOIN_NO || join->state == JOIN_OVER) tell(deed, join->asked_by, &join->told);
}

static void let_go(struct deed *deed, struct id who)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->handovers); i++) {
		struct checker_handover *handover =
			checker_handover_at(deed->checker, checker_index_at(&episode->handovers, i));
		if (id_equal(handover->answered_by, who)) handover->sharing = false;
	}
}

/* What the leaver would have done is for who bears the need. */
void deed_give_steps_back(struct deed *deed, struct id leaver)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->needs); i++) {
		struct checker_need *need =
			checker_need_at(deed->checker, checker_index_at(&episode->needs, i));
		int32_t at = checker_find(deed->checker, ID_STEP, need->row.step);
		if (at < 0 || need->state == NEED_IS_OVER) continue;
		const struct checker_step *step = list_at(&deed->checker->steps, at);
		if (id_equal(step->row.who, leaver)) deed_returned(deed, need);
	}
}

void deed_member_leave(struct deed *deed)
{
	struct checker_episode *episode = deed_episode(deed);
	struct id leaver = deed->params->account;
	struct checker_member *member = deed_member(episode, leaver);
	/* The person may show out who holds along. */
	if (deed_is_person(deed) && !id_equal(leaver, deed->actor)) let_go(deed, leaver);
	enum checker_law tie = deed_tie(deed->checker, episode, leaver);
	MUST(deed, member != NULL && member->in_team, CHECKER_STATE, "they were not in the team");
	MUST(deed, !id_equal(leaver, episode->person), CHECKER_L0_YES, "the person was shown out");
	MUST(deed, id_equal(leaver, deed->actor) || deed_is_person(deed), CHECKER_L0_OUTSIDER,
		"showing out is for the person");
	MUST(deed, tie == CHECKER_KEPT, tie, "left while still tied");
	if (member != NULL) member->in_team = false;
	deed_give_steps_back(deed, leaver);
	deed_lay_again(deed, leaver);
	deed_leave_plan(deed, leaver);
}

/* Who holds what is handed over: the bearer of the need, or the care manager. */
static struct id *holder_of(struct deed *deed, int32_t need)
{
	return need >= 0 ? &checker_need_at(deed->checker, need)->bearer
					 : &deed_episode(deed)->care_manager;
}

static int32_t *open_offer_of(struct deed *deed, int32_t need)
{
	return need >= 0 ? &checker_need_at(deed->checker, need)->open_handover
					 : &deed_episode(deed)->open_handover;
}

void deed_must_reach_somebody(struct deed *deed)
{
	const struct command_params *params = deed->params;
	const struct checker_account *to = checker_account(deed->checker, params->account);
	bool service = checker_find(deed->checker, ID_SERVICE, params->service) >= 0;
	bool account = to != NULL && !to->ended && to->kind != KIND_ADMIN;
	MUST(deed, to == NULL || !deed_is_hidden(deed_episode(deed), to->id), CHECKER_L0_OUTSIDER,
		"kept out of sight, and asked");
	MUST(deed, id_is_none(params->account) ? service : account && id_is_none(params->service),
		CHECKER_L1_ENDED, "nobody who can take it, or two");
}

void deed_add_offer(
	struct deed *deed, int32_t need, struct id sender, struct id to_account, struct id to_service)
{
	struct checker *checker = deed->checker;
	MUST(deed, *open_offer_of(deed, need) < 0, CHECKER_L2_ONE_OFFER, "a second one");
	deed->handover = list_count(&checker->handovers);
	if (!deed_put_id(deed, deed->result->handover, ID_HANDOVER, deed->handover)) return;
	struct checker_handover *handover = list_add(&checker->handovers);
	handover->id = deed->result->handover;
	handover->sender = sender;
	handover->to_account = to_account;
	handover->to_service = to_service;
	handover->episode = deed->episode;
	handover->need = need;
	handover->state = OFFER_OPEN;
	*open_offer_of(deed, need) = deed->handover;
	deed_add_index(&deed_episode(deed)->handovers, deed->handover);
}

void deed_handover_offer(struct deed *deed)
{
	struct checker *checker = deed->checker;
	int32_t need = deed->params->of_care_management ? -1 : deed->need;
	deed_must_agree(deed);
	deed_must_reach_somebody(deed);
	MUST(deed, need >= 0 || deed->params->of_care_management, CHECKER_STATE, "of nothing");
	MUST(deed, id_equal(*holder_of(deed, need), deed->actor) || (need < 0 && deed_is_person(deed)),
		CHECKER_L0_OUTSIDER, "offered by somebody who does not hold it");
	MUST(deed, need < 0 || checker_need_at(checker, need)->state == NEED_IS_OPEN, CHECKER_L2_DANGER,
		"duty holds, or it is closed");
	deed_add_offer(deed, need, deed->actor, deed->params->account, deed->params->service);
}

bool deed_is_asked(const struct deed *deed, struct id to_account, struct id to_service)
{
	if (id_is_none(to_service)) return id_equal(to_account, deed->actor);
	int32_t at = checker_find(deed->checker, ID_SERVICE, to_service);
	const struct checker_service *service = at < 0 ? NULL : list_at(&deed->checker->services, at);
	return service != NULL && deed_may_serve(deed->who) &&
		id_equal(service->organisation, deed->who->organisation);
}

static void must_be_asked(struct deed *deed, const struct checker_handover *handover)
{
	MUST(deed, deed_is_asked(deed, handover->to_account, handover->to_service), CHECKER_L0_OWN_YES,
		"answered by somebody who was not asked");
	MUST(deed, deed->now_ms < handover->row.expires_ms, CHECKER_L2_OVER, "answered after its time");
}

static void accept(struct deed *deed, struct checker_handover *handover)
{
	struct id *holder = holder_of(deed, handover->need);
	must_be_asked(deed, handover);
	MUST(deed,
		handover->need < 0 || checker_need_at(deed->checker, handover->need)->state == NEED_IS_OPEN,
		CHECKER_L2_DANGER, "duty holds, or it is closed");
	MUST(deed, handover->need >= 0 || deed_may_serve(deed->who), CHECKER_L1_CARE_MANAGER,
		"neither a professional nor a peer worker");
	MUST(deed, !id_equal(*holder, deed->actor), CHECKER_L2_SELF, "from themself");
	handover->state = OFFER_ACCEPTED;
	handover->giver = *holder;
	handover->giver_stays = true;
	handover->answered_by = deed->actor;
	*holder = deed->actor;
	if (handover->need >= 0) {
		struct checker_need *need = checker_need_at(deed->checker, handover->need);
		need->accepted = true;
		need->accepted_ms = need->calm_ms = deed->now_ms;
		need->returned = id_none;
	}
	deed_bring_in(deed_episode(deed), deed->actor);
	free_tied(deed, handover->need, false);
	if (handover->need >= 0) return;
	deed_lay_again(deed, handover->giver);
	deed_pass_on(deed);
	deed_tell_giver(deed, handover);
}

/* Whoever is no professional may say no without more. */
static void decline(struct deed *deed, struct checker_handover *handover)
{
	enum { FIT = 1, COMPETENCE = 2, LAST_INSTEAD = 4 };
	const struct command_params *params = deed->params;
	must_be_asked(deed, handover);
	handover->state = OFFER_DECLINED;
	handover->answered_by = deed->actor;
	if (deed->who == NULL || deed->who->kind != KIND_PROFESSIONAL) return;
	MUST(deed, params->reason != 0, CHECKER_L2_SAYS_WHY, "no reason");
	MUST(deed, params->reason == FIT || params->reason == COMPETENCE, CHECKER_L4_EXCLUDES,
		"for a reason that excludes");
	MUST(deed, params->instead >= 1 && params->instead <= LAST_INSTEAD && params->day != 0,
		CHECKER_L2_SAYS_WHY, "nothing in its place");
	handover->sharing = true;
	deed_bring_in(deed_episode(deed), deed->actor);
}

void deed_handover_end(struct deed *deed)
{
	struct checker_handover *handover = checker_handover_at(deed->checker, deed->handover);
	bool lets_go = deed->command->entry->number == COMMAND_HANDOVER_WITHDRAW && handover->sharing;
	if (lets_go) {
		bool holds = handover->need < 0 &&
			(id_equal(handover->sender, deed->actor) ||
				id_equal(*holder_of(deed, handover->need), deed->actor));
		MUST(deed, holds || deed_is_person(deed), CHECKER_L2_HOLDS_ALONG,
			"let go by somebody who may not");
		handover->sharing = false;
		return;
	}
	MUST(deed, handover->state == OFFER_OPEN, CHECKER_STATE, "it had ended before");
	switch (deed->command->entry->number) {
	case COMMAND_HANDOVER_ACCEPT: accept(deed, handover); break;
	case COMMAND_HANDOVER_DECLINE:
		decline(deed, handover);
		handover->failed_ms = deed->now_ms;
		break;
	case COMMAND_HANDOVER_WITHDRAW:
		MUST(deed,
			id_equal(handover->sender, deed->actor) || deed_is_person(deed) ||
				id_equal(*holder_of(deed, handover->need), deed->actor),
			CHECKER_L0_OUTSIDER, "withdrawn by somebody who neither offered nor holds");
		handover->state = OFFER_BACK;
		if (handover->need < 0) free_tied(deed, -1, false);
		break;
	default:
		MUST(deed, deed->now_ms >= handover->row.expires_ms && deed->command->by_program,
			CHECKER_L2_OVER, "expired too early");
		handover->state = OFFER_EXPIRED;
		handover->failed_ms = handover->row.expires_ms;
	}
	*open_offer_of(deed, handover->need) = -1;
	if (handover->failed_ms != 0 && handover->need >= 0) deed_failed(deed, handover->need);
	if (handover->state == OFFER_EXPIRED && handover->need >= 0 &&
		!id_is_none(handover->to_service))
		deed_unanswered(deed, handover->to_service);
	tell(deed, handover->sender, &handover->told);
}

void deed_handover_contact(struct deed *deed)
{
	struct checker_handover *handover = checker_handover_at(deed->checker, deed->handover);
	MUST(deed, handover->state == OFFER_ACCEPTED, CHECKER_STATE, "nobody has accepted");
	MUST(deed, id_equal(handover->answered_by, deed->actor) || deed_is_person(deed),
		CHECKER_L2_SENDER, "confirmed by somebody who cannot know");
	handover->state = OFFER_CONTACTED;
	handover->giver_stays = false;
	if (handover->need < 0 || deed->params->next_day == 0) return;
	struct checker_need *need = checker_need_at(deed->checker, handover->need);
	const struct checker_account *bearer = checker_account(deed->checker, need->bearer);
	if (need->state == NEED_IS_OPEN && bearer != NULL && bearer->kind == KIND_PROFESSIONAL &&
		id_equal(bearer->id, handover->answered_by))
		need->returned = id_none;
}
