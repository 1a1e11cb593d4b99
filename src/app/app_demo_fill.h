/* app_demo_fill.h - fills an empty database with a demonstration: the administrator and the duty of
 * the nation, the directory of its regions, and the people with an open question.
 *
 * Deterministic: the same seed, day and version give the same rows, ids and times included, and
 * each region gets the same whether it is made alone or with the others. Not from the seed are
 * keys and nonces, which a real vault takes from the operating system only: what is sealed, the
 * keyed index of access codes (it follows from the site's secret) and the hashes in the journal
 * differ each time. With a seeded vault (tests) everything is the same.
 *
 * Invariants  (1) No entry, and nothing that it tells of, is later than the moment at which it was
 *                 made: a journal does not go back, and would stand still until that time comes.
 *             (2) A job (jobs.h, JOBS_DEMO_LOAD, in journal entries) says how far it is, in the
 *                 same transaction as what is there.
 * Threads     Rows are made on the caller's thread and written on another, a transaction of about
 *             APP_DEMO_ROWS at a time.
 * Tests       test/unit/app/test_app_demo.c, bench/bench_demo.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_demo_life.h"

struct app_demo_options {
	struct app_demo_plan_options plan;
	uint64_t seed;
	int32_t today;
};

struct app_demo_progress {
	int64_t people;
	int64_t people_total;
	int64_t rows; /* written, journal entries among them */
};

struct app_demo_report {
	struct app_demo_progress progress;
	bool stopped;            /* whoever watches said so */
	bool part;               /* it was broken off, and something is there, which is of no use */
	struct id administrator; /* of the nation */
	struct app_demo_logins logins[REGION_COUNT + 1];
};

struct app_demo_target {
	struct store *store; /* for writing; migrated */
	struct vault *vault;
	const struct region *division;
	struct prng *secret; /* the system's, unless the vault is seeded */
	const struct clock *clock;
	/* Called after each transaction; false stops. May be NULL. */
	bool (*progress)(void *context, const struct app_demo_progress *progress);
	void *context;
};

/* The last day that a demonstration can be of at this moment: today, but not before some hours
 * after midnight. */
int32_t app_demo_last_day(int64_t now_ms);
/* The database must be empty; report->part says whether it holds something after an error or a
 * stop. STATUS_INPUT: the day is later than app_demo_last_day. */
MUST_USE status app_demo_fill(const struct app_demo_target *target,
	const struct app_demo_options *options, struct app_demo_report *report, struct error *error);
