/* app_demo_text.c - the files of data/demo, read and checked whole.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_text.h"
#include "app/app_demo_files.h"
#include "base/check.h"
#include "base/csv.h"
#include "directory/cost.h"
#include "directory/criteria.h"
#include "directory/hours_text.h"

#define MAX_LINES 4096

static const char *const file_names[APP_DEMO_SOURCE_COUNT] = {
	"names.csv", "organisations.csv", "services.csv", "stories.csv", "words.csv"};

static const char *const use_names[APP_DEMO_USE_COUNT] = {"given", "family", "word", "quarter",
	"administrator", "nation", "street", "language", "begin", "problem", "wish", "need", "first",
	"step", "own", "offer", "fit", "competence", "consult", "bridge", "part", "search", "accept",
	"contact", "join", "danger", "agreement", "pledge", "goal", "report"};

static const char *const part_names[APP_DEMO_PART_COUNT] = {
	"area_team", "gp", "ggz_region", "ggz_practice", "addiction", "social", "peer", "duty"};

/* While the files are read. */
struct line {
	int use;
	int32_t domain;
	struct span text;
};

struct reading {
	struct app_demo_text *text;
	struct csv csv;
	struct line *lines;
	size_t count;
};

static status wrong(const struct reading *reading, const char *what, struct error *error)
{
	return status_fail_at(error, STATUS_INPUT, reading->csv.line, 0, "%s", what);
}

static int find_use(struct span name)
{
	for (int use = 0; use < APP_DEMO_USE_COUNT; use++)
		if (span_is(name, use_names[use])) return use;
	return -1;
}

/* `domain` is empty in files without that column. */
static status add_line(struct reading *reading, struct span use, struct span domain,
	struct span text, struct error *error)
{
	struct line line = {find_use(use), codes_find(&codes_life_domain, domain), text};
	if (line.use < 0) return wrong(reading, "the first column has no known word", error);
	if (domain.size > 0 && line.domain == 0) return wrong(reading, "no life domain", error);
	if (text.size == 0) return wrong(reading, "an empty text", error);
	if (reading->count == MAX_LINES)
		return status_fail(error, STATUS_BOUND, "over %d lines", MAX_LINES);
	reading->lines[reading->count++] = line;
	return STATUS_OK;
}

static status take_name(struct reading *reading, const struct span *fields, struct error *error)
{
	return add_line(reading, fields[0], (struct span){0}, fields[1], error);
}

static status take_words(struct reading *reading, const struct span *fields, struct error *error)
{
	return add_line(reading, fields[0], fields[1], fields[2], error);
}

static bool read_number(struct span text, int64_t low, int64_t high, int64_t *number)
{
	return span_to_int64(text, number) && *number >= low && *number <= high;
}

static bool read_hours(struct span text, struct app_demo_group *group)
{
	struct hours rows[HOURS_MAX_ROWS];
	size_t bad_at = 0;
	if (!hours_text_parse(text, rows, &group->hours_count, &bad_at)) return false;
	if (group->hours_count > APP_DEMO_MAX_HOURS) return false;
	memcpy(group->hours, rows, group->hours_count * sizeof(rows[0]));
	return true;
}

/* Codes with blanks between. */
static bool read_codes(struct span text, const struct codes *codes, int64_t *mask)
{
	struct span name;
	*mask = 0;
	while (text.size > 0 && span_take(&text, ' ', &name)) {
		int number = codes_find(codes, name);
		if (number == 0) return false;
		*mask |= INT64_C(1) << number;
	}
	return true;
}

/* Empty is 0. */
static bool read_count(struct span text, int64_t high, int32_t *number)
{
	int64_t read = 0;
	if (text.size > 0 && !read_number(text, 0, high, &read)) return false;
	*number = (int32_t)read;
	return true;
}

/* What a service says of itself besides its domain and name. */
static bool read_more(const struct span *fields, struct app_demo_service_kind *service)
{
	service->kind = codes_find(&codes_service_kind, fields[5]);
	service->referral = codes_find(&codes_referral, fields[7]);
	service->anonymous = span_is(fields[8], "yes");
	service->cost = codes_find(&cost_kind_codes, fields[15]);
	return service->kind != 0 && service->referral != 0 && service->cost != 0 &&
		read_codes(fields[16], &codes_life_domain, &service->domains) &&
		read_codes(fields[6], &codes_way_in, &service->ways_in) &&
		read_codes(fields[9], &codes_service_setting, &service->settings) &&
		read_codes(fields[10], &directory_criteria, &service->good_at) &&
		read_count(fields[11], 120, &service->min_age) &&
		read_count(fields[12], 120, &service->max_age) &&
		read_count(fields[13], 10000, &service->places) &&
		read_count(fields[14], service->places, &service->kept);
}

static status take_group(struct reading *reading, const struct span *fields, struct error *error)
{
	struct app_demo_text *text = reading->text;
	struct app_demo_group group = {.name = fields[0],
		.kind = codes_find(&codes_organisation_kind, fields[1]),
		.of_region = span_is(fields[2], "region"),
		.role = codes_find(&codes_member_kind, fields[6]),
		.pattern = fields[7]};
	if (group.kind == 0) return wrong(reading, "no kind of organisation", error);
	if (!group.of_region && !span_is(fields[2], "municipality"))
		return wrong(reading, "the scope is region or municipality", error);
	if (group.role != MEMBER_PROFESSIONAL && group.role != MEMBER_PEER)
		return wrong(reading, "the role is professional or peer", error);
	group.form = codes_find(&codes_site_form, fields[8]);
	if (group.form == 0) return wrong(reading, "no form of site", error);
	if (!read_hours(fields[9], &group)) return wrong(reading, "no opening hours", error);
	if (!read_number(fields[3], 1, INT32_MAX, &group.inhabitants) ||
		!read_number(fields[4], 1, 16, &group.sites) ||
		!read_number(fields[5], 1, 64, &group.professionals))
		return wrong(reading, "a number is wrong", error);
	if (group.pattern.size == 0 || group.pattern.size > 100)
		return wrong(reading, "the name is empty or too long", error);
	if (text->group_count == APP_DEMO_MAX_GROUPS)
		return status_fail(error, STATUS_BOUND, "over %d groups", APP_DEMO_MAX_GROUPS);
	text->groups[text->group_count++] = group;
	return STATUS_OK;
}

static struct app_demo_group *find_group(struct app_demo_text *text, struct span name)
{
	for (size_t i = 0; i < text->group_count; i++)
		if (span_equal(text->groups[i].name, name)) return &text->groups[i];
	return NULL;
}

static status take_service(struct reading *reading, const struct span *fields, struct error *error)
{
	struct app_demo_group *group = find_group(reading->text, fields[0]);
	int64_t places = 0;
	if (group == NULL) return wrong(reading, "no such group of organisations", error);
	struct app_demo_service_kind service = {.domain = codes_find(&codes_life_domain, fields[1]),
		.level = codes_find(&codes_service_level, fields[2]),
		.name = fields[4]};
	if (service.domain == 0 || service.level == 0)
		return wrong(reading, "no life domain or level", error);
	if (!read_number(fields[3], 0, 10000, &places)) return wrong(reading, "no number", error);
	if (service.name.size == 0 || service.name.size > 100)
		return wrong(reading, "the name is empty or too long", error);
	if (group->service_count == APP_DEMO_MAX_SERVICES)
		return status_fail(error, STATUS_BOUND, "over %d services", APP_DEMO_MAX_SERVICES);
	if (!read_more(fields, &service)) return wrong(reading, "a code or number is wrong", error);
	service.places_week = (int32_t)places;
	group->services[group->service_count++] = service;
	return STATUS_OK;
}

#define MAX_COLUMNS 17
static const struct {
	const char *columns[MAX_COLUMNS];
	size_t count;
	status (*take)(struct reading *reading, const struct span *fields, struct error *error);
} forms[APP_DEMO_SOURCE_COUNT] = {
	[APP_DEMO_NAMES] = {{"part", "name"}, 2, take_name},
	[APP_DEMO_ORGANISATIONS] = {{"name_of_group", "kind", "scope", "inhabitants", "sites",
									"professionals", "role", "name", "form", "hours"},
		10, take_group},
	[APP_DEMO_SERVICES] = {{"name_of_group", "domain", "level", "places_week", "name", "kind",
							   "ways_in", "referral", "anonymous", "settings", "good_at", "min_age",
							   "max_age", "places", "kept", "cost", "domains"},
		17, take_service},
	[APP_DEMO_STORIES] = {{"part", "domain", "text"}, 3, take_words},
	[APP_DEMO_WORDS] = {{"use", "domain", "text"}, 3, take_words},
};

static status read_file(
	struct reading *reading, enum app_demo_source file, struct span input, struct error *error)
{
	size_t places[MAX_COLUMNS];
	struct span fields[MAX_COLUMNS];
	bool more = true;
	csv_init(&reading->csv, input, &reading->text->arena);
	TRY(csv_header(&reading->csv, forms[file].columns, forms[file].count, places, error));
	for (;;) {
		TRY(csv_next(&reading->csv, &more, error));
		if (!more) return STATUS_OK;
		if (reading->csv.count != forms[file].count)
			return wrong(reading, "a wrong number of fields", error);
		for (size_t i = 0; i < forms[file].count; i++) fields[i] = reading->csv.fields[places[i]];
		TRY(forms[file].take(reading, fields, error));
	}
}

/* Lines of one use and domain together, in the order of the files. */
static void sort_lines(struct app_demo_text *text, const struct reading *reading)
{
	struct span *sorted = ARENA_ARRAY(&text->arena, struct span, reading->count + 1);
	size_t at = 0;
	for (int use = 0; use < APP_DEMO_USE_COUNT; use++)
		for (int32_t domain = 0; domain < DOMAIN_COUNT; domain++) {
			text->first[use][domain] = at;
			for (size_t i = 0; i < reading->count; i++)
				if (reading->lines[i].use == use && reading->lines[i].domain == domain)
					sorted[at++] = reading->lines[i].text;
			text->count[use][domain] = at - text->first[use][domain];
		}
	text->lines = sorted;
}

static status find_parts(struct app_demo_text *text, struct error *error)
{
	for (size_t part = 0; part < APP_DEMO_PART_COUNT; part++) {
		const struct app_demo_group *group = find_group(text, span_of(part_names[part]));
		if (group == NULL)
			return status_fail(
				error, STATUS_INPUT, "no organisations of group \"%s\"", part_names[part]);
		text->parts[part] = (size_t)(group - text->groups);
	}
	return STATUS_OK;
}

static status check_whole(const struct app_demo_text *text, struct error *error)
{
	for (int use = 0; use < APP_DEMO_USE_COUNT; use++) {
		bool for_each = use == APP_DEMO_PROBLEM || use == APP_DEMO_NEED;
		for (int32_t domain = for_each ? 1 : 0; domain < (for_each ? DOMAIN_COUNT : 1); domain++)
			if (text->count[use][domain] == 0)
				return status_fail(error, STATUS_INPUT, "no line for \"%s\" %s", use_names[use],
					codes_name(&codes_life_domain, domain));
	}
	for (size_t i = 0; i < text->group_count; i++)
		if (text->groups[i].service_count == 0)
			return status_fail(
				error, STATUS_INPUT, "group %zu of organisations offers nothing", i + 1);
	return STATUS_OK;
}

static status read_all(const struct span *files, struct app_demo_text *text, struct error *error)
{
	struct reading reading = {.text = text};
	reading.lines = ARENA_ARRAY(&text->arena, struct line, MAX_LINES);
	for (int file = 0; file < APP_DEMO_SOURCE_COUNT; file++) {
		status code = read_file(&reading, (enum app_demo_source)file, files[file], error);
		if (code == STATUS_OK) continue;
		status_prefix(error, "data/demo/%s: ", file_names[file]);
		return code;
	}
	sort_lines(text, &reading);
	TRY(find_parts(text, error));
	return check_whole(text, error);
}

status app_demo_text_open_files(
	const struct span files[APP_DEMO_SOURCE_COUNT], struct app_demo_text *text, struct error *error)
{
	*text = (struct app_demo_text){0};
	arena_init(&text->arena, 256 * 1024, 8 * 1024 * 1024);
	status code = read_all(files, text, error);
	if (code != STATUS_OK) app_demo_text_close(text);
	return code;
}

status app_demo_text_open(struct app_demo_text *text, struct error *error)
{
	const struct span files[APP_DEMO_SOURCE_COUNT] = {
		span_bytes(app_demo_names_csv, app_demo_names_csv_size),
		span_bytes(app_demo_organisations_csv, app_demo_organisations_csv_size),
		span_bytes(app_demo_services_csv, app_demo_services_csv_size),
		span_bytes(app_demo_stories_csv, app_demo_stories_csv_size),
		span_bytes(app_demo_words_csv, app_demo_words_csv_size),
	};
	return app_demo_text_open_files(files, text, error);
}

void app_demo_text_close(struct app_demo_text *text)
{
	arena_finish(&text->arena);
	*text = (struct app_demo_text){0};
}

struct span app_demo_text_pick(
	const struct app_demo_text *text, enum app_demo_use use, int32_t domain, struct prng *prng)
{
	int32_t which = text->count[use][domain] > 0 ? domain : 0;
	size_t count = text->count[use][which];
	CHECK(count > 0);
	return text->lines[text->first[use][which] + (size_t)prng_below(prng, count)];
}

void app_demo_text_fill(const struct app_demo_text *text, struct span pattern, struct span place,
	struct span region, struct prng *prng, struct buf *out)
{
	struct span part, name, rest = pattern;
	while (span_take(&rest, '{', &part)) {
		buf_add_span(out, part);
		if (rest.size == 0 || !span_take(&rest, '}', &name)) continue;
		if (span_is(name, "place"))
			buf_add_span(out, place);
		else if (span_is(name, "region"))
			buf_add_span(out, region);
		else if (span_is(name, "word"))
			buf_add_span(out, app_demo_text_pick(text, APP_DEMO_WORD, 0, prng));
		else if (span_is(name, "quarter"))
			buf_add_span(out, app_demo_text_pick(text, APP_DEMO_QUARTER, 0, prng));
		else
			buf_add_span(out, app_demo_text_pick(text, APP_DEMO_FAMILY, 0, prng));
	}
}

void app_demo_text_add_name(const struct app_demo_text *text, struct prng *prng, struct buf *out)
{
	buf_add_span(out, app_demo_text_pick(text, APP_DEMO_GIVEN, 0, prng));
	buf_add_char(out, ' ');
	buf_add_span(out, app_demo_text_pick(text, APP_DEMO_FAMILY, 0, prng));
}
