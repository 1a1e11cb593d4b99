/* api_messages.h - what people read, in Dutch and in English: refusals, names of codes, lines of a
 * timeline, problems, the start page.
 *
 * The texts are data/messages/nl.json and en.json, which are built into the program.
 *
 * States      opened (read and checked whole) -> closed. Nothing changes in between: messages may
 *             be read from any thread.
 * Invariants  (1) Both languages have the same keys, in rising order of bytes.
 *             (2) A text has the same parameters in both.
 *             (3) Every text has the form below.
 * Form        {name} is a parameter: a to z and _. What stands between [ and ] is left out when a
 *             parameter in it is empty; there is at least one in it, and brackets do not nest.
 *             A parameter that is not given is empty. One with which a sentence begins gets a
 *             capital there: "een naaste" becomes "Een naaste".
 * Keys        refusal.<module>.<code>.title     what is wrong; parameters as the judge gives them
 *             refusal.<module>.<code>.accept    what would be accepted
 *             problem.<code>.title, .accept     the same, for what did not come as far as a judge
 *             fault.<code>.title, .accept       the same, for a line of an import; import.*
 *             law.<law>, law.<law>.text         its name; one sentence
 *             code.<list>.<name>                a code within a sentence; where "not said" is
 *             shown
 *                                               (life_domain, for_whom) also not_said
 *             code.legal_basis.<name>.article   where it stands in the law, if it does
 *             command.<name>                    what somebody wants to do: "sign in"
 *             moment.<command>                  its line in a timeline; parameters who, whom, need
 *                                               (its life domain), code, second, day, words
 *             who.<member kind>                 in place of a name; also who.somebody, who.program
 *             search.*                          what a search says besides its results
 *             play.*, front.*, date.*           a scenario as it is told, the start page, days
 * Variants    A line that must be worded otherwise in some case has a key with that case behind
 *             it, in this order: door (nobody was signed in), care_management (no need), service
 *             (whom is one), unsafe, self (whom is who). See api_messages_vary.
 *             What only the program does (expire, late) is worded so in the line itself.
 * Tests       test/unit/api/test_api_messages.c, test_api_texts.c (every key there, every
 *             parameter given), test_keys.py, test_readability.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "base/codes.h"

#define API_MESSAGES_KEY_SIZE 80 /* of the longest key, with the terminating 0 */

enum api_language { API_LANGUAGE_NL, API_LANGUAGE_EN, API_LANGUAGE_COUNT };

/* What happens when a key is asked for that is not there. */
enum api_missing {
	API_MISSING_SHOWS_KEY, /* the key stands in for the text */
	API_MISSING_IS_BUG,    /* CHECK: for tests */
};

struct api_messages;

struct api_message_parameter {
	const char *name;
	struct span text; /* in the language of the message */
};

/* Opens the built-in texts; a missing key shows itself. Errors: STATUS_INPUT, naming the key or
 * the place in the file; STATUS_MEMORY. */
MUST_USE status api_messages_open(struct api_messages **messages, struct error *error);
/* Opens other texts of the same form: a JSON object per language. */
MUST_USE status api_messages_open_texts(const struct span texts[API_LANGUAGE_COUNT],
	enum api_missing missing, struct api_messages **messages, struct error *error);
/* Accepts NULL. */
void api_messages_close(struct api_messages *messages);
/* The built-in file, as it is. */
struct span api_messages_file(enum api_language language);

size_t api_messages_count(const struct api_messages *messages);
/* By place in the order of keys. */
const char *api_messages_key(const struct api_messages *messages, size_t at);
bool api_messages_has(const struct api_messages *messages, const char *key);
/* The text as the file has it, with its braces and brackets. */
struct span api_messages_text(
	const struct api_messages *messages, enum api_language language, const char *key);

/* Adds the text with its parameters filled in. */
void api_messages_add(const struct api_messages *messages, enum api_language language,
	const char *key, const struct api_message_parameter *parameters, size_t count, struct buf *out);
/* Adds the name of a code; nothing for a number that has the empty name ("not said"). */
void api_messages_add_code(const struct api_messages *messages, enum api_language language,
	const struct codes *codes, int number, struct buf *out);
/* Adds a day as people write it, "3 maart 2026"; nothing for 0, which is no day in a file. */
void api_messages_add_day(
	const struct api_messages *messages, enum api_language language, int32_t day, struct buf *out);
/* The same with the time of day in Amsterdam; nothing for 0. */
void api_messages_add_instant(const struct api_messages *messages, enum api_language language,
	int64_t instant_ms, struct buf *out);
/* Puts "." and the case behind the key, if there is a text of that name: to "moment.question.ask",
 * "door" and then "unsafe" give "moment.question.ask.door.unsafe". */
void api_messages_vary(
	const struct api_messages *messages, char key[API_MESSAGES_KEY_SIZE], const char *variant);

/* The language for a request, from its Accept-Language (RFC 9110, 12.5.4): English if it is
 * preferred to Dutch, otherwise Dutch. What cannot be read in it is passed over. */
enum api_language api_messages_language(struct span accept_language);
