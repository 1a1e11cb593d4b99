/* do_directory.c - the map of help is filled.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_run.h"

status command_facts_organisation_add(struct command_run *run, struct error *error)
{
	return command_load_actor(run, error);
}

bool command_judge_organisation_add(struct command_run *run)
{
	(void)run;
	return true;
}

status command_apply_organisation_add(struct command_run *run, struct error *error)
{
	struct organisation organisation = {.region = run->region,
		.id = id_draw(run->prng),
		.kind = run->params->kind,
		.created_ms = run->now_ms,
		.name = run->params->public_name};
	run->result.organisation = organisation.id;
	return COMMAND_PUT(run, directory_organisation_table, &organisation);
}

status command_facts_site_add(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	facts->organisation.region = run->region;
	facts->organisation.id = run->params->organisation;
	facts->municipality_region = command_region_of(run->division, run->params->municipality);
	return command_get(run, &directory_organisation_table, &facts->organisation,
		&facts->organisation_known, error);
}

bool command_judge_site_add(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	enum directory_verdict verdict =
		directory_judge_site(facts->organisation_known, run->region, facts->municipality_region);
	if (verdict == DIRECTORY_OTHER_REGION)
		command_parameter_number(run, "region", facts->municipality_region);
	return command_verdict(run, &directory_verdicts, (int)verdict);
}

status command_apply_site_add(struct command_run *run, struct error *error)
{
	struct site site = {.region = run->region,
		.id = id_draw(run->prng),
		.organisation = run->params->organisation,
		.municipality = run->params->municipality,
		.name = run->params->public_name};
	run->result.site = site.id;
	return COMMAND_PUT(run, directory_site_table, &site);
}

status command_facts_service_add(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	TRY(command_load_actor(run, error));
	facts->organisation.region = run->region;
	facts->organisation.id = run->params->organisation;
	facts->site.region = run->region;
	facts->site.id = run->params->site;
	TRY(command_get(run, &directory_organisation_table, &facts->organisation,
		&facts->organisation_known, error));
	return command_get(run, &directory_site_table, &facts->site, &facts->site_known, error);
}

bool command_judge_service_add(struct command_run *run)
{
	const struct command_facts *facts = &run->facts;
	bool together = id_equal(facts->site.organisation, run->params->organisation);
	return command_verdict(run, &directory_verdicts,
		(int)directory_judge_service(facts->organisation_known, facts->site_known, together));
}

status command_apply_service_add(struct command_run *run, struct error *error)
{
	struct service service = {.region = run->region,
		.id = id_draw(run->prng),
		.organisation = run->params->organisation,
		.site = run->params->site,
		.domain = run->params->domain,
		.level = run->params->level,
		.places_week = run->params->places_week,
		.name = run->params->public_name};
	run->result.service = service.id;
	return COMMAND_PUT(run, directory_service_table, &service);
}
