/* test_knowing.c - who says what somebody may know, and what is known by kind.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/knowing.h"

static bool reached[KNOWING_VERDICT_COUNT];

static int judge(const void *saying)
{
	return (int)knowing_judge_say(saying);
}

static struct knowing_saying right_saying(void)
{
	return (struct knowing_saying){.account_known = true,
		.account_kind = MEMBER_RELATIVE,
		.by_care_manager = true,
		.person_agrees = true,
		.knows = KNOWS_OWN};
}

static void break_account(void *at)
{
	((struct knowing_saying *)at)->account_known = false;
}

static void break_person(void *at)
{
	((struct knowing_saying *)at)->is_person = true;
}

static void break_saying(void *at)
{
	((struct knowing_saying *)at)->by_care_manager = false;
}

static void break_yes(void *at)
{
	((struct knowing_saying *)at)->person_agrees = false;
}

static void break_kind(void *at)
{
	((struct knowing_saying *)at)->account_kind = MEMBER_PROFESSIONAL;
}

static void test_knowing_judge_say__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_account, KNOWING_UNKNOWN},
		{break_person, KNOWING_PERSON},
		{break_saying, KNOWING_NOT_YOURS},
		{break_yes, KNOWING_WITHOUT_YES},
		{break_kind, KNOWING_HELPS},
	};
	struct knowing_saying right = right_saying();
	(void)state;
	judging_show(
		&(struct judging){"say", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge, reached});
	right.by_care_manager = right.person_agrees = false;
	right.by_person = true;
	assert_int_equal(judge(&right), KNOWING_OK);
}

/* Out of sight: the care manager waits for no yes; who helps may be, and nobody who would take
 * something along. What a relative bears is no reason to wait. */
static void test_knowing_judge_say__out_of_sight_at_once(void **state)
{
	(void)state;
	struct knowing_saying saying = right_saying();
	saying.knows = KNOWS_NOTHING;
	saying.person_agrees = false;
	saying.ties.bears = 2;
	assert_int_equal(judge(&saying), KNOWING_OK);
	saying.account_kind = MEMBER_PROFESSIONAL;
	assert_int_equal(judge(&saying), KNOWING_HOLDS);
	saying.ties = (struct team_ties){0};
	assert_int_equal(judge(&saying), KNOWING_OK);
	saying.ties.is_care_manager = true;
	assert_int_equal(judge(&saying), KNOWING_HOLDS);
	saying.ties = (struct team_ties){.before_contact = 1};
	assert_int_equal(judge(&saying), KNOWING_HOLDS);
	saying.ties = (struct team_ties){.holds_along = 1};
	assert_int_equal(judge(&saying), KNOWING_HOLDS);
	reached[KNOWING_HOLDS] = true;
	judging_list_is_whole(&knowing_verdicts);
	judging_all_reached(&knowing_verdicts, reached, NULL, 0);
}

static void test_knowing_of__by_kind_until_it_is_said(void **state)
{
	(void)state;
	for (int kind = MEMBER_PERSON; kind < MEMBER_KIND_COUNT; kind++) {
		bool near = kind == MEMBER_RELATIVE || kind == MEMBER_VOLUNTEER;
		assert_int_equal(
			knowing_of(KNOWS_NOT_SAID, kind, WAY_JOINED), near ? KNOWS_PLAN : KNOWS_ALL);
		assert_int_equal(knowing_of(KNOWS_NOT_SAID, kind, WAY_REPRESENTS), KNOWS_ALL);
		for (int said = KNOWS_ALL; said < KNOWS_COUNT; said++)
			assert_int_equal(knowing_of(said, kind, WAY_JOINED), said);
	}
}

static void test_knowing_open_of__newest_first(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct knowing knowing = {
		.region = 5, .episode = judging_id(1), .said_by = judging_id(2), .knows = KNOWS_PLAN};
	for (knowing.said_ms = 1; knowing.said_ms <= 2; knowing.said_ms++) {
		knowing.account = judging_id(10 + (int)knowing.said_ms);
		tables_put(tables, &knowing_table, &knowing);
	}
	TABLES_RIGHT(tables, knowing_open_of(tables->store, 5, judging_id(1), &cursor, &tables->error));
	for (int64_t said_ms = 2; said_ms > 0; said_ms--) {
		assert_true(tables_next(tables, cursor, &knowing_table, &knowing));
		assert_int_equal(knowing.said_ms, said_ms);
	}
	assert_false(tables_next(tables, cursor, &knowing_table, &knowing));
	store_query_close(cursor);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_knowing_judge_say__names_the_first_broken_rule),
		ON_TABLES(test_knowing_judge_say__out_of_sight_at_once),
		ON_TABLES(test_knowing_of__by_kind_until_it_is_said),
		ON_TABLES(test_knowing_open_of__newest_first),
	};
	return TABLES_RUN("knowing", tests);
}
