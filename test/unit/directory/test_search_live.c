/* test_search_live.c - the index follows the tables: what is added, changed or ended is found so at
 * the next check; readers keep what they look at.
 *
 * SQLite always; PostgreSQL where VANGNET_TEST_POSTGRES says how to reach one
 * (script/with-postgres).
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "search_fixture.h"
#include "base/check.h"
#include "directory/cost.h"
#include "directory/directory.h"
#include "directory/entry.h"
#include "directory/hours.h"
#include "directory/criteria.h"
#include "directory/search_live.h"
#include "directory/search_source.h"
#include "journal/change.h"
#include "journal/journal.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define REGION 9
#define UTRECHT 344
#define THURSDAY_11_MS INT64_C(1795082400000) /* 2026-11-19 11:00 in Amsterdam */

struct live_fixture {
	struct store_options options;
	char path[200], schema[64];
	struct store *store; /* who writes */
	struct journal journal;
	struct change change;
	struct region *division;
	struct search_live *live;
	struct search_scratch *scratch;
	struct arena arena;
	struct error error;
};

static enum store_kind backend;

static void right(struct live_fixture *fixture, status result, const char *what)
{
	if (result != STATUS_OK)
		fail_msg("%s: %s: %s", what, status_name(result), fixture->error.message);
}
#define RIGHT(fixture, expression) right((fixture), (expression), #expression)

static int live_start(void **state)
{
	const char *temporary = getenv("TMPDIR");
	struct live_fixture *fixture = calloc(1, sizeof(*fixture));
	snprintf(fixture->path, sizeof(fixture->path), "%s/search-live-%ld.sqlite",
		temporary == NULL ? "/tmp" : temporary, (long)getpid());
	snprintf(fixture->schema, sizeof(fixture->schema), "search_live_%ld", (long)getpid());
	fixture->options = (struct store_options){.kind = backend,
		.mode = STORE_READ_WRITE,
		.path = fixture->path,
		.conninfo = getenv("VANGNET_TEST_POSTGRES"),
		.schema = fixture->schema,
		.without_sync = true};
	arena_init(&fixture->arena, 65536, 1 << 26);
	RIGHT(fixture, store_open(&fixture->options, &fixture->store, &fixture->error));
	RIGHT(fixture, store_migrate(fixture->store, &fixture->error));
	RIGHT(fixture, journal_open(&fixture->journal, fixture->store, &fixture->error));
	change_init(&fixture->change, fixture->store);
	RIGHT(fixture, region_open(&fixture->division, &fixture->error));
	RIGHT(fixture, search_scratch_open(&fixture->scratch, &fixture->error));
	const struct search_live_options options = {
		.reading = &fixture->options, .division = fixture->division, .readers = 2};
	RIGHT(fixture, search_live_open(&options, &fixture->live, &fixture->error));
	*state = fixture;
	return 0;
}

static int live_stop(void **state)
{
	struct live_fixture *fixture = *state;
	static const char *const endings[] = {"", "-wal", "-shm"};
	char text[240];
	search_live_close(fixture->live);
	search_scratch_close(fixture->scratch);
	region_close(fixture->division);
	change_finish(&fixture->change);
	journal_finish(&fixture->journal);
	if (backend == STORE_POSTGRES) {
		static struct store_query drop = {"store", NULL};
		snprintf(text, sizeof(text), "drop schema %s cascade", fixture->schema);
		drop.sql = text;
		RIGHT(fixture, store_begin(fixture->store, STORE_READ_WRITE, &fixture->error));
		RIGHT(fixture, store_run(fixture->store, &drop, NULL, 0, NULL, &fixture->error));
		RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	}
	store_close(fixture->store);
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		snprintf(text, sizeof(text), "%s%s", fixture->path, endings[i]);
		unlink(text);
	}
	arena_finish(&fixture->arena);
	free(fixture);
	return 0;
}

/* ---- writing as commands do ---- */

static void begin(struct live_fixture *fixture)
{
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_WRITE, &fixture->error));
}

static void put(struct live_fixture *fixture, const struct store_table *table, const void *record)
{
	RIGHT(fixture, change_put_record(&fixture->change, table, record, &fixture->error));
}

static void append(struct live_fixture *fixture)
{
	struct journal_entry entry = {.region = REGION,
		.recorded_ms = 1,
		.kind = JOURNAL_COMMAND,
		.command = 1,
		.effects = buf_span(&fixture->change.effects)};
	RIGHT(fixture, journal_append(&fixture->journal, fixture->store, &entry, &fixture->error));
	change_reset(&fixture->change);
}

static void commit(struct live_fixture *fixture)
{
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	journal_committed(&fixture->journal);
}

static struct id id_of(int kind, int number)
{
	struct id id = {{0}};
	id.bytes[0] = (uint8_t)(number * 37);
	id.bytes[1] = (uint8_t)kind;
	id.bytes[14] = (uint8_t)(number >> 8);
	id.bytes[15] = (uint8_t)number;
	return id;
}
enum { AN_ORGANISATION = 1, A_SITE, A_SERVICE };

static void put_house(struct live_fixture *fixture, const char *name)
{
	const struct organisation organisation = {.region = REGION,
		.id = id_of(AN_ORGANISATION, 1),
		.kind = ORGANISATION_PEER,
		.name = span_of(name)};
	const struct site site = {.region = REGION,
		.id = id_of(A_SITE, 1),
		.organisation = id_of(AN_ORGANISATION, 1),
		.municipality = UTRECHT,
		.form = SITE_FORM_PLACE,
		.name = span_of("Huis"),
		.place = span_of("Utrecht")};
	put(fixture, &directory_organisation_table, &organisation);
	put(fixture, &directory_site_table, &site);
}

static void put_service(struct live_fixture *fixture, int number, const char *name)
{
	const struct service service = {.region = REGION,
		.id = id_of(A_SERVICE, number),
		.organisation = id_of(AN_ORGANISATION, 1),
		.site = id_of(A_SITE, 1),
		.domain = DOMAIN_SOCIAL,
		.domains = 1 << DOMAIN_SOCIAL | 1 << DOMAIN_MEANING,
		.level = LEVEL_LOCAL,
		.kind = SERVICE_WALK_IN,
		.referral = REFERRAL_WITHOUT,
		.anonymous = true,
		.languages = span_of("ar nl"),
		.description = span_of("Koffie en gesprek."),
		.name = span_of(name)};
	put(fixture, &directory_service_table, &service);
}

static void put_entry(struct live_fixture *fixture, int number, int32_t state)
{
	const struct entry entry = {.region = REGION,
		.id = id_of(A_SERVICE, number),
		.kind = ENTRY_SERVICE,
		.organisation = id_of(AN_ORGANISATION, 1),
		.state = state,
		.version = 1,
		.confirmed_ms = THURSDAY_11_MS - 1000,
		.fades_ms = THURSDAY_11_MS + 150000};
	put(fixture, &entry_table, &entry);
}

static void add_service(struct live_fixture *fixture, int number, const char *name)
{
	begin(fixture);
	put_house(fixture, "Stichting Zonnebloem");
	put_service(fixture, number, name);
	put_entry(fixture, number, ENTRY_FRESH);
	append(fixture);
	commit(fixture);
}

/* ---- asking ---- */

static void check_now(struct live_fixture *fixture)
{
	RIGHT(fixture, search_live_check(fixture->live, &fixture->error));
}

static struct search_question question_of(const char *words)
{
	return (struct search_question){.words = span_of(words),
		.limit = 10,
		.now_ms = THURSDAY_11_MS,
		.is_open = search_source_is_open};
}

static struct search_answer ask(
	struct live_fixture *fixture, const struct search_question *question)
{
	struct search_answer answer;
	arena_reset(&fixture->arena);
	const struct search_view *view = search_live_enter(fixture->live, 0);
	assert_non_null(view);
	RIGHT(fixture,
		search_run(view, question, fixture->scratch, &fixture->arena, &answer, &fixture->error));
	search_live_leave(fixture->live, 0);
	return answer;
}

static int64_t count(struct live_fixture *fixture, const char *words)
{
	struct search_question question = question_of(words);
	return ask(fixture, &question).total;
}

/* Nothing is there until the first check; then what was there before it. */
static void test_search_live__begins_with_what_there_is(void **state)
{
	struct live_fixture *fixture = *state;
	assert_null(search_live_enter(fixture->live, 0));
	search_live_leave(fixture->live, 0);
	add_service(fixture, 1, "Kwartetclub");
	check_now(fixture);
	assert_int_equal(count(fixture, "kwartetclub"), 1);
	assert_int_equal(count(fixture, ""), 1);
}

/* What is added, changed and ended is found so at the next check, and not before. */
static void test_search_live__follows_each_change(void **state)
{
	struct live_fixture *fixture = *state;
	check_now(fixture);
	assert_int_equal(count(fixture, ""), 0);
	add_service(fixture, 1, "Kwartetclub");
	add_service(fixture, 2, "Breihoek");
	assert_int_equal(count(fixture, "kwartetclub"), 0);
	check_now(fixture);
	assert_int_equal(count(fixture, "kwartetclub"), 1);
	begin(fixture);
	put_service(fixture, 1, "Schaakclub");
	append(fixture);
	commit(fixture);
	check_now(fixture);
	assert_int_equal(count(fixture, "schaakclub"), 1);
	assert_int_equal(count(fixture, ""), 2);
	begin(fixture);
	put_entry(fixture, 1, ENTRY_ENDED);
	append(fixture);
	commit(fixture);
	check_now(fixture);
	assert_int_equal(count(fixture, "schaakclub"), 0);
	assert_int_equal(count(fixture, ""), 1);
}

/* A name of an organisation, a place of a site and hours of it are of each of its services. */
static void test_search_live__follows_organisations_and_sites(void **state)
{
	struct live_fixture *fixture = *state;
	add_service(fixture, 1, "Kwartetclub");
	add_service(fixture, 2, "Breihoek");
	check_now(fixture);
	assert_int_equal(count(fixture, "zonnebloem"), 2);
	begin(fixture);
	put_house(fixture, "Vereniging Goudsbloem");
	append(fixture);
	commit(fixture);
	check_now(fixture);
	assert_int_equal(count(fixture, "goudsbloem"), 2);
	struct search_question question = question_of("");
	struct search_answer answer = ask(fixture, &question);
	assert_false(answer.hits[0].hours_known);
	begin(fixture);
	const struct hours hours = {.region = REGION,
		.thing = id_of(A_SITE, 1),
		.rule = HOURS_WEEK,
		.weekday = 3,
		.every_weeks = 1,
		.opens_minute = 600,
		.closes_minute = 720};
	put(fixture, &hours_table, &hours);
	append(fixture);
	commit(fixture);
	check_now(fixture);
	question.open_now = true;
	assert_int_equal(ask(fixture, &question).total, 2);
	question.now_ms += INT64_C(6) * 3600 * 1000;
	assert_int_equal(ask(fixture, &question).total, 0);
}

/* All that filters look at comes from the tables. */
static void test_search_live__reads_what_filters_need(void **state)
{
	struct live_fixture *fixture = *state;
	const struct cost cost = {.region = REGION, .service = id_of(A_SERVICE, 1), .kind = COST_FREE};
	add_service(fixture, 1, "Kwartetclub");
	begin(fixture);
	put(fixture, &cost_table, &cost);
	append(fixture);
	commit(fixture);
	check_now(fixture);
	struct search_question question = question_of("kwartet");
	question.domains = 1u << DOMAIN_MEANING;
	question.kinds = 1u << SERVICE_WALK_IN;
	question.costs = 1u << COST_FREE;
	question.levels = 1u << LEVEL_LOCAL;
	question.region = REGION;
	question.municipality = UTRECHT;
	question.within_km = 1;
	question.anonymous = true;
	question.without_referral = true;
	question.languages[question.language_count++] = span_of("ar");
	struct search_answer answer = ask(fixture, &question);
	assert_int_equal(answer.total, 1);
	assert_true(answer.hits[0].informal);
	assert_false(answer.hits[0].fading);
	assert_int_equal(answer.hits[0].municipality, UTRECHT);
	question.now_ms += 300000;
	assert_true(ask(fixture, &question).hits[0].fading);
	struct search_card card;
	bool found = false;
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	RIGHT(fixture,
		search_source_card(fixture->store, REGION, id_of(A_SERVICE, 1), &card, &found,
			&fixture->arena, &fixture->error));
	store_rollback(fixture->store);
	assert_true(found);
	assert_true(span_is(card.organisation, "Stichting Zonnebloem"));
	assert_int_equal(card.costs, 1u << COST_FREE);
}

static struct search_card card_of_service(struct live_fixture *fixture)
{
	struct search_card card;
	bool found = false;
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	RIGHT(fixture,
		search_source_card(fixture->store, REGION, id_of(A_SERVICE, 1), &card, &found,
			&fixture->arena, &fixture->error));
	store_rollback(fixture->store);
	assert_true(found);
	return card;
}

/* What a service does not say of how to reach it, its site says, and else its organisation. */
static void test_search_live__help_can_be_reached(void **state)
{
	struct live_fixture *fixture = *state;
	add_service(fixture, 1, "Kwartetclub");
	assert_int_equal(card_of_service(fixture).phone.size, 0);
	struct organisation organisation = {.region = REGION,
		.id = id_of(AN_ORGANISATION, 1),
		.kind = ORGANISATION_PEER,
		.name = span_of("Stichting Zonnebloem"),
		.phone = span_of("000 100"),
		.email = span_of("info@organisatie.example"),
		.website = span_of("https://organisatie.example")};
	struct site site = {.region = REGION,
		.id = id_of(A_SITE, 1),
		.organisation = id_of(AN_ORGANISATION, 1),
		.municipality = UTRECHT,
		.form = SITE_FORM_PLACE,
		.name = span_of("Huis"),
		.phone = span_of("000 200")};
	begin(fixture);
	put(fixture, &directory_organisation_table, &organisation);
	put(fixture, &directory_site_table, &site);
	append(fixture);
	commit(fixture);
	struct search_card card = card_of_service(fixture);
	assert_true(span_is(card.phone, "000 200"));
	assert_true(span_is(card.email, "info@organisatie.example"));
	assert_true(span_is(card.website, "https://organisatie.example"));
}

/* What it is good at by codes, and what is spoken there, has words. */
static void test_search_live__codes_and_languages_have_words(void **state)
{
	struct live_fixture *fixture = *state;
	struct service service = {.region = REGION,
		.id = id_of(A_SERVICE, 1),
		.organisation = id_of(AN_ORGANISATION, 1),
		.site = id_of(A_SITE, 1),
		.domain = DOMAIN_SOCIAL,
		.level = LEVEL_LOCAL,
		.kind = SERVICE_WALK_IN,
		.good_at = INT64_C(1) << codes_find(&directory_criteria, SPAN_LITERAL("hearing_voices")),
		.languages = span_of("ar nl"),
		.name = span_of("Huis")};
	begin(fixture);
	put_house(fixture, "Stichting Zonnebloem");
	put(fixture, &directory_service_table, &service);
	append(fixture);
	commit(fixture);
	check_now(fixture);
	static const char *const words[] = {"ik hoor stemmen", "stemmen horen", "arabisch"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct search_question question = question_of(words[i]);
		assert_int_equal(ask(fixture, &question).total, 1);
	}
	struct search_question other = question_of("turks");
	other.languages[other.language_count++] = span_of("tr");
	assert_int_equal(ask(fixture, &other).total, 0);
}

/* Who looks keeps what it looks at, however often it is swapped meanwhile. */
static void test_search_live__readers_keep_what_they_look_at(void **state)
{
	struct live_fixture *fixture = *state;
	struct search_answer answer;
	struct search_question question = question_of("");
	add_service(fixture, 1, "Kwartetclub");
	check_now(fixture);
	const struct search_view *view = search_live_enter(fixture->live, 1);
	for (int number = 2; number < 8; number++) {
		add_service(fixture, number, "Breihoek");
		check_now(fixture);
		RIGHT(fixture,
			search_run(
				view, &question, fixture->scratch, &fixture->arena, &answer, &fixture->error));
		assert_int_equal(answer.total, 1);
		assert_int_equal(count(fixture, ""), number);
	}
	search_live_leave(fixture->live, 1);
	check_now(fixture);
	assert_int_equal(count(fixture, ""), 7);
}

/* When much has changed all is made anew, with the same answers. */
static void test_search_live__makes_all_anew_after_much(void **state)
{
	enum { MANY = SEARCH_LIVE_MAX_CHANGED + 100 };
	struct live_fixture *fixture = *state;
	add_service(fixture, 1, "Kwartetclub");
	check_now(fixture);
	begin(fixture);
	for (int number = 2; number <= MANY; number++) {
		put_service(fixture, number, "Breihoek");
		put_entry(fixture, number, ENTRY_FRESH);
		if (number % 100 == 0) append(fixture);
	}
	append(fixture);
	commit(fixture);
	check_now(fixture);
	assert_int_equal(count(fixture, ""), MANY);
	const struct search_view *view = search_live_enter(fixture->live, 0);
	assert_null(view->small);
	search_live_leave(fixture->live, 0);
	assert_int_equal(count(fixture, "kwartetclub"), 1);
}

/* A check that fails leaves what was found, and the next makes all anew. */
static void test_search_live__keeps_what_it_has_when_a_check_fails(void **state)
{
	struct live_fixture *fixture = *state;
	add_service(fixture, 1, "Kwartetclub");
	check_now(fixture);
	begin(fixture);
	put_service(fixture, 2, "Breihoek");
	append(fixture);
	struct journal_entry broken = {.region = REGION,
		.recorded_ms = 1,
		.kind = JOURNAL_COMMAND,
		.command = 1,
		.effects = span_bytes("\001\007", 2)};
	RIGHT(fixture, journal_append(&fixture->journal, fixture->store, &broken, &fixture->error));
	commit(fixture);
	assert_int_equal(search_live_check(fixture->live, &fixture->error), STATUS_CORRUPT);
	assert_int_equal(count(fixture, ""), 1);
	check_now(fixture);
	assert_int_equal(count(fixture, ""), 2);
}

/* The thread does what check does. */
static void test_search_live__follows_by_itself(void **state)
{
	struct live_fixture *fixture = *state;
	add_service(fixture, 1, "Kwartetclub");
	RIGHT(fixture, search_live_start(fixture->live, &fixture->error));
	const struct search_view *view = NULL;
	while (view == NULL) {
		view = search_live_enter(fixture->live, 1);
		search_live_leave(fixture->live, 1);
		usleep(1000);
	}
	add_service(fixture, 2, "Breihoek");
	while (count(fixture, "breihoek") == 0) usleep(1000);
}

struct reader {
	struct live_fixture *fixture;
	int number;
	_Atomic bool *ended;
	pthread_t thread;
	int64_t asked, least, most;
};

/* How many services there are, by what one reader sees, again and again. */
static void *read_on(void *argument)
{
	struct reader *reader = argument;
	struct live_fixture *fixture = reader->fixture;
	struct search_scratch *scratch = NULL;
	struct arena arena;
	struct error error = {0};
	const struct search_question question = question_of("");
	arena_init(&arena, 65536, 1 << 26);
	reader->least = INT64_MAX;
	CHECK(search_scratch_open(&scratch, &error) == STATUS_OK);
	while (!*reader->ended || reader->asked == 0) {
		struct search_answer answer;
		arena_reset(&arena);
		const struct search_view *view = search_live_enter(fixture->live, reader->number);
		CHECK(search_run(view, &question, scratch, &arena, &answer, &error) == STATUS_OK);
		search_live_leave(fixture->live, reader->number);
		if (answer.total < reader->least) reader->least = answer.total;
		if (answer.total > reader->most) reader->most = answer.total;
		reader->asked++;
	}
	search_scratch_close(scratch);
	arena_finish(&arena);
	return NULL;
}

enum { ROUNDS = 40 };

/* Two read while indexes are made and given back: each sees one that is whole, and none that is
 * gone. With the thread sanitizer: nor one that is written. */
static void test_search_live__is_read_beside_its_checks(void **state)
{
	struct live_fixture *fixture = *state;
	_Atomic bool ended = false;
	struct reader readers[2];
	add_service(fixture, 1, "Kwartetclub");
	check_now(fixture);
	for (int i = 0; i < 2; i++) {
		readers[i] = (struct reader){.fixture = fixture, .number = i, .ended = &ended};
		assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
	}
	for (int number = 2; number <= ROUNDS; number++) {
		add_service(fixture, number, "Breihoek");
		check_now(fixture);
	}
	ended = true;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
		assert_true(readers[i].asked > 0 && readers[i].least >= 1 && readers[i].most <= ROUNDS);
	}
	assert_int_equal(count(fixture, ""), ROUNDS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, live_start, live_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_search_live__begins_with_what_there_is),
		TEST(test_search_live__follows_each_change),
		TEST(test_search_live__follows_organisations_and_sites),
		TEST(test_search_live__reads_what_filters_need),
		TEST(test_search_live__help_can_be_reached),
		TEST(test_search_live__codes_and_languages_have_words),
		TEST(test_search_live__readers_keep_what_they_look_at),
		TEST(test_search_live__makes_all_anew_after_much),
		TEST(test_search_live__keeps_what_it_has_when_a_check_fails),
		TEST(test_search_live__follows_by_itself),
		TEST(test_search_live__is_read_beside_its_checks),
	};
	int failed = cmocka_run_group_tests_name("search_live on SQLite", tests, NULL, NULL);
	if (getenv("VANGNET_TEST_POSTGRES") == NULL) {
		printf("search_live: NOT RUN on PostgreSQL: VANGNET_TEST_POSTGRES is not set\n");
		return failed;
	}
	backend = STORE_POSTGRES;
	return failed + cmocka_run_group_tests_name("search_live on PostgreSQL", tests, NULL, NULL);
}
