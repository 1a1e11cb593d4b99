/* command_clock.c - clocks and deliveries, as commands of the program.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_clock.h"
#include "base/check.h"
#include "care/moment.h"
#include "command/command_metrics.h"
#include "command/command_outbox.h"

enum { PAGE = 256 };

static const struct command_entry *entry_for(const struct due *due)
{
	switch ((enum due_kind)due->kind) {
	case DUE_HANDOVER: return command_find(COMMAND_HANDOVER_EXPIRE);
	case DUE_JOIN: return command_find(COMMAND_JOIN_EXPIRE);
	case DUE_STEP: return command_find(COMMAND_STEP_LATE);
	case DUE_NONE:
	case DUE_KIND_COUNT: break;
	}
	CHECK_UNREACHABLE("kind of due date");
}

static void make_command(const struct due *due, struct command *command)
{
	*command = (struct command){
		.entry = entry_for(due), .region = due->region, .by_program = true, .expected_version = -1};
	command->params.episode = due->episode;
	if (due->kind == DUE_HANDOVER)
		command->params.handover = due->thing;
	else if (due->kind == DUE_JOIN)
		command->params.join = due->thing;
	else
		command->params.thing = due->thing;
}

static status carry_due(const struct due *due, command_carry carry, void *context,
	struct command_clock_report *report, struct error *error)
{
	struct command command;
	make_command(due, &command);
	TRY(carry(context, &command, error));
	if (command.reply.outcome == OUTCOME_DONE && due->kind == DUE_STEP)
		report->late++;
	else if (command.reply.outcome == OUTCOME_DONE)
		report->expired++;
	else
		report->stale++;
	return STATUS_OK;
}

static status read_due(
	struct store *store, int64_t now_ms, struct due *found, size_t *count, struct error *error)
{
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = moment_due(store, now_ms, PAGE, found, count, error);
	store_rollback(store);
	return code;
}

status command_clock_tick(struct store *store, int64_t now_ms, command_carry carry, void *context,
	struct command_clock_report *report, struct error *error)
{
	struct due found[PAGE];
	for (;;) {
		size_t count = 0;
		int64_t stale = report->stale;
		TRY(read_due(store, now_ms, found, &count, error));
		for (size_t i = 0; i < count; i++) TRY(carry_due(&found[i], carry, context, report, error));
		/* A page of which nothing could be done would come back for ever. */
		if (count < PAGE || report->stale - stale == (int64_t)count) return STATUS_OK;
	}
}

static status deliver_one(
	const struct outbox_event *event, command_carry carry, void *context, struct error *error)
{
	char id_text[OUTBOX_COMMAND_ID_SIZE];
	struct command command;
	command_outbox_deliver(event, &command, id_text);
	TRY(carry(context, &command, error));
	if (command.reply.outcome != OUTCOME_DONE && command.reply.outcome != OUTCOME_REPEATED)
		return status_fail(error, STATUS_BUSY, "an event could not be delivered to shard %d",
			(int)event->to_region);
	command_outbox_delivered(event, &command, id_text);
	return carry(context, &command, error);
}

static status read_outbox(
	struct store *store, struct outbox_event *events, size_t *count, struct error *error)
{
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = command_outbox_read(store, PAGE, events, count, error);
	store_rollback(store);
	return code;
}

status command_clock_deliver(struct store *store, int64_t now_ms, command_carry carry,
	void *context, struct command_clock_report *report, struct error *error)
{
	struct outbox_event events[PAGE];
	for (;;) {
		size_t count = 0;
		int64_t oldest_ms = 0;
		TRY(read_outbox(store, events, &count, error));
		for (size_t i = 0; i < count; i++)
			if (now_ms - events[i].at_ms > oldest_ms) oldest_ms = now_ms - events[i].at_ms;
		command_metrics_outbox(oldest_ms);
		for (size_t i = 0; i < count; i++) {
			TRY(deliver_one(&events[i], carry, context, error));
			report->delivered++;
		}
		if (count < PAGE) break;
	}
	command_metrics_outbox(0);
	return STATUS_OK;
}
