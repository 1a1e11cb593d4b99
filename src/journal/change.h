/* change.h - what one command writes: rows now, and the same rows as effects for the journal.
 *
 * change_put writes the row through the store, so that the next command of the batch sees it, and
 * adds it to the effects. Rebuilding applies effects and judges nothing: a later rule changes no
 * history.
 *
 * Form        effects: nothing at all, or version u8 = CHANGE_VERSION, then per effect: operation
 *             u8 (enum change_operation) | table number u16 | count u8 | values: type u8 (0 NULL,
 *             1 number, 2 text, 3 blob), then i64 or u32 length and bytes; all little-endian. A put
 *             has a value for each column that the table had when it was written; columns appended
 *             later take their default (NULL, 0 or empty). A remove has the key.
 * Invariants  (1) Only tables that are STORE_JOURNALED can be changed.
 *             (2) What the store took can be replayed; what it refused is in no effects.
 * Ownership   The change belongs to one command; change_finish accepts a zeroed struct.
 * Bounds      CHANGE_MAX_BYTES of effects in a command.
 * Errors      as in store.h. STATUS_BOUND: over CHANGE_MAX_BYTES; the row was not written.
 *             STATUS_MEMORY: no room for the effects; the row was not written.
 * Tests       test/unit/journal/test_change.c, fuzz/fuzz_effects.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "store/store.h"

#define CHANGE_VERSION 1
/* Effects are stored as one value. */
#define CHANGE_MAX_BYTES STORE_MAX_VALUE_BYTES

enum change_operation { CHANGE_PUT = 1, CHANGE_REMOVE = 2 };

struct change {
	struct store *store;
	struct buf effects;
	size_t count;
};

void change_init(struct change *change, struct store *store);
void change_finish(struct change *change);
/* Without effects, for the next command; keeps its memory. */
void change_reset(struct change *change);

MUST_USE status change_put(struct change *change, const struct store_table *table,
	const struct store_value *values, struct error *error);
MUST_USE status change_remove(struct change *change, const struct store_table *table,
	const struct store_value *key, struct error *error);
/* A record whose table describes its struct (store/store_record.h). */
MUST_USE status change_put_record(struct change *change, const struct store_table *table,
	const void *record, struct error *error);
MUST_USE status change_remove_record(struct change *change, const struct store_table *table,
	const void *record, struct error *error);

/* Adds the effect of a put and writes no row: for loading in bulk, where the rows of many entries
 * are put table by table (store_put, with the same values) before the entries are appended, all in
 * one transaction. Invariant (2) is then the caller's: if a row is refused, all is rolled back. */
MUST_USE status change_note(struct change *change, const struct store_table *table,
	const struct store_value *values, struct error *error);

/* True if one of the effects is on this table. */
bool change_has(struct span effects, const struct store_table *table);
/* True if one of the effects takes a row of this table away. */
bool change_removes(struct span effects, const struct store_table *table);

/* Applies kept effects to another store, in its open writing transaction. `tables` is every
 * journaled table there is; others in it are passed over. STATUS_CORRUPT if the effects cannot be
 * read, whatever the bytes are; effects before the broken one were then applied: roll back. */
MUST_USE status change_replay(struct store *store, const struct store_table *const *tables,
	size_t count, struct span effects, struct error *error);
/* Whether change_replay would be able to read them: STATUS_OK or STATUS_CORRUPT. */
MUST_USE status change_check_effects(const struct store_table *const *tables, size_t count,
	struct span effects, struct error *error);
