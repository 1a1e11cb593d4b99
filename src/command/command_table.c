/* command_table.c - the table: each entry names its fields, facts, access rule, judge and apply.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_fields_care.h"
#include "command/command_fields_life.h"
#include "command/command_fields_plan.h"
#include "command/command_fields_people.h"
#include "command/command_run.h"
#include "access/password.h"
#include "directory/criteria.h"
#include "directory/hours_text.h"

static const struct command_field of_account[] = {PATH_ID("account", account)};
static const struct command_field of_thing[] = {PATH_ID("thing", thing)};
static const struct command_field account_create[] = {
	CODE("kind", true, kind, codes_member_kind),
	BODY_ID("organisation", false, organisation),
	SEALED("name", true, name, NAME_BYTES, VAULT_NAME),
};
static const struct command_field look_colleagues[] = {
	TEXT("name", false, public_name, DIRECTORY_MAX_NAME_BYTES),
	BODY_ID("organisation", false, organisation),
	BODY_ID("service", false, service),
};
static const struct command_field administrator_first[] = {
	TOKEN("token", thing),
	SEALED("name", true, name, NAME_BYTES, VAULT_NAME),
};
static const struct command_field head_sign[] = {INNER("due_ms", FIELD_INT, number)};
static const struct command_field invite_make[] = {INNER("token", FIELD_ID, thing)};
static const struct command_field session_sign_in[] = {
	SECRET("login", true, said_login, 1, PASSWORD_LOGIN_MAX_BYTES),
	SECRET("password", true, said_password, 1, PASSWORD_MAX_BYTES),
	SECRET("code", false, said_code, TOTP_DIGITS, 12),
	SECRET("recovery_code", false, said_recovery, ACCOUNT_CODE_LETTERS, 40),
	SECRET("device", false, said_device, 1, 100),
	FOUND("account", FIELD_ID, account),
	FOUND("login_index", FIELD_ID, login_index),
	FOUND("generation", FIELD_INT, number),
	FOUND("proved", FIELD_INT, proved),
	FOUND("second", FIELD_INT, second),
	FOUND("step", FIELD_INT, until),
	FOUND("code_index", FIELD_ID, code_index),
};
static const struct command_field password_set[] = {
	SECRET("token", true, said_code, 16, 80),
	SECRET("login", true, said_login, PASSWORD_LOGIN_MIN_BYTES, PASSWORD_LOGIN_MAX_BYTES),
	SECRET("password", true, said_password, PASSWORD_MIN_BYTES, PASSWORD_MAX_BYTES),
	INNER("invite", FIELD_ID, thing),
	FOUND("login_index", FIELD_ID, login_index),
	FOUND_SEALED("sealed_login", login, PASSWORD_LOGIN_MAX_BYTES, VAULT_LOGIN),
	FOUND_SEALED("sealed_hash", hash, PASSWORD_HASH_SIZE, VAULT_PASSWORD),
	FOUND("easy", FIELD_INT, easy),
};
static const struct command_field password_change[] = {
	SECRET("old_password", true, said_old, 1, PASSWORD_MAX_BYTES),
	SECRET("password", true, said_password, PASSWORD_MIN_BYTES, PASSWORD_MAX_BYTES),
	FOUND_SEALED("sealed_hash", hash, PASSWORD_HASH_SIZE, VAULT_PASSWORD),
	FOUND("generation", FIELD_INT, number),
	FOUND("proved", FIELD_INT, proved),
	FOUND("easy", FIELD_INT, easy),
	FOUND("same", FIELD_INT, same),
};
static const struct command_field second_begin[] = {
	SECRET("password", true, said_old, 1, PASSWORD_MAX_BYTES),
	FOUND_SEALED("sealed_secret", secret, TOTP_SECRET_BYTES, VAULT_TOTP),
	FOUND("generation", FIELD_INT, number),
	FOUND("proved", FIELD_INT, proved),
};
static const struct command_field second_confirm[] = {
	SECRET("code", true, said_code, TOTP_DIGITS, 12),
	FOUND("step", FIELD_INT, until),
};
static const struct command_field second_end[] = {
	SECRET("password", true, said_old, 1, PASSWORD_MAX_BYTES),
	FOUND("generation", FIELD_INT, number),
	FOUND("proved", FIELD_INT, proved),
};
static const struct command_field of_session[] = {PATH_ID("session", session)};
static const struct command_field session_start[] = {TOKEN("code", thing)};
#define ORGANISATION_MORE                                             \
	PUBLIC_LINE("alternate_name", draft.organisation.alternate_name), \
		PUBLIC_WORDS("description", draft.organisation.description),  \
		PUBLIC_LINE("website", draft.organisation.website),           \
		PUBLIC_LINE("email", draft.organisation.email),               \
		PUBLIC_PHONE("phone", draft.organisation.phone)
#define SITE_MORE                                                             \
	CODE("form", false, draft.site.form, codes_site_form),                    \
		PUBLIC_LINE("address", draft.site.address),                           \
		PUBLIC_LINE("postal_code", draft.site.postal_code),                   \
		PUBLIC_LINE("place", draft.site.place),                               \
		DEGREES("latitude", draft.site.latitude_e6, 50, 54),                  \
		DEGREES("longitude", draft.site.longitude_e6, 3, 8),                  \
		MASK("accessibility", draft.site.accessibility, codes_accessibility), \
		PUBLIC_WORDS("directions", draft.site.directions),                    \
		PUBLIC_PHONE("phone", draft.site.phone), PUBLIC_LINE("email", draft.site.email)
#define SERVICE_MORE                                                                           \
	CODE("kind", false, kind, codes_service_kind),                                             \
		MASK("domains", draft.service.domains, codes_life_domain),                             \
		LANGUAGES("languages", draft.service.languages),                                       \
		MASK("ways_in", draft.service.ways_in, codes_way_in),                                  \
		PUBLIC_WORDS("way_in_words", draft.service.way_in_words),                              \
		CODE("referral", false, draft.service.referral, codes_referral),                       \
		BOOL("anonymous", false, draft.service.anonymous),                                     \
		MASK("settings", draft.service.settings, codes_service_setting),                       \
		INT("min_age", false, draft.service.min_age, 1, 120),                                  \
		INT("max_age", false, draft.service.max_age, 1, 120),                                  \
		MASK("good_at", draft.service.good_at, directory_criteria),                            \
		PUBLIC_WORDS("good_at_words", draft.service.good_at_words),                            \
		INT("security", false, draft.service.security, 1, 4),                                  \
		PUBLIC_WORDS("description", draft.service.description),                                \
		PUBLIC_PHONE("phone", draft.service.phone), PUBLIC_LINE("email", draft.service.email), \
		PUBLIC_LINE("website", draft.service.website)
#define CLEAR MASK("clear", clear, entry_field_codes)

/* The id that an import gives a new entry; none: it is drawn. */
#define GIVEN_ID INNER("given_id", FIELD_ID, thing)

static const struct command_field organisation_add[] = {
	CODE("kind", true, kind, codes_organisation_kind),
	TEXT("name", true, public_name, DIRECTORY_MAX_NAME_BYTES),
	ORGANISATION_MORE,
	GIVEN_ID,
};
static const struct command_field organisation_change[] = {
	PATH_ID("organisation", organisation),
	CODE("kind", false, kind, codes_organisation_kind),
	TEXT("name", false, public_name, DIRECTORY_MAX_NAME_BYTES),
	ORGANISATION_MORE,
	CLEAR,
};
static const struct command_field of_organisation[] = {PATH_ID("organisation", organisation)};
static const struct command_field site_add[] = {
	PATH_ID("organisation", organisation),
	PLACE("municipality", true),
	TEXT("name", true, public_name, DIRECTORY_MAX_NAME_BYTES),
	SITE_MORE,
	GIVEN_ID,
};
static const struct command_field site_change[] = {
	PATH_ID("site", site),
	PLACE("municipality", false),
	TEXT("name", false, public_name, DIRECTORY_MAX_NAME_BYTES),
	SITE_MORE,
	CLEAR,
};
static const struct command_field of_site[] = {PATH_ID("site", site)};
static const struct command_field service_add[] = {
	PATH_ID("organisation", organisation),
	BODY_ID("site", true, site),
	CODE("domain", true, domain, codes_life_domain),
	CODE("level", true, level, codes_service_level),
	INT("places_week", false, places_week, 0, 10000),
	TEXT("name", true, public_name, DIRECTORY_MAX_NAME_BYTES),
	SERVICE_MORE,
	GIVEN_ID,
};
static const struct command_field service_change[] = {
	PATH_ID("service", service),
	BODY_ID("site", false, site),
	CODE("domain", false, domain, codes_life_domain),
	CODE("level", false, level, codes_service_level),
	TEXT("name", false, public_name, DIRECTORY_MAX_NAME_BYTES),
	SERVICE_MORE,
	CLEAR,
};
static const struct command_field of_service[] = {PATH_ID("service", service)};
static const struct command_field hours_set[] = {
	PATH_ID("entry", entry),
	{"hours", FIELD_HOURS, FIELD_IN_BODY, false, AT(public_hours), NULL, 1, HOURS_TEXT_MAX_BYTES,
		0},
};
static const struct command_field area_set[] = {
	PATH_ID("service", service),
	{"municipalities", FIELD_MUNICIPALITIES, FIELD_IN_BODY, false, AT(municipalities), NULL, 0, 100,
		0},
};
static const struct command_field capacity_set[] = {
	PATH_ID("service", service),
	CODE("intensity", false, intensity, codes_intensity),
	INT("new_week", true, places_week, 0, 10000),
	INT("places", false, places, 0, 100000),
	INT("kept", false, kept, 0, 100000),
};
static const struct command_field cost_set[] = {
	PATH_ID("service", service),
	INT("number", true, nth, 1, COST_MAX_ROWS),
	CODE("kind", false, kind, cost_kind_codes),
	INT("amount_cents", false, amount_cents, 0, 10000000),
	PUBLIC_LINE("words", public_words),
};
static const struct command_field of_entry[] = {PATH_ID("entry", entry)};
static const struct command_field confirm_by_link[] = {TOKEN("token", thing)};
static const struct command_field entry_due[] = {INNER("entry", FIELD_ID, entry)};
static const struct command_field correction_propose[] = {
	PATH_ID("entry", entry),
	CODE("field", true, entry_field, entry_field_codes),
	SEALED("value", false, value, WORDS_BYTES, VAULT_STORY),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field correction_accept[] = {
	PATH_ID("correction", correction),
	PUBLIC_WORDS("value", public_words),
};
static const struct command_field correction_decline[] = {
	PATH_ID("correction", correction),
	CODE("reason", true, reason, correction_reason_codes),
};
static const struct command_field correction_raise[] = {INNER("correction", FIELD_ID, correction)};
static const struct command_field of_correction[] = {PATH_ID("correction", correction)};
static const struct command_field agreement_add[] = {
	BODY_ID("organisation", true, organisation),
	TEXT("name", true, public_name, DIRECTORY_MAX_NAME_BYTES),
	DAY("from_day", true, day),
	DAY("to_day", false, next_day),
	PUBLIC_WORDS("description", draft.agreement.words),
	PUBLIC_WORDS("pledge", public_words),
	PUBLIC_LINE("direct_line", public_line),
};
static const struct command_field agreement_change[] = {
	PATH_ID("agreement", agreement),
	TEXT("name", false, public_name, DIRECTORY_MAX_NAME_BYTES),
	DAY("from_day", false, day),
	DAY("to_day", false, next_day),
	PUBLIC_WORDS("description", draft.agreement.words),
	CLEAR,
};
static const struct command_field agreement_ask[] = {
	PATH_ID("agreement", agreement),
	BODY_ID("organisation", true, organisation),
};
static const struct command_field agreement_sign[] = {
	PATH_ID("agreement", agreement),
	PATH_ID("organisation", organisation),
	PUBLIC_WORDS("pledge", public_words),
	PUBLIC_LINE("direct_line", public_line),
};
static const struct command_field of_party[] = {
	PATH_ID("agreement", agreement),
	PATH_ID("organisation", organisation),
};
static const struct command_field of_agreement[] = {PATH_ID("agreement", agreement)};
static const struct command_field agreement_goal[] = {
	PATH_ID("agreement", agreement),
	INT("number", true, nth, 1, AGREEMENT_MAX_GOALS),
	PUBLIC_WORDS("words", public_words),
	DAY("by_day", false, day),
	DAY("reached_day", false, next_day),
};
static const struct command_field region_appoint[] = {
	TEXT("insurer", false, insurer, REGION_MAX_INSURER_BYTES),
	PLACE("core_municipality", false),
	DAY("from", true, day),
	DAY("until", false, next_day),
	TEXT("decided_where", true, public_name, REGION_MAX_DECIDED_BYTES),
};
static const struct command_field inbox_deliver[] = {
	INNER("receiver", FIELD_ID, account),
	INNER("thing", FIELD_ID, thing),
	INNER("kind", FIELD_INT, item_kind),
	INNER("from_region", FIELD_INT, from_region),
	INNER("episode", FIELD_ID, episode),
};
static const struct command_field outbox_delivered[] = {INNER("seq", FIELD_INT, number)};
static const struct command_field outbox_deliver[] = {
	INNER("seq", FIELD_INT, number), INNER("until", FIELD_INT, until)};
static const struct command_field due_set_aside[] = {
	INNER("list", FIELD_INT, kind),
	INNER("kind", FIELD_INT, item_kind),
	INNER("thing", FIELD_ID, thing),
	INNER("due_ms", FIELD_INT, number),
	INNER("code", FIELD_INT, reason),
};
static const struct command_field look_episode[] = {PATH_ID("episode", episode)};
static const struct command_field look_handover[] = {
	PATH_ID("episode", episode), PATH_ID("handover", handover)};
/* Where its page begins and how long it is: the entry's effects say who was on it. */
static const struct command_field look_caseload[] = {
	INNER("after_place", FIELD_INT, number),
	INNER("after_episode", FIELD_ID, thing),
	INNER("limit", FIELD_INT, places),
};

#define FIELDS(list) list, sizeof(list) / sizeof(list[0])
#define NO_FIELDS NULL, 0
#define ACTS(name) false, command_facts_##name, command_judge_##name, command_apply_##name, false
/* What is done without moving who bears and who manages the care. */
#define STILL(name) false, command_facts_##name, command_judge_##name, command_apply_##name, true
#define LOOKS(name) true, command_facts_##name, command_judge_##name, NULL, true
#define OF_PERSON SUBJECT_PERSON_OF_EPISODE

const struct command_entry command_entries[] = {
	{COMMAND_QUESTION_ASK, "question.ask", FIELDS(question_ask), SUBJECT_NEW, PART_DOOR,
		VERB_CHANGE, ACTS(question_ask)},
	{COMMAND_NEED_ADD, "need.add", FIELDS(need_add), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(need_add)},
	{COMMAND_NEED_STOP, "need.stop", FIELDS(need_with_words), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(need_stop)},
	{COMMAND_NEED_CLOSE, "need.close", FIELDS(need_close), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(need_close)},
	{COMMAND_DANGER_REPORT, "danger.report", FIELDS(need_with_words), OF_PERSON, PART_FILE,
		VERB_CHANGE, ACTS(danger_report)},
	{COMMAND_DANGER_OVER, "danger.over", FIELDS(need_with_words), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(danger_over)},
	{COMMAND_STEP_PLAN, "step.plan", FIELDS(step_plan), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(step_plan)},
	{COMMAND_STEP_DONE, "step.done", FIELDS(step_done), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(step_done)},
	{COMMAND_STEP_LATE, "step.late", FIELDS(step_late), OF_PERSON, PART_CLOCK, VERB_CHANGE,
		ACTS(step_late)},
	{COMMAND_JOIN_ASK, "join.ask", FIELDS(join_ask), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(join_ask)},
	{COMMAND_JOIN_INVITE, "join.invite", FIELDS(join_invite), SUBJECT_NEW, PART_FILE, VERB_CHANGE,
		ACTS(join_invite)},
	{COMMAND_JOIN_ACCEPT, "join.accept", FIELDS(join_answer), OF_PERSON, PART_OFFER, VERB_CHANGE,
		ACTS(join_accept)},
	{COMMAND_JOIN_DECLINE, "join.decline", FIELDS(join_answer), OF_PERSON, PART_OFFER, VERB_CHANGE,
		ACTS(join_decline)},
	{COMMAND_JOIN_WITHDRAW, "join.withdraw", FIELDS(join_answer), OF_PERSON, PART_OFFER,
		VERB_CHANGE, ACTS(join_withdraw)},
	{COMMAND_JOIN_EXPIRE, "join.expire", FIELDS(join_expire), OF_PERSON, PART_CLOCK, VERB_CHANGE,
		ACTS(join_expire)},
	{COMMAND_CONSULT_ASK, "consult.ask", FIELDS(consult_ask), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(consult_ask)},
	{COMMAND_CONSULT_ANSWER, "consult.answer", FIELDS(consult_answer), OF_PERSON, PART_CONSULT,
		VERB_CHANGE, STILL(consult_answer)},
	{COMMAND_CONSULT_DECLINE, "consult.decline", FIELDS(consult_end), OF_PERSON, PART_CONSULT,
		VERB_CHANGE, STILL(consult_decline)},
	{COMMAND_CONSULT_WITHDRAW, "consult.withdraw", FIELDS(consult_end), OF_PERSON, PART_FILE,
		VERB_CHANGE, STILL(consult_withdraw)},
	{COMMAND_CONSULT_CLOSE, "consult.close", FIELDS(consult_end), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(consult_close)},
	{COMMAND_CONSULT_TURN, "consult.turn", FIELDS(consult_turn), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(consult_turn)},
	{COMMAND_CONSULT_EXPIRE, "consult.expire", FIELDS(consult_expire), OF_PERSON, PART_CLOCK,
		VERB_CHANGE, STILL(consult_expire)},
	{COMMAND_STAY_PLAN, "stay.plan", FIELDS(stay_plan), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(stay_plan)},
	{COMMAND_STAY_ADMIT, "stay.admit", FIELDS(stay_moving), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(stay_admit)},
	{COMMAND_STAY_LEAVE, "stay.leave", FIELDS(stay_moving), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(stay_leave)},
	{COMMAND_STAY_BACK, "stay.back", FIELDS(stay_moving), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(stay_back)},
	{COMMAND_STAY_EXTEND, "stay.extend", FIELDS(stay_extend), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(stay_extend)},
	{COMMAND_STAY_RETURN, "stay.return", FIELDS(stay_moving), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(stay_return)},
	{COMMAND_STAY_MOVE_ON, "stay.move_on", FIELDS(stay_moving), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(stay_move_on)},
	{COMMAND_STAY_CANCEL, "stay.cancel", FIELDS(stay_moving), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(stay_cancel)},
	{COMMAND_STAY_LATE, "stay.late", FIELDS(stay_late), OF_PERSON, PART_CLOCK, VERB_CHANGE,
		STILL(stay_late)},
	{COMMAND_STAY_PLACE, "stay.place", FIELDS(stay_late), OF_PERSON, PART_CLOCK, VERB_CHANGE,
		STILL(stay_place)},
	{COMMAND_TABLE_SEAT, "table.seat", FIELDS(table_seat), SUBJECT_NOBODY, PART_ADMINISTRATION,
		VERB_CHANGE, ACTS(table_seat)},
	{COMMAND_TABLE_UNSEAT, "table.unseat", FIELDS(of_account), SUBJECT_NOBODY, PART_ADMINISTRATION,
		VERB_CHANGE, ACTS(table_unseat)},
	{COMMAND_TABLE_BRING, "table.bring", FIELDS(table_bring), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(table_bring)},
	{COMMAND_TABLE_ATTEND, "table.attend", FIELDS(table_attend), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(table_attend)},
	{COMMAND_TABLE_OBJECT, "table.object", FIELDS(table_words), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(table_object)},
	{COMMAND_TABLE_DECIDE, "table.decide", FIELDS(table_decide), OF_PERSON, PART_TABLE, VERB_CHANGE,
		STILL(table_decide)},
	{COMMAND_TABLE_NAME, "table.name", FIELDS(table_name), OF_PERSON, PART_OBLIGATION, VERB_CHANGE,
		ACTS(table_name)},
	{COMMAND_TABLE_RAISE, "table.raise", FIELDS(table_words), OF_PERSON, PART_TABLE, VERB_CHANGE,
		STILL(table_raise)},
	{COMMAND_TABLE_CLOSE, "table.close", FIELDS(table_close), OF_PERSON, PART_TABLE, VERB_CHANGE,
		STILL(table_close)},
	{COMMAND_TABLE_LATE, "table.late", FIELDS(table_late), OF_PERSON, PART_CLOCK, VERB_CHANGE,
		STILL(table_late)},
	{COMMAND_SHORTAGE_PUT, "shortage.put", FIELDS(shortage_put), SUBJECT_NOBODY, PART_AGENDA,
		VERB_CHANGE, ACTS(shortage_put)},
	{COMMAND_SHORTAGE_RAISE, "shortage.raise", FIELDS(of_shortage), SUBJECT_NOBODY, PART_AGENDA,
		VERB_CHANGE, ACTS(shortage_raise)},
	{COMMAND_SHORTAGE_DECIDE, "shortage.decide", FIELDS(shortage_decide), SUBJECT_NOBODY,
		PART_AGENDA, VERB_CHANGE, ACTS(shortage_decide)},
	{COMMAND_SHORTAGE_CLOSE, "shortage.close", FIELDS(shortage_close), SUBJECT_NOBODY, PART_AGENDA,
		VERB_CHANGE, ACTS(shortage_close)},
	{COMMAND_SHORTAGE_LATE, "shortage.late", FIELDS(shortage_late), SUBJECT_NOBODY, PART_CLOCK,
		VERB_CHANGE, ACTS(shortage_late)},
	{COMMAND_CONVERSATION_TELL, "conversation.tell", FIELDS(conversation_tell), OF_PERSON,
		PART_FILE, VERB_CHANGE, STILL(conversation_tell)},
	{COMMAND_PLAN_ADD, "plan.add", FIELDS(plan_add), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_add)},
	{COMMAND_PLAN_CHANGE, "plan.change", FIELDS(plan_change), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_change)},
	{COMMAND_PLAN_STEP, "plan.step", FIELDS(plan_step), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_step)},
	{COMMAND_PLAN_GIVE, "plan.give", FIELDS(plan_give), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_give)},
	{COMMAND_PLAN_ACCEPT, "plan.accept", FIELDS(plan_answer), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_accept)},
	{COMMAND_PLAN_DECLINE, "plan.decline", FIELDS(plan_answer), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_decline)},
	{COMMAND_PLAN_DONE, "plan.done", FIELDS(plan_ending), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_done)},
	{COMMAND_PLAN_STOP, "plan.stop", FIELDS(plan_ending), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_stop)},
	{COMMAND_PLAN_AGREE, "plan.agree", FIELDS(plan_agree), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(plan_agree)},
	{COMMAND_LIGHT_BEGIN, "light.begin", FIELDS(light_begin), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(light_begin)},
	{COMMAND_LIGHT_HELD, "light.held", FIELDS(light_held), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(light_held)},
	{COMMAND_LIGHT_END, "light.end", FIELDS(light_end), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(light_end)},
	{COMMAND_LIGHT_LATE, "light.late", FIELDS(light_late), OF_PERSON, PART_CLOCK, VERB_CHANGE,
		STILL(light_late)},
	{COMMAND_EPISODE_CLOSE, "episode.close", FIELDS(episode_close), OF_PERSON, PART_FILE,
		VERB_CHANGE, ACTS(episode_close)},
	{COMMAND_EPISODE_RETURN, "episode.return", FIELDS(episode_return), OF_PERSON, PART_FILE,
		VERB_CHANGE, ACTS(episode_return)},
	{COMMAND_RETURN_ANSWER, "return.answer", FIELDS(return_answer), OF_PERSON, PART_FILE,
		VERB_CHANGE, STILL(return_answer)},
	{COMMAND_PERSON_IDENTIFY, "person.identify", FIELDS(person_identify), OF_PERSON, PART_FILE,
		VERB_CHANGE, STILL(person_identify)},
	{COMMAND_MERGE_CONFIRM, "merge.confirm", FIELDS(merge_confirm), OF_PERSON, PART_FILE,
		VERB_CHANGE, ACTS(merge_confirm)},
	{COMMAND_MERGE_APART, "merge.apart", FIELDS(merge_end), OF_PERSON, PART_FILE, VERB_CHANGE,
		STILL(merge_apart)},
	{COMMAND_MERGE_UNDO, "merge.undo", FIELDS(merge_end), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(merge_undo)},
	{COMMAND_MOMENT_CORRECT, "moment.correct", FIELDS(moment_correct), OF_PERSON, PART_FILE,
		VERB_CHANGE, STILL(moment_correct)},
	{COMMAND_MEMBER_KNOWS, "member.knows", FIELDS(member_knows), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(member_knows)},
	{COMMAND_CONSENT_GIVE, "consent.give", FIELDS(consent_give), OF_PERSON, PART_CONSENT,
		VERB_CHANGE, STILL(consent_give)},
	{COMMAND_CONSENT_OBJECT, "consent.object", FIELDS(consent_object), OF_PERSON, PART_CONSENT,
		VERB_CHANGE, STILL(consent_object)},
	{COMMAND_CONSENT_WITHDRAW, "consent.withdraw", FIELDS(consent_withdraw), OF_PERSON,
		PART_CONSENT, VERB_CHANGE, STILL(consent_withdraw)},
	{COMMAND_MANDATE_NAME, "mandate.name", FIELDS(mandate_name), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(mandate_name)},
	{COMMAND_MANDATE_END, "mandate.end", FIELDS(mandate_end), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(mandate_end)},
	{COMMAND_MANDATE_TURN, "mandate.turn", FIELDS(mandate_turn), OF_PERSON, PART_CLOCK, VERB_CHANGE,
		ACTS(mandate_turn)},
	{COMMAND_TRANSITION_ANNOUNCE, "transition.announce", FIELDS(transition_announce), OF_PERSON,
		PART_FILE, VERB_CHANGE, STILL(transition_announce)},
	{COMMAND_TRANSITION_MOVE, "transition.move", FIELDS(transition_moving), OF_PERSON, PART_FILE,
		VERB_CHANGE, STILL(transition_move)},
	{COMMAND_TRANSITION_CALL_OFF, "transition.call_off", FIELDS(transition_call_off), OF_PERSON,
		PART_FILE, VERB_CHANGE, STILL(transition_call_off)},
	{COMMAND_TRANSITION_COME, "transition.come", FIELDS(transition_come), OF_PERSON, PART_CLOCK,
		VERB_CHANGE, STILL(transition_come)},
	{COMMAND_PREPARATION_DONE, "preparation.done", FIELDS(preparation_done), OF_PERSON, PART_FILE,
		VERB_CHANGE, STILL(preparation_done)},
	{COMMAND_PREPARATION_NOT_NEEDED, "preparation.not_needed", FIELDS(preparation_not_needed),
		OF_PERSON, PART_FILE, VERB_CHANGE, STILL(preparation_not_needed)},
	{COMMAND_PREPARATION_LATE, "preparation.late", FIELDS(preparation_late), OF_PERSON, PART_CLOCK,
		VERB_CHANGE, STILL(preparation_late)},
	{COMMAND_TREATMENT_EXHAUSTED, "treatment.exhausted", FIELDS(treatment_exhausted), OF_PERSON,
		PART_FILE, VERB_CHANGE, STILL(treatment_exhausted)},
	{COMMAND_TREATMENT_AGREE, "treatment.agree", FIELDS(treatment_agree), OF_PERSON, PART_FILE,
		VERB_CHANGE, ACTS(treatment_agree)},
	{COMMAND_TREATMENT_RESUME, "treatment.resume", FIELDS(treatment_resume), OF_PERSON, PART_FILE,
		VERB_CHANGE, ACTS(treatment_resume)},
	{COMMAND_SECOND_VIEW_LATE, "second_view.late", FIELDS(second_view_late), OF_PERSON, PART_CLOCK,
		VERB_CHANGE, STILL(second_view_late)},
	{COMMAND_MEMBER_LEAVE, "member.leave", FIELDS(member_leave), OF_PERSON, PART_FILE, VERB_CHANGE,
		ACTS(member_leave)},
	{COMMAND_HANDOVER_OFFER, "handover.offer", FIELDS(handover_offer), OF_PERSON, PART_FILE,
		VERB_CHANGE, ACTS(handover_offer)},
	{COMMAND_HANDOVER_ACCEPT, "handover.accept", FIELDS(handover_accept), OF_PERSON, PART_OFFER,
		VERB_CHANGE, ACTS(handover_accept)},
	{COMMAND_HANDOVER_DECLINE, "handover.decline", FIELDS(handover_decline), OF_PERSON, PART_OFFER,
		VERB_CHANGE, ACTS(handover_decline)},
	{COMMAND_HANDOVER_WITHDRAW, "handover.withdraw", FIELDS(handover_withdraw), OF_PERSON,
		PART_OFFER, VERB_CHANGE, ACTS(handover_withdraw)},
	{COMMAND_HANDOVER_CONTACT, "handover.contact", FIELDS(handover_contact), OF_PERSON, PART_FILE,
		VERB_CHANGE, ACTS(handover_contact)},
	{COMMAND_HANDOVER_EXPIRE, "handover.expire", FIELDS(handover_expire), OF_PERSON, PART_CLOCK,
		VERB_CHANGE, ACTS(handover_expire)},
	{COMMAND_ROSTER_JOIN, "roster.join", FIELDS(of_account), SUBJECT_NOBODY, PART_ADMINISTRATION,
		VERB_CHANGE, ACTS(roster_join)},
	{COMMAND_ROSTER_LEAVE, "roster.leave", FIELDS(of_account), SUBJECT_NOBODY, PART_ADMINISTRATION,
		VERB_CHANGE, ACTS(roster_leave)},
	{COMMAND_ACCOUNT_CREATE, "account.create", FIELDS(account_create), SUBJECT_NEW,
		PART_ADMINISTRATION, VERB_CHANGE, ACTS(account_create)},
	{COMMAND_ACCOUNT_END, "account.end", FIELDS(of_account), SUBJECT_NOBODY, PART_ADMINISTRATION,
		VERB_CHANGE, ACTS(account_end)},
	{COMMAND_ACCOUNT_RENEW, "account.renew", FIELDS(of_account), SUBJECT_NOBODY,
		PART_ADMINISTRATION, VERB_CHANGE, ACTS(account_renew)},
	{COMMAND_PERSON_RENEW, "person.renew", FIELDS(person_renew), OF_PERSON, PART_RENEWAL,
		VERB_CHANGE, STILL(person_renew)},
	{COMMAND_ADMINISTRATOR_FIRST, "administrator.first", FIELDS(administrator_first), SUBJECT_NEW,
		PART_DOOR, VERB_CHANGE, ACTS(administrator_first)},
	{COMMAND_INVITE_MAKE, "invite.make", FIELDS(invite_make), SUBJECT_NOBODY, PART_CLOCK,
		VERB_CHANGE, ACTS(invite_make)},
	{COMMAND_HEAD_SIGN, "head.sign", FIELDS(head_sign), SUBJECT_NOBODY, PART_CLOCK, VERB_CHANGE,
		ACTS(head_sign)},
	{COMMAND_SESSION_START, "session.start", FIELDS(session_start), SUBJECT_NOBODY, PART_DOOR,
		VERB_CHANGE, ACTS(session_start)},
	{COMMAND_SESSION_SIGN_IN, "session.sign_in", FIELDS(session_sign_in), SUBJECT_NOBODY, PART_DOOR,
		VERB_CHANGE, ACTS(session_sign_in)},
	{COMMAND_PASSWORD_INVITE, "password.invite", FIELDS(of_account), SUBJECT_NOBODY,
		PART_ADMINISTRATION, VERB_CHANGE, ACTS(password_invite)},
	{COMMAND_PASSWORD_SET, "password.set", FIELDS(password_set), SUBJECT_ACCOUNT, PART_DOOR,
		VERB_CHANGE, ACTS(password_set)},
	{COMMAND_PASSWORD_CHANGE, "password.change", FIELDS(password_change), SUBJECT_ACCOUNT, PART_OWN,
		VERB_CHANGE, ACTS(password_change)},
	{COMMAND_SECOND_BEGIN, "second.begin", FIELDS(second_begin), SUBJECT_ACCOUNT, PART_OWN,
		VERB_CHANGE, ACTS(second_begin)},
	{COMMAND_SECOND_CONFIRM, "second.confirm", FIELDS(second_confirm), SUBJECT_NOBODY, PART_OWN,
		VERB_CHANGE, ACTS(second_confirm)},
	{COMMAND_SECOND_END, "second.end", FIELDS(second_end), SUBJECT_NOBODY, PART_OWN, VERB_CHANGE,
		ACTS(second_end)},
	{COMMAND_SESSION_END_ONE, "session.end_one", FIELDS(of_session), SUBJECT_NOBODY, PART_OWN,
		VERB_CHANGE, ACTS(session_end_one)},
	{COMMAND_SESSION_END_ALL, "session.end_all", NO_FIELDS, SUBJECT_NOBODY, PART_OWN, VERB_CHANGE,
		ACTS(session_end_all)},
	{COMMAND_SESSION_END, "session.end", NO_FIELDS, SUBJECT_NOBODY, PART_OWN, VERB_CHANGE,
		ACTS(session_end)},
	{COMMAND_ORGANISATION_ADD, "organisation.add", FIELDS(organisation_add), SUBJECT_NOBODY,
		PART_DIRECTORY, VERB_CHANGE, ACTS(organisation_add)},
	{COMMAND_SITE_ADD, "site.add", FIELDS(site_add), SUBJECT_NOBODY, PART_DIRECTORY, VERB_CHANGE,
		ACTS(site_add)},
	{COMMAND_SERVICE_ADD, "service.add", FIELDS(service_add), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(service_add)},
	{COMMAND_REGION_APPOINT, "region.appoint", FIELDS(region_appoint), SUBJECT_NOBODY,
		PART_ADMINISTRATION, VERB_CHANGE, ACTS(region_appoint)},
	{COMMAND_ORGANISATION_CHANGE, "organisation.change", FIELDS(organisation_change),
		SUBJECT_NOBODY, PART_DIRECTORY, VERB_CHANGE, ACTS(organisation_change)},
	{COMMAND_ORGANISATION_END, "organisation.end", FIELDS(of_organisation), SUBJECT_NOBODY,
		PART_DIRECTORY, VERB_CHANGE, ACTS(organisation_end)},
	{COMMAND_SITE_CHANGE, "site.change", FIELDS(site_change), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(site_change)},
	{COMMAND_SITE_END, "site.end", FIELDS(of_site), SUBJECT_NOBODY, PART_DIRECTORY, VERB_CHANGE,
		ACTS(site_end)},
	{COMMAND_SERVICE_CHANGE, "service.change", FIELDS(service_change), SUBJECT_NOBODY,
		PART_DIRECTORY, VERB_CHANGE, ACTS(service_change)},
	{COMMAND_SERVICE_END, "service.end", FIELDS(of_service), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(service_end)},
	{COMMAND_HOURS_SET, "hours.set", FIELDS(hours_set), SUBJECT_NOBODY, PART_DIRECTORY, VERB_CHANGE,
		ACTS(hours_set)},
	{COMMAND_AREA_SET, "area.set", FIELDS(area_set), SUBJECT_NOBODY, PART_DIRECTORY, VERB_CHANGE,
		ACTS(area_set)},
	{COMMAND_CAPACITY_SET, "capacity.set", FIELDS(capacity_set), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(capacity_set)},
	{COMMAND_COST_SET, "cost.set", FIELDS(cost_set), SUBJECT_NOBODY, PART_DIRECTORY, VERB_CHANGE,
		ACTS(cost_set)},
	{COMMAND_ENTRY_CONFIRM, "entry.confirm", FIELDS(of_entry), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(entry_confirm)},
	{COMMAND_ENTRY_REQUEST, "entry.request", FIELDS(of_entry), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(entry_request)},
	{COMMAND_ENTRY_CONFIRM_BY_LINK, "entry.confirm_by_link", FIELDS(confirm_by_link),
		SUBJECT_NOBODY, PART_DIRECTORY_DOOR, VERB_CHANGE, ACTS(entry_confirm_by_link)},
	{COMMAND_ENTRY_ASK, "entry.ask", FIELDS(entry_due), SUBJECT_NOBODY, PART_CLOCK, VERB_CHANGE,
		ACTS(entry_ask)},
	{COMMAND_ENTRY_FADE, "entry.fade", FIELDS(entry_due), SUBJECT_NOBODY, PART_CLOCK, VERB_CHANGE,
		ACTS(entry_fade)},
	{COMMAND_CORRECTION_PROPOSE, "correction.propose", FIELDS(correction_propose), SUBJECT_NEW,
		PART_DIRECTORY_DOOR, VERB_CHANGE, ACTS(correction_propose)},
	{COMMAND_CORRECTION_ACCEPT, "correction.accept", FIELDS(correction_accept), SUBJECT_NOBODY,
		PART_CORRECTION, VERB_CHANGE, ACTS(correction_accept)},
	{COMMAND_CORRECTION_DECLINE, "correction.decline", FIELDS(correction_decline), SUBJECT_NOBODY,
		PART_CORRECTION, VERB_CHANGE, ACTS(correction_decline)},
	{COMMAND_CORRECTION_RAISE, "correction.raise", FIELDS(correction_raise), SUBJECT_NOBODY,
		PART_CLOCK, VERB_CHANGE, ACTS(correction_raise)},
	{COMMAND_AGREEMENT_ADD, "agreement.add", FIELDS(agreement_add), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(agreement_add)},
	{COMMAND_AGREEMENT_CHANGE, "agreement.change", FIELDS(agreement_change), SUBJECT_NOBODY,
		PART_DIRECTORY, VERB_CHANGE, ACTS(agreement_change)},
	{COMMAND_AGREEMENT_ASK, "agreement.ask", FIELDS(agreement_ask), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(agreement_ask)},
	{COMMAND_AGREEMENT_SIGN, "agreement.sign", FIELDS(agreement_sign), SUBJECT_NOBODY,
		PART_DIRECTORY, VERB_CHANGE, ACTS(agreement_sign)},
	{COMMAND_AGREEMENT_LEAVE, "agreement.leave", FIELDS(of_party), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(agreement_leave)},
	{COMMAND_AGREEMENT_END, "agreement.end", FIELDS(of_agreement), SUBJECT_NOBODY, PART_DIRECTORY,
		VERB_CHANGE, ACTS(agreement_end)},
	{COMMAND_AGREEMENT_GOAL, "agreement.goal", FIELDS(agreement_goal), SUBJECT_NOBODY,
		PART_DIRECTORY, VERB_CHANGE, ACTS(agreement_goal)},
	{COMMAND_INBOX_SEEN, "inbox.seen", FIELDS(of_thing), SUBJECT_NOBODY, PART_OWN, VERB_CHANGE,
		ACTS(inbox_seen)},
	{COMMAND_INBOX_DELIVER, "inbox.deliver", FIELDS(inbox_deliver), SUBJECT_NOBODY, PART_CLOCK,
		VERB_CHANGE, ACTS(inbox_deliver)},
	{COMMAND_OUTBOX_DELIVERED, "outbox.delivered", FIELDS(outbox_delivered), SUBJECT_NOBODY,
		PART_CLOCK, VERB_CHANGE, ACTS(outbox_delivered)},
	{COMMAND_OUTBOX_DELIVER, "outbox.deliver", FIELDS(outbox_deliver), SUBJECT_NOBODY, PART_CLOCK,
		VERB_CHANGE, ACTS(outbox_deliver)},
	{COMMAND_DUE_SET_ASIDE, "due.set_aside", FIELDS(due_set_aside), SUBJECT_NOBODY, PART_CLOCK,
		VERB_CHANGE, ACTS(due_set_aside)},
	{LOOK_EPISODE, "look.episode", FIELDS(look_episode), OF_PERSON, PART_FILE, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_TIMELINE, "look.timeline", FIELDS(look_episode), OF_PERSON, PART_STORY, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_OFFER, "look.offer", FIELDS(look_handover), OF_PERSON, PART_OFFER, VERB_READ,
		LOOKS(look_offer)},
	{LOOK_JOIN, "look.join", FIELDS(look_join), OF_PERSON, PART_OFFER, VERB_READ, LOOKS(look_join)},
	{LOOK_CONSULT, "look.consult", FIELDS(look_consult), OF_PERSON, PART_CONSULT, VERB_READ,
		LOOKS(look_consult)},
	{LOOK_CONSULTS, "look.consults", FIELDS(look_episode), OF_PERSON, PART_STORY, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_STAYS, "look.stays", FIELDS(look_episode), OF_PERSON, PART_FILE, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_LETTER, "look.letter", FIELDS(look_handover), OF_PERSON, PART_STORY, VERB_READ,
		LOOKS(look_offer)},
	{LOOK_CASE, "look.case", FIELDS(look_case), OF_PERSON, PART_TABLE, VERB_READ, LOOKS(look_case)},
	{LOOK_CASES, "look.cases", FIELDS(look_episode), OF_PERSON, PART_STORY, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_AGENDA, "look.agenda", NO_FIELDS, SUBJECT_NOBODY, PART_AGENDA, VERB_READ,
		LOOKS(look_table)},
	{LOOK_LESSONS, "look.lessons", NO_FIELDS, SUBJECT_NOBODY, PART_AGENDA, VERB_READ,
		LOOKS(look_table)},
	{LOOK_CONVERSATION, "look.conversation", FIELDS(look_episode), OF_PERSON, PART_STORY, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_PLAN, "look.plan", FIELDS(look_episode), OF_PERSON, PART_FILE, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_PLAN_HISTORY, "look.plan_history", FIELDS(look_episode), OF_PERSON, PART_STORY, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_RECEIPT, "look.receipt", FIELDS(look_episode), OF_PERSON, PART_RECEIPT, VERB_READ,
		LOOKS(look_receipt)},
	{LOOK_ABOUT, "look.about", FIELDS(look_episode), OF_PERSON, PART_ABOUT, VERB_READ,
		LOOKS(look_about)},
	{LOOK_IDENTITY, "look.identity", FIELDS(look_episode), OF_PERSON, PART_FILE, VERB_READ,
		LOOKS(look_identity)},
	{LOOK_MANDATES, "look.mandates", FIELDS(look_episode), OF_PERSON, PART_FILE, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_KNOWING, "look.knowing", FIELDS(look_episode), OF_PERSON, PART_STORY, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_CONSENTS, "look.consents", FIELDS(look_episode), OF_PERSON, PART_CONSENT, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_TRANSITIONS, "look.transitions", FIELDS(look_episode), OF_PERSON, PART_STORY, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_MERGES, "look.merges", FIELDS(look_episode), OF_PERSON, PART_FILE, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_LOG, "look.log", FIELDS(look_episode), OF_PERSON, PART_LOG, VERB_READ,
		LOOKS(look_episode)},
	{LOOK_INBOX, "look.inbox", NO_FIELDS, SUBJECT_NOBODY, PART_OWN, VERB_READ, LOOKS(look_own)},
	{LOOK_SESSIONS, "look.sessions", NO_FIELDS, SUBJECT_NOBODY, PART_OWN, VERB_READ,
		LOOKS(look_own)},
	{LOOK_OWN_DATA, "look.own_data", NO_FIELDS, SUBJECT_NOBODY, PART_OWN, VERB_READ,
		LOOKS(look_own)},
	{LOOK_CASELOAD, "look.caseload", FIELDS(look_caseload), SUBJECT_NOBODY, PART_CASELOAD,
		VERB_READ, LOOKS(look_own)},
	{LOOK_ACCOUNTS, "look.accounts", NO_FIELDS, SUBJECT_NOBODY, PART_ADMINISTRATION, VERB_READ,
		LOOKS(look_own)},
	{LOOK_COLLEAGUES, "look.colleagues", FIELDS(look_colleagues), SUBJECT_NOBODY, PART_COLLEAGUES,
		VERB_READ, LOOKS(look_colleagues)},
	{LOOK_ROSTER, "look.roster", NO_FIELDS, SUBJECT_NOBODY, PART_ADMINISTRATION, VERB_READ,
		LOOKS(look_own)},
	{LOOK_CORRECTION, "look.correction", FIELDS(of_correction), SUBJECT_NOBODY, PART_CORRECTION,
		VERB_READ, LOOKS(look_correction)},
	{LOOK_ENTRY_LINK, "look.entry_link", FIELDS(of_entry), SUBJECT_NOBODY, PART_CORRECTION,
		VERB_READ, LOOKS(look_entry_link)},
};
const size_t command_entry_count = sizeof(command_entries) / sizeof(command_entries[0]);

bool command_shows_version(const struct command_entry *entry)
{
	return entry->part != PART_RECEIPT;
}

const struct command_entry *command_find(int number)
{
	for (size_t i = 0; i < command_entry_count; i++)
		if ((int)command_entries[i].number == number) return &command_entries[i];
	return NULL;
}

const struct command_entry *command_find_name(struct span name)
{
	for (size_t i = 0; i < command_entry_count; i++)
		if (span_is(name, command_entries[i].name)) return &command_entries[i];
	return NULL;
}
