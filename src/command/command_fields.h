/* command_fields.h - how the fields of a command are written down.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command.h"

#define AT(member) offsetof(struct command_params, member)
#define PATH_ID(text, member)                                          \
	{                                                                  \
		text, FIELD_ID, FIELD_IN_PATH, true, AT(member), NULL, 0, 0, 0 \
	}
#define BODY_ID(text, need, member)                                    \
	{                                                                  \
		text, FIELD_ID, FIELD_IN_BODY, need, AT(member), NULL, 0, 0, 0 \
	}
#define CODE(text, need, member, list)                                      \
	{                                                                       \
		text, FIELD_CODE, FIELD_IN_BODY, need, AT(member), &(list), 0, 0, 0 \
	}
#define BOOL(text, need, member)                                         \
	{                                                                    \
		text, FIELD_BOOL, FIELD_IN_BODY, need, AT(member), NULL, 0, 0, 0 \
	}
#define DAY(text, need, member)                                         \
	{                                                                   \
		text, FIELD_DAY, FIELD_IN_BODY, need, AT(member), NULL, 0, 0, 0 \
	}
#define INT(text, need, member, low, high)                                   \
	{                                                                        \
		text, FIELD_INT, FIELD_IN_BODY, need, AT(member), NULL, low, high, 0 \
	}
#define SEALED(text, need, member, high, seal)                                   \
	{                                                                            \
		text, FIELD_SEALED, FIELD_IN_BODY, need, AT(member), NULL, 1, high, seal \
	}
#define TEXT(text, need, member, high)                                      \
	{                                                                       \
		text, FIELD_TEXT, FIELD_IN_BODY, need, AT(member), NULL, 1, high, 0 \
	}
#define TOKEN(text, member)                                                 \
	{                                                                       \
		text, FIELD_TOKEN, FIELD_IN_BODY, true, AT(member), NULL, 16, 64, 0 \
	}
#define SECRET(text, need, member, low, high)                                   \
	{                                                                           \
		text, FIELD_SECRET, FIELD_IN_BODY, need, AT(member), NULL, low, high, 0 \
	}
#define FOUND(text, form, member)                                                      \
	{                                                                                  \
		text, form, FIELD_WORKED_OUT, false, AT(member), NULL, INT64_MIN, INT64_MAX, 0 \
	}
#define FOUND_SEALED(text, member, high, seal)                                       \
	{                                                                                \
		text, FIELD_SEALED, FIELD_WORKED_OUT, false, AT(member), NULL, 1, high, seal \
	}
#define PLACE(text, need)                                                              \
	{                                                                                  \
		text, FIELD_MUNICIPALITY, FIELD_IN_BODY, need, AT(municipality), NULL, 0, 0, 0 \
	}
#define MASK(text, member, list)                                              \
	{                                                                         \
		text, FIELD_CODES, FIELD_IN_BODY, false, AT(member), &(list), 0, 0, 0 \
	}
#define LANGUAGES(text, member)                                                                    \
	{                                                                                              \
		text, FIELD_LANGUAGES, FIELD_IN_BODY, false, AT(member), NULL, 0, DIRECTORY_MAX_LANGUAGES, \
			0                                                                                      \
	}
#define DEGREES(text, member, low, high)                                          \
	{                                                                             \
		text, FIELD_DEGREES, FIELD_IN_BODY, false, AT(member), NULL, low, high, 0 \
	}
#define PUBLIC_LINE(text, member) TEXT(text, false, member, DIRECTORY_MAX_LINE_BYTES)
#define PUBLIC_WORDS(text, member) TEXT(text, false, member, DIRECTORY_MAX_WORDS_BYTES)
#define PUBLIC_PHONE(text, member) TEXT(text, false, member, DIRECTORY_MAX_PHONE_BYTES)
#define INNER(text, form, member)                                                   \
	{                                                                               \
		text, form, FIELD_INTERNAL, true, AT(member), NULL, INT64_MIN, INT64_MAX, 0 \
	}

/* Bounds of texts, in bytes of UTF-8. */
enum { STORY_BYTES = 20000, WORDS_BYTES = 4000, NAME_BYTES = 200, CONTACT_BYTES = 500 };
