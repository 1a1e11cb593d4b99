/* test_simulate.c - many worlds on a disk that loses power, and two that must break: without syncs,
 * and on a disk that lies about them.
 *
 * Use: test_simulate              all worlds of the budget
 *      test_simulate SEED         one world, as it was
 *      test_simulate SEED steps   the same, with all that happens in it
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "simulate_budget.h"
#include "simulate_shared.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>

/* Seeds of the worlds that must break, apart from the others. */
#define BROKEN_SEED 1000000
#define BROKEN_WORLDS 10

static void add(struct simulate_report *sum, const struct simulate_report *report)
{
	const struct simulate_counts *counts = &report->counts;
	sum->counts.steps += counts->steps;
	sum->counts.sent += counts->sent;
	sum->counts.attempts += counts->attempts;
	sum->counts.acknowledged += counts->acknowledged;
	sum->counts.refused += counts->refused;
	sum->counts.failed += counts->failed;
	sum->counts.repeated += counts->repeated;
	sum->counts.unanswered += counts->unanswered;
	sum->counts.by_program += counts->by_program;
	sum->counts.batches += counts->batches;
	sum->counts.power_losses += counts->power_losses;
	sum->counts.process_ends += counts->process_ends;
	sum->counts.broken += counts->broken;
	sum->counts.failed_opens += counts->failed_opens;
	sum->counts.back += counts->back;
	sum->counts.checks += counts->checks;
	sum->counts.entries += counts->entries;
	sum->calls.syncs += report->calls.syncs;
	sum->calls.inner_stops += report->calls.inner_stops;
	for (int i = 0; i < CRASH_VFS_FAULT_COUNT; i++) sum->calls.failed[i] += report->calls.failed[i];
	sum->disk.lost += report->disk.lost;
	sum->disk.kept += report->disk.kept;
	sum->disk.torn += report->disk.torn;
}

static void print(const char *of, const struct simulate_report *sum)
{
	const struct simulate_counts *counts = &sum->counts;
	printf("%s: %" PRId64 " steps; %" PRId64 " commands sent in %" PRId64 " attempts, %" PRId64
		   " acknowledged, %" PRId64 " refused; %" PRId64 " answers failed, %" PRId64
		   " were repetitions, %" PRId64 " were lost; %" PRId64 " by the program; %" PRId64
		   " batches, %" PRId64 " journal entries\n",
		of, counts->steps, counts->sent, counts->attempts, counts->acknowledged, counts->refused,
		counts->failed, counts->repeated, counts->unanswered, counts->by_program, counts->batches,
		counts->entries);
	printf("%s: %" PRId64 " crashes (%" PRId64 " of the power, %" PRId64 " of the process, %" PRId64
		   " in the middle of a call, %" PRId64 " with a broken store), %" PRId64
		   " starts that failed, %" PRId64 " checks\n",
		of, counts->power_losses + counts->process_ends, counts->power_losses, counts->process_ends,
		sum->calls.inner_stops, counts->broken, counts->failed_opens, counts->checks);
	printf("%s: %" PRId64 " syncs, %" PRId64 " failed syncs (%" PRId64 " dropped what they had), "
		   "%" PRId64 " failed writes, %" PRId64 " times full; of unsynced writes %" PRId64
		   " lost, %" PRId64 " kept, %" PRId64 " torn; %" PRId64
		   " commands answered as failed were there after a stop\n",
		of, sum->calls.syncs,
		sum->calls.failed[CRASH_VFS_SYNC_FAILS] + sum->calls.failed[CRASH_VFS_SYNC_DROPS],
		sum->calls.failed[CRASH_VFS_SYNC_DROPS], sum->calls.failed[CRASH_VFS_WRITE_FAILS],
		sum->calls.failed[CRASH_VFS_DISK_FULL], sum->disk.lost, sum->disk.kept, sum->disk.torn,
		counts->back);
}

static bool run_one(const struct simulate_options *options, struct simulate_report *report)
{
	simulate_run(options, report);
	if (report->problem[0] == '\0') return true;
	printf("seed %" PRIu64 " step %" PRId64 ": %s\n", options->seed, report->step, report->problem);
	printf("again: test_simulate %" PRIu64 "\n", options->seed);
	return false;
}

/* Whatever fails, and wherever it stops: what was acknowledged is there, once, and nothing is there
 * by halves. */
static void test_worlds__keep_what_was_acknowledged(void **state)
{
	(void)state;
	struct simulate_report sum = {.step = 0};
	int64_t worlds = simulate_budget_of(SIMULATE_WORLDS);
	char of[64];
	for (int64_t seed = 1; seed <= worlds; seed++) {
		struct simulate_report report;
		struct simulate_options options = simulate_shared_options((uint64_t)seed, SIMULATE_STEPS);
		options.apart = seed % 2 == 0;
		if (!run_one(&options, &report)) fail();
		add(&sum, &report);
	}
	snprintf(of, sizeof(of), "seeds 1 to %" PRId64, worlds);
	print(of, &sum);
	/* All of it happened. */
	assert_true(sum.counts.acknowledged > worlds * SIMULATE_STEPS / 5);
	assert_true(sum.counts.power_losses > 10 * worlds && sum.counts.process_ends > worlds);
	assert_true(sum.calls.inner_stops > 10 * worlds && sum.counts.broken > 0);
	for (int i = 0; i < CRASH_VFS_FAULT_COUNT; i++) assert_true(sum.calls.failed[i] > worlds);
	assert_true(sum.counts.failed > 0 && sum.counts.unanswered > 0);
	assert_true(sum.disk.lost > 0 && sum.disk.kept > 0 && sum.disk.torn > worlds);
}

/* The same seed does the same, to the last answer. */
static void test_seed__repeats(void **state)
{
	(void)state;
	struct simulate_report first, second, other;
	struct simulate_options options = simulate_shared_options(4711, SIMULATE_STEPS / 5);
	assert_true(run_one(&options, &first));
	assert_true(run_one(&options, &second));
	options.seed++;
	assert_true(run_one(&options, &other));
	assert_true(hash_equal(&first.trace, &second.trace));
	assert_memory_equal(&first.counts, &second.counts, sizeof(first.counts));
	assert_false(hash_equal(&first.trace, &other.trace));
}

/* Runs worlds that must break, each within its bound of power failures; counts those that lost
 * what they had acknowledged. */
static int run_broken(const struct simulate_options *broken, const char *of)
{
	int lost = 0;
	for (uint64_t i = 0; i < BROKEN_WORLDS; i++) {
		struct simulate_report report;
		struct simulate_options options = simulate_shared_options(BROKEN_SEED + i, INT32_MAX);
		options.without_sync = broken->without_sync;
		options.lying = broken->lying;
		options.apart = options.hasty = broken->hasty;
		options.max_losses = SIMULATE_MAX_LOSSES;
		simulate_run(&options, &report);
		printf("%s, seed %" PRIu64 ": after %" PRId64 " power failures: %s\n", of, options.seed,
			report.counts.power_losses, report.problem);
		if (report.problem[0] == '\0') fail_msg("seed %" PRIu64 " did not break", options.seed);
		lost += strstr(report.problem, "was acknowledged") != NULL;
	}
	return lost;
}

/* Without syncing the store loses what it acknowledged: so the simulation sees it. */
static void test_without_sync__breaks(void **state)
{
	(void)state;
	const struct simulate_options broken = {.without_sync = true};
	assert_true(run_broken(&broken, "synchronous=off") > BROKEN_WORLDS / 2);
}

/* And where syncs are apart, if it answers before the sync. */
static void test_hasty_answers__break(void **state)
{
	(void)state;
	const struct simulate_options broken = {.hasty = true};
	assert_true(run_broken(&broken, "answers before the sync") > BROKEN_WORLDS / 2);
}

/* And on a disk that says that it synced and did not. */
static void test_lying_disk__breaks(void **state)
{
	(void)state;
	const struct simulate_options broken = {.lying = true};
	assert_true(run_broken(&broken, "lying disk") > BROKEN_WORLDS / 2);
}

static int run_seed(const char *text, bool chatty)
{
	struct simulate_report report;
	int64_t seed = 0;
	if (!span_to_int64(span_of(text), &seed) || seed < 0) {
		fprintf(stderr, "usage: test_simulate [SEED [steps]]\n");
		return 2;
	}
	struct simulate_options options = simulate_shared_options((uint64_t)seed, SIMULATE_STEPS);
	options.apart = seed % 2 == 0;
	options.chatty = chatty;
	bool right = run_one(&options, &report);
	print("this seed", &report);
	return right ? 0 : 1;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_worlds__keep_what_was_acknowledged),
		cmocka_unit_test(test_seed__repeats),
		cmocka_unit_test(test_without_sync__breaks),
		cmocka_unit_test(test_hasty_answers__break),
		cmocka_unit_test(test_lying_disk__breaks),
	};
	int code = 1;
	if (simulate_shared_open())
		code = argc > 1 ? run_seed(argv[1], argc > 2) : cmocka_run_group_tests(tests, NULL, NULL);
	simulate_shared_close();
	return code;
}
