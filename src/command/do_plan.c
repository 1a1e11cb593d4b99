/* do_plan.c - a plan is written, steps are asked for and done, and people say yes to it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "command/command_run.h"

static status facts_of_plan(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	facts->writing = (struct plan_writing){
		.person_agrees = run->params->person_agrees, .by_day = run->params->day};
	if (!facts->episode_known) return STATUS_OK;
	TRY(plan_count_open(run->store, run->region, facts->episode.id, &facts->writing.open, error));
	if (id_is_none(run->params->part)) return STATUS_OK;
	return plan_find_part(run->store, run->region, facts->episode.id, run->params->part,
		&facts->part, &facts->part_known, run->arena, error);
}

/* For whom a step is: who acts, if nobody is named. */
static status load_doer(struct command_run *run, struct error *error)
{
	struct plan_writing *writing = &run->facts.writing;
	struct account *other = &run->facts.other;
	bool known = false;
	if (!run->facts.episode_known) return STATUS_OK;
	writing->who = id_is_none(run->params->account) ? run->actor.account : run->params->account;
	TRY(account_find(run->store, writing->who, other, &known, run->arena, error));
	TRY(command_is_member(run, writing->who, &writing->who_is_member, error));
	/* Who has ended stays in the list of the team, and can do nothing any more. */
	writing->who_is_member = writing->who_is_member && known && other->ended_ms == 0;
	return STATUS_OK;
}

static bool judge_part(struct command_run *run, enum plan_verdict verdict)
{
	if (verdict == PLAN_DAY_OUT_OF_RANGE) {
		command_parameter_day(run, "from", run->today);
		command_parameter_day(run, "to", run->today + PLAN_MAX_DAYS);
	}
	if (verdict == PLAN_TOO_MANY) command_parameter_number(run, "max", PLAN_MAX_OPEN);
	return command_verdict(run, &plan_verdicts, (int)verdict);
}

/* A part that is not there is unknown to every judge. */
static bool refuse_unknown(struct command_run *run)
{
	return command_refuse(run, &plan_verdicts, PLAN_UNKNOWN);
}

/* The row of the new version, behind those that there are. */
static status put_version(struct command_run *run, struct plan_part *part, struct error *error)
{
	part->seq = run->facts.episode.version;
	part->writer = run->command->actor;
	part->at_ms = run->now_ms;
	return COMMAND_PUT(run, plan_part_table, part);
}

/* Who was asked and is not any more finds it no longer; who is, does. */
static status tell_doer(struct command_run *run, const struct plan_part *before,
	const struct plan_part *part, bool waits, struct error *error)
{
	bool stays = waits && id_equal(before->who, part->who);
	if (before->state == PLAN_ASKED && !stays)
		TRY(command_tell(run, before->who, INBOX_NONE, part->id, error));
	return waits ? command_tell(run, part->who, INBOX_PLAN_STEP, part->id, error) : STATUS_OK;
}

static status move_on(struct command_run *run, const struct plan_part *before,
	enum plan_event event, struct error *error)
{
	struct plan_part *part = &run->facts.part;
	const struct plan_move *move = plan_move(part, event);
	if (part->state == PLAN_FREE) part->who = id_none;
	TRY(command_touch(run, error));
	TRY(put_version(run, part, error));
	TRY(tell_doer(run, before, part, move->waits, error));
	run->result.part = part->id;
	run->result.day = part->by_day;
	struct moment moment = {.whom = id_is_none(part->who) ? before->who : part->who,
		.need = part->need,
		.thing = part->id,
		.code = part->kind,
		.day = part->by_day,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

static struct plan_part new_part(struct command_run *run, int32_t kind)
{
	return (struct plan_part){.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.kind = kind,
		.goal = run->params->goal,
		.need = run->facts.need.id,
		.who = run->facts.writing.who,
		.by_day = run->params->day,
		.author = run->actor.account,
		.words = run->params->words};
}

status command_facts_plan_add(struct command_run *run, struct error *error)
{
	TRY(facts_of_plan(run, error));
	return command_load_need(run, error);
}

static bool need_missing(const struct command_run *run)
{
	return !id_is_none(run->params->need) && !run->facts.need_known;
}

bool command_judge_plan_add(struct command_run *run)
{
	if (need_missing(run)) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	return judge_part(
		run, plan_judge_add(&run->actor, run->facts.episode.person, &run->facts.writing));
}

status command_apply_plan_add(struct command_run *run, struct error *error)
{
	static const struct plan_part nothing = {0};
	run->facts.part = new_part(run, run->params->kind);
	return move_on(run, &nothing, PLAN_WRITE, error);
}

status command_facts_plan_change(struct command_run *run, struct error *error)
{
	return facts_of_plan(run, error);
}

bool command_judge_plan_change(struct command_run *run)
{
	if (!run->facts.part_known) return refuse_unknown(run);
	return judge_part(run,
		plan_judge_change(
			&run->facts.part, &run->actor, run->facts.episode.person, &run->facts.writing));
}

status command_apply_plan_change(struct command_run *run, struct error *error)
{
	struct plan_part before = run->facts.part;
	run->facts.part.words = run->params->words;
	run->facts.part.author = run->actor.account;
	return move_on(run, &before, PLAN_WRITE, error);
}

status command_facts_plan_step(struct command_run *run, struct error *error)
{
	struct plan_part goal = {0};
	bool known = false;
	TRY(facts_of_plan(run, error));
	TRY(command_load_need(run, error));
	TRY(load_doer(run, error));
	run->facts.writing.goal_known = id_is_none(run->params->goal);
	if (run->facts.writing.goal_known || !run->facts.episode_known) return STATUS_OK;
	TRY(plan_find_part(run->store, run->region, run->facts.episode.id, run->params->goal, &goal,
		&known, run->arena, error));
	run->facts.writing.goal_known = known && goal.kind == PLAN_GOAL;
	return STATUS_OK;
}

bool command_judge_plan_step(struct command_run *run)
{
	if (need_missing(run)) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	return judge_part(run,
		plan_judge_step(&run->actor, run->facts.episode.person, &run->facts.writing, run->today));
}

status command_apply_plan_step(struct command_run *run, struct error *error)
{
	static const struct plan_part nothing = {0};
	run->facts.part = new_part(run, PLAN_STEP);
	return move_on(run, &nothing, plan_event_for(&run->actor, run->facts.writing.who), error);
}

status command_facts_plan_give(struct command_run *run, struct error *error)
{
	struct plan_writing *writing = &run->facts.writing;
	TRY(facts_of_plan(run, error));
	if (writing->by_day == 0) writing->by_day = run->facts.part.by_day;
	return load_doer(run, error);
}

bool command_judge_plan_give(struct command_run *run)
{
	if (!run->facts.part_known) return refuse_unknown(run);
	return judge_part(run,
		plan_judge_give(&run->facts.part, &run->actor, run->facts.episode.person,
			&run->facts.writing, run->today));
}

status command_apply_plan_give(struct command_run *run, struct error *error)
{
	struct plan_part before = run->facts.part;
	run->facts.part.who = run->facts.writing.who;
	run->facts.part.by_day = run->facts.writing.by_day;
	return move_on(run, &before, plan_event_for(&run->actor, run->facts.writing.who), error);
}

static status make_move(struct command_run *run, enum plan_event event, struct error *error)
{
	struct plan_part before = run->facts.part;
	return move_on(run, &before, event, error);
}

status command_facts_plan_accept(struct command_run *run, struct error *error)
{
	return facts_of_plan(run, error);
}

bool command_judge_plan_accept(struct command_run *run)
{
	if (!run->facts.part_known) return refuse_unknown(run);
	return judge_part(run, plan_judge_accept(&run->facts.part, &run->actor));
}

status command_apply_plan_accept(struct command_run *run, struct error *error)
{
	return make_move(run, PLAN_ACCEPT, error);
}

status command_facts_plan_decline(struct command_run *run, struct error *error)
{
	return facts_of_plan(run, error);
}

bool command_judge_plan_decline(struct command_run *run)
{
	if (!run->facts.part_known) return refuse_unknown(run);
	return judge_part(run, plan_judge_decline(&run->facts.part, &run->actor));
}

status command_apply_plan_decline(struct command_run *run, struct error *error)
{
	return make_move(run, PLAN_DECLINE, error);
}

status command_facts_plan_done(struct command_run *run, struct error *error)
{
	return facts_of_plan(run, error);
}

bool command_judge_plan_done(struct command_run *run)
{
	if (!run->facts.part_known) return refuse_unknown(run);
	return judge_part(run,
		plan_judge_finish(
			&run->facts.part, &run->actor, run->facts.episode.person, run->params->person_agrees));
}

status command_apply_plan_done(struct command_run *run, struct error *error)
{
	return make_move(run, PLAN_FINISH, error);
}

status command_facts_plan_stop(struct command_run *run, struct error *error)
{
	return facts_of_plan(run, error);
}

bool command_judge_plan_stop(struct command_run *run)
{
	if (!run->facts.part_known) return refuse_unknown(run);
	return judge_part(run,
		plan_judge_stop(
			&run->facts.part, &run->actor, run->facts.episode.person, run->params->person_agrees));
}

status command_apply_plan_stop(struct command_run *run, struct error *error)
{
	return make_move(run, PLAN_STOP, error);
}

status command_facts_plan_agree(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	TRY(plan_version(run->store, run->region, facts->episode.id, &facts->plan_version, error));
	struct plan_yes yes = {.region = run->region,
		.episode = facts->episode.id,
		.seq = facts->plan_version,
		.account = run->actor.account};
	return command_get(run, &plan_yes_table, &yes, &facts->plan_agreed, error);
}

bool command_judge_plan_agree(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	enum plan_verdict verdict =
		plan_judge_agree(facts->plan_version, run->params->read_version, facts->plan_agreed);
	if (verdict == PLAN_OTHER_VERSION)
		command_parameter_number(run, "version", facts->plan_version);
	return command_verdict(run, &plan_verdicts, (int)verdict);
}

status command_apply_plan_agree(struct command_run *run, struct error *error)
{
	struct plan_yes yes = {.region = run->region,
		.episode = run->facts.episode.id,
		.seq = run->facts.plan_version,
		.account = run->actor.account,
		.at_ms = run->now_ms};
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, plan_yes_table, &yes));
	struct moment moment = {.words = run->params->words};
	return command_moment(run, moment, error);
}

status command_stop_steps(struct command_run *run, struct error *error)
{
	struct plan_part *steps = ARENA_ARRAY(run->arena, struct plan_part, PLAN_MAX_OPEN);
	size_t count = 0;
	TRY(plan_list_open_steps(
		run->store, run->region, run->facts.episode.id, steps, &count, run->arena, error));
	for (size_t i = 0; i < count; i++) {
		struct plan_part *step = &steps[i];
		if (step->state == PLAN_ASKED)
			TRY(command_tell(run, step->who, INBOX_NONE, step->id, error));
		plan_move(step, PLAN_STOP);
		TRY(put_version(run, step, error));
	}
	return STATUS_OK;
}

status command_free_plan(struct command_run *run, struct id leaver, struct error *error)
{
	struct plan_part *steps = ARENA_ARRAY(run->arena, struct plan_part, PLAN_MAX_OPEN);
	size_t count = 0;
	TRY(plan_list_steps_of(
		run->store, run->region, run->facts.episode.id, leaver, steps, &count, run->arena, error));
	for (size_t i = 0; i < count; i++) {
		struct plan_part *step = &steps[i];
		if (step->state == PLAN_ASKED)
			TRY(command_tell(run, step->who, INBOX_NONE, step->id, error));
		plan_move(step, PLAN_LEAVE);
		step->who = id_none;
		TRY(put_version(run, step, error));
	}
	return STATUS_OK;
}
