/* do_session.c - signing in with a password, and ending sessions.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_run.h"

status command_load_password(struct command_run *run, struct id account, struct error *error)
{
	struct command_facts *facts = &run->facts;
	facts->password = (struct password){.region = run->region, .account = account};
	if (id_is_none(account)) return STATUS_OK;
	return command_get(run, &password_table, &facts->password, &facts->password_known, error);
}

status command_put_session(struct command_run *run, enum session_way way, struct error *error)
{
	struct session *open = ARENA_ARRAY(run->arena, struct session, SESSION_MOST);
	size_t count = 0;
	struct session session = {.region = run->region,
		.id = id_draw(run->prng),
		.account = run->facts.other.id,
		.started_ms = run->now_ms,
		.expires_ms = run->now_ms + SESSION_HOURS * INT64_C(3600000),
		.way = (int32_t)way};
	TRY(session_read_open(
		run->store, session.account, run->now_ms, SESSION_MOST, open, &count, error));
	if (count == SESSION_MOST) {
		open[0].ended_ms = run->now_ms;
		TRY(COMMAND_PUT(run, session_table, &open[0]));
	}
	run->result.session = session.id;
	run->result.account = session.account;
	run->result.at_ms = session.expires_ms;
	return COMMAND_PUT(run, session_table, &session);
}

status command_facts_session_sign_in(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	const struct command_params *params = run->params;
	struct password_sign_in *signing = &facts->signing;
	const struct password *password = &facts->password;
	TRY(command_load_actor(run, error));
	TRY(account_find(
		run->store, params->account, &facts->other, &facts->other_known, run->arena, error));
	TRY(command_load_password(run, params->account, error));
	if (params->second == SECOND_RECOVERY)
		TRY(password_find_recovery(
			run->store, run->region, params->account, params->code_index, &facts->recovery, error));
	signing->known = facts->other_known && facts->password_known &&
		id_equal(password->login_index, params->login_index);
	signing->ended = facts->other.ended_ms != 0;
	signing->proved = params->proved != 0 && params->number == password->generation;
	signing->second_on = password->totp_since_ms != 0;
	signing->said = (enum password_second)params->second;
	signing->step = params->until;
	signing->last_step = password->totp_step;
	signing->recovery_right = facts->recovery > 0;
	return STATUS_OK;
}

bool command_judge_session_sign_in(struct command_run *run)
{
	return command_verdict(
		run, &session_verdicts, (int)password_judge_sign_in(&run->facts.signing));
}

/* What was said is used up. */
status command_apply_session_sign_in(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	if (facts->signing.second_on && facts->signing.said == SECOND_TOTP) {
		facts->password.totp_step = facts->signing.step;
		TRY(COMMAND_PUT(run, password_table, &facts->password));
	}
	if (facts->signing.second_on && facts->signing.said == SECOND_RECOVERY) {
		struct recovery recovery = {.region = run->region,
			.account = facts->other.id,
			.number = facts->recovery,
			.code_index = run->params->code_index,
			.used_ms = run->now_ms};
		TRY(COMMAND_PUT(run, password_recovery_table, &recovery));
	}
	return command_put_session(run, SESSION_BY_PASSWORD, error);
}

status command_facts_session_end_one(struct command_run *run, struct error *error)
{
	struct session *session = &run->facts.session;
	bool known = false;
	TRY(command_load_actor(run, error));
	session->region = run->region;
	session->id = run->params->session;
	TRY(command_get(run, &session_table, session, &known, error));
	run->facts.session_is_own = known && id_equal(session->account, run->actor.account);
	return STATUS_OK;
}

bool command_judge_session_end_one(struct command_run *run)
{
	return command_verdict(run, &session_verdicts,
		(int)session_judge_end(&run->facts.session, run->facts.session_is_own));
}

status command_apply_session_end_one(struct command_run *run, struct error *error)
{
	run->facts.session.ended_ms = run->now_ms;
	return COMMAND_PUT(run, session_table, &run->facts.session);
}

/* A page at a time: before there was a bound there may have been more. What is ended is in no next
 * page. `but` none: all of them. */
status command_end_sessions(
	struct command_run *run, struct id account, struct id but, struct error *error)
{
	struct session *open = ARENA_ARRAY(run->arena, struct session, SESSION_MOST);
	size_t count = SESSION_MOST, left = 0;
	while (count == SESSION_MOST) {
		TRY(session_read_open(run->store, account, run->now_ms, SESSION_MOST, open, &count, error));
		left = 0;
		for (size_t i = 0; i < count; i++) {
			if (id_equal(open[i].id, but)) {
				left++;
				continue;
			}
			open[i].ended_ms = run->now_ms;
			TRY(COMMAND_PUT(run, session_table, &open[i]));
		}
		if (left == count) break;
	}
	return STATUS_OK;
}

status command_facts_session_end_all(struct command_run *run, struct error *error)
{
	return command_load_actor(run, error);
}

bool command_judge_session_end_all(struct command_run *run)
{
	(void)run;
	return true;
}

status command_apply_session_end_all(struct command_run *run, struct error *error)
{
	return command_end_sessions(run, run->actor.account, id_none, error);
}
