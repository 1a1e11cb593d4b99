/* directory_read.h - the map of help as it is shown: services with the names of who offers them
 * where, and how fresh each is.
 *
 * Lists have what has not ended, in the order of ids, page by page; what is read by its id can have
 * ended, and says so.
 * Ownership   Texts of a listing live until the cursor's next row, or in the arena where there is
 *             one.
 * Tests       test/unit/directory/test_directory_read.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "directory/capacity.h"
#include "directory/directory.h"
#include "directory/entry.h"
#include "directory/hours.h"

/* How fresh: of an entry without a row all is 0. */
struct directory_freshness {
	int32_t state; /* enum entry_state */
	int64_t version;
	int64_t confirmed_ms;
	int32_t confirmed_as; /* enum entry_role */
	int64_t fades_ms;
};

struct directory_listing {
	union {
		struct organisation organisation;
		struct site site;
		struct service service;
	};
	struct span organisation_name; /* of sites and services */
	int32_t organisation_kind;
	struct span site_name; /* of services, like what follows */
	int32_t municipality;
	struct directory_freshness freshness;
};

#define DIRECTORY_MAX_NAME_PART 100 /* bytes */

/* What a list is narrowed to; 0 and none: not. */
struct directory_filter {
	int32_t region;
	int32_t kind;   /* of organisation or service */
	int32_t domain; /* of services */
	struct id organisation, site;
	struct span name; /* of organisation or service: part of it, in small or capital letters */
	struct id after;
	int64_t limit;
	int64_t offset; /* so many are passed over first */
};

MUST_USE status directory_read_organisations(struct store *store,
	const struct directory_filter *filter, struct store_cursor **cursor, struct error *error);
MUST_USE status directory_read_sites(struct store *store, const struct directory_filter *filter,
	struct store_cursor **cursor, struct error *error);
MUST_USE status directory_read_services(struct store *store, const struct directory_filter *filter,
	struct store_cursor **cursor, struct error *error);
/* How many there are in such a list, whatever its page. Of services: narrowed to an organisation at
 * most. */
MUST_USE status directory_count_listed(struct store *store, enum entry_kind kind,
	const struct directory_filter *filter, int64_t *count, struct error *error);
/* When something in the region was last changed, confirmed or ended; 0: never. */
MUST_USE status directory_last_change(
	struct store *store, int32_t region, int64_t *changed_ms, struct error *error);
/* The next of a list; *more is false at the end. */
MUST_USE status directory_read_next(struct store_cursor *cursor, enum entry_kind kind,
	struct directory_listing *listing, bool *more, struct error *error);
/* One by its id; texts are in the arena. */
MUST_USE status directory_read_one(struct store *store, enum entry_kind kind, int32_t region,
	struct id id, struct directory_listing *listing, bool *found, struct arena *arena,
	struct error *error);

/* What belongs to a site or service; `rows` has room for the most there can be. */
MUST_USE status directory_read_hours(struct store *store, int32_t region, struct id thing,
	struct hours rows[HOURS_MAX_ROWS], size_t *count, struct error *error);
MUST_USE status directory_read_capacity(struct store *store, int32_t region, struct id service,
	struct capacity rows[INTENSITY_COUNT], size_t *count, struct error *error);
/* Numbers of municipalities, at most `limit`. */
MUST_USE status directory_read_area(struct store *store, int32_t region, struct id thing,
	int32_t *municipalities, size_t limit, size_t *count, struct error *error);
/* What an entry of any kind is called, and what a service says it is good at in words; also of one
 * that has ended; empty if there is none. */
MUST_USE status directory_read_name(struct store *store, enum entry_kind kind, int32_t region,
	struct id id, struct span *name, struct span *good_at_words, struct arena *arena,
	struct error *error);
