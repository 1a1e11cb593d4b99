/* do_directory.c - organisations, sites and services: added, changed, ended.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "command/command_entry.h"
#include "directory/directory_read.h"

static bool judged(struct command_run *run, enum directory_verdict verdict)
{
	const struct directory_facts *map = &run->facts.map;
	if (verdict == DIRECTORY_OTHER_REGION)
		command_parameter_number(run, "region", map->municipality_region);
	if (verdict == DIRECTORY_STILL_LIVE) command_parameter_number(run, "count", map->live);
	if (verdict == DIRECTORY_OBLIGED) command_parameter_number(run, "count", map->decisions);
	if (verdict == DIRECTORY_HAS_STAYS) command_parameter_number(run, "count", map->stays);
	if (verdict == DIRECTORY_HAS_ACCOUNTS) command_parameter_number(run, "count", map->accounts);
	if (verdict == DIRECTORY_TOO_MANY_GROUPS)
		command_parameter_number(run, "max", DIRECTORY_MAX_GROUPS);
	return command_verdict(run, &directory_verdicts, (int)verdict);
}

struct organisation command_draft_organisation(const struct command_params *params)
{
	struct organisation draft = params->draft.organisation;
	draft.kind = params->kind;
	draft.name = params->public_name;
	return draft;
}

struct site command_draft_site(const struct command_params *params)
{
	struct site draft = params->draft.site;
	draft.municipality = params->municipality;
	draft.name = params->public_name;
	return draft;
}

struct service command_draft_service(const struct command_params *params)
{
	struct service draft = params->draft.service;
	draft.kind = params->kind;
	draft.site = params->site;
	draft.domain = params->domain;
	draft.level = params->level;
	draft.name = params->public_name;
	return draft;
}

static void merge_service(struct service *service, const struct service *draft, int64_t clear)
{
	part_merge(ENTRY_SERVICE, service, draft, clear);
	service->domains |= INT64_C(1) << service->domain;
}

/* Whether the command says anything, and clears only what can be cleared. */
static void load_saying(struct command_run *run, enum entry_kind kind, const void *draft)
{
	size_t count = 0;
	const struct part *list = part_list(kind, &count);
	struct directory_facts *map = &run->facts.map;
	map->may_clear = part_may_clear(kind, run->params->clear);
	map->says_something = run->params->clear != 0;
	for (size_t i = 0; i < count; i++)
		map->says_something = map->says_something || part_said(&list[i], draft);
}

static void load_municipality(struct command_run *run, int32_t number)
{
	run->facts.map.municipality_region = command_region_of(run->division, number);
}

/* The organisation that a new site or service would be of; it is theirs who act for it. */
static status load_parent(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_ORGANISATION, run->params->organisation, error));
	facts->map.organisation_known = facts->map.known;
	facts->map.organisation_ended = facts->map.ended;
	return STATUS_OK;
}

/* The site of a service, new or other than before. */
static status load_site(
	struct command_run *run, struct id id, struct id organisation, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct site site = {.region = run->region, .id = id};
	bool is_live = false;
	TRY(command_get(run, &directory_site_table, &site, &facts->map.site_known, error));
	facts->map.site_of_organisation =
		facts->map.site_known && id_equal(site.organisation, organisation);
	TRY(command_entry_is_live(run, run->region, id, &is_live, error));
	facts->map.site_ended = !is_live;
	return STATUS_OK;
}

/* Only an import gives an id, and only one that nothing has. */
static struct id new_id(struct command_run *run)
{
	struct id given = run->params->thing;
	if (id_is_none(given)) return id_draw(run->prng);
	CHECK(run->command->by_program);
	return given;
}

static status make_entry(
	struct command_run *run, enum entry_kind kind, struct id id, struct error *error)
{
	struct entry parent = run->facts.entry;
	bool is_organisation = kind == ENTRY_ORGANISATION;
	run->facts.entry = (struct entry){.id = id,
		.kind = (int32_t)kind,
		.organisation = is_organisation ? id : parent.id,
		.keeper = parent.keeper};
	return command_entry_make(run, error);
}

status command_facts_organisation_add(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	if (run->params->kind != ORGANISATION_PEER_GROUP) return STATUS_OK;
	bool administers = (facts->relations & RELATION_ADMINISTRATOR) != 0;
	if ((facts->relations & RELATION_SIGNED_IN) == 0 || administers) return STATUS_OK;
	/* A peer group is of the people in it: whoever makes it keeps it. */
	facts->relations |= RELATION_OWNER;
	facts->entry.keeper = run->actor.account;
	return entry_count_kept(run->store, run->actor.account, &facts->map.groups, error);
}

bool command_judge_organisation_add(struct command_run *run)
{
	return judged(run, directory_judge_group(&run->facts.map));
}

status command_apply_organisation_add(struct command_run *run, struct error *error)
{
	struct organisation organisation = command_draft_organisation(run->params);
	organisation.region = run->region;
	organisation.id = new_id(run);
	organisation.created_ms = run->now_ms;
	command_entry_note_parts(run, ENTRY_ORGANISATION, NULL, &organisation);
	TRY(COMMAND_PUT(run, directory_organisation_table, &organisation));
	return make_entry(run, ENTRY_ORGANISATION, organisation.id, error);
}

status command_facts_site_add(struct command_run *run, struct error *error)
{
	TRY(load_parent(run, error));
	load_municipality(run, run->params->municipality);
	return STATUS_OK;
}

bool command_judge_site_add(struct command_run *run)
{
	return judged(run, directory_judge_site(&run->facts.map));
}

status command_apply_site_add(struct command_run *run, struct error *error)
{
	struct site site = command_draft_site(run->params);
	site.region = run->region;
	site.id = new_id(run);
	site.organisation = run->params->organisation;
	command_entry_note_parts(run, ENTRY_SITE, NULL, &site);
	TRY(COMMAND_PUT(run, directory_site_table, &site));
	return make_entry(run, ENTRY_SITE, site.id, error);
}

status command_facts_service_add(struct command_run *run, struct error *error)
{
	struct service draft = command_draft_service(run->params);
	TRY(load_parent(run, error));
	merge_service(&run->facts.service, &draft, 0);
	return load_site(run, run->params->site, run->params->organisation, error);
}

bool command_judge_service_add(struct command_run *run)
{
	return judged(run, directory_judge_service(&run->facts.map, &run->facts.service));
}

status command_apply_service_add(struct command_run *run, struct error *error)
{
	struct service *service = &run->facts.service;
	service->region = run->region;
	service->id = new_id(run);
	service->organisation = run->params->organisation;
	service->places_week = run->params->places_week;
	struct capacity capacity = {.region = run->region,
		.service = service->id,
		.new_week = service->places_week,
		.as_of_ms = run->now_ms};
	command_entry_note_parts(run, ENTRY_SERVICE, NULL, service);
	TRY(COMMAND_PUT(run, directory_service_table, service));
	if (capacity.new_week > 0) TRY(COMMAND_PUT(run, capacity_table, &capacity));
	return make_entry(run, ENTRY_SERVICE, service->id, error);
}

status command_facts_organisation_change(struct command_run *run, struct error *error)
{
	struct organisation draft = command_draft_organisation(run->params);
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_ORGANISATION, run->params->organisation, error));
	load_saying(run, ENTRY_ORGANISATION, &draft);
	return STATUS_OK;
}

bool command_judge_organisation_change(struct command_run *run)
{
	return command_entry_judge(run) && judged(run, directory_judge_change(&run->facts.map));
}

status command_apply_organisation_change(struct command_run *run, struct error *error)
{
	struct organisation draft = command_draft_organisation(run->params),
						now = run->facts.organisation;
	part_merge(ENTRY_ORGANISATION, &now, &draft, run->params->clear);
	command_entry_note_parts(run, ENTRY_ORGANISATION, &run->facts.organisation, &now);
	TRY(COMMAND_PUT(run, directory_organisation_table, &now));
	return command_entry_change(run, error);
}

status command_facts_site_change(struct command_run *run, struct error *error)
{
	struct site draft = command_draft_site(run->params);
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_SITE, run->params->site, error));
	load_saying(run, ENTRY_SITE, &draft);
	run->facts.map.organisation_known = true;
	load_municipality(
		run, draft.municipality != 0 ? draft.municipality : run->facts.site.municipality);
	return STATUS_OK;
}

bool command_judge_site_change(struct command_run *run)
{
	const struct directory_facts *map = &run->facts.map;
	return command_entry_judge(run) && judged(run, directory_judge_change(map)) &&
		judged(run, directory_judge_site(map));
}

status command_apply_site_change(struct command_run *run, struct error *error)
{
	struct site draft = command_draft_site(run->params), now = run->facts.site;
	part_merge(ENTRY_SITE, &now, &draft, run->params->clear);
	command_entry_note_parts(run, ENTRY_SITE, &run->facts.site, &now);
	TRY(COMMAND_PUT(run, directory_site_table, &now));
	return command_entry_change(run, error);
}

static struct service changed_service(const struct command_run *run)
{
	/* In the path is which service; where it moves to is in the body. */
	struct service draft = command_draft_service(run->params), now = run->facts.service;
	merge_service(&now, &draft, run->params->clear);
	return now;
}

status command_facts_service_change(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct service draft = command_draft_service(run->params);
	int32_t municipality = 0;
	size_t count = 0;
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_SERVICE, run->params->service, error));
	load_saying(run, ENTRY_SERVICE, &draft);
	if (!facts->map.known) return STATUS_OK;
	facts->map.organisation_known = true;
	TRY(directory_read_area(
		run->store, run->region, facts->service.id, &municipality, 1, &count, error));
	facts->map.has_area = count > 0;
	return load_site(run, changed_service(run).site, facts->service.organisation, error);
}

bool command_judge_service_change(struct command_run *run)
{
	const struct directory_facts *map = &run->facts.map;
	if (!command_entry_judge(run) || !judged(run, directory_judge_change(map))) return false;
	struct service now = changed_service(run);
	return judged(run, directory_judge_service(map, &now));
}

status command_apply_service_change(struct command_run *run, struct error *error)
{
	struct service now = changed_service(run);
	command_entry_note_parts(run, ENTRY_SERVICE, &run->facts.service, &now);
	run->facts.service = now; /* its kind sets its term */
	TRY(COMMAND_PUT(run, directory_service_table, &now));
	return command_entry_change(run, error);
}

static status facts_of_end(
	struct command_run *run, enum entry_kind kind, struct id id, struct error *error)
{
	struct directory_facts *map = &run->facts.map;
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, kind, id, error));
	if (!map->known) return STATUS_OK;
	if (kind == ENTRY_SERVICE) return file_count_stays_at(run->store, id, &map->stays, error);
	TRY(directory_count_live(run->store, run->region, id, &map->live, error));
	if (kind != ENTRY_ORGANISATION) return STATUS_OK;
	TRY(table_count_obliging(run->store, id, &map->decisions, error));
	return account_count_of(run->store, id, &map->accounts, error);
}

static bool judge_end(struct command_run *run)
{
	return command_entry_judge(run) && judged(run, directory_judge_end(&run->facts.map));
}

status command_facts_organisation_end(struct command_run *run, struct error *error)
{
	return facts_of_end(run, ENTRY_ORGANISATION, run->params->organisation, error);
}

bool command_judge_organisation_end(struct command_run *run)
{
	return judge_end(run);
}

status command_apply_organisation_end(struct command_run *run, struct error *error)
{
	return command_entry_end(run, error);
}

status command_facts_site_end(struct command_run *run, struct error *error)
{
	return facts_of_end(run, ENTRY_SITE, run->params->site, error);
}

bool command_judge_site_end(struct command_run *run)
{
	return judge_end(run);
}

status command_apply_site_end(struct command_run *run, struct error *error)
{
	return command_entry_end(run, error);
}

status command_facts_service_end(struct command_run *run, struct error *error)
{
	return facts_of_end(run, ENTRY_SERVICE, run->params->service, error);
}

bool command_judge_service_end(struct command_run *run)
{
	return judge_end(run);
}

status command_apply_service_end(struct command_run *run, struct error *error)
{
	return command_entry_end(run, error);
}
