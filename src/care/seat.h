/* seat.h - who sits at the table of a region, or (region 0) of the nation.
 *
 * Invariants  (1) Once somebody sits at a table, somebody always does (L1).
 *             (2) Clients and relatives have seats of their own, and no professional sits on them
 *                 (L0).
 * Design      docs/laws.md#L1      Tests  test/unit/care/test_seat.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

enum seat_kind {
	SEAT_NOT_SAID,
	SEAT_CLIENTS,
	SEAT_RELATIVES,
	SEAT_PROVIDERS,
	SEAT_MUNICIPALITIES,
	SEAT_INSURER,
	SEAT_KIND_COUNT,
};
extern const struct codes seat_kind_codes;

struct seat {
	int32_t region;
	struct id account;
	int32_t kind; /* enum seat_kind */
	int64_t since_ms;
};

extern const struct store_table seat_table;

enum seat_verdict {
	SEAT_OK,
	SEAT_ACCOUNT_UNKNOWN, /* There is no such account, or it has ended. */
	SEAT_KIND,            /* Seats of clients and relatives are theirs; the others are not. */
	SEAT_TAKEN,           /* They sit there already. */
	SEAT_NOT_THERE,
	SEAT_LAST, /* L1: a table does not become empty. */
	SEAT_VERDICT_COUNT,
};
extern const struct verdict_list seat_verdicts;

struct seat_facts {
	bool account_known;
	int32_t account_kind; /* enum member_kind */
	bool seated;
	int64_t seats; /* at this table now */
};

/* Pure. */
enum seat_verdict seat_judge_take(const struct seat_facts *facts, enum seat_kind kind);
enum seat_verdict seat_judge_leave(const struct seat_facts *facts);

/* How many seats a table has of each kind; [SEAT_NOT_SAID] is all of them. */
MUST_USE status seat_count(
	struct store *store, int32_t region, int64_t counts[SEAT_KIND_COUNT], struct error *error);
/* At how many tables an account sits, of all shards. */
MUST_USE status seat_count_of(
	struct store *store, struct id account, int64_t *seats, struct error *error);
