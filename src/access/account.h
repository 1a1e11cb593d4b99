/* account.h - who can act in Vangnet: people with a question, those around them, professionals,
 * administrators.
 *
 * States      live -> ended
 * Invariants  (1) An account with open responsibilities cannot end before each is accepted
 *             elsewhere (L1). Nor one with steps, or that is asked something: a step is planned
 *             for somebody else by who bears the need, or given back by leaving the team, as advice
 *             that came back is; an offer, asking or question is answered, taken back by who sent
 *             it, or ends by itself. That it does not end them itself: they may be of another
 *             shard, which one command cannot write.
 *             (2) Everybody signs in with an access code that follows from the account's id by the
 *                 site's secret, or from the command that gave another in place of one that was
 *                 lost: it is kept nowhere; the row has its keyed index, to find the account by. A
 *                 person's claim code is theirs. A new one ends the one before, and what began
 *                 with it.
 * Sealing     name: under the account's own key.
 * Design      docs/laws.md#L1      Tests  test/unit/access/test_account.c,
 *             test/unit/command/test_responsibilities.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

#define ACCOUNT_CODE_LETTERS 16 /* of 5 bits: 80 bits */
#define ACCOUNT_CODE_SIZE 20    /* XXXX-XXXX-XXXX-XXXX and a 0 */

struct account {
	int32_t region; /* home shard */
	struct id id;
	int32_t kind;           /* enum member_kind */
	struct id organisation; /* professionals and peer workers */
	struct id code_index;   /* 16 bytes: keyed index of the access code */
	int64_t created_ms;
	int64_t ended_ms; /* 0: live */
	struct span name; /* sealed; may be empty */
};

extern const struct store_table account_table;

enum account_verdict {
	ACCOUNT_OK,
	ACCOUNT_UNKNOWN,
	ACCOUNT_KIND,                 /* This kind is not made like this. */
	ACCOUNT_ORGANISATION_MISSING, /* A professional acts for an organisation. */
	ACCOUNT_ORGANISATION_UNKNOWN,
	ACCOUNT_ENDED,
	ACCOUNT_BEARS,              /* L1: needs that nobody else has accepted yet */
	ACCOUNT_MANAGES,            /* L1: care management that nobody else has accepted yet */
	ACCOUNT_LAST_ADMINISTRATOR, /* L1: nobody else could let anybody in, or put anybody on duty */
	ACCOUNT_LAST_ON_DUTY,       /* L1: the roster cannot become empty */
	ACCOUNT_HOLDS_ALONG,        /* L2: declined, and nobody has accepted yet */
	ACCOUNT_BEFORE_CONTACT,     /* L2: gave something, and the first contact has not been yet */
	ACCOUNT_ON_DUTY_ELSEWHERE,  /* L1: first off the rosters of other regions */
	ACCOUNT_SEATED,             /* L1: first off the tables */
	ACCOUNT_OPEN_EPISODE,       /* L1: the person's own question is open */
	ACCOUNT_HAS_STEPS,          /* L3: steps for others' needs, that would be nobody's */
	ACCOUNT_ASKED, /* L2: an offer, asking or question waits for them, or advice that came back */
	ACCOUNT_INVITE_WRONG,      /* The one-time token is wrong, used or expired. */
	ACCOUNT_RENEW_ELSEWHERE,   /* L7: it comes from somebody else. */
	ACCOUNT_RENEW_NOT_HOLDER,  /* A person's new code comes from who manages the care, or duty. */
	ACCOUNT_RENEW_WITHOUT_YES, /* L0 */
	ACCOUNT_VERDICT_COUNT,
};
extern const struct verdict_list account_verdicts;

struct account_facts {
	bool known;
	bool ended;
	int32_t kind;
	bool organisation_given;
	bool organisation_known;
	int64_t bears;
	int64_t manages;
	int64_t holds_along;
	int64_t before_contact;
	int64_t steps;           /* open, of needs that somebody else bears */
	int64_t asked;           /* that waits for this very account: offers, askings, advice */
	int64_t own_episodes;    /* open */
	bool last_administrator; /* of its region */
	bool last_on_duty;
	bool on_duty_elsewhere;
	bool seated; /* at some table */
};

/* Pure. */
enum account_verdict account_judge_create(const struct account_facts *facts);
enum account_verdict account_judge_end(const struct account_facts *facts);

/* Who asks for a new code for the person of an episode, or for a relative in their team. */
struct account_renewing {
	bool is_person;
	bool is_care_manager;
	bool is_on_duty; /* in the region of the episode */
	bool person_agrees;
	bool is_of_file; /* whose code it is: the person, or a relative in this team and in no other */
};
enum account_verdict account_judge_renew(const struct account_facts *facts);
enum account_verdict account_judge_renew_person(
	const struct account_facts *facts, const struct account_renewing *renewing);

/* Helps by profession or as a peer, or as a volunteer of an organisation; and is there. */
bool account_is_colleague(const struct account *account);

/* The access code of 10 derived bytes, as people read it: letters and digits without I, L, O and
 * U, in fours. */
void account_code_text(const uint8_t derived[10], char out[ACCOUNT_CODE_SIZE]);
/* Reads a code as people type it: case, blanks and dashes do not matter; I and L are 1, O is 0.
 * False if it is none. */
bool account_code_parse(struct span text, char out[ACCOUNT_CODE_SIZE]);

/* By id alone, whatever its home shard: *found says whether there is one. */
MUST_USE status account_find(struct store *store, struct id id, struct account *account,
	bool *found, struct arena *arena, struct error *error);
/* Whether a live administrator of the nation is there. */
MUST_USE status account_has_administrator(struct store *store, bool *has, struct error *error);
/* Whether a live administrator of this very shard is there. */
MUST_USE status account_shard_has_administrator(
	struct store *store, int32_t region, bool *has, struct error *error);
/* Whether this account is the only live administrator of its region. Of the nation it never is: a
 * new one is made with a one-time token of who runs the program. */
MUST_USE status account_is_last_administrator(
	struct store *store, const struct account *account, bool *is_last, struct error *error);
/* Live accounts that act for an organisation. */
MUST_USE status account_count_of(
	struct store *store, struct id organisation, int64_t *count, struct error *error);
MUST_USE status account_find_by_code(struct store *store, struct id code_index,
	struct account *account, bool *found, struct arena *arena, struct error *error);
/* For a list on pages that reads no whole shard for one: the account that is `number` places behind
 * `after` (none: from the first), in the order of ids; none if there are not so many. */
MUST_USE status account_find_end(struct store *store, int32_t region, struct id after,
	int64_t number, struct id *end, struct error *error);
/* Rows of access_account of a shard behind `after` and up to `end` (none: the last), in the order
 * of ids, also those that ended; not of who asked a question. */
MUST_USE status account_open_listed(struct store *store, int32_t region, struct id after,
	struct id end, int64_t limit, struct store_cursor **cursor, struct error *error);
/* Rows of who can be asked (account_is_colleague) of a shard, of this organisation or of all
 * (none), behind `after` and up to `end` (none: the last), in the order of ids. */
MUST_USE status account_open_colleagues(struct store *store, int32_t region, struct id organisation,
	struct id after, struct id end, int64_t limit, struct store_cursor **cursor,
	struct error *error);
