/* command_look.c - looks, decided where they are read.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_look.h"
#include "base/check.h"
#include "base/date.h"
#include "command/command_run.h"

status command_look_decide(struct command *command, struct store *store,
	const struct region *division, int64_t now_ms, struct arena *arena, struct error *error)
{
	CHECK(command->entry->is_look);
	struct command_run *run = ARENA_NEW(arena, struct command_run);
	*run = (struct command_run){.command = command,
		.params = &command->params,
		.store = store,
		.arena = arena,
		.division = division,
		.now_ms = now_ms,
		.today = date_day_of(now_ms),
		.region = command->region,
		.roster_touched = -1};
	command->reply = (struct command_reply){.outcome = OUTCOME_REFUSED};
	TRY(command->entry->facts(run, error));
	if (command_may(run) && command->entry->judge(run)) command->reply.outcome = OUTCOME_DONE;
	command->reply.refusal = run->refusal;
	command->reply.result.person =
		run->facts.episode_known ? run->facts.episode.person : run->actor.account;
	command->reply.result.episode = run->facts.episode_known ? run->facts.episode.id : id_none;
	command->reply.ground = run->ground;
	command->reply.parts =
		run->ground == GROUND_CONSENT ? run->facts.consented : (unsigned)FILE_WHOLE;
	command->reply.result.version =
		command_shows_version(command->entry) ? run->facts.episode.version : 0;
	return STATUS_OK;
}
