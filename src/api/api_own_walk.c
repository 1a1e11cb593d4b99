/* api_own_walk.c - reads every row of one person.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_own_walk.h"
#include "base/check.h"
#include "care/episode.h"
#include "command/command.h"
#include <string.h>

enum { PAGE_ROWS = 200 };

struct walk {
	const struct api_own *own;
	const struct own_visitor *visitor;
	const struct own_table *table;
	const struct store_table *rows;
	struct id episodes[EPISODE_MAX_OF_PERSON];
	size_t episode_count;
};

static const struct store_table *find(
	const struct store_table *const *tables, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(tables[i]->name, name) == 0) return tables[i];
	return NULL;
}

const struct store_table *api_own_table_of(const char *name)
{
	const struct store_table *table = find(command_journaled_tables, command_journaled_count, name);
	if (table == NULL) table = find(command_other_tables, command_other_count, name);
	CHECK(table != NULL);
	return table;
}

/* Before every row whose key begins with this region and this id. */
static void first_key(
	const struct store_table *table, int32_t region, const struct id *id, struct store_value *key)
{
	static const struct id lowest;
	key[0] = store_int(region);
	key[1] = store_blob(span_bytes(id->bytes, ID_SIZE));
	for (size_t i = 2; i < table->key_count; i++) {
		bool is_number = table->columns[i].type == STORE_INT;
		key[i] = is_number ? store_int(INT64_MIN) : store_blob(span_bytes(lowest.bytes, ID_SIZE));
	}
}

/* Where the next page begins: the cursor's values do not outlive it. */
struct mark {
	struct store_value key[STORE_MAX_KEY];
	struct id ids[STORE_MAX_KEY];
};

static void keep_mark(
	const struct store_table *table, const struct store_value *row, struct mark *mark)
{
	for (size_t i = 0; i < table->key_count; i++) {
		mark->key[i] = row[i];
		if (row[i].type != STORE_BLOB) continue;
		mark->ids[i] = store_value_id(&row[i]);
		mark->key[i] = store_blob(span_bytes(mark->ids[i].bytes, ID_SIZE));
	}
}

/* A page of rows behind the mark; *more says whether there may be others behind them. */
static status read_page(struct walk *walk, struct mark *mark, const struct id *prefix, size_t by,
	bool *more, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	int64_t count = 0;
	bool from_start = mark->key[0].type == STORE_NULL;
	TRY(store_scan_open(
		walk->own->store, walk->rows, from_start ? NULL : mark->key, PAGE_ROWS, &cursor, error));
	for (*more = true; *more; count++) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		*more = row != NULL;
		if (row == NULL) break;
		if (prefix != NULL &&
			(row[0].number != walk->own->region || !id_equal(store_value_id(&row[1]), *prefix))) {
			*more = false;
			break;
		}
		keep_mark(walk->rows, row, mark);
		if (prefix == NULL && !id_equal(store_value_id(&row[by]), walk->own->person)) continue;
		TRY(walk->visitor->row(walk->visitor->context, walk->table, row, error));
	}
	*more = count == PAGE_ROWS;
	return STATUS_OK;
}

static status read_one(struct walk *walk, const struct id *id, struct error *error)
{
	struct store_value values[STORE_MAX_COLUMNS];
	struct store_value key[] = {
		store_int(walk->own->region), store_blob(span_bytes(id->bytes, ID_SIZE))};
	struct error absent = {0};
	struct arena arena;
	arena_init(&arena, 4096, 1 << 20);
	status code = store_get(walk->own->store, walk->rows, key, values, &arena, &absent);
	if (code == STATUS_OK)
		code = walk->visitor->row(walk->visitor->context, walk->table, values, &absent);
	arena_finish(&arena);
	if (code == STATUS_NOT_FOUND) return STATUS_OK;
	if (code != STATUS_OK) *error = absent;
	return code;
}

static status read_prefix(struct walk *walk, const struct id *id, struct error *error)
{
	struct mark mark = {0};
	bool more = true;
	if (walk->rows->key_count == 2) return read_one(walk, id, error);
	first_key(walk->rows, walk->own->region, id, mark.key);
	while (more) TRY(read_page(walk, &mark, id, 0, &more, error));
	return STATUS_OK;
}

static status read_all(struct walk *walk, struct error *error)
{
	struct mark mark = {0};
	bool more = true;
	size_t by = 0;
	while (strcmp(walk->rows->columns[by].name, walk->table->by) != 0) by++;
	CHECK(by < walk->rows->column_count);
	while (more) TRY(read_page(walk, &mark, NULL, by, &more, error));
	return STATUS_OK;
}

static status read_rows(struct walk *walk, struct error *error)
{
	switch (walk->table->way) {
	case OWN_BY_PERSON: return read_prefix(walk, &walk->own->person, error);
	case OWN_BY_COLUMN: return read_all(walk, error);
	case OWN_BY_EPISODE:
		for (size_t i = 0; i < walk->episode_count; i++)
			TRY(read_prefix(walk, &walk->episodes[i], error));
		return STATUS_OK;
	case OWN_NOT_FOUND: break;
	}
	return STATUS_OK;
}

static status read_table(struct walk *walk, struct error *error)
{
	const struct own_visitor *visitor = walk->visitor;
	const struct own_table *table = walk->table;
	bool is_left =
		table->way == OWN_NOT_FOUND || (table->way == OWN_BY_COLUMN && !walk->own->thorough);
	if (is_left) return visitor->left(visitor->context, table, error);
	walk->rows = api_own_table_of(table->name);
	TRY(visitor->begin(visitor->context, table, error));
	TRY(read_rows(walk, error));
	return visitor->end(visitor->context, table, error);
}

status api_own_walk(
	const struct api_own *own, const struct own_visitor *visitor, struct error *error)
{
	struct walk walk = {.own = own, .visitor = visitor};
	TRY(episode_list_of(
		own->store, own->region, own->person, walk.episodes, &walk.episode_count, error));
	for (size_t i = 0; i < api_own_table_count; i++) {
		walk.table = &api_own_tables[i];
		TRY(read_table(&walk, error));
	}
	return STATUS_OK;
}
