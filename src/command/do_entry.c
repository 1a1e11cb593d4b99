/* do_entry.c - entries are confirmed, asked about again, and fade.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_entry.h"

status command_facts_entry_confirm(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	return command_entry_load(run, ENTRY_NONE, run->params->entry, error);
}

bool command_judge_entry_confirm(struct command_run *run)
{
	return command_entry_judge(run);
}

status command_apply_entry_confirm(struct command_run *run, struct error *error)
{
	return command_entry_confirm(run, ENTRY_BY_NOBODY, error);
}

/* The administrator, or the owner itself, need not wait for the clock. */
status command_facts_entry_request(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	return command_entry_load(run, ENTRY_NONE, run->params->entry, error);
}

bool command_judge_entry_request(struct command_run *run)
{
	return command_entry_judge(run);
}

status command_apply_entry_request(struct command_run *run, struct error *error)
{
	return command_entry_ask(run, error);
}

/* Who has the link was asked: nothing else is needed, and it works once. */
status command_facts_entry_confirm_by_link(struct command_run *run, struct error *error)
{
	struct entry asked = {0};
	bool found = false;
	TRY(command_load_actor(run, error));
	TRY(entry_find_ask(run->store, run->params->thing, &asked, &found, error));
	if (!found || asked.region != run->region) return STATUS_OK;
	TRY(command_entry_load(run, ENTRY_NONE, asked.id, error));
	run->facts.link_known = run->facts.map.known;
	return STATUS_OK;
}

bool command_judge_entry_confirm_by_link(struct command_run *run)
{
	if (!run->facts.link_known)
		return command_refuse(run, &directory_verdicts, DIRECTORY_NOT_ASKED);
	return command_entry_judge(run);
}

status command_apply_entry_confirm_by_link(struct command_run *run, struct error *error)
{
	return command_entry_confirm(run, ENTRY_BY_LINK, error);
}

static status facts_of_clock(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	return command_entry_load(run, ENTRY_NONE, run->params->entry, error);
}

static bool judge_clock(struct command_run *run, enum entry_due_kind kind)
{
	const struct entry *entry = &run->facts.entry;
	bool due = run->facts.map.known && entry_next_due(entry->state) == kind && entry->due_ms != 0 &&
		entry->due_ms <= run->now_ms;
	return due || command_refuse(run, &directory_verdicts, DIRECTORY_NOT_DUE);
}

status command_facts_entry_ask(struct command_run *run, struct error *error)
{
	return facts_of_clock(run, error);
}

bool command_judge_entry_ask(struct command_run *run)
{
	return judge_clock(run, ENTRY_DUE_ASK);
}

status command_apply_entry_ask(struct command_run *run, struct error *error)
{
	return command_entry_ask(run, error);
}

status command_facts_entry_fade(struct command_run *run, struct error *error)
{
	return facts_of_clock(run, error);
}

bool command_judge_entry_fade(struct command_run *run)
{
	return judge_clock(run, ENTRY_DUE_FADE);
}

status command_apply_entry_fade(struct command_run *run, struct error *error)
{
	return command_entry_fade(run, error);
}

/* A link for who is asked: it is there while somebody is asked. */
status command_facts_look_entry_link(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	return command_entry_load(run, ENTRY_NONE, run->params->entry, error);
}

bool command_judge_look_entry_link(struct command_run *run)
{
	if (!run->facts.map.known)
		return command_refuse(run, &directory_verdicts, DIRECTORY_ENTRY_UNKNOWN);
	if (id_is_none(run->facts.entry.ask))
		return command_refuse(run, &directory_verdicts, DIRECTORY_NOT_ASKED);
	return true;
}
