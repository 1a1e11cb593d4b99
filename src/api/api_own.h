/* api_own.h - everything of one person: as JSON, and as a page in plain words.
 *
 * Which tables and columns, says api_own_catalog.h. What is sealed is opened with the person's own
 * key; what does not open any more is told as gone.
 *
 * States      none: it only reads, in the caller's reading transaction.
 * Bounds      EPISODE_MAX_OF_PERSON episodes. The buffer's: it says itself that it overflowed.
 * Ownership   Borrows what is in the struct.
 * Errors      STATUS_STORE and the like; STATUS_NOT_FOUND: nobody has this id.
 * Source      AVG art. 15 lid 1 and 3; BW 7:456
 * Tests       test/unit/app/test_app_own.c, test/scenario/test_own_data.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_messages.h"
#include "store/store.h"
#include "vault/vault.h"

struct api_own {
	struct store *store;
	struct vault *vault;
	const struct api_messages *messages;
	enum api_language language;
	int64_t now_ms;
	int32_t region; /* home shard of the account */
	struct id person;
	/* Tables that can only be read from end to end are read as well; otherwise it is said that they
	 * are not here. */
	bool thorough;
};

MUST_USE status api_own_json(const struct api_own *own, struct buf *out, struct error *error);
MUST_USE status api_own_page(const struct api_own *own, struct buf *out, struct error *error);
