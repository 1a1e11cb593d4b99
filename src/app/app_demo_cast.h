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
#include "app/app_demo_rows.h"
#include "app/app_demo_text.h"
#include "care/need.h"
#include "region/region.h"

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

/* What making a demonstration needs wherever it is. */
struct app_demo_maker {
	const struct app_demo_text *text;
	const struct region *division;
	struct vault *vault;
	struct prng *secret; /* for keys and nonces */
	struct prng draw;    /* from the seed and the region */
	int32_t region;
	int32_t today;
	int64_t now_ms;
	uint32_t id_count;
	struct buf scratch; /* for a text before it is sealed */
	struct app_demo_rows *rows;
	/* Called when `rows` is full: writes them, or hands them over and sets others. */
	status (*flush)(struct app_demo_maker *maker, struct error *error);
	void *context;
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

/* Draws the id of the next thing. */
struct id app_demo_maker_id(struct app_demo_maker *maker);
/* A key, and an account with its code; `organisation` and `name` may be none or empty. */
MUST_USE status app_demo_maker_account(struct app_demo_maker *maker, struct id id, int32_t kind,
	struct id organisation, int64_t created_ms, struct span sealed_name, struct error *error);
/* Seals a text for somebody. */
MUST_USE status app_demo_maker_seal(struct app_demo_maker *maker, struct id subject,
	enum vault_field field, struct span text, struct span *sealed, struct error *error);
/* Begins the rows of an entry; writes those that are there first if they are enough. */
MUST_USE status app_demo_maker_begin(
	struct app_demo_maker *maker, struct id subject, struct id episode, struct error *error);
#define APP_DEMO_PUT(maker, table, record) \
	app_demo_rows_add((maker)->rows, &(table), &(record), sizeof(record))

/* Makes all of a region (not the nation). `home` is the municipality whose area team has the care
 * manager that can be signed in as: its place in the region. */
MUST_USE status app_demo_cast_make(
	struct app_demo_maker *maker, size_t home, struct app_demo_cast *cast, struct error *error);
void app_demo_cast_finish(struct app_demo_cast *cast);
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
