/* checker_laws.c - the rows against the laws by themselves, and against what must be true.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_private.h"

#define MUST(checker, holds, law, what) ((holds) ? (void)0 : checker_say(checker, law, "%s", what))

/* In the team and with an account that has not ended, as the rows say. */
static const struct checker_account *present(const struct checker *checker,
	const struct checker_episode *episode, struct id account, bool *is_present)
{
	const struct checker_account *found = checker_account(checker, account);
	*is_present = false;
	if (found == NULL || found->row.ended_ms != 0) return found;
	for (int32_t i = 0; i < list_count(&episode->members) && !*is_present; i++) {
		const struct checker_member *member = list_at(&episode->members, i);
		*is_present = id_equal(member->row.account, account) && member->row.left_ms == 0;
	}
	return found;
}

static bool is_present(
	const struct checker *checker, const struct checker_episode *episode, struct id account)
{
	bool here = false;
	present(checker, episode, account, &here);
	return here;
}

static bool same_offer(const struct checker *checker, struct id row, int32_t offer)
{
	return offer < 0 ? id_is_none(row) : id_equal(row, checker_handover_at(checker, offer)->id);
}

static void laws_of_care_manager(struct checker *checker, const struct checker_episode *episode)
{
	const struct row_episode *row = &episode->row;
	bool here = false, closed = episode->closed;
	const struct checker_account *manager = present(checker, episode, row->care_manager, &here);
	MUST(checker, row->state == (closed ? EPISODE_IS_OVER : EPISODE_IS_OPEN), CHECKER_STATE,
		"an episode is in a state that no command put it in");
	MUST(checker, here || closed, CHECKER_L1_CARE_MANAGER, "the care manager is not there");
	MUST(checker,
		manager != NULL && (manager->kind == KIND_PROFESSIONAL || manager->kind == KIND_PEER) &&
			manager->kind == row->care_manager_kind,
		CHECKER_L1_CARE_MANAGER, "the care manager is of a kind that cannot be it");
	MUST(checker, id_equal(row->care_manager, episode->care_manager), CHECKER_L2_MOVED,
		"the care management moved otherwise than by accepting");
	MUST(checker, same_offer(checker, row->open_handover, episode->open_handover),
		CHECKER_L2_ONE_OFFER, "the episode does not know the open offer of its care management");
	MUST(checker, id_equal(row->person, episode->person) && row->version == episode->version,
		CHECKER_STATE, "the episode is not as it was left");
}

static void laws_of_step(struct checker *checker, const struct checker_need *need)
{
	const struct row_need *row = &need->row;
	int32_t at = checker_find(checker, ID_STEP, row->step);
	const struct checker_step *step = at < 0 ? NULL : list_at(&checker->steps, at);
	bool stands = step != NULL && step->row.state == STEP_STANDS && step->row.due_day > 0 &&
		id_equal(step->row.need, row->id);
	MUST(checker, stands || row->bearer_kind != KIND_PROFESSIONAL || row->state == NEED_IS_OVER,
		CHECKER_L3_STEP, "a professional's need has no next step");
	MUST(checker, need->open_steps == (stands ? 1 : 0) && (stands || id_is_none(row->step)),
		CHECKER_L3_STEP, "an open step that the need does not know of");
	MUST(checker, !stands || step->row.late != 0 || step->due_ms > 0, CHECKER_L3_CLOCK,
		"a step that no clock watches");
}

static void laws_of_need(
	struct checker *checker, const struct checker_episode *episode, const struct checker_need *need)
{
	const struct row_need *row = &need->row;
	bool here = false;
	const struct checker_account *bearer = present(checker, episode, row->bearer, &here);
	bool over = row->state == NEED_IS_OVER;
	MUST(checker, over || here, CHECKER_L1_BEARER, "the bearer is not there");
	MUST(checker, bearer != NULL && row->bearer_kind == bearer->kind, CHECKER_L1_BEARER,
		"the bearer is of another kind than the need says");
	MUST(checker, id_equal(row->bearer, need->bearer), CHECKER_L2_MOVED,
		"the bearer changed otherwise than by accepting, stopping or danger");
	MUST(checker,
		(row->state == NEED_IS_ENDANGERED) == !id_is_none(row->bearer_before) &&
			id_equal(row->bearer_before, need->before),
		CHECKER_L2_DANGER, "who bore it before the danger is not who it was");
	MUST(checker,
		id_is_none(row->bearer_before) || is_present(checker, episode, row->bearer_before),
		CHECKER_L2_DANGER, "who bore it before the danger is not there");
	MUST(checker, row->aim == need->aim, CHECKER_L4_EXCLUDES, "the aim is another than was agreed");
	MUST(checker, row->state == need->state && row->closing == need->closing, CHECKER_STATE,
		"a need is in a state that no command put it in");
	MUST(checker, same_offer(checker, row->open_handover, need->open_handover),
		CHECKER_L2_ONE_OFFER, "the need does not know the open offer");
	laws_of_step(checker, need);
}

static void laws_of_handover(struct checker *checker, const struct checker_episode *episode,
	const struct checker_handover *handover)
{
	const struct row_handover *row = &handover->row;
	bool open = row->state == OFFER_OPEN;
	MUST(checker, row->state == handover->state, CHECKER_STATE,
		"a handover is in a state that no command put it in");
	MUST(checker,
		id_equal(row->sender, handover->sender) &&
			id_equal(row->to_account, handover->to_account) &&
			id_equal(row->to_service, handover->to_service),
		CHECKER_STATE, "a handover is not from and to whom it was");
	MUST(checker, id_equal(row->answered_by, handover->answered_by), CHECKER_L0_OWN_YES,
		"answered by somebody else than the handover says");
	MUST(checker, (row->sharing != 0) == handover->sharing, CHECKER_L2_HOLDS_ALONG,
		"who declined does not hold along, or still does");
	MUST(checker, row->sharing == 0 || is_present(checker, episode, row->answered_by),
		CHECKER_L2_HOLDS_ALONG, "who holds along is not there");
	MUST(checker, id_equal(row->giver, handover->giver), CHECKER_L2_SENDER,
		"given by somebody else than who had it");
	MUST(checker, (row->giver_stays != 0) == handover->giver_stays, CHECKER_L2_SENDER,
		"who gave does not stay until the first contact, or longer");
	MUST(checker, row->giver_stays == 0 || is_present(checker, episode, row->giver),
		CHECKER_L2_SENDER, "who gave is gone before the first contact");
	MUST(checker, !open || row->expires_ms > row->offered_ms, CHECKER_L2_OVER,
		"an offer without end");
	MUST(checker, handover->due_ms == (open ? row->expires_ms : 0), CHECKER_L3_CLOCK,
		"an offer that no clock ends, or a clock of one that has ended");
}

static void laws_of_join(struct checker *checker, const struct checker_join *join)
{
	const struct row_join *row = &join->row;
	bool open = row->state == JOIN_OPEN;
	MUST(checker, row->state == join->state, CHECKER_STATE,
		"an asking is in a state that no command put it in");
	MUST(checker, id_equal(row->account, join->account) && id_equal(row->asked_by, join->asked_by),
		CHECKER_STATE, "an asking is not of whom it was");
	MUST(checker, join->due_ms == (open ? row->expires_ms : 0), CHECKER_L3_CLOCK,
		"an asking that no clock ends, or a clock of one that has ended");
}

static void laws_of_consult(struct checker *checker, const struct checker_episode *episode,
	const struct checker_consult *consult)
{
	const struct row_consult *row = &consult->row;
	bool open = row->state == ADVICE_OPEN;
	MUST(checker, row->state == consult->state, CHECKER_STATE,
		"advice is in a state that no command put it in");
	MUST(checker,
		id_equal(row->asked_by, consult->asked_by) &&
			id_equal(row->to_account, consult->to_account) &&
			id_equal(row->to_service, consult->to_service) &&
			id_equal(row->answered_by, consult->answered_by),
		CHECKER_STATE, "advice is not from and to whom it was");
	MUST(checker, (row->named != 0) == consult->named, CHECKER_L0_YES,
		"who it is can be seen, or not, otherwise than was agreed");
	MUST(checker, id_equal(row->back_to, consult->back), CHECKER_L2_ADVICE,
		"what came back does not lie with who asked, or still does");
	MUST(checker, id_is_none(row->back_to) || is_present(checker, episode, row->back_to),
		CHECKER_L2_ADVICE, "what came back lies with somebody who is not there");
	MUST(checker, !open || row->expires_ms > row->asked_ms, CHECKER_L2_OVER,
		"a question for advice without end");
	MUST(checker, consult->due_ms == (open ? row->expires_ms : 0), CHECKER_L3_CLOCK,
		"a question for advice that no clock ends, or a clock of one that has ended");
}

/* What may be done in somebody's name, or without their yes, has an end that a clock watches. */
static void laws_of_mandate(struct checker *checker, const struct checker_mandate *mandate)
{
	const struct row_mandate *row = &mandate->row;
	bool over = row->state == TITLE_OVER;
	MUST(checker, row->state == mandate->state && id_equal(row->account, mandate->account),
		CHECKER_STATE, "a mandate is in a state that no command put it in");
	MUST(checker, row->until_day > 0 && row->until_day == mandate->until_day, CHECKER_L0_MANDATE,
		"a mandate without an end, or with another than was said");
	MUST(checker, over ? mandate->due_ms == 0 : mandate->due_ms == row->due_ms && row->due_ms > 0,
		CHECKER_L3_CLOCK, "a mandate that no clock watches, or one that is over and watched");
	MUST(checker, !over || row->birth_day == 0, CHECKER_L0_MANDATE,
		"a day of birth that nobody needs any more");
}

/* Until when the place at home is kept is watched, until both have been said. */
static void laws_of_place(struct checker *checker, const struct checker_stay *stay, bool open)
{
	enum { A_WEEK = 7 };
	int64_t day = (int64_t)stay->kept_until - (stay->place_said == 0 ? A_WEEK : 0);
	int64_t before_ms = day * INT64_C(86400000) - stay->place_due_ms;
	bool watched = before_ms >= 3600000 && before_ms <= 7200000;
	MUST(checker, open && stay->place_said < 2 ? watched : stay->place_due_ms == 0,
		CHECKER_L3_CLOCK, "nothing watches until when a place is kept, or of what is over");
}

static void laws_of_stay(
	struct checker *checker, const struct checker_episode *episode, const struct checker_stay *stay)
{
	const struct row_stay *row = &stay->row;
	bool open = row->state == STAY_AHEAD || row->state == STAY_IN || row->state == STAY_AWAY;
	MUST(checker, row->state == stay->state && id_equal(row->service, stay->service), CHECKER_STATE,
		"a stay is in a state that no command put it in");
	MUST(checker, row->return_day == stay->return_day && row->kept_until == stay->kept_until,
		CHECKER_L3_STAY, "the way back is another than was said");
	MUST(checker, !open || row->late != 0 || stay->due_ms > 0, CHECKER_L3_CLOCK,
		"a stay that no clock watches");
	MUST(checker, (open && row->late == 0) || stay->due_ms == 0, CHECKER_L3_CLOCK,
		"a clock of a stay that is over, or late already");
	int64_t day = row->state == STAY_AHEAD ? row->start_day : row->return_day;
	int64_t behind_ms = (day + 1) * INT64_C(86400000) - stay->due_ms;
	MUST(checker, stay->due_ms == 0 || (behind_ms >= 3600000 && behind_ms <= 7200000),
		CHECKER_L3_CLOCK, "a clock of another day than the one that is awaited");
	laws_of_place(checker, stay, open);
	MUST(checker, open || row->late == 0, CHECKER_L3_STAY, "late, though it is over");
	MUST(checker, row->late == 0 || id_equal(row->told_to, episode->care_manager), CHECKER_L3_STAY,
		"late, and another than the care manager has been told");
}

static bool is_bound(int32_t state)
{
	return state == CASE_DECIDED || state == CASE_NAMED || state == CASE_BREACHED;
}

static void laws_of_case(struct checker *checker, const struct checker_case *brought)
{
	const struct row_brought *row = &brought->row;
	bool open = row->state == CASE_BROUGHT || is_bound(row->state);
	MUST(checker, !id_is_none(brought->id), CHECKER_L3_CLOCK,
		"what is stuck, or not safe and not done, lies at no table");
	MUST(checker,
		row->cause == brought->cause && (row->origin == CASE_BY_CLOCK) == (brought->cause != 0) &&
			(row->origin == CASE_BY_CLOCK) == id_is_none(row->brought_by),
		CHECKER_L3_CLOCK, "a case says that something else brought it");
	MUST(checker, row->state == brought->state, CHECKER_STATE,
		"a case is in a state that no command put it in");
	MUST(checker, row->level == brought->level, CHECKER_L1_TABLE,
		"a case lies at another table than it should");
	MUST(checker,
		!is_bound(row->state) ||
			(id_equal(row->organisation, brought->organisation) &&
				row->term_day == brought->term_day && row->term_day > 0),
		CHECKER_L1_TABLE, "another is obliged, or until another day, than was decided");
	MUST(checker, (row->named != 0) == brought->named, CHECKER_L0_YES,
		"the table sees who it is, and nobody said so");
	MUST(checker, open == (brought->due_ms > 0) && brought->due_ms == row->expires_ms,
		CHECKER_L3_CLOCK, "a case that no clock watches, or a clock of one that is over");
}

static void laws_of_part(
	struct checker *checker, const struct checker_episode *episode, const struct checker_part *part)
{
	const struct row_part *row = &part->row;
	bool has = row->state == PART_ASKED || row->state == PART_AGREED;
	MUST(checker, row->seq == part->seq && part->rows == part->versions, CHECKER_L10_PLAN,
		"a version of a plan is not there");
	MUST(checker, row->state == part->state && row->kind == part->kind, CHECKER_STATE,
		"a part of a plan is in a state that no command put it in");
	MUST(checker, !has || id_equal(row->who, part->who), CHECKER_L0_OWN_YES,
		"a step of a plan is somebody's who did not say so");
	MUST(checker, !has || is_present(checker, episode, row->who), CHECKER_L3_STEP,
		"a step of a plan is somebody's who is not there");
	MUST(checker, id_equal(row->author, part->author), CHECKER_L0_OUTSIDER,
		"a plan has other words than were written");
}

static void laws_of_light(struct checker *checker, const struct checker_episode *episode,
	const struct checker_light *light)
{
	const struct row_light *row = &light->row;
	bool kept = row->state == LIGHT_IS_KEPT;
	MUST(checker, kept == light->kept, CHECKER_STATE,
		"a light contact is in a state that no command put it in");
	MUST(checker, !kept || id_equal(row->who, light->who), CHECKER_L0_OWN_YES,
		"a light contact is kept by somebody else");
	MUST(checker, !kept || is_present(checker, episode, row->who), CHECKER_L1_BEARER,
		"who keeps a light contact is not there");
	MUST(checker, !kept || row->next_day == light->next_day, CHECKER_L3_CLOCK,
		"a light contact is on another day");
	MUST(checker, (kept && row->late == 0) == (light->due_ms > 0), CHECKER_L3_CLOCK,
		"a light contact that no clock watches, or a clock of one that has ended");
}

static void laws_of_periods(struct checker *checker, const struct checker_episode *episode)
{
	const struct row_period *row = &episode->period;
	if (episode->periods == 0) return;
	MUST(checker, row->nth == episode->periods && (row->ended_ms != 0) == episode->closed,
		CHECKER_L10_CLOSED, "the time that it was open is not told");
	MUST(checker,
		episode->closed || (row->offered != 0 && row->answered_ms == 0) == episode->offered,
		CHECKER_L10_CLOSED, "a table is offered to who came back less often, or not to who did");
	MUST(checker, !episode->closed || row->closing != 0, CHECKER_L10_CLOSING, "whose decision?");
}

void checker_laws_episode(struct checker *checker, struct checker_episode *episode)
{
	laws_of_care_manager(checker, episode);
	laws_of_periods(checker, episode);
	checker_laws_life(checker, episode);
	checker_laws_asked_again(checker, episode);
	for (int32_t i = 0; i < list_count(&episode->members); i++) {
		const struct checker_member *member = list_at(&episode->members, i);
		bool in_team = !id_is_none(member->row.account) && member->row.left_ms == 0;
		MUST(checker, in_team == member->in_team, CHECKER_L0_OWN_YES,
			"in the team without yes, or out of it without leaving");
	}
	for (int32_t i = 0; i < list_count(&episode->needs); i++)
		laws_of_need(
			checker, episode, checker_need_at(checker, checker_index_at(&episode->needs, i)));
	for (int32_t i = 0; i < list_count(&episode->handovers); i++)
		laws_of_handover(checker, episode,
			checker_handover_at(checker, checker_index_at(&episode->handovers, i)));
	for (int32_t i = 0; i < list_count(&episode->joins); i++)
		laws_of_join(checker, checker_join_at(checker, checker_index_at(&episode->joins, i)));
	for (int32_t i = 0; i < list_count(&episode->mandates); i++)
		laws_of_mandate(
			checker, list_at(&checker->mandates, checker_index_at(&episode->mandates, i)));
	for (int32_t i = 0; i < list_count(&episode->grants); i++)
		checker_law_grant(
			checker, list_at(&checker->grants, checker_index_at(&episode->grants, i)));
	for (int32_t i = 0; i < list_count(&episode->stays); i++)
		laws_of_stay(
			checker, episode, checker_stay_at(checker, checker_index_at(&episode->stays, i)));
	for (int32_t i = 0; i < list_count(&episode->cases); i++)
		laws_of_case(checker, checker_case_at(checker, checker_index_at(&episode->cases, i)));
	for (int32_t i = 0; i < list_count(&episode->sayings); i++) {
		const struct checker_saying *saying =
			checker_saying_at(checker, checker_index_at(&episode->sayings, i));
		MUST(checker,
			saying->row.seq == saying->seq && saying->rows == saying->versions &&
				saying->row.topic == saying->topic,
			CHECKER_L10_PLAN, "what was said is not there");
		MUST(checker, id_equal(saying->row.author, saying->author), CHECKER_L0_OUTSIDER,
			"words are said to be somebody else's");
	}
	for (int32_t i = 0; i < list_count(&episode->parts); i++)
		laws_of_part(
			checker, episode, checker_part_at(checker, checker_index_at(&episode->parts, i)));
	for (int32_t i = 0; i < list_count(&episode->lights); i++)
		laws_of_light(
			checker, episode, checker_light_at(checker, checker_index_at(&episode->lights, i)));
	for (int32_t i = 0; i < list_count(&episode->consults); i++)
		laws_of_consult(
			checker, episode, checker_consult_at(checker, checker_index_at(&episode->consults, i)));
}

/* Rosters: who is on one can have duty, and it is as was commanded. Accounts: ended or not. */
void checker_laws_duty(struct checker *checker)
{
	int64_t places[CHECKER_SHARDS] = {0};
	for (int32_t i = 0; i < list_count(&checker->places); i++) {
		const struct row_roster *row = &((struct checker_place *)list_at(&checker->places, i))->row;
		if (row->region < 0) continue;
		const struct checker_account *account = checker_account(checker, row->account);
		places[row->region]++;
		MUST(checker, account != NULL && account->row.ended_ms == 0, CHECKER_L1_ROSTER,
			"somebody has duty whose account has ended");
		MUST(checker,
			account != NULL && account->kind == row->kind &&
				(row->kind == KIND_PROFESSIONAL || row->kind == KIND_PEER),
			CHECKER_L1_ROSTER, "somebody has duty who is of a kind that cannot");
		MUST(checker, account == NULL || account->on_roster[row->region], CHECKER_L1_ROSTER,
			"somebody is on a roster whom nobody put there");
	}
	for (int i = 0; i < CHECKER_SHARDS; i++) {
		MUST(checker, places[i] == checker->on_duty[i], CHECKER_L1_ROSTER,
			"a roster is not as it was left");
		MUST(checker, places[i] > 0 || !checker->opened[i], CHECKER_L1_ROSTER, "a roster is empty");
	}
	for (int32_t i = 0; i < list_count(&checker->accounts); i++) {
		const struct checker_account *account = list_at(&checker->accounts, i);
		MUST(checker,
			account->ended == (account->row.ended_ms != 0) && account->kind == account->row.kind &&
				id_equal(account->organisation, account->row.organisation),
			CHECKER_STATE, "an account is not as it was left");
	}
}

enum { HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS };

/* From when on it is late that nobody did what had to be done for who is in danger: hours after it
 * was said, or as the day is over, in Amsterdam at most two hours before midnight elsewhere. */
static int64_t left_since_ms(const struct row_step *step)
{
	enum { STEP_OF_DUTY = 3, SEEN_WITHIN_HOURS = 4 };
	int64_t over_ms = (step->due_day + 1) * (int64_t)DAY_MS;
	int64_t seen_ms = step->made_ms + SEEN_WITHIN_HOURS * (int64_t)HOUR_MS;
	return step->kind == STEP_OF_DUTY && seen_ms < over_ms ? seen_ms : over_ms;
}

/* Whoever is in danger, with nobody who did in time what had to be done, is seen at a table that
 * looks by the next working day (at most seven days off, over Christmas), whatever brought it there
 * and whatever was decided; or has said, themself or by who stands beside them, that they want no
 * table. */
static bool is_seen_unsafe(
	const struct checker *checker, int32_t need, int64_t since_ms, int64_t now_ms)
{
	enum { UNSAFE = 1, LOOK_DAYS = 7 };
	for (int32_t i = 0; i < list_count(&checker->cases); i++) {
		const struct row_brought *row = &checker_case_at(checker, i)->row;
		if (checker_case_at(checker, i)->need != need) continue;
		bool open = row->state >= CASE_BROUGHT && row->state <= CASE_BREACHED;
		/* A day ends in Amsterdam up to two hours before it does here. */
		if (row->state == CASE_OBJECTED && row->ended_ms >= since_ms - 2 * HOUR_MS) return true;
		if (open && row->why == UNSAFE && row->expires_ms > now_ms &&
			row->expires_ms <= now_ms + LOOK_DAYS * (int64_t)DAY_MS)
			return true;
	}
	return false;
}

/* Nobody is left in danger out of sight. */
static void laws_of_danger(struct checker *checker, int64_t now_ms)
{
	for (int32_t i = 0; i < list_count(&checker->needs); i++) {
		const struct checker_need *need = checker_need_at(checker, i);
		if (need->state != NEED_IS_ENDANGERED) continue;
		int32_t at = checker_find(checker, ID_STEP, need->row.step);
		if (at < 0) continue;
		int64_t since_ms =
			left_since_ms(&((struct checker_step *)list_at(&checker->steps, at))->row);
		MUST(checker, now_ms < since_ms || is_seen_unsafe(checker, i, since_ms, now_ms),
			CHECKER_L3_CLOCK,
			"in danger, and not done in time what had to be: nothing unsafe at a table that looks");
	}
}

/* A step that stays late goes up to who can do something about it: from who bears the need to their
 * organisation, and to a table that sees what is stuck. Five working days are at most twelve days,
 * ten at most twenty. What lies at a table, or lay there since and was ended, has been seen. */
static bool is_seen_late(const struct checker *checker, int32_t need, int32_t due_day)
{
	for (int32_t i = 0; i < list_count(&checker->cases); i++) {
		const struct row_brought *row = &checker_case_at(checker, i)->row;
		bool since = row->ended_ms == 0 || row->ended_ms / DAY_MS >= due_day;
		if (checker_case_at(checker, i)->need == need && since) return true;
	}
	return false;
}

static void laws_of_late_step(struct checker *checker, const struct row_step *row, int32_t today)
{
	enum { TO_ORGANISATION = 3, ORGANISATION_DAYS = 12, TABLE_DAYS = 20 };
	int32_t at = checker_find(checker, ID_NEED, row->need);
	if (row->state != STEP_STANDS || at < 0) return;
	const struct checker_need *need = checker_need_at(checker, at);
	const struct checker_account *bearer = checker_account(checker, need->bearer);
	if (bearer == NULL || id_is_none(bearer->organisation)) return;
	MUST(checker, row->late >= TO_ORGANISATION || row->due_day >= today - ORGANISATION_DAYS,
		CHECKER_L3_CLOCK, "a step is late for a week, and the organisation is not told");
	MUST(checker, row->due_day >= today - TABLE_DAYS || is_seen_late(checker, at, row->due_day),
		CHECKER_L3_CLOCK, "a step is late for weeks, and no table sees that it is stuck");
}

void checker_laws_clock(struct checker *checker, int64_t now_ms, int32_t today)
{
	laws_of_danger(checker, now_ms);
	for (int32_t i = 0; i < list_count(&checker->handovers); i++) {
		const struct row_handover *row = &checker_handover_at(checker, i)->row;
		MUST(checker, row->state != OFFER_OPEN || row->expires_ms > now_ms, CHECKER_L3_CLOCK,
			"an offer stands after its time, though the clock came by");
	}
	for (int32_t i = 0; i < list_count(&checker->joins); i++) {
		const struct row_join *row = &checker_join_at(checker, i)->row;
		MUST(checker, row->state != JOIN_OPEN || row->expires_ms > now_ms, CHECKER_L3_CLOCK,
			"an asking stands after its time, though the clock came by");
	}
	for (int32_t i = 0; i < list_count(&checker->consults); i++) {
		const struct row_consult *row = &checker_consult_at(checker, i)->row;
		MUST(checker, row->state != ADVICE_OPEN || row->expires_ms > now_ms, CHECKER_L3_CLOCK,
			"a question for advice stands after its time, though the clock came by");
	}
	for (int32_t i = 0; i < list_count(&checker->mandates); i++) {
		const struct checker_mandate *mandate = list_at(&checker->mandates, i);
		MUST(checker, mandate->row.state == TITLE_OVER || mandate->row.until_day >= today,
			CHECKER_L0_MANDATE, "a mandate stands behind its last day");
	}
	for (int32_t i = 0; i < list_count(&checker->stays); i++) {
		const struct checker_stay *stay = checker_stay_at(checker, i);
		bool over = stay->state >= STAY_HOME;
		bool ahead = stay->state == STAY_AHEAD;
		int32_t awaited = ahead ? stay->row.start_day : stay->return_day;
		MUST(checker, over || stay->row.late != 0 || awaited >= today, CHECKER_L3_CLOCK,
			"somebody is not there, or not back, and nothing says so, though the clock came by");
	}
	for (int32_t i = 0; i < list_count(&checker->cases); i++) {
		const struct checker_case *brought = checker_case_at(checker, i);
		bool open = brought->state >= CASE_BROUGHT && brought->state <= CASE_BREACHED;
		MUST(checker, !open || brought->row.expires_ms > now_ms, CHECKER_L3_CLOCK,
			"the time of a case is over and nothing followed, though the clock came by");
	}
	checker_laws_life_clock(checker, today);
	checker_laws_shortages_clock(checker, now_ms);
	for (int32_t i = 0; i < list_count(&checker->stays); i++) {
		const struct checker_stay *stay = checker_stay_at(checker, i);
		bool open = stay->state == STAY_AHEAD || stay->state == STAY_IN || stay->state == STAY_AWAY;
		MUST(checker, !open || stay->place_said == 2 || stay->kept_until > today, CHECKER_L3_CLOCK,
			"a place is kept no longer, and nothing says so, though the clock came by");
	}
	for (int32_t i = 0; i < list_count(&checker->lights); i++) {
		const struct checker_light *light = checker_light_at(checker, i);
		MUST(checker, !light->kept || light->row.late != 0 || light->next_day >= today,
			CHECKER_L3_CLOCK,
			"a light contact is late and nothing says so, though the clock came by");
	}
	for (int32_t i = 0; i < list_count(&checker->steps); i++) {
		const struct row_step *row = &((struct checker_step *)list_at(&checker->steps, i))->row;
		MUST(checker, row->state != STEP_STANDS || row->late != 0 || row->due_day >= today,
			CHECKER_L3_CLOCK, "a step is late and does not say so, though the clock came by");
		laws_of_late_step(checker, row, today);
		/* Two working days are at most eight days: over Easter, or Christmas and New Year. */
		MUST(checker, row->state != STEP_STANDS || row->late != 1 || row->due_day >= today - 8,
			CHECKER_L3_CLOCK, "a step is late for long, and the care manager is not told");
	}
}

void checker_laws_inbox(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->handovers); i++) {
		const struct checker_handover *handover = checker_handover_at(checker, i);
		MUST(checker, handover->inbox == (handover->state == OFFER_OPEN ? 1 : 0), CHECKER_INBOX,
			"who is asked does not find it in their inbox, or still does");
	}
	for (int32_t i = 0; i < list_count(&checker->joins); i++) {
		const struct checker_join *join = checker_join_at(checker, i);
		MUST(checker, join->inbox == (join->state == JOIN_OPEN ? 1 : 0), CHECKER_INBOX,
			"who is asked to join does not find it in their inbox, or still does");
	}
	for (int32_t i = 0; i < list_count(&checker->consults); i++) {
		const struct checker_consult *consult = checker_consult_at(checker, i);
		bool open = consult->state == ADVICE_OPEN, back = !id_is_none(consult->back);
		MUST(checker, consult->inbox == (open ? 1 : 0), CHECKER_INBOX,
			"who is asked for advice does not find it in their inbox, or still does");
		MUST(checker, !back || id_equal(consult->with, consult->back), CHECKER_L2_ADVICE,
			"what came of advice is in somebody else's inbox");
		MUST(checker, consult->inbox_back == (back ? 1 : 0), CHECKER_L2_ADVICE,
			"who asked for advice does not find what came of it, or still does");
	}
	for (int32_t i = 0; i < list_count(&checker->stays); i++) {
		const struct checker_stay *stay = checker_stay_at(checker, i);
		MUST(checker, stay->row.late == 0 || id_equal(stay->with, stay->row.told_to), CHECKER_INBOX,
			"that somebody is late is in somebody else's inbox");
		MUST(checker, stay->inbox == (stay->row.late != 0 ? 1 : 0), CHECKER_INBOX,
			"the care manager does not find that somebody is late, or still does");
	}
	checker_laws_items(checker);
	checker_laws_shortages_inbox(checker);
	for (int32_t i = 0; i < list_count(&checker->cases); i++) {
		const struct checker_case *brought = checker_case_at(checker, i);
		MUST(checker, brought->inbox == (is_bound(brought->state) ? 1 : 0), CHECKER_INBOX,
			"who is obliged does not find it, or still does");
	}
}
