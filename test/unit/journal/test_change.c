/* test_change.c - rows become effects, and effects become the same rows; whatever else the bytes
 * are, they are refused.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/raises.h"
#include "journal_fixture.h"
#include "store/store_copy.h"
#include "store/store_record.h"
#include <stdlib.h>

static status get_note(
	struct fixture *fixture, struct store *store, int region, int number, struct note *note)
{
	*note = (struct note){.region = region, .id = fixture_id(number)};
	return store_record_get(store, &fixture_note, note, &fixture->arena, &fixture->error);
}

static void put_note(struct fixture *fixture, int region, int number)
{
	struct note note = fixture_new_note(region, number);
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
}

static void put_mark(struct fixture *fixture, int region, int number, const char *mark)
{
	struct id id = fixture_id(number);
	struct store_value values[] = {store_int(region), store_id(&id), store_text(span_of(mark))};
	RIGHT(fixture, change_put(&fixture->change, &fixture_mark, values, &fixture->error));
}

static status check(const struct fixture *fixture, struct span effects, struct error *error)
{
	(void)fixture;
	return change_check_effects(fixture_tables, FIXTURE_TABLE_COUNT, effects, error);
}

/* The row is there for whoever reads next in the transaction, and the effect is kept. */
static void test_change_put__writes_the_row_and_keeps_the_effect(void **state)
{
	struct fixture *fixture = *state;
	struct note note;

	fixture_begin(fixture);
	put_note(fixture, 3, 4);
	RIGHT(fixture, get_note(fixture, fixture->store, 3, 4, &note));
	assert_true(span_is(note.words, "caf\303\251"));
	assert_int_equal(note.amount, 4 * 1000003);
	assert_int_equal(fixture->change.count, 1);
	RIGHT(fixture, check(fixture, buf_span(&fixture->change.effects), &fixture->error));
	store_rollback(fixture->store);
}

/* The form is read back after decades: it is spelled out here, byte by byte. */
static void test_change_put__has_the_form_that_the_header_says(void **state)
{
	struct fixture *fixture = *state;
	struct id id = {{1, 2, 3}};
	const struct store_value note[] = {store_int(-2), store_id(&id), store_text(SPAN_LITERAL("hi")),
		store_blob(SPAN_LITERAL("\0")), store_null(), store_int(0x0102030405060708)};
	static const char expected[] =
		"\001"                                                       /* version */
		"\001\205\003\006"                                           /* put 901, 6 values */
		"\001\376\377\377\377\377\377\377\377"                       /* -2 */
		"\003\020\000\000\000\001\002\003\0\0\0\0\0\0\0\0\0\0\0\0\0" /* id */
		"\002\002\000\000\000hi"                                     /* text */
		"\003\001\000\000\000\0"                                     /* blob */
		"\000"                                                       /* NULL */
		"\001\010\007\006\005\004\003\002\001"                       /* number */
		"\002\205\003\002"                                           /* remove 901, its key */
		"\001\376\377\377\377\377\377\377\377"                       /* -2 */
		"\003\020\000\000\000\001\002\003\0\0\0\0\0\0\0\0\0\0\0\0";  /* id; the last 0 is C's */

	fixture_begin(fixture);
	RIGHT(fixture, change_put(&fixture->change, &fixture_note, note, &fixture->error));
	RIGHT(fixture, change_remove(&fixture->change, &fixture_note, note, &fixture->error));
	assert_int_equal(fixture->change.effects.size, sizeof(expected));
	assert_memory_equal(fixture->change.effects.bytes, expected, sizeof(expected));
	store_rollback(fixture->store);
}

/* A removed row is gone, and removing what is not there is no error. */
static void test_change_remove__removes_the_row(void **state)
{
	struct fixture *fixture = *state;
	struct note note = fixture_new_note(1, 1);

	fixture_begin(fixture);
	put_note(fixture, 1, 1);
	RIGHT(fixture, change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
	assert_int_equal(get_note(fixture, fixture->store, 1, 1, &note), STATUS_NOT_FOUND);
	note = fixture_new_note(1, 1);
	RIGHT(fixture, change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
	assert_int_equal(fixture->change.count, 3);
	store_rollback(fixture->store);
}

/* A record and its values are two ways to say the same. */
static void test_change_put_record__is_change_put_of_its_values(void **state)
{
	struct fixture *fixture = *state;
	struct store_value values[NOTE_COLUMNS];
	struct note note = fixture_new_note(2, 7);
	struct change other;

	change_init(&other, fixture->store);
	store_record_values(&fixture_note, &note, values);
	fixture_begin(fixture);
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	RIGHT(fixture, change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
	RIGHT(fixture, change_put(&other, &fixture_note, values, &fixture->error));
	RIGHT(fixture, change_remove(&other, &fixture_note, values, &fixture->error));
	assert_true(span_equal(buf_span(&other.effects), buf_span(&fixture->change.effects)));
	store_rollback(fixture->store);
	change_finish(&other);
}

/* The next command starts with nothing. */
static void test_change_reset__forgets_the_effects(void **state)
{
	struct fixture *fixture = *state;
	struct change nothing = {0};

	fixture_begin(fixture);
	put_note(fixture, 1, 1);
	size_t size = fixture->change.effects.size;
	change_reset(&fixture->change);
	assert_int_equal(fixture->change.count, 0);
	assert_int_equal(fixture->change.effects.size, 0);
	put_note(fixture, 1, 1);
	assert_int_equal(fixture->change.effects.size, size);
	store_rollback(fixture->store);
	change_finish(&nothing);
}

/* What is in no journal cannot be written as if it were. */
static void test_change_put__takes_journaled_tables_only(void **state)
{
	struct fixture *fixture = *state;
	struct store_value id = store_int(1);
	volatile status result = STATUS_OK;

	fixture_begin(fixture);
	assert_raises(result = change_put(&fixture->change, &fixture_local, &id, NULL));
	assert_raises(result = change_remove(&fixture->change, &fixture_local, &id, NULL));
	assert_raises(result = change_put(&fixture->change, &journal_entry_table, &id, NULL));
	assert_int_equal(result, STATUS_OK);
	store_rollback(fixture->store);
}

/* Over the bound nothing is written, neither row nor effect, and what was written before stands.
 * */
static void test_change_put__refuses_effects_over_their_bound(void **state)
{
	struct fixture *fixture = *state;
	struct note note = fixture_new_note(1, 2);
	size_t half = CHANGE_MAX_BYTES / 2;
	char *large = calloc(1, half);

	assert_non_null(large);
	fixture_begin(fixture);
	note.sealed = span_bytes(large, half);
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	size_t size = fixture->change.effects.size;
	note.id = fixture_id(3);
	assert_int_equal(
		change_put_record(&fixture->change, &fixture_note, &note, &fixture->error), STATUS_BOUND);
	assert_non_null(strstr(fixture->error.message, "CHANGE_MAX_BYTES"));
	assert_int_equal(fixture->change.effects.size, size);
	assert_int_equal(fixture->change.count, 1);
	assert_int_equal(get_note(fixture, fixture->store, 1, 3, &note), STATUS_NOT_FOUND);
	/* Exactly what is left does fit. */
	note = fixture_new_note(1, 4);
	note.sealed = (struct span){0};
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	size_t rest = CHANGE_MAX_BYTES - fixture->change.effects.size;
	size_t needed = fixture->change.effects.size - size + 4;
	note.sealed = span_bytes(large, rest - needed);
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	assert_int_equal(fixture->change.effects.size, CHANGE_MAX_BYTES);
	RIGHT(fixture, check(fixture, buf_span(&fixture->change.effects), &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	free(large);
}

/* The bound counts all bytes, that of the version too. */
static void test_change_put__takes_one_effect_of_exactly_the_bound(void **state)
{
	struct fixture *fixture = *state;
	struct note note = fixture_new_note(1, 2);
	char *large = calloc(1, CHANGE_MAX_BYTES);

	assert_non_null(large);
	fixture_begin(fixture);
	note.sealed = span_bytes(large, 1);
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	note.sealed.size = CHANGE_MAX_BYTES - fixture->change.effects.size + 2;
	change_reset(&fixture->change);
	assert_int_equal(
		change_put_record(&fixture->change, &fixture_note, &note, &fixture->error), STATUS_BOUND);
	note.sealed.size--;
	RIGHT(fixture, change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
	assert_int_equal(fixture->change.effects.size, CHANGE_MAX_BYTES);
	store_rollback(fixture->store);
	free(large);
}

/* A row that the store refuses leaves no effect behind. */
static void test_change_put__keeps_no_effect_of_what_the_store_refuses(void **state)
{
	struct fixture *fixture = *state;
	struct note note = fixture_new_note(1, 2);

	fixture_begin(fixture);
	note.words = SPAN_LITERAL("\377");
	assert_int_equal(
		change_put_record(&fixture->change, &fixture_note, &note, &fixture->error), STATUS_INPUT);
	assert_int_equal(fixture->change.effects.size, 0);
	put_note(fixture, 1, 1);
	size_t size = fixture->change.effects.size;
	assert_int_equal(
		change_put_record(&fixture->change, &fixture_note, &note, &fixture->error), STATUS_INPUT);
	assert_int_equal(fixture->change.effects.size, size);
	assert_int_equal(fixture->change.count, 1);
	RIGHT(fixture, check(fixture, buf_span(&fixture->change.effects), &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

/* A thousand random changes, in many commands. */
static void make_history(struct fixture *fixture, struct store *to)
{
	static const char *const marks[] = {"", "a", "ab", "b"};
	for (int i = 0; i < 1000; i++) {
		int region = (int)prng_below(&fixture->prng, 3);
		int number = (int)prng_below(&fixture->prng, 40);
		struct note note = fixture_new_note(region, number);
		note.amount = i;
		uint64_t draw = prng_below(&fixture->prng, 10);
		if (draw < 5)
			RIGHT(fixture,
				change_put_record(&fixture->change, &fixture_note, &note, &fixture->error));
		else if (draw < 8)
			RIGHT(fixture,
				change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
		else
			put_mark(fixture, region, number, marks[i % 4]);
		if (i % 7 != 0) continue;
		RIGHT(fixture,
			change_replay(to, fixture_tables, FIXTURE_TABLE_COUNT,
				buf_span(&fixture->change.effects), &fixture->error));
		change_reset(&fixture->change);
	}
}

/* The same rows come out of the effects as the commands wrote. */
static void test_change_replay__makes_the_same_rows(void **state)
{
	struct fixture *fixture = *state;
	struct store *to = fixture_open(fixture, "other");
	struct store_difference difference;
	int64_t rows = 0;

	fixture_begin(fixture);
	RIGHT(fixture, store_begin(to, STORE_READ_WRITE, &fixture->error));
	make_history(fixture, to);
	RIGHT(fixture,
		change_replay(to, fixture_tables, FIXTURE_TABLE_COUNT, buf_span(&fixture->change.effects),
			&fixture->error));
	RIGHT(fixture, store_commit(to, &fixture->error));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
	RIGHT(fixture,
		store_compare(fixture->store, to, fixture_tables, FIXTURE_TABLE_COUNT, &difference, &rows,
			&fixture->error));
	assert_int_equal(difference.kind, STORE_SAME);
	assert_true(rows > 50);
	store_close(to);
}

/* Effects from before a table got more columns. */
static void test_change_replay__gives_later_columns_their_default(void **state)
{
	struct fixture *fixture = *state;
	struct store_value row[5] = {store_int(9), store_text(SPAN_LITERAL("old"))};
	struct store *to = fixture_open(fixture, "other");

	fixture_begin(fixture);
	RIGHT(fixture, change_put(&fixture->change, &fixture_grown_before, row, &fixture->error));
	store_rollback(fixture->store);
	RIGHT(fixture, store_begin(to, STORE_READ_WRITE, &fixture->error));
	RIGHT(fixture,
		change_replay(to, fixture_tables, FIXTURE_TABLE_COUNT, buf_span(&fixture->change.effects),
			&fixture->error));
	RIGHT(fixture, store_get(to, &fixture_grown, row, row, &fixture->arena, &fixture->error));
	assert_true(span_is(row[1].bytes, "old"));
	assert_int_equal(row[2].type, STORE_NULL);
	assert_int_equal(row[3].type, STORE_INT);
	assert_int_equal(row[3].number, 0);
	assert_int_equal(row[4].type, STORE_BLOB);
	assert_int_equal(row[4].bytes.size, 0);
	store_close(to);
}

/* Nothing changed is nothing to read. */
static void test_change_replay__accepts_no_effects(void **state)
{
	struct fixture *fixture = *state;

	fixture_begin(fixture);
	RIGHT(fixture,
		change_replay(fixture->store, fixture_tables, FIXTURE_TABLE_COUNT, (struct span){0},
			&fixture->error));
	RIGHT(fixture, check(fixture, SPAN_LITERAL("\001"), &fixture->error));
	store_rollback(fixture->store);
}

#define NUMBER "\001\007\0\0\0\0\0\0\0"
#define KEY                  \
	"\001\001\0\0\0\0\0\0\0" \
	"\003\001\0\0\0k"

/* Each way in which effects can be wrong is refused, and the message says where. */
static void test_change_replay__refuses_what_is_no_effect(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		struct span effects;
		const char *where;
	} cases[] = {
		{SPAN_LITERAL("\000"), "version 0"},
		{SPAN_LITERAL("\002"), "version 2"},
		{SPAN_LITERAL("\001\000\206\003\003" KEY), "effect 1 has operation 0"},
		{SPAN_LITERAL("\001\003\206\003\003" KEY), "effect 1 has operation 3"},
		{SPAN_LITERAL("\001\001\000\000\001" NUMBER), "table 0"},
		{SPAN_LITERAL("\001\001\002\000\002" NUMBER NUMBER), "table 2,"},
		{SPAN_LITERAL("\001\001\210\003\001" NUMBER), "table 904"},
		{SPAN_LITERAL("\001\001\206\003\002" KEY), "effect 1 has 2 values for test_mark"},
		{SPAN_LITERAL("\001\001\206\003\004" KEY "\000\000"), "has 4 values for test_mark"},
		{SPAN_LITERAL("\001\001\206\003\000"), "has 0 values for test_mark"},
		{SPAN_LITERAL("\001\001\205\003\377"), "has 255 values for test_note"},
		{SPAN_LITERAL("\001\002\205\003\001" NUMBER), "has 1 values for test_note"},
		{SPAN_LITERAL("\001\002\205\003\003" KEY "\000"), "has 3 values for test_note"},
		{SPAN_LITERAL("\001\002\205\003\002" NUMBER "\000"), "test_note.id is NULL"},
		{SPAN_LITERAL("\001\001\207\003\002\000\000"), "test_grown.id is NULL"},
		{SPAN_LITERAL("\001\001\206\003\003" KEY "\000"), "test_mark.mark is NULL"},
		{SPAN_LITERAL("\001\001\207\003\002" NUMBER "\000"), "test_grown.word is NULL"},
		{SPAN_LITERAL("\001\001\207\003\002" NUMBER NUMBER), "test_grown.word has another type"},
		{SPAN_LITERAL("\001\001\207\003\002" NUMBER "\003\0\0\0\0"), "word has another type"},
		{SPAN_LITERAL("\001\001\207\003\001\002\0\0\0\0"), "test_grown.id has another type"},
		{SPAN_LITERAL("\001\001\207\003\002" NUMBER "\004"), "word has a type that is none"},
		{SPAN_LITERAL("\001\001\207\003\002" NUMBER "\002\001\0\0\0\377"), "word is not UTF-8"},
		{SPAN_LITERAL("\001\001\207\003\002" NUMBER "\002\001\0\0\0\0"), "word is not UTF-8"},
		{SPAN_LITERAL("\001\001\207\003\002" NUMBER "\002\377\377\377\377x"), "1 is cut off"},
		{SPAN_LITERAL("\001\002\205\003\002" KEY "\000"), "effect 2 is cut off"},
		{SPAN_LITERAL("\001\002\205\003\002" KEY "\002\205\003\002"), "effect 2 is cut off"},
		{SPAN_LITERAL("\001\002\205\003\002" KEY "\111\205\003\002"), "2 has operation 73"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = {0};
		fixture_begin(fixture);
		status result = change_replay(
			fixture->store, fixture_tables, FIXTURE_TABLE_COUNT, cases[i].effects, &error);
		if (result != STATUS_CORRUPT || strstr(error.message, cases[i].where) == NULL)
			fail_msg("case %zu: %s: %s", i, status_name(result), error.message);
		store_rollback(fixture->store);
		assert_int_equal(check(fixture, cases[i].effects, NULL), STATUS_CORRUPT);
	}
}

/* A value that the store would refuse for its size is refused as what it is: not one of ours. */
static void test_change_replay__refuses_a_value_over_its_bound(void **state)
{
	struct fixture *fixture = *state;
	struct error error;
	size_t size = STORE_MAX_VALUE_BYTES + 1;
	char *large = calloc(1, size);
	struct buf effects;

	assert_non_null(large);
	buf_init(&effects, size * 2);
	buf_add(&effects, "\001\001\206\003\003" NUMBER, 5 + 9);
	buf_put_u8(&effects, STORE_BLOB);
	buf_put_bytes(&effects, large, size);
	buf_add(&effects, "\002\0\0\0\0", 5);
	assert_int_equal(check(fixture, buf_span(&effects), &error), STATUS_CORRUPT);
	assert_non_null(strstr(error.message, "test_mark.id is over STORE_MAX_VALUE_BYTES"));
	buf_finish(&effects);
	free(large);
}

/* Effects that end anywhere but between two effects are refused. */
static void test_change_replay__refuses_every_cut(void **state)
{
	struct fixture *fixture = *state;
	struct error error;
	size_t whole = 0;

	fixture_begin(fixture);
	for (int i = 0; i < 8; i++) {
		put_note(fixture, 1, i);
		put_mark(fixture, 1, i, "mark");
	}
	store_rollback(fixture->store);
	struct span effects = buf_span(&fixture->change.effects);
	for (size_t size = 1; size <= effects.size; size++) {
		status result = check(fixture, span_bytes(effects.start, size), &error);
		if (result == STATUS_OK)
			whole++;
		else
			assert_int_equal(result, STATUS_CORRUPT);
	}
	assert_int_equal(whole, 1 + 16);
}

/* Which tables effects are on can be seen without reading their rows. */
static void test_change_has__finds_the_tables_of_effects(void **state)
{
	struct fixture *fixture = *state;
	struct span effects;
	fixture_begin(fixture);
	assert_false(change_has((struct span){0}, &fixture_note));
	for (int i = 0; i < 3; i++) put_note(fixture, 1, i);
	effects = buf_span(&fixture->change.effects);
	assert_true(change_has(effects, &fixture_note));
	assert_false(change_has(effects, &fixture_mark));
	put_mark(fixture, 1, 1, "mark");
	effects = buf_span(&fixture->change.effects);
	assert_true(change_has(effects, &fixture_note));
	assert_true(change_has(effects, &fixture_mark));
	assert_false(change_has(effects, &fixture_grown));
	store_rollback(fixture->store);
}

static void test_change_removes__finds_the_tables_of_removed_rows(void **state)
{
	struct fixture *fixture = *state;
	struct note note = fixture_new_note(1, 2);
	fixture_begin(fixture);
	assert_false(change_removes((struct span){0}, &fixture_note));
	put_note(fixture, 1, 2);
	put_mark(fixture, 1, 1, "mark");
	assert_false(change_removes(buf_span(&fixture->change.effects), &fixture_note));
	RIGHT(fixture, change_remove_record(&fixture->change, &fixture_note, &note, &fixture->error));
	assert_true(change_removes(buf_span(&fixture->change.effects), &fixture_note));
	assert_false(change_removes(buf_span(&fixture->change.effects), &fixture_mark));
	store_rollback(fixture->store);
}

/* Damaged effects are refused or can be applied; they never break the program or the store. */
static void test_change_replay__survives_damage(void **state)
{
	struct fixture *fixture = *state;
	char damaged[1024];
	int applied = 0;

	fixture_begin(fixture);
	for (int i = 0; i < 4; i++) {
		put_note(fixture, 1, i);
		put_mark(fixture, 1, i, "mark");
	}
	store_rollback(fixture->store);
	struct span effects = buf_span(&fixture->change.effects);
	assert_true(effects.size < sizeof(damaged));
	fixture_begin(fixture);
	for (int i = 0; i < 20000; i++) {
		memcpy(damaged, effects.start, effects.size);
		for (uint64_t n = prng_below(&fixture->prng, 3) + 1; n > 0; n--)
			damaged[prng_below(&fixture->prng, effects.size)] = (char)prng_next(&fixture->prng);
		struct span bytes = span_bytes(damaged, effects.size);
		status result = check(fixture, bytes, &fixture->error);
		if (result == STATUS_CORRUPT) continue;
		RIGHT(fixture, result);
		RIGHT(fixture,
			change_replay(
				fixture->store, fixture_tables, FIXTURE_TABLE_COUNT, bytes, &fixture->error));
		applied++;
	}
	assert_true(applied > 100);
	store_rollback(fixture->store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_change_put__writes_the_row_and_keeps_the_effect),
		TEST(test_change_put__has_the_form_that_the_header_says),
		TEST(test_change_remove__removes_the_row),
		TEST(test_change_put_record__is_change_put_of_its_values),
		TEST(test_change_reset__forgets_the_effects),
		TEST(test_change_put__takes_journaled_tables_only),
		TEST(test_change_put__refuses_effects_over_their_bound),
		TEST(test_change_put__takes_one_effect_of_exactly_the_bound),
		TEST(test_change_put__keeps_no_effect_of_what_the_store_refuses),
		TEST(test_change_replay__makes_the_same_rows),
		TEST(test_change_replay__gives_later_columns_their_default),
		TEST(test_change_replay__accepts_no_effects),
		TEST(test_change_replay__refuses_what_is_no_effect),
		TEST(test_change_replay__refuses_a_value_over_its_bound),
		TEST(test_change_replay__refuses_every_cut),
		TEST(test_change_replay__survives_damage),
		TEST(test_change_has__finds_the_tables_of_effects),
		TEST(test_change_removes__finds_the_tables_of_removed_rows),
	};
	return fixture_run("change", tests, sizeof(tests) / sizeof(tests[0]));
}
