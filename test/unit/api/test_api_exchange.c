/* test_api_exchange.c - the map of help to a file and back: random directories, twice the same, all
 * or nothing.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../command/small_region.h"
#include "api/api_exchange.h"
#include "base/check.h"
#include "directory/directory_read.h"
#include <stdio.h>
#include <stdlib.h>

enum { DIRECTORIES = 60, ORGANISATIONS = 4, SITES = 3, SERVICES = 6 };
enum { FILE_BYTES = 4 * 1024 * 1024 };

/* Words with what is hard in CSV and JSON: quotes, commas, line ends, what a spreadsheet would
 * calculate with, other scripts, and blanks. */
static const char *const pieces[] = {"hulp", ",", "\"", "\n", "\r\n", "'", "=1+1", "+31", "-", "@",
	"é", "ع", "😀", " ", ";", "\t", "\\", "{", "\x7f", "\xc2\x85", "wandelen", "http://a.example",
	"0"};

static struct span words(struct small_region *region, struct prng *prng, size_t most)
{
	struct buf text;
	buf_init(&text, most);
	for (uint64_t left = prng_below(prng, 6); left > 0; left--) {
		const char *piece = pieces[prng_below(prng, sizeof(pieces) / sizeof(pieces[0]))];
		if (text.size + strlen(piece) <= most) buf_add_text(&text, piece);
	}
	struct span kept = arena_copy(&region->arena, span_trim(buf_span(&text)));
	buf_finish(&text);
	return kept;
}

/* An address behind this beginning: what would be refused at the door is in no map. */
static struct span address(struct small_region *region, struct prng *prng, const char *begins)
{
	struct span more = words(region, prng, 40);
	struct buf text;
	buf_init(&text, 100);
	if (prng_below(prng, 3) == 0) return (struct span){0};
	buf_add_text(&text, begins);
	for (size_t i = 0; i < more.size; i++)
		if (more.start[i] > ' ' && more.start[i] < 0x7f) buf_add_char(&text, more.start[i]);
	struct span kept = arena_copy(&region->arena, buf_span(&text));
	buf_finish(&text);
	return kept;
}

static struct span name(struct small_region *region, struct prng *prng)
{
	char text[128];
	struct span more = words(region, prng, 40);
	snprintf(text, sizeof(text), "%llu%.*s", (unsigned long long)prng_below(prng, 1000),
		SPAN_PRINT(more));
	return arena_copy(&region->arena, span_of(text));
}

static int32_t code(struct prng *prng, const struct codes *codes, bool required)
{
	uint64_t least = required ? 1 : 0;
	return (int32_t)(least + prng_below(prng, (uint64_t)codes->count - least));
}

static int64_t mask(struct prng *prng, const struct codes *codes)
{
	int64_t all = (INT64_C(1) << codes->count) - 2;
	return (int64_t)prng_below(prng, (uint64_t)1 << 62) & all;
}

static int32_t municipality(struct small_region *region, struct prng *prng)
{
	size_t count = 0;
	const struct region_municipality *const *all =
		region_municipalities(region->division, SMALL_REGION, &count);
	return all[prng_below(prng, count)]->number;
}

static struct command_result must(
	struct small_region *region, enum command_number number, const struct command_params *params)
{
	return small_region_must(small_region_run(region, region->admin, number, params, NULL));
}

static struct id add_organisation(struct small_region *region, struct prng *prng)
{
	const struct command_params params = {.kind = code(prng, &codes_organisation_kind, true),
		.public_name = name(region, prng),
		.draft.organisation = {.alternate_name = words(region, prng, 60),
			.description = words(region, prng, 200),
			.website = address(region, prng, "https://a"),
			.email = address(region, prng, "a@b"),
			.phone = words(region, prng, 20)}};
	return must(region, COMMAND_ORGANISATION_ADD, &params).organisation;
}

static void set_hours(struct small_region *region, struct prng *prng, struct id id)
{
	static const char *const texts[] = {"mo-fr 09:00-17:00", "tu[1] 19:30-21:30; ph closed",
		"we/2 2026-01-07 14:00-16:00", "2026-07-13/2026-08-21 closed; sa 22:00-02:00",
		"mo,we 09:00-12:30,13:30-17:00; 2026-12-31 09:00-12:00; su 00:00-24:00"};
	uint64_t drawn = prng_below(prng, 6);
	if (drawn == 5) return;
	const struct command_params params = {.entry = id, .public_hours = span_of(texts[drawn])};
	must(region, COMMAND_HOURS_SET, &params);
}

static struct id add_site(struct small_region *region, struct prng *prng, struct id organisation)
{
	bool placed = prng_below(prng, 2) == 0;
	const struct command_params params = {.organisation = organisation,
		.municipality = municipality(region, prng),
		.public_name = name(region, prng),
		.draft.site = {.form = code(prng, &codes_site_form, false),
			.latitude_e6 = placed ? 52000000 + (int32_t)prng_below(prng, 999999) : 0,
			.longitude_e6 = placed ? 5000000 + (int32_t)prng_below(prng, 999999) : 0,
			.accessibility = mask(prng, &codes_accessibility),
			.address = words(region, prng, 60),
			.postal_code = words(region, prng, 10),
			.place = words(region, prng, 30),
			.directions = words(region, prng, 100),
			.phone = words(region, prng, 20),
			.email = address(region, prng, "a@b")}};
	struct id site = must(region, COMMAND_SITE_ADD, &params).site;
	set_hours(region, prng, site);
	return site;
}

static void set_more(struct small_region *region, struct prng *prng, struct id service, bool local)
{
	char area[32];
	snprintf(area, sizeof(area), "%04d", (int)municipality(region, prng));
	set_hours(region, prng, service);
	if (local && prng_below(prng, 2) == 0) {
		const struct command_params params = {
			.service = service, .municipalities = arena_copy(&region->arena, span_of(area))};
		must(region, COMMAND_AREA_SET, &params);
	}
	for (int i = 0; i < INTENSITY_COUNT; i++) {
		if (prng_below(prng, 3) != 0) continue;
		const struct command_params params = {.service = service,
			.intensity = i,
			.places_week = (int32_t)prng_below(prng, 9),
			.places = 10 + (int32_t)prng_below(prng, 9),
			.kept = (int32_t)prng_below(prng, 9)};
		must(region, COMMAND_CAPACITY_SET, &params);
	}
	for (int i = 1; i <= COST_MAX_ROWS; i++) {
		if (prng_below(prng, 5) != 0) continue;
		const struct command_params params = {.service = service,
			.nth = i,
			.kind = code(prng, &cost_kind_codes, true),
			.amount_cents = (int32_t)prng_below(prng, 10000),
			.public_words = words(region, prng, 60)};
		must(region, COMMAND_COST_SET, &params);
	}
}

static void add_service(
	struct small_region *region, struct prng *prng, struct id organisation, struct id site)
{
	static const char *const languages[] = {"", "nl", "ar nl", "dse en zh-Hant"};
	int32_t level = code(prng, &codes_service_level, true);
	const struct command_params params = {.organisation = organisation,
		.site = site,
		.domain = code(prng, &codes_life_domain, true),
		.level = level,
		.kind = code(prng, &codes_service_kind, false),
		.public_name = name(region, prng),
		.draft.service = {.referral = code(prng, &codes_referral, false),
			.anonymous = prng_below(prng, 2) == 0,
			.min_age = (int32_t)prng_below(prng, 20),
			.max_age = prng_below(prng, 2) == 0 ? 0 : 20 + (int32_t)prng_below(prng, 50),
			.security = (int32_t)prng_below(prng, 5),
			.domains = mask(prng, &codes_life_domain),
			.ways_in = mask(prng, &codes_way_in),
			.settings = mask(prng, &codes_service_setting),
			.languages = span_of(languages[prng_below(prng, 4)]),
			.good_at_words = words(region, prng, 100),
			.description = words(region, prng, 300),
			.way_in_words = words(region, prng, 100),
			.phone = words(region, prng, 20),
			.email = address(region, prng, "a@b"),
			.website = address(region, prng, "https://a")}};
	struct id service = must(region, COMMAND_SERVICE_ADD, &params).service;
	set_more(region, prng, service, level == LEVEL_LOCAL);
}

static void fill(struct small_region *region, struct prng *prng)
{
	for (uint64_t i = 0; i <= prng_below(prng, ORGANISATIONS); i++) {
		struct id organisation = add_organisation(region, prng);
		for (uint64_t j = 0; j < prng_below(prng, SITES); j++) {
			struct id site = add_site(region, prng, organisation);
			for (uint64_t k = 0; k < prng_below(prng, SERVICES); k++)
				add_service(region, prng, organisation, site);
		}
	}
}

static status collect(void *context, struct buf *piece, struct error *error)
{
	(void)error;
	buf_add_span(context, buf_span(piece));
	return STATUS_OK;
}

static void write_map(struct small_region *region, enum api_exchange_format format, struct buf *out)
{
	struct error error = {0};
	const struct api_exchange_writing writing = {.store = region->store,
		.division = region->division,
		.region = SMALL_REGION,
		.licence = "CC0-1.0",
		.sink = collect,
		.context = out};
	buf_init(out, FILE_BYTES);
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	status result = api_exchange_write(&writing, format, &error);
	store_rollback(region->store);
	if (result != STATUS_OK) fail_msg("%s", error.message);
	assert_false(out->overflowed);
}

struct import {
	struct arena arena;
	struct api_exchange exchange;
	struct api_exchange_result result;
	bool done;
};

static void import_map(struct small_region *region, enum api_exchange_format format,
	struct span text, bool only_look, struct import *import)
{
	struct error error = {0};
	const struct api_exchange_options options = {.region = SMALL_REGION, .only_look = only_look};
	arena_init(&import->arena, 1 << 20, API_EXCHANGE_ARENA_BYTES);
	api_exchange_init(
		&import->exchange, region->division, &import->arena, SPAN_LITERAL("a source"));
	api_exchange_read(&import->exchange, format, text);
	status result = api_exchange_run(
		&import->exchange, &options, region->writer, &import->result, &import->done, &error);
	if (result != STATUS_OK) fail_msg("%s", error.message);
}

static void tell_faults(const struct api_exchange *exchange)
{
	for (size_t i = 0; i < exchange->fault_count; i++)
		print_error("%zu %s %s\n", exchange->faults[i].place.line,
			exchange->faults[i].place.path == NULL ? "" : exchange->faults[i].place.path,
			exchange->faults[i].key);
}

static struct api_exchange_result import_well(
	struct small_region *region, enum api_exchange_format format, struct span text, bool only_look)
{
	struct import *import = calloc(1, sizeof(*import));
	assert_non_null(import);
	import_map(region, format, text, only_look, import);
	tell_faults(&import->exchange);
	assert_true(import->done);
	struct api_exchange_result result = import->result;
	arena_finish(&import->arena);
	free(import);
	return result;
}

static void assert_same(const struct buf *a, const struct buf *b)
{
	if (a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0) return;
	size_t at = 0;
	while (at < a->size && at < b->size && a->bytes[at] == b->bytes[at]) at++;
	size_t from = at > 80 ? at - 80 : 0;
	fail_msg("differs at byte %zu:\n%.*s\n---\n%.*s", at,
		(int)(a->size - from < 200 ? a->size - from : 200), a->bytes + from,
		(int)(b->size - from < 200 ? b->size - from : 200), b->bytes + from);
}

/* Export, into a region without a map, export: the same; and once more changes nothing. (Each small
 * region begins with the same organisation.) */
static void round_trip(enum api_exchange_format format, uint64_t seed)
{
	struct small_region from, to;
	struct prng prng;
	struct buf first, second;
	prng_init_seed(&prng, seed);
	small_region_open(&from);
	fill(&from, &prng);
	write_map(&from, format, &first);
	small_region_open(&to);
	int64_t before = small_region_entries(&to);
	struct api_exchange_result looked = import_well(&to, format, buf_span(&first), true);
	assert_int_equal(small_region_entries(&to), before);
	struct api_exchange_result made = import_well(&to, format, buf_span(&first), false);
	assert_int_equal(looked.made, made.made);
	assert_true(made.made > 0);
	write_map(&to, format, &second);
	int64_t entries = small_region_entries(&to);
	struct api_exchange_result again = import_well(&to, format, buf_span(&first), false);
	assert_int_equal(again.made + again.changed, 0);
	assert_int_equal(again.unchanged + again.kept, made.made + made.unchanged + made.kept);
	assert_int_equal(small_region_entries(&to), entries);
	assert_same(&first, &second);
	buf_finish(&first);
	buf_finish(&second);
	small_region_close(&from);
	small_region_close(&to);
}

static void test_api_exchange__csv_read_into_an_empty_region_is_written_the_same(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= DIRECTORIES; seed++) round_trip(API_EXCHANGE_CSV, seed);
}

static void test_api_exchange__hsds_read_into_an_empty_region_is_written_the_same(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= DIRECTORIES; seed++) round_trip(API_EXCHANGE_HSDS, seed);
}

#define HEADER "entry,id,organisation,name,kind,municipality,site,domain,level\n"
#define ORGANISATION "organisation,o1,,Buurtwerk,social,,,,\n"

/* In a municipality of the small region, or of another. */
static struct span small_file(struct small_region *region, bool right, struct buf *out)
{
	size_t count = 0;
	const struct region_municipality *here =
		region_municipalities(region->division, SMALL_REGION, &count)[0];
	const struct region_municipality *elsewhere =
		region_municipalities(region->division, SMALL_REGION + 1, &count)[0];
	buf_init(out, FILE_BYTES);
	buf_add_text(out, HEADER ORGANISATION);
	buf_printf(out, "site,s1,o1,Huis,,%.*s,,,\n", SPAN_PRINT(right ? here->code : elsewhere->code));
	buf_add_text(out, "service,v1,o1,Maatjes,,,s1,social,local\n");
	return buf_span(out);
}

/* The site is refused by its judge; what hangs on it is not said to be wrong as well. */
static void test_api_exchange__one_wrong_entry_keeps_all_out(void **state)
{
	struct small_region region;
	struct buf text;
	struct import *import = calloc(1, sizeof(*import));
	(void)state;
	assert_non_null(import);
	small_region_open(&region);
	int64_t before = small_region_entries(&region);
	import_map(&region, API_EXCHANGE_CSV, small_file(&region, false, &text), false, import);
	assert_false(import->done);
	assert_int_equal(import->exchange.fault_count, 1);
	assert_string_equal(import->exchange.faults[0].key, "refusal.directory.other_region");
	assert_int_equal(import->exchange.faults[0].place.line, 3);
	assert_int_equal(small_region_entries(&region), before);
	arena_finish(&import->arena);
	free(import);
	buf_finish(&text);
	/* The journal goes on where it was. */
	struct api_exchange_result made =
		import_well(&region, API_EXCHANGE_CSV, small_file(&region, true, &text), false);
	assert_int_equal(made.made, 3);
	assert_int_equal(small_region_entries(&region), before + 3);
	buf_finish(&text);
	small_region_close(&region);
}

static int64_t role_of_entries(struct small_region *region)
{
	static const struct store_query query = {
		"directory", "select min(confirmed_as) from directory_entry where kind = 3"};
	return small_region_number(region, &query);
}

/* By whom it was confirmed last says whether the next import may change it. */
static void test_api_exchange__gives_way_to_who_confirmed_it(void **state)
{
	struct small_region region;
	struct buf text;
	(void)state;
	small_region_open(&region);
	import_well(&region, API_EXCHANGE_CSV, small_file(&region, true, &text), false);
	assert_int_equal(role_of_entries(&region), ENTRY_BY_IMPORT);
	static const struct store_query service = {
		"directory", "select count(*) from directory_service where name = 'Maatjes voor jou'"};
	struct buf other;
	buf_init(&other, FILE_BYTES);
	const char *at = strstr(buf_text(&text), "Maatjes");
	buf_add(&other, text.bytes, (size_t)(at - text.bytes));
	buf_printf(&other, "Maatjes voor jou%s", at + strlen("Maatjes"));
	struct api_exchange_result changed =
		import_well(&region, API_EXCHANGE_CSV, buf_span(&other), false);
	assert_int_equal(changed.changed, 1);
	assert_int_equal(small_region_number(&region, &service), 1);
	struct directory_filter filter = {.region = SMALL_REGION, .limit = 1};
	struct error error = {0};
	struct store_cursor *cursor = NULL;
	struct directory_listing listing;
	bool more = false;
	assert_int_equal(store_begin(region.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(directory_read_services(region.store, &filter, &cursor, &error), STATUS_OK);
	assert_int_equal(
		directory_read_next(cursor, ENTRY_SERVICE, &listing, &more, &error), STATUS_OK);
	const struct command_params confirmed = {.entry = listing.service.id};
	store_query_close(cursor);
	store_rollback(region.store);
	must(&region, COMMAND_ENTRY_CONFIRM, &confirmed);
	struct api_exchange_result kept =
		import_well(&region, API_EXCHANGE_CSV, buf_span(&text), false);
	assert_int_equal(kept.kept, 1);
	assert_int_equal(kept.changed, 0);
	assert_int_equal(small_region_number(&region, &service), 1);
	buf_finish(&other);
	buf_finish(&text);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_exchange__csv_read_into_an_empty_region_is_written_the_same),
		cmocka_unit_test(test_api_exchange__one_wrong_entry_keeps_all_out),
		cmocka_unit_test(test_api_exchange__gives_way_to_who_confirmed_it),
		cmocka_unit_test(test_api_exchange__hsds_read_into_an_empty_region_is_written_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
