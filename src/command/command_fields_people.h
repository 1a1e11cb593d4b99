/* command_fields_people.h - the fields of commands about who somebody is, who may know what, and
 * who speaks for whom.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/ground.h"
#include "care/knowing.h"
#include "care/mandate.h"
#include "command/command_fields.h"

static const struct command_field person_identify[] = {
	PATH_ID("episode", episode),
	SEALED("name", false, name, NAME_BYTES, VAULT_NAME),
	SEALED("birth_day", false, birth, 10, VAULT_BIRTH),
	SEALED("contact", false, contact, CONTACT_BYTES, VAULT_CONTACT),
	PLACE("municipality", false),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field merge_confirm[] = {
	PATH_ID("episode", episode),
	PATH_ID("merge", merge),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field merge_end[] = {
	PATH_ID("episode", episode),
	PATH_ID("merge", merge),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field member_knows[] = {
	PATH_ID("episode", episode),
	PATH_ID("account", account),
	CODE("knows", true, knows, knowing_codes),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field mandate_name[] = {
	PATH_ID("episode", episode),
	CODE("kind", true, kind, mandate_kind_codes),
	BODY_ID("account", false, account),
	DAY("birth_day", false, day),
	DAY("until_day", false, next_day),
	MASK("allows", allows, mandate_form_codes),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field mandate_end[] = {
	PATH_ID("episode", episode),
	PATH_ID("mandate", mandate),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field mandate_turn[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("mandate", FIELD_ID, mandate),
};
static const struct command_field consent_give[] = {
	PATH_ID("episode", episode),
	BODY_ID("account", false, account),
	BODY_ID("organisation", false, organisation),
	MASK("parts", parts, ground_part_codes),
	DAY("until_day", true, next_day),
};
static const struct command_field consent_object[] = {
	PATH_ID("episode", episode),
	BODY_ID("account", false, account),
	BODY_ID("organisation", false, organisation),
	MASK("parts", parts, ground_part_codes),
	DAY("until_day", false, next_day),
};
static const struct command_field consent_withdraw[] = {
	PATH_ID("episode", episode),
	PATH_ID("consent", consent),
};
static const struct command_field moment_correct[] = {
	PATH_ID("episode", episode),
	INT("version", true, nth, 1, INT32_MAX),
	INT("part", false, places, 0, INT16_MAX),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
