/* search_source.h - the tables of the map of help as documents for search, and as cards to show.
 *
 * Read region by region, so that no more than a region is in memory at once, and in one reading
 * transaction of the caller.
 * Tests       test/unit/directory/test_search_live.c, test/scenario/test_search.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "directory/search.h"
#include "store/store.h"

/* What a page of results shows of a service. Phone, email and website that it has not itself are
 * those of its site, and else those of its organisation; texts are in the caller's arena. */
struct search_card {
	struct span name, description, way_in, phone, email, website, languages;
	struct span organisation, site, address, postal_code, place;
	struct id organisation_id, site_id;
	int32_t kind, domain, level, organisation_kind;
	uint32_t domains, ways_in;
	uint32_t costs;                    /* mask of enum cost_kind */
	int32_t latitude_e6, longitude_e6; /* of the site itself; 0 and 0: not said */
};

/* Calls for each service of a region that has not ended and whose id is in [first, last]; the
 * document lives until the call returns. */
MUST_USE status search_source_read(struct store *store, int32_t region, struct id first,
	struct id last,
	status (*visit)(void *context, const struct search_document *document, struct error *error),
	void *context, struct error *error);
/* Calls for each service that this organisation, site or service is or has, also ended ones. */
MUST_USE status search_source_services_of(struct store *store, int32_t region, struct id thing,
	void (*visit)(void *context, int32_t region, struct id service), void *context,
	struct error *error);
/* Whether rows of the table with this number are in documents, by the id behind the region in their
 * key. */
bool search_source_has_table(int table);
/* *found is false if it is gone. */
MUST_USE status search_source_card(struct store *store, int32_t region, struct id id,
	struct search_card *card, bool *found, struct arena *arena, struct error *error);
/* For struct search_question: the hours of documents that came from here. */
bool search_source_is_open(struct span hours, int64_t now_ms);
