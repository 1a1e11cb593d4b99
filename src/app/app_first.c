/* app_first.c - what is made the first time, and what must not be.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_first.h"
#include "access/account.h"
#include "app/app_keys.h"
#include "command/command_prepare.h"
#include "journal/journal.h"
#include <errno.h>
#include <sys/stat.h>

status app_first_site_key(const struct app_config *config, const struct app_stores *stores,
	struct store *store, bool *made, struct error *error)
{
	const struct store_table *const journal[] = {&journal_entry_table};
	char where[APP_STORES_WHERE_SIZE];
	struct stat facts;
	bool no_keys = false;
	bool no_entries = false;
	*made = false;
	TRY(app_keys_is_empty(&stores->keys, &no_keys, error));
	TRY(app_stores_is_empty(store, journal, 1, &no_entries, error));
	if (no_keys && !no_entries)
		return status_fail(error, STATUS_KEY,
			"%s: is empty, but the database is not: put the keys back with `vangnet restore --keys "
			"FILE`",
			app_stores_where(&stores->keys, where));
	/* What else is wrong with it, the vault says. */
	if (stat(config->site_key_file, &facts) == 0 || errno != ENOENT) return STATUS_OK;
	if (!no_keys)
		return status_fail(error, STATUS_KEY,
			"site-key-file %s: is not there, and the key store was made with one: put it back from "
			"its backup; a new one would open nothing",
			config->site_key_file);
	TRY(vault_site_key_create(config->site_key_file, error));
	*made = true;
	return STATUS_OK;
}

/* The nation's administrators are in shard 0; there are few accounts in it, and they come first.
 * */
static status find_administrator(struct store *reading, bool *found, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	*found = false;
	TRY(store_scan_open(reading, &account_table, NULL, INT64_MAX, &cursor, error));
	for (;;) {
		struct account account;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(store_record_fill(&account_table, row, &account, NULL, error));
		if (account.region != 0) return STATUS_OK;
		*found = account.kind == MEMBER_ADMINISTRATOR && account.ended_ms == 0;
		if (*found) return STATUS_OK;
	}
}

static status has_administrator(struct store *reading, bool *found, struct error *error)
{
	TRY(store_begin(reading, STORE_READ_ONLY, error));
	status result = find_administrator(reading, found, error);
	store_rollback(reading);
	return result;
}

status app_first_token(struct store *reading, struct vault *vault, struct command_queue *queue,
	char token[ID_TEXT_SIZE], struct error *error)
{
	bool found = false;
	struct prng prng;
	struct command command = {
		.entry = command_find(COMMAND_INVITE_MAKE), .by_program = true, .expected_version = -1};
	memset(token, 0, ID_TEXT_SIZE);
	TRY(has_administrator(reading, &found, error));
	if (found) return STATUS_OK;
	prng_init_system(&prng);
	id_text(id_draw(&prng), token);
	command.params.thing = command_token_index(vault, span_of(token));
	TRY(command_queue_run(queue, &(struct command *){&command}, 1, error));
	if (command.reply.outcome == OUTCOME_DONE) return STATUS_OK;
	memset(token, 0, ID_TEXT_SIZE);
	return status_fail(error, STATUS_STORE,
		"the token for the first administrator was not kept: %s", command.reply.error.message);
}
