/* vault_site.c - the site key file, and wrapping other keys with what stands in it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/folder.h"
#include "base/secret.h"
#include "vault/vault_private.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE_BYTES 65536
#define HEX_DIGITS (2 * VAULT_KEY_BYTES)
#define MAX_LABEL_BYTES 64
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(NONCE_BYTES + VAULT_KEY_BYTES + TAG_BYTES == VAULT_WRAPPED_BYTES, "form");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == VAULT_KEY_BYTES, "key");

/* The part before the first blank; `rest` keeps what stands behind the blanks. */
static struct span take_word(struct span *rest)
{
	size_t size = 0;

	while (size < rest->size && rest->start[size] != ' ' && rest->start[size] != '\t') size++;
	struct span word = {rest->start, size};
	*rest = span_trim((struct span){rest->start + size, rest->size - size});
	return word;
}

static status parse_line(
	struct span text, size_t line, struct vault_site *site, struct error *error)
{
	struct span slot_text = take_word(&text);
	int64_t slot;
	size_t size = 0;

	if (!span_to_int64(slot_text, &slot) || slot < 1 || slot >= VAULT_SLOTS)
		return status_fail_at(error, STATUS_KEY, line, 0, "line %zu: expected a slot from 1 to %d",
			line, VAULT_SLOTS - 1);
	if (site->present[slot])
		return status_fail_at(
			error, STATUS_KEY, line, 0, "line %zu: slot %d stands there twice", line, (int)slot);
	uint8_t *key = site->keys[slot];
	if (text.size != HEX_DIGITS ||
		sodium_hex2bin(key, VAULT_KEY_BYTES, text.start, text.size, NULL, &size, NULL) != 0 ||
		size != VAULT_KEY_BYTES)
		return status_fail_at(error, STATUS_KEY, line, 0,
			"line %zu: expected %d hexadecimal digits behind the slot", line, HEX_DIGITS);
	if (sodium_is_zero(key, VAULT_KEY_BYTES))
		return status_fail_at(
			error, STATUS_KEY, line, 0, "line %zu: a key of zeros is no key", line);
	site->present[slot] = true;
	if (slot > site->newest) site->newest = (uint8_t)slot;
	return STATUS_OK;
}

status vault_site_parse(struct span text, struct vault_site *site, struct error *error)
{
	struct span part;

	for (size_t line = 1; span_take(&text, '\n', &part); line++) {
		part = span_trim(part);
		if (part.size > 0 && part.start[0] != '#') TRY(parse_line(part, line, site, error));
	}
	if (site->newest == 0) return status_fail(error, STATUS_KEY, "there is no key in it");
	return STATUS_OK;
}

static status check_file(int file, const char *path, struct error *error)
{
	struct stat facts;

	TRY(secret_check(file, path, error));
	if (fstat(file, &facts) != 0) return status_fail(error, STATUS_IO, "%m");
	if (facts.st_size > MAX_FILE_BYTES)
		return status_fail(error, STATUS_KEY, "is longer than %d bytes", MAX_FILE_BYTES);
	return STATUS_OK;
}

static status read_whole(int file, char *text, size_t room, size_t *size, struct error *error)
{
	ssize_t got;

	for (*size = 0; *size < room; *size += (size_t)got) {
		do {
			got = read(file, text + *size, room - *size);
		} while (got < 0 && errno == EINTR);
		if (got < 0) return status_fail(error, STATUS_IO, "%m");
		if (got == 0) break;
	}
	return STATUS_OK;
}

static status read_open_file(
	int file, const char *path, struct vault_site *site, struct error *error)
{
	void *text;
	size_t size;

	TRY(check_file(file, path, error));
	/* The text holds the keys too. */
	TRY(vault_locked_create(MAX_FILE_BYTES, false, &text, error));
	status done = read_whole(file, text, MAX_FILE_BYTES, &size, error);
	if (done == STATUS_OK) done = vault_site_parse(span_bytes(text, size), site, error);
	sodium_free(text);
	return done;
}

status vault_site_read(const char *path, struct vault_site *site, struct error *error)
{
	/* Not to wait for a writer, should it be a pipe. */
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (file < 0) return status_fail(error, STATUS_IO, "site key file %s: %m", path);
	status done = read_open_file(file, path, site, error);
	if (done != STATUS_OK) status_prefix(error, "site key file %s: ", path);
	close(file);
	return done;
}

status vault_site_key_check(const char *path, struct error *error)
{
	void *site;

	CHECK(path != NULL);
	if (sodium_init() < 0) return status_fail(error, STATUS_IO, "libsodium does not start");
	TRY(vault_locked_create(sizeof(struct vault_site), false, &site, error));
	status done = vault_site_read(path, site, error);
	sodium_free(site);
	return done;
}

static bool write_whole(int file, const char *text, size_t size)
{
	while (size > 0) {
		ssize_t written = write(file, text, size);
		if (written < 0 && errno != EINTR) return false;
		if (written > 0) {
			text += written;
			size -= (size_t)written;
		}
	}
	return true;
}

static status write_new_key(int file, struct error *error)
{
	uint8_t key[VAULT_KEY_BYTES];
	char hex[HEX_DIGITS + 1];
	char text[160];

	randombytes_buf(key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	int size = snprintf(text, sizeof text,
		"# Whoever has this key and the databases can read all. "
		"Keep it apart from both.\n1 %s\n",
		hex);
	bool written = size > 0 && (size_t)size < sizeof text &&
		write_whole(file, text, (size_t)size) && fsync(file) == 0;
	status done = written ? STATUS_OK : status_fail(error, STATUS_IO, "%m");
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
	sodium_memzero(text, sizeof text);
	return done;
}

status vault_site_key_create(const char *path, struct error *error)
{
	CHECK(path != NULL);
	if (sodium_init() < 0) return status_fail(error, STATUS_IO, "libsodium does not start");
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (file < 0)
		return status_fail(
			error, errno == EEXIST ? STATUS_CONFLICT : STATUS_IO, "site key file %s: %m", path);
	status done = write_new_key(file, error);
	if (close(file) != 0 && done == STATUS_OK) done = status_fail(error, STATUS_IO, "%m");
	if (done == STATUS_OK) done = folder_sync_of(path, error);
	if (done != STATUS_OK) {
		status_prefix(error, "site key file %s: ", path);
		unlink(path);
	}
	return done;
}

/* What stands in the file, and a line with a new key behind it. */
static status add_line(
	int file, char text[MAX_FILE_BYTES], size_t size, int slot, struct error *error)
{
	uint8_t key[VAULT_KEY_BYTES];
	char hex[HEX_DIGITS + 1];
	char line[HEX_DIGITS + 16];

	randombytes_buf(key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	bool ends = size > 0 && text[size - 1] == '\n';
	int added = snprintf(line, sizeof line, "%s%d %s\n", ends ? "" : "\n", slot, hex);
	bool written =
		write_whole(file, text, size) && write_whole(file, line, (size_t)added) && fsync(file) == 0;
	status done = written ? STATUS_OK : status_fail(error, STATUS_IO, "%m");
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
	sodium_memzero(line, sizeof line);
	return done;
}

/* With the owner, group and mode of the one whose place it takes. */
static status write_beside(const char *path, int before, char text[MAX_FILE_BYTES], size_t size,
	int slot, struct error *error)
{
	struct stat facts;
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (file < 0)
		return status_fail(
			error, errno == EEXIST ? STATUS_CONFLICT : STATUS_IO, "site key file %s: %m", path);
	status done = add_line(file, text, size, slot, error);
	if (done == STATUS_OK && fstat(before, &facts) != 0) done = status_fail(error, STATUS_IO, "%m");
	/* Whoever may not give it away keeps it: then it has to be theirs to begin with. */
	bool is_same = done == STATUS_OK &&
		(facts.st_uid == geteuid() || fchown(file, facts.st_uid, facts.st_gid) == 0) &&
		fchmod(file, facts.st_mode & 0777) == 0;
	if (done == STATUS_OK && !is_same) done = status_fail(error, STATUS_IO, "%m");
	if (close(file) != 0 && done == STATUS_OK) done = status_fail(error, STATUS_IO, "%m");
	if (done != STATUS_OK) unlink(path);
	return done;
}

/* The last slot of the file: VAULT_SLOTS - 1. */
static status add_slot(int before, const char *path, struct vault_site *site, void *text, int *slot,
	struct error *error)
{
	char beside[PATH_MAX + 8];
	size_t size = 0;

	TRY(check_file(before, path, error));
	TRY(read_whole(before, text, MAX_FILE_BYTES, &size, error));
	TRY(vault_site_parse(span_bytes(text, size), site, error));
	if (site->newest + 1 >= VAULT_SLOTS)
		return status_fail(
			error, STATUS_BOUND, "slot %d is there: there is no higher one", VAULT_SLOTS - 1);
	*slot = site->newest + 1;
	if (size + HEX_DIGITS + 8 > MAX_FILE_BYTES)
		return status_fail(error, STATUS_BOUND, "over %d bytes", MAX_FILE_BYTES);
	snprintf(beside, sizeof beside, "%s.new", path);
	TRY(write_beside(beside, before, text, size, *slot, error));
	if (rename(beside, path) == 0) return folder_sync_of(path, error);
	status done = status_fail(error, STATUS_IO, "%m");
	unlink(beside);
	return done;
}

status vault_site_key_add(const char *path, int *slot, struct error *error)
{
	char real[PATH_MAX];
	void *site = NULL, *text = NULL;

	CHECK(path != NULL && slot != NULL);
	if (sodium_init() < 0) return status_fail(error, STATUS_IO, "libsodium does not start");
	/* A link stays one. */
	if (realpath(path, real) == NULL)
		return status_fail(error, STATUS_IO, "site key file %s: %m", path);
	int before = open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (before < 0) return status_fail(error, STATUS_IO, "site key file %s: %m", real);
	status done = vault_locked_create(sizeof(struct vault_site), false, &site, error);
	if (done == STATUS_OK) done = vault_locked_create(MAX_FILE_BYTES, false, &text, error);
	if (done == STATUS_OK) done = add_slot(before, real, site, text, slot, error);
	if (done != STATUS_OK) status_prefix(error, "site key file %s: ", real);
	sodium_free(text);
	sodium_free(site);
	close(before);
	return done;
}

struct vault_label vault_label_key(const struct id *subject)
{
	return (struct vault_label){"vangnet key", span_bytes(subject->bytes, ID_SIZE)};
}

struct vault_label vault_label_secret(const char *name)
{
	return (struct vault_label){"vangnet secret", span_of(name)};
}

/* kind | owner | slot u8. No two labels give the same bytes: no kind begins as another does, and
 * owners of a kind are of one length or a few fixed names. */
static size_t label_bytes(
	const struct vault_label *label, uint8_t slot, uint8_t out[MAX_LABEL_BYTES])
{
	size_t size = strlen(label->kind);

	memcpy(out, label->kind, size);
	memcpy(out + size, label->owner.start, label->owner.size);
	size += label->owner.size;
	out[size] = slot;
	return size + 1;
}

uint8_t vault_site_wrap(const struct vault_site *site, const struct vault_label *label,
	const uint8_t key[VAULT_KEY_BYTES], struct prng *prng, uint8_t wrapped[VAULT_WRAPPED_BYTES])
{
	CHECK(strlen(label->kind) + label->owner.size < MAX_LABEL_BYTES);
	uint8_t bytes[MAX_LABEL_BYTES];
	size_t size = label_bytes(label, site->newest, bytes);
	uint8_t *nonce = wrapped;

	prng_fill(prng, nonce, NONCE_BYTES);
	crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped + NONCE_BYTES, NULL, key, VAULT_KEY_BYTES,
		bytes, size, NULL, nonce, site->keys[site->newest]);
	return site->newest;
}

status vault_site_unwrap(const struct vault_site *site, const struct vault_label *label,
	int64_t slot, struct span wrapped, uint8_t key[VAULT_KEY_BYTES], struct error *error)
{
	uint8_t bytes[MAX_LABEL_BYTES];
	const uint8_t *nonce = (const uint8_t *)wrapped.start;

	memset(key, 0, VAULT_KEY_BYTES);
	if (slot < 1 || slot >= VAULT_SLOTS || !site->present[slot])
		return status_fail(
			error, STATUS_KEY, "the site key file has no slot %lld", (long long)slot);
	size_t size = label_bytes(label, (uint8_t)slot, bytes);
	if (wrapped.size != VAULT_WRAPPED_BYTES ||
		crypto_aead_xchacha20poly1305_ietf_decrypt(key, NULL, NULL, nonce + NONCE_BYTES,
			VAULT_WRAPPED_BYTES - NONCE_BYTES, bytes, size, nonce, site->keys[slot]) != 0)
		return status_fail(error, STATUS_KEY, "slot %d of the site key file does not open a %s",
			(int)slot, label->kind + strlen("vangnet "));
	return STATUS_OK;
}
