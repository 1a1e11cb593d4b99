/* do_join.c - somebody is asked into the team, answers, or leaves it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/date.h"
#include "care/norm.h"
#include "care/knowing.h"
#include "command/command_run.h"

status command_load_asking(struct command_run *run, struct id account, struct error *error)
{
	struct command_facts *facts = &run->facts;
	bool asked = false;
	TRY(account_find(run->store, account, &facts->other, &facts->other_known, run->arena, error));
	if (facts->episode_known) TRY(command_is_member(run, account, &facts->other_is_member, error));
	TRY(file_is_asked(run->store, run->region, run->params->episode, account, &asked, error));
	TRY(file_count_team(
		run->store, run->region, run->params->episode, &facts->asking.around, error));
	int32_t knows = KNOWS_NOT_SAID;
	if (facts->episode_known) TRY(command_read_knowing(run, account, &knows, error));
	/* Who is kept out of sight is not there for anybody who asks. */
	facts->other_known = facts->other_known && knows != KNOWS_NOTHING;
	facts->asking = (struct join_asking){.around = facts->asking.around,
		.person_agrees = run->params->person_agrees,
		.account_known = facts->other_known,
		.account_ended = facts->other.ended_ms != 0,
		.account_kind = facts->other.kind,
		.already_member = facts->other_is_member,
		.already_asked = asked};
	return STATUS_OK;
}

status command_facts_join_ask(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	return command_load_asking(run, run->params->account, error);
}

bool command_judge_asking(struct command_run *run)
{
	enum join_verdict verdict =
		join_judge_ask(&run->actor, run->facts.episode.person, &run->facts.asking);
	if (verdict == JOIN_TOO_MANY) command_parameter_number(run, "max", JOIN_MAX_TEAM);
	return command_verdict(run, &join_verdicts, (int)verdict);
}

bool command_judge_join_ask(struct command_run *run)
{
	return command_judge_asking(run);
}

status command_put_asking(struct command_run *run, struct span words, struct error *error)
{
	const struct account *asked = &run->facts.other;
	struct join join = {.region = run->region,
		.id = id_draw(run->prng),
		.episode = run->facts.episode.id,
		.account = asked->id,
		.asked_by = run->actor.account,
		.asked_ms = run->now_ms,
		.expires_ms = norm_end_ms(NORM_JOIN, run->now_ms),
		.words = words};
	join_move(&join, JOIN_ASK);
	run->result.join = join.id;
	TRY(COMMAND_PUT(run, join_table, &join));
	TRY(command_due(run, DUE_JOIN, join.id, join.expires_ms, error));
	return command_notify(run, asked->region, asked->id, INBOX_JOIN, join.id, error);
}

status command_apply_join_ask(struct command_run *run, struct error *error)
{
	struct moment moment = {.whom = run->params->account, .words = run->params->words};
	TRY(command_touch(run, error));
	TRY(command_put_asking(run, run->params->words, error));
	moment.thing = run->result.join;
	return command_moment(run, moment, error);
}

status command_facts_join_invite(struct command_run *run, struct error *error)
{
	struct join_asking *asking = &run->facts.asking;
	TRY(command_load_episode(run, error));
	asking->person_agrees = run->params->person_agrees;
	return file_count_team(run->store, run->region, run->params->episode, &asking->around, error);
}

bool command_judge_join_invite(struct command_run *run)
{
	const struct episode *episode = &run->facts.episode;
	enum join_verdict verdict =
		join_judge_invite(&run->actor, episode->person, episode->care_manager, &run->facts.asking);
	if (verdict == JOIN_TOO_MANY) command_parameter_number(run, "max", JOIN_MAX_TEAM);
	return command_verdict(run, &join_verdicts, (int)verdict);
}

/* There are no words with it: who invites gives the code by hand, and says it themselves. */
status command_apply_join_invite(struct command_run *run, struct error *error)
{
	struct account *invited = &run->facts.other;
	*invited = (struct account){.region = run->region,
		.id = run->command->subject,
		.kind = MEMBER_RELATIVE,
		.code_index = run->command->new_code_index,
		.created_ms = run->now_ms,
		.name = run->params->name};
	run->result.account = invited->id;
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, account_table, invited));
	TRY(command_put_asking(run, (struct span){0}, error));
	struct moment moment = {.whom = invited->id, .thing = run->result.join};
	return command_moment(run, moment, error);
}

static status facts_of_join(struct command_run *run, struct error *error)
{
	struct account *other = &run->facts.other;
	TRY(command_load_episode(run, error));
	TRY(command_load_join(run, error));
	return account_find(
		run->store, run->facts.join.account, other, &run->facts.other_known, run->arena, error);
}

/* Who asked hears of a no, and of nothing in time, if they are still in the team. A yes they see
 * there. */
static status tell_asker(struct command_run *run, enum join_event event, struct error *error)
{
	const struct join *join = &run->facts.join;
	bool there = false;
	if (event != JOIN_DECLINE && event != JOIN_EXPIRE) return STATUS_OK;
	TRY(command_is_member(run, join->asked_by, &there, error));
	if (!there) return STATUS_OK;
	return command_tell(run, join->asked_by, INBOX_ANSWERED, join->id, error);
}

/* The asking has ended: how, and who is told. */
static status end_join(struct command_run *run, enum join_event event, struct error *error)
{
	struct join *join = &run->facts.join;
	bool joined = join_move(join, event);
	join->answered_ms = run->now_ms;
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, join_table, join));
	TRY(command_due_end(run, DUE_JOIN, join->id, join->expires_ms, error));
	if (joined) TRY(command_put_member(run, &run->actor, WAY_JOINED, error));
	run->result.join = join->id;
	struct moment moment = {.whom = join->account, .thing = join->id, .words = run->params->words};
	TRY(command_moment(run, moment, error));
	TRY(tell_asker(run, event, error));
	return command_notify(run, run->facts.other.region, join->account, INBOX_NONE, join->id, error);
}

status command_facts_join_accept(struct command_run *run, struct error *error)
{
	return facts_of_join(run, error);
}

bool command_judge_join_accept(struct command_run *run)
{
	if (!run->facts.join_known) return command_refuse(run, &join_verdicts, JOIN_UNKNOWN);
	return command_verdict(
		run, &join_verdicts, (int)join_judge_answer(&run->facts.join, &run->actor, run->now_ms));
}

status command_apply_join_accept(struct command_run *run, struct error *error)
{
	return end_join(run, JOIN_ACCEPT, error);
}

status command_facts_join_decline(struct command_run *run, struct error *error)
{
	return facts_of_join(run, error);
}

bool command_judge_join_decline(struct command_run *run)
{
	return command_judge_join_accept(run);
}

status command_apply_join_decline(struct command_run *run, struct error *error)
{
	return end_join(run, JOIN_DECLINE, error);
}

status command_facts_join_withdraw(struct command_run *run, struct error *error)
{
	return facts_of_join(run, error);
}

bool command_judge_join_withdraw(struct command_run *run)
{
	if (!run->facts.join_known) return command_refuse(run, &join_verdicts, JOIN_UNKNOWN);
	enum join_verdict verdict =
		join_judge_withdraw(&run->facts.join, &run->actor, run->facts.episode.person);
	return command_verdict(run, &join_verdicts, (int)verdict);
}

status command_apply_join_withdraw(struct command_run *run, struct error *error)
{
	return end_join(run, JOIN_WITHDRAW, error);
}

status command_facts_join_expire(struct command_run *run, struct error *error)
{
	return facts_of_join(run, error);
}

bool command_judge_join_expire(struct command_run *run)
{
	if (!run->facts.join_known) return command_refuse(run, &join_verdicts, JOIN_UNKNOWN);
	return command_verdict(
		run, &join_verdicts, (int)join_judge_expire(&run->facts.join, run->now_ms));
}

status command_apply_join_expire(struct command_run *run, struct error *error)
{
	return end_join(run, JOIN_EXPIRE, error);
}

status command_facts_member_leave(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	if (!run->facts.episode_known) return STATUS_OK;
	return command_load_ties(run, run->params->account, error);
}

bool command_judge_member_leave(struct command_run *run)
{
	enum team_verdict verdict = team_judge_leave(
		&run->actor, run->params->account, run->facts.episode.person, &run->facts.ties);
	return command_verdict(run, &team_verdicts, (int)verdict);
}

/* A step is for somebody in the team: what the leaver would have done is for who bears the need,
 * and who is told so. Of a step that is late they have been told before. */
static status give_step_back(struct command_run *run, struct step step, struct error *error)
{
	struct need need = {.region = run->region, .episode = step.episode, .id = step.need};
	TRY(store_record_get(run->store, &need_table, &need, run->arena, error));
	bool is_told = id_equal(step.who, step.told_to);
	if (step.late != STEP_IN_TIME && !is_told)
		TRY(command_tell(run, step.who, INBOX_NONE, step.id, error));
	step.who = need.bearer;
	if (!id_equal(need.bearer, run->actor.account)) step.kind = STEP_TAKE_BACK;
	TRY(command_tell(run, need.bearer, INBOX_RETURNED, need.id, error));
	return COMMAND_PUT(run, step_table, &step);
}

/* At most one of each open need (NEED_MAX_OPEN). */
status command_give_steps_back(struct command_run *run, struct id leaver, struct error *error)
{
	struct step *steps = ARENA_ARRAY(run->arena, struct step, NEED_MAX_OPEN);
	size_t count = 0;
	do {
		TRY(file_list_steps_of(run->store, run->region, run->facts.episode.id, leaver, steps,
			NEED_MAX_OPEN, &count, run->arena, error));
		for (size_t i = 0; i < count; i++) TRY(give_step_back(run, steps[i], error));
	} while (count == NEED_MAX_OPEN);
	return STATUS_OK;
}

/* Whom the person shows out holds along no more. */
static status let_go(struct command_run *run, struct id leaver, struct error *error)
{
	enum { SOME = 16 };
	struct id ids[SOME];
	size_t count = 0;
	do {
		TRY(file_list_held_along(
			run->store, run->region, run->facts.episode.id, leaver, ids, SOME, &count, error));
		for (size_t i = 0; i < count; i++) {
			struct handover handover = {
				.region = run->region, .episode = run->facts.episode.id, .id = ids[i]};
			TRY(store_record_get(run->store, &handover_table, &handover, run->arena, error));
			handover.sharing = false;
			TRY(COMMAND_PUT(run, handover_table, &handover));
		}
	} while (count == SOME);
	return STATUS_OK;
}

status command_apply_member_leave(struct command_run *run, struct error *error)
{
	struct member member = {
		.region = run->region, .episode = run->facts.episode.id, .account = run->params->account};
	TRY(store_record_get(run->store, &team_member_table, &member, run->arena, error));
	member.left_ms = run->now_ms;
	TRY(command_touch(run, error));
	TRY(command_give_steps_back(run, member.account, error));
	TRY(let_go(run, member.account, error));
	TRY(COMMAND_PUT(run, team_member_table, &member));
	TRY(command_pass_advice(run, member.account, error));
	TRY(command_leave_behind(run, member.account, error));
	struct moment moment = {.whom = member.account, .words = run->params->words};
	return command_moment(run, moment, error);
}
