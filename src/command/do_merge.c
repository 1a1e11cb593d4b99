/* do_merge.c - two files that may be of one person: found, taken together, taken apart.
 *
 * A command is about one side's file; of the other its row, its version and a line in its timeline
 * are written too. Neither the needs nor the care managers of either are.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "care/identity.h"
#include "care/knowing.h"
#include "care/merge.h"
#include "command/command_run.h"

/* To who manages the care of this side, also if it is who acts: what they did finds more than they
 * knew. */
static status tell_side(struct command_run *run, struct merge *side, struct error *error)
{
	struct account manager = {0};
	bool known = false;
	TRY(account_find(
		run->store, run->facts.episode.care_manager, &manager, &known, run->arena, error));
	CHECK(known);
	side->told = manager.id;
	return command_notify(run, manager.region, manager.id, INBOX_SAME_PERSON, side->id, error);
}

static status untell_side(struct command_run *run, struct merge *side, struct error *error)
{
	struct account told = {0};
	bool known = false;
	TRY(account_find(run->store, side->told, &told, &known, run->arena, error));
	side->told = id_none;
	if (!known) return STATUS_OK;
	return command_notify(run, told.region, told.id, INBOX_NONE, side->id, error);
}

/* What is done next is done to this episode; returns the one it was before. */
static struct episode turn_to(struct command_run *run, const struct episode *episode)
{
	struct episode before = run->facts.episode;
	run->facts.episode = *episode;
	return before;
}

static status is_full(struct command_run *run, struct id episode, bool *full, struct error *error)
{
	struct merge *open = ARENA_ARRAY(run->arena, struct merge, MERGE_MAX_OPEN);
	size_t count = 0;
	TRY(merge_list_open(run->store, run->region, episode, open, &count, error));
	*full = count == MERGE_MAX_OPEN;
	return STATUS_OK;
}

static status found_with(struct command_run *run, struct id other, struct error *error)
{
	bool known = false, before = false, full = false, other_full = false;
	struct episode second = {.region = run->region, .id = other};
	TRY(command_get(run, &episode_table, &second, &known, error));
	TRY(merge_was_found(run->store, run->region, run->facts.episode.id, second.id, &before, error));
	TRY(is_full(run, run->facts.episode.id, &full, error));
	TRY(is_full(run, second.id, &other_full, error));
	if (!known || before || full || other_full) return STATUS_OK;
	struct merge mine = {.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.other = second.id,
		.found_ms = run->now_ms,
		.changed_ms = run->now_ms};
	merge_move(&mine, MERGE_FIND);
	struct merge theirs = mine;
	theirs.episode = mine.other;
	theirs.other = mine.episode;
	TRY(tell_side(run, &mine, error));
	struct episode first = turn_to(run, &second);
	status code = tell_side(run, &theirs, error);
	turn_to(run, &first);
	TRY(code);
	TRY(COMMAND_PUT(run, merge_table, &mine));
	return COMMAND_PUT(run, merge_table, &theirs);
}

status command_find_same(struct command_run *run, struct error *error)
{
	struct id persons[MERGE_MAX_FOUND];
	size_t count = 0;
	struct identity_match match = {.region = run->region,
		.person = run->facts.episode.person,
		.identity = run->command->identity};
	if (id_is_none(match.identity)) return STATUS_OK;
	TRY(COMMAND_PUT(run, identity_match_table, &match));
	TRY(identity_list_same(run->store, run->region, match.identity, match.person, persons,
		MERGE_MAX_FOUND, &count, error));
	for (size_t i = 0; i < count; i++) {
		struct id episode = id_none;
		bool found = false;
		TRY(merge_find_episode(run->store, run->region, persons[i], &episode, &found, error));
		if (found) TRY(found_with(run, episode, error));
	}
	return STATUS_OK;
}

/* Both sides, and the other side's episode. */
static status facts_of_merge(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	bool known = false;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	facts->merge = (struct merge){
		.region = run->region, .episode = facts->episode.id, .id = run->params->merge};
	TRY(command_get(run, &merge_table, &facts->merge, &facts->merge_known, error));
	if (!facts->merge_known) return STATUS_OK;
	facts->merge_other = (struct merge){
		.region = run->region, .episode = facts->merge.other, .id = run->params->merge};
	TRY(command_get(run, &merge_table, &facts->merge_other, &known, error));
	CHECK(known);
	facts->other_episode = (struct episode){.region = run->region, .id = facts->merge.other};
	TRY(command_get(run, &episode_table, &facts->other_episode, &known, error));
	CHECK(known);
	return STATUS_OK;
}

/* Who manages the care of one file comes into the team of the other. */
static status bring_in(
	struct command_run *run, struct merge *side, const struct episode *other, struct error *error)
{
	bool is_member = false;
	int32_t knows = KNOWS_NOT_SAID;
	const struct care_actor guest = {
		.account = other->care_manager, .kind = other->care_manager_kind};
	TRY(command_is_member(run, guest.account, &is_member, error));
	TRY(command_read_knowing(run, guest.account, &knows, error));
	if (is_member || knows == KNOWS_NOTHING) return STATUS_OK;
	side->guest = guest.account;
	return command_put_member(run, &guest, WAY_MERGED, error);
}

status command_holds_something(
	struct command_run *run, struct id account, bool *holds, struct error *error)
{
	struct consult advice[CONSULT_MAX_OPEN];
	struct step step;
	size_t count = 0;
	struct team_ties *ties = &run->facts.ties;
	TRY(command_load_ties(run, account, error));
	*holds = ties->is_care_manager || ties->bears > 0 || ties->before_contact > 0 ||
		ties->holds_along > 0;
	TRY(file_list_steps_of(run->store, run->region, run->facts.episode.id, account, &step, 1,
		&count, run->arena, error));
	*holds = *holds || count > 0;
	TRY(file_list_consults_with(run->store, run->region, run->facts.episode.id, account, advice,
		&count, run->arena, error));
	*holds = *holds || count > 0;
	return STATUS_OK;
}

/* Who came in by it goes, unless they came to hold something, or were asked in since. */
static status let_guest_go(struct command_run *run, struct merge *side, struct error *error)
{
	struct member member = {
		.region = run->region, .episode = run->facts.episode.id, .account = side->guest};
	bool known = false, holds = false;
	side->guest = id_none;
	if (id_is_none(member.account)) return STATUS_OK;
	TRY(command_get(run, &team_member_table, &member, &known, error));
	if (!known || member.left_ms != 0 || member.way != WAY_MERGED) return STATUS_OK;
	TRY(command_holds_something(run, member.account, &holds, error));
	if (holds) return STATUS_OK;
	TRY(command_leave_behind(run, member.account, error));
	member.left_ms = run->now_ms;
	return COMMAND_PUT(run, team_member_table, &member);
}

/* The other side of a pair, and its episode. */
static status read_other(struct command_run *run, const struct merge *mine, struct merge *theirs,
	struct episode *other, struct error *error)
{
	*theirs = (struct merge){.region = mine->region, .episode = mine->other, .id = mine->id};
	*other = (struct episode){.region = mine->region, .id = mine->other};
	TRY(store_record_get(run->store, &merge_table, theirs, run->arena, error));
	return store_record_get(run->store, &episode_table, other, run->arena, error);
}

static status rest_side(struct command_run *run, struct merge *side, struct error *error)
{
	if (id_is_none(side->told)) return STATUS_OK;
	TRY(untell_side(run, side, error));
	return COMMAND_PUT(run, merge_table, side);
}

/* Each side that has not said it yet is asked again. */
static status ask_again(
	struct command_run *run, struct merge *side, const struct episode *of, struct error *error)
{
	if (side->said) return STATUS_OK;
	struct episode mine = turn_to(run, of);
	status code = tell_side(run, side, error);
	turn_to(run, &mine);
	TRY(code);
	return COMMAND_PUT(run, merge_table, side);
}

static status wake_pair(struct command_run *run, struct merge *mine, struct error *error)
{
	struct merge theirs;
	struct episode other, own = run->facts.episode;
	TRY(read_other(run, mine, &theirs, &other, error));
	if (episode_judge_open(&other) != EPISODE_OK) return STATUS_OK;
	if (mine->state == MERGE_MERGED) {
		mine->guest = id_none;
		TRY(bring_in(run, mine, &other, error));
		return COMMAND_PUT(run, merge_table, mine);
	}
	TRY(ask_again(run, mine, &own, error));
	return ask_again(run, &theirs, &other, error);
}

static status rest_pair(struct command_run *run, struct merge *mine, struct error *error)
{
	struct merge theirs;
	struct episode other;
	if (mine->state == MERGE_MERGED) return STATUS_OK;
	TRY(read_other(run, mine, &theirs, &other, error));
	TRY(rest_side(run, mine, error));
	return rest_side(run, &theirs, error);
}

status command_turn_pairs(struct command_run *run, bool back, struct error *error)
{
	struct merge *open = ARENA_ARRAY(run->arena, struct merge, MERGE_MAX_OPEN);
	size_t count = 0;
	TRY(merge_list_open(run->store, run->region, run->facts.episode.id, open, &count, error));
	for (size_t i = 0; i < count; i++) {
		status code = back ? wake_pair(run, &open[i], error) : rest_pair(run, &open[i], error);
		TRY(code);
	}
	return STATUS_OK;
}

/* Who managed the care of both files had one item for the two, and still manages the other. */
static status keep_other(
	struct command_run *run, const struct merge *mine, struct id told, struct error *error)
{
	struct merge theirs;
	struct episode other;
	TRY(read_other(run, mine, &theirs, &other, error));
	if (!id_equal(theirs.told, told)) return STATUS_OK;
	struct episode own = turn_to(run, &other);
	status code = tell_side(run, &theirs, error);
	turn_to(run, &own);
	return code;
}

status command_pass_pairs(struct command_run *run, struct error *error)
{
	struct merge *open = ARENA_ARRAY(run->arena, struct merge, MERGE_MAX_OPEN);
	struct id manager = run->facts.episode.care_manager;
	size_t count = 0;
	TRY(merge_list_open(run->store, run->region, run->facts.episode.id, open, &count, error));
	for (size_t i = 0; i < count; i++) {
		struct id told = open[i].told;
		if (id_is_none(told) || id_equal(told, manager)) continue;
		TRY(command_lay_with(run, told, manager, INBOX_SAME_PERSON, open[i].id, error));
		TRY(keep_other(run, &open[i], told, error));
		open[i].told = manager;
		TRY(COMMAND_PUT(run, merge_table, &open[i]));
	}
	return STATUS_OK;
}

/* One side of what happens to a pair: its row, team, version and timeline. */
static status end_side(struct command_run *run, struct merge *side, const struct episode *other,
	enum merge_event event, struct error *error)
{
	merge_move(side, event);
	side->changed_ms = run->now_ms;
	TRY(command_touch(run, error));
	if (event == MERGE_CONFIRM_BOTH) TRY(bring_in(run, side, other, error));
	if (event == MERGE_UNDO) TRY(let_guest_go(run, side, error));
	if (!id_is_none(side->told)) TRY(untell_side(run, side, error));
	TRY(COMMAND_PUT(run, merge_table, side));
	struct moment moment = {.thing = side->id, .code = side->state};
	/* Words stay where they were said: they are sealed for that file. */
	if (side == &run->facts.merge) moment.words = run->params->words;
	/* Who said so on the one side is nobody's in a file that it never was one with. */
	run->unnamed = event == MERGE_KEEP_APART && side == &run->facts.merge_other;
	status code = command_moment(run, moment, error);
	run->unnamed = false;
	return code;
}

/* The other side first: what is answered is of the file that was named. */
static status end_both(struct command_run *run, enum merge_event event, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct episode other = facts->other_episode, mine = turn_to(run, &other);
	run->also_touched = other.id;
	status code = end_side(run, &facts->merge_other, &mine, event, error);
	other = turn_to(run, &mine);
	TRY(code);
	return end_side(run, &facts->merge, &other, event, error);
}

/* One side has said it: the other has to. */
static status ask_other_side(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	merge_move(&facts->merge, MERGE_CONFIRM);
	merge_move(&facts->merge_other, MERGE_CONFIRM);
	TRY(command_touch(run, error));
	if (!id_is_none(facts->merge.told)) TRY(untell_side(run, &facts->merge, error));
	if (!id_is_none(facts->merge_other.told)) TRY(untell_side(run, &facts->merge_other, error));
	struct episode other = facts->other_episode, mine = turn_to(run, &other);
	status code = tell_side(run, &facts->merge_other, error);
	turn_to(run, &mine);
	TRY(code);
	TRY(COMMAND_PUT(run, merge_table, &facts->merge_other));
	TRY(COMMAND_PUT(run, merge_table, &facts->merge));
	struct moment moment = {
		.thing = facts->merge.id, .code = facts->merge.state, .words = run->params->words};
	return command_moment(run, moment, error);
}

status command_facts_merge_confirm(struct command_run *run, struct error *error)
{
	return facts_of_merge(run, error);
}

bool command_judge_merge_confirm(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->merge_known) return command_refuse(run, &merge_verdicts, MERGE_UNKNOWN);
	enum merge_verdict verdict = merge_judge_confirm(&facts->merge, &run->actor,
		facts->episode.person, facts->episode.care_manager, run->params->person_agrees);
	/* Nobody manages the care of what is closed, and nobody comes into its team. */
	if (verdict == MERGE_OK && episode_judge_open(&facts->other_episode) != EPISODE_OK)
		verdict = MERGE_NOT_NOW;
	return command_verdict(run, &merge_verdicts, (int)verdict);
}

status command_apply_merge_confirm(struct command_run *run, struct error *error)
{
	struct merge *mine = &run->facts.merge;
	mine->said = true;
	mine->said_by = run->actor.account;
	mine->changed_ms = run->now_ms;
	if (mine->state == MERGE_ASKED) return end_both(run, MERGE_CONFIRM_BOTH, error);
	return ask_other_side(run, error);
}

static bool judge_end(struct command_run *run, enum merge_event event)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->merge_known) return command_refuse(run, &merge_verdicts, MERGE_UNKNOWN);
	return command_verdict(run, &merge_verdicts,
		(int)merge_judge_end(
			&facts->merge, event, &run->actor, facts->episode.person, facts->episode.care_manager));
}

status command_facts_merge_apart(struct command_run *run, struct error *error)
{
	return facts_of_merge(run, error);
}

bool command_judge_merge_apart(struct command_run *run)
{
	return judge_end(run, MERGE_KEEP_APART);
}

status command_apply_merge_apart(struct command_run *run, struct error *error)
{
	return end_both(run, MERGE_KEEP_APART, error);
}

status command_facts_merge_undo(struct command_run *run, struct error *error)
{
	return facts_of_merge(run, error);
}

bool command_judge_merge_undo(struct command_run *run)
{
	return judge_end(run, MERGE_UNDO);
}

status command_apply_merge_undo(struct command_run *run, struct error *error)
{
	return end_both(run, MERGE_UNDO, error);
}
