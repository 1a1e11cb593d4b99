/* directory.h - the map of help: organisations, their sites, and what they offer there.
 *
 * What is in it is public by purpose and is not sealed.
 * Invariants  (1) A site belongs to an organisation, a service to a site, all of one shard.
 * Tests       test/unit/directory/test_directory.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "base/verdict.h"
#include "store/store_record.h"

#define DIRECTORY_MAX_NAME_BYTES 200

struct organisation {
	int32_t region;
	struct id id;
	int32_t kind; /* enum organisation_kind */
	int64_t created_ms;
	struct span name;
};

struct site {
	int32_t region;
	struct id id;
	struct id organisation;
	int32_t municipality;
	struct span name;
};

struct service {
	int32_t region;
	struct id id;
	struct id organisation;
	struct id site;
	int32_t domain;      /* enum life_domain */
	int32_t level;       /* enum service_level */
	int32_t places_week; /* capacity: new people a week */
	struct span name;
};

extern const struct store_table directory_organisation_table;
extern const struct store_table directory_site_table;
extern const struct store_table directory_service_table;

enum directory_verdict {
	DIRECTORY_OK,
	DIRECTORY_ORGANISATION_UNKNOWN,
	DIRECTORY_SITE_UNKNOWN,
	DIRECTORY_MUNICIPALITY_UNKNOWN,
	DIRECTORY_OTHER_REGION, /* The municipality belongs to another region. */
	DIRECTORY_VERDICT_COUNT,
};
extern const struct verdict_list directory_verdicts;

/* Pure. municipality_region: where it belongs, 0 if it is unknown. */
enum directory_verdict directory_judge_site(
	bool organisation_known, int region, int municipality_region);
enum directory_verdict directory_judge_service(
	bool organisation_known, bool site_known, bool site_of_organisation);

/* By id alone, whatever its shard: *found says whether there is one. */
MUST_USE status directory_find_service(struct store *store, struct id id, struct service *service,
	bool *found, struct arena *arena, struct error *error);
/* Services of a region in the order of their ids, after `after` (none: the first), at most `limit`;
 * domain 0 for all. Rows are as directory_service_table describes. */
MUST_USE status directory_open_services(struct store *store, int32_t region, int32_t domain,
	struct id after, int64_t limit, struct store_cursor **cursor, struct error *error);
