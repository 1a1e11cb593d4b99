/* app_keys.c - whether the keys that belong to a database are there.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_keys.h"
#include "access/account.h"
#include "app/app_commands.h"
#include "base/clock.h"
#include "vault/vault.h"
#include <stdio.h>

/* The vault says whether the site key opens the key store: its own secrets are in there. */
static void try_vault(const struct app_config *config, const struct app_stores *stores,
	struct app_keys_report *report)
{
	struct store_options keys = stores->keys;
	struct clock clock;
	struct vault *vault = NULL;
	clock_init_system(&clock);
	keys.mode = STORE_READ_ONLY;
	const struct vault_options options = {
		.site_key_file = config->site_key_file, .keys = &keys, .clock = &clock};
	report->opens = vault_open(&options, &vault, &report->why) == STATUS_OK;
	vault_close(vault);
}

static status look_up(struct store *keys, const struct account *account, struct arena *arena,
	struct app_keys_report *report, struct error *error)
{
	struct store_value values[STORE_MAX_COLUMNS];
	struct error absent = {0};
	struct store_value key = store_id(&account->id);
	arena_reset(arena);
	report->accounts++;
	status found = store_get(keys, &vault_key_table, &key, values, arena, &absent);
	if (found == STATUS_NOT_FOUND) report->missing++;
	if (found == STATUS_OK || found == STATUS_NOT_FOUND) return STATUS_OK;
	*error = absent;
	return found;
}

static status count(struct store *store, struct store *keys, struct arena *arena,
	struct app_keys_report *report, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	TRY(store_scan_open(store, &account_table, NULL, INT64_MAX, &cursor, error));
	for (;;) {
		struct account account;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(store_record_fill(&account_table, row, &account, NULL, error));
		TRY(look_up(keys, &account, arena, report, error));
	}
}

static status count_in(
	struct store *store, struct store *keys, struct app_keys_report *report, struct error *error)
{
	struct arena arena;
	arena_init(&arena, 4096, 65536);
	status result = store_begin(store, STORE_READ_ONLY, error);
	if (result == STATUS_OK) result = store_begin(keys, STORE_READ_ONLY, error);
	if (result == STATUS_OK) result = count(store, keys, &arena, report, error);
	store_rollback(keys);
	store_rollback(store);
	arena_finish(&arena);
	return result;
}

status app_keys_check(const struct app_config *config, const struct app_stores *stores,
	struct store *store, struct app_keys_report *report, struct error *error)
{
	struct store *keys = NULL;
	*report = (struct app_keys_report){.opens = false};
	try_vault(config, stores, report);
	if (!report->opens) return STATUS_OK;
	TRY(app_stores_open(&stores->keys, STORE_READ_ONLY, &keys, error));
	status result = count_in(store, keys, report, error);
	store_close(keys);
	return result;
}

int app_keys_tell(const struct app_config *config, const struct app_keys_report *report)
{
	if (!report->opens)
		return app_commands_refuse(APP_COMMANDS_KEYS_LACK,
			"the keys lack: no name and no text can be read (%s). Put the site key file back at "
			"%s, and the key store with `vangnet restore --keys FILE`",
			report->why.message, config->site_key_file);
	if (report->missing > 0)
		return app_commands_refuse(APP_COMMANDS_KEYS_LACK,
			"of %lld accounts %lld have no key in the key store: their names and texts cannot be "
			"read. The key store is older than the database, or another: restore a newer backup of "
			"it",
			(long long)report->accounts, (long long)report->missing);
	printf("The keys of all %lld accounts are there.\n", (long long)report->accounts);
	return APP_COMMANDS_DONE;
}
