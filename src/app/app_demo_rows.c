/* app_demo_rows.c - gathering rows, and writing them with their journal entries.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_rows.h"
#include "access/access.h"
#include "base/check.h"
#include "command/command.h"
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
	return rows;
}

void app_demo_rows_destroy(struct app_demo_rows *rows)
{
	if (rows == NULL) return;
	arena_finish(&rows->arena);
	buf_finish(&rows->sealed);
	free(rows);
}

void app_demo_rows_clear(struct app_demo_rows *rows)
{
	arena_reset(&rows->arena);
	rows->count = 0;
	rows->entry_count = 0;
	rows->key_count = 0;
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
	rows->entries[rows->entry_count++] =
		(struct app_demo_entry){region, subject, episode, rows->count};
}

void app_demo_rows_add(
	struct app_demo_rows *rows, const struct store_table *table, const void *record, size_t size)
{
	CHECK(rows->entry_count > 0 && rows->count < APP_DEMO_ROWS + APP_DEMO_ENTRY_ROWS);
	rows->rows[rows->count++] =
		(struct app_demo_row){table, arena_copy(&rows->arena, span_bytes(record, size)).start};
}

status app_demo_rows_key(struct app_demo_rows *rows, struct vault *vault, struct prng *secret,
	struct id subject, struct error *error)
{
	CHECK(rows->key_count < sizeof rows->keys / sizeof rows->keys[0]);
	return vault_key_draw(vault, subject, secret, &rows->keys[rows->key_count++], error);
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

status app_demo_writer_open(struct app_demo_writer *writer, struct store *store,
	struct vault *vault, int64_t now_ms, uint64_t seed, struct error *error)
{
	*writer =
		(struct app_demo_writer){.store = store, .vault = vault, .now_ms = now_ms, .seed = seed};
	change_init(&writer->change, store);
	return journal_open(&writer->journal, store, error);
}

void app_demo_writer_close(struct app_demo_writer *writer)
{
	if (writer->store == NULL) return;
	journal_finish(&writer->journal);
	change_finish(&writer->change);
	*writer = (struct app_demo_writer){0};
}

static status write_entry(struct app_demo_writer *writer, const struct app_demo_rows *rows,
	size_t at, struct span body, struct error *error)
{
	const struct app_demo_entry *from = &rows->entries[at];
	size_t end = at + 1 < rows->entry_count ? from[1].first : rows->count;
	change_reset(&writer->change);
	for (size_t i = from->first; i < end; i++)
		TRY(change_put_record(&writer->change, rows->rows[i].table, rows->rows[i].record, error));
	struct journal_entry entry = {.region = from->region,
		.recorded_ms = writer->now_ms,
		.kind = JOURNAL_COMMAND,
		.command = COMMAND_DEMO_LOAD,
		.subject = from->subject,
		.episode = from->episode,
		.ground = GROUND_PROGRAM,
		.body = body,
		.effects = buf_span(&writer->change.effects)};
	return journal_append(&writer->journal, writer->store, &entry, error);
}

static status write_all(
	struct app_demo_writer *writer, const struct app_demo_rows *rows, struct error *error)
{
	struct buf body;
	buf_init(&body, 64);
	buf_put_u8(&body, BODY_VERSION);
	buf_put_u64(&body, writer->seed);
	status code = STATUS_OK;
	for (size_t at = 0; code == STATUS_OK && at < rows->entry_count; at++)
		code = write_entry(writer, rows, at, buf_span(&body), error);
	buf_finish(&body);
	return code;
}

status app_demo_writer_write(
	struct app_demo_writer *writer, const struct app_demo_rows *rows, struct error *error)
{
	if (rows->key_count > 0) TRY(vault_key_keep(writer->vault, rows->keys, rows->key_count, error));
	TRY(store_begin(writer->store, STORE_READ_WRITE, error));
	status code = write_all(writer, rows, error);
	if (code == STATUS_OK) code = store_commit(writer->store, error);
	if (code == STATUS_OK) {
		journal_committed(&writer->journal);
		return STATUS_OK;
	}
	store_rollback(writer->store);
	journal_rolled_back(&writer->journal);
	return code;
}
