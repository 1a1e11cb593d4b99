/* do_second_view.c - treating helps no further: said, looked at by another, talked about, taken up
 * again.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "care/norm.h"
#include "command/command_run.h"

static status facts_of_view(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	TRY(command_load_need(run, error));
	if (!facts->need_known) return STATUS_OK;
	return second_view_find(run->store, run->region, facts->episode.id, facts->need.id,
		&facts->second_view, &facts->second_view_known, run->arena, error);
}

static const struct second_view *open_view(const struct command_run *run)
{
	return run->facts.second_view_known ? &run->facts.second_view : NULL;
}

static bool judged(struct command_run *run, enum second_view_verdict verdict)
{
	return command_verdict(run, &second_view_verdicts, (int)verdict);
}

static enum inbox_kind late_kind(const struct second_view *view)
{
	return view->state == SECOND_VIEW_VIEWED ? INBOX_TALK_LATE : INBOX_SECOND_VIEW_LATE;
}

/* Nothing watches it any more, and nobody has in their inbox that it is late. */
static status let_go(struct command_run *run, struct second_view *view, struct error *error)
{
	if (!view->late)
		return command_due_end(run, DUE_SECOND_VIEW, view->id, second_view_due_ms(view), error);
	TRY(command_tell(run, view->told_to, INBOX_NONE, view->id, error));
	view->late = false;
	view->told_to = id_none;
	return STATUS_OK;
}

static status put_line(
	struct command_run *run, int32_t second, int32_t day, struct id whom, struct error *error)
{
	run->result.need = run->facts.need.id;
	struct moment moment = {.whom = whom,
		.need = run->facts.need.id,
		.thing = run->facts.second_view.id,
		.code = run->facts.need.domain,
		.second = second,
		.day = day,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

status command_facts_treatment_exhausted(struct command_run *run, struct error *error)
{
	return facts_of_view(run, error);
}

bool command_judge_treatment_exhausted(struct command_run *run)
{
	if (!run->facts.need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	return judged(run, second_view_judge_ask(&run->facts.need, &run->actor, open_view(run)));
}

status command_apply_treatment_exhausted(struct command_run *run, struct error *error)
{
	struct second_view *view = &run->facts.second_view;
	*view = (struct second_view){.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.need = run->facts.need.id,
		.said_by = run->actor.account,
		.organisation = run->actor.organisation,
		.said_ms = run->now_ms,
		.due_day = norm_day(NORM_SECOND_VIEW, run->today),
		.words = run->params->words};
	second_view_move(view, SECOND_VIEW_ASK);
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, second_view_table, view));
	TRY(command_due(run, DUE_SECOND_VIEW, view->id, second_view_due_ms(view), error));
	run->result.second_view = view->id;
	run->result.day = view->due_day;
	return put_line(run, 0, view->due_day, id_none, error);
}

static status find_bearers(struct command_run *run, const struct consult *consult,
	struct second_view_giver *giver, struct error *error)
{
	struct need need = {.region = run->region, .episode = consult->episode, .id = consult->need};
	TRY(store_record_get(run->store, &need_table, &need, run->arena, error));
	giver->bearers[0] = need.bearer;
	giver->bearers[1] = need.bearer_before;
	for (int i = 0; i < 2; i++) {
		struct account bearer = {0};
		bool known = false;
		TRY(account_find(run->store, giver->bearers[i], &bearer, &known, run->arena, error));
		giver->houses[i] = known ? bearer.organisation : id_none;
	}
	return STATUS_OK;
}

/* Behind the row of the consult that was answered. Then the person is spoken with. */
status command_give_second_view(struct command_run *run, struct error *error)
{
	const struct consult *consult = &run->facts.consult;
	struct second_view *view = &run->facts.second_view;
	struct second_view_giver giver = {.account = run->actor.account,
		.organisation = run->actor.organisation,
		.asked_ms = consult->asked_ms};
	bool known = false;
	TRY(second_view_find(run->store, run->region, run->facts.episode.id, consult->need, view,
		&known, run->arena, error));
	if (!known) return STATUS_OK;
	TRY(find_bearers(run, consult, &giver, error));
	if (!second_view_is(view, &giver)) return STATUS_OK;
	TRY(let_go(run, view, error));
	second_view_move(view, SECOND_VIEW_GIVE);
	view->due_day = norm_day(NORM_TALK, run->today);
	TRY(command_due(run, DUE_SECOND_VIEW, view->id, second_view_due_ms(view), error));
	view->consult = consult->id;
	view->viewed_ms = run->now_ms;
	return COMMAND_PUT(run, second_view_table, view);
}

static status end_view(struct command_run *run, enum second_view_event event, struct error *error)
{
	struct second_view *view = &run->facts.second_view;
	TRY(let_go(run, view, error));
	second_view_move(view, event);
	view->ended_ms = run->now_ms;
	return COMMAND_PUT(run, second_view_table, view);
}

status command_end_second_view(struct command_run *run, struct id need, struct error *error)
{
	bool known = false;
	TRY(second_view_find(run->store, run->region, run->facts.episode.id, need,
		&run->facts.second_view, &known, run->arena, error));
	return known ? end_view(run, SECOND_VIEW_END, error) : STATUS_OK;
}

status command_facts_treatment_agree(struct command_run *run, struct error *error)
{
	return facts_of_view(run, error);
}

bool command_judge_treatment_agree(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	return judged(run,
		second_view_judge_agree(&facts->need, open_view(run), &run->actor, facts->episode.person,
			facts->episode.care_manager, run->params->person_agrees,
			(enum second_view_outcome)run->params->kind));
}

/* Who bears it and what comes next stay; only the aim is another. */
status command_apply_treatment_agree(struct command_run *run, struct error *error)
{
	bool care = run->params->kind == AGREED_CARE;
	TRY(command_touch(run, error));
	TRY(end_view(run, care ? SECOND_VIEW_TO_CARE : SECOND_VIEW_GO_ON, error));
	if (care) {
		run->facts.need.aim = AIM_CARE;
		TRY(COMMAND_PUT(run, need_table, &run->facts.need));
	}
	run->result.second_view = run->facts.second_view.id;
	return put_line(run, run->params->kind, 0, id_none, error);
}

status command_facts_treatment_resume(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	return command_load_need(run, error);
}

bool command_judge_treatment_resume(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	return judged(run,
		second_view_judge_resume(
			&facts->need, &run->actor, facts->episode.person, run->params->person_agrees));
}

status command_apply_treatment_resume(struct command_run *run, struct error *error)
{
	TRY(command_touch(run, error));
	run->facts.need.aim = AIM_RECOVER;
	TRY(COMMAND_PUT(run, need_table, &run->facts.need));
	return put_line(run, 0, 0, id_none, error);
}

status command_facts_second_view_late(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct second_view *view = &facts->second_view;
	TRY(command_load_episode(run, error));
	view->region = run->region;
	view->episode = run->params->episode;
	view->id = run->params->second_view;
	if (!facts->episode_known) return STATUS_OK;
	TRY(command_get(run, &second_view_table, view, &facts->second_view_known, error));
	if (!facts->second_view_known) return STATUS_OK;
	facts->need =
		(struct need){.region = run->region, .episode = facts->episode.id, .id = view->need};
	return store_record_get(run->store, &need_table, &facts->need, run->arena, error);
}

bool command_judge_second_view_late(struct command_run *run)
{
	if (!run->facts.second_view_known)
		return command_refuse(run, &second_view_verdicts, SECOND_VIEW_UNKNOWN);
	return judged(run, second_view_judge_late(&run->facts.second_view, run->now_ms));
}

status command_apply_second_view_late(struct command_run *run, struct error *error)
{
	struct second_view *view = &run->facts.second_view;
	TRY(command_touch(run, error));
	TRY(command_due_end(run, DUE_SECOND_VIEW, view->id, second_view_due_ms(view), error));
	view->late = true;
	view->told_to = run->facts.episode.care_manager;
	TRY(command_tell(run, view->told_to, late_kind(view), view->id, error));
	TRY(COMMAND_PUT(run, second_view_table, view));
	return put_line(run, view->state, view->due_day, view->told_to, error);
}

status command_pass_late_views(struct command_run *run, struct error *error)
{
	struct second_view *views = ARENA_ARRAY(run->arena, struct second_view, NEED_MAX_OPEN);
	struct id manager = run->facts.episode.care_manager;
	size_t count = 0;
	TRY(second_view_list_late(
		run->store, run->region, run->facts.episode.id, views, &count, run->arena, error));
	for (size_t i = 0; i < count; i++) {
		if (id_equal(views[i].told_to, manager)) continue;
		TRY(command_lay_with(
			run, views[i].told_to, manager, late_kind(&views[i]), views[i].id, error));
		views[i].told_to = manager;
		TRY(COMMAND_PUT(run, second_view_table, &views[i]));
	}
	return STATUS_OK;
}
