/* app_code.c - vangnet code: a new access code for an account, by whoever administers the machine.
 *
 * For the only administrator who lost theirs. Who may do this can read the key store as well; what
 * is in nobody's hands but the person's stays so: not for who asked a question, nor for a relative.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_demo_job.h"
#include "app/app_stores.h"
#include "base/clock.h"
#include "command/command_prepare.h"
#include "command/command_writer.h"
#include "region/region.h"
#include <stdio.h>

enum { ARENA_BLOCK = 4096, ARENA_MAX = 1 << 20 };

struct renewing {
	struct app_stores stores;
	struct store *store;
	struct vault *vault;
	struct region *division;
	struct clock clock;
	struct prng prng;
	struct arena arena;
	struct id account;
	char code[ACCOUNT_CODE_SIZE];
};

static status open_all(
	struct renewing *renewing, const struct app_config *config, struct error *error)
{
	TRY(app_stores_read(config, &renewing->stores, error));
	TRY(app_stores_open_current(&renewing->stores.main, STORE_READ_WRITE, &renewing->store, error));
	const struct vault_options options = {.site_key_file = config->site_key_file,
		.keys = &renewing->stores.keys,
		.clock = &renewing->clock};
	TRY(vault_open(&options, &renewing->vault, error));
	return region_open(&renewing->division, error);
}

/* The shard of the account; 0, where there is no such account. */
static status find_shard(struct renewing *renewing, int32_t *region, struct error *error)
{
	struct account account = {0};
	bool found = false;
	TRY(store_begin(renewing->store, STORE_READ_ONLY, error));
	status code =
		account_find(renewing->store, renewing->account, &account, &found, &renewing->arena, error);
	store_rollback(renewing->store);
	*region = found ? account.region : 0;
	return code;
}

static status refused(const struct command_reply *reply, struct error *error)
{
	if (reply->outcome != OUTCOME_REFUSED) {
		*error = reply->error;
		return reply->error.code;
	}
	const struct refusal *refusal = &reply->refusal;
	return status_fail(error, STATUS_INPUT, "%s.%s: no new code was given", refusal->list->module,
		refusal->list->verdicts[refusal->verdict].code);
}

static status run(struct renewing *renewing, struct error *error)
{
	struct command_writer *writer = NULL;
	char command_id[ID_TEXT_SIZE];
	struct command command = {.entry = command_find(COMMAND_ACCOUNT_RENEW),
		.by_program = true,
		.expected_version = -1,
		.command_id = span_of(id_text(id_draw(&renewing->prng), command_id)),
		.params = {.account = renewing->account}};
	struct command *batch[] = {&command};
	const struct command_writer_options writing = {.store = renewing->store,
		.vault = renewing->vault,
		.clock = &renewing->clock,
		.prng = &renewing->prng,
		.division = renewing->division};
	TRY(app_demo_job_lease(
		&renewing->stores.main, renewing->store, clock_now_ms(&renewing->clock), error));
	TRY(find_shard(renewing, &command.region, error));
	TRY(command_prepare(
		&command, renewing->vault, renewing->store, &renewing->prng, &renewing->arena, error));
	command_renewed_code(renewing->vault, &command, renewing->code);
	TRY(command_writer_open(&writing, &writer, error));
	command_writer_run(writer, batch, 1);
	command_writer_close(writer);
	return command.reply.outcome == OUTCOME_DONE ? STATUS_OK : refused(&command.reply, error);
}

int app_code(const struct app_call *call)
{
	struct renewing renewing = {0};
	struct error error = {0};
	if (!id_parse(span_of(call->words[0]), &renewing.account))
		return app_commands_refuse(APP_COMMANDS_WRONG_USE,
			"%.80s: no id of an account; it has 32 letters and digits, as GET "
			"/v1/regions/{region}/accounts tells",
			call->words[0]);
	clock_init_system(&renewing.clock);
	prng_init_system(&renewing.prng);
	arena_init(&renewing.arena, ARENA_BLOCK, ARENA_MAX);
	status code = open_all(&renewing, call->config, &error);
	if (code == STATUS_OK) code = run(&renewing, &error);
	vault_close(renewing.vault);
	region_close(renewing.division);
	store_close(renewing.store);
	arena_finish(&renewing.arena);
	if (code != STATUS_OK) return app_commands_fail(&error);
	printf("%s\n", renewing.code);
	return APP_COMMANDS_DONE;
}
