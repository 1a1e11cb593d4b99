/* test_jobs.c - long work is done once, and its row says what is there.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "jobs/jobs.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static struct store *open_store(void)
{
	struct store *store = NULL;
	struct error error = {0};
	struct store_options options = {.mode = STORE_READ_WRITE, .path = ":memory:"};
	assert_int_equal(store_open(&options, &store, &error), STATUS_OK);
	assert_int_equal(store_migrate(store, &error), STATUS_OK);
	return store;
}

static struct jobs_job last(struct store *store, enum jobs_kind kind)
{
	struct jobs_job job = {0};
	struct error error = {0};
	struct arena arena;
	bool found = false;
	arena_init(&arena, 4096, 1 << 20);
	assert_int_equal(jobs_last(store, kind, &job, &found, &arena, &error), STATUS_OK);
	assert_true(found);
	job.detail = (struct span){0};
	arena_finish(&arena);
	return job;
}

/* While a job lives no second one of its kind begins. */
static void test_jobs_begin__gives_one_lease_a_kind(void **state)
{
	(void)state;
	struct store *store = open_store();
	struct error error = {0};
	struct jobs_job first, second;
	struct prng prng;
	prng_init_seed(&prng, 1);
	assert_int_equal(jobs_begin(store, JOBS_DEMO_LOAD, 10, 1000, &prng, &first, &error), STATUS_OK);
	assert_int_equal(
		jobs_begin(store, JOBS_DEMO_LOAD, 10, 1000 + JOBS_LEASE_MS - 1, &prng, &second, &error),
		STATUS_CONFLICT);
	store_close(store);
}

/* A job whose worker died loses its lease after a while; one that ended, at once. */
static void test_jobs_begin__takes_over_from_the_dead_and_the_done(void **state)
{
	(void)state;
	struct store *store = open_store();
	struct error error = {0};
	struct jobs_job job;
	struct prng prng;
	prng_init_seed(&prng, 2);
	assert_int_equal(jobs_begin(store, JOBS_DEMO_LOAD, 0, 1000, &prng, &job, &error), STATUS_OK);
	assert_int_equal(
		jobs_begin(store, JOBS_DEMO_LOAD, 0, 1000 + JOBS_LEASE_MS, &prng, &job, &error), STATUS_OK);
	assert_int_equal(jobs_end(store, &job, JOBS_DONE, 50000, &error), STATUS_OK);
	assert_int_equal(jobs_begin(store, JOBS_DEMO_LOAD, 0, 50001, &prng, &job, &error), STATUS_OK);
	store_close(store);
}

/* Who lost the lease can neither go on nor end: the row is whose lease it is now. */
static void test_jobs_advance__stops_who_lost_the_lease(void **state)
{
	(void)state;
	const int64_t late_ms = 1000 + JOBS_LEASE_MS;
	struct store *store = open_store();
	struct error error = {0};
	struct jobs_job first, second;
	struct prng prng;
	prng_init_seed(&prng, 4);
	assert_int_equal(jobs_begin(store, JOBS_DEMO_LOAD, 9, 1000, &prng, &first, &error), STATUS_OK);
	assert_int_equal(
		jobs_begin(store, JOBS_DEMO_LOAD, 9, late_ms, &prng, &second, &error), STATUS_OK);
	assert_int_equal(store_begin(store, STORE_READ_WRITE, &error), STATUS_OK);
	assert_int_equal(jobs_advance(store, &first, 5, late_ms + 1, &error), STATUS_CONFLICT);
	store_rollback(store);
	assert_int_equal(jobs_end(store, &first, JOBS_DONE, late_ms + 2, &error), STATUS_CONFLICT);
	assert_int_equal(first.state, JOBS_RUNNING);
	assert_int_equal(store_begin(store, STORE_READ_WRITE, &error), STATUS_OK);
	assert_int_equal(jobs_advance(store, &second, 5, late_ms + 3, &error), STATUS_OK);
	assert_int_equal(store_commit(store, &error), STATUS_OK);
	assert_int_equal(jobs_end(store, &second, JOBS_DONE, late_ms + 4, &error), STATUS_OK);
	assert_int_equal(jobs_end(store, &second, JOBS_FAILED, late_ms + 5, &error), STATUS_CONFLICT);
	assert_int_equal(last(store, JOBS_DEMO_LOAD).state, JOBS_DONE);
	store_close(store);
}

/* Progress is there with its chunk, and not without it. */
static void test_jobs_advance__goes_with_the_transaction(void **state)
{
	(void)state;
	struct store *store = open_store();
	struct error error = {0};
	struct jobs_job job;
	struct prng prng;
	prng_init_seed(&prng, 3);
	assert_int_equal(jobs_begin(store, JOBS_DEMO_LOAD, 100, 1000, &prng, &job, &error), STATUS_OK);
	assert_int_equal(store_begin(store, STORE_READ_WRITE, &error), STATUS_OK);
	assert_int_equal(jobs_advance(store, &job, 40, 2000, &error), STATUS_OK);
	assert_int_equal(store_commit(store, &error), STATUS_OK);
	assert_int_equal(last(store, JOBS_DEMO_LOAD).done, 40);
	struct jobs_job tried = job;
	assert_int_equal(store_begin(store, STORE_READ_WRITE, &error), STATUS_OK);
	assert_int_equal(jobs_advance(store, &tried, 80, 3000, &error), STATUS_OK);
	store_rollback(store);
	assert_int_equal(last(store, JOBS_DEMO_LOAD).done, 40);
	assert_int_equal(last(store, JOBS_DEMO_LOAD).heartbeat_ms, 2000);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jobs_begin__gives_one_lease_a_kind),
		cmocka_unit_test(test_jobs_begin__takes_over_from_the_dead_and_the_done),
		cmocka_unit_test(test_jobs_advance__stops_who_lost_the_lease),
		cmocka_unit_test(test_jobs_advance__goes_with_the_transaction),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
