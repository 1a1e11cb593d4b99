/* fuzz_region.c - any bytes as the table of changes, of purchasers, or of insurers.
 *
 * Beyond "nothing breaks": an error names a line that exists; of what is accepted, every
 * municipality is on every day of a change in one region at a time, goes on as a few and no more
 * than the bound, and nobody's parties are counted twice.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "fuzz.h"
#include "region/region_history.h"
#include "region/region_purchase.h"

static size_t lines_of(struct span input)
{
	size_t lines = 1;
	for (size_t i = 0; i < input.size; i++) lines += input.start[i] == '\n';
	return lines;
}

static void check_day(const struct region *division, const struct region_life *life, int32_t day)
{
	const struct region_life *found[REGION_MAX_THEN];
	size_t count = region_history_on(division, life, day, found);
	CHECK(count <= REGION_MAX_THEN && (count > 0) == (day >= REGION_FIRST_DAY));
	for (size_t i = 0; i < count; i++) {
		CHECK(found[i]->first_day <= day && day <= found[i]->last_day);
		CHECK(found[i]->region >= 1 && found[i]->region <= REGION_COUNT);
		CHECK(i == 0 || found[i - 1]->number < found[i]->number);
	}
	int region = region_history_region(division, life, day);
	CHECK(region == 0 || region == found[0]->region);
}

static void check_history(const struct region *division)
{
	size_t count, changes;
	const struct region_life *lives = region_history_lives(division, &count);
	const struct region_change *change = region_history_changes(division, &changes);
	for (size_t i = 0; i < count; i++) {
		CHECK(lives[i].first_day <= lives[i].last_day);
		CHECK((lives[i].now != NULL) == (lives[i].last_day == REGION_STILL));
		CHECK(region_history_find_number(division, lives[i].number) == &lives[i]);
	}
	for (size_t i = 0; i < changes && i < 16; i++) {
		CHECK(change[i].from->last_day == change[i].day - 1);
		CHECK(change[i].to->first_day <= change[i].day && change[i].day <= change[i].to->last_day);
		for (size_t j = 0; j < changes && j < 16; j++) {
			check_day(division, change[i].from, change[j].day);
			check_day(division, change[i].to, change[j].day - 1);
		}
		check_day(division, change[i].from, REGION_FIRST_DAY - 1);
		(void)region_history_resolve(division, change[i].from->number);
	}
}

static void check_parties(const struct region *division)
{
	static struct region_agreeing found[REGION_MAX_PURCHASES];
	const struct region_municipality *utrecht = region_find_number(division, 344);
	for (int living = 1; living < REGION_LIVING_COUNT; living++) {
		const struct region_person person = {REGION_ADULT, (enum region_living)living, true};
		size_t bought = 0;
		size_t count =
			region_parties(division, utrecht, REGION_FIRST_DAY, &person, NULL, REGION_TODAY, found);
		CHECK(count <= REGION_MAX_PURCHASES);
		for (size_t i = 0; i < count; i++) {
			CHECK(found[i].count >= 1);
			bought += found[i].count;
			for (size_t j = 0; j < i; j++)
				CHECK(found[i].party.kind != found[j].party.kind ||
					!span_equal(found[i].party.code, found[j].party.code));
		}
		CHECK(bought <= REGION_MAX_PURCHASES);
	}
}

/* What the first line looks like says which table it may be. */
static struct span *choose(struct region_tables *tables, struct span input)
{
	if (input.size > 4 && memcmp(input.start, "date", 4) == 0) return &tables->changes;
	if (input.size > 4 && memcmp(input.start, "code", 4) == 0) return &tables->insurers;
	return input.size % 4 == 1 ? &tables->changes : &tables->purchasers;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct region_tables tables = region_built_in_tables();
	struct span input = span_bytes(bytes, size);
	struct region *division = NULL;
	struct error error = {0};
	*choose(&tables, input) = input;
	if (region_open_tables(&tables, &division, &error) == STATUS_OK) {
		check_history(division);
		check_parties(division);
		region_close(division);
	} else {
		CHECK(division == NULL && error.message[0] != 0);
		CHECK(error.line <= lines_of(input));
	}
	return 0;
}
