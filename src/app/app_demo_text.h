/* app_demo_text.h - the invented names, organisations and sentences of a demonstration.
 *
 * They are the files of data/demo, which are built into the program; data/demo/README.md says what
 * is in them.
 *
 * States      opened (read and checked whole) -> closed. Nothing changes in between: may be read
 *             from any thread.
 * Invariants  (1) app_demo_text_pick always finds something: what is needed for each life domain
 *                 is there for each, the rest for any.
 * Errors      STATUS_INPUT with the file and line that is wrong or what is missing, STATUS_BOUND.
 * Tests       test/unit/app/test_app_demo_text.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/prng.h"
#include "base/arena.h"
#include "base/buf.h"
#include "directory/hours.h"

enum app_demo_use {
	APP_DEMO_GIVEN,
	APP_DEMO_FAMILY,
	APP_DEMO_WORD,
	APP_DEMO_QUARTER,
	APP_DEMO_ADMINISTRATOR, /* what accounts of administrators are called */
	APP_DEMO_NATION,        /* the organisation that has duty for the nation */
	APP_DEMO_STREET,
	APP_DEMO_LANGUAGE, /* what is spoken somewhere, as codes */
	APP_DEMO_BEGIN,
	APP_DEMO_PROBLEM, /* for each life domain */
	APP_DEMO_WISH,
	APP_DEMO_NEED, /* for each life domain */
	APP_DEMO_FIRST,
	APP_DEMO_STEP,
	APP_DEMO_OWN,
	APP_DEMO_OFFER,
	APP_DEMO_FIT,
	APP_DEMO_COMPETENCE,
	APP_DEMO_CONSULT,
	APP_DEMO_BRIDGE,
	APP_DEMO_PART,
	APP_DEMO_SEARCH,
	APP_DEMO_ACCEPT,
	APP_DEMO_CONTACT,
	APP_DEMO_JOIN,
	APP_DEMO_DANGER,
	APP_DEMO_AGREEMENT,
	APP_DEMO_PLEDGE,
	APP_DEMO_GOAL,
	APP_DEMO_REPORT,
	APP_DEMO_USE_COUNT,
};

/* Groups of organisations that a demonstration cannot do without; there may be others. */
enum app_demo_part {
	APP_DEMO_AREA_TEAM,
	APP_DEMO_GP,
	APP_DEMO_GGZ_REGION,
	APP_DEMO_GGZ_PRACTICE,
	APP_DEMO_ADDICTION,
	APP_DEMO_SOCIAL,
	APP_DEMO_PEER,
	APP_DEMO_DUTY,
	APP_DEMO_PART_COUNT,
};

#define APP_DEMO_MAX_GROUPS 32
#define APP_DEMO_MAX_SERVICES 8 /* of a group */
#define APP_DEMO_MAX_HOURS 16   /* rows */

struct app_demo_service_kind {
	int32_t domain;
	int32_t level;
	int32_t places_week;
	struct span name;
	int32_t kind; /* enum service_kind */
	int64_t ways_in;
	int32_t referral;
	bool anonymous;
	int64_t settings;
	int64_t good_at;
	int64_t domains; /* besides the main one */
	int32_t min_age, max_age;
	int32_t places, kept;
	int32_t cost; /* enum cost_kind */
};

/* A kind of organisation: how many there are, and what one of them is like. */
struct app_demo_group {
	struct span name; /* "ggz_region" */
	int32_t kind;     /* enum organisation_kind */
	bool of_region;   /* else one or more in each municipality */
	int64_t inhabitants;
	int64_t sites;
	int64_t professionals;
	int32_t role;        /* enum member_kind */
	struct span pattern; /* "Buurtteam {place} {quarter}" */
	int32_t form;        /* enum site_form */
	struct hours hours[APP_DEMO_MAX_HOURS];
	size_t hours_count;
	struct app_demo_service_kind services[APP_DEMO_MAX_SERVICES];
	size_t service_count;
};

struct app_demo_text {
	struct arena arena;
	const struct span *lines;
	/* Of each use and domain (0: any): where they begin in `lines`, and how many there are. */
	size_t first[APP_DEMO_USE_COUNT][DOMAIN_COUNT];
	size_t count[APP_DEMO_USE_COUNT][DOMAIN_COUNT];
	struct app_demo_group groups[APP_DEMO_MAX_GROUPS];
	size_t group_count;
	size_t parts[APP_DEMO_PART_COUNT]; /* places in `groups` */
};

/* A file of data/demo. */
enum app_demo_source {
	APP_DEMO_NAMES,
	APP_DEMO_ORGANISATIONS,
	APP_DEMO_SERVICES,
	APP_DEMO_STORIES,
	APP_DEMO_WORDS,
	APP_DEMO_SOURCE_COUNT,
};

/* The built-in files. */
MUST_USE status app_demo_text_open(struct app_demo_text *text, struct error *error);
/* Other files of the same form, which must outlive the text. */
MUST_USE status app_demo_text_open_files(const struct span files[APP_DEMO_SOURCE_COUNT],
	struct app_demo_text *text, struct error *error);
/* Accepts a zeroed struct. */
void app_demo_text_close(struct app_demo_text *text);

/* One of those for this domain, or of those for any if there is none. */
struct span app_demo_text_pick(
	const struct app_demo_text *text, enum app_demo_use use, int32_t domain, struct prng *prng);
/* Adds the pattern with {place} and {region} filled, and {word}, {quarter} and {family} drawn. */
void app_demo_text_fill(const struct app_demo_text *text, struct span pattern, struct span place,
	struct span region, struct prng *prng, struct buf *out);
/* Adds "Noor de Vries". */
void app_demo_text_add_name(const struct app_demo_text *text, struct prng *prng, struct buf *out);
