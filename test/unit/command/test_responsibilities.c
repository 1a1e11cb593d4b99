/* test_responsibilities.c - nobody ends or leaves while others count on them, and then they can.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "access/session.h"
#include "base/date.h"
#include "care/consult.h"
#include "care/conversation.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/roster.h"
#include "care/light.h"
#include "care/need.h"
#include "care/plan.h"
#include "care/plan_read.h"
#include "care/stay.h"
#include "care/step.h"
#include "care/team.h"
#include "command/command_clock.h"
#include "small_region.h"

enum { ELSEWHERE = 9 };

static struct command_reply end(struct small_region *region, struct id account)
{
	struct command_params params = {.account = account};
	return small_region_run(region, region->admin, COMMAND_ACCOUNT_END, &params, NULL);
}

static void expect_end_refused(
	struct small_region *region, struct id account, enum account_verdict verdict)
{
	int64_t entries = small_region_entries(region);
	struct command_reply reply = end(region, account);
	small_region_refused(&reply, &account_verdicts, (int)verdict);
	bool counts =
		verdict == ACCOUNT_BEARS || verdict == ACCOUNT_MANAGES || verdict == ACCOUNT_HAS_STEPS;
	if (counts) {
		assert_string_equal(reply.refusal.parameters[0].name, "count");
		assert_int_equal(reply.refusal.parameters[0].number, 1);
	}
	assert_int_equal(small_region_entries(region), entries);
}

static struct command_result about_join(struct small_region *region, struct id actor,
	enum command_number number, struct command_params params)
{
	return small_region_must(small_region_run(region, actor, number, &params, NULL));
}

static void deliver(struct small_region *region)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	assert_int_equal(
		command_clock_deliver(region->store, 0, small_region_carry, region, &report, &error),
		STATUS_OK);
}

/* Runs a command about an offer of this question. */
static struct command_result about(struct small_region *region, struct id actor,
	enum command_number number, struct command_result asked, struct id handover)
{
	struct command_params params = {.episode = asked.episode,
		.need = asked.need,
		.handover = handover,
		.day = date_day_of(SMALL_REGION_START_MS) + 7,
		.reason = DECLINE_COMPETENCE,
		.instead = INSTEAD_BRIDGE};
	return small_region_must(small_region_run(region, actor, number, &params, NULL));
}

static struct id offer(struct small_region *region, struct command_result asked, struct id from,
	struct id to, bool of_care_management)
{
	struct command_params params = {.episode = asked.episode,
		.need = of_care_management ? id_none : asked.need,
		.of_care_management = of_care_management,
		.account = to,
		.person_agrees = true,
		.words = SPAN_LITERAL("Wil jij dit overnemen?")};
	return small_region_must(small_region_run(region, from, COMMAND_HANDOVER_OFFER, &params, NULL))
		.handover;
}

/* Who declined the care management is free as soon as the care manager keeps it: by taking back a
 * later offer, or by letting them go; and the person may show out whoever holds along. */
static void test_decline__does_not_tie_for_ever(void **state)
{
	enum { BY_LATER_OFFER, BY_LETTING_GO, BY_PERSON, WAYS };
	(void)state;
	for (int way = BY_LATER_OFFER; way < WAYS; way++) {
		struct small_region region;
		small_region_open(&region);
		struct command_result asked = small_region_question(&region);
		bool of_care = way != BY_PERSON;
		struct id declined = offer(&region, asked, region.duty, region.clinic, of_care);
		about(&region, region.clinic, COMMAND_HANDOVER_DECLINE, asked, declined);
		struct command_params leave = {.episode = asked.episode, .account = region.clinic};
		struct command_reply reply =
			small_region_run(&region, region.clinic, COMMAND_MEMBER_LEAVE, &leave, NULL);
		small_region_refused(&reply, &team_verdicts, TEAM_HOLDS_ALONG);
		struct id let_go = declined;
		if (way == BY_LATER_OFFER) let_go = offer(&region, asked, region.duty, region.second, true);
		if (of_care) about(&region, region.duty, COMMAND_HANDOVER_WITHDRAW, asked, let_go);
		about_join(&region, of_care ? region.clinic : asked.person, COMMAND_MEMBER_LEAVE, leave);
		small_region_must(end(&region, region.clinic));
		small_region_close(&region);
	}
}

/* More than a file can show, or one acceptance can free, is refused with what the most is. */
static void test_bounds__are_named(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params add = {.episode = asked.episode,
		.domain = DOMAIN_SOCIAL,
		.aim = AIM_RECOVER,
		.account = region.clinic,
		.need = asked.need,
		.words = SPAN_LITERAL("x"),
		.person_agrees = true};
	for (int i = 1; i < NEED_MAX_OPEN; i++) about_join(&region, region.duty, COMMAND_NEED_ADD, add);
	for (int i = 0; i < CONSULT_MAX_OPEN; i++)
		about_join(&region, region.duty, COMMAND_CONSULT_ASK, add);
	struct command_params goal = add;
	goal.kind = PLAN_GOAL;
	for (int i = 0; i < PLAN_MAX_OPEN; i++)
		about_join(&region, region.duty, COMMAND_PLAN_ADD, goal);
	struct command_params saying = add;
	saying.topic = TOPIC_MATTERS;
	for (int i = 0; i < CONVERSATION_MAX; i++)
		about_join(&region, region.duty, COMMAND_CONVERSATION_TELL, saying);
	for (unsigned i = 0; i < HANDOVER_MAX_TIED; i++) {
		struct handover handover = {.region = SMALL_REGION,
			.id = {{1, (uint8_t)i}},
			.episode = asked.episode,
			.need = asked.need,
			.state = HANDOVER_DECLINED,
			.sender = region.duty,
			.to_account = region.second,
			.answered_by = region.second,
			.sharing = true};
		struct member member = {.region = SMALL_REGION,
			.episode = asked.episode,
			.account = {{2, (uint8_t)i}},
			.kind = MEMBER_RELATIVE,
			.way = WAY_JOINED};
		small_region_put(&region, &handover_table, &handover);
		small_region_put(&region, &team_member_table, &member);
	}
	const struct {
		enum command_number number;
		const struct verdict_list *list;
		int verdict;
		int64_t most;
	} rows[] = {
		{COMMAND_NEED_ADD, &need_verdicts, NEED_TOO_MANY, NEED_MAX_OPEN},
		{COMMAND_HANDOVER_OFFER, &handover_verdicts, HANDOVER_TOO_MANY, HANDOVER_MAX_TIED},
		{COMMAND_JOIN_ASK, &join_verdicts, JOIN_TOO_MANY, JOIN_MAX_TEAM},
		{COMMAND_CONSULT_ASK, &consult_verdicts, CONSULT_TOO_MANY, CONSULT_MAX_OPEN},
		{COMMAND_PLAN_ADD, &plan_verdicts, PLAN_TOO_MANY, PLAN_MAX_OPEN},
		{COMMAND_CONVERSATION_TELL, &conversation_verdicts, CONVERSATION_TOO_MANY,
			CONVERSATION_MAX},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct command_reply reply =
			small_region_run(&region, region.duty, rows[i].number, &add, NULL);
		small_region_refused(&reply, rows[i].list, rows[i].verdict);
		assert_string_equal(reply.refusal.parameters[0].name, "max");
		assert_int_equal(reply.refusal.parameters[0].number, rows[i].most);
	}
	small_region_close(&region);
}

/* Nobody ends with steps to do, and gives them back by leaving; nor is a step planned for who has
 * ended. */
static void test_account_end__not_who_has_steps(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode,
		.need = asked.need,
		.account = region.second,
		.person_agrees = true,
		.day = date_day_of(SMALL_REGION_START_MS),
		.words = SPAN_LITERAL("Samen bellen.")};
	params.join = about_join(&region, region.duty, COMMAND_JOIN_ASK, params).join;
	about_join(&region, region.second, COMMAND_JOIN_ACCEPT, params);
	about_join(&region, region.duty, COMMAND_STEP_PLAN, params);
	expect_end_refused(&region, region.second, ACCOUNT_HAS_STEPS);
	struct command_params left = {.episode = asked.episode, .account = region.second};
	about_join(&region, region.second, COMMAND_MEMBER_LEAVE, left);
	params.join = about_join(&region, region.duty, COMMAND_JOIN_ASK, params).join;
	about_join(&region, region.second, COMMAND_JOIN_ACCEPT, params);
	small_region_must(end(&region, region.second));
	struct command_reply reply =
		small_region_run(&region, region.duty, COMMAND_STEP_PLAN, &params, NULL);
	small_region_refused(&reply, &step_verdicts, STEP_WHO_NOT_MEMBER);
	small_region_close(&region);
}

/* Nobody ends while something waits for their answer, delivered to their inbox or on its way; once
 * it is answered or taken back, they can. */
static void test_account_end__not_who_is_asked(void **state)
{
	struct small_region region;
	(void)state;
	for (int delivered = 0; delivered < 2; delivered++) {
		small_region_open(&region);
		struct command_result asked = small_region_question(&region);
		struct command_params params = {.episode = asked.episode,
			.account = region.second,
			.person_agrees = true,
			.handover = small_region_offer(&region, asked, region.clinic)};
		params.join = about_join(&region, region.duty, COMMAND_JOIN_ASK, params).join;
		if (delivered == 1) deliver(&region);
		expect_end_refused(&region, region.clinic, ACCOUNT_ASKED);
		expect_end_refused(&region, region.second, ACCOUNT_ASKED);
		about_join(&region, region.duty, COMMAND_HANDOVER_WITHDRAW, params);
		about_join(&region, region.second, COMMAND_JOIN_DECLINE, params);
		small_region_must(end(&region, region.clinic));
		small_region_must(end(&region, region.second));
		small_region_close(&region);
	}
}

/* In whose inbox it lies, of two. */
static void expect_with(struct small_region *region, struct id thing, struct id one, bool has_one,
	struct id other, bool has_other)
{
	struct inbox_item of_one = {.region = SMALL_REGION, .receiver = one, .thing = thing};
	struct inbox_item of_other = {.region = SMALL_REGION, .receiver = other, .thing = thing};
	deliver(region);
	assert_int_equal(small_region_read(region, &inbox_table, &of_one), has_one);
	assert_int_equal(small_region_read(region, &inbox_table, &of_other), has_other);
}

/* Advice that came back is not lost with who asked it: they do not end, and if they leave, it lies
 * with the care manager, and goes along when another becomes that. So does who is not back yet. */
static void test_advice__goes_along_with_who_is_there(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode,
		.need = asked.need,
		.account = region.second,
		.person_agrees = true,
		.day = date_day_of(SMALL_REGION_START_MS),
		.words = SPAN_LITERAL("Kijk je mee?")};
	params.join = about_join(&region, region.duty, COMMAND_JOIN_ASK, params).join;
	about_join(&region, region.second, COMMAND_JOIN_ACCEPT, params);
	params.account = region.clinic;
	params.consult = about_join(&region, region.second, COMMAND_CONSULT_ASK, params).consult;
	expect_end_refused(&region, region.clinic, ACCOUNT_ASKED);
	about_join(&region, region.clinic, COMMAND_CONSULT_ANSWER, params);
	expect_end_refused(&region, region.second, ACCOUNT_ASKED);
	expect_with(&region, params.consult, region.second, true, region.duty, false);
	expect_end_refused(&region, region.second, ACCOUNT_ASKED);
	struct command_params leave = {.episode = asked.episode, .account = region.second};
	about_join(&region, region.second, COMMAND_MEMBER_LEAVE, leave);
	expect_with(&region, params.consult, region.second, false, region.duty, true);
	small_region_must(end(&region, region.second));
	struct stay late = {.region = SMALL_REGION,
		.episode = asked.episode,
		.id = {{7}},
		.service = region.service,
		.planned_by = region.duty,
		.state = STAY_ADMITTED,
		.start_day = 1,
		.return_day = 2,
		.keeps = STAY_KEEPS_OWN_HOME,
		.kept_until = 2,
		.late = true,
		.told_to = region.duty};
	small_region_put(&region, &stay_table, &late);
	struct id care = offer(&region, asked, region.duty, region.clinic, true);
	about(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, asked, care);
	expect_with(&region, params.consult, region.duty, false, region.clinic, true);
	expect_with(&region, late.id, region.duty, false, region.clinic, true);
	about_join(&region, region.clinic, COMMAND_CONSULT_CLOSE, params);
	expect_with(&region, params.consult, region.duty, false, region.clinic, false);
	small_region_close(&region);
}

static bool is_in_inbox(struct small_region *region, struct id who, struct id thing, int32_t kind)
{
	struct inbox_item item = {.region = SMALL_REGION, .receiver = who, .thing = thing};
	deliver(region);
	return small_region_read(region, &inbox_table, &item) && item.kind == kind;
}

/* A step that somebody is asked for waits in their inbox and keeps their account; when they leave,
 * it is nobody's, and a light contact that they kept is the care manager's, who is told. */
static void test_plan__what_who_leaves_had_stays(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode,
		.account = region.second,
		.person_agrees = true,
		.day = date_day_of(SMALL_REGION_START_MS),
		.interval_days = 14,
		.words = SPAN_LITERAL("Samen bellen")};
	params.join = about_join(&region, asked.person, COMMAND_JOIN_ASK, params).join;
	about_join(&region, region.second, COMMAND_JOIN_ACCEPT, params);
	struct id step = about_join(&region, asked.person, COMMAND_PLAN_STEP, params).part;
	assert_true(is_in_inbox(&region, region.second, step, INBOX_PLAN_STEP));
	expect_end_refused(&region, region.second, ACCOUNT_HAS_STEPS);
	params.part = step;
	about_join(&region, region.second, COMMAND_PLAN_ACCEPT, params);
	assert_false(is_in_inbox(&region, region.second, step, INBOX_PLAN_STEP));
	params.day = 0;
	struct id light = about_join(&region, region.second, COMMAND_LIGHT_BEGIN, params).part;
	struct command_params leave = {.episode = asked.episode, .account = region.second};
	about_join(&region, region.second, COMMAND_MEMBER_LEAVE, leave);
	assert_true(is_in_inbox(&region, region.duty, light, INBOX_LIGHT));
	small_region_must(end(&region, region.second));
	struct light kept = {.region = SMALL_REGION, .episode = asked.episode, .id = light};
	assert_true(small_region_read(&region, &light_table, &kept));
	assert_true(id_equal(kept.who, region.duty));
	struct plan_part free_step = {
		.region = SMALL_REGION, .episode = asked.episode, .id = step, .seq = 7};
	assert_true(small_region_read(&region, &plan_part_table, &free_step));
	assert_int_equal(free_step.state, PLAN_FREE);
	assert_true(id_is_none(free_step.who));
	small_region_close(&region);
}

/* Who bears cannot end; who gave it away cannot, until somebody has been met; then they can. */
static void test_account_end__not_who_bears_or_gave_before_contact(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id first = offer(&region, asked, region.duty, region.second, false);
	about(&region, region.second, COMMAND_HANDOVER_ACCEPT, asked, first);
	expect_end_refused(&region, region.second, ACCOUNT_BEARS);
	struct id next = offer(&region, asked, region.second, region.clinic, false);
	expect_end_refused(&region, region.second, ACCOUNT_BEARS);
	about(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, asked, next);
	expect_end_refused(&region, region.second, ACCOUNT_BEFORE_CONTACT);
	about(&region, region.clinic, COMMAND_HANDOVER_CONTACT, asked, next);
	small_region_must(end(&region, region.second));
	small_region_close(&region);
}

/* Who bore it before a danger gets it back, and cannot end meanwhile. */
static void test_account_end__not_who_bore_before_a_danger(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id first = offer(&region, asked, region.duty, region.second, false);
	about(&region, region.second, COMMAND_HANDOVER_ACCEPT, asked, first);
	about(&region, asked.person, COMMAND_DANGER_REPORT, asked, id_none);
	expect_end_refused(&region, region.second, ACCOUNT_BEARS);
	small_region_close(&region);
}

/* Who manages the care cannot end before somebody else has accepted to. */
static void test_account_end__not_who_manages(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id first = offer(&region, asked, asked.person, region.second, true);
	about(&region, region.second, COMMAND_HANDOVER_ACCEPT, asked, first);
	about(&region, region.second, COMMAND_HANDOVER_CONTACT, asked, first);
	expect_end_refused(&region, region.second, ACCOUNT_MANAGES);
	struct id next = offer(&region, asked, region.second, region.peer, true);
	expect_end_refused(&region, region.second, ACCOUNT_MANAGES);
	about(&region, region.peer, COMMAND_HANDOVER_ACCEPT, asked, next);
	expect_end_refused(&region, region.second, ACCOUNT_BEFORE_CONTACT);
	about(&region, asked.person, COMMAND_HANDOVER_CONTACT, asked, next);
	small_region_must(end(&region, region.second));
	small_region_close(&region);
}

/* Who declined holds along, and cannot end until somebody has accepted. */
static void test_account_end__not_who_holds_along(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id first = offer(&region, asked, region.duty, region.second, false);
	about(&region, region.second, COMMAND_HANDOVER_DECLINE, asked, first);
	expect_end_refused(&region, region.second, ACCOUNT_HOLDS_ALONG);
	struct id next = offer(&region, asked, region.duty, region.clinic, false);
	expect_end_refused(&region, region.second, ACCOUNT_HOLDS_ALONG);
	about(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, asked, next);
	small_region_must(end(&region, region.second));
	small_region_close(&region);
}

/* Puts somebody on the roster of a shard, or takes them off it. */
static void duty(
	struct small_region *region, int32_t shard, enum command_number number, struct id account)
{
	struct command command;
	struct command *batch[] = {&command};
	struct command_params params = {.account = account};
	small_region_make(region, region->admin, number, &params, NULL, &command);
	command.region = shard;
	command_writer_run(region->writer, batch, 1);
	small_region_must(command.reply);
}

/* The last on duty cannot end; when there is another, the account ends and is off the roster. */
static void test_account_end__not_the_last_on_duty(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	duty(&region, SMALL_REGION, COMMAND_ROSTER_JOIN, region.second);
	duty(&region, SMALL_REGION, COMMAND_ROSTER_LEAVE, region.duty);
	expect_end_refused(&region, region.second, ACCOUNT_LAST_ON_DUTY);
	duty(&region, SMALL_REGION, COMMAND_ROSTER_JOIN, region.peer);
	small_region_must(end(&region, region.second));
	struct roster_place place = {.region = SMALL_REGION, .account = region.second};
	assert_false(small_region_read(&region, &roster_table, &place));
	place.account = region.peer;
	assert_true(small_region_read(&region, &roster_table, &place));
	small_region_close(&region);
}

/* Who is on duty elsewhere first comes off that roster: as its last, or as one of several. */
static void test_account_end__not_who_is_on_duty_elsewhere(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	duty(&region, ELSEWHERE, COMMAND_ROSTER_JOIN, region.second);
	expect_end_refused(&region, region.second, ACCOUNT_LAST_ON_DUTY);
	duty(&region, ELSEWHERE, COMMAND_ROSTER_JOIN, region.peer);
	expect_end_refused(&region, region.second, ACCOUNT_ON_DUTY_ELSEWHERE);
	duty(&region, ELSEWHERE, COMMAND_ROSTER_LEAVE, region.second);
	small_region_must(end(&region, region.second));
	small_region_close(&region);
}

/* A person whose question is open stays. */
static void test_account_end__not_whose_question_is_open(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	expect_end_refused(&region, asked.person, ACCOUNT_OPEN_EPISODE);
	small_region_close(&region);
}

/* Who leaves a team leaves no step behind: what they would have done is for who bears the need. */
static void test_member_leave__gives_steps_back(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode,
		.need = asked.need,
		.account = region.peer,
		.person_agrees = true,
		.day = asked.day,
		.next_day = asked.day + 9};
	params.join =
		small_region_must(small_region_run(&region, region.duty, COMMAND_JOIN_ASK, &params, NULL))
			.join;
	small_region_must(small_region_run(&region, region.peer, COMMAND_JOIN_ACCEPT, &params, NULL));
	struct step step = {.region = SMALL_REGION, .episode = asked.episode};
	step.id =
		small_region_must(small_region_run(&region, region.duty, COMMAND_STEP_DONE, &params, NULL))
			.step;
	assert_true(small_region_read(&region, &step_table, &step));
	assert_true(id_equal(step.who, region.peer));
	small_region_must(small_region_run(&region, region.peer, COMMAND_MEMBER_LEAVE, &params, NULL));
	assert_true(small_region_read(&region, &step_table, &step));
	assert_true(id_equal(step.who, region.duty));
	assert_int_equal(step.due_day, asked.day + 9);
	assert_int_equal(step.state, STEP_OPEN);
	small_region_close(&region);
}

static struct command_reply sign_in(struct small_region *region, struct id account)
{
	char code[ACCOUNT_CODE_SIZE];
	command_access_code(region->vault, account, code);
	struct command_params params = {.thing = command_code_index(region->vault, span_of(code))};
	return small_region_run(region, id_none, COMMAND_SESSION_START, &params, NULL);
}

/* An account that has ended signs in no more, is asked nothing, does nothing, and ends once. */
static void test_account_end__is_the_end(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	small_region_must(sign_in(&region, region.second));
	small_region_must(end(&region, region.second));
	struct command_reply refused = sign_in(&region, region.second);
	small_region_refused(&refused, &session_verdicts, SESSION_ACCOUNT_ENDED);
	struct command_params params = {.episode = asked.episode,
		.need = asked.need,
		.account = region.second,
		.person_agrees = true};
	refused = small_region_run(&region, region.duty, COMMAND_HANDOVER_OFFER, &params, NULL);
	small_region_refused(&refused, &handover_verdicts, HANDOVER_RECEIVER_ENDED);
	refused = small_region_run(&region, region.duty, COMMAND_JOIN_ASK, &params, NULL);
	small_region_refused(&refused, &join_verdicts, JOIN_ACCOUNT_ENDED);
	refused = small_region_run(&region, region.admin, COMMAND_ROSTER_JOIN, &params, NULL);
	small_region_refused(&refused, &roster_verdicts, ROSTER_ACCOUNT_ENDED);
	refused = small_region_run(&region, region.second, LOOK_INBOX, &params, NULL);
	small_region_refused(&refused, &access_verdicts, ACCESS_NOT_SIGNED_IN);
	expect_end_refused(&region, region.second, ACCOUNT_ENDED);
	small_region_close(&region);
}

/* An account that is not there, or not of this shard, is unknown. */
static void test_account_end__of_nobody_here(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	expect_end_refused(&region, region.organisation, ACCOUNT_UNKNOWN);
	expect_end_refused(&region, region.admin, ACCOUNT_UNKNOWN); /* of the nation */
	struct command_params params = {.account = region.peer};
	struct command_reply reply =
		small_region_run(&region, region.second, COMMAND_ACCOUNT_END, &params, NULL);
	small_region_refused(&reply, &access_verdicts, ACCESS_NOT_YOURS);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decline__does_not_tie_for_ever),
		cmocka_unit_test(test_bounds__are_named),
		cmocka_unit_test(test_account_end__not_who_has_steps),
		cmocka_unit_test(test_account_end__not_who_is_asked),
		cmocka_unit_test(test_advice__goes_along_with_who_is_there),
		cmocka_unit_test(test_plan__what_who_leaves_had_stays),
		cmocka_unit_test(test_account_end__not_who_bears_or_gave_before_contact),
		cmocka_unit_test(test_account_end__not_who_bore_before_a_danger),
		cmocka_unit_test(test_account_end__not_who_manages),
		cmocka_unit_test(test_account_end__not_who_holds_along),
		cmocka_unit_test(test_account_end__not_the_last_on_duty),
		cmocka_unit_test(test_account_end__not_who_is_on_duty_elsewhere),
		cmocka_unit_test(test_account_end__not_whose_question_is_open),
		cmocka_unit_test(test_member_leave__gives_steps_back),
		cmocka_unit_test(test_account_end__is_the_end),
		cmocka_unit_test(test_account_end__of_nobody_here),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
