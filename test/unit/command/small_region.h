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
/* The same, whose area team has a site and a service. */
void small_region_open_map(struct small_region *region);
void small_region_close(struct small_region *region);

/* A command of this actor with these params, prepared and run alone; texts in params are plain. An
 * id none: made up. */
struct command_reply small_region_run(struct small_region *region, struct id actor,
	enum command_number number, const struct command_params *params, const char *command_id);
/* The same without running: the caller runs it (`command` must outlive that). */
void small_region_make(struct small_region *region, struct id actor, enum command_number number,
	const struct command_params *params, const char *command_id, struct command *command);
/* What was done; fails the test if it was not. */
struct command_result small_region_must(struct command_reply reply);
/* The refusal with this verdict; fails the test if it is another, or none. */
void small_region_refused(
	const struct command_reply *reply, const struct verdict_list *list, int verdict);
/* Runs commands of the program: a command_carry, with the region as context. */
status small_region_carry(
	void *context, struct command *const *commands, size_t count, struct error *error);
/* Asks a question at the anonymous door. */
struct command_result small_region_question(struct small_region *region);
/* A new account of this kind, at the area team if it is a professional's. */
struct id small_region_account(struct small_region *region, int32_t kind);
/* The duty professional offers the need to `receiver`, the person agreeing; the handover's id. */
struct id small_region_offer(
	struct small_region *region, struct command_result asked, struct id receiver);

/* Reads the record whose key is set in it; false if it is not there. */
bool small_region_read(struct small_region *region, const struct store_table *table, void *record);
/* Writes or removes a row behind the program's back. */
void small_region_put(
	struct small_region *region, const struct store_table *table, const void *record);
void small_region_remove(
	struct small_region *region, const struct store_table *table, const void *record);
/* The number that a query without parameters gives. */
int64_t small_region_number(struct small_region *region, const struct store_query *query);
/* Entries in the journal, of all shards. */
int64_t small_region_entries(struct small_region *region);
/* Moves the clock to this instant, "2026-03-29T22:00:00Z". */
void small_region_move_to(struct small_region *region, const char *instant);
