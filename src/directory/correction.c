/* correction.c - corrections.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/correction.h"

static const struct store_column correction_columns[] = {
	STORE_COLUMN_I32(struct correction, region),
	STORE_COLUMN_ID(struct correction, id, false),
	STORE_COLUMN_ID(struct correction, entry, false),
	STORE_COLUMN_I32(struct correction, entry_kind),
	STORE_COLUMN_I32(struct correction, field),
	STORE_COLUMN_I32(struct correction, state),
	STORE_COLUMN_I32(struct correction, reason),
	STORE_COLUMN_I64(struct correction, proposed_ms),
	STORE_COLUMN_I64(struct correction, due_ms),
	STORE_COLUMN_I64(struct correction, decided_ms),
	STORE_COLUMN_ID(struct correction, proposed_by, true),
	STORE_COLUMN_ID(struct correction, decided_by, true),
	STORE_COLUMN_BLOB(struct correction, value, true),
	STORE_COLUMN_BLOB(struct correction, words, true),
};
const struct store_table correction_table = {
	.owner = "directory",
	.name = "directory_correction",
	.number = 73,
	.keeping = STORE_JOURNALED,
	.columns = correction_columns,
	.column_count = sizeof(correction_columns) / sizeof(correction_columns[0]),
	.key_count = 2,
};

static const char *const correction_state_names[] = {"", "open", "raised", "accepted", "declined"};
_Static_assert(
	sizeof(correction_state_names) / sizeof(correction_state_names[0]) == CORRECTION_STATE_COUNT,
	"a name per code");
const struct codes correction_state_codes = {
	"correction_state", correction_state_names, CORRECTION_STATE_COUNT};

static const char *const correction_reason_names[] = {
	"", "not_so", "already", "unclear", "not_here"};
_Static_assert(
	sizeof(correction_reason_names) / sizeof(correction_reason_names[0]) == CORRECTION_REASON_COUNT,
	"a name per code");
const struct codes correction_reason_codes = {
	"correction_reason", correction_reason_names, CORRECTION_REASON_COUNT};
