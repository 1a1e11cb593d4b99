/* directory.c - organisations, sites, services.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/directory.h"
#include "directory/criteria.h"

static const struct store_column organisation_columns[] = {
	STORE_COLUMN_I32(struct organisation, region),
	STORE_COLUMN_ID(struct organisation, id, false),
	STORE_COLUMN_I32(struct organisation, kind),
	STORE_COLUMN_I64(struct organisation, created_ms),
	STORE_COLUMN_TEXT(struct organisation, name, false),
	STORE_COLUMN_TEXT(struct organisation, alternate_name, true),
	STORE_COLUMN_TEXT(struct organisation, description, true),
	STORE_COLUMN_TEXT(struct organisation, website, true),
	STORE_COLUMN_TEXT(struct organisation, email, true),
	STORE_COLUMN_TEXT(struct organisation, phone, true),
};
const struct store_table directory_organisation_table = {
	.owner = "directory",
	.name = "directory_organisation",
	.number = 20,
	.keeping = STORE_JOURNALED,
	.columns = organisation_columns,
	.column_count = sizeof(organisation_columns) / sizeof(organisation_columns[0]),
	.key_count = 2,
};

static const struct store_column site_columns[] = {
	STORE_COLUMN_I32(struct site, region),
	STORE_COLUMN_ID(struct site, id, false),
	STORE_COLUMN_ID(struct site, organisation, false),
	STORE_COLUMN_I32(struct site, municipality),
	STORE_COLUMN_TEXT(struct site, name, false),
	STORE_COLUMN_I32(struct site, form),
	STORE_COLUMN_I32(struct site, latitude_e6),
	STORE_COLUMN_I32(struct site, longitude_e6),
	STORE_COLUMN_I64(struct site, accessibility),
	STORE_COLUMN_TEXT(struct site, address, true),
	STORE_COLUMN_TEXT(struct site, postal_code, true),
	STORE_COLUMN_TEXT(struct site, place, true),
	STORE_COLUMN_TEXT(struct site, directions, true),
	STORE_COLUMN_TEXT(struct site, phone, true),
	STORE_COLUMN_TEXT(struct site, email, true),
};
const struct store_table directory_site_table = {
	.owner = "directory",
	.name = "directory_site",
	.number = 21,
	.keeping = STORE_JOURNALED,
	.columns = site_columns,
	.column_count = sizeof(site_columns) / sizeof(site_columns[0]),
	.key_count = 2,
};

static const struct store_column service_columns[] = {
	STORE_COLUMN_I32(struct service, region),
	STORE_COLUMN_ID(struct service, id, false),
	STORE_COLUMN_ID(struct service, organisation, false),
	STORE_COLUMN_ID(struct service, site, false),
	STORE_COLUMN_I32(struct service, domain),
	STORE_COLUMN_I32(struct service, level),
	STORE_COLUMN_I32(struct service, places_week),
	STORE_COLUMN_TEXT(struct service, name, false),
	STORE_COLUMN_I32(struct service, kind),
	STORE_COLUMN_I32(struct service, referral),
	STORE_COLUMN_BOOL(struct service, anonymous),
	STORE_COLUMN_I32(struct service, min_age),
	STORE_COLUMN_I32(struct service, max_age),
	STORE_COLUMN_I32(struct service, security),
	STORE_COLUMN_I64(struct service, domains),
	STORE_COLUMN_I64(struct service, ways_in),
	STORE_COLUMN_I64(struct service, settings),
	STORE_COLUMN_I64(struct service, good_at),
	STORE_COLUMN_TEXT(struct service, languages, true),
	STORE_COLUMN_TEXT(struct service, good_at_words, true),
	STORE_COLUMN_TEXT(struct service, description, true),
	STORE_COLUMN_TEXT(struct service, way_in_words, true),
	STORE_COLUMN_TEXT(struct service, phone, true),
	STORE_COLUMN_TEXT(struct service, email, true),
	STORE_COLUMN_TEXT(struct service, website, true),
};
const struct store_table directory_service_table = {
	.owner = "directory",
	.name = "directory_service",
	.number = 22,
	.keeping = STORE_JOURNALED,
	.columns = service_columns,
	.column_count = sizeof(service_columns) / sizeof(service_columns[0]),
	.key_count = 2,
};

static const struct store_column area_columns[] = {
	STORE_COLUMN_I32(struct area, region),
	STORE_COLUMN_ID(struct area, thing, false),
	STORE_COLUMN_I32(struct area, municipality),
};
const struct store_table directory_area_table = {
	.owner = "directory",
	.name = "directory_area",
	.number = 26,
	.keeping = STORE_JOURNALED,
	.columns = area_columns,
	.column_count = sizeof(area_columns) / sizeof(area_columns[0]),
	.key_count = 3,
};

static const struct verdict verdicts[DIRECTORY_VERDICT_COUNT] = {
	[DIRECTORY_OK] = {"ok", "", VERDICT_YES},
	[DIRECTORY_ORGANISATION_UNKNOWN] = {"organisation_unknown", "directory", VERDICT_RULE},
	[DIRECTORY_SITE_UNKNOWN] = {"site_unknown", "directory", VERDICT_RULE},
	[DIRECTORY_MUNICIPALITY_UNKNOWN] = {"municipality_unknown", "region", VERDICT_RULE},
	[DIRECTORY_OTHER_REGION] = {"other_region", "region", VERDICT_RULE},
	[DIRECTORY_ENTRY_UNKNOWN] = {"entry_unknown", "directory", VERDICT_ABSENT},
	[DIRECTORY_ENDED] = {"ended", "directory", VERDICT_STATE},
	[DIRECTORY_CHANGED] = {"changed", "directory", VERDICT_STALE},
	[DIRECTORY_NOTHING] = {"nothing", "directory", VERDICT_RULE},
	[DIRECTORY_CANNOT_CLEAR] = {"cannot_clear", "directory", VERDICT_RULE},
	[DIRECTORY_STILL_LIVE] = {"still_live", "directory", VERDICT_STATE},
	[DIRECTORY_OBLIGED] = {"obliged", "L1", VERDICT_STATE},
	[DIRECTORY_HAS_STAYS] = {"has_stays", "L1", VERDICT_STATE},
	[DIRECTORY_HAS_ACCOUNTS] = {"has_accounts", "L1", VERDICT_STATE},
	[DIRECTORY_TOO_MANY_GROUPS] = {"too_many_groups", "directory", VERDICT_STATE},
	[DIRECTORY_AGES] = {"ages", "directory", VERDICT_RULE},
	[DIRECTORY_EXCLUDES_COMBINATION] = {"excludes_combination", "L4", VERDICT_RULE},
	[DIRECTORY_EXCLUDES_ADDRESS] = {"excludes_address", "L4", VERDICT_RULE},
	[DIRECTORY_EXCLUDES_DIAGNOSIS] = {"excludes_diagnosis", "L4", VERDICT_RULE},
	[DIRECTORY_KEPT_OVER_PLACES] = {"kept_over_places", "directory", VERDICT_RULE},
	[DIRECTORY_NOT_ASKED] = {"not_asked", "directory", VERDICT_STATE},
	[DIRECTORY_NOT_DUE] = {"not_due", "directory", VERDICT_STATE},
};
const struct verdict_list directory_verdicts = {"directory", verdicts, DIRECTORY_VERDICT_COUNT};

enum directory_verdict directory_judge_entry(const struct directory_facts *facts)
{
	if (!facts->known) return DIRECTORY_ENTRY_UNKNOWN;
	if (facts->ended) return DIRECTORY_ENDED;
	if (facts->expected >= 0 && facts->expected != facts->version) return DIRECTORY_CHANGED;
	return DIRECTORY_OK;
}

enum directory_verdict directory_judge_group(const struct directory_facts *facts)
{
	return facts->groups >= DIRECTORY_MAX_GROUPS ? DIRECTORY_TOO_MANY_GROUPS : DIRECTORY_OK;
}

enum directory_verdict directory_judge_site(const struct directory_facts *facts)
{
	if (!facts->organisation_known) return DIRECTORY_ORGANISATION_UNKNOWN;
	if (facts->organisation_ended) return DIRECTORY_ENDED;
	if (facts->municipality_region == 0) return DIRECTORY_MUNICIPALITY_UNKNOWN;
	if (facts->municipality_region != facts->region) return DIRECTORY_OTHER_REGION;
	return DIRECTORY_OK;
}

static bool says(const struct service *service, enum criterion criterion)
{
	return (service->good_at >> criterion & 1) != 0;
}

/* Only a local service is for some municipalities: it is their own neighbourhood team. What is for
 * the region is for every address in it. */
static bool excludes_address(const struct directory_facts *facts, const struct service *service)
{
	return says(service, CRITERION_EXCLUDES_ADDRESS) ||
		(facts->has_area && service->level != LEVEL_LOCAL);
}

enum directory_verdict directory_judge_service(
	const struct directory_facts *facts, const struct service *service)
{
	if (!facts->organisation_known) return DIRECTORY_ORGANISATION_UNKNOWN;
	if (facts->organisation_ended) return DIRECTORY_ENDED;
	if (!facts->site_known || !facts->site_of_organisation) return DIRECTORY_SITE_UNKNOWN;
	if (facts->site_ended) return DIRECTORY_ENDED;
	if (service->max_age > 0 && service->min_age > service->max_age) return DIRECTORY_AGES;
	if (says(service, CRITERION_EXCLUDES_COMBINATION)) return DIRECTORY_EXCLUDES_COMBINATION;
	if (excludes_address(facts, service)) return DIRECTORY_EXCLUDES_ADDRESS;
	if (says(service, CRITERION_EXCLUDES_DIAGNOSIS)) return DIRECTORY_EXCLUDES_DIAGNOSIS;
	return DIRECTORY_OK;
}

enum directory_verdict directory_judge_change(const struct directory_facts *facts)
{
	if (!facts->may_clear) return DIRECTORY_CANNOT_CLEAR;
	if (!facts->says_something) return DIRECTORY_NOTHING;
	return DIRECTORY_OK;
}

enum directory_verdict directory_judge_end(const struct directory_facts *facts)
{
	if (facts->decisions > 0) return DIRECTORY_OBLIGED;
	if (facts->stays > 0) return DIRECTORY_HAS_STAYS;
	if (facts->live > 0) return DIRECTORY_STILL_LIVE;
	if (facts->accounts > 0) return DIRECTORY_HAS_ACCOUNTS;
	return DIRECTORY_OK;
}

enum directory_verdict directory_judge_area(
	const struct directory_facts *facts, const struct service *service)
{
	if (facts->has_area && facts->municipality_region != facts->region)
		return DIRECTORY_OTHER_REGION;
	if (excludes_address(facts, service)) return DIRECTORY_EXCLUDES_ADDRESS;
	return DIRECTORY_OK;
}

enum directory_verdict directory_judge_capacity(int32_t places, int32_t kept)
{
	return kept > places ? DIRECTORY_KEPT_OVER_PLACES : DIRECTORY_OK;
}

#define SERVICE_COLUMNS                                                                            \
	"region, id, organisation, site, domain, level, places_week, name, kind, referral, anonymous," \
	" min_age, max_age, security, domains, ways_in, settings, good_at, languages, good_at_words,"  \
	" description, way_in_words, phone, email, website"

status directory_find_service(struct store *store, struct id id, struct service *service,
	bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {
		"directory", "select " SERVICE_COLUMNS " from directory_service where id = ?1 limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&id)};
	*found = false;
	if (id_is_none(id)) return STATUS_OK;
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	return row == NULL ? STATUS_OK
					   : store_record_fill(&directory_service_table, row, service, arena, error);
}

status directory_find_taken(struct store *store, struct id id, bool *taken, struct error *error)
{
/* By their keys, shard after shard. */
#define SHARDS \
	"(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25)"
#define TAKEN(table) "select region from " table " where region in " SHARDS " and id = ?1"
	static const struct store_query query = {"directory",
		TAKEN("directory_entry") " union all " TAKEN("directory_organisation") " union all " TAKEN(
			"directory_site") " union all " TAKEN("directory_service") " limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_blob(span_bytes(id.bytes, ID_SIZE))};
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*taken = row != NULL;
	return STATUS_OK;
}

static status count_of(struct store *store, const struct store_query *query, int32_t region,
	struct id id, int64_t *count, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {
		store_int(region), store_blob(span_bytes(id.bytes, ID_SIZE))};
	TRY(store_query_open(store, query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count += store_value_int(&row[0]);
	return STATUS_OK;
}

status directory_count_live(
	struct store *store, int32_t region, struct id id, int64_t *count, struct error *error)
{
#define LIVE(table, column)                                                                   \
	"select count(*) from " table " s left join directory_entry e on e.region = s.region and" \
	" e.id = s.id where s.region = ?1 and s." column " = ?2 and coalesce(e.state, 0) <> 4"
	static const struct store_query queries[] = {
		{"directory", LIVE("directory_site", "organisation")},
		{"directory", LIVE("directory_service", "organisation")},
		{"directory", LIVE("directory_service", "site")},
		{"directory",
			"select count(*) from directory_party p join directory_entry e on e.region = p.region"
			" and e.id = p.agreement where p.region = ?1 and p.organisation = ?2 and p.state = 2"
			" and e.state <> 4"},
	};
	*count = 0;
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		TRY(count_of(store, &queries[i], region, id, count, error));
	return STATUS_OK;
}
