/* api_search.h - a question to the map of help, from JSON or from what stands behind the question
 * mark of an address.
 *
 * Words of a question say much about who asks: they come in a body (POST), never in an address
 * (docs/decisions/0010-words-of-a-question-are-in-no-address.md).
 * Ownership   Texts live in the arena.
 * Tests       fuzz/fuzz_search.c, test/scenario/test_search.py, test/scenario/wrong_search.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_decode.h"
#include "directory/search.h"

#define API_SEARCH_MAX_KM 500
#define API_SEARCH_PAGE 10

/* Names that may stand in an address; q is among them so that it can be refused with its reason. */
#define API_SEARCH_QUERY                                                                 \
	"q after anonymous costs domains kinds languages levels limit municipality open_now" \
	" region within_km without_referral"

struct api_search {
	const struct region *division;
	struct arena *arena;
	struct search_question question;
	struct search_position after;
	bool in_address; /* where words are refused */
	struct api_fault fault;
};

/* `search` with division and arena; the rest is made. */
void api_search_init(struct api_search *search);
/* A body: one JSON object. */
bool api_search_decode_body(struct api_search *search, struct span body);
/* One name and value of an address; a list has commas. */
bool api_search_decode_pair(struct api_search *search, struct span name, struct span value);
