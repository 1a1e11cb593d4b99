/* command_look.h - whether somebody may look, decided on a reading connection.
 *
 * A look goes the way of every command: facts, access, judge. A second look within a quarter of an
 * hour has its entry in the journal already (journal/look.h) and need not wait for the writer;
 * this decides it on the reader's own facts, at every look anew, in the same reading transaction
 * as what is then shown.
 * Tests       test/unit/command/test_look.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command.h"
#include "region/region.h"

/* Fills command->reply: OUTCOME_DONE (result.person is whose file it is, result.version its
 * version) or OUTCOME_REFUSED. `store` is in a reading transaction. */
MUST_USE status command_look_decide(struct command *command, struct store *store,
	const struct region *division, int64_t now_ms, struct arena *arena, struct error *error);
