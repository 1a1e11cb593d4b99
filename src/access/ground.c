/* ground.c - the grounds, with their articles, days and parts of a file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/ground.h"
#include "base/check.h"

static const char *const ground_names[] = {"", "own_file", "treatment", "asked", "vital_interest",
	"entry", "administration", "public", "program", "own_entry", "consult", "table",
	"representation", "consent", "wvggz", "wzd", "wfz", "wams", "outreach", "supervision"};
_Static_assert(sizeof(ground_names) / sizeof(ground_names[0]) == GROUND_COUNT, "a name per ground");
const struct codes access_ground_codes = {"legal_basis", ground_names, GROUND_COUNT};

static const char *const file_part_names[] = {"", "identity", "contact", "needs", "plan",
	"conversation", "clinical", "safety", "mandate", "money", "log"};
_Static_assert(
	sizeof(file_part_names) / sizeof(file_part_names[0]) == FILE_PART_COUNT, "a name per part");
const struct codes ground_part_codes = {"file_part", file_part_names, FILE_PART_COUNT};

/* The days on which each was first law. */
#define WGBO       \
	{              \
		1995, 4, 1 \
	}
#define AVG         \
	{               \
		2018, 5, 25 \
	}
#define ALWAYS     \
	{              \
		1800, 1, 1 \
	}
#define OPEN    \
	{           \
		0, 0, 0 \
	}

/* What a crisis or a compulsory title needs, and not what was said in confidence. */
#define FOR_TITLE                                                               \
	(FILE_BIT(FILE_IDENTITY) | FILE_BIT(FILE_CONTACT) | FILE_BIT(FILE_NEEDS) |  \
		FILE_BIT(FILE_PLAN) | FILE_BIT(FILE_CLINICAL) | FILE_BIT(FILE_SAFETY) | \
		FILE_BIT(FILE_MANDATE))
/* Whom and where, and what is needed: to work together, or to go there. */
#define TO_REACH (FILE_BIT(FILE_IDENTITY) | FILE_BIT(FILE_CONTACT) | FILE_BIT(FILE_NEEDS))

const struct ground_rule ground_rules[] = {
	{GROUND_OWN_FILE, "BW 7:456, AVG art. 15", WGBO, OPEN, false, FILE_WHOLE},
	{GROUND_REPRESENTATION, "BW 7:465, 7:456", WGBO, OPEN, false, FILE_WHOLE},
	{GROUND_TREATMENT, "BW 7:457 lid 2", WGBO, OPEN, false, FILE_WHOLE},
	{GROUND_ASKED, "BW 7:457 lid 2", WGBO, OPEN, false, FILE_WHOLE},
	{GROUND_CONSENT, "BW 7:457 lid 1, AVG art. 6 lid 1 onder a, art. 9 lid 2 onder a", AVG, OPEN,
		false, FILE_WHOLE},
	{GROUND_CONSULT, "BW 7:457 lid 2, AVG art. 4 onder 5", AVG, OPEN, false,
		FILE_BIT(FILE_NEEDS) | FILE_BIT(FILE_CLINICAL)},
	{GROUND_VITAL_INTEREST, "AVG art. 9 lid 2 onder c", AVG, OPEN, false, FILE_WHOLE},
	{GROUND_WVGGZ, "Wvggz 8:22 to 8:34", {2020, 1, 1}, OPEN, false, FOR_TITLE},
	{GROUND_WZD, "Wzd hoofdstuk 4", {2020, 1, 1}, OPEN, false, FOR_TITLE},
	{GROUND_WFZ, "Wfz hoofdstuk 7", {2019, 1, 1}, OPEN, false, FOR_TITLE},
	{GROUND_WAMS, "Wams (bill 36 295)", OPEN, OPEN, true, TO_REACH},
	{GROUND_OUTREACH, "Wpg art. 2", {2008, 12, 1}, OPEN, false, TO_REACH},
	{GROUND_TABLE, "AVG art. 6 lid 1 onder e, art. 4 onder 5", AVG, OPEN, false,
		FILE_BIT(FILE_NEEDS)},
	{GROUND_SUPERVISION, "Wkkgz art. 24, 25", {2016, 1, 1}, OPEN, false,
		FILE_WHOLE & ~FILE_BIT(FILE_MONEY)},
	{GROUND_ENTRY, "AVG art. 6 lid 1", AVG, OPEN, false, 0},
	{GROUND_OWN_ENTRY, "", ALWAYS, OPEN, false, 0},
	{GROUND_ADMINISTRATION, "AVG art. 6 lid 1", AVG, OPEN, false, 0},
	{GROUND_PROGRAM, "", ALWAYS, OPEN, false, 0},
	{GROUND_PUBLIC, "", ALWAYS, OPEN, false, 0},
};
const size_t ground_rule_count = sizeof(ground_rules) / sizeof(ground_rules[0]);
_Static_assert(
	sizeof(ground_rules) / sizeof(ground_rules[0]) == GROUND_COUNT - 1, "a row per ground");

const struct ground_rule *ground_rule_of(enum access_ground ground)
{
	for (size_t i = 0; i < ground_rule_count; i++)
		if (ground_rules[i].ground == ground) return &ground_rules[i];
	return NULL;
}

enum ground_verdict ground_judge(
	enum access_ground ground, int32_t today, unsigned here, unsigned parts)
{
	const struct ground_rule *rule = ground_rule_of(ground);
	bool said = (here >> ground & 1u) != 0;
	if (rule == NULL) return GROUND_IS_NONE;
	if (rule->only_where_said && !said) return GROUND_NOT_HERE;
	if (rule->from.year != 0 && today < date_from_civil(rule->from)) return GROUND_NOT_YET;
	if (rule->until.year != 0 && today > date_from_civil(rule->until)) return GROUND_NO_LONGER;
	if ((parts & ~rule->parts) != 0) return GROUND_NOT_THIS;
	return GROUND_HOLDS;
}

enum access_ground ground_nearest(enum access_ground one, enum access_ground other)
{
	const struct ground_rule *first = ground_rule_of(one), *second = ground_rule_of(other);
	CHECK(first != NULL && second != NULL);
	return first <= second ? one : other;
}
