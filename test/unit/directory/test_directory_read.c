/* test_directory_read.c - the map of help as it is shown: pages, filters, names, freshness.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "directory/agreement.h"
#include "directory/correction.h"
#include "directory/directory_read.h"

enum { R = 5, ORGANISATIONS = 100, SITES = 200 };

static void put_entry(struct tables *tables, enum entry_kind kind, int number, int state)
{
	struct entry entry = {.region = R,
		.id = judging_id(number),
		.kind = (int32_t)kind,
		.organisation = judging_id(ORGANISATIONS),
		.state = state,
		.version = 7,
		.confirmed_ms = 1000 + number,
		.confirmed_as = ENTRY_BY_OWNER,
		.fades_ms = 9000};
	tables_put(tables, &entry_table, &entry);
}

static void put_service(struct tables *tables, int number, int domain, int kind)
{
	struct service service = {.region = R,
		.id = judging_id(number),
		.organisation = judging_id(ORGANISATIONS + number % 2),
		.site = judging_id(SITES + number % 2),
		.domain = domain,
		.kind = kind,
		.level = LEVEL_LOCAL,
		.languages = SPAN_LITERAL("ar nl"),
		.name = SPAN_LITERAL("Gesprek")};
	tables_put(tables, &directory_service_table, &service);
}

/* Two organisations with a site each, and six services in turn. */
static void put_map(struct tables *tables)
{
	for (int i = 0; i < 2; i++) {
		struct organisation organisation = {.region = R,
			.id = judging_id(ORGANISATIONS + i),
			.kind = i == 0 ? ORGANISATION_SOCIAL : ORGANISATION_GP,
			.name = i == 0 ? SPAN_LITERAL("Huis") : SPAN_LITERAL("Praktijk")};
		struct site site = {.region = R,
			.id = judging_id(SITES + i),
			.organisation = organisation.id,
			.municipality = 300 + i,
			.name = SPAN_LITERAL("Zaal")};
		tables_put(tables, &directory_organisation_table, &organisation);
		tables_put(tables, &directory_site_table, &site);
	}
	for (int number = 1; number <= 6; number++) {
		put_service(tables, number, number <= 3 ? DOMAIN_DEBT : DOMAIN_SOCIAL,
			number == 6 ? SERVICE_WALK_IN : SERVICE_ADVICE);
		if (number != 1)
			put_entry(tables, ENTRY_SERVICE, number, number == 2 ? ENTRY_ENDED : ENTRY_FRESH);
	}
}

/* The numbers of the services that a filter gives, ended by 0. */
static void expect(struct tables *tables, const struct directory_filter *filter, const int *numbers)
{
	struct store_cursor *cursor = NULL;
	struct directory_listing listing;
	bool more = true;
	TABLES_RIGHT(tables, directory_read_services(tables->store, filter, &cursor, &tables->error));
	for (; *numbers != 0; numbers++) {
		TABLES_RIGHT(
			tables, directory_read_next(cursor, ENTRY_SERVICE, &listing, &more, &tables->error));
		assert_true(more);
		assert_true(id_equal(listing.service.id, judging_id(*numbers)));
	}
	TABLES_RIGHT(
		tables, directory_read_next(cursor, ENTRY_SERVICE, &listing, &more, &tables->error));
	assert_false(more);
	store_query_close(cursor);
}

/* Lists are in order, page by page, narrowed to what is asked, without what has ended. */
static void test_directory_read_services__pages_and_filters(void **state)
{
	struct tables *tables = *state;
	put_map(tables);
	expect(tables, &(struct directory_filter){.region = R, .limit = 10},
		(const int[]){1, 3, 4, 5, 6, 0});
	expect(tables, &(struct directory_filter){.region = R, .limit = 2}, (const int[]){1, 3, 0});
	expect(tables, &(struct directory_filter){.region = R, .limit = 9, .after = judging_id(3)},
		(const int[]){4, 5, 6, 0});
	expect(tables, &(struct directory_filter){.region = R, .limit = 9, .domain = DOMAIN_DEBT},
		(const int[]){1, 3, 0});
	expect(tables, &(struct directory_filter){.region = R, .limit = 9, .kind = SERVICE_WALK_IN},
		(const int[]){6, 0});
	expect(tables,
		&(struct directory_filter){
			.region = R, .limit = 9, .organisation = judging_id(ORGANISATIONS)},
		(const int[]){4, 6, 0});
	expect(tables,
		&(struct directory_filter){.region = R, .limit = 9, .site = judging_id(SITES + 1)},
		(const int[]){1, 3, 5, 0});
	expect(tables, &(struct directory_filter){.region = 6, .limit = 9}, (const int[]){0});
}

/* One has the names of who offers it where, and how fresh it is; also when it has ended, and also
 * when it is from before there were entries. */
static void test_directory_read_one__with_names_and_freshness(void **state)
{
	struct tables *tables = *state;
	struct directory_listing listing;
	bool found = false;
	put_map(tables);
	TABLES_RIGHT(tables,
		directory_read_one(tables->store, ENTRY_SERVICE, R, judging_id(2), &listing, &found,
			&tables->arena, &tables->error));
	assert_true(found);
	assert_true(span_is(listing.organisation_name, "Huis"));
	assert_int_equal(listing.organisation_kind, ORGANISATION_SOCIAL);
	assert_true(span_is(listing.site_name, "Zaal"));
	assert_int_equal(listing.municipality, 300);
	assert_true(span_is(listing.service.languages, "ar nl"));
	assert_int_equal(listing.freshness.state, ENTRY_ENDED);
	assert_int_equal(listing.freshness.version, 7);
	assert_int_equal(listing.freshness.confirmed_ms, 1002);
	TABLES_RIGHT(tables,
		directory_read_one(tables->store, ENTRY_SERVICE, R, judging_id(1), &listing, &found,
			&tables->arena, &tables->error));
	assert_true(found);
	assert_int_equal(listing.freshness.state, ENTRY_UNCONFIRMED);
	TABLES_RIGHT(tables,
		directory_read_one(tables->store, ENTRY_SITE, R, judging_id(SITES + 1), &listing, &found,
			&tables->arena, &tables->error));
	assert_true(found && span_is(listing.organisation_name, "Praktijk"));
	TABLES_RIGHT(tables,
		directory_read_one(tables->store, ENTRY_ORGANISATION, R, judging_id(77), &listing, &found,
			&tables->arena, &tables->error));
	assert_false(found);
}

/* What has ended no longer counts as alive, and an agreement that was signed does. */
static void test_directory_count_live__sites_services_and_agreements(void **state)
{
	struct tables *tables = *state;
	int64_t count = 0;
	put_map(tables);
	TABLES_RIGHT(tables,
		directory_count_live(tables->store, R, judging_id(ORGANISATIONS), &count, &tables->error));
	assert_int_equal(count, 3); /* the site, and services 4 and 6 */
	TABLES_RIGHT(
		tables, directory_count_live(tables->store, R, judging_id(SITES), &count, &tables->error));
	assert_int_equal(count, 2);
	struct party party = {.region = R,
		.agreement = judging_id(50),
		.organisation = judging_id(ORGANISATIONS),
		.state = PARTY_SIGNED};
	tables_put(tables, &agreement_party_table, &party);
	put_entry(tables, ENTRY_AGREEMENT, 50, ENTRY_FADING);
	TABLES_RIGHT(tables,
		directory_count_live(tables->store, R, judging_id(ORGANISATIONS), &count, &tables->error));
	assert_int_equal(count, 4);
}

/* What is due comes oldest first, page by page, up to now. */
static void test_entry_read_due__oldest_first(void **state)
{
	struct tables *tables = *state;
	struct entry_due found[4];
	size_t count = 0;
	for (int i = 5; i > 0; i--) {
		struct entry_due due = {100 * i, R, ENTRY_DUE_ASK, judging_id(i)};
		tables_put(tables, &entry_due_table, &due);
	}
	TABLES_RIGHT(
		tables, entry_read_due(tables->store, 400, NULL, 3, found, &count, &tables->error));
	assert_int_equal(count, 3);
	assert_int_equal(found[0].due_ms, 100);
	struct entry_due last = found[2];
	TABLES_RIGHT(
		tables, entry_read_due(tables->store, 400, &last, 3, found, &count, &tables->error));
	assert_int_equal(count, 1);
	assert_int_equal(found[0].due_ms, 400);
}

/* An entry is found by the name of its asking, and by that alone. */
static void test_entry_find_ask__by_its_name(void **state)
{
	struct tables *tables = *state;
	struct entry entry = {.region = R,
		.id = judging_id(1),
		.kind = ENTRY_SITE,
		.organisation = judging_id(2),
		.state = ENTRY_ASKED,
		.ask = judging_id(3)};
	struct entry read = {0};
	bool found = false;
	tables_put(tables, &entry_table, &entry);
	TABLES_RIGHT(
		tables, entry_find_ask(tables->store, judging_id(3), &read, &found, &tables->error));
	assert_true(found && id_equal(read.id, judging_id(1)));
	TABLES_RIGHT(
		tables, entry_find_ask(tables->store, judging_id(1), &read, &found, &tables->error));
	assert_false(found);
	TABLES_RIGHT(tables, entry_find_ask(tables->store, id_none, &read, &found, &tables->error));
	assert_false(found);
}

/* Reports that wait are counted by what they are about. */
static void test_correction_count_open__of_one_field(void **state)
{
	struct tables *tables = *state;
	int64_t count = 0;
	for (int i = 1; i <= 4; i++) {
		struct correction correction = {.region = R,
			.id = judging_id(i),
			.entry = judging_id(9),
			.entry_kind = ENTRY_SERVICE,
			.field = i == 4 ? ENTRY_FIELD_HOURS : ENTRY_FIELD_PHONE,
			.state = i};
		tables_put(tables, &correction_table, &correction);
	}
	TABLES_RIGHT(tables,
		correction_count_open(
			tables->store, R, judging_id(9), ENTRY_FIELD_PHONE, &count, &tables->error));
	assert_int_equal(count, 2); /* open and raised; not accepted */
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_directory_read_services__pages_and_filters),
		ON_TABLES(test_directory_read_one__with_names_and_freshness),
		ON_TABLES(test_directory_count_live__sites_services_and_agreements),
		ON_TABLES(test_entry_read_due__oldest_first),
		ON_TABLES(test_entry_find_ask__by_its_name),
		ON_TABLES(test_correction_count_open__of_one_field),
	};
	return TABLES_RUN("directory_read", tests);
}
