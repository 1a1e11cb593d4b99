/* test_directory.c - what may stand on the map of help, and how it is read.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "directory/criteria.h"
#include "directory/directory.h"

static bool reached[DIRECTORY_VERDICT_COUNT];

struct facts {
	struct directory_facts map;
	struct service service;
	int32_t places, kept;
};

static const struct facts right_facts = {
	.map = {.known = true,
		.version = 4,
		.expected = 4,
		.organisation_known = true,
		.site_known = true,
		.site_of_organisation = true,
		.region = 5,
		.municipality_region = 5,
		.groups = DIRECTORY_MAX_GROUPS - 1,
		.has_area = true,
		.says_something = true,
		.may_clear = true},
	.service = {.level = LEVEL_LOCAL, .min_age = 18, .max_age = 18, .good_at = 1 << 10},
	.places = 4,
	.kept = 4,
};

#define OF(at) ((struct facts *)(at))
#define BREAKS(name, what)             \
	static void break_##name(void *at) \
	{                                  \
		struct facts *facts = OF(at);  \
		what;                          \
	}
BREAKS(known, facts->map.known = false)
BREAKS(ended, facts->map.ended = true)
BREAKS(version, facts->map.expected = 3)
BREAKS(groups, facts->map.groups = DIRECTORY_MAX_GROUPS)
BREAKS(organisation, facts->map.organisation_known = false)
BREAKS(organisation_ended, facts->map.organisation_ended = true)
BREAKS(municipality, facts->map.municipality_region = 0)
BREAKS(region, facts->map.municipality_region = 6)
BREAKS(site, facts->map.site_known = false)
BREAKS(site_of_organisation, facts->map.site_of_organisation = false)
BREAKS(site_ended, facts->map.site_ended = true)
BREAKS(ages, facts->service.min_age = 19)
BREAKS(combination, facts->service.good_at |= 1 << CRITERION_EXCLUDES_COMBINATION)
BREAKS(address, facts->service.good_at |= 1 << CRITERION_EXCLUDES_ADDRESS)
BREAKS(level, facts->service.level = LEVEL_REGIONAL)
BREAKS(diagnosis, facts->service.good_at |= 1 << CRITERION_EXCLUDES_DIAGNOSIS)
BREAKS(clear, facts->map.may_clear = false)
BREAKS(saying, facts->map.says_something = false)
BREAKS(live, facts->map.live = 1)
BREAKS(decisions, facts->map.decisions = 1)
BREAKS(stays, facts->map.stays = 1)
BREAKS(accounts, facts->map.accounts = 1)
BREAKS(kept, facts->kept = 5)

#define JUDGE(name, expression)             \
	static int judge_##name(const void *at) \
	{                                       \
		const struct facts *facts = at;     \
		return (int)(expression);           \
	}
JUDGE(entry, directory_judge_entry(&facts->map))
JUDGE(group, directory_judge_group(&facts->map))
JUDGE(site, directory_judge_site(&facts->map))
JUDGE(service, directory_judge_service(&facts->map, &facts->service))
JUDGE(change, directory_judge_change(&facts->map))
JUDGE(end, directory_judge_end(&facts->map))
JUDGE(area, directory_judge_area(&facts->map, &facts->service))
JUDGE(capacity, directory_judge_capacity(facts->places, facts->kept))

#define SHOW(name, rules)           \
	judging_show(&(struct judging){ \
		#name, JUDGING_RULES(rules), JUDGING_RIGHT(right_facts), judge_##name, reached})

/* An entry can be changed while it is there, lives, and is as it was read. */
static void test_directory_judge_entry__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {{break_known, DIRECTORY_ENTRY_UNKNOWN},
		{break_ended, DIRECTORY_ENDED}, {break_version, DIRECTORY_CHANGED}};
	(void)state;
	SHOW(entry, rules);
	struct facts whatever = right_facts;
	whatever.map.expected = -1;
	assert_int_equal(directory_judge_entry(&whatever.map), DIRECTORY_OK);
}

/* Somebody keeps some groups, not all there are. */
static void test_directory_judge_group__names_the_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {{break_groups, DIRECTORY_TOO_MANY_GROUPS}};
	(void)state;
	SHOW(group, rules);
}

/* A site is of an organisation that lives, in a municipality that exists, of this region. */
static void test_directory_judge_site__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_organisation, DIRECTORY_ORGANISATION_UNKNOWN},
		{break_organisation_ended, DIRECTORY_ENDED},
		{break_municipality, DIRECTORY_MUNICIPALITY_UNKNOWN},
		{break_region, DIRECTORY_OTHER_REGION},
	};
	(void)state;
	SHOW(site, rules);
}

/* A service is of an organisation that lives, at a site of it that lives, and excludes nobody. */
static void test_directory_judge_service__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_organisation, DIRECTORY_ORGANISATION_UNKNOWN},
		{break_organisation_ended, DIRECTORY_ENDED},
		{break_site, DIRECTORY_SITE_UNKNOWN},
		{break_site_of_organisation, DIRECTORY_SITE_UNKNOWN},
		{break_site_ended, DIRECTORY_ENDED},
		{break_ages, DIRECTORY_AGES},
		{break_combination, DIRECTORY_EXCLUDES_COMBINATION},
		{break_address, DIRECTORY_EXCLUDES_ADDRESS},
		{break_level, DIRECTORY_EXCLUDES_ADDRESS},
		{break_diagnosis, DIRECTORY_EXCLUDES_DIAGNOSIS},
	};
	(void)state;
	SHOW(service, rules);
}

/* What a service may say of everybody else: what it is good at, an age alone, a level of safety. */
static void test_directory_judge_service__lets_say_what_it_is_good_at(void **state)
{
	struct facts facts = right_facts;
	(void)state;
	for (int criterion = CRITERION_EXCLUDES_DIAGNOSIS + 1; criterion < directory_criteria.count;
		 criterion++)
		facts.service.good_at |= INT64_C(1) << criterion;
	facts.service.max_age = 0;
	facts.service.min_age = 120;
	facts.service.security = 4;
	assert_int_equal(directory_judge_service(&facts.map, &facts.service), DIRECTORY_OK);
	facts.map.has_area = false;
	facts.service.level = LEVEL_SUPRAREGIONAL;
	assert_int_equal(directory_judge_service(&facts.map, &facts.service), DIRECTORY_OK);
}

/* A change says something, and empties only what can be empty. */
static void test_directory_judge_change__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_clear, DIRECTORY_CANNOT_CLEAR}, {break_saying, DIRECTORY_NOTHING}};
	(void)state;
	SHOW(change, rules);
}

/* What ends owes nothing, has nothing left that lives, and nobody who acts for it. */
static void test_directory_judge_end__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {{break_decisions, DIRECTORY_OBLIGED},
		{break_stays, DIRECTORY_HAS_STAYS}, {break_live, DIRECTORY_STILL_LIVE},
		{break_accounts, DIRECTORY_HAS_ACCOUNTS}};
	(void)state;
	SHOW(end, rules);
}

/* Only a local service is for some municipalities, and they are of its own region. */
static void test_directory_judge_area__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_region, DIRECTORY_OTHER_REGION}, {break_level, DIRECTORY_EXCLUDES_ADDRESS}};
	(void)state;
	SHOW(area, rules);
}

/* No more places can be kept than there are. */
static void test_directory_judge_capacity__names_the_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {{break_kept, DIRECTORY_KEPT_OVER_PLACES}};
	(void)state;
	SHOW(capacity, rules);
}

/* The judges reach every verdict but those that need what only the command knows. */
static void test_directory_verdicts__are_all_reached(void **state)
{
	static const int others[] = {DIRECTORY_NOT_ASKED, DIRECTORY_NOT_DUE};
	(void)state;
	judging_list_is_whole(&directory_verdicts);
	judging_all_reached(&directory_verdicts, reached, others, 2);
}

/* The criteria that are refused stand first, by the names that refusals and clients use. */
static void test_criteria__begin_with_those_that_are_refused(void **state)
{
	(void)state;
	assert_string_equal(
		codes_name(&directory_criteria, CRITERION_EXCLUDES_COMBINATION), "excludes_combination");
	assert_string_equal(
		codes_name(&directory_criteria, CRITERION_EXCLUDES_ADDRESS), "excludes_address");
	assert_string_equal(
		codes_name(&directory_criteria, CRITERION_EXCLUDES_DIAGNOSIS), "excludes_diagnosis");
	assert_true(directory_criteria.count <= 63);
	for (int i = 1; i < directory_criteria.count; i++)
		assert_int_equal(
			codes_find(&directory_criteria, span_of(codes_name(&directory_criteria, i))), i);
}

static struct service put_service(struct tables *tables, int region, int number, int domain)
{
	struct service service = {.region = region,
		.id = judging_id(number),
		.organisation = judging_id(1000 + number),
		.site = judging_id(2000 + number),
		.domain = domain,
		.level = LEVEL_REGIONAL,
		.places_week = number,
		.name = SPAN_LITERAL("Dagbehandeling")};
	tables_put(tables, &directory_service_table, &service);
	return service;
}

static void expect_service(const struct service *a, const struct service *b)
{
	assert_int_equal(a->region, b->region);
	assert_true(id_equal(a->id, b->id));
	assert_true(id_equal(a->organisation, b->organisation));
	assert_true(id_equal(a->site, b->site));
	assert_int_equal(a->domain, b->domain);
	assert_int_equal(a->level, b->level);
	assert_int_equal(a->places_week, b->places_week);
	assert_true(span_equal(a->name, b->name));
}

/* A service is found by its id alone, whatever shard it is of. */
static void test_directory_find_service__in_every_shard(void **state)
{
	struct tables *tables = *state;
	put_service(tables, 5, 1, DOMAIN_DEBT);
	struct service expected = put_service(tables, 25, 2, DOMAIN_MENTAL), read = {0};
	bool found = false;
	TABLES_RIGHT(tables,
		directory_find_service(
			tables->store, judging_id(2), &read, &found, &tables->arena, &tables->error));
	assert_true(found);
	expect_service(&read, &expected);
}

/* What is not there is not found, and none is nothing, even if a row had it. */
static void test_directory_find_service__finds_nothing_else(void **state)
{
	struct tables *tables = *state;
	struct service service = put_service(tables, 5, 1, DOMAIN_DEBT), read;
	bool found = true;
	TABLES_RIGHT(tables,
		directory_find_service(
			tables->store, judging_id(1001), &read, &found, &tables->arena, &tables->error));
	assert_false(found);
	service.id = id_none;
	tables_put(tables, &directory_service_table, &service);
	found = true;
	TABLES_RIGHT(tables,
		directory_find_service(
			tables->store, id_none, &read, &found, &tables->arena, &tables->error));
	assert_false(found);
}

/* Organisations and sites are kept with all they have. */
static void test_directory_tables__keep_organisations_and_sites(void **state)
{
	struct tables *tables = *state;
	struct organisation organisation = {.region = 5,
		.id = judging_id(1),
		.kind = ORGANISATION_PEER,
		.created_ms = 77,
		.name = SPAN_LITERAL("Ervaring")};
	struct site site = {.region = 5,
		.id = judging_id(2),
		.organisation = judging_id(1),
		.municipality = 344,
		.name = SPAN_LITERAL("Aan de Gracht")};
	struct organisation organisation_read = {.region = 5, .id = judging_id(1)};
	struct site site_read = {.region = 5, .id = judging_id(2)};
	tables_put(tables, &directory_organisation_table, &organisation);
	tables_put(tables, &directory_site_table, &site);
	TABLES_RIGHT(tables,
		store_record_get(tables->store, &directory_organisation_table, &organisation_read,
			&tables->arena, &tables->error));
	TABLES_RIGHT(tables,
		store_record_get(
			tables->store, &directory_site_table, &site_read, &tables->arena, &tables->error));
	assert_int_equal(organisation_read.kind, ORGANISATION_PEER);
	assert_int_equal(organisation_read.created_ms, 77);
	assert_true(span_is(organisation_read.name, "Ervaring"));
	assert_true(id_equal(site_read.organisation, judging_id(1)));
	assert_int_equal(site_read.municipality, 344);
	assert_true(span_is(site_read.name, "Aan de Gracht"));
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest pure[] = {
		cmocka_unit_test(test_directory_judge_entry__names_the_first_broken_rule),
		cmocka_unit_test(test_directory_judge_group__names_the_broken_rule),
		cmocka_unit_test(test_directory_judge_site__names_the_first_broken_rule),
		cmocka_unit_test(test_directory_judge_service__names_the_first_broken_rule),
		cmocka_unit_test(test_directory_judge_service__lets_say_what_it_is_good_at),
		cmocka_unit_test(test_directory_judge_change__names_the_first_broken_rule),
		cmocka_unit_test(test_directory_judge_end__names_the_first_broken_rule),
		cmocka_unit_test(test_directory_judge_area__names_the_first_broken_rule),
		cmocka_unit_test(test_directory_judge_capacity__names_the_broken_rule),
		cmocka_unit_test(test_criteria__begin_with_those_that_are_refused),
		cmocka_unit_test(test_directory_verdicts__are_all_reached),
	};
	const struct CMUnitTest kept[] = {
		ON_TABLES(test_directory_find_service__in_every_shard),
		ON_TABLES(test_directory_find_service__finds_nothing_else),
		ON_TABLES(test_directory_tables__keep_organisations_and_sites),
	};
	int failed = cmocka_run_group_tests(pure, NULL, NULL);
	return failed + TABLES_RUN("directory", kept);
}
