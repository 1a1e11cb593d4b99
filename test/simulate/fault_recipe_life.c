/* fault_recipe_life.c - recipes of changes of life, and of treatment that helps no further.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "care/preparation.h"
#include "care/second_view.h"
#include "fault_recipe_private.h"

static struct command by_clock(
	struct fault_stage *stage, enum command_number number, const struct command_result *asked)
{
	struct command command = fault_stage_command(stage, id_none, number);
	command.by_program = true;
	command.params.episode = asked->episode;
	clock_move(&stage->clock, INT64_C(60) * DAY_MS);
	return command;
}

/* The first that is open of this file. */
static struct id open_preparation(struct fault_stage *stage, struct id episode, int32_t region)
{
	struct preparation open[PREPARATION_MAX_OPEN];
	struct error error = {0};
	size_t count = 0;
	CHECK(store_begin(stage->store, STORE_READ_ONLY, &error) == STATUS_OK);
	CHECK(preparation_list_open(stage->store, region, episode, TRANSITION_NO_KIND, open, &count,
			  NULL, &error) == STATUS_OK);
	store_rollback(stage->store);
	CHECK(count > 0);
	return open[0].id;
}

static struct command make_transition(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command announce =
		fault_recipe_on_file(stage, asked.person, COMMAND_TRANSITION_ANNOUNCE, &asked);
	announce.params.kind = TRANSITION_MOVING;
	announce.params.municipality = 344;
	announce.params.day = fault_recipe_today(stage) + 30;
	if (number == COMMAND_TRANSITION_ANNOUNCE) return announce;
	struct id transition = fault_stage_must(stage, announce).transition;
	struct id preparation = open_preparation(stage, asked.episode, announce.region);
	bool clock = number == COMMAND_TRANSITION_COME || number == COMMAND_PREPARATION_LATE;
	struct command command = clock ? by_clock(stage, number, &asked)
								   : fault_recipe_on_file(stage, asked.person, number, &asked);
	if (number == LOOK_TRANSITIONS) {
		command = fault_stage_command(stage, asked.person, number);
		command.params.episode = asked.episode;
	}
	command.params.transition = transition;
	command.params.preparation = preparation;
	command.params.day = fault_recipe_today(stage) + 40;
	return command;
}

/* Said by who has duty, who bears it; and seen by somebody of another organisation. */
static struct command make_treatment(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command exhausted =
		fault_recipe_on_need(stage, asked.account, COMMAND_TREATMENT_EXHAUSTED, &asked);
	if (number == COMMAND_TREATMENT_EXHAUSTED) return exhausted;
	struct id view = fault_stage_must(stage, exhausted).second_view;
	if (number == COMMAND_SECOND_VIEW_LATE) {
		struct command late = by_clock(stage, number, &asked);
		late.params.second_view = view;
		return late;
	}
	struct command ask = fault_recipe_on_need(stage, asked.account, COMMAND_CONSULT_ASK, &asked);
	ask.params.account = stage->peer;
	struct id consult = fault_stage_must(stage, ask).consult;
	struct command answer =
		fault_recipe_on_file(stage, stage->peer, COMMAND_CONSULT_ANSWER, &asked);
	answer.params.consult = consult;
	fault_stage_must(stage, answer);
	struct command agree =
		fault_recipe_on_need(stage, asked.person, COMMAND_TREATMENT_AGREE, &asked);
	agree.params.kind = AGREED_GOES_ON;
	if (number == COMMAND_TREATMENT_AGREE) return agree;
	struct command need = fault_recipe_on_file(stage, asked.person, COMMAND_NEED_ADD, &asked);
	need.params.domain = DOMAIN_MENTAL;
	need.params.aim = AIM_CARE;
	struct command resume = fault_recipe_on_file(stage, asked.person, number, &asked);
	resume.params.need = fault_stage_must(stage, need).need;
	return resume;
}

struct command fault_recipe_of_life(struct fault_stage *stage, enum command_number number)
{
	switch (number) {
	case COMMAND_TRANSITION_ANNOUNCE:
	case COMMAND_TRANSITION_MOVE:
	case COMMAND_TRANSITION_CALL_OFF:
	case COMMAND_TRANSITION_COME:
	case COMMAND_PREPARATION_DONE:
	case COMMAND_PREPARATION_NOT_NEEDED:
	case COMMAND_PREPARATION_LATE:
	case LOOK_TRANSITIONS: return make_transition(stage, number);
	case COMMAND_TREATMENT_EXHAUSTED:
	case COMMAND_TREATMENT_AGREE:
	case COMMAND_TREATMENT_RESUME:
	case COMMAND_SECOND_VIEW_LATE: return make_treatment(stage, number);
	default: return (struct command){.entry = NULL};
	}
}
