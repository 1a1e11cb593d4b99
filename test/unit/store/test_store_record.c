/* test_store_record.c - a row becomes a struct and back, by the table's own description.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tables.h"
#include "../base/judging.h"
#include "../base/raises.h"

/* A column of every form, nullable and not; `kept` is in the struct and in no column. */
struct thing {
	int32_t region;
	struct id id;
	struct id maybe;
	int64_t wide;
	bool flag;
	struct span words;
	struct span maybe_words;
	struct span bytes;
	struct span maybe_bytes;
	int64_t kept;
};

enum { REGION, ID, MAYBE, WIDE, FLAG, WORDS, MAYBE_WORDS, BYTES, MAYBE_BYTES, OUTSIDE, COLUMNS };

static const struct store_column columns[COLUMNS] = {
	STORE_COLUMN_I32(struct thing, region),
	STORE_COLUMN_ID(struct thing, id, false),
	STORE_COLUMN_ID(struct thing, maybe, true),
	STORE_COLUMN_I64(struct thing, wide),
	STORE_COLUMN_BOOL(struct thing, flag),
	STORE_COLUMN_TEXT(struct thing, words, false),
	STORE_COLUMN_TEXT(struct thing, maybe_words, true),
	STORE_COLUMN_BLOB(struct thing, bytes, false),
	STORE_COLUMN_BLOB(struct thing, maybe_bytes, true),
	{.name = "outside", .type = STORE_INT, .nullable = true, .form = STORE_FORM_NONE},
};
static const struct store_table table = {
	.owner = "test",
	.name = "test_thing",
	.number = 900,
	.keeping = STORE_LOCAL,
	.columns = columns,
	.column_count = COLUMNS,
	.key_count = 2,
};

#define TABLE(number, bytes)                                                                  \
	"create table test_thing(region " number " not null, id " bytes " not null, maybe " bytes \
	", wide " number " not null, flag " number " not null, words text not null,"              \
	" maybe_words text, bytes " bytes " not null, maybe_bytes " bytes ", outside " number     \
	", primary key(region, id))"

static struct thing full_thing(void)
{
	return (struct thing){.region = -7,
		.id = judging_id(1),
		.maybe = judging_id(2),
		.wide = INT64_MIN,
		.flag = true,
		.words = SPAN_LITERAL("wôrds"),
		.maybe_words = SPAN_LITERAL("more"),
		.bytes = SPAN_LITERAL("\0\1\2"),
		.maybe_bytes = SPAN_LITERAL("\xff"),
		.kept = 99};
}

static void expect_equal(const struct thing *a, const struct thing *b)
{
	assert_int_equal(a->region, b->region);
	assert_true(id_equal(a->id, b->id));
	assert_true(id_equal(a->maybe, b->maybe));
	assert_int_equal(a->wide, b->wide);
	assert_int_equal(a->flag, b->flag);
	assert_true(span_equal(a->words, b->words));
	assert_true(span_equal(a->maybe_words, b->maybe_words));
	assert_true(span_equal(a->bytes, b->bytes));
	assert_true(span_equal(a->maybe_bytes, b->maybe_bytes));
}

/* Each value has its column's type and the member's content; a column in no struct is NULL. */
static void test_store_record_values__are_the_members(void **state)
{
	struct thing thing = full_thing();
	struct store_value values[COLUMNS];
	(void)state;
	store_record_values(&table, &thing, values);
	for (int i = 0; i < OUTSIDE; i++) assert_int_equal(values[i].type, columns[i].type);
	assert_int_equal(values[OUTSIDE].type, STORE_NULL);
	assert_int_equal(values[REGION].number, -7);
	assert_memory_equal(values[ID].bytes.start, thing.id.bytes, ID_SIZE);
	assert_int_equal(values[MAYBE].bytes.size, ID_SIZE);
	assert_int_equal(values[WIDE].number, INT64_MIN);
	assert_int_equal(values[FLAG].number, 1);
	assert_true(span_is(values[WORDS].bytes, "wôrds"));
	assert_true(span_equal(values[BYTES].bytes, SPAN_LITERAL("\0\1\2")));
}

/* What is empty is NULL where that is allowed, and otherwise itself: 16 zeros, no characters. */
static void test_store_record_values__of_nothing(void **state)
{
	struct thing thing = {.region = 0};
	struct store_value values[COLUMNS];
	(void)state;
	store_record_values(&table, &thing, values);
	assert_int_equal(values[ID].type, STORE_BLOB);
	assert_memory_equal(values[ID].bytes.start, id_none.bytes, ID_SIZE);
	assert_int_equal(values[MAYBE].type, STORE_NULL);
	assert_int_equal(values[WIDE].type, STORE_INT);
	assert_int_equal(values[WIDE].number, 0);
	assert_int_equal(values[FLAG].type, STORE_INT);
	assert_int_equal(values[FLAG].number, 0);
	assert_int_equal(values[WORDS].type, STORE_TEXT);
	assert_int_equal(values[WORDS].bytes.size, 0);
	assert_int_equal(values[MAYBE_WORDS].type, STORE_NULL);
	assert_int_equal(values[BYTES].type, STORE_BLOB);
	assert_int_equal(values[MAYBE_BYTES].type, STORE_NULL);
}

/* What was written is read, and what is in no column is left as it was. */
static void test_store_record_fill__reads_what_was_written(void **state)
{
	struct tables *tables = *state;
	struct thing thing = full_thing(), read;
	struct store_value values[COLUMNS];
	memset(&read, 0xee, sizeof(read));
	read.kept = 4;
	store_record_values(&table, &thing, values);
	TABLES_RIGHT(tables, store_record_fill(&table, values, &read, NULL, &tables->error));
	expect_equal(&thing, &read);
	assert_int_equal(read.kept, 4);
}

/* NULL reads as 0, false, none or an empty span, over whatever stood there. */
static void test_store_record_fill__reads_null_as_nothing(void **state)
{
	struct tables *tables = *state;
	struct store_value values[COLUMNS] = {{.type = STORE_NULL}};
	struct thing thing = full_thing();
	const struct thing nothing = {.region = 0};
	TABLES_RIGHT(tables, store_record_fill(&table, values, &thing, NULL, &tables->error));
	expect_equal(&thing, &nothing);
	assert_null(thing.words.start);
}

/* Every number but 0 is true. */
static void test_store_record_fill__reads_a_number_as_bool(void **state)
{
	static const int64_t numbers[] = {0, 1, 2, -1, INT64_MAX, INT64_MIN, INT64_C(1) << 32};
	struct tables *tables = *state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct store_value values[COLUMNS] = {{.type = STORE_NULL}};
		struct thing thing = {.flag = numbers[i] == 0};
		values[FLAG] = store_int(numbers[i]);
		TABLES_RIGHT(tables, store_record_fill(&table, values, &thing, NULL, &tables->error));
		assert_int_equal(thing.flag, numbers[i] != 0);
	}
}

/* A number that does not fit 32 bits is corrupt, and the message says where without saying what.
 * */
static void test_store_record_fill__refuses_a_number_that_does_not_fit(void **state)
{
	static const struct {
		int64_t number;
		status expected;
	} rows[] = {
		{INT32_MAX, STATUS_OK},
		{INT32_MIN, STATUS_OK},
		{(int64_t)INT32_MAX + 1, STATUS_CORRUPT},
		{(int64_t)INT32_MIN - 1, STATUS_CORRUPT},
		{INT64_MAX, STATUS_CORRUPT},
	};
	struct tables *tables = *state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct store_value values[COLUMNS] = {{.type = STORE_NULL}};
		struct thing thing = {.region = 5};
		values[REGION] = store_int(rows[i].number);
		assert_int_equal(
			store_record_fill(&table, values, &thing, NULL, &tables->error), rows[i].expected);
		assert_int_equal(thing.region, rows[i].expected == STATUS_OK ? rows[i].number : 5);
	}
	assert_string_equal(tables->error.message, "test_thing.region holds a number over 32 bits");
}

/* With an arena spans are copied there; without, they are borrowed from the row. */
static void test_store_record_fill__copies_only_into_an_arena(void **state)
{
	struct tables *tables = *state;
	char words[] = "before";
	struct store_value values[COLUMNS] = {{.type = STORE_NULL}};
	struct thing borrowed, copied;
	values[WORDS] = store_text(span_of(words));
	TABLES_RIGHT(tables, store_record_fill(&table, values, &borrowed, NULL, &tables->error));
	TABLES_RIGHT(
		tables, store_record_fill(&table, values, &copied, &tables->arena, &tables->error));
	memcpy(words, "after!", 6);
	assert_ptr_equal(borrowed.words.start, words);
	assert_true(span_is(copied.words, "before"));
}

static void make_table(struct tables *tables)
{
	bool postgres = store_kind_of(tables->store) == STORE_POSTGRES;
	tables_script(tables, postgres ? TABLE("bigint", "bytea") : TABLE("integer", "blob"));
}

/* Through the database and back: the key finds the row, and everything in it comes along. */
static void test_store_record_get__reads_by_the_key_that_is_set(void **state)
{
	struct tables *tables = *state;
	struct thing full = full_thing(), empty = {.region = 3, .id = judging_id(9)}, read;
	make_table(tables);
	tables_put(tables, &table, &full);
	tables_put(tables, &table, &empty);
	read = (struct thing){.region = -7, .id = judging_id(1), .wide = 1, .kept = 5};
	TABLES_RIGHT(
		tables, store_record_get(tables->store, &table, &read, &tables->arena, &tables->error));
	expect_equal(&read, &full);
	assert_int_equal(read.kept, 5);
	read = full_thing();
	read.region = 3;
	read.id = judging_id(9);
	TABLES_RIGHT(
		tables, store_record_get(tables->store, &table, &read, &tables->arena, &tables->error));
	expect_equal(&read, &empty);
}

/* The id none in a key is a row like any other: 16 zeros, not NULL. */
static void test_store_record_get__none_is_a_key_too(void **state)
{
	struct tables *tables = *state;
	struct thing thing = full_thing(), read = {.region = 4};
	make_table(tables);
	thing.region = 4;
	thing.id = id_none;
	tables_put(tables, &table, &thing);
	TABLES_RIGHT(
		tables, store_record_get(tables->store, &table, &read, &tables->arena, &tables->error));
	assert_true(span_is(read.words, "wôrds"));
}

/* What is not there leaves the record as it was. */
static void test_store_record_get__of_nothing_changes_nothing(void **state)
{
	struct tables *tables = *state;
	struct thing thing = full_thing();
	const struct thing before = full_thing();
	make_table(tables);
	assert_int_equal(
		store_record_get(tables->store, &table, &thing, &tables->arena, &tables->error),
		STATUS_NOT_FOUND);
	expect_equal(&thing, &before);
}

/* A table with more columns or keys than there is room for is a mistake of this program. */
static void test_store_record_get__raises_over_its_bounds(void **state)
{
	struct tables *tables = *state;
	struct thing thing = full_thing();
	struct store_table wide = table, keyed = table;
	wide.column_count = STORE_MAX_COLUMNS + 1;
	keyed.key_count = STORE_MAX_KEY + 1;
	assert_raises((void)!store_record_get(tables->store, &wide, &thing, NULL, NULL));
	assert_raises((void)!store_record_get(tables->store, &keyed, &thing, NULL, NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_store_record_values__are_the_members),
		TEST(test_store_record_values__of_nothing),
		TEST(test_store_record_fill__reads_what_was_written),
		TEST(test_store_record_fill__reads_null_as_nothing),
		TEST(test_store_record_fill__reads_a_number_as_bool),
		TEST(test_store_record_fill__refuses_a_number_that_does_not_fit),
		TEST(test_store_record_fill__copies_only_into_an_arena),
		TEST(test_store_record_get__reads_by_the_key_that_is_set),
		TEST(test_store_record_get__none_is_a_key_too),
		TEST(test_store_record_get__of_nothing_changes_nothing),
		TEST(test_store_record_get__raises_over_its_bounds),
	};
	return TABLES_RUN("store_record", tests);
}
