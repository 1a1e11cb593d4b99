/* history_draw_life.c - changes of life, what is prepared for them, and treatment that helps no
 * further.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/preparation.h"
#include "care/second_view.h"
#include "history_draw.h"

static struct id person_or_member(const struct scene *scene)
{
	bool by_person = history_chance(scene->history, 45);
	return by_person ? history_episode(scene)->person : history_member(scene);
}

/* One of the scene's episode; now and then one of another. NULL: there is none. */
static const struct checker_change *any_change(const struct scene *scene)
{
	const struct list *changes = &scene->checker->changes;
	int32_t count = list_count(changes);
	const struct checker_change *found = NULL;
	for (int tries = 0; tries < 60 && count > 0; tries++) {
		const struct checker_change *change =
			list_at(changes, count - 1 - history_below(scene->history, count < 200 ? count : 200));
		if (id_is_none(change->id)) continue;
		found = change;
		bool here = change->episode == scene->episode;
		bool ahead = change->state <= CHANGE_ANNOUNCED;
		if (here && (ahead || history_chance(scene->history, 10))) break;
	}
	return found;
}

/* Mostly where the file of this change is. */
static struct scene at_home(const struct scene *scene, int32_t episode)
{
	struct scene turned = *scene;
	if (history_chance(scene->history, 96)) turned.episode = episode;
	return turned;
}

static bool draw_announce(const struct scene *scene)
{
	struct history *history = scene->history;
	struct history_step *step = history_in_file(scene, COMMAND_TRANSITION_ANNOUNCE);
	int kind = 1 + history_below(history, TRANSITION_KIND_COUNT - 1);
	bool moves = kind == TRANSITION_MOVING;
	history_act(scene, step, person_or_member(scene));
	history_set_number(step, "kind", kind);
	history_set_number(step, "day",
		history_chance(history, 50) ? history_day(scene, 0, 30)
									: history_day(scene, 0, TRANSITION_MAX_DAYS));
	if (history_chance(history, moves ? 92 : 5))
		history_set_number(
			step, "municipality", history_municipality(history, 1 + history_below(history, 25), 0));
	history_set_yes(scene, step);
	history_set_words(scene, step, 30);
	return true;
}

static void by_clock(const struct scene *scene, struct history_step *step)
{
	step->version_back = -1;
	step->by_program = history_chance(scene->history, 95);
	if (!step->by_program) history_act(scene, step, history_member(scene));
}

static bool draw_on(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_change *change = any_change(scene);
	if (change == NULL) return false;
	const struct scene home = at_home(scene, change->episode);
	int32_t drawn = history_below(history, 100);
	enum command_number number = COMMAND_TRANSITION_MOVE;
	if (drawn < 30) number = COMMAND_TRANSITION_CALL_OFF;
	if (drawn < 10) number = COMMAND_TRANSITION_COME;
	struct history_step *step = history_in_file(&home, number);
	history_set(step, "transition");
	step->link = history_chance(history, 96) ? change->id : id_none;
	if (number == COMMAND_TRANSITION_COME) {
		by_clock(&home, step);
		return true;
	}
	history_act(&home, step, person_or_member(&home));
	if (number == COMMAND_TRANSITION_MOVE)
		history_set_number(step, "day",
			history_chance(history, 60) ? history_day(&home, 0, 20)
										: history_day(&home, 0, TRANSITION_MAX_DAYS));
	history_set_yes(&home, step);
	history_set_words(&home, step, 20);
	return true;
}

static bool draw_preparation(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct list *readies = &scene->checker->readies;
	int32_t count = list_count(readies);
	const struct checker_ready *ready = NULL;
	for (int tries = 0; tries < 8 && count > 0; tries++) {
		ready = list_at(readies, count - 1 - history_below(history, count < 300 ? count : 300));
		if (ready->state == READY_OPEN) break;
	}
	if (ready == NULL) return false;
	const struct checker_change *change = list_at(&scene->checker->changes, ready->change);
	const struct scene home = at_home(scene, change->episode);
	int32_t drawn = history_below(history, 100);
	enum command_number number = COMMAND_PREPARATION_DONE;
	if (drawn < 40) number = COMMAND_PREPARATION_NOT_NEEDED;
	if (drawn < 14) number = COMMAND_PREPARATION_LATE;
	struct history_step *step = history_in_file(&home, number);
	history_set(step, "preparation");
	step->link = history_chance(history, 95) ? ready->row.id : id_none;
	if (number == COMMAND_PREPARATION_LATE) {
		by_clock(&home, step);
		return true;
	}
	history_act(&home, step, person_or_member(&home));
	history_set_words(&home, step, 100);
	return true;
}

bool history_draw_life(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100);
	if (drawn < 34) return draw_announce(scene);
	return drawn < 66 ? draw_on(scene) : draw_preparation(scene);
}

/* A need in this state of its view, mostly; else any that is open. */
static int32_t need_for(const struct scene *scene, int32_t state)
{
	const struct list *views = &scene->checker->views;
	int32_t count = list_count(views);
	for (int tries = 0; tries < 10 && count > 0; tries++) {
		const struct checker_view *view =
			list_at(views, count - 1 - history_below(scene->history, count < 60 ? count : 60));
		if (view->state == state) return view->need;
	}
	return -1;
}

static const struct checker_need *need_at(const struct scene *scene, int32_t index)
{
	return index < 0 ? history_need(scene, NEED_IS_OPEN) : list_at(&scene->checker->needs, index);
}

static struct history_step *on_need(
	const struct scene *scene, enum command_number number, const struct checker_need *need)
{
	struct history_step *step = history_in_file(scene, number);
	history_set_id(scene, step, "need", need->id);
	return step;
}

static bool draw_exhausted(const struct scene *scene)
{
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	if (need == NULL) return false;
	struct history_step *step = on_need(scene, COMMAND_TREATMENT_EXHAUSTED, need);
	history_act(
		scene, step, history_chance(scene->history, 85) ? need->bearer : history_member(scene));
	history_set_words(scene, step, 100);
	return true;
}

/* Advice about a need of which it was said: of anybody, so now and then of another organisation. */
static bool draw_view(const struct scene *scene)
{
	struct history *history = scene->history;
	int32_t at = need_for(scene, VIEW_ASKED);
	if (at < 0) return false;
	const struct checker_need *need = need_at(scene, at);
	const struct scene home = at_home(scene, need->episode);
	struct history_step *step = on_need(&home, COMMAND_CONSULT_ASK, need);
	history_act(&home, step, history_episode(&home)->care_manager);
	/* Now and then of who bears it by now, which is no second view. */
	bool bears = history_chance(history, 20);
	history_set_id(&home, step, "to_account", bears ? need->bearer : history_staff(&home));
	history_set_number(step, "words", history_below(history, HISTORY_TEXTS));
	return true;
}

static bool draw_agree(const struct scene *scene)
{
	struct history *history = scene->history;
	bool viewed = history_chance(history, 75);
	int32_t at =
		history_chance(history, 8) ? -1 : need_for(scene, viewed ? VIEW_GIVEN : VIEW_ASKED);
	const struct checker_need *need = need_at(scene, at);
	if (need == NULL) return false;
	const struct scene home = at_home(scene, need->episode);
	struct history_step *step = on_need(&home, COMMAND_TREATMENT_AGREE, need);
	int32_t drawn = history_below(history, 100);
	struct id right = drawn < 40 ? history_episode(&home)->person : need->bearer;
	if (drawn >= 68) right = history_member(&home);
	history_act(&home, step, right);
	bool care = history_chance(history, 65);
	history_set_number(step, "outcome", care ? AGREED_CARE : AGREED_GOES_ON);
	history_set_yes(&home, step);
	history_set_words(&home, step, 20);
	return true;
}

static bool draw_resume(const struct scene *scene)
{
	int32_t at = history_chance(scene->history, 15) ? -1 : need_for(scene, VIEW_CARE);
	const struct checker_need *need = need_at(scene, at);
	if (need == NULL) return false;
	const struct scene home = at_home(scene, need->episode);
	struct history_step *step = on_need(&home, COMMAND_TREATMENT_RESUME, need);
	history_act(&home, step, person_or_member(&home));
	if (history_chance(scene->history, 75)) history_set_yes(&home, step);
	history_set_words(&home, step, 20);
	return true;
}

static bool draw_view_late(const struct scene *scene)
{
	const struct list *views = &scene->checker->views;
	int32_t count = list_count(views);
	if (count == 0) return false;
	const struct checker_view *view = list_at(views, history_below(scene->history, count));
	const struct scene home = at_home(scene, view->episode);
	struct history_step *step = history_in_file(&home, COMMAND_SECOND_VIEW_LATE);
	history_set_id(&home, step, "second_view", view->row.id);
	by_clock(&home, step);
	return true;
}

bool history_draw_exhausted(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100);
	if (drawn < 36) return draw_exhausted(scene);
	if (drawn < 62) return draw_view(scene);
	if (drawn < 86) return draw_agree(scene);
	return drawn < 94 ? draw_resume(scene) : draw_view_late(scene);
}
