/* world.h - a whole Vangnet in one thread: a store, a vault, a clock that a test moves, random
 * numbers from a seed, and the writer.
 *
 * Two worlds of one seed that get the same commands do the same.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_clock.h"
#include "command/command_prepare.h"
#include "command/command_writer.h"

/* Monday 2 March 2026, 9:00 in Amsterdam. */
#define WORLD_BEGINS_MS INT64_C(1772438400000)

struct world {
	enum store_kind kind;
	char schema[64]; /* PostgreSQL: made for this world, and gone with it */
	struct store *store;
	struct vault *vault;
	const struct region *division;
	struct clock clock;
	struct prng prng;
	struct arena arena; /* of the commands that are run together */
	struct command_writer *writer;
};

/* PostgreSQL is where VANGNET_TEST_POSTGRES says. Nothing is in the world yet. */
MUST_USE status world_open(struct world *world, enum store_kind kind, uint64_t seed,
	const struct region *division, struct error *error);
/* Accepts a zeroed struct. */
void world_close(struct world *world);
/* Rebuilds everything from the journal and compares. STATUS_CORRUPT if it is not the same. */
MUST_USE status world_verify(struct world *world, struct error *error);
