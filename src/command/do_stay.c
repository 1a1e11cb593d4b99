/* do_stay.c - nights somewhere: planned, admitted, on leave, back home.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_entry.h"
#include "command/command_run.h"

/* A service that is on the map and has not ended. */
static status is_service(struct command_run *run, struct id id, bool *is_there, struct error *error)
{
	struct service service = {0};
	bool known = false;
	TRY(directory_find_service(run->store, id, &service, &known, run->arena, error));
	*is_there = false;
	if (!known) return STATUS_OK;
	return command_entry_is_live(run, service.region, service.id, is_there, error);
}

static status tell_place(
	struct command_run *run, struct id id, enum inbox_kind kind, struct error *error)
{
	struct service service = {0};
	bool known = false;
	TRY(directory_find_service(run->store, id, &service, &known, run->arena, error));
	if (!known) return STATUS_OK;
	return command_notify(
		run, service.region, service.organisation, kind, run->facts.stay.id, error);
}

/* The organisation where the nights are, and the one that keeps a place. */
static status tell_places(struct command_run *run, enum inbox_kind kind, struct error *error)
{
	const struct stay *stay = &run->facts.stay;
	TRY(tell_place(run, stay->service, kind, error));
	if (id_is_none(stay->kept_service)) return STATUS_OK;
	return tell_place(run, stay->kept_service, kind, error);
}

/* Which of the two clocks of the place stands: it tells what has been said. */
static status load_place(struct command_run *run, const struct stay *stay, struct error *error)
{
	const int64_t clocks[] = {stay_place_soon_ms(stay), stay_place_day_ms(stay)};
	run->facts.place_due_ms = 0;
	for (int i = 0; i < 2 && run->facts.place_due_ms == 0; i++) {
		struct due due = {
			.due_ms = clocks[i], .region = run->region, .kind = DUE_PLACE, .thing = stay->id};
		bool stands = false;
		TRY(command_get(run, &moment_due_table, &due, &stands, error));
		if (stands) run->facts.place_due_ms = clocks[i];
	}
	return STATUS_OK;
}

/* Who manages the care was told that the place is not kept much longer. */
static bool place_is_said(const struct command_run *run, const struct stay *stay)
{
	int64_t soon_ms = stay_place_soon_ms(stay);
	return run->facts.place_due_ms != soon_ms && run->now_ms >= soon_ms;
}

/* To who manages the care, also if it is who acts: whoever manages it next has it from them. */
static status say_place(struct command_run *run, struct error *error)
{
	struct account manager = {0};
	bool known = false;
	TRY(account_find(
		run->store, run->facts.episode.care_manager, &manager, &known, run->arena, error));
	TRY(command_notify(
		run, manager.region, manager.id, INBOX_PLACE_ENDS, stay_place_id(&run->facts.stay), error));
	return tell_places(run, INBOX_PLACE_ENDS, error);
}

/* What is near already is said at once: a clock comes by once for one instant. */
static status watch_place(struct command_run *run, struct error *error)
{
	const struct stay *stay = &run->facts.stay;
	int64_t soon_ms = stay_place_soon_ms(stay), day_ms = stay_place_day_ms(stay);
	bool near = run->now_ms >= soon_ms;
	if (run->now_ms < day_ms)
		TRY(command_due(run, DUE_PLACE, stay->id, near ? day_ms : soon_ms, error));
	return near ? say_place(run, error) : tell_places(run, INBOX_PLACE, error);
}

/* It is over, or the place is kept until another day. */
static status leave_place(struct command_run *run, struct error *error)
{
	const struct stay *stay = &run->facts.stay;
	struct id manager = run->facts.episode.care_manager;
	if (run->facts.place_due_ms != 0)
		TRY(command_due_end(run, DUE_PLACE, stay->id, run->facts.place_due_ms, error));
	if (!place_is_said(run, stay)) return STATUS_OK;
	return command_tell(run, manager, INBOX_NONE, stay_place_id(stay), error);
}

status command_facts_stay_plan(struct command_run *run, struct error *error)
{
	struct stay_planning *planning = &run->facts.planning;
	const struct command_params *params = run->params;
	TRY(command_load_episode(run, error));
	*planning = (struct stay_planning){.person_agrees = params->person_agrees,
		.kept_service = params->kept_service,
		.keeps = params->keeps,
		.start_day = params->day,
		.return_day = params->next_day,
		.kept_until = params->kept_day};
	TRY(is_service(run, params->service, &planning->service_known, error));
	TRY(is_service(run, params->kept_service, &planning->kept_service_known, error));
	return file_has_stay(run->store, run->region, params->episode, &planning->already, error);
}

static bool judged(struct command_run *run, enum stay_verdict verdict)
{
	if (verdict == STAY_NOT_NOW)
		command_parameter_code(run, "state", codes_name(&stay_state_codes, run->facts.stay.state));
	return command_verdict(run, &stay_verdicts, (int)verdict);
}

static bool judge_with_range(struct command_run *run, enum stay_verdict verdict)
{
	const struct command_params *params = run->params;
	if (verdict == STAY_KEPT_OUT_OF_RANGE) {
		command_parameter_day(run, "from", params->next_day);
		command_parameter_day(run, "to", params->next_day + STAY_MAX_DAYS);
	}
	bool starts = run->command->entry->number == COMMAND_STAY_PLAN;
	if (verdict == STAY_START_OUT_OF_RANGE || verdict == STAY_RETURN_OUT_OF_RANGE) {
		int32_t from = run->today, to = run->today + STAY_MAX_DAYS;
		if (verdict == STAY_RETURN_OUT_OF_RANGE && starts) {
			from = params->day;
			to = params->day + STAY_MAX_DAYS;
		} else if (run->facts.stay_known && run->facts.stay.start_day > from) {
			from = run->facts.stay.start_day;
		}
		command_parameter_day(run, "from", from);
		command_parameter_day(run, "to", to);
	}
	return judged(run, verdict);
}

bool command_judge_stay_plan(struct command_run *run)
{
	return judge_with_range(run,
		stay_judge_plan(&run->actor, run->facts.episode.person, &run->facts.planning, run->today));
}

/* The row, and a line in the timeline: of which day it is, and where they are. */
static status put_line(struct command_run *run, int32_t code, int32_t day, struct error *error)
{
	struct stay *stay = &run->facts.stay;
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, stay_table, stay));
	run->result.stay = stay->id;
	run->result.day = day;
	struct moment moment = {.whom = stay->service,
		.thing = stay->id,
		.code = code,
		.second = 1,
		.day = day,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

static status put_stay(struct command_run *run, struct error *error)
{
	return put_line(run, run->facts.stay.keeps, run->facts.stay.return_day, error);
}

status command_apply_stay_plan(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct stay *stay = &run->facts.stay;
	*stay = (struct stay){.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.service = params->service,
		.planned_by = run->actor.account,
		.start_day = params->day,
		.return_day = params->next_day,
		.keeps = params->keeps,
		.kept_service = params->kept_service,
		.kept_until = params->kept_day,
		.planned_ms = run->now_ms,
		.words = params->words};
	stay_move(stay, STAY_PLAN);
	TRY(command_due(run, DUE_STAY, stay->id, stay_due_ms(stay), error));
	TRY(watch_place(run, error));
	return put_stay(run, error);
}

static status facts_of_stay(struct command_run *run, struct error *error)
{
	struct stay *stay = &run->facts.stay;
	TRY(command_load_episode(run, error));
	stay->region = run->region;
	stay->episode = run->params->episode;
	stay->id = run->params->stay;
	if (!run->facts.episode_known) return STATUS_OK;
	TRY(command_get(run, &stay_table, stay, &run->facts.stay_known, error));
	return run->facts.stay_known ? load_place(run, stay, error) : STATUS_OK;
}

/* No clock watches it any more, and no inbox has it: it is over, or has another day. */
static status stop_watching(struct command_run *run, struct error *error)
{
	struct stay *stay = &run->facts.stay;
	struct account told = {0};
	bool known = false;
	if (!stay->late) return command_due_end(run, DUE_STAY, stay->id, stay_due_ms(stay), error);
	TRY(account_find(run->store, stay->told_to, &told, &known, run->arena, error));
	stay->late = false;
	stay->told_to = id_none;
	return command_notify(run, told.region, told.id, INBOX_NONE, stay->id, error);
}

/* From now on going back is watched. Who begins when that day is over too is late as they were. */
static status begin(struct command_run *run, struct error *error)
{
	struct stay *stay = &run->facts.stay;
	struct stay begun = *stay;
	stay_move(&begun, STAY_ADMIT);
	bool goes_on = stay->late && run->now_ms >= stay_due_ms(&begun);
	if (!goes_on) TRY(stop_watching(run, error));
	stay_move(stay, STAY_ADMIT);
	stay->admitted_ms = run->now_ms;
	if (!goes_on) TRY(command_due(run, DUE_STAY, stay->id, stay_due_ms(stay), error));
	return put_stay(run, error);
}

static bool judge_move(struct command_run *run, enum stay_event event)
{
	if (!run->facts.stay_known) return command_refuse(run, &stay_verdicts, STAY_UNKNOWN);
	return judged(run,
		stay_judge_move(&run->facts.stay, event, &run->actor, run->facts.episode.person,
			run->params->person_agrees));
}

static status make_move(struct command_run *run, enum stay_event event, struct error *error)
{
	struct stay *stay = &run->facts.stay;
	const struct stay_move *next = stay_move_find(event, (enum stay_state)stay->state);
	if (event == STAY_ADMIT) return begin(run, error);
	if (!next->open) {
		TRY(stop_watching(run, error));
		TRY(leave_place(run, error));
		TRY(tell_places(run, INBOX_NONE, error));
		stay->ended_ms = run->now_ms;
	}
	stay_move(stay, event);
	return put_stay(run, error);
}

/* The commands that are one event each. */
#define STAY_COMMAND(name, event)                                             \
	status command_facts_##name(struct command_run *run, struct error *error) \
	{                                                                         \
		return facts_of_stay(run, error);                                     \
	}                                                                         \
	bool command_judge_##name(struct command_run *run)                        \
	{                                                                         \
		return judge_move(run, event);                                        \
	}                                                                         \
	status command_apply_##name(struct command_run *run, struct error *error) \
	{                                                                         \
		return make_move(run, event, error);                                  \
	}
STAY_COMMAND(stay_admit, STAY_ADMIT)
STAY_COMMAND(stay_leave, STAY_LEAVE)
STAY_COMMAND(stay_back, STAY_BACK)
STAY_COMMAND(stay_return, STAY_RETURN)
STAY_COMMAND(stay_move_on, STAY_MOVE_ON)
STAY_COMMAND(stay_cancel, STAY_CANCEL)

status command_facts_stay_extend(struct command_run *run, struct error *error)
{
	struct stay_planning *planning = &run->facts.planning;
	const struct stay *stay = &run->facts.stay;
	TRY(facts_of_stay(run, error));
	*planning = (struct stay_planning){.person_agrees = run->params->person_agrees,
		.return_day = run->params->next_day,
		.kept_until = run->params->kept_day};
	if (!run->facts.stay_known) return STATUS_OK;
	TRY(is_service(run, stay->service, &planning->service_known, error));
	return is_service(run, stay->kept_service, &planning->kept_service_known, error);
}

bool command_judge_stay_extend(struct command_run *run)
{
	if (!run->facts.stay_known) return command_refuse(run, &stay_verdicts, STAY_UNKNOWN);
	return judge_with_range(run,
		stay_judge_extend(&run->facts.stay, &run->actor, run->facts.episode.person,
			&run->facts.planning, run->today));
}

status command_apply_stay_extend(struct command_run *run, struct error *error)
{
	struct stay *stay = &run->facts.stay;
	/* What has not begun has another day that is watched, and it stays that day. */
	bool begun = stay->state != STAY_PLANNED;
	if (begun) TRY(stop_watching(run, error));
	TRY(leave_place(run, error));
	stay->return_day = run->params->next_day;
	stay->kept_until = run->params->kept_day;
	if (begun) TRY(command_due(run, DUE_STAY, stay->id, stay_due_ms(stay), error));
	TRY(watch_place(run, error));
	return put_stay(run, error);
}

status command_facts_stay_late(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(facts_of_stay(run, error));
	return account_find(run->store, facts->episode.care_manager, &facts->other, &facts->other_known,
		run->arena, error);
}

bool command_judge_stay_late(struct command_run *run)
{
	if (!run->facts.stay_known) return command_refuse(run, &stay_verdicts, STAY_UNKNOWN);
	return command_verdict(
		run, &stay_verdicts, (int)stay_judge_late(&run->facts.stay, run->now_ms));
}

status command_pass_late_stay(struct command_run *run, struct error *error)
{
	struct stay stay = {0};
	struct account from = {0}, to = {0};
	bool late = false, known = false;
	TRY(file_find_late_stay(
		run->store, run->region, run->facts.episode.id, &stay, &late, run->arena, error));
	if (!late) return STATUS_OK;
	TRY(account_find(run->store, stay.told_to, &from, &known, run->arena, error));
	TRY(account_find(run->store, run->facts.episode.care_manager, &to, &known, run->arena, error));
	stay.told_to = to.id;
	TRY(COMMAND_PUT(run, stay_table, &stay));
	TRY(command_notify(run, from.region, from.id, INBOX_NONE, stay.id, error));
	return command_notify(run, to.region, to.id, INBOX_STAY_LATE, stay.id, error);
}

/* The place stays kept, for as long as was said, and the bed stays theirs; the care manager is told
 * that the day is over. */
status command_apply_stay_late(struct command_run *run, struct error *error)
{
	struct stay *stay = &run->facts.stay;
	const struct account *manager = &run->facts.other;
	TRY(command_due_end(run, DUE_STAY, stay->id, stay_due_ms(stay), error));
	stay->late = true;
	stay->told_to = manager->id;
	TRY(command_notify(run, manager->region, manager->id, INBOX_STAY_LATE, stay->id, error));
	bool begun = stay->state != STAY_PLANNED;
	return put_line(run, (int32_t)stay_lateness_of(stay, run->today),
		begun ? stay->return_day : stay->start_day, error);
}

status command_facts_stay_place(struct command_run *run, struct error *error)
{
	return facts_of_stay(run, error);
}

bool command_judge_stay_place(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->stay_known) return command_refuse(run, &stay_verdicts, STAY_UNKNOWN);
	return command_verdict(
		run, &stay_verdicts, (int)stay_judge_place(&facts->stay, facts->place_due_ms, run->now_ms));
}

/* Some days before, and on the day itself: nobody gives the place away by it. */
status command_apply_stay_place(struct command_run *run, struct error *error)
{
	const struct stay *stay = &run->facts.stay;
	int64_t due_ms = run->facts.place_due_ms, day_ms = stay_place_day_ms(stay);
	TRY(command_due_end(run, DUE_PLACE, stay->id, due_ms, error));
	/* A clock that comes late says it once. */
	if (run->now_ms < day_ms) TRY(command_due(run, DUE_PLACE, stay->id, day_ms, error));
	TRY(say_place(run, error));
	return put_line(run, 0, stay->kept_until, error);
}

status command_pass_place(struct command_run *run, struct error *error)
{
	struct stay stay = {0};
	bool there = false;
	TRY(file_find_stay(
		run->store, run->region, run->facts.episode.id, &stay, &there, run->arena, error));
	if (!there) return STATUS_OK;
	TRY(load_place(run, &stay, error));
	if (!place_is_said(run, &stay)) return STATUS_OK;
	return command_lay_with(run, run->held_by, run->facts.episode.care_manager, INBOX_PLACE_ENDS,
		stay_place_id(&stay), error);
}
