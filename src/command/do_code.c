/* do_code.c - a new access code in place of one that was lost.
 *
 * The one before and the sessions that began with it end (account.h, command_session_proof). Whose
 * code it is finds it in their inbox, and a person in their own file.
 * Design      docs/decisions/0036-a-lost-code.md
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "care/caseload.h"
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

/* In how many teams of others, wherever. */
static status count_teams(
	struct command_run *run, struct id account, int64_t *count, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	*count = 0;
	TRY(caseload_open_shards(run->store, account, &cursor, error));
	for (;;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		*count += store_value_int(&row[1]);
	}
}

/* The person's; or that of a relative of this shard who is in this team and in no other, so that it
 * opens nothing that who gives it does not see already. */
static status load_whose(struct command_run *run, bool *is_of_file, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct account *whose = &facts->other;
	int64_t teams = 0;
	bool is_member = false;
	struct id id = run->params->account;
	if (id_is_none(id)) id = facts->episode.person;
	TRY(account_find(run->store, id, whose, &facts->other_known, run->arena, error));
	*is_of_file = id_equal(id, facts->episode.person);
	bool is_relative = whose->kind == MEMBER_RELATIVE && whose->region == run->region;
	if (*is_of_file || !is_relative) return STATUS_OK;
	TRY(command_is_member(run, id, &is_member, error));
	TRY(count_teams(run, id, &teams, error));
	*is_of_file = is_member && teams == 1;
	return STATUS_OK;
}

status command_facts_person_renew(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct roster_place place = {.region = run->region};
	bool on_duty = false, is_of_file = false;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	place.account = run->actor.account;
	TRY(load_whose(run, &is_of_file, error));
	if (!id_is_none(place.account)) TRY(command_get(run, &roster_table, &place, &on_duty, error));
	facts->account =
		(struct account_facts){.known = facts->other_known, .ended = facts->other.ended_ms != 0};
	facts->renewing =
		(struct account_renewing){.is_person = id_equal(run->actor.account, facts->episode.person),
			.is_care_manager = id_equal(run->actor.account, facts->episode.care_manager),
			.is_on_duty = on_duty,
			.person_agrees = run->params->person_agrees,
			.is_of_file = is_of_file};
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
	if (!id_equal(run->facts.other.id, run->facts.episode.person))
		TRY(command_tell(run, run->facts.episode.person, INBOX_CODE, run->facts.other.id, error));
	/* Somebody else than who manages the care did it: they can ask the person. */
	return command_tell(
		run, run->facts.episode.care_manager, INBOX_CODE, run->facts.other.id, error);
}
