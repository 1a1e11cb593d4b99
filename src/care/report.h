/* report.h - how a question comes in: by the person, by a relative, by somebody who helps, or by
 * somebody who only reports.
 *
 * own         the person asks, also at the anonymous door
 * relative    somebody asks about another who does not know of it: the episode is the asker's own.
 *             Who the other is stands apart from the story, in a row of its own, and is read only
 *             by the asker, or by the team and who has duty while somebody is in danger.
 * brought     somebody brings in a person who said yes: they come into the team
 * reported    police, a housing association, a school, a neighbour who volunteers: without the
 *             person's yes. They learn that it was received and is held, then and later, and
 *             nothing else.
 * Table       care_about: who the other is; sealed under the asker's key.
 * Source      seed 002, 2 and 3: "Familieleden weten niet bij wie zij terechtkunnen", police and
 *             housing association reach the team directly; BW 7:457; AVG art. 9 lid 2 onder c
 * Design      docs/decisions/0024-one-person-many-files.md
 * Tests       test/unit/care/test_report.c, test/property, scenario/relative.play, school.play
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

enum report_way {
	REPORT_WAY_OWN,
	REPORT_WAY_RELATIVE,
	REPORT_WAY_BROUGHT,
	REPORT_WAY_REPORTED,
	REPORT_WAY_COUNT,
};

/* Who the other is, of whom a relative tells. */
struct report_about {
	int32_t region;
	struct id episode;
	struct span words; /* sealed under the key of who asks */
};
extern const struct store_table report_about_table;

enum report_verdict {
	REPORT_OK,
	/* Who somebody is stands apart only in a question of one's own about them. */
	REPORT_ABOUT_ELSEWHERE,
	REPORT_VERDICT_COUNT,
};
extern const struct verdict_list report_verdicts;

/* Pure. actor_kind: MEMBER_NONE at the anonymous door. */
enum report_way report_way_of(int32_t actor_kind, int32_t for_whom, bool person_agrees);
enum report_verdict report_judge(enum report_way way, bool says_about);
/* Whether who asks gets the code with which one comes back to the file: it is their own, or they
 * pass it on to somebody who said yes. */
bool report_gets_code(enum report_way way);
