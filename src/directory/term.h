/* term.h - how long a confirmation holds, by kind of entry: data/freshness.csv.
 *
 * The table is inside the program; that it can be read is tested, and a CHECK.
 * Tests       test/unit/directory/test_part.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "directory/entry.h"

struct term {
	int32_t fades_after_days; /* after the last confirmation */
	int32_t ask_before_days;  /* before that, the owner is asked */
	int32_t ask_again_days;   /* while it fades */
};

/* service_kind only counts for services; 0 for the others. */
struct term term_of(enum entry_kind kind, int32_t service_kind);
/* How many days an owner has to decide on a correction, and an administrator again. */
int32_t term_correction_days(void);
