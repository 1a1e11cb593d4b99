/* history_draw_ending.c - episodes are closed, people come back, and answer what is offered.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history_draw.h"

static int32_t still_open(const struct scene *scene, int32_t at)
{
	const struct checker_episode *episode = list_at(&scene->checker->episodes, at);
	int32_t open = 0;
	for (int32_t i = 0; i < list_count(&episode->joins); i++) {
		const struct checker_join *join =
			list_at(&scene->checker->joins, *(int32_t *)list_at(&episode->joins, i));
		open += join->state == JOIN_OPEN ? 1 : 0;
	}
	for (int32_t i = 0; i < list_count(&episode->handovers); i++) {
		const struct checker_handover *handover =
			list_at(&scene->checker->handovers, *(int32_t *)list_at(&episode->handovers, i));
		open += handover->state == OFFER_OPEN ? 1 : 0;
	}
	for (int32_t i = 0; i < list_count(&episode->consults); i++) {
		const struct checker_consult *consult =
			list_at(&scene->checker->consults, *(int32_t *)list_at(&episode->consults, i));
		open += consult->state <= ADVICE_LATE ? 1 : 0;
	}
	return open;
}

/* Where least is open: mostly what was asked a while ago. */
static struct scene calmest(const struct scene *scene)
{
	enum { SOME = 12 };
	struct scene calm = *scene;
	int32_t count = list_count(&scene->checker->episodes), least = INT32_MAX;
	for (int tries = 0; tries < SOME; tries++) {
		int32_t at = history_below(scene->history, count);
		const struct checker_episode *episode = list_at(&scene->checker->episodes, at);
		int32_t open = still_open(scene, at);
		if (episode->closed || open >= least) continue;
		least = open;
		calm.episode = at;
	}
	return calm;
}

bool history_draw_close(const struct scene *scene)
{
	struct history *history = scene->history;
	struct scene calm = history_chance(history, 60) ? calmest(scene) : *scene;
	const struct checker_episode *episode = history_episode(&calm);
	bool by_person = history_chance(history, 50);
	struct history_step *step = history_in_file(&calm, COMMAND_EPISODE_CLOSE);
	struct id right = by_person ? episode->person : episode->care_manager;
	history_act(&calm, step, history_chance(history, 92) ? right : history_member(&calm));
	if (history_chance(history, 94))
		history_set_number(step, "decided_by", by_person ? 1 + history_below(history, 2) : 1);
	if (history_chance(history, 6)) history_set_number(step, "decided_by", 2);
	if (history_chance(history, 80)) history_set_number(step, "with_needs", 1);
	history_set_words(&calm, step, 20);
	return true;
}

/* One that is closed, of those who came back before rather than others: so that some come often. */
static int32_t some_closed(const struct scene *scene)
{
	int32_t count = list_count(&scene->checker->episodes), found = -1, most = -1;
	for (int32_t i = 0; i < count; i++) {
		const struct checker_episode *episode = list_at(&scene->checker->episodes, i);
		int32_t returns = list_count(&episode->returns);
		if (!episode->closed || returns < most) continue;
		if (returns == most && history_chance(scene->history, 50)) continue;
		most = returns;
		found = i;
	}
	return found;
}

bool history_draw_return(const struct scene *scene)
{
	struct history *history = scene->history;
	struct scene there = *scene;
	int32_t closed = some_closed(scene);
	if (closed >= 0 && history_chance(history, 92)) there.episode = closed;
	const struct checker_episode *episode = history_episode(&there);
	if (!episode->closed && history_chance(history, 70)) return false;
	struct history_step *step = history_in_file(&there, COMMAND_EPISODE_RETURN);
	history_act(&there, step, episode->person);
	if (history_chance(history, 60))
		history_set_number(step, "domain", 1 + history_below(history, DOMAIN_COUNT - 1));
	if (history_chance(history, 15)) history_set_number(step, "unsafe", 1);
	if (history_chance(history, 40)) history_set_number(step, "alone", 1);
	history_set_words(&there, step, 30);
	return true;
}

bool history_draw_return_answer(const struct scene *scene)
{
	struct history *history = scene->history;
	struct scene there = *scene;
	for (int32_t i = 0; i < list_count(&scene->checker->episodes); i++) {
		const struct checker_episode *episode = list_at(&scene->checker->episodes, i);
		if (episode->offered && !episode->closed && history_chance(history, 70)) there.episode = i;
	}
	struct history_step *step = history_in_file(&there, COMMAND_RETURN_ANSWER);
	struct id person = history_episode(&there)->person;
	history_act(&there, step, history_chance(history, 80) ? person : history_member(&there));
	history_set_number(step, "table", history_below(history, 2));
	history_set_number(step, "companion", history_below(history, 2));
	history_set_words(&there, step, 10);
	return true;
}
