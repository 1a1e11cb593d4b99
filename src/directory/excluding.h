/* excluding.h - words that may exclude people: a sign to whoever decides about an entry.
 *
 * What a service says by codes is judged (L4: criteria.h); its own words cannot be, for "niet voor
 * niets" excludes nobody. So the entry is shown with a mark, and people decide.
 * Source      data/excluding.csv: phrases, folded; the list only grows.
 * Tests       test/unit/directory/test_excluding.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"

/* Whether one of the phrases is in the text, as whole words one after another. */
bool excluding_is_said(struct span text);
