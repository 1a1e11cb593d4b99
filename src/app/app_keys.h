/* app_keys.h - whether the keys that belong to a database are there.
 *
 * Every account has a key of its own: without it the account's names and texts cannot be read. A
 * key that was destroyed is there, as destroyed.
 * Tests       test/contract/test_app_commands.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_stores.h"

struct app_keys_report {
	bool site_key;    /* its file is there */
	bool key_store;   /* it is there, and something is in it */
	bool opens;       /* the site key opens the key store */
	struct error why; /* if both are there, and it does not */
	int64_t accounts;
	int64_t missing; /* of which there is no key; 0 if it does not open */
};

/* `store` is the database, in no transaction. The key store is only read. STATUS_OK whatever the
 * report says; errors are those of the databases. */
MUST_USE status app_keys_check(const struct app_config *config, const struct app_stores *stores,
	struct store *store, struct app_keys_report *report, struct error *error);
/* Prints what the report says and what to do; the exit code. */
int app_keys_tell(const struct app_config *config, const struct app_keys_report *report);
/* No schema, or no secret: nothing was ever sealed with it. */
MUST_USE status app_keys_is_empty(
	const struct store_options *keys, bool *empty, struct error *error);
/* What is wrong with the site key, tried on the key store if that can be reached. */
void app_keys_check_settings(const struct app_config *config, struct app_config_problems *problems);
