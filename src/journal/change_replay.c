/* change_replay.c - reads effects back and applies them. The bytes may be anything.
 *
 * An effect is handed to the store only after everything that the store CHECKs or refuses was seen
 * to be right here: what comes out of a file is no bug of this program.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "journal/change.h"

struct effects {
	struct buf_reader reader;
	const struct store_table *const *tables;
	size_t count;
	size_t number; /* of the effect at hand, from 1 */
	/* The effect at hand. */
	uint8_t operation;
	const struct store_table *table;
	struct store_value values[STORE_MAX_COLUMNS];
};

static const struct store_table *find_table(const struct effects *effects, uint16_t number)
{
	for (size_t i = 0; i < effects->count; i++) {
		const struct store_table *table = effects->tables[i];
		if (table->number == number && table->keeping == STORE_JOURNALED) return table;
	}
	return NULL;
}

static struct store_value default_value(const struct store_column *column)
{
	if (column->nullable) return store_null();
	if (column->type == STORE_INT) return store_int(0);
	return (struct store_value){.type = column->type};
}

static status cut_off(const struct effects *effects, struct error *error)
{
	return status_fail(error, STATUS_CORRUPT, "effect %zu is cut off", effects->number);
}

static status fail_value(
	const struct effects *effects, size_t at, const char *what, struct error *error)
{
	return status_fail(error, STATUS_CORRUPT, "effect %zu: %s.%s %s", effects->number,
		effects->table->name, effects->table->columns[at].name, what);
}

/* The same that the store asks of a row. */
static status judge_value(const struct effects *effects, size_t at, struct error *error)
{
	const struct store_column *column = &effects->table->columns[at];
	const struct store_value *value = &effects->values[at];
	if (value->type == STORE_NULL) {
		bool may_be = column->nullable && at >= effects->table->key_count;
		return may_be ? STATUS_OK : fail_value(effects, at, "is NULL", error);
	}
	if (value->type != column->type) return fail_value(effects, at, "has another type", error);
	if (value->bytes.size > STORE_MAX_VALUE_BYTES)
		return fail_value(effects, at, "is over STORE_MAX_VALUE_BYTES", error);
	if (value->type == STORE_TEXT && !span_is_utf8(value->bytes, NULL))
		return fail_value(effects, at, "is not UTF-8 without U+0000", error);
	return STATUS_OK;
}

static status take_value(struct effects *effects, size_t at, struct error *error)
{
	struct buf_reader *reader = &effects->reader;
	struct store_value *value = &effects->values[at];
	uint8_t type = buf_take_u8(reader);
	*value = store_null();
	if (type == STORE_INT)
		*value = store_int(buf_take_i64(reader));
	else if (type == STORE_TEXT)
		*value = store_text(buf_take_bytes(reader));
	else if (type == STORE_BLOB)
		*value = store_blob(buf_take_bytes(reader));
	else if (type != STORE_NULL)
		return fail_value(effects, at, "has a type that is none", error);
	if (reader->failed) return cut_off(effects, error);
	return judge_value(effects, at, error);
}

static status take_head(struct effects *effects, uint8_t *count, struct error *error)
{
	struct buf_reader *reader = &effects->reader;
	effects->number++;
	effects->operation = buf_take_u8(reader);
	uint16_t number = buf_take_u16(reader);
	*count = buf_take_u8(reader);
	if (reader->failed) return cut_off(effects, error);
	if (effects->operation != CHANGE_PUT && effects->operation != CHANGE_REMOVE)
		return status_fail(error, STATUS_CORRUPT, "effect %zu has operation %d, which is none",
			effects->number, effects->operation);
	const struct store_table *table = find_table(effects, number);
	if (table == NULL)
		return status_fail(error, STATUS_CORRUPT, "effect %zu is on table %d, which is none",
			effects->number, number);
	CHECK(table->column_count <= STORE_MAX_COLUMNS);
	effects->table = table;
	size_t most = effects->operation == CHANGE_PUT ? table->column_count : table->key_count;
	if (*count < table->key_count || *count > most)
		return status_fail(error, STATUS_CORRUPT, "effect %zu has %d values for %s",
			effects->number, *count, table->name);
	return STATUS_OK;
}

static status take_effect(struct effects *effects, struct error *error)
{
	uint8_t count = 0;
	TRY(take_head(effects, &count, error));
	for (size_t i = 0; i < count; i++) TRY(take_value(effects, i, error));
	for (size_t i = count; i < effects->table->column_count; i++)
		effects->values[i] = default_value(&effects->table->columns[i]);
	return STATUS_OK;
}

static status apply(struct store *store, const struct effects *effects, struct error *error)
{
	return effects->operation == CHANGE_PUT
		? store_put(store, effects->table, effects->values, error)
		: store_remove(store, effects->table, effects->values, error);
}

/* Without a store the effects are only read. */
static status read_all(struct store *store, const struct store_table *const *tables, size_t count,
	struct span bytes, struct error *error)
{
	struct effects effects;
	if (bytes.size == 0) return STATUS_OK;
	effects.reader = buf_read(bytes);
	effects.tables = tables;
	effects.count = count;
	effects.number = 0;
	uint8_t version = buf_take_u8(&effects.reader);
	if (version != CHANGE_VERSION)
		return status_fail(
			error, STATUS_CORRUPT, "effects have version %d, which is none", version);
	while (!buf_read_whole(&effects.reader)) {
		TRY(take_effect(&effects, error));
		if (store != NULL) TRY(apply(store, &effects, error));
	}
	return STATUS_OK;
}

status change_replay(struct store *store, const struct store_table *const *tables, size_t count,
	struct span effects, struct error *error)
{
	CHECK(store != NULL);
	return read_all(store, tables, count, effects, error);
}

status change_check_effects(
	const struct store_table *const *tables, size_t count, struct span effects, struct error *error)
{
	return read_all(NULL, tables, count, effects, error);
}

static bool skip_value(struct buf_reader *reader)
{
	switch (buf_take_u8(reader)) {
	case STORE_NULL: break;
	case STORE_INT: buf_take_i64(reader); break;
	case STORE_TEXT:
	case STORE_BLOB: buf_take_bytes(reader); break;
	default: return false;
	}
	return !reader->failed;
}

/* Whether there is an effect on this table; of removing alone if `only_removed`. */
static bool find_effect(struct span effects, const struct store_table *table, bool only_removed)
{
	struct buf_reader reader = buf_read(effects);
	bool found = false;
	if (effects.size == 0) return false;
	CHECK(buf_take_u8(&reader) == CHANGE_VERSION);
	while (!found && !buf_read_whole(&reader)) {
		bool removed = buf_take_u8(&reader) == CHANGE_REMOVE;
		bool same = buf_take_u16(&reader) == table->number;
		found = same && (removed || !only_removed);
		for (int left = buf_take_u8(&reader); left > 0; left--) CHECK(skip_value(&reader));
	}
	return found;
}

bool change_has(struct span effects, const struct store_table *table)
{
	return find_effect(effects, table, false);
}

bool change_removes(struct span effects, const struct store_table *table)
{
	return find_effect(effects, table, true);
}
