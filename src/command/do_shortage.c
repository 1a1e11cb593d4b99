/* do_shortage.c - a service of which there is too little lies on a table's agenda.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "care/norm.h"
#include "command/command_entry.h"
#include "command/command_run.h"

/* The clock that watches it: from when it was to `expires_ms`, or 0 for none. */
static status put_clock(struct command_run *run, int64_t expires_ms, struct error *error)
{
	struct shortage *shortage = &run->facts.shortage;
	struct due due = {.region = shortage->region,
		.kind = DUE_SHORTAGE,
		.thing = shortage->id,
		.due_ms = shortage->expires_ms};
	if (shortage->expires_ms != 0) TRY(COMMAND_REMOVE(run, moment_due_table, &due));
	shortage->expires_ms = due.due_ms = expires_ms;
	return expires_ms == 0 ? STATUS_OK : COMMAND_PUT(run, moment_due_table, &due);
}

static int64_t next_look_ms(const struct command_run *run)
{
	return date_day_start(norm_day(NORM_TABLE, run->today) + 1);
}

static status tell_obliged(struct command_run *run, enum inbox_kind kind, struct error *error)
{
	const struct shortage *shortage = &run->facts.shortage;
	return command_notify(run, shortage->region, shortage->organisation, kind, shortage->id, error);
}

/* Makes the move, with its clock and inbox; expires_ms 0 where no clock watches any more. */
static status move_on(
	struct command_run *run, enum shortage_event event, int64_t expires_ms, struct error *error)
{
	struct shortage *shortage = &run->facts.shortage;
	bool bound = shortage_is_binding(shortage);
	shortage_move(shortage, event);
	TRY(put_clock(run, expires_ms, error));
	if (bound && !shortage_is_binding(shortage)) TRY(tell_obliged(run, INBOX_NONE, error));
	if (event == SHORTAGE_CLOSE) shortage->ended_ms = run->now_ms;
	run->result.shortage = shortage->id;
	run->result.service = shortage->service;
	return COMMAND_PUT(run, shortage_table, shortage);
}

static status put(struct command_run *run, struct id service, int32_t waiting, struct error *error)
{
	struct shortage *shortage = &run->facts.shortage;
	*shortage = (struct shortage){.region = run->region,
		.id = shortage_id(run->region, service),
		.service = service,
		.waiting = waiting,
		.since_ms = run->now_ms};
	return move_on(run, SHORTAGE_PUT, next_look_ms(run), error);
}

/* There or not: facts.shortage has the state NONE where it never was. */
static status load(struct command_run *run, struct id id, struct error *error)
{
	struct shortage *shortage = &run->facts.shortage;
	*shortage = (struct shortage){.region = run->region, .id = id};
	return command_get(run, &shortage_table, shortage, &run->facts.shortage_known, error);
}

status command_put_shortage(
	struct command_run *run, struct id service, int32_t waiting, struct error *error)
{
	TRY(load(run, shortage_id(run->region, service), error));
	if (shortage_can(&run->facts.shortage, SHORTAGE_PUT)) return put(run, service, waiting, error);
	run->facts.shortage.waiting = waiting;
	return COMMAND_PUT(run, shortage_table, &run->facts.shortage);
}

status command_put_unanswered(struct command_run *run, struct id service, struct error *error)
{
	int64_t count = 0;
	TRY(load(run, shortage_id(run->region, service), error));
	TRY(shortage_count_unanswered(
		run->store, run->region, service, run->facts.shortage.ended_ms, &count, error));
	return count < SHORTAGE_OFFERS ? STATUS_OK
								   : command_put_shortage(run, service, (int32_t)count, error);
}

static status load_seat(struct command_run *run, int32_t shard, struct error *error)
{
	struct seat seat = {.region = shard, .account = run->actor.account};
	bool seated = false;
	if ((run->facts.relations & RELATION_SIGNED_IN) == 0) return STATUS_OK;
	TRY(command_get(run, &seat_table, &seat, &seated, error));
	if (seated) run->facts.relations |= RELATION_SEATED;
	return STATUS_OK;
}

/* Who sits at the region's table may know that there is no such item. */
static status facts_of_shortage(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	TRY(load(run, run->params->thing, error));
	return load_seat(run, shortage_shard(&run->facts.shortage), error);
}

static bool refuse(struct command_run *run, enum shortage_verdict verdict)
{
	if (!run->facts.shortage_known)
		return command_refuse(run, &shortage_verdicts, SHORTAGE_UNKNOWN);
	return command_verdict(run, &shortage_verdicts, (int)verdict);
}

status command_facts_shortage_put(struct command_run *run, struct error *error)
{
	struct service service = {0};
	bool known = false, is_live = false;
	TRY(command_load_actor(run, error));
	TRY(load(run, shortage_id(run->region, run->params->service), error));
	TRY(directory_find_service(
		run->store, run->params->service, &service, &known, run->arena, error));
	if (known) TRY(command_entry_is_live(run, service.region, service.id, &is_live, error));
	run->facts.service_known = known && is_live;
	return load_seat(run, run->region, error);
}

bool command_judge_shortage_put(struct command_run *run)
{
	return command_verdict(run, &shortage_verdicts,
		(int)shortage_judge_put(&run->facts.shortage, run->facts.service_known));
}

status command_apply_shortage_put(struct command_run *run, struct error *error)
{
	return put(run, run->params->service, run->params->waiting, error);
}

status command_facts_shortage_raise(struct command_run *run, struct error *error)
{
	return facts_of_shortage(run, error);
}

bool command_judge_shortage_raise(struct command_run *run)
{
	return refuse(run, shortage_judge_raise(&run->facts.shortage));
}

status command_apply_shortage_raise(struct command_run *run, struct error *error)
{
	return move_on(run, SHORTAGE_RISE, next_look_ms(run), error);
}

status command_facts_shortage_decide(struct command_run *run, struct error *error)
{
	int64_t seats[SEAT_KIND_COUNT];
	struct organisation organisation = {.region = run->region, .id = run->params->organisation};
	bool known = false, is_live = false;
	TRY(facts_of_shortage(run, error));
	TRY(seat_count(run->store, shortage_shard(&run->facts.shortage), seats, error));
	TRY(command_get(run, &directory_organisation_table, &organisation, &known, error));
	TRY(command_entry_is_live(run, run->region, organisation.id, &is_live, error));
	run->facts.shortage_decision =
		(struct shortage_decision){.clients_seated = seats[SEAT_CLIENTS] > 0,
			.relatives_seated = seats[SEAT_RELATIVES] > 0,
			.organisation_known = known && is_live,
			.term_day = run->params->day};
	return STATUS_OK;
}

bool command_judge_shortage_decide(struct command_run *run)
{
	enum shortage_verdict verdict =
		shortage_judge_decide(&run->facts.shortage, &run->facts.shortage_decision, run->today);
	if (run->facts.shortage_known && verdict == SHORTAGE_TERM_OUT_OF_RANGE) {
		command_parameter_day(run, "from", run->today + 1);
		command_parameter_day(run, "to", run->today + SHORTAGE_MAX_TERM_DAYS);
	}
	return refuse(run, verdict);
}

status command_apply_shortage_decide(struct command_run *run, struct error *error)
{
	struct shortage *shortage = &run->facts.shortage;
	if (shortage_is_binding(shortage)) TRY(tell_obliged(run, INBOX_NONE, error));
	shortage->decided_by = run->actor.account;
	shortage->decided_ms = run->now_ms;
	shortage->organisation = run->params->organisation;
	shortage->term_day = run->params->day;
	shortage->words = run->params->public_words;
	run->result.day = shortage->term_day;
	TRY(move_on(run, SHORTAGE_DECIDE, date_day_start(shortage->term_day + 1), error));
	return tell_obliged(run, INBOX_DECISION, error);
}

status command_facts_shortage_close(struct command_run *run, struct error *error)
{
	struct service *service = &run->facts.decided;
	bool known = false;
	TRY(facts_of_shortage(run, error));
	return directory_find_service(
		run->store, run->facts.shortage.service, service, &known, run->arena, error);
}

bool command_judge_shortage_close(struct command_run *run)
{
	return refuse(run, shortage_judge_close(&run->facts.shortage));
}

status command_apply_shortage_close(struct command_run *run, struct error *error)
{
	TRY(command_put_lesson(
		run, run->facts.decided.domain, TABLE_STUCK, run->facts.shortage.level, error));
	return move_on(run, SHORTAGE_CLOSE, 0, error);
}

status command_facts_shortage_late(struct command_run *run, struct error *error)
{
	return facts_of_shortage(run, error);
}

bool command_judge_shortage_late(struct command_run *run)
{
	return refuse(run, shortage_judge_late(&run->facts.shortage, run->now_ms));
}

status command_apply_shortage_late(struct command_run *run, struct error *error)
{
	struct shortage *shortage = &run->facts.shortage;
	shortage->late = true;
	return move_on(run, shortage_late_event(shortage), next_look_ms(run), error);
}
