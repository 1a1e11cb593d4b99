/* app_stores.h - from the settings to the database and the key store: how they are reached,
 * whether they are there, and whether they are what this program knows.
 *
 * Ownership   struct app_stores holds what its options point to: it must stay where it is, and so
 *             must the settings it was read from.
 * Errors      Messages name the file or the schema, never what is in a connection string.
 * Tests       test/contract/test_app_commands.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_config.h"
#include "store/store.h"

#define APP_STORES_SECRET_SIZE 4096

struct app_stores {
	struct store_options main; /* mode STORE_READ_WRITE */
	struct store_options keys; /* mode STORE_READ_WRITE */
	char conninfo[APP_STORES_SECRET_SIZE];
	char keys_conninfo[APP_STORES_SECRET_SIZE];
};

/* Reads the files with secrets that the settings name. STATUS_KEY: such a file is open to others.
 */
MUST_USE status app_stores_read(
	const struct app_config *config, struct app_stores *stores, struct error *error);
/* What is wrong with the files that the settings name, as far as can be seen without opening a
 * database. */
void app_stores_check(const struct app_config *config, struct app_config_problems *problems);
/* Makes data-dir (mode 0700) if a setting follows from it and it is not there. */
MUST_USE status app_stores_make_directory(const struct app_config *config, struct error *error);

/* The folder of a path, as a path; "." if it has none. The path is shorter than
 * APP_CONFIG_TEXT_SIZE. */
void app_stores_folder(const char *path, char out[APP_CONFIG_TEXT_SIZE]);
/* "database /var/lib/vangnet/vangnet.sqlite", "PostgreSQL, schema vangnet". */
#define APP_STORES_WHERE_SIZE (APP_CONFIG_TEXT_SIZE + 32)
char *app_stores_where(const struct store_options *options, char out[APP_STORES_WHERE_SIZE]);
/* store_open in this mode, with the place in front of what went wrong. */
MUST_USE status app_stores_open(const struct store_options *options, enum store_mode mode,
	struct store **store, struct error *error);

struct app_stores_version {
	int in_database; /* 0: nothing there */
	int in_program;
};
/* Makes nothing. */
MUST_USE status app_stores_find_version(
	const struct store_options *options, struct app_stores_version *version, struct error *error);
/* Opens what is there and has the schema of this program. STATUS_NOT_FOUND, STATUS_NEWER, or
 * STATUS_INPUT (older): the message says what to do. */
MUST_USE status app_stores_open_current(const struct store_options *options, enum store_mode mode,
	struct store **store, struct error *error);
/* The right to write in it, until it is closed. STATUS_CONFLICT: another process has it. */
MUST_USE status app_stores_lease(
	const struct store_options *options, struct store *store, struct error *error);
/* Whether none of these tables has a row. In no transaction. */
MUST_USE status app_stores_is_empty(struct store *store, const struct store_table *const *tables,
	size_t count, bool *empty, struct error *error);

/* A new file that only the owner may read, for `make` to fill: it is made beside `path` under
 * another name, and has its name only when all of it is on disk. STATUS_CONFLICT if `path` is
 * there and has something in it. */
MUST_USE status app_stores_make_file(const char *path, enum store_set set,
	status (*make)(struct store *store, void *context, struct error *error), void *context,
	struct error *error);
/* Gives a file that was made under another name its own, which is durable then. What came there
 * meanwhile is not overwritten: STATUS_CONFLICT. */
MUST_USE status app_stores_name_file(const char *part, const char *path, struct error *error);
/* Removes a SQLite database with its log; none there is no error. Its lease is left: who holds the
 * file of a lease that is gone holds nothing. */
void app_stores_clear(const char *path);
/* Removes the lease too: of what nobody else knows. */
void app_stores_remove(const char *path);
