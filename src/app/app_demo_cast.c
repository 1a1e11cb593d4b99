/* app_demo_cast.c - organisations and the people who work there, by the number of inhabitants.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_cast.h"
#include "app/app_demo_map.h"
#include "base/check.h"
#include "base/date.h"
#include "care/roster.h"
#include "directory/directory.h"
#include <stdlib.h>

/* The map of help was there before the first question. */
enum { OPENED_DAYS_AGO = 1500 };

static int64_t opened_ms(const struct app_demo_maker *maker)
{
	return date_day_start(maker->today - OPENED_DAYS_AGO);
}

static status put_named(struct app_demo_maker *maker, int32_t kind, struct id organisation,
	struct span name, struct id *id, struct error *error)
{
	struct span sealed;
	TRY(app_demo_maker_subject(maker, id, error));
	TRY(app_demo_maker_seal(maker, *id, VAULT_NAME, name, &sealed, error));
	app_demo_maker_account(maker, *id, kind, organisation, opened_ms(maker), sealed);
	return STATUS_OK;
}

static status put_worker(struct app_demo_maker *maker, int32_t kind, struct id organisation,
	struct app_demo_worker *worker, struct error *error)
{
	buf_reset(&maker->scratch);
	app_demo_text_add_name(maker->text, &maker->draw, &maker->scratch);
	worker->actor = (struct care_actor){.kind = kind, .organisation = organisation};
	return put_named(
		maker, kind, organisation, buf_span(&maker->scratch), &worker->actor.account, error);
}

static status put_administrator(
	struct app_demo_maker *maker, struct id *administrator, struct error *error)
{
	struct span name = app_demo_text_pick(maker->text, APP_DEMO_ADMINISTRATOR, 0, &maker->draw);
	return put_named(maker, MEMBER_ADMINISTRATOR, id_none, name, administrator, error);
}

static void put_service(struct app_demo_maker *maker, struct id site,
	const struct app_demo_service_kind *kind, struct app_demo_service *made)
{
	struct service service = {.region = maker->region,
		.id = app_demo_maker_id(maker),
		.organisation = made->organisation,
		.site = site,
		.domain = kind->domain,
		.level = kind->level,
		.places_week = kind->places_week,
		.name = kind->name};
	made->id = service.id;
	made->domain = service.domain;
	made->level = service.level;
	app_demo_map_service(maker, &service, kind, opened_ms(maker));
}

static struct span name_of(struct app_demo_maker *maker, struct span pattern, struct span place)
{
	buf_reset(&maker->scratch);
	app_demo_text_fill(maker->text, pattern, place, region_name(maker->division, maker->region),
		&maker->draw, &maker->scratch);
	return arena_copy(&maker->rows->arena, buf_span(&maker->scratch));
}

/* Sites of an organisation of the whole region stand in one municipality after the other. */
static const struct region_municipality *site_at(const struct app_demo_maker *maker,
	const struct app_demo_group *group, size_t municipality, size_t site)
{
	size_t count = 0;
	const struct region_municipality *const *all =
		region_municipalities(maker->division, maker->region, &count);
	return all[group->of_region ? (municipality + site) % count : municipality];
}

static void put_sites(struct app_demo_maker *maker, struct app_demo_cast *cast,
	const struct app_demo_group *group, size_t municipality, struct id organisation)
{
	size_t first_worker = cast->worker_count;
	for (size_t i = 0; i < (size_t)group->sites; i++) {
		const struct region_municipality *where = site_at(maker, group, municipality, i);
		struct site site = {.region = maker->region,
			.id = app_demo_maker_id(maker),
			.organisation = organisation,
			.municipality = where->number,
			.name = where->name};
		app_demo_map_site(maker, &site, group, where, opened_ms(maker));
		for (size_t service = 0; service < group->service_count; service++) {
			struct app_demo_service *made = &cast->services[cast->service_count++];
			*made = (struct app_demo_service){.organisation = organisation,
				.worker = first_worker,
				.worker_count = (size_t)group->professionals};
			put_service(maker, site.id, &group->services[service], made);
		}
	}
}

static status put_organisation(struct app_demo_maker *maker, struct app_demo_cast *cast,
	const struct app_demo_group *group, size_t municipality, struct error *error)
{
	TRY(app_demo_maker_begin(maker, id_none, id_none, error));
	struct organisation organisation = {.region = maker->region,
		.id = app_demo_maker_id(maker),
		.kind = group->kind,
		.created_ms = opened_ms(maker),
		.name = name_of(maker, group->pattern, site_at(maker, group, municipality, 0)->name)};
	size_t first_service = cast->service_count;
	app_demo_map_organisation(maker, &organisation, opened_ms(maker));
	put_sites(maker, cast, group, municipality, organisation.id);
	for (int64_t i = 0; i < group->professionals; i++) {
		struct app_demo_worker *worker = &cast->workers[cast->worker_count++];
		worker->service = first_service;
		TRY(put_worker(maker, group->role, organisation.id, worker, error));
	}
	return STATUS_OK;
}

/* At least one, and otherwise one for so many inhabitants. */
static int64_t organisations_of(
	const struct app_demo_maker *maker, const struct app_demo_group *group, size_t municipality)
{
	size_t count = 0;
	const struct region_municipality *const *all =
		region_municipalities(maker->division, maker->region, &count);
	int64_t inhabitants = group->of_region
		? region_inhabitants(maker->division, maker->region, REGION_ALL_AGES)
		: all[municipality]->inhabitants[REGION_ALL_AGES];
	int64_t number = (inhabitants + group->inhabitants / 2) / group->inhabitants;
	return number < 1 ? 1 : number;
}

struct sizes {
	size_t workers;
	size_t services;
};

static struct sizes sizes_of(const struct app_demo_maker *maker)
{
	struct sizes sizes = {0};
	size_t count = 0;
	(void)region_municipalities(maker->division, maker->region, &count);
	for (size_t i = 0; i < maker->text->group_count; i++) {
		const struct app_demo_group *group = &maker->text->groups[i];
		for (size_t at = 0; at < (group->of_region ? 1 : count); at++) {
			size_t number = (size_t)organisations_of(maker, group, at);
			sizes.workers += number * (size_t)group->professionals;
			sizes.services += number * (size_t)group->sites * group->service_count;
		}
	}
	return sizes;
}

/* The administrator is no worker; nor is a report on the map of help. */
int64_t app_demo_cast_size(const struct app_demo_maker *maker)
{
	return (int64_t)sizes_of(maker).workers + 1 + APP_DEMO_MAP_SUBJECTS;
}

int64_t app_demo_cast_entries(const struct app_demo_maker *maker)
{
	size_t count = 0;
	int64_t entries = 1 + app_demo_map_entries(maker);
	(void)region_municipalities(maker->division, maker->region, &count);
	for (size_t i = 0; i < maker->text->group_count; i++) {
		const struct app_demo_group *group = &maker->text->groups[i];
		for (size_t at = 0; at < (group->of_region ? 1 : count); at++)
			entries += organisations_of(maker, group, at);
	}
	return entries;
}

static status allocate(
	const struct app_demo_maker *maker, struct app_demo_cast *cast, struct error *error)
{
	struct sizes sizes = sizes_of(maker);
	bool made = true;
	CHECK(sizes.workers > 0 && sizes.services > 0);
	(void)region_municipalities(maker->division, maker->region, &cast->municipality_count);
	cast->workers = calloc(sizes.workers, sizeof *cast->workers);
	cast->services = calloc(sizes.services, sizeof *cast->services);
	for (size_t i = 0; i < maker->text->group_count; i++) {
		cast->workers_of[i] = calloc(cast->municipality_count, sizeof(struct app_demo_range));
		cast->services_of[i] = calloc(cast->municipality_count, sizeof(struct app_demo_range));
		made = made && cast->workers_of[i] != NULL && cast->services_of[i] != NULL;
	}
	made = made && cast->workers != NULL && cast->services != NULL;
	return made ? STATUS_OK : status_fail(error, STATUS_MEMORY, "no memory for a region");
}

static status make_group(struct app_demo_maker *maker, struct app_demo_cast *cast, size_t at,
	size_t home, struct error *error)
{
	const struct app_demo_group *group = &maker->text->groups[at];
	size_t places = group->of_region ? 1 : cast->municipality_count;
	for (size_t place = 0; place < places; place++) {
		size_t worker = cast->worker_count, service = cast->service_count;
		size_t where = group->of_region ? home : place;
		for (int64_t left = organisations_of(maker, group, place); left > 0; left--)
			TRY(put_organisation(maker, cast, group, where, error));
		cast->workers_of[at][place] = (struct app_demo_range){worker, cast->worker_count - worker};
		cast->services_of[at][place] =
			(struct app_demo_range){service, cast->service_count - service};
	}
	for (size_t i = places; i < cast->municipality_count; i++) {
		cast->workers_of[at][i] = cast->workers_of[at][0];
		cast->services_of[at][i] = cast->services_of[at][0];
	}
	return STATUS_OK;
}

static void put_duty(struct app_demo_maker *maker, const struct app_demo_worker *worker)
{
	struct roster_place place = {.region = maker->region,
		.account = worker->actor.account,
		.kind = worker->actor.kind,
		.since_ms = opened_ms(maker)};
	APP_DEMO_PUT(maker, roster_table, place);
}

static status make_office(
	struct app_demo_maker *maker, struct app_demo_cast *cast, size_t home, struct error *error)
{
	const size_t *parts = maker->text->parts;
	struct app_demo_range duty = cast->workers_of[parts[APP_DEMO_DUTY]][0];
	struct app_demo_range team = cast->workers_of[parts[APP_DEMO_AREA_TEAM]][home];
	TRY(app_demo_maker_begin(maker, id_none, id_none, error));
	for (size_t i = 0; i < duty.count; i++) put_duty(maker, &cast->workers[duty.first + i]);
	cast->care_manager = cast->workers[team.first];
	put_duty(maker, &cast->care_manager);
	return put_administrator(maker, &cast->administrator, error);
}

status app_demo_cast_make(
	struct app_demo_maker *maker, size_t home, struct app_demo_cast *cast, struct error *error)
{
	CHECK(maker->region != REGION_NATIONAL);
	*cast = (struct app_demo_cast){0};
	TRY(allocate(maker, cast, error));
	for (size_t i = 0; i < maker->text->group_count; i++)
		TRY(make_group(maker, cast, i, home, error));
	TRY(app_demo_map_agreements(maker, cast, opened_ms(maker), error));
	TRY(app_demo_map_correction(maker, cast, error));
	return make_office(maker, cast, home, error);
}

void app_demo_cast_finish(struct app_demo_cast *cast)
{
	for (size_t i = 0; i < APP_DEMO_MAX_GROUPS; i++) {
		free(cast->workers_of[i]);
		free(cast->services_of[i]);
	}
	free(cast->workers);
	free(cast->services);
	*cast = (struct app_demo_cast){0};
}

status app_demo_cast_nation(
	struct app_demo_maker *maker, struct id *administrator, struct error *error)
{
	struct app_demo_worker worker = {0};
	TRY(app_demo_maker_begin(maker, id_none, id_none, error));
	struct organisation organisation = {.region = maker->region,
		.id = app_demo_maker_id(maker),
		.kind = ORGANISATION_DUTY,
		.created_ms = opened_ms(maker),
		.name = app_demo_text_pick(maker->text, APP_DEMO_NATION, 0, &maker->draw)};
	app_demo_map_organisation(maker, &organisation, opened_ms(maker));
	TRY(put_worker(maker, MEMBER_PROFESSIONAL, organisation.id, &worker, error));
	put_duty(maker, &worker);
	return put_administrator(maker, administrator, error);
}

static size_t pick(struct app_demo_range range, struct prng *prng)
{
	CHECK(range.count > 0);
	return range.first + (size_t)prng_below(prng, range.count);
}

const struct app_demo_worker *app_demo_cast_worker(const struct app_demo_cast *cast,
	const struct app_demo_text *text, enum app_demo_part part, size_t municipality,
	struct prng *prng)
{
	return &cast->workers[pick(cast->workers_of[text->parts[part]][municipality], prng)];
}

const struct app_demo_service *app_demo_cast_service(const struct app_demo_cast *cast,
	const struct app_demo_text *text, enum app_demo_part part, int32_t domain, size_t municipality,
	struct prng *prng)
{
	struct app_demo_range range = cast->services_of[text->parts[part]][municipality];
	size_t begin = pick(range, prng) - range.first;
	for (size_t i = 0; i < range.count; i++) {
		const struct app_demo_service *service =
			&cast->services[range.first + (begin + i) % range.count];
		if (service->domain == domain && service->level != LEVEL_SUPRAREGIONAL) return service;
	}
	return &cast->services[range.first + begin];
}

const struct app_demo_worker *app_demo_cast_worker_of(
	const struct app_demo_cast *cast, const struct app_demo_service *service, struct prng *prng)
{
	struct app_demo_range range = {service->worker, service->worker_count};
	return &cast->workers[pick(range, prng)];
}
