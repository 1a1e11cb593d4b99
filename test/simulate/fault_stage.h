/* fault_stage.h - a small Vangnet in memory whose stores can be made to fail, put back as it was
 * after each try.
 *
 * States      being set up -> kept (fault_stage_keep) -> played on, and set back as often as needed
 * The vault is a real one, with a key store that can fail too; it is not set back: keys of commands
 * that failed stay in it, and are nowhere used.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_prepare.h"
#include "command/command_writer.h"
#include "fault_store.h"

#define FAULT_STAGE_REGION 5
/* Monday 2 March 2026, 9:00 in Amsterdam. */
#define FAULT_STAGE_BEGINS_MS INT64_C(1772438400000)

struct fault_stage {
	struct region *division;
	struct vault *vault;
	struct store *keys;  /* of the vault: a fault_store */
	struct store *store; /* a fault_store */
	struct store *kept;
	struct command_writer *writer;
	struct clock clock;
	struct prng prng;
	struct arena arena; /* of commands; emptied when it is set back */
	int64_t command_count;
	char command_id[64]; /* of the command that is tried: outlives the arena */
	/* Who and what there is. */
	struct id administrator, organisation, site, service;
	struct id duty, second, third, peer, volunteer;
};

/* What is shared by all stages of a program: the division, the vault. CHECKs that it works. */
void fault_stage_open(struct fault_stage *stage, const char *site_key_file);
void fault_stage_close(struct fault_stage *stage);
/* An empty store, in which the first people are put. */
void fault_stage_begin(struct fault_stage *stage);
/* What there is now is what fault_stage_set_back returns to. */
void fault_stage_keep(struct fault_stage *stage);
void fault_stage_set_back(struct fault_stage *stage);

/* A command of this actor, not prepared yet. */
struct command fault_stage_command(
	struct fault_stage *stage, struct id actor, enum command_number number);
/* Prepares and runs it, with what was planned for the stores. */
void fault_stage_run(struct fault_stage *stage, struct command *command);
/* The same, for what must be done while a stage is set up. */
struct command_result fault_stage_must(struct fault_stage *stage, struct command command);
struct id fault_stage_account(struct fault_stage *stage, enum member_kind kind);

/* All rows of all tables as bytes, from the store behind. The caller finishes `out`. */
void fault_stage_dump(struct fault_stage *stage, struct buf *out);
int64_t fault_stage_entries(struct fault_stage *stage);
/* The chain is sound and the tables are what it says; says what is not. */
bool fault_stage_is_sound(struct fault_stage *stage, struct error *error);
