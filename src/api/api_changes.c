/* api_changes.c - a ring of the last changes, filled from the journal's effects.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_changes.h"
#include "base/check.h"
#include "care/episode.h"
#include "care/inbox.h"
#include "command/command.h"
#include <stdlib.h>
#include <string.h>

/* Entries at a time; a change is known by the last of those that it was read with, so that it is
 * told again rather than missed. */
enum { ENTRIES = 32, MOST_TABLES = 512, NO_COLUMN = -1 };

static const int64_t UNNUMBERED = INT64_MAX;

struct change {
	struct api_change_of of;
	int64_t seq;
};

struct api_changes {
	bool is_open;
	struct journal_follow follow;
	/* Of each shard: all that changed behind this is in the ring. */
	int64_t known_from[JOURNAL_SHARDS];
	int32_t region; /* that is being read */
	uint64_t written;
	int8_t episode_columns[MOST_TABLES]; /* by the number of the table */
	struct change ring[API_CHANGES_KEPT];
};

static int8_t column_of(const struct store_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i].name, name) == 0) return (int8_t)i;
	return NO_COLUMN;
}

/* Everything of a file has its episode in its row. An inbox has it too: that is not the file. */
static void find_columns(struct api_changes *changes)
{
	memset(changes->episode_columns, NO_COLUMN, sizeof(changes->episode_columns));
	for (size_t i = 0; i < command_journaled_count; i++) {
		const struct store_table *table = command_journaled_tables[i];
		CHECK(table->number < MOST_TABLES);
		if (table != &inbox_table)
			changes->episode_columns[table->number] =
				column_of(table, table == &episode_table ? "id" : "episode");
	}
}

status api_changes_open(struct api_changes **out, struct error *error)
{
	struct api_changes *changes = calloc(1, sizeof(*changes));
	if (changes == NULL) return status_fail(error, STATUS_MEMORY, "no memory for what changed");
	find_columns(changes);
	*out = changes;
	return STATUS_OK;
}

void api_changes_close(struct api_changes *changes)
{
	free(changes);
}

/* The number of the entry is put in when it is known. */
static void add(struct api_changes *changes, enum api_change_kind kind, struct id id)
{
	struct change *change = &changes->ring[changes->written % API_CHANGES_KEPT];
	int64_t *from = &changes->known_from[change->of.region];
	bool has_number = changes->written >= API_CHANGES_KEPT && change->seq != UNNUMBERED;
	if (has_number && *from < change->seq) *from = change->seq;
	*change = (struct change){.of = {changes->region, kind, id}, .seq = UNNUMBERED};
	changes->written++;
}

static void note(
	void *context, int table, bool removed, const struct store_value *values, size_t count)
{
	struct api_changes *changes = context;
	(void)removed;
	if (table == inbox_table.number && count > 1)
		add(changes, API_CHANGE_INBOX, store_value_id(&values[1]));
	int column = table < MOST_TABLES ? changes->episode_columns[table] : NO_COLUMN;
	if (column == NO_COLUMN || (size_t)column >= count || values[column].type != STORE_BLOB) return;
	add(changes, API_CHANGE_FILE, store_value_id(&values[column]));
}

/* More than fit at once leave their own beginning unknown. */
static void number_from(struct api_changes *changes, uint64_t first)
{
	int64_t seq = changes->follow.seq[changes->region];
	if (changes->written - first > API_CHANGES_KEPT) {
		first = changes->written - API_CHANGES_KEPT;
		changes->known_from[changes->region] = seq;
	}
	for (uint64_t at = first; at < changes->written; at++)
		changes->ring[at % API_CHANGES_KEPT].seq = seq;
}

static status read_shard(struct api_changes *changes, struct store *store,
	const struct journal_follow *heads, struct error *error)
{
	int64_t *seq = &changes->follow.seq[changes->region], head = heads->seq[changes->region];
	if (head - *seq > API_CHANGES_BEHIND) *seq = changes->known_from[changes->region] = head;
	while (*seq < head) {
		int64_t before = *seq;
		uint64_t first = changes->written;
		status code = journal_follow_read(
			store, changes->region, &changes->follow, heads, ENTRIES, note, changes, error);
		number_from(changes, first);
		TRY(code);
		if (*seq == before)
			return status_fail(error, STATUS_CORRUPT, "the journal ends before its head");
	}
	return STATUS_OK;
}

status api_changes_read(struct api_changes *changes, struct store *store, struct error *error)
{
	struct journal_follow heads = {{0}};
	TRY(journal_follow_heads(store, &heads, error));
	if (!changes->is_open) {
		changes->follow = heads;
		memcpy(changes->known_from, heads.seq, sizeof(changes->known_from));
		changes->is_open = true;
	}
	for (changes->region = 0; changes->region < JOURNAL_SHARDS; changes->region++)
		TRY(read_shard(changes, store, &heads, error));
	return STATUS_OK;
}

int64_t api_changes_seen(const struct api_changes *changes, int32_t region)
{
	return changes->is_open ? changes->follow.seq[region] : -1;
}

/* A number from ahead of here is of another history: one that was put back. */
bool api_changes_has(
	const struct api_changes *changes, const struct api_change_of *of, int64_t since)
{
	uint64_t kept = changes->written < API_CHANGES_KEPT ? changes->written : API_CHANGES_KEPT;
	if (since < changes->known_from[of->region] || since > changes->follow.seq[of->region])
		return true;
	for (uint64_t at = changes->written - kept; at < changes->written; at++) {
		const struct change *change = &changes->ring[at % API_CHANGES_KEPT];
		if (change->seq > since && change->of.region == of->region && change->of.kind == of->kind &&
			id_equal(change->of.id, of->id))
			return true;
	}
	return false;
}
