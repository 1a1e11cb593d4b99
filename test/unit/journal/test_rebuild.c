/* test_rebuild.c - a store made of nothing but a journal is the same store.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal_fixture.h"
#include "store/store_copy.h"

static void tamper(struct fixture *fixture, const struct store_query *query)
{
	struct id id = fixture_id(28);
	struct store_value key = store_id(&id);
	fixture_run_sql(fixture, query, &key, 1);
}

static void rebuild(struct fixture *fixture, struct store *to)
{
	RIGHT(fixture,
		journal_rebuild(
			fixture->store, to, fixture_tables, FIXTURE_TABLE_COUNT, NULL, NULL, &fixture->error));
}

/* A store made of nothing but the journal is the same store, and goes on as it would have. */
static void test_journal_rebuild__makes_the_same_store(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_table *const tables[] = {
		&journal_entry_table, &fixture_note, &fixture_mark, &fixture_grown};
	struct store *to = fixture_open(fixture, "rebuilt");
	struct store_difference difference;
	struct journal journal;
	int64_t rows = 0;

	rebuild(fixture, to);
	RIGHT(
		fixture, store_compare(fixture->store, to, tables, 4, &difference, &rows, &fixture->error));
	assert_int_equal(difference.kind, STORE_SAME);
	assert_int_equal(rows, FIXTURE_ENTRIES + 30 - 7 + 10 + 1);
	RIGHT(fixture, journal_open(&journal, to, &fixture->error));
	for (int region = 0; region < JOURNAL_SHARDS; region++) {
		assert_int_equal(journal.heads[region].seq, fixture->journal.heads[region].seq);
		assert_true(hash_equal(&journal.heads[region].hash, &fixture->journal.heads[region].hash));
	}
	journal_finish(&journal);
	store_close(to);
}

/* Tables that differ are put right by it; nothing of them is looked at. */
static void test_journal_rebuild__needs_the_journal_only(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query query = {"store", "delete from test_note where id <> ?1"};
	struct journal_report report;
	struct store *to = fixture_open(fixture, "rebuilt");

	struct store *scratch = fixture_open(fixture, "scratch");
	tamper(fixture, &query);
	rebuild(fixture, to);
	RIGHT(fixture,
		journal_verify(to, scratch, fixture_tables, FIXTURE_TABLE_COUNT, NULL, NULL, &report,
			&fixture->error));
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	store_close(scratch);
	store_close(to);
}

/* A chain that is not sound is not built upon. */
static void test_journal_rebuild__refuses_a_broken_chain(void **state)
{
	struct fixture *fixture = *state;
	struct store *to = fixture_open(fixture, "rebuilt");

	fixture_remove_entry(fixture, 1, 5);
	assert_int_equal(journal_rebuild(fixture->store, to, fixture_tables, FIXTURE_TABLE_COUNT, NULL,
						 NULL, &fixture->error),
		STATUS_CORRUPT);
	assert_non_null(strstr(fixture->error.message, "seq_hole: journal_entry 1 6"));
	store_close(to);
}

/* Nor is a store overwritten that has something in it. */
static void test_journal_rebuild__wants_an_empty_store(void **state)
{
	struct fixture *fixture = *state;
	struct store *to = fixture_open(fixture, "rebuilt");

	rebuild(fixture, to);
	assert_int_equal(journal_rebuild(fixture->store, to, fixture_tables, FIXTURE_TABLE_COUNT, NULL,
						 NULL, &fixture->error),
		STATUS_INPUT);
	assert_non_null(strstr(fixture->error.message, "journal_entry is not empty"));
	store_close(to);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start_with_history, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_journal_rebuild__makes_the_same_store),
		TEST(test_journal_rebuild__needs_the_journal_only),
		TEST(test_journal_rebuild__refuses_a_broken_chain),
		TEST(test_journal_rebuild__wants_an_empty_store),
	};
	return fixture_run("rebuild", tests, sizeof(tests) / sizeof(tests[0]));
}
