/* fault_recipe.h - for every entry of the table: a stage on which it is accepted, and the command.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "fault_stage.h"

/* Sets the stage up, keeps it, and returns the command that is to be done on it; entry NULL if
 * there is no recipe for it. */
struct command fault_recipe_make(struct fault_stage *stage, enum command_number number);
