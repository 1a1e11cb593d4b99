/* command_head.c - whether a signed head is due, and the command that makes one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_clock.h"
#include "journal/signed_head.h"
#include <stdio.h>

static status read_last(
	struct store *store, struct signed_head_row *row, bool *found, struct error *error)
{
	struct arena arena;
	arena_init(&arena, SIGNED_HEAD_MAX_BYTES, 4 * SIGNED_HEAD_MAX_BYTES);
	status code = store_begin(store, STORE_READ_ONLY, error);
	if (code == STATUS_OK) code = signed_head_read_last(store, row, found, &arena, error);
	store_rollback(store);
	arena_finish(&arena);
	row->text = (struct span){0};
	return code;
}

/* One that broke is set aside under this id, and the next hour has another. */
status command_clock_sign(struct store *store, int64_t now_ms, command_carry carry, void *context,
	struct command_clock_report *report, struct error *error)
{
	struct signed_head_row last = {0};
	bool found = false;
	char id[64];
	TRY(read_last(store, &last, &found, error));
	if (signed_head_judge(found ? &last : NULL, now_ms) != SIGNED_HEAD_OK) return STATUS_OK;
	snprintf(id, sizeof(id), "due.head.%lld.%lld", (long long)last.number + 1,
		(long long)(now_ms / SIGNED_HEAD_EVERY_MS));
	struct command command = {.entry = command_find(COMMAND_HEAD_SIGN),
		.by_program = true,
		.command_id = span_of(id),
		.expected_version = -1};
	command.params.number = last.due_ms;
	TRY(carry(context, &(struct command *){&command}, 1, error));
	if (command.reply.outcome == OUTCOME_DONE) report->signed_heads++;
	if (command.reply.outcome == OUTCOME_FAILED) report->failed++;
	return STATUS_OK;
}
