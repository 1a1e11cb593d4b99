/* team.c - who is around the person.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/team.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct member, region),
	STORE_COLUMN_ID(struct member, episode, false),
	STORE_COLUMN_ID(struct member, account, false),
	STORE_COLUMN_I32(struct member, kind),
	STORE_COLUMN_I32(struct member, way),
	STORE_COLUMN_I64(struct member, since_ms),
	STORE_COLUMN_I64(struct member, left_ms),
};
const struct store_table team_member_table = {
	.owner = "care",
	.name = "care_member",
	.number = 35,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const way_names[] = {"", "person", "care_manager", "entered", "joined",
	"accepted", "declined", "duty", "merged", "represents"};
_Static_assert(sizeof(way_names) / sizeof(way_names[0]) == WAY_COUNT, "a name per way");
const struct codes team_way_codes = {"member_way", way_names, WAY_COUNT};

static const struct verdict verdicts[TEAM_VERDICT_COUNT] = {
	[TEAM_OK] = {"ok", "", VERDICT_YES},
	[TEAM_NOT_MEMBER] = {"not_member", "L2", VERDICT_ABSENT},
	[TEAM_IS_PERSON] = {"is_person", "L0", VERDICT_RULE},
	[TEAM_NOT_ALLOWED] = {"not_allowed", "L0", VERDICT_FORBIDDEN},
	[TEAM_IS_CARE_MANAGER] = {"is_care_manager", "L1", VERDICT_STATE},
	[TEAM_BEARS] = {"bears", "L1", VERDICT_STATE},
	[TEAM_BEFORE_CONTACT] = {"before_contact", "L2", VERDICT_STATE},
	[TEAM_HOLDS_ALONG] = {"holds_along", "L2", VERDICT_STATE},
};
const struct verdict_list team_verdicts = {"team", verdicts, TEAM_VERDICT_COUNT};

enum team_verdict team_judge_leave(const struct care_actor *actor, struct id leaver,
	struct id person, const struct team_ties *ties)
{
	if (!ties->is_member) return TEAM_NOT_MEMBER;
	if (id_equal(leaver, person)) return TEAM_IS_PERSON;
	if (!id_equal(actor->account, leaver) && !id_equal(actor->account, person))
		return TEAM_NOT_ALLOWED;
	if (ties->is_care_manager) return TEAM_IS_CARE_MANAGER;
	if (ties->bears > 0) return TEAM_BEARS;
	if (ties->before_contact > 0) return TEAM_BEFORE_CONTACT;
	bool shown_out = id_equal(actor->account, person);
	if (ties->holds_along > 0 && !shown_out) return TEAM_HOLDS_ALONG;
	return TEAM_OK;
}
