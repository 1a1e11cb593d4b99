/* test_region_whole.c - properties of the whole country, on every day: each municipality lies in
 * one region, and no translation loses a municipality or an inhabitant.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region_fixture.h"
#include "base/prng.h"
#include "region/region_cut.h"
#include "region/region_purchase.h"

#define MAX_DAYS 256
#define LIVES 1024

/* The first day, each day of a change and the one before it, and days at random. */
static size_t days_to_try(const struct region *division, int32_t days[MAX_DAYS])
{
	struct prng prng;
	size_t changes, count = 0;
	const struct region_change *change = region_history_changes(division, &changes);
	prng_init_seed(&prng, 342);
	days[count++] = REGION_FIRST_DAY;
	for (size_t i = 0; i < changes; i++) {
		if (i > 0 && change[i - 1].day == change[i].day) continue;
		days[count++] = change[i].day - 1;
		days[count++] = change[i].day;
	}
	while (count < 64) days[count++] = REGION_FIRST_DAY + (int32_t)prng_below(&prng, 6000);
	return count;
}

static bool covers(const struct region_life *life, int32_t day)
{
	return life->first_day <= day && day <= life->last_day;
}

/* No code twice, each in one of the 25 regions, and no region empty: on every day. */
static void test_region__has_each_municipality_once_on_every_day(void **state)
{
	int32_t days[MAX_DAYS];
	size_t count, day_count = days_to_try(*state, days);
	const struct region_life *lives = region_history_lives(*state, &count);
	for (size_t at = 0; at < day_count; at++) {
		bool filled[REGION_COUNT + 1] = {false};
		for (size_t i = 0; i < count; i++) {
			if (i > 0) assert_true(lives[i - 1].number < lives[i].number);
			if (!covers(&lives[i], days[at])) continue;
			assert_in_range(lives[i].region, 1, REGION_COUNT);
			assert_int_equal(region_history_region(*state, &lives[i], days[at]), lives[i].region);
			filled[lives[i].region] = true;
		}
		for (int number = 1; number <= REGION_COUNT; number++) assert_true(filled[number]);
	}
}

/* Between any two days nothing falls out: every municipality goes on as some, comes from some, and
 * all of those of the later day are reached. */
static void test_region_history__loses_no_municipality_between_two_days(void **state)
{
	int32_t days[MAX_DAYS];
	size_t count, day_count = days_to_try(*state, days);
	const struct region_life *lives = region_history_lives(*state, &count);
	assert_true(count < LIVES);
	for (size_t from = 0; from < day_count; from++) {
		int32_t to = days[(from * 7 + 3) % day_count];
		bool reached[LIVES] = {false};
		for (size_t i = 0; i < count; i++) {
			const struct region_life *found[REGION_MAX_THEN];
			if (!covers(&lives[i], days[from])) continue;
			size_t on = region_history_on(*state, &lives[i], to, found);
			assert_in_range(on, 1, REGION_MAX_THEN);
			for (size_t j = 0; j < on; j++) {
				assert_true(covers(found[j], to));
				if (j > 0) assert_true(found[j - 1]->number < found[j]->number);
				reached[found[j] - lives] = true;
			}
		}
		for (size_t i = 0; i < count; i++)
			if (covers(&lives[i], to) && days[from] <= to) assert_true(reached[i]);
	}
}

/* Over every other division, what is inside a region adds up to it, and what is outside is inside
 * others. */
static void test_region_cuts__lose_no_inhabitant(void **state)
{
	const struct region *division = *state;
	static struct region_cut cuts[REGION_MUNICIPALITY_COUNT];
	for (int which = 0; which < REGION_DIVISION_COUNT; which++) {
		int64_t nation = 0, outside = 0, parts = 0;
		size_t municipalities = 0;
		for (int number = 1; number <= REGION_COUNT; number++) {
			int64_t inside = 0;
			size_t count = region_cuts(division, number, (enum region_division)which, cuts);
			for (size_t i = 0; i < count; i++) {
				assert_true(cuts[i].inside.municipalities > 0);
				assert_int_equal(
					cuts[i].outside.municipalities == 0, cuts[i].outside.inhabitants == 0);
				inside += cuts[i].inside.inhabitants;
				municipalities += cuts[i].inside.municipalities;
				outside += cuts[i].outside.inhabitants;
				/* Each area's whole is told once by each region that has a part. */
				parts += cuts[i].inside.inhabitants + cuts[i].outside.inhabitants;
			}
			assert_int_equal(inside, region_inhabitants(division, number, REGION_ALL_AGES));
			nation += inside;
		}
		assert_int_equal(nation, region_inhabitants(division, REGION_NATIONAL, REGION_ALL_AGES));
		assert_int_equal(municipalities, REGION_MUNICIPALITY_COUNT);
		assert_int_equal(parts, nation + outside);
	}
}

/* Case 10 of the papers: the five maps have the areas that they should have. */
static void test_region__has_the_five_maps(void **state)
{
	static const size_t areas[REGION_DIVISION_COUNT] = {
		[REGION_PROVINCE] = 12,
		[REGION_GGD] = 25,
		[REGION_YOUTH] = 42,
		[REGION_CARE_OFFICE] = 32,
		[REGION_WMO] = 43,
	};
	for (int which = 0; which < REGION_DIVISION_COUNT; which++)
		assert_int_equal(region_area_count(*state, (enum region_division)which), areas[which]);
}

/* For everybody, everywhere: in Vangnet no more parties must agree than today, each party is named
 * once, and what is bought is the same. */
static void test_region_parties__are_fewer_in_vangnet_everywhere(void **state)
{
	static struct region_agreeing today[REGION_MAX_PURCHASES], vangnet[REGION_MAX_PURCHASES];
	size_t count, fewer = 0;
	const struct region_municipality *const *list =
		region_municipalities(*state, REGION_NATIONAL, &count);
	for (size_t i = 0; i < count; i++) {
		for (int age = 1; age < REGION_AGE_GROUPS; age++) {
			for (int living = 1; living < REGION_LIVING_COUNT; living++) {
				const struct region_person person = {
					(enum region_age_group)age, (enum region_living)living, i % 2 == 0};
				size_t before = region_parties(
					*state, list[i], fixture_day("2024-01-01"), &person, NULL, REGION_TODAY, today);
				size_t after = region_parties(*state, list[i], fixture_day("2024-01-01"), &person,
					NULL, REGION_VANGNET, vangnet);
				size_t bought = 0, bought_after = 0;
				for (size_t at = 0; at < before; at++) bought += today[at].count;
				for (size_t at = 0; at < after; at++) bought_after += vangnet[at].count;
				assert_in_range(after, 1, 3);
				assert_true(after <= before);
				assert_int_equal(bought, bought_after);
				fewer += after < before;
			}
		}
	}
	assert_true(fewer > count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_region__has_each_municipality_once_on_every_day),
		cmocka_unit_test(test_region_history__loses_no_municipality_between_two_days),
		cmocka_unit_test(test_region_cuts__lose_no_inhabitant),
		cmocka_unit_test(test_region__has_the_five_maps),
		cmocka_unit_test(test_region_parties__are_fewer_in_vangnet_everywhere),
	};
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
