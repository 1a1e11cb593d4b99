/* test_told.c - who holds something, or gets it back, is told; and is not told for ever.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/date.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/norm.h"
#include "care/stay.h"
#include "care/step.h"
#include "care/table.h"
#include "command/command_clock.h"
#include "directory/directory.h"
#include "small_region.h"

static void deliver(struct small_region *region)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	status code = command_clock_deliver(
		region->store, clock_now_ms(&region->clock), small_region_carry, region, &report, &error);
	if (code != STATUS_OK) fail_msg("%s", error.message);
}

/* The kind of the item that this account has about this thing; INBOX_NONE if there is none. */
static enum inbox_kind told(struct small_region *region, struct id account, struct id thing)
{
	struct inbox_item item = {.region = SMALL_REGION, .receiver = account, .thing = thing};
	deliver(region);
	if (!small_region_read(region, &inbox_table, &item)) return INBOX_NONE;
	return (enum inbox_kind)item.kind;
}

static struct command_result run_on(struct small_region *region, struct id actor,
	enum command_number number, struct command_result asked, struct command_params params)
{
	params.episode = asked.episode;
	if (id_is_none(params.need)) params.need = asked.need;
	return small_region_must(small_region_run(region, actor, number, &params, NULL));
}

static struct id add_need(struct small_region *region, struct command_result asked, struct id by)
{
	struct command_params params = {.domain = DOMAIN_HOUSING,
		.aim = AIM_STABILISE,
		.actor_bears = true,
		.person_agrees = true,
		.episode = asked.episode};
	return small_region_must(small_region_run(region, by, COMMAND_NEED_ADD, &params, NULL)).need;
}

/* A danger at one need waits in the inbox of who has duty, also when their first contact about
 * another need of the same person has been. */
static void test_told__a_danger_stays_when_another_need_moves_on(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	struct command_result asked = small_region_question(&region);
	struct id own = add_need(&region, asked, asked.person);
	run_on(
		&region, asked.person, COMMAND_DANGER_REPORT, asked, (struct command_params){.need = own});
	run_on(&region, region.duty, COMMAND_STEP_DONE, asked,
		(struct command_params){.next_day = today + 5});
	assert_int_equal(told(&region, region.duty, asked.episode), INBOX_NONE);
	assert_int_equal(told(&region, region.duty, own), INBOX_DANGER);
	run_on(&region, region.duty, COMMAND_DANGER_OVER, asked, (struct command_params){.need = own});
	assert_int_equal(told(&region, region.duty, own), INBOX_NONE);
	small_region_close(&region);
}

static struct id join(struct small_region *region, struct command_result asked, struct id account)
{
	struct command_params params = {.account = account, .person_agrees = true};
	params.join = run_on(region, region->duty, COMMAND_JOIN_ASK, asked, params).join;
	run_on(region, account, COMMAND_JOIN_ACCEPT, asked, params);
	return account;
}

/* What somebody stops with is told to the care manager, until they plan what comes next; also where
 * that is somebody on whom no clock runs. */
static void test_told__what_somebody_stops_with(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	struct command_result asked = small_region_question(&region);
	struct command_params own = {.need = add_need(&region, asked, asked.person)};
	assert_int_equal(told(&region, region.duty, own.need), INBOX_NONE);
	run_on(&region, asked.person, COMMAND_NEED_STOP, asked, own);
	assert_int_equal(told(&region, region.duty, own.need), INBOX_RETURNED);
	own.day = today + 3;
	run_on(&region, region.duty, COMMAND_STEP_PLAN, asked, own);
	assert_int_equal(told(&region, region.duty, own.need), INBOX_NONE);
	/* A peer worker manages the care: who stops is heard by them as well. */
	struct command_params care = {.of_care_management = true,
		.account = region.peer,
		.person_agrees = true,
		.day = today + 3};
	care.handover = run_on(&region, asked.person, COMMAND_HANDOVER_OFFER, asked, care).handover;
	care.account = id_none;
	run_on(&region, region.peer, COMMAND_HANDOVER_ACCEPT, asked, care);
	own.need = add_need(&region, asked, asked.person);
	run_on(&region, asked.person, COMMAND_NEED_STOP, asked, own);
	assert_int_equal(told(&region, region.peer, own.need), INBOX_RETURNED);
	run_on(&region, region.peer, COMMAND_STEP_PLAN, asked, own);
	assert_int_equal(told(&region, region.peer, own.need), INBOX_NONE);
	small_region_close(&region);
}

/* Safe again: who bore it before hears that they bear it again, and can say that they saw it; a
 * second danger takes it from their inbox. Nobody is told of what they said themself. */
static void test_told__who_bore_it_before_the_danger(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params own = {.need = add_need(&region, asked, asked.person)};
	struct command_params seen = {.thing = own.need};
	for (int again = 0; again < 2; again++) {
		run_on(&region, asked.person, COMMAND_DANGER_REPORT, asked, own);
		assert_int_equal(told(&region, asked.person, own.need), INBOX_NONE);
		run_on(&region, region.duty, COMMAND_DANGER_OVER, asked, own);
		assert_int_equal(told(&region, asked.person, own.need), INBOX_RETURNED);
	}
	small_region_must(small_region_run(&region, asked.person, COMMAND_INBOX_SEEN, &seen, NULL));
	assert_int_equal(told(&region, asked.person, own.need), INBOX_NONE);
	struct command_reply reply =
		small_region_run(&region, asked.person, COMMAND_INBOX_SEEN, &seen, NULL);
	small_region_refused(&reply, &inbox_verdicts, INBOX_UNKNOWN);
	run_on(&region, region.duty, COMMAND_DANGER_REPORT, asked, (struct command_params){0});
	run_on(&region, region.duty, COMMAND_DANGER_OVER, asked, (struct command_params){0});
	assert_int_equal(told(&region, region.duty, asked.need), INBOX_NONE);
	small_region_close(&region);
}

/* Who leaves gives their steps back to who bears the need, and that is told. */
static void test_told__steps_of_who_leaves(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	struct command_result asked = small_region_question(&region);
	struct command_params step = {.account = join(&region, asked, region.second),
		.day = today,
		.words = SPAN_LITERAL("Samen bellen.")};
	run_on(&region, region.duty, COMMAND_STEP_PLAN, asked, step);
	run_on(&region, region.second, COMMAND_MEMBER_LEAVE, asked, step);
	assert_int_equal(told(&region, region.duty, asked.need), INBOX_RETURNED);
	run_on(&region, region.duty, COMMAND_STEP_DONE, asked,
		(struct command_params){.next_day = today + 4});
	assert_int_equal(told(&region, region.duty, asked.need), INBOX_NONE);
	small_region_close(&region);
}

/* The clock comes by; how many it found late. */
static int64_t pass_days(struct small_region *region, int days)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	clock_move(&region->clock, days * INT64_C(86400000));
	assert_int_equal(command_clock_tick(region->store, clock_now_ms(&region->clock),
						 small_region_carry, region, &report, &error),
		STATUS_OK);
	return report.late;
}

static void late(struct small_region *region)
{
	assert_true(pass_days(region, 10) > 0);
}

/* A late step is told to whose it is and to who bears the need, until it ends; who leaves takes
 * none of it along. It does not go by being seen. */
static void test_told__a_late_step(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	struct command_result asked = small_region_question(&region);
	struct command_params plan = {.account = join(&region, asked, region.second),
		.day = today + 1,
		.words = SPAN_LITERAL("Samen bellen.")};
	struct command_params seen = {
		.thing = run_on(&region, region.duty, COMMAND_STEP_PLAN, asked, plan).step};
	late(&region);
	assert_int_equal(told(&region, region.duty, seen.thing), INBOX_LATE);
	assert_int_equal(told(&region, region.second, seen.thing), INBOX_LATE);
	struct command_reply reply =
		small_region_run(&region, region.second, COMMAND_INBOX_SEEN, &seen, NULL);
	small_region_refused(&reply, &inbox_verdicts, INBOX_TO_ANSWER);
	run_on(&region, region.second, COMMAND_MEMBER_LEAVE, asked, plan);
	assert_int_equal(told(&region, region.second, seen.thing), INBOX_NONE);
	assert_int_equal(told(&region, region.duty, seen.thing), INBOX_LATE);
	struct command_params offer = {.account = region.clinic,
		.person_agrees = true,
		.day = today + 14,
		.words = SPAN_LITERAL("Wil jij dit?")};
	offer.handover = run_on(&region, region.duty, COMMAND_HANDOVER_OFFER, asked, offer).handover;
	run_on(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, asked, offer);
	assert_int_equal(told(&region, region.duty, seen.thing), INBOX_NONE);
	small_region_close(&region);
}

/* What who manages the care does not do themself is not silent: their organisation is told, and
 * then it is stuck at the table, once; until it is done. */
static void test_told__a_late_step_goes_up(void **state)
{
	static const struct store_query stuck = {
		"care", "select count(*) from care_case where cause = 3 and why = 2 and state = 1"};
	static const struct store_query settled = {
		"care", "select count(*) from care_case where cause = 3 and state = 5"};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	assert_int_equal(pass_days(&region, 4), 1);
	assert_int_equal(told(&region, region.duty, asked.step), INBOX_LATE);
	pass_days(&region, 6);
	assert_int_equal(told(&region, region.organisation, asked.step), INBOX_NONE);
	pass_days(&region, 1);
	assert_int_equal(told(&region, region.organisation, asked.step), INBOX_LATE);
	pass_days(&region, 6);
	assert_int_equal(small_region_number(&region, &stuck), 0);
	pass_days(&region, 1);
	assert_int_equal(small_region_number(&region, &stuck), 1);
	assert_int_equal(pass_days(&region, 1), 0);
	run_on(&region, region.duty, COMMAND_STEP_DONE, asked,
		(struct command_params){.next_day = date_day_of(clock_now_ms(&region.clock)) + 80});
	assert_int_equal(told(&region, region.organisation, asked.step), INBOX_NONE);
	assert_int_equal(told(&region, region.duty, asked.step), INBOX_NONE);
	pass_days(&region, 20);
	assert_int_equal(small_region_number(&region, &stuck), 0);
	assert_int_equal(small_region_number(&region, &settled), 1);
	small_region_close(&region);
}

/* Who offered hears that it was declined, accepted, or not answered in time, and says that they saw
 * it. */
static void test_told__how_an_offer_ended(void **state)
{
	static const enum command_number ends[] = {
		COMMAND_HANDOVER_DECLINE, COMMAND_NONE, COMMAND_HANDOVER_WITHDRAW, COMMAND_HANDOVER_ACCEPT};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct command_params answer = {.reason = DECLINE_FIT,
			.instead = INSTEAD_BRIDGE,
			.day = date_day_of(clock_now_ms(&region.clock)) + 2};
		answer.handover = small_region_offer(&region, asked, region.clinic);
		bool by_person = ends[i] == COMMAND_HANDOVER_WITHDRAW;
		if (ends[i] == COMMAND_NONE)
			late(&region);
		else
			run_on(&region, by_person ? asked.person : region.clinic, ends[i], asked, answer);
		assert_int_equal(told(&region, region.clinic, answer.handover), INBOX_NONE);
		assert_int_equal(told(&region, region.duty, answer.handover), INBOX_ANSWERED);
		struct command_params seen = {.thing = answer.handover};
		small_region_must(small_region_run(&region, region.duty, COMMAND_INBOX_SEEN, &seen, NULL));
		assert_int_equal(told(&region, region.duty, answer.handover), INBOX_NONE);
	}
	small_region_close(&region);
}

/* Who asked somebody in, also somebody who gave advice, hears that they do not come. */
static void test_told__who_does_not_join(void **state)
{
	static const bool in_time[] = {true, false};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	for (size_t i = 0; i < sizeof(in_time) / sizeof(in_time[0]); i++) {
		struct command_params params = {.account = region.clinic,
			.need = asked.need,
			.person_agrees = true,
			.words = SPAN_LITERAL("Kijk je mee?")};
		params.consult = run_on(&region, region.duty, COMMAND_CONSULT_ASK, asked, params).consult;
		run_on(&region, region.clinic, COMMAND_CONSULT_ANSWER, asked, params);
		params.join = run_on(&region, region.duty, COMMAND_CONSULT_TURN, asked, params).join;
		assert_int_equal(told(&region, region.duty, params.consult), INBOX_NONE);
		if (in_time[i])
			run_on(&region, region.clinic, COMMAND_JOIN_DECLINE, asked, params);
		else
			pass_days(&region,
				norm_day(NORM_JOIN, date_day_of(SMALL_REGION_START_MS)) -
					date_day_of(SMALL_REGION_START_MS) + 1);
		assert_int_equal(told(&region, region.clinic, params.join), INBOX_NONE);
		assert_int_equal(told(&region, region.duty, params.join), INBOX_ANSWERED);
		struct command_params seen = {.thing = params.join};
		small_region_must(small_region_run(&region, region.duty, COMMAND_INBOX_SEEN, &seen, NULL));
		assert_int_equal(told(&region, region.duty, params.join), INBOX_NONE);
	}
	small_region_close(&region);
}

static void run_stay(struct small_region *region, struct command_result asked,
	enum command_number number, struct command_params params, int32_t from, int32_t back)
{
	params.day = from;
	params.next_day = params.kept_day = back;
	run_on(region, asked.person, number, asked, params);
}

/* A stay that does not begin is told to who manages the care the day after, and not when it should
 * have been over; so is that somebody is not back. */
static void test_told__a_stay_that_is_late(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open_map(&region);
	struct command_result asked = small_region_question(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	struct command_params params = {.service = region.service,
		.keeps = STAY_KEEPS_OWN_HOME,
		.day = today + 2,
		.next_day = today + 20,
		.kept_day = today + 20};
	params.stay = run_on(&region, asked.person, COMMAND_STAY_PLAN, asked, params).stay;
	pass_days(&region, 2);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_NONE);
	pass_days(&region, 1);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_STAY_LATE);
	run_stay(&region, asked, COMMAND_STAY_EXTEND, params, today, today + 10);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_STAY_LATE);
	run_on(&region, asked.person, COMMAND_STAY_ADMIT, asked, params);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_NONE);
	pass_days(&region, 8);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_STAY_LATE);
	run_stay(&region, asked, COMMAND_STAY_EXTEND, params, today, today + 14);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_NONE);
	run_on(&region, asked.person, COMMAND_STAY_RETURN, asked, params);
	pass_days(&region, 9);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_NONE);
	small_region_close(&region);
}

/* Who comes when the day to go back is over too is late, until that has another day. */
static void test_told__a_stay_that_begins_after_its_end(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open_map(&region);
	struct command_result asked = small_region_question(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	struct command_params params = {.service = region.service,
		.keeps = STAY_KEEPS_OWN_HOME,
		.day = today,
		.next_day = today,
		.kept_day = today};
	params.stay = run_on(&region, asked.person, COMMAND_STAY_PLAN, asked, params).stay;
	pass_days(&region, 1);
	run_on(&region, asked.person, COMMAND_STAY_ADMIT, asked, params);
	pass_days(&region, 1);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_STAY_LATE);
	run_stay(&region, asked, COMMAND_STAY_EXTEND, params, today, today + 4);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_NONE);
	pass_days(&region, 5);
	assert_int_equal(told(&region, region.duty, params.stay), INBOX_STAY_LATE);
	small_region_close(&region);
}

/* The person hears that somebody else brought what is theirs to a table, until they take it back;
 * of what they brought themselves nothing. */
static void test_told__whose_case_is_at_a_table(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.reason = TABLE_STUCK, .words = SPAN_LITERAL("Het zit vast.")};
	params.table_case = run_on(&region, region.duty, COMMAND_TABLE_BRING, asked, params).table_case;
	assert_int_equal(told(&region, asked.person, params.table_case), INBOX_BROUGHT);
	assert_int_equal(told(&region, region.duty, params.table_case), INBOX_NONE);
	run_on(&region, asked.person, COMMAND_TABLE_OBJECT, asked, params);
	assert_int_equal(told(&region, asked.person, params.table_case), INBOX_NONE);
	params.table_case =
		run_on(&region, asked.person, COMMAND_TABLE_BRING, asked, params).table_case;
	assert_int_equal(told(&region, asked.person, params.table_case), INBOX_NONE);
	small_region_close(&region);
}

static void seen(struct small_region *region, struct id account, struct id thing)
{
	struct command_params params = {.thing = thing};
	small_region_must(small_region_run(region, account, COMMAND_INBOX_SEEN, &params, NULL));
	assert_int_equal(told(region, account, thing), INBOX_NONE);
}

/* Who managed the care hears that the person chose another; not what they offered themselves. */
static void test_told__the_person_chose_another_care_manager(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params care = {.of_care_management = true,
		.account = region.second,
		.person_agrees = true,
		.day = date_day_of(SMALL_REGION_START_MS) + 3};
	care.handover = run_on(&region, asked.person, COMMAND_HANDOVER_OFFER, asked, care).handover;
	assert_int_equal(told(&region, region.duty, care.handover), INBOX_NONE);
	run_on(&region, region.second, COMMAND_HANDOVER_ACCEPT, asked, care);
	assert_int_equal(told(&region, region.duty, care.handover), INBOX_CHOSE_OTHER);
	seen(&region, region.duty, care.handover);
	care.account = region.peer;
	care.handover = run_on(&region, region.second, COMMAND_HANDOVER_OFFER, asked, care).handover;
	run_on(&region, region.peer, COMMAND_HANDOVER_ACCEPT, asked, care);
	assert_int_equal(told(&region, region.second, care.handover), INBOX_ANSWERED);
	small_region_close(&region);
}

/* Who bore a need hears that somebody else closed it, and who managed the care that the person
 * closed the episode; nobody of what they did themselves. */
static void test_told__what_somebody_else_closed(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params close = {
		.need = add_need(&region, asked, region.duty), .closing = CLOSING_TOGETHER};
	run_on(&region, region.duty, COMMAND_NEED_CLOSE, asked, close);
	assert_int_equal(told(&region, region.duty, close.need), INBOX_NONE);
	close.need = add_need(&region, asked, region.duty);
	close.closing = CLOSING_PERSON;
	run_on(&region, asked.person, COMMAND_NEED_CLOSE, asked, close);
	assert_int_equal(told(&region, region.duty, close.need), INBOX_NEED_CLOSED);
	seen(&region, region.duty, close.need);
	close.with_needs = true;
	run_on(&region, asked.person, COMMAND_EPISODE_CLOSE, asked, close);
	assert_int_equal(told(&region, region.duty, asked.episode), INBOX_CLOSED);
	assert_int_equal(told(&region, region.duty, asked.need), INBOX_NEED_CLOSED);
	seen(&region, region.duty, asked.episode);
	small_region_close(&region);
}

static struct command_params plan_stay(
	struct small_region *region, struct command_result asked, int32_t back, int32_t kept)
{
	struct command_params params = {.service = region->service,
		.kept_service = region->service,
		.keeps = STAY_KEEPS_SERVICE,
		.day = date_day_of(SMALL_REGION_START_MS),
		.next_day = back,
		.kept_day = kept};
	params.stay = run_on(region, asked.person, COMMAND_STAY_PLAN, asked, params).stay;
	run_on(region, asked.person, COMMAND_STAY_ADMIT, asked, params);
	return params;
}

static struct id place_of(struct id stay)
{
	return stay_place_id(&(struct stay){.id = stay});
}

/* Who keeps a place knows until it is over; that it is kept not much longer is said a week before
 * and on the day, to them and to who manages the care then. */
static void test_told__a_place_that_is_not_kept_much_longer(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open_map(&region);
	struct command_result asked = small_region_question(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	struct command_params stay = plan_stay(&region, asked, today + 20, today + 30);
	struct id place = place_of(stay.stay);
	assert_int_equal(told(&region, region.organisation, stay.stay), INBOX_PLACE);
	pass_days(&region, 22);
	assert_int_equal(told(&region, region.duty, place), INBOX_NONE);
	pass_days(&region, 1);
	assert_int_equal(told(&region, region.duty, place), INBOX_PLACE_ENDS);
	assert_int_equal(told(&region, region.organisation, stay.stay), INBOX_PLACE_ENDS);
	struct command_params look = {.thing = place};
	struct command_reply reply =
		small_region_run(&region, region.duty, COMMAND_INBOX_SEEN, &look, NULL);
	small_region_refused(&reply, &inbox_verdicts, INBOX_TO_ANSWER);
	struct command_params care = {
		.of_care_management = true, .account = region.second, .day = today + 25};
	care.handover = run_on(&region, asked.person, COMMAND_HANDOVER_OFFER, asked, care).handover;
	run_on(&region, region.second, COMMAND_HANDOVER_ACCEPT, asked, care);
	assert_int_equal(told(&region, region.duty, place), INBOX_NONE);
	assert_int_equal(told(&region, region.second, place), INBOX_PLACE_ENDS);
	run_stay(&region, asked, COMMAND_STAY_EXTEND, stay, today, today + 50);
	assert_int_equal(told(&region, region.second, place), INBOX_NONE);
	assert_int_equal(told(&region, region.organisation, stay.stay), INBOX_PLACE);
	pass_days(&region, 20);
	assert_int_equal(told(&region, region.second, place), INBOX_PLACE_ENDS);
	run_on(&region, asked.person, COMMAND_STAY_RETURN, asked, stay);
	assert_int_equal(told(&region, region.second, place), INBOX_NONE);
	assert_int_equal(told(&region, region.organisation, stay.stay), INBOX_NONE);
	small_region_close(&region);
}

/* Said a week before and on the day: twice, and then no more. */
static void test_told__of_a_place_twice(void **state)
{
	static const struct store_query lines = {
		"care", "select count(*) from care_moment where kind = 238"};
	struct small_region region;
	(void)state;
	small_region_open_map(&region);
	struct command_result asked = small_region_question(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	plan_stay(&region, asked, today + 20, today + 30);
	static const struct {
		int days, said;
	} steps[] = {{22, 0}, {1, 1}, {6, 1}, {1, 2}, {30, 2}};
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		pass_days(&region, steps[i].days);
		assert_int_equal(small_region_number(&region, &lines), steps[i].said);
	}
	small_region_close(&region);
}

/* A service does not end where somebody stays, or a place is kept. */
static void test_told__no_service_ends_under_a_stay(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open_map(&region);
	struct command_result asked = small_region_question(&region);
	int32_t today = date_day_of(SMALL_REGION_START_MS);
	struct command_params end = {.service = region.service};
	struct command_params stay = plan_stay(&region, asked, today + 20, today + 30);
	struct command_reply reply =
		small_region_run(&region, region.admin, COMMAND_SERVICE_END, &end, NULL);
	small_region_refused(&reply, &directory_verdicts, DIRECTORY_HAS_STAYS);
	run_on(&region, asked.person, COMMAND_STAY_RETURN, asked, stay);
	small_region_must(small_region_run(&region, region.admin, COMMAND_SERVICE_END, &end, NULL));
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_told__what_somebody_stops_with),
		cmocka_unit_test(test_told__who_bore_it_before_the_danger),
		cmocka_unit_test(test_told__steps_of_who_leaves),
		cmocka_unit_test(test_told__a_late_step),
		cmocka_unit_test(test_told__a_late_step_goes_up),
		cmocka_unit_test(test_told__how_an_offer_ended),
		cmocka_unit_test(test_told__who_does_not_join),
		cmocka_unit_test(test_told__a_stay_that_is_late),
		cmocka_unit_test(test_told__a_stay_that_begins_after_its_end),
		cmocka_unit_test(test_told__a_danger_stays_when_another_need_moves_on),
		cmocka_unit_test(test_told__whose_case_is_at_a_table),
		cmocka_unit_test(test_told__the_person_chose_another_care_manager),
		cmocka_unit_test(test_told__what_somebody_else_closed),
		cmocka_unit_test(test_told__a_place_that_is_not_kept_much_longer),
		cmocka_unit_test(test_told__of_a_place_twice),
		cmocka_unit_test(test_told__no_service_ends_under_a_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
