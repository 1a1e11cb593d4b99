/* do_clock.c - deliveries, and due dates that have to wait.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/log.h"
#include "command/command_aside.h"
#include "command/command_metrics.h"
#include "command/command_outbox.h"
#include "command/command_run.h"

static status put_item(struct command_run *run, const struct inbox_item *item, struct error *error)
{
	if (item->kind == INBOX_NONE) return COMMAND_REMOVE(run, inbox_table, item);
	return COMMAND_PUT(run, inbox_table, item);
}

status command_facts_inbox_deliver(struct command_run *run, struct error *error)
{
	return command_load_actor(run, error);
}

bool command_judge_inbox_deliver(struct command_run *run)
{
	(void)run;
	return true;
}

status command_apply_inbox_deliver(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct inbox_item item = {.region = run->region,
		.receiver = params->account,
		.thing = params->thing,
		.kind = params->item_kind,
		.from_region = params->from_region,
		.episode = params->episode,
		.at_ms = run->now_ms};
	return put_item(run, &item, error);
}

status command_facts_outbox_delivered(struct command_run *run, struct error *error)
{
	return command_load_actor(run, error);
}

bool command_judge_outbox_delivered(struct command_run *run)
{
	(void)run;
	return true;
}

status command_apply_outbox_delivered(struct command_run *run, struct error *error)
{
	struct outbox_event event = {.region = run->region, .seq = run->params->number};
	return COMMAND_REMOVE(run, command_outbox_table, &event);
}

status command_facts_outbox_deliver(struct command_run *run, struct error *error)
{
	return command_load_actor(run, error);
}

bool command_judge_outbox_deliver(struct command_run *run)
{
	(void)run;
	return true;
}

/* The events of a shard for itself: the item and the event are in one database, and go together. */
status command_apply_outbox_deliver(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct outbox_event *events =
		ARENA_ARRAY(run->arena, struct outbox_event, COMMAND_OUTBOX_TOGETHER);
	size_t count = 0;
	TRY(command_outbox_read_own(
		run->store, run->region, params->number, params->until, events, &count, error));
	for (size_t i = 0; i < count; i++) {
		struct inbox_item item = {.region = run->region,
			.receiver = events[i].receiver,
			.thing = events[i].thing,
			.kind = events[i].kind,
			.from_region = events[i].region,
			.episode = events[i].episode,
			.at_ms = run->now_ms};
		TRY(put_item(run, &item, error));
		TRY(COMMAND_REMOVE(run, command_outbox_table, &events[i]));
	}
	return STATUS_OK;
}

static struct command_aside aside_of(const struct command_run *run)
{
	const struct command_params *params = run->params;
	return (struct command_aside){.region = run->region,
		.list = params->kind,
		.kind = params->item_kind,
		.thing = params->thing,
		.due_ms = params->number};
}

status command_facts_due_set_aside(struct command_run *run, struct error *error)
{
	return command_load_actor(run, error);
}

bool command_judge_due_set_aside(struct command_run *run)
{
	(void)run;
	return true;
}

/* Without a code it is over. */
status command_apply_due_set_aside(struct command_run *run, struct error *error)
{
	struct command_aside aside = aside_of(run);
	bool known = false;
	TRY(command_get(run, &command_aside_table, &aside, &known, error));
	if (run->params->reason == STATUS_OK) return COMMAND_REMOVE(run, command_aside_table, &aside);
	if (!known) {
		aside.incident = id_draw(run->prng);
		aside.first_ms = run->now_ms;
		command_metrics_incident();
	}
	aside.code = run->params->reason;
	aside.tries++;
	aside.again_ms = command_aside_again_ms(aside.tries, run->now_ms);
	run->command->reply.incident = aside.incident;
	return COMMAND_PUT(run, command_aside_table, &aside);
}
