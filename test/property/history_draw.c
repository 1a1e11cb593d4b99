/* history_draw.c - chooses among what there is; draws batches, clocks and deliveries.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history_draw.h"
#include "base/date.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

bool history_chance(struct history *history, unsigned percent)
{
	return prng_below(&history->prng, 100) < percent;
}

int32_t history_below(struct history *history, int32_t bound)
{
	return bound <= 0 ? 0 : (int32_t)prng_below(&history->prng, (uint64_t)bound);
}

int64_t history_municipality(const struct history *history, int32_t region, int32_t at)
{
	size_t count = 0;
	const struct region_municipality *const *found =
		region_municipalities(history->world.division, region, &count);
	return found[(size_t)at % count]->number;
}

int32_t history_day(const struct scene *scene, int32_t from, int32_t to)
{
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100);
	if (drawn < 3) return scene->today + from - 1 - history_below(history, 3);
	if (drawn < 6) return scene->today + to + 1 + history_below(history, 60);
	if (drawn < 50) return scene->today + from + history_below(history, to - from < 7 ? 1 : 7);
	return scene->today + from + history_below(history, to - from + 1);
}

struct history_ref history_unknown(struct history *history)
{
	return (struct history_ref){list_count(&history->steps), MADE_UNKNOWN};
}

const struct checker_episode *history_episode(const struct scene *scene)
{
	return list_at(&scene->checker->episodes, scene->episode);
}

static const struct checker_account *account_at(const struct scene *scene, int32_t index)
{
	return list_at(&scene->checker->accounts, index);
}

static const struct checker_account *any_staff(const struct scene *scene)
{
	const struct list *staff = &scene->history->memory.staff;
	int32_t at = history_below(scene->history, list_count(staff));
	return account_at(scene, *(const int32_t *)list_at(staff, at));
}

struct id history_staff(const struct scene *scene)
{
	for (int tries = 0; tries < 8; tries++) {
		const struct checker_account *account = any_staff(scene);
		if (!account->ended && account->kind != KIND_ADMIN) return account->id;
	}
	return id_none;
}

struct id history_ended(const struct scene *scene)
{
	for (int tries = 0; tries < 12; tries++) {
		const struct checker_account *account = any_staff(scene);
		if (account->ended) return account->id;
	}
	return id_none;
}

struct id history_anybody(const struct scene *scene)
{
	int32_t count = list_count(&scene->checker->accounts);
	return account_at(scene, history_below(scene->history, count))->id;
}

struct id history_member(const struct scene *scene)
{
	if (scene->episode < 0) return history_anybody(scene);
	const struct checker_episode *episode = history_episode(scene);
	int32_t count = list_count(&episode->members);
	for (int tries = 0; tries < 6; tries++) {
		int32_t at = history_below(scene->history, count);
		const struct checker_member *member = list_at(&episode->members, at);
		if (member->in_team) return member->account;
	}
	return episode->person;
}

static struct id somebody_wrong(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100);
	if (drawn < 15) return id_none;
	if (drawn < 40) return history_staff(scene);
	if (drawn < 70) return history_member(scene);
	if (drawn < 85) return history_anybody(scene);
	if (drawn < 93) return history_ended(scene);
	return scene->episode < 0 ? id_none : history_episode(scene)->person;
}

void history_act(const struct scene *scene, struct history_step *step, struct id right)
{
	int32_t drawn = history_below(scene->history, 100);
	struct id actor = drawn < 85 ? right : somebody_wrong(scene);
	step->actor = history_ref_of(scene->history, actor);
	if (drawn == 99) step->actor = history_administrator;
	if (drawn == 98) step->actor = history_unknown(scene->history);
}

void history_administer(const struct scene *scene, struct history_step *step)
{
	int32_t drawn = history_below(scene->history, 100);
	step->actor = history_administrator;
	if (drawn < 70) return;
	for (int tries = 0; tries < 12 && drawn < 92; tries++) {
		const struct checker_account *account = any_staff(scene);
		if (account->kind != KIND_ADMIN) continue;
		step->actor = history_ref_of(scene->history, account->id);
		return;
	}
	step->actor = history_ref_of(scene->history, somebody_wrong(scene));
}

const struct checker_need *history_need(const struct scene *scene, int state)
{
	const struct checker_episode *episode = history_episode(scene);
	const struct checker_need *need = NULL;
	int32_t count = list_count(&episode->needs);
	for (int tries = 0; tries < 5 && count > 0; tries++) {
		int32_t at = history_below(scene->history, count);
		need = list_at(&scene->checker->needs, *(int32_t *)list_at(&episode->needs, at));
		if (need->state == state) return need;
	}
	return history_chance(scene->history, 30) ? need : NULL;
}

/* From the newest on, mostly. */
static int32_t recent(const struct scene *scene, int32_t count)
{
	int32_t back = history_below(scene->history, count);
	if (history_chance(scene->history, 80)) back = history_below(scene->history, back + 1);
	return count - 1 - back;
}

const struct checker_handover *history_handover(const struct scene *scene, int state)
{
	const struct checker_episode *episode = history_episode(scene);
	const struct checker_handover *handover = NULL;
	int32_t count = list_count(&episode->handovers);
	for (int tries = 0; tries < 8 && count > 0; tries++) {
		int32_t at = recent(scene, count);
		handover =
			list_at(&scene->checker->handovers, *(int32_t *)list_at(&episode->handovers, at));
		if (handover->state == state) return handover;
	}
	return history_chance(scene->history, 20) ? handover : NULL;
}

const struct checker_join *history_join(const struct scene *scene, int state)
{
	const struct checker_episode *episode = history_episode(scene);
	const struct checker_join *join = NULL;
	int32_t count = list_count(&episode->joins);
	for (int tries = 0; tries < 8 && count > 0; tries++) {
		int32_t at = recent(scene, count);
		join = list_at(&scene->checker->joins, *(int32_t *)list_at(&episode->joins, at));
		if (join->state == state) return join;
	}
	return history_chance(scene->history, 30) ? join : NULL;
}

const struct checker_consult *history_consult(const struct scene *scene, int state)
{
	const struct checker_episode *episode = history_episode(scene);
	const struct checker_consult *consult = NULL;
	int32_t count = list_count(&episode->consults);
	for (int tries = 0; tries < 8 && count > 0; tries++) {
		int32_t at = recent(scene, count);
		consult = list_at(&scene->checker->consults, *(int32_t *)list_at(&episode->consults, at));
		if (consult->state == state) return consult;
	}
	return history_chance(scene->history, 30) ? consult : NULL;
}

struct id history_asked(const struct scene *scene, struct id to_account, struct id to_service)
{
	if (!id_is_none(to_account)) return to_account;
	const struct list_place *place = list_map_find(&scene->checker->map, to_service);
	if (place == NULL) return id_none;
	const struct checker_service *service = list_at(&scene->checker->services, place->index);
	for (int tries = 0; tries < 60; tries++) {
		const struct checker_account *account = any_staff(scene);
		if (id_equal(account->organisation, service->organisation) && !account->ended)
			return account->id;
	}
	return id_none;
}

struct id history_receiver(const struct scene *scene, const struct checker_handover *handover)
{
	return history_asked(scene, handover->to_account, handover->to_service);
}

void history_set_id(
	const struct scene *scene, struct history_step *step, const char *field, struct id id)
{
	struct history_ref ref = history_ref_of(scene->history, id);
	if (ref.made == MADE_NONE || history_below(scene->history, 100) == 0)
		ref = history_unknown(scene->history);
	history_set_ref(step, field, ref);
}

struct history_step *history_in_file(const struct scene *scene, enum command_number number)
{
	const struct checker_episode *episode = history_episode(scene);
	struct history_step *step = history_add_command(scene->history, number, episode->region);
	history_set_id(scene, step, "episode", episode->id);
	int32_t drawn = history_below(scene->history, 100);
	if (drawn < 12) step->version_back = 0;
	if (drawn < 2) step->version_back = 1 + history_below(scene->history, 3);
	return step;
}

void history_set_words(const struct scene *scene, struct history_step *step, unsigned percent)
{
	if (history_chance(scene->history, percent))
		history_set_number(step, "words", history_below(scene->history, HISTORY_TEXTS));
}

void history_set_yes(const struct scene *scene, struct history_step *step)
{
	if (history_chance(scene->history, 92)) history_set_number(step, "person_agrees", 1);
}

/* What is drawn, and how often; those of the first part need an episode. */
static const struct choice {
	int32_t weight;
	bool in_file;
	history_drawer *draw;
} choices[] = {
	{26, false, history_draw_question},
	{50, true, history_draw_need_add},
	{45, true, history_draw_need_stop},
	{28, true, history_draw_need_close},
	{32, true, history_draw_danger_report},
	{50, true, history_draw_danger_over},
	{35, true, history_draw_step_plan},
	{45, true, history_draw_step_done},
	{58, true, history_draw_join_ask},
	{14, true, history_draw_join_invite},
	{14, true, history_draw_person_renew},
	{80, true, history_draw_join_accept},
	{30, true, history_draw_join_decline},
	{30, true, history_draw_join_withdraw},
	{40, true, history_draw_member_leave},
	{115, true, history_draw_offer},
	{75, true, history_draw_accept},
	{80, true, history_draw_decline},
	{26, true, history_draw_withdraw},
	{60, true, history_draw_contact},
	{64, true, history_draw_consult_ask},
	{46, true, history_draw_consult_answer},
	{62, true, history_draw_consult_end},
	{12, true, history_draw_consult_late},
	{16, true, history_draw_advised_leaves},
	{30, true, history_draw_stay_plan},
	{90, true, history_draw_stay_on},
	{16, true, history_draw_seat},
	{8, true, history_draw_unseat},
	{40, true, history_draw_bring},
	{18, true, history_draw_attend},
	{16, true, history_draw_object},
	{90, true, history_draw_decide},
	{110, true, history_draw_name},
	{36, true, history_draw_sit},
	{10, true, history_draw_case_late},
	{12, true, history_draw_table_look},
	{45, true, history_draw_shortage},
	{36, true, history_draw_tell},
	{56, true, history_draw_plan_write},
	{46, true, history_draw_plan_step},
	{70, true, history_draw_plan_answer},
	{20, true, history_draw_plan_end},
	{24, true, history_draw_plan_agree},
	{34, true, history_draw_light},
	{46, true, history_draw_close},
	{40, true, history_draw_return},
	{14, true, history_draw_return_answer},
	{32, true, history_draw_identify},
	{100, true, history_draw_merge},
	{18, true, history_draw_correct},
	{26, true, history_draw_knows},
	{14, true, history_draw_consent},
	{15, true, history_draw_consent_withdraw},
	{14, true, history_draw_consented},
	{30, true, history_draw_mandate},
	{26, true, history_draw_mandate_over},
	{70, true, history_draw_life},
	{74, true, history_draw_exhausted},
	{24, true, history_draw_program},
	{52, true, history_draw_look},
	{9, false, history_draw_roster_join},
	{8, false, history_draw_roster_leave},
	{5, false, history_draw_last_on_duty},
	{16, false, history_draw_account_create},
	{36, false, history_draw_account_end},
	{9, false, history_draw_account_renew},
	{9, false, history_draw_colleagues},
	{18, false, history_draw_awaited_ends},
	{9, false, history_draw_session_start},
	{9, false, history_draw_session_end},
	{3, false, history_draw_invite},
	{5, false, history_draw_administrator},
	{6, false, history_draw_head},
	{16, false, history_draw_password_invite},
	{22, false, history_draw_password_set},
	{20, false, history_draw_sign_in},
	{8, false, history_draw_password_change},
	{28, false, history_draw_second},
	{6, false, history_draw_sessions},
	{14, false, history_draw_directory},
	{272, false, history_draw_map},
	{10, false, history_draw_appoint},
	{6, false, history_draw_own},
	{20, false, history_draw_seen},
	{40, false, history_draw_again},
};
enum { CHOICES = sizeof(choices) / sizeof(choices[0]) };

static const struct choice *choose(struct history *history)
{
	int32_t sum = 0;
	for (size_t i = 0; i < CHOICES; i++) sum += choices[i].weight;
	int32_t drawn = history_below(history, sum);
	for (size_t i = 0; i < CHOICES; i++) {
		drawn -= choices[i].weight;
		if (drawn < 0) return &choices[i];
	}
	return &choices[0];
}

static void draw_command(struct history *history)
{
	enum { RECENT = 5 };
	struct scene scene = {.history = history,
		.checker = &history->checker,
		.episode = -1,
		.today = date_day_of(clock_now_ms(&history->world.clock))};
	int32_t episodes = list_count(&history->checker.episodes);
	for (int tries = 0; tries < 20; tries++) {
		const struct choice *choice = choose(history);
		if (choice->in_file && episodes == 0) continue;
		scene.episode = history_chance(history, 75) && episodes > RECENT
			? episodes - 1 - history_below(history, RECENT)
			: history_below(history, episodes);
		if (episodes == 0) scene.episode = -1;
		/* In what is closed there is little to do. */
		if (choice->in_file && history_episode(&scene)->closed && history_chance(history, 80))
			continue;
		if (choice->draw(&scene)) return;
	}
	history_draw_question(&scene);
}

static void draw_clock(struct history *history)
{
	int32_t drawn = history_below(history, 100);
	int64_t by_ms = MINUTE_MS * (1 + history_below(history, 90));
	if (drawn < 40) by_ms = HOUR_MS * (1 + history_below(history, 10));
	if (drawn < 14) by_ms = DAY_MS * (1 + history_below(history, 4));
	if (drawn < 2) by_ms = 7 * DAY_MS * (1 + history_below(history, 3));
	history_add(history, HISTORY_CLOCK)->by_ms = by_ms;
	if (by_ms >= HOUR_MS && history_chance(history, 35)) history_add(history, HISTORY_TICK);
}

static int32_t batch_size(struct history *history)
{
	int32_t drawn = history_below(history, 100);
	if (drawn < 50) return 1;
	if (drawn < 80) return 2 + history_below(history, 5);
	if (drawn < 96) return 7 + history_below(history, 14);
	return 21 + history_below(history, 44);
}

static void read_accounts(struct history *history)
{
	struct history_memory *memory = &history->memory;
	const struct list *accounts = &history->checker.accounts;
	for (; memory->accounts_read < list_count(accounts); memory->accounts_read++) {
		const struct checker_account *account = list_at(accounts, memory->accounts_read);
		if (account->kind != KIND_PERSON)
			*(int32_t *)list_add(&memory->staff) = memory->accounts_read;
	}
}

void history_draw_batch(struct history *history, int32_t from)
{
	read_accounts(history);
	if (history_chance(history, 22)) draw_clock(history);
	if (history_chance(history, 5)) history_add(history, HISTORY_DELIVER);
	int32_t size = batch_size(history), first = list_count(&history->steps);
	(void)from;
	while (list_count(&history->steps) - first < size) draw_command(history);
	for (int32_t at = first; at + 1 < list_count(&history->steps); at++)
		((struct history_step *)list_at(&history->steps, at))->goes_on = true;
}
