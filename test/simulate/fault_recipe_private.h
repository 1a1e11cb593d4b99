/* fault_recipe_private.h - what the files of recipes share.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "fault_recipe.h"

#define WORDS SPAN_LITERAL("in eigen woorden")

enum { DAY_MS = 86400000 };

int32_t fault_recipe_today(const struct fault_stage *stage);
struct command_result fault_recipe_ask(struct fault_stage *stage);
/* A command on the file of `asked`, with some words; the other also on its need. */
struct command fault_recipe_on_file(struct fault_stage *stage, struct id actor,
	enum command_number number, const struct command_result *asked);
struct command fault_recipe_on_need(struct fault_stage *stage, struct id actor,
	enum command_number number, const struct command_result *asked);

/* About passwords; without an entry if it is none of these. */
struct command fault_recipe_of_sign_in(struct fault_stage *stage, enum command_number number);
/* Of tables; without an entry if it is none of theirs. */
struct command fault_recipe_of_table(struct fault_stage *stage, enum command_number number);

/* A look at a file. */
struct command fault_recipe_look(struct fault_stage *stage, enum command_number number);

/* Of plans; without an entry if it is none of theirs. */
struct command fault_recipe_of_plan(struct fault_stage *stage, enum command_number number);

/* Of changes of life; without an entry if it is none of theirs. */
struct command fault_recipe_of_life(struct fault_stage *stage, enum command_number number);

/* Of who somebody is; without an entry if it is none of theirs. */
struct command fault_recipe_of_people(struct fault_stage *stage, enum command_number number);
