/* command_clock.c - what comes due, as commands of the program.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_clock.h"
#include "base/check.h"
#include "base/log.h"
#include "care/moment.h"
#include "command/command_aside.h"
#include "command/command_outbox.h"
#include "command/command_writer.h"
#include "directory/entry.h"
#include <stdio.h>
#include <stdlib.h>

enum { PAGE = COMMAND_CLOCK_PAGE, DUE_COMMAND_ID_SIZE = 72 };

union due_row {
	struct due care;
	struct entry_due map;
};

/* All the memory there is to a tick. */
struct work {
	struct store *store;
	int64_t now_ms;
	command_carry carry;
	void *context;
	struct command_clock_report *report;
	size_t count; /* commands */
	struct command commands[PAGE];
	struct command *waiting[PAGE];
	char ids[PAGE][DUE_COMMAND_ID_SIZE];
	struct command_aside keys[PAGE]; /* of the commands */
	union due_row rows[PAGE];
	struct command_aside row_keys[PAGE];
	bool waits[PAGE];
};

/* Where something comes due: how a page of it is read, and what one row asks for. */
struct due_list {
	status (*read)(struct store *store, int64_t now_ms, const union due_row *after,
		union due_row *found, size_t *count, struct error *error);
	struct command_aside (*key)(const union due_row *row);
	/* Entry and parameters; the rest is the same for all. */
	void (*make)(const union due_row *row, struct command *command);
	const char *prefix; /* of the command id */
	void (*count)(const struct command *command, struct command_clock_report *report);
};

static status read_care(struct store *store, int64_t now_ms, const union due_row *after,
	union due_row *found, size_t *count, struct error *error)
{
	struct due page[PAGE];
	TRY(moment_due(store, now_ms, after == NULL ? NULL : &after->care, PAGE, page, count, error));
	for (size_t i = 0; i < *count; i++) found[i].care = page[i];
	return STATUS_OK;
}

static struct command_aside key_of_care(const union due_row *row)
{
	const struct due *due = &row->care;
	return (struct command_aside){.region = due->region,
		.list = ASIDE_OF_CARE,
		.kind = due->kind,
		.thing = due->thing,
		.due_ms = due->due_ms};
}

static void make_care(const union due_row *row, struct command *command)
{
	const struct due *due = &row->care;
	struct command_params *params = &command->params;
	params->episode = due->episode;
	switch ((enum due_kind)due->kind) {
	case DUE_HANDOVER:
		command->entry = command_find(COMMAND_HANDOVER_EXPIRE);
		params->handover = due->thing;
		return;
	case DUE_JOIN:
		command->entry = command_find(COMMAND_JOIN_EXPIRE);
		params->join = due->thing;
		return;
	case DUE_CONSULT:
		command->entry = command_find(COMMAND_CONSULT_EXPIRE);
		params->consult = due->thing;
		return;
	case DUE_STAY:
		command->entry = command_find(COMMAND_STAY_LATE);
		params->stay = due->thing;
		return;
	case DUE_PLACE:
		command->entry = command_find(COMMAND_STAY_PLACE);
		params->stay = due->thing;
		return;
	case DUE_TABLE:
		command->entry = command_find(COMMAND_TABLE_LATE);
		params->table_case = due->thing;
		return;
	case DUE_SHORTAGE:
		command->entry = command_find(COMMAND_SHORTAGE_LATE);
		params->thing = due->thing;
		return;
	case DUE_MANDATE:
		command->entry = command_find(COMMAND_MANDATE_TURN);
		params->mandate = due->thing;
		return;
	case DUE_LIGHT:
		command->entry = command_find(COMMAND_LIGHT_LATE);
		params->part = due->thing;
		return;
	case DUE_TRANSITION:
		command->entry = command_find(COMMAND_TRANSITION_COME);
		params->transition = due->thing;
		return;
	case DUE_PREPARATION:
		command->entry = command_find(COMMAND_PREPARATION_LATE);
		params->preparation = due->thing;
		return;
	case DUE_SECOND_VIEW:
		command->entry = command_find(COMMAND_SECOND_VIEW_LATE);
		params->second_view = due->thing;
		return;
	case DUE_STEP:
		command->entry = command_find(COMMAND_STEP_LATE);
		params->thing = due->thing;
		return;
	case DUE_NONE:
	case DUE_KIND_COUNT: break;
	}
	CHECK_UNREACHABLE("kind of due date");
}

static void count_care(const struct command *command, struct command_clock_report *report)
{
	enum command_number number = command->entry->number;
	bool is_lateness = number == COMMAND_STEP_LATE || number == COMMAND_STAY_LATE ||
		number == COMMAND_TABLE_LATE || number == COMMAND_SHORTAGE_LATE ||
		number == COMMAND_LIGHT_LATE || number == COMMAND_PREPARATION_LATE ||
		number == COMMAND_SECOND_VIEW_LATE;
	*(is_lateness ? &report->late : &report->expired) += 1;
}

static status read_map(struct store *store, int64_t now_ms, const union due_row *after,
	union due_row *found, size_t *count, struct error *error)
{
	struct entry_due page[PAGE];
	TRY(entry_read_due(
		store, now_ms, after == NULL ? NULL : &after->map, PAGE, page, count, error));
	for (size_t i = 0; i < *count; i++) found[i].map = page[i];
	return STATUS_OK;
}

static struct command_aside key_of_map(const union due_row *row)
{
	const struct entry_due *due = &row->map;
	return (struct command_aside){.region = due->region,
		.list = ASIDE_OF_MAP,
		.kind = due->kind,
		.thing = due->thing,
		.due_ms = due->due_ms};
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

static void make_map(const union due_row *row, struct command *command)
{
	const struct entry_due *due = &row->map;
	bool of_correction = due->kind == ENTRY_DUE_CORRECTION;
	command->entry = entry_for_map(due);
	command->params.entry = of_correction ? id_none : due->thing;
	command->params.correction = of_correction ? due->thing : id_none;
}

static void count_map(const struct command *command, struct command_clock_report *report)
{
	bool fades = command->entry->number == COMMAND_ENTRY_FADE;
	*(fades ? &report->faded : &report->asked) += 1;
}

static const struct due_list due_lists[] = {
	{read_care, key_of_care, make_care, "due", count_care},
	{read_map, key_of_map, make_map, "due.map", count_map},
};

/* The rows, and which of them have to wait because they failed before. */
static status read_inside(struct work *work, const struct due_list *list,
	const union due_row *after, size_t *count, struct error *error)
{
	int64_t set_aside = 0;
	TRY(list->read(work->store, work->now_ms, after, work->rows, count, error));
	TRY(command_aside_count(work->store, &set_aside, error));
	for (size_t i = 0; i < *count; i++) {
		work->row_keys[i] = list->key(&work->rows[i]);
		work->waits[i] = false;
		if (set_aside > 0)
			TRY(command_aside_waits(
				work->store, &work->row_keys[i], work->now_ms, &work->waits[i], error));
	}
	return STATUS_OK;
}

static status read_page(struct work *work, const struct due_list *list, const union due_row *after,
	size_t *count, struct error *error)
{
	TRY(store_begin(work->store, STORE_READ_ONLY, error));
	status code = read_inside(work, list, after, count, error);
	store_rollback(work->store);
	return code;
}

/* Its id is that of the due date: should it break something, it is known as set aside. */
static void add_command(struct work *work, const struct due_list *list, size_t row)
{
	const struct command_aside *key = &work->row_keys[row];
	struct command *command = &work->commands[work->count];
	char *id = work->ids[work->count], thing[ID_TEXT_SIZE];
	snprintf(id, DUE_COMMAND_ID_SIZE, "%s.%d.%s.%lld", list->prefix, (int)key->kind,
		id_text(key->thing, thing), (long long)key->due_ms);
	*command = (struct command){.region = key->region,
		.by_program = true,
		.command_id = span_of(id),
		.expected_version = -1};
	list->make(&work->rows[row], command);
	work->keys[work->count] = *key;
	work->waiting[work->count++] = command;
}

/* A command that has to go well, or the machine is of no more use. */
static status carry_one(struct work *work, struct command *command, struct error *error)
{
	TRY(work->carry(work->context, &command, 1, error));
	if (command->reply.outcome == OUTCOME_DONE) return STATUS_OK;
	if (command->reply.outcome == OUTCOME_FAILED)
		return status_fail(error, command->reply.error.code, "%s", command->reply.error.message);
	return status_fail(error, STATUS_CORRUPT, "a due date cannot be set aside");
}

/* code STATUS_OK: it is over. */
static status set_aside(
	struct work *work, const struct command_aside *key, status code, struct error *error)
{
	struct command command = {.entry = command_find(COMMAND_DUE_SET_ASIDE),
		.region = key->region,
		.by_program = true,
		.expected_version = -1};
	command.params.kind = key->list;
	command.params.item_kind = key->kind;
	command.params.thing = key->thing;
	command.params.number = key->due_ms;
	command.params.reason = (int32_t)code;
	TRY(carry_one(work, &command, error));
	if (code == STATUS_OK) return STATUS_OK;
	LOG_EVENT(LOG_ERROR, "clock.set_aside", LOG_ID_FIELD(LOG_INCIDENT, command.reply.incident),
		LOG_NUMBER_FIELD(LOG_REGION, key->region),
		LOG_CODE_FIELD(LOG_ERROR_CODE, status_name(code)));
	return STATUS_OK;
}

static void count_reply(
	struct work *work, const struct due_list *list, const struct command *command)
{
	const struct command_reply *reply = &command->reply;
	bool is_aside = reply->outcome == OUTCOME_BROKEN ||
		(reply->outcome == OUTCOME_REFUSED && reply->refusal.list == &command_verdicts &&
			reply->refusal.verdict == COMMAND_SET_ASIDE);
	if (reply->outcome == OUTCOME_DONE)
		list->count(command, work->report);
	else if (reply->outcome == OUTCOME_FAILED)
		work->report->failed++;
	else if (is_aside)
		work->report->aside++;
	else if (reply->outcome != OUTCOME_PENDING)
		work->report->stale++;
}

static status carry_page(
	struct work *work, const struct due_list *list, size_t rows, struct error *error)
{
	work->count = 0;
	for (size_t i = 0; i < rows; i++) {
		if (work->waits[i])
			work->report->aside++;
		else
			add_command(work, list, i);
	}
	if (work->count == 0) return STATUS_OK;
	status code = work->carry(work->context, work->waiting, work->count, error);
	for (size_t i = 0; i < work->count; i++) count_reply(work, list, &work->commands[i]);
	if (code != STATUS_OK) return code;
	for (size_t i = 0; i < work->count; i++) {
		const struct command_reply *reply = &work->commands[i].reply;
		if (reply->outcome == OUTCOME_FAILED)
			TRY(set_aside(work, &work->keys[i], reply->error.code, error));
	}
	return STATUS_OK;
}

static status tick_list(struct work *work, const struct due_list *list, struct error *error)
{
	const union due_row *after = NULL;
	union due_row last;
	for (;;) {
		size_t count = 0;
		TRY(read_page(work, list, after, &count, error));
		TRY(carry_page(work, list, count, error));
		if (count < PAGE) return STATUS_OK;
		/* What could not be done still stands, and must not keep from what is behind it. */
		last = work->rows[count - 1];
		after = &last;
	}
}

/* What was set aside, could be tried by now and did not fail again is over: done, or no longer due.
 */
static status sweep(struct work *work, struct error *error)
{
	for (;;) {
		size_t count = 0;
		TRY(store_begin(work->store, STORE_READ_ONLY, error));
		status code =
			command_aside_read(work->store, work->now_ms, NULL, PAGE, work->keys, &count, error);
		store_rollback(work->store);
		TRY(code);
		for (size_t i = 0; i < count; i++) TRY(set_aside(work, &work->keys[i], STATUS_OK, error));
		if (count < PAGE) return STATUS_OK;
	}
}

static status tick(struct work *work, struct error *error)
{
	for (size_t i = 0; i < sizeof(due_lists) / sizeof(due_lists[0]); i++)
		TRY(tick_list(work, &due_lists[i], error));
	return sweep(work, error);
}

status command_clock_tick(struct store *store, int64_t now_ms, command_carry carry, void *context,
	struct command_clock_report *report, struct error *error)
{
	struct work *work = calloc(1, sizeof(*work));
	if (work == NULL) return status_fail(error, STATUS_MEMORY, "no memory for the clock");
	work->store = store;
	work->now_ms = now_ms;
	work->carry = carry;
	work->context = context;
	work->report = report;
	status code = tick(work, error);
	free(work);
	return code;
}

void command_clock_add(struct command_clock_report *report, const struct command_clock_report *more)
{
	report->expired += more->expired;
	report->late += more->late;
	report->asked += more->asked;
	report->faded += more->faded;
	report->stale += more->stale;
	report->failed += more->failed;
	report->aside += more->aside;
	report->delivered += more->delivered;
	report->signed_heads += more->signed_heads;
}

static status look_inside(
	struct store *store, int64_t now_ms, struct command_clock_state *state, struct error *error)
{
	struct moment_watch care;
	struct entry_watch map;
	TRY(moment_look(store, now_ms, &care, error));
	TRY(entry_look_due(store, now_ms, &map, error));
	state->due = care.due + map.due;
	state->oldest_due_ms = care.oldest_ms < map.oldest_ms ? care.oldest_ms : map.oldest_ms;
	state->next_due_ms = care.next_ms < map.next_ms ? care.next_ms : map.next_ms;
	TRY(command_outbox_count(store, &state->undelivered, error));
	TRY(table_look_standing(store, &state->tables, error));
	return command_aside_count(store, &state->aside, error);
}

status command_clock_look(
	struct store *store, int64_t now_ms, struct command_clock_state *state, struct error *error)
{
	*state = (struct command_clock_state){0};
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = look_inside(store, now_ms, state, error);
	store_rollback(store);
	return code;
}
