/* simulate_private.h - the parts of a simulation: the machine, the clients, what they know.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_clock.h"
#include "command/command_prepare.h"
#include "command/command_writer.h"
#include "simulate.h"

/* Monday 2 March 2026, 9:00 in Amsterdam. */
#define SIMULATE_BEGINS_MS INT64_C(1772438400000)

/* simulate_machine.c: one process of Vangnet on the crash disk. */

struct simulate_machine {
	const struct simulate_options *options;
	struct crash_vfs *vfs;
	struct clock clock;
	struct prng prng;    /* the system's, which is seeded */
	struct store *store; /* NULL: no process */
	struct vault *vault;
	struct command_writer *writer;
	int64_t epoch; /* of the lease; the highest there was */
	bool has_index;
	struct id index; /* of a fixed text: the key store's secret stays the same */
};

/* Starts the process. On failure there is none. */
MUST_USE status simulate_machine_open(struct simulate_machine *machine, struct error *error);
/* The process ends, whatever the disk says to that. */
void simulate_machine_close(struct simulate_machine *machine);

/* What clients know from their answers: who and what there is, to draw the next command from. */

enum {
	SIMULATE_MAX_SENT = 40000,
	SIMULATE_MAX_ACCOUNTS = 256,
	SIMULATE_MAX_EPISODES = 2000,
	SIMULATE_MAX_NEEDS = 4,
	SIMULATE_MAX_PLACES = 64,
	SIMULATE_MAX_SESSIONS = 64,
	SIMULATE_ATTEMPTS = 48,
	SIMULATE_CLIENTS = 12,
};

struct simulate_account {
	int32_t region;
	struct id id;
	int32_t kind;
	struct id organisation;
	bool on_duty;
};

struct simulate_need {
	struct id id;
	struct id bearer;
	bool in_danger;
};

struct simulate_episode {
	int32_t region;
	struct id id, person, care_manager;
	int64_t version;
	int need_count;
	struct simulate_need needs[SIMULATE_MAX_NEEDS];
	struct id handover, handover_to, handover_service, handover_sender;
	int handover_need; /* -1: the care management */
	bool accepted;
	struct id join, join_account;
	struct id member; /* who joined, if anybody */
};

struct simulate_place { /* an organisation, and a site and service of it if it has them */
	int32_t region;
	struct id organisation, site, service;
};

struct simulate_session {
	int32_t region;
	struct id id, account;
};

enum simulate_state { SENT_OPEN, SENT_DONE, SENT_REFUSED, SENT_GIVEN_UP };

/* A command that a client sent, once or more often, under one id: "c.<its place in the list>". */
struct simulate_sent {
	const struct command_entry *entry;
	int32_t region, actor_region;
	struct id actor, session;
	int64_t expected_version;
	struct command_params asked; /* texts are plain, and static */
	enum simulate_state state;
	bool said_failed; /* in this life of the process */
	struct command_result result;
	int64_t seq; /* where it stands in the journal; 0: not seen there yet */
	struct hash hash;
	int32_t seen; /* by the check that goes on */
};

struct simulate_attempt {
	bool used;
	int32_t client; /* -1: nobody waits for the answer any more */
	int32_t sent;
	char id[24];
	struct command command;
	struct arena arena;
};

struct simulate_client {
	int32_t sent;    /* -1: has nothing to do */
	int32_t waiting; /* attempts that were not answered */
};

struct simulate {
	struct simulate_options options;
	struct simulate_report *report;
	struct simulate_machine machine;
	struct prng prng; /* of the scheduler */
	struct hash trace;
	struct arena arena; /* of one check or command of the program */
	bool dropped;       /* a sync failed and dropped what it had, since the last stop */

	struct simulate_sent *sent;
	int32_t sent_count;
	struct simulate_client clients[SIMULATE_CLIENTS];
	struct simulate_attempt attempts[SIMULATE_ATTEMPTS];
	int32_t queue[SIMULATE_ATTEMPTS]; /* places in attempts, in order */
	int32_t queue_count;

	struct id administrator;
	struct simulate_account *accounts;
	int32_t account_count;
	struct simulate_episode *episodes;
	int32_t episode_count;
	struct simulate_place places[SIMULATE_MAX_PLACES];
	int32_t place_count;
	struct simulate_session sessions[SIMULATE_MAX_SESSIONS];
	int32_t session_count;
};

/* simulate.c */

/* The first problem is kept. */
void simulate_problem(struct simulate *simulate, const char *format, ...) PRINTF_LIKE(2, 3);
bool simulate_has_problem(const struct simulate *simulate);
/* Adds to the trace, and says it if the simulation is chatty. */
void simulate_note(struct simulate *simulate, const char *format, ...) PRINTF_LIKE(2, 3);
int32_t simulate_below(struct simulate *simulate, int32_t bound);

/* simulate_draw.c: a new command, from what is known. */
void simulate_draw(struct simulate *simulate, struct simulate_sent *sent);
void simulate_draw_text(struct simulate *simulate, struct span *text);

/* simulate_learn.c: what an answer tells. */
void simulate_learn(struct simulate *simulate, const struct simulate_sent *sent);
const struct simulate_account *simulate_account_of(const struct simulate *simulate, struct id id);

/* simulate_client.c: sending, the writer's batch, answers. */

/* A new command that somebody (-1: the set-up) sends. */
struct simulate_sent *simulate_new(struct simulate *simulate, int32_t client);
/* Sends once more what the client has; false if that could not be prepared or there is no room. */
bool simulate_send(struct simulate *simulate, int32_t client);
/* Runs up to `most` of what waits, and answers, unless everything stopped. */
void simulate_batch(struct simulate *simulate, int32_t most);
/* Sends a command of the set-up, which must be done, and returns what came of it. */
struct command_result simulate_must(struct simulate *simulate, struct simulate_sent *sent);
/* Sends what was acknowledged again, which must give the same. */
void simulate_resend(struct simulate *simulate, int32_t sent);
/* For command_clock: a command of the program. */
status simulate_carry(void *context, struct command *command, struct error *error);
/* The process is gone: nobody will be answered. */
void simulate_forget_answers(struct simulate *simulate);

/* simulate_set_up.c: organisations, accounts and rosters in some shards. */
void simulate_set_up(struct simulate *simulate);

/* simulate_check.c: the laws (simulate.h). */
void simulate_check(struct simulate *simulate);
