/* app_demo_cast.h - who there is to help in a region of a demonstration: organisations with their
 * sites and services, who works there, and who has duty.
 *
 * Numbers follow from inhabitants (data/demo/organisations.csv). Workers and services of a group
 * stand together, those of one municipality too: who is near somebody is a range.
 *
 * Ownership   A cast owns its workers and services; app_demo_cast_finish accepts a zeroed struct.
 * Tests       test/unit/app/test_app_demo.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_demo_maker.h"
#include "care/need.h"

struct app_demo_worker {
	struct care_actor actor;
	size_t service; /* the first of the organisation */
};

struct app_demo_service {
	struct id id;
	struct id organisation;
	int32_t domain;
	int32_t level;
	size_t worker; /* the first of the organisation */
	size_t worker_count;
};

struct app_demo_range {
	size_t first;
	size_t count;
};

struct app_demo_cast {
	struct app_demo_worker *workers;
	size_t worker_count;
	struct app_demo_service *services;
	size_t service_count;
	size_t municipality_count;
	/* Of each group, by municipality of the region; a group of the region has it at each. */
	struct app_demo_range *workers_of[APP_DEMO_MAX_GROUPS];
	struct app_demo_range *services_of[APP_DEMO_MAX_GROUPS];
	/* Who can be signed in as. */
	struct id administrator;
	struct app_demo_worker care_manager; /* has duty */
};

/* How many accounts app_demo_cast_make makes. */
int64_t app_demo_cast_size(const struct app_demo_maker *maker);
/* How many journal entries it makes: one for each organisation, and one for the office. */
int64_t app_demo_cast_entries(const struct app_demo_maker *maker);
/* Makes all of a region (not the nation). `home` is the municipality whose area team has the care
 * manager that can be signed in as: its place in the region. */
MUST_USE status app_demo_cast_make(
	struct app_demo_maker *maker, size_t home, struct app_demo_cast *cast, struct error *error);
void app_demo_cast_finish(struct app_demo_cast *cast);
#define APP_DEMO_CAST_NATION 2 /* accounts that the nation has */
#define APP_DEMO_CAST_NATION_ENTRIES 1
/* The administrator of the nation, and its duty: the last that stands in. */
MUST_USE status app_demo_cast_nation(
	struct app_demo_maker *maker, struct id *administrator, struct error *error);

/* One at random of a group, near the municipality at this place. */
const struct app_demo_worker *app_demo_cast_worker(const struct app_demo_cast *cast,
	const struct app_demo_text *text, enum app_demo_part part, size_t municipality,
	struct prng *prng);
/* One that takes people of the region in. */
const struct app_demo_service *app_demo_cast_service(const struct app_demo_cast *cast,
	const struct app_demo_text *text, enum app_demo_part part, int32_t domain, size_t municipality,
	struct prng *prng);
/* Somebody who works where the service is. */
const struct app_demo_worker *app_demo_cast_worker_of(
	const struct app_demo_cast *cast, const struct app_demo_service *service, struct prng *prng);
