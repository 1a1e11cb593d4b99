/* inbox.c - what waits for an answer.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/inbox.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct inbox_item, region),
	STORE_COLUMN_ID(struct inbox_item, receiver, false),
	STORE_COLUMN_ID(struct inbox_item, thing, false),
	STORE_COLUMN_I32(struct inbox_item, kind),
	STORE_COLUMN_I32(struct inbox_item, from_region),
	STORE_COLUMN_ID(struct inbox_item, episode, false),
	STORE_COLUMN_I64(struct inbox_item, at_ms),
};
const struct store_table inbox_table = {
	.owner = "care",
	.name = "care_inbox",
	.number = 40,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const kind_names[] = {"", "question", "handover", "join", "confirm",
	"correction", "agreement", "returned", "late", "answered", "consult", "consult_back",
	"stay_late", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "",
	"", "", "", "", "", "", "same_person"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == INBOX_KIND_COUNT, "a name per kind");
const struct codes inbox_kind_codes = {"inbox_kind", kind_names, INBOX_KIND_COUNT};

const struct id inbox_of_administrators = {
	{'a', 'd', 'm', 'i', 'n', 'i', 's', 't', 'r', 'a', 't', 'o', 'r', 's', 0, 1}};

static const struct verdict verdicts[INBOX_VERDICT_COUNT] = {
	[INBOX_OK] = {"ok", "", VERDICT_YES},
	[INBOX_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[INBOX_TO_ANSWER] = {"to_answer", "L2", VERDICT_STATE},
};
const struct verdict_list inbox_verdicts = {"inbox", verdicts, INBOX_VERDICT_COUNT};

enum inbox_verdict inbox_judge_seen(bool known, enum inbox_kind kind)
{
	if (!known) return INBOX_UNKNOWN;
	if (kind != INBOX_RETURNED && kind != INBOX_ANSWERED && kind != INBOX_SAME_PERSON)
		return INBOX_TO_ANSWER;
	return INBOX_OK;
}
