/* small_region.h - a region with a few people in it, in memory, for tests of the command layer.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_prepare.h"
#include "command/command_writer.h"

struct small_region {
	struct store *store;
	struct vault *vault;
	struct clock clock;
	struct prng prng;
	struct region *division;
	struct command_writer *writer;
	struct arena arena;
	int64_t command_count;
	struct id admin, duty, second, peer, clinic, organisation, service;
};

#define SMALL_REGION 5

/* 2026-03-02T09:00+01:00, a Monday. */
#define SMALL_REGION_START_MS INT64_C(1772438400000)

void small_region_open(struct small_region *region);
void small_region_close(struct small_region *region);

/* A command of this actor with these params, prepared and run alone; texts in params are plain. An
 * id none: made up. */
struct command_reply small_region_run(struct small_region *region, struct id actor,
	enum command_number number, const struct command_params *params, const char *command_id);
/* The same without running: the caller runs it (`command` must outlive that). */
void small_region_make(struct small_region *region, struct id actor, enum command_number number,
	const struct command_params *params, const char *command_id, struct command *command);
/* Asks a question at the anonymous door. */
struct command_result small_region_question(struct small_region *region);
