/* test_region_cut.c - areas of other divisions that a region's border goes through.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region_fixture.h"
#include "region/region_cut.h"

static struct region_cut cuts[REGION_MUNICIPALITY_COUNT];

static const struct region_cut *find(size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (span_is(cuts[i].area.code, code)) return &cuts[i];
	fail_msg("%s is not among them", code);
	return NULL;
}

/* Midden- en West-Brabant has two GGD regions: its own, and a part of that of Brabant-Noord. */
static void test_region_cuts__finds_the_ggd_region_over_two_regions(void **state)
{
	size_t count = region_cuts(*state, 20, REGION_GGD, cuts);
	assert_int_equal(count, 2);
	const struct region_cut *whole = find(count, "GG5206");
	const struct region_cut *cut = find(count, "GG5406");
	assert_int_equal(whole->outside.municipalities, 0);
	assert_int_equal(whole->outside.inhabitants, 0);
	assert_int_equal(cut->inside.municipalities, 8);
	assert_int_equal(cut->inside.inhabitants, 422901);
	assert_int_equal(cut->outside.municipalities, 11);
	assert_int_equal(cut->outside.inhabitants, 664472);
	assert_int_equal(whole->inside.inhabitants + cut->inside.inhabitants,
		region_inhabitants(*state, 20, REGION_ALL_AGES));
}

/* The same part as the other region sees it: inside and outside change places. */
static void test_region_cuts__is_the_other_way_round_from_the_other_side(void **state)
{
	size_t count = region_cuts(*state, 21, REGION_GGD, cuts);
	assert_int_equal(count, 1);
	assert_int_equal(cuts[0].inside.inhabitants, 664472);
	assert_int_equal(cuts[0].outside.inhabitants, 422901);
}

/* In order of code, each once. */
static void test_region_cuts__lists_areas_in_order(void **state)
{
	for (int number = 1; number <= REGION_COUNT; number++) {
		size_t count = region_cuts(*state, number, REGION_WMO, cuts);
		assert_true(count > 0);
		for (size_t i = 1; i < count; i++)
			assert_true(memcmp(cuts[i - 1].area.code.start, cuts[i].area.code.start, 6) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_region_cuts__finds_the_ggd_region_over_two_regions),
		cmocka_unit_test(test_region_cuts__is_the_other_way_round_from_the_other_side),
		cmocka_unit_test(test_region_cuts__lists_areas_in_order),
	};
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
