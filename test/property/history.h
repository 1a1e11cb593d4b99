/* history.h - what happens in a world: commands, the clock, deliveries; drawn from a seed, and run
 * again from its list of steps.
 *
 * A step names what it is about by the step that made it, so that a history can be shortened: what
 * was made by a step that is gone is nothing that anybody knows.
 * Invariants  (1) The same seed and the same list do the same.
 *             (2) After each batch the checker judges every command of it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "checker.h"
#include "tally.h"
#include "world.h"
#include <stdio.h>

enum history_kind { HISTORY_COMMAND, HISTORY_CLOCK, HISTORY_TICK, HISTORY_DELIVER };

/* What a step may have made. */
enum history_made {
	MADE_NONE,
	MADE_PERSON,
	MADE_EPISODE,
	MADE_NEED,
	MADE_HANDOVER,
	MADE_JOIN,
	MADE_ACCOUNT,
	MADE_ORGANISATION,
	MADE_SITE,
	MADE_SERVICE,
	MADE_SESSION,
	MADE_STEP,
	MADE_AGREEMENT,
	MADE_CORRECTION,
	MADE_CONSULT,
	MADE_STAY,
	MADE_INVITE, /* to set a password with */
	MADE_CODES,  /* for recovery */
	MADE_CASE,
	MADE_PART, /* of a plan, or light contact */
	MADE_MANDATE,
	MADE_TRANSITION,
	MADE_SECOND_VIEW,
	MADE_CONSENT,
	/* What follows is no result of a command. */
	MADE_TABLED,   /* the nth case that a clock put there, about the need that a step made */
	MADE_SHORTAGE, /* of the service that a step made, in the region of the command */
	MADE_PASSWORD, /* one was set or changed: no id */
	MADE_UNKNOWN,  /* an id that nobody was given */
};

struct history_ref {
	int32_t step;
	enum history_made made;
};

struct history_value {
	bool given;
	int64_t number; /* code, day, number, yes, or which text */
	struct history_ref ref;
};

enum { HISTORY_MAX_FIELDS = 26 };

struct history_step {
	int32_t number; /* what other steps know it by */
	enum history_kind kind;
	int64_t by_ms; /* HISTORY_CLOCK */
	bool goes_on;  /* the next command is run together with this one */
	/* HISTORY_COMMAND */
	const struct command_entry *entry;
	int32_t region;
	bool by_program;
	bool poison; /* has what no door lets in, and breaks a CHECK */
	struct history_ref actor, session;
	int32_t id_of;        /* the step whose command id it has: its own, or an earlier one's */
	int32_t version_back; /* If-Match: how far behind; -1: none */
	struct id link;       /* what the link names with which an entry is confirmed; or two files */
	struct history_value values[HISTORY_MAX_FIELDS]; /* of the entry's fields */
};

/* What became of a step; by its number. */
struct history_outcome {
	bool known;
	enum command_outcome outcome;
	struct command_result result;
	const char *module, *code; /* of a refusal */
	int32_t today;
	int32_t kept; /* under its command id: number of the step that was done or broke, or -1 */
};

/* What who draws remembers by themselves. */
struct history_memory {
	struct list staff; /* int32_t: accounts that are no inhabitants' */
	int32_t accounts_read;
	struct list made; /* struct history_place: sessions, and what is on the map of help */
	int64_t tokens;
	int32_t last_poison; /* number of the step, or -1 */
};

struct history_place {
	enum history_made made;
	int32_t region;
	struct history_ref ref, of; /* of: its organisation (an organisation: itself), or account */
};

struct history {
	uint64_t seed;
	struct world world;
	struct checker checker;
	struct tally *tally;
	struct list steps;    /* struct history_step */
	struct list outcomes; /* struct history_outcome */
	struct list_map made; /* id to what (enum history_made) and which step */
	struct prng prng;     /* of who draws */
	struct history_memory memory;
	struct error error;
	int64_t commands; /* from the list */
	/* What the program itself sees as broken is passed over: the checker has to find it. */
	bool checker_alone;
	int32_t since_all;
	int32_t failed_at; /* how many steps of the list were run before it failed */
};

MUST_USE status history_open(struct history *history, enum store_kind kind, uint64_t seed,
	const struct region *division, struct tally *tally);
/* Accepts a zeroed struct. */
void history_close(struct history *history);
/* Makes the first steps: organisations, accounts, rosters in several shards. */
void history_set_up(struct history *history);
/* Draws and runs until `commands` commands were run or a law broke. */
void history_draw(struct history *history, int64_t commands);
/* Draws one batch behind the steps there are: history_draw.c. */
void history_draw_batch(struct history *history, int32_t count);
/* Runs the steps of the list from this one on. */
void history_run(struct history *history, int32_t from);
/* The same steps again, in a new world. */
void history_replay(struct history *history, const struct list *steps);
/* Everything is delivered, compared and rebuilt, and every kept reply is given again. */
void history_end(struct history *history);
static inline bool history_failed(const struct history *history)
{
	return history->checker.fault.law != CHECKER_KEPT;
}

/* A step at the end of the list. */
struct history_step *history_add(struct history *history, enum history_kind kind);
struct history_step *history_add_command(
	struct history *history, enum command_number number, int32_t region);
/* The value of the field with this name; marks it as given. */
struct history_value *history_set(struct history_step *step, const char *field);
void history_set_number(struct history_step *step, const char *field, int64_t number);
void history_set_ref(struct history_step *step, const char *field, struct history_ref ref);
struct history_ref history_ref_of(const struct history *history, struct id id);
struct id history_resolve(const struct history *history, struct history_ref ref);
bool history_same_content(const struct history_step *a, const struct history_step *b);
/* The texts that people write in histories. */
enum {
	HISTORY_TEXTS = 8,
	HISTORY_BIRTH_TEXT = 100,
	HISTORY_INSURER_TEXT = 101,
	HISTORY_LONG_TEXT = 102
};
const char *history_text(int64_t number);
/* Opening hours, languages, or municipalities of some region, by number. */
const char *history_list_text(enum command_field_form form, int64_t number);
void history_token_text(int64_t number, char out[32]);

/* Writes the history as a play file: one line per step, with what it was refused for. */
void history_print(const struct history *history, FILE *out);
