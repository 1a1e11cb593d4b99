/* region_json.c - regions, municipalities and divisions as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region/region_json.h"

static void put_region_code(struct jsonw *json, const char *key, int number)
{
	char code[REGION_CODE_SIZE];
	jsonw_put_text(json, key, region_code_text(number, code));
}

static void put_day_or_null(struct jsonw *json, const char *key, int32_t day, bool known)
{
	if (known)
		jsonw_put_day(json, key, day);
	else
		jsonw_put_null(json, key);
}

static void put_code_name(struct jsonw *json, struct span code, struct span name)
{
	jsonw_put_span(json, "code", code);
	jsonw_put_span(json, "name", name);
}

void region_json_municipality(struct jsonw *json, const struct region_municipality *municipality)
{
	jsonw_object_begin(json);
	put_code_name(json, municipality->code, municipality->name);
	put_region_code(json, "region", municipality->region);
	/* Of what is no more it is not known. */
	if (municipality->inhabitants[REGION_ALL_AGES] > 0)
		jsonw_put_int(json, "inhabitants", municipality->inhabitants[REGION_ALL_AGES]);
	else
		jsonw_put_null(json, "inhabitants");
	jsonw_object_end(json);
}

/* {"code", "name", "region"} of what lay there on a day. */
static void put_on(struct jsonw *json, const char *key, const struct region *division,
	const struct region_life *life, int32_t day)
{
	const struct region_life *found[REGION_MAX_THEN];
	size_t count = region_history_on(division, life, day, found);
	jsonw_key(json, key);
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		jsonw_object_begin(json);
		put_code_name(json, found[i]->code, found[i]->name);
		put_region_code(json, "region", found[i]->region);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

void region_json_former(
	struct jsonw *json, const struct region *division, const struct region_life *life)
{
	jsonw_object_begin(json);
	put_code_name(json, life->code, life->name);
	put_region_code(json, "region", life->region);
	jsonw_put_day(json, "until", life->last_day);
	put_on(json, "now", division, life, REGION_STILL);
	jsonw_object_end(json);
}

void region_json_appointment(
	struct jsonw *json, const struct region *division, const struct region_appointment *appointment)
{
	const struct region_appointed named = region_appointment_named(division, appointment);
	if (appointment == NULL) {
		jsonw_null(json);
		return;
	}
	jsonw_object_begin(json);
	jsonw_put_day(json, "from", appointment->from_day);
	put_day_or_null(json, "until", appointment->until_day, appointment->until_day != 0);
	jsonw_key(json, "insurer");
	if (named.insurer == NULL) {
		jsonw_null(json);
	} else {
		jsonw_object_begin(json);
		put_code_name(json, named.insurer->code, named.insurer->name);
		jsonw_object_end(json);
	}
	jsonw_key(json, "core_municipality");
	if (named.core == NULL)
		jsonw_null(json);
	else
		region_json_municipality(json, named.core);
	jsonw_put_span(json, "decided_where", appointment->decided_where);
	jsonw_put_instant(json, "recorded", appointment->recorded_ms);
	jsonw_object_end(json);
}

static void put_region(struct jsonw *json, const struct region *division, int number)
{
	put_region_code(json, "code", number);
	jsonw_put_span(json, "name", region_name(division, number));
	jsonw_put_int(json, "inhabitants", region_inhabitants(division, number, REGION_ALL_AGES));
}

void region_json_regions(struct jsonw *json, const struct region *division)
{
	jsonw_object_begin(json);
	jsonw_key(json, "regions");
	jsonw_array_begin(json);
	for (int number = 1; number <= REGION_COUNT; number++) {
		jsonw_object_begin(json);
		put_region(json, division, number);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_object_end(json);
}

void region_json_region(struct jsonw *json, const struct region *division, int number)
{
	size_t count;
	const struct region_municipality *const *list = region_municipalities(division, number, &count);
	put_region(json, division, number);
	jsonw_key(json, "municipalities");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) region_json_municipality(json, list[i]);
	jsonw_array_end(json);
}

/* The municipalities of an area that lie on one side of the region's border. */
static void put_side(struct jsonw *json, const struct region *division, int number,
	enum region_division which, const struct region_cut *cut, bool inside)
{
	size_t count;
	const struct region_municipality *const *list =
		region_municipalities(division, REGION_NATIONAL, &count);
	jsonw_key(json, inside ? "inside" : "outside");
	jsonw_object_begin(json);
	jsonw_put_int(json, "inhabitants", inside ? cut->inside.inhabitants : cut->outside.inhabitants);
	jsonw_key(json, "municipalities");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++)
		if (span_equal(list[i]->areas[which].code, cut->area.code) &&
			(list[i]->region == number) == inside)
			region_json_municipality(json, list[i]);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void put_division(
	struct jsonw *json, const struct region *division, int number, enum region_division which)
{
	struct region_cut cuts[REGION_MUNICIPALITY_COUNT];
	size_t through = 0;
	size_t count = region_cuts(division, number, which, cuts);
	for (size_t i = 0; i < count; i++) through += cuts[i].outside.municipalities > 0;
	jsonw_object_begin(json);
	jsonw_put_text(json, "division", codes_name(&region_division_codes, (int)which + 1));
	jsonw_put_int(json, "areas_in_nation", (int64_t)region_area_count(division, which));
	jsonw_put_int(json, "cut", (int64_t)through);
	jsonw_key(json, "areas");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		jsonw_object_begin(json);
		put_code_name(json, cuts[i].area.code, cuts[i].area.name);
		jsonw_put_bool(json, "whole", cuts[i].outside.municipalities == 0);
		put_side(json, division, number, which, &cuts[i], true);
		put_side(json, division, number, which, &cuts[i], false);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_object_end(json);
}

void region_json_divisions(struct jsonw *json, const struct region *division, int number)
{
	jsonw_object_begin(json);
	put_region_code(json, "region", number);
	jsonw_key(json, "divisions");
	jsonw_array_begin(json);
	for (int which = 0; which < REGION_DIVISION_COUNT; which++)
		put_division(json, division, number, (enum region_division)which);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void put_changes(
	struct jsonw *json, const struct region *division, const struct region_life *life)
{
	size_t count;
	const struct region_change *changes = region_history_changes(division, &count);
	jsonw_key(json, "changes");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		if (changes[i].from != life && changes[i].to != life) continue;
		jsonw_object_begin(json);
		jsonw_put_day(json, "day", changes[i].day);
		jsonw_put_text(json, "kind", codes_name(&region_change_codes, (int)changes[i].kind + 1));
		jsonw_put_bool(json, "whole", changes[i].whole);
		jsonw_key(json, "from");
		jsonw_object_begin(json);
		put_code_name(json, changes[i].from->code, changes[i].from->name);
		jsonw_object_end(json);
		jsonw_key(json, "to");
		jsonw_object_begin(json);
		put_code_name(json, changes[i].to->code, changes[i].to->name);
		jsonw_object_end(json);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

/* The other divisions, as they are today. */
static void put_areas(struct jsonw *json, const struct region_municipality *municipality)
{
	jsonw_key(json, "areas");
	if (municipality == NULL) {
		jsonw_null(json);
		return;
	}
	jsonw_object_begin(json);
	for (int which = 0; which < REGION_DIVISION_COUNT; which++) {
		jsonw_key(json, codes_name(&region_division_codes, which + 1));
		jsonw_object_begin(json);
		put_code_name(json, municipality->areas[which].code, municipality->areas[which].name);
		jsonw_object_end(json);
	}
	jsonw_put_text(json, "wmo_confidence",
		codes_name(&region_confidence_codes, (int)municipality->wmo_confidence + 1));
	jsonw_put_span(json, "care_office_2015", municipality->care_office_2015);
	jsonw_object_end(json);
}

void region_json_life(
	struct jsonw *json, const struct region *division, const struct region_life *life, int32_t day)
{
	int region = region_history_region(division, life, day);
	char code[REGION_CODE_SIZE];
	jsonw_object_begin(json);
	put_code_name(json, life->code, life->name);
	put_day_or_null(json, "first_day", life->first_day, life->first_day != REGION_FIRST_DAY);
	put_day_or_null(json, "last_day", life->last_day, life->last_day != REGION_STILL);
	jsonw_put_day(json, "on", day);
	jsonw_put_day(json, "known_on", REGION_KNOWN_DAY);
	jsonw_put_text(json, "region", region == 0 ? NULL : region_code_text(region, code));
	put_on(json, "then", division, life, day);
	put_on(json, "now", division, life, REGION_STILL);
	put_changes(json, division, life);
	put_areas(json, region_history_resolve(division, life->number));
	jsonw_object_end(json);
}
