/* command_fields_plan.h - the fields of the conversation, of a plan, of light contact, and of
 * closing and coming back; command_table.c alone includes it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/conversation.h"
#include "care/light.h"
#include "care/plan.h"
#include "command/command_fields.h"

static const struct command_field conversation_tell[] = {
	PATH_ID("episode", episode),
	CODE("topic", true, topic, conversation_topic_codes),
	CODE("domain", false, domain, codes_life_domain),
	BODY_ID("saying", false, part),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
	SEALED("contact", false, contact, CONTACT_BYTES, VAULT_CONTACT),
};
static const struct command_field plan_add[] = {
	PATH_ID("episode", episode),
	CODE("kind", true, kind, plan_writing_codes),
	BODY_ID("need", false, need),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field plan_change[] = {
	PATH_ID("episode", episode),
	PATH_ID("part", part),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field plan_step[] = {
	PATH_ID("episode", episode),
	BODY_ID("goal", false, goal),
	BODY_ID("need", false, need),
	BODY_ID("who", false, account),
	DAY("day", true, day),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field plan_give[] = {
	PATH_ID("episode", episode),
	PATH_ID("part", part),
	BODY_ID("who", false, account),
	DAY("day", false, day),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field plan_answer[] = {
	PATH_ID("episode", episode),
	PATH_ID("part", part),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field plan_ending[] = {
	PATH_ID("episode", episode),
	PATH_ID("part", part),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field plan_agree[] = {
	PATH_ID("episode", episode),
	INT("version", true, read_version, 1, INT32_MAX),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field light_begin[] = {
	PATH_ID("episode", episode),
	INT("interval_days", true, interval_days, LIGHT_MIN_DAYS, LIGHT_MAX_DAYS),
	DAY("first_day", false, day),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field light_held[] = {
	PATH_ID("episode", episode),
	DAY("next_day", false, next_day),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field light_end[] = {
	PATH_ID("episode", episode),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field light_late[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("light", FIELD_ID, part),
};
static const struct command_field episode_close[] = {
	PATH_ID("episode", episode),
	CODE("decided_by", false, closing, codes_closing),
	BOOL("with_needs", false, with_needs),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field episode_return[] = {
	PATH_ID("episode", episode),
	CODE("domain", false, domain, codes_life_domain),
	BOOL("unsafe", false, unsafe),
	BOOL("alone", false, alone),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field return_answer[] = {
	PATH_ID("episode", episode),
	BOOL("table", true, wants_table),
	BOOL("companion", true, wants_companion),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
