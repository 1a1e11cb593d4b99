/* app_commands.h - what the program can be told to do: one table of subcommands, which also makes
 * the help and the manual.
 *
 * Exit        APP_COMMANDS_... below. What was asked for is on standard output; what went wrong,
 *             where, and what to do about it, is on standard error.
 * Tests       test/contract/test_app_commands.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_config.h"
#include "base/buf.h"

enum app_commands_exit {
	APP_COMMANDS_DONE = 0,
	APP_COMMANDS_FAILED = 1,    /* it failed, or what was looked at is not right */
	APP_COMMANDS_WRONG_USE = 2, /* the command line is wrong: nothing was done */
	APP_COMMANDS_KEYS_LACK = 3, /* restored, but keys that belong to it are missing */
};

#define APP_COMMANDS_MAX_OPTIONS 6
#define APP_COMMANDS_MAX_WORDS 2

struct app_option {
	const char *name;  /* "--scratch"; NULL: none */
	const char *value; /* "DIRECTORY"; NULL: a switch */
	const char *what;
};

/* A subcommand as it was called. */
struct app_call {
	const struct app_config *config;
	struct app_config_problems *problems; /* empty, unless the subcommand runs despite them */
	bool given[APP_COMMANDS_MAX_OPTIONS];
	const char *values[APP_COMMANDS_MAX_OPTIONS]; /* of options with a value; NULL: not given */
	const char *words[APP_COMMANDS_MAX_WORDS];
	int word_count;
};

struct app_subcommand {
	const char *name;
	const char *synopsis; /* "[--chain-only] FILE" */
	const char *what;     /* one line */
	const char *more;     /* what there is to know besides */
	const char *example;
	int least_words;
	int most_words;
	bool despite_problems; /* runs when settings are wrong */
	struct app_option options[APP_COMMANDS_MAX_OPTIONS];
	int (*run)(const struct app_call *call);
	/* In place of run: reads its own arguments, --help too. */
	int (*hook)(const struct app_config *config, int argc, char **argv);
};

extern const struct app_subcommand app_subcommands[];
extern const size_t app_subcommand_count;

/* What the program does; the exit code. */
int app_commands_main(int argc, char **argv, char *const *environment);

/* "vangnet: <what>" on standard error, and the exit code for it. */
int app_commands_fail(const struct error *error);
int app_commands_refuse(int code, const char *format, ...) PRINTF_LIKE(2, 3);

/* The whole help, that of one subcommand, and the part of the manual that follows from the tables,
 * in mdoc. */
void app_commands_help(struct buf *out);
void app_commands_help_one(const struct app_subcommand *subcommand, struct buf *out);
void app_commands_manual(struct buf *out);

/* The subcommands, each in a file of its own. */
int app_serve(const struct app_call *call);
int app_verify(const struct app_call *call);
int app_rebuild(const struct app_call *call);
int app_backup(const struct app_call *call);
int app_restore(const struct app_call *call);
int app_migrate(const struct app_call *call);
int app_heads(const struct app_call *call);
int app_clock(const struct app_call *call);
int app_code(const struct app_call *call);
int app_own(const struct app_call *call);
int app_site_key(const struct app_call *call);
int app_export(const struct app_call *call);
int app_import(const struct app_call *call);
int app_config_command(const struct app_call *call);
int app_version(const struct app_call *call);
int app_help(const struct app_call *call);

/* Entry points of the demonstration, the player, and the questions about regions. */
int app_demo_main(const struct app_config *config, int argc, char **argv);
int app_play_main(const struct app_config *config, int argc, char **argv);
int app_region_main(const struct app_config *config, int argc, char **argv);
