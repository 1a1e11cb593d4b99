/* shortage.h - a service of which there is too little: one item on a table's agenda.
 *
 * Whoever waits for it has a case of their own only when theirs is stuck or not safe. That there is
 * too little of it is not a thousand cases but one item (L3): of the service, in the region where
 * people wait for it. It has no person, and its words are public.
 *
 * States      none, closed -> open -> decided -> breached -> decided anew
 *             open, decided, breached -> closed (with a lesson)
 * Invariants  (1) One item for a service and a region: its id follows from them.
 *             (2) An item that is not closed has an end: expires_ms is set, and a clock watches it.
 *                 What is not looked at, or not done in time, goes to the nation's table, and shows
 *                 that it is late (L3).
 *             (3) A decision names who is obliged, until when, and why. Whether there is enough
 *                 again, the table says that closes it.
 *             (4) A table decides while its seats for clients and for relatives are taken.
 * Ownership   Nothing passed in is retained.
 * Design      docs/decisions/0015-tables-move-nothing.md
 * Tests       test/unit/care/test_shortage.c, test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

/* So many offers to one service that nobody answered: there is too little of it. */
#define SHORTAGE_OFFERS 5
#define SHORTAGE_MAX_WAITING 1000000
#define SHORTAGE_MAX_TERM_DAYS 366
#define SHORTAGE_MAX_BYTES 2000

enum shortage_state {
	SHORTAGE_NONE,
	SHORTAGE_OPEN,
	SHORTAGE_DECIDED,
	SHORTAGE_BREACHED,
	SHORTAGE_CLOSED,
	SHORTAGE_STATE_COUNT,
};
extern const struct codes shortage_state_codes;

enum shortage_event {
	SHORTAGE_PUT,
	SHORTAGE_RISE,
	SHORTAGE_DECIDE,
	SHORTAGE_BREACH,
	SHORTAGE_CLOSE,
	SHORTAGE_EVENT_COUNT,
};

struct shortage {
	int32_t region; /* where people wait */
	struct id id;
	struct id service;
	int32_t state;   /* enum shortage_state */
	int32_t level;   /* enum table_level */
	int32_t waiting; /* people, as was last said */
	bool late;       /* since it was put or decided, a clock has said so */
	int64_t since_ms;
	int64_t expires_ms; /* while a clock watches it */
	int64_t ended_ms;   /* closed */
	struct id decided_by;
	int64_t decided_ms;
	struct id organisation; /* that is obliged, of the region */
	int32_t term_day;
	struct span words; /* public: the decision */
};

extern const struct store_table shortage_table;

enum shortage_verdict {
	SHORTAGE_OK,
	SHORTAGE_UNKNOWN, /* No such item. */
	SHORTAGE_SERVICE_UNKNOWN,
	SHORTAGE_ALREADY, /* It lies there already. */
	SHORTAGE_NOT_NOW, /* It is in another state. */
	SHORTAGE_AT_THE_TOP,
	SHORTAGE_SEATS_EMPTY, /* No clients or no relatives at the table: it decides nothing. */
	SHORTAGE_ORGANISATION_UNKNOWN,
	SHORTAGE_TERM_OUT_OF_RANGE,
	SHORTAGE_NOT_DUE, /* The clock came too early. */
	SHORTAGE_VERDICT_COUNT,
};
extern const struct verdict_list shortage_verdicts;

struct shortage_decision {
	bool clients_seated;
	bool relatives_seated;
	bool organisation_known;
	int32_t term_day;
};

struct id shortage_id(int32_t region, struct id service);
/* On an agenda: not closed. */
bool shortage_is_open(const struct shortage *shortage);
/* An organisation is obliged, and finds it in its inbox. */
bool shortage_is_binding(const struct shortage *shortage);
/* The shard at whose table it lies. */
int32_t shortage_shard(const struct shortage *shortage);

/* Pure. */
enum shortage_verdict shortage_judge_put(const struct shortage *shortage, bool service_known);
enum shortage_verdict shortage_judge_raise(const struct shortage *shortage);
enum shortage_verdict shortage_judge_decide(
	const struct shortage *shortage, const struct shortage_decision *decision, int32_t today);
enum shortage_verdict shortage_judge_close(const struct shortage *shortage);
enum shortage_verdict shortage_judge_late(const struct shortage *shortage, int64_t now_ms);
/* What the clock makes of it. */
enum shortage_event shortage_late_event(const struct shortage *shortage);

bool shortage_can(const struct shortage *shortage, enum shortage_event event);
/* Makes the move: state, level; CHECKs that it exists. */
void shortage_move(struct shortage *shortage, enum shortage_event event);

/* What lies at the table of this shard, by when it is due; a region also sees what went up from it.
 * Rows of care_shortage, at most `limit`. */
MUST_USE status shortage_open_agenda(struct store *store, int32_t shard, int64_t limit,
	struct store_cursor **cursor, struct error *error);
/* Offers to this service from people of the region that nobody answered, since `since_ms`. */
MUST_USE status shortage_count_unanswered(struct store *store, int32_t region, struct id service,
	int64_t since_ms, int64_t *count, struct error *error);
