/* any_params.h - params for any entry of the table, filled by its own fields.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "base/prng.h"
#include "command/command.h"

/* The member that a field stands for. */
void *any_params_at(struct command_params *params, const struct command_field *field);
/* Random values for every field of the entry, over the whole range of each, texts of up to 300
 * bytes; everything else is 0. */
void any_params_fill(const struct command_entry *entry, struct command_params *params,
	struct prng *prng, struct arena *arena);
/* Whether the fields of the entry, and nothing else, are the same in both. */
bool any_params_equal(const struct command_entry *entry, const struct command_params *a,
	const struct command_params *b);
/* True for a field that is a text. */
bool any_params_is_text(const struct command_field *field);
