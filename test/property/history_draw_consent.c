/* history_draw_consent.c - what somebody may know by the person's own yes; and looks at it, also
 * after it was taken back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history_draw.h"

enum { PARTS = 10, MAX_DAYS = 731 };

static int64_t some_parts(struct history *history)
{
	int64_t parts = 0;
	if (history_chance(history, 7)) return 0;
	if (history_chance(history, 12)) return 0x7fe;
	for (int32_t i = 0, count = 1 + history_below(history, 3); i < count; i++)
		parts |= INT64_C(1) << (1 + history_below(history, PARTS));
	return parts;
}

static struct id organisation_of(const struct scene *scene, struct id account)
{
	const struct checker_account *of = checker_account_of(scene->checker, account);
	return of == NULL ? id_none : of->organisation;
}

static struct id some_organisation(const struct scene *scene)
{
	struct id found = id_none;
	for (int tries = 0; tries < 8 && id_is_none(found); tries++) {
		const struct checker_account *account =
			checker_account_of(scene->checker, history_staff(scene));
		if (account != NULL && account->region == history_episode(scene)->region)
			found = account->organisation;
	}
	return found;
}

static const struct checker_grant *some_grant(const struct scene *scene)
{
	const struct checker_episode *episode = history_episode(scene);
	int32_t count = list_count(&episode->grants);
	if (count == 0) return NULL;
	int32_t at = count - 1 - history_below(scene->history, count < 4 ? count : 4);
	return list_at(&scene->checker->grants, *(const int32_t *)list_at(&episode->grants, at));
}

/* Often about who was named before, so that one thing is weighed against another. */
static void set_receiver(const struct scene *scene, struct history_step *step)
{
	struct history *history = scene->history;
	const struct checker_episode *episode = history_episode(scene);
	const struct checker_grant *before = some_grant(scene);
	int32_t drawn = history_below(history, 100);
	struct id account = drawn < 60 ? history_staff(scene) : id_none;
	struct id organisation = drawn >= 60 && drawn < 88 ? some_organisation(scene) : id_none;
	if (drawn >= 96) account = history_anybody(scene);
	if (drawn >= 91 && drawn <= 95) account = episode->person;
	if (drawn == 90) account = history_ended(scene);
	if (before != NULL && drawn < 30) account = before->account;
	if (before != NULL && drawn < 30 && id_is_none(account)) organisation = before->organisation;
	if (before != NULL && drawn >= 60 && drawn < 75 && !id_is_none(before->account))
		organisation = organisation_of(scene, before->account);
	if (list_count(&episode->hidden) > 0 && drawn >= 40 && drawn < 60)
		account = *(const struct id *)list_at(&episode->hidden, 0);
	if (drawn == 89) account = history_staff(scene), organisation = some_organisation(scene);
	if (!id_is_none(account)) history_set_id(scene, step, "account", account);
	if (!id_is_none(organisation)) history_set_id(scene, step, "organisation", organisation);
}

/* Somebody is kept out of sight, and then may know something all the same: mostly not. */
static void draw_hidden(const struct scene *scene)
{
	struct id whom = history_staff(scene), person = history_episode(scene)->person;
	struct history_step *step = history_in_file(scene, COMMAND_MEMBER_KNOWS);
	step->actor = history_ref_of(scene->history, person);
	history_set_id(scene, step, "account", whom);
	history_set_number(step, "knows", 4);
	step = history_in_file(scene, COMMAND_CONSENT_GIVE);
	step->actor = history_ref_of(scene->history, person);
	history_set_id(scene, step, "account", whom);
	history_set_number(step, "parts", some_parts(scene->history));
	history_set_number(step, "until_day", history_day(scene, 0, MAX_DAYS));
}

bool history_draw_consent(const struct scene *scene)
{
	struct history *history = scene->history;
	bool objects = history_chance(history, 30);
	if (history_chance(history, 8)) {
		draw_hidden(scene);
		return true;
	}
	struct history_step *step =
		history_in_file(scene, objects ? COMMAND_CONSENT_OBJECT : COMMAND_CONSENT_GIVE);
	bool by_person = history_chance(history, 80);
	history_act(scene, step, by_person ? history_episode(scene)->person : history_member(scene));
	set_receiver(scene, step);
	history_set_number(step, "parts", some_parts(history));
	bool ends = objects ? history_chance(history, 50) : history_chance(history, 97);
	int32_t most = history_chance(history, 60) ? 9 : MAX_DAYS;
	if (ends) history_set_number(step, "until_day", history_day(scene, 0, most));
	return true;
}

bool history_draw_consent_withdraw(const struct scene *scene)
{
	struct history *history = scene->history;
	bool again = history_chance(history, 55);
	const struct checker_grant *grant = some_grant(scene);
	if (grant == NULL) return false;
	for (int tries = 0; tries < 6 && grant->withdrawn != again; tries++) grant = some_grant(scene);
	struct history_step *step = history_in_file(scene, COMMAND_CONSENT_WITHDRAW);
	bool by_person = history_chance(history, 85);
	history_act(scene, step, by_person ? history_episode(scene)->person : history_member(scene));
	history_set_id(scene, step, "consent", history_chance(history, 78) ? grant->id : id_none);
	if (!history_chance(history, 10)) return true;
	/* Twice: the second time there is nothing left to take back. */
	struct history_step *twice = history_in_file(scene, COMMAND_CONSENT_WITHDRAW);
	history_act(scene, twice, history_episode(scene)->person);
	history_set_id(scene, twice, "consent", grant->id);
	return true;
}

/* By whom it is about; whether it still stands or not. */
bool history_draw_consented(const struct scene *scene)
{
	static const enum command_number looks[] = {LOOK_EPISODE, LOOK_IDENTITY, LOOK_PLAN,
		LOOK_CONVERSATION, LOOK_STAYS, LOOK_CONSULTS, LOOK_MANDATES, LOOK_LOG, LOOK_TIMELINE,
		LOOK_CONSENTS};
	struct history *history = scene->history;
	const struct checker_grant *grant = some_grant(scene);
	if (grant == NULL) return false;
	struct history_step *step = history_in_file(scene, looks[history_below(history, 10)]);
	struct id reader = grant->account;
	for (int tries = 0; tries < 20 && id_is_none(reader); tries++) {
		struct id staff = history_staff(scene);
		if (id_equal(organisation_of(scene, staff), grant->organisation)) reader = staff;
	}
	if (step->entry->number == LOOK_CONSENTS) reader = history_episode(scene)->person;
	history_act(scene, step, reader);
	return true;
}
