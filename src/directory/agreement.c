/* agreement.c - network agreements.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/agreement.h"

static const struct store_column agreement_columns[] = {
	STORE_COLUMN_I32(struct agreement, region),
	STORE_COLUMN_ID(struct agreement, id, false),
	STORE_COLUMN_ID(struct agreement, made_by, false),
	STORE_COLUMN_I32(struct agreement, from_day),
	STORE_COLUMN_I32(struct agreement, to_day),
	STORE_COLUMN_TEXT(struct agreement, name, false),
	STORE_COLUMN_TEXT(struct agreement, words, true),
};
const struct store_table agreement_table = {
	.owner = "directory",
	.name = "directory_agreement",
	.number = 70,
	.keeping = STORE_JOURNALED,
	.columns = agreement_columns,
	.column_count = sizeof(agreement_columns) / sizeof(agreement_columns[0]),
	.key_count = 2,
};

static const struct store_column party_columns[] = {
	STORE_COLUMN_I32(struct party, region),
	STORE_COLUMN_ID(struct party, agreement, false),
	STORE_COLUMN_ID(struct party, organisation, false),
	STORE_COLUMN_I32(struct party, state),
	STORE_COLUMN_I64(struct party, asked_ms),
	STORE_COLUMN_I64(struct party, answered_ms),
	STORE_COLUMN_I64(struct party, left_ms),
	STORE_COLUMN_TEXT(struct party, pledge, true),
	STORE_COLUMN_TEXT(struct party, direct_line, true),
};
const struct store_table agreement_party_table = {
	.owner = "directory",
	.name = "directory_party",
	.number = 71,
	.keeping = STORE_JOURNALED,
	.columns = party_columns,
	.column_count = sizeof(party_columns) / sizeof(party_columns[0]),
	.key_count = 3,
};

static const struct store_column goal_columns[] = {
	STORE_COLUMN_I32(struct goal, region),
	STORE_COLUMN_ID(struct goal, agreement, false),
	STORE_COLUMN_I32(struct goal, number),
	STORE_COLUMN_I32(struct goal, by_day),
	STORE_COLUMN_I32(struct goal, reached_day),
	STORE_COLUMN_TEXT(struct goal, words, false),
};
const struct store_table agreement_goal_table = {
	.owner = "directory",
	.name = "directory_goal",
	.number = 72,
	.keeping = STORE_JOURNALED,
	.columns = goal_columns,
	.column_count = sizeof(goal_columns) / sizeof(goal_columns[0]),
	.key_count = 3,
};

static const char *const party_state_names[] = {"", "asked", "signed", "declined", "left"};
_Static_assert(sizeof(party_state_names) / sizeof(party_state_names[0]) == PARTY_STATE_COUNT,
	"a name per code");
const struct codes agreement_party_state_codes = {
	"party_state", party_state_names, PARTY_STATE_COUNT};
