/* do_code.c - a new access code in place of one that was lost.
 *
 * The one before and the sessions that began with it end (account.h, command_session_proof). Whose
 * code it is finds it in their inbox, and a person in their own file.
 * Design      docs/decisions/0036-a-lost-code.md
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "command/command_run.h"

static status put_code(struct command_run *run, struct error *error)
{
	struct account *account = &run->facts.other;
	CHECK(!id_is_none(run->command->new_code_index));
	account->code_index = run->command->new_code_index;
	run->result.account = account->id;
	TRY(COMMAND_PUT(run, account_table, account));
	return command_tell(run, account->id, INBOX_CODE, account->id, error);
}

status command_facts_account_renew(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	TRY(account_find(
		run->store, run->params->account, &facts->other, &facts->other_known, run->arena, error));
	facts->account =
		(struct account_facts){.known = facts->other_known && facts->other.region == run->region,
			.ended = facts->other.ended_ms != 0,
			.kind = facts->other.kind};
	return STATUS_OK;
}

bool command_judge_account_renew(struct command_run *run)
{
	return command_verdict(run, &account_verdicts, (int)account_judge_renew(&run->facts.account));
}

status command_apply_account_renew(struct command_run *run, struct error *error)
{
	return put_code(run, error);
}

status command_facts_person_renew(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct roster_place place = {.region = run->region};
	bool on_duty = false;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	place.account = run->actor.account;
	TRY(account_find(
		run->store, facts->episode.person, &facts->other, &facts->other_known, run->arena, error));
	if (!id_is_none(place.account)) TRY(command_get(run, &roster_table, &place, &on_duty, error));
	facts->account =
		(struct account_facts){.known = facts->other_known, .ended = facts->other.ended_ms != 0};
	facts->renewing =
		(struct account_renewing){.is_person = id_equal(run->actor.account, facts->episode.person),
			.is_care_manager = id_equal(run->actor.account, facts->episode.care_manager),
			.is_on_duty = on_duty,
			.person_agrees = run->params->person_agrees};
	return STATUS_OK;
}

bool command_judge_person_renew(struct command_run *run)
{
	return command_verdict(run, &account_verdicts,
		(int)account_judge_renew_person(&run->facts.account, &run->facts.renewing));
}

status command_apply_person_renew(struct command_run *run, struct error *error)
{
	struct moment moment = {.whom = run->facts.other.id};
	TRY(command_touch(run, error));
	TRY(put_code(run, error));
	TRY(command_moment(run, moment, error));
	/* Somebody else than who manages the care did it: they can ask the person. */
	return command_tell(
		run, run->facts.episode.care_manager, INBOX_CODE, run->facts.other.id, error);
}
