/* api_decode.h - JSON to a command's params, by the entry's field table.
 *
 * Knows nothing of a request or a reply: a mistake is a fault that says which text tells it.
 * Ownership   Texts in params live in the arena. The first fault ends the decoding.
 * Tests       fuzz/fuzz_body.c, test/scenario/test_wrong_requests.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_fault.h"
#include "command/command.h"
#include "region/region.h"

struct api_decoding {
	const struct command_entry *entry;
	const struct region *division;
	struct vault *vault; /* for tokens, of which only the keyed index goes on */
	struct arena *arena;
	bool plain;    /* from plain text: what would be right is said so too */
	int32_t today; /* in Amsterdam: nobody is born after it */
	struct command_params params;
	struct api_fault fault; /* when something is wrong */
};

/* One segment of the path, of the field with this name; a name without a field is passed over. */
bool api_decode_path(struct api_decoding *decoding, const char *name, struct span segment);
/* One field of the body by its name, from plain text: lists with blanks between their parts, yes or
 * no (or true, false). False, with the fault, also if the entry has no such field. */
bool api_decode_text(struct api_decoding *decoding, const char *name, struct span text);
/* The body: one JSON object (RFC 8259), or nothing, which is an object without members. */
bool api_decode_body(struct api_decoding *decoding, struct span body);
/* Whether it has the form of a code for a language. */
bool api_decode_is_language(struct span text);
