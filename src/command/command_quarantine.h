/* command_quarantine.h - commands that broke a law or a CHECK: set aside under an incident number,
 * not tried again.
 *
 * The row says what and where, never the content: `reason` is static text of this program.
 * Tests       test/unit/command/test_quarantine.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store_record.h"

struct quarantine {
	int32_t region;
	struct id id; /* the incident */
	int32_t command;
	struct id actor;
	struct span command_id;
	int64_t at_ms;
	struct span reason;
};

extern const struct store_table command_quarantine_table;
