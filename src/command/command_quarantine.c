/* command_quarantine.c - commands that were set aside.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_quarantine.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct quarantine, region),
	STORE_COLUMN_ID(struct quarantine, id, false),
	STORE_COLUMN_I32(struct quarantine, command),
	STORE_COLUMN_ID(struct quarantine, actor, false),
	STORE_COLUMN_TEXT(struct quarantine, command_id, true),
	STORE_COLUMN_I64(struct quarantine, at_ms),
	STORE_COLUMN_TEXT(struct quarantine, reason, false),
};
const struct store_table command_quarantine_table = {
	.owner = "command",
	.name = "command_quarantine",
	.number = 51,
	.keeping = STORE_LOCAL,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};
