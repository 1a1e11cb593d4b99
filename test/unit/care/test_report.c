/* test_report.c - how a question comes in, by who asks, for whom, and with whose yes.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "care/report.h"

static const struct {
	int32_t kind, for_whom;
	bool yes;
	enum report_way way;
} ways[] = {
	{MEMBER_NONE, FOR_NOT_SAID, false, REPORT_WAY_OWN},
	{MEMBER_NONE, FOR_SELF, true, REPORT_WAY_OWN},
	{MEMBER_NONE, FOR_SOMEBODY_ELSE, false, REPORT_WAY_RELATIVE},
	{MEMBER_NONE, FOR_SOMEBODY_ELSE, true, REPORT_WAY_BROUGHT},
	{MEMBER_RELATIVE, FOR_NOT_SAID, false, REPORT_WAY_RELATIVE},
	{MEMBER_RELATIVE, FOR_SOMEBODY_ELSE, false, REPORT_WAY_RELATIVE},
	{MEMBER_RELATIVE, FOR_SELF, false, REPORT_WAY_OWN},
	{MEMBER_RELATIVE, FOR_SOMEBODY_ELSE, true, REPORT_WAY_BROUGHT},
	{MEMBER_PROFESSIONAL, FOR_SOMEBODY_ELSE, false, REPORT_WAY_REPORTED},
	{MEMBER_PROFESSIONAL, FOR_NOT_SAID, false, REPORT_WAY_REPORTED},
	{MEMBER_PROFESSIONAL, FOR_SELF, false, REPORT_WAY_OWN},
	{MEMBER_PROFESSIONAL, FOR_SOMEBODY_ELSE, true, REPORT_WAY_BROUGHT},
	{MEMBER_VOLUNTEER, FOR_SOMEBODY_ELSE, false, REPORT_WAY_REPORTED},
	{MEMBER_PEER, FOR_SOMEBODY_ELSE, false, REPORT_WAY_REPORTED},
	{MEMBER_ADMINISTRATOR, FOR_NOT_SAID, false, REPORT_WAY_REPORTED},
};

static void test_report_way_of__by_who_asks_and_for_whom(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		assert_int_equal(report_way_of(ways[i].kind, ways[i].for_whom, ways[i].yes), ways[i].way);
}

/* The code opens the file: who reports somebody else without their yes never has it. */
static void test_report_gets_code__never_who_only_reports(void **state)
{
	(void)state;
	for (int kind = MEMBER_NONE; kind < MEMBER_KIND_COUNT; kind++)
		for (int whom = 0; whom < FOR_COUNT; whom++) {
			bool self = whom == FOR_SELF;
			bool relates = kind == MEMBER_NONE || kind == MEMBER_RELATIVE;
			assert_int_equal(report_gets_code(report_way_of(kind, whom, false)), self || relates);
			assert_true(report_gets_code(report_way_of(kind, whom, true)));
		}
}

/* Who the other is stands apart only where the file is the asker's own. */
static void test_report_judge__about_whom(void **state)
{
	bool reached[REPORT_VERDICT_COUNT] = {0};
	(void)state;
	for (int way = 0; way < REPORT_WAY_COUNT; way++) {
		assert_int_equal(report_judge((enum report_way)way, false), REPORT_OK);
		enum report_verdict verdict = report_judge((enum report_way)way, true);
		assert_int_equal(verdict, way == REPORT_WAY_RELATIVE ? REPORT_OK : REPORT_ABOUT_ELSEWHERE);
		reached[verdict] = true;
	}
	judging_list_is_whole(&report_verdicts);
	judging_all_reached(&report_verdicts, reached, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report_way_of__by_who_asks_and_for_whom),
		cmocka_unit_test(test_report_gets_code__never_who_only_reports),
		cmocka_unit_test(test_report_judge__about_whom),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
