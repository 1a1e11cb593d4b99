/* vault.c - opens and closes a vault: its locked memory, the site's keys and the key store.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "vault/vault_private.h"
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_BLOCK_BYTES 1024
#define ROWS_LIMIT_BYTES 262144

status vault_locked_create(size_t size, bool must_lock, void **memory, struct error *error)
{
	*memory = sodium_malloc(size);
	if (*memory == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for keys (%zu bytes)", size);
	/* sodium_malloc has locked it already if it could, but does not say so. */
	if (sodium_mlock(*memory, size) != 0 && must_lock) {
		sodium_free(*memory);
		*memory = NULL;
		return status_fail(error, STATUS_MEMORY,
			"the system does not lock %zu bytes of memory for"
			" keys: raise the limit (ulimit -l, LimitMEMLOCK=)",
			size);
	}
	sodium_memzero(*memory, size);
	return STATUS_OK;
}

/* A vault with all its memory and no keys. */
static status vault_create(bool must_lock, struct vault **created, struct error *error)
{
	void *site;

	*created = NULL;
	if (sodium_init() < 0) return status_fail(error, STATUS_IO, "libsodium does not start");
	struct vault *vault = calloc(1, sizeof *vault);
	if (vault == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a vault");
	CHECK(pthread_mutex_init(&vault->store_lock, NULL) == 0);
	vault_memory_init(&vault->memory);
	arena_init(&vault->rows, ROWS_BLOCK_BYTES, ROWS_LIMIT_BYTES);
	status done = vault_cache_init(&vault->cache, must_lock, error);
	if (done == STATUS_OK) done = vault_locked_create(sizeof *vault->site, must_lock, &site, error);
	if (done != STATUS_OK) {
		vault_close(vault);
		return done;
	}
	vault->site = site;
	*created = vault;
	return STATUS_OK;
}

static status vault_load(
	struct vault *vault, const struct vault_options *options, struct error *error)
{
	vault->clock = options->clock;
	vault->may_write = options->keys->mode == STORE_READ_WRITE;
	size_t size = strlen(options->site_key_file) + 1;
	vault->site_path = calloc(1, size);
	if (vault->site_path == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a path");
	memcpy(vault->site_path, options->site_key_file, size);
	/* Before it is read: what changes meanwhile is seen as a change. */
	vault_site_note(vault);
	TRY(vault_site_read(options->site_key_file, vault->site, error));
	TRY(store_open(options->keys, &vault->store, error));
	if (vault->may_write) TRY(store_migrate(vault->store, error));
	TRY(vault_secrets_read(vault, error));
	CHECK(sodium_mprotect_readonly(vault->site) == 0);
	return STATUS_OK;
}

status vault_open(const struct vault_options *options, struct vault **vault, struct error *error)
{
	CHECK(options != NULL && options->site_key_file != NULL && options->clock != NULL);
	CHECK(options->keys != NULL && options->keys->set == STORE_KEYS);
	TRY(vault_create(true, vault, error));
	CHECK(*vault != NULL);
	status done = vault_load(*vault, options, error);
	if (done != STATUS_OK) {
		vault_close(*vault);
		*vault = NULL;
	}
	return done;
}

status vault_open_seeded(uint64_t seed, struct vault **vault, struct error *error)
{
	struct prng prng;

	TRY(vault_create(false, vault, error));
	CHECK(*vault != NULL);
	struct vault_site *site = (*vault)->site;
	(*vault)->may_write = true;
	prng_init_seed(&prng, seed);
	site->newest = 1;
	site->present[1] = true;
	prng_fill(&prng, site->keys[1], VAULT_KEY_BYTES);
	prng_fill(&prng, site->index_secret, VAULT_KEY_BYTES);
	prng_fill(&prng, site->derive_secret, VAULT_KEY_BYTES);
	CHECK(sodium_mprotect_readonly(site) == 0);
	return STATUS_OK;
}

bool vault_is_broken(const struct vault *vault)
{
	return vault->store != NULL && store_is_broken(vault->store);
}

void vault_close(struct vault *vault)
{
	if (vault == NULL) return;
	store_close(vault->store);
	vault_cache_finish(&vault->cache);
	sodium_free(vault->site);
	for (size_t i = 0; i < vault->former_count; i++) sodium_free(vault->former[i]);
	free(vault->site_path);
	vault_memory_finish(&vault->memory);
	arena_finish(&vault->rows);
	CHECK(pthread_mutex_destroy(&vault->store_lock) == 0);
	free(vault);
}
