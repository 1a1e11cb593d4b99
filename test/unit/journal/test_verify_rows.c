/* test_verify_rows.c - tables that are not what a sound journal says are found, and only those.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/raises.h"
#include "journal_fixture.h"
#include "store/store_record.h"

static void tamper(struct fixture *fixture, const struct store_query *query)
{
	struct id id = fixture_id(28);
	struct store_value key = store_id(&id);
	fixture_run_sql(fixture, query, &key, 1);
}

static void expect_row(struct fixture *fixture, const char *table, const char *what)
{
	struct journal_report report = fixture_verify_tables(fixture);
	fixture_expect(&report, JOURNAL_ROW_DIFFERS, -1, 0);
	assert_int_equal(report.entries, FIXTURE_ENTRIES);
	if (strstr(report.where, table) == NULL || strstr(report.where, what) == NULL)
		fail_msg("%s", report.where);
	/* The content is nobody's business, the key says which row it is. */
	assert_null(strstr(report.where, "tampered"));
	assert_non_null(strstr(report.where, "2 a500000000000000000000000000001c"));
}

/* A table that was changed behind the journal's back: the chain is sound, the rows are not. */
static void test_journal_verify__finds_a_changed_row(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query query = {
		"store", "update test_note set words = 'tampered' where id = ?1"};
	tamper(fixture, &query);
	fixture_expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	expect_row(fixture, "test_note", "words");
}

/* A row that was taken out. */
static void test_journal_verify__finds_a_removed_row(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query query = {"store", "delete from test_note where id = ?1"};
	tamper(fixture, &query);
	fixture_expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	expect_row(fixture, "test_note", "only in the journal");
}

/* A row that no command wrote. */
static void test_journal_verify__finds_an_inserted_row(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query query = {
		"store", "insert into test_mark(region, id, mark) values(2, ?1, 'x')"};
	tamper(fixture, &query);
	fixture_expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	expect_row(fixture, "test_mark", "not in the journal");
}

/* A key of text that does not fit is cut off between two characters. */
static void test_journal_verify__shows_a_long_key_as_text(void **state)
{
	struct fixture *fixture = *state;
	static const char mark[] =
		"x\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251"
		"\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251"
		"\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251"
		"\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251"
		"\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251";
	static const char *const names[] = {"scratch", "second"};
	struct id id = fixture_id(1);

	for (size_t i = 0; i < 2; i++) {
		/* With and without the x: one of the two does not end between characters. */
		const struct store_value row[] = {
			store_int(0), store_id(&id), store_text(span_of(mark + i))};
		fixture_begin(fixture);
		RIGHT(fixture, store_put(fixture->store, &fixture_mark, row, &fixture->error));
		RIGHT(fixture, store_commit(fixture->store, &fixture->error));
		struct store *scratch = fixture_open(fixture, names[i]);
		struct journal_report report = fixture_verify(fixture, scratch);
		fixture_expect(&report, JOURNAL_ROW_DIFFERS, -1, 0);
		assert_true(strlen(report.where) > sizeof(report.where) - 3);
		assert_true(span_is_utf8(span_of(report.where), NULL));
		store_close(scratch);
		fixture_begin(fixture);
		RIGHT(fixture, store_remove(fixture->store, &fixture_mark, row, &fixture->error));
		RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	}
}

/* What is in no journal may differ. */
static void test_journal_verify__leaves_local_tables_alone(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query query = {"store", "insert into test_local(id) values(1)"};
	fixture_run_sql(fixture, &query, NULL, 0);
	struct journal_report report = fixture_verify_tables(fixture);
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
}

/* Rows that were in the scratch store before would be taken for the journal's. */
static void test_journal_verify__wants_an_empty_scratch(void **state)
{
	struct fixture *fixture = *state;
	struct store *scratch = fixture_open(fixture, "scratch");
	struct note note = fixture_new_note(1, 1);
	struct store_value row[NOTE_COLUMNS];
	struct journal_report report;

	store_record_values(&fixture_note, &note, row);
	RIGHT(fixture, store_begin(scratch, STORE_READ_WRITE, &fixture->error));
	RIGHT(fixture, store_put(scratch, &fixture_note, row, &fixture->error));
	RIGHT(fixture, store_commit(scratch, &fixture->error));
	assert_int_equal(journal_verify(fixture->store, scratch, fixture_tables, FIXTURE_TABLE_COUNT,
						 NULL, NULL, &report, &fixture->error),
		STATUS_INPUT);
	assert_non_null(strstr(fixture->error.message, "test_note is not empty"));
	store_close(scratch);
}

/* The known limit, until heads are signed and kept elsewhere: a chain that lost its end is a
 * shorter chain. The tables give it away, unless they were set back as well. */
static void test_journal_verify__sees_a_lost_end_by_the_tables_only(void **state)
{
	struct fixture *fixture = *state;
	struct note note = fixture_new_note(25, 29);

	fixture_remove_entry(fixture, 25, 10);
	fixture_expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	struct journal_report report = fixture_verify_tables(fixture);
	fixture_expect(&report, JOURNAL_ROW_DIFFERS, -1, 0);
	fixture_begin(fixture);
	RIGHT(fixture, change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	fixture_reopen(fixture);
	struct store *scratch = fixture_open(fixture, "second");
	report = fixture_verify(fixture, scratch);
	store_close(scratch);
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
}

/* Two tables with one number are a bug of the program, seen before anything is replayed. */
static void test_journal_verify__raises_on_tables_with_one_number(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_table *const tables[] = {
		&fixture_note, &fixture_grown_before, &fixture_grown};
	struct store *to = fixture_open(fixture, "rebuilt");
	struct journal_report report;
	volatile status result = STATUS_OK;

	assert_raises(result = journal_verify(
					  fixture->store, NULL, tables, 3, NULL, NULL, &report, &fixture->error));
	assert_raises(
		result = journal_rebuild(fixture->store, to, tables, 3, NULL, NULL, &fixture->error));
	assert_int_equal(result, STATUS_OK);
	store_close(to);
}

struct writer {
	struct fixture fixture;
	int calls;
	int64_t entries;
};

/* Somebody goes on working while the journal is verified. */
static void write_meanwhile(void *context, int64_t entries)
{
	struct writer *writer = context;
	writer->calls++;
	writer->entries = entries;
	fixture_begin(&writer->fixture);
	fixture_command(&writer->fixture, 1, 200 + writer->calls);
	fixture_commit(&writer->fixture);
}

/* Tables and journal are read from one instant: who writes meanwhile makes no fault. */
static void test_journal_verify__sees_one_instant(void **state)
{
	struct fixture *fixture = *state;
	struct writer writer = {.fixture = *fixture};
	struct journal_report report;

	writer.fixture.store = fixture_open(fixture, "main");
	change_init(&writer.fixture.change, writer.fixture.store);
	RIGHT(fixture, journal_open(&writer.fixture.journal, writer.fixture.store, &fixture->error));
	struct store *scratch = fixture_open(fixture, "scratch");
	RIGHT(fixture,
		journal_verify(fixture->store, scratch, fixture_tables, FIXTURE_TABLE_COUNT,
			write_meanwhile, &writer, &report, &fixture->error));
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, FIXTURE_ENTRIES);
	assert_true(writer.calls > 0);
	assert_int_equal(writer.entries, FIXTURE_ENTRIES);
	report = fixture_verify(fixture, NULL);
	assert_int_equal(report.entries, FIXTURE_ENTRIES + writer.calls);
	store_close(scratch);
	change_finish(&writer.fixture.change);
	journal_finish(&writer.fixture.journal);
	store_close(writer.fixture.store);
}

static void count_calls(void *context, int64_t entries)
{
	int64_t *calls = context;
	assert_true(entries >= calls[1]);
	calls[0]++;
	calls[1] = entries;
}

/* More entries than one transaction takes. */
static void test_journal_verify__commits_on_the_way(void **state)
{
	struct fixture *fixture = *state;
	struct journal_report report;
	int64_t calls[2] = {0, 0};

	fixture_begin(fixture);
	for (int i = 0; i < 10050; i++) {
		struct note note = fixture_new_note(1, i % 50);
		note.amount = i;
		RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
		struct journal_entry entry = fixture_entry(fixture, 1, i);
		fixture_append(fixture, &entry);
	}
	fixture_commit(fixture);
	struct store *scratch = fixture_open(fixture, "scratch");
	RIGHT(fixture,
		journal_verify(fixture->store, scratch, fixture_tables, FIXTURE_TABLE_COUNT, count_calls,
			calls, &report, &fixture->error));
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, 10050);
	assert_int_equal(report.rows, 50);
	assert_int_equal(calls[0], 3);
	assert_int_equal(calls[1], 10050);
	store_close(scratch);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start_with_history, fixture_stop)
#define EMPTY_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_journal_verify__finds_a_changed_row),
		TEST(test_journal_verify__finds_a_removed_row),
		TEST(test_journal_verify__finds_an_inserted_row),
		TEST(test_journal_verify__shows_a_long_key_as_text),
		TEST(test_journal_verify__leaves_local_tables_alone),
		TEST(test_journal_verify__wants_an_empty_scratch),
		TEST(test_journal_verify__sees_a_lost_end_by_the_tables_only),
		TEST(test_journal_verify__raises_on_tables_with_one_number),
		TEST(test_journal_verify__sees_one_instant),
		EMPTY_TEST(test_journal_verify__commits_on_the_way),
	};
	return fixture_run("verify_rows", tests, sizeof(tests) / sizeof(tests[0]));
}
