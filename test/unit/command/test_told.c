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
#include "care/step.h"
#include "command/command_clock.h"
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
	run_on(&region, asked.person, COMMAND_DANGER_REPORT, asked, (struct command_params){.need = own});
	run_on(&region, region.duty, COMMAND_STEP_DONE, asked,
		(struct command_params){.next_day = today + 5});
	assert_int_equal(told(&region, region.duty, asked.episode), INBOX_QUESTION);
	run_on(&region, region.duty, COMMAND_DANGER_OVER, asked, (struct command_params){.need = own});
	assert_int_equal(told(&region, region.duty, asked.episode), INBOX_NONE);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_told__a_danger_stays_when_another_need_moves_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
