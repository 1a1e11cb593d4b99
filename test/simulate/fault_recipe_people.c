/* fault_recipe_people.c - recipes of who somebody is, who asks about whom, and files of one person.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "care/consent.h"
#include "care/knowing.h"
#include "care/mandate.h"
#include "care/merge.h"
#include "fault_recipe_private.h"

/* Somebody with this name and day of birth, as another was before. */
static struct command_result ask_named(struct fault_stage *stage)
{
	struct command command = fault_stage_command(stage, id_none, COMMAND_QUESTION_ASK);
	command.params.story = SPAN_LITERAL("Het gaat niet goed.");
	command.params.contact = SPAN_LITERAL("06-00000000");
	command.params.name = SPAN_LITERAL("Invented Name");
	command.params.birth = SPAN_LITERAL("1991-04-30");
	return fault_stage_must(stage, command);
}

/* The pair that this file is a side of. */
static struct id found_pair(struct fault_stage *stage, struct id episode, int32_t region)
{
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct error error = {0};
	struct merge merge = {0};
	CHECK(store_begin(stage->store, STORE_READ_ONLY, &error) == STATUS_OK);
	CHECK(merge_open_of(stage->store, region, episode, &cursor, &error) == STATUS_OK);
	CHECK(store_query_next(cursor, &row, &error) == STATUS_OK && row != NULL);
	CHECK(store_record_fill(&merge_table, row, &merge, NULL, &error) == STATUS_OK);
	store_query_close(cursor);
	store_rollback(stage->store);
	return merge.id;
}

/* Found, and for most said by the one side; undone is what both have said. */
static struct command make_merge(struct fault_stage *stage, enum command_number number)
{
	struct command_result first = ask_named(stage), second = ask_named(stage);
	struct command command =
		fault_recipe_on_file(stage, second.person, COMMAND_MERGE_CONFIRM, &second);
	struct id pair = found_pair(stage, first.episode, command.region);
	command.params.merge = pair;
	if (number == LOOK_MERGES) {
		command = fault_stage_command(stage, second.person, number);
		command.params.episode = second.episode;
		return command;
	}
	struct command other =
		fault_recipe_on_file(stage, first.account, COMMAND_MERGE_CONFIRM, &first);
	other.params.merge = pair;
	other.params.person_agrees = true;
	fault_stage_must(stage, other);
	if (number == COMMAND_MERGE_CONFIRM) return command;
	if (number == COMMAND_MERGE_UNDO) fault_stage_must(stage, command);
	command = fault_recipe_on_file(stage, second.person, number, &second);
	command.params.merge = pair;
	return command;
}

/* Who is named now has another file: both are found. */
static struct command make_identity(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command command = fault_recipe_on_file(stage, asked.person, number, &asked);
	if (number == COMMAND_MOMENT_CORRECT) {
		command.params.nth = 1;
		return command;
	}
	(void)ask_named(stage);
	command.params.birth = SPAN_LITERAL("1991-04-30");
	command.params.contact = SPAN_LITERAL("06-11111111");
	return command;
}

/* Somebody near, who bears something, is kept out of sight. */
static struct command make_knows(struct fault_stage *stage)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command join = fault_recipe_on_file(stage, asked.person, COMMAND_JOIN_ASK, &asked);
	join.params.account = stage->volunteer;
	struct id id = fault_stage_must(stage, join).join;
	struct command accept =
		fault_recipe_on_file(stage, stage->volunteer, COMMAND_JOIN_ACCEPT, &asked);
	accept.params.join = id;
	fault_stage_must(stage, accept);
	struct command need = fault_recipe_on_file(stage, stage->volunteer, COMMAND_NEED_ADD, &asked);
	need.params.domain = DOMAIN_SOCIAL;
	need.params.aim = AIM_CARE;
	need.params.actor_bears = true;
	need.params.person_agrees = true;
	fault_stage_must(stage, need);
	struct command command =
		fault_recipe_on_file(stage, asked.person, COMMAND_MEMBER_KNOWS, &asked);
	command.params.account = stage->volunteer;
	command.params.knows = KNOWS_NOTHING;
	return command;
}

/* Somebody speaks for the person, and is in the team until then. */
static struct command make_mandate(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command name = fault_recipe_on_file(stage, asked.account, COMMAND_MANDATE_NAME, &asked);
	name.params.kind = MANDATE_MENTOR;
	name.params.account = stage->volunteer;
	name.params.next_day = fault_recipe_today(stage) + 2;
	if (number == COMMAND_MANDATE_NAME) return name;
	struct id mandate = fault_stage_must(stage, name).mandate;
	struct command command = fault_recipe_on_file(stage, stage->volunteer, number, &asked);
	command.params.mandate = mandate;
	if (number == COMMAND_MANDATE_END) return command;
	command = fault_stage_command(stage, id_none, number);
	command.by_program = true;
	command.params.episode = asked.episode;
	command.params.mandate = mandate;
	clock_move(&stage->clock, 4 * (int64_t)DAY_MS);
	return command;
}

/* A yes to somebody outside the team; and taken back. */
static struct command make_consent(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	bool withdraws = number == COMMAND_CONSENT_WITHDRAW;
	struct command command = fault_recipe_on_file(
		stage, asked.person, withdraws ? COMMAND_CONSENT_GIVE : number, &asked);
	command.params.account = stage->volunteer;
	command.params.parts = FILE_BIT(FILE_PLAN) | FILE_BIT(FILE_NEEDS);
	command.params.next_day = fault_recipe_today(stage) + 2;
	if (!withdraws) return command;
	struct id consent = fault_stage_must(stage, command).consent;
	command = fault_recipe_on_file(stage, asked.person, number, &asked);
	command.params.consent = consent;
	return command;
}

static struct command make_look(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command command = fault_stage_command(stage, asked.person, number);
	command.params.episode = asked.episode;
	if (number != LOOK_RECEIPT) return command;
	struct command report = fault_stage_command(stage, stage->second, COMMAND_QUESTION_ASK);
	report.params.story = WORDS;
	report.params.contact = WORDS;
	command.params.episode = fault_stage_must(stage, report).episode;
	command.actor = stage->second;
	return command;
}

struct command fault_recipe_of_people(struct fault_stage *stage, enum command_number number)
{
	switch (number) {
	case COMMAND_PERSON_IDENTIFY:
	case COMMAND_MOMENT_CORRECT: return make_identity(stage, number);
	case COMMAND_MERGE_CONFIRM:
	case COMMAND_MERGE_APART:
	case COMMAND_MERGE_UNDO:
	case LOOK_MERGES: return make_merge(stage, number);
	case COMMAND_MEMBER_KNOWS: return make_knows(stage);
	case COMMAND_CONSENT_GIVE:
	case COMMAND_CONSENT_OBJECT:
	case COMMAND_CONSENT_WITHDRAW: return make_consent(stage, number);
	case COMMAND_MANDATE_NAME:
	case COMMAND_MANDATE_END:
	case COMMAND_MANDATE_TURN: return make_mandate(stage, number);
	case LOOK_MANDATES:
	case LOOK_KNOWING:
	case LOOK_CONSENTS:
	case LOOK_RECEIPT:
	case LOOK_ABOUT:
	case LOOK_IDENTITY: return make_look(stage, number);
	default: return (struct command){0};
	}
}
