/* journal_rebuild.c - a store made again from nothing but the journal of another.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "journal/journal_private.h"

static status rebuild(struct journal_walk *walk, struct error *error)
{
	TRY(journal_need_empty(walk->to, walk->tables, walk->count, error));
	TRY(store_begin(walk->from, STORE_READ_ONLY, error));
	TRY(journal_walk_all(walk, error));
	TRY(store_commit(walk->from, error));
	if (walk->report->fault != JOURNAL_SOUND)
		return status_fail(error, STATUS_CORRUPT, "%s: %s", journal_fault_name(walk->report->fault),
			walk->report->where);
	return STATUS_OK;
}

status journal_rebuild(struct store *from, struct store *to,
	const struct store_table *const *tables, size_t count,
	void (*progress)(void *context, int64_t entries), void *context, struct error *error)
{
	CHECK(from != to);
	journal_check_tables(tables, count);
	struct journal_report report = {.fault = JOURNAL_SOUND};
	struct journal_walk walk = {
		.from = from,
		.to = to,
		.copies = true,
		.tables = tables,
		.count = count,
		.progress = progress,
		.context = context,
		.report = &report,
	};
	status result = rebuild(&walk, error);
	store_rollback(from);
	return result;
}
