/* vault_memory.c - rows of wrapped keys in memory, found by their subject.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/hash.h"
#include "vault/vault_private.h"

#define MAX_ROWS (1u << 23)
#define FIRST_BUCKETS 1024

void vault_memory_init(struct vault_memory *memory)
{
	buf_init(&memory->rows, MAX_ROWS * sizeof(struct vault_memory_row));
	buf_init(&memory->buckets, MAX_ROWS * sizeof(uint32_t));
}

void vault_memory_finish(struct vault_memory *memory)
{
	buf_finish(&memory->rows);
	buf_finish(&memory->buckets);
}

static struct vault_memory_row *rows_of(struct vault_memory *memory)
{
	return (struct vault_memory_row *)(void *)memory->rows.bytes;
}

size_t vault_memory_count(const struct vault_memory *memory)
{
	return memory->rows.size / sizeof(struct vault_memory_row);
}

static size_t bucket_count(const struct vault_memory *memory)
{
	return memory->buckets.size / sizeof(uint32_t);
}

static uint32_t *bucket_of(struct vault_memory *memory, const struct id *subject)
{
	uint32_t *buckets = (uint32_t *)(void *)memory->buckets.bytes;

	return &buckets[hash_fast(subject->bytes, ID_SIZE) & (bucket_count(memory) - 1)];
}

/* Puts a row in front of its bucket: in each bucket the newest row comes first. */
static void link_row(struct vault_memory *memory, size_t at)
{
	struct vault_memory_row *row = &rows_of(memory)[at];
	uint32_t *bucket = bucket_of(memory, &row->record.subject);

	row->next = *bucket;
	*bucket = (uint32_t)at + 1;
}

/* Twice the buckets, or the first ones. Without memory for them all stays as it was. */
static status grow(struct vault_memory *memory, struct error *error)
{
	size_t count = bucket_count(memory);
	size_t more = (count == 0 ? FIRST_BUCKETS : count) * sizeof(uint32_t);

	if (buf_reserve(&memory->buckets, more) == NULL) {
		memory->buckets.overflowed = false;
		return status_fail(error, STATUS_MEMORY, "no memory for more than %zu keys", count);
	}
	memset(memory->buckets.bytes, 0, memory->buckets.size);
	for (size_t at = 0; at < vault_memory_count(memory); at++) link_row(memory, at);
	return STATUS_OK;
}

struct vault_memory_row *vault_memory_find(struct vault_memory *memory, struct id subject)
{
	if (bucket_count(memory) == 0) return NULL;
	uint32_t at = *bucket_of(memory, &subject);
	while (at != 0) {
		struct vault_memory_row *row = &rows_of(memory)[at - 1];
		if (id_equal(row->record.subject, subject)) return row;
		at = row->next;
	}
	return NULL;
}

status vault_memory_add(
	struct vault_memory *memory, const struct vault_key_record *record, struct error *error)
{
	size_t count = vault_memory_count(memory);

	if (count == bucket_count(memory)) TRY(grow(memory, error));
	struct vault_memory_row *row = buf_reserve(&memory->rows, sizeof *row);
	if (row == NULL) {
		memory->rows.overflowed = false;
		return status_fail(error, STATUS_MEMORY, "no memory for more than %zu keys", count);
	}
	*row = (struct vault_memory_row){.record = *record};
	link_row(memory, count);
	return STATUS_OK;
}

void vault_memory_cut(struct vault_memory *memory, size_t count)
{
	while (vault_memory_count(memory) > count) {
		size_t last = vault_memory_count(memory) - 1;
		struct vault_memory_row *row = &rows_of(memory)[last];
		*bucket_of(memory, &row->record.subject) = row->next;
		memory->rows.size = last * sizeof *row;
	}
}
