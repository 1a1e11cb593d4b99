/* test_api_messages.c - texts are filled in, chosen by language, and refused when they have not
 * the form.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include "access/access.h"
#include "api/api_messages.h"
#include "base/check.h"
#include "base/date.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_TEXT_BYTES 4096

static struct api_messages *messages;

static int open_built_in(void **state)
{
	struct error error = {0};
	const struct span texts[API_LANGUAGE_COUNT] = {
		api_messages_file(API_LANGUAGE_NL), api_messages_file(API_LANGUAGE_EN)};
	(void)state;
	status code = api_messages_open_texts(texts, API_MISSING_IS_BUG, &messages, &error);
	if (code != STATUS_OK) fprintf(stderr, "%s\n", error.message);
	return code == STATUS_OK ? 0 : -1;
}

static int close_built_in(void **state)
{
	(void)state;
	api_messages_close(messages);
	return 0;
}

/* A small set of texts for what the built-in ones do not have. */
static const char small_nl[] = "{\"a\": \"Van {x}[, op {day}][: “{words}”].\","
							   " \"b\": \"Kom. {x} komt[ met {y} en {z}].\","
							   " \"c\": \"vast\", \"d\": \"{x}?\"}";
static const char small_en[] = "{\"a\": \"From {x}[, on {day}][: “{words}”].\","
							   " \"b\": \"Come. {x} comes[ with {y} and {z}].\","
							   " \"c\": \"fixed\", \"d\": \"{x}?\"}";

static status open_small(const char *nl, const char *en, enum api_missing missing,
	struct api_messages **small, struct error *error)
{
	const struct span texts[API_LANGUAGE_COUNT] = {span_of(nl), span_of(en)};
	return api_messages_open_texts(texts, missing, small, error);
}

static void assert_added(const struct api_messages *from, const char *key,
	const struct api_message_parameter *parameters, size_t count, const char *expected)
{
	struct buf out;
	buf_init(&out, MAX_TEXT_BYTES);
	buf_add_text(&out, "- ");
	api_messages_add(from, API_LANGUAGE_NL, key, parameters, count, &out);
	assert_string_equal(buf_text(&out) + 2, expected);
	buf_finish(&out);
}

/* The brackets, each way. */
static void test_api_messages_add__drops_a_bracket_of_which_something_is_empty(void **state)
{
	struct api_messages *small;
	struct api_message_parameter parameters[] = {{"x", SPAN_LITERAL("Anja")},
		{"day", SPAN_LITERAL("3 maart")}, {"words", SPAN_LITERAL("dank [u] {x}")},
		{"y", SPAN_LITERAL("Bo")}, {"z", {NULL, 0}}};
	(void)state;
	assert_int_equal(open_small(small_nl, small_en, API_MISSING_IS_BUG, &small, NULL), STATUS_OK);
	assert_added(small, "a", parameters, 1, "Van Anja.");
	assert_added(small, "a", parameters, 2, "Van Anja, op 3 maart.");
	/* What people wrote is taken as it is. */
	assert_added(small, "a", parameters, 3, "Van Anja, op 3 maart: “dank [u] {x}”.");
	assert_added(small, "b", parameters, 4, "Kom. Anja komt.");
	assert_added(small, "b", parameters, 5, "Kom. Anja komt.");
	parameters[4].text = SPAN_LITERAL("Cas");
	assert_added(small, "b", parameters, 5, "Kom. Anja komt met Bo en Cas.");
	assert_added(small, "c", NULL, 0, "vast");
	api_messages_close(small);
}

/* Names that begin with a small letter, and only at the beginning of a sentence. */
static void test_api_messages_add__begins_a_sentence_with_a_capital(void **state)
{
	struct api_messages *small;
	struct api_message_parameter parameters[] = {{"x", SPAN_LITERAL("een naaste")}};
	(void)state;
	assert_int_equal(open_small(small_nl, small_en, API_MISSING_IS_BUG, &small, NULL), STATUS_OK);
	assert_added(small, "b", parameters, 1, "Kom. Een naaste komt.");
	assert_added(small, "a", parameters, 1, "Van een naaste.");
	assert_added(small, "d", parameters, 1, "Een naaste?");
	api_messages_close(small);
}

/* People's own words keep their small letters, also where they follow a sentence. */
static void test_api_messages_add__leaves_quoted_words_as_they_are(void **state)
{
	struct buf out;
	const struct api_message_parameter parameters[] = {
		{"who", SPAN_LITERAL("de inwoner")}, {"words", SPAN_LITERAL("ik wil dit. echt waar")}};
	(void)state;
	buf_init(&out, MAX_TEXT_BYTES);
	api_messages_add(messages, API_LANGUAGE_NL, "moment.join.accept", parameters, 2, &out);
	assert_string_equal(
		buf_text(&out), "De inwoner schoof aan in het netwerk. “ik wil dit. echt waar”");
	buf_finish(&out);
}

/* In production somebody reads a key rather than nothing. */
static void test_api_messages_add__shows_the_key_of_a_text_that_is_missing(void **state)
{
	struct api_messages *small;
	(void)state;
	assert_int_equal(
		open_small(small_nl, small_en, API_MISSING_SHOWS_KEY, &small, NULL), STATUS_OK);
	assert_added(small, "refusal.no.such", NULL, 0, "refusal.no.such");
	assert_false(api_messages_has(small, "refusal.no.such"));
	assert_true(api_messages_has(small, "a"));
	api_messages_close(small);
	assert_int_equal(api_messages_open(&small, NULL), STATUS_OK);
	assert_added(small, "refusal.no.such", NULL, 0, "refusal.no.such");
	api_messages_close(small);
}

/* In a test it is a mistake of the program. */
static void test_api_messages_text__of_a_missing_key_is_a_bug_in_tests(void **state)
{
	struct check_guard guard;
	volatile bool raised = false;
	(void)state;
	if (setjmp(check_guard_set(&guard)->landing) == 0)
		api_messages_text(messages, API_LANGUAGE_NL, "refusal.no.such");
	else
		raised = true;
	check_guard_clear();
	assert_true(raised);
}

/* The names of codes, and nothing for what was not said. */
static void test_api_messages_add_code__adds_its_name_or_nothing(void **state)
{
	struct buf out;
	(void)state;
	buf_init(&out, MAX_TEXT_BYTES);
	api_messages_add_code(messages, API_LANGUAGE_EN, &codes_life_domain, DOMAIN_NOT_SAID, &out);
	assert_int_equal(out.size, 0);
	api_messages_add_code(messages, API_LANGUAGE_EN, &codes_life_domain, DOMAIN_HOUSING, &out);
	assert_string_equal(buf_text(&out), "housing");
	buf_reset(&out);
	api_messages_add_code(messages, API_LANGUAGE_NL, &access_part_codes, PART_DOOR, &out);
	assert_string_equal(buf_text(&out), "de voordeur");
	buf_finish(&out);
}

/* Days as people write them; every month has a name. */
static void test_api_messages_add_day__writes_days_as_people_do(void **state)
{
	struct buf out;
	(void)state;
	buf_init(&out, MAX_TEXT_BYTES);
	api_messages_add_day(
		messages, API_LANGUAGE_NL, date_from_civil((struct date_civil){2026, 3, 3}), &out);
	assert_string_equal(buf_text(&out), "3 maart 2026");
	buf_reset(&out);
	api_messages_add_day(
		messages, API_LANGUAGE_EN, date_from_civil((struct date_civil){2026, 12, 31}), &out);
	assert_string_equal(buf_text(&out), "31 December 2026");
	buf_reset(&out);
	api_messages_add_day(messages, API_LANGUAGE_NL, 0, &out);
	assert_int_equal(out.size, 0);
	for (int month = 1; month <= 12; month++)
		api_messages_add_day(
			messages, API_LANGUAGE_NL, date_from_civil((struct date_civil){2027, month, 1}), &out);
	assert_null(strstr(buf_text(&out), "date."));
	buf_finish(&out);
}

/* The day and the time in Amsterdam, in winter and in summer. */
static void test_api_messages_add_instant__has_the_time_of_day(void **state)
{
	static const struct {
		const char *instant;
		enum api_language language;
		const char *text;
	} rows[] = {
		{"2026-11-22T16:50:00Z", API_LANGUAGE_NL, "22 november 2026 om 17:50 uur"},
		{"2026-07-01T22:05:00Z", API_LANGUAGE_NL, "2 juli 2026 om 00:05 uur"},
		{"2026-11-22T16:50:00Z", API_LANGUAGE_EN, "22 November 2026 at 17:50"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf out;
		int64_t instant_ms = 0;
		buf_init(&out, MAX_TEXT_BYTES);
		assert_true(date_parse_instant(span_of(rows[i].instant), &instant_ms));
		api_messages_add_instant(messages, rows[i].language, instant_ms, &out);
		assert_string_equal(buf_text(&out), rows[i].text);
		buf_reset(&out);
		api_messages_add_instant(messages, rows[i].language, 0, &out);
		assert_int_equal(out.size, 0);
		buf_finish(&out);
	}
}

/* The most special line there is, and never one that is not there. */
static void test_api_messages_vary__adds_a_case_only_if_there_is_a_text_for_it(void **state)
{
	char key[API_MESSAGES_KEY_SIZE] = "moment.question.ask";
	struct {
		char key[API_MESSAGES_KEY_SIZE];
		char behind[8];
	} longest = {.behind = "behind"};
	(void)state;
	api_messages_vary(messages, key, "care_management");
	assert_string_equal(key, "moment.question.ask");
	api_messages_vary(messages, key, "door");
	api_messages_vary(messages, key, "unsafe");
	assert_string_equal(key, "moment.question.ask.door.unsafe");
	memset(longest.key, 'k', sizeof(longest.key) - 1);
	api_messages_vary(messages, longest.key, "self");
	assert_int_equal(strlen(longest.key), sizeof(longest.key) - 1);
	assert_string_equal(longest.behind, "behind");
}

/* Each mistake in the files is refused when they are opened, and says where it is. */
static void test_api_messages_open_texts__refuses_what_has_not_the_form(void **state)
{
	static const struct {
		const char *nl;
		const char *en;
		const char *says;
	} wrong[] = {
		{"{\"a\": \"x\"", "{\"a\": \"x\"}", "messages nl: "},
		{"{\"a\": \"x\"}", "[]", "messages en: no object"},
		{"{}", "{}", "empty"},
		{"{\"a\": \"x\", \"a\": \"y\"}", "{\"a\": \"x\"}", "messages nl: "},
		{"{\"a\": \"x\"}", "{\"b\": \"x\"}", "messages en: a has no text"},
		{"{\"a\": \"x\"}", "{\"a\": \"x\", \"b\": \"y\"}", "one language has more keys"},
		{"{\"b\": \"x\", \"a\": \"y\"}", "{\"a\": \"x\", \"b\": \"y\"}", "a is out of order"},
		{"{\"a\": 1}", "{\"a\": \"x\"}", "messages nl: a has no text"},
		{"{\"a\": \"\"}", "{\"a\": \"x\"}", "messages nl: a has not the form"},
		{"{\"a\": \"{x\"}", "{\"a\": \"{x}\"}", "messages nl: a has not the form"},
		{"{\"a\": \"x}\"}", "{\"a\": \"{x}\"}", "messages nl: a has not the form"},
		{"{\"a\": \"{X}\"}", "{\"a\": \"{X}\"}", "messages nl: a has not the form"},
		{"{\"a\": \"{}\"}", "{\"a\": \"{}\"}", "messages nl: a has not the form"},
		{"{\"a\": \"[x]\"}", "{\"a\": \"x\"}", "messages nl: a has not the form"},
		{"{\"a\": \"[{x}\"}", "{\"a\": \"{x}\"}", "messages nl: a has not the form"},
		{"{\"a\": \"{x}]\"}", "{\"a\": \"{x}\"}", "messages nl: a has not the form"},
		{"{\"a\": \"{x}\"}", "{\"a\": \"[{x}[{x}]]\"}", "messages en: a has not the form"},
		{"{\"a\": \"{x}\"}", "{\"a\": \"{y}\"}", "the parameters of a differ"},
		{"{\"a\": \"{x} {y}\"}", "{\"a\": \"{x}\"}", "the parameters of a differ"},
		{"{\"a\": \"{x}\"}", "{\"a\": \"{x} {y}\"}", "the parameters of a differ"},
		{"{\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\": "
		 "\"x\"}",
			"{\"a\": \"x\"}", "is too long"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct api_messages *small = (struct api_messages *)&small;
		struct error error = {0};
		status code = open_small(wrong[i].nl, wrong[i].en, API_MISSING_IS_BUG, &small, &error);
		assert_int_equal(code, STATUS_INPUT);
		assert_null(small);
		if (strstr(error.message, wrong[i].says) == NULL)
			fail_msg("%s: \"%s\" does not say \"%s\"", wrong[i].nl, error.message, wrong[i].says);
	}
}

/* Dutch, unless English is preferred to it. */
static void test_api_messages_language__is_dutch_unless_english_is_preferred(void **state)
{
	static const struct {
		const char *header;
		enum api_language expected;
	} cases[] = {
		{"", API_LANGUAGE_NL},
		{"nl", API_LANGUAGE_NL},
		{"en", API_LANGUAGE_EN},
		{"EN-gb", API_LANGUAGE_EN},
		{"de", API_LANGUAGE_NL},
		{"*", API_LANGUAGE_NL},
		{"en, nl", API_LANGUAGE_NL},
		{"en-US,en;q=0.9,nl;q=0.8", API_LANGUAGE_EN},
		{"nl-NL,nl;q=0.9,en-US;q=0.8,en;q=0.7", API_LANGUAGE_NL},
		{"nl;q=0.5 , en ; q=0.51", API_LANGUAGE_EN},
		{"nl;q=0.501, en;q=0.5", API_LANGUAGE_NL},
		{"en;q=0.5, *;q=0.8", API_LANGUAGE_NL},
		{"nl;q=0.5, *;q=0.8", API_LANGUAGE_EN},
		{"en, *;q=0.1", API_LANGUAGE_EN},
		{"de;q=1.000, en;q=0.001", API_LANGUAGE_EN},
		{"en;q=0", API_LANGUAGE_NL},
		{"nl;q=0, en;q=0", API_LANGUAGE_NL},
		{"nl;q=0, en;q=0.1", API_LANGUAGE_EN},
		{"en;q=0.9, nl;q=0.5, en-GB;q=0.1", API_LANGUAGE_EN},
		/* What cannot be read is passed over. */
		{"en;q=2", API_LANGUAGE_NL},
		{"en;q=1.5", API_LANGUAGE_NL},
		{"en;q=x", API_LANGUAGE_NL},
		{"en;q=0.1234", API_LANGUAGE_NL},
		{"en;q=", API_LANGUAGE_NL},
		{"en;level=1", API_LANGUAGE_NL},
		{"en;q=x, en-GB;q=0.5", API_LANGUAGE_EN},
		{",,;,en", API_LANGUAGE_EN},
		{"english", API_LANGUAGE_NL},
		{"-en", API_LANGUAGE_NL},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (api_messages_language(span_of(cases[i].header)) != cases[i].expected)
			fail_msg("\"%s\" gives the other language", cases[i].header);
	assert_int_equal(api_messages_language((struct span){NULL, 0}), API_LANGUAGE_NL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_messages_add__drops_a_bracket_of_which_something_is_empty),
		cmocka_unit_test(test_api_messages_add__begins_a_sentence_with_a_capital),
		cmocka_unit_test(test_api_messages_add__leaves_quoted_words_as_they_are),
		cmocka_unit_test(test_api_messages_add__shows_the_key_of_a_text_that_is_missing),
		cmocka_unit_test(test_api_messages_text__of_a_missing_key_is_a_bug_in_tests),
		cmocka_unit_test(test_api_messages_add_code__adds_its_name_or_nothing),
		cmocka_unit_test(test_api_messages_add_day__writes_days_as_people_do),
		cmocka_unit_test(test_api_messages_add_instant__has_the_time_of_day),
		cmocka_unit_test(test_api_messages_vary__adds_a_case_only_if_there_is_a_text_for_it),
		cmocka_unit_test(test_api_messages_open_texts__refuses_what_has_not_the_form),
		cmocka_unit_test(test_api_messages_language__is_dutch_unless_english_is_preferred),
	};
	return cmocka_run_group_tests(tests, open_built_in, close_built_in);
}
