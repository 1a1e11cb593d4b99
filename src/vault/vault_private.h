/* vault_private.h - the parts of a vault: the site's keys, the keys at hand, where keys are kept.
 *
 * Locks       store_lock before cache.lock. store_lock is around every use of `store`, `memory` and
 *             `rows`, and is held from reading a key until it is in the cache: a key that is
 *             destroyed meanwhile cannot come back there. No CHECK of ours stands behind a lock,
 *             but the store's do: whoever holds store_lock pauses the thread's guard.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "vault/vault.h"
#include <pthread.h>
#include <sys/types.h>
#include <time.h>

#define VAULT_KEY_BYTES 32
#define VAULT_SLOTS 256     /* of the site key; slot 0 is not used */
#define VAULT_MAX_KEPT 4096 /* kept keys in the cache */

/* vault.c */

/* Memory of libsodium's: zeroed, between guard pages, locked, in no core dump; given back with
 * sodium_free. With `must_lock` STATUS_MEMORY if the system does not lock it. */
MUST_USE status vault_locked_create(
	size_t size, bool must_lock, void **memory, struct error *error);

/* vault_site.c: what the whole installation hangs on. Read-only once it is in a vault; a newer one
 * takes its place, and it stays until the vault is closed: others may be reading it. */

struct vault_site {
	uint8_t keys[VAULT_SLOTS][VAULT_KEY_BYTES];
	bool present[VAULT_SLOTS];
	uint8_t newest; /* the slot that wraps */
	uint8_t index_secret[VAULT_KEY_BYTES];
	uint8_t derive_secret[VAULT_KEY_BYTES];
};

/* The lines of a site key file. STATUS_KEY with the line, and never with what stands on it. */
MUST_USE status vault_site_parse(struct span text, struct vault_site *site, struct error *error);
MUST_USE status vault_site_read(const char *path, struct vault_site *site, struct error *error);

/* Whose wrapped key it is: authenticated with it, together with the slot. */
struct vault_label {
	const char *kind;
	struct span owner; /* borrowed; at most 32 bytes */
};

/* For `subject`, which is borrowed. */
struct vault_label vault_label_key(const struct id *subject);
struct vault_label vault_label_secret(const char *name);

/* Under the newest slot, which is returned. */
uint8_t vault_site_wrap(const struct vault_site *site, const struct vault_label *label,
	const uint8_t key[VAULT_KEY_BYTES], struct prng *prng, uint8_t wrapped[VAULT_WRAPPED_BYTES]);
/* `wrapped` must be VAULT_WRAPPED_BYTES long; on STATUS_KEY the key is all zeros. */
MUST_USE status vault_site_unwrap(const struct vault_site *site, const struct vault_label *label,
	int64_t slot, struct span wrapped, uint8_t key[VAULT_KEY_BYTES], struct error *error);

/* vault_cache.c: plain keys of subjects, in locked memory. */

enum vault_list {
	VAULT_FREE,
	VAULT_KEPT,    /* can be read from the key store again */
	VAULT_PENDING, /* drawn; nowhere else yet */
	VAULT_LIST_COUNT,
};

struct vault_cache {
	pthread_mutex_t lock;
	struct vault_table *table;
};

MUST_USE status vault_cache_init(struct vault_cache *cache, bool must_lock, struct error *error);
void vault_cache_finish(struct vault_cache *cache);
/* Copies the key, if it is there; the caller wipes it. */
bool vault_cache_get(struct vault_cache *cache, struct id subject, uint8_t key[VAULT_KEY_BYTES]);
/* Adds a kept key, or replaces what is there. */
void vault_cache_put(
	struct vault_cache *cache, struct id subject, const uint8_t key[VAULT_KEY_BYTES]);
/* Adds a drawn key; if the subject has one already, that stays and is copied to `key`. */
void vault_cache_draw(struct vault_cache *cache, struct id subject, uint8_t key[VAULT_KEY_BYTES]);
/* A pending key is kept now. */
void vault_cache_settle(struct vault_cache *cache, struct id subject);
void vault_cache_drop(struct vault_cache *cache, struct id subject);
size_t vault_cache_count(struct vault_cache *cache, enum vault_list list);

/* vault_memory.c: the key store of a vault without a store. */

struct vault_memory_row {
	struct vault_key_record record;
	bool destroyed;
	uint32_t next; /* row + 1 in the same bucket, or 0 */
};

struct vault_memory {
	struct buf rows;    /* struct vault_memory_row */
	struct buf buckets; /* uint32_t, a power of two of them: row + 1, or 0 */
};

void vault_memory_init(struct vault_memory *memory);
void vault_memory_finish(struct vault_memory *memory);
size_t vault_memory_count(const struct vault_memory *memory);
/* NULL if there is none; stays where it is until the next row is added. */
struct vault_memory_row *vault_memory_find(struct vault_memory *memory, struct id subject);
/* For a subject that has no row. */
MUST_USE status vault_memory_add(
	struct vault_memory *memory, const struct vault_key_record *record, struct error *error);
/* Takes the newest rows away until `count` are left. */
void vault_memory_cut(struct vault_memory *memory, size_t count);

struct vault {
	struct vault_site *_Atomic site;        /* locked */
	struct vault_site *former[VAULT_SLOTS]; /* behind store_lock */
	size_t former_count;
	char *site_path; /* NULL: there is no file */
	struct timespec site_changed;
	ino_t site_inode;
	struct id rewrapped; /* keys up to this one were looked at in this round */
	bool round_changed;  /* this round wrapped something */
	bool rewrap_over;
	struct vault_cache cache;
	pthread_mutex_t store_lock;
	struct store *store; /* NULL: keys are kept in `memory` */
	bool may_write;      /* the mode of the key store */
	struct vault_memory memory;
	struct arena rows; /* what was read from the store; reset at each use */
	const struct clock *clock;
};

/* Nothing that is drawn for a real vault may come from a seed. */
static inline bool vault_may_draw(const struct vault *vault, const struct prng *prng)
{
	return prng->system || vault->store == NULL;
}

/* vault_rotate.c */

/* Reads the site key file again if it is another than it was; a newer one takes the place of what
 * is there, with its slots along. With store_lock. */
MUST_USE status vault_site_renew(struct vault *vault, bool *is_new, struct error *error);
/* Keeps what the file looked like when it was read. */
void vault_site_note(struct vault *vault);

/* vault_key.c */

/* Copies the subject's key from the cache or the key store; the caller wipes it. STATUS_KEY. */
MUST_USE status vault_key_find(
	struct vault *vault, struct id subject, uint8_t key[VAULT_KEY_BYTES], struct error *error);
/* Reads the secrets behind vault_index and vault_derive; draws what is not there, if it may. */
MUST_USE status vault_secrets_read(struct vault *vault, struct error *error);
