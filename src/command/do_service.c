/* do_service.c - when a site or service is open, for whom a service is, how much it can do, what it
 * costs.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "command/command_entry.h"
#include "directory/directory_read.h"
#include "directory/hours_text.h"
#include <stdio.h>

enum { TEXT_BYTES = 8192, AREA_MAX = 400 };

/* Of a buffer of this function only: into the arena. */
static struct span keep(struct command_run *run, struct buf *text)
{
	CHECK(!text->overflowed);
	struct span kept = arena_copy(run->arena, buf_span(text));
	buf_finish(text);
	return kept;
}

static struct span hours_text(struct command_run *run, const struct hours *rows, size_t count)
{
	struct buf text;
	buf_init(&text, TEXT_BYTES);
	hours_text_print(rows, count, &text);
	return keep(run, &text);
}

status command_facts_hours_set(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_NONE, run->params->entry, error));
	int32_t kind = run->facts.entry.kind;
	if (kind != ENTRY_SITE && kind != ENTRY_SERVICE) run->facts.map.known = false;
	return STATUS_OK;
}

bool command_judge_hours_set(struct command_run *run)
{
	return command_entry_judge(run);
}

status command_apply_hours_set(struct command_run *run, struct error *error)
{
	struct hours before[HOURS_MAX_ROWS], after[HOURS_MAX_ROWS];
	struct id thing = run->params->entry;
	size_t before_count = 0, count = 0, bad_at = 0;
	TRY(directory_read_hours(run->store, run->region, thing, before, &before_count, error));
	if (run->params->public_hours.size > 0)
		CHECK(hours_text_parse(run->params->public_hours, after, &count, &bad_at));
	for (size_t i = count; i < before_count; i++) TRY(COMMAND_REMOVE(run, hours_table, &before[i]));
	for (size_t i = 0; i < count; i++) {
		after[i].region = run->region;
		after[i].thing = thing;
		TRY(COMMAND_PUT(run, hours_table, &after[i]));
	}
	command_entry_note(run, ENTRY_FIELD_HOURS, hours_text(run, before, before_count),
		hours_text(run, after, count));
	return command_entry_change(run, error);
}

/* The numbers of the command's text; it was checked when it was read. */
static size_t municipalities_of(const struct command_params *params, int32_t numbers[AREA_MAX])
{
	struct span rest = params->municipalities, part;
	size_t count = 0;
	while (rest.size > 0 && span_take(&rest, ' ', &part)) {
		int64_t number = 0;
		CHECK(count < AREA_MAX && span_to_int64(part, &number));
		numbers[count++] = (int32_t)number;
	}
	return count;
}

status command_facts_area_set(struct command_run *run, struct error *error)
{
	struct directory_facts *map = &run->facts.map;
	int32_t numbers[AREA_MAX];
	size_t count = municipalities_of(run->params, numbers);
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_SERVICE, run->params->service, error));
	map->has_area = count > 0;
	map->municipality_region = run->region;
	for (size_t i = 0; i < count; i++) {
		int of = command_region_of(run->division, numbers[i]);
		if (of != run->region) map->municipality_region = of;
	}
	return STATUS_OK;
}

bool command_judge_area_set(struct command_run *run)
{
	if (!command_entry_judge(run)) return false;
	enum directory_verdict verdict = directory_judge_area(&run->facts.map, &run->facts.service);
	if (verdict == DIRECTORY_OTHER_REGION)
		command_parameter_number(run, "region", run->facts.map.municipality_region);
	return command_verdict(run, &directory_verdicts, (int)verdict);
}

static struct span area_text(struct command_run *run, const int32_t *numbers, size_t count)
{
	struct buf text;
	buf_init(&text, TEXT_BYTES);
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%sGM%04d", i == 0 ? "" : " ", (int)numbers[i]);
	return keep(run, &text);
}

status command_apply_area_set(struct command_run *run, struct error *error)
{
	int32_t before[AREA_MAX], after[AREA_MAX];
	size_t before_count = 0, count = municipalities_of(run->params, after);
	struct area area = {.region = run->region, .thing = run->facts.service.id};
	TRY(directory_read_area(
		run->store, run->region, area.thing, before, AREA_MAX, &before_count, error));
	for (size_t i = 0; i < before_count; i++) {
		area.municipality = before[i];
		TRY(COMMAND_REMOVE(run, directory_area_table, &area));
	}
	for (size_t i = 0; i < count; i++) {
		area.municipality = after[i];
		TRY(COMMAND_PUT(run, directory_area_table, &area));
	}
	command_entry_note(
		run, ENTRY_FIELD_AREA, area_text(run, before, before_count), area_text(run, after, count));
	return command_entry_change(run, error);
}

status command_facts_capacity_set(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	return command_entry_load(run, ENTRY_SERVICE, run->params->service, error);
}

bool command_judge_capacity_set(struct command_run *run)
{
	enum directory_verdict verdict =
		directory_judge_capacity(run->params->places, run->params->kept);
	return command_entry_judge(run) && command_verdict(run, &directory_verdicts, (int)verdict);
}

static void add_capacity(const struct capacity *capacity, struct buf *text)
{
	if (text->size > 0) buf_add_text(text, "; ");
	if (capacity->intensity != INTENSITY_ANY)
		buf_printf(text, "%s ", codes_name(&codes_intensity, capacity->intensity));
	buf_printf(text, "%d/week", (int)capacity->new_week);
	if (capacity->places > 0) buf_printf(text, ", %d places", (int)capacity->places);
	if (capacity->kept > 0) buf_printf(text, ", %d kept", (int)capacity->kept);
}

/* What is said of one intensity takes the place of what was said of all together, and the other
 * way round. */
status command_apply_capacity_set(struct command_run *run, struct error *error)
{
	struct service *service = &run->facts.service;
	struct capacity rows[INTENSITY_COUNT];
	struct capacity now = {.region = run->region,
		.service = service->id,
		.intensity = run->params->intensity,
		.new_week = run->params->places_week,
		.places = run->params->places,
		.kept = run->params->kept,
		.as_of_ms = run->now_ms};
	struct buf before, after;
	size_t count = 0;
	TRY(directory_read_capacity(run->store, run->region, service->id, rows, &count, error));
	buf_init(&before, TEXT_BYTES);
	buf_init(&after, TEXT_BYTES);
	service->places_week = now.new_week;
	status code = STATUS_OK;
	for (size_t i = 0; i < count && code == STATUS_OK; i++) {
		bool together = rows[i].intensity == INTENSITY_ANY || now.intensity == INTENSITY_ANY;
		add_capacity(&rows[i], &before);
		if (rows[i].intensity == now.intensity) continue;
		if (together) {
			code = COMMAND_REMOVE(run, capacity_table, &rows[i]);
			continue;
		}
		add_capacity(&rows[i], &after);
		service->places_week += rows[i].new_week;
	}
	add_capacity(&now, &after);
	struct span was = keep(run, &before), is = keep(run, &after);
	TRY(code);
	command_entry_note(run, ENTRY_FIELD_CAPACITY, was, is);
	TRY(COMMAND_PUT(run, capacity_table, &now));
	TRY(COMMAND_PUT(run, directory_service_table, service));
	return command_entry_change(run, error);
}

status command_facts_cost_set(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	return command_entry_load(run, ENTRY_SERVICE, run->params->service, error);
}

bool command_judge_cost_set(struct command_run *run)
{
	return command_entry_judge(run);
}

static struct span cost_text(struct command_run *run, const struct cost *cost)
{
	struct buf text;
	buf_init(&text, TEXT_BYTES);
	if (cost->kind != COST_NOT_SAID) {
		buf_printf(&text, "%d: %s", (int)cost->seq, codes_name(&cost_kind_codes, cost->kind));
		if (cost->amount_cents > 0)
			buf_printf(&text, " %lld.%02lld", (long long)(cost->amount_cents / 100),
				(long long)(cost->amount_cents % 100));
		if (cost->words.size > 0) buf_printf(&text, " %.*s", SPAN_PRINT(cost->words));
	}
	return keep(run, &text);
}

/* Without a kind it is taken away. */
status command_apply_cost_set(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct cost now = {.region = run->region,
		.service = run->facts.service.id,
		.seq = params->nth,
		.kind = params->kind,
		.amount_cents = params->amount_cents,
		.words = params->public_words};
	struct cost before = {.region = now.region, .service = now.service, .seq = now.seq};
	bool known = false;
	TRY(command_get(run, &cost_table, &before, &known, error));
	command_entry_note(run, ENTRY_FIELD_COSTS, cost_text(run, &before), cost_text(run, &now));
	if (now.kind == COST_NOT_SAID)
		TRY(COMMAND_REMOVE(run, cost_table, &now));
	else
		TRY(COMMAND_PUT(run, cost_table, &now));
	return command_entry_change(run, error);
}
