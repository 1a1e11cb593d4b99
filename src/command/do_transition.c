/* do_transition.c - a change of life is announced, moves, is called off, comes; and what is
 * prepared for it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/date.h"
#include "command/command_run.h"

static status put_transition(struct command_run *run, struct span words, struct error *error)
{
	const struct transition *transition = &run->facts.transition;
	TRY(COMMAND_PUT(run, transition_table, transition));
	run->result.transition = transition->id;
	run->result.day = transition->day;
	struct moment moment = {.thing = transition->id,
		.code = transition->kind,
		.second = transition->state,
		.day = transition->day,
		.words = words};
	return command_moment(run, moment, error);
}

static status watch(struct command_run *run, struct error *error)
{
	const struct transition *transition = &run->facts.transition;
	return command_due(run, DUE_TRANSITION, transition->id, transition_due_ms(transition), error);
}

static status watch_no_longer(
	struct command_run *run, const struct transition *transition, struct error *error)
{
	return command_due_end(
		run, DUE_TRANSITION, transition->id, transition_due_ms(transition), error);
}

/* No clock watches it any more, and nobody has in their inbox that it is late. */
static status let_go(struct command_run *run, struct preparation *preparation, struct error *error)
{
	if (!preparation->late)
		return command_due_end(
			run, DUE_PREPARATION, preparation->id, preparation_due_ms(preparation), error);
	TRY(command_tell(run, preparation->told_to, INBOX_NONE, preparation->id, error));
	preparation->late = false;
	preparation->told_to = id_none;
	return STATUS_OK;
}

/* What is open of this kind (0: of all) is not asked for any more. */
static status drop_open(struct command_run *run, int32_t kind, struct error *error)
{
	struct preparation *open = ARENA_ARRAY(run->arena, struct preparation, PREPARATION_MAX_OPEN);
	size_t count = 0;
	TRY(preparation_list_open(
		run->store, run->region, run->facts.episode.id, kind, open, &count, run->arena, error));
	for (size_t i = 0; i < count; i++) {
		TRY(let_go(run, &open[i], error));
		open[i].state = PREPARATION_DROPPED;
		open[i].ended_ms = run->now_ms;
		TRY(COMMAND_PUT(run, preparation_table, &open[i]));
	}
	return STATUS_OK;
}

/* All that the data name for its kind, in place of what an earlier one left open. */
static status put_preparations(struct command_run *run, struct error *error)
{
	const struct transition *transition = &run->facts.transition;
	size_t count = 0;
	const struct transition_row *rows = transition_rows_of(transition->kind, &count);
	TRY(drop_open(run, transition->kind, error));
	for (size_t i = 0; i < count; i++) {
		struct preparation preparation = {.region = run->region,
			.episode = run->facts.episode.id,
			.id = id_draw(run->prng),
			.transition = transition->id,
			.key = rows[i].key,
			.state = PREPARATION_OPEN,
			.due_day = transition_prepare_day(transition->day, rows[i].days_before, run->today)};
		TRY(COMMAND_PUT(run, preparation_table, &preparation));
		TRY(command_due(
			run, DUE_PREPARATION, preparation.id, preparation_due_ms(&preparation), error));
	}
	return STATUS_OK;
}

static status untell(struct command_run *run, struct transition *transition, struct error *error)
{
	if (id_is_none(transition->told_to)) return STATUS_OK;
	TRY(command_tell(run, transition->told_to, INBOX_NONE, transition->id, error));
	transition->told_to = id_none;
	return STATUS_OK;
}

/* Who manages the care now, unless they say it themselves; before the row. */
static status tell_care_manager(struct command_run *run, struct error *error)
{
	struct transition *transition = &run->facts.transition;
	struct id manager = run->facts.episode.care_manager;
	TRY(untell(run, transition, error));
	if (id_equal(manager, run->actor.account)) return STATUS_OK;
	transition->told_to = manager;
	return command_tell(run, manager, INBOX_TRANSITION, transition->id, error);
}

static status announced(struct command_run *run, struct span words, struct error *error)
{
	TRY(watch(run, error));
	TRY(put_preparations(run, error));
	TRY(tell_care_manager(run, error));
	return put_transition(run, words, error);
}

status command_facts_transition_announce(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	const struct command_params *params = run->params;
	TRY(command_load_episode(run, error));
	if (!facts->episode_known) return STATUS_OK;
	TRY(transition_find_ahead(run->store, run->region, facts->episode.id, params->kind,
		&facts->transition, &facts->transition_known, run->arena, error));
	facts->announcing = (struct transition_announcing){.kind = params->kind,
		.day = params->day,
		.place_given = params->municipality != 0,
		.place_known = command_region_of(run->division, params->municipality) != 0,
		.person_agrees = params->person_agrees,
		.already = facts->transition_known && facts->transition.state == TRANSITION_ANNOUNCED};
	return STATUS_OK;
}

static bool judge_with_range(struct command_run *run, enum transition_verdict verdict)
{
	if (verdict == TRANSITION_DAY_OUT_OF_RANGE) {
		command_parameter_day(run, "from", run->today);
		command_parameter_day(run, "to", run->today + TRANSITION_MAX_DAYS);
	}
	return command_verdict(run, &transition_verdicts, (int)verdict);
}

bool command_judge_transition_announce(struct command_run *run)
{
	return judge_with_range(run,
		transition_judge_announce(
			&run->facts.announcing, &run->actor, run->facts.episode.person, run->today));
}

/* What the program foresaw is this one. */
status command_apply_transition_announce(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct transition *transition = &run->facts.transition;
	if (run->facts.transition_known)
		TRY(watch_no_longer(run, transition, error));
	else
		*transition = (struct transition){.region = run->region,
			.episode = run->facts.episode.id,
			.id = id_draw(run->prng),
			.kind = params->kind};
	transition_move(transition, TRANSITION_ANNOUNCE);
	transition->day = params->day;
	transition->municipality = params->municipality;
	transition->announced_by = run->actor.account;
	transition->announced_ms = run->now_ms;
	transition->words = params->words;
	TRY(command_touch(run, error));
	return announced(run, params->words, error);
}

static status facts_of_transition(struct command_run *run, struct error *error)
{
	struct transition *transition = &run->facts.transition;
	TRY(command_load_episode(run, error));
	transition->region = run->region;
	transition->episode = run->params->episode;
	transition->id = run->params->transition;
	if (!run->facts.episode_known) return STATUS_OK;
	return command_get(run, &transition_table, transition, &run->facts.transition_known, error);
}

static int32_t days_before(const struct transition *transition, int32_t key)
{
	size_t count = 0;
	const struct transition_row *rows = transition_rows_of(transition->kind, &count);
	for (size_t i = 0; i < count; i++)
		if (rows[i].key == key) return rows[i].days_before;
	return 0;
}

/* What is open has another day too, that has not gone by. */
static status move_open(struct command_run *run, struct error *error)
{
	const struct transition *transition = &run->facts.transition;
	struct preparation *open = ARENA_ARRAY(run->arena, struct preparation, PREPARATION_MAX_OPEN);
	size_t count = 0;
	TRY(preparation_list_open(run->store, run->region, run->facts.episode.id, transition->kind,
		open, &count, run->arena, error));
	for (size_t i = 0; i < count; i++) {
		TRY(let_go(run, &open[i], error));
		open[i].due_day = transition_prepare_day(
			transition->day, days_before(transition, open[i].key), run->today);
		TRY(COMMAND_PUT(run, preparation_table, &open[i]));
		TRY(command_due(run, DUE_PREPARATION, open[i].id, preparation_due_ms(&open[i]), error));
	}
	return STATUS_OK;
}

status command_facts_transition_move(struct command_run *run, struct error *error)
{
	return facts_of_transition(run, error);
}

bool command_judge_transition_move(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->transition_known)
		return command_refuse(run, &transition_verdicts, TRANSITION_UNKNOWN);
	return judge_with_range(run,
		transition_judge_move(&facts->transition, &run->actor, facts->episode.person,
			run->params->person_agrees, run->params->day, run->today));
}

status command_apply_transition_move(struct command_run *run, struct error *error)
{
	struct transition *transition = &run->facts.transition;
	TRY(command_touch(run, error));
	TRY(watch_no_longer(run, transition, error));
	transition->day = run->params->day;
	TRY(watch(run, error));
	TRY(move_open(run, error));
	return put_transition(run, run->params->words, error);
}

status command_facts_transition_call_off(struct command_run *run, struct error *error)
{
	return facts_of_transition(run, error);
}

bool command_judge_transition_call_off(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	if (!facts->transition_known)
		return command_refuse(run, &transition_verdicts, TRANSITION_UNKNOWN);
	return command_verdict(run, &transition_verdicts,
		(int)transition_judge_call_off(
			&facts->transition, &run->actor, facts->episode.person, run->params->person_agrees));
}

static status call_off(struct command_run *run, struct transition *transition, struct error *error)
{
	TRY(watch_no_longer(run, transition, error));
	transition_move(transition, TRANSITION_CALL_OFF);
	transition->ended_ms = run->now_ms;
	return untell(run, transition, error);
}

status command_apply_transition_call_off(struct command_run *run, struct error *error)
{
	struct transition *transition = &run->facts.transition;
	TRY(command_touch(run, error));
	TRY(call_off(run, transition, error));
	TRY(drop_open(run, transition->kind, error));
	return put_transition(run, run->params->words, error);
}

/* Those that somebody was told of, ahead or come. */
static status list_told(
	struct command_run *run, struct transition **told, size_t *count, struct error *error)
{
	*told = ARENA_ARRAY(run->arena, struct transition, TRANSITION_MAX_TOLD);
	return transition_list_told(
		run->store, run->region, run->facts.episode.id, *told, count, run->arena, error);
}

status command_pass_transitions(struct command_run *run, struct error *error)
{
	struct id manager = run->facts.episode.care_manager;
	struct transition *told = NULL;
	size_t count = 0;
	TRY(list_told(run, &told, &count, error));
	for (size_t i = 0; i < count; i++) {
		if (id_equal(told[i].told_to, manager)) continue;
		TRY(command_lay_with(run, told[i].told_to, manager, INBOX_TRANSITION, told[i].id, error));
		told[i].told_to = manager;
		TRY(COMMAND_PUT(run, transition_table, &told[i]));
	}
	return STATUS_OK;
}

/* Nobody manages the care of what is closed. */
static status untell_come(struct command_run *run, struct error *error)
{
	struct transition *told = NULL;
	size_t count = 0;
	TRY(list_told(run, &told, &count, error));
	for (size_t i = 0; i < count; i++) {
		if (told[i].state != TRANSITION_HAPPENED) continue;
		TRY(untell(run, &told[i], error));
		TRY(COMMAND_PUT(run, transition_table, &told[i]));
	}
	return STATUS_OK;
}

status command_end_transitions(struct command_run *run, struct error *error)
{
	TRY(untell_come(run, error));
	struct transition *ahead = ARENA_ARRAY(run->arena, struct transition, TRANSITION_KIND_COUNT);
	size_t count = 0;
	TRY(transition_list_ahead(
		run->store, run->region, run->facts.episode.id, ahead, &count, run->arena, error));
	for (size_t i = 0; i < count; i++) {
		if (ahead[i].state == TRANSITION_FORESEEN) {
			TRY(watch_no_longer(run, &ahead[i], error));
			TRY(COMMAND_REMOVE(run, transition_table, &ahead[i]));
			continue;
		}
		TRY(call_off(run, &ahead[i], error));
		TRY(COMMAND_PUT(run, transition_table, &ahead[i]));
	}
	return drop_open(run, TRANSITION_NO_KIND, error);
}

/* The day of birth is known as long as somebody speaks for the person by age; this one needs no
 * more of it than the day itself. */
status command_foresee_eighteen(struct command_run *run, int32_t birth_day, struct error *error)
{
	enum { OF_AGE = 18 };
	struct transition *transition = &run->facts.transition;
	bool known = false;
	TRY(transition_find_ahead(run->store, run->region, run->facts.episode.id, TRANSITION_EIGHTEEN,
		transition, &known, run->arena, error));
	if (known && transition->state != TRANSITION_FORESEEN) return STATUS_OK;
	if (known) {
		TRY(watch_no_longer(run, transition, error));
	} else {
		*transition = (struct transition){.region = run->region,
			.episode = run->facts.episode.id,
			.id = id_draw(run->prng),
			.kind = TRANSITION_EIGHTEEN,
			.announced_ms = run->now_ms};
		transition_move(transition, TRANSITION_FORESEE);
	}
	transition->day = mandate_birthday(birth_day, OF_AGE);
	TRY(watch(run, error));
	return COMMAND_PUT(run, transition_table, transition);
}

status command_facts_transition_come(struct command_run *run, struct error *error)
{
	struct person *person = &run->facts.person;
	TRY(facts_of_transition(run, error));
	if (!run->facts.transition_known || run->facts.transition.municipality == 0) return STATUS_OK;
	person->region = run->region;
	person->id = run->facts.episode.person;
	return store_record_get(run->store, &episode_person_table, person, run->arena, error);
}

bool command_judge_transition_come(struct command_run *run)
{
	if (!run->facts.transition_known)
		return command_refuse(run, &transition_verdicts, TRANSITION_UNKNOWN);
	return command_verdict(
		run, &transition_verdicts, (int)transition_judge_come(&run->facts.transition, run->now_ms));
}

/* Where they live is another municipality from today on; what was said before is kept. */
static status move_house(struct command_run *run, struct error *error)
{
	struct person *person = &run->facts.person;
	if (run->facts.transition.municipality == 0) return STATUS_OK;
	TRY(command_put_past(run, error));
	person->municipality = run->facts.transition.municipality;
	return COMMAND_PUT(run, episode_person_table, person);
}

status command_apply_transition_come(struct command_run *run, struct error *error)
{
	struct transition *transition = &run->facts.transition;
	TRY(command_touch(run, error));
	TRY(watch_no_longer(run, transition, error));
	transition_move(transition, TRANSITION_COME);
	if (transition->state == TRANSITION_ANNOUNCED) {
		transition->announced_ms = run->now_ms;
		return announced(run, (struct span){0}, error);
	}
	transition->ended_ms = run->now_ms;
	TRY(move_house(run, error));
	TRY(tell_care_manager(run, error));
	return put_transition(run, (struct span){0}, error);
}

static status facts_of_preparation(struct command_run *run, struct error *error)
{
	struct preparation *preparation = &run->facts.preparation;
	TRY(command_load_episode(run, error));
	preparation->region = run->region;
	preparation->episode = run->params->episode;
	preparation->id = run->params->preparation;
	if (!run->facts.episode_known) return STATUS_OK;
	return command_get(run, &preparation_table, preparation, &run->facts.preparation_known, error);
}

static status put_preparation(struct command_run *run, struct id whom, struct error *error)
{
	const struct preparation *preparation = &run->facts.preparation;
	TRY(COMMAND_PUT(run, preparation_table, preparation));
	run->result.preparation = preparation->id;
	run->result.day = preparation->due_day;
	struct moment moment = {.whom = whom,
		.thing = preparation->id,
		.code = preparation->key,
		.day = preparation->due_day,
		.words = run->params->words};
	return command_moment(run, moment, error);
}

static bool judge_end(struct command_run *run)
{
	if (!run->facts.preparation_known)
		return command_refuse(run, &preparation_verdicts, PREPARATION_UNKNOWN);
	return command_verdict(
		run, &preparation_verdicts, (int)preparation_judge_end(&run->facts.preparation));
}

static status end_preparation(
	struct command_run *run, enum preparation_state state, struct error *error)
{
	struct preparation *preparation = &run->facts.preparation;
	TRY(command_touch(run, error));
	TRY(let_go(run, preparation, error));
	preparation->state = (int32_t)state;
	preparation->ended_by = run->actor.account;
	preparation->ended_ms = run->now_ms;
	preparation->words = run->params->words;
	return put_preparation(run, id_none, error);
}

status command_facts_preparation_done(struct command_run *run, struct error *error)
{
	return facts_of_preparation(run, error);
}

bool command_judge_preparation_done(struct command_run *run)
{
	return judge_end(run);
}

status command_apply_preparation_done(struct command_run *run, struct error *error)
{
	return end_preparation(run, PREPARATION_DONE, error);
}

status command_facts_preparation_not_needed(struct command_run *run, struct error *error)
{
	return facts_of_preparation(run, error);
}

bool command_judge_preparation_not_needed(struct command_run *run)
{
	return judge_end(run);
}

status command_apply_preparation_not_needed(struct command_run *run, struct error *error)
{
	return end_preparation(run, PREPARATION_NOT_NEEDED, error);
}

status command_facts_preparation_late(struct command_run *run, struct error *error)
{
	return facts_of_preparation(run, error);
}

bool command_judge_preparation_late(struct command_run *run)
{
	if (!run->facts.preparation_known)
		return command_refuse(run, &preparation_verdicts, PREPARATION_UNKNOWN);
	return command_verdict(run, &preparation_verdicts,
		(int)preparation_judge_late(&run->facts.preparation, run->now_ms));
}

/* It stays open: being late ends nothing. */
status command_apply_preparation_late(struct command_run *run, struct error *error)
{
	struct preparation *preparation = &run->facts.preparation;
	TRY(command_touch(run, error));
	TRY(command_due_end(
		run, DUE_PREPARATION, preparation->id, preparation_due_ms(preparation), error));
	preparation->late = true;
	preparation->told_to = run->facts.episode.care_manager;
	TRY(command_tell(run, preparation->told_to, INBOX_PREPARATION_LATE, preparation->id, error));
	return put_preparation(run, preparation->told_to, error);
}

status command_pass_late_preparations(struct command_run *run, struct error *error)
{
	struct preparation *open = ARENA_ARRAY(run->arena, struct preparation, PREPARATION_MAX_OPEN);
	struct id manager = run->facts.episode.care_manager;
	size_t count = 0;
	TRY(preparation_list_open(run->store, run->region, run->facts.episode.id, TRANSITION_NO_KIND,
		open, &count, run->arena, error));
	for (size_t i = 0; i < count; i++) {
		if (!open[i].late || id_equal(open[i].told_to, manager)) continue;
		TRY(command_lay_with(
			run, open[i].told_to, manager, INBOX_PREPARATION_LATE, open[i].id, error));
		open[i].told_to = manager;
		TRY(COMMAND_PUT(run, preparation_table, &open[i]));
	}
	return STATUS_OK;
}
