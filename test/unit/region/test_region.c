/* test_region.c - the built-in division is whole, and answers by number, code and region.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "region/region.h"

static int division_open(void **state)
{
	struct error error;
	struct region *division;
	if (region_open(&division, &error) != STATUS_OK) {
		print_error("%s (line %zu)\n", error.message, error.line);
		return -1;
	}
	*state = division;
	return 0;
}

static int division_close(void **state)
{
	region_close(*state);
	return 0;
}

/* Codes go both ways for the nation and every region, and nothing else is a code. */
static void test_region_parse__takes_what_region_code_text_gives(void **state)
{
	(void)state;
	char code[REGION_CODE_SIZE];
	int number;
	for (int wanted = REGION_NATIONAL; wanted <= REGION_COUNT; wanted++) {
		number = -1;
		assert_true(region_parse(span_of(region_code_text(wanted, code)), &number));
		assert_int_equal(number, wanted);
	}
	assert_true(region_parse(span_of("vr01"), &number) && number == 1);
	assert_true(region_parse(span_of("nl"), &number) && number == REGION_NATIONAL);
	assert_string_equal(region_code_text(9, code), "VR09");
	assert_string_equal(region_code_text(REGION_NATIONAL, code), "NL");
	static const char *const wrong[] = {
		"", "VR", "VR0", "VR00", "VR26", "VR1", "vr26", "VR001", "NLD"};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(region_parse(span_of(wrong[i]), &number));
}

/* Numbers known from the sources: 25 regions, 342 municipalities, 17,590,672 inhabitants. */
static void test_region_open__has_the_whole_country(void **state)
{
	const struct region *division = *state;
	size_t all, sum = 0;
	int64_t people = 0;
	region_municipalities(division, REGION_NATIONAL, &all);
	for (int number = 1; number <= REGION_COUNT; number++) {
		size_t count;
		assert_true(region_name(division, number).size > 0);
		region_municipalities(division, number, &count);
		assert_true(count > 0);
		sum += count;
		people += region_inhabitants(division, number, REGION_ALL_AGES);
	}
	assert_int_equal(all, REGION_MUNICIPALITY_COUNT);
	assert_int_equal(sum, REGION_MUNICIPALITY_COUNT);
	assert_int_equal(people, 17590672);
	assert_int_equal(region_inhabitants(division, REGION_NATIONAL, REGION_ALL_AGES), people);
	assert_int_equal(region_name(division, REGION_NATIONAL).size, 0);
	assert_true(span_is(region_name(division, 24), "Zuid-Limburg"));
}

/* Ages add up to all in every region, as they do in every municipality. */
static void test_region_inhabitants__adds_up_over_ages(void **state)
{
	const struct region *division = *state;
	for (int number = REGION_NATIONAL; number <= REGION_COUNT; number++) {
		int64_t sum = region_inhabitants(division, number, REGION_AGE_0_17) +
			region_inhabitants(division, number, REGION_AGE_18_64) +
			region_inhabitants(division, number, REGION_AGE_65_PLUS);
		assert_int_equal(sum, region_inhabitants(division, number, REGION_ALL_AGES));
	}
}

/* A region's list holds that region's municipalities, in order of number, each once. */
static void test_region_municipalities__lists_each_once(void **state)
{
	const struct region *division = *state;
	for (int number = 1; number <= REGION_COUNT; number++) {
		size_t count;
		const struct region_municipality *const *list =
			region_municipalities(division, number, &count);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(list[i]->region, number);
			if (i > 0) assert_true(list[i - 1]->number < list[i]->number);
		}
	}
}

/* Every municipality is found again by its number and by its code; others are not. */
static void test_region_find_number__finds_each_municipality(void **state)
{
	const struct region *division = *state;
	size_t count;
	const struct region_municipality *const *list =
		region_municipalities(division, REGION_NATIONAL, &count);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(region_find_number(division, list[i]->number), list[i]);
		assert_ptr_equal(region_find_code(division, list[i]->code), list[i]);
	}
	static const int32_t numbers[] = {INT32_MIN, -344, 0, 1, 13, 15, 343, 9999, INT32_MAX};
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		assert_null(region_find_number(division, numbers[i]));
	static const char *const codes[] = {
		"", "GM", "GM344", "gm0344", "GM0343", "GM+344", "GM0344 ", "PV0344"};
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		assert_null(region_find_code(division, span_of(codes[i])));
}

/* One row in full, read off the table by hand. */
static void test_region_find_code__gives_all_of_utrecht(void **state)
{
	const struct region_municipality *utrecht = region_find_code(*state, span_of("GM0344"));
	assert_non_null(utrecht);
	assert_int_equal(utrecht->number, 344);
	assert_true(span_is(utrecht->name, "Utrecht"));
	assert_int_equal(utrecht->region, 9);
	assert_true(span_is(utrecht->areas[REGION_PROVINCE].code, "PV26"));
	assert_true(span_is(utrecht->areas[REGION_PROVINCE].name, "Utrecht"));
	assert_true(span_is(utrecht->areas[REGION_GGD].code, "GG2514"));
	assert_true(span_is(utrecht->areas[REGION_GGD].name, "GGD Regio Utrecht"));
	assert_true(span_is(utrecht->areas[REGION_YOUTH].code, "JZ22"));
	assert_true(span_is(utrecht->areas[REGION_CARE_OFFICE].code, "ZK23"));
	assert_true(span_is(utrecht->care_office_2015, "Achmea"));
	assert_true(span_is(utrecht->wmo_centre, "Utrecht"));
	assert_int_equal(utrecht->wmo_confidence, REGION_HIGH);
	assert_int_equal(utrecht->inhabitants[REGION_ALL_AGES], 361699);
	assert_int_equal(utrecht->inhabitants[REGION_AGE_0_17], 71914);
	assert_int_equal(utrecht->inhabitants[REGION_AGE_18_64], 251614);
	assert_int_equal(utrecht->inhabitants[REGION_AGE_65_PLUS], 38171);
	assert_true(utrecht->longitude == 5.0748);
	assert_true(utrecht->latitude == 52.0911);
}

/* Closing nothing is allowed. */
static void test_region_close__accepts_null(void **state)
{
	(void)state;
	region_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_region_parse__takes_what_region_code_text_gives),
		cmocka_unit_test(test_region_open__has_the_whole_country),
		cmocka_unit_test(test_region_inhabitants__adds_up_over_ages),
		cmocka_unit_test(test_region_municipalities__lists_each_once),
		cmocka_unit_test(test_region_find_number__finds_each_municipality),
		cmocka_unit_test(test_region_find_code__gives_all_of_utrecht),
		cmocka_unit_test(test_region_close__accepts_null),
	};
	return cmocka_run_group_tests(tests, division_open, division_close);
}
