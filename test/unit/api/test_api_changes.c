/* test_api_changes.c - of whose file and inbox a change was, told once and never missed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../command/small_region.h"
#include "api/api_changes.h"

static void read_on(struct small_region *region, struct api_changes *changes)
{
	struct error error = {0};
	status code = store_begin(region->store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) code = api_changes_read(changes, region->store, &error);
	store_rollback(region->store);
	if (code != STATUS_OK) fail_msg("%s", error.message);
}

static struct api_changes *opened(struct small_region *region)
{
	struct api_changes *changes = NULL;
	struct error error = {0};
	small_region_open(region);
	assert_int_equal(api_changes_open(&changes, &error), STATUS_OK);
	assert_int_equal(api_changes_seen(changes, SMALL_REGION), -1);
	read_on(region, changes);
	return changes;
}

static void close_both(struct small_region *region, struct api_changes *changes)
{
	api_changes_close(changes);
	small_region_close(region);
}

static struct api_change_of file_of(struct command_result asked)
{
	return (struct api_change_of){SMALL_REGION, API_CHANGE_FILE, asked.episode};
}

static struct id add_need(struct small_region *region, struct command_result asked)
{
	struct command_params params = {.domain = DOMAIN_HOUSING,
		.aim = AIM_STABILISE,
		.actor_bears = true,
		.episode = asked.episode};
	return small_region_must(
		small_region_run(region, asked.person, COMMAND_NEED_ADD, &params, NULL))
		.need;
}

static void test_api_changes__tells_of_one_file_and_not_of_another(void **state)
{
	struct small_region region;
	struct api_changes *changes = opened(&region);
	struct command_result one = small_region_question(&region);
	struct command_result other = small_region_question(&region);
	struct api_change_of of_one = file_of(one), of_other = file_of(other);
	(void)state;
	read_on(&region, changes);
	int64_t since = api_changes_seen(changes, SMALL_REGION);
	assert_false(api_changes_has(changes, &of_one, since));
	(void)add_need(&region, one);
	read_on(&region, changes);
	assert_true(api_changes_has(changes, &of_one, since));
	assert_false(api_changes_has(changes, &of_other, since));
	assert_false(api_changes_has(changes, &of_one, api_changes_seen(changes, SMALL_REGION)));
	/* The same id as somebody's inbox, or elsewhere, is another. */
	of_one.kind = API_CHANGE_INBOX;
	assert_false(api_changes_has(changes, &of_one, since));
	close_both(&region, changes);
}

/* What was before it began to read, and what is from ahead of the journal, counts as changed. */
static void test_api_changes__takes_what_it_does_not_know_as_changed(void **state)
{
	struct small_region region;
	struct api_changes *changes = opened(&region);
	struct command_result asked = small_region_question(&region);
	struct api_change_of of = file_of(asked);
	(void)state;
	read_on(&region, changes);
	int64_t seen = api_changes_seen(changes, SMALL_REGION);
	assert_true(api_changes_has(changes, &of, seen + 1));
	of.id = region.duty;
	assert_false(api_changes_has(changes, &of, seen));
	assert_true(api_changes_has(changes, &of, 0));
	close_both(&region, changes);
}

/* More changes than are kept: nobody is told that nothing changed. */
static void test_api_changes__misses_nothing_when_there_is_much(void **state)
{
	struct small_region region;
	struct api_changes *changes = opened(&region);
	struct command_result asked = small_region_question(&region), last = asked;
	struct api_change_of of = file_of(asked);
	(void)state;
	read_on(&region, changes);
	int64_t since = api_changes_seen(changes, SMALL_REGION);
	(void)add_need(&region, asked);
	for (int i = 0; i < API_CHANGES_KEPT / 8; i++) {
		last = small_region_question(&region);
		if (i % 100 == 0) read_on(&region, changes);
	}
	read_on(&region, changes);
	assert_true(api_changes_has(changes, &of, since));
	/* What came last is known by name. */
	int64_t seen = api_changes_seen(changes, SMALL_REGION);
	(void)add_need(&region, last);
	read_on(&region, changes);
	struct api_change_of of_last = file_of(last);
	assert_true(api_changes_has(changes, &of_last, seen));
	assert_false(api_changes_has(changes, &of, seen));
	close_both(&region, changes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_changes__tells_of_one_file_and_not_of_another),
		cmocka_unit_test(test_api_changes__takes_what_it_does_not_know_as_changed),
		cmocka_unit_test(test_api_changes__misses_nothing_when_there_is_much),
	};
	return cmocka_run_group_tests_name("api_changes", tests, NULL, NULL);
}
