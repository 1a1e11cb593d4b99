/* test_vault_threads.c - several threads use one vault at the same time.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include <pthread.h>
#include <stdatomic.h>

#define THREADS 4
#define SHARED (4096 + 1000) /* subjects: more than the cache holds */
#define ROUNDS 3000
#define TEXT_BYTES 40

struct shared {
	struct vault *vault;
	struct id subjects[SHARED];
	struct id doomed; /* is destroyed while the others use it */
	_Atomic bool destroyed;
};

struct worker {
	struct shared *shared;
	uint64_t seed;
	int64_t mistakes;
};

/* Seals and opens one text; STATUS_OK only if it came back. */
static status there_and_back(struct shared *shared, struct id subject, struct prng *prng,
	struct buf *out, struct arena *arena)
{
	char text[TEXT_BYTES];
	struct span opened;

	prng_fill(prng, text, sizeof text);
	buf_reset(out);
	arena_reset(arena);
	TRY(vault_seal(
		shared->vault, subject, VAULT_WORDS, span_bytes(text, sizeof text), prng, out, NULL));
	TRY(vault_unseal(shared->vault, subject, VAULT_WORDS, buf_span(out), arena, &opened, NULL));
	return span_equal(opened, span_bytes(text, sizeof text)) ? STATUS_OK : STATUS_CORRUPT;
}

static status use_new_subject(
	struct shared *shared, struct prng *prng, struct buf *out, struct arena *arena)
{
	struct id subject = id_draw(prng);
	struct vault_key_record record;

	TRY(vault_key_draw(shared->vault, subject, prng, &record, NULL));
	TRY(there_and_back(shared, subject, prng, out, arena));
	TRY(vault_key_keep(shared->vault, &record, 1, NULL));
	return there_and_back(shared, subject, prng, out, arena);
}

static void *work(void *context)
{
	struct worker *worker = context;
	struct shared *shared = worker->shared;
	struct prng choices;
	struct prng prng;
	struct arena arena;
	struct buf out;

	prng_init_seed(&choices, worker->seed);
	prng_init_system(&prng);
	arena_init(&arena, 1024, 65536);
	buf_init(&out, 1000);
	for (int i = 0; i < ROUNDS; i++) {
		struct id subject = shared->subjects[prng_below(&choices, SHARED)];
		worker->mistakes += there_and_back(shared, subject, &prng, &out, &arena) != STATUS_OK;
		if (i % 300 == 0)
			worker->mistakes += use_new_subject(shared, &prng, &out, &arena) != STATUS_OK;
		/* Once it is destroyed it never works again, whoever had just read it. */
		bool gone = atomic_load(&shared->destroyed);
		status doomed = there_and_back(shared, shared->doomed, &prng, &out, &arena);
		worker->mistakes += doomed != STATUS_KEY && (gone || doomed != STATUS_OK);
		if (i == ROUNDS / 2 && worker->seed == 0) {
			worker->mistakes += vault_key_destroy(shared->vault, shared->doomed, NULL) != STATUS_OK;
			atomic_store(&shared->destroyed, true);
		}
	}
	arena_finish(&arena);
	buf_finish(&out);
	return NULL;
}

/* Threads draw, keep, seal, open and destroy with a cache that is too small: each gets its own
 * text back every time, and a destroyed key is gone for all of them at once. */
static void test_vault__serves_several_threads(void **state)
{
	struct fixture *fixture = *state;
	struct shared *shared = ARENA_NEW(&fixture->arena, struct shared);
	struct vault_key_record *records =
		ARENA_ARRAY(&fixture->arena, struct vault_key_record, SHARED);
	struct worker workers[THREADS];
	pthread_t threads[THREADS];

	shared->vault = fixture->vault;
	shared->doomed = fixture_subject(fixture);
	for (size_t i = 0; i < SHARED; i++) {
		shared->subjects[i] = id_draw(&fixture->prng);
		assert_ok(vault_key_draw(
			fixture->vault, shared->subjects[i], &fixture->prng, &records[i], &fixture->error));
	}
	assert_ok(vault_key_keep(fixture->vault, records, SHARED, &fixture->error));
	for (uint64_t i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){.shared = shared, .seed = i};
		assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(workers[i].mistakes, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_vault__serves_several_threads, fixture_start, fixture_stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
