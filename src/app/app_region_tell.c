/* app_region_tell.c - what is known about a region or a municipality, in sentences.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_region.h"
#include "base/check.h"
#include <stdio.h>

#define MAX_PARAMETERS 8
#define NAMES_BYTES 16384

/* A sentence that is being put together; texts of parameters live in the arena. */
struct line {
	struct app_region *asked;
	const char *key;
	struct api_message_parameter parameters[MAX_PARAMETERS];
	size_t count;
};

static struct line line_of(struct app_region *asked, const char *key)
{
	return (struct line){.asked = asked, .key = key};
}

static void with(struct line *line, const char *name, struct span text)
{
	CHECK(line->count < MAX_PARAMETERS);
	line->parameters[line->count++] = (struct api_message_parameter){name, text};
}

static void with_buf(struct line *line, const char *name, const struct buf *text)
{
	with(line, name, arena_copy(&line->asked->arena, buf_span(text)));
}

static void with_number(struct line *line, const char *name, int64_t number)
{
	char text[24];
	int size = snprintf(text, sizeof text, "%lld", (long long)number);
	with(line, name, arena_copy(&line->asked->arena, span_bytes(text, (size_t)size)));
}

static void with_day(struct line *line, const char *name, int32_t day)
{
	struct buf text;
	buf_init(&text, 128);
	api_messages_add_day(line->asked->messages, line->asked->language, day, &text);
	with_buf(line, name, &text);
	buf_finish(&text);
}

static void with_code(struct line *line, const char *name, const struct codes *codes, int number)
{
	struct buf text;
	buf_init(&text, 256);
	api_messages_add_code(line->asked->messages, line->asked->language, codes, number, &text);
	with_buf(line, name, &text);
	buf_finish(&text);
}

static void with_key(struct line *line, const char *name, const char *key)
{
	with(line, name, api_messages_text(line->asked->messages, line->asked->language, key));
}

static void with_region(struct line *line, const char *name, int number)
{
	char code[REGION_CODE_SIZE];
	struct buf text;
	buf_init(&text, 128);
	buf_add_span(&text, region_name(line->asked->division, number));
	buf_printf(&text, " (%s)", region_code_text(number, code));
	with_buf(line, name, &text);
	buf_finish(&text);
}

static void say(const struct line *line, const char *before)
{
	struct app_region *asked = line->asked;
	buf_add_text(&asked->out, before);
	api_messages_add(
		asked->messages, asked->language, line->key, line->parameters, line->count, &asked->out);
	buf_add_char(&asked->out, '\n');
}

void app_region_tell_regions(struct app_region *asked)
{
	for (int number = 1; number <= REGION_COUNT; number++) {
		char code[REGION_CODE_SIZE];
		struct line line = line_of(asked, "region.line.region");
		with(&line, "code", arena_copy(&asked->arena, span_of(region_code_text(number, code))));
		with(&line, "name", region_name(asked->division, number));
		with_number(&line, "people", region_inhabitants(asked->division, number, REGION_ALL_AGES));
		say(&line, "");
	}
}

/* Who is responsible; or that this is not known here. */
static void tell_appointment(struct app_region *asked)
{
	struct line line = line_of(asked, "region.say.appointed");
	if (asked->store == NULL) {
		line.key = "region.say.no_database";
		say(&line, "");
		return;
	}
	if (!asked->is_appointed) {
		line.key = "region.say.nobody";
		with_day(&line, "day", asked->day);
		say(&line, "");
		return;
	}
	const struct region_appointment *appointment = &asked->appointment;
	const struct region_appointed named = region_appointment_named(asked->division, appointment);
	with_day(&line, "day", appointment->from_day);
	if (appointment->until_day != 0) with_day(&line, "until", appointment->until_day);
	if (named.insurer != NULL)
		with(&line, "insurer", named.insurer->name);
	else
		with_key(&line, "insurer", "region.word.nobody");
	if (named.core != NULL)
		with(&line, "name", named.core->name);
	else
		with_key(&line, "name", "region.word.nobody");
	say(&line, "");
}

void app_region_tell_region(struct app_region *asked, int number)
{
	size_t count;
	char code[REGION_CODE_SIZE];
	const struct region_municipality *const *list =
		region_municipalities(asked->division, number, &count);
	struct line line = line_of(asked, "region.say.region");
	with(&line, "name", region_name(asked->division, number));
	with(&line, "code", span_of(region_code_text(number, code)));
	with_number(&line, "count", (int64_t)count);
	with_number(&line, "people", region_inhabitants(asked->division, number, REGION_ALL_AGES));
	say(&line, "");
	tell_appointment(asked);
	for (size_t i = 0; i < count; i++) {
		line = line_of(asked, "region.line.municipality");
		with(&line, "name", list[i]->name);
		with(&line, "code", list[i]->code);
		with_number(&line, "people", list[i]->inhabitants[REGION_ALL_AGES]);
		say(&line, "  - ");
	}
}

/* The municipalities of an area on one side of the region's border. */
static void tell_side(struct app_region *asked, int number, enum region_division which,
	const struct region_cut *cut, bool inside)
{
	size_t count;
	struct buf names;
	const struct region_municipality *const *list =
		region_municipalities(asked->division, REGION_NATIONAL, &count);
	struct line line = line_of(asked, inside ? "region.line.inside" : "region.line.outside");
	buf_init(&names, NAMES_BYTES);
	for (size_t i = 0; i < count; i++) {
		if (!span_equal(list[i]->areas[which].code, cut->area.code) ||
			(list[i]->region == number) != inside)
			continue;
		if (names.size > 0) buf_add_text(&names, ", ");
		buf_add_span(&names, list[i]->name);
	}
	with_number(&line, "people", inside ? cut->inside.inhabitants : cut->outside.inhabitants);
	with_buf(&line, "names", &names);
	buf_finish(&names);
	say(&line, "      ");
}

static void tell_division(struct app_region *asked, int number, enum region_division which)
{
	struct region_cut cuts[REGION_MUNICIPALITY_COUNT];
	size_t through = 0;
	size_t count = region_cuts(asked->division, number, which, cuts);
	for (size_t i = 0; i < count; i++) through += cuts[i].outside.municipalities > 0;
	struct line line = line_of(asked, "region.say.division");
	with_code(&line, "division", &region_division_codes, (int)which + 1);
	with_number(&line, "count", (int64_t)count);
	with_number(&line, "second", (int64_t)through);
	say(&line, "");
	for (size_t i = 0; i < count; i++) {
		if (cuts[i].outside.municipalities == 0) continue;
		line = line_of(asked, "region.say.cut");
		with(&line, "name", cuts[i].area.name);
		with(&line, "code", cuts[i].area.code);
		say(&line, "  - ");
		tell_side(asked, number, which, &cuts[i], true);
		tell_side(asked, number, which, &cuts[i], false);
	}
}

void app_region_tell_cuts(struct app_region *asked, int number)
{
	for (int which = 0; which < REGION_DIVISION_COUNT; which++)
		tell_division(asked, number, (enum region_division)which);
}

static void tell_changes(struct app_region *asked, const struct region_life *life)
{
	static const char *const keys[] = {
		"region.say.change.founded", "region.say.change.joined", "region.say.change.renamed"};
	size_t count;
	const struct region_change *changes = region_history_changes(asked->division, &count);
	for (size_t i = 0; i < count; i++) {
		if (changes[i].from != life && changes[i].to != life) continue;
		struct line line =
			line_of(asked, changes[i].whole ? keys[changes[i].kind] : "region.say.change.part");
		with_day(&line, "day", changes[i].day);
		with(&line, "name", changes[i].from->name);
		with(&line, "second", changes[i].to->name);
		say(&line, "  - ");
	}
}

/* If it was not there that day: what was. */
static void tell_then(struct app_region *asked, const struct region_life *life)
{
	const struct region_life *then[REGION_MAX_THEN];
	size_t count = region_history_on(asked->division, life, asked->day, then);
	if (count == 1 && then[0] == life) return;
	struct buf names;
	buf_init(&names, NAMES_BYTES);
	for (size_t i = 0; i < count; i++) {
		char code[REGION_CODE_SIZE];
		if (i > 0) buf_add_text(&names, ", ");
		buf_add_span(&names, then[i]->name);
		buf_printf(&names, " (%s)", region_code_text(then[i]->region, code));
	}
	struct line line = line_of(asked, "region.say.then");
	if (asked->day == asked->today) line.key = "region.say.then.now";
	if (asked->day > asked->today) line.key = "region.say.then.later";
	with_day(&line, "day", asked->day);
	with_buf(&line, "names", &names);
	buf_finish(&names);
	say(&line, "");
}

/* Past, present or future, as the day is; what is no more never belongs to anything now. */
static void tell_day(struct app_region *asked, const struct region_life *life)
{
	int region = region_history_region(asked->division, life, asked->day);
	bool ended = asked->day > life->last_day;
	struct line line = line_of(asked, "region.say.belongs");
	if (asked->day == asked->today) line.key = "region.say.belongs.now";
	if (asked->day > asked->today) line.key = "region.say.belongs.later";
	if (asked->day < life->first_day) line.key = "region.say.belongs.before";
	if (region == 0) line.key = "region.say.unclear";
	if (ended) line.key = "region.say.ended";
	with(&line, "name", life->name);
	with(&line, "code", life->code);
	with_day(&line, "day", ended ? life->last_day : asked->day);
	if (ended || region != 0) with_region(&line, "region", ended ? life->region : region);
	say(&line, "");
	tell_then(asked, life);
}

static void tell_limits(struct app_region *asked)
{
	if (asked->said_how_sure) {
		const struct line line = line_of(asked, "region.say.confidence");
		say(&line, "");
	}
	if (asked->day <= REGION_KNOWN_DAY) return;
	struct line line = line_of(asked, "region.say.known");
	with_day(&line, "day", REGION_KNOWN_DAY);
	say(&line, "");
}

static void tell_areas(struct app_region *asked, const struct region_municipality *municipality)
{
	for (int which = 0; which < REGION_DIVISION_COUNT; which++) {
		const struct region_area *area = &municipality->areas[which];
		struct line line =
			line_of(asked, which == REGION_WMO ? "region.line.centre" : "region.line.area");
		with_code(&line, "division", &region_division_codes, which + 1);
		with(&line, "name", area->name);
		with(&line, "code", area->code);
		asked->said_how_sure = asked->said_how_sure || which == REGION_WMO;
		if (which == REGION_WMO)
			with_code(&line, "confidence", &region_confidence_codes,
				(int)municipality->wmo_confidence + 1);
		say(&line, "  - ");
	}
}

static void with_now(struct line *line, const char *name, const struct region_life *life)
{
	struct buf names;
	buf_init(&names, REGION_NOW_BYTES);
	region_history_add_now(line->asked->division, life, &names);
	with_buf(line, name, &names);
	buf_finish(&names);
}

void app_region_tell_life(struct app_region *asked, const struct region_life *life)
{
	const struct region_municipality *now = region_history_resolve(asked->division, life->number);
	tell_day(asked, life);
	tell_changes(asked, life);
	if (life->now == NULL && asked->day != asked->today) {
		struct line line = line_of(asked, "region.say.now");
		with_now(&line, "names", life);
		say(&line, "");
	}
	if (now != NULL) tell_areas(asked, now);
	tell_limits(asked);
}

void app_region_tell_divided(struct app_region *asked, const struct region_life *life)
{
	struct buf names;
	bool later = asked->day < life->first_day;
	struct line line = line_of(asked, later ? "region.say.not_yet" : "region.say.divided");
	buf_init(&names, REGION_NOW_BYTES);
	region_history_add_then(asked->division, life, asked->day, &names);
	with(&line, "name", life->name);
	if (later) with_day(&line, "day", asked->day);
	with_buf(&line, "names", &names);
	buf_finish(&names);
	say(&line, "");
}

/* A party is sure unless it says otherwise. */
static void with_party(struct line *line, const struct region_party *party)
{
	with_code(line, "party", &region_party_codes, (int)party->kind);
	with(line, "name", party->name);
	line->asked->said_how_sure |= party->confidence != REGION_SOURCED;
	if (party->confidence != REGION_SOURCED)
		with_code(line, "confidence", &region_confidence_codes, (int)party->confidence + 1);
}

static void tell_purchase(struct app_region *asked, const struct region_purchase *purchase,
	const struct region_party *party)
{
	struct line line = line_of(asked, "region.line.bought");
	with_code(&line, "law", &region_law_codes, (int)purchase->law);
	with_code(&line, "service", &region_service_codes, (int)purchase->service);
	with_party(&line, party);
	say(&line, "  - ");
}

static struct region_appointed appointed(const struct app_region *asked)
{
	return region_appointment_named(
		asked->division, asked->is_appointed ? &asked->appointment : NULL);
}

/* What was a municipality on that day and is none today: of it less is known. */
static void tell_former(struct app_region *asked, const struct region_municipality *municipality)
{
	if (municipality->areas[REGION_GGD].code.size > 0) return;
	struct line line = line_of(asked, "region.say.former");
	with_day(&line, "day", asked->day);
	with(&line, "name", municipality->name);
	with_region(&line, "region", municipality->region);
	say(&line, "");
}

void app_region_tell_purchasers(
	struct app_region *asked, const struct region_municipality *municipality)
{
	struct region_purchaser found[REGION_MAX_PURCHASES];
	const struct region_appointed named = appointed(asked);
	size_t count =
		region_purchasers(asked->division, municipality, asked->law, asked->day, &named, found);
	tell_former(asked, municipality);
	struct line line = line_of(asked, "region.say.nothing");
	with_day(&line, "day", asked->day);
	if (count == 0) say(&line, "");
	for (int order = 0; order < 2 && count > 0; order++) {
		line = line_of(asked, order == 0 ? "region.say.today" : "region.say.vangnet");
		say(&line, "");
		for (size_t i = 0; i < count; i++)
			tell_purchase(
				asked, found[i].purchase, order == 0 ? &found[i].today : &found[i].vangnet);
	}
	tell_appointment(asked);
	tell_limits(asked);
}

static void tell_order(struct app_region *asked, const struct region_municipality *municipality,
	enum region_order order)
{
	struct region_agreeing found[REGION_MAX_PURCHASES];
	const struct region_appointed named = appointed(asked);
	size_t count = region_parties(
		asked->division, municipality, asked->day, &asked->person, &named, order, found);
	struct line line =
		line_of(asked, order == REGION_TODAY ? "region.say.today" : "region.say.vangnet");
	say(&line, "");
	for (size_t i = 0; i < count; i++) {
		struct buf services;
		buf_init(&services, NAMES_BYTES);
		for (size_t j = 0; j < found[i].count; j++) {
			if (j > 0) buf_add_text(&services, ", ");
			api_messages_add_code(asked->messages, asked->language, &region_service_codes,
				(int)found[i].purchases[j]->service, &services);
		}
		line = line_of(asked, "region.line.party");
		with_party(&line, &found[i].party);
		with_buf(&line, "services", &services);
		buf_finish(&services);
		say(&line, "  - ");
	}
	line = line_of(asked, count == 1 ? "region.say.parties.one" : "region.say.parties");
	with_number(&line, "count", (int64_t)count);
	say(&line, "  ");
}

void app_region_tell_parties(
	struct app_region *asked, const struct region_municipality *municipality)
{
	tell_former(asked, municipality);
	struct line line = line_of(asked, "region.say.person");
	with(&line, "name", municipality->name);
	with_code(&line, "age", &region_age_codes, (int)asked->person.age);
	with_code(&line, "living", &region_living_codes, (int)asked->person.living);
	if (asked->person.forensic) with_key(&line, "second", "region.word.forensic");
	say(&line, "");
	tell_order(asked, municipality, REGION_TODAY);
	tell_order(asked, municipality, REGION_VANGNET);
	tell_appointment(asked);
	tell_limits(asked);
}
