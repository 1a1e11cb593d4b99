/* journal_fixture.h - a store with two tables that are journaled, and a journal to write in.
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

#include "base/prng.h"
#include "journal/change.h"
#include "journal/journal.h"

#define FIXTURE_NOW_MS INT64_C(1700000000000)
#define FIXTURE_STORES 3 /* that may be open at a time */

struct fixture {
	enum store_kind kind;
	char directory[128];
	const char *names[FIXTURE_STORES]; /* of the stores that were made */
	struct store *store;               /* "main": open, with all tables */
	struct journal journal;            /* of that store */
	struct change change;
	struct arena arena;
	struct prng prng;
	struct error error;
};

/* test_note: a row as people's things are. */
struct note {
	int32_t region;
	struct id id;
	struct span words;  /* text */
	struct span sealed; /* blob, or none */
	struct id author;   /* or none */
	int64_t amount;
};
enum { NOTE_REGION, NOTE_ID, NOTE_WORDS, NOTE_SEALED, NOTE_AUTHOR, NOTE_AMOUNT, NOTE_COLUMNS };
extern const struct store_table fixture_note;
/* test_mark(region int, id blob, mark text), all of it key. */
extern const struct store_table fixture_mark;
/* test_grown(id int; word text), and the same after three columns were appended: text or NULL, a
 * number, and bytes. */
extern const struct store_table fixture_grown_before;
extern const struct store_table fixture_grown;
/* test_local(id int): in no journal. */
extern const struct store_table fixture_local;
/* The tables above without fixture_grown_before. */
#define FIXTURE_TABLE_COUNT 4
extern const struct store_table *const fixture_tables[FIXTURE_TABLE_COUNT];

/* For cmocka: *state becomes a struct fixture. */
int fixture_start(void **state);
int fixture_stop(void **state);
/* Opens the store with this name (static text), and makes it with its tables if it is not there.
 * */
struct store *fixture_open(struct fixture *fixture, const char *name);
/* Closes and opens the store and the journal. */
void fixture_reopen(struct fixture *fixture);
/* Runs the tests on each backend; the number of failures. */
int fixture_run(const char *name, const struct CMUnitTest *tests, size_t count);

/* What should have been right says what was wrong. */
void fixture_right(const struct fixture *fixture, status result, const char *what);
#define RIGHT(fixture, expression) fixture_right((fixture), (expression), #expression)

void fixture_begin(struct fixture *fixture);
/* Commits the store, and then the journal. */
void fixture_commit(struct fixture *fixture);
/* Runs one statement that may touch every table, in a transaction of its own. */
void fixture_run_sql(struct fixture *fixture, const struct store_query *query,
	const struct store_value *parameters, size_t count);

/* A note of `region` with id number `number` and words "word <number>". */
struct note fixture_new_note(int region, int number);
struct id fixture_id(int number);
/* An entry for `region` with the change's effects, all columns filled, and number `number` in its
 * ids. Spans point to static text. */
struct journal_entry fixture_entry(const struct fixture *fixture, int region, int number);
/* Appends the entry and takes the effects off the change. */
void fixture_append(struct fixture *fixture, struct journal_entry *entry);

/* A history: ten commands in each of the shards 1, 2 and 25, which put notes and marks and remove
 * notes again, and one in shard 0 on a table that has grown since. */
#define FIXTURE_ENTRIES 31
int fixture_start_with_history(void **state);
/* Notes of `region` are changed, and the entry appended. */
void fixture_command(struct fixture *fixture, int region, int number);
/* Takes an entry out behind the journal's back. */
void fixture_remove_entry(struct fixture *fixture, int region, int64_t seq);

/* `scratch` may be NULL. */
struct journal_report fixture_verify(struct fixture *fixture, struct store *scratch);
/* Against a new scratch store, "scratch". */
struct journal_report fixture_verify_tables(struct fixture *fixture);
void fixture_expect(
	const struct journal_report *report, enum journal_fault fault, int region, int64_t seq);
/* Of the chains alone. */
void fixture_expect_fault(
	struct fixture *fixture, enum journal_fault fault, int region, int64_t seq);
