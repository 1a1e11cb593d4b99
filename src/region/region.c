/* region.c - opens a division and answers by number, region and code.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region/region_private.h"
#include "base/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define BLOCK_BYTES (512 * 1024)
#define LIMIT_BYTES (1024 * 1024)

/* Sorts the municipalities by region and adds up who lives there. */
static status group_by_region(struct region *division, struct error *error)
{
	size_t at = 0;
	for (int number = 1; number <= REGION_COUNT; number++) {
		division->first[number] = at;
		for (size_t i = 0; i < division->count; i++) {
			const struct region_municipality *municipality = &division->municipalities[i];
			if (municipality->region != number) continue;
			division->by_region[at++] = municipality;
			for (int age = 0; age < REGION_AGE_COUNT; age++) {
				division->inhabitants[number][age] += municipality->inhabitants[age];
				division->inhabitants[REGION_NATIONAL][age] += municipality->inhabitants[age];
			}
		}
		if (at == division->first[number])
			return status_fail(error, STATUS_INPUT, "no municipality lies in region %d", number);
	}
	division->first[REGION_COUNT + 1] = at;
	for (size_t i = 0; i < division->count; i++) division->all[i] = &division->municipalities[i];
	return STATUS_OK;
}

static const char *const division_names[] = {
	"", "province", "ggd_region", "youth_region", "care_office_region", "wmo_region"};
const struct codes region_division_codes = {
	"region_division", division_names, REGION_DIVISION_COUNT + 1};
static const char *const confidence_names[] = {"", "low", "middle", "high", "sourced"};
const struct codes region_confidence_codes = {
	"region_confidence", confidence_names, REGION_CONFIDENCE_COUNT + 1};

/* The name of the table goes before what is wrong with it. */
static status named(status code, const char *name, struct error *error)
{
	if (code != STATUS_OK) status_prefix(error, "%s: ", name);
	return code;
}

static status fill(struct region *division, const struct region_tables *tables, struct error *error)
{
	struct arena *arena = &division->arena;
	size_t count = REGION_MUNICIPALITY_COUNT;
	division->municipalities = ARENA_ARRAY(arena, struct region_municipality, count);
	division->by_region = ARENA_ARRAY(arena, const struct region_municipality *, count);
	division->all = ARENA_ARRAY(arena, const struct region_municipality *, count);
	division->entries = ARENA_ARRAY(arena, struct region_name_entry, REGION_MAX_NAMES);
	division->lives = ARENA_ARRAY(arena, struct region_life, REGION_MAX_LIVES);
	division->changes = ARENA_ARRAY(arena, struct region_change, REGION_MAX_CHANGES);
	division->purchases = ARENA_ARRAY(arena, struct region_purchase, REGION_MAX_PURCHASES);
	division->insurers = ARENA_ARRAY(arena, struct region_insurer, REGION_MAX_INSURERS);
	TRY(region_table_read(division, tables->municipalities, error));
	TRY(group_by_region(division, error));
	TRY(region_name_index(division, error));
	TRY(named(region_history_read(division, tables->changes, error), "changes", error));
	TRY(named(region_purchase_read(division, tables->purchasers, error), "purchasers", error));
	return named(region_insurer_read(division, tables->insurers, error), "insurers", error);
}

struct region_tables region_built_in_tables(void)
{
	return (struct region_tables){
		.municipalities =
			span_bytes(region_municipalities_2023_csv, region_municipalities_2023_csv_size),
		.changes =
			span_bytes(region_municipality_changes_csv, region_municipality_changes_csv_size),
		.purchasers = span_bytes(region_purchasers_csv, region_purchasers_csv_size),
		.insurers = span_bytes(region_insurers_csv, region_insurers_csv_size),
	};
}

status region_open_tables(
	const struct region_tables *tables, struct region **division, struct error *error)
{
	*division = NULL;
	struct region *opened = calloc(1, sizeof *opened);
	if (opened == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a division");
	arena_init(&opened->arena, BLOCK_BYTES, LIMIT_BYTES);
	status outcome = fill(opened, tables, error);
	if (outcome == STATUS_OK)
		*division = opened;
	else
		region_close(opened);
	return outcome;
}

status region_open_table(struct span table, struct region **division, struct error *error)
{
	struct region_tables tables = region_built_in_tables();
	tables.municipalities = table;
	return region_open_tables(&tables, division, error);
}

status region_open(struct region **division, struct error *error)
{
	const struct region_tables tables = region_built_in_tables();
	return named(region_open_tables(&tables, division, error), "data/", error);
}

void region_close(struct region *division)
{
	if (division == NULL) return;
	arena_finish(&division->arena);
	free(division);
}

bool region_parse(struct span text, int *number)
{
	char code[REGION_CODE_SIZE];
	for (int candidate = REGION_NATIONAL; candidate <= REGION_COUNT; candidate++) {
		region_code_text(candidate, code);
		if (text.size != strlen(code) || strncasecmp(text.start, code, text.size) != 0) continue;
		*number = candidate;
		return true;
	}
	return false;
}

char *region_code_text(int number, char out[REGION_CODE_SIZE])
{
	CHECK(number >= REGION_NATIONAL && number <= REGION_COUNT);
	if (number == REGION_NATIONAL)
		memcpy(out, "NL", sizeof "NL");
	else
		snprintf(out, REGION_CODE_SIZE, "VR%02u", (unsigned)number % 100);
	return out;
}

struct span region_name(const struct region *division, int number)
{
	CHECK(number >= REGION_NATIONAL && number <= REGION_COUNT);
	return division->names[number];
}

int64_t region_inhabitants(const struct region *division, int number, enum region_age age)
{
	CHECK(number >= REGION_NATIONAL && number <= REGION_COUNT);
	CHECK(age < REGION_AGE_COUNT);
	return division->inhabitants[number][age];
}

const struct region_municipality *const *region_municipalities(
	const struct region *division, int number, size_t *count)
{
	CHECK(number >= REGION_NATIONAL && number <= REGION_COUNT);
	if (number == REGION_NATIONAL) {
		*count = division->count;
		return division->all;
	}
	*count = division->first[number + 1] - division->first[number];
	return division->by_region + division->first[number];
}

const struct region_insurer *region_insurers(const struct region *division, size_t *count)
{
	*count = division->insurer_count;
	return division->insurers;
}

const struct region_insurer *region_find_insurer(const struct region *division, struct span code)
{
	for (size_t i = 0; i < division->insurer_count; i++)
		if (span_equal(division->insurers[i].code, code)) return &division->insurers[i];
	return NULL;
}

const struct region_municipality *region_find_number(const struct region *division, int32_t number)
{
	size_t low = 0, high = division->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct region_municipality *municipality = &division->municipalities[middle];
		if (municipality->number == number) return municipality;
		if (municipality->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct region_municipality *region_find_code(const struct region *division, struct span code)
{
	int64_t number;
	if (code.size != 6 || !span_starts_with(code, "GM")) return NULL;
	if (!span_to_int64(span_bytes(code.start + 2, 4), &number)) return NULL;
	const struct region_municipality *municipality = region_find_number(division, (int32_t)number);
	return municipality != NULL && span_equal(municipality->code, code) ? municipality : NULL;
}
