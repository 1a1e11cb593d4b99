/* store_sql.h - the SQL of a table descriptor, for both databases.
 *
 * Pure: text in, text out. Parameters are ?1 ?2 ... for SQLite and $1 $2 ... for PostgreSQL.
 * Tests       test/unit/store/test_store_sql.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "store/store.h"

/* What is prepared for a descriptor or query; with its address this names a prepared statement. */
enum store_sql_form {
	STORE_SQL_PUT,        /* parameters: every column */
	STORE_SQL_REMOVE,     /* parameters: the key */
	STORE_SQL_GET,        /* parameters: the key */
	STORE_SQL_SCAN_FIRST, /* parameters: limit */
	STORE_SQL_SCAN_AFTER, /* parameters: the key, limit */
	STORE_SQL_QUERY,      /* a query as it was written */
};

/* CHECKs the descriptor's bounds, and that the table's name begins with its owner. */
void store_sql_check(const struct store_table *table);

/* Adds the statement to `out`, after store_sql_check. `form` is not STORE_SQL_QUERY. */
void store_sql_write(struct buf *out, enum store_kind kind, enum store_sql_form form,
	const struct store_table *table);

/* Adds `sql` with every ?N outside literals, quoted names and comments written as $N. *count is the
 * highest N. False if a ? has no number from 1 to STORE_MAX_PARAMETERS, or if a literal, name or
 * comment does not end. */
MUST_USE bool store_sql_dollars(struct buf *out, const char *sql, size_t *count);

/* Whether `table` is within reach of statements of `owner`. */
bool store_sql_owns(const char *owner, const char *table);
