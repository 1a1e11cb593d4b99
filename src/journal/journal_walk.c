/* journal_walk.c - one walk along all chains, in the order of the key: every entry is judged, and
 * applied to another store if there is one.
 *
 * The whole journal is one scan, so that a row that shares its key with another is seen too. Memory
 * holds one entry, however long the chains are.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "journal/change.h"
#include "journal/journal_private.h"
#include "store/store_record.h"
#include <stdarg.h>
#include <stdio.h>

#define MAX_COLUMNS 16

/* Cut off where it does not fit, but not within a character: it is shown as text. */
void journal_say_where(struct journal_report *report, const char *format, ...)
{
	va_list arguments;
	size_t bad_at = 0;
	va_start(arguments, format);
	vsnprintf(report->where, sizeof(report->where), format, arguments);
	va_end(arguments);
	if (!span_is_utf8(span_of(report->where), &bad_at)) report->where[bad_at] = 0;
}

/* Names the row by its key as it is stored: its columns may hold anything. */
static enum journal_fault find_fault(struct journal_walk *walk, const struct store_value *row,
	enum journal_fault fault, const char *what)
{
	struct journal_report *report = walk->report;
	bool is_shard = row[0].number >= 0 && row[0].number < JOURNAL_SHARDS;
	report->fault = fault;
	report->region = is_shard ? (int)row[0].number : -1;
	report->seq = row[1].number;
	journal_say_where(report, "journal_entry %lld %lld: %s", (long long)row[0].number,
		(long long)row[1].number, what);
	return fault;
}

/* A row has one form: NULL for what is empty, ids of 16 bytes, numbers that fit the canonical form.
 * Otherwise a column could be changed under the same hash. Returns the name of the column that has
 * another one, or NULL. */
static const char *other_form(const struct store_value *row, const struct journal_entry *entry)
{
	const struct store_table *table = &journal_entry_table;
	struct store_value values[MAX_COLUMNS];
	CHECK(table->column_count <= MAX_COLUMNS);
	store_record_values(table, entry, values);
	for (size_t i = 0; i < table->column_count; i++) {
		if (!store_value_equal(&row[i], &values[i])) return table->columns[i].name;
	}
	if (entry->kind < 0 || entry->kind > UINT8_MAX) return "kind";
	if (entry->command < 0 || entry->command > UINT16_MAX) return "command";
	if (entry->ground < 0 || entry->ground > UINT8_MAX) return "ground";
	return entry->hash.size == HASH_SIZE ? NULL : "hash";
}

/* Moves to another shard, or sees that the entry is not the next one. */
static bool is_next(struct journal_walk *walk, const struct store_value *row)
{
	int64_t region = row[0].number;
	if (region < 0 || region >= JOURNAL_SHARDS) return false;
	if (region != walk->region) {
		walk->region = (int)region;
		walk->head = (struct journal_head){.recorded_ms = INT64_MIN};
	}
	return row[1].number == walk->head.seq + 1;
}

/* The hash that the entry should have; *wrong says why there is none. */
static status rehash(struct journal_walk *walk, const struct journal_entry *entry,
	struct hash *hash, bool *wrong, struct error *error)
{
	status result = journal_hash_entry(&walk->scratch, &walk->head.hash, entry, hash, error);
	*wrong = result == STATUS_BOUND;
	return *wrong ? STATUS_OK : result;
}

/* Every hash follows from all before it: one that is the same at the kept head is so up to
 * there. */
static enum journal_fault judge_kept(struct journal_walk *walk, const struct store_value *row)
{
	if (walk->kept == NULL) return JOURNAL_SOUND;
	const struct journal_head *kept = &walk->kept[walk->region];
	if (kept->seq != walk->head.seq || hash_equal(&kept->hash, &walk->head.hash))
		return JOURNAL_SOUND;
	return find_fault(walk, row, JOURNAL_HEAD_DIFFERS, "is not the one of the kept head");
}

/* Which chains end before their kept head. */
static void judge_ends(struct journal_walk *walk)
{
	struct journal_report *report = walk->report;
	int cut = -1;
	bool goes_on = false;
	if (walk->kept == NULL || report->fault != JOURNAL_SOUND) return;
	for (int i = 0; i < JOURNAL_SHARDS; i++) {
		goes_on = goes_on || walk->ends[i] > walk->kept[i].seq;
		if (cut < 0 && walk->ends[i] < walk->kept[i].seq) cut = i;
	}
	if (cut < 0) return;
	report->fault = goes_on ? JOURNAL_HEAD_CUT : JOURNAL_HEAD_AHEAD;
	report->region = cut;
	report->seq = walk->ends[cut] + 1;
	journal_say_where(report, "shard %d ends at entry %lld, and the kept head has entry %lld", cut,
		(long long)walk->ends[cut], (long long)walk->kept[cut].seq);
}

static status judge_chain(struct journal_walk *walk, const struct store_value *row,
	struct journal_entry *entry, enum journal_fault *fault, struct error *error)
{
	struct hash hash = {{0}};
	bool wrong = false;
	*fault = JOURNAL_SOUND;
	if (!is_next(walk, row)) {
		*fault = find_fault(walk, row, JOURNAL_SEQ_HOLE, "is not the next of its shard");
		return STATUS_OK;
	}
	const char *column = NULL;
	if (store_record_fill(&journal_entry_table, row, entry, NULL, NULL) != STATUS_OK)
		column = "a number";
	else
		column = other_form(row, entry);
	if (column != NULL) {
		*fault = find_fault(walk, row, JOURNAL_HASH_WRONG, column);
		return STATUS_OK;
	}
	TRY(rehash(walk, entry, &hash, &wrong, error));
	if (wrong || memcmp(hash.bytes, entry->hash.start, HASH_SIZE) != 0)
		*fault = find_fault(walk, row, JOURNAL_HASH_WRONG, "has another hash");
	else if (entry->recorded_ms < walk->head.recorded_ms)
		*fault = find_fault(walk, row, JOURNAL_TIME_BACK, "was recorded before the one before it");
	walk->head.seq = entry->seq;
	walk->head.recorded_ms = entry->recorded_ms;
	walk->head.hash = hash;
	walk->ends[walk->region] = entry->seq;
	if (*fault == JOURNAL_SOUND) *fault = judge_kept(walk, row);
	return STATUS_OK;
}

static void judge_effects(struct journal_walk *walk, const struct store_value *row,
	const struct journal_entry *entry, enum journal_fault *fault)
{
	struct error broken;
	if (change_check_effects(walk->tables, walk->count, entry->effects, &broken) != STATUS_OK)
		*fault = find_fault(walk, row, JOURNAL_EFFECTS_BROKEN, broken.message);
}

static status end_batch(struct journal_walk *walk, struct error *error)
{
	walk->batch_entries = 0;
	walk->batch_bytes = 0;
	if (walk->to != NULL) TRY(store_commit(walk->to, error));
	if (walk->progress != NULL) walk->progress(walk->context, walk->report->entries);
	return STATUS_OK;
}

static status begin_batch(struct journal_walk *walk, struct error *error)
{
	return walk->to == NULL ? STATUS_OK : store_begin(walk->to, STORE_READ_WRITE, error);
}

static status apply(struct journal_walk *walk, const struct store_value *row,
	const struct journal_entry *entry, struct error *error)
{
	if (walk->to == NULL) return STATUS_OK;
	if (walk->copies) TRY(store_put(walk->to, &journal_entry_table, row, error));
	return change_replay(walk->to, walk->tables, walk->count, entry->effects, error);
}

static status walk_row(struct journal_walk *walk, const struct store_value *row,
	enum journal_fault *fault, struct error *error)
{
	struct journal_entry entry;
	TRY(judge_chain(walk, row, &entry, fault, error));
	if (*fault == JOURNAL_SOUND) judge_effects(walk, row, &entry, fault);
	if (*fault != JOURNAL_SOUND) return STATUS_OK;
	TRY(apply(walk, row, &entry, error));
	walk->report->entries++;
	walk->batch_entries++;
	walk->batch_bytes += entry.body.size + entry.effects.size + entry.reply.size;
	if (walk->batch_entries < JOURNAL_BATCH_ENTRIES && walk->batch_bytes < JOURNAL_BATCH_BYTES)
		return STATUS_OK;
	TRY(end_batch(walk, error));
	return begin_batch(walk, error);
}

static status walk_rows(struct journal_walk *walk, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	enum journal_fault fault = JOURNAL_SOUND;
	TRY(store_scan_open(walk->from, &journal_entry_table, NULL, INT64_MAX, &cursor, error));
	while (fault == JOURNAL_SOUND) {
		status result = store_query_next(cursor, &row, error);
		if (result != STATUS_OK) {
			status_prefix(
				error, "behind entry %lld of shard %d: ", (long long)walk->head.seq, walk->region);
			return result;
		}
		if (row == NULL) break;
		TRY(walk_row(walk, row, &fault, error));
	}
	return STATUS_OK;
}

status journal_walk_all(struct journal_walk *walk, struct error *error)
{
	walk->region = -1;
	walk->head = (struct journal_head){0};
	buf_init(&walk->scratch, JOURNAL_SCRATCH_BYTES);
	status result = begin_batch(walk, error);
	if (result == STATUS_OK) result = walk_rows(walk, error);
	if (result == STATUS_OK) result = end_batch(walk, error);
	if (result == STATUS_OK) judge_ends(walk);
	if (result != STATUS_OK && walk->to != NULL) store_rollback(walk->to);
	buf_finish(&walk->scratch);
	return result;
}

void journal_check_tables(const struct store_table *const *tables, size_t count)
{
	for (size_t a = 0; a < count; a++) {
		for (size_t b = 0; b < a; b++) {
			bool same = tables[a]->number == tables[b]->number;
			CHECK(!same || tables[a]->keeping != STORE_JOURNALED ||
				tables[b]->keeping != STORE_JOURNALED);
		}
	}
}

static status need_empty_table(
	struct store *store, const struct store_table *table, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	TRY(store_scan_open(store, table, NULL, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	return row == NULL ? STATUS_OK
					   : status_fail(error, STATUS_INPUT, "%s is not empty", table->name);
}

static status need_empty_tables(
	struct store *store, const struct store_table *const *tables, size_t count, struct error *error)
{
	TRY(store_begin(store, STORE_READ_ONLY, error));
	TRY(need_empty_table(store, &journal_entry_table, error));
	for (size_t i = 0; i < count; i++) {
		if (tables[i]->keeping == STORE_JOURNALED) TRY(need_empty_table(store, tables[i], error));
	}
	return store_commit(store, error);
}

status journal_need_empty(
	struct store *store, const struct store_table *const *tables, size_t count, struct error *error)
{
	status result = need_empty_tables(store, tables, count, error);
	store_rollback(store);
	return result;
}
