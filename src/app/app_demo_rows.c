/* app_demo_rows.c - gathering rows, and writing them with their journal entries.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_rows.h"
#include "access/access.h"
#include "base/check.h"
#include "command/command.h"
#include "store/store_record.h"
#include <stdlib.h>

#define ARENA_BLOCK_BYTES ((size_t)16 << 20)
#define ARENA_LIMIT_BYTES ((size_t)256 << 20)
#define BODY_VERSION 1

struct app_demo_rows *app_demo_rows_create(void)
{
	struct app_demo_rows *rows = calloc(1, sizeof *rows);
	if (rows == NULL) return NULL;
	arena_init(&rows->arena, ARENA_BLOCK_BYTES, ARENA_LIMIT_BYTES);
	buf_init(&rows->sealed, VAULT_MAX_TEXT_BYTES + VAULT_SEAL_BYTES);
	/* Nothing is put through it: effects are noted. */
	change_init(&rows->change, NULL);
	return rows;
}

void app_demo_rows_destroy(struct app_demo_rows *rows)
{
	if (rows == NULL) return;
	arena_finish(&rows->arena);
	buf_finish(&rows->sealed);
	change_finish(&rows->change);
	free(rows);
}

void app_demo_rows_clear(struct app_demo_rows *rows)
{
	arena_reset(&rows->arena);
	rows->count = 0;
	rows->entry_count = 0;
	rows->chain_count = 0;
	rows->ready = false;
	rows->people = 0;
}

bool app_demo_rows_full(const struct app_demo_rows *rows)
{
	return rows->count >= APP_DEMO_ROWS;
}

void app_demo_rows_begin(
	struct app_demo_rows *rows, int32_t region, struct id subject, struct id episode)
{
	CHECK(!app_demo_rows_full(rows) && rows->entry_count <= APP_DEMO_ROWS);
	rows->entries[rows->entry_count++] = (struct app_demo_entry){
		.region = region, .subject = subject, .episode = episode, .first = rows->count};
}

/* Behind the rows of the same table. */
static void chain(struct app_demo_rows *rows, const struct store_table *table, size_t row)
{
	size_t at = 0;
	while (at < rows->chain_count && rows->chains[at].table != table) at++;
	CHECK(at < APP_DEMO_TABLES);
	struct app_demo_chain *found = &rows->chains[at];
	if (at == rows->chain_count) {
		rows->chain_count++;
		*found = (struct app_demo_chain){table, row, row};
		return;
	}
	rows->rows[found->last].next = row;
	found->last = row;
}

void app_demo_rows_add(
	struct app_demo_rows *rows, const struct store_table *table, const void *record, size_t size)
{
	CHECK(rows->entry_count > 0 && rows->count < APP_DEMO_ROWS + APP_DEMO_ENTRY_ROWS);
	const void *copy = arena_copy(&rows->arena, span_bytes(record, size)).start;
	struct store_value *values = ARENA_ARRAY(&rows->arena, struct store_value, table->column_count);
	store_record_values(table, copy, values);
	rows->rows[rows->count] = (struct app_demo_row){table, values, 0};
	chain(rows, table, rows->count++);
}

status app_demo_rows_seal(struct app_demo_rows *rows, struct vault *vault, struct prng *secret,
	struct id subject, enum vault_field field, struct span text, struct span *sealed,
	struct error *error)
{
	buf_reset(&rows->sealed);
	TRY(vault_seal(vault, subject, field, text, secret, &rows->sealed, error));
	*sealed = arena_copy(&rows->arena, buf_span(&rows->sealed));
	return STATUS_OK;
}

struct id app_demo_rows_id(int32_t region, uint32_t *count, struct prng *prng)
{
	struct id id;
	prng_fill(prng, id.bytes, sizeof id.bytes);
	uint32_t at = ++*count;
	id.bytes[0] = (uint8_t)region;
	for (int i = 0; i < 4; i++) id.bytes[1 + i] = (uint8_t)(at >> (24 - 8 * i));
	return id;
}

static status make_effects(struct app_demo_rows *rows, size_t at, struct error *error)
{
	struct app_demo_entry *entry = &rows->entries[at];
	size_t end = at + 1 < rows->entry_count ? entry[1].first : rows->count;
	change_reset(&rows->change);
	for (size_t i = entry->first; i < end; i++)
		TRY(change_note(&rows->change, rows->rows[i].table, rows->rows[i].values, error));
	entry->effects = arena_copy(&rows->arena, buf_span(&rows->change.effects));
	return STATUS_OK;
}

status app_demo_rows_make_ready(struct app_demo_rows *rows, struct error *error)
{
	for (size_t at = 0; at < rows->entry_count; at++) TRY(make_effects(rows, at, error));
	rows->ready = true;
	return STATUS_OK;
}

status app_demo_writer_open(struct app_demo_writer *writer, struct store *store, int64_t now_ms,
	uint64_t seed, struct error *error)
{
	*writer = (struct app_demo_writer){.store = store, .now_ms = now_ms, .seed = seed};
	return journal_open(&writer->journal, store, error);
}

void app_demo_writer_close(struct app_demo_writer *writer)
{
	if (writer->store == NULL) return;
	journal_finish(&writer->journal);
	*writer = (struct app_demo_writer){0};
}

static status write_rows(
	struct app_demo_writer *writer, const struct app_demo_rows *rows, struct error *error)
{
	for (size_t chain = 0; chain < rows->chain_count; chain++) {
		const struct store_table *table = rows->chains[chain].table;
		size_t at = rows->chains[chain].first;
		for (;;) {
			TRY(store_put(writer->store, table, rows->rows[at].values, error));
			if (rows->rows[at].next == 0) break;
			at = rows->rows[at].next;
		}
	}
	return STATUS_OK;
}

static status write_entries(struct app_demo_writer *writer, const struct app_demo_rows *rows,
	struct span body, struct error *error)
{
	for (size_t at = 0; at < rows->entry_count; at++) {
		const struct app_demo_entry *from = &rows->entries[at];
		struct journal_entry entry = {.region = from->region,
			.recorded_ms = writer->now_ms,
			.kind = JOURNAL_COMMAND,
			.command = COMMAND_DEMO_LOAD,
			.subject = from->subject,
			.episode = from->episode,
			.ground = GROUND_PROGRAM,
			.body = body,
			.effects = from->effects};
		TRY(journal_append(&writer->journal, writer->store, &entry, error));
	}
	return STATUS_OK;
}

static status write_all(
	struct app_demo_writer *writer, const struct app_demo_rows *rows, struct error *error)
{
	struct buf body;
	buf_init(&body, 64);
	buf_put_u8(&body, BODY_VERSION);
	buf_put_u64(&body, writer->seed);
	status code = write_rows(writer, rows, error);
	if (code == STATUS_OK) code = write_entries(writer, rows, buf_span(&body), error);
	buf_finish(&body);
	if (code != STATUS_OK || writer->job == NULL) return code;
	int64_t done = writer->job->done + (int64_t)rows->entry_count;
	return jobs_advance(writer->store, writer->job, done, clock_now_ms(writer->clock), error);
}

status app_demo_writer_write(
	struct app_demo_writer *writer, const struct app_demo_rows *rows, struct error *error)
{
	CHECK(rows->ready);
	struct jobs_job before = writer->job == NULL ? (struct jobs_job){0} : *writer->job;
	TRY(store_begin(writer->store, STORE_READ_WRITE, error));
	status code = write_all(writer, rows, error);
	if (code == STATUS_OK) code = store_commit(writer->store, error);
	if (code == STATUS_OK) {
		journal_committed(&writer->journal);
		return STATUS_OK;
	}
	store_rollback(writer->store);
	journal_rolled_back(&writer->journal);
	if (writer->job != NULL) *writer->job = before;
	return code;
}
