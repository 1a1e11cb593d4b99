/* journal.c - the heads of the chains in memory, appending to them, and finding a command again.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal/journal.h"
#include "base/check.h"
#include "journal/journal_private.h"
#include "store/store_record.h"

#define CANONICAL_VERSION 1

static const struct store_column entry_columns[] = {
	STORE_COLUMN_I32(struct journal_entry, region),
	STORE_COLUMN_I64(struct journal_entry, seq),
	STORE_COLUMN_I64(struct journal_entry, recorded_ms),
	STORE_COLUMN_I32(struct journal_entry, kind),
	STORE_COLUMN_I32(struct journal_entry, command),
	/* Never NULL: rows with NULL in a unique index do not exclude each other. */
	STORE_COLUMN_ID(struct journal_entry, actor, false),
	STORE_COLUMN_ID(struct journal_entry, subject, true),
	STORE_COLUMN_ID(struct journal_entry, episode, true),
	STORE_COLUMN_I32(struct journal_entry, ground),
	STORE_COLUMN_TEXT(struct journal_entry, command_id, true),
	STORE_COLUMN_BLOB(struct journal_entry, digest, true),
	STORE_COLUMN_BLOB(struct journal_entry, body, true),
	STORE_COLUMN_BLOB(struct journal_entry, effects, true),
	STORE_COLUMN_BLOB(struct journal_entry, reply, true),
	STORE_COLUMN_BLOB(struct journal_entry, hash, false),
};

const struct store_table journal_entry_table = {
	.owner = "journal",
	.name = "journal_entry",
	.number = 2,
	.keeping = STORE_CHAIN,
	.columns = entry_columns,
	.column_count = sizeof(entry_columns) / sizeof(entry_columns[0]),
	.key_count = 2,
};

static const struct store_query head_query = {
	.owner = "journal",
	.sql = "select seq, recorded_ms, hash from journal_entry where region = ?1"
		   " order by seq desc limit 1",
};

/* Columns in the order of the table, with NULL for body and effects. */
static const struct store_query find_query = {
	.owner = "journal",
	.sql = "select region, seq, recorded_ms, kind, command, actor, subject, episode, ground,"
		   " command_id, digest, null, null, reply, hash from journal_entry"
		   " where region = ?1 and actor = ?2 and command_id = ?3",
};

static status take_head(
	struct journal_head *head, const struct store_value *row, int region, struct error *error)
{
	struct span hash = store_value_bytes(&row[2]);
	if (row[0].type != STORE_INT || row[0].number < 1 || row[1].type != STORE_INT ||
		hash.size != HASH_SIZE)
		return status_fail(error, STATUS_CORRUPT, "the last entry of shard %d is none", region);
	head->seq = row[0].number;
	head->recorded_ms = row[1].number;
	memcpy(head->hash.bytes, hash.start, HASH_SIZE);
	return STATUS_OK;
}

static status read_head(
	struct journal *journal, struct store *store, int region, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct store_value shard = store_int(region);
	TRY(store_query_open(store, &head_query, &shard, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	return row == NULL ? STATUS_OK : take_head(&journal->heads[region], row, region, error);
}

static status read_heads(struct journal *journal, struct store *store, struct error *error)
{
	TRY(store_begin(store, STORE_READ_ONLY, error));
	for (int region = 0; region < JOURNAL_SHARDS; region++)
		TRY(read_head(journal, store, region, error));
	return store_commit(store, error);
}

status journal_open(struct journal *journal, struct store *store, struct error *error)
{
	*journal = (struct journal){0};
	buf_init(&journal->scratch, JOURNAL_SCRATCH_BYTES);
	status result = read_heads(journal, store, error);
	store_rollback(store);
	journal_committed(journal);
	return result;
}

void journal_finish(struct journal *journal)
{
	buf_finish(&journal->scratch);
	*journal = (struct journal){0};
}

static status check_sizes(const struct journal_entry *entry, struct error *error)
{
	size_t largest = entry->body.size;
	if (entry->effects.size > largest) largest = entry->effects.size;
	if (entry->reply.size > largest) largest = entry->reply.size;
	if (largest > STORE_MAX_VALUE_BYTES)
		return status_fail(error, STATUS_BOUND,
			"a part of a journal entry is over STORE_MAX_VALUE_BYTES (%d)", STORE_MAX_VALUE_BYTES);
	if (entry->command_id.size > JOURNAL_COMMAND_ID_BYTES)
		return status_fail(error, STATUS_BOUND,
			"a command id is over JOURNAL_COMMAND_ID_BYTES (%d)", JOURNAL_COMMAND_ID_BYTES);
	if (entry->digest.size != 0 && entry->digest.size != HASH_SIZE)
		return status_fail(error, STATUS_BOUND, "a digest is not HASH_SIZE (%d)", HASH_SIZE);
	return STATUS_OK;
}

static void put_canonical(struct buf *out, const struct journal_entry *entry)
{
	buf_put_u8(out, CANONICAL_VERSION);
	buf_put_u16(out, (uint16_t)entry->region);
	buf_put_i64(out, entry->seq);
	buf_put_i64(out, entry->recorded_ms);
	buf_put_u16(out, (uint16_t)entry->command);
	buf_put_u8(out, (uint8_t)entry->kind);
	buf_add(out, entry->actor.bytes, ID_SIZE);
	buf_add(out, entry->subject.bytes, ID_SIZE);
	buf_add(out, entry->episode.bytes, ID_SIZE);
	buf_put_u8(out, (uint8_t)entry->ground);
	buf_put_bytes(out, entry->command_id.start, entry->command_id.size);
	buf_put_bytes(out, entry->digest.start, entry->digest.size);
	buf_put_bytes(out, entry->body.start, entry->body.size);
	buf_put_bytes(out, entry->effects.start, entry->effects.size);
	buf_put_bytes(out, entry->reply.start, entry->reply.size);
}

status journal_hash_entry(struct buf *scratch, const struct hash *before,
	const struct journal_entry *entry, struct hash *hash, struct error *error)
{
	TRY(check_sizes(entry, error));
	buf_reset(scratch);
	buf_add(scratch, before->bytes, HASH_SIZE);
	put_canonical(scratch, entry);
	if (scratch->overflowed)
		return status_fail(error, STATUS_MEMORY, "no memory for a journal entry");
	*hash = hash_of(scratch->bytes, scratch->size);
	return STATUS_OK;
}

status journal_append(
	struct journal *journal, struct store *store, struct journal_entry *entry, struct error *error)
{
	CHECK(entry->region >= 0 && entry->region < JOURNAL_SHARDS);
	CHECK(entry->kind == JOURNAL_COMMAND || entry->kind == JOURNAL_LOOK);
	CHECK(entry->command >= 0 && entry->command <= UINT16_MAX);
	CHECK(entry->ground >= 0 && entry->ground <= UINT8_MAX);
	struct journal_head *head = &journal->heads[entry->region];
	struct journal_head next = {.seq = head->seq + 1, .recorded_ms = entry->recorded_ms};
	if (next.recorded_ms < head->recorded_ms) next.recorded_ms = head->recorded_ms;
	entry->seq = next.seq;
	entry->recorded_ms = next.recorded_ms;
	TRY(journal_hash_entry(&journal->scratch, &head->hash, entry, &next.hash, error));
	entry->hash = span_bytes(next.hash.bytes, HASH_SIZE);
	struct store_value values[STORE_MAX_COLUMNS];
	store_record_values(&journal_entry_table, entry, values);
	status result = store_put(store, &journal_entry_table, values, error);
	entry->hash = span_bytes(head->hash.bytes, HASH_SIZE);
	if (result == STATUS_OK) *head = next;
	return result;
}

void journal_committed(struct journal *journal)
{
	memcpy(journal->kept, journal->heads, sizeof(journal->kept));
}

void journal_rolled_back(struct journal *journal)
{
	memcpy(journal->heads, journal->kept, sizeof(journal->heads));
}

static bool keep(struct span *bytes, struct arena *arena)
{
	char *copy = arena_take(arena, bytes->size);
	if (copy == NULL) return false;
	if (bytes->size > 0) memcpy(copy, bytes->start, bytes->size);
	bytes->start = copy;
	return true;
}

/* What the cursor lends lives until its next call; what is kept goes to the arena. */
static status keep_entry(struct journal_entry *entry, struct arena *arena, struct error *error)
{
	if (entry->hash.size != HASH_SIZE)
		return status_fail(
			error, STATUS_CORRUPT, "journal_entry.hash is not HASH_SIZE (%d)", HASH_SIZE);
	bool kept = keep(&entry->command_id, arena) && keep(&entry->digest, arena) &&
		keep(&entry->reply, arena) && keep(&entry->hash, arena);
	return kept ? STATUS_OK
				: status_fail(error, STATUS_MEMORY, "the arena is too small for a journal entry");
}

status journal_find(struct store *store, int region, struct id actor, struct span command_id,
	struct arena *arena, struct journal_entry *entry, bool *found, struct error *error)
{
	*found = false;
	if (command_id.size == 0 || command_id.size > JOURNAL_COMMAND_ID_BYTES) return STATUS_OK;
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	const struct store_value parameters[] = {
		store_int(region),
		store_blob(span_bytes(actor.bytes, ID_SIZE)),
		store_text(command_id),
	};
	TRY(store_query_open(store, &find_query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	if (row == NULL) return STATUS_OK;
	TRY(store_record_fill(&journal_entry_table, row, entry, NULL, error));
	TRY(keep_entry(entry, arena, error));
	*found = true;
	return STATUS_OK;
}

const char *journal_fault_name(enum journal_fault fault)
{
	static const char *const names[JOURNAL_FAULT_COUNT] = {
		[JOURNAL_SOUND] = "sound",
		[JOURNAL_SEQ_HOLE] = "seq_hole",
		[JOURNAL_HASH_WRONG] = "hash_wrong",
		[JOURNAL_TIME_BACK] = "time_back",
		[JOURNAL_EFFECTS_BROKEN] = "effects_broken",
		[JOURNAL_ROW_DIFFERS] = "row_differs",
		[JOURNAL_HEAD_DIFFERS] = "head_differs",
		[JOURNAL_HEAD_CUT] = "head_cut",
		[JOURNAL_HEAD_AHEAD] = "head_ahead",
	};
	CHECK((int)fault >= 0 && fault < JOURNAL_FAULT_COUNT);
	return names[fault];
}
