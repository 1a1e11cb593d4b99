/* laws_run.h - histories until enough commands were run, or a law broke: then the shortest history
 * that breaks it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "history.h"

struct laws_options {
	enum store_kind kind;
	uint64_t seed;
	int64_t commands;
	const struct region *division;
	struct tally *tally;
	bool checker_alone; /* see history.h */
	FILE *play;         /* for the shortest history, as a play file; NULL: none */
};

struct laws_found {
	struct checker_fault fault; /* CHECKER_KEPT: no law broke */
	uint64_t seed;
	int64_t commands; /* until it broke, from the first history on */
	int32_t shortest; /* steps of the shortest history */
};

/* Runs histories of changing lengths from rising seeds until there are enough commands. */
struct laws_found laws_run(const struct laws_options *options);
