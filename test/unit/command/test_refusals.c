/* test_refusals.c - what only the command layer can refuse, and what a refusal says along with it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "access/session.h"
#include "base/date.h"
#include "care/episode.h"
#include "care/handover.h"
#include "care/join.h"
#include "care/need.h"
#include "care/step.h"
#include "care/team.h"
#include "directory/directory.h"
#include "small_region.h"
#include "region/region_appointment.h"

/* What a member of the team is told of something that is not in this file. */
struct unknown {
	enum command_number number;
	const struct verdict_list *list;
	int verdict;
};

static const struct unknown unknowns[] = {
	{COMMAND_NEED_STOP, &need_verdicts, NEED_UNKNOWN},
	{COMMAND_NEED_CLOSE, &need_verdicts, NEED_UNKNOWN},
	{COMMAND_DANGER_REPORT, &need_verdicts, NEED_UNKNOWN},
	{COMMAND_DANGER_OVER, &need_verdicts, NEED_UNKNOWN},
	{COMMAND_STEP_PLAN, &need_verdicts, NEED_UNKNOWN},
	{COMMAND_STEP_DONE, &need_verdicts, NEED_UNKNOWN},
	{COMMAND_HANDOVER_OFFER, &need_verdicts, NEED_UNKNOWN},
	{COMMAND_HANDOVER_ACCEPT, &handover_verdicts, HANDOVER_UNKNOWN},
	{COMMAND_HANDOVER_DECLINE, &handover_verdicts, HANDOVER_UNKNOWN},
	{COMMAND_HANDOVER_WITHDRAW, &handover_verdicts, HANDOVER_UNKNOWN},
	{COMMAND_HANDOVER_CONTACT, &handover_verdicts, HANDOVER_UNKNOWN},
	{COMMAND_JOIN_ACCEPT, &join_verdicts, JOIN_UNKNOWN},
	{COMMAND_JOIN_DECLINE, &join_verdicts, JOIN_UNKNOWN},
	{COMMAND_JOIN_WITHDRAW, &join_verdicts, JOIN_UNKNOWN},
	{LOOK_OFFER, &handover_verdicts, HANDOVER_UNKNOWN},
	{COMMAND_MEMBER_LEAVE, &team_verdicts, TEAM_NOT_MEMBER},
};
enum { UNKNOWNS = sizeof(unknowns) / sizeof(unknowns[0]) };

static struct id ask_to_join(struct small_region *region, struct command_result asked)
{
	struct command_params params = {
		.episode = asked.episode, .account = region->peer, .person_agrees = true};
	return small_region_must(
		small_region_run(region, region->duty, COMMAND_JOIN_ASK, &params, NULL))
		.join;
}

/* What does not exist, and what is another file's, are the same to who asks: not in this file. */
static void test_refusal__of_what_is_not_in_this_file(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result here = small_region_question(&region);
	struct command_result there = small_region_question(&region);
	struct command_params nothing = {.episode = here.episode};
	struct command_params elsewhere = {.episode = here.episode,
		.need = there.need,
		.handover = small_region_offer(&region, there, region.clinic),
		.join = ask_to_join(&region, there),
		.account = there.person};
	struct command_params invented = {.episode = here.episode,
		.need = here.person,
		.handover = here.person,
		.join = here.person,
		.account = here.episode};
	const struct command_params *const all[] = {&nothing, &elsewhere, &invented};
	for (size_t i = 0; i < UNKNOWNS; i++)
		for (size_t at = 0; at < 3; at++) {
			struct command_reply reply =
				small_region_run(&region, region.duty, unknowns[i].number, all[at], NULL);
			small_region_refused(&reply, unknowns[i].list, unknowns[i].verdict);
		}
	small_region_close(&region);
}

/* The program's own commands about what is not there are refused too, and change nothing. */
static void test_refusal__of_a_clock_for_nothing(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_params nothing = {.episode = region.peer};
	int64_t entries = small_region_entries(&region);
	struct command_reply reply =
		small_region_run(&region, id_none, COMMAND_HANDOVER_EXPIRE, &nothing, "program");
	small_region_refused(&reply, &handover_verdicts, HANDOVER_UNKNOWN);
	reply = small_region_run(&region, id_none, COMMAND_JOIN_EXPIRE, &nothing, "program");
	small_region_refused(&reply, &join_verdicts, JOIN_UNKNOWN);
	reply = small_region_run(&region, id_none, COMMAND_STEP_LATE, &nothing, "program");
	small_region_refused(&reply, &step_verdicts, STEP_NOT_LATE);
	assert_int_equal(small_region_entries(&region), entries);
	small_region_close(&region);
}

/* Runs a command of the administrator in a shard. */
static struct command_reply in_shard(struct small_region *region, int32_t shard,
	enum command_number number, const struct command_params *params)
{
	struct command command;
	struct command *batch[] = {&command};
	small_region_make(region, region->admin, number, params, NULL, &command);
	command.region = shard;
	command_writer_run(region->writer, batch, 1);
	return command.reply;
}

static struct command_reply become_administrator(struct small_region *region, const char *token)
{
	struct command_params params = {
		.thing = command_token_index(region->vault, span_of(token)), .name = SPAN_LITERAL("Admin")};
	return small_region_run(region, id_none, COMMAND_ADMINISTRATOR_FIRST, &params, NULL);
}

static void give_out(struct small_region *region, const char *token)
{
	struct command_params params = {.thing = command_token_index(region->vault, span_of(token))};
	small_region_must(small_region_run(region, id_none, COMMAND_INVITE_MAKE, &params, "program"));
}

static void expect_no_administrator(struct small_region *region, const char *token)
{
	struct command_reply reply = become_administrator(region, token);
	small_region_refused(&reply, &account_verdicts, ACCOUNT_INVITE_WRONG);
}

/* A one-time token makes an administrator where there is none: if it was given out, was not used,
 * and its time is not over; its last millisecond is not. */
static void test_refusal__of_an_invitation(void **state)
{
	const int64_t stands_ms = SESSION_HOURS * INT64_C(3600000);
	struct small_region region;
	(void)state;
	small_region_open(&region);
	give_out(&region, "the second token");
	struct command_params self = {.account = region.admin};
	small_region_must(in_shard(&region, 0, COMMAND_ACCOUNT_END, &self));
	expect_no_administrator(&region, "a one-time token"); /* it made the first */
	expect_no_administrator(&region, "never given out");
	clock_move(&region.clock, stands_ms);
	expect_no_administrator(&region, "the second token");
	give_out(&region, "the third token");
	clock_move(&region.clock, stands_ms - 1);
	small_region_must(become_administrator(&region, "the third token"));
	small_region_close(&region);
}

static struct command_reply end_session(
	struct small_region *region, struct id actor, struct id session)
{
	struct command command;
	struct command *batch[] = {&command};
	struct command_params params = {0};
	small_region_make(region, actor, COMMAND_SESSION_END, &params, NULL, &command);
	command.session = session;
	command_writer_run(region->writer, batch, 1);
	return command.reply;
}

/* Somebody signs in with their own code, in their own shard, and ends their own session, once. */
static void test_refusal__of_a_session(void **state)
{
	struct small_region region;
	struct command elsewhere;
	struct command *batch[] = {&elsewhere};
	char code[ACCOUNT_CODE_SIZE];
	(void)state;
	small_region_open(&region);
	command_access_code(region.vault, region.duty, code);
	struct command_params params = {.thing = command_code_index(region.vault, span_of(code))};
	struct command_result started =
		small_region_must(small_region_run(&region, id_none, COMMAND_SESSION_START, &params, NULL));
	assert_true(id_equal(started.account, region.duty));
	assert_int_equal(started.at_ms, SMALL_REGION_START_MS + SESSION_HOURS * INT64_C(3600000));
	small_region_make(&region, id_none, COMMAND_SESSION_START, &params, NULL, &elsewhere);
	elsewhere.region = SMALL_REGION + 1;
	command_writer_run(region.writer, batch, 1);
	small_region_refused(&elsewhere.reply, &session_verdicts, SESSION_CODE_WRONG);
	params.thing = region.peer;
	struct command_reply reply =
		small_region_run(&region, id_none, COMMAND_SESSION_START, &params, NULL);
	small_region_refused(&reply, &session_verdicts, SESSION_CODE_WRONG);
	reply = end_session(&region, region.duty, id_none);
	small_region_refused(&reply, &session_verdicts, SESSION_NONE);
	reply = end_session(&region, region.second, started.session);
	small_region_refused(&reply, &session_verdicts, SESSION_NONE);
	reply = end_session(&region, id_none, started.session);
	small_region_refused(&reply, &access_verdicts, ACCESS_NOT_SIGNED_IN);
	small_region_must(end_session(&region, region.duty, started.session));
	reply = end_session(&region, region.duty, started.session);
	small_region_refused(&reply, &session_verdicts, SESSION_EXPIRED);
	small_region_close(&region);
}

/* A command that waited while its session ended, or expired, does nothing any more. */
static void test_refusal__of_a_command_whose_session_is_over(void **state)
{
	struct small_region region;
	char code[ACCOUNT_CODE_SIZE];
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	command_access_code(region.vault, asked.person, code);
	struct command_params params = {.thing = command_code_index(region.vault, span_of(code)),
		.episode = asked.episode,
		.domain = DOMAIN_DEBT,
		.aim = AIM_CARE};
	for (int ends = 0; ends < 2; ends++) {
		struct command commands[2];
		struct command_result started = small_region_must(
			small_region_run(&region, id_none, COMMAND_SESSION_START, &params, NULL));
		for (int i = 0; i < 2; i++) {
			struct command *batch[] = {&commands[i]};
			small_region_make(&region, asked.person, COMMAND_NEED_ADD, &params, NULL, &commands[i]);
			commands[i].session = started.session;
			if (i == 1 && ends == 1)
				small_region_must(end_session(&region, asked.person, started.session));
			else if (i == 1)
				clock_move(&region.clock, SESSION_HOURS * INT64_C(3600000));
			command_writer_run(region.writer, batch, 1);
		}
		small_region_must(commands[0].reply);
		small_region_refused(&commands[1].reply, &access_verdicts, ACCESS_NOT_SIGNED_IN);
	}
	small_region_close(&region);
}

/* A question goes where it belongs, and the refusal names the region that it belongs to. */
static void test_refusal__of_a_question(void **state)
{
	struct small_region region;
	struct command nowhere;
	struct command *batch[] = {&nowhere};
	size_t count = 0;
	(void)state;
	small_region_open(&region);
	struct command_params params = {
		.story = SPAN_LITERAL("Een vraag."), .contact = SPAN_LITERAL("hier")};
	params.municipality = region_municipalities(region.division, 8, &count)[0]->number;
	struct command_reply reply =
		small_region_run(&region, id_none, COMMAND_QUESTION_ASK, &params, NULL);
	small_region_refused(&reply, &episode_verdicts, EPISODE_OTHER_REGION);
	assert_string_equal(reply.refusal.parameters[0].name, "region");
	assert_int_equal(reply.refusal.parameters[0].number, 8);
	params.municipality = region_municipalities(region.division, SMALL_REGION, &count)[0]->number;
	struct command_result asked =
		small_region_must(small_region_run(&region, id_none, COMMAND_QUESTION_ASK, &params, NULL));
	reply = small_region_run(&region, asked.person, COMMAND_QUESTION_ASK, &params, NULL);
	small_region_refused(&reply, &episode_verdicts, EPISODE_OWN_FILE);
	params.municipality = 0;
	small_region_make(&region, id_none, COMMAND_QUESTION_ASK, &params, NULL, &nowhere);
	nowhere.region = SMALL_REGION + 1;
	command_writer_run(region.writer, batch, 1);
	small_region_refused(&nowhere.reply, &episode_verdicts, EPISODE_NOBODY_ON_DUTY);
	small_region_close(&region);
}

static void expect_range(const struct command_reply *reply, int32_t from, int32_t to)
{
	const struct refusal *refusal = &reply->refusal;
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	assert_int_equal(refusal->count, 2);
	assert_string_equal(refusal->parameters[0].name, "from");
	assert_int_equal(refusal->parameters[0].form, VERDICT_DAY);
	assert_int_equal(refusal->parameters[0].number, today + from);
	assert_string_equal(refusal->parameters[1].name, "to");
	assert_int_equal(refusal->parameters[1].number, today + to);
}

/* Closing is not for a bystander in the team, who is told so before anything else about it. */
static void test_refusal__of_closing_by_a_bystander(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode,
		.need = asked.need,
		.join = ask_to_join(&region, asked),
		.closing = CLOSING_TOGETHER};
	small_region_must(small_region_run(&region, region.peer, COMMAND_JOIN_ACCEPT, &params, NULL));
	struct command_reply reply =
		small_region_run(&region, region.peer, COMMAND_NEED_CLOSE, &params, NULL);
	small_region_refused(&reply, &need_verdicts, NEED_NOT_BEARER);
	small_region_must(small_region_run(&region, region.duty, COMMAND_NEED_CLOSE, &params, NULL));
	reply = small_region_run(&region, region.peer, COMMAND_NEED_CLOSE, &params, NULL);
	small_region_refused(&reply, &need_verdicts, NEED_NOT_BEARER);
	reply = small_region_run(&region, region.duty, COMMAND_NEED_CLOSE, &params, NULL);
	small_region_refused(&reply, &need_verdicts, NEED_IS_CLOSED);
	small_region_close(&region);
}

/* A day that is out of range is answered with the range. */
static void test_refusal__names_the_days_that_would_do(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode,
		.need = asked.need,
		.account = region.clinic,
		.person_agrees = true,
		.day = 1,
		.next_day = 1};
	struct command_reply reply =
		small_region_run(&region, region.duty, COMMAND_HANDOVER_OFFER, &params, NULL);
	small_region_refused(&reply, &handover_verdicts, HANDOVER_ANSWER_BY_OUT_OF_RANGE);
	expect_range(&reply, 1, 28);
	params.handover = small_region_offer(&region, asked, region.clinic);
	reply = small_region_run(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, &params, NULL);
	small_region_refused(&reply, &handover_verdicts, HANDOVER_CONTACT_DAY_OUT_OF_RANGE);
	expect_range(&reply, 0, 28);
	params.reason = DECLINE_FIT;
	params.instead = INSTEAD_SEARCH;
	reply = small_region_run(&region, region.clinic, COMMAND_HANDOVER_DECLINE, &params, NULL);
	small_region_refused(&reply, &handover_verdicts, HANDOVER_INSTEAD_DAY_OUT_OF_RANGE);
	expect_range(&reply, 0, 28);
	params.account = id_none;
	reply = small_region_run(&region, region.duty, COMMAND_STEP_PLAN, &params, NULL);
	small_region_refused(&reply, &step_verdicts, STEP_DAY_OUT_OF_RANGE);
	expect_range(&reply, 0, 3); /* the first contact is not put off */
	reply = small_region_run(&region, region.duty, COMMAND_STEP_DONE, &params, NULL);
	small_region_refused(&reply, &step_verdicts, STEP_DAY_OUT_OF_RANGE);
	expect_range(&reply, 0, 366);
	params.day = date_day_of(SMALL_REGION_START_MS);
	small_region_must(
		small_region_run(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, &params, NULL));
	reply = small_region_run(&region, region.clinic, COMMAND_HANDOVER_CONTACT, &params, NULL);
	small_region_refused(&reply, &step_verdicts, STEP_DAY_OUT_OF_RANGE);
	expect_range(&reply, 0, 366);
	small_region_close(&region);
}

/* An excluding reason is answered with its own name. */
static void test_refusal__names_the_reason_that_excludes(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode,
		.handover = small_region_offer(&region, asked, region.clinic),
		.reason = DECLINE_EXCLUDING_CRISIS_PRONE,
		.instead = INSTEAD_SEARCH};
	struct command_reply reply =
		small_region_run(&region, region.clinic, COMMAND_HANDOVER_DECLINE, &params, NULL);
	small_region_refused(&reply, &handover_verdicts, HANDOVER_REASON_EXCLUDES);
	assert_string_equal(reply.refusal.parameters[0].name, "reason");
	assert_string_equal(reply.refusal.parameters[0].code, "crisis_prone");
	small_region_close(&region);
}

/* A site is of an organisation of this shard, a service of an organisation and its own site. */
static void test_refusal__of_the_map_of_help(void **state)
{
	struct small_region region;
	size_t count = 0;
	(void)state;
	small_region_open(&region);
	struct command_params params = {.organisation = region.organisation,
		.municipality = region_municipalities(region.division, SMALL_REGION, &count)[0]->number,
		.domain = DOMAIN_MENTAL,
		.level = LEVEL_LOCAL,
		.kind = ORGANISATION_GP,
		.public_name = SPAN_LITERAL("Op de hoek")};
	struct command_reply reply = in_shard(&region, SMALL_REGION + 1, COMMAND_SITE_ADD, &params);
	small_region_refused(&reply, &directory_verdicts, DIRECTORY_ORGANISATION_UNKNOWN);
	params.site =
		small_region_must(in_shard(&region, SMALL_REGION, COMMAND_SITE_ADD, &params)).site;
	struct command_params other = params;
	other.organisation =
		small_region_must(in_shard(&region, SMALL_REGION, COMMAND_ORGANISATION_ADD, &params))
			.organisation;
	reply = in_shard(&region, SMALL_REGION, COMMAND_SERVICE_ADD, &other);
	small_region_refused(&reply, &directory_verdicts, DIRECTORY_SITE_UNKNOWN);
	reply = in_shard(&region, SMALL_REGION + 1, COMMAND_SERVICE_ADD, &params);
	small_region_refused(&reply, &directory_verdicts, DIRECTORY_ORGANISATION_UNKNOWN);
	small_region_must(in_shard(&region, SMALL_REGION, COMMAND_SERVICE_ADD, &params));
	other.municipality = 9999;
	reply = in_shard(&region, SMALL_REGION, COMMAND_SITE_ADD, &other);
	small_region_refused(&reply, &directory_verdicts, DIRECTORY_MUNICIPALITY_UNKNOWN);
	other.municipality = region_municipalities(region.division, 8, &count)[0]->number;
	reply = in_shard(&region, SMALL_REGION, COMMAND_SITE_ADD, &other);
	small_region_refused(&reply, &directory_verdicts, DIRECTORY_OTHER_REGION);
	assert_int_equal(reply.refusal.parameters[0].number, 8);
	small_region_close(&region);
}

/* Whoever is appointed holds from a day on; what held before is never written over. */
static void test_refusal__of_an_appointment(void **state)
{
	struct small_region region;
	size_t count = 0;
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	(void)state;
	small_region_open(&region);
	struct command_params params = {.insurer = SPAN_LITERAL("cz"),
		.municipality = region_municipalities(region.division, SMALL_REGION, &count)[0]->number,
		.day = today,
		.public_name = SPAN_LITERAL("The regional table")};
	struct command_reply reply = in_shard(&region, 0, COMMAND_REGION_APPOINT, &params);
	small_region_refused(&reply, &region_appointment_verdicts, REGION_APPOINTMENT_NATION);
	struct command_params other = params;
	other.insurer = SPAN_LITERAL("nobody");
	reply = in_shard(&region, SMALL_REGION, COMMAND_REGION_APPOINT, &other);
	small_region_refused(&reply, &region_appointment_verdicts, REGION_APPOINTMENT_INSURER_UNKNOWN);
	other.insurer = params.insurer;
	other.municipality = region_municipalities(region.division, 8, &count)[0]->number;
	reply = in_shard(&region, SMALL_REGION, COMMAND_REGION_APPOINT, &other);
	small_region_refused(&reply, &region_appointment_verdicts, REGION_APPOINTMENT_OTHER_REGION);
	assert_int_equal(reply.refusal.parameters[0].number, 8);
	other = params;
	other.next_day = today - 1;
	reply = in_shard(&region, SMALL_REGION, COMMAND_REGION_APPOINT, &other);
	small_region_refused(&reply, &region_appointment_verdicts, REGION_APPOINTMENT_ENDS_BEFORE);
	small_region_must(in_shard(&region, SMALL_REGION, COMMAND_REGION_APPOINT, &params));
	reply = in_shard(&region, SMALL_REGION, COMMAND_REGION_APPOINT, &params);
	small_region_refused(&reply, &region_appointment_verdicts, REGION_APPOINTMENT_REWRITES);
	assert_int_equal(reply.refusal.parameters[0].number, today);
	params.day = today + 1;
	small_region_must(in_shard(&region, SMALL_REGION, COMMAND_REGION_APPOINT, &params));
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusal__of_what_is_not_in_this_file),
		cmocka_unit_test(test_refusal__of_a_clock_for_nothing),
		cmocka_unit_test(test_refusal__of_an_invitation),
		cmocka_unit_test(test_refusal__of_a_session),
		cmocka_unit_test(test_refusal__of_a_command_whose_session_is_over),
		cmocka_unit_test(test_refusal__of_a_question),
		cmocka_unit_test(test_refusal__of_closing_by_a_bystander),
		cmocka_unit_test(test_refusal__names_the_days_that_would_do),
		cmocka_unit_test(test_refusal__names_the_reason_that_excludes),
		cmocka_unit_test(test_refusal__of_the_map_of_help),
		cmocka_unit_test(test_refusal__of_an_appointment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
