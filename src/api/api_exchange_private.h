/* api_exchange_private.h - what the files that read and write exchanges share.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_exchange.h"
#include "directory/directory_read.h"
#include "directory/part.h"

enum { EXCHANGE_AREA_MAX = 400, EXCHANGE_TEXT_BYTES = 16384 };

/* Adds a fault; texts of parameters are copied. */
void api_exchange_fault(struct api_exchange *exchange, struct api_exchange_place place,
	const char *key, const struct api_message_parameter *parameters, size_t count);
/* With the name of a field. */
void api_exchange_fault_field(struct api_exchange *exchange, struct api_exchange_place place,
	const char *key, const char *field);
/* Whether more can be read: no bound was reached, and what one entry can take is left. */
bool api_exchange_goes_on(struct api_exchange *exchange);
/* A new item at the end; NULL, with a fault, if there are too many. */
struct api_exchange_item *api_exchange_add(
	struct api_exchange *exchange, enum entry_kind kind, struct api_exchange_place place);
/* The id that this text stands for; false, with a fault, if there is none. */
bool api_exchange_read_id(struct api_exchange *exchange, struct api_exchange_place place,
	const char *field, enum entry_kind kind, struct span text, struct id *id);
/* One field of an item from its text, trimmed; empty: not said. Marks the item on a fault. */
void api_exchange_read_field(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, const char *field, struct span text);
/* The item's place, with the column of a field (0: of its organisation) if it has one. */
struct api_exchange_place api_exchange_place_of(
	const struct api_exchange *exchange, const struct api_exchange_item *item, int field);
/* Required fields that nothing was said of. */
void api_exchange_read_end(struct api_exchange *exchange, struct api_exchange_item *item);

void api_exchange_read_csv(struct api_exchange *exchange, struct span text);
void api_exchange_read_hsds(struct api_exchange *exchange, struct span text);

/* What an entry may say besides its parts: columns of CSV too. */
bool api_exchange_has_field(enum entry_kind kind, int field);

/* "light 3/week, 10 places, 2 kept; moderate 2/week" */
void api_exchange_add_capacity(const struct capacity *rows, size_t count, struct buf *out);
/* Its words on one line. */
void api_exchange_add_cost_words(const struct cost *cost, struct buf *out);
/* Costs as lines: "fee 12.50 Per keer". */
void api_exchange_add_costs(const struct cost *rows, size_t count, struct buf *out);
/* False, with a fault, if it cannot be read. */
bool api_exchange_read_capacity(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, struct span text);
bool api_exchange_read_costs(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, struct span text);

/* An entry with all that belongs to it, as it is written. */
struct exchange_entry {
	enum entry_kind kind;
	struct directory_listing listing;
	int64_t changed_ms;
	struct hours hours[HOURS_MAX_ROWS];
	size_t hours_count;
	int32_t area[EXCHANGE_AREA_MAX];
	size_t area_count;
	struct capacity capacity[INTENSITY_COUNT];
	size_t capacity_count;
	struct cost costs[COST_MAX_ROWS];
	size_t cost_count;
};

/* Hours, area, capacity and costs of what is in the listing; texts of costs are in the arena. */
MUST_USE status api_exchange_load_more(struct store *store, int32_t region,
	struct exchange_entry *entry, struct arena *arena, struct error *error);
struct id api_exchange_id_of(const struct exchange_entry *entry);
/* One field as text, as exchange_read_field reads it. */
void api_exchange_add_field(const struct exchange_entry *entry, int field, struct buf *out);

/* A page of a list, at most filter->limit, with its texts in the arena. */
MUST_USE status api_exchange_read_page(struct store *store, enum entry_kind kind,
	const struct directory_filter *filter, struct exchange_entry *entries, size_t *count,
	struct arena *arena, struct error *error);

MUST_USE status api_exchange_write_hsds(
	const struct api_exchange_writing *writing, struct arena *arena, struct error *error);
