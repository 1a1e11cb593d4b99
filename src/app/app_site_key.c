/* app_site_key.c - vangnet site-key: with which slot every key is wrapped, and a new slot.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_stores.h"
#include "base/clock.h"
#include "vault/vault.h"
#include <stdio.h>

enum { OPTION_ADD, SLOTS = 256 };

static int add(const struct app_config *config)
{
	struct error error = {0};
	int slot = 0;
	if (vault_site_key_add(config->site_key_file, &slot, &error) != STATUS_OK)
		return app_commands_fail(&error);
	printf(
		"Slot %d was added to %s. Back that file up now, apart from the databases: what is "
		"wrapped from now on needs it.\nWho serves wraps every key with it, and goes on serving; "
		"vangnet site-key says how far that is.\n",
		slot, config->site_key_file);
	return APP_COMMANDS_DONE;
}

static status count(
	const struct app_config *config, int64_t counts[SLOTS], int *newest, struct error *error)
{
	struct app_stores stores;
	struct vault *vault = NULL;
	struct clock clock;
	clock_init_system(&clock);
	TRY(app_stores_read(config, &stores, error));
	stores.keys.mode = STORE_READ_ONLY;
	const struct vault_options options = {
		.site_key_file = config->site_key_file, .keys = &stores.keys, .clock = &clock};
	status result = vault_open(&options, &vault, error);
	if (result == STATUS_OK) result = vault_count_slots(vault, counts, error);
	if (result == STATUS_OK) *newest = vault_newest_slot(vault);
	vault_close(vault);
	explicit_bzero(&stores, sizeof(stores));
	return result;
}

static int tell(const struct app_config *config)
{
	int64_t counts[SLOTS] = {0};
	struct error error = {0};
	int newest = 0;
	int64_t older = 0;
	if (count(config, counts, &newest, &error) != STATUS_OK) return app_commands_fail(&error);
	for (int slot = 1; slot < SLOTS; slot++) {
		if (counts[slot] == 0 && slot != newest) continue;
		printf("slot %d: %lld keys%s\n", slot, (long long)counts[slot],
			slot == newest ? ", and new ones" : "");
		if (slot != newest) older += counts[slot];
	}
	if (older == 0)
		printf("Nothing needs another slot than %d here. Backups of the key store from before need "
			   "the older ones as long as they are kept.\n",
			newest);
	else
		printf("%lld keys are still wrapped with an older slot: who serves goes on.\n",
			(long long)older);
	return APP_COMMANDS_DONE;
}

int app_site_key(const struct app_call *call)
{
	return call->given[OPTION_ADD] ? add(call->config) : tell(call->config);
}
