/* checker_model.c - what must be true, from what was commanded and answered and from nothing else.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_private.h"

/* A command that was done, and what it is about. */
struct deed {
	struct checker *checker;
	const struct command *command;
	const struct command_params *params;
	const struct command_result *result;
	struct id actor;
	const struct checker_account *who; /* NULL: the door, the program, or unknown */
	int64_t now_ms;
	int32_t episode, need, handover, join; /* or -1 */
};

#define SAY(deed, law, what) \
	checker_say((deed)->checker, law, "%s: %s", (deed)->command->entry->name, what)
/* A law, and what is wrong if it does not hold. */
#define MUST(deed, holds, law, what) ((holds) ? (void)0 : SAY(deed, law, what))

static struct checker_episode *episode_of(const struct deed *deed)
{
	return checker_episode_at(deed->checker, deed->episode);
}

static bool is_person(const struct deed *deed)
{
	return id_equal(deed->actor, episode_of(deed)->person);
}

static bool may_serve(const struct checker_account *account)
{
	return account != NULL && !account->ended &&
		(account->kind == KIND_PROFESSIONAL || account->kind == KIND_PEER);
}

static struct checker_member *member_of(const struct checker_episode *episode, struct id account)
{
	for (int32_t i = 0; i < list_count(&episode->members); i++) {
		struct checker_member *member = list_at(&episode->members, i);
		if (id_equal(member->account, account)) return member;
	}
	return NULL;
}

bool checker_in_team(
	const struct checker *checker, const struct checker_episode *episode, struct id account)
{
	(void)checker;
	const struct checker_member *member = member_of(episode, account);
	return member != NULL && member->in_team;
}

static void bring_in(struct checker_episode *episode, struct id account)
{
	struct checker_member *member = member_of(episode, account);
	if (member == NULL) member = list_add(&episode->members);
	member->account = account;
	member->in_team = true;
}

static void add_index(struct list *indexes, int32_t index)
{
	*(int32_t *)list_add(indexes) = index;
}

/* True if this is a new id; one that is there already is a fault. */
static bool put_id(struct deed *deed, struct id id, enum checker_kind kind, int32_t index)
{
	bool is_new = !id_is_none(id) && list_map_find(&deed->checker->map, id) == NULL;
	MUST(deed, is_new, CHECKER_REPLY, "what was made has no id, or one that was given before");
	if (is_new) list_map_put(&deed->checker->map, id, (int32_t)kind, index);
	return is_new;
}

static void add_account(
	struct deed *deed, struct id id, int32_t kind, struct id organisation, int32_t own_file)
{
	struct list *accounts = &deed->checker->accounts;
	if (!put_id(deed, id, ID_ACCOUNT, list_count(accounts))) return;
	struct checker_account *account = list_add(accounts);
	account->id = id;
	account->region = deed->command->region;
	account->kind = kind;
	account->organisation = organisation;
	account->own_file = own_file;
}

static void add_need(struct deed *deed, struct id id, struct id bearer)
{
	struct list *needs = &deed->checker->needs;
	deed->need = list_count(needs);
	if (!put_id(deed, id, ID_NEED, deed->need)) return;
	struct checker_need *need = list_add(needs);
	need->id = id;
	need->episode = deed->episode;
	need->state = NEED_IS_OPEN;
	need->bearer = bearer;
	need->open_handover = -1;
	add_index(&episode_of(deed)->needs, deed->need);
}

/* Who has duty: on the region's roster, or the nation's where the region has none. */
static void must_have_duty(struct deed *deed, struct id account, enum checker_law law)
{
	const struct checker_account *duty = checker_account(deed->checker, account);
	int32_t region = deed->checker->on_duty[deed->command->region] > 0 ? deed->command->region : 0;
	MUST(deed, duty != NULL && may_serve(duty) && duty->on_roster[region], law,
		"taken by somebody who has no duty");
}

static void question_ask(struct deed *deed)
{
	const struct command_result *result = deed->result;
	struct checker *checker = deed->checker;
	bool enters = deed->who != NULL && !deed->who->ended && deed->params->person_agrees &&
		deed->who->kind != KIND_ADMIN;
	deed->episode = list_count(&checker->episodes);
	if (!put_id(deed, result->episode, ID_EPISODE, deed->episode)) return;
	struct checker_episode *episode = list_add(&checker->episodes);
	episode->id = result->episode;
	episode->region = deed->command->region;
	episode->person = result->person;
	episode->care_manager = result->account;
	episode->open_handover = -1;
	list_init(&episode->members, sizeof(struct checker_member));
	list_init(&episode->needs, sizeof(int32_t));
	list_init(&episode->handovers, sizeof(int32_t));
	list_init(&episode->joins, sizeof(int32_t));
	add_account(deed, result->person, KIND_PERSON, id_none, deed->episode);
	must_have_duty(deed, result->account, CHECKER_L1_CARE_MANAGER);
	bring_in(episode, result->person);
	bring_in(episode, result->account);
	if (enters) bring_in(episode, deed->actor);
	add_need(deed, result->need, result->account);
	if (deed->params->unsafe && deed->need < list_count(&checker->needs)) {
		struct checker_need *need = checker_need_at(checker, deed->need);
		need->state = NEED_IS_ENDANGERED;
		need->before = need->bearer;
	}
}

static void must_agree(struct deed *deed)
{
	MUST(deed, deed->params->person_agrees || is_person(deed), CHECKER_L0_YES,
		"done without the person's yes");
}

static void need_add(struct deed *deed)
{
	must_agree(deed);
	struct checker_episode *episode = episode_of(deed);
	add_need(deed, deed->result->need,
		deed->params->actor_bears ? deed->actor : episode->care_manager);
}

static void need_stop(struct deed *deed)
{
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	MUST(deed, need->state == NEED_IS_OPEN, CHECKER_L2_DANGER, "not while duty holds, or closed");
	MUST(deed, id_equal(need->bearer, deed->actor), CHECKER_L0_OUTSIDER, "not theirs to stop");
	MUST(deed, deed->who != NULL && deed->who->kind != KIND_PROFESSIONAL,
		CHECKER_L1_PROFESSIONAL_STOPS, "a professional let go");
	need->bearer = episode_of(deed)->care_manager;
}

/* Who held along is free, because somebody has accepted; and when it is over also who gave it. */
static void free_tied(struct deed *deed, int32_t need, bool over)
{
	const struct checker_episode *episode = episode_of(deed);
	for (int32_t i = 0; i < list_count(&episode->handovers); i++) {
		struct checker_handover *handover =
			checker_handover_at(deed->checker, checker_index_at(&episode->handovers, i));
		if (handover->need != need) continue;
		handover->sharing = false;
		if (over) handover->giver_stays = false;
	}
}

static void need_close(struct deed *deed)
{
	enum { SAID_BY_PERSON = 2, LAST_CLOSING = 4 };
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	int32_t closing = deed->params->closing;
	MUST(deed, need->state == NEED_IS_OPEN, CHECKER_L2_DANGER, "not while duty holds, or closed");
	MUST(deed, need->open_handover < 0, CHECKER_L2_ONE_OFFER, "somebody is still asked");
	MUST(deed, closing > 0 && closing <= LAST_CLOSING, CHECKER_L10_CLOSING, "whose decision?");
	MUST(deed, closing != SAID_BY_PERSON || is_person(deed), CHECKER_L10_CLOSING,
		"in the person's name by somebody else");
	need->state = NEED_IS_OVER;
	need->closing = closing;
	free_tied(deed, deed->need, true);
}

static void danger_report(struct deed *deed)
{
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	MUST(deed, need->state == NEED_IS_OPEN, CHECKER_L2_DANGER, "duty holds already, or closed");
	must_have_duty(deed, deed->result->account, CHECKER_L2_DANGER);
	need->state = NEED_IS_ENDANGERED;
	need->before = need->bearer;
	need->bearer = deed->result->account;
	bring_in(episode_of(deed), need->bearer);
}

static void danger_over(struct deed *deed)
{
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	const struct checker_episode *episode = episode_of(deed);
	MUST(deed, need->state == NEED_IS_ENDANGERED, CHECKER_L2_DANGER, "there was none");
	MUST(deed,
		id_equal(need->bearer, deed->actor) || id_equal(episode->care_manager, deed->actor),
		CHECKER_L0_OUTSIDER, "said by somebody who does not hold");
	const struct checker_account *before = checker_account(deed->checker, need->before);
	bool can = before != NULL && !before->ended;
	need->state = NEED_IS_OPEN;
	need->bearer = can ? need->before : episode->care_manager;
	need->before = id_none;
}

static void step_of_need(struct deed *deed)
{
	struct id who = id_is_none(deed->params->account) ? deed->actor : deed->params->account;
	bool plans = deed->command->entry->number == COMMAND_STEP_PLAN || deed->params->next_day != 0;
	MUST(deed, !plans || checker_in_team(deed->checker, episode_of(deed), who), CHECKER_L3_STEP,
		"a step for somebody who is not in the team");
}

static void join_ask(struct deed *deed)
{
	struct checker *checker = deed->checker;
	struct checker_episode *episode = episode_of(deed);
	const struct checker_account *asked = checker_account(checker, deed->params->account);
	must_agree(deed);
	MUST(deed, asked != NULL && !asked->ended && asked->kind != KIND_ADMIN, CHECKER_L1_ENDED,
		"nobody who can be in a team");
	MUST(deed, !checker_in_team(checker, episode, deed->params->account), CHECKER_STATE,
		"they are in the team");
	deed->join = list_count(&checker->joins);
	if (!put_id(deed, deed->result->join, ID_JOIN, deed->join)) return;
	struct checker_join *join = list_add(&checker->joins);
	join->id = deed->result->join;
	join->account = deed->params->account;
	join->asked_by = deed->actor;
	join->episode = deed->episode;
	join->state = JOIN_OPEN;
	add_index(&episode->joins, deed->join);
}

static void join_end(struct deed *deed)
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
		if (join->state == JOIN_IN) bring_in(episode_of(deed), deed->actor);
		break;
	case COMMAND_JOIN_WITHDRAW:
		MUST(deed, id_equal(join->asked_by, deed->actor) || is_person(deed), CHECKER_L0_OUTSIDER,
			"withdrawn by somebody who did not ask");
		join->state = JOIN_BACK;
		break;
	default:
		MUST(deed, !in_time && deed->command->by_program, CHECKER_L2_OVER, "expired too early");
		join->state = JOIN_OVER;
	}
}

/* What ties an account to an episode: the first that there is. */
static enum checker_law tie_of(
	const struct checker *checker, const struct checker_episode *episode, struct id account)
{
	if (id_equal(episode->care_manager, account)) return CHECKER_L1_CARE_MANAGER;
	for (int32_t i = 0; i < list_count(&episode->needs); i++) {
		const struct checker_need *need =
			checker_need_at(checker, checker_index_at(&episode->needs, i));
		if (need->state == NEED_IS_OVER) continue;
		if (id_equal(need->bearer, account) || id_equal(need->before, account))
			return CHECKER_L1_BEARER;
	}
	for (int32_t i = 0; i < list_count(&episode->handovers); i++) {
		const struct checker_handover *handover =
			checker_handover_at(checker, checker_index_at(&episode->handovers, i));
		if (handover->giver_stays && id_equal(handover->giver, account))
			return CHECKER_L2_SENDER;
		if (handover->sharing && id_equal(handover->answered_by, account))
			return CHECKER_L2_HOLDS_ALONG;
	}
	return CHECKER_KEPT;
}

static void member_leave(struct deed *deed)
{
	struct checker_episode *episode = episode_of(deed);
	struct id leaver = deed->params->account;
	struct checker_member *member = member_of(episode, leaver);
	enum checker_law tie = tie_of(deed->checker, episode, leaver);
	MUST(deed, member != NULL && member->in_team, CHECKER_STATE, "they were not in the team");
	MUST(deed, !id_equal(leaver, episode->person), CHECKER_L0_YES, "the person was shown out");
	MUST(deed, id_equal(leaver, deed->actor) || is_person(deed), CHECKER_L0_OUTSIDER,
		"showing out is for the person");
	MUST(deed, tie == CHECKER_KEPT, tie, "left while still tied");
	if (member != NULL) member->in_team = false;
}

/* Who holds what is handed over: the bearer of the need, or the care manager. */
static struct id *holder_of(struct deed *deed, int32_t need)
{
	return need >= 0 ? &checker_need_at(deed->checker, need)->bearer
					 : &episode_of(deed)->care_manager;
}

static int32_t *open_offer_of(struct deed *deed, int32_t need)
{
	return need >= 0 ? &checker_need_at(deed->checker, need)->open_handover
					 : &episode_of(deed)->open_handover;
}

static void must_reach_somebody(struct deed *deed)
{
	const struct command_params *params = deed->params;
	const struct checker_account *to = checker_account(deed->checker, params->account);
	bool service = checker_find(deed->checker, ID_SERVICE, params->service) >= 0;
	bool account = to != NULL && !to->ended && to->kind != KIND_ADMIN;
	MUST(deed, id_is_none(params->account) ? service : account && id_is_none(params->service),
		CHECKER_L1_ENDED, "nobody who can take it, or two");
}

static void handover_offer(struct deed *deed)
{
	struct checker *checker = deed->checker;
	int32_t need = deed->params->of_care_management ? -1 : deed->need;
	must_agree(deed);
	must_reach_somebody(deed);
	MUST(deed, need >= 0 || deed->params->of_care_management, CHECKER_STATE, "of nothing");
	MUST(deed, id_equal(*holder_of(deed, need), deed->actor) || (need < 0 && is_person(deed)),
		CHECKER_L0_OUTSIDER, "offered by somebody who does not hold it");
	MUST(deed, need < 0 || checker_need_at(checker, need)->state == NEED_IS_OPEN,
		CHECKER_L2_DANGER, "duty holds, or it is closed");
	MUST(deed, *open_offer_of(deed, need) < 0, CHECKER_L2_ONE_OFFER, "a second one");
	deed->handover = list_count(&checker->handovers);
	if (!put_id(deed, deed->result->handover, ID_HANDOVER, deed->handover)) return;
	struct checker_handover *handover = list_add(&checker->handovers);
	handover->id = deed->result->handover;
	handover->sender = deed->actor;
	handover->to_account = deed->params->account;
	handover->to_service = deed->params->service;
	handover->episode = deed->episode;
	handover->need = need;
	handover->state = OFFER_OPEN;
	*open_offer_of(deed, need) = deed->handover;
	add_index(&episode_of(deed)->handovers, deed->handover);
}

static void must_be_asked(struct deed *deed, const struct checker_handover *handover)
{
	bool asked = id_equal(handover->to_account, deed->actor);
	if (!id_is_none(handover->to_service)) {
		int32_t at = checker_find(deed->checker, ID_SERVICE, handover->to_service);
		const struct checker_service *service =
			at < 0 ? NULL : list_at(&deed->checker->services, at);
		asked = service != NULL && may_serve(deed->who) &&
			id_equal(service->organisation, deed->who->organisation);
	}
	MUST(deed, asked, CHECKER_L0_OWN_YES, "answered by somebody who was not asked");
	MUST(deed, deed->now_ms < handover->row.expires_ms, CHECKER_L2_OVER, "answered after its time");
}

static void accept(struct deed *deed, struct checker_handover *handover)
{
	struct id *holder = holder_of(deed, handover->need);
	must_be_asked(deed, handover);
	MUST(deed,
		handover->need < 0 ||
			checker_need_at(deed->checker, handover->need)->state == NEED_IS_OPEN,
		CHECKER_L2_DANGER, "duty holds, or it is closed");
	MUST(deed, handover->need >= 0 || may_serve(deed->who), CHECKER_L1_CARE_MANAGER,
		"neither a professional nor a peer worker");
	MUST(deed, !id_equal(*holder, deed->actor), CHECKER_L2_SELF, "from themself");
	handover->state = OFFER_ACCEPTED;
	handover->giver = *holder;
	handover->giver_stays = true;
	handover->answered_by = deed->actor;
	*holder = deed->actor;
	bring_in(episode_of(deed), deed->actor);
	free_tied(deed, handover->need, false);
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
	bring_in(episode_of(deed), deed->actor);
}

static void handover_end(struct deed *deed)
{
	struct checker_handover *handover = checker_handover_at(deed->checker, deed->handover);
	MUST(deed, handover->state == OFFER_OPEN, CHECKER_STATE, "it had ended before");
	switch (deed->command->entry->number) {
	case COMMAND_HANDOVER_ACCEPT: accept(deed, handover); break;
	case COMMAND_HANDOVER_DECLINE: decline(deed, handover); break;
	case COMMAND_HANDOVER_WITHDRAW:
		MUST(deed,
			id_equal(handover->sender, deed->actor) || is_person(deed) ||
				id_equal(*holder_of(deed, handover->need), deed->actor),
			CHECKER_L0_OUTSIDER, "withdrawn by somebody who neither offered nor holds");
		handover->state = OFFER_BACK;
		break;
	default:
		MUST(deed, deed->now_ms >= handover->row.expires_ms && deed->command->by_program,
			CHECKER_L2_OVER, "expired too early");
		handover->state = OFFER_EXPIRED;
	}
	*open_offer_of(deed, handover->need) = -1;
}

static void handover_contact(struct deed *deed)
{
	struct checker_handover *handover = checker_handover_at(deed->checker, deed->handover);
	MUST(deed, handover->state == OFFER_ACCEPTED, CHECKER_STATE, "nobody has accepted");
	MUST(deed, id_equal(handover->answered_by, deed->actor) || is_person(deed),
		CHECKER_L2_SENDER, "confirmed by somebody who cannot know");
	handover->state = OFFER_CONTACTED;
	handover->giver_stays = false;
}

static void roster_join(struct deed *deed)
{
	struct checker_account *account = checker_account(deed->checker, deed->params->account);
	int32_t region = deed->command->region;
	MUST(deed, may_serve(account), CHECKER_L1_ROSTER, "nobody who can have duty");
	if (account == NULL) return;
	MUST(deed, !account->on_roster[region], CHECKER_STATE, "twice");
	account->on_roster[region] = true;
	deed->checker->on_duty[region]++;
	deed->checker->opened[region] = true;
}

static void off_duty(struct deed *deed, struct checker_account *account)
{
	int32_t region = deed->command->region;
	if (!account->on_roster[region]) return;
	account->on_roster[region] = false;
	deed->checker->on_duty[region]--;
	MUST(deed, deed->checker->on_duty[region] > 0, CHECKER_L1_ROSTER, "a roster became empty");
}

static void roster_leave(struct deed *deed)
{
	struct checker_account *account = checker_account(deed->checker, deed->params->account);
	MUST(deed, account != NULL && account->on_roster[deed->command->region], CHECKER_STATE,
		"they were not on it");
	if (account != NULL) off_duty(deed, account);
}

static void account_end(struct deed *deed)
{
	struct checker *checker = deed->checker;
	struct checker_account *account = checker_account(checker, deed->params->account);
	MUST(deed, account != NULL && !account->ended, CHECKER_STATE, "there was no such account");
	if (account == NULL) return;
	for (int32_t i = 0; i < list_count(&checker->episodes); i++) {
		enum checker_law tie = tie_of(checker, checker_episode_at(checker, i), account->id);
		MUST(deed, tie == CHECKER_KEPT, tie, "ended while still tied");
	}
	account->ended = true;
	off_duty(deed, account);
}

static void service_add(struct deed *deed)
{
	struct list *services = &deed->checker->services;
	if (!put_id(deed, deed->result->service, ID_SERVICE, list_count(services))) return;
	struct checker_service *service = list_add(services);
	service->id = deed->result->service;
	service->organisation = deed->params->organisation;
	service->region = deed->command->region;
}

/* Commands within somebody's file: which kind of thing they are about, and what follows. */
enum about { ABOUT_NOTHING, ABOUT_EPISODE, ABOUT_NEED, ABOUT_HANDOVER, ABOUT_JOIN };
enum whose { BY_TEAM, BY_ASKED, BY_PROGRAM };

static const struct rule {
	enum command_number number;
	enum about about;
	enum whose whose;
	void (*follow)(struct deed *deed);
} rules[] = {
	{COMMAND_NEED_ADD, ABOUT_EPISODE, BY_TEAM, need_add},
	{COMMAND_NEED_STOP, ABOUT_NEED, BY_TEAM, need_stop},
	{COMMAND_NEED_CLOSE, ABOUT_NEED, BY_TEAM, need_close},
	{COMMAND_DANGER_REPORT, ABOUT_NEED, BY_TEAM, danger_report},
	{COMMAND_DANGER_OVER, ABOUT_NEED, BY_TEAM, danger_over},
	{COMMAND_STEP_PLAN, ABOUT_NEED, BY_TEAM, step_of_need},
	{COMMAND_STEP_DONE, ABOUT_NEED, BY_TEAM, step_of_need},
	{COMMAND_STEP_LATE, ABOUT_EPISODE, BY_PROGRAM, NULL},
	{COMMAND_JOIN_ASK, ABOUT_EPISODE, BY_TEAM, join_ask},
	{COMMAND_JOIN_ACCEPT, ABOUT_JOIN, BY_ASKED, join_end},
	{COMMAND_JOIN_DECLINE, ABOUT_JOIN, BY_ASKED, join_end},
	{COMMAND_JOIN_WITHDRAW, ABOUT_JOIN, BY_TEAM, join_end},
	{COMMAND_JOIN_EXPIRE, ABOUT_JOIN, BY_PROGRAM, join_end},
	{COMMAND_MEMBER_LEAVE, ABOUT_EPISODE, BY_TEAM, member_leave},
	{COMMAND_HANDOVER_OFFER, ABOUT_EPISODE, BY_TEAM, handover_offer},
	{COMMAND_HANDOVER_ACCEPT, ABOUT_HANDOVER, BY_ASKED, handover_end},
	{COMMAND_HANDOVER_DECLINE, ABOUT_HANDOVER, BY_ASKED, handover_end},
	{COMMAND_HANDOVER_WITHDRAW, ABOUT_HANDOVER, BY_TEAM, handover_end},
	{COMMAND_HANDOVER_CONTACT, ABOUT_HANDOVER, BY_TEAM, handover_contact},
	{COMMAND_HANDOVER_EXPIRE, ABOUT_HANDOVER, BY_PROGRAM, handover_end},
};

static bool is_there(const struct deed *deed, enum about about)
{
	if (deed->episode < 0) return false;
	const struct checker *checker = deed->checker;
	switch (about) {
	case ABOUT_NEED:
		return deed->need >= 0 && checker_need_at(checker, deed->need)->episode == deed->episode;
	case ABOUT_HANDOVER:
		return deed->handover >= 0 &&
			checker_handover_at(checker, deed->handover)->episode == deed->episode;
	case ABOUT_JOIN:
		return deed->join >= 0 && checker_join_at(checker, deed->join)->episode == deed->episode;
	case ABOUT_NOTHING:
	case ABOUT_EPISODE: break;
	}
	return true;
}

/* What is done in a file is done by who is in the team, by who was asked, or by the program; and it
 * makes a new version. */
static void follow_rule(struct deed *deed, const struct rule *rule)
{
	if (!is_there(deed, rule->about)) {
		SAY(deed, CHECKER_STATE, "done to something that is not there");
		return;
	}
	struct checker_episode *episode = episode_of(deed);
	bool in_team = deed->who != NULL && !deed->who->ended &&
		checker_in_team(deed->checker, episode, deed->actor);
	MUST(deed, rule->whose != BY_TEAM || in_team, CHECKER_L0_OUTSIDER, "by an outsider");
	MUST(deed, rule->whose != BY_ASKED || (deed->who != NULL && !deed->who->ended),
		CHECKER_L1_ENDED, "by an account that has ended");
	MUST(deed, rule->whose != BY_PROGRAM || deed->command->by_program, CHECKER_L0_OUTSIDER,
		"only the clock does this");
	deed->checker->touched = deed->episode;
	if (rule->follow != NULL) rule->follow(deed);
	episode = episode_of(deed);
	episode->version++;
	MUST(deed, deed->result->version == episode->version, CHECKER_REPLY, "not the next version");
}

static void follow_other(struct deed *deed)
{
	const struct command_result *result = deed->result;
	bool by_admin = deed->who != NULL && !deed->who->ended && deed->who->kind == KIND_ADMIN &&
		(deed->who->region == 0 || deed->who->region == deed->command->region);
	switch (deed->command->entry->number) {
	case COMMAND_QUESTION_ASK:
		question_ask(deed);
		if (deed->episode < list_count(&deed->checker->episodes)) {
			deed->checker->touched = deed->episode;
			episode_of(deed)->version = 1;
		}
		deed->checker->duty_touched = true;
		return;
	case COMMAND_ADMINISTRATOR_FIRST: add_account(deed, result->account, KIND_ADMIN, id_none, -1);
		return;
	case COMMAND_ACCOUNT_CREATE:
		add_account(deed, result->account, deed->params->kind, deed->params->organisation, -1);
		break;
	case COMMAND_ACCOUNT_END: account_end(deed); break;
	case COMMAND_ROSTER_JOIN: roster_join(deed); break;
	case COMMAND_ROSTER_LEAVE: roster_leave(deed); break;
	case COMMAND_SERVICE_ADD: service_add(deed); break;
	default: return;
	}
	deed->checker->duty_touched = true;
	MUST(deed, by_admin, CHECKER_L0_OUTSIDER, "only an administrator does this");
}

static struct deed deed_of(struct checker *checker, const struct command *command, int64_t now_ms)
{
	const struct command_params *params = &command->params;
	return (struct deed){.checker = checker,
		.command = command,
		.params = params,
		.result = &command->reply.result,
		.actor = command->actor,
		.who = checker_account(checker, command->actor),
		.now_ms = now_ms,
		.episode = checker_find(checker, ID_EPISODE, params->episode),
		.need = checker_find(checker, ID_NEED, params->need),
		.handover = checker_find(checker, ID_HANDOVER, params->handover),
		.join = checker_find(checker, ID_JOIN, params->join)};
}

void checker_model_done(struct checker *checker, const struct command *command, int64_t now_ms)
{
	struct deed deed = deed_of(checker, command, now_ms);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].number == command->entry->number) {
			follow_rule(&deed, &rules[i]);
			return;
		}
	follow_other(&deed);
}

/* Some things may not be refused. Left aside are refusals that are about the request and not about
 * what it asks. */
void checker_model_refused(struct checker *checker, const struct command *command)
{
	const struct refusal *refusal = &command->reply.refusal;
	struct deed deed = deed_of(checker, command, 0);
	bool of_request = strcmp(refusal->list->module, "command") == 0 ||
		refusal->list->verdicts[refusal->verdict].kind == VERDICT_STALE;
	if (of_request || deed.who == NULL || deed.who->ended || deed.episode < 0) return;
	const struct checker_episode *episode = episode_of(&deed);
	enum command_number number = command->entry->number;
	if (number == COMMAND_NEED_STOP && is_there(&deed, ABOUT_NEED)) {
		const struct checker_need *need = checker_need_at(checker, deed.need);
		bool may = need->state == NEED_IS_OPEN && id_equal(need->bearer, deed.actor) &&
			deed.who->kind != KIND_PROFESSIONAL;
		MUST(&deed, !may, CHECKER_L1_MAY_STOP, "whoever is no professional may stop at any time");
	} else if (number == COMMAND_HANDOVER_WITHDRAW && is_there(&deed, ABOUT_HANDOVER)) {
		bool open = checker_handover_at(checker, deed.handover)->state == OFFER_OPEN;
		MUST(&deed, !open || !is_person(&deed), CHECKER_L0_MAY, "the person may take it back");
	} else if (number == COMMAND_MEMBER_LEAVE) {
		struct id leaver = command->params.account;
		bool may = is_person(&deed) && !id_equal(leaver, episode->person) &&
			checker_in_team(checker, episode, leaver) &&
			tie_of(checker, episode, leaver) == CHECKER_KEPT;
		MUST(&deed, !may, CHECKER_L0_MAY, "the person may show out whom nothing ties");
	}
}
