/* access.c - the decision.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/access.h"

static const char *const part_names[] = {"door", "file", "offer", "log", "own", "directory",
	"administration", "clock", "correction", "directory_door", "caseload", "consult", "table",
	"obligation", "agenda", "receipt", "about", "story", "renewal", "colleagues", "consent"};
_Static_assert(sizeof(part_names) / sizeof(part_names[0]) == PART_COUNT, "a name per part");
const struct codes access_part_codes = {"access_part", part_names, PART_COUNT};

static const struct verdict verdicts[ACCESS_VERDICT_COUNT] = {
	[ACCESS_OK] = {"ok", "", VERDICT_YES},
	[ACCESS_NOT_SIGNED_IN] = {"not_signed_in", "L7", VERDICT_FORBIDDEN},
	[ACCESS_NO_GROUND] = {"no_ground", "L7", VERDICT_FORBIDDEN},
	[ACCESS_NOT_YOURS] = {"not_yours", "accounts", VERDICT_FORBIDDEN},
	[ACCESS_NOT_COLLEAGUE] = {"not_colleague", "L7", VERDICT_FORBIDDEN},
	[ACCESS_CONSENT_OVER] = {"consent_over", "L7", VERDICT_FORBIDDEN},
};
const struct verdict_list access_verdicts = {"access", verdicts, ACCESS_VERDICT_COUNT};

/* What of somebody's file is not theirs to see, and what of no file at all. */
static enum access_verdict why_not(enum access_part part)
{
	switch (part) {
	case PART_DIRECTORY:
	case PART_CORRECTION:
	case PART_ADMINISTRATION: return ACCESS_NOT_YOURS;
	case PART_COLLEAGUES: return ACCESS_NOT_COLLEAGUE;
	default: return ACCESS_NO_GROUND;
	}
}

enum access_verdict access_decide_by(const struct access_rule *rules, size_t count,
	const struct access_question *question, enum access_ground *ground)
{
	for (size_t i = 0; i < count; i++) {
		const struct access_rule *rule = &rules[i];
		if (rule->part != question->part || rule->verb != question->verb) continue;
		if ((rule->relation & question->relations) == 0) continue;
		if (rule->in_danger_only && !question->in_danger) continue;
		if (ground_judge(rule->ground, question->today, question->here, question->parts) !=
			GROUND_HOLDS)
			continue;
		*ground = rule->ground;
		return ACCESS_OK;
	}
	*ground = GROUND_NONE;
	if ((question->relations & (RELATION_SIGNED_IN | RELATION_PROGRAM)) == 0)
		return ACCESS_NOT_SIGNED_IN;
	enum access_verdict no = why_not(question->part);
	/* They knew already that there is a file; nobody else learns it from a no. */
	return no == ACCESS_NO_GROUND && question->consent_over ? ACCESS_CONSENT_OVER : no;
}

enum access_verdict access_decide(
	const struct access_question *question, enum access_ground *ground)
{
	return access_decide_by(access_rules, access_rule_count, question, ground);
}
