/* fuzz_effects.c - arbitrary bytes are effects that can be applied, or are refused as no effects.
 *
 * Reading them alone and replaying them always come to the same verdict; what is accepted the
 *         store
 * takes, and takes again.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "fuzz.h"
#include "journal/change.h"

static const struct store_column thing_columns[] = {
	{.name = "id", .type = STORE_INT},
	{.name = "words", .type = STORE_TEXT},
	{.name = "sealed", .type = STORE_BLOB, .nullable = true},
	{.name = "amount", .type = STORE_INT, .nullable = true},
	{.name = "later", .type = STORE_BLOB},
};
static const struct store_table thing = {
	.owner = "fuzz",
	.name = "fuzz_thing",
	.number = 1,
	.keeping = STORE_JOURNALED,
	.columns = thing_columns,
	.column_count = 5,
	.key_count = 1,
};

static const struct store_column pair_columns[] = {
	{.name = "id", .type = STORE_BLOB},
	{.name = "words", .type = STORE_TEXT},
};
static const struct store_table pair = {
	.owner = "fuzz",
	.name = "fuzz_pair",
	.number = 2,
	.keeping = STORE_JOURNALED,
	.columns = pair_columns,
	.column_count = 2,
	.key_count = 2,
};

static const struct store_table local = {
	.owner = "fuzz",
	.name = "fuzz_local",
	.number = 3,
	.keeping = STORE_LOCAL,
	.columns = thing_columns,
	.column_count = 1,
	.key_count = 1,
};

#define TABLE_COUNT 3
static const struct store_table *const tables[TABLE_COUNT] = {&local, &thing, &pair};

static struct store *open_store(void)
{
	static const struct store_query create[] = {
		{"store",
			"create table fuzz_thing(id integer not null primary key, words text not null,"
			" sealed blob, amount integer, later blob not null)"},
		{"store",
			"create table fuzz_pair(id blob not null, words text not null,"
			" primary key(id, words)) without rowid"},
	};
	struct store_options options = {
		.kind = STORE_SQLITE, .mode = STORE_READ_WRITE, .path = ":memory:"};
	struct store *store = NULL;

	CHECK(store_open(&options, &store, NULL) == STATUS_OK);
	CHECK(store_begin(store, STORE_READ_WRITE, NULL) == STATUS_OK);
	for (size_t i = 0; i < 2; i++)
		CHECK(store_run(store, &create[i], NULL, 0, NULL, NULL) == STATUS_OK);
	CHECK(store_commit(store, NULL) == STATUS_OK);
	return store;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct store *store;
	struct span effects = span_bytes(bytes, size);
	struct error read_error = {0};
	struct error replay_error = {0};

	if (store == NULL) store = open_store();
	status read = change_check_effects(tables, TABLE_COUNT, effects, &read_error);
	CHECK(read == STATUS_OK || read == STATUS_CORRUPT);
	CHECK(store_begin(store, STORE_READ_WRITE, NULL) == STATUS_OK);
	status replayed = change_replay(store, tables, TABLE_COUNT, effects, &replay_error);
	CHECK(replayed == read);
	CHECK(span_equal(span_of(read_error.message), span_of(replay_error.message)));
	if (read == STATUS_OK)
		CHECK(change_replay(store, tables, TABLE_COUNT, effects, NULL) == STATUS_OK);
	store_rollback(store);
	return 0;
}
