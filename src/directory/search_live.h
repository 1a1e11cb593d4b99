/* search_live.h - the index of the map of help as it is now: made in the background, swapped whole.
 *
 * A thread looks at the heads of the journal every SEARCH_LIVE_CHECK_MS. When something of the map
 * of help changed, in this process or in another, it makes a small index of what changed since the
 * large one was made, and puts both in the place of what was there. When that has become more than
 * SEARCH_LIVE_MAX_CHANGED services it makes the large one anew.
 *
 * States      empty (the first is being made: nothing to search yet) -> ready; closed
 * Invariants  (1) What a reader has entered does not change and is there until it leaves.
 *             (2) Readers take no lock and wait for nobody.
 *             (3) What the journal had when a check began is found when the check has ended.
 * How fresh   A change is found within SEARCH_LIVE_CHECK_MS and the few milliseconds of making a
 *             small index; while a large one is made (at the start, after many changes at once) not
 *             before that has ended: docs/search.md.
 * Ownership   The options' objects outlive it. It has a connection of its own.
 * Errors      A check that fails is logged and tried again, on a new connection; what was found
 *             before stays.
 * Tests       test/unit/directory/test_search_live.c, on each store; test/scenario/test_search.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "directory/search.h"
#include "store/store.h"

#define SEARCH_LIVE_CHECK_MS 250
#define SEARCH_LIVE_MAX_CHANGED 2000
#define SEARCH_LIVE_MAX_READERS 64

struct search_live;

struct search_live_options {
	const struct store_options *reading; /* opened once, and again when it is lost */
	const struct region *division;
	int readers; /* 1 to SEARCH_LIVE_MAX_READERS */
};

/* Opens; makes nothing yet. */
MUST_USE status search_live_open(
	const struct search_live_options *options, struct search_live **live, struct error *error);
/* Ends the thread. No reader may be inside. Accepts NULL. */
void search_live_close(struct search_live *live);
/* Starts the thread that checks. */
MUST_USE status search_live_start(struct search_live *live, struct error *error);
/* One check, now, by the caller: for tests and programs without the thread, which must not run. */
MUST_USE status search_live_check(struct search_live *live, struct error *error);

/* The words that it reads questions by: they do not change. */
const struct search_words *search_live_words(const struct search_live *live);

/* The view as it is now, or NULL while there is none; a reader is one thread at a time, and enters
 * once before it leaves. */
const struct search_view *search_live_enter(struct search_live *live, int reader);
void search_live_leave(struct search_live *live, int reader);
