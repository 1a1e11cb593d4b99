/* command_metrics.h - what the writer counts, and what is refused or broken before it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_clock.h"

void command_metrics_commit(size_t count, int64_t duration_ns, int64_t log_bytes);
void command_metrics_sync(int64_t duration_ns);
void command_metrics_batch(struct command *const *commands, size_t count);
/* What the clock did, and how it stands. */
void command_metrics_clock(
	const struct command_clock_run *run, const struct command_clock_state *state);
/* A command set aside, or a request that broke on a loop. */
void command_metrics_incident(void);
/* A refusal that the writer never saw. */
void command_metrics_refusal(const struct refusal *refusal);
/* Commands that wait for the writer now. */
void command_metrics_queue(int64_t length);
/* Age of the oldest undelivered event; 0 if there is none. */
void command_metrics_outbox(int64_t age_ms);
