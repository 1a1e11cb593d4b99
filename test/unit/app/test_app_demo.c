/* test_app_demo.c - what a demonstration leaves in the database: lawful, journalled, repeatable.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "demo_fixture.h"

#include "care/laws.h"
#include <stdio.h>
#include "command/command_prepare.h"
#include "journal/journal.h"
#include "store/store_copy.h"

#define REGION 5
#define PEOPLE 600

/* One region, made once and looked at from all sides. */
static struct demo made;

static int make_region(void **state)
{
	(void)state;
	demo_open(&made);
	return demo_fill(&made, REGION, PEOPLE, 100, 1, NULL, NULL) == STATUS_OK ? 0 : -1;
}

static int close_region(void **state)
{
	(void)state;
	demo_close(&made);
	return 0;
}

/* Rows that a query of owner "store" gives as one number. */
static int64_t count(struct store *store, const struct store_query *query)
{
	struct error error = {0};
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	assert_int_equal(store_begin(store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(store_query_open(store, query, NULL, 0, &cursor, &error), STATUS_OK);
	assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
	int64_t number = store_value_int(&row[0]);
	store_query_close(cursor);
	store_rollback(store);
	return number;
}

#define COUNT(store, text)                                             \
	({                                                                 \
		static const struct store_query count_query = {"store", text}; \
		count(store, &count_query);                                    \
	})

/* As many people as were asked for, each with an account and one open question. */
static void test_fill__makes_the_people_asked_for(void **state)
{
	(void)state;
	assert_int_equal(made.report.progress.people, PEOPLE);
	assert_int_equal(COUNT(made.store, "select count(*) from care_person"), PEOPLE);
	assert_int_equal(COUNT(made.store, "select count(*) from care_episode"), PEOPLE);
	assert_int_equal(
		COUNT(made.store, "select count(*) from access_account where kind = 1"), PEOPLE);
	assert_int_equal(COUNT(made.store, "select count(*) from care_episode where region <> 5"), 0);
}

/* Every episode keeps the laws L1 to L3, by the program's own assertion. */
static void test_fill__keeps_the_laws_in_every_episode(void **state)
{
	(void)state;
	struct error error = {0};
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	int64_t checked = 0;
	assert_int_equal(store_begin(made.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		store_scan_open(made.store, &episode_table, NULL, INT64_MAX, &cursor, &error), STATUS_OK);
	for (;; checked++) {
		struct episode episode;
		enum law_break found = LAW_KEPT;
		assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
		if (row == NULL) break;
		assert_int_equal(store_record_fill(&episode_table, row, &episode, NULL, &error), STATUS_OK);
		assert_int_equal(
			laws_check_episode(made.store, episode.region, episode.id, LAWS_OF_ALL, &found, &error),
			STATUS_OK);
		assert_string_equal(laws_name(found), laws_name(LAW_KEPT));
	}
	store_query_close(cursor);
	store_rollback(made.store);
	assert_int_equal(checked, PEOPLE);
}

/* The tables are what the journal says, and the chain is whole. */
static void test_fill__is_in_the_journal(void **state)
{
	(void)state;
	struct error error = {0};
	struct journal_report report;
	struct store *scratch = demo_store();
	assert_int_equal(journal_verify(made.store, scratch, command_journaled_tables,
						 command_journaled_count, NULL, NULL, &report, &error),
		STATUS_OK);
	assert_string_equal(journal_fault_name(report.fault), journal_fault_name(JOURNAL_SOUND));
	assert_int_equal(report.entries + report.rows, made.report.progress.rows);
	assert_int_equal(COUNT(made.store,
						 "select count(*) from journal_entry where subject is not null"
						 " and episode is not null and command = 35"),
		PEOPLE);
	store_close(scratch);
}

/* What a history of commands would leave: versions without holes, due dates of what is open and of
 * nothing else, nobody who bears and is not in the team, and nothing in the time to come. */
static void test_fill__leaves_what_commands_would(void **state)
{
	(void)state;
	struct store *store = made.store;
	assert_int_equal(COUNT(store,
						 "select count(*) from care_episode e where version <>"
						 " (select count(*) from care_moment m where m.episode = e.id) or"
						 " version <> (select max(seq) from care_moment m where"
						 " m.episode = e.id)"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_moment m join care_moment n on"
						 " n.episode = m.episode and n.seq = m.seq + 1"
						 " where n.at_ms < m.at_ms"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_handover h where (state = 1) <>"
						 " exists (select 1 from care_due d where d.thing = h.id)"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_step s where (state = 1 and (late < 2 or"
						 " exists (select 1 from care_need n where n.id = s.need and"
						 " n.bearer_kind = 5)))"
						 " <> exists (select 1 from care_due d where d.thing = s.id)"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_handover h where sharing = 1 and not"
						 " exists (select 1 from care_member m where m.episode = h.episode"
						 " and m.account = h.answered_by and m.left_ms = 0)"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_handover h where (state = 1) <> exists"
						 " (select 1 from care_inbox i where i.thing = h.id)"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_moment where at_ms >"
						 " (select max(recorded_ms) from journal_entry)"),
		0);
	/* A question is in an inbox as long as somebody has to make contact. */
	assert_int_equal(
		COUNT(store,
			"select count(*) from care_step s where state = 1 and kind = 1 and not exists"
			" (select 1 from care_handover h where h.need = s.need and h.state = 2) and not exists"
			" (select 1 from care_inbox i where i.thing = s.episode and i.receiver = s.who)"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_inbox i where kind = 1 and not exists"
						 " (select 1 from care_step s where s.episode = i.thing and s.state = 1"
						 " and s.who = i.receiver and s.kind = 1)"),
		0);
	/* Danger is there for who has duty, until they have done what had to be done. */
	assert_int_equal(COUNT(store,
						 "select count(*) from care_step s where (state = 1 and kind = 3) <> exists"
						 " (select 1 from care_inbox i where i.kind = 61 and i.thing = s.need"
						 " and i.receiver = s.who) and kind = 3"),
		0);
	/* What the clock would say by now, it has said. */
	assert_int_equal(COUNT(store,
						 "select count(*) from care_due where due_ms <="
						 " (select max(recorded_ms) from journal_entry)"),
		0);
}

/* What is late is in the inbox of whose step it is and of who bears the need, of the care manager
 * who was told after them, and of nobody else. */
static void test_fill__tells_what_is_late(void **state)
{
	(void)state;
	struct store *store = made.store;
	assert_int_equal(
		COUNT(store,
			"select count(*) from care_need n join care_step s on s.episode = n.episode"
			" and s.id = n.step where s.late > 0 and (not exists"
			" (select 1 from care_inbox i where i.thing = s.id and i.receiver = s.who)"
			" or not exists (select 1 from care_inbox i where i.thing = s.id"
			" and i.receiver = n.bearer))"),
		0);
	assert_int_equal(
		COUNT(store,
			"select count(*) from care_step s where told_to is not null and state = 1"
			" and (late < 2 or not exists"
			" (select 1 from care_inbox i where i.thing = s.id and i.receiver = s.told_to))"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_step where late = 2 and state = 1 and not"
						 " exists (select 1 from care_episode e join care_inbox i on"
						 " i.receiver = e.care_manager where e.id = care_step.episode"
						 " and i.thing = care_step.id)"),
		0);
	assert_int_equal(COUNT(store,
						 "select count(*) from care_inbox i where kind = 8 and not exists"
						 " (select 1 from care_step s join care_need n on n.episode = s.episode"
						 " and n.step = s.id where s.id = i.thing and s.state = 1 and s.late > 0"
						 " and (i.receiver in (s.who, n.bearer) or i.receiver = s.told_to))"),
		0);
}

/* A day of which a demonstration can be made is over for the part that it tells of: at every hour,
 * also on the two days of the year on which the clock is set. */
static void test_last_day__is_never_ahead_of_the_clock(void **state)
{
	(void)state;
	static const int32_t days[] = {DEMO_TODAY - 1, DEMO_TODAY, DEMO_TODAY + 209};
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		int64_t three_ms = date_day_start(days[i]) + INT64_C(3) * 3600000;
		assert_int_equal(app_demo_last_day(date_day_start(days[i])), days[i] - 1);
		assert_int_equal(app_demo_last_day(three_ms - 1), days[i] - 1);
		assert_int_equal(app_demo_last_day(three_ms), days[i]);
		assert_int_equal(app_demo_last_day(date_day_start(days[i] + 1) - 1), days[i]);
	}
}

/* At the first moment of its day it can be made, and nothing in it is later than that moment; a
 * moment sooner it is refused, and nothing is there. */
static void test_fill__has_nothing_later_than_the_moment_of_the_run(void **state)
{
	(void)state;
	struct demo demo;
	static char sql[256];
	static const struct store_query later = {"store", sql};
	demo_open(&demo);
	int64_t three_ms = date_day_start(DEMO_TODAY) + INT64_C(3) * 3600000;
	clock_init_fake(&demo.clock, three_ms - 1);
	assert_int_equal(demo_fill(&demo, REGION, 50, 100, 1, NULL, NULL), STATUS_INPUT);
	assert_int_equal(COUNT(demo.store, "select count(*) from journal_entry"), 0);
	clock_move(&demo.clock, 1);
	assert_int_equal(demo_fill(&demo, REGION, 300, 100, 1, NULL, NULL), STATUS_OK);
	snprintf(sql, sizeof sql,
		"select (select count(*) from journal_entry where recorded_ms > %lld) +"
		" (select count(*) from care_moment where at_ms > %lld) +"
		" (select count(*) from access_account where created_ms > %lld)",
		(long long)three_ms, (long long)three_ms, (long long)three_ms);
	assert_int_equal(count(demo.store, &later), 0);
	assert_true(COUNT(demo.store, "select count(*) from care_moment") > 300);
	demo_close(&demo);
}

/* There is something of everything to see: waiting, declined, late, in danger, taken over. */
static void test_fill__has_something_of_everything(void **state)
{
	(void)state;
	struct store *store = made.store;
	assert_int_equal(COUNT(store, "select count(distinct kind) from directory_organisation"), 17);
	assert_int_equal(COUNT(store, "select count(distinct state) from care_handover"), 5);
	assert_true(COUNT(store, "select count(*) from care_need where state = 2") > 0);
	assert_true(COUNT(store, "select count(*) from care_step where late = 1") > 0);
	assert_true(COUNT(store, "select count(*) from care_join where state = 1") > 0);
	assert_int_equal(COUNT(store, "select count(distinct bearer_kind) from care_need"), 3);
	assert_true(COUNT(store, "select count(*) from care_roster where region = 5") >= 2);
	/* One in five is on two lists (within one person). */
	int64_t two = COUNT(store, "select count(*) from care_need where domain = 2");
	assert_true(two <= PEOPLE / 5 && two > PEOPLE / 8);
}

/* No text that people wrote is in the database as they wrote it. */
static void test_fill__seals_what_people_wrote(void **state)
{
	(void)state;
	struct error error = {0};
	struct arena arena;
	struct person person = {.region = REGION, .id = made.report.logins[REGION].person};
	struct span name, contact;
	arena_init(&arena, 4096, 65536);
	assert_int_equal(store_begin(made.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		store_record_get(made.store, &episode_person_table, &person, &arena, &error), STATUS_OK);
	store_rollback(made.store);
	assert_int_equal(
		vault_unseal(made.vault, person.id, VAULT_NAME, person.name, &arena, &name, &error),
		STATUS_OK);
	assert_int_equal(vault_unseal(made.vault, person.id, VAULT_CONTACT, person.contact, &arena,
						 &contact, &error),
		STATUS_OK);
	assert_non_null(memchr(name.start, ' ', name.size));
	assert_non_null(memmem(contact.start, contact.size, "@post.example", 13));
	assert_null(memmem(person.name.start, person.name.size, name.start, name.size));
	arena_finish(&arena);
}

static void check_login(struct id id, int32_t kind)
{
	struct error error = {0};
	struct arena arena;
	char code[ACCOUNT_CODE_SIZE];
	struct account account;
	bool found = false;
	arena_init(&arena, 4096, 65536);
	command_access_code(made.vault, id, code);
	assert_int_equal(store_begin(made.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(account_find_by_code(made.store, command_code_index(made.vault, span_of(code)),
						 &account, &found, &arena, &error),
		STATUS_OK);
	store_rollback(made.store);
	assert_true(found);
	assert_true(id_equal(account.id, id));
	assert_int_equal(account.kind, kind);
	arena_finish(&arena);
}

/* Those who can sign in are found by their access codes, and belong together. */
static void test_fill__names_who_can_sign_in(void **state)
{
	(void)state;
	const struct app_demo_logins *logins = &made.report.logins[REGION];
	check_login(logins->administrator, MEMBER_ADMINISTRATOR);
	check_login(logins->care_manager, MEMBER_PROFESSIONAL);
	check_login(logins->gp, MEMBER_PROFESSIONAL);
	check_login(logins->psychologist, MEMBER_PROFESSIONAL);
	check_login(logins->peer, MEMBER_PEER);
	check_login(logins->person, MEMBER_PERSON);
	check_login(made.report.administrator, MEMBER_ADMINISTRATOR);
	assert_true(id_is_none(made.report.logins[REGION + 1].administrator));
}

static void same_rows(struct demo *one, struct demo *other)
{
	struct error error = {0};
	struct store_difference first;
	int64_t rows = 0;
	const struct store_table *const journal[] = {&journal_entry_table};
	assert_int_equal(store_compare(one->store, other->store, command_journaled_tables,
						 command_journaled_count, &first, &rows, &error),
		STATUS_OK);
	assert_int_equal(first.kind, STORE_SAME);
	assert_int_equal(
		store_compare(one->store, other->store, journal, 1, &first, &rows, &error), STATUS_OK);
	assert_int_equal(first.kind, STORE_SAME);
}

/* The same seed gives the same rows and the same chain, to the last byte; another seed does not.
 * */
static void test_fill__is_the_same_from_the_same_seed(void **state)
{
	(void)state;
	struct error error = {0};
	struct demo again, other;
	struct store_difference first;
	int64_t rows = 0;
	demo_open(&again);
	demo_open(&other);
	assert_int_equal(demo_fill(&again, REGION, PEOPLE, 100, 1, NULL, NULL), STATUS_OK);
	assert_int_equal(demo_fill(&other, REGION, PEOPLE, 100, 2, NULL, NULL), STATUS_OK);
	same_rows(&made, &again);
	assert_int_equal(store_compare(made.store, other.store, command_journaled_tables,
						 command_journaled_count, &first, &rows, &error),
		STATUS_OK);
	assert_int_not_equal(first.kind, STORE_SAME);
	demo_close(&again);
	demo_close(&other);
}

/* Ids, times and numbers of a region are the same whether it is made alone or with the others. */
static void test_fill__makes_a_region_alone_as_among_others(void **state)
{
	(void)state;
	static const struct store_query query = {"store",
		"select id, due_day, made_ms, ended_ms, who from care_step where region = 3 order by id"};
	struct error error = {0};
	struct demo nation, alone;
	struct store_cursor *one = NULL, *other = NULL;
	const struct store_value *row = NULL, *same = NULL;
	int64_t rows = 0;
	demo_open(&nation);
	demo_open(&alone);
	assert_int_equal(demo_fill(&nation, REGION_NATIONAL, 0, 2, 1, NULL, NULL), STATUS_OK);
	assert_int_equal(demo_fill(&alone, 3, 0, 2, 1, NULL, NULL), STATUS_OK);
	assert_int_equal(store_begin(nation.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(store_begin(alone.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(store_query_open(nation.store, &query, NULL, 0, &one, &error), STATUS_OK);
	assert_int_equal(store_query_open(alone.store, &query, NULL, 0, &other, &error), STATUS_OK);
	for (;; rows++) {
		assert_int_equal(store_query_next(one, &row, &error), STATUS_OK);
		assert_int_equal(store_query_next(other, &same, &error), STATUS_OK);
		assert_true((row == NULL) == (same == NULL));
		if (row == NULL) break;
		for (size_t i = 0; i < 5; i++) assert_true(store_value_equal(&row[i], &same[i]));
	}
	assert_true(rows > 100);
	store_query_close(one);
	store_query_close(other);
	assert_false(id_is_none(nation.report.administrator));
	for (int region = 1; region <= REGION_COUNT; region++)
		assert_false(id_is_none(nation.report.logins[region].administrator));
	demo_close(&nation);
	demo_close(&alone);
}

static bool stop_after_first(void *context, const struct app_demo_progress *progress)
{
	int *calls = context;
	(void)progress;
	return ++*calls < 2;
}

/* Who watches can stop it: what was committed is whole, and it says that it stopped. */
static void test_fill__stops_when_told(void **state)
{
	(void)state;
	struct error error = {0};
	struct demo demo;
	struct journal_report report;
	struct store *scratch = demo_store();
	int calls = 0;
	demo_open(&demo);
	assert_int_equal(demo_fill(&demo, REGION, 3000, 100, 1, stop_after_first, &calls), STATUS_OK);
	assert_true(demo.report.stopped);
	assert_int_equal(calls, 2);
	assert_true(demo.report.progress.people < 3000);
	assert_int_equal(journal_verify(demo.store, scratch, command_journaled_tables,
						 command_journaled_count, NULL, NULL, &report, &error),
		STATUS_OK);
	assert_int_equal(report.fault, JOURNAL_SOUND);
	assert_true(report.entries > 0);
	store_close(scratch);
	demo_close(&demo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fill__makes_the_people_asked_for),
		cmocka_unit_test(test_fill__keeps_the_laws_in_every_episode),
		cmocka_unit_test(test_fill__is_in_the_journal),
		cmocka_unit_test(test_fill__leaves_what_commands_would),
		cmocka_unit_test(test_fill__tells_what_is_late),
		cmocka_unit_test(test_last_day__is_never_ahead_of_the_clock),
		cmocka_unit_test(test_fill__has_nothing_later_than_the_moment_of_the_run),
		cmocka_unit_test(test_fill__has_something_of_everything),
		cmocka_unit_test(test_fill__seals_what_people_wrote),
		cmocka_unit_test(test_fill__names_who_can_sign_in),
		cmocka_unit_test(test_fill__is_the_same_from_the_same_seed),
		cmocka_unit_test(test_fill__makes_a_region_alone_as_among_others),
		cmocka_unit_test(test_fill__stops_when_told),
	};
	return cmocka_run_group_tests_name("app_demo", tests, make_region, close_region);
}
