/* test_vault.c - a vault is opened and closed, and its memory is what it should be.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include "vault/vault_private.h"
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

/* With another site key, or without the slot that wrapped its secrets, no key store opens. */
static void test_vault_open__wants_the_site_key_of_its_store(void **state)
{
	static const char *const wrong[] = {"1 " FIXTURE_KEY_2 "\n", "2 " FIXTURE_KEY_1 "\n", "1 x\n"};
	struct fixture *fixture = *state;
	struct vault *vault;

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		fixture_write(fixture->site_path, wrong[i], 0600);
		fixture->error.message[0] = 0;
		assert_int_equal(vault_open(&fixture->options, &vault, &fixture->error), STATUS_KEY);
		assert_null(vault);
		assert_true(fixture->error.message[0] != 0);
	}
	fixture_write(fixture->site_path, "1 " FIXTURE_KEY_1 "\n", 0600);
	fixture_reopen(fixture);
}

/* Without a site key file, or with a key store that cannot be opened, there is no vault. */
static void test_vault_open__wants_both_files(void **state)
{
	struct fixture *fixture = *state;
	struct store_options keys = fixture->keys;
	struct vault_options options = fixture->options;
	struct vault *vault;

	options.keys = &keys;
	keys.path = fixture->folder;
	assert_int_equal(vault_open(&options, &vault, &fixture->error), STATUS_STORE);
	assert_null(vault);
	options.keys = fixture->options.keys;
	options.site_key_file = "/nowhere/at/all";
	assert_int_equal(vault_open(&options, &vault, &fixture->error), STATUS_IO);
	assert_null(vault);
	vault_close(NULL);
}

/* A vault that only reads opens what is there, and cannot be used to keep or destroy. */
static void test_vault_open__can_only_read(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct span text = SPAN_LITERAL("Sanne");
	struct span sealed = fixture_seal(fixture, fixture->vault, subject, VAULT_NAME, text);
	struct vault_key_record record;
	struct span opened;
	uint8_t before[VAULT_INDEX_BYTES];
	uint8_t after[VAULT_INDEX_BYTES];

	vault_index(fixture->vault, "name", text, before);
	fixture->keys.mode = STORE_READ_ONLY;
	fixture_reopen(fixture);
	assert_ok(fixture_unseal(fixture, subject, VAULT_NAME, sealed, &opened));
	assert_true(span_equal(opened, text));
	vault_index(fixture->vault, "name", text, after);
	assert_memory_equal(before, after, sizeof before);
	assert_ok(vault_key_draw(
		fixture->vault, id_draw(&fixture->prng), &fixture->prng, &record, &fixture->error));
	assert_raises(vault_key_keep(fixture->vault, &record, 1, NULL));
	assert_raises(vault_key_destroy(fixture->vault, subject, NULL));
	vault_close(fixture->vault);
	fixture->vault = NULL;
}

#define OPENERS 4

struct opener {
	const struct vault_options *options;
	pthread_barrier_t *together;
	struct vault *vault;
	struct error error;
	status opened;
};

static void *open_vault(void *context)
{
	struct opener *opener = context;

	pthread_barrier_wait(opener->together);
	opener->opened = vault_open(opener->options, &opener->vault, &opener->error);
	return NULL;
}

static void open_together(struct fixture *fixture, struct opener openers[OPENERS])
{
	pthread_barrier_t together;
	pthread_t threads[OPENERS];

	assert_int_equal(pthread_barrier_init(&together, NULL, OPENERS), 0);
	for (int i = 0; i < OPENERS; i++) {
		openers[i] = (struct opener){.options = &fixture->options, .together = &together};
		assert_int_equal(pthread_create(&threads[i], NULL, open_vault, &openers[i]), 0);
	}
	for (int i = 0; i < OPENERS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
	pthread_barrier_destroy(&together);
	for (int i = 0; i < OPENERS; i++)
		if (openers[i].opened != STATUS_OK) fail_msg("%s", openers[i].error.message);
}

/* Who comes first draws the secrets; who opens the new key store at the same time finds those. */
static void test_vault_open__draws_secrets_once(void **state)
{
	struct fixture *fixture = *state;
	struct opener openers[OPENERS];

	vault_close(fixture->vault);
	fixture->vault = NULL;
	for (int round = 0; round < 20; round++) {
		assert_int_equal(unlink(fixture->keys_path), 0);
		open_together(fixture, openers);
		const struct vault_site *first = openers[0].vault->site;
		for (int i = 1; i < OPENERS; i++) {
			const struct vault_site *site = openers[i].vault->site;
			assert_memory_equal(first->index_secret, site->index_secret, VAULT_KEY_BYTES);
			assert_memory_equal(first->derive_secret, site->derive_secret, VAULT_KEY_BYTES);
		}
		for (int i = 0; i < OPENERS; i++) vault_close(openers[i].vault);
	}
}

static struct buf seal_seeded(uint64_t seed, struct vault_key_record *record)
{
	struct vault *vault;
	struct prng prng;
	struct buf out;

	prng_init_seed(&prng, 99);
	assert_ok(vault_open_seeded(seed, &vault, NULL));
	assert_ok(vault_key_draw(vault, id_draw(&prng), &prng, record, NULL));
	buf_init(&out, 1000);
	assert_ok(
		vault_seal(vault, record->subject, VAULT_WORDS, SPAN_LITERAL("hoi"), &prng, &out, NULL));
	uint8_t *rest = buf_reserve(&out, 48);
	vault_index(vault, "a", SPAN_LITERAL("b"), rest);
	vault_derive(vault, "a", record->subject, rest + 16, 32);
	vault_close(vault);
	return out;
}

/* A region that runs twice from one seed makes the same bytes; from another seed, others. */
static void test_vault_open_seeded__repeats(void **state)
{
	struct vault_key_record records[3];
	struct buf first = seal_seeded(5, &records[0]);
	struct buf again = seal_seeded(5, &records[1]);
	struct buf other = seal_seeded(6, &records[2]);

	(void)state;
	assert_true(span_equal(buf_span(&first), buf_span(&again)));
	assert_memory_equal(&records[0], &records[1], sizeof records[0]);
	assert_memory_not_equal(records[0].wrapped, records[2].wrapped, VAULT_WRAPPED_BYTES);
	size_t rest = first.size - 48;
	assert_memory_not_equal(first.bytes + rest, other.bytes + rest, 16);
	assert_memory_not_equal(first.bytes + rest + 16, other.bytes + rest + 16, 32);
	buf_finish(&first);
	buf_finish(&again);
	buf_finish(&other);
}

/* After a simulated crash the records that were kept open in a new vault of the same seed. */
static void test_vault_open_seeded__opens_records_of_its_seed(void **state)
{
	struct vault_key_record record;
	struct buf sealed = seal_seeded(7, &record);
	struct span bytes = {sealed.bytes, sealed.size - 48};
	struct arena arena;
	struct vault *vault;
	struct span text;

	(void)state;
	arena_init(&arena, 1024, 65536);
	for (uint64_t seed = 7; seed <= 8; seed++) {
		assert_ok(vault_open_seeded(seed, &vault, NULL));
		assert_int_equal(
			vault_unseal(vault, record.subject, VAULT_WORDS, bytes, &arena, &text, NULL),
			STATUS_KEY);
		assert_ok(vault_key_keep(vault, &record, 1, NULL));
		assert_int_equal(
			vault_unseal(vault, record.subject, VAULT_WORDS, bytes, &arena, &text, NULL),
			seed == 7 ? STATUS_OK : STATUS_KEY);
		assert_int_equal(span_is(text, "hoi"), seed == 7);
		vault_close(vault);
	}
	arena_finish(&arena);
	buf_finish(&sealed);
}

static void leave(int signal)
{
	_exit(signal == SIGSEGV ? 7 : 8);
}

/* Nothing in the program can change the site's keys once the vault is open. */
static void test_vault_open__makes_site_keys_read_only(void **state)
{
	struct fixture *fixture = *state;
	int outcome;

	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGSEGV, leave);
		*(volatile uint8_t *)&fixture->vault->site->keys[1][0] = 1;
		_exit(0);
	}
	assert_int_equal(waitpid(child, &outcome, 0), child);
	assert_true(WIFEXITED(outcome));
	assert_int_equal(WEXITSTATUS(outcome), 7);
}

/* Flags that the kernel has for the memory at `address`, such as " rd wr lo dd "; empty if it does
 * not say. */
static void memory_flags(const void *address, char out[200])
{
	FILE *file = fopen("/proc/self/smaps", "r");
	char line[1024];
	bool inside = false;

	out[0] = 0;
	while (file != NULL && fgets(line, sizeof line, file) != NULL) {
		char *end;
		uintptr_t from = strtoul(line, &end, 16);
		if (end != line && *end == '-')
			inside = (uintptr_t)address >= from && (uintptr_t)address < strtoul(end + 1, NULL, 16);
		if (inside && strncmp(line, "VmFlags:", 8) == 0) snprintf(out, 200, "%.190s", line + 8);
	}
	if (file != NULL) fclose(file);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LOCKS_NOTHING 1 /* these sanitizers make mlock do nothing */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LOCKS_NOTHING 1
#endif
#endif

/* The kernel itself says that keys are never swapped out and are in no core dump. */
static void test_vault_open__locks_its_memory(void **state)
{
	struct fixture *fixture = *state;
	const void *const keys[] = {fixture->vault->site, fixture->vault->cache.table};
	char flags[200];

	for (size_t i = 0; i < 2; i++) {
		memory_flags(keys[i], flags);
		if (flags[0] == 0) skip();
		assert_non_null(strstr(flags, " dd"));
#ifndef LOCKS_NOTHING
		assert_non_null(strstr(flags, " lo"));
#endif
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_vault_open__wants_the_site_key_of_its_store),
		TEST(test_vault_open__wants_both_files),
		TEST(test_vault_open__can_only_read),
		TEST(test_vault_open__draws_secrets_once),
		cmocka_unit_test(test_vault_open_seeded__repeats),
		cmocka_unit_test(test_vault_open_seeded__opens_records_of_its_seed),
		TEST(test_vault_open__makes_site_keys_read_only),
		TEST(test_vault_open__locks_its_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
