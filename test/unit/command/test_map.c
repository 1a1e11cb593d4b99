/* test_map.c - an entry on the map of help through its year: confirmed, asked about, fading; and a
 * report that nobody decides on.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/date.h"
#include "care/inbox.h"
#include "command/command_clock.h"
#include "directory/correction.h"
#include "directory/entry.h"
#include "directory/term.h"
#include "region/region.h"
#include "small_region.h"

#define WORDS SPAN_LITERAL("in eigen woorden")

/* Everything that is due by now, and everything that follows from it. */
static struct command_clock_report tick(struct small_region *region)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	int64_t now_ms = clock_now_ms(&region->clock);
	status code =
		command_clock_tick(region->store, now_ms, small_region_carry, region, &report, &error);
	if (code == STATUS_OK)
		code = command_clock_deliver(
			region->store, now_ms, small_region_carry, region, &report, &error);
	if (code != STATUS_OK) fail_msg("%s", error.message);
	return report;
}

static void move_days(struct small_region *region, int64_t days)
{
	clock_move(&region->clock, days * DATE_DAY_MS);
}

static struct entry read_entry(struct small_region *region, struct id id)
{
	struct entry entry = {.region = SMALL_REGION, .id = id};
	assert_true(small_region_read(region, &entry_table, &entry));
	return entry;
}

static bool in_inbox(
	struct small_region *region, int32_t shard, struct id receiver, struct id thing)
{
	struct inbox_item item = {.region = shard, .receiver = receiver, .thing = thing};
	return small_region_read(region, &inbox_table, &item);
}

static struct command_reply of_entry(
	struct small_region *region, struct id actor, enum command_number number, struct id id)
{
	const struct command_params params = {.entry = id, .thing = id};
	return small_region_run(region, actor, number, &params, NULL);
}

/* The owner is asked before it fades, and finds that in the inbox; who does not answer sees it
 * fade, and is asked again; one click and it is as if it was new. */
static void test_entry__is_asked_about_fades_and_is_confirmed(void **state)
{
	struct small_region region;
	struct term term = term_of(ENTRY_SERVICE, SERVICE_NOT_SAID);
	(void)state;
	small_region_open_map(&region);
	struct id service = region.service;
	assert_int_equal(read_entry(&region, service).state, ENTRY_FRESH);
	move_days(&region, term.fades_after_days - term.ask_before_days - 1);
	tick(&region);
	assert_int_equal(read_entry(&region, service).state, ENTRY_FRESH);
	move_days(&region, 1);
	assert_true(tick(&region).asked > 0);
	struct entry entry = read_entry(&region, service);
	assert_int_equal(entry.state, ENTRY_ASKED);
	assert_true(in_inbox(&region, SMALL_REGION, region.organisation, service));
	move_days(&region, term.ask_before_days);
	assert_true(tick(&region).faded > 0);
	assert_int_equal(read_entry(&region, service).state, ENTRY_FADING);
	move_days(&region, term.ask_again_days);
	tick(&region);
	struct id ask = read_entry(&region, service).ask;
	assert_int_equal(read_entry(&region, service).state, ENTRY_FADING);
	assert_false(id_equal(ask, entry.ask));
	small_region_must(of_entry(&region, region.duty, COMMAND_ENTRY_CONFIRM, service));
	tick(&region);
	entry = read_entry(&region, service);
	assert_int_equal(entry.state, ENTRY_FRESH);
	assert_int_equal(entry.confirmed_as, ENTRY_BY_OWNER);
	assert_true(id_is_none(entry.ask));
	assert_false(in_inbox(&region, SMALL_REGION, region.organisation, service));
	small_region_close(&region);
}

/* Whoever has the link confirms without signing in: once, and only by the newest. */
static void test_entry__is_confirmed_once_by_the_newest_link(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open_map(&region);
	small_region_must(of_entry(&region, region.admin, COMMAND_ENTRY_REQUEST, region.service));
	struct id old = read_entry(&region, region.service).ask;
	small_region_must(of_entry(&region, region.admin, COMMAND_ENTRY_REQUEST, region.service));
	struct id ask = read_entry(&region, region.service).ask;
	struct command_reply reply = of_entry(&region, id_none, COMMAND_ENTRY_CONFIRM_BY_LINK, old);
	small_region_refused(&reply, &directory_verdicts, DIRECTORY_NOT_ASKED);
	small_region_must(of_entry(&region, id_none, COMMAND_ENTRY_CONFIRM_BY_LINK, ask));
	assert_int_equal(read_entry(&region, region.service).confirmed_as, ENTRY_BY_LINK);
	reply = of_entry(&region, id_none, COMMAND_ENTRY_CONFIRM_BY_LINK, ask);
	small_region_refused(&reply, &directory_verdicts, DIRECTORY_NOT_ASKED);
	small_region_close(&region);
}

/* What is from before entries has none: it can be changed by its organisation all the same, and
 * from then on it is in the clock. */
static void test_entry__of_before_is_made_at_its_first_change(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open_map(&region);
	struct entry entry = read_entry(&region, region.service);
	struct entry_due due = {entry.due_ms, SMALL_REGION, ENTRY_DUE_ASK, entry.id};
	small_region_remove(&region, &entry_table, &entry);
	small_region_remove(&region, &entry_due_table, &due);
	small_region_must(of_entry(&region, region.duty, COMMAND_ENTRY_CONFIRM, region.service));
	struct entry made = read_entry(&region, region.service);
	assert_int_equal(made.kind, ENTRY_SERVICE);
	assert_int_equal(made.state, ENTRY_FRESH);
	assert_int_equal(made.version, 1);
	assert_true(id_equal(made.organisation, region.organisation));
	due.due_ms = made.due_ms;
	assert_true(small_region_read(&region, &entry_due_table, &due));
	small_region_close(&region);
}

/* An owner who does not decide in time is passed over: first the region's administrators, if it has
 * any, and then the nation's, who keep it until it is decided. */
static void test_correction__goes_up_when_nobody_decides(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open_map(&region);
	const struct command_params administrator = {
		.kind = MEMBER_ADMINISTRATOR, .name = SPAN_LITERAL("Regional")};
	small_region_must(
		small_region_run(&region, region.admin, COMMAND_ACCOUNT_CREATE, &administrator, NULL));
	const struct command_params wrong = {
		.entry = region.service, .entry_field = ENTRY_FIELD_PHONE, .words = WORDS};
	struct id id = small_region_must(
		small_region_run(&region, id_none, COMMAND_CORRECTION_PROPOSE, &wrong, NULL))
					   .correction;
	struct correction correction = {.region = SMALL_REGION, .id = id};
	tick(&region);
	assert_true(in_inbox(&region, SMALL_REGION, region.organisation, id));
	move_days(&region, term_correction_days());
	tick(&region);
	assert_true(small_region_read(&region, &correction_table, &correction));
	assert_int_equal(correction.state, CORRECTION_RAISED);
	assert_int_equal(correction.raised_to, SMALL_REGION);
	assert_true(in_inbox(&region, SMALL_REGION, inbox_of_administrators, id));
	move_days(&region, term_correction_days());
	tick(&region);
	assert_false(in_inbox(&region, SMALL_REGION, inbox_of_administrators, id));
	assert_true(in_inbox(&region, 0, inbox_of_administrators, id));
	move_days(&region, 10 * term_correction_days());
	tick(&region);
	const struct command_params decline = {.correction = id, .reason = CORRECTION_NOT_SO};
	small_region_must(
		small_region_run(&region, region.admin, COMMAND_CORRECTION_DECLINE, &decline, NULL));
	tick(&region);
	assert_false(in_inbox(&region, 0, inbox_of_administrators, id));
	assert_false(in_inbox(&region, SMALL_REGION, region.organisation, id));
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entry__is_asked_about_fades_and_is_confirmed),
		cmocka_unit_test(test_entry__is_confirmed_once_by_the_newest_link),
		cmocka_unit_test(test_entry__of_before_is_made_at_its_first_change),
		cmocka_unit_test(test_correction__goes_up_when_nobody_decides),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
