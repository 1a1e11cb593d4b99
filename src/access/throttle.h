/* throttle.h - who guesses is slowed down, and nobody else.
 *
 * A try is counted as a wrong one before it is looked at, and taken back when it was right: tries
 * at the same time do not escape. Each of its keys (an account by its login, an address, a known
 * device) has so many free; then each waits twice as long as the one before.
 *
 * Invariants  (1) A try that has to wait is not counted, and nothing is computed for it.
 *             (2) A known device of an account is counted by itself: what strangers guess at that
 *                 account, or from that address, does not slow it down.
 *             (3) A login that nobody has is slowed down like any other.
 * Bounds      THROTTLE_PLACES keys; the one that is slowed down least gives way to another.
 * Units       Milliseconds of a clock that is passed in. In memory: what is counted is of this
 *             process, and forgotten when it ends.
 * Threads     By one at a time: who shares it has a lock.
 * Design      docs/decisions/0030-guessing-is-slowed-down.md
 * Tests       test/unit/access/test_throttle.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/id.h"
#include "base/status.h"

#define THROTTLE_PLACES 65536
#define THROTTLE_WAYS 8
#define THROTTLE_KEYS 2 /* of one try */

enum throttle_kind { THROTTLE_LOGIN, THROTTLE_PEER, THROTTLE_DEVICE, THROTTLE_KIND_COUNT };

struct throttle_rule {
	int32_t free;       /* tries without waiting */
	int64_t most_ms;    /* the longest wait */
	int64_t forgets_ms; /* so long after the last try it is as if there were none */
};
extern const struct throttle_rule throttle_rules[THROTTLE_KIND_COUNT];
#define THROTTLE_FIRST_WAIT_MS INT64_C(1000)

struct throttle_key {
	struct id id; /* keyed: nobody outside can say which keys share a place */
	enum throttle_kind kind;
};

struct throttle_place {
	struct id id;
	int32_t kind;
	int32_t tries;
	int64_t last_ms; /* when it was tried last; 0: nobody is here */
};

struct throttle {
	struct throttle_place *places;
	size_t forgotten; /* which way gives way, where several are as little slowed down */
};

MUST_USE status throttle_open(struct throttle *throttle, struct error *error);
/* Accepts a zeroed struct. */
void throttle_close(struct throttle *throttle);
/* Counts a try of these keys, and returns 0; or how long each of them still has to wait, and counts
 * nothing. */
int64_t throttle_try(
	struct throttle *throttle, const struct throttle_key *keys, size_t count, int64_t now_ms);
/* That try was right: the first key begins anew, the others have one try less. */
void throttle_right(struct throttle *throttle, const struct throttle_key *keys, size_t count);
/* That try was not looked at: all have one try less. */
void throttle_take_back(struct throttle *throttle, const struct throttle_key *keys, size_t count);
