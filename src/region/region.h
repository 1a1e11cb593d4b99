/* region.h - the one division of the country, and the others that it takes the place of.
 *
 * The 25 safety regions are Vangnet's regions: number 1 is VR01, 25 is VR25, 0 is the nation. What
 * each municipality is called, where it lies, who lives there, and which province, GGD region,
 * youth region, care office region and Wmo centre it belongs to is a table that is built into the
 * program.
 *
 * States      opened (read and checked whole) -> closed. Nothing changes in between: a division may
 *             be read from any thread.
 * Invariants  (1) REGION_MUNICIPALITY_COUNT municipalities, in rising order of number; no name
 *                 twice.
 *             (2) Each lies in one region, and no region is empty.
 *             (3) In each division a code has one name and a name one code.
 *             (4) The ages of a municipality add up to all its inhabitants.
 * Units       inhabitants: people on 1 January 2022; longitude, latitude: degrees (WGS 84).
 * Ownership   The division owns all that its functions return. Texts point into the table.
 * Errors      STATUS_INPUT with the line of the table that is wrong, STATUS_BOUND, STATUS_MEMORY.
 *             They do not repeat what the table says.
 * Source      data/README.md; docs/regions.md says what is a fact and what is indicative
 * Tests       test/unit/region/, fuzz/fuzz_csv.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/status.h"

#define REGION_NATIONAL 0
#define REGION_COUNT 25
#define REGION_MUNICIPALITY_COUNT 342
#define REGION_CODE_SIZE 5 /* "VR01" and a 0 */
#define REGION_MAX_NAME_BYTES 64
#define REGION_MAX_INSURER_BYTES 32 /* of a code */

enum region_age {
	REGION_ALL_AGES,
	REGION_AGE_0_17,
	REGION_AGE_18_64,
	REGION_AGE_65_PLUS,
	REGION_AGE_COUNT,
};

/* The other divisions of which a municipality lies in one area. */
enum region_division {
	REGION_PROVINCE,    /* PV20 */
	REGION_GGD,         /* GG0111: public health */
	REGION_YOUTH,       /* JZ01: Jeugdwet */
	REGION_CARE_OFFICE, /* ZK09: Wlz */
	REGION_WMO,         /* GM0344: the centre municipality; Wmo */
	REGION_DIVISION_COUNT,
};
/* "province", "ggd_region", "youth_region", "care_office_region", "wmo_region"; counted from 1: a
 * division's number is its code's less 1. */
extern const struct codes region_division_codes;

/* How sure it is which municipality is the Wmo centre; all but `sourced` is indicative. */
enum region_confidence {
	REGION_LOW,
	REGION_MIDDLE,
	REGION_HIGH,
	REGION_SOURCED,
	REGION_CONFIDENCE_COUNT,
};
/* "low" to "sourced", counted from 1. */
extern const struct codes region_confidence_codes;

struct region_area {
	struct span code;
	struct span name;
};

struct region_municipality {
	int32_t number;   /* 344: how the rest of the program names it */
	struct span code; /* "GM0344" */
	struct span name;
	int region; /* 1 to REGION_COUNT */
	struct region_area areas[REGION_DIVISION_COUNT];
	struct span care_office_2015; /* who held the care office in 2015 */
	struct span wmo_centre;       /* a municipality's name; areas[REGION_WMO] has its code too */
	enum region_confidence wmo_confidence;
	int64_t inhabitants[REGION_AGE_COUNT];
	double longitude;
	double latitude;
};

struct region;

/* Whose health insurance it is: the concerns that a region can appoint one of. */
struct region_insurer {
	struct span code; /* "zorg_en_zekerheid" */
	struct span name;
};

/* The tables that a division is read from, each as comma-separated values. */
struct region_tables {
	struct span municipalities;
	struct span changes;    /* region_history.h */
	struct span purchasers; /* region_purchase.h */
	struct span insurers;
};

/* Opens the built-in tables. */
MUST_USE status region_open(struct region **division, struct error *error);
/* Opens other tables of the same form, which must outlive the division. */
MUST_USE status region_open_tables(
	const struct region_tables *tables, struct region **division, struct error *error);
/* Opens another table of municipalities with the other tables as they are built in. */
MUST_USE status region_open_table(struct span table, struct region **division, struct error *error);
struct region_tables region_built_in_tables(void);
/* Accepts NULL. */
void region_close(struct region *division);

/* "VR01" to "VR25" give 1 to 25, "NL" gives REGION_NATIONAL, in small letters too; false
 * otherwise. */
bool region_parse(struct span text, int *number);
/* The other way round; fills `out` and returns it. */
char *region_code_text(int number, char out[REGION_CODE_SIZE]);
/* As the table says it; empty for the nation, which stands in no table. */
struct span region_name(const struct region *division, int number);
int64_t region_inhabitants(const struct region *division, int number, enum region_age age);
/* The municipalities of a region, or of the nation, in order of number. */
const struct region_municipality *const *region_municipalities(
	const struct region *division, int number, size_t *count);

/* In order of code. */
const struct region_insurer *region_insurers(const struct region *division, size_t *count);
/* By code; NULL if there is none. */
const struct region_insurer *region_find_insurer(const struct region *division, struct span code);

/* By CBS number, 344; NULL if there is none today: region_history.h knows those of before. */
const struct region_municipality *region_find_number(const struct region *division, int32_t number);
/* By CBS code, "GM0344"; NULL if there is none. */
const struct region_municipality *region_find_code(const struct region *division, struct span code);
/* By name as people write it: folded (see below), with or without the province in brackets, and by
 * the two names that everybody uses and no table has (Den Haag, Den Bosch). NULL if there is none,
 * or if there are several ("Bergen"): region_find_prefix gives these. */
const struct region_municipality *region_find_name(const struct region *division, struct span name);
/* Those whose folded name begins with the folded prefix, in order of folded name; fills at most
 * `capacity` and returns how many there are. A prefix without a letter or digit finds none. */
size_t region_find_prefix(const struct region *division, struct span prefix,
	const struct region_municipality **found, size_t capacity);

/* Lower-case letters without accents, and digits: "Súdwest-Fryslân" gives "sudwestfryslan". Other
 * characters are left out, other scripts too. Fills `out` with a 0 behind it and returns the size
 * without it; 0 if the text is not UTF-8 or does not fit (the result is never longer than the
 * text). */
size_t region_fold(struct span text, char *out, size_t capacity);
