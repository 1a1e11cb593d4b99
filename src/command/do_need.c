/* do_need.c - needs are added, stopped, closed, and held by duty while there is danger.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "care/norm.h"
#include "command/command_run.h"

static struct care_actor care_manager_of(const struct command_run *run)
{
	return (struct care_actor){
		.account = run->facts.episode.care_manager, .kind = run->facts.episode.care_manager_kind};
}

static status facts_of_need(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	return command_load_need(run, error);
}

/* A professional who comes to bear a need takes it up within the days of a first contact, unless a
 * step was planned. Somebody else than who made it so is told. */
static status put_take_up(
	struct command_run *run, struct need *need, enum step_kind kind, struct error *error)
{
	if (need->bearer_kind != MEMBER_PROFESSIONAL)
		return command_end_step(run, need, STEP_REPLACED, error);
	struct step step = {
		.who = need->bearer, .kind = (int32_t)kind, .due_day = norm_day(NORM_TAKE_UP, run->today)};
	return command_put_step(run, need, step, error);
}

/* It falls back to who bears it now. */
static status put_returned(struct command_run *run, struct need *need, struct error *error)
{
	bool tells = !id_equal(need->bearer, run->actor.account);
	TRY(put_take_up(run, need, tells ? STEP_TAKE_BACK : STEP_TAKE_UP, error));
	return command_tell(run, need->bearer, INBOX_RETURNED, need->id, error);
}

/* What was theirs before a danger goes back to the care manager when it is over. */
static status take_back(struct command_run *run, struct need *need, struct error *error)
{
	struct need_parties parties = {.care_manager = care_manager_of(run)};
	if (need->state == NEED_IN_DANGER) {
		TRY(command_tell(run, need->bearer_before, INBOX_NONE, need->id, error));
		need->bearer_before = parties.care_manager.account;
		need->bearer_before_kind = parties.care_manager.kind;
		return COMMAND_PUT(run, need_table, need);
	}
	TRY(command_untell_bearer(run, need, error));
	need_move(need, NEED_STOP, &parties);
	TRY(put_returned(run, need, error));
	return COMMAND_PUT(run, need_table, need);
}

static bool is_of(const struct need *need, struct id account)
{
	if (need->state == NEED_IN_DANGER) return id_equal(need->bearer_before, account);
	return need->state == NEED_OPEN && id_equal(need->bearer, account);
}

static status list_needs_of(struct command_run *run, struct id account, struct need *needs,
	size_t *count, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(file_open_needs(run->store, run->region, run->facts.episode.id, &cursor, error));
	for (*count = 0; *count < NEED_MAX_OPEN;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&need_table, row, &needs[*count], run->arena, error));
		if (is_of(&needs[*count], account)) (*count)++;
	}
	return STATUS_OK;
}

status command_take_needs_back(struct command_run *run, struct id account, struct error *error)
{
	struct need *needs = ARENA_ARRAY(run->arena, struct need, NEED_MAX_OPEN);
	size_t count = 0;
	TRY(list_needs_of(run, account, needs, &count, error));
	for (size_t i = 0; i < count; i++) TRY(take_back(run, &needs[i], error));
	return STATUS_OK;
}

status command_facts_need_add(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	return file_count_needs(
		run->store, run->region, run->params->episode, &run->facts.needs_open, error);
}

bool command_judge_need_add(struct command_run *run)
{
	struct need_addition addition = {.person_agrees = run->params->person_agrees,
		.actor_bears = run->params->actor_bears,
		.open = run->facts.needs_open};
	enum need_verdict verdict = need_judge_add(&run->actor, run->facts.episode.person, &addition);
	if (verdict == NEED_TOO_MANY) command_parameter_number(run, "max", NEED_MAX_OPEN);
	return command_verdict(run, &need_verdicts, (int)verdict);
}

status command_apply_need_add(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct need need = {.region = run->region,
		.id = id_draw(run->prng),
		.episode = run->facts.episode.id,
		.domain = params->domain,
		.aim = params->aim,
		.opened_ms = run->now_ms,
		.effective_day = run->today,
		.words = params->words};
	struct need_parties parties = {.care_manager = care_manager_of(run)};
	parties.receiver = params->actor_bears ? run->actor : parties.care_manager;
	need_move(&need, NEED_ADD, &parties);
	TRY(command_touch(run, error));
	TRY(put_take_up(run, &need, STEP_TAKE_UP, error));
	TRY(COMMAND_PUT(run, need_table, &need));
	run->result.need = need.id;
	struct moment moment = {.whom = need.bearer,
		.need = need.id,
		.code = need.domain,
		.second = need.aim,
		.words = params->words};
	return command_moment(run, moment, error);
}

status command_facts_need_stop(struct command_run *run, struct error *error)
{
	return facts_of_need(run, error);
}

bool command_judge_need_stop(struct command_run *run)
{
	if (!run->facts.need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	return command_verdict(
		run, &need_verdicts, (int)need_judge_stop(&run->facts.need, &run->actor));
}

status command_apply_need_stop(struct command_run *run, struct error *error)
{
	struct need *need = &run->facts.need;
	struct need_parties parties = {.care_manager = care_manager_of(run)};
	TRY(command_untell_bearer(run, need, error));
	need_move(need, NEED_STOP, &parties);
	TRY(command_touch(run, error));
	TRY(put_returned(run, need, error));
	TRY(COMMAND_PUT(run, need_table, need));
	run->result.need = need->id;
	struct moment moment = {
		.whom = need->bearer, .need = need->id, .code = need->domain, .words = run->params->words};
	return command_moment(run, moment, error);
}

status command_facts_need_close(struct command_run *run, struct error *error)
{
	return facts_of_need(run, error);
}

bool command_judge_need_close(struct command_run *run)
{
	if (!run->facts.need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	enum need_verdict closer = need_judge_closer(
		&run->facts.need, &run->actor, run->facts.episode.person, run->facts.episode.care_manager);
	if (closer != NEED_OK) return command_refuse(run, &need_verdicts, (int)closer);
	enum need_verdict verdict = need_judge_close(&run->facts.need, &run->actor,
		run->facts.episode.person, (enum closing)run->params->closing);
	return command_verdict(run, &need_verdicts, (int)verdict);
}

status command_close_need(struct command_run *run, struct need *need, struct error *error)
{
	struct need_parties parties = {.care_manager = care_manager_of(run)};
	struct id bearer = need->bearer;
	bool helps = need->bearer_kind == MEMBER_PROFESSIONAL || need->bearer_kind == MEMBER_PEER;
	TRY(command_untell_bearer(run, need, error));
	need_move(need, NEED_CLOSE, &parties);
	need->closed_ms = run->now_ms;
	need->closing = run->params->closing;
	TRY(command_end_step(run, need, STEP_DONE, error));
	TRY(command_free_tied(run, need->id, true, error));
	TRY(command_end_second_view(run, need->id, error));
	if (helps) TRY(command_tell(run, bearer, INBOX_NEED_CLOSED, need->id, error));
	return COMMAND_PUT(run, need_table, need);
}

status command_apply_need_close(struct command_run *run, struct error *error)
{
	struct need *need = &run->facts.need;
	TRY(command_touch(run, error));
	TRY(command_close_need(run, need, error));
	run->result.need = need->id;
	struct moment moment = {.need = need->id,
		.code = need->domain,
		.second = need->closing,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

status command_facts_danger_report(struct command_run *run, struct error *error)
{
	struct step *step = &run->facts.step;
	TRY(facts_of_need(run, error));
	if (!run->facts.need_known || run->facts.need.state != NEED_IN_DANGER)
		return command_load_duty(run, error);
	*step = (struct step){
		.region = run->region, .episode = run->facts.need.episode, .id = run->facts.need.step};
	if (id_is_none(step->id)) return STATUS_OK;
	return command_get(run, &step_table, step, &run->facts.step_known, error);
}

bool command_judge_danger_report(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	if (facts->need.state != NEED_IN_DANGER && id_is_none(facts->duty.account))
		return command_refuse(run, &episode_verdicts, EPISODE_NOBODY_ON_DUTY);
	return command_verdict(run, &need_verdicts, (int)need_judge_danger(&facts->need));
}

/* Who has duty, and those from whom it is taken or who go on around it: the care manager, and who
 * bore it. Behind the rows. */
static status tell_danger(struct command_run *run, int32_t duty_home, struct error *error)
{
	const struct need *need = &run->facts.need;
	const struct id others[] = {run->facts.episode.care_manager, need->bearer_before};
	TRY(command_notify(run, duty_home, need->bearer, INBOX_DANGER, need->id, error));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		bool told = id_equal(others[i], need->bearer) || (i > 0 && id_equal(others[i], others[0]));
		if (!told) TRY(command_tell(run, others[i], INBOX_DANGER_HELD, need->id, error));
	}
	return STATUS_OK;
}

/* Said again: who has duty is told again, and goes by the hour that was said first; where they had
 * begun already, there is something new to be done. */
static status report_again(struct command_run *run, struct error *error)
{
	struct need *need = &run->facts.need;
	const struct step *open = &run->facts.step;
	struct account duty = {0};
	bool known = false, waits = run->facts.step_known && open->kind == STEP_DUTY;
	TRY(command_touch(run, error));
	if (waits) {
		run->result.step = open->id;
		run->result.day = open->due_day;
		run->result.at_ms = open->made_ms;
	} else {
		struct step step = {.who = need->bearer, .kind = STEP_DUTY, .due_day = run->today};
		TRY(command_put_step(run, need, step, error));
		TRY(COMMAND_PUT(run, need_table, need));
	}
	run->result.need = need->id;
	run->result.account = need->bearer;
	struct moment moment = {.whom = need->bearer,
		.need = need->id,
		.code = need->domain,
		.second = waits,
		.words = run->params->words};
	TRY(command_moment(run, moment, error));
	TRY(account_find(run->store, need->bearer, &duty, &known, run->arena, error));
	CHECK(known);
	return command_notify(run, duty.region, duty.id, INBOX_DANGER, need->id, error);
}

status command_apply_danger_report(struct command_run *run, struct error *error)
{
	struct need *need = &run->facts.need;
	const struct roster_place *place = &run->facts.duty;
	struct need_parties parties = {.care_manager = care_manager_of(run),
		.duty = {.account = place->account, .kind = place->kind}};
	if (need->state == NEED_IN_DANGER) return report_again(run, error);
	TRY(command_untell_bearer(run, need, error));
	need_move(need, NEED_DANGER, &parties);
	TRY(command_touch(run, error));
	TRY(command_put_member(run, &parties.duty, WAY_DUTY, error));
	TRY(command_put_turn(run, error));
	struct step step = {.who = place->account, .kind = STEP_DUTY, .due_day = run->today};
	TRY(command_put_step(run, need, step, error));
	TRY(COMMAND_PUT(run, need_table, need));
	run->result.need = need->id;
	run->result.account = place->account;
	struct moment moment = {.whom = place->account,
		.need = need->id,
		.code = need->domain,
		.words = run->params->words};
	TRY(command_moment(run, moment, error));
	return tell_danger(run, run->facts.duty_home, error);
}

status command_facts_danger_over(struct command_run *run, struct error *error)
{
	struct account before = {0};
	bool known = false;
	TRY(facts_of_need(run, error));
	TRY(account_find(
		run->store, run->facts.need.bearer_before, &before, &known, run->arena, error));
	run->facts.before_lives = known && before.ended_ms == 0;
	return STATUS_OK;
}

bool command_judge_danger_over(struct command_run *run)
{
	if (!run->facts.need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	enum need_verdict verdict =
		need_judge_safe(&run->facts.need, &run->actor, run->facts.episode.care_manager);
	return command_verdict(run, &need_verdicts, (int)verdict);
}

/* It is over for those who were told. Before the move. */
static status untell_danger(struct command_run *run, const struct need *need, struct error *error)
{
	TRY(command_tell(run, run->facts.episode.care_manager, INBOX_NONE, need->id, error));
	return command_tell(run, need->bearer_before, INBOX_NONE, need->id, error);
}

status command_apply_danger_over(struct command_run *run, struct error *error)
{
	struct need *need = &run->facts.need;
	struct need_parties parties = {
		.care_manager = care_manager_of(run), .before_ended = !run->facts.before_lives};
	TRY(untell_danger(run, need, error));
	need_move(need, NEED_SAFE, &parties);
	TRY(command_touch(run, error));
	TRY(put_returned(run, need, error));
	TRY(COMMAND_PUT(run, need_table, need));
	run->result.need = need->id;
	run->result.account = need->bearer;
	struct moment moment = {
		.whom = need->bearer, .need = need->id, .code = need->domain, .words = run->params->words};
	return command_moment(run, moment, error);
}
