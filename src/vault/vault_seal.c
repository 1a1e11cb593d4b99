/* vault_seal.c - seals and opens text, and makes keyed indexes and derived secrets.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "vault/vault_private.h"
#include <sodium.h>

#define VERSION 1
#define KEY_NUMBER 1 /* A subject has one key. */
#define NONCE_AT 2
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TEXT_AT (NONCE_AT + NONCE_BYTES)
#define ADDITIONAL_BYTES (ID_SIZE + 2)
#define BLOCK_BYTES crypto_generichash_BYTES_MAX

_Static_assert(TEXT_AT + crypto_aead_xchacha20poly1305_ietf_ABYTES == VAULT_SEAL_BYTES, "form");

static void additional_fill(
	struct id subject, enum vault_field field, uint8_t out[ADDITIONAL_BYTES])
{
	memcpy(out, subject.bytes, ID_SIZE);
	out[ID_SIZE] = (uint8_t)field;
	out[ID_SIZE + 1] = (uint8_t)((unsigned)field >> 8);
}

static void seal_with(const uint8_t key[VAULT_KEY_BYTES], struct id subject, enum vault_field field,
	struct span text, struct prng *prng, uint8_t *sealed)
{
	uint8_t additional[ADDITIONAL_BYTES];

	additional_fill(subject, field, additional);
	sealed[0] = VERSION;
	sealed[1] = KEY_NUMBER;
	prng_fill(prng, sealed + NONCE_AT, NONCE_BYTES);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + TEXT_AT, NULL, (const uint8_t *)text.start,
		text.size, additional, sizeof additional, NULL, sealed + NONCE_AT, key);
}

status vault_seal(struct vault *vault, struct id subject, enum vault_field field, struct span text,
	struct prng *prng, struct buf *out, struct error *error)
{
	CHECK(vault != NULL && out != NULL && field > 0 && field <= UINT16_MAX);
	CHECK(vault_may_draw(vault, prng));
	if (text.size > VAULT_MAX_TEXT_BYTES)
		return status_fail(error, STATUS_BOUND, "a text of %zu bytes cannot be sealed, at most %d",
			text.size, VAULT_MAX_TEXT_BYTES);
	uint8_t key[VAULT_KEY_BYTES];
	TRY(vault_key_find(vault, subject, key, error));
	uint8_t *sealed = buf_reserve(out, VAULT_SEAL_BYTES + text.size);
	if (sealed != NULL) seal_with(key, subject, field, text, prng, sealed);
	sodium_memzero(key, sizeof key);
	return sealed != NULL
		? STATUS_OK
		: status_fail(error, STATUS_BOUND, "the sealed text does not fit its buffer");
}

/* What can be seen without a key. */
static bool is_sealed(struct span sealed)
{
	return sealed.size >= VAULT_SEAL_BYTES &&
		sealed.size <= VAULT_SEAL_BYTES + VAULT_MAX_TEXT_BYTES && sealed.start[0] == VERSION &&
		sealed.start[1] == KEY_NUMBER;
}

static bool open_with(const uint8_t key[VAULT_KEY_BYTES], struct id subject, enum vault_field field,
	struct span sealed, uint8_t *text)
{
	const uint8_t *bytes = (const uint8_t *)sealed.start;
	uint8_t additional[ADDITIONAL_BYTES];

	additional_fill(subject, field, additional);
	return crypto_aead_xchacha20poly1305_ietf_decrypt(text, NULL, NULL, bytes + TEXT_AT,
			   sealed.size - TEXT_AT, additional, sizeof additional, bytes + NONCE_AT, key) == 0;
}

status vault_unseal(struct vault *vault, struct id subject, enum vault_field field,
	struct span sealed, struct arena *arena, struct span *text, struct error *error)
{
	CHECK(vault != NULL && arena != NULL && text != NULL && field > 0 && field <= UINT16_MAX);
	*text = (struct span){0};
	if (!is_sealed(sealed)) return status_fail(error, STATUS_KEY, "this is no sealed text");
	size_t size = sealed.size - VAULT_SEAL_BYTES;
	uint8_t *plain = arena_take(arena, size);
	if (plain == NULL)
		return status_fail(error, STATUS_MEMORY, "no room for an opened text of %zu bytes", size);
	uint8_t key[VAULT_KEY_BYTES];
	TRY(vault_key_find(vault, subject, key, error));
	bool opened = open_with(key, subject, field, sealed, plain);
	sodium_memzero(key, sizeof key);
	if (!opened) return status_fail(error, STATUS_KEY, "a sealed text does not open");
	*text = span_bytes(plain, size);
	return STATUS_OK;
}

/* Each purpose has a key of its own: what is learned about one says nothing about another. */
static void purpose_key(
	const uint8_t secret[VAULT_KEY_BYTES], const char *purpose, uint8_t key[VAULT_KEY_BYTES])
{
	CHECK(purpose != NULL && purpose[0] != 0);
	crypto_generichash(
		key, VAULT_KEY_BYTES, (const uint8_t *)purpose, strlen(purpose), secret, VAULT_KEY_BYTES);
}

void vault_index(
	struct vault *vault, const char *purpose, struct span text, uint8_t out[VAULT_INDEX_BYTES])
{
	CHECK(vault != NULL);
	uint8_t key[VAULT_KEY_BYTES];

	purpose_key(vault->site->index_secret, purpose, key);
	crypto_generichash(
		out, VAULT_INDEX_BYTES, (const uint8_t *)text.start, text.size, key, sizeof key);
	sodium_memzero(key, sizeof key);
}

/* Block n of the output is the keyed hash of id 16 | n u32. */
void vault_derive(struct vault *vault, const char *purpose, struct id id, uint8_t *out, size_t size)
{
	CHECK(vault != NULL && out != NULL && size <= VAULT_MAX_TEXT_BYTES);
	uint8_t key[VAULT_KEY_BYTES];
	uint8_t block[BLOCK_BYTES];
	uint8_t input[ID_SIZE + 4] = {0};

	purpose_key(vault->site->derive_secret, purpose, key);
	memcpy(input, id.bytes, ID_SIZE);
	for (size_t at = 0; at < size; at += BLOCK_BYTES) {
		size_t part = size - at < BLOCK_BYTES ? size - at : BLOCK_BYTES;
		input[ID_SIZE] = (uint8_t)(at / BLOCK_BYTES);
		input[ID_SIZE + 1] = (uint8_t)(at / BLOCK_BYTES >> 8);
		crypto_generichash(block, BLOCK_BYTES, input, sizeof input, key, sizeof key);
		memcpy(out + at, block, part);
	}
	sodium_memzero(key, sizeof key);
	sodium_memzero(block, sizeof block);
}
