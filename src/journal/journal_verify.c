/* journal_verify.c - whether the chains are sound, and whether the tables are what they say.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "journal/journal_private.h"
#include "store/store_copy.h"

static void describe(struct journal_report *report, const struct store_difference *difference)
{
	const char *name = difference->table->name;
	const char *key = difference->key;
	report->fault = JOURNAL_ROW_DIFFERS;
	report->region = -1;
	switch (difference->kind) {
	case STORE_SAME: break;
	case STORE_ONLY_IN_A: journal_say_where(report, "%s, not in the journal: %s", name, key); break;
	case STORE_ONLY_IN_B:
		journal_say_where(report, "%s, only in the journal: %s", name, key);
		break;
	case STORE_DIFFERS:
		journal_say_where(report, "%s, other %s than in the journal: %s", name,
			difference->table->columns[difference->column].name, key);
		break;
	}
}

static status compare(struct store *store, struct store *scratch, const struct store_table *table,
	struct journal_report *report, struct error *error)
{
	struct store_difference difference;
	int64_t rows = 0;
	TRY(store_compare(store, scratch, &table, 1, &difference, &rows, error));
	report->rows += rows;
	if (difference.kind != STORE_SAME) describe(report, &difference);
	return STATUS_OK;
}

static status compare_all(struct journal_walk *walk, struct error *error)
{
	struct journal_report *report = walk->report;
	for (size_t i = 0; i < walk->count && report->fault == JOURNAL_SOUND; i++) {
		if (walk->tables[i]->keeping == STORE_JOURNALED)
			TRY(compare(walk->from, walk->to, walk->tables[i], report, error));
	}
	return STATUS_OK;
}

/* All of it in one transaction of `from`, so that the tables are of the same instant as the
 * journal. */
static status verify(struct journal_walk *walk, struct error *error)
{
	if (walk->to != NULL) TRY(journal_need_empty(walk->to, walk->tables, walk->count, error));
	TRY(store_begin(walk->from, STORE_READ_ONLY, error));
	TRY(journal_walk_all(walk, error));
	if (walk->to != NULL) TRY(compare_all(walk, error));
	return store_commit(walk->from, error);
}

status journal_verify(struct store *store, struct store *scratch,
	const struct store_table *const *tables, size_t count,
	void (*progress)(void *context, int64_t entries), void *context, struct journal_report *report,
	struct error *error)
{
	return journal_verify_against(
		store, scratch, tables, count, progress, context, NULL, report, error);
}

status journal_verify_against(struct store *store, struct store *scratch,
	const struct store_table *const *tables, size_t count,
	void (*progress)(void *context, int64_t entries), void *context,
	const struct journal_head kept[JOURNAL_SHARDS], struct journal_report *report,
	struct error *error)
{
	CHECK(store != scratch);
	journal_check_tables(tables, count);
	*report = (struct journal_report){.fault = JOURNAL_SOUND};
	struct journal_walk walk = {
		.from = store,
		.to = scratch,
		.tables = tables,
		.count = count,
		.progress = progress,
		.context = context,
		.report = report,
		.kept = kept,
	};
	status result = verify(&walk, error);
	store_rollback(store);
	return result;
}
