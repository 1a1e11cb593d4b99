/* fault_recipe_plan.c - a stage and a command for every entry of plans, light contact and endings.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/conversation.h"
#include "care/ending.h"
#include "care/light.h"
#include "care/plan.h"
#include "fault_recipe_private.h"

/* A step that somebody else is asked for, in a plan that has a goal; for most they have it. */
static struct command make_plan(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command goal = fault_recipe_on_need(stage, asked.person, COMMAND_PLAN_ADD, &asked);
	goal.params.kind = PLAN_GOAL;
	if (number == COMMAND_PLAN_ADD) return goal;
	struct command_result made = fault_stage_must(stage, goal);
	struct command command = fault_recipe_on_file(stage, asked.person, number, &asked);
	command.params.part = made.part;
	command.params.read_version = (int32_t)made.version;
	if (number == COMMAND_PLAN_CHANGE || number == COMMAND_PLAN_AGREE) return command;
	struct command step = fault_recipe_on_need(stage, asked.person, COMMAND_PLAN_STEP, &asked);
	step.params.goal = made.part;
	step.params.account = stage->duty;
	step.params.day = fault_recipe_today(stage) + 3;
	if (number == COMMAND_PLAN_STEP) return step;
	command.params.part = fault_stage_must(stage, step).part;
	bool answers = number == COMMAND_PLAN_ACCEPT || number == COMMAND_PLAN_DECLINE;
	if (answers) command.actor = stage->duty;
	if (number != COMMAND_PLAN_DONE) return command;
	struct command accept = fault_recipe_on_file(stage, stage->duty, COMMAND_PLAN_ACCEPT, &asked);
	accept.params.part = command.params.part;
	fault_stage_must(stage, accept);
	return command;
}

/* Late first, where that can be: then more is read and written. */
static struct command make_light(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command begin = fault_recipe_on_file(stage, asked.person, COMMAND_LIGHT_BEGIN, &asked);
	begin.params.interval_days = 14;
	struct id light = fault_stage_must(stage, begin).part;
	struct command late = fault_stage_command(stage, id_none, COMMAND_LIGHT_LATE);
	late.by_program = true;
	late.command_id = (struct span){0};
	late.params.episode = asked.episode;
	late.params.part = light;
	clock_move(&stage->clock, INT64_C(20) * DAY_MS);
	if (number == COMMAND_LIGHT_LATE) return late;
	fault_stage_must(stage, late);
	struct command command = fault_recipe_on_file(stage, asked.person, number, &asked);
	command.params.interval_days = 14;
	return command;
}

/* Said anew, with another way to be reached: more is read and written. */
static struct command make_saying(struct fault_stage *stage)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command first =
		fault_recipe_on_file(stage, asked.person, COMMAND_CONVERSATION_TELL, &asked);
	first.params.topic = TOPIC_REACH;
	struct command again =
		fault_recipe_on_file(stage, asked.person, COMMAND_CONVERSATION_TELL, &asked);
	again.params.topic = TOPIC_REACH;
	again.params.contact = SPAN_LITERAL("06-00000009");
	again.params.part = fault_stage_must(stage, first).part;
	return again;
}

/* The same once more, under a command id of its own. */
static struct command once_more(struct fault_stage *stage, const struct command *command)
{
	struct command again = fault_stage_command(stage, command->actor, command->entry->number);
	again.params = command->params;
	return again;
}

/* With somebody else in the team, a step and a light contact: then more is read and written. */
static struct command make_ending(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command join = fault_recipe_on_file(stage, asked.person, COMMAND_JOIN_ASK, &asked);
	join.params.account = stage->peer;
	struct command accept = fault_recipe_on_file(stage, stage->peer, COMMAND_JOIN_ACCEPT, &asked);
	accept.params.join = fault_stage_must(stage, join).join;
	fault_stage_must(stage, accept);
	struct command step = fault_recipe_on_file(stage, asked.person, COMMAND_PLAN_STEP, &asked);
	step.params.account = stage->peer;
	step.params.day = fault_recipe_today(stage) + 3;
	fault_stage_must(stage, step);
	struct command light = fault_recipe_on_file(stage, asked.person, COMMAND_LIGHT_BEGIN, &asked);
	light.params.interval_days = 14;
	fault_stage_must(stage, light);
	struct command close = fault_recipe_on_file(stage, asked.person, COMMAND_EPISODE_CLOSE, &asked);
	close.params.closing = CLOSING_TOGETHER;
	close.params.with_needs = true;
	if (number == COMMAND_EPISODE_CLOSE) return close;
	fault_stage_must(stage, close);
	struct command back = fault_recipe_on_file(stage, asked.person, COMMAND_EPISODE_RETURN, &asked);
	back.params.domain = DOMAIN_MENTAL;
	if (number == COMMAND_EPISODE_RETURN) return back;
	/* So often that something is offered. */
	for (int times = 1; times < ENDING_RETURNS_MARKED; times++) {
		back.params.alone = true;
		fault_stage_must(stage, once_more(stage, &back));
		fault_stage_must(stage, once_more(stage, &close));
	}
	fault_stage_must(stage, once_more(stage, &back));
	struct command answer = fault_recipe_on_file(stage, asked.person, number, &asked);
	answer.params.wants_table = true;
	return answer;
}

struct command fault_recipe_of_plan(struct fault_stage *stage, enum command_number number)
{
	switch (number) {
	case COMMAND_PLAN_ADD:
	case COMMAND_PLAN_CHANGE:
	case COMMAND_PLAN_STEP:
	case COMMAND_PLAN_GIVE:
	case COMMAND_PLAN_ACCEPT:
	case COMMAND_PLAN_DECLINE:
	case COMMAND_PLAN_DONE:
	case COMMAND_PLAN_STOP:
	case COMMAND_PLAN_AGREE: return make_plan(stage, number);
	case COMMAND_LIGHT_BEGIN:
	case COMMAND_LIGHT_HELD:
	case COMMAND_LIGHT_END:
	case COMMAND_LIGHT_LATE: return make_light(stage, number);
	case COMMAND_EPISODE_CLOSE:
	case COMMAND_EPISODE_RETURN:
	case COMMAND_RETURN_ANSWER: return make_ending(stage, number);
	case COMMAND_CONVERSATION_TELL: return make_saying(stage);
	case LOOK_CONVERSATION:
	case LOOK_PLAN:
	case LOOK_PLAN_HISTORY: return fault_recipe_look(stage, number);
	default: return (struct command){.entry = NULL};
	}
}
