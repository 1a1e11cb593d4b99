/* mandate_moves.c - what can happen to a mandate, and the kinds there are in law.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/mandate.h"

const struct mandate_move mandate_moves[] = {
	{MANDATE_NAME, MANDATE_NONE, MANDATE_DECIDES},
	{MANDATE_NAME_YOUTH, MANDATE_NONE, MANDATE_TOGETHER},
	{MANDATE_TWELVE, MANDATE_DECIDES, MANDATE_TOGETHER},
	{MANDATE_END, MANDATE_DECIDES, MANDATE_OVER},
	{MANDATE_END, MANDATE_TOGETHER, MANDATE_OVER},
};
const size_t mandate_move_count = sizeof(mandate_moves) / sizeof(mandate_moves[0]);

/* Where the law names no term (mentor, curator, in writing, near) it is looked at again within
 * these days, and named anew. */
static const struct mandate_rule rules[] = {
	{MANDATE_PARENT, true, true, 0, "BW 7:465 lid 1, 7:450 lid 2, 7:447; Jeugdwet 7.3.4"},
	{MANDATE_GUARDIAN, true, true, 0, "BW 7:465 lid 1, 7:450 lid 2, 7:447; Jeugdwet 7.3.4"},
	{MANDATE_MENTOR, true, false, 1826, "BW 1:453, 7:465 lid 2"},
	{MANDATE_CURATOR, true, false, 1826, "BW 1:381, 7:465 lid 2"},
	{MANDATE_WRITTEN, true, false, 1826, "BW 7:465 lid 3"},
	{MANDATE_NEAR, true, false, 366, "BW 7:465 lid 3"},
	{MANDATE_WVGGZ_CRISIS, false, false, 3, "Wvggz 7:1"},
	{MANDATE_WVGGZ_CRISIS_LONGER, false, false, 21, "Wvggz 7:7"},
	{MANDATE_WVGGZ_CARE, false, false, 184, "Wvggz 6:4, 6:5 onder a"},
	{MANDATE_WVGGZ_CARE_LONGER, false, false, 731, "Wvggz 6:5 onder b en c"},
	{MANDATE_WZD_CUSTODY, false, false, 3, "Wzd 29"},
	{MANDATE_WZD_CUSTODY_LONGER, false, false, 42, "Wzd 37"},
	{MANDATE_WZD_COURT, false, false, 1826, "Wzd 24"},
	{MANDATE_FORENSIC, false, false, 731, "Wfz 1.1; Besluit forensische zorg"},
};

const struct mandate_rule *mandate_rule_of(int32_t kind)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if ((int32_t)rules[i].kind == kind) return &rules[i];
	return NULL;
}
