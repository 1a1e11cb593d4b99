/* api_exchange_hsds.c - reads JSON after HSDS 3: organisations with their locations and services,
 * or services with their organisation and location.
 *
 * What Vangnet has no place for (people, funding, programmes, documents, other taxonomies) is
 * passed over: docs/exchange.md names it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_private.h"
#include "base/check.h"
#include "directory/hours_text.h"
#include "region/region_history.h"
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { SEEN = 65536, TEXT_BYTES = 16384, PATH_BYTES = 200, NUMBER_BYTES = 32 };
_Static_assert(SEEN > 2 * API_EXCHANGE_MAX_ENTRIES, "there is always an empty place");

struct reading {
	struct api_exchange *exchange;
	uint32_t seen[SEEN]; /* 1 and more: the item before that, by its id */
};

/* What is said of one entry, field by field, before it is read. */
struct gathering {
	struct reading *reading;
	const char *path; /* of the object */
	enum entry_kind kind;
	bool wrong;
	struct span texts[ENTRY_FIELD_COUNT];
	const char *paths[ENTRY_FIELD_COUNT];
};

static const char *path_of(struct api_exchange *exchange, const char *format, ...)
	PRINTF_LIKE(2, 3);

static const char *path_of(struct api_exchange *exchange, const char *format, ...)
{
	char text[PATH_BYTES];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return arena_text(exchange->arena, span_of(text));
}

static struct api_exchange_place at_path(const char *path)
{
	return (struct api_exchange_place){.path = path};
}

static struct span text_of(const json_t *value)
{
	return (struct span){json_string_value(value), json_string_length(value)};
}

/* A text or number as text; empty if it is neither. */
static struct span scalar(struct api_exchange *exchange, const json_t *value)
{
	char text[NUMBER_BYTES];
	if (json_is_string(value)) return text_of(value);
	if (json_is_integer(value))
		snprintf(text, sizeof(text), "%lld", (long long)json_integer_value(value));
	else if (json_is_real(value) && fabs(json_real_value(value)) < 1e9)
		snprintf(text, sizeof(text), "%.6f", json_real_value(value));
	else
		return (struct span){0};
	return arena_copy(exchange->arena, span_of(text));
}

static void wrong_form(struct api_exchange *exchange, const char *path, const char *form)
{
	const struct api_message_parameter parameters[] = {
		{.name = "field", .text = span_of(path)}, {.name = "expected", .text = span_of(form)}};
	api_exchange_fault(exchange, at_path(path), "problem.wrong_type", parameters, 2);
}

static void set(struct gathering *gathering, int field, struct span text, const char *path)
{
	gathering->texts[field] = text;
	gathering->paths[field] = path;
}

/* More of a field that is a list. */
static void add(
	struct gathering *gathering, int field, struct span text, char separator, const char *path)
{
	struct span before = gathering->texts[field];
	if (before.size == 0) {
		set(gathering, field, text, path);
		return;
	}
	char *joined = arena_need(gathering->reading->exchange->arena, before.size + 1 + text.size);
	memcpy(joined, before.start, before.size);
	joined[before.size] = separator;
	if (text.size > 0) memcpy(joined + before.size + 1, text.start, text.size);
	gathering->texts[field] = span_bytes(joined, before.size + 1 + text.size);
}

/* A member of the object that is a field here. */
static void take(struct gathering *gathering, const json_t *object, const char *name, int field)
{
	struct api_exchange *exchange = gathering->reading->exchange;
	const json_t *value = json_object_get(object, name);
	if (value == NULL || json_is_null(value)) return;
	const char *path = path_of(exchange, "%s.%s", gathering->path, name);
	gathering->wrong = gathering->wrong || (!json_is_string(value) && !json_is_number(value));
	if (!json_is_string(value) && !json_is_number(value))
		wrong_form(exchange, path, "\"...\"");
	else
		set(gathering, field, scalar(exchange, value), path);
}

typedef void (*take_one)(struct gathering *gathering, const json_t *object, const char *path);

/* Each object of an array; the path of each. */
static void take_each(
	struct gathering *gathering, const json_t *object, const char *name, take_one take_it)
{
	struct api_exchange *exchange = gathering->reading->exchange;
	const json_t *list = json_object_get(object, name);
	if (list == NULL || json_is_null(list)) return;
	if (!json_is_array(list)) {
		wrong_form(exchange, path_of(exchange, "%s.%s", gathering->path, name), "[ ]");
		return;
	}
	for (size_t i = 0; i < json_array_size(list) && api_exchange_goes_on(exchange); i++) {
		const json_t *one = json_array_get(list, i);
		const char *path = path_of(exchange, "%s.%s[%zu]", gathering->path, name, i);
		if (json_is_object(one))
			take_it(gathering, one, path);
		else
			wrong_form(exchange, path, "{ }");
	}
}

static bool is_list(enum entry_kind kind, int field)
{
	const struct part *part = part_find(kind, field);
	return part != NULL && part->form == PART_CODES;
}

/* Attributes of other taxonomies say nothing here. */
static void take_attribute(struct gathering *gathering, const json_t *object, const char *path)
{
	int field = codes_find(&entry_field_codes, text_of(json_object_get(object, "link_type")));
	struct span value = scalar(gathering->reading->exchange, json_object_get(object, "value"));
	if (field == 0 || !api_exchange_has_field(gathering->kind, field)) return;
	if (is_list(gathering->kind, field))
		add(gathering, field, value, ' ', path);
	else
		set(gathering, field, value, path);
}

static void take_phone(struct gathering *gathering, const json_t *object, const char *path)
{
	/* There is one here: the first. */
	if (gathering->texts[ENTRY_FIELD_PHONE].size > 0) return;
	set(gathering, ENTRY_FIELD_PHONE,
		scalar(gathering->reading->exchange, json_object_get(object, "number")), path);
}

static void take_language(struct gathering *gathering, const json_t *object, const char *path)
{
	add(gathering, ENTRY_FIELD_LANGUAGES, text_of(json_object_get(object, "code")), ' ', path);
}

static void take_accessibility(struct gathering *gathering, const json_t *object, const char *path)
{
	add(gathering, ENTRY_FIELD_ACCESSIBILITY, text_of(json_object_get(object, "description")), ' ',
		path);
}

/* By its code, or else by its name. */
static void take_area(struct gathering *gathering, const json_t *object, const char *path)
{
	const struct region *division = gathering->reading->exchange->division;
	struct span code = text_of(json_object_get(object, "extent"));
	struct span name = text_of(json_object_get(object, "name"));
	if (region_history_find_code(division, code) == NULL) {
		const struct region_life *life = region_history_find_name(division, name);
		if (life != NULL) code = life->code;
	}
	add(gathering, ENTRY_FIELD_AREA, code.size > 0 ? code : SPAN_LITERAL("?"), ' ', path);
}

static void take_cost(struct gathering *gathering, const json_t *object, const char *path)
{
	struct api_exchange *exchange = gathering->reading->exchange;
	struct buf text;
	const json_t *amount = json_object_get(object, "amount");
	double euros = json_is_number(amount) ? json_number_value(amount) : 0;
	struct span words = span_trim(text_of(json_object_get(object, "amount_description")));
	buf_init(&text, TEXT_BYTES);
	buf_add_span(&text, span_trim(text_of(json_object_get(object, "option"))));
	if (fabs(euros) < 1e9) buf_printf(&text, " %.2f", euros);
	if (words.size > 0) buf_add_char(&text, ' ');
	for (size_t i = 0; i < words.size; i++)
		buf_add_char(&text, words.start[i] == '\n' ? ' ' : words.start[i]);
	if (text.overflowed)
		wrong_form(exchange, path, "cost_option");
	else
		add(gathering, ENTRY_FIELD_COSTS, arena_copy(exchange->arena, buf_span(&text)), '\n', path);
	buf_finish(&text);
}

/* "MO,TU" and "1TU" of freq, interval and dtstart, as hours_text.h has them. */
static void add_days(const json_t *object, struct buf *out)
{
	struct span rest = text_of(json_object_get(object, "byday")), day;
	bool monthly = span_is(text_of(json_object_get(object, "freq")), "MONTHLY");
	int64_t interval = json_integer_value(json_object_get(object, "interval"));
	struct span nth = {0};
	for (size_t i = 0; rest.size > 0 && span_take(&rest, ',', &day); i++) {
		day = span_trim(day);
		if (monthly && day.size > 2) nth = (struct span){day.start, day.size - 2};
		if (day.size > 2) day = (struct span){day.start + day.size - 2, 2};
		if (i > 0) buf_add_char(out, ',');
		buf_add_span(out, day);
	}
	if (monthly && nth.size > 0) {
		buf_add_char(out, '[');
		buf_add_span(out, span_is(nth, "-1") ? SPAN_LITERAL("5") : nth);
		buf_add_char(out, ']');
	}
	if (!monthly && interval > 1) {
		buf_printf(out, "/%lld ", (long long)interval);
		buf_add_span(out, text_of(json_object_get(object, "dtstart")));
	}
}

/* Its times: the first five characters, "09:00" of "09:00+01:00". */
static void add_clock(struct span time, struct buf *out)
{
	enum { CLOCK = 5 };
	buf_add_span(out, time.size > CLOCK ? (struct span){time.start, CLOCK} : time);
}

static void add_schedule(const json_t *object, struct buf *out)
{
	struct span opens = text_of(json_object_get(object, "opens_at"));
	struct span from = text_of(json_object_get(object, "valid_from"));
	struct span to = text_of(json_object_get(object, "valid_to"));
	if (json_object_get(object, "byday") != NULL) {
		add_days(object, out);
	} else {
		buf_add_span(out, from);
		if (to.size > 0 && !span_equal(from, to)) buf_add_char(out, '/');
		if (to.size > 0 && !span_equal(from, to)) buf_add_span(out, to);
	}
	buf_add_char(out, ' ');
	if (opens.size == 0) {
		buf_add_text(out, "closed");
		return;
	}
	add_clock(opens, out);
	buf_add_char(out, '-');
	add_clock(text_of(json_object_get(object, "closes_at")), out);
}

/* The description is the whole rule where it is one that can be read here. */
static void take_schedule(struct gathering *gathering, const json_t *object, const char *path)
{
	struct api_exchange *exchange = gathering->reading->exchange;
	struct hours rows[HOURS_MAX_ROWS];
	struct buf text;
	size_t count = 0, bad_at = 0;
	struct span rule = text_of(json_object_get(object, "description"));
	buf_init(&text, TEXT_BYTES);
	if (rule.size == 0 || !hours_text_parse(rule, rows, &count, &bad_at)) {
		add_schedule(object, &text);
		rule = arena_copy(exchange->arena, buf_span(&text));
	}
	add(gathering, ENTRY_FIELD_HOURS, rule, ';', path);
	buf_finish(&text);
}

/* In the shortest form, which has the most room within its bound. */
static void settle_hours(struct gathering *gathering)
{
	struct hours rows[HOURS_MAX_ROWS];
	struct buf text;
	size_t count = 0, bad_at = 0;
	struct span *rules = &gathering->texts[ENTRY_FIELD_HOURS];
	if (rules->size == 0 || !hours_text_parse(*rules, rows, &count, &bad_at)) return;
	buf_init(&text, TEXT_BYTES);
	hours_text_print(rows, count, &text);
	*rules = arena_copy(gathering->reading->exchange->arena, buf_span(&text));
	buf_finish(&text);
}

static void take_address(struct gathering *gathering, const json_t *object, const char *path)
{
	struct api_exchange *exchange = gathering->reading->exchange;
	static const struct {
		const char *name;
		int field;
	} members[] = {{"address_1", ENTRY_FIELD_ADDRESS}, {"postal_code", ENTRY_FIELD_POSTAL_CODE},
		{"city", ENTRY_FIELD_PLACE}};
	if (gathering->texts[ENTRY_FIELD_ADDRESS].size > 0) return;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		set(gathering, members[i].field, scalar(exchange, json_object_get(object, members[i].name)),
			path);
}

/* Where nothing says the municipality, the place of the address may be one. */
static void settle_municipality(struct gathering *gathering)
{
	const struct region *division = gathering->reading->exchange->division;
	struct span place = gathering->texts[ENTRY_FIELD_PLACE];
	if (gathering->texts[ENTRY_FIELD_MUNICIPALITY].size > 0) return;
	if (place.size > 0 && region_history_find_name(division, place) != NULL)
		set(gathering, ENTRY_FIELD_MUNICIPALITY, place, gathering->paths[ENTRY_FIELD_PLACE]);
}

static size_t slot_of(const struct reading *reading, struct id id)
{
	size_t at = 0;
	memcpy(&at, id.bytes, sizeof(at));
	for (at %= SEEN; reading->seen[at] != 0; at = (at + 1) % SEEN)
		if (id_equal(reading->exchange->items[reading->seen[at] - 1].id, id)) break;
	return at;
}

/* A new item for this object; NULL if it is known already, or cannot be told apart. */
static struct api_exchange_item *begin(
	struct gathering *gathering, const json_t *object, struct id *id)
{
	struct reading *reading = gathering->reading;
	struct api_exchange *exchange = reading->exchange;
	const char *path = path_of(exchange, "%s.id", gathering->path);
	struct span text = scalar(exchange, json_object_get(object, "id"));
	if (!api_exchange_read_id(exchange, at_path(path), "id", gathering->kind, text, id))
		return NULL;
	size_t slot = slot_of(reading, *id);
	if (reading->seen[slot] != 0 &&
		exchange->items[reading->seen[slot] - 1].kind == gathering->kind)
		return NULL;
	struct api_exchange_item *item =
		api_exchange_add(exchange, gathering->kind, at_path(gathering->path));
	if (item == NULL) return NULL;
	item->id = *id;
	if (reading->seen[slot] == 0) reading->seen[slot] = (uint32_t)exchange->count;
	return item;
}

/* Everything that was gathered, through the fields' own bounds. */
static void finish(struct gathering *gathering, struct api_exchange_item *item)
{
	item->wrong = item->wrong || gathering->wrong;
	for (int field = 1; field < ENTRY_FIELD_COUNT; field++) {
		if (!api_exchange_has_field(item->kind, field) || field == ENTRY_FIELD_SITE) continue;
		const char *path = gathering->paths[field];
		api_exchange_read_field(gathering->reading->exchange, item,
			at_path(path == NULL ? gathering->path : path), codes_name(&entry_field_codes, field),
			gathering->texts[field]);
	}
	api_exchange_read_end(gathering->reading->exchange, item);
}

static void read_location(
	struct reading *reading, const json_t *object, const char *path, struct id organisation)
{
	struct gathering gathered = {.reading = reading, .path = path, .kind = ENTRY_SITE};
	struct gathering *gathering = &gathered;
	struct id id = id_none;
	struct api_exchange_item *item = begin(gathering, object, &id);
	if (item == NULL) return;
	item->organisation = organisation;
	take(gathering, object, "name", ENTRY_FIELD_NAME);
	take(gathering, object, "transportation", ENTRY_FIELD_DIRECTIONS);
	take(gathering, object, "latitude", ENTRY_FIELD_LATITUDE);
	take(gathering, object, "longitude", ENTRY_FIELD_LONGITUDE);
	take_each(gathering, object, "addresses", take_address);
	take_each(gathering, object, "accessibility", take_accessibility);
	take_each(gathering, object, "phones", take_phone);
	take_each(gathering, object, "schedules", take_schedule);
	take_each(gathering, object, "attributes", take_attribute);
	settle_hours(gathering);
	settle_municipality(gathering);
	finish(gathering, item);
}

/* Its one place; a fault if there are none or several. */
static struct id read_place(
	struct reading *reading, const json_t *service, const char *path, struct id organisation)
{
	struct api_exchange *exchange = reading->exchange;
	const json_t *places = json_object_get(service, "service_at_locations");
	const char *here = path_of(exchange, "%s.service_at_locations", path);
	struct id id = id_none;
	if (!json_is_array(places) || json_array_size(places) != 1) {
		api_exchange_fault(exchange, at_path(here), "problem.import_places", NULL, 0);
		return id;
	}
	const json_t *place = json_array_get(places, 0);
	const json_t *location = json_object_get(place, "location");
	struct span text = scalar(exchange, json_object_get(place, "location_id"));
	if (text.size == 0) text = scalar(exchange, json_object_get(location, "id"));
	here = path_of(exchange, "%s[0].location_id", here);
	if (!api_exchange_read_id(exchange, at_path(here), "location_id", ENTRY_SITE, text, &id))
		return id;
	if (json_is_object(location))
		read_location(reading, location,
			path_of(exchange, "%s.service_at_locations[0].location", path), organisation);
	return id;
}

static void take_service(struct gathering *gathering, const json_t *object)
{
	static const struct {
		const char *name;
		int field;
	} members[] = {{"name", ENTRY_FIELD_NAME}, {"description", ENTRY_FIELD_DESCRIPTION},
		{"url", ENTRY_FIELD_WEBSITE}, {"email", ENTRY_FIELD_EMAIL},
		{"application_process", ENTRY_FIELD_WAY_IN_WORDS},
		{"eligibility_description", ENTRY_FIELD_GOOD_AT_WORDS},
		{"minimum_age", ENTRY_FIELD_MIN_AGE}, {"maximum_age", ENTRY_FIELD_MAX_AGE}};
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		take(gathering, object, members[i].name, members[i].field);
	take_each(gathering, object, "phones", take_phone);
	take_each(gathering, object, "languages", take_language);
	take_each(gathering, object, "schedules", take_schedule);
	take_each(gathering, object, "service_areas", take_area);
	take_each(gathering, object, "cost_options", take_cost);
	take_each(gathering, object, "attributes", take_attribute);
	settle_hours(gathering);
}

/* What is not offered any more is not read: nothing ends by an import. */
static bool is_offered(const json_t *object)
{
	struct span status_text = text_of(json_object_get(object, "status"));
	return !span_is(status_text, "inactive") && !span_is(status_text, "defunct");
}

static void read_service(
	struct reading *reading, const json_t *object, const char *path, struct id organisation)
{
	struct id id = id_none;
	if (!is_offered(object)) return;
	struct id site = read_place(reading, object, path, organisation);
	struct gathering gathered = {.reading = reading, .path = path, .kind = ENTRY_SERVICE};
	struct gathering *gathering = &gathered;
	struct api_exchange_item *item = begin(gathering, object, &id);
	if (item == NULL) {
		/* Unlike places and organisations, services are not told of twice. */
		if (!id_is_none(id) && !reading->exchange->full)
			api_exchange_fault(reading->exchange, at_path(path), "problem.import_again", NULL, 0);
		return;
	}
	item->organisation = organisation;
	item->site = item->params.site = site;
	item->said |= INT64_C(1) << ENTRY_FIELD_SITE;
	item->wrong = id_is_none(site);
	take_service(gathering, object);
	finish(gathering, item);
}

static void read_children(struct reading *reading, const json_t *object, const char *path,
	const char *name, struct id organisation)
{
	struct api_exchange *exchange = reading->exchange;
	const json_t *list = json_object_get(object, name);
	if (list == NULL || json_is_null(list)) return;
	if (!json_is_array(list)) wrong_form(exchange, path_of(exchange, "%s.%s", path, name), "[ ]");
	for (size_t i = 0; i < json_array_size(list) && api_exchange_goes_on(exchange); i++) {
		const json_t *one = json_array_get(list, i);
		const char *here = path_of(exchange, "%s.%s[%zu]", path, name, i);
		if (!json_is_object(one))
			wrong_form(exchange, here, "{ }");
		else if (strcmp(name, "locations") == 0)
			read_location(reading, one, here, organisation);
		else
			read_service(reading, one, here, organisation);
	}
}

static struct id read_organization(struct reading *reading, const json_t *object, const char *path)
{
	struct gathering gathered = {.reading = reading, .path = path, .kind = ENTRY_ORGANISATION};
	struct gathering *gathering = &gathered;
	struct id id = id_none;
	struct api_exchange_item *item = begin(gathering, object, &id);
	if (item != NULL) {
		take(gathering, object, "name", ENTRY_FIELD_NAME);
		take(gathering, object, "alternate_name", ENTRY_FIELD_ALTERNATE_NAME);
		take(gathering, object, "description", ENTRY_FIELD_DESCRIPTION);
		take(gathering, object, "email", ENTRY_FIELD_EMAIL);
		take(gathering, object, "website", ENTRY_FIELD_WEBSITE);
		take_each(gathering, object, "phones", take_phone);
		take_each(gathering, object, "attributes", take_attribute);
		finish(gathering, item);
	}
	if (id_is_none(id)) return id;
	read_children(reading, object, path, "locations", id);
	read_children(reading, object, path, "services", id);
	return id;
}

/* A service says a status, which it must; an organisation has none. */
static void read_one(struct reading *reading, const json_t *object, const char *path)
{
	struct api_exchange *exchange = reading->exchange;
	const json_t *organization = json_object_get(object, "organization");
	struct id id = id_none;
	if (!json_is_object(object)) {
		wrong_form(exchange, path, "{ }");
		return;
	}
	if (json_object_get(object, "status") == NULL) {
		(void)read_organization(reading, object, path);
		return;
	}
	const char *here = path_of(exchange, "%s.organization_id", path);
	struct span text = scalar(exchange, json_object_get(object, "organization_id"));
	if (json_is_object(organization))
		id = read_organization(reading, organization, path_of(exchange, "%s.organization", path));
	else if (!api_exchange_read_id(
				 exchange, at_path(here), "organization_id", ENTRY_ORGANISATION, text, &id))
		return;
	if (!id_is_none(id)) read_service(reading, object, path, id);
}

static void not_json(struct api_exchange *exchange, const json_error_t *error)
{
	char line[16], column[16];
	snprintf(line, sizeof(line), "%d", error->line);
	snprintf(column, sizeof(column), "%d", error->column);
	const struct api_message_parameter parameters[] = {
		{.name = "line", .text = span_of(line)}, {.name = "column", .text = span_of(column)}};
	const struct api_exchange_place place = {.line = error->line > 0 ? (size_t)error->line : 1};
	enum json_error_code code = json_error_code(error);
	bool utf8 = code == json_error_invalid_utf8, twice = code == json_error_duplicate_key;
	api_exchange_fault(exchange, place,
		utf8        ? "problem.not_utf8"
			: twice ? "problem.duplicate_field"
					: "problem.not_json",
		parameters, utf8 ? 0 : 2);
}

void api_exchange_read_hsds(struct api_exchange *exchange, struct span text)
{
	json_error_t error = {0};
	struct reading *reading = ARENA_NEW(exchange->arena, struct reading);
	json_t *root = json_loadb(text.size == 0 ? "" : text.start, text.size,
		JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	reading->exchange = exchange;
	if (root == NULL) {
		not_json(exchange, &error);
		return;
	}
	const json_t *contents = json_object_get(root, "contents");
	const json_t *list = contents != NULL ? contents : root;
	const char *name = contents != NULL ? "contents" : "$";
	if (json_is_array(list))
		for (size_t i = 0; i < json_array_size(list) && api_exchange_goes_on(exchange); i++)
			read_one(reading, json_array_get(list, i), path_of(exchange, "%s[%zu]", name, i));
	else
		read_one(reading, list, name);
	json_decref(root);
}
