/* api_hsds.c - the objects of HSDS.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_hsds.h"
#include "base/check.h"
#include "base/date.h"
#include "base/hash.h"
#include "directory/hours_text.h"
#include "region/region_history.h"
#include <stdio.h>

enum { MINUTES = 60, DAY_MINUTES = 1440, CENTS = 100 };

static void put_id(struct jsonw *json, const char *key, struct id id)
{
	char text[ID_UUID_SIZE];
	jsonw_put_text(json, key, id_uuid_text(id, text));
}

/* The id of what has none of its own: it follows from whose it is. */
static struct id part_id(struct id of, const char *what, size_t number)
{
	struct hash_state state;
	uint8_t digits = (uint8_t)number;
	hash_init(&state);
	hash_add(&state, of.bytes, ID_SIZE);
	hash_add(&state, what, strlen(what) + 1);
	hash_add(&state, &digits, sizeof(digits));
	struct hash hash = hash_end(&state);
	return id_from_bytes(hash.bytes, ID_SIZE);
}

static void put_text(struct jsonw *json, const char *key, struct span text)
{
	if (text.size > 0) jsonw_put_span(json, key, text);
}

/* Whether HSDS takes it as a URI: with its scheme, and of ASCII without blanks. */
static bool is_uri(struct span text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.start[i];
		if (byte <= ' ' || byte >= 127 || strchr("\"<>\\^`{|}", byte) != NULL) return false;
	}
	return span_starts_with(text, "https://") || span_starts_with(text, "http://");
}

static const struct span *text_of(const struct exchange_entry *entry, int field)
{
	const struct part *part = part_find(entry->kind, field);
	return part == NULL || part->form != PART_TEXT
		? NULL
		: (const void *)((const char *)&entry->listing.service + part->offset);
}

/* Whether the field has a place of its own in HSDS. */
static bool is_native(const struct exchange_entry *entry, int field)
{
	const struct span *text = text_of(entry, field);
	switch (field) {
	case ENTRY_FIELD_WEBSITE: return is_uri(*text);
	case ENTRY_FIELD_EMAIL: return entry->kind != ENTRY_SITE && part_is_email(*text);
	case ENTRY_FIELD_MUNICIPALITY:
	case ENTRY_FIELD_KIND:
	case ENTRY_FIELD_FORM:
	case ENTRY_FIELD_DOMAIN:
	case ENTRY_FIELD_DOMAINS:
	case ENTRY_FIELD_LEVEL:
	case ENTRY_FIELD_WAYS_IN:
	case ENTRY_FIELD_REFERRAL:
	case ENTRY_FIELD_ANONYMOUS:
	case ENTRY_FIELD_SETTINGS:
	case ENTRY_FIELD_GOOD_AT:
	case ENTRY_FIELD_SECURITY:
	case ENTRY_FIELD_CAPACITY: return false;
	default: return true;
	}
}

static void put_attribute(const struct api_hsds *hsds, const struct exchange_entry *entry,
	int field, struct span value, size_t number)
{
	static const char *const entities[] = {[ENTRY_ORGANISATION] = "organization",
		[ENTRY_SITE] = "location",
		[ENTRY_SERVICE] = "service"};
	struct jsonw *json = hsds->json;
	const char *name = codes_name(&entry_field_codes, field);
	struct id term = part_id(id_none, name, 0), of = api_exchange_id_of(entry);
	jsonw_object_begin(json);
	put_id(json, "id", part_id(of, name, number));
	put_id(json, "link_id", of);
	put_id(json, "taxonomy_term_id", term);
	jsonw_put_text(json, "link_type", name);
	jsonw_put_text(json, "link_entity", entities[entry->kind]);
	jsonw_put_span(json, "value", value);
	jsonw_key(json, "taxonomy_term");
	jsonw_object_begin(json);
	put_id(json, "id", term);
	jsonw_put_text(json, "code", name);
	jsonw_put_text(json, "name", name);
	jsonw_put_text(json, "description", "a field of Vangnet's map of help");
	jsonw_put_text(json, "taxonomy", "vangnet");
	jsonw_object_end(json);
	jsonw_object_end(json);
}

static void put_field(const struct api_hsds *hsds, const struct exchange_entry *entry, int field)
{
	const struct part *part = part_find(entry->kind, field);
	struct buf text;
	buf_init(&text, EXCHANGE_TEXT_BYTES);
	api_exchange_add_field(entry, field, &text);
	CHECK(!text.overflowed);
	struct span rest = buf_span(&text), one;
	bool is_set = part != NULL && part->form == PART_CODES;
	for (size_t i = 0; is_set && rest.size > 0 && span_take(&rest, ' ', &one); i++)
		put_attribute(hsds, entry, field, one, i);
	if (!is_set && rest.size > 0) put_attribute(hsds, entry, field, rest, 0);
	buf_finish(&text);
}

static void put_attributes(const struct api_hsds *hsds, const struct exchange_entry *entry)
{
	jsonw_key(hsds->json, "attributes");
	jsonw_array_begin(hsds->json);
	for (int field = 1; field < ENTRY_FIELD_COUNT; field++)
		if (api_exchange_has_field(entry->kind, field) && !is_native(entry, field))
			put_field(hsds, entry, field);
	jsonw_array_end(hsds->json);
}

static void put_phone(struct jsonw *json, struct id of, struct span number)
{
	if (number.size == 0) return;
	jsonw_key(json, "phones");
	jsonw_array_begin(json);
	jsonw_object_begin(json);
	put_id(json, "id", part_id(of, "phone", 0));
	jsonw_put_span(json, "number", number);
	jsonw_object_end(json);
	jsonw_array_end(json);
}

void api_hsds_put_organization(
	const struct api_hsds *hsds, const struct exchange_entry *entry, bool basic)
{
	const struct organisation *organisation = &entry->listing.organisation;
	struct jsonw *json = hsds->json;
	put_id(json, "id", organisation->id);
	jsonw_put_span(json, "name", organisation->name);
	put_text(json, "alternate_name", organisation->alternate_name);
	jsonw_put_span(json, "description", organisation->description); /* required */
	if (part_is_email(organisation->email)) jsonw_put_span(json, "email", organisation->email);
	if (is_uri(organisation->website)) jsonw_put_span(json, "website", organisation->website);
	if (basic) return;
	put_phone(json, organisation->id, organisation->phone);
	put_attributes(hsds, entry);
}

static void put_time(struct jsonw *json, const char *key, int32_t minute)
{
	char text[32];
	if (minute > DAY_MINUTES) minute -= DAY_MINUTES;
	snprintf(text, sizeof(text), "%02d:%02d", (int)(minute / MINUTES), (int)(minute % MINUTES));
	jsonw_put_text(json, key, text);
}

static void put_byday(struct jsonw *json, const struct hours *row)
{
	static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	char text[8] = "";
	if (row->rule == HOURS_MONTH)
		snprintf(
			text, sizeof(text), "%d%s", row->nth == 5 ? -1 : (int)row->nth, days[row->weekday]);
	else
		snprintf(text, sizeof(text), "%s", days[row->weekday]);
	jsonw_put_text(json, "freq", row->rule == HOURS_MONTH ? "MONTHLY" : "WEEKLY");
	jsonw_put_text(json, "byday", text);
	if (row->every_weeks > 1) jsonw_put_int(json, "interval", row->every_weeks);
	if (row->every_weeks > 1) jsonw_put_day(json, "dtstart", row->from_day);
}

/* A schedule for each row; its description says it in the form in which it is read back. */
static void put_schedules(const struct api_hsds *hsds, const struct exchange_entry *entry)
{
	struct jsonw *json = hsds->json;
	if (entry->hours_count == 0) return;
	jsonw_key(json, "schedules");
	jsonw_array_begin(json);
	for (size_t i = 0; i < entry->hours_count; i++) {
		const struct hours *row = &entry->hours[i];
		struct buf text;
		buf_init(&text, EXCHANGE_TEXT_BYTES);
		hours_text_print(row, 1, &text);
		jsonw_object_begin(json);
		put_id(json, "id", part_id(api_exchange_id_of(entry), "schedule", i));
		jsonw_put_span(json, "description", buf_span(&text));
		if (row->rule == HOURS_WEEK || row->rule == HOURS_MONTH) put_byday(json, row);
		if (row->rule == HOURS_DAYS) jsonw_put_day(json, "valid_from", row->from_day);
		if (row->rule == HOURS_DAYS) jsonw_put_day(json, "valid_to", row->to_day);
		if (row->closes_minute > 0) put_time(json, "opens_at", row->opens_minute);
		if (row->closes_minute > 0) put_time(json, "closes_at", row->closes_minute);
		jsonw_object_end(json);
		buf_finish(&text);
	}
	jsonw_array_end(json);
}

/* HSDS asks for all of an address where there is one; what is not said is empty. */
static void put_address(struct jsonw *json, const struct site *site)
{
	if (site->address.size == 0 && site->postal_code.size == 0 && site->place.size == 0) return;
	jsonw_key(json, "addresses");
	jsonw_array_begin(json);
	jsonw_object_begin(json);
	put_id(json, "id", part_id(site->id, "address", 0));
	jsonw_put_span(json, "address_1", site->address);
	jsonw_put_span(json, "city", site->place);
	jsonw_put_text(json, "state_province", "");
	jsonw_put_span(json, "postal_code", site->postal_code);
	jsonw_put_text(json, "country", "NL");
	jsonw_put_text(json, "address_type", "physical");
	jsonw_object_end(json);
	jsonw_array_end(json);
}

static void put_accessibility(struct jsonw *json, const struct site *site)
{
	if (site->accessibility == 0) return;
	jsonw_key(json, "accessibility");
	jsonw_array_begin(json);
	for (int i = 1; i < codes_accessibility.count; i++) {
		if ((site->accessibility >> i & 1) == 0) continue;
		jsonw_object_begin(json);
		put_id(json, "id", part_id(site->id, "accessibility", (size_t)i));
		jsonw_put_text(json, "description", codes_name(&codes_accessibility, i));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void put_degrees(struct jsonw *json, const char *key, int32_t millionths)
{
	if (millionths == 0) return;
	jsonw_key(json, key);
	jsonw_real(json, millionths / 1e6, 6);
}

void api_hsds_put_location(
	const struct api_hsds *hsds, const struct exchange_entry *entry, bool basic)
{
	const struct site *site = &entry->listing.site;
	struct jsonw *json = hsds->json;
	put_id(json, "id", site->id);
	jsonw_put_text(json, "location_type", site->form == SITE_FORM_ONLINE ? "virtual" : "physical");
	put_id(json, "organization_id", site->organisation);
	jsonw_put_span(json, "name", site->name);
	put_text(json, "transportation", site->directions);
	put_degrees(json, "latitude", site->latitude_e6);
	put_degrees(json, "longitude", site->longitude_e6);
	if (basic) return;
	put_address(json, site);
	put_accessibility(json, site);
	put_phone(json, site->id, site->phone);
	put_schedules(hsds, entry);
	put_attributes(hsds, entry);
}

static void put_languages(struct jsonw *json, const struct service *service)
{
	struct span rest = service->languages, code;
	if (rest.size == 0) return;
	jsonw_key(json, "languages");
	jsonw_array_begin(json);
	for (size_t i = 0; rest.size > 0 && span_take(&rest, ' ', &code); i++) {
		jsonw_object_begin(json);
		put_id(json, "id", part_id(service->id, "language", i));
		jsonw_put_span(json, "code", code);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void put_areas(const struct api_hsds *hsds, const struct exchange_entry *entry)
{
	struct jsonw *json = hsds->json;
	if (entry->area_count == 0) return;
	jsonw_key(json, "service_areas");
	jsonw_array_begin(json);
	for (size_t i = 0; i < entry->area_count; i++) {
		const struct region_life *life = region_history_find_number(hsds->division, entry->area[i]);
		char code[16];
		snprintf(code, sizeof(code), "GM%04d", (int)entry->area[i]);
		jsonw_object_begin(json);
		put_id(json, "id", part_id(api_exchange_id_of(entry), "area", i));
		if (life != NULL) jsonw_put_span(json, "name", life->name);
		jsonw_put_text(json, "extent", code);
		jsonw_put_text(json, "extent_type", "CBS municipality code");
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void put_costs(struct jsonw *json, const struct exchange_entry *entry)
{
	struct buf words;
	if (entry->cost_count == 0) return;
	buf_init(&words, EXCHANGE_TEXT_BYTES);
	jsonw_key(json, "cost_options");
	jsonw_array_begin(json);
	for (size_t i = 0; i < entry->cost_count; i++) {
		const struct cost *cost = &entry->costs[i];
		jsonw_object_begin(json);
		put_id(json, "id", part_id(api_exchange_id_of(entry), "cost", i));
		jsonw_put_text(json, "option", codes_name(&cost_kind_codes, cost->kind));
		jsonw_put_text(json, "currency", "EUR");
		jsonw_key(json, "amount");
		jsonw_real(json, (double)cost->amount_cents / CENTS, 2);
		buf_reset(&words);
		api_exchange_add_cost_words(cost, &words);
		put_text(json, "amount_description", buf_span(&words));
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	buf_finish(&words);
}

static void put_place(const struct api_hsds *hsds, const struct exchange_entry *entry,
	const struct exchange_entry *site)
{
	const struct service *service = &entry->listing.service;
	struct jsonw *json = hsds->json;
	jsonw_key(json, "service_at_locations");
	jsonw_array_begin(json);
	jsonw_object_begin(json);
	put_id(json, "id", service->id);
	put_id(json, "service_id", service->id);
	put_id(json, "location_id", service->site);
	if (site != NULL) {
		jsonw_key(json, "location");
		jsonw_object_begin(json);
		api_hsds_put_location(hsds, site, false);
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
	jsonw_array_end(json);
}

static void put_dates(const struct api_hsds *hsds, const struct exchange_entry *entry)
{
	int64_t confirmed_ms = entry->listing.freshness.confirmed_ms;
	if (!hsds->dates || confirmed_ms == 0) return;
	jsonw_put_day(hsds->json, "assured_date", date_day_of(confirmed_ms));
	jsonw_put_instant(hsds->json, "last_modified", confirmed_ms);
}

static void put_age(struct jsonw *json, const char *key, int32_t age)
{
	if (age > 0) jsonw_put_int(json, key, age);
}

void api_hsds_put_service(const struct api_hsds *hsds, const struct exchange_entry *entry,
	const struct exchange_entry *site, bool basic)
{
	const struct service *service = &entry->listing.service;
	struct jsonw *json = hsds->json;
	put_id(json, "id", service->id);
	put_id(json, "organization_id", service->organisation);
	jsonw_put_span(json, "name", service->name);
	put_text(json, "description", service->description);
	if (is_uri(service->website)) jsonw_put_span(json, "url", service->website);
	if (part_is_email(service->email)) jsonw_put_span(json, "email", service->email);
	jsonw_put_text(json, "status", "active");
	put_text(json, "application_process", service->way_in_words);
	put_text(json, "eligibility_description", service->good_at_words);
	put_age(json, "minimum_age", service->min_age);
	put_age(json, "maximum_age", service->max_age);
	put_dates(hsds, entry);
	if (basic) return;
	put_phone(json, service->id, service->phone);
	put_languages(json, service);
	put_schedules(hsds, entry);
	put_areas(hsds, entry);
	put_costs(json, entry);
	put_place(hsds, entry, site);
	put_attributes(hsds, entry);
}
