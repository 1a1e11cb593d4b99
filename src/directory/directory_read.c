/* directory_read.c - lists and single entries of the map of help.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/directory_read.h"
#include "base/check.h"

#define FRESHNESS                                                                \
	"coalesce(e.state, 0), coalesce(e.version, 0), coalesce(e.confirmed_ms, 0)," \
	" coalesce(e.confirmed_as, 0), coalesce(e.fades_ms, 0)"
#define ENTRY_OF(table) \
	" left join directory_entry e on e.region = " table ".region and e.id = " table ".id"

#define ORGANISATIONS                                                                       \
	"select o.region, o.id, o.kind, o.created_ms, o.name, o.alternate_name, o.description," \
	" o.website, o.email, o.phone, '', 0, '', 0, " FRESHNESS                                \
	" from directory_organisation o" ENTRY_OF("o")
#define SITES                                                                                     \
	"select s.region, s.id, s.organisation, s.municipality, s.name, s.form, s.latitude_e6,"       \
	" s.longitude_e6, s.accessibility, s.address, s.postal_code, s.place, s.directions, s.phone," \
	" s.email, o.name, o.kind, '', s.municipality, " FRESHNESS " from directory_site s"           \
	" join directory_organisation o on o.region = s.region and o.id = s.organisation" ENTRY_OF(   \
		"s")
#define SERVICES                                                                                \
	"select v.region, v.id, v.organisation, v.site, v.domain, v.level, v.places_week, v.name,"  \
	" v.kind, v.referral, v.anonymous, v.min_age, v.max_age, v.security, v.domains, v.ways_in," \
	" v.settings, v.good_at, v.languages, v.good_at_words, v.description, v.way_in_words,"      \
	" v.phone, v.email, v.website, o.name, o.kind, s.name, s.municipality, " FRESHNESS          \
	" from directory_service v"                                                                 \
	" join directory_organisation o on o.region = v.region and o.id = v.organisation"           \
	" join directory_site s on s.region = v.region and s.id = v.site" ENTRY_OF("v")
#define NOT_ENDED " and coalesce(e.state, 0) <> 4"

static struct store_value after_of(const struct directory_filter *filter)
{
	return store_blob(span_bytes(filter->after.bytes, ID_SIZE));
}

#define PATTERN_BYTES (2 * DIRECTORY_MAX_NAME_PART + 3)

/* A pattern for LIKE in small letters of ASCII; empty: every name. */
static struct span pattern_of(const struct directory_filter *filter, char out[PATTERN_BYTES])
{
	size_t size = 0;
	CHECK(filter->name.size <= DIRECTORY_MAX_NAME_PART);
	if (filter->name.size == 0) return (struct span){out, 0};
	out[size++] = '%';
	for (size_t i = 0; i < filter->name.size; i++) {
		char byte = filter->name.start[i];
		if (byte == '%' || byte == '_' || byte == '!') out[size++] = '!';
		out[size++] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 32) : byte;
	}
	out[size++] = '%';
	return (struct span){out, size};
}

/* The parameter is empty where any name will do. */
#define NAMED(column, parameter) \
	" and (" parameter " = '' or lower(" column ") like " parameter " escape '!')"

status directory_read_organisations(struct store *store, const struct directory_filter *filter,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"directory",
		ORGANISATIONS " where o.region = ?1 and o.id > ?2 and (?3 = 0 or o.kind = ?3)" NAMED(
			"o.name", "?6") NOT_ENDED " order by o.id limit ?4 offset ?5"};
	char pattern[PATTERN_BYTES];
	struct store_value parameters[] = {store_int(filter->region), after_of(filter),
		store_int(filter->kind), store_int(filter->limit), store_int(filter->offset),
		store_text(pattern_of(filter, pattern))};
	return store_query_open(store, &query, parameters, 6, cursor, error);
}

status directory_read_sites(struct store *store, const struct directory_filter *filter,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query all = {"directory",
		SITES " where s.region = ?1 and s.id > ?2" NOT_ENDED " order by s.id limit ?3 offset ?4"};
	static const struct store_query of_organisation = {"directory",
		SITES " where s.region = ?1 and s.id > ?2 and s.organisation = ?5" NOT_ENDED
			  " order by s.id limit ?3 offset ?4"};
	bool narrow = !id_is_none(filter->organisation);
	struct store_value parameters[] = {store_int(filter->region), after_of(filter),
		store_int(filter->limit), store_int(filter->offset), store_id(&filter->organisation)};
	return store_query_open(
		store, narrow ? &of_organisation : &all, parameters, narrow ? 5 : 4, cursor, error);
}

status directory_read_services(struct store *store, const struct directory_filter *filter,
	struct store_cursor **cursor, struct error *error)
{
#define WHERE                                                          \
	" where v.region = ?1 and v.id > ?2 and (?3 = 0 or v.domain = ?3)" \
	" and (?4 = 0 or v.kind = ?4)" NAMED("v.name", "?7") NOT_ENDED
#define PAGE " order by v.id limit ?5 offset ?6"
	static const struct store_query all = {"directory", SERVICES WHERE PAGE};
	static const struct store_query of_organisation = {
		"directory", SERVICES WHERE " and v.organisation = ?8" PAGE};
	static const struct store_query of_site = {"directory", SERVICES WHERE " and v.site = ?8" PAGE};
	char pattern[PATTERN_BYTES];
	const struct id *narrow = !id_is_none(filter->site) ? &filter->site : &filter->organisation;
	const struct store_query *query = id_is_none(*narrow) ? &all
		: narrow == &filter->site                         ? &of_site
														  : &of_organisation;
	struct store_value parameters[] = {store_int(filter->region), after_of(filter),
		store_int(filter->domain), store_int(filter->kind), store_int(filter->limit),
		store_int(filter->offset), store_text(pattern_of(filter, pattern)), store_id(narrow)};
	return store_query_open(store, query, parameters, id_is_none(*narrow) ? 7 : 8, cursor, error);
}

/* The number in the first column of the first row. */
static status read_number(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, int64_t *number, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, count, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*number = row == NULL ? 0 : store_value_int(&row[0]);
	return STATUS_OK;
}

status directory_count_listed(struct store *store, enum entry_kind kind,
	const struct directory_filter *filter, int64_t *count, struct error *error)
{
#define COUNT(table) \
	"select count(*) from " table " t" ENTRY_OF("t") " where t.region = ?1" NOT_ENDED
	static const struct store_query organisations = {"directory", COUNT("directory_organisation")};
	static const struct store_query sites = {"directory", COUNT("directory_site")};
	static const struct store_query services = {"directory", COUNT("directory_service")};
	static const struct store_query services_of = {
		"directory", COUNT("directory_service") " and t.organisation = ?2"};
	bool narrow = kind == ENTRY_SERVICE && !id_is_none(filter->organisation);
	const struct store_query *query = kind == ENTRY_ORGANISATION ? &organisations
		: kind == ENTRY_SITE                                     ? &sites
		: narrow                                                 ? &services_of
																 : &services;
	const struct store_value parameters[] = {
		store_int(filter->region), store_id(&filter->organisation)};
	return read_number(store, query, parameters, narrow ? 2 : 1, count, error);
}

status directory_last_change(
	struct store *store, int32_t region, int64_t *changed_ms, struct error *error)
{
	/* Whatever changes an entry, ending it too, says so in one of these. */
	static const struct store_query query = {"directory",
		"select max(case when changed_ms > confirmed_ms then changed_ms else confirmed_ms end)"
		" from directory_entry where region = ?1"};
	const struct store_value parameters[] = {store_int(region)};
	return read_number(store, &query, parameters, 1, changed_ms, error);
}

static const struct store_table *table_of(enum entry_kind kind)
{
	if (kind == ENTRY_ORGANISATION) return &directory_organisation_table;
	if (kind == ENTRY_SITE) return &directory_site_table;
	CHECK(kind == ENTRY_SERVICE);
	return &directory_service_table;
}

static status fill(const struct store_value *row, enum entry_kind kind,
	struct directory_listing *listing, struct arena *arena, struct error *error)
{
	const struct store_table *table = table_of(kind);
	const struct store_value *more = row + table->column_count;
	*listing = (struct directory_listing){0};
	TRY(store_record_fill(table, row, &listing->service, arena, error));
	listing->organisation_name = store_value_bytes(&more[0]);
	listing->organisation_kind = (int32_t)store_value_int(&more[1]);
	listing->site_name = store_value_bytes(&more[2]);
	listing->municipality = (int32_t)store_value_int(&more[3]);
	listing->freshness = (struct directory_freshness){(int32_t)store_value_int(&more[4]),
		store_value_int(&more[5]), store_value_int(&more[6]), (int32_t)store_value_int(&more[7]),
		store_value_int(&more[8])};
	if (arena == NULL) return STATUS_OK;
	listing->organisation_name = arena_copy(arena, listing->organisation_name);
	listing->site_name = arena_copy(arena, listing->site_name);
	return STATUS_OK;
}

status directory_read_next(struct store_cursor *cursor, enum entry_kind kind,
	struct directory_listing *listing, bool *more, struct error *error)
{
	const struct store_value *row = NULL;
	TRY(store_query_next(cursor, &row, error));
	*more = row != NULL;
	return row == NULL ? STATUS_OK : fill(row, kind, listing, NULL, error);
}

status directory_read_one(struct store *store, enum entry_kind kind, int32_t region, struct id id,
	struct directory_listing *listing, bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query organisation = {
		"directory", ORGANISATIONS " where o.region = ?1 and o.id = ?2"};
	static const struct store_query site = {
		"directory", SITES " where s.region = ?1 and s.id = ?2"};
	static const struct store_query service = {
		"directory", SERVICES " where v.region = ?1 and v.id = ?2"};
	const struct store_query *query = kind == ENTRY_ORGANISATION ? &organisation
		: kind == ENTRY_SITE                                     ? &site
																 : &service;
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {
		store_int(region), store_blob(span_bytes(id.bytes, ID_SIZE))};
	TRY(store_query_open(store, query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	return row == NULL ? STATUS_OK : fill(row, kind, listing, arena, error);
}

/* The rows of one thing, in order of their key. */
static status read_rows(struct store *store, const struct store_query *query,
	const struct store_table *table, int32_t region, struct id thing, void *rows, size_t size,
	size_t limit, size_t *count, struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct store_value parameters[] = {
		store_int(region), store_blob(span_bytes(thing.bytes, ID_SIZE)), store_int((int64_t)limit)};
	TRY(store_query_open(store, query, parameters, 3, &cursor, error));
	for (*count = 0; *count < limit; (*count)++) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(table, row, (char *)rows + *count * size, arena, error));
	}
	return STATUS_OK;
}

status directory_read_hours(struct store *store, int32_t region, struct id thing,
	struct hours rows[HOURS_MAX_ROWS], size_t *count, struct error *error)
{
	static const struct store_query query = {"directory",
		"select region, thing, seq, rule, weekday, nth, every_weeks, opens_minute, closes_minute,"
		" from_day, to_day from directory_hours where region = ?1 and thing = ?2"
		" order by seq limit ?3"};
	return read_rows(store, &query, &hours_table, region, thing, rows, sizeof(rows[0]),
		HOURS_MAX_ROWS, count, NULL, error);
}

status directory_read_capacity(struct store *store, int32_t region, struct id service,
	struct capacity rows[INTENSITY_COUNT], size_t *count, struct error *error)
{
	static const struct store_query query = {"directory",
		"select region, service, intensity, new_week, places, kept, as_of_ms"
		" from directory_capacity where region = ?1 and service = ?2 order by intensity limit ?3"};
	return read_rows(store, &query, &capacity_table, region, service, rows, sizeof(rows[0]),
		INTENSITY_COUNT, count, NULL, error);
}

status directory_read_area(struct store *store, int32_t region, struct id thing,
	int32_t *municipalities, size_t limit, size_t *count, struct error *error)
{
	static const struct store_query query = {"directory",
		"select municipality from directory_area where region = ?1 and thing = ?2"
		" order by municipality limit ?3"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	struct store_value parameters[] = {
		store_int(region), store_blob(span_bytes(thing.bytes, ID_SIZE)), store_int((int64_t)limit)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (*count = 0; *count < limit; (*count)++) {
		const struct store_value *row = NULL;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		municipalities[*count] = (int32_t)store_value_int(&row[0]);
	}
	return STATUS_OK;
}

status directory_read_name(struct store *store, enum entry_kind kind, int32_t region, struct id id,
	struct span *name, struct span *good_at_words, struct arena *arena, struct error *error)
{
	static const struct store_query of_kinds[ENTRY_KIND_COUNT] = {
		[ENTRY_ORGANISATION] = {"directory",
			"select name, '' from directory_organisation where region = ?1 and id = ?2"},
		[ENTRY_SITE] = {"directory",
			"select name, '' from directory_site where region = ?1 and id = ?2"},
		[ENTRY_SERVICE] = {"directory",
			"select name, good_at_words from directory_service where region = ?1 and id = ?2"},
		[ENTRY_AGREEMENT] = {
			"directory", "select name, '' from directory_agreement where region = ?1 and id = ?2"}};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value parameters[] = {store_int(region), store_id(&id)};
	const struct store_value *row = NULL;
	*name = *good_at_words = (struct span){0};
	if (kind <= ENTRY_NONE || kind >= ENTRY_KIND_COUNT) return STATUS_OK;
	TRY(store_query_open(store, &of_kinds[kind], parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	if (row == NULL) return STATUS_OK;
	*name = arena_copy(arena, store_value_bytes(&row[0]));
	*good_at_words = arena_copy(arena, store_value_bytes(&row[1]));
	return STATUS_OK;
}
