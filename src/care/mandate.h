/* mandate.h - who may speak for a person, and what may be done without their yes: named, with its
 * article, with an end, and ended by a clock.
 *
 * A representative speaks for the person: a parent or guardian by the age of the young person, a
 * mentor, a curator, somebody the person named in writing, or somebody near when there is none of
 * those. A compulsory title (Wvggz, Wzd, forensic) says which forms of care it allows and speaks
 * for nobody.
 *
 * States      decides -> together -> over      parent, guardian: until 12, until 16
 *             decides -> over                  the others
 * Moves       mandate_moves, in mandate_moves.c: the only list of what can happen to a mandate.
 * Invariants  (1) Each that is not over has an end, and a clock watches its next day (L0, L3).
 *             (2) By age: under 12 parents decide; from 12 both do; from 16 the young person alone,
 *             and what parents may see ends with it, unless the young person asks them in.
 *             (3) A representative is in the team while it stands, and leaves when it is over,
 *             unless something is theirs by then: that they keep until somebody else accepts it
 *             (L1), and know no more than that. When the person comes back (ending.h) they speak
 *             for them again, if it still stands; if it does not, nobody asks them in.
 *             (4) Nobody is named in writing but by the person.
 * Source      BW 7:447, 7:450 lid 2, 7:465 lid 1 to 3; Jeugdwet 7.3.4, 7.3.5; BW 1:381, 1:453;
 *             Wvggz 3:2 lid 2, 6:4, 6:5, 7:1, 7:7; Wzd 24, 29, 37; Wfz 1.1. The days are in
 *             mandate_kinds, each with its article.
 * Design      docs/decisions/0025-mandates-end-by-a-clock.md
 * Tests       test/unit/care/test_mandate.c, test/property, scenario/sixteen.play
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

enum mandate_kind {
	MANDATE_NOT_SAID,
	MANDATE_PARENT,
	MANDATE_GUARDIAN,
	MANDATE_MENTOR,
	MANDATE_CURATOR,
	MANDATE_WRITTEN,
	MANDATE_NEAR,
	MANDATE_WVGGZ_CRISIS,
	MANDATE_WVGGZ_CRISIS_LONGER,
	MANDATE_WVGGZ_CARE,
	MANDATE_WVGGZ_CARE_LONGER,
	MANDATE_WZD_CUSTODY,
	MANDATE_WZD_CUSTODY_LONGER,
	MANDATE_WZD_COURT,
	MANDATE_FORENSIC,
	MANDATE_KIND_COUNT,
};
extern const struct codes mandate_kind_codes;

/* Forms of compulsory care, Wvggz 3:2 lid 2 under a to k; a mask with bit 1 << value. */
enum mandate_form {
	FORM_NOT_SAID,
	FORM_MEDICATION,
	FORM_MOVEMENT,
	FORM_SECLUSION,
	FORM_SUPERVISION,
	FORM_SEARCH_BODY,
	FORM_SEARCH_HOME,
	FORM_SUBSTANCES,
	FORM_OWN_LIFE,
	FORM_VISITS,
	FORM_ADMISSION,
	FORM_TRANSPORT,
	FORM_COUNT,
};
extern const struct codes mandate_form_codes;

/* A kind as the law has it. */
struct mandate_rule {
	enum mandate_kind kind;
	bool speaks; /* somebody speaks for the person: an account */
	bool by_age; /* it ends at 16 */
	int32_t max_days;
	const char *article;
};
const struct mandate_rule *mandate_rule_of(int32_t kind);

enum mandate_state {
	MANDATE_NONE,
	MANDATE_DECIDES,
	MANDATE_TOGETHER,
	MANDATE_OVER,
	MANDATE_STATE_COUNT,
};
extern const struct codes mandate_state_codes;

enum mandate_event {
	MANDATE_NAME,       /* under 12, or not by age */
	MANDATE_NAME_YOUTH, /* by age, from 12 */
	MANDATE_TWELVE,
	MANDATE_END,
	MANDATE_EVENT_COUNT,
};

struct mandate_move {
	enum mandate_event event;
	enum mandate_state from;
	enum mandate_state to;
};
extern const struct mandate_move mandate_moves[];
extern const size_t mandate_move_count;

struct mandate {
	int32_t region;
	struct id episode;
	struct id id;
	struct id account; /* who speaks for the person; none */
	int32_t kind;      /* enum mandate_kind */
	int32_t state;     /* enum mandate_state */
	int64_t allows;    /* mask of enum mandate_form */
	int32_t birth_day; /* by age: of the young person, until it is over; else 0 */
	int32_t until_day; /* the last day that it stands */
	struct id named_by;
	int64_t named_ms;
	int64_t due_ms; /* when the clock looks at it next; 0: over */
	int64_t ended_ms;
	struct span words; /* sealed: which decision, of whom, where it is */
};
extern const struct store_table mandate_table;

enum mandate_verdict {
	MANDATE_OK,
	MANDATE_UNKNOWN,
	MANDATE_NOT_YOURS,  /* Not theirs to name, or to end. */
	MANDATE_IN_WRITING, /* Only the person names somebody in writing. */
	MANDATE_ACCOUNT,    /* Who speaks is somebody else, who lives and does not administer. */
	MANDATE_ALREADY,    /* They speak for the person, or this title stands. */
	MANDATE_BIRTH,      /* By age: a day of birth, of somebody under 16. */
	MANDATE_UNTIL,      /* Out of the days that the law gives. */
	MANDATE_ALLOWS,     /* A compulsory title says what it allows, and only that does. */
	MANDATE_IS_OVER,
	MANDATE_NOT_DUE,
	MANDATE_VERDICT_COUNT,
};
extern const struct verdict_list mandate_verdicts;

struct mandate_naming {
	int32_t kind;
	bool account_given, account_can; /* known, lives, and is no person's nor administers */
	bool by_person, by_care_manager, by_professional;
	bool already;
	int32_t birth_day, until_day;
	int64_t allows;
};

/* Pure. */
enum mandate_verdict mandate_judge_name(const struct mandate_naming *naming, int32_t today);
enum mandate_verdict mandate_judge_end(const struct mandate *mandate,
	const struct care_actor *actor, struct id person, struct id care_manager);
enum mandate_verdict mandate_judge_turn(const struct mandate *mandate, int64_t now_ms);
/* The first day of this age. */
int32_t mandate_birthday(int32_t birth_day, int years);
/* The last day on which a title of this kind that begins today can stand. */
int32_t mandate_last_day(const struct mandate_rule *rule, int32_t birth_day, int32_t today);
/* NULL if it cannot happen. */
const struct mandate_move *mandate_move_find(enum mandate_event event, enum mandate_state from);
/* Makes a judged move and sets when the clock looks next; CHECKs that it can be made. */
void mandate_move(struct mandate *mandate, enum mandate_event event);

/* Rows of care_mandate of an episode, newest first. */
MUST_USE status mandate_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
/* Who speaks for the person now, at most `capacity`. */
MUST_USE status mandate_list_speakers(struct store *store, int32_t region, struct id episode,
	struct id *accounts, size_t capacity, size_t *count, struct error *error);
/* When this person was born, by who speaks for them by age and was named last; 0: that is not
 * known. */
MUST_USE status mandate_find_birth(struct store *store, int32_t region, struct id episode,
	int32_t *birth_day, struct error *error);
/* Whether one of this kind and account stands. */
MUST_USE status mandate_stands(struct store *store, int32_t region, struct id episode, int32_t kind,
	struct id account, bool *stands, struct error *error);
