/* test_code.c - a new code in place of one that was lost, and who is invited with one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "access/session.h"
#include "care/join.h"
#include "small_region.h"

/* As the door has it: the session of who gives this code. */
static struct command_reply sign_in(struct small_region *region, const char *code)
{
	struct command_params params = {.thing = command_code_index(region->vault, span_of(code))};
	return small_region_run(region, id_none, COMMAND_SESSION_START, &params, NULL);
}

/* A command with this id, prepared and run; and the code that it gives. */
static struct command_reply renew(struct small_region *region, struct id actor,
	enum command_number number, const struct command_params *params, const char *command_id,
	char code[ACCOUNT_CODE_SIZE])
{
	struct command command;
	struct command *batch[] = {&command};
	small_region_make(region, actor, number, params, command_id, &command);
	command_renewed_code(region->vault, &command, code);
	command_writer_run(region->writer, batch, 1);
	return command.reply;
}

static void test_renew__ends_the_code_before_it(void **state)
{
	struct small_region region;
	char old[ACCOUNT_CODE_SIZE], fresh[ACCOUNT_CODE_SIZE], again[ACCOUNT_CODE_SIZE];
	(void)state;
	small_region_open(&region);
	command_access_code(region.vault, region.second, old);
	small_region_must(sign_in(&region, old));
	struct command_params params = {.account = region.second};
	struct command_reply reply =
		renew(&region, region.admin, COMMAND_ACCOUNT_RENEW, &params, "lost-0001", fresh);
	assert_true(id_equal(small_region_must(reply).account, region.second));
	assert_string_not_equal(old, fresh);
	reply = sign_in(&region, old);
	small_region_refused(&reply, &session_verdicts, SESSION_CODE_WRONG);
	assert_true(id_equal(small_region_must(sign_in(&region, fresh)).account, region.second));
	/* The same command once more changes nothing, and has the same code. */
	reply = renew(&region, region.admin, COMMAND_ACCOUNT_RENEW, &params, "lost-0001", again);
	assert_int_equal(reply.outcome, OUTCOME_REPEATED);
	assert_string_equal(fresh, again);
	reply = renew(&region, region.admin, COMMAND_ACCOUNT_RENEW, &params, "lost-0002", again);
	small_region_must(reply);
	assert_string_not_equal(fresh, again);
	reply = sign_in(&region, fresh);
	small_region_refused(&reply, &session_verdicts, SESSION_CODE_WRONG);
	small_region_close(&region);
}

/* What came in with a session of the old code, and waited while the new one was given. */
static void test_renew__ends_what_waits_behind_it(void **state)
{
	struct small_region region;
	struct command waits;
	struct command *batch[] = {&waits};
	char code[ACCOUNT_CODE_SIZE];
	(void)state;
	small_region_open(&region);
	command_access_code(region.vault, region.duty, code);
	struct account account = {.region = SMALL_REGION, .id = region.duty};
	assert_true(small_region_read(&region, &account_table, &account));
	struct id session = small_region_must(sign_in(&region, code)).session;
	struct command_result asked = small_region_question(&region);
	struct command_params params = {
		.episode = asked.episode, .need = asked.need, .person_agrees = true};
	for (int old = 0; old < 2; old++) {
		small_region_make(&region, region.duty, COMMAND_DANGER_REPORT, &params, NULL, &waits);
		waits.session = session;
		waits.actor_code = account.code_index;
		if (old == 1) {
			struct command_params whose = {.account = region.duty};
			small_region_must(
				renew(&region, region.admin, COMMAND_ACCOUNT_RENEW, &whose, "lost-0003", code));
		}
		command_writer_run(region.writer, batch, 1);
		if (old == 0) small_region_must(waits.reply);
	}
	small_region_refused(&waits.reply, &access_verdicts, ACCESS_NOT_SIGNED_IN);
	small_region_close(&region);
}

/* Each on its own line: who asks, with the person's yes or without it, and what is said. */
static void test_renew_person__is_for_who_stands_beside_them(void **state)
{
	struct small_region region;
	char code[ACCOUNT_CODE_SIZE];
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode, .person_agrees = true};
	struct command_reply reply =
		renew(&region, region.admin, COMMAND_PERSON_RENEW, &params, "person-001", code);
	small_region_refused(&reply, &access_verdicts, ACCESS_NO_GROUND);
	reply = renew(&region, region.clinic, COMMAND_PERSON_RENEW, &params, "person-002", code);
	small_region_refused(&reply, &access_verdicts, ACCESS_NO_GROUND);
	params.person_agrees = false;
	reply = renew(&region, region.duty, COMMAND_PERSON_RENEW, &params, "person-003", code);
	small_region_refused(&reply, &account_verdicts, ACCOUNT_RENEW_WITHOUT_YES);
	reply = renew(&region, asked.person, COMMAND_PERSON_RENEW, &params, "person-004", code);
	small_region_must(reply);
	params.person_agrees = true;
	reply = renew(&region, region.duty, COMMAND_PERSON_RENEW, &params, "person-005", code);
	assert_true(id_equal(small_region_must(reply).account, asked.person));
	assert_true(id_equal(small_region_must(sign_in(&region, code)).account, asked.person));
	/* An administrator has no way to it by the account either. */
	params.account = asked.person;
	reply = renew(&region, region.admin, COMMAND_ACCOUNT_RENEW, &params, "person-006", code);
	small_region_refused(&reply, &account_verdicts, ACCOUNT_RENEW_ELSEWHERE);
	small_region_close(&region);
}

/* A relative comes with a code of their own, and is asked; nobody else invites. */
static void test_join_invite__makes_an_account_and_asks(void **state)
{
	struct small_region region;
	char code[ACCOUNT_CODE_SIZE];
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode, .name = SPAN_LITERAL("Een zus")};
	struct command_reply reply =
		small_region_run(&region, region.duty, COMMAND_JOIN_INVITE, &params, NULL);
	small_region_refused(&reply, &join_verdicts, JOIN_WITHOUT_YES);
	struct command_result invited = small_region_must(
		small_region_run(&region, asked.person, COMMAND_JOIN_INVITE, &params, NULL));
	struct account account = {.region = SMALL_REGION, .id = invited.account};
	assert_true(small_region_read(&region, &account_table, &account));
	assert_int_equal(account.kind, MEMBER_RELATIVE);
	command_access_code(region.vault, invited.account, code);
	assert_true(id_equal(small_region_must(sign_in(&region, code)).account, invited.account));
	struct command_params answer = {.episode = asked.episode, .join = invited.join};
	small_region_must(
		small_region_run(&region, invited.account, COMMAND_JOIN_ACCEPT, &answer, NULL));
	reply = small_region_run(&region, invited.account, COMMAND_JOIN_INVITE, &params, NULL);
	small_region_refused(&reply, &join_verdicts, JOIN_NOT_INVITER);
	small_region_close(&region);
}

/* A relative in this team and in no other: else it would open what nobody here may see. */
static void test_renew_person__also_for_a_relative_of_one_file(void **state)
{
	struct small_region region;
	char code[ACCOUNT_CODE_SIZE];
	(void)state;
	small_region_open(&region);
	struct id relative = small_region_account(&region, MEMBER_RELATIVE);
	for (int files = 1; files <= 2; files++) {
		struct command_result asked = small_region_question(&region);
		struct command_params params = {
			.episode = asked.episode, .account = relative, .person_agrees = true};
		struct command_reply reply =
			renew(&region, asked.person, COMMAND_PERSON_RENEW, &params, NULL, code);
		small_region_refused(&reply, &account_verdicts, ACCOUNT_RENEW_ELSEWHERE);
		struct command_params joins = params;
		reply = small_region_run(&region, asked.person, COMMAND_JOIN_ASK, &params, NULL);
		joins.join = small_region_must(reply).join;
		small_region_must(small_region_run(&region, relative, COMMAND_JOIN_ACCEPT, &joins, NULL));
		reply = renew(&region, asked.person, COMMAND_PERSON_RENEW, &params, NULL, code);
		if (files == 2) {
			small_region_refused(&reply, &account_verdicts, ACCOUNT_RENEW_ELSEWHERE);
		} else {
			assert_true(id_equal(small_region_must(reply).account, relative));
			assert_true(id_equal(small_region_must(sign_in(&region, code)).account, relative));
		}
		params.account = region.clinic;
		reply = renew(&region, asked.person, COMMAND_PERSON_RENEW, &params, NULL, code);
		small_region_refused(&reply, &account_verdicts, ACCOUNT_RENEW_ELSEWHERE);
	}
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_renew__ends_the_code_before_it),
		cmocka_unit_test(test_renew__ends_what_waits_behind_it),
		cmocka_unit_test(test_renew_person__is_for_who_stands_beside_them),
		cmocka_unit_test(test_renew_person__also_for_a_relative_of_one_file),
		cmocka_unit_test(test_join_invite__makes_an_account_and_asks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
