/* command_entry.c - entries of the map of help, on their way through commands.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_entry.h"
#include "base/check.h"
#include "base/date.h"
#include "directory/term.h"

enum { MAX_NOTED = 64, NOTE_BYTES = 16384 };

/* What an entry is of: its row into the facts. */
static status load_thing(
	struct command_run *run, enum entry_kind kind, struct id id, bool *known, struct error *error)
{
	struct command_facts *facts = &run->facts;
	switch (kind) {
	case ENTRY_ORGANISATION:
		facts->organisation = (struct organisation){.region = run->region, .id = id};
		return command_get(run, &directory_organisation_table, &facts->organisation, known, error);
	case ENTRY_SITE:
		facts->site = (struct site){.region = run->region, .id = id};
		return command_get(run, &directory_site_table, &facts->site, known, error);
	case ENTRY_SERVICE:
		facts->service = (struct service){.region = run->region, .id = id};
		return command_get(run, &directory_service_table, &facts->service, known, error);
	case ENTRY_AGREEMENT:
		facts->agreement = (struct agreement){.region = run->region, .id = id};
		return command_get(run, &agreement_table, &facts->agreement, known, error);
	case ENTRY_NONE:
	case ENTRY_KIND_COUNT: break;
	}
	CHECK_UNREACHABLE("kind of entry");
}

static struct id organisation_of(const struct command_facts *facts, enum entry_kind kind)
{
	if (kind == ENTRY_ORGANISATION) return facts->organisation.id;
	return kind == ENTRY_SITE ? facts->site.organisation : facts->service.organisation;
}

/* A thing from before there were entries: never confirmed, and its organisation's. */
static status load_without_row(
	struct command_run *run, enum entry_kind wanted, struct id id, bool *known, struct error *error)
{
	struct entry *entry = &run->facts.entry;
	for (int kind = ENTRY_ORGANISATION; kind <= ENTRY_SERVICE; kind++) {
		if (wanted != ENTRY_NONE && (int)wanted != kind) continue;
		TRY(load_thing(run, (enum entry_kind)kind, id, known, error));
		if (!*known) continue;
		*entry = (struct entry){.region = run->region,
			.id = id,
			.kind = kind,
			.organisation = organisation_of(&run->facts, (enum entry_kind)kind)};
		return STATUS_OK;
	}
	return STATUS_OK;
}

bool command_entry_acts_for(struct command_run *run, struct id organisation)
{
	int32_t kind = run->facts.actor.kind;
	bool staff = kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER || kind == MEMBER_VOLUNTEER;
	bool acts = (run->facts.relations & RELATION_SIGNED_IN) != 0 && staff &&
		!id_is_none(organisation) && id_equal(run->actor.organisation, organisation);
	if (acts) run->facts.relations |= RELATION_OWNER;
	return acts;
}

static void relate(struct command_run *run)
{
	const struct entry *entry = &run->facts.entry;
	bool keeps = (run->facts.relations & RELATION_SIGNED_IN) != 0 && !id_is_none(entry->keeper) &&
		id_equal(entry->keeper, run->actor.account);
	if (keeps) run->facts.relations |= RELATION_OWNER;
	command_entry_acts_for(run, entry->organisation);
}

status command_entry_load(
	struct command_run *run, enum entry_kind kind, struct id id, struct error *error)
{
	struct command_facts *facts = &run->facts;
	bool known = false;
	facts->entry = (struct entry){.region = run->region, .id = id};
	facts->map =
		(struct directory_facts){.region = run->region, .expected = run->command->expected_version};
	if (id_is_none(id)) return STATUS_OK;
	TRY(command_get(run, &entry_table, &facts->entry, &known, error));
	if (known && kind != ENTRY_NONE && facts->entry.kind != (int32_t)kind) return STATUS_OK;
	if (known)
		TRY(load_thing(run, (enum entry_kind)facts->entry.kind, id, &known, error));
	else
		TRY(load_without_row(run, kind, id, &known, error));
	if (!known) return STATUS_OK;
	facts->map.known = true;
	facts->map.ended = facts->entry.state == ENTRY_ENDED;
	facts->map.version = facts->entry.version;
	relate(run);
	return STATUS_OK;
}

bool command_entry_judge(struct command_run *run)
{
	enum directory_verdict verdict = directory_judge_entry(&run->facts.map);
	if (verdict == DIRECTORY_CHANGED)
		command_parameter_number(run, "version", run->facts.map.version);
	return command_verdict(run, &directory_verdicts, (int)verdict);
}

status command_entry_is_live(
	struct command_run *run, int32_t region, struct id id, bool *is_live, struct error *error)
{
	struct entry entry = {.region = region, .id = id};
	bool known = false;
	TRY(command_get(run, &entry_table, &entry, &known, error));
	*is_live = !known || entry.state != ENTRY_ENDED;
	return STATUS_OK;
}

void command_entry_note(
	struct command_run *run, enum entry_field field, struct span before, struct span after)
{
	if (run->noted == NULL) run->noted = ARENA_ARRAY(run->arena, struct entry_change, MAX_NOTED);
	CHECK(run->noted_count < MAX_NOTED);
	run->noted[run->noted_count++] =
		(struct entry_change){.field = (int32_t)field, .before = before, .after = after};
}

static struct span text_of(struct command_run *run, const struct part *part, const void *record)
{
	struct buf text;
	buf_init(&text, NOTE_BYTES);
	part_text(part, record, &text);
	CHECK(!text.overflowed);
	struct span kept = arena_copy(run->arena, buf_span(&text));
	buf_finish(&text);
	return kept;
}

void command_entry_note_parts(
	struct command_run *run, enum entry_kind kind, const void *before, const void *after)
{
	size_t count = 0;
	const struct part *list = part_list(kind, &count);
	for (size_t i = 0; i < count; i++) {
		bool same =
			before == NULL ? !part_said(&list[i], after) : part_equal(&list[i], before, after);
		if (same) continue;
		struct span was = before == NULL ? (struct span){0} : text_of(run, &list[i], before);
		command_entry_note(run, list[i].field, was, text_of(run, &list[i], after));
	}
}

static enum entry_role role_of(const struct command_run *run)
{
	unsigned relations = run->facts.relations;
	if ((relations & RELATION_OWNER) != 0) return ENTRY_BY_OWNER;
	if ((relations & RELATION_ADMINISTRATOR) != 0) return ENTRY_BY_ADMINISTRATOR;
	return run->command->entry->part == PART_CLOCK ? ENTRY_BY_CLOCK : ENTRY_BY_IMPORT;
}

static void note_state(struct command_run *run, int32_t before)
{
	command_entry_note(run, ENTRY_FIELD_STATE, span_of(codes_name(&entry_state_codes, before)),
		span_of(codes_name(&entry_state_codes, run->facts.entry.state)));
}

static status put_changes(struct command_run *run, enum entry_role role, struct error *error)
{
	const struct entry *entry = &run->facts.entry;
	for (size_t i = 0; i < run->noted_count; i++) {
		struct entry_change *change = &run->noted[i];
		change->region = run->region;
		change->entry = entry->id;
		change->version = entry->version;
		change->part = (int32_t)i;
		change->command = (int32_t)run->command->entry->number;
		change->at_ms = run->now_ms;
		change->who = run->command->actor;
		change->role = (int32_t)role;
		TRY(COMMAND_PUT(run, entry_change_table, change));
	}
	run->noted_count = 0;
	return STATUS_OK;
}

/* The result names it, and has its version. */
static void give_back(struct command_run *run)
{
	const struct entry *entry = &run->facts.entry;
	run->result.entry = entry->id;
	run->result.version = entry->version;
	if (entry->kind == ENTRY_ORGANISATION) run->result.organisation = entry->id;
	if (entry->kind == ENTRY_SITE) run->result.site = entry->id;
	if (entry->kind == ENTRY_SERVICE) run->result.service = entry->id;
	if (entry->kind == ENTRY_AGREEMENT) run->result.agreement = entry->id;
}

static struct term term_for(const struct command_run *run)
{
	const struct entry *entry = &run->facts.entry;
	int32_t service_kind = entry->kind == ENTRY_SERVICE ? run->facts.service.kind : 0;
	return term_of((enum entry_kind)entry->kind, service_kind);
}

/* Takes the entry's date away, before its state changes. */
static status unschedule(struct command_run *run, struct error *error)
{
	struct entry *entry = &run->facts.entry;
	if (entry->due_ms == 0) return STATUS_OK;
	struct entry_due due = {
		entry->due_ms, run->region, (int32_t)entry_next_due(entry->state), entry->id};
	entry->due_ms = 0;
	return COMMAND_REMOVE(run, entry_due_table, &due);
}

/* Writes the entry in its new state, its next date, and what was noted. */
static status put(
	struct command_run *run, enum entry_role role, int64_t due_ms, struct error *error)
{
	struct entry *entry = &run->facts.entry;
	enum entry_due_kind kind = entry_next_due(entry->state);
	entry->version++;
	if (kind != ENTRY_DUE_NONE) {
		struct entry_due due = {due_ms, run->region, (int32_t)kind, entry->id};
		entry->due_ms = due_ms;
		TRY(COMMAND_PUT(run, entry_due_table, &due));
	}
	TRY(put_changes(run, role, error));
	give_back(run);
	return COMMAND_PUT(run, entry_table, entry);
}

status command_entry_notify(
	struct command_run *run, enum inbox_kind kind, struct id thing, struct error *error)
{
	const struct entry *entry = &run->facts.entry;
	struct account keeper = {0};
	bool known = false;
	if (id_is_none(entry->keeper))
		return command_notify(run, run->region, entry->organisation, kind, thing, error);
	TRY(account_find(run->store, entry->keeper, &keeper, &known, run->arena, error));
	return known ? command_notify(run, keeper.region, keeper.id, kind, thing, error) : STATUS_OK;
}

/* Nobody is asked any more. */
static status end_asking(struct command_run *run, struct error *error)
{
	struct entry *entry = &run->facts.entry;
	if (id_is_none(entry->ask)) return STATUS_OK;
	entry->ask = id_none;
	return command_entry_notify(run, INBOX_NONE, entry->id, error);
}

static void confirmed(struct command_run *run, enum entry_role role, int64_t *due_ms)
{
	struct entry *entry = &run->facts.entry;
	struct term term = term_for(run);
	entry->state = ENTRY_FRESH;
	entry->confirmed_ms = run->now_ms;
	entry->confirmed_by = run->command->actor;
	entry->confirmed_as = (int32_t)role;
	entry->fades_ms = run->now_ms + term.fades_after_days * DATE_DAY_MS;
	*due_ms = entry->fades_ms - term.ask_before_days * DATE_DAY_MS;
}

status command_entry_make(struct command_run *run, struct error *error)
{
	struct entry *entry = &run->facts.entry;
	enum entry_role role = role_of(run);
	int64_t due_ms = 0;
	entry->region = run->region;
	entry->made_ms = run->now_ms;
	entry->changed_ms = run->now_ms;
	confirmed(run, role, &due_ms);
	return put(run, role, due_ms, error);
}

status command_entry_change(struct command_run *run, struct error *error)
{
	enum entry_role role = role_of(run);
	int64_t due_ms = 0;
	int32_t before = run->facts.entry.state;
	TRY(unschedule(run, error));
	TRY(end_asking(run, error));
	run->facts.entry.changed_ms = run->now_ms;
	confirmed(run, role, &due_ms);
	/* Who says what was there already confirms it. */
	if (run->noted_count == 0) note_state(run, before);
	return put(run, role, due_ms, error);
}

status command_entry_confirm(struct command_run *run, enum entry_role role, struct error *error)
{
	int32_t before = run->facts.entry.state;
	int64_t due_ms = 0;
	if (role == ENTRY_BY_NOBODY) role = role_of(run);
	TRY(unschedule(run, error));
	TRY(end_asking(run, error));
	confirmed(run, role, &due_ms);
	note_state(run, before);
	return put(run, role, due_ms, error);
}

status command_entry_end(struct command_run *run, struct error *error)
{
	struct entry *entry = &run->facts.entry;
	int32_t before = entry->state;
	TRY(unschedule(run, error));
	TRY(end_asking(run, error));
	entry->state = ENTRY_ENDED;
	entry->ended_ms = run->now_ms;
	entry->changed_ms = run->now_ms;
	note_state(run, before);
	return put(run, role_of(run), 0, error);
}

status command_entry_ask(struct command_run *run, struct error *error)
{
	struct entry *entry = &run->facts.entry;
	int32_t before = entry->state;
	TRY(unschedule(run, error));
	entry->ask = id_draw(run->prng);
	entry->asked_ms = run->now_ms;
	/* Who did not answer before, or never did, is asked again; it goes on fading. */
	bool fades = before == ENTRY_FADING || before == ENTRY_UNCONFIRMED;
	int64_t again_ms = run->now_ms + term_for(run).ask_again_days * DATE_DAY_MS;
	entry->state = fades ? ENTRY_FADING : ENTRY_ASKED;
	note_state(run, before);
	TRY(command_entry_notify(run, INBOX_CONFIRM, entry->id, error));
	return put(run, role_of(run), fades ? again_ms : entry->fades_ms, error);
}

status command_entry_fade(struct command_run *run, struct error *error)
{
	struct entry *entry = &run->facts.entry;
	int32_t before = entry->state;
	TRY(unschedule(run, error));
	entry->state = ENTRY_FADING;
	note_state(run, before);
	return put(
		run, ENTRY_BY_CLOCK, run->now_ms + term_for(run).ask_again_days * DATE_DAY_MS, error);
}
