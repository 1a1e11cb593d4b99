/* do_look.c - looks at a file, and what was seen in an inbox.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "care/caseload.h"
#include "command/command_outbox.h"
#include "command/command_run.h"

status command_facts_look_episode(struct command_run *run, struct error *error)
{
	return command_load_episode(run, error);
}

bool command_judge_look_episode(struct command_run *run)
{
	(void)run;
	return true;
}

status command_facts_look_offer(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_episode(run, error));
	TRY(command_load_handover(run, error));
	/* Words of an offer are of the story: who is near reads what they offered or were asked. */
	if (!id_equal(facts->handover.sender, run->actor.account) &&
		!id_equal(facts->handover.to_account, run->actor.account))
		facts->relations &= ~(unsigned)RELATION_NEAR;
	return STATUS_OK;
}

bool command_judge_look_offer(struct command_run *run)
{
	if (!run->facts.handover_known)
		return command_refuse(run, &handover_verdicts, HANDOVER_UNKNOWN);
	return true;
}

status command_facts_look_join(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	return command_load_join(run, error);
}

bool command_judge_look_join(struct command_run *run)
{
	if (!run->facts.join_known) return command_refuse(run, &join_verdicts, JOIN_UNKNOWN);
	return true;
}

status command_facts_look_own(struct command_run *run, struct error *error)
{
	return command_load_actor(run, error);
}

bool command_judge_look_own(struct command_run *run)
{
	(void)run;
	return true;
}

status command_list_caseload(struct command_run *run, bool *again, struct error *error)
{
	const struct command_params *params = run->params;
	const struct caseload_position after = {params->number, params->thing};
	size_t count = 0;
	CHECK(params->places >= 0 && params->places <= CASELOAD_PAGE);
	struct caseload_row *rows =
		ARENA_ARRAY(run->arena, struct caseload_row, (size_t)params->places + 1);
	TRY(caseload_list(run->store, run->region, run->actor.account, after, params->places, rows,
		&count, run->arena, error));
	*again = true;
	for (size_t i = 0; i < count; i++) {
		bool known = false;
		struct look look = {.region = run->region,
			.subject = rows[i].person,
			.actor = run->actor.account,
			.part = PART_CASELOAD,
			.purpose = LOOK_CASELOAD,
			.bucket = run->now_ms / LOOK_QUARTER_MS};
		struct look kept = look;
		TRY(command_get(run, &look_table, &kept, &known, error));
		if (known) continue;
		look.seq = run->journal_seq;
		look.at_ms = run->now_ms;
		look.ground = (int32_t)run->ground;
		look.episode = rows[i].episode;
		TRY(COMMAND_PUT(run, look_table, &look));
		*again = false;
	}
	return STATUS_OK;
}

/* A person with an open question in this region is at home there. */
status command_facts_look_colleagues(struct command_run *run, struct error *error)
{
	struct id episode = id_none;
	bool found = false;
	TRY(command_load_actor(run, error));
	if ((run->facts.relations & RELATION_SIGNED_IN) == 0 || run->actor.kind != MEMBER_PERSON)
		return STATUS_OK;
	TRY(merge_find_episode(run->store, run->region, run->actor.account, &episode, &found, error));
	if (found) run->facts.relations |= RELATION_SELF;
	return STATUS_OK;
}

bool command_judge_look_colleagues(struct command_run *run)
{
	(void)run;
	return true;
}

status command_facts_inbox_seen(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	facts->item = (struct inbox_item){
		.region = run->region, .receiver = run->actor.account, .thing = run->params->thing};
	return command_get(run, &inbox_table, &facts->item, &facts->item_known, error);
}

bool command_judge_inbox_seen(struct command_run *run)
{
	enum inbox_verdict verdict =
		inbox_judge_seen(run->facts.item_known, (enum inbox_kind)run->facts.item.kind);
	return command_verdict(run, &inbox_verdicts, (int)verdict);
}

status command_apply_inbox_seen(struct command_run *run, struct error *error)
{
	return COMMAND_REMOVE(run, inbox_table, &run->facts.item);
}
