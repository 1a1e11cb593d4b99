/* do_question.c - a question is taken in: from that moment somebody holds it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "care/report.h"
#include "command/command_run.h"

status command_facts_question_ask(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	TRY(command_load_actor(run, error));
	TRY(command_load_duty(run, error));
	if (params->municipality == 0) return STATUS_OK;
	int municipality_region = command_region_of(run->division, params->municipality);
	run->facts.municipality_region = municipality_region == 0 ? -1 : municipality_region;
	return STATUS_OK;
}

bool command_judge_question_ask(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	const struct command_params *params = run->params;
	int32_t kind = id_is_none(run->actor.account) ? MEMBER_NONE : run->actor.kind;
	enum report_way way = report_way_of(kind, params->for_whom, params->person_agrees);
	enum report_verdict about = report_judge(way, params->about.size > 0);
	bool has_own_file = facts->actor_known && facts->actor.kind == MEMBER_PERSON;
	enum episode_verdict verdict = episode_judge_question(
		has_own_file, !id_is_none(facts->duty.account), run->region, facts->municipality_region);
	if (verdict == EPISODE_OTHER_REGION)
		command_parameter_number(run, "region", facts->municipality_region);
	return command_verdict(run, &episode_verdicts, (int)verdict) &&
		command_verdict(run, &report_verdicts, (int)about);
}

static status put_people(
	struct command_run *run, const struct care_actor *duty, struct error *error)
{
	const struct command_params *params = run->params;
	struct person person = {.region = run->region,
		.id = run->command->subject,
		.municipality = params->municipality,
		.recorded_ms = run->now_ms,
		.name = params->name,
		.contact = params->contact,
		.birth = params->birth};
	struct account account = {.region = run->region,
		.id = person.id,
		.kind = MEMBER_PERSON,
		.code_index = run->command->new_code_index,
		.created_ms = run->now_ms,
		.name = params->name};
	struct care_actor self = {.account = person.id, .kind = MEMBER_PERSON};
	TRY(COMMAND_PUT(run, episode_person_table, &person));
	TRY(COMMAND_PUT(run, account_table, &account));
	if (params->about.size > 0) {
		struct report_about about = {
			.region = run->region, .episode = run->facts.episode.id, .words = params->about};
		TRY(COMMAND_PUT(run, report_about_table, &about));
	}
	TRY(command_put_member(run, &self, WAY_PERSON, error));
	TRY(command_put_member(run, duty, WAY_CARE_MANAGER, error));
	/* Who brings somebody in starts, and goes on (L2); being in the team takes the person's yes
	 * (L0), and an account that has not ended. */
	bool enters = !id_is_none(run->actor.account) && params->person_agrees &&
		run->facts.actor.kind != MEMBER_ADMINISTRATOR &&
		!id_equal(run->actor.account, duty->account);
	return enters ? command_put_member(run, &run->actor, WAY_ENTERED, error) : STATUS_OK;
}

static status put_need(struct command_run *run, const struct care_actor *duty, struct error *error)
{
	struct need need = {.region = run->region,
		.id = id_draw(run->prng),
		.episode = run->facts.episode.id,
		.domain = run->params->domain,
		.aim = AIM_RECOVER,
		.opened_ms = run->now_ms,
		.effective_day = run->today};
	struct need_parties parties = {.receiver = *duty, .care_manager = *duty, .duty = *duty};
	need_move(&need, NEED_ADD, &parties);
	if (run->params->unsafe) need_move(&need, NEED_DANGER, &parties);
	struct step step = {.who = duty->account,
		.kind = run->params->unsafe ? STEP_DUTY : STEP_FIRST_CONTACT,
		.due_day = episode_first_contact_day(run->today, run->params->unsafe)};
	TRY(command_put_step(run, &need, step, error));
	run->result.need = need.id;
	return COMMAND_PUT(run, need_table, &need);
}

status command_apply_question_ask(struct command_run *run, struct error *error)
{
	const struct roster_place *place = &run->facts.duty;
	struct care_actor duty = {.account = place->account, .kind = place->kind};
	run->facts.episode = (struct episode){.region = run->region,
		.id = id_draw(run->prng),
		.person = run->command->subject,
		.state = EPISODE_OPEN,
		.care_manager = duty.account,
		.care_manager_kind = duty.kind,
		.for_whom = run->params->for_whom,
		.entered_by = run->command->actor,
		.marked = run->command->marked,
		.opened_ms = run->now_ms,
		.effective_day = run->today};
	run->facts.episode_known = true;
	TRY(put_people(run, &duty, error));
	TRY(command_touch(run, error));
	TRY(put_need(run, &duty, error));
	TRY(command_put_turn(run, error));
	run->result.person = run->command->subject;
	run->result.account = duty.account;
	struct moment moment = {.whom = duty.account,
		.need = run->result.need,
		.code = run->params->domain,
		.second = run->params->unsafe,
		.day = run->result.day,
		.words = run->params->story};
	TRY(command_moment(run, moment, error));
	TRY(command_find_same(run, error));
	bool unsafe = run->params->unsafe;
	return command_notify(run, run->facts.duty_home, duty.account,
		unsafe ? INBOX_DANGER : INBOX_QUESTION, unsafe ? run->result.need : run->facts.episode.id,
		error);
}
