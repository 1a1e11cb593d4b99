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
	const char *const *names; /* names[0] is ""; NULL for a number that was never used */
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
	ORGANISATION_PEER_GROUP, /* autonomous: of the people in it */
	ORGANISATION_VOLUNTEERS,
	ORGANISATION_HOME_CARE,
	ORGANISATION_HOSPITAL,
	ORGANISATION_MUNICIPALITY,
	ORGANISATION_POLICE,
	ORGANISATION_CLIENTS, /* clients and relatives together */
	ORGANISATION_SCHOOL,
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

/* How much help at a time; changes inside an open episode. */
enum intensity {
	INTENSITY_ANY, /* not told apart */
	INTENSITY_LIGHT_CONTACT,
	INTENSITY_LIGHT,
	INTENSITY_MODERATE,
	INTENSITY_INTENSIVE,
	INTENSITY_VERY_INTENSIVE,
	INTENSITY_COUNT,
};
extern const struct codes codes_intensity;

enum service_kind {
	SERVICE_NOT_SAID,
	SERVICE_TREATMENT,
	SERVICE_GUIDANCE,
	SERVICE_CONSULT,
	SERVICE_ADVICE,
	SERVICE_PEER_SUPPORT,
	SERVICE_PEER_GROUP, /* autonomous self-help group with a meeting place */
	SERVICE_VOLUNTEER,  /* a buddy, a listening ear */
	SERVICE_WALK_IN,    /* a house where anybody can walk in */
	SERVICE_RESPITE_BED,
	SERVICE_MOBILE_TEAM,
	SERVICE_SUPPORTED_HOUSING,
	SERVICE_DAY_ACTIVITY,
	SERVICE_ADMISSION,
	SERVICE_CRISIS,
	SERVICE_DEBT_HELP,
	SERVICE_FAMILY_SUPPORT,
	SERVICE_COURSE, /* recovery college, prevention */
	SERVICE_SELF_HELP_ONLINE,
	SERVICE_KIND_COUNT,
};
extern const struct codes codes_service_kind;

/* How somebody gets in; a set of these is a mask with bit 1 << value. */
enum way_in {
	WAY_IN_NOT_SAID,
	WAY_IN_PHONE,
	WAY_IN_EMAIL,
	WAY_IN_WEBSITE,
	WAY_IN_CHAT,
	WAY_IN_WALK_IN,
	WAY_IN_AT_HOME, /* somebody comes */
	WAY_IN_VANGNET, /* a question or handover here */
	WAY_IN_COUNT,
};
extern const struct codes codes_way_in;

enum referral {
	REFERRAL_NOT_SAID,
	REFERRAL_WITHOUT,
	REFERRAL_WITH,
	REFERRAL_EITHER,
	REFERRAL_COUNT
};
extern const struct codes codes_referral;

/* How help is given; a mask. */
enum service_setting {
	SETTING_NOT_SAID,
	SETTING_ALONE,
	SETTING_GROUP,
	SETTING_ONLINE,
	SETTING_PHONE,
	SETTING_AT_HOME,
	SETTING_WITH_RELATIVES,
	SETTING_COUNT,
};
extern const struct codes codes_service_setting;

/* What a site has for who needs it; a mask. */
enum accessibility {
	ACCESSIBLE_NOT_SAID,
	ACCESSIBLE_WHEELCHAIR,
	ACCESSIBLE_WHEELCHAIR_TOILET,
	ACCESSIBLE_LIFT,
	ACCESSIBLE_HEARING_LOOP,
	ACCESSIBLE_SIGN_LANGUAGE,
	ACCESSIBLE_QUIET_ROOM,
	ACCESSIBLE_GUIDE_DOG,
	ACCESSIBLE_PUBLIC_TRANSPORT,
	ACCESSIBLE_PARKING_DISABLED,
	ACCESSIBILITY_COUNT,
};
extern const struct codes codes_accessibility;

enum site_form {
	SITE_FORM_NOT_SAID,
	SITE_FORM_PLACE,
	SITE_FORM_ONLINE,
	SITE_FORM_MOBILE,  /* no door of its own: they come to you */
	SITE_FORM_MEETING, /* a place that is somebody else's: a library, a community centre */
	SITE_FORM_COUNT,
};
extern const struct codes codes_site_form;

/* The number of a name, or 0 if the list does not have it (or the name is empty). */
int codes_find(const struct codes *codes, struct span name);
/* The name of a number; CHECKs that it is in the list. */
const char *codes_name(const struct codes *codes, int number);
