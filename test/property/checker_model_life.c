/* checker_model_life.c - what must be true of changes of life, of what is prepared for them, and of
 * second views.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "checker_deed.h"

/* Kinds in the order of the schema, and how much is prepared for each. */
enum { EIGHTEEN = 1, MOVING, KINDS = 6, AHEAD_DAYS = 182, FURTHEST_DAYS = 731, OF_AGE = 18 };
static const int32_t prepared_for[KINDS + 1] = {0, 5, 4, 2, 4, 4, 3};
enum { DAYS_TO_TALK = 14 };
enum { AIM_OF_RECOVERING = 2, AIM_OF_CARE = 4, TO_CARE = 1 };

static int32_t today_of(const struct deed *deed)
{
	return date_day_of(deed->now_ms);
}

static struct checker_change *change_at(const struct checker *checker, int32_t index)
{
	return list_at(&checker->changes, index);
}

/* The one of this kind that is foreseen or announced; -1: none. */
static int32_t ahead_of(const struct checker *checker, int32_t episode, int32_t kind)
{
	for (int32_t i = list_count(&checker->changes) - 1; i >= 0; i--) {
		const struct checker_change *change = change_at(checker, i);
		bool ahead = change->state == CHANGE_FORESEEN || change->state == CHANGE_ANNOUNCED;
		if (ahead && change->episode == episode && change->kind == kind) return i;
	}
	return -1;
}

/* What is open of this kind (0: of all) is not asked for any more. */
static void drop(struct checker *checker, int32_t episode, int32_t kind)
{
	for (int32_t i = 0; i < list_count(&checker->readies); i++) {
		struct checker_ready *ready = list_at(&checker->readies, i);
		const struct checker_change *change = change_at(checker, ready->change);
		if (ready->state != READY_OPEN || change->episode != episode) continue;
		if (kind == 0 || change->kind == kind) ready->state = READY_DROPPED;
	}
}

static struct checker_change *add_change(struct deed *deed, int32_t kind, int32_t state)
{
	struct checker_change *change = list_add(&deed->checker->changes);
	change->episode = deed->episode;
	change->kind = kind;
	change->state = state;
	return change;
}

static void announce(struct deed *deed, struct checker_change *change, int32_t index)
{
	struct id manager = deed_episode(deed)->care_manager;
	drop(deed->checker, deed->episode, change->kind);
	change->state = CHANGE_ANNOUNCED;
	change->prepared = prepared_for[change->kind];
	change->told = id_equal(manager, deed->actor) ? id_none : manager;
	change->news = change->told;
	deed_episode(deed)->preparing = index;
}

void deed_transition_announce(struct deed *deed)
{
	struct checker *checker = deed->checker;
	const struct command_params *params = deed->params;
	int32_t today = today_of(deed), at = ahead_of(checker, deed->episode, params->kind);
	deed_must_agree(deed);
	MUST(deed, params->kind > 0 && params->kind <= KINDS, CHECKER_STATE, "of no kind");
	MUST(deed, params->day >= today && params->day <= today + FURTHEST_DAYS, CHECKER_L3_CLOCK,
		"on a day that is over, or too far ahead");
	MUST(deed, (params->kind == MOVING) == (params->municipality != 0), CHECKER_STATE,
		"moving to nowhere, or a place where nobody moves");
	MUST(deed, at < 0 || change_at(checker, at)->state == CHANGE_FORESEEN, CHECKER_STATE,
		"announced a second time");
	if (at < 0) {
		at = list_count(&checker->changes);
		if (!deed_put_id(deed, deed->result->transition, ID_CHANGE, at)) return;
		add_change(deed, params->kind, CHANGE_ANNOUNCED)->id = deed->result->transition;
	}
	struct checker_change *change = change_at(checker, at);
	MUST(deed, id_equal(change->id, deed->result->transition), CHECKER_REPLY, "another one");
	change->day = params->day;
	announce(deed, change, at);
}

static struct checker_change *change_of(struct deed *deed, int32_t *at)
{
	*at = checker_find(deed->checker, ID_CHANGE, deed->params->transition);
	struct checker_change *change = *at < 0 ? NULL : change_at(deed->checker, *at);
	bool there = change != NULL && change->episode == deed->episode;
	MUST(deed, there, CHECKER_STATE, "of no change");
	return there ? change : NULL;
}

void deed_transition_on(struct deed *deed)
{
	int32_t at = -1, today = today_of(deed);
	struct checker_change *change = change_of(deed, &at);
	if (change == NULL) return;
	deed_must_agree(deed);
	MUST(deed, change->state == CHANGE_ANNOUNCED, CHECKER_STATE, "it is not ahead");
	if (deed->command->entry->number == COMMAND_TRANSITION_MOVE) {
		MUST(deed, deed->params->day >= today && deed->params->day <= today + FURTHEST_DAYS,
			CHECKER_L3_CLOCK, "to a day that is over, or too far ahead");
		change->day = deed->params->day;
		return;
	}
	change->state = CHANGE_OFF;
	change->told = change->news = id_none;
	drop(deed->checker, deed->episode, change->kind);
}

void deed_transition_come(struct deed *deed)
{
	int32_t at = -1, today = today_of(deed);
	struct checker_change *change = change_of(deed, &at);
	if (change == NULL) return;
	bool foreseen = change->state == CHANGE_FORESEEN;
	MUST(deed, foreseen || change->state == CHANGE_ANNOUNCED, CHECKER_STATE, "it is not ahead");
	MUST(deed, today >= change->day - (foreseen ? AHEAD_DAYS : 0), CHECKER_L3_CLOCK,
		"before its day");
	if (foreseen) {
		announce(deed, change, at);
		return;
	}
	change->state = CHANGE_COME;
	change->told = change->news = deed_episode(deed)->care_manager;
}

static int32_t of_age(int32_t birth_day)
{
	int32_t day = birth_day + OF_AGE * 365;
	while (date_age(birth_day, day) < OF_AGE) day++;
	return day;
}

void deed_foresee(struct deed *deed, int32_t birth_day)
{
	struct checker *checker = deed->checker;
	int32_t at = ahead_of(checker, deed->episode, EIGHTEEN);
	if (at >= 0 && change_at(checker, at)->state == CHANGE_ANNOUNCED) return;
	/* Its id is known from its row on. */
	struct checker_change *change =
		at >= 0 ? change_at(checker, at) : add_change(deed, EIGHTEEN, CHANGE_FORESEEN);
	change->day = of_age(birth_day);
}

void deed_foresee_again(struct deed *deed)
{
	const struct checker_episode *episode = deed_episode(deed);
	bool by_age = false;
	for (int32_t i = 0; i < list_count(&episode->mandates); i++) {
		const struct checker_mandate *mandate =
			list_at(&deed->checker->mandates, checker_index_at(&episode->mandates, i));
		by_age = by_age || (mandate->state != TITLE_OVER && mandate->birth_day != 0);
	}
	/* Whose day it is, if they were told several, is known from its row on. */
	if (by_age) add_change(deed, EIGHTEEN, CHANGE_FORESEEN);
}

/* The day on which they come of age, by any who speaks for them. */
static bool comes_of_age(
	const struct checker *checker, const struct checker_episode *episode, int32_t day)
{
	for (int32_t i = 0; i < list_count(&episode->mandates); i++) {
		const struct checker_mandate *mandate =
			list_at(&checker->mandates, checker_index_at(&episode->mandates, i));
		if (mandate->state != TITLE_OVER && mandate->birth_day != 0 &&
			of_age(mandate->birth_day) == day)
			return true;
	}
	return false;
}

struct row_change *checker_await_change(struct checker *checker, const struct row_change *row)
{
	int32_t episode = checker_find(checker, ID_EPISODE, row->episode);
	for (int32_t i = list_count(&checker->changes) - 1; i >= 0; i--) {
		struct checker_change *change = change_at(checker, i);
		if (!id_is_none(change->id) || change->episode != episode) continue;
		change->id = row->id;
		if (change->day == 0 &&
			comes_of_age(checker, checker_episode_at(checker, episode), row->day))
			change->day = row->day;
		list_map_put(&checker->map, row->id, ID_CHANGE, i);
		return &change->row;
	}
	return NULL;
}

/* What is prepared comes with what it is for. */
struct row_ready *checker_await_ready(struct checker *checker, const struct row_ready *row)
{
	int32_t at = checker_find(checker, ID_CHANGE, row->transition);
	int32_t episode = checker_find(checker, ID_EPISODE, row->episode);
	if (at < 0 || episode < 0 || checker_episode_at(checker, episode)->preparing != at) return NULL;
	list_map_put(&checker->map, row->id, ID_READY, list_count(&checker->readies));
	struct checker_ready *ready = list_add(&checker->readies);
	ready->change = at;
	ready->state = READY_OPEN;
	change_at(checker, at)->ready++;
	return &ready->row;
}

void deed_preparation(struct deed *deed)
{
	struct checker *checker = deed->checker;
	int32_t at = checker_find(checker, ID_READY, deed->params->preparation);
	struct checker_ready *ready = at < 0 ? NULL : list_at(&checker->readies, at);
	bool there = ready != NULL && change_at(checker, ready->change)->episode == deed->episode;
	MUST(deed, there, CHECKER_STATE, "of no preparation");
	if (!there) return;
	MUST(deed, ready->state == READY_OPEN, CHECKER_STATE, "it was not open");
	switch (deed->command->entry->number) {
	case COMMAND_PREPARATION_DONE: ready->state = READY_DONE; break;
	case COMMAND_PREPARATION_NOT_NEEDED: ready->state = READY_NEEDLESS; break;
	default:
		MUST(deed, ready->row.late == 0 && today_of(deed) > ready->row.due_day, CHECKER_L3_CLOCK,
			"late before its day is over, or twice");
	}
}

void deed_end_life(struct deed *deed)
{
	struct checker *checker = deed->checker;
	drop(checker, deed->episode, 0);
	for (int32_t i = 0; i < list_count(&checker->changes); i++) {
		struct checker_change *change = change_at(checker, i);
		if (change->episode != deed->episode) continue;
		if (change->state == CHANGE_FORESEEN) change->state = CHANGE_FORGOTTEN;
		if (change->state == CHANGE_COME) change->told = change->news = id_none;
		if (change->state != CHANGE_ANNOUNCED) continue;
		change->state = CHANGE_OFF;
		change->told = change->news = id_none;
	}
}

void deed_pass_on(struct deed *deed)
{
	struct checker_episode *episode = deed_episode(deed);
	if (episode->offered || episode->wanted) episode->told = episode->care_manager;
	for (int32_t i = 0; i < list_count(&deed->checker->changes); i++) {
		struct checker_change *change = change_at(deed->checker, i);
		if (change->episode != deed->episode || id_is_none(change->told)) continue;
		change->told = change->news = episode->care_manager;
	}
}

static struct checker_view *open_view(const struct checker *checker, int32_t need)
{
	for (int32_t i = list_count(&checker->views) - 1; i >= 0; i--) {
		struct checker_view *view = list_at(&checker->views, i);
		if (view->need == need && (view->state == VIEW_ASKED || view->state == VIEW_GIVEN))
			return view;
	}
	return NULL;
}

void deed_exhausted(struct deed *deed)
{
	struct checker *checker = deed->checker;
	const struct checker_need *need = checker_need_at(checker, deed->need);
	bool treats = deed->who != NULL && deed->who->kind == KIND_PROFESSIONAL &&
		id_equal(need->bearer, deed->actor);
	MUST(deed, treats, CHECKER_L0_OUTSIDER, "said by somebody who does not treat");
	MUST(deed, need->state == NEED_IS_OPEN, CHECKER_L2_DANGER, "said while duty holds");
	MUST(deed, need->aim != AIM_OF_CARE, CHECKER_STATE, "treated no more already");
	MUST(deed, open_view(checker, deed->need) == NULL, CHECKER_STATE, "said twice");
	int32_t at = list_count(&checker->views);
	if (!deed_put_id(deed, deed->result->second_view, ID_VIEW, at)) return;
	struct checker_view *view = list_add(&checker->views);
	view->episode = deed->episode;
	view->need = deed->need;
	view->state = VIEW_ASKED;
	view->organisation = deed->who == NULL ? id_none : deed->who->organisation;
}

/* Who acts bears it, or is of the same organisation as who does. */
static bool is_house_of(const struct deed *deed, struct id bearer)
{
	const struct checker_account *account = checker_account(deed->checker, bearer);
	return id_equal(deed->actor, bearer) ||
		(account != NULL && id_equal(account->organisation, deed->who->organisation));
}

void deed_advised(struct deed *deed)
{
	const struct checker_consult *consult = checker_consult_at(deed->checker, deed->consult);
	int32_t need = checker_find(deed->checker, ID_NEED, consult->row.need);
	struct checker_view *view = need < 0 ? NULL : open_view(deed->checker, need);
	if (view == NULL || view->state != VIEW_ASKED || deed->who == NULL) return;
	const struct checker_need *of = checker_need_at(deed->checker, need);
	bool other = !id_is_none(deed->who->organisation) &&
		!id_equal(deed->who->organisation, view->organisation) && !is_house_of(deed, of->bearer) &&
		(of->state != NEED_IS_ENDANGERED || !is_house_of(deed, of->before));
	/* What they were asked before was another question. */
	if (!other || consult->row.asked_ms < view->row.said_ms) return;
	view->state = VIEW_GIVEN;
	view->given_day = today_of(deed);
}

void deed_treatment(struct deed *deed)
{
	struct checker_need *need = checker_need_at(deed->checker, deed->need);
	struct checker_view *view = open_view(deed->checker, deed->need);
	deed_must_agree(deed);
	if (deed->command->entry->number == COMMAND_TREATMENT_RESUME) {
		MUST(deed, need->aim == AIM_OF_CARE && need->state != NEED_IS_OVER, CHECKER_STATE,
			"taken up again what goes on");
		need->aim = AIM_OF_RECOVERING;
		return;
	}
	bool care = deed->params->kind == TO_CARE;
	MUST(deed, view != NULL && need->state == NEED_IS_OPEN, CHECKER_STATE, "of what nobody said");
	MUST(deed,
		deed_is_person(deed) || id_equal(need->bearer, deed->actor) ||
			id_equal(deed_episode(deed)->care_manager, deed->actor),
		CHECKER_L0_OUTSIDER, "agreed with somebody whose it is not");
	if (view == NULL) return;
	MUST(deed, !care || view->state == VIEW_GIVEN, CHECKER_L4_EXCLUDES,
		"care without a second view");
	view->state = care ? VIEW_CARE : VIEW_GOES_ON;
	if (care) need->aim = AIM_OF_CARE;
}

void deed_view_over(struct checker *checker, int32_t need)
{
	struct checker_view *view = open_view(checker, need);
	if (view != NULL) view->state = VIEW_OVER;
}

void deed_view_late(struct deed *deed)
{
	int32_t at = checker_find(deed->checker, ID_VIEW, deed->params->second_view);
	const struct checker_view *view = at < 0 ? NULL : list_at(&deed->checker->views, at);
	bool there = view != NULL && view->episode == deed->episode;
	MUST(deed, there && (view->state == VIEW_ASKED || view->state == VIEW_GIVEN), CHECKER_STATE,
		"of nothing that is asked, or to talk about");
	if (there)
		MUST(deed, view->row.late == 0 && today_of(deed) > view->row.due_day, CHECKER_L3_CLOCK,
			"late before its day is over, or twice");
}

/* As the day begins in Amsterdam: one or two hours before it does in UTC. */
static bool is_day(int64_t due_ms, int64_t day)
{
	int64_t before_ms = day * INT64_C(86400000) - due_ms;
	return before_ms >= 3600000 && before_ms <= 7200000;
}

static void laws_of_change(struct checker *checker, const struct checker_change *change)
{
	const struct row_change *row = &change->row;
	bool foreseen = change->state == CHANGE_FORESEEN;
	bool ahead = foreseen || change->state == CHANGE_ANNOUNCED;
	if (change->state == CHANGE_FORGOTTEN) {
		if (!change->gone || change->due_ms != 0)
			checker_say(checker, CHECKER_L10_CLOSED, "what was foreseen is not forgotten");
		return;
	}
	if (id_is_none(change->id) || change->gone)
		checker_say(checker, CHECKER_L3_CLOCK, "nobody foresees what is to come");
	if (row->state != change->state || row->kind != change->kind || row->day != change->day)
		checker_say(checker, CHECKER_STATE, "a change of life is not as it was left");
	if (!id_equal(row->told_to, change->told))
		checker_say(checker, CHECKER_INBOX, "another was told of a change of life");
	bool watched = is_day(change->due_ms, change->day - (foreseen ? AHEAD_DAYS : 0));
	if (ahead ? !watched : change->due_ms != 0)
		checker_say(checker, CHECKER_L3_CLOCK, "no clock for a change of life, or one too many");
	if (change->ready != change->prepared)
		checker_say(checker, CHECKER_STATE, "something else is prepared than should be");
}

static void laws_of_ready(struct checker *checker, const struct checker_episode *episode,
	const struct checker_ready *ready)
{
	const struct row_ready *row = &ready->row;
	bool open = ready->state == READY_OPEN, late = row->late != 0;
	if (row->state != ready->state)
		checker_say(checker, CHECKER_STATE, "a preparation is not as it was left");
	bool watched = is_day(ready->due_ms, (int64_t)row->due_day + 1);
	if (open && !late ? !watched : ready->due_ms != 0)
		checker_say(checker, CHECKER_L3_CLOCK, "no clock for a preparation, or one too many");
	if (late && (!open || !id_equal(row->told_to, episode->care_manager)))
		checker_say(checker, CHECKER_L3_CLOCK, "late, and not with the care manager");
}

static void laws_of_view(
	struct checker *checker, const struct checker_episode *episode, const struct checker_view *view)
{
	const struct row_view *row = &view->row;
	bool asked = view->state == VIEW_ASKED || view->state == VIEW_GIVEN, late = row->late != 0;
	if (view->state == VIEW_GIVEN && row->due_day != view->given_day + DAYS_TO_TALK)
		checker_say(checker, CHECKER_L3_CLOCK, "a second view, and no day to talk about it");
	if (row->state != view->state || !id_equal(row->organisation, view->organisation))
		checker_say(checker, CHECKER_STATE, "a second view is not as it was left");
	bool watched = is_day(view->due_ms, (int64_t)row->due_day + 1);
	if (asked && !late ? !watched : view->due_ms != 0)
		checker_say(checker, CHECKER_L3_CLOCK, "no clock for a second view, or one too many");
	if (late && (!asked || !id_equal(row->told_to, episode->care_manager)))
		checker_say(checker, CHECKER_L3_CLOCK, "late, and not with the care manager");
}

void checker_laws_life(struct checker *checker, struct checker_episode *episode)
{
	int32_t at = checker_find(checker, ID_EPISODE, episode->id);
	episode->preparing = -1;
	for (int32_t i = 0; i < list_count(&checker->changes); i++)
		if (change_at(checker, i)->episode == at) laws_of_change(checker, change_at(checker, i));
	for (int32_t i = 0; i < list_count(&checker->readies); i++) {
		const struct checker_ready *ready = list_at(&checker->readies, i);
		if (change_at(checker, ready->change)->episode == at)
			laws_of_ready(checker, episode, ready);
	}
	for (int32_t i = 0; i < list_count(&checker->views); i++) {
		const struct checker_view *view = list_at(&checker->views, i);
		if (view->episode == at) laws_of_view(checker, episode, view);
	}
}

void checker_laws_life_clock(struct checker *checker, int32_t today)
{
	for (int32_t i = 0; i < list_count(&checker->changes); i++) {
		const struct checker_change *change = change_at(checker, i);
		if (change->state == CHANGE_ANNOUNCED && change->day <= today)
			checker_say(checker, CHECKER_L3_CLOCK, "a day has come, and nothing says so");
	}
	for (int32_t i = 0; i < list_count(&checker->readies); i++) {
		const struct checker_ready *ready = list_at(&checker->readies, i);
		if (ready->state == READY_OPEN && ready->row.late == 0 && ready->row.due_day < today)
			checker_say(checker, CHECKER_L3_CLOCK, "a preparation is late, and nothing says so");
	}
	for (int32_t i = 0; i < list_count(&checker->views); i++) {
		const struct checker_view *view = list_at(&checker->views, i);
		bool awaited = view->state == VIEW_ASKED || view->state == VIEW_GIVEN;
		if (awaited && view->row.late == 0 && view->row.due_day < today)
			checker_say(checker, CHECKER_L3_CLOCK, "a second view is late, and nothing says so");
	}
}

bool checker_saw_change(struct checker *checker, struct id thing, struct id who)
{
	int32_t at = checker_find(checker, ID_CHANGE, thing);
	if (at < 0) return false;
	struct checker_change *change = change_at(checker, at);
	if (id_equal(change->news, who)) change->news = id_none;
	return true;
}
