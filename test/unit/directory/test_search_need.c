/* test_search_need.c - what somebody in need sees first: help of many kinds, crisis help in danger.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "search_fixture.h"
#include "base/prng.h"
#include "directory/criteria.h"
#include <stdio.h>

/* "Ik woon in" is part of the place. */
static void test_search__where_somebody_lives_is_no_question(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("Ik woon in Enschede en ben somber");
	struct search_answer answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.municipality, 153);
	assert_true(answer.total > 0);
	for (size_t i = 0; i < answer.hit_count; i++)
		for (size_t r = 0; r < answer.hits[i].reason_count; r++)
			assert_true(span_is(answer.hits[i].reasons[r].asked, "somber"));
}

/* Where somebody lives is never a question; a place that is none, or several, is said. */
static void test_search__says_which_place_is_not_known(void **state)
{
	static const struct {
		const char *words, *asked, *candidates;
		int32_t municipality;
	} cases[] = {{"ik woon in Nijverdal en ben somber", "", "", 163}, {"Glanerbrug", "", "", 153},
		{"somber in Hoek van Holland", "", "", 599},
		{"ik woon in Verweggistan en ben somber", "Verweggistan", "", 0},
		{"schulden in Enschde", "Enschde", "Enschede (GM0153)", 0},
		{"schulden in Bergen", "Bergen", "Bergen (NH.) (GM0373), Bergen (L.) (GM0893)", 0},
		{"hulp in de buurt", "", "", 0}, {"ik woon in een flat", "", "", 0},
		{"schulden in Enschede", "", "", 153}};
	struct search_fixture *fixture = *state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct search_question question = fixture_question(cases[i].words);
		struct search_answer answer = fixture_ask(fixture, &question);
		if (answer.municipality != cases[i].municipality ||
			!span_is(answer.unknown_place, cases[i].asked))
			fail_msg("%s: %d, %.*s", cases[i].words, (int)answer.municipality,
				SPAN_PRINT(answer.unknown_place));
		bool as_wanted =
			cases[i].candidates[0] == 0 || span_is(answer.candidates, cases[i].candidates);
		if (!as_wanted) fail_msg("%s: %.*s", cases[i].words, SPAN_PRINT(answer.candidates));
		for (size_t hit = 0; hit < answer.hit_count; hit++)
			for (size_t r = 0; r < answer.hits[hit].reason_count; r++)
				assert_false(span_starts_with(answer.hits[hit].reasons[r].asked, "woon"));
	}
}

/* A service of its own: what a test needs of it, and the rest as it comes. */
static struct search_document document_of(
	int number, const char *name, const char *description, int32_t municipality)
{
	return (struct search_document){.id = fixture_id(number),
		.region = 5,
		.kind = 1,
		.level = 1,
		.municipality = municipality,
		.name = span_of(name),
		.description = span_of(description)};
}

static struct search_answer ask_of(struct search_fixture *fixture,
	const struct search_document *documents, size_t count, const char *words,
	struct search_index **index)
{
	struct search_builder *builder = NULL;
	struct error error = {0};
	struct search_question question = fixture_question(words);
	question.municipality = 141;
	assert_int_equal(
		search_builder_open(fixture->words, fixture->division, &builder, &error), STATUS_OK);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(search_builder_add(builder, &documents[i], &error), STATUS_OK);
	assert_int_equal(search_builder_finish(builder, index, &error), STATUS_OK);
	fixture->view.large = *index;
	struct search_answer answer = fixture_ask(fixture, &question);
	fixture->view.large = fixture->index;
	return answer;
}

/* The words of a code of what it is good at find it, without anything written. */
static void test_search__codes_have_words(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_document document = document_of(1, "Gesprekken", "", 141);
	struct search_index *index = NULL;
	document.good_at_codes = INT64_C(1) << codes_find(&directory_criteria, SPAN_LITERAL("mood"));
	struct search_answer answer = ask_of(fixture, &document, 1, "somber", &index);
	assert_int_equal(answer.total, 1);
	search_index_close(index);
	document.good_at_codes = 0;
	assert_int_equal(ask_of(fixture, &document, 1, "somber", &index).total, 0);
	search_index_close(index);
}

/* Of one name the nearest is in view before other names, and the others of it come behind. */
static void test_search__shows_a_name_once_before_others(void **state)
{
	enum { SAME = 12, OTHER = 3 };
	struct search_fixture *fixture = *state;
	struct search_document documents[SAME + OTHER];
	struct search_index *index = NULL;
	static const char *const names[OTHER] = {"Praatgroep", "Lotgenoten", "Buurthuis"};
	for (int i = 0; i < SAME; i++)
		documents[i] = document_of(i + 1, "Praktijk", "voor wie somber is", i == 7 ? 141 : 153);
	for (int i = 0; i < OTHER; i++)
		documents[SAME + i] = document_of(SAME + i + 1, names[i], "voor wie somber is", 153);
	struct search_answer answer = ask_of(fixture, documents, SAME + OTHER, "somber", &index);
	assert_int_equal(answer.total, SAME + OTHER);
	assert_int_equal(fixture_number(answer.hits[0].id), 8);
	for (int i = 1; i <= OTHER; i++) assert_true(fixture_number(answer.hits[i].id) > SAME);
	search_index_close(index);
}

/* An admission that says the same stays behind, unless somebody asks for one; crisis help comes
 * first where somebody is in danger. */
static void test_search__admission_last_and_crisis_first(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_document documents[3] = {
		document_of(1, "Somber of opname nodig", "somber zelfmoord somberheid", 141),
		document_of(2, "Spreekuur", "voor wie wel eens somber is of aan zelfmoord denkt", 153),
		document_of(3, "Dag en nacht", "zelfmoord en nood", 153)};
	struct search_index *index = NULL;
	documents[0].admission = true;
	documents[2].crisis = true;
	struct search_answer answer = ask_of(fixture, documents, 3, "somber", &index);
	assert_int_equal(fixture_number(answer.hits[0].id), 2);
	assert_false(answer.danger);
	search_index_close(index);
	answer = ask_of(fixture, documents, 3, "zelfmoord", &index);
	assert_int_equal(fixture_number(answer.hits[0].id), 3);
	assert_true(answer.danger);
	search_index_close(index);
	answer = ask_of(fixture, documents, 3, "opname", &index);
	assert_int_equal(fixture_number(answer.hits[0].id), 1);
	search_index_close(index);
}

/* Phrases of somebody who may be in danger, and some that only look so. */
static void test_search__knows_words_of_danger(void **state)
{
	static const struct {
		const char *words;
		bool danger;
	} cases[] = {{"zelfmoord", true}, {"ik wil niet meer leven in Almelo", true}, {"crisis", true},
		{"ik moet dood", true}, {"ik heb zelfmoordgedachten", true},
		{"ik wil niet meer leven", true}, {"geen zin meer in het leven", true},
		{"Ik wil dood.", true}, {"zelfmoort", true}, {"I want to die", true}, {"somber", false},
		{"ik heb nergens zin in", false}, {"ik kan niet meer slapen", false},
		{"mijn vader is dood", false}, {"de zin van het leven", false},
		{"ik wil graag met iemand praten over mijn oma die dood is", false}};
	struct search_fixture *fixture = *state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct search_question question = fixture_question(cases[i].words);
		if (fixture_ask(fixture, &question).danger != cases[i].danger)
			fail_msg("%s: danger is not %d", cases[i].words, cases[i].danger);
	}
}

/* What one word finds is not all below the floor of what another finds. */
static void test_search__no_word_vanishes(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_document documents[40];
	struct search_index *index = NULL;
	for (int i = 0; i < 39; i++)
		documents[i] = document_of(i + 1, "Gesprekken", "voor wie rust zoekt", 141);
	for (int i = 0; i < 39; i++) documents[i].marks = span_of("domain:mental");
	documents[39] = document_of(40, "Huurteam huur huurders", "huur huurders huurteam", 141);
	struct search_answer answer = ask_of(fixture, documents, 40, "huur somber", &index);
	assert_int_equal(answer.total, 40);
	search_index_close(index);
}

/* "Wonen" is what is asked, and not where. */
static void test_search__to_live_somewhere_may_be_a_question(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("hulp bij wonen in Enschede");
	struct search_answer answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.municipality, 153);
	assert_true(answer.hit_count > 0 && answer.hits[0].reason_count > 0);
}

/* Crisis help far away is behind other help that is near. */
static void test_search__crisis_help_is_first_once(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_document documents[3] = {document_of(1, "Dag en nacht", "zelfmoord en nood", 141),
		document_of(2, "Dag en nacht", "zelfmoord en nood", 14),
		document_of(3, "Spreekuur", "voor wie aan zelfmoord denkt", 141)};
	struct search_index *index = NULL;
	documents[0].crisis = documents[1].crisis = true;
	struct search_answer answer = ask_of(fixture, documents, 3, "zelfmoord", &index);
	for (int i = 0; i < 3; i++) {
		static const int order[] = {1, 3, 2};
		assert_int_equal(fixture_number(answer.hits[i].id), order[i]);
	}
	search_index_close(index);
}

/* Of what is anywhere the nearer is first. */
static void test_search__what_is_anywhere_is_nearer_too(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_document documents[2] = {document_of(1, "Lijn", "voor wie somber is", 14),
		document_of(2, "Chat", "voor wie somber is", 153)};
	struct search_index *index = NULL;
	documents[0].anywhere = documents[1].anywhere = true;
	struct search_answer answer = ask_of(fixture, documents, 2, "somber", &index);
	assert_int_equal(answer.total, 2);
	assert_int_equal(fixture_number(answer.hits[0].id), 2);
	for (size_t i = 0; i < 2; i++) assert_true(answer.hits[i].distance_km < 0);
	search_index_close(index);
}

/* Many services of one name do not keep away what is only of the right kind. */
static void test_search__one_name_is_not_enough(void **state)
{
	enum { SAME = 40 };
	struct search_fixture *fixture = *state;
	struct search_document documents[SAME + 1];
	struct search_index *index = NULL;
	for (int i = 0; i < SAME; i++)
		documents[i] = document_of(i + 1, "Praktijk", "voor wie somber is", 141);
	documents[SAME] = document_of(SAME + 1, "Gesprekken", "", 141);
	documents[SAME].marks = span_of("domain:mental");
	struct search_answer answer = ask_of(fixture, documents, SAME + 1, "somber", &index);
	assert_int_equal(answer.total, SAME + 1);
	search_index_close(index);
	for (int i = 0; i < SAME; i++) {
		static const char *const names[] = {
			"Aak", "Boot", "Cel", "Dam", "Ezel", "Fort", "Gans", "Haan", "Iep", "Jol"};
		documents[i].name = span_of(names[i % 10]);
	}
	assert_int_equal(ask_of(fixture, documents, SAME + 1, "somber", &index).total, SAME);
	search_index_close(index);
}

enum { MANY = 1500, NAMES = 40 };

static struct search_index *open_many(struct search_fixture *fixture)
{
	static const char *const words[] = {"voor wie somber is", "somber", "somber somberheid huilen",
		"voor wie somber is, en voor wie iets anders zoekt, met koffie"};
	struct search_builder *builder = NULL;
	struct search_index *index = NULL;
	struct error error = {0};
	struct prng prng;
	char name[32];
	prng_init_seed(&prng, 20);
	assert_int_equal(
		search_builder_open(fixture->words, fixture->division, &builder, &error), STATUS_OK);
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "Huis %c%c", (char)('a' + prng_below(&prng, NAMES / 10)),
			(char)('a' + prng_below(&prng, 10)));
		struct search_document document = document_of(
			i + 1, name, words[prng_below(&prng, 4)], prng_below(&prng, 2) == 0 ? 141 : 153);
		document.informal = prng_below(&prng, 20) == 0;
		document.marks = span_of("domain:mental");
		assert_int_equal(search_builder_add(builder, &document, &error), STATUS_OK);
	}
	assert_int_equal(search_builder_finish(builder, &index, &error), STATUS_OK);
	return index;
}

/* Small pages and large ones are the same list, with everything in it once. */
static void check_pages(struct search_fixture *fixture, size_t limit, int order[MANY])
{
	struct search_question question = fixture_question("somber");
	struct search_position position;
	size_t count = 0;
	question.municipality = 141;
	question.limit = limit;
	for (bool more = true; more;) {
		struct search_answer answer = fixture_ask(fixture, &question);
		assert_int_equal(answer.total, MANY);
		for (size_t i = 0; i < answer.hit_count; i++, count++) {
			int number = fixture_number(answer.hits[i].id);
			assert_true(count < MANY);
			if (order[count] == 0) order[count] = number;
			assert_int_equal(order[count], number);
		}
		more = answer.more;
		position = answer.next;
		question.after = &position;
	}
	assert_int_equal(count, MANY);
}

static void test_search__pages_are_one_list_whatever_their_size(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_index *index = open_many(fixture);
	int order[MANY] = {0};
	bool met[MANY + 1] = {false};
	fixture->view.large = index;
	check_pages(fixture, SEARCH_MAX_PAGE, order);
	check_pages(fixture, 3, order);
	fixture->view.large = fixture->index;
	for (int i = 0; i < MANY; i++) {
		assert_false(met[order[i]]);
		met[order[i]] = true;
	}
	search_index_close(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search__where_somebody_lives_is_no_question),
		cmocka_unit_test(test_search__says_which_place_is_not_known),
		cmocka_unit_test(test_search__codes_have_words),
		cmocka_unit_test(test_search__shows_a_name_once_before_others),
		cmocka_unit_test(test_search__admission_last_and_crisis_first),
		cmocka_unit_test(test_search__knows_words_of_danger),
		cmocka_unit_test(test_search__no_word_vanishes),
		cmocka_unit_test(test_search__to_live_somewhere_may_be_a_question),
		cmocka_unit_test(test_search__crisis_help_is_first_once),
		cmocka_unit_test(test_search__what_is_anywhere_is_nearer_too),
		cmocka_unit_test(test_search__one_name_is_not_enough),
		cmocka_unit_test(test_search__pages_are_one_list_whatever_their_size),
	};
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
