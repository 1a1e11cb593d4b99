/* entry.c - confirmation, history and clocks of entries.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/entry.h"

static const struct store_column entry_columns[] = {
	STORE_COLUMN_I32(struct entry, region),
	STORE_COLUMN_ID(struct entry, id, false),
	STORE_COLUMN_I32(struct entry, kind),
	STORE_COLUMN_ID(struct entry, organisation, false),
	STORE_COLUMN_ID(struct entry, keeper, true),
	STORE_COLUMN_I32(struct entry, state),
	STORE_COLUMN_I64(struct entry, version),
	STORE_COLUMN_I64(struct entry, made_ms),
	STORE_COLUMN_I64(struct entry, confirmed_ms),
	STORE_COLUMN_ID(struct entry, confirmed_by, true),
	STORE_COLUMN_I32(struct entry, confirmed_as),
	STORE_COLUMN_ID(struct entry, ask, true),
	STORE_COLUMN_I64(struct entry, asked_ms),
	STORE_COLUMN_I64(struct entry, fades_ms),
	STORE_COLUMN_I64(struct entry, due_ms),
	STORE_COLUMN_I64(struct entry, changed_ms),
	STORE_COLUMN_I64(struct entry, ended_ms),
};
const struct store_table entry_table = {
	.owner = "directory",
	.name = "directory_entry",
	.number = 23,
	.keeping = STORE_JOURNALED,
	.columns = entry_columns,
	.column_count = sizeof(entry_columns) / sizeof(entry_columns[0]),
	.key_count = 2,
};

static const struct store_column entry_change_columns[] = {
	STORE_COLUMN_I32(struct entry_change, region),
	STORE_COLUMN_ID(struct entry_change, entry, false),
	STORE_COLUMN_I64(struct entry_change, version),
	STORE_COLUMN_I32(struct entry_change, part),
	STORE_COLUMN_I32(struct entry_change, command),
	STORE_COLUMN_I32(struct entry_change, field),
	STORE_COLUMN_I64(struct entry_change, at_ms),
	STORE_COLUMN_ID(struct entry_change, who, true),
	STORE_COLUMN_I32(struct entry_change, role),
	STORE_COLUMN_TEXT(struct entry_change, before, true),
	STORE_COLUMN_TEXT(struct entry_change, after, true),
};
const struct store_table entry_change_table = {
	.owner = "directory",
	.name = "directory_change",
	.number = 24,
	.keeping = STORE_JOURNALED,
	.columns = entry_change_columns,
	.column_count = sizeof(entry_change_columns) / sizeof(entry_change_columns[0]),
	.key_count = 4,
};

static const struct store_column entry_due_columns[] = {
	STORE_COLUMN_I64(struct entry_due, due_ms),
	STORE_COLUMN_I32(struct entry_due, region),
	STORE_COLUMN_I32(struct entry_due, kind),
	STORE_COLUMN_ID(struct entry_due, thing, false),
};
const struct store_table entry_due_table = {
	.owner = "directory",
	.name = "directory_due",
	.number = 25,
	.keeping = STORE_JOURNALED,
	.columns = entry_due_columns,
	.column_count = sizeof(entry_due_columns) / sizeof(entry_due_columns[0]),
	.key_count = 4,
};

static const char *const entry_kind_names[] = {"", "organisation", "site", "service", "agreement"};
_Static_assert(
	sizeof(entry_kind_names) / sizeof(entry_kind_names[0]) == ENTRY_KIND_COUNT, "a name per code");
const struct codes entry_kind_codes = {"entry_kind", entry_kind_names, ENTRY_KIND_COUNT};

static const char *const entry_state_names[] = {"", "fresh", "asked", "fading", "ended"};
_Static_assert(sizeof(entry_state_names) / sizeof(entry_state_names[0]) == ENTRY_STATE_COUNT,
	"a name per code");
const struct codes entry_state_codes = {"entry_state", entry_state_names, ENTRY_STATE_COUNT};

static const char *const entry_role_names[] = {
	"", "owner", "link", "administrator", "import", "clock"};
_Static_assert(
	sizeof(entry_role_names) / sizeof(entry_role_names[0]) == ENTRY_ROLE_COUNT, "a name per code");
const struct codes entry_role_codes = {"entry_role", entry_role_names, ENTRY_ROLE_COUNT};

static const char *const entry_field_names[] = {"", "name", "alternate_name", "description", "kind",
	"website", "email", "phone", "municipality", "address", "postal_code", "place", "latitude",
	"longitude", "accessibility", "directions", "form", "site", "domain", "domains", "level",
	"languages", "ways_in", "way_in_words", "referral", "anonymous", "settings", "min_age",
	"max_age", "good_at", "good_at_words", "security", "hours", "capacity", "area", "costs",
	"goals", "parties", "days", "state"};
_Static_assert(sizeof(entry_field_names) / sizeof(entry_field_names[0]) == ENTRY_FIELD_COUNT,
	"a name per code");
const struct codes entry_field_codes = {"entry_field", entry_field_names, ENTRY_FIELD_COUNT};
