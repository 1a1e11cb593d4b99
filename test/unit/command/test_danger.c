/* test_danger.c - who is left in danger is seen, and so is a table that cannot decide.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/date.h"
#include "care/inbox.h"
#include "care/norm.h"
#include "care/seat.h"
#include "care/step.h"
#include "care/table.h"
#include "command/command_clock.h"
#include "small_region.h"

#define HOUR_MS INT64_C(3600000)

struct story {
	struct small_region region;
	struct command_result asked;
	struct id clients, relatives;
};

static void seat(struct story *story, struct id account, enum seat_kind kind)
{
	struct command_params params = {.account = account, .kind = (int32_t)kind};
	small_region_must(
		small_region_run(&story->region, story->region.admin, COMMAND_TABLE_SEAT, &params, NULL));
}

static void begin(struct story *story)
{
	small_region_open_map(&story->region);
	story->asked = small_region_question(&story->region);
	struct command_params own = {.domain = DOMAIN_HOUSING,
		.aim = AIM_STABILISE,
		.actor_bears = true,
		.person_agrees = true,
		.episode = story->asked.episode};
	story->asked.need = small_region_must(
		small_region_run(&story->region, story->asked.person, COMMAND_NEED_ADD, &own, NULL))
							.need;
	story->clients = small_region_account(&story->region, MEMBER_RELATIVE);
	story->relatives = small_region_account(&story->region, MEMBER_RELATIVE);
	seat(story, story->clients, SEAT_CLIENTS);
}

static void end(struct story *story)
{
	small_region_close(&story->region);
}

static struct command_reply try_on(
	struct story *story, struct id actor, enum command_number number, struct command_params params)
{
	params.episode = story->asked.episode;
	if (id_is_none(params.need)) params.need = story->asked.need;
	return small_region_run(&story->region, actor, number, &params, NULL);
}

static struct command_result run_on(
	struct story *story, struct id actor, enum command_number number, struct command_params params)
{
	return small_region_must(try_on(story, actor, number, params));
}

/* Time passes, and the clock comes by. */
static void pass(struct story *story, int hours)
{
	struct small_region *region = &story->region;
	struct command_clock_report report = {0};
	struct error error = {0};
	clock_move(&region->clock, hours * HOUR_MS);
	assert_int_equal(command_clock_tick(region->store, clock_now_ms(&region->clock),
						 small_region_carry, region, &report, &error),
		STATUS_OK);
}

static struct table_case read_case(struct story *story, struct id id)
{
	struct table_case table_case = {
		.region = SMALL_REGION, .episode = story->asked.episode, .id = id};
	assert_true(small_region_read(&story->region, &table_case_table, &table_case));
	return table_case;
}

static int32_t today_of(struct story *story)
{
	return date_day_of(clock_now_ms(&story->region.clock));
}

/* Brought by who manages the care, and decided: until in ninety days. */
static struct command_params decided(struct story *story)
{
	struct command_params params = {.reason = TABLE_ASKED, .words = SPAN_LITERAL("Dit zit vast.")};
	params.table_case = run_on(story, story->region.duty, COMMAND_TABLE_BRING, params).table_case;
	seat(story, story->relatives, SEAT_RELATIVES);
	params.service = story->region.service;
	params.day = today_of(story) + 90;
	run_on(story, story->clients, COMMAND_TABLE_DECIDE, params);
	return params;
}

/* A decision with ninety days to go does not hide a danger to which nobody came: it is unsafe as
 * the step is late, and breached and at the nation's table as the next working day is over. */
static void test_danger__is_seen_behind_a_decision(void **state)
{
	struct story story = {0};
	(void)state;
	begin(&story);
	struct id at = decided(&story).table_case;
	assert_int_equal(read_case(&story, at).why, TABLE_ASKED);
	run_on(&story, story.region.duty, COMMAND_DANGER_REPORT, (struct command_params){0});
	pass(&story, 3);
	assert_int_equal(read_case(&story, at).why, TABLE_ASKED);
	pass(&story, 2);
	struct table_case found = read_case(&story, at);
	assert_int_equal(found.why, TABLE_UNSAFE);
	assert_int_equal(found.state, TABLE_DECIDED);
	assert_int_equal(
		found.expires_ms, date_day_start(norm_day(NORM_TABLE_UNSAFE, today_of(&story)) + 1));
	pass(&story, 4 * 24);
	found = read_case(&story, at);
	assert_int_equal(found.state, TABLE_BREACHED);
	assert_int_equal(found.level, TABLE_AT_NATION);
	assert_true(found.late);
	end(&story);
}

/* Safe before the table has looked: the decision has its term again, and is not breached. */
static void test_danger__over_in_time_gives_the_term_back(void **state)
{
	struct story story = {0};
	(void)state;
	begin(&story);
	struct command_params params = decided(&story);
	run_on(&story, story.region.duty, COMMAND_DANGER_REPORT, (struct command_params){0});
	pass(&story, 5);
	run_on(&story, story.region.duty, COMMAND_DANGER_OVER, (struct command_params){0});
	pass(&story, 4 * 24);
	struct table_case found = read_case(&story, params.table_case);
	assert_int_equal(found.state, TABLE_DECIDED);
	assert_int_equal(found.level, TABLE_AT_REGION);
	assert_false(found.late);
	assert_int_equal(found.expires_ms, date_day_start(params.day + 1));
	pass(&story, 91 * 24);
	assert_int_equal(read_case(&story, params.table_case).state, TABLE_BREACHED);
	end(&story);
}

/* Brought when it is late already, for whatever reason: unsafe. Nobody closes that, and it goes up
 * until it is safe; then anybody who sits there can. */
static void test_danger__is_not_closed(void **state)
{
	struct story story = {0};
	(void)state;
	begin(&story);
	struct id person = story.asked.person;
	struct command_params close = {.public_words = SPAN_LITERAL("Eerder bellen helpt.")};
	run_on(&story, story.region.duty, COMMAND_DANGER_REPORT, (struct command_params){0});
	pass(&story, 5);
	struct command_params asked = {.reason = TABLE_ASKED, .words = SPAN_LITERAL("Kijk ernaar.")};
	struct command_reply again = try_on(&story, person, COMMAND_TABLE_BRING, asked);
	small_region_refused(&again, &table_verdicts, TABLE_ALREADY);
	static const struct store_query query = {
		"care", "select count(*) from care_case where why = 1 and cause = 2 and state = 1"};
	assert_int_equal(small_region_number(&story.region, &query), 1);
	struct need need = {
		.region = SMALL_REGION, .episode = story.asked.episode, .id = story.asked.need};
	assert_true(small_region_read(&story.region, &need_table, &need));
	close.table_case = table_item_id(&need, TABLE_DANGER, need.step);
	seat(&story, story.relatives, SEAT_RELATIVES);
	struct command_reply reply = try_on(&story, story.clients, COMMAND_TABLE_CLOSE, close);
	small_region_refused(&reply, &table_verdicts, TABLE_STILL_UNSAFE);
	/* The person wants no table: then it is over; what they bring themselves is unsafe at once. */
	run_on(&story, person, COMMAND_TABLE_OBJECT, close);
	close.table_case = run_on(&story, person, COMMAND_TABLE_BRING, asked).table_case;
	assert_int_equal(read_case(&story, close.table_case).why, TABLE_UNSAFE);
	reply = try_on(&story, story.clients, COMMAND_TABLE_CLOSE, close);
	small_region_refused(&reply, &table_verdicts, TABLE_STILL_UNSAFE);
	run_on(&story, story.region.duty, COMMAND_DANGER_OVER, (struct command_params){0});
	run_on(&story, story.clients, COMMAND_TABLE_CLOSE, close);
	end(&story);
}

/* One who sits there alone does not send away what somebody asks. */
static void test_danger__nobody_is_sent_away_by_half_a_table(void **state)
{
	struct story story = {0};
	(void)state;
	begin(&story);
	struct command_params params = {.reason = TABLE_ASKED,
		.words = SPAN_LITERAL("Dit zit vast."),
		.public_words = SPAN_LITERAL("Eerder bellen helpt.")};
	params.table_case = run_on(&story, story.asked.person, COMMAND_TABLE_BRING, params).table_case;
	struct command_reply reply = try_on(&story, story.clients, COMMAND_TABLE_CLOSE, params);
	small_region_refused(&reply, &table_verdicts, TABLE_SEATS_EMPTY);
	seat(&story, story.relatives, SEAT_RELATIVES);
	run_on(&story, story.clients, COMMAND_TABLE_CLOSE, params);
	end(&story);
}

/* The kind of the item that this account has about the need; INBOX_NONE if there is none. */
static enum inbox_kind told(struct story *story, struct id account)
{
	struct inbox_item item = {
		.region = SMALL_REGION, .receiver = account, .thing = story->asked.need};
	struct command_clock_report report = {0};
	struct error error = {0};
	struct small_region *region = &story->region;
	assert_int_equal(command_clock_deliver(region->store, clock_now_ms(&region->clock),
						 small_region_carry, region, &report, &error),
		STATUS_OK);
	if (!small_region_read(&story->region, &inbox_table, &item)) return INBOX_NONE;
	return (enum inbox_kind)item.kind;
}

/* Said again it is heard: by who holds it, who goes by the hour of the first time; and where they
 * had begun already, there is something to be done by a new hour. */
static void test_danger__can_be_said_again(void **state)
{
	struct story story = {0};
	struct command_params words = {.words = SPAN_LITERAL("Het wordt erger.")};
	(void)state;
	begin(&story);
	struct id person = story.asked.person, duty = story.region.duty;
	struct command_result first = run_on(&story, person, COMMAND_DANGER_REPORT, words);
	pass(&story, 1);
	struct command_result second = run_on(&story, person, COMMAND_DANGER_REPORT, words);
	assert_true(id_equal(second.account, duty));
	assert_true(id_equal(second.step, first.step));
	assert_int_equal(second.at_ms, first.at_ms);
	assert_int_equal(second.day, first.day);
	assert_int_equal(told(&story, duty), INBOX_DANGER);
	struct command_params done = {.next_day = today_of(&story) + 1};
	run_on(&story, duty, COMMAND_STEP_DONE, done);
	assert_int_equal(told(&story, duty), INBOX_NONE);
	second = run_on(&story, person, COMMAND_DANGER_REPORT, words);
	assert_false(id_equal(second.step, first.step));
	assert_int_equal(second.at_ms, clock_now_ms(&story.region.clock));
	assert_int_equal(told(&story, duty), INBOX_DANGER);
	run_on(&story, duty, COMMAND_DANGER_OVER, (struct command_params){0});
	assert_int_equal(told(&story, duty), INBOX_NONE);
	end(&story);
}

/* Who bore it and who manages the care are told that duty holds it; not who said so. */
static void test_danger__is_told_around(void **state)
{
	struct story story = {0};
	(void)state;
	begin(&story);
	struct id person = story.asked.person, manager = story.region.duty;
	struct command_params offer = {.account = story.region.second};
	small_region_must(
		small_region_run(&story.region, story.region.admin, COMMAND_ROSTER_JOIN, &offer, NULL));
	offer.account = manager;
	small_region_must(
		small_region_run(&story.region, story.region.admin, COMMAND_ROSTER_LEAVE, &offer, NULL));
	run_on(&story, manager, COMMAND_DANGER_REPORT, (struct command_params){0});
	assert_int_equal(told(&story, story.region.second), INBOX_DANGER);
	assert_int_equal(told(&story, person), INBOX_DANGER_HELD);
	assert_int_equal(told(&story, manager), INBOX_NONE);
	run_on(&story, manager, COMMAND_DANGER_OVER, (struct command_params){0});
	assert_int_equal(told(&story, person), INBOX_RETURNED);
	run_on(&story, person, COMMAND_DANGER_REPORT, (struct command_params){0});
	assert_int_equal(told(&story, manager), INBOX_DANGER_HELD);
	struct command_params seen = {.thing = story.asked.need};
	small_region_must(small_region_run(&story.region, manager, COMMAND_INBOX_SEEN, &seen, NULL));
	assert_int_equal(told(&story, manager), INBOX_NONE);
	run_on(&story, story.region.second, COMMAND_DANGER_OVER, (struct command_params){0});
	assert_int_equal(told(&story, story.region.second), INBOX_NONE);
	end(&story);
}

static struct table_standing standing(struct story *story)
{
	struct command_clock_state state;
	struct error error = {0};
	assert_int_equal(
		command_clock_look(story->region.store, clock_now_ms(&story->region.clock), &state, &error),
		STATUS_OK);
	return state.tables;
}

/* What waits at a table that cannot decide is counted, of the region and of the nation; and what is
 * late at the last table there is. */
static void test_danger__a_table_that_cannot_decide_is_seen(void **state)
{
	struct story story = {0};
	struct command_params params = {.reason = TABLE_ASKED, .words = SPAN_LITERAL("Dit zit vast.")};
	(void)state;
	begin(&story);
	assert_int_equal(standing(&story).without_seats, 0);
	params.table_case = run_on(&story, story.asked.person, COMMAND_TABLE_BRING, params).table_case;
	assert_int_equal(standing(&story).without_seats, 1);
	seat(&story, story.relatives, SEAT_RELATIVES);
	assert_int_equal(standing(&story).without_seats, 0);
	assert_int_equal(standing(&story).late_at_nation, 0);
	pass(&story, 20 * 24);
	assert_int_equal(read_case(&story, params.table_case).level, TABLE_AT_NATION);
	/* The step of the question of which nobody heard is at the region's table by now, that can. */
	assert_int_equal(standing(&story).without_seats, 1);
	assert_int_equal(standing(&story).late_at_nation, 1);
	run_on(&story, story.asked.person, COMMAND_TABLE_OBJECT, params);
	assert_int_equal(standing(&story).without_seats, 0);
	assert_int_equal(standing(&story).late_at_nation, 0);
	end(&story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_danger__is_seen_behind_a_decision),
		cmocka_unit_test(test_danger__over_in_time_gives_the_term_back),
		cmocka_unit_test(test_danger__is_not_closed),
		cmocka_unit_test(test_danger__can_be_said_again),
		cmocka_unit_test(test_danger__is_told_around),
		cmocka_unit_test(test_danger__a_table_that_cannot_decide_is_seen),
		cmocka_unit_test(test_danger__nobody_is_sent_away_by_half_a_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
