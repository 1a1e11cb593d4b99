/* app_rebuild.c - vangnet rebuild: a new database from nothing but the journal.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_scratch.h"
#include "app/app_stores.h"
#include "command/command.h"
#include "journal/journal.h"
#include "store/store_copy.h"
#include <stdio.h>

#define SCHEMA_MARK "schema:"
#define MAX_LOCAL_TABLES 8

struct rebuilding {
	struct store *from;
	struct app_scratch_progress progress;
	int64_t entries;
};

static void show(void *context, int64_t entries)
{
	struct rebuilding *rebuilding = context;
	rebuilding->entries = entries;
	app_scratch_show(&rebuilding->progress, entries);
}

/* The tables of this installation only: the journal, and what follows from it, are there already.
 */
static status copy_local(struct store *from, struct store *to, struct error *error)
{
	const struct store_table *local[MAX_LOCAL_TABLES];
	size_t count = 0;
	for (size_t i = 0; i < command_other_count && count < MAX_LOCAL_TABLES; i++)
		if (command_other_tables[i]->keeping == STORE_LOCAL)
			local[count++] = command_other_tables[i];
	return store_copy(from, to, local, count, NULL, NULL, error);
}

static status make(struct store *to, void *context, struct error *error)
{
	struct rebuilding *rebuilding = context;
	status result = journal_rebuild(rebuilding->from, to, command_journaled_tables,
		command_journaled_count, show, rebuilding, error);
	app_scratch_shown(&rebuilding->progress);
	return result == STATUS_OK ? copy_local(rebuilding->from, to, error) : result;
}

static status make_in(const struct store_options *options, struct store *to,
	struct rebuilding *rebuilding, struct error *error)
{
	TRY(app_stores_lease(options, to, error));
	TRY(store_migrate(to, error));
	return make(to, rebuilding, error);
}

static status make_schema(const struct store_options *main, const char *schema,
	struct rebuilding *rebuilding, struct error *error)
{
	struct store_options options = *main;
	struct app_stores_version version;
	struct store *to = NULL;
	options.schema = schema;
	if (main->kind != STORE_POSTGRES)
		return status_fail(error, STATUS_INPUT, "schema:%s: is only for store = postgres", schema);
	TRY(app_stores_find_version(&options, &version, error));
	if (version.in_database != 0)
		return status_fail(error, STATUS_CONFLICT,
			"schema %s: is there already, and is not overwritten; name another", schema);
	TRY(app_stores_open(&options, STORE_READ_WRITE, &to, error));
	status result = make_in(&options, to, rebuilding, error);
	store_close(to);
	if (result != STATUS_OK)
		status_prefix(error, "schema %s holds a part now, drop it before you try again: ", schema);
	return result;
}

static status rebuild(const struct app_call *call, struct app_stores *stores,
	struct rebuilding *rebuilding, struct error *error)
{
	const char *to = call->words[0];
	TRY(app_stores_read(call->config, stores, error));
	TRY(app_stores_open_current(&stores->main, STORE_READ_ONLY, &rebuilding->from, error));
	if (strncmp(to, SCHEMA_MARK, strlen(SCHEMA_MARK)) == 0)
		return make_schema(&stores->main, to + strlen(SCHEMA_MARK), rebuilding, error);
	return app_stores_make_file(to, STORE_MAIN, make, rebuilding, error);
}

int app_rebuild(const struct app_call *call)
{
	struct app_stores stores;
	struct rebuilding rebuilding = {.progress = {.what = "entries applied"}};
	struct error error = {0};
	status result = rebuild(call, &stores, &rebuilding, &error);
	store_close(rebuilding.from);
	if (result != STATUS_OK) return app_commands_fail(&error);
	printf(
		"Made %s of %lld entries of the journal.\n", call->words[0], (long long)rebuilding.entries);
	return APP_COMMANDS_DONE;
}
