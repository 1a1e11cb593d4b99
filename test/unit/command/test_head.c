/* test_head.c - the heads of all chains are signed when an hour has passed, as they are in the
 * transaction that signs them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "command/command_clock.h"
#include "journal/journal_follow.h"
#include "journal/signed_head.h"
#include "small_region.h"

enum { HOUR_MS = 3600000 };

static int64_t sign(struct small_region *region)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	status code = command_clock_sign(
		region->store, clock_now_ms(&region->clock), small_region_carry, region, &report, &error);
	if (code != STATUS_OK) fail_msg("%s", error.message);
	assert_int_equal(report.failed, 0);
	return report.signed_heads;
}

static struct signed_head_row last_row(struct small_region *region)
{
	struct signed_head_row row = {.number = 0};
	struct error error = {0};
	bool found = false;
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		signed_head_read_last(region->store, &row, &found, &region->arena, &error), STATUS_OK);
	store_rollback(region->store);
	assert_true(found);
	return row;
}

static struct signed_head last_head(struct small_region *region)
{
	struct signed_head_row row = last_row(region);
	struct signed_head head;
	int line = 0;
	assert_true(signed_head_parse(row.text, &head, &line));
	assert_int_equal(head.number, row.number);
	assert_int_equal(head.at_ms, row.at_ms);
	assert_int_equal(row.due_ms, row.at_ms + SIGNED_HEAD_EVERY_MS);
	return head;
}

/* The first at once, then one in each hour in which somebody looks at the clock. */
static void test_clock_sign__signs_once_an_hour(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	assert_int_equal(sign(&region), 1);
	assert_int_equal(sign(&region), 0);
	clock_move(&region.clock, HOUR_MS - 1);
	assert_int_equal(sign(&region), 0);
	clock_move(&region.clock, 1);
	assert_int_equal(sign(&region), 1);
	clock_move(&region.clock, (int64_t)72 * HOUR_MS);
	assert_int_equal(sign(&region), 1);
	assert_int_equal(sign(&region), 0);
	assert_int_equal(last_row(&region).number, 3);
	small_region_close(&region);
}

/* Every chain's last entry but its own, and well signed. */
static void test_clock_sign__signs_what_is_there(void **state)
{
	struct small_region region;
	struct journal_follow before, after;
	struct signed_head own = {.number = 0};
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	(void)small_region_question(&region);
	assert_int_equal(store_begin(region.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(journal_follow_heads(region.store, &before, &error), STATUS_OK);
	store_rollback(region.store);
	assert_int_equal(sign(&region), 1);
	assert_int_equal(store_begin(region.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(journal_follow_heads(region.store, &after, &error), STATUS_OK);
	store_rollback(region.store);
	struct signed_head head = last_head(&region);
	for (int i = 0; i < JOURNAL_SHARDS; i++) {
		assert_int_equal(head.heads[i].seq, before.seq[i]);
		assert_int_equal(after.seq[i], before.seq[i] + (i == 0 ? 1 : 0));
	}
	assert_true(head.heads[SMALL_REGION].seq > 0);
	signed_head_identity(region.vault, &own);
	assert_int_equal(signed_head_check(&head, own.key, own.installation), SIGNED_HEAD_SOUND);
	small_region_close(&region);
}

/* The command itself refuses what is not due, and nobody but the program may give it. */
static void test_head_sign__is_refused_before_its_time(void **state)
{
	struct small_region region;
	struct command_params params = {.number = 0};
	(void)state;
	small_region_open(&region);
	small_region_must(small_region_run(&region, id_none, COMMAND_HEAD_SIGN, &params, "program"));
	struct command_reply reply =
		small_region_run(&region, id_none, COMMAND_HEAD_SIGN, &params, "program");
	small_region_refused(&reply, &signed_head_verdicts, SIGNED_HEAD_NOT_DUE);
	reply = small_region_run(&region, region.admin, COMMAND_HEAD_SIGN, &params, NULL);
	small_region_refused(&reply, &access_verdicts, ACCESS_NO_GROUND);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock_sign__signs_once_an_hour),
		cmocka_unit_test(test_clock_sign__signs_what_is_there),
		cmocka_unit_test(test_head_sign__is_refused_before_its_time),
	};
	return cmocka_run_group_tests_name("head", tests, NULL, NULL);
}
