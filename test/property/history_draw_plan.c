/* history_draw_plan.c - a plan is written, steps are asked for and done; light contact.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/conversation.h"
#include "care/light.h"
#include "care/plan.h"
#include "history_draw.h"

static int32_t open_parts(const struct scene *scene, int32_t at)
{
	const struct checker_episode *episode = list_at(&scene->checker->episodes, at);
	int32_t open = 0;
	for (int32_t i = 0; i < list_count(&episode->parts); i++) {
		int32_t part = *(const int32_t *)list_at(&episode->parts, i);
		const struct checker_part *row = list_at(&scene->checker->parts, part);
		open += row->state <= PART_FREE ? 1 : 0;
	}
	return open;
}

/* Where there is much already: so that it is full now and then. */
static struct scene fullest(const struct scene *scene)
{
	struct scene full = *scene;
	int32_t most = 0;
	for (int32_t i = 0; i < list_count(&scene->checker->episodes); i++) {
		int32_t open = open_parts(scene, i);
		if (open <= most) continue;
		most = open;
		full.episode = i;
	}
	return full;
}

/* One in this state, mostly; another now and then, or none. */
static const struct checker_part *some_part(const struct scene *scene, int32_t state)
{
	const struct checker_episode *episode = history_episode(scene);
	const struct checker_part *part = NULL;
	int32_t count = list_count(&episode->parts);
	for (int tries = 0; tries < 8 && count > 0; tries++) {
		int32_t at = history_below(scene->history, count);
		part = list_at(&scene->checker->parts, *(int32_t *)list_at(&episode->parts, at));
		if (part->state == state) return part;
	}
	return history_chance(scene->history, 30) ? part : NULL;
}

static void about(
	const struct scene *scene, struct history_step *step, const struct checker_part *part)
{
	bool known = history_chance(scene->history, 97);
	history_set_id(scene, step, "part", known && part != NULL ? part->id : id_none);
}

static void draw_add(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	struct history_step *step = history_in_file(scene, COMMAND_PLAN_ADD);
	struct id person = history_episode(scene)->person;
	history_act(scene, step, history_chance(history, 50) ? person : history_member(scene));
	history_set_number(step, "kind", 1 + history_below(history, PLAN_STEP - 1));
	if (history_chance(history, 30))
		history_set_id(scene, step, "need", need == NULL ? id_none : need->id);
	history_set_yes(scene, step);
	history_set_words(scene, step, 100);
}

bool history_draw_plan_write(const struct scene *scene)
{
	struct history *history = scene->history;
	struct scene full = fullest(scene);
	const struct checker_part *part = some_part(scene, PART_STANDS);
	if (part == NULL || history_chance(history, 65)) {
		draw_add(history_chance(history, 55) ? &full : scene);
		return true;
	}
	struct history_step *step = history_in_file(scene, COMMAND_PLAN_CHANGE);
	struct id right = history_chance(history, 60) ? part->author : history_episode(scene)->person;
	if (history_chance(history, 20)) right = history_member(scene);
	history_act(scene, step, right);
	about(scene, step, part);
	history_set_yes(scene, step);
	history_set_words(scene, step, 100);
	return true;
}

/* Somebody for a step: oneself, or somebody else, who may not be in the team. */
static void set_doer(const struct scene *scene, struct history_step *step)
{
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100);
	if (drawn < 35) return;
	history_set_id(scene, step, "who", drawn < 92 ? history_member(scene) : history_staff(scene));
}

bool history_draw_plan_step(const struct scene *scene)
{
	static const int32_t states[] = {PART_FREE, PART_FREE, PART_ASKED, PART_AGREED, PART_DONE};
	struct history *history = scene->history;
	const struct checker_part *part = some_part(scene, states[history_below(history, 5)]);
	bool gives = part != NULL && history_chance(history, 40);
	struct history_step *step =
		history_in_file(scene, gives ? COMMAND_PLAN_GIVE : COMMAND_PLAN_STEP);
	history_act(scene, step, history_member(scene));
	set_doer(scene, step);
	history_set_yes(scene, step);
	if (gives) {
		about(scene, step, part);
		if (history_chance(history, 70))
			history_set_number(step, "day", history_day(scene, 0, PLAN_MAX_DAYS));
		return true;
	}
	const struct checker_part *goal = some_part(scene, PART_STANDS);
	if (goal != NULL && history_chance(history, 60)) history_set_id(scene, step, "goal", goal->id);
	history_set_number(step, "day", history_day(scene, 0, PLAN_MAX_DAYS));
	history_set_words(scene, step, 100);
	return true;
}

bool history_draw_plan_answer(const struct scene *scene)
{
	static const enum command_number all[] = {
		COMMAND_PLAN_ACCEPT, COMMAND_PLAN_DECLINE, COMMAND_PLAN_DONE};
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100);
	const struct checker_part *part =
		some_part(scene, drawn < 55 ? PART_ASKED : (drawn < 85 ? PART_AGREED : PART_STANDS));
	if (part == NULL) return false;
	enum command_number number =
		part->state == PART_ASKED ? COMMAND_PLAN_ACCEPT : COMMAND_PLAN_DONE;
	if (history_chance(history, 25)) number = COMMAND_PLAN_DECLINE;
	if (history_chance(history, 10)) number = all[history_below(history, 3)];
	struct history_step *step = history_in_file(scene, number);
	struct id right = id_is_none(part->who) ? history_episode(scene)->person : part->who;
	unsigned wrong = number == COMMAND_PLAN_DONE ? 35 : 15;
	history_act(scene, step, history_chance(history, wrong) ? history_member(scene) : right);
	about(scene, step, part);
	if (number == COMMAND_PLAN_DONE) history_set_yes(scene, step);
	history_set_words(scene, step, 20);
	return true;
}

bool history_draw_plan_end(const struct scene *scene)
{
	static const int32_t states[] = {PART_STANDS, PART_ASKED, PART_AGREED, PART_FREE, PART_STOPPED};
	struct history *history = scene->history;
	const struct checker_part *part = some_part(scene, states[history_below(history, 5)]);
	if (part == NULL) return false;
	struct history_step *step = history_in_file(scene, COMMAND_PLAN_STOP);
	history_act(scene, step, history_member(scene));
	about(scene, step, part);
	history_set_yes(scene, step);
	history_set_words(scene, step, 10);
	return true;
}

bool history_draw_plan_agree(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_episode *episode = history_episode(scene);
	if (episode->plan_seq == 0 && history_chance(history, 70)) return false;
	struct history_step *step = history_in_file(scene, COMMAND_PLAN_AGREE);
	struct id person = episode->person;
	int64_t read = episode->plan_seq == 0 ? 1 : episode->plan_seq;
	if (history_chance(history, 12)) read += 1 - 2 * history_below(history, 2);
	history_act(scene, step, history_chance(history, 40) ? person : history_member(scene));
	history_set_number(step, "version", read < 1 ? 1 : read);
	history_set_words(scene, step, 10);
	return true;
}

static void draw_light_late(const struct scene *scene)
{
	const struct checker_episode *episode = history_episode(scene);
	struct history_step *step = history_in_file(scene, COMMAND_LIGHT_LATE);
	struct id light = id_none;
	if (episode->light >= 0) {
		const struct checker_light *kept = list_at(&scene->checker->lights, episode->light);
		light = kept->id;
	}
	history_set_id(scene, step, "light", light);
	step->version_back = -1;
	step->by_program = history_chance(scene->history, 90);
	if (!step->by_program) history_act(scene, step, history_member(scene));
}

bool history_draw_light(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_episode *episode = history_episode(scene);
	int32_t drawn = history_below(history, 100);
	bool kept = episode->light >= 0;
	enum command_number number = COMMAND_LIGHT_BEGIN;
	if (kept && drawn < 55) number = COMMAND_LIGHT_HELD;
	if (kept && drawn >= 85) number = COMMAND_LIGHT_END;
	if (!kept && drawn < 8) number = COMMAND_LIGHT_HELD;
	if (drawn >= 50 && drawn < 58) {
		draw_light_late(scene);
		return true;
	}
	struct history_step *step = history_in_file(scene, number);
	struct id right = history_member(scene);
	if (number == COMMAND_LIGHT_HELD && kept && history_chance(history, 70)) {
		const struct checker_light *light = list_at(&scene->checker->lights, episode->light);
		right = light->who;
	}
	if (number == COMMAND_LIGHT_BEGIN && history_chance(history, 30)) right = episode->person;
	history_act(scene, step, right);
	if (number == COMMAND_LIGHT_HELD) {
		if (history_chance(history, 40))
			history_set_number(step, "next_day", history_day(scene, 0, LIGHT_MAX_DAYS));
	} else {
		history_set_yes(scene, step);
	}
	if (number == COMMAND_LIGHT_BEGIN) {
		history_set_number(step, "interval_days", LIGHT_MIN_DAYS + history_below(history, 21));
		if (history_chance(history, 50))
			history_set_number(step, "first_day", history_day(scene, 0, LIGHT_MAX_DAYS));
	}
	history_set_words(scene, step, 10);
	return true;
}

static bool draw_tell(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_episode *episode = history_episode(scene);
	int32_t count = list_count(&episode->sayings);
	const struct checker_saying *saying = NULL;
	if (count > 0 && history_chance(history, 40)) {
		int32_t at = history_below(history, count);
		saying = list_at(&scene->checker->sayings, *(int32_t *)list_at(&episode->sayings, at));
	}
	struct history_step *step = history_in_file(scene, COMMAND_CONVERSATION_TELL);
	struct id right = history_chance(history, 50) ? episode->person : history_member(scene);
	if (saying != NULL && history_chance(history, 75)) right = saying->author;
	history_act(scene, step, right);
	history_set_number(step, "topic", 1 + history_below(history, TOPIC_COUNT - 1));
	if (history_chance(history, 40))
		history_set_number(step, "domain", 1 + history_below(history, DOMAIN_COUNT - 1));
	bool unknown = history_chance(history, 5);
	if (saying != NULL || unknown)
		history_set_id(scene, step, "saying", unknown ? id_none : saying->id);
	if (history_chance(history, 10)) history_set_number(step, "contact", 3);
	history_set_yes(scene, step);
	history_set_words(scene, step, 100);
	return true;
}

bool history_draw_tell(const struct scene *scene)
{
	struct scene full = fullest(scene);
	return draw_tell(history_chance(scene->history, 40) ? &full : scene);
}
