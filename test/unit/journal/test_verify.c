/* test_verify.c - a sound chain is found sound; each kind of tampering with its entries is found,
 * in the right place.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal_fixture.h"

#define COLUMNS 15

static void get_entry(struct fixture *fixture, int region, int64_t seq, struct store_value *row)
{
	struct store_value key[] = {store_int(region), store_int(seq)};
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	RIGHT(fixture,
		store_get(
			fixture->store, &journal_entry_table, key, row, &fixture->arena, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

static void put_entry(struct fixture *fixture, const struct store_value *row)
{
	fixture_begin(fixture);
	RIGHT(fixture, store_put(fixture->store, &journal_entry_table, row, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

/* Nothing wrong, and everything was looked at. */
static void test_journal_verify__finds_a_sound_journal_sound(void **state)
{
	struct fixture *fixture = *state;
	struct journal_report report = fixture_verify(fixture, NULL);
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, FIXTURE_ENTRIES);
	assert_int_equal(report.rows, 0);
	assert_string_equal(report.where, "");
	report = fixture_verify_tables(fixture);
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, FIXTURE_ENTRIES);
	/* 30 notes, of which 7 are removed again; 10 marks; the one of a table that has grown. */
	assert_int_equal(report.rows, 30 - 7 + 10 + 1);
	assert_string_equal(report.where, "");
}

/* A journal in which nothing stands yet is sound too. */
static void test_journal_verify__finds_an_empty_journal_sound(void **state)
{
	struct fixture *fixture = *state;
	struct journal_report report = fixture_verify_tables(fixture);
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries + report.rows, 0);
}

/* Gives the column another value than it has, of its own type and small in difference. */
static void alter(struct store_value *value, const struct store_column *column, char *copy)
{
	if (column->type == STORE_INT) {
		value->number++;
		return;
	}
	assert_true(value->bytes.size > 0 && value->bytes.size < 256);
	memcpy(copy, value->bytes.start, value->bytes.size);
	copy[value->bytes.size - 1] ^= 1;
	value->bytes.start = copy;
}

/* A change of one bit in any column of an entry, in the middle or at the end of a chain. */
static void test_journal_verify__finds_a_change_in_each_column(void **state)
{
	struct fixture *fixture = *state;
	static const int64_t places[] = {1, 5, 10};
	struct store_value row[COLUMNS];
	struct store_value altered[COLUMNS];
	char copy[256];

	for (size_t i = 0; i < 3; i++) {
		get_entry(fixture, 2, places[i], row);
		for (size_t column = 2; column < COLUMNS; column++) {
			memcpy(altered, row, sizeof(row));
			alter(&altered[column], &journal_entry_table.columns[column], copy);
			put_entry(fixture, altered);
			fixture_expect_fault(fixture, JOURNAL_HASH_WRONG, 2, places[i]);
		}
		put_entry(fixture, row);
	}
	fixture_expect_fault(fixture, JOURNAL_SOUND, 0, 0);
}

/* A value taken out of an entry. */
static void test_journal_verify__finds_a_column_made_empty(void **state)
{
	struct fixture *fixture = *state;
	struct store_value row[COLUMNS];
	struct store_value altered[COLUMNS];

	get_entry(fixture, 1, 5, row);
	for (size_t column = 2; column < COLUMNS; column++) {
		if (!journal_entry_table.columns[column].nullable) continue;
		memcpy(altered, row, sizeof(row));
		altered[column] = store_null();
		put_entry(fixture, altered);
		fixture_expect_fault(fixture, JOURNAL_HASH_WRONG, 1, 5);
	}
}

/* An entry without optional parts, to be written in another way that reads the same. */
static void append_bare(struct fixture *fixture)
{
	struct journal_entry bare = {.region = 7, .recorded_ms = 9, .kind = 2, .command = 1};
	fixture_begin(fixture);
	fixture_append(fixture, &bare);
	fixture_commit(fixture);
}

/* What would come to the same canonical form is not the same row, and is found too. */
static void test_journal_verify__finds_another_form_of_the_same_value(void **state)
{
	struct fixture *fixture = *state;
	static const uint8_t zeros[33];
	const struct store_value none = store_blob(span_bytes(zeros, 0));
	const struct {
		size_t column;
		struct store_value value;
	} cases[] = {
		{3, store_int(2 + 256)},
		{3, store_int(2 + (INT64_C(1) << 32))},
		{3, store_int(2 - 256)},
		{4, store_int(1 + 65536)},
		{5, store_blob(span_bytes(zeros, 15))},
		{5, none},
		{6, store_blob(span_bytes(zeros, 16))},
		{6, none},
		{7, store_blob(span_bytes(zeros, 17))},
		{8, store_int(256)},
		{8, store_int(-256)},
		{9, store_text(span_bytes(zeros, 0))},
		{10, none},
		{10, store_blob(span_bytes(zeros, 32))},
		{11, none},
		{12, none},
		{13, none},
		{14, none},
	};
	struct store_value row[COLUMNS];
	struct store_value altered[COLUMNS];

	append_bare(fixture);
	get_entry(fixture, 7, 1, row);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memcpy(altered, row, sizeof(row));
		altered[cases[i].column] = cases[i].value;
		put_entry(fixture, altered);
		fixture_expect_fault(fixture, JOURNAL_HASH_WRONG, 7, 1);
	}
	put_entry(fixture, row);
	fixture_expect_fault(fixture, JOURNAL_SOUND, 0, 0);
}

/* What no append would have taken is a changed entry too, and no lack of memory. */
static void test_journal_verify__finds_a_value_over_its_bound(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query sqlite[] = {
		{"store",
			"update journal_entry set body = zeroblob(20000000)"
			" where region = 25 and seq = 1"},
		{"store",
			"update journal_entry set effects = zeroblob(20000000)"
			" where region = 2 and seq = 1"},
		{"store",
			"update journal_entry set reply = zeroblob(20000000)"
			" where region = 1 and seq = 1"},
	};
	static const struct store_query postgres[] = {
		{"store",
			"update journal_entry set body = decode(repeat('00', 20000000), 'hex')"
			" where region = 25 and seq = 1"},
		{"store",
			"update journal_entry set effects = decode(repeat('00', 20000000), 'hex')"
			" where region = 2 and seq = 1"},
		{"store",
			"update journal_entry set reply = decode(repeat('00', 20000000), 'hex')"
			" where region = 1 and seq = 1"},
	};
	static const int regions[] = {25, 2, 1};

	for (size_t i = 0; i < 3; i++) {
		bool is_sqlite = fixture->kind == STORE_SQLITE;
		fixture_run_sql(fixture, is_sqlite ? &sqlite[i] : &postgres[i], NULL, 0);
		fixture_expect_fault(fixture, JOURNAL_HASH_WRONG, regions[i], 1);
	}
}

/* Entries taken out at the beginning or in the middle of a chain. */
static void test_journal_verify__finds_a_removed_entry(void **state)
{
	struct fixture *fixture = *state;
	struct store_value row[COLUMNS];

	get_entry(fixture, 1, 5, row);
	fixture_remove_entry(fixture, 1, 5);
	fixture_expect_fault(fixture, JOURNAL_SEQ_HOLE, 1, 6);
	put_entry(fixture, row);
	fixture_remove_entry(fixture, 25, 1);
	fixture_expect_fault(fixture, JOURNAL_SEQ_HOLE, 25, 2);
}

/* Two entries that changed places. */
static void test_journal_verify__finds_reordered_entries(void **state)
{
	struct fixture *fixture = *state;
	struct store_value fourth[COLUMNS];
	struct store_value fifth[COLUMNS];

	get_entry(fixture, 2, 4, fourth);
	get_entry(fixture, 2, 5, fifth);
	fixture_remove_entry(fixture, 2, 4);
	fixture_remove_entry(fixture, 2, 5);
	fourth[1] = store_int(5);
	fifth[1] = store_int(4);
	put_entry(fixture, fourth);
	put_entry(fixture, fifth);
	fixture_expect_fault(fixture, JOURNAL_HASH_WRONG, 2, 4);
}

/* Entries that were never appended: behind the last one, before the first, in a shard that had
 * none, and in one that there is not. */
static void test_journal_verify__finds_an_inserted_entry(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		int region;
		int64_t seq;
		enum journal_fault fault;
		int found_in;
	} cases[] = {
		{1, 11, JOURNAL_HASH_WRONG, 1},
		{1, 12, JOURNAL_SEQ_HOLE, 1},
		{1, 0, JOURNAL_SEQ_HOLE, 1},
		{1, -1, JOURNAL_SEQ_HOLE, 1},
		{9, 1, JOURNAL_HASH_WRONG, 9},
		{9, INT64_MAX, JOURNAL_SEQ_HOLE, 9},
		{26, 1, JOURNAL_SEQ_HOLE, -1},
		{-1, 1, JOURNAL_SEQ_HOLE, -1},
		{65536, 1, JOURNAL_SEQ_HOLE, -1},
	};
	struct store_value row[COLUMNS];

	get_entry(fixture, 1, 5, row);
	row[9] = store_text(SPAN_LITERAL("another"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		row[0] = store_int(cases[i].region);
		row[1] = store_int(cases[i].seq);
		put_entry(fixture, row);
		fixture_expect_fault(fixture, cases[i].fault, cases[i].found_in, cases[i].seq);
		fixture_remove_entry(fixture, cases[i].region, cases[i].seq);
	}
	fixture_expect_fault(fixture, JOURNAL_SOUND, 0, 0);
}

/* A shard's whole chain under another number. */
static void test_journal_verify__finds_a_chain_in_another_shard(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query move = {
		"store", "update journal_entry set region = 3 where region = 2"};
	fixture_run_sql(fixture, &move, NULL, 0);
	fixture_expect_fault(fixture, JOURNAL_HASH_WRONG, 3, 1);
}

/* The same entry twice, in a table that lost its key. */
static void test_journal_verify__finds_a_double_entry(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query steps[] = {
		{"store", "create table journal_other as select * from journal_entry"},
		{"store", "drop table journal_entry"},
		{"store", "alter table journal_other rename to journal_entry"},
		{"store",
			"insert into journal_entry select * from journal_entry"
			" where region = 2 and seq = 5"},
	};

	if (fixture->kind != STORE_SQLITE) skip();
	for (size_t i = 0; i < 3; i++) fixture_run_sql(fixture, &steps[i], NULL, 0);
	fixture_expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	fixture_run_sql(fixture, &steps[3], NULL, 0);
	fixture_expect_fault(fixture, JOURNAL_SEQ_HOLE, 2, 5);
}

/* A column that does not even have its type is damage that is reported as such, with its place. */
static void test_journal_verify__reports_what_is_no_entry(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query spoil = {
		"store", "update journal_entry set kind = 'x' where region = 2 and seq = 5"};
	struct journal_report report;

	if (fixture->kind != STORE_SQLITE) skip();
	fixture_run_sql(fixture, &spoil, NULL, 0);
	assert_int_equal(journal_verify(fixture->store, NULL, fixture_tables, FIXTURE_TABLE_COUNT, NULL,
						 NULL, &report, &fixture->error),
		STATUS_CORRUPT);
	assert_non_null(strstr(fixture->error.message, "behind entry 4 of shard 2"));
	assert_non_null(strstr(fixture->error.message, "kind"));
}

/* A hole under hashes that are right: what a broken program would write. */
static void test_journal_verify__finds_a_hole_that_was_chained(void **state)
{
	struct fixture *fixture = *state;
	fixture->journal.heads[1].seq++;
	fixture_begin(fixture);
	fixture_command(fixture, 1, 100);
	fixture_commit(fixture);
	fixture_expect_fault(fixture, JOURNAL_SEQ_HOLE, 1, 12);
}

/* The same with a clock that was believed. */
static void test_journal_verify__finds_time_that_went_back(void **state)
{
	struct fixture *fixture = *state;
	fixture->journal.heads[1].recorded_ms = INT64_MIN;
	fixture_begin(fixture);
	struct journal_entry entry = fixture_entry(fixture, 1, 100);
	entry.recorded_ms = FIXTURE_NOW_MS;
	fixture_append(fixture, &entry);
	fixture_commit(fixture);
	fixture_expect_fault(fixture, JOURNAL_TIME_BACK, 1, 11);
}

/* The same with effects on a table that there is not. */
static void test_journal_verify__finds_broken_effects(void **state)
{
	struct fixture *fixture = *state;
	fixture_begin(fixture);
	struct journal_entry entry = fixture_entry(fixture, 1, 100);
	entry.effects = SPAN_LITERAL("\001\001\377\377\001\000");
	fixture_append(fixture, &entry);
	fixture_commit(fixture);
	struct journal_report report = fixture_verify(fixture, NULL);
	fixture_expect(&report, JOURNAL_EFFECTS_BROKEN, 1, 11);
	assert_non_null(strstr(report.where, "table 65535"));
	/* With tables to compare it is the same fault, not an error of replaying. */
	report = fixture_verify_tables(fixture);
	fixture_expect(&report, JOURNAL_EFFECTS_BROKEN, 1, 11);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start_with_history, fixture_stop)
#define EMPTY_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_journal_verify__finds_a_sound_journal_sound),
		EMPTY_TEST(test_journal_verify__finds_an_empty_journal_sound),
		TEST(test_journal_verify__finds_a_change_in_each_column),
		TEST(test_journal_verify__finds_a_column_made_empty),
		TEST(test_journal_verify__finds_another_form_of_the_same_value),
		TEST(test_journal_verify__finds_a_value_over_its_bound),
		TEST(test_journal_verify__finds_a_removed_entry),
		TEST(test_journal_verify__finds_reordered_entries),
		TEST(test_journal_verify__finds_an_inserted_entry),
		TEST(test_journal_verify__finds_a_chain_in_another_shard),
		TEST(test_journal_verify__finds_a_double_entry),
		TEST(test_journal_verify__reports_what_is_no_entry),
		TEST(test_journal_verify__finds_a_hole_that_was_chained),
		TEST(test_journal_verify__finds_time_that_went_back),
		TEST(test_journal_verify__finds_broken_effects),
	};
	return fixture_run("verify", tests, sizeof(tests) / sizeof(tests[0]));
}
