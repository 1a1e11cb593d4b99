/* app_region.h - the questions that `vangnet region` answers, as text or as JSON.
 *
 * Tests       test/contract/test_app_region.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_messages.h"
#include "app/app_config.h"
#include "region/region_json.h"

struct app_region {
	const struct app_config *config;
	struct region *division;
	struct api_messages *messages;
	struct store *store; /* NULL: there is no database */
	struct arena arena;
	struct buf out;
	enum api_language language;
	bool json;
	const char *what; /* "where" */
	struct span about;
	int32_t day;
	int32_t today;
	enum region_law law;
	struct region_person person;
	struct region_appointment appointment; /* of the region asked about, on the day */
	bool is_appointed;
	bool said_how_sure; /* a word of how sure something is was said */
};

/* As sentences, into `out`. */
void app_region_tell_regions(struct app_region *asked);
void app_region_tell_region(struct app_region *asked, int number);
void app_region_tell_cuts(struct app_region *asked, int number);
void app_region_tell_life(struct app_region *asked, const struct region_life *life);
void app_region_tell_purchasers(
	struct app_region *asked, const struct region_municipality *municipality);
void app_region_tell_parties(
	struct app_region *asked, const struct region_municipality *municipality);
/* It was divided: which of these is meant? */
void app_region_tell_divided(struct app_region *asked, const struct region_life *life);
