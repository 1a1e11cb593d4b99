/* store_copy.c - every row of chosen tables copied to another store, and whether two agree.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_copy.h"
#include "base/buf.h"
#include "base/check.h"
#include "store/store_backend.h"

struct copying {
	struct store *from;
	struct store *to;
	int64_t rows;
	void (*progress)(void *context, int64_t rows);
	void *context;
};

static status commit_copied(struct copying *copying, struct error *error)
{
	TRY(store_commit(copying->to, error));
	if (copying->progress != NULL) copying->progress(copying->context, copying->rows);
	return STATUS_OK;
}

static status copy_one(struct copying *copying, const struct store_table *table,
	const struct store_value *row, struct error *error)
{
	TRY(store_put(copying->to, table, row, error));
	copying->rows++;
	if (copying->rows % STORE_COPY_ROWS != 0) return STATUS_OK;
	TRY(commit_copied(copying, error));
	return store_begin(copying->to, STORE_READ_WRITE, error);
}

static status copy_table(
	struct copying *copying, const struct store_table *table, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	TRY(store_scan_open(copying->from, table, NULL, INT64_MAX, &cursor, error));
	for (;;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(copy_one(copying, table, row, error));
	}
}

static status copy_tables(struct copying *copying, const struct store_table *const *tables,
	size_t count, struct error *error)
{
	TRY(store_begin(copying->from, STORE_READ_ONLY, error));
	TRY(store_begin(copying->to, STORE_READ_WRITE, error));
	for (size_t i = 0; i < count; i++) {
		status result = copy_table(copying, tables[i], error);
		if (result != STATUS_OK) {
			status_prefix(error, "copying %s: ", tables[i]->name);
			return result;
		}
	}
	TRY(commit_copied(copying, error));
	return store_commit(copying->from, error);
}

status store_copy(struct store *from, struct store *to, const struct store_table *const *tables,
	size_t count, void (*progress)(void *context, int64_t rows), void *context, struct error *error)
{
	CHECK(from != to && !from->in_transaction && !to->in_transaction);
	struct copying copying = {
		.from = from,
		.to = to,
		.progress = progress,
		.context = context,
	};
	status result = copy_tables(&copying, tables, count, error);
	store_rollback(to);
	store_rollback(from);
	return result;
}

static int compare_values(const struct store_value *a, const struct store_value *b)
{
	if (a->type == STORE_INT) return (a->number > b->number) - (a->number < b->number);
	size_t shorter = a->bytes.size < b->bytes.size ? a->bytes.size : b->bytes.size;
	int order = shorter == 0 ? 0 : memcmp(a->bytes.start, b->bytes.start, shorter);
	return order != 0 ? order : (a->bytes.size > b->bytes.size) - (a->bytes.size < b->bytes.size);
}

/* Like memcmp; a row that is not there comes after all others. */
static int compare_keys(
	const struct store_table *table, const struct store_value *a, const struct store_value *b)
{
	if (a == NULL || b == NULL) return (a == NULL) - (b == NULL);
	for (size_t i = 0; i < table->key_count; i++) {
		int order = compare_values(&a[i], &b[i]);
		if (order != 0) return order;
	}
	return 0;
}

static void add_value(struct buf *out, const struct store_value *value)
{
	if (value->type == STORE_INT)
		buf_add_int(out, value->number);
	else if (value->type == STORE_TEXT)
		buf_add_span(out, value->bytes);
	else
		buf_add_hex(out, value->bytes.start, value->bytes.size);
}

static void describe(struct store_difference *first, enum store_difference_kind kind,
	const struct store_table *table, const struct store_value *row, size_t column)
{
	struct buf key;
	buf_init(&key, (size_t)STORE_MAX_KEY * 2 * (STORE_MAX_VALUE_BYTES + 1));
	for (size_t i = 0; i < table->key_count; i++) {
		if (i > 0) buf_add_char(&key, ' ');
		add_value(&key, &row[i]);
	}
	*first = (struct store_difference){.kind = kind, .table = table, .column = column};
	size_t size = key.size < sizeof(first->key) ? key.size : sizeof(first->key) - 1;
	if (size > 0) memcpy(first->key, key.bytes, size);
	buf_finish(&key);
}

/* The rows at which both cursors stand: false, with *first filled, if they are not the same. */
static bool same_row(const struct store_table *table, const struct store_value *a,
	const struct store_value *b, struct store_difference *first)
{
	int order = compare_keys(table, a, b);
	if (order != 0) {
		describe(first, order < 0 ? STORE_ONLY_IN_A : STORE_ONLY_IN_B, table, order < 0 ? a : b, 0);
		return false;
	}
	for (size_t i = table->key_count; i < table->column_count; i++) {
		if (!store_value_equal(&a[i], &b[i])) {
			describe(first, STORE_DIFFERS, table, a, i);
			return false;
		}
	}
	return true;
}

static status compare_table(struct store *a, struct store *b, const struct store_table *table,
	struct store_difference *first, int64_t *rows, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor_a = NULL;
	SCOPED(store_query_scope) struct store_cursor *cursor_b = NULL;
	const struct store_value *row_a = NULL;
	const struct store_value *row_b = NULL;
	TRY(store_scan_open(a, table, NULL, INT64_MAX, &cursor_a, error));
	TRY(store_scan_open(b, table, NULL, INT64_MAX, &cursor_b, error));
	for (;;) {
		TRY(store_query_next(cursor_a, &row_a, error));
		TRY(store_query_next(cursor_b, &row_b, error));
		if (row_a == NULL && row_b == NULL) return STATUS_OK;
		if (!same_row(table, row_a, row_b, first)) return STATUS_OK;
		(*rows)++;
	}
}

static status compare_tables(struct store *a, struct store *b,
	const struct store_table *const *tables, size_t count, struct store_difference *first,
	int64_t *rows, struct error *error)
{
	if (!a->in_transaction) TRY(store_begin(a, STORE_READ_ONLY, error));
	if (!b->in_transaction) TRY(store_begin(b, STORE_READ_ONLY, error));
	for (size_t i = 0; i < count && first->kind == STORE_SAME; i++)
		TRY(compare_table(a, b, tables[i], first, rows, error));
	return STATUS_OK;
}

status store_compare(struct store *a, struct store *b, const struct store_table *const *tables,
	size_t count, struct store_difference *first, int64_t *rows, struct error *error)
{
	CHECK(a != b);
	bool ends_a = !a->in_transaction;
	bool ends_b = !b->in_transaction;
	*first = (struct store_difference){.kind = STORE_SAME};
	*rows = 0;
	status result = compare_tables(a, b, tables, count, first, rows, error);
	if (ends_a) store_rollback(a);
	if (ends_b) store_rollback(b);
	return result;
}
