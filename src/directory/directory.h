/* directory.h - the map of help: organisations, their sites, and what they offer there.
 *
 * What is in it is public by purpose and is not sealed. Columns behind the first ones came later:
 * in rows from before they are 0 or empty, which means not said. Who owns a row, who confirmed it
 * when and whether it has ended is in directory/entry.h; opening hours are in directory/hours.h,
 * capacity per intensity in directory/capacity.h, costs in directory/cost.h.
 *
 * Invariants  (1) A site belongs to an organisation, a service to a site, all of one shard.
 *             (2) A set is a mask with bit 1 << value of its enum; bit 0 is not used.
 *             (3) A service's `domains` has the bit of its `domain`, the main one.
 *             (4) No criterion excludes anybody for a combination of problems, an address or a
 *                 diagnosis (L4): there is no column that could.
 * Source      glossary; HSDS 3 (organization, location, service) for what others exchange
 * Tests       test/unit/directory/test_directory.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

#define DIRECTORY_MAX_NAME_BYTES 200
#define DIRECTORY_MAX_LINE_BYTES 300 /* address, website, e-mail */
#define DIRECTORY_MAX_PHONE_BYTES 40
#define DIRECTORY_MAX_WORDS_BYTES 4000 /* descriptions */
#define DIRECTORY_MAX_LANGUAGES 24

struct organisation {
	int32_t region;
	struct id id;
	int32_t kind; /* enum organisation_kind */
	int64_t created_ms;
	struct span name;
	struct span alternate_name;
	struct span description;
	struct span website;
	struct span email;
	struct span phone;
};

struct site {
	int32_t region;
	struct id id;
	struct id organisation;
	int32_t municipality;
	struct span name;
	int32_t form;        /* enum site_form */
	int32_t latitude_e6; /* millionths of degrees, WGS 84; 0 with longitude 0: not said */
	int32_t longitude_e6;
	int64_t accessibility;   /* mask of enum accessibility */
	struct span address;     /* street and number */
	struct span postal_code; /* "3511 LX" */
	struct span place;
	struct span directions; /* how to get there */
	struct span phone;
	struct span email;
};

struct service {
	int32_t region;
	struct id id;
	struct id organisation;
	struct id site;
	int32_t domain;      /* enum life_domain: the main one */
	int32_t level;       /* enum service_level */
	int32_t places_week; /* capacity: new people a week */
	struct span name;
	int32_t kind;          /* enum service_kind */
	int32_t referral;      /* enum referral */
	bool anonymous;        /* without saying who you are */
	int32_t min_age;       /* years; only where a law or the aim sets it */
	int32_t max_age;       /* 0: none */
	int32_t security;      /* level of safety offered, 0 (open) to 4 */
	int64_t domains;       /* mask of enum life_domain */
	int64_t ways_in;       /* mask of enum way_in */
	int64_t settings;      /* mask of enum service_setting */
	int64_t good_at;       /* mask of directory_criteria (data/criteria.csv) */
	struct span languages; /* codes of BCP 47, sorted, with single blanks: "ar en nl" */
	struct span good_at_words;
	struct span description;
	struct span way_in_words;
	struct span phone;
	struct span email;
	struct span website;
};

/* The municipalities that a service or agreement is for; none: its whole region. A service for a
 * part of the region still takes whoever is handed over to it (docs/directory.md). */
struct area {
	int32_t region;
	struct id thing; /* service or agreement */
	int32_t municipality;
};

extern const struct store_table directory_area_table; /* directory_area */
extern const struct store_table directory_organisation_table;
extern const struct store_table directory_site_table;
extern const struct store_table directory_service_table;

enum directory_verdict {
	DIRECTORY_OK,
	DIRECTORY_ORGANISATION_UNKNOWN,
	DIRECTORY_SITE_UNKNOWN,
	DIRECTORY_MUNICIPALITY_UNKNOWN,
	DIRECTORY_OTHER_REGION,  /* The municipality belongs to another region. */
	DIRECTORY_ENTRY_UNKNOWN, /* There is no such entry of this kind. */
	DIRECTORY_ENDED,
	DIRECTORY_CHANGED, /* since who asks this read it */
	DIRECTORY_NOTHING, /* Nothing is said that could change. */
	DIRECTORY_CANNOT_CLEAR,
	DIRECTORY_STILL_LIVE,      /* Something of it has not ended. */
	DIRECTORY_OBLIGED,         /* L1: a table decided that it does something. */
	DIRECTORY_HAS_STAYS,       /* L1: somebody stays there or will, or a place is kept. */
	DIRECTORY_HAS_ACCOUNTS,    /* L1: people act for it. */
	DIRECTORY_TOO_MANY_GROUPS, /* peer groups that one account keeps */
	DIRECTORY_AGES,
	DIRECTORY_EXCLUDES_COMBINATION, /* L4 */
	DIRECTORY_EXCLUDES_ADDRESS,     /* L4 */
	DIRECTORY_EXCLUDES_DIAGNOSIS,   /* L4 */
	DIRECTORY_KEPT_OVER_PLACES,     /* More places are kept than there are. */
	DIRECTORY_NOT_ASKED,            /* This link is not, or no longer, for anything. */
	DIRECTORY_NOT_DUE,
	DIRECTORY_VERDICT_COUNT,
};
extern const struct verdict_list directory_verdicts;

#define DIRECTORY_MAX_GROUPS 3 /* that one account keeps */

/* What the judges of the map may know. */
struct directory_facts {
	bool known; /* the entry itself */
	bool ended;
	int64_t version;
	int64_t expected; /* -1: whatever it is */
	bool organisation_known, organisation_ended;
	bool site_known, site_ended, site_of_organisation;
	int32_t region;
	int32_t municipality_region; /* where it belongs, 0 if it is unknown */
	int64_t live;                /* sites, services or agreements of it that have not ended */
	int64_t decisions;           /* of tables, that oblige it */
	int64_t stays;               /* at the service, or whose place it keeps */
	int64_t accounts;            /* that act for it */
	int64_t groups;              /* that who asks this keeps */
	bool has_area;
	bool says_something;
	bool may_clear;
};

/* Pure, all of them. That an entry can be changed at all: */
enum directory_verdict directory_judge_entry(const struct directory_facts *facts);
/* Somebody makes a peer group of their own. */
enum directory_verdict directory_judge_group(const struct directory_facts *facts);
enum directory_verdict directory_judge_site(const struct directory_facts *facts);
/* `service` as it would become. */
enum directory_verdict directory_judge_service(
	const struct directory_facts *facts, const struct service *service);
enum directory_verdict directory_judge_change(const struct directory_facts *facts);
enum directory_verdict directory_judge_end(const struct directory_facts *facts);
/* A service is for some municipalities of its region only. */
enum directory_verdict directory_judge_area(
	const struct directory_facts *facts, const struct service *service);
enum directory_verdict directory_judge_capacity(int32_t places, int32_t kept);

/* By id alone, whatever its shard and also when it has ended: *found says whether there is one. */
MUST_USE status directory_find_service(struct store *store, struct id id, struct service *service,
	bool *found, struct arena *arena, struct error *error);
/* Whether anything on the map of help, of whatever region and kind, has this id; also when it has
 * ended. */
MUST_USE status directory_find_taken(
	struct store *store, struct id id, bool *taken, struct error *error);
/* Sites, services and signed agreements of an organisation, or services of a site, that have not
 * ended. */
MUST_USE status directory_count_live(
	struct store *store, int32_t region, struct id id, int64_t *count, struct error *error);
