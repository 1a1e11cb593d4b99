/* buf.h - bytes that grow up to a bound; what does not fit is dropped whole and remembered.
 *
 * Invariants  (1) size <= capacity <= limit.
 *             (2) After an overflow nothing more is added: `overflowed` stays set until buf_reset.
 * Ownership   The buffer owns its bytes; buf_finish accepts a zeroed struct.
 * Errors      Appending returns nothing; ask `overflowed` once at the end. Out of memory is an
 *             overflow too.
 * Tests       test/unit/base/test_buf.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"
#include "base/status.h"

struct buf {
	char *bytes;
	size_t size;
	size_t capacity;
	size_t limit;
	bool overflowed;
};

void buf_init(struct buf *buf, size_t limit);
void buf_finish(struct buf *buf);
/* Empty again; keeps its memory. */
void buf_reset(struct buf *buf);
/* Room for `size` more bytes at the end, or NULL after an overflow; the caller fills all of it. */
void *buf_reserve(struct buf *buf, size_t size);
void buf_add(struct buf *buf, const void *bytes, size_t size);
void buf_add_char(struct buf *buf, char character);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_span(struct buf *buf, struct span span);
void buf_add_int(struct buf *buf, int64_t value);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* Lower-case hexadecimal. */
void buf_add_hex(struct buf *buf, const void *bytes, size_t size);
struct span buf_span(const struct buf *buf);
/* The bytes with a 0 behind them (not counted in size, nor in the limit); "" if there are none.
 * Valid until the buffer changes; after an overflow it is what fitted. */
const char *buf_text(struct buf *buf);

/* Little-endian numbers and length-prefixed bytes: the form of all that is hashed or kept. */
void buf_put_u8(struct buf *buf, uint8_t value);
void buf_put_u16(struct buf *buf, uint16_t value);
void buf_put_u32(struct buf *buf, uint32_t value);
void buf_put_u64(struct buf *buf, uint64_t value);
void buf_put_i64(struct buf *buf, int64_t value);
/* u32 length, then the bytes. */
void buf_put_bytes(struct buf *buf, const void *bytes, size_t size);

/* Reads the same form back. After the first reading past the end `failed` is set and all is 0. */
struct buf_reader {
	const uint8_t *at;
	const uint8_t *end;
	bool failed;
};

struct buf_reader buf_read(struct span span);
uint8_t buf_take_u8(struct buf_reader *reader);
uint16_t buf_take_u16(struct buf_reader *reader);
uint32_t buf_take_u32(struct buf_reader *reader);
int64_t buf_take_i64(struct buf_reader *reader);
/* Points into what is read. */
struct span buf_take_bytes(struct buf_reader *reader);
/* Exactly `size` bytes into `out` (zeros on failure). */
void buf_take_raw(struct buf_reader *reader, void *out, size_t size);
/* True if everything was read and nothing failed. */
bool buf_read_whole(const struct buf_reader *reader);
