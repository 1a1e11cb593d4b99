/* test_verify_random.c - each of ten thousand random single changes of a sound database is found:
 * an entry or a row of a table that was changed, removed, moved or put in.
 *
 * What is changed, and to what, is drawn from a seed; the number of the change that was not found
 * is said. Each is taken back before the next.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../../budget.h"
#include "journal_fixture.h"
#include "store/store_record.h"
#include <stdio.h>

#define MAX_ROWS 64
#define ON_POSTGRES 500 /* the same code over a slower connection */
#define ALTERED_BYTES 4096
#define COMMAND_ID 9 /* column of journal_entry */

enum what { CHANGED, REMOVED, MOVED, PUT_IN, WHAT_COUNT };
static const char *const what_names[] = {"changed", "removed", "moved", "put in"};

/* The rows of one table as they were. */
struct kept {
	const struct store_table *table;
	struct store_value rows[MAX_ROWS][STORE_MAX_COLUMNS];
	size_t count;
};

#define TABLES 4
static const struct store_table *const tables[TABLES] = {
	&journal_entry_table, &fixture_note, &fixture_mark, &fixture_grown};

struct tampering {
	struct fixture *fixture;
	struct store *scratch;
	struct kept kept[TABLES];
	struct arena arena;
	struct prng prng;
	char altered[ALTERED_BYTES];
	int64_t made[TABLES][WHAT_COUNT];
};

static size_t below(struct tampering *tampering, size_t bound)
{
	return (size_t)prng_below(&tampering->prng, bound);
}

static void keep(struct tampering *tampering, struct kept *kept, const struct store_table *table)
{
	struct fixture *fixture = tampering->fixture;
	struct store_cursor *cursor = NULL;
	kept->table = table;
	RIGHT(fixture, store_begin(fixture->store, STORE_READ_ONLY, &fixture->error));
	RIGHT(
		fixture, store_scan_open(fixture->store, table, NULL, MAX_ROWS, &cursor, &fixture->error));
	for (;;) {
		const struct store_value *row = NULL;
		RIGHT(fixture, store_query_next(cursor, &row, &fixture->error));
		if (row == NULL) break;
		for (size_t i = 0; i < table->column_count; i++) {
			kept->rows[kept->count][i] = row[i];
			if (row[i].type == STORE_TEXT || row[i].type == STORE_BLOB)
				kept->rows[kept->count][i].bytes = arena_copy(&tampering->arena, row[i].bytes);
		}
		kept->count++;
	}
	store_query_close(cursor);
	store_rollback(fixture->store);
	assert_true(kept->count > 0 && kept->count < MAX_ROWS);
}

/* False where the database itself refuses it: two entries of one actor with one command id. */
static bool put(struct tampering *tampering, const struct kept *kept, const struct store_value *row)
{
	struct fixture *fixture = tampering->fixture;
	status code = store_put(fixture->store, kept->table, row, &fixture->error);
	if (code != STATUS_STORE) RIGHT(fixture, code);
	return code == STATUS_OK;
}

static void take(
	struct tampering *tampering, const struct kept *kept, const struct store_value *row)
{
	struct fixture *fixture = tampering->fixture;
	RIGHT(fixture, store_remove(fixture->store, kept->table, row, &fixture->error));
}

/* Another value of the same type, or none where there may be none. */
static void alter(struct tampering *tampering, const struct store_column *column, bool may_be_none,
	struct store_value *value)
{
	if (column->nullable && may_be_none && value->type != STORE_NULL && below(tampering, 8) == 0) {
		*value = store_null();
		return;
	}
	if (column->type == STORE_INT) {
		/* One more or less, or some bit: what was there is never drawn. */
		int64_t by = below(tampering, 2) == 0 ? 1 : INT64_C(1) << below(tampering, 20);
		*value = store_int(store_value_int(value) + (below(tampering, 2) == 0 ? by : -by));
		return;
	}
	struct span bytes = store_value_bytes(value);
	assert_true(bytes.size < ALTERED_BYTES);
	if (bytes.size > 0) memcpy(tampering->altered, bytes.start, bytes.size);
	bool is_text = column->type == STORE_TEXT;
	size_t size = bytes.size;
	if (size == 0 || (!column->nullable && below(tampering, 4) == 0 && size != ID_SIZE))
		tampering->altered[size++] = 'x';
	else if (size > 1 && size != ID_SIZE && below(tampering, 4) == 0 && !is_text)
		size--;
	else if (is_text)
		tampering->altered[below(tampering, size)] ^= 1; /* stays a character of ASCII */
	else
		tampering->altered[below(tampering, size)] ^= (char)(1 << below(tampering, 8));
	struct span altered = {tampering->altered, size};
	*value = is_text ? store_text(altered) : store_blob(altered);
}

static bool same_key(
	const struct store_table *table, const struct store_value *a, const struct store_value *b)
{
	for (size_t i = 0; i < table->key_count; i++)
		if (!store_value_equal(&a[i], &b[i])) return false;
	return true;
}

static bool is_there(const struct kept *kept, const struct store_value *row)
{
	for (size_t i = 0; i < kept->count; i++)
		if (same_key(kept->table, kept->rows[i], row)) return true;
	return false;
}

static void copy_row(const struct kept *kept, const struct store_value *row, struct store_value *to)
{
	memcpy(to, row, kept->table->column_count * sizeof(*row));
}

static bool change(struct tampering *tampering, const struct kept *kept)
{
	struct store_value row[STORE_MAX_COLUMNS];
	const struct store_value *before = kept->rows[below(tampering, kept->count)];
	size_t at = below(tampering, kept->table->column_count);
	copy_row(kept, before, row);
	alter(tampering, &kept->table->columns[at], at >= kept->table->key_count, &row[at]);
	if (store_value_equal(&row[at], &before[at])) return false;
	/* With another key it is another row: this one is gone. */
	if (at < kept->table->key_count && is_there(kept, row)) return false;
	if (at < kept->table->key_count) take(tampering, kept, before);
	return put(tampering, kept, row);
}

static bool take_out(struct tampering *tampering, const struct kept *kept)
{
	take(tampering, kept, kept->rows[below(tampering, kept->count)]);
	return true;
}

/* Two rows have each other's key. */
static bool move(struct tampering *tampering, const struct kept *kept)
{
	struct store_value one[STORE_MAX_COLUMNS], other[STORE_MAX_COLUMNS];
	size_t keys = kept->table->key_count;
	size_t a = below(tampering, kept->count), b = below(tampering, kept->count);
	if (a == b || keys == kept->table->column_count) return false;
	copy_row(kept, kept->rows[a], one);
	copy_row(kept, kept->rows[b], other);
	memcpy(one, kept->rows[b], keys * sizeof(one[0]));
	memcpy(other, kept->rows[a], keys * sizeof(other[0]));
	bool same = true;
	for (size_t i = keys; i < kept->table->column_count; i++)
		same = same && store_value_equal(&one[i], &other[i]);
	if (same) return false;
	take(tampering, kept, kept->rows[a]);
	take(tampering, kept, kept->rows[b]);
	return put(tampering, kept, one) && put(tampering, kept, other);
}

/* A row like another, under a key that nothing has. */
static bool put_in(struct tampering *tampering, const struct kept *kept)
{
	struct store_value row[STORE_MAX_COLUMNS];
	copy_row(kept, kept->rows[below(tampering, kept->count)], row);
	size_t at = below(tampering, kept->table->key_count);
	alter(tampering, &kept->table->columns[at], false, &row[at]);
	if (is_there(kept, row)) return false;
	if (kept->table == &journal_entry_table) row[COMMAND_ID] = store_text(SPAN_LITERAL("put in"));
	return put(tampering, kept, row);
}

static bool tamper(struct tampering *tampering, const struct kept *kept, enum what what)
{
	switch (what) {
	case CHANGED: return change(tampering, kept);
	case REMOVED: return take_out(tampering, kept);
	case MOVED: return move(tampering, kept);
	case PUT_IN: return put_in(tampering, kept);
	case WHAT_COUNT: break;
	}
	return false;
}

static void empty(struct tampering *tampering, struct store *store)
{
	static const struct store_query clear[TABLES] = {{"store", "delete from journal_entry"},
		{"store", "delete from test_note"}, {"store", "delete from test_mark"},
		{"store", "delete from test_grown"}};
	struct fixture *fixture = tampering->fixture;
	for (size_t i = 0; i < TABLES; i++)
		RIGHT(fixture, store_run(store, &clear[i], NULL, 0, NULL, &fixture->error));
}

static void put_back(struct tampering *tampering)
{
	struct fixture *fixture = tampering->fixture;
	fixture_begin(fixture);
	empty(tampering, fixture->store);
	for (size_t i = 0; i < TABLES; i++)
		for (size_t at = 0; at < tampering->kept[i].count; at++)
			assert_true(put(tampering, &tampering->kept[i], tampering->kept[i].rows[at]));
	RIGHT(fixture, store_commit(fixture->store, &fixture->error));
}

/* What is found, in a scratch that is empty again afterwards; a row that cannot even be read is
 * found too. */
static bool is_found(struct tampering *tampering)
{
	struct fixture *fixture = tampering->fixture;
	struct journal_report report;
	status code = journal_verify(fixture->store, tampering->scratch, fixture_tables,
		FIXTURE_TABLE_COUNT, NULL, NULL, &report, &fixture->error);
	store_rollback(tampering->scratch);
	RIGHT(fixture, store_begin(tampering->scratch, STORE_READ_WRITE, &fixture->error));
	empty(tampering, tampering->scratch);
	RIGHT(fixture, store_commit(tampering->scratch, &fixture->error));
	if (code == STATUS_CORRUPT) return true;
	RIGHT(fixture, code);
	return report.fault != JOURNAL_SOUND;
}

static void tamper_once(struct tampering *tampering, int64_t number)
{
	struct fixture *fixture = tampering->fixture;
	bool done = false;
	size_t table = 0;
	enum what what = CHANGED;
	while (!done) {
		/* Half of them in the journal. */
		table = below(tampering, 2) == 0 ? 0 : 1 + below(tampering, TABLES - 1);
		what = (enum what)below(tampering, WHAT_COUNT);
		fixture_begin(fixture);
		done = tamper(tampering, &tampering->kept[table], what);
		if (done)
			RIGHT(fixture, store_commit(fixture->store, &fixture->error));
		else
			store_rollback(fixture->store);
	}
	if (!is_found(tampering))
		fail_msg("change %lld was not found: %s, %s", (long long)number, tables[table]->name,
			what_names[what]);
	tampering->made[table][what]++;
	put_back(tampering);
}

/* And what was put back is sound: it was the change that was found. */
static void test_journal_verify__finds_each_of_many_random_changes(void **state)
{
	struct tampering *tampering = calloc(1, sizeof(*tampering));
	struct fixture *fixture = *state;
	int64_t count = budget_of(fixture->kind == STORE_SQLITE ? BUDGET_VERIFY_CHANGES : ON_POSTGRES);
	assert_non_null(tampering);
	tampering->fixture = fixture;
	tampering->scratch = fixture_open(fixture, "scratch");
	prng_init_seed(&tampering->prng, 20261122);
	arena_init(&tampering->arena, 65536, 16 * 1024 * 1024);
	for (size_t i = 0; i < TABLES; i++) keep(tampering, &tampering->kept[i], tables[i]);
	assert_false(is_found(tampering));
	for (int64_t i = 1; i <= count; i++) {
		tamper_once(tampering, i);
		if (i % 100 == 0) assert_false(is_found(tampering));
	}
	for (size_t i = 0; i < TABLES; i++)
		for (size_t what = 0; what < WHAT_COUNT; what++)
			printf("%s %s: %lld\n", tables[i]->name, what_names[what],
				(long long)tampering->made[i][what]);
	for (size_t what = 0; what < WHAT_COUNT; what++) {
		assert_true(tampering->made[0][what] > count / 50);
		assert_true(tampering->made[1][what] > count / 100);
	}
	store_close(tampering->scratch);
	arena_finish(&tampering->arena);
	free(tampering);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_journal_verify__finds_each_of_many_random_changes,
			fixture_start_with_history, fixture_stop),
	};
	return fixture_run("verify_random", tests, 1);
}
