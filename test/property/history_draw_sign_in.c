/* history_draw_sign_in.c - invitations, passwords, second factors, and sessions by them.
 *
 * What a client would have proved is said as it comes before the writer: which generation of the
 * password, and which step a code is of.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history_draw.h"

static const struct history_place *made_in(const struct scene *scene, enum history_made made)
{
	const struct list *list = &scene->history->memory.made;
	for (int tries = 0; tries < 400 && list_count(list) > 0; tries++) {
		const struct history_place *place =
			list_at(list, history_below(scene->history, list_count(list)));
		if (place->made == made) return place;
	}
	return NULL;
}

static bool same_ref(struct history_ref a, struct history_ref b)
{
	return a.step == b.step && a.made == b.made;
}

/* How often a password of this account was set or changed: which one it has. */
static int64_t generation_of(const struct scene *scene, struct history_ref account)
{
	const struct list *list = &scene->history->memory.made;
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(list); i++) {
		const struct history_place *place = list_at(list, i);
		if (place->made == MADE_PASSWORD && same_ref(place->of, account)) count++;
	}
	return count;
}

static void set_proof(
	const struct scene *scene, struct history_step *step, struct history_ref account)
{
	int64_t generation = generation_of(scene, account);
	int32_t drawn = history_below(scene->history, 100);
	history_set_number(step, "proved", drawn < 88 ? 1 : 0);
	history_set_number(step, "generation", drawn >= 94 ? generation - 1 : generation);
}

/* Later steps give later codes; now and then one that was given before. */
static void set_code(const struct scene *scene, struct history_step *step)
{
	int64_t now = list_count(&scene->history->steps);
	int32_t drawn = history_below(scene->history, 100);
	if (drawn < 70) history_set_number(step, "step", now);
	if (drawn >= 70 && drawn < 85) history_set_number(step, "step", now / 2);
}

bool history_draw_password_invite(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100);
	struct id id = drawn < 60 ? history_staff(scene)
		: drawn < 88          ? history_anybody(scene)
							  : history_ended(scene);
	const struct checker_account *account = checker_account_of(scene->checker, id);
	int32_t region = account == NULL ? SHARD_FIRST : account->region;
	struct history_step *step =
		history_add_command(scene->history, COMMAND_PASSWORD_INVITE, region);
	history_administer(scene, step);
	history_set_id(scene, step, "account", id);
	return true;
}

bool history_draw_password_set(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct history_place *invite = made_in(scene, MADE_INVITE);
	const struct history_place *other = made_in(scene, MADE_PASSWORD);
	int32_t drawn = history_below(history, 100);
	if (invite == NULL) return false;
	struct history_step *step = history_add_command(history, COMMAND_PASSWORD_SET, invite->region);
	history_set_ref(step, "invite", invite->ref);
	if (drawn < 3) history_set_ref(step, "invite", history_unknown(history));
	history_set_ref(step, "login_index", drawn >= 80 && other != NULL ? other->of : invite->of);
	history_set_number(step, "sealed_login", history_below(history, HISTORY_TEXTS));
	history_set_number(step, "sealed_hash", history_below(history, HISTORY_TEXTS));
	if (history_chance(history, 12)) history_set_number(step, "easy", 1);
	return true;
}

bool history_draw_sign_in(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct history_place *password = made_in(scene, MADE_PASSWORD);
	const struct history_place *codes = made_in(scene, MADE_CODES);
	int32_t drawn = history_below(history, 100);
	if (password == NULL) return false;
	if (codes != NULL && history_chance(history, 60)) password = codes;
	struct history_step *step =
		history_add_command(history, COMMAND_SESSION_SIGN_IN, password->region);
	history_set_ref(step, "account", password->of);
	history_set_ref(step, "login_index", drawn < 3 ? history_unknown(history) : password->of);
	set_proof(scene, step, password->of);
	if (drawn < 20) return true;
	history_set_number(step, "second", drawn < 70 ? 1 : 2);
	if (drawn < 70) set_code(scene, step);
	if (drawn < 70 || codes == NULL) return true;
	history_set_ref(step, "code_index", codes->ref);
	history_set_number(step, "code_index", 1 + history_below(history, 11));
	return true;
}

/* Of who has a password, mostly. */
static struct history_step *of_own(const struct scene *scene, enum command_number number)
{
	const struct history_place *password = made_in(scene, MADE_PASSWORD);
	struct id id = history_staff(scene);
	const struct checker_account *account = checker_account_of(scene->checker, id);
	bool has = password != NULL && !history_chance(scene->history, 12);
	int32_t region = has ? password->region : account == NULL ? SHARD_FIRST : account->region;
	struct history_step *step = history_add_command(scene->history, number, region);
	if (has)
		step->actor = password->of;
	else
		history_act(scene, step, id);
	return step;
}

bool history_draw_password_change(const struct scene *scene)
{
	struct history_step *step = of_own(scene, COMMAND_PASSWORD_CHANGE);
	history_set_number(step, "sealed_hash", history_below(scene->history, HISTORY_TEXTS));
	set_proof(scene, step, step->actor);
	if (history_chance(scene->history, 12)) history_set_number(step, "easy", 1);
	if (history_chance(scene->history, 12)) history_set_number(step, "same", 1);
	return true;
}

bool history_draw_second(const struct scene *scene)
{
	static const enum command_number numbers[] = {COMMAND_SECOND_BEGIN, COMMAND_SECOND_BEGIN,
		COMMAND_SECOND_CONFIRM, COMMAND_SECOND_CONFIRM, COMMAND_SECOND_CONFIRM, COMMAND_SECOND_END};
	enum command_number number = numbers[history_below(scene->history, 6)];
	struct history_step *step = of_own(scene, number);
	if (number == COMMAND_SECOND_CONFIRM) {
		set_code(scene, step);
		return true;
	}
	set_proof(scene, step, step->actor);
	if (number == COMMAND_SECOND_BEGIN)
		history_set_number(step, "sealed_secret", history_below(scene->history, HISTORY_TEXTS));
	return true;
}

bool history_draw_sessions(const struct scene *scene)
{
	const struct history_place *session = made_in(scene, MADE_SESSION);
	int32_t drawn = history_below(scene->history, 100);
	if (session == NULL) return false;
	enum command_number number = drawn < 70 ? COMMAND_SESSION_END_ONE
		: drawn < 85                        ? COMMAND_SESSION_END_ALL
		: drawn < 92                        ? LOOK_OWN_DATA
											: LOOK_SESSIONS;
	struct history_step *step = history_add_command(scene->history, number, session->region);
	step->actor = session->of;
	if (number != COMMAND_SESSION_END_ONE) return true;
	if (drawn < 15) history_act(scene, step, history_staff(scene));
	history_set_ref(step, "session", drawn < 20 ? history_unknown(scene->history) : session->ref);
	return true;
}
