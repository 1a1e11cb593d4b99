/* test_sign_in.c - passwords, second factors and sessions before the writer: what is judged in its
 * transaction, and what is written.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "access/password.h"
#include "small_region.h"

static struct command_reply run_for(struct small_region *region, struct id actor,
	enum command_number number, const struct command_params *params, struct id subject,
	struct id session)
{
	struct error error = {0};
	struct command command;
	small_region_make(region, actor, number, params, NULL, &command);
	/* small_region_make seals for nobody: once more, for whom it is. */
	command.params = *params;
	command.subject = subject;
	command.session = session;
	assert_int_equal(command_prepare(&command, region->vault, region->store, &region->prng,
						 &region->arena, &error),
		STATUS_OK);
	struct command *batch[] = {&command};
	command_writer_run(region->writer, batch, 1);
	return command.reply;
}

static struct id invite(struct small_region *region, struct id account)
{
	struct command_params params = {.account = account};
	return small_region_must(
		small_region_run(region, region->admin, COMMAND_PASSWORD_INVITE, &params, NULL))
		.invite;
}

static struct command_params setting(struct id invitation, struct id login_index)
{
	return (struct command_params){.thing = invitation,
		.login_index = login_index,
		.login = SPAN_LITERAL("a login"),
		.hash = SPAN_LITERAL("$argon2id$")};
}

static void set_password(struct small_region *region, struct id account)
{
	struct command_params params = setting(invite(region, account), account);
	small_region_must(run_for(region, id_none, COMMAND_PASSWORD_SET, &params, account, id_none));
}

static struct password row_of(struct small_region *region, struct id account)
{
	struct password row = {.region = SMALL_REGION, .account = account};
	assert_true(small_region_read(region, &password_table, &row));
	return row;
}

static struct command_reply sign_in(
	struct small_region *region, struct id account, int64_t generation, int64_t step)
{
	struct command_params params = {.account = account,
		.login_index = account,
		.number = generation,
		.proved = 1,
		.second = step == 0 ? SECOND_NOT_SAID : SECOND_TOTP,
		.until = step};
	return small_region_run(region, id_none, COMMAND_SESSION_SIGN_IN, &params, NULL);
}

static bool is_open(struct small_region *region, struct id session)
{
	struct session row = {.region = SMALL_REGION, .id = session};
	assert_true(small_region_read(region, &session_table, &row));
	return row.ended_ms == 0;
}

/* What is in the row is sealed; the first generation is 1, and the next invitation makes it 2. */
static void test_password_set__seals_and_counts(void **state)
{
	struct small_region region;
	struct error error = {0};
	struct span text;
	(void)state;
	small_region_open(&region);
	set_password(&region, region.second);
	struct password row = row_of(&region, region.second);
	assert_int_equal(row.generation, 1);
	assert_int_equal(row.hash.size, 10 + VAULT_SEAL_BYTES);
	assert_int_equal(vault_unseal(region.vault, region.second, VAULT_PASSWORD, row.hash,
						 &region.arena, &text, &error),
		STATUS_OK);
	assert_true(span_is(text, "$argon2id$"));
	assert_int_equal(vault_unseal(region.vault, region.second, VAULT_LOGIN, row.hash, &region.arena,
						 &text, &error),
		STATUS_KEY);
	set_password(&region, region.second);
	assert_int_equal(row_of(&region, region.second).generation, 2);
	small_region_close(&region);
}

/* An invitation does once, for whom it is, in time, and with no other's login. */
static void test_password_set__needs_an_invitation_that_holds(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	set_password(&region, region.second);
	struct command_params params = setting(invite(&region, region.peer), region.second);
	struct command_reply reply =
		run_for(&region, id_none, COMMAND_PASSWORD_SET, &params, region.peer, id_none);
	small_region_refused(&reply, &password_verdicts, PASSWORD_LOGIN_TAKEN);
	params.login_index = region.peer;
	reply = run_for(&region, id_none, COMMAND_PASSWORD_SET, &params, region.duty, id_none);
	small_region_refused(&reply, &account_verdicts, ACCOUNT_INVITE_WRONG);
	small_region_must(
		run_for(&region, id_none, COMMAND_PASSWORD_SET, &params, region.peer, id_none));
	reply = run_for(&region, id_none, COMMAND_PASSWORD_SET, &params, region.peer, id_none);
	small_region_refused(&reply, &account_verdicts, ACCOUNT_INVITE_WRONG);
	params = setting(invite(&region, region.peer), region.peer);
	clock_move(&region.clock, PASSWORD_INVITE_HOURS * INT64_C(3600000));
	reply = run_for(&region, id_none, COMMAND_PASSWORD_SET, &params, region.peer, id_none);
	small_region_refused(&reply, &account_verdicts, ACCOUNT_INVITE_WRONG);
	small_region_close(&region);
}

/* What was proved against an older password is proved no more: it changed meanwhile. */
static void test_sign_in__needs_the_password_that_still_is(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	set_password(&region, region.second);
	small_region_must(sign_in(&region, region.second, 1, 0));
	set_password(&region, region.second);
	struct command_reply reply = sign_in(&region, region.second, 1, 0);
	small_region_refused(&reply, &session_verdicts, SESSION_SIGN_IN_WRONG);
	small_region_must(sign_in(&region, region.second, 2, 0));
	reply = sign_in(&region, region.peer, 1, 0);
	small_region_refused(&reply, &session_verdicts, SESSION_SIGN_IN_WRONG);
	small_region_close(&region);
}

/* A new password ends every session but the one that changed it. */
static void test_password_change__ends_other_sessions(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	set_password(&region, region.second);
	struct id own = small_region_must(sign_in(&region, region.second, 1, 0)).session;
	struct id other = small_region_must(sign_in(&region, region.second, 1, 0)).session;
	struct command_params params = {.number = 1, .proved = 1, .hash = SPAN_LITERAL("$argon2id$2")};
	small_region_must(
		run_for(&region, region.second, COMMAND_PASSWORD_CHANGE, &params, region.second, own));
	assert_true(is_open(&region, own));
	assert_false(is_open(&region, other));
	/* What was proved for somebody else is not proved for them. */
	params.number = 2;
	struct command_reply reply =
		run_for(&region, region.second, COMMAND_PASSWORD_CHANGE, &params, region.peer, own);
	small_region_refused(&reply, &password_verdicts, PASSWORD_WRONG);
	small_region_close(&region);
}

static struct id second_on(struct small_region *region, struct id account, int64_t step)
{
	struct command_params params = {
		.number = 1, .proved = 1, .secret = SPAN_LITERAL("twenty bytes exactly")};
	small_region_must(run_for(region, account, COMMAND_SECOND_BEGIN, &params, account, id_none));
	params = (struct command_params){.until = step};
	return small_region_must(
		small_region_run(region, account, COMMAND_SECOND_CONFIRM, &params, NULL))
		.codes;
}

/* Two that come with the same code at once: the second is refused, whichever it is. */
static void test_sign_in__takes_a_step_once(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	set_password(&region, region.second);
	(void)second_on(&region, region.second, 100);
	struct command_reply reply = sign_in(&region, region.second, 1, 100);
	small_region_refused(&reply, &session_verdicts, SESSION_SECOND_WRONG);
	small_region_must(sign_in(&region, region.second, 1, 101));
	reply = sign_in(&region, region.second, 1, 101);
	small_region_refused(&reply, &session_verdicts, SESSION_SECOND_WRONG);
	reply = sign_in(&region, region.second, 1, 0);
	small_region_refused(&reply, &session_verdicts, SESSION_SECOND_NEEDED);
	assert_int_equal(row_of(&region, region.second).totp_step, 101);
	small_region_close(&region);
}

/* Each of the ten does once, and no other. */
static void test_sign_in__takes_each_recovery_code_once(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	set_password(&region, region.second);
	struct id codes = second_on(&region, region.second, 100);
	for (int round = 0; round < 2; round++) {
		for (int number = 0; number <= 11; number++) {
			char code[ACCOUNT_CODE_SIZE];
			command_recovery_code(region.vault, codes, number, code);
			struct command_params params = {.account = region.second,
				.login_index = region.second,
				.number = 1,
				.proved = 1,
				.second = SECOND_RECOVERY,
				.code_index = command_recovery_index(region.vault, span_of(code))};
			struct command_reply reply =
				small_region_run(&region, id_none, COMMAND_SESSION_SIGN_IN, &params, NULL);
			if (round == 0 && number >= 1 && number <= 10)
				small_region_must(reply);
			else
				small_region_refused(&reply, &session_verdicts, SESSION_SECOND_WRONG);
		}
	}
	small_region_close(&region);
}

/* One more than the bound ends the oldest; ending all leaves none. */
static void test_sessions__are_bounded(void **state)
{
	static const struct store_query open = {
		"access", "select count(*) from access_session where ended_ms = 0 and way = 1"};
	struct small_region region;
	struct command_params params = {.number = 0};
	(void)state;
	small_region_open(&region);
	set_password(&region, region.second);
	struct id first = small_region_must(sign_in(&region, region.second, 1, 0)).session;
	for (int i = 1; i < SESSION_MOST; i++) {
		clock_move(&region.clock, 1);
		arena_reset(&region.arena);
		small_region_must(sign_in(&region, region.second, 1, 0));
	}
	assert_true(is_open(&region, first));
	clock_move(&region.clock, 1);
	small_region_must(sign_in(&region, region.second, 1, 0));
	assert_false(is_open(&region, first));
	assert_int_equal(small_region_number(&region, &open), SESSION_MOST);
	small_region_must(
		small_region_run(&region, region.second, COMMAND_SESSION_END_ALL, &params, NULL));
	assert_int_equal(small_region_number(&region, &open), 0);
	small_region_close(&region);
}

/* What began with a password rests on it: another access code, given while a command waits, takes
 * nothing away. */
static void test_sessions__of_a_password_outlast_a_code(void **state)
{
	struct small_region region;
	struct command waits;
	struct command *batch[] = {&waits};
	(void)state;
	small_region_open(&region);
	struct account account = {.region = SMALL_REGION, .id = region.duty};
	assert_true(small_region_read(&region, &account_table, &account));
	set_password(&region, region.duty);
	struct id session = small_region_must(sign_in(&region, region.duty, 1, 0)).session;
	struct command_result asked = small_region_question(&region);
	struct command_params params = {
		.episode = asked.episode, .need = asked.need, .person_agrees = true};
	small_region_make(&region, region.duty, COMMAND_DANGER_REPORT, &params, NULL, &waits);
	waits.session = session;
	waits.actor_code = account.code_index;
	struct command_params whose = {.account = region.duty};
	small_region_must(
		small_region_run(&region, region.admin, COMMAND_ACCOUNT_RENEW, &whose, "lost-0003"));
	struct account after = {.region = SMALL_REGION, .id = region.duty};
	assert_true(small_region_read(&region, &account_table, &after));
	assert_false(id_equal(account.code_index, after.code_index));
	command_writer_run(region.writer, batch, 1);
	small_region_must(waits.reply);
	small_region_close(&region);
}

/* Nobody who administers gets into a file by inviting: neither as the person nor as a relative. */
static void test_invite__is_for_who_works_or_helps(void **state)
{
	static const int32_t kinds[] = {MEMBER_RELATIVE, MEMBER_PEER, MEMBER_VOLUNTEER};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_params params = {.account = small_region_question(&region).person};
	struct command_reply reply =
		small_region_run(&region, region.admin, COMMAND_PASSWORD_INVITE, &params, NULL);
	small_region_refused(&reply, &password_verdicts, PASSWORD_PERSON);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		params.account = small_region_account(&region, kinds[i]);
		reply = small_region_run(&region, region.admin, COMMAND_PASSWORD_INVITE, &params, NULL);
		if (kinds[i] == MEMBER_RELATIVE)
			small_region_refused(&reply, &password_verdicts, PASSWORD_PERSON);
		else
			small_region_must(reply);
	}
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_password_set__seals_and_counts),
		cmocka_unit_test(test_password_set__needs_an_invitation_that_holds),
		cmocka_unit_test(test_sign_in__needs_the_password_that_still_is),
		cmocka_unit_test(test_password_change__ends_other_sessions),
		cmocka_unit_test(test_sign_in__takes_a_step_once),
		cmocka_unit_test(test_sign_in__takes_each_recovery_code_once),
		cmocka_unit_test(test_sessions__are_bounded),
		cmocka_unit_test(test_sessions__of_a_password_outlast_a_code),
		cmocka_unit_test(test_invite__is_for_who_works_or_helps),
	};
	return cmocka_run_group_tests_name("sign_in", tests, NULL, NULL);
}
