/* buf.c - bytes that grow up to a bound, and the little-endian form of what is hashed or kept.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/buf.h"
#include "base/check.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_CAPACITY 64

void buf_init(struct buf *buf, size_t limit)
{
	CHECK(limit < SIZE_MAX / 2); /* so that doubling and the byte for a 0 do not wrap */
	*buf = (struct buf){.limit = limit};
}

void buf_finish(struct buf *buf)
{
	free(buf->bytes);
	*buf = (struct buf){0};
}

void buf_reset(struct buf *buf)
{
	buf->size = 0;
	buf->overflowed = false;
}

/* Makes room for `size` more bytes. One byte more than `capacity` is allocated, for a 0. */
static bool grow(struct buf *buf, size_t size)
{
	size_t needed = buf->size + size;
	size_t capacity = buf->capacity < FIRST_CAPACITY ? FIRST_CAPACITY : buf->capacity * 2;

	if (capacity < needed) capacity = needed;
	if (capacity > buf->limit) capacity = buf->limit;
	char *bytes = realloc(buf->bytes, capacity + 1);
	if (bytes == NULL) return false;
	buf->bytes = bytes;
	buf->capacity = capacity;
	return true;
}

/* Room for `size` more bytes at the end, which are not counted yet; NULL after an overflow. */
static char *make_room(struct buf *buf, size_t size)
{
	if (buf->overflowed) return NULL;
	bool enough = buf->bytes != NULL && size <= buf->capacity - buf->size;
	if (!enough && (size > buf->limit - buf->size || !grow(buf, size))) {
		buf->overflowed = true;
		return NULL;
	}
	return buf->bytes + buf->size;
}

void *buf_reserve(struct buf *buf, size_t size)
{
	char *room = make_room(buf, size);

	if (room != NULL) buf->size += size;
	return room;
}

void buf_add(struct buf *buf, const void *bytes, size_t size)
{
	char *room = buf_reserve(buf, size);

	if (room != NULL && size > 0) memcpy(room, bytes, size);
}

void buf_add_char(struct buf *buf, char character)
{
	buf_add(buf, &character, 1);
}

void buf_add_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_add_span(struct buf *buf, struct span span)
{
	buf_add(buf, span.start, span.size);
}

void buf_add_int(struct buf *buf, int64_t value)
{
	char digits[20]; /* -9223372036854775808 */
	char *at = digits + sizeof digits;
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do {
		*--at = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (value < 0) *--at = '-';
	buf_add(buf, at, (size_t)(digits + sizeof digits - at));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments;

	if (make_room(buf, 0) == NULL) return;
	/* First into the room there is; the byte behind `capacity` takes the 0. */
	size_t room = buf->capacity - buf->size;
	va_start(arguments, format);
	int size = vsnprintf(buf->bytes + buf->size, room + 1, format, arguments);
	va_end(arguments);
	if (size < 0) {
		buf->overflowed = true;
	} else if ((size_t)size <= room) {
		buf->size += (size_t)size;
	} else if (make_room(buf, (size_t)size) != NULL) {
		va_start(arguments, format);
		vsnprintf(buf->bytes + buf->size, (size_t)size + 1, format, arguments);
		va_end(arguments);
		buf->size += (size_t)size;
	}
}

void buf_add_hex(struct buf *buf, const void *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *from = bytes;

	if (size > buf->limit / 2) {
		buf->overflowed = true;
		return;
	}
	char *to = buf_reserve(buf, size * 2);
	if (to == NULL) return;
	for (size_t i = 0; i < size; i++) {
		to[2 * i] = digits[from[i] >> 4];
		to[2 * i + 1] = digits[from[i] & 15];
	}
}

struct span buf_span(const struct buf *buf)
{
	return (struct span){buf->bytes, buf->size};
}

const char *buf_text(struct buf *buf)
{
	if (buf->bytes == NULL) return "";
	buf->bytes[buf->size] = 0;
	return buf->bytes;
}

static void put_little_endian(struct buf *buf, uint64_t value, size_t size)
{
	uint8_t *to = buf_reserve(buf, size);

	if (to == NULL) return;
	for (size_t i = 0; i < size; i++) to[i] = (uint8_t)(value >> (8 * i));
}

void buf_put_u8(struct buf *buf, uint8_t value)
{
	put_little_endian(buf, value, 1);
}

void buf_put_u16(struct buf *buf, uint16_t value)
{
	put_little_endian(buf, value, 2);
}

void buf_put_u32(struct buf *buf, uint32_t value)
{
	put_little_endian(buf, value, 4);
}

void buf_put_u64(struct buf *buf, uint64_t value)
{
	put_little_endian(buf, value, 8);
}

void buf_put_i64(struct buf *buf, int64_t value)
{
	put_little_endian(buf, (uint64_t)value, 8);
}

void buf_put_bytes(struct buf *buf, const void *bytes, size_t size)
{
	if (size > UINT32_MAX || size + 4 > buf->limit - buf->size) {
		buf->overflowed = true; /* no length without its bytes */
		return;
	}
	buf_put_u32(buf, (uint32_t)size);
	buf_add(buf, bytes, size);
}

struct buf_reader buf_read(struct span span)
{
	/* An empty span may be NULL, and NULL + 0 is not defined. */
	const char *start = span.size == 0 ? "" : span.start;

	return (struct buf_reader){(const uint8_t *)start, (const uint8_t *)start + span.size, false};
}

/* The next `size` bytes, or NULL if there are not as many. */
static const uint8_t *take(struct buf_reader *reader, size_t size)
{
	if (reader->failed || size > (size_t)(reader->end - reader->at)) {
		reader->failed = true;
		return NULL;
	}
	const uint8_t *at = reader->at;
	reader->at += size;
	return at;
}

static uint64_t take_little_endian(struct buf_reader *reader, size_t size)
{
	const uint8_t *at = take(reader, size);
	uint64_t value = 0;

	for (size_t i = 0; at != NULL && i < size; i++) value |= (uint64_t)at[i] << (8 * i);
	return value;
}

uint8_t buf_take_u8(struct buf_reader *reader)
{
	return (uint8_t)take_little_endian(reader, 1);
}

uint16_t buf_take_u16(struct buf_reader *reader)
{
	return (uint16_t)take_little_endian(reader, 2);
}

uint32_t buf_take_u32(struct buf_reader *reader)
{
	return (uint32_t)take_little_endian(reader, 4);
}

int64_t buf_take_i64(struct buf_reader *reader)
{
	return (int64_t)take_little_endian(reader, 8);
}

struct span buf_take_bytes(struct buf_reader *reader)
{
	uint32_t size = buf_take_u32(reader);
	const uint8_t *at = take(reader, size);

	return at == NULL ? span_bytes("", 0) : span_bytes(at, size);
}

void buf_take_raw(struct buf_reader *reader, void *out, size_t size)
{
	if (size == 0) return;
	const uint8_t *at = take(reader, size);
	if (at == NULL)
		memset(out, 0, size);
	else
		memcpy(out, at, size);
}

bool buf_read_whole(const struct buf_reader *reader)
{
	return !reader->failed && reader->at == reader->end;
}
