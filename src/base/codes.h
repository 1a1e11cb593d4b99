/* codes.h - the enums that all folders share, with the names that the API and the messages use.
 *
 * A stored number never changes meaning; lists only grow. 0 means "not said" and has the empty
 * name.
 * Source      glossary; life domains: Wmo 2015 practice and seed papers.
 * Tests       test/unit/base/test_codes.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"

struct codes {
	const char *name;         /* "life_domain" */
	const char *const *names; /* names[0] is "" */
	int count;
};

enum life_domain {
	DOMAIN_NOT_SAID,
	DOMAIN_MENTAL,
	DOMAIN_ADDICTION,
	DOMAIN_PHYSICAL,
	DOMAIN_DEBT,
	DOMAIN_HOUSING,
	DOMAIN_INCOME,
	DOMAIN_EDUCATION,
	DOMAIN_WORK_DAYTIME,
	DOMAIN_LIFESTYLE,
	DOMAIN_SOCIAL,
	DOMAIN_MEANING,
	DOMAIN_PARENTING,
	DOMAIN_SAFETY,
	DOMAIN_LEGAL,
	DOMAIN_PRACTICAL,
	DOMAIN_COUNT,
};
extern const struct codes codes_life_domain;

enum need_aim { AIM_NOT_SAID, AIM_PREVENT, AIM_RECOVER, AIM_STABILISE, AIM_CARE, AIM_COUNT };
extern const struct codes codes_need_aim;

/* Who somebody is, as an account and as a member of a team. */
enum member_kind {
	MEMBER_NONE,
	MEMBER_PERSON,
	MEMBER_RELATIVE,
	MEMBER_PEER,
	MEMBER_VOLUNTEER,
	MEMBER_PROFESSIONAL,
	MEMBER_ADMINISTRATOR, /* administers; is in no team and reads no file */
	MEMBER_KIND_COUNT,
};
extern const struct codes codes_member_kind;

/* Why a handover is declined. Those behind EXCLUDING are what L4 does not accept; they have names
 * so that the refusal can say which it was. */
enum decline_reason {
	DECLINE_NOT_SAID,
	DECLINE_FIT,
	DECLINE_COMPETENCE,
	DECLINE_EXCLUDING_COMBINATION,
	DECLINE_EXCLUDING_ADDRESS,
	DECLINE_EXCLUDING_DIAGNOSIS,
	DECLINE_EXCLUDING_CRISIS_PRONE,
	DECLINE_EXCLUDING_FULL,
	DECLINE_COUNT,
};
extern const struct codes codes_decline_reason;

/* What who declines does in place of it (L2). */
enum decline_instead {
	INSTEAD_NOT_SAID,
	INSTEAD_CONSULT, /* looks along with who holds */
	INSTEAD_BRIDGE,  /* sees the person until the right help is there */
	INSTEAD_PART,    /* takes a part of it */
	INSTEAD_SEARCH,  /* finds who does fit, and asks them */
	INSTEAD_COUNT,
};
extern const struct codes codes_decline_instead;

/* Whose decision the closing of a need was (L10). */
enum closing {
	CLOSING_NOT_SAID,
	CLOSING_TOGETHER, /* with the person's agreement */
	CLOSING_PERSON,   /* the person said it is enough */
	CLOSING_MANDATE,  /* under a named mandate */
	CLOSING_DEATH,
	CLOSING_COUNT,
};
extern const struct codes codes_closing;

enum for_whom { FOR_NOT_SAID, FOR_SELF, FOR_SOMEBODY_ELSE, FOR_COUNT };
extern const struct codes codes_for_whom;

enum organisation_kind {
	ORGANISATION_NOT_SAID,
	ORGANISATION_AREA_TEAM,
	ORGANISATION_GP,
	ORGANISATION_MENTAL_HEALTH,
	ORGANISATION_ADDICTION,
	ORGANISATION_SOCIAL,
	ORGANISATION_PEER,
	ORGANISATION_HOUSING,
	ORGANISATION_DEBT,
	ORGANISATION_DUTY,
	ORGANISATION_KIND_COUNT,
};
extern const struct codes codes_organisation_kind;

enum service_level {
	LEVEL_NOT_SAID,
	LEVEL_LOCAL,
	LEVEL_REGIONAL,
	LEVEL_SUPRAREGIONAL,
	LEVEL_COUNT
};
extern const struct codes codes_service_level;

/* The number of a name, or 0 if the list does not have it (or the name is empty). */
int codes_find(const struct codes *codes, struct span name);
/* The name of a number; CHECKs that it is in the list. */
const char *codes_name(const struct codes *codes, int number);
