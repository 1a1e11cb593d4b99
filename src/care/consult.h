/* consult.h - somebody looks along and advises, without taking over.
 *
 * States      asked -> answered | declined | expired | withdrawn
 *             answered -> closed | turned (into an asking to join)
 *             declined, expired -> closed
 * Moves       consult_moves, in consult_moves.c: the only list of what can happen to a consult.
 * Invariants  (1) A consult moves no responsibility: bearer and care manager stay who they were
 *                 (L2).
 *             (2) An open consult has an end: expires_ms is set, and the clock job ends it (L3).
 *             (3) What came back - an answer, a no, or nothing in time - lies in the inbox of who
 *                 asked, or of the care manager if they have left, until it is closed. If they
 *                 leave later, or another becomes care manager, it goes along.
 *             (4) Who is asked sees the question, its domain and how old the person is about; who
 *                 it is, only with the person's yes (`named`); nothing else of the file (L7).
 *             (5) It turns into an asking to join with the person's yes only (L0).
 * Ownership   Nothing passed in is retained.
 * Design      docs/laws.md#L2      Tests  test/unit/care/test_consult.c, test/property, test/model
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/episode.h"
#include "care/need.h"

/* Bounds of a day to answer by that is named; else the norm (norm.h). */
#define CONSULT_MAX_DAYS 28
/* Of an episode: asked, or come back and not closed yet. */
#define CONSULT_MAX_OPEN 20

enum consult_state {
	CONSULT_NONE,
	CONSULT_ASKED,
	CONSULT_ANSWERED,
	CONSULT_DECLINED,
	CONSULT_EXPIRED,
	CONSULT_WITHDRAWN,
	CONSULT_CLOSED,
	CONSULT_TURNED,
	CONSULT_STATE_COUNT,
};
extern const struct codes consult_state_codes;

enum consult_event {
	CONSULT_ASK,
	CONSULT_ANSWER,
	CONSULT_DECLINE,
	CONSULT_EXPIRE,
	CONSULT_WITHDRAW,
	CONSULT_CLOSE,
	CONSULT_TURN,
	CONSULT_EVENT_COUNT,
};

struct consult_move {
	enum consult_event event;
	enum consult_state from;
	enum consult_state to;
	bool back;  /* lies with who asked, in the new state */
	bool joins; /* who answered is asked to join */
};

extern const struct consult_move consult_moves[];
extern const size_t consult_move_count;

struct consult {
	int32_t region;
	struct id episode;
	struct id id;
	struct id need;
	struct id asked_by;
	struct id to_account; /* exactly one of these two */
	struct id to_service;
	int32_t state; /* enum consult_state */
	bool named;    /* who is asked sees who the person is */
	int64_t asked_ms;
	int64_t expires_ms;
	struct id answered_by;    /* or who declined */
	int64_t answered_ms;      /* also of a no; 0: nobody answered */
	struct id back_to;        /* in whose inbox it lies now that it came back */
	struct id joining;        /* turned: into this asking */
	struct span words;        /* sealed */
	struct span answer_words; /* sealed */
};

extern const struct store_table consult_table;

enum consult_verdict {
	CONSULT_OK,
	CONSULT_UNKNOWN,          /* No such consult in this episode. */
	CONSULT_WITHOUT_YES,      /* L0: a professional may ask; anybody else, and joining, with yes. */
	CONSULT_NAME_WITHOUT_YES, /* L7: who it is, is said with the person's yes only. */
	CONSULT_NEED_CLOSED,
	CONSULT_TO_NOBODY, /* Nobody is asked, or two. */
	CONSULT_RECEIVER_UNKNOWN,
	CONSULT_RECEIVER_ENDED,
	CONSULT_RECEIVER_KIND, /* L7: what is asked is for who helps by profession or as a peer. */
	CONSULT_TO_SELF,
	CONSULT_ANSWER_BY_OUT_OF_RANGE,
	CONSULT_TOO_MANY,     /* CONSULT_MAX_OPEN are open already. */
	CONSULT_NOT_RECEIVER, /* Answering is for who was asked. */
	CONSULT_NOT_OPEN,     /* It was answered, withdrawn or expired already. */
	CONSULT_HAS_EXPIRED,  /* The time is over, though the clock job has not come by yet. */
	CONSULT_NOT_ASKER,    /* For who asked, the care manager and the person. */
	CONSULT_NOT_BACK,     /* Closing is for what came back and was not closed yet. */
	CONSULT_NOT_ANSWERED, /* Only who gave an answer can be asked to join for it. */
	CONSULT_NOT_YET_EXPIRED,
	CONSULT_VERDICT_COUNT,
};
extern const struct verdict_list consult_verdicts;

struct consult_asking {
	bool person_agrees;
	bool named;
	struct id to_account;
	struct id to_service;
	int32_t answer_by_day; /* 0: the norm */
	int64_t open;          /* asked or come back, in this episode */
};

/* What is known of who is asked. */
struct consult_receiver {
	bool known;
	bool ended;
	int32_t kind; /* enum member_kind */
};

/* How old somebody is, as little of it as who advises needs. */
enum age_band {
	AGE_NOT_SAID,
	AGE_UNDER_12,
	AGE_12_TO_15,
	AGE_16_TO_17,
	AGE_18_TO_24,
	AGE_25_TO_44,
	AGE_45_TO_64,
	AGE_65_AND_OVER,
	AGE_BAND_COUNT,
};
extern const struct codes consult_age_band_codes;
/* Not said if the day of birth lies ahead. */
enum age_band consult_age_band(int32_t birth_day, int32_t today);

const struct consult_move *consult_move_find(enum consult_event event, enum consult_state from);
/* No answer came in time; also when it was closed since. */
bool consult_is_late(const struct consult *consult);

/* Pure. */
enum consult_verdict consult_judge_ask(const struct episode *episode, const struct need *need,
	const struct care_actor *actor, const struct consult_asking *asking,
	const struct consult_receiver *receiver, int32_t today);
/* True while it is theirs to answer, or was and the answer still stands. */
bool consult_is_receiver(
	const struct consult *consult, const struct care_actor *actor, struct id service_organisation);
/* Answering, and saying no. */
enum consult_verdict consult_judge_answer(const struct consult *consult,
	const struct care_actor *actor, struct id service_organisation, int64_t now_ms);
enum consult_verdict consult_judge_withdraw(
	const struct consult *consult, const struct care_actor *actor, const struct episode *episode);
enum consult_verdict consult_judge_close(
	const struct consult *consult, const struct care_actor *actor, const struct episode *episode);
/* Into an asking to join of who answered; who can be asked, join.h judges. */
enum consult_verdict consult_judge_turn(const struct consult *consult,
	const struct care_actor *actor, const struct episode *episode, bool person_agrees);
enum consult_verdict consult_judge_expire(const struct consult *consult, int64_t now_ms);

/* Makes the move; CHECKs that it exists. */
const struct consult_move *consult_move(struct consult *consult, enum consult_event event);
