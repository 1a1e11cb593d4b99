/* do_identity.c - who somebody is: said later, put right; and who the other is of whom a relative
 * tells.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/identity.h"
#include "care/report.h"
#include "command/command_run.h"

status command_facts_person_identify(struct command_run *run, struct error *error)
{
	struct person *person = &run->facts.person;
	TRY(command_load_episode(run, error));
	if (!run->facts.episode_known) return STATUS_OK;
	person->region = run->region;
	person->id = run->facts.episode.person;
	return store_record_get(run->store, &episode_person_table, person, run->arena, error);
}

bool command_judge_person_identify(struct command_run *run)
{
	const struct command_params *params = run->params;
	bool says = params->name.size > 0 || params->birth.size > 0 || params->contact.size > 0 ||
		params->municipality != 0;
	return command_verdict(run, &identity_verdicts,
		(int)identity_judge_say(
			&run->actor, run->facts.episode.person, says, params->person_agrees));
}

status command_put_past(struct command_run *run, struct error *error)
{
	const struct person *person = &run->facts.person;
	struct identity_past past = {.region = person->region,
		.person = person->id,
		.seq = run->journal_seq,
		.until_ms = run->now_ms,
		.changed_by = run->actor.account,
		.municipality = person->municipality,
		.name = person->name,
		.contact = person->contact,
		.birth = person->birth};
	return COMMAND_PUT(run, identity_past_table, &past);
}

/* What was said before is kept; what is not said now stays as it is. */
static status put_person(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct person *person = &run->facts.person;
	TRY(command_put_past(run, error));
	if (params->name.size > 0) person->name = params->name;
	if (params->birth.size > 0) person->birth = params->birth;
	if (params->contact.size > 0) person->contact = params->contact;
	if (params->municipality != 0) person->municipality = params->municipality;
	return COMMAND_PUT(run, episode_person_table, person);
}

/* Everybody who works with them reads the name that they have now. */
static status put_name(struct command_run *run, struct error *error)
{
	struct account account = {.region = run->region, .id = run->facts.episode.person};
	if (run->params->name.size == 0) return STATUS_OK;
	TRY(store_record_get(run->store, &account_table, &account, run->arena, error));
	account.name = run->params->name;
	return COMMAND_PUT(run, account_table, &account);
}

status command_apply_person_identify(struct command_run *run, struct error *error)
{
	TRY(put_person(run, error));
	TRY(put_name(run, error));
	TRY(command_touch(run, error));
	struct moment moment = {.whom = run->facts.episode.person, .words = run->params->words};
	TRY(command_moment(run, moment, error));
	return command_find_same(run, error);
}

status command_facts_look_identity(struct command_run *run, struct error *error)
{
	return command_load_episode(run, error);
}

bool command_judge_look_identity(struct command_run *run)
{
	return command_verdict(
		run, &identity_verdicts, (int)identity_judge_look(&run->actor, run->facts.episode.person));
}

/* Who brought it in, and is not in the team. */
status command_facts_look_receipt(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	if (facts->episode_known && (facts->relations & RELATION_SIGNED_IN) != 0 &&
		id_equal(facts->episode.entered_by, run->actor.account))
		facts->relations |= RELATION_ENTERED;
	return STATUS_OK;
}

bool command_judge_look_receipt(struct command_run *run)
{
	(void)run;
	return true;
}

/* Danger matters to the team too here. */
status command_facts_look_about(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	if (!run->facts.episode_known) return STATUS_OK;
	return file_in_danger(
		run->store, run->region, run->facts.episode.id, &run->facts.in_danger, error);
}

bool command_judge_look_about(struct command_run *run)
{
	(void)run;
	return true;
}
