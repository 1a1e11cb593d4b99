/* command_entry.h - what commands on the map of help share: an entry is loaded with who owns it,
 * judged, and written with its history and its next date.
 *
 * Order       In apply: rows of the thing itself; command_entry_note for what changed; then one of
 *             command_entry_make, _change, _confirm, _end, which write the entry and its history.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_run.h"
#include "directory/part.h"

/* The entry of this id, and what it is of, into the facts; whose it is, into the relations. What is
 * of another kind is unknown (ENTRY_NONE: any kind will do). */
MUST_USE status command_entry_load(
	struct command_run *run, enum entry_kind kind, struct id id, struct error *error);
/* As far as it is about the entry itself: it is there, has not ended, and did not change. */
bool command_entry_judge(struct command_run *run);
/* Whether an organisation, site or service that is there has not ended. */
MUST_USE status command_entry_is_live(
	struct command_run *run, int32_t region, struct id id, bool *is_live, struct error *error);
/* True if the actor acts for this organisation: also sets the relation. */
bool command_entry_acts_for(struct command_run *run, struct id organisation);

/* A change to be told in the history. Texts must live as long as the run. */
void command_entry_note(
	struct command_run *run, enum entry_field field, struct span before, struct span after);
/* Each part in which these two differ; `before` NULL for something new. */
void command_entry_note_parts(
	struct command_run *run, enum entry_kind kind, const void *before, const void *after);

/* A new entry of facts.entry's id, kind, organisation and keeper, confirmed by who makes it. */
MUST_USE status command_entry_make(struct command_run *run, struct error *error);
/* Its owner or the administrator changed it: that confirms it as well. */
MUST_USE status command_entry_change(struct command_run *run, struct error *error);
MUST_USE status command_entry_confirm(
	struct command_run *run, enum entry_role role, struct error *error);
MUST_USE status command_entry_end(struct command_run *run, struct error *error);
/* The owner is asked; nobody answered in time. */
MUST_USE status command_entry_ask(struct command_run *run, struct error *error);
MUST_USE status command_entry_fade(struct command_run *run, struct error *error);
/* Something for the owner's inbox; INBOX_NONE takes it away. */
MUST_USE status command_entry_notify(
	struct command_run *run, enum inbox_kind kind, struct id thing, struct error *error);
