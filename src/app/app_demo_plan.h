/* app_demo_plan.h - how many people a demonstration has and where they live: from published
 * figures and the inhabitants of real municipalities.
 *
 * Invariants  (1) The people of a nation add up to exactly its total, and those of a region are
 *             the
 *                 same whether it is made alone or with the others (unless a number is asked for).
 * Source      data/calibration.csv: places waited for, places waited for longer than the norm, and
 *             the percentage of people on more than one list. Who is on more than one list is
 *             taken to be on two: people = places / (1 + percentage).
 * Tests       test/unit/app/test_app_demo_plan.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "region/region.h"

#define APP_DEMO_MAX_PEOPLE 10000000

struct app_demo_figures {
	int64_t places;
	int64_t places_over_norm;
	int64_t on_more_lists_percent;
};

/* Reads the newest of each figure. STATUS_INPUT with the line of what is wrong or the subject that
 * is missing. */
MUST_USE status app_demo_figures_read(
	struct span table, struct app_demo_figures *figures, struct error *error);
/* Of the whole nation. */
int64_t app_demo_figures_people(const struct app_demo_figures *figures);

struct app_demo_plan_options {
	int region;            /* REGION_NATIONAL: all */
	int64_t people;        /* 0: as the figures say */
	int64_t scale_percent; /* 100: as they are */
};

struct app_demo_plan {
	struct app_demo_figures figures;
	int64_t total;
	/* In the order of region_municipalities of the nation. */
	int64_t people[REGION_MUNICIPALITY_COUNT];
};

/* STATUS_BOUND: over APP_DEMO_MAX_PEOPLE, or nobody at all. */
MUST_USE status app_demo_plan_make(const struct app_demo_figures *figures,
	const struct region *division, const struct app_demo_plan_options *options,
	struct app_demo_plan *plan, struct error *error);
/* Of one municipality. */
int64_t app_demo_plan_people(
	const struct app_demo_plan *plan, const struct region *division, int32_t municipality);
