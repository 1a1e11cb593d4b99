/* do_consult.c - somebody looks along: asked, answered, closed, or asked to join.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "care/norm.h"
#include "command/command_run.h"

status command_facts_consult_ask(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	TRY(command_load_need(run, error));
	TRY(file_count_consults(
		run->store, run->region, run->params->episode, &run->facts.consults_open, error));
	return command_load_receiver(run, error);
}

bool command_judge_consult_ask(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	const struct command_params *params = run->params;
	if (!facts->need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	struct consult_asking asking = {.person_agrees = params->person_agrees,
		.named = params->named,
		.to_account = params->account,
		.to_service = params->service,
		.answer_by_day = params->day,
		.open = facts->consults_open};
	struct consult_receiver receiver = {
		facts->receiver.known, facts->receiver.ended, facts->receiver.kind};
	enum consult_verdict verdict = consult_judge_ask(
		&facts->episode, &facts->need, &run->actor, &asking, &receiver, run->today);
	if (verdict == CONSULT_ANSWER_BY_OUT_OF_RANGE) {
		command_parameter_day(run, "from", run->today);
		command_parameter_day(run, "to", run->today + CONSULT_MAX_DAYS);
	}
	if (verdict == CONSULT_TOO_MANY) command_parameter_number(run, "max", CONSULT_MAX_OPEN);
	return command_verdict(run, &consult_verdicts, (int)verdict);
}

/* In the inbox of the account, or of the service's organisation; INBOX_NONE takes it out. */
static status tell_receiver(struct command_run *run, enum inbox_kind kind, struct error *error)
{
	const struct command_facts *facts = &run->facts;
	bool to_service = !id_is_none(facts->consult.to_service);
	return command_notify(run, to_service ? facts->service_region : facts->other.region,
		to_service ? facts->service_organisation : facts->consult.to_account, kind,
		facts->consult.id, error);
}

status command_apply_consult_ask(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct consult *consult = &run->facts.consult;
	int32_t answer_by = params->day != 0 ? params->day : norm_day(NORM_CONSULT, run->today);
	*consult = (struct consult){.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.need = run->facts.need.id,
		.asked_by = run->actor.account,
		.to_account = params->account,
		.to_service = params->service,
		.named = params->named,
		.asked_ms = run->now_ms,
		.expires_ms = date_day_start(answer_by + 1),
		.words = params->words};
	consult_move(consult, CONSULT_ASK);
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, consult_table, consult));
	TRY(command_due(run, DUE_CONSULT, consult->id, consult->expires_ms, error));
	run->result.consult = consult->id;
	run->result.day = answer_by;
	bool to_service = !id_is_none(params->service);
	struct moment moment = {.whom = to_service ? params->service : params->account,
		.need = consult->need,
		.thing = consult->id,
		.code = consult->named,
		.second = to_service,
		.day = answer_by,
		.words = params->words};
	TRY(command_moment(run, moment, error));
	return tell_receiver(run, INBOX_CONSULT, error);
}

static status facts_of_consult(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	TRY(command_load_consult(run, error));
	return account_find(run->store, facts->consult.to_account, &facts->other, &facts->other_known,
		run->arena, error);
}

/* With whom it lies now that it came back: who asked, or the care manager if they are gone. */
static status find_back(struct command_run *run, const struct consult *consult,
	struct account *back, struct error *error)
{
	bool known = false, is_member = false;
	TRY(command_is_member(run, consult->asked_by, &is_member, error));
	TRY(account_find(run->store, consult->asked_by, back, &known, run->arena, error));
	if (known && is_member && back->ended_ms == 0) return STATUS_OK;
	return account_find(
		run->store, run->facts.episode.care_manager, back, &known, run->arena, error);
}

/* What was asked is no longer theirs to answer; it lies with who asked, or is over. */
static status tell_inboxes(struct command_run *run, const struct consult_move *move,
	enum consult_state from, struct error *error)
{
	struct consult *consult = &run->facts.consult;
	struct account back = {0};
	bool known = false;
	if (from == CONSULT_ASKED) {
		TRY(command_due_end(run, DUE_CONSULT, consult->id, consult->expires_ms, error));
		TRY(tell_receiver(run, INBOX_NONE, error));
	}
	if (move->back) {
		TRY(find_back(run, consult, &back, error));
		consult->back_to = back.id;
		return command_notify(run, back.region, back.id, INBOX_CONSULT_BACK, consult->id, error);
	}
	if (id_is_none(consult->back_to)) return STATUS_OK;
	TRY(account_find(run->store, consult->back_to, &back, &known, run->arena, error));
	consult->back_to = id_none;
	return command_notify(run, back.region, back.id, INBOX_NONE, consult->id, error);
}

static status pass_one(struct command_run *run, struct consult *consult, struct error *error)
{
	struct account from = {0}, to = {0};
	bool known = false;
	TRY(find_back(run, consult, &to, error));
	if (id_equal(to.id, consult->back_to)) return STATUS_OK;
	TRY(account_find(run->store, consult->back_to, &from, &known, run->arena, error));
	consult->back_to = to.id;
	TRY(COMMAND_PUT(run, consult_table, consult));
	TRY(command_notify(run, from.region, from.id, INBOX_NONE, consult->id, error));
	return command_notify(run, to.region, to.id, INBOX_CONSULT_BACK, consult->id, error);
}

status command_pass_advice(struct command_run *run, struct id from, struct error *error)
{
	struct consult *consults = ARENA_ARRAY(run->arena, struct consult, CONSULT_MAX_OPEN);
	size_t count = 0;
	TRY(file_list_consults_with(
		run->store, run->region, run->facts.episode.id, from, consults, &count, run->arena, error));
	for (size_t i = 0; i < count; i++) TRY(pass_one(run, &consults[i], error));
	return STATUS_OK;
}

static status move_on(struct command_run *run, enum consult_event event, struct error *error)
{
	struct consult *consult = &run->facts.consult;
	enum consult_state from = (enum consult_state)consult->state;
	const struct consult_move *move = consult_move(consult, event);
	TRY(command_touch(run, error));
	TRY(tell_inboxes(run, move, from, error));
	if (move->joins) TRY(command_put_asking(run, run->params->words, error));
	consult->joining = run->result.join;
	TRY(COMMAND_PUT(run, consult_table, consult));
	run->result.consult = consult->id;
	struct id whom = move->back ? consult->back_to : consult->asked_by;
	struct moment moment = {.whom = move->joins ? consult->answered_by : whom,
		.need = consult->need,
		.thing = consult->id,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

status command_facts_consult_answer(struct command_run *run, struct error *error)
{
	return facts_of_consult(run, error);
}

static bool judged(struct command_run *run, enum consult_verdict verdict)
{
	if (verdict == CONSULT_NOT_OPEN)
		command_parameter_code(
			run, "state", codes_name(&consult_state_codes, run->facts.consult.state));
	return command_verdict(run, &consult_verdicts, (int)verdict);
}

bool command_judge_consult_answer(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->consult_known) return command_refuse(run, &consult_verdicts, CONSULT_UNKNOWN);
	enum consult_verdict verdict = consult_judge_answer(
		&facts->consult, &run->actor, facts->service_organisation, run->now_ms);
	return judged(run, verdict);
}

static status answer(struct command_run *run, enum consult_event event, struct error *error)
{
	struct consult *consult = &run->facts.consult;
	consult->answered_by = run->actor.account;
	consult->answered_ms = run->now_ms;
	consult->answer_words = run->params->words;
	return move_on(run, event, error);
}

status command_apply_consult_answer(struct command_run *run, struct error *error)
{
	TRY(answer(run, CONSULT_ANSWER, error));
	return command_give_second_view(run, error);
}

status command_facts_consult_decline(struct command_run *run, struct error *error)
{
	return facts_of_consult(run, error);
}

bool command_judge_consult_decline(struct command_run *run)
{
	return command_judge_consult_answer(run);
}

status command_apply_consult_decline(struct command_run *run, struct error *error)
{
	return answer(run, CONSULT_DECLINE, error);
}

status command_facts_consult_withdraw(struct command_run *run, struct error *error)
{
	return facts_of_consult(run, error);
}

bool command_judge_consult_withdraw(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->consult_known) return command_refuse(run, &consult_verdicts, CONSULT_UNKNOWN);
	return judged(run, consult_judge_withdraw(&facts->consult, &run->actor, &facts->episode));
}

status command_apply_consult_withdraw(struct command_run *run, struct error *error)
{
	return move_on(run, CONSULT_WITHDRAW, error);
}

status command_facts_consult_close(struct command_run *run, struct error *error)
{
	return facts_of_consult(run, error);
}

bool command_judge_consult_close(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->consult_known) return command_refuse(run, &consult_verdicts, CONSULT_UNKNOWN);
	return command_verdict(run, &consult_verdicts,
		(int)consult_judge_close(&facts->consult, &run->actor, &facts->episode));
}

status command_apply_consult_close(struct command_run *run, struct error *error)
{
	return move_on(run, CONSULT_CLOSE, error);
}

status command_facts_consult_turn(struct command_run *run, struct error *error)
{
	TRY(facts_of_consult(run, error));
	return command_load_asking(run, run->facts.consult.answered_by, error);
}

bool command_judge_consult_turn(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->consult_known) return command_refuse(run, &consult_verdicts, CONSULT_UNKNOWN);
	enum consult_verdict verdict = consult_judge_turn(
		&facts->consult, &run->actor, &facts->episode, run->params->person_agrees);
	if (verdict != CONSULT_OK) return command_refuse(run, &consult_verdicts, (int)verdict);
	return command_judge_asking(run);
}

status command_apply_consult_turn(struct command_run *run, struct error *error)
{
	return move_on(run, CONSULT_TURN, error);
}

status command_facts_consult_expire(struct command_run *run, struct error *error)
{
	return facts_of_consult(run, error);
}

bool command_judge_consult_expire(struct command_run *run)
{
	if (!run->facts.consult_known) return command_refuse(run, &consult_verdicts, CONSULT_UNKNOWN);
	return judged(run, consult_judge_expire(&run->facts.consult, run->now_ms));
}

status command_apply_consult_expire(struct command_run *run, struct error *error)
{
	return move_on(run, CONSULT_EXPIRE, error);
}

status command_facts_look_consult(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	return command_load_consult(run, error);
}

bool command_judge_look_consult(struct command_run *run)
{
	if (!run->facts.consult_known) return command_refuse(run, &consult_verdicts, CONSULT_UNKNOWN);
	return true;
}
