/* do_password.c - passwords and second factors: invited to, set, changed, begun, confirmed, ended.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_prepare.h"
#include "command/command_run.h"

status command_facts_password_invite(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	return account_find(
		run->store, run->params->account, &facts->other, &facts->other_known, run->arena, error);
}

bool command_judge_password_invite(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->other_known || facts->other.region != run->region)
		return command_refuse(run, &account_verdicts, ACCOUNT_UNKNOWN);
	if (facts->other.ended_ms != 0) return command_refuse(run, &account_verdicts, ACCOUNT_ENDED);
	if (facts->other.kind == MEMBER_PERSON || facts->other.kind == MEMBER_RELATIVE)
		return command_refuse(run, &password_verdicts, PASSWORD_PERSON);
	return true;
}

status command_apply_password_invite(struct command_run *run, struct error *error)
{
	struct invite invite = {.region = run->region,
		.id = id_draw(run->prng),
		.expires_ms = run->now_ms + PASSWORD_INVITE_HOURS * INT64_C(3600000),
		.account = run->facts.other.id};
	run->result.invite = invite.id;
	run->result.account = invite.account;
	return COMMAND_PUT(run, session_invite_table, &invite);
}

status command_facts_password_set(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct password other;
	bool taken = false;
	TRY(command_load_actor(run, error));
	facts->invite = (struct invite){.region = run->region, .id = run->params->thing};
	if (!id_is_none(run->params->thing))
		TRY(command_get(run, &session_invite_table, &facts->invite, &facts->invite_known, error));
	TRY(account_find(
		run->store, facts->invite.account, &facts->other, &facts->other_known, run->arena, error));
	TRY(command_load_password(run, facts->invite.account, error));
	TRY(password_find(run->store, run->params->login_index, &other, &taken, run->arena, error));
	facts->setting.login_taken = taken && !id_equal(other.account, facts->invite.account);
	facts->setting.easy = run->params->easy != 0;
	return STATUS_OK;
}

static bool invite_holds(const struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	return facts->invite_known && facts->other_known && facts->other.ended_ms == 0 &&
		facts->invite.used_ms == 0 && run->now_ms < facts->invite.expires_ms &&
		id_equal(facts->invite.account, run->command->subject);
}

bool command_judge_password_set(struct command_run *run)
{
	if (!invite_holds(run)) return command_refuse(run, &account_verdicts, ACCOUNT_INVITE_WRONG);
	return command_verdict(run, &password_verdicts, (int)password_judge_set(&run->facts.setting));
}

/* A second factor stays: who invites does not take it away. */
status command_apply_password_set(struct command_run *run, struct error *error)
{
	struct password *password = &run->facts.password;
	run->facts.invite.used_ms = run->now_ms;
	password->login_index = run->params->login_index;
	password->login = run->params->login;
	password->hash = run->params->hash;
	password->generation++;
	password->changed_ms = run->now_ms;
	run->result.account = password->account;
	TRY(COMMAND_PUT(run, session_invite_table, &run->facts.invite));
	TRY(COMMAND_PUT(run, password_table, password));
	return command_end_sessions(run, password->account, id_none, error);
}

/* Of who acts; what was proved was proved for them, against the password that still is. */
static status load_own(struct command_run *run, bool *proved, struct error *error)
{
	TRY(command_load_actor(run, error));
	TRY(command_load_password(run, run->actor.account, error));
	*proved = run->params->proved != 0 && run->params->number == run->facts.password.generation;
	return STATUS_OK;
}

status command_facts_password_change(struct command_run *run, struct error *error)
{
	struct password_setting *setting = &run->facts.setting;
	TRY(load_own(run, &setting->proved, error));
	setting->has_row = run->facts.password_known;
	setting->easy = run->params->easy != 0;
	setting->same = run->params->same != 0;
	setting->proved = setting->proved && id_equal(run->command->subject, run->actor.account);
	return STATUS_OK;
}

bool command_judge_password_change(struct command_run *run)
{
	return command_verdict(
		run, &password_verdicts, (int)password_judge_change(&run->facts.setting));
}

status command_apply_password_change(struct command_run *run, struct error *error)
{
	struct password *password = &run->facts.password;
	password->hash = run->params->hash;
	password->generation++;
	password->changed_ms = run->now_ms;
	run->result.account = password->account;
	TRY(COMMAND_PUT(run, password_table, password));
	return command_end_sessions(run, password->account, run->command->session, error);
}

static status load_seconding(struct command_run *run, struct error *error)
{
	struct password_seconding *seconding = &run->facts.seconding;
	const struct password *password = &run->facts.password;
	TRY(load_own(run, &seconding->proved, error));
	seconding->has_row = run->facts.password_known;
	seconding->begun = password->totp.size > 0;
	seconding->on = password->totp_since_ms != 0;
	seconding->step = run->params->until;
	seconding->last_step = password->totp_step;
	return STATUS_OK;
}

status command_facts_second_begin(struct command_run *run, struct error *error)
{
	TRY(load_seconding(run, error));
	if (!id_equal(run->command->subject, run->actor.account)) run->facts.seconding.proved = false;
	return STATUS_OK;
}

bool command_judge_second_begin(struct command_run *run)
{
	return command_verdict(
		run, &password_verdicts, (int)password_judge_begin(&run->facts.seconding));
}

status command_apply_second_begin(struct command_run *run, struct error *error)
{
	struct password *password = &run->facts.password;
	password->totp = run->params->secret;
	run->result.account = password->account;
	return COMMAND_PUT(run, password_table, password);
}

status command_facts_second_confirm(struct command_run *run, struct error *error)
{
	return load_seconding(run, error);
}

bool command_judge_second_confirm(struct command_run *run)
{
	return command_verdict(
		run, &password_verdicts, (int)password_judge_confirm(&run->facts.seconding));
}

static status put_codes(struct command_run *run, struct error *error)
{
	run->result.codes = id_draw(run->prng);
	for (int number = 1; number <= PASSWORD_RECOVERY_CODES; number++) {
		char code[ACCOUNT_CODE_SIZE];
		command_recovery_code(run->vault, run->result.codes, number, code);
		struct recovery recovery = {.region = run->region,
			.account = run->actor.account,
			.number = number,
			.code_index = command_recovery_index(run->vault, span_of(code))};
		TRY(COMMAND_PUT(run, password_recovery_table, &recovery));
	}
	return STATUS_OK;
}

status command_apply_second_confirm(struct command_run *run, struct error *error)
{
	struct password *password = &run->facts.password;
	password->totp_since_ms = run->now_ms;
	password->totp_step = run->params->until;
	run->result.account = password->account;
	TRY(COMMAND_PUT(run, password_table, password));
	return put_codes(run, error);
}

status command_facts_second_end(struct command_run *run, struct error *error)
{
	return load_seconding(run, error);
}

bool command_judge_second_end(struct command_run *run)
{
	return command_verdict(run, &password_verdicts, (int)password_judge_end(&run->facts.seconding));
}

static status remove_codes(struct command_run *run, struct error *error)
{
	const struct password *password = &run->facts.password;
	for (int number = 1; number <= PASSWORD_RECOVERY_CODES; number++) {
		struct recovery recovery = {
			.region = password->region, .account = password->account, .number = number};
		TRY(COMMAND_REMOVE(run, password_recovery_table, &recovery));
	}
	return STATUS_OK;
}

status command_end_password(struct command_run *run, struct error *error)
{
	if (!run->facts.password_known) return STATUS_OK;
	TRY(COMMAND_REMOVE(run, password_table, &run->facts.password));
	return remove_codes(run, error);
}

/* The last step that was taken stays: its code is not taken again with another secret either. */
status command_apply_second_end(struct command_run *run, struct error *error)
{
	struct password *password = &run->facts.password;
	password->totp = (struct span){0};
	password->totp_since_ms = 0;
	run->result.account = password->account;
	TRY(COMMAND_PUT(run, password_table, password));
	return remove_codes(run, error);
}
