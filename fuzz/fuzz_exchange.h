/* fuzz_exchange.h - reads a file of any bytes as an import: every fault has a text in both
 * languages, and every entry without one has what the commands ask for.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_exchange.h"
#include "base/check.h"
#include "directory/hours_text.h"
#include <sodium.h>
#include <stdio.h>

static void fuzz_exchange_texts(const struct api_messages *messages, const char *fault)
{
	static const char *const suffixes[] = {"title", "accept"};
	char key[256];
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		int size = snprintf(key, sizeof(key), "%s.%s", fault, suffixes[i]);
		CHECK(size < (int)sizeof(key) && api_messages_has(messages, key));
	}
}

static void fuzz_exchange_faults(
	const struct api_messages *messages, const struct api_exchange *exchange)
{
	struct buf line;
	buf_init(&line, 65536);
	CHECK(exchange->fault_count <= API_EXCHANGE_MAX_FAULTS);
	for (size_t i = 0; i < exchange->fault_count; i++) {
		const struct api_exchange_fault *fault = &exchange->faults[i];
		CHECK(fault->key != NULL && (fault->place.line > 0 || fault->place.path != NULL));
		fuzz_exchange_texts(messages, fault->key);
		for (int language = 0; language < API_LANGUAGE_COUNT; language++) {
			buf_reset(&line);
			api_exchange_tell(messages, (enum api_language)language, fault, &line);
			CHECK(!line.overflowed && line.size > 0);
		}
	}
	buf_finish(&line);
}

static void fuzz_exchange_item(const struct api_exchange_item *item)
{
	struct hours rows[HOURS_MAX_ROWS];
	size_t count = 0, bad_at = 0;
	CHECK(item->kind >= ENTRY_ORGANISATION && item->kind <= ENTRY_SERVICE);
	if (item->wrong) return;
	CHECK(!id_is_none(item->id) && item->params.public_name.size > 0);
	CHECK(item->kind == ENTRY_ORGANISATION || !id_is_none(item->organisation));
	CHECK(item->kind != ENTRY_SERVICE || !id_is_none(item->site));
	CHECK(item->hours.size == 0 || hours_text_parse(item->hours, rows, &count, &bad_at));
	CHECK(item->capacity_count <= INTENSITY_COUNT && item->cost_count <= COST_MAX_ROWS);
}

/* With a source, by whether the first byte is odd: then every id is one. */
static void fuzz_exchange(enum api_exchange_format format, const uint8_t *data, size_t size)
{
	static struct region *division;
	static struct api_messages *messages;
	static struct arena arena;
	struct api_exchange exchange;
	struct error error = {0};
	if (division == NULL) {
		CHECK(sodium_init() >= 0);
		CHECK(region_open(&division, &error) == STATUS_OK);
		CHECK(api_messages_open(&messages, &error) == STATUS_OK);
		arena_init(&arena, (size_t)1 << 20, API_EXCHANGE_ARENA_BYTES);
	}
	arena_reset(&arena);
	bool named = size > 0 && (data[size - 1] & 1) != 0;
	api_exchange_init(
		&exchange, division, &arena, named ? SPAN_LITERAL("a source") : (struct span){0});
	api_exchange_read(&exchange, format, span_bytes(data, size));
	CHECK(exchange.count <= API_EXCHANGE_MAX_ENTRIES);
	CHECK(exchange.count > 0 || exchange.fault_count > 0);
	fuzz_exchange_faults(messages, &exchange);
	for (size_t i = 0; i < exchange.count; i++) fuzz_exchange_item(&exchange.items[i]);
}
