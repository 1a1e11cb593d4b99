/* fixture.h - a folder with a site key file and a key store in it, for the tests of a vault.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/check.h"
#include "base/clock.h"
#include "vault/vault.h"
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIXTURE_NOW_MS INT64_C(1700000000000)

/* Slot 1 and 2 of the site key; libsodium opens with these what the vault wrapped. */
#define FIXTURE_KEY_1 "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define FIXTURE_KEY_2 "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff"

struct fixture {
	char folder[128];
	char site_path[160];
	char keys_path[160];
	struct clock clock;
	struct store_options keys;
	struct vault_options options;
	struct vault *vault;
	struct prng prng;
	struct arena arena;
	struct error error;
};

#define assert_ok(expression) assert_int_equal((expression), STATUS_OK)

static inline void fixture_write(const char *path, const char *text, mode_t mode)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(file >= 0);
	assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(fchmod(file, mode), 0);
	assert_int_equal(close(file), 0);
}

static inline void fixture_reopen(struct fixture *fixture)
{
	vault_close(fixture->vault);
	fixture->vault = NULL;
	status opened = vault_open(&fixture->options, &fixture->vault, &fixture->error);
	if (opened != STATUS_OK) fail_msg("%s", fixture->error.message);
}

static inline int fixture_start(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);
	const char *temporary = getenv("TMPDIR");

	assert_non_null(fixture);
	snprintf(fixture->folder, sizeof fixture->folder, "%s/vault-XXXXXX",
		temporary == NULL ? "/tmp" : temporary);
	assert_non_null(mkdtemp(fixture->folder));
	snprintf(fixture->site_path, sizeof fixture->site_path, "%s/site", fixture->folder);
	snprintf(fixture->keys_path, sizeof fixture->keys_path, "%s/keys", fixture->folder);
	fixture_write(fixture->site_path, "1 " FIXTURE_KEY_1 "\n", 0600);
	clock_init_fake(&fixture->clock, FIXTURE_NOW_MS);
	fixture->keys = (struct store_options){
		.kind = STORE_SQLITE,
		.mode = STORE_READ_WRITE,
		.set = STORE_KEYS,
		.path = fixture->keys_path,
	};
	fixture->options = (struct vault_options){
		.site_key_file = fixture->site_path,
		.keys = &fixture->keys,
		.clock = &fixture->clock,
	};
	prng_init_system(&fixture->prng);
	arena_init(&fixture->arena, 65536, 64 * 1024 * 1024);
	fixture_reopen(fixture);
	*state = fixture;
	return 0;
}

static inline int fixture_stop(void **state)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-lease"};
	struct fixture *fixture = *state;
	char path[200];

	vault_close(fixture->vault);
	arena_finish(&fixture->arena);
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		snprintf(path, sizeof path, "%s%s", fixture->keys_path, endings[i]);
		unlink(path);
	}
	unlink(fixture->site_path);
	int left = rmdir(fixture->folder);
	free(fixture);
	return left;
}

/* A new subject with a kept key. */
static inline struct id fixture_subject(struct fixture *fixture)
{
	struct id subject = id_draw(&fixture->prng);
	struct vault_key_record record;

	assert_ok(vault_key_draw(fixture->vault, subject, &fixture->prng, &record, &fixture->error));
	assert_ok(vault_key_keep(fixture->vault, &record, 1, &fixture->error));
	return subject;
}

/* Seals into the arena. */
static inline struct span fixture_seal(struct fixture *fixture, struct vault *vault,
	struct id subject, enum vault_field field, struct span text)
{
	struct buf out;

	buf_init(&out, VAULT_MAX_TEXT_BYTES + VAULT_SEAL_BYTES);
	assert_ok(vault_seal(vault, subject, field, text, &fixture->prng, &out, &fixture->error));
	struct span sealed = arena_copy(&fixture->arena, buf_span(&out));
	buf_finish(&out);
	return sealed;
}

static inline status fixture_unseal(struct fixture *fixture, struct id subject,
	enum vault_field field, struct span sealed, struct span *text)
{
	return vault_unseal(
		fixture->vault, subject, field, sealed, &fixture->arena, text, &fixture->error);
}

/* The key in a record, opened as vault.h says it is wrapped, without the vault. */
static inline bool fixture_unwrap(
	const struct vault_key_record *record, const char *site_key_hex, uint8_t key[32])
{
	uint8_t label[11 + ID_SIZE + 1];
	uint8_t site_key[32];

	assert_int_equal(sodium_hex2bin(site_key, 32, site_key_hex, 64, NULL, NULL, NULL), 0);
	memcpy(label, "vangnet key", 11);
	memcpy(label + 11, record->subject.bytes, ID_SIZE);
	label[11 + ID_SIZE] = record->slot;
	return crypto_aead_xchacha20poly1305_ietf_decrypt(key, NULL, NULL, record->wrapped + 24, 48,
			   label, sizeof label, record->wrapped, site_key) == 0;
}

/* Asserts that a CHECK fails. */
#define assert_raises(expression)                                   \
	do {                                                            \
		struct check_guard raises_guard;                            \
		if (setjmp(check_guard_set(&raises_guard)->landing) == 0) { \
			(void)!(expression);                                    \
			check_guard_clear();                                    \
			fail_msg("no CHECK failed in %s", #expression);         \
		}                                                           \
		assert_non_null(raises_guard.condition);                    \
	} while (0)
