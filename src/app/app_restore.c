/* app_restore.c - vangnet restore: a backup back into an empty database, verified.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_backup.h"
#include "app/app_commands.h"
#include "app/app_keys.h"
#include "app/app_scratch.h"
#include "app/app_stores.h"
#include "app/app_verify.h"
#include "store/store_copy.h"
#include <stdio.h>
#include <sys/stat.h>

struct restoring {
	const struct app_config *config;
	const char *file;
	const char *said_scratch; /* --scratch; NULL: not given */
	enum store_set set;
	struct app_stores stores;
	struct store *from;
	int64_t rows;
	struct journal_report report;
	struct app_scratch_progress progress;
};

static void show(void *context, int64_t rows)
{
	struct restoring *restoring = context;
	restoring->rows = rows;
	app_scratch_show(&restoring->progress, rows);
}

/* Copies, and looks whether what came is what the journal says. */
static status make(struct store *to, void *context, struct error *error)
{
	struct restoring *restoring = context;
	struct app_backup_tables all = app_backup_tables(restoring->set);
	status result = store_copy(restoring->from, to, all.tables, all.count, show, restoring, error);
	app_scratch_shown(&restoring->progress);
	if (result != STATUS_OK || restoring->set == STORE_KEYS) return result;
	char scratch[APP_CONFIG_TEXT_SIZE];
	app_verify_directory(restoring->config, restoring->said_scratch, scratch);
	TRY(app_verify_store(to, scratch, NULL, &restoring->report, error));
	if (restoring->report.fault == JOURNAL_SOUND) return STATUS_OK;
	return status_fail(error, STATUS_CORRUPT, "%s is not sound (%s: %s): restore another backup",
		restoring->file, journal_fault_name(restoring->report.fault), restoring->report.where);
}

static status refuse_filled(const struct store_options *options, struct error *error)
{
	char where[APP_STORES_WHERE_SIZE];
	return status_fail(error, STATUS_CONFLICT,
		"%s: is not empty, and nothing is overwritten: restore into an empty one",
		app_stores_where(options, where));
}

/* Holding the lease, so that nobody begins to serve what is found to be empty; of a file it is held
 * already. */
static status need_empty(struct store *to, const struct store_options *options, struct error *error)
{
	struct app_backup_tables all = app_backup_tables(options->set);
	bool empty = false;
	if (options->kind == STORE_POSTGRES) TRY(app_stores_lease(options, to, error));
	TRY(store_migrate(to, error));
	TRY(app_stores_is_empty(to, all.tables, all.count, &empty, error));
	return empty ? STATUS_OK : refuse_filled(options, error);
}

/* An SQLite database without a row gives way to the one that is made. */
static status clear_file(const struct store_options *options, struct error *error)
{
	struct stat facts;
	struct store *to = NULL;
	if (stat(options->path, &facts) != 0) return STATUS_OK;
	TRY(app_stores_open(options, STORE_READ_WRITE, &to, error));
	status result = need_empty(to, options, error);
	store_close(to);
	if (result == STATUS_OK) app_stores_clear(options->path);
	return result;
}

/* From before it is looked whether something is there until the file has its name: nobody begins to
 * serve meanwhile. */
static status fill_file(
	const struct store_options *options, struct restoring *restoring, struct error *error)
{
	char path[STORE_PATH_SIZE], where[APP_STORES_WHERE_SIZE];
	struct store_options real = *options;
	int held = -1;
	TRY(store_sqlite_file(options->path, path, error));
	real.path = path;
	status result = store_lease_hold(path, &held, error);
	if (result == STATUS_CONFLICT)
		return status_fail(error, STATUS_CONFLICT,
			"%s: another process serves it: end that one first", app_stores_where(options, where));
	if (result == STATUS_OK) result = clear_file(&real, error);
	if (result == STATUS_OK)
		result = app_stores_make_file(path, restoring->set, make, restoring, error);
	store_lease_release(held);
	return result;
}

static status fill_schema(
	const struct store_options *options, struct restoring *restoring, struct error *error)
{
	struct store *to = NULL;
	TRY(app_stores_open(options, STORE_READ_WRITE, &to, error));
	status result = need_empty(to, options, error);
	if (result == STATUS_OK) {
		result = make(to, restoring, error);
		if (result != STATUS_OK)
			status_prefix(error,
				"schema %s holds a part now, drop it before you try again: ", options->schema);
	}
	store_close(to);
	return result;
}

/* A file of the other set has a schema too, but none of these tables. */
static status check_kind(struct restoring *restoring, struct error *error)
{
	struct app_backup_tables all = app_backup_tables(restoring->set);
	bool empty = false;
	if (app_stores_is_empty(restoring->from, all.tables, 1, &empty, error) != STATUS_OK)
		return status_fail(error, STATUS_INPUT,
			restoring->set == STORE_KEYS
				? "%s: is no backup of a key store; without --keys it is restored as a database"
				: "%s: is no backup of a database; a key store is restored with --keys",
			restoring->file);
	return empty ? status_fail(error, STATUS_INPUT, "%s: has nothing in it", restoring->file)
				 : STATUS_OK;
}

static status restore(struct restoring *restoring, struct error *error)
{
	const struct store_options backup = {
		.kind = STORE_SQLITE, .set = restoring->set, .path = restoring->file};
	const struct store_options *options =
		restoring->set == STORE_KEYS ? &restoring->stores.keys : &restoring->stores.main;
	struct app_stores_version version;
	TRY(app_stores_read(restoring->config, &restoring->stores, error));
	if (app_stores_find_version(&backup, &version, error) != STATUS_OK) {
		const struct error why = *error;
		return status_fail(error, why.code,
			"no backup that can be read: %.140s. Name a file that `vangnet backup` wrote",
			why.message);
	}
	if (version.in_database == 0)
		return status_fail(error, STATUS_INPUT, "%s: is not there, or is no backup", backup.path);
	/* Which of the two it is comes first: each has schemas of its own. */
	TRY(app_stores_open(&backup, STORE_READ_ONLY, &restoring->from, error));
	TRY(check_kind(restoring, error));
	store_close(restoring->from);
	restoring->from = NULL;
	TRY(app_stores_open_current(&backup, STORE_READ_ONLY, &restoring->from, error));
	TRY(app_stores_make_directory(restoring->config, error));
	if (options->kind == STORE_POSTGRES) return fill_schema(options, restoring, error);
	return fill_file(options, restoring, error);
}

/* Beside a database that is not there yet there is nothing to compare the keys with. */
static int tell_keys(struct restoring *restoring)
{
	struct app_keys_report report;
	struct app_stores_version version;
	struct store *store = NULL;
	struct error error = {0};
	const struct store_options *main = &restoring->stores.main;
	status result = app_stores_find_version(main, &version, &error);
	if (result == STATUS_OK && version.in_database == 0) return APP_COMMANDS_DONE;
	if (result == STATUS_OK) result = app_stores_open(main, STORE_READ_ONLY, &store, &error);
	if (result == STATUS_OK)
		result = app_keys_check(restoring->config, &restoring->stores, store, &report, &error);
	store_close(store);
	if (result != STATUS_OK) return app_commands_fail(&error);
	return app_keys_tell(restoring->config, &report);
}

int app_restore(const struct app_call *call)
{
	struct restoring restoring = {.config = call->config,
		.file = call->words[0],
		.said_scratch = call->values[1],
		.set = call->given[0] ? STORE_KEYS : STORE_MAIN,
		.progress = {.what = "rows copied"}};
	struct error error = {0};
	status result = restore(&restoring, &error);
	store_close(restoring.from);
	if (result != STATUS_OK) return app_commands_fail(&error);
	if (restoring.set == STORE_MAIN)
		printf("Restored %lld rows, and they are sound: %lld entries of the journal, and %lld rows "
			   "that are what it says.\n",
			(long long)restoring.rows, (long long)restoring.report.entries,
			(long long)restoring.report.rows);
	else
		printf("Restored %lld rows of the key store.\n", (long long)restoring.rows);
	fflush(stdout);
	return tell_keys(&restoring);
}
