/* cost.h - what a service costs who comes; in a header of its own, because the code that decides
 * on placement and order must not see it (L5).
 *
 * Units       cents
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "store/store_record.h"

#define COST_MAX_ROWS 8

enum cost_kind {
	COST_NOT_SAID,
	COST_FREE,
	COST_INSURED,          /* paid by the health insurance */
	COST_DEDUCTIBLE,       /* counts for the own risk */
	COST_OWN_CONTRIBUTION, /* a fixed own contribution */
	COST_FEE,              /* what it costs oneself */
	COST_KIND_COUNT,
};
extern const struct codes cost_kind_codes;

struct cost {
	int32_t region;
	struct id service;
	int32_t seq;
	int32_t kind; /* enum cost_kind */
	int64_t amount_cents;
	struct span words;
};

extern const struct store_table cost_table; /* directory_cost */

/* What a service costs, in order; texts are in the arena. */
MUST_USE status cost_read(struct store *store, int32_t region, struct id service,
	struct cost rows[COST_MAX_ROWS], size_t *count, struct arena *arena, struct error *error);
