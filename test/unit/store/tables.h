/* tables.h - the program's own tables, empty, in a transaction that is rolled back after each
 * test.
 *
 * SQLite always; PostgreSQL where VANGNET_TEST_POSTGRES says how to reach one
 * (script/with-postgres).
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "store/store_record.h"

struct tables {
	struct store *store; /* in a writing transaction */
	struct arena arena;
	struct error error;
};

/* For cmocka, before and after each test: *state becomes a struct tables. */
int tables_start(void **state);
int tables_stop(void **state);
/* Runs the tests on each backend; the number of failures. */
int tables_run(const char *name, const struct CMUnitTest *tests, size_t count);
#define TABLES_RUN(name, tests) tables_run(name, tests, sizeof(tests) / sizeof((tests)[0]))

/* What should have been right says what was wrong. */
void tables_right(const struct tables *tables, status result, const char *what);
#define TABLES_RIGHT(tables, expression) tables_right((tables), (expression), #expression)

/* Puts a record, whichever folder's it is. */
void tables_put(struct tables *tables, const struct store_table *table, const void *record);
void tables_remove(struct tables *tables, const struct store_table *table, const void *record);
/* Runs SQL as it is. */
void tables_script(struct tables *tables, const char *sql);
/* The next row as a record, or false at the end. */
bool tables_next(struct tables *tables, struct store_cursor *cursor,
	const struct store_table *table, void *record);
