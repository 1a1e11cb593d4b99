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
	STORE_COLUMN_I32(struct correction, raised_to),
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

static const struct verdict verdicts[CORRECTION_VERDICT_COUNT] = {
	[CORRECTION_OK] = {"ok", "", VERDICT_YES},
	[CORRECTION_UNKNOWN] = {"unknown", "directory", VERDICT_ABSENT},
	[CORRECTION_ENTRY_UNKNOWN] = {"entry_unknown", "directory", VERDICT_ABSENT},
	[CORRECTION_ENTRY_ENDED] = {"entry_ended", "directory", VERDICT_STATE},
	[CORRECTION_FIELD] = {"field", "directory", VERDICT_RULE},
	[CORRECTION_TOO_MANY] = {"too_many", "directory", VERDICT_STATE},
	[CORRECTION_DECIDED] = {"decided", "directory", VERDICT_STATE},
	[CORRECTION_NOT_CHANGED] = {"not_changed", "directory", VERDICT_RULE},
	[CORRECTION_NO_TEXT] = {"no_text", "directory", VERDICT_RULE},
	[CORRECTION_TOO_LONG] = {"too_long", "directory", VERDICT_RULE},
	[CORRECTION_FORM] = {"form", "directory", VERDICT_RULE},
	[CORRECTION_NOT_DUE] = {"not_due", "directory", VERDICT_STATE},
};
const struct verdict_list correction_verdicts = {"correction", verdicts, CORRECTION_VERDICT_COUNT};

enum correction_verdict correction_judge_propose(const struct correction_facts *facts)
{
	if (!facts->entry_known) return CORRECTION_ENTRY_UNKNOWN;
	if (facts->entry_ended) return CORRECTION_ENTRY_ENDED;
	if (!facts->field_known) return CORRECTION_FIELD;
	if (facts->open >= CORRECTION_MAX_OPEN) return CORRECTION_TOO_MANY;
	return CORRECTION_OK;
}

static bool is_open(const struct correction *correction)
{
	return correction->state == CORRECTION_OPEN || correction->state == CORRECTION_RAISED;
}

enum correction_verdict correction_judge_accept(
	const struct correction_facts *facts, const struct correction *correction)
{
	if (!facts->known) return CORRECTION_UNKNOWN;
	if (!is_open(correction)) return CORRECTION_DECIDED;
	bool given = facts->value_bytes > 0;
	if (given && facts->entry_ended) return CORRECTION_ENTRY_ENDED;
	if (given && !facts->field_is_text) return CORRECTION_NO_TEXT;
	if (given && facts->value_bytes > facts->max_bytes) return CORRECTION_TOO_LONG;
	if (given && facts->ill_formed) return CORRECTION_FORM;
	if (!given && facts->changed_ms <= correction->proposed_ms) return CORRECTION_NOT_CHANGED;
	return CORRECTION_OK;
}

enum correction_verdict correction_judge_decline(
	const struct correction_facts *facts, const struct correction *correction)
{
	if (!facts->known) return CORRECTION_UNKNOWN;
	return is_open(correction) ? CORRECTION_OK : CORRECTION_DECIDED;
}

enum correction_verdict correction_judge_raise(
	const struct correction_facts *facts, const struct correction *correction)
{
	bool due = facts->known && is_open(correction) && correction->due_ms <= facts->now_ms;
	return due ? CORRECTION_OK : CORRECTION_NOT_DUE;
}

status correction_count_open(struct store *store, int32_t region, struct id entry, int32_t field,
	int64_t *count, struct error *error)
{
	static const struct store_query query = {"directory",
		"select count(*) from directory_correction"
		" where region = ?1 and entry = ?2 and field = ?3 and state in (1, 2)"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {
		store_int(region), store_blob(span_bytes(entry.bytes, ID_SIZE)), store_int(field)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}
