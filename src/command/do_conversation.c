/* do_conversation.c - something is said, or said anew.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_run.h"

status command_facts_conversation_tell(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	facts->telling = (struct conversation_telling){
		.person_agrees = run->params->person_agrees, .anew = !id_is_none(run->params->part)};
	TRY(conversation_count(
		run->store, run->region, facts->episode.id, &facts->telling.count, error));
	facts->person = (struct person){.region = run->region, .id = facts->episode.person};
	TRY(command_get(run, &episode_person_table, &facts->person, &facts->person_known, error));
	if (!facts->telling.anew) return STATUS_OK;
	return conversation_find(run->store, run->region, facts->episode.id, run->params->part,
		&facts->saying, &facts->saying_known, run->arena, error);
}

bool command_judge_conversation_tell(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (facts->telling.anew && !facts->saying_known)
		return command_refuse(run, &conversation_verdicts, CONVERSATION_UNKNOWN);
	enum conversation_verdict verdict = conversation_judge_tell(
		&facts->saying, &run->actor, facts->episode.person, &facts->telling);
	if (verdict == CONVERSATION_TOO_MANY) command_parameter_number(run, "max", CONVERSATION_MAX);
	return command_verdict(run, &conversation_verdicts, (int)verdict);
}

status command_apply_conversation_tell(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct person *person = &run->facts.person;
	TRY(command_touch(run, error));
	struct saying saying = {.region = run->region,
		.episode = run->facts.episode.id,
		.id = run->facts.telling.anew ? run->facts.saying.id : id_draw(run->prng),
		.seq = run->facts.episode.version,
		.topic = params->topic,
		.domain = params->domain,
		.author = run->actor.account,
		.at_ms = run->now_ms,
		.words = params->words};
	TRY(COMMAND_PUT(run, conversation_saying_table, &saying));
	run->result.part = saying.id;
	if (params->contact.size > 0 && run->facts.person_known) {
		TRY(command_put_past(run, error));
		person->contact = params->contact;
		TRY(COMMAND_PUT(run, episode_person_table, person));
	}
	struct moment moment = {.thing = saying.id, .code = saying.topic, .words = params->words};
	return command_moment(run, moment, error);
}
