/* app_config.h - what can be set, from where it was set, and everything that is wrong with it.
 *
 * One table (app_config_settings) drives the flags, the names in the environment, the keys of the
 * file, `vangnet config`, the help and the manual.
 *
 * Order       a flag (--slow-client-seconds 30) goes before the environment
 *             (VANGNET_SLOW_CLIENT_SECONDS), that before the file (slow-client-seconds = 30), and
 *             that before what holds otherwise.
 * Form        of the file: UTF-8, a line each; blanks around the key and the value do not count;
 *             what stands behind a # at the beginning or after a blank is a comment.
 * Invariants  (1) Reading never stops at the first mistake: each is a line in the problems.
 *             (2) What app_config_print writes gives the same settings when it is read.
 *             (3) No secret is a setting: secrets are in files, which are named here. A text that
 *                 looks like a connection string is refused and not repeated.
 * Bounds      APP_CONFIG_TEXT_SIZE, APP_CONFIG_MAX_FILE_BYTES; problems up to
 *             APP_CONFIG_MAX_PROBLEM_BYTES.
 * Tests       test/unit/app/test_app_config.c, fuzz/fuzz_config.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "base/span.h"
#include "base/status.h"

#define APP_CONFIG_TEXT_SIZE 1024 /* with the terminating 0 */
#define APP_CONFIG_MAX_FILE_BYTES 65536
#define APP_CONFIG_MAX_PROBLEM_BYTES 32768
#define APP_CONFIG_FILE "/etc/vangnet/vangnet.conf"

enum app_config_key {
	APP_CONFIG_DATA_DIR,
	APP_CONFIG_STORE,
	APP_CONFIG_DATABASE,
	APP_CONFIG_CONNINFO_FILE,
	APP_CONFIG_POSTGRES_SCHEMA,
	APP_CONFIG_KEYS_DATABASE,
	APP_CONFIG_KEYS_CONNINFO_FILE,
	APP_CONFIG_KEYS_POSTGRES_SCHEMA,
	APP_CONFIG_SITE_KEY_FILE,
	APP_CONFIG_LISTEN,
	APP_CONFIG_PORT,
	APP_CONFIG_TRUSTED_PROXIES,
	APP_CONFIG_PROXY_HEADER,
	APP_CONFIG_LOOPS,
	APP_CONFIG_MAX_CONNECTIONS,
	APP_CONFIG_SLOW_CLIENT_SECONDS,
	APP_CONFIG_DRAIN_SECONDS,
	APP_CONFIG_STOP_SECONDS,
	APP_CONFIG_DELIVER_MILLISECONDS,
	APP_CONFIG_DUE_SECONDS,
	APP_CONFIG_CLOCKS,
	APP_CONFIG_LOG_LEVEL,
	APP_CONFIG_DEMO,
	APP_CONFIG_DATA_LICENCE,
	APP_CONFIG_KEY_COUNT,
};

enum app_config_form {
	APP_CONFIG_PATH,      /* char[APP_CONFIG_TEXT_SIZE] */
	APP_CONFIG_SECRET,    /* the path of a file with a connection string, not that string itself */
	APP_CONFIG_ADDRESS,   /* numbers: 127.0.0.1 or ::1 */
	APP_CONFIG_ADDRESSES, /* such, between blanks */
	APP_CONFIG_SCHEMA,    /* [a-z_][a-z0-9_]* */
	APP_CONFIG_NUMBER,    /* int64_t */
	APP_CONFIG_CHOICE,    /* int: place in `choices` */
	APP_CONFIG_SWITCH,    /* bool */
};

struct app_config_setting {
	const char *name; /* "slow-client-seconds" */
	enum app_config_form form;
	size_t offset;              /* in struct app_config */
	int64_t min;                /* numbers */
	int64_t max;                /* numbers */
	int64_t preset;             /* numbers, choices, switches */
	const char *preset_text;    /* texts; NULL: not set */
	const char *below_data_dir; /* paths: name of the file in data-dir that holds if not set */
	const char *const *choices; /* ends with NULL */
	const char *value;          /* in the help: "FILE" */
	const char *what;           /* in the help: one sentence or two */
};

/* In the order of enum app_config_key. */
extern const struct app_config_setting app_config_settings[APP_CONFIG_KEY_COUNT];

enum app_config_source {
	APP_CONFIG_FROM_PRESET,
	APP_CONFIG_FROM_DATA_DIR,
	APP_CONFIG_FROM_FILE,
	APP_CONFIG_FROM_ENVIRONMENT,
	APP_CONFIG_FROM_FLAG,
};

struct app_config {
	char data_dir[APP_CONFIG_TEXT_SIZE];
	int store; /* enum store_kind */
	char database[APP_CONFIG_TEXT_SIZE];
	char conninfo_file[APP_CONFIG_TEXT_SIZE]; /* "": not set; so the others that may be unset */
	char postgres_schema[APP_CONFIG_TEXT_SIZE];
	char keys_database[APP_CONFIG_TEXT_SIZE];
	char keys_conninfo_file[APP_CONFIG_TEXT_SIZE];
	char keys_postgres_schema[APP_CONFIG_TEXT_SIZE];
	char site_key_file[APP_CONFIG_TEXT_SIZE];
	char listen[APP_CONFIG_TEXT_SIZE];
	int64_t port;
	char trusted_proxies[APP_CONFIG_TEXT_SIZE];
	int proxy_header; /* enum http_proxy_header */
	int64_t loops;
	int64_t max_connections;
	int64_t slow_client_s;
	int64_t drain_s;
	int64_t stop_s;
	int64_t deliver_ms;
	int64_t due_s;
	char clocks[APP_CONFIG_TEXT_SIZE];
	int log_level; /* enum log_level */
	bool demo;
	int data_licence; /* place in app_config_licences */

	char file[APP_CONFIG_TEXT_SIZE]; /* which file was read; "": none */
	enum app_config_source sources[APP_CONFIG_KEY_COUNT];
	size_t lines[APP_CONFIG_KEY_COUNT]; /* in the file; 0 elsewhere */
};

/* SPDX identifiers of open licences; ends with NULL. */
extern const char *const app_config_licences[];

/* What is wrong, a line for each: where, what, and what would be right. */
struct app_config_problems {
	struct buf text;
	int count;
	int in_flags; /* of which this many on the command line */
};

void app_config_problems_init(struct app_config_problems *problems);
/* Accepts a zeroed struct. */
void app_config_problems_finish(struct app_config_problems *problems);
void app_config_problem(struct app_config_problems *problems, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* Everything as it holds if nothing is set. */
void app_config_init(struct app_config *config);
/* Reads the file (--config, VANGNET_CONFIG, or APP_CONFIG_FILE if it is there), the environment
 * and the flags, and looks whether all of it agrees. Flags that are settings, with their values,
 * are taken out of argv; everything else stays in it, as does all behind "--". */
void app_config_load(struct app_config *config, int *argc, char **argv, char *const *environment,
	struct app_config_problems *problems);
/* The single steps of the above. `name` is how the file is called in problems. */
void app_config_read_text(struct app_config *config, const char *name, struct span text,
	struct app_config_problems *problems);
void app_config_settle(struct app_config *config, struct app_config_problems *problems);

/* Sets one setting from text. False, with *wrong saying what would be right, if it is none. */
#define APP_CONFIG_WRONG_SIZE 160
bool app_config_set(
	struct app_config *config, int key, struct span value, char wrong[APP_CONFIG_WRONG_SIZE]);
/* The key of this name, or -1. */
int app_config_find(struct span name);
/* The name nearest to this one among `count`, or NULL if none is near enough to have been meant:
 * at most `most` characters changed, added, left out or swapped; with 0 a third of them, or all
 * that are missing at the end. */
const char *app_config_nearest(struct span name, const char *const *names, size_t count, int most);
/* The same among the settings. */
const char *app_config_nearest_setting(struct span name);
/* "VANGNET_SLOW_CLIENT_SECONDS"; false if it does not fit. */
bool app_config_environment_name(int key, char *out, size_t size);

/* The effective settings in the form of the file, each with where it came from as a comment. */
void app_config_print(const struct app_config *config, struct buf *out);
/* What the value is if nothing is set, as text. */
void app_config_add_preset(int key, struct buf *out);
