/* test_vault_key.c - keys are drawn, kept and destroyed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include "store/store_backend.h"
#include "vault/vault_private.h"
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>

#define TEXT SPAN_LITERAL("Ik slaap al weken slecht.")

static void draw(struct fixture *fixture, struct id subject, struct vault_key_record *record)
{
	assert_ok(vault_key_draw(fixture->vault, subject, &fixture->prng, record, &fixture->error));
}

static struct span seal(struct fixture *fixture, struct id subject)
{
	return fixture_seal(fixture, fixture->vault, subject, VAULT_STORY, TEXT);
}

static status unseal(struct fixture *fixture, struct id subject, struct span sealed)
{
	struct span text;

	status done = fixture_unseal(fixture, subject, VAULT_STORY, sealed, &text);
	assert_int_equal(span_equal(text, TEXT), done == STATUS_OK);
	return done;
}

/* What one connection of its own reads from a key's row. */
struct row {
	bool there;
	int64_t slot;
	bool wrapped_null;
	uint8_t wrapped[VAULT_WRAPPED_BYTES];
	int64_t created_ms;
	int64_t destroyed_ms; /* -1: null */
};

static void run_sql(struct fixture *fixture, const char *sql)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(fixture->keys_path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

static struct row read_row(struct fixture *fixture, struct id subject)
{
	struct row row = {0};
	sqlite3 *handle;
	sqlite3_stmt *statement;

	assert_int_equal(sqlite3_open(fixture->keys_path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(handle,
						 "select slot, wrapped, created_ms,"
						 " ifnull(destroyed_ms, -1) from vault_key where subject = ?",
						 -1, &statement, NULL),
		SQLITE_OK);
	sqlite3_bind_blob(statement, 1, subject.bytes, ID_SIZE, SQLITE_STATIC);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		row.there = true;
		row.slot = sqlite3_column_int64(statement, 0);
		row.wrapped_null = sqlite3_column_type(statement, 1) == SQLITE_NULL;
		if (!row.wrapped_null) {
			assert_int_equal(sqlite3_column_bytes(statement, 1), VAULT_WRAPPED_BYTES);
			memcpy(row.wrapped, sqlite3_column_blob(statement, 1), VAULT_WRAPPED_BYTES);
		}
		row.created_ms = sqlite3_column_int64(statement, 2);
		row.destroyed_ms = sqlite3_column_int64(statement, 3);
	}
	sqlite3_finalize(statement);
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
	return row;
}

/* A drawn key works at once, is in no row, and is gone with the vault. */
static void test_vault_key_draw__works_at_once_and_lives_in_memory(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = id_draw(&fixture->prng);
	struct vault_key_record record;

	draw(fixture, subject, &record);
	struct span sealed = seal(fixture, subject);
	assert_ok(unseal(fixture, subject, sealed));
	assert_false(read_row(fixture, subject).there);
	fixture_reopen(fixture);
	assert_int_equal(unseal(fixture, subject, sealed), STATUS_KEY);
}

/* Each subject has a key of its own, and drawing again for one gives the same key, wrapped anew.
 * */
static void test_vault_key_draw__gives_a_subject_one_key(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = id_draw(&fixture->prng);
	struct vault_key_record records[3];
	uint8_t keys[3][VAULT_KEY_BYTES];

	draw(fixture, subject, &records[0]);
	draw(fixture, subject, &records[1]);
	draw(fixture, id_draw(&fixture->prng), &records[2]);
	for (int i = 0; i < 3; i++) assert_true(fixture_unwrap(&records[i], FIXTURE_KEY_1, keys[i]));
	assert_memory_equal(keys[0], keys[1], VAULT_KEY_BYTES);
	assert_memory_not_equal(records[0].wrapped, records[1].wrapped, VAULT_WRAPPED_BYTES);
	assert_memory_not_equal(keys[0], keys[2], VAULT_KEY_BYTES);
}

/* Keys from a seed could be drawn by somebody else too. */
static void test_vault_key_draw__refuses_a_seed(void **state)
{
	struct fixture *fixture = *state;
	struct vault_key_record record;
	struct prng seeded;

	prng_init_seed(&seeded, 1);
	assert_raises(vault_key_draw(fixture->vault, id_draw(&seeded), &seeded, &record, NULL));
	assert_raises(vault_key_draw(fixture->vault, id_none, &fixture->prng, &record, NULL));
}

/* A kept key is in its row as the record has it, and is there after reopening. */
static void test_vault_key_keep__survives(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = id_draw(&fixture->prng);
	struct vault_key_record record;

	draw(fixture, subject, &record);
	struct span sealed = seal(fixture, subject);
	assert_ok(vault_key_keep(fixture->vault, &record, 1, &fixture->error));
	assert_ok(unseal(fixture, subject, sealed));
	struct row row = read_row(fixture, subject);
	assert_true(row.there);
	assert_int_equal(row.slot, 1);
	assert_memory_equal(row.wrapped, record.wrapped, VAULT_WRAPPED_BYTES);
	assert_int_equal(row.created_ms, FIXTURE_NOW_MS);
	assert_int_equal(row.destroyed_ms, -1);
	fixture_reopen(fixture);
	assert_ok(unseal(fixture, subject, sealed));
}

/* Keeping again, also what was drawn again, leaves the row as it was. */
static void test_vault_key_keep__leaves_what_is_there(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = id_draw(&fixture->prng);
	struct vault_key_record first;
	struct vault_key_record again;

	draw(fixture, subject, &first);
	assert_ok(vault_key_keep(fixture->vault, &first, 1, &fixture->error));
	struct span sealed = seal(fixture, subject);
	clock_move(&fixture->clock, 1000);
	draw(fixture, subject, &again);
	struct vault_key_record both[] = {first, again, first};
	assert_ok(vault_key_keep(fixture->vault, both, 3, &fixture->error));
	assert_ok(vault_key_keep(fixture->vault, NULL, 0, &fixture->error));
	struct row row = read_row(fixture, subject);
	assert_memory_equal(row.wrapped, first.wrapped, VAULT_WRAPPED_BYTES);
	assert_int_equal(row.created_ms, FIXTURE_NOW_MS);
	fixture_reopen(fixture);
	assert_ok(unseal(fixture, subject, sealed));
}

/* Two processes draw for one subject: the second is told, none of its batch is written, and from
 * then on it uses the key that is there. */
static void test_vault_key_keep__refuses_a_second_key(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = id_draw(&fixture->prng);
	struct id bystander = id_draw(&fixture->prng);
	struct vault *first = fixture->vault;
	struct vault *second;
	struct vault_key_record batch[2];
	struct vault_key_record record;

	assert_ok(vault_open(&fixture->options, &second, &fixture->error));
	draw(fixture, subject, &record);
	struct span sealed = seal(fixture, subject);
	fixture->vault = second;
	draw(fixture, bystander, &batch[0]);
	draw(fixture, subject, &batch[1]);
	struct span lost = seal(fixture, subject);
	assert_ok(vault_key_keep(first, &record, 1, &fixture->error));
	assert_int_equal(vault_key_keep(second, batch, 2, &fixture->error), STATUS_CONFLICT);
	assert_false(read_row(fixture, bystander).there);
	assert_memory_equal(read_row(fixture, subject).wrapped, record.wrapped, VAULT_WRAPPED_BYTES);
	assert_ok(unseal(fixture, subject, sealed));
	assert_int_equal(unseal(fixture, subject, lost), STATUS_KEY);
	assert_ok(vault_key_keep(second, batch, 1, &fixture->error));
	assert_true(read_row(fixture, bystander).there);
	fixture->vault = first;
	vault_close(second);
}

/* A key store that fails: nothing is lost, and keeping later works. */
static void test_vault_key_keep__can_be_tried_again(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = id_draw(&fixture->prng);
	struct vault_key_record record;

	draw(fixture, subject, &record);
	struct span sealed = seal(fixture, subject);
	run_sql(fixture, "alter table vault_key rename to elsewhere");
	assert_int_equal(vault_key_keep(fixture->vault, &record, 1, &fixture->error), STATUS_STORE);
	struct id unknown = id_draw(&fixture->prng);
	assert_int_equal(unseal(fixture, unknown, sealed), STATUS_STORE);
	assert_ok(unseal(fixture, subject, sealed));
	run_sql(fixture, "alter table elsewhere rename to vault_key");
	assert_int_equal(unseal(fixture, unknown, sealed), STATUS_KEY);
	assert_ok(vault_key_keep(fixture->vault, &record, 1, &fixture->error));
	fixture_reopen(fixture);
	assert_ok(unseal(fixture, subject, sealed));
}

/* As many as a large batch has: all seal before they are kept, and are there afterwards. */
static void test_vault_key_keep__takes_ten_thousand(void **state)
{
	enum { COUNT = 10000 };
	struct fixture *fixture = *state;
	struct vault_key_record *records = ARENA_ARRAY(&fixture->arena, struct vault_key_record, COUNT);
	struct span *sealed = ARENA_ARRAY(&fixture->arena, struct span, COUNT);

	for (size_t i = 0; i < COUNT; i++) draw(fixture, id_draw(&fixture->prng), &records[i]);
	for (size_t i = 0; i < COUNT; i++) sealed[i] = seal(fixture, records[i].subject);
	assert_ok(vault_key_keep(fixture->vault, records, COUNT, &fixture->error));
	assert_int_equal(vault_cache_count(&fixture->vault->cache, VAULT_PENDING), 0);
	for (size_t i = 0; i < COUNT; i++) assert_ok(unseal(fixture, records[i].subject, sealed[i]));
	fixture_reopen(fixture);
	for (size_t i = 0; i < COUNT; i++) assert_ok(unseal(fixture, records[i].subject, sealed[i]));
}

/* What is never kept is forgotten when VAULT_MAX_PENDING others were drawn after it. */
static void test_vault_key_draw__is_forgotten_when_never_kept(void **state)
{
	struct fixture *fixture = *state;
	struct id first = id_draw(&fixture->prng);
	struct vault_key_record record;

	draw(fixture, first, &record);
	struct span sealed = seal(fixture, first);
	for (int i = 0; i < VAULT_MAX_PENDING - 1; i++) draw(fixture, id_draw(&fixture->prng), &record);
	assert_ok(unseal(fixture, first, sealed));
	for (int i = 0; i < VAULT_MAX_PENDING; i++) draw(fixture, id_draw(&fixture->prng), &record);
	assert_int_equal(unseal(fixture, first, sealed), STATUS_KEY);
}

/* After a second slot came, what the first one wrapped still opens, and new keys use the second.
 * */
static void test_vault_key__opens_under_an_older_slot(void **state)
{
	struct fixture *fixture = *state;
	struct id old = fixture_subject(fixture);
	struct span sealed = seal(fixture, old);
	uint8_t index[2][VAULT_INDEX_BYTES];
	uint8_t key[VAULT_KEY_BYTES];

	vault_index(fixture->vault, "bsn", TEXT, index[0]);
	fixture_write(fixture->site_path, "1 " FIXTURE_KEY_1 "\n2 " FIXTURE_KEY_2 "\n", 0600);
	fixture_reopen(fixture);
	assert_ok(unseal(fixture, old, sealed));
	vault_index(fixture->vault, "bsn", TEXT, index[1]);
	assert_memory_equal(index[0], index[1], VAULT_INDEX_BYTES);
	struct vault_key_record record;
	draw(fixture, id_draw(&fixture->prng), &record);
	assert_int_equal(record.slot, 2);
	assert_true(fixture_unwrap(&record, FIXTURE_KEY_2, key));
	assert_ok(vault_key_keep(fixture->vault, &record, 1, &fixture->error));
	struct span newer = seal(fixture, record.subject);
	assert_int_equal(read_row(fixture, record.subject).slot, 2);
	fixture_reopen(fixture);
	assert_ok(unseal(fixture, record.subject, newer));
	assert_ok(unseal(fixture, old, sealed));
}

/* A row that was put in another's place, or whose slot is not in the file, opens nothing. */
static void test_vault_key__refuses_a_changed_row(void **state)
{
	static const char swap[] = "create temp table t as select subject, wrapped from vault_key;"
							   "update vault_key set wrapped ="
							   " (select t.wrapped from t where t.subject <> vault_key.subject)";
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct id other = fixture_subject(fixture);
	struct span sealed = seal(fixture, subject);

	run_sql(fixture, "update vault_key set slot = 9");
	fixture_reopen(fixture);
	assert_int_equal(unseal(fixture, subject, sealed), STATUS_KEY);
	assert_non_null(strstr(fixture->error.message, "slot 9"));
	run_sql(fixture, "update vault_key set slot = 1");
	run_sql(fixture, swap);
	fixture_reopen(fixture);
	assert_int_equal(unseal(fixture, subject, sealed), STATUS_KEY);
	assert_int_equal(unseal(fixture, other, sealed), STATUS_KEY);
	run_sql(fixture, swap);
	assert_ok(unseal(fixture, subject, sealed));
	run_sql(fixture, "update vault_key set wrapped = substr(wrapped, 1, 71)");
	fixture_reopen(fixture);
	assert_int_equal(unseal(fixture, subject, sealed), STATUS_KEY);
}

/* Nothing opens what a destroyed key sealed, now or after reopening, and nothing more is sealed.
 * */
static void test_vault_key_destroy__is_for_good(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct id other = fixture_subject(fixture);
	struct span sealed = seal(fixture, subject);
	struct span others = seal(fixture, other);
	struct buf out;

	buf_init(&out, 1000);
	clock_move(&fixture->clock, 500);
	for (int i = 0; i < 2; i++) {
		assert_ok(vault_key_destroy(fixture->vault, subject, &fixture->error));
		assert_int_equal(unseal(fixture, subject, sealed), STATUS_KEY);
		assert_non_null(strstr(fixture->error.message, "destroyed"));
		assert_int_equal(vault_seal(fixture->vault, subject, VAULT_STORY, TEXT, &fixture->prng,
							 &out, &fixture->error),
			STATUS_KEY);
		assert_ok(unseal(fixture, other, others));
		struct row row = read_row(fixture, subject);
		assert_true(row.there && row.wrapped_null);
		assert_int_equal(row.destroyed_ms, FIXTURE_NOW_MS + 500);
		clock_move(&fixture->clock, 1000);
		fixture_reopen(fixture);
	}
	assert_int_equal(unseal(fixture, subject, sealed), STATUS_KEY);
	buf_finish(&out);
}

/* Who was forgotten gets no key again by keeping an old or a new record. */
static void test_vault_key_destroy__is_not_undone_by_keeping(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = id_draw(&fixture->prng);
	struct vault_key_record old;
	struct vault_key_record renewed;

	draw(fixture, subject, &old);
	struct span sealed = seal(fixture, subject);
	assert_ok(vault_key_keep(fixture->vault, &old, 1, &fixture->error));
	assert_ok(vault_key_destroy(fixture->vault, subject, &fixture->error));
	assert_int_equal(vault_key_keep(fixture->vault, &old, 1, &fixture->error), STATUS_CONFLICT);
	draw(fixture, subject, &renewed);
	assert_int_equal(vault_key_keep(fixture->vault, &renewed, 1, &fixture->error), STATUS_CONFLICT);
	assert_int_equal(unseal(fixture, subject, sealed), STATUS_KEY);
	assert_true(read_row(fixture, subject).wrapped_null);
	assert_int_equal(
		vault_key_destroy(fixture->vault, id_draw(&fixture->prng), &fixture->error), STATUS_KEY);
}

/* Whether the bytes stand anywhere in the file. */
static bool file_has(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "rb");
	static char content[4 * 1024 * 1024];

	assert_non_null(file);
	size_t got = fread(content, 1, sizeof content, file);
	assert_true(got > 0 && got < sizeof content);
	fclose(file);
	return memmem(content, got, bytes, size) != NULL;
}

/* The wrapped key is not left behind in a free corner of the file, where a later thief of the site
 * key could use it. */
static void test_vault_key_destroy__leaves_nothing_in_the_file(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);

	for (int i = 0; i < 200; i++) fixture_subject(fixture);
	struct row row = read_row(fixture, subject);
	fixture_reopen(fixture);
	assert_true(file_has(fixture->keys_path, row.wrapped, VAULT_WRAPPED_BYTES));
	assert_ok(vault_key_destroy(fixture->vault, subject, &fixture->error));
	vault_close(fixture->vault);
	fixture->vault = NULL;
	assert_false(file_has(fixture->keys_path, row.wrapped, VAULT_WRAPPED_BYTES));
	assert_false(file_has(fixture->keys_path, row.wrapped + 24, 16));
	assert_true(file_has(fixture->keys_path, subject.bytes, ID_SIZE));
}

/* The vault without a store keeps the same rules. */
static void test_vault_key__obeys_the_same_rules_in_memory(void **state)
{
	struct fixture *fixture = *state;
	struct vault *real = fixture->vault;
	struct vault *seeded;
	struct vault_key_record records[2];
	struct vault_key_record again;

	assert_ok(vault_open_seeded(3, &seeded, &fixture->error));
	fixture->vault = seeded;
	draw(fixture, id_draw(&fixture->prng), &records[0]);
	draw(fixture, id_draw(&fixture->prng), &records[1]);
	struct id subject = records[1].subject;
	struct span sealed = seal(fixture, subject);
	assert_ok(vault_key_keep(seeded, &records[1], 1, &fixture->error));
	draw(fixture, subject, &again);
	assert_ok(vault_key_keep(seeded, &again, 1, &fixture->error));
	assert_ok(vault_key_destroy(seeded, subject, &fixture->error));
	assert_ok(vault_key_destroy(seeded, subject, &fixture->error));
	assert_int_equal(unseal(fixture, subject, sealed), STATUS_KEY);
	assert_int_equal(vault_key_keep(seeded, records, 2, &fixture->error), STATUS_CONFLICT);
	assert_int_equal(vault_key_destroy(seeded, records[0].subject, &fixture->error), STATUS_KEY);
	assert_ok(vault_key_keep(seeded, records, 1, &fixture->error));
	assert_ok(vault_key_destroy(seeded, records[0].subject, &fixture->error));
	fixture->vault = real;
	vault_close(seeded);
}

/* A mistake behind the lock must not land in a guard: all others would wait for the lock. */
static void test_vault_key__lands_nowhere_with_its_lock(void **state)
{
	struct fixture *fixture = *state;
	struct check_guard guard;
	struct id subject = id_draw(&fixture->prng); /* it is not in memory */
	uint8_t key[VAULT_KEY_BYTES];
	int ended = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		close(STDERR_FILENO);
		fixture->vault->store->in_transaction = true; /* what the store takes for a mistake */
		if (setjmp(check_guard_set(&guard)->landing) == 0)
			(void)!vault_key_find(fixture->vault, subject, key, &fixture->error);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_true(WIFSIGNALED(ended) && WTERMSIG(ended) == SIGABRT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_vault_key_draw__works_at_once_and_lives_in_memory),
		TEST(test_vault_key_draw__gives_a_subject_one_key),
		TEST(test_vault_key_draw__refuses_a_seed),
		TEST(test_vault_key_keep__survives),
		TEST(test_vault_key_keep__leaves_what_is_there),
		TEST(test_vault_key_keep__refuses_a_second_key),
		TEST(test_vault_key_keep__can_be_tried_again),
		TEST(test_vault_key_keep__takes_ten_thousand),
		TEST(test_vault_key_draw__is_forgotten_when_never_kept),
		TEST(test_vault_key__opens_under_an_older_slot),
		TEST(test_vault_key__refuses_a_changed_row),
		TEST(test_vault_key_destroy__is_for_good),
		TEST(test_vault_key_destroy__is_not_undone_by_keeping),
		TEST(test_vault_key_destroy__leaves_nothing_in_the_file),
		TEST(test_vault_key__obeys_the_same_rules_in_memory),
		TEST(test_vault_key__lands_nowhere_with_its_lock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
