/* history_draw_code.c - draws who is invited, who gets a new code, and who looks for whom to ask.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history_draw.h"

bool history_draw_join_invite(const struct scene *scene)
{
	struct history_step *step = history_in_file(scene, COMMAND_JOIN_INVITE);
	const struct checker_episode *episode = history_episode(scene);
	int32_t drawn = history_below(scene->history, 100);
	struct id right = drawn < 50 ? episode->person : episode->care_manager;
	history_act(scene, step, drawn < 85 ? right : history_member(scene));
	history_set_number(step, "name", history_below(scene->history, HISTORY_TEXTS));
	if (drawn < 80) history_set_yes(scene, step);
	return true;
}

bool history_draw_person_renew(const struct scene *scene)
{
	struct history_step *step = history_in_file(scene, COMMAND_PERSON_RENEW);
	const struct checker_episode *episode = history_episode(scene);
	int32_t drawn = history_below(scene->history, 100);
	struct id right = episode->care_manager;
	if (drawn >= 55) right = history_member(scene);
	if (drawn >= 70) right = history_staff(scene);
	if (drawn >= 85) right = episode->person;
	history_act(scene, step, right);
	if (drawn % 10 < 8) history_set_yes(scene, step);
	if (drawn % 7 == 0) history_set_id(scene, step, "account", history_member(scene));
	return true;
}

bool history_draw_account_renew(const struct scene *scene)
{
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100);
	struct id id = drawn < 65 ? history_staff(scene) : history_anybody(scene);
	if (drawn >= 92) id = history_ended(scene);
	const struct checker_account *account = checker_account_of(scene->checker, id);
	int32_t region = account == NULL || drawn == 40 ? SHARD_FIRST : account->region;
	struct history_step *step = history_add_command(history, COMMAND_ACCOUNT_RENEW, region);
	history_administer(scene, step);
	history_set_id(scene, step, "account", id);
	if (drawn == 41) history_set_ref(step, "account", history_unknown(history));
	return true;
}

bool history_draw_colleagues(const struct scene *scene)
{
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100);
	struct history_step *step =
		history_add_command(history, LOOK_COLLEAGUES, drawn < 50 ? SHARD_FIRST : SHARD_SECOND);
	history_act(scene, step, drawn < 70 ? history_staff(scene) : history_anybody(scene));
	return true;
}
