/* test_app_demo_plan.c - how many people, and where.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "app/app_demo_files.h"
#include "app/app_demo_plan.h"

#define HEADER "subject,when,value,unit,source\n"
#define RIGHT                                                         \
	HEADER                                                            \
	"places waited for,2023-12,97450,places,x\n"                      \
	"places waited for longer than the norm,2023-12,55390,places,x\n" \
	"on more than one list,2023,20,percent,x\n"

static struct region *division;

static int open_division(void **state)
{
	struct error error = {0};
	(void)state;
	return region_open(&division, &error) == STATUS_OK ? 0 : -1;
}

static int close_division(void **state)
{
	(void)state;
	region_close(division);
	return 0;
}

static struct app_demo_figures built_in(void)
{
	struct error error = {0};
	struct app_demo_figures figures;
	assert_int_equal(
		app_demo_figures_read(
			span_bytes(app_demo_calibration_csv, app_demo_calibration_csv_size), &figures, &error),
		STATUS_OK);
	return figures;
}

static struct app_demo_plan plan_of(int region, int64_t people, int64_t scale_percent)
{
	struct error error = {0};
	struct app_demo_plan plan;
	struct app_demo_figures figures = built_in();
	const struct app_demo_plan_options options = {region, people, scale_percent};
	assert_int_equal(app_demo_plan_make(&figures, division, &options, &plan, &error), STATUS_OK);
	return plan;
}

/* 97,450 places, and one in five people on two lists: 81,208 people (97,450 / 1.2). */
static void test_figures__give_the_people_of_the_nation(void **state)
{
	(void)state;
	struct app_demo_figures figures = built_in();
	assert_int_equal(figures.places, 97450);
	assert_int_equal(figures.places_over_norm, 55390);
	assert_int_equal(figures.on_more_lists_percent, 20);
	assert_int_equal(app_demo_figures_people(&figures), 81208);
}

/* A later row for the same subject counts, whatever their order. */
static void test_figures__are_the_newest(void **state)
{
	(void)state;
	struct error error = {0};
	struct app_demo_figures figures;
	static const char table[] = RIGHT "places waited for,2024-06,60000,places,x\n"
									  "places waited for,2019,1,places,x\n";
	assert_int_equal(app_demo_figures_read(SPAN_LITERAL(table), &figures, &error), STATUS_OK);
	assert_int_equal(figures.places, 60000);
}

/* What is missing, no number, or impossible is refused by name or by line. */
static void test_figures__refuse_what_is_missing_or_wrong(void **state)
{
	(void)state;
	static const char *const tables[] = {
		HEADER "places waited for,2023,97450,places,x\n",
		RIGHT "places waited for,2024,many,places,x\n",
		RIGHT "on more than one list,2024,101,percent,x\n",
		RIGHT "places waited for,2024,10,places,x\n",
		RIGHT "places waited for,2024\n",
		"subject,value\n",
	};
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		struct error error = {0};
		struct app_demo_figures figures;
		assert_int_equal(app_demo_figures_read(span_of(tables[i]), &figures, &error), STATUS_INPUT);
		assert_true(error.message[0] != 0);
	}
}

/* Rounding loses nobody: municipalities add up to the nation, and regions too. */
static void test_plan__adds_up(void **state)
{
	(void)state;
	struct app_demo_plan nation = plan_of(REGION_NATIONAL, 0, 100);
	int64_t sum = 0, regions = 0;
	for (size_t i = 0; i < REGION_MUNICIPALITY_COUNT; i++) {
		assert_true(nation.people[i] >= 0);
		sum += nation.people[i];
	}
	assert_int_equal(sum, 81208);
	assert_int_equal(nation.total, 81208);
	for (int region = 1; region <= REGION_COUNT; region++) regions += plan_of(region, 0, 100).total;
	assert_int_equal(regions, 81208);
}

/* Each municipality has its share of the nation's adults, to within one person. */
static void test_plan__follows_the_adults(void **state)
{
	(void)state;
	size_t count = 0;
	struct app_demo_plan nation = plan_of(REGION_NATIONAL, 0, 100);
	const struct region_municipality *const *all =
		region_municipalities(division, REGION_NATIONAL, &count);
	double adults = (double)(region_inhabitants(division, REGION_NATIONAL, REGION_AGE_18_64) +
		region_inhabitants(division, REGION_NATIONAL, REGION_AGE_65_PLUS));
	for (size_t i = 0; i < count; i++) {
		double own = (double)(all[i]->inhabitants[REGION_AGE_18_64] +
			all[i]->inhabitants[REGION_AGE_65_PLUS]);
		double expected = own / adults * 81208;
		assert_true((double)nation.people[i] > expected - 1.001);
		assert_true((double)nation.people[i] < expected + 1.001);
	}
}

/* A region alone has the same people in the same places as within the nation. */
static void test_plan__of_a_region_is_its_part_of_the_nation(void **state)
{
	(void)state;
	size_t count = 0;
	struct app_demo_plan nation = plan_of(REGION_NATIONAL, 0, 100);
	struct app_demo_plan region = plan_of(9, 0, 100);
	const struct region_municipality *const *all =
		region_municipalities(division, REGION_NATIONAL, &count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(region.people[i], all[i]->region == 9 ? nation.people[i] : 0);
	assert_int_equal(app_demo_plan_people(&region, division, 344), /* Utrecht */
		app_demo_plan_people(&nation, division, 344));
}

/* A number that is asked for is for the region that is asked for; a scale is of what there is. */
static void test_plan__takes_a_number_and_a_scale(void **state)
{
	(void)state;
	assert_int_equal(plan_of(5, 1000, 100).total, 1000);
	assert_int_equal(plan_of(REGION_NATIONAL, 1000, 50).total, 500);
	assert_int_equal(plan_of(REGION_NATIONAL, 0, 200).total, 162416);
	assert_int_equal(plan_of(REGION_NATIONAL, 1, 100).total, 1);
}

/* Too many, and nobody, are refused. */
static void test_plan__refuses_too_many_and_nobody(void **state)
{
	(void)state;
	struct app_demo_figures figures = built_in();
	const struct app_demo_plan_options wrong[] = {
		{0, APP_DEMO_MAX_PEOPLE + 1, 100}, {0, APP_DEMO_MAX_PEOPLE, 101}, {0, 1, 10}};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct error error = {0};
		struct app_demo_plan plan;
		assert_int_equal(
			app_demo_plan_make(&figures, division, &wrong[i], &plan, &error), STATUS_BOUND);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures__give_the_people_of_the_nation),
		cmocka_unit_test(test_figures__are_the_newest),
		cmocka_unit_test(test_figures__refuse_what_is_missing_or_wrong),
		cmocka_unit_test(test_plan__adds_up),
		cmocka_unit_test(test_plan__follows_the_adults),
		cmocka_unit_test(test_plan__of_a_region_is_its_part_of_the_nation),
		cmocka_unit_test(test_plan__takes_a_number_and_a_scale),
		cmocka_unit_test(test_plan__refuses_too_many_and_nobody),
	};
	return cmocka_run_group_tests_name("app_demo_plan", tests, open_division, close_division);
}
