/* app_backup.c - vangnet backup: one instant of the database, or of the key store, in a file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_backup.h"
#include "app/app_commands.h"
#include "app/app_scratch.h"
#include "app/app_stores.h"
#include "base/check.h"
#include "command/command.h"
#include "store/store_copy.h"
#include "vault/vault.h"
#include <stdio.h>

struct app_backup_tables app_backup_tables(enum store_set set)
{
	struct app_backup_tables all = {.count = 0};
	if (set == STORE_KEYS) {
		all.tables[all.count++] = &vault_secret_table;
		all.tables[all.count++] = &vault_key_table;
		return all;
	}
	CHECK(command_journaled_count + command_other_count <= APP_BACKUP_MAX_TABLES);
	for (size_t i = 0; i < command_other_count; i++)
		all.tables[all.count++] = command_other_tables[i];
	for (size_t i = 0; i < command_journaled_count; i++)
		all.tables[all.count++] = command_journaled_tables[i];
	return all;
}

struct backing {
	struct store *from;
	enum store_set set;
	int64_t rows;
	struct app_scratch_progress progress;
};

static void show(void *context, int64_t rows)
{
	struct backing *backing = context;
	backing->rows = rows;
	app_scratch_show(&backing->progress, rows);
}

/* store_copy reads all of it from one instant. */
static status make(struct store *to, void *context, struct error *error)
{
	struct backing *backing = context;
	struct app_backup_tables all = app_backup_tables(backing->set);
	status result = store_copy(backing->from, to, all.tables, all.count, show, backing, error);
	app_scratch_shown(&backing->progress);
	return result;
}

static status back_up(const struct app_call *call, struct app_stores *stores,
	struct backing *backing, struct error *error)
{
	TRY(app_stores_read(call->config, stores, error));
	const struct store_options *options =
		backing->set == STORE_KEYS ? &stores->keys : &stores->main;
	TRY(app_stores_open_current(options, STORE_READ_ONLY, &backing->from, error));
	return app_stores_make_file(call->words[0], backing->set, make, backing, error);
}

int app_backup(const struct app_call *call)
{
	struct app_stores stores;
	struct error error = {0};
	struct backing backing = {
		.set = call->given[0] ? STORE_KEYS : STORE_MAIN, .progress = {.what = "rows copied"}};
	status result = back_up(call, &stores, &backing, &error);
	store_close(backing.from);
	if (result != STATUS_OK) return app_commands_fail(&error);
	printf("%lld rows are in %s.\n", (long long)backing.rows, call->words[0]);
	if (backing.set == STORE_KEYS)
		printf(
			"They are keys, wrapped by the site key, which is not among them: keep %s apart from "
			"these and from the backup of the database.\n",
			call->config->site_key_file);
	else
		printf("The keys are not in it: without `vangnet backup --keys FILE` and %s no name and no "
			   "text in it can be read.\n",
			call->config->site_key_file);
	return APP_COMMANDS_DONE;
}
