/* do_handover.c - a warm handover: offered, answered, confirmed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "care/norm.h"
#include "command/command_run.h"

status command_facts_handover_offer(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	TRY(command_load_need(run, error));
	TRY(file_count_tied(run->store, run->region, run->facts.episode.id,
		run->params->of_care_management ? id_none : run->params->need, &run->facts.tied, error));
	return command_load_receiver(run, error);
}

static struct handover_offer offer_of(const struct command_run *run)
{
	const struct command_params *params = run->params;
	return (struct handover_offer){.of_care_management = params->of_care_management,
		.person_agrees = params->person_agrees,
		.to_account = params->account,
		.to_service = params->service,
		.answer_by_day = params->day,
		.tied = run->facts.tied};
}

bool command_judge_handover_offer(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	bool of_need = !run->params->of_care_management;
	if (of_need && !facts->need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	struct handover_offer offer = offer_of(run);
	enum handover_verdict verdict = handover_judge_offer(&facts->episode,
		of_need ? &facts->need : NULL, &run->actor, &offer, &facts->receiver, run->today);
	if (verdict == HANDOVER_ANSWER_BY_OUT_OF_RANGE) {
		command_parameter_day(run, "from", run->today + HANDOVER_MIN_DAYS);
		command_parameter_day(run, "to", run->today + HANDOVER_MAX_DAYS);
	}
	if (verdict == HANDOVER_TOO_MANY) command_parameter_number(run, "max", HANDOVER_MAX_TIED);
	return command_verdict(run, &handover_verdicts, (int)verdict);
}

void command_make_offer(struct command_run *run, struct handover *handover, struct need *need,
	const struct care_actor *receiver, int32_t answer_by)
{
	struct need_parties parties = {.receiver = *receiver};
	handover->region = run->region;
	handover->id = id_draw(run->prng);
	handover->episode = run->facts.episode.id;
	handover->need = need != NULL ? need->id : id_none;
	handover->offered_ms = run->now_ms;
	handover->expires_ms = handover_expiry(answer_by);
	handover_move(handover, &run->facts.episode, need, HANDOVER_OFFER, &parties);
	run->result.handover = handover->id;
	run->result.day = answer_by;
}

status command_put_offer(struct command_run *run, const struct handover *handover,
	const struct need *need, struct error *error)
{
	TRY(COMMAND_PUT(run, handover_table, handover));
	if (need != NULL) TRY(COMMAND_PUT(run, need_table, need));
	return command_due(run, DUE_HANDOVER, handover->id, handover->expires_ms, error);
}

status command_apply_handover_offer(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct need *need = params->of_care_management ? NULL : &run->facts.need;
	int32_t answer_by = params->day != 0 ? params->day : norm_day(NORM_HANDOVER, run->today);
	struct handover handover = {.sender = run->actor.account,
		.to_account = params->account,
		.to_service = params->service,
		.words = params->words};
	struct care_actor receiver = {.account = params->account, .kind = run->facts.receiver.kind};
	command_make_offer(run, &handover, need, &receiver, answer_by);
	TRY(command_touch(run, error));
	TRY(command_put_offer(run, &handover, need, error));
	bool to_service = !id_is_none(params->service);
	struct moment moment = {.whom = to_service ? params->service : params->account,
		.need = handover.need,
		.thing = handover.id,
		.second = to_service,
		.day = answer_by,
		.words = params->words};
	TRY(command_moment(run, moment, error));
	return command_notify(run, to_service ? run->facts.service_region : run->facts.other.region,
		to_service ? run->facts.service_organisation : params->account, INBOX_HANDOVER, handover.id,
		error);
}

static status facts_of_handover(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	TRY(command_load_handover(run, error));
	return account_find(run->store, facts->handover.to_account, &facts->other, &facts->other_known,
		run->arena, error);
}

/* The need that is handed over, or NULL for the care management. */
static struct need *need_of(struct command_run *run)
{
	return id_is_none(run->facts.handover.need) ? NULL : &run->facts.need;
}

/* Who bears the need now, or manages the care. */
static struct id holder_of(struct command_run *run)
{
	const struct need *need = need_of(run);
	return need != NULL ? need->bearer : run->facts.episode.care_manager;
}

static struct handover_answer answer_of(const struct command_params *params)
{
	return (struct handover_answer){.contact_day = params->day,
		.reason = (enum decline_reason)params->reason,
		.instead = (enum decline_instead)params->instead,
		.instead_day = params->day};
}

/* Writes what a move made of the handover, the need and the episode, and tells the inbox. */
static status put_moved(struct command_run *run, struct moment moment, struct error *error)
{
	struct handover *handover = &run->facts.handover;
	struct need *need = need_of(run);
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, handover_table, handover));
	if (need != NULL) TRY(COMMAND_PUT(run, need_table, need));
	run->result.handover = handover->id;
	run->result.need = handover->need;
	moment.need = handover->need;
	moment.thing = handover->id;
	return command_moment(run, moment, error);
}

/* The item goes from the inbox of the account, or of the service's organisation; and who offered is
 * told how it ended, if they are still in the team. */
static status end_offer(struct command_run *run, struct error *error)
{
	const struct command_facts *facts = &run->facts;
	bool to_service = !id_is_none(facts->handover.to_service), there = false;
	TRY(command_is_member(run, facts->handover.sender, &there, error));
	if (there)
		TRY(command_tell(run, facts->handover.sender, INBOX_ANSWERED, facts->handover.id, error));
	TRY(command_due_end(run, DUE_HANDOVER, facts->handover.id, facts->handover.expires_ms, error));
	return command_notify(run, to_service ? facts->service_region : facts->other.region,
		to_service ? facts->service_organisation : facts->handover.to_account, INBOX_NONE,
		facts->handover.id, error);
}

status command_facts_handover_accept(struct command_run *run, struct error *error)
{
	return facts_of_handover(run, error);
}

static void add_range(struct command_run *run)
{
	command_parameter_day(run, "from", run->today);
	command_parameter_day(run, "to", run->today + HANDOVER_CONTACT_MAX_DAYS);
}

bool command_judge_handover_accept(struct command_run *run)
{
	if (!run->facts.handover_known)
		return command_refuse(run, &handover_verdicts, HANDOVER_UNKNOWN);
	struct handover_answer answer = answer_of(run->params);
	enum handover_verdict verdict = handover_judge_accept(&run->facts.handover, need_of(run),
		holder_of(run), &run->actor, run->facts.service_organisation, &answer, run->now_ms);
	if (verdict == HANDOVER_CONTACT_DAY_OUT_OF_RANGE) add_range(run);
	return command_verdict(run, &handover_verdicts, (int)verdict);
}

/* No clock runs on what people bear themselves (L3). */
static status put_first_contact(struct command_run *run, struct error *error)
{
	struct need *need = need_of(run);
	if (need == NULL) return STATUS_OK;
	if (need->bearer_kind != MEMBER_PROFESSIONAL)
		return command_end_step(run, need, STEP_REPLACED, error);
	struct step step = {
		.who = run->actor.account, .kind = STEP_FIRST_CONTACT, .due_day = run->params->day};
	return command_put_step(run, need, step, error);
}

/* What lay with who managed the care until now; they hear it, unless they offered it themselves. */
static status pass_on(struct command_run *run, struct id giver, struct error *error)
{
	const struct handover *handover = &run->facts.handover;
	if (!id_equal(handover->sender, giver))
		TRY(command_tell(run, giver, INBOX_CHOSE_OTHER, handover->id, error));
	TRY(command_pass_advice(run, giver, error));
	TRY(command_pass_late_preparations(run, error));
	TRY(command_pass_late_views(run, error));
	TRY(command_pass_place(run, error));
	TRY(command_pass_wish(run, error));
	TRY(command_pass_pairs(run, error));
	TRY(command_pass_transitions(run, error));
	return command_pass_late_stay(run, error);
}

status command_apply_handover_accept(struct command_run *run, struct error *error)
{
	struct handover *handover = &run->facts.handover;
	struct need_parties parties = {.receiver = run->actor};
	const struct handover_move *move = handover_move_find(HANDOVER_ACCEPT, HANDOVER_OFFERED);
	if (need_of(run) != NULL) TRY(command_untell_bearer(run, need_of(run), error));
	handover_move(handover, &run->facts.episode, need_of(run), HANDOVER_ACCEPT, &parties);
	handover->answered_by = run->actor.account;
	handover->answered_ms = run->now_ms;
	handover->contact_day = run->params->day;
	TRY(command_put_member(run, &run->actor, WAY_ACCEPTED, error));
	if (move->frees) TRY(command_free_tied(run, handover->need, false, error));
	TRY(put_first_contact(run, error));
	struct moment moment = {
		.whom = handover->giver, .day = handover->contact_day, .words = run->params->words};
	TRY(put_moved(run, moment, error));
	if (need_of(run) == NULL) TRY(pass_on(run, handover->giver, error));
	run->result.day = handover->contact_day;
	return end_offer(run, error);
}

status command_facts_handover_decline(struct command_run *run, struct error *error)
{
	return facts_of_handover(run, error);
}

bool command_judge_handover_decline(struct command_run *run)
{
	if (!run->facts.handover_known)
		return command_refuse(run, &handover_verdicts, HANDOVER_UNKNOWN);
	struct handover_answer answer = answer_of(run->params);
	enum handover_verdict verdict = handover_judge_decline(
		&run->facts.handover, &run->actor, run->facts.service_organisation, &answer, run->now_ms);
	if (verdict == HANDOVER_REASON_EXCLUDES)
		command_parameter_code(
			run, "reason", codes_name(&codes_decline_reason, run->params->reason));
	if (verdict == HANDOVER_INSTEAD_DAY_OUT_OF_RANGE) add_range(run);
	return command_verdict(run, &handover_verdicts, (int)verdict);
}

status command_apply_handover_decline(struct command_run *run, struct error *error)
{
	struct handover *handover = &run->facts.handover;
	const struct command_params *params = run->params;
	struct need_parties parties = {.receiver = run->actor};
	handover_move(handover, &run->facts.episode, need_of(run), HANDOVER_DECLINE, &parties);
	handover->answered_by = run->actor.account;
	handover->answered_ms = run->now_ms;
	handover->reason = params->reason;
	handover->instead = params->instead;
	handover->instead_day = params->day;
	handover->reason_words = params->reason_words;
	handover->instead_words = params->instead_words;
	if (handover->sharing) TRY(command_put_member(run, &run->actor, WAY_DECLINED, error));
	struct moment moment = {.whom = run->actor.account,
		.code = params->reason,
		.second = params->instead,
		.day = params->day,
		.words = params->instead_words};
	TRY(put_moved(run, moment, error));
	run->result.day = params->day;
	if (need_of(run) != NULL) TRY(command_put_stuck(run, handover->id, error));
	return end_offer(run, error);
}

status command_facts_handover_withdraw(struct command_run *run, struct error *error)
{
	return facts_of_handover(run, error);
}

bool command_judge_handover_withdraw(struct command_run *run)
{
	if (!run->facts.handover_known)
		return command_refuse(run, &handover_verdicts, HANDOVER_UNKNOWN);
	enum handover_verdict verdict = handover_judge_withdraw(
		&run->facts.handover, &run->actor, run->facts.episode.person, holder_of(run));
	return command_verdict(run, &handover_verdicts, (int)verdict);
}

static status end_without_answer(
	struct command_run *run, enum handover_event event, struct error *error)
{
	struct need_parties parties = {.receiver = {.account = run->facts.handover.to_account}};
	handover_move(&run->facts.handover, &run->facts.episode, need_of(run), event, &parties);
	struct moment moment = {.words = run->params->words};
	TRY(put_moved(run, moment, error));
	return end_offer(run, error);
}

/* It stays declined; who holds along is free. */
static status let_go(struct command_run *run, struct error *error)
{
	struct handover *handover = &run->facts.handover;
	struct moment moment = {.whom = handover->answered_by, .words = run->params->words};
	handover->sharing = false;
	return put_moved(run, moment, error);
}

status command_apply_handover_withdraw(struct command_run *run, struct error *error)
{
	const struct handover *handover = &run->facts.handover;
	if (handover->state != HANDOVER_OFFERED) return let_go(run, error);
	/* The care manager stays: who declined that has nobody to wait for. */
	if (id_is_none(handover->need)) TRY(command_free_tied(run, id_none, false, error));
	return end_without_answer(run, HANDOVER_WITHDRAW, error);
}

status command_facts_handover_expire(struct command_run *run, struct error *error)
{
	return facts_of_handover(run, error);
}

bool command_judge_handover_expire(struct command_run *run)
{
	if (!run->facts.handover_known)
		return command_refuse(run, &handover_verdicts, HANDOVER_UNKNOWN);
	return command_verdict(
		run, &handover_verdicts, (int)handover_judge_expire(&run->facts.handover, run->now_ms));
}

status command_apply_handover_expire(struct command_run *run, struct error *error)
{
	TRY(end_without_answer(run, HANDOVER_EXPIRE, error));
	if (need_of(run) == NULL) return STATUS_OK;
	TRY(command_put_stuck(run, run->facts.handover.id, error));
	if (id_is_none(run->facts.handover.to_service)) return STATUS_OK;
	return command_put_unanswered(run, run->facts.handover.to_service, error);
}

status command_facts_handover_contact(struct command_run *run, struct error *error)
{
	return facts_of_handover(run, error);
}

bool command_judge_handover_contact(struct command_run *run)
{
	if (!run->facts.handover_known)
		return command_refuse(run, &handover_verdicts, HANDOVER_UNKNOWN);
	enum handover_verdict verdict =
		handover_judge_contact(&run->facts.handover, &run->actor, run->facts.episode.person);
	if (verdict != HANDOVER_OK || run->params->next_day == 0)
		return command_verdict(run, &handover_verdicts, (int)verdict);
	if (run->params->next_day >= run->today && run->params->next_day <= run->today + STEP_MAX_DAYS)
		return true;
	command_parameter_day(run, "from", run->today);
	command_parameter_day(run, "to", run->today + STEP_MAX_DAYS);
	return command_refuse(run, &step_verdicts, STEP_DAY_OUT_OF_RANGE);
}

/* What follows a first contact was planned before, is planned now, or is a follow-up by the
 * bearer. */
static status put_follow_up(struct command_run *run, struct error *error)
{
	struct need *need = need_of(run);
	if (need == NULL || need->state != NEED_OPEN || need->bearer_kind != MEMBER_PROFESSIONAL ||
		!id_equal(need->bearer, run->facts.handover.answered_by))
		return STATUS_OK;
	struct step open = {.region = run->region, .episode = need->episode, .id = need->step};
	bool is_open = false;
	if (!id_is_none(need->step)) TRY(command_get(run, &step_table, &open, &is_open, error));
	bool planned = is_open && open.kind != STEP_FIRST_CONTACT;
	int32_t next_day = run->params->next_day;
	if (planned && next_day == 0) return STATUS_OK;
	struct step step = {.who = need->bearer,
		.kind = STEP_TAKE_UP,
		.due_day = next_day != 0 ? next_day : norm_day(NORM_FOLLOW_UP, run->today)};
	if (!planned) TRY(command_end_step(run, need, STEP_DONE, error));
	return command_put_step(run, need, step, error);
}

status command_apply_handover_contact(struct command_run *run, struct error *error)
{
	struct handover *handover = &run->facts.handover;
	struct need_parties parties = {.receiver = run->actor};
	handover_move(handover, &run->facts.episode, need_of(run), HANDOVER_CONTACT, &parties);
	handover->contacted_ms = run->now_ms;
	TRY(put_follow_up(run, error));
	struct moment moment = {
		.whom = handover->answered_by, .day = run->result.day, .words = run->params->words};
	return put_moved(run, moment, error);
}
