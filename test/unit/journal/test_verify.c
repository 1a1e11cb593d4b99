/* test_verify.c - a sound journal is found sound and makes the same store again; each kind of
 * tampering is found, in the right place.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal_fixture.h"
#include "store/store_copy.h"
#include "store/store_record.h"
#include <stdio.h>

#define ENTRIES 30 /* of the history: ten in each of the shards 1, 2 and 25 */
#define COLUMNS 15

static const int shards[] = {1, 2, 25};

/* What one command changes: a note is put or removed again, and every third one gets a mark. */
static void change_rows(struct fixture *fixture, int region, int number)
{
	struct note note = fixture_new_note(region, number);
	struct store_value mark[] = {
		store_int(region), store_id(&note.id), store_text(SPAN_LITERAL("m"))};
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	if (number % 3 == 0)
		RIGHT(fixture, change_put(&fixture->change, &fixture_mark, mark, &fixture->error));
	if (number % 4 != 3) return;
	note = fixture_new_note(region, number - 3);
	RIGHT(fixture, change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
}

static void command(struct fixture *fixture, int region, int number)
{
	change_rows(fixture, region, number);
	struct journal_entry entry = fixture_entry(fixture, region, number);
	fixture_append(fixture, &entry);
}

static void make_history(struct fixture *fixture)
{
	fixture_begin(fixture);
	for (int i = 0; i < ENTRIES; i++)
		command(fixture, shards[i % 3], i);
	struct store_value old[] = {store_int(5), store_text(SPAN_LITERAL("old"))};
	RIGHT(fixture, change_put(&fixture->change, &fixture_grown_before, old, &fixture->error));
	struct journal_entry entry = fixture_entry(fixture, 0, ENTRIES);
	fixture_append(fixture, &entry);
	fixture_commit(fixture);
}

static int start_with_history(void **state)
{
	if (fixture_start(state) != 0) return -1;
	make_history(*state);
	return 0;
}

static struct journal_report verify(struct fixture *fixture, struct store *scratch)
{
	struct journal_report report;
	RIGHT(fixture,
		journal_verify(fixture->store, scratch, fixture_tables, FIXTURE_TABLE_COUNT, NULL, NULL,
			&report, &fixture->error));
	return report;
}

/* Also against a new scratch store. */
static struct journal_report verify_tables(struct fixture *fixture)
{
	struct store *scratch = fixture_open(fixture, "scratch");
	struct journal_report report = verify(fixture, scratch);
	store_close(scratch);
	return report;
}

static void expect(const struct journal_report *report, enum journal_fault fault, int region,
	int64_t seq)
{
	if (report->fault != fault || report->region != region || report->seq != seq)
		fail_msg("%s at %d %lld (%s) in place of %s at %d %lld", journal_fault_name(report->fault),
			report->region, (long long)report->seq, report->where, journal_fault_name(fault),
			region, (long long)seq);
}

static void expect_fault(struct fixture *fixture, enum journal_fault fault, int region, int64_t seq)
{
	struct journal_report report = verify(fixture, NULL);
	expect(&report, fault, region, seq);
}

static void get_entry(struct fixture *fixture, int region, int64_t seq, struct store_value *row)
{
	struct store_value key[] = {store_int(region), store_int(seq)};
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	RIGHT(fixture,
		store_get(fixture->store, &journal_entry_table, key, row, &fixture->arena,
			&fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

static void put_entry(struct fixture *fixture, const struct store_value *row)
{
	fixture_begin(fixture);
	RIGHT(fixture, store_put(fixture->store, &journal_entry_table, row, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

static void remove_entry(struct fixture *fixture, int region, int64_t seq)
{
	struct store_value key[] = {store_int(region), store_int(seq)};
	fixture_begin(fixture);
	RIGHT(fixture, store_remove(fixture->store, &journal_entry_table, key, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

/* Nothing wrong, and everything was looked at. */
static void test_journal_verify__finds_a_sound_journal_sound(void **state)
{
	struct fixture *fixture = *state;
	struct journal_report report = verify(fixture, NULL);
	expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, ENTRIES + 1);
	assert_int_equal(report.rows, 0);
	assert_string_equal(report.where, "");
	report = verify_tables(fixture);
	expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, ENTRIES + 1);
	/* 30 notes, of which 7 are removed again; 10 marks; the one of a table that has grown. */
	assert_int_equal(report.rows, 30 - 7 + 10 + 1);
	assert_string_equal(report.where, "");
}

/* A journal in which nothing stands yet is sound too. */
static void test_journal_verify__finds_an_empty_journal_sound(void **state)
{
	struct fixture *fixture = *state;
	struct journal_report report = verify_tables(fixture);
	expect(&report, JOURNAL_SOUND, 0, 0);
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
			expect_fault(fixture, JOURNAL_HASH_WRONG, 2, places[i]);
		}
		put_entry(fixture, row);
	}
	expect_fault(fixture, JOURNAL_SOUND, 0, 0);
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
		expect_fault(fixture, JOURNAL_HASH_WRONG, 1, 5);
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
		expect_fault(fixture, JOURNAL_HASH_WRONG, 7, 1);
	}
	put_entry(fixture, row);
	expect_fault(fixture, JOURNAL_SOUND, 0, 0);
}

/* What no append would have taken is a changed entry too, and no lack of memory. */
static void test_journal_verify__finds_a_value_over_its_bound(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query sqlite[] = {
		{"store", "update journal_entry set body = zeroblob(20000000)"
				  " where region = 25 and seq = 1"},
		{"store", "update journal_entry set effects = zeroblob(20000000)"
				  " where region = 2 and seq = 1"},
		{"store", "update journal_entry set reply = zeroblob(20000000)"
				  " where region = 1 and seq = 1"},
	};
	static const struct store_query postgres[] = {
		{"store", "update journal_entry set body = decode(repeat('00', 20000000), 'hex')"
				  " where region = 25 and seq = 1"},
		{"store", "update journal_entry set effects = decode(repeat('00', 20000000), 'hex')"
				  " where region = 2 and seq = 1"},
		{"store", "update journal_entry set reply = decode(repeat('00', 20000000), 'hex')"
				  " where region = 1 and seq = 1"},
	};
	static const int regions[] = {25, 2, 1};

	for (size_t i = 0; i < 3; i++) {
		bool is_sqlite = fixture->kind == STORE_SQLITE;
		fixture_run_sql(fixture, is_sqlite ? &sqlite[i] : &postgres[i], NULL, 0);
		expect_fault(fixture, JOURNAL_HASH_WRONG, regions[i], 1);
	}
}

/* Entries taken out at the beginning or in the middle of a chain. */
static void test_journal_verify__finds_a_removed_entry(void **state)
{
	struct fixture *fixture = *state;
	struct store_value row[COLUMNS];

	get_entry(fixture, 1, 5, row);
	remove_entry(fixture, 1, 5);
	expect_fault(fixture, JOURNAL_SEQ_HOLE, 1, 6);
	put_entry(fixture, row);
	remove_entry(fixture, 25, 1);
	expect_fault(fixture, JOURNAL_SEQ_HOLE, 25, 2);
}

/* The known limit, until heads are signed and kept elsewhere: a chain that lost its end is a
 * shorter chain. The tables give it away, unless they were set back as well. */
static void test_journal_verify__sees_a_lost_end_by_the_tables_only(void **state)
{
	struct fixture *fixture = *state;
	struct note note = fixture_new_note(25, 29);

	remove_entry(fixture, 25, 10);
	expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	struct journal_report report = verify_tables(fixture);
	expect(&report, JOURNAL_ROW_DIFFERS, -1, 0);
	fixture_begin(fixture);
	RIGHT(fixture, change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	fixture_reopen(fixture);
	struct store *scratch = fixture_open(fixture, "second");
	report = verify(fixture, scratch);
	store_close(scratch);
	expect(&report, JOURNAL_SOUND, 0, 0);
}

/* Two entries that changed places. */
static void test_journal_verify__finds_reordered_entries(void **state)
{
	struct fixture *fixture = *state;
	struct store_value fourth[COLUMNS];
	struct store_value fifth[COLUMNS];

	get_entry(fixture, 2, 4, fourth);
	get_entry(fixture, 2, 5, fifth);
	remove_entry(fixture, 2, 4);
	remove_entry(fixture, 2, 5);
	fourth[1] = store_int(5);
	fifth[1] = store_int(4);
	put_entry(fixture, fourth);
	put_entry(fixture, fifth);
	expect_fault(fixture, JOURNAL_HASH_WRONG, 2, 4);
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
		expect_fault(fixture, cases[i].fault, cases[i].found_in, cases[i].seq);
		remove_entry(fixture, cases[i].region, cases[i].seq);
	}
	expect_fault(fixture, JOURNAL_SOUND, 0, 0);
}

/* A shard's whole chain under another number. */
static void test_journal_verify__finds_a_chain_in_another_shard(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query move = {
		"store", "update journal_entry set region = 3 where region = 2"};
	fixture_run_sql(fixture, &move, NULL, 0);
	expect_fault(fixture, JOURNAL_HASH_WRONG, 3, 1);
}

/* The same entry twice, in a table that lost its key. */
static void test_journal_verify__finds_a_double_entry(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query steps[] = {
		{"store", "create table journal_other as select * from journal_entry"},
		{"store", "drop table journal_entry"},
		{"store", "alter table journal_other rename to journal_entry"},
		{"store", "insert into journal_entry select * from journal_entry"
				  " where region = 2 and seq = 5"},
	};

	if (fixture->kind != STORE_SQLITE) skip();
	for (size_t i = 0; i < 3; i++)
		fixture_run_sql(fixture, &steps[i], NULL, 0);
	expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	fixture_run_sql(fixture, &steps[3], NULL, 0);
	expect_fault(fixture, JOURNAL_SEQ_HOLE, 2, 5);
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
	assert_int_equal(journal_verify(fixture->store, NULL, fixture_tables, FIXTURE_TABLE_COUNT,
						 NULL, NULL, &report, &fixture->error),
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
	command(fixture, 1, 100);
	fixture_commit(fixture);
	expect_fault(fixture, JOURNAL_SEQ_HOLE, 1, 12);
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
	expect_fault(fixture, JOURNAL_TIME_BACK, 1, 11);
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
	struct journal_report report = verify(fixture, NULL);
	expect(&report, JOURNAL_EFFECTS_BROKEN, 1, 11);
	assert_non_null(strstr(report.where, "table 65535"));
	/* With tables to compare it is the same fault, not an error of replaying. */
	report = verify_tables(fixture);
	expect(&report, JOURNAL_EFFECTS_BROKEN, 1, 11);
}

static void tamper(struct fixture *fixture, const struct store_query *query)
{
	struct id id = fixture_id(28);
	struct store_value key = store_id(&id);
	fixture_run_sql(fixture, query, &key, 1);
}

static void expect_row(struct fixture *fixture, const char *table, const char *what)
{
	struct journal_report report = verify_tables(fixture);
	expect(&report, JOURNAL_ROW_DIFFERS, -1, 0);
	assert_int_equal(report.entries, ENTRIES + 1);
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
	expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	expect_row(fixture, "test_note", "words");
}

/* A row that was taken out. */
static void test_journal_verify__finds_a_removed_row(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query query = {"store", "delete from test_note where id = ?1"};
	tamper(fixture, &query);
	expect_fault(fixture, JOURNAL_SOUND, 0, 0);
	expect_row(fixture, "test_note", "only in the journal");
}

/* A row that no command wrote. */
static void test_journal_verify__finds_an_inserted_row(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query query = {
		"store", "insert into test_mark(region, id, mark) values(2, ?1, 'x')"};
	tamper(fixture, &query);
	expect_fault(fixture, JOURNAL_SOUND, 0, 0);
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
		struct journal_report report = verify(fixture, scratch);
		expect(&report, JOURNAL_ROW_DIFFERS, -1, 0);
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
	struct journal_report report = verify_tables(fixture);
	expect(&report, JOURNAL_SOUND, 0, 0);
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
	command(&writer->fixture, 1, 200 + writer->calls);
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
	RIGHT(fixture,
		journal_open(&writer.fixture.journal, writer.fixture.store, &fixture->error));
	struct store *scratch = fixture_open(fixture, "scratch");
	RIGHT(fixture,
		journal_verify(fixture->store, scratch, fixture_tables, FIXTURE_TABLE_COUNT,
			write_meanwhile, &writer, &report, &fixture->error));
	expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, ENTRIES + 1);
	assert_true(writer.calls > 0);
	assert_int_equal(writer.entries, ENTRIES + 1);
	report = verify(fixture, NULL);
	assert_int_equal(report.entries, ENTRIES + 1 + writer.calls);
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
		RIGHT(fixture,
			change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
		struct journal_entry entry = fixture_entry(fixture, 1, i);
		fixture_append(fixture, &entry);
	}
	fixture_commit(fixture);
	struct store *scratch = fixture_open(fixture, "scratch");
	RIGHT(fixture,
		journal_verify(fixture->store, scratch, fixture_tables, FIXTURE_TABLE_COUNT, count_calls,
			calls, &report, &fixture->error));
	expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, 10050);
	assert_int_equal(report.rows, 50);
	assert_int_equal(calls[0], 3);
	assert_int_equal(calls[1], 10050);
	store_close(scratch);
}

static void rebuild(struct fixture *fixture, struct store *to)
{
	RIGHT(fixture,
		journal_rebuild(fixture->store, to, fixture_tables, FIXTURE_TABLE_COUNT, NULL, NULL,
			&fixture->error));
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
	RIGHT(fixture,
		store_compare(fixture->store, to, tables, 4, &difference, &rows, &fixture->error));
	assert_int_equal(difference.kind, STORE_SAME);
	assert_int_equal(rows, ENTRIES + 1 + 30 - 7 + 10 + 1);
	RIGHT(fixture, journal_open(&journal, to, &fixture->error));
	for (int region = 0; region < JOURNAL_SHARDS; region++) {
		assert_int_equal(journal.heads[region].seq, fixture->journal.heads[region].seq);
		assert_true(
			hash_equal(&journal.heads[region].hash, &fixture->journal.heads[region].hash));
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
	expect(&report, JOURNAL_SOUND, 0, 0);
	store_close(scratch);
	store_close(to);
}

/* A chain that is not sound is not built upon. */
static void test_journal_rebuild__refuses_a_broken_chain(void **state)
{
	struct fixture *fixture = *state;
	struct store *to = fixture_open(fixture, "rebuilt");

	remove_entry(fixture, 1, 5);
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, start_with_history, fixture_stop)
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
		TEST(test_journal_verify__sees_a_lost_end_by_the_tables_only),
		TEST(test_journal_verify__finds_reordered_entries),
		TEST(test_journal_verify__finds_an_inserted_entry),
		TEST(test_journal_verify__finds_a_chain_in_another_shard),
		TEST(test_journal_verify__finds_a_double_entry),
		TEST(test_journal_verify__reports_what_is_no_entry),
		TEST(test_journal_verify__finds_a_hole_that_was_chained),
		TEST(test_journal_verify__finds_time_that_went_back),
		TEST(test_journal_verify__finds_broken_effects),
		TEST(test_journal_verify__finds_a_changed_row),
		TEST(test_journal_verify__finds_a_removed_row),
		TEST(test_journal_verify__finds_an_inserted_row),
		TEST(test_journal_verify__shows_a_long_key_as_text),
		TEST(test_journal_verify__leaves_local_tables_alone),
		TEST(test_journal_verify__wants_an_empty_scratch),
		TEST(test_journal_verify__sees_one_instant),
		EMPTY_TEST(test_journal_verify__commits_on_the_way),
		TEST(test_journal_rebuild__makes_the_same_store),
		TEST(test_journal_rebuild__needs_the_journal_only),
		TEST(test_journal_rebuild__refuses_a_broken_chain),
		TEST(test_journal_rebuild__wants_an_empty_store),
	};
	return fixture_run("verify", tests, sizeof(tests) / sizeof(tests[0]));
}
