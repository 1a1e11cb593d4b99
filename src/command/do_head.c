/* do_head.c - the heads of all chains, signed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_run.h"

status command_facts_head_sign(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	return signed_head_read_last(run->store, &facts->head, &facts->head_known, run->arena, error);
}

bool command_judge_head_sign(struct command_run *run)
{
	const struct signed_head_row *last = run->facts.head_known ? &run->facts.head : NULL;
	return command_verdict(run, &signed_head_verdicts, (int)signed_head_judge(last, run->now_ms));
}

/* What is signed is what this transaction sees: it is committed with all that it is about. */
status command_apply_head_sign(struct command_run *run, struct error *error)
{
	struct signed_head head = {
		.number = run->facts.head_known ? run->facts.head.number + 1 : 1, .at_ms = run->now_ms};
	struct signed_head_row row = {.region = run->region,
		.number = head.number,
		.at_ms = head.at_ms,
		.due_ms = head.at_ms + SIGNED_HEAD_EVERY_MS};
	struct buf text;
	if (run->vault == NULL)
		return status_fail(error, STATUS_KEY, "without the keys no head can be signed");
	memcpy(head.heads, run->heads, sizeof(head.heads));
	signed_head_sign(run->vault, &head);
	buf_init(&text, SIGNED_HEAD_MAX_BYTES);
	signed_head_write(&head, &text);
	row.text = buf_span(&text);
	status code = text.overflowed ? status_fail(error, STATUS_MEMORY, "no memory for a head")
								  : COMMAND_PUT(run, signed_head_table, &row);
	buf_finish(&text);
	return code;
}
