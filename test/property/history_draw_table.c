/* history_draw_table.c - cases at a table: brought, decided, named, closed; and who sits there.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/seat.h"
#include "care/table.h"
#include "history_draw.h"

static int32_t some_shard(const struct scene *scene)
{
	return history_chance(scene->history, 45) ? SHARD_NATION : history_episode(scene)->region;
}

struct id history_seated(const struct scene *scene, int32_t shard)
{
	const struct list *accounts = &scene->checker->accounts;
	int32_t count = list_count(accounts), from = history_below(scene->history, count);
	for (int32_t i = 0; i < count; i++) {
		const struct checker_account *account = list_at(accounts, (from + i) % count);
		if (account->seat[shard] != 0) return account->id;
	}
	return id_none;
}

bool history_draw_seat(const struct scene *scene)
{
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100);
	struct id id = drawn < 86 ? history_staff(scene) : history_anybody(scene);
	if (drawn >= 92) id = history_ended(scene);
	const struct checker_account *account = checker_account_of(scene->checker, id);
	bool professional = account != NULL && account->kind == KIND_PROFESSIONAL;
	struct history_step *step = history_add_command(history, COMMAND_TABLE_SEAT, some_shard(scene));
	if (history_chance(history, 8)) professional = !professional;
	history_administer(scene, step);
	history_set_id(scene, step, "account", id);
	history_set_number(step, "seat",
		professional ? SEAT_PROVIDERS + history_below(history, 3)
					 : SEAT_CLIENTS + history_below(history, 2));
	return true;
}

bool history_draw_unseat(const struct scene *scene)
{
	int32_t shard = some_shard(scene);
	struct history_step *step = history_add_command(scene->history, COMMAND_TABLE_UNSEAT, shard);
	bool right = history_chance(scene->history, 80);
	history_administer(scene, step);
	history_set_id(
		scene, step, "account", right ? history_seated(scene, shard) : history_staff(scene));
	return true;
}

static const struct checker_case *some_case(const struct scene *scene, int32_t from, int32_t to)
{
	const struct checker_episode *episode = history_episode(scene);
	const struct checker_case *found = NULL;
	int32_t count = list_count(&episode->cases);
	for (int tries = 0; tries < 8 && count > 0; tries++) {
		int32_t at = history_below(scene->history, count);
		found = list_at(&scene->checker->cases, *(int32_t *)list_at(&episode->cases, at));
		if (found->state >= from && found->state <= to) return found;
	}
	return history_chance(scene->history, 35) ? found : NULL;
}

static struct history_step *on_case(
	const struct scene *scene, const struct checker_case *brought, enum command_number number)
{
	struct history_step *step = history_in_file(scene, number);
	bool known = history_chance(scene->history, 97);
	history_set_id(scene, step, "case", known ? brought->id : id_none);
	if (!known || brought->cause == 0) return step;
	const struct checker_need *need = list_at(&scene->checker->needs, brought->need);
	struct history_ref ref = history_ref_of(scene->history, need->id);
	history_set_ref(step, "case", (struct history_ref){ref.step, MADE_TABLED});
	int64_t nth = 0;
	while (!id_equal(checker_tabled(scene->checker, need->id, nth), brought->id)) nth++;
	history_set_number(step, "case", nth);
	return step;
}

static int32_t shard_of(const struct scene *scene, const struct checker_case *brought)
{
	return brought->level == CASE_OF_NATION ? SHARD_NATION : history_episode(scene)->region;
}

/* Mostly with the yes that it takes. */
static void set_who(const struct scene *scene, struct history_step *step)
{
	struct history *history = scene->history;
	if (history_chance(history, 55)) history_set_number(step, "person_agrees", 1);
	if (history_chance(history, 40)) history_set_number(step, "named", 1);
	if (!history_chance(history, 45)) return;
	history_set_id(scene, step, "beside",
		history_chance(history, 85) ? history_member(scene) : history_anybody(scene));
}

bool history_draw_bring(const struct scene *scene)
{
	const struct checker_need *need = history_need(scene, NEED_IS_OPEN);
	if (need == NULL) return false;
	struct history_step *step = history_in_file(scene, COMMAND_TABLE_BRING);
	history_act(scene, step, history_member(scene));
	history_set_id(scene, step, "need", need->id);
	history_set_number(step, "why", 1 + history_below(scene->history, TABLE_WHY_COUNT - 1));
	set_who(scene, step);
	history_set_words(scene, step, 100);
	return true;
}

static struct id beside(const struct scene *scene, const struct checker_case *brought)
{
	bool other = !id_is_none(brought->beside) && history_chance(scene->history, 50);
	return other ? brought->beside : history_episode(scene)->person;
}

bool history_draw_attend(const struct scene *scene)
{
	const struct checker_case *brought = some_case(scene, CASE_BROUGHT, CASE_BREACHED);
	if (brought == NULL) return false;
	struct history_step *step = on_case(scene, brought, COMMAND_TABLE_ATTEND);
	bool by_member = history_chance(scene->history, 15);
	history_act(scene, step, by_member ? history_member(scene) : beside(scene, brought));
	history_set_number(step, "attends", 1);
	set_who(scene, step);
	return true;
}

bool history_draw_object(const struct scene *scene)
{
	const struct checker_case *brought = some_case(scene, CASE_BROUGHT, CASE_BREACHED);
	if (brought == NULL) return false;
	struct history_step *step = on_case(scene, brought, COMMAND_TABLE_OBJECT);
	bool by_member = history_chance(scene->history, 30);
	history_act(scene, step, by_member ? history_member(scene) : beside(scene, brought));
	history_set_words(scene, step, 30);
	return true;
}

static struct id some_service(const struct scene *scene)
{
	const struct list *services = &scene->checker->services;
	int32_t count = list_count(services);
	if (count == 0 || history_chance(scene->history, 4)) return id_none;
	const struct checker_service *service = list_at(services, history_below(scene->history, count));
	return service->id;
}

static bool has_seat(const struct scene *scene, int32_t shard, int32_t kind)
{
	const struct list *accounts = &scene->checker->accounts;
	for (int32_t i = 0; i < list_count(accounts); i++)
		if (((const struct checker_account *)list_at(accounts, i))->seat[shard] == kind)
			return true;
	return false;
}

/* Somebody who is no professional is given this seat. */
static bool fill_seat(const struct scene *scene, int32_t shard, int32_t kind)
{
	const struct list *accounts = &scene->checker->accounts;
	int32_t count = list_count(accounts), from = history_below(scene->history, count);
	for (int32_t i = 0; i < count; i++) {
		const struct checker_account *account = list_at(accounts, (from + i) % count);
		bool fits = account->kind >= KIND_RELATIVE && account->kind <= KIND_VOLUNTEER;
		if (!fits || account->ended || account->seat[shard] != 0) continue;
		struct history_step *step = history_add_command(scene->history, COMMAND_TABLE_SEAT, shard);
		history_administer(scene, step);
		history_set_id(scene, step, "account", account->id);
		history_set_number(step, "seat", kind);
		return true;
	}
	return false;
}

/* Where a table cannot decide yet, mostly a seat is filled instead. */
bool history_draw_decide(const struct scene *scene)
{
	const struct checker_case *brought = some_case(scene, CASE_BROUGHT, CASE_BROUGHT);
	if (brought == NULL || history_chance(scene->history, 25))
		brought = some_case(scene, CASE_BREACHED, CASE_BREACHED);
	if (brought == NULL) return false;
	int32_t shard = shard_of(scene, brought);
	bool fills = history_chance(scene->history, 80);
	if (fills && !has_seat(scene, shard, SEAT_CLIENTS))
		return fill_seat(scene, shard, SEAT_CLIENTS);
	if (fills && !has_seat(scene, shard, SEAT_RELATIVES))
		return fill_seat(scene, shard, SEAT_RELATIVES);
	struct id by = history_seated(scene, shard);
	if (id_is_none(by)) return history_draw_seat(scene);
	struct history_step *step = on_case(scene, brought, COMMAND_TABLE_DECIDE);
	history_act(scene, step, by);
	history_set_id(scene, step, "service", some_service(scene));
	int32_t last = history_chance(scene->history, 50) ? 20 : 91;
	history_set_number(step, "term", history_day(scene, 1, last));
	if (history_chance(scene->history, 8)) history_set_number(step, "term", scene->today + 92);
	history_set_words(scene, step, 100);
	return true;
}

static struct id of_organisation(const struct scene *scene, struct id organisation)
{
	const struct list *accounts = &scene->checker->accounts;
	int32_t count = list_count(accounts), from = history_below(scene->history, count);
	for (int32_t i = 0; i < count; i++) {
		const struct checker_account *account = list_at(accounts, (from + i) % count);
		if (id_equal(account->organisation, organisation) && !account->ended) return account->id;
	}
	return id_none;
}

bool history_draw_name(const struct scene *scene)
{
	const struct checker_case *brought = some_case(scene, CASE_DECIDED, CASE_BREACHED);
	if (brought == NULL || id_is_none(brought->organisation)) return false;
	struct history_step *step = on_case(scene, brought, COMMAND_TABLE_NAME);
	bool right = history_chance(scene->history, 70), bears = history_chance(scene->history, 16);
	history_act(scene, step, of_organisation(scene, brought->organisation));
	struct id named = right ? of_organisation(scene, brought->organisation) : history_staff(scene);
	const struct checker_need *need = list_at(&scene->checker->needs, brought->need);
	if (bears) named = need->bearer;
	history_set_id(scene, step, "account", named);
	if (history_chance(scene->history, 85)) history_set_yes(scene, step);
	history_set_words(scene, step, 100);
	return true;
}

/* Raising, and closing with a lesson. */
bool history_draw_sit(const struct scene *scene)
{
	struct history *history = scene->history;
	bool raises = history_chance(history, 35);
	bool waits = history_chance(history, raises ? 100 : 40);
	const struct checker_case *brought = waits ? some_case(scene, CASE_BROUGHT, CASE_BROUGHT)
											   : some_case(scene, CASE_DECIDED, CASE_SETTLED);
	if (brought == NULL) return false;
	struct history_step *step =
		on_case(scene, brought, raises ? COMMAND_TABLE_RAISE : COMMAND_TABLE_CLOSE);
	history_act(scene, step, history_seated(scene, shard_of(scene, brought)));
	if (raises)
		history_set_words(scene, step, 30);
	else
		history_set_number(step, "lesson", history_below(history, HISTORY_TEXTS));
	return true;
}

bool history_draw_case_late(const struct scene *scene)
{
	const struct checker_case *brought = some_case(scene, CASE_BROUGHT, CASE_BREACHED);
	if (brought == NULL) return false;
	struct history_step *step = on_case(scene, brought, COMMAND_TABLE_LATE);
	step->version_back = -1;
	step->by_program = history_chance(scene->history, 92);
	if (!step->by_program) history_act(scene, step, history_member(scene));
	return true;
}

bool history_draw_table_look(const struct scene *scene)
{
	static const enum command_number looks[] = {LOOK_CASE, LOOK_AGENDA, LOOK_LESSONS};
	enum command_number look = looks[history_below(scene->history, 3)];
	const struct checker_case *brought = some_case(scene, CASE_BROUGHT, CASE_SETTLED);
	if (look == LOOK_CASE) {
		if (brought == NULL) return false;
		struct history_step *step = on_case(scene, brought, look);
		step->version_back = -1;
		history_act(scene, step, history_seated(scene, shard_of(scene, brought)));
		return true;
	}
	int32_t shard = some_shard(scene);
	struct history_step *step = history_add_command(scene->history, look, shard);
	history_act(scene, step, history_seated(scene, shard));
	return true;
}
