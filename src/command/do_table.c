/* do_table.c - a case comes to a table, is decided, and is done by whom the obliged name.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "care/norm.h"
#include "command/command_entry.h"
#include "care/knowing.h"
#include "command/command_run.h"

/* The last day on which the table looks at it. */
static int32_t next_look_day(const struct command_run *run)
{
	bool unsafe = run->facts.table_case.why == TABLE_UNSAFE;
	return norm_day(unsafe ? NORM_TABLE_UNSAFE : NORM_TABLE, run->today);
}

static int64_t next_look_ms(const struct command_run *run)
{
	return date_day_start(next_look_day(run) + 1);
}

/* What is not safe, whatever brought it and whatever was decided: the table looks within the norm
 * of that. Returns by when the clock comes, at the latest `expires_ms`. */
static int64_t hasten(struct command_run *run, int64_t expires_ms)
{
	struct table_case *table_case = &run->facts.table_case;
	if (!run->facts.case_unsafe || !table_is_open(table_case)) return expires_ms;
	table_case->why = TABLE_UNSAFE;
	int64_t look_ms = next_look_ms(run);
	return look_ms < expires_ms ? look_ms : expires_ms;
}

/* True while an organisation is obliged: it finds the decision in its inbox. */
static bool is_binding(const struct table_case *table_case)
{
	return table_move_find(TABLE_NAME, (enum table_state)table_case->state) != NULL;
}

static status is_seated(struct command_run *run, int32_t shard, bool *is_there, struct error *error)
{
	struct seat seat = {.region = shard, .account = run->actor.account};
	*is_there = false;
	if ((run->facts.relations & RELATION_SIGNED_IN) == 0) return STATUS_OK;
	return command_get(run, &seat_table, &seat, is_there, error);
}

/* The case's table decides; the region's goes on seeing what went up from it. */
static status load_seat_relation(struct command_run *run, struct error *error)
{
	const struct table_case *table_case = &run->facts.table_case;
	bool is_there = false;
	TRY(is_seated(run, table_shard(table_case), &is_there, error));
	if (!is_there && run->command->entry->is_look)
		TRY(is_seated(run, run->region, &is_there, error));
	/* Who is kept out of sight is a stranger here too. */
	int32_t knows = KNOWS_NOT_SAID;
	if (is_there) TRY(command_read_knowing(run, run->actor.account, &knows, error));
	if (is_there && knows != KNOWS_NOTHING) run->facts.relations |= RELATION_SEATED;
	return STATUS_OK;
}

/* The need's open step, and whether that is late and somebody in danger waits for it. */
static status load_late(struct command_run *run, bool *is_late, struct error *error)
{
	const struct need *need = &run->facts.need;
	struct step step = {.region = run->region, .episode = need->episode, .id = need->step};
	bool known = false;
	*is_late = run->facts.case_unsafe = false;
	if (id_is_none(need->step)) return STATUS_OK;
	TRY(command_get(run, &step_table, &step, &known, error));
	*is_late = known && step.state == STEP_OPEN && step.late != STEP_IN_TIME;
	run->facts.case_unsafe = table_is_unsafe(need, known ? &step : NULL);
	return STATUS_OK;
}

/* Done: the need is closed, what put it there is gone, or somebody of the obliged organisation
 * bears it. Never while it is not safe. */
static status load_done(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct account bearer = {0};
	bool known = false, moved_on = false, is_late = false;
	if (facts->table_case.cause == TABLE_OFFERS)
		TRY(table_was_accepted(run->store, &facts->table_case, &moved_on, error));
	TRY(load_late(run, &is_late, error));
	if (facts->table_case.cause == TABLE_STEP_LATE) moved_on = !is_late;
	facts->case_done = facts->need.state == NEED_CLOSED ||
		(!facts->case_unsafe && table_cause_is_gone(&facts->table_case, &facts->need, moved_on));
	if (id_is_none(facts->table_case.organisation) || facts->need.state != NEED_OPEN)
		return STATUS_OK;
	TRY(account_find(run->store, facts->need.bearer, &bearer, &known, run->arena, error));
	facts->case_done = known && id_equal(bearer.organisation, facts->table_case.organisation);
	return STATUS_OK;
}

static status facts_of_case(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct table_case *table_case = &facts->table_case;
	struct service service = {0};
	bool known = false;
	TRY(command_load_episode(run, error));
	table_case->region = run->region;
	table_case->episode = run->params->episode;
	table_case->id = run->params->table_case;
	if (!facts->episode_known) return STATUS_OK;
	TRY(command_get(run, &table_case_table, table_case, &facts->case_known, error));
	if (!facts->case_known) return STATUS_OK;
	facts->need.region = run->region;
	facts->need.episode = table_case->episode;
	facts->need.id = table_case->need;
	TRY(command_get(run, &need_table, &facts->need, &facts->need_known, error));
	TRY(directory_find_service(
		run->store, table_case->service, &service, &known, run->arena, error));
	facts->service_region = service.region;
	if ((facts->relations & RELATION_SIGNED_IN) != 0 && table_is_obliged(table_case, &run->actor))
		facts->relations |= RELATION_ASKED;
	TRY(load_seat_relation(run, error));
	/* By their yes: who stands beside the person at it sees it, whatever else they know. */
	bool beside = id_equal(table_case->beside, run->actor.account);
	if (beside && (facts->relations & RELATION_NEAR) != 0) facts->relations |= RELATION_MEMBER;
	return load_done(run, error);
}

static bool refuse_case(struct command_run *run, enum table_verdict verdict)
{
	if (!run->facts.case_known) return command_refuse(run, &table_verdicts, TABLE_UNKNOWN);
	return command_verdict(run, &table_verdicts, (int)verdict);
}

static status tell_obliged(struct command_run *run, enum inbox_kind kind, struct error *error)
{
	const struct table_case *table_case = &run->facts.table_case;
	return command_notify(
		run, run->facts.service_region, table_case->organisation, kind, table_case->id, error);
}

/* The clock that watches the case: from when it was to `expires_ms`, or 0 for none. */
static status put_clock(struct command_run *run, int64_t expires_ms, struct error *error)
{
	struct table_case *table_case = &run->facts.table_case;
	int64_t before_ms = table_case->expires_ms;
	table_case->expires_ms = expires_ms;
	if (before_ms == expires_ms) return STATUS_OK;
	if (before_ms != 0) TRY(command_due_end(run, DUE_TABLE, table_case->id, before_ms, error));
	return expires_ms == 0 ? STATUS_OK
						   : command_due(run, DUE_TABLE, table_case->id, expires_ms, error);
}

/* The row, and a line in the timeline. */
static status put_case(struct command_run *run, struct moment moment, struct error *error)
{
	const struct table_case *table_case = &run->facts.table_case;
	TRY(COMMAND_PUT(run, table_case_table, table_case));
	run->result.table_case = table_case->id;
	run->result.need = table_case->need;
	moment.need = table_case->need;
	moment.thing = table_case->id;
	return command_moment(run, moment, error);
}

/* The person need not look for it: by somebody else, or by a clock. */
static status tell_person(struct command_run *run, enum inbox_kind kind, struct error *error)
{
	const struct table_case *table_case = &run->facts.table_case;
	struct id person = run->facts.episode.person;
	if (id_equal(table_case->brought_by, person)) return STATUS_OK;
	return command_notify(run, run->region, person, kind, table_case->id, error);
}

/* Makes the move, with its clock and inbox; expires_ms counts where a clock watches. */
static status move_on(struct command_run *run, enum table_event event, int64_t expires_ms,
	struct moment moment, struct error *error)
{
	struct table_case *table_case = &run->facts.table_case;
	bool bound = is_binding(table_case);
	const struct table_move *move = table_move(table_case, event);
	TRY(command_touch(run, error));
	TRY(put_clock(run, move->watched ? hasten(run, expires_ms) : 0, error));
	if (bound && !move->obliges) TRY(tell_obliged(run, INBOX_NONE, error));
	if (event == TABLE_BRING) TRY(tell_person(run, INBOX_BROUGHT, error));
	if (move->to == TABLE_CLOSED || move->to == TABLE_OBJECTED) {
		table_case->ended_ms = run->now_ms;
		TRY(command_tell(run, run->facts.episode.person, INBOX_NONE, table_case->id, error));
	}
	return put_case(run, moment, error);
}

static status load_bringing(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct table_bringing *bringing = &run->facts.bringing;
	*bringing = (struct table_bringing){
		.person_agrees = params->person_agrees, .named = params->named, .beside = params->beside};
	if (!run->facts.episode_known) return STATUS_OK;
	return command_is_member(run, params->beside, &bringing->beside_is_member, error);
}

status command_facts_table_bring(struct command_run *run, struct error *error)
{
	TRY(command_load_episode(run, error));
	TRY(command_load_need(run, error));
	TRY(load_bringing(run, error));
	bool is_late = false;
	if (run->facts.need_known) TRY(load_late(run, &is_late, error));
	return table_has_open(run->store, run->region, run->params->episode, run->params->need,
		&run->facts.bringing.already, error);
}

bool command_judge_table_bring(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->need_known) return command_refuse(run, &need_verdicts, NEED_UNKNOWN);
	return command_verdict(run, &table_verdicts,
		(int)table_judge_bring(&facts->need, &run->actor, facts->episode.person, &facts->bringing));
}

status command_apply_table_bring(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct table_case *table_case = &run->facts.table_case;
	*table_case = (struct table_case){.region = run->region,
		.episode = run->facts.episode.id,
		.id = id_draw(run->prng),
		.need = run->facts.need.id,
		.why = run->facts.case_unsafe ? TABLE_UNSAFE : params->reason,
		.origin = (int32_t)table_origin_of(&run->actor, run->facts.episode.person),
		.brought_by = run->actor.account,
		.beside = params->beside,
		.named = params->named,
		.brought_ms = run->now_ms,
		.words = params->words};
	run->result.day = next_look_day(run);
	struct moment moment = {
		.code = table_case->why, .day = run->result.day, .words = params->words};
	return move_on(run, TABLE_BRING, next_look_ms(run), moment, error);
}

/* It lies at a table already, for another reason or with time to do it: it is not safe now, and
 * that is said there. */
static status put_unsafe(struct command_run *run, struct error *error)
{
	struct table_case *table_case = &run->facts.table_case;
	bool known_unsafe = table_case->why == TABLE_UNSAFE || !run->facts.case_unsafe;
	int64_t before_ms = table_case->expires_ms, expires_ms = hasten(run, before_ms);
	if (known_unsafe && expires_ms == before_ms) return STATUS_OK;
	TRY(put_clock(run, expires_ms, error));
	TRY(COMMAND_PUT(run, table_case_table, table_case));
	struct moment moment = {.need = table_case->need,
		.thing = table_case->id,
		.code = TABLE_UNSAFE,
		.second = 1,
		.day = next_look_day(run)};
	return command_moment_by_rule(run, COMMAND_TABLE_BRING, moment, error);
}

status command_put_item(struct command_run *run, enum table_why why, enum table_cause cause,
	struct id key, struct error *error)
{
	const struct need *need = &run->facts.need;
	struct table_case *item = &run->facts.table_case;
	bool put = false, at_table = false;
	TRY(table_find_open(
		run->store, run->region, need->episode, need->id, item, &at_table, run->arena, error));
	/* What both of these bring is late. */
	run->facts.case_unsafe = need->state == NEED_IN_DANGER && cause != TABLE_OFFERS;
	if (at_table) return put_unsafe(run, error);
	*item = (struct table_case){
		.region = run->region, .episode = need->episode, .id = table_item_id(need, cause, key)};
	TRY(command_get(run, &table_case_table, item, &put, error));
	if (put || need->state == NEED_CLOSED) return STATUS_OK;
	item->need = need->id;
	item->why = run->facts.case_unsafe ? TABLE_UNSAFE : (int32_t)why;
	item->origin = TABLE_BY_CLOCK;
	item->cause = (int32_t)cause;
	item->brought_ms = run->now_ms;
	table_move(item, TABLE_BRING);
	TRY(put_clock(run, next_look_ms(run), error));
	TRY(COMMAND_PUT(run, table_case_table, item));
	if (cause == TABLE_STEP_LATE) run->result.table_case = item->id;
	TRY(tell_person(run, INBOX_BROUGHT, error));
	struct moment moment = {
		.need = need->id, .thing = item->id, .code = item->why, .day = next_look_day(run)};
	return command_moment_by_rule(run, COMMAND_TABLE_BRING, moment, error);
}

status command_put_stuck(struct command_run *run, struct id handover, struct error *error)
{
	const struct need *need = &run->facts.need;
	int64_t failed = 0;
	TRY(table_count_failed(run->store, run->region, need->episode, need->id, &failed, error));
	if (failed < norm_times(NORM_STUCK, date_day_of(run->facts.need.opened_ms))) return STATUS_OK;
	return command_put_item(run, TABLE_STUCK, TABLE_OFFERS, handover, error);
}

status command_facts_table_attend(struct command_run *run, struct error *error)
{
	TRY(facts_of_case(run, error));
	return load_bringing(run, error);
}

bool command_judge_table_attend(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	return refuse_case(run,
		table_judge_attend(
			&facts->table_case, &run->actor, facts->episode.person, &facts->bringing));
}

status command_apply_table_attend(struct command_run *run, struct error *error)
{
	struct table_case *table_case = &run->facts.table_case;
	table_case->attends = run->params->attends;
	table_case->named = run->params->named;
	table_case->beside = run->params->beside;
	TRY(command_touch(run, error));
	struct moment moment = {.whom = table_case->beside};
	return put_case(run, moment, error);
}

status command_leave_cases(struct command_run *run, struct id leaver, struct error *error)
{
	enum { SOME = 16 };
	struct table_case *cases = ARENA_ARRAY(run->arena, struct table_case, SOME);
	size_t count = 0;
	do {
		TRY(table_list_beside(run->store, run->region, run->facts.episode.id, leaver, cases, SOME,
			&count, run->arena, error));
		for (size_t i = 0; i < count; i++) {
			cases[i].beside = id_none;
			TRY(COMMAND_PUT(run, table_case_table, &cases[i]));
		}
	} while (count == SOME);
	return STATUS_OK;
}

status command_facts_table_object(struct command_run *run, struct error *error)
{
	return facts_of_case(run, error);
}

bool command_judge_table_object(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	return refuse_case(
		run, table_judge_object(&facts->table_case, &run->actor, facts->episode.person));
}

status command_apply_table_object(struct command_run *run, struct error *error)
{
	struct moment moment = {.words = run->params->words};
	run->facts.table_case.last_words = run->params->words;
	return move_on(run, TABLE_OBJECT, 0, moment, error);
}

status command_facts_table_raise(struct command_run *run, struct error *error)
{
	return facts_of_case(run, error);
}

bool command_judge_table_raise(struct command_run *run)
{
	return refuse_case(run, table_judge_raise(&run->facts.table_case));
}

status command_apply_table_raise(struct command_run *run, struct error *error)
{
	run->result.day = next_look_day(run);
	struct moment moment = {.day = run->result.day, .words = run->params->words};
	return move_on(run, TABLE_RISE, next_look_ms(run), moment, error);
}

status command_facts_table_decide(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct table_decision *decision = &facts->decision;
	int64_t seats[SEAT_KIND_COUNT];
	bool known = false, is_live = false;
	TRY(facts_of_case(run, error));
	if (!facts->case_known) return STATUS_OK;
	TRY(seat_count(run->store, table_shard(&facts->table_case), seats, error));
	TRY(directory_find_service(
		run->store, run->params->service, &facts->decided, &known, run->arena, error));
	if (known)
		TRY(command_entry_is_live(run, facts->decided.region, facts->decided.id, &is_live, error));
	*decision = (struct table_decision){.clients_seated = seats[SEAT_CLIENTS] > 0,
		.relatives_seated = seats[SEAT_RELATIVES] > 0,
		.service_known = known && is_live,
		.term_day = run->params->day};
	return STATUS_OK;
}

bool command_judge_table_decide(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	enum table_verdict verdict =
		table_judge_decide(&facts->table_case, &facts->need, &facts->decision, run->today);
	if (facts->case_known && verdict == TABLE_TERM_OUT_OF_RANGE) {
		command_parameter_day(run, "from", run->today + 1);
		command_parameter_day(run, "to", run->today + TABLE_MAX_TERM_DAYS);
	}
	return refuse_case(run, verdict);
}

status command_apply_table_decide(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct table_case *table_case = &facts->table_case;
	if (is_binding(table_case)) TRY(tell_obliged(run, INBOX_NONE, error));
	table_case->decided_by = run->actor.account;
	table_case->decided_ms = run->now_ms;
	table_case->service = facts->decided.id;
	table_case->organisation = facts->decided.organisation;
	table_case->term_day = run->params->day;
	table_case->reason = run->params->words;
	table_case->handover = id_none;
	facts->service_region = facts->decided.region;
	run->result.day = table_case->term_day;
	struct moment moment = {.whom = table_case->service,
		.second = 1,
		.day = table_case->term_day,
		.words = run->params->words};
	TRY(move_on(run, TABLE_DECIDE, date_day_start(table_case->term_day + 1), moment, error));
	TRY(command_tell(run, facts->episode.person, INBOX_DECIDED, table_case->id, error));
	return tell_obliged(run, INBOX_DECISION, error);
}

status command_facts_table_name(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(facts_of_case(run, error));
	TRY(account_find(
		run->store, run->params->account, &facts->other, &facts->other_known, run->arena, error));
	int32_t knows = KNOWS_NOT_SAID;
	if (facts->episode_known && facts->other_known)
		TRY(command_read_knowing(run, facts->other.id, &knows, error));
	facts->other_known = facts->other_known && knows != KNOWS_NOTHING;
	facts->naming = (struct table_naming){.account = run->params->account,
		.person_agrees = run->params->person_agrees,
		.known = facts->other_known && facts->other.ended_ms == 0,
		.kind = facts->other.kind,
		.organisation = facts->other.organisation};
	return STATUS_OK;
}

bool command_judge_table_name(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	return refuse_case(run,
		table_judge_name(
			&facts->table_case, &facts->need, &run->actor, facts->episode.person, &facts->naming));
}

/* They are offered it, by who bears it: who named them does not take that back, but says no or
 * names another. Until they accept, who bears it goes on. */
status command_apply_table_name(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct table_case *table_case = &facts->table_case;
	struct care_actor receiver = {facts->other.id, facts->other.kind, facts->other.organisation};
	struct handover handover = {
		.sender = facts->need.bearer, .to_account = receiver.account, .words = run->params->words};
	command_make_offer(
		run, &handover, &facts->need, &receiver, norm_day(NORM_HANDOVER, run->today));
	table_case->handover = handover.id;
	struct moment moment = {
		.whom = receiver.account, .day = run->result.day, .words = run->params->words};
	TRY(move_on(run, TABLE_NAME, table_case->expires_ms, moment, error));
	TRY(command_tell(run, facts->episode.person, INBOX_NAMED, table_case->id, error));
	TRY(command_put_offer(run, &handover, &facts->need, error));
	return command_notify(
		run, facts->other.region, receiver.account, INBOX_HANDOVER, handover.id, error);
}

status command_facts_table_close(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	int64_t seats[SEAT_KIND_COUNT];
	TRY(facts_of_case(run, error));
	if (!facts->case_known) return STATUS_OK;
	TRY(seat_count(run->store, table_shard(&facts->table_case), seats, error));
	facts->closing = (struct table_closing){.done = facts->case_done,
		.unsafe = facts->case_unsafe,
		.clients_seated = seats[SEAT_CLIENTS] > 0,
		.relatives_seated = seats[SEAT_RELATIVES] > 0};
	return STATUS_OK;
}

bool command_judge_table_close(struct command_run *run)
{
	return refuse_case(run, table_judge_close(&run->facts.table_case, &run->facts.closing));
}

status command_put_lesson(
	struct command_run *run, int32_t domain, int32_t why, int32_t level, struct error *error)
{
	struct date_civil month = date_to_civil(run->today);
	month.day = 1;
	struct lesson lesson = {.region = run->region,
		.id = id_draw(run->prng),
		.day = date_from_civil(month),
		.domain = domain,
		.why = why,
		.level = level,
		.words = run->params->public_words};
	return COMMAND_PUT(run, lesson_table, &lesson);
}

status command_apply_table_close(struct command_run *run, struct error *error)
{
	const struct table_case *table_case = &run->facts.table_case;
	TRY(command_put_lesson(run, run->facts.need.domain, table_case->why, table_case->level, error));
	return move_on(run, TABLE_CLOSE, 0, (struct moment){0}, error);
}

status command_facts_table_late(struct command_run *run, struct error *error)
{
	return facts_of_case(run, error);
}

bool command_judge_table_late(struct command_run *run)
{
	return refuse_case(run, table_judge_late(&run->facts.table_case, run->now_ms));
}

/* It was looked at sooner because it was not safe; that is over, and the promise has its time. */
static status put_time_back(struct command_run *run, struct error *error)
{
	struct table_case *table_case = &run->facts.table_case;
	TRY(command_touch(run, error));
	TRY(put_clock(run, date_day_start(table_case->term_day + 1), error));
	run->result.table_case = table_case->id;
	run->result.need = table_case->need;
	return COMMAND_PUT(run, table_case_table, table_case);
}

status command_apply_table_late(struct command_run *run, struct error *error)
{
	struct table_case *table_case = &run->facts.table_case;
	enum table_event event = table_late_event(table_case, run->facts.case_done);
	if (event != TABLE_SETTLE && table_has_time(table_case, run->facts.case_unsafe, run->today))
		return put_time_back(run, error);
	if (event != TABLE_SETTLE) table_case->late = true;
	return move_on(run, event, next_look_ms(run), (struct moment){0}, error);
}

status command_facts_look_case(struct command_run *run, struct error *error)
{
	return facts_of_case(run, error);
}

bool command_judge_look_case(struct command_run *run)
{
	if (!run->facts.case_known) return command_refuse(run, &table_verdicts, TABLE_UNKNOWN);
	return true;
}
