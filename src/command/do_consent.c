/* do_consent.c - a person says what somebody may know and what not, and takes it back; and which
 * parts of a file a look shows.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/consent.h"
#include "care/knowing.h"
#include "command/command_entry.h"
#include "command/command_run.h"

/* What a look shows: it needs one of `some`, and then shows what was said yes to; or all of
 * `whole`. A look that is not here rests on no consent. */
static const struct look_parts {
	enum command_number look;
	unsigned some, whole;
} look_parts[] = {
	{LOOK_EPISODE, FILE_BIT(FILE_NEEDS), 0},
	{LOOK_IDENTITY, FILE_BIT(FILE_IDENTITY) | FILE_BIT(FILE_CONTACT), 0},
	{LOOK_PLAN, FILE_BIT(FILE_PLAN) | FILE_BIT(FILE_SAFETY), 0},
	{LOOK_CONVERSATION, FILE_BIT(FILE_CONVERSATION), 0},
	{LOOK_STAYS, FILE_BIT(FILE_CLINICAL), 0},
	{LOOK_CONSULTS, FILE_BIT(FILE_CLINICAL), 0},
	{LOOK_MANDATES, FILE_BIT(FILE_MANDATE), 0},
	{LOOK_LOG, FILE_BIT(FILE_LOG), 0},
	/* All that happened, of whatever part. */
	{LOOK_TIMELINE, 0, FILE_WHOLE & ~FILE_BIT(FILE_MONEY) & ~FILE_BIT(FILE_LOG)},
};
enum { LOOKS = sizeof(look_parts) / sizeof(look_parts[0]) };

static const struct look_parts *parts_of(const struct command_entry *entry)
{
	for (size_t i = 0; i < LOOKS; i++)
		if (look_parts[i].look == entry->number) return &look_parts[i];
	return NULL;
}

unsigned command_parts_of(const struct command_entry *entry)
{
	const struct look_parts *look = parts_of(entry);
	return look == NULL ? 0 : look->some | look->whole;
}

status command_load_consent(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	const struct look_parts *look = parts_of(run->command->entry);
	const struct consent_reader reader = {run->actor.account, run->actor.organisation};
	if (look == NULL || run->actor.kind == MEMBER_ADMINISTRATOR) return STATUS_OK;
	unsigned whole = look->whole;
	/* A letter has who it is about, and all of the plan. */
	if (run->command->on_paper)
		whole = look->some | FILE_BIT(FILE_IDENTITY) | FILE_BIT(FILE_CONTACT);
	TRY(consent_find(run->store, run->region, facts->episode.id, &reader, run->today,
		&facts->consented, &facts->consent_over, error));
	bool may =
		whole != 0 ? (facts->consented & whole) == whole : (facts->consented & look->some) != 0;
	if (may) facts->relations |= RELATION_CONSENTED;
	return STATUS_OK;
}

static status load_receiver(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	const struct command_params *params = run->params;
	struct consent_saying *saying = &facts->saying_yes;
	bool by_account = !id_is_none(params->account);
	int32_t knows = KNOWS_NOT_SAID;
	saying->one_receiver = by_account == id_is_none(params->organisation);
	saying->can_read = true;
	if (!by_account)
		return command_entry_is_live(
			run, run->region, params->organisation, &saying->receiver_lives, error);
	TRY(account_find(
		run->store, params->account, &facts->other, &facts->other_known, run->arena, error));
	TRY(command_read_knowing(run, params->account, &knows, error));
	saying->receiver_lives = facts->other_known && facts->other.ended_ms == 0;
	saying->can_read =
		facts->other.kind != MEMBER_ADMINISTRATOR && facts->other.kind != MEMBER_PERSON;
	saying->is_own = id_equal(params->account, facts->episode.person) ||
		id_equal(params->account, run->actor.account);
	saying->hidden = knows == KNOWS_NOTHING;
	return STATUS_OK;
}

static status facts_of_saying(struct command_run *run, enum consent_kind kind, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	facts->saying_yes = (struct consent_saying){
		.kind = kind, .parts = run->params->parts, .until_day = run->params->next_day};
	TRY(load_receiver(run, error));
	return consent_count_open(
		run->store, run->region, facts->episode.id, run->today, &facts->saying_yes.open, error);
}

static bool judge_saying(struct command_run *run)
{
	enum consent_verdict verdict = consent_judge_say(&run->facts.saying_yes, run->today);
	if (verdict == CONSENT_TOO_MANY) command_parameter_number(run, "max", CONSENT_MAX_OPEN);
	if (verdict == CONSENT_UNTIL) {
		command_parameter_day(run, "from", run->today);
		command_parameter_day(run, "to", run->today + CONSENT_MAX_DAYS);
	}
	return command_verdict(run, &consent_verdicts, (int)verdict);
}

static status tell_of(struct command_run *run, const struct consent *consent, struct error *error)
{
	struct moment moment = {.whom = consent->account,
		.thing = consent->id,
		.code = consent->kind,
		.day = consent->until_day};
	return command_moment(run, moment, error);
}

static status apply_saying(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct consent consent = {.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.kind = (int32_t)run->facts.saying_yes.kind,
		.account = params->account,
		.organisation = params->organisation,
		.parts = params->parts,
		.until_day = params->next_day,
		.said_by = run->actor.account,
		.said_ms = run->now_ms};
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, consent_table, &consent));
	run->result.consent = consent.id;
	TRY(tell_of(run, &consent, error));
	/* Somebody who may look learns where; that somebody may not is told to nobody. */
	if (consent.kind != CONSENT_YES || id_is_none(consent.account)) return STATUS_OK;
	return command_tell(run, consent.account, INBOX_CONSENT, consent.id, error);
}

status command_facts_consent_give(struct command_run *run, struct error *error)
{
	return facts_of_saying(run, CONSENT_YES, error);
}

bool command_judge_consent_give(struct command_run *run)
{
	return judge_saying(run);
}

status command_apply_consent_give(struct command_run *run, struct error *error)
{
	return apply_saying(run, error);
}

status command_facts_consent_object(struct command_run *run, struct error *error)
{
	return facts_of_saying(run, CONSENT_OBJECTION, error);
}

bool command_judge_consent_object(struct command_run *run)
{
	return judge_saying(run);
}

status command_apply_consent_object(struct command_run *run, struct error *error)
{
	return apply_saying(run, error);
}

status command_facts_consent_withdraw(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	facts->consent = (struct consent){
		.region = run->region, .episode = facts->episode.id, .id = run->params->consent};
	return command_get(run, &consent_table, &facts->consent, &facts->consent_known, error);
}

bool command_judge_consent_withdraw(struct command_run *run)
{
	if (!run->facts.consent_known) return command_refuse(run, &consent_verdicts, CONSENT_UNKNOWN);
	return command_verdict(
		run, &consent_verdicts, (int)consent_judge_withdraw(&run->facts.consent));
}

status command_apply_consent_withdraw(struct command_run *run, struct error *error)
{
	struct consent *consent = &run->facts.consent;
	consent->ended_by = run->actor.account;
	consent->ended_ms = run->now_ms;
	TRY(command_touch(run, error));
	TRY(COMMAND_PUT(run, consent_table, consent));
	TRY(tell_of(run, consent, error));
	if (consent->kind != CONSENT_YES || id_is_none(consent->account)) return STATUS_OK;
	return command_tell(run, consent->account, INBOX_NONE, consent->id, error);
}
