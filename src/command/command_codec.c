/* command_codec.c - params and results as bytes, by the entry's own fields.
 *
 * Form        params: version u8 = 1, then per field in the entry's order: id 16 raw; numbers i64;
 *             bool u8; texts u32 length and bytes; masks i64. Fields are only ever appended to an
 *             entry; missing ones read as not said.
 *             results: version u8 = 2, which ids are there u32 (version 1, as first written: u16),
 *             those ids, then numbers i64.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "command/command.h"

enum { PARAMS_VERSION = 1, RESULT_VERSION_NARROW = 1, RESULT_VERSION = 2 };

static bool is_wide(const struct command_field *field)
{
	return field->offset == offsetof(struct command_params, number) ||
		field->offset == offsetof(struct command_params, until);
}

static void encode_field(const struct command_field *field, const char *params, struct buf *out)
{
	const void *at = params + field->offset;
	switch (field->form) {
	case FIELD_ID:
	case FIELD_TOKEN: buf_add(out, ((const struct id *)at)->bytes, ID_SIZE); break;
	case FIELD_CODE:
	case FIELD_DAY:
	case FIELD_INT:
	case FIELD_DEGREES:
	case FIELD_MUNICIPALITY:
		buf_put_i64(out, is_wide(field) ? *(const int64_t *)at : *(const int32_t *)at);
		break;
	case FIELD_SECRET: break;
	case FIELD_BOOL: buf_put_u8(out, *(const bool *)at ? 1 : 0); break;
	case FIELD_CODES: buf_put_i64(out, *(const int64_t *)at); break;
	case FIELD_SEALED:
	case FIELD_HOURS:
	case FIELD_LANGUAGES:
	case FIELD_MUNICIPALITIES:
	case FIELD_TEXT: {
		const struct span *span = at;
		buf_put_bytes(out, span->start, span->size);
		break;
	}
	}
}

void command_encode(
	const struct command_entry *entry, const struct command_params *params, struct buf *out)
{
	buf_put_u8(out, PARAMS_VERSION);
	for (size_t i = 0; i < entry->field_count; i++)
		encode_field(&entry->fields[i], (const char *)params, out);
}

void command_encode_asked(
	const struct command_entry *entry, const struct command_params *params, struct buf *out)
{
	buf_put_u8(out, PARAMS_VERSION);
	for (size_t i = 0; i < entry->field_count; i++)
		if (entry->fields[i].place != FIELD_WORKED_OUT)
			encode_field(&entry->fields[i], (const char *)params, out);
}

/* A number that does not fit is refused, not cut off. */
static int32_t take_i32(struct buf_reader *reader)
{
	int64_t number = buf_take_i64(reader);
	if (number < INT32_MIN || number > INT32_MAX) reader->failed = true;
	return reader->failed ? 0 : (int32_t)number;
}

static void decode_field(const struct command_field *field, struct buf_reader *reader, char *params)
{
	void *at = params + field->offset;
	switch (field->form) {
	case FIELD_ID:
	case FIELD_TOKEN: buf_take_raw(reader, ((struct id *)at)->bytes, ID_SIZE); break;
	case FIELD_CODE:
	case FIELD_DAY:
	case FIELD_INT:
	case FIELD_DEGREES:
	case FIELD_MUNICIPALITY:
		if (is_wide(field))
			*(int64_t *)at = buf_take_i64(reader);
		else
			*(int32_t *)at = take_i32(reader);
		break;
	case FIELD_SECRET: break;
	case FIELD_BOOL: *(bool *)at = buf_take_u8(reader) != 0; break;
	case FIELD_CODES: *(int64_t *)at = buf_take_i64(reader); break;
	case FIELD_SEALED:
	case FIELD_HOURS:
	case FIELD_LANGUAGES:
	case FIELD_MUNICIPALITIES:
	case FIELD_TEXT: *(struct span *)at = buf_take_bytes(reader); break;
	}
}

bool command_decode(
	const struct command_entry *entry, struct span bytes, struct command_params *params)
{
	struct buf_reader reader = buf_read(bytes);
	*params = (struct command_params){0};
	if (buf_take_u8(&reader) != PARAMS_VERSION) return false;
	for (size_t i = 0; i < entry->field_count && reader.at < reader.end; i++)
		decode_field(&entry->fields[i], &reader, (char *)params);
	return buf_read_whole(&reader);
}

/* The ids of a result, in the order in which they are kept. */
static const size_t result_ids[] = {
	offsetof(struct command_result, person),
	offsetof(struct command_result, episode),
	offsetof(struct command_result, need),
	offsetof(struct command_result, handover),
	offsetof(struct command_result, join),
	offsetof(struct command_result, account),
	offsetof(struct command_result, organisation),
	offsetof(struct command_result, site),
	offsetof(struct command_result, service),
	offsetof(struct command_result, session),
	offsetof(struct command_result, step),
	offsetof(struct command_result, entry),
	offsetof(struct command_result, agreement),
	offsetof(struct command_result, correction),
	offsetof(struct command_result, consult),
	offsetof(struct command_result, stay),
	offsetof(struct command_result, table_case),
	offsetof(struct command_result, shortage),
	offsetof(struct command_result, part),
	offsetof(struct command_result, mandate),
	offsetof(struct command_result, transition),
	offsetof(struct command_result, preparation),
	offsetof(struct command_result, second_view),
	offsetof(struct command_result, invite),
	offsetof(struct command_result, codes),
	offsetof(struct command_result, consent),
};
enum { RESULT_IDS = sizeof(result_ids) / sizeof(result_ids[0]) };
_Static_assert(RESULT_IDS < 32, "a bit for each id");

void command_result_encode(const struct command_result *result, struct buf *out)
{
	uint32_t present = 0;
	for (unsigned i = 0; i < RESULT_IDS; i++) {
		const struct id *id = (const void *)((const char *)result + result_ids[i]);
		if (!id_is_none(*id)) present |= UINT32_C(1) << i;
	}
	buf_put_u8(out, RESULT_VERSION);
	buf_put_u32(out, present);
	for (unsigned i = 0; i < RESULT_IDS; i++)
		if ((present >> i & 1u) != 0) buf_add(out, (const char *)result + result_ids[i], ID_SIZE);
	buf_put_i64(out, result->version);
	buf_put_i64(out, result->at_ms);
	buf_put_i64(out, result->day);
	buf_put_i64(out, result->region);
}

bool command_result_decode(struct span bytes, struct command_result *result)
{
	struct buf_reader reader = buf_read(bytes);
	*result = (struct command_result){0};
	unsigned version = buf_take_u8(&reader);
	if (version != RESULT_VERSION && version != RESULT_VERSION_NARROW) return false;
	uint32_t present = version == RESULT_VERSION ? buf_take_u32(&reader) : buf_take_u16(&reader);
	if (present >> RESULT_IDS != 0) return false;
	for (unsigned i = 0; i < RESULT_IDS; i++)
		if ((present >> i & 1u) != 0)
			buf_take_raw(&reader, (char *)result + result_ids[i], ID_SIZE);
	result->version = buf_take_i64(&reader);
	result->at_ms = buf_take_i64(&reader);
	result->day = take_i32(&reader);
	result->region = take_i32(&reader);
	return buf_read_whole(&reader);
}
