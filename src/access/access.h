/* access.h - who may do what to whose data, and on what ground: one pure function over a table.
 *
 * The default is no. A rule gives a ground to a relation for a part of a file and a verb; who has
 * no rule is refused. The table is in access_rules.c; docs/laws.md#L7 says what it rests on.
 *
 * Invariants  (1) Nothing is decided from anything but this struct: the same question gives the
 *             same answer.
 *             (2) An administrator, who administers, reads no file.
 *             (3) A rule whose ground is not law on that day, or not here, gives nothing
 *             (ground.h).
 * Source      Burgerlijk Wetboek 7:457 and 7:456 (WGBO), AVG art. 6 and 9
 * Tests       test/unit/access/test_access.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/ground.h"
#include "base/codes.h"
#include "base/verdict.h"

/* How the actor stands to the subject; bits. */
enum access_relation {
	RELATION_ANYBODY = 1 << 0, /* also without signing in */
	RELATION_SIGNED_IN = 1 << 1,
	RELATION_SELF = 1 << 2,
	RELATION_MEMBER = 1 << 3,        /* in the team now */
	RELATION_ASKED = 1 << 4,         /* an open handover or asking is theirs to answer */
	RELATION_DUTY = 1 << 5,          /* on the region's roster */
	RELATION_ADMINISTRATOR = 1 << 6, /* of the shard */
	RELATION_PROGRAM = 1 << 7,       /* Vangnet itself: clocks and deliveries */
	RELATION_OWNER = 1 << 8,  /* the entry on the map of help is theirs, or their organisation's */
	RELATION_SEATED = 1 << 9, /* at the table where the case lies, or whose agenda it is */
	RELATION_ENTERED = 1 << 10,    /* brought the question in */
	RELATION_SAME = 1 << 11,       /* it is another file of the same person */
	RELATION_NEAR = 1 << 12,       /* in the team, and knows the plan or their own part of it */
	RELATION_REPRESENTS = 1 << 13, /* speaks for the person, and knows all that the team knows */
	RELATION_COLLEAGUE = 1 << 14,  /* helps by profession or as a peer, or for an organisation */
	RELATION_CONSENTED = 1 << 15,  /* the person said that they may know what this shows */
};

enum access_part {
	PART_DOOR,      /* bringing a question in; signing in */
	PART_FILE,      /* needs, team, plan, conversation, timeline */
	PART_OFFER,     /* what the receiver of an offer needs to know, and the answer */
	PART_LOG,       /* who looked and changed */
	PART_OWN,       /* one's own sessions and inbox */
	PART_DIRECTORY, /* the map of help */
	PART_ADMINISTRATION,
	PART_CLOCK,
	PART_CORRECTION,     /* what was said to be wrong on the map of help, and the decision */
	PART_DIRECTORY_DOOR, /* what anybody may do at the map: report, and confirm with a link */
	PART_CASELOAD,   /* which files of others one is in the team of, and what comes next there */
	PART_CONSULT,    /* the question of a consult, and the advice; nothing else of the file */
	PART_TABLE,      /* a case at a table: pseudonymous until the person agrees */
	PART_OBLIGATION, /* naming who does what a table decided */
	PART_AGENDA,     /* what lies at a table, and what tables learned: no words of a file */
	PART_RECEIPT,    /* that it was received and is held; nothing else */
	PART_ABOUT,      /* who the other is, of whom a relative tells */
	PART_STORY,      /* the timeline, and what advisers were asked */
	PART_RENEWAL,    /* a new code for the person, in place of one that was lost */
	PART_COLLEAGUES, /* who can be asked: who helps, and for which organisation */
	PART_CONSENT,    /* what the person said that others may know */
	PART_COUNT,
};
extern const struct codes access_part_codes;

enum access_verb { VERB_READ, VERB_CHANGE, VERB_COUNT };

struct access_rule {
	enum access_part part;
	enum access_verb verb;
	unsigned relation; /* one bit */
	bool in_danger_only;
	enum access_ground ground;
};

extern const struct access_rule access_rules[];
extern const size_t access_rule_count;

struct access_question {
	enum access_part part;
	enum access_verb verb;
	unsigned relations; /* bits */
	bool in_danger;
	int32_t today;  /* of base/date.h: which laws are in force */
	unsigned here;  /* which laws were said to be in force here (ground.h) */
	unsigned parts; /* of a file that it is about: mask of enum file_part; 0: none in particular */
	bool consent_over; /* this reader had a consent of the person, and has none now */
};

enum access_verdict {
	ACCESS_OK,
	ACCESS_NOT_SIGNED_IN,
	ACCESS_NO_GROUND,
	ACCESS_NOT_YOURS,     /* the map of help, accounts, rosters: for who keeps them */
	ACCESS_NOT_COLLEAGUE, /* for who helps */
	ACCESS_CONSENT_OVER,  /* the person's consent is over, or was withdrawn */
	ACCESS_VERDICT_COUNT,
};
extern const struct verdict_list access_verdicts;

/* Pure. The ground of the first rule that fits; GROUND_NONE and why not otherwise. */
enum access_verdict access_decide(
	const struct access_question *question, enum access_ground *ground);
/* The same by another table than access_rules: of one that is wrong somewhere, for tests. */
enum access_verdict access_decide_by(const struct access_rule *rules, size_t count,
	const struct access_question *question, enum access_ground *ground);
