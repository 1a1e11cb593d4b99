/* app_demo_plan.c - published figures, spread over municipalities.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_plan.h"
#include "base/check.h"
#include "base/csv.h"

enum { PLACES, PLACES_OVER_NORM, ON_MORE_LISTS, FIGURE_COUNT };

/* The only words of the table that the program knows. */
static const char *const subjects[FIGURE_COUNT] = {
	[PLACES] = "places waited for",
	[PLACES_OVER_NORM] = "places waited for longer than the norm",
	[ON_MORE_LISTS] = "on more than one list",
};

enum { COLUMN_SUBJECT, COLUMN_WHEN, COLUMN_VALUE, COLUMN_UNIT, COLUMN_SOURCE, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = {"subject", "when", "value", "unit", "source"};

struct found {
	struct span when; /* empty: not yet */
	int64_t value;
};

/* "2023-12" is behind "2023-06" and "2022": newer text is greater. */
static bool is_newer(struct span when, struct span than)
{
	size_t size = when.size < than.size ? when.size : than.size;
	int order = size == 0 ? 0 : memcmp(when.start, than.start, size);
	return order > 0 || (order == 0 && when.size > than.size);
}

static status take_row(
	const struct csv *csv, const size_t *places, struct found *found, struct error *error)
{
	for (size_t i = 0; i < FIGURE_COUNT; i++) {
		if (!span_is(csv->fields[places[COLUMN_SUBJECT]], subjects[i])) continue;
		struct span when = csv->fields[places[COLUMN_WHEN]];
		if (!is_newer(when, found[i].when)) continue;
		found[i].when = when;
		if (!span_to_int64(csv->fields[places[COLUMN_VALUE]], &found[i].value) ||
			found[i].value < 0)
			return status_fail_at(
				error, STATUS_INPUT, csv->line, 0, "%s is no whole number", subjects[i]);
	}
	return STATUS_OK;
}

static status read_rows(struct csv *csv, struct found *found, struct error *error)
{
	size_t places[COLUMN_COUNT];
	bool more = true;
	TRY(csv_header(csv, columns, COLUMN_COUNT, places, error));
	for (;;) {
		TRY(csv_next(csv, &more, error));
		if (!more) return STATUS_OK;
		if (csv->count != COLUMN_COUNT)
			return status_fail_at(error, STATUS_INPUT, csv->line, 0, "not %d fields", COLUMN_COUNT);
		TRY(take_row(csv, places, found, error));
	}
}

status app_demo_figures_read(
	struct span table, struct app_demo_figures *figures, struct error *error)
{
	struct found found[FIGURE_COUNT] = {0};
	struct arena arena;
	struct csv csv;
	arena_init(&arena, 4096, 1 << 20);
	csv_init(&csv, table, &arena);
	status code = read_rows(&csv, found, error);
	for (size_t i = 0; code == STATUS_OK && i < FIGURE_COUNT; i++)
		if (found[i].when.size == 0)
			code = status_fail(error, STATUS_INPUT, "\"%s\" is not in the table", subjects[i]);
	arena_finish(&arena);
	if (code != STATUS_OK) return code;
	*figures = (struct app_demo_figures){
		found[PLACES].value, found[PLACES_OVER_NORM].value, found[ON_MORE_LISTS].value};
	if (figures->places == 0 || figures->places > APP_DEMO_MAX_PEOPLE ||
		figures->places_over_norm > figures->places || figures->on_more_lists_percent > 100)
		return status_fail(error, STATUS_INPUT, "the figures contradict each other");
	return STATUS_OK;
}

int64_t app_demo_figures_people(const struct app_demo_figures *figures)
{
	int64_t lists_percent = 100 + figures->on_more_lists_percent;
	return (figures->places * 100 + lists_percent / 2) / lists_percent;
}

static int64_t adults_of(const struct region_municipality *municipality)
{
	return municipality->inhabitants[REGION_AGE_18_64] +
		municipality->inhabitants[REGION_AGE_65_PLUS];
}

/* Everybody up to and including a municipality, less everybody before it: rounded like this the
 * parts are the whole. */
static void spread(
	struct app_demo_plan *plan, const struct region *division, int region, int64_t total)
{
	size_t count = 0;
	const struct region_municipality *const *all =
		region_municipalities(division, REGION_NATIONAL, &count);
	CHECK(count == REGION_MUNICIPALITY_COUNT);
	int64_t adults = region_inhabitants(division, region, REGION_AGE_18_64) +
		region_inhabitants(division, region, REGION_AGE_65_PLUS);
	int64_t before = 0, seen = 0;
	for (size_t i = 0; i < count; i++) {
		plan->people[i] = 0;
		if (region != REGION_NATIONAL && all[i]->region != region) continue;
		seen += adults_of(all[i]);
		int64_t until = (total * seen + adults / 2) / adults;
		plan->people[i] = until - before;
		before = until;
	}
}

static void keep_only(struct app_demo_plan *plan, const struct region *division, int region)
{
	size_t count = 0;
	const struct region_municipality *const *all =
		region_municipalities(division, REGION_NATIONAL, &count);
	plan->total = 0;
	for (size_t i = 0; i < count; i++) {
		if (region != REGION_NATIONAL && all[i]->region != region) plan->people[i] = 0;
		plan->total += plan->people[i];
	}
}

status app_demo_plan_make(const struct app_demo_figures *figures, const struct region *division,
	const struct app_demo_plan_options *options, struct app_demo_plan *plan, struct error *error)
{
	bool asked = options->people > 0;
	if (options->people > APP_DEMO_MAX_PEOPLE || options->scale_percent > 10000)
		return status_fail(error, STATUS_BOUND, "over %d people", APP_DEMO_MAX_PEOPLE);
	int64_t total = asked ? options->people : app_demo_figures_people(figures);
	total = (total * options->scale_percent + 50) / 100;
	if (total > APP_DEMO_MAX_PEOPLE)
		return status_fail(error, STATUS_BOUND, "over %d people", APP_DEMO_MAX_PEOPLE);
	*plan = (struct app_demo_plan){.figures = *figures};
	spread(plan, division, asked ? options->region : REGION_NATIONAL, total);
	keep_only(plan, division, options->region);
	if (plan->total == 0) return status_fail(error, STATUS_BOUND, "nobody at all is left");
	return STATUS_OK;
}

int64_t app_demo_plan_people(
	const struct app_demo_plan *plan, const struct region *division, int32_t municipality)
{
	size_t count = 0;
	const struct region_municipality *const *all =
		region_municipalities(division, REGION_NATIONAL, &count);
	for (size_t i = 0; i < count; i++)
		if (all[i]->number == municipality) return plan->people[i];
	return 0;
}
