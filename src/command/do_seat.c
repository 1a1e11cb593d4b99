/* do_seat.c - who sits at a table, and what lies there.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_run.h"

static status facts_of_seat(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct seat seat = {.region = run->region, .account = run->params->account};
	int64_t counts[SEAT_KIND_COUNT];
	TRY(command_load_actor(run, error));
	TRY(account_find(
		run->store, run->params->account, &facts->other, &facts->other_known, run->arena, error));
	TRY(seat_count(run->store, run->region, counts, error));
	TRY(command_get(run, &seat_table, &seat, &facts->seat.seated, error));
	facts->seat.account_known = facts->other_known && facts->other.ended_ms == 0;
	facts->seat.account_kind = facts->other.kind;
	facts->seat.seats = counts[SEAT_NOT_SAID];
	return STATUS_OK;
}

status command_facts_table_seat(struct command_run *run, struct error *error)
{
	return facts_of_seat(run, error);
}

bool command_judge_table_seat(struct command_run *run)
{
	return command_verdict(run, &seat_verdicts,
		(int)seat_judge_take(&run->facts.seat, (enum seat_kind)run->params->kind));
}

status command_apply_table_seat(struct command_run *run, struct error *error)
{
	struct seat seat = {.region = run->region,
		.account = run->params->account,
		.kind = run->params->kind,
		.since_ms = run->now_ms};
	run->result.account = seat.account;
	return COMMAND_PUT(run, seat_table, &seat);
}

status command_facts_table_unseat(struct command_run *run, struct error *error)
{
	return facts_of_seat(run, error);
}

bool command_judge_table_unseat(struct command_run *run)
{
	return command_verdict(run, &seat_verdicts, (int)seat_judge_leave(&run->facts.seat));
}

status command_apply_table_unseat(struct command_run *run, struct error *error)
{
	struct seat seat = {.region = run->region, .account = run->params->account};
	run->result.account = seat.account;
	return COMMAND_REMOVE(run, seat_table, &seat);
}

status command_facts_look_table(struct command_run *run, struct error *error)
{
	struct seat seat = {.region = run->region};
	bool seated = false;
	TRY(command_load_actor(run, error));
	seat.account = run->actor.account;
	if ((run->facts.relations & RELATION_SIGNED_IN) == 0) return STATUS_OK;
	TRY(command_get(run, &seat_table, &seat, &seated, error));
	if (seated) run->facts.relations |= RELATION_SEATED;
	return STATUS_OK;
}

bool command_judge_look_table(struct command_run *run)
{
	(void)run;
	return true;
}
