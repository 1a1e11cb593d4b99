/* do_knowing.c - what somebody around a person may know; and somebody is kept out of sight.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/knowing.h"
#include "command/command_run.h"

status command_read_knowing(
	struct command_run *run, struct id account, int32_t *knows, struct error *error)
{
	struct knowing knowing = {
		.region = run->region, .episode = run->facts.episode.id, .account = account};
	bool known = false;
	*knows = KNOWS_NOT_SAID;
	if (id_is_none(account)) return STATUS_OK;
	TRY(command_get(run, &knowing_table, &knowing, &known, error));
	if (known) *knows = knowing.knows;
	return STATUS_OK;
}

status command_facts_member_knows(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	const struct command_params *params = run->params;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	TRY(account_find(
		run->store, params->account, &facts->other, &facts->other_known, run->arena, error));
	return command_load_ties(run, params->account, error);
}

bool command_judge_member_knows(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	const struct knowing_saying saying = {.account_known = facts->other_known,
		.account_kind = facts->other.kind,
		.is_person = id_equal(run->params->account, facts->episode.person),
		.by_person = id_equal(run->actor.account, facts->episode.person),
		.by_care_manager = id_equal(run->actor.account, facts->episode.care_manager),
		.person_agrees = run->params->person_agrees,
		.knows = run->params->knows,
		.ties = facts->ties};
	return command_verdict(run, &knowing_verdicts, (int)knowing_judge_say(&saying));
}

/* Nothing of this file is theirs any more: what they bore and would do is the care manager's and
 * the bearers', and they are in the team no longer. */
static status put_out_of_sight(struct command_run *run, struct error *error)
{
	struct member member = {
		.region = run->region, .episode = run->facts.episode.id, .account = run->params->account};
	bool known = false;
	TRY(command_get(run, &team_member_table, &member, &known, error));
	if (!known || member.left_ms != 0) return STATUS_OK;
	TRY(command_take_needs_back(run, member.account, error));
	TRY(command_give_steps_back(run, member.account, error));
	TRY(command_leave_behind(run, member.account, error));
	member.left_ms = run->now_ms;
	TRY(COMMAND_PUT(run, team_member_table, &member));
	return command_pass_advice(run, member.account, error);
}

status command_apply_member_knows(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct knowing knowing = {.region = run->region,
		.episode = run->facts.episode.id,
		.account = params->account,
		.knows = params->knows,
		.said_by = run->actor.account,
		.said_ms = run->now_ms};
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, knowing_table, &knowing));
	if (knowing.knows == KNOWS_NOTHING) TRY(put_out_of_sight(run, error));
	struct moment moment = {.whom = knowing.account, .code = knowing.knows, .words = params->words};
	return command_moment(run, moment, error);
}
