/* ground.h - on what a look at somebody's data, or a change of it, rests: each ground with its
 * article, the days on which that is law, and the parts of a file that it reaches.
 *
 * The table (ground_rules) is data: a lawyer reads it in docs/access.md, and a law that comes, goes
 * or changes is a row. The nearest to the person stands first: what is more specific goes before
 * what is more general.
 *
 * Invariants  (1) A ground holds only on days on which its article is in force.
 *             (2) A ground whose law is not in force everywhere holds only where somebody said that
 *             it is (`here`); nothing says so by itself.
 *             (3) A law with limited categories reaches those parts of a file and no others.
 * Unit        days as in base/date.h; the first and the last day included.
 * Source      BW 7:456, 7:457, 7:465 (WGBO, in force 1995-04-01); AVG (Regulation (EU) 2016/679,
 *             applies from 2018-05-25) and before it the Wbp, which this table does not have;
 *             Wvggz and Wzd (2020-01-01), Wfz (2019-01-01), Wpg (2008-12-01), Wkkgz (2016-01-01);
 *             Wams: a bill (Kamerstukken II 36 295), so without a day.
 * Design      docs/decisions/0040-grounds-are-rows-with-days.md
 * Tests       test/unit/access/test_ground.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/date.h"
#include "base/verdict.h"

/* What somebody can say yes to, and what a law with limited categories names; a mask has the bit
 * 1 << value. */
enum file_part {
	FILE_NOT_SAID,
	FILE_IDENTITY,     /* name and day of birth */
	FILE_CONTACT,      /* how and where somebody is reached */
	FILE_NEEDS,        /* what is needed, who carries it, what is next, whether it is safe */
	FILE_PLAN,         /* goals and steps */
	FILE_CONVERSATION, /* what was said about each area of life */
	FILE_CLINICAL,     /* stays, and what advisers were asked */
	FILE_SAFETY,       /* the crisis plan */
	FILE_MANDATE,      /* who speaks for somebody, and what is allowed */
	FILE_MONEY,        /* what was paid, by pseudonym */
	FILE_LOG,          /* who looked */
	FILE_PART_COUNT,
};
extern const struct codes ground_part_codes;
#define FILE_BIT(part) (1u << (part))
/* All parts. */
#define FILE_WHOLE ((1u << FILE_PART_COUNT) - 2u)

/* Numbers are in the journal and never change meaning. */
enum access_ground {
	GROUND_NONE,
	GROUND_OWN_FILE,  /* the person themself */
	GROUND_TREATMENT, /* in the team with the person's yes */
	GROUND_ASKED,     /* asked to take over or to join, with the person's yes */
	GROUND_VITAL_INTEREST,
	GROUND_ENTRY,          /* a question is brought in */
	GROUND_ADMINISTRATION, /* accounts and the directory; no file */
	GROUND_PUBLIC,         /* public facts */
	GROUND_PROGRAM,        /* an agreed rule comes due */
	GROUND_OWN_ENTRY,      /* what one offers oneself */
	GROUND_CONSULT,        /* asked to look along, pseudonymous */
	GROUND_TABLE,          /* what is stuck, pseudonymous */
	GROUND_REPRESENTATION, /* speaks for the person */
	GROUND_CONSENT,        /* the person said yes to this part, until a day */
	/* What the law gives without a yes. No route rests on these yet: rows and tests. */
	GROUND_WVGGZ,
	GROUND_WZD,
	GROUND_WFZ,
	GROUND_WAMS,
	GROUND_OUTREACH,
	GROUND_SUPERVISION,
	GROUND_COUNT,
};
extern const struct codes access_ground_codes;

struct ground_rule {
	enum access_ground ground;
	const char *article;     /* "": rests on no article of a law */
	struct date_civil from;  /* its first day as law; year 0: it has none */
	struct date_civil until; /* its last; year 0: none is known */
	bool only_where_said;    /* in force only where somebody said so */
	unsigned parts;          /* mask of enum file_part; 0: nothing of a file */
};

/* Nearest to the person first. */
extern const struct ground_rule ground_rules[];
extern const size_t ground_rule_count;

enum ground_verdict {
	GROUND_HOLDS,
	GROUND_IS_NONE,
	GROUND_NOT_YET,   /* The law is not in force on that day. */
	GROUND_NO_LONGER, /* It was, and is not any more. */
	GROUND_NOT_HERE,  /* It is in force only where somebody said so. */
	GROUND_NOT_THIS,  /* It does not reach this part of a file. */
	GROUND_VERDICT_COUNT,
};

/* NULL for none. */
const struct ground_rule *ground_rule_of(enum access_ground ground);
/* Pure. Whether what rests on this ground can be done on this day with these parts of a file (0:
 * none in particular). here: mask of 1 << enum access_ground, what was said to be in force here. */
enum ground_verdict ground_judge(
	enum access_ground ground, int32_t today, unsigned here, unsigned parts);
/* Pure. Which of two is nearer to the person; the same: that one. */
enum access_ground ground_nearest(enum access_ground one, enum access_ground other);
