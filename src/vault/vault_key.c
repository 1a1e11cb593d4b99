/* vault_key.c - the keys of subjects, from drawing to destroying, and where they are kept.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/clock.h"
#include "store/store_record.h"
#include "vault/vault_private.h"
#include <sodium.h>

struct key_row {
	struct id subject;
	int32_t slot;
	struct span wrapped; /* empty: destroyed */
	int64_t created_ms;
	int64_t destroyed_ms;
};

static const struct store_column key_columns[] = {
	STORE_COLUMN_ID(struct key_row, subject, false),
	STORE_COLUMN_I32(struct key_row, slot),
	STORE_COLUMN_BLOB(struct key_row, wrapped, true),
	STORE_COLUMN_I64(struct key_row, created_ms),
	{"destroyed_ms", STORE_INT, true, STORE_FORM_I64, offsetof(struct key_row, destroyed_ms)},
};
const struct store_table vault_key_table = {
	.owner = "vault",
	.name = "vault_key",
	.number = 2,
	.keeping = STORE_LOCAL,
	.columns = key_columns,
	.column_count = sizeof key_columns / sizeof key_columns[0],
	.key_count = 1,
};

struct secret_row {
	struct span name;
	int32_t slot;
	struct span wrapped;
};

static const struct store_column secret_columns[] = {
	STORE_COLUMN_TEXT(struct secret_row, name, false),
	STORE_COLUMN_I32(struct secret_row, slot),
	STORE_COLUMN_BLOB(struct secret_row, wrapped, false),
};
const struct store_table vault_secret_table = {
	.owner = "vault",
	.name = "vault_secret",
	.number = 3,
	.keeping = STORE_LOCAL,
	.columns = secret_columns,
	.column_count = sizeof secret_columns / sizeof secret_columns[0],
	.key_count = 1,
};

/* Not store_put, which replaces: whoever else adds the same row first, theirs stays. */
static const struct store_query add_key = {"vault",
	"insert into vault_key (subject, slot, wrapped, created_ms)"
	" values (?1, ?2, ?3, ?4) on conflict do nothing"};
static const struct store_query add_secret = {"vault",
	"insert into vault_secret (name, slot, wrapped) values (?1, ?2, ?3) on conflict do nothing"};
static const struct store_query destroy_key = {"vault",
	"update vault_key set wrapped = null, destroyed_ms = ?2"
	" where subject = ?1 and destroyed_ms is null"};

/* A wrapped key as it is kept; borrowed from vault->rows or vault->memory. */
struct kept {
	int64_t slot;
	struct span wrapped; /* empty: destroyed */
};

static status read_row(
	struct vault *vault, struct id subject, struct kept *kept, struct error *error)
{
	struct key_row row = {.subject = subject};

	arena_reset(&vault->rows);
	TRY(store_record_get(vault->store, &vault_key_table, &row, &vault->rows, error));
	*kept = (struct kept){row.slot, row.wrapped};
	return STATUS_OK;
}

/* Inside a transaction, if there is a store. STATUS_NOT_FOUND. */
static status read_kept(
	struct vault *vault, struct id subject, struct kept *kept, struct error *error)
{
	if (vault->store != NULL) return read_row(vault, subject, kept, error);
	const struct vault_memory_row *row = vault_memory_find(&vault->memory, subject);
	if (row == NULL) return status_fail(error, STATUS_NOT_FOUND, "no such key");
	size_t size = row->destroyed ? 0 : VAULT_WRAPPED_BYTES;
	*kept = (struct kept){row->record.slot, span_bytes(row->record.wrapped, size)};
	return STATUS_OK;
}

/* STATUS_KEY if there is no key, or none any more. */
static status read_key(
	struct vault *vault, struct id subject, uint8_t key[VAULT_KEY_BYTES], struct error *error)
{
	struct vault_label label = vault_label_key(&subject);
	struct kept kept = {0};

	status read = read_kept(vault, subject, &kept, error);
	if (read == STATUS_NOT_FOUND) return status_fail(error, STATUS_KEY, "this subject has no key");
	if (read != STATUS_OK) return read;
	if (kept.wrapped.size == 0)
		return status_fail(error, STATUS_KEY, "the key of this subject was destroyed");
	/* Another process may have wrapped it with a slot that is newer than what was read here. */
	bool is_new = false;
	bool known = kept.slot > 0 && kept.slot < VAULT_SLOTS && vault->site->present[kept.slot];
	if (!known && vault->site_path != NULL) TRY(vault_site_renew(vault, &is_new, error));
	return vault_site_unwrap(vault->site, &label, kept.slot, kept.wrapped, key, error);
}

static status begin(struct vault *vault, enum store_mode mode, struct error *error)
{
	return vault->store == NULL ? STATUS_OK : store_begin(vault->store, mode, error);
}

/* Commits what went well and takes back what did not. */
static status end(struct vault *vault, status done, struct error *error)
{
	if (vault->store == NULL) return done;
	if (done == STATUS_OK) return store_commit(vault->store, error);
	store_rollback(vault->store);
	return done;
}

static status load(
	struct vault *vault, struct id subject, uint8_t key[VAULT_KEY_BYTES], struct error *error)
{
	/* Another thread may have loaded it while this one waited for the lock. */
	if (vault_cache_get(&vault->cache, subject, key)) return STATUS_OK;
	TRY(begin(vault, STORE_READ_ONLY, error));
	status done = end(vault, read_key(vault, subject, key, error), error);
	if (done == STATUS_OK) vault_cache_put(&vault->cache, subject, key);
	return done;
}

status vault_key_find(
	struct vault *vault, struct id subject, uint8_t key[VAULT_KEY_BYTES], struct error *error)
{
	if (vault_cache_get(&vault->cache, subject, key)) return STATUS_OK;
	struct check_guard *paused = check_guard_pause();
	pthread_mutex_lock(&vault->store_lock);
	status done = load(vault, subject, key, error);
	pthread_mutex_unlock(&vault->store_lock);
	check_guard_go_on(paused);
	if (done != STATUS_OK) sodium_memzero(key, VAULT_KEY_BYTES);
	return done;
}

status vault_key_draw(struct vault *vault, struct id subject, struct prng *prng,
	struct vault_key_record *record, struct error *error)
{
	CHECK(vault != NULL && record != NULL && !id_is_none(subject));
	CHECK(vault_may_draw(vault, prng));
	struct vault_label label = vault_label_key(&subject);
	uint8_t key[VAULT_KEY_BYTES];

	/* The key store is not asked: a subject is new. vault_key_keep finds out if not. */
	(void)error;
	prng_fill(prng, key, sizeof key);
	vault_cache_draw(&vault->cache, subject, key);
	record->subject = subject;
	record->slot = vault_site_wrap(vault->site, &label, key, prng, record->wrapped);
	sodium_memzero(key, sizeof key);
	return STATUS_OK;
}

static status add_record(struct vault *vault, const struct vault_key_record *record, int64_t now_ms,
	bool *added, struct error *error)
{
	if (vault->store == NULL) {
		*added = vault_memory_find(&vault->memory, record->subject) == NULL;
		return *added ? vault_memory_add(&vault->memory, record, error) : STATUS_OK;
	}
	int64_t changed = 0;
	const struct store_value values[] = {
		store_id(&record->subject),
		store_int(record->slot),
		store_blob(span_bytes(record->wrapped, VAULT_WRAPPED_BYTES)),
		store_int(now_ms),
	};
	TRY(store_run(vault->store, &add_key, values, 4, &changed, error));
	*added = changed > 0;
	return STATUS_OK;
}

/* The row that is there must hold the record's key: otherwise what was sealed with that would be
 * committed and never open. */
static status compare_kept(
	struct vault *vault, const struct vault_key_record *record, struct error *error)
{
	struct vault_label label = vault_label_key(&record->subject);
	uint8_t there[VAULT_KEY_BYTES];
	uint8_t ours[VAULT_KEY_BYTES];

	status done = read_key(vault, record->subject, there, error);
	if (done == STATUS_KEY)
		return status_fail(error, STATUS_CONFLICT, "the key of a subject was destroyed or is lost");
	if (done == STATUS_OK)
		done = vault_site_unwrap(vault->site, &label, record->slot,
			span_bytes(record->wrapped, VAULT_WRAPPED_BYTES), ours, error);
	if (done == STATUS_OK && sodium_memcmp(there, ours, VAULT_KEY_BYTES) != 0)
		done = status_fail(error, STATUS_CONFLICT, "a subject already has another key");
	sodium_memzero(there, sizeof there);
	sodium_memzero(ours, sizeof ours);
	return done;
}

static status keep_each(struct vault *vault, const struct vault_key_record *records, size_t count,
	int64_t now_ms, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		bool added;
		TRY(add_record(vault, &records[i], now_ms, &added, error));
		if (added) continue;
		status same = compare_kept(vault, &records[i], error);
		/* So that from now on the key store's is found, or nothing. */
		if (same == STATUS_CONFLICT) vault_cache_drop(&vault->cache, records[i].subject);
		TRY(same);
	}
	return STATUS_OK;
}

static status keep_all(struct vault *vault, const struct vault_key_record *records, size_t count,
	int64_t now_ms, struct error *error)
{
	size_t before = vault_memory_count(&vault->memory);

	TRY(begin(vault, STORE_READ_WRITE, error));
	status done = keep_each(vault, records, count, now_ms, error);
	done = end(vault, done, error);
	if (done != STATUS_OK) {
		vault_memory_cut(&vault->memory, before);
		return done;
	}
	for (size_t i = 0; i < count; i++) vault_cache_settle(&vault->cache, records[i].subject);
	return STATUS_OK;
}

status vault_key_keep(
	struct vault *vault, const struct vault_key_record *records, size_t count, struct error *error)
{
	CHECK(vault != NULL && vault->may_write && (records != NULL || count == 0));
	if (count == 0) return STATUS_OK;
	int64_t now_ms = vault->store == NULL ? 0 : clock_now_ms(vault->clock);
	struct check_guard *paused = check_guard_pause();
	pthread_mutex_lock(&vault->store_lock);
	status done = keep_all(vault, records, count, now_ms, error);
	pthread_mutex_unlock(&vault->store_lock);
	check_guard_go_on(paused);
	return done;
}

static status destroy_row(
	struct vault *vault, struct id subject, int64_t now_ms, struct error *error)
{
	const struct store_value values[] = {store_id(&subject), store_int(now_ms)};
	struct kept kept = {0};

	status read = read_kept(vault, subject, &kept, error);
	if (read == STATUS_NOT_FOUND) return status_fail(error, STATUS_KEY, "this subject has no key");
	if (read != STATUS_OK) return read;
	if (vault->store != NULL) return store_run(vault->store, &destroy_key, values, 2, NULL, error);
	struct vault_memory_row *row = vault_memory_find(&vault->memory, subject);
	sodium_memzero(row->record.wrapped, VAULT_WRAPPED_BYTES);
	row->destroyed = true;
	return STATUS_OK;
}

status vault_key_destroy(struct vault *vault, struct id subject, struct error *error)
{
	CHECK(vault != NULL && vault->may_write);
	int64_t now_ms = vault->store == NULL ? 0 : clock_now_ms(vault->clock);

	struct check_guard *paused = check_guard_pause();
	pthread_mutex_lock(&vault->store_lock);
	status done = begin(vault, STORE_READ_WRITE, error);
	if (done == STATUS_OK) done = end(vault, destroy_row(vault, subject, now_ms, error), error);
	if (done == STATUS_OK) vault_cache_drop(&vault->cache, subject);
	pthread_mutex_unlock(&vault->store_lock);
	check_guard_go_on(paused);
	return done;
}

static status read_secret(
	struct vault *vault, const char *name, uint8_t secret[VAULT_KEY_BYTES], struct error *error)
{
	struct vault_label label = vault_label_secret(name);
	struct secret_row row = {.name = span_of(name)};

	arena_reset(&vault->rows);
	TRY(store_record_get(vault->store, &vault_secret_table, &row, &vault->rows, error));
	return vault_site_unwrap(vault->site, &label, row.slot, row.wrapped, secret, error);
}

static status draw_secret(struct vault *vault, const char *name, struct error *error)
{
	struct vault_label label = vault_label_secret(name);
	uint8_t wrapped[VAULT_WRAPPED_BYTES];
	uint8_t secret[VAULT_KEY_BYTES];
	struct prng prng;

	prng_init_system(&prng);
	prng_fill(&prng, secret, sizeof secret);
	uint8_t slot = vault_site_wrap(vault->site, &label, secret, &prng, wrapped);
	sodium_memzero(secret, sizeof secret);
	const struct store_value values[] = {
		store_text(span_of(name)),
		store_int(slot),
		store_blob(span_bytes(wrapped, sizeof wrapped)),
	};
	return store_run(vault->store, &add_secret, values, 3, NULL, error);
}

/* What is drawn is read back: another process may have been first. */
static status find_secret(
	struct vault *vault, const char *name, uint8_t secret[VAULT_KEY_BYTES], struct error *error)
{
	TRY(begin(vault, STORE_READ_ONLY, error));
	status done = end(vault, read_secret(vault, name, secret, error), error);
	if (done != STATUS_NOT_FOUND) return done;
	if (!vault->may_write)
		return status_fail(error, STATUS_KEY, "the key store has no %s secret", name);
	TRY(begin(vault, STORE_READ_WRITE, error));
	done = draw_secret(vault, name, error);
	if (done == STATUS_OK) done = read_secret(vault, name, secret, error);
	return end(vault, done, error);
}

status vault_secrets_read(struct vault *vault, struct error *error)
{
	TRY(find_secret(vault, "index", vault->site->index_secret, error));
	return find_secret(vault, "derive", vault->site->derive_secret, error);
}
