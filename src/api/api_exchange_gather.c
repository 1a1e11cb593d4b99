/* api_exchange_gather.c - fields out of the objects of HSDS.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_gather.h"
#include "directory/hours_text.h"
#include "region/region_history.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum { TEXT_BYTES = 16384, PATH_BYTES = 200, NUMBER_BYTES = 32 };

const char *api_exchange_gather_path(struct api_exchange *exchange, const char *format, ...)
{
	char text[PATH_BYTES];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return arena_text(exchange->arena, span_of(text));
}

struct span api_exchange_gather_text(const json_t *value)
{
	return (struct span){json_string_value(value), json_string_length(value)};
}

struct span api_exchange_gather_scalar(struct api_exchange *exchange, const json_t *value)
{
	char text[NUMBER_BYTES];
	if (json_is_string(value)) return api_exchange_gather_text(value);
	if (json_is_integer(value))
		snprintf(text, sizeof(text), "%lld", (long long)json_integer_value(value));
	else if (json_is_real(value) && fabs(json_real_value(value)) < 1e9)
		/* 18.0 is 18. */
		snprintf(text, sizeof(text), "%.*f",
			trunc(json_real_value(value)) == json_real_value(value) ? 0 : 6,
			json_real_value(value));
	else
		return (struct span){0};
	return arena_copy(exchange->arena, span_of(text));
}

void api_exchange_gather_wrong(struct api_exchange *exchange, const char *path, const char *form)
{
	const struct api_message_parameter parameters[] = {
		{.name = "field", .text = span_of(path)}, {.name = "expected", .text = span_of(form)}};
	api_exchange_fault(
		exchange, ((struct api_exchange_place){.path = path}), "problem.wrong_type", parameters, 2);
}

static void set(
	struct api_exchange_gathering *gathering, int field, struct span text, const char *path)
{
	gathering->texts[field] = text;
	gathering->paths[field] = path;
}

/* More of a field that is a list. */
static void add(struct api_exchange_gathering *gathering, int field, struct span text,
	char separator, const char *path)
{
	struct span before = gathering->texts[field];
	if (before.size == 0) {
		set(gathering, field, text, path);
		return;
	}
	char *joined = arena_need(gathering->exchange->arena, before.size + 1 + text.size);
	memcpy(joined, before.start, before.size);
	joined[before.size] = separator;
	if (text.size > 0) memcpy(joined + before.size + 1, text.start, text.size);
	gathering->texts[field] = span_bytes(joined, before.size + 1 + text.size);
}

/* A member of the object that is a field here. */
static void take(
	struct api_exchange_gathering *gathering, const json_t *object, const char *name, int field)
{
	struct api_exchange *exchange = gathering->exchange;
	const json_t *value = json_object_get(object, name);
	if (value == NULL || json_is_null(value)) return;
	const char *path = api_exchange_gather_path(exchange, "%s.%s", gathering->path, name);
	gathering->wrong = gathering->wrong || (!json_is_string(value) && !json_is_number(value));
	if (!json_is_string(value) && !json_is_number(value))
		api_exchange_gather_wrong(exchange, path, "\"...\"");
	else
		set(gathering, field, api_exchange_gather_scalar(exchange, value), path);
}

typedef void (*take_one)(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path);

/* Each object of an array; the path of each. */
static void take_each(struct api_exchange_gathering *gathering, const json_t *object,
	const char *name, take_one take_it)
{
	struct api_exchange *exchange = gathering->exchange;
	const json_t *list = json_object_get(object, name);
	if (list == NULL || json_is_null(list)) return;
	if (!json_is_array(list)) {
		api_exchange_gather_wrong(
			exchange, api_exchange_gather_path(exchange, "%s.%s", gathering->path, name), "[ ]");
		return;
	}
	for (size_t i = 0; i < json_array_size(list) && api_exchange_goes_on(exchange); i++) {
		const json_t *one = json_array_get(list, i);
		const char *path =
			api_exchange_gather_path(exchange, "%s.%s[%zu]", gathering->path, name, i);
		if (json_is_object(one))
			take_it(gathering, one, path);
		else
			api_exchange_gather_wrong(exchange, path, "{ }");
	}
}

static bool is_list(enum entry_kind kind, int field)
{
	const struct part *part = part_find(kind, field);
	return part != NULL && part->form == PART_CODES;
}

static struct span member(const json_t *object, const char *name)
{
	return span_trim(api_exchange_gather_text(json_object_get(object, name)));
}

static bool is_said(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	return json_is_number(value) || json_is_array(value) || member(object, name).size > 0;
}

/* A term of another taxonomy says what something is where it has the word of a code here. */
static void take_term(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	static const int fields[] = {ENTRY_FIELD_DOMAIN, ENTRY_FIELD_KIND, ENTRY_FIELD_LEVEL};
	static const char *const names[] = {"code", "name", "term"};
	const json_t *term = json_object_get(object, "taxonomy_term");
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const struct part *part = part_find(gathering->kind, fields[i]);
		if (part == NULL || part->form != PART_CODE || gathering->texts[fields[i]].size > 0)
			continue;
		for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
			struct span word = member(term, names[n]);
			if (codes_find(part->codes, word) <= 0) continue;
			set(gathering, fields[i], word, path);
			return;
		}
	}
}

/* Other attributes say nothing here. */
static void take_attribute(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	int field = codes_find(
		&entry_field_codes, api_exchange_gather_text(json_object_get(object, "link_type")));
	struct span value =
		api_exchange_gather_scalar(gathering->exchange, json_object_get(object, "value"));
	if (field == 0) take_term(gathering, object, path);
	if (field == 0 || !api_exchange_has_field(gathering->kind, field)) return;
	if (is_list(gathering->kind, field))
		add(gathering, field, value, ' ', path);
	else
		set(gathering, field, value, path);
}

static void take_phone(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	/* There is one here: the first. */
	if (gathering->texts[ENTRY_FIELD_PHONE].size > 0) return;
	set(gathering, ENTRY_FIELD_PHONE,
		api_exchange_gather_scalar(gathering->exchange, json_object_get(object, "number")), path);
}

static void take_language(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	add(gathering, ENTRY_FIELD_LANGUAGES, api_exchange_gather_text(json_object_get(object, "code")),
		' ', path);
}

static void take_accessibility(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	add(gathering, ENTRY_FIELD_ACCESSIBILITY,
		api_exchange_gather_text(json_object_get(object, "description")), ' ', path);
}

/* By its code, or else by its name. */
static void take_area(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	const struct region *division = gathering->exchange->division;
	struct span code = api_exchange_gather_text(json_object_get(object, "extent"));
	struct span name = api_exchange_gather_text(json_object_get(object, "name"));
	if (region_history_find_code(division, code) == NULL) {
		const struct region_life *life = region_history_find_name(division, name);
		if (life != NULL) code = life->code;
	}
	add(gathering, ENTRY_FIELD_AREA, code.size > 0 ? code : SPAN_LITERAL("?"), ' ', path);
}

static void take_cost(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	struct api_exchange *exchange = gathering->exchange;
	struct buf text;
	const json_t *amount = json_object_get(object, "amount");
	double euros = json_is_number(amount) ? json_number_value(amount) : 0;
	struct span words =
		span_trim(api_exchange_gather_text(json_object_get(object, "amount_description")));
	buf_init(&text, TEXT_BYTES);
	buf_add_span(&text, span_trim(api_exchange_gather_text(json_object_get(object, "option"))));
	if (fabs(euros) < 1e9) buf_printf(&text, " %.2f", euros);
	if (words.size > 0) buf_add_char(&text, ' ');
	for (size_t i = 0; i < words.size; i++)
		buf_add_char(&text, words.start[i] == '\n' ? ' ' : words.start[i]);
	if (text.overflowed)
		api_exchange_gather_wrong(exchange, path, "cost_option");
	else
		add(gathering, ENTRY_FIELD_COSTS, arena_copy(exchange->arena, buf_span(&text)), '\n', path);
	buf_finish(&text);
}

/* What opening hours have no words for: a season, an end, other months or days of the month. */
static bool can_be_hours(const json_t *object)
{
	static const char *const others[] = {"valid_from", "valid_to", "until", "count", "byweekno",
		"bymonthday", "byyearday", "bymonth"};
	struct span freq = member(object, "freq");
	bool monthly = span_is(freq, "MONTHLY");
	if (!is_said(object, "byday")) return true;
	if (freq.size > 0 && !monthly && !span_is(freq, "WEEKLY")) return false;
	if (monthly && json_integer_value(json_object_get(object, "interval")) > 1) return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is_said(object, others[i])) return false;
	return true;
}

/* "1TU" of a month as "tu[1]"; the last of a month is -1 there and 5 here. */
static bool add_nth(struct span day, struct buf *out)
{
	struct span nth = {day.start, day.size - 2};
	bool last = span_is(nth, "-1");
	bool counted = nth.size == 1 && nth.start[0] >= '1' && nth.start[0] <= '4';
	if (!last && !counted) return false;
	buf_add_span(out, (struct span){day.start + day.size - 2, 2});
	buf_add_char(out, '[');
	buf_add_char(out, last ? '5' : nth.start[0]);
	buf_add_char(out, ']');
	return true;
}

/* Its times: the first five characters, "09:00" of "09:00+01:00". */
static void add_clock(struct span time, struct buf *out)
{
	enum { CLOCK = 5 };
	buf_add_span(out, time.size > CLOCK ? (struct span){time.start, CLOCK} : time);
}

static void add_times(const json_t *object, struct buf *out)
{
	struct span opens = member(object, "opens_at");
	buf_add_char(out, ' ');
	if (opens.size == 0) {
		buf_add_text(out, "closed");
		return;
	}
	add_clock(opens, out);
	buf_add_char(out, '-');
	add_clock(member(object, "closes_at"), out);
}

/* The days of each week (or of each second, counted from dtstart) are one rule. */
static void add_weekly(const json_t *object, struct span days, struct buf *out)
{
	int64_t interval = json_integer_value(json_object_get(object, "interval"));
	buf_add_span(out, days);
	if (interval > 1) {
		buf_printf(out, "/%lld ", (long long)interval);
		buf_add_span(out, member(object, "dtstart"));
	}
	add_times(object, out);
}

/* Days of a month are a rule each: "1TU,3TU" is the first and the third. */
static bool add_days(const json_t *object, struct buf *out)
{
	struct span rest = member(object, "byday"), day;
	bool monthly = span_is(member(object, "freq"), "MONTHLY");
	struct buf weekly;
	bool good = true, any = false;
	buf_init(&weekly, TEXT_BYTES);
	while (good && rest.size > 0 && span_take(&rest, ',', &day)) {
		day = span_trim(day);
		if (day.size <= 2) {
			if (weekly.size > 0) buf_add_char(&weekly, ',');
			buf_add_span(&weekly, day);
			continue;
		}
		if (any) buf_add_char(out, ';');
		good = any = monthly && add_nth(day, out);
		add_times(object, out);
	}
	if (good && weekly.size > 0) {
		if (any) buf_add_char(out, ';');
		add_weekly(object, buf_span(&weekly), out);
	}
	good = good && !weekly.overflowed;
	buf_finish(&weekly);
	return good;
}

/* One day, or from one to another. */
static void add_dates(const json_t *object, struct buf *out)
{
	struct span from = member(object, "valid_from"), to = member(object, "valid_to");
	buf_add_span(out, from);
	if (to.size > 0 && !span_equal(from, to)) buf_add_char(out, '/');
	if (to.size > 0 && !span_equal(from, to)) buf_add_span(out, to);
	add_times(object, out);
}

/* False: it says what hours have no words for. */
static bool add_schedule(const json_t *object, struct buf *out)
{
	if (!can_be_hours(object)) return false;
	if (is_said(object, "byday")) return add_days(object, out);
	add_dates(object, out);
	return true;
}

/* The description is the whole rule where it is one that can be read here. */
static void take_schedule(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	struct api_exchange *exchange = gathering->exchange;
	struct hours rows[HOURS_MAX_ROWS];
	struct buf text;
	size_t count = 0, bad_at = 0;
	struct span rule = api_exchange_gather_text(json_object_get(object, "description"));
	buf_init(&text, TEXT_BYTES);
	if (rule.size == 0 || !hours_text_parse(rule, rows, &count, &bad_at)) {
		bool good = add_schedule(object, &text) && !text.overflowed;
		if (!good)
			api_exchange_fault(
				exchange, (struct api_exchange_place){.path = path}, "fault.schedule", NULL, 0);
		gathering->wrong = gathering->wrong || !good;
		rule = good ? arena_copy(exchange->arena, buf_span(&text)) : (struct span){0};
	}
	if (rule.size > 0) add(gathering, ENTRY_FIELD_HOURS, rule, ';', path);
	buf_finish(&text);
}

/* In the shortest form, which has the most room within its bound. */
static void settle_hours(struct api_exchange_gathering *gathering)
{
	struct hours rows[HOURS_MAX_ROWS];
	struct buf text;
	size_t count = 0, bad_at = 0;
	struct span *rules = &gathering->texts[ENTRY_FIELD_HOURS];
	if (rules->size == 0 || !hours_text_parse(*rules, rows, &count, &bad_at)) return;
	buf_init(&text, TEXT_BYTES);
	hours_text_print(rows, count, &text);
	*rules = arena_copy(gathering->exchange->arena, buf_span(&text));
	buf_finish(&text);
}

static void take_address(
	struct api_exchange_gathering *gathering, const json_t *object, const char *path)
{
	struct api_exchange *exchange = gathering->exchange;
	static const struct {
		const char *name;
		int field;
	} members[] = {{"address_1", ENTRY_FIELD_ADDRESS}, {"postal_code", ENTRY_FIELD_POSTAL_CODE},
		{"city", ENTRY_FIELD_PLACE}};
	if (gathering->texts[ENTRY_FIELD_ADDRESS].size > 0) return;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		set(gathering, members[i].field,
			api_exchange_gather_scalar(exchange, json_object_get(object, members[i].name)), path);
}

/* Where nothing says the municipality, the place of the address may be one. */
static void settle_municipality(struct api_exchange_gathering *gathering)
{
	const struct region *division = gathering->exchange->division;
	struct span place = gathering->texts[ENTRY_FIELD_PLACE];
	if (gathering->texts[ENTRY_FIELD_MUNICIPALITY].size > 0) return;
	if (place.size > 0 && region_history_find_name(division, place) != NULL)
		set(gathering, ENTRY_FIELD_MUNICIPALITY, place, gathering->paths[ENTRY_FIELD_PLACE]);
}

void api_exchange_gather_service(struct api_exchange_gathering *gathering, const json_t *object)
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

void api_exchange_gather_location(struct api_exchange_gathering *gathering, const json_t *object)
{
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
}

void api_exchange_gather_organization(
	struct api_exchange_gathering *gathering, const json_t *object)
{
	take(gathering, object, "name", ENTRY_FIELD_NAME);
	take(gathering, object, "alternate_name", ENTRY_FIELD_ALTERNATE_NAME);
	take(gathering, object, "description", ENTRY_FIELD_DESCRIPTION);
	take(gathering, object, "email", ENTRY_FIELD_EMAIL);
	take(gathering, object, "website", ENTRY_FIELD_WEBSITE);
	take_each(gathering, object, "phones", take_phone);
	take_each(gathering, object, "attributes", take_attribute);
}
