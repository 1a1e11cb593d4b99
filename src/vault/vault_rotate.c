/* vault_rotate.c - a newer site key takes its place while the vault is used, and every other key is
 * wrapped with it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "store/store_record.h"
#include "vault/vault_private.h"
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

/* Whatever they are wrapped with: a step is as long where nothing is left to do. */
static const struct store_query list_keys = {"vault",
	"select subject, slot, wrapped from vault_key where subject > ?1 order by subject limit ?2"};
/* What was destroyed or wrapped meanwhile, by another process, stays as that left it. */
static const struct store_query rewrap_key = {"vault",
	"update vault_key set slot = ?2, wrapped = ?3"
	" where subject = ?1 and slot = ?4 and wrapped is not null"};
static const struct store_query rewrap_secret = {
	"vault", "update vault_secret set slot = ?2, wrapped = ?3 where name = ?1 and slot = ?4"};
static const struct store_query count_slots = {"vault",
	"select slot, count(*) from (select slot from vault_key where wrapped is not null"
	" union all select slot from vault_secret) as wrapped group by slot"};

void vault_site_note(struct vault *vault)
{
	struct stat facts;
	if (stat(vault->site_path, &facts) != 0) return;
	vault->site_changed = facts.st_mtim;
	vault->site_inode = facts.st_ino;
}

static bool looks_the_same(const struct vault *vault)
{
	struct stat facts;
	/* One that is not there now does not take away what was read. */
	if (stat(vault->site_path, &facts) != 0) return true;
	return facts.st_ino == vault->site_inode &&
		facts.st_mtim.tv_sec == vault->site_changed.tv_sec &&
		facts.st_mtim.tv_nsec == vault->site_changed.tv_nsec;
}

/* Slots that are gone from the file stay as long as the process: keys may still need them. One that
 * has another key than it had is a mistake. */
static status take_over(
	const struct vault_site *before, struct vault_site *site, struct error *error)
{
	for (int slot = 1; slot < VAULT_SLOTS; slot++) {
		if (!before->present[slot]) continue;
		bool same = sodium_memcmp(before->keys[slot], site->keys[slot], VAULT_KEY_BYTES) == 0;
		if (site->present[slot] && !same)
			return status_fail(error, STATUS_KEY,
				"slot %d of the site key file has another key than it had", slot);
		memcpy(site->keys[slot], before->keys[slot], VAULT_KEY_BYTES);
		site->present[slot] = true;
	}
	if (before->newest > site->newest) site->newest = before->newest;
	memcpy(site->index_secret, before->index_secret, VAULT_KEY_BYTES);
	memcpy(site->derive_secret, before->derive_secret, VAULT_KEY_BYTES);
	return STATUS_OK;
}

status vault_site_renew(struct vault *vault, bool *is_new, struct error *error)
{
	struct vault_site *before = vault->site;
	void *read = NULL;

	*is_new = false;
	if (looks_the_same(vault) || vault->former_count == VAULT_SLOTS) return STATUS_OK;
	TRY(vault_locked_create(sizeof *before, true, &read, error));
	struct vault_site *site = read;
	vault_site_note(vault);
	status done = vault_site_read(vault->site_path, site, error);
	if (done == STATUS_OK) done = take_over(before, site, error);
	*is_new = done == STATUS_OK && site->newest != before->newest;
	if (!*is_new) {
		sodium_free(site);
		return done;
	}
	CHECK(sodium_mprotect_readonly(site) == 0);
	vault->site = site;
	vault->former[vault->former_count++] = before;
	vault->rewrapped = id_none;
	vault->round_changed = false;
	vault->rewrap_over = false;
	return STATUS_OK;
}

static status rewrap(struct vault *vault, const struct store_query *query,
	const struct vault_label *label, const struct store_value *owner, int64_t slot,
	struct span wrapped, struct error *error)
{
	uint8_t key[VAULT_KEY_BYTES];
	uint8_t anew[VAULT_WRAPPED_BYTES];
	struct prng prng;

	status done = vault_site_unwrap(vault->site, label, slot, wrapped, key, error);
	if (done == STATUS_OK) {
		prng_init_system(&prng);
		uint8_t newest = vault_site_wrap(vault->site, label, key, &prng, anew);
		const struct store_value values[] = {
			*owner, store_int(newest), store_blob(span_bytes(anew, sizeof anew)), store_int(slot)};
		done = store_run(vault->store, query, values, 4, NULL, error);
	}
	sodium_memzero(key, sizeof key);
	return done;
}

struct other {
	struct id subject;
	int64_t slot;
	uint8_t wrapped[VAULT_WRAPPED_BYTES];
};

struct step {
	struct other *others;
	size_t count;
	struct id last; /* that was looked at */
	bool more;      /* there may be others behind it */
	bool secrets;   /* the site's are wrapped with an older slot */
	int64_t rewrapped;
};

static status fill(struct other *other, const struct store_value *row, struct error *error)
{
	struct span wrapped = store_value_bytes(&row[2]);
	if (wrapped.size != sizeof other->wrapped)
		return status_fail(error, STATUS_KEY, "a wrapped key has another length than it has");
	other->subject = store_value_id(&row[0]);
	other->slot = store_value_int(&row[1]);
	memcpy(other->wrapped, wrapped.start, wrapped.size);
	return STATUS_OK;
}

/* Keys behind vault->rewrapped that are not wrapped with the newest slot, out of `most`. */
static status list(struct vault *vault, size_t most, struct step *step, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value parameters[] = {
		store_blob(span_bytes(vault->rewrapped.bytes, ID_SIZE)), store_int((int64_t)most)};
	size_t read = 0;

	arena_reset(&vault->rows);
	step->others = ARENA_ARRAY(&vault->rows, struct other, most);
	TRY(store_query_open(vault->store, &list_keys, parameters, 2, &cursor, error));
	for (; read < most; read++) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		step->last = store_value_id(&row[0]);
		bool is_destroyed = row[2].type == STORE_NULL;
		if (is_destroyed || store_value_int(&row[1]) == vault->site->newest) continue;
		TRY(fill(&step->others[step->count++], row, error));
	}
	step->more = read == most;
	return STATUS_OK;
}

static status read_secret(
	struct vault *vault, const char *name, struct store_value *row, struct error *error)
{
	struct store_value key = store_text(span_of(name));
	return store_get(vault->store, &vault_secret_table, &key, row, &vault->rows, error);
}

static const char *const secret_names[] = {"index", "derive"};

static status look(struct vault *vault, size_t most, struct step *step, struct error *error)
{
	struct store_value row[STORE_MAX_COLUMNS];
	TRY(list(vault, most, step, error));
	for (size_t i = 0; i < 2; i++) {
		TRY(read_secret(vault, secret_names[i], row, error));
		step->secrets = step->secrets || store_value_int(&row[1]) != vault->site->newest;
	}
	return STATUS_OK;
}

static status rewrap_secrets(struct vault *vault, struct step *step, struct error *error)
{
	for (size_t i = 0; i < 2; i++) {
		struct vault_label label = vault_label_secret(secret_names[i]);
		struct store_value key = store_text(span_of(secret_names[i]));
		struct store_value row[STORE_MAX_COLUMNS];
		TRY(read_secret(vault, secret_names[i], row, error));
		if (store_value_int(&row[1]) == vault->site->newest) continue;
		TRY(rewrap(
			vault, &rewrap_secret, &label, &key, store_value_int(&row[1]), row[2].bytes, error));
		step->rewrapped++;
	}
	return STATUS_OK;
}

static status rewrap_all(struct vault *vault, struct step *step, struct error *error)
{
	if (step->secrets) TRY(rewrap_secrets(vault, step, error));
	for (size_t i = 0; i < step->count; i++) {
		const struct other *other = &step->others[i];
		struct vault_label label = vault_label_key(&other->subject);
		struct store_value owner = store_id(&other->subject);
		TRY(rewrap(vault, &rewrap_key, &label, &owner, other->slot,
			span_bytes(other->wrapped, VAULT_WRAPPED_BYTES), error));
		step->rewrapped++;
	}
	return STATUS_OK;
}

/* Ends the transaction as it went. */
static status end(struct vault *vault, status done, struct error *error)
{
	if (done == STATUS_OK) return store_commit(vault->store, error);
	store_rollback(vault->store);
	return done;
}

/* A key that was drawn before the newer slot was seen is kept after it, and may lie behind: a round
 * goes over all, and the last one finds nothing. */
static void note(struct vault *vault, const struct step *step)
{
	if (step->rewrapped > 0) vault->round_changed = true;
	vault->rewrapped = step->last;
	if (step->more) return;
	vault->rewrap_over = !vault->round_changed;
	vault->round_changed = false;
	vault->rewrapped = id_none;
}

static status rotate(
	struct vault *vault, size_t most, struct vault_rotation *rotation, struct error *error)
{
	struct step step = {.others = NULL};
	TRY(vault_site_renew(vault, &rotation->is_new, error));
	rotation->slot = vault->site->newest;
	rotation->is_over = vault->rewrap_over;
	if (vault->rewrap_over) return STATUS_OK;
	TRY(store_begin(vault->store, STORE_READ_ONLY, error));
	TRY(end(vault, look(vault, most, &step, error), error));
	if (step.secrets || step.count > 0) {
		TRY(store_begin(vault->store, STORE_READ_WRITE, error));
		TRY(end(vault, rewrap_all(vault, &step, error), error));
	}
	note(vault, &step);
	rotation->rewrapped = step.rewrapped;
	rotation->is_over = vault->rewrap_over;
	return STATUS_OK;
}

status vault_rotate(
	struct vault *vault, size_t most, struct vault_rotation *rotation, struct error *error)
{
	CHECK(vault != NULL && vault->may_write && vault->store != NULL);
	CHECK(most > 0 && most <= VAULT_ROTATE_MOST);
	*rotation = (struct vault_rotation){0};
	struct check_guard *paused = check_guard_pause();
	pthread_mutex_lock(&vault->store_lock);
	status done = rotate(vault, most, rotation, error);
	pthread_mutex_unlock(&vault->store_lock);
	check_guard_go_on(paused);
	return done;
}

int vault_newest_slot(const struct vault *vault)
{
	return vault->site->newest;
}

static status count_all(struct vault *vault, int64_t counts[VAULT_SLOTS], struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	TRY(store_query_open(vault->store, &count_slots, NULL, 0, &cursor, error));
	for (;;) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		int64_t slot = store_value_int(&row[0]);
		if (slot >= 0 && slot < VAULT_SLOTS) counts[slot] = store_value_int(&row[1]);
	}
}

status vault_count_slots(struct vault *vault, int64_t counts[256], struct error *error)
{
	CHECK(vault != NULL && vault->store != NULL);
	memset(counts, 0, VAULT_SLOTS * sizeof counts[0]);
	struct check_guard *paused = check_guard_pause();
	pthread_mutex_lock(&vault->store_lock);
	status done = store_begin(vault->store, STORE_READ_ONLY, error);
	if (done == STATUS_OK) done = count_all(vault, counts, error);
	store_rollback(vault->store);
	pthread_mutex_unlock(&vault->store_lock);
	check_guard_go_on(paused);
	return done;
}
