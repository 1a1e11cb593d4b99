/* jsonw.c - commas, nesting and escapes; the bytes go straight into the buffer.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/jsonw.h"
#include "base/check.h"
#include "base/date.h"
#include <math.h>

void jsonw_init(struct jsonw *json, struct buf *out)
{
	*json = (struct jsonw){.out = out};
}

/* What stands before a value: a comma, or nothing. A member of an object needs its key first. */
static void before_value(struct jsonw *json)
{
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	CHECK(!json->is_object[json->depth]);
	if (json->has_member[json->depth]) {
		CHECK(json->depth > 0); /* one value at the top */
		buf_add_char(json->out, ',');
	}
	json->has_member[json->depth] = true;
}

static void begin(struct jsonw *json, char bracket, bool is_object)
{
	before_value(json);
	CHECK(json->depth < JSONW_MAX_DEPTH);
	json->depth++;
	json->has_member[json->depth] = false;
	json->is_object[json->depth] = is_object;
	buf_add_char(json->out, bracket);
}

static void end(struct jsonw *json, char bracket, bool is_object)
{
	CHECK(json->depth > 0 && json->is_object[json->depth] == is_object && !json->after_key);
	json->depth--;
	buf_add_char(json->out, bracket);
}

void jsonw_object_begin(struct jsonw *json)
{
	begin(json, '{', true);
}

void jsonw_object_end(struct jsonw *json)
{
	end(json, '}', true);
}

void jsonw_array_begin(struct jsonw *json)
{
	begin(json, '[', false);
}

void jsonw_array_end(struct jsonw *json)
{
	end(json, ']', false);
}

void jsonw_finish(const struct jsonw *json)
{
	CHECK(json->depth == 0 && json->has_member[0] && !json->after_key);
}

static void add_escape(struct buf *out, unsigned char byte)
{
	switch (byte) {
	case '"': buf_add(out, "\\\"", 2); break;
	case '\\': buf_add(out, "\\\\", 2); break;
	case '\n': buf_add(out, "\\n", 2); break;
	case '\r': buf_add(out, "\\r", 2); break;
	case '\t': buf_add(out, "\\t", 2); break;
	default: buf_add(out, "\\u00", 4); buf_add_hex(out, &byte, 1);
	}
}

static void add_string(struct buf *out, struct span text)
{
	size_t plain = 0; /* start of what needs no escape */

	CHECK(span_is_utf8(text, NULL));
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.start[i];
		if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
		buf_add(out, text.start + plain, i - plain);
		add_escape(out, byte);
		plain = i + 1;
	}
	if (plain < text.size) buf_add(out, text.start + plain, text.size - plain);
	buf_add_char(out, '"');
}

void jsonw_key(struct jsonw *json, const char *key)
{
	CHECK(json->is_object[json->depth] && !json->after_key);
	if (json->has_member[json->depth]) buf_add_char(json->out, ',');
	json->has_member[json->depth] = true;
	add_string(json->out, span_of(key));
	buf_add_char(json->out, ':');
	json->after_key = true;
}

void jsonw_text(struct jsonw *json, struct span text)
{
	before_value(json);
	add_string(json->out, text);
}

void jsonw_int(struct jsonw *json, int64_t value)
{
	before_value(json);
	buf_add_int(json->out, value);
}

void jsonw_real(struct jsonw *json, double value, int decimals)
{
	CHECK(decimals >= 0 && decimals <= 17);
	before_value(json);
	if (isfinite(value))
		buf_printf(json->out, "%.*f", decimals, value);
	else
		buf_add_text(json->out, "null");
}

void jsonw_bool(struct jsonw *json, bool value)
{
	before_value(json);
	buf_add_text(json->out, value ? "true" : "false");
}

void jsonw_null(struct jsonw *json)
{
	before_value(json);
	buf_add_text(json->out, "null");
}

/* null if none */
static void add_id(struct jsonw *json, struct id id)
{
	char text[ID_TEXT_SIZE];

	if (id_is_none(id))
		jsonw_null(json);
	else
		jsonw_text(json, span_of(id_text(id, text)));
}

void jsonw_put_text(struct jsonw *json, const char *key, const char *text)
{
	jsonw_key(json, key);
	if (text == NULL)
		jsonw_null(json);
	else
		jsonw_text(json, span_of(text));
}

void jsonw_put_span(struct jsonw *json, const char *key, struct span text)
{
	jsonw_key(json, key);
	jsonw_text(json, text);
}

void jsonw_put_int(struct jsonw *json, const char *key, int64_t value)
{
	jsonw_key(json, key);
	jsonw_int(json, value);
}

void jsonw_put_bool(struct jsonw *json, const char *key, bool value)
{
	jsonw_key(json, key);
	jsonw_bool(json, value);
}

void jsonw_put_id(struct jsonw *json, const char *key, struct id id)
{
	jsonw_key(json, key);
	add_id(json, id);
}

void jsonw_put_day(struct jsonw *json, const char *key, int32_t day)
{
	char text[DATE_TEXT_SIZE];

	jsonw_key(json, key);
	jsonw_text(json, span_of(date_text(day, text)));
}

void jsonw_put_instant(struct jsonw *json, const char *key, int64_t instant_ms)
{
	char text[DATE_INSTANT_SIZE];

	jsonw_key(json, key);
	if (instant_ms == 0)
		jsonw_null(json);
	else
		jsonw_text(json, span_of(date_instant_text(instant_ms, text)));
}

void jsonw_put_null(struct jsonw *json, const char *key)
{
	jsonw_key(json, key);
	jsonw_null(json);
}
