/* store_sql.c - the SQL of a table descriptor, for both databases.
 *
 * Text is compared by its bytes everywhere: SQLite does so of itself, PostgreSQL where it is told.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_sql.h"
#include "base/check.h"

bool store_sql_owns(const char *owner, const char *table)
{
	size_t size = strlen(owner);
	return strncmp(owner, table, size) == 0 && table[size] == '_';
}

static void add_name(struct buf *out, const char *name)
{
	buf_add_char(out, '"');
	buf_add_text(out, name);
	buf_add_char(out, '"');
}

static void add_parameter(struct buf *out, size_t number)
{
	buf_add_char(out, '?');
	buf_add_int(out, (int64_t)number);
}

/* "a", "b", "c": the first `count` columns. */
static void add_names(struct buf *out, const struct store_table *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_add_char(out, ',');
		add_name(out, table->columns[i].name);
	}
}

static void add_parameters(struct buf *out, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_add_char(out, ',');
		add_parameter(out, i + 1);
	}
}

/* The key as it is ordered by. */
static void add_order(struct buf *out, enum store_kind kind, const struct store_table *table)
{
	for (size_t i = 0; i < table->key_count; i++) {
		if (i > 0) buf_add_char(out, ',');
		add_name(out, table->columns[i].name);
		if (kind == STORE_POSTGRES && table->columns[i].type == STORE_TEXT)
			buf_add_text(out, " collate \"C\"");
	}
}

static void add_key_is(struct buf *out, const struct store_table *table)
{
	for (size_t i = 0; i < table->key_count; i++) {
		buf_add_text(out, i == 0 ? " where " : " and ");
		add_name(out, table->columns[i].name);
		buf_add_char(out, '=');
		add_parameter(out, i + 1);
	}
}

static void add_put(struct buf *out, const struct store_table *table)
{
	buf_add_text(out, "insert into ");
	add_name(out, table->name);
	buf_add_char(out, '(');
	add_names(out, table, table->column_count);
	buf_add_text(out, ") values(");
	add_parameters(out, table->column_count);
	buf_add_text(out, ") on conflict(");
	add_names(out, table, table->key_count);
	buf_add_char(out, ')');
	if (table->column_count == table->key_count) {
		buf_add_text(out, " do nothing");
		return;
	}
	for (size_t i = table->key_count; i < table->column_count; i++) {
		buf_add_text(out, i == table->key_count ? " do update set " : ",");
		add_name(out, table->columns[i].name);
		buf_add_text(out, "=excluded.");
		add_name(out, table->columns[i].name);
	}
}

static void add_select(struct buf *out, const struct store_table *table)
{
	buf_add_text(out, "select ");
	add_names(out, table, table->column_count);
	buf_add_text(out, " from ");
	add_name(out, table->name);
}

static void add_scan(
	struct buf *out, enum store_kind kind, const struct store_table *table, bool after)
{
	add_select(out, table);
	if (after) {
		buf_add_text(out, " where (");
		add_order(out, kind, table);
		buf_add_text(out, ")>(");
		add_parameters(out, table->key_count);
		buf_add_char(out, ')');
	}
	buf_add_text(out, " order by ");
	add_order(out, kind, table);
	buf_add_text(out, " limit ");
	add_parameter(out, after ? table->key_count + 1 : 1);
}

static void write_questions(struct buf *out, enum store_kind kind, enum store_sql_form form,
	const struct store_table *table)
{
	switch (form) {
	case STORE_SQL_PUT: add_put(out, table); return;
	case STORE_SQL_REMOVE:
		buf_add_text(out, "delete from ");
		add_name(out, table->name);
		add_key_is(out, table);
		return;
	case STORE_SQL_GET:
		add_select(out, table);
		add_key_is(out, table);
		return;
	case STORE_SQL_SCAN_FIRST:
	case STORE_SQL_SCAN_AFTER: add_scan(out, kind, table, form == STORE_SQL_SCAN_AFTER); return;
	case STORE_SQL_QUERY: break;
	}
	CHECK_UNREACHABLE("a query is not written from a descriptor");
}

void store_sql_check(const struct store_table *table)
{
	CHECK(table->key_count > 0 && table->key_count <= STORE_MAX_KEY);
	CHECK(table->key_count <= table->column_count && table->column_count <= STORE_MAX_COLUMNS);
	CHECK(strcmp(table->owner, "store") == 0 || store_sql_owns(table->owner, table->name));
}

void store_sql_write(struct buf *out, enum store_kind kind, enum store_sql_form form,
	const struct store_table *table)
{
	store_sql_check(table);
	if (kind == STORE_SQLITE) {
		write_questions(out, kind, form, table);
		return;
	}
	struct buf questions;
	size_t count = 0;
	buf_init(&questions, out->limit);
	write_questions(&questions, kind, form, table);
	bool rewritten = store_sql_dollars(out, buf_text(&questions), &count);
	bool whole = !questions.overflowed;
	buf_finish(&questions);
	CHECK(rewritten && whole);
}

/* The end of the literal, quoted name or comment that begins at `at`; `at` itself if none begins
 * there; NULL if it does not end. A doubled quote is seen as an end and a new beginning, which
 * comes to the same. */
static const char *skip_opaque(const char *at)
{
	const char *end = NULL;
	if (at[0] == '\'' || at[0] == '"') {
		end = strchr(at + 1, at[0]);
		return end == NULL ? NULL : end + 1;
	}
	if (at[0] == '-' && at[1] == '-') {
		end = strchr(at, '\n');
		return end == NULL ? at + strlen(at) : end;
	}
	if (at[0] == '/' && at[1] == '*') {
		end = strstr(at + 2, "*/");
		return end == NULL ? NULL : end + 2;
	}
	return at;
}

/* Reads the number behind a ?; 0 if it is none or too high. */
static size_t take_number(const char **at)
{
	size_t number = 0;
	while (**at >= '0' && **at <= '9' && number <= STORE_MAX_PARAMETERS)
		number = number * 10 + (size_t)(*(*at)++ - '0');
	return number > STORE_MAX_PARAMETERS ? 0 : number;
}

bool store_sql_dollars(struct buf *out, const char *sql, size_t *count)
{
	*count = 0;
	while (*sql != 0) {
		const char *end = skip_opaque(sql);
		if (end == NULL) return false;
		if (end != sql) {
			buf_add(out, sql, (size_t)(end - sql));
			sql = end;
		} else if (*sql == '?') {
			sql++;
			size_t number = take_number(&sql);
			if (number == 0) return false;
			*count = number > *count ? number : *count;
			buf_add_char(out, '$');
			buf_add_int(out, (int64_t)number);
		} else {
			buf_add_char(out, *sql++);
		}
	}
	return true;
}
