/* app_demo_map.c - the map of help of a demonstration.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_map.h"
#include "base/check.h"
#include "base/date.h"
#include "care/inbox.h"
#include "command/command.h"
#include "directory/agreement.h"
#include "directory/capacity.h"
#include "directory/correction.h"
#include "directory/cost.h"
#include "directory/part.h"
#include "directory/term.h"
#include <stdio.h>

enum { OWN_CONTRIBUTION_CENTS = 350, DAYS_OF_GOAL = 180, REPORTED_DAYS_AGO = 3 };

static int32_t below(struct app_demo_maker *maker, int32_t bound)
{
	return (int32_t)prng_below(&maker->draw, (uint64_t)bound);
}

static struct span keep(struct app_demo_maker *maker, const char *text)
{
	return arena_copy(&maker->rows->arena, span_of(text));
}

/* A number that no telephone can call. */
static struct span phone(struct app_demo_maker *maker)
{
	char text[24];
	snprintf(text, sizeof(text), "000 %03d %02d %02d", (int)below(maker, 1000),
		(int)below(maker, 100), (int)below(maker, 100));
	return keep(maker, text);
}

static void put_change(struct app_demo_maker *maker, const struct entry *entry, int64_t version,
	int32_t part, int64_t at_ms, enum entry_field field, struct span after)
{
	struct entry_change change = {.region = maker->region,
		.entry = entry->id,
		.version = version,
		.part = part,
		.command = COMMAND_DEMO_LOAD,
		.field = (int32_t)field,
		.at_ms = at_ms,
		.role = version == 3 ? ENTRY_BY_CLOCK : ENTRY_BY_OWNER,
		.after = after};
	APP_DEMO_PUT(maker, entry_change_table, change);
}

/* The first version: all that was said of it, each part by itself. */
static void put_parts(struct app_demo_maker *maker, const struct entry *entry, const void *record)
{
	size_t count = 0;
	int32_t said = 0;
	const struct part *list = part_list((enum entry_kind)entry->kind, &count);
	for (size_t i = 0; i < count; i++) {
		if (!part_said(&list[i], record)) continue;
		buf_reset(&maker->scratch);
		part_text(&list[i], record, &maker->scratch);
		put_change(maker, entry, 1, said++, entry->made_ms, list[i].field,
			arena_copy(&maker->rows->arena, buf_span(&maker->scratch)));
	}
}

static struct span state_text(int32_t state)
{
	return span_of(codes_name(&entry_state_codes, state));
}

/* Its owner was asked, and did not answer yet. */
static void put_asking(struct app_demo_maker *maker, struct entry *entry, const struct term *term)
{
	entry->ask = app_demo_maker_id(maker);
	entry->asked_ms = entry->fades_ms - term->ask_before_days * DATE_DAY_MS;
	entry->version = 3;
	struct inbox_item item = {.region = maker->region,
		.receiver = entry->organisation,
		.thing = entry->id,
		.kind = INBOX_CONFIRM,
		.from_region = maker->region,
		.at_ms = entry->asked_ms};
	APP_DEMO_PUT(maker, inbox_table, item);
	put_change(maker, entry, 3, 0, entry->asked_ms, ENTRY_FIELD_STATE, state_text(entry->state));
}

/* Confirmed on some day of its term, or a little longer ago: then it fades. */
static void put_entry(struct app_demo_maker *maker, enum entry_kind kind, int32_t service_kind,
	struct id id, struct id organisation, const void *record, int64_t made_ms)
{
	struct term term = term_of(kind, service_kind);
	int32_t age = below(maker, term.fades_after_days + term.fades_after_days / 12);
	struct entry entry = {.region = maker->region,
		.id = id,
		.kind = (int32_t)kind,
		.organisation = organisation,
		.state = ENTRY_FRESH,
		.version = 2,
		.made_ms = made_ms,
		.confirmed_ms = date_day_start(maker->today - 1 - age),
		.confirmed_as = ENTRY_BY_OWNER,
		.changed_ms = made_ms};
	entry.fades_ms = entry.confirmed_ms + term.fades_after_days * DATE_DAY_MS;
	entry.due_ms = entry.fades_ms - term.ask_before_days * DATE_DAY_MS;
	if (entry.fades_ms <= maker->now_ms) {
		entry.state = ENTRY_FADING;
		entry.due_ms = maker->now_ms + (1 + below(maker, term.ask_again_days)) * DATE_DAY_MS;
	} else if (entry.due_ms <= maker->now_ms) {
		entry.state = ENTRY_ASKED;
		entry.due_ms = entry.fades_ms;
	}
	struct entry_due due = {
		entry.due_ms, maker->region, (int32_t)entry_next_due(entry.state), entry.id};
	put_parts(maker, &entry, record);
	put_change(maker, &entry, 2, 0, entry.confirmed_ms, ENTRY_FIELD_STATE, state_text(ENTRY_FRESH));
	if (entry.state != ENTRY_FRESH) put_asking(maker, &entry, &term);
	APP_DEMO_PUT(maker, entry_due_table, due);
	APP_DEMO_PUT(maker, entry_table, entry);
}

void app_demo_map_organisation(
	struct app_demo_maker *maker, struct organisation *organisation, int64_t made_ms)
{
	organisation->phone = phone(maker);
	APP_DEMO_PUT(maker, directory_organisation_table, *organisation);
	put_entry(
		maker, ENTRY_ORGANISATION, 0, organisation->id, organisation->id, organisation, made_ms);
}

static int32_t near(struct app_demo_maker *maker, double degrees)
{
	enum { SPREAD = 20000 }; /* about a kilometre and a half */
	return (int32_t)(degrees * 1e6) + below(maker, 2 * SPREAD) - SPREAD;
}

static void put_address(
	struct app_demo_maker *maker, struct site *site, const struct region_municipality *where)
{
	char address[96];
	struct span street = app_demo_text_pick(maker->text, APP_DEMO_STREET, 0, &maker->draw);
	snprintf(address, sizeof(address), "%.*s %d", SPAN_PRINT(street), 1 + (int)below(maker, 180));
	site->address = keep(maker, address);
	site->place = where->name;
	site->latitude_e6 = near(maker, where->latitude);
	site->longitude_e6 = near(maker, where->longitude);
	site->accessibility = INT64_C(1) << ACCESSIBLE_PUBLIC_TRANSPORT;
	if (below(maker, 100) < 80) site->accessibility |= INT64_C(1) << ACCESSIBLE_WHEELCHAIR;
	if (below(maker, 100) < 40) site->accessibility |= INT64_C(1) << ACCESSIBLE_QUIET_ROOM;
	if (below(maker, 100) < 15) site->accessibility |= INT64_C(1) << ACCESSIBLE_HEARING_LOOP;
}

void app_demo_map_site(struct app_demo_maker *maker, struct site *site,
	const struct app_demo_group *group, const struct region_municipality *where, int64_t made_ms)
{
	site->form = group->form;
	if (group->form == SITE_FORM_PLACE || group->form == SITE_FORM_MEETING)
		put_address(maker, site, where);
	APP_DEMO_PUT(maker, directory_site_table, *site);
	for (size_t i = 0; i < group->hours_count; i++) {
		struct hours hours = group->hours[i];
		hours.region = maker->region;
		hours.thing = site->id;
		APP_DEMO_PUT(maker, hours_table, hours);
	}
	put_entry(maker, ENTRY_SITE, 0, site->id, site->organisation, site, made_ms);
}

void app_demo_map_service(struct app_demo_maker *maker, struct service *service,
	const struct app_demo_service_kind *kind, int64_t made_ms)
{
	service->kind = kind->kind;
	service->referral = kind->referral;
	service->anonymous = kind->anonymous;
	service->min_age = kind->min_age;
	service->max_age = kind->max_age;
	service->domains = INT64_C(1) << kind->domain;
	service->ways_in = kind->ways_in;
	service->settings = kind->settings;
	service->good_at = kind->good_at;
	service->languages = app_demo_text_pick(maker->text, APP_DEMO_LANGUAGE, 0, &maker->draw);
	struct capacity capacity = {.region = maker->region,
		.service = service->id,
		.new_week = service->places_week,
		.places = kind->places,
		.kept = kind->kept,
		.as_of_ms = date_day_start(maker->today - 1 - below(maker, 60))};
	struct cost cost = {.region = maker->region,
		.service = service->id,
		.seq = 1,
		.kind = kind->cost,
		.amount_cents = kind->cost == COST_OWN_CONTRIBUTION ? OWN_CONTRIBUTION_CENTS : 0};
	APP_DEMO_PUT(maker, directory_service_table, *service);
	APP_DEMO_PUT(maker, capacity_table, capacity);
	APP_DEMO_PUT(maker, cost_table, cost);
	put_entry(
		maker, ENTRY_SERVICE, service->kind, service->id, service->organisation, service, made_ms);
}

/* Of these groups somebody is in the agreement of each municipality. */
static const struct {
	enum app_demo_part part;
	int32_t domain;
} partners[] = {{APP_DEMO_AREA_TEAM, DOMAIN_SOCIAL}, {APP_DEMO_GP, DOMAIN_MENTAL},
	{APP_DEMO_SOCIAL, DOMAIN_SOCIAL}, {APP_DEMO_GGZ_REGION, DOMAIN_MENTAL},
	{APP_DEMO_PEER, DOMAIN_SOCIAL}, {APP_DEMO_ADDICTION, DOMAIN_ADDICTION}};

static void put_party(struct app_demo_maker *maker, const struct agreement *agreement,
	struct id organisation, int64_t at_ms)
{
	struct party party = {.region = maker->region,
		.agreement = agreement->id,
		.organisation = organisation,
		.state = PARTY_SIGNED,
		.asked_ms = at_ms,
		.answered_ms = at_ms,
		.pledge = app_demo_text_pick(maker->text, APP_DEMO_PLEDGE, 0, &maker->draw),
		.direct_line = phone(maker)};
	APP_DEMO_PUT(maker, agreement_party_table, party);
}

static void put_goals(struct app_demo_maker *maker, const struct agreement *agreement)
{
	for (int32_t number = 1; number <= 2; number++) {
		struct goal goal = {.region = maker->region,
			.agreement = agreement->id,
			.number = number,
			.by_day = maker->today + number * DAYS_OF_GOAL,
			.words = app_demo_text_pick(maker->text, APP_DEMO_GOAL, 0, &maker->draw)};
		APP_DEMO_PUT(maker, agreement_goal_table, goal);
	}
}

static void put_agreement(struct app_demo_maker *maker, const struct app_demo_cast *cast,
	size_t municipality, struct span place, int64_t made_ms)
{
	char name[DIRECTORY_MAX_NAME_BYTES];
	struct id parties[sizeof(partners) / sizeof(partners[0])];
	size_t count = sizeof(partners) / sizeof(partners[0]);
	snprintf(name, sizeof(name), "Samen in %.*s", SPAN_PRINT(place));
	for (size_t i = 0; i < count; i++)
		parties[i] = app_demo_cast_service(
			cast, maker->text, partners[i].part, partners[i].domain, municipality, &maker->draw)
						 ->organisation;
	struct agreement agreement = {.region = maker->region,
		.id = app_demo_maker_id(maker),
		.made_by = parties[0],
		.from_day = date_day_of(made_ms),
		.name = keep(maker, name),
		.words = app_demo_text_pick(maker->text, APP_DEMO_AGREEMENT, 0, &maker->draw)};
	APP_DEMO_PUT(maker, agreement_table, agreement);
	for (size_t i = 0; i < count; i++) put_party(maker, &agreement, parties[i], made_ms);
	put_goals(maker, &agreement);
	put_entry(maker, ENTRY_AGREEMENT, 0, agreement.id, agreement.made_by, &agreement, made_ms);
}

status app_demo_map_agreements(struct app_demo_maker *maker, const struct app_demo_cast *cast,
	int64_t made_ms, struct error *error)
{
	size_t count = 0;
	const struct region_municipality *const *all =
		region_municipalities(maker->division, maker->region, &count);
	for (size_t i = 0; i < count; i++) {
		TRY(app_demo_maker_begin(maker, id_none, id_none, error));
		put_agreement(maker, cast, i, all[i]->name, made_ms);
	}
	return STATUS_OK;
}

status app_demo_map_correction(
	struct app_demo_maker *maker, const struct app_demo_cast *cast, struct error *error)
{
	struct id id = id_none;
	TRY(app_demo_maker_subject(maker, &id, error));
	TRY(app_demo_maker_begin(maker, id, id_none, error));
	const struct app_demo_service *service =
		app_demo_cast_service(cast, maker->text, APP_DEMO_SOCIAL, DOMAIN_SOCIAL, 0, &maker->draw);
	int64_t at_ms = date_day_start(maker->today - REPORTED_DAYS_AGO);
	struct correction correction = {.region = maker->region,
		.id = id,
		.entry = service->id,
		.entry_kind = ENTRY_SERVICE,
		.field = ENTRY_FIELD_PHONE,
		.state = CORRECTION_OPEN,
		.proposed_ms = at_ms,
		.due_ms = at_ms + term_correction_days() * DATE_DAY_MS};
	struct entry_due due = {correction.due_ms, maker->region, ENTRY_DUE_CORRECTION, id};
	struct inbox_item item = {.region = maker->region,
		.receiver = service->organisation,
		.thing = id,
		.kind = INBOX_CORRECTION,
		.from_region = maker->region,
		.at_ms = at_ms};
	TRY(app_demo_maker_seal(maker, id, VAULT_STORY, phone(maker), &correction.value, error));
	TRY(app_demo_maker_seal(maker, id, VAULT_WORDS,
		app_demo_text_pick(maker->text, APP_DEMO_REPORT, 0, &maker->draw), &correction.words,
		error));
	APP_DEMO_PUT(maker, correction_table, correction);
	APP_DEMO_PUT(maker, entry_due_table, due);
	APP_DEMO_PUT(maker, inbox_table, item);
	return STATUS_OK;
}

int64_t app_demo_map_entries(const struct app_demo_maker *maker)
{
	size_t count = 0;
	(void)region_municipalities(maker->division, maker->region, &count);
	return (int64_t)count + 1;
}
