/* command_shared.c - facts and effects that many commands share.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/date.h"
#include "care/knowing.h"
#include "command/command_entry.h"
#include "command/command_outbox.h"
#include "command/command_run.h"

bool command_refuse(struct command_run *run, const struct verdict_list *list, int verdict)
{
	CHECK(verdict > 0 && verdict < list->count);
	run->refusal.list = list;
	run->refusal.verdict = verdict;
	return false;
}

bool command_verdict(struct command_run *run, const struct verdict_list *list, int verdict)
{
	return verdict == 0 ? true : command_refuse(run, list, verdict);
}

bool command_may(struct command_run *run)
{
	const struct command_entry *entry = run->command->entry;
	const struct access_question question = {.part = entry->part,
		.verb = entry->verb,
		.relations = run->facts.relations,
		.in_danger = run->facts.in_danger,
		.today = run->today,
		.parts = command_parts_of(entry),
		.consent_over = run->facts.consent_over};
	return command_verdict(run, &access_verdicts, (int)access_decide(&question, &run->ground));
}

static struct verdict_parameter *add_parameter(struct command_run *run, const char *name)
{
	struct refusal *refusal = &run->refusal;
	CHECK(refusal->count < VERDICT_MAX_PARAMETERS);
	struct verdict_parameter *parameter = &refusal->parameters[refusal->count++];
	*parameter = (struct verdict_parameter){.name = name};
	return parameter;
}

void command_parameter_day(struct command_run *run, const char *name, int32_t day)
{
	struct verdict_parameter *parameter = add_parameter(run, name);
	parameter->form = VERDICT_DAY;
	parameter->number = day;
}

void command_parameter_number(struct command_run *run, const char *name, int64_t number)
{
	struct verdict_parameter *parameter = add_parameter(run, name);
	parameter->form = VERDICT_NUMBER;
	parameter->number = number;
}

void command_parameter_code(struct command_run *run, const char *name, const char *code)
{
	struct verdict_parameter *parameter = add_parameter(run, name);
	parameter->form = VERDICT_CODE;
	parameter->code = code;
}

status command_get(struct command_run *run, const struct store_table *table, void *record,
	bool *known, struct error *error)
{
	struct error absent = {0};
	status code = store_record_get(run->store, table, record, run->arena, &absent);
	*known = code == STATUS_OK;
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	if (error != NULL) *error = absent;
	return code;
}

/* A session that ended while its command waited does nothing any more. Ending one judges it
 * itself. */
static status load_session(struct command_run *run, bool *is_open, struct error *error)
{
	const struct command *command = run->command;
	struct session session = {.region = command->actor_region, .id = command->session};
	bool known = false;
	*is_open = true;
	if (id_is_none(command->session) || command->entry->number == COMMAND_SESSION_END)
		return STATUS_OK;
	TRY(command_get(run, &session_table, &session, &known, error));
	*is_open = known && session_judge_use(&session, &run->facts.actor, run->now_ms) == SESSION_OK;
	/* A new code ends what began with the one before it. */
	if (known && session.way == SESSION_BY_CODE && !id_is_none(command->actor_code) &&
		!id_equal(command->actor_code, run->facts.actor.code_index))
		*is_open = false;
	return STATUS_OK;
}

status command_load_actor(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	facts->relations = RELATION_ANYBODY;
	if (run->command->by_program) facts->relations |= RELATION_PROGRAM;
	if (id_is_none(run->command->actor)) return STATUS_OK;
	facts->actor.region = run->command->actor_region;
	facts->actor.id = run->command->actor;
	TRY(command_get(run, &account_table, &facts->actor, &facts->actor_known, error));
	if (!facts->actor_known || facts->actor.ended_ms != 0) return STATUS_OK;
	bool is_open = false;
	TRY(load_session(run, &is_open, error));
	if (!is_open) return STATUS_OK;
	facts->relations |= RELATION_SIGNED_IN;
	run->actor = (struct care_actor){facts->actor.id, facts->actor.kind, facts->actor.organisation};
	if (account_is_colleague(&facts->actor)) facts->relations |= RELATION_COLLEAGUE;
	if (facts->actor.kind == MEMBER_ADMINISTRATOR &&
		(facts->actor.region == 0 || facts->actor.region == run->region))
		facts->relations |= RELATION_ADMINISTRATOR;
	return STATUS_OK;
}

status command_is_member(
	struct command_run *run, struct id account, bool *is_member, struct error *error)
{
	struct member member = {
		.region = run->region, .episode = run->facts.episode.id, .account = account};
	bool known = false;
	*is_member = false;
	if (id_is_none(account)) return STATUS_OK;
	TRY(command_get(run, &team_member_table, &member, &known, error));
	*is_member = known && member.left_ms == 0;
	return STATUS_OK;
}

/* In the team: who helps knows all that the team knows; of others it is said, or follows from who
 * they are. Who is kept out of sight is a stranger here, whatever else they are. */
static status load_member_relation(struct command_run *run, bool *is_member, struct error *error)
{
	struct member member = {
		.region = run->region, .episode = run->facts.episode.id, .account = run->actor.account};
	bool known = false;
	int32_t said = KNOWS_NOT_SAID;
	TRY(command_get(run, &team_member_table, &member, &known, error));
	*is_member = known && member.left_ms == 0;
	bool helps = run->actor.kind == MEMBER_PROFESSIONAL || run->actor.kind == MEMBER_PEER;
	if (!*is_member || !helps) TRY(command_read_knowing(run, run->actor.account, &said, error));
	run->facts.out_of_sight = !*is_member && said == KNOWS_NOTHING;
	if (!*is_member) return STATUS_OK;
	bool knows_all = knowing_of(said, run->actor.kind, member.way) == KNOWS_ALL;
	run->facts.relations |= knows_all ? RELATION_MEMBER : RELATION_NEAR;
	if (knows_all && member.way == WAY_REPRESENTS) run->facts.relations |= RELATION_REPRESENTS;
	return STATUS_OK;
}

/* Another file of theirs. */
static status load_same_relation(struct command_run *run, struct error *error)
{
	bool same = false;
	TRY(merge_is_same(
		run->store, run->region, run->facts.episode.id, run->actor.account, &same, error));
	if (same) run->facts.relations |= RELATION_SAME;
	return STATUS_OK;
}

/* The duty relation only matters to somebody who is not in the team. */
static status load_duty_relation(struct command_run *run, struct error *error)
{
	struct roster_place place = {.region = run->region, .account = run->actor.account};
	bool on_roster = false;
	TRY(command_get(run, &roster_table, &place, &on_roster, error));
	if (!on_roster) return STATUS_OK;
	run->facts.relations |= RELATION_DUTY;
	return file_in_danger(
		run->store, run->region, run->facts.episode.id, &run->facts.in_danger, error);
}

status command_load_episode(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	bool is_member = false;
	TRY(command_load_actor(run, error));
	facts->episode.region = run->region;
	facts->episode.id = run->params->episode;
	TRY(command_get(run, &episode_table, &facts->episode, &facts->episode_known, error));
	if (!facts->episode_known || (facts->relations & RELATION_SIGNED_IN) == 0) return STATUS_OK;
	if (id_equal(facts->episode.person, run->actor.account)) facts->relations |= RELATION_SELF;
	TRY(load_member_relation(run, &is_member, error));
	if (is_member || facts->out_of_sight) return STATUS_OK;
	if (run->actor.kind == MEMBER_PERSON) return load_same_relation(run, error);
	TRY(command_load_consent(run, error));
	return load_duty_relation(run, error);
}

status command_load_need(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	if (id_is_none(run->params->need) || !facts->episode_known) return STATUS_OK;
	facts->need.region = run->region;
	facts->need.episode = facts->episode.id;
	facts->need.id = run->params->need;
	return command_get(run, &need_table, &facts->need, &facts->need_known, error);
}

status command_load_handover(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	facts->handover.region = run->region;
	facts->handover.episode = facts->episode.id;
	facts->handover.id = run->params->handover;
	if (!facts->episode_known) return STATUS_OK;
	TRY(command_get(run, &handover_table, &facts->handover, &facts->handover_known, error));
	if (!facts->handover_known) return STATUS_OK;
	struct service service = {0};
	bool known = false;
	TRY(directory_find_service(
		run->store, facts->handover.to_service, &service, &known, run->arena, error));
	facts->service_region = service.region;
	facts->service_organisation = service.organisation;
	if (!facts->out_of_sight && facts->handover.state == HANDOVER_OFFERED &&
		(facts->relations & RELATION_SIGNED_IN) != 0 &&
		handover_is_receiver(&facts->handover, &run->actor, facts->service_organisation))
		facts->relations |= RELATION_ASKED;
	if (id_is_none(facts->handover.need)) return STATUS_OK;
	facts->need.region = run->region;
	facts->need.episode = facts->episode.id;
	facts->need.id = facts->handover.need;
	return command_get(run, &need_table, &facts->need, &facts->need_known, error);
}

status command_load_consult(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	facts->consult.region = run->region;
	facts->consult.episode = facts->episode.id;
	facts->consult.id = run->params->consult;
	if (!facts->episode_known) return STATUS_OK;
	TRY(command_get(run, &consult_table, &facts->consult, &facts->consult_known, error));
	if (!facts->consult_known) return STATUS_OK;
	struct service service = {0};
	bool known = false;
	TRY(directory_find_service(
		run->store, facts->consult.to_service, &service, &known, run->arena, error));
	facts->service_region = service.region;
	facts->service_organisation = service.organisation;
	if (!facts->out_of_sight && (facts->relations & RELATION_SIGNED_IN) != 0 &&
		consult_is_receiver(&facts->consult, &run->actor, facts->service_organisation))
		facts->relations |= RELATION_ASKED;
	return STATUS_OK;
}

status command_load_join(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	facts->join.region = run->region;
	facts->join.episode = facts->episode.id;
	facts->join.id = run->params->join;
	if (!facts->episode_known) return STATUS_OK;
	TRY(command_get(run, &join_table, &facts->join, &facts->join_known, error));
	if (!facts->out_of_sight && facts->join_known && facts->join.state == JOIN_ASKED &&
		(facts->relations & RELATION_SIGNED_IN) != 0 &&
		id_equal(facts->join.account, run->actor.account))
		facts->relations |= RELATION_ASKED;
	return STATUS_OK;
}

static status load_receiving_service(struct command_run *run, struct error *error)
{
	struct service service = {0};
	bool known = false, is_live = false;
	TRY(directory_find_service(
		run->store, run->params->service, &service, &known, run->arena, error));
	TRY(command_entry_is_live(run, service.region, service.id, &is_live, error));
	run->facts.service_region = service.region;
	run->facts.service_organisation = service.organisation;
	run->facts.receiver = (struct handover_receiver){.known = known && is_live,
		.kind = MEMBER_PROFESSIONAL,
		.organisation = service.organisation};
	return STATUS_OK;
}

status command_load_receiver(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	if (!id_is_none(run->params->service) && id_is_none(run->params->account))
		return load_receiving_service(run, error);
	TRY(account_find(
		run->store, run->params->account, &facts->other, &facts->other_known, run->arena, error));
	int32_t knows = KNOWS_NOT_SAID;
	if (facts->episode_known && facts->other_known)
		TRY(command_read_knowing(run, facts->other.id, &knows, error));
	bool in_team = facts->other.kind != MEMBER_ADMINISTRATOR && knows != KNOWS_NOTHING;
	facts->receiver = (struct handover_receiver){.known = facts->other_known && in_team,
		.ended = facts->other.ended_ms != 0,
		.kind = facts->other.kind,
		.organisation = facts->other.organisation};
	return STATUS_OK;
}

status command_load_ties(struct command_run *run, struct id account, struct error *error)
{
	struct team_ties *ties = &run->facts.ties;
	const struct episode *episode = &run->facts.episode;
	TRY(command_is_member(run, account, &ties->is_member, error));
	ties->is_care_manager = id_equal(episode->care_manager, account);
	return file_count_ties(run->store, run->region, episode->id, account, ties, error);
}

status command_load_duty(struct command_run *run, struct error *error)
{
	struct account account = {0};
	bool known = false;
	TRY(roster_next(
		run->store, run->region, run->facts.episode.id, &run->facts.duty, run->arena, error));
	TRY(account_find(run->store, run->facts.duty.account, &account, &known, run->arena, error));
	run->facts.duty_home = known ? account.region : run->facts.duty.region;
	return STATUS_OK;
}

status command_put_member(
	struct command_run *run, const struct care_actor *who, enum member_way way, struct error *error)
{
	struct member member = {
		.region = run->region, .episode = run->facts.episode.id, .account = who->account};
	bool known = false;
	TRY(command_get(run, &team_member_table, &member, &known, error));
	if (!known || member.left_ms != 0) member.since_ms = run->now_ms;
	member.kind = who->kind;
	member.way = (int32_t)way;
	member.left_ms = 0;
	return COMMAND_PUT(run, team_member_table, &member);
}

status command_touch(struct command_run *run, struct error *error)
{
	struct episode *episode = &run->facts.episode;
	episode->version++;
	run->episode_touched = true;
	run->result.episode = episode->id;
	run->result.version = episode->version;
	return COMMAND_PUT(run, episode_table, episode);
}

static status put_moment(struct command_run *run, struct moment *moment, struct error *error)
{
	moment->region = run->region;
	moment->episode = run->facts.episode.id;
	moment->seq = run->facts.episode.version;
	moment->part = run->part++;
	moment->at_ms = run->now_ms;
	moment->effective_day = run->today;
	return COMMAND_PUT(run, moment_table, moment);
}

status command_moment_by_rule(
	struct command_run *run, int32_t kind, struct moment moment, struct error *error)
{
	moment.kind = kind;
	return put_moment(run, &moment, error);
}

status command_moment(struct command_run *run, struct moment moment, struct error *error)
{
	moment.kind = (int32_t)run->command->entry->number;
	moment.who = run->unnamed ? id_none : run->command->actor;
	return put_moment(run, &moment, error);
}

status command_due(struct command_run *run, enum due_kind kind, struct id thing, int64_t due_ms,
	struct error *error)
{
	struct due due = {.region = run->region,
		.kind = (int32_t)kind,
		.thing = thing,
		.episode = run->facts.episode.id,
		.due_ms = due_ms};
	return COMMAND_PUT(run, moment_due_table, &due);
}

status command_due_end(struct command_run *run, enum due_kind kind, struct id thing, int64_t due_ms,
	struct error *error)
{
	struct due due = {
		.due_ms = due_ms, .region = run->region, .kind = (int32_t)kind, .thing = thing};
	return COMMAND_REMOVE(run, moment_due_table, &due);
}

/* Whoever was asked for a first contact is no longer waited for in their inbox; nor who had duty,
 * where an earlier version of this program told them so. The item is of the whole episode: it stays
 * for as long as another need of it waits for them. */
static status end_question(struct command_run *run, const struct step *step, struct error *error)
{
	int64_t others = 0;
	TRY(file_count_waiting(
		run->store, run->region, step->episode, step->who, step->id, &others, error));
	if (others > 0) return STATUS_OK;
	return command_tell(run, step->who, INBOX_NONE, step->episode, error);
}

static status untell_organisation(
	struct command_run *run, const struct need *need, const struct step *step, struct error *error)
{
	struct account bearer = {0};
	bool known = false;
	TRY(account_find(run->store, need->bearer, &bearer, &known, run->arena, error));
	if (!known) return STATUS_OK;
	return command_notify(run, bearer.region, bearer.organisation, INBOX_NONE, step->id, error);
}

/* Whose it was, who bore the need while it was late (the row still says so), and whom the clock
 * told after them. */
static status end_late(struct command_run *run, const struct step *step, struct error *error)
{
	struct need need = {.region = run->region, .episode = step->episode, .id = step->need};
	TRY(store_record_get(run->store, &need_table, &need, run->arena, error));
	TRY(command_tell(run, step->who, INBOX_NONE, step->id, error));
	if (step->late >= STEP_LATE_ORGANISATION) TRY(untell_organisation(run, &need, step, error));
	if (!id_is_none(step->told_to))
		TRY(command_tell(run, step->told_to, INBOX_NONE, step->id, error));
	if (id_equal(need.bearer, step->who)) return STATUS_OK;
	return command_tell(run, need.bearer, INBOX_NONE, step->id, error);
}

static status take_from_inbox(struct command_run *run, const struct step *step, struct error *error)
{
	if (step->late) TRY(end_late(run, step, error));
	if (step->kind == STEP_DUTY) TRY(command_tell(run, step->who, INBOX_NONE, step->need, error));
	if (step->kind == STEP_FIRST_CONTACT || step->kind == STEP_DUTY)
		return end_question(run, step, error);
	if (step->kind != STEP_TAKE_BACK) return STATUS_OK;
	return command_tell(run, step->who, INBOX_NONE, step->need, error);
}

status command_untell_bearer(struct command_run *run, const struct need *need, struct error *error)
{
	if (need->bearer_kind == MEMBER_PROFESSIONAL || !id_is_none(need->step)) return STATUS_OK;
	return command_tell(run, need->bearer, INBOX_NONE, need->id, error);
}

status command_end_step(
	struct command_run *run, struct need *need, enum step_state state, struct error *error)
{
	if (id_is_none(need->step)) return STATUS_OK;
	struct step step = {.region = run->region, .episode = need->episode, .id = need->step};
	bool known = false;
	TRY(command_get(run, &step_table, &step, &known, error));
	CHECK(known && step.state == STEP_OPEN);
	TRY(take_from_inbox(run, &step, error));
	step.state = (int32_t)state;
	step.ended_ms = run->now_ms;
	need->step = id_none;
	TRY(command_due_end(run, DUE_STEP, step.id, step_due_ms(&step), error));
	return COMMAND_PUT(run, step_table, &step);
}

status command_put_step(
	struct command_run *run, struct need *need, struct step step, struct error *error)
{
	TRY(command_end_step(run, need, STEP_REPLACED, error));
	step.region = run->region;
	step.id = id_draw(run->prng);
	step.episode = need->episode;
	step.need = need->id;
	step.state = STEP_OPEN;
	step.made_ms = run->now_ms;
	need->step = step.id;
	run->result.step = step.id;
	run->result.day = step.due_day;
	TRY(command_due(run, DUE_STEP, step.id, step_due_ms(&step), error));
	return COMMAND_PUT(run, step_table, &step);
}

status command_notify(struct command_run *run, int32_t to_region, struct id receiver,
	enum inbox_kind kind, struct id thing, struct error *error)
{
	CHECK(run->outbox_part < OUTBOX_PER_COMMAND);
	struct outbox_event event = {.region = run->region,
		.seq = run->journal_seq * OUTBOX_PER_COMMAND + run->outbox_part++,
		.to_region = to_region,
		.kind = (int32_t)kind,
		.receiver = receiver,
		.thing = thing,
		.episode = run->facts.episode.id,
		.at_ms = run->now_ms};
	return COMMAND_PUT(run, command_outbox_table, &event);
}

status command_tell(struct command_run *run, struct id account, enum inbox_kind kind,
	struct id thing, struct error *error)
{
	struct account who = {0};
	bool known = false;
	if (kind != INBOX_NONE && id_equal(account, run->actor.account)) return STATUS_OK;
	TRY(account_find(run->store, account, &who, &known, run->arena, error));
	if (!known || (kind != INBOX_NONE && who.ended_ms != 0)) return STATUS_OK;
	return command_notify(run, who.region, who.id, kind, thing, error);
}

status command_lay_with(struct command_run *run, struct id from, struct id to, enum inbox_kind kind,
	struct id thing, struct error *error)
{
	struct account account = {0};
	bool known = false;
	TRY(command_tell(run, from, INBOX_NONE, thing, error));
	TRY(account_find(run->store, to, &account, &known, run->arena, error));
	CHECK(known);
	return command_notify(run, account.region, to, kind, thing, error);
}

static status free_one(
	struct command_run *run, struct id tied, bool givers_too, struct error *error)
{
	struct handover handover = {
		.region = run->region, .episode = run->facts.episode.id, .id = tied};
	TRY(store_record_get(run->store, &handover_table, &handover, run->arena, error));
	if (!handover.sharing && !givers_too) return STATUS_OK;
	handover.sharing = false;
	if (givers_too) handover.giver_stays = false;
	return COMMAND_PUT(run, handover_table, &handover);
}

status command_free_tied(
	struct command_run *run, struct id need, bool givers_too, struct error *error)
{
	int64_t number = 0;
	TRY(file_count_tied(run->store, run->region, run->facts.episode.id, need, &number, error));
	if (number == 0) return STATUS_OK;
	size_t capacity = (size_t)number, count = 0;
	struct id *tied = ARENA_ARRAY(run->arena, struct id, capacity);
	TRY(file_list_tied(
		run->store, run->region, run->facts.episode.id, need, tied, capacity, &count, error));
	for (size_t i = 0; i < count; i++) TRY(free_one(run, tied[i], givers_too, error));
	return STATUS_OK;
}

status command_leave_behind(struct command_run *run, struct id leaver, struct error *error)
{
	TRY(command_free_plan(run, leaver, error));
	TRY(command_pass_light(run, leaver, error));
	return command_leave_cases(run, leaver, error);
}

status command_put_turn(struct command_run *run, struct error *error)
{
	struct roster_place place = run->facts.duty;
	if (place.region != run->region) return STATUS_OK;
	place.last_turn_ms = run->now_ms;
	return COMMAND_PUT(run, roster_table, &place);
}
