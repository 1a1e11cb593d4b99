/* do_mandate.c - somebody speaks for a person, or a title allows something; until the clock says.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/knowing.h"
#include "care/mandate.h"
#include "command/command_run.h"

status command_facts_mandate_name(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	const struct command_params *params = run->params;
	int32_t knows = KNOWS_NOT_SAID;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	TRY(account_find(
		run->store, params->account, &facts->other, &facts->other_known, run->arena, error));
	TRY(command_read_knowing(run, params->account, &knows, error));
	const struct account *other = &facts->other;
	facts->mandating = (struct mandate_naming){.kind = params->kind,
		.account_given = !id_is_none(params->account),
		.account_can = facts->other_known && other->ended_ms == 0 && knows != KNOWS_NOTHING &&
			other->kind != MEMBER_PERSON && other->kind != MEMBER_ADMINISTRATOR,
		.by_person = id_equal(run->actor.account, facts->episode.person),
		.by_care_manager = id_equal(run->actor.account, facts->episode.care_manager),
		.by_professional = run->actor.kind == MEMBER_PROFESSIONAL,
		.birth_day = params->day,
		.until_day = params->next_day,
		.allows = params->allows};
	return mandate_stands(run->store, run->region, facts->episode.id, params->kind, params->account,
		&facts->mandating.already, error);
}

bool command_judge_mandate_name(struct command_run *run)
{
	const struct mandate_naming *naming = &run->facts.mandating;
	enum mandate_verdict verdict = mandate_judge_name(naming, run->today);
	if (verdict == MANDATE_UNTIL) {
		command_parameter_day(run, "from", run->today);
		command_parameter_day(run, "to",
			mandate_last_day(mandate_rule_of(naming->kind), naming->birth_day, run->today));
	}
	return command_verdict(run, &mandate_verdicts, (int)verdict);
}

/* The row, its clock and a line in the timeline; after command_touch. */
static status put_mandate(struct command_run *run, struct error *error)
{
	const struct mandate *mandate = &run->facts.mandate;
	TRY(COMMAND_PUT(run, mandate_table, mandate));
	if (mandate->due_ms != 0)
		TRY(command_due(run, DUE_MANDATE, mandate->id, mandate->due_ms, error));
	run->result.mandate = mandate->id;
	run->result.day = mandate->until_day;
	struct moment moment = {.whom = mandate->account,
		.thing = mandate->id,
		.code = mandate->kind,
		.second = mandate->state,
		.day = mandate->until_day,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

/* Who speaks for somebody is in the team. */
static status bring_in(struct command_run *run, struct error *error)
{
	bool is_member = false;
	const struct account *other = &run->facts.other;
	const struct care_actor speaker = {
		.account = other->id, .kind = other->kind, .organisation = other->organisation};
	if (id_is_none(run->facts.mandate.account)) return STATUS_OK;
	TRY(command_is_member(run, speaker.account, &is_member, error));
	return is_member ? STATUS_OK : command_put_member(run, &speaker, WAY_REPRESENTS, error);
}

status command_apply_mandate_name(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	const struct mandate_rule *rule = mandate_rule_of(params->kind);
	struct mandate *mandate = &run->facts.mandate;
	*mandate = (struct mandate){.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.account = params->account,
		.kind = params->kind,
		.allows = params->allows,
		.birth_day = params->day,
		.until_day = params->next_day,
		.named_by = run->actor.account,
		.named_ms = run->now_ms,
		.words = params->words};
	if (mandate->until_day == 0)
		mandate->until_day = mandate_last_day(rule, mandate->birth_day, run->today);
	bool youth = rule->by_age && mandate_birthday(mandate->birth_day, 12) <= run->today;
	mandate_move(mandate, youth ? MANDATE_NAME_YOUTH : MANDATE_NAME);
	TRY(command_touch(run, error));
	TRY(bring_in(run, error));
	return put_mandate(run, error);
}

static status facts_of_mandate(struct command_run *run, struct error *error)
{
	struct mandate *mandate = &run->facts.mandate;
	TRY(command_load_episode(run, error));
	mandate->region = run->region;
	mandate->episode = run->params->episode;
	mandate->id = run->params->mandate;
	if (!run->facts.episode_known) return STATUS_OK;
	return command_get(run, &mandate_table, mandate, &run->facts.mandate_known, error);
}

/* Who spoke for them leaves; what is theirs by now they keep, and know no more than that. */
static status let_go(struct command_run *run, struct error *error)
{
	struct member member = {.region = run->region,
		.episode = run->facts.episode.id,
		.account = run->facts.mandate.account};
	bool known = false, holds = false;
	if (id_is_none(member.account)) return STATUS_OK;
	TRY(command_get(run, &team_member_table, &member, &known, error));
	if (!known || member.left_ms != 0 || member.way != WAY_REPRESENTS) return STATUS_OK;
	TRY(command_holds_something(run, member.account, &holds, error));
	if (!holds) {
		TRY(command_leave_behind(run, member.account, error));
		member.left_ms = run->now_ms;
		return COMMAND_PUT(run, team_member_table, &member);
	}
	member.way = WAY_JOINED;
	struct knowing knowing = {.region = run->region,
		.episode = run->facts.episode.id,
		.account = member.account,
		.knows = KNOWS_OWN,
		.said_by = run->facts.episode.person,
		.said_ms = run->now_ms};
	TRY(COMMAND_PUT(run, knowing_table, &knowing));
	return COMMAND_PUT(run, team_member_table, &member);
}

static status make_move(struct command_run *run, enum mandate_event event, struct error *error)
{
	struct mandate *mandate = &run->facts.mandate;
	TRY(command_due_end(run, DUE_MANDATE, mandate->id, mandate->due_ms, error));
	mandate_move(mandate, event);
	TRY(command_touch(run, error));
	if (mandate->state == MANDATE_OVER) {
		mandate->ended_ms = run->now_ms;
		TRY(let_go(run, error));
	}
	return put_mandate(run, error);
}

status command_facts_mandate_end(struct command_run *run, struct error *error)
{
	return facts_of_mandate(run, error);
}

bool command_judge_mandate_end(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->mandate_known) return command_refuse(run, &mandate_verdicts, MANDATE_UNKNOWN);
	return command_verdict(run, &mandate_verdicts,
		(int)mandate_judge_end(
			&facts->mandate, &run->actor, facts->episode.person, facts->episode.care_manager));
}

status command_apply_mandate_end(struct command_run *run, struct error *error)
{
	return make_move(run, MANDATE_END, error);
}

status command_facts_mandate_turn(struct command_run *run, struct error *error)
{
	return facts_of_mandate(run, error);
}

bool command_judge_mandate_turn(struct command_run *run)
{
	if (!run->facts.mandate_known) return command_refuse(run, &mandate_verdicts, MANDATE_UNKNOWN);
	return command_verdict(
		run, &mandate_verdicts, (int)mandate_judge_turn(&run->facts.mandate, run->now_ms));
}

/* A day came: the twelfth birthday, or the end. */
status command_apply_mandate_turn(struct command_run *run, struct error *error)
{
	const struct mandate *mandate = &run->facts.mandate;
	bool over = run->today > mandate->until_day;
	bool twelve = !over && mandate->state == MANDATE_DECIDES && mandate->birth_day != 0;
	return make_move(run, twelve ? MANDATE_TWELVE : MANDATE_END, error);
}
