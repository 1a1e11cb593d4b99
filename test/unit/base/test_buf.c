/* test_buf.c - the buffer keeps its limit, and what is put in comes out again.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "raises.h"
#include "scarce.h"

/* Every way of adding, next to each other. */
static void test_buf_add__puts_everything_behind_each_other(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1000);
	assert_string_equal(buf_text(&buf), "");
	buf_add_text(&buf, "a");
	buf_add_char(&buf, '-');
	buf_add_span(&buf, SPAN_LITERAL("bc"));
	buf_add_span(&buf, (struct span){NULL, 0});
	buf_add(&buf, "d\0e", 3);
	buf_printf(&buf, "[%d|%s]", 42, "x");
	buf_add_hex(&buf, "\x00\xff\x1a", 3);
	assert_false(buf.overflowed);
	assert_true(span_equal(buf_span(&buf), SPAN_LITERAL("a-bcd\0e[42|x]00ff1a")));
	assert_int_equal(buf_text(&buf)[buf.size], 0);
	buf_finish(&buf);
}

/* Numbers at both ends of their range. */
static void test_buf_add_int__writes_the_extremes(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1000);
	buf_add_int(&buf, 0);
	buf_add_char(&buf, ' ');
	buf_add_int(&buf, INT64_MAX);
	buf_add_char(&buf, ' ');
	buf_add_int(&buf, INT64_MIN);
	buf_add_char(&buf, ' ');
	buf_add_int(&buf, -7);
	assert_string_equal(buf_text(&buf), "0 9223372036854775807 -9223372036854775808 -7");
	buf_finish(&buf);
}

/* A long text in small pieces is whole after many growths. */
static void test_buf_add__grows_without_loss(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100000);
	for (int i = 0; i < 5000; i++) buf_printf(&buf, "%05d", i);
	assert_int_equal(buf.size, 25000);
	assert_true(buf.capacity >= buf.size && buf.capacity <= buf.limit);
	for (size_t i = 0; i < 5000; i++) {
		int64_t number;
		assert_true(span_to_int64(span_bytes(buf.bytes + 5 * i, 5), &number));
		assert_int_equal(number, i);
	}
	buf_finish(&buf);
}

/* Exactly the limit fits; the first byte over it is dropped, and everything after it. */
static void test_buf_add__drops_all_after_an_overflow(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 10);
	buf_add_text(&buf, "0123456789");
	assert_false(buf.overflowed);
	assert_string_equal(buf_text(&buf), "0123456789");
	buf_add(&buf, "", 0);
	assert_false(buf.overflowed);
	buf_reset(&buf);
	buf_add_text(&buf, "01234567");
	buf_add_text(&buf, "89A");
	assert_true(buf.overflowed);
	buf_add_text(&buf, "8");
	assert_string_equal(buf_text(&buf), "01234567");
	assert_null(buf_reserve(&buf, 0));
	buf_reset(&buf);
	buf_add_text(&buf, "again");
	assert_string_equal(buf_text(&buf), "again");
	assert_false(buf.overflowed);
	buf_finish(&buf);
}

/* Each way of adding drops its piece whole when it does not fit. */
static void test_buf_add__never_writes_half_a_piece(void **state)
{
	struct buf buf;

	(void)state;
	for (int way = 0; way < 6; way++) {
		buf_init(&buf, 5);
		buf_add_text(&buf, "abc");
		if (way == 0) buf_printf(&buf, "%d", 123);
		if (way == 1) buf_add_hex(&buf, "\1\2", 2);
		if (way == 2) buf_add_int(&buf, -12);
		if (way == 3) buf_put_bytes(&buf, "x", 1);
		if (way == 4) buf_put_u32(&buf, 1);
		if (way == 5) buf_add_hex(&buf, "", SIZE_MAX);
		assert_true(buf.overflowed);
		assert_string_equal(buf_text(&buf), "abc");
		buf_finish(&buf);
	}
}

/* Reserved room can be filled by hand, also when nothing is asked. */
static void test_buf_reserve__gives_room_at_the_end(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	assert_non_null(buf_reserve(&buf, 0));
	memcpy(buf_reserve(&buf, 3), "abc", 3);
	memcpy(buf_reserve(&buf, 2), "de", 2);
	assert_string_equal(buf_text(&buf), "abcde");
	assert_null(buf_reserve(&buf, SIZE_MAX));
	buf_finish(&buf);
}

/* The kept form is little-endian, byte for byte, on every machine. */
static void test_buf_put__is_little_endian(void **state)
{
	static const uint8_t expected[] = {
		0x01,
		0x03,
		0x02,
		0x07,
		0x06,
		0x05,
		0x04,
		0x0f,
		0x0e,
		0x0d,
		0x0c,
		0x0b,
		0x0a,
		0x09,
		0x08,
		0xfe,
		0xff,
		0xff,
		0xff,
		0xff,
		0xff,
		0xff,
		0xff,
		0x02,
		0x00,
		0x00,
		0x00,
		'h',
		'i',
	};
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	buf_put_u8(&buf, 0x01);
	buf_put_u16(&buf, 0x0203);
	buf_put_u32(&buf, 0x04050607);
	buf_put_u64(&buf, UINT64_C(0x08090a0b0c0d0e0f));
	buf_put_i64(&buf, -2);
	buf_put_bytes(&buf, "hi", 2);
	assert_int_equal(buf.size, sizeof expected);
	assert_memory_equal(buf.bytes, expected, sizeof expected);
	buf_finish(&buf);
}

/* Bytes with their length may fill the buffer to its limit. */
static void test_buf_put_bytes__fills_the_limit(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 6);
	buf_put_bytes(&buf, "ab", 2);
	assert_false(buf.overflowed);
	assert_int_equal(buf.size, 6);
	buf_reset(&buf);
	buf_put_bytes(&buf, "abc", 3);
	assert_true(buf.overflowed);
	assert_int_equal(buf.size, 0);
	buf_reset(&buf);
	buf_put_bytes(&buf, "", SIZE_MAX);
	assert_true(buf.overflowed);
	buf_finish(&buf);
}

/* What was put is taken back in the same order. */
static void test_buf_take__gives_back_what_was_put(void **state)
{
	struct buf buf;
	char raw[3];

	(void)state;
	buf_init(&buf, 100);
	buf_put_u8(&buf, UINT8_MAX);
	buf_put_u16(&buf, UINT16_MAX - 1);
	buf_put_u32(&buf, UINT32_MAX - 2);
	buf_put_u64(&buf, UINT64_MAX - 3);
	buf_put_i64(&buf, INT64_MIN);
	buf_put_bytes(&buf, NULL, 0);
	buf_put_bytes(&buf, "naaste", 6);
	buf_add(&buf, "xyz", 3);
	struct buf_reader reader = buf_read(buf_span(&buf));
	assert_int_equal(buf_take_u8(&reader), UINT8_MAX);
	assert_int_equal(buf_take_u16(&reader), UINT16_MAX - 1);
	assert_int_equal(buf_take_u32(&reader), UINT32_MAX - 2);
	assert_true((uint64_t)buf_take_i64(&reader) == UINT64_MAX - 3);
	assert_true(buf_take_i64(&reader) == INT64_MIN);
	assert_int_equal(buf_take_bytes(&reader).size, 0);
	assert_true(span_is(buf_take_bytes(&reader), "naaste"));
	assert_false(buf_read_whole(&reader));
	buf_take_raw(&reader, raw, 3);
	assert_memory_equal(raw, "xyz", 3);
	assert_true(buf_read_whole(&reader));
	buf_finish(&buf);
}

/* A reading past the end gives zeros from then on, also where there would be bytes enough. */
static void test_buf_take__fails_for_good_past_the_end(void **state)
{
	struct buf_reader reader = buf_read(SPAN_LITERAL("abc"));
	char raw[2] = "zz";

	(void)state;
	assert_int_equal(buf_take_u8(&reader), 'a');
	assert_int_equal(buf_take_u32(&reader), 0);
	assert_true(reader.failed);
	assert_int_equal(buf_take_u8(&reader), 0);
	buf_take_raw(&reader, raw, 2);
	assert_memory_equal(raw, "\0\0", 2);
	assert_int_equal(buf_take_bytes(&reader).size, 0);
	assert_false(buf_read_whole(&reader));
	reader = buf_read((struct span){NULL, 0});
	assert_true(buf_read_whole(&reader));
	assert_int_equal(buf_take_u16(&reader), 0);
	assert_false(buf_read_whole(&reader));
}

/* A length that says more than there is, is not believed. */
static void test_buf_take_bytes__refuses_a_length_that_lies(void **state)
{
	struct buf_reader reader = buf_read(SPAN_LITERAL("\x04\0\0\0abc"));

	(void)state;
	assert_int_equal(buf_take_bytes(&reader).size, 0);
	assert_true(reader.failed);
	reader = buf_read(SPAN_LITERAL("\xff\xff\xff\xff"
								   "abc"));
	assert_int_equal(buf_take_bytes(&reader).size, 0);
	assert_true(reader.failed);
	reader = buf_read(SPAN_LITERAL("\x03\0\0\0abc"));
	assert_true(span_is(buf_take_bytes(&reader), "abc"));
	assert_true(buf_read_whole(&reader));
}

/* Every prefix of a stored record fails to read; only the whole one succeeds. */
static void test_buf_read_whole__fails_on_every_prefix(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1000);
	buf_put_u16(&buf, 513);
	buf_put_bytes(&buf, "plan", 4);
	buf_put_i64(&buf, 12345);
	for (size_t size = 0; size <= buf.size; size++) {
		struct buf_reader reader = buf_read(span_bytes(buf.bytes, size));
		(void)buf_take_u16(&reader);
		(void)buf_take_bytes(&reader);
		(void)buf_take_i64(&reader);
		assert_int_equal(buf_read_whole(&reader), size == buf.size);
	}
	buf_finish(&buf);
}

/* Memory that the machine does not have is an overflow, and what was written stays. */
static void test_buf_add__overflows_without_memory(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 2 * SCARCE_BYTES);
	buf_add_text(&buf, "held");
	assert_null(buf_reserve(&buf, SCARCE_BYTES));
	assert_true(buf.overflowed);
	buf_printf(&buf, "%d", 1);
	buf_add_hex(&buf, "x", 1);
	assert_string_equal(buf_text(&buf), "held");
	buf_finish(&buf);
	buf_init(&buf, 2 * SCARCE_BYTES);
	assert_null(buf_reserve(&buf, SCARCE_BYTES));
	assert_string_equal(buf_text(&buf), "");
	assert_raises(buf_init(&buf, SIZE_MAX / 2));
}

/* Finishing is allowed for what was never started, and twice. */
static void test_buf_finish__accepts_zeros(void **state)
{
	struct buf buf = {0};

	(void)state;
	buf_finish(&buf);
	buf_init(&buf, 10);
	buf_add_text(&buf, "a");
	buf_finish(&buf);
	buf_finish(&buf);
	assert_null(buf.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buf_add__puts_everything_behind_each_other),
		cmocka_unit_test(test_buf_add_int__writes_the_extremes),
		cmocka_unit_test(test_buf_add__grows_without_loss),
		cmocka_unit_test(test_buf_add__drops_all_after_an_overflow),
		cmocka_unit_test(test_buf_add__never_writes_half_a_piece),
		cmocka_unit_test(test_buf_reserve__gives_room_at_the_end),
		cmocka_unit_test(test_buf_put__is_little_endian),
		cmocka_unit_test(test_buf_take__gives_back_what_was_put),
		cmocka_unit_test(test_buf_take__fails_for_good_past_the_end),
		cmocka_unit_test(test_buf_take_bytes__refuses_a_length_that_lies),
		cmocka_unit_test(test_buf_read_whole__fails_on_every_prefix),
		cmocka_unit_test(test_buf_finish__accepts_zeros),
		cmocka_unit_test(test_buf_add__overflows_without_memory),
		cmocka_unit_test(test_buf_put_bytes__fills_the_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
