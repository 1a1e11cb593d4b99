/* fault_recipe_table.c - a stage and a command for what is done at tables.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/seat.h"
#include "care/table.h"
#include "fault_recipe_private.h"

static struct command seat(struct fault_stage *stage, struct id account, enum seat_kind kind)
{
	struct command command = fault_stage_command(stage, stage->administrator, COMMAND_TABLE_SEAT);
	command.params.account = account;
	command.params.kind = (int32_t)kind;
	return command;
}

static void fill_table(struct fault_stage *stage)
{
	fault_stage_must(stage, seat(stage, stage->peer, SEAT_CLIENTS));
	fault_stage_must(stage, seat(stage, stage->volunteer, SEAT_RELATIVES));
	fault_stage_must(stage, seat(stage, stage->third, SEAT_PROVIDERS));
}

/* A case that the person brought, and what follows until the command that is asked for. */
static struct command make_case(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	fill_table(stage);
	struct command bring = fault_recipe_on_need(stage, asked.person, COMMAND_TABLE_BRING, &asked);
	bring.params.reason = TABLE_STUCK;
	bring.params.named = true;
	if (number == COMMAND_TABLE_BRING) return bring;
	struct id brought = fault_stage_must(stage, bring).table_case;
	struct command decide = fault_recipe_on_file(stage, stage->third, COMMAND_TABLE_DECIDE, &asked);
	decide.params.table_case = brought;
	decide.params.service = stage->service;
	decide.params.day = fault_recipe_today(stage) + 7;
	bool decided = number == COMMAND_TABLE_NAME || number == COMMAND_TABLE_OBJECT ||
		number == COMMAND_TABLE_CLOSE || number == COMMAND_TABLE_LATE;
	if (number == COMMAND_TABLE_DECIDE) return decide;
	if (decided) fault_stage_must(stage, decide);
	struct command command = fault_recipe_on_file(stage, stage->third, number, &asked);
	command.params.table_case = brought;
	if (number == COMMAND_TABLE_ATTEND || number == COMMAND_TABLE_OBJECT)
		command.actor = asked.person;
	command.params.attends = true;
	command.params.person_agrees = true;
	command.params.account = stage->second;
	if (number == COMMAND_TABLE_CLOSE) command.params.public_words = WORDS;
	if (number != COMMAND_TABLE_LATE) return command;
	command = fault_stage_command(stage, id_none, number);
	command.by_program = true;
	command.command_id = (struct span){0};
	command.params.episode = asked.episode;
	command.params.table_case = brought;
	clock_move(&stage->clock, INT64_C(60) * DAY_MS);
	return command;
}

static struct command make_seat(struct fault_stage *stage, enum command_number number)
{
	struct command command = seat(stage, stage->second, SEAT_INSURER);
	if (number == COMMAND_TABLE_SEAT) return command;
	fill_table(stage);
	fault_stage_must(stage, command);
	command = fault_stage_command(stage, stage->administrator, number);
	command.params.account = stage->second;
	return command;
}

/* On the agenda, decided on, and what follows until the command that is asked for. */
static struct command make_shortage(struct fault_stage *stage, enum command_number number)
{
	fill_table(stage);
	struct command put = fault_stage_command(stage, stage->third, COMMAND_SHORTAGE_PUT);
	put.params.service = stage->service;
	put.params.waiting = 12;
	if (number == COMMAND_SHORTAGE_PUT) return put;
	struct id shortage = fault_stage_must(stage, put).shortage;
	struct command decide = fault_stage_command(stage, stage->third, COMMAND_SHORTAGE_DECIDE);
	decide.params.thing = shortage;
	decide.params.organisation = stage->organisation;
	decide.params.day = fault_recipe_today(stage) + 7;
	decide.params.public_words = WORDS;
	if (number == COMMAND_SHORTAGE_DECIDE) return decide;
	if (number != COMMAND_SHORTAGE_RAISE) fault_stage_must(stage, decide);
	struct command command = fault_stage_command(stage, stage->third, number);
	command.params.thing = shortage;
	if (number == COMMAND_SHORTAGE_CLOSE) command.params.public_words = WORDS;
	if (number != COMMAND_SHORTAGE_LATE) return command;
	command = fault_stage_command(stage, id_none, number);
	command.by_program = true;
	command.command_id = (struct span){0};
	command.params.thing = shortage;
	clock_move(&stage->clock, INT64_C(60) * DAY_MS);
	return command;
}

static struct command make_look(struct fault_stage *stage, enum command_number number)
{
	struct command command = fault_stage_command(stage, stage->third, number);
	if (number == LOOK_CASES) {
		struct command_result asked = fault_recipe_ask(stage);
		command.actor = asked.person;
		command.params.episode = asked.episode;
	} else if (number == LOOK_CASE) {
		struct command bring = make_case(stage, COMMAND_TABLE_BRING);
		command.params.episode = bring.params.episode;
		command.params.table_case = fault_stage_must(stage, bring).table_case;
	} else {
		fill_table(stage);
	}
	return command;
}

struct command fault_recipe_of_table(struct fault_stage *stage, enum command_number number)
{
	switch (number) {
	case COMMAND_TABLE_SEAT:
	case COMMAND_TABLE_UNSEAT: return make_seat(stage, number);
	case COMMAND_TABLE_BRING:
	case COMMAND_TABLE_ATTEND:
	case COMMAND_TABLE_OBJECT:
	case COMMAND_TABLE_DECIDE:
	case COMMAND_TABLE_NAME:
	case COMMAND_TABLE_RAISE:
	case COMMAND_TABLE_CLOSE:
	case COMMAND_TABLE_LATE: return make_case(stage, number);
	case COMMAND_SHORTAGE_PUT:
	case COMMAND_SHORTAGE_RAISE:
	case COMMAND_SHORTAGE_DECIDE:
	case COMMAND_SHORTAGE_CLOSE:
	case COMMAND_SHORTAGE_LATE: return make_shortage(stage, number);
	case LOOK_CASE:
	case LOOK_CASES:
	case LOOK_AGENDA:
	case LOOK_LESSONS: return make_look(stage, number);
	default: return (struct command){.entry = NULL};
	}
}
