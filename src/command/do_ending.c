/* do_ending.c - an episode is closed together, the person comes back, and answers what is offered.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/date.h"
#include "care/knowing.h"
#include "command/command_run.h"

static status load_period(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	return ending_find_last(run->store, run->region, facts->episode.id, &facts->period,
		&facts->period_known, run->arena, error);
}

status command_facts_episode_close(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct ending_open *open = &facts->ending;
	struct id episode = run->params->episode;
	TRY(load_period(run, error));
	if (!facts->episode_known) return STATUS_OK;
	TRY(ending_count_open(run->store, run->region, episode, open, error));
	TRY(file_count_consults(run->store, run->region, episode, &open->advice, error));
	TRY(file_has_stay(run->store, run->region, episode, &open->stay, error));
	TRY(file_in_danger(run->store, run->region, episode, &open->in_danger, error));
	return plan_find_light(
		run->store, run->region, episode, &facts->light, &facts->light_kept, run->arena, error);
}

bool command_judge_episode_close(struct command_run *run)
{
	struct ending_asking asking = {
		.closing = (enum closing)run->params->closing, .with_needs = run->params->with_needs};
	enum ending_verdict verdict =
		ending_judge_close(&run->facts.episode, &run->actor, &asking, &run->facts.ending);
	if (verdict == ENDING_NEEDS_OPEN)
		command_parameter_number(run, "count", run->facts.ending.needs);
	return command_verdict(run, &ending_verdicts, (int)verdict);
}

static status close_needs(struct command_run *run, struct error *error)
{
	struct need *needs = ARENA_ARRAY(run->arena, struct need, NEED_MAX_OPEN);
	size_t count = 0;
	TRY(file_list_needs(run->store, run->region, run->facts.episode.id, needs, NEED_MAX_OPEN,
		&count, run->arena, error));
	for (size_t i = 0; i < count; i++) TRY(command_close_need(run, &needs[i], error));
	return STATUS_OK;
}

enum { MEMBERS_AT_ONCE = 64 };

static status list_others(
	struct command_run *run, struct member *members, size_t *count, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(file_open_team(run->store, run->region, run->facts.episode.id, &cursor, error));
	for (*count = 0; *count < MEMBERS_AT_ONCE;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&team_member_table, row, &members[*count], NULL, error));
		if (!id_equal(members[*count].account, run->facts.episode.person)) ++*count;
	}
	return STATUS_OK;
}

/* Everybody but the person: who is in no team reads no file. */
static status part_team(struct command_run *run, struct error *error)
{
	struct member members[MEMBERS_AT_ONCE];
	size_t count = 0;
	do {
		TRY(list_others(run, members, &count, error));
		for (size_t i = 0; i < count; i++) {
			members[i].left_ms = run->now_ms;
			TRY(COMMAND_PUT(run, team_member_table, &members[i]));
		}
	} while (count == MEMBERS_AT_ONCE);
	return STATUS_OK;
}

/* The first period has no row before it is over. */
static struct period *running(struct command_run *run)
{
	struct period *period = &run->facts.period;
	if (run->facts.period_known) return period;
	*period = (struct period){.region = run->region,
		.episode = run->facts.episode.id,
		.nth = 1,
		.id = id_draw(run->prng),
		.begun_ms = run->facts.episode.opened_ms,
		.begun_by = run->facts.episode.entered_by};
	return period;
}

/* What is offered is the person's to answer, and the care manager's to know. */
static status untell(struct command_run *run, struct period *period, struct error *error)
{
	if (period->offered && period->answered_ms == 0)
		TRY(command_tell(run, run->facts.episode.person, INBOX_NONE, period->id, error));
	if (id_is_none(period->told)) return STATUS_OK;
	TRY(command_tell(run, period->told, INBOX_NONE, period->id, error));
	period->told = id_none;
	return STATUS_OK;
}

status command_pass_wish(struct command_run *run, struct error *error)
{
	struct period period = {0};
	bool known = false;
	struct id manager = run->facts.episode.care_manager;
	TRY(ending_find_last(
		run->store, run->region, run->facts.episode.id, &period, &known, run->arena, error));
	if (!known || id_is_none(period.told) || id_equal(period.told, manager)) return STATUS_OK;
	TRY(command_lay_with(run, period.told, manager,
		period.answered_ms != 0 ? INBOX_WANTED : INBOX_BACK_AGAIN, period.id, error));
	period.told = manager;
	return COMMAND_PUT(run, ending_period_table, &period);
}

status command_apply_episode_close(struct command_run *run, struct error *error)
{
	struct period *period = running(run);
	int64_t open = run->facts.ending.needs;
	run->facts.episode.state = EPISODE_CLOSED;
	TRY(command_touch(run, error));
	TRY(close_needs(run, error));
	TRY(command_free_tied(run, id_none, true, error));
	TRY(command_stop_steps(run, error));
	if (run->facts.light_kept) TRY(command_end_light(run, error));
	TRY(command_end_transitions(run, error));
	TRY(part_team(run, error));
	TRY(command_turn_pairs(run, false, error));
	TRY(untell(run, period, error));
	period->ended_ms = run->now_ms;
	period->ended_by = run->actor.account;
	period->closing = run->params->closing;
	period->words = run->params->words;
	TRY(COMMAND_PUT(run, ending_period_table, period));
	struct moment moment = {
		.code = run->params->closing, .second = (int32_t)open, .words = run->params->words};
	TRY(command_moment(run, moment, error));
	return command_tell(
		run, run->facts.episode.care_manager, INBOX_CLOSED, run->facts.episode.id, error);
}

/* Who managed the care, if they have duty in the region and are not kept out of sight; else whose
 * turn it is. */
static status load_manager(struct command_run *run, struct error *error)
{
	struct account account = {0};
	struct roster_place place = {.region = run->region, .account = run->facts.episode.care_manager};
	int32_t knows = KNOWS_NOT_SAID;
	bool on_roster = false, known = false;
	TRY(command_load_duty(run, error));
	TRY(command_get(run, &roster_table, &place, &on_roster, error));
	TRY(command_read_knowing(run, place.account, &knows, error));
	if (!on_roster || knows == KNOWS_NOTHING) return STATUS_OK;
	run->facts.duty = place;
	TRY(account_find(run->store, place.account, &account, &known, run->arena, error));
	run->facts.duty_home = account.region;
	return STATUS_OK;
}

status command_facts_episode_return(struct command_run *run, struct error *error)
{
	TRY(load_period(run, error));
	if (!run->facts.episode_known) return STATUS_OK;
	TRY(ending_count_returns(run->store, run->region, run->facts.episode.id,
		ending_returns_since_ms(run->now_ms), &run->facts.returns, error));
	return load_manager(run, error);
}

bool command_judge_episode_return(struct command_run *run)
{
	enum ending_verdict verdict = ending_judge_return(&run->facts.episode);
	if (verdict != ENDING_OK) return command_refuse(run, &ending_verdicts, (int)verdict);
	if (id_is_none(run->facts.duty.account))
		return command_refuse(run, &episode_verdicts, EPISODE_NOBODY_ON_DUTY);
	return true;
}

/* Who can come into the team: known, lives, is not in it, and not kept out of sight. */
static status can_come(struct command_run *run, struct id account, bool *can, struct error *error)
{
	struct account *other = &run->facts.other;
	int32_t knows = KNOWS_NOT_SAID;
	bool known = false, there = false;
	TRY(account_find(run->store, account, other, &known, run->arena, error));
	TRY(command_is_member(run, account, &there, error));
	TRY(command_read_knowing(run, account, &knows, error));
	*can = known && other->ended_ms == 0 && !there && knows != KNOWS_NOTHING;
	return STATUS_OK;
}

/* Who speaks for the person speaks for them again, also if they come back alone. */
static status bring_speakers(struct command_run *run, struct error *error)
{
	struct id *speakers = ARENA_ARRAY(run->arena, struct id, JOIN_MAX_TEAM);
	size_t count = 0;
	TRY(mandate_list_speakers(
		run->store, run->region, run->facts.episode.id, speakers, JOIN_MAX_TEAM, &count, error));
	for (size_t i = 0; i < count; i++) {
		const struct account *other = &run->facts.other;
		bool can = false;
		TRY(can_come(run, speakers[i], &can, error));
		if (!can) continue;
		const struct care_actor speaker = {other->id, other->kind, other->organisation};
		TRY(command_put_member(run, &speaker, WAY_REPRESENTS, error));
	}
	return STATUS_OK;
}

/* Who was there at the end is asked to join again. */
static status ask_team(struct command_run *run, struct error *error)
{
	struct id *team = ARENA_ARRAY(run->arena, struct id, JOIN_MAX_TEAM);
	size_t count = 0;
	if (run->params->alone) return STATUS_OK;
	TRY(ending_list_team(run->store, run->region, run->facts.episode.id, run->facts.period.ended_ms,
		team, JOIN_MAX_TEAM, &count, error));
	for (size_t i = 0; i < count; i++) {
		bool can = false;
		TRY(can_come(run, team[i], &can, error));
		if (can) TRY(command_put_asking(run, (struct span){0}, error));
	}
	run->result.join = id_none;
	return STATUS_OK;
}

/* A row of its own: which time it is, and what is offered. */
static status begin_period(struct command_run *run, struct error *error)
{
	const struct period *last = &run->facts.period;
	int64_t returns = run->facts.returns + 1;
	struct period period = {.region = run->region,
		.episode = run->facts.episode.id,
		.nth = last->nth + 1,
		.id = id_draw(run->prng),
		.begun_ms = run->now_ms,
		.begun_by = run->actor.account,
		.returns = (int32_t)returns,
		.offered = ending_is_marked(returns)};
	if (period.offered) {
		period.told = run->facts.duty.account;
		TRY(command_notify(
			run, run->facts.duty_home, period.told, INBOX_BACK_AGAIN, period.id, error));
		TRY(command_notify(
			run, run->region, run->facts.episode.person, INBOX_OFFERED, period.id, error));
	}
	return COMMAND_PUT(run, ending_period_table, &period);
}

/* What comes back is one need, with the first contact of any question. */
static status put_need(struct command_run *run, const struct care_actor *duty, struct error *error)
{
	struct need need = {.region = run->region,
		.id = id_draw(run->prng),
		.episode = run->facts.episode.id,
		.domain = run->params->domain,
		.aim = AIM_RECOVER,
		.opened_ms = run->now_ms,
		.effective_day = run->today,
		.words = run->params->words};
	struct need_parties parties = {.receiver = *duty, .care_manager = *duty, .duty = *duty};
	need_move(&need, NEED_ADD, &parties);
	if (run->params->unsafe) need_move(&need, NEED_DANGER, &parties);
	struct step step = {.who = duty->account,
		.kind = run->params->unsafe ? STEP_DUTY : STEP_FIRST_CONTACT,
		.due_day = episode_first_contact_day(run->today, run->params->unsafe)};
	TRY(command_put_step(run, &need, step, error));
	run->result.need = need.id;
	return COMMAND_PUT(run, need_table, &need);
}

/* That was forgotten when it was closed. */
static status foresee_again(struct command_run *run, struct error *error)
{
	int32_t birth_day = 0;
	TRY(mandate_find_birth(run->store, run->region, run->facts.episode.id, &birth_day, error));
	return birth_day == 0 ? STATUS_OK : command_foresee_eighteen(run, birth_day, error);
}

status command_apply_episode_return(struct command_run *run, struct error *error)
{
	struct episode *episode = &run->facts.episode;
	struct care_actor duty = {.account = run->facts.duty.account, .kind = run->facts.duty.kind};
	CHECK(run->facts.period_known);
	episode->state = EPISODE_OPEN;
	episode->care_manager = duty.account;
	episode->care_manager_kind = duty.kind;
	TRY(command_touch(run, error));
	TRY(command_put_member(run, &duty, WAY_CARE_MANAGER, error));
	TRY(put_need(run, &duty, error));
	TRY(command_put_turn(run, error));
	TRY(bring_speakers(run, error));
	TRY(foresee_again(run, error));
	TRY(command_turn_pairs(run, true, error));
	TRY(ask_team(run, error));
	TRY(begin_period(run, error));
	run->result.account = duty.account;
	struct moment moment = {.whom = duty.account,
		.need = run->result.need,
		.code = run->params->domain,
		.second = run->params->unsafe,
		.day = run->result.day,
		.words = run->params->words};
	TRY(command_moment(run, moment, error));
	bool unsafe = run->params->unsafe;
	return command_notify(run, run->facts.duty_home, duty.account,
		unsafe ? INBOX_DANGER : INBOX_QUESTION, unsafe ? run->result.need : episode->id, error);
}

status command_facts_return_answer(struct command_run *run, struct error *error)
{
	return load_period(run, error);
}

bool command_judge_return_answer(struct command_run *run)
{
	const struct period *period = run->facts.period_known ? &run->facts.period : NULL;
	return command_verdict(run, &ending_verdicts,
		(int)ending_judge_answer(period, &run->actor, run->facts.episode.person));
}

/* What they want is for who manages the care now. */
status command_apply_return_answer(struct command_run *run, struct error *error)
{
	struct period *period = &run->facts.period;
	TRY(command_touch(run, error));
	TRY(untell(run, period, error));
	period->answered_ms = run->now_ms;
	period->wants_table = run->params->wants_table;
	period->wants_companion = run->params->wants_companion;
	if (period->wants_table || period->wants_companion) {
		period->told = run->facts.episode.care_manager;
		TRY(command_tell(run, period->told, INBOX_WANTED, period->id, error));
	}
	TRY(COMMAND_PUT(run, ending_period_table, period));
	struct moment moment = {.thing = period->id,
		.code = period->wants_table,
		.second = period->wants_companion,
		.words = run->params->words};
	return command_moment(run, moment, error);
}
