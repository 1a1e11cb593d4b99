/* history_draw_stay.c - nights somewhere: planned, begun, extended, over.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/stay.h"
#include "history_draw.h"

/* One on the map, or now and then none. */
static struct id some_service(const struct scene *scene)
{
	const struct list *services = &scene->checker->services;
	int32_t count = list_count(services);
	if (count == 0 || history_chance(scene->history, 4)) return id_none;
	const struct checker_service *service = list_at(services, history_below(scene->history, count));
	return service->id;
}

bool history_draw_stay_plan(const struct scene *scene)
{
	struct history *history = scene->history;
	struct history_step *step = history_in_file(scene, COMMAND_STAY_PLAN);
	int32_t start = history_day(scene, 0, 30);
	int32_t back = start + history_below(history, 12) - (history_chance(history, 4) ? 20 : 0);
	int32_t kept = back + history_below(history, 30) - (history_chance(history, 8) ? 31 : 0);
	if (history_chance(history, 4)) kept = back + STAY_MAX_DAYS + 1;
	int32_t drawn = history_below(history, 100);
	history_act(scene, step, history_member(scene));
	history_set_id(scene, step, "service", some_service(scene));
	history_set_number(step, "start_day", start);
	history_set_number(step, "return_day", back);
	history_set_number(step, "kept_until", kept);
	if (drawn < 96)
		history_set_number(step, "keeps", drawn < 50 ? STAY_KEEPS_OWN_HOME : STAY_KEEPS_SERVICE);
	if (drawn >= 54) history_set_id(scene, step, "kept_service", some_service(scene));
	history_set_yes(scene, step);
	history_set_words(scene, step, 20);
	return true;
}

/* The newest of the episode, mostly. */
static const struct checker_stay *some_stay(const struct scene *scene)
{
	const struct checker_episode *episode = history_episode(scene);
	int32_t count = list_count(&episode->stays);
	if (count == 0) return NULL;
	int32_t at =
		history_chance(scene->history, 90) ? count - 1 : history_below(scene->history, count);
	return list_at(&scene->checker->stays, *(int32_t *)list_at(&episode->stays, at));
}

/* What fits its state, mostly. */
static enum command_number what_fits(const struct scene *scene, const struct checker_stay *stay)
{
	static const enum command_number all[] = {COMMAND_STAY_ADMIT, COMMAND_STAY_LEAVE,
		COMMAND_STAY_BACK, COMMAND_STAY_EXTEND, COMMAND_STAY_RETURN, COMMAND_STAY_MOVE_ON,
		COMMAND_STAY_CANCEL, COMMAND_STAY_LATE, COMMAND_STAY_PLACE};
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100);
	if (drawn < 15) return all[history_below(history, 9)];
	if (drawn < 19) return COMMAND_STAY_LATE;
	if (drawn < 22) return COMMAND_STAY_PLACE;
	if (drawn < 40) return COMMAND_STAY_EXTEND;
	if (stay->state == STAY_AHEAD) return drawn < 88 ? COMMAND_STAY_ADMIT : COMMAND_STAY_CANCEL;
	if (stay->state == STAY_IN && drawn < 65) return COMMAND_STAY_LEAVE;
	if (stay->state == STAY_AWAY && drawn < 65) return COMMAND_STAY_BACK;
	return drawn < 82 ? COMMAND_STAY_RETURN : COMMAND_STAY_MOVE_ON;
}

/* Where somebody is away from home, mostly; else where it was. */
static struct scene where_one_is_open(const struct scene *scene)
{
	struct scene there = *scene;
	const struct list *stays = &scene->checker->stays;
	bool looks = history_chance(scene->history, 60);
	for (int tries = 0; looks && tries < 20 && list_count(stays) > 0; tries++) {
		const struct checker_stay *stay =
			list_at(stays, history_below(scene->history, list_count(stays)));
		if (stay->state != STAY_IN && stay->state != STAY_AWAY) continue;
		there.episode = stay->episode;
		break;
	}
	return there;
}

static bool draw_on(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_stay *stay = some_stay(scene);
	if (stay == NULL) return false;
	enum command_number number = what_fits(scene, stay);
	struct history_step *step = history_in_file(scene, number);
	bool known = history_chance(history, 97);
	history_set_id(scene, step, "stay", known ? stay->id : id_none);
	bool by_clock = number == COMMAND_STAY_LATE || number == COMMAND_STAY_PLACE;
	if (by_clock) {
		step->version_back = -1;
		step->by_program = history_chance(history, 90);
		if (step->by_program) return true;
	}
	history_act(scene, step, history_member(scene));
	if (number == COMMAND_STAY_EXTEND) {
		int32_t back = history_day(scene, 0, 40);
		int32_t kept = back + history_below(history, 20) - (history_chance(history, 8) ? 21 : 0);
		if (history_chance(history, 4)) kept = back + STAY_MAX_DAYS + 1;
		history_set_number(step, "return_day", back);
		history_set_number(step, "kept_until", kept);
	}
	if (!by_clock && history_chance(history, 85)) history_set_yes(scene, step);
	if (!by_clock) history_set_words(scene, step, 10);
	return true;
}

bool history_draw_stay_on(const struct scene *scene)
{
	struct scene there = where_one_is_open(scene);
	return draw_on(&there);
}
