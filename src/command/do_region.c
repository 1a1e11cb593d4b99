/* do_region.c - a region appoints its responsible insurer and its core municipality.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_run.h"

int command_region_of(const struct region *division, int32_t municipality)
{
	const struct region_life *life = region_history_find_number(division, municipality);
	return life == NULL ? 0 : region_history_region(division, life, REGION_STILL);
}

status command_facts_region_appoint(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct region_appointing *asked = &run->facts.appointing;
	TRY(command_load_actor(run, error));
	*asked = (struct region_appointing){.region = run->region,
		.today = run->today,
		.from_day = params->day,
		.until_day = params->next_day,
		.insurer_given = params->insurer.size > 0,
		.insurer_known = region_find_insurer(run->division, params->insurer) != NULL,
		.core_given = params->municipality != 0,
		.core_region = command_region_of(run->division, params->municipality)};
	return region_appointment_last(
		run->store, run->region, &asked->last, &asked->has_last, run->arena, error);
}

bool command_judge_region_appoint(struct command_run *run)
{
	const struct region_appointing *asked = &run->facts.appointing;
	enum region_appointment_verdict verdict = region_appointment_judge(asked);
	if (verdict == REGION_APPOINTMENT_OTHER_REGION && asked->core_region != 0)
		command_parameter_number(run, "region", asked->core_region);
	if (verdict == REGION_APPOINTMENT_REWRITES)
		command_parameter_day(run, "day", asked->last.from_day);
	return command_verdict(run, &region_appointment_verdicts, (int)verdict);
}

status command_apply_region_appoint(struct command_run *run, struct error *error)
{
	struct region_appointing *asked = &run->facts.appointing;
	struct region_appointment made = {.region = run->region,
		.from_day = asked->from_day,
		.until_day = asked->until_day,
		.core_municipality = run->params->municipality,
		.recorded_ms = run->now_ms,
		.insurer = run->params->insurer,
		.decided_where = run->params->public_name};
	run->result.day = made.from_day;
	if (region_appointment_cuts_short(asked)) {
		asked->last.until_day = made.from_day - 1;
		TRY(COMMAND_PUT(run, region_appointment_table, &asked->last));
	}
	return COMMAND_PUT(run, region_appointment_table, &made);
}
