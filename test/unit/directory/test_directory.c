/* test_directory.c - what may stand on the map of help, and how it is read.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "directory/directory.h"

static bool reached[DIRECTORY_VERDICT_COUNT];

struct facts {
	bool organisation_known;
	int region, municipality_region;
	bool site_known, site_of_organisation;
};

static const struct facts right_facts = {true, 5, 5, true, true};

static int judge_site(const void *at)
{
	const struct facts *facts = at;
	return (int)directory_judge_site(
		facts->organisation_known, facts->region, facts->municipality_region);
}

static int judge_service(const void *at)
{
	const struct facts *facts = at;
	return (int)directory_judge_service(
		facts->organisation_known, facts->site_known, facts->site_of_organisation);
}

static void break_organisation(void *at)
{
	((struct facts *)at)->organisation_known = false;
}

static void break_municipality(void *at)
{
	((struct facts *)at)->municipality_region = 0;
}

static void break_region(void *at)
{
	((struct facts *)at)->municipality_region = 6;
}

static void break_site(void *at)
{
	((struct facts *)at)->site_known = false;
}

static void break_site_of_organisation(void *at)
{
	((struct facts *)at)->site_of_organisation = false;
}

/* A site is of an organisation that exists, in a municipality that exists, of this region. */
static void test_directory_judge_site__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_organisation, DIRECTORY_ORGANISATION_UNKNOWN},
		{break_municipality, DIRECTORY_MUNICIPALITY_UNKNOWN},
		{break_region, DIRECTORY_OTHER_REGION},
	};
	(void)state;
	judging_show(&(struct judging){
		"site", JUDGING_RULES(rules), JUDGING_RIGHT(right_facts), judge_site, reached});
}

/* A service is of an organisation that exists, at a site that exists and is that organisation's.
 * */
static void test_directory_judge_service__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_organisation, DIRECTORY_ORGANISATION_UNKNOWN},
		{break_site, DIRECTORY_SITE_UNKNOWN},
		{break_site_of_organisation, DIRECTORY_SITE_UNKNOWN},
	};
	(void)state;
	judging_show(&(struct judging){
		"service", JUDGING_RULES(rules), JUDGING_RIGHT(right_facts), judge_service, reached});
}

/* The two judges reach every verdict. */
static void test_directory_verdicts__are_all_reached(void **state)
{
	(void)state;
	judging_list_is_whole(&directory_verdicts);
	judging_all_reached(&directory_verdicts, reached, NULL, 0);
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

/* Reads services of region 5 after `after`, and expects these numbers, ended by 0. */
static void expect_numbers(
	struct tables *tables, int domain, int after, int64_t limit, const int *numbers)
{
	struct store_cursor *cursor = NULL;
	struct service service;
	TABLES_RIGHT(tables,
		directory_open_services(tables->store, 5, domain, after == 0 ? id_none : judging_id(after),
			limit, &cursor, &tables->error));
	for (; *numbers != 0; numbers++) {
		assert_true(tables_next(tables, cursor, &directory_service_table, &service));
		assert_int_equal(service.places_week, *numbers);
		assert_true(id_equal(service.id, judging_id(*numbers)));
	}
	assert_false(tables_next(tables, cursor, &directory_service_table, &service));
	store_query_close(cursor);
}

/* Services come in the order of their ids, page by page, of one region, of all domains or one. */
static void test_directory_open_services__pages_in_order(void **state)
{
	struct tables *tables = *state;
	for (int number = 6; number > 0; number--)
		put_service(tables, 5, number, number % 2 == 0 ? DOMAIN_DEBT : DOMAIN_MENTAL);
	put_service(tables, 4, 20, DOMAIN_DEBT);
	put_service(tables, 6, 21, DOMAIN_DEBT);
	expect_numbers(tables, 0, 0, 10, (const int[]){1, 2, 3, 4, 5, 6, 0});
	expect_numbers(tables, 0, 0, 4, (const int[]){1, 2, 3, 4, 0});
	expect_numbers(tables, 0, 4, 4, (const int[]){5, 6, 0});
	expect_numbers(tables, 0, 6, 4, (const int[]){0});
	expect_numbers(tables, DOMAIN_DEBT, 0, 2, (const int[]){2, 4, 0});
	expect_numbers(tables, DOMAIN_DEBT, 4, 2, (const int[]){6, 0});
	expect_numbers(tables, DOMAIN_SAFETY, 0, 10, (const int[]){0});
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
		cmocka_unit_test(test_directory_judge_site__names_the_first_broken_rule),
		cmocka_unit_test(test_directory_judge_service__names_the_first_broken_rule),
		cmocka_unit_test(test_directory_verdicts__are_all_reached),
	};
	const struct CMUnitTest kept[] = {
		ON_TABLES(test_directory_find_service__in_every_shard),
		ON_TABLES(test_directory_find_service__finds_nothing_else),
		ON_TABLES(test_directory_open_services__pages_in_order),
		ON_TABLES(test_directory_tables__keep_organisations_and_sites),
	};
	int failed = cmocka_run_group_tests(pure, NULL, NULL);
	return failed + TABLES_RUN("directory", kept);
}
