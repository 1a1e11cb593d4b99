/* vault.h - keys, and what is sealed with them: identity and free text, from the first row.
 *
 * Each subject (a person, or the holder of an account) has a key of their own. It is kept wrapped
 * by the site's key, which is never in a database, in a key store of its own with its own backup:
 * destroying one key also holds against backups of the data. The site key file has slots; the
 * newest wraps, all open.
 *
 * States      key: drawn -> kept -> destroyed
 *             site key: the newest slot of the file wraps; every other key is wrapped anew with it
 *             (vault_rotate) -> no key needs an older slot, which may go from the file
 * Invariants  (1) A key is durable in the key store before anything sealed with it is committed
 *                 elsewhere.
 *             (2) A sealed text opens only for the subject and field it was sealed for (they are
 *                 authenticated with it).
 *             (3) Plain keys live in locked memory that is left out of core dumps, and are wiped
 *                 when given back. During a call a copy stands on the caller's stack.
 *             (4) Keys and nonces come from the operating system: in a vault from vault_open every
 *                 `prng` must be prng_init_system's (CHECK).
 * Form        sealed: version u8 = 1 | key number u8 = 1 | nonce 24 | ciphertext and tag.
 *             XChaCha20-Poly1305 (RFC draft irtf-cfrg-xchacha-03) with additional data: subject
 *             id 16 | field u16.
 *             wrapped: nonce 24 | ciphertext and tag of the key; the same cipher with additional
 *             data "vangnet key" | subject id 16 | slot u8.
 * Threads     A vault may be used by several threads; the cache and the key store connection are
 *             each behind a lock. A prng is not shared.
 * Bounds      VAULT_MAX_TEXT_BYTES in a text. VAULT_MAX_PENDING drawn keys that are not kept yet:
 *             one more, and the one that was used longest ago is forgotten.
 * Errors      STATUS_KEY: no such key, destroyed, or it does not open. STATUS_STORE, STATUS_IO.
 * Design      docs/decisions/0045-a-new-site-key-while-serving.md
 * Tests       test/unit/vault/, test/scenario/test_rotate.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "store/store.h"

#define VAULT_SEAL_BYTES 42    /* what sealing adds */
#define VAULT_WRAPPED_BYTES 72 /* nonce 24, key 32, tag 16 */
#define VAULT_INDEX_BYTES 16
#define VAULT_MAX_TEXT_BYTES 65536
#define VAULT_MAX_PENDING 12288
#define VAULT_ROTATE_MOST 500

/* What a sealed text is; the number is authenticated and never changes meaning. */
enum vault_field {
	VAULT_NAME = 1,
	VAULT_CONTACT = 2,
	VAULT_STORY = 3,
	VAULT_WORDS = 4, /* own words at a need, step, reason, note */
	VAULT_BIRTH = 5,
	/* 6 was never used; the next is 12. */
	VAULT_INSTEAD = 7,
	VAULT_ABOUT = 8, /* who the other is, of whom a relative tells */
	VAULT_LOGIN = 9,
	VAULT_PASSWORD = 10, /* its Argon2id hash */
	VAULT_TOTP = 11,
};

struct vault;

/* A drawn key on its way to the key store. */
struct vault_key_record {
	struct id subject;
	uint8_t slot;
	uint8_t wrapped[VAULT_WRAPPED_BYTES];
};

struct vault_options {
	/* Lines "<slot 1 to 255> <64 hex digits>", and comments behind a # at the start of a line;
	 * refused if others may do anything with it (secret.h). */
	const char *site_key_file;
	/* The key store (set STORE_KEYS); vault_open migrates it, and the first time draws the secrets
	 * behind vault_index and vault_derive. With mode STORE_READ_ONLY it does neither, and keys can
	 * be neither kept nor destroyed (CHECK). */
	const struct store_options *keys;
	const struct clock *clock;
};

extern const struct store_table vault_key_table;
extern const struct store_table vault_secret_table;

/* Makes a site key file with one slot; mode 0600; STATUS_CONFLICT if it is there. It is on disk,
 * its name included, when this returns. */
MUST_USE status vault_site_key_create(const char *path, struct error *error);
/* Whether the file can be read and has keys in it. STATUS_IO, STATUS_KEY. */
MUST_USE status vault_site_key_check(const char *path, struct error *error);
/* Adds a slot with a new key behind the newest, in a file that takes the place of the old one in
 * one step. STATUS_CONFLICT: `path`.new is there, of a run that goes on or was broken off.
 * STATUS_BOUND: slot 255 is there. */
MUST_USE status vault_site_key_add(const char *path, int *slot, struct error *error);
/* STATUS_KEY: the key file is wrong, or does not belong to this key store. STATUS_MEMORY: the
 * system does not lock the memory for the keys. */
MUST_USE status vault_open(
	const struct vault_options *options, struct vault **vault, struct error *error);
/* Without file or key store: keys in memory, from a seed (property tests and simulation). The same
 * seed opens what another vault of that seed wrapped. */
MUST_USE status vault_open_seeded(uint64_t seed, struct vault **vault, struct error *error);
/* Accepts NULL. */
void vault_close(struct vault *vault);

/* Whether the connection to the key store is of no more use (store_is_broken). Any thread may
 * ask. */
bool vault_is_broken(const struct vault *vault);

/* Draws a key for a new subject; it can be sealed with at once, and must be kept before the commit.
 * A subject whose key is at hand keeps it, and it is wrapped again: a retry makes no second key. */
MUST_USE status vault_key_draw(struct vault *vault, struct id subject, struct prng *prng,
	struct vault_key_record *record, struct error *error);
/* Writes drawn keys durably, in one transaction; keys that are there already are left as they are.
 * STATUS_CONFLICT if a subject already has another key than the record's, or one that was
 * destroyed: then nothing is written, and what the record's key sealed must not be committed. */
MUST_USE status vault_key_keep(
	struct vault *vault, const struct vault_key_record *records, size_t count, struct error *error);
/* Destroys a kept key: what was sealed with it never opens again. Durable at return; a second time
 * does nothing. Another process may have the key in its cache until it ages out there. */
MUST_USE status vault_key_destroy(struct vault *vault, struct id subject, struct error *error);
/* How far wrapping with the newest slot of the site key file has come. */
struct vault_rotation {
	int slot;          /* the newest, which wraps */
	int64_t rewrapped; /* by this call */
	bool is_new;       /* this call found that slot in the file */
	bool is_over;      /* nothing is wrapped with another, as far as this vault has seen */
};

/* Looks whether the site key file has a newer slot, and wraps at most `most` keys with the newest:
 * in one transaction, so that after a crash each key is wrapped with one or the other, and the file
 * has both. Other calls go on meanwhile. For a vault from vault_open that may write. Errors: those
 * of reading the file, which leave the vault as it is; STATUS_KEY: some key does not open. */
MUST_USE status vault_rotate(
	struct vault *vault, size_t most, struct vault_rotation *rotation, struct error *error);
/* The slot that wraps. */
int vault_newest_slot(const struct vault *vault);
/* How many keys (and secrets of the site) are wrapped with each slot: counts[256]. */
MUST_USE status vault_count_slots(struct vault *vault, int64_t counts[256], struct error *error);

/* Seals `text` for a subject that has a key and adds the result to `out`. STATUS_BOUND if the text
 * or the buffer would be too long; nothing is added then. */
MUST_USE status vault_seal(struct vault *vault, struct id subject, enum vault_field field,
	struct span text, struct prng *prng, struct buf *out, struct error *error);
/* Opens into `arena`. */
MUST_USE status vault_unseal(struct vault *vault, struct id subject, enum vault_field field,
	struct span sealed, struct arena *arena, struct span *text, struct error *error);

/* Keyed index: equal text gives equal bytes, and without the site's key nothing can be learned
 * from them. Each purpose has a key of its own. */
void vault_index(
	struct vault *vault, const char *purpose, struct span text, uint8_t out[VAULT_INDEX_BYTES]);
/* A secret that follows from an id: the same each time, unguessable without the site's key (claim
 * codes, tokens). A shorter one is the beginning of a longer one. */
void vault_derive(
	struct vault *vault, const char *purpose, struct id id, uint8_t *out, size_t size);
