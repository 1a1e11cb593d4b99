/* test_follow.c - who follows the journal is told each effect once, and only what is new.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal_fixture.h"
#include "journal/journal_follow.h"

struct told {
	int notes, others, removed;
	struct id last;
};

static void tell(
	void *context, int table, bool removed, const struct store_value *values, size_t count)
{
	struct told *told = context;
	if (table != fixture_note.number) {
		told->others++;
		return;
	}
	told->notes++;
	told->removed += removed;
	assert_true(count == fixture_note.column_count || (removed && count == fixture_note.key_count));
	told->last = store_value_id(&values[NOTE_ID]);
}

static void write_note(struct fixture *fixture, int region, int number)
{
	fixture_begin(fixture);
	fixture_command(fixture, region, number);
	fixture_commit(fixture);
}

static struct told follow(struct fixture *fixture, struct journal_follow *at, int64_t limit)
{
	struct journal_follow heads = {{0}};
	struct told told = {0};
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	RIGHT(fixture, journal_follow_heads(fixture->store, &heads, &fixture->error));
	for (int region = 0; region < JOURNAL_SHARDS; region++) {
		assert_int_equal(heads.seq[region], fixture->journal.heads[region].seq);
		while (at->seq[region] < heads.seq[region])
			RIGHT(fixture,
				journal_follow_read(
					fixture->store, region, at, &heads, limit, tell, &told, &fixture->error));
	}
	store_rollback(fixture->store);
	return told;
}

/* All at first, then what came since, then nothing. */
static void test_journal_follow__tells_each_effect_once(void **state)
{
	struct fixture *fixture = *state;
	struct journal_follow at = {{0}};
	struct told all = follow(fixture, &at, 3);
	assert_true(all.notes > all.removed && all.removed > 0 && all.others > 0);
	struct told none = follow(fixture, &at, 3);
	assert_int_equal(none.notes + none.others, 0);
	write_note(fixture, 7, 901);
	write_note(fixture, 25, 902);
	struct told two = follow(fixture, &at, 1);
	assert_true(two.notes >= 2);
	assert_true(id_equal(two.last, fixture_id(902)));
}

/* Effects that cannot be read are an error, not silence. */
static void test_journal_follow__says_when_effects_are_broken(void **state)
{
	struct fixture *fixture = *state;
	static const struct store_query query = {
		"store", "update journal_entry set effects = ?1 where effects is not null"};
	struct store_value broken = store_blob(span_bytes("\001\001\000\000", 4));
	struct journal_follow at = {{0}}, heads = {{0}};
	struct told told = {0};
	status result = STATUS_OK;
	fixture_run_sql(fixture, &query, &broken, 1);
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	RIGHT(fixture, journal_follow_heads(fixture->store, &heads, &fixture->error));
	for (int region = 0; region < JOURNAL_SHARDS && result == STATUS_OK; region++)
		result = journal_follow_read(
			fixture->store, region, &at, &heads, 100, tell, &told, &fixture->error);
	store_rollback(fixture->store);
	assert_int_equal(result, STATUS_CORRUPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_journal_follow__tells_each_effect_once, fixture_start_with_history, fixture_stop),
		cmocka_unit_test_setup_teardown(test_journal_follow__says_when_effects_are_broken,
			fixture_start_with_history, fixture_stop),
	};
	return fixture_run("journal_follow", tests, sizeof(tests) / sizeof(tests[0]));
}
