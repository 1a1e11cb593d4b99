/* test_codec.c - params and results as bytes and back, and what is refused as bytes.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "any_params.h"
#include "base/buf.h"

struct desk {
	struct prng prng;
	struct arena arena;
	struct buf bytes;
};

static int start(void **state)
{
	static struct desk desk;
	prng_init_seed(&desk.prng, 11);
	arena_init(&desk.arena, 65536, 64 * 1024 * 1024);
	buf_init(&desk.bytes, 1 << 20);
	*state = &desk;
	return 0;
}

static int stop(void **state)
{
	struct desk *desk = *state;
	arena_finish(&desk->arena);
	buf_finish(&desk->bytes);
	return 0;
}

static struct span encode(
	struct desk *desk, const struct command_entry *entry, const struct command_params *params)
{
	buf_reset(&desk->bytes);
	command_encode(entry, params, &desk->bytes);
	assert_false(desk->bytes.overflowed);
	return buf_span(&desk->bytes);
}

/* Every entry gives back what its fields said, whatever the values. */
static void test_command_decode__reads_what_was_encoded(void **state)
{
	struct desk *desk = *state;
	for (size_t i = 0; i < command_entry_count; i++) {
		for (int round = 0; round < 200; round++) {
			const struct command_entry *entry = &command_entries[i];
			struct command_params params, read;
			arena_reset(&desk->arena);
			any_params_fill(entry, &params, &desk->prng, &desk->arena);
			assert_true(command_decode(entry, encode(desk, entry, &params), &read));
			assert_true(any_params_equal(entry, &params, &read));
		}
	}
}

/* What was not said is not said when it comes back. */
static void test_command_decode__of_nothing_said(void **state)
{
	static const struct command_params nothing;
	struct desk *desk = *state;
	for (size_t i = 0; i < command_entry_count; i++) {
		const struct command_entry *entry = &command_entries[i];
		struct command_params read;
		memset(&read, 0xee, sizeof(read));
		assert_true(command_decode(entry, encode(desk, entry, &nothing), &read));
		assert_true(any_params_equal(entry, &nothing, &read));
	}
}

/* The size of one field as bytes. */
static size_t size_of(const struct command_field *field, struct command_params *params)
{
	switch (field->form) {
	case FIELD_ID:
	case FIELD_TOKEN: return ID_SIZE;
	case FIELD_SECRET: return 0;
	case FIELD_BOOL: return 1;
	case FIELD_SEALED:
	case FIELD_HOURS:
	case FIELD_LANGUAGES:
	case FIELD_MUNICIPALITIES:
	case FIELD_TEXT: return 4 + ((const struct span *)any_params_at(params, field))->size;
	case FIELD_CODE:
	case FIELD_DAY:
	case FIELD_INT:
	case FIELD_CODES:
	case FIELD_DEGREES:
	case FIELD_MUNICIPALITY: break;
	}
	return 8;
}

/* The first fields of an entry, as a version that knew no more of them would have written them. */
static bool is_what_an_older_version_wrote(struct desk *desk, const struct command_entry *entry,
	size_t fields, const struct command_params *read, struct span bytes)
{
	struct command_entry older = *entry;
	older.field_count = fields;
	return any_params_equal(&older, read, read) && span_equal(encode(desk, &older, read), bytes);
}

/* Behind the next field that is written at all: what is said in secret is not. */
static size_t next_boundary(
	const struct command_entry *entry, size_t *fields, struct command_params *params)
{
	size_t size = 0;
	while (size == 0 && *fields < entry->field_count)
		size = size_of(&entry->fields[(*fields)++], params);
	return size;
}

static void cut(struct desk *desk, const struct command_entry *entry)
{
	struct command_params params, read;
	arena_reset(&desk->arena);
	any_params_fill(entry, &params, &desk->prng, &desk->arena);
	struct span whole = arena_copy(&desk->arena, encode(desk, entry, &params));
	size_t fields = 0, boundary = 1;
	for (size_t size = 0; size <= whole.size; size++) {
		bool taken = command_decode(entry, span_bytes(whole.start, size), &read);
		assert_int_equal(taken, size == boundary);
		if (!taken) continue;
		assert_true(is_what_an_older_version_wrote(
			desk, entry, fields, &read, span_bytes(whole.start, size)));
		if (size < whole.size) boundary += next_boundary(entry, &fields, &params);
	}
	assert_int_equal(boundary, whole.size);
	(void)next_boundary(entry, &fields, &params);
	assert_int_equal(fields, entry->field_count);
}

/* Cut off anywhere, bytes are refused, but for a cut between two fields: that is what an older
 * version wrote, which knew fewer. */
static void test_command_decode__refuses_what_is_cut_off(void **state)
{
	struct desk *desk = *state;
	for (size_t i = 0; i < command_entry_count; i++)
		for (int round = 0; round < 3; round++) cut(desk, &command_entries[i]);
}

/* Bytes behind the last field are no params of this entry. */
static void test_command_decode__refuses_what_is_too_long(void **state)
{
	struct desk *desk = *state;
	for (size_t i = 0; i < command_entry_count; i++) {
		const struct command_entry *entry = &command_entries[i];
		struct command_params params, read;
		any_params_fill(entry, &params, &desk->prng, &desk->arena);
		encode(desk, entry, &params);
		buf_put_u8(&desk->bytes, 0);
		assert_false(command_decode(entry, buf_span(&desk->bytes), &read));
	}
}

/* Another version is not read. */
static void test_command_decode__refuses_another_version(void **state)
{
	struct desk *desk = *state;
	for (int version = 0; version < 256; version++) {
		struct command_params params, read;
		const struct command_entry *entry = command_find(COMMAND_NEED_ADD);
		any_params_fill(entry, &params, &desk->prng, &desk->arena);
		struct span bytes = encode(desk, entry, &params);
		char *copy = arena_need(&desk->arena, bytes.size);
		memcpy(copy, bytes.start, bytes.size);
		copy[0] = (char)version;
		assert_int_equal(command_decode(entry, span_bytes(copy, bytes.size), &read), version == 1);
	}
}

/* A number that does not fit its member is refused, not cut off. */
static void test_command_decode__refuses_a_number_that_does_not_fit(void **state)
{
	static const struct {
		int64_t number;
		bool fits;
	} rows[] = {
		{INT32_MAX, true},
		{INT32_MIN, true},
		{(int64_t)INT32_MAX + 1, false},
		{(int64_t)INT32_MIN - 1, false},
		{INT64_MAX, false},
		{INT64_C(1) << 32, false},
	};
	struct desk *desk = *state;
	const struct command_entry *narrow = command_find(COMMAND_STEP_DONE);
	const struct command_entry *wide = command_find(COMMAND_OUTBOX_DELIVERED);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct command_params read;
		buf_reset(&desk->bytes);
		buf_put_u8(&desk->bytes, 1);
		buf_put_i64(&desk->bytes, rows[i].number);
		assert_true(command_decode(wide, buf_span(&desk->bytes), &read));
		assert_int_equal(read.number, rows[i].number);
		buf_reset(&desk->bytes);
		buf_put_u8(&desk->bytes, 1);
		buf_add(&desk->bytes, id_none.bytes, ID_SIZE);
		buf_add(&desk->bytes, id_none.bytes, ID_SIZE);
		buf_put_i64(&desk->bytes, rows[i].number);
		assert_int_equal(command_decode(narrow, buf_span(&desk->bytes), &read), rows[i].fits);
	}
}

static struct span garbage(struct desk *desk)
{
	size_t size = prng_below(&desk->prng, 200);
	char *bytes = arena_need(&desk->arena, size + 1);
	prng_fill(&desk->prng, bytes, size);
	if (size > 0 && prng_below(&desk->prng, 2) == 0) bytes[0] = 1; /* further than the version */
	return span_bytes(bytes, size);
}

/* Whatever the bytes are, they are read or refused; and what was read is within them. */
static void test_command_decode__stands_garbage(void **state)
{
	struct desk *desk = *state;
	int taken = 0, refused = 0;
	for (int round = 0; round < 40000; round++) {
		struct command_params read;
		const struct command_entry *entry =
			&command_entries[prng_below(&desk->prng, command_entry_count)];
		arena_reset(&desk->arena);
		struct span bytes = garbage(desk);
		if (!command_decode(entry, bytes, &read)) {
			refused++;
			continue;
		}
		taken++;
		for (size_t i = 0; i < entry->field_count; i++) {
			const struct span *text = any_params_at(&read, &entry->fields[i]);
			if (!any_params_is_text(&entry->fields[i]) || text->size == 0) continue;
			assert_true(text->start >= bytes.start);
			assert_true(text->start + text->size <= bytes.start + bytes.size);
		}
	}
	assert_true(refused > 1000 && taken > 0);
}

static struct command_result any_result(struct prng *prng)
{
	struct command_result result = {.version = (int64_t)prng_next(prng),
		.at_ms = (int64_t)prng_next(prng),
		.day = (int32_t)(uint32_t)prng_next(prng),
		.region = (int32_t)prng_below(prng, 26)};
	struct id *const ids[] = {&result.person, &result.episode, &result.need, &result.handover,
		&result.join, &result.account, &result.organisation, &result.site, &result.service,
		&result.session, &result.step, &result.entry, &result.agreement, &result.correction,
		&result.consult, &result.stay, &result.table_case, &result.shortage, &result.part,
		&result.mandate, &result.transition, &result.preparation, &result.second_view};
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (prng_below(prng, 2) == 0) *ids[i] = id_draw(prng);
	return result;
}

static struct span encode_result(struct desk *desk, const struct command_result *result)
{
	buf_reset(&desk->bytes);
	command_result_encode(result, &desk->bytes);
	return buf_span(&desk->bytes);
}

/* A kept reply is given again as it was, whichever ids are in it. */
static void test_command_result_decode__reads_what_was_encoded(void **state)
{
	struct desk *desk = *state;
	for (int round = 0; round < 2000; round++) {
		struct command_result result = any_result(&desk->prng), read;
		assert_true(command_result_decode(encode_result(desk, &result), &read));
		assert_memory_equal(&result, &read, sizeof(result));
	}
}

/* Cut off, too long, of another version, with numbers that do not fit or ids that there are not:
 * no result. */
static void test_command_result_decode__refuses_what_is_none(void **state)
{
	struct desk *desk = *state;
	struct command_result result = any_result(&desk->prng), read;
	struct span whole = encode_result(desk, &result);
	assert_false(command_result_decode((struct span){NULL, 0}, &read));
	for (size_t size = 0; size < whole.size; size++) {
		char *copy = arena_need(&desk->arena, size + 1);
		memcpy(copy, whole.start, size);
		assert_false(command_result_decode(span_bytes(copy, size), &read));
	}
	buf_put_u8(&desk->bytes, 0);
	assert_false(command_result_decode(buf_span(&desk->bytes), &read));
	for (int present = 0; present < 1 << 16; present += 1 << 11)
		for (int version = 0; version < 3; version++) {
			buf_reset(&desk->bytes);
			buf_put_u8(&desk->bytes, (uint8_t)version);
			buf_put_u16(&desk->bytes, (uint16_t)present);
			for (int i = 0; i < 4; i++) buf_put_i64(&desk->bytes, i);
			assert_int_equal(
				command_result_decode(buf_span(&desk->bytes), &read), version == 1 && present == 0);
		}
}

/* What was kept when there was room for sixteen ids is read as it was written. */
static void test_command_result_decode__reads_the_narrow_version(void **state)
{
	struct desk *desk = *state;
	for (unsigned present = 0; present < 1u << 16; present += 1021) {
		struct command_result read;
		struct id id = id_draw(&desk->prng);
		buf_reset(&desk->bytes);
		buf_put_u8(&desk->bytes, 1);
		buf_put_u16(&desk->bytes, (uint16_t)present);
		for (unsigned i = 0; i < 16; i++)
			if ((present >> i & 1u) != 0) buf_add(&desk->bytes, id.bytes, ID_SIZE);
		for (int i = 1; i <= 4; i++) buf_put_i64(&desk->bytes, i);
		assert_true(command_result_decode(buf_span(&desk->bytes), &read));
		assert_int_equal(id_equal(read.person, id), present & 1u);
		assert_int_equal(id_equal(read.stay, id), present >> 15 & 1u);
		assert_true(id_is_none(read.table_case));
		assert_true(id_is_none(read.part));
		assert_true(id_is_none(read.mandate));
		assert_true(id_is_none(read.second_view));
		assert_int_equal(read.version, 1);
		assert_int_equal(read.region, 4);
	}
}

/* A day or region that does not fit is refused, not cut off. */
static void test_command_result_decode__refuses_a_number_that_does_not_fit(void **state)
{
	static const int64_t numbers[] = {
		INT32_MAX, INT32_MIN, (int64_t)INT32_MAX + 1, (int64_t)INT32_MIN - 1, INT64_C(1) << 32};
	struct desk *desk = *state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		for (int at = 0; at < 2; at++) {
			struct command_result read;
			buf_reset(&desk->bytes);
			buf_put_u8(&desk->bytes, 1);
			buf_put_u16(&desk->bytes, 0);
			buf_put_i64(&desk->bytes, 1);
			buf_put_i64(&desk->bytes, 2);
			buf_put_i64(&desk->bytes, at == 0 ? numbers[i] : 3);
			buf_put_i64(&desk->bytes, at == 1 ? numbers[i] : 4);
			assert_int_equal(command_result_decode(buf_span(&desk->bytes), &read), i < 2);
		}
}

/* Whatever the bytes are, they are a result or refused. */
static void test_command_result_decode__stands_garbage(void **state)
{
	struct desk *desk = *state;
	int refused = 0;
	for (int round = 0; round < 40000; round++) {
		struct command_result read;
		arena_reset(&desk->arena);
		refused += !command_result_decode(garbage(desk), &read);
	}
	assert_true(refused > 39000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_command_decode__reads_what_was_encoded),
		cmocka_unit_test(test_command_decode__of_nothing_said),
		cmocka_unit_test(test_command_decode__refuses_what_is_cut_off),
		cmocka_unit_test(test_command_decode__refuses_what_is_too_long),
		cmocka_unit_test(test_command_decode__refuses_another_version),
		cmocka_unit_test(test_command_decode__refuses_a_number_that_does_not_fit),
		cmocka_unit_test(test_command_decode__stands_garbage),
		cmocka_unit_test(test_command_result_decode__reads_what_was_encoded),
		cmocka_unit_test(test_command_result_decode__reads_the_narrow_version),
		cmocka_unit_test(test_command_result_decode__refuses_what_is_none),
		cmocka_unit_test(test_command_result_decode__refuses_a_number_that_does_not_fit),
		cmocka_unit_test(test_command_result_decode__stands_garbage),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
