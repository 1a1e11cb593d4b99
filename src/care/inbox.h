/* inbox.h - what waits for an answer of somebody, in the shard of who is asked: ids only.
 *
 * An item comes by outbox from the shard of the episode or of the entry on the map, at least once
 * and in sequence. It is known by its receiver and its thing, and the command that delivers it by
 * its event, so that a second delivery changes nothing. When the thing is answered or dealt with,
 * another event (INBOX_NONE) takes it away; what only tells something goes also when the receiver
 * has seen it.
 * Design      docs/architecture.md      Tests  test/unit/command/test_outbox.c, test_told.c,
 *             test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

enum inbox_kind {
	INBOX_NONE,
	INBOX_QUESTION,   /* a new question that you hold */
	INBOX_HANDOVER,   /* a handover offered to you */
	INBOX_JOIN,       /* you are asked to join */
	INBOX_CONFIRM,    /* is this entry of yours on the map still right? */
	INBOX_CORRECTION, /* somebody says that an entry is wrong */
	INBOX_AGREEMENT,  /* your organisation is asked into a network agreement */
	/* You bear a need (again) because somebody stopped, left, or it is safe again: the need. Goes
	 * when a next step is planned or done, it is closed, or somebody else bears it. */
	INBOX_RETURNED,
	/* A step that is yours, or is for a need that you bear, is late: the step. Goes with the step.
	 */
	INBOX_LATE,
	/* What you offered got an answer, or none in time: the handover. Or who you asked to join said
	 * no, or nothing in time: the asking. */
	INBOX_ANSWERED,
	INBOX_CONSULT,      /* your advice is asked */
	INBOX_CONSULT_BACK, /* advice that you asked: an answer, a no, or nothing in time */
	INBOX_STAY_LATE,    /* somebody whose care you manage is not back yet */
	INBOX_DECISION,     /* a table decided that your organisation takes this over */
	/* Numbers between were never used. */
	INBOX_PLAN_STEP = 30,   /* you are asked to do a step of a plan */
	INBOX_LIGHT_LATE,       /* a light contact that you keep is late */
	INBOX_LIGHT,            /* a light contact is yours now, because who kept it left */
	INBOX_BACK_AGAIN,       /* somebody whose care you manage came back often: a table is offered */
	INBOX_WANTED,           /* and wants a table, or a companion */
	INBOX_SAME_PERSON = 40, /* another file may be of the same person: the pair */
	/* A change of life of somebody whose care you manage: it is announced, or the day has come. */
	INBOX_TRANSITION = 50,
	INBOX_PREPARATION_LATE, /* what is prepared for one is not there in time */
	INBOX_SECOND_VIEW_LATE, /* nobody of another organisation has looked in time */
	INBOX_OFFERED,          /* you came back often: a table and a companion are offered to you */
	INBOX_BROUGHT,   /* a clock, or somebody else, brought what is yours to a table: the case */
	INBOX_CODE = 60, /* somebody got a new code: the account */
	/* Somebody is in danger, and you have duty: the need. Goes with the step that is for that. */
	INBOX_DANGER,
	/* Who has duty holds what you bore, or what is of somebody whose care you manage: the need.
	 * Goes when it is over. */
	INBOX_DANGER_HELD,
	/* What somebody else did, and nobody has to do anything about. */
	INBOX_CHOSE_OTHER = 80, /* who managed the care: the person chose another: the handover */
	INBOX_NEED_CLOSED,      /* somebody else closed what you bore: the need */
	INBOX_CLOSED,           /* the person closed the episode that you managed: the episode */
	INBOX_DECIDED,          /* a table decided about what is yours: the case */
	INBOX_NAMED,            /* and somebody is named for it: the case */
	/* A place of your organisation is kept for somebody, or somebody stays at it or will: the stay.
	 * Goes when that is over. */
	INBOX_PLACE,
	/* And the place at home is not kept much longer: the stay. To the care manager too: the place
	 * of it (stay_place_id); goes when it is over, or kept longer. */
	INBOX_PLACE_ENDS,
	/* A second view is there, and nobody has spoken with the person about it in time. */
	INBOX_TALK_LATE,
	INBOX_CONSENT = 100, /* a person says that you may know something of their file: the consent */
	INBOX_KIND_COUNT,
};
extern const struct codes inbox_kind_codes;

enum inbox_verdict {
	INBOX_OK,
	INBOX_UNKNOWN,   /* No such item in the inbox of who says so. */
	INBOX_TO_ANSWER, /* L2: what waits for an answer or a deed goes by that. */
	INBOX_VERDICT_COUNT,
};
extern const struct verdict_list inbox_verdicts;

struct inbox_item {
	int32_t region;     /* home shard of who is asked */
	struct id receiver; /* account, or organisation */
	struct id thing;    /* the handover, join, episode, need, step, consult or stay; the entry,
						 * correction, agreement or account */
	int32_t kind;       /* enum inbox_kind */
	int32_t from_region;
	struct id episode; /* none: it is about the map of help */
	int64_t at_ms;
};

extern const struct store_table inbox_table;

/* The administrators of a shard have an inbox together, under this receiver. */
extern const struct id inbox_of_administrators;

/* Pure: may it go because it has been seen? */
enum inbox_verdict inbox_judge_seen(bool known, enum inbox_kind kind);

/* An item with what the list says of it. */
struct inbox_row {
	struct inbox_item item;
	int64_t expires_ms; /* of an offer or asking that stands; else 0 */
	int32_t domain;     /* enum life_domain: of the need that is offered */
	int64_t before_ms;  /* of danger: by when who has duty begins; else 0 */
	int64_t place;      /* in the order; over 0 */
};

/* Where a page begins: behind this one. The first page: all 0. */
struct inbox_position {
	int64_t place;
	int64_t at_ms;
	struct id thing;
};

/* What waits for these two (an account, and its organisation or none): danger, what expires first,
 * by when that is, and then the rest, oldest first, so that nothing hides what will expire. At most
 * `limit`; all that waits for the two is read for it. */
MUST_USE status inbox_list(struct store *store, int32_t region, struct id account,
	struct id organisation, struct inbox_position after, int64_t limit, struct inbox_row *rows,
	size_t *count, struct error *error);
/* How many that are on all pages. */
MUST_USE status inbox_count(struct store *store, int32_t region, struct id account,
	struct id organisation, int64_t *number, struct error *error);
