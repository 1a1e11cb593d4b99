/* command_fields_care.h - the fields of what is done around one person, and at a table;
 * command_table.c alone includes it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/lesson.h"
#include "care/shortage.h"
#include "care/seat.h"
#include "care/stay.h"
#include "care/table.h"
#include "command/command_fields.h"

static const struct command_field question_ask[] = {
	SEALED("story", true, story, STORY_BYTES, VAULT_STORY),
	SEALED("contact", true, contact, CONTACT_BYTES, VAULT_CONTACT),
	SEALED("name", false, name, NAME_BYTES, VAULT_NAME),
	SEALED("birth_day", false, birth, 10, VAULT_BIRTH),
	PLACE("municipality", false),
	CODE("for_whom", false, for_whom, codes_for_whom),
	CODE("domain", false, domain, codes_life_domain),
	BOOL("unsafe", false, unsafe),
	BOOL("person_agrees", false, person_agrees),
	SEALED("about", false, about, CONTACT_BYTES, VAULT_ABOUT),
};
static const struct command_field need_add[] = {
	PATH_ID("episode", episode),
	CODE("domain", true, domain, codes_life_domain),
	CODE("aim", true, aim, codes_need_aim),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
	BOOL("i_bear_it", false, actor_bears),
	BOOL("person_agrees", false, person_agrees),
};
static const struct command_field need_with_words[] = {
	PATH_ID("episode", episode),
	PATH_ID("need", need),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field need_close[] = {
	PATH_ID("episode", episode),
	PATH_ID("need", need),
	CODE("decided_by", false, closing, codes_closing),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field step_plan[] = {
	PATH_ID("episode", episode),
	PATH_ID("need", need),
	DAY("day", true, day),
	BODY_ID("who", false, account),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field step_done[] = {
	PATH_ID("episode", episode),
	PATH_ID("need", need),
	DAY("next_day", false, next_day),
	BODY_ID("who", false, account),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field step_late[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("step", FIELD_ID, thing),
};
static const struct command_field join_ask[] = {
	PATH_ID("episode", episode),
	BODY_ID("account", true, account),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field join_invite[] = {
	PATH_ID("episode", episode),
	SEALED("name", true, name, NAME_BYTES, VAULT_NAME),
	BOOL("person_agrees", false, person_agrees),
};
static const struct command_field look_join[] = {
	PATH_ID("episode", episode),
	PATH_ID("join", join),
};
static const struct command_field person_renew[] = {
	PATH_ID("episode", episode),
	BODY_ID("account", false, account),
	BOOL("person_agrees", false, person_agrees),
};
static const struct command_field join_answer[] = {
	PATH_ID("episode", episode),
	PATH_ID("join", join),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field join_expire[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("join", FIELD_ID, join),
};
static const struct command_field consult_ask[] = {
	PATH_ID("episode", episode),
	BODY_ID("need", true, need),
	BODY_ID("to_account", false, account),
	BODY_ID("to_service", false, service),
	BOOL("person_agrees", false, person_agrees),
	BOOL("named", false, named),
	DAY("answer_by", false, day),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field consult_answer[] = {
	PATH_ID("episode", episode),
	PATH_ID("consult", consult),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field consult_end[] = {
	PATH_ID("episode", episode),
	PATH_ID("consult", consult),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field consult_turn[] = {
	PATH_ID("episode", episode),
	PATH_ID("consult", consult),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field consult_expire[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("consult", FIELD_ID, consult),
};
static const struct command_field look_consult[] = {
	PATH_ID("episode", episode), PATH_ID("consult", consult)};
static const struct command_field stay_plan[] = {
	PATH_ID("episode", episode),
	BODY_ID("service", true, service),
	DAY("start_day", true, day),
	DAY("return_day", true, next_day),
	CODE("keeps", true, keeps, stay_keeps_codes),
	BODY_ID("kept_service", false, kept_service),
	DAY("kept_until", true, kept_day),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field stay_moving[] = {
	PATH_ID("episode", episode),
	PATH_ID("stay", stay),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field stay_extend[] = {
	PATH_ID("episode", episode),
	PATH_ID("stay", stay),
	DAY("return_day", true, next_day),
	DAY("kept_until", true, kept_day),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
	BOOL("person_agrees", false, person_agrees),
};
static const struct command_field stay_late[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("stay", FIELD_ID, stay),
};
static const struct command_field table_seat[] = {
	PATH_ID("account", account),
	CODE("seat", true, kind, seat_kind_codes),
};
static const struct command_field table_bring[] = {
	PATH_ID("episode", episode),
	BODY_ID("need", true, need),
	CODE("why", true, reason, table_why_codes),
	BOOL("person_agrees", false, person_agrees),
	BOOL("named", false, named),
	BODY_ID("beside", false, beside),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field table_attend[] = {
	PATH_ID("episode", episode),
	PATH_ID("case", table_case),
	BOOL("attends", true, attends),
	BOOL("person_agrees", false, person_agrees),
	BOOL("named", false, named),
	BODY_ID("beside", false, beside),
};
static const struct command_field table_words[] = {
	PATH_ID("episode", episode),
	PATH_ID("case", table_case),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field table_decide[] = {
	PATH_ID("episode", episode),
	PATH_ID("case", table_case),
	BODY_ID("service", true, service),
	DAY("term", true, day),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field table_name[] = {
	PATH_ID("episode", episode),
	PATH_ID("case", table_case),
	BODY_ID("account", true, account),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field table_close[] = {
	PATH_ID("episode", episode),
	PATH_ID("case", table_case),
	TEXT("lesson", true, public_words, LESSON_MAX_BYTES),
};
static const struct command_field table_late[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("case", FIELD_ID, table_case),
};
static const struct command_field shortage_put[] = {
	BODY_ID("service", true, service),
	INT("waiting", true, waiting, 1, SHORTAGE_MAX_WAITING),
};
static const struct command_field of_shortage[] = {PATH_ID("shortage", thing)};
static const struct command_field shortage_decide[] = {
	PATH_ID("shortage", thing),
	BODY_ID("organisation", true, organisation),
	DAY("term", true, day),
	TEXT("words", true, public_words, SHORTAGE_MAX_BYTES),
};
static const struct command_field shortage_close[] = {
	PATH_ID("shortage", thing),
	TEXT("lesson", true, public_words, LESSON_MAX_BYTES),
};
static const struct command_field shortage_late[] = {INNER("shortage", FIELD_ID, thing)};
static const struct command_field look_case[] = {
	PATH_ID("episode", episode), PATH_ID("case", table_case)};
static const struct command_field member_leave[] = {
	PATH_ID("episode", episode),
	PATH_ID("account", account),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field handover_offer[] = {
	PATH_ID("episode", episode),
	BODY_ID("need", false, need),
	BOOL("of_care_management", false, of_care_management),
	BODY_ID("to_account", false, account),
	BODY_ID("to_service", false, service),
	BOOL("person_agrees", false, person_agrees),
	DAY("answer_by", false, day),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field handover_accept[] = {
	PATH_ID("episode", episode),
	PATH_ID("handover", handover),
	DAY("contact_day", true, day),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field handover_decline[] = {
	PATH_ID("episode", episode),
	PATH_ID("handover", handover),
	CODE("reason", false, reason, codes_decline_reason),
	SEALED("reason_words", false, reason_words, WORDS_BYTES, VAULT_WORDS),
	CODE("instead", false, instead, codes_decline_instead),
	SEALED("instead_words", false, instead_words, WORDS_BYTES, VAULT_INSTEAD),
	DAY("instead_by", false, day),
};
static const struct command_field handover_withdraw[] = {
	PATH_ID("episode", episode),
	PATH_ID("handover", handover),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field handover_contact[] = {
	PATH_ID("episode", episode),
	PATH_ID("handover", handover),
	DAY("next_day", false, next_day),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field handover_expire[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("handover", FIELD_ID, handover),
};
