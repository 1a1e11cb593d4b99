/* do_step.c - the next step of a need: planned, done, late.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/date.h"
#include "command/command_run.h"

static status facts_of_step(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	TRY(command_load_need(run, error));
	struct id who = id_is_none(run->params->account) ? run->actor.account : run->params->account;
	struct account *other = &run->facts.other;
	if (!run->facts.episode_known) return STATUS_OK;
	TRY(account_find(run->store, who, other, &run->facts.other_known, run->arena, error));
	TRY(command_is_member(run, who, &run->facts.other_is_member, error));
	/* Who has ended stays in the list of the team, and can do nothing any more. */
	bool live = run->facts.other_known && other->ended_ms == 0;
	run->facts.other_is_member = run->facts.other_is_member && live;
	return STATUS_OK;
}

static bool judge_with_range(struct command_run *run, enum step_verdict verdict, int32_t latest)
{
	if (verdict == STEP_DAY_OUT_OF_RANGE) {
		command_parameter_day(run, "from", run->today);
		command_parameter_day(run, "to", latest);
	}
	return command_verdict(run, &step_verdicts, (int)verdict);
}

static struct step next_step(const struct command_run *run, int32_t day)
{
	return (struct step){
		.who = id_is_none(run->params->account) ? run->actor.account : run->params->account,
		.kind = STEP_OWN_WORDS,
		.due_day = day,
		.words = run->params->words};
}

status command_facts_step_plan(struct command_run *run, struct error *error)
{
	struct step *open = &run->facts.step;
	TRY(facts_of_step(run, error));
	if (!run->facts.need_known || id_is_none(run->facts.need.step)) return STATUS_OK;
	open->region = run->region;
	open->episode = run->facts.episode.id;
	open->id = run->facts.need.step;
	return command_get(run, &step_table, open, &run->facts.step_known, error);
}

bool command_judge_step_plan(struct command_run *run)
{
	if (!run->facts.need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	struct step_planning planning = {
		.who_is_member = run->facts.other_is_member, .due_day = run->params->day};
	enum step_verdict verdict = step_judge_plan(&run->facts.need, &planning, run->today);
	int32_t latest = step_latest_day(run->facts.step_known ? &run->facts.step : NULL, run->today);
	if (verdict == STEP_OK && run->params->day > latest) verdict = STEP_DAY_OUT_OF_RANGE;
	return judge_with_range(run, verdict, latest);
}

status command_apply_step_plan(struct command_run *run, struct error *error)
{
	struct need *need = &run->facts.need;
	struct step step = next_step(run, run->params->day);
	TRY(command_touch(run, error));
	TRY(command_untell_bearer(run, need, error));
	TRY(command_put_step(run, need, step, error));
	TRY(COMMAND_PUT(run, need_table, need));
	run->result.need = need->id;
	struct moment moment = {.whom = step.who,
		.need = need->id,
		.thing = need->step,
		.code = need->domain,
		.day = step.due_day,
		.words = step.words};
	return command_moment(run, moment, error);
}

status command_facts_step_done(struct command_run *run, struct error *error)
{
	return facts_of_step(run, error);
}

bool command_judge_step_done(struct command_run *run)
{
	if (!run->facts.need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	struct step_planning next = {
		.who_is_member = run->facts.other_is_member, .due_day = run->params->next_day};
	return judge_with_range(
		run, step_judge_done(&run->facts.need, &next, run->today), run->today + STEP_MAX_DAYS);
}

status command_apply_step_done(struct command_run *run, struct error *error)
{
	struct need *need = &run->facts.need;
	TRY(command_touch(run, error));
	TRY(command_end_step(run, need, STEP_DONE, error));
	if (run->params->next_day != 0)
		TRY(command_put_step(run, need, next_step(run, run->params->next_day), error));
	TRY(COMMAND_PUT(run, need_table, need));
	run->result.need = need->id;
	struct moment moment = {.need = need->id,
		.thing = need->step,
		.code = need->domain,
		.day = run->params->next_day,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

status command_facts_step_late(struct command_run *run, struct error *error)
{
	struct step *step = &run->facts.step;
	TRY(command_load_episode(run, error));
	step->region = run->region;
	step->episode = run->params->episode;
	step->id = run->params->thing;
	TRY(command_get(run, &step_table, step, &run->facts.step_known, error));
	run->facts.step_known = run->facts.step_known && run->facts.episode_known;
	if (!run->facts.step_known) return STATUS_OK;
	run->facts.need.region = run->region;
	run->facts.need.episode = step->episode;
	run->facts.need.id = step->need;
	TRY(command_get(run, &need_table, &run->facts.need, &run->facts.need_known, error));
	return account_find(run->store, run->facts.need.bearer, &run->facts.other,
		&run->facts.other_known, run->arena, error);
}

/* Who is asked after the care manager; none: who bears it is of no organisation. */
static struct id organisation_of_bearer(const struct command_run *run)
{
	return run->facts.other_known ? run->facts.other.organisation : id_none;
}

bool command_judge_step_late(struct command_run *run)
{
	if (!run->facts.step_known) return command_refuse(run, &step_verdicts, STEP_NOT_LATE);
	bool has_organisation = !id_is_none(organisation_of_bearer(run));
	return command_verdict(
		run, &step_verdicts, (int)step_judge_late(&run->facts.step, has_organisation, run->now_ms));
}

/* Whose step it is, and who bears the need that it is for. */
static status tell_late(struct command_run *run, const struct step *step, struct error *error)
{
	const struct need *need = &run->facts.need;
	TRY(command_tell(run, step->who, INBOX_LATE, step->id, error));
	if (id_equal(need->bearer, step->who)) return STATUS_OK;
	return command_tell(run, need->bearer, INBOX_LATE, step->id, error);
}

/* The care manager is one of those who were told first. */
static bool knows_already(const struct command_run *run, const struct step *step)
{
	struct id care_manager = run->facts.episode.care_manager;
	return step->late == STEP_LATE &&
		(id_equal(care_manager, step->who) || id_equal(care_manager, run->facts.need.bearer));
}

/* The care manager, unless they know. */
static status tell_care_manager(struct command_run *run, struct step *step, struct error *error)
{
	bool knows = knows_already(run, step);
	step->late = STEP_LATE_LONG;
	if (knows) return STATUS_OK;
	step->told_to = run->facts.episode.care_manager;
	return command_tell(run, step->told_to, INBOX_LATE, step->id, error);
}

static status tell_next(struct command_run *run, struct step *step, struct error *error)
{
	const struct account *bearer = &run->facts.other;
	switch ((enum step_lateness)step->late) {
	case STEP_IN_TIME: step->late = STEP_LATE; return tell_late(run, step, error);
	case STEP_LATE: return tell_care_manager(run, step, error);
	case STEP_LATE_LONG:
		step->late = STEP_LATE_ORGANISATION;
		return command_notify(
			run, bearer->region, bearer->organisation, INBOX_LATE, step->id, error);
	case STEP_LATE_ORGANISATION: step->late = STEP_LATE_STUCK; return STATUS_OK;
	case STEP_LATE_STUCK:
	case STEP_LATENESS_COUNT: break;
	}
	CHECK_UNREACHABLE("nobody is left to tell");
}

/* A clock that comes late tells all whom it should have told by now. */
static status tell_now(struct command_run *run, struct step *step, struct error *error)
{
	int32_t last = id_is_none(organisation_of_bearer(run)) ? STEP_LATE_LONG : STEP_LATE_STUCK;
	while (step->late < last && (run->now_ms >= step_due_ms(step) || knows_already(run, step)))
		TRY(tell_next(run, step, error));
	if (step->late == last) return STATUS_OK;
	return command_due(run, DUE_STEP, step->id, step_due_ms(step), error);
}

/* What nobody did, though all were told who could: the need is stuck. */
static status bring_to_table(
	struct command_run *run, const struct step *step, bool known_late, struct error *error)
{
	bool unsafe = !known_late && run->facts.need.state == NEED_IN_DANGER;
	if (unsafe) return command_put_item(run, TABLE_UNSAFE, TABLE_DANGER, step->id, error);
	if (step->late != STEP_LATE_STUCK) return STATUS_OK;
	return command_put_item(run, TABLE_STUCK, TABLE_STEP_LATE, step->id, error);
}

/* Who was told last, in the timeline; that it is at the table has a line of its own. */
static struct moment moment_of(const struct command_run *run, bool known_late)
{
	const struct step *step = &run->facts.step;
	struct moment moment = {.whom = step->who,
		.need = step->need,
		.thing = step->id,
		.second = known_late ? step->late : 0,
		.day = step->due_day};
	if (known_late) moment.whom = step->told_to;
	if (step->late > STEP_LATE_LONG && known_late) moment.whom = run->facts.need.bearer;
	return moment;
}

/* Being late is first the provider's to solve, and visible (L3): the step keeps its date and says
 * that it is late. What is not safe goes to the table at once, and what stays late in the end. */
status command_apply_step_late(struct command_run *run, struct error *error)
{
	struct step *step = &run->facts.step;
	bool known_late = step->late != STEP_IN_TIME;
	CHECK(run->facts.need_known);
	TRY(command_touch(run, error));
	TRY(command_due_end(run, DUE_STEP, step->id, step_due_ms(step), error));
	TRY(tell_now(run, step, error));
	TRY(COMMAND_PUT(run, step_table, step));
	run->result.step = step->id;
	TRY(command_moment(run, moment_of(run, known_late), error));
	return bring_to_table(run, step, known_late, error);
}
