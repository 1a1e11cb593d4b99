/* consent.h - what a person says that somebody outside their team may know, and what not.
 *
 * States      stands -> over (its last day is behind us, by itself)
 *             stands -> withdrawn (from the next request on nothing rests on it)
 * Invariants  (1) Only the person says it, or who speaks for them (access_rules.c).
 *             (2) A consent is for one somebody or one organisation, for named parts of the file,
 *             until a day: none is for ever. An objection may be.
 *             (3) Of all that stands and is about this reader and this part, the most specific
 *             counts: what names somebody before what names their organisation, and then what names
 *             fewer parts. At a tie an objection beats a consent.
 *             (4) Rows are never taken away: what was said, and until when, stays.
 * Bounds      CONSENT_MAX_OPEN that stand, of an episode.
 * Source      BW 7:457 lid 1; AVG art. 6 lid 1 onder a, 7 lid 3, 9 lid 2 onder a, 21
 * Design      docs/decisions/0041-what-a-person-says-may-be-known.md
 * Tests       test/unit/care/test_consent.c, test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/ground.h"
#include "care/need.h"

enum { CONSENT_MAX_OPEN = 30, CONSENT_MAX_DAYS = 731 };

enum consent_kind { CONSENT_NOT_SAID, CONSENT_YES, CONSENT_OBJECTION, CONSENT_KIND_COUNT };
extern const struct codes consent_kind_codes;

struct consent {
	int32_t region;
	struct id episode;
	struct id id;
	int32_t kind;           /* enum consent_kind */
	struct id account;      /* whom it is about; none: an organisation */
	struct id organisation; /* none: an account */
	int64_t parts;          /* mask of enum file_part */
	int32_t until_day;      /* its last day; 0: an objection without an end */
	struct id said_by;
	int64_t said_ms;
	struct id ended_by; /* who withdrew it; none */
	int64_t ended_ms;
};
extern const struct store_table consent_table;

enum consent_verdict {
	CONSENT_OK,
	CONSENT_UNKNOWN,  /* No such consent or objection. */
	CONSENT_RECEIVER, /* One account or one organisation of the region, which is there. */
	CONSENT_NOT_FOR,  /* Not for oneself, for who asked for help, or for who administers. */
	CONSENT_HIDDEN,   /* Who is kept out of sight is told nothing; that is taken back first. */
	CONSENT_PARTS,    /* Which parts of the file is not said. */
	CONSENT_UNTIL,    /* Without a last day, or one that is behind us or too far ahead. */
	CONSENT_TOO_MANY,
	CONSENT_WITHDRAWN, /* It was, before. */
	CONSENT_VERDICT_COUNT,
};
extern const struct verdict_list consent_verdicts;

struct consent_saying {
	enum consent_kind kind;
	bool one_receiver;   /* an account or an organisation: one of both */
	bool receiver_lives; /* it is there, and has not ended */
	bool can_read;       /* it is no person's own account, and nobody's who administers */
	bool is_own;         /* of the person, or of who says it */
	bool hidden;         /* kept out of sight of this file */
	int64_t parts;
	int32_t until_day; /* 0: not said */
	int64_t open;      /* that stand */
};

/* Pure. */
enum consent_verdict consent_judge_say(const struct consent_saying *saying, int32_t today);
enum consent_verdict consent_judge_withdraw(const struct consent *consent);
bool consent_stands(const struct consent *consent, int32_t today);

/* Who looks. */
struct consent_reader {
	struct id account;
	struct id organisation; /* none */
};
/* Pure. The parts that this reader may know by what was said. */
unsigned consent_weigh(
	const struct consent *said, size_t count, const struct consent_reader *reader, int32_t today);

/* Which parts this reader may know of the episode now; *had: none, and there was a consent that
 * is over or withdrawn. */
MUST_USE status consent_find(struct store *store, int32_t region, struct id episode,
	const struct consent_reader *reader, int32_t today, unsigned *parts, bool *had,
	struct error *error);
MUST_USE status consent_count_open(struct store *store, int32_t region, struct id episode,
	int32_t today, int64_t *count, struct error *error);
/* Rows of care_consent of an episode, newest first. */
MUST_USE status consent_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
