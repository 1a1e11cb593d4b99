/* store_record.c - a row as a struct, by the table's own description.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_record.h"
#include "base/check.h"

static struct store_value value_of(const struct store_column *column, const char *record)
{
	const void *at = record + column->offset;
	switch (column->form) {
	case STORE_FORM_ID: {
		struct store_value value = store_id(at);
		if (value.type == STORE_NULL && !column->nullable)
			value = store_blob(span_bytes(at, ID_SIZE));
		return value;
	}
	case STORE_FORM_I64: return store_int(*(const int64_t *)at);
	case STORE_FORM_I32: return store_int(*(const int32_t *)at);
	case STORE_FORM_BOOL: return store_int(*(const bool *)at ? 1 : 0);
	case STORE_FORM_SPAN: {
		struct span span = *(const struct span *)at;
		if (span.size == 0 && column->nullable) return store_null();
		return (struct store_value){.type = column->type, .bytes = span};
	}
	case STORE_FORM_NONE: break;
	}
	return store_null();
}

void store_record_values(
	const struct store_table *table, const void *record, struct store_value *values)
{
	for (size_t i = 0; i < table->column_count; i++)
		values[i] = value_of(&table->columns[i], record);
}

static status fill_column(const struct store_table *table, const struct store_column *column,
	const struct store_value *value, char *record, struct arena *arena, struct error *error)
{
	void *at = record + column->offset;
	int64_t number = store_value_int(value);
	switch (column->form) {
	case STORE_FORM_ID: *(struct id *)at = store_value_id(value); break;
	case STORE_FORM_I64: *(int64_t *)at = number; break;
	case STORE_FORM_I32:
		if (number < INT32_MIN || number > INT32_MAX)
			return status_fail(error, STATUS_CORRUPT, "%s.%s holds a number over 32 bits",
				table->name, column->name);
		*(int32_t *)at = (int32_t)number;
		break;
	case STORE_FORM_BOOL: *(bool *)at = number != 0; break;
	case STORE_FORM_SPAN: {
		struct span bytes = store_value_bytes(value);
		*(struct span *)at = arena == NULL ? bytes : arena_copy(arena, bytes);
		break;
	}
	case STORE_FORM_NONE: break;
	}
	return STATUS_OK;
}

status store_record_fill(const struct store_table *table, const struct store_value *row,
	void *record, struct arena *arena, struct error *error)
{
	for (size_t i = 0; i < table->column_count; i++)
		TRY(fill_column(table, &table->columns[i], &row[i], record, arena, error));
	return STATUS_OK;
}

status store_record_get(struct store *store, const struct store_table *table, void *record,
	struct arena *arena, struct error *error)
{
	CHECK(table->key_count <= STORE_MAX_KEY && table->column_count <= STORE_MAX_COLUMNS);
	struct store_value key[STORE_MAX_KEY];
	for (size_t i = 0; i < table->key_count; i++) key[i] = value_of(&table->columns[i], record);
	struct store_value row[STORE_MAX_COLUMNS];
	TRY(store_get(store, table, key, row, arena, error));
	return store_record_fill(table, row, record, NULL, error);
}
