/* command_catalog.c - every table and every verdict list that there is.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_aside.h"
#include "care/identity.h"
#include "care/knowing.h"
#include "care/report.h"
#include "command/command_outbox.h"
#include "command/command_run.h"
#include "command/command_quarantine.h"
#include "command/command_writer.h"
#include "jobs/jobs.h"

const struct store_table *const command_journaled_tables[] = {
	&look_table,
	&account_table,
	&session_table,
	&session_invite_table,
	&password_table,
	&password_recovery_table,
	&signed_head_table,
	&region_appointment_table,
	&directory_organisation_table,
	&directory_site_table,
	&directory_service_table,
	&entry_table,
	&entry_change_table,
	&entry_due_table,
	&directory_area_table,
	&hours_table,
	&capacity_table,
	&cost_table,
	&agreement_table,
	&agreement_party_table,
	&agreement_goal_table,
	&correction_table,
	&episode_person_table,
	&episode_table,
	&need_table,
	&handover_table,
	&join_table,
	&consult_table,
	&stay_table,
	&table_case_table,
	&seat_table,
	&lesson_table,
	&shortage_table,
	&conversation_saying_table,
	&plan_part_table,
	&plan_yes_table,
	&light_table,
	&ending_period_table,
	&report_about_table,
	&identity_past_table,
	&identity_match_table,
	&merge_table,
	&knowing_table,
	&mandate_table,
	&consent_table,
	&transition_table,
	&preparation_table,
	&second_view_table,
	&team_member_table,
	&roster_table,
	&step_table,
	&moment_table,
	&moment_due_table,
	&inbox_table,
	&command_outbox_table,
	&command_aside_table,
};
const size_t command_journaled_count =
	sizeof(command_journaled_tables) / sizeof(command_journaled_tables[0]);

const struct store_table *const command_other_tables[] = {
	&journal_entry_table, &command_quarantine_table, &jobs_job_table};
const size_t command_other_count = sizeof(command_other_tables) / sizeof(command_other_tables[0]);

const struct verdict_list *const command_verdict_lists[] = {
	&access_verdicts,
	&session_verdicts,
	&password_verdicts,
	&signed_head_verdicts,
	&account_verdicts,
	&region_appointment_verdicts,
	&directory_verdicts,
	&agreement_verdicts,
	&correction_verdicts,
	&episode_verdicts,
	&need_verdicts,
	&handover_verdicts,
	&join_verdicts,
	&consult_verdicts,
	&stay_verdicts,
	&table_verdicts,
	&seat_verdicts,
	&shortage_verdicts,
	&conversation_verdicts,
	&plan_verdicts,
	&light_verdicts,
	&ending_verdicts,
	&report_verdicts,
	&identity_verdicts,
	&merge_verdicts,
	&knowing_verdicts,
	&mandate_verdicts,
	&consent_verdicts,
	&transition_verdicts,
	&preparation_verdicts,
	&second_view_verdicts,
	&moment_verdicts,
	&team_verdicts,
	&roster_verdicts,
	&step_verdicts,
	&inbox_verdicts,
	&command_verdicts,
};
const size_t command_verdict_list_count =
	sizeof(command_verdict_lists) / sizeof(command_verdict_lists[0]);
