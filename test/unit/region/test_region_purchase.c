/* test_region_purchase.c - who buys under which law, and how many must agree.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region_fixture.h"
#include "region/region_purchase.h"

#define HEADER \
	"law,service,age,living,forensic,party,region_party,valid_from,valid_until,article,source\n"

static struct region_purchaser purchasers[REGION_MAX_PURCHASES];
static struct region_agreeing agreeing[REGION_MAX_PURCHASES];

static const struct region_municipality *municipality(
	const struct region *division, const char *name)
{
	const struct region_municipality *found = region_find_name(division, span_of(name));
	assert_non_null(found);
	return found;
}

static size_t ask(const struct region *division, const char *name, enum region_law law,
	const char *day, const struct region_appointed *appointed)
{
	return region_purchasers(
		division, municipality(division, name), law, fixture_day(day), appointed, purchasers);
}

/* For the insurance act it is the person's own insurer, unless the region has one. */
static void test_region_purchasers__is_the_persons_insurer_unless_the_region_has_one(void **state)
{
	const struct region *division = *state;
	const struct region_appointed appointed = {
		.insurer = region_find_insurer(division, span_of("cz"))};
	assert_non_null(appointed.insurer);
	assert_int_equal(ask(division, "Utrecht", REGION_ZVW, "2026-01-01", NULL), 2);
	assert_int_equal(purchasers[0].today.kind, REGION_PARTY_INSURER);
	assert_int_equal(purchasers[0].today.name.size, 0);
	assert_int_equal(purchasers[0].vangnet.kind, REGION_PARTY_REGION_INSURER);
	assert_int_equal(purchasers[0].vangnet.name.size, 0);
	assert_int_equal(ask(division, "Utrecht", REGION_ZVW, "2026-01-01", &appointed), 2);
	assert_int_equal(purchasers[0].today.kind, REGION_PARTY_REGION_INSURER);
	assert_true(span_is(purchasers[0].today.name, "CZ"));
	assert_true(span_is(purchasers[0].vangnet.code, "cz"));
}

/* Each law has its own division; a Wmo centre is as sure as the table is. */
static void test_region_purchasers__follows_each_laws_own_division(void **state)
{
	const struct region *division = *state;
	static const struct {
		enum region_law law;
		size_t last;
		enum region_party_kind kind;
		const char *code;
		enum region_confidence confidence;
	} cases[] = {
		{REGION_WLZ, 0, REGION_PARTY_CARE_OFFICE, "ZK23", REGION_SOURCED},
		{REGION_WMO_LAW, 0, REGION_PARTY_MUNICIPALITY, "GM0355", REGION_SOURCED},
		{REGION_WMO_LAW, 1, REGION_PARTY_WMO_CENTRE, "GM0344", REGION_HIGH},
		{REGION_JEUGDWET, 0, REGION_PARTY_YOUTH_REGION, "JZ23", REGION_SOURCED},
		{REGION_WPG, 0, REGION_PARTY_GGD, "GG2514", REGION_SOURCED},
		{REGION_WFZ, 0, REGION_PARTY_MINISTRY, "", REGION_SOURCED},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t count = ask(division, "Zeist", cases[i].law, "2026-01-01", NULL);
		assert_int_equal(count, cases[i].law == REGION_WMO_LAW ? 2 : 1);
		const struct region_party *party = &purchasers[cases[i].last].today;
		assert_int_equal(party->kind, cases[i].kind);
		if (!span_is(party->code, cases[i].code))
			fail_msg("%.*s, not %s", SPAN_PRINT(party->code), cases[i].code);
		assert_int_equal(party->confidence, cases[i].confidence);
	}
}

/* A law that was not in force buys nothing. */
static void test_region_purchasers__knows_since_when_a_law_is_in_force(void **state)
{
	assert_int_equal(ask(*state, "Zeist", REGION_WFZ, "2018-12-31", NULL), 0);
	assert_int_equal(ask(*state, "Zeist", REGION_WFZ, "2019-01-01", NULL), 1);
	assert_int_equal(ask(*state, "Zeist", REGION_JEUGDWET, "2014-12-31", NULL), 0);
	assert_int_equal(ask(*state, "Zeist", REGION_ZVW, "2014-12-31", NULL), 2);
	assert_int_equal(ask(*state, "Zeist", REGION_LAW_NOT_SAID, "2026-01-01", NULL), 8);
}

static size_t count_parties(const struct region *division, const char *name,
	struct region_person person, enum region_order order)
{
	return region_parties(division, municipality(division, name), fixture_day("2026-01-01"),
		&person, NULL, order, agreeing);
}

/* Seed 004's count, for people who live differently. */
static void test_region_parties__counts_who_must_agree(void **state)
{
	static const struct {
		struct region_person person;
		const char *where;
		size_t today, vangnet;
	} cases[] = {
		{{REGION_ADULT, REGION_INDEPENDENT, false}, "Zeist", 3, 2},
		{{REGION_ADULT, REGION_SHELTERED, false}, "Zeist", 4, 2},
		/* Utrecht is its own centre municipality: one party for both. */
		{{REGION_ADULT, REGION_SHELTERED, false}, "Utrecht", 3, 2},
		{{REGION_ADULT, REGION_LONG_STAY, false}, "Zeist", 3, 2},
		{{REGION_ADULT, REGION_SHELTERED, true}, "Zeist", 5, 3},
		{{REGION_YOUTH_AGE, REGION_INDEPENDENT, false}, "Zeist", 3, 2},
		{{REGION_YOUTH_AGE, REGION_LONG_STAY, false}, "Zeist", 4, 2},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(
			count_parties(*state, cases[i].where, cases[i].person, REGION_TODAY), cases[i].today);
		assert_int_equal(count_parties(*state, cases[i].where, cases[i].person, REGION_VANGNET),
			cases[i].vangnet);
	}
}

/* A party that buys under several laws is named once, with all that it buys. */
static void test_region_parties__names_a_party_once_with_all_it_buys(void **state)
{
	const struct region_person person = {REGION_ADULT, REGION_SHELTERED, false};
	assert_int_equal(count_parties(*state, "Zeist", person, REGION_VANGNET), 2);
	assert_int_equal(agreeing[1].party.kind, REGION_PARTY_CORE_MUNICIPALITY);
	assert_int_equal(agreeing[1].count, 3);
	assert_int_equal(agreeing[1].purchases[0]->service, REGION_SUPPORT);
	assert_int_equal(agreeing[1].purchases[1]->service, REGION_SHELTERED_LIVING);
	assert_int_equal(agreeing[1].purchases[2]->law, REGION_WPG);
}

/* The core municipality is the one that is appointed, wherever in the region somebody lives. */
static void test_region_party_of__names_who_is_appointed(void **state)
{
	const struct region *division = *state;
	const struct region_appointed appointed = {.core = municipality(division, "Amersfoort")};
	struct region_party party = region_party_of(
		REGION_PARTY_CORE_MUNICIPALITY, municipality(division, "Zeist"), &appointed);
	assert_true(span_is(party.name, "Amersfoort"));
	party =
		region_party_of(REGION_PARTY_REGION_INSURER, municipality(division, "Zeist"), &appointed);
	assert_int_equal(party.kind, REGION_PARTY_REGION_INSURER);
	assert_int_equal(party.name.size, 0);
}

/* On a day when it was there, a municipality that is no more bought for itself, in the region that
 * it was in; which areas it was in is not made up. One that was not there yet is several. */
static void test_region_history_then__is_what_was_there_on_that_day(void **state)
{
	const struct region *division = *state;
	struct region_municipality then;
	int32_t day = fixture_day("2020-01-01");
	assert_true(region_history_then(division, fixture_life(division, "GM0457"), day, &then));
	assert_true(span_is(then.name, "Weesp"));
	assert_int_equal(then.region, 14);
	size_t count = region_purchasers(division, &then, REGION_JEUGDWET, day, NULL, purchasers);
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) {
		const struct region_party *party = &purchasers[i].today;
		if (party->kind == REGION_PARTY_MUNICIPALITY) assert_true(span_is(party->name, "Weesp"));
		if (party->code.size == 0) assert_int_equal(party->confidence, REGION_LOW);
	}
	day = fixture_day("2022-03-24");
	assert_true(region_history_then(division, fixture_life(division, "GM0457"), day, &then));
	assert_true(span_is(then.name, "Amsterdam"));
	day = fixture_day("2018-12-31");
	assert_false(region_history_then(division, fixture_life(division, "GM1961"), day, &then));
}

/* Each mistake in the table of purchasers is refused, with its line. */
static void test_region_purchase__refuses_a_wrong_table(void **state)
{
	static const struct {
		const char *row;
		const char *says;
	} cases[] = {
		{"abw,treatment,any,any,any,insurer,region_insurer,2006-01-01,,x,y", "law is no code"},
		{"zvw,care,any,any,any,insurer,region_insurer,2006-01-01,,x,y", "service is no code"},
		{"zvw,treatment,child,any,any,insurer,region_insurer,2006-01-01,,x,y", "age has a code"},
		{"zvw,treatment,,any,any,insurer,region_insurer,2006-01-01,,x,y", "age"},
		{"zvw,treatment,any,here,any,insurer,region_insurer,2006-01-01,,x,y", "living has a code"},
		{"zvw,treatment,any,any,yes,insurer,region_insurer,2006-01-01,,x,y", "forensic is neither"},
		{"zvw,treatment,any,any,any,me,region_insurer,2006-01-01,,x,y", "party is no code"},
		{"zvw,treatment,any,any,any,insurer,you,2006-01-01,,x,y", "region_party is no code"},
		{"zvw,treatment,any,any,any,insurer,region_insurer,2006,,x,y", "valid_from is no day"},
		{"zvw,treatment,any,any,any,insurer,region_insurer,2006-01-02,2006-01-01,x,y",
			"valid_until is no day, or before"},
		{"zvw,treatment,any,any,any,insurer,region_insurer,2006-01-01,soon,x,y", "valid_until"},
		{"zvw,treatment,any,any,any,insurer,region_insurer,2006-01-01,,x", "10 fields; 11 wanted"},
	};
	struct buf table;
	(void)state;
	buf_init(&table, 65536);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct region_tables tables = region_built_in_tables();
		buf_reset(&table);
		buf_printf(&table, "%s%s\n", HEADER, cases[i].row);
		tables.purchasers = buf_span(&table);
		fixture_refused(&tables, STATUS_INPUT, 2, cases[i].says);
	}
	struct region_tables tables = region_built_in_tables();
	buf_reset(&table);
	buf_add_text(&table, HEADER);
	for (int i = 0; i <= REGION_MAX_PURCHASES; i++)
		buf_add_text(&table, "wfz,forensic_care,any,any,any,ministry,ministry,2019-01-01,,,x\n");
	tables.purchasers = buf_span(&table);
	fixture_refused(&tables, STATUS_BOUND, REGION_MAX_PURCHASES + 2, "REGION_MAX_PURCHASES");
	buf_finish(&table);
}

/* And so is each in the table of insurers. */
static void test_region_insurers__refuses_a_wrong_table(void **state)
{
	static const struct {
		const char *rows;
		status code;
		size_t line;
		const char *says;
	} cases[] = {
		{"code,name,source\nCZ,CZ,x\n", STATUS_INPUT, 2, "code is not lower-case"},
		{"code,name,source\n,CZ,x\n", STATUS_INPUT, 2, "code is not lower-case"},
		{"code,name,source\nabcdefghijklmnopqrstuvwxyzabcdefg,CZ,x\n", STATUS_INPUT, 2, "code"},
		{"code,name,source\ncz,,x\n", STATUS_INPUT, 2, "name is empty"},
		{"code,name,source\ncz,CZ,x\ncz,CZ,x\n", STATUS_INPUT, 3, "does not come after"},
		{"code,name,source\nvgz,V,x\ncz,CZ,x\n", STATUS_INPUT, 3, "does not come after"},
		{"code,name\ncz,CZ\n", STATUS_INPUT, 1, "source is missing"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct region_tables tables = region_built_in_tables();
		tables.insurers = span_of(cases[i].rows);
		fixture_refused(&tables, cases[i].code, cases[i].line, cases[i].says);
	}
	struct region_tables tables = region_built_in_tables();
	struct buf table;
	buf_init(&table, 65536);
	buf_add_text(&table, "code,name,source\n");
	for (int i = 0; i <= REGION_MAX_INSURERS; i++)
		buf_printf(&table, "%c%c,Name,x\n", 'a' + i / 26, 'a' + i % 26);
	tables.insurers = buf_span(&table);
	fixture_refused(&tables, STATUS_BOUND, REGION_MAX_INSURERS + 2, "REGION_MAX_INSURERS");
	buf_finish(&table);
	size_t count;
	const struct region_insurer *insurers = region_insurers(*state, &count);
	assert_true(count > 5);
	for (size_t i = 0; i < count; i++)
		assert_ptr_equal(region_find_insurer(*state, insurers[i].code), &insurers[i]);
	assert_null(region_find_insurer(*state, span_of("nobody")));
	assert_null(region_find_insurer(*state, span_of("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_region_purchasers__is_the_persons_insurer_unless_the_region_has_one),
		cmocka_unit_test(test_region_purchasers__follows_each_laws_own_division),
		cmocka_unit_test(test_region_purchasers__knows_since_when_a_law_is_in_force),
		cmocka_unit_test(test_region_history_then__is_what_was_there_on_that_day),
		cmocka_unit_test(test_region_parties__counts_who_must_agree),
		cmocka_unit_test(test_region_parties__names_a_party_once_with_all_it_buys),
		cmocka_unit_test(test_region_party_of__names_who_is_appointed),
		cmocka_unit_test(test_region_purchase__refuses_a_wrong_table),
		cmocka_unit_test(test_region_insurers__refuses_a_wrong_table),
	};
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
