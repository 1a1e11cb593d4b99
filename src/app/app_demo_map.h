/* app_demo_map.h - what a demonstration's map of help says besides names: addresses, languages,
 * hours, capacity, costs, how fresh each entry is; agreements, and one report that waits.
 *
 * What is drawn is as if everybody had been asked in turn: entries were confirmed on all days of
 * their term, some are asked about now, and some fade.
 * Tests       test/unit/app/test_app_demo.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_demo_cast.h"
#include "directory/directory.h"
#include "directory/entry.h"

/* Each adds the thing, its entry and what belongs to it. `made_ms`: since when it is there. */
void app_demo_map_organisation(
	struct app_demo_maker *maker, struct organisation *organisation, int64_t made_ms);
void app_demo_map_site(struct app_demo_maker *maker, struct site *site,
	const struct app_demo_group *group, const struct region_municipality *where, int64_t made_ms);
void app_demo_map_service(struct app_demo_maker *maker, struct service *service,
	const struct app_demo_service_kind *kind, int64_t made_ms);

/* An agreement in each municipality, of who works there. */
MUST_USE status app_demo_map_agreements(struct app_demo_maker *maker,
	const struct app_demo_cast *cast, int64_t made_ms, struct error *error);
/* Somebody said that a number is wrong; it is one subject, with a key of its own. */
MUST_USE status app_demo_map_correction(
	struct app_demo_maker *maker, const struct app_demo_cast *cast, struct error *error);
#define APP_DEMO_MAP_SUBJECTS 1
/* Journal entries of the last two. */
int64_t app_demo_map_entries(const struct app_demo_maker *maker);
