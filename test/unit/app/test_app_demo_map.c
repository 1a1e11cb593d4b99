/* test_app_demo_map.c - the map of help of a demonstration: all there is of it, and lawful.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "demo_fixture.h"

#define REGION 17
#define PEOPLE 60

static struct demo made;

static int make_region(void **state)
{
	(void)state;
	demo_open(&made);
	return demo_fill(&made, REGION, PEOPLE, 100, 3, NULL, NULL) == STATUS_OK ? 0 : -1;
}

static int close_region(void **state)
{
	(void)state;
	demo_close(&made);
	return 0;
}

static int64_t count(const struct store_query *query)
{
	struct error error = {0};
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	assert_int_equal(store_begin(made.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(store_query_open(made.store, query, NULL, 0, &cursor, &error), STATUS_OK);
	assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
	int64_t number = store_value_int(&row[0]);
	store_query_close(cursor);
	store_rollback(made.store);
	return number;
}

#define COUNT(text)                                                    \
	({                                                                 \
		static const struct store_query count_query = {"store", text}; \
		count(&count_query);                                           \
	})

/* Every kind of organisation and of service is there, and each has something to say. */
static void test_map__has_every_kind(void **state)
{
	(void)state;
	assert_int_equal(COUNT("select count(distinct kind) from directory_organisation"),
		ORGANISATION_KIND_COUNT - 1);
	assert_int_equal(
		COUNT("select count(distinct kind) from directory_service"), SERVICE_KIND_COUNT - 1);
	assert_int_equal(COUNT("select count(distinct level) from directory_service"), LEVEL_COUNT - 1);
	assert_int_equal(COUNT("select count(*) from directory_service where kind = 0 or ways_in = 0 or"
						   " languages is null or referral = 0"),
		0);
	assert_true(COUNT("select count(distinct languages) from directory_service") > 5);
	assert_true(COUNT("select count(*) from directory_service where anonymous = 1") > 0);
	assert_true(COUNT("select sum(kept) from directory_capacity") > 0);
}

/* Nobody is excluded; what is said is whole. */
static void test_map__is_lawful(void **state)
{
	(void)state;
	assert_int_equal(COUNT("select count(*) from directory_service where (good_at & 14) <> 0"), 0);
	assert_int_equal(COUNT("select count(*) from directory_capacity where kept > places"), 0);
	assert_int_equal(
		COUNT("select (select count(*) from directory_organisation where region <> 0) +"
			  " (select count(*) from directory_site) + (select count(*) from directory_service) +"
			  " (select count(*) from directory_agreement) -"
			  " (select count(*) from directory_entry where region <> 0)"),
		0);
	assert_int_equal(COUNT("select count(*) from directory_site s where not exists (select 1 from"
						   " directory_hours h where h.thing = s.id)"),
		0);
}

/* Entries are fresh, asked about and fading, most of them fresh; each stands in the clock once, and
 * nothing is overdue; who is asked finds it in the inbox. */
static void test_map__is_as_if_it_had_been_confirmed(void **state)
{
	(void)state;
	int64_t all = COUNT("select count(*) from directory_entry");
	int64_t fading = COUNT("select count(*) from directory_entry where state = 3");
	assert_int_equal(COUNT("select count(distinct state) from directory_entry"), 3);
	assert_true(fading > all / 50 && fading < all / 5);
	assert_int_equal(COUNT("select count(*) from directory_entry e join directory_due d on"
						   " d.thing = e.id and d.due_ms = e.due_ms and"
						   " d.kind = case e.state when 2 then 2 else 1 end"),
		all);
	assert_int_equal(COUNT("select count(*) from directory_due where due_ms <="
						   " (select max(recorded_ms) from journal_entry)"),
		0);
	assert_int_equal(COUNT("select count(*) from care_inbox where kind = 4"),
		COUNT("select count(*) from directory_entry where ask is not null"));
	assert_int_equal(COUNT("select count(*) from directory_entry where confirmed_ms = 0"), 0);
	assert_int_equal(
		COUNT("select count(*) from directory_entry e where version <> (select count(distinct"
			  " c.version) from directory_change c where c.entry = e.id)"),
		0);
}

/* The history of each entry begins with all that was said of it, as if somebody had added it. */
static void test_map__has_a_history_from_its_first_version(void **state)
{
	(void)state;
	assert_int_equal(
		COUNT("select count(*) from directory_change where version = 1 and after is null"), 0);
	/* A service: its name, domains, level, kind, languages, ways in, and more. */
	assert_int_equal(COUNT("select count(*) from directory_service s where (select count(*) from"
						   " directory_change c where c.entry = s.id and c.version = 1) < 8"),
		0);
	assert_int_equal(COUNT("select count(*) from directory_site s where s.address is not null and"
						   " not exists (select 1 from directory_change c where c.entry = s.id and"
						   " c.version = 1 and c.after = s.address)"),
		0);
	assert_int_equal(COUNT("select count(*) from directory_organisation o where o.region <> 0 and"
						   " (select count(*) from directory_change c where c.entry = o.id and"
						   " c.version = 1) < 3"),
		0);
}

/* There is an agreement in each municipality, of several organisations, and a report that waits. */
static void test_map__has_agreements_and_a_report(void **state)
{
	(void)state;
	size_t municipalities = 0;
	(void)region_municipalities(made.division, REGION, &municipalities);
	assert_int_equal(COUNT("select count(*) from directory_agreement"), (int64_t)municipalities);
	assert_int_equal(
		COUNT("select count(*) from directory_party where state = 2 and pledge is not null"),
		(int64_t)municipalities * 6);
	assert_int_equal(COUNT("select count(*) from directory_correction where state = 1"), 1);
	assert_int_equal(COUNT("select count(*) from care_inbox where kind = 5"), 1);
}

/* How much there is follows from how many people live there: a region with more has more. */
static void test_map__grows_with_the_population(void **state)
{
	struct demo other;
	static const struct store_query services = {"store", "select count(*) from directory_service"};
	(void)state;
	int64_t small = count(&services);
	struct demo first = made;
	demo_open(&other);
	assert_int_equal(demo_fill(&other, 13, PEOPLE, 100, 3, NULL, NULL), STATUS_OK);
	made = other;
	int64_t large = count(&services);
	made = first;
	double people = (double)region_inhabitants(made.division, 13, REGION_ALL_AGES) /
		(double)region_inhabitants(made.division, REGION, REGION_ALL_AGES);
	double ratio = (double)large / (double)small;
	assert_true(ratio > people * 0.6 && ratio < people * 1.6);
	demo_close(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map__has_a_history_from_its_first_version),
		cmocka_unit_test(test_map__has_every_kind),
		cmocka_unit_test(test_map__is_lawful),
		cmocka_unit_test(test_map__is_as_if_it_had_been_confirmed),
		cmocka_unit_test(test_map__has_agreements_and_a_report),
		cmocka_unit_test(test_map__grows_with_the_population),
	};
	return cmocka_run_group_tests(tests, make_region, close_region);
}
