/* report.c - who asks, and about whom.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/report.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct report_about, region),
	STORE_COLUMN_ID(struct report_about, episode, false),
	STORE_COLUMN_BLOB(struct report_about, words, true),
};
const struct store_table report_about_table = {
	.owner = "care",
	.name = "care_about",
	.number = 90,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const struct verdict verdicts[REPORT_VERDICT_COUNT] = {
	[REPORT_OK] = {"ok", "", VERDICT_YES},
	[REPORT_ABOUT_ELSEWHERE] = {"about_elsewhere", "L7", VERDICT_RULE},
};
const struct verdict_list report_verdicts = {"report", verdicts, REPORT_VERDICT_COUNT};

enum report_way report_way_of(int32_t actor_kind, int32_t for_whom, bool person_agrees)
{
	if (actor_kind == MEMBER_NONE && for_whom != FOR_SOMEBODY_ELSE) return REPORT_WAY_OWN;
	if (person_agrees) return REPORT_WAY_BROUGHT;
	if (for_whom == FOR_SELF) return REPORT_WAY_OWN;
	if (actor_kind == MEMBER_NONE || actor_kind == MEMBER_RELATIVE) return REPORT_WAY_RELATIVE;
	return REPORT_WAY_REPORTED;
}

enum report_verdict report_judge(enum report_way way, bool says_about)
{
	if (says_about && way != REPORT_WAY_RELATIVE) return REPORT_ABOUT_ELSEWHERE;
	return REPORT_OK;
}

bool report_gets_code(enum report_way way)
{
	return way != REPORT_WAY_REPORTED;
}
