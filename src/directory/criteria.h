/* criteria.h - what a service can say it is good at: a vocabulary from data/criteria.csv.
 *
 * The first three are there to be refused (L4): they have names so that the refusal can say which
 * it was and what would be accepted.
 * Invariants  (1) A number keeps its meaning; the list only grows, to at most 62.
 * Tests       test/unit/directory/test_directory.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"

enum criterion {
	CRITERION_NOT_SAID,
	CRITERION_EXCLUDES_COMBINATION,
	CRITERION_EXCLUDES_ADDRESS,
	CRITERION_EXCLUDES_DIAGNOSIS,
};

extern const struct codes directory_criteria; /* made by tools/embed */
