/* laws_run.h - histories until enough commands were run, or a law broke: then the shortest history
 * that breaks it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "history.h"

struct laws_found {
	struct checker_fault fault; /* CHECKER_KEPT: no law broke */
	uint64_t seed;
	int64_t commands;   /* of its history, until it broke */
	int32_t shortest;   /* steps of the shortest history */
};

/* Runs histories of changing lengths from rising seeds. What is found is shrunk and printed as a
 * play file to `play`, unless that is NULL. */
struct laws_found laws_run(enum store_kind kind, uint64_t seed, int64_t commands,
	const struct region *division, struct tally *tally, FILE *play);
