/* command_deliver.c - events reach inboxes: of their own shard together, of others one by one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "command/command_clock.h"
#include "command/command_metrics.h"
#include "command/command_outbox.h"
#include <stdlib.h>

enum { PAGE = COMMAND_OUTBOX_TOGETHER, MAX_FAILED = 64 };

struct delivery {
	struct store *store;
	int64_t now_ms;
	command_carry carry;
	void *context;
	struct command_clock_report *report;
	int64_t stuck_ms; /* age of the oldest that stays where it is */
	/* Whose earlier event failed: what is behind it for them waits, to stay in sequence. */
	struct id failed[MAX_FAILED];
	size_t failed_count;
	struct outbox_event events[PAGE];
	struct command command;
};

static bool is_own(const struct outbox_event *event)
{
	return event->region == event->to_region;
}

static void note_stuck(struct delivery *delivery, const struct outbox_event *event)
{
	int64_t age_ms = delivery->now_ms - event->at_ms;
	if (age_ms > delivery->stuck_ms) delivery->stuck_ms = age_ms;
}

static bool went(const struct command *command)
{
	return command->reply.outcome == OUTCOME_DONE || command->reply.outcome == OUTCOME_REPEATED;
}

/* *delivered false: this event was set aside; those behind it go on. */
static status deliver_one(struct delivery *delivery, const struct outbox_event *event,
	struct command *command, bool *delivered, struct error *error)
{
	char id_text[OUTBOX_COMMAND_ID_SIZE];
	command_outbox_deliver(event, command, id_text);
	TRY(delivery->carry(delivery->context, &command, 1, error));
	*delivered = went(command);
	if (!*delivered) return STATUS_OK;
	command_outbox_delivered(event, command, id_text);
	TRY(delivery->carry(delivery->context, &command, 1, error));
	*delivered = went(command);
	return STATUS_OK;
}

static bool has_failed(const struct delivery *delivery, struct id receiver)
{
	for (size_t i = 0; i < delivery->failed_count; i++)
		if (id_equal(delivery->failed[i], receiver)) return true;
	return false;
}

static bool waits_for_any(
	const struct delivery *delivery, const struct outbox_event *events, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (has_failed(delivery, events[i].receiver)) return true;
	return false;
}

static status deliver_alone(
	struct delivery *delivery, const struct outbox_event *event, struct error *error)
{
	struct command *command = &delivery->command;
	bool delivered = false;
	if (has_failed(delivery, event->receiver)) {
		note_stuck(delivery, event);
		return STATUS_OK;
	}
	TRY(deliver_one(delivery, event, command, &delivered, error));
	if (delivered) {
		delivery->report->delivered++;
		return STATUS_OK;
	}
	note_stuck(delivery, event);
	if (command->reply.outcome != OUTCOME_FAILED) return STATUS_OK;
	delivery->report->failed++;
	if (delivery->failed_count == MAX_FAILED)
		return status_fail(error, STATUS_BUSY, "events cannot be delivered: %s",
			status_name(command->reply.error.code));
	delivery->failed[delivery->failed_count++] = event->receiver;
	return STATUS_OK;
}

/* Those for their own shard that follow each other are one command. */
static size_t run_of(const struct delivery *delivery, size_t from, size_t count)
{
	size_t end = from + 1;
	while (end < count && is_own(&delivery->events[end]) &&
		delivery->events[end].region == delivery->events[from].region)
		end++;
	return end - from;
}

static status deliver_together(
	struct delivery *delivery, size_t from, size_t count, struct error *error)
{
	const struct outbox_event *first = &delivery->events[from], *last = first + count - 1;
	struct command *command = &delivery->command;
	char id_text[OUTBOX_COMMAND_ID_SIZE];
	command_outbox_deliver_own(first, last, command, id_text);
	if (!waits_for_any(delivery, first, count))
		TRY(delivery->carry(delivery->context, &command, 1, error));
	if (went(command)) {
		delivery->report->delivered += (int64_t)count;
		return STATUS_OK;
	}
	/* One that breaks something has kept the others from going: each goes for itself. */
	for (size_t i = 0; i < count; i++) TRY(deliver_alone(delivery, &first[i], error));
	return STATUS_OK;
}

static status deliver_page(struct delivery *delivery, size_t count, struct error *error)
{
	for (size_t i = 0; i < count;) {
		size_t together = 1;
		if (is_own(&delivery->events[i])) {
			together = run_of(delivery, i, count);
			TRY(deliver_together(delivery, i, together, error));
		} else {
			TRY(deliver_alone(delivery, &delivery->events[i], error));
		}
		i += together;
	}
	return STATUS_OK;
}

static int64_t oldest_age_ms(const struct delivery *delivery, size_t count)
{
	int64_t oldest_ms = delivery->stuck_ms;
	for (size_t i = 0; i < count; i++) {
		int64_t age_ms = delivery->now_ms - delivery->events[i].at_ms;
		if (age_ms > oldest_ms) oldest_ms = age_ms;
	}
	return oldest_ms;
}

static status deliver_all(struct delivery *delivery, struct error *error)
{
	struct outbox_event last = {.region = -1};
	for (;;) {
		size_t count = 0;
		TRY(store_begin(delivery->store, STORE_READ_ONLY, error));
		status code =
			command_outbox_read(delivery->store, &last, PAGE, delivery->events, &count, error);
		store_rollback(delivery->store);
		TRY(code);
		command_metrics_outbox(oldest_age_ms(delivery, count));
		TRY(deliver_page(delivery, count, error));
		if (count < PAGE) break;
		last = delivery->events[count - 1];
	}
	command_metrics_outbox(delivery->stuck_ms);
	return STATUS_OK;
}

status command_clock_deliver(struct store *store, int64_t now_ms, command_carry carry,
	void *context, struct command_clock_report *report, struct error *error)
{
	struct delivery *delivery = calloc(1, sizeof(*delivery));
	if (delivery == NULL) return status_fail(error, STATUS_MEMORY, "no memory to deliver");
	delivery->store = store;
	delivery->now_ms = now_ms;
	delivery->carry = carry;
	delivery->context = context;
	delivery->report = report;
	status code = deliver_all(delivery, error);
	free(delivery);
	return code;
}
