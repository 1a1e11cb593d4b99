/* history_draw_care.c - commands in somebody's file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history_draw.h"
#include "care/handover.h"
#include "care/step.h"

static int32_t open_needs(const struct scene *scene, int32_t at)
{
	const struct checker_episode *episode = list_at(&scene->checker->episodes, at);
	int32_t open = 0;
	for (int32_t i = 0; i < list_count(&episode->needs); i++) {
		int32_t need = *(const int32_t *)list_at(&episode->needs, i);
		const struct checker_need *row = list_at(&scene->checker->needs, need);
		open += row->state != NEED_IS_OVER ? 1 : 0;
	}
	return open;
}

/* Where there are many needs already: so that it is full now and then. */
static struct scene fullest(const struct scene *scene)
{
	struct scene full = *scene;
	int32_t most = 0;
	for (int32_t i = 0; i < list_count(&scene->checker->episodes); i++) {
		int32_t open = open_needs(scene, i);
		if (open <= most) continue;
		most = open;
		full.episode = i;
	}
	return full;
}

static bool draw_need(const struct scene *scene)
{
	struct history_step *step = history_in_file(scene, COMMAND_NEED_ADD);
	history_act(scene, step, history_member(scene));
	history_set_number(step, "domain", 1 + history_below(scene->history, DOMAIN_COUNT - 1));
	history_set_number(step, "aim", 1 + history_below(scene->history, AIM_COUNT - 1));
	history_set_words(scene, step, 30);
	if (history_chance(scene->history, 60)) history_set_number(step, "i_bear_it", 1);
	history_set_yes(scene, step);
	return true;
}

bool history_draw_need_add(const struct scene *scene)
{
	struct scene full = fullest(scene);
	return draw_need(history_chance(scene->history, 50) ? &full : scene);
}

/* A command about a need, by whom its bearer is. */
static struct history_step *about_need(
	const struct scene *scene, enum command_number number, const struct checker_need *need)
{
	struct history_step *step = history_in_file(scene, number);
	history_set_id(scene, step, "need", need->id);
	history_act(scene, step, need->bearer);
	return step;
}

bool history_draw_need_stop(const struct scene *scene)
{
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	if (need == NULL) return false;
	if (need->row.bearer_kind == KIND_PROFESSIONAL && history_chance(scene->history, 80))
		return false;
	history_set_words(scene, about_need(scene, COMMAND_NEED_STOP, need), 20);
	return true;
}

bool history_draw_need_close(const struct scene *scene)
{
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	if (need == NULL) return false;
	struct history_step *step = about_need(scene, COMMAND_NEED_CLOSE, need);
	int32_t closing = history_below(scene->history, CLOSING_COUNT);
	if (closing != CLOSING_NOT_SAID) history_set_number(step, "decided_by", closing);
	if (closing == CLOSING_PERSON && history_chance(scene->history, 80))
		history_act(scene, step, history_episode(scene)->person);
	history_set_words(scene, step, 20);
	return true;
}

bool history_draw_danger_report(const struct scene *scene)
{
	bool again = history_chance(scene->history, 15);
	const struct checker_need *need =
		history_need(scene, again ? NEED_IS_ENDANGERED : NEED_IS_OPEN);
	if (need == NULL) return false;
	struct history_step *step = about_need(scene, COMMAND_DANGER_REPORT, need);
	if (history_chance(scene->history, 60)) history_act(scene, step, history_member(scene));
	history_set_words(scene, step, 30);
	return true;
}

bool history_draw_danger_over(const struct scene *scene)
{
	const struct checker_need *need = history_need(scene, NEED_IS_ENDANGERED);
	if (need == NULL) return false;
	struct history_step *step = about_need(scene, COMMAND_DANGER_OVER, need);
	if (history_chance(scene->history, 30))
		history_act(scene, step, history_episode(scene)->care_manager);
	history_set_words(scene, step, 20);
	return true;
}

static void set_who(const struct scene *scene, struct history_step *step)
{
	int32_t drawn = history_below(scene->history, 100);
	if (drawn < 20) history_set_id(scene, step, "who", history_member(scene));
	if (drawn >= 96) history_set_id(scene, step, "who", history_staff(scene));
}

bool history_draw_step_plan(const struct scene *scene)
{
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	if (need == NULL) return false;
	struct history_step *step = about_need(scene, COMMAND_STEP_PLAN, need);
	history_set_number(step, "day", history_day(scene, 0, STEP_MAX_DAYS));
	set_who(scene, step);
	history_set_words(scene, step, 100);
	return true;
}

bool history_draw_step_done(const struct scene *scene)
{
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	if (need == NULL) return false;
	struct history_step *step = about_need(scene, COMMAND_STEP_DONE, need);
	if (history_chance(scene->history, 75))
		history_set_number(step, "next_day", history_day(scene, 0, STEP_MAX_DAYS));
	set_who(scene, step);
	history_set_words(scene, step, 20);
	return true;
}

bool history_draw_join_ask(const struct scene *scene)
{
	struct history_step *step = history_in_file(scene, COMMAND_JOIN_ASK);
	int32_t drawn = history_below(scene->history, 100);
	struct id asked = history_staff(scene);
	if (drawn < 6) asked = history_member(scene);
	if (drawn >= 95) asked = history_anybody(scene);
	if (drawn >= 92 && drawn < 95) asked = history_ended(scene);
	history_act(scene, step, history_member(scene));
	history_set_id(scene, step, "account", asked);
	if (drawn == 91) history_set_ref(step, "account", history_administrator);
	history_set_words(scene, step, 20);
	history_set_yes(scene, step);
	return true;
}

static bool answer_join(const struct scene *scene, enum command_number number, bool by_asker)
{
	const struct checker_join *join = history_join(scene, JOIN_OPEN);
	if (join == NULL) return false;
	struct history_step *step = history_in_file(scene, number);
	struct id person = history_episode(scene)->person;
	struct id right = by_asker ? join->asked_by : join->account;
	if (by_asker && history_chance(scene->history, 30)) right = person;
	if (history_chance(scene->history, 8)) right = history_member(scene);
	history_act(scene, step, right);
	history_set_id(scene, step, "join", history_chance(scene->history, 97) ? join->id : id_none);
	history_set_words(scene, step, 10);
	return true;
}

bool history_draw_join_accept(const struct scene *scene)
{
	return answer_join(scene, COMMAND_JOIN_ACCEPT, false);
}

bool history_draw_join_decline(const struct scene *scene)
{
	return answer_join(scene, COMMAND_JOIN_DECLINE, false);
}

bool history_draw_join_withdraw(const struct scene *scene)
{
	return answer_join(scene, COMMAND_JOIN_WITHDRAW, true);
}

/* Somebody who is tied by a handover, or anybody of the team; seldom the care manager or the
 * person, who cannot. */
static struct id who_leaves(const struct scene *scene)
{
	const struct checker_episode *episode = history_episode(scene);
	for (int tries = 0; tries < 4; tries++) {
		bool gave = history_chance(scene->history, 60);
		const struct checker_handover *handover =
			history_handover(scene, gave ? OFFER_ACCEPTED : OFFER_DECLINED);
		struct id leaver = history_member(scene);
		if (handover != NULL && history_chance(scene->history, 60))
			leaver = gave ? handover->giver : handover->answered_by;
		bool can = !id_is_none(leaver) && !id_equal(leaver, episode->person) &&
			!id_equal(leaver, episode->care_manager);
		if (can) return leaver;
	}
	return history_member(scene);
}

bool history_draw_member_leave(const struct scene *scene)
{
	struct history_step *step = history_in_file(scene, COMMAND_MEMBER_LEAVE);
	struct id leaver = who_leaves(scene);
	if (history_below(scene->history, 100) < 5) leaver = history_staff(scene);
	struct id actor = history_chance(scene->history, 30) ? history_episode(scene)->person : leaver;
	if (history_chance(scene->history, 8)) actor = history_member(scene);
	history_act(scene, step, actor);
	history_set_id(scene, step, "account", leaver);
	history_set_words(scene, step, 10);
	return true;
}

void history_set_receiver(const struct scene *scene, struct history_step *step, bool of_care)
{
	struct history *history = scene->history;
	const struct list *services = &scene->checker->services;
	int32_t drawn = history_below(history, 100);
	bool account = drawn < 66, service = drawn >= 63 && drawn < 98;
	struct id to = history_staff(scene);
	int32_t special = history_below(history, 100);
	if (special < 20) to = history_member(scene);
	if (special >= 97) to = of_care ? history_episode(scene)->care_manager : history_anybody(scene);
	if (special >= 94 && special < 97) to = history_ended(scene);
	if (account) history_set_id(scene, step, "to_account", to);
	if (account && special == 20) history_set_ref(step, "to_account", history_administrator);
	if (!service || list_count(services) == 0) return;
	const struct checker_service *chosen =
		list_at(services, history_below(history, list_count(services)));
	history_set_id(scene, step, "to_service", chosen->id);
}

bool history_draw_offer(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_episode *episode = history_episode(scene);
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	bool of_care = history_chance(history, 25) || need == NULL;
	struct history_step *step = history_in_file(scene, COMMAND_HANDOVER_OFFER);
	bool to_self = !of_care && history_below(history, 100) == 0;
	if (of_care) {
		bool by_person = history_chance(history, 35);
		history_set_number(step, "of_care_management", 1);
		history_act(scene, step, by_person ? episode->person : episode->care_manager);
	} else {
		history_set_id(scene, step, "need", need->id);
		history_act(scene, step, need->bearer);
	}
	if (to_self)
		history_set_id(scene, step, "to_account", need->bearer);
	else
		history_set_receiver(scene, step, of_care);
	history_set_yes(scene, step);
	if (history_chance(history, 30))
		history_set_number(
			step, "answer_by", history_day(scene, HANDOVER_MIN_DAYS, HANDOVER_MAX_DAYS));
	history_set_words(scene, step, 100);
	return true;
}

/* A command about a handover in this state. */
static struct history_step *about_handover(const struct scene *scene, enum command_number number,
	const struct checker_handover *handover, struct id actor)
{
	struct history_step *step = history_in_file(scene, number);
	history_act(scene, step, actor);
	history_set_id(scene, step, "handover", handover->id);
	return step;
}

bool history_draw_accept(const struct scene *scene)
{
	const struct checker_handover *handover = history_handover(scene, OFFER_OPEN);
	if (handover == NULL) return false;
	struct history_step *step =
		about_handover(scene, COMMAND_HANDOVER_ACCEPT, handover, history_receiver(scene, handover));
	history_set_number(step, "contact_day", history_day(scene, 0, HANDOVER_CONTACT_MAX_DAYS));
	history_set_words(scene, step, 20);
	return true;
}

bool history_draw_decline(const struct scene *scene)
{
	enum { NO_SUCH_REASON = 99 };
	struct history *history = scene->history;
	const struct checker_handover *handover = history_handover(scene, OFFER_OPEN);
	if (handover == NULL) return false;
	struct history_step *step = about_handover(
		scene, COMMAND_HANDOVER_DECLINE, handover, history_receiver(scene, handover));
	int32_t drawn = history_below(history, 100);
	int32_t reason = DECLINE_FIT + history_below(history, 2);
	if (drawn < 25)
		reason = DECLINE_EXCLUDING_COMBINATION +
			history_below(history, DECLINE_COUNT - DECLINE_EXCLUDING_COMBINATION);
	if (drawn >= 6) history_set_number(step, "reason", reason);
	if (history_chance(history, 93))
		history_set_number(step, "instead", 1 + history_below(history, INSTEAD_COUNT - 1));
	if (drawn >= 97) {
		history_set_number(step, "reason", NO_SUCH_REASON);
		step->poison = true;
	}
	if (history_chance(history, 30)) history_set_number(step, "reason_words", 1);
	if (history_chance(history, 90)) history_set_number(step, "instead_words", 2);
	if (history_chance(history, 95))
		history_set_number(step, "instead_by", history_day(scene, 0, HANDOVER_CONTACT_MAX_DAYS));
	return true;
}

bool history_draw_withdraw(const struct scene *scene)
{
	bool lets_go = history_chance(scene->history, 25);
	const struct checker_handover *handover =
		history_handover(scene, lets_go ? OFFER_DECLINED : OFFER_OPEN);
	if (handover == NULL) return false;
	struct id right = handover->sender;
	if (history_chance(scene->history, 30)) right = history_episode(scene)->person;
	if (history_chance(scene->history, 20)) right = history_member(scene);
	struct history_step *step = about_handover(scene, COMMAND_HANDOVER_WITHDRAW, handover, right);
	history_set_words(scene, step, 10);
	return true;
}

bool history_draw_contact(const struct scene *scene)
{
	const struct checker_handover *handover = history_handover(scene, OFFER_ACCEPTED);
	if (handover == NULL) return false;
	struct id right = handover->answered_by;
	if (id_is_none(right) || history_chance(scene->history, 25))
		right = history_episode(scene)->person;
	if (history_chance(scene->history, 20)) right = history_member(scene);
	struct history_step *step = about_handover(scene, COMMAND_HANDOVER_CONTACT, handover, right);
	if (history_chance(scene->history, 50))
		history_set_number(step, "next_day", history_day(scene, 0, STEP_MAX_DAYS));
	history_set_words(scene, step, 10);
	return true;
}

/* What only the clock may do, at a moment when it would not. */
bool history_draw_program(const struct scene *scene)
{
	const struct checker_handover *handover = history_handover(scene, OFFER_OPEN);
	const struct checker_join *join = history_join(scene, JOIN_OPEN);
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	int32_t drawn = history_below(scene->history, 3);
	struct history_step *step = NULL;
	if (drawn == 0 && handover != NULL) {
		step = history_in_file(scene, COMMAND_HANDOVER_EXPIRE);
		history_set_id(scene, step, "handover", handover->id);
	} else if (drawn == 1 && join != NULL) {
		step = history_in_file(scene, COMMAND_JOIN_EXPIRE);
		history_set_id(scene, step, "join", join->id);
	} else {
		step = history_in_file(scene, COMMAND_STEP_LATE);
		history_set_id(scene, step, "step", need == NULL ? id_none : need->row.step);
	}
	step->version_back = -1;
	step->by_program = history_chance(scene->history, 90);
	if (!step->by_program) history_act(scene, step, history_member(scene));
	return true;
}

/* In the team, and helps neither by profession nor as a peer; mostly. */
static struct id somebody_near(const struct scene *scene)
{
	struct id found = id_none;
	for (int tries = 0; tries < 8; tries++) {
		found = history_member(scene);
		const struct checker_account *account = checker_account_of(scene->checker, found);
		if (account != NULL && (account->kind == KIND_RELATIVE || account->kind == KIND_VOLUNTEER))
			break;
	}
	return found;
}

bool history_draw_look(const struct scene *scene)
{
	static const enum command_number looks[] = {LOOK_EPISODE, LOOK_TIMELINE, LOOK_OFFER, LOOK_LOG,
		LOOK_CONSULTS, LOOK_CONSULT, LOOK_STAYS, LOOK_CASES, LOOK_PLAN, LOOK_PLAN_HISTORY,
		LOOK_CONVERSATION, LOOK_RECEIPT, LOOK_ABOUT, LOOK_IDENTITY, LOOK_IDENTITY, LOOK_MERGES,
		LOOK_KNOWING, LOOK_MANDATES};
	enum command_number look = looks[history_below(scene->history, 18)];
	const struct checker_consult *consult = history_consult(scene, ADVICE_OPEN);
	const struct checker_handover *handover = history_handover(scene, OFFER_OPEN);
	struct history_step *step = history_in_file(scene, look);
	struct id right = history_member(scene);
	if (look == LOOK_LOG || look == LOOK_ABOUT) right = history_episode(scene)->person;
	if (look == LOOK_IDENTITY && history_chance(scene->history, 80)) right = somebody_near(scene);
	if (look == LOOK_RECEIPT) right = history_episode(scene)->row.entered_by;
	if (look == LOOK_OFFER && handover != NULL) right = history_receiver(scene, handover);
	if (look == LOOK_CONSULT && consult != NULL)
		right = history_asked(scene, consult->to_account, consult->to_service);
	history_act(scene, step, right);
	if (look == LOOK_CONSULT)
		history_set_id(scene, step, "consult", consult == NULL ? id_none : consult->id);
	if (look == LOOK_OFFER)
		history_set_id(scene, step, "handover", handover == NULL ? id_none : handover->id);
	return true;
}
