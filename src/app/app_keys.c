/* app_keys.c - whether the keys that belong to a database are there.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_keys.h"
#include "access/account.h"
#include "app/app_commands.h"
#include "base/clock.h"
#include "vault/vault.h"
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

status app_keys_is_empty(const struct store_options *keys, bool *empty, struct error *error)
{
	const struct store_table *const tables[] = {&vault_secret_table, &vault_key_table};
	struct app_stores_version version;
	struct store *store = NULL;
	*empty = true;
	TRY(app_stores_find_version(keys, &version, error));
	if (version.in_database == 0) return STATUS_OK;
	TRY(app_stores_open(keys, STORE_READ_ONLY, &store, error));
	status result = app_stores_is_empty(store, tables, 2, empty, error);
	store_close(store);
	return result;
}

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

static status look(const struct app_config *config, const struct app_stores *stores,
	struct app_keys_report *report, struct error *error)
{
	struct stat facts;
	bool empty = false;
	*report = (struct app_keys_report){.opens = false};
	TRY(app_keys_is_empty(&stores->keys, &empty, error));
	report->key_store = !empty;
	report->site_key = stat(config->site_key_file, &facts) == 0 || errno != ENOENT;
	if (report->key_store && report->site_key) try_vault(config, stores, report);
	return STATUS_OK;
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
	TRY(look(config, stores, report, error));
	if (!report->opens) return STATUS_OK;
	TRY(app_stores_open(&stores->keys, STORE_READ_ONLY, &keys, error));
	status result = count_in(store, keys, report, error);
	store_close(keys);
	return result;
}

static int tell_closed(const struct app_config *config, const struct app_keys_report *report)
{
	if (report->site_key && report->key_store)
		return app_commands_refuse(APP_COMMANDS_KEYS_LACK,
			"no name and no text can be read: %s. Put the site key that belongs to this key store "
			"back at %s",
			report->why.message, config->site_key_file);
	fprintf(stderr, "vangnet: no name and no text can be read yet. What is still to be done:\n");
	if (!report->site_key)
		fprintf(stderr, "  put the site key file back at %s\n", config->site_key_file);
	if (!report->key_store)
		fprintf(stderr, "  put the key store back with `vangnet restore --keys FILE`\n");
	return APP_COMMANDS_KEYS_LACK;
}

int app_keys_tell(const struct app_config *config, const struct app_keys_report *report)
{
	if (!report->opens) return tell_closed(config, report);
	if (report->missing > 0)
		return app_commands_refuse(APP_COMMANDS_KEYS_LACK,
			"of %lld accounts %lld have no key in the key store: their names and texts cannot be "
			"read. The key store is older than the database, or another: restore a newer backup of "
			"it",
			(long long)report->accounts, (long long)report->missing);
	printf("The keys of all %lld accounts are there.\n", (long long)report->accounts);
	return APP_COMMANDS_DONE;
}

void app_keys_check_settings(const struct app_config *config, struct app_config_problems *problems)
{
	struct app_stores stores;
	struct app_keys_report report = {.opens = false};
	struct error error = {0};
	const char *path = config->site_key_file;
	struct stat facts;
	bool is_there = stat(path, &facts) == 0 || errno != ENOENT;
	if (is_there && vault_site_key_check(path, &error) != STATUS_OK)
		app_config_problem(problems, "%s", error.message);
	/* What is wrong is named already, and there may be nothing to try it on. */
	if (problems->count > 0) return;
	status found = app_stores_read(config, &stores, &error);
	if (found == STATUS_OK) found = look(config, &stores, &report, &error);
	if (found != STATUS_OK)
		app_config_problem(problems, "%s", error.message);
	else if (report.key_store && !report.site_key)
		app_config_problem(problems,
			"site key file %s: is not there, and the key store was made with one: put it back",
			path);
	else if (report.key_store && !report.opens)
		app_config_problem(problems, "site key file %s: is not that of the key store: %s", path,
			report.why.message);
	explicit_bzero(&stores, sizeof(stores));
}
