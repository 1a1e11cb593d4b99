/* change.c - rows written through the store and kept as effects in one step.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal/change.h"
#include "base/check.h"
#include "store/store_record.h"

/* The form is kept for decades; the enum of the store is only memory. */
_Static_assert(STORE_NULL == 0 && STORE_INT == 1 && STORE_TEXT == 2 && STORE_BLOB == 3,
	"numbers of types in effects");
_Static_assert(STORE_MAX_COLUMNS <= UINT8_MAX, "the number of values is a byte");

void change_init(struct change *change, struct store *store)
{
	*change = (struct change){.store = store};
	buf_init(&change->effects, CHANGE_MAX_BYTES);
}

void change_finish(struct change *change)
{
	buf_finish(&change->effects);
	*change = (struct change){0};
}

void change_reset(struct change *change)
{
	buf_reset(&change->effects);
	change->count = 0;
}

static size_t value_bytes(const struct store_value *value)
{
	switch (value->type) {
	case STORE_NULL: return 1;
	case STORE_INT: return 1 + 8;
	case STORE_TEXT:
	case STORE_BLOB: return 1 + 4 + value->bytes.size;
	}
	CHECK_UNREACHABLE("type of a value");
}

static bool fits(const struct change *change, const struct store_value *values, size_t count)
{
	size_t left = CHANGE_MAX_BYTES - change->effects.size;
	size_t needed = (change->effects.size == 0 ? 1 : 0) + 1 + 2 + 1;
	for (size_t i = 0; i < count; i++) {
		if (needed > left || value_bytes(&values[i]) > left - needed) return false;
		needed += value_bytes(&values[i]);
	}
	return true;
}

static void add_value(struct buf *effects, const struct store_value *value)
{
	buf_put_u8(effects, (uint8_t)value->type);
	if (value->type == STORE_INT)
		buf_put_i64(effects, value->number);
	else if (value->type != STORE_NULL)
		buf_put_bytes(effects, value->bytes.start, value->bytes.size);
}

static status add_effect(struct change *change, enum change_operation operation,
	const struct store_table *table, const struct store_value *values, size_t count,
	struct error *error)
{
	struct buf *effects = &change->effects;
	CHECK(table->keeping == STORE_JOURNALED && count <= STORE_MAX_COLUMNS);
	if (!fits(change, values, count))
		return status_fail(error, STATUS_BOUND,
			"the effects of a command are over CHANGE_MAX_BYTES (%d)", CHANGE_MAX_BYTES);
	if (effects->size == 0) buf_put_u8(effects, CHANGE_VERSION);
	buf_put_u8(effects, (uint8_t)operation);
	buf_put_u16(effects, table->number);
	buf_put_u8(effects, (uint8_t)count);
	for (size_t i = 0; i < count; i++) add_value(effects, &values[i]);
	return effects->overflowed ? status_fail(error, STATUS_MEMORY, "no memory for effects")
							   : STATUS_OK;
}

/* The effect first and the row second: so a row can never be without its effect, and an effect
 * whose row the store refuses is taken back. */
static status apply(struct change *change, enum change_operation operation,
	const struct store_table *table, const struct store_value *values, struct error *error)
{
	bool puts = operation == CHANGE_PUT;
	size_t before = change->effects.size;
	size_t count = puts ? table->column_count : table->key_count;
	status result = add_effect(change, operation, table, values, count, error);
	if (result == STATUS_OK && puts) result = store_put(change->store, table, values, error);
	if (result == STATUS_OK && !puts) result = store_remove(change->store, table, values, error);
	if (result == STATUS_OK)
		change->count++;
	else
		change->effects.size = before;
	return result;
}

status change_put(struct change *change, const struct store_table *table,
	const struct store_value *values, struct error *error)
{
	return apply(change, CHANGE_PUT, table, values, error);
}

status change_remove(struct change *change, const struct store_table *table,
	const struct store_value *key, struct error *error)
{
	return apply(change, CHANGE_REMOVE, table, key, error);
}

status change_note(struct change *change, const struct store_table *table,
	const struct store_value *values, struct error *error)
{
	size_t before = change->effects.size;
	status result = add_effect(change, CHANGE_PUT, table, values, table->column_count, error);
	if (result == STATUS_OK)
		change->count++;
	else
		change->effects.size = before;
	return result;
}

status change_put_record(
	struct change *change, const struct store_table *table, const void *record, struct error *error)
{
	struct store_value values[STORE_MAX_COLUMNS];
	CHECK(table->column_count <= STORE_MAX_COLUMNS);
	store_record_values(table, record, values);
	return apply(change, CHANGE_PUT, table, values, error);
}

status change_remove_record(
	struct change *change, const struct store_table *table, const void *record, struct error *error)
{
	struct store_value values[STORE_MAX_COLUMNS];
	CHECK(table->column_count <= STORE_MAX_COLUMNS);
	store_record_values(table, record, values);
	return apply(change, CHANGE_REMOVE, table, values, error);
}
