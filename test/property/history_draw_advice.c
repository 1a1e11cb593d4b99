/* history_draw_advice.c - advice that is asked, given, and what comes of it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/consult.h"
#include "history_draw.h"

/* How many are asked, or came back and are not closed. */
static int32_t open_consults(const struct scene *scene, int32_t at)
{
	const struct checker_episode *episode = list_at(&scene->checker->episodes, at);
	int32_t open = 0;
	for (int32_t i = 0; i < list_count(&episode->consults); i++) {
		int32_t consult = *(const int32_t *)list_at(&episode->consults, i);
		const struct checker_consult *row = list_at(&scene->checker->consults, consult);
		open += row->state >= ADVICE_OPEN && row->state <= ADVICE_LATE ? 1 : 0;
	}
	return open;
}

/* Where there are many already: so that it is full now and then. */
static struct scene fullest(const struct scene *scene)
{
	struct scene full = *scene;
	int32_t most = 0;
	for (int32_t i = 0; i < list_count(&scene->checker->episodes); i++) {
		int32_t open = open_consults(scene, i);
		if (open <= most) continue;
		most = open;
		full.episode = i;
	}
	return full;
}

static bool draw_ask(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	if (need == NULL) return false;
	struct history_step *step = history_in_file(scene, COMMAND_CONSULT_ASK);
	struct id asker = history_member(scene);
	history_act(scene, step, asker);
	history_set_id(scene, step, "need", need->id);
	if (history_chance(history, 6))
		history_set_id(scene, step, "to_account", asker);
	else
		history_set_receiver(scene, step, false);
	if (history_chance(history, 70)) history_set_yes(scene, step);
	if (history_chance(history, 20)) history_set_number(step, "named", 1);
	if (history_chance(history, 40))
		history_set_number(step, "answer_by", history_day(scene, 0, CONSULT_MAX_DAYS));
	history_set_words(scene, step, 100);
	return true;
}

bool history_draw_consult_ask(const struct scene *scene)
{
	struct scene full = fullest(scene);
	return draw_ask(history_chance(scene->history, 40) ? &full : scene);
}

/* A command about a consult, or one that is not there. */
static struct history_step *about(const struct scene *scene, enum command_number number,
	const struct checker_consult *consult, struct id actor)
{
	struct history_step *step = history_in_file(scene, number);
	bool known = history_chance(scene->history, 97);
	history_act(scene, step, actor);
	history_set_id(scene, step, "consult", known ? consult->id : id_none);
	return step;
}

static bool draw_answer(const struct scene *scene, const struct checker_consult *consult)
{
	struct history *history = scene->history;
	if (consult == NULL) return false;
	bool answers = history_chance(history, 70);
	struct id right = history_asked(scene, consult->to_account, consult->to_service);
	if (history_chance(history, 10)) right = history_member(scene);
	struct history_step *step =
		about(scene, answers ? COMMAND_CONSULT_ANSWER : COMMAND_CONSULT_DECLINE, consult, right);
	history_set_words(scene, step, answers ? 100 : 30);
	return true;
}

/* One that nobody answered in time, though no clock came by yet. */
static const struct checker_consult *overdue(const struct scene *scene)
{
	int64_t now_ms = clock_now_ms(&scene->history->world.clock);
	for (int32_t i = list_count(&scene->checker->consults); i > 0; i--) {
		const struct checker_consult *consult = list_at(&scene->checker->consults, i - 1);
		if (consult->state == ADVICE_OPEN && consult->row.expires_ms <= now_ms) return consult;
	}
	return NULL;
}

bool history_draw_consult_answer(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_consult *late = history_chance(history, 30) ? overdue(scene) : NULL;
	struct scene there = *scene;
	if (late != NULL) there.episode = late->episode;
	return draw_answer(&there, late != NULL ? late : history_consult(scene, ADVICE_OPEN));
}

bool history_draw_consult_end(const struct scene *scene)
{
	static const int states[] = {ADVICE_OPEN, ADVICE_GIVEN, ADVICE_GIVEN, ADVICE_GIVEN, ADVICE_NOT,
		ADVICE_LATE, ADVICE_TURNED};
	struct history *history = scene->history;
	int state = states[history_below(history, 7)];
	const struct checker_consult *consult = history_consult(scene, state);
	if (consult == NULL) return false;
	enum command_number number = COMMAND_CONSULT_CLOSE;
	if (state == ADVICE_OPEN || history_chance(history, 10)) number = COMMAND_CONSULT_WITHDRAW;
	if (state == ADVICE_GIVEN && history_chance(history, 60)) number = COMMAND_CONSULT_TURN;
	if (history_chance(history, 8)) number = COMMAND_CONSULT_TURN;
	struct id right = consult->asked_by;
	if (history_chance(history, 25)) right = history_episode(scene)->person;
	if (history_chance(history, 30)) right = history_member(scene);
	struct history_step *step = about(scene, number, consult, right);
	if (number == COMMAND_CONSULT_TURN) history_set_yes(scene, step);
	history_set_words(scene, step, 20);
	return true;
}

/* With whom advice lies leaves, or is shown out; as far as nothing else keeps them. */
bool history_draw_advised_leaves(const struct scene *scene)
{
	static const int states[] = {ADVICE_GIVEN, ADVICE_NOT, ADVICE_LATE};
	struct history *history = scene->history;
	const struct checker_consult *consult =
		history_consult(scene, states[history_below(history, 3)]);
	if (consult == NULL || id_is_none(consult->back)) return false;
	struct history_step *step = history_in_file(scene, COMMAND_MEMBER_LEAVE);
	bool shown_out = history_chance(history, 40);
	history_act(scene, step, shown_out ? history_episode(scene)->person : consult->back);
	history_set_id(scene, step, "account", consult->back);
	history_set_words(scene, step, 20);
	return true;
}

/* What only the clock may do, at a moment when it mostly would not. */
bool history_draw_consult_late(const struct scene *scene)
{
	const struct checker_consult *consult = history_consult(scene, ADVICE_OPEN);
	if (consult == NULL) return false;
	struct history_step *step = history_in_file(scene, COMMAND_CONSULT_EXPIRE);
	history_set_id(scene, step, "consult", consult->id);
	step->version_back = -1;
	step->by_program = history_chance(scene->history, 90);
	if (!step->by_program) history_act(scene, step, history_member(scene));
	return true;
}
