/* app_demo_rows.h - rows of a demonstration on their way to the database: gathered, and then
 * written in one transaction, each set of them with its journal entry.
 *
 * A demonstration is not made of single commands but of entries COMMAND_DEMO_LOAD, whose effects
 * are the rows: one for each person and one for each organisation.
 *
 * States      empty -> gathering -> ready -> written (empty again). One thread may gather while
 *             another writes other rows.
 * Invariants  (1) Keys are durable before what is sealed with them is committed (vault.h): see
 *                 app_demo_maker.h.
 *             (2) Written means committed: rows, and entries with exactly these rows as effects.
 *             (3) Ids come in rising order, and rows are put table by table: they arrive in the
 *                 order of the key, which is what makes loading fast. An id is region u8 | count
 *                 u32 | 88 drawn bits.
 * Ownership   Records and texts are copied; they live in `arena` until app_demo_rows_clear.
 * Bounds      APP_DEMO_ROWS; APP_DEMO_ENTRY_ROWS in an entry.
 * Tests       test/unit/app/test_app_demo_rows.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/clock.h"
#include "jobs/jobs.h"
#include "journal/change.h"
#include "journal/journal.h"
#include "vault/vault.h"

/* A transaction has about this many. */
#define APP_DEMO_ROWS 10000
#define APP_DEMO_ENTRY_ROWS 1024

#define APP_DEMO_TABLES 32

struct app_demo_row {
	const struct store_table *table;
	const struct store_value *values;
	size_t next; /* row of the same table; 0: the last */
};

/* The rows of one table. */
struct app_demo_chain {
	const struct store_table *table;
	size_t first;
	size_t last;
};

struct app_demo_entry {
	int32_t region;
	struct id subject;
	struct id episode;
	size_t first;        /* of its rows */
	struct span effects; /* when ready */
};

struct app_demo_rows {
	struct arena arena;
	struct buf sealed;    /* while a text is sealed */
	struct change change; /* while effects are made */
	size_t count;
	size_t entry_count;
	size_t chain_count;
	bool ready;
	int64_t people; /* for the progress that is shown */
	struct app_demo_chain chains[APP_DEMO_TABLES];
	struct app_demo_row rows[APP_DEMO_ROWS + APP_DEMO_ENTRY_ROWS];
	struct app_demo_entry entries[APP_DEMO_ROWS + 1];
};

/* NULL if there is no memory. */
struct app_demo_rows *app_demo_rows_create(void);
/* Accepts NULL. */
void app_demo_rows_destroy(struct app_demo_rows *rows);
/* Empty again; keeps its memory. */
void app_demo_rows_clear(struct app_demo_rows *rows);
/* Enough for a transaction. */
bool app_demo_rows_full(const struct app_demo_rows *rows);

/* What is added from now on belongs to this entry. */
void app_demo_rows_begin(
	struct app_demo_rows *rows, int32_t region, struct id subject, struct id episode);
/* Copies the record of `size` bytes. What its spans point to must be in rows->arena or be good
 * until the rows are written. */
void app_demo_rows_add(
	struct app_demo_rows *rows, const struct store_table *table, const void *record, size_t size);
/* Seals a text for a subject whose key is kept. */
MUST_USE status app_demo_rows_seal(struct app_demo_rows *rows, struct vault *vault,
	struct prng *secret, struct id subject, enum vault_field field, struct span text,
	struct span *sealed, struct error *error);
/* Makes the effects: the rows can be written now. */
MUST_USE status app_demo_rows_make_ready(struct app_demo_rows *rows, struct error *error);
/* The next id of a region; *count rises. */
struct id app_demo_rows_id(int32_t region, uint32_t *count, struct prng *prng);

struct app_demo_writer {
	struct store *store;
	struct journal journal;
	int64_t now_ms;
	uint64_t seed; /* stands in the body of each entry */
	/* Of whoever makes a whole demonstration: the job whose row says, in each transaction, how many
	 * entries are there. NULL: none. */
	struct jobs_job *job;
	const struct clock *clock;
};

/* The store is migrated and in no transaction. */
MUST_USE status app_demo_writer_open(struct app_demo_writer *writer, struct store *store,
	int64_t now_ms, uint64_t seed, struct error *error);
/* Accepts a zeroed struct. */
void app_demo_writer_close(struct app_demo_writer *writer);
/* Writes everything in one transaction and commits. The rows must be ready (CHECK). After an error
 * nothing of it is in the store. */
MUST_USE status app_demo_writer_write(
	struct app_demo_writer *writer, const struct app_demo_rows *rows, struct error *error);
