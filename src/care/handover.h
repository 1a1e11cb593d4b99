/* handover.h - responsibility passes from one bearer to another, and never falls between them.
 *
 * What is handed over is a need, or (need none) the care management of the episode.
 *
 * States      offered -> accepted -> contacted
 *             offered -> declined | expired | withdrawn
 * Moves       handover_moves, in handover_moves.c: the only list of what can happen to a handover.
 * Invariants  (1) A need has exactly one bearer in every state (L1).
 *             (2) Through a handover the bearer changes at `accepted`, and only there (L2).
 *             (3) At most one open offer for a need, and for the care management of an episode.
 *             (4) A professional who declines holds along (`sharing`) until somebody accepts (L2);
 *                 anybody else may say no without more (L0, L1). The person may let them go before
 *                 that (L0). So may who keeps the care management, where that was declined: nobody
 *                 need accept it any more.
 *             (5) The giver, who bore it until then, stays in the team until `contacted` (L2).
 *             (6) An offer has an end: expires_ms is set, and the clock job ends it.
 * Ownership   Nothing passed in is retained.
 * Design      docs/laws.md#L2      Tests  test/unit/care/test_handover.c,
 *             test_handover_moves.c, test/property, test/model
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/episode.h"
#include "care/need.h"

/* Bounds of how long an offer may stand; without a word it goes by the norm. */
#define HANDOVER_MIN_DAYS 1
#define HANDOVER_MAX_DAYS 28
/* The first contact after accepting: the intake norm of mental health care (Treeknorm, 4 weeks).
 * */
#define HANDOVER_CONTACT_MAX_DAYS 28
/* Who declined one need and holds along, with who gave it and stays: an acceptance frees them, all
 * in one command. */
#define HANDOVER_MAX_TIED 200

enum handover_state {
	HANDOVER_NONE,
	HANDOVER_OFFERED,
	HANDOVER_ACCEPTED,
	HANDOVER_CONTACTED,
	HANDOVER_DECLINED,
	HANDOVER_EXPIRED,
	HANDOVER_WITHDRAWN,
	HANDOVER_STATE_COUNT,
};
extern const struct codes handover_state_codes;

enum handover_event {
	HANDOVER_OFFER,
	HANDOVER_ACCEPT,
	HANDOVER_CONTACT,
	HANDOVER_DECLINE,
	HANDOVER_EXPIRE,
	HANDOVER_WITHDRAW,
	HANDOVER_EVENT_COUNT,
};

struct handover_move {
	enum handover_event event;
	enum handover_state from;
	enum handover_state to;
	enum bearer_effect bearer;
	bool shares;       /* who answers holds along from now on */
	bool frees;        /* who held along are free */
	bool sender_stays; /* who gave it cannot leave the team in the new state */
};

extern const struct handover_move handover_moves[];
extern const size_t handover_move_count;

struct handover {
	int32_t region;
	struct id id;
	struct id episode;
	struct id need;       /* none: the care management */
	struct id sender;     /* who offered */
	struct id to_account; /* exactly one of these two */
	struct id to_service;
	int32_t state; /* enum handover_state */
	int64_t offered_ms;
	int64_t expires_ms;
	struct id giver; /* accepted: who bore it until then */
	struct id answered_by;
	int64_t answered_ms;
	int32_t reason;  /* enum decline_reason */
	int32_t instead; /* enum decline_instead */
	int32_t instead_day;
	bool sharing;        /* answered_by holds along */
	bool giver_stays;    /* the giver cannot leave the team, nor end their account */
	int32_t contact_day; /* accepted: first contact planned by */
	int64_t contacted_ms;
	struct span words;         /* sealed: what the receiver needs to know */
	struct span reason_words;  /* sealed */
	struct span instead_words; /* sealed */
};

extern const struct store_table handover_table;

enum handover_verdict {
	HANDOVER_OK,
	HANDOVER_UNKNOWN,          /* No such handover in this episode. */
	HANDOVER_WITHOUT_YES,      /* L0: nothing is handed over without the person's yes. */
	HANDOVER_NOT_BEARER,       /* Only who bears the need can offer it. */
	HANDOVER_NOT_CARE_MANAGER, /* Care management: by the care manager, or chosen by the person. */
	HANDOVER_TO_NOBODY,        /* No receiver, or two. */
	HANDOVER_RECEIVER_UNKNOWN,
	HANDOVER_RECEIVER_ENDED,
	HANDOVER_TO_SELF,
	HANDOVER_ALREADY_OFFERED,
	HANDOVER_NEED_CLOSED,
	HANDOVER_IN_DANGER, /* Duty holds by rule; first safe. */
	HANDOVER_ANSWER_BY_OUT_OF_RANGE,
	HANDOVER_NOT_OPEN,    /* It was answered, withdrawn or expired already. */
	HANDOVER_HAS_EXPIRED, /* The time is over, though the clock job has not come by yet. */
	HANDOVER_NOT_RECEIVER,
	HANDOVER_CARE_MANAGER_KIND, /* Only a professional or a peer worker can be care manager. */
	HANDOVER_CONTACT_DAY_OUT_OF_RANGE,
	HANDOVER_REASON_MISSING, /* L2: who declines says why. */
	/* L4: not for a combination, an address, a diagnosis, crises or a full place. */
	HANDOVER_REASON_EXCLUDES,
	HANDOVER_INSTEAD_MISSING,          /* L2: and what they do instead, */
	HANDOVER_INSTEAD_DAY_OUT_OF_RANGE, /* and by when. */
	HANDOVER_NOT_SENDER,               /* Withdrawing is for sender, person and holder. */
	HANDOVER_NOT_ACCEPTED,             /* A first contact follows an acceptance. */
	HANDOVER_NOT_TO_CONFIRM, /* The first contact is confirmed by the receiver or the person. */
	HANDOVER_NOT_YET_EXPIRED,
	HANDOVER_TOO_MANY, /* HANDOVER_MAX_TIED are tied to it already. */
	HANDOVER_VERDICT_COUNT,
};
extern const struct verdict_list handover_verdicts;

struct handover_offer {
	bool of_care_management;
	bool person_agrees;
	struct id to_account;
	struct id to_service;
	int32_t answer_by_day; /* 0: the default */
	int64_t tied;          /* to the need or care management, by earlier offers */
};

/* What is known of who is asked. */
struct handover_receiver {
	bool known;
	bool ended;
	int32_t kind; /* enum member_kind; a service counts as professional */
	struct id organisation;
};

struct handover_answer {
	int32_t contact_day;
	enum decline_reason reason;
	enum decline_instead instead;
	int32_t instead_day;
};

const struct handover_move *handover_move_find(enum handover_event event, enum handover_state from);
/* The last moment of an offer to be answered by this day (its end in Amsterdam). */
int64_t handover_expiry(int32_t answer_by_day);

/* Pure. `need` is NULL for care management. */
enum handover_verdict handover_judge_offer(const struct episode *episode, const struct need *need,
	const struct care_actor *actor, const struct handover_offer *offer,
	const struct handover_receiver *receiver, int32_t today);
/* True if the actor is who was asked: the account, or somebody of the service's organisation. */
bool handover_is_receiver(const struct handover *handover, const struct care_actor *actor,
	struct id service_organisation);
/* holder: who bears the need now, or manages the care. */
enum handover_verdict handover_judge_accept(const struct handover *handover,
	const struct need *need, struct id holder, const struct care_actor *actor,
	struct id service_organisation, const struct handover_answer *answer, int64_t now_ms);
enum handover_verdict handover_judge_decline(const struct handover *handover,
	const struct care_actor *actor, struct id service_organisation,
	const struct handover_answer *answer, int64_t now_ms);
/* Of an offer that stands, or of what was declined: then who holds along is let go. */
enum handover_verdict handover_judge_withdraw(const struct handover *handover,
	const struct care_actor *actor, struct id person, struct id holder);
enum handover_verdict handover_judge_contact(
	const struct handover *handover, const struct care_actor *actor, struct id person);
enum handover_verdict handover_judge_expire(const struct handover *handover, int64_t now_ms);

/* Makes the move on the structs: the handover's state, and who bears the need (or, need NULL, who
 * manages the care). CHECKs that the move exists. */
void handover_move(struct handover *handover, struct episode *episode, struct need *need,
	enum handover_event event, const struct need_parties *parties);
