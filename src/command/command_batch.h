/* command_batch.h - the writer's inside: one command within a batch.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_run.h"
#include "command/command_writer.h"
#include <stdatomic.h>

#define COMMAND_QUARANTINE_MAX 1024

struct command_writer {
	struct command_writer_options options;
	struct journal journal;
	struct change change;
	struct arena arena;
	struct buf body;
	struct buf result;
	_Atomic uint64_t commits; /* that have begun */
	size_t set_aside_count;
	struct set_aside {
		uint64_t hash; /* of shard, actor and command id */
		struct id incident;
	} set_aside[COMMAND_QUARANTINE_MAX];
};

/* Inside the open transaction: fills the reply. An operating error leaves the transaction to be
 * rolled back; so does OUTCOME_BROKEN, with STATUS_OK. */
MUST_USE status command_batch_run_one(
	struct command_writer *writer, struct command *command, struct error *error);

MUST_USE status command_quarantine_load(struct command_writer *writer, struct error *error);
/* Writes the row of a broken command in a transaction of its own; remembers it even if that fails.
 * */
void command_quarantine_put(struct command_writer *writer, struct command *command);
/* The incident under which this command was set aside; none if it was not. */
struct id command_quarantine_find(
	const struct command_writer *writer, const struct command *command);
