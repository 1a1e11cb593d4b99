/* directory.c - organisations, sites, services.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/directory.h"

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
};
const struct verdict_list directory_verdicts = {"directory", verdicts, DIRECTORY_VERDICT_COUNT};

enum directory_verdict directory_judge_site(
	bool organisation_known, int region, int municipality_region)
{
	if (!organisation_known) return DIRECTORY_ORGANISATION_UNKNOWN;
	if (municipality_region == 0) return DIRECTORY_MUNICIPALITY_UNKNOWN;
	if (municipality_region != region) return DIRECTORY_OTHER_REGION;
	return DIRECTORY_OK;
}

enum directory_verdict directory_judge_service(
	bool organisation_known, bool site_known, bool site_of_organisation)
{
	if (!organisation_known) return DIRECTORY_ORGANISATION_UNKNOWN;
	if (!site_known || !site_of_organisation) return DIRECTORY_SITE_UNKNOWN;
	return DIRECTORY_OK;
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

status directory_open_services(struct store *store, int32_t region, int32_t domain, struct id after,
	int64_t limit, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"directory",
		"select " SERVICE_COLUMNS " from directory_service where region = ?1 and id > ?2"
		" and (?3 = 0 or domain = ?3) order by id limit ?4"};
	struct store_value parameters[] = {store_int(region),
		store_blob(span_bytes(after.bytes, ID_SIZE)), store_int(domain), store_int(limit)};
	return store_query_open(store, &query, parameters, 4, cursor, error);
}
