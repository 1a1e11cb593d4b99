/* do_moment.c - a line of the timeline is put right: what was written stays, and what is right is a
 * line of its own.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_run.h"

status command_facts_moment_correct(struct command_run *run, struct error *error)
{
	struct moment *moment = &run->facts.moment;
	TRY(command_load_episode(run, error));
	if (!run->facts.episode_known) return STATUS_OK;
	*moment = (struct moment){.region = run->region,
		.episode = run->facts.episode.id,
		.seq = run->params->nth,
		.part = run->params->places};
	return command_get(run, &moment_table, moment, &run->facts.moment_known, error);
}

bool command_judge_moment_correct(struct command_run *run)
{
	return command_verdict(run, &moment_verdicts,
		(int)moment_judge_correct(
			&run->actor, run->facts.episode.person, run->facts.moment_known, &run->facts.moment));
}

status command_apply_moment_correct(struct command_run *run, struct error *error)
{
	const struct moment *wrong = &run->facts.moment;
	TRY(command_touch(run, error));
	struct moment moment = {.whom = wrong->who,
		.need = wrong->need,
		.code = wrong->part,
		.second = run->params->nth,
		.words = run->params->words};
	return command_moment(run, moment, error);
}
