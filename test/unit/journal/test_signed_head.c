/* test_signed_head.c - a head is signed, read back, and shows each way in which a history can be
 * written anew; an honest history that grew passes.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal_fixture.h"
#include "journal/journal_private.h"
#include "journal/signed_head.h"
#include "store/store_record.h"

#define COLUMNS 15
#define SEED 42
#define MOST_ENTRIES 16

struct text {
	char bytes[SIGNED_HEAD_MAX_BYTES + 1];
	size_t size;
};

static struct vault *open_vault(uint64_t seed)
{
	struct vault *vault = NULL;
	struct error error = {0};
	assert_int_equal(vault_open_seeded(seed, &vault, &error), STATUS_OK);
	return vault;
}

static struct signed_head head_of(const struct fixture *fixture, uint64_t seed)
{
	struct signed_head head = {.number = 3, .at_ms = FIXTURE_NOW_MS};
	struct vault *vault = open_vault(seed);
	memcpy(head.heads, fixture->journal.heads, sizeof(head.heads));
	signed_head_sign(vault, &head);
	vault_close(vault);
	return head;
}

static struct text text_of(const struct signed_head *head)
{
	struct text text = {.size = 0};
	struct buf out;
	buf_init(&out, SIGNED_HEAD_MAX_BYTES);
	signed_head_write(head, &out);
	assert_false(out.overflowed);
	memcpy(text.bytes, out.bytes, out.size);
	text.size = out.size;
	buf_finish(&out);
	return text;
}

static struct span span_of_text(const struct text *text)
{
	return (struct span){text->bytes, text->size};
}

/* What is written is read back, and is signed. */
static void test_signed_head__is_read_as_it_was_written(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED), again;
	struct text text = text_of(&head);
	int line = 0;
	assert_true(signed_head_parse(span_of_text(&text), &again, &line));
	assert_memory_equal(&head, &again, sizeof(head));
	assert_true(signed_head_is_signed(&again));
	assert_int_equal(again.heads[2].seq, 10);
	assert_int_equal(again.heads[3].seq, 0);
}

/* The same installation signs with the same key each time, another with another. */
static void test_signed_head__has_the_key_of_its_installation(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED), same = {0}, other = {0};
	struct vault *vault = open_vault(SEED), *another = open_vault(SEED + 1);
	signed_head_identity(vault, &same);
	signed_head_identity(another, &other);
	assert_memory_equal(head.key, same.key, sizeof(head.key));
	assert_true(id_equal(head.installation, same.installation));
	assert_memory_not_equal(head.key, other.key, sizeof(head.key));
	assert_int_equal(signed_head_check(&head, same.key, same.installation), SIGNED_HEAD_SOUND);
	assert_int_equal(signed_head_check(&head, same.key, id_none), SIGNED_HEAD_SOUND);
	assert_int_equal(signed_head_check(&head, other.key, id_none), SIGNED_HEAD_OTHER_KEY);
	assert_int_equal(
		signed_head_check(&head, same.key, other.installation), SIGNED_HEAD_OTHER_PLACE);
	vault_close(vault);
	vault_close(another);
}

/* Whatever is changed in it, it is no head any more, or not signed. */
static void test_signed_head__each_changed_byte_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED), again;
	struct text text = text_of(&head);
	size_t forged = 0, unread = 0;
	for (size_t i = 0; i < text.size; i++) {
		int line = 0;
		struct text changed = text;
		changed.bytes[i] = changed.bytes[i] == '1' ? '2' : '1';
		if (!signed_head_parse(span_of_text(&changed), &again, &line)) {
			unread++;
			assert_true(line >= 1);
		} else if (!signed_head_is_signed(&again)) {
			forged++;
		} else {
			fail_msg("byte %zu can be changed", i);
		}
	}
	assert_true(forged > 100 && unread > 20);
}

/* Cut off anywhere, or with more behind it, it is no head; the first wrong line is told. */
static void test_signed_head__is_whole_or_refused(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED), again;
	struct text text = text_of(&head);
	int line = 0;
	for (size_t size = 0; size < text.size; size++)
		assert_false(signed_head_parse((struct span){text.bytes, size}, &again, &line));
	text.bytes[text.size] = '\n';
	assert_false(signed_head_parse((struct span){text.bytes, text.size + 1}, &again, &line));
	const struct {
		const char *text;
		int line;
	} cases[] = {
		{"", 1},
		{"vangnet-head 2\n", 1},
		{"vangnet-head 1\ninstallation 12\n", 2},
		{"vangnet-head 1\ninstallation 00112233445566778899aabbccddeeff\nnumber 0\n", 3},
		{"vangnet-head 1\ninstallation 00112233445566778899aabbccddeeff\nnumber 1\nat x\n", 4},
		{"vangnet-head 1\ninstallation 00112233445566778899aabbccddeeff\nnumber 1\nat 5\nkey 0\n",
			5},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_false(signed_head_parse(span_of(cases[i].text), &again, &line));
		assert_int_equal(line, cases[i].line);
	}
}

/* An hour passes between one and the next. */
static void test_signed_head_judge__signs_once_an_hour(void **state)
{
	struct signed_head_row last = {.number = 1, .at_ms = 1000, .due_ms = 1000 + 3600000};
	(void)state;
	assert_int_equal(signed_head_judge(NULL, 0), SIGNED_HEAD_OK);
	assert_int_equal(signed_head_judge(&last, 1000), SIGNED_HEAD_NOT_DUE);
	assert_int_equal(signed_head_judge(&last, 1000 + 3599999), SIGNED_HEAD_NOT_DUE);
	assert_int_equal(signed_head_judge(&last, 1000 + 3600000), SIGNED_HEAD_OK);
}

/* Who has full control of the database, but not of what is kept elsewhere: a shard's entries, to be
 * written anew with hashes that are right. */
struct rewriting {
	struct fixture *fixture;
	int region;
	struct journal_entry entries[MOST_ENTRIES];
	size_t count;
};

static void read_entries(struct rewriting *rewriting, struct fixture *fixture, int region)
{
	*rewriting = (struct rewriting){.fixture = fixture, .region = region};
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	for (;;) {
		struct journal_entry *entry = &rewriting->entries[rewriting->count];
		struct error absent = {0};
		*entry = (struct journal_entry){.region = region, .seq = (int64_t)rewriting->count + 1};
		if (store_record_get(
				fixture->store, &journal_entry_table, entry, &fixture->arena, &absent) != STATUS_OK)
			break;
		rewriting->count++;
		assert_true(rewriting->count < MOST_ENTRIES);
	}
	store_rollback(fixture->store);
}

static void write_entries(struct rewriting *rewriting)
{
	struct fixture *fixture = rewriting->fixture;
	struct journal_head head = {.seq = 0};
	struct buf scratch;
	buf_init(&scratch, JOURNAL_SCRATCH_BYTES);
	for (int64_t seq = 1; seq < MOST_ENTRIES; seq++)
		fixture_remove_entry(fixture, rewriting->region, seq);
	fixture_begin(fixture);
	for (size_t i = 0; i < rewriting->count; i++) {
		struct journal_entry *entry = &rewriting->entries[i];
		struct store_value values[COLUMNS];
		struct hash hash;
		entry->seq = (int64_t)i + 1;
		if (entry->recorded_ms < head.recorded_ms) entry->recorded_ms = head.recorded_ms;
		RIGHT(fixture, journal_hash_entry(&scratch, &head.hash, entry, &hash, &fixture->error));
		entry->hash = span_bytes(hash.bytes, HASH_SIZE);
		store_record_values(&journal_entry_table, entry, values);
		RIGHT(fixture, store_put(fixture->store, &journal_entry_table, values, &fixture->error));
		head = (struct journal_head){entry->seq, entry->recorded_ms, hash};
	}
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	buf_finish(&scratch);
}

static struct journal_report verify_against(struct fixture *fixture, const struct signed_head *head)
{
	struct journal_report report;
	RIGHT(fixture,
		journal_verify_against(fixture->store, NULL, fixture_tables, FIXTURE_TABLE_COUNT, NULL,
			NULL, head == NULL ? NULL : head->heads, &report, &fixture->error));
	return report;
}

/* One honest command more. */
static void grow(struct fixture *fixture, int region, int number)
{
	fixture_begin(fixture);
	fixture_command(fixture, region, number);
	fixture_commit(fixture);
}

/* The chain itself is sound afterwards: only the kept head shows what was done. */
static void expect_found(struct fixture *fixture, const struct signed_head *head,
	enum journal_fault fault, int region, int64_t seq)
{
	struct journal_report alone = verify_against(fixture, NULL);
	fixture_expect(&alone, JOURNAL_SOUND, 0, 0);
	struct journal_report report = verify_against(fixture, head);
	fixture_expect(&report, fault, region, seq);
}

/* The history goes on, as it does, and the head still holds. */
static void test_verify_against__passes_an_honest_history_that_grew(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED);
	struct journal_report report = verify_against(fixture, &head);
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	grow(fixture, 2, 90);
	grow(fixture, 7, 91);
	report = verify_against(fixture, &head);
	fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	assert_int_equal(report.entries, FIXTURE_ENTRIES + 2);
}

/* Each entry of each shard, changed in the least way, and every hash behind it made anew. */
static void test_verify_against__finds_each_changed_entry(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED);
	static const int regions[] = {1, 2, 25};
	for (size_t r = 0; r < 3; r++) {
		struct rewriting rewriting;
		read_entries(&rewriting, fixture, regions[r]);
		assert_int_equal(rewriting.count, 10);
		for (size_t i = 0; i < 10; i++) {
			rewriting.entries[i].ground++;
			write_entries(&rewriting);
			expect_found(fixture, &head, JOURNAL_HEAD_DIFFERS, regions[r], 10);
			rewriting.entries[i].ground--;
		}
		write_entries(&rewriting);
		struct journal_report report = verify_against(fixture, &head);
		fixture_expect(&report, JOURNAL_SOUND, 0, 0);
	}
}

/* Entries cut off the end while other chains go on. */
static void test_verify_against__finds_a_chain_that_was_cut(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED);
	grow(fixture, 1, 90);
	for (int64_t seq = 10; seq >= 1; seq--) {
		fixture_remove_entry(fixture, 2, seq);
		expect_found(fixture, &head, JOURNAL_HEAD_CUT, 2, seq);
	}
}

/* The same where nothing is from behind the head: that may be an old copy, and is told as such. */
static void test_verify_against__tells_a_head_that_is_newer(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head old = head_of(fixture, SEED);
	grow(fixture, 2, 90);
	struct signed_head head = head_of(fixture, SEED);
	fixture_remove_entry(fixture, 2, 11);
	expect_found(fixture, &old, JOURNAL_SOUND, 0, 0);
	expect_found(fixture, &head, JOURNAL_HEAD_AHEAD, 2, 11);
}

/* An entry put in anywhere: everything behind it moves on by one, also when something was cut off
 * so that the numbers are the same again. */
static void test_verify_against__finds_each_inserted_entry(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED);
	for (size_t at = 0; at < 10; at++) {
		struct rewriting rewriting, honest;
		read_entries(&honest, fixture, 2);
		rewriting = honest;
		memmove(&rewriting.entries[at + 1], &rewriting.entries[at],
			(10 - at) * sizeof(rewriting.entries[0]));
		rewriting.entries[at].command_id = SPAN_LITERAL("put in");
		rewriting.count = 11;
		write_entries(&rewriting);
		expect_found(fixture, &head, JOURNAL_HEAD_DIFFERS, 2, 10);
		rewriting.count = 10;
		write_entries(&rewriting);
		expect_found(fixture, &head, JOURNAL_HEAD_DIFFERS, 2, 10);
		write_entries(&honest);
	}
}

/* One taken out of the middle, and the rest closed up; with another put at the end in its place. */
static void test_verify_against__finds_each_removed_entry(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED);
	grow(fixture, 1, 90);
	for (size_t at = 0; at < 9; at++) {
		struct rewriting rewriting, honest;
		read_entries(&honest, fixture, 2);
		rewriting = honest;
		memmove(&rewriting.entries[at], &rewriting.entries[at + 1],
			(9 - at) * sizeof(rewriting.entries[0]));
		rewriting.count = 9;
		write_entries(&rewriting);
		expect_found(fixture, &head, JOURNAL_HEAD_CUT, 2, 10);
		rewriting.entries[9] = honest.entries[at];
		rewriting.count = 10;
		write_entries(&rewriting);
		expect_found(fixture, &head, JOURNAL_HEAD_DIFFERS, 2, 10);
		write_entries(&honest);
	}
}

/* Two neighbours that change places. */
static void test_verify_against__finds_each_change_of_order(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED);
	for (size_t at = 0; at + 1 < 10; at++) {
		struct rewriting rewriting, honest;
		read_entries(&honest, fixture, 25);
		rewriting = honest;
		rewriting.entries[at] = honest.entries[at + 1];
		rewriting.entries[at + 1] = honest.entries[at];
		write_entries(&rewriting);
		expect_found(fixture, &head, JOURNAL_HEAD_DIFFERS, 25, 10);
		write_entries(&honest);
	}
}

/* A whole shard made anew: of one entry only, of as many others, of more; and taken away. */
static void test_verify_against__finds_a_shard_that_was_replaced(void **state)
{
	struct fixture *fixture = *state;
	struct signed_head head = head_of(fixture, SEED);
	struct rewriting honest, rewriting;
	grow(fixture, 1, 90);
	read_entries(&honest, fixture, 25);
	rewriting = honest;
	for (size_t i = 0; i < 10; i++) rewriting.entries[i].command = 9;
	rewriting.count = 1;
	write_entries(&rewriting);
	expect_found(fixture, &head, JOURNAL_HEAD_CUT, 25, 2);
	rewriting.count = 10;
	write_entries(&rewriting);
	expect_found(fixture, &head, JOURNAL_HEAD_DIFFERS, 25, 10);
	rewriting.entries[10] = rewriting.entries[9];
	rewriting.entries[10].command_id = SPAN_LITERAL("one more");
	rewriting.count = 11;
	write_entries(&rewriting);
	expect_found(fixture, &head, JOURNAL_HEAD_DIFFERS, 25, 10);
	rewriting.count = 0;
	write_entries(&rewriting);
	expect_found(fixture, &head, JOURNAL_HEAD_CUT, 25, 1);
}

#define WITH_HISTORY(name) \
	cmocka_unit_test_setup_teardown(name, fixture_start_with_history, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_HISTORY(test_signed_head__is_read_as_it_was_written),
		WITH_HISTORY(test_signed_head__has_the_key_of_its_installation),
		WITH_HISTORY(test_signed_head__each_changed_byte_is_refused),
		WITH_HISTORY(test_signed_head__is_whole_or_refused),
		cmocka_unit_test(test_signed_head_judge__signs_once_an_hour),
		WITH_HISTORY(test_verify_against__passes_an_honest_history_that_grew),
		WITH_HISTORY(test_verify_against__finds_each_changed_entry),
		WITH_HISTORY(test_verify_against__finds_a_chain_that_was_cut),
		WITH_HISTORY(test_verify_against__tells_a_head_that_is_newer),
		WITH_HISTORY(test_verify_against__finds_each_inserted_entry),
		WITH_HISTORY(test_verify_against__finds_each_removed_entry),
		WITH_HISTORY(test_verify_against__finds_each_change_of_order),
		WITH_HISTORY(test_verify_against__finds_a_shard_that_was_replaced),
	};
	return fixture_run("signed_head", tests, sizeof(tests) / sizeof(tests[0]));
}
