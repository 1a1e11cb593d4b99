/* api_own_catalog.c - everything that is kept, table by table and column by column: how it is found
 * of one person, and what it is; or why it is left out.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_own_catalog.h"
#include "access/access.h"
#include "access/session.h"
#include "care/conversation.h"
#include "care/consent.h"
#include "care/consult.h"
#include "care/episode.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/knowing.h"
#include "care/light.h"
#include "care/mandate.h"
#include "care/merge.h"
#include "care/need.h"
#include "care/plan.h"
#include "care/preparation.h"
#include "care/seat.h"
#include "care/second_view.h"
#include "care/stay.h"
#include "care/step.h"
#include "care/table.h"
#include "care/team.h"
#include "care/transition.h"
#include "directory/correction.h"
#include "directory/entry.h"
#include "vault/vault.h"

/* Each macro is one column as it is named in the database. */
#define AS(column, kind)               \
	{                                  \
		.name = column, .form = (kind) \
	}
#define CODE(column, list)                                 \
	{                                                      \
		.name = column, .form = OWN_CODE, .codes = &(list) \
	}
#define MASK(column, list)                                 \
	{                                                      \
		.name = column, .form = OWN_MASK, .codes = &(list) \
	}
#define SEALED(column, field)                                       \
	{                                                               \
		.name = column, .form = OWN_SEALED, .fields = 1u << (field) \
	}
#define LEFT(column, why)                                 \
	{                                                     \
		.name = column, .form = OWN_LEFT, .reason = (why) \
	}

static const struct own_column care_person_columns[] = {AS("region", OWN_REGION), AS("id", OWN_ID),
	AS("municipality", OWN_MUNICIPALITY), AS("recorded_ms", OWN_INSTANT),
	SEALED("name", VAULT_NAME), SEALED("contact", VAULT_CONTACT), SEALED("birth", VAULT_BIRTH)};
static const struct own_column care_identity_columns[] = {AS("region", OWN_REGION),
	AS("person", OWN_WHO), AS("seq", OWN_NUMBER), AS("until_ms", OWN_INSTANT),
	AS("changed_by", OWN_WHO), AS("municipality", OWN_MUNICIPALITY), SEALED("name", VAULT_NAME),
	SEALED("contact", VAULT_CONTACT), SEALED("birth", VAULT_BIRTH)};
static const struct own_column care_match_columns[] = {
	AS("region", OWN_REGION), AS("person", OWN_WHO), LEFT("identity", OWN_SECRET)};
static const struct own_column access_account_columns[] = {AS("region", OWN_REGION),
	AS("id", OWN_ID), CODE("kind", codes_member_kind), AS("organisation", OWN_ID),
	LEFT("code_index", OWN_SECRET), AS("created_ms", OWN_INSTANT), AS("ended_ms", OWN_INSTANT),
	SEALED("name", VAULT_NAME)};
static const struct own_column access_password_columns[] = {AS("region", OWN_REGION),
	AS("account", OWN_WHO), LEFT("login_index", OWN_SECRET), SEALED("login", VAULT_LOGIN),
	LEFT("hash", OWN_SECRET), LEFT("generation", OWN_SECRET), AS("changed_ms", OWN_INSTANT),
	LEFT("totp", OWN_SECRET), AS("totp_since_ms", OWN_INSTANT), LEFT("totp_step", OWN_SECRET)};
static const struct own_column access_recovery_columns[] = {AS("region", OWN_REGION),
	AS("account", OWN_WHO), AS("number", OWN_NUMBER), LEFT("code_index", OWN_SECRET),
	AS("used_ms", OWN_INSTANT)};
static const struct own_column access_session_columns[] = {AS("region", OWN_REGION),
	AS("id", OWN_ID), AS("account", OWN_WHO), AS("started_ms", OWN_INSTANT),
	AS("expires_ms", OWN_INSTANT), AS("ended_ms", OWN_INSTANT), CODE("way", session_way_codes)};
static const struct own_column access_invite_columns[] = {AS("region", OWN_REGION),
	LEFT("id", OWN_SECRET), AS("expires_ms", OWN_INSTANT), AS("used_ms", OWN_INSTANT),
	AS("account", OWN_WHO)};
static const struct own_column care_episode_columns[] = {AS("region", OWN_REGION), AS("id", OWN_ID),
	AS("person", OWN_WHO), CODE("state", episode_state_codes), AS("care_manager", OWN_WHO),
	CODE("care_manager_kind", codes_member_kind), AS("open_handover", OWN_ID),
	CODE("for_whom", codes_for_whom), AS("entered_by", OWN_WHO), AS("marked", OWN_FLAG),
	AS("version", OWN_NUMBER), AS("opened_ms", OWN_INSTANT), AS("effective_day", OWN_DAY)};
static const struct own_column care_about_columns[] = {
	AS("region", OWN_REGION), AS("episode", OWN_ID), SEALED("words", VAULT_ABOUT)};
static const struct own_column care_moment_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("seq", OWN_NUMBER), AS("part", OWN_NUMBER), AS("kind", OWN_COMMAND),
	AS("at_ms", OWN_INSTANT), AS("effective_day", OWN_DAY), AS("who", OWN_WHO), AS("whom", OWN_WHO),
	AS("need", OWN_ID), AS("thing", OWN_ID), AS("code", OWN_FIRST_CODE),
	AS("second", OWN_SECOND_CODE), AS("day", OWN_DAY),
	{.name = "words",
		.form = OWN_SEALED,
		.fields = 1u << VAULT_STORY | 1u << VAULT_WORDS | 1u << VAULT_INSTEAD}};
static const struct own_column care_need_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), CODE("domain", codes_life_domain),
	CODE("aim", codes_need_aim), CODE("state", need_state_codes), AS("bearer", OWN_WHO),
	CODE("bearer_kind", codes_member_kind), AS("bearer_before", OWN_WHO),
	CODE("bearer_before_kind", codes_member_kind), AS("open_handover", OWN_ID), AS("step", OWN_ID),
	AS("opened_ms", OWN_INSTANT), AS("closed_ms", OWN_INSTANT), AS("effective_day", OWN_DAY),
	CODE("closing", codes_closing), SEALED("words", VAULT_WORDS)};
static const struct own_column care_step_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("need", OWN_ID), AS("who", OWN_WHO),
	CODE("kind", step_kind_codes), AS("state", OWN_NUMBER), AS("due_day", OWN_DAY),
	CODE("late", step_lateness_codes), AS("made_ms", OWN_INSTANT), AS("ended_ms", OWN_INSTANT),
	SEALED("words", VAULT_WORDS), AS("told_to", OWN_WHO)};
static const struct own_column care_saying_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("seq", OWN_NUMBER),
	CODE("topic", conversation_topic_codes), CODE("domain", codes_life_domain),
	AS("author", OWN_WHO), AS("at_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS)};
static const struct own_column care_plan_part_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("seq", OWN_NUMBER), CODE("kind", plan_kind_codes),
	CODE("state", plan_state_codes), AS("goal", OWN_ID), AS("need", OWN_ID), AS("who", OWN_WHO),
	AS("by_day", OWN_DAY), AS("author", OWN_WHO), AS("writer", OWN_WHO), AS("at_ms", OWN_INSTANT),
	SEALED("words", VAULT_WORDS)};
static const struct own_column care_plan_yes_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("seq", OWN_NUMBER), AS("account", OWN_WHO), AS("at_ms", OWN_INSTANT)};
static const struct own_column care_member_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("account", OWN_WHO), CODE("kind", codes_member_kind),
	CODE("way", team_way_codes), AS("since_ms", OWN_INSTANT), AS("left_ms", OWN_INSTANT)};
static const struct own_column care_knowing_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("account", OWN_WHO), CODE("knows", knowing_codes),
	AS("said_by", OWN_WHO), AS("said_ms", OWN_INSTANT)};
static const struct own_column care_consent_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), CODE("kind", consent_kind_codes),
	AS("account", OWN_WHO), AS("organisation", OWN_ID), MASK("parts", ground_part_codes),
	AS("until_day", OWN_DAY), AS("said_by", OWN_WHO), AS("said_ms", OWN_INSTANT),
	AS("ended_by", OWN_WHO), AS("ended_ms", OWN_INSTANT)};
static const struct own_column care_mandate_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("account", OWN_WHO),
	CODE("kind", mandate_kind_codes), CODE("state", mandate_state_codes),
	MASK("allows", mandate_form_codes), AS("birth_day", OWN_DAY), AS("until_day", OWN_DAY),
	AS("named_by", OWN_WHO), AS("named_ms", OWN_INSTANT), AS("due_ms", OWN_INSTANT),
	AS("ended_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS)};
static const struct own_column care_handover_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("need", OWN_ID), AS("sender", OWN_WHO),
	AS("to_account", OWN_WHO), AS("to_service", OWN_ID), CODE("state", handover_state_codes),
	AS("offered_ms", OWN_INSTANT), AS("expires_ms", OWN_INSTANT), AS("giver", OWN_WHO),
	AS("answered_by", OWN_WHO), AS("answered_ms", OWN_INSTANT),
	CODE("reason", codes_decline_reason), CODE("instead", codes_decline_instead),
	AS("instead_day", OWN_DAY), AS("sharing", OWN_FLAG), AS("giver_stays", OWN_FLAG),
	AS("contact_day", OWN_DAY), AS("contacted_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS),
	SEALED("reason_words", VAULT_WORDS), SEALED("instead_words", VAULT_INSTEAD)};
static const struct own_column care_join_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("account", OWN_WHO), AS("asked_by", OWN_WHO),
	CODE("state", join_state_codes), AS("asked_ms", OWN_INSTANT), AS("expires_ms", OWN_INSTANT),
	AS("answered_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS)};
static const struct own_column care_consult_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("need", OWN_ID), AS("asked_by", OWN_WHO),
	AS("to_account", OWN_WHO), AS("to_service", OWN_ID), CODE("state", consult_state_codes),
	AS("named", OWN_FLAG), AS("asked_ms", OWN_INSTANT), AS("expires_ms", OWN_INSTANT),
	AS("answered_by", OWN_WHO), AS("answered_ms", OWN_INSTANT), AS("back_to", OWN_WHO),
	AS("joining", OWN_ID), SEALED("words", VAULT_WORDS), SEALED("answer_words", VAULT_WORDS)};
static const struct own_column care_stay_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("service", OWN_ID), AS("planned_by", OWN_WHO),
	CODE("state", stay_state_codes), AS("start_day", OWN_DAY), AS("return_day", OWN_DAY),
	CODE("keeps", stay_keeps_codes), AS("kept_service", OWN_ID), AS("kept_until", OWN_DAY),
	AS("late", OWN_FLAG), AS("told_to", OWN_WHO), AS("planned_ms", OWN_INSTANT),
	AS("admitted_ms", OWN_INSTANT), AS("ended_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS)};
static const struct own_column care_case_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("need", OWN_ID), CODE("state", table_state_codes),
	CODE("level", table_level_codes), CODE("why", table_why_codes),
	CODE("origin", table_origin_codes), CODE("cause", table_cause_codes), AS("brought_by", OWN_WHO),
	AS("beside", OWN_WHO), AS("named", OWN_FLAG), AS("attends", OWN_FLAG), AS("late", OWN_FLAG),
	AS("brought_ms", OWN_INSTANT), AS("expires_ms", OWN_INSTANT), AS("ended_ms", OWN_INSTANT),
	AS("decided_by", OWN_WHO), AS("decided_ms", OWN_INSTANT), AS("service", OWN_ID),
	AS("organisation", OWN_ID), AS("term_day", OWN_DAY), AS("handover", OWN_ID),
	SEALED("words", VAULT_WORDS), SEALED("reason", VAULT_WORDS), SEALED("last_words", VAULT_WORDS)};
static const struct own_column care_light_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), CODE("state", light_state_codes), AS("who", OWN_WHO),
	AS("interval_days", OWN_NUMBER), AS("next_day", OWN_DAY), AS("late", OWN_FLAG),
	AS("begun_by", OWN_WHO), AS("begun_ms", OWN_INSTANT), AS("held_ms", OWN_INSTANT),
	AS("ended_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS)};
static const struct own_column care_transition_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), CODE("kind", transition_kind_codes),
	CODE("state", transition_state_codes), AS("day", OWN_DAY), AS("municipality", OWN_MUNICIPALITY),
	AS("announced_by", OWN_WHO), AS("announced_ms", OWN_INSTANT), AS("told_to", OWN_WHO),
	AS("ended_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS)};
static const struct own_column care_preparation_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("transition", OWN_ID),
	CODE("key", preparation_key_codes), CODE("state", preparation_state_codes),
	AS("due_day", OWN_DAY), AS("late", OWN_FLAG), AS("told_to", OWN_WHO), AS("ended_by", OWN_WHO),
	AS("ended_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS)};
static const struct own_column care_second_view_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("need", OWN_ID),
	CODE("state", second_view_state_codes), AS("said_by", OWN_WHO), AS("organisation", OWN_ID),
	AS("said_ms", OWN_INSTANT), AS("due_day", OWN_DAY), AS("late", OWN_FLAG),
	AS("told_to", OWN_WHO), AS("consult", OWN_ID), AS("viewed_ms", OWN_INSTANT),
	AS("ended_ms", OWN_INSTANT), SEALED("words", VAULT_WORDS)};
static const struct own_column care_period_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("nth", OWN_NUMBER), AS("id", OWN_ID), AS("begun_ms", OWN_INSTANT),
	AS("begun_by", OWN_WHO), AS("ended_ms", OWN_INSTANT), AS("ended_by", OWN_WHO),
	CODE("closing", codes_closing), AS("returns", OWN_NUMBER), AS("offered", OWN_FLAG),
	AS("told", OWN_WHO), AS("answered_ms", OWN_INSTANT), AS("wants_table", OWN_FLAG),
	AS("wants_companion", OWN_FLAG), SEALED("words", VAULT_WORDS)};
static const struct own_column care_merge_columns[] = {AS("region", OWN_REGION),
	AS("episode", OWN_ID), AS("id", OWN_ID), AS("other", OWN_ID), CODE("state", merge_state_codes),
	AS("said", OWN_FLAG), AS("said_by", OWN_WHO), AS("guest", OWN_WHO), AS("told", OWN_WHO),
	AS("found_ms", OWN_INSTANT), AS("changed_ms", OWN_INSTANT)};
static const struct own_column care_inbox_columns[] = {AS("region", OWN_REGION),
	AS("receiver", OWN_WHO), AS("thing", OWN_ID), CODE("kind", inbox_kind_codes),
	AS("from_region", OWN_REGION), AS("episode", OWN_ID), AS("at_ms", OWN_INSTANT)};
static const struct own_column journal_look_columns[] = {AS("region", OWN_REGION),
	AS("subject", OWN_WHO), AS("actor", OWN_WHO), CODE("part", access_part_codes),
	AS("purpose", OWN_COMMAND), AS("bucket", OWN_NUMBER), AS("seq", OWN_NUMBER),
	AS("at_ms", OWN_INSTANT), CODE("ground", access_ground_codes), AS("episode", OWN_ID)};
static const struct own_column journal_entry_columns[] = {AS("region", OWN_REGION),
	AS("seq", OWN_NUMBER), AS("recorded_ms", OWN_INSTANT), AS("kind", OWN_NUMBER),
	AS("command", OWN_COMMAND), AS("actor", OWN_WHO), AS("subject", OWN_WHO), AS("episode", OWN_ID),
	CODE("ground", access_ground_codes), LEFT("command_id", OWN_CHAIN), LEFT("digest", OWN_CHAIN),
	LEFT("body", OWN_CHAIN), LEFT("effects", OWN_CHAIN), LEFT("reply", OWN_CHAIN),
	LEFT("hash", OWN_CHAIN)};
static const struct own_column care_seat_columns[] = {AS("region", OWN_REGION),
	AS("account", OWN_WHO), CODE("kind", seat_kind_codes), AS("since_ms", OWN_INSTANT)};
static const struct own_column care_roster_columns[] = {AS("region", OWN_REGION),
	AS("account", OWN_WHO), CODE("kind", codes_member_kind), AS("since_ms", OWN_INSTANT),
	AS("last_turn_ms", OWN_INSTANT)};
static const struct own_column directory_entry_columns[] = {AS("region", OWN_REGION),
	AS("id", OWN_ID), CODE("kind", entry_kind_codes), AS("organisation", OWN_ID),
	AS("keeper", OWN_WHO), CODE("state", entry_state_codes), AS("version", OWN_NUMBER),
	AS("made_ms", OWN_INSTANT), AS("confirmed_ms", OWN_INSTANT), AS("confirmed_by", OWN_WHO),
	CODE("confirmed_as", entry_role_codes), LEFT("ask", OWN_SECRET), AS("asked_ms", OWN_INSTANT),
	AS("fades_ms", OWN_INSTANT), AS("due_ms", OWN_INSTANT), AS("changed_ms", OWN_INSTANT),
	AS("ended_ms", OWN_INSTANT)};
static const struct own_column directory_change_columns[] = {AS("region", OWN_REGION),
	AS("entry", OWN_ID), AS("version", OWN_NUMBER), AS("part", OWN_NUMBER),
	AS("command", OWN_COMMAND), CODE("field", entry_field_codes), AS("at_ms", OWN_INSTANT),
	AS("who", OWN_WHO), CODE("role", entry_role_codes), AS("before", OWN_TEXT),
	AS("after", OWN_TEXT)};
static const struct own_column directory_correction_columns[] = {AS("region", OWN_REGION),
	AS("id", OWN_ID), AS("entry", OWN_ID), CODE("entry_kind", entry_kind_codes),
	CODE("field", entry_field_codes), CODE("state", correction_state_codes),
	CODE("reason", correction_reason_codes), AS("proposed_ms", OWN_INSTANT),
	AS("due_ms", OWN_INSTANT), AS("raised_to", OWN_NUMBER), AS("decided_ms", OWN_INSTANT),
	AS("proposed_by", OWN_WHO), AS("decided_by", OWN_WHO), SEALED("value", VAULT_STORY),
	SEALED("words", VAULT_WORDS)};
static const struct own_column command_outbox_columns[] = {AS("region", OWN_REGION),
	AS("seq", OWN_NUMBER), AS("to_region", OWN_REGION), AS("kind", OWN_NUMBER),
	AS("receiver", OWN_WHO), AS("thing", OWN_ID), AS("episode", OWN_ID), AS("at_ms", OWN_INSTANT)};
static const struct own_column command_quarantine_columns[] = {AS("region", OWN_REGION),
	AS("id", OWN_ID), AS("command", OWN_COMMAND), AS("actor", OWN_WHO), AS("command_id", OWN_TEXT),
	AS("at_ms", OWN_INSTANT), AS("reason", OWN_TEXT)};

#define TABLE(name, way, by, columns)                                                \
	{                                                                                \
		name, way, by, columns, sizeof(columns) / sizeof((columns)[0]), OWN_NOT_LEFT \
	}
#define LEFT_TABLE(name, why)                   \
	{                                           \
		name, OWN_NOT_FOUND, NULL, NULL, 0, why \
	}

const struct own_table api_own_tables[] = {
	TABLE("care_person", OWN_BY_PERSON, NULL, care_person_columns),
	TABLE("care_identity", OWN_BY_PERSON, NULL, care_identity_columns),
	TABLE("care_match", OWN_BY_PERSON, NULL, care_match_columns),
	TABLE("access_account", OWN_BY_PERSON, NULL, access_account_columns),
	TABLE("access_password", OWN_BY_PERSON, NULL, access_password_columns),
	TABLE("access_recovery", OWN_BY_PERSON, NULL, access_recovery_columns),
	TABLE("access_session", OWN_BY_COLUMN, "account", access_session_columns),
	TABLE("access_invite", OWN_BY_COLUMN, "account", access_invite_columns),
	TABLE("care_episode", OWN_BY_EPISODE, NULL, care_episode_columns),
	TABLE("care_about", OWN_BY_EPISODE, NULL, care_about_columns),
	TABLE("care_moment", OWN_BY_EPISODE, NULL, care_moment_columns),
	TABLE("care_need", OWN_BY_EPISODE, NULL, care_need_columns),
	TABLE("care_step", OWN_BY_EPISODE, NULL, care_step_columns),
	TABLE("care_saying", OWN_BY_EPISODE, NULL, care_saying_columns),
	TABLE("care_plan_part", OWN_BY_EPISODE, NULL, care_plan_part_columns),
	TABLE("care_plan_yes", OWN_BY_EPISODE, NULL, care_plan_yes_columns),
	TABLE("care_member", OWN_BY_EPISODE, NULL, care_member_columns),
	TABLE("care_knowing", OWN_BY_EPISODE, NULL, care_knowing_columns),
	TABLE("care_consent", OWN_BY_EPISODE, NULL, care_consent_columns),
	TABLE("care_mandate", OWN_BY_EPISODE, NULL, care_mandate_columns),
	TABLE("care_handover", OWN_BY_EPISODE, NULL, care_handover_columns),
	TABLE("care_join", OWN_BY_EPISODE, NULL, care_join_columns),
	TABLE("care_consult", OWN_BY_EPISODE, NULL, care_consult_columns),
	TABLE("care_stay", OWN_BY_EPISODE, NULL, care_stay_columns),
	TABLE("care_case", OWN_BY_EPISODE, NULL, care_case_columns),
	TABLE("care_light", OWN_BY_EPISODE, NULL, care_light_columns),
	TABLE("care_transition", OWN_BY_EPISODE, NULL, care_transition_columns),
	TABLE("care_preparation", OWN_BY_EPISODE, NULL, care_preparation_columns),
	TABLE("care_second_view", OWN_BY_EPISODE, NULL, care_second_view_columns),
	TABLE("care_period", OWN_BY_EPISODE, NULL, care_period_columns),
	TABLE("care_merge", OWN_BY_EPISODE, NULL, care_merge_columns),
	TABLE("care_inbox", OWN_BY_PERSON, NULL, care_inbox_columns),
	TABLE("journal_look", OWN_BY_PERSON, NULL, journal_look_columns),
	TABLE("journal_entry", OWN_BY_COLUMN, "subject", journal_entry_columns),
	TABLE("care_seat", OWN_BY_PERSON, NULL, care_seat_columns),
	TABLE("care_roster", OWN_BY_PERSON, NULL, care_roster_columns),
	TABLE("directory_entry", OWN_BY_COLUMN, "keeper", directory_entry_columns),
	TABLE("directory_change", OWN_BY_COLUMN, "who", directory_change_columns),
	TABLE("directory_correction", OWN_BY_COLUMN, "proposed_by", directory_correction_columns),
	TABLE("command_outbox", OWN_BY_COLUMN, "receiver", command_outbox_columns),
	TABLE("command_quarantine", OWN_BY_COLUMN, "actor", command_quarantine_columns),
	LEFT_TABLE("directory_organisation", OWN_PUBLIC),
	LEFT_TABLE("directory_site", OWN_PUBLIC),
	LEFT_TABLE("directory_service", OWN_PUBLIC),
	LEFT_TABLE("directory_due", OWN_PUBLIC),
	LEFT_TABLE("directory_area", OWN_PUBLIC),
	LEFT_TABLE("directory_hours", OWN_PUBLIC),
	LEFT_TABLE("directory_capacity", OWN_PUBLIC),
	LEFT_TABLE("directory_cost", OWN_PUBLIC),
	LEFT_TABLE("directory_agreement", OWN_PUBLIC),
	LEFT_TABLE("directory_party", OWN_PUBLIC),
	LEFT_TABLE("directory_goal", OWN_PUBLIC),
	LEFT_TABLE("region_appointment", OWN_PUBLIC),
	LEFT_TABLE("care_lesson", OWN_PUBLIC),
	LEFT_TABLE("care_shortage", OWN_PUBLIC),
	LEFT_TABLE("journal_signed_head", OWN_PUBLIC),
	LEFT_TABLE("care_due", OWN_CLOCK),
	LEFT_TABLE("command_aside", OWN_CLOCK),
	LEFT_TABLE("jobs_job", OWN_CLOCK),
};
const size_t api_own_table_count = sizeof(api_own_tables) / sizeof(api_own_tables[0]);

static const char *const reason_names[] = {"", "secret", "chain", "clock", "public"};
const struct codes api_own_reason_codes = {"own_reason", reason_names, OWN_REASON_COUNT};
