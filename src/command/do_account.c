/* do_account.c - accounts, sessions, and the duty roster.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_entry.h"
#include "command/command_outbox.h"

static status load_organisation(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	facts->organisation.region = run->region;
	bool known = false, is_live = false;
	facts->organisation.id = run->params->organisation;
	TRY(command_get(run, &directory_organisation_table, &facts->organisation, &known, error));
	TRY(command_entry_is_live(run, run->region, facts->organisation.id, &is_live, error));
	facts->organisation_known = known && is_live;
	return STATUS_OK;
}

status command_facts_account_create(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	TRY(load_organisation(run, error));
	run->facts.account = (struct account_facts){.kind = run->params->kind,
		.organisation_given = !id_is_none(run->params->organisation),
		.organisation_known = run->facts.organisation_known};
	return STATUS_OK;
}

bool command_judge_account_create(struct command_run *run)
{
	return command_verdict(run, &account_verdicts, (int)account_judge_create(&run->facts.account));
}

static status put_account(struct command_run *run, int32_t kind, struct error *error)
{
	struct account account = {.region = run->region,
		.id = run->command->subject,
		.kind = kind,
		.organisation = run->params->organisation,
		.code_index = run->command->new_code_index,
		.created_ms = run->now_ms,
		.name = run->params->name};
	run->result.account = account.id;
	return COMMAND_PUT(run, account_table, &account);
}

status command_apply_account_create(struct command_run *run, struct error *error)
{
	return put_account(run, run->params->kind, error);
}

static status count_advice(
	struct command_run *run, const struct outbox_event *event, struct error *error)
{
	struct consult consult = {
		.region = event->region, .episode = event->episode, .id = event->thing};
	bool known = false;
	TRY(command_get(run, &consult_table, &consult, &known, error));
	if (known && (consult.state == CONSULT_ASKED || id_equal(consult.back_to, event->receiver)))
		run->facts.account.asked++;
	return STATUS_OK;
}

/* What was asked of them a moment ago, and is still on its way to their inbox. */
static status load_asked(struct command_run *run, struct error *error)
{
	enum { SOME = 8 };
	struct outbox_event asks[SOME];
	size_t count = 0;
	int64_t *asked = &run->facts.account.asked;
	TRY(file_count_asked(run->store, run->region, run->params->account, asked, error));
	TRY(command_outbox_read_asks(run->store, run->params->account, SOME, asks, &count, error));
	for (size_t i = 0; i < count && *asked == 0; i++) {
		struct handover handover = {
			.region = asks[i].region, .episode = asks[i].episode, .id = asks[i].thing};
		struct join join = {
			.region = asks[i].region, .episode = asks[i].episode, .id = asks[i].thing};
		bool known = false;
		TRY(command_get(run, &handover_table, &handover, &known, error));
		if (known && handover.state == HANDOVER_OFFERED) *asked += 1;
		TRY(command_get(run, &join_table, &join, &known, error));
		if (known && join.state == JOIN_ASKED) *asked += 1;
		TRY(count_advice(run, &asks[i], error));
	}
	return STATUS_OK;
}

/* Open responsibilities are counted over all shards: a professional may bear needs anywhere. */
static status load_responsibilities(struct command_run *run, struct error *error)
{
	struct file_responsibilities open = {0};
	struct account_facts *facts = &run->facts.account;
	TRY(file_count_responsibilities(run->store, run->params->account, &open, error));
	facts->bears = open.bears;
	facts->manages = open.manages;
	facts->holds_along = open.holds_along;
	facts->before_contact = open.before_contact;
	facts->own_episodes = open.own_episodes;
	int64_t of_plans = 0;
	TRY(plan_count_held(run->store, run->params->account, &of_plans, error));
	facts->steps = open.steps + of_plans;
	facts->last_on_duty = open.last_on_duty > 0;
	struct roster_place place = {.region = run->region, .account = run->params->account};
	bool *on_roster = &run->facts.roster.on_roster;
	TRY(command_get(run, &roster_table, &place, on_roster, error));
	facts->on_duty_elsewhere = open.rosters > (*on_roster ? 1 : 0);
	facts->seated = open.seats > 0;
	return load_asked(run, error);
}

status command_facts_account_end(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	TRY(account_find(
		run->store, run->params->account, &facts->other, &facts->other_known, run->arena, error));
	facts->account =
		(struct account_facts){.known = facts->other_known && facts->other.region == run->region,
			.ended = facts->other.ended_ms != 0};
	TRY(account_is_last_administrator(
		run->store, &facts->other, &facts->account.last_administrator, error));
	TRY(command_load_password(run, run->params->account, error));
	return load_responsibilities(run, error);
}

bool command_judge_account_end(struct command_run *run)
{
	const struct account_facts *facts = &run->facts.account;
	enum account_verdict verdict = account_judge_end(facts);
	if (verdict == ACCOUNT_BEARS) command_parameter_number(run, "count", facts->bears);
	if (verdict == ACCOUNT_HAS_STEPS) command_parameter_number(run, "count", facts->steps);
	if (verdict == ACCOUNT_MANAGES) command_parameter_number(run, "count", facts->manages);
	return command_verdict(run, &account_verdicts, (int)verdict);
}

status command_apply_account_end(struct command_run *run, struct error *error)
{
	struct account *account = &run->facts.other;
	struct roster_place place = {.region = run->region, .account = account->id};
	account->ended_ms = run->now_ms;
	run->result.account = account->id;
	TRY(COMMAND_PUT(run, account_table, account));
	TRY(command_end_password(run, error));
	if (!run->facts.roster.on_roster) return STATUS_OK;
	run->roster_touched = run->region;
	return COMMAND_REMOVE(run, roster_table, &place);
}

status command_facts_invite_make(struct command_run *run, struct error *error)
{
	return command_load_actor(run, error);
}

bool command_judge_invite_make(struct command_run *run)
{
	(void)run;
	return true;
}

status command_apply_invite_make(struct command_run *run, struct error *error)
{
	struct invite invite = {.region = run->region,
		.id = run->params->thing,
		.expires_ms = run->now_ms + SESSION_HOURS * INT64_C(3600000)};
	return COMMAND_PUT(run, session_invite_table, &invite);
}

status command_facts_administrator_first(struct command_run *run, struct error *error)
{
	struct invite *invite = &run->facts.invite;
	TRY(command_load_actor(run, error));
	invite->region = run->region;
	invite->id = run->params->thing;
	TRY(account_has_administrator(run->store, &run->facts.has_administrator, error));
	return command_get(run, &session_invite_table, invite, &run->facts.invite_known, error);
}

bool command_judge_administrator_first(struct command_run *run)
{
	const struct invite *invite = &run->facts.invite;
	bool first = !run->facts.has_administrator;
	/* A token of the first administrator is of nobody yet. */
	if (!first || !run->facts.invite_known || invite->used_ms != 0 ||
		!id_is_none(invite->account) || run->now_ms >= invite->expires_ms)
		return command_refuse(run, &account_verdicts, ACCOUNT_INVITE_WRONG);
	return true;
}

status command_apply_administrator_first(struct command_run *run, struct error *error)
{
	run->facts.invite.used_ms = run->now_ms;
	TRY(COMMAND_PUT(run, session_invite_table, &run->facts.invite));
	return put_account(run, MEMBER_ADMINISTRATOR, error);
}

status command_facts_session_start(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	TRY(account_find_by_code(run->store, run->params->thing, &run->facts.other,
		&run->facts.code_known, run->arena, error));
	return command_load_password(run, run->facts.other.id, error);
}

bool command_judge_session_start(struct command_run *run)
{
	bool found = run->facts.code_known && run->facts.other.region == run->region;
	bool has_password = run->facts.password_known && !run->demonstration;
	enum session_verdict verdict =
		session_judge_start(found, run->facts.other.ended_ms != 0, has_password);
	return command_verdict(run, &session_verdicts, (int)verdict);
}

status command_apply_session_start(struct command_run *run, struct error *error)
{
	return command_put_session(run, SESSION_BY_CODE, error);
}

status command_facts_session_end(struct command_run *run, struct error *error)
{
	struct session *session = &run->facts.session;
	TRY(command_load_actor(run, error));
	session->region = run->region;
	session->id = run->command->session;
	bool known = false;
	TRY(command_get(run, &session_table, session, &known, error));
	run->facts.session_is_own = known && id_equal(session->account, run->actor.account);
	return STATUS_OK;
}

bool command_judge_session_end(struct command_run *run)
{
	if (!run->facts.session_is_own) return command_refuse(run, &session_verdicts, SESSION_NONE);
	if (run->facts.session.ended_ms != 0)
		return command_refuse(run, &session_verdicts, SESSION_EXPIRED);
	return true;
}

status command_apply_session_end(struct command_run *run, struct error *error)
{
	run->facts.session.ended_ms = run->now_ms;
	run->result.session = run->facts.session.id;
	return COMMAND_PUT(run, session_table, &run->facts.session);
}

static status facts_of_roster(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct roster_place place = {.region = run->region, .account = run->params->account};
	TRY(command_load_actor(run, error));
	TRY(account_find(
		run->store, run->params->account, &facts->other, &facts->other_known, run->arena, error));
	TRY(roster_count(run->store, run->region, &facts->roster.places, error));
	TRY(command_get(run, &roster_table, &place, &facts->roster.on_roster, error));
	facts->roster.account_known = facts->other_known;
	facts->roster.account_ended = facts->other.ended_ms != 0;
	facts->roster.account_kind = facts->other.kind;
	return STATUS_OK;
}

status command_facts_roster_join(struct command_run *run, struct error *error)
{
	return facts_of_roster(run, error);
}

bool command_judge_roster_join(struct command_run *run)
{
	return command_verdict(run, &roster_verdicts, (int)roster_judge_join(&run->facts.roster));
}

status command_apply_roster_join(struct command_run *run, struct error *error)
{
	struct roster_place place = {.region = run->region,
		.account = run->params->account,
		.kind = run->facts.other.kind,
		.since_ms = run->now_ms};
	run->result.account = place.account;
	return COMMAND_PUT(run, roster_table, &place);
}

status command_facts_roster_leave(struct command_run *run, struct error *error)
{
	return facts_of_roster(run, error);
}

bool command_judge_roster_leave(struct command_run *run)
{
	return command_verdict(run, &roster_verdicts, (int)roster_judge_leave(&run->facts.roster));
}

status command_apply_roster_leave(struct command_run *run, struct error *error)
{
	struct roster_place place = {.region = run->region, .account = run->params->account};
	run->result.account = place.account;
	run->roster_touched = run->region;
	return COMMAND_REMOVE(run, roster_table, &place);
}
