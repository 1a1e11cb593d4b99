/* history_draw_people.c - who somebody is, two files of one person, and lines put right.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/mandate.h"
#include "history_draw.h"

bool history_draw_identify(const struct scene *scene)
{
	struct history *history = scene->history;
	struct history_step *step = history_in_file(scene, COMMAND_PERSON_IDENTIFY);
	int32_t drawn = history_below(history, 100);
	bool by_person = history_chance(history, 40);
	history_act(scene, step, by_person ? history_episode(scene)->person : history_member(scene));
	if (drawn < 80) history_set_number(step, "name", history_below(history, HISTORY_TEXTS));
	if (drawn >= 40 && drawn < 90) history_set_number(step, "birth_day", HISTORY_BIRTH_TEXT);
	if (drawn >= 20 && drawn < 30) history_set_number(step, "contact", drawn % HISTORY_TEXTS);
	if (drawn >= 30 && drawn < 40)
		history_set_number(
			step, "municipality", history_municipality(history, history_episode(scene)->region, 0));
	history_set_yes(scene, step);
	history_set_words(scene, step, 30);
	return true;
}

/* What fits its state, mostly. */
static enum command_number what_fits(struct history *history, int32_t state)
{
	static const enum command_number all[] = {
		COMMAND_MERGE_CONFIRM, COMMAND_MERGE_APART, COMMAND_MERGE_UNDO};
	int32_t drawn = history_below(history, 100);
	if (drawn < 15) return all[history_below(history, 3)];
	if (state == PAIR_FOUND || state == PAIR_ASKED)
		return drawn < 90 ? COMMAND_MERGE_CONFIRM : COMMAND_MERGE_APART;
	return COMMAND_MERGE_UNDO;
}

/* The other side, mostly, where this one has said so. */
static struct scene from_the_side_that_waits(
	const struct scene *scene, const struct checker_pair *pair)
{
	struct scene turned = *scene;
	const struct checker_side *first = &pair->sides[0], *second = &pair->sides[1];
	if (pair->state != PAIR_ASKED || history_chance(scene->history, 50)) return turned;
	const struct checker_side *waits = first->said ? second : first;
	turned.episode = list_map_find(&scene->checker->map, waits->episode)->index;
	return turned;
}

bool history_draw_merge(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_pair *pair =
		checker_pair_of(scene->checker, history_episode(scene)->id, history_below(history, 3));
	if (pair == NULL) return false;
	const struct scene turned = from_the_side_that_waits(scene, pair);
	scene = &turned;
	const struct checker_episode *episode = history_episode(scene);
	struct history_step *step = history_in_file(scene, what_fits(history, pair->state));
	int32_t drawn = history_below(history, 100);
	struct id right = episode->care_manager;
	if (drawn < (pair->state == PAIR_FOUND ? 10 : 45)) right = episode->person;
	const struct checker_side *waits =
		&pair->sides[id_equal(pair->sides[0].episode, episode->id) ? 0 : 1];
	if (pair->state == PAIR_ASKED && waits->said) right = episode->care_manager;
	if (drawn >= 90) right = history_member(scene);
	history_act(scene, step, right);
	history_set(step, "merge");
	step->link = history_chance(history, 97) ? pair->id : id_none;
	if (step->entry->number == COMMAND_MERGE_CONFIRM && history_chance(history, 85))
		history_set_number(step, "person_agrees", 1);
	history_set_words(scene, step, 20);
	return true;
}

bool history_draw_correct(const struct scene *scene)
{
	struct history *history = scene->history;
	int32_t last = (int32_t)history_episode(scene)->version;
	struct history_step *step = history_in_file(scene, COMMAND_MOMENT_CORRECT);
	bool by_person = history_chance(history, 50);
	history_act(scene, step, by_person ? history_episode(scene)->person : history_member(scene));
	history_set_number(step, "version", 1 + history_below(history, last + 1));
	if (history_chance(history, 10)) history_set_number(step, "part", 1);
	history_set_words(scene, step, 100);
	return true;
}

/* Somebody near, mostly; the person says it, or who manages the care. */
bool history_draw_knows(const struct scene *scene)
{
	enum { LEVELS = 4 };
	struct history *history = scene->history;
	const struct checker_episode *episode = history_episode(scene);
	int32_t drawn = history_below(history, 100);
	struct history_step *step = history_in_file(scene, COMMAND_MEMBER_KNOWS);
	struct id whom = drawn < 75 ? history_member(scene) : history_anybody(scene);
	for (int tries = 0; tries < 6 && drawn < 60; tries++) {
		const struct checker_account *account = checker_account_of(scene->checker, whom);
		if (account != NULL && (account->kind == KIND_RELATIVE || account->kind == KIND_VOLUNTEER))
			break;
		whom = history_member(scene);
	}
	struct id right = episode->care_manager;
	if (drawn % 2 == 0) right = episode->person;
	if (drawn % 10 == 7) right = history_member(scene);
	history_act(scene, step, right);
	history_set_id(scene, step, "account", whom);
	if (history_chance(history, 5)) history_set_ref(step, "account", history_unknown(history));
	history_set_number(step, "knows", 1 + history_below(history, LEVELS));
	if (history_chance(history, 75)) history_set_number(step, "person_agrees", 1);
	history_set_words(scene, step, 20);
	return true;
}

static void set_days(const struct scene *scene, struct history_step *step, int kind)
{
	struct history *history = scene->history;
	const struct mandate_rule *rule = mandate_rule_of(kind);
	int32_t years = history_below(history, 17);
	if (rule->by_age ? history_chance(history, 95) : history_chance(history, 3))
		history_set_number(
			step, "birth_day", scene->today - years * 365 - history_below(history, 366));
	if (!rule->by_age || history_chance(history, 25))
		history_set_number(step, "until_day",
			history_day(scene, 0, rule->max_days > 0 && rule->max_days < 40 ? rule->max_days : 40));
	if (rule->speaks ? history_chance(history, 3) : history_chance(history, 95))
		history_set_number(step, "allows", 1 << (1 + history_below(history, FORM_COUNT - 1)));
}

static const struct checker_mandate *some_mandate(const struct scene *scene)
{
	const struct checker_episode *episode = history_episode(scene);
	int32_t count = list_count(&episode->mandates);
	if (count == 0) return NULL;
	return list_at(&scene->checker->mandates,
		*(int32_t *)list_at(&episode->mandates, history_below(scene->history, count)));
}

bool history_draw_mandate(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_episode *episode = history_episode(scene);
	int kind = 1 + history_below(history, MANDATE_KIND_COUNT - 1);
	const struct checker_mandate *again = some_mandate(scene);
	if (again != NULL && history_chance(history, 75)) again = NULL;
	if (again != NULL) kind = again->kind;
	struct history_step *step = history_in_file(scene, COMMAND_MANDATE_NAME);
	bool written = kind == MANDATE_WRITTEN && history_chance(history, 75);
	history_act(scene, step, written ? episode->person : episode->care_manager);
	history_set_number(step, "kind", kind);
	bool speaks = mandate_rule_of(kind)->speaks;
	if (speaks ? history_chance(history, 96) : history_chance(history, 3))
		history_set_id(scene, step, "account",
			history_chance(history, 40) ? history_member(scene) : history_staff(scene));
	if (speaks && again != NULL) history_set_id(scene, step, "account", again->account);
	set_days(scene, step, kind);
	history_set_words(scene, step, 100);
	return true;
}

/* By who may, mostly; or by the clock, mostly before its day. */
bool history_draw_mandate_over(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct checker_episode *episode = history_episode(scene);
	int32_t drawn = history_below(history, 100);
	const struct checker_mandate *mandate = some_mandate(scene);
	if (mandate == NULL) return false;
	bool by_clock = history_chance(history, 30);
	struct history_step *step =
		history_in_file(scene, by_clock ? COMMAND_MANDATE_TURN : COMMAND_MANDATE_END);
	history_set_id(scene, step, "mandate", history_chance(history, 93) ? mandate->id : id_none);
	if (by_clock) {
		step->version_back = -1;
		step->by_program = history_chance(history, 95);
		if (step->by_program) return true;
	}
	struct id right = mandate->kind == MANDATE_WRITTEN ? episode->person : episode->care_manager;
	if (drawn < 40 && !id_is_none(mandate->account)) right = mandate->account;
	if (drawn >= 85) right = history_member(scene);
	history_act(scene, step, right);
	if (!by_clock) history_set_words(scene, step, 20);
	return true;
}
