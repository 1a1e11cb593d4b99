/* test_clock.c - what comes due is done at its own instant, once, however late somebody looks.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/date.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/moment.h"
#include "care/step.h"
#include "care/team.h"
#include "command/command_aside.h"
#include "command/command_clock.h"
#include "small_region.h"

static struct command_clock_report tick(struct small_region *region)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	status code = command_clock_tick(
		region->store, clock_now_ms(&region->clock), small_region_carry, region, &report, &error);
	if (code != STATUS_OK) fail_msg("%s", error.message);
	return report;
}

static void expect_tick(struct small_region *region, int64_t expired, int64_t late, int64_t stale)
{
	struct command_clock_report report = tick(region);
	assert_int_equal(report.expired, expired);
	assert_int_equal(report.late, late);
	assert_int_equal(report.stale, stale);
}

static struct handover read_handover(struct small_region *region, struct id episode, struct id id)
{
	struct handover handover = {.region = SMALL_REGION, .episode = episode, .id = id};
	assert_true(small_region_read(region, &handover_table, &handover));
	return handover;
}

static struct need read_need(struct small_region *region, struct id episode, struct id id)
{
	struct need need = {.region = SMALL_REGION, .episode = episode, .id = id};
	assert_true(small_region_read(region, &need_table, &need));
	return need;
}

static struct step read_step(struct small_region *region, struct id episode, struct id id)
{
	struct step step = {.region = SMALL_REGION, .episode = episode, .id = id};
	assert_true(small_region_read(region, &step_table, &step));
	return step;
}

static int64_t count_due(struct small_region *region)
{
	static const struct store_query query = {"care", "select count(*) from care_due"};
	return small_region_number(region, &query);
}

/* An offer ends at exactly its end: not a millisecond before, and then at once; who bore the need
 * bears it still, and it can be offered again. */
static void test_clock__ends_an_offer_at_exactly_its_end(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id offer = small_region_offer(&region, asked, region.clinic);
	int64_t end_ms = read_handover(&region, asked.episode, offer).expires_ms;
	/* Its step is done in time, so that only the offer comes due. */
	struct command_params done = {
		.episode = asked.episode, .need = asked.need, .next_day = date_day_of(end_ms) + 30};
	small_region_must(small_region_run(&region, region.duty, COMMAND_STEP_DONE, &done, NULL));
	clock_move(&region.clock, end_ms - 1 - clock_now_ms(&region.clock));
	expect_tick(&region, 0, 0, 0);
	assert_int_equal(read_handover(&region, asked.episode, offer).state, HANDOVER_OFFERED);
	clock_move(&region.clock, 1);
	expect_tick(&region, 1, 0, 0);
	assert_int_equal(read_handover(&region, asked.episode, offer).state, HANDOVER_EXPIRED);
	struct need need = read_need(&region, asked.episode, asked.need);
	assert_true(id_equal(need.bearer, region.duty));
	assert_true(id_is_none(need.open_handover));
	small_region_offer(&region, asked, region.second);
	small_region_close(&region);
}

static struct id ask_to_join(struct small_region *region, struct command_result asked)
{
	struct command_params params = {
		.episode = asked.episode, .account = region->peer, .person_agrees = true};
	return small_region_must(
		small_region_run(region, region->duty, COMMAND_JOIN_ASK, &params, NULL))
		.join;
}

/* An asking ends at exactly its end too, two weeks and the rest of the day after it was made. */
static void test_clock__ends_an_asking_at_exactly_its_end(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct join join = {
		.region = SMALL_REGION, .episode = asked.episode, .id = ask_to_join(&region, asked)};
	small_region_move_to(&region, "2026-03-16T22:59:59.999Z");
	expect_tick(&region, 0, 1, 0); /* the first contact is late */
	assert_true(small_region_read(&region, &join_table, &join));
	assert_int_equal(join.state, JOIN_ASKED);
	assert_int_equal(join.expires_ms, clock_now_ms(&region.clock) + 1);
	clock_move(&region.clock, 1);
	expect_tick(&region, 1, 0, 0);
	assert_true(small_region_read(&region, &join_table, &join));
	assert_int_equal(join.state, JOIN_EXPIRED);
	small_region_close(&region);
}

/* A step is late when its day is over, once; it keeps its date and stays open. */
static void test_clock__says_once_that_a_step_is_late(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id id = read_need(&region, asked.episode, asked.need).step;
	assert_int_equal(asked.day, date_day_of(SMALL_REGION_START_MS) + 3);
	small_region_move_to(&region, "2026-03-05T22:59:59.999Z");
	expect_tick(&region, 0, 0, 0);
	assert_false(read_step(&region, asked.episode, id).late);
	clock_move(&region.clock, 1);
	expect_tick(&region, 0, 1, 0);
	struct step step = read_step(&region, asked.episode, id);
	assert_true(step.late);
	assert_int_equal(step.state, STEP_OPEN);
	assert_int_equal(step.due_day, asked.day);
	int64_t entries = small_region_entries(&region);
	for (int day = 0; day < 3; day++) {
		clock_move(&region.clock, DATE_DAY_MS);
		expect_tick(&region, 0, 0, 0);
	}
	assert_int_equal(small_region_entries(&region), entries);
	small_region_close(&region);
}

static bool finds_late(struct small_region *region, struct id account, struct id step)
{
	struct inbox_item item = {.region = SMALL_REGION, .receiver = account, .thing = step};
	struct command_clock_report report = {0};
	struct error error = {0};
	assert_int_equal(command_clock_deliver(region->store, clock_now_ms(&region->clock),
						 small_region_carry, region, &report, &error),
		STATUS_OK);
	return small_region_read(region, &inbox_table, &item) && item.kind == INBOX_LATE;
}

/* Who bears it is told first, and after two working days, over Easter too, the care manager; nobody
 * above them by that. When it is done, nobody is told any longer. A clock that comes after all of
 * that tells both at once. */
static void test_clock__tells_the_care_manager_after_who_bears_it(void **state)
{
	(void)state;
	for (int comes_late = 0; comes_late < 2; comes_late++) {
		struct small_region region;
		small_region_open(&region);
		small_region_move_to(&region, "2026-03-30T08:00:00Z");
		struct command_result asked = small_region_question(&region);
		struct command_params accept = {.episode = asked.episode,
			.need = asked.need,
			.handover = small_region_offer(&region, asked, region.clinic)};
		assert_true(date_parse(SPAN_LITERAL("2026-04-01"), &accept.day));
		small_region_must(
			small_region_run(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, &accept, NULL));
		struct id step = read_need(&region, asked.episode, asked.need).step;
		if (comes_late == 0) {
			small_region_move_to(&region, "2026-04-01T22:00:00Z");
			expect_tick(&region, 0, 1, 0);
			assert_true(finds_late(&region, region.clinic, step));
			assert_false(finds_late(&region, region.duty, step));
			/* Thursday, Good Friday, the weekend, Easter Monday, Tuesday. */
			small_region_move_to(&region, "2026-04-07T21:59:59.999Z");
			expect_tick(&region, 0, 0, 0);
		}
		small_region_move_to(&region, "2026-04-07T22:00:00Z");
		expect_tick(&region, 0, 1, 0);
		assert_true(finds_late(&region, region.clinic, step));
		assert_true(finds_late(&region, region.duty, step));
		assert_int_equal(read_step(&region, asked.episode, step).late, STEP_LATE_LONG);
		clock_move(&region.clock, 30 * DATE_DAY_MS);
		expect_tick(&region, 0, 1, 0);
		assert_int_equal(read_step(&region, asked.episode, step).late, STEP_LATE_STUCK);
		expect_tick(&region, 0, 0, 0);
		struct command_params done = {.episode = asked.episode,
			.need = asked.need,
			.next_day = date_day_of(clock_now_ms(&region.clock)) + 1};
		small_region_must(small_region_run(&region, region.clinic, COMMAND_STEP_DONE, &done, NULL));
		assert_false(finds_late(&region, region.clinic, step));
		assert_false(finds_late(&region, region.duty, step));
		small_region_close(&region);
	}
}

/* Calling it twice does no harm: what was done is no longer due. */
static void test_clock__twice_does_no_harm(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id offer = small_region_offer(&region, asked, region.clinic);
	ask_to_join(&region, asked);
	small_region_move_to(&region, "2026-06-01T00:00:00Z");
	expect_tick(&region, 2, 1, 0);
	int64_t entries = small_region_entries(&region);
	struct handover before = read_handover(&region, asked.episode, offer);
	expect_tick(&region, 0, 0, 0);
	assert_int_equal(small_region_entries(&region), entries);
	/* What was late for months lies at the table, that looks at it. */
	assert_int_equal(count_due(&region), 1);
	struct handover after = read_handover(&region, asked.episode, offer);
	assert_memory_equal(&before, &after, offsetof(struct handover, words));
	small_region_close(&region);
}

/* A week late is the same as in time: the offer is over for who would accept, and the clock ends
 * it when it comes, at the time that it is then. */
static void test_clock__a_week_late_is_in_time(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id offer = small_region_offer(&region, asked, region.clinic);
	int64_t end_ms = read_handover(&region, asked.episode, offer).expires_ms;
	clock_move(&region.clock, end_ms + 7 * DATE_DAY_MS - clock_now_ms(&region.clock));
	struct command_params accept = {.episode = asked.episode,
		.handover = offer,
		.day = date_day_of(clock_now_ms(&region.clock))};
	struct command_reply reply =
		small_region_run(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, &accept, NULL);
	small_region_refused(&reply, &handover_verdicts, HANDOVER_HAS_EXPIRED);
	expect_tick(&region, 1, 1, 0);
	static const struct store_query query = {
		"care", "select at_ms from care_moment where kind = 30"};
	assert_int_equal(small_region_number(&region, &query), clock_now_ms(&region.clock));
	assert_true(id_equal(read_need(&region, asked.episode, asked.need).bearer, region.duty));
	small_region_close(&region);
}

/* What was answered in time is no longer due. */
static void test_clock__leaves_alone_what_was_answered(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id offer = small_region_offer(&region, asked, region.clinic);
	struct id join = ask_to_join(&region, asked);
	assert_int_equal(count_due(&region), 3);
	struct command_params accept = {.episode = asked.episode,
		.handover = offer,
		.join = join,
		.day = date_day_of(SMALL_REGION_START_MS) + 28};
	small_region_must(
		small_region_run(&region, region.clinic, COMMAND_HANDOVER_ACCEPT, &accept, NULL));
	small_region_must(small_region_run(&region, region.peer, COMMAND_JOIN_ACCEPT, &accept, NULL));
	assert_int_equal(count_due(&region), 1); /* the first contact */
	small_region_move_to(&region, "2026-03-25T00:00:00Z");
	expect_tick(&region, 0, 0, 0);
	assert_int_equal(read_handover(&region, asked.episode, offer).state, HANDOVER_ACCEPTED);
	small_region_close(&region);
}

/* Days of 23 and of 25 hours end when they end in Amsterdam, for offers and for steps. */
static void test_clock__over_summer_time(void **state)
{
	static const struct {
		const char *before, *day, *last; /* its last millisecond */
	} rows[] = {
		{"2026-03-27T12:00:00Z", "2026-03-28", "2026-03-28T22:59:59.999Z"},
		{"2026-03-27T12:00:00Z", "2026-03-29", "2026-03-29T21:59:59.999Z"},
		{"2026-10-23T12:00:00Z", "2026-10-24", "2026-10-24T21:59:59.999Z"},
		{"2026-10-23T12:00:00Z", "2026-10-25", "2026-10-25T22:59:59.999Z"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct small_region region;
		int32_t day = 0;
		small_region_open(&region);
		small_region_move_to(&region, rows[i].before);
		assert_true(date_parse(span_of(rows[i].day), &day));
		struct command_result asked = small_region_question(&region);
		struct command_params params = {.episode = asked.episode,
			.need = asked.need,
			.day = day,
			.words = SPAN_LITERAL("Op die dag.")};
		small_region_must(small_region_run(&region, region.duty, COMMAND_STEP_PLAN, &params, NULL));
		params.account = region.clinic;
		params.person_agrees = true;
		small_region_must(
			small_region_run(&region, region.duty, COMMAND_HANDOVER_OFFER, &params, NULL));
		small_region_move_to(&region, rows[i].last);
		expect_tick(&region, 0, 0, 0);
		clock_move(&region.clock, 1);
		expect_tick(&region, 1, 1, 0);
		small_region_close(&region);
	}
}

/* More than it reads at a time is due at once: all of it is done in one go. */
static void test_clock__does_all_that_is_due(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	for (int i = 0; i < 600; i++) small_region_question(&region);
	small_region_move_to(&region, "2026-03-10T00:00:00Z");
	expect_tick(&region, 0, 600, 0);
	expect_tick(&region, 0, 0, 0);
	small_region_close(&region);
}

/* Due dates of what is not there: nobody's command made them, and none can be done. */
static void put_stale(struct small_region *region, int count)
{
	for (int i = 0; i < count; i++) {
		struct due due = {.region = SMALL_REGION,
			.kind = DUE_NONE + 1 + i % 3,
			.thing = id_draw(&region->prng),
			.episode = id_draw(&region->prng),
			.due_ms = i};
		small_region_put(region, &moment_due_table, &due);
	}
}

/* What cannot be done is counted, changes nothing, and does not keep from what is behind it. */
static void test_clock__passes_over_what_cannot_be_done(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id offer = small_region_offer(&region, asked, region.clinic);
	put_stale(&region, 700);
	int64_t entries = small_region_entries(&region);
	expect_tick(&region, 0, 0, 700);
	assert_int_equal(small_region_entries(&region), entries);
	small_region_move_to(&region, "2026-03-30T00:00:00Z");
	expect_tick(&region, 1, 1, 700);
	assert_int_equal(read_handover(&region, asked.episode, offer).state, HANDOVER_EXPIRED);
	small_region_close(&region);
}

/* A due date that breaks a law is set aside once, and not tried and reported at each turn. */
static void test_clock__sets_a_broken_one_aside_once(void **state)
{
	static const struct store_query query = {"command", "select count(*) from command_quarantine"};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result broken = small_region_question(&region);
	struct command_result sound = small_region_question(&region);
	struct member manager = {
		.region = SMALL_REGION, .episode = broken.episode, .account = region.duty};
	small_region_remove(&region, &team_member_table, &manager);
	small_region_move_to(&region, "2026-03-10T00:00:00Z");
	struct command_clock_report report = tick(&region);
	assert_int_equal(report.late, 1);
	assert_int_equal(report.aside, 1);
	assert_true(
		read_step(&region, sound.episode, read_need(&region, sound.episode, sound.need).step).late);
	assert_int_equal(small_region_number(&region, &query), 1);
	report = tick(&region);
	assert_int_equal(report.late + report.stale + report.failed, 0);
	assert_int_equal(report.aside, 1);
	assert_int_equal(small_region_number(&region, &query), 1);
	small_region_close(&region);
}

struct fragile {
	struct small_region *region;
	int64_t left; /* commands until it fails */
};

static status carry_or_fail(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	struct fragile *fragile = context;
	for (size_t i = 0; i < count; i++) {
		if (fragile->left-- == 0) return status_fail(error, STATUS_BUSY, "nobody carries");
		TRY(small_region_carry(fragile->region, &commands[i], 1, error));
	}
	return STATUS_OK;
}

/* One of the due dates fails, as on a page of the database that cannot be read; and so does what
 * sets it aside, if `wholly`. */
struct damaged {
	struct small_region *region;
	struct id thing;
	bool wholly;
	int64_t tries;
};

static status carry_damaged(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	struct damaged *damaged = context;
	for (size_t i = 0; i < count; i++) {
		bool is_aside = commands[i]->entry->number == COMMAND_DUE_SET_ASIDE;
		bool is_it = id_equal(commands[i]->params.thing, damaged->thing) && !is_aside;
		damaged->tries += is_it ? 1 : 0;
		if (is_it || (is_aside && damaged->wholly))
			commands[i]->reply = (struct command_reply){
				.outcome = OUTCOME_FAILED, .error = {.code = STATUS_STORE, .message = "damaged"}};
		else
			TRY(small_region_carry(damaged->region, &commands[i], 1, error));
	}
	return STATUS_OK;
}

static struct command_clock_report tick_damaged(struct damaged *damaged, status expected)
{
	struct small_region *region = damaged->region;
	struct command_clock_report report = {0};
	struct error error = {0};
	assert_int_equal(command_clock_tick(region->store, clock_now_ms(&region->clock), carry_damaged,
						 damaged, &report, &error),
		expected);
	return report;
}

static bool read_aside(struct small_region *region, struct command_aside *aside)
{
	struct error error = {0};
	size_t count = 0;
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		command_aside_read(region->store, INT64_MAX, NULL, 1, aside, &count, &error), STATUS_OK);
	store_rollback(region->store);
	return count > 0;
}

/* One that fails stops nobody: it is set aside under an incident number, tried again after a
 * minute, after two, and so on, and is forgotten when it went well. */
static void test_clock__sets_aside_what_fails_and_goes_on(void **state)
{
	struct small_region region;
	struct command_aside aside = {0};
	(void)state;
	small_region_open(&region);
	struct command_result broken = small_region_question(&region);
	for (int i = 0; i < 5; i++) small_region_question(&region);
	struct damaged damaged = {
		.region = &region, .thing = read_need(&region, broken.episode, broken.need).step};
	small_region_move_to(&region, "2026-03-10T00:00:00Z");
	struct command_clock_report report = tick_damaged(&damaged, STATUS_OK);
	assert_int_equal(report.late, 5);
	assert_int_equal(report.failed, 1);
	assert_true(read_aside(&region, &aside));
	struct id incident = aside.incident;
	assert_false(id_is_none(incident));
	assert_int_equal(aside.code, STATUS_STORE);
	for (int32_t tries = 1; tries <= 13; tries++) {
		assert_int_equal(aside.tries, tries);
		int64_t wait_ms = aside.again_ms - clock_now_ms(&region.clock);
		assert_int_equal(wait_ms, tries < 12 ? 60000 << (tries - 1) : DATE_DAY_MS);
		clock_move(&region.clock, wait_ms - 1);
		report = tick_damaged(&damaged, STATUS_OK);
		assert_int_equal(report.aside, 1);
		assert_int_equal(damaged.tries, tries);
		clock_move(&region.clock, 1);
		report = tick_damaged(&damaged, STATUS_OK);
		assert_int_equal(report.failed, 1);
		assert_int_equal(damaged.tries, tries + 1);
		assert_true(read_aside(&region, &aside));
		assert_true(id_equal(aside.incident, incident));
	}
	clock_move(&region.clock, DATE_DAY_MS);
	expect_tick(&region, 0, 1, 0);
	assert_true(read_step(&region, broken.episode, damaged.thing).late);
	assert_false(read_aside(&region, &aside));
	small_region_close(&region);
}

/* What was dealt with while it was set aside is not waited for any more. */
static void test_clock__forgets_what_is_no_longer_due(void **state)
{
	struct small_region region;
	struct command_aside aside = {0};
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct damaged damaged = {
		.region = &region, .thing = read_need(&region, asked.episode, asked.need).step};
	small_region_move_to(&region, "2026-03-10T00:00:00Z");
	tick_damaged(&damaged, STATUS_OK);
	struct command_params done = {.episode = asked.episode,
		.need = asked.need,
		.next_day = date_day_of(clock_now_ms(&region.clock)) + 30};
	small_region_must(small_region_run(&region, region.duty, COMMAND_STEP_DONE, &done, NULL));
	clock_move(&region.clock, COMMAND_ASIDE_FIRST_MS);
	expect_tick(&region, 0, 0, 0);
	assert_false(read_aside(&region, &aside));
	small_region_close(&region);
}

/* Where nothing can be written any more, it stops and says why. */
static void test_clock__stops_where_nothing_can_be_written(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct damaged damaged = {.region = &region,
		.thing = read_need(&region, asked.episode, asked.need).step,
		.wholly = true};
	small_region_move_to(&region, "2026-03-10T00:00:00Z");
	assert_int_equal(tick_damaged(&damaged, STATUS_STORE).failed, 1);
	expect_tick(&region, 0, 1, 0);
	small_region_close(&region);
}

struct other_clock {
	struct small_region *region;
	bool inside;
	int64_t late;
};

/* In between somebody else's clock does all of it. */
static status carry_after_another(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	struct other_clock *other = context;
	struct command_clock_report report = {0};
	if (!other->inside) {
		other->inside = true;
		TRY(command_clock_tick(other->region->store, clock_now_ms(&other->region->clock),
			carry_after_another, other, &report, error));
		other->late += report.late;
	}
	return small_region_carry(other->region, commands, count, error);
}

/* Two clocks at once, which have read the same: each due date is done by one of them. */
static void test_clock__two_at_once_do_it_once(void **state)
{
	struct small_region region;
	struct command_clock_report report = {0};
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	for (int i = 0; i < 300; i++) small_region_question(&region);
	small_region_move_to(&region, "2026-03-17T00:00:00Z");
	struct other_clock other = {.region = &region};
	int64_t entries = small_region_entries(&region);
	assert_int_equal(command_clock_tick(region.store, clock_now_ms(&region.clock),
						 carry_after_another, &other, &report, &error),
		STATUS_OK);
	assert_int_equal(other.late, 300);
	assert_int_equal(report.late, 0);
	assert_int_equal(report.stale, COMMAND_CLOCK_PAGE);
	assert_int_equal(small_region_entries(&region), entries + 300);
	expect_tick(&region, 0, 0, 0);
	small_region_close(&region);
}

/* How it stands is there to be seen, and looking changes nothing. */
static void test_clock_look__says_how_it_stands(void **state)
{
	struct small_region region;
	struct command_clock_state now;
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	small_region_question(&region);
	assert_int_equal(
		command_clock_look(region.store, SMALL_REGION_START_MS, &now, &error), STATUS_OK);
	assert_int_equal(now.due, 0);
	assert_int_equal(now.next_due_ms, now.oldest_due_ms);
	assert_true(now.undelivered > 0);
	assert_int_equal(command_clock_look(region.store, now.next_due_ms, &now, &error), STATUS_OK);
	assert_int_equal(now.due, 1);
	assert_true(now.next_due_ms > now.oldest_due_ms);
	assert_int_equal(now.aside, 0);
	small_region_close(&region);
}

/* When carrying fails it stops and says so; the next time it goes on where it was. */
static void test_clock__goes_on_after_a_failure(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	for (int i = 0; i < 5; i++) small_region_question(&region);
	small_region_move_to(&region, "2026-03-10T00:00:00Z");
	for (int64_t left = 0; left < 5; left++) {
		struct fragile fragile = {&region, 1};
		struct command_clock_report report = {0};
		struct error error = {0};
		status code = command_clock_tick(
			region.store, clock_now_ms(&region.clock), carry_or_fail, &fragile, &report, &error);
		assert_int_equal(code, left < 4 ? STATUS_BUSY : STATUS_OK);
		assert_int_equal(report.late, 1);
	}
	expect_tick(&region, 0, 0, 0);
	small_region_close(&region);
}

/* Only the program ends what others have to answer: nobody who asks has a ground for it. */
static void test_clock__is_nobody_elses(void **state)
{
	static const enum command_number numbers[] = {
		COMMAND_HANDOVER_EXPIRE, COMMAND_JOIN_EXPIRE, COMMAND_STEP_LATE};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.episode = asked.episode,
		.handover = small_region_offer(&region, asked, region.clinic),
		.join = ask_to_join(&region, asked),
		.thing = read_need(&region, asked.episode, asked.need).step};
	const struct id actors[] = {
		asked.person, region.duty, region.clinic, region.peer, region.admin};
	small_region_move_to(&region, "2026-06-01T00:00:00Z");
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		for (size_t at = 0; at < sizeof(actors) / sizeof(actors[0]); at++) {
			struct command_reply reply =
				small_region_run(&region, actors[at], numbers[i], &params, NULL);
			small_region_refused(&reply, &access_verdicts, ACCESS_NO_GROUND);
		}
	expect_tick(&region, 2, 1, 0);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock__ends_an_offer_at_exactly_its_end),
		cmocka_unit_test(test_clock__ends_an_asking_at_exactly_its_end),
		cmocka_unit_test(test_clock__says_once_that_a_step_is_late),
		cmocka_unit_test(test_clock__tells_the_care_manager_after_who_bears_it),
		cmocka_unit_test(test_clock__twice_does_no_harm),
		cmocka_unit_test(test_clock__a_week_late_is_in_time),
		cmocka_unit_test(test_clock__leaves_alone_what_was_answered),
		cmocka_unit_test(test_clock__over_summer_time),
		cmocka_unit_test(test_clock__does_all_that_is_due),
		cmocka_unit_test(test_clock__passes_over_what_cannot_be_done),
		cmocka_unit_test(test_clock__sets_a_broken_one_aside_once),
		cmocka_unit_test(test_clock__goes_on_after_a_failure),
		cmocka_unit_test(test_clock__sets_aside_what_fails_and_goes_on),
		cmocka_unit_test(test_clock__forgets_what_is_no_longer_due),
		cmocka_unit_test(test_clock__stops_where_nothing_can_be_written),
		cmocka_unit_test(test_clock__two_at_once_do_it_once),
		cmocka_unit_test(test_clock_look__says_how_it_stands),
		cmocka_unit_test(test_clock__is_nobody_elses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
