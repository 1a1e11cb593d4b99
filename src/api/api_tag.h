/* api_tag.h - the tag of what everybody may see: who has it already is told so, and not sent it.
 *
 * Of what is sent: the same reply has the same tag, whichever process gave it.
 * Source      RFC 9110, 8.8.3 (ETag) and 13.1.2 (If-None-Match)
 * Tests       test/unit/api/test_api_tag.c, test/scenario/test_search.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"

#define API_TAG_BYTES 12
#define API_TAG_SIZE (2 * API_TAG_BYTES + 24)

/* "3f9c..." or, with the version of an entry (0: none), "17-3f9c...", which can be given back in
 * If-Match. Fills `out` and returns it. */
char *api_tag_text(struct span body, int64_t version, char out[API_TAG_SIZE]);
/* Whether an If-None-Match has this tag: a list, compared weakly, or "*". */
bool api_tag_is_in(struct span list, const char *tag);
