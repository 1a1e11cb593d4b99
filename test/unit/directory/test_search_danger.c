/* test_search_danger.c - words of danger are recognised, also misspelt, joined and split.
 *
 * test/search/danger_phrases.csv: where `held_out` is 1 the phrase was written without a look at
 * data/search/danger.csv, and no phrase was added to that file for it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "search_fixture.h"
#include <stdio.h>

enum { MAX_FALSE = 2, MIN_PHRASES = 60 };

static uint32_t signs_of(struct search_fixture *fixture, const char *words)
{
	arena_reset(&fixture->answer);
	return search_danger_signs(fixture->words, span_of(words), &fixture->answer);
}

static void open_phrases(struct search_fixture *fixture, struct csv *csv, size_t columns[3])
{
	static const char *const names[] = {"held_out", "words", "sign"};
	struct error error = {0};
	csv_init(csv, fixture_read(&fixture->arena, "danger_phrases.csv"), &fixture->arena);
	assert_int_equal(csv_header(csv, names, 3, columns, &error), STATUS_OK);
}

static const char *text_of(struct search_fixture *fixture, struct span span)
{
	return arena_text(&fixture->arena, span);
}

/* All phrases of danger, and with their kind. */
static void test_search_danger__recognises_all(void **state)
{
	struct search_fixture *fixture = *state;
	struct error error = {0};
	size_t columns[3], count = 0, held_out = 0, missed = 0;
	bool more = false;
	struct csv csv;
	open_phrases(fixture, &csv, columns);
	for (;;) {
		assert_int_equal(csv_next(&csv, &more, &error), STATUS_OK);
		if (!more) break;
		const char *words = text_of(fixture, csv.fields[columns[1]]);
		int sign = codes_find(&search_sign_codes, csv.fields[columns[2]]);
		if (sign <= 0) continue;
		count++;
		held_out += span_is(csv.fields[columns[0]], "1");
		if ((signs_of(fixture, words) >> sign & 1) != 0) continue;
		print_error("%s: not recognised as %s\n", words, codes_name(&search_sign_codes, sign));
		missed++;
	}
	print_message("%zu phrases of danger, %zu held out, %zu missed\n", count, held_out, missed);
	assert_true(count >= MIN_PHRASES && held_out * 2 >= count);
	assert_int_equal(missed, 0);
}

/* Ordinary questions are no danger, but for a few. */
static void test_search_danger__leaves_ordinary_words(void **state)
{
	struct search_fixture *fixture = *state;
	struct error error = {0};
	size_t columns[3], count = 0, wrong = 0;
	bool more = false;
	struct csv csv;
	open_phrases(fixture, &csv, columns);
	for (;;) {
		assert_int_equal(csv_next(&csv, &more, &error), STATUS_OK);
		if (!more) break;
		if (csv.fields[columns[2]].size > 0) continue;
		const char *words = text_of(fixture, csv.fields[columns[1]]);
		count++;
		if (signs_of(fixture, words) == 0) continue;
		print_message("%s: taken as danger\n", words);
		wrong++;
	}
	print_message("%zu ordinary questions, %zu taken as danger\n", count, wrong);
	assert_true(count >= MIN_PHRASES && wrong <= MAX_FALSE);
}

/* A long story with three words of danger in it, and with none. */
static void test_search_danger__reads_a_story(void **state)
{
	enum { REPEATS = 300 };
	static const char often[] = "Ik slaap slecht en mijn werk gaat niet goed. ";
	struct search_fixture *fixture = *state;
	struct buf story;
	buf_init(&story, sizeof(often) * REPEATS + 100);
	for (int i = 0; i < REPEATS; i++) buf_add_text(&story, often);
	const char *calm = arena_text(&fixture->arena, buf_span(&story));
	assert_int_equal(signs_of(fixture, calm), 0);
	buf_add_text(&story, "En nu wilik nietmeer leven.");
	const char *unsafe = arena_text(&fixture->arena, buf_span(&story));
	assert_int_equal(signs_of(fixture, unsafe), 1u << SEARCH_SUICIDE);
	buf_finish(&story);
	assert_int_equal(signs_of(fixture, ""), 0);
	assert_int_equal(signs_of(fixture, "\xff zelfmoord"), 0);
}

/* No other spelling is offered for words of danger, and they find help. */
static void test_search_danger__is_not_spelled_otherwise(void **state)
{
	static const char *const phrases[] = {"zelf moord", "ik hang mezelf op", "ikwildood",
		"wil ni meer leve", "huislijk gewelt", "zelfmort", "verkragt", "sos"};
	struct search_fixture *fixture = *state;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		struct search_question question = fixture_question(phrases[i]);
		struct search_answer answer = fixture_ask(fixture, &question);
		assert_int_not_equal(answer.signs, 0);
		assert_int_equal(answer.meant.size, 0);
		assert_true(answer.total > 0);
	}
	struct search_question question = fixture_question("zelf moord en sommber");
	struct search_answer answer = fixture_ask(fixture, &question);
	assert_true(span_is(answer.meant, "zelf moord en somber"));
}

/* Violence asks for other help first than crisis help. */
static void test_search_danger__orders_only_where_somebody_may_die(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("mijn man slaat mij");
	assert_false(fixture_ask(fixture, &question).danger);
	question = fixture_question("ikwildood");
	assert_true(fixture_ask(fixture, &question).danger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search_danger__recognises_all),
		cmocka_unit_test(test_search_danger__leaves_ordinary_words),
		cmocka_unit_test(test_search_danger__reads_a_story),
		cmocka_unit_test(test_search_danger__is_not_spelled_otherwise),
		cmocka_unit_test(test_search_danger__orders_only_where_somebody_may_die),
	};
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
