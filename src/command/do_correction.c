/* do_correction.c - somebody says that an entry is wrong; its owner decides, or who stands in.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "command/command_entry.h"
#include "directory/term.h"

/* What a correction can be about: the parts of an entry, and what belongs to it besides. */
static bool has_field(enum entry_kind kind, int32_t field)
{
	bool is_service = kind == ENTRY_SERVICE;
	switch (field) {
	case ENTRY_FIELD_STATE: return true;
	case ENTRY_FIELD_HOURS: return is_service || kind == ENTRY_SITE;
	case ENTRY_FIELD_CAPACITY:
	case ENTRY_FIELD_AREA:
	case ENTRY_FIELD_COSTS: return is_service;
	case ENTRY_FIELD_GOALS:
	case ENTRY_FIELD_PARTIES: return kind == ENTRY_AGREEMENT;
	default: return part_find(kind, field) != NULL;
	}
}

status command_facts_correction_propose(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct correction_facts *correcting = &facts->correcting;
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_NONE, run->params->entry, error));
	correcting->entry_known = facts->map.known;
	correcting->entry_ended = facts->map.ended;
	if (!facts->map.known) return STATUS_OK;
	correcting->field_known =
		has_field((enum entry_kind)facts->entry.kind, run->params->entry_field);
	return correction_count_open(run->store, run->region, facts->entry.id, run->params->entry_field,
		&correcting->open, error);
}

bool command_judge_correction_propose(struct command_run *run)
{
	enum correction_verdict verdict = correction_judge_propose(&run->facts.correcting);
	if (verdict == CORRECTION_TOO_MANY)
		command_parameter_number(run, "count", run->facts.correcting.open);
	return command_verdict(run, &correction_verdicts, (int)verdict);
}

static int64_t term_from(int64_t now_ms)
{
	return now_ms + term_correction_days() * DATE_DAY_MS;
}

static status put_due(
	struct command_run *run, const struct correction *correction, struct error *error)
{
	struct entry_due due = {correction->due_ms, run->region, ENTRY_DUE_CORRECTION, correction->id};
	return COMMAND_PUT(run, entry_due_table, &due);
}

static status end_due(struct command_run *run, struct correction *correction, struct error *error)
{
	if (correction->due_ms == 0) return STATUS_OK;
	struct entry_due due = {correction->due_ms, run->region, ENTRY_DUE_CORRECTION, correction->id};
	correction->due_ms = 0;
	return COMMAND_REMOVE(run, entry_due_table, &due);
}

status command_apply_correction_propose(struct command_run *run, struct error *error)
{
	struct correction correction = {.region = run->region,
		.id = run->command->subject,
		.entry = run->facts.entry.id,
		.entry_kind = run->facts.entry.kind,
		.field = run->params->entry_field,
		.state = CORRECTION_OPEN,
		.proposed_ms = run->now_ms,
		.due_ms = term_from(run->now_ms),
		.proposed_by = run->command->actor,
		.value = run->params->value,
		.words = run->params->words};
	run->result.correction = correction.id;
	run->result.entry = correction.entry;
	run->result.day = date_day_of(correction.due_ms);
	TRY(put_due(run, &correction, error));
	TRY(command_entry_notify(run, INBOX_CORRECTION, correction.id, error));
	return COMMAND_PUT(run, correction_table, &correction);
}

static status facts_of_decision(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct correction *correction = &facts->correction;
	TRY(command_load_actor(run, error));
	correction->region = run->region;
	correction->id = run->params->correction;
	TRY(command_get(run, &correction_table, correction, &facts->correcting.known, error));
	if (!facts->correcting.known) return STATUS_OK;
	TRY(command_entry_load(run, ENTRY_NONE, correction->entry, error));
	facts->correcting.entry_known = facts->map.known;
	facts->correcting.entry_ended = facts->map.ended;
	facts->correcting.changed_ms = facts->entry.changed_ms;
	facts->correcting.now_ms = run->now_ms;
	return STATUS_OK;
}

status command_facts_correction_accept(struct command_run *run, struct error *error)
{
	struct correction_facts *correcting = &run->facts.correcting;
	const struct correction *correction = &run->facts.correction;
	TRY(facts_of_decision(run, error));
	correcting->value_bytes = (int64_t)run->params->public_words.size;
	if (!correcting->known || !correcting->entry_known) return STATUS_OK;
	const struct part *part = part_find((enum entry_kind)correction->entry_kind, correction->field);
	correcting->field_is_text = part != NULL && part->form == PART_TEXT;
	correcting->ill_formed =
		correcting->field_is_text && !part_takes(part, run->params->public_words);
	correcting->max_bytes = correcting->field_is_text ? part->max_bytes : 0;
	return STATUS_OK;
}

bool command_judge_correction_accept(struct command_run *run)
{
	const struct correction_facts *correcting = &run->facts.correcting;
	enum correction_verdict verdict = correction_judge_accept(correcting, &run->facts.correction);
	if (verdict == CORRECTION_TOO_LONG) command_parameter_number(run, "max", correcting->max_bytes);
	return command_verdict(run, &correction_verdicts, (int)verdict);
}

/* What the entry is of, where its parts are. */
static void *thing_of(struct command_run *run, const struct store_table **table)
{
	struct command_facts *facts = &run->facts;
	switch ((enum entry_kind)facts->entry.kind) {
	case ENTRY_ORGANISATION: *table = &directory_organisation_table; return &facts->organisation;
	case ENTRY_SITE: *table = &directory_site_table; return &facts->site;
	case ENTRY_AGREEMENT: *table = &agreement_table; return &facts->agreement;
	case ENTRY_SERVICE:
	case ENTRY_NONE:
	case ENTRY_KIND_COUNT: break;
	}
	*table = &directory_service_table;
	return &facts->service;
}

static status publish(struct command_run *run, struct error *error)
{
	const struct store_table *table = NULL;
	enum entry_kind kind = (enum entry_kind)run->facts.entry.kind;
	const struct part *part = part_find(kind, run->facts.correction.field);
	void *thing = thing_of(run, &table);
	struct span *text = (void *)((char *)thing + part->offset);
	command_entry_note(run, part->field, *text, run->params->public_words);
	*text = run->params->public_words;
	TRY(change_put_record(run->change, table, thing, error));
	return command_entry_change(run, error);
}

/* It is off every inbox it was in. */
static status decide(struct command_run *run, enum correction_state state, struct error *error)
{
	struct correction *correction = &run->facts.correction;
	TRY(end_due(run, correction, error));
	TRY(command_entry_notify(run, INBOX_NONE, correction->id, error));
	if (correction->state == CORRECTION_RAISED)
		TRY(command_notify(run, correction->raised_to, inbox_of_administrators, INBOX_NONE,
			correction->id, error));
	correction->state = (int32_t)state;
	correction->reason = run->params->reason;
	correction->decided_ms = run->now_ms;
	correction->decided_by = run->command->actor;
	run->result.correction = correction->id;
	run->result.entry = correction->entry;
	return COMMAND_PUT(run, correction_table, correction);
}

status command_apply_correction_accept(struct command_run *run, struct error *error)
{
	if (run->params->public_words.size > 0) TRY(publish(run, error));
	return decide(run, CORRECTION_ACCEPTED, error);
}

status command_facts_correction_decline(struct command_run *run, struct error *error)
{
	return facts_of_decision(run, error);
}

bool command_judge_correction_decline(struct command_run *run)
{
	return command_verdict(run, &correction_verdicts,
		(int)correction_judge_decline(&run->facts.correcting, &run->facts.correction));
}

status command_apply_correction_decline(struct command_run *run, struct error *error)
{
	return decide(run, CORRECTION_DECLINED, error);
}

status command_facts_correction_raise(struct command_run *run, struct error *error)
{
	bool has = false;
	TRY(facts_of_decision(run, error));
	/* A region without administrators of its own: straight to the nation's. */
	TRY(account_shard_has_administrator(run->store, run->region, &has, error));
	run->facts.has_administrator = has;
	return STATUS_OK;
}

bool command_judge_correction_raise(struct command_run *run)
{
	return command_verdict(run, &correction_verdicts,
		(int)correction_judge_raise(&run->facts.correcting, &run->facts.correction));
}

status command_apply_correction_raise(struct command_run *run, struct error *error)
{
	struct correction *correction = &run->facts.correction;
	bool first = correction->state == CORRECTION_OPEN;
	int32_t to = first && run->facts.has_administrator ? run->region : 0;
	TRY(end_due(run, correction, error));
	if (!first)
		TRY(command_notify(run, correction->raised_to, inbox_of_administrators, INBOX_NONE,
			correction->id, error));
	correction->state = CORRECTION_RAISED;
	correction->raised_to = to;
	if (to != 0) {
		correction->due_ms = term_from(run->now_ms);
		TRY(put_due(run, correction, error));
	}
	TRY(command_notify(run, to, inbox_of_administrators, INBOX_CORRECTION, correction->id, error));
	run->result.correction = correction->id;
	run->result.entry = correction->entry;
	return COMMAND_PUT(run, correction_table, correction);
}

status command_facts_look_correction(struct command_run *run, struct error *error)
{
	return facts_of_decision(run, error);
}

bool command_judge_look_correction(struct command_run *run)
{
	if (!run->facts.correcting.known)
		return command_refuse(run, &correction_verdicts, CORRECTION_UNKNOWN);
	return true;
}
