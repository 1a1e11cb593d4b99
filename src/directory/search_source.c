/* search_source.c - joins services with sites, organisations, entries, hours and costs.
 *
 * Hours and costs come from cursors of their own in the same order, so that a region takes three
 * queries whatever its size.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_source.h"
#include "directory/cost.h"
#include "directory/directory.h"
#include "directory/entry.h"
#include "directory/hours.h"

_Static_assert(SERVICE_KIND_COUNT <= SEARCH_KIND_COUNT, "a kind is below SEARCH_KIND_COUNT");
_Static_assert(LEVEL_COUNT <= SEARCH_LEVEL_COUNT, "a level is below SEARCH_LEVEL_COUNT");
_Static_assert(COST_KIND_COUNT <= SEARCH_COST_COUNT, "a cost is below SEARCH_COST_COUNT");

#define MAX_MARKS_BYTES 800

/* Of people for each other. */
static const uint32_t informal_kinds = 1u << SERVICE_PEER_SUPPORT | 1u << SERVICE_PEER_GROUP |
	1u << SERVICE_VOLUNTEER | 1u << SERVICE_WALK_IN;
static const int64_t remote_settings = 1 << SETTING_ONLINE | 1 << SETTING_PHONE;

/* Two cursors in step with the services. */
struct side {
	struct store_cursor *cursor;
	const struct store_value *row; /* the one that waits; NULL at the end */
};

struct reading {
	int32_t region;
	struct side hours, costs;
	struct hours rows[HOURS_MAX_ROWS];
	size_t row_count;
	struct span marks;
	char marks_bytes[MAX_MARKS_BYTES];
};

static int compare(struct span a, struct id b)
{
	return a.size == ID_SIZE ? memcmp(a.start, b.bytes, ID_SIZE) : -1;
}

static status step(struct side *side, struct error *error)
{
	return store_query_next(side->cursor, &side->row, error);
}

/* Brings a side to the rows of this service. */
static status reach(struct side *side, struct id service, struct error *error)
{
	while (side->row != NULL && compare(side->row[0].bytes, service) < 0) TRY(step(side, error));
	return STATUS_OK;
}

static bool is_of(const struct side *side, struct id service)
{
	return side->row != NULL && compare(side->row[0].bytes, service) == 0;
}

/* Columns: service, thing, and the rule. The service's own hours take the place of its site's. */
static status take_hours(struct reading *reading, struct id service, struct error *error)
{
	bool own = false;
	reading->row_count = 0;
	TRY(reach(&reading->hours, service, error));
	for (; is_of(&reading->hours, service);) {
		const struct store_value *row = reading->hours.row;
		bool is_own = compare(row[1].bytes, service) == 0;
		if (is_own && !own) reading->row_count = 0;
		own = own || is_own;
		if (is_own == own && reading->row_count < HOURS_MAX_ROWS) {
			struct hours *hours = &reading->rows[reading->row_count++];
			/* Zeros all over: equal hours are equal bytes. */
			memset(hours, 0, sizeof(*hours));
			hours->rule = (int32_t)store_value_int(&row[2]);
			hours->weekday = (int32_t)store_value_int(&row[3]);
			hours->nth = (int32_t)store_value_int(&row[4]);
			hours->every_weeks = (int32_t)store_value_int(&row[5]);
			hours->opens_minute = (int32_t)store_value_int(&row[6]);
			hours->closes_minute = (int32_t)store_value_int(&row[7]);
			hours->from_day = (int32_t)store_value_int(&row[8]);
			hours->to_day = (int32_t)store_value_int(&row[9]);
		}
		TRY(step(&reading->hours, error));
	}
	return STATUS_OK;
}

static status take_costs(
	struct reading *reading, struct id service, uint32_t *costs, struct error *error)
{
	*costs = 0;
	TRY(reach(&reading->costs, service, error));
	for (; is_of(&reading->costs, service);) {
		int64_t kind = store_value_int(&reading->costs.row[1]);
		if (kind > 0 && kind < COST_KIND_COUNT) *costs |= 1u << kind;
		TRY(step(&reading->costs, error));
	}
	return STATUS_OK;
}

static void add_mark(struct reading *reading, const char *group, const char *name)
{
	struct span first = span_of(group), second = span_of(name);
	size_t size = first.size + second.size + 1;
	if (reading->marks.size + size > MAX_MARKS_BYTES) return;
	char *at = reading->marks_bytes + reading->marks.size;
	memcpy(at, first.start, first.size);
	memcpy(at + first.size, second.start, second.size);
	at[size - 1] = ' ';
	reading->marks.size += size;
}

static void take_marks(struct reading *reading, uint32_t domains, int32_t kind)
{
	reading->marks = (struct span){reading->marks_bytes, 0};
	for (int i = 1; i < DOMAIN_COUNT; i++)
		if ((domains >> i & 1) != 0)
			add_mark(reading, "domain:", codes_name(&codes_life_domain, i));
	if (kind != 0) add_mark(reading, "kind:", codes_name(&codes_service_kind, kind));
}

static void take_languages(struct reading *reading, struct span languages)
{
	struct span language;
	while (span_take(&languages, ' ', &language)) {
		char text[SEARCH_MAX_LANGUAGE_BYTES + 1];
		if (language.size == 0 || language.size > SEARCH_MAX_LANGUAGE_BYTES) continue;
		memcpy(text, language.start, language.size);
		text[language.size] = 0;
		add_mark(reading, "language:", text);
	}
}

static int32_t within(const struct store_value *value, int32_t count)
{
	int64_t number = store_value_int(value);
	return number > 0 && number < count ? (int32_t)number : 0;
}

enum column {
	ID,
	DOMAIN,
	LEVEL,
	NAME,
	KIND,
	REFERRAL,
	ANONYMOUS,
	DOMAINS,
	WAYS_IN,
	SETTINGS,
	LANGUAGES,
	GOOD_AT,
	GOOD_AT_WORDS,
	DESCRIPTION,
	WAY_IN,
	MUNICIPALITY,
	FORM,
	SITE_NAME,
	PLACE,
	ORGANISATION,
	STATE,
	CONFIRMED,
	FADES,
};

static bool is_anywhere(const struct store_value *row)
{
	int64_t settings = store_value_int(&row[SETTINGS]);
	return store_value_int(&row[FORM]) == SITE_FORM_ONLINE ||
		store_value_int(&row[KIND]) == SERVICE_SELF_HELP_ONLINE ||
		(settings != 0 && (settings & ~remote_settings) == 0);
}

/* Of rows from before entries were confirmed nobody ever said that they are right: they fade. */
static int64_t fades_ms(const struct store_value *row)
{
	int64_t state = store_value_int(&row[STATE]), fades = store_value_int(&row[FADES]);
	if (state == ENTRY_UNCONFIRMED) return SEARCH_BEGINNING_MS;
	return state == ENTRY_FADING && fades == 0 ? SEARCH_BEGINNING_MS : fades;
}

static void fill(
	struct reading *reading, const struct store_value *row, struct search_document *document)
{
	int32_t kind = within(&row[KIND], SERVICE_KIND_COUNT);
	int64_t referral = store_value_int(&row[REFERRAL]);
	*document = (struct search_document){.id = store_value_id(&row[ID]),
		.region = reading->region,
		.municipality = (int32_t)store_value_int(&row[MUNICIPALITY]),
		.kind = kind,
		.level = within(&row[LEVEL], LEVEL_COUNT),
		.domain = within(&row[DOMAIN], DOMAIN_COUNT),
		.domains = (uint32_t)store_value_int(&row[DOMAINS]),
		.ways_in = (uint32_t)store_value_int(&row[WAYS_IN]),
		.anywhere = is_anywhere(row),
		.informal = (informal_kinds >> kind & 1) != 0,
		.anonymous = store_value_int(&row[ANONYMOUS]) != 0,
		.without_referral = referral == REFERRAL_WITHOUT || referral == REFERRAL_EITHER,
		.name = store_value_bytes(&row[NAME]),
		.organisation = store_value_bytes(&row[ORGANISATION]),
		.place = store_value_bytes(&row[PLACE]),
		.admission = kind == SERVICE_ADMISSION,
		.crisis = kind == SERVICE_CRISIS,
		.good_at_codes = store_value_int(&row[GOOD_AT]),
		.good_at = store_value_bytes(&row[GOOD_AT_WORDS]),
		.description = store_value_bytes(&row[DESCRIPTION]),
		.way_in = store_value_bytes(&row[WAY_IN]),
		.languages = store_value_bytes(&row[LANGUAGES]),
		.confirmed_ms = store_value_int(&row[CONFIRMED]),
		.fades_ms = fades_ms(row)};
	if (document->domain != 0) document->domains |= 1u << document->domain;
	take_marks(reading, document->domains, kind);
	take_languages(reading, document->languages);
	document->marks = reading->marks;
}

#define RANGE "s.region = ?1 and s.id >= ?2 and s.id <= ?3"

static const struct store_query services_query = {"directory",
	"select s.id, s.domain, s.level, s.name, s.kind, s.referral, s.anonymous, s.domains, s.ways_in,"
	" s.settings, s.languages, s.good_at, s.good_at_words, s.description, s.way_in_words,"
	" t.municipality, t.form, t.name, t.place, o.name, coalesce(e.state, 0),"
	" coalesce(e.confirmed_ms, 0),"
	" coalesce(e.fades_ms, 0)"
	" from directory_service s"
	" join directory_site t on t.region = s.region and t.id = s.site"
	" join directory_organisation o on o.region = s.region and o.id = s.organisation"
	" left join directory_entry e on e.region = s.region and e.id = s.id"
	" where " RANGE " and coalesce(e.state, 0) <> ?4 order by s.id"};
static const struct store_query hours_query = {"directory",
	"select s.id, h.thing, h.rule, h.weekday, h.nth, h.every_weeks, h.opens_minute,"
	" h.closes_minute, h.from_day, h.to_day from directory_service s"
	" join directory_hours h on h.region = s.region and h.thing in (s.id, s.site)"
	" where " RANGE " order by s.id, h.thing, h.seq"};
static const struct store_query costs_query = {"directory",
	"select s.service, s.kind from directory_cost s where s.region = ?1 and s.service >= ?2"
	" and s.service <= ?3 order by s.service, s.seq"};

static status open_side(struct store *store, const struct store_query *query,
	const struct store_value *parameters, struct side *side, struct error *error)
{
	TRY(store_query_open(store, query, parameters, 3, &side->cursor, error));
	return step(side, error);
}

static status read_all(struct store *store, const struct store_value *parameters,
	struct reading *reading,
	status (*visit)(void *context, const struct search_document *document, struct error *error),
	void *context, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, &services_query, parameters, 4, &cursor, error));
	TRY(open_side(store, &hours_query, parameters, &reading->hours, error));
	TRY(open_side(store, &costs_query, parameters, &reading->costs, error));
	for (;;) {
		struct search_document document;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		fill(reading, row, &document);
		TRY(take_hours(reading, document.id, error));
		TRY(take_costs(reading, document.id, &document.costs, error));
		document.hours = span_bytes(reading->rows, reading->row_count * sizeof(reading->rows[0]));
		TRY(visit(context, &document, error));
	}
}

status search_source_read(struct store *store, int32_t region, struct id first, struct id last,
	status (*visit)(void *context, const struct search_document *document, struct error *error),
	void *context, struct error *error)
{
	struct reading reading = {.region = region};
	struct store_value parameters[] = {store_int(region),
		store_blob(span_bytes(first.bytes, ID_SIZE)), store_blob(span_bytes(last.bytes, ID_SIZE)),
		store_int(ENTRY_ENDED)};
	status result = read_all(store, parameters, &reading, visit, context, error);
	store_query_close(reading.hours.cursor);
	store_query_close(reading.costs.cursor);
	return result;
}

status search_source_services_of(struct store *store, int32_t region, struct id thing,
	void (*visit)(void *context, int32_t region, struct id service), void *context,
	struct error *error)
{
	static const struct store_query query = {"directory",
		"select id from directory_service where region = ?1 and id = ?2"
		" union select id from directory_service where region = ?1 and site = ?2"
		" union select id from directory_service where region = ?1 and organisation = ?2"};
	struct store_value parameters[] = {store_int(region), store_id(&thing)};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	for (;;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		visit(context, region, store_value_id(&row[0]));
	}
}

bool search_source_has_table(int table)
{
	const struct store_table *const tables[] = {&directory_organisation_table,
		&directory_site_table, &directory_service_table, &entry_table, &hours_table, &cost_table};
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (tables[i]->number == table) return true;
	return false;
}

bool search_source_is_open(struct span hours, int64_t now_ms)
{
	struct hours rows[HOURS_MAX_ROWS];
	size_t count = hours.size / sizeof(rows[0]);
	if (count == 0 || count > HOURS_MAX_ROWS) return false;
	memcpy(rows, hours.start, hours.size);
	return hours_open_at(rows, count, now_ms);
}

/* ---- cards ---- */

status search_source_card(struct store *store, int32_t region, struct id id,
	struct search_card *card, bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"directory",
		"select s.name, s.description, s.way_in_words,"
		" coalesce(nullif(s.phone, ''), nullif(t.phone, ''), o.phone),"
		" coalesce(nullif(s.email, ''), nullif(t.email, ''), o.email),"
		" coalesce(nullif(s.website, ''), o.website), s.languages,"
		" o.name, t.name, t.address, t.postal_code, t.place, s.organisation, s.site, s.kind,"
		" s.domain, s.level, o.kind, s.domains, s.ways_in, t.latitude_e6, t.longitude_e6,"
		" (select cast(sum(distinct cast(1 as bigint) << cast(c.kind as integer)) as bigint)"
		" from directory_cost c where c.region = s.region and c.service = s.id)"
		" from directory_service s"
		" join directory_site t on t.region = s.region and t.id = s.site"
		" join directory_organisation o on o.region = s.region and o.id = s.organisation"
		" where s.region = ?1 and s.id = ?2"};
	struct store_value parameters[] = {store_int(region), store_id(&id)};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	if (row == NULL) return STATUS_OK;
	struct span *const texts[] = {&card->name, &card->description, &card->way_in, &card->phone,
		&card->email, &card->website, &card->languages, &card->organisation, &card->site,
		&card->address, &card->postal_code, &card->place};
	*card = (struct search_card){.organisation_id = store_value_id(&row[12]),
		.site_id = store_value_id(&row[13]),
		.kind = within(&row[14], SERVICE_KIND_COUNT),
		.domain = within(&row[15], DOMAIN_COUNT),
		.level = within(&row[16], LEVEL_COUNT),
		.organisation_kind = within(&row[17], ORGANISATION_KIND_COUNT),
		.domains = (uint32_t)store_value_int(&row[18]),
		.ways_in = (uint32_t)store_value_int(&row[19]),
		.latitude_e6 = (int32_t)store_value_int(&row[20]),
		.longitude_e6 = (int32_t)store_value_int(&row[21]),
		.costs = (uint32_t)store_value_int(&row[22])};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = arena_copy(arena, store_value_bytes(&row[i]));
	return STATUS_OK;
}
