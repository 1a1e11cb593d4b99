/* app_play_file.h - reads a play: what people say and do, line by line.
 *
 * Form        UTF-8, a step a line; a line that begins with a blank goes on with the step before.
 *             Words stand apart by blanks; text with blanks in it stands in quotes, with \" \\ and
 *             \n within. A line that begins with # is for the reader.
 *
 *                 region VR05              where everything happens; first
 *                 at 2026-03-02T09:00      the clock in Amsterdam; never back
 *                 after 3d                 or 5h, 10m: time goes by, and what comes due, comes
 *                 say "..."                a line of the story
 *                 ACTOR COMMAND KEY=VALUE  a command of the API, as its fields are called
 *                     -> NAME              what it made is called so from now on
 *                     ! MODULE.CODE        it is to be refused, with this
 *                 ACTOR see PATH MEMBER=VALUE
 *                                          a GET, and what its JSON must say
 *                     -> NAME              what was seen is called so from now on
 *
 *             ACTOR is `door` (nobody has signed in), `admin`, or the name of an account or of a
 *             question: the person. VALUE is a text, a name of a code, a number, yes or no, a day
 *             (2026-03-02, or +3 from today), or what a name stands for: $anna is what was made,
 *             $anna.need a member of the reply. In a field that is called as a member of the reply
 *             ($anna for `need`) it is that member; an `episode` that is not given is that of the
 *             last question. Several codes stand behind each other with commas. Of a list a number
 *             is a place: $pairs.merges.0.id.
 *             PATH begins with a slash, or goes on from /v1/regions/<region>/; $names stand for
 *             what is before them: episodes/$anna; one with a query stands in quotes. MEMBER is
 *             needs[domain=housing].bearer or looks[0].what or team[account.name=Jan Maas].way;
 *             the value `none` is null or nothing at all.
 * Invariants  (1) Every command, key and name in what was read exists, and names were given before
 *                 they are used.
 * Ownership   Spans point into the text, or into the arena where something was undone.
 * Errors      STATUS_INPUT and STATUS_BOUND with line and column; outside text is not repeated
 *             beyond names.
 * Bounds      below; a value of APP_PLAY_MAX_VALUE bytes.
 * Tests       test/unit/app/test_app_play_file.c, fuzz/fuzz_play.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "command/command.h"

#define APP_PLAY_MAX_BYTES (1 << 20)
#define APP_PLAY_MAX_STEPS 4096
#define APP_PLAY_MAX_PAIRS 24 /* of a step */
#define APP_PLAY_MAX_NAMES 256
#define APP_PLAY_MAX_NAME 32 /* bytes: a to z, 0 to 9 and _ */
#define APP_PLAY_MAX_VALUE 20000
#define APP_PLAY_MAX_AFTER_MS (INT64_C(3660) * 24 * 3600 * 1000) /* ten years */

enum app_play_kind {
	APP_PLAY_REGION,
	APP_PLAY_AT,
	APP_PLAY_AFTER,
	APP_PLAY_SAY,
	APP_PLAY_COMMAND,
	APP_PLAY_SEE,
};

/* The actors that have no name of their own. */
#define APP_PLAY_DOOR 0
#define APP_PLAY_ADMIN 1

struct app_play_pair {
	struct span key;
	struct span value; /* "$anna.need", "+3", or as it is */
	bool quoted;       /* then it is as it is */
	size_t line;
	size_t column;
	const struct command_field *field; /* of a command; NULL for see */
};

struct app_play_step {
	enum app_play_kind kind;
	size_t line;
	int region;                        /* REGION */
	int64_t ms;                        /* AT: the instant; AFTER: how long */
	struct span text;                  /* SAY; SEE: the path */
	size_t actor;                      /* a name */
	const struct command_entry *entry; /* COMMAND */
	const char *template;              /* COMMAND: its route */
	int method;                        /* COMMAND: enum http_method */
	size_t made;                       /* a name for what it makes; 0: none */
	struct span refusal;               /* "handover.without_yes"; empty: it is to be done */
	struct app_play_pair *pairs;
	size_t pair_count;
};

struct app_play_file {
	struct app_play_step *steps;
	size_t step_count;
	/* 0 is door, 1 is admin; then in the order in which they are given. */
	struct span names[APP_PLAY_MAX_NAMES];
	size_t name_count;
};

MUST_USE status app_play_file_read(
	struct span text, struct arena *arena, struct app_play_file *file, struct error *error);
/* The place of a name that begins `text` (behind its $); false if there is none of that name.
 * `rest` is what stands behind it: empty, or begins with a point. */
bool app_play_file_name(
	const struct app_play_file *file, struct span text, size_t *name, struct span *rest);
