/* command_clock.c - clocks and deliveries, as commands of the program.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_clock.h"
#include "base/check.h"
#include "care/moment.h"
#include "command/command_metrics.h"
#include "command/command_outbox.h"
#include "directory/entry.h"
#include <stdio.h>

enum { PAGE = 256 };

static const struct command_entry *entry_for(const struct due *due)
{
	switch ((enum due_kind)due->kind) {
	case DUE_HANDOVER: return command_find(COMMAND_HANDOVER_EXPIRE);
	case DUE_JOIN: return command_find(COMMAND_JOIN_EXPIRE);
	case DUE_CONSULT: return command_find(COMMAND_CONSULT_EXPIRE);
	case DUE_STAY: return command_find(COMMAND_STAY_LATE);
	case DUE_MANDATE: return command_find(COMMAND_MANDATE_TURN);
	case DUE_STEP: return command_find(COMMAND_STEP_LATE);
	case DUE_NONE:
	case DUE_KIND_COUNT: break;
	}
	CHECK_UNREACHABLE("kind of due date");
}

/* Its id is that of the due date: should it break something, it is known as set aside. */
enum { DUE_COMMAND_ID_SIZE = 64 };

static void make_command(
	const struct due *due, struct command *command, char command_id[DUE_COMMAND_ID_SIZE])
{
	char thing[ID_TEXT_SIZE];
	snprintf(command_id, DUE_COMMAND_ID_SIZE, "due.%d.%s.%lld", (int)due->kind,
		id_text(due->thing, thing), (long long)due->due_ms);
	*command = (struct command){.entry = entry_for(due),
		.region = due->region,
		.by_program = true,
		.command_id = span_of(command_id),
		.expected_version = -1};
	command->params.episode = due->episode;
	if (due->kind == DUE_HANDOVER)
		command->params.handover = due->thing;
	else if (due->kind == DUE_JOIN)
		command->params.join = due->thing;
	else if (due->kind == DUE_CONSULT)
		command->params.consult = due->thing;
	else if (due->kind == DUE_STAY)
		command->params.stay = due->thing;
	else if (due->kind == DUE_MANDATE)
		command->params.mandate = due->thing;
	else
		command->params.thing = due->thing;
}

static status carry_care(const void *row, command_carry carry, void *context,
	struct command_clock_report *report, struct error *error)
{
	const struct due *due = row;
	struct command command;
	char command_id[DUE_COMMAND_ID_SIZE];
	make_command(due, &command, command_id);
	TRY(carry(context, &command, error));
	if (command.reply.outcome == OUTCOME_DONE && (due->kind == DUE_STEP || due->kind == DUE_STAY))
		report->late++;
	else if (command.reply.outcome == OUTCOME_DONE)
		report->expired++;
	else
		report->stale++;
	return STATUS_OK;
}

static const struct command_entry *entry_for_map(const struct entry_due *due)
{
	switch ((enum entry_due_kind)due->kind) {
	case ENTRY_DUE_ASK: return command_find(COMMAND_ENTRY_ASK);
	case ENTRY_DUE_FADE: return command_find(COMMAND_ENTRY_FADE);
	case ENTRY_DUE_CORRECTION: return command_find(COMMAND_CORRECTION_RAISE);
	case ENTRY_DUE_NONE: break;
	}
	CHECK_UNREACHABLE("kind of due date on the map");
}

static status carry_map(const void *row, command_carry carry, void *context,
	struct command_clock_report *report, struct error *error)
{
	const struct entry_due *due = row;
	char thing[ID_TEXT_SIZE], command_id[DUE_COMMAND_ID_SIZE + 8];
	snprintf(command_id, sizeof(command_id), "due.map.%d.%s.%lld", (int)due->kind,
		id_text(due->thing, thing), (long long)due->due_ms);
	struct command command = {.entry = entry_for_map(due),
		.region = due->region,
		.by_program = true,
		.command_id = span_of(command_id),
		.expected_version = -1};
	command.params.entry = due->kind == ENTRY_DUE_CORRECTION ? id_none : due->thing;
	command.params.correction = due->kind == ENTRY_DUE_CORRECTION ? due->thing : id_none;
	TRY(carry(context, &command, error));
	if (command.reply.outcome != OUTCOME_DONE)
		report->stale++;
	else if (due->kind == ENTRY_DUE_FADE)
		report->faded++;
	else
		report->asked++;
	return STATUS_OK;
}

static status read_care(struct store *store, int64_t now_ms, const void *after, void *found,
	size_t *count, struct error *error)
{
	return moment_due(store, now_ms, after, PAGE, found, count, error);
}

static status read_map(struct store *store, int64_t now_ms, const void *after, void *found,
	size_t *count, struct error *error)
{
	return entry_read_due(store, now_ms, after, PAGE, found, count, error);
}

/* Where something comes due: how a page of it is read, and what one row asks for. */
struct due_list {
	size_t row_size;
	status (*read)(struct store *store, int64_t now_ms, const void *after, void *found,
		size_t *count, struct error *error);
	status (*carry)(const void *row, command_carry carry, void *context,
		struct command_clock_report *report, struct error *error);
};

static const struct due_list due_lists[] = {
	{sizeof(struct due), read_care, carry_care},
	{sizeof(struct entry_due), read_map, carry_map},
};

static status read_page(const struct due_list *list, struct store *store, int64_t now_ms,
	const void *after, void *found, size_t *count, struct error *error)
{
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = list->read(store, now_ms, after, found, count, error);
	store_rollback(store);
	return code;
}

static status tick_list(const struct due_list *list, struct store *store, int64_t now_ms,
	command_carry carry, void *context, struct command_clock_report *report, struct error *error)
{
	union {
		struct due care[PAGE];
		struct entry_due map[PAGE];
	} found;
	union {
		struct due care;
		struct entry_due map;
	} last;
	const void *after = NULL;
	for (;;) {
		const char *row = (const char *)&found;
		size_t count = 0;
		TRY(read_page(list, store, now_ms, after, &found, &count, error));
		for (size_t i = 0; i < count; i++, row += list->row_size)
			TRY(list->carry(row, carry, context, report, error));
		if (count < PAGE) return STATUS_OK;
		/* What could not be done still stands, and must not keep from what is behind it. */
		memcpy(&last, row - list->row_size, list->row_size);
		after = &last;
	}
}

status command_clock_tick(struct store *store, int64_t now_ms, command_carry carry, void *context,
	struct command_clock_report *report, struct error *error)
{
	for (size_t i = 0; i < sizeof(due_lists) / sizeof(due_lists[0]); i++)
		TRY(tick_list(&due_lists[i], store, now_ms, carry, context, report, error));
	return STATUS_OK;
}

/* *delivered false: this event was set aside; those behind it go on. */
static status deliver_one(const struct outbox_event *event, command_carry carry, void *context,
	bool *delivered, struct error *error)
{
	char id_text[OUTBOX_COMMAND_ID_SIZE];
	struct command command;
	command_outbox_deliver(event, &command, id_text);
	TRY(carry(context, &command, error));
	*delivered = command.reply.outcome == OUTCOME_DONE || command.reply.outcome == OUTCOME_REPEATED;
	if (command.reply.outcome == OUTCOME_FAILED)
		return status_fail(error, STATUS_BUSY, "an event could not be delivered to shard %d",
			(int)event->to_region);
	if (!*delivered) return STATUS_OK;
	command_outbox_delivered(event, &command, id_text);
	return carry(context, &command, error);
}

static status read_outbox(struct store *store, const struct outbox_event *after,
	struct outbox_event *events, size_t *count, struct error *error)
{
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = command_outbox_read(store, after, PAGE, events, count, error);
	store_rollback(store);
	return code;
}

static int64_t oldest_age_ms(
	const struct outbox_event *events, size_t count, int64_t now_ms, int64_t oldest_ms)
{
	for (size_t i = 0; i < count; i++)
		if (now_ms - events[i].at_ms > oldest_ms) oldest_ms = now_ms - events[i].at_ms;
	return oldest_ms;
}

status command_clock_deliver(struct store *store, int64_t now_ms, command_carry carry,
	void *context, struct command_clock_report *report, struct error *error)
{
	struct outbox_event events[PAGE], last = {.region = -1};
	int64_t stuck_ms = 0;
	for (;;) {
		size_t count = 0;
		TRY(read_outbox(store, &last, events, &count, error));
		command_metrics_outbox(oldest_age_ms(events, count, now_ms, stuck_ms));
		for (size_t i = 0; i < count; i++) {
			bool delivered = false;
			TRY(deliver_one(&events[i], carry, context, &delivered, error));
			if (delivered)
				report->delivered++;
			else
				stuck_ms = oldest_age_ms(&events[i], 1, now_ms, stuck_ms);
			last = events[i];
		}
		if (count < PAGE) break;
	}
	command_metrics_outbox(stuck_ms);
	return STATUS_OK;
}
