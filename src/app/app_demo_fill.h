/* app_demo_fill.h - fills an empty database with a demonstration: the directory of its regions,
 * and the people with an open question.
 *
 * Deterministic: the same seed, day and version give the same rows, ids and times included, and
 * each region gets the same whether it is made alone or with the others. Not from the seed are
 * keys and nonces, which a real vault takes from the operating system only: what is sealed, the
 * keyed index of access codes (it follows from the site's secret) and the hashes in the journal
 * differ each time. With a seeded vault (tests) everything is the same.
 *
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
	bool stopped;            /* the database holds a part, and is of no use */
	struct id administrator; /* of the nation; none if one region was made */
	struct app_demo_logins logins[REGION_COUNT + 1];
};

struct app_demo_target {
	struct store *store; /* for writing; migrated */
	struct vault *vault;
	const struct region *division;
	struct prng *secret; /* the system's, unless the vault is seeded */
	/* Called after each transaction; false stops. May be NULL. */
	bool (*progress)(void *context, const struct app_demo_progress *progress);
	void *context;
};

/* The database must be empty. After an error it holds a part, as after a stop. */
MUST_USE status app_demo_fill(const struct app_demo_target *target,
	const struct app_demo_options *options, struct app_demo_report *report, struct error *error);
