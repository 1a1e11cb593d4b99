/* checker_model.c - what must be true, from what was commanded and answered and from nothing else.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

struct checker_member *deed_member(const struct checker_episode *episode, struct id account)
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
	const struct checker_member *member = deed_member(episode, account);
	return member != NULL && member->in_team;
}

void deed_bring_in(struct checker_episode *episode, struct id account)
{
	struct checker_member *member = deed_member(episode, account);
	if (member == NULL) member = list_add(&episode->members);
	member->account = account;
	member->in_team = true;
	member->guest = false;
	member->speaks = false;
}

bool deed_put_id(struct deed *deed, struct id id, enum checker_kind kind, int32_t index)
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
	if (!deed_put_id(deed, id, ID_ACCOUNT, list_count(accounts))) return;
	struct checker_account *account = list_add(accounts);
	account->id = id;
	account->region = deed->command->region;
	account->kind = kind;
	account->organisation = organisation;
	account->own_file = own_file;
}

enum { FIRST_AIM = 2 }; /* to recover */

void deed_add_need(struct deed *deed, struct id id, struct id bearer)
{
	struct list *needs = &deed->checker->needs;
	deed->need = list_count(needs);
	if (!deed_put_id(deed, id, ID_NEED, deed->need)) return;
	struct checker_need *need = list_add(needs);
	need->id = id;
	need->episode = deed->episode;
	need->state = NEED_IS_OPEN;
	need->bearer = bearer;
	need->open_handover = -1;
	need->aim = FIRST_AIM;
	deed_add_index(&deed_episode(deed)->needs, deed->need);
}

void deed_must_have_duty(struct deed *deed, struct id account, enum checker_law law)
{
	const struct checker_account *duty = checker_account(deed->checker, account);
	int32_t region = deed->checker->on_duty[deed->command->region] > 0 ? deed->command->region : 0;
	MUST(deed, duty != NULL && deed_may_serve(duty) && duty->on_roster[region], law,
		"taken by somebody who has no duty");
}

static void question_ask(struct deed *deed)
{
	const struct command_result *result = deed->result;
	struct checker *checker = deed->checker;
	bool enters = deed->who != NULL && !deed->who->ended && deed->params->person_agrees &&
		deed->who->kind != KIND_ADMIN;
	deed->episode = list_count(&checker->episodes);
	if (!deed_put_id(deed, result->episode, ID_EPISODE, deed->episode)) return;
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
	list_init(&episode->consults, sizeof(int32_t));
	list_init(&episode->stays, sizeof(int32_t));
	list_init(&episode->cases, sizeof(int32_t));
	list_init(&episode->parts, sizeof(int32_t));
	list_init(&episode->lights, sizeof(int32_t));
	list_init(&episode->sayings, sizeof(int32_t));
	episode->light = -1;
	list_init(&episode->returns, sizeof(int64_t));
	list_init(&episode->hidden, sizeof(struct id));
	list_init(&episode->mandates, sizeof(int32_t));
	list_init(&episode->grants, sizeof(int32_t));
	episode->preparing = -1;
	add_account(deed, result->person, KIND_PERSON, id_none, deed->episode);
	deed_must_have_duty(deed, result->account, CHECKER_L1_CARE_MANAGER);
	deed_bring_in(episode, result->person);
	deed_bring_in(episode, result->account);
	if (enters) deed_bring_in(episode, deed->actor);
	deed_add_need(deed, result->need, result->account);
	if (deed->params->unsafe && deed->need < list_count(&checker->needs)) {
		struct checker_need *need = checker_need_at(checker, deed->need);
		need->state = NEED_IS_ENDANGERED;
		need->before = need->bearer;
	}
}

enum checker_law deed_tie(
	const struct checker *checker, const struct checker_episode *episode, struct id account)
{
	enum checker_law last = CHECKER_KEPT; /* the person may undo it */
	if (!episode->closed && id_equal(episode->care_manager, account))
		return CHECKER_L1_CARE_MANAGER;
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
		if (handover->giver_stays && id_equal(handover->giver, account)) return CHECKER_L2_SENDER;
		if (handover->sharing && id_equal(handover->answered_by, account))
			last = CHECKER_L2_HOLDS_ALONG;
	}
	return last;
}

static void roster_join(struct deed *deed)
{
	struct checker_account *account = checker_account(deed->checker, deed->params->account);
	int32_t region = deed->command->region;
	MUST(deed, deed_may_serve(account), CHECKER_L1_ROSTER, "nobody who can have duty");
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

/* Nobody can do a step, or answer, without an account. */
static void ends_with_nothing_open(struct deed *deed, struct id account)
{
	const struct checker *checker = deed->checker;
	for (int32_t i = 0; i < list_count(&checker->steps); i++) {
		const struct row_step *row =
			&((const struct checker_step *)list_at(&checker->steps, i))->row;
		MUST(deed, row->state != STEP_STANDS || !id_equal(row->who, account), CHECKER_L3_STEP,
			"ended with steps to do");
	}
	for (int32_t i = 0; i < list_count(&checker->handovers); i++) {
		const struct checker_handover *handover = checker_handover_at(checker, i);
		MUST(deed, handover->state != OFFER_OPEN || !id_equal(handover->to_account, account),
			CHECKER_L2_OVER, "ended while an offer waits for them");
	}
	for (int32_t i = 0; i < list_count(&checker->joins); i++) {
		const struct checker_join *join = checker_join_at(checker, i);
		MUST(deed, join->state != JOIN_OPEN || !id_equal(join->account, account), CHECKER_L2_OVER,
			"ended while an asking waits for them");
	}
	for (int32_t i = 0; i < list_count(&checker->consults); i++) {
		const struct checker_consult *consult = checker_consult_at(checker, i);
		bool waits = consult->state == ADVICE_OPEN && id_equal(consult->to_account, account);
		MUST(deed, !waits && !id_equal(consult->back, account), CHECKER_L2_OVER,
			"ended while a question for advice, or what came of it, waits for them");
	}
	for (int32_t i = 0; i < list_count(&checker->parts); i++) {
		const struct checker_part *part = checker_part_at(checker, i);
		bool has = part->state == PART_ASKED || part->state == PART_AGREED;
		MUST(deed, !has || !id_equal(part->who, account), CHECKER_L3_STEP,
			"ended with steps of a plan to do");
	}
	for (int32_t i = 0; i < list_count(&checker->lights); i++) {
		const struct checker_light *light = checker_light_at(checker, i);
		MUST(deed, !light->kept || !id_equal(light->who, account), CHECKER_L1_BEARER,
			"ended while they keep a light contact");
	}
}

static void account_end(struct deed *deed)
{
	struct checker *checker = deed->checker;
	struct checker_account *account = checker_account(checker, deed->params->account);
	MUST(deed, account != NULL && !account->ended, CHECKER_STATE, "there was no such account");
	if (account == NULL) return;
	for (int32_t i = 0; i < list_count(&checker->episodes); i++) {
		enum checker_law tie = deed_tie(checker, checker_episode_at(checker, i), account->id);
		MUST(deed, tie == CHECKER_KEPT, tie, "ended while still tied");
	}
	ends_with_nothing_open(deed, account->id);
	for (int32_t i = 0; i < CHECKER_SHARDS; i++)
		MUST(deed, account->seat[i] == 0, CHECKER_L1_TABLE, "ended while at a table");
	account->ended = true;
	off_duty(deed, account);
}

static void service_add(struct deed *deed)
{
	struct list *services = &deed->checker->services;
	if (!deed_put_id(deed, deed->result->service, ID_SERVICE, list_count(services))) return;
	struct checker_service *service = list_add(services);
	service->id = deed->result->service;
	service->organisation = deed->params->organisation;
	service->region = deed->command->region;
}

/* Commands within somebody's file: which kind of thing they are about, and what follows. */
enum about {
	ABOUT_NOTHING,
	ABOUT_EPISODE,
	ABOUT_NEED,
	ABOUT_HANDOVER,
	ABOUT_JOIN,
	ABOUT_CONSULT,
	ABOUT_STAY,
	ABOUT_CASE,
	ABOUT_PART
};
static void join_invite(struct deed *deed)
{
	bool may = deed_is_person(deed) || id_equal(deed_episode(deed)->care_manager, deed->actor);
	MUST(deed, may, CHECKER_L0_OUTSIDER, "invited by somebody who does not invite");
	add_account(deed, deed->result->account, KIND_RELATIVE, id_none, -1);
	deed_add_join(deed, deed->result->account);
}

/* Never an administrator: they are on no roster and manage no care. */
static void person_renew(struct deed *deed)
{
	const struct checker_account *who = deed->who;
	bool on_duty = who != NULL && who->on_roster[deed->command->region];
	bool holds = id_equal(deed_episode(deed)->care_manager, deed->actor);
	deed_must_agree(deed);
	MUST(deed, deed_is_person(deed) || holds || on_duty, CHECKER_L0_OUTSIDER,
		"a person's code, given by somebody who does not stand beside them");
	MUST(deed, who != NULL && who->kind != KIND_ADMIN, CHECKER_L0_OUTSIDER,
		"a person's code, given by an administrator");
	const struct checker_account *whose = checker_account(deed->checker, deed->result->account);
	bool relative = whose != NULL && whose->kind == KIND_RELATIVE && !whose->ended &&
		whose->region == deed->command->region &&
		checker_in_team(deed->checker, deed_episode(deed), whose->id);
	MUST(deed, relative || id_equal(deed->result->account, deed_episode(deed)->person),
		CHECKER_REPLY, "the code of somebody else");
}

static void account_renew(struct deed *deed)
{
	const struct checker_account *whose = checker_account(deed->checker, deed->params->account);
	bool may = whose != NULL && !whose->ended && whose->region == deed->command->region &&
		whose->kind != KIND_PERSON && whose->kind != KIND_RELATIVE;
	MUST(deed, may, CHECKER_L0_OUTSIDER, "a code that no administrator gives");
}

enum whose { BY_TEAM, BY_ASKED, BY_TABLE, BY_PROGRAM };

static const struct rule {
	enum command_number number;
	enum about about;
	enum whose whose;
	deed_follow *follow;
} rules[] = {
	{COMMAND_NEED_ADD, ABOUT_EPISODE, BY_TEAM, deed_need_add},
	{COMMAND_NEED_STOP, ABOUT_NEED, BY_TEAM, deed_need_stop},
	{COMMAND_NEED_CLOSE, ABOUT_NEED, BY_TEAM, deed_need_close},
	{COMMAND_DANGER_REPORT, ABOUT_NEED, BY_TEAM, deed_danger_report},
	{COMMAND_DANGER_OVER, ABOUT_NEED, BY_TEAM, deed_danger_over},
	{COMMAND_STEP_PLAN, ABOUT_NEED, BY_TEAM, deed_step},
	{COMMAND_STEP_DONE, ABOUT_NEED, BY_TEAM, deed_step},
	{COMMAND_STEP_LATE, ABOUT_EPISODE, BY_PROGRAM, deed_step_late},
	{COMMAND_JOIN_ASK, ABOUT_EPISODE, BY_TEAM, deed_join_ask},
	{COMMAND_JOIN_ACCEPT, ABOUT_JOIN, BY_ASKED, deed_join_end},
	{COMMAND_JOIN_DECLINE, ABOUT_JOIN, BY_ASKED, deed_join_end},
	{COMMAND_JOIN_WITHDRAW, ABOUT_JOIN, BY_TEAM, deed_join_end},
	{COMMAND_JOIN_EXPIRE, ABOUT_JOIN, BY_PROGRAM, deed_join_end},
	{COMMAND_CONSULT_ASK, ABOUT_NEED, BY_TEAM, deed_consult_ask},
	{COMMAND_CONSULT_ANSWER, ABOUT_CONSULT, BY_ASKED, deed_consult_answer},
	{COMMAND_CONSULT_DECLINE, ABOUT_CONSULT, BY_ASKED, deed_consult_answer},
	{COMMAND_CONSULT_WITHDRAW, ABOUT_CONSULT, BY_TEAM, deed_consult_end},
	{COMMAND_CONSULT_CLOSE, ABOUT_CONSULT, BY_TEAM, deed_consult_end},
	{COMMAND_CONSULT_TURN, ABOUT_CONSULT, BY_TEAM, deed_consult_end},
	{COMMAND_CONSULT_EXPIRE, ABOUT_CONSULT, BY_PROGRAM, deed_consult_end},
	{COMMAND_STAY_PLAN, ABOUT_EPISODE, BY_TEAM, deed_stay_plan},
	{COMMAND_STAY_ADMIT, ABOUT_STAY, BY_TEAM, deed_stay_on},
	{COMMAND_STAY_LEAVE, ABOUT_STAY, BY_TEAM, deed_stay_on},
	{COMMAND_STAY_BACK, ABOUT_STAY, BY_TEAM, deed_stay_on},
	{COMMAND_STAY_EXTEND, ABOUT_STAY, BY_TEAM, deed_stay_on},
	{COMMAND_STAY_RETURN, ABOUT_STAY, BY_TEAM, deed_stay_on},
	{COMMAND_STAY_MOVE_ON, ABOUT_STAY, BY_TEAM, deed_stay_on},
	{COMMAND_STAY_CANCEL, ABOUT_STAY, BY_TEAM, deed_stay_on},
	{COMMAND_STAY_LATE, ABOUT_STAY, BY_PROGRAM, deed_stay_on},
	{COMMAND_STAY_PLACE, ABOUT_STAY, BY_PROGRAM, deed_stay_on},
	{COMMAND_TABLE_BRING, ABOUT_NEED, BY_TEAM, deed_table_bring},
	{COMMAND_TABLE_ATTEND, ABOUT_CASE, BY_TEAM, deed_table_attend},
	{COMMAND_TABLE_OBJECT, ABOUT_CASE, BY_TEAM, deed_table_object},
	{COMMAND_TABLE_DECIDE, ABOUT_CASE, BY_TABLE, deed_table_sit},
	{COMMAND_TABLE_RAISE, ABOUT_CASE, BY_TABLE, deed_table_sit},
	{COMMAND_TABLE_CLOSE, ABOUT_CASE, BY_TABLE, deed_table_sit},
	{COMMAND_TABLE_NAME, ABOUT_CASE, BY_ASKED, deed_table_name},
	{COMMAND_TABLE_LATE, ABOUT_CASE, BY_PROGRAM, deed_table_late},
	{COMMAND_CONVERSATION_TELL, ABOUT_EPISODE, BY_TEAM, deed_conversation_tell},
	{COMMAND_PLAN_ADD, ABOUT_EPISODE, BY_TEAM, deed_plan_add},
	{COMMAND_PLAN_CHANGE, ABOUT_PART, BY_TEAM, deed_plan_on},
	{COMMAND_PLAN_STEP, ABOUT_EPISODE, BY_TEAM, deed_plan_step},
	{COMMAND_PLAN_GIVE, ABOUT_PART, BY_TEAM, deed_plan_on},
	{COMMAND_PLAN_ACCEPT, ABOUT_PART, BY_TEAM, deed_plan_on},
	{COMMAND_PLAN_DECLINE, ABOUT_PART, BY_TEAM, deed_plan_on},
	{COMMAND_PLAN_DONE, ABOUT_PART, BY_TEAM, deed_plan_on},
	{COMMAND_PLAN_STOP, ABOUT_PART, BY_TEAM, deed_plan_on},
	{COMMAND_PLAN_AGREE, ABOUT_EPISODE, BY_TEAM, deed_plan_agree},
	{COMMAND_LIGHT_BEGIN, ABOUT_EPISODE, BY_TEAM, deed_light_begin},
	{COMMAND_LIGHT_HELD, ABOUT_EPISODE, BY_TEAM, deed_light_on},
	{COMMAND_LIGHT_END, ABOUT_EPISODE, BY_TEAM, deed_light_on},
	{COMMAND_LIGHT_LATE, ABOUT_EPISODE, BY_PROGRAM, deed_light_on},
	{COMMAND_EPISODE_CLOSE, ABOUT_EPISODE, BY_TEAM, deed_episode_close},
	{COMMAND_EPISODE_RETURN, ABOUT_EPISODE, BY_TEAM, deed_episode_return},
	{COMMAND_RETURN_ANSWER, ABOUT_EPISODE, BY_TEAM, deed_return_answer},
	{COMMAND_PERSON_IDENTIFY, ABOUT_EPISODE, BY_TEAM, deed_identify},
	{COMMAND_MERGE_CONFIRM, ABOUT_EPISODE, BY_TEAM, deed_merge},
	{COMMAND_MERGE_APART, ABOUT_EPISODE, BY_TEAM, deed_merge},
	{COMMAND_MERGE_UNDO, ABOUT_EPISODE, BY_TEAM, deed_merge},
	{COMMAND_MOMENT_CORRECT, ABOUT_EPISODE, BY_TEAM, deed_correct},
	{COMMAND_MEMBER_KNOWS, ABOUT_EPISODE, BY_TEAM, deed_knows},
	{COMMAND_CONSENT_GIVE, ABOUT_EPISODE, BY_ASKED, deed_consent_give},
	{COMMAND_CONSENT_OBJECT, ABOUT_EPISODE, BY_ASKED, deed_consent_object},
	{COMMAND_CONSENT_WITHDRAW, ABOUT_EPISODE, BY_ASKED, deed_consent_withdraw},
	{COMMAND_MANDATE_NAME, ABOUT_EPISODE, BY_TEAM, deed_mandate_name},
	{COMMAND_MANDATE_END, ABOUT_EPISODE, BY_TEAM, deed_mandate_over},
	{COMMAND_MANDATE_TURN, ABOUT_EPISODE, BY_PROGRAM, deed_mandate_over},
	{COMMAND_TRANSITION_ANNOUNCE, ABOUT_EPISODE, BY_TEAM, deed_transition_announce},
	{COMMAND_TRANSITION_MOVE, ABOUT_EPISODE, BY_TEAM, deed_transition_on},
	{COMMAND_TRANSITION_CALL_OFF, ABOUT_EPISODE, BY_TEAM, deed_transition_on},
	{COMMAND_TRANSITION_COME, ABOUT_EPISODE, BY_PROGRAM, deed_transition_come},
	{COMMAND_PREPARATION_DONE, ABOUT_EPISODE, BY_TEAM, deed_preparation},
	{COMMAND_PREPARATION_NOT_NEEDED, ABOUT_EPISODE, BY_TEAM, deed_preparation},
	{COMMAND_PREPARATION_LATE, ABOUT_EPISODE, BY_PROGRAM, deed_preparation},
	{COMMAND_TREATMENT_EXHAUSTED, ABOUT_NEED, BY_TEAM, deed_exhausted},
	{COMMAND_TREATMENT_AGREE, ABOUT_NEED, BY_TEAM, deed_treatment},
	{COMMAND_TREATMENT_RESUME, ABOUT_NEED, BY_TEAM, deed_treatment},
	{COMMAND_SECOND_VIEW_LATE, ABOUT_EPISODE, BY_PROGRAM, deed_view_late},
	{COMMAND_JOIN_INVITE, ABOUT_EPISODE, BY_TEAM, join_invite},
	{COMMAND_PERSON_RENEW, ABOUT_EPISODE, BY_ASKED, person_renew},
	{COMMAND_MEMBER_LEAVE, ABOUT_EPISODE, BY_TEAM, deed_member_leave},
	{COMMAND_HANDOVER_OFFER, ABOUT_EPISODE, BY_TEAM, deed_handover_offer},
	{COMMAND_HANDOVER_ACCEPT, ABOUT_HANDOVER, BY_ASKED, deed_handover_end},
	{COMMAND_HANDOVER_DECLINE, ABOUT_HANDOVER, BY_ASKED, deed_handover_end},
	{COMMAND_HANDOVER_WITHDRAW, ABOUT_HANDOVER, BY_TEAM, deed_handover_end},
	{COMMAND_HANDOVER_CONTACT, ABOUT_HANDOVER, BY_TEAM, deed_handover_contact},
	{COMMAND_HANDOVER_EXPIRE, ABOUT_HANDOVER, BY_PROGRAM, deed_handover_end},
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
	case ABOUT_CONSULT:
		return deed->consult >= 0 &&
			checker_consult_at(checker, deed->consult)->episode == deed->episode;
	case ABOUT_STAY:
		return deed->stay >= 0 && checker_stay_at(checker, deed->stay)->episode == deed->episode;
	case ABOUT_CASE:
		return deed->brought >= 0 &&
			checker_case_at(checker, deed->brought)->episode == deed->episode;
	case ABOUT_PART:
		return deed->part >= 0 && checker_part_at(checker, deed->part)->episode == deed->episode;
	case ABOUT_NOTHING:
	case ABOUT_EPISODE: break;
	}
	return true;
}

/* What is done in a file is done by who is in the team, by who was asked, or by the program; and
 * it makes a new version. */
static void follow_rule(struct deed *deed, const struct rule *rule)
{
	if (!is_there(deed, rule->about)) {
		SAY(deed, CHECKER_STATE, "done to something that is not there");
		return;
	}
	struct checker_episode *episode = deed_episode(deed);
	bool in_team = deed->who != NULL && !deed->who->ended &&
		checker_in_team(deed->checker, episode, deed->actor);
	MUST(deed, rule->whose != BY_TEAM || in_team, CHECKER_L0_OUTSIDER, "by an outsider");
	MUST(deed, rule->whose != BY_ASKED || (deed->who != NULL && !deed->who->ended),
		CHECKER_L1_ENDED, "by an account that has ended");
	MUST(deed, rule->whose != BY_TABLE || deed_sits(deed), CHECKER_L0_OUTSIDER,
		"by somebody who does not sit at this table");
	MUST(deed, rule->whose != BY_PROGRAM || deed->command->by_program, CHECKER_L0_OUTSIDER,
		"only the clock does this");
	MUST(deed,
		!episode->closed || deed->command->entry->number == COMMAND_EPISODE_RETURN ||
			deed->command->entry->number == COMMAND_TABLE_CLOSE ||
			deed->command->entry->number == COMMAND_MANDATE_TURN ||
			deed->command->entry->part == PART_CONSENT,
		CHECKER_L10_CLOSED, "done in what is closed");
	deed->checker->touched = deed->episode;
	if (rule->follow != NULL) rule->follow(deed);
	episode = deed_episode(deed);
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
			deed_episode(deed)->version = 1;
		}
		deed->checker->duty_touched = true;
		return;
	case COMMAND_ADMINISTRATOR_FIRST:
		add_account(deed, result->account, KIND_ADMIN, id_none, -1);
		return;
	case COMMAND_ACCOUNT_CREATE:
		add_account(deed, result->account, deed->params->kind, deed->params->organisation, -1);
		break;
	case COMMAND_ACCOUNT_END: account_end(deed); break;
	case COMMAND_ACCOUNT_RENEW: account_renew(deed); break;
	case COMMAND_ROSTER_JOIN: roster_join(deed); break;
	case COMMAND_ROSTER_LEAVE: roster_leave(deed); break;
	case COMMAND_TABLE_SEAT: deed_table_seat(deed); break;
	case COMMAND_TABLE_UNSEAT: deed_table_unseat(deed); break;
	case COMMAND_SERVICE_ADD:
		service_add(deed);
		deed_map(deed);
		return;
	case COMMAND_INBOX_SEEN: deed_inbox_seen(deed); return;
	case COMMAND_SHORTAGE_PUT:
	case COMMAND_SHORTAGE_RAISE:
	case COMMAND_SHORTAGE_DECIDE:
	case COMMAND_SHORTAGE_CLOSE:
	case COMMAND_SHORTAGE_LATE: deed_shortage(deed); return;
	default: deed_map(deed); return;
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
		.join = checker_find(checker, ID_JOIN, params->join),
		.consult = checker_find(checker, ID_CONSULT, params->consult),
		.stay = checker_find(checker, ID_STAY, params->stay),
		.brought = checker_find(checker, ID_CASE, params->table_case),
		.part = checker_find(checker, ID_PART, params->part)};
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
		strcmp(refusal->list->verdicts[refusal->verdict].code, "nobody_on_duty") == 0 ||
		refusal->list->verdicts[refusal->verdict].kind == VERDICT_STALE;
	if (of_request || deed.who == NULL || deed.who->ended || deed.episode < 0) return;
	const struct checker_episode *episode = deed_episode(&deed);
	enum command_number number = command->entry->number;
	if (number == COMMAND_EPISODE_RETURN)
		MUST(&deed, !episode->closed || !deed_is_person(&deed), CHECKER_L10_CLOSED,
			"the way back stays open");
	if (episode->closed) return;
	if (number == COMMAND_NEED_STOP && is_there(&deed, ABOUT_NEED)) {
		const struct checker_need *need = checker_need_at(checker, deed.need);
		bool may = need->state == NEED_IS_OPEN && id_equal(need->bearer, deed.actor) &&
			deed.who->kind != KIND_PROFESSIONAL;
		MUST(&deed, !may, CHECKER_L1_MAY_STOP, "whoever is no professional may stop at any time");
	} else if (number == COMMAND_DANGER_REPORT && is_there(&deed, ABOUT_NEED)) {
		bool over = checker_need_at(checker, deed.need)->state == NEED_IS_OVER;
		MUST(&deed, over || !checker_in_team(checker, episode, deed.actor), CHECKER_L2_DANGER,
			"that it is not safe is always heard, also when it was said before");
	} else if (number == COMMAND_HANDOVER_WITHDRAW && is_there(&deed, ABOUT_HANDOVER)) {
		const struct checker_handover *handover = checker_handover_at(checker, deed.handover);
		bool open = handover->state == OFFER_OPEN || handover->sharing;
		MUST(&deed, !open || !deed_is_person(&deed), CHECKER_L0_MAY, "the person may take it back");
	} else if (number == COMMAND_TABLE_OBJECT && is_there(&deed, ABOUT_CASE)) {
		bool open = checker_case_at(checker, deed.brought)->state <= CASE_BREACHED;
		MUST(&deed, !open || !deed_is_person(&deed), CHECKER_L0_MAY, "the person may object");
	} else if (number == COMMAND_MEMBER_LEAVE) {
		struct id leaver = command->params.account;
		enum checker_law tie = deed_tie(checker, episode, leaver);
		bool may = deed_is_person(&deed) && !id_equal(leaver, episode->person) &&
			checker_in_team(checker, episode, leaver) &&
			(tie == CHECKER_KEPT || tie == CHECKER_L2_HOLDS_ALONG);
		MUST(&deed, !may, CHECKER_L0_MAY, "the person may show out whom nothing ties");
	}
}
