/* app_migrate.c - vangnet migrate: the database and the key store up to date with the program.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_stores.h"
#include <stdio.h>

static void tell(const char *where, const struct app_stores_version *before)
{
	if (before->in_database == before->in_program)
		printf("%s: is at schema %d, as this program needs; nothing was done.\n", where,
			before->in_program);
	else
		printf("%s: from schema %d to %d.\n", where, before->in_database, before->in_program);
}

static status migrate(const struct store_options *options, struct error *error)
{
	char where[APP_STORES_WHERE_SIZE];
	struct app_stores_version before;
	struct store *store = NULL;
	app_stores_where(options, where);
	TRY(app_stores_find_version(options, &before, error));
	/* A mistyped place would be given a database, and the real one left as it is. */
	if (before.in_database == 0)
		return status_fail(error, STATUS_NOT_FOUND,
			"%.120s: nothing is there to migrate. Is --data-dir right? `vangnet serve` makes a new "
			"one",
			where);
	if (before.in_database > before.in_program)
		return status_fail(error, STATUS_NEWER,
			"%s: is at schema %d and this program knows %d: use the newer vangnet", where,
			before.in_database, before.in_program);
	TRY(app_stores_open(options, STORE_READ_WRITE, &store, error));
	status result = app_stores_lease(options, store, error);
	if (result == STATUS_OK) result = store_migrate(store, error);
	store_close(store);
	if (result == STATUS_OK) tell(where, &before);
	return result;
}

/* A key store that is not there is made by the first start, together with its secrets. */
static status migrate_keys(const struct store_options *keys, struct error *error)
{
	struct app_stores_version before;
	TRY(app_stores_find_version(keys, &before, error));
	return before.in_database == 0 ? STATUS_OK : migrate(keys, error);
}

int app_migrate(const struct app_call *call)
{
	struct app_stores stores;
	struct error error = {0};
	status result = app_stores_read(call->config, &stores, &error);
	if (result == STATUS_OK) result = migrate(&stores.main, &error);
	if (result == STATUS_OK) result = migrate_keys(&stores.keys, &error);
	return result == STATUS_OK ? APP_COMMANDS_DONE : app_commands_fail(&error);
}
