/* history_draw_shortage.c - shortages on the agendas of tables.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/shortage.h"
#include "history_draw.h"

static struct id some_service(const struct scene *scene)
{
	const struct list *services = &scene->checker->services;
	int32_t count = list_count(services);
	if (count == 0 || history_chance(scene->history, 6)) return id_none;
	const struct checker_service *service = list_at(services, history_below(scene->history, count));
	return service->id;
}

static bool put(const struct scene *scene)
{
	static const int32_t shards[] = {SHARD_FIRST, SHARD_SECOND, SHARD_NATION};
	int32_t shard = shards[history_below(scene->history, 3)];
	struct id by = history_seated(scene, shard);
	if (id_is_none(by)) return history_draw_seat(scene);
	struct history_step *step = history_add_command(scene->history, COMMAND_SHORTAGE_PUT, shard);
	history_act(scene, step, by);
	history_set_id(scene, step, "service", some_service(scene));
	history_set_number(step, "waiting", 1 + history_below(scene->history, 90));
	return true;
}

static const struct checker_shortage *some_shortage(const struct scene *scene, int32_t to)
{
	const struct list *shortages = &scene->checker->shortages;
	const struct checker_shortage *found = NULL;
	int32_t count = list_count(shortages);
	for (int tries = 0; tries < 12 && count > 0; tries++) {
		found = list_at(shortages, history_below(scene->history, count));
		if (found->state <= to) return found;
	}
	return history_chance(scene->history, 30) ? found : NULL;
}

static struct id some_organisation(const struct scene *scene, int32_t region)
{
	const struct list *services = &scene->checker->services;
	int32_t count = list_count(services), from = history_below(scene->history, count);
	if (history_chance(scene->history, 6)) return id_none;
	for (int32_t i = 0; i < count; i++) {
		const struct checker_service *service = list_at(services, (from + i) % count);
		if (service->region == region) return service->organisation;
	}
	return id_none;
}

static void fill_decision(
	const struct scene *scene, struct history_step *step, const struct checker_shortage *shortage)
{
	int32_t last = history_chance(scene->history, 60) ? 20 : SHORTAGE_MAX_TERM_DAYS;
	history_set_id(scene, step, "organisation", some_organisation(scene, shortage->region));
	history_set_number(step, "term", history_day(scene, 1, last));
	if (history_chance(scene->history, 8))
		history_set_number(step, "term", scene->today + SHORTAGE_MAX_TERM_DAYS + 1);
	history_set_number(step, "words", history_below(scene->history, HISTORY_TEXTS));
}

bool history_draw_shortage(const struct scene *scene)
{
	static const enum command_number numbers[] = {COMMAND_SHORTAGE_DECIDE, COMMAND_SHORTAGE_DECIDE,
		COMMAND_SHORTAGE_DECIDE, COMMAND_SHORTAGE_RAISE, COMMAND_SHORTAGE_CLOSE,
		COMMAND_SHORTAGE_LATE};
	struct history *history = scene->history;
	const struct checker_shortage *shortage = some_shortage(scene, SHORTAGE_IS_BREACHED);
	if (shortage == NULL || history_chance(history, 25)) return put(scene);
	enum command_number number = numbers[history_below(history, 6)];
	int32_t shard = shortage->level == CASE_OF_NATION ? SHARD_NATION : shortage->region;
	struct history_step *step = history_add_command(history, number, shortage->region);
	struct history_ref ref = history_ref_of(history, shortage->service);
	bool known = history_chance(history, 96) && ref.made != MADE_NONE;
	history_set_ref(step, "shortage",
		known ? (struct history_ref){ref.step, MADE_SHORTAGE} : history_unknown(history));
	if (number == COMMAND_SHORTAGE_LATE) {
		step->by_program = history_chance(history, 92);
		if (!step->by_program) history_act(scene, step, history_staff(scene));
		return true;
	}
	history_act(scene, step, history_seated(scene, shard));
	if (number == COMMAND_SHORTAGE_DECIDE) fill_decision(scene, step, shortage);
	if (number == COMMAND_SHORTAGE_CLOSE)
		history_set_number(step, "lesson", history_below(history, HISTORY_TEXTS));
	return true;
}
