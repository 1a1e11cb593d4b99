/* region_purchase.h - who buys a person's help under which law, as the division is today and as it
 * is in Vangnet, and how many parties must agree for one person.
 *
 * Today each law has a division of its own, and so a party of its own for each place. In Vangnet a
 * region has one responsible insurer and one core municipality, once they are appointed (see
 * region_appointment.h); until then the places are there and have no name. For the Zvw today's
 * party is the person's own insurer, unless the region has appointed one.
 *
 * All here is pure.
 * Ownership   as region.h
 * Errors      as region.h
 * Source      data/purchasers.csv, with the article of each law; seed 004, "Regiostructuur"
 * Tests       test/unit/region/test_region_purchase.c, test/unit/region/test_region_whole.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "region/region.h"

#define REGION_MAX_PURCHASES 32
#define REGION_MAX_INSURERS 64

enum region_law {
	REGION_LAW_NOT_SAID,
	REGION_ZVW,
	REGION_WLZ,
	REGION_WMO_LAW,
	REGION_JEUGDWET,
	REGION_WPG,
	REGION_WFZ,
	REGION_LAW_COUNT,
};
/* "zvw" and so on */
extern const struct codes region_law_codes;

/* What is bought: "treatment", "sheltered_living". */
enum region_service {
	REGION_SERVICE_NOT_SAID,
	REGION_TREATMENT,
	REGION_GENERAL_PRACTICE,
	REGION_LONG_STAY_CARE,
	REGION_SUPPORT,
	REGION_SHELTERED_LIVING,
	REGION_YOUTH_HELP,
	REGION_PREVENTION,
	REGION_FORENSIC_CARE,
	REGION_SERVICE_COUNT,
};
extern const struct codes region_service_codes;

enum region_party_kind {
	REGION_PARTY_NOT_SAID,
	REGION_PARTY_INSURER,        /* the person's own */
	REGION_PARTY_REGION_INSURER, /* the one that the region has appointed, or will */
	REGION_PARTY_CARE_OFFICE,
	REGION_PARTY_WMO_CENTRE,
	REGION_PARTY_MUNICIPALITY,
	REGION_PARTY_YOUTH_REGION,
	REGION_PARTY_GGD,
	REGION_PARTY_CORE_MUNICIPALITY, /* the one that the region has appointed, or will */
	REGION_PARTY_MINISTRY,          /* of Justice and Security; the nation's */
	REGION_PARTY_COUNT,
};
extern const struct codes region_party_codes;

enum region_age_group { REGION_AGE_NOT_SAID, REGION_ADULT, REGION_YOUTH_AGE, REGION_AGE_GROUPS };
/* "adult", "youth" (under 18) */
extern const struct codes region_age_codes;

enum region_living {
	REGION_LIVING_NOT_SAID,
	REGION_INDEPENDENT,
	REGION_SHELTERED,
	REGION_LONG_STAY,
	REGION_LIVING_COUNT,
};
extern const struct codes region_living_codes;

/* One line of the table: for whom, from when, who buys. */
struct region_purchase {
	enum region_law law;
	enum region_service service;
	unsigned ages;    /* bits: 1 << enum region_age_group */
	unsigned livings; /* bits: 1 << enum region_living */
	bool forensic;    /* only with a forensic title */
	enum region_party_kind party;
	enum region_party_kind region_party; /* in Vangnet */
	int32_t from_day;
	int32_t until_day;   /* REGION_STILL if it is in force */
	struct span article; /* empty if it is not known here */
};

/* Code and name are empty for a party that the table cannot name: the person's own insurer, the
 * ministry, what a region has not appointed. */
struct region_party {
	enum region_party_kind kind;
	struct span code;
	struct span name;
	enum region_confidence confidence; /* that it is this one */
};

/* Whom a region has appointed: NULL where it has nobody. */
struct region_appointed {
	const struct region_insurer *insurer;
	const struct region_municipality *core;
};

/* Who asks, as far as it matters for who buys. */
struct region_person {
	enum region_age_group age;
	enum region_living living;
	bool forensic;
};

struct region_purchaser {
	const struct region_purchase *purchase;
	struct region_party today;
	struct region_party vangnet;
};

/* A party, and which lines of the table it buys under. */
struct region_agreeing {
	struct region_party party;
	size_t count;
	const struct region_purchase *purchases[REGION_MAX_PURCHASES];
};

enum region_order { REGION_TODAY, REGION_VANGNET };

/* The party of this kind for whoever lives in the municipality. */
struct region_party region_party_of(enum region_party_kind kind,
	const struct region_municipality *municipality, const struct region_appointed *appointed);
/* Who buys on that day under the law, or under all (REGION_LAW_NOT_SAID), in the order of the
 * table. Fills `found` and returns how many: none if no such law was in force. */
size_t region_purchasers(const struct region *division,
	const struct region_municipality *municipality, enum region_law law, int32_t day,
	const struct region_appointed *appointed, struct region_purchaser found[REGION_MAX_PURCHASES]);
/* The parties that must agree for this person, each once, in the order of the table. */
size_t region_parties(const struct region *division, const struct region_municipality *municipality,
	int32_t day, const struct region_person *person, const struct region_appointed *appointed,
	enum region_order order, struct region_agreeing found[REGION_MAX_PURCHASES]);
