/* store_fixture.h - an empty database for each test of the store's contract, on each backend.
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

#include "../unit/base/raises.h"
#include "store/store_backend.h"

struct fixture {
	enum store_kind kind;
	char directory[64];
	char path[96];
	char schema[48];
	struct store *store; /* open, migrated to fixture_migrations */
	struct arena arena;
	struct error error;
};

/* Owner test: test_thing(kind text, number int; body blob, note text unique, amount int >= 0). */
extern const struct store_table fixture_thing;
/* test_pair(a blob, b int), both of them key. */
extern const struct store_table fixture_pair;
/* other_thing(id int; word text), owner "other". */
extern const struct store_table fixture_other;
/* 1: the tables above. 2: test_later(id int). */
extern const struct store_migration fixture_migrations[];
/* The first of these only. */
extern const struct store_migration fixture_first_migration[];

#define FIXTURE_THING_COLUMNS 5

/* For cmocka: a fresh database; *state becomes a struct fixture. */
int fixture_start(void **state);
int fixture_stop(void **state);
/* One more connection to the same database. */
struct store *fixture_open(struct fixture *fixture, enum store_mode mode);
struct store_options fixture_options(const struct fixture *fixture);
/* Runs the tests on each backend; the number of failures. */
int fixture_run(const char *name, const struct CMUnitTest *tests, size_t count);

/* What should have been right says what was wrong. */
void fixture_right(const struct fixture *fixture, status result, const char *what);
#define RIGHT(fixture, expression) fixture_right((fixture), (expression), #expression)

void fixture_begin(struct fixture *fixture, enum store_mode mode);
void fixture_commit(struct fixture *fixture);
/* Puts a thing with this key and amount, and no body or note. */
void fixture_put(struct fixture *fixture, const char *kind, int64_t number, int64_t amount);
/* The amount of a thing in the open transaction; -1 if it is not there. */
int64_t fixture_amount(
	struct fixture *fixture, struct store *store, const char *kind, int64_t number);
/* The number that a query gives. */
int64_t fixture_number(
	struct fixture *fixture, struct store *store, const struct store_query *query);
/* Puts so many things with bodies of 1000 bytes through `store`, in its open transaction; `next`
 * counts them. */
void fixture_put_many(struct fixture *fixture, struct store *store, int count, int64_t *next);
/* Does so until the log has had `bytes` more, a thousand in a transaction. Ends sooner when the
 * store is broken, with what was committed. */
void fixture_write_much(struct fixture *fixture, struct store *store, int64_t bytes, int64_t *next);
