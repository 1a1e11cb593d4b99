/* command_fields_life.h - the fields of commands about changes of life, and about treatment that
 * helps no further.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/preparation.h"
#include "care/second_view.h"
#include "command/command_fields.h"

static const struct command_field transition_announce[] = {
	PATH_ID("episode", episode),
	CODE("kind", true, kind, transition_kind_codes),
	DAY("day", true, day),
	PLACE("municipality", false),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field transition_moving[] = {
	PATH_ID("episode", episode),
	PATH_ID("transition", transition),
	DAY("day", true, day),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field transition_call_off[] = {
	PATH_ID("episode", episode),
	PATH_ID("transition", transition),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field transition_come[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("transition", FIELD_ID, transition),
};
static const struct command_field preparation_done[] = {
	PATH_ID("episode", episode),
	PATH_ID("preparation", preparation),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field preparation_not_needed[] = {
	PATH_ID("episode", episode),
	PATH_ID("preparation", preparation),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field preparation_late[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("preparation", FIELD_ID, preparation),
};
static const struct command_field treatment_exhausted[] = {
	PATH_ID("episode", episode),
	PATH_ID("need", need),
	SEALED("words", true, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field treatment_agree[] = {
	PATH_ID("episode", episode),
	PATH_ID("need", need),
	CODE("outcome", true, kind, second_view_outcome_codes),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field treatment_resume[] = {
	PATH_ID("episode", episode),
	PATH_ID("need", need),
	BOOL("person_agrees", false, person_agrees),
	SEALED("words", false, words, WORDS_BYTES, VAULT_WORDS),
};
static const struct command_field second_view_late[] = {
	INNER("episode", FIELD_ID, episode),
	INNER("second_view", FIELD_ID, second_view),
};
