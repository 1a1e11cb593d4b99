/* do_light.c - light contact: agreed, held, ended, late.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "command/command_run.h"

static status facts_of_light(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	return plan_find_light(run->store, run->region, facts->episode.id, &facts->light,
		&facts->light_kept, run->arena, error);
}

static const struct light *kept(const struct command_run *run)
{
	return run->facts.light_kept ? &run->facts.light : NULL;
}

static bool judge_with_range(struct command_run *run, enum light_verdict verdict)
{
	if (verdict == LIGHT_DAY_OUT_OF_RANGE) {
		command_parameter_day(run, "from", run->today);
		command_parameter_day(run, "to", run->today + LIGHT_MAX_DAYS);
	}
	return command_verdict(run, &light_verdicts, (int)verdict);
}

/* No clock watches it any more, and who keeps it has nothing of it in their inbox. */
static status stop_watching(struct command_run *run, struct error *error)
{
	struct light *light = &run->facts.light;
	if (!light->late) TRY(command_due_end(run, DUE_LIGHT, light->id, light_due_ms(light), error));
	light->late = false;
	return command_tell(run, light->who, INBOX_NONE, light->id, error);
}

/* The row, and a line in the timeline. */
static status put_light(struct command_run *run, struct error *error)
{
	struct light *light = &run->facts.light;
	TRY(COMMAND_PUT(run, light_table, light));
	run->result.part = light->id;
	run->result.day = light->state == LIGHT_KEPT ? light->next_day : 0;
	struct moment moment = {.whom = light->who,
		.thing = light->id,
		.day = run->result.day,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

status command_facts_light_begin(struct command_run *run, struct error *error)
{
	return facts_of_light(run, error);
}

static int32_t first_day(const struct command_run *run)
{
	return run->params->day != 0 ? run->params->day : run->today + run->params->interval_days;
}

bool command_judge_light_begin(struct command_run *run)
{
	return judge_with_range(run,
		light_judge_begin(&run->actor, run->facts.episode.person, run->params->person_agrees,
			first_day(run), run->today));
}

status command_end_light(struct command_run *run, struct error *error)
{
	struct light *light = &run->facts.light;
	TRY(stop_watching(run, error));
	light->state = LIGHT_ENDED;
	light->ended_ms = run->now_ms;
	return COMMAND_PUT(run, light_table, light);
}

/* What was agreed before ends: one is kept. */
status command_apply_light_begin(struct command_run *run, struct error *error)
{
	struct light *light = &run->facts.light;
	TRY(command_touch(run, error));
	if (run->facts.light_kept) TRY(command_end_light(run, error));
	*light = (struct light){.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.state = LIGHT_KEPT,
		.who = light_keeper(&run->actor, &run->facts.episode),
		.interval_days = run->params->interval_days,
		.next_day = first_day(run),
		.begun_by = run->actor.account,
		.begun_ms = run->now_ms,
		.words = run->params->words};
	TRY(command_due(run, DUE_LIGHT, light->id, light_due_ms(light), error));
	TRY(command_tell(run, light->who, INBOX_LIGHT, light->id, error));
	return put_light(run, error);
}

status command_facts_light_held(struct command_run *run, struct error *error)
{
	return facts_of_light(run, error);
}

static int32_t next_day(const struct command_run *run)
{
	return run->params->next_day != 0 ? run->params->next_day
									  : run->today + run->facts.light.interval_days;
}

bool command_judge_light_held(struct command_run *run)
{
	return judge_with_range(run,
		light_judge_held(kept(run), &run->actor, &run->facts.episode, next_day(run), run->today));
}

status command_apply_light_held(struct command_run *run, struct error *error)
{
	struct light *light = &run->facts.light;
	TRY(command_touch(run, error));
	TRY(stop_watching(run, error));
	light->next_day = next_day(run);
	light->held_ms = run->now_ms;
	TRY(command_due(run, DUE_LIGHT, light->id, light_due_ms(light), error));
	return put_light(run, error);
}

status command_facts_light_end(struct command_run *run, struct error *error)
{
	return facts_of_light(run, error);
}

bool command_judge_light_end(struct command_run *run)
{
	return judge_with_range(run,
		light_judge_end(
			kept(run), &run->actor, run->facts.episode.person, run->params->person_agrees));
}

status command_apply_light_end(struct command_run *run, struct error *error)
{
	TRY(command_touch(run, error));
	TRY(command_end_light(run, error));
	return put_light(run, error);
}

/* The clock says which it means: another may be kept by now. */
status command_facts_light_late(struct command_run *run, struct error *error)
{
	TRY(facts_of_light(run, error));
	bool same = id_equal(run->facts.light.id, run->params->part);
	run->facts.light_kept = run->facts.light_kept && same;
	return STATUS_OK;
}

bool command_judge_light_late(struct command_run *run)
{
	return command_verdict(run, &light_verdicts, (int)light_judge_late(kept(run), run->now_ms));
}

status command_apply_light_late(struct command_run *run, struct error *error)
{
	struct light *light = &run->facts.light;
	TRY(command_touch(run, error));
	TRY(command_due_end(run, DUE_LIGHT, light->id, light_due_ms(light), error));
	light->late = true;
	TRY(command_tell(run, light->who, INBOX_LIGHT_LATE, light->id, error));
	return put_light(run, error);
}

/* That it is late they find also if they made it theirs themselves: there is something to do. */
static status tell_keeper(struct command_run *run, const struct light *light, struct error *error)
{
	struct account keeper = {0};
	bool known = false;
	if (!light->late) return command_tell(run, light->who, INBOX_LIGHT, light->id, error);
	TRY(account_find(run->store, light->who, &keeper, &known, run->arena, error));
	CHECK(known);
	return command_notify(run, keeper.region, keeper.id, INBOX_LIGHT_LATE, light->id, error);
}

status command_pass_light(struct command_run *run, struct id leaver, struct error *error)
{
	struct light light = {0};
	bool is_kept = false;
	TRY(plan_find_light(
		run->store, run->region, run->facts.episode.id, &light, &is_kept, run->arena, error));
	if (!is_kept || !id_equal(light.who, leaver)) return STATUS_OK;
	TRY(command_tell(run, leaver, INBOX_NONE, light.id, error));
	light.who = run->facts.episode.care_manager;
	TRY(COMMAND_PUT(run, light_table, &light));
	return tell_keeper(run, &light, error);
}
