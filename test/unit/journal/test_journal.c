/* test_journal.c - entries are chained, numbered without holes, found again, and gone when rolled
 * back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/raises.h"
#include "journal_fixture.h"
#include "store/store_record.h"

static void append(struct fixture *fixture, int region, int number)
{
	struct journal_entry entry = fixture_entry(fixture, region, number);
	fixture_append(fixture, &entry);
}

static void find(struct fixture *fixture, int region, struct id actor, const char *command_id,
	struct journal_entry *entry, bool *found)
{
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	RIGHT(fixture,
		journal_find(fixture->store, region, actor, span_of(command_id), &fixture->arena, entry,
			found, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

static bool is_found(struct fixture *fixture, int region, struct id actor, const char *command_id)
{
	struct journal_entry entry;
	bool found = false;
	find(fixture, region, actor, command_id, &entry, &found);
	return found;
}

/* Two entries by their hash as another program computes it from the header's description: a full
 * one, and one with nothing in it behind that. */
static void test_journal_append__chains_by_the_canonical_form(void **state)
{
	struct fixture *fixture = *state;
	struct journal_entry empty = {
		.region = 3, .recorded_ms = FIXTURE_NOW_MS + 1, .kind = JOURNAL_LOOK, .command = 7};
	struct buf hex;

	buf_init(&hex, 1000);
	fixture_begin(fixture);
	append(fixture, 3, 1);
	struct hash first = fixture->journal.heads[3].hash;
	fixture_append(fixture, &empty);
	assert_memory_equal(empty.hash.start, fixture->journal.heads[3].hash.bytes, HASH_SIZE);
	fixture_commit(fixture);
	buf_add_hex(&hex, first.bytes, HASH_SIZE);
	assert_string_equal(
		buf_text(&hex), "6defab7dbdfd3b75c0943fff63f691ea189b5f1594591826abe68cec43c79481");
	buf_reset(&hex);
	buf_add_hex(&hex, empty.hash.start, HASH_SIZE);
	assert_string_equal(
		buf_text(&hex), "703c4cf42d2d8f340e5706ceb6d963e3ed901276e5c106d12348d0d8412dcf4e");
	buf_finish(&hex);
}

/* What was appended is in the table as it was, in every column. */
static void test_journal_append__stores_the_entry(void **state)
{
	struct fixture *fixture = *state;
	struct journal_entry read = {.region = 3, .seq = 1};
	struct store_value before[15];
	struct store_value after[15];

	fixture_begin(fixture);
	struct note note = fixture_new_note(3, 1);
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	struct journal_entry entry = fixture_entry(fixture, 3, 1);
	RIGHT(fixture, journal_append(&fixture->journal, fixture->store, &entry, &fixture->error));
	RIGHT(fixture,
		store_record_get(
			fixture->store, &journal_entry_table, &read, &fixture->arena, &fixture->error));
	assert_int_equal(journal_entry_table.column_count, 15);
	assert_true(entry.effects.size > 0 && entry.seq == 1);
	store_record_values(&journal_entry_table, &entry, before);
	store_record_values(&journal_entry_table, &read, after);
	for (size_t i = 0; i < 15; i++) assert_true(store_value_equal(&before[i], &after[i]));
	fixture_commit(fixture);
}

/* Each shard has a chain of its own, counted from 1. */
static void test_journal_append__counts_each_shard_by_itself(void **state)
{
	struct fixture *fixture = *state;

	fixture_begin(fixture);
	for (int i = 0; i < 3; i++) {
		for (int region = 0; region < JOURNAL_SHARDS; region++) {
			struct journal_entry entry = fixture_entry(fixture, region, i);
			fixture_append(fixture, &entry);
			assert_int_equal(entry.seq, i + 1);
		}
	}
	fixture_commit(fixture);
	assert_memory_not_equal(
		fixture->journal.heads[1].hash.bytes, fixture->journal.heads[2].hash.bytes, HASH_SIZE);
}

/* A clock that goes back does not take the journal with it; other shards do not mind. */
static void test_journal_append__never_goes_back_in_time(void **state)
{
	struct fixture *fixture = *state;
	struct journal_entry entry = fixture_entry(fixture, 1, 1);

	fixture_begin(fixture);
	entry.recorded_ms = 5000;
	fixture_append(fixture, &entry);
	entry = fixture_entry(fixture, 1, 2);
	entry.recorded_ms = 4000;
	fixture_append(fixture, &entry);
	assert_int_equal(entry.recorded_ms, 5000);
	entry = fixture_entry(fixture, 2, 3);
	entry.recorded_ms = 4000;
	fixture_append(fixture, &entry);
	assert_int_equal(entry.recorded_ms, 4000);
	entry = fixture_entry(fixture, 1, 4);
	entry.recorded_ms = 5001;
	fixture_append(fixture, &entry);
	assert_int_equal(entry.recorded_ms, 5001);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	assert_int_equal(fixture->journal.heads[1].recorded_ms, 5001);
}

/* After a restart the chains go on where they were. */
static void test_journal_open__reads_the_heads_back(void **state)
{
	struct fixture *fixture = *state;
	struct journal_head heads[JOURNAL_SHARDS];

	fixture_begin(fixture);
	for (int i = 0; i < 20; i++) append(fixture, i % 3 * 12, i);
	fixture_commit(fixture);
	memcpy(heads, fixture->journal.heads, sizeof(heads));
	fixture_reopen(fixture);
	journal_rolled_back(&fixture->journal);
	assert_int_equal(fixture->journal.heads[0].seq, 7);
	assert_int_equal(fixture->journal.heads[1].seq, 0);
	for (int region = 0; region < JOURNAL_SHARDS; region++) {
		assert_int_equal(fixture->journal.heads[region].seq, heads[region].seq);
		assert_int_equal(fixture->journal.heads[region].recorded_ms, heads[region].recorded_ms);
		assert_true(hash_equal(&fixture->journal.heads[region].hash, &heads[region].hash));
	}
	fixture_begin(fixture);
	struct journal_entry entry = fixture_entry(fixture, 12, 99);
	fixture_append(fixture, &entry);
	assert_int_equal(entry.seq, heads[12].seq + 1);
	fixture_commit(fixture);
}

/* A head that cannot be one is not built upon. */
static void test_journal_open__refuses_a_head_that_is_none(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query spoils[] = {
		{"store", "update journal_entry set hash = ?1"},
		{"store", "update journal_entry set seq = 0, hash = ?1"},
	};
	const struct store_value hashes[] = {
		store_blob(SPAN_LITERAL("short")),
		store_blob(SPAN_LITERAL("01234567890123456789012345678901")),
	};
	struct journal journal;

	fixture_begin(fixture);
	append(fixture, 5, 1);
	fixture_commit(fixture);
	for (size_t i = 0; i < 2; i++) {
		fixture_run_sql(fixture, &spoils[i], &hashes[i], 1);
		assert_int_equal(journal_open(&journal, fixture->store, &fixture->error), STATUS_CORRUPT);
		assert_non_null(strstr(fixture->error.message, "shard 5"));
		journal_finish(&journal);
	}
	journal_finish(&journal);
}

/* What was rolled back did not happen: the numbers are given again, and the chain is sound. */
static void test_journal_rolled_back__restores_the_heads(void **state)
{
	struct fixture *fixture = *state;
	struct journal_report report;

	fixture_begin(fixture);
	append(fixture, 1, 1);
	append(fixture, 2, 1);
	fixture_commit(fixture);
	struct journal_head kept = fixture->journal.heads[1];
	fixture_begin(fixture);
	append(fixture, 1, 2);
	append(fixture, 1, 3);
	append(fixture, 4, 1);
	store_rollback(fixture->store);
	journal_rolled_back(&fixture->journal);
	assert_int_equal(fixture->journal.heads[1].seq, 1);
	assert_int_equal(fixture->journal.heads[1].recorded_ms, kept.recorded_ms);
	assert_true(hash_equal(&fixture->journal.heads[1].hash, &kept.hash));
	assert_int_equal(fixture->journal.heads[4].seq, 0);
	fixture_begin(fixture);
	append(fixture, 1, 9);
	append(fixture, 4, 9);
	fixture_commit(fixture);
	assert_int_equal(fixture->journal.heads[1].seq, 2);
	RIGHT(fixture,
		journal_verify(fixture->store, NULL, fixture_tables, FIXTURE_TABLE_COUNT, NULL, NULL,
			&report, &fixture->error));
	assert_int_equal(report.fault, JOURNAL_SOUND);
	assert_int_equal(report.entries, 4);
}

/* The kept reply is found by who commanded and how they named it. */
static void test_journal_find__finds_what_a_reply_needs(void **state)
{
	struct fixture *fixture = *state;
	struct journal_entry entry;
	bool found = false;

	fixture_begin(fixture);
	append(fixture, 3, 1);
	append(fixture, 3, 2);
	append(fixture, 4, 3);
	fixture_commit(fixture);
	find(fixture, 3, fixture_id(2), "command-1", &entry, &found);
	assert_true(found);
	assert_int_equal(entry.region, 3);
	assert_int_equal(entry.seq, 2);
	assert_int_equal(entry.recorded_ms, FIXTURE_NOW_MS + 2);
	assert_int_equal(entry.command, 300);
	assert_int_equal(entry.ground, 4);
	assert_true(id_equal(entry.subject, fixture_id(3)));
	assert_true(span_is(entry.reply, "{\"ok\":true}"));
	assert_true(span_is(entry.command_id, "command-1"));
	assert_true(span_is(entry.digest, "0123456789abcdef0123456789ABCDEF"));
	assert_memory_equal(entry.hash.start, fixture->journal.heads[3].hash.bytes, HASH_SIZE);
	assert_int_equal(entry.body.size + entry.effects.size, 0);
}

/* Another shard, actor or name is another command. */
static void test_journal_find__finds_nothing_else(void **state)
{
	struct fixture *fixture = *state;

	fixture_begin(fixture);
	append(fixture, 3, 1);
	struct journal_entry nameless = fixture_entry(fixture, 3, 2);
	nameless.command_id = (struct span){0};
	fixture_append(fixture, &nameless);
	fixture_commit(fixture);
	assert_true(is_found(fixture, 3, fixture_id(1), "command-1"));
	assert_false(is_found(fixture, 4, fixture_id(1), "command-1"));
	assert_false(is_found(fixture, 3, fixture_id(2), "command-1"));
	assert_false(is_found(fixture, 3, id_none, "command-1"));
	assert_false(is_found(fixture, 3, fixture_id(1), "command-"));
	assert_false(is_found(fixture, 3, fixture_id(1), "COMMAND-1"));
	assert_false(is_found(fixture, 3, fixture_id(2), ""));
}

/* Nobody is somebody here: the anonymous door's commands are found and excluded like others'. */
static void test_journal_find__finds_commands_of_nobody(void **state)
{
	struct fixture *fixture = *state;

	fixture_begin(fixture);
	struct journal_entry entry = fixture_entry(fixture, 3, 1);
	entry.actor = id_none;
	fixture_append(fixture, &entry);
	fixture_commit(fixture);
	assert_true(is_found(fixture, 3, id_none, "command-1"));
	fixture_begin(fixture);
	entry = fixture_entry(fixture, 3, 2);
	entry.actor = id_none;
	status result = journal_append(&fixture->journal, fixture->store, &entry, &fixture->error);
	/* A database may say so at the commit only. */
	if (result == STATUS_OK) result = store_commit(fixture->store, &fixture->error);
	assert_int_equal(result, STATUS_STORE);
	store_rollback(fixture->store);
}

/* A reply that does not fit is no bug of who asked. */
static void test_journal_find__says_that_the_arena_is_too_small(void **state)
{
	struct fixture *fixture = *state;
	struct journal_entry entry;
	struct arena small;
	bool found = true;

	fixture_begin(fixture);
	append(fixture, 3, 1);
	arena_init(&small, 64, 64);
	assert_int_equal(journal_find(fixture->store, 3, fixture_id(1), SPAN_LITERAL("command-1"),
						 &small, &entry, &found, &fixture->error),
		STATUS_MEMORY);
	assert_false(found);
	arena_finish(&small);
	store_rollback(fixture->store);
}

/* The same actor and name twice in a shard is refused by the database itself; the head stays. */
static void test_journal_append__excludes_a_second_command_of_that_name(void **state)
{
	struct fixture *fixture = *state;

	fixture_begin(fixture);
	append(fixture, 3, 1);
	append(fixture, 4, 1);
	fixture_commit(fixture);
	fixture_begin(fixture);
	struct journal_entry entry = fixture_entry(fixture, 3, 1);
	status result = journal_append(&fixture->journal, fixture->store, &entry, &fixture->error);
	if (result == STATUS_OK)
		result = store_commit(fixture->store, &fixture->error);
	else
		assert_int_equal(fixture->journal.heads[3].seq, 1);
	assert_int_equal(result, STATUS_STORE);
	store_rollback(fixture->store);
	journal_rolled_back(&fixture->journal);
	assert_int_equal(fixture->journal.heads[3].seq, 1);
}

/* What the program does itself has no name, any number of times. */
static void test_journal_append__takes_many_without_a_name(void **state)
{
	struct fixture *fixture = *state;

	fixture_begin(fixture);
	for (int i = 0; i < 5; i++) {
		struct journal_entry entry = fixture_entry(fixture, 3, 1);
		entry.command_id = (struct span){0};
		fixture_append(fixture, &entry);
	}
	fixture_commit(fixture);
	assert_int_equal(fixture->journal.heads[3].seq, 5);
}

static void refuse(struct fixture *fixture, struct journal_entry *entry, const char *bound)
{
	assert_int_equal(
		journal_append(&fixture->journal, fixture->store, entry, &fixture->error), STATUS_BOUND);
	assert_non_null(strstr(fixture->error.message, bound));
	assert_int_equal(fixture->journal.heads[entry->region].seq, 0);
}

/* Each bound is named when it is passed, and what is exactly on it is taken. */
static void test_journal_append__keeps_its_bounds(void **state)
{
	struct fixture *fixture = *state;
	static char large[STORE_MAX_VALUE_BYTES + 1];
	static const char name[JOURNAL_COMMAND_ID_BYTES + 2] =
		"1234567890123456789012345678901234567890123456789012345678901234x";

	fixture_begin(fixture);
	struct journal_entry entry = fixture_entry(fixture, 3, 1);
	entry.command_id = span_bytes(name, JOURNAL_COMMAND_ID_BYTES + 1);
	refuse(fixture, &entry, "JOURNAL_COMMAND_ID_BYTES");
	entry = fixture_entry(fixture, 3, 1);
	entry.digest = span_bytes(large, HASH_SIZE - 1);
	refuse(fixture, &entry, "HASH_SIZE");
	struct span *parts[] = {&entry.body, &entry.effects, &entry.reply};
	for (size_t i = 0; i < 3; i++) {
		entry = fixture_entry(fixture, 3, 1);
		*parts[i] = span_bytes(large, sizeof(large));
		refuse(fixture, &entry, "STORE_MAX_VALUE_BYTES");
	}
	entry.command_id = span_bytes(name, JOURNAL_COMMAND_ID_BYTES);
	for (size_t i = 0; i < 3; i++) *parts[i] = span_bytes(large, sizeof(large) - 1);
	fixture_append(fixture, &entry);
	assert_int_equal(entry.seq, 1);
	store_rollback(fixture->store);
}

static void raises(struct fixture *fixture, struct journal_entry entry)
{
	volatile status result = STATUS_OK;
	assert_raises(result = journal_append(&fixture->journal, fixture->store, &entry, NULL));
	assert_int_equal(result, STATUS_OK);
}

/* What does not fit the canonical form is a bug of the program, not of who commands. */
static void test_journal_append__raises_on_what_has_no_form(void **state)
{
	struct fixture *fixture = *state;

	fixture_begin(fixture);
	raises(fixture, (struct journal_entry){.region = -1, .kind = 1});
	raises(fixture, (struct journal_entry){.region = JOURNAL_SHARDS, .kind = 1});
	raises(fixture, (struct journal_entry){.kind = 0});
	raises(fixture, (struct journal_entry){.kind = 3});
	raises(fixture, (struct journal_entry){.kind = 1, .command = -1});
	raises(fixture, (struct journal_entry){.kind = 1, .command = 65536});
	raises(fixture, (struct journal_entry){.kind = 1, .ground = -1});
	raises(fixture, (struct journal_entry){.kind = 1, .ground = 256});
	store_rollback(fixture->store);
}

/* Every fault has a name of its own. */
static void test_journal_fault_name__names_each(void **state)
{
	(void)state;
	assert_string_equal(journal_fault_name(JOURNAL_SOUND), "sound");
	for (int a = 0; a < JOURNAL_FAULT_COUNT; a++) {
		for (int b = 0; b < a; b++)
			assert_string_not_equal(journal_fault_name((enum journal_fault)a),
				journal_fault_name((enum journal_fault)b));
	}
	assert_raises(journal_fault_name(JOURNAL_FAULT_COUNT));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_journal_append__chains_by_the_canonical_form),
		TEST(test_journal_append__stores_the_entry),
		TEST(test_journal_append__counts_each_shard_by_itself),
		TEST(test_journal_append__never_goes_back_in_time),
		TEST(test_journal_open__reads_the_heads_back),
		TEST(test_journal_open__refuses_a_head_that_is_none),
		TEST(test_journal_rolled_back__restores_the_heads),
		TEST(test_journal_find__finds_what_a_reply_needs),
		TEST(test_journal_find__finds_nothing_else),
		TEST(test_journal_find__finds_commands_of_nobody),
		TEST(test_journal_find__says_that_the_arena_is_too_small),
		TEST(test_journal_append__excludes_a_second_command_of_that_name),
		TEST(test_journal_append__takes_many_without_a_name),
		TEST(test_journal_append__keeps_its_bounds),
		TEST(test_journal_append__raises_on_what_has_no_form),
		cmocka_unit_test(test_journal_fault_name__names_each),
	};
	return fixture_run("journal", tests, sizeof(tests) / sizeof(tests[0]));
}
