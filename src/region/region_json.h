/* region_json.h - regions and municipalities as JSON, the same from the server and the command
 * line. docs/openapi.json describes each.
 *
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/jsonw.h"
#include "region/region_appointment.h"
#include "region/region_cut.h"
#include "region/region_history.h"

/* What an answer about one municipality rests on. */
struct region_asked {
	const struct region *division;
	const struct region_municipality *municipality;
	int32_t day;
	struct region_appointed appointed; /* by its region, on that day */
};

/* {"code", "name", "region", "inhabitants"} */
void region_json_municipality(struct jsonw *json, const struct region_municipality *municipality);
/* {"code", "name", "region", "until", "now"}: one that is no more. */
void region_json_former(
	struct jsonw *json, const struct region *division, const struct region_life *life);
/* {"from", "until", "insurer", "core_municipality", "decided_where", "recorded"}; null for NULL. */
void region_json_appointment(struct jsonw *json, const struct region *division,
	const struct region_appointment *appointment);
/* The members of {"regions"} and of one region, without the braces of the latter. */
void region_json_regions(struct jsonw *json, const struct region *division);
void region_json_region(struct jsonw *json, const struct region *division, int number);
/* {"region", "divisions"} */
void region_json_divisions(struct jsonw *json, const struct region *division, int number);
/* Where a municipality belongs, what it was on that day and what it is today. */
void region_json_life(
	struct jsonw *json, const struct region *division, const struct region_life *life, int32_t day);
/* {"municipality", "on", "purchasers"}; law REGION_LAW_NOT_SAID for all. */
void region_json_purchasers(
	struct jsonw *json, const struct region_asked *asked, enum region_law law);
/* {"municipality", "on", "age", "living", "forensic", "today", "vangnet"} */
void region_json_parties(
	struct jsonw *json, const struct region_asked *asked, const struct region_person *person);
