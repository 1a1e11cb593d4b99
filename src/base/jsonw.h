/* jsonw.h - writes JSON (RFC 8259) straight into a buffer: no tree, no allocation.
 *
 * A writer keeps the commas right and CHECKs that what is opened is closed; depth at most
 * JSONW_MAX_DEPTH.
 * Ownership   The buffer is the caller's.
 * Tests       test/unit/base/test_jsonw.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "base/id.h"

#define JSONW_MAX_DEPTH 16

struct jsonw {
	struct buf *out;
	int depth;
	bool has_member[JSONW_MAX_DEPTH + 1];
	bool is_object[JSONW_MAX_DEPTH + 1];
	bool after_key;
};

void jsonw_init(struct jsonw *json, struct buf *out);
/* CHECKs that one value was written and everything is closed; for writers that want to be sure. */
void jsonw_finish(const struct jsonw *json);
void jsonw_object_begin(struct jsonw *json);
void jsonw_object_end(struct jsonw *json);
void jsonw_array_begin(struct jsonw *json);
void jsonw_array_end(struct jsonw *json);
void jsonw_key(struct jsonw *json, const char *key);
/* Text must be UTF-8 without U+0000 (else CHECK); control characters, quotes and backslashes are
 * escaped. */
void jsonw_text(struct jsonw *json, struct span text);
void jsonw_int(struct jsonw *json, int64_t value);
/* At most 17 decimals; null if the value is not finite, for which JSON has no word. */
void jsonw_real(struct jsonw *json, double value, int decimals);
void jsonw_bool(struct jsonw *json, bool value);
void jsonw_null(struct jsonw *json);

/* A key with its value. */
void jsonw_put_text(struct jsonw *json, const char *key, const char *text); /* NULL gives null */
void jsonw_put_span(struct jsonw *json, const char *key, struct span text);
void jsonw_put_int(struct jsonw *json, const char *key, int64_t value);
void jsonw_put_bool(struct jsonw *json, const char *key, bool value);
void jsonw_put_id(struct jsonw *json, const char *key, struct id id);
/* "2026-11-21" */
void jsonw_put_day(struct jsonw *json, const char *key, int32_t day);
void jsonw_put_instant(struct jsonw *json, const char *key, int64_t instant_ms); /* null if 0 */
void jsonw_put_null(struct jsonw *json, const char *key);
