/* test_region_history.c - municipalities as they were, and what became of them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region_fixture.h"

#define HEADER "date,old_code,old_municipality,old_safety_region_code,new_code,kind,share\n"

/* As CBS counted them, by the first day of the year, and when Weesp joined Amsterdam. */
static void test_region_history__has_as_many_municipalities_as_there_were(void **state)
{
	static const struct {
		const char *day;
		size_t count;
	} counted[] = {
		{"2015-01-01", 393},
		{"2015-12-31", 393},
		{"2016-01-01", 390},
		{"2017-01-01", 388},
		{"2018-01-01", 380},
		{"2019-01-01", 355},
		{"2020-01-01", 355},
		{"2021-01-01", 352},
		{"2022-01-01", 345},
		{"2022-03-23", 345},
		{"2022-03-24", 344},
		{"2023-01-01", 342},
	};
	size_t count;
	const struct region_life *lives = region_history_lives(*state, &count);
	for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
		int32_t day = fixture_day(counted[i].day);
		size_t there = 0;
		for (size_t at = 0; at < count; at++)
			there += lives[at].first_day <= day && day <= lives[at].last_day;
		assert_int_equal(there, counted[i].count);
	}
}

static void expect_on(const struct region *division, const char *code, const char *day,
	const char *const *codes, size_t wanted)
{
	const struct region_life *found[REGION_MAX_THEN];
	size_t count =
		region_history_on(division, fixture_life(division, code), fixture_day(day), found);
	assert_int_equal(count, wanted);
	for (size_t i = 0; i < count; i++) assert_true(span_is(found[i]->code, codes[i]));
}
#define EXPECT_ON(division, code, day, ...)                            \
	expect_on(division, code, day, (const char *const[]){__VA_ARGS__}, \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* What merged, was divided, was renamed, joined; both ways. */
static void test_region_history_on__goes_on_and_back(void **state)
{
	const struct region *division = *state;
	EXPECT_ON(division, "GM0457", "2022-03-23", "GM0457");
	EXPECT_ON(division, "GM0457", "2022-03-24", "GM0363");
	EXPECT_ON(division, "GM0363", "2015-01-01", "GM0363");
	EXPECT_ON(division, "GM1961", "2018-12-31", "GM0545", "GM0620", "GM0707");
	EXPECT_ON(division, "GM1961", "2019-01-01", "GM1961");
	EXPECT_ON(division, "GM0788", "2021-01-01", "GM0757", "GM0824", "GM0855", "GM0865");
	EXPECT_ON(division, "GM0140", "2026-01-01", "GM0080", "GM1900", "GM1949");
	EXPECT_ON(division, "GM1921", "2020-01-01", "GM1940");
	EXPECT_ON(division, "GM1940", "2015-06-30", "GM1921");
	EXPECT_ON(division, "GM1949", "2016-01-01", "GM0063", "GM0070", "GM0140", "GM1908");
	const struct region_life *found[REGION_MAX_THEN];
	assert_int_equal(region_history_on(division, fixture_life(division, "GM0344"),
						 fixture_day("2014-12-31"), found),
		0);
}

/* A history stays right: a region is that of the day. Where parts lie in several regions, none. */
static void test_region_history_region__is_that_of_the_day(void **state)
{
	static const struct {
		const char *code;
		const char *day;
		int region;
	} cases[] = {
		{"GM0457", "2020-01-01", 14},
		{"GM0457", "2023-01-01", 13},
		{"GM0545", "2018-12-31", 18},
		{"GM0545", "2019-01-01", 9},
		{"GM0620", "2018-12-31", 9},
		{"GM1961", "2018-12-31", 0},
		{"GM1961", "2019-01-01", 9},
		{"GM0788", "2020-12-31", 21},
		{"GM0788", "2021-01-01", 0},
		{"GM0053", "2019-01-01", 1}, /* divided, but both parts lie in one region */
		{"GM0344", "2015-01-01", 9},
		{"GM0344", "2014-12-31", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(region_history_region(*state, fixture_life(*state, cases[i].code),
							 fixture_day(cases[i].day)),
			cases[i].region);
}

/* A number that was stored in 2019 still says where somebody lives, unless that was divided. */
static void test_region_history_resolve__knows_numbers_of_before(void **state)
{
	const struct region *division = *state;
	assert_int_equal(region_history_resolve(division, 457)->number, 363);
	assert_int_equal(region_history_resolve(division, 756)->number, 1982);
	assert_int_equal(region_history_resolve(division, 1921)->number, 1940);
	assert_int_equal(region_history_resolve(division, 344)->number, 344);
	assert_null(region_history_resolve(division, 788));
	assert_null(region_history_resolve(division, 53));
	assert_null(region_history_resolve(division, 9999));
	assert_null(region_history_resolve(division, 0));
}

/* Names of before are found too, today's first; a prefix finds all that begin so. */
static void test_region_history_find_name__knows_names_of_before(void **state)
{
	const struct region *division = *state;
	const struct region_life *found[4];
	assert_int_equal(region_history_find_name(division, span_of("weesp"))->number, 457);
	assert_int_equal(region_history_find_name(division, span_of("Het Bildt"))->number, 63);
	assert_int_equal(region_history_find_name(division, span_of("Den Haag"))->number, 518);
	assert_int_equal(region_history_find_name(division, span_of("Groningen"))->number, 14);
	assert_null(region_history_find_name(division, span_of("Atlantis")));
	assert_null(region_history_find_name(division, span_of("")));
	assert_int_equal(region_history_find_prefix(division, span_of("Wee"), found, 4), 1);
	assert_int_equal(found[0]->number, 457);
	assert_int_equal(region_history_find_prefix(division, span_of("l"), found, 4), 8);
	assert_int_equal(region_history_find_prefix(division, span_of("utr"), found, 4), 0);
	assert_int_equal(region_history_find_prefix(division, span_of("-"), found, 4), 0);
	assert_null(region_history_find_code(division, span_of("GM457")));
	assert_null(region_history_find_code(division, span_of("GM0458")));
}

static void open_changes(const char *changes, struct region **division)
{
	struct region_tables tables = region_built_in_tables();
	struct error error = {0};
	tables.changes = span_of(changes);
	if (region_open_tables(&tables, division, &error) != STATUS_OK)
		fail_msg("line %zu: %s", error.line, error.message);
}

/* Changes can follow each other: of a merger of what was renamed, all of it is found. */
static void test_region_history__follows_chains_of_changes(void **state)
{
	struct region *division;
	(void)state;
	open_changes(HEADER "2015-07-01,GM9001,Alpha,VR09,GM9002,renamed,whole\n"
						"2016-01-01,GM9002,Beta,VR09,GM9003,founded,whole\n"
						"2016-01-01,GM9004,Gamma,VR06,GM9003,founded,whole\n"
						"2018-01-01,GM9003,Delta,VR06,GM0344,joined,part\n"
						"2018-01-01,GM9003,Delta,VR06,GM0355,joined,part\n",
		&division);
	EXPECT_ON(division, "GM9001", "2015-06-30", "GM9001");
	EXPECT_ON(division, "GM9001", "2015-08-01", "GM9002");
	EXPECT_ON(division, "GM9001", "2017-01-01", "GM9003");
	EXPECT_ON(division, "GM9001", "2018-01-01", "GM0344", "GM0355");
	EXPECT_ON(division, "GM9003", "2015-01-01", "GM9001", "GM9004");
	EXPECT_ON(division, "GM9003", "2015-07-01", "GM9002", "GM9004");
	EXPECT_ON(division, "GM0344", "2015-01-01", "GM0344");
	assert_int_equal(region_history_region(
						 division, fixture_life(division, "GM9004"), fixture_day("2018-01-01")),
		9);
	region_close(division);
}

static const struct {
	const char *rows;
	size_t line;
	const char *says;
} mistakes[] = {
	{"2015-01-01,GM9001,Alpha,VR09,GM0344,joined,whole\n", 2, "date is no day after"},
	{"1 mei,GM9001,Alpha,VR09,GM0344,joined,whole\n", 2, "date is no day after"},
	{"2016-01-01,GM901,Alpha,VR09,GM0344,joined,whole\n", 2, "old_code is not GM"},
	{"2016-01-01,GM9001,Alpha,VR09,0344,joined,whole\n", 2, "new_code is not GM"},
	{"2016-01-01,GM9001,,VR09,GM0344,joined,whole\n", 2, "old_municipality is empty"},
	{"2016-01-01,GM9001,--,VR09,GM0344,joined,whole\n", 2, "has no letters"},
	{"2016-01-01,GM9001,Alpha,NL,GM0344,joined,whole\n", 2, "none of VR01"},
	{"2016-01-01,GM9001,Alpha,VR26,GM0344,joined,whole\n", 2, "none of VR01"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,merged,whole\n", 2, "kind is no kind"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,joined,half\n", 2, "neither whole nor part"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,joined\n", 2, "6 fields; 7 wanted"},
	{"2016-01-01,GM0355,Alpha,VR09,GM0344,joined,whole\n", 2, "of today"},
	{"2016-01-01,GM9001,Alpha,VR09,GM9002,joined,whole\n", 2, "neither of today nor"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,joined,part\n", 2, "a part is alone"},
	{"2016-01-01,GM9001,Alpha,VR09,GM9001,joined,whole\n", 2, "has ended by then"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,renamed,whole\n"
	 "2016-01-01,GM9002,Beta,VR09,GM0344,renamed,whole\n",
		3, "is alone"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,renamed,part\n"
	 "2016-01-01,GM9001,Alpha,VR09,GM0355,renamed,part\n",
		2, "is whole"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,joined,whole\n"
	 "2015-07-01,GM9002,Beta,VR09,GM0344,joined,whole\n",
		3, "comes before"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,joined,whole\n"
	 "2017-01-01,GM9001,Alpha,VR09,GM0355,joined,whole\n",
		2, "ends twice"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,joined,part\n"
	 "2016-01-01,GM9001,Beta,VR09,GM0355,joined,part\n",
		2, "ends twice"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,joined,part\n"
	 "2016-01-01,GM9001,Alpha,VR09,GM0344,joined,part\n",
		2, "stands there twice"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,founded,whole\n"
	 "2017-01-01,GM9002,Beta,VR09,GM0344,founded,whole\n",
		3, "was there already"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,joined,whole\n"
	 "2017-01-01,GM9002,Beta,VR09,GM0344,founded,whole\n",
		3, "was there already"},
	{"2016-01-01,GM9001,Alpha,VR09,GM0344,founded,whole\n"
	 "2016-01-01,GM9002,Beta,VR09,GM0344,joined,whole\n",
		3, "was there already"},
	{"2016-01-01,GM9001,Alpha,VR09,GM9002,founded,whole\n"
	 "2016-01-01,GM9002,Beta,VR09,GM0344,joined,whole\n",
		2, "has ended by then"},
};

/* Each mistake in a table is refused, with its line. */
static void test_region_history__refuses_a_wrong_table(void **state)
{
	static const char right[] = "2016-01-01,GM9001,Alpha,VR09,GM0344,joined,whole\n";
	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		struct region_tables tables = region_built_in_tables();
		struct buf table;
		buf_init(&table, 4096);
		buf_printf(&table, "%s%s", HEADER, mistakes[i].rows);
		tables.changes = buf_span(&table);
		fixture_refused(&tables, STATUS_INPUT, mistakes[i].line, mistakes[i].says);
		buf_finish(&table);
	}
	struct region *division;
	struct buf table;
	buf_init(&table, 4096);
	buf_printf(&table, "%s%s", HEADER, right);
	open_changes(buf_text(&table), &division);
	region_close(division);
	buf_finish(&table);
}

/* The bounds are refused by their names: rows, and municipalities that one comes from. */
static void test_region_history__refuses_what_is_over_a_bound(void **state)
{
	struct region_tables tables = region_built_in_tables();
	struct buf table;
	(void)state;
	buf_init(&table, 256 * 1024);
	buf_add_text(&table, HEADER);
	for (int i = 0; i <= REGION_MAX_CHANGES; i++)
		buf_printf(&table, "2016-01-01,GM%04d,Alpha,VR09,GM0344,joined,whole\n", 9000 + i);
	tables.changes = buf_span(&table);
	fixture_refused(&tables, STATUS_BOUND, REGION_MAX_CHANGES + 2, "REGION_MAX_CHANGES");
	buf_reset(&table);
	buf_add_text(&table, HEADER);
	for (int i = 0; i <= REGION_MAX_THEN; i++)
		buf_printf(&table, "2016-01-01,GM%04d,Alpha,VR09,GM0344,founded,whole\n", 9000 + i);
	tables.changes = buf_span(&table);
	fixture_refused(&tables, STATUS_BOUND, 2, "REGION_MAX_THEN");
	buf_finish(&table);
}

static void expect_suggested(
	const struct region *division, const char *name, bool several, const char *wanted)
{
	struct buf out;
	buf_init(&out, REGION_SUGGEST_BYTES);
	assert_int_equal(region_history_suggest(division, span_of(name), &out), several);
	assert_string_equal(buf_text(&out), wanted);
	buf_finish(&out);
}

/* Those of the name, or the nearest; nobody when nothing is near. */
static void test_region_history_suggest__names_who_may_be_meant(void **state)
{
	expect_suggested(*state, "Bergen", true, "Bergen (NH.) (GM0373), Bergen (L.) (GM0893)");
	expect_suggested(*state, "Almeloo", false, "Almelo (GM0141)");
	expect_suggested(*state, "wesep", false, "Weesp (GM0457)");
	expect_suggested(*state, "Nergenshuizen aan de Zee", false, "");
	expect_suggested(*state, "", false, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_region_history__has_as_many_municipalities_as_there_were),
		cmocka_unit_test(test_region_history_on__goes_on_and_back),
		cmocka_unit_test(test_region_history_region__is_that_of_the_day),
		cmocka_unit_test(test_region_history_resolve__knows_numbers_of_before),
		cmocka_unit_test(test_region_history_find_name__knows_names_of_before),
		cmocka_unit_test(test_region_history_suggest__names_who_may_be_meant),
		cmocka_unit_test(test_region_history__follows_chains_of_changes),
		cmocka_unit_test(test_region_history__refuses_a_wrong_table),
		cmocka_unit_test(test_region_history__refuses_what_is_over_a_bound),
	};
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
