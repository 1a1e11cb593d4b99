/* demo_fixture.h - a database and a vault in memory, from a seed, to make a demonstration in.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>

#include "app/app_demo_fill.h"
#include "base/date.h"
#include "command/command.h"

#define DEMO_TODAY 20542 /* Monday 30 March 2026 */
#define DEMO_SEED 11

struct demo {
	struct store *store;
	struct vault *vault;
	struct region *division;
	struct prng secret;
	struct clock clock;
	struct app_demo_report report;
	struct error error;
};

static inline struct store *demo_store(void)
{
	struct error error = {0};
	struct store *store = NULL;
	const struct store_options options = {
		.kind = STORE_SQLITE, .mode = STORE_READ_WRITE, .path = ":memory:"};
	assert_int_equal(store_open(&options, &store, &error), STATUS_OK);
	assert_int_equal(store_migrate(store, &error), STATUS_OK);
	return store;
}

static inline void demo_open(struct demo *demo)
{
	*demo = (struct demo){.store = demo_store()};
	assert_int_equal(vault_open_seeded(DEMO_SEED, &demo->vault, &demo->error), STATUS_OK);
	assert_int_equal(region_open(&demo->division, &demo->error), STATUS_OK);
	prng_init_seed(&demo->secret, DEMO_SEED);
	clock_init_fake(&demo->clock, date_day_start(DEMO_TODAY) + INT64_C(12) * 3600000);
}

static inline void demo_close(struct demo *demo)
{
	vault_close(demo->vault);
	store_close(demo->store);
	region_close(demo->division);
}

/* people: 0, and then so many in a hundred of what the figures say; or this many. */
static inline status demo_fill(struct demo *demo, int region, int64_t people, int64_t scale_percent,
	uint64_t seed, bool (*progress)(void *context, const struct app_demo_progress *progress),
	void *context)
{
	const struct app_demo_target target = {.store = demo->store,
		.vault = demo->vault,
		.division = demo->division,
		.secret = &demo->secret,
		.clock = &demo->clock,
		.progress = progress,
		.context = context};
	const struct app_demo_options options = {
		.plan = {.region = region, .people = people, .scale_percent = scale_percent},
		.seed = seed,
		.today = DEMO_TODAY};
	return app_demo_fill(&target, &options, &demo->report, &demo->error);
}
